// Validation and decoding of compiled code in one pass.
//
// Everything that the code array says (lengths, jumps, group numbers, set programs) is checked while it is turned into a tree; after this
// nothing reads the array's structure again, so a forged array can be refused but never followed out of bounds. The INFO block is only
// skipped: widths, prefixes and first-character sets are derived from the tree, which also finds more of them.

struct Decoder {
    private let code: [UInt32]
    private let groups: Int
    /// Set programs: the code itself, followed by the programs made for case-insensitive literals.
    private(set) var setCodes: [UInt32]
    private(set) var descriptors: [SetDescriptor] = []
    private(set) var setPeeks: [Peek] = []
    private var knownSets: [SetKey: Int] = [:]
    private(set) var hasGroupReferences = false
    private var depth = 0

    private struct SetKey: Hashable { var fold: UInt8; var inverted: Bool; var program: [UInt32] }

    /// Nesting of repeats, branches and assertions beyond this is refused; it bounds the native stack that decoding and emitting use.
    static let maximumDepth = 2000

    init(code: [UInt32], groups: Int) {
        self.code = code
        self.groups = groups
        setCodes = code
    }

    /// Decodes the whole array, which must end in SUCCESS.
    mutating func decode() throws(RegexError) -> PatternTree {
        guard groups >= 0, groups <= 1 << 24, code.count < 1 << 28, code.last == SREOpcode.success.rawValue else { throw .invalidCode }
        var start = 0
        if code.count >= 2, code[0] == SREOpcode.info.rawValue {
            guard code.count > 5, Int(code[1]) >= 4 else { throw .invalidCode }
            start = try target(1, within: code.count - 1)
        }
        return try sequence(start, code.count - 1)
    }

    /// The position that the skip word at `at` leads to; it must lie behind it and not behind `end`.
    private func target(_ at: Int, within end: Int) throws(RegexError) -> Int {
        guard at < end else { throw .invalidCode }
        let t = at + Int(code[at])
        guard t > at, t <= end else { throw .invalidCode }
        return t
    }

    private func argument(_ at: Int, _ end: Int) throws(RegexError) -> UInt32 {
        guard at < end else { throw .invalidCode }
        return code[at]
    }

    private func expect(_ op: SREOpcode, _ at: Int) throws(RegexError) {
        guard at >= 0, at < code.count, code[at] == op.rawValue else { throw .invalidCode }
    }

    /// Decodes the elements in `start..<end`.
    private mutating func sequence(_ start: Int, _ end: Int) throws(RegexError) -> PatternTree {
        guard start <= end else { throw .invalidCode }
        depth += 1
        defer { depth -= 1 }
        if depth > Decoder.maximumDepth { throw .invalidCode }
        var parts: [PatternTree] = []
        var p = start
        while p < end {
            guard let op = SREOpcode(rawValue: code[p]) else { throw .invalidCode }
            p += 1
            switch op {
            case .failure: parts.append(.fail)
            case .any: parts.append(.item(.any))
            case .anyAll: parts.append(.item(.anyAll))
            case .literal:
                parts.append(.item(.character(try argument(p, end))))
                p += 1
            case .notLiteral:
                parts.append(.item(.notCharacter(try argument(p, end))))
                p += 1
            case .literalIgnore, .notLiteralIgnore, .literalUniIgnore, .notLiteralUniIgnore, .literalLocIgnore, .notLiteralLocIgnore:
                let c = try argument(p, end)
                p += 1
                parts.append(.item(foldedLiteral(op, c)))
            case .at:
                guard let at = SREAt(rawValue: try argument(p, end)) else { throw .invalidCode }
                parts.append(.at(at))
                p += 1
            case .category:
                let category = try argument(p, end)
                guard SRECategory(rawValue: category) != nil else { throw .invalidCode }
                parts.append(.item(.set(addProgram([SREOpcode.category.rawValue, category, 0], .none, false))))
                p += 1
            case .in, .inIgnore, .inUniIgnore, .inLocIgnore:
                let next = try target(p, within: end)
                try validateSet(p + 1, next)
                let fold: Fold = op == .in ? .none : op == .inIgnore ? .ascii : op == .inUniIgnore ? .unicode : .locale
                parts.append(.item(.set(addSet(p + 1, next, fold))))
                p = next
            case .mark:
                let mark = Int(try argument(p, end))
                guard mark < 2 * groups else { throw .invalidCode }
                parts.append(.mark(mark))
                p += 1
            case .groupRef, .groupRefIgnore, .groupRefLocIgnore, .groupRefUniIgnore:
                let group = Int(try argument(p, end))
                guard group < groups else { throw .invalidCode }
                let fold: Fold = op == .groupRef ? .none : op == .groupRefIgnore ? .ascii : op == .groupRefUniIgnore ? .unicode : .locale
                hasGroupReferences = true
                parts.append(.groupRef(group, fold))
                p += 1
            case .groupRefExists:
                p = try conditional(p, end, &parts)
            case .branch:
                p = try branch(p, end, &parts)
            case .repeat:
                let (next, low, high) = try repeatHeader(p, end)
                let body = try sequence(p + 3, next)
                guard next < end else { throw .invalidCode }
                let until = SREOpcode(rawValue: code[next])
                guard until == .maxUntil || until == .minUntil else { throw .invalidCode }
                parts.append(.repeatTree(until == .maxUntil ? .greedy : .lazy, min: low, max: high, body))
                p = next + 1
            case .possessiveRepeat:
                let (next, low, high) = try repeatHeader(p, end)
                let body = try sequence(p + 3, next)
                guard next < end else { throw .invalidCode }
                try expect(.success, next)
                parts.append(.repeatTree(.possessive, min: low, max: high, body))
                p = next + 1
            case .repeatOne, .minRepeatOne, .possessiveRepeatOne:
                let (next, low, high) = try repeatHeader(p, end)
                try expect(.success, next - 1)
                let body = try sequence(p + 3, next - 1)
                let mode: RepeatMode = op == .repeatOne ? .greedy : op == .minRepeatOne ? .lazy : .possessive
                switch body {
                case .item(let item): parts.append(.repeatItem(mode, min: low, max: high, item))
                case .fail: parts.append(.repeatItem(mode, min: low, max: high, .never))
                default: parts.append(.repeatTree(mode, min: low, max: high, body))
                }
                p = next
            case .assert, .assertNot:
                let next = try target(p, within: end)
                let back = Int(try argument(p + 1, end))
                try expect(.success, next - 1)
                let body = try sequence(p + 2, next - 1)
                parts.append(.assert(negated: op == .assertNot, back: back, body))
                p = next
            case .atomicGroup:
                let next = try target(p, within: end)
                try expect(.success, next - 1)
                let body = try sequence(p + 1, next - 1)
                parts.append(.atomic(body))
                p = next
            case .success, .charset, .bigCharset, .info, .jump, .maxUntil, .minUntil, .negate, .range, .subpattern, .rangeUniIgnore:
                throw .invalidCode
            }
        }
        return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
    }

    /// `skip min max`: where the skip leads to, and the counts.
    private func repeatHeader(_ p: Int, _ end: Int) throws(RegexError) -> (Int, Int, Int) {
        let next = try target(p, within: end)
        guard next >= p + 3 else { throw .invalidCode }
        let low = Int(code[p + 1]), high = Int(code[p + 2])
        guard low <= high else { throw .invalidCode }
        return (next, low, high)
    }

    /// `BRANCH skip alternative JUMP to-end skip ... 0`; `p` is behind the opcode.
    private mutating func branch(_ start: Int, _ end: Int, _ parts: inout [PatternTree]) throws(RegexError) -> Int {
        var p = start
        var alternatives: [PatternTree] = []
        var join = -1
        while try argument(p, end) != 0 {
            let next = try target(p, within: end)
            guard next >= p + 3 else { throw .invalidCode }
            alternatives.append(try sequence(p + 1, next - 2))
            try expect(.jump, next - 2)
            let goal = try target(next - 1, within: end)
            guard join < 0 || join == goal else { throw .invalidCode }
            join = goal
            p = next
        }
        guard join < 0 || join == p + 1 else { throw .invalidCode }
        parts.append(alternatives.isEmpty ? .fail : .branch(alternatives))
        return p + 1
    }

    /// `GROUPREF_EXISTS group skip yes [JUMP skip no]`; `p` is behind the opcode. The jump is found by decoding up to it, not by
    /// looking at the word before the end, which may be an operand that happens to equal it.
    private mutating func conditional(_ p: Int, _ end: Int, _ parts: inout [PatternTree]) throws(RegexError) -> Int {
        let group = Int(try argument(p, end))
        guard group < groups else { throw .invalidCode }
        // The skip counts from its own word, plus one.
        guard p + 1 < end else { throw .invalidCode }
        let otherwise = p + 1 + Int(code[p + 1]) - 1
        guard otherwise >= p + 2, otherwise <= end else { throw .invalidCode }
        if otherwise - 2 >= p + 2, code[otherwise - 2] == SREOpcode.jump.rawValue {
            let probe = self
            if let yes = try? sequence(p + 2, otherwise - 2), let join = try? target(otherwise - 1, within: end),
               let no = try? sequence(otherwise, join) {
                parts.append(.groupExists(group, yes: yes, no: no))
                return join
            }
            self = probe
        }
        let yes = try sequence(p + 2, otherwise)
        parts.append(.groupExists(group, yes: yes, no: .empty))
        return otherwise
    }

    // MARK: Sets

    /// Checks the set program in `start..<end`, whose last word must be FAILURE.
    private func validateSet(_ start: Int, _ end: Int) throws(RegexError) {
        guard start < end, code[end - 1] == 0 else { throw .invalidCode }
        let last = end - 1
        var p = start
        while p < last {
            switch SREOpcode(rawValue: code[p]) {
            case .negate: p += 1
            case .literal: p += 2
            case .range, .rangeUniIgnore: p += 3
            case .category:
                guard p + 1 < last, SRECategory(rawValue: code[p + 1]) != nil else { throw .invalidCode }
                p += 2
            case .charset: p += 9
            case .bigCharset:
                guard p + 66 <= last else { throw .invalidCode }
                let blocks = Int(code[p + 1])
                guard blocks <= 256 else { throw .invalidCode }
                for word in code[(p + 2)..<(p + 66)] {
                    for shift in stride(from: UInt32(0), to: 32, by: 8) where Int(word >> shift & 255) >= blocks { throw .invalidCode }
                }
                p += 66 + 8 * blocks
            default: throw .invalidCode
            }
            if p > last { throw .invalidCode }
        }
    }

    private mutating func addSet(_ start: Int, _ end: Int, _ fold: Fold) -> Int {
        // A set of one character (or of all but one) needs no table, but is cheap enough with one; it stays a set.
        let key = SetKey(fold: fold.rawValue, inverted: false, program: Array(code[start..<end]))
        if let known = knownSets[key] { return known }
        let id = register(start, fold, false, isDynamic: fold == .locale || usesLocale(key.program))
        knownSets[key] = id
        return id
    }

    private mutating func addProgram(_ program: [UInt32], _ fold: Fold, _ inverted: Bool) -> Int {
        let key = SetKey(fold: fold.rawValue, inverted: inverted, program: program)
        if let known = knownSets[key] { return known }
        let offset = setCodes.count
        setCodes += program
        let id = register(offset, fold, inverted, isDynamic: fold == .locale || usesLocale(program))
        knownSets[key] = id
        return id
    }

    /// The set of word characters that `boundary` refers to.
    mutating func wordSet(for at: SREAt) -> Int {
        let category: SRECategory
        switch at {
        case .locBoundary, .locNonBoundary: category = .locWord
        case .uniBoundary, .uniNonBoundary: category = .uniWord
        default: category = .word
        }
        return addProgram([SREOpcode.category.rawValue, category.rawValue, 0], .none, false)
    }

    private func foldedLiteralSense(_ op: SREOpcode) -> (Fold, Bool) {
        switch op {
        case .literalIgnore: return (.ascii, false)
        case .notLiteralIgnore: return (.ascii, true)
        case .literalUniIgnore: return (.unicode, false)
        case .notLiteralUniIgnore: return (.unicode, true)
        case .literalLocIgnore: return (.locale, false)
        default: return (.locale, true)
        }
    }

    private mutating func foldedLiteral(_ op: SREOpcode, _ c: UInt32) -> Item {
        let (fold, inverted) = foldedLiteralSense(op)
        return .set(addProgram([SREOpcode.literal.rawValue, c, 0], fold, inverted))
    }

    private func usesLocale(_ program: [UInt32]) -> Bool {
        var p = 0
        while p < program.count {
            switch SREOpcode(rawValue: program[p]) {
            case .negate: p += 1
            case .literal: p += 2
            case .range, .rangeUniIgnore: p += 3
            case .category:
                if program[p + 1] == SRECategory.locWord.rawValue || program[p + 1] == SRECategory.locNotWord.rawValue { return true }
                p += 2
            case .charset: p += 9
            case .bigCharset: p += 66 + 8 * Int(program[p + 1])
            default: return false
            }
        }
        return false
    }

    private mutating func register(_ offset: Int, _ fold: Fold, _ inverted: Bool, isDynamic: Bool) -> Int {
        let descriptor = SetDescriptor(offset: offset, fold: fold, inverted: inverted, isDynamic: isDynamic)
        descriptors.append(descriptor)
        if isDynamic {
            setPeeks.append(.anyCharacter)
        } else {
            var peek = setCodes.withUnsafeBufferPointer { codes -> Peek in
                let program = codes.baseAddress! + offset
                let plain = Peek(program: program)
                var peek = plain
                if fold == .ascii {
                    for c in UInt32(65)...90 { peek.set(c, plain.contains(c | 32)) }
                } else if fold == .unicode {
                    for c in UInt32(65)..<256 {
                        let low = CharacterFunctions.unicodeLower(c)
                        if low != c { peek.set(c, low < 256 ? plain.contains(low) : evaluate(program, low)) }
                    }
                }
                return inverted ? peek.latinComplement : peek
            }
            peek.high = mayHoldHigh(offset, fold, inverted)
            setPeeks.append(peek)
        }
        return descriptors.count - 1
    }

    /// Whether a character above 255 may be in the set; false only when certain.
    private func mayHoldHigh(_ offset: Int, _ fold: Fold, _ inverted: Bool) -> Bool {
        if fold == .unicode || inverted { return true }
        var p = offset
        while true {
            switch SREOpcode(rawValue: setCodes[p]) {
            case .negate: return true
            case .literal:
                if setCodes[p + 1] > 255 { return true }
                p += 2
            case .range:
                if setCodes[p + 2] > 255 { return true }
                p += 3
            case .category:
                let category = setCodes[p + 1]
                if category & 1 != 0 || category >= SRECategory.uniDigit.rawValue { return true }
                p += 2
            case .charset: p += 9
            case .bigCharset, .rangeUniIgnore: return true
            default: return false
            }
        }
    }
}

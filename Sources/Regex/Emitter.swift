// From the tree to the matcher's instructions.
//
// The emitter walks the tree from left to right with, for every element, the set of characters that can follow it (`Peek`, computed from
// right to left). From these it decides which choices need no choice point at all:
//  - a branch keeps, per next character, the mask of alternatives that can start with it;
//  - a loop and an optional part look at the next character before they push a frame;
//  - a repeated character class whose follower shares no character with it never gives anything back.
// Loops whose body cannot match the empty string and whose bounds are 0/1/no limit need no counters; the others count in a register and,
// when the body can be empty, remember where the last round began. Such a round ends the loop (only behind the required ones), as in CPython.

struct Emitter {
    var words: [Int32] = []
    var tables: [UInt8] = []
    var masks: [UInt64] = []
    var registerCount: Int
    let analysis: TreeAnalysis
    private let descriptors: [SetDescriptor]
    private let wordSet: (SREAt) -> Int
    private var peekTables: [PeekKey: Int32] = [:]

    private struct PeekKey: Hashable { var b0, b1, b2, b3: UInt64; var high, end: Bool }

    /// `wordSet` gives the set of word characters a boundary refers to.
    init(groups: Int, analysis: TreeAnalysis, descriptors: [SetDescriptor], wordSet: @escaping (SREAt) -> Int) {
        registerCount = 2 * groups + 1
        self.analysis = analysis
        self.descriptors = descriptors
        self.wordSet = wordSet
        for (index, peek) in analysis.sets.enumerated() {
            let offset = appendTable(peek)
            let d = descriptors[index]
            tables[offset + ProgramLayout.highEntry] = d.isDynamic || peek.high ? HighRule.evaluate : HighRule.none
        }
    }

    private mutating func appendTable(_ peek: Peek) -> Int {
        let offset = tables.count
        tables.append(contentsOf: repeatElement(0, count: ProgramLayout.tableStride))
        tables.withUnsafeMutableBufferPointer { buffer in
            let t = buffer.baseAddress! + offset
            var base = 0
            for word in [peek.b0, peek.b1, peek.b2, peek.b3] {
                var rest = word
                while rest != 0 {
                    t[base + rest.trailingZeroBitCount] = 1
                    rest &= rest - 1
                }
                base += 64
            }
            t[ProgramLayout.highEntry] = peek.high ? 1 : 0
            t[ProgramLayout.endEntry] = peek.end ? 1 : 0
        }
        return offset
    }

    /// The offset of a table for `peek`, or -1 when it excludes nothing.
    mutating func table(_ peek: Peek) -> Int32 {
        peek == .all ? -1 : definiteTable(peek)
    }

    mutating func definiteTable(_ peek: Peek) -> Int32 {
        let key = PeekKey(b0: peek.b0, b1: peek.b1, b2: peek.b2, b3: peek.b3, high: peek.high, end: peek.end)
        if let known = peekTables[key] { return known }
        let offset = Int32(appendTable(peek))
        peekTables[key] = offset
        return offset
    }

    private var here: Int32 { Int32(words.count) }
    private mutating func put(_ op: Op, _ operands: Int32...) {
        words.append(Int32(op.rawValue))
        words += operands
    }
    private func bits(_ count: Int) -> Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: count)) }

    private mutating func newRegister() -> Int32 {
        registerCount += 1
        return Int32(registerCount - 1)
    }

    /// Emits `tree`; `follow` is what may come behind it.
    mutating func emit(_ tree: PatternTree, _ follow: Peek) {
        switch tree {
        case .empty: break
        case .fail: put(.fail)
        case .item(let item): emit(item)
        case .at(let at): emit(at)
        case .mark(let mark):
            if mark & 1 == 0 { put(.open, Int32(mark)) } else { put(.close, Int32(mark), Int32(mark / 2 + 1)) }
        case .sequence(let parts): emit(sequence: parts, follow)
        case .branch(let parts): emit(branch: parts[...], follow)
        case .repeatItem(let mode, let min, let max, let item): emit(repeat: item, mode, min, max, follow)
        case .repeatTree(let mode, let min, let max, let body):
            if max == 0 { break }
            if mode == .possessive {
                emit(possessive: body, min, max)
            } else {
                emit(loop: body, lazy: mode == .lazy, min, max, follow)
            }
        case .atomic(let body):
            put(.atomicBegin)
            emit(body, .all)
            put(.atomicEnd)
        case .assert(let negated, let back, let body):
            if negated {
                put(.assertNotBegin, bits(back), 0)
                let patch = words.count - 1
                emit(body, .all)
                put(.assertNotEnd)
                words[patch] = here
            } else {
                put(.assertBegin, bits(back))
                emit(body, .all)
                put(.assertEnd)
            }
        case .groupRef(let group, let fold): put(.groupRef, Int32(2 * group), Int32(fold.rawValue))
        case .groupExists(let group, let yes, let no):
            put(.groupExists, Int32(2 * group), 0)
            let patch = words.count - 1
            emit(yes, follow)
            if case .empty = no {
                words[patch] = here
            } else {
                put(.jump, 0)
                let join = words.count - 1
                words[patch] = here
                emit(no, follow)
                words[join] = here
            }
        }
    }

    private mutating func emit(sequence parts: [PatternTree], _ follow: Peek) {
        var follows = [Peek](repeating: follow, count: parts.count)
        var next = follow
        for i in stride(from: parts.count - 1, through: 0, by: -1) {
            follows[i] = next
            next = analysis.peek(parts[i], next)
        }
        var i = 0
        while i < parts.count {
            // Runs of literals become one comparison.
            var run: [Int32] = []
            while i + run.count < parts.count, case .item(.character(let c)) = parts[i + run.count] { run.append(Int32(bitPattern: c)) }
            if run.count > 1 {
                words.append(Int32(Op.string.rawValue))
                words.append(Int32(run.count))
                words += run
                i += run.count
            } else {
                emit(parts[i], follows[i])
                i += 1
            }
        }
    }

    private mutating func emit(_ item: Item) {
        switch item {
        case .never: put(.fail)
        case .any: put(.any)
        case .anyAll: put(.anyAll)
        case .character(let c): put(.character, Int32(bitPattern: c))
        case .notCharacter(let c): put(.notCharacter, Int32(bitPattern: c))
        case .set(let index):
            if descriptors[index].isDynamic { put(.dynamicSet, Int32(index)) } else { put(.set, Int32(index * ProgramLayout.tableStride)) }
        }
    }

    private mutating func emit(_ at: SREAt) {
        switch at {
        case .beginning, .beginningString: put(.atBeginning)
        case .beginningLine: put(.atBeginningLine)
        case .end: put(.atEnd)
        case .endLine: put(.atEndLine)
        case .endString: put(.atEndString)
        case .boundary, .locBoundary, .uniBoundary: put(.boundary, Int32(wordSet(at)), 0)
        case .nonBoundary, .locNonBoundary, .uniNonBoundary: put(.boundary, Int32(wordSet(at)), 1)
        }
    }

    // MARK: Choices

    private mutating func emit(split firstPeek: Peek, _ secondPeek: Peek) -> (first: Int, second: Int) {
        let a = table(firstPeek), b = table(secondPeek)
        if a < 0 && b < 0 {
            put(.split, 0, 0)
            return (words.count - 2, words.count - 1)
        }
        let da = definiteTable(firstPeek), db = definiteTable(secondPeek)
        put(.splitPeek, 0, 0, da, db)
        return (words.count - 4, words.count - 3)
    }

    private mutating func emit(branch parts: ArraySlice<PatternTree>, _ follow: Peek) {
        let first = parts.startIndex
        if parts.count == 1 { return emit(parts[first], follow) }
        if parts.count == 2 {
            let patch = emit(split: analysis.peek(parts[first], follow), analysis.peek(parts[first + 1], follow))
            words[patch.first] = here
            emit(parts[first], follow)
            put(.jump, 0)
            let join = words.count - 1
            words[patch.second] = here
            emit(parts[first + 1], follow)
            words[join] = here
            return
        }
        let own = parts.count <= 64 ? parts.count : 63
        let rest = parts.dropFirst(own)
        let n = own + (rest.isEmpty ? 0 : 1)
        var peeks: [Peek] = []
        for part in parts.prefix(own) { peeks.append(analysis.peek(part, follow)) }
        if !rest.isEmpty { peeks.append(analysis.peek(.branch(Array(rest)), follow)) }
        let maskTable = masks.count
        masks.append(contentsOf: repeatElement(0, count: ProgramLayout.maskStride))
        masks.withUnsafeMutableBufferPointer { buffer in
            let m = buffer.baseAddress! + maskTable
            for (k, peek) in peeks.enumerated() {
                let bit: UInt64 = 1 << UInt64(k)
                var base = 0
                for word in [peek.b0, peek.b1, peek.b2, peek.b3] {
                    var rest = word
                    while rest != 0 {
                        m[base + rest.trailingZeroBitCount] |= bit
                        rest &= rest - 1
                    }
                    base += 64
                }
                if peek.high { m[ProgramLayout.highEntry] |= bit }
                if peek.end { m[ProgramLayout.endEntry] |= bit }
            }
        }
        put(.branch, Int32(maskTable), Int32(n))
        let targets = words.count
        words += [Int32](repeating: 0, count: n)
        var joins: [Int] = []
        for k in 0..<n {
            words[targets + k] = here
            if k < own { emit(parts[first + k], follow) } else { emit(branch: rest, follow) }
            if k < n - 1 {
                put(.jump, 0)
                joins.append(words.count - 1)
            }
        }
        for join in joins { words[join] = here }
    }

    // MARK: Repeats

    private mutating func emit(repeat item: Item, _ mode: RepeatMode, _ min: Int, _ max: Int, _ follow: Peek) {
        if max == 0 { return }
        if min == 1 && max == 1 { return emit(item) }
        var kind = ItemKind.never
        var argument: Int32 = 0
        switch item {
        case .never: break
        case .any: kind = .any
        case .anyAll: kind = .anyAll
        case .character(let c):
            kind = .character
            argument = Int32(bitPattern: c)
        case .notCharacter(let c):
            kind = .notCharacter
            argument = Int32(bitPattern: c)
        case .set(let index):
            let dynamic = descriptors[index].isDynamic
            kind = dynamic ? .dynamicSet : .set
            argument = Int32(dynamic ? index : index * ProgramLayout.tableStride)
        }
        var flags: Int32 = 0
        let own = analysis.peek(item)
        if mode == .possessive {
            flags = RepeatFlag.possessiveLatin | RepeatFlag.possessiveAlways
        } else if mode == .greedy {
            if own.isLatinDisjoint(follow) { flags |= RepeatFlag.possessiveLatin }
            if own.isDisjoint(follow) { flags |= RepeatFlag.possessiveAlways }
        }
        put(mode == .lazy ? .repeatLazy : .repeatGreedy, Int32(kind.rawValue), argument, bits(min), bits(max), table(follow), flags)
    }

    private mutating func emit(loop body: PatternTree, lazy: Bool, _ min: Int, _ max: Int, _ follow: Peek) {
        let unlimited = max == SREConstants.maxRepeat
        let canBeEmpty = analysis.minWidth(body) == 0
        let bodyFollow = max == 1 ? follow : analysis.loopPeek(body, follow)
        let bodyPeek = analysis.peek(body, bodyFollow)
        if min == 1 && max == 1 { return emit(body, follow) }
        if min == 0 && max == 1 {
            let patch = lazy ? emit(split: follow, bodyPeek) : emit(split: bodyPeek, follow)
            words[lazy ? patch.second : patch.first] = here
            emit(body, follow)
            words[lazy ? patch.first : patch.second] = here
            return
        }
        if min <= 1 && unlimited && !canBeEmpty {
            var entry: (first: Int, second: Int)? = nil
            if min == 0 { entry = lazy ? emit(split: follow, bodyPeek) : emit(split: bodyPeek, follow) }
            let top = here
            emit(body, bodyFollow)
            let again = lazy ? emit(split: follow, bodyPeek) : emit(split: bodyPeek, follow)
            let tail = here
            words[lazy ? again.second : again.first] = top
            words[lazy ? again.first : again.second] = tail
            if let entry {
                words[lazy ? entry.second : entry.first] = top
                words[lazy ? entry.first : entry.second] = tail
            }
            return
        }
        let count = newRegister()
        let last = canBeEmpty ? newRegister() : -1
        put(.loopInit, count, last)
        let test = here
        let bodyTable = definiteTable(bodyPeek), tailTable = definiteTable(follow)
        put(lazy ? .loopLazy : .loopGreedy, count, last, bits(min), bits(max), 0, 0, bodyTable, tailTable)
        let targets = words.count - 4
        if lazy {
            put(.loopLazyMore, count, last, bits(min), bits(max), 0, 0, bodyTable, tailTable)
            words[words.count - 4] = here
        }
        words[targets] = here
        emit(body, bodyFollow)
        put(.jump, test)
        words[targets + 1] = here
        if lazy { words[targets + 10] = here }
    }

    private mutating func emit(possessive body: PatternTree, _ min: Int, _ max: Int) {
        let count = newRegister()
        put(.loopInit, count, -1)
        let test = here
        put(.possessiveTest, count, bits(min), bits(max), 0, 0)
        let targets = words.count - 2
        words[targets] = here
        emit(body, .all)
        put(.possessiveEnd, count, bits(min), bits(max), test, 0)
        words[words.count - 1] = here
        words[targets + 1] = here
    }
}

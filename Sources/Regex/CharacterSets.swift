// Sets of characters.
//
// A set in compiled code is a small program (NEGATE, LITERAL, RANGE, CATEGORY, CHARSET, BIGCHARSET, ... FAILURE). `evaluate` runs it; the
// matcher does so only for characters above 255. For the others, each set has a byte table made at compile time. The same kind of
// table, with one more entry for "at the end", holds what can follow at a point of the pattern (a `Peek`).

/// How a character is mapped before it is looked up in a set.
enum Fold: UInt8 { case none, ascii, unicode, locale }

/// One set: where its program starts, and how characters are folded before.
struct SetDescriptor {
    var offset: Int
    var fold: Fold
    /// Complements the outcome (after both lookups of a locale-dependent set).
    var inverted: Bool
    /// Depends on the process's locale, so that nothing about it may be computed ahead.
    var isDynamic: Bool

    func contains(_ c: UInt32, in codes: UnsafePointer<UInt32>) -> Bool {
        let program = codes + offset
        switch fold {
        case .none: return evaluate(program, c) != inverted
        case .ascii: return evaluate(program, CharacterFunctions.asciiLower(c)) != inverted
        case .unicode: return evaluate(program, CharacterFunctions.unicodeLower(c)) != inverted
        case .locale:
            let low = CharacterFunctions.localeLower(c), up = CharacterFunctions.localeUpper(c)
            if up == low { return evaluate(program, low) != inverted }
            // A complemented set must hold neither case, another one either.
            if program[0] == SREOpcode.negate.rawValue { return evaluate(program, low) && evaluate(program, up) }
            return (evaluate(program, low) || evaluate(program, up)) != inverted
        }
    }
}

/// Runs a validated set program for one character.
func evaluate(_ program: UnsafePointer<UInt32>, _ c: UInt32) -> Bool {
    var p = program
    var sense = true
    while true {
        switch SREOpcode(rawValue: p[0]) {
        case .negate:
            sense.toggle()
            p += 1
        case .literal:
            if c == p[1] { return sense }
            p += 2
        case .range:
            if p[1] <= c && c <= p[2] { return sense }
            p += 3
        case .rangeUniIgnore:
            if p[1] <= c && c <= p[2] { return sense }
            let up = CharacterFunctions.unicodeUpper(c)
            if p[1] <= up && up <= p[2] { return sense }
            p += 3
        case .category:
            if CharacterFunctions.isMember(c, of: SRECategory(rawValue: p[1])!) { return sense }
            p += 2
        case .charset:
            if c < 256 && p[1 + Int(c >> 5)] >> (c & 31) & 1 != 0 { return sense }
            p += 9
        case .bigCharset:
            let blocks = Int(p[1])
            if c < 65536 {
                let high = c >> 8
                let block = Int(p[2 + Int(high >> 2)] >> (8 * (high & 3)) & 255)
                let word = p[2 + 64 + block * 8 + Int((c & 255) >> 5)]
                if word >> (c & 31) & 1 != 0 { return sense }
            }
            p += 2 + 64 + blocks * 8
        default:
            return !sense                                   // FAILURE ends the program
        }
    }
}

/// What the next character may be for a part of the pattern to have a chance: a superset, so that "not in it" is certain failure.
struct Peek: Equatable {
    var b0: UInt64 = 0, b1: UInt64 = 0, b2: UInt64 = 0, b3: UInt64 = 0
    /// Some character above 255 may do.
    var high = false
    /// The end of the input may do.
    var end = false

    static let all = Peek(b0: .max, b1: .max, b2: .max, b3: .max, high: true, end: true)
    static let none = Peek()
    /// Any character, but not the end.
    static let anyCharacter = Peek(b0: .max, b1: .max, b2: .max, b3: .max, high: true, end: false)

    mutating func insert(_ c: UInt32) {
        switch c >> 6 {
        case 0: b0 |= 1 << UInt64(c & 63)
        case 1: b1 |= 1 << UInt64(c & 63)
        case 2: b2 |= 1 << UInt64(c & 63)
        case 3: b3 |= 1 << UInt64(c & 63)
        default: high = true
        }
    }
    /// Adds or removes a character up to 255.
    mutating func set(_ c: UInt32, _ isMember: Bool) {
        let bit: UInt64 = 1 << UInt64(c & 63)
        switch c >> 6 {
        case 0: b0 = isMember ? b0 | bit : b0 & ~bit
        case 1: b1 = isMember ? b1 | bit : b1 & ~bit
        case 2: b2 = isMember ? b2 | bit : b2 & ~bit
        default: b3 = isMember ? b3 | bit : b3 & ~bit
        }
    }
    func contains(_ c: UInt32) -> Bool {
        switch c >> 6 {
        case 0: return b0 >> UInt64(c & 63) & 1 != 0
        case 1: return b1 >> UInt64(c & 63) & 1 != 0
        case 2: return b2 >> UInt64(c & 63) & 1 != 0
        case 3: return b3 >> UInt64(c & 63) & 1 != 0
        default: return high
        }
    }
    /// Adds the characters from `first` to `last`.
    mutating func insert(_ first: UInt32, through last: UInt32) {
        if last > 255 { high = true }
        if first > 255 || first > last { return }
        b0 |= Peek.bits(first, last, 0)
        b1 |= Peek.bits(first, last, 64)
        b2 |= Peek.bits(first, last, 128)
        b3 |= Peek.bits(first, last, 192)
    }
    private static func bits(_ first: UInt32, _ last: UInt32, _ base: UInt32) -> UInt64 {
        if last < base || first > base + 63 { return 0 }
        let low = first > base ? first - base : 0, top = last < base + 63 ? last - base : 63
        return (.max << UInt64(low)) & (.max >> UInt64(63 - top))
    }
    /// All other characters up to 255; `high` and `end` are left to the caller.
    var latinComplement: Peek { Peek(b0: ~b0, b1: ~b1, b2: ~b2, b3: ~b3) }

    /// The characters up to 255 of each category that does not depend on the locale, by its number.
    static let categories: [Peek] = (UInt32(0)..<18).map { number in
        var peek = Peek.none
        let category = SRECategory(rawValue: number)!
        if category == .locWord || category == .locNotWord { return peek }
        for c in UInt32(0)..<256 where CharacterFunctions.isMember(c, of: category) { peek.insert(c) }
        return peek
    }
    func union(_ o: Peek) -> Peek {
        Peek(b0: b0 | o.b0, b1: b1 | o.b1, b2: b2 | o.b2, b3: b3 | o.b3, high: high || o.high, end: end || o.end)
    }
    func intersection(_ o: Peek) -> Peek {
        Peek(b0: b0 & o.b0, b1: b1 & o.b1, b2: b2 & o.b2, b3: b3 & o.b3, high: high && o.high, end: end && o.end)
    }
    /// No character up to 255 in common.
    func isLatinDisjoint(_ o: Peek) -> Bool { (b0 & o.b0) | (b1 & o.b1) | (b2 & o.b2) | (b3 & o.b3) == 0 }
    /// No character in common.
    func isDisjoint(_ o: Peek) -> Bool { isLatinDisjoint(o) && !(high && o.high) }

    /// The only character, if there is exactly one, up to 255, and neither the end nor others are possible.
    var onlyCharacter: UInt32? {
        if high || end { return nil }
        let n = b0.nonzeroBitCount + b1.nonzeroBitCount + b2.nonzeroBitCount + b3.nonzeroBitCount
        if n != 1 { return nil }
        if b0 != 0 { return UInt32(b0.trailingZeroBitCount) }
        if b1 != 0 { return 64 + UInt32(b1.trailingZeroBitCount) }
        if b2 != 0 { return 128 + UInt32(b2.trailingZeroBitCount) }
        return 192 + UInt32(b3.trailingZeroBitCount)
    }
}

extension Peek {
    /// The characters up to 255 of a validated set program that does not depend on the locale, taken without folding.
    init(program: UnsafePointer<UInt32>) {
        self = .none
        var p = program
        let isComplement = p[0] == SREOpcode.negate.rawValue
        if isComplement { p += 1 }
        scan: while true {
            switch SREOpcode(rawValue: p[0]) {
            case .literal:
                insert(p[1])
                p += 2
            case .range:
                insert(p[1], through: p[2])
                p += 3
            case .category:
                self = union(Peek.categories[Int(p[1])])
                p += 2
            case .charset:
                b0 |= UInt64(p[1]) | UInt64(p[2]) << 32
                b1 |= UInt64(p[3]) | UInt64(p[4]) << 32
                b2 |= UInt64(p[5]) | UInt64(p[6]) << 32
                b3 |= UInt64(p[7]) | UInt64(p[8]) << 32
                p += 9
            case .bigCharset:
                let words = p + 66 + Int(p[2] & 255) * 8
                b0 |= UInt64(words[0]) | UInt64(words[1]) << 32
                b1 |= UInt64(words[2]) | UInt64(words[3]) << 32
                b2 |= UInt64(words[4]) | UInt64(words[5]) << 32
                b3 |= UInt64(words[6]) | UInt64(words[7]) << 32
                p += 66 + 8 * Int(p[1])
            case .negate, .rangeUniIgnore:
                // A sense that changes on the way, or a test of the other case: one by one.
                self = .none
                for c in UInt32(0)..<256 where evaluate(program, c) { insert(c) }
                high = false
                return
            default: break scan
            }
        }
        if isComplement { self = latinComplement }
        high = false
    }
}

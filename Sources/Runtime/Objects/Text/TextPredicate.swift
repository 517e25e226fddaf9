import Primitives

/// What `str.isX()` asks. Traces ask by number (`Leaves.predicate`), characters of one byte by a table.
enum TextPredicate: Int, CaseIterable {
    case alpha, alnum, decimal, digit, numeric, space, printable, lower, upper, title, identifier

    var name: StaticString {
        switch self {
        case .alpha: "isalpha"
        case .alnum: "isalnum"
        case .decimal: "isdecimal"
        case .digit: "isdigit"
        case .numeric: "isnumeric"
        case .space: "isspace"
        case .printable: "isprintable"
        case .lower: "islower"
        case .upper: "isupper"
        case .title: "istitle"
        case .identifier: "isidentifier"
        }
    }
    func holds(_ s: TextView) -> Bool {
        switch self {
        case .alpha: Text.isAlpha(s)
        case .alnum: Text.isAlnum(s)
        case .decimal: Text.isDecimal(s)
        case .digit: Text.isDigit(s)
        case .numeric: Text.isNumeric(s)
        case .space: Text.isSpace(s)
        case .printable: Text.isPrintable(s)
        case .lower: Text.isLower(s)
        case .upper: Text.isUpper(s)
        case .title: Text.isTitle(s)
        case .identifier: Text.isIdentifier(s)
        }
    }
    private static let names = allCases.map { "\($0.name)" }
    static func named(_ name: String) -> TextPredicate? { names.firstIndex(of: name).map { allCases[$0] } }

    /// A bit for each predicate that holds of the character alone, for those of one byte; made by `prepare`.
    nonisolated(unsafe) private static var characters: UnsafeMutablePointer<UInt16>! = nil
    static func prepare() {
        if characters != nil { return }
        let t = UnsafeMutablePointer<UInt16>.allocate(capacity: 256)
        for c in 0..<256 {
            let s = StrRef(StrRef.character(UInt32(c))).view
            t[c] = allCases.reduce(0) { $0 | ($1.holds(s) ? 1 << UInt16($1.rawValue) : 0) }
        }
        characters = t
    }
    /// Whether predicate P (its number) holds of S; after `prepare`.
    @inline(__always) static func holds(_ s: StrRef, _ p: Int) -> Bool {
        if s.count == 1, s.kind == 1 { return characters[Int(s.latin[0])] &>> UInt16(truncatingIfNeeded: p) & 1 != 0 }
        return TextPredicate(rawValue: p).unsafelyUnwrapped.holds(s.view)
    }
}

// The format mini-language: [[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type].
// Parsing checks what can be checked without the value, in CPython's order, so that its messages come out.

/// What is wrong with a format specification or with the value for it.
public enum FormatError: Error {
    /// ValueError with this text.
    case message(StaticString)
    /// OverflowError with this text.
    case overflow(StaticString)
    /// ValueError: Invalid format specifier '...' for object of type '...'
    case invalidSpecifier
    /// ValueError: Unknown format code 'c' for object of type '...'
    case unknownCode(UInt32)
    /// ValueError: Cannot specify ',' with 'c'.
    case separator(UInt8, UInt32)

    /// Whether it is an OverflowError rather than a ValueError.
    public var isOverflow: Bool {
        if case .overflow = self { return true }
        return false
    }

    /// The exception's text, for a specification given to a value of the type `typeName`.
    public func message(spec: TextView, typeName: TextView, into out: inout TextBuilder) {
        func character(_ c: UInt32) {
            out.append(UInt8(39))
            if c > 32 && c < 128 { out.append(c) } else {
                out.append("\\x")
                var digits = 1
                while digits < 8 && c >> UInt32(4 * digits) != 0 { digits += 1 }
                out.append(hex: c, digits: digits)
            }
            out.append(UInt8(39))
        }
        switch self {
        case .message(let s), .overflow(let s): out.append(s)
        case .invalidSpecifier:
            out.append("Invalid format specifier '")
            out.append(spec)
            out.append("' for object of type '")
            out.append(typeName)
            out.append("'")
        case .unknownCode(let c):
            out.append("Unknown format code ")
            character(c)
            out.append(" for object of type '")
            out.append(typeName)
            out.append("'")
        case .separator(let s, let c):
            out.append("Cannot specify '")
            out.append(s)
            out.append("' with ")
            character(c)
            out.append(".")
        }
    }
}

/// A parsed format specification.
public struct FormatSpec {
    /// How digits are grouped.
    public enum Grouping: UInt8 {
        case none, comma, underscore
        /// Underscores every four digits, for binary, octal and hexadecimal.
        case underscoreByFour
    }

    public var fill: UInt32 = 32
    /// '<', '>', '^' or '='.
    public var align: UInt8
    public var alignGiven = false
    /// 0, '+', '-' or ' '.
    public var sign: UInt8 = 0
    /// The 'z' option.
    public var noNegativeZero = false
    /// The '#' option.
    public var alternate = false
    /// -1 if not given.
    public var width = -1
    public var grouping = Grouping.none
    /// -1 if not given.
    public var precision = -1
    public var fractionGrouping = Grouping.none
    /// The type character; 0 if none was given and there is no default.
    public var type: UInt32

    public init(type: UInt32 = 0, align: UInt8 = 62) {
        self.type = type
        self.align = align
    }

    /// Reads decimal digits of any script; nil on overflow.
    static func integer(_ text: TextView, _ i: inout Int, _ end: Int) -> (value: Int, digits: Int)? {
        var value = 0
        let start = i
        while i < end, let d = UnicodeData.decimal(text[i]) {
            let (p, o) = value.multipliedReportingOverflow(by: 10)
            let (s, o2) = p.addingReportingOverflow(d)
            if o || o2 { return nil }
            value = s
            i += 1
        }
        return (value, i - start)
    }

    /// Parses a specification. `type` and `align` are what the value's type defaults to: ('s', '<') for str, ('d', '>') for int,
    /// (0, '>') for float and complex. (`parse_internal_render_format_spec`)
    public static func parse(_ text: TextView, type: UInt32, align: UInt8) -> Result<FormatSpec, FormatError> {
        var f = FormatSpec(type: type, align: align)
        let n = text.count
        var i = 0
        func isAlign(_ c: UInt32) -> Bool { c == 60 || c == 62 || c == 61 || c == 94 }
        func at(_ c: UInt32) -> Bool { i < n && text[i] == c }
        var fillGiven = false
        if n >= 2 && isAlign(text[1]) {
            f.fill = text[0]
            f.align = UInt8(text[1])
            fillGiven = true
            f.alignGiven = true
            i = 2
        } else if n >= 1 && isAlign(text[0]) {
            f.align = UInt8(text[0])
            f.alignGiven = true
            i = 1
        }
        if at(32) || at(43) || at(45) {
            f.sign = UInt8(text[i])
            i += 1
        }
        if at(122) {
            f.noNegativeZero = true
            i += 1
        }
        if at(35) {
            f.alternate = true
            i += 1
        }
        if !fillGiven && at(48) {
            f.fill = 48
            if !f.alignGiven && align == 62 { f.align = 61 }
            i += 1
        }
        guard let width = integer(text, &i, n) else { return .failure(.message("Too many decimal digits in format string")) }
        if width.digits > 0 { f.width = width.value }
        let both = FormatError.message("Cannot specify both ',' and '_'.")
        if at(44) {
            f.grouping = .comma
            i += 1
        }
        if at(95) {
            if f.grouping != .none { return .failure(both) }
            f.grouping = .underscore
            i += 1
        }
        if at(44) && f.grouping == .underscore { return .failure(both) }
        if at(46) {
            i += 1
            guard let precision = integer(text, &i, n) else { return .failure(.message("Too many decimal digits in format string")) }
            if precision.digits > 0 { f.precision = precision.value }
            var any = precision.digits > 0
            if at(44) {
                f.fractionGrouping = .comma
                i += 1
                any = true
            }
            if at(95) {
                if f.fractionGrouping != .none { return .failure(both) }
                f.fractionGrouping = .underscore
                i += 1
                any = true
            }
            if at(44) && f.fractionGrouping == .underscore { return .failure(both) }
            if !any { return .failure(.message("Format specifier missing precision")) }
        }
        if n - i > 1 { return .failure(.invalidSpecifier) }
        if n - i == 1 { f.type = text[i] }
        if f.grouping != .none {
            switch f.type {
            case 100, 101, 102, 103, 69, 71, 37, 70, 0: break
            case 98 where f.grouping == .underscore, 111 where f.grouping == .underscore, 120 where f.grouping == .underscore,
                 88 where f.grouping == .underscore:
                f.grouping = .underscoreByFour
            default: return .failure(.separator(f.grouping == .comma ? 44 : 95, f.type))
            }
        }
        if f.fractionGrouping != .none && f.type == 110 { return .failure(.separator(f.fractionGrouping == .comma ? 44 : 95, f.type)) }
        return .success(f)
    }
}

/// What the 'n' type takes from the locale.
public struct NumberLocale {
    public var decimalPoint: TextView
    public var separator: TextView
    /// Group sizes as in C's lconv: the last repeats; 127 ends the grouping.
    public var grouping: UnsafeBufferPointer<UInt8>

    public init(decimalPoint: TextView, separator: TextView, grouping: UnsafeBufferPointer<UInt8>) {
        self.decimalPoint = decimalPoint
        self.separator = separator
        self.grouping = grouping
    }

    /// The C locale: a point and no grouping.
    public static var c: NumberLocale {
        NumberLocale(decimalPoint: TextView("."), separator: TextView(""), grouping: UnsafeBufferPointer(start: nil, count: 0))
    }
}

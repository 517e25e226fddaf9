// printf-style formatting: the scanner of "%(key)-10.3f" pieces and the layout of converted values. Fetching arguments and
// converting them is the runtime's.

/// A piece of a % format.
public enum PercentPiece {
    /// Text to copy.
    case literal(TextRange)
    case conversion(PercentConversion)
}

/// One conversion. Star means that the value comes from the arguments.
public struct PercentConversion {
    public static let none = -1
    public static let star = -2
    /// The text between the parentheses of "%(key)", if there are any.
    public var key: TextRange?
    public var leftJustify = false
    public var plus = false
    public var blank = false
    public var alternate = false
    public var zero = false
    public var width = none
    public var precision = none
    /// The conversion character ('%' included) and its index.
    public var code: UInt32 = 0
    public var codeIndex = 0
    public init() {}
}

/// Walks over a % format.
public struct PercentScanner {
    private var text: TextView
    private var i = 0

    public init(_ text: TextView) { self.text = text }

    /// The next piece; nil at the end; a failure is ValueError with its text.
    public mutating func next() -> Result<PercentPiece, FormatError>? {
        let n = text.count
        if i >= n { return nil }
        if text[i] != 37 {
            let start = i
            let hit = Text.find(text, 37, i, n)
            i = hit < 0 ? n : hit
            return .success(.literal(TextRange(start, i)))
        }
        i += 1
        var c = PercentConversion()
        let incomplete = Result<PercentPiece, FormatError>.failure(.message("incomplete format"))
        if i < n && text[i] == 40 {
            i += 1
            let start = i
            var depth = 1
            while i < n && depth > 0 {
                if text[i] == 41 { depth -= 1 } else if text[i] == 40 { depth += 1 }
                i += 1
            }
            if depth > 0 || i > n { return .failure(.message("incomplete format key")) }
            c.key = TextRange(start, i - 1)
        }
        flags: while i < n {
            switch text[i] {
            case 45: c.leftJustify = true
            case 43: c.plus = true
            case 32: c.blank = true
            case 35: c.alternate = true
            case 48: c.zero = true
            default: break flags
            }
            i += 1
        }
        func number(_ limit: Int) -> Int? {
            var v = 0
            while i < n && text[i] >= 48 && text[i] <= 57 {
                let d = Int(text[i] - 48)
                if v > (limit - d) / 10 { return nil }
                v = v * 10 + d
                i += 1
            }
            return v
        }
        if i < n && text[i] == 42 {
            c.width = PercentConversion.star
            i += 1
        } else if i < n && text[i] >= 48 && text[i] <= 57 {
            guard let w = number(Int.max) else { return .failure(.message("width too big")) }
            c.width = w
        }
        if i < n && text[i] == 46 {
            i += 1
            c.precision = 0
            if i < n && text[i] == 42 {
                c.precision = PercentConversion.star
                i += 1
            } else if i < n && text[i] >= 48 && text[i] <= 57 {
                guard let p = number(Int(Int32.max)) else { return .failure(.message("precision too big")) }
                c.precision = p
            }
        }
        if i < n && (text[i] == 104 || text[i] == 108 || text[i] == 76) { i += 1 }
        if i >= n { return incomplete }
        c.code = text[i]
        c.codeIndex = i
        i += 1
        return .success(.conversion(c))
    }
}

extension PercentConversion {
    /// ValueError for a conversion character that is none. (`unsupported format character`)
    public func unsupported(into out: inout TextBuilder) {
        out.append("unsupported format character '")
        out.append(code > 31 && code < 128 ? code : 63)
        out.append("' (0x")
        var digits = 1
        while digits < 8 && code >> UInt32(4 * digits) != 0 { digits += 1 }
        out.append(hex: code, digits: digits)
        out.append(") at index ")
        out.append(decimal: codeIndex)
    }

    /// Lays out a converted text ('s', 'r', 'a' or 'c'): the precision cuts, spaces pad.
    public func append(text: TextView, into out: inout TextBuilder) {
        let shown = precision >= 0 && precision < text.count && code != 99 ? text.slice(0, precision) : text
        let padding = Swift.max(width - shown.count, 0)
        if !leftJustify { out.append(repeating: 32, count: padding) }
        out.append(shown)
        if leftJustify { out.append(repeating: 32, count: padding) }
    }

    /// Lays out a number's ASCII text (with its sign): `prefix` is "0x" and the like.
    private func append(number: UnsafeBufferPointer<UInt8>, prefix: StaticString, into out: inout TextBuilder) {
        var body = number
        var sign: UInt8 = 0
        if let f = body.first, f == 45 || f == 43 {
            sign = f
            body = UnsafeBufferPointer(rebasing: body[1...])
        } else if plus { sign = 43 } else if blank { sign = 32 }
        let length = (sign != 0 ? 1 : 0) + prefix.utf8CodeUnitCount + body.count
        let padding = Swift.max(width - length, 0)
        if padding > 0 && !leftJustify && !zero { out.append(repeating: 32, count: padding) }
        if sign != 0 { out.append(sign) }
        out.append(prefix)
        if padding > 0 && !leftJustify && zero { out.append(repeating: 48, count: padding) }
        out.append(latin1: body)
        if leftJustify { out.append(repeating: 32, count: padding) }
    }

    /// d, i, u, o, x or X of an int; the precision is a minimum of digits. (`_PyUnicode_FormatLong`)
    public func append(int value: IntView, into out: inout TextBuilder) {
        let base: Int
        var prefix: StaticString = ""
        switch code {
        case 111:
            base = 8
            if alternate { prefix = "0o" }
        case 120:
            base = 16
            if alternate { prefix = "0x" }
        case 88:
            base = 16
            if alternate { prefix = "0X" }
        default: base = 10
        }
        var b = ByteBuilder(capacity: Swift.max(BigInt.textRoom(value, base: base), 24))
        defer { b.free() }
        let n = BigInt.toText(value.magnitude, base: base, into: b.base!)
        b.count = n
        if code == 88 { for i in 0..<n where b.base![i] >= 97 { b.base![i] -= 32 } }
        var all = ByteBuilder(capacity: n + Swift.max(precision, 0) + 1)
        defer { all.free() }
        if value.negative { all.append(45) }
        all.append(repeating: 48, count: Swift.max(precision, 0) - n)
        all.append(b.view)
        append(number: all.view, prefix: prefix, into: &out)
    }

    /// e, f, g and their capitals. (`formatfloat`)
    public func append(float value: Double, into out: inout TextBuilder) {
        var b = ByteBuilder()
        defer { b.free() }
        FloatFormat.format(value, code: UInt8(truncatingIfNeeded: code), precision: precision < 0 ? 6 : precision, alternate ? .alternate : [],
                           into: &b)
        append(number: b.view, prefix: "", into: &out)
    }
}

// The markup of str.format: literal text and replacement fields "{name!conversion:spec}", and the parts of a field's name. Nested
// fields in a spec are not expanded here: the piece says that its spec needs it. (`MarkupIterator_next`, `FieldNameIterator_next`)

/// A literal and the replacement field behind it, if there is one.
public struct FormatPiece {
    public var literal = TextRange(0, 0)
    public var hasField = false
    public var fieldName = TextRange(0, 0)
    /// 0 if none was given.
    public var conversion: UInt32 = 0
    public var spec = TextRange(0, 0)
    /// Whether the spec has fields of its own.
    public var specHasFields = false
}

/// Walks over a format string.
public struct FormatStringScanner {
    private var text: TextView
    private var i: Int
    private var end: Int

    /// The part [start, end) of `text`; all ranges are in terms of `text`.
    public init(_ text: TextView, start: Int = 0, end: Int? = nil) {
        self.text = text
        i = start
        self.end = end ?? text.count
    }

    /// The next piece; nil at the end; a failure is ValueError with its text.
    public mutating func next() -> Result<FormatPiece, FormatError>? {
        if i >= end { return nil }
        var piece = FormatPiece()
        let start = i
        while i < end && text[i] != 123 && text[i] != 125 { i += 1 }
        piece.literal = TextRange(start, i)
        if i == end { return .success(piece) }
        let c = text[i]
        i += 1
        if i < end && text[i] == c {
            // A doubled brace: the first one ends the literal.
            piece.literal.end = i
            i += 1
            return .success(piece)
        }
        if c == 125 { return .failure(.message("Single '}' encountered in format string")) }
        if i == end { return .failure(.message("Single '{' encountered in format string")) }
        piece.hasField = true
        if let error = parseField(&piece) { return .failure(error) }
        return .success(piece)
    }

    private mutating func parseField(_ piece: inout FormatPiece) -> FormatError? {
        let start = i
        var c: UInt32 = 0
        name: while i < end {
            c = text[i]
            i += 1
            switch c {
            case 123: return .message("unexpected '{' in field name")
            case 91:
                while i < end && text[i] != 93 { i += 1 }
            case 125, 58, 33: break name
            default: break
            }
        }
        if c != 125 && c != 58 && c != 33 { return .message("expected '}' before end of string") }
        piece.fieldName = TextRange(start, i - 1)
        if c == 125 { return nil }
        if c == 33 {
            if i >= end { return .message("end of string while looking for conversion specifier") }
            piece.conversion = text[i]
            i += 1
            if i < end {
                c = text[i]
                i += 1
                if c == 125 { return nil }
                if c != 58 { return .message("expected ':' after conversion specifier") }
            }
        }
        let specStart = i
        var depth = 1
        while i < end {
            let c = text[i]
            i += 1
            if c == 123 {
                piece.specHasFields = true
                depth += 1
            } else if c == 125 {
                depth -= 1
                if depth == 0 {
                    piece.spec = TextRange(specStart, i - 1)
                    return nil
                }
            }
        }
        return .message("unmatched '{' in format spec")
    }
}

/// A step into a value: ".name", "[name]" or "[3]".
public enum FieldAccess {
    case attribute(TextRange)
    case item(TextRange)
    case index(Int)
}

/// The parts of a field name: what it starts with, then attribute and item accesses.
public struct FieldNameScanner {
    private var text: TextView
    private var i: Int
    private var end: Int
    /// The first part; empty for automatic numbering.
    public let first: TextRange
    /// The first part as a number, if it is one.
    public private(set) var firstIndex: Int?
    /// ValueError of a first part that is too large a number.
    public private(set) var error: FormatError?

    public init(_ text: TextView, _ range: TextRange) {
        self.text = text
        end = range.end
        i = range.start
        while i < end && text[i] != 46 && text[i] != 91 { i += 1 }
        first = TextRange(range.start, i)
        switch FieldNameScanner.integer(text, first) {
        case .success(let v): firstIndex = v
        case .failure(let e): error = e
        }
    }

    /// The range as a non-negative number; nil if it is empty or not all digits.
    private static func integer(_ text: TextView, _ range: TextRange) -> Result<Int?, FormatError> {
        var k = range.start
        if k == range.end { return .success(nil) }
        guard let v = FormatSpec.integer(text, &k, range.end) else {
            return .failure(.message("Too many decimal digits in format string"))
        }
        return .success(k == range.end ? v.value : nil)
    }

    /// The next access; nil at the end; a failure is ValueError with its text.
    public mutating func next() -> Result<FieldAccess, FormatError>? {
        if i >= end { return nil }
        let c = text[i]
        i += 1
        let start = i
        if c == 46 {
            while i < end && text[i] != 46 && text[i] != 91 { i += 1 }
            if i == start { return .failure(.message("Empty attribute in format string")) }
            return .success(.attribute(TextRange(start, i)))
        }
        if c != 91 { return .failure(.message("Only '.' or '[' may follow ']' in format field specifier")) }
        while i < end && text[i] != 93 { i += 1 }
        if i == end { return .failure(.message("Missing ']' in format string")) }
        let range = TextRange(start, i)
        i += 1
        if range.start == range.end { return .failure(.message("Empty attribute in format string")) }
        switch FieldNameScanner.integer(text, range) {
        case .success(let v): return .success(v.map { .index($0) } ?? .item(range))
        case .failure(let e): return .failure(e)
        }
    }
}

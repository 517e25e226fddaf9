// Scanners behind split, rsplit, splitlines, partition and strip: each `next` gives a range of the text, so that the caller makes
// the string. The r-forms give their parts from the right.
import CSupport

/// A half-open range of code points.
public struct TextRange: Equatable {
    public var start: Int
    public var end: Int
    @inlinable
    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }
}

/// Which characters count as space or line ends: those of str, or the ASCII ones of bytes.
public enum TextRules {
    case text, bytes
}

extension Text {
    /// `str.isspace` of one code point.
    @inlinable
    public static func isSpace(_ c: UInt32) -> Bool {
        if c < 0x80 { return c == 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) }
        if c == 0x85 || c == 0xa0 { return true }
        return c >= 0x1680 && dx_unicode(c).pointee.flags & UInt32(DX_UNICODE_SPACE) != 0
    }

    @inlinable
    public static func isSpace(_ c: UInt32, _ rules: TextRules) -> Bool {
        rules == .text ? isSpace(c) : c == 32 || (c >= 9 && c <= 13)
    }

    /// Whether a code point ends a line for `splitlines`.
    @inlinable
    public static func isLineBreak(_ c: UInt32, _ rules: TextRules) -> Bool {
        if c == 10 || c == 13 { return true }
        if rules == .bytes { return false }
        return (c >= 11 && c <= 12) || (c >= 28 && c <= 30) || c == 0x85 || c == 0x2028 || c == 0x2029
    }

    /// What is left after stripping space at the wanted ends.
    public static func stripSpace(_ text: TextView, left: Bool, right: Bool, _ rules: TextRules = .text) -> TextRange {
        var a = 0
        var b = text.count
        if left { while a < b && isSpace(text[a], rules) { a += 1 } }
        if right { while b > a && isSpace(text[b - 1], rules) { b -= 1 } }
        return TextRange(a, b)
    }

    /// What is left after stripping the code points of `set` at the wanted ends.
    public static func strip(_ text: TextView, _ set: TextView, left: Bool, right: Bool) -> TextRange {
        // A 64-bit filter answers most misses without a search.
        var filter: UInt64 = 0
        for i in 0..<set.count { filter |= 1 << UInt64(set[i] & 63) }
        func has(_ c: UInt32) -> Bool { filter & (1 << UInt64(c & 63)) != 0 && find(set, c, 0, set.count) >= 0 }
        var a = 0
        var b = text.count
        if left { while a < b && has(text[a]) { a += 1 } }
        if right { while b > a && has(text[b - 1]) { b -= 1 } }
        return TextRange(a, b)
    }
}

/// `split(None, limit)`: words between runs of space. A negative limit means none.
public struct WordScanner {
    var text: TextView
    var position = 0
    var left: Int
    var rules: TextRules

    public init(_ text: TextView, limit: Int, _ rules: TextRules = .text) {
        self.text = text
        left = limit < 0 ? Int.max : limit
        self.rules = rules
    }

    /// `Text.isSpace` for Latin-1.
    @inline(__always)
    private func isSpace(_ c: UInt8) -> Bool {
        if c > 32 && c < 0x80 { return false }
        return c == 32 || c &- 9 < 5 || (rules == .text && (c &- 28 < 4 || c == 0x85 || c == 0xa0))
    }

    public mutating func next() -> TextRange? {
        let n = text.count
        if text.kind == 1 && left > 0 {
            let p = text.bytes
            var i = position
            while i < n && isSpace(p[i]) { i &+= 1 }
            let start = i
            while i < n && !isSpace(p[i]) { i &+= 1 }
            position = i
            left &-= 1
            return i > start ? TextRange(start, i) : nil
        }
        while position < n && Text.isSpace(text[position], rules) { position += 1 }
        if position == n { return nil }
        let start = position
        if left == 0 {
            // The rest keeps its trailing space.
            position = n
            return TextRange(start, n)
        }
        left -= 1
        while position < n && !Text.isSpace(text[position], rules) { position += 1 }
        return TextRange(start, position)
    }
}

/// `rsplit(None, limit)`, from the right.
public struct ReverseWordScanner {
    var text: TextView
    var position: Int
    var left: Int
    var rules: TextRules

    public init(_ text: TextView, limit: Int, _ rules: TextRules = .text) {
        self.text = text
        position = text.count
        left = limit < 0 ? Int.max : limit
        self.rules = rules
    }

    public mutating func next() -> TextRange? {
        while position > 0 && Text.isSpace(text[position - 1], rules) { position -= 1 }
        if position == 0 { return nil }
        let end = position
        if left == 0 {
            position = 0
            return TextRange(0, end)
        }
        left -= 1
        while position > 0 && !Text.isSpace(text[position - 1], rules) { position -= 1 }
        return TextRange(position, end)
    }
}

/// `split(separator, limit)` for a separator that is not empty.
public struct SeparatorScanner {
    var text: TextView
    var separator: TextView
    var position = 0
    var left: Int

    public init(_ text: TextView, _ separator: TextView, limit: Int) {
        self.text = text
        self.separator = separator
        left = limit < 0 ? Int.max : limit
    }

    public mutating func next() -> TextRange? {
        if position < 0 { return nil }
        let start = position
        let hit = left == 0 ? -1 : Text.find(text, separator, start, text.count)
        left -= 1
        if hit < 0 {
            position = -1
            return TextRange(start, text.count)
        }
        position = hit + separator.count
        return TextRange(start, hit)
    }
}

/// `rsplit(separator, limit)`, from the right.
public struct ReverseSeparatorScanner {
    var text: TextView
    var separator: TextView
    var end: Int
    var left: Int

    public init(_ text: TextView, _ separator: TextView, limit: Int) {
        self.text = text
        self.separator = separator
        end = text.count
        left = limit < 0 ? Int.max : limit
    }

    public mutating func next() -> TextRange? {
        if end < 0 { return nil }
        let stop = end
        let hit = left == 0 ? -1 : Text.rfind(text, separator, 0, stop)
        left -= 1
        if hit < 0 {
            end = -1
            return TextRange(0, stop)
        }
        end = hit
        return TextRange(hit + separator.count, stop)
    }
}

/// `splitlines(keepends)`.
public struct LineScanner {
    var text: TextView
    var position = 0
    var keepEnds: Bool
    var rules: TextRules

    public init(_ text: TextView, keepEnds: Bool, _ rules: TextRules = .text) {
        self.text = text
        self.keepEnds = keepEnds
        self.rules = rules
    }

    public mutating func next() -> TextRange? {
        let n = text.count
        if position >= n { return nil }
        let start = position
        var i: Int
        let isText: Int32 = rules == .text ? 1 : 0
        switch text.kind {
        case 1: i = dx_line_end_8(text.bytes, n, start, isText)
        case 2: i = dx_line_end_16(text.units16, n, start, isText)
        default: i = dx_line_end_32(text.units32, n, start, isText)
        }
        let end = i
        if i < n {
            i += text[i] == 13 && i + 1 < n && text[i + 1] == 10 ? 2 : 1
        }
        position = i
        return TextRange(start, keepEnds ? i : end)
    }
}

extension Text {
    /// `expandtabs(size)`; false (and nothing appended) if there is no tab.
    public static func expandTabs(_ text: TextView, _ size: Int, into out: inout TextBuilder) -> Bool {
        if find(text, 9, 0, text.count) < 0 { return false }
        var column = 0
        for i in 0..<text.count {
            let c = text[i]
            if c == 9 {
                if size > 0 {
                    let pad = size - column % size
                    out.append(repeating: 32, count: pad)
                    column += pad
                }
            } else {
                out.append(c)
                column = c == 10 || c == 13 ? 0 : column + 1
            }
        }
        return true
    }
}

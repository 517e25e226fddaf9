// From the bytes of a file or string to what the tokenizer reads: UTF-8 with `\n` line ends, closed by a newline and a zero byte.
// The encoding comes from a byte order mark or a PEP 263 cookie in the first two lines.

import Glibc

/// The text being parsed.
final class Source {
    /// UTF-8; `bytes[count]` is 0.
    let bytes: UnsafeMutablePointer<UInt8>
    let count: Int
    let encoding: String?
    /// What is wrong with the line of a file where `bytes` were cut: reported if tokenizing gets there.
    private(set) var badLine: BadLine?

    private init(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ encoding: String?) {
        self.bytes = bytes; self.count = count; self.encoding = encoding
    }
    deinit { bytes.deallocate() }

    /// - Parameters:
    ///   - addNewline: whether a missing final newline is supplied (`exec` mode).
    ///   - keepReturns: whether `\r\n` stays as it is.
    ///   - file: the name of the file that is read line by line, so that a bad line counts only when tokenizing gets there.
    static func make(_ input: UnsafeBufferPointer<UInt8>, ignoreCookie: Bool, addNewline: Bool, keepReturns: Bool = false, file: String? = nil) throws(SyntaxFailure) -> Source {
        var input = input
        if file == nil, let start = input.baseAddress, memchr(start, 0, input.count) != nil {
            throw SyntaxFailure(kind: .syntaxError, message: "source code string cannot contain null bytes")
        }
        var encoding: String?
        var latin = false, ascii = false
        if !ignoreCookie {
            let marked = input.count >= 3 && input[0] == 0xef && input[1] == 0xbb && input[2] == 0xbf
            if marked { input = UnsafeBufferPointer(rebasing: input[3...]); encoding = "utf-8" }
            if let (name, line) = cookie(input) {
                let normal = normalize(name)
                if marked && normal != "utf-8" { throw markProblem(normal, input, line) }
                switch canonical(normal) {
                case "utf-8": encoding = normal
                case "iso-8859-1" where !marked: latin = true; encoding = normal
                case "ascii" where !marked: ascii = true; encoding = normal
                default:
                    throw SyntaxFailure(kind: .syntaxError, message: "unknown encoding: \(name)", column: -1)
                }
            }
        }
        let room = latin ? input.count * 2 : input.count
        let out = UnsafeMutablePointer<UInt8>.allocate(capacity: room + 2)
        var n = 0
        let hasReturn = !keepReturns && input.baseAddress.map { memchr($0, 13, input.count) != nil } ?? false
        if !latin && !hasReturn {
            if let start = input.baseAddress { memcpy(out, start, input.count) }
            n = input.count
        } else {
            var i = 0
            while i < input.count {
                let byte = input[i]
                i += 1
                if byte == 13 {
                    out[n] = 10
                    n += 1
                    if i < input.count && input[i] == 10 { i += 1 }
                } else if latin && byte >= 128 {
                    out[n] = 0xc0 | byte >> 6
                    out[n + 1] = 0x80 | byte & 0x3f
                    n += 2
                } else {
                    out[n] = byte
                    n += 1
                }
            }
        }
        if let bad = ascii ? firstNonASCII(out, n) : nil {
            let byte = out[bad]
            out.deallocate()
            // A file is decoded from the end of the line with the declaration on.
            let from = file == nil ? 0 : max(0, endOfDeclaration(input))
            throw SyntaxFailure(kind: .syntaxError, message: "'ascii' codec can't decode byte 0x\(hex(UInt32(byte), 2)) in position \(bad - from): ordinal not in range(128)",
                                column: -1)
        }
        // Only the name "utf-8" itself is read without its codec.
        if let encoding, encoding != "utf-8", !latin, !ascii, let bad = firstInvalid(out, n, allowSurrogates: false) {
            let byte = out[bad], isStart = byte >= 0xc2 && byte <= 0xf4
            let need = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
            let reason = !isStart ? "invalid start byte" : bad + need >= n ? "unexpected end of data" : "invalid continuation byte"
            out.deallocate()
            let from = file == nil ? 0 : max(0, endOfDeclaration(input))
            throw SyntaxFailure(kind: .syntaxError, message: "'utf-8' codec can't decode byte 0x\(hex(UInt32(byte), 2)) in position \(bad - from): \(reason)", column: -1)
        }
        var badLine: BadLine?
        if let file { (n, badLine) = BadLine.find(out, n, isUTF8: !latin && !ascii, encoding == nil ? file : nil) }
        if badLine == nil, !ascii, !latin, let bad = firstInvalid(out, n, allowSurrogates: false) {
            let failure = invalidUTF8(out, n, bad)
            out.deallocate()
            throw failure
        }
        if addNewline && n > 0 && out[n - 1] != 10 { out[n] = 10; n += 1 }
        out[n] = 0
        let source = Source(out, n, encoding)
        source.badLine = badLine
        return source
    }

    /// Where the line with the cookie ends.
    private static func endOfDeclaration(_ input: UnsafeBufferPointer<UInt8>) -> Int {
        guard let (_, line) = cookie(input) else { return 0 }
        var at = -1
        for _ in 0..<line { at += 1; while at < input.count && input[at] != 10 { at += 1 } }
        return min(at, input.count)
    }

    private static func firstNonASCII(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int? {
        for i in 0..<n where p[i] >= 128 { return i }
        return nil
    }

    /// A cookie that contradicts the byte order mark.
    private static func markProblem(_ name: String, _ input: UnsafeBufferPointer<UInt8>, _ line: Int) -> SyntaxFailure {
        var start = 0, end = 0
        for k in 0..<line {
            if k > 0 { start = end + 1 }
            end = start
            while end < input.count && input[end] != 10 { end += 1 }
        }
        let text = String(decoding: UnsafeBufferPointer(rebasing: input[start..<end]), as: UTF8.self)
        return SyntaxFailure(kind: .syntaxError, message: "encoding problem: \(name) with BOM", line: line, column: 0, endLine: line,
                             endColumn: text.unicodeScalars.count, text: text)
    }

    /// CPython names the line, and the column of the bad byte on it.
    static func invalidUTF8(_ p: UnsafePointer<UInt8>, _ n: Int, _ at: Int, file: String? = nil, shift: Int = 0) -> SyntaxFailure {
        var line = 1, start = 0
        for i in 0..<at where p[i] == 10 { line += 1; start = i + 1 }
        var end = at
        while end < n && p[end] != 10 { end += 1 }
        let text = String(decoding: UnsafeBufferPointer(start: p + start, count: end - start), as: UTF8.self)
        let column = String(decoding: UnsafeBufferPointer(start: p + start, count: at - start), as: UTF8.self).unicodeScalars.count + 1
        line -= shift
        let place = file.map { "in file \($0) on line \(line)" } ?? "on line \(line)"
        let message = "Non-UTF-8 code starting with '\\x\(hex(UInt32(p[at]), 2))' \(place), but no encoding declared; "
            + "see https://peps.python.org/pep-0263/ for details"
        return SyntaxFailure(kind: .syntaxError, message: message, line: line, column: column, endLine: line, endColumn: column, text: text)
    }

    /// Index of the first byte that starts no well-formed sequence.
    static func firstInvalid(_ p: UnsafePointer<UInt8>, _ n: Int, allowSurrogates: Bool) -> Int? {
        var i = 0
        while i < n {
            while i + 8 <= n, UnsafeRawPointer(p + i).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0 { i += 8 }
            if i >= n { break }
            let a = p[i]
            if a < 128 { i += 1; continue }
            if a < 0xc2 || a > 0xf4 { return i }
            let need = a < 0xe0 ? 1 : a < 0xf0 ? 2 : 3
            if i + need >= n { return i }
            for k in 1...need where p[i + k] & 0xc0 != 0x80 { return i }
            let b = p[i + 1]
            if a == 0xe0 && b < 0xa0 || a == 0xed && b >= 0xa0 && !allowSurrogates || a == 0xf0 && b < 0x90 || a == 0xf4 && b >= 0x90 { return i }
            i += need + 1
        }
        return nil
    }

    /// The encoding named by a comment of the first two lines, and that line's number. The first line must be blank or a
    /// comment for the second to count.
    static func cookie(_ input: UnsafeBufferPointer<UInt8>) -> (String, Int)? {
        var i = 0
        for line in 1...2 {
            var end = i
            while end < input.count && input[end] != 10 && input[end] != 13 { end += 1 }
            if let name = cookie(input, i, end) { return (name, line) }
            var k = i
            while k < end && (input[k] == 32 || input[k] == 9 || input[k] == 12) { k += 1 }
            if k < end && input[k] != 35 { return nil }
            if end >= input.count { return nil }
            i = end + 1
            if input[end] == 13 && i < input.count && input[i] == 10 { i += 1 }
        }
        return nil
    }

    private static func cookie(_ s: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> String? {
        var i = start
        while i < end && (s[i] == 32 || s[i] == 9 || s[i] == 12) { i += 1 }
        guard i < end && s[i] == 35 else { return nil }
        let key = Array("coding".utf8)
        while i + 6 < end {
            if s[i] == key[0] && (0..<6).allSatisfy({ s[i + $0] == key[$0] }) {
                var k = i + 6
                if s[k] == 58 || s[k] == 61 {
                    repeat { k += 1 } while k < end && (s[k] == 32 || s[k] == 9)
                    let from = k
                    while k < end, isAlphanumeric(s[k]) || s[k] == 45 || s[k] == 95 || s[k] == 46 { k += 1 }
                    if k > from { return String(decoding: UnsafeBufferPointer(rebasing: s[from..<k]), as: UTF8.self) }
                }
            }
            i += 1
        }
        return nil
    }

    private static func isAlphanumeric(_ c: UInt8) -> Bool { c >= 48 && c <= 57 || c >= 65 && c <= 90 || c >= 97 && c <= 122 }

    /// The tokenizer's normal form: lower case, `_` to `-`, and the usual aliases of utf-8 and latin-1 by prefix.
    private static func normalize(_ name: String) -> String {
        let lower = String(decoding: name.utf8.prefix(12).map { $0 == 95 ? 45 : $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }, as: UTF8.self)
        if lower == "utf-8" || lower.hasPrefix("utf-8-") { return "utf-8" }
        for latin in ["latin-1", "iso-8859-1", "iso-latin-1"] where lower == latin || lower.hasPrefix(latin + "-") {
            return "iso-8859-1"
        }
        return name
    }

    static func isKnown(_ name: String) -> Bool { ["utf-8", "iso-8859-1", "ascii"].contains(canonical(normalize(name))) }

    private static func canonical(_ name: String) -> String {
        let lower = String(decoding: name.utf8.map { $0 == 95 ? 45 : $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }, as: UTF8.self)
        switch lower {
        case "utf-8", "utf8", "u8", "utf", "cp65001", "utf8-ucs2", "utf8-ucs4": return "utf-8"
        case "iso-8859-1", "latin1", "latin-1", "latin", "l1", "8859", "cp819", "iso8859", "iso8859-1", "iso-ir-100": return "iso-8859-1"
        case "ascii", "us-ascii", "646", "us", "ansi-x3.4-1968", "iso646-us", "iso-646.irv-1991": return "ascii"
        default: return lower
        }
    }
}

/// The first line of a file that cannot be tokenized: bytes that are no UTF-8, or a null byte. CPython's tokenizer reads files line by
/// line, so that errors of earlier lines come first.
struct BadLine {
    let failure: SyntaxFailure
    /// The same counted from the line before, which CPython names when it meets the second line between two tokens.
    let early: SyntaxFailure?

    /// Looks through the N bytes at P; the number of bytes before the bad line, if there is one.
    /// - Parameter file: the name to show; nil if an encoding was declared.
    static func find(_ p: UnsafeMutablePointer<UInt8>, _ n: Int, isUTF8: Bool, _ file: String?) -> (Int, BadLine?) {
        let null = memchr(p, 0, n).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) - UnsafePointer(p) }
        let invalid = isUTF8 ? Source.firstInvalid(p, n, allowSurrogates: false) : nil
        guard let at = [null, invalid].compactMap({ $0 }).min() else { return (n, nil) }
        var line = 1, start = 0
        for i in 0..<at where p[i] == 10 { line += 1; start = i + 1 }
        if at == null {
            let text = String(decoding: UnsafeBufferPointer(start: p + start, count: at - start), as: UTF8.self)
            return (start, BadLine(failure: SyntaxFailure(kind: .syntaxError, message: "source code cannot contain null bytes", line: line, column: -1,
                                                          endLine: line, endColumn: -1, text: text), early: nil))
        }
        if file == nil { return (n, nil) }
        var first = 0
        while p[first] == 32 || p[first] == 9 || p[first] == 12 { first += 1 }
        let hasCode = line == 2 && p[first] != 35 && p[first] != 10
        return (start, BadLine(failure: Source.invalidUTF8(p, n, at, file: file), early: hasCode ? Source.invalidUTF8(p, n, at, file: file, shift: 1) : nil))
    }
}

/// The encoding that a source file declares by byte order mark or cookie (PEP 263), as written there; nil for neither.
/// For recoding a file in an encoding other than UTF-8, Latin-1 and ASCII, which is then parsed with `.ignoreCookie`.
/// With the number of the line that says so, 0 for the mark.
public func declaredEncoding(_ bytes: UnsafeBufferPointer<UInt8>) -> (name: String, line: Int)? {
    if bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf { return ("utf-8", 0) }
    return Source.cookie(bytes)
}
/// Whether the parser itself decodes an encoding of that name.
public func isKnownEncoding(_ name: String) -> Bool { Source.isKnown(name) }

/// Lower-case hexadecimal digits, at least `width`.
func hex(_ value: UInt32, _ width: Int, upper: Bool = false) -> String {
    let digits = String(value, radix: 16, uppercase: upper)
    return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}

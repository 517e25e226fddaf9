// Numbers, and the decoding of string literals' text.

import Glibc

/// Sets how many decimal digits an integer literal may have; 0: any number.
public func setMaxIntegerDigits(_ n: Int) { Parser.maxDigits = n }
public var maxIntegerDigits: Int { Parser.maxDigits }

extension Parser {
    /// Decimal digits beyond which CPython refuses a literal (`sys.set_int_max_str_digits`).
    nonisolated(unsafe) static var maxDigits = 4300

    func number() throws(Stop) -> UInt32 {
        let start = pos, token = tokens[pos]
        advance()
        let p = UnsafePointer(source.bytes) + Int(token.start), n = Int(token.end - token.start)
        let value: ConstantValue
        if n <= 18 {
            // Plain decimal digits: nearly every number.
            var small: Int64 = 0, k = 0
            while k < n, p[k] &- 48 < 10 { small = small &* 10 &+ Int64(p[k] &- 48); k &+= 1 }
            if k == n { return builder.constant(.int(small), at: span(start)) }
        }
        let last = p[n - 1]
        if p[0] == 48 && n > 1 && (p[1] | 32 == 120 || p[1] | 32 == 111 || p[1] | 32 == 98) {
            value = powerOfTwoRadix(p, n, p[1] | 32 == 120 ? 4 : p[1] | 32 == 111 ? 3 : 1)
        } else if last == 106 || last == 74 {
            value = .complex(double(p, n - 1))
        } else if (0..<n).contains(where: { p[$0] == 46 || p[$0] == 101 || p[$0] == 69 }) {
            value = .float(double(p, n))
        } else {
            value = try decimal(p, n, start)
        }
        return builder.constant(value, at: span(start))
    }

    private func double(_ p: UnsafePointer<UInt8>, _ n: Int) -> Double {
        var clean: [CChar] = []
        clean.reserveCapacity(n + 1)
        for k in 0..<n where p[k] != 95 { clean.append(CChar(bitPattern: p[k])) }
        clean.append(0)
        return strtod(clean, nil)
    }

    private func decimal(_ p: UnsafePointer<UInt8>, _ n: Int, _ start: Int) throws(Stop) -> ConstantValue {
        var digits: [UInt8] = []
        digits.reserveCapacity(n)
        for k in 0..<n where p[k] != 95 { digits.append(p[k]) }
        var value: Int64 = 0, overflow = false
        for digit in digits {
            let (product, high) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(digit - 48))
            if high || carry { overflow = true; break }
            value = sum
        }
        if !overflow { return .int(value) }
        if Parser.maxDigits > 0 && digits.count > Parser.maxDigits {
            throw fail("Exceeds the limit (\(Parser.maxDigits) digits) for integer string conversion: value has \(digits.count) digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.", start)
        }
        return .bigInt(digits.withUnsafeBufferPointer { builder.intern($0) })
    }

    private func powerOfTwoRadix(_ p: UnsafePointer<UInt8>, _ n: Int, _ bits: Int) -> ConstantValue {
        var value: UInt64 = 0, fits = true
        for k in 2..<n where p[k] != 95 {
            if value >> (63 - bits) != 0 { fits = false; break }
            value = value << UInt64(bits) | UInt64(digitValue(p[k]))
        }
        if fits { return .int(Int64(value)) }
        // Nibbles from the lowest bit up.
        var nibbles: [UInt8] = [], pending = 0, pendingBits = 0
        for k in stride(from: n - 1, through: 2, by: -1) where p[k] != 95 {
            pending |= Int(digitValue(p[k])) << pendingBits
            pendingBits += bits
            while pendingBits >= 4 { nibbles.append(UInt8(pending & 15)); pending >>= 4; pendingBits -= 4 }
        }
        if pendingBits > 0 { nibbles.append(UInt8(pending)) }
        while let top = nibbles.last, top == 0, nibbles.count > 1 { nibbles.removeLast() }
        var text: [UInt8] = [48, 120]
        for nibble in nibbles.reversed() { text.append(nibble < 10 ? 48 + nibble : 87 + nibble) }
        return .bigInt(text.withUnsafeBufferPointer { builder.intern($0) })
    }

    private func digitValue(_ c: UInt8) -> UInt8 { c < 58 ? c - 48 : (c | 32) - 87 }

    // MARK: errors with a position

    /// An error of a value, which CPython reports at the line and column 0.
    private func fail(_ message: String, _ token: Int) -> Stop {
        let line = Int(tokens[token].line)
        failure = SyntaxFailure(kind: .syntaxError, message: message, line: line, column: 0, endLine: line, endColumn: 0,
                                text: Locator(source).text(line))
        return .failed
    }

    /// A custom error over a range of tokens.
    func fail(_ message: String, _ from: Int, _ to: Int, kind: FailureKind = .syntaxError) -> Stop {
        let a = tokens[from], b = tokens[to]
        if a.column == Token.noColumn {
            failure = Locator(source).failure(kind, message, at: a)
            return .failed
        }
        failure = Locator(source).failure(kind, message, Int(a.line), Int(a.column), Int(b.endLine), Int(b.endColumn))
        return .failed
    }

    // MARK: decoding

    /// Appends to `text` what the literal text stands for. `at` is the token to blame.
    /// - Parameter bytes: whether it is a bytes literal, whose escapes are fewer.
    func decode(_ from: Int, _ to: Int, raw: Bool, bytes isBytes: Bool, at token: Int) throws(Stop) {
        let p = UnsafePointer(source.bytes)
        if raw || memchr(p + from, 92, to - from) == nil {
            text.append(contentsOf: UnsafeBufferPointer(start: p + from, count: to - from))
            return
        }
        var i = from
        var warned = false
        while i < to {
            let c = p[i]
            if c != 92 {
                var k = i + 1
                while k < to && p[k] != 92 { k += 1 }
                text.append(contentsOf: UnsafeBufferPointer(start: p + i, count: k - i))
                i = k
                continue
            }
            let escape = i
            i += 1
            if i >= to {
                // Only text before a replacement field can end in a backslash.
                text.append(92)
                return
            }
            let e = p[i]
            i += 1
            switch e {
            case 10: break
            case 92, 39, 34: text.append(e)
            case 98: text.append(8)
            case 102: text.append(12)
            case 116: text.append(9)
            case 110: text.append(10)
            case 114: text.append(13)
            case 118: text.append(11)
            case 97: text.append(7)
            case 48...55:
                var value = UInt32(e - 48), n = 1
                while n < 3 && i < to && p[i] &- 48 < 8 { value = value * 8 + UInt32(p[i] - 48); i += 1; n += 1 }
                if value > 255 && !warned {
                    warned = true
                    let digits = String(decoding: UnsafeBufferPointer(start: p + escape + 1, count: i - escape - 1), as: UTF8.self)
                    warnEscape(digits, octal: true, from, escape, token)
                }
                if isBytes { text.append(UInt8(truncatingIfNeeded: value)) } else { appendScalar(value) }
            case 120:
                var value: UInt32 = 0, n = 0
                while n < 2 && i < to, let d = hexDigit(p[i]) { value = value * 16 + d; i += 1; n += 1 }
                if n < 2 {
                    if isBytes {
                        throw fail("(value error) invalid \\x escape at position \(expanded(from, escape, bytes: true))", token, token)
                    }
                    throw decodingError(isBytes, from, escape, i, "truncated \\xXX escape", token)
                }
                if isBytes { text.append(UInt8(value)) } else { appendScalar(value) }
            case 117 where !isBytes, 85 where !isBytes:
                let width = e == 117 ? 4 : 8
                var value: UInt32 = 0, n = 0
                while n < width && i < to, let d = hexDigit(p[i]) { value = value &* 16 &+ d; i += 1; n += 1 }
                if n < width {
                    throw decodingError(isBytes, from, escape, i, e == 117 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape", token)
                }
                if value > 0x10ffff { throw decodingError(isBytes, from, escape, i, "illegal Unicode character", token) }
                appendScalar(value)
            case 78 where !isBytes:
                guard i < to, p[i] == 123, let close = memchr(p + i, 125, to - i) else {
                    throw decodingError(isBytes, from, escape, i < to && p[i] == 123 ? to : i, "malformed \\N character escape", token)
                }
                let end = UnsafePointer(close.assumingMemoryBound(to: UInt8.self)) - p
                if end == i + 1 { throw decodingError(isBytes, from, escape, end, "malformed \\N character escape", token) }
                let name = UnsafeBufferPointer(start: p + i + 1, count: end - i - 1)
                i = end + 1
                guard let value = characterNamed(name) else {
                    throw decodingError(isBytes, from, escape, i, "unknown Unicode character name", token)
                }
                appendScalar(value)
            default:
                text.append(92)
                i -= 1
                // The tokenizer has warned of braces in f-strings already.
                let isBrace = tokens[token].kind != .string && (e == 123 || e == 125)
                if isBrace { warned = true }
                if !warned {
                    warned = true
                    if e < 128 { warnEscape(String(Character(Unicode.Scalar(e))), octal: false, from, escape, token) }
                }
            }
        }
    }

    private func hexDigit(_ c: UInt8) -> UInt32? {
        switch c {
        case 48...57: return UInt32(c - 48)
        case 65...70: return UInt32(c - 55)
        case 97...102: return UInt32(c - 87)
        default: return nil
        }
    }

    func appendScalar(_ v: UInt32) { appendUTF8(v, &text) }

    /// Position in the text as CPython hands it to its decoder: a character beyond ASCII is written `\UXXXXXXXX`.
    private func expanded(_ from: Int, _ to: Int, bytes: Bool) -> Int {
        if bytes { return to - from }
        var n = 0
        for k in from..<to {
            let c = source.bytes[k]
            if c < 128 { n += 1 } else if c & 0xc0 != 0x80 { n += 10 }
        }
        return n
    }

    private func decodingError(_ isBytes: Bool, _ from: Int, _ start: Int, _ end: Int, _ reason: String, _ token: Int) -> Stop {
        let a = expanded(from, start, bytes: isBytes), b = expanded(from, end, bytes: isBytes) - 1
        let place = a == b ? "byte 0x5c in position \(a)" : "bytes in position \(a)-\(b)"
        let blamed = blame(token)
        if tokens[blamed].kind == .error { pos = blamed; return .syntax }
        return fail("(unicode error) 'unicodeescape' codec can't decode \(place): \(reason)", blamed, blamed)
    }

    /// The token at which CPython decodes a piece of text: the end of its f-string, unless the text is a format specifier.
    private func blame(_ token: Int) -> Int {
        if !decodesAtEnd { return token }
        var k = token + 1, open = 0
        while k < tokenCount - 1 {
            switch tokens[k].kind {
            case .fstringStart, .tstringStart: open += 1
            case .fstringEnd, .tstringEnd:
                if open == 0 { return k }
                open -= 1
            case .error: return k
            default: break
            }
            k += 1
        }
        return k
    }

    private func warnEscape(_ shown: String, octal: Bool, _ from: Int, _ escape: Int, _ token: Int) {
        let message = "\"\\\(shown)\" is an invalid \(octal ? "octal " : "")escape sequence. Such sequences will not work in the future. "
            + "Did you mean \"\\\\\(shown)\"? A raw string is also an option."
        let t = tokens[token]
        warn(message, Position(line: t.line, column: t.column, endLine: t.endLine, endColumn: t.endColumn))
        // The warning names the line of the escape, the error it may become the literal.
        var line = warnings[warnings.count - 1].line
        for k in from..<escape where source.bytes[k] == 10 { line += 1 }
        warnings[warnings.count - 1].line = line
    }

    func warn(_ message: String, _ at: Position) {
        let place = Locator(source).failure(.syntaxError, message, Int(at.line), Int(at.column), Int(at.endLine), Int(at.endColumn))
        warnings.append(SyntaxWarningRecord(message: message, line: place.line, errorLine: place.line, column: place.column, endLine: place.endLine,
                                            endColumn: place.endColumn, isDeprecation: false))
    }
}

/// Converts byte columns to what `SyntaxError` shows.
struct Locator {
    let source: Source
    init(_ source: Source) { self.source = source }

    /// Start and end of a line's bytes, newline included.
    func bounds(_ line: Int) -> (Int, Int)? {
        var start = 0, current = 1
        let p = UnsafePointer(source.bytes)
        while current < line {
            guard let found = memchr(p + start, 10, source.count - start) else { return nil }
            start = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - p + 1
            current += 1
        }
        var end = start
        while end < source.count && p[end] != 10 { end += 1 }
        return (start, min(end + 1, source.count))
    }

    func text(_ line: Int) -> String? {
        bounds(line).map { String(decoding: UnsafeBufferPointer(start: UnsafePointer(source.bytes) + $0.0, count: $0.1 - $0.0), as: UTF8.self) }
    }

    /// 1-based character column of a 0-based byte column; columns beyond the line stay just behind it.
    func column(_ line: Int, _ byte: Int) -> Int {
        guard let (start, end) = bounds(line) else { return byte + 1 }
        let stop = min(start + byte, end)
        var n = 0, k = start
        while k < stop { if source.bytes[k] & 0xc0 != 0x80 { n += 1 }; k += 1 }
        return n + 1
    }

    /// CPython measures the end by the text of the first line, even when it lies on another.
    private func endColumn(_ line: Int, _ endLine: Int, _ byte: Int) -> Int {
        guard endLine != line, let (start, end) = bounds(line) else { return column(endLine, byte) }
        let length = end > start && source.bytes[end - 1] == 10 ? end - start - 1 : end - start
        return column(line, min(byte, length))
    }

    /// At a token; where it has no column, where the tokenizer stood, without an end.
    func failure(_ kind: FailureKind, _ message: String, at token: Token) -> SyntaxFailure {
        let line = Int(token.line)
        if token.column != Token.noColumn {
            return failure(kind, message, line, Int(token.column), Int(token.endLine), Int(token.endColumn))
        }
        var f = SyntaxFailure(kind: kind, message: message, line: line, column: column(line, Int(token.value)) - 1, endLine: Int(token.endLine), endColumn: -1, text: text(line))
        f.isAtEnd = Int(token.end) >= source.count && (token.kind == .endMarker || token.kind == .dedent || token.kind == .newline)
        return f
    }

    /// Lines 1-based, columns 0-based in bytes; an end column below 0 means none.
    func failure(_ kind: FailureKind, _ message: String, _ line: Int, _ column: Int, _ endLine: Int, _ endColumn: Int) -> SyntaxFailure {
        SyntaxFailure(kind: kind, message: message, line: line, column: self.column(line, column), endLine: endLine,
                      endColumn: endColumn < 0 ? endColumn + 1 : self.endColumn(line, endLine, endColumn), text: text(line))
    }
}

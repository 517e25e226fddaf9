// The escape codecs: unicode_escape, raw_unicode_escape and escape (bytes literals). Bytes that are no escape are Latin-1.
import Glibc

public enum EscapeCodec {
    @inline(__always)
    static func hex(_ c: UInt8) -> UInt32? {
        switch c {
        case 48...57: return UInt32(c - 48)
        case 65...70: return UInt32(c - 55)
        case 97...102: return UInt32(c - 87)
        default: return nil
        }
    }

    /// The character of a one-letter escape, if it is one.
    @inline(__always)
    static func simple(_ c: UInt8) -> UInt8? {
        switch c {
        case 92, 39, 34: return c
        case 98: return 8
        case 102: return 12
        case 116: return 9
        case 110: return 10
        case 114: return 13
        case 118: return 11
        case 97: return 7
        default: return nil
        }
    }

    /// See `Codec.decode`. `firstInvalid` receives the first escape that only warns: where it stands, and its character, or the
    /// value of an octal escape above 0o377. (`_PyUnicode_DecodeUnicodeEscapeInternal2`)
    public static func decodeUnicode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, final: Bool,
                                     firstInvalid: inout (position: Int, value: Int)?, into out: inout TextBuilder) -> CodecError? {
        let n = bytes.count
        var i = position
        out.reserve(n - i)
        while i < n {
            let start = i
            let c = bytes[i]
            i += 1
            if c != 92 {
                // All up to the next backslash.
                let p = bytes.baseAddress.unsafelyUnwrapped
                if let q = memchr(p + i, 92, n - i) { i = UnsafeRawPointer(q) - UnsafeRawPointer(p) } else { i = n }
                out.append(latin1: UnsafeBufferPointer(start: p + start, count: i - start))
                continue
            }
            position = start
            func incomplete(_ reason: StaticString) -> CodecError? { final ? CodecError(start, i, reason) : nil }
            if i >= n { return incomplete("\\ at end of string") }
            let e = bytes[i]
            i += 1
            if let s = simple(e) {
                out.append(s)
                continue
            }
            switch e {
            case 10: continue
            case 48...55:
                var v = UInt32(e - 48)
                var k = 0
                while k < 2 && i < n && bytes[i] >= 48 && bytes[i] <= 55 {
                    v = v << 3 | UInt32(bytes[i] - 48)
                    i += 1
                    k += 1
                }
                if v > 0o377 && firstInvalid == nil { firstInvalid = (start, Int(v)) }
                out.append(v)
            case 120, 117, 85:
                let (count, reason): (Int, StaticString) = e == 120 ? (2, "truncated \\xXX escape") : e == 117 ? (4, "truncated \\uXXXX escape")
                    : (8, "truncated \\UXXXXXXXX escape")
                var v: UInt32 = 0
                var k = 0
                while k < count && i < n, let h = hex(bytes[i]) {
                    v = v << 4 | h
                    i += 1
                    k += 1
                }
                if k < count { return i >= n ? incomplete(reason) : CodecError(start, i, reason) }
                if v > 0x10ffff { return CodecError(start, i, "illegal Unicode character") }
                out.append(v)
            case 78:
                let malformed: StaticString = "malformed \\N character escape"
                if i >= n { return incomplete(malformed) }
                if bytes[i] != 123 { return CodecError(start, i, malformed) }
                i += 1
                let nameStart = i
                while i < n && bytes[i] != 125 { i += 1 }
                if i >= n { return incomplete(malformed) }
                if i == nameStart { return CodecError(start, i, malformed) }
                let name = UnsafeBufferPointer(rebasing: bytes[nameStart..<i])
                i += 1
                if !CharacterNames.lookup(name, sequences: false, into: &out) { return CodecError(start, i, "unknown Unicode character name") }
            default:
                if firstInvalid == nil { firstInvalid = (start, Int(e)) }
                out.append(92 as UInt32)
                out.append(e)
            }
        }
        position = n
        return nil
    }

    /// unicode_escape: printable ASCII as itself (a backslash doubled), everything else escaped.
    public static func encodeUnicode(_ text: TextView, into out: inout ByteBuilder) {
        var o = out.reserve(text.count)
        for i in 0..<text.count {
            let c = text[i]
            // (Room for the rest as it is besides this one's escape.)
            if c >= 32 && c < 127 && c != 92 { o[0] = UInt8(truncatingIfNeeded: c); o += 1; continue }
            out.count = o - out.base.unsafelyUnwrapped
            o = out.reserve(text.count &- i &+ 10)
            switch c {
            case 92: o[0] = 92; o[1] = 92; o += 2
            case 9: o[0] = 92; o[1] = 116; o += 2
            case 10: o[0] = 92; o[1] = 110; o += 2
            case 13: o[0] = 92; o[1] = 114; o += 2
            default: o += Text.escape(c, o)
            }
        }
        out.count = o - out.base.unsafelyUnwrapped
    }

    private static func escape(_ c: UInt32, _ out: inout ByteBuilder) {
        out.count &+= Text.escape(c, out.reserve(10))
    }

    /// See `Codec.decode`: only \u and \U are escapes.
    public static func decodeRawUnicode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, final: Bool, into out: inout TextBuilder)
        -> CodecError? {
        let n = bytes.count
        var i = position
        while i < n {
            let start = i
            let c = bytes[i]
            i += 1
            if c != 92 || (i >= n && final) {
                out.append(c)
                continue
            }
            position = start
            if i >= n { return nil }
            let e = bytes[i]
            i += 1
            if e != 117 && e != 85 {
                out.append(c)
                out.append(e)
                continue
            }
            let count = e == 117 ? 4 : 8
            let reason: StaticString = e == 117 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape"
            var v: UInt32 = 0
            var k = 0
            while k < count && i < n, let h = hex(bytes[i]) {
                v = v << 4 | h
                i += 1
                k += 1
            }
            if k < count { return i >= n && !final ? nil : CodecError(start, i, reason) }
            if v > 0x10ffff { return CodecError(start, i, "\\Uxxxxxxxx out of range") }
            out.append(v)
        }
        position = n
        return nil
    }

    /// raw_unicode_escape: Latin-1 as itself, the rest as \u or \U.
    public static func encodeRawUnicode(_ text: TextView, into out: inout ByteBuilder) {
        for i in 0..<text.count {
            let c = text[i]
            if c < 256 { out.append(UInt8(c)) } else { escape(c, &out) }
        }
    }

    /// What stops `codecs.escape_decode`.
    public enum BytesError: Error {
        /// ValueError "Trailing \\ in string"
        case trailingBackslash
        /// ValueError "invalid \\x escape at position N"
        case invalidHex(Int)
    }

    /// The content of a bytes literal. `errors` other than strict, replace and ignore count as strict. (`_PyBytes_DecodeEscape`)
    public static func decodeBytes(_ bytes: UnsafeBufferPointer<UInt8>, errors: ErrorHandler, firstInvalid: inout (position: Int, value: Int)?,
                                   into out: inout ByteBuilder) -> BytesError? {
        let n = bytes.count
        var i = 0
        while i < n {
            let start = i
            let c = bytes[i]
            i += 1
            if c != 92 {
                out.append(c)
                continue
            }
            if i == n { return .trailingBackslash }
            let e = bytes[i]
            i += 1
            if let s = simple(e) {
                out.append(s)
                continue
            }
            switch e {
            case 10: continue
            case 48...55:
                var v = Int(e - 48)
                var k = 0
                while k < 2 && i < n && bytes[i] >= 48 && bytes[i] <= 55 {
                    v = v << 3 | Int(bytes[i] - 48)
                    i += 1
                    k += 1
                }
                if v > 0o377 && firstInvalid == nil { firstInvalid = (start, v) }
                out.append(UInt8(truncatingIfNeeded: v))
            case 120:
                if i + 1 < n, let a = hex(bytes[i]), let b = hex(bytes[i + 1]) {
                    out.append(UInt8(a << 4 | b))
                    i += 2
                    continue
                }
                // Skip one digit of an incomplete pair.
                if i < n && hex(bytes[i]) != nil { i += 1 }
                switch errors {
                case .replace: out.append(63)
                case .ignore: break
                default: return .invalidHex(start)
                }
            default:
                if firstInvalid == nil { firstInvalid = (start, Int(e)) }
                out.append(92)
                out.append(e)
            }
        }
        return nil
    }

    /// `codecs.escape_encode`.
    public static func encodeBytes(_ bytes: UnsafeBufferPointer<UInt8>, into out: inout ByteBuilder) {
        for c in bytes {
            switch c {
            case 39, 92:
                out.append(92)
                out.append(c)
            case 9: out.append("\\t")
            case 10: out.append("\\n")
            case 13: out.append("\\r")
            case 32..<127: out.append(c)
            default: escape(UInt32(c), &out)
            }
        }
    }
}

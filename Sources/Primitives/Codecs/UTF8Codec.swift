// UTF-8. Decoding measures first (validity, code points, widest), then writes once at the final width; both passes skip ASCII
// eight bytes at a time. Errors have CPython's reasons and extents: the longest prefix that could have begun a character.

import CSupport

public enum UTF8Codec {
    /// What a prefix of the bytes holds.
    public struct Measure {
        /// Length of the valid prefix.
        public var valid: Int
        /// Code points in it.
        public var count: Int
        /// A mask of them: below 0x80, 0x100, 0x10000 exactly when they all are.
        public var mask: UInt32
    }

    @inline(__always)
    static func isTail(_ c: UInt8) -> Bool { c & 0xc0 == 0x80 }

    /// The longest valid prefix from `start` on.
    public static func measure(_ p: UnsafePointer<UInt8>, _ n: Int, from start: Int = 0) -> Measure {
        var count = 0, bound: UInt32 = 0
        let n = dx_utf8_measure(p + start, n - start, &count, &bound)
        return Measure(valid: start + n, count: count, mask: bound)
    }

    /// Decodes bytes known to be valid from `start` to `end` into storage of `kind` bytes a code point (from `Text.kind(mask)`).
    public static func decodeValid(_ p: UnsafePointer<UInt8>, _ start: Int, _ end: Int, into out: UnsafeMutableRawPointer, kind: Int) {
        switch kind {
        case 1: dx_utf8_decode_8(p + start, end - start, out.assumingMemoryBound(to: UInt8.self))
        case 2: dx_utf8_decode_16(p + start, end - start, out.assumingMemoryBound(to: UInt16.self))
        default: dx_utf8_decode_32(p + start, end - start, out.assumingMemoryBound(to: UInt32.self))
        }
    }

    /// What is wrong at `i`, where `measure` stopped before the end.
    static func diagnose(_ p: UnsafePointer<UInt8>, _ n: Int, _ i: Int) -> CodecError {
        let c = p[i]
        let left = n - i
        if c < 0xc2 || c >= 0xf5 { return CodecError(i, i + 1, "invalid start byte") }
        let unexpectedEnd = CodecError(i, n, "unexpected end of data")
        if left < 2 { return unexpectedEnd }
        let d = p[i + 1]
        let low: UInt8 = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80
        let high: UInt8 = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf
        if d < low || d > high { return CodecError(i, i + 1, "invalid continuation byte") }
        if left < 3 { return unexpectedEnd }
        if !isTail(p[i + 2]) { return CodecError(i, i + 2, "invalid continuation byte") }
        if left < 4 { return unexpectedEnd }
        return CodecError(i, i + 3, "invalid continuation byte")
    }

    /// See `Codec.decode`.
    public static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, final: Bool, into out: inout TextBuilder) -> CodecError? {
        guard let p = bytes.baseAddress, position < bytes.count else { return nil }
        let m = measure(p, bytes.count, from: position)
        if m.count > 0 {
            out.reserve(m.count, mask: m.mask)
            decodeValid(p, position, m.valid, into: out.base! + out.count &* out.kind, kind: out.kind)
            out.count &+= m.count
        }
        position = m.valid
        if m.valid == bytes.count { return nil }
        let error = diagnose(p, bytes.count, m.valid)
        // Only an end that more input could complete is left for later.
        if !final && error.end == bytes.count && error.reason.utf8Start[0] == 117 { return nil }
        return error
    }

    // MARK: Encoding

    /// Bytes that `text` takes; nil if a surrogate makes it unencodable.
    public static func encodedLength(_ text: TextView) -> Int? {
        if text.isASCII { return text.count }
        let n: Int
        switch text.kind {
        case 1: n = dx_utf8_length_8(text.bytes, text.count)
        case 2: n = dx_utf8_length_16(text.units16, text.count)
        default: n = dx_utf8_length_32(text.units32, text.count)
        }
        return n < 0 ? nil : n
    }

    /// Encodes from START until a surrogate or the end; returns where it stopped, and how many bytes that are.
    private static func encodeUnits(_ text: TextView, _ start: Int, _ out: UnsafeMutablePointer<UInt8>) -> (stop: Int, bytes: Int) {
        var stop = 0
        let n = text.count - start, bytes: Int
        switch text.kind {
        case 1: bytes = dx_utf8_encode_8(text.bytes + start, n, out, &stop)
        case 2: bytes = dx_utf8_encode_16(text.units16 + start, n, out, &stop)
        default: bytes = dx_utf8_encode_32(text.units32 + start, n, out, &stop)
        }
        return (start + stop, bytes)
    }

    /// Encodes a text without surrogates into room of `encodedLength`; returns the length.
    @discardableResult
    public static func encode(_ text: TextView, into out: UnsafeMutablePointer<UInt8>) -> Int {
        if text.isASCII {
            dx_copy(out, text.bytes, text.count)
            return text.count
        }
        return encodeUnits(text, 0, out).bytes
    }

    /// See `Codec.encode`. The error covers a whole run of surrogates.
    public static func encode(_ text: TextView, _ position: inout Int, into out: inout ByteBuilder) -> CodecError? {
        let n = text.count
        if position >= n { return nil }
        if text.isASCII {
            out.append(text.bytes + position, n - position)
            position = n
            return nil
        }
        let worst = text.kind == 1 ? 2 : text.kind == 2 ? 3 : 4
        let o = out.reserve((n - position) * worst)
        let (stop, bytes) = encodeUnits(text, position, o)
        out.count += bytes
        position = stop
        if position == n { return nil }
        var end = position
        while end < n && text[end] >= 0xd800 && text[end] <= 0xdfff { end += 1 }
        return CodecError(position, end, "surrogates not allowed")
    }
}

// ASCII, Latin-1, UTF-16 and UTF-32, with CPython's reasons and extents of errors.
import CSupport
import Glibc

/// ASCII and Latin-1.
public enum LatinCodec {
    /// See `Codec.decode`; every byte above 127 is an error of its own.
    public static func decodeASCII(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, into out: inout TextBuilder) -> CodecError? {
        guard let p = bytes.baseAddress, position < bytes.count else { return nil }
        let run = Text.asciiPrefix(p + position, bytes.count - position)
        out.append(ascii: p + position, run)
        position += run
        return position == bytes.count ? nil : CodecError(position, position + 1, "ordinal not in range(128)")
    }

    /// See `Codec.encode`; the error covers a run of code points at or above `limit` (128 or 256).
    public static func encode(_ text: TextView, _ position: inout Int, limit: UInt32, into out: inout ByteBuilder) -> CodecError? {
        let n = text.count
        if position >= n { return nil }
        if text.isASCII || (text.kind == 1 && limit == 256) {
            out.append(text.bytes + position, n - position)
            position = n
            return nil
        }
        let o = out.reserve(n - position)
        let i = encodeUnits(text, position, limit, o)
        out.count += i - position
        position = i
        if i == n { return nil }
        var end = i
        while end < n && text[end] >= limit { end += 1 }
        return CodecError(i, end, limit == 128 ? "ordinal not in range(128)" : "ordinal not in range(256)")
    }
}

extension LatinCodec {
    /// Writes from START on what is below LIMIT; returns where that ends.
    private static func encodeUnits(_ text: TextView, _ start: Int, _ limit: UInt32, _ o: UnsafeMutablePointer<UInt8>) -> Int {
        @inline(__always) func run<U: CodeUnit>(_ p: UnsafePointer<U>) -> Int {
            var i = start
            while i < text.count {
                let c = UInt32(truncatingIfNeeded: p[i])
                if c >= limit { break }
                o[i &- start] = UInt8(truncatingIfNeeded: c)
                i &+= 1
            }
            return i
        }
        switch text.kind {
        case 1: return run(text.bytes)
        case 2: return run(text.units16)
        default: return run(text.units32)
        }
    }
    /// All of a text for the handlers `replace` and `ignore` into room of a byte a code point: how many bytes; nil for other handlers.
    public static func encode(_ text: TextView, limit: UInt32, _ handler: ErrorHandler, into out: UnsafeMutablePointer<UInt8>) -> Int? {
        let n = text.count
        switch (handler, text.kind) {
        case (.replace, 1): dx_narrow_8(text.bytes, out, n, limit, 63); return n
        case (.replace, 2): dx_narrow_16(text.units16, out, n, limit, 63); return n
        case (.replace, _): dx_narrow_32(text.units32, out, n, limit, 63); return n
        case (.ignore, 1): return dx_drop_8(text.bytes, out, n, limit)
        case (.ignore, 2): return dx_drop_16(text.units16, out, n, limit)
        case (.ignore, _): return dx_drop_32(text.units32, out, n, limit)
        default: return nil
        }
    }
}

/// UTF-16 and UTF-32: stretches without surrogates at once, by loops in C; the others a unit at a time.
public enum UTF16Codec {
    /// See `Codec.decode`.
    public static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, big: Bool, final: Bool, into out: inout TextBuilder)
        -> CodecError? {
        let n = bytes.count
        guard let base = bytes.baseAddress else { return nil }
        @inline(__always)
        func unit(_ i: Int) -> UInt32 {
            let a = UInt32(bytes[i]), b = UInt32(bytes[i &+ 1])
            return big ? a << 8 | b : b << 8 | a
        }
        var i = position
        defer { position = i }
        out.reserve((n - i) / 2)
        while i &+ 1 < n {
            let c = unit(i)
            if c & 0xf800 != 0xd800 {
                i &+= 2 &* FixedWidth.appendRun(UnsafeRawPointer(base + i), (n &- i) / 2, big: big, into: &out)
                continue
            }
            if c >= 0xdc00 { return CodecError(i, i + 2, "illegal encoding") }
            if i &+ 3 >= n { return final ? CodecError(i, n, "unexpected end of data") : nil }
            let d = unit(i &+ 2)
            if d & 0xfc00 != 0xdc00 { return CodecError(i, i + 2, "illegal UTF-16 surrogate") }
            out.append(0x10000 + ((c & 0x3ff) << 10 | (d & 0x3ff)))
            i &+= 4
        }
        return i < n && final ? CodecError(i, n, "truncated data") : nil
    }

    /// See `Codec.encode`.
    public static func encode(_ text: TextView, _ position: inout Int, big: Bool, into out: inout ByteBuilder) -> CodecError? {
        let run = FixedWidth.prefix(text, position)
        out.reserve(run * (text.kind == 4 ? 4 : 2))
        out.count += FixedWidth.encode16(text.slice(position, position + run), big: big, into: UnsafeMutableRawPointer(out.base! + out.count))
        position += run
        return position < text.count ? CodecError(position, position + 1, "surrogates not allowed") : nil
    }
}

public enum UTF32Codec {
    /// See `Codec.decode`.
    public static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, big: Bool, final: Bool, into out: inout TextBuilder)
        -> CodecError? {
        let n = bytes.count
        guard let base = bytes.baseAddress else { return nil }
        position += 4 * FixedWidth.appendRun32(UnsafeRawPointer(base + position), (n - position) / 4, big: big, into: &out)
        if position + 3 < n {
            var c: UInt32 = 0
            for k in 0..<4 { c = c << 8 | UInt32(bytes[big ? position + k : position + 3 - k]) }
            if c > 0x10ffff { return CodecError(position, position + 4, "code point not in range(0x110000)") }
            return CodecError(position, position + 4, "code point in surrogate code point range(0xd800, 0xe000)")
        }
        return position < n && final ? CodecError(position, n, "truncated data") : nil
    }

    /// See `Codec.encode`.
    public static func encode(_ text: TextView, _ position: inout Int, big: Bool, into out: inout ByteBuilder) -> CodecError? {
        let run = FixedWidth.prefix(text, position)
        out.reserve(run * 4)
        out.count += FixedWidth.encode32(text.slice(position, position + run), big: big, into: UnsafeMutableRawPointer(out.base! + out.count))
        position += run
        return position < text.count ? CodecError(position, position + 1, "surrogates not allowed") : nil
    }
}

/// What UTF-16 and UTF-32 share.
public enum FixedWidth {
    /// How many code points from START on are no surrogates.
    static func prefix(_ text: TextView, _ start: Int) -> Int {
        let n = text.count - start
        switch text.kind {
        case 1: return n
        case 2: var bound: UInt16 = 0; return dx_surrogate_16(text.units16 + start, n, &bound)
        default: var bound: UInt32 = 0; return dx_surrogate_32(text.units32 + start, n, &bound)
        }
    }
    /// Bytes that a text takes without a mark; nil if it holds a surrogate or ENCODING is none of these.
    public static func encodedLength(_ encoding: Codec.Encoding, _ text: TextView) -> Int? {
        let n = text.count
        switch encoding {
        case .utf16, .utf16le, .utf16be: return prefix(text, 0) < n ? nil : 2 * (n + (text.kind == 4 ? dx_count_astral(text.units32, n) : 0))
        case .utf32, .utf32le, .utf32be: return prefix(text, 0) < n ? nil : 4 * n
        default: return nil
        }
    }
    /// Writes a text without surrogates into room of `encodedLength`.
    public static func encode(_ encoding: Codec.Encoding, _ text: TextView, into out: UnsafeMutableRawPointer) {
        switch encoding {
        case .utf16, .utf16le, .utf16be: _ = encode16(text, big: encoding.isBig, into: out)
        default: _ = encode32(text, big: encoding.isBig, into: out)
        }
    }
    /// Returns the number of bytes.
    static func encode16(_ text: TextView, big: Bool, into out: UnsafeMutableRawPointer) -> Int {
        let o = out.assumingMemoryBound(to: UInt16.self)
        var n = text.count
        if text.kind == 4 { n = dx_utf16_encode_32(text.units32, n, o) } else { Text.copy(text, to: out, kind: 2) }
        if big { dx_swap_16(o, o, n) }
        return n &* 2
    }
    static func encode32(_ text: TextView, big: Bool, into out: UnsafeMutableRawPointer) -> Int {
        Text.copy(text, to: out, kind: 4)
        let o = out.assumingMemoryBound(to: UInt32.self)
        if big { dx_swap_32(o, o, text.count) }
        return text.count &* 4
    }
    /// Appends the units at P up to the first surrogate, N at most; returns how many.
    static func appendRun(_ p: UnsafeRawPointer, _ n: Int, big: Bool, into out: inout TextBuilder) -> Int {
        if big { return swapped(p, n, 2) { appendRun($0, n, big: false, into: &out) } }
        var bound: UInt16 = 0
        let run = dx_surrogate_16(p.assumingMemoryBound(to: UInt16.self), n, &bound)
        append(TextView(base: p, count: run, kind: 2), UInt32(bound), &out)
        return run
    }
    static func appendRun32(_ p: UnsafeRawPointer, _ n: Int, big: Bool, into out: inout TextBuilder) -> Int {
        if big { return swapped(p, n, 4) { appendRun32($0, n, big: false, into: &out) } }
        var bound: UInt32 = 0
        let run = dx_surrogate_32(p.assumingMemoryBound(to: UInt32.self), n, &bound)
        append(TextView(base: p, count: run, kind: 4), bound, &out)
        return run
    }
    private static func append(_ run: TextView, _ bound: UInt32, _ out: inout TextBuilder) {
        if run.count == 0 { return }
        out.reserve(run.count, mask: bound)
        Text.copy(run, to: out.base! + out.count &* out.kind, kind: out.kind)
        out.count &+= run.count
    }
    /// BODY with the N units of WIDTH bytes at P in the other byte order.
    private static func swapped(_ p: UnsafeRawPointer, _ n: Int, _ width: Int, _ body: (UnsafeRawPointer) -> Int) -> Int {
        let b = malloc(max(1, n &* width))!
        defer { free(b) }
        if width == 2 { dx_swap_16(p.assumingMemoryBound(to: UInt16.self), b.assumingMemoryBound(to: UInt16.self), n) }
        else { dx_swap_32(p.assumingMemoryBound(to: UInt32.self), b.assumingMemoryBound(to: UInt32.self), n) }
        return body(UnsafeRawPointer(b))
    }
}

// ASCII, Latin-1, UTF-16 and UTF-32, with CPython's reasons and extents of errors.

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
        var i = position
        while i < n {
            let c = text[i]
            if c >= limit { break }
            o[i &- position] = UInt8(truncatingIfNeeded: c)
            i &+= 1
        }
        out.count += i - position
        position = i
        if i == n { return nil }
        var end = i
        while end < n && text[end] >= limit { end += 1 }
        return CodecError(i, end, limit == 128 ? "ordinal not in range(128)" : "ordinal not in range(256)")
    }
}

public enum UTF16Codec {
    /// See `Codec.decode`.
    public static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, big: Bool, final: Bool, into out: inout TextBuilder)
        -> CodecError? {
        let n = bytes.count
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
                out.append(c)
                i &+= 2
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
        let n = text.count
        out.reserve((n - position) * (text.kind == 4 ? 4 : 2))
        @inline(__always)
        func put(_ u: UInt32) {
            let o = out.base! + out.count
            o[big ? 1 : 0] = UInt8(truncatingIfNeeded: u)
            o[big ? 0 : 1] = UInt8(truncatingIfNeeded: u &>> 8)
            out.count &+= 2
        }
        while position < n {
            let c = text[position]
            if c < 0x10000 {
                if c & 0xf800 == 0xd800 { return CodecError(position, position + 1, "surrogates not allowed") }
                put(c)
            } else {
                put(0xd800 | (c &- 0x10000) &>> 10)
                put(0xdc00 | c & 0x3ff)
            }
            position &+= 1
        }
        return nil
    }
}

public enum UTF32Codec {
    /// See `Codec.decode`.
    public static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, big: Bool, final: Bool, into out: inout TextBuilder)
        -> CodecError? {
        let n = bytes.count
        while position + 3 < n {
            var c: UInt32 = 0
            for k in 0..<4 { c = c << 8 | UInt32(bytes[big ? position + k : position + 3 - k]) }
            if c > 0x10ffff { return CodecError(position, position + 4, "code point not in range(0x110000)") }
            if c >= 0xd800 && c <= 0xdfff { return CodecError(position, position + 4, "code point in surrogate code point range(0xd800, 0xe000)") }
            out.append(c)
            position += 4
        }
        return position < n && final ? CodecError(position, n, "truncated data") : nil
    }

    /// See `Codec.encode`.
    public static func encode(_ text: TextView, _ position: inout Int, big: Bool, into out: inout ByteBuilder) -> CodecError? {
        out.reserve((text.count - position) * 4)
        while position < text.count {
            let c = text[position]
            if c >= 0xd800 && c <= 0xdfff { return CodecError(position, position + 1, "surrogates not allowed") }
            for k in 0..<4 { out.append(UInt8(truncatingIfNeeded: c >> UInt32(8 * (big ? 3 - k : k)))) }
            position += 1
        }
        return nil
    }
}

// UTF-8. Decoding measures first (validity, code points, widest), then writes once at the final width; both passes skip ASCII
// eight bytes at a time. Errors have CPython's reasons and extents: the longest prefix that could have begun a character.

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
        var i = start
        var count = 0
        var mask: UInt32 = 0
        let raw = UnsafeRawPointer(p)
        while i < n {
            if i &+ 8 <= n {
                let high = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080
                let run = high == 0 ? Text.asciiPrefix(p + i, n &- i) : high.trailingZeroBitCount &>> 3
                i &+= run
                count &+= run
                if high == 0 { continue }
            } else if p[i] < 0x80 {
                i &+= 1
                count &+= 1
                continue
            }
            let c = p[i]
            if c < 0xe0 {
                if c < 0xc2 || i &+ 1 >= n || !isTail(p[i &+ 1]) { break }
                mask |= c < 0xc4 ? 0xff : 0x7ff
                i &+= 2
            } else if c < 0xf0 {
                if i &+ 2 >= n { break }
                let d = p[i &+ 1]
                if !isTail(d) || !isTail(p[i &+ 2]) || (c == 0xe0 && d < 0xa0) || (c == 0xed && d >= 0xa0) { break }
                mask |= 0xffff
                i &+= 3
            } else {
                if c >= 0xf5 || i &+ 3 >= n { break }
                let d = p[i &+ 1]
                if !isTail(d) || !isTail(p[i &+ 2]) || !isTail(p[i &+ 3]) || (c == 0xf0 && d < 0x90) || (c == 0xf4 && d >= 0x90) { break }
                mask |= 0x10ffff
                i &+= 4
            }
            count &+= 1
        }
        return Measure(valid: i, count: count, mask: count > 0 ? mask | 0x7f : 0)
    }

    @inline(__always)
    private static func decodeUnits<U: CodeUnit>(_ p: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ out: UnsafeMutablePointer<U>) {
        let raw = UnsafeRawPointer(p)
        var i = start
        var o = out
        while i < end {
            if i &+ 32 <= end {
                // At least eight code points are left, so eight may be written although fewer are ASCII.
                let high = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080
                if high == 0 {
                    let run = Text.asciiPrefix(p + i, end &- i)
                    Text.copy(p + i, o, run)
                    i &+= run
                    o += run
                    continue
                }
                for k in 0..<8 { o[k] = U(truncatingIfNeeded: p[i &+ k]) }
                let run = high.trailingZeroBitCount &>> 3
                i &+= run
                o += run
            } else if p[i] < 0x80 {
                o.pointee = U(truncatingIfNeeded: p[i])
                o += 1
                i &+= 1
                continue
            }
            let c = UInt32(p[i])
            let v: UInt32
            if c < 0xe0 {
                v = (c & 0x1f) << 6 | UInt32(p[i &+ 1] & 63)
                i &+= 2
            } else if c < 0xf0 {
                v = (c & 15) << 12 | UInt32(p[i &+ 1] & 63) << 6 | UInt32(p[i &+ 2] & 63)
                i &+= 3
            } else {
                v = (c & 7) << 18 | UInt32(p[i &+ 1] & 63) << 12 | UInt32(p[i &+ 2] & 63) << 6 | UInt32(p[i &+ 3] & 63)
                i &+= 4
            }
            o.pointee = U(truncatingIfNeeded: v)
            o += 1
        }
    }

    /// Decodes bytes known to be valid from `start` to `end` into storage of `kind` bytes a code point (from `Text.kind(mask)`).
    public static func decodeValid(_ p: UnsafePointer<UInt8>, _ start: Int, _ end: Int, into out: UnsafeMutableRawPointer, kind: Int) {
        switch kind {
        case 1: decodeUnits(p, start, end, out.assumingMemoryBound(to: UInt8.self))
        case 2: decodeUnits(p, start, end, out.assumingMemoryBound(to: UInt16.self))
        default: decodeUnits(p, start, end, out.assumingMemoryBound(to: UInt32.self))
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

    @inline(__always)
    private static func lengthOf<U: CodeUnit>(_ p: UnsafePointer<U>, _ n: Int) -> Int? {
        var total = 0
        var surrogate = false
        var i = 0
        while i < n {
            let c = UInt32(truncatingIfNeeded: p[i])
            total &+= c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4
            if U.bitWidth > 8 && c & 0xf800 == 0xd800 && c < 0x10000 { surrogate = true }
            i &+= 1
        }
        return surrogate ? nil : total
    }

    /// Bytes that `text` takes; nil if a surrogate makes it unencodable.
    public static func encodedLength(_ text: TextView) -> Int? {
        if text.isASCII { return text.count }
        switch text.kind {
        case 1: return lengthOf(text.bytes, text.count)
        case 2: return lengthOf(text.units16, text.count)
        default: return lengthOf(text.units32, text.count)
        }
    }

    /// Encodes from `i` until a surrogate or the end; returns where it stopped.
    @inline(__always)
    private static func encodeUnits<U: CodeUnit>(_ p: UnsafePointer<U>, _ start: Int, _ n: Int, _ out: UnsafeMutablePointer<UInt8>)
        -> (Int, UnsafeMutablePointer<UInt8>) {
        var i = start
        var o = out
        while i < n {
            let c = UInt32(truncatingIfNeeded: p[i])
            if c < 0x80 {
                if i &+ 8 <= n {
                    // Eight units at once while they are all ASCII.
                    var m: U = 0
                    for k in 0..<8 { m |= p[i &+ k] }
                    if m < 0x80 {
                        for k in 0..<8 { o[k] = UInt8(truncatingIfNeeded: p[i &+ k]) }
                        o += 8
                        i &+= 8
                        continue
                    }
                }
                o[0] = UInt8(truncatingIfNeeded: c)
                o += 1
            } else if c < 0x800 {
                o[0] = UInt8(truncatingIfNeeded: 0xc0 | c &>> 6)
                o[1] = UInt8(truncatingIfNeeded: 0x80 | c & 63)
                o += 2
            } else if c < 0x10000 {
                if c & 0xf800 == 0xd800 { break }
                o[0] = UInt8(truncatingIfNeeded: 0xe0 | c &>> 12)
                o[1] = UInt8(truncatingIfNeeded: 0x80 | (c &>> 6) & 63)
                o[2] = UInt8(truncatingIfNeeded: 0x80 | c & 63)
                o += 3
            } else {
                o[0] = UInt8(truncatingIfNeeded: 0xf0 | c &>> 18)
                o[1] = UInt8(truncatingIfNeeded: 0x80 | (c &>> 12) & 63)
                o[2] = UInt8(truncatingIfNeeded: 0x80 | (c &>> 6) & 63)
                o[3] = UInt8(truncatingIfNeeded: 0x80 | c & 63)
                o += 4
            }
            i &+= 1
        }
        return (i, o)
    }

    /// Encodes a text without surrogates into room of `encodedLength`; returns the length.
    @discardableResult
    public static func encode(_ text: TextView, into out: UnsafeMutablePointer<UInt8>) -> Int {
        if text.isASCII {
            out.update(from: text.bytes, count: text.count)
            return text.count
        }
        switch text.kind {
        case 1: return encodeUnits(text.bytes, 0, text.count, out).1 - out
        case 2: return encodeUnits(text.units16, 0, text.count, out).1 - out
        default: return encodeUnits(text.units32, 0, text.count, out).1 - out
        }
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
        let stop: (Int, UnsafeMutablePointer<UInt8>)
        switch text.kind {
        case 1: stop = encodeUnits(text.bytes, position, n, o)
        case 2: stop = encodeUnits(text.units16, position, n, o)
        default: stop = encodeUnits(text.units32, position, n, o)
        }
        out.count += stop.1 - o
        position = stop.0
        if position == n { return nil }
        var end = position
        while end < n && text[end] >= 0xd800 && text[end] <= 0xdfff { end += 1 }
        return CodecError(position, end, "surrogates not allowed")
    }
}

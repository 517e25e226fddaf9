// Charmap codecs: a decoding table is a text of up to 256 code points (U+FFFE: undefined), an encoding map is its inverse.
import Glibc

public enum Charmap {
    /// See `Codec.decode`; `table` maps bytes to code points.
    public static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, table: TextView, into out: inout TextBuilder) -> CodecError? {
        guard let p = bytes.baseAddress else { return nil }
        let n = bytes.count
        // Through a table of units, a stretch without undefined bytes at a time.
        return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { points in
            for b in 0..<256 { points[b] = b < table.count ? table[b] : 0xfffe }
            while position < n {
                var end = position, mask: UInt32 = 0
                while end < n { let c = points[Int(p[end])]; if c == 0xfffe { break }; mask |= c; end &+= 1 }
                out.reserve(end &- position, mask: mask)
                let k = out.kind, o = out.base.unsafelyUnwrapped + out.count &* k
                switch k {
                case 1: let o = o.assumingMemoryBound(to: UInt8.self); for i in position..<end { o[i &- position] = UInt8(truncatingIfNeeded: points[Int(p[i])]) }
                case 2: let o = o.assumingMemoryBound(to: UInt16.self); for i in position..<end { o[i &- position] = UInt16(truncatingIfNeeded: points[Int(p[i])]) }
                default: let o = o.assumingMemoryBound(to: UInt32.self); for i in position..<end { o[i &- position] = points[Int(p[i])] }
                }
                out.count &+= end &- position
                position = end
                if end < n { return CodecError(end, end + 1, "character maps to <undefined>") }
            }
            return nil
        }
    }
}

/// The inverse of a decoding table (`codecs.charmap_build`): open addressing over 1024 slots; owns its storage until `free`.
public struct EncodingMap {
    private var keys: UnsafeMutablePointer<UInt32>
    private var values: UnsafeMutablePointer<UInt8>
    private static let slots = 1024

    public init(table: TextView) {
        keys = .allocate(capacity: EncodingMap.slots)
        values = .allocate(capacity: EncodingMap.slots)
        keys.update(repeating: UInt32.max, count: EncodingMap.slots)
        for i in 0..<Swift.min(table.count, 256) {
            let c = table[i]
            if c == 0xfffe { continue }
            let s = slot(c)
            keys[s] = c
            values[s] = UInt8(i)
        }
    }

    private func slot(_ c: UInt32) -> Int {
        var i = Int((c &* 0x9E37_79B1) >> 22)
        while keys[i] != UInt32.max && keys[i] != c { i = (i + 1) & (EncodingMap.slots - 1) }
        return i
    }

    /// The byte of a code point, or nil.
    public func byte(_ c: UInt32) -> UInt8? {
        let s = slot(c)
        return keys[s] == c ? values[s] : nil
    }

    /// See `Codec.encode`; the error covers a run of code points without a byte.
    public func encode(_ text: TextView, _ position: inout Int, into out: inout ByteBuilder) -> CodecError? {
        while position < text.count {
            guard let b = byte(text[position]) else {
                var end = position + 1
                while end < text.count && byte(text[end]) == nil { end += 1 }
                return CodecError(position, end, "character maps to <undefined>")
            }
            out.append(b)
            position += 1
        }
        return nil
    }

    public func free() {
        keys.deallocate()
        values.deallocate()
    }
}

// repr() and ascii() of text and bytes.
import CSupport
import Glibc

extension Text {
    /// The quote if `repr(text)` is the text between two quotes (nothing to escape), as for most texts; nil otherwise. Such a repr
    /// has the text's own width.
    public static func plainReprQuote(_ text: TextView) -> UInt8? {
        if !text.isASCII { return nil }
        let p = text.bytes
        let flags = dx_scan_quotes(p, text.count)
        let bad = flags & 1 != 0, single = flags & 2 != 0, double = flags & 4 != 0
        if bad || (single && double) { return nil }
        return single ? 34 : 39
    }

    /// `repr(text)`, or `ascii(text)` with `asciiOnly`. (`unicode_repr`)
    public static func repr(_ text: TextView, asciiOnly: Bool = false, into out: inout TextBuilder) {
        if let quote = plainReprQuote(text) {
            out.reserve(text.count &+ 2, mask: 0x7f)
            out.append(quote)
            out.append(text)
            out.append(quote)
            return
        }
        if text.isASCII && reprASCII(text.bytes, text.count, into: &out) { return }
        var single = false, double = false
        for i in 0..<text.count {
            let c = text[i]
            if c == 39 { single = true } else if c == 34 { double = true }
        }
        let quote: UInt32 = single && !double ? 34 : 39
        out.reserve(text.count + 8)
        out.append(quote)
        // Stretches of what stands for itself are copied at once.
        var from = 0, i = 0
        let n = text.count
        while i < n {
            let c = text[i]
            i &+= 1
            if c >= 32 && c < 127 && c != 92 && c != quote { continue }
            if c >= 128 && !asciiOnly && dx_unicode(c).pointee.flags & UInt32(DX_UNICODE_PRINTABLE) != 0 { continue }
            if from < i &- 1 { out.append(text.slice(from, i &- 1)) }
            from = i
            switch c {
            case 92, quote:
                out.append(UInt32(92))
                out.append(c)
            case 9: out.append("\\t")
            case 10: out.append("\\n")
            case 13: out.append("\\r")
            default: escape(c, into: &out)
            }
        }
        if from < n { out.append(text.slice(from, n)) }
        out.append(quote)
    }

    /// The same for ASCII, into a builder of bytes: counted first, written then. False if the builder holds wider text.
    private static func reprASCII(_ p: UnsafePointer<UInt8>, _ n: Int, into out: inout TextBuilder) -> Bool {
        let flags = dx_scan_quotes(p, n)
        let quote: UInt8 = flags & 2 != 0 && flags & 4 == 0 ? 34 : 39
        out.reserve(n &+ dx_repr_extra(p, n, quote) &+ 2, mask: 0x7f)
        if out.kind != 1 { return false }
        let start = (out.base.unsafelyUnwrapped + out.count).assumingMemoryBound(to: UInt8.self)
        start[0] = quote
        let m = dx_repr_bytes(p, n, quote, start + 1)
        start[m &+ 1] = quote
        out.count &+= m &+ 2
        return true
    }

    /// \xHH, \uHHHH or \UHHHHHHHH.
    public static func escape(_ c: UInt32, into out: inout TextBuilder) {
        out.reserve(10, mask: 0x7f)
        if out.kind == 1 { out.count &+= escape(c, (out.base.unsafelyUnwrapped + out.count).assumingMemoryBound(to: UInt8.self)); return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 10) { b in out.append(ascii: b.baseAddress!, escape(c, b.baseAddress!)) }
    }
    /// The same into room for ten bytes; returns how many it is.
    public static func escape(_ c: UInt32, _ o: UnsafeMutablePointer<UInt8>) -> Int {
        let digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8
        o[0] = 92
        o[1] = digits == 2 ? 120 : digits == 4 ? 117 : 85
        var i = digits &+ 2, v = c
        while i > 2 {
            i &-= 1
            let d = UInt8(truncatingIfNeeded: v & 15)
            o[i] = d < 10 ? 48 &+ d : 87 &+ d
            v >>= 4
        }
        return digits &+ 2
    }

    /// `repr(bytes)`, without the leading b if `prefix` is false. (`PyBytes_Repr`)
    public static func repr(bytes: UnsafeBufferPointer<UInt8>, prefix: Bool = true, into out: inout TextBuilder) {
        let single = bytes.count > 0 && memchr(bytes.baseAddress!, 39, bytes.count) != nil, double = single && memchr(bytes.baseAddress!, 34, bytes.count) != nil
        let quote: UInt8 = single && !double ? 34 : 39
        out.reserve(bytes.count * 4 + 3, mask: 0x7f)
        if prefix { out.append(UInt8(98)) }
        out.append(quote)
        if let p = bytes.baseAddress {
            if out.kind == 1 { out.count &+= dx_repr_bytes(p, bytes.count, quote, (out.base.unsafelyUnwrapped + out.count).assumingMemoryBound(to: UInt8.self)) } else {
                let b = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count * 4 + 1)
                defer { b.deallocate() }
                out.append(ascii: b, dx_repr_bytes(p, bytes.count, quote, b))
            }
        }
        out.append(quote)
    }
}

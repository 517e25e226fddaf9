// repr() and ascii() of text and bytes.
import CSupport

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
        var single = false, double = false
        for i in 0..<text.count {
            let c = text[i]
            if c == 39 { single = true } else if c == 34 { double = true }
        }
        let quote: UInt32 = single && !double ? 34 : 39
        out.reserve(text.count + 8)
        out.append(quote)
        for i in 0..<text.count {
            let c = text[i]
            switch c {
            case 92, quote:
                out.append(UInt32(92))
                out.append(c)
            case 9: out.append("\\t")
            case 10: out.append("\\n")
            case 13: out.append("\\r")
            case 32..<127: out.append(c)
            default:
                if c >= 128 && !asciiOnly && dx_unicode(c).pointee.flags & UInt32(DX_UNICODE_PRINTABLE) != 0 { out.append(c) } else {
                    escape(c, into: &out)
                }
            }
        }
        out.append(quote)
    }

    /// \xHH, \uHHHH or \UHHHHHHHH.
    public static func escape(_ c: UInt32, into out: inout TextBuilder) {
        if c < 0x100 {
            out.append("\\x")
            out.append(hex: c, digits: 2)
        } else if c < 0x10000 {
            out.append("\\u")
            out.append(hex: c, digits: 4)
        } else {
            out.append("\\U")
            out.append(hex: c, digits: 8)
        }
    }

    /// `repr(bytes)`, without the leading b if `prefix` is false. (`PyBytes_Repr`)
    public static func repr(bytes: UnsafeBufferPointer<UInt8>, prefix: Bool = true, into out: inout TextBuilder) {
        var single = false, double = false
        for c in bytes {
            if c == 39 { single = true } else if c == 34 { double = true }
        }
        let quote: UInt8 = single && !double ? 34 : 39
        out.reserve(bytes.count + 3)
        if prefix { out.append(UInt8(98)) }
        out.append(quote)
        for c in bytes {
            switch c {
            case 92, quote:
                out.append(UInt8(92))
                out.append(c)
            case 9: out.append("\\t")
            case 10: out.append("\\n")
            case 13: out.append("\\r")
            case 32..<127: out.append(c)
            default:
                out.append("\\x")
                out.append(hex: UInt32(c), digits: 2)
            }
        }
        out.append(quote)
    }
}

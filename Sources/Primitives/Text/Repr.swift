// repr() and ascii() of text and bytes.
import CSupport

extension Text {
    /// `repr(text)`, or `ascii(text)` with `asciiOnly`. (`unicode_repr`)
    public static func repr(_ text: TextView, asciiOnly: Bool = false, into out: inout TextBuilder) {
        var single = false, double = false, plain = true
        for i in 0..<text.count {
            let c = text[i]
            if c == 39 { single = true } else if c == 34 { double = true } else if c < 32 || c >= 127 || c == 92 { plain = false }
        }
        let quote: UInt32 = single && !double ? 34 : 39
        out.append(quote)
        if plain && !(single && double) {
            out.append(text.isASCII ? text : TextView(base: text.base, count: text.count, kind: text.kind, isASCII: text.kind == 1))
            out.append(quote)
            return
        }
        out.reserve(text.count + 8)
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

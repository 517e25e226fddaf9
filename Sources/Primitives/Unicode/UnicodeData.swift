// Facts about code points, version 16.0.0, from tables generated out of CPython (tools/unicode-tables): a two-level table maps a
// code point to one of some 1,300 distinct records. Rejected: Swift's own Unicode.Scalar.Properties, whose version moves with the
// toolchain, which lacks several of these facts, and which costs a call a question.
import CSupport

/// Facts about single code points; every `c` is below 0x110000.
public enum UnicodeData {
    /// `unicodedata.unidata_version`.
    public static let version: StaticString = "16.0.0"

    @inlinable @inline(__always)
    static func has(_ c: UInt32, _ flag: Int) -> Bool { dx_unicode(c).pointee.flags & UInt32(truncatingIfNeeded: flag) != 0 }

    @inlinable public static func isAlpha(_ c: UInt32) -> Bool { has(c, DX_UNICODE_ALPHA) }
    @inlinable public static func isDecimal(_ c: UInt32) -> Bool { has(c, DX_UNICODE_DECIMAL) }
    @inlinable public static func isDigit(_ c: UInt32) -> Bool { has(c, DX_UNICODE_DIGIT) }
    @inlinable public static func isNumeric(_ c: UInt32) -> Bool { has(c, DX_UNICODE_NUMERIC) }
    @inlinable public static func isAlnum(_ c: UInt32) -> Bool {
        has(c, DX_UNICODE_ALPHA | DX_UNICODE_DECIMAL | DX_UNICODE_DIGIT | DX_UNICODE_NUMERIC)
    }
    @inlinable public static func isLower(_ c: UInt32) -> Bool { has(c, DX_UNICODE_LOWER) }
    @inlinable public static func isUpper(_ c: UInt32) -> Bool { has(c, DX_UNICODE_UPPER) }
    /// Category Lt.
    @inlinable public static func isTitle(_ c: UInt32) -> Bool { has(c, DX_UNICODE_TITLE) }
    @inlinable public static func isCased(_ c: UInt32) -> Bool { has(c, DX_UNICODE_CASED) }
    @inlinable public static func isCaseIgnorable(_ c: UInt32) -> Bool { has(c, DX_UNICODE_CASE_IGNORABLE) }
    @inlinable public static func isSpace(_ c: UInt32) -> Bool { Text.isSpace(c) }
    @inlinable public static func isPrintable(_ c: UInt32) -> Bool { has(c, DX_UNICODE_PRINTABLE) }
    /// May begin an identifier (XID_Start or an underscore).
    @inlinable public static func isIdentifierStart(_ c: UInt32) -> Bool { has(c, DX_UNICODE_XID_START) }
    /// May continue an identifier.
    @inlinable public static func isIdentifierContinue(_ c: UInt32) -> Bool { has(c, DX_UNICODE_XID_CONTINUE) }
    @inlinable public static func isMirrored(_ c: UInt32) -> Bool { has(c, DX_UNICODE_MIRRORED) }

    /// The decimal digit value, or nil.
    @inlinable
    public static func decimal(_ c: UInt32) -> Int? {
        let d = dx_unicode(c).pointee.decimal
        return d == 255 ? nil : Int(d)
    }
    /// The digit value (superscripts and the like included), or nil.
    @inlinable
    public static func digit(_ c: UInt32) -> Int? {
        let d = dx_unicode(c).pointee.digit
        return d == 255 ? nil : Int(d)
    }
    /// The numeric value as a fraction, or nil.
    public static func numeric(_ c: UInt32) -> (numerator: Int, denominator: Int)? {
        let r = dx_unicode(c)!
        if r.pointee.numeric == 0 { return nil }
        let n = dx_numeric_of(r).pointee
        return (Int(n.numerator), Int(n.denominator))
    }

    /// Simple one-to-one mappings, as `re` uses.
    @inlinable public static func lower(_ c: UInt32) -> UInt32 { c &+ UInt32(bitPattern: dx_unicode(c).pointee.lower) }
    /// The simple upper case; a code point whose full mapping is longer maps to itself.
    @inlinable public static func upper(_ c: UInt32) -> UInt32 { c &+ UInt32(bitPattern: dx_unicode(c).pointee.upper) }
    @inlinable public static func title(_ c: UInt32) -> UInt32 { c &+ UInt32(bitPattern: dx_unicode(c).pointee.title) }

    /// The general category in two letters.
    public static func category(_ c: UInt32) -> StaticString { categoryName(dx_unicode(c).pointee.category) }

    static func categoryName(_ number: UInt8) -> StaticString {
        switch number {
        case 1: return "Lu"
        case 2: return "Ll"
        case 3: return "Lt"
        case 4: return "Mn"
        case 5: return "Mc"
        case 6: return "Me"
        case 7: return "Nd"
        case 8: return "Nl"
        case 9: return "No"
        case 10: return "Zs"
        case 11: return "Zl"
        case 12: return "Zp"
        case 13: return "Cc"
        case 14: return "Cf"
        case 15: return "Cs"
        case 16: return "Co"
        case 17: return "Lm"
        case 18: return "Lo"
        case 19: return "Pc"
        case 20: return "Pd"
        case 21: return "Ps"
        case 22: return "Pe"
        case 23: return "Pi"
        case 24: return "Pf"
        case 25: return "Po"
        case 26: return "Sm"
        case 27: return "Sc"
        case 28: return "Sk"
        case 29: return "So"
        default: return "Cn"
        }
    }

    /// The bidirectional class; empty for what is not assigned.
    public static func bidirectional(_ c: UInt32) -> StaticString { bidirectionalName(dx_unicode(c).pointee.bidirectional) }

    static func bidirectionalName(_ number: UInt8) -> StaticString {
        switch number {
        case 1: return "L"
        case 2: return "LRE"
        case 3: return "LRO"
        case 4: return "R"
        case 5: return "AL"
        case 6: return "RLE"
        case 7: return "RLO"
        case 8: return "PDF"
        case 9: return "EN"
        case 10: return "ES"
        case 11: return "ET"
        case 12: return "AN"
        case 13: return "CS"
        case 14: return "NSM"
        case 15: return "BN"
        case 16: return "B"
        case 17: return "S"
        case 18: return "WS"
        case 19: return "ON"
        case 20: return "LRI"
        case 21: return "RLI"
        case 22: return "FSI"
        case 23: return "PDI"
        default: return ""
        }
    }

    /// The East Asian width: F, H, W, Na, A or N.
    public static func eastAsianWidth(_ c: UInt32) -> StaticString { widthName(dx_unicode(c).pointee.width) }

    static func widthName(_ number: UInt8) -> StaticString {
        switch number {
        case 0: return "F"
        case 1: return "H"
        case 2: return "W"
        case 3: return "Na"
        case 4: return "A"
        default: return "N"
        }
    }

    /// The canonical combining class.
    @inlinable public static func combining(_ c: UInt32) -> UInt8 { dx_unicode(c).pointee.combining }

    private static func tag(_ t: UInt32) -> StaticString {
        switch t {
        case 1: return "<font> "
        case 2: return "<noBreak> "
        case 3: return "<initial> "
        case 4: return "<medial> "
        case 5: return "<final> "
        case 6: return "<isolated> "
        case 7: return "<circle> "
        case 8: return "<super> "
        case 9: return "<sub> "
        case 10: return "<vertical> "
        case 11: return "<wide> "
        case 12: return "<narrow> "
        case 13: return "<small> "
        case 14: return "<square> "
        case 15: return "<fraction> "
        case 16: return "<compat> "
        default: return ""
        }
    }

    /// `unicodedata.decomposition`: the tag and the code points in hexadecimal; nothing if there is none.
    public static func decomposition(_ c: UInt32, into out: inout TextBuilder) {
        func put(_ d: UInt32, first: Bool) {
            if !first { out.append(UInt8(32)) }
            var digits = 4
            while digits < 6 && d >> UInt32(4 * digits) != 0 { digits += 1 }
            for i in stride(from: digits - 1, through: 0, by: -1) {
                let h = (d >> UInt32(4 * i)) & 15
                out.append(UInt8(h < 10 ? 48 + h : 55 + h))
            }
        }
        if c >= 0xac00 && c <= 0xd7a3 {
            let s = c - 0xac00
            put(0x1100 + s / 588, first: true)
            put(0x1161 + s % 588 / 28, first: false)
            if s % 28 != 0 { put(0x11a7 + s % 28, first: false) }
            return
        }
        let d = dx_decomposition(c)!
        let n = Int(d[0] & 0xff)
        if n == 0 { return }
        out.append(tag(d[0] >> 8))
        for i in 1...n { put(d[i], first: i == 1) }
    }
}

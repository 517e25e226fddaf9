// Facts of Unicode 3.2.0, which internationalized domain names go by: the tables of now and the changes since (tools/unicode-tables).
import CSupport

/// `unicodedata.ucd_3_2_0`; every `c` is below 0x110000.
public enum OldUnicodeData {
    /// `unicodedata.ucd_3_2_0.unidata_version`.
    public static let version: StaticString = "3.2.0"
    /// In a record of changes: as it is now.
    private static let same: UInt8 = 255

    private static func change(_ c: UInt32) -> dx_old_record { dx_old(c).pointee }

    /// Whether 3.2.0 had the code point.
    public static func isAssigned(_ c: UInt32) -> Bool { change(c).category != 0 }

    public static func category(_ c: UInt32) -> StaticString {
        let o = change(c).category
        return o == same ? UnicodeData.category(c) : UnicodeData.categoryName(o)
    }
    public static func bidirectional(_ c: UInt32) -> StaticString {
        let o = change(c)
        if o.category == 0 { return "" }
        return o.bidirectional == same ? UnicodeData.bidirectional(c) : UnicodeData.bidirectionalName(o.bidirectional)
    }
    public static func eastAsianWidth(_ c: UInt32) -> StaticString {
        let o = change(c).width
        return o == same ? UnicodeData.eastAsianWidth(c) : UnicodeData.widthName(o)
    }
    public static func decimal(_ c: UInt32) -> Int? {
        let o = change(c)
        if o.category == 0 || o.decimal == 254 { return nil }
        return o.decimal == same ? UnicodeData.decimal(c) : Int(o.decimal)
    }
    public static func numeric(_ c: UInt32) -> Double? {
        let o = change(c)
        if o.category == 0 || o.numeric == 0 { return nil }
        return o.numeric == same ? UnicodeData.numeric(c).map { Double($0.numerator) / Double($0.denominator) } : dx_old_number(o.numeric)
    }
    public static func isMirrored(_ c: UInt32) -> Bool {
        let o = change(c)
        if o.category == 0 { return false }
        return o.mirrored == same ? UnicodeData.isMirrored(c) : o.mirrored != 0
    }
    public static func combining(_ c: UInt32) -> UInt8 { isAssigned(c) ? UnicodeData.combining(c) : 0 }
    public static func decomposition(_ c: UInt32, into out: inout TextBuilder) {
        if isAssigned(c) { UnicodeData.decomposition(c, into: &out) }
    }
    /// Appends the name; false if it has none.
    public static func name(_ c: UInt32, into out: inout ByteBuilder) -> Bool { isAssigned(c) && CharacterNames.name(c, into: &out) }
}

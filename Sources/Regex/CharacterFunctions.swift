// Character properties as the matcher asks for them: ASCII, current C locale, Unicode.
import Glibc
import CSupport
import Primitives

/// Simple case mappings and categories of code points, with the results of CPython's `Py_UNICODE_*` macros.
public enum CharacterFunctions {
    // MARK: ASCII

    @inline(__always) public static func asciiLower(_ c: UInt32) -> UInt32 { c &- 65 < 26 ? c | 32 : c }
    /// `_sre.ascii_iscased`.
    @inline(__always) public static func asciiIsCased(_ c: UInt32) -> Bool { (c | 32) &- 97 < 26 && c < 128 }
    @inline(__always) static func asciiIsDigit(_ c: UInt32) -> Bool { c &- 48 < 10 }
    @inline(__always) static func asciiIsSpace(_ c: UInt32) -> Bool { c == 32 || c &- 9 < 5 }
    @inline(__always) static func asciiIsWord(_ c: UInt32) -> Bool {
        c < 128 && ((c | 32) &- 97 < 26 || c &- 48 < 10 || c == 95)
    }

    // MARK: The C locale of the process, at the time of the call (characters above 255 have no properties)

    static func localeLower(_ c: UInt32) -> UInt32 { c < 256 ? UInt32(truncatingIfNeeded: tolower(Int32(c))) : c }
    static func localeUpper(_ c: UInt32) -> UInt32 { c < 256 ? UInt32(truncatingIfNeeded: toupper(Int32(c))) : c }
    static func localeIsWord(_ c: UInt32) -> Bool { c < 256 && (isalnum(Int32(c)) != 0 || c == 95) }

    // MARK: Unicode (numbers above U+10FFFF, which only forged code holds, have no properties)

    @inline(__always) private static func isScalar(_ c: UInt32) -> Bool { c < 0x110000 }
    /// `_PyUnicode_ToLowercase`: the mapping to one character.
    public static func unicodeLower(_ c: UInt32) -> UInt32 { isScalar(c) ? UnicodeData.lower(c) : c }
    /// `_PyUnicode_ToUppercase`: the mapping to one character, or the first of several.
    public static func unicodeUpper(_ c: UInt32) -> UInt32 {
        if !isScalar(c) { return c }
        let record = dx_unicode(c)!
        if record.pointee.flags & UInt32(DX_UNICODE_SPECIAL_CASE) != 0 { return dx_special(record).pointee.upper.0 }
        return c &+ UInt32(bitPattern: record.pointee.upper)
    }
    /// `_sre.unicode_iscased`: whether either mapping changes the character.
    public static func unicodeIsCased(_ c: UInt32) -> Bool { unicodeLower(c) != c || unicodeUpper(c) != c }
    static func unicodeIsDigit(_ c: UInt32) -> Bool { isScalar(c) && UnicodeData.isDecimal(c) }
    static func unicodeIsSpace(_ c: UInt32) -> Bool { isScalar(c) && UnicodeData.isSpace(c) }
    static func unicodeIsWord(_ c: UInt32) -> Bool { isScalar(c) && (UnicodeData.isAlnum(c) || c == 95) }
    static func unicodeIsLinebreak(_ c: UInt32) -> Bool {
        switch c {
        case 10...13, 0x1C...0x1E, 0x85, 0x2028, 0x2029: return true
        default: return false
        }
    }

    /// Whether `c` belongs to `category`.
    static func isMember(_ c: UInt32, of category: SRECategory) -> Bool {
        switch category {
        case .digit: return asciiIsDigit(c)
        case .notDigit: return !asciiIsDigit(c)
        case .space: return asciiIsSpace(c)
        case .notSpace: return !asciiIsSpace(c)
        case .word: return asciiIsWord(c)
        case .notWord: return !asciiIsWord(c)
        case .linebreak: return c == 10
        case .notLinebreak: return c != 10
        case .locWord: return localeIsWord(c)
        case .locNotWord: return !localeIsWord(c)
        case .uniDigit: return unicodeIsDigit(c)
        case .uniNotDigit: return !unicodeIsDigit(c)
        case .uniSpace: return unicodeIsSpace(c)
        case .uniNotSpace: return !unicodeIsSpace(c)
        case .uniWord: return unicodeIsWord(c)
        case .uniNotWord: return !unicodeIsWord(c)
        case .uniLinebreak: return unicodeIsLinebreak(c)
        case .uniNotLinebreak: return !unicodeIsLinebreak(c)
        }
    }
}

// Case mappings of texts: full mappings (one code point may become three), the final-sigma rule, title case by words.
import CSupport

extension Text {
    enum Case { case upper, lower, title, fold }

    @inline(__always)
    private static func appendMapped(_ c: UInt32, _ to: Case, _ out: inout TextBuilder) {
        if c < 0x80 {
            switch to {
            case .upper, .title: out.append(c >= 97 && c <= 122 ? c - 32 : c)
            case .lower, .fold: out.append(c >= 65 && c <= 90 ? c + 32 : c)
            }
            return
        }
        let r = dx_unicode(c)!
        if r.pointee.flags & UInt32(DX_UNICODE_SPECIAL_CASE) != 0 {
            let s = dx_special(r).pointee
            let t: (UInt32, UInt32, UInt32)
            switch to {
            case .upper: t = s.upper
            case .lower: t = s.lower
            case .title: t = s.title
            case .fold: t = s.fold
            }
            out.append(t.0)
            if t.1 != 0 { out.append(t.1) }
            if t.2 != 0 { out.append(t.2) }
            return
        }
        let delta: Int32
        switch to {
        case .upper: delta = r.pointee.upper
        case .lower: delta = r.pointee.lower
        case .title: delta = r.pointee.title
        case .fold: delta = r.pointee.fold
        }
        out.append(c &+ UInt32(bitPattern: delta))
    }

    /// Whether the capital sigma at `i` ends a word. (`handle_capital_sigma`)
    private static func isFinalSigma(_ text: TextView, _ i: Int) -> Bool {
        var j = i - 1
        while j >= 0 && UnicodeData.isCaseIgnorable(text[j]) { j -= 1 }
        if j < 0 || !UnicodeData.isCased(text[j]) { return false }
        j = i + 1
        while j < text.count && UnicodeData.isCaseIgnorable(text[j]) { j += 1 }
        return j == text.count || !UnicodeData.isCased(text[j])
    }

    @inline(__always)
    private static func appendLower(_ text: TextView, _ i: Int, _ out: inout TextBuilder) {
        let c = text[i]
        if c == 0x3a3 { out.append(UInt32(isFinalSigma(text, i) ? 0x3c2 : 0x3c3)) } else { appendMapped(c, .lower, &out) }
    }

    /// Those in [FIRST, FIRST + 26) in the other case.
    private static func asciiMapped(_ text: TextView, _ out: inout TextBuilder, _ first: UInt8) {
        out.reserve(text.count, mask: 0x7f)
        let from = text.bytes
        if out.kind == 1 {
            dx_shift_case(from, (out.base! + out.count).assumingMemoryBound(to: UInt8.self), text.count, first)
            out.count &+= text.count
        } else {
            for i in 0..<text.count { let c = from[i]; out.append(c &- first < 26 ? c ^ 32 : c) }
        }
    }

    /// Maps text whose code points all map to one of the same width into a scratch array, which is then appended; the first
    /// that does not ends this way, and the index of it is returned.
    @inline(__always)
    private static func mapUnits<U: CodeUnit>(_ p: UnsafePointer<U>, _ text: TextView, _ to: Case, _ out: inout TextBuilder) -> Int {
        withUnsafeTemporaryAllocation(of: U.self, capacity: Swift.max(text.count, 1)) { scratch in
            let n = text.count
            var i = 0
            while i < n {
                var c = UInt32(truncatingIfNeeded: p[i])
                if c < 0x80 {
                    if to == .upper { if c &- 97 < 26 { c ^= 32 } } else if c &- 65 < 26 { c ^= 32 }
                } else {
                    let r = dx_unicode(c)!
                    if r.pointee.flags & UInt32(DX_UNICODE_SPECIAL_CASE) != 0 || (c == 0x3a3 && to == .lower) { break }
                    c = c &+ UInt32(bitPattern: to == .upper ? r.pointee.upper : to == .lower ? r.pointee.lower : r.pointee.fold)
                    if c > UInt32(truncatingIfNeeded: U.max) { break }
                }
                scratch[i] = U(truncatingIfNeeded: c)
                i &+= 1
            }
            out.append(TextView(base: UnsafeRawPointer(scratch.baseAddress!), count: i, kind: MemoryLayout<U>.size))
            return i
        }
    }

    @inline(__always)
    private static func mapPrefix(_ text: TextView, _ to: Case, _ out: inout TextBuilder) -> Int {
        switch text.kind {
        case 1: return mapUnits(text.bytes, text, to, &out)
        case 2: return mapUnits(text.units16, text, to, &out)
        default: return mapUnits(text.units32, text, to, &out)
        }
    }

    /// `str.upper`.
    public static func upper(_ text: TextView, into out: inout TextBuilder) {
        if text.isASCII { return asciiMapped(text, &out, 97) }
        out.reserve(text.count)
        for i in mapPrefix(text, .upper, &out)..<text.count { appendMapped(text[i], .upper, &out) }
    }

    /// `str.lower`.
    public static func lower(_ text: TextView, into out: inout TextBuilder) {
        if text.isASCII { return asciiMapped(text, &out, 65) }
        out.reserve(text.count)
        for i in mapPrefix(text, .lower, &out)..<text.count { appendLower(text, i, &out) }
    }

    /// `str.casefold`.
    public static func casefold(_ text: TextView, into out: inout TextBuilder) {
        if text.isASCII { return lower(text, into: &out) }
        out.reserve(text.count)
        for i in mapPrefix(text, .fold, &out)..<text.count { appendMapped(text[i], .fold, &out) }
    }

    /// `str.swapcase`.
    public static func swapcase(_ text: TextView, into out: inout TextBuilder) {
        out.reserve(text.count)
        for i in 0..<text.count {
            let c = text[i]
            if UnicodeData.isUpper(c) { appendLower(text, i, &out) } else if UnicodeData.isLower(c) { appendMapped(c, .upper, &out) } else {
                out.append(c)
            }
        }
    }

    /// `str.capitalize`.
    public static func capitalize(_ text: TextView, into out: inout TextBuilder) {
        if text.count == 0 { return }
        out.reserve(text.count)
        appendMapped(text[0], .title, &out)
        for i in 1..<Swift.max(text.count, 1) { appendLower(text, i, &out) }
    }

    /// `str.title`.
    public static func title(_ text: TextView, into out: inout TextBuilder) {
        out.reserve(text.count)
        var inWord = false
        for i in 0..<text.count {
            if inWord { appendLower(text, i, &out) } else { appendMapped(text[i], .title, &out) }
            inWord = UnicodeData.isCased(text[i])
        }
    }

    // MARK: Predicates of whole texts

    @inline(__always)
    private static func all(_ text: TextView, _ test: (UInt32) -> Bool) -> Bool {
        for i in 0..<text.count where !test(text[i]) { return false }
        return text.count > 0
    }

    public static func isAlpha(_ text: TextView) -> Bool { all(text, UnicodeData.isAlpha) }
    public static func isAlnum(_ text: TextView) -> Bool { all(text, UnicodeData.isAlnum) }
    public static func isDecimal(_ text: TextView) -> Bool { all(text, UnicodeData.isDecimal) }
    public static func isDigit(_ text: TextView) -> Bool { all(text, UnicodeData.isDigit) }
    public static func isNumeric(_ text: TextView) -> Bool { all(text, UnicodeData.isNumeric) }
    public static func isSpace(_ text: TextView) -> Bool { all(text, { isSpace($0) }) }
    /// `str.isprintable`: also true of the empty text.
    public static func isPrintable(_ text: TextView) -> Bool { text.count == 0 || all(text, UnicodeData.isPrintable) }

    /// `str.islower`: at least one cased code point and none in upper or title case.
    public static func isLower(_ text: TextView) -> Bool {
        var cased = false
        for i in 0..<text.count {
            let c = text[i]
            if UnicodeData.isUpper(c) || UnicodeData.isTitle(c) { return false }
            if UnicodeData.isLower(c) { cased = true }
        }
        return cased
    }

    /// `str.isupper`.
    public static func isUpper(_ text: TextView) -> Bool {
        var cased = false
        for i in 0..<text.count {
            let c = text[i]
            if UnicodeData.isLower(c) || UnicodeData.isTitle(c) { return false }
            if UnicodeData.isUpper(c) { cased = true }
        }
        return cased
    }

    /// `str.istitle`.
    public static func isTitle(_ text: TextView) -> Bool {
        var cased = false, inWord = false
        for i in 0..<text.count {
            let c = text[i]
            if UnicodeData.isUpper(c) || UnicodeData.isTitle(c) {
                if inWord { return false }
                inWord = true
                cased = true
            } else if UnicodeData.isLower(c) {
                if !inWord { return false }
                cased = true
            } else {
                inWord = false
            }
        }
        return cased
    }

    /// `str.isidentifier`.
    public static func isIdentifier(_ text: TextView) -> Bool {
        if text.count == 0 || !UnicodeData.isIdentifierStart(text[0]) { return false }
        for i in 1..<Swift.max(text.count, 1) where !UnicodeData.isIdentifierContinue(text[i]) { return false }
        return true
    }

    /// Digits and spaces of any script as ASCII, for the number parsers; what is neither becomes '?' and ends the text.
    /// (`_PyUnicode_TransformDecimalAndSpaceToASCII`)
    public static func asciiNumeral(_ text: TextView, into out: inout ByteBuilder) {
        out.reserve(text.count)
        for i in 0..<text.count {
            let c = text[i]
            if c < 0x80 {
                out.append(UInt8(c))
            } else if isSpace(c) { out.append(32) } else if let d = UnicodeData.decimal(c) { out.append(UInt8(48 + d)) } else {
                out.append(63)
                return
            }
        }
    }
}

// Text to floats. Up to 15 digits with a small power of ten are exact in one multiplication or division (Clinger); everything
// else goes to glibc's strtod, which rounds correctly. The grammar is checked here, since strtod accepts more than Python.
import CSupport
import Glibc

public enum FloatParse {
    @inline(__always)
    static func isSpace(_ c: UInt8) -> Bool { c == 32 || (c >= 9 && c <= 13) }

    @inline(__always)
    static func isDigit(_ c: UInt8) -> Bool { c &- 48 < 10 }

    @inline(__always)
    private static func power(_ n: Int) -> Double {
        switch n {
        case 0: return 1
        case 1: return 1e1
        case 2: return 1e2
        case 3: return 1e3
        case 4: return 1e4
        case 5: return 1e5
        case 6: return 1e6
        case 7: return 1e7
        case 8: return 1e8
        case 9: return 1e9
        case 10: return 1e10
        case 11: return 1e11
        case 12: return 1e12
        case 13: return 1e13
        case 14: return 1e14
        case 15: return 1e15
        case 16: return 1e16
        case 17: return 1e17
        case 18: return 1e18
        case 19: return 1e19
        case 20: return 1e20
        case 21: return 1e21
        default: return 1e22
        }
    }

    /// `float(text)`: surrounding ASCII space and underscores between digits allowed; nil if it is no float.
    /// Digits and spaces outside ASCII are to be translated before (`Unicode.asciiNumeral`). (`PyFloat_FromString`)
    public static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard var p = text.baseAddress else { return nil }
        var end = p + text.count
        while p < end && isSpace(p.pointee) { p += 1 }
        while end > p && isSpace(end[-1]) { end -= 1 }
        return number(p, end, underscores: true)
    }

    /// A decimal number filling [p, end) exactly, as `float` reads it; `underscores` says whether they may stand between digits.
    public static func number(_ p: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, underscores: Bool) -> Double? {
        let (value, stop) = prefix(p, end, underscores: underscores)
        return stop == end && end > p ? value : nil
    }

    /// The longest prefix of [p, end) that is a float (or inf, infinity, nan); the returned pointer equals `p` if there is none.
    /// (`_Py_parse_inf_or_nan`, `PyOS_string_to_double`)
    public static func prefix(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, underscores: Bool)
        -> (Double, UnsafePointer<UInt8>) {
        var p = start
        var negative = false
        if p < end && (p.pointee == 43 || p.pointee == 45) {
            negative = p.pointee == 45
            p += 1
        }
        if p < end && (p.pointee | 32 == 105 || p.pointee | 32 == 110) {
            func matches(_ word: StaticString) -> Bool {
                if end - p < word.utf8CodeUnitCount { return false }
                for i in 0..<word.utf8CodeUnitCount where p[i] | 32 != word.utf8Start[i] { return false }
                return true
            }
            if matches("infinity") { return (negative ? -.infinity : .infinity, p + 8) }
            if matches("inf") { return (negative ? -.infinity : .infinity, p + 3) }
            if matches("nan") { return (negative ? -.nan : .nan, p + 3) }
            return (0, start)
        }
        let digitsStart = p
        var significand: UInt64 = 0
        var digits = 0          // significant digits read
        var any = false
        var scale = 0
        var sawUnderscore = false
        func run(_ fraction: Bool) {
            var last: UInt8 = 0
            while p < end {
                let c = p.pointee
                if isDigit(c) {
                    any = true
                    if digits < 19 {
                        significand = significand &* 10 &+ UInt64(c &- 48)
                        if significand != 0 { digits &+= 1 }
                        if fraction { scale &-= 1 }
                    } else {
                        digits &+= 1
                    }
                } else if c == 95 && underscores && isDigit(last) && p + 1 < end && isDigit(p[1]) {
                    sawUnderscore = true
                } else { break }
                last = c
                p += 1
            }
        }
        run(false)
        if p < end && p.pointee == 46 {
            p += 1
            run(true)
        }
        if !any { return (0, start) }
        var exponent = 0
        if p < end && p.pointee | 32 == 101 {
            var q = p + 1
            var minus = false
            if q < end && (q.pointee == 43 || q.pointee == 45) {
                minus = q.pointee == 45
                q += 1
            }
            if q < end && isDigit(q.pointee) {
                while q < end {
                    let c = q.pointee
                    if isDigit(c) {
                        if exponent < 100_000 { exponent = exponent * 10 + Int(c &- 48) }
                    } else if c == 95 && underscores && isDigit(q[-1]) && q + 1 < end && isDigit(q[1]) {
                        sawUnderscore = true
                    } else { break }
                    q += 1
                }
                if minus { exponent = -exponent }
                p = q
            }
        }
        if digits <= 19 && significand < 1 << 53 {
            let e = exponent &+ scale
            if significand == 0 { return (negative ? -0.0 : 0.0, p) }
            if e >= -22 && e <= 22 {
                let d = Double(significand)
                let value = e < 0 ? d / power(-e) : d * power(e)
                return (negative ? -value : value, p)
            }
        }
        // The slow path wants a NUL-terminated copy without underscores.
        let length = p - digitsStart
        let value = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length + 1) { copy -> Double in
            var n = 0
            for i in 0..<length where !(sawUnderscore && digitsStart[i] == 95) {
                copy[n] = digitsStart[i]
                n += 1
            }
            copy[n] = 0
            return dx_parse_double(UnsafeRawPointer(copy.baseAddress!).assumingMemoryBound(to: CChar.self), nil)
        }
        return (negative ? -value : value, p)
    }

    /// What `float.fromhex` makes of a text.
    public enum HexResult: Equatable {
        case value(Double)
        /// ValueError: invalid hexadecimal floating-point string
        case invalid
        /// OverflowError: hexadecimal value too large to represent as a float
        case overflow
    }

    /// `float.fromhex(text)`.
    public static func hex(_ text: UnsafeBufferPointer<UInt8>) -> HexResult {
        guard var p = text.baseAddress else { return .invalid }
        var end = p + text.count
        while p < end && isSpace(p.pointee) { p += 1 }
        while end > p && isSpace(end[-1]) { end -= 1 }
        var negative = false
        if p < end && (p.pointee == 43 || p.pointee == 45) {
            negative = p.pointee == 45
            p += 1
        }
        if p == end || p.pointee == 43 || p.pointee == 45 { return .invalid }
        if p.pointee | 32 == 105 || p.pointee | 32 == 110 {
            guard let v = number(p, end, underscores: false) else { return .invalid }
            return .value(negative ? -v : v)
        }
        if end - p >= 2 && p[0] == 48 && p[1] | 32 == 120 { p += 2 }
        func hexValue(_ c: UInt8) -> UInt64? {
            if isDigit(c) { return UInt64(c &- 48) }
            let l = c | 32
            return l >= 97 && l <= 102 ? UInt64(l &- 87) : nil
        }
        // The first 60 significant bits, whether anything but zeros follows, and the exponent of the last bit taken.
        var bits: UInt64 = 0, sticky = false, exponent = 0
        var count = 0
        func run(_ fraction: Bool) {
            while p < end, let v = hexValue(p.pointee) {
                count &+= 1
                if bits >> 56 == 0 {
                    bits = bits << 4 | v
                    if fraction { exponent &-= 4 }
                } else {
                    if v != 0 { sticky = true }
                    if !fraction { exponent &+= 4 }
                }
                p += 1
            }
        }
        run(false)
        if p < end && p.pointee == 46 {
            p += 1
            run(true)
        }
        if count == 0 { return .invalid }
        if p < end && p.pointee | 32 == 112 {
            p += 1
            var minus = false
            if p < end && (p.pointee == 43 || p.pointee == 45) {
                minus = p.pointee == 45
                p += 1
            }
            if p == end || !isDigit(p.pointee) { return .invalid }
            var e = 0
            while p < end && isDigit(p.pointee) {
                if e < 1 << 40 { e = e &* 10 &+ Int(p.pointee &- 48) }
                p += 1
            }
            exponent &+= minus ? -e : e
        }
        // What follows the number is looked at last: an overflow is reported before it.
        let trailing = p != end
        end = p
        if bits == 0 && trailing { return .invalid }
        if bits == 0 { return .value(negative ? -0.0 : 0.0) }
        let value = rounded(bits, sticky: sticky, exponent)
        if value.isInfinite { return .overflow }
        if trailing { return .invalid }
        return .value(negative ? -value : value)
    }

    /// BITS * 2^EXPONENT (and a bit more with STICKY), rounded half to even; infinite if it is too large.
    private static func rounded(_ bits: UInt64, sticky: Bool, _ exponent: Int) -> Double {
        let shift = bits.leadingZeroBitCount
        // A number of 64 bits, its highest at 2^top.
        let m = bits << UInt64(shift), top = exponent &- shift &+ 63
        if top > 1023 { return .infinity }
        if top < -1075 { return 0 }
        let drop = top < -1022 ? 11 + (-1022 - top) : 11
        let rest = drop >= 64 ? m : m & (1 << UInt64(drop) - 1)
        var kept = drop >= 64 ? 0 : m >> UInt64(drop)
        let half: UInt64 = 1 << UInt64(drop - 1)
        if rest > half || (rest == half && (sticky || kept & 1 == 1)) { kept += 1 }
        return scalbn(Double(kept), top - 63 + drop)
    }
}

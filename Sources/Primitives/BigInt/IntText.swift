// Ints to and from text. GMP's mpn_get_str/mpn_set_str are subquadratic and work on digit values; this file maps those to
// characters and holds the grammar of int literals (base prefixes, single underscores between digits).
import CSupport

extension BigInt {
    /// Bytes that the text of `a` in `base` may need, sign included.
    public static func textRoom(_ a: IntView, base: Int) -> Int {
        if a.count == 0 { return 2 }
        // digits = bits / log2(base), with log2 rounded down to a 1024th.
        let log: Int
        switch base {
        case 10: log = 3401
        case 2: log = 1024
        case 8: log = 3072
        case 16: log = 4096
        default: log = 1024 * (63 - base.leadingZeroBitCount)
        }
        return a.bitLength * 1024 / log + 4
    }

    /// A lower bound of the decimal digits of `a`, for refusing a conversion before doing it (`sys.set_int_max_str_digits`).
    public static func minimumDecimalDigits(_ a: IntView) -> Int { a.count == 0 ? 1 : Int(Double(a.bitLength - 1) * 0.30102999566398114) + 1 }

    /// Writes `a` in `base` (2...36, small letters, a '-' if negative) and returns the length.
    public static func toText(_ a: IntView, base: Int, into out: UnsafeMutablePointer<UInt8>) -> Int {
        if let v = a.small, base == 10 { return toText(v, into: out) }
        if a.count == 0 {
            out[0] = 48
            return 1
        }
        var o = out
        if a.negative {
            o[0] = 45
            o += 1
        }
        // mpn_get_str destroys its input and wants one limb more.
        let n: Int = withUnsafeTemporaryAllocation(of: UInt.self, capacity: a.count + 1) { copy in
            copy.baseAddress!.update(from: a.limbs, count: a.count)
            return Int(dx_get_str(o, Int32(base), copy.baseAddress!, a.count))
        }
        var zeros = 0
        while zeros < n - 1 && o[zeros] == 0 { zeros += 1 }
        var i = zeros
        while i < n {
            let d = o[i]
            o[i &- zeros] = d < 10 ? d &+ 48 : d &+ 87
            i &+= 1
        }
        return n - zeros + (a.negative ? 1 : 0)
    }

    /// Writes a machine int in decimal (room for 20 bytes) and returns the length.
    public static func toText(_ value: Int, into out: UnsafeMutablePointer<UInt8>) -> Int {
        var m = value.magnitude
        var n = value < 0 ? 1 : 0
        var probe = m
        repeat {
            n &+= 1
            probe /= 10
        } while probe != 0
        var i = n
        while m >= 100 {
            let pair = m % 100
            m /= 100
            i &-= 2
            out[i] = UInt8(truncatingIfNeeded: 48 &+ pair / 10)
            out[i &+ 1] = UInt8(truncatingIfNeeded: 48 &+ pair % 10)
        }
        if m >= 10 {
            i &-= 2
            out[i] = UInt8(truncatingIfNeeded: 48 &+ m / 10)
            out[i &+ 1] = UInt8(truncatingIfNeeded: 48 &+ m % 10)
        } else {
            i &-= 1
            out[i] = UInt8(truncatingIfNeeded: 48 &+ m)
        }
        if value < 0 { out[0] = 45 }
        return n
    }
}

/// The parts of an int literal found in a text; the text must outlive it.
public struct IntLiteral {
    public var negative: Bool
    /// The effective base: what a prefix said, 10 for base 0 without one.
    public var base: Int
    /// Digits and underscores, leading zeros included.
    public var digits: UnsafePointer<UInt8>
    public var length: Int
    /// Digits alone, the number that the digit limit is compared with.
    public var digitCount: Int

    @inline(__always)
    static func digitValue(_ c: UInt8) -> UInt8 {
        if c &- 48 < 10 { return c &- 48 }
        let l = c | 32
        return l >= 97 && l <= 122 ? l &- 87 : 99
    }

    /// Reads `int(text, base)`'s argument (base 0 or 2...36): surrounding ASCII space is skipped; nil is ValueError
    /// "invalid literal for int() with base N: ...". Digits outside ASCII are to be translated before. (`PyLong_FromString`)
    public static func scan(_ text: UnsafeBufferPointer<UInt8>, base wanted: Int) -> IntLiteral? {
        guard var p = text.baseAddress else { return nil }
        var end = p + text.count
        while p < end && FloatParse.isSpace(p.pointee) { p += 1 }
        while end > p && FloatParse.isSpace(end[-1]) { end -= 1 }
        var negative = false
        if p < end && (p.pointee == 43 || p.pointee == 45) {
            negative = p.pointee == 45
            p += 1
        }
        var base = wanted
        var zeroOnly = false
        var prefixed = false
        if end - p >= 2 && p[0] == 48 {
            switch p[1] | 32 {
            case 120 where base == 0 || base == 16:
                base = 16
                prefixed = true
            case 111 where base == 0 || base == 8:
                base = 8
                prefixed = true
            case 98 where base == 0 || base == 2:
                base = 2
                prefixed = true
            default: break
            }
        }
        if prefixed {
            p += 2
            if p < end && p.pointee == 95 { p += 1 }
        } else if base == 0 {
            base = 10
            zeroOnly = p < end && p.pointee == 48
        }
        if p == end || p.pointee == 95 { return nil }
        let start = p
        var count = 0
        var last: UInt8 = 0
        while p < end {
            let c = p.pointee
            if c == 95 {
                if last == 95 { return nil }
            } else {
                if Int(digitValue(c)) >= base { return nil }
                if zeroOnly && c != 48 { return nil }
                count += 1
            }
            last = c
            p += 1
        }
        if last == 95 { return nil }
        return IntLiteral(negative: negative, base: base, digits: start, length: end - start, digitCount: count)
    }

    /// Whether the digit limit applies: only to bases that are no powers of two.
    public var countsAgainstLimit: Bool { base & (base - 1) != 0 }

    /// The value, if it fits a machine int.
    public var small: Int? {
        var v: UInt = 0
        var i = 0
        while i < length {
            let c = digits[i]
            if c != 95 {
                let (p, o) = v.multipliedReportingOverflow(by: UInt(base))
                let (s, o2) = p.addingReportingOverflow(UInt(IntLiteral.digitValue(c)))
                if o || o2 || s > 1 << 63 { return nil }
                v = s
            }
            i &+= 1
        }
        if negative { return Int(bitPattern: 0 &- v) }
        return v < 1 << 63 ? Int(bitPattern: v) : nil
    }

    /// Limbs the value may need.
    public var room: Int {
        let bits = base <= 2 ? 1 : base <= 4 ? 2 : base <= 8 ? 3 : base <= 16 ? 4 : base <= 32 ? 5 : 6
        if base == 10 { return digitCount * 3402 / 1024 / 64 + 2 }
        return digitCount * bits / 64 + 2
    }

    /// The value into `r`.
    public func convert(into r: UnsafeMutablePointer<UInt>) -> IntResult {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: digitCount + 1) { values in
            var n = 0
            for i in 0..<length where digits[i] != 95 {
                let d = IntLiteral.digitValue(digits[i])
                if n == 0 && d == 0 { continue }
                values[n] = d
                n += 1
            }
            if n == 0 { return IntResult(count: 0, negative: false) }
            let limbs = dx_set_str(r, values.baseAddress!, UInt(n), Int32(base))
            return IntResult(normalizing: r, count: limbs, negative: negative)
        }
    }
}

// Between ints of any size and doubles, correctly rounded (half to even). All go through one form: the top 64 bits of the
// magnitude, normalized, plus a sticky bit for what lies below; `assemble` rounds that to 53 bits, or fewer for subnormals.
import CSupport
import Glibc

extension BigInt {
    /// The double next to (top + something in (0, 1) if sticky) * 2^exponent, where top has its highest bit set; nil on overflow.
    static func assemble(_ top: UInt, _ exponent: Int, sticky: Bool) -> Double? {
        if exponent + 63 > 1023 { return nil }
        var drop = 11
        if exponent + 63 < -1022 { drop += -1022 - (exponent + 63) }
        if drop > 64 { return 0 }
        var m: UInt
        let half: UInt = 1 << UInt(drop - 1)
        let low: UInt
        if drop == 64 {
            m = 0
            low = top
        } else {
            m = top >> UInt(drop)
            low = top & ((1 << UInt(drop)) - 1)
        }
        if low > half || (low == half && (sticky || m & 1 == 1)) { m += 1 }
        let r = scalbn(Double(m), Int32(exponent + drop))
        return r.isInfinite ? nil : r
    }

    /// The top 64 bits of |a|, normalized, the exponent of their lowest bit, and whether anything nonzero lies below. a != 0.
    static func top(_ a: IntView) -> (UInt, Int, Bool) {
        let n = a.count
        let lead = UInt(a.limbs[n - 1].leadingZeroBitCount)
        var t = a.limbs[n - 1] << lead
        var sticky = false
        var below = n - 1
        if n > 1 && lead > 0 {
            t |= a.limbs[n - 2] >> (64 - lead)
            if a.limbs[n - 2] << lead != 0 { sticky = true }
            below = n - 2
        }
        var i = 0
        while !sticky && i < below {
            if a.limbs[i] != 0 { sticky = true }
            i += 1
        }
        return (t, (n - 1) * 64 - Int(lead), sticky)
    }

    /// float(a), or nil: OverflowError "int too large to convert to float". (`PyLong_AsDouble`)
    public static func toDouble(_ a: IntView) -> Double? {
        if a.count == 0 { return 0 }
        let (t, e, sticky) = top(a)
        guard let d = assemble(t, e, sticky: sticky) else { return nil }
        return a.negative ? -d : d
    }

    /// a = fraction * 2^exponent, rounded, with |fraction| in [0.5, 1): for logarithms of what no double can hold. (`_PyLong_Frexp`)
    public static func frexp(_ a: IntView) -> (fraction: Double, exponent: Int) {
        if a.count == 0 { return (0, 0) }
        let (t, e, sticky) = top(a)
        let d = assemble(t, -64, sticky: sticky)!
        let exponent = e + 64
        let (f, x) = d == 1 ? (0.5, exponent + 1) : (d, exponent)
        return (a.negative ? -f : f, x)
    }

    /// The natural logarithm of a > 0. (`loghelper`)
    public static func log(_ a: IntView) -> Double {
        if let d = toDouble(a) { return Glibc.log(d) }
        let (f, e) = frexp(a)
        return Glibc.log(f) + 0.6931471805599453 * Double(e)
    }
    /// The base-2 logarithm of a > 0.
    public static func log2(_ a: IntView) -> Double {
        if let d = toDouble(a) { return Glibc.log2(d) }
        let (f, e) = frexp(a)
        return Glibc.log2(f) + Double(e)
    }
    /// The base-10 logarithm of a > 0.
    public static func log10(_ a: IntView) -> Double {
        if let d = toDouble(a) { return Glibc.log10(d) }
        let (f, e) = frexp(a)
        return Glibc.log10(f) + 0.3010299956639812 * Double(e)
    }

    /// Limbs that int(x) may need; x must be finite.
    @inlinable
    public static func fromDoubleRoom(_ x: Double) -> Int {
        x.magnitude < 1 ? 1 : (Int(x.exponent) &+ 1) / 64 &+ 1
    }

    /// int(x), truncating; x must be finite.
    public static func fromDouble(_ x: Double, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        if x.magnitude < 1 { return IntResult(count: 0, negative: false) }
        let e = Int(x.exponent)
        let m = UInt(x.significandBitPattern | 1 << 52)
        let negative = x < 0
        if e <= 52 {
            r[0] = m >> UInt(52 - e)
            return IntResult(count: 1, negative: negative)
        }
        var limb = m
        return withUnsafePointer(to: &limb) { shiftLeft(IntView(limbs: $0, count: 1, negative: negative), e - 52, into: r) }
    }

    /// -1, 0 or 1 as a is below, equal to or above the finite or infinite x (not NaN), exactly.
    public static func compare(_ a: IntView, _ x: Double) -> Int {
        if x.isInfinite { return x > 0 ? -1 : 1 }
        let sign = x > 0 ? 1 : x < 0 ? -1 : 0
        if a.signum != sign { return a.signum < sign ? -1 : 1 }
        if sign == 0 { return 0 }
        // 2^(bits-1) <= |a| < 2^bits and likewise for x.
        let bits = a.bitLength
        let e = x.magnitude < 1 ? 0 : Int(x.exponent) + 1
        if bits != e { return bits < e ? -sign : sign }
        return withUnsafeTemporaryAllocation(of: UInt.self, capacity: fromDoubleRoom(x)) { b in
            let r = fromDouble(x, into: b.baseAddress!)
            let c = compareMagnitudes(a, IntView(limbs: UnsafePointer(b.baseAddress!), count: r.count, negative: false))
            if c != 0 { return c * sign }
            return x.rounded(.towardZero) == x ? 0 : -sign
        }
    }

    /// a / b correctly rounded, for b != 0; nil: OverflowError "integer division result too large for a float". (`long_true_divide`)
    public static func trueDivide(_ a: IntView, _ b: IntView) -> Double? {
        if a.count == 0 { return b.negative ? -0.0 : 0.0 }
        let negative = a.negative != b.negative
        if a.count == 1 && b.count == 1 && a.limbs[0] <= 1 << 53 && b.limbs[0] <= 1 << 53 {
            let d = Double(a.limbs[0]) / Double(b.limbs[0])
            return negative ? -d : d
        }
        // Scale a by 2^shift so that the quotient has 65 or 66 bits; what is cut off only makes the sticky bit.
        let gap = a.bitLength - b.bitLength
        if gap > 1025 { return nil }
        if gap < -1140 { return negative ? -0.0 : 0.0 }
        let shift = 65 - gap
        let scaledRoom = shift >= 0 ? shiftLeftRoom(a, shift) : shiftRightRoom(a, -shift)
        return withUnsafeTemporaryAllocation(of: UInt.self, capacity: scaledRoom + b.count + 8) { buffer -> Double? in
            let scaled = buffer.baseAddress!
            var sticky = false
            let n: Int
            if shift >= 0 { n = shiftLeft(a.magnitude, shift, into: scaled).count } else {
                n = shiftRight(a.magnitude, -shift, into: scaled).count
                sticky = a.trailingZeros < -shift
            }
            let numerator = IntView(limbs: UnsafePointer(scaled), count: n, negative: false)
            let rest = scaled + scaledRoom
            return withUnsafeTemporaryAllocation(of: UInt.self, capacity: quotientRoom(numerator, b)) { q -> Double? in
                let (qr, rr) = divmod(numerator, b.magnitude, quotient: q.baseAddress!, remainder: rest)
                if rr.count != 0 { sticky = true }
                let (t, e, low) = top(IntView(limbs: UnsafePointer(q.baseAddress!), count: qr.count, negative: false))
                guard let d = assemble(t, e - shift, sticky: sticky || low) else { return nil }
                return negative ? -d : d
            }
        }
    }
}

// Machine-int fast paths with Python's meaning; nil where the result needs more than 64 bits.

public enum SmallInt {
    /// a // b for b != 0; nil for Int.min // -1.
    @inlinable
    public static func floorDivide(_ a: Int, _ b: Int) -> Int? {
        if b == -1 {
            let (r, o) = 0.subtractingReportingOverflow(a)
            return o ? nil : r
        }
        let q = a / b
        return (a % b != 0) && ((a < 0) != (b < 0)) ? q &- 1 : q
    }

    /// a % b for b != 0, with b's sign.
    @inlinable
    public static func modulo(_ a: Int, _ b: Int) -> Int {
        if b == -1 { return 0 }
        let r = a % b
        return r != 0 && ((r < 0) != (b < 0)) ? r &+ b : r
    }

    /// base ** exponent for exponent >= 0.
    @inlinable
    public static func power(_ base: Int, _ exponent: Int) -> Int? {
        var result = 1
        var b = base
        var e = exponent
        while true {
            if e & 1 == 1 {
                let (r, o) = result.multipliedReportingOverflow(by: b)
                if o { return nil }
                result = r
            }
            e &>>= 1
            if e == 0 { return result }
            let (s, o) = b.multipliedReportingOverflow(by: b)
            if o {
                // 1, 0 and -1 never get here; a larger base whose square overflows cannot come back into range.
                return nil
            }
            b = s
        }
    }

    /// pow(base, exponent, modulus) for exponent >= 0 and modulus != 0; nil for modulus Int.min.
    @inlinable
    public static func power(_ base: Int, _ exponent: Int, modulo m: Int) -> Int? {
        if m == Int.min { return nil }
        let mod = m.magnitude
        if mod == 1 { return 0 }
        var b = UInt(bitPattern: modulo(base, Int(mod)))
        var r: UInt = 1
        var e = exponent
        while e > 0 {
            if e & 1 == 1 {
                let p = r.multipliedFullWidth(by: b)
                r = mod.dividingFullWidth(p).remainder
            }
            e &>>= 1
            if e > 0 {
                let p = b.multipliedFullWidth(by: b)
                b = mod.dividingFullWidth(p).remainder
            }
        }
        return m < 0 && r != 0 ? Int(r) &+ m : Int(r)
    }

    /// a << bits for bits >= 0.
    @inlinable
    public static func shiftLeft(_ a: Int, _ bits: Int) -> Int? {
        if a == 0 { return 0 }
        if bits >= 63 { return nil }
        let r = a &<< bits
        return r &>> bits == a ? r : nil
    }

    /// a >> bits for bits >= 0.
    @inlinable
    public static func shiftRight(_ a: Int, _ bits: Int) -> Int { bits > 63 ? (a < 0 ? -1 : 0) : a &>> bits }

    /// floor(sqrt(a)) for a >= 0.
    @inlinable
    public static func isqrt(_ a: Int) -> Int {
        var r = Int(Double(a).squareRoot())
        while r > 3037000499 || r &* r > a { r &-= 1 }
        while r < 3037000499 && (r &+ 1) &* (r &+ 1) <= a { r &+= 1 }
        return r
    }

    /// The greatest common divisor of the magnitudes.
    @inlinable
    public static func gcd(_ a: Int, _ b: Int) -> UInt {
        var x = a.magnitude, y = b.magnitude
        if x == 0 { return y }
        if y == 0 { return x }
        let shift = Swift.min(x.trailingZeroBitCount, y.trailingZeroBitCount)
        x &>>= UInt(x.trailingZeroBitCount)
        while y != 0 {
            y &>>= UInt(y.trailingZeroBitCount)
            if x > y { swap(&x, &y) }
            y &-= x
        }
        return x &<< UInt(shift)
    }

    /// a / b correctly rounded, for b != 0.
    @inlinable
    public static func trueDivide(_ a: Int, _ b: Int) -> Double {
        if a.magnitude <= 1 << 53 && b.magnitude <= 1 << 53 { return Double(a) / Double(b) }
        var x: UInt = 0, y: UInt = 0
        return BigInt.trueDivide(IntView(a, &x), IntView(b, &y)).unsafelyUnwrapped
    }
}

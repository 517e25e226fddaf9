// Square root, exponential, logarithms, powers. The root is exact integer work. The others are computed in binary fixed point
// (scale 2^P) with some digits more than asked for, and again with more digits as long as the digits behind the precision
// do not decide the rounding (Ziv): results are correctly rounded in every mode.
//
//   exp x:  x = E*ln 10 + r with 0 <= r < ln 10; exp(r/2^s) by its series, squared s times.
//   ln x:   x = m*10^k; y = log m as a double; t = m*exp(-y) is 1 up to 2^-40, and ln m = y + 2 artanh((t-1)/(t+1)).
//   ln 10:  46 artanh(1/31) + 34 artanh(1/49) + 20 artanh(1/161), kept.
// Rejected: decimal fixed point (each step would divide by a power of ten).

/// A fixed-point number of either sign.
struct Fixed {
    var negative: Bool, magnitude: Natural
    init(_ n: Bool, _ m: Natural) { negative = n && !m.isZero; magnitude = m }
    static func + (a: Fixed, b: Fixed) -> Fixed {
        if a.negative == b.negative { return Fixed(a.negative, a.magnitude + b.magnitude) }
        return Natural.compare(a.magnitude, b.magnitude) >= 0 ? Fixed(a.negative, a.magnitude - b.magnitude) : Fixed(b.negative, b.magnitude - a.magnitude)
    }
    static func - (a: Fixed, b: Fixed) -> Fixed { a + Fixed(!b.negative, b.magnitude) }
}

extension DecimalNumber {
    public static func squareRoot(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, x, &s) { return r }
        if a.isZero {
            var r = DecimalNumber(a.negative, .zero, a.exponent >> 1)
            r.finalize(x, &s)
            return r
        }
        if a.negative { return invalid(&s) }
        if a.isInfinite { return a }
        let odd = a.exponent & 1 != 0
        var c = odd ? a.coefficient.timesPower10(1) : a.coefficient
        let ideal = a.exponent >> 1
        var e = ideal
        // One digit more than the precision; what is cut off is only remembered as not zero.
        let shift = x.precision + 1 - (c.digits + 1) / 2
        var exact = true
        if shift >= 0 { c = c.timesPower10(2 * shift) } else {
            let (q, rest) = c.dividedByPower10(-2 * shift)
            c = q
            exact = rest == 0
        }
        e -= shift
        var n = c.squareRoot
        if exact && Natural.compare(n * n, c) != 0 { exact = false }
        if exact {
            if shift >= 0 { n = n.dividedByPower10(shift).0 } else { n = n.timesPower10(-shift) }
            e = ideal
        } else { let d = n.lastDigit; if d == 0 || d == 5 { n = n + .one } }
        var y = x
        y.rounding = .halfEven
        var r = DecimalNumber(false, n, e)
        r.finalize(y, &s)
        return r
    }

    // MARK: constants

    nonisolated(unsafe) private static var ten: (bits: Int, value: Natural)? = nil
    /// 2^P artanh(1/N)
    private static func artanhInverse(_ n: Int, _ p: Int) -> Natural {
        let square = Natural(UInt128(n * n))
        var power = Natural.one.shiftedLeft(bits: p).divided(by: Natural(UInt128(n))).quotient, sum = power, k = 3
        while true {
            power = power.divided(by: square).quotient
            if power.isZero { return sum }
            sum = sum + power.divided(by: Natural(UInt128(k))).quotient
            k += 2
        }
    }
    /// 2^P ln 10, off by a few units.
    static func ln10(_ p: Int) -> Natural {
        if let t = ten, t.bits >= p { return t.value.shiftedRight(bits: t.bits - p) }
        let q = p + 16
        let v = artanhInverse(31, q) * Natural(46) + artanhInverse(49, q) * Natural(34) + artanhInverse(161, q) * Natural(20)
        ten = (q, v)
        return v.shiftedRight(bits: 16)
    }
    /// 2^P |d|
    private static func fixed(_ d: DecimalNumber, _ p: Int) -> Fixed {
        let m = d.exponent >= 0 ? d.coefficient.timesPower10(d.exponent).shiftedLeft(bits: p)
            : d.coefficient.shiftedLeft(bits: p).divided(by: Natural.power10(-d.exponent)).quotient
        return Fixed(d.negative, m)
    }
    /// 2^P exp(r) for 0 <= r < 4, r given as 2^P r.
    private static func expSmall(_ r: Natural, _ p: Int) -> Natural {
        let s = Int(Double(p).squareRoot() / 2) + 4, q = p + s + 16
        // exp(r/2^s) - 1, summed in q bits.
        let z = r.shiftedLeft(bits: q - p).shiftedRight(bits: s)
        var term = z, sum = z, k = 2
        while true {
            term = (term * z).shiftedRight(bits: q).divided(by: Natural(UInt128(k))).quotient
            if term.isZero { break }
            sum = sum + term
            k += 1
        }
        // (1 + t)^2 - 1 = t (t + 2): no digits get lost.
        let two = Natural.one.shiftedLeft(bits: q + 1)
        for _ in 0..<s { sum = (sum * (sum + two)).shiftedRight(bits: q) }
        return (sum + Natural.one.shiftedLeft(bits: q)).shiftedRight(bits: q - p)
    }
    /// exp(F / 2^P) as (coefficient of D + 1 digits, exponent of its last digit).
    private static func expDigits(_ f: Fixed, _ p: Int, _ d: Int) -> (Natural, Int) {
        let l = ln10(p)
        var (q, r) = f.magnitude.divided(by: l)
        var e = q.int ?? 0
        if f.negative { e = -e; if !r.isZero { e -= 1; r = l - r } }
        // The error of ln 10 grows with the quotient: more bits than P for large arguments are the caller's business.
        q = expSmall(r, p)
        return ((q * Natural.power10(d)).shiftedRight(bits: p), e - d)
    }
    /// 2^P ln(a), a finite and positive.
    private static func lnFixed(_ a: DecimalNumber, _ p: Int) -> Fixed {
        // m in [0.3, 3.2)
        var k = a.adjusted
        let head = Double(a.coefficient.digits > 17 ? Int(a.coefficient.dividedByPower10(a.coefficient.digits - 17).0.low) : Int(a.coefficient.low)) / pow10(min(16, a.coefficient.digits - 1))
        var m = head
        if m > 3.17 { k += 1; m /= 10 }
        let scaled = DecimalNumber(false, a.coefficient, a.exponent - k)
        let q = p + 32
        let x = fixed(scaled, q).magnitude
        let one = Natural.one.shiftedLeft(bits: q)
        let y = (logarithm(m) * 1099511627776).rounded()
        var t = x, whole = Fixed(false, .zero)
        if y.magnitude > 16 {
            let shift = q - 40
            whole = Fixed(y < 0, Natural(UInt128(y.magnitude)).shiftedLeft(bits: shift))
            let inverse = expSmall(Natural(UInt128(y.magnitude)).shiftedLeft(bits: shift), q)
            t = y < 0 ? (x * inverse).shiftedRight(bits: q) : x.shiftedLeft(bits: q).divided(by: inverse).quotient
        }
        // 2 artanh((t - 1)/(t + 1))
        let c = Natural.compare(t, one), up = c >= 0
        let difference = up ? t - one : one - t
        let z = difference.shiftedLeft(bits: q).divided(by: t + one).quotient
        let square = (z * z).shiftedRight(bits: q)
        var power = z, sum = z, n = 3
        while true {
            power = (power * square).shiftedRight(bits: q)
            if power.isZero { break }
            sum = sum + power.divided(by: Natural(UInt128(n))).quotient
            n += 2
        }
        var out = whole + Fixed(!up, sum + sum)
        if k != 0 { out = out + Fixed(k < 0, ln10(q + 64) * Natural(UInt128(k.magnitude))).shifted(64) }
        return Fixed(out.negative, out.magnitude.shiftedRight(bits: 32))
    }
    private static func pow10(_ n: Int) -> Double { var r = 1.0; for _ in 0..<max(0, n) { r *= 10 }; return r }
    /// The natural logarithm of a double near 1, good to some 45 bits.
    private static func logarithm(_ m: Double) -> Double {
        let z = (m - 1) / (m + 1), z2 = z * z
        var power = z, sum = z, n = 3.0
        while power.magnitude > 1e-18 { power *= z2; sum += power / n; n += 2 }
        return 2 * sum
    }
    private static func bits(_ digits: Int) -> Int { Int(Double(digits) * 3.3219280948873626) + 8 }

    /// Calls COMPUTE with a number of digits to work with until its result (coefficient, exponent; the last digits off by at most ERROR units) decides the
    /// rounding to the precision; after many digits without a decision the number is the short one.
    private static func decide(_ x: DecimalContext, _ s: inout UInt32, _ compute: (Int) -> (Bool, Natural, Int)) -> DecimalNumber {
        var guardDigits = 8
        while true {
            let (negative, c, e) = compute(x.precision + guardDigits)
            let n = c.digits, tail = n - x.precision
            var r = DecimalNumber(negative, c, e)
            if tail > 3 {
                let unit = Natural.power10(tail), rest = c.divided(by: unit).remainder, half = unit.divided(by: Natural(2)).quotient, error = Natural(200)
                func near(_ y: Natural) -> Bool { Natural.compare(rest + error, y) >= 0 && Natural.compare(rest, y + error) <= 0 }
                let close = near(.zero) || near(unit) || near(half)
                if !close || guardDigits > 120 {
                    if close {
                        // Exactly a number of few digits, or half of a unit.
                        let step = Natural.power10(tail - 1), (q, m) = c.divided(by: step)
                        r.coefficient = (Natural.compare(m + m, step) >= 0 ? q + .one : q) * step
                    }
                    r.finalize(x, &s)
                    s |= DecimalStatus.inexact | DecimalStatus.rounded
                    return r
                }
            }
            guardDigits = guardDigits * 2 + 16
        }
    }

    // MARK: functions

    public static func exp(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, x, &s) { return r }
        if a.isInfinite { return a.negative ? DecimalNumber(false, .zero, 0) : a }
        if a.coefficient.isZero { return DecimalNumber(false, .one, 0) }
        var y = x
        y.rounding = .halfEven
        let adjusted = a.adjusted
        if adjusted > 19 {
            var r = DecimalNumber(false, .one, a.negative ? x.etiny - 1 : x.emax + 1)
            r.finalize(y, &s)
            if a.negative { s |= DecimalStatus.inexact | DecimalStatus.rounded }
            return r
        }
        if adjusted < -x.precision - 1 {
            // 1 with a trace of more or less.
            var r = a.negative ? DecimalNumber(false, Natural.power10(x.precision + 1) - .one, -x.precision - 1) : DecimalNumber(false, Natural.power10(x.precision + 1) + .one, -x.precision - 1)
            r.finalize(y, &s)
            return r
        }
        // Results beyond the exponents' range need not be computed.
        let bound = Double(x.emax) * 2.302585092994046 + 10, low = Double(-x.etiny) * 2.302585092994046 + 10
        let size = approximate(a)
        if size > (a.negative ? low : bound) {
            var r = DecimalNumber(false, .one, a.negative ? x.etiny - 2 : x.emax + 1)
            r.finalize(y, &s)
            s |= DecimalStatus.inexact | DecimalStatus.rounded
            return r
        }
        return decide(y, &s) { digits in
            let p = bits(digits) + max(0, adjusted + 1) * 4 + 32
            let (c, e) = expDigits(fixed(a, p), p, digits)
            return (false, c, e)
        }
    }
    private static func approximate(_ a: DecimalNumber) -> Double {
        let n = a.coefficient.digits, cut = max(0, n - 17)
        var v = Double(Int(a.coefficient.dividedByPower10(cut).0.low)), e = a.exponent + cut
        while e > 0 { v *= 10; e -= 1; if v > 1e300 { return v } }
        while e < 0 { v /= 10; e += 1; if v < 1e-300 { return 0 } }
        return v
    }
    /// Digits that ln(a) loses near 1.
    private static func lost(_ a: DecimalNumber) -> Int {
        if a.adjusted > 0 || a.adjusted < -1 { return 0 }
        let one = DecimalNumber(false, .one, 0)
        let d = sum(a, one.withSign(true), .widest)
        return d.coefficient.isZero ? 0 : max(0, -d.adjusted)
    }
    /// F / 2^P in decimal with about DIGITS digits.
    private static func decimal(_ f: Fixed, _ p: Int, _ digits: Int) -> (Bool, Natural, Int) {
        let adjusted = Int((Double(f.magnitude.bitLength - p) * 0.30102999566398114).rounded(.down))
        let d = digits - adjusted
        if d >= 0 { return (f.negative, (f.magnitude * Natural.power10(d)).shiftedRight(bits: p), -d) }
        return (f.negative, f.magnitude.divided(by: Natural.power10(-d)).quotient.shiftedRight(bits: p), -d)
    }
    public static func ln(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, x, &s) { return r }
        if a.isZero { return infinity(true) }
        if a.negative { return invalid(&s) }
        if a.isInfinite { return a }
        if order(a, DecimalNumber(false, .one, 0)) == 0 { return DecimalNumber(false, .zero, 0) }
        var y = x
        y.rounding = .halfEven
        let extra = lost(a)
        return decide(y, &s) { digits in
            let p = bits(digits + extra) + 32
            return decimal(lnFixed(a, p), p, digits)
        }
    }
    public static func log10(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, x, &s) { return r }
        if a.isZero { return infinity(true) }
        if a.negative { return invalid(&s) }
        if a.isInfinite { return a }
        var y = x
        y.rounding = .halfEven
        let n = a.digits
        if a.coefficient.trailingZeros(atMost: n) == n - 1, Natural.compare(a.coefficient, Natural.power10(n - 1)) == 0 {
            let e = a.adjusted
            var r = DecimalNumber(e < 0, Natural(UInt128(e.magnitude)), 0)
            r.finalize(y, &s)
            return r
        }
        let extra = lost(a)
        return decide(y, &s) { digits in
            let p = bits(digits + extra) + 48
            let f = lnFixed(a, p)
            return decimal(Fixed(f.negative, f.magnitude.shiftedLeft(bits: p).divided(by: ln10(p)).quotient), p, digits)
        }
    }

    // MARK: power

    public static func power(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, b, x, &s) { return r }
        if b.isZero {
            if a.isZero { return invalid(&s) }
            return DecimalNumber(false, .one, 0)
        }
        let integral = b.isInteger
        let odd = integral && b.isFinite && oddInteger(b)
        if a.isZero {
            let sign = a.negative && odd
            if b.negative { return infinity(sign) }
            return DecimalNumber(sign, .zero, 0)
        }
        if a.negative {
            if b.isInfinite { return invalid(&s) }
            if !integral { return invalid(&s) }
        }
        let sign = a.negative && odd
        let one = DecimalNumber(false, .one, 0)
        if a.isInfinite { return b.negative ? DecimalNumber(sign, .zero, 0) : infinity(sign) }
        let c = order(a.withSign(false), one)
        if b.isInfinite {
            if c == 0 {
                s |= DecimalStatus.inexact | DecimalStatus.rounded
                return DecimalNumber(false, Natural.power10(x.precision - 1), 1 - x.precision)
            }
            return (c < 0) == b.negative ? infinity(false) : DecimalNumber(false, .zero, 0)
        }
        if c == 0 {
            // Powers of one have their own exponents: as many zeros as multiplying would give, or as fit.
            if !integral || b.exponent > 0 && b.adjusted > 18 { s |= DecimalStatus.inexact | DecimalStatus.rounded; return DecimalNumber(sign, Natural.power10(x.precision - 1), 1 - x.precision) }
            var zeros = -a.exponent
            if b.negative { return DecimalNumber(sign, .one, 0) }
            if let n = integer(b), zeros < x.precision, n < x.precision { zeros *= n } else { zeros = a.exponent == 0 ? 0 : x.precision }
            if zeros > x.precision - 1 {
                zeros = x.precision - 1
                s |= DecimalStatus.rounded
                return DecimalNumber(sign, Natural.power10(zeros), -zeros)
            }
            return DecimalNumber(sign, Natural.power10(max(0, zeros)), -max(0, zeros))
        }
        if integral, let n = integer(b), b.exponent <= 18 { return integerPower(a, b, n, sign, x, &s) }
        // Far out of range: the logarithm's size tells.
        let log = approximateLog10(a) * (b.negative ? -1 : 1) * approximate(b)
        if log > Double(x.emax) + 2 || log < Double(x.etiny) - 2 {
            var r = DecimalNumber(sign, .one, log > 0 ? x.emax + 1 : x.etiny - 2)
            r.finalize(x, &s)
            s |= DecimalStatus.inexact | DecimalStatus.rounded
            return r
        }
        let near = lost(a.withSign(false)), size = max(0, b.adjusted + 1)
        // One with a trace of more or less.
        if b.adjusted - max(near - 1, 0) + 2 < -x.precision && near > 0 || log.magnitude < 1e-290 {
            let up = (c > 0) != b.negative
            var r = DecimalNumber(sign, up ? Natural.power10(x.precision + 1) + .one : Natural.power10(x.precision + 1) - .one, -x.precision - 1)
            r.finalize(x, &s)
            return r
        }
        return decide(x, &s) { digits in
            let p = bits(digits + near + size + 20) + 64
            let l = lnFixed(a.withSign(false), p)
            var product = l.magnitude * b.coefficient
            if b.exponent >= 0 { product = product.timesPower10(b.exponent) } else { product = product.divided(by: Natural.power10(-b.exponent)).quotient }
            let (m, e) = expDigits(Fixed(l.negative != b.negative, product), p, digits)
            return (sign, m, e)
        }
    }
    private static func approximateLog10(_ a: DecimalNumber) -> Double {
        let n = a.coefficient.digits
        let head = Double(Int(a.coefficient.dividedByPower10(max(0, n - 17)).0.low)) / pow10(min(16, n - 1))
        // head in [1, 10)
        let half = head > 3.17 ? logarithm(head / 10) + 2.302585092994046 : logarithm(head)
        return Double(a.adjusted) + half / 2.302585092994046
    }
    private static func oddInteger(_ b: DecimalNumber) -> Bool {
        if b.exponent > 0 { return false }
        return b.exponent == 0 ? b.coefficient.isOdd : b.coefficient.dividedByPower10(-b.exponent).0.isOdd
    }
    /// |b| if it is a small integer.
    private static func integer(_ b: DecimalNumber) -> Int? {
        if b.exponent > 18 { return nil }
        let c = b.exponent >= 0 ? b.coefficient.timesPower10(b.exponent) : b.coefficient.dividedByPower10(-b.exponent).0
        return c.int
    }
    /// a^n for integral B of magnitude N: squaring and multiplying with as many digits more as libmpdec takes, so that also the last digit is its.
    private static func integerPower(_ a: DecimalNumber, _ b: DecimalNumber, _ n: Int, _ sign: Bool, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        var y = x
        y.precision += b.digits + b.exponent + 2
        y.rounding = .halfEven; y.clamp = false
        var base = a.withSign(false)
        if b.negative {
            y.precision += 1
            base = divide(DecimalNumber(false, .one, 0), base, y, &s)
        }
        var r = base, bit = 1 << (62 - n.leadingZeroBitCount)
        while bit > 0 {
            var work: UInt32 = 0
            r = multiply(r, r, y, &work)
            if n & bit != 0 { r = multiply(r, base, y, &work) }
            s |= work
            if !r.isFinite || r.coefficient.isZero && work & DecimalStatus.clamped != 0 { break }
            bit >>= 1
        }
        // The rounding has its say about overflow.
        if r.isInfinite { r = DecimalNumber(sign, .one, x.emax + 1) }
        r.negative = sign
        r.finalize(x, &s)
        return r
    }
    /// pow(a, b, m) for integers.
    public static func power(_ a: DecimalNumber, _ b: DecimalNumber, modulo m: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if a.isNaN || b.isNaN || m.isNaN {
            for d in [a, b, m] where d.kind == .signaling { return nanResult(d, x, &s)! }
            return nanResult(a.isNaN ? a : b.isNaN ? b : m, x, &s)!
        }
        guard a.isInteger, b.isInteger, m.isInteger, !b.negative || b.isZero, !m.isZero, m.adjusted < x.precision else { return invalid(&s) }
        if a.isZero && b.isZero { return invalid(&s) }
        let odd = oddInteger(b), sign = a.negative && odd
        func whole(_ d: DecimalNumber) -> Natural { d.exponent >= 0 ? d.coefficient.timesPower10(d.exponent) : d.coefficient.dividedByPower10(-d.exponent).0 }
        let modulus = whole(m)
        // The exponents stay apart from the coefficients: they may be large.
        func modPower(_ base: Natural, _ e: Natural) -> Natural {
            var result = Natural.one.divided(by: modulus).remainder, b = base.divided(by: modulus).remainder, e = e
            while !e.isZero {
                if e.isOdd { result = (result * b).divided(by: modulus).remainder }
                b = (b * b).divided(by: modulus).remainder
                e = e.shiftedRight(bits: 1)
            }
            return result
        }
        var base: Natural
        if a.exponent >= 0 { base = (a.coefficient.divided(by: modulus).remainder * modPower(Natural(10), Natural(UInt128(a.exponent)))).divided(by: modulus).remainder } else { base = whole(a) }
        let e = b.exponent <= 0 ? whole(b) : b.coefficient
        base = modPower(base, e)
        if b.exponent > 0 { for _ in 0..<b.exponent { base = modPower(base, Natural(10)) } }
        return DecimalNumber(sign, base, 0)
    }
}
extension Fixed { func shifted(_ n: Int) -> Fixed { Fixed(negative, magnitude.shiftedRight(bits: n)) } }

/// The four operations, division with remainder, fused multiply-add.
extension DecimalNumber {
    public static func add(_ a: DecimalNumber, _ b: DecimalNumber, subtract: Bool = false, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if !a.isFinite || !b.isFinite {
            if let r = nanResult(a, b, x, &s) { return r }
            let sign = b.negative != subtract
            if a.isInfinite { return b.isInfinite && a.negative != sign ? invalid(&s) : a }
            return infinity(sign)
        }
        var r = sum(a, subtract ? b.withSign(!b.negative) : b, x)
        r.finalize(x, &s)
        return r
    }
    /// Of finite numbers, before rounding; of numbers far apart only what decides the rounding.
    static func sum(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext) -> DecimalNumber {
        var high = a, low = b
        if a.exponent != b.exponent {
            if a.exponent < b.exponent { high = b; low = a }
            if !high.coefficient.isZero {
                let n = high.coefficient.digits
                var e = high.exponent - 1
                if n <= x.precision { e += n - x.precision - 1 }
                if low.adjusted < e { low = DecimalNumber(low.negative, low.coefficient.isZero ? .zero : .one, e) }
                high.coefficient = high.coefficient.timesPower10(high.exponent - low.exponent)
            }
        }
        let e = low.exponent
        if high.negative == low.negative { return DecimalNumber(high.negative, high.coefficient + low.coefficient, e) }
        let c = Natural.compare(high.coefficient, low.coefficient)
        if c == 0 { return DecimalNumber(x.rounding == .floor, .zero, e) }
        return c > 0 ? DecimalNumber(high.negative, high.coefficient - low.coefficient, e) : DecimalNumber(low.negative, low.coefficient - high.coefficient, e)
    }
    public static func multiply(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        guard var r = product(a, b, x, &s) else { return .nan }
        r.finalize(x, &s)
        return r
    }
    private static func product(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber? {
        let sign = a.negative != b.negative
        if !a.isFinite || !b.isFinite {
            if let r = nanResult(a, b, x, &s) { return r }
            if a.isZero || b.isZero { return invalid(&s) }
            return infinity(sign)
        }
        return DecimalNumber(sign, a.coefficient * b.coefficient, a.exponent + b.exponent)
    }
    /// a * b + c, rounded once.
    public static func fma(_ a: DecimalNumber, _ b: DecimalNumber, _ c: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if a.kind == .signaling || b.kind == .signaling || c.kind == .signaling {
            let first = a.kind == .signaling ? a : b.kind == .signaling ? b : c
            return nanResult(first, x, &s)!
        }
        if a.isNaN || b.isNaN { return nanResult(a, b, x, &s)! }
        if a.isInfinite && b.isZero || a.isZero && b.isInfinite { return invalid(&s) }
        if c.isNaN { return nanResult(c, x, &s)! }
        guard let p = product(a, b, x, &s) else { return .nan }
        return add(p, c, x, &s)
    }
    public static func divide(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        let sign = a.negative != b.negative
        if !a.isFinite || !b.isFinite {
            if let r = nanResult(a, b, x, &s) { return r }
            if a.isInfinite { return b.isInfinite ? invalid(&s) : infinity(sign) }
            s |= DecimalStatus.clamped
            return DecimalNumber(sign, .zero, x.etiny)
        }
        if b.coefficient.isZero {
            if a.coefficient.isZero { return invalid(&s, DecimalStatus.divisionUndefined) }
            s |= DecimalStatus.divisionByZero
            return infinity(sign)
        }
        let ideal = a.exponent - b.exponent
        var r = DecimalNumber(sign, .zero, ideal)
        if !a.coefficient.isZero {
            let shift = b.digits - a.digits + x.precision + 1
            let n = shift > 0 ? a.coefficient.timesPower10(shift) : a.coefficient
            let d = shift < 0 ? b.coefficient.timesPower10(-shift) : b.coefficient
            let (q, rest) = n.divided(by: d)
            r.coefficient = q; r.exponent = ideal - shift
            if !rest.isZero {
                let last = q.lastDigit
                if last == 0 || last == 5 { r.coefficient = q + .one }
            } else if ideal > r.exponent {
                let k = q.trailingZeros(atMost: ideal - r.exponent)
                if k > 0 { r.coefficient = q.dividedByPower10(k).0; r.exponent += k }
            }
        }
        r.finalize(x, &s)
        return r
    }
    /// Integer quotient (exponent 0) and remainder of finite numbers, B not zero; nil: the quotient has too many digits.
    private static func quotient(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext) -> (DecimalNumber, DecimalNumber)? {
        let ideal = min(a.exponent, b.exponent), sign = a.negative != b.negative
        if a.coefficient.isZero { return (DecimalNumber(sign, .zero, 0), DecimalNumber(a.negative, .zero, ideal)) }
        let apart = a.adjusted - b.adjusted
        if apart < 0 {
            if a.exponent > b.exponent { return (DecimalNumber(sign, .zero, 0), DecimalNumber(a.negative, a.coefficient.timesPower10(a.exponent - b.exponent), b.exponent)) }
            return (DecimalNumber(sign, .zero, 0), a)
        }
        if apart > x.precision { return nil }
        let n = a.exponent > b.exponent ? a.coefficient.timesPower10(a.exponent - b.exponent) : a.coefficient
        let d = b.exponent > a.exponent ? b.coefficient.timesPower10(b.exponent - a.exponent) : b.coefficient
        let (q, r) = n.divided(by: d)
        if q.digits > x.precision { return nil }
        return (DecimalNumber(sign, q, 0), DecimalNumber(a.negative, r, ideal))
    }
    public static func divideInteger(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        let sign = a.negative != b.negative
        if !a.isFinite || !b.isFinite {
            if let r = nanResult(a, b, x, &s) { return r }
            if a.isInfinite { return b.isInfinite ? invalid(&s) : infinity(sign) }
            return DecimalNumber(sign, .zero, 0)
        }
        if b.coefficient.isZero {
            if a.coefficient.isZero { return invalid(&s, DecimalStatus.divisionUndefined) }
            s |= DecimalStatus.divisionByZero
            return infinity(sign)
        }
        guard var (q, _) = quotient(a, b, x) else { return invalid(&s, DecimalStatus.divisionImpossible) }
        q.finalize(x, &s)
        return q
    }
    public static func remainder(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if !a.isFinite || !b.isFinite {
            if let r = nanResult(a, b, x, &s) { return r }
            if a.isInfinite { return invalid(&s) }
            var r = a
            r.finalize(x, &s)
            return r
        }
        if b.coefficient.isZero { return invalid(&s, a.coefficient.isZero ? DecimalStatus.divisionUndefined : DecimalStatus.invalidOperation) }
        guard var (_, r) = quotient(a, b, x) else { return invalid(&s, DecimalStatus.divisionImpossible) }
        r.finalize(x, &s)
        return r
    }
    public static func divmod(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> (DecimalNumber, DecimalNumber) {
        let sign = a.negative != b.negative
        if !a.isFinite || !b.isFinite {
            if let r = nanResult(a, b, x, &s) { return (r, r) }
            if a.isInfinite {
                let q = b.isInfinite ? DecimalNumber.nan : infinity(sign)
                return (q, invalid(&s))
            }
            var r = a
            r.finalize(x, &s)
            return (DecimalNumber(sign, .zero, 0), r)
        }
        if b.coefficient.isZero {
            if a.coefficient.isZero { return (.nan, invalid(&s, DecimalStatus.divisionUndefined)) }
            s |= DecimalStatus.divisionByZero
            return (infinity(sign), invalid(&s))
        }
        guard var (q, r) = quotient(a, b, x) else { return (.nan, invalid(&s, DecimalStatus.divisionImpossible)) }
        q.finalize(x, &s)
        r.finalize(x, &s)
        return (q, r)
    }
    /// The remainder nearest to zero.
    public static func remainderNear(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if !a.isFinite || !b.isFinite {
            if let r = nanResult(a, b, x, &s) { return r }
            if a.isInfinite { return invalid(&s) }
            var r = a
            r.finalize(x, &s)
            return r
        }
        if b.coefficient.isZero { return invalid(&s, a.coefficient.isZero ? DecimalStatus.divisionUndefined : DecimalStatus.invalidOperation) }
        let ideal = min(a.exponent, b.exponent)
        if a.coefficient.isZero { var r = DecimalNumber(a.negative, .zero, ideal); r.finalize(x, &s); return r }
        let apart = a.adjusted - b.adjusted
        if apart > x.precision { return invalid(&s, DecimalStatus.divisionImpossible) }
        if apart <= -2 {
            var r = a
            if a.exponent > ideal { r.coefficient = a.coefficient.timesPower10(min(a.exponent - ideal, x.precision)); r.exponent = a.exponent - min(a.exponent - ideal, x.precision) }
            r.finalize(x, &s)
            return r
        }
        let n = a.exponent > b.exponent ? a.coefficient.timesPower10(a.exponent - b.exponent) : a.coefficient
        let d = b.exponent > a.exponent ? b.coefficient.timesPower10(b.exponent - a.exponent) : b.coefficient
        var (q, r) = n.divided(by: d)
        var sign = a.negative
        let twice = Natural.compare(r + r, d)
        if twice > 0 || twice == 0 && q.isOdd { r = d - r; sign.toggle(); q = q + .one }
        if q.digits > x.precision { return invalid(&s, DecimalStatus.divisionImpossible) }
        if r.isZero { sign = a.negative }
        var out = DecimalNumber(sign, r, ideal)
        out.finalize(x, &s)
        return out
    }
    public static func plus(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, x, &s) { return r }
        var r = a
        if a.isZero && x.rounding != .floor { r.negative = false }
        r.finalize(x, &s)
        return r
    }
    public static func minus(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, x, &s) { return r }
        var r = a.withSign(!a.negative)
        if a.isZero && x.rounding != .floor { r.negative = false }
        r.finalize(x, &s)
        return r
    }
    public static func abs(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber { a.negative ? minus(a, x, &s) : plus(a, x, &s) }
}

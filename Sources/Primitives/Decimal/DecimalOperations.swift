/// Comparison, quantizing, neighbours, digits.
extension DecimalNumber {
    // MARK: order

    /// -1, 0 or 1; neither is a NaN.
    public static func order(_ a: DecimalNumber, _ b: DecimalNumber) -> Int {
        if a.isInfinite || b.isInfinite {
            let x = a.isInfinite ? (a.negative ? -1 : 1) : 0, y = b.isInfinite ? (b.negative ? -1 : 1) : 0
            return x < y ? -1 : x == y ? 0 : 1
        }
        if a.coefficient.isZero { return b.coefficient.isZero ? 0 : b.negative ? 1 : -1 }
        if b.coefficient.isZero || a.negative != b.negative { return a.negative ? -1 : 1 }
        let m = magnitudeOrder(a, b)
        return a.negative ? -m : m
    }
    private static func magnitudeOrder(_ a: DecimalNumber, _ b: DecimalNumber) -> Int {
        let x = a.adjusted, y = b.adjusted
        if x != y { return x < y ? -1 : 1 }
        if a.exponent == b.exponent { return Natural.compare(a.coefficient, b.coefficient) }
        return a.exponent > b.exponent ? Natural.compare(a.coefficient.timesPower10(a.exponent - b.exponent), b.coefficient)
            : Natural.compare(a.coefficient, b.coefficient.timesPower10(b.exponent - a.exponent))
    }
    /// Of numbers that compare equal, by sign and exponent.
    private static func orderOfEquals(_ a: DecimalNumber, _ b: DecimalNumber) -> Int {
        if a.negative != b.negative { return a.negative ? -1 : 1 }
        if a.isInfinite || a.exponent == b.exponent { return 0 }
        return (a.exponent < b.exponent) != a.negative ? -1 : 1
    }
    public static func compare(_ a: DecimalNumber, _ b: DecimalNumber, signal: Bool = false, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if a.isNaN || b.isNaN {
            if signal { s |= DecimalStatus.invalidOperation }
            return nanResult(a, b, x, &s)!
        }
        let c = order(a, b)
        return DecimalNumber(c < 0, c == 0 ? .zero : .one, 0)
    }
    /// The total order of representations.
    public static func totalOrder(_ a: DecimalNumber, _ b: DecimalNumber) -> Int {
        if a.negative != b.negative { return a.negative ? -1 : 1 }
        let sign = a.negative ? -1 : 1
        if a.isNaN || b.isNaN {
            func rank(_ d: DecimalNumber) -> Int { d.kind == .quiet ? 2 : d.kind == .signaling ? 1 : 0 }
            if rank(a) != rank(b) { return rank(a) < rank(b) ? -sign : sign }
            return Natural.compare(a.coefficient, b.coefficient) * sign
        }
        let c = order(a, b)
        return c != 0 ? c : orderOfEquals(a, b)
    }
    public enum Choice { case max, min, maxMagnitude, minMagnitude }
    public static func choose(_ c: Choice, _ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        var r: DecimalNumber
        if a.isNaN || b.isNaN {
            if b.kind == .quiet && !a.isNaN { r = a } else if a.kind == .quiet && !b.isNaN { r = b } else { return nanResult(a, b, x, &s)! }
        } else {
            let magnitude = c == .maxMagnitude || c == .minMagnitude
            var o = magnitude ? order(a.withSign(false), b.withSign(false)) : order(a, b)
            if o == 0 { o = magnitude && a.negative == b.negative || !magnitude ? orderOfEquals(a, b) : (a.negative ? -1 : 1) }
            r = c == .max || c == .maxMagnitude ? (o < 0 ? b : a) : (o > 0 ? b : a)
        }
        r.finalize(x, &s)
        return r
    }

    // MARK: exponents

    public static func quantize(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if !a.isFinite || !b.isFinite {
            if let r = nanResult(a, b, x, &s) { return r }
            return a.isInfinite && b.isInfinite ? a : invalid(&s)
        }
        if b.exponent > x.emax || b.exponent < x.etiny { return invalid(&s) }
        var r = DecimalNumber(a.negative, .zero, b.exponent)
        let before = s
        if !a.coefficient.isZero {
            let up = a.exponent - b.exponent
            if a.digits + up > x.precision { return invalid(&s) }
            if up >= 0 { r.coefficient = a.coefficient.timesPower10(up) }
            else {
                let (q, rest) = a.coefficient.dividedByPower10(-up)
                r.coefficient = roundsUp(q, rest, a.negative, x.rounding) ? q + .one : q
                s |= DecimalStatus.rounded
                if rest != 0 { s |= DecimalStatus.inexact }
            }
            if r.digits > x.precision || r.adjusted > x.emax || r.adjusted < x.etiny { s = before; return invalid(&s) }
        }
        r.finalize(x, &s)
        return r
    }
    public static func toIntegral(_ a: DecimalNumber, exact: Bool, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, x, &s) { return r }
        if a.isInfinite || a.exponent >= 0 { return a }
        if a.coefficient.isZero { return DecimalNumber(a.negative, .zero, 0) }
        let (q, rest) = a.coefficient.dividedByPower10(-a.exponent)
        if exact { s |= rest != 0 ? DecimalStatus.rounded | DecimalStatus.inexact : DecimalStatus.rounded }
        return DecimalNumber(a.negative, roundsUp(q, rest, a.negative, x.rounding) ? q + .one : q, 0)
    }
    public static func normalize(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, x, &s) { return r }
        if a.isInfinite { return a }
        var r = a
        r.finalize(x, &s)
        if !r.isFinite { return r }
        if r.coefficient.isZero { return DecimalNumber(r.negative, .zero, 0) }
        let most = (x.clamp ? x.etop : x.emax) - r.exponent
        let k = r.coefficient.trailingZeros(atMost: max(0, most))
        if k > 0 { r.coefficient = r.coefficient.dividedByPower10(k).0; r.exponent += k }
        return r
    }
    public static func logb(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, x, &s) { return r }
        if a.isInfinite { return infinity(false) }
        if a.coefficient.isZero { s |= DecimalStatus.divisionByZero; return infinity(true) }
        let e = a.adjusted
        var r = DecimalNumber(e < 0, Natural(UInt128(e.magnitude)), 0)
        r.finalize(x, &s)
        return r
    }
    public static func scaleb(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, b, x, &s) { return r }
        guard b.isFinite, b.exponent == 0 else { return invalid(&s) }
        let most = 2 * (UInt128(x.emax) + UInt128(x.precision))
        guard b.coefficient.big == nil, b.coefficient.low <= most else { return invalid(&s) }
        if a.isInfinite { return a }
        let n = Int(min(b.coefficient.low, 4_000_000_000_000_000_000))
        var r = a
        r.exponent = b.negative ? a.exponent &- n : a.exponent &+ n
        r.finalize(x, &s)
        return r
    }

    // MARK: neighbours

    public static func next(_ a: DecimalNumber, up: Bool, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, x, &s) { return r }
        if a.isInfinite {
            if a.negative != up { return a }
            return DecimalNumber(a.negative, Natural.power10(x.precision) - .one, x.etop)
        }
        var y = x
        y.rounding = up ? .ceiling : .floor
        var quiet: UInt32 = 0, r = a
        r.finalize(y, &quiet)
        if quiet & (DecimalStatus.inexact | DecimalStatus.errors) != 0 { return r }
        quiet = 0
        return add(a, DecimalNumber(!up, .one, x.etiny - 1), y, &quiet)
    }
    public static func nextToward(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, b, x, &s) { return r }
        let c = order(a, b)
        if c == 0 { return a.withSign(b.negative) }
        let r = next(a, up: c < 0, x, &s)
        if r.isInfinite { s |= DecimalStatus.overflow | DecimalStatus.rounded | DecimalStatus.inexact }
        else if r.adjusted < x.emin {
            s |= DecimalStatus.underflow | DecimalStatus.subnormal | DecimalStatus.rounded | DecimalStatus.inexact
            if r.coefficient.isZero { s |= DecimalStatus.clamped }
        }
        return r
    }

    // MARK: digits

    /// The count of a shift or rotation; nil: B is none.
    private static func count(_ b: DecimalNumber, _ x: DecimalContext) -> Int? {
        guard b.isFinite, b.exponent == 0, let n = b.coefficient.int, n <= x.precision else { return nil }
        return b.negative ? -n : n
    }
    public static func shift(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, b, x, &s) { return r }
        guard let n = count(b, x) else { return invalid(&s) }
        if a.isInfinite { return a }
        var r = a
        if a.digits > x.precision { r.coefficient = a.coefficient.lowDigits(x.precision) }
        r.coefficient = n >= 0 ? r.coefficient.timesPower10(n).lowDigits(x.precision) : r.coefficient.dividedByPower10(-n).0
        return r
    }
    public static func rotate(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        if let r = nanResult(a, b, x, &s) { return r }
        guard let n = count(b, x) else { return invalid(&s) }
        if a.isInfinite { return a }
        var r = a
        let c = a.coefficient.lowDigits(x.precision), left = n >= 0 ? n : x.precision + n
        let (head, tail) = c.divided(by: Natural.power10(x.precision - left))
        r.coefficient = tail.timesPower10(left) + head
        return r
    }
    /// The digits, lowest first, of an operand of a logical operation; nil: it is none.
    private static func bits(_ a: DecimalNumber, _ x: DecimalContext) -> [UInt8]? {
        guard a.isFinite, !a.negative, a.exponent == 0 else { return nil }
        let t = a.coefficient.text
        for c in t where c > 49 { return nil }
        // Digits beyond the precision do not count.
        return Array(t.reversed().prefix(x.precision))
    }
    private static func fromBits(_ b: [UInt8]) -> DecimalNumber {
        let t = Array(b.reversed())
        return t.withUnsafeBufferPointer { DecimalNumber(false, t.isEmpty ? .zero : Natural(digits: $0.baseAddress!, t.count), 0) }
    }
    public static func logical(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32, _ op: (UInt8, UInt8) -> UInt8) -> DecimalNumber {
        guard let p = bits(a, x), let q = bits(b, x) else { return invalid(&s) }
        return fromBits((0..<max(p.count, q.count)).map { 48 | op($0 < p.count ? p[$0] & 1 : 0, $0 < q.count ? q[$0] & 1 : 0) })
    }
    public static func invert(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber {
        guard let p = bits(a, x) else { return invalid(&s) }
        return fromBits((0..<x.precision).map { $0 < p.count ? p[$0] ^ 1 : 49 })
    }
    public func isNormal(_ x: DecimalContext) -> Bool { isFinite && !coefficient.isZero && adjusted >= x.emin }
    public func isSubnormal(_ x: DecimalContext) -> Bool { isFinite && !coefficient.isZero && adjusted < x.emin }
    /// `Decimal.number_class`.
    public func numberClass(_ x: DecimalContext) -> String {
        if isNaN { return kind == .quiet ? "NaN" : "sNaN" }
        let sign = negative ? "-" : "+"
        return sign + (isInfinite ? "Infinity" : coefficient.isZero ? "Zero" : isSubnormal(x) ? "Subnormal" : "Normal")
    }
}

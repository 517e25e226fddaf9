import Primitives
import Runtime

/// The operators for what most programs compute with: two finite Decimals with coefficients below 2^64, or one and an int.
///
/// Everything is done in words of 64 and 128 bits on the objects themselves, without the intermediate numbers of the general functions. Whatever
/// is not plain (a result beyond the exponents of the context, a clamping context, intermediate values beyond 128 bits, an ending of the rounding
/// that carries into a new digit) is left to the general function, which starts anew: nothing has been written to the context until then.
enum SmallDecimal {
    enum Operator { case add, subtract, multiply, divide }
    /// Powers of ten below 2^64.
    nonisolated(unsafe) private static var powers: UnsafeMutablePointer<UInt64>! = nil
    static func start() {
        if powers != nil { return }
        powers = .allocate(capacity: 20)
        var x: UInt64 = 1
        for i in 0..<20 { powers[i] = x; x = x &* 10 }
    }
    @inline(__always) private static func isSmall(_ v: Value) -> Bool {
        guard v.isPointer, v.ref.type == DecimalObject.type else { return false }
        return v.ref.word(3) & ~1 == 0 && v.ref.word(6) == 0 && v.ref.word(2) == 0
    }
    private static func digits(_ c: UInt128) -> Int {
        if c >> 64 != 0 { return Natural(c).digits }
        let x = UInt64(truncatingIfNeeded: c)
        if x < 10 { return 1 }
        let t = ((64 &- x.leadingZeroBitCount) &* 1233) &>> 12
        return t < 20 && x >= powers[t] ? t &+ 1 : t
    }
    /// The result; nil: the general function's business.
    @inline(__always) static func binary(_ op: Operator, _ a: Value, _ b: Value) throws(Raise) -> Value? {
        guard let x = operand(a), let y = operand(b) else { return nil }
        return try compute(op, x, y)
    }
    private struct Operand { let negative: Bool, coefficient: UInt64, exponent: Int }
    @inline(__always) private static func operand(_ v: Value) -> Operand? {
        if v.isInt { return Operand(negative: v.int < 0, coefficient: UInt64(v.int.magnitude), exponent: 0) }
        guard isSmall(v) else { return nil }
        return Operand(negative: v.ref.word(3) & 1 != 0, coefficient: v.ref.word(5), exponent: Int(Int64(bitPattern: v.ref.word(4))))
    }
    private static func compute(_ op: Operator, _ a: Operand, _ b: Operand) throws(Raise) -> Value? {
        let ea = a.exponent, eb = b.exponent
        guard ea > -1 << 40, ea < 1 << 40, eb > -1 << 40, eb < 1 << 40 else { return nil }
        let na = a.negative, ca = a.coefficient, cb = b.coefficient
        var nb = b.negative
        let x = try ContextObject.current()
        switch op {
        case .add, .subtract:
            if op == .subtract { nb = !nb }
            var p = UInt128(ca), q = UInt128(cb), e = ea
            if ea != eb {
                let apart = ea > eb ? ea &- eb : eb &- ea
                if apart > 19 { return nil }
                if ea > eb { p = p &* UInt128(powers[apart]); e = eb } else { q = q &* UInt128(powers[apart]) }
            }
            if na == nb { return try finish(na, p &+ q, e, x) }
            if p == q { return try finish(x.word(7) == DecimalRounding.floor.rawValue, 0, e, x) }
            return try p > q ? finish(na, p &- q, e, x) : finish(nb, q &- p, e, x)
        case .multiply:
            return try finish(na != nb, UInt128(ca) &* UInt128(cb), ea &+ eb, x)
        case .divide:
            if ca == 0 || cb == 0 { return nil }
            let precision = x.word(4), da = digits(UInt128(ca)), db = digits(UInt128(cb)), shift = db &- da &+ precision &+ 1
            if precision > 28 || shift < 0 || db &+ precision &+ 1 > 38 { return nil }
            var n = UInt128(ca), k = shift
            while k > 0 { let m = min(k, 19); n = n &* UInt128(powers[m]); k &-= m }
            let d = UInt128(cb)
            var q = n / d, e = ea &- eb &- shift
            if n &- q &* d != 0 {
                let last = q % 10
                if last == 0 || last == 5 { q &+= 1 }
            } else {
                while e < ea &- eb {
                    let t = q / 10
                    if t &* 10 != q { break }
                    q = t; e &+= 1
                }
            }
            return try finish(na != nb, q, e, x)
        }
    }
    /// The exact value C * 10^E, rounded to the context.
    private static func finish(_ negative: Bool, _ exact: UInt128, _ exponent: Int, _ x: ContextObject) throws(Raise) -> Value? {
        var c = exact, e = exponent
        var n = digits(c), s: UInt32 = 0
        let precision = x.word(4)
        let adjusted = e &+ n &- 1
        if adjusted > x.word(6) || adjusted < x.word(5) || x.word(9) != 0 { return nil }
        if n > precision {
            let k = n &- precision
            if k > 19 { return nil }
            let p = UInt128(powers[k])
            let q = c / p, r = c &- q &* p
            s = DecimalStatus.rounded
            var up = false
            if r != 0 {
                s |= DecimalStatus.inexact
                let twice = r &+ r
                switch DecimalRounding(rawValue: x.word(7)).unsafelyUnwrapped {
                case .up: up = true
                case .down: break
                case .ceiling: up = !negative
                case .floor: up = negative
                case .halfUp: up = twice >= p
                case .halfDown: up = twice > p
                case .halfEven: up = twice > p || twice == p && q & 1 == 1
                case .zeroFiveUp: let d = q % 10; up = d == 0 || d == 5
                }
            }
            c = up ? q &+ 1 : q
            e &+= k
            if up {
                n = digits(c)
                if n > precision { return nil }
            }
        }
        try x.add(s)
        let o = Heap.allocate(DecimalObject.size, DecimalObject.type)
        o.setWord(3, negative ? 1 : 0)
        o.setWord(4, UInt64(bitPattern: Int64(e)))
        o.setWord(5, UInt64(truncatingIfNeeded: c)); o.setWord(6, UInt64(truncatingIfNeeded: c >> 64))
        return Value(o)
    }
    /// -1, 0, 1 for two small ones with the same exponent; nil: the general function's business.
    @inline(__always) static func order(_ a: Value, _ b: Value) -> Int? {
        guard isSmall(a), isSmall(b), a.ref.word(4) == b.ref.word(4) else { return nil }
        let ca = a.ref.word(5), cb = b.ref.word(5), negative = a.ref.word(3) & 1 != 0
        if negative != (b.ref.word(3) & 1 != 0) { return ca == 0 && cb == 0 ? 0 : negative ? -1 : 1 }
        return ca == cb ? 0 : (ca < cb) != negative ? -1 : 1
    }
}

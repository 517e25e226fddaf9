import Primitives
import Runtime

/// The operators on finite Decimals (and ints) of up to some hundred digits: limbs in scratch memory, without the intermediate numbers of the
/// general functions, whose limbs are arrays.
///
/// As in `SmallDecimal`, whatever is not plain is left to the general function, which starts anew: nothing has been written to the context
/// until then. The scratch memory belongs to whoever holds the interpreter lock; no Python code runs while it is used.
enum LongDecimal {
    /// Limbs of an operand and digits of a scale at most; a buffer holds the product of two such numbers.
    private static let limbsAtMost = 40, digitsAtMost = 600, room = 160, powersKept = 1600
    nonisolated(unsafe) private static var scratch: UnsafeMutablePointer<UInt>! = nil
    /// Powers of ten by their exponent, made when first needed.
    nonisolated(unsafe) private static var powers: UnsafeMutablePointer<IntView?>! = nil
    private struct Operand { let view: IntView, exponent: Int }

    /// The result; nil: the general function's business.
    static func binary(_ op: SmallDecimal.Operator, _ a: Value, _ b: Value) throws(Raise) -> Value? {
        if scratch == nil {
            scratch = .allocate(capacity: 4 * room + 2)
            powers = .allocate(capacity: powersKept); powers.initialize(repeating: nil, count: powersKept)
        }
        guard let x = operand(a, scratch + 4 * room), let y = operand(b, scratch + 4 * room + 1) else { return nil }
        let c = try ContextObject.current(), r = scratch.unsafelyUnwrapped, wide = r + room
        switch op {
        case .add, .subtract:
            var p = x.view, q = op == .subtract ? y.view.negated : y.view
            let apart = x.exponent &- y.exponent
            if apart.magnitude > digitsAtMost { return nil }
            if apart > 0 { p = scaled(p, apart, wide) } else if apart < 0 { q = scaled(q, -apart, wide) }
            let s = BigInt.add(p, q, into: r)
            if s.count == 0 { return nil }
            return try finish(IntView(limbs: r, count: s.count, negative: s.negative), min(x.exponent, y.exponent), c)
        case .multiply:
            let s = BigInt.multiply(x.view, y.view, into: r)
            return try finish(IntView(limbs: r, count: s.count, negative: s.negative), x.exponent &+ y.exponent, c)
        case .divide:
            let shift = digits(y.view) &- digits(x.view) &+ c.word(4) &+ 1
            if shift < 0 || shift > digitsAtMost { return nil }
            let n = scaled(x.view, shift, wide), negative = x.view.negative != y.view.negative
            let (q, rest) = BigInt.divmod(magnitude(n), magnitude(y.view), quotient: r, remainder: wide + room)
            // An exact quotient takes the exponent nearest to the ideal one.
            if rest.count == 0 { return nil }
            let last = lastDigit(r, q.count)
            if last == 0 || last == 5 {
                if r[0] == .max { return nil }
                r[0] &+= 1
            }
            return try finish(IntView(limbs: r, count: q.count, negative: negative), x.exponent &- y.exponent &- shift, c)
        }
    }
    @inline(__always) private static func magnitude(_ v: IntView) -> IntView { IntView(limbs: v.limbs, count: v.count, negative: false) }
    /// V, which is not zero; ONE: room for an int's word.
    private static func operand(_ v: Value, _ one: UnsafeMutablePointer<UInt>) -> Operand? {
        if v.isInt {
            if v.int == 0 { return nil }
            one.pointee = v.int.magnitude
            return Operand(view: IntView(limbs: one, count: 1, negative: v.int < 0), exponent: 0)
        }
        guard v.isPointer, v.ref.type == DecimalObject.type, v.ref.word(3) & ~1 == 0 else { return nil }
        let r = v.ref, e = Int(Int64(bitPattern: r.word(4))), negative = r.word(3) & 1 != 0
        if e < -1 << 40 || e > 1 << 40 { return nil }
        let limbs = r.value(2)
        if limbs.isUnbound {
            let n = r.word(6) != 0 ? 2 : r.word(5) != 0 ? 1 : 0
            if n == 0 { return nil }
            return Operand(view: IntView(limbs: UnsafePointer((r + 40).assumingMemoryBound(to: UInt.self)), count: n, negative: negative), exponent: e)
        }
        let b = BytesRef(limbs), n = b.count / 8
        if n > limbsAtMost { return nil }
        return Operand(view: IntView(limbs: UnsafeRawPointer(b.data).assumingMemoryBound(to: UInt.self), count: n, negative: negative), exponent: e)
    }
    /// V * 10^K, in OUT unless it is V itself.
    @inline(__always) private static func scaled(_ v: IntView, _ k: Int, _ out: UnsafeMutablePointer<UInt>) -> IntView {
        if k == 0 { return v }
        let r = BigInt.multiply(v, power(k), into: out)
        return IntView(limbs: out, count: r.count, negative: r.negative)
    }
    /// 10^K, K below `powersKept`: a buffer of `2 * limbsAtMost` limbs has fewer digits.
    @inline(__always) private static func power(_ k: Int) -> IntView {
        if let p = powers[k] { return p }
        return makePower(k)
    }
    @inline(never) private static func makePower(_ k: Int) -> IntView {
        let v = Natural.power10(k).with { v in
            let p = UnsafeMutablePointer<UInt>.allocate(capacity: v.count)
            p.update(from: v.limbs, count: v.count)
            return IntView(limbs: p, count: v.count, negative: false)
        }
        powers[k] = v
        return v
    }
    /// Decimal digits of V, which is not zero.
    private static func digits(_ v: IntView) -> Int {
        let bits = Double(v.count * 64 - v.limbs[v.count - 1].leadingZeroBitCount)
        let least = Int((bits - 1) * 0.30102999566398114), most = Int(bits * 0.30102999566398125)
        if least == most { return least + 1 }
        return BigInt.compareMagnitudes(v, power(most)) >= 0 ? most + 1 : most
    }
    private static func lastDigit(_ p: UnsafeMutablePointer<UInt>, _ n: Int) -> UInt {
        // 2^64 is 6 modulo 10, and so are its powers.
        var s: UInt = 0
        for i in 1..<max(1, n) { s &+= p[i] % 10 }
        return ((s % 10) &* 6 &+ p[0] % 10) % 10
    }
    /// The exact value V * 10^E, rounded to the context X.
    private static func finish(_ v: IntView, _ exponent: Int, _ x: ContextObject) throws(Raise) -> Value? {
        if v.count > 2 * limbsAtMost { return nil }
        var c = v, e = exponent, s: UInt32 = 0
        let precision = x.word(4), n = digits(v), adjusted = e &+ n &- 1
        if adjusted > x.word(6) || adjusted < x.word(5) || x.word(9) != 0 { return nil }
        if n > precision {
            let k = n &- precision
            if k > digitsAtMost { return nil }
            let quotient = scratch + 2 * room, remainder = scratch + 3 * room, p = power(k)
            let (q, r) = BigInt.divmod(magnitude(v), p, quotient: quotient, remainder: remainder)
            s = DecimalStatus.rounded
            var up = false
            if r.count != 0 {
                s |= DecimalStatus.inexact
                let twice = BigInt.add(IntView(limbs: remainder, count: r.count, negative: false), IntView(limbs: remainder, count: r.count, negative: false), into: scratch + room)
                let half = BigInt.compareMagnitudes(IntView(limbs: scratch + room, count: twice.count, negative: false), p)
                switch DecimalRounding(rawValue: x.word(7)).unsafelyUnwrapped {
                case .up: up = true
                case .down: break
                case .ceiling: up = !v.negative
                case .floor: up = v.negative
                case .halfUp: up = half >= 0
                case .halfDown: up = half > 0
                case .halfEven: up = half > 0 || half == 0 && quotient[0] & 1 == 1
                case .zeroFiveUp: let d = lastDigit(quotient, q.count); up = d == 0 || d == 5
                }
            }
            e &+= k
            c = IntView(limbs: quotient, count: q.count, negative: v.negative)
            if up {
                if quotient[0] == .max { return nil }
                quotient[0] &+= 1
                if digits(c) > precision { return nil }
            }
        }
        try x.add(s)
        let limbs = c.count > 2 ? UnsafeRawPointer(c.limbs).withMemoryRebound(to: UInt8.self, capacity: c.count * 8) { BytesRef.make($0, c.count * 8) } : .unbound
        let low = c.limbs[0], high = c.count == 2 ? c.limbs[1] : 0
        let o = Heap.allocate(DecimalObject.size, DecimalObject.type)
        o.initialize(2, limbs)
        o.setWord(3, c.negative ? 1 : 0)
        o.setWord(4, UInt64(bitPattern: Int64(e)))
        if c.count <= 2 { o.setWord(5, UInt64(low)); o.setWord(6, UInt64(high)) }
        return Value(o)
    }
}

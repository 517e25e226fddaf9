// Ints of any size as sign and magnitude: 64-bit limbs, least significant first, the shape GMP's mpn layer works on.
// Invariants: no leading zero limb; zero has no limbs and is not negative. Every operation comes as a count of the limbs
// its result may need and a function that writes into room of that size, because results live in the runtime's heap.
import CSupport

/// A borrowed int.
public struct IntView {
    public var limbs: UnsafePointer<UInt>
    public var count: Int
    public var negative: Bool

    @inlinable
    public init(limbs: UnsafePointer<UInt>, count: Int, negative: Bool) {
        self.limbs = limbs
        self.count = count
        self.negative = negative
    }

    /// A view of a machine int whose magnitude goes to `storage` (one limb, to outlive the view).
    @inlinable
    public init(_ value: Int, _ storage: UnsafeMutablePointer<UInt>) {
        storage.pointee = value.magnitude
        limbs = UnsafePointer(storage)
        count = value == 0 ? 0 : 1
        negative = value < 0
    }

    /// The value as a machine int, if it fits.
    @inlinable
    public var small: Int? {
        if count == 0 { return 0 }
        if count > 1 { return nil }
        let m = limbs[0]
        if negative { return m <= 1 << 63 ? Int(bitPattern: 0 &- m) : nil }
        return m < 1 << 63 ? Int(bitPattern: m) : nil
    }

    /// The low 64 bits in two's complement (`PyLong_AsUnsignedLongMask`).
    @inlinable
    public var wrapped: UInt { count == 0 ? 0 : negative ? 0 &- limbs[0] : limbs[0] }

    /// -1, 0 or 1.
    @inlinable
    public var signum: Int { count == 0 ? 0 : negative ? -1 : 1 }

    /// `int.bit_length()`.
    @inlinable
    public var bitLength: Int { count == 0 ? 0 : count &* 64 &- limbs[count &- 1].leadingZeroBitCount }

    /// `int.bit_count()`.
    public var bitCount: Int { count == 0 ? 0 : Int(dx_popcount(limbs, count)) }

    /// Zero bits below the lowest set one; 0 for zero.
    public var trailingZeros: Int {
        var i = 0
        while i < count {
            if limbs[i] != 0 { return i * 64 + limbs[i].trailingZeroBitCount }
            i += 1
        }
        return 0
    }

    @inlinable
    public var isOdd: Bool { count != 0 && limbs[0] & 1 == 1 }

    @inlinable
    public var isPowerOfTwo: Bool {
        if count == 0 || limbs[count &- 1].nonzeroBitCount != 1 { return false }
        var i = 0
        while i < count &- 1 {
            if limbs[i] != 0 { return false }
            i &+= 1
        }
        return true
    }

    @inlinable
    public var negated: IntView { IntView(limbs: limbs, count: count, negative: count != 0 && !negative) }
    @inlinable
    public var magnitude: IntView { IntView(limbs: limbs, count: count, negative: false) }
}

/// What an operation left in the room it was given.
public struct IntResult {
    public var count: Int
    public var negative: Bool

    @inlinable
    public init(count: Int, negative: Bool) {
        self.count = count
        self.negative = negative
    }

    /// Drops leading zero limbs of what is in `limbs`.
    @inlinable
    public init(normalizing limbs: UnsafePointer<UInt>, count n: Int, negative: Bool) {
        var n = n
        while n > 0 && limbs[n &- 1] == 0 { n &-= 1 }
        count = n
        self.negative = negative && n != 0
    }
}

/// Arithmetic on ints of any size.
public enum BigInt {
    @inline(__always)
    static func copy(_ a: IntView, _ r: UnsafeMutablePointer<UInt>) { r.update(from: a.limbs, count: a.count) }

    /// -1, 0 or 1 as |a| is below, equal to or above |b|.
    public static func compareMagnitudes(_ a: IntView, _ b: IntView) -> Int {
        if a.count != b.count { return a.count < b.count ? -1 : 1 }
        if a.count == 0 { return 0 }
        return Int(dx_cmp(a.limbs, b.limbs, a.count)).signum()
    }

    /// -1, 0 or 1 as a is below, equal to or above b.
    public static func compare(_ a: IntView, _ b: IntView) -> Int {
        if a.negative != b.negative { return a.negative ? -1 : 1 }
        let c = compareMagnitudes(a, b)
        return a.negative ? -c : c
    }

    public static func equal(_ a: IntView, _ b: IntView) -> Bool { a.negative == b.negative && compareMagnitudes(a, b) == 0 }

    // MARK: Addition and multiplication

    /// Limbs that a + b or a - b may need.
    @inlinable
    public static func addRoom(_ a: IntView, _ b: IntView) -> Int { Swift.max(a.count, b.count) &+ 1 }

    /// a + b into `r`.
    public static func add(_ a: IntView, _ b: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        if b.count == 0 {
            copy(a, r)
            return IntResult(count: a.count, negative: a.negative)
        }
        if a.count == 0 {
            copy(b, r)
            return IntResult(count: b.count, negative: b.negative)
        }
        if a.negative == b.negative {
            let (x, y) = a.count >= b.count ? (a, b) : (b, a)
            let carry = dx_add(r, x.limbs, x.count, y.limbs, y.count)
            if carry != 0 {
                r[x.count] = carry
                return IntResult(count: x.count + 1, negative: a.negative)
            }
            return IntResult(count: x.count, negative: a.negative)
        }
        let c = compareMagnitudes(a, b)
        if c == 0 { return IntResult(count: 0, negative: false) }
        let (x, y) = c > 0 ? (a, b) : (b, a)
        _ = dx_sub(r, x.limbs, x.count, y.limbs, y.count)
        return IntResult(normalizing: r, count: x.count, negative: x.negative)
    }

    /// a - b into `r`.
    public static func subtract(_ a: IntView, _ b: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        add(a, b.negated, into: r)
    }

    /// Limbs that a * b may need.
    @inlinable
    public static func multiplyRoom(_ a: IntView, _ b: IntView) -> Int { a.count &+ b.count }

    /// a * b into `r`, which must not overlap the operands.
    public static func multiply(_ a: IntView, _ b: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        if a.count == 0 || b.count == 0 { return IntResult(count: 0, negative: false) }
        let n = a.count + b.count
        if a.limbs == b.limbs && a.count == b.count {
            dx_sqr(r, a.limbs, a.count)
        } else if b.count == 1 {
            r[n - 1] = dx_mul_1(r, a.limbs, a.count, b.limbs[0])
        } else if a.count >= b.count {
            _ = dx_mul(r, a.limbs, a.count, b.limbs, b.count)
        } else {
            _ = dx_mul(r, b.limbs, b.count, a.limbs, a.count)
        }
        return IntResult(count: r[n - 1] == 0 ? n - 1 : n, negative: a.negative != b.negative)
    }

    // MARK: Division

    /// Limbs that a // b may need.
    @inlinable
    public static func quotientRoom(_ a: IntView, _ b: IntView) -> Int { Swift.max(a.count &- b.count, 0) &+ 2 }
    /// Limbs that a % b may need.
    @inlinable
    public static func remainderRoom(_ a: IntView, _ b: IntView) -> Int { b.count }

    /// Floor division with remainder (the remainder has b's sign); b must not be zero. Nothing may overlap.
    public static func divmod(_ a: IntView, _ b: IntView, quotient q: UnsafeMutablePointer<UInt>, remainder r: UnsafeMutablePointer<UInt>)
        -> (quotient: IntResult, remainder: IntResult) {
        var qr: IntResult
        var rr: IntResult
        if compareMagnitudes(a, b) < 0 {
            qr = IntResult(count: 0, negative: false)
            copy(a, r)
            rr = IntResult(count: a.count, negative: false)
        } else {
            if b.count == 1 {
                r[0] = dx_divrem_1(q, a.limbs, a.count, b.limbs[0])
                qr = IntResult(normalizing: q, count: a.count, negative: false)
            } else {
                dx_tdiv_qr(q, r, a.limbs, a.count, b.limbs, b.count)
                qr = IntResult(normalizing: q, count: a.count - b.count + 1, negative: false)
            }
            rr = IntResult(normalizing: r, count: b.count, negative: false)
        }
        if a.negative != b.negative && rr.count != 0 {
            if qr.count == 0 {
                q[0] = 1
                qr.count = 1
            } else if dx_add_1(q, q, qr.count, 1) != 0 {
                q[qr.count] = 1
                qr.count += 1
            }
            _ = dx_sub(r, b.limbs, b.count, r, rr.count)
            rr = IntResult(normalizing: r, count: b.count, negative: false)
        }
        qr.negative = a.negative != b.negative && qr.count != 0
        rr.negative = b.negative && rr.count != 0
        return (qr, rr)
    }

    /// a // b into `q`; b must not be zero.
    public static func floorDivide(_ a: IntView, _ b: IntView, into q: UnsafeMutablePointer<UInt>) -> IntResult {
        withUnsafeTemporaryAllocation(of: UInt.self, capacity: Swift.max(b.count, 1)) { r in
            divmod(a, b, quotient: q, remainder: r.baseAddress!).quotient
        }
    }

    /// a % b into `r`; b must not be zero.
    public static func modulo(_ a: IntView, _ b: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        withUnsafeTemporaryAllocation(of: UInt.self, capacity: quotientRoom(a, b)) { q in
            divmod(a, b, quotient: q.baseAddress!, remainder: r).remainder
        }
    }

    // MARK: Powers, roots, divisors

    /// Limbs that a ** exponent may need, or nil if that is beyond what memory can address.
    public static func powerRoom(_ a: IntView, _ exponent: UInt) -> Int? {
        if a.count == 0 || exponent == 0 { return 1 }
        let (bits, overflow) = UInt(a.bitLength).multipliedReportingOverflow(by: exponent)
        if overflow || bits > 1 << 46 { return nil }
        return Int(bits / 64) + 2
    }

    /// a ** exponent into `r`.
    public static func power(_ a: IntView, _ exponent: UInt, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        let n = dx_pow_ui(r, a.limbs, a.count, exponent)
        return IntResult(count: n, negative: a.negative && exponent & 1 == 1)
    }

    /// pow(base, exponent, modulus) into `r` (room: the modulus's limbs, at least 1); the modulus must not be zero. A negative
    /// exponent uses the inverse; nil means ValueError "base is not invertible for the given modulus". (`long_pow`)
    public static func power(_ base: IntView, _ exponent: IntView, modulo m: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult? {
        if m.count == 1 && m.limbs[0] == 1 { return IntResult(count: 0, negative: false) }
        let n: Int? = withUnsafeTemporaryAllocation(of: UInt.self, capacity: m.count) { b in
            let reduced = modulo(base, m.magnitude, into: b.baseAddress!)
            var bn = reduced.count
            if exponent.negative {
                bn = dx_invert(r, b.baseAddress!, bn, m.limbs, m.count)
                if bn < 0 { return nil }
                b.baseAddress!.update(from: r, count: bn)
            }
            return dx_powm(r, b.baseAddress!, bn, exponent.limbs, exponent.count, m.limbs, m.count)
        }
        guard var n else { return nil }
        if m.negative && n != 0 {
            _ = dx_sub(r, m.limbs, m.count, r, n)
            n = m.count
            return IntResult(normalizing: r, count: n, negative: true)
        }
        return IntResult(count: n, negative: false)
    }

    /// The greatest common divisor into `r` (room: the larger operand's limbs).
    public static func gcd(_ a: IntView, _ b: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        IntResult(count: dx_gcd_any(r, a.limbs, a.count, b.limbs, b.count), negative: false)
    }

    /// floor(sqrt(a)) for a >= 0 into `r` (room: half of a's limbs, rounded up).
    public static func isqrt(_ a: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        if a.count == 0 { return IntResult(count: 0, negative: false) }
        _ = dx_sqrtrem(r, nil, a.limbs, a.count)
        return IntResult(normalizing: r, count: (a.count + 1) / 2, negative: false)
    }
}

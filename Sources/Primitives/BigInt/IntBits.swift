// Shifts, bitwise operations and bytes of ints, with the two's complement meaning that negative ints have there. Negation is
// done limb by limb on the way in and out (invert, add a carry), so no operand is copied.
import CSupport

extension BigInt {
    /// Limbs that a << bits may need.
    @inlinable
    public static func shiftLeftRoom(_ a: IntView, _ bits: Int) -> Int { a.count == 0 ? 1 : a.count &+ bits / 64 &+ 1 }

    /// a << bits into `r`.
    public static func shiftLeft(_ a: IntView, _ bits: Int, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        if a.count == 0 { return IntResult(count: 0, negative: false) }
        let words = bits / 64
        let rest = bits % 64
        r.update(repeating: 0, count: words)
        var n = a.count + words
        if rest == 0 {
            (r + words).update(from: a.limbs, count: a.count)
        } else {
            let carry = dx_lshift(r + words, a.limbs, a.count, UInt32(rest))
            if carry != 0 {
                r[n] = carry
                n += 1
            }
        }
        return IntResult(count: n, negative: a.negative)
    }

    /// Limbs that a >> bits may need.
    @inlinable
    public static func shiftRightRoom(_ a: IntView, _ bits: Int) -> Int { Swift.max(a.count &- bits / 64, 0) &+ 1 }

    /// a >> bits (towards minus infinity) into `r`.
    public static func shiftRight(_ a: IntView, _ bits: Int, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        let words = bits / 64
        let rest = bits % 64
        if words >= a.count {
            if a.negative {
                r[0] = 1
                return IntResult(count: 1, negative: true)
            }
            return IntResult(count: 0, negative: false)
        }
        var n = a.count - words
        var lost: UInt = 0
        if rest == 0 { r.update(from: a.limbs + words, count: n) } else { lost = dx_rshift(r, a.limbs + words, n, UInt32(rest)) }
        while n > 0 && r[n - 1] == 0 { n -= 1 }
        if a.negative {
            if lost == 0 {
                var i = 0
                while i < words && a.limbs[i] == 0 { i += 1 }
                if i < words { lost = 1 }
            }
            if lost != 0 {
                if n == 0 {
                    r[0] = 1
                    n = 1
                } else if dx_add_1(r, r, n, 1) != 0 {
                    r[n] = 1
                    n += 1
                }
            }
        }
        return IntResult(count: n, negative: a.negative && n != 0)
    }

    /// Limbs that a & b, a | b or a ^ b may need.
    @inlinable
    public static func bitwiseRoom(_ a: IntView, _ b: IntView) -> Int { Swift.max(a.count, b.count) &+ 1 }

    @inline(__always)
    private static func bitwise(_ a: IntView, _ b: IntView, _ r: UnsafeMutablePointer<UInt>, _ op: (UInt, UInt) -> UInt) -> IntResult {
        let n = Swift.max(a.count, b.count) + 1
        let flipA: UInt = a.negative ? ~0 : 0, flipB: UInt = b.negative ? ~0 : 0
        let negative = op(flipA, flipB) != 0
        let flipR: UInt = negative ? ~0 : 0
        var carryA: UInt = flipA & 1, carryB: UInt = flipB & 1, carryR: UInt = flipR & 1
        var i = 0
        while i < n {
            var o = false
            var x = (i < a.count ? a.limbs[i] : 0) ^ flipA
            (x, o) = x.addingReportingOverflow(carryA)
            carryA = o ? 1 : 0
            var y = (i < b.count ? b.limbs[i] : 0) ^ flipB
            (y, o) = y.addingReportingOverflow(carryB)
            carryB = o ? 1 : 0
            var z = op(x, y) ^ flipR
            (z, o) = z.addingReportingOverflow(carryR)
            carryR = o ? 1 : 0
            r[i] = z
            i &+= 1
        }
        return IntResult(normalizing: r, count: n, negative: negative)
    }

    public static func and(_ a: IntView, _ b: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult { bitwise(a, b, r) { $0 & $1 } }
    public static func or(_ a: IntView, _ b: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult { bitwise(a, b, r) { $0 | $1 } }
    public static func xor(_ a: IntView, _ b: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult { bitwise(a, b, r) { $0 ^ $1 } }

    /// ~a = -a - 1 into `r` (room: a's limbs and one more).
    public static func invert(_ a: IntView, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        var one: UInt = 1
        return withUnsafePointer(to: &one) { add(a.negated, IntView(limbs: $0, count: 1, negative: true), into: r) }
    }

    // MARK: Bytes

    /// Why an int does not fit its bytes (both OverflowError).
    public enum BytesError: Error {
        /// "can't convert negative int to unsigned"
        case negative
        /// "int too big to convert"
        case tooBig
    }

    /// `int.from_bytes` into `r` (room: a limb for every 8 bytes, rounded up, and one more).
    public static func fromBytes(_ bytes: UnsafeBufferPointer<UInt8>, little: Bool, signed: Bool, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        let n = bytes.count
        if n == 0 { return IntResult(count: 0, negative: false) }
        let negative = signed && bytes[little ? n - 1 : 0] >= 128
        let flip: UInt = negative ? ~0 : 0
        let limbs = (n + 7) / 8
        var carry: UInt = negative ? 1 : 0
        var i = 0
        while i < limbs {
            var limb: UInt = 0
            var j = 0
            while j < 8 {
                let k = i &* 8 &+ j
                let byte: UInt8 = k < n ? bytes[little ? k : n &- 1 &- k] : (negative ? 255 : 0)
                limb |= UInt(byte) &<< UInt(8 &* j)
                j &+= 1
            }
            let (sum, o) = (limb ^ flip).addingReportingOverflow(carry)
            carry = o ? 1 : 0
            r[i] = sum
            i &+= 1
        }
        if carry != 0 {
            r[limbs] = carry
            return IntResult(count: limbs + 1, negative: negative)
        }
        return IntResult(normalizing: r, count: limbs, negative: negative)
    }

    /// `int.to_bytes` into exactly `length` bytes; nil when it fits. (`_PyLong_AsByteArray`)
    public static func toBytes(_ a: IntView, into out: UnsafeMutablePointer<UInt8>, length: Int, little: Bool, signed: Bool) -> BytesError? {
        if a.negative && !signed { return .negative }
        // Bits that the magnitude takes as two's complement, without the sign bit: -2^k takes k.
        var bits = a.bitLength
        if a.negative && a.isPowerOfTwo { bits -= 1 }
        if signed && a.count != 0 { bits += 1 }
        if bits > length * 8 { return .tooBig }
        let flip: UInt = a.negative ? ~0 : 0
        var carry: UInt = flip & 1
        var i = 0
        while i &* 8 < length {
            let (limb, o) = ((i < a.count ? a.limbs[i] : 0) ^ flip).addingReportingOverflow(carry)
            carry = o ? 1 : 0
            var j = 0
            while j < 8 && i &* 8 &+ j < length {
                let k = i &* 8 &+ j
                out[little ? k : length &- 1 &- k] = UInt8(truncatingIfNeeded: limb &>> UInt(8 &* j))
                j &+= 1
            }
            i &+= 1
        }
        return nil
    }
}

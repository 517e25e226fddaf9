// The arithmetic of float objects where Python's rules differ from the hardware's: floor division, modulo, pow, round, sum.
import CSupport
import Glibc

public enum FloatMath {
    /// x % y for y != 0: the result has the sign of y. (`float_rem`)
    @inlinable
    public static func remainder(_ x: Double, _ y: Double) -> Double {
        var mod = fmod(x, y)
        if mod != 0 {
            if (y < 0) != (mod < 0) { mod += y }
        } else {
            mod = copysign(0.0, y)
        }
        return mod
    }

    /// divmod(x, y) for y != 0. (`_float_div_mod`)
    @inlinable
    public static func divmod(_ x: Double, _ y: Double) -> (quotient: Double, remainder: Double) {
        var mod = fmod(x, y)
        var div = (x - mod) / y
        if mod != 0 {
            if (y < 0) != (mod < 0) {
                mod += y
                div -= 1
            }
        } else {
            mod = copysign(0.0, y)
        }
        let quotient: Double
        if div != 0 {
            let f = div.rounded(.down)
            quotient = div - f > 0.5 ? f + 1 : f
        } else {
            quotient = copysign(0.0, x / y)
        }
        return (quotient, mod)
    }

    /// x // y for y != 0.
    @inlinable
    public static func floorDivide(_ x: Double, _ y: Double) -> Double { divmod(x, y).quotient }

    /// The outcome of x ** y.
    public enum Power: Equatable {
        case value(Double)
        /// ZeroDivisionError: zero to a negative power
        case zeroDivision
        /// OverflowError: (34, 'Numerical result out of range')
        case overflow
        /// A negative base with a fractional exponent: the result is complex.
        case complex
    }

    /// x ** y. (`float_pow`)
    public static func power(_ x: Double, _ y: Double) -> Power {
        if let r = shortPower(x, y) { return .value(r) }
        if y == 0 { return .value(1) }
        if x.isNaN { return .value(x) }
        if y.isNaN { return .value(x == 1 ? 1 : y) }
        if y.isInfinite {
            let m = x.magnitude
            if m == 1 { return .value(1) }
            return .value((y > 0) == (m > 1) ? y.magnitude : 0)
        }
        let odd = fmod(y.magnitude, 2) == 1
        if x.isInfinite {
            if y > 0 { return .value(odd ? x : x.magnitude) }
            return .value(odd ? copysign(0, x) : 0)
        }
        if x == 0 {
            if y < 0 { return .zeroDivision }
            return .value(odd ? x : 0)
        }
        var base = x
        var negate = false
        if x < 0 {
            if y != y.rounded(.down) { return .complex }
            base = -x
            negate = odd
        }
        if base == 1 { return .value(negate ? -1 : 1) }
        let result = Glibc.pow(base, y)
        if result.isInfinite { return .overflow }
        return .value(negate ? -result : result)
    }

    /// round(x) to an integral value, ties to even; the caller turns it into an int.
    @inlinable
    public static func roundToEven(_ x: Double) -> Double { x.rounded(.toNearestOrEven) }

    /// round(x, digits); nil means OverflowError "rounded value too large to represent". (`double_round`)
    public static func round(_ x: Double, _ digits: Int) -> Double? {
        if !x.isFinite || x == 0 || digits > 323 { return x }
        if digits < -308 { return 0 * x }
        if digits >= 0 {
            // Both operands exact: the division rounds correctly.
            if digits <= 19, let q = FloatFormat.scaled(x, digits), q < 1 << 53 {
                return copysign(Double(q) / Double(FloatFormat.tenTo(digits)), x)
            }
            return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 330 + digits) { buffer in
                _ = dx_format_double(buffer.baseAddress!, buffer.count, 102, Int32(digits), 0, x)
                let r = dx_parse_double(buffer.baseAddress!, nil)
                return r.isInfinite ? nil : r
            }
        }
        // The integer part's digits, rounded half to even at a decimal place; what is cut off the fraction only breaks ties.
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 330) { buffer -> Double? in
            let whole = x.magnitude.rounded(.towardZero)
            let sticky = whole != x.magnitude
            let text = buffer.baseAddress! + 1
            buffer[0] = 48
            let n = Int(dx_format_double(text, 328, 102, 0, 0, whole))
            let keep = n + digits
            if keep < 0 { return copysign(0, x) }
            var up = text[keep] > 53
            if text[keep] == 53 {
                var rest = sticky
                for i in (keep + 1)..<Swift.max(n, keep + 1) where text[i] != 48 { rest = true }
                up = rest || (keep > 0 && text[keep - 1] & 1 == 1)
            }
            for i in keep..<n { text[i] = 48 }
            if up {
                var i = keep - 1
                while text[i] == 57 {
                    text[i] = 48
                    i -= 1
                }
                text[i] += 1
            }
            let r = dx_parse_double(buffer.baseAddress!, nil)
            return r.isInfinite ? nil : copysign(r, x)
        }
    }

    /// x = significand * 2^exponent exactly, with an odd (or zero) significand; x must be finite. The parts of
    /// `float.as_integer_ratio` and `int(x)`.
    public static func decompose(_ x: Double) -> (significand: Int64, exponent: Int) {
        if x == 0 { return (0, 0) }
        let normal = x.exponentBitPattern != 0
        var m = Int64(x.significandBitPattern)
        if normal { m |= 1 << 52 }
        var e = (normal ? Int(x.exponentBitPattern) : 1) - 1075
        let zeros = m.trailingZeroBitCount
        m >>= Int64(zeros)
        e += zeros
        return (x < 0 ? -m : m, e)
    }
}

/// A float sum with Neumaier's compensation, as `sum()` keeps it. (`cs_add`, `cs_to_double`)
public struct CompensatedSum {
    public var high: Double
    public var low: Double

    @inlinable
    public init(_ start: Double) {
        high = start
        low = 0
    }

    @inlinable
    public mutating func add(_ x: Double) {
        let t = high + x
        if high.magnitude >= x.magnitude { low += (high - t) + x } else { low += (x - t) + high }
        high = t
    }

    @inlinable
    public var value: Double { low != 0 && low.isFinite ? high + low : high }
}

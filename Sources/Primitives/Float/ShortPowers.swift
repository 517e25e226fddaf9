/// Squares, cubes and square roots as the C library's `pow` gives them, without calling it.
///
/// `pow` is not correctly rounded: for one square in a thousand `x * x` differs from it in the last bit. But its error is bounded: 0.54 ulp before rounding
/// included (glibc's `e_pow.c`). So where the exact result lies within 0.45 ulp of the double `h`, what `pow` computes lies nearer to `h` than to any
/// other double, and `h` is its result. The distance is known exactly, or far below a hundredth of an ulp, by an error-free product (Veltkamp, Dekker); nine
/// squares and roots of ten and seven cubes of ten are decided so.
extension FloatMath {
    /// x * y = product + error, exactly, unless something overflows or is subnormal.
    @inline(__always) private static func product(_ x: Double, _ y: Double) -> (product: Double, error: Double) {
        let p = x * y, splitter = 134217729.0
        let s = splitter * x, xh = s - (s - x), xl = x - xh
        let t = splitter * y, yh = t - (t - y), yl = y - yh
        return (p, ((xh * yh - p) + xh * yl + xl * yh) + xl * yl)
    }
    /// Whether `pow` gives H where the exact result is H + ERROR.
    @inline(__always) private static func decides(_ h: Double, _ error: Double) -> Bool {
        let e = (h.bitPattern &>> 52) & 0x7FF
        // (Far from where parts of the error would be subnormal, or a splitting overflow.)
        guard e > 256 && e < 1900 else { return false }
        return error.magnitude <= Double(bitPattern: e &<< 52) * 0x1.ccccccccccccdp-54
    }
    /// x ** y for the exponents 2, 3 and 0.5; nil: `pow` has to be asked.
    @inline(__always) static func shortPower(_ x: Double, _ y: Double) -> Double? {
        if y == 2 { return shortSquare(x) }
        if y == 0.5 {
            guard x > 0 else { return nil }
            let r = x.squareRoot(), (p, e) = product(r, r)
            // (The root of r*r - d is r - d / 2r; x - p is exact.)
            return decides(r, ((p - x) + e) / (r + r)) ? r : nil
        }
        if y == 3 {
            let (s, d) = product(x, x)
            guard decides(s, 0) else { return nil }
            let (h, e) = product(s, x)
            return decides(h, e + d * x) ? h : nil
        }
        return nil
    }
    @inline(__always) private static func shortSquare(_ x: Double) -> Double? {
        let (h, e) = product(x, x)
        return decides(h, e) ? h : nil
    }
    /// x ** 2; nan where that is not a float.
    public static func square(_ x: Double) -> Double {
        if let r = shortSquare(x) { return r }
        if case .value(let d) = power(x, 2) { return d }
        return .nan
    }
}

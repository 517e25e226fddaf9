import CSupport
import Glibc
import Primitives

/// `math`. Error texts are 3.14's, which name the offending input.
extension NativeModule {
    static let math = NativeModule("math", doc: "This module provides access to the mathematical functions\ndefined by the C standard.") { m throws(Raise) in
        m.constant("pi", Value(float: .pi)); m.constant("e", Value(float: M_E)); m.constant("tau", Value(float: 2 * .pi))
        m.constant("inf", Value(float: .infinity)); m.constant("nan", Value(float: .nan))
        MathFunctions.elementary(m); MathFunctions.logarithms(m); MathFunctions.floats(m); MathFunctions.integers(m); MathFunctions.sums(m)
    }
}

enum MathFunctions {
    static func domain(_ text: String, _ x: Double) -> Raise { Errors.valueError("\(text), got \(StrRef(FloatType.text(x)).string)") }
    static func domain() -> Raise { Errors.valueError("math domain error") }
    static func range() -> Raise { Errors.overflowError("math range error") }

    /// A function of one double: NaN from a number is a domain error (DOMAIN's text), infinity from a finite number OverflowError if CANOVERFLOW, else a domain error.
    private static func unary(_ m: ModuleBuilder, _ name: StaticString, _ f: @escaping @convention(c) (Double) -> Double, overflows: Bool = false, domain text: String? = nil) {
        m.function(name, "(x, /)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0]), r = f(x)
            if _fastPath(r.isFinite) { return Value(float: r) }
            if r.isNaN { if !x.isNaN { throw text.map { domain($0, x) } ?? domain() } }
            else if x.isFinite { if overflows { throw range() }; throw text.map { domain($0, x) } ?? domain() }
            return Value(float: r)
        }
    }
    static func elementary(_ m: ModuleBuilder) {
        unary(m, "sqrt", { $0.squareRoot() }, domain: "expected a nonnegative input")
        unary(m, "cbrt", cbrt); unary(m, "fabs", { $0.magnitude }); unary(m, "erf", erf); unary(m, "erfc", erfc)
        for (name, f): (StaticString, @convention(c) (Double) -> Double) in [("sin", sin), ("cos", cos), ("tan", tan)] { unary(m, name, f, domain: "expected a finite input") }
        unary(m, "asin", asin, domain: "expected a number in range from -1 up to 1"); unary(m, "acos", acos, domain: "expected a number in range from -1 up to 1")
        unary(m, "atan", atan); unary(m, "asinh", asinh); unary(m, "tanh", tanh)
        unary(m, "acosh", acosh, domain: "expected argument value not less than 1"); unary(m, "atanh", atanh, domain: "expected a number between -1 and 1")
        unary(m, "sinh", sinh, overflows: true); unary(m, "cosh", cosh, overflows: true)
        unary(m, "exp", exp, overflows: true); unary(m, "exp2", exp2, overflows: true); unary(m, "expm1", expm1, overflows: true)
        unary(m, "log1p", log1p, domain: "expected argument value > -1")
        m.function("degrees", "(x, /)", effect: .pure) { a throws(Raise) in Value(float: try Operations.double(a[0]) * (180 / .pi)) }
        m.function("radians", "(x, /)", effect: .pure) { a throws(Raise) in Value(float: try Operations.double(a[0]) * (.pi / 180)) }
        m.function("atan2", "(y, x, /)", effect: .pure) { a throws(Raise) in let y = try Operations.double(a[0]); return Value(float: atan2(y, try Operations.double(a[1]))) }
        m.function("copysign", "(x, y, /)", effect: .pure) { a throws(Raise) in let x = try Operations.double(a[0]); return Value(float: copysign(x, try Operations.double(a[1]))) }
        m.function("gamma", "(x, /)", effect: .pure) { a throws(Raise) in Value(float: try gamma(try Operations.double(a[0]))) }
        m.function("lgamma", "(x, /)", effect: .pure) { a throws(Raise) in Value(float: try lgamma(try Operations.double(a[0]))) }
        m.function("pow", "(x, y, /)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0]), y = try Operations.double(a[1]), r = pow(x, y)
            if r.isFinite || !x.isFinite || !y.isFinite { return Value(float: r) }
            if r.isNaN || x == 0 { throw domain() }
            throw range()
        }
        m.function("fmod", "(x, y, /)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0]), y = try Operations.double(a[1])
            if y.isInfinite && x.isFinite { return Value(float: x) }
            let r = fmod(x, y)
            if r.isNaN && !x.isNaN && !y.isNaN { throw domain() }
            return Value(float: r)
        }
        m.function("remainder", "(x, y, /)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0]), y = try Operations.double(a[1]), r = remainder(x, y)
            if r.isNaN && !x.isNaN && !y.isNaN { throw domain() }
            return Value(float: r)
        }
        m.function("fma", "(x, y, z, /)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0]), y = try Operations.double(a[1]), z = try Operations.double(a[2]), r = fma(x, y, z)
            if r.isFinite { return Value(float: r) }
            if r.isNaN { if !x.isNaN && !y.isNaN && !z.isNaN { throw Errors.valueError("invalid operation in fma") } }
            else if x.isFinite && y.isFinite && z.isFinite { throw Errors.overflowError("overflow in fma") }
            return Value(float: r)
        }
    }

    // MARK: gamma

    /// Lanczos' approximation with g = 6.0246800407767296 and 13 terms (Boost's coefficients).
    private static let lanczosG = 6.024680040776729583740234375
    private static func lanczosSum(_ x: Double) -> Double {
        let numerator = [23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959, 35711959237.355668049440185451547166705960488635843,
                         17921034426.037209699919755754458931112671403265390, 6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
                         248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640, 2876370.6289353724412254090516208496135991145378768,
                         186056.26539522349504029498971604569928220784236328, 8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
                         2.5066282746310002701649081771338373386264310793408]
        let denominator = [0.0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1]
        var n = 0.0, d = 0.0
        if x < 5 { for i in stride(from: 12, through: 0, by: -1) { n = n * x + numerator[i]; d = d * x + denominator[i] } }
        else { for i in 0..<13 { n = n / x + numerator[i]; d = d / x + denominator[i] } }
        return n / d
    }
    private static func sinpi(_ x: Double) -> Double {
        let y = fmod(x.magnitude, 2)
        let r: Double
        switch Int((2 * y).rounded()) {
        case 0: r = sin(.pi * y)
        case 1: r = cos(.pi * (y - 0.5))
        case 2: r = sin(.pi * (1 - y))
        case 3: r = -cos(.pi * (y - 1.5))
        default: r = sin(.pi * (y - 2))
        }
        return copysign(1, x) * r
    }
    static func gamma(_ x: Double) throws(Raise) -> Double {
        let text = "expected a noninteger or positive integer"
        if !x.isFinite {
            if x.isNaN || x > 0 { return x }
            throw domain(text, x)
        }
        if x == 0 { throw domain(text, x) }
        if x == x.rounded(.down) {
            if x < 0 { throw domain(text, x) }
            if x <= 23 { var r = 1.0; for i in 1..<max(1, Int(x)) { r *= Double(i) }; return r }
        }
        let absx = x.magnitude
        if absx < 1e-20 { let r = 1 / x; if r.isInfinite { throw range() }; return r }
        if absx > 200 {
            if x < 0 { return 0 / sinpi(x) }
            throw range()
        }
        let y = absx + lanczosG - 0.5
        var z: Double
        if absx > lanczosG - 0.5 { let q = y - absx; z = q - (lanczosG - 0.5) } else { let q = y - (lanczosG - 0.5); z = q - absx }
        z = z * lanczosG / y
        var r: Double
        if x < 0 {
            r = -.pi / sinpi(absx) / absx * exp(y) / lanczosSum(absx)
            r -= z * r
            if absx < 140 { r /= pow(y, absx - 0.5) } else { let s = pow(y, absx / 2 - 0.25); r /= s; r /= s }
        } else {
            r = lanczosSum(absx) / exp(y)
            r += z * r
            if absx < 140 { r *= pow(y, absx - 0.5) } else { let s = pow(y, absx / 2 - 0.25); r *= s; r *= s }
        }
        if r.isInfinite { throw range() }
        return r
    }
    static func lgamma(_ x: Double) throws(Raise) -> Double {
        if !x.isFinite { return x.isNaN ? x : .infinity }
        if x == x.rounded(.down) && x <= 2 {
            if x <= 0 { throw domain("expected a noninteger or positive integer", x) }
            return 0
        }
        let absx = x.magnitude
        if absx < 1e-20 { return -log(absx) }
        var r = log(lanczosSum(absx)) - lanczosG
        r += (absx - 0.5) * (log(absx + lanczosG - 0.5) - 1)
        if x < 0 { r = log(.pi) - log(sinpi(absx).magnitude) - log(absx) - r }
        if r.isInfinite { throw range() }
        return r
    }

    // MARK: logarithms

    static func logarithms(_ m: ModuleBuilder) {
        func log(_ v: Value, _ f: (Double) -> Double, _ big: (IntView) -> Double) throws(Raise) -> Double {
            if v.isIntLike {
                if Integers.isNegative(v) || Integers.isZero(v) { throw Errors.valueError("expected a positive input") }
                if v.isInt { return f(Double(v.int)) }
                return Integers.with(v, big)
            }
            let x = try Operations.double(v)
            if x > 0 || x.isNaN { return f(x) }
            throw domain("expected a positive input", x)
        }
        m.function("log", "(x, base=<none>, /)", effect: .pure) { a throws(Raise) in
            let n = try log(a[0], Glibc.log, BigInt.log)
            if !a.has(1) { return Value(float: n) }
            let d = try log(a[1], Glibc.log, BigInt.log)
            if d == 0 { throw Errors.zeroDivision("division by zero") }
            return Value(float: n / d)
        }
        m.function("log2", "(x, /)", effect: .pure) { a throws(Raise) in Value(float: try log(a[0], Glibc.log2, BigInt.log2)) }
        m.function("log10", "(x, /)", effect: .pure) { a throws(Raise) in Value(float: try log(a[0], Glibc.log10, BigInt.log10)) }
    }

    // MARK: the parts of floats

    static func floats(_ m: ModuleBuilder) {
        func rounding(_ name: StaticString, _ slot: Slot, _ rule: FloatingPointRoundingRule) {
            m.function(name, "(x, /)") { a throws(Raise) in
                let v = a[0]
                if v.isInt { return v }
                if v.isFloat { return Integers.fromFinite(v.float.rounded(rule)) }
                if v.isExactly(Types.float) { return try Integers.fromDouble(v.asDouble.rounded(rule)) }
                let s = v.type.slot(slot)
                if !s.isUnbound { return try Operations.callSlot(s, v) }
                if slot == .trunc { throw Errors.typeError("type \(v.type) doesn't define __trunc__ method") }
                return try Integers.fromDouble(try Operations.double(v).rounded(rule))
            }
        }
        rounding("floor", .floor, .down); rounding("ceil", .ceil, .up); rounding("trunc", .trunc, .towardZero)
        m.function("isnan", "(x, /)", effect: .pure) { a throws(Raise) in Value(bool: try Operations.double(a[0]).isNaN) }
        m.function("isinf", "(x, /)", effect: .pure) { a throws(Raise) in Value(bool: try Operations.double(a[0]).isInfinite) }
        m.function("isfinite", "(x, /)", effect: .pure) { a throws(Raise) in Value(bool: try Operations.double(a[0]).isFinite) }
        m.function("frexp", "(x, /)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0])
            if !x.isFinite || x == 0 { return TupleRef.make(Value(float: x), Value(int: 0)) }
            var e: Int32 = 0
            let f = Glibc.frexp(x, &e)
            return TupleRef.make(Value(float: f), Value(int: Int(e)))
        }
        m.function("ldexp", "(x, i, /)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0])
            guard a[1].isIntLike else { throw Errors.typeError("Expected an int as second argument to ldexp.") }
            let e = Integers.asInt64(a[1]) ?? (Integers.isNegative(a[1]) ? Int.min : Int.max)
            if x == 0 || !x.isFinite { return Value(float: x) }
            if e > 1 << 30 { throw range() }
            if e < -(1 << 30) { return Value(float: copysign(0, x)) }
            let r = scalbn(x, Int32(e))
            if r.isInfinite { throw range() }
            return Value(float: r)
        }
        m.function("modf", "(x, /)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0])
            if x.isInfinite { return TupleRef.make(Value(float: copysign(0, x)), Value(float: x)) }
            if x.isNaN { return TupleRef.make(Value(float: x), Value(float: x)) }
            let w = x.rounded(.towardZero)
            return TupleRef.make(Value(float: copysign(x - w, x)), Value(float: w))
        }
        m.function("ulp", "(x, /)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0]).magnitude
            if !x.isFinite { return Value(float: x) }
            let up = x.nextUp
            return Value(float: up.isInfinite ? x - x.nextDown : up - x)
        }
        m.function("nextafter", "(x, y, /, *, steps=None)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0]), y = try Operations.double(a[1])
            if a[2].isNone { return Value(float: Glibc.nextafter(x, y)) }
            let v = try Operations.indexObject(a[2])
            if Integers.isNegative(v) { throw Errors.valueError("steps must be a non-negative integer") }
            let steps = Integers.asInt64(v).map { UInt64($0) } ?? UInt64.max
            if steps == 0 { return Value(float: x) }
            if x.isNaN { return Value(float: x) }
            if y.isNaN || x == y { return Value(float: y) }
            // Doubles in order, as integers without gap: sign and magnitude.
            let ux = x.bitPattern, uy = y.bitPattern, sign: UInt64 = 1 << 63
            let ax = ux & ~sign, ay = uy & ~sign
            if (ux ^ uy) & sign != 0 {
                if steps >= ax + ay { return Value(float: y) }
                if ax > steps { return Value(float: Double(bitPattern: (ux & sign) | (ax - steps))) }
                return Value(float: Double(bitPattern: (uy & sign) | (steps - ax)))
            }
            if ax > ay { return Value(float: ax - ay > steps ? Double(bitPattern: ux - steps) : y) }
            return Value(float: ay - ax > steps ? Double(bitPattern: ux + steps) : y)
        }
        m.function("isclose", "(a, b, *, rel_tol=1e-09, abs_tol=0.0)", effect: .pure) { a throws(Raise) in
            let x = try Operations.double(a[0]), y = try Operations.double(a[1]), rel = try Operations.double(a[2]), abs = try Operations.double(a[3])
            if rel < 0 || abs < 0 { throw Errors.valueError("tolerances must be non-negative") }
            if x == y { return .true }
            if x.isInfinite || y.isInfinite { return .false }
            let d = (x - y).magnitude
            return Value(bool: d <= (rel * y).magnitude || d <= (rel * x).magnitude || d <= abs)
        }
    }

    // MARK: ints

    static func integers(_ m: ModuleBuilder) {
        func gcd(_ a: Value, _ b: Value) -> Value {
            if let x = Integers.asInt64(a), let y = Integers.asInt64(b) { return .uint(SmallInt.gcd(x, y)) }
            if Integers.isZero(a) { return Integers.absolute(b) }
            if Integers.isZero(b) { return Integers.absolute(a) }
            return Integers.with(a, b) { x, y in Integers.make(room: max(x.count, y.count) + 1) { r in BigInt.gcd(x, y, into: r) } }
        }
        let divisor = m.function("gcd", "(*integers)", effect: .pure) { a throws(Raise) in
            let v = TupleRef(a[0])
            if v.count == 0 { return Value(int: 0) }
            var r = Integers.absolute(try Operations.indexObject(v[0]))
            for i in 1..<max(1, v.count) where i < v.count { r = gcd(r, try Operations.indexObject(v[i])) }
            return r
        }
        Descriptor.builtin(divisor).object.vector = { base, count in
            guard count == 2, base[0].isInt, base[1].isInt else { return nil }
            var x = base[0].int.magnitude, y = base[1].int.magnitude
            while y != 0 { (x, y) = (y, x % y) }
            return Value.int(Int(x))
        }
        m.function("lcm", "(*integers)", effect: .pure) { a throws(Raise) in
            let v = TupleRef(a[0])
            if v.count == 0 { return Value(int: 1) }
            var r = Integers.absolute(try Operations.indexObject(v[0]))
            for i in 1..<max(1, v.count) where i < v.count {
                let x = Integers.absolute(try Operations.indexObject(v[i]))
                if Integers.isZero(r) || Integers.isZero(x) { r = Value(int: 0); continue }
                r = try Operations.binary(.mul, try Operations.binary(.floordiv, r, gcd(r, x)), x)
            }
            return r
        }
        m.function("isqrt", "(n, /)", effect: .pure) { a throws(Raise) in
            let n = Integers.exact(try Operations.indexObject(a[0]))
            if Integers.isNegative(n) { throw Errors.valueError("isqrt() argument must be nonnegative") }
            if n.isInt { return Value(int: SmallInt.isqrt(n.int)) }
            return Integers.with(n) { x in Integers.make(room: x.count / 2 + 2) { r in BigInt.isqrt(x, into: r) } }
        }
        func taken(_ p: UnsafeMutablePointer<dx_limb>?, _ count: Int) throws(Raise) -> Value {
            guard let p else { throw Errors.memoryError() }
            defer { free(p) }
            return Integers.make(room: count) { r in
                for i in 0..<count { r[i] = UInt(p[i]) }
                return IntResult(normalizing: r, count: count, negative: false)
            }
        }
        func factorial(_ v: Value) throws(Raise) -> Value {
            let n = try Operations.indexObject(v)
            if Integers.isNegative(n) { throw Errors.valueError("factorial() not defined for negative values") }
            guard let k = Integers.asInt64(n) else { throw Errors.overflowError("factorial() argument should not exceed \(Int.max)") }
            if k <= 20 { var r = 1; for i in 1..<max(1, k + 1) { r *= i }; return .int(r) }
            if k > 1 << 33 { throw Errors.memoryError() }
            var count = 0
            let p = dx_factorial(UInt(k), &count)
            return try taken(p, count)
        }
        m.function("factorial", "(n, /)", effect: .pure) { a throws(Raise) in try factorial(a[0]) }
        m.function("comb", "(n, k, /)", effect: .pure) { a throws(Raise) in
            let n = Integers.exact(try Operations.indexObject(a[0]))
            var k = Integers.exact(try Operations.indexObject(a[1]))
            if Integers.isNegative(n) { throw Errors.valueError("n must be a non-negative integer") }
            if Integers.isNegative(k) { throw Errors.valueError("k must be a non-negative integer") }
            let rest = try Operations.binary(.sub, n, k)
            if Integers.isNegative(rest) { return Value(int: 0) }
            if Integers.compare(rest, k) < 0 { k = rest }
            guard k.isInt else { throw Errors.overflowError("min(n - k, k) must not exceed \(Int.max)") }
            if k.int == 0 { return Value(int: 1) }
            if k.int == 1 { return n }
            var count = 0
            let p = Integers.with(n) { x in x.limbs.withMemoryRebound(to: dx_limb.self, capacity: x.count) { dx_binomial($0, x.count, UInt(k.int), &count) } }
            return try taken(p, count)
        }
        m.function("perm", "(n, k=None, /)", effect: .pure) { a throws(Raise) in
            if a[1].isNone { return try factorial(a[0]) }
            let n = Integers.exact(try Operations.indexObject(a[0])), k = Integers.exact(try Operations.indexObject(a[1]))
            if Integers.isNegative(n) { throw Errors.valueError("n must be a non-negative integer") }
            if Integers.isNegative(k) { throw Errors.valueError("k must be a non-negative integer") }
            if Integers.compare(n, k) < 0 { return Value(int: 0) }
            guard k.isInt else { throw Errors.overflowError("k must not exceed \(Int.max)") }
            // Halves of the range multiplied, so that factors stay of like size.
            func product(_ from: Int, _ to: Int) throws(Raise) -> Value {
                if to - from == 1 { return try Operations.binary(.sub, n, Value(int: from)) }
                let mid = (from + to) / 2
                return try Operations.binary(.mul, try product(from, mid), try product(mid, to))
            }
            return k.int == 0 ? Value(int: 1) : try product(0, k.int)
        }
    }

    // MARK: sums

    static func sums(_ m: ModuleBuilder) {
        m.function("fsum", "(seq, /)") { a throws(Raise) in Value(float: try fsum(a[0])) }
        m.function("prod", "(iterable, /, *, start=1)") { a throws(Raise) in
            var r = a[1]
            let it = try Operations.iterate(a[0])
            while let v = try Operations.next(it) { r = try Operations.binary(.mul, r, v) }
            return r
        }
        m.function("hypot", "(*coordinates)", effect: .pure) { a throws(Raise) in
            let v = TupleRef(a[0]), n = v.count
            var failure: Raise? = nil, r = 0.0
            withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, n)) { b in
                do throws(Raise) { for i in 0..<n { b[i] = try Operations.double(v[i]).magnitude } } catch { failure = error; return }
                r = norm(b.baseAddress!, n)
            }
            if let failure { throw failure }
            return Value(float: r)
        }
        m.function("dist", "(p, q, /)", effect: .pure) { a throws(Raise) in
            let p = try Operations.tuple(a[0]), q = try Operations.tuple(a[1]), n = TupleRef(p).count
            if TupleRef(q).count != n { throw Errors.valueError("both points must have the same number of dimensions") }
            var failure: Raise? = nil, r = 0.0
            withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, n)) { b in
                do throws(Raise) {
                    for i in 0..<n { let x = try Operations.double(TupleRef(p)[i]); b[i] = (x - (try Operations.double(TupleRef(q)[i]))).magnitude }
                } catch { failure = error; return }
                r = norm(b.baseAddress!, n)
            }
            if let failure { throw failure }
            return Value(float: r)
        }
        m.function("sumprod", "(p, q, /)") { a throws(Raise) in try sumprod(a[0], a[1]) }
    }
    /// The exact sum of doubles, rounded once: partial sums that do not overlap (Shewchuk).
    private static func fsum(_ v: Value) throws(Raise) -> Double {
        let it = try Operations.iterate(v)
        var p: [Double] = [], special = 0.0, infinities = 0.0
        while let item = try Operations.next(it) {
            var x = try Operations.double(item)
            let start = x
            var i = 0
            for var y in p {
                if x.magnitude < y.magnitude { swap(&x, &y) }
                let high = x + y, low = y - (high - x)
                if low != 0 { p[i] = low; i += 1 }
                x = high
            }
            p.removeLast(p.count - i)
            if x != 0 {
                if !x.isFinite {
                    if start.isFinite { throw Errors.overflowError("intermediate overflow in fsum") }
                    if start.isInfinite { infinities += start }
                    special += start
                    p = []
                } else { p.append(x) }
            }
        }
        if special != 0 || special.isNaN {
            if infinities.isNaN { throw Errors.valueError("-inf + inf in fsum") }
            return special
        }
        var high = 0.0
        if var n = Optional(p.count), n > 0 {
            n -= 1
            high = p[n]
            var low = 0.0
            while n > 0 {
                let x = high
                n -= 1
                let y = p[n]
                high = x + y
                low = y - (high - x)
                if low != 0 { break }
            }
            // Half-way cases are rounded by what lies below.
            if n > 0 && ((low < 0 && p[n - 1] < 0) || (low > 0 && p[n - 1] > 0)) {
                let y = low * 2, x = high + y
                if y == x - high { high = x }
            }
        }
        return high
    }
    /// The Euclidean norm of N magnitudes: scaled by a power of two, squares summed in two words, one Newton step. (`vector_norm`)
    private static func norm(_ p: UnsafeMutablePointer<Double>, _ n: Int) -> Double {
        var largest = 0.0, nan = false
        for i in 0..<n { if p[i].isNaN { nan = true } else if p[i] > largest { largest = p[i] } }
        if largest.isInfinite { return .infinity }
        if nan { return .nan }
        if largest == 0 || n <= 1 { return largest }
        var e: Int32 = 0
        _ = Glibc.frexp(largest, &e)
        if e < -1023 {
            for i in 0..<n { p[i] /= Double.leastNormalMagnitude }
            return Double.leastNormalMagnitude * norm(p, n)
        }
        let scale = scalbn(1, -e)
        var sum = 1.0, frac1 = 0.0, frac2 = 0.0
        func add(_ x: Double, _ y: Double) {
            let high = x * y, low = fma(x, y, -high)
            let s = sum + high
            frac2 += high - (s - sum)
            sum = s
            frac1 += low
        }
        for i in 0..<n { let x = p[i] * scale; add(x, x) }
        var h = (sum - 1 + (frac1 + frac2)).squareRoot()
        add(-h, h)
        h += (sum - 1 + (frac1 + frac2)) / (2 * h)
        return h / scale
    }
    /// The sum of products: ints exactly, floats in triple length, anything else by its operators.
    private static func sumprod(_ p: Value, _ q: Value) throws(Raise) -> Value {
        let x = try Operations.iterate(p), y = try Operations.iterate(q)
        var total = Value(int: 0)
        var inFloat = false, high = 0.0, low = 0.0, tiny = 0.0
        func twoSum(_ a: Double, _ b: Double) -> (Double, Double) { let s = a + b, z = s - a; return (s, (a - (s - z)) + (b - z)) }
        func flush() throws(Raise) {
            if inFloat { total = try Operations.binary(.add, total, Value(float: high + twoSum(low, tiny).0)); inFloat = false; high = 0; low = 0; tiny = 0 }
        }
        while true {
            let a = try Operations.next(x), b = try Operations.next(y)
            if a == nil && b == nil { break }
            guard let a, let b else { throw Errors.valueError("Inputs are not the same length") }
            let fa = a.isFloat || a.isExactly(Types.float), fb = b.isFloat || b.isExactly(Types.float)
            if (fa || fb) && (fa || a.isInt || a.isBool) && (fb || b.isInt || b.isBool) {
                let u = fa ? a.asDouble : try Integers.toDouble(a), v = fb ? b.asDouble : try Integers.toDouble(b)
                let ph = u * v, pl = fma(u, v, -ph)
                let (s, e) = twoSum(high, ph), (r1, t1) = twoSum(low, pl), (r2, t2) = twoSum(r1, e)
                if s.isFinite { high = s; low = r2; tiny += t1 + t2; inFloat = true; continue }
            }
            try flush()
            total = try Operations.binary(.add, total, try Operations.binary(.mul, a, b))
        }
        try flush()
        return total
    }
}

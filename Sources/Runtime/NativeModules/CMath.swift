import CSupport
import Glibc

/// `cmath`: the C library's complex functions, which follow C99's Annex G as CPython's tables do, with CPython's choice of errors.
extension NativeModule {
    static let cmath = NativeModule("cmath", doc: "This module provides access to mathematical functions for complex\nnumbers.") { m throws(Raise) in
        m.constant("pi", Value(float: .pi)); m.constant("e", Value(float: M_E)); m.constant("tau", Value(float: 2 * .pi))
        m.constant("inf", Value(float: .infinity)); m.constant("nan", Value(float: .nan))
        m.constant("infj", ComplexObject.make(Complex(0, .infinity))); m.constant("nanj", ComplexObject.make(Complex(0, .nan)))
        func call(_ f: Int, _ z: Complex) -> Complex {
            var out = (0.0, 0.0)
            withUnsafeMutablePointer(to: &out) { p in p.withMemoryRebound(to: Double.self, capacity: 2) { dx_complex(Int32(f), z.re, z.im, $0) } }
            return Complex(out.0, out.1)
        }
        /// DOMAIN: inputs that are a domain error.
        func function(_ name: StaticString, _ f: Int, _ domain: @escaping (Complex) -> Bool = { _ in false }) {
            m.function(name, "(z, /)", effect: .pure) { a throws(Raise) in
                let z = try ComplexObject.convert(a[0])
                if domain(z) { throw MathFunctions.domain() }
                let r = call(f, z)
                if (r.re.isInfinite || r.im.isInfinite) && z.re.isFinite && z.im.isFinite { throw MathFunctions.range() }
                return ComplexObject.make(r)
            }
        }
        let hyperbolic: (Complex) -> Bool = { $0.im.isInfinite && !$0.re.isNaN }
        let circular: (Complex) -> Bool = { $0.re.isInfinite && !$0.im.isNaN }
        function("sqrt", dx_complex_sqrt)
        function("exp", dx_complex_exp) { $0.im.isInfinite && ($0.re.isFinite || ($0.re.isInfinite && $0.re > 0)) }
        function("sin", dx_complex_sin, circular); function("cos", dx_complex_cos, circular)
        function("tan", dx_complex_tan) { $0.re.isInfinite && $0.im.isFinite }
        function("sinh", dx_complex_sinh, hyperbolic); function("cosh", dx_complex_cosh, hyperbolic)
        function("tanh", dx_complex_tanh) { $0.im.isInfinite && $0.re.isFinite }
        function("asin", dx_complex_asin); function("acos", dx_complex_acos)
        function("atan", dx_complex_atan) { $0.re == 0 && $0.im.magnitude == 1 }
        function("asinh", dx_complex_asinh); function("acosh", dx_complex_acosh)
        function("atanh", dx_complex_atanh) { $0.im == 0 && $0.re.magnitude == 1 }
        func log(_ z: Complex) throws(Raise) -> Complex {
            if z.re == 0 && z.im == 0 { throw MathFunctions.domain() }
            return call(dx_complex_log, z)
        }
        m.function("log", "(z, base=<none>, /)", effect: .pure) { a throws(Raise) in
            var r = try log(try ComplexObject.convert(a[0]))
            if a.has(1) {
                let b = try log(try ComplexObject.convert(a[1]))
                guard let q = Complex.divide(r, b) else { throw MathFunctions.domain() }
                r = q
            }
            return ComplexObject.make(r)
        }
        m.function("log10", "(z, /)", effect: .pure) { a throws(Raise) in
            let r = try log(try ComplexObject.convert(a[0]))
            return ComplexObject.make(Complex(r.re / M_LN10, r.im / M_LN10))
        }
        m.function("phase", "(z, /)", effect: .pure) { a throws(Raise) in let z = try ComplexObject.convert(a[0]); return Value(float: atan2(z.im, z.re)) }
        m.function("polar", "(z, /)", effect: .pure) { a throws(Raise) in
            let z = try ComplexObject.convert(a[0]), r = hypot(z.re, z.im)
            if r.isInfinite && z.re.isFinite && z.im.isFinite { throw MathFunctions.range() }
            return TupleRef.make(Value(float: r), Value(float: atan2(z.im, z.re)))
        }
        m.function("rect", "(r, phi, /)", effect: .pure) { a throws(Raise) in
            let r = try Operations.double(a[0]), phi = try Operations.double(a[1])
            if !r.isFinite || !phi.isFinite {
                if r != 0 && !r.isNaN && phi.isInfinite { throw MathFunctions.domain() }
                if r.isInfinite && phi.isFinite && phi != 0 {
                    let s = r > 0 ? 1.0 : -1.0
                    return ComplexObject.make(Complex(copysign(.infinity, s * cos(phi)), copysign(.infinity, s * sin(phi))))
                }
                if r.isInfinite && phi == 0 { return ComplexObject.make(Complex(r, phi * (r > 0 ? 1 : -1))) }
                if r.isInfinite { return ComplexObject.make(Complex(.infinity, .nan)) }
                if r == 0 { return ComplexObject.make(Complex(0, 0)) }
                return ComplexObject.make(Complex(.nan, phi == 0 ? 0 : .nan))
            }
            // A phase of zero keeps its sign in the imaginary part.
            return ComplexObject.make(phi == 0 ? Complex(r, r * phi) : Complex(r * cos(phi), r * sin(phi)))
        }
        m.function("isnan", "(z, /)", effect: .pure) { a throws(Raise) in let z = try ComplexObject.convert(a[0]); return Value(bool: z.re.isNaN || z.im.isNaN) }
        m.function("isinf", "(z, /)", effect: .pure) { a throws(Raise) in let z = try ComplexObject.convert(a[0]); return Value(bool: z.re.isInfinite || z.im.isInfinite) }
        m.function("isfinite", "(z, /)", effect: .pure) { a throws(Raise) in let z = try ComplexObject.convert(a[0]); return Value(bool: z.re.isFinite && z.im.isFinite) }
        m.function("isclose", "(a, b, *, rel_tol=1e-09, abs_tol=0.0)", effect: .pure) { a throws(Raise) in
            let x = try ComplexObject.convert(a[0]), y = try ComplexObject.convert(a[1]), rel = try Operations.double(a[2]), abs = try Operations.double(a[3])
            if rel < 0 || abs < 0 { throw Errors.valueError("tolerances must be non-negative") }
            if x.re == y.re && x.im == y.im { return .true }
            if x.re.isInfinite || x.im.isInfinite || y.re.isInfinite || y.im.isInfinite { return .false }
            let d = hypot(x.re - y.re, x.im - y.im)
            return Value(bool: d <= rel * hypot(y.re, y.im) || d <= rel * hypot(x.re, x.im) || d <= abs)
        }
    }
}

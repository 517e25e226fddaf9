import Glibc
import Primitives

/// A complex number of two doubles, with the arithmetic of C99's Annex G as CPython follows it (`_Py_c_*`).
public struct Complex {
    public var re: Double, im: Double
    @inline(__always) public init(_ r: Double, _ i: Double) { re = r; im = i }

    static func multiply(_ z: Complex, _ w: Complex) -> Complex {
        let a = z.re, b = z.im, c = w.re, d = w.im
        let re = a * c - b * d, im = a * d + b * c
        if !re.isNaN || !im.isNaN { return Complex(re, im) }
        // Both NaN: an infinite operand still gives an infinite product.
        var x = z, y = w, recalculate = false
        func unit(_ v: Double) -> Double { copysign(v.isInfinite ? 1 : 0, v) }
        func zero(_ v: Double) -> Double { v.isNaN ? copysign(0, v) : v }
        if a.isInfinite || b.isInfinite { x = Complex(unit(a), unit(b)); y = Complex(zero(c), zero(d)); recalculate = true }
        if c.isInfinite || d.isInfinite { y = Complex(unit(c), unit(d)); x = Complex(zero(x.re), zero(x.im)); recalculate = true }
        if !recalculate && ((a * c).isInfinite || (b * d).isInfinite || (a * d).isInfinite || (b * c).isInfinite) {
            x = Complex(zero(a), zero(b)); y = Complex(zero(c), zero(d)); recalculate = true
        }
        if !recalculate { return Complex(re, im) }
        return Complex(.infinity * (x.re * y.re - x.im * y.im), .infinity * (x.re * y.im + x.im * y.re))
    }
    /// nil: division by zero.
    static func divide(_ a: Complex, _ b: Complex) -> Complex? {
        let ar = b.re.magnitude, ai = b.im.magnitude
        var r = Complex(.nan, .nan)
        if ar >= ai {
            if ar == 0 { return nil }
            let ratio = b.im / b.re, denominator = b.re + b.im * ratio
            r = Complex((a.re + a.im * ratio) / denominator, (a.im - a.re * ratio) / denominator)
        } else if ai >= ar {
            let ratio = b.re / b.im, denominator = b.re * ratio + b.im
            r = Complex((a.re * ratio + a.im) / denominator, (a.im * ratio - a.re) / denominator)
        }
        if r.re.isNaN && r.im.isNaN {
            if (a.re.isInfinite || a.im.isInfinite) && b.re.isFinite && b.im.isFinite {
                let x = copysign(a.re.isInfinite ? 1 : 0, a.re), y = copysign(a.im.isInfinite ? 1 : 0, a.im)
                r = Complex(.infinity * (x * b.re + y * b.im), .infinity * (y * b.re - x * b.im))
            } else if (ar.isInfinite || ai.isInfinite) && a.re.isFinite && a.im.isFinite {
                let x = copysign(b.re.isInfinite ? 1 : 0, b.re), y = copysign(b.im.isInfinite ? 1 : 0, b.im)
                r = Complex(0 * (a.re * x + a.im * y), 0 * (a.im * x - a.re * y))
            }
        }
        return r
    }
    /// A real divided by a complex: nil for division by zero.
    static func divide(_ a: Double, _ b: Complex) -> Complex? {
        let ar = b.re.magnitude, ai = b.im.magnitude
        var r = Complex(.nan, .nan)
        if ar >= ai {
            if ar == 0 { return nil }
            let ratio = b.im / b.re, denominator = b.re + b.im * ratio
            r = Complex(a / denominator, (-a * ratio) / denominator)
        } else if ai >= ar {
            let ratio = b.re / b.im, denominator = b.re * ratio + b.im
            r = Complex((a * ratio) / denominator, -a / denominator)
        }
        if r.re.isNaN && r.im.isNaN && a.isFinite && (ar.isInfinite || ai.isInfinite) {
            let x = copysign(b.re.isInfinite ? 1 : 0, b.re), y = copysign(b.im.isInfinite ? 1 : 0, b.im)
            r = Complex(0 * (a * x), 0 * (-a * y))
        }
        return r
    }
    /// Integral powers of small size by squaring.
    private static func powerUnsigned(_ x: Complex, _ n: Int) -> Complex {
        var mask = 1, r = Complex(1, 0), p = x
        while mask > 0 && n >= mask {
            if n & mask != 0 { r = multiply(r, p) }
            mask <<= 1
            p = multiply(p, p)
        }
        return r
    }
    enum Power { case value(Complex), zeroDivision, overflow }
    static func power(_ a: Complex, _ b: Complex) -> Power {
        let r: Complex
        if b.im == 0 && b.re == b.re.rounded(.down) && b.re.magnitude <= 100 {
            let n = Int(b.re)
            if n > 0 { r = powerUnsigned(a, n) } else {
                if n == 0 { return .value(Complex(1, 0)) }
                guard let q = divide(Complex(1, 0), powerUnsigned(a, -n)) else { return .zeroDivision }
                r = q
            }
        } else if b.re == 0 && b.im == 0 { return .value(Complex(1, 0)) }
        else if a.re == 0 && a.im == 0 {
            if b.im != 0 || b.re < 0 { return .zeroDivision }
            r = Complex(0, 0)
        } else {
            let vabs = hypot(a.re, a.im), at = atan2(a.im, a.re)
            var length = pow(vabs, b.re), phase = at * b.re
            if b.im != 0 { length *= exp(-at * b.im); phase += b.im * log(vabs) }
            r = Complex(length * cos(phase), length * sin(phase))
        }
        if r.re.isInfinite || r.im.isInfinite { return .overflow }
        return .value(r)
    }
}

/// A complex object (PyComplexObject): real at 16, imaginary at 24.
public enum ComplexObject {
    public static func make(_ z: Complex, type t: TypeRef = Types.complex) -> Value {
        let r = t == Types.complex ? Heap.allocate(32, t) : Instance.allocate(t)
        r.storeBytes(of: z.re, toByteOffset: 16, as: Double.self); r.storeBytes(of: z.im, toByteOffset: 24, as: Double.self)
        return Value(r)
    }
    @inline(__always) public static func get(_ v: Value) -> Complex {
        Complex(v.ref.load(fromByteOffset: 16, as: Double.self), v.ref.load(fromByteOffset: 24, as: Double.self))
    }
    @inline(__always) public static func isComplex(_ v: Value) -> Bool { v.isPointer && (v.ref.type == Types.complex || v.ref.type.isSubtype(of: Types.complex)) }

    static func power(_ a: Complex, _ b: Complex) throws(Raise) -> Value {
        switch Complex.power(a, b) {
        case .value(let z): return make(z)
        case .zeroDivision: throw Errors.zeroDivision("zero to a negative or complex power")
        case .overflow: throw Errors.overflowError("complex exponentiation")
        }
    }
    /// A complex (real == nil) or a real operand.
    private enum Operand { case complex(Complex), real(Double), none }
    private static func operand(_ v: Value) throws(Raise) -> Operand {
        if isComplex(v) { return .complex(get(v)) }
        if v.isFloatLike { return .real(v.asDouble) }
        if v.isIntLike { return .real(try Integers.toDouble(v)) }
        return .none
    }
    static func arithmetic(_ op: Operations.Binary, _ a: Value, _ b: Value) throws(Raise) -> Value {
        switch (try operand(a), try operand(b)) {
        case (.none, _), (_, .none): return .notImplemented
        case (.complex(let x), .complex(let y)):
            switch op {
            case .add: return make(Complex(x.re + y.re, x.im + y.im))
            case .sub: return make(Complex(x.re - y.re, x.im - y.im))
            case .mul: return make(Complex.multiply(x, y))
            case .truediv:
                guard let q = Complex.divide(x, y) else { throw Errors.zeroDivision("division by zero") }
                return make(q)
            default: return try power(x, y)
            }
        case (.complex(let x), .real(let y)):
            switch op {
            case .add: return make(Complex(x.re + y, x.im))
            case .sub: return make(Complex(x.re - y, x.im))
            case .mul: return make(Complex(x.re * y, x.im * y))
            case .truediv:
                if y == 0 { throw Errors.zeroDivision("division by zero") }
                return make(Complex(x.re / y, x.im / y))
            default: return try power(x, Complex(y, 0))
            }
        case (.real(let x), .complex(let y)):
            switch op {
            case .add: return make(Complex(x + y.re, y.im))
            case .sub: return make(Complex(x - y.re, -y.im))
            case .mul: return make(Complex(x * y.re, x * y.im))
            case .truediv:
                guard let q = Complex.divide(x, y) else { throw Errors.zeroDivision("division by zero") }
                return make(q)
            default: return try power(Complex(x, 0), y)
            }
        case (.real(let x), .real(let y)): return try Integers.doubles(op, x, y)!
        }
    }
    static func text(_ z: Complex) -> Value {
        var b = ByteBuilder(capacity: 80)
        defer { b.free() }
        func part(_ d: Double, plus: Bool) { FloatFormat.format(d, code: 114, precision: 0, plus ? .plus : [], into: &b) }
        if z.re == 0 && z.re.sign == .plus { part(z.im, plus: false); b.append(106) } else {
            b.append(40); part(z.re, plus: false); part(z.im, plus: true); b.append("j)")
        }
        return StrRef.make(utf8: b.base!, b.count)
    }

    static func define() {
        let t = Types.complex
        t.new("($type, /, real=<none>, imag=<none>)") { a throws(Raise) in try construct(TypeRef(a[0].ref), a[1], a[2]) }
        func binary(_ name: StaticString, _ reflected: StaticString, _ op: Operations.Binary) {
            t.special(name, "($self, value, /)", effect: .pure) { a throws(Raise) in try arithmetic(op, a[0], a[1]) }
            t.special(reflected, "($self, value, /)", effect: .pure) { a throws(Raise) in try arithmetic(op, a[1], a[0]) }
        }
        binary("__add__", "__radd__", .add); binary("__sub__", "__rsub__", .sub); binary("__mul__", "__rmul__", .mul); binary("__truediv__", "__rtruediv__", .truediv)
        t.special("__pow__", "($self, value, mod=None, /)") { a throws(Raise) in
            let r = try arithmetic(.pow, a[0], a[1])
            if !a[2].isNone && r != .notImplemented { throw Errors.valueError("complex modulo") }
            return r
        }
        t.special("__rpow__", "($self, value, mod=None, /)") { a throws(Raise) in
            let r = try arithmetic(.pow, a[1], a[0])
            if !a[2].isNone && r != .notImplemented { throw Errors.valueError("complex modulo") }
            return r
        }
        func equality(_ name: StaticString, _ equal: Bool) {
            t.special(name, "($self, value, /)", effect: .pure) { a throws(Raise) in
                let z = get(a[0]), v = a[1]
                var same = false
                if isComplex(v) { let w = get(v); same = z.re == w.re && z.im == w.im }
                else if v.isFloatLike { same = z.im == 0 && z.re == v.asDouble }
                else if v.isIntLike { same = z.im == 0 && Integers.compare(v, z.re, .eq) }
                else { return .notImplemented }
                return Value(bool: same == equal)
            }
        }
        equality("__eq__", true); equality("__ne__", false)
        for name in ["__lt__", "__le__", "__gt__", "__ge__"] as [StaticString] { t.special(name, "($self, value, /)", effect: .pure) { a throws(Raise) in .notImplemented } }
        t.special("__neg__", "($self, /)", effect: .pure) { a throws(Raise) in let z = get(a[0]); return make(Complex(-z.re, -z.im)) }
        t.special("__pos__", "($self, /)", effect: .pure) { a throws(Raise) in a[0].isExactly(Types.complex) ? a[0] : make(get(a[0])) }
        t.special("__abs__", "($self, /)", effect: .pure) { a throws(Raise) in
            let z = get(a[0]), h = hypot(z.re, z.im)
            if h.isInfinite && z.re.isFinite && z.im.isFinite { throw Errors.overflowError("absolute value too large") }
            return Value(float: h)
        }
        t.special("__bool__", "($self, /)", effect: .pure) { a throws(Raise) in let z = get(a[0]); return Value(bool: z.re != 0 || z.im != 0) }
        t.special("__hash__", "($self, /)", effect: .pure) { a throws(Raise) in
            let z = get(a[0])
            let id = Operations.identityHash(a[0])
            return .int(Hashing.complex(real: Hashing.double(z.re) ?? id, imaginary: Hashing.double(z.im) ?? id))
        }
        t.special("__repr__", "($self, /)", effect: .pure) { a throws(Raise) in text(get(a[0])) }
        t.method("__complex__", "($self, /)", effect: .pure) { a throws(Raise) in a[0].isExactly(Types.complex) ? a[0] : make(get(a[0])) }
        t.method("conjugate", "($self, /)", effect: .pure) { a throws(Raise) in let z = get(a[0]); return make(Complex(z.re, -z.im)) }
        t.method("__getnewargs__", "($self, /)") { a throws(Raise) in let z = get(a[0]); return TupleRef.make(Value(float: z.re), Value(float: z.im)) }
        t.method("__format__", "($self, format_spec, /)") { a throws(Raise) in try NumberFormat.complex(a[0], a[1]) }
        t.classMethod("from_number", "($type, number, /)") { a throws(Raise) in
            if a[0] == Types.complex.value && a[1].isExactly(Types.complex) { return a[1] }
            let type = TypeRef(a[0].ref)
            if let z = try special(a[1]) { return make(z, type: type) }
            guard let d = try FloatType.number(a[1]) else { throw Errors.typeError("must be real number, not \(a[1].type)") }
            return make(Complex(d, 0), type: type)
        }
        t.computedMember("real", doc: "the real part of a complex number") { v throws(Raise) in Value(float: get(v).re) }
        t.computedMember("imag", doc: "the imaginary part of a complex number") { v throws(Raise) in Value(float: get(v).im) }
    }
    /// The complex of a complex object or of what `__complex__` returns; nil if V has neither.
    static func special(_ v: Value) throws(Raise) -> Complex? {
        if v.isExactly(Types.complex) { return get(v) }
        if !v.isPointer { return nil }
        let m = try Operations.special(v, StrRef.intern("__complex__"))
        if m.isUnbound { return isComplex(v) ? get(v) : nil }
        let r = try Call.call(m)
        guard isComplex(r) else { throw Errors.typeError("__complex__ returned non-complex (type \(r.type))") }
        if !r.isExactly(Types.complex) {
            try Warn.deprecated("__complex__ returned non-complex (type \(r.typeName)).  The ability to return an instance of a strict subclass of complex is deprecated, and may be removed in a future version of Python.")
        }
        return get(r)
    }
    /// Any number as a complex (`PyComplex_AsCComplex`).
    public static func convert(_ v: Value) throws(Raise) -> Complex {
        if let z = try special(v) { return z }
        return Complex(try FloatType.double(v), 0)
    }
    private static func construct(_ t: TypeRef, _ r: Value, _ i: Value) throws(Raise) -> Value {
        if i.isUnbound {
            if r.isUnbound { return make(Complex(0, 0), type: t) }
            if r.isExactly(Types.complex) && t == Types.complex { return r }
            if r.isStr { return make(try parse(r), type: t) }
            if let z = try special(r) { return make(z, type: t) }
            guard let d = try FloatType.number(r) else { throw Errors.typeError("complex() argument must be a string or a number, not \(r.type)") }
            return make(Complex(d, 0), type: t)
        }
        var z = Complex(0, 0), w = Complex(0, 0)
        if !r.isUnbound {
            if !isComplex(r), let d = try FloatType.number(r) { z.re = d }
            else if let c = try special(r) {
                z = c
                try Warn.deprecated("complex() argument 'real' must be a real number, not \(r.typeName)")
            } else { throw Errors.typeError("complex() argument 'real' must be a real number, not \(r.type)") }
        }
        if isComplex(i) {
            w = get(i)
            try Warn.deprecated("complex() argument 'imag' must be a real number, not \(i.typeName)")
            return make(Complex(z.re - w.im, r.isUnbound || !isComplex(r) ? w.re : z.im + w.re), type: t)
        }
        guard let d = try FloatType.number(i) else { throw Errors.typeError("complex() argument 'imag' must be a real number, not \(i.type)") }
        let real = z.re, imaginary = !r.isUnbound && isComplex(r) ? z.im + d : d
        return make(Complex(real, imaginary), type: t)
    }
    /// The grammar: spaces, one pair of parentheses, `x`, `yj` or `x+yj`; underscores between digits.
    private static func parse(_ v: Value) throws(Raise) -> Complex {
        var out: Complex? = nil
        NumericText.ascii(StrRef(v)) { t in
            guard var p = t.baseAddress else { return }
            var end = p + t.count
            func space(_ c: UInt8) -> Bool { c == 32 || (c >= 9 && c <= 13) }
            func trim() { while p < end && space(p.pointee) { p += 1 }; while end > p && space(end[-1]) { end -= 1 } }
            trim()
            if end - p >= 2 && p.pointee == 40 { if end[-1] != 41 { return }; p += 1; end -= 1; trim() }
            func isJ(_ c: UInt8) -> Bool { c | 32 == 106 }
            var re = 0.0, im = 0.0
            let (x, s) = FloatParse.prefix(p, end, underscores: true)
            if s > p {
                p = s
                if p < end && (p.pointee == 43 || p.pointee == 45) {
                    re = x
                    let (y, s2) = FloatParse.prefix(p, end, underscores: true)
                    if s2 > p { im = y; p = s2 } else { im = p.pointee == 43 ? 1 : -1; p += 1 }
                    if !(p < end && isJ(p.pointee)) { return }
                    p += 1
                } else if p < end && isJ(p.pointee) { p += 1; im = x } else { re = x }
            } else {
                if p < end && (p.pointee == 43 || p.pointee == 45) { im = p.pointee == 43 ? 1 : -1; p += 1 } else { im = 1 }
                if !(p < end && isJ(p.pointee)) { return }
                p += 1
            }
            if p == end { out = Complex(re, im) }
        }
        guard let out else {
            if hasStrayUnderscore(StrRef(v)) { throw Errors.valueError("could not convert string to complex: \(Operations.reprText(v))") }
            throw Errors.valueError("complex() arg is a malformed string")
        }
        return out
    }
    /// Whether an underscore stands elsewhere than between two digits.
    private static func hasStrayUnderscore(_ s: StrRef) -> Bool {
        var stray = false
        NumericText.ascii(s) { t in
            func isDigit(_ i: Int) -> Bool { i >= 0 && i < t.count && t[i] >= 48 && t[i] <= 57 }
            for i in 0..<t.count where t[i] == 95 && !(isDigit(i - 1) && isDigit(i + 1)) { stray = true }
        }
        return stray
    }
}

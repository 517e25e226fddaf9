import Glibc
import TraceIR
import TraceCompiler

/// Complex numbers under the recorder: two floats in registers, which become an object only where something needs one (Sink.swift).
///
/// What Annex G adds to multiplication and division concerns results whose parts are both nan: where the real part is nan the trace is left. Powers are calls.
extension Recorder {
    func isComplex(_ w: Traced) -> Bool { w.value.isExactly(Types.complex) }
    /// A number as it enters arithmetic: IM is none for a real one.
    private func parts(_ w: Traced) -> (re: TraceIR.Ref, im: TraceIR.Ref) {
        if !isComplex(w) { return (float(asFloat(w)), .none) }
        if w.ref.isConstant { let z = ComplexObject.get(w.value); return (b.float(z.re), b.float(z.im)) }
        guardType(w, Types.complex)
        return (b.load(w.ref, offset: 16, class: 0, kind: .f64), b.load(w.ref, offset: 24, class: 0, kind: .f64))
    }
    private func newComplex(_ v: Value, _ re: TraceIR.Ref, _ im: TraceIR.Ref) -> Traced {
        let o = b.new(size: 32, type: UInt(bitPattern: Types.complex.ref))
        b.store(o, offset: 16, class: 0, value: re)
        b.store(o, offset: 24, class: 0, value: im)
        return Traced(value: v, ref: o)
    }
    /// An operator of a complex and another number; nil: a call does it.
    func complexes(_ op: Operations.Binary, _ x: Traced, _ y: Traced) throws(Raise) -> Traced? {
        guard op == .add || op == .sub || op == .mul || op == .truediv, isComplex(x) && (isComplex(y) || isNumber(y)) || isComplex(y) && isNumber(x) else { return nil }
        if op == .truediv { return try quotient(x, y) }
        let v = try Operations.binary(op, x.value, y.value)
        guard v.isExactly(Types.complex) else { return nil }
        if op == .mul && ComplexObject.get(v).re.isNaN { return nil }
        let (p, q) = parts(x), (r, s) = parts(y)
        func o(_ op: Opcode, _ x: TraceIR.Ref, _ y: TraceIR.Ref) -> TraceIR.Ref { b.arithmetic(op, x, y) }
        switch op {
        case .add: return newComplex(v, o(.add, p, r), q.isNone ? s : s.isNone ? q : o(.add, q, s))
        case .sub: return newComplex(v, o(.sub, p, r), q.isNone ? b.arithmetic(.neg, s) : s.isNone ? q : o(.sub, q, s))
        default:
            if q.isNone { return newComplex(v, o(.mul, p, r), o(.mul, p, s)) }
            if s.isNone { return newComplex(v, o(.mul, p, r), o(.mul, q, r)) }
            let re = o(.sub, o(.mul, p, r), o(.mul, q, s)), im = o(.add, o(.mul, p, s), o(.mul, q, r))
            b.guardBool(b.compare(.eq, re, re), true, snapshot())
            return newComplex(v, re, im)
        }
    }
    /// By Smith's method: which part of Y is the larger one is a guard (`ComplexType.divide`).
    private func quotient(_ x: Traced, _ y: Traced) throws(Raise) -> Traced? {
        let d = isComplex(y) ? ComplexObject.get(y.value) : Complex(asFloat(y).value.asDouble, 0)
        if d.re == 0 && d.im == 0 { return nil }
        let v = try Operations.binary(.truediv, x.value, y.value)
        guard v.isExactly(Types.complex), case let z = ComplexObject.get(v), !z.re.isNaN, !z.im.isNaN else { return nil }
        let (p, q) = parts(x), (r, s) = parts(y)
        func o(_ op: Opcode, _ x: TraceIR.Ref, _ y: TraceIR.Ref) -> TraceIR.Ref { b.arithmetic(op, x, y) }
        func isNot0(_ w: TraceIR.Ref) { b.guardBool(b.compare(.ne, w, b.float(0)), true, snapshot()) }
        let re: TraceIR.Ref, im: TraceIR.Ref
        if s.isNone {
            isNot0(r)
            (re, im) = (o(.div, p, r), o(.div, q, r))
        } else if d.re.magnitude >= d.im.magnitude {
            b.guardBool(b.compare(.ge, b.arithmetic(.abs, r), b.arithmetic(.abs, s)), true, snapshot())
            isNot0(r)
            let ratio = o(.div, s, r), by = o(.add, r, o(.mul, s, ratio))
            if q.isNone { (re, im) = (o(.div, p, by), o(.div, o(.mul, b.arithmetic(.neg, p), ratio), by)) }
            else { (re, im) = (o(.div, o(.add, p, o(.mul, q, ratio)), by), o(.div, o(.sub, q, o(.mul, p, ratio)), by)) }
        } else {
            b.guardBool(b.compare(.lt, b.arithmetic(.abs, r), b.arithmetic(.abs, s)), true, snapshot())
            let ratio = o(.div, r, s), by = o(.add, o(.mul, r, ratio), s)
            if q.isNone { (re, im) = (o(.div, o(.mul, p, ratio), by), o(.div, b.arithmetic(.neg, p), by)) }
            else { (re, im) = (o(.div, o(.add, o(.mul, p, ratio), q), by), o(.div, o(.sub, o(.mul, q, ratio), p), by)) }
        }
        for w in [re, im] { b.guardBool(b.compare(.eq, w, w), true, snapshot()) }
        return newComplex(v, re, im)
    }
    /// `==` and `!=` of a complex and another number.
    func orderComplex(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) -> Traced? {
        guard op == .eq || op == .ne, isComplex(x) && (isComplex(y) || isNumber(y)) || isComplex(y) && isNumber(x) else { return nil }
        guard let u = isComplex(x) ? x : exact(isFloat(x) ? x : integral(x)), let w = isComplex(y) ? y : exact(isFloat(y) ? y : integral(y)) else { return nil }
        let (p, q) = parts(u), (r, s) = parts(w), zero = b.float(0)
        let both = b.arithmetic(.and, b.boolToInt(b.compare(.eq, p, r)), b.boolToInt(b.compare(.eq, q.isNone ? zero : q, s.isNone ? zero : s)))
        func z(_ w: Traced) -> Complex { isComplex(w) ? ComplexObject.get(w.value) : Complex(w.value.asDouble, 0) }
        let yes = z(u).re == z(w).re && z(u).im == z(w).im
        return Traced(value: Value(bool: yes == (op == .eq)), ref: b.compare(op == .eq ? .ne : .eq, both, b.int(0)))
    }
    func negativeComplex(_ w: Traced) throws(Raise) -> Traced {
        let (re, im) = parts(w)
        return newComplex(try Operations.unary(.neg, w.value), b.arithmetic(.neg, re), b.arithmetic(.neg, im))
    }
    /// `abs(z)`; nil where it may raise.
    func absoluteComplex(_ w: Traced) -> Traced? {
        let z = ComplexObject.get(w.value), v = hypot(z.re, z.im)
        guard v.isFinite else { return nil }
        let (re, im) = parts(w), r = b.call(Leaves.hypotenuse, [re, im], result: .f64, pure: true, leaf: true)
        guardFinite(r)
        return Traced(value: Value(float: v), ref: r)
    }
    /// `z.real` and `z.imag`; nil for other names.
    func complexPart(_ w: Traced, _ name: Value) -> Traced? {
        let n = StrRef(name.ref).string
        guard n == "real" || n == "imag" else { return nil }
        let z = ComplexObject.get(w.value), (re, im) = parts(w)
        return n == "real" ? Traced(value: Value(float: z.re), ref: re) : Traced(value: Value(float: z.im), ref: im)
    }
    /// `complex(x, y)` of real numbers.
    func makeComplex(_ x: Traced, _ y: Traced?) throws(Raise) -> Traced? {
        guard isNumber(x) && !x.value.isBool, y.map({ isNumber($0) && !$0.value.isBool }) ?? true else { return nil }
        let re = asFloat(x), im = y.map { asFloat($0) }
        let v = ComplexObject.make(Complex(re.value.asDouble, im?.value.asDouble ?? 0))
        return newComplex(v, float(re), im.map { float($0) } ?? b.float(0))
    }
}

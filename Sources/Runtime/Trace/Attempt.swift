import TraceIR
import TraceCompiler

/// Builtins that run no Python code as a rule, called by traces without completing the frames (`Builtin.Effect.attempted`): a match of a regular expression, which
/// polls when it takes long; an encoding, which asks an error handler.
///
/// While an attempt runs, whoever is about to run Python code gives up instead (`Safepoint.handle`, `ErrorHandlers.call`, codecs that are not native; functions and
/// generators find that no frame may be made any more). So does what raises. The trace is left to before the call then, and the interpreter calls again: such a builtin must not
/// have changed anything by then. Operators and comparisons of builtin types whose operands they do not change, and all methods of types whose instances never change
/// (`TypeRef.Flags.value`: decimals, dates), are attempted so, too.
enum Attempt {
    nonisolated(unsafe) private(set) static var isOn = false
    /// For those who are about to run Python code.
    @inline(__always) static func check() throws(Raise) { if _slowPath(isOn) { throw Errors.runtimeError("attempt given up") } }
    /// What the builtin at NATIVE answers; unbound where it gave up or raised.
    static func call(_ native: UInt, _ n: Int, _ a: Value, _ b: Value, _ c: Value, _ d: Value) -> Value {
        attempting { () throws(Raise) in try Residual.invoke(native, n, a, b, c, d) }
    }
    static func binary(_ op: Int, _ x: Value, _ y: Value) -> Value {
        attempting { () throws(Raise) in try Operations.binary(Residual.code(op, Operations.Binary.self), x, y) }
    }
    static func compare(_ op: Int, _ x: Value, _ y: Value) -> Value {
        attempting { () throws(Raise) in try Operations.richCompare(x, y, Residual.code(op, Operations.Comparison.self)) }
    }
    /// A new instance of T, a type of values, by N arguments.
    static func make(_ t: Value, _ n: Int, _ a: Value, _ b: Value, _ c: Value) -> Value {
        var given = (a, b, c)
        return attempting { () throws(Raise) in try Call.withArguments(&given) { p throws(Raise) in try Call.vector(t, p, n) } }
    }
    @inline(__always) private static func attempting(_ body: () throws(Raise) -> Value) -> Value {
        let t = thread, depth = t.pointee.depth
        isOn = true
        t.pointee.depth = 0
        defer { isOn = false; t.pointee.depth = depth }
        do throws(Raise) { return try body() } catch { Errors.take(); return .unbound }
    }
}

extension Recorder {
    /// The call of a builtin that may give up; nil: it did now.
    func attempt(_ n: Expression, _ callee: Value, _ a: [Traced]) -> Traced? {
        let native = UInt(callee.ref.word(Descriptor.native))
        func argument(_ i: Int) -> Value { i < a.count ? a[i].value : .unbound }
        let v = Attempt.call(native, a.count, argument(0), argument(1), argument(2), argument(3))
        if v.isUnbound { return nil }
        keep.append(v)
        for w in a { guardKind(w) }
        let w = b.call(Leaves.attempt, nativeCall(native, a), result: .word, writes: 0)
        b.guardNonNull(w, snapshot())
        return Traced(value: v, ref: w)
    }
    /// An operator that changes none of its operands; nil: it gave up now, or may change one.
    func attempt(_ op: Operations.Binary, _ x: Traced, _ y: Traced, inPlace: Bool) -> Traced? {
        guard isAttempted(x.value), isAttempted(y.value), x.value.isPointer || y.value.isPointer, !inPlace || x.value.type.slot(op.inPlace).isUnbound else { return nil }
        return attempted(Leaves.attemptBinary, Int(op.rawValue), x, y, Attempt.binary(Int(op.rawValue), x.value, y.value))
    }
    func attempt(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) -> Traced? {
        guard isAttempted(x.value), isAttempted(y.value) else { return nil }
        return attempted(Leaves.attemptCompare, Int(op.rawValue), x, y, Attempt.compare(Int(op.rawValue), x.value, y.value))
    }
    private func attempted(_ function: UInt, _ op: Int, _ x: Traced, _ y: Traced, _ v: Value) -> Traced? {
        if v.isUnbound { return nil }
        keep.append(v)
        guardKind(x); guardKind(y)
        let w = b.call(function, [b.i64(op), b.asWord(x.ref), b.asWord(y.ref)], result: .word, writes: 0)
        b.guardNonNull(w, snapshot())
        return Traced(value: v, ref: w)
    }
    /// A new instance of the class CALLEE (a constant), a type of values, by the arguments A.
    func attempt(instance callee: Traced, _ a: [Traced]) -> Traced? {
        guard a.count <= 3, a.allSatisfy(isQuiet) else { return nil }
        return attempted(instance: callee, a)
    }
    /// The same of any class whose instances are made without asking the arguments, as they are now, anything in Python.
    func attempted(instance callee: Traced, _ a: [Traced]) -> Traced? {
        func argument(_ i: Int) -> Value { i < a.count ? a[i].value : .unbound }
        let v = Attempt.make(callee.value, a.count, argument(0), argument(1), argument(2))
        if v.isUnbound { return nil }
        hold(v)
        for w in a { guardKind(w) }
        let w = b.call(Leaves.attemptMake, [b.asWord(callee.ref), b.i64(a.count)] + (0..<3).map { $0 < a.count ? b.asWord(a[$0].ref) : b.word(0) }, result: .word, writes: 0)
        b.guardNonNull(w, snapshot())
        return Traced(value: v, ref: w)
    }
    /// Whether methods of values look at W without changing it.
    func isQuiet(_ w: Traced) -> Bool {
        let v = w.value
        return !v.isPointer || isFloat(w) || v.isExactly(Types.str) || v.isExactly(Types.bytes) || v.isExactly(Types.int) || v.isExactly(Types.float) || v.ref.type.has(TypeRef.Flags.value)
    }
    /// Whether operators of V's type are attempted.
    func isAttempted(_ v: Value) -> Bool {
        if !v.isPointer { return true }
        let t = v.ref.type
        return t.has(TypeRef.Flags.value) || t == Types.str || t == Types.bytes || t == Types.int || t == Types.tuple || t == Types.list || t == Types.dict || t == Types.set || t == Types.frozenset
    }
}

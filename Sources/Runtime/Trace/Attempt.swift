import TraceIR
import TraceCompiler

/// Builtins that run no Python code as a rule, called by traces without completing the frames (`Builtin.Effect.attempted`): a match of a regular expression, which
/// polls when it takes long; an encoding, which asks an error handler.
///
/// While an attempt runs, whoever is about to run Python code gives up instead (`Safepoint.handle`, `ErrorHandlers.call`, codecs that are not native). So does
/// what raises. The trace is left to before the call then, and the interpreter calls again: such a builtin must not have changed anything by then.
enum Attempt {
    nonisolated(unsafe) private(set) static var isOn = false
    /// For those who are about to run Python code.
    @inline(__always) static func check() throws(Raise) { if _slowPath(isOn) { throw Errors.runtimeError("attempt given up") } }
    /// What the builtin at NATIVE answers; unbound where it gave up or raised.
    static func call(_ native: UInt, _ n: Int, _ a: Value, _ b: Value, _ c: Value, _ d: Value) -> Value {
        isOn = true
        defer { isOn = false }
        do throws(Raise) { return try Residual.invoke(native, n, a, b, c, d) } catch { Errors.take(); return .unbound }
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
}

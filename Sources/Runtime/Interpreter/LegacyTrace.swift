/// The functions of `sys.settrace` and `sys.setprofile`, as Python/legacy_tracing.c drives them: events call, line, return, exception and, for profile
/// functions, c_call, c_return, c_exception. An error in one of them ends the tracing of its thread.
enum LegacyTrace {
    static func set(_ t: Thread, trace f: Value) { t.pointee.traceFunction = f.isNone ? .unbound : f; Monitor.update() }
    static func set(_ t: Thread, profile f: Value) { t.pointee.profileFunction = f.isNone ? .unbound : f; Monitor.update() }

    private static func invoke(_ function: Value, _ o: Value, _ event: String, _ argument: Value, _ kind: FrameJump.Event) throws(Raise) -> Value {
        var out = Value.none
        let outer = FrameJump.event
        FrameJump.event = kind
        defer { FrameJump.event = outer }
        try Monitor.apart { () throws(Raise) in out = try Call.call(function, o, StrRef.intern(event), argument) }
        return out
    }
    /// Tells the local trace function of the frame object O.
    private static func local(_ o: Value, _ event: String, _ argument: Value, _ kind: FrameJump.Event = .other) throws(Raise) {
        let f = o.ref.value(FrameObject.trace)
        guard f.isPointer, thread.pointee.traceFunction.isPointer else { return }
        do throws(Raise) {
            let r = try invoke(f, o, event, argument, kind)
            if !r.isNone { o.ref.set(FrameObject.trace, r) }
        } catch {
            set(thread, trace: .none)
            o.ref.set(FrameObject.trace, .unbound)
            throw error
        }
    }
    private static func profile(_ f: Frame, _ event: String, _ argument: Value) throws(Raise) {
        let p = thread.pointee.profileFunction
        guard p.isPointer else { return }
        do throws(Raise) { _ = try invoke(p, FrameObject.of(f), event, argument, event == "call" ? .call : .other) } catch { set(thread, profile: .none); throw error }
    }
    static func call(_ f: Frame, resumes: Bool = false) throws(Raise) {
        let t = thread
        try profile(f, "call", .none)
        let g = t.pointee.traceFunction
        guard g.isPointer else { return }
        let o = FrameObject.of(f)
        do throws(Raise) {
            let r = try invoke(g, o, "call", .none, resumes ? .resume : .call)
            if !r.isNone { o.ref.set(FrameObject.trace, r) }
        } catch {
            set(t, trace: .none)
            o.ref.set(FrameObject.trace, .unbound)
            throw error
        }
    }
    static func line(_ f: Frame, _ o: Value) throws(Raise) {
        if o.ref.value(FrameObject.trace).isPointer && FrameObject.option(o) & 1 == 0 { try local(o, "line", .none, .line) }
        if o.ref.value(FrameObject.trace).isPointer && FrameObject.option(o) & 2 != 0 { try local(o, "opcode", .none) }
    }
    /// The same for trace functions.
    static func statementEnded(_ f: Frame) throws(Raise) {
        let o = f.base[Frame.object]
        guard o.isPointer, FrameObject.option(o) & 2 != 0, o.ref.value(FrameObject.trace).isPointer, let n = f.currentNode, n.line > 0 else { return }
        try local(o, "opcode", .none)
    }
    /// The frame returns or yields V, or unwinds (None).
    static func ended(_ f: Frame, _ v: Value, yields: Bool = false) throws(Raise) {
        try profile(f, "return", v)
        if f.base[Frame.object].isPointer { try local(f.base[Frame.object], "return", v, yields ? .yield : .other) }
    }
    static func exception(_ f: Frame, _ e: Value) throws(Raise) {
        guard f.base[Frame.object].isPointer else { return }
        let o = f.base[Frame.object]
        if o.ref.value(FrameObject.trace).isPointer { try local(o, "exception", TupleRef.from(e.type.value, e, ExceptionRef(e).traceback.orNone)) }
    }
    static func native(_ f: Frame, _ event: String, _ callable: Value) throws(Raise) { try profile(f, event, callable) }
}

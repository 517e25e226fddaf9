import CSupport

/// What modules outside the runtime do at safepoints.
public enum Interrupts {
    /// Runs the handlers of pending signals (main thread only).
    nonisolated(unsafe) public static var signals: (() throws(Raise) -> Void)? = nil
    /// Signals wait: handlers run at the first safepoint after this has become false (and the bit was set again).
    nonisolated(unsafe) static var areDeferred = false
    /// Runs BODY without handling signals; what came meanwhile is handled at the next safepoint.
    static func deferring(_ body: () throws(Raise) -> Void) throws(Raise) {
        let outer = areDeferred
        areDeferred = true
        defer { areDeferred = outer; thread.pointee.interrupt |= Interrupt.signal }
        try body()
    }
    /// Raises what another thread has asked this one to raise.
    nonisolated(unsafe) static var asynchronous: (() throws(Raise) -> Void)? = nil
    /// Run when the program has ended, after `atexit` and the standard streams.
    nonisolated(unsafe) public static var atExit: [() -> Void] = []
    /// The program has ended, `atexit` has run: what is left are finalizers (sys.is_finalizing).
    nonisolated(unsafe) static var isFinalizing = false
    /// Refuses what makes no sense any more then: no thread would run, no child could end.
    public static func refuseAtEnd(_ what: @autoclosure () -> String) throws(Raise) {
        if isFinalizing { throw Errors.make(Exceptions.pythonFinalizationError, "\(what()) at interpreter shutdown") }
    }
    /// The main thread's state.
    nonisolated(unsafe) public static var mainThread: Thread? = nil
    public static var isMainThread: Bool { mainThread == nil || thread == mainThread }

    /// The interrupt word's bits, taken.
    static func take(_ t: Thread) -> Int { withUnsafeMutablePointer(to: &t.pointee.interrupt) { dx_atomic_exchange($0, 0) } }
    static func handle() throws(Raise) {
        try Attempt.check()
        let why = take(thread)
        if _slowPath(Monitor.isActive) { thread.pointee.interrupt |= Interrupt.tracing; do throws(Raise) { try Monitor.backEdge() } catch { thread.pointee.interrupt |= why; throw error } }
        if why & Interrupt.finalizers != 0 { Finalizers.run() }
        if why & Interrupt.memory != 0 { try MemoryPressure.raise() }
        if why & Interrupt.yieldLock != 0 { InterpreterLock.yield() }
        if why & Interrupt.signal != 0, !areDeferred, let s = signals { try s() }
        if why & Interrupt.asynchronous != 0, let a = asynchronous { try a() }
    }
    /// Native code of the library announces a signal for the main thread.
    public static func announceSignals() {
        guard let t = mainThread else { return }
        dx_signal_target(t.interruptWord, Interrupt.signal, t.identityNumber)
    }
    /// The innermost Python frame as an object, None if there is none.
    public static func currentFrame() -> Value {
        let f = thread.pointee.frame
        return f.isNil || f.base[Frame.code].bits == 0 ? .none : FrameObject.of(f)
    }
}
extension Operations {
    /// `object.__getattribute__`, `__setattr__` and (for unbound V) `__delattr__`, for types that wrap them. NAME: any str.
    public static func plainGet(_ o: Value, _ name: Value) throws(Raise) -> Value {
        let n = StrRef.intern(name), v = try genericFind(o, o.type, n)
        if v.isUnbound { throw Errors.attributeError(o, n) }
        return v
    }
    public static func plainSet(_ o: Value, _ name: Value, _ v: Value) throws(Raise) { try genericSet(o, o.type, StrRef.intern(name), v) }
}
extension TypeRef {
    /// Instances keep their attributes in a dict at word WORD.
    public func holdDictionary(word: Int) { nativeDict = word }
}
/// Function objects that belong to no module's declaration.
public enum NativeFunctions {
    public static func make(_ name: StaticString, _ signature: StaticString, module: String, _ body: @escaping (Args) throws(Raise) -> Value) -> Value {
        Descriptor.function(Builtin(name, signature, body), self_: .unbound, module: StrRef.intern(module))
    }
}

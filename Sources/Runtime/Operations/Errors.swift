/// Raising. Each function makes the exception, puts it into the thread state and returns what to throw: `throw Errors.typeError("…")`.
public enum Errors {
    /// Raises the exception instance E: links the context as `raise` does.
    public static func raise(_ e: Value) -> Raise {
        let t = thread
        setContext(e, t.pointee.handled)
        t.pointee.raised = e
        t.pointee.tracedFrame = nil
        return Raise(.exception)
    }
    /// Raises again what is in `thread.raised` or E, without a new traceback entry for the frame that has one.
    static func reraise(_ e: Value, in f: Frame) -> Raise {
        let t = thread
        t.pointee.raised = e
        t.pointee.tracedFrame = f.base
        if _slowPath(Monitor.isActive) { Monitor.reraised(f) }
        return Raise(.exception)
    }
    /// `__context__` of E becomes HANDLED, cutting a cycle (as _PyErr_SetObject).
    static func setContext(_ e: Value, _ handled: Value) {
        guard handled.isPointer, handled != e, e.isExceptionInstance else { return }
        var o = handled, steps = 0
        while true {
            let c = ExceptionRef(o).context
            if !c.isPointer { break }
            if c == e { ExceptionRef(o).context = .unbound; break }
            o = c; steps += 1
            if steps > 1 << 20 { break }
        }
        ExceptionRef(e).context = handled
    }
    @inline(never) public static func make(_ t: TypeRef, _ message: Message) -> Raise { make(t, value: message.value) }
    @_disfavoredOverload public static func make(_ t: TypeRef, _ message: String) -> Raise { make(t, value: StrRef.make(message)) }
    public static func make(_ t: TypeRef, value: Value) -> Raise { raise(ExceptionRef.make(t, args: TupleRef.make(value))) }
    public static func empty(_ t: TypeRef) -> Raise { raise(ExceptionRef.make(t, args: TupleRef.empty)) }

    @inline(never) public static func typeError(_ m: Message) -> Raise { make(Exceptions.typeError, m) }
    @_disfavoredOverload @inline(never) public static func typeError(_ m: String) -> Raise { make(Exceptions.typeError, m) }
    @inline(never) public static func valueError(_ m: Message) -> Raise { make(Exceptions.valueError, m) }
    @_disfavoredOverload @inline(never) public static func valueError(_ m: String) -> Raise { make(Exceptions.valueError, m) }
    @inline(never) public static func indexError(_ m: Message) -> Raise { make(Exceptions.indexError, m) }
    @_disfavoredOverload @inline(never) public static func indexError(_ m: String) -> Raise { make(Exceptions.indexError, m) }
    @inline(never) public static func keyError(_ key: Value) -> Raise { make(Exceptions.keyError, value: key) }
    @inline(never) public static func runtimeError(_ m: Message) -> Raise { make(Exceptions.runtimeError, m) }
    @_disfavoredOverload @inline(never) public static func runtimeError(_ m: String) -> Raise { make(Exceptions.runtimeError, m) }
    @inline(never) public static func overflowError(_ m: Message) -> Raise { make(Exceptions.overflowError, m) }
    @_disfavoredOverload @inline(never) public static func overflowError(_ m: String) -> Raise { make(Exceptions.overflowError, m) }
    @inline(never) public static func zeroDivision(_ m: Message) -> Raise { make(Exceptions.zeroDivisionError, m) }
    @_disfavoredOverload @inline(never) public static func zeroDivision(_ m: String) -> Raise { make(Exceptions.zeroDivisionError, m) }
    @inline(never) public static func systemError(_ m: Message) -> Raise { make(Exceptions.systemError, m) }
    @_disfavoredOverload @inline(never) public static func systemError(_ m: String) -> Raise { make(Exceptions.systemError, m) }
    @inline(never) public static func memoryError() -> Raise { empty(Exceptions.memoryError) }
    @inline(never) public static func notImplemented(_ m: Message) -> Raise { make(Exceptions.notImplementedError, m) }
    @_disfavoredOverload @inline(never) public static func notImplemented(_ m: String) -> Raise { make(Exceptions.notImplementedError, m) }
    /// AttributeError with `name` and `obj` set, which suggestions need.
    @inline(never) public static func attributeError(_ object: Value, _ name: Value) -> Raise {
        if object.isType { return attributeError(object, name, message: "type object '\(TypeRef(object.ref))' has no attribute '\(StrRef(name))'") }
        if object.isInstance(of: Types.module) { return moduleAttributeError(object, name) }
        return attributeError(object, name, message: "'\(object.type)' object has no attribute '\(StrRef(name))'")
    }
    public static func attributeError(_ object: Value, _ name: Value, message: Message) -> Raise { attributeError(object, name, text: message.value) }
    @_disfavoredOverload public static func attributeError(_ object: Value, _ name: Value, message: String) -> Raise { attributeError(object, name, text: StrRef.make(message)) }
    @inline(never) private static func attributeError(_ object: Value, _ name: Value, text: Value) -> Raise {
        let e = ExceptionRef.make(Exceptions.attributeError, args: TupleRef.make(text))
        e.ref.set(ExceptionRef.firstExtra, name); e.ref.set(ExceptionRef.firstExtra + 1, object)
        return raise(e)
    }
    static func moduleAttributeError(_ object: Value, _ name: Value) -> Raise { ModuleDiagnosis.missing(object, name) }
    @inline(never) public static func nameError(_ name: Value) -> Raise { nameError(Exceptions.nameError, name, "name '\(StrRef(name))' is not defined") }
    static func nameError(_ t: TypeRef, _ name: Value, _ m: Message) -> Raise {
        let e = ExceptionRef.make(t, args: TupleRef.make(m.value))
        // Suggestions are made for names that are not there at all.
        if t != Exceptions.unboundLocalError { e.ref.set(ExceptionRef.firstExtra, name) }
        return raise(e)
    }
    @inline(never) static func unboundLocal(_ name: Value) -> Raise {
        nameError(Exceptions.unboundLocalError, name, "cannot access local variable '\(StrRef(name))' where it is not associated with a value")
    }
    @inline(never) static func unboundFree(_ name: Value) -> Raise {
        nameError(Exceptions.nameError, name, "cannot access free variable '\(StrRef(name))' where it is not associated with a value in enclosing scope")
    }
    @inline(never) public static func stopIteration(_ v: Value = .none) -> Raise {
        let e = ExceptionRef.make(Exceptions.stopIteration, args: v.isNone ? TupleRef.empty : TupleRef.make(v))
        e.ref.set(ExceptionRef.firstExtra, v)
        return raise(e)
    }
    @inline(never) static func recursion() -> Raise { make(Exceptions.recursionError, "maximum recursion depth exceeded") }

    /// Whether the exception on its way is an instance of T.
    public static func matches(_ t: TypeRef) -> Bool { let r = thread.pointee.raised; return r.isPointer && r.ref.type.isSubtype(of: t) }
    /// Takes the exception on its way: it is handled.
    @discardableResult
    public static func take() -> Value { let t = thread; let r = t.pointee.raised; t.pointee.raised = .unbound; t.pointee.tracedFrame = nil; return r }
    /// Swallows an exception of type T; rethrows any other.
    public static func swallow(_ e: Raise, _ t: TypeRef) throws(Raise) {
        guard e.isException, matches(t) else { throw e }
        take()
    }
    /// Reports the exception on its way through `sys.unraisablehook` and drops it.
    public static func unraisable(_ what: String, _ object: Value) {
        let e = take()
        unraisableHook?(what, object, e)
    }
    nonisolated(unsafe) public static var unraisableHook: ((String, Value, Value) -> Void)? = nil
}

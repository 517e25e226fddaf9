/// `_asyncio.Task`: steps of a coroutine driven by the loop (task_step_impl, task_step_handle_result_impl).
///
/// A task that is not done is in one of three states: waiting for `waiter` (whose callback wakes it up), scheduled (a step is in the loop's
/// queue), or running.
enum TaskObject {
    /// The descriptor behind `Task.task_wakeup`, which is no attribute of the type.
    nonisolated(unsafe) static var wakeupDescriptor = Value.unbound
    /// `TaskStepMethWrapper`: word 2 task, 3 the exception to throw into it (unbound: none).
    nonisolated(unsafe) static var stepType = TypeRef()

    static func scheduleStep(_ t: FutureObject, _ exception: Value) throws(Raise) {
        let r = Heap.allocate(32, stepType)
        r.initialize(2, t.value); r.initialize(3, exception)
        try FutureObject.callSoon(t.loop, Value(r), .unbound, t.context)
    }
    static func initialize(_ t: FutureObject, coroutine: Value, loop: Value, name: Value, context: Value, eager: Value) throws(Raise) {
        try t.initialize(loop: loop)
        for w in 12...16 { t.ref.setWord(w, 0) }
        if !coroutine.isExactly(Types.coroutine), !(try Operations.isTrue(try Call.call(try AsyncioState.attribute("asyncio.coroutines", "iscoroutine"), coroutine))) {
            throw Errors.typeError("a coroutine was expected, got \(Operations.reprText(coroutine))")
        }
        t.context = context.isNone ? ContextVariables.copy(ContextVariables.current()) : context
        t.name = name.isNone ? AsyncioState.nextTaskNumber() : name.isExactly(Types.str) ? name : try Operations.str(name)
        t.coroutine = coroutine
        t.mark(FutureObject.Mark.logDestroyPending, true)
        t.needsFinalizer()
        if try Operations.isTrue(eager), try Operations.isTrue(try Operations.callMethod(t.loop, AsyncioState.name(.isRunning))) {
            return try eagerStart(t)
        }
        try scheduleStep(t, .unbound)
        try AsyncioState.register(t.value)
    }
    /// `task_eager_start`: the first step at once, in the task's context.
    private static func eagerStart(_ t: FutureObject) throws(Raise) {
        let before = try AsyncioState.swap(t.loop, t.value)
        try AsyncioState.registerEager(t.value)
        var failure: Raise?
        do throws(Raise) { _ = try ContextVariables.run(t.context) { () throws(Raise) in try run(t, .unbound); return .none } } catch { failure = error }
        let saved = failure == nil ? Value.unbound : Errors.take()
        try AsyncioState.unregisterEager(t.value)
        _ = try AsyncioState.swap(t.loop, before)
        if t.state == .pending { try AsyncioState.register(t.value) } else { t.coroutine = .unbound }
        if let failure { thread.pointee.raised = saved; throw failure }
    }
    /// `task_step`: one step as the running task; EXCEPTION unbound or what is thrown into the coroutine.
    static func step(_ t: FutureObject, _ exception: Value) throws(Raise) {
        try AsyncioState.enter(t.loop, t.value)
        do throws(Raise) { try run(t, exception) } catch {
            let e = Errors.take()
            try AsyncioState.leave(t.loop, t.value)
            thread.pointee.raised = e
            throw error
        }
        try AsyncioState.leave(t.loop, t.value)
    }
    private static func run(_ t: FutureObject, _ given: Value) throws(Raise) {
        var exception = given
        if t.state != .pending {
            throw AsyncioState.invalidState("__step(): already done: \(Operations.reprText(t.value)) \(exception.isUnbound ? "" : Operations.reprText(exception))")
        }
        if t.has(FutureObject.Mark.mustCancel) {
            let c = try AsyncioState.cancelledErrorType()
            if exception.isUnbound || !exception.type.isSubtype(of: TypeRef(c.ref)) { exception = try t.makeCancelledError() }
            t.mark(FutureObject.Mark.mustCancel, false)
        }
        t.waiter = .unbound
        let coroutine = t.coroutine
        if coroutine.isUnbound { throw Errors.runtimeError("uninitialized Task object") }
        let outcome: Generators.Outcome
        do throws(Raise) { outcome = try advance(coroutine, exception) } catch {
            guard error.isException else { throw error }
            return try failed(t, error)
        }
        switch outcome {
        case .returned(let v):
            if t.has(FutureObject.Mark.mustCancel) {
                t.mark(FutureObject.Mark.mustCancel, false)
                _ = try t.cancelFuture(t.cancelMessage)
            } else { try t.setResult(v) }
            try AsyncioState.unregister(t.value)
        case .yielded(let v): try wait(t, v)
        }
    }
    private static func advance(_ c: Value, _ exception: Value) throws(Raise) -> Generators.Outcome {
        let native = c.isExactly(Types.coroutine) || c.isExactly(Types.generator)
        if exception.isUnbound && native { return try Generators.resume(c, sent: .none, thrown: .unbound) }
        if native { return try Generators.throwGiven(c, exception, .unbound, .unbound) }
        do throws(Raise) {
            let m = try Operations.getAttribute(c, exception.isUnbound ? Names.send : StrRef.intern("throw"))
            return .yielded(try Call.call(m, exception.isUnbound ? .none : exception))
        } catch {
            guard error.isException, Errors.matches(Exceptions.stopIteration) else { throw error }
            return .returned(Errors.take().ref.value(ExceptionRef.firstExtra).orNone)
        }
    }
    private static func failed(_ t: FutureObject, _ error: Raise) throws(Raise) {
        let e = Errors.take()
        let c = try AsyncioState.cancelledErrorType()
        defer { try? AsyncioState.unregister(t.value) }
        if e.type.isSubtype(of: TypeRef(c.ref)) {
            t.cancelledError = e
            _ = try t.cancelFuture(.unbound)
            return
        }
        try t.setException(e)
        if e.type.isSubtype(of: Exceptions.keyboardInterrupt) || e.type.isSubtype(of: Exceptions.systemExit) {
            thread.pointee.raised = e
            throw error
        }
    }
    /// The coroutine yielded RESULT: a future to wait for, None, or something wrong.
    private static func wait(_ t: FutureObject, _ result: Value) throws(Raise) {
        func wrong(_ text: String) throws(Raise) {
            try scheduleStep(t, ExceptionRef.make(Exceptions.runtimeError, args: TupleRef.make(StrRef.make(text))))
        }
        let me = t.value
        if result.isNone { return try scheduleStep(t, .unbound) }
        if result == me { return try wrong("Task cannot await on itself: \(Operations.reprText(me))") }
        let plain = FutureObject.isPlain(result)
        if plain {
            let f = FutureObject(result)
            if f.loop != t.loop { return try wrong("Task \(Operations.reprText(me)) got Future \(Operations.reprText(result)) attached to a different loop") }
            guard f.has(FutureObject.Mark.blocking) else {
                return try wrong("yield was used instead of yield from in task \(Operations.reprText(me)) with \(Operations.reprText(result))")
            }
            f.mark(FutureObject.Mark.blocking, false)
            try f.addAwaiter(me)
            try f.addCallback(Descriptor.bind(wakeupDescriptor, me), t.context)
        } else {
            let blocking = try Operations.findAttribute(result, AsyncioState.name(.blocking))
            if blocking.isUnbound || blocking.isNone {
                return try wrong(result.isExactly(Types.generator)
                    ? "yield was used instead of yield from for generator in task \(Operations.reprText(me)) with \(Operations.reprText(result))"
                    : "Task got bad yield: \(Operations.reprText(result))")
            }
            if try AsyncioState.loop(of: result) != t.loop { return try wrong("Task \(Operations.reprText(me)) got Future \(Operations.reprText(result)) attached to a different loop") }
            guard try Operations.isTrue(blocking) else {
                return try wrong("yield was used instead of yield from in task \(Operations.reprText(me)) with \(Operations.reprText(result))")
            }
            if FutureObject.isFuture(result) { try FutureObject(result).addAwaiter(me) }
            try Operations.setAttribute(result, AsyncioState.name(.blocking), .false)
            let add = try Operations.getAttribute(result, StrRef.intern("add_done_callback"))
            var args = (Descriptor.bind(wakeupDescriptor, me), t.context)
            _ = try Call.withArguments(&args) { p throws(Raise) in try Call.vector(add, p, 1, AsyncioState.contextKeyword) }
        }
        t.waiter = result
        if t.has(FutureObject.Mark.mustCancel), try cancel(result, t.cancelMessage) { t.mark(FutureObject.Mark.mustCancel, false) }
    }
    /// `future.cancel(msg=message)`
    private static func cancel(_ f: Value, _ message: Value) throws(Raise) -> Bool {
        let m = try Operations.getAttribute(f, StrRef.intern("cancel"))
        var message = message.orNone
        return try Operations.isTrue(try Call.vector(m, &message, 0, TupleRef.make(StrRef.intern("msg"))))
    }
    /// `task_wakeup`
    static func wakeUp(_ t: FutureObject, _ f: Value) throws(Raise) {
        if FutureObject.isFuture(f) { try FutureObject(f).discardAwaiter(t.value) }
        if FutureObject.isPlain(f) { return try step(t, try FutureObject(f).outcome().exception) }
        do throws(Raise) { _ = try Call.call(try Operations.getAttribute(f, StrRef.intern("result"))) } catch {
            guard error.isException else { throw error }
            return try step(t, Errors.take())
        }
        try step(t, .unbound)
    }
    static func cancelTask(_ t: FutureObject, _ message: Value) throws(Raise) -> Bool {
        t.mark(FutureObject.Mark.logTraceback, false)
        if t.state != .pending { return false }
        t.cancelRequests += 1
        if !t.waiter.isUnbound, try cancel(t.waiter, message) { return true }
        t.mark(FutureObject.Mark.mustCancel, true)
        t.cancelMessage = message
        return true
    }
}

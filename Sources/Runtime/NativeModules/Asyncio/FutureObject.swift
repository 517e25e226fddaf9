/// `_asyncio.Future`: the words of futures and tasks, and what can be done to them (the future_* functions of CPython's _asyncio).
///
/// Words: 2 loop (unbound: not initialized), 3 callbacks (a pair (function, context), a list of such pairs, unbound: none), 4 result, 5 exception, 6 its traceback,
/// 7 cancel message, 8 the CancelledError to be chained, 9 source traceback, 10 who awaits it (one object, or a set of them), 11 state and marks
/// (a tagged int). Tasks go on with 12 coroutine, 13 name, 14 context, 15 the future waited for, 16 number of cancel requests.
/// The name of a task that got none is its number (an int) until somebody asks.
///
/// Finalizers are asked for when there is something to complain about: an exception that may go unseen, a task that may die pending.
struct FutureObject {
    static let size = 96, taskSize = 144
    /// Raw: where a scheduled task stands in `AsyncioState.tasks`, plus 1.
    static let placeWord = 17
    enum State: Int { case pending, cancelled, finished }
    enum Mark { static let state = 3, blocking = 4, logTraceback = 8, mustCancel = 16, logDestroyPending = 32, registered = 64 }
    nonisolated(unsafe) static var futureType = TypeRef(), taskType = TypeRef()

    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    @inline(__always) var value: Value { Value(ref) }
    private var marks: Int { get { ref.word(11) == 0 ? 0 : ref.value(11).int } nonmutating set { ref.setWord(11, Value(int: newValue).bits) } }
    @inline(__always) func has(_ m: Int) -> Bool { marks & m != 0 }
    func mark(_ m: Int, _ on: Bool) { marks = on ? marks | m : marks & ~m }
    var state: State { get { State(rawValue: marks & Mark.state).unsafelyUnwrapped } nonmutating set { marks = marks & ~Mark.state | newValue.rawValue } }
    var loop: Value { ref.value(2) }
    var isAlive: Bool { !loop.isUnbound }
    var result: Value { get { ref.value(4) } nonmutating set { ref.set(4, newValue) } }
    var exception: Value { ref.value(5) }
    var cancelMessage: Value { get { ref.value(7) } nonmutating set { ref.set(7, newValue) } }
    var cancelledError: Value { get { ref.value(8) } nonmutating set { ref.set(8, newValue) } }
    var sourceTraceback: Value { get { ref.value(9) } nonmutating set { ref.set(9, newValue) } }
    // Of tasks.
    var coroutine: Value { get { ref.value(12) } nonmutating set { ref.set(12, newValue) } }
    var name: Value { get { ref.value(13) } nonmutating set { ref.set(13, newValue) } }
    var taskName: Value {
        let n = name
        if n.isInt { name = StrRef.make("Task-\(n.int)") }
        return name.orNone
    }
    var context: Value { get { ref.value(14) } nonmutating set { ref.set(14, newValue) } }
    var waiter: Value { get { ref.value(15) } nonmutating set { ref.set(15, newValue) } }
    var cancelRequests: Int { get { ref.word(16) == 0 ? 0 : ref.value(16).int } nonmutating set { ref.setWord(16, Value(int: newValue).bits) } }

    static func isFuture(_ v: Value) -> Bool { v.isPointer && v.ref.type.isSubtype(of: futureType) }
    static func isTask(_ v: Value) -> Bool { v.isPointer && v.ref.type.isSubtype(of: taskType) }
    /// No subclass, which could override what is done natively.
    static func isPlain(_ v: Value) -> Bool { v.isPointer && (v.ref.type == futureType || v.ref.type == taskType) }

    /// A future or task whose `__del__` has nothing to complain about: there is no need to keep all that it leads to for another collection.
    @inline(__always) static func isQuiet(_ r: Ref) -> Bool {
        guard r.type == taskType || r.type == futureType || isInherited(r.type) else { return false }
        let m = r.word(11) == 0 ? 0 : r.value(11).int
        return m & Mark.logTraceback == 0 && (m & Mark.state != State.pending.rawValue || m & Mark.logDestroyPending == 0)
    }

    /// The `__del__` of futures and that of tasks.
    nonisolated(unsafe) static var futureDel = Value.unbound, taskDel = Value.unbound
    /// Whether the `__del__` D of class T is one of them: its instances are registered when there is something to complain about, not when they are made.
    static func asksItself(_ t: TypeRef, _ d: Value) -> Bool { d.isPointer && (d == futureDel || d == taskDel) && t.isSubtype(of: futureType) }
    /// The same, as far as T's `__del__` has been asked for. (A collection does not look for it.)
    private static func isInherited(_ t: TypeRef) -> Bool { asksItself(t, t.ref.value(TypeRef.firstSlot &+ Slot.del.rawValue)) }

    func checkAlive() throws(Raise) { if !isAlive { throw Errors.runtimeError("\(FutureObject.isTask(value) ? "Task" : "Future") object is not initialized.") } }

    /// `future_init`
    func initialize(loop given: Value) throws(Raise) {
        let loop = given.isNone || given.isUnbound ? try AsyncioState.eventLoop() : given
        for w in 2...11 { ref.setWord(w, 0) }
        ref.set(2, loop)
        if try Operations.isTrue(try Operations.callMethod(loop, AsyncioState.name(.getDebug))) {
            sourceTraceback = try Call.call(try AsyncioState.attribute("traceback", "extract_stack"))
        }
    }
    /// `call_soon(loop, function, argument, context)`; ARGUMENT may be unbound.
    static func callSoon(_ loop: Value, _ function: Value, _ argument: Value, _ context: Value) throws(Raise) {
        var args = argument.isUnbound ? (loop, function, context, Value.unbound) : (loop, function, argument, context)
        _ = try Call.withArguments(&args) { p throws(Raise) in try Operations.callMethod(AsyncioState.name(.callSoon), p, argument.isUnbound ? 2 : 3, AsyncioState.contextKeyword) }
    }
    /// `future_schedule_callbacks`
    private func schedule() throws(Raise) {
        let c = ref.value(3)
        if c.isUnbound { return }
        ref.setWord(3, 0)
        if c.isTuple { return try FutureObject.callSoon(loop, TupleRef(c)[0], value, TupleRef(c)[1]) }
        let l = ListRef(c)
        for i in 0..<l.count { try FutureObject.callSoon(loop, TupleRef(l[i])[0], value, TupleRef(l[i])[1]) }
    }
    /// All callbacks, of which there are some.
    func callbacks() -> ListRef {
        let c = ref.value(3)
        if !c.isTuple { return ListRef(c) }
        let l = ListRef.allocate(capacity: 2)
        l.append(c)
        ref.set(3, l.value)
        return l
    }
    func addCallback(_ f: Value, _ context: Value) throws(Raise) {
        if state != .pending { return try FutureObject.callSoon(loop, f, value, context) }
        let pair = TupleRef.make(f, context)
        if ref.value(3).isUnbound { ref.set(3, pair) } else { callbacks().append(pair) }
    }
    static func isPending(_ f: Value) -> Bool { FutureObject(f).isAlive && FutureObject(f).state == .pending }
    /// `f.add_done_callback(CALLBACK)` of a pending future: 1 done, 2 it is not pending.
    static func addCallback(_ f: Value, _ callback: Value) -> Int {
        guard isPending(f) else { return 2 }
        do throws(Raise) { try FutureObject(f).addCallback(callback, ContextVariables.copy(ContextVariables.current())) } catch { Errors.take(); return 2 }
        return 1
    }
    func setResult(_ v: Value) throws(Raise) {
        if state != .pending { throw AsyncioState.invalidState("invalid state") }
        result = v
        state = .finished
        try schedule()
    }
    func setException(_ given: Value) throws(Raise) {
        if state != .pending { throw AsyncioState.invalidState("invalid state") }
        var e = given
        if e.isType && TypeRef(e.ref).has(TypeRef.Flags.exception) { e = try Call.call(e) }
        guard e.isExceptionInstance else { throw Errors.typeError("invalid exception object") }
        if e.type.isSubtype(of: Exceptions.stopIteration) {
            let text = "StopIteration interacts badly with generators and cannot be raised into a Future"
            let wrapped = ExceptionRef.make(Exceptions.runtimeError, args: TupleRef.make(StrRef.make(text)))
            ExceptionRef(wrapped).cause = e; ExceptionRef(wrapped).context = e; ExceptionRef(wrapped).suppressContext = true
            e = wrapped
        }
        ref.set(5, e)
        ref.set(6, ExceptionRef(e).traceback)
        state = .finished
        try schedule()
        mark(Mark.logTraceback, true)
        needsFinalizer()
    }
    func needsFinalizer() {
        if has(Mark.registered) { return }
        mark(Mark.registered, true)
        if !ref.type.has(TypeRef.Flags.hasDel) { Finalizers.register(ref) }
    }
    /// `future_cancel`
    func cancelFuture(_ message: Value) throws(Raise) -> Bool {
        mark(Mark.logTraceback, false)
        if state != .pending { return false }
        state = .cancelled
        cancelMessage = message
        try schedule()
        return true
    }
    /// `create_cancelled_error`
    func makeCancelledError() throws(Raise) -> Value {
        let saved = cancelledError
        if saved.isPointer { cancelledError = .unbound; return saved }
        let t = try AsyncioState.cancelledErrorType()
        let m = cancelMessage
        return m.isUnbound || m.isNone ? try Call.call(t) : try Call.call(t, m)
    }
    /// What waiting for it gives once it is done: its result, or the exception to raise (`future_get_result`).
    func outcome() throws(Raise) -> (result: Value, exception: Value) {
        switch state {
        case .cancelled: return (.unbound, try makeCancelledError())
        case .pending: throw AsyncioState.invalidState("Result is not set.")
        case .finished:
            mark(Mark.logTraceback, false)
            let e = exception
            if e.isUnbound { return (result, .unbound) }
            ExceptionRef(e).traceback = ref.value(6)
            ref.setWord(6, 0)
            return (.unbound, e)
        }
    }
    func getResult() throws(Raise) -> Value {
        if !isAlive { throw AsyncioState.invalidState("Future object is not initialized.") }
        let o = try outcome()
        if !o.exception.isUnbound { throw Errors.raise(o.exception) }
        return o.result
    }
    // Who awaits it: kept for the call graph (asyncio.graph).
    func addAwaiter(_ v: Value) throws(Raise) {
        let now = ref.value(10)
        if now.isUnbound { ref.set(10, v); return }
        if now.isExactly(Types.set) { try SetRef(now).add(v); return }
        let s = SetRef.allocate()
        try s.add(now); try s.add(v)
        ref.set(10, s.value)
    }
    func discardAwaiter(_ v: Value) throws(Raise) {
        let now = ref.value(10)
        if now == v { ref.setWord(10, 0) } else if now.isExactly(Types.set) { try SetRef(now).remove(v) }
    }
    func awaiters() throws(Raise) -> Value {
        let now = ref.value(10)
        if now.isUnbound { return .none }
        if now.isExactly(Types.set) { return SetRef(now).copy(Types.frozenset).value }
        let s = SetRef.newInstance(Types.frozenset)
        try s.add(now)
        return s.value
    }
    /// `__del__`: complains about an exception nobody saw, or a task that dies pending.
    func finalize() throws(Raise) {
        if FutureObject.isTask(value) && isAlive && state == .pending && has(Mark.logDestroyPending) {
            let d = DictRef.allocate()
            d.set(name: StrRef.intern("task"), value)
            try report(d, "Task was destroyed but it is pending!")
        }
        if !has(Mark.logTraceback) { return }
        mark(Mark.logTraceback, false)
        let d = DictRef.allocate()
        d.set(name: StrRef.intern("message"), .none)
        d.set(name: StrRef.intern("exception"), exception); d.set(name: StrRef.intern("future"), value)
        try report(d, "\(StrRef(ref.type.name).string) exception was never retrieved")
    }
    private func report(_ d: DictRef, _ message: String) throws(Raise) {
        d.set(name: StrRef.intern("message"), StrRef.make(message))
        if sourceTraceback.isPointer { d.set(name: StrRef.intern("source_traceback"), sourceTraceback) }
        _ = try Call.call(try Operations.getAttribute(loop, StrRef.intern("call_exception_handler")), d.value)
    }
}
/// What `await future` iterates: yields the future once if it is pending, then returns its result. Word 2: the future, unbound at the end.
enum FutureIterator {
    nonisolated(unsafe) static var type = TypeRef()
    static func make(_ f: Value) -> Value { let r = Heap.allocate(24, type); r.initialize(2, f); return Value(r) }
    static func step(_ it: Value) throws(Raise) -> Generators.Outcome {
        let v = it.ref.value(2)
        if v.isUnbound { return .returned(.none) }
        let f = FutureObject(v)
        if f.state == .pending {
            if !f.has(FutureObject.Mark.blocking) { f.mark(FutureObject.Mark.blocking, true); return .yielded(v) }
            throw Errors.runtimeError("await wasn't used with future")
        }
        it.ref.setWord(2, 0)
        return .returned(try f.getResult())
    }
    static func define() {
        type = TypeFactory.make("FutureIter", module: "_asyncio", size: 24, layout: .fields(2, 3))
        type.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        type.special("__next__", "($self, /)") { a throws(Raise) in try Generators.orStop(try step(a[0])) }
        type.method("send", "($self, value, /)") { a throws(Raise) in try Generators.orStop(try step(a[0])) }
        type.method("throw", "($self, typ, val=<unrepresentable>, tb=<unrepresentable>, /)") { a throws(Raise) in
            try GeneratorTypes.deprecated(a)
            let e = try Generators.exceptionToThrow(a, 1)
            a[0].ref.setWord(2, 0)
            throw Errors.raise(e)
        }
        type.method("close", "($self, /)") { a throws(Raise) in a[0].ref.setWord(2, 0); return .none }
    }
}

/// What `_asyncio` keeps: the running loop and task of each thread (in its state), the tasks that are not done, and what it asks of asyncio's
/// Python side, fetched when first needed (asyncio imports `_asyncio` while it is half imported itself).
enum AsyncioState {
    enum Word: Int, CaseIterable { case getDebug, callSoon, blocking, isRunning }
    private static let texts = ["get_debug", "call_soon", "_asyncio_future_blocking", "is_running"]
    nonisolated(unsafe) private static var names = Value.unbound, cancelled = Value.unbound, invalid = Value.unbound
    nonisolated(unsafe) static var contextKeyword = Value.unbound
    /// Objects that were registered and are no tasks: identity -> weak reference. One leaves when it is done; one that died leaves when it is met.
    nonisolated(unsafe) private static var scheduled = Value.unbound, eager = Value.unbound
    /// Tasks that were scheduled, held weakly: each knows its place here (word 17). A task leaves when it is done, or is found dead by the collector.
    nonisolated(unsafe) private static var tasks = RawArray<Ref>()
    nonisolated(unsafe) private static var taskNumber = 0

    static func start() {
        if names.isPointer { return }
        // (Before anything is made: what one of them holds must outlive the making of the next.)
        Heap.addRoot(&names); Heap.addRoot(&contextKeyword); Heap.addRoot(&scheduled); Heap.addRoot(&eager); Heap.addRoot(&cancelled); Heap.addRoot(&invalid)
        let t = TupleRef.allocate(texts.count)
        for (i, s) in texts.enumerated() { t[i] = StrRef.intern(s) }
        names = t.value
        contextKeyword = TupleRef.make(StrRef.intern("context"))
        scheduled = DictRef.allocate().value; eager = SetRef.allocate().value
        Collector.weakLists.append { AsyncioState.forgetDead() }
        Collector.weakRoots.append { for i in 0..<tasks.count { Collector.mark(tasks[i]) } }
    }
    static func name(_ w: Word) -> Value { TupleRef(names)[w.rawValue] }
    static func attribute(_ module: String, _ name: String) throws(Raise) -> Value {
        try Operations.getAttribute(try ImportSystem.importModule(module), StrRef.intern(name))
    }
    static func cancelledErrorType() throws(Raise) -> Value {
        if !cancelled.isPointer { cancelled = try attribute("asyncio.exceptions", "CancelledError") }
        return cancelled
    }
    static func invalidState(_ message: String) -> Raise {
        do throws(Raise) {
            if !invalid.isPointer { invalid = try attribute("asyncio.exceptions", "InvalidStateError") }
            return Errors.raise(try Call.call(invalid, StrRef.make(message)))
        } catch { return error }
    }
    /// The number of a task without a name; the name is made when somebody asks.
    static func nextTaskNumber() -> Value { taskNumber &+= 1; return Value(int: taskNumber) }

    // MARK: loops

    /// `get_event_loop()`: the running loop, or what the policy says.
    static func eventLoop() throws(Raise) -> Value {
        let running = thread.pointee.runningLoop
        if running.isPointer { return running }
        let policy = try Call.call(try attribute("asyncio.events", "_get_event_loop_policy"))
        return try Call.call(try Operations.getAttribute(policy, StrRef.intern("get_event_loop")))
    }
    static func runningLoop() throws(Raise) -> Value {
        let running = thread.pointee.runningLoop
        if running.isPointer { return running }
        throw Errors.runtimeError("no running event loop")
    }
    /// The loop of any future (`get_future_loop`).
    static func loop(of f: Value) throws(Raise) -> Value {
        if FutureObject.isPlain(f) { try FutureObject(f).checkAlive(); return FutureObject(f).loop }
        let get = try Operations.findAttribute(f, StrRef.intern("get_loop"))
        return get.isUnbound ? try Operations.getAttribute(f, StrRef.intern("_loop")) : try Call.call(get)
    }

    // MARK: the task that runs

    private static func checkLoop(_ loop: Value) throws(Raise) {
        if thread.pointee.runningLoop != loop { throw Errors.runtimeError("loop \(Operations.reprText(loop)) is not the running loop") }
    }
    static func enter(_ loop: Value, _ task: Value) throws(Raise) {
        try checkLoop(loop)
        let now = thread.pointee.runningTask
        if now.isPointer {
            throw Errors.runtimeError("Cannot enter into task \(Operations.reprText(task)) while another task \(Operations.reprText(now)) is being executed.")
        }
        thread.pointee.runningTask = task
    }
    static func leave(_ loop: Value, _ task: Value) throws(Raise) {
        try checkLoop(loop)
        let now = thread.pointee.runningTask
        if now != task {
            throw Errors.runtimeError("Invalid attempt to leave task \(Operations.reprText(task)) while task \(now.isUnbound ? "None" : Operations.reprText(now)) is entered.")
        }
        thread.pointee.runningTask = .unbound
    }
    /// The task that ran before; None and unbound both mean none.
    static func swap(_ loop: Value, _ task: Value) throws(Raise) -> Value {
        try checkLoop(loop)
        let old = thread.pointee.runningTask
        thread.pointee.runningTask = task.isNone ? .unbound : task
        return old.orNone
    }
    static func currentTask(_ given: Value) throws(Raise) -> Value {
        let loop = given.isNone ? try runningLoop() : given
        if loop == thread.pointee.runningLoop { return thread.pointee.runningTask.orNone }
        for i in 0..<Threads.all.count where Threads.all[i].pointee.runningLoop == loop { return Threads.all[i].pointee.runningTask.orNone }
        return .none
    }

    // MARK: registers

    private static func identity(_ v: Value) -> Value { .int(Int(truncatingIfNeeded: v.bits)) }
    static func register(_ t: Value) throws(Raise) {
        if FutureObject.isTask(t) {
            if t.ref.word(FutureObject.placeWord) != 0 { return }
            tasks.append(t.ref)
            t.ref.setWord(FutureObject.placeWord, UInt64(tasks.count))
            return
        }
        try DictRef(scheduled).set(identity(t), try WeakrefTypes.reference(t, .none, Types.weakref))
    }
    private static func removeTask(_ place: Int) {
        let last = tasks[tasks.count - 1]
        tasks[place] = last
        last.setWord(FutureObject.placeWord, UInt64(place + 1))
        tasks.shrink(to: tasks.count - 1)
    }
    private static func forgetDead() {
        var i = 0
        while i < tasks.count { if Collector.isDead(tasks[i]) { let dead = tasks[i]; removeTask(i); dead.setWord(FutureObject.placeWord, 0) } else { i += 1 } }
    }
    static func unregister(_ t: Value) throws(Raise) {
        if FutureObject.isTask(t) {
            let place = t.ref.word(FutureObject.placeWord)
            if place == 0 { return }
            removeTask(Int(place) - 1)
            t.ref.setWord(FutureObject.placeWord, 0)
            return
        }
        try WeakrefTypes.check(t)
        _ = try DictRef(scheduled).remove(identity(t))
    }
    static func registerEager(_ t: Value) throws(Raise) { try SetRef(eager).add(t) }
    static func unregisterEager(_ t: Value) throws(Raise) { try SetRef(eager).remove(t) }
    /// The tasks of LOOP that are not done.
    static func allTasks(_ loop: Value) throws(Raise) -> Value {
        let out = SetRef.allocate(), candidates = ListRef.allocate(), dead = ListRef.allocate()
        let d = DictRef(scheduled)
        var i = -1
        while d.next(&i) {
            let t = WeakReference.get(d.valueAt(i))
            if t.isUnbound { dead.append(d.key(i)) } else { candidates.append(t) }
        }
        for j in 0..<dead.count { _ = try d.remove(dead[j]) }
        for j in 0..<tasks.count { candidates.append(Value(tasks[j])) }
        let e = try Operations.list(eager)
        for j in 0..<e.count { candidates.append(e[j]) }
        for j in 0..<candidates.count {
            let t = candidates[j]
            let done = FutureObject.isPlain(t) ? FutureObject(t).state != .pending : try Operations.isTrue(try Call.call(try Operations.getAttribute(t, StrRef.intern("done"))))
            if !done, try self.loop(of: t) == loop { try out.add(t) }
        }
        return out.value
    }
}

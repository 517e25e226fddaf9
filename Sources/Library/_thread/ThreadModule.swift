import CSupport
import Glibc
import Runtime

/// `_thread._ThreadHandle`: words 2 raw semaphore (posted when the thread is done), 3 raw identity, 4 state as a tagged int (0 not started,
/// 1 starting, 2 running, 3 done).
enum ThreadHandle {
    nonisolated(unsafe) static var type = TypeRef()
    enum State { static let fresh = 0, starting = 1, running = 2, done = 3 }
    static func make() -> Value {
        let r = Heap.allocate(40, type)
        Semaphore.install(r, 0)
        r.setWord(4, UInt64(State.fresh))
        return Value(r)
    }
    static func state(_ h: Value) -> Int { Int(h.ref.word(4)) }
    static func setState(_ h: Value, _ s: Int) { h.ref.setWord(4, UInt64(s)) }
    static func ident(_ h: Value) -> UInt { UInt(h.ref.word(3)) }
    static func finish(_ h: Value) {
        if state(h) == State.done { return }
        setState(h, State.done)
        sem_post(Semaphore.of(h.ref))
    }
    static func join(_ h: Value, _ nanoseconds: Int) throws(Raise) {
        if state(h) == State.fresh { throw Errors.runtimeError("thread not started") }
        if state(h) != State.done && ident(h) == thread.identityNumber { throw Errors.runtimeError("Cannot join current thread") }
        if state(h) != State.done { try Interrupts.refuseAtEnd("cannot join thread") }
        let s = Semaphore.of(h.ref)
        // Left posted for other joiners.
        if try Semaphore.take(s, nanoseconds) { sem_post(s) }
        // The thread may have interrupted this one.
        try NativeSafepoint.poll()
    }
    static func define() {
        let t = TypeFactory.make("_ThreadHandle", module: "_thread", size: 40, layout: Layout.opaque.finalizing { Semaphore.destroy($0) })
        type = t
        t.new("($type, /)") { a throws(Raise) in make() }
        t.method("join", "($self, timeout=None, /)") { a throws(Raise) in
            var n = -1
            if !a[1].isNone { n = try Times.nanoseconds(a[1]); if n < 0 { n = -1 } }
            try join(a[0], n)
            return .none
        }
        t.method("is_done", "($self, /)") { a throws(Raise) in Value(bool: state(a[0]) == State.done) }
        t.method("_set_done", "($self, /)") { a throws(Raise) in
            if state(a[0]) == State.fresh { throw Errors.runtimeError("thread not started") }
            finish(a[0])
            return .none
        }
        t.getter("ident") { o throws(Raise) in Value.uint(ident(o)) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("<_thread._ThreadHandle object: ident=\(ident(a[0]))>") }
    }
}

/// Starting threads. What a new thread needs waits in a rooted dict by number until it runs.
enum ThreadStart {
    nonisolated(unsafe) private static var waiting = Value.unbound
    /// Handles of running threads that the program waits for at its end.
    nonisolated(unsafe) static var joinable = Value.unbound
    /// Handles of all running threads.
    nonisolated(unsafe) static var running = Value.unbound
    nonisolated(unsafe) private static var next = 1
    nonisolated(unsafe) static var stackSize = 0
    nonisolated(unsafe) static var count = 0
    static let defaultStack = 256 << 20

    static func prepare() {
        if waiting.isPointer { return }
        waiting = DictRef.allocate().value; Heap.addRoot(&waiting)
        joinable = ListRef.allocate().value; Heap.addRoot(&joinable)
        running = ListRef.allocate().value; Heap.addRoot(&running)
        ForkHooks.inChild.append {
            let l = ListRef(running), me = thread.identityNumber
            var own = Value.unbound
            for i in 0..<l.count { if ThreadHandle.ident(l[i]) != me { ThreadHandle.finish(l[i]) } else { own = l[i] } }
            l.truncate(0)
            if own.isPointer { l.append(own) }
            ListRef(joinable).truncate(0)
            count = 0
        }
    }
    static func keep(_ h: Value) { prepare(); ListRef(running).append(h) }
    static func start(_ f: Value, _ args: Value, _ kwargs: Value, _ handle: Value, daemon: Bool, report: Bool) throws(Raise) {
        try Interrupts.refuseAtEnd("can't create new thread")
        prepare()
        InterpreterLock.share()
        let key = Value(int: next)
        next += 1
        let t = TupleRef.allocate(5)
        t[0] = f; t[1] = args; t[2] = kwargs; t[3] = handle; t[4] = Value(bool: report)
        try DictRef(waiting).set(key, t.value)
        ThreadHandle.setState(handle, ThreadHandle.State.starting)
        var identity: UInt = 0
        count += 1
        let r = dx_thread_start(stackSize == 0 ? defaultStack : stackSize, { context in ThreadStart.body(Int(bitPattern: context)); return nil }, UnsafeMutableRawPointer(bitPattern: key.int), &identity)
        if r != 0 {
            count -= 1
            _ = try DictRef(waiting).remove(key)
            ThreadHandle.setState(handle, ThreadHandle.State.fresh)
            throw Errors.runtimeError("can't start new thread")
        }
        handle.ref.setWord(3, UInt64(identity))
        ThreadHandle.setState(handle, ThreadHandle.State.running)
        ListRef(running).append(handle)
        if !daemon { ListRef(joinable).append(handle) }
    }
    private static func body(_ key: Int) {
        InterpreterLock.enter(stack: stackSize == 0 ? defaultStack : stackSize)
        run(key)
        InterpreterLock.leave()
    }
    private static func run(_ key: Int) {
        var handle = Value.unbound
        do throws(Raise) {
            guard let v = try DictRef(waiting).remove(Value(int: key)) else { return }
            let t = TupleRef(v)
            handle = t[3]
            do throws(Raise) { _ = try Call.call(t[0], tuple: t[1], dict: t[2]) } catch {
                if error.isException {
                    if Errors.matches(Exceptions.systemExit) { Errors.take() } else { Errors.unraisable("Exception ignored in thread started by", t[0]) }
                }
            }
        } catch { if error.isException { Errors.take() } }
        count -= 1
        if handle.isPointer { forget(ListRef(running), handle); forget(ListRef(joinable), handle); ThreadHandle.finish(handle) }
    }
    private static func forget(_ l: ListRef, _ h: Value) {
        for i in 0..<l.count where l[i] == h { l.resize(at: i, removing: 1, inserting: 0); return }
    }
    /// Waits for all threads that are no daemons.
    static func shutdown() throws(Raise) {
        guard joinable.isPointer else { return }
        let l = ListRef(joinable)
        while true {
            var next = Value.unbound
            for i in 0..<l.count where ThreadHandle.ident(l[i]) != thread.identityNumber { next = l[i]; break }
            if !next.isPointer { return }
            do throws(Raise) { try ThreadHandle.join(next, -1) } catch {
                guard error.isException, !Errors.matches(Exceptions.keyboardInterrupt) else { throw error }
                Errors.take()
            }
            forget(l, next)
        }
    }
}

/// `_thread`. (Modules/_threadmodule.c)
extension NativeModule {
    public static let thread = NativeModule("_thread") { m throws(Raise) in
        LockType.define(); RLockType.define(); ThreadHandle.define(); ThreadStart.prepare()
        m.constant("error", Exceptions.runtimeError.value)
        m.constant("LockType", LockType.type.value)
        m.type(LockType.type); m.type(RLockType.type); m.type(ThreadHandle.type); m.type(LocalType.define())
        m.constant("TIMEOUT_MAX", Value(float: 9223372036.0))
        m.int("_NAME_MAXLEN", 15)
        let hookArgs = StructSequence.define("_ExceptHookArgs", module: "_thread", fields: ["exc_type", "exc_value", "exc_traceback", "thread"])
        m.type(hookArgs.type)
        for name in ["allocate_lock", "allocate"] as [StaticString] { m.function(name, "()") { a throws(Raise) in LockType.make() } }
        func isCallable(_ v: Value) throws(Raise) -> Bool { try Operations.isTrue(try Call.call(try Builtins.get("callable"), v)) }
        for name in ["start_new_thread", "start_new"] as [StaticString] {
            m.function(name, "(function, args, kwargs={}, /)") { a throws(Raise) in
                if try !isCallable(a[0]) { throw Errors.typeError("first arg must be callable") }
                if !a[1].isTuple { throw Errors.typeError("2nd arg must be a tuple") }
                if a.has(2) && !a[2].isDict { throw Errors.typeError("optional 3rd arg must be a dictionary") }
                let h = ThreadHandle.make()
                try ThreadStart.start(a[0], a[1], a.has(2) ? a[2] : .unbound, h, daemon: true, report: true)
                return Value.uint(ThreadHandle.ident(h))
            }
        }
        m.function("start_joinable_thread", "(function, handle=None, daemon=True)") { a throws(Raise) in
            if try !isCallable(a[0]) { throw Errors.typeError("thread function must be callable") }
            var h = a[1]
            if h.isNone { h = ThreadHandle.make() } else if !h.isExactly(ThreadHandle.type) { throw Errors.typeError("'handle' must be a _ThreadHandle") }
            if ThreadHandle.state(h) != ThreadHandle.State.fresh { throw Errors.runtimeError("thread already started") }
            try ThreadStart.start(a[0], TupleRef.empty, .unbound, h, daemon: try Operations.isTrue(a[2]), report: true)
            return h
        }
        m.function("_make_thread_handle", "(ident, /)") { a throws(Raise) in
            if !a[0].isIntLike { throw Errors.typeError("ident must be an integer") }
            let h = ThreadHandle.make()
            h.ref.setWord(3, UInt64(UInt(bitPattern: try Operations.index(a[0]))))
            ThreadHandle.setState(h, ThreadHandle.State.running)
            // A child that another thread forks has no main thread.
            if ThreadHandle.ident(h) == Interrupts.mainThread?.identityNumber { ThreadStart.keep(h) }
            return h
        }
        m.function("get_ident", "()", effect: .reads) { a throws(Raise) in Value.uint(currentThread.identityNumber) }
        m.function("_get_main_thread_ident", "()") { a throws(Raise) in Value.uint(Interrupts.mainThread?.identityNumber ?? 0) }
        m.function("get_native_id", "()") { a throws(Raise) in Value(int: Interrupts.isMainThread ? Int(getpid()) : dx_syscall3(186, 0, 0, 0)) }
        m.function("_is_main_interpreter", "()") { a throws(Raise) in .true }
        m.function("daemon_threads_allowed", "()") { a throws(Raise) in .true }
        m.function("_count", "()") { a throws(Raise) in Value(int: ThreadStart.count) }
        for name in ["exit", "exit_thread"] as [StaticString] { m.function(name, "()") { a throws(Raise) in throw Errors.empty(Exceptions.systemExit) } }
        m.function("interrupt_main", "(signum=2, /)") { a throws(Raise) in
            let n = try TextArguments.cInt(a[0])
            if n < 1 || n > 64 { throw Errors.valueError("signal number out of range") }
            Signals.start()
            if Signals.isHandled(n) { dx_signal_set_pending(Int32(n)) }
            // In the main thread the handler runs at once.
            try NativeSafepoint.poll()
            return .none
        }
        m.function("stack_size", "(size=0, /)") { a throws(Raise) in
            let old = ThreadStart.stackSize, n = try TextArguments.size(a[0])
            if n < 0 { throw Errors.valueError("size must be 0 or a positive value") }
            if n != 0 && n < 53248 { throw Errors.valueError("size must be at least 53248 bytes") }
            ThreadStart.stackSize = n == 0 ? 0 : max(n, 1 << 20)
            return Value(int: old)
        }
        m.function("set_name", "(name)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("set_name() argument 'name' must be str, not \(a[0].isNone ? "None" : a[0].typeName)") }
            let bytes = BytesRef(try Codecs.encode(StrRef(a[0]), .utf8, errors: StrRef.intern("replace")))
            var b = [CChar](repeating: 0, count: 16)
            for i in 0..<min(bytes.count, 15) { b[i] = CChar(bitPattern: bytes.data[i]) }
            dx_set_thread_name(b)
            return .none
        }
        m.constant("_NAME_MAXLEN", Value(int: 15))
        m.function("_get_name", "()") { a throws(Raise) in
            var b = [CChar](repeating: 0, count: 100)
            let e = dx_thread_name(UInt(pthread_self()), &b, 100)
            if e != 0 { throw Errors.osError(e) }
            return try PathArgument.decode(b)
        }
        m.function("_shutdown", "()") { a throws(Raise) in try ThreadStart.shutdown(); return .none }
        m.function("_excepthook", "(args, /)") { a throws(Raise) in
            guard a[0].isInstance(of: hookArgs.type) else { throw Errors.typeError("_thread._excepthook argument type must be ExceptHookArgs") }
            try ThreadErrors.show(TupleRef(a[0]))
            return .none
        }
    }
}
/// `threading.excepthook`'s output.
enum ThreadErrors {
    static func show(_ args: TupleRef) throws(Raise) {
        if args[0] == Exceptions.systemExit.value { return }
        let sys = try Builtins.importModule("sys")
        var out = try Operations.findAttribute(sys, Names.stderr)
        if out.isUnbound || out.isNone {
            if args[3].isNone { return }
            out = try Operations.findAttribute(args[3], StrRef.intern("_stderr"))
            if out.isUnbound || out.isNone { return }
        }
        let name: Value
        if args[3].isNone { name = Value.uint(currentThread.identityNumber) } else {
            let n = try Operations.findAttribute(args[3], StrRef.intern("_name"))
            name = n.isUnbound ? Value.uint(currentThread.identityNumber) : n
        }
        _ = try IO.call(out, IONames.write, StrRef.make("Exception in thread \(StrRef(try Operations.str(name)).string):\n"))
        let traceback = try Builtins.importModule("traceback")
        let lines = try Operations.list(try Call.call(try Operations.getAttribute(traceback, StrRef.intern("format_exception")), args[0], args[1], args[2]))
        for i in 0..<lines.count { _ = try IO.call(out, IONames.write, lines[i]) }
        _ = try IO.call(out, IONames.flush)
    }
}

import CSupport
import Glibc
import Runtime

/// Semaphores in malloc'ed memory, owned by the object whose word 2 holds their address.
enum Semaphore {
    typealias Pointer = UnsafeMutablePointer<sem_t>
    static func make(_ value: UInt32) -> Pointer { let s = Pointer.allocate(capacity: 1); sem_init(s, 0, value); return s }
    @inline(__always) static func of(_ r: Ref) -> Pointer { Pointer(bitPattern: UInt(r.word(2))).unsafelyUnwrapped }
    static func install(_ r: Ref, _ value: UInt32) { r.setWord(2, UInt64(UInt(bitPattern: make(value)))); Heap.registerNative(r) }
    static func destroy(_ r: Ref) { if let s = Pointer(bitPattern: UInt(r.word(2))) { sem_destroy(s); s.deallocate() } }
    static func value(_ s: Pointer) -> Int32 { var n: Int32 = 0; sem_getvalue(s, &n); return n }
    /// Whether it was taken: waits at most NANOSECONDS (negative: forever). Signal handlers run meanwhile.
    static func take(_ s: Pointer, _ nanoseconds: Int) throws(Raise) -> Bool {
        if dx_semaphore_take(s, 0) == 0 { return true }
        if nanoseconds == 0 { return false }
        let deadline = nanoseconds < 0 ? -1 : Times.monotonic &+ nanoseconds
        var wait = LongWait()
        while true {
            let limit = wait.limit(deadline)
            let r = InterpreterLock.blocking { dx_semaphore_take(s, limit) }
            if r == 0 { return true }
            if r == ETIMEDOUT {
                if limit == deadline { return false }
                wait.collect()
            }
            try NativeSafepoint.poll()
        }
    }
    /// The `blocking` and `timeout` arguments of `acquire` in nanoseconds.
    static func timeout(_ blocking: Value, _ timeout: Value) throws(Raise) -> Int {
        let block = try Operations.isTrue(blocking)
        let unset = timeout == Value(int: -1)
        if unset { return block ? -1 : 0 }
        let d = timeout.isFloatLike ? timeout.asDouble : 0
        if timeout.isFloatLike && d.magnitude > 9.3e9 || timeout.isIntLike && (Integers.asInt64(timeout) ?? Int.max).magnitude > 9_300_000_000 {
            if !(timeout.isFloatLike && d.isNaN) { throw Errors.overflowError("timestamp out of range for C PyTime_t") }
        }
        let n = try Times.nanoseconds(timeout)
        if !block && n != -1_000_000_000 { throw Errors.valueError("can't specify a timeout for a non-blocking call") }
        if n < 0 && n != -1_000_000_000 { throw Errors.valueError("timeout value must be a non-negative number") }
        if n == -1_000_000_000 { return block ? -1 : 0 }
        return n
    }
}

/// `_thread.lock`.
enum LockType {
    nonisolated(unsafe) static var type = TypeRef()
    static func make() -> Value {
        let r = Heap.allocate(24, type)
        Semaphore.install(r, 1)
        return Value(r)
    }
    static func define() {
        let t = TypeFactory.make("lock", module: "_thread", size: 24, layout: Layout.opaque.finalizing { Semaphore.destroy($0) })
        type = t
        Finalizers.declareQuiet(t)
        t.allowWeakReferences()
        t.new("($type, /)") { a throws(Raise) in make() }
        func acquire(_ a: Args) throws(Raise) -> Value {
            let r = try Semaphore.take(Semaphore.of(a[0].ref), try Semaphore.timeout(a[1], a[2]))
            // (As behind any call in CPython: who hands the lock over may have sent a signal before. `with` does not: its body would never release it.)
            try NativeSafepoint.poll()
            return Value(bool: r)
        }
        func release(_ a: Args) throws(Raise) -> Value {
            let s = Semaphore.of(a[0].ref)
            if Semaphore.value(s) > 0 { throw Errors.runtimeError("release unlocked lock") }
            sem_post(s)
            return .none
        }
        for name in ["acquire", "acquire_lock"] as [StaticString] { t.method(name, "($self, /, blocking=True, timeout=-1)") { a throws(Raise) in try acquire(a) } }
        for name in ["release", "release_lock"] as [StaticString] { t.method(name, "($self, /)") { a throws(Raise) in try release(a) } }
        for name in ["locked", "locked_lock"] as [StaticString] { t.method(name, "($self, /)") { a throws(Raise) in Value(bool: Semaphore.value(Semaphore.of(a[0].ref)) == 0) } }
        t.special("__enter__", "($self, /)") { a throws(Raise) in Value(bool: try Semaphore.take(Semaphore.of(a[0].ref), -1)) }
        t.special("__exit__", "($self, /, *args)") { a throws(Raise) in try release(a) }
        t.method("_at_fork_reinit", "($self, /)") { a throws(Raise) in sem_init(Semaphore.of(a[0].ref), 0, 1); return .none }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            StrRef.make("<\(Semaphore.value(Semaphore.of(a[0].ref)) == 0 ? "locked" : "unlocked") _thread.lock object at 0x\(String(UInt(bitPattern: a[0].ref), radix: 16))>")
        }
    }
}

/// `_thread.RLock`: raw words 3 owner, 4 count.
enum RLockType {
    nonisolated(unsafe) static var type = TypeRef()
    private static func owner(_ r: Ref) -> UInt { UInt(r.word(3)) }
    private static func isMine(_ r: Ref) -> Bool { r.word(4) > 0 && owner(r) == thread.identityNumber }
    private static func acquire(_ r: Ref, _ timeout: Int) throws(Raise) -> Bool {
        if isMine(r) { r.setWord(4, r.word(4) + 1); return true }
        if try !Semaphore.take(Semaphore.of(r), timeout) { return false }
        r.setWord(3, UInt64(thread.identityNumber)); r.setWord(4, 1)
        return true
    }
    private static func release(_ r: Ref) throws(Raise) {
        if !isMine(r) { throw Errors.runtimeError("cannot release un-acquired lock") }
        r.setWord(4, r.word(4) - 1)
        if r.word(4) == 0 { r.setWord(3, 0); sem_post(Semaphore.of(r)) }
    }
    static func define() {
        let t = TypeFactory.make("RLock", module: "_thread", size: 40, layout: Layout.opaque.finalizing { Semaphore.destroy($0) }, subclassable: true)
        type = t
        Finalizers.declareQuiet(t)
        t.allowWeakReferences()
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            Semaphore.install(r, 1)
            return Value(r)
        }
        t.method("acquire", "($self, /, blocking=True, timeout=-1)") { a throws(Raise) in
            let r = try acquire(a[0].ref, try Semaphore.timeout(a[1], a[2]))
            try NativeSafepoint.poll()
            return Value(bool: r)
        }
        t.method("release", "($self, /)") { a throws(Raise) in try release(a[0].ref); return .none }
        t.special("__enter__", "($self, /)") { a throws(Raise) in Value(bool: try acquire(a[0].ref, -1)) }
        t.special("__exit__", "($self, /, *args)") { a throws(Raise) in try release(a[0].ref); return .none }
        t.method("locked", "($self, /)") { a throws(Raise) in Value(bool: a[0].ref.word(4) > 0) }
        t.method("_is_owned", "($self, /)") { a throws(Raise) in Value(bool: isMine(a[0].ref)) }
        t.method("_recursion_count", "($self, /)") { a throws(Raise) in Value(int: isMine(a[0].ref) ? Int(a[0].ref.word(4)) : 0) }
        t.method("_release_save", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            if !isMine(r) { throw Errors.runtimeError("cannot release un-acquired lock") }
            let state = TupleRef.make(Value.int(Int(r.word(4))), Value.uint(owner(r)))
            r.setWord(4, 0); r.setWord(3, 0)
            sem_post(Semaphore.of(r))
            return state
        }
        t.method("_acquire_restore", "($self, state, /)") { a throws(Raise) in
            let s = TupleRef(a[1]), r = a[0].ref
            _ = try Semaphore.take(Semaphore.of(r), -1)
            r.setWord(4, UInt64(try Operations.index(s[0]))); r.setWord(3, UInt64(thread.identityNumber))
            return .none
        }
        t.method("_at_fork_reinit", "($self, /)") { a throws(Raise) in
            sem_init(Semaphore.of(a[0].ref), 0, 1)
            a[0].ref.setWord(3, 0); a[0].ref.setWord(4, 0)
            return .none
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            return StrRef.make("<\(r.word(4) > 0 ? "locked" : "unlocked") \(IO.className(a[0])) object owner=\(owner(r)) count=\(r.word(4)) at 0x\(String(UInt(bitPattern: r), radix: 16))>")
        }
    }
}

/// `_thread._local`: word 2 the calling thread's dict, put there at each access; 3 a number that no other instance has or had; 4 and 5
/// the arguments that `__init__` gets in each thread. The dicts lie in the threads (`ThreadState.dictionary`) by that number, so that they die with
/// their thread; those of an instance that died stay until then.
enum LocalType {
    nonisolated(unsafe) private static var next = 1
    private static func prepare(_ o: Value) throws(Raise) {
        let r = o.ref, all = thread.localObjects, key = r.value(3)
        if let d = try all.get(key) { r.set(2, d); return }
        let d = DictRef.allocate().value
        try all.set(key, d)
        r.set(2, d)
        let f = o.type.slot(.`init`)
        if f != Types.object.slot(.`init`), !f.isUnbound { _ = try Call.call(try Operations.special(o, StrRef.intern("__init__")), tuple: r.value(4), dict: r.value(5)) }
        r.set(2, d)
    }
    static func define() -> TypeRef {
        let t = TypeFactory.make("_local", module: "_thread", size: 48, layout: .fields(2, 6), subclassable: true)
        t.holdDictionary(word: 2)
        t.allowWeakReferences()
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let cls = TypeRef(a[0].ref)
            if cls.slot(.`init`) == Types.object.slot(.`init`) && (TupleRef(a[1]).count > 0 || DictRef(a[2]).count > 0) { throw Errors.typeError("Initialization arguments are not supported") }
            let d = DictRef.allocate().value
            let r = Instance.allocate(cls)
            r.initialize(2, d); r.initialize(3, Value(int: next)); r.initialize(4, a[1]); r.initialize(5, a[2])
            next += 1
            try thread.localObjects.set(r.value(3), d)
            return Value(r)
        }
        func name(_ v: Value) throws(Raise) -> Value {
            if v.isStr { return v }
            throw Errors.typeError("attribute name must be string, not '\(v.type)'")
        }
        let dictName = StrRef.intern("__dict__")
        t.special("__getattribute__", "($self, name, /)") { a throws(Raise) in
            try prepare(a[0])
            if a[1].isStr && StrRef.equal(StrRef(a[1]), StrRef(dictName)) { return a[0].ref.value(2) }
            return try Operations.plainGet(a[0], try name(a[1]))
        }
        t.special("__setattr__", "($self, name, value, /)") { a throws(Raise) in
            try prepare(a[0])
            if a[1].isStr && StrRef.equal(StrRef(a[1]), StrRef(dictName)) { throw Errors.make(Exceptions.attributeError, "'\(a[0].type)' object attribute '__dict__' is read-only") }
            try Operations.plainSet(a[0], try name(a[1]), a[2]); return .none
        }
        t.special("__delattr__", "($self, name, /)") { a throws(Raise) in
            try prepare(a[0])
            if a[1].isStr && StrRef.equal(StrRef(a[1]), StrRef(dictName)) { throw Errors.make(Exceptions.attributeError, "'\(a[0].type)' object attribute '__dict__' is read-only") }
            try Operations.plainSet(a[0], try name(a[1]), .unbound); return .none
        }
        return t
    }
}

/// The calling thread's state, where a module's own name hides it.
@inline(__always) var currentThread: Thread { thread }

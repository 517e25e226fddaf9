import CSupport
import Glibc
import Runtime

/// `_multiprocessing.SemLock`: a named semaphore of the system. Words 2 name; raw 3 the semaphore; tagged ints 4 kind, 5 maxvalue, 6 count, 7 owner's
/// identity. (Modules/_multiprocessing/semaphore.c)
enum SemLock {
    static let recursive = 0
    private static func semaphore(_ r: Ref) -> Semaphore.Pointer { Semaphore.Pointer(bitPattern: UInt(r.word(3))).unsafelyUnwrapped }
    private static func isMine(_ r: Ref) -> Bool { r.value(6).int > 0 && r.value(7) == Value(int: Int(bitPattern: UInt(pthread_self())) >> 1) }
    private static func make(_ t: TypeRef, _ s: UnsafeMutableRawPointer, _ kind: Int, _ most: Int, _ name: Value) -> Value {
        let r = Instance.allocate(t)
        r.initialize(2, name); r.setWord(3, UInt64(UInt(bitPattern: s)))
        r.initialize(4, Value(int: kind)); r.initialize(5, Value(int: most)); r.initialize(6, Value(int: 0)); r.initialize(7, Value(int: 0))
        Heap.registerNative(r)
        return Value(r)
    }
    private static func acquire(_ v: Value, _ block: Value, _ timeout: Value) throws(Raise) -> Value {
        let r = v.ref
        let mine = Value(int: Int(bitPattern: UInt(pthread_self())) >> 1)
        if r.value(4).int == recursive && isMine(r) { r.set(6, Value(int: r.value(6).int + 1)); return .true }
        var n = -1
        if try !Operations.isTrue(block) { n = 0 }
        else if !timeout.isNone { n = max(0, try Times.nanoseconds(timeout)) }
        if try !Semaphore.take(semaphore(r), n) { return .false }
        r.set(6, Value(int: r.value(6).int + 1)); r.set(7, mine)
        return .true
    }
    private static func release(_ v: Value) throws(Raise) {
        let r = v.ref
        if r.value(4).int == recursive {
            if !isMine(r) { throw Errors.make(Exceptions.assertionError, "attempt to release recursive lock not owned by thread") }
            if r.value(6).int > 1 { r.set(6, Value(int: r.value(6).int - 1)); return }
        } else if Int(Semaphore.value(semaphore(r))) >= r.value(5).int { throw Errors.valueError("semaphore or lock released too many times") }
        if sem_post(semaphore(r)) < 0 { throw Errors.osError(Glibc.errno) }
        r.set(6, Value(int: r.value(6).int - 1))
    }
    static func define(_ m: ModuleBuilder) {
        let t = TypeFactory.make("SemLock", module: "_multiprocessing", size: 64, layout: Layout.fields(2, 3).finalizing { sem_close(semaphore($0)) }, subclassable: true)
        t.new("($type, kind, value, maxvalue, name, unlink)") { a throws(Raise) in
            let kind = try TextArguments.cInt(a[1]), value = try TextArguments.cInt(a[2]), most = try TextArguments.cInt(a[3])
            if !a[4].isStr { throw Errors.typeError("SemLock() argument 4 must be str, not \(a[4].type)") }
            let path = try PathArgument(a[4], function: "", argument: ""), unlink = try Operations.isTrue(a[5])
            if kind != 0 && kind != 1 { throw Errors.valueError("unrecognized kind") }
            guard let s = dx_named_semaphore(path.cString, 1, UInt32(truncatingIfNeeded: value)) else { throw Errors.osError(Glibc.errno) }
            if unlink && sem_unlink(path.cString) < 0 { let e = Glibc.errno; sem_close(s.assumingMemoryBound(to: sem_t.self)); throw Errors.osError(e) }
            return make(TypeRef(a[0].ref), s, kind, most, unlink ? .none : a[4])
        }
        t.classMethod("_rebuild", "($type, handle, kind, maxvalue, name, /)") { a throws(Raise) in
            let kind = try TextArguments.cInt(a[2]), most = try TextArguments.cInt(a[3])
            if a[4].isNone {
                guard let h = UnsafeMutableRawPointer(bitPattern: try Operations.index(a[1])) else { throw Errors.valueError("invalid handle") }
                return make(TypeRef(a[0].ref), h, kind, most, .none)
            }
            let path = try PathArgument(a[4], function: "", argument: "")
            guard let s = dx_named_semaphore(path.cString, 0, 0) else { throw Errors.osError(Glibc.errno) }
            return make(TypeRef(a[0].ref), s, kind, most, a[4])
        }
        t.method("acquire", "($self, /, block=True, timeout=None)") { a throws(Raise) in try acquire(a[0], a[1], a[2]) }
        t.method("release", "($self, /)") { a throws(Raise) in try release(a[0]); return .none }
        t.method("__enter__", "($self, /)") { a throws(Raise) in try acquire(a[0], .true, .none) }
        t.method("__exit__", "($self, exc_type=None, exc_value=None, exc_tb=None, /)") { a throws(Raise) in try release(a[0]); return .none }
        t.method("_count", "($self, /)") { a throws(Raise) in a[0].ref.value(6) }
        t.method("_is_mine", "($self, /)") { a throws(Raise) in Value(bool: isMine(a[0].ref)) }
        t.method("_get_value", "($self, /)") { a throws(Raise) in Value(int: max(0, Int(Semaphore.value(semaphore(a[0].ref))))) }
        t.method("_is_zero", "($self, /)") { a throws(Raise) in Value(bool: Semaphore.value(semaphore(a[0].ref)) <= 0) }
        t.method("_after_fork", "($self, /)") { a throws(Raise) in a[0].ref.set(6, Value(int: 0)); return .none }
        t.getter("handle") { o throws(Raise) in .int(Int(bitPattern: UInt(o.ref.word(3)))) }
        t.field("kind", word: 4); t.field("maxvalue", word: 5); t.field("name", word: 2)
        t.constant("SEM_VALUE_MAX", Value(int: Int(Int32.max)))
        m.type(t)
    }
}
extension NativeModule {
    public static let multiprocessing = NativeModule("_multiprocessing") { m throws(Raise) in
        SemLock.define(m)
        let d = DictRef.allocate()
        d.set(name: StrRef.intern("HAVE_SEM_OPEN"), Value(int: 1)); d.set(name: StrRef.intern("HAVE_SEM_TIMEDWAIT"), Value(int: 1))
        m.constant("flags", d.value)
        m.function("sem_unlink", "(name, /)") { a throws(Raise) in
            if !a[0].isStr { throw Errors.typeError("sem_unlink() argument must be str, not \(a[0].type)") }
            let path = try PathArgument(a[0], function: "", argument: "")
            if Glibc.sem_unlink(path.cString) < 0 { throw Errors.osError(Glibc.errno) }
            return .none
        }
    }
}

import CSupport
import Glibc
import Runtime

/// Waiting with a deadline: BODY gets the milliseconds left (-1: forever) and returns as `poll` does; interrupted waits go on.
enum Waiting {
    static func poll(_ nanoseconds: Int, _ body: (Int32) -> Int) throws(Raise) -> Int {
        let deadline = nanoseconds < 0 ? 0 : Times.monotonic &+ nanoseconds
        while true {
            var ms: Int32 = -1
            if nanoseconds >= 0 {
                let left = max(0, deadline - Times.monotonic)
                ms = Int32(clamping: (left + 999_999) / 1_000_000)
            }
            var e: Int32 = 0
            let r = InterpreterLock.blocking { () -> Int in let r = body(ms); e = Glibc.errno; return r }
            if r >= 0 { return r }
            if e != EINTR { throw Errors.osError(e) }
            try NativeSafepoint.poll()
            if nanoseconds >= 0 && Times.monotonic >= deadline { return 0 }
        }
    }
    /// Milliseconds (int, float or None) as nanoseconds; negative: forever.
    static func milliseconds(_ v: Value) throws(Raise) -> Int {
        if v.isNone || v.isUnbound { return -1 }
        if !v.isIntLike && !v.isFloatLike && v.type.slot(.index).isUnbound { throw Errors.typeError("timeout must be an integer or None") }
        if v.isFloatLike { let d = v.asDouble; return d < 0 ? -1 : Int(min(d * 1e6, 9e18).rounded(.up)) }
        let n = TextArguments.clamp(try Operations.indexObject(v))
        return n < 0 ? -1 : n > 9_000_000_000_000 ? -1 : n * 1_000_000
    }
}

/// `select.poll()` objects: word 2 a dict of descriptor to events.
enum PollObject {
    nonisolated(unsafe) static var type = TypeRef()
    private static func events(_ v: Value) throws(Raise) -> Int {
        let n = try TextArguments.size(v)
        if n < 0 { throw Errors.valueError("value must be positive") }
        if n > 0xffff { throw Errors.overflowError("Python int too large for C unsigned short") }
        return n
    }
    static func define() {
        if type != TypeRef() { return }
        let t = TypeFactory.make("poll", module: "select", size: 24, layout: .fields(2, 3))
        type = t
        t.disallowInstantiation()
        t.method("register", "($self, fd, eventmask=7, /)") { a throws(Raise) in
            try DictRef(a[0].ref.value(2)).set(Value(int: Int(try IO.descriptor(a[1]))), Value(int: try events(a[2])))
            return .none
        }
        t.method("modify", "($self, fd, eventmask, /)") { a throws(Raise) in
            let d = DictRef(a[0].ref.value(2)), k = Value(int: Int(try IO.descriptor(a[1])))
            if try d.get(k) == nil { throw Errors.osError(ENOENT) }
            try d.set(k, Value(int: try events(a[2])))
            return .none
        }
        t.method("unregister", "($self, fd, /)") { a throws(Raise) in
            let k = Value(int: Int(try IO.descriptor(a[1])))
            if try DictRef(a[0].ref.value(2)).remove(k) == nil { throw Errors.keyError(k) }
            return .none
        }
        t.method("poll", "($self, timeout=None, /)") { a throws(Raise) in
            let n = try Waiting.milliseconds(a[1]), d = DictRef(a[0].ref.value(2))
            var fds: [pollfd] = []
            var i = -1
            while d.next(&i) { fds.append(pollfd(fd: Int32(d.key(i).int), events: Int16(truncatingIfNeeded: d.valueAt(i).int), revents: 0)) }
            let count = fds.count
            let p = UnsafeMutablePointer<pollfd>.allocate(capacity: max(1, count))
            defer { p.deallocate() }
            p.initialize(from: fds, count: count)
            _ = try Waiting.poll(n) { ms in Int(Glibc.poll(p, UInt(count), ms)) }
            let out = ListRef.allocate()
            for i in 0..<count where p[i].revents != 0 { out.append(TupleRef.make(Value(int: Int(p[i].fd)), Value(int: Int(UInt16(bitPattern: p[i].revents))))) }
            return out.value
        }
    }
}
/// `select.epoll`: word 2 the descriptor as a tagged int (-1: closed).
enum EpollObject {
    nonisolated(unsafe) static var type = TypeRef()
    private static func fd(_ o: Value) throws(Raise) -> Int32 {
        let n = o.ref.value(2).int
        if n < 0 { throw Errors.valueError("I/O operation on closed epoll object") }
        return Int32(n)
    }
    private static func make(_ cls: TypeRef, _ fd: Int32) throws(Raise) -> Value {
        if fd < 0 { throw Errors.osError(Glibc.errno) }
        let r = Instance.allocate(cls)
        r.initialize(2, Value(int: Int(fd)))
        Heap.registerNative(r)
        return Value(r)
    }
    private static func close(_ r: Ref) {
        let v = r.value(2)
        if v.isInt && v.int >= 0 { Glibc.close(Int32(v.int)) }
        r.setWord(2, Value(int: -1).bits)
    }
    private static func control(_ a: Args, _ op: Int32) throws(Raise) -> Value {
        let e = try fd(a[0]), target = try IO.descriptor(a[1])
        var v = epoll_event()
        if a.count > 2 { v.events = UInt32(truncatingIfNeeded: try TextArguments.size(a[2])) }
        v.data.fd = target
        if epoll_ctl(e, op, target, &v) < 0 { throw Errors.osError(Glibc.errno) }
        return .none
    }
    static func define() {
        if type != TypeRef() { return }
        let t = TypeFactory.make("epoll", module: "select", size: 24, layout: Layout.fields(2, 3).finalizing { close($0) }, subclassable: true)
        type = t
        t.new("($type, /, sizehint=-1, flags=0)") { a throws(Raise) in
            let s = try TextArguments.cInt(a[1]), f = try TextArguments.cInt(a[2])
            if s < -1 || s == 0 { throw Errors.valueError("sizehint must be positive or -1") }
            if f != 0 && f != 524288 { throw Errors.osError(EINVAL) }
            return try make(TypeRef(a[0].ref), epoll_create1(524288))
        }
        t.classMethod("fromfd", "($type, fd, /)") { a throws(Raise) in try make(TypeRef(a[0].ref), Int32(try TextArguments.cInt(a[1]))) }
        t.method("close", "($self, /)") { a throws(Raise) in close(a[0].ref); return .none }
        t.getter("closed") { o throws(Raise) in Value(bool: o.ref.value(2).int < 0) }
        t.method("fileno", "($self, /)") { a throws(Raise) in Value(int: Int(try fd(a[0]))) }
        t.special("__enter__", "($self, /)") { a throws(Raise) in _ = try fd(a[0]); return a[0] }
        t.special("__exit__", "($self, exc_type=None, exc_value=None, exc_tb=None, /)") { a throws(Raise) in close(a[0].ref); return .none }
        t.method("register", "($self, /, fd, eventmask=7)") { a throws(Raise) in try control(a, 1) }
        t.method("modify", "($self, /, fd, eventmask)") { a throws(Raise) in try control(a, 3) }
        t.method("unregister", "($self, /, fd)") { a throws(Raise) in try control(a, 2) }
        t.method("poll", "($self, /, timeout=None, maxevents=-1)") { a throws(Raise) in
            let e = try fd(a[0])
            var n = -1
            if !a[1].isNone { n = try Times.nanoseconds(a[1]); if n < 0 { n = -1 } }
            var most = try TextArguments.cInt(a[2])
            if most == -1 { most = 1023 } else if most < 1 { throw Errors.valueError("maxevents must be greater than 0, got \(most)") }
            let count = most
            let p = UnsafeMutablePointer<epoll_event>.allocate(capacity: count)
            defer { p.deallocate() }
            let r = try Waiting.poll(n) { ms in Int(epoll_wait(e, p, Int32(count), ms)) }
            let out = ListRef.allocate(capacity: r)
            for i in 0..<r { out.append(TupleRef.make(Value(int: Int(p[i].data.fd)), Value(int: Int(p[i].events)))) }
            return out.value
        }
    }
}
extension NativeModule {
    public static let select = NativeModule("select") { m throws(Raise) in
        m.ints("EPOLLERR=8 EPOLLET=2147483648 EPOLLEXCLUSIVE=268435456 EPOLLHUP=16 EPOLLIN=1 EPOLLMSG=1024 EPOLLONESHOT=1073741824 EPOLLOUT=4 EPOLLPRI=2 EPOLLRDBAND=128 EPOLLRDHUP=8192 EPOLLRDNORM=64 EPOLLWAKEUP=536870912 EPOLLWRBAND=512 EPOLLWRNORM=256 EPOLL_CLOEXEC=524288 PIPE_BUF=4096 POLLERR=8 POLLHUP=16 POLLIN=1 POLLMSG=1024 POLLNVAL=32 POLLOUT=4 POLLPRI=2 POLLRDBAND=128 POLLRDHUP=8192 POLLRDNORM=64 POLLWRBAND=512 POLLWRNORM=256")
        PollObject.define(); EpollObject.define()
        m.constant("error", Exceptions.osError.value)
        m.type(EpollObject.type)
        m.function("poll", "()") { a throws(Raise) in
            let d = DictRef.allocate().value
            let r = Heap.allocate(24, PollObject.type)
            r.initialize(2, d)
            return Value(r)
        }
        m.function("select", "(rlist, wlist, xlist, timeout=None, /)") { a throws(Raise) in
            var n = -1
            if !a[3].isNone {
                if !a[3].isIntLike && !a[3].isFloatLike && a[3].type.slot(.index).isUnbound { throw Errors.typeError("timeout must be a float or None") }
                n = try Times.nanoseconds(a[3])
                if n < 0 { throw Errors.valueError("timeout must be non-negative") }
            }
            // poll does the work: it has no limit on numbers, which select's sets would have.
            let lists = ListRef.allocate()
            var fds: [(Int32, Int16)] = []
            for (k, mask) in [(0, Int16(1)), (1, 4), (2, 2)] {
                let l: ListRef
                l = try Operations.listForCall(a[k]) { "arguments 1-3 must be sequences" }
                lists.append(l.value)
                for i in 0..<l.count {
                    let d = try IO.descriptor(l[i])
                    if d >= 1024 { throw Errors.valueError("filedescriptor out of range in select()") }
                    fds.append((d, mask))
                }
            }
            let p = UnsafeMutablePointer<pollfd>.allocate(capacity: max(1, fds.count)), count = fds.count
            defer { p.deallocate() }
            for (i, f) in fds.enumerated() { p[i] = pollfd(fd: f.0, events: f.1, revents: 0) }
            _ = try Waiting.poll(n) { ms in Int(Glibc.poll(p, UInt(count), ms)) }
            let out = TupleRef.allocate(3)
            let result = out.value
            var at = 0
            for (k, ready) in [(0, Int16(1 | 8 | 16)), (1, 4 | 8), (2, 2)] {
                let from = ListRef(lists[k]), to = ListRef.allocate()
                out[k] = to.value
                for i in 0..<from.count {
                    if p[at].revents & 32 != 0 { throw Errors.osError(EBADF) }
                    if p[at].revents & ready != 0 { to.append(from[i]) }
                    at += 1
                }
            }
            return result
        }
    }
}

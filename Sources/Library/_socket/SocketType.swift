import CSupport
import Glibc
import Runtime

/// `_socket.socket`: tagged ints at 2 descriptor (-1: closed), 3 family, 4 type, 5 protocol, 6 timeout in nanoseconds (-1: blocking; 0: non-blocking).
/// With a timeout the descriptor is non-blocking and calls wait by `poll` first. (Modules/socketmodule.c)
struct SocketRef {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef()
    nonisolated(unsafe) static var defaultTimeout = -1
    private func number(_ w: Int) -> Int { let v = ref.value(w); return v.isInt ? v.int : w == 2 ? -1 : 0 }
    var fd: Int32 { get { Int32(truncatingIfNeeded: number(2)) } nonmutating set { ref.setWord(2, Value(int: Int(newValue)).bits) } }
    var family: Int32 { Int32(truncatingIfNeeded: number(3)) }
    var timeout: Int { get { number(6) } nonmutating set { ref.setWord(6, Value(int: newValue).bits) } }
    func setUp(_ fd: Int32, _ family: Int, _ type: Int, _ proto: Int) throws(Raise) {
        ref.setWord(2, Value(int: Int(fd)).bits); ref.setWord(3, Value(int: family).bits); ref.setWord(5, Value(int: proto).bits)
        ref.setWord(4, Value(int: type & ~(Int(SocketRef.cloexec) | Int(SocketRef.nonblock))).bits)
        if type & Int(SocketRef.nonblock) != 0 { timeout = 0 } else {
            timeout = SocketRef.defaultTimeout
            if timeout >= 0 { try setBlocking(false) }
        }
    }
    static let cloexec: Int32 = 0o2000000, nonblock: Int32 = 0o4000
    func setBlocking(_ on: Bool) throws(Raise) {
        let f = dx_fcntl(fd, F_GETFL, 0)
        if f < 0 || dx_fcntl(fd, F_SETFL, Int(on ? f & ~O_NONBLOCK : f | O_NONBLOCK)) < 0 { throw Errors.osError(errno) }
    }
    static func timedOut() -> Raise { Errors.make(Exceptions.timeoutError, "timed out") }
    /// Runs BODY until it does not ask to be called again; waits for the descriptor before.
    func perform(writing: Bool, deadline: Int? = nil, _ body: () -> Int) throws(Raise) -> Int {
        let d = fd
        let limit = timeout > 0 ? deadline ?? Times.monotonic + timeout : -1
        while true {
            if timeout > 0 {
                let left = limit - Times.monotonic
                if left <= 0 { throw SocketRef.timedOut() }
                var p = pollfd(fd: d, events: writing ? 4 : 1, revents: 0)
                let ms = Int32(clamping: (left + 999_999) / 1_000_000)
                var e: Int32 = 0
                let r = InterpreterLock.blocking { () -> Int32 in let r = Glibc.poll(&p, 1, ms); e = errno; return r }
                if r == 0 { throw SocketRef.timedOut() }
                if r < 0 { if e == EINTR { try NativeSafepoint.poll(); continue }; throw Errors.osError(e) }
            }
            var e: Int32 = 0
            let r = InterpreterLock.blocking { () -> Int in let r = body(); e = errno; return r }
            if r >= 0 { return r }
            if e == EINTR { try NativeSafepoint.poll(); continue }
            if timeout > 0 && (e == EAGAIN || e == EWOULDBLOCK) { continue }
            throw Errors.osError(e)
        }
    }
    /// 0, or the errno of a connection attempt.
    func connect(_ a: SocketAddress) throws(Raise) -> Int32 {
        let d = fd
        var e: Int32 = 0
        let r = a.bytes.withUnsafeBytes { b in InterpreterLock.blocking { () -> Int32 in let r = dx_socket_connect(d, b.baseAddress!, a.length); e = errno; return r } }
        if r == 0 { return 0 }
        var wait = false
        if e == EINTR { try NativeSafepoint.poll(); wait = timeout != 0 } else { wait = timeout > 0 && e == EINPROGRESS }
        if !wait { return e }
        let limit = timeout > 0 ? Times.monotonic + timeout : -1
        while true {
            var p = pollfd(fd: d, events: 4, revents: 0)
            let ms: Int32 = limit < 0 ? -1 : Int32(clamping: max(0, limit - Times.monotonic + 999_999) / 1_000_000)
            let n = InterpreterLock.blocking { () -> Int32 in let r = Glibc.poll(&p, 1, ms); e = errno; return r }
            if n == 0 { throw SocketRef.timedOut() }
            if n > 0 { break }
            if e != EINTR { return e }
            try NativeSafepoint.poll()
        }
        var code: Int32 = 0, size = socklen_t(4)
        if getsockopt(d, SOL_SOCKET, SO_ERROR, &code, &size) < 0 { return errno }
        return code == EISCONN ? 0 : code
    }
    func close() throws(Raise) {
        let d = fd
        if d < 0 { return }
        fd = -1
        let r = InterpreterLock.blocking { Glibc.close(d) }
        if r < 0 && errno != ECONNRESET { throw Errors.osError(errno) }
    }
}

enum SocketType {
    static func define() {
        if SocketRef.type != TypeRef() { return }
        let t = TypeFactory.make("socket", module: "_socket", size: 56, layout: Layout.fields(2, 7).finalizing { r in
            let d = SocketRef(Value(r)).fd
            if d >= 0 { Glibc.close(d) }
        }, subclassable: true)
        SocketRef.type = t
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, Value(int: -1)); r.initialize(6, Value(int: SocketRef.defaultTimeout))
            Heap.registerNative(r)
            return Value(r)
        }
        t.special("__init__", "($self, /, family=-1, type=-1, proto=-1, fileno=None)") { a throws(Raise) in
            let s = SocketRef(a[0])
            var family = try TextArguments.cInt(a[1]), type = try TextArguments.cInt(a[2]), proto = try TextArguments.cInt(a[3])
            if !a[4].isNone {
                if a[4].isFloatLike { throw Errors.typeError("integer argument expected, got float") }
                let d = try TextArguments.cInt(a[4])
                if d < 0 { throw Errors.valueError("negative file descriptor") }
                var address = SocketAddress()
                let r = address.bytes.withUnsafeMutableBytes { dx_socket_name(Int32(d), 0, $0.baseAddress!, &address.length) }
                if r < 0 { if family == -1 || errno == EBADF || errno == ENOTSOCK { throw Errors.osError(errno) } } else if family == -1 { family = address.family }
                func option(_ o: Int32) throws(Raise) -> Int {
                    var v: Int32 = 0, n = socklen_t(4)
                    if getsockopt(Int32(d), SOL_SOCKET, o, &v, &n) < 0 { throw Errors.osError(errno) }
                    return Int(v)
                }
                if type == -1 { type = try option(SO_TYPE) }
                if proto == -1 { proto = try option(38) }
                try s.setUp(Int32(d), family, type, proto)
                return .none
            }
            if family == -1 { family = Int(AF_INET) }
            if type == -1 { type = 1 }
            if proto == -1 { proto = 0 }
            let d = Glibc.socket(Int32(family), Int32(type) | SocketRef.cloexec, Int32(proto))
            if d < 0 { throw Errors.osError(errno) }
            try s.setUp(d, family, type, proto)
            return .none
        }
        addresses(t); transfer(t); options(t)
    }
    private static func addresses(_ t: TypeRef) {
        t.method("bind", "($self, address, /)") { a throws(Raise) in
            let s = SocketRef(a[0]), ad = try SocketAddress(a[1], family: s.family, function: "bind")
            if ad.bytes.withUnsafeBytes({ dx_socket_bind(s.fd, $0.baseAddress!, ad.length) }) < 0 { throw Errors.osError(errno) }
            return .none
        }
        t.method("listen", "($self, backlog=128, /)") { a throws(Raise) in
            if Glibc.listen(SocketRef(a[0]).fd, Int32(max(0, try TextArguments.cInt(a[1])))) < 0 { throw Errors.osError(errno) }
            return .none
        }
        t.method("_accept", "($self, /)") { a throws(Raise) in
            let s = SocketRef(a[0]), d = s.fd
            let store = UnsafeMutableRawPointer.allocate(byteCount: 132, alignment: 8)
            defer { store.deallocate() }
            memset(store, 0, 132)
            let length = (store + 128).assumingMemoryBound(to: UInt32.self)
            let r = try s.perform(writing: false) { length.pointee = 128; return Int(dx_accept4(d, store, length, SocketRef.cloexec)) }
            let ad = SocketAddress(raw: store, length.pointee)
            return TupleRef.make(Value(int: r), try ad.value())
        }
        t.method("connect", "($self, address, /)") { a throws(Raise) in
            let s = SocketRef(a[0])
            let e = try s.connect(try SocketAddress(a[1], family: s.family, function: "connect"))
            if e != 0 { throw Errors.osError(e) }
            return .none
        }
        t.method("connect_ex", "($self, address, /)") { a throws(Raise) in
            let s = SocketRef(a[0]), ad = try SocketAddress(a[1], family: s.family, function: "connect_ex")
            do throws(Raise) { return Value(int: Int(try s.connect(ad))) } catch {
                try Errors.swallow(error, Exceptions.timeoutError)
                return Value(int: Int(EAGAIN))
            }
        }
        for (name, peer) in [("getsockname", Int32(0)), ("getpeername", 1)] as [(StaticString, Int32)] {
            t.method(name, "($self, /)") { a throws(Raise) in
                var ad = SocketAddress()
                var n: UInt32 = 128
                if ad.bytes.withUnsafeMutableBytes({ dx_socket_name(SocketRef(a[0]).fd, peer, $0.baseAddress!, &n) }) < 0 { throw Errors.osError(errno) }
                ad.length = n
                return try ad.value()
            }
        }
        t.method("shutdown", "($self, how, /)") { a throws(Raise) in if Glibc.shutdown(SocketRef(a[0]).fd, Int32(try TextArguments.cInt(a[1]))) < 0 { throw Errors.osError(errno) }; return .none }
        t.method("close", "($self, /)") { a throws(Raise) in try SocketRef(a[0]).close(); return .none }
        t.method("detach", "($self, /)") { a throws(Raise) in let d = SocketRef(a[0]).fd; SocketRef(a[0]).fd = -1; return Value(int: Int(d)) }
        t.method("fileno", "($self, /)") { a throws(Raise) in Value(int: Int(SocketRef(a[0]).fd)) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            return StrRef.make("<socket object, fd=\(SocketRef(a[0]).fd), family=\(r.value(3).isInt ? r.value(3).int : 0), type=\(r.value(4).isInt ? r.value(4).int : 0), proto=\(r.value(5).isInt ? r.value(5).int : 0)>")
        }
    }
    private static func transfer(_ t: TypeRef) {
        func flags(_ a: Args, _ i: Int) throws(Raise) -> Int32 { a.has(i) ? Int32(truncatingIfNeeded: try TextArguments.cInt(a[i])) : 0 }
        t.method("recv", "($self, bufsize, flags=0, /)") { a throws(Raise) in
            let s = SocketRef(a[0]), n = try TextArguments.size(a[1]), f = try flags(a, 2), d = s.fd
            if n < 0 { throw Errors.valueError("negative buffersize in recv") }
            let b = BytesRef.unfilled(n), p = b.data
            let got = try s.perform(writing: false) { Glibc.recv(d, p, n, f) }
            return b.cut(to: got)
        }
        t.method("recv_into", "($self, /, buffer, nbytes=0, flags=0)") { a throws(Raise) in
            let s = SocketRef(a[0]), b = try Buffers.writable(a[1], "recv_into", 1), f = try flags(a, 3), d = s.fd
            defer { b.release() }
            var n = try TextArguments.size(a[2])
            if n < 0 { throw Errors.valueError("negative buffersize in recv_into") }
            if n == 0 { n = b.count }
            if n > b.count { throw Errors.valueError("buffer too small for requested bytes") }
            return Value(int: try s.perform(writing: false) { Glibc.recv(d, b.base, n, f) })
        }
        t.method("recvfrom", "($self, bufsize, flags=0, /)") { a throws(Raise) in
            let s = SocketRef(a[0]), n = try TextArguments.size(a[1]), f = try flags(a, 2), d = s.fd
            if n < 0 { throw Errors.valueError("negative buffersize in recvfrom") }
            let b = BytesRef.unfilled(n), p = b.data
            let (got, ad) = try receive(s, d, p, n, f)
            return TupleRef.make(b.cut(to: got), try ad.value())
        }
        t.method("recvfrom_into", "($self, /, buffer, nbytes=0, flags=0)") { a throws(Raise) in
            let s = SocketRef(a[0]), b = try Buffers.writable(a[1], "recvfrom_into", 1), f = try flags(a, 3), d = s.fd
            defer { b.release() }
            var n = try TextArguments.size(a[2])
            if n < 0 { throw Errors.valueError("negative buffersize in recvfrom_into") }
            if n == 0 { n = b.count }
            if n > b.count { throw Errors.valueError("nbytes is greater than the length of the buffer") }
            let (got, ad) = try receive(s, d, b.base, n, f)
            return TupleRef.make(Value(int: got), try ad.value())
        }
        t.method("send", "($self, data, flags=0, /)") { a throws(Raise) in
            let s = SocketRef(a[0]), b = try Buffers.get(a[1]), f = try flags(a, 2), d = s.fd
            defer { b.release() }
            return Value(int: try s.perform(writing: true) { Glibc.send(d, b.base, b.count, f) })
        }
        t.method("sendall", "($self, data, flags=0, /)") { a throws(Raise) in
            let s = SocketRef(a[0]), b = try Buffers.get(a[1]), f = try flags(a, 2), d = s.fd
            defer { b.release() }
            var done = 0
            let deadline = s.timeout > 0 ? Times.monotonic + s.timeout : nil
            repeat {
                done += try s.perform(writing: true, deadline: deadline) { Glibc.send(d, b.base + done, b.count - done, f) }
                try NativeSafepoint.poll()
            } while done < b.count
            return .none
        }
        t.method("sendto", "($self, /, *args)") { given throws(Raise) in
            let list = TupleRef(given[1])
            if list.count < 2 || list.count > 3 { throw Errors.typeError("sendto() takes 2 or 3 arguments (\(list.count) given)") }
            return try withUnsafeTemporaryAllocation(of: Value.self, capacity: 4) { p throws(Raise) in
                p[0] = given[0]
                for i in 0..<list.count { p[i + 1] = list[i] }
                return try send(Args(p.baseAddress!, list.count + 1))
            }
        }
        func send(_ a: Args) throws(Raise) -> Value {
            let s = SocketRef(a[0]), f = a.has(3) ? try flags(a, 2) : 0, d = s.fd
            let ad = try SocketAddress(a.has(3) ? a[3] : a[2], family: s.family, function: "sendto")
            let b = try Buffers.get(a[1])
            defer { b.release() }
            return Value(int: try s.perform(writing: true) { ad.bytes.withUnsafeBytes { dx_sendto(d, b.base, b.count, f, $0.baseAddress!, ad.length) } })
        }
        t.method("sendmsg", "($self, buffers, ancdata=(), flags=0, address=None, /)") { a throws(Raise) in
            let s = SocketRef(a[0]), l = try Operations.list(a[1]), f = try flags(a, 3), d = s.fd
            var v: [iovec] = []
            for i in 0..<l.count { let b = try Buffers.get(l[i]); v.append(iovec(iov_base: b.base, iov_len: b.count)); b.release() }
            var control: [UInt8] = []
            let anc = try Operations.list(a[2])
            for i in 0..<anc.count {
                guard anc[i].isTuple, TupleRef(anc[i]).count == 3 else { throw Errors.typeError("[sendmsg() ancillary data items must be 3-tuples]") }
                let t = TupleRef(anc[i]), b = try Buffers.get(t[2])
                defer { b.release() }
                Control.append(&control, Int32(try TextArguments.cInt(t[0])), Int32(try TextArguments.cInt(t[1])), b.bytes)
            }
            let ad: SocketAddress? = a[4].isNone ? nil : try SocketAddress(a[4], family: s.family, function: "sendmsg")
            let vectors = v.count
            var name = ad?.bytes ?? []
            let n = try s.perform(writing: true) { () -> Int in
                v.withUnsafeMutableBufferPointer { vp in control.withUnsafeMutableBytes { c in name.withUnsafeMutableBytes { np in
                    var h = msghdr()
                    h.msg_iov = vp.baseAddress; h.msg_iovlen = vectors
                    if c.count > 0 { h.msg_control = c.baseAddress; h.msg_controllen = c.count }
                    if let ad { h.msg_name = np.baseAddress; h.msg_namelen = ad.length }
                    return Glibc.sendmsg(d, &h, f)
                } } }
            }
            return Value(int: n)
        }
        t.method("recvmsg", "($self, bufsize, ancbufsize=0, flags=0, /)") { a throws(Raise) in
            let s = SocketRef(a[0]), n = try TextArguments.size(a[1]), room = try TextArguments.size(a[2]), f = try flags(a, 3)
            if n < 0 { throw Errors.valueError("negative buffer size in recvmsg()") }
            let b = BytesRef.allocate(n)
            let (got, rest) = try receiveMessage(s, [iovec(iov_base: b.data, iov_len: n)], room, f)
            return try rest(BytesRef.make(b.data, got))
        }
        t.method("recvmsg_into", "($self, buffers, ancbufsize=0, flags=0, /)") { a throws(Raise) in
            if a[1].type.slot(.iter).isUnbound && a[1].type.slot(.getitem).isUnbound { throw Errors.typeError("recvmsg_into() argument 1 must be an iterable") }
            let s = SocketRef(a[0]), l = try Operations.list(a[1]), room = try TextArguments.size(a[2]), f = try flags(a, 3)
            var v: [iovec] = []
            func writable(_ v: Value) throws(Raise) -> Buffer {
                do throws(Raise) { return try Buffers.get(v, writable: true) } catch {
                    guard error.isExceptionKind, Errors.matches(Exceptions.typeError) || Errors.matches(Exceptions.bufferError) else { throw error }
                    Errors.take()
                    throw Errors.typeError("recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers")
                }
            }
            for i in 0..<l.count { let b = try writable(l[i]); v.append(iovec(iov_base: b.base, iov_len: b.count)); b.release() }
            let (got, rest) = try receiveMessage(s, v, room, f)
            return try rest(Value(int: got))
        }
    }
    private static func receive(_ s: SocketRef, _ d: Int32, _ p: UnsafeMutableRawPointer, _ n: Int, _ f: Int32) throws(Raise) -> (Int, SocketAddress) {
        let store = UnsafeMutableRawPointer.allocate(byteCount: 132, alignment: 8)
        defer { store.deallocate() }
        memset(store, 0, 132)
        let length = (store + 128).assumingMemoryBound(to: UInt32.self)
        let got = try s.perform(writing: false) { length.pointee = 128; return dx_recvfrom(d, p, n, f, store, length) }
        return (got, SocketAddress(raw: store, length.pointee))
    }
    private static func receiveMessage(_ s: SocketRef, _ vectors: [iovec], _ room: Int, _ f: Int32) throws(Raise) -> (Int, (Value) throws(Raise) -> Value) {
        if room < 0 { throw Errors.valueError("negative ancillary data buffer size in recvmsg()") }
        var v = vectors
        let d = s.fd, store = UnsafeMutableRawPointer.allocate(byteCount: 128 + room + 16, alignment: 16)
        defer { store.deallocate() }
        memset(store, 0, 128 + room + 16)
        let h = UnsafeMutablePointer<msghdr>.allocate(capacity: 1)
        defer { h.deallocate() }
        let count = v.count
        let got = try s.perform(writing: false) { () -> Int in
            v.withUnsafeMutableBufferPointer { vp in
                h.initialize(to: msghdr())
                h.pointee.msg_name = store; h.pointee.msg_namelen = 128
                h.pointee.msg_iov = vp.baseAddress; h.pointee.msg_iovlen = count
                if room > 0 { h.pointee.msg_control = store + 128; h.pointee.msg_controllen = room }
                return Glibc.recvmsg(d, h, f | Int32(0x40000000))
            }
        }
        let control = Array(UnsafeRawBufferPointer(start: store + 128, count: room > 0 ? h.pointee.msg_controllen : 0))
        let address = SocketAddress(raw: store, h.pointee.msg_namelen), flags = Int(h.pointee.msg_flags) & ~0x40000000
        return (got, { first throws(Raise) in
            let l = ListRef.allocate()
            for (level, type, data) in Control.items(control) { l.append(TupleRef.make(Value(int: level), Value(int: type), BytesRef.make(data, data.count))) }
            let t = TupleRef.allocate(4), r = t.value
            t[0] = first; t[1] = l.value; t[2] = Value(int: flags); t[3] = try address.value()
            return r
        })
    }
    private static func options(_ t: TypeRef) {
        t.method("settimeout", "($self, timeout, /)") { a throws(Raise) in
            let s = SocketRef(a[0])
            let n = try Times.timeout(a[1], negative: "Timeout value out of range")
            s.timeout = n
            try s.setBlocking(n < 0)
            return .none
        }
        t.method("gettimeout", "($self, /)") { a throws(Raise) in let n = SocketRef(a[0]).timeout; return n < 0 ? .none : Times.seconds(n) }
        t.method("setblocking", "($self, flag, /)") { a throws(Raise) in
            let on = try Operations.isTrue(a[1])
            SocketRef(a[0]).timeout = on ? -1 : 0
            try SocketRef(a[0]).setBlocking(on)
            return .none
        }
        t.method("getblocking", "($self, /)") { a throws(Raise) in Value(bool: SocketRef(a[0]).timeout != 0) }
        t.getter("timeout") { o throws(Raise) in let n = SocketRef(o).timeout; return n < 0 ? .none : Times.seconds(n) }
        t.getter("family") { o throws(Raise) in o.ref.value(3).isInt ? o.ref.value(3) : Value(int: 0) }
        t.getter("type") { o throws(Raise) in o.ref.value(4).isInt ? o.ref.value(4) : Value(int: 0) }
        t.getter("proto") { o throws(Raise) in o.ref.value(5).isInt ? o.ref.value(5) : Value(int: 0) }
        t.method("setsockopt", "($self, level, option, value, optlen=<unrepresentable>, /)") { a throws(Raise) in
            let d = SocketRef(a[0]).fd, level = Int32(try TextArguments.cInt(a[1])), name = Int32(try TextArguments.cInt(a[2]))
            let r: Int32
            if a.has(4) && a[3].isNone { r = Glibc.setsockopt(d, level, name, nil, socklen_t(try TextArguments.cInt(a[4]))) }
            else if a[3].isIntLike { var v = Int32(truncatingIfNeeded: try TextArguments.size(a[3])); r = Glibc.setsockopt(d, level, name, &v, 4) }
            else { let b = try Buffers.get(a[3]); r = Glibc.setsockopt(d, level, name, b.base, socklen_t(b.count)); b.release() }
            if r < 0 { throw Errors.osError(errno) }
            return .none
        }
        t.method("getsockopt", "($self, level, option, buflen=0, /)") { a throws(Raise) in
            let d = SocketRef(a[0]).fd, level = Int32(try TextArguments.cInt(a[1])), name = Int32(try TextArguments.cInt(a[2])), n = try TextArguments.cInt(a[3])
            if n == 0 {
                var v: Int32 = 0, k = socklen_t(4)
                if Glibc.getsockopt(d, level, name, &v, &k) < 0 { throw Errors.osError(errno) }
                return Value(int: Int(v))
            }
            if n < 0 || n > 1024 { throw Errors.make(Exceptions.osError, "getsockopt buflen out of range") }
            let b = BytesRef.allocate(n)
            var k = socklen_t(n)
            if Glibc.getsockopt(d, level, name, b.data, &k) < 0 { throw Errors.osError(errno) }
            return BytesRef.make(b.data, Int(k))
        }
    }
}
extension SocketAddress {
    init(raw p: UnsafeMutableRawPointer, _ n: UInt32) {
        bytes.withUnsafeMutableBytes { _ = memcpy($0.baseAddress!, p, 128) }
        length = min(n, 128)
    }
}
/// Control messages: headers of 16 bytes (length, level, type), data, aligned to 8.
enum Control {
    static func append(_ out: inout [UInt8], _ level: Int32, _ type: Int32, _ data: UnsafeBufferPointer<UInt8>) {
        var n = 16 + data.count, l = level, t = type
        withUnsafeBytes(of: &n) { out += $0 }
        withUnsafeBytes(of: &l) { out += $0 }
        withUnsafeBytes(of: &t) { out += $0 }
        out += data
        while out.count % 8 != 0 { out.append(0) }
    }
    static func items(_ c: [UInt8]) -> [(Int, Int, [UInt8])] {
        var out: [(Int, Int, [UInt8])] = [], i = 0
        while i + 16 <= c.count {
            let (n, l, t) = c.withUnsafeBytes { ($0.loadUnaligned(fromByteOffset: i, as: Int.self), $0.loadUnaligned(fromByteOffset: i + 8, as: Int32.self), $0.loadUnaligned(fromByteOffset: i + 12, as: Int32.self)) }
            if n < 16 { break }
            out.append((Int(l), Int(t), Array(c[(i + 16)..<min(c.count, i + n)])))
            i += (n + 7) & ~7
        }
        return out
    }
}

import CSupport
import Glibc
import Primitives
import Runtime

// Calls on descriptors.
extension Posix {
    static func descriptors(_ m: ModuleBuilder) {
        m.function("open", "(path, flags, mode=511, *, dir_fd=None)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "open"), flags = try int(a[1]) | O_CLOEXEC, mode = try int(a[2]), dir = try directory(a, 3)
            let (r, e) = try SystemCall.retry { Int(dx_open(dir, p.cString, flags, mode)) }
            if r < 0 { throw p.error(e) }
            return Value(int: r)
        }
        m.function("close", "(fd)") { a throws(Raise) in
            let d = try int(a[0])
            let r = InterpreterLock.blocking { Glibc.close(d) }
            if r < 0 && errno != EINTR { throw Errors.osError(errno) }
            return .none
        }
        m.function("closerange", "(fd_low, fd_high, /)") { a throws(Raise) in
            let low = try int(a[0]), high = try int(a[1])
            if low < high { for d in max(0, low)..<min(high, 1 << 20) { Glibc.close(d) } }
            return .none
        }
        m.function("read", "(fd, length, /)") { a throws(Raise) in
            let d = try int(a[0]), n = try TextArguments.size(a[1])
            if n < 0 { throw Errors.osError(EINVAL) }
            let b = BytesRef.unfilled(min(n, 0x7ffff000)), p = b.data, c = b.count
            let got = try blocking { Glibc.read(d, p, c) }
            return b.cut(to: got)
        }
        m.function("readinto", "(fd, buffer, /)") { a throws(Raise) in
            let d = try int(a[0]), b = try Buffers.writable(a[1], "readinto", 2)
            defer { b.release() }
            return Value(int: try blocking { Glibc.read(d, b.base, b.count) })
        }
        m.function("write", "(fd, data, /)") { a throws(Raise) in
            let d = try int(a[0]), b = try Buffers.get(a[1])
            defer { b.release() }
            return Value(int: try blocking { Glibc.write(d, b.base, min(b.count, 0x7ffff000)) })
        }
        m.function("pread", "(fd, length, offset, /)") { a throws(Raise) in
            let d = try int(a[0]), n = try TextArguments.size(a[1]), at = try IO.offset(a[2])
            if n < 0 { throw Errors.osError(EINVAL) }
            let b = BytesRef.unfilled(n), p = b.data
            let got = try blocking { Glibc.pread(d, p, n, at) }
            return b.cut(to: got)
        }
        m.function("pwrite", "(fd, buffer, offset, /)") { a throws(Raise) in
            let d = try int(a[0]), b = try Buffers.get(a[1]), at = try IO.offset(a[2])
            defer { b.release() }
            return Value(int: try blocking { Glibc.pwrite(d, b.base, b.count, at) })
        }
        for (name, writing) in [("readv", false), ("writev", true)] as [(StaticString, Bool)] {
            m.function(name, "(fd, buffers, /)") { a throws(Raise) in
                let d = try int(a[0])
                guard a[1].isList || a[1].isTuple else { throw Errors.typeError("\(writing ? "writev" : "readv")() arg 2 must be a sequence") }
                let l = try Operations.list(a[1])
                var v: [iovec] = []
                for i in 0..<l.count { let b = try Buffers.get(l[i], writable: !writing); v.append(iovec(iov_base: b.base, iov_len: b.count)); b.release() }
                let n = Int32(v.count)
                return Value(int: try blocking { v.withUnsafeBufferPointer { writing ? Glibc.writev(d, $0.baseAddress, n) : Glibc.readv(d, $0.baseAddress, n) } })
            }
        }
        m.function("lseek", "(fd, position, whence, /)") { a throws(Raise) in
            let r = Glibc.lseek(try int(a[0]), try IO.offset(a[1]), try int(a[2]))
            if r < 0 { throw Errors.osError(errno) }
            return Value.int(r)
        }
        m.function("ftruncate", "(fd, length, /)") { a throws(Raise) in let d = try int(a[0]), n = try IO.offset(a[1]); _ = try blocking { Int(Glibc.ftruncate(d, n)) }; return .none }
        m.function("fsync", "(fd)") { a throws(Raise) in let d = try fd(a[0]); _ = try blocking { Int(Glibc.fsync(d)) }; return .none }
        m.function("fdatasync", "(fd)") { a throws(Raise) in let d = try fd(a[0]); _ = try blocking { Int(Glibc.fdatasync(d)) }; return .none }
        m.function("sync", "()") { a throws(Raise) in InterpreterLock.blocking { Glibc.sync() }; return .none }
        m.function("dup", "(fd, /)") { a throws(Raise) in try number(dx_fcntl(try int(a[0]), F_DUPFD_CLOEXEC, 0)) }
        m.function("dup2", "(fd, fd2, inheritable=True)") { a throws(Raise) in
            let x = try int(a[0]), y = try int(a[1])
            if try flag(a, 2) { return try number(Glibc.dup2(x, y)) }
            let r = x == y ? Glibc.dup2(x, y) : dup3(x, y, O_CLOEXEC)
            if r >= 0 && x == y { _ = dx_fcntl(y, F_SETFD, Int(FD_CLOEXEC)) }
            return try number(r)
        }
        m.function("pipe", "()") { a throws(Raise) in try pipe(O_CLOEXEC) }
        m.function("pipe2", "(flags, /)") { a throws(Raise) in try pipe(try int(a[0])) }
        m.function("isatty", "(fd, /)") { a throws(Raise) in Value(bool: Glibc.isatty(try int(a[0])) != 0) }
        m.function("ttyname", "(fd, /)") { a throws(Raise) in
            guard let p = Glibc.ttyname(try int(a[0])) else { throw Errors.osError(errno) }
            return try PathArgument.decode(p)
        }
        m.function("ctermid", "()") { a throws(Raise) in StrRef.make("/dev/tty") }
        m.function("get_inheritable", "(fd, /)") { a throws(Raise) in
            let f = dx_fcntl(try int(a[0]), F_GETFD, 0)
            if f < 0 { throw Errors.osError(errno) }
            return Value(bool: f & FD_CLOEXEC == 0)
        }
        m.function("set_inheritable", "(fd, inheritable, /)") { a throws(Raise) in
            let d = try int(a[0]), on = try Operations.isTrue(a[1]), f = dx_fcntl(d, F_GETFD, 0)
            if f < 0 { throw Errors.osError(errno) }
            return try check(dx_fcntl(d, F_SETFD, Int(on ? f & ~FD_CLOEXEC : f | FD_CLOEXEC)))
        }
        m.function("get_blocking", "(fd, /)") { a throws(Raise) in
            let f = dx_fcntl(try int(a[0]), F_GETFL, 0)
            if f < 0 { throw Errors.osError(errno) }
            return Value(bool: f & O_NONBLOCK == 0)
        }
        m.function("set_blocking", "(fd, blocking, /)") { a throws(Raise) in
            let d = try int(a[0]), on = try Operations.isTrue(a[1]), f = dx_fcntl(d, F_GETFL, 0)
            if f < 0 { throw Errors.osError(errno) }
            return try check(dx_fcntl(d, F_SETFL, Int(on ? f & ~O_NONBLOCK : f | O_NONBLOCK)))
        }
        m.function("device_encoding", "(fd)") { a throws(Raise) in Glibc.isatty(try int(a[0])) != 0 ? StrRef.make("UTF-8") : .none }
        m.function("get_terminal_size", "(fd=<unrepresentable>, /)") { a throws(Raise) in
            var w = winsize()
            if dx_ioctl_pointer(a.has(0) ? try int(a[0]) : 1, UInt(TIOCGWINSZ), &w) < 0 { throw Errors.osError(errno) }
            return PosixTypes.terminalSize.make([Value(int: Int(w.ws_col)), Value(int: Int(w.ws_row))])
        }
        m.function("lockf", "(fd, command, length, /)") { a throws(Raise) in
            let d = try int(a[0]), c = try int(a[1]), n = try IO.offset(a[2])
            _ = try blocking { Int(Glibc.lockf(d, c, n)) }
            return .none
        }
        m.function("sendfile", "(out_fd, in_fd, offset, count)") { a throws(Raise) in
            let o = try int(a[0]), i = try int(a[1]), n = try TextArguments.size(a[3])
            var at = 0
            let none = a[2].isNone
            if !none { at = try IO.offset(a[2]) }
            return Value(int: try blocking { none ? Glibc.sendfile(o, i, nil, n) : Glibc.sendfile(o, i, &at, n) })
        }
        m.function("copy_file_range", "(src, dst, count, offset_src=None, offset_dst=None)") { a throws(Raise) in
            let s = try int(a[0]), d = try int(a[1]), n = try TextArguments.size(a[2])
            if n < 0 { throw Errors.valueError("negative value for 'count' not allowed") }
            var x = a[3].isNone ? 0 : try IO.offset(a[3]), y = a[4].isNone ? 0 : try IO.offset(a[4])
            let hasX = !a[3].isNone, hasY = !a[4].isNone
            return Value(int: try blocking { withUnsafeMutablePointer(to: &x) { px in withUnsafeMutablePointer(to: &y) { py in dx_copy_file_range(s, hasX ? px : nil, d, hasY ? py : nil, n, 0) } } })
        }
        m.function("posix_fadvise", "(fd, offset, length, advice, /)") { a throws(Raise) in
            let r = Glibc.posix_fadvise(try int(a[0]), try IO.offset(a[1]), try IO.offset(a[2]), try int(a[3]))
            if r != 0 { throw Errors.osError(r) }
            return .none
        }
        m.function("posix_fallocate", "(fd, offset, length, /)") { a throws(Raise) in
            let r = Glibc.posix_fallocate(try int(a[0]), try IO.offset(a[1]), try IO.offset(a[2]))
            if r != 0 { throw Errors.osError(r) }
            return .none
        }
        m.function("memfd_create", "(name, flags=1)") { a throws(Raise) in try number(Int32(dx_syscall3(319, Int(bitPattern: try PathArgument(a[0], function: "memfd_create", argument: "name").cString), Int(try int(a[1])), 0))) }
        m.function("eventfd", "(initval, flags=524288)") { a throws(Raise) in try number(eventfd(try initial(a[0]), try int(a[1]))) }
        m.function("eventfd_read", "(fd)") { a throws(Raise) in
            let d = try int(a[0])
            var v: UInt64 = 0
            _ = try blocking { Glibc.read(d, &v, 8) }
            return Value.uint(UInt(v))
        }
        m.function("eventfd_write", "(fd, value)") { a throws(Raise) in
            let d = try int(a[0])
            var v = try unsigned(a[1])
            _ = try blocking { Glibc.write(d, &v, 8) }
            return .none
        }
        m.function("openpty", "()") { a throws(Raise) in
            let master = posix_openpt(O_RDWR | O_NOCTTY)
            if master < 0 { throw Errors.osError(errno) }
            guard grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else { let e = errno; Glibc.close(master); throw Errors.osError(e) }
            let slave = dx_open(AT_FDCWD, name, O_RDWR | O_NOCTTY | O_CLOEXEC, 0)
            if slave < 0 { let e = errno; Glibc.close(master); throw Errors.osError(e) }
            _ = dx_fcntl(master, F_SETFD, Int(FD_CLOEXEC))
            return TupleRef.make(Value(int: Int(master)), Value(int: Int(slave)))
        }
        for (name, what) in [("pathconf", 0), ("fpathconf", 1)] as [(StaticString, Int)] {
            m.function(name, what == 0 ? "(path, name)" : "(fd, name, /)") { a throws(Raise) in
                let n = try named(a[1], PosixConstants.pathconf, "pathconf_names")
                errno = 0
                let r: Int
                if what == 0 {
                    let p = try PathArgument(a[0], function: "pathconf", allowFD: true)
                    r = p.isDescriptor ? Glibc.fpathconf(p.fd, n) : Glibc.pathconf(p.cString, n)
                    if r == -1 && errno != 0 { throw p.error(errno) }
                } else {
                    r = Glibc.fpathconf(try fd(a[0]), n)
                    if r == -1 && errno != 0 { throw Errors.osError(errno) }
                }
                return Value(int: r)
            }
        }
    }
    private static func initial(_ v: Value) throws(Raise) -> UInt32 {
        let n = try unsigned(v)
        if n > UInt64(UInt32.max) { throw Errors.overflowError("Python int too large for C unsigned int") }
        return UInt32(n)
    }
    private static func pipe(_ flags: Int32) throws(Raise) -> Value {
        var p: (Int32, Int32) = (0, 0)
        let r = withUnsafeMutablePointer(to: &p) { $0.withMemoryRebound(to: Int32.self, capacity: 2) { pipe2($0, flags) } }
        if r < 0 { throw Errors.osError(errno) }
        return TupleRef.make(Value(int: Int(p.0)), Value(int: Int(p.1)))
    }
    /// A `SC_...` name or its number.
    static func named(_ v: Value, _ table: StaticString, _ what: String) throws(Raise) -> Int32 {
        if v.isStr {
            var found: Int32? = nil
            WordList.pairs(table) { n, i in if StrRef.equal(StrRef(n), StrRef(v)) { found = Int32(i) } }
            guard let found else { throw Errors.valueError("unrecognized configuration name") }
            return found
        }
        guard v.isIntLike else { throw Errors.typeError("configuration names must be strings or integers") }
        return try int(v)
    }
}

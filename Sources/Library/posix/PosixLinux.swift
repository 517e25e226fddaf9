import CSupport
import Glibc
import Runtime

// Timers, name spaces, pseudo-terminals and vectored calls that only Linux has, or that only systems programs use.
extension Posix {
    /// An unsigned 64-bit argument.
    static func unsigned(_ v: Value, type: String = "unsigned long long") throws(Raise) -> UInt64 {
        let o = try Operations.indexObject(v)
        if Integers.isNegative(o) { throw Errors.valueError("Cannot convert negative int") }
        if let n = Integers.asInt64(o) { return UInt64(n) }
        let high = try Operations.binary(.rshift, o, Value(int: 32)), low = try Operations.binary(.and, o, Value.int(0xffff_ffff))
        guard let h = Integers.asInt64(high), let l = Integers.asInt64(low), h < 1 << 32 else { throw Errors.overflowError("Python int too large for C \(type)") }
        return UInt64(h) << 32 | UInt64(l)
    }
    static func linux(_ m: ModuleBuilder) {
        timers(m); terminals(m)
        m.function("splice", "(src, dst, count, offset_src=None, offset_dst=None, flags=0)") { a throws(Raise) in
            let s = try int(a[0]), d = try int(a[1]), n = try TextArguments.size(a[2])
            if n < 0 { throw Errors.valueError("negative value for 'count' not allowed") }
            var x = a[3].isNone ? 0 : try IO.offset(a[3]), y = a[4].isNone ? 0 : try IO.offset(a[4])
            let hasX = !a[3].isNone, hasY = !a[4].isNone, flags = UInt32(bitPattern: try int(a[5]))
            return Value(int: try blocking { withUnsafeMutablePointer(to: &x) { px in withUnsafeMutablePointer(to: &y) { py in dx_splice(s, hasX ? px : nil, d, hasY ? py : nil, n, flags) } } })
        }
        for (name, writing) in [("preadv", false), ("pwritev", true)] as [(StaticString, Bool)] {
            m.function(name, "(fd, buffers, offset, flags=0, /)") { a throws(Raise) in
                let d = try int(a[0])
                guard a[1].isList || a[1].isTuple else { throw Errors.typeError("\(writing ? "pwritev" : "preadv2")() arg 2 must be a sequence") }
                let l = try Operations.list(a[1]), at = try IO.offset(a[2]), flags = try int(a[3])
                var v: [iovec] = []
                for i in 0..<l.count { let b = try Buffers.get(l[i], writable: !writing); v.append(iovec(iov_base: b.base, iov_len: b.count)); b.release() }
                let n = Int32(v.count)
                return Value(int: try blocking { v.withUnsafeBufferPointer { dx_vectored(writing ? 1 : 0, d, $0.baseAddress, n, at, flags) } })
            }
        }
        m.function("unshare", "(flags)") { a throws(Raise) in try check(Int32(dx_syscall3(272, Int(try int(a[0])), 0, 0))) }
        m.function("setns", "(fd, nstype=0)") { a throws(Raise) in try check(Int32(dx_syscall3(308, Int(try fd(a[0])), Int(try int(a[1])), 0))) }
        for (name, number) in [("setresuid", 117), ("setresgid", 119)] as [(StaticString, Int)] {
            let what = number == 117 ? "uid" : "gid"
            m.function(name, number == 117 ? "(ruid, euid, suid, /)" : "(rgid, egid, sgid, /)") { a throws(Raise) in
                let r = Int32(bitPattern: try id(a[0], what)), e = Int32(bitPattern: try id(a[1], what)), s = Int32(bitPattern: try id(a[2], what))
                return try check(Int32(dx_syscall3(number, Int(r), Int(e), Int(s))))
            }
        }
    }
    private static func terminals(_ m: ModuleBuilder) {
        m.function("posix_openpt", "(oflag, /)") { a throws(Raise) in
            let r = posix_openpt(try int(a[0]))
            if r >= 0 { _ = dx_fcntl(r, F_SETFD, Int(FD_CLOEXEC)) }
            return try number(r)
        }
        m.function("grantpt", "(fd, /)") { a throws(Raise) in try check(grantpt(try fd(a[0]))) }
        m.function("unlockpt", "(fd, /)") { a throws(Raise) in try check(unlockpt(try fd(a[0]))) }
        m.function("ptsname", "(fd, /)") { a throws(Raise) in
            guard let p = ptsname(try fd(a[0])) else { throw Errors.osError(errno) }
            return try PathArgument.decode(p)
        }
        m.function("login_tty", "(fd, /)") { a throws(Raise) in try check(dx_login_tty(try fd(a[0]))) }
    }
    /// What a timer had before, or has: seconds, or nanoseconds.
    private static func setting(_ s: itimerspec, _ exact: Bool) -> Value {
        func one(_ t: timespec) -> Value {
            let n = t.tv_sec &* 1_000_000_000 &+ t.tv_nsec
            return exact ? Value.int(n) : Times.seconds(n)
        }
        return TupleRef.make(one(s.it_value), one(s.it_interval))
    }
    private static func timers(_ m: ModuleBuilder) {
        m.function("timerfd_create", "(clockid, /, *, flags=524288)") { a throws(Raise) in
            try number(Int32(dx_syscall3(283, Int(try int(a[0])), Int(try int(a[1])), 0)))
        }
        for (set, get, exact) in [("timerfd_settime", "timerfd_gettime", false), ("timerfd_settime_ns", "timerfd_gettime_ns", true)] as [(StaticString, StaticString, Bool)] {
            m.function(set, exact ? "(fd, /, *, flags=0, initial=0, interval=0)" : "(fd, /, *, flags=0, initial=0.0, interval=0.0)") { a throws(Raise) in
                func time(_ v: Value) throws(Raise) -> timespec {
                    if exact { return Times.spec(try IO.offset(v)) }
                    return try Times.timespec(Value(float: try Operations.double(v)))
                }
                let d = try fd(a[0])
                let flags = try int(a[1])
                let first = try time(a[2]), interval = try time(a[3])
                var new = itimerspec(it_interval: interval, it_value: first), old = itimerspec()
                let r = withUnsafePointer(to: &new) { n in withUnsafeMutablePointer(to: &old) { o in dx_syscall4(286, Int(d), Int(flags), Int(bitPattern: n), Int(bitPattern: o)) } }
                if r < 0 { throw Errors.osError(errno) }
                return setting(old, exact)
            }
            m.function(get, "(fd, /)") { a throws(Raise) in
                let d = try fd(a[0])
                var now = itimerspec()
                let r = withUnsafeMutablePointer(to: &now) { dx_syscall3(287, Int(d), Int(bitPattern: $0), 0) }
                if r < 0 { throw Errors.osError(errno) }
                return setting(now, exact)
            }
        }
    }
}

import CSupport
import Glibc
import Runtime

// Who runs the process, and on what.
extension Posix {
    static func identities(_ m: ModuleBuilder) {
        m.function("getpid", "()", effect: .reads) { a throws(Raise) in Value(int: Int(Glibc.getpid())) }
        m.function("getppid", "()") { a throws(Raise) in Value(int: Int(Glibc.getppid())) }
        m.function("getuid", "()") { a throws(Raise) in Value(int: Int(Glibc.getuid())) }
        m.function("geteuid", "()") { a throws(Raise) in Value(int: Int(Glibc.geteuid())) }
        m.function("getgid", "()") { a throws(Raise) in Value(int: Int(Glibc.getgid())) }
        m.function("getegid", "()") { a throws(Raise) in Value(int: Int(Glibc.getegid())) }
        m.function("getpgrp", "()") { a throws(Raise) in Value(int: Int(Glibc.getpgrp())) }
        m.function("getpgid", "(pid)") { a throws(Raise) in try number(Glibc.getpgid(try int(a[0]))) }
        m.function("getsid", "(pid, /)") { a throws(Raise) in try number(Glibc.getsid(try int(a[0]))) }
        m.function("setsid", "()") { a throws(Raise) in try check(Glibc.setsid()) }
        m.function("setpgid", "(pid, pgrp, /)") { a throws(Raise) in try check(Glibc.setpgid(try int(a[0]), try int(a[1]))) }
        m.function("setpgrp", "()") { a throws(Raise) in try check(Glibc.setpgid(0, 0)) }
        m.function("setuid", "(uid, /)") { a throws(Raise) in try check(Glibc.setuid(try id(a[0], "uid"))) }
        m.function("seteuid", "(euid, /)") { a throws(Raise) in try check(Glibc.seteuid(try id(a[0], "uid"))) }
        m.function("setgid", "(gid, /)") { a throws(Raise) in try check(Glibc.setgid(try id(a[0], "gid"))) }
        m.function("setegid", "(egid, /)") { a throws(Raise) in try check(Glibc.setegid(try id(a[0], "gid"))) }
        m.function("setreuid", "(ruid, euid, /)") { a throws(Raise) in try check(Glibc.setreuid(try id(a[0], "uid"), try id(a[1], "uid"))) }
        m.function("setregid", "(rgid, egid, /)") { a throws(Raise) in try check(Glibc.setregid(try id(a[0], "gid"), try id(a[1], "gid"))) }
        m.function("getresuid", "()") { a throws(Raise) in
            var r: UInt32 = 0, e: UInt32 = 0, s: UInt32 = 0
            try check(Int32(dx_syscall3(118, withUnsafeMutablePointer(to: &r) { Int(bitPattern: $0) }, withUnsafeMutablePointer(to: &e) { Int(bitPattern: $0) }, withUnsafeMutablePointer(to: &s) { Int(bitPattern: $0) })))
            return TupleRef.make(Value(int: Int(r)), Value(int: Int(e)), Value(int: Int(s)))
        }
        m.function("getresgid", "()") { a throws(Raise) in
            var r: UInt32 = 0, e: UInt32 = 0, s: UInt32 = 0
            try check(Int32(dx_syscall3(120, withUnsafeMutablePointer(to: &r) { Int(bitPattern: $0) }, withUnsafeMutablePointer(to: &e) { Int(bitPattern: $0) }, withUnsafeMutablePointer(to: &s) { Int(bitPattern: $0) })))
            return TupleRef.make(Value(int: Int(r)), Value(int: Int(e)), Value(int: Int(s)))
        }
        m.function("getgroups", "()") { a throws(Raise) in
            var g = [gid_t](repeating: 0, count: 65536)
            let n = Glibc.getgroups(65536, &g)
            if n < 0 { throw Errors.osError(errno) }
            let l = ListRef.allocate()
            for i in 0..<Int(n) { l.append(Value(int: Int(g[i]))) }
            return l.value
        }
        m.function("setgroups", "(groups, /)") { a throws(Raise) in
            let l = try Operations.list(a[0])
            var g: [gid_t] = []
            for i in 0..<l.count { g.append(try id(l[i], "gid")) }
            return try check(Glibc.setgroups(g.count, g))
        }
        m.function("getgrouplist", "(user, group, /)") { a throws(Raise) in
            let u = try PathArgument(a[0], function: "getgrouplist", argument: ""), b = try id(a[1], "gid")
            var g = [gid_t](repeating: 0, count: 65536), n: Int32 = 65536
            if Glibc.getgrouplist(u.cString, b, &g, &n) < 0 { throw Errors.osError(errno) }
            let l = ListRef.allocate()
            for i in 0..<Int(n) { l.append(Value(int: Int(g[i]))) }
            return l.value
        }
        m.function("initgroups", "(username, gid, /)") { a throws(Raise) in try check(Glibc.initgroups(try PathArgument(a[0], function: "initgroups", argument: "").cString, try id(a[1], "gid"))) }
        m.function("getlogin", "()") { a throws(Raise) in
            errno = 0
            guard let p = Glibc.getlogin() else { throw Errors.osError(errno == 0 ? ENXIO : errno) }
            return try PathArgument.decode(p)
        }
        m.function("tcgetpgrp", "(fd, /)") { a throws(Raise) in try number(Glibc.tcgetpgrp(try int(a[0]))) }
        m.function("tcsetpgrp", "(fd, pgid, /)") { a throws(Raise) in try check(Glibc.tcsetpgrp(try int(a[0]), try int(a[1]))) }
        m.function("umask", "(mask, /)") { a throws(Raise) in Value(int: Int(Glibc.umask(UInt32(bitPattern: try int(a[0]))))) }
    }
    static func system(_ m: ModuleBuilder) {
        m.function("uname", "()") { a throws(Raise) in
            var u = utsname()
            try check(Glibc.uname(&u))
            func text<T>(_ f: inout T) throws(Raise) -> Value {
                var out = Value.none, failure: Raise? = nil
                withUnsafePointer(to: &f) { p in p.withMemoryRebound(to: CChar.self, capacity: 65) { q in do throws(Raise) { out = try PathArgument.decode(q) } catch { failure = error } } }
                if let failure { throw failure }
                return out
            }
            let v = PosixTypes.uname.allocate()
            v.ref.set(4, try text(&u.sysname)); v.ref.set(5, try text(&u.nodename)); v.ref.set(6, try text(&u.release)); v.ref.set(7, try text(&u.version)); v.ref.set(8, try text(&u.machine))
            return v
        }
        m.function("cpu_count", "()") { a throws(Raise) in let n = Glibc.sysconf(Int32(_SC_NPROCESSORS_ONLN)); return n < 1 ? .none : Value(int: n) }
        m.function("getloadavg", "()") { a throws(Raise) in
            var l = (0.0, 0.0, 0.0)
            let n = withUnsafeMutablePointer(to: &l) { $0.withMemoryRebound(to: Double.self, capacity: 3) { Glibc.getloadavg($0, 3) } }
            if n != 3 { throw Errors.make(Exceptions.osError, "Load averages are unobtainable") }
            return TupleRef.make(Value(float: l.0), Value(float: l.1), Value(float: l.2))
        }
        m.function("times", "()") { a throws(Raise) in
            var t = tms()
            let e = Glibc.times(&t)
            let tick = Double(Glibc.sysconf(Int32(_SC_CLK_TCK)))
            let v = PosixTypes.times.allocate()
            for (i, x) in [t.tms_utime, t.tms_stime, t.tms_cutime, t.tms_cstime, e].enumerated() { v.ref.set(4 + i, Value(float: Double(x) / tick)) }
            return v
        }
        m.function("strerror", "(code, /)") { a throws(Raise) in try PathArgument.decode(Glibc.strerror(try int(a[0]))) }
        m.function("sysconf", "(name, /)") { a throws(Raise) in
            let n = try named(a[0], PosixConstants.sysconf, "sysconf_names")
            errno = 0
            let r = Glibc.sysconf(n)
            if r == -1 && errno != 0 { throw Errors.osError(errno) }
            return Value(int: r)
        }
        m.function("confstr", "(name, /)") { a throws(Raise) in
            let n = try named(a[0], PosixConstants.confstr, "confstr_names")
            var b = [CChar](repeating: 0, count: 4096)
            errno = 0
            let k = Glibc.confstr(n, &b, 4096)
            if k == 0 { if errno != 0 { throw Errors.osError(errno) }; return .none }
            return try PathArgument.decode(b)
        }
        m.function("urandom", "(size, /)") { a throws(Raise) in
            let n = try TextArguments.size(a[0])
            if n < 0 { throw Errors.valueError("negative argument not allowed") }
            let b = BytesRef.allocate(n)
            if dx_random_bytes(b.data, n) != 0 { throw Errors.osError(errno) }
            return b.value
        }
        m.function("getrandom", "(size, flags=0)") { a throws(Raise) in
            let n = try TextArguments.size(a[0]), f = try int(a[1])
            if n < 0 { throw Errors.osError(EINVAL) }
            let b = BytesRef.allocate(n), p = b.data
            let got = try blocking { dx_syscall3(318, Int(bitPattern: p), n, Int(f)) }
            return b.cut(to: got)
        }
        m.function("major", "(device, /)") { a throws(Raise) in let d = UInt(bitPattern: try IO.offset(a[0])); return Value.uint(d >> 8 & 0xfff | d >> 32 & 0xfffff000) }
        m.function("minor", "(device, /)") { a throws(Raise) in let d = UInt(bitPattern: try IO.offset(a[0])); return Value.uint(d & 0xff | d >> 12 & 0xffffff00) }
        m.function("makedev", "(major, minor, /)") { a throws(Raise) in
            let x = UInt(bitPattern: try IO.offset(a[0])), y = UInt(bitPattern: try IO.offset(a[1]))
            return Value.uint((x & 0xfffff000) << 32 | (x & 0xfff) << 8 | (y & 0xffffff00) << 12 | y & 0xff)
        }
    }
}

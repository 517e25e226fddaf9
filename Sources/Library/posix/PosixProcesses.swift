import CSupport
import Glibc
import Runtime

/// Functions that run around `fork`: lists of `os.register_at_fork`, and what native modules do in the child.
enum ForkHooks {
    nonisolated(unsafe) private static var lists = Value.unbound
    nonisolated(unsafe) static var inChild: [() -> Void] = []
    static func list(_ i: Int) -> ListRef {
        if lists.isUnbound {
            let t = TupleRef.allocate(3)
            lists = t.value; Heap.addRoot(&lists)
            for k in 0..<3 { t[k] = ListRef.allocate().value }
        }
        return ListRef(TupleRef(lists)[i])
    }
    private static func run(_ i: Int, reversed: Bool) {
        let l = list(i)
        var k = reversed ? l.count - 1 : 0
        while k >= 0 && k < l.count {
            do throws(Raise) { _ = try Call.call(l[k]) } catch { Errors.unraisable("Exception ignored in fork hook", .none) }
            k += reversed ? -1 : 1
        }
    }
    static func before() { run(0, reversed: true); JIT.beforeFork() }
    static func afterInParent() { JIT.afterForkInParent(); run(2, reversed: false) }
    static func afterInChild() {
        InterpreterLock.afterFork()
        JIT.afterForkInChild()
        for f in inChild { f() }
        run(1, reversed: false)
    }
    /// CHILD runs first in the child.
    static func fork(_ name: String = "fork", child: () -> Void = {}) throws(Raise) -> Int32 {
        try Interrupts.refuseAtEnd("can't fork")
        before()
        let pid = Glibc_fork()
        let e = errno
        if pid == 0 { child(); afterInChild() } else { afterInParent() }
        if pid < 0 { throw Errors.osError(e) }
        if pid > 0 && Threads.count > 1 {
            // Too late to be an error.
            do throws(Raise) {
                try Warnings.warn(Exceptions.deprecationWarning, "This process (pid=\(getpid())) is multi-threaded, use of \(name)() may lead to deadlocks in the child.")
            } catch { if error.isException { Errors.take() } else { throw error } }
        }
        return pid
    }
    static func forkpty() throws(Raise) -> Value {
        var master: Int32 = -1, slave: Int32 = -1
        if dx_openpty(&master, &slave) != 0 { throw Errors.osError(errno) }
        let (m, s) = (master, slave)
        do throws(Raise) {
            let pid = try fork("forkpty") { close(m); _ = dx_login_tty(s) }
            if pid == 0 { return TupleRef.make(Value(int: 0), Value(int: -1)) }
            close(s)
            return TupleRef.make(Value(int: Int(pid)), Value(int: Int(m)))
        } catch { close(m); close(s); throw error }
    }
    /// Swift hides `fork`.
    private static func Glibc_fork() -> Int32 { dx_fork() }
}

/// A NULL-terminated array of C strings, copied.
final class CStringArray {
    let start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    let count: Int
    init(_ items: [UnsafeMutablePointer<CChar>]) {
        count = items.count
        start = .allocate(capacity: count + 1)
        for (i, p) in items.enumerated() { start[i] = p }
        start[count] = nil
    }
    deinit { for i in 0..<count { free(start[i]) }; start.deallocate() }
    /// From a sequence of paths.
    convenience init(_ v: Value, _ what: String) throws(Raise) {
        let l = try Operations.list(v)
        var out: [UnsafeMutablePointer<CChar>] = []
        for i in 0..<l.count {
            do throws(Raise) { out.append(strdup(try PathArgument(l[i], function: what, argument: "").cString)) } catch { out.forEach { free($0) }; throw error }
        }
        self.init(out)
    }
    /// "KEY=value" of a mapping.
    convenience init(environment v: Value) throws(Raise) {
        // Copies: what a key's or a value's `__fspath__` does to the mapping is not seen.
        let keys = try Operations.list(try Call.call(try Operations.getAttribute(v, Names.keys)))
        let values = try Operations.list(try Call.call(try Operations.getAttribute(v, StrRef.intern("values"))))
        if values.count != keys.count { throw Errors.valueError("execve(): env.keys() or env.values() is not a list") }
        var out: [UnsafeMutablePointer<CChar>] = []
        for i in 0..<keys.count {
            do throws(Raise) {
                let k = try PathArgument(keys[i], function: "", argument: ""), x = try PathArgument(values[i], function: "", argument: "")
                if strchr(k.cString + (k.cString[0] == 61 ? 1 : 0), 61) != nil { throw Errors.valueError("illegal environment variable name") }
                let n = strlen(k.cString), m = strlen(x.cString)
                let p = UnsafeMutablePointer<CChar>(OpaquePointer(malloc(n + m + 2)!))
                memcpy(p, k.cString, n); p[n] = 61; memcpy(p + n + 1, x.cString, m + 1)
                out.append(p)
            } catch { out.forEach { free($0) }; throw error }
        }
        self.init(out)
    }
}

// Processes: fork, exec, wait, signals, scheduling.
extension Posix {
    static func processes(_ m: ModuleBuilder) {
        m.function("fork", "()") { a throws(Raise) in Value(int: Int(try ForkHooks.fork())) }
        m.function("forkpty", "()") { a throws(Raise) in try ForkHooks.forkpty() }
        m.function("register_at_fork", "(*, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)") { a throws(Raise) in
            if !a.has(0) && !a.has(1) && !a.has(2) { throw Errors.typeError("At least one argument is required.") }
            for (i, n) in ["before", "after_in_child", "after_in_parent"].enumerated() where a.has(i) {
                if try !Operations.isTrue(try Call.call(try Builtins.get("callable"), a[i])) { throw Errors.typeError("'\(n)' must be callable, not \(a[i].type)") }
            }
            for i in 0..<3 where a.has(i) { ForkHooks.list(i).append(a[i]) }
            return .none
        }
        m.function("execv", "(path, argv, /)") { a throws(Raise) in try exec("execv", a[0], a[1], .none) }
        m.function("execve", "(path, argv, env)") { a throws(Raise) in try exec("execve", a[0], a[1], a[2]) }
        m.function("_exit", "(status)") { a throws(Raise) in Glibc._exit(try int(a[0])) }
        m.function("abort", "()") { a throws(Raise) in Glibc.abort() }
        m.function("system", "(command)") { a throws(Raise) in
            let c = try PathArgument(a[0], function: "system", argument: "")
            return Value(int: Int(InterpreterLock.blocking { dx_system(c.cString) }))
        }
        m.function("kill", "(pid, signal, /)") { a throws(Raise) in
            let r = try check(Glibc.kill(try int(a[0]), try int(a[1])))
            try NativeSafepoint.poll()
            return r
        }
        m.function("killpg", "(pgid, signal, /)") { a throws(Raise) in
            let r = try check(Glibc.killpg(try int(a[0]), try int(a[1])))
            try NativeSafepoint.poll()
            return r
        }
        m.function("nice", "(increment, /)") { a throws(Raise) in
            errno = 0
            let r = Glibc.nice(try int(a[0]))
            if r == -1 && errno != 0 { throw Errors.osError(errno) }
            return Value(int: Int(r))
        }
        waiting(m); spawning(m); scheduling(m)
    }
    private static func exec(_ name: String, _ path: Value, _ argv: Value, _ env: Value) throws(Raise) -> Value {
        let p = try PathArgument(path, function: name, allowFD: name == "execve")
        guard argv.isList || argv.isTuple else { throw Errors.typeError(name == "execv" ? "execv() arg 2 must be a tuple or list" : "execve: argv must be a tuple or list") }
        let args = try CStringArray(argv, name)
        if args.count == 0 { throw Errors.valueError(name == "execv" ? "execv() arg 2 must not be empty" : "execve: argv must not be empty") }
        if args.start[0]![0] == 0 { throw Errors.valueError(name == "execv" ? "execv() arg 2 first element cannot be empty" : "execve: argv first element cannot be empty") }
        if name == "execv" { Glibc.execv(p.cString, args.start) } else {
            if env.type.slot(.getitem).isUnbound { throw Errors.typeError("execve: environment must be a mapping object") }
            let e = try CStringArray(environment: env)
            if p.isDescriptor { Glibc.fexecve(p.fd, args.start, e.start) } else { Glibc.execve(p.cString, args.start, e.start) }
            withExtendedLifetime(e) {}
        }
        throw name == "execv" ? Errors.osError(errno) : p.error(errno)
    }
    private static func waiting(_ m: ModuleBuilder) {
        func pair(_ pid: Int, _ status: Int32) -> Value { TupleRef.make(Value(int: pid), Value(int: Int(status))) }
        m.function("wait", "()") { a throws(Raise) in
            var s: Int32 = 0
            let r = try blocking { Int(Glibc.wait(&s)) }
            return pair(r, s)
        }
        m.function("waitpid", "(pid, options, /)") { a throws(Raise) in
            let p = try int(a[0]), o = try int(a[1])
            var s: Int32 = 0
            let r = try blocking { Int(Glibc.waitpid(p, &s, o)) }
            return pair(r, s)
        }
        func usage(_ u: rusage) throws(Raise) -> Value {
            let module = try Builtins.importModule("resource")
            let t = try Operations.getAttribute(module, StrRef.intern("struct_rusage"))
            func s(_ t: timeval) -> Value { Value(float: Double(t.tv_sec) + Double(t.tv_usec) * 1e-6) }
            let l = ListRef.allocate()
            l.append(s(u.ru_utime)); l.append(s(u.ru_stime))
            for n in [u.ru_maxrss, u.ru_ixrss, u.ru_idrss, u.ru_isrss, u.ru_minflt, u.ru_majflt, u.ru_nswap, u.ru_inblock, u.ru_oublock, u.ru_msgsnd, u.ru_msgrcv, u.ru_nsignals, u.ru_nvcsw, u.ru_nivcsw] { l.append(Value.int(n)) }
            return try Call.call(t, l.value)
        }
        m.function("wait3", "(options)") { a throws(Raise) in
            let o = try int(a[0])
            var s: Int32 = 0, u = rusage()
            let r = try blocking { Int(Glibc.wait4(-1, &s, o, &u)) }
            return TupleRef.make(Value(int: r), Value(int: Int(s)), try usage(u))
        }
        m.function("wait4", "(pid, options)") { a throws(Raise) in
            let p = try int(a[0]), o = try int(a[1])
            var s: Int32 = 0, u = rusage()
            let r = try blocking { Int(Glibc.wait4(p, &s, o, &u)) }
            return TupleRef.make(Value(int: r), Value(int: Int(s)), try usage(u))
        }
        m.function("waitid", "(idtype, id, options, /)") { a throws(Raise) in
            let t = idtype_t(UInt32(bitPattern: try int(a[0]))), i = UInt32(bitPattern: try int(a[1])), o = try int(a[2])
            var s = siginfo_t()
            _ = try blocking { Int(Glibc.waitid(t, i, &s, o)) }
            var f: (Int32, Int32, Int32, Int32, Int32) = (0, 0, 0, 0, 0)
            // si_signo, si_errno, si_code, (pad), si_pid, si_uid, si_status
            withUnsafeBytes(of: &s) { b in f = (b.load(fromByteOffset: 0, as: Int32.self), b.load(fromByteOffset: 8, as: Int32.self), b.load(fromByteOffset: 16, as: Int32.self), b.load(fromByteOffset: 20, as: Int32.self), b.load(fromByteOffset: 24, as: Int32.self)) }
            if f.2 == 0 { return .none }
            return PosixTypes.waitid.make([Value(int: Int(f.2)), Value(int: Int(f.3)), Value(int: Int(f.0)), Value(int: Int(f.4)), Value(int: Int(f.1))])
        }
        m.function("pidfd_open", "(pid, flags=0)") { a throws(Raise) in try number(Int32(dx_syscall3(434, Int(try int(a[0])), Int(try int(a[1])), 0))) }
        func status(_ name: StaticString, _ f: @escaping (Int32) -> Value) { m.function(name, "(status)") { a throws(Raise) in f(try int(a[0])) } }
        status("WCOREDUMP") { Value(bool: $0 & 0x80 != 0) }
        status("WIFEXITED") { Value(bool: $0 & 0x7f == 0) }
        status("WEXITSTATUS") { Value(int: Int($0 >> 8 & 0xff)) }
        status("WIFSIGNALED") { Value(bool: ($0 & 0x7f) != 0 && ($0 & 0x7f) != 0x7f) }
        status("WTERMSIG") { Value(int: Int($0 & 0x7f)) }
        status("WIFSTOPPED") { Value(bool: $0 & 0xff == 0x7f) }
        status("WSTOPSIG") { Value(int: Int($0 >> 8 & 0xff)) }
        status("WIFCONTINUED") { Value(bool: $0 == 0xffff) }
        m.function("waitstatus_to_exitcode", "(status)") { a throws(Raise) in
            let s = try int(a[0])
            if s & 0x7f == 0 { return Value(int: Int(s >> 8 & 0xff)) }
            if s & 0x7f != 0x7f { return Value(int: -Int(s & 0x7f)) }
            if s & 0xff == 0x7f { throw Errors.valueError("process stopped by delivery of signal \(s >> 8 & 0xff)") }
            throw Errors.valueError("invalid wait status: \(s)")
        }
    }
    private static func spawning(_ m: ModuleBuilder) {
        for name in ["posix_spawn", "posix_spawnp"] as [StaticString] {
            let text = name.description
            m.function(name, "(path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=None)") { a throws(Raise) in
                let p = try PathArgument(a[0], function: text)
                let argv = try CStringArray(a[1], text)
                if argv.count == 0 { throw Errors.valueError("\(text): argv must not be empty") }
                let env = a[2].isNone ? nil : try CStringArray(environment: a[2])
                var actions = posix_spawn_file_actions_t(), attributes = posix_spawnattr_t()
                posix_spawn_file_actions_init(&actions); posix_spawnattr_init(&attributes)
                defer { posix_spawn_file_actions_destroy(&actions); posix_spawnattr_destroy(&attributes) }
                var flags: Int32 = 0
                let l = try Operations.list(a[3])
                for i in 0..<l.count {
                    guard l[i].isTuple, TupleRef(l[i]).count > 0 else { throw Errors.typeError("Each file_actions element must be a non-empty tuple") }
                    let t = TupleRef(l[i])
                    switch try int(t[0]) {
                    case 0: posix_spawn_file_actions_addopen(&actions, try int(t[1]), try PathArgument(t[2], function: text).cString, try int(t[3]), UInt32(bitPattern: try int(t[4])))
                    case 1: posix_spawn_file_actions_addclose(&actions, try int(t[1]))
                    case 2: posix_spawn_file_actions_adddup2(&actions, try int(t[1]), try int(t[2]))
                    case 3: dx_spawn_close_from(&actions, try int(t[1]))
                    default: throw Errors.typeError("Unknown file_actions identifier")
                    }
                }
                if a.has(4) && !a[4].isNone { posix_spawnattr_setpgroup(&attributes, try int(a[4])); flags |= 2 }
                if try flag(a, 5) { flags |= 1 }
                if try flag(a, 6) { flags |= 0x80 }
                for (k, bit) in [(7, Int32(8)), (8, 4)] {
                    let s = try Operations.list(a[k])
                    if s.count > 0 {
                        var set = sigset_t()
                        sigemptyset(&set)
                        for i in 0..<s.count { sigaddset(&set, try int(s[i])) }
                        if k == 7 { posix_spawnattr_setsigmask(&attributes, &set) } else { posix_spawnattr_setsigdefault(&attributes, &set) }
                        flags |= bit
                    }
                }
                posix_spawnattr_setflags(&attributes, Int16(flags))
                var pid: pid_t = 0
                let e = env?.start ?? dx_environ()!
                let r = text == "posix_spawn" ? Glibc.posix_spawn(&pid, p.cString, &actions, &attributes, argv.start, e) : Glibc.posix_spawnp(&pid, p.cString, &actions, &attributes, argv.start, e)
                withExtendedLifetime(env) {}
                if r != 0 { throw p.error(r) }
                return Value(int: Int(pid))
            }
        }
    }
    private static func scheduling(_ m: ModuleBuilder) {
        m.function("sched_yield", "()") { a throws(Raise) in InterpreterLock.yield(); return try check(Glibc.sched_yield()) }
        m.function("sched_get_priority_max", "(policy)") { a throws(Raise) in try number(Glibc.sched_get_priority_max(try int(a[0]))) }
        m.function("sched_get_priority_min", "(policy)") { a throws(Raise) in try number(Glibc.sched_get_priority_min(try int(a[0]))) }
        m.function("sched_getscheduler", "(pid, /)") { a throws(Raise) in try number(Glibc.sched_getscheduler(try int(a[0]))) }
        m.function("sched_getparam", "(pid, /)") { a throws(Raise) in
            var p = Glibc.sched_param()
            try check(Glibc.sched_getparam(try int(a[0]), &p))
            return PosixTypes.schedParam.make([Value(int: Int(p.sched_priority))])
        }
        func param(_ v: Value) throws(Raise) -> Glibc.sched_param {
            guard v.isTuple, v.isInstance(of: PosixTypes.schedParam.type) else { throw Errors.typeError("must have a sched_param object") }
            var p = Glibc.sched_param()
            p.sched_priority = try int(TupleRef(v)[0])
            return p
        }
        m.function("sched_setparam", "(pid, param, /)") { a throws(Raise) in var p = try param(a[1]); return try check(Glibc.sched_setparam(try int(a[0]), &p)) }
        m.function("sched_setscheduler", "(pid, policy, param, /)") { a throws(Raise) in var p = try param(a[2]); return try check(Glibc.sched_setscheduler(try int(a[0]), try int(a[1]), &p)) }
        m.function("sched_rr_get_interval", "(pid, /)") { a throws(Raise) in
            var t = Glibc.timespec()
            try check(Glibc.sched_rr_get_interval(try int(a[0]), &t))
            return Value(float: Double(t.tv_sec) + 1e-9 * Double(t.tv_nsec))
        }
        m.function("sched_getaffinity", "(pid, /)") { a throws(Raise) in
            let words = 128
            var mask = [UInt](repeating: 0, count: words)
            let n = dx_syscall3(204, Int(try int(a[0])), words * 8, Int(bitPattern: mask.withUnsafeMutableBufferPointer { $0.baseAddress! }))
            if n < 0 { throw Errors.osError(errno) }
            let l = ListRef.allocate()
            for i in 0..<(n * 8) where mask[i / 64] >> UInt(i % 64) & 1 == 1 { l.append(Value(int: i)) }
            return try Call.call(Types.set.value, l.value)
        }
        m.function("sched_setaffinity", "(pid, mask, /)") { a throws(Raise) in
            var mask = [UInt](repeating: 0, count: 128)
            let l = try Operations.list(a[1])
            for i in 0..<l.count {
                let c = Int(try int(l[i]))
                if c < 0 { throw Errors.valueError("negative CPU number") }
                if c < 128 * 64 { mask[c / 64] |= 1 << UInt(c % 64) }
            }
            let pid = try int(a[0])
            let r = mask.withUnsafeMutableBufferPointer { dx_syscall3(203, Int(pid), 1024, Int(bitPattern: $0.baseAddress!)) }
            if r < 0 { throw Errors.osError(errno) }
            return .none
        }
        m.function("getpriority", "(which, who)") { a throws(Raise) in
            errno = 0
            let r = Glibc.getpriority(try int(a[0]), UInt32(bitPattern: try int(a[1])))
            if errno != 0 { throw Errors.osError(errno) }
            return Value(int: Int(r))
        }
        m.function("setpriority", "(which, who, priority)") { a throws(Raise) in try check(Glibc.setpriority(try int(a[0]), UInt32(bitPattern: try int(a[1])), try int(a[2]))) }
    }
}

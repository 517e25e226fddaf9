import CSupport
import Glibc
import Runtime

/// Signals: the C handler marks a number as pending and sets a bit of the main thread's interrupt word; the Python handler runs at that
/// thread's next safepoint. Handlers lie in a list by number. (Modules/signalmodule.c)
enum Signals {
    static let count = 65
    nonisolated(unsafe) private static var handlers = Value.unbound
    nonisolated(unsafe) static var defaultInterrupt = Value.unbound
    static var table: ListRef { ListRef(handlers) }
    /// Takes over SIGINT, as a start of the interpreter does. Idempotent.
    static func start() {
        if handlers.isPointer { return }
        let l = ListRef.allocate(capacity: count)
        handlers = l.value; Heap.addRoot(&handlers)
        defaultInterrupt = NativeFunctions.make("default_int_handler", "(signalnum, frame, /)", module: "_signal") { a throws(Raise) in throw Errors.empty(Exceptions.keyboardInterrupt) }
        Heap.addRoot(&defaultInterrupt)
        for n in 0..<count {
            let how = n == 0 ? 0 : dx_signal_disposition(Int32(n))
            l.append(how == 0 ? Value(int: 0) : how == 1 ? Value(int: 1) : .none)
        }
        Interrupts.signals = { () throws(Raise) in try run() }
        Interrupts.announceSignals()
        if dx_signal_disposition(SIGINT) == 0 { install() }
        else if dx_signal_disposition(SIGINT) == 2 { l[2] = defaultInterrupt }
        dx_signal_install(SIGXFSZ, 1)
        l[25] = Value(int: 1)
        ForkHooks.inChild.append { Interrupts.mainThread = currentThread; Interrupts.announceSignals(); for n in 1..<count { _ = dx_signal_take(Int32(n)) } }
    }
    private static func install() { dx_signal_install(SIGINT, 2); table[2] = defaultInterrupt }
    static func isHandled(_ n: Int) -> Bool { let h = table[n]; return h != Value(int: 0) && h != Value(int: 1) && !h.isNone }
    static func number(_ v: Value) throws(Raise) -> Int {
        let n = try TextArguments.cInt(v)
        if n < 1 || n >= count { throw Errors.valueError("signal number out of range") }
        return n
    }
    /// Runs the handlers of what is pending.
    static func run() throws(Raise) {
        for n in 1..<count where dx_signal_take(Int32(n)) != 0 {
            let h = table[n]
            if h == Value(int: 0) || h == Value(int: 1) || h.isNone { continue }
            do throws(Raise) { _ = try Call.call(h, Value(int: n), Interrupts.currentFrame()) } catch {
                // What is still pending is looked at again at the next safepoint.
                for m in 1..<count where m != n && dx_signal_take(Int32(m)) != 0 { dx_signal_set_pending(Int32(m)) }
                throw error
            }
        }
    }
    static func set(_ v: Value) throws(Raise) -> sigset_t {
        var s = sigset_t()
        sigemptyset(&s)
        let it = try Operations.iterate(v)
        while let x = try Operations.next(it) {
            let n = try TextArguments.cInt(x)
            if n < 1 || n >= count { throw Errors.valueError("signal number \(n) out of range [1; 64]") }
            sigaddset(&s, Int32(n))
        }
        return s
    }
    static func values(_ s: sigset_t) throws(Raise) -> Value {
        var s = s
        let l = ListRef.allocate()
        for n in 1..<count where sigismember(&s, Int32(n)) == 1 { l.append(Value(int: n)) }
        return try Call.call(Types.set.value, l.value)
    }
}

extension NativeModule {
    public static let signal = NativeModule("_signal") { m throws(Raise) in
        Signals.start()
        for (n, v) in [("SIGHUP", 1), ("SIGINT", 2), ("SIGQUIT", 3), ("SIGILL", 4), ("SIGTRAP", 5), ("SIGABRT", 6), ("SIGIOT", 6), ("SIGBUS", 7), ("SIGFPE", 8), ("SIGKILL", 9), ("SIGUSR1", 10), ("SIGSEGV", 11), ("SIGUSR2", 12), ("SIGPIPE", 13),
            ("SIGALRM", 14), ("SIGTERM", 15), ("SIGSTKFLT", 16), ("SIGCHLD", 17), ("SIGCLD", 17), ("SIGCONT", 18), ("SIGSTOP", 19), ("SIGTSTP", 20), ("SIGTTIN", 21), ("SIGTTOU", 22), ("SIGURG", 23), ("SIGXCPU", 24), ("SIGXFSZ", 25),
            ("SIGVTALRM", 26), ("SIGPROF", 27), ("SIGWINCH", 28), ("SIGIO", 29), ("SIGPOLL", 29), ("SIGPWR", 30), ("SIGSYS", 31), ("SIGRTMIN", 34), ("SIGRTMAX", 64), ("NSIG", 65), ("SIG_DFL", 0), ("SIG_IGN", 1), ("SIG_BLOCK", 0), ("SIG_UNBLOCK", 1), ("SIG_SETMASK", 2),
            ("ITIMER_REAL", 0), ("ITIMER_VIRTUAL", 1), ("ITIMER_PROF", 2)] { m.int(n, v) }
        m.constant("default_int_handler", Signals.defaultInterrupt)
        let d = DictRef.allocate()
        d.set(name: StrRef.intern("__module__"), StrRef.make("signal"))
        let timerError = try Call.call(Types.type.value, StrRef.make("ItimerError"), TupleRef.make(Exceptions.osError.value), d.value)
        m.constant("ItimerError", timerError)
        let info = StructSequence.define("struct_siginfo", module: "signal", fields: ["si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"])
        m.type(info.type)
        m.function("signal", "(signalnum, handler, /)") { a throws(Raise) in
            if !Interrupts.isMainThread { throw Errors.valueError("signal only works in main thread of the main interpreter") }
            let n = try Signals.number(a[0]), h = a[1]
            let how: Int32
            let plain = Integers.isWord(h)
            if plain == 0 { how = 0 } else if plain == 1 { how = 1 } else {
                if try !Operations.isTrue(try Call.call(try Builtins.get("callable"), h)) { throw Errors.typeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object") }
                how = 2
            }
            try NativeSafepoint.poll()
            if dx_signal_install(Int32(n), how) < 0 { throw Errors.osError(Glibc.errno) }
            let old = Signals.table[n]
            Signals.table[n] = how == 2 ? h : Value(int: Int(how))
            return old
        }
        m.function("getsignal", "(signalnum, /)") { a throws(Raise) in Signals.table[try Signals.number(a[0])] }
        m.function("alarm", "(seconds, /)") { a throws(Raise) in Value(int: Int(Glibc.alarm(UInt32(bitPattern: Int32(try TextArguments.cInt(a[0])))))) }
        m.function("pause", "()") { a throws(Raise) in
            InterpreterLock.blocking { _ = Glibc.pause() }
            try NativeSafepoint.poll()
            return .none
        }
        m.function("raise_signal", "(signalnum, /)") { a throws(Raise) in
            if dx_raise(Int32(try TextArguments.cInt(a[0]))) != 0 { throw Errors.osError(Glibc.errno) }
            try NativeSafepoint.poll()
            return .none
        }
        m.function("strsignal", "(signalnum, /)") { a throws(Raise) in
            let n = try Signals.number(a[0])
            guard let p = Glibc.strsignal(Int32(n)) else { return .none }
            let s = String(cString: p)
            return s.hasPrefix("Unknown signal") ? .none : StrRef.make(s)
        }
        m.function("siginterrupt", "(signalnum, flag, /)") { a throws(Raise) in _ = try Signals.number(a[0]); return .none }
        m.function("set_wakeup_fd", "(fd, /, *, warn_on_full_buffer=True)") { a throws(Raise) in
            if !Interrupts.isMainThread { throw Errors.valueError("set_wakeup_fd only works in main thread of the main interpreter") }
            let fd = try TextArguments.cInt(a[0])
            if fd != -1 {
                var s = Glibc.stat()
                if fstat(Int32(fd), &s) != 0 { throw Errors.osError(Glibc.errno) }
                let f = dx_fcntl(Int32(fd), F_GETFL, 0)
                if f & O_NONBLOCK == 0 { throw Errors.valueError("the fd \(fd) must be in non-blocking mode") }
            }
            return Value(int: Int(dx_signal_wakeup(Int32(fd), try Operations.isTrue(a[1]) ? 1 : 0)))
        }
        m.function("pthread_kill", "(thread_id, signalnum, /)") { a throws(Raise) in
            let r = Glibc.pthread_kill(pthread_t(UInt(bitPattern: try Operations.index(a[0]))), Int32(try TextArguments.cInt(a[1])))
            if r != 0 { throw Errors.osError(r) }
            try NativeSafepoint.poll()
            return .none
        }
        m.function("pthread_sigmask", "(how, mask, /)") { a throws(Raise) in
            var s = try Signals.set(a[1]), old = sigset_t()
            let r = Glibc.pthread_sigmask(Int32(try TextArguments.cInt(a[0])), &s, &old)
            if r != 0 { throw Errors.osError(r) }
            try NativeSafepoint.poll()
            return try Signals.values(old)
        }
        m.function("sigpending", "()") { a throws(Raise) in var s = sigset_t(); Glibc.sigpending(&s); return try Signals.values(s) }
        m.function("valid_signals", "()") { a throws(Raise) in var s = sigset_t(); sigfillset(&s); return try Signals.values(s) }
        m.function("sigwait", "(sigset, /)") { a throws(Raise) in
            var s = try Signals.set(a[0]), n: Int32 = 0
            let r = InterpreterLock.blocking { Glibc.sigwait(&s, &n) }
            if r != 0 { throw Errors.osError(r) }
            return Value(int: Int(n))
        }
        func fill(_ i: siginfo_t) -> Value {
            var i = i, f = [Int32](repeating: 0, count: 8)
            withUnsafeBytes(of: &i) { b in for k in 0..<8 { f[k] = b.load(fromByteOffset: k * 4, as: Int32.self) } }
            return info.make([Value(int: Int(f[0])), Value(int: Int(f[2])), Value(int: Int(f[1])), Value(int: Int(f[4])), Value(int: Int(f[5])), Value(int: Int(f[6])), Value(int: 0)])
        }
        m.function("sigwaitinfo", "(sigset, /)") { a throws(Raise) in
            var s = try Signals.set(a[0]), i = siginfo_t()
            let (r, e) = try SystemCall.retry { Int(Glibc.sigwaitinfo(&s, &i)) }
            if r < 0 { throw Errors.osError(e) }
            return fill(i)
        }
        m.function("sigtimedwait", "(sigset, timeout, /)") { a throws(Raise) in
            var s = try Signals.set(a[0]), i = siginfo_t()
            let n = try Times.nanoseconds(a[1])
            if n < 0 { throw Errors.valueError("timeout must be non-negative") }
            let deadline = Times.monotonic + n
            while true {
                var t = Times.spec(max(0, deadline - Times.monotonic))
                let r = InterpreterLock.blocking { Glibc.sigtimedwait(&s, &i, &t) }
                if r >= 0 { return fill(i) }
                if Glibc.errno == EAGAIN { return .none }
                if Glibc.errno != EINTR { throw Errors.osError(Glibc.errno) }
                try NativeSafepoint.poll()
            }
        }
        func timer(_ t: itimerval) -> Value {
            func s(_ v: timeval) -> Value { Value(float: Double(v.tv_sec) + Double(v.tv_usec) * 1e-6) }
            return TupleRef.make(s(t.it_value), s(t.it_interval))
        }
        func failure(_ e: Int32) -> Raise {
            do throws(Raise) { return Errors.raise(try Call.call(timerError, Value(int: Int(e)), StrRef.make(String(cString: strerror(e))))) } catch { return error }
        }
        m.function("setitimer", "(which, seconds, interval=0.0, /)") { a throws(Raise) in
            func value(_ v: Value) throws(Raise) -> timeval {
                let n = try Times.nanoseconds(v)
                let us = n < 0 ? n / 1000 : (n + 999) / 1000
                return timeval(tv_sec: us / 1_000_000, tv_usec: us % 1_000_000)
            }
            var new = itimerval(), old = itimerval()
            new.it_value = try value(a[1])
            if a.has(2) { new.it_interval = try value(a[2]) }
            if dx_setitimer(Int32(try TextArguments.cInt(a[0])), &new, &old) != 0 { throw failure(Glibc.errno) }
            return timer(old)
        }
        m.function("getitimer", "(which, /)") { a throws(Raise) in
            var t = itimerval()
            if dx_getitimer(Int32(try TextArguments.cInt(a[0])), &t) != 0 { throw failure(Glibc.errno) }
            return timer(t)
        }
        m.function("pidfd_send_signal", "(pidfd, signalnum, siginfo=None, flags=0, /)") { a throws(Raise) in
            if !a[2].isNone { throw Errors.typeError("siginfo must be None") }
            if dx_syscall4(424, try TextArguments.cInt(a[0]), try TextArguments.cInt(a[1]), 0, try TextArguments.cInt(a[3])) < 0 { throw Errors.osError(Glibc.errno) }
            try NativeSafepoint.poll()
            return .none
        }
    }
}
extension Integers {
    /// The word of an int-like value, nil for anything else.
    static func isWord(_ v: Value) -> Int? { v.isIntLike ? asInt64(v) : nil }
}

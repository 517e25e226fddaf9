import CSupport
import Glibc
import Runtime

/// `faulthandler`: tracebacks of all threads at a fatal signal, at a chosen one, after a time-out or on demand. (Modules/faulthandler.c)
/// What the handlers write goes through `TracebackDump`, which allocates nothing.
extension NativeModule {
    public static let faulthandler = NativeModule("faulthandler") { m throws(Raise) in
        m.function("enable", "(file=sys.stderr, all_threads=True, c_stack=True)") { a throws(Raise) in
            let fd = try FaultHandler.descriptor(a, 0), all = try FaultHandler.flag(a, 1, true), stack = try FaultHandler.flag(a, 2, true)
            FaultHandler.enable(fd, a.has(0) ? a[0] : .none, all: all, cStack: stack)
            return .none
        }
        m.function("disable", "()") { a throws(Raise) in
            let was = FaultHandler.fatal.isEnabled
            dx_fault_disable()
            FaultHandler.fatal.isEnabled = false
            return Value(bool: was)
        }
        m.function("is_enabled", "()") { a throws(Raise) in Value(bool: FaultHandler.fatal.isEnabled) }
        m.function("dump_traceback", "(file=sys.stderr, all_threads=True)") { a throws(Raise) in
            let fd = try FaultHandler.descriptor(a, 0)
            if try FaultHandler.flag(a, 1, true) { TracebackDump.all(fd, current: true) } else { TracebackDump.one(fd) }
            return .none
        }
        m.function("dump_c_stack", "(file=sys.stderr)") { a throws(Raise) in
            let fd = try FaultHandler.descriptor(a, 0)
            TracebackDump.line("Current thread's C stack trace (most recent call first):\n", fd)
            dx_fault_c_stack(fd)
            return .none
        }
        m.function("dump_traceback_later", "(timeout, repeat=False, file=sys.stderr, exit=False)") { a throws(Raise) in
            let seconds = try Operations.double(a[0])
            if seconds.isNaN { throw Errors.valueError("Invalid value NaN (not a number)") }
            if seconds >= 9.2e9 { throw Errors.overflowError("timeout value is too large") }
            let microseconds = Int((seconds * 1e6).rounded(.up))
            if microseconds <= 0 { throw Errors.valueError("timeout must be greater than 0") }
            let again = try FaultHandler.flag(a, 1, false), exits = try FaultHandler.flag(a, 3, false)
            FaultHandler.later(try FaultHandler.descriptor(a, 2), a.has(2) ? a[2] : .none, microseconds)
            if dx_fault_later(microseconds, again ? 1 : 0, exits ? 1 : 0, { _ in FaultHandler.timedOut() }) != 0 { throw Errors.runtimeError("unable to start watchdog thread") }
            return .none
        }
        m.function("cancel_dump_traceback_later", "()") { a throws(Raise) in dx_fault_cancel(); return .none }
        m.function("register", "(signum, file=sys.stderr, all_threads=True, chain=False)") { a throws(Raise) in
            let signum = try FaultHandler.signalNumber(a[0])
            let fd = try FaultHandler.descriptor(a, 1), all = try FaultHandler.flag(a, 2, true), chain = try FaultHandler.flag(a, 3, false)
            FaultHandler.choose(signum, fd, a.has(1) ? a[1] : .none, all: all)
            let r = dx_fault_register(Int32(signum), chain ? 1 : 0) { FaultHandler.chosen($0) }
            if r != 0 { throw Errors.osError(r) }
            return .none
        }
        m.function("unregister", "(signum, /)") { a throws(Raise) in
            let signum = try FaultHandler.signalNumber(a[0])
            return Value(bool: dx_fault_unregister(Int32(signum)) != 0)
        }
        m.function("_read_null", "()") { a throws(Raise) in dx_fault_read_null(); return .none }
        m.function("_sigsegv", "(release_gil=False, /)") { a throws(Raise) in _ = dx_raise(SIGSEGV); return .none }
        m.function("_sigabrt", "()") { a throws(Raise) in abort() }
        m.function("_sigfpe", "()") { a throws(Raise) in _ = dx_raise(SIGFPE); return .none }
        FaultHandler.start()
    }
}

/// What the handlers need, found without asking any object.
enum FaultHandler {
    struct Target { var isEnabled = false, fd: Int32 = 2, all = true, cStack = true, microseconds = 0 }
    nonisolated(unsafe) static var fatal = Target()
    nonisolated(unsafe) private static var delayed = Target()
    nonisolated(unsafe) private static let signals = UnsafeMutablePointer<Target>.allocate(capacity: signalCount)
    private static let signalCount = 65
    /// The files that were given: they stay open as long as they are written to. Index 0: at fatal signals, 1...64: at those, 65: after a time-out.
    nonisolated(unsafe) private static var files = Value.unbound

    static func start() {
        guard files.isUnbound else { return }
        signals.initialize(repeating: Target(), count: signalCount)
        let l = ListRef.allocate()
        for _ in 0...signalCount { l.append(.none) }
        files = l.value
        Heap.addRoot(&files)
    }
    static func enable(_ fd: Int32, _ file: Value, all: Bool, cStack: Bool) {
        ListRef(files)[0] = file
        fatal = Target(isEnabled: true, fd: fd, all: all, cStack: cStack)
        dx_fault_stack()
        _ = dx_fault_enable { FaultHandler.died($0) }
    }
    static func later(_ fd: Int32, _ file: Value, _ microseconds: Int) {
        dx_fault_cancel()
        ListRef(files)[signalCount] = file
        delayed = Target(isEnabled: true, fd: fd, microseconds: microseconds)
    }
    static func choose(_ signum: Int, _ fd: Int32, _ file: Value, all: Bool) {
        ListRef(files)[signum] = file
        signals[signum] = Target(isEnabled: true, fd: fd, all: all)
    }

    // MARK: in handlers

    static func died(_ signum: Int32) {
        let t = fatal
        switch signum {
        case SIGSEGV: TracebackDump.line("Fatal Python error: Segmentation fault\n\n", t.fd)
        case SIGFPE: TracebackDump.line("Fatal Python error: Floating-point exception\n\n", t.fd)
        case SIGABRT: TracebackDump.line("Fatal Python error: Aborted\n\n", t.fd)
        case SIGBUS: TracebackDump.line("Fatal Python error: Bus error\n\n", t.fd)
        default: TracebackDump.line("Fatal Python error: Illegal instruction\n\n", t.fd)
        }
        if t.all { TracebackDump.all(t.fd, current: true) } else { TracebackDump.one(t.fd, withHead: true) }
        if t.cStack {
            TracebackDump.line("\nCurrent thread's C stack trace (most recent call first):\n", t.fd)
            dx_fault_c_stack(t.fd)
        }
    }
    static func chosen(_ signum: Int32) {
        let t = signals[Int(signum)]
        if t.all { TracebackDump.all(t.fd, current: true) } else { TracebackDump.one(t.fd) }
    }
    static func timedOut() {
        let t = delayed, s = t.microseconds / 1_000_000, us = t.microseconds % 1_000_000
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { p in
            let n = us == 0
                ? withVaList([s / 3600, s / 60 % 60, s % 60]) { vsnprintf(p.baseAddress!, 64, "Timeout (%ld:%02ld:%02ld)!\n", $0) }
                : withVaList([s / 3600, s / 60 % 60, s % 60, us]) { vsnprintf(p.baseAddress!, 64, "Timeout (%ld:%02ld:%02ld.%06ld)!\n", $0) }
            _ = Glibc.write(t.fd, p.baseAddress!, Int(n))
        }
        TracebackDump.all(t.fd, current: false)
    }

    // MARK: arguments

    static func flag(_ a: Args, _ i: Int, _ otherwise: Bool) throws(Raise) -> Bool { a.has(i) ? try Operations.isTrue(a[i]) : otherwise }
    /// (`faulthandler_get_fileno`)
    static func descriptor(_ a: Args, _ i: Int) throws(Raise) -> Int32 {
        var file = a.has(i) ? a[i] : .none
        if file.isNone {
            file = try Operations.getAttribute(try ImportSystem.importModule("sys"), StrRef.intern("stderr"))
            if file.isNone { throw Errors.runtimeError("sys.stderr is None") }
        } else if file.isIntLike {
            let n = try TextArguments.cInt(file)
            if n < 0 { throw Errors.valueError("file is not a valid file descriptor") }
            return Int32(n)
        }
        let n = try Call.call(try Operations.getAttribute(file, StrRef.intern("fileno")))
        guard n.isInt, n.int >= 0, n.int <= Int32.max else { throw Errors.runtimeError("file.fileno() is not a valid file descriptor") }
        do throws(Raise) { _ = try Call.call(try Operations.getAttribute(file, StrRef.intern("flush"))) } catch { try Errors.swallow(error, Types.exception) }
        return Int32(n.int)
    }
    static func signalNumber(_ v: Value) throws(Raise) -> Int {
        let n = try TextArguments.cInt(v)
        if [SIGSEGV, SIGFPE, SIGABRT, SIGBUS, SIGILL].contains(Int32(n)) { throw Errors.runtimeError("signal \(n) cannot be registered, use enable() instead") }
        if n < 1 || n >= signalCount { throw Errors.valueError("signal number out of range") }
        return Int(n)
    }
}

import CSupport
import Glibc

/// The threads' tracebacks written with `write` alone: from a signal handler, or from a thread that does not hold the interpreter lock.
/// Allocates nothing and asks no object for anything that could run code. (Python/traceback.c: `_Py_DumpTracebackThreads`)
///
/// The frames of a thread that is running may change under our eyes: value stacks are never unmapped, so the worst is a line that is wrong.
public enum TracebackDump {
    private static let maximumFrames = 100, maximumThreads = 100, maximumText = 500
    nonisolated(unsafe) private static var buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    nonisolated(unsafe) private static var used = 0
    private static let capacity = 4096

    /// Every thread's stack, the calling one told from the others if it is one of the program's.
    public static func all(_ fd: Int32, current: Bool) {
        let me: Thread? = current ? calling : nil
        var i = Threads.all.count - 1, written = 0
        while i >= 0 {
            if written > 0 { put(10, fd) }
            if written == maximumThreads { text("...\n", fd); break }
            let t = Threads.all[i]
            head(t, fd, isCurrent: t == me)
            frames(t, fd)
            written += 1
            i -= 1
        }
        flush(fd)
    }
    /// The calling thread's stack (the main one's from a thread that is not the program's).
    public static func one(_ fd: Int32, withHead: Bool = false) {
        if withHead { head(calling, fd, isCurrent: true) } else { text("Stack (most recent call first):\n", fd) }
        frames(calling, fd)
        flush(fd)
    }
    public static func line(_ s: StaticString, _ fd: Int32) { text(s, fd); flush(fd) }

    private static var calling: Thread {
        if let p = dx_thread() { return p.assumingMemoryBound(to: ThreadState.self) }
        return Threads.all[0]
    }
    private static func head(_ t: Thread, _ fd: Int32, isCurrent: Bool) {
        text(isCurrent ? "Current thread 0x" : "Thread 0x", fd)
        var shift = 60
        while shift >= 0 { let d = UInt8(t.pointee.identity >> UInt(shift) & 15); put(d < 10 ? 48 + d : 87 + d, fd); shift -= 4 }
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { name in
            if dx_thread_name(t.pointee.identity, name.baseAddress!, 32) == 0 && name[0] != 0 {
                text(" [", fd)
                var i = 0
                while i < 32, name[i] != 0 { put(UInt8(bitPattern: name[i]), fd); i += 1 }
                put(93, fd)
            }
        }
        text(" (most recent call first):\n", fd)
    }
    private static func frames(_ t: Thread, _ fd: Int32) {
        var f = t.pointee.frame, n = 0
        while let b = f.base {
            if b[Frame.code].bits != 0 {
                if n == maximumFrames { return }
                n += 1
                let code = f.borrowedCode
                text("  File \"", fd)
                string(code.read { $0.fileName }, fd)
                text("\", line ", fd)
                number(max(0, f.line), fd)
                text(" in ", fd)
                string(code.read { $0.name }, fd)
                put(10, fd)
            }
            f = f.previousFrame
        }
        if n == 0 { text("  <no Python frame>\n", fd) }
    }

    // MARK: characters

    private static func put(_ c: UInt8, _ fd: Int32) {
        if used == capacity { flush(fd) }
        buffer[used] = c
        used += 1
    }
    private static func flush(_ fd: Int32) {
        var at = 0
        while at < used {
            let n = Glibc.write(fd, buffer + at, used - at)
            if n < 0 && errno != EINTR { break }
            if n > 0 { at += n }
        }
        used = 0
    }
    private static func text(_ s: StaticString, _ fd: Int32) { for i in 0..<s.utf8CodeUnitCount { put(s.utf8Start[i], fd) } }
    private static func number(_ n: Int, _ fd: Int32) {
        var power = 1
        while n / power >= 10 { power *= 10 }
        while power > 0 { put(48 + UInt8(n / power % 10), fd); power /= 10 }
    }
    /// As `_Py_DumpASCII`: at most 500 characters, others than ASCII as escapes.
    private static func string(_ v: Value, _ fd: Int32) {
        guard v.isPointer && v.isStr else { return text("???", fd) }
        let s = StrRef(v), n = s.count
        for i in 0..<min(n, maximumText) {
            let c = s[i]
            if c >= 32 && c < 127 { put(UInt8(c), fd); continue }
            put(92, fd)
            let digits = c < 256 ? 2 : c < 65536 ? 4 : 8
            put(digits == 2 ? 120 : digits == 4 ? 117 : 85, fd)
            for k in stride(from: digits - 1, through: 0, by: -1) { let d = UInt8(c >> UInt32(k * 4) & 15); put(d < 10 ? 48 + d : 87 + d, fd) }
        }
        if n > maximumText { text("...", fd) }
    }
}

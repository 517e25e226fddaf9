import CSupport
import Glibc

/// What belongs to one thread of the program. Reached through one thread-local word.
public struct ThreadState {
    /// The innermost frame (nil before the first).
    public var frame: Frame = Frame(nil)
    /// The exception on its way (`Raise.exception`).
    public var raised: Value = .unbound
    /// The exception being handled (what a bare `raise` and `sys.exception()` see), unbound if none.
    public var handled: Value = .unbound
    /// The frame whose traceback entry the exception on its way already has.
    var tracedFrame: UnsafeMutablePointer<Value>? = nil
    /// Non-zero: something waits at the next safepoint (signal, finalizers, another thread).
    public var interrupt: Int = 0
    /// Calls of Python functions that may still nest.
    public var depth: Int = 0
    /// Native stack addresses below this raise RecursionError.
    public var stackLimit: UInt = 0
    var stackBottom: UnsafeMutableRawPointer? = nil
    /// Where a parked thread's stack ends (valid while it does not hold the lock).
    var parkedAt: UnsafeMutableRawPointer? = nil
    var valueStack: UnsafeMutablePointer<Value>! = nil
    var valueStackEnd: UnsafeMutablePointer<Value>! = nil
    /// The slots of a callee whose arguments are being bound: [bindingStart, bindingEnd).
    /// Where an exit of the running trace rebuilds frames of inlined calls (nothing of it counts while the trace runs).
    var traceLow: UnsafeMutablePointer<Value>? = nil, traceHigh: UnsafeMutablePointer<Value>? = nil
    var bindingStart: UnsafeMutablePointer<Value>? = nil, bindingEnd: UnsafeMutablePointer<Value>? = nil
    /// The value sent into a resumed generator, and the exception thrown into it (unbound: none).
    public var sent: Value = .unbound, thrown: Value = .unbound
    /// The value on its way out with `Raise.suspend`.
    public var yielded: Value = .unbound
    public var context: Value = .unbound
    /// The coroutine or generator with something to clean up that was made last, and the frame it was made in (addresses to compare with, nothing more).
    var lastMade: UInt64 = 0, lastMadeFrame: UInt = 0
    /// asyncio's loop and task that run in this thread.
    var runningLoop: Value = .unbound, runningTask: Value = .unbound
    var asyncHooks: Value = .unbound, asyncFinalizer: Value = .unbound
    var traceFunction: Value = .unbound, profileFunction: Value = .unbound
    /// Inside a callback of tracing or monitoring.
    var tracing = 0
    /// Nesting of class checks in native code.
    var classDepth = 0
    /// The frame whose call of a builtin is being reported: what that calls in turn is not.
    var nativeCaller: UnsafeMutablePointer<Value>? = nil
    var reprStack: Value = .unbound
    var identity: UInt = 0
    var coroutineOrigin: Int = 0
    /// The allocation runs behind this, for compiled code.
    var runsAddress: UInt = 0
    /// The native frames of traces that run, the innermost first (`Encoding.nativeFrame`); 0: none.
    var nativeFrame: UInt = 0
    /// Objects of native modules that are per thread, by slot.
    var dictionary: Value = .unbound

    @inline(__always) static var runsOffset: Int { (MemoryLayout<ThreadState>.size + 15) & ~15 }
}

public typealias Thread = UnsafeMutablePointer<ThreadState>

/// The calling thread's state.
@inline(__always) public var thread: Thread { dx_thread().unsafelyUnwrapped.assumingMemoryBound(to: ThreadState.self) }

extension UnsafeMutablePointer where Pointee == ThreadState {
    @inline(__always) var runs: UnsafeMutablePointer<Heap.Run> {
        (UnsafeMutableRawPointer(self) + ThreadState.runsOffset).assumingMemoryBound(to: Heap.Run.self)
    }
}

public enum Threads {
    nonisolated(unsafe) static var all = RawArray<Thread>()
    static var valueStackWords: Int { AddressSpace.values >> 3 }           // reserved, committed as used
    /// Makes the calling thread one of the program's. STACK: bytes of native stack it may use.
    static func attach(stack: Int) {
        let raw = UnsafeMutableRawPointer.allocate(byteCount: ThreadState.runsOffset + Heap.classCount * MemoryLayout<Heap.Run>.stride, alignment: 16)
        let t = raw.bindMemory(to: ThreadState.self, capacity: 1)
        t.initialize(to: ThreadState())
        t.runs.initialize(repeating: Heap.Run(), count: Heap.classCount)
        t.pointee.runsAddress = UInt(bitPattern: t.runs)
        dx_set_thread(raw)
        let bottom = dx_stack_bottom()!
        t.pointee.stackBottom = bottom
        t.pointee.stackLimit = UInt(bitPattern: bottom) - UInt(stack) + (256 << 10)
        let words = all.count == 0 ? valueStackWords : valueStackWords >> 4
        let p = mmap(nil, words * 8, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)!
        t.pointee.valueStack = p.assumingMemoryBound(to: Value.self)
        t.pointee.valueStackEnd = t.pointee.valueStack + (words - 4096)
        // The bottom frame: no code, only the place where callees go.
        t.pointee.valueStack.initialize(repeating: .unbound, count: Frame.header)
        t.pointee.frame = Frame(t.pointee.valueStack)
        t.pointee.valueStack[Frame.next] = Value(pointer: t.pointee.valueStack + Frame.header)
        t.pointee.depth = recursionLimit
        t.pointee.identity = UInt(pthread_self())
        all.append(t)
        if Monitor.isActive { t.pointee.interrupt |= Interrupt.tracing }
    }
    nonisolated(unsafe) static var recursionLimit = 1000

    /// Marks what frames and native stacks refer to; returns how many bytes of them there were.
    static func visitStacks() -> Int {
        var bytes = 0
        for i in 0..<all.count {
            let t = all[i]
            for v in [t.pointee.raised, t.pointee.handled, t.pointee.sent, t.pointee.thrown, t.pointee.yielded, t.pointee.context, t.pointee.runningLoop, t.pointee.runningTask, t.pointee.asyncHooks,
                      t.pointee.asyncFinalizer, t.pointee.traceFunction, t.pointee.profileFunction, t.pointee.reprStack, t.pointee.dictionary] { Collector.mark(v) }
            var f = t.pointee.frame
            while let b = f.base {
                if b[Frame.code].bits != 0 {
                    f.visit()
                }
                f = Frame(b[Frame.previous].pointer)
            }
            // Values in the area where the next callee is being built.
            if let low = t.pointee.bindingStart, let high = t.pointee.bindingEnd { Collector.markRange(low, high) }
            if let low = t.pointee.traceLow, let high = t.pointee.traceHigh, high > low { Collector.markRange(low, high) }
            let bottom = t.pointee.stackBottom.unsafelyUnwrapped
            if t == thread {
                bytes &+= bottom - Collector.stackEnd
                markStack(t, Collector.stackEnd)
            } else if let p = t.pointee.parkedAt {
                bytes &+= bottom - p
                markStack(t, p)
            }
            // (The innermost frame may be a generator's, which lies in the heap.)
            if let n = t.pointee.frame.base, n >= t.pointee.valueStack, n < t.pointee.valueStackEnd { bytes &+= UnsafeRawPointer(n) - UnsafeRawPointer(t.pointee.valueStack.unsafelyUnwrapped) }
        }
        return bytes
    }
    /// Any word of T's native stack from LOW on may refer to an object, but for spill slots of traces that are known to be dead.
    private static func markStack(_ t: Thread, _ low: UnsafeMutableRawPointer) {
        var low = low, link = t.pointee.nativeFrame
        while link != 0, let frame = UnsafeMutableRawPointer(bitPattern: link & ~1), frame > low {
            Collector.markRange(low, frame)
            let (end, next) = JIT.compiler.visitSpills(of: link) { Collector.markConservatively(UnsafePointer<UInt>(bitPattern: $0).unsafelyUnwrapped.pointee) }
            low = UnsafeMutableRawPointer(bitPattern: end).unsafelyUnwrapped; link = next
        }
        Collector.markRange(low, t.pointee.stackBottom.unsafelyUnwrapped)
    }
    static func resetRuns() {
        for i in 0..<all.count { all[i].runs.update(repeating: Heap.Run(), count: Heap.classCount) }
    }
}
extension Value {
    /// Frame headers hold raw addresses too.
    @inline(__always) init(pointer p: UnsafeMutablePointer<Value>?) { bits = UInt64(UInt(bitPattern: p)) }
    @inline(__always) var pointer: UnsafeMutablePointer<Value>? { UnsafeMutablePointer(bitPattern: UInt(bits)) }
    @inline(__always) init(raw p: UnsafeRawPointer) { bits = UInt64(UInt(bitPattern: p)) }
}

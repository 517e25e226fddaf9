import CSupport
import Glibc

/// The lock that a thread holds while it runs Python code or touches heap objects.
///
/// Invariants: exactly one attached thread is not parked. A parked thread has spilled its registers and published its stack pointer in
/// `parkedAt`, so that a collection run by the holder can scan its stack. Until a second thread starts nothing is ever locked (`isShared` is false).
/// A thread that waits for more than 5 ms asks the holder, by its `interrupt` word, to hand over at its next safepoint; the holder then waits
/// until someone else has had the lock, so that two busy threads alternate.
public enum InterpreterLock {
    /// A second thread has been started at some time.
    nonisolated(unsafe) public private(set) static var isShared = false
    nonisolated(unsafe) private static var mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    nonisolated(unsafe) private static var free = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    nonisolated(unsafe) private static var switched = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    nonisolated(unsafe) private static var holder: Thread? = nil
    /// Holds the lock while a new thread makes its state, or one that ends frees it: nothing can be asked of it.
    nonisolated(unsafe) private static let beginner = Thread(bitPattern: 8).unsafelyUnwrapped
    nonisolated(unsafe) private static var waiting = 0, turns = 0
    /// Seconds a waiter is patient (`sys.setswitchinterval`).
    nonisolated(unsafe) public static var interval = 0.005

    /// From now on threads lock; called by the only thread before it starts another.
    public static func share() {
        if isShared { return }
        initialize()
        holder = thread
        isShared = true
    }
    private static func initialize() {
        pthread_mutex_init(mutex, nil)
        var a = pthread_condattr_t()
        pthread_condattr_init(&a)
        pthread_condattr_setclock(&a, CLOCK_MONOTONIC)
        pthread_cond_init(free, &a); pthread_cond_init(switched, &a)
    }
    /// With the mutex: waits until nobody holds the lock, and asks who keeps it to hand over.
    private static func awaitFree() {
        while let h = holder {
            waiting += 1
            var t = timespec()
            clock_gettime(CLOCK_MONOTONIC, &t)
            let n = t.tv_nsec + Int(interval * 1e9)
            t.tv_sec += n / 1_000_000_000; t.tv_nsec = n % 1_000_000_000
            let before = turns
            let r = pthread_cond_timedwait(free, mutex, &t)
            waiting -= 1
            if r == ETIMEDOUT, let now = holder, now == h, now != beginner, turns == before { mark(now) }
        }
    }
    private static func acquire(_ me: Thread) {
        pthread_mutex_lock(mutex)
        awaitFree()
        holder = me
        turns &+= 1
        pthread_cond_broadcast(switched)
        pthread_mutex_unlock(mutex)
    }
    private static func mark(_ t: Thread) {
        withUnsafeMutablePointer(to: &t.pointee.interrupt) { dx_atomic_or($0, Interrupt.yieldLock) }
    }
    private static func release() {
        pthread_mutex_lock(mutex)
        holder = nil
        let isAwaited = waiting > 0
        pthread_mutex_unlock(mutex)
        // (Who wakes up at once would wait for the mutex.)
        if isAwaited { pthread_cond_signal(free) }
    }
    /// Runs BODY, which may block and must not touch heap objects, without the lock.
    @inline(__always) public static func blocking<R>(_ body: () -> R) -> R {
        if _fastPath(!isShared) { return body() }
        return parked(body)
    }
    @inline(never) private static func parked<R>(_ body: () -> R) -> R {
        var result: R? = nil
        park {
            release()
            result = body()
            let e = errno
            acquire(thread)
            errno = e
        }
        return result.unsafelyUnwrapped
    }
    /// Runs BODY with the lock in a call that C code makes from within `blocking`.
    public static func reentering(_ body: () -> Void) {
        let t = thread
        guard isShared, let mark = t.pointee.parkedAt else { return body() }
        acquire(t)
        t.pointee.parkedAt = nil
        body()
        t.pointee.parkedAt = mark
        release()
    }
    /// Publishes the calling thread's stack for the time of BODY.
    private static func park(_ body: () -> Void) {
        withoutActuallyEscaping(body) { body in
            var f: () -> Void = body
            withUnsafeMutablePointer(to: &f) { p in
                dx_parked(p) { context, mark in
                    let t = thread
                    t.pointee.parkedAt = mark
                    context.unsafelyUnwrapped.assumingMemoryBound(to: (() -> Void).self).pointee()
                    t.pointee.parkedAt = nil
                }
            }
        }
    }
    /// At a safepoint of the holder: hands over when another thread waits.
    public static func yield() {
        guard isShared else { return }
        let me = thread
        park {
            pthread_mutex_lock(mutex)
            if waiting > 0 {
                holder = nil
                let turn = turns
                pthread_cond_signal(free)
                while turns == turn { pthread_cond_wait(switched, mutex) }
                pthread_mutex_unlock(mutex)
                acquire(me)
            } else { pthread_mutex_unlock(mutex) }
        }
    }
    /// In a new thread: waits for the lock and makes the thread one of the program's.
    public static func enter(stack: Int) {
        // The thread has no values on its stack yet, and no state by which the collector could look.
        pthread_mutex_lock(mutex)
        awaitFree()
        holder = beginner
        turns &+= 1
        pthread_cond_broadcast(switched)
        pthread_mutex_unlock(mutex)
        Threads.attach(stack: stack)
        holder = thread
    }
    /// At the end of a thread: its state is freed and the lock given up.
    public static func leave() {
        pthread_mutex_lock(mutex)
        holder = beginner
        pthread_mutex_unlock(mutex)
        Threads.detach()
        release()
    }
    /// In the child of a fork: only the calling thread exists.
    public static func afterFork() {
        // The child is in no event loop (`reset_asyncio_state`).
        thread.pointee.runningLoop = .unbound; thread.pointee.runningTask = .unbound
        guard isShared else { return }
        initialize()
        waiting = 0
        holder = thread
        thread.pointee.parkedAt = nil
        Threads.keepOnly(thread)
    }
}
extension Threads {
    /// The calling thread is none of the program's any longer.
    static func detach() {
        let t = thread
        forget(t)
        munmap(t.pointee.valueStack, (valueStackWords >> 4) * 8)
        dx_set_thread(nil)
        UnsafeMutableRawPointer(t).deallocate()
    }
    static func forget(_ t: Thread) {
        var kept = 0
        for i in 0..<all.count where all[i] != t { all[kept] = all[i]; kept += 1 }
        all.shrink(to: kept)
    }
    static func keepOnly(_ t: Thread) { all[0] = t; all.shrink(to: 1) }
    /// Threads of the program, for `threading` and `sys._current_frames`.
    public static var count: Int { all.count }
}
extension UnsafeMutablePointer where Pointee == ThreadState {
    /// What `threading.get_ident` tells.
    public var identityNumber: UInt { pointee.identity }
    /// Where per-thread objects of native modules lie: a dict, made when first asked for.
    public var localObjects: DictRef {
        if !pointee.dictionary.isPointer { pointee.dictionary = DictRef.allocate().value }
        return DictRef(pointee.dictionary)
    }
    /// The address of the word that announces interrupts.
    public var interruptWord: UnsafeMutablePointer<Int> { withUnsafeMutablePointer(to: &pointee.interrupt) { $0 } }
}

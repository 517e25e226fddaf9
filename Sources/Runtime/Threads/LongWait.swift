import CSupport
import Glibc

/// A thread that waits for another one may wait for a finalizer: a pool's threads end when the pool is dropped, a queue's when its owner is. CPython
/// runs those with the last reference; here they come after collections, and a program that only waits allocates nothing. So a wait that lasts is
/// interrupted by a major collection, once. The larger the heap, and the more of these have found nothing, the longer it must have lasted.
public struct LongWait {
    private let majors = Collector.majors, since = Self.now
    private var isOver = false
    nonisolated(unsafe) private static var fruitless = 0
    public init() {}

    private static var now: Int { var t = timespec(); clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1_000_000_000 + t.tv_nsec }
    /// Nanoseconds: 20 ms, and 10 ms for each megabyte that lives. A collection takes about a tenth of that.
    private static var patience: Int { (20_000_000 &+ Collector.liveBytes &* 10) << min(fruitless, 6) }

    /// Until when to wait first, where the whole wait ends at DEADLINE (monotonic nanoseconds; negative: never).
    public func limit(_ deadline: Int) -> Int {
        if isOver { return deadline }
        let t = since &+ Self.patience
        return deadline >= 0 && deadline <= t ? deadline : t
    }
    /// The limit has passed. What is found runs at once; call it where Python code may run.
    public mutating func collect() {
        isOver = true
        if Collector.majors != majors || Collector.running || Heap.held != 0 || JIT.isRecording { return }
        let before = Finalizers.queued
        dx_clear_stack_below()
        Collector.collect(.requested(generation: 2))
        Self.fruitless = Finalizers.queued != before ? 0 : Self.fruitless &+ 1
        Finalizers.run()
    }
}

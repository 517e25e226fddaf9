// Deep nesting without overflowing the caller's stack.
//
// Work starts on the stack at hand with a small limit on nesting, which ordinary texts never reach. When one does, the work is thrown
// away and done again on a thread with a large stack and the real limit. So nobody pays for a thread, and nobody crashes.

import Glibc

enum Nesting {
    /// Levels for which any thread's stack is good.
    static let small = 300
}

/// Runs `work` on a thread with a large, lazily committed stack and waits; false if there could be no thread.
@discardableResult
func onLargeStack(_ work: () -> Void) -> Bool {
    withoutActuallyEscaping(work) { work in
        final class Job {
            let work: () -> Void
            init(_ work: @escaping () -> Void) { self.work = work }
        }
        let job = Job(work)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, 512 << 20)
        var thread = pthread_t()
        let started = pthread_create(&thread, &attributes, { raw in
            if let raw { Unmanaged<Job>.fromOpaque(raw).takeUnretainedValue().work() }
            return nil
        }, Unmanaged.passUnretained(job).toOpaque()) == 0
        if started { pthread_join(thread, nil) }
        return started
    }
}

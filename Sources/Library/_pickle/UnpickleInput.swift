import Glibc
import Runtime

/// The native side of an unpickler: where it reads, and the marks on its stack.
final class UnpickleInput {
    /// The bytes at hand belong to the object in the unpickler's `input` word, or to `buffer`, which `loads` holds.
    var data: UnsafePointer<UInt8>! = nil
    var count = 0, next = 0
    /// End of the current frame, over which nothing may reach; `count` outside of frames.
    var limit = 0
    /// `load` is under way.
    var running = false
    /// How much of the data came by `peek` and is still to be read from the file: 0 means all before is done.
    var prefetched = 0
    var marks: [Int] = []
    var fence = 0
    var proto = 0
    var fixImports = true
    /// The memo is sparse: a dict instead of a list.
    var sparse = false
    var memoized = 0

    func restart() { marks.removeAll(keepingCapacity: true); fence = 0; proto = 0 }
}

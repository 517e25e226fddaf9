/// What a start and imports make is old at once.
///
/// Modules, classes, functions and their names live as long as the program. To follow all references between them tells little and takes 1 to 2 ms, which
/// the first collection of a program that runs for a few milliseconds would spend on nothing else. So, until that collection, cells are marked and flagged where they lie,
/// in the order of the heap: a fiftieth of the time. What is dead among them stays until the first major collection.
///
/// Invariants: those of any collection (`Heap`: an old object is marked, and what it refers to is marked or it is logged). All there is becomes old, so nothing old refers to
/// anything young; an object that is being made keeps the rule that holds for collections: what it is given without a barrier it is given before anything else
/// is allocated. Rejected: to tell this for all imports of a large program (a third of what they make is garbage: patterns, texts of classes that are compiled); the first megabytes of imports are enough for a short one.
enum Tenure {
    /// Imports within each other; what had been allocated when the outermost began.
    nonisolated(unsafe) private static var depth = 0, importBegan = 0
    /// What had been allocated when this was last done.
    nonisolated(unsafe) private static var done = 0
    private static let least = 256 << 10, most = 6 << 20

    /// The program begins: what the start has made is old.
    static func begin() { if isDue { all() } }
    static func beginImport() {
        if depth == 0 { importBegan = Heap.allocatedSince }
        depth &+= 1
    }
    static func endImport() { depth &-= 1 }
    /// A module has run. What its import (or the one around it) has made is old, if that is most of what there is.
    static func moduleRan() {
        if depth == 0 || !isDue { return }
        let made = Heap.allocatedSince &- done
        if made >= least && (Heap.allocatedSince &- max(importBegan, done)) &* 2 >= made { all() }
    }
    private static var isDue: Bool { Collector.minors == 0 && Collector.majors == 0 && Heap.allocatedSince < most && !Heap.single && Heap.held == 0 && !Collector.running }

    @inline(never) private static func all() {
        done = Heap.allocatedSince
        var bytes = 0
        for k in 0..<Heap.classCount {
            let c = Heap.classes + k, size = c.pointee.size
            for i in 0..<c.pointee.count {
                let b = Int(c.pointee.blocks[i]), cells = Int(min(Heap.blocks[b].next, Heap.blocks[b].cells))
                var p = Heap.base &+ UInt(b &<< Heap.blockShift)
                for _ in 0..<cells {
                    let r = Ref(bitPattern: p).unsafelyUnwrapped
                    if r.word(1) != 0 && !Heap.isMarked(p) { Heap.mark(r); r.header |= HeaderFlag.old; bytes &+= size }
                    p &+= UInt(size)
                }
            }
        }
        Collector.tenured(bytes)
    }
}

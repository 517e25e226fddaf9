/// What a start and its imports make is old at once.
///
/// Modules, classes, functions and their names live as long as the program. To follow all references between them tells little and takes 1 to 2 ms, which
/// the first collection of a program that runs for a few milliseconds would spend on nothing else. So, until that collection, cells are marked and flagged where they lie, in the
/// order of the heap: a fiftieth of the time. That happens when the program begins and at the end of modules. What is dead among these objects stays until a full collection, which is
/// due when there is 2 MB more than the start had made.
///
/// Invariants: those of any collection (`Heap`: an old object is marked, and what it refers to is marked or it is logged). All there is becomes old, so nothing old refers to
/// anything young; an object that is being made keeps the rule that holds for collections: what it is given without a barrier it is given before anything else
/// is allocated. Rejected: the same for imports after the first collection, or no collections during imports (a third of what large packages make is garbage, such as patterns and
/// texts of classes that are compiled: 3 MB more at the peak of small programs).
enum Tenure {
    /// Imports within each other; what had been allocated when the outermost began, and when this was last done.
    nonisolated(unsafe) private static var depth = 0, before = 0, done = 0
    private static let least = 128 << 10, leastInside = 256 << 10
    nonisolated(unsafe) private(set) static var isUsed = false

    /// The program begins: what the start has made is old.
    static func begin() { if isPossible { all(); Collector.began() } }
    static func beginImport() {
        if depth == 0 { before = Heap.allocatedSince }
        depth &+= 1
    }
    static func endImport() {
        depth &-= 1
        if depth == 0 && isPossible { note(least) }
    }
    /// A module has run.
    static func moduleRan() { if depth != 0 && isPossible { note(leastInside) } }
    private static var isPossible: Bool { Collector.minors == 0 && Collector.majors == 0 && !Heap.single && Heap.held == 0 && !Collector.running }
    /// What was made since the last time is old if there are LEAST bytes of it and most of it was made by imports.
    private static func note(_ least: Int) {
        let made = Heap.allocatedSince &- done
        if made >= least && (Heap.allocatedSince &- max(before, done)) &* 2 >= made { all() }
    }

    @inline(never) private static func all() {
        var bytes = 0
        let words = Heap.blockSize / Heap.granule / 64
        for k in 0..<Heap.classCount {
            let c = Heap.classes + k, size = c.pointee.size
            for i in 0..<c.pointee.count {
                let b = Int(c.pointee.blocks[i]), cells = Int(min(Heap.blocks[b].next, Heap.blocks[b].cells))
                if cells == 0 { continue }
                if marked(b &* words, cells &* size >> 4) == cells { continue }
                var p = Heap.base &+ UInt(b &<< Heap.blockShift)
                for _ in 0..<cells {
                    let r = Ref(bitPattern: p).unsafelyUnwrapped
                    if r.word(1) != 0 && !Heap.isMarked(p) { Heap.mark(r); r.header |= HeaderFlag.old; bytes &+= size }
                    p &+= UInt(size)
                }
            }
        }
        Collector.tenured(bytes)
        done = Heap.allocatedSince; isUsed = true
    }
    /// Marks among the first N granules that word W begins with.
    private static func marked(_ w: Int, _ n: Int) -> Int {
        var c = 0
        for i in 0..<n >> 6 { c &+= Heap.marks[w &+ i].nonzeroBitCount }
        return n & 63 == 0 ? c : c &+ (Heap.marks[w &+ n >> 6] & (1 << UInt64(n & 63) &- 1)).nonzeroBitCount
    }
}

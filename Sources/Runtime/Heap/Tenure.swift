/// What a start makes is old at once.
///
/// The runtime's modules, classes, functions and their names live as long as the program. To follow all references between them tells little and takes a millisecond, which
/// the first collection of a program that runs for a few milliseconds would spend on nothing else. So, when the program begins, cells are marked and flagged where they lie, in the
/// order of the heap: a fiftieth of the time. What is dead among these objects stays until a full collection.
///
/// Invariants: those of any collection (`Heap`: an old object is marked, and what it refers to is marked or it is logged). All there is becomes old, so nothing old refers to
/// anything young; an object that is being made keeps the rule that holds for collections: what it is given without a barrier it is given before anything else
/// is allocated. Rejected: the same for what imports make. It saves the first calls of a short program another millisecond, but a third of it is garbage (patterns, texts of classes that
/// are compiled), whose cells lie scattered between live ones once they are free: programs that allocate were 2% slower for good, some 15%.
enum Tenure {
    /// The program begins: what the start has made is old.
    static func begin() { if Collector.minors == 0 && Collector.majors == 0 && !Heap.single && Heap.held == 0 { all() } }

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
    }
    /// Marks among the first N granules that word W begins with.
    private static func marked(_ w: Int, _ n: Int) -> Int {
        var c = 0
        for i in 0..<n >> 6 { c &+= Heap.marks[w &+ i].nonzeroBitCount }
        return n & 63 == 0 ? c : c &+ (Heap.marks[w &+ n >> 6] & (1 << UInt64(n & 63) &- 1)).nonzeroBitCount
    }
}

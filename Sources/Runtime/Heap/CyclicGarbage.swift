import Glibc

/// What CPython's collector would have found: the dead objects that reference counts alone would not have freed.
///
/// A tracing collection sees dead objects only, acyclic ones included. When a program asks for a collection, the dead are listed (allocated before,
/// by the mark bits from before and each block's sweep position, and not marked now); objects that no other dead one refers to are taken away again and
/// again, as their last reference would have done it. What is left hangs on cycles: these are counted, shown (DEBUG_COLLECTABLE) or kept
/// (DEBUG_SAVEALL). Counts lie in the upper bits of the dead objects' headers; children are found with the collector's own visit, which marks
/// dead children only, and unmarked again. Time and memory are proportional to the garbage and a bit map of the heap.
enum CyclicGarbage {
    /// What the next collection is to find out.
    nonisolated(unsafe) static var isWanted = false, isKept = false
    /// After it: objects found that a program can see, and the objects themselves if they were to be kept.
    nonisolated(unsafe) static var count = 0
    /// The program asks for collections, whose result tells what has become garbage since the last. What collections in between have found, which CPython would
    /// not have made (`Watch.look`), belongs to it.
    nonisolated(unsafe) static var isAskedFor = false, unreported = 0
    nonisolated(unsafe) static var found = RawArray<Ref>()
    nonisolated(unsafe) private static var dead = RawArray<Ref>()
    nonisolated(unsafe) private static var before: UnsafeMutablePointer<UInt64>? = nil
    /// The program has turned collections off: garbage in cycles whose death it could notice stays, as it does in CPython, until the program asks for a collection or
    /// ends. What dies unseen is freed.
    static var isLeft: Bool { !(Heap.enabled && Heap.automatic) }
    private static let one: UInt64 = 1 << 41
    private static let wordsPerBlock = Heap.blockSize / Heap.granule / 64

    /// Before the mark bits are cleared.
    static func remember() {
        let n = Heap.blockCount * wordsPerBlock
        before = .allocate(capacity: max(1, n))
        before!.update(from: Heap.marks, count: n)
    }
    @inline(__always) private static func was(_ p: UInt) -> Bool {
        let g = (p &- Heap.base) &>> 4
        return (before ?? Heap.marks)[Int(g &>> 6)] &>> (g & 63) & 1 == 1
    }
    static func forget() {
        before?.deallocate()
        before = nil
    }
    /// When all that is live is marked, and nothing has been revived or swept. KEEPS: what is found comes to life again.
    static func find(keeps: Bool) {
        count = 0
        found.removeAll()
        list()
        let live = Collector.liveBytes
        each { $0.header &+= one }
        // Those that nothing dead refers to.
        var queue = RawArray<Ref>()
        for i in 0..<dead.count where dead[i].header < one { queue.append(dead[i]) }
        while queue.count > 0 {
            let r = queue.popLast()
            r.header |= HeaderFlag.dying
            children(r) { c in
                c.header &-= one
                if c.header < one { queue.append(c) }
            }
        }
        queue.free()
        for i in 0..<dead.count {
            let r = dead[i], isCyclic = r.header & HeaderFlag.dying == 0
            r.header &= (one - 1) & ~HeaderFlag.dying
            if isCyclic && HeapGraph.isTracked(Value(r)) { count += 1; if keeps { found.append(r) } }
        }
        dead.removeAll()
        Collector.liveBytes = live
        forget()
        // Kept objects come to life again, with all that they lead to.
        if keeps { for i in 0..<found.count { Collector.mark(found[i]) }; Collector.drain() }
        if isKept { return }
        // (No statement of the program drops these any more.)
        for i in 0..<found.count { found[i].header &= ~HeaderFlag.watched }
        found.removeAll()
    }
    private static func each(_ body: (Ref) -> Void) { for i in 0..<dead.count { children(dead[i], body) } }
    private static func children(_ r: Ref, _ body: (Ref) -> Void) {
        Collector.visit(r)
        var n = Collector.gray.count
        while n > 0 { n -= 1; Heap.unmark(Collector.gray[n]) }
        // A generator's frame names the generator: no reference that CPython has.
        let own = r.type.layout.kind == .generator ? r : nil
        while Collector.gray.count > 0 { let c = Collector.gray.popLast(); if c != own { body(c) } }
    }
    /// All that was marked in block B still is.
    private static func isUnchanged(_ b: Int) -> Bool {
        guard let before else { return true }
        var lost: UInt64 = 0
        for w in b &* wordsPerBlock..<(b &+ 1) &* wordsPerBlock { lost |= before[w] & ~Heap.marks[w] }
        return lost == 0
    }
    private static func list() {
        for k in 0..<Heap.classCount {
            let c = Heap.classes[k]
            for i in 0..<c.count {
                let b = Int(c.blocks[i]), start = Heap.base &+ UInt(b << Heap.blockShift), swept = Heap.blocks[b].next
                if swept == 0 && isUnchanged(b) { continue }
                for j in 0..<Heap.blocks[b].cells {
                    let p = start &+ UInt(Int(j) &* c.size)
                    if Heap.isMarked(p) || !(was(p) || j < swept) { continue }
                    let r = Ref(bitPattern: p).unsafelyUnwrapped
                    if r.word(1) != 0 { dead.append(r) }
                }
            }
        }
        for i in 0..<Collector.largeObjects.count {
            let p = Heap.base &+ UInt(Int(Collector.largeObjects[i]) << Heap.blockShift)
            if !Heap.isMarked(p) { dead.append(Ref(bitPattern: p).unsafelyUnwrapped) }
        }
    }
}

/// In which order callbacks of weak references that died in one collection are called: object by object, as these died (here: as they were
/// first referred to), for each the newest reference first, as CPython keeps them.
enum CallbackOrder {
    nonisolated(unsafe) private static var references = RawArray<Ref>(), targets = RawArray<Ref>()
    static func add(_ w: Ref, _ target: Ref) { references.append(w); targets.append(target) }
    static func queue() {
        let n = references.count
        if n == 0 { return }
        if n == 1 { Finalizers.queueCallback(references[0]) } else {
            // A table from targets to their newest reference; `older` leads on.
            let size = 1 << (Int.bitWidth - (2 * n).leadingZeroBitCount), older = UnsafeMutablePointer<Int32>.allocate(capacity: n), table = UnsafeMutablePointer<Int32>.allocate(capacity: size)
            table.initialize(repeating: -1, count: size)
            var order = RawArray<Int32>()
            for i in 0..<n {
                var h = Int(truncatingIfNeeded: UInt(bitPattern: targets[i]) >> 4 &* 0x9E37_79B9_7F4A_7C15 >> 20) & (size - 1)
                while table[h] >= 0 && targets[Int(table[h])] != targets[i] { h = (h + 1) & (size - 1) }
                if table[h] < 0 { order.append(Int32(h)) }
                older[i] = table[h]
                table[h] = Int32(i)
            }
            for k in 0..<order.count {
                var i = table[Int(order[k])]
                while i >= 0 { Finalizers.queueCallback(references[Int(i)]); i = older[Int(i)] }
            }
            order.free(); older.deallocate(); table.deallocate()
        }
        references.removeAll(); targets.removeAll()
    }
}

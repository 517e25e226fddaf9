import CSupport
import Glibc

/// Marking and what follows it.
///
/// A minor collection keeps the mark bits: what survived earlier counts as live, only logged old objects, stacks and frames are
/// looked at. A major one clears them first. Stacks and registers are scanned conservatively (interior pointers count), heap
/// objects precisely by their type's `Layout`. Then, in this order: objects with `__del__` that died are revived and queued, weak
/// references to dead objects are cleared and their callbacks queued, native finalizers of dead objects run, runs are reset so that
/// the lazy sweep starts anew.
enum Collector {
    enum Reason { case automatic, requested(generation: Int) }

    nonisolated(unsafe) static var gray = RawArray<Ref>(capacity: 1 << 14)
    nonisolated(unsafe) static var remembered = RawArray<Ref>(capacity: 1 << 10)
    nonisolated(unsafe) static var largeObjects = RawArray<Int32>()
    nonisolated(unsafe) static var largeFree = RawArray<(block: Int32, count: Int32)>()
    /// Permanent roots: addresses of words that hold values in Swift globals.
    nonisolated(unsafe) static var roots = RawArray<UnsafeMutablePointer<Value>>()
    nonisolated(unsafe) static var weakReferences = RawArray<Ref>()
    nonisolated(unsafe) static var finalizable = RawArray<Ref>()
    nonisolated(unsafe) static var natives = RawArray<Ref>()
    /// Visits roots that are neither stacks nor `roots`: registered once by their owners.
    nonisolated(unsafe) static var rootVisitors: [() -> Void] = []

    nonisolated(unsafe) static var minors = 0, majors = 0, liveBytes = 0, liveAfterMajor = 0, freed = 0
    nonisolated(unsafe) static var running = false

    static func start() {}

    /// Runs a collection now. Returns nothing; counters are in `minors`, `majors`.
    static func collect(_ reason: Reason) {
        if running { return }
        running = true
        defer { running = false }
        var major: Bool
        switch reason {
        case .automatic: major = liveBytes > 2 * max(liveAfterMajor, 16 << 20) || (Heap.stress && minors % 16 == 15)
        case .requested(let g): major = g >= 2
        }
        if major {
            // In blocks that the lazy sweep has not reached, the old mark bits are all that tells a live cell from a dead one:
            // what the stacks refer to is looked up by them, before they are cleared.
            gathering = true
            Threads.visitStacks()
            gathering = false
            gray.removeAll()
            memset(Heap.marks, 0, Heap.blockCount << Heap.blockShift / Heap.granule / 8)
            liveBytes = 0; majors += 1
        } else { minors += 1 }
        for i in 0..<remembered.count { let o = remembered[i]; o.header |= HeaderFlag.old; if !major { visit(o) } }
        remembered.removeAll()
        for i in 0..<roots.count { mark(roots[i].pointee) }
        for f in rootVisitors { f() }
        Threads.visitStacks()
        for i in 0..<candidates.count { mark(candidates[i]) }
        candidates.removeAll()
        drain()
        finalize()
        sweepLarge()
        if major { liveAfterMajor = liveBytes; releaseEmptyBlocks() }
        for k in 0..<Heap.classCount {
            Heap.classes[k].scan = 0
            for i in 0..<Heap.classes[k].count { Heap.blocks[Int(Heap.classes[k].blocks[i])].next = 0 }
        }
        Threads.resetRuns()
        Heap.allocatedSince = 0
        Heap.threshold = max(16 << 20, liveBytes / 2)
    }

    @inline(__always) static func mark(_ v: Value) { if v.isPointer { mark(v.ref) } }
    @inline(__always) static func mark(_ r: Ref) {
        let g = (UInt(bitPattern: r) &- Heap.base) &>> 4, w = Int(g &>> 6), m = UInt64(1) &<< UInt64(g & 63)
        if Heap.marks[w] & m != 0 { return }
        Heap.marks[w] |= m
        gray.append(r)
    }
    /// Any word that points into an allocated cell keeps the cell.
    nonisolated(unsafe) static var candidates = RawArray<Ref>()
    nonisolated(unsafe) static var gathering = false
    @inline(__always) private static func found(_ r: Ref) { if gathering { candidates.append(r) } else { mark(r) } }
    static func markConservatively(_ word: UInt) {
        let off = word &- Heap.base
        if off >= UInt(Heap.blockCount &<< Heap.blockShift) { return }
        var b = Int(off &>> UInt(Heap.blockShift))
        var block = Heap.blocks[b]
        if block.cell == 0 { return }
        if block.cell == Heap.continuation { b &-= Int(block.extent); block = Heap.blocks[b] }
        let start = Heap.base &+ UInt(b &<< Heap.blockShift)
        if block.cell == Heap.large { if Ref(bitPattern: start).unsafelyUnwrapped.word(1) != 0 { found(Ref(bitPattern: start).unsafelyUnwrapped) }; return }
        let i = UInt32(truncatingIfNeeded: word &- start) / block.cell
        if i >= block.cells { return }
        let p = start &+ UInt(i) &* UInt(block.cell)
        if i >= block.next && !Heap.isMarked(p) { return }
        let r = Ref(bitPattern: p).unsafelyUnwrapped
        if r.word(1) != 0 { found(r) }
    }
    static func markRange(_ low: UnsafeMutableRawPointer, _ high: UnsafeMutableRawPointer) {
        var p = UInt(bitPattern: low) & ~7
        while p < UInt(bitPattern: high) { markConservatively(UnsafePointer<UInt>(bitPattern: p).unsafelyUnwrapped.pointee); p &+= 8 }
    }
    static func drain() { while gray.count > 0 { let r = gray.popLast(); r.header |= HeaderFlag.old; liveBytes &+= Heap.cellSize(r); visit(r) } }

    /// Marks all that OBJECT refers to.
    @inline(__always) static func visit(_ r: Ref) {
        let t = r.type
        mark(t.ref)
        let layout = t.layout
        switch layout.kind {
        case .plain:
            var i = Int(layout.countWord)
            while i < Int(layout.firstWord) { mark(r.value(i)); i &+= 1 }
        case .counted:
            let n = Int(r.word(Int(layout.countWord))), first = Int(layout.firstWord)
            for i in 0..<n { mark(r.value(first &+ i)) }
        case .custom: Layout.visitors[Int(layout.visitor)](r)
        case .text: StrRef.visit(r)
        }
        var i = Int(layout.from)
        var end = Int(layout.to)
        if layout.to >= Layout.trailing { end = Heap.cellSize(r) >> 3; if layout.to == Layout.trailing { i = end - i } }
        while i < end { mark(r.value(i)); i &+= 1 }
    }

    static func isDead(_ r: Ref) -> Bool { !Heap.isMarked(UInt(bitPattern: r)) }

    private static func finalize() {
        // Objects with __del__: revive the dead, queue their call.
        var kept = 0
        for i in 0..<finalizable.count {
            let r = finalizable[i]
            if isDead(r) { Finalizers.queue(r) } else { finalizable[kept] = r; kept += 1 }
        }
        finalizable.shrink(to: kept)
        // Weak references are cleared before revived objects are traced, so that none leads to an object being finalized.
        kept = 0
        for i in 0..<weakReferences.count {
            let w = weakReferences[i]
            if isDead(w) { continue }
            let target = w.value(WeakReference.target)
            if target.isPointer && isDead(target.ref) {
                w.setWord(WeakReference.target, 0)
                freed += 1
                if w.value(WeakReference.callback) != .none && w.value(WeakReference.callback) != .unbound { Finalizers.queueCallback(w) }
                continue
            }
            if target.isUnbound { continue }
            weakReferences[kept] = w; kept += 1
        }
        weakReferences.shrink(to: kept)
        Finalizers.visit()
        drain()
        kept = 0
        for i in 0..<natives.count {
            let r = natives[i]
            if isDead(r) { Layout.finalizers[Int(r.type.layout.finalizer)](r) } else { natives[kept] = r; kept += 1 }
        }
        natives.shrink(to: kept)
    }

    private static func sweepLarge() {
        var kept = 0
        for i in 0..<largeObjects.count {
            let b = Int(largeObjects[i])
            let p = Heap.base &+ UInt(b << Heap.blockShift)
            if Heap.isMarked(p) { largeObjects[kept] = Int32(b); kept += 1; continue }
            let n = Int(Heap.blocks[b].extent)
            madvise(UnsafeMutableRawPointer(bitPattern: p), n << Heap.blockShift, MADV_DONTNEED)
            for j in 0..<n { Heap.blocks[b + j] = Heap.Block() }
            if n == 1 { Heap.freeBlocks[Heap.freeBlockCount] = Int32(b); Heap.freeBlockCount += 1 } else { largeFree.append((Int32(b), Int32(n))) }
        }
        largeObjects.shrink(to: kept)
    }
    /// A free run of N blocks left by a large object, first fit.
    static func largeRun(_ n: Int) -> Int? {
        for i in 0..<largeFree.count where Int(largeFree[i].count) >= n {
            let e = largeFree[i]
            if Int(e.count) > n { largeFree[i] = (e.block + Int32(n), e.count - Int32(n)) } else { largeFree[i] = largeFree[largeFree.count - 1]; largeFree.shrink(to: largeFree.count - 1) }
            return Int(e.block)
        }
        return nil
    }
    /// Blocks without a live cell go back to the pool, and to the system.
    private static func releaseEmptyBlocks() {
        for k in 0..<Heap.classCount {
            var kept = 0
            for i in 0..<Heap.classes[k].count {
                let b = Int(Heap.classes[k].blocks[i])
                let words = Heap.blockSize / Heap.granule / 64
                var any: UInt64 = 0
                for w in 0..<words { any |= Heap.marks[b * words + w] }
                if any != 0 { Heap.classes[k].blocks[kept] = Int32(b); kept += 1; continue }
                madvise(UnsafeMutableRawPointer(bitPattern: Heap.base &+ UInt(b << Heap.blockShift)), Heap.blockSize, MADV_DONTNEED)
                Heap.blocks[b] = Heap.Block()
                Heap.freeBlocks[Heap.freeBlockCount] = Int32(b); Heap.freeBlockCount += 1
            }
            Heap.classes[k].count = kept
        }
    }
}

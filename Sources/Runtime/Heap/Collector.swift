import CSupport
import Glibc

/// Marking and what follows it.
///
/// A minor collection keeps the mark bits: what survived earlier counts as live, only logged old objects, stacks and frames are
/// looked at. A major one clears them first, a middle one those of what was made
/// since the last major one (`Mature`). Stacks and registers are scanned conservatively (interior pointers count), heap
/// objects precisely by their type's `Layout`. Then, in this order: objects with `__del__` that died are revived and queued
/// (`DeathOrder`), weak references to dead objects are cleared and their callbacks queued, native finalizers of dead objects run,
/// runs are reset so that the lazy sweep starts anew.
///
/// Marking is depth first from a stack of gray objects. Between the stack and the visit stands a short queue: an object is
/// prefetched when it leaves the stack and visited some objects later, which hides most of the cache misses of a large heap. Long
/// tables are visited a slice at a time, so that the stack does not grow with them.
enum Collector {
    /// MIDDLE: asked for by `Stress`.
    enum Reason { case automatic, middle, requested(generation: Int) }

    nonisolated(unsafe) static var gray = RawArray<Ref>()
    nonisolated(unsafe) static var remembered = RawArray<Ref>()
    nonisolated(unsafe) static var largeObjects = RawArray<Int32>()
    /// Permanent roots: addresses of words that hold values in Swift globals.
    nonisolated(unsafe) static var roots = RawArray<UnsafeMutablePointer<Value>>()
    nonisolated(unsafe) static var weakReferences = RawArray<Ref>()
    nonisolated(unsafe) static var finalizable = RawArray<Ref>()
    nonisolated(unsafe) static var natives = RawArray<Ref>()
    /// Visits roots that are neither stacks nor `roots`: registered once by their owners.
    nonisolated(unsafe) static var rootVisitors: [() -> Void] = []
    /// Take dead objects out of lists that hold them weakly.
    nonisolated(unsafe) static var weakLists: [() -> Void] = []
    /// Mark what such lists hold (`LargeBytes`).
    nonisolated(unsafe) static var weakRoots: [() -> Void] = []

    nonisolated(unsafe) static var minors = 0, middles = 0, majors = 0, liveBytes = 0, liveAfterMajor = 0, freed = 0
    nonisolated(unsafe) static var running = false, lastWasMajor = false
    /// The marks of the last collection hold in this one.
    nonisolated(unsafe) static var isMinor = false
    /// How many entries of these lists are older than the last collection: they and what they name are marked, a minor collection skips them.
    nonisolated(unsafe) private(set) static var oldLarge = 0
    nonisolated(unsafe) private static var oldWeak = 0, oldFinalizable = 0, oldNatives = 0
    /// Bytes allocated between minor collections, at least. (1, 2, 4, 6, 8 MB measured: 4 to 6 are fastest, by 4 percent over 2, though the second-level cache holds 2.)
    /// Programs of moderate size take a twentieth less with 3 than with 4.
    private static let leastNursery = 3 << 20
    /// Bytes that may count as live wrongly before a major collection, at least.
    private static let leastGrowth = 2 << 20

    /// Bytes of stacks (four times) and changed old objects that the last collection looked at.
    nonisolated(unsafe) private(set) static var lastScanned = 0

    /// After a collection: how much may be allocated until the next. What a minor collection costs besides the survivors (SCANNED: bytes of
    /// stacks and of changed old objects) must stay small beside the allocation that it follows. While much of what is made stays (SURVIVED: bytes;
    /// nil: a major one cannot tell), rounds are half as long: they are no dearer then, and less garbage lies beside it.
    private static func plan(scanned: Int, survived: Int?) {
        lastScanned = scanned
        if let survived { nursery = survived > Heap.allocatedSince / 4 ? leastNursery / 2 : leastNursery }
        Heap.allocatedSince = 0
        Heap.threshold = max(nursery, min(liveBytes / 4, 64 << 20), scanned)
    }
    nonisolated(unsafe) private static var nursery = leastNursery
    /// Whether the next collection should be a major one: what counts as live has grown by a third since the last, in large heaps by half. (Trees of depth 16, made and
    /// dropped: 55 MB by half, 50 by a third, 53 by a quarter, in the same time.)
    private static var isMajorDue: Bool { liveBytes > nextMajor || isMemoryShort }
    /// How much may live before the next major or middle collection, and how much more than after the last major one that may be.
    nonisolated(unsafe) private static var nextMajor = leastGrowth
    private static var growth: Int { max(leastGrowth, liveAfterMajor < 64 << 20 ? liveAfterMajor / 3 : liveAfterMajor / 2) }
    private static var isMemoryShort: Bool { BlockPool.used > BlockPool.limit - BlockPool.limit >> 2 }

    /// Runs a collection now. Returns nothing; counters are in `minors`, `majors`.
    @inline(never) static func collect(_ reason: Reason) {
        if running || Heap.held != 0 { return }
        running = true
        self.reason = reason
        if UInt(bitPattern: dx_frame_address()) > thread.pointee.stackLimit { dx_clear_stack_deep() }
        // The collector's own frames hold addresses of whatever it looked at last: the scan begins above them.
        dx_with_stack(thread.pointee.stackBottom, nil) { _, low, _ in Collector.collect(above: low.unsafelyUnwrapped) }
        running = false
    }
    nonisolated(unsafe) private static var reason = Reason.automatic
    /// Where the stack of the thread that collects ends.
    nonisolated(unsafe) static var stackEnd = UnsafeMutableRawPointer(bitPattern: 8).unsafelyUnwrapped

    @inline(never) private static func collect(above low: UnsafeMutableRawPointer) {
        stackEnd = low
        // (A middle one is a major one but for where the marks begin.)
        let major: Bool, middle: Bool
        switch reason {
        case .automatic: major = isMajorDue; middle = major && Mature.isEnough && !isMemoryShort
        case .middle: middle = Mature.isEnough; major = middle
        case .requested(let g): major = g >= 2; middle = false
        }
        lastWasMajor = major && !middle
        isMinor = !major
        BlockPool.notePeak()
        LargeBytes.reset()
        TraceConstants.begin()
        NodeBuilder.forgetRecent()
        let before = liveBytes
        if major {
            // In blocks that the lazy sweep has not reached, the old mark bits are all that tells a live cell from a dead one:
            // what the stacks refer to is looked up by them, before they are cleared.
            gathering = true
            _ = Threads.visitStacks()
            gathering = false
            gray.removeAll()
            if CyclicGarbage.isWanted || CyclicGarbage.isLeft { CyclicGarbage.remember() }
            if middle { Mature.begin(); middles += 1 } else {
                memcpy(Heap.marks, Heap.pins, Heap.blockCount << Heap.blockShift / Heap.granule / 8)
                liveBytes = Heap.pinnedBytes; majors += 1
            }
            for k in 0..<Heap.classCount { Heap.classes[k].full = 0 }
            oldWeak = 0; oldFinalizable = 0; oldNatives = 0; oldLarge = 0
            Watch.old = 0
        } else { minors += 1 }
        if case .automatic = reason { Watch.replenish(Heap.allocatedSince) }
        Watch.aged()
        var scanned = 0
        for i in 0..<remembered.count {
            let o = remembered[i]
            o.header |= HeaderFlag.old
            Mature.note(o)
            if major { continue }
            visit(o); scanned &+= Heap.cellSize(o)
        }
        remembered.removeAll()
        if middle { Mature.visitChanged() }
        for i in 0..<roots.count { mark(roots[i].pointee) }
        for f in rootVisitors { f() }
        scanned &+= 4 &* Threads.visitStacks()
        for i in 0..<candidates.count { mark(candidates[i]) }
        candidates.removeAll()
        TraceConstants.mark(major: major)
        drain()
        if _slowPath(CyclicGarbage.isWanted) { CyclicGarbage.find(keeps: CyclicGarbage.isKept) } else if _slowPath(CyclicGarbage.isLeft) {
            if isDeathSeen { CyclicGarbage.find(keeps: true) } else { CyclicGarbage.forget() }
        }
        finalize()
        if _slowPath(AllocationTrace.isOn) { AllocationTrace.sweep() }
        if major { TraceConstants.bury() }
        sweepLarge()
        if _slowPath(Stress.isOn) { Stress.died(major: major) }
        if major {
            if middle {
                Mature.end(most: liveAfterMajor + growth / 4 &* 3)
                nextMajor = max(nextMajor, Mature.isEnough ? liveBytes + growth / 2 : 0)
            } else { settle(); Mature.majorEnded() }
            releaseEmptyBlocks()
            if case .requested = reason { BlockPool.beginPeak(forgets: true) }
            BlockPool.rebuild()
            if case .automatic = reason { BlockPool.beginPeak(forgets: false) }
            MemoryPressure.relax()
        } else if BlockPool.used << Heap.blockShift > liveBytes + 2 * Heap.threshold && BlockPool.used > usedAfterRelease + 8 {
            // Sizes change (ints that grow, say): blocks of the sizes before serve the next, and not only after a major collection, which may be far.
            releaseEmptyBlocks()
            BlockPool.rebuild()
        }
        usedAfterRelease = min(usedAfterRelease, BlockPool.used)
        // The first collection has looked at all there is.
        if majors == 0 && minors == 1 { settle() }
        TreeCache.wasCollected()
        for k in 0..<Heap.classCount {
            let c = Heap.classes + k
            if !major && c.pointee.isUntouched { continue }
            SweepOrder.sort(c)
            c.pointee.scan = c.pointee.full
            for i in c.pointee.full..<max(c.pointee.full, c.pointee.count) { Heap.blocks[Int(c.pointee.blocks[i])].next = 0; Heap.blocks[Int(c.pointee.blocks[i])].extent = 0 }
        }
        Threads.resetRuns()
        Watch.resume()
        plan(scanned: scanned, survived: major ? nil : liveBytes - before)
    }

    /// What lives now was found by looking at everything.
    private static func settle() { liveAfterMajor = liveBytes; nextMajor = liveBytes + growth }

    /// Marks what lives of what was made since the last collection, and what may come to life again: each object goes to NOTE, nothing else is changed
    /// (`LargeBytes`). How many bytes that was, roughly.
    static func markYoung(_ note: (Ref) -> Void) -> Int {
        var cost = 0
        for i in 0..<remembered.count { visit(remembered[i]); cost &+= Heap.cellSize(remembered[i]) }
        for i in 0..<roots.count { mark(roots[i].pointee) }
        for f in rootVisitors { f() }
        cost &+= 4 &* Threads.visitStacks()
        TraceConstants.markFresh()
        for i in oldFinalizable..<max(oldFinalizable, finalizable.count) { mark(finalizable[i]) }
        for i in oldWeak..<max(oldWeak, weakReferences.count) { mark(weakReferences[i].value(WeakReference.target)) }
        for f in weakRoots { f() }
        Finalizers.visit()
        while gray.count > 0 {
            let r = gray.popLast()
            note(r)
            visit(r)
            cost &+= min(Heap.cellSize(r), 1 << 16)
        }
        return cost
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
        if off >= UInt(Heap.blockCount &<< Heap.blockShift) {
            if _slowPath(word &- TraceConstants.codeStart < TraceConstants.codeSize) { TraceConstants.met(word) }
            return
        }
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
    static func drain() {
        let depth = 8
        withUnsafeTemporaryAllocation(of: Ref?.self, capacity: depth) { queue in
            let q = queue.baseAddress.unsafelyUnwrapped
            q.initialize(repeating: nil, count: depth)
            var at = 0, waiting = 0
            while true {
                if gray.count > 0 {
                    let next = gray.popLast()
                    dx_prefetch_write(next)
                    // (What does not fit in one line of the cache is mostly longer than this.)
                    dx_prefetch_write(next + 64)
                    let r = q[at]
                    q[at] = next
                    at = (at &+ 1) & (depth &- 1)
                    if let r { live(r) } else { waiting &+= 1 }
                } else if waiting > 0 {
                    let r = q[at]
                    q[at] = nil
                    at = (at &+ 1) & (depth &- 1)
                    if let r { waiting &-= 1; live(r) }
                } else if slices.count > 0 { nextSlice() } else { return }
            }
        }
    }
    @inline(__always) private static func live(_ r: Ref) {
        if r.header & HeaderFlag.old == 0 { r.header |= HeaderFlag.old }
        let size = Heap.cellSize(r)
        liveBytes &+= size
        if _slowPath(Stress.isOn) { return Stress.visit(r) }
        if _slowPath(size > 1 << 15) && isTable(r) { return slices.append(Slice(table: r, next: 0)) }
        visit(r)
    }
    /// Tables that are being visited, the innermost last.
    private struct Slice { let table: Ref, next: Int }
    nonisolated(unsafe) private static var slices = RawArray<Slice>()
    private static func isTable(_ r: Ref) -> Bool {
        let l = r.type.layout
        return l.to <= l.from && (l.kind == .counted || l.kind == .dictTable || l.kind == .setTable)
    }
    @inline(never) private static func nextSlice() {
        let s = slices.popLast(), r = s.table, t = r.type
        mark(t.ref)
        let n: Int
        switch t.layout.kind {
        case .counted: n = Int(r.word(Int(t.layout.countWord)))
        case .dictTable: n = DictRef.Table(r).used
        default: n = SetRef.Table(r).mask + 1
        }
        let end = min(n, s.next + 1024)
        if end < n { slices.append(Slice(table: r, next: end)) }
        switch t.layout.kind {
        case .counted:
            let p = r + Int(t.layout.firstWord) &* 8
            var last = Value.unbound
            for i in s.next..<max(s.next, end) { let v = p.value(i); if v.bits != last.bits { mark(v); last = v } }
        case .dictTable:
            let e = DictRef.Table(r).entries
            for i in s.next..<max(s.next, end) { mark(e[i].key); mark(e[i].value) }
        default:
            let e = SetRef.Table(r).slots
            for i in s.next..<max(s.next, end) { mark(e[i].key) }
        }
    }

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
            let n = Int(r.word(Int(layout.countWord))), p = r + Int(layout.firstWord) &* 8
            // Rows of one value are frequent.
            var i = 0, last = Value.unbound
            while i < n { let v = p.value(i); if v.bits != last.bits { mark(v); last = v }; i &+= 1 }
        case .text: StrRef.visit(r)
        default: visitSpecial(r, layout.kind)
        }
        var i = Int(layout.from)
        var end = Int(layout.to)
        if layout.to >= Layout.trailing { end = Heap.cellSize(r) >> 3; if layout.to == Layout.trailing { i = end - i } }
        while i < end { mark(r.value(i)); i &+= 1 }
    }
    @inline(never) private static func visitSpecial(_ r: Ref, _ kind: Layout.Kind) {
        switch kind {
        case .dictTable: DictRef.Table.visit(r)
        case .setTable: SetRef.Table.visit(r)
        case .generator: GeneratorObject.visit(r)
        case .code: CodeObject.visit(r)
        case .type: TypeRef(r).visit()
        default: break
        }
    }

    static func isDead(_ r: Ref) -> Bool { !Heap.isMarked(UInt(bitPattern: r)) }

    /// Whether a program could tell that something has died: objects with a finalizer, or with weak references that live.
    private static var isDeathSeen: Bool {
        for i in oldFinalizable..<max(oldFinalizable, finalizable.count) where isDead(finalizable[i]) && isFinalizerDue(finalizable[i]) { return true }
        for i in oldWeak..<max(oldWeak, weakReferences.count) where !isDead(weakReferences[i]) {
            let target = weakReferences[i].value(WeakReference.target)
            if target.isPointer && isDead(target.ref) { return true }
        }
        return false
    }
    @inline(__always) private static func isFinalizerDue(_ r: Ref) -> Bool { r.header & HeaderFlag.finalized == 0 && !GeneratorObject.isFinished(r) && !FutureObject.isQuiet(r) }

    private static func finalize() {
        // Objects with __del__: revive the dead, queue their call.
        var kept = oldFinalizable
        for i in kept..<max(kept, finalizable.count) {
            let r = finalizable[i]
            if isDead(r) { if isFinalizerDue(r) { DeathOrder.dying.append(r) } } else { finalizable[kept] = r; kept += 1; if r.header & HeaderFlag.watched != 0 { Watch.old &+= 1 } }
        }
        finalizable.shrink(to: kept)
        oldFinalizable = kept
        // Weak references are cleared before revived objects are traced, so that none leads to an object being finalized.
        kept = oldWeak
        let firstWeak = kept
        for i in kept..<max(kept, weakReferences.count) {
            let w = weakReferences[i]
            if isDead(w) { continue }
            let target = w.value(WeakReference.target)
            if target.isPointer && isDead(target.ref) {
                w.setWord(WeakReference.target, 0)
                freed += 1
                if w.value(WeakReference.callback) != .none && w.value(WeakReference.callback) != .unbound { CallbackOrder.add(w, target.ref) }
                continue
            }
            if target.isUnbound { continue }
            weakReferences[kept] = w; kept += 1
            if target.isPointer && target.ref.header & HeaderFlag.watched != 0 { Watch.old &+= 1 }
        }
        weakReferences.shrink(to: kept)
        oldWeak = kept
        PlainReferences.forget(from: firstWeak)
        for f in weakLists { f() }
        CallbackOrder.queue()
        if DeathOrder.dying.count > 0 { DeathOrder.queue() }
        Finalizers.visit()
        drain()
        kept = oldNatives
        for i in kept..<max(kept, natives.count) {
            let r = natives[i]
            if isDead(r) { Layout.finalizers[Int(r.type.layout.finalizer)](r) } else { natives[kept] = r; kept += 1 }
        }
        natives.shrink(to: kept)
        oldNatives = kept
    }

    /// Takes R off the list of what has finalizers if it is the last there and no collection has met it.
    @inline(__always) static func strikeOff(_ r: Ref) {
        let n = finalizable.count
        if n > oldFinalizable && finalizable[n &- 1] == r { finalizable.shrink(to: n &- 1) }
    }
    static func forgetFinalizable() { finalizable.removeAll(); oldFinalizable = 0 }

    private static func sweepLarge() {
        var kept = oldLarge
        for i in kept..<max(kept, largeObjects.count) {
            let b = Int(largeObjects[i]), p = Heap.base &+ UInt(b << Heap.blockShift), n = Int(Heap.blocks[b].extent)
            if Heap.isMarked(p) { largeObjects[kept] = Int32(b); kept += 1; continue }
            if _slowPath(Stress.isOn) { Stress.poisonLarge(p, n << Heap.blockShift) }
            BlockPool.free(b, n)
        }
        largeObjects.shrink(to: kept)
        oldLarge = kept
    }
    /// Blocks in use after empty ones were last looked for, or later, if those are fewer.
    nonisolated(unsafe) private static var usedAfterRelease = 0
    /// Blocks without a live cell go back to the pool.
    private static func releaseEmptyBlocks() {
        for k in 0..<Heap.classCount {
            let c = Heap.classes + k
            var kept = 0
            for i in 0..<c.pointee.count {
                let b = Int(c.pointee.blocks[i])
                let words = Heap.blockSize / Heap.granule / 64
                var any: UInt64 = 0
                for w in 0..<words { any |= Heap.marks[b * words + w] }
                if any != 0 { c.pointee.blocks[kept] = Int32(b); kept += 1 } else { BlockPool.free(b, 1) }
            }
            c.pointee.count = kept
        }
        usedAfterRelease = BlockPool.used
    }
}

/// In which order objects with `__del__` that died together are finalized.
///
/// With reference counts an object's `__del__` runs before those of what only it refers to, and unrelated objects go in the order in
/// which their owner drops them, mostly that of their creation. So: objects that no other dying object leads to go first, by age,
/// each followed by those reachable from it; what is left hangs in cycles and goes by age. The dying part of the graph is marked
/// twice: once to find out who is reached, then, unmarked again, to find the order.
enum DeathOrder {
    nonisolated(unsafe) static var dying = RawArray<Ref>()
    nonisolated(unsafe) private static var reached = RawArray<Ref>()

    static func queue() {
        for i in 0..<dying.count { dying[i].header |= HeaderFlag.dying }
        if dying.count == 1 { emit(dying[0]) } else {
            let live = Collector.liveBytes
            for i in 0..<dying.count where Collector.isDead(dying[i]) { Collector.visit(dying[i]); log() }
            for i in 0..<dying.count { if Collector.isDead(dying[i]) { dying[i].header |= HeaderFlag.first } }
            for i in 0..<reached.count {
                let r = reached[i], g = (UInt(bitPattern: r) &- Heap.base) &>> 4
                Heap.marks[Int(g &>> 6)] &= ~(UInt64(1) &<< UInt64(g & 63))
            }
            reached.removeAll()
            Collector.liveBytes = live
            for i in 0..<dying.count where dying[i].header & HeaderFlag.first != 0 { emit(dying[i]) }
            for i in 0..<dying.count { emit(dying[i]) }
        }
        dying.removeAll()
    }
    /// Queues all of `dying`, which may be alive, in the same order. The mark bits are put aside meanwhile.
    static func queueLiving() {
        let n = Heap.blockCount * (Heap.blockSize / Heap.granule / 64), live = Collector.liveBytes
        let saved = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, n))
        saved.update(from: Heap.marks, count: n)
        Heap.marks.update(repeating: 0, count: n)
        queue()
        // An object is old if it is marked, and nothing new was allocated.
        Heap.marks.update(from: saved, count: n)
        saved.deallocate()
        Collector.liveBytes = live
    }
    /// Marks on, noting what was reached.
    private static func log() {
        while Collector.gray.count > 0 { let r = Collector.gray.popLast(); reached.append(r); Collector.visit(r) }
    }
    /// Queues R and the dying objects that it leads to, and revives them all.
    private static func emit(_ r: Ref) {
        if Collector.isDead(r) { Collector.mark(r) }
        if r.header & HeaderFlag.dying != 0 { found(r) }
        while Collector.gray.count > 0 {
            let o = Collector.gray.popLast()
            if o.header & HeaderFlag.dying != 0 { found(o) }
            o.header |= HeaderFlag.old
            Collector.liveBytes &+= Heap.cellSize(o)
            Collector.visit(o)
        }
    }
    private static func found(_ r: Ref) { r.header &= ~(HeaderFlag.dying | HeaderFlag.first); Finalizers.queue(r) }
}

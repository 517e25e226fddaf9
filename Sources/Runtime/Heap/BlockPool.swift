import Glibc

/// Free blocks, in runs.
///
/// Runs of 1 to 31 blocks lie in bins by length, longer ones in the last bin. A request takes the shortest run that fits; what is left
/// goes back to its bin. Runs that are freed are joined with their neighbours only at a major collection, when the bins are made anew
/// from the block table (64 KiB of heap cost 16 bytes there). A free block's memory is zero or not (`Block.next` tells): memory that was
/// used is kept for a while, since clearing it is several times cheaper than having the system map it again.
/// Invariant: no granule of a free block is marked.
enum BlockPool {
    struct FreeRun { var block: Int32, count: Int32 }
    static let binCount = 33
    nonisolated(unsafe) private static var bins: UnsafeMutablePointer<RawArray<FreeRun>>! = nil
    /// Blocks in use, and how many may be before the program has run out of memory.
    nonisolated(unsafe) static var used = 0, limit = 0
    /// The blocks of the reserved range.
    nonisolated(unsafe) static var reserved = 0
    /// Free blocks whose memory is not zero.
    nonisolated(unsafe) static var dirty = 0

    static func start(again: Bool = false) {
        limit = AddressSpace.memory >> Heap.blockShift
        reserved = AddressSpace.heap >> Heap.blockShift
        if again { return }
        bins = .allocate(capacity: binCount)
        for i in 0..<binCount { (bins + i).initialize(to: RawArray<FreeRun>(capacity: 16)) }
    }
    /// One block, and whether its memory must be cleared.
    static func one() -> (Int, Bool) {
        let b = run(1)
        used &+= 1
        let isDirty = Heap.blocks[b].next != 0
        if isDirty { dirty &-= 1 }
        return (b, isDirty)
    }
    /// N contiguous blocks, zero unless what is put there fills them (CLEARED).
    static func take(_ n: Int, cleared: Bool = true) -> Int {
        let b = run(n)
        used &+= n
        if !cleared {
            for i in b..<b &+ n where Heap.blocks[i].next != 0 { dirty &-= 1 }
            return b
        }
        var i = b
        while i < b &+ n {
            if Heap.blocks[i].next == 0 { i &+= 1; continue }
            var j = i &+ 1
            while j < b &+ n && Heap.blocks[j].next != 0 { j &+= 1 }
            dirty &-= j &- i
            memset(UnsafeMutableRawPointer(bitPattern: Heap.base &+ UInt(i &<< Heap.blockShift)).unsafelyUnwrapped, 0, (j &- i) &<< Heap.blockShift)
            i = j
        }
        return b
    }
    /// Whether N contiguous blocks are left in the range.
    static func has(_ n: Int) -> Bool {
        if Heap.blockCount + n <= reserved { return true }
        for k in min(n, binCount - 1)..<binCount { for i in 0..<bins[k].count where Int(bins[k][i].count) >= n { return true } }
        return false
    }
    private static func run(_ n: Int) -> Int {
        var k = min(n, binCount &- 1)
        while k < binCount &- 1 {
            if bins[k].count > 0 { return split(bins[k].popLast(), n) }
            k &+= 1
        }
        // The shortest that fits: what is cut off a longer one, a larger object does not find later.
        var best = -1
        for i in 0..<bins[k].count where Int(bins[k][i].count) >= n && (best < 0 || bins[k][i].count < bins[k][best].count) { best = i }
        if best >= 0 {
            let r = bins[k][best]
            bins[k][best] = bins[k][bins[k].count &- 1]
            bins[k].shrink(to: bins[k].count &- 1)
            return split(r, n)
        }
        let b = Heap.blockCount
        if b + n > reserved { Heap.fatal("dxpy: out of memory: the heap's address range is used up\n") }
        Heap.blockCount = b + n
        Heap.grow(to: Heap.base &+ UInt((b + n) << Heap.blockShift))
        return b
    }
    private static func split(_ r: FreeRun, _ n: Int) -> Int {
        if Int(r.count) > n { add(Int(r.block) + n, Int(r.count) - n) }
        return Int(r.block)
    }
    @inline(__always) private static func add(_ b: Int, _ n: Int) { bins[min(n, binCount &- 1)].append(FreeRun(block: Int32(b), count: Int32(n))) }

    /// Takes back N blocks from B on.
    static func free(_ b: Int, _ n: Int) {
        for i in b..<b + n { Heap.blocks[i] = Heap.Block(cell: 0, next: 1, extent: 0, cells: 0) }
        used &-= n
        dirty &+= n
        // Much memory at once, and enough of it kept already: back to the system.
        if n >= 16 && dirty > budget { giveBack(b, n) }
        add(b, n)
    }
    /// Free blocks that may keep their memory: a part of what is in use, and what will be allocated until the next collection; 32 MB in any case, as much as the C
    /// library keeps of large blocks: a page given back costs a fault when it is needed again. A program that needed more since the major collection before the last will
    /// need it again.
    private static var budget: Int { max(512, used / 4, min(Heap.threshold >> Heap.blockShift, used), needed + min(needed / 2, 1024) - used) }
    /// (Half as much again, up to 64 MB, for what lies in runs too short for what is asked for.)
    private static var needed: Int { max(peak, peakBefore) }
    /// Most blocks in use since the last major collection, and between the two before.
    nonisolated(unsafe) private static var peak = 0, peakBefore = 0
    /// At the begin of a collection.
    static func notePeak() { peak = max(peak, used) }
    /// At the end of a major one. FORGETS: the program asked for it, and what it does not need is given back.
    static func beginPeak(forgets: Bool) { peakBefore = forgets ? used : peak; peak = used }
    private static func giveBack(_ b: Int, _ n: Int) {
        madvise(UnsafeMutableRawPointer(bitPattern: Heap.base &+ UInt(b << Heap.blockShift)), n << Heap.blockShift, MADV_DONTNEED)
        for i in b..<b + n where Heap.blocks[i].next != 0 { Heap.blocks[i].next = 0; dirty &-= 1 }
    }
    /// Joins neighbours, and gives memory back to the system beyond what is kept.
    static func rebuild() {
        for k in 0..<binCount { bins[k].removeAll() }
        let keep = budget
        var i = 0
        while i < Heap.blockCount {
            let c = Heap.blocks[i].cell
            if c != 0 { i &+= c == Heap.large ? Int(Heap.blocks[i].extent) : 1; continue }
            var j = i &+ 1
            while j < Heap.blockCount && Heap.blocks[j].cell == 0 { j &+= 1 }
            if dirty > keep {
                var k = i
                while k < j {
                    if Heap.blocks[k].next == 0 { k &+= 1; continue }
                    var l = k &+ 1
                    while l < j && Heap.blocks[l].next != 0 { l &+= 1 }
                    giveBack(k, l &- k)
                    k = l
                }
            }
            if j == Heap.blockCount { Heap.blockCount = i; break }
            add(i, j &- i)
            i = j
        }
    }
}

/// What happens when objects take as much as there is.
///
/// Allocation itself cannot fail: its callers are everywhere. Whoever makes an object of a size that the program chose, or grows one,
/// asks `Heap.canAllocate` and raises MemoryError. When many small objects have used up the limit, the thread is interrupted: MemoryError
/// is raised at its next safepoint, and until then it goes on in what lies between the limit and the end of the range.
public enum MemoryPressure {
    /// The limit was reached: collects, and if that does not help has MemoryError raised.
    static func reached() {
        if Collector.running { return }
        if Heap.madeSince > AddressSpace.memory >> 6 { Collector.collect(.requested(generation: 2)) }
        if BlockPool.used >= BlockPool.limit { thread.pointee.interrupt |= Interrupt.memory }
    }
    /// Something could not be made larger, and its change did not happen: MemoryError follows.
    nonisolated(unsafe) private static var refused = false
    @inline(never) public static func refuse() {
        refused = true
        thread.pointee.interrupt |= Interrupt.memory
    }
    /// For native loops over iterators that may have no end: what signals raise ends them, too. Other threads are not let in, since such a
    /// loop over a builtin container is one step to them.
    @inline(__always) public static func poll() throws(Raise) { if _slowPath(thread.pointee.interrupt & (Interrupt.memory | Interrupt.signal) != 0) { try interrupted() } }
    @inline(never) private static func interrupted() throws(Raise) {
        let t = thread
        if t.pointee.interrupt & Interrupt.memory != 0 { try raise() }
        let why = Interrupts.take(t)
        if why & ~Interrupt.signal != 0 { t.pointee.interrupt |= why & ~Interrupt.signal }
        if why & Interrupt.signal != 0, !Interrupts.areDeferred, let s = Interrupts.signals { try s() }
    }
    /// At a safepoint after the limit was reached. What handles the error gets some room beyond the limit.
    @inline(never) static func raise() throws(Raise) {
        thread.pointee.interrupt &= ~Interrupt.memory
        if !refused && BlockPool.used < BlockPool.limit { return }
        refused = false
        BlockPool.limit = max(BlockPool.limit, BlockPool.used) + (AddressSpace.memory >> 6) >> Heap.blockShift
        throw Errors.memoryError()
    }
    /// After a major collection: the room for handlers is taken back once there is room again.
    static func relax() {
        let normal = AddressSpace.memory >> Heap.blockShift
        if BlockPool.used < normal - normal >> 4 { BlockPool.limit = normal }
    }
    static func fits(_ size: Int) -> Bool {
        if size > AddressSpace.memory { return false }
        let n = (size + Heap.blockSize - 1) >> Heap.blockShift
        func room() -> Bool { BlockPool.used + n <= BlockPool.limit && BlockPool.has(n) }
        if room() { return true }
        if Collector.running { return false }
        // A major collection, unless the last one was major and little has been allocated since.
        if Collector.lastWasMajor && Heap.madeSince < AddressSpace.memory >> 6 { return false }
        Collector.collect(.requested(generation: 2))
        return room()
    }
}

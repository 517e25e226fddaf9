import CSupport
import Glibc

/// The heap: non-moving, size-segregated, sticky-mark generational; allocation bumps through runs of free cells.
///
/// Memory is one reserved range cut into blocks of 64 KiB. A block holds cells of one size; objects above `Heap.largest` take a run
/// of blocks of their own (`BlockPool`). Mark bits (one per 16-byte granule) lie beside the heap. Invariants:
/// - A cell is allocated if it is marked, or its index is below its block's `next` and its type word is not zero.
///   So a conservative pointer is never mistaken: cells not swept since the last collection and unmarked are dead.
/// - Memory handed out is zeroed (but for `allocateUncleared`); words of an object beyond what it uses stay zero.
/// - An object with `HeaderFlag.old` is marked; storing a pointer in it must log it first (`barrier`).
/// - Of a class's blocks the first `full` have every cell marked: until the next major collection no sweep looks at them.
/// Rejected: a moving nursery (addresses are identities and native code holds them); per-object free lists (bump runs are
/// faster and need no link words).
public enum Heap {
    static let blockShift = 16, blockSize = 1 << 16
    static let granule = 16
    /// The largest object that shares a block.
    static let largest = 32752
    /// Bytes zeroed at a time in used blocks: they should still be in the nearest cache when objects are made of them.
    static let chunk = 16384
    /// Larger cells are cleared one by one when they are handed out, and not at all for objects whose maker fills them.
    static let clearedInRuns = 1024

    /// Allocation state of a size class in one thread: the free run [cursor, limit). Bit 0 of the limit: only the headers of its cells are zero.
    struct Run { var cursor: UInt = 0, limit: UInt = 0 }

    struct Block {
        /// Bytes a cell; 0: free block; `large`: first block of a large object; `continuation`: a further one.
        var cell: UInt32 = 0
        /// First cell that the lazy sweep has not looked at since the last collection. Free blocks: 1 if the memory is not zero.
        var next: UInt32 = 0
        /// Large object: number of blocks (first block), distance to the first (continuation). Small ones: 1 as long as what lies behind
        /// `next` was never used, so that it is zero; no collection has been since.
        var extent: UInt32 = 0
        var cells: UInt32 = 0
    }
    /// A size class: its blocks, and up to where the sweep has come in them.
    struct Class {
        var size = 0, scan = 0, full = 0, count = 0, capacity = 0
        var blocks: UnsafeMutablePointer<Int32>!
        /// Cells zeroed at a time, and 2^32 by the granules of a cell, rounded up: divides without a division.
        var most: UInt32 = 0, reciprocal: UInt64 = 0
        /// The granules of 64 at which cells begin, if one begins at the first.
        var starts: UInt64 = 1
        /// Nothing was allocated since the last collection.
        var isUntouched: Bool {
            if scan != full { return false }
            if full == count { return true }
            let b = Heap.blocks[Int(blocks[full])]
            return b.next == 0 && b.extent == 0
        }
    }
    /// Every allocation goes the slow way: runs are one cell long (`Stress`, `AllocationTrace`).
    nonisolated(unsafe) static var single = false
    static let large = UInt32.max, continuation = UInt32.max - 1

    nonisolated(unsafe) static var base: UInt = 0
    /// Blocks of the range that were ever in use, up to the last.
    nonisolated(unsafe) static var blockCount = 0
    nonisolated(unsafe) static var blocks: UnsafeMutablePointer<Block>! = nil
    nonisolated(unsafe) static var marks: UnsafeMutablePointer<UInt64>! = nil
    /// Like `marks`: what lives for good and leads to nothing else that might die. Major collections begin with these as marks and do not look at them.
    nonisolated(unsafe) static var pins: UnsafeMutablePointer<UInt64>! = nil
    nonisolated(unsafe) private(set) static var pinnedBytes = 0
    nonisolated(unsafe) static var classes: UnsafeMutablePointer<Class>! = nil
    /// Class of a size: index (size + 15) >> 4.
    nonisolated(unsafe) static var classOfSize: UnsafeMutablePointer<UInt8>! = nil
    static let classCount = 56

    nonisolated(unsafe) static var allocatedSince = 0
    nonisolated(unsafe) static var threshold = 3 << 20
    /// Not turned off by the program: `gc.disable`, `gc.set_threshold(0)`. That turns off the search for cycles (`CyclicGarbage.isLeft`), not collections: what
    /// reference counts free goes on being freed.
    nonisolated(unsafe) static var enabled = true, automatic = true
    /// Not zero: collections are put off (`holding`).
    nonisolated(unsafe) static var held = 0

    static func start() {
        AddressSpace.plan()
        classes = .allocate(capacity: classCount); classes.initialize(repeating: Class(), count: classCount)
        classOfSize = .allocate(capacity: largest / 16 + 2)
        var sizes = Array(stride(from: 16, through: 512, by: 16))
        for s in [512, 1024, 2048, 4096, 8192] { for q in 5...8 { sizes.append((s * q / 4 + 15) & ~15) } }
        sizes += [21840, largest]
        var k = 0
        for (i, size) in sizes.enumerated() { classes[i].size = size; classes[i].most = UInt32(max(1, chunk / size)); classes[i].reciprocal = (UInt64(1) << 32 + UInt64(size >> 4) - 1) / UInt64(size >> 4) }
        for i in sizes.indices { for g in stride(from: 0, to: 64, by: sizes[i] >> 4) { classes[i].starts |= 1 << UInt64(g) } }
        for g in 0...((largest + 15) / 16) { while sizes[k] < g * 16 { k += 1 }; classOfSize[g] = UInt8(k) }
        // A smaller range if the system does not give this one.
        while true {
            let n = AddressSpace.heap
            if let p = AddressSpace.reserve(n + largePage) {
                if let b = AddressSpace.reserve((n >> blockShift + 1) * MemoryLayout<Block>.stride), let m = AddressSpace.reserve(n / granule / 8), let s = AddressSpace.reserve(n / granule / 8), let old = AddressSpace.reserve(n / granule / 8) {
                    base = (UInt(bitPattern: p) &+ UInt(largePage - 1)) & ~UInt(largePage - 1)
                    prepareStart(n)
                    blocks = b.assumingMemoryBound(to: Block.self); marks = m.assumingMemoryBound(to: UInt64.self); pins = s.assumingMemoryBound(to: UInt64.self)
                    Mature.marks = old.assumingMemoryBound(to: UInt64.self)
                    break
                }
                munmap(p, n + blockSize)
            }
            if n <= 4 << 20 { fatal("dxpy: the system gives no memory for the heap\n") }
            AddressSpace.heap = (n / 2) & ~(blockSize - 1)
        }
        AddressSpace.memory = min(AddressSpace.memory, AddressSpace.heap - AddressSpace.heap >> 3)
        BlockPool.start()
    }
    private static let largePage = 2 << 20
    /// Where the memory ends that needs no more care: large pages are asked for up to here.
    nonisolated(unsafe) private static var prepared: UInt = 0
    /// The heap grows to END: beyond 16 MB in large pages. One costs a fault and a sixth to a third of the time of the 512 small ones it replaces, and what lies in it is found by
    /// one entry of the processor's table of pages (graphs of 100,000 nodes: a tenth faster). Up to 2 MB more than is used are taken by that: too much for a small heap, though
    /// the first calls of a short program would be a tenth faster.
    static func grow(to end: UInt) {
        if end <= prepared || end <= base &+ smallHeap || !hasLargePages { return }
        let from = max(prepared, base &+ smallHeap), to = (end &+ UInt(largePage &- 1)) & ~UInt(largePage &- 1)
        if madvise(UnsafeMutableRawPointer(bitPattern: from).unsafelyUnwrapped, Int(to &- from), MADV_HUGEPAGE) == 0 { prepared = to } else { hasLargePages = false }
    }
    private static let smallHeap: UInt = 16 << 20
    nonisolated(unsafe) private static var hasLargePages = true
    /// A start fills the first two megabytes (of the heap's N bytes): at once they cost a tenth of the faults, as one page where the system has such pages.
    private static func prepareStart(_ n: Int) {
        prepared = base
        if n < largePage &* 4 { return }
        let p = UnsafeMutableRawPointer(bitPattern: base).unsafelyUnwrapped
        madvise(p, largePage, MADV_HUGEPAGE)
        if madvise(p, largePage, populate) == 0 { prepared = base &+ UInt(largePage) }
    }
    static func fatal(_ text: StaticString) -> Never { write(2, text.utf8Start, text.utf8CodeUnitCount); _exit(1) }

    /// A new object of SIZE bytes (rounded up to 16), zeroed behind its header. May collect.
    @inline(__always) public static func allocate(_ size: Int, _ type: TypeRef) -> Ref {
        let runs = thread.runs
        if _fastPath(size <= 512) {
            let k = (size &+ 15) &>> 4 &- 1
            let p = runs[k].cursor, n = p &+ UInt((k &+ 1) &<< 4)
            if _fastPath(n <= runs[k].limit) {
                runs[k].cursor = n
                let r = Ref(bitPattern: p).unsafelyUnwrapped
                r.setWord(1, UInt64(type.raw))
                return r
            }
        }
        return allocateSlow(size, type)
    }

    @inline(never) static func allocateSlow(_ size: Int, _ type: TypeRef) -> Ref { make(size, type, cleared: true) }
    /// A new object without references whose maker fills all that lies between its first 64 bytes and its last 16: those that are not small
    /// are not cleared there first. May collect.
    @inline(__always) public static func allocateUncleared(_ size: Int, _ type: TypeRef) -> Ref {
        size <= 512 ? allocate(size, type) : allocateUnclearedSlow(size, type)
    }
    @inline(never) public static func allocateUnclearedSlow(_ size: Int, _ type: TypeRef) -> Ref { make(size, type, cleared: false) }

    @inline(__always) private static func make(_ size: Int, _ type: TypeRef, cleared: Bool) -> Ref {
        // (A run that has room was counted when it began; where every allocation is looked at, runs have room for one.)
        if _fastPath(size <= largest) {
            let k = Int(classOfSize[(size &+ 15) &>> 4]), run = thread.runs + k, p = run.pointee.cursor, end = p &+ UInt(classes[k].size)
            if _fastPath(end <= run.pointee.limit) { return cell(p, end, run, size, type, cleared: cleared) }
        }
        return makeInNewRun(size, type, cleared: cleared)
    }
    @inline(__always) private static func cell(_ p: UInt, _ end: UInt, _ run: UnsafeMutablePointer<Run>, _ size: Int, _ type: TypeRef, cleared: Bool) -> Ref {
        run.pointee.cursor = end
        if run.pointee.limit & 1 != 0 {
            if cleared { memset(UnsafeMutableRawPointer(bitPattern: p).unsafelyUnwrapped, 0, Int(end &- p)) } else { clearEnds(p, size) }
        }
        let r = Ref(bitPattern: p).unsafelyUnwrapped
        r.setWord(1, UInt64(type.raw))
        return r
    }
    @inline(never) private static func makeInNewRun(_ size: Int, _ type: TypeRef, cleared: Bool) -> Ref {
        let isBytes = size > largest && LargeBytes.isKind(type)
        if _slowPath(allocatedSince > threshold && held == 0 || isBytes && LargeBytes.isCollectionDue(blocksOf(size)) && held == 0) { Collector.collect(.automatic) }
        if _slowPath(single) {
            if Stress.isOn { Stress.step() }
            if AllocationTrace.isOn { AllocationTrace.prepare(size) }
        }
        if _slowPath(BlockPool.used >= BlockPool.limit) { MemoryPressure.reached() }
        let r: Ref
        if size > largest {
            let p = isBytes ? allocateBytes(size, cleared: cleared) : allocateLarge(size, cleared: cleared)
            if !cleared { clearEnds(p, size) }
            r = Ref(bitPattern: p).unsafelyUnwrapped
            r.setWord(1, UInt64(type.raw))
        } else {
            let k = Int(classOfSize[(size &+ 15) &>> 4]), run = thread.runs + k, bytes = UInt(classes[k].size)
            if run.pointee.cursor &+ bytes > run.pointee.limit { refill(k, run) }
            r = cell(run.pointee.cursor, run.pointee.cursor &+ bytes, run, size, type, cleared: cleared)
        }
        if _slowPath(single) {
            if Stress.isOn { Stress.made(r) }
            if AllocationTrace.isOn { AllocationTrace.note(r, size) }
        }
        return r
    }
    @inline(__always) static func isLarge(_ r: Ref) -> Bool { blocks[Int((UInt(bitPattern: r) &- base) &>> UInt(blockShift))].cell == large }
    /// The first 64 bytes of the SIZE at P, and what is behind the last whole granule.
    @inline(__always) private static func clearEnds(_ p: UInt, _ size: Int) {
        let r = UnsafeMutableRawPointer(bitPattern: p).unsafelyUnwrapped
        memset(r, 0, 64)
        memset(r + ((size &- 1) & ~15), 0, 16)
    }

    /// MADV_POPULATE_WRITE; kernels before 5.14 refuse it, which does no harm.
    private static let populate: Int32 = 23
    /// The next run of unmarked cells of class K, zeroed.
    private static func refill(_ k: Int, _ run: UnsafeMutablePointer<Run>) {
        let c = classes + k, size = c.pointee.size, most = single ? 1 : c.pointee.most
        while c.pointee.scan < c.pointee.count {
            let b = Int(c.pointee.blocks[c.pointee.scan]), cells = blocks[b].cells, start = base &+ UInt(b &<< blockShift), first = blocks[b].next
            if blocks[b].extent != 0 { return unused(b, c, run, most) }
            var i = first
            // (In a block that is nearly full, each free cell costs a walk over many others.)
            let isLeft = first == 0 && isCrowded(b, cells)
            if isLeft { i = cells }
            if i < cells { i = nextFree(b, i, size, cells, c) }
            if i >= cells {
                // (Of a block left alone nothing is swept: `CyclicGarbage` asks.)
                blocks[b].next = isLeft ? 0 : cells
                if first == 0 {
                    c.pointee.blocks[c.pointee.scan] = c.pointee.blocks[c.pointee.full]; c.pointee.blocks[c.pointee.full] = Int32(b)
                    c.pointee.full &+= 1
                }
                c.pointee.scan &+= 1
                continue
            }
            let j = min(nextMarked(b, i &+ 1, size, cells, c.pointee.reciprocal), i &+ most)
            blocks[b].next = j
            let low = start &+ UInt(Int(i) &* size), high = start &+ UInt(Int(j) &* size)
            allocatedSince &+= Int(high &- low)
            run.pointee = Run(cursor: low, limit: clear(low, high, size))
            return
        }
        let (b, isDirty) = BlockPool.one()
        let cells = UInt32(blockSize / size), now = min(most, cells)
        blocks[b] = Block(cell: UInt32(size), next: isDirty ? now : 0, extent: isDirty || Stress.isOn ? 0 : 1, cells: cells)
        if c.pointee.count == c.pointee.capacity {
            let n = max(8, c.pointee.capacity * 2), p = UnsafeMutablePointer<Int32>.allocate(capacity: n)
            if let old = c.pointee.blocks { p.update(from: old, count: c.pointee.count); old.deallocate() }
            c.pointee.blocks = p; c.pointee.capacity = n
        }
        // What is left of the block is swept as if all its cells were dead.
        c.pointee.blocks[c.pointee.count] = Int32(b)
        c.pointee.scan = c.pointee.count
        c.pointee.count &+= 1
        if blocks[b].extent != 0 { return unused(b, c, run, most) }
        blocks[b].next = now
        let low = base &+ UInt(b &<< blockShift), n = Int(now) &* size
        allocatedSince &+= n
        run.pointee = Run(cursor: low, limit: isDirty ? clear(low, low &+ UInt(n), size) : low &+ UInt(n))
    }
    /// Makes the cells of SIZE bytes between LOW and HIGH free ones; the limit of a run of them.
    @inline(__always) private static func clear(_ low: UInt, _ high: UInt, _ size: Int) -> UInt {
        if size <= clearedInRuns {
            memset(UnsafeMutableRawPointer(bitPattern: low).unsafelyUnwrapped, 0, Int(high &- low))
            return high
        }
        var p = low
        while p < high {
            let r = Ref(bitPattern: p).unsafelyUnwrapped
            r.setWord(0, 0); r.setWord(1, 0)
            p &+= UInt(size)
        }
        return high | 1
    }
    /// Whether more than seven eighths of block B's cells are marked: it is left alone until a major collection finds it emptier.
    @inline(never) private static func isCrowded(_ b: Int, _ cells: UInt32) -> Bool { marked(b) &* 8 > Int(cells) &* 7 }
    /// How many cells of block B are marked.
    @inline(__always) static func marked(_ b: Int) -> Int {
        let words = marks + b &* (blockSize / granule / 64)
        var n = 0
        for w in 0..<blockSize / granule / 64 { n &+= words[w].nonzeroBitCount }
        return n
    }
    /// The next cells of block B behind which nothing was used yet.
    @inline(__always) private static func unused(_ b: Int, _ c: UnsafeMutablePointer<Class>, _ run: UnsafeMutablePointer<Run>, _ most: UInt32) {
        // (A class with many blocks will use up this one, too.)
        let size = c.pointee.size, first = blocks[b].next, next = min(first &+ (c.pointee.count > 8 && !single ? most &<< 2 : most), blocks[b].cells)
        blocks[b].next = next
        if next == blocks[b].cells { blocks[b].extent = 0 }
        let low = base &+ UInt(b &<< blockShift) &+ UInt(Int(first) &* size), high = base &+ UInt(b &<< blockShift) &+ UInt(Int(next) &* size)
        // A class that has filled some pages will fill these: all at once cost a fraction of a fault each.
        if (first != 0 || c.pointee.count > 1) && high > prepared {
            let from = low & ~4095, to = (high &+ 4095) & ~4095
            madvise(UnsafeMutableRawPointer(bitPattern: from).unsafelyUnwrapped, Int(to &- from), populate)
        }
        allocatedSince &+= Int(high &- low)
        run.pointee = Run(cursor: low, limit: high)
    }
    /// Index of the first unmarked cell of block B at or after cell I, or `cells`.
    @inline(__always) private static func nextFree(_ b: Int, _ i: UInt32, _ size: Int, _ cells: UInt32, _ c: UnsafeMutablePointer<Class>) -> UInt32 {
        let words = marks + b &* (blockSize / granule / 64), granules = UInt64(size &>> 4)
        // The granule in word W at which cell I begins.
        var i = UInt64(i), at = i &* granules & 63, w = Int((i &* granules) &>> 6)
        while true {
            let free = (c.pointee.starts &<< at) & ~words[w]
            if free != 0 { return min(cells, UInt32(truncatingIfNeeded: i &+ ((UInt64(free.trailingZeroBitCount) &- at) &* c.pointee.reciprocal) &>> 32)) }
            let n = ((63 &- at) &* c.pointee.reciprocal) &>> 32 &+ 1
            i &+= n
            if i >= UInt64(cells) { return cells }
            at &+= n &* granules
            w &+= Int(at &>> 6)
            at &= 63
        }
    }
    /// Index of the first marked cell of block B at or after cell I, or `cells`.
    @inline(__always) private static func nextMarked(_ b: Int, _ i: UInt32, _ size: Int, _ cells: UInt32, _ reciprocal: UInt64) -> UInt32 {
        let words = marks + b &* (blockSize / granule / 64)
        let g = Int(i) &* size &>> 4
        if g >= 4096 { return cells }
        var w = g &>> 6, m = words[w] & (~0 &<< UInt64(g & 63))
        while m == 0 { w &+= 1; if w == 64 { return cells }; m = words[w] }
        return UInt32(truncatingIfNeeded: (UInt64((w &<< 6) &+ m.trailingZeroBitCount) &* reciprocal) &>> 32)
    }

    @inline(__always) private static func blocksOf(_ size: Int) -> Int { (size &+ blockSize &- 1) &>> blockShift }
    private static func allocateBytes(_ size: Int, cleared: Bool) -> UInt {
        guard let b = LargeBytes.take(blocksOf(size)) else { return makeLarge(blocksOf(size), cleared: cleared) }
        let p = base &+ UInt(b << blockShift)
        if cleared { memset(UnsafeMutableRawPointer(bitPattern: p).unsafelyUnwrapped, 0, size) }
        return p
    }
    private static func allocateLarge(_ size: Int, cleared: Bool) -> UInt {
        allocatedSince &+= blocksOf(size) &<< blockShift
        return makeLarge(blocksOf(size), cleared: cleared)
    }
    private static func makeLarge(_ n: Int, cleared: Bool) -> UInt {
        let b = BlockPool.take(n, cleared: cleared)
        blocks[b] = Block(cell: large, next: 1, extent: UInt32(n), cells: 1)
        for i in 1..<max(n, 1) where i < n { blocks[b + i] = Block(cell: continuation, next: 0, extent: UInt32(i), cells: 0) }
        Collector.largeObjects.append(Int32(b))
        return base &+ UInt(b << blockShift)
    }

    /// Whether an object of SIZE bytes can be had at all: callers that take sizes from programs ask first and raise MemoryError. May collect.
    public static func canAllocate(_ size: Int) -> Bool {
        if _fastPath(size >= 0 && size < 1 << 16 && BlockPool.used < BlockPool.limit) { return true }
        return size >= 0 && MemoryPressure.fits(size)
    }

    /// Raises MemoryError if an object of SIZE bytes cannot be had. May collect.
    @inline(__always) public static func demand(_ size: Int) throws(Raise) { if _slowPath(!canAllocate(size)) { throw Errors.memoryError() } }

    /// Runs BODY without collections: for small bounded work that holds values where the collector does not look.
    @inline(__always) public static func holding<R>(_ body: () -> R) -> R {
        held &+= 1
        defer { held &-= 1 }
        return body()
    }

    /// Bytes of the cell that OBJECT lies in.
    @inline(__always) static func cellSize(_ object: Ref) -> Int {
        let b = Int((UInt(bitPattern: object) &- base) &>> UInt(blockShift))
        let c = blocks[b].cell
        return c == large ? Int(blocks[b].extent) << blockShift : Int(c)
    }
    @inline(__always) static func isMarked(_ p: UInt) -> Bool {
        let g = (p &- base) &>> 4
        return marks[Int(g &>> 6)] &>> (g & 63) & 1 == 1
    }
    @inline(__always) static func mark(_ r: Ref) {
        let g = (UInt(bitPattern: r) &- base) &>> 4
        marks[Int(g &>> 6)] |= UInt64(1) &<< UInt64(g & 63)
    }
    @inline(__always) static func unmark(_ r: Ref) {
        let g = (UInt(bitPattern: r) &- base) &>> 4
        marks[Int(g &>> 6)] &= ~(UInt64(1) &<< UInt64(g & 63))
    }
    /// In a collection: R, which has been marked, lives for good, and so does all it refers to.
    @inline(__always) static func pin(_ r: Ref) {
        let g = (UInt(bitPattern: r) &- base) &>> 4
        pins[Int(g &>> 6)] |= UInt64(1) &<< UInt64(g & 63)
        pinnedBytes &+= cellSize(r)
    }
    /// Bytes made since the last collection that may be garbage.
    static var madeSince: Int { allocatedSince &+ LargeBytes.bytesTaken }
    /// Logs an old object: the next minor collection visits it again.
    @inline(never) public static func log(_ object: Ref) {
        object.header &= ~HeaderFlag.old
        Collector.remembered.append(object)
    }
}

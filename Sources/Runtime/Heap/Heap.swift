import CSupport
import Glibc

/// The heap: non-moving, size-segregated, sticky-mark generational; allocation bumps through runs of free cells.
///
/// Memory is one reserved range cut into blocks of 64 KiB. A block holds cells of one size; objects above `Heap.largest` take a run
/// of blocks of their own. Mark bits (one per 16-byte granule) lie beside the heap. Invariants:
/// - A cell is allocated if it is marked, or its index is below its block's `next` and its type word is not zero.
///   So a conservative pointer is never mistaken: cells not swept since the last collection and unmarked are dead.
/// - Memory handed out is zeroed; words of an object beyond what it uses stay zero.
/// - An object with `HeaderFlag.old` is marked; storing a pointer in it must log it first (`barrier`).
/// Rejected: a moving nursery (addresses are identities and native code holds them); per-object free lists (bump runs are
/// faster and need no link words).
public enum Heap {
    static let blockShift = 16, blockSize = 1 << 16
    static let granule = 16
    /// The largest object that shares a block.
    static let largest = 16384
    static let reserved = 1 << 37

    /// Allocation state of a size class in one thread: the free run [cursor, limit).
    struct Run { var cursor: UInt = 0, limit: UInt = 0 }

    struct Block {
        /// Bytes a cell; 0: free block; `.max`: first block of a large object; `.max - 1`: its continuation.
        var cell: UInt32 = 0
        /// First cell that the lazy sweep has not looked at since the last collection.
        var next: UInt32 = 0
        /// Large object: number of blocks (first block), distance to the first (continuation).
        var extent: UInt32 = 0
        var cells: UInt32 = 0
    }
    struct Class { var size = 0; var scan = 0; var count = 0, capacity = 0; var blocks: UnsafeMutablePointer<Int32>! }
    static let large = UInt32.max, continuation = UInt32.max - 1

    nonisolated(unsafe) static var base: UInt = 0
    nonisolated(unsafe) static var blockCount = 0
    nonisolated(unsafe) static var blocks: UnsafeMutablePointer<Block>! = nil
    nonisolated(unsafe) static var marks: UnsafeMutablePointer<UInt64>! = nil
    nonisolated(unsafe) static var classes: UnsafeMutablePointer<Class>! = nil
    /// Class of a size: index (size + 15) >> 4.
    nonisolated(unsafe) static var classOfSize: UnsafeMutablePointer<UInt8>! = nil
    static let classCount = 56
    nonisolated(unsafe) static var freeBlocks: UnsafeMutablePointer<Int32>! = nil
    nonisolated(unsafe) static var freeBlockCount = 0

    nonisolated(unsafe) static var allocatedSince = 0
    nonisolated(unsafe) static var threshold = 16 << 20
    nonisolated(unsafe) static var stress = false
    nonisolated(unsafe) static var enabled = true
    /// The most memory that objects may take, in bytes.
    nonisolated(unsafe) static var limit = 1 << 36

    static func start() {
        func reserve(_ n: Int) -> UnsafeMutableRawPointer {
            mmap(nil, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)!
        }
        base = (UInt(bitPattern: reserve(reserved + blockSize)) &+ UInt(blockSize - 1)) & ~UInt(blockSize - 1)
        let maxBlocks = reserved >> blockShift
        blocks = reserve(maxBlocks * MemoryLayout<Block>.stride).assumingMemoryBound(to: Block.self)
        freeBlocks = reserve(maxBlocks * 4).assumingMemoryBound(to: Int32.self)
        marks = reserve(reserved / granule / 8).assumingMemoryBound(to: UInt64.self)
        classes = .allocate(capacity: classCount); classes.initialize(repeating: Class(), count: classCount)
        classOfSize = .allocate(capacity: largest / 16 + 2)
        var sizes = Array(stride(from: 16, through: 512, by: 16))
        var s = 512
        while s < largest { for q in 5...8 where sizes.count < classCount { sizes.append((s * q / 4 + 15) & ~15) }; s *= 2 }
        var k = 0
        for (i, size) in sizes.enumerated() where i < classCount { classes[i].size = size }
        for g in 0...(largest / 16) { while sizes[k] < g * 16 { k += 1 }; classOfSize[g] = UInt8(k) }
        Collector.start()
    }

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

    @inline(never) static func allocateSlow(_ size: Int, _ type: TypeRef) -> Ref {
        if _slowPath(allocatedSince > threshold || stress) && enabled { Collector.collect(.automatic) }
        let p: UInt
        if size > largest {
            p = allocateLarge(size)
        } else {
            let k = Int(classOfSize[(size + 15) >> 4])
            let run = thread.runs + k
            let cell = UInt(classes[k].size)
            if run.pointee.cursor + cell > run.pointee.limit { refill(k, run) }
            p = run.pointee.cursor
            run.pointee.cursor = p + cell
        }
        let r = Ref(bitPattern: p).unsafelyUnwrapped
        r.setWord(1, UInt64(type.raw))
        return r
    }

    /// The next run of unmarked cells of class K, zeroed.
    private static func refill(_ k: Int, _ run: UnsafeMutablePointer<Run>) {
        let size = classes[k].size
        while classes[k].scan < classes[k].count {
            let b = Int(classes[k].blocks[classes[k].scan])
            let cells = blocks[b].cells
            var i = blocks[b].next
            let start = base &+ UInt(b << blockShift)
            while i < cells && isMarked(start &+ UInt(Int(i) &* size)) { i &+= 1 }
            if i == cells { blocks[b].next = cells; classes[k].scan &+= 1; continue }
            var j = i &+ 1
            // In stress mode runs are a single cell, so that every allocation comes by here.
            while !stress && j < cells && !isMarked(start &+ UInt(Int(j) &* size)) { j &+= 1 }
            blocks[b].next = j
            let low = start &+ UInt(Int(i) &* size), high = start &+ UInt(Int(j) &* size)
            memset(UnsafeMutableRawPointer(bitPattern: low)!, 0, Int(high - low))
            allocatedSince &+= Int(high - low)
            run.pointee = Run(cursor: low, limit: high)
            return
        }
        let b = newBlocks(1)
        let cells = UInt32(blockSize / size)
        blocks[b] = Block(cell: UInt32(size), next: stress ? 1 : cells, extent: 0, cells: cells)
        if classes[k].count == classes[k].capacity {
            let n = max(8, classes[k].capacity * 2), p = UnsafeMutablePointer<Int32>.allocate(capacity: n)
            if let old = classes[k].blocks { p.update(from: old, count: classes[k].count); old.deallocate() }
            classes[k].blocks = p; classes[k].capacity = n
        }
        classes[k].blocks[classes[k].count] = Int32(b)
        classes[k].count += 1
        classes[k].scan = stress ? classes[k].count - 1 : classes[k].count
        let low = base &+ UInt(b << blockShift)
        allocatedSince &+= stress ? size : blockSize
        run.pointee = Run(cursor: low, limit: low &+ UInt(stress ? size : blockSize / size * size))
    }

    /// N contiguous blocks, zeroed (fresh from the system or given back to it before).
    private static func newBlocks(_ n: Int) -> Int {
        if n == 1 && freeBlockCount > 0 { freeBlockCount -= 1; return Int(freeBlocks[freeBlockCount]) }
        let b = blockCount
        blockCount += n
        if blockCount << blockShift > reserved { fatalError("dxpy: the heap's reserved address range is used up") }
        return b
    }

    private static func allocateLarge(_ size: Int) -> UInt {
        let n = (size + blockSize - 1) >> blockShift
        let b = Collector.largeRun(n) ?? newBlocks(n)
        blocks[b] = Block(cell: large, next: 1, extent: UInt32(n), cells: 1)
        for i in 1..<max(n, 1) where i < n { blocks[b + i] = Block(cell: continuation, next: 0, extent: UInt32(i), cells: 0) }
        Collector.largeObjects.append(Int32(b))
        allocatedSince &+= n << blockShift
        return base &+ UInt(b << blockShift)
    }

    /// Whether an object of SIZE bytes can be had at all: callers that take sizes from programs ask first and raise MemoryError.
    public static func canAllocate(_ size: Int) -> Bool { size >= 0 && size < limit - (blockCount - freeBlockCount) << blockShift }

    /// Bytes of the cell that OBJECT lies in.
    static func cellSize(_ object: Ref) -> Int {
        let b = Int((UInt(bitPattern: object) &- base) &>> UInt(blockShift))
        let c = blocks[b].cell
        return c == large ? Int(blocks[b].extent) << blockShift : Int(c)
    }
    @inline(__always) static func isMarked(_ p: UInt) -> Bool {
        let g = (p &- base) &>> 4
        return marks[Int(g &>> 6)] &>> (g & 63) & 1 == 1
    }
    /// Logs an old object: the next minor collection visits it again.
    @inline(never) public static func log(_ object: Ref) {
        object.header &= ~HeaderFlag.old
        Collector.remembered.append(object)
    }
}

import CSupport
import Glibc

/// Large objects without references (bytes, storage of bytearrays, ints): their memory is had again between collections.
///
/// A program that hands on large pieces of data (what it reads, joins, cuts) drops each soon after. If they waited for a collection, each piece would lie in memory that
/// no cache holds. So when some of them have been made, a *look* finds out which of those made since the last collection are dead: it marks what is young as a minor
/// collection does, but everything stays young. Nothing is finalized, swept or becomes old; the marks are taken back. What may still come to life (objects with
/// finalizers, referents of weak references) counts as alive.
///
/// The memory of a dead one becomes *spare*: it goes on being a large object, which other objects of these kinds of about its size take the place of. For dead cells
/// that may still refer to it have not been swept, and stale words on a stack may refer to those. Collections take spare memory back.
enum LargeBytes {
    nonisolated(unsafe) private static var spare = RawArray<Int32>(capacity: 0)
    /// Blocks: spare ones, those asked for since the last look, and those taken from the pool since the last collection.
    nonisolated(unsafe) private static var spareBlocks = 0, asked = 0, taken = 0
    /// Blocks from one look to the next: what a look costs is to be little beside filling them.
    nonisolated(unsafe) private static var step = leastStep
    private static let leastStep = 32, mostStep = 128
    /// Spare blocks of no use before a collection is due; blocks taken from the pool before one is, at least.
    private static let mostSpare = 48, leastTaken = 256
    /// What a look has marked.
    nonisolated(unsafe) private static var reached = RawArray<Ref>(capacity: 0)
    /// A look is going on.
    nonisolated(unsafe) private(set) static var isLooking = false
    /// In the block table (`cells`): a large object that is spare.
    private static let spareMark: UInt32 = 2

    static var bytesTaken: Int { taken << Heap.blockShift }
    @inline(__always) static func isKind(_ t: TypeRef) -> Bool { t == Types.bytes || t == ByteArrayRef.storageType || t == Types.int }
    /// Garbage in cycles that a program may see has to stay; what `tracemalloc` was told of must be what there is.
    private static var isPossible: Bool { Heap.held == 0 && !Collector.running && !CyclicGarbage.isLeft && !JIT.isRecording && (!Heap.single || Stress.isOn) }

    /// Before an object of N blocks is made. Whether a collection should come first.
    static func isCollectionDue(_ n: Int) -> Bool {
        asked &+= n
        if place(n) != nil { return false }
        if asked >= step || Stress.isOn, isPossible {
            look()
            if place(n) != nil { return false }
        }
        return spareBlocks > mostSpare || taken > max(leastTaken, Collector.liveBytes >> (Heap.blockShift + 2))
    }
    /// The first of N blocks or a few more, not cleared; nil if none are spare.
    static func take(_ n: Int) -> Int? {
        guard let i = place(n) else {
            taken &+= n
            return nil
        }
        let b = Int(spare[i])
        spare[i] = spare[spare.count &- 1]
        spare.shrink(to: spare.count &- 1)
        spareBlocks &-= Int(Heap.blocks[b].extent)
        Heap.blocks[b].cells = 1
        return b
    }
    /// Which of the spare ones fits best.
    private static func place(_ n: Int) -> Int? {
        var best = -1, size = n &+ n / 4 &+ 2
        for i in 0..<spare.count {
            let m = Int(Heap.blocks[Int(spare[i])].extent)
            if m >= n && m < size { best = i; size = m }
        }
        return best < 0 ? nil : best
    }
    /// Nobody refers to the object at block B any more.
    private static func drop(_ b: Int) {
        Heap.blocks[b].cells = spareMark
        spare.append(Int32(b))
        spareBlocks &+= Int(Heap.blocks[b].extent)
        if _slowPath(Stress.isOn) { Stress.poisonLarge(Heap.base &+ UInt(b << Heap.blockShift) &+ 32, Int(Heap.blocks[b].extent) << Heap.blockShift - 32) }
    }
    /// R, which has just been made, is not needed: nobody else has seen it.
    static func discard(_ r: Ref) {
        let b = Int((UInt(bitPattern: r) &- Heap.base) &>> UInt(Heap.blockShift))
        guard Heap.blocks[b].cell == Heap.large, Heap.blocks[b].cells != spareMark, !Heap.isMarked(UInt(bitPattern: r)), !Heap.single else { return }
        asked = max(0, asked &- Int(Heap.blocks[b].extent))
        drop(b)
    }
    /// A collection begins: what is spare is garbage as all else.
    static func reset() {
        for i in 0..<spare.count { Heap.blocks[Int(spare[i])].cells = 1 }
        spare.removeAll()
        spareBlocks = 0; taken = 0; asked = 0
    }

    private static func look() {
        asked = 0
        Collector.running = true
        isLooking = true
        dx_with_stack(thread.pointee.stackBottom, nil) { _, low, _ in LargeBytes.look(above: low.unsafelyUnwrapped) }
        isLooking = false
        Collector.running = false
    }
    @inline(never) private static func look(above low: UnsafeMutableRawPointer) {
        Collector.stackEnd = low
        let cost = Collector.markYoung { r in reached.append(r) }
        var found = 0
        for i in Collector.oldLarge..<max(Collector.oldLarge, Collector.largeObjects.count) {
            let b = Int(Collector.largeObjects[i]), r = Ref(bitPattern: Heap.base &+ UInt(b << Heap.blockShift)).unsafelyUnwrapped
            if Heap.blocks[b].cells != spareMark && isKind(r.type) && Collector.isDead(r) { drop(b); found &+= 1 }
        }
        for i in 0..<reached.count { Heap.unmark(reached[i]) }
        reached.removeAll()
        step = found == 0 ? min(step &* 2, mostStep) : min(max(leastStep, cost &* 4 &>> Heap.blockShift), mostStep)
    }
}

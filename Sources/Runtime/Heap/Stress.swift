import CSupport
import Glibc

/// `-X gc=stress[:N[:M[:S[:T]]]]`: a collection at every Nth allocation (1), every Mth of them a major one (64) and as many middle ones, and dead cells overwritten, so that a
/// value which was not reachable when it should have been is noticed at once. Until the program begins, at every Sth allocation (N): the start
/// is the same for all programs. Each time that there have been T of them, they become seven times as rare: so a long program takes a bounded time
/// and a short one is seen through from its beginning to its end. Allocation runs are one cell long, which brings every allocation to the slow path.
/// Below deep recursion collections are rarer, by the size of the native stack.
///
/// A minor collection can only free what was made since the last one: these cells alone are looked at after it (`young`). All blocks are gone through
/// after major ones.
public enum Stress {
    public nonisolated(unsafe) internal(set) static var isOn = false
    nonisolated(unsafe) private static var every = 1, majorEvery = 64, programEvery = 1, thinning = Int.max, count = 0, collections = 0
    /// What was made since the last collection.
    nonisolated(unsafe) private static var young = RawArray<Ref>()

    /// False if OPTION (what follows `gc=`) is not understood.
    static func configure(_ option: String) -> Bool {
        let parts = option.split(separator: ":", omittingEmptySubsequences: false)
        guard parts[0] == "stress", parts.count <= 5 else { return false }
        for (i, p) in parts.enumerated() where i > 0 {
            guard let n = Int(p), n > 0 else { return false }
            switch i {
            case 1: every = n; programEvery = n
            case 2: majorEvery = n
            case 3: every = n
            default: thinning = n
            }
        }
        isOn = true
        Heap.single = true
        Threads.resetRuns()
        return true
    }
    /// The program begins.
    static func beginProgram() { every = programEvery }
    /// R has just been made.
    @inline(__always) static func made(_ r: Ref) { young.append(r) }
    @inline(never) static func step() {
        count &+= 1
        // (What the native stack holds is looked at each time: below deep recursion that would take all the time.)
        if count < every &* (1 &+ Int(thread.pointee.stackBottom.unsafelyUnwrapped - dx_frame_address()) >> 15) || Heap.held != 0 { return }
        count = 0
        collections &+= 1
        if collections % thinning == 0 { every &*= 7 }
        let major = collections % majorEvery == 0
        Collector.collect(majorEvery > 1 && collections % majorEvery == majorEvery / 2 ? .middle : .requested(generation: major ? 2 : 0))
        // (Takes as long as a full collection of a small heap.)
        if major && collections / majorEvery % 8 == 1 { checkStatics() }
    }
    /// After the marking and the finalizers of any collection, before empty blocks are given back.
    @inline(never) static func died(major: Bool) {
        if major { poison() } else { poisonYoung() }
        young.removeAll()
    }
    private static func poisonYoung() {
        for i in 0..<young.count {
            let r = young[i], p = UInt(bitPattern: r)
            if Heap.isMarked(p) { continue }
            let cell = Heap.blocks[Int((p &- Heap.base) >> UInt(Heap.blockShift))].cell
            if cell != 0 && cell < Heap.continuation { memset(r, Int32(pattern & 0xFF), Int(cell)) }
        }
    }
    /// A large object dies.
    static func poisonLarge(_ p: UInt, _ size: Int) { memset(UnsafeMutableRawPointer(bitPattern: p).unsafelyUnwrapped, Int32(pattern & 0xFF), min(size, 1 << 17)) }
    /// Overwrites what died in shared blocks.
    private static func poison() {
        for k in 0..<Heap.classCount {
            let c = Heap.classes[k]
            for i in c.full..<max(c.full, c.count) {
                let b = Int(c.blocks[i]), start = Heap.base &+ UInt(b << Heap.blockShift)
                for j in 0..<Int(Heap.blocks[b].cells) {
                    let p = start &+ UInt(j &* c.size)
                    if Heap.isMarked(p) { continue }
                    let r = Ref(bitPattern: p).unsafelyUnwrapped
                    if r.word(1) == pattern || r.word(1) == 0 && r.word(0) == 0 { continue }
                    memset(r, Int32(pattern & 0xFF), c.size)
                }
            }
        }
    }
    /// Visits a live object and checks that what it leads to has not been collected before.
    @inline(never) static func visit(_ r: Ref) {
        let n = Collector.gray.count
        Collector.visit(r)
        for i in n..<max(n, Collector.gray.count) where Collector.gray[i].word(1) == pattern {
            let address = String(UInt(bitPattern: Collector.gray[i]), radix: 16)
            report("a live \(r.type.text) at 0x\(String(UInt(bitPattern: r), radix: 16)) leads to 0x\(address), which was collected")
        }
    }
    /// R, which nobody but its maker knows, is given a value. Only debug builds ask.
    public static func initialized(_ r: Ref, _ v: Value) {
        if v.isPointer && r.header & HeaderFlag.old != 0 && !Heap.isMarked(UInt(bitPattern: v.ref)) { report("a \(r.type.text) is initialized with a \(v.type.text) that is younger") }
    }
    /// Words of static memory that name an object which just died: roots that nobody registered.
    private static func checkStatics() {
        var low: UnsafeMutableRawPointer? = nil, high: UnsafeMutableRawPointer? = nil
        let image = dx_static_memory(&low, &high)
        guard var p = low?.assumingMemoryBound(to: UInt.self), let end = high?.assumingMemoryBound(to: UInt.self) else { return }
        while p < end {
            defer { p += 1 }
            let w = p.pointee, off = w &- Heap.base
            if w & 15 != 0 || off == 0 || off >= UInt(Heap.blockCount << Heap.blockShift) { continue }
            let b = Heap.blocks[Int(off >> UInt(Heap.blockShift))]
            if b.cell == 0 || b.cell >= Heap.continuation { continue }
            let r = Ref(bitPattern: w).unsafelyUnwrapped
            if Int(off) & (Heap.blockSize - 1) % Int(b.cell) != 0 || Heap.isMarked(w) || r.word(1) == pattern || r.word(1) == 0 { continue }
            report("static memory at +0x\(String(UInt(bitPattern: p) - UInt(bitPattern: image), radix: 16)) names a \(r.type.text) that died")
        }
    }
    private static func report(_ text: String) -> Never {
        "dxpy: gc=stress: \(text)\n".withCString { _ = write(2, $0, strlen($0)) }
        abort()
    }
    /// No value looks like this (the tag is a singleton's, of none that there is).
    private static let pattern: UInt64 = 0xDCDC_DCDC_DCDC_DCDC
}

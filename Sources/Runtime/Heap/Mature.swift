import Glibc

/// Collections between minor and major ones.
///
/// Programs that build something and drop it again outlive a few minor collections with each: as much grows old as a major one is due for, though most of
/// what that would look at, the program itself and its modules, lives as before. What two major collections have left is *mature*, and its marks are kept. A
/// *middle* collection is a major one that begins with these marks, and with those of the mature objects that were changed since the first of the two: all of
/// them have been logged for a minor one. (After one major collection what was being built just then would count as mature, and stay as garbage.) What dies
/// among the mature waits for the next major collection: that comes when more lives than growth alone explains, and after a few middle ones in any case.
enum Mature {
    private enum State { case none, candidates, mature }
    nonisolated(unsafe) private static var state = State.none
    /// Mark bits of what is mature, or may be once the next major collection has left it, too.
    nonisolated(unsafe) static var marks: UnsafeMutablePointer<UInt64>! = nil
    /// Objects of these that may refer to others (`HeaderFlag.changed`).
    nonisolated(unsafe) private static var changed = RawArray<Ref>(capacity: 0)
    /// Bytes of what is mature or pinned; the pinned ones at that time; the blocks that `marks` tells of.
    nonisolated(unsafe) private static var bytes = 0, pinned = 0, blocks = 0
    /// Middle collections since the last major one, and major ones since there are mature objects.
    nonisolated(unsafe) private static var middles = 0, majors = 0
    /// The last middle collection has left too much.
    nonisolated(unsafe) private static var isExhausted = false
    private static let most = 8, mostChanged = 1 << 16
    private static let words = Heap.blockSize / Heap.granule / 64

    /// Whether a middle collection may take the place of a major one.
    static var isEnough: Bool { state == .mature && !isExhausted && middles < most && changed.count < mostChanged }

    /// R has been changed since the last collection.
    @inline(__always) static func note(_ r: Ref) {
        let g = (UInt(bitPattern: r) &- Heap.base) &>> 4
        if marks[Int(g &>> 6)] &>> (g & 63) & 1 != 0 && r.header & HeaderFlag.changed == 0 { add(r) }
    }
    @inline(never) private static func add(_ r: Ref) {
        r.header |= HeaderFlag.changed
        changed.append(r)
    }
    /// Nothing is mature.
    private static func forget() {
        for i in 0..<changed.count { changed[i].header &= ~HeaderFlag.changed }
        changed.removeAll()
        memset(marks, 0, blocks &* words &* 8)
        blocks = 0
        state = .none
    }

    /// A middle collection begins: its first marks, which count as live.
    static func begin() {
        middles &+= 1
        var i = 0
        while i < Heap.blockCount &* words { Heap.marks[i] = marks[i] | Heap.pins[i]; i &+= 1 }
        Collector.liveBytes = bytes &+ Heap.pinnedBytes &- pinned
    }
    /// All that changed mature objects refer to.
    static func visitChanged() { for i in 0..<changed.count { Collector.visit(changed[i]) } }
    /// It is over. MOST: what may live before a major one is to come.
    static func end(most: Int) { isExhausted = Collector.liveBytes > most }

    /// A major collection is over.
    static func majorEnded() {
        middles = 0; isExhausted = false
        if state == .none { return takeCandidates() }
        // What it has left of those from before.
        for i in 0..<min(blocks, Heap.blockCount) &* words { marks[i] &= Heap.marks[i] }
        if blocks > Heap.blockCount {
            memset(marks + Heap.blockCount &* words, 0, (blocks &- Heap.blockCount) &* words &* 8)
            blocks = Heap.blockCount
        }
        var kept = 0
        for i in 0..<changed.count where Heap.isMarked(UInt(bitPattern: changed[i])) { changed[kept] = changed[i]; kept &+= 1 }
        changed.shrink(to: kept)
        measure()
        majors = state == .mature ? majors &+ 1 : 0
        state = .mature
        // Much has come since that stays.
        if majors >= 3 && bytes < Collector.liveBytes / 4 &* 3 || changed.count >= mostChanged { forget(); takeCandidates() }
    }
    private static func takeCandidates() {
        memcpy(marks, Heap.marks, Heap.blockCount &* words &* 8)
        blocks = Heap.blockCount
        state = .candidates
    }
    private static func measure() {
        bytes = 0
        pinned = Heap.pinnedBytes
        for b in 0..<Heap.blockCount {
            var n = 0
            for i in b &* words..<(b &+ 1) &* words { n &+= (marks[i] | Heap.pins[i]).nonzeroBitCount }
            if n > 0 { bytes &+= Heap.blocks[b].cell == Heap.large ? Int(Heap.blocks[b].extent) << Heap.blockShift : n &* Int(Heap.blocks[b].cell) }
        }
    }
}

/// Large bytes in use when a minor collection comes: what was just read, or is about to be written.
///
/// They live, but stay young if only stacks, frames and old objects changed since the last collection refer to them: these are looked at in
/// the next one, too (such objects stay remembered), so that the mark bit can be taken back at the end of this one, and the next finds them
/// dead. Otherwise each round of a program that hands on large pieces of data would leave some of them among the old, and a major collection
/// were due every few rounds. Only objects without references, finalizers and weak references, and only in collections that the
/// allocation of a large object brings: what is made of several parts is not half made there.
enum StackOnly {
    /// What was met, and of that the first `lent`: marked for the time of this collection.
    nonisolated(unsafe) private static var met = RawArray<Ref>(capacity: 0)
    nonisolated(unsafe) private static var lent = 0
    /// Roots are being looked at in such a collection.
    nonisolated(unsafe) static var isWanted = false

    @inline(__always) static func isKind(_ r: Ref) -> Bool { r.type == Types.bytes || r.type == ByteArrayRef.storageType || r.type == Types.int }
    /// Whether the large object R, to which a stack refers, is put off.
    @inline(__always) static func takes(_ r: Ref) -> Bool {
        guard isWanted, isKind(r) else { return false }
        met.append(r)
        return true
    }
    /// Puts off what the last visit, before which FROM objects were gray, has met; whether there was any.
    static func takes(from: Int) -> Bool {
        var kept = from
        for i in from..<Collector.gray.count {
            let r = Collector.gray[i]
            if Heap.isLarge(r) && isKind(r) { Heap.unmark(r); met.append(r) } else { Collector.gray[kept] = r; kept &+= 1 }
        }
        defer { Collector.gray.shrink(to: kept) }
        return kept < Collector.gray.count
    }
    /// All else is marked. (Many of them are not handed on, but collected.)
    static func lend() {
        lent = 0; bytes = 0
        for i in 0..<met.count where Collector.isDead(met[i]) {
            met[lent] = met[i]; lent &+= 1
            bytes &+= Heap.cellSize(met[i])
            Heap.mark(met[i])
        }
        met.shrink(to: lent)
        if lent > 32 { keep() }
    }
    /// How much it was, the last time: not counted as live otherwise, as long as a dead object that has become old keeps it.
    nonisolated(unsafe) private(set) static var bytes = 0
    /// Something came to life again that may refer to them: they live as all others.
    static func keep() {
        for i in 0..<lent { met[i].header |= HeaderFlag.old; Collector.liveBytes &+= Heap.cellSize(met[i]) }
        lent = 0; bytes = 0
    }
    /// Whether the large object R, which is marked, stays young.
    static func isLent(_ r: Ref) -> Bool {
        for i in 0..<lent where met[i] == r { return true }
        return false
    }
    /// At the end of the collection.
    static func takeBack() {
        for i in 0..<lent { Heap.unmark(met[i]) }
        lent = 0
        met.removeAll()
    }
}

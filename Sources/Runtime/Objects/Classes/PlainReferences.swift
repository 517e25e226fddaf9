/// The plain references there are (of type `ref`, without callback), by the referent's address: asking for one again gives the same.
///
/// Open addressing; an entry whose reference is 0 is no longer one, but its place stays taken until the table is made anew. Weak: the
/// collector tells which references and referents are gone. What survived a collection is old and can only go in a major one.
enum PlainReferences {
    private struct Entry { var object: UInt64 = 0, reference: UInt64 = 0 }
    nonisolated(unsafe) private static var entries = UnsafeMutablePointer<Entry>.allocate(capacity: 0), mask = -1, used = 0
    /// Referents of the entries made since the last collection.
    nonisolated(unsafe) private static var recent = RawArray<UInt64>(capacity: 0)

    @inline(__always) private static func place(_ o: UInt64) -> Int {
        var i = Int(truncatingIfNeeded: (o &>> 4) &* 0x9E3779B97F4A7C15 &>> 24) & mask
        while entries[i].object != 0 && entries[i].object != o { i = (i &+ 1) & mask }
        return i
    }
    static func find(_ o: Value) -> Value? {
        if mask < 0 { return nil }
        let r = entries[place(o.bits)].reference
        return r == 0 ? nil : Value(bits: r)
    }
    static func add(_ o: Value, _ reference: Ref) {
        recent.append(o.bits)
        insert(o.bits, Value(reference).bits)
    }
    private static func insert(_ o: UInt64, _ reference: UInt64) {
        if used &* 2 > mask { grow() }
        let i = place(o)
        if entries[i].object == 0 { used &+= 1 }
        entries[i] = Entry(object: o, reference: reference)
    }
    private static func grow() {
        let old = entries, n = mask &+ 1
        var live = 0
        for i in 0..<n where old[i].reference != 0 { live += 1 }
        reset(max(64, (live &* 4).nextPowerOf2))
        for i in 0..<n where old[i].reference != 0 { insert(old[i].object, old[i].reference) }
        old.deallocate()
    }
    private static func reset(_ n: Int) {
        entries = .allocate(capacity: n); entries.initialize(repeating: Entry(), count: n)
        mask = n &- 1; used = 0
    }
    /// The collector knows what is gone. FROM: its references before that were not looked at.
    static func forget(from: Int) {
        if mask < 0 { return }
        if from > 0 {
            for i in 0..<recent.count {
                let k = place(recent[i]), w = Value(bits: entries[k].reference)
                if w.isPointer, Collector.isDead(w.ref) || w.ref.value(WeakReference.target).isUnbound { entries[k].reference = 0 }
            }
        } else {
            let all = Collector.weakReferences, old = entries
            reset(mask &+ 1)
            old.deallocate()
            for i in 0..<all.count {
                let w = all[i], o = w.value(WeakReference.target)
                if w.type == Types.weakref && w.value(WeakReference.callback).isNone && o.isPointer { insert(o.bits, Value(w).bits) }
            }
        }
        recent.removeAll()
    }
}
private extension Int {
    var nextPowerOf2: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}

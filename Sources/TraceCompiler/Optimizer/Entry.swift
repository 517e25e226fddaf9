import TraceIR

// How a bridge comes back to its loop. Jumping to the loop's beginning through memory would tag and store every variable, only to load, check and untag
// it at once. So the slots that an iteration changes are read and unboxed before anything else, and behind that stands `entry`: a bridge
// that has the values in these kinds jumps there with all of them in registers.
//
// The memory of such a slot is then not up to date while the trace runs. So each exit in the first iteration restores it, changed or not (in the loop
// that is so anyway). Slots that the iteration reads but does not change are stored by the bridge if it changed them, and loaded as ever.
//
// The guards that were moved to the beginning leave to the loop header: nothing has happened yet. A slot that the iteration writes before it reads it
// enters as a tagged word. Where the trace needs the tagged word of a variable that enters unboxed, it is tagged anew behind the entry.
//
// Rejected: to jump to the loop itself, behind the first iteration. The loop relies on everything that the first iteration has established, also on what
// is in memory and on guards that were dropped because of it; a bridge would have to establish it again, which is what the first iteration does.
struct EntrySlot {
    var slot: Int32
    /// The raw `loadSlot`, or -1 if the iteration does not read it; its guard (of an int) and its unboxing.
    var load: Int32, check: Int32, unboxed: Int32
    /// The trace uses the tagged word behind the entry.
    var usesWord = false
    /// Where the value is in the finished trace.
    var ref = Ref.none
}
extension TraceBuilder {
    /// The slots that the loop carries, with what reads them; empty if the trace has no entry. HEADER: the raw snapshot at the loop.
    func entrySlots(_ header: Int) -> [EntrySlot] {
        guard loopStart >= 0, !isBridge, passes.contains(.entry), passes.contains(.dce) else { return [] }
        var found: [EntrySlot] = []
        eachSlot(raw.snapshots[header].entryStart) { s, _ in found.append(EntrySlot(slot: s, load: -1, check: -1, unboxed: -1)) }
        if found.count > 64 { return [] }
        for k in 0..<loopStart {
            let i = raw.instructions[k]
            switch i.op {
            case .loadSlot:
                if let n = found.firstIndex(where: { $0.slot == i.imm }), found[n].load < 0 { found[n].load = Int32(k) }
            case .guardIsInt, .untagInt, .unboxFloat:
                guard i.a.isInstruction, raw.instructions[i.a.index].op == .loadSlot, let n = found.firstIndex(where: { $0.load == i.a.raw }) else { continue }
                if i.op == .guardIsInt { if found[n].check < 0 { found[n].check = Int32(k) } } else if found[n].unboxed < 0 { found[n].unboxed = Int32(k) }
            default: break
            }
        }
        for n in found.indices where found[n].unboxed >= 0 && raw.instructions[Int(found[n].unboxed)].op == .untagInt && found[n].check < 0 { found[n].unboxed = -1 }
        return found
    }
    /// The values that a jump to the entry of T hands over; nil if one does not have the kind that is wanted. S: where guards on them leave to.
    func entryValues(of t: Trace, _ s: SnapshotID) -> [Ref]? {
        guard t.entrySlots.count > 0 else { return nil }
        func fits(_ r: Ref, _ k: Kind) -> Bool {
            switch (k, kind(r)) {
            case (.int, .int), (.f64, .f64), (.word, _): return true
            case (.int, .word): return isIntWord(r) != false
            case (.f64, .word): return isIntWord(r) != true && !isOp(r, .tagBool) && !isOp(r, .new)
            default: return false
            }
        }
        var values: [Ref] = []
        for e in t.entrySlots.elements { let r = loadSlot(Int(e.slot)); if !fits(r, t.kind(e.ref)) { return nil }; values.append(r) }
        for (n, e) in t.entrySlots.elements.enumerated() {
            switch t.kind(e.ref) {
            case .int: values[n] = guardInt(values[n], s)
            case .f64: values[n] = guardFloat(values[n], s)
            default: values[n] = asWord(values[n])
            }
        }
        return failure == nil ? values : nil
    }
}

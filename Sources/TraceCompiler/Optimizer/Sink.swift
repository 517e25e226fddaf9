import TraceIR

// Allocation removal: an object that no instruction needs is not made by the trace. Loads from it have found their values in its stores already
// (Memory.swift), so what is left are its stores and the snapshots that name it. Those exits make it, from the values that its fields had
// at the snapshot ("virtual" object). Falls out of marking what is used (Finish.swift): stores into a `new`, and barriers for it, are
// no roots; they live if the object does, and the object lives if an operand needs it.
//
// Across the back edge: in a snapshot of the loop, an object r of the first emission stands for the object of the iteration before. Its fields are the last
// stores of the first emission, values read as "of the iteration before" (phis), overlaid by the second emission's stores to r that stand before the
// snapshot. It is virtual only if its second emission is as well: else a phi carries the pointer, and both are made.
//
// Invariants: all references to a virtual object are known, since whatever else might yield one makes it escape (stored in something real, passed to a call,
// compared by an operation that is not decided at emission, carried by a phi with another value). A snapshot sees the fields as they were when it was made,
// not when it is used: between the two stand only instructions that a resumption will do again.
//
// Objects that escape only later in the trace are made at once, where the recorder made them.
// Rejected: to make them where they escape. It splits one position in time into two, and what escapes is made in any case.
struct Sinking {
    /// By store or barrier: the previous one of the same object; by `new`: the last one, or -1; -2: cannot be sunk.
    var link: Buffer<Int32>
    /// Loop-carried objects that a snapshot named as virtual.
    var pairs = Buffer<Int32>(capacity: 8)
    /// Objects that the current snapshot has been through, by a stamp.
    var seen: Buffer<Int32>, stamp: Int32 = 0
    let isOn: Bool
    func free() { link.giveBack(); pairs.free(); seen.giveBack() }

    init(_ t: Trace, on: Bool) {
        isOn = on
        link = .scratch(on ? t.instructions.count : 0); seen = .scratch(on ? t.instructions.count : 0)
        guard on else { return }
        let n = t.instructions.count
        link.fill(n, -1); seen.fill(n, 0)
        for k in 0..<n {
            let i = t.instructions[k]
            guard i.op == .store || i.op == .barrier, i.a.isInstruction, t.instructions[i.a.index].op == .new else { continue }
            let o = i.a.index
            if link[o] == -2 { continue }
            if i.op == .store && (!i.b.isNone || overlaps(t, o, i)) { link[o] = -2; continue }
            link[k] = link[o]; link[o] = Int32(k)
        }
    }
    /// A store that meets an earlier one in part.
    private func overlaps(_ t: Trace, _ o: Int, _ i: Instruction) -> Bool {
        var k = link[o]
        while k >= 0 {
            let s = t.instructions[Int(k)]
            if s.op == .store && (s.imm != i.imm || s.logSize != i.logSize) && Int(s.imm) < Int(i.imm) + i.size && Int(i.imm) < Int(s.imm) + s.size { return true }
            k = link[Int(k)]
        }
        return false
    }
    @inline(__always) func canSink(_ t: Trace, _ r: Ref) -> Bool { isOn && r.isInstruction && t.instructions[r.index].op == .new && link[r.index] != -2 }
    /// Calls BODY for the fields that object O has at POSITION: the latest store to each.
    @inline(__always) func eachField(_ t: Trace, _ o: Int, at position: Int32, _ body: (Instruction) -> Void) {
        var k = link[o], met: UInt64 = 0
        while k >= 0 {
            let s = t.instructions[Int(k)]
            if s.op == .store && k < position && s.imm < 512 && s.imm & 7 == 0 {
                let bit: UInt64 = 1 << UInt64(s.imm >> 3)
                if met & bit == 0 { met |= bit; body(s) }
            } else if s.op == .store && k < position {
                var j = link[o], isLast = true
                while j > k { let x = t.instructions[Int(j)]; if x.op == .store && j < position && x.imm == s.imm { isLast = false; break }; j = link[Int(j)] }
                if isLast { body(s) }
            }
            k = link[Int(k)]
        }
    }
}

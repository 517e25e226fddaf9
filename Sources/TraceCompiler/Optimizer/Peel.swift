import TraceIR

// Loop-invariant motion by peeling. The recorded iteration stays as it is, in front of the loop; behind it the same instructions are
// emitted again through the same pipeline, with each slot's first load replaced by what the slot held at the end of the iteration.
// Whatever then folds to a value of the first iteration is not computed in the loop: loads of slots that did not change, guards on
// types that are known by now, loads from memory that nothing wrote, the unboxing of ints and floats.
//
// The second emission speaks of iteration k in terms of itself and of the iteration before. So a value v of the first iteration that is
// used in the loop stands for "v of the iteration before": if its second emission v' is v itself, it is invariant; else it becomes
// a phi of v and v' (Finish.swift). That holds for what slots carry as for what memory carries (a loaded and stored field).
//
// Invariants:
// - The first emission deduces from its own guards only (nothing is known of slots at the beginning), so each deduction holds
//   in any iteration, and what it dropped need not be checked again.
// - The second may use of the first what holds for all later iterations as well: equality of operands, guards passed, memory not written,
//   and ranges of values that do not vary.
//
// Rejected: phis first and types by a fixed point. It needs two passes over the recorded code before the first emission, and
// finds less: memory is not carried.
extension TraceBuilder {
    /// S: the state at the loop header.
    func peel(_ s: Int) {
        let n = raw.instructions.count, headerChain = raw.snapshots[s].entryStart
        substitution.fill(n, .none)
        // What each slot holds at the end; where nothing was stored, what it held before.
        var unchanged = Buffer<Int32>.scratch(n)
        unchanged.fill(n, 0)
        defer { unchanged.giveBack() }
        for k in 0..<n where raw.instructions[k].op == .loadSlot { substitution[k] = finalValue(Int(raw.instructions[k].imm), Ref(k), headerChain) }
        for k in 0..<n {
            let i = raw.instructions[k]
            switch i.op {
            case .loadSlot: unchanged[k] = substitution[k] == Ref(k) ? 1 : 0
            case .load, .call, .inherit, .new: break
            default:
                if i.kind != .none && (i.a.raw < 0 || unchanged[i.a.index] == 1) && (i.b.raw < 0 || unchanged[i.b.index] == 1) && (i.c.raw < 0 || unchanged[i.c.index] == 1) { unchanged[k] = 1 }
            }
        }
        widenForLoop(invariant: unchanged)

        loopStart = n; raw.loopStart = n
        append(Instruction(.loop, .none, imm: Int32(s)))
        // Slot writes of the second iteration continue the chain at the header.
        let writesBefore = writes.count
        var chainMap = Buffer<Int32>.scratch(writesBefore)
        chainMap.fill(writesBefore, -2)
        defer { chainMap.giveBack() }
        // A chain that begins anew (it was compacted) names every slot that was ever written; on top of the header's it means the same.
        var snapshotMap = Buffer<Int32>.scratch(raw.snapshots.count)
        snapshotMap.fill(raw.snapshots.count, -1)
        defer { snapshotMap.giveBack() }

        emittedAt.fill(n + 1, Int32(n))
        for k in 0..<n {
            if failure != nil { return }
            emittedAt[k] = Int32(raw.instructions.count)
            var i = raw.instructions[k]
            if i.op == .loadSlot {
                let v = substitution[k]
                if v.isInstruction || v.isConstant, kind(v) != .word { substitution[k] = asWord(v) }
                continue
            }
            i.a = substituted(i.a); i.b = substituted(i.b); i.c = substituted(i.c)
            if i.op == .call {
                var c = raw.calls[Int(i.imm)]
                let first = raw.arguments.count
                for j in 0..<Int(c.argumentCount) { raw.arguments.append(substituted(raw.arguments[Int(c.firstArgument) + j])) }
                c.firstArgument = Int32(first)
                if c.snapshot >= 0 { c.snapshot = mapped(c.snapshot, headerChain, &chainMap, &snapshotMap) }
                substitution[k] = emitCall(c, i.kind)
                continue
            }
            if raw.hasSnapshot(i) { i.imm = mapped(i.imm, headerChain, &chainMap, &snapshotMap) }
            substitution[k] = emit(i)
        }
    }
    /// After a peel that failed because the iteration cannot follow itself: the first emission alone, as it stood, so that the trace can end with a jump to its beginning
    /// (which knows nothing of where it comes from). False after other failures.
    public func unpeel() -> Bool {
        guard failure == .unstable, loopStart >= 0 else { return false }
        let n = Int32(loopStart)
        failure = nil; loopStart = -1; raw.loopStart = -1
        raw.instructions.count = Int(n)
        for k in 0..<256 {
            while chains[k] >= n { chains[k] = previous[Int(chains[k])] }
            while stores[k] >= n { stores[k] = previousOfClass[Int(stores[k])] }
            while loads[k] >= n { loads[k] = previousOfClass[Int(loads[k])] }
        }
        // (At the latest there.)
        for k in 0..<32 { writers[k] = min(writers[k], n - 1) }
        lastCollecting = min(lastCollecting, n - 1)
        return true
    }
    @inline(__always) private func substituted(_ r: Ref) -> Ref { r.isInstruction ? substitution[r.index] : r }

    private func finalValue(_ slot: Int, _ own: Ref, _ headerChain: Int32) -> Ref {
        // A slot that is restored by the header's snapshot has that value; one that was flushed holds what is known of it.
        var w = headerChain
        while w >= 0 {
            let x = writes[Int(w)]
            if Int(x.slot) == slot { if !x.ref.isNone { return x.ref }; break }
            w = x.previous
        }
        let k = at(Int32(slot))
        return slotState[k] & 2 != 0 && !slotValue[k].isNone ? slotValue[k] : own
    }
    private func mapped(_ s: Int32, _ header: Int32, _ chainMap: inout Buffer<Int32>, _ snapshotMap: inout Buffer<Int32>) -> Int32 {
        if snapshotMap[Int(s)] >= 0 { return snapshotMap[Int(s)] }
        var x = raw.snapshots[Int(s)]
        x.entryStart = mapChain(x.entryStart, header, &chainMap)
        raw.snapshots.append(x)
        snapshotPosition.append(emittedAt[Int(snapshotPosition[Int(s)])])
        snapshotMap[Int(s)] = Int32(raw.snapshots.count - 1)
        return snapshotMap[Int(s)]
    }
    /// The chain of the second iteration that corresponds to HEAD of the first.
    private func mapChain(_ head: Int32, _ header: Int32, _ map: inout Buffer<Int32>) -> Int32 {
        scratch.removeAll()
        var w = head
        while w >= 0 && map[Int(w)] == -2 { scratch.append(w); w = writes[Int(w)].previous }
        var to = w < 0 ? header : map[Int(w)]
        var k = scratch.count - 1
        while k >= 0 {
            let x = writes[Int(scratch[k])]
            let r = x.ref.isNone ? Ref.none : substituted(x.ref)
            writes.append(SlotWrite(slot: x.slot, ref: r, previous: to))
            to = Int32(writes.count - 1)
            map[Int(scratch[k])] = to
            k -= 1
        }
        return to
    }
}

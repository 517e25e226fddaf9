import TraceIR

extension TraceBuilder {
    /// Emits a trace again, as recorded (without a loop; `closeLoop` at its end makes one): how a text becomes a trace under the passes, and how the
    /// passes are tested. Exits restore what the text says.
    public func replay(_ t: Trace) -> Trace? {
        begin()
        isBridge = (0..<t.instructions.count).contains { t.instructions[$0].op == .inherit }
        var map = [Ref](repeating: .none, count: t.instructions.count)
        func to(_ r: Ref) -> Ref { r.isInstruction ? map[r.index] : r.isNone ? r : constant(t.constant(r).kind, t.constant(r).bits) }
        var snapshots = [SnapshotID?](repeating: nil, count: t.snapshots.count)
        func snapshot(_ s: Int) -> SnapshotID {
            if let known = snapshots[s] { return known }
            defer { snapshots[s] = SnapshotID(index: Int32(raw.snapshots.count - 1)) }
            beginSnapshot(t.snapshots[s].reason, payload: t.snapshots[s].payload)
            for f in t.frames(of: s) {
                beginPath()
                for p in t.path(of: f) { addToPath(p) }
                addFrame(code: f.code, base: Int(f.base))
            }
            // A chain of its own that first clears what earlier ones said.
            var w: Int32 = -1
            for e in t.entries(of: s) where touch(Int(e.slot)) { writes.append(SlotWrite(slot: e.slot, ref: to(e.ref), previous: w)); w = Int32(writes.count - 1) }
            raw.snapshots.base[raw.snapshots.count - 1].entryStart = w
            return SnapshotID(index: Int32(raw.snapshots.count - 1))
        }
        for n in 0..<t.instructions.count {
            var i = t.instructions[n]
            if i.op == .jumpLoop {
                if !passes.contains(.peel) { for e in t.entries(of: Int(i.imm)) { storeSlot(Int(e.slot), to(e.ref)) } }
                let s = snapshot(Int(i.imm))
                closeLoop(snapshot: s)
                break
            }
            i.a = to(i.a); i.b = to(i.b); i.c = to(i.c)
            switch i.op {
            case .call:
                var c = t.calls[Int(i.imm)]
                let arguments = t.arguments(of: c).map(to)
                c.firstArgument = Int32(raw.arguments.count)
                for r in arguments { raw.arguments.append(r) }
                if c.snapshot >= 0 { c.snapshot = snapshot(Int(c.snapshot)).index }
                map[n] = emitCall(c, i.kind)
            case .loadSlot:
                map[n] = loadSlot(Int(i.imm))
            default:
                if i.hasSnapshot { i.imm = snapshot(Int(i.imm)).index }
                map[n] = i.op.info.effect == .control || i.op == .storeSlot ? append(i) : emit(i)
                if i.op == .jumpTrace || i.op == .exit || i.op == .leave { ended = true }
            }
        }
        return finish()
    }
}

import TraceIR

// The end of recording: what is used is marked from what has an effect, values of the first iteration that the loop uses and that vary become
// phis, and everything alive is copied into a compact `Trace`.
//
// A use of an earlier value r inside the loop (an operand, or an entry of a snapshot used there) is
// - r itself if its second emission is r (invariant),
// - else the phi of r and its second emission, where the latter is again a use inside the loop.
// Only what is used makes a phi, so marking and phi construction are one walk.
extension TraceBuilder {
    /// The finished trace, or nil after a failure. The builder can then `begin` the next.
    public func finish() -> Trace? {
        if failure != nil || !ended { failure = failure ?? .aborted(-1); return nil }
        let n = raw.instructions.count, l = loopStart >= 0 ? loopStart : n
        let dce = passes.contains(.dce)
        var live = Buffer<Int32>.scratch(n), phiOf = Buffer<Int32>.scratch(l), phis = Buffer<Int32>.scratch(16), stack = Buffer<Int32>.scratch(64)
        var usedSnapshots = Buffer<Int32>.scratch(raw.snapshots.count)
        defer { live.giveBack(); phiOf.giveBack(); phis.giveBack(); stack.giveBack(); usedSnapshots.giveBack() }
        var sinking = Sinking(raw, on: dce && hasObjects && passes.contains(.sink))
        defer { sinking.free() }
        live.fill(n, 0); phiOf.fill(l, -1); usedSnapshots.fill(raw.snapshots.count, -1)

        let header = loopStart >= 0 ? Int(raw.instructions[l].imm) : 0
        var entries = entrySlots(header)
        let hasEntry = !entries.isEmpty
        // By raw instruction, 1 + the entry slot that it loads, checks or unboxes.
        var entryOf = Buffer<Int32>.scratch(hasEntry ? l : 0)
        defer { entryOf.giveBack() }
        if hasEntry {
            entryOf.fill(l, 0)
            for (n, e) in entries.enumerated() { for k in [e.load, e.check, e.unboxed] where k >= 0 { entryOf[Int(k)] = Int32(n + 1) } }
        }
        /// A value that an exit restores, without its tag.
        func bare(_ r: Ref) -> Ref {
            let u = untagged(r)
            if hasEntry && u.isInstruction && u.index < l && entryOf[u.index] > 0 {
                let e = entries[Int(entryOf[u.index]) - 1]
                if e.unboxed >= 0 && e.load == u.raw { return Ref(raw: e.unboxed) }
            }
            return u
        }
        /// R is used; if it is what an entry slot loads, as the tagged word.
        func noteWord(_ r: Ref) {
            if hasEntry && r.index < l && entryOf[r.index] > 0 && entries[Int(entryOf[r.index]) - 1].load == r.raw { entries[Int(entryOf[r.index]) - 1].usesWord = true }
        }
        func mark(_ r: Ref, inLoop: Bool) {
            guard r.isInstruction else { return }
            var r = r
            noteWord(r)
            // A chain of substitutions ends at a loop value, an invariant, or a phi that exists.
            while inLoop && r.index < l && substitution[r.index] != r {
                if phiOf[r.index] >= 0 { return }
                phiOf[r.index] = Int32(phis.count); phis.append(r.raw)
                if live[r.index] == 0 { live[r.index] = 1; stack.append(r.raw) }
                r = substitution[r.index]
                if !r.isInstruction { return }
                // (What begins the phi of the one before: variables that hand their values on.)
                noteWord(r)
            }
            if live[r.index] == 0 { live[r.index] = 1; stack.append(r.raw) }
        }
        // By write: heads from which everything has been marked, outside of the loop (1) and inside (2); an object that may be sunk stands from there on (4).
        var walked = Buffer<UInt8>.scratch(writes.count)
        defer { walked.giveBack() }
        walked.fill(writes.count, 0)
        if sinking.isOn {
            for w in 0..<writes.count {
                let x = writes[w]
                if x.previous >= 0 && walked[Int(x.previous)] != 0 || !x.ref.isNone && sinking.canSink(raw, bare(x.ref)) { walked[w] = 4 }
            }
        }
        // The slots in which what may be sunk stands along the chain from HELDHEAD on, the latest written first.
        var held = Buffer<SlotWrite>(capacity: 32), heldBefore = Buffer<SlotWrite>(capacity: 32), heldHead: Int32 = -1
        defer { held.free(); heldBefore.free() }
        func hold(from h: Int32) {
            if h == heldHead { return }
            swap(&held, &heldBefore)
            held.removeAll()
            generation &+= 1
            var w = h
            while w >= 0 && w != heldHead {
                let x = writes[Int(w)]
                if seen[at(x.slot)] != generation {
                    seen[at(x.slot)] = generation
                    if !x.ref.isNone, case let r = bare(x.ref), sinking.canSink(raw, r) || isOp(r, .virtual) { held.append(x) }
                }
                w = x.previous
            }
            if w >= 0 { for k in 0..<heldBefore.count where seen[at(heldBefore[k].slot)] != generation { held.append(heldBefore[k]) } }
            heldHead = h
        }
        func markSnapshot(_ s: Int, inLoop: Bool) {
            if s < 0 || usedSnapshots[s] >= 0 { return }
            usedSnapshots[s] = 0
            let h = raw.snapshots[s].entryStart, isHolding = h >= 0 && walked[Int(h)] & 4 != 0
            // Phis follow through `mark`, which does not touch the generation of `eachSlot`.
            if isHolding && inLoop {
                sinking.stamp += 1
                eachSlot(h) { hold($1, inLoop: inLoop, snapshotPosition[s]) }
                return
            }
            let bit: UInt8 = inLoop ? 2 : 1
            generation &+= 1
            var w = h
            while w >= 0 && walked[Int(w)] & bit == 0 {
                let x = writes[Int(w)]
                if seen[at(x.slot)] != generation {
                    seen[at(x.slot)] = generation
                    if !x.ref.isNone, case let r = bare(x.ref), !isHolding || !sinking.canSink(raw, r) { mark(r, inLoop: inLoop) }
                }
                w = x.previous
            }
            if h >= 0 { walked[Int(h)] |= bit }
            if isHolding {
                hold(from: h)
                sinking.stamp += 1
                for k in 0..<held.count { hold(held[k].ref, inLoop: false, snapshotPosition[s]) }
            }
        }
        /// R is held by a snapshot made at POSITION.
        func hold(_ tagged: Ref, inLoop: Bool, _ position: Int32) {
            let r = bare(tagged)
            guard sinking.canSink(raw, r), live[r.index] == 0 else { mark(r, inLoop: inLoop); return }
            if sinking.seen[r.index] == sinking.stamp { return }
            sinking.seen[r.index] = sinking.stamp
            if inLoop && r.index < l {
                if !sinking.canSink(raw, substitution[r.index]) { mark(r, inLoop: true); return }
                sinking.pairs.append(r.raw)
            }
            if let type = Optional(raw.instructions[r.index].a), type.isInstruction { mark(type, inLoop: inLoop) }
            sinking.eachField(raw, r.index, at: position) { hold($0.c, inLoop: inLoop, position) }
        }
        func markOperands(_ k: Int) {
            let i = raw.instructions[k], inLoop = k >= l
            if hasEntry && k < l && entryOf[k] > 0 { return }                     // stands before the entry, with a snapshot of its own
            mark(i.a, inLoop: inLoop); mark(i.b, inLoop: inLoop); mark(i.c, inLoop: inLoop)
            if i.op == .call || i.op == .jumpEntry { for r in raw.arguments(of: raw.calls[Int(i.imm)]) { mark(r, inLoop: inLoop) } }
            if i.op == .new && sinking.isOn {
                var s = sinking.link[k]
                if s == -2 { for j in k + 1..<n where raw.instructions[j].a.raw == Int32(k) && raw.info(raw.instructions[j].op).effect == .store && live[j] == 0 { live[j] = 1; stack.append(Int32(j)) } }
                while s >= 0 { if live[Int(s)] == 0 { live[Int(s)] = 1; stack.append(s) }; s = sinking.link[Int(s)] }
            }
            markSnapshot(raw.snapshot(of: i), inLoop: inLoop)
        }
        for k in 0..<n {
            let i = raw.instructions[k], d = raw.info(i.op)
            let root: Bool
            switch d.effect {
            case .store: root = !(sinking.isOn && i.op != .storeSlot && isOp(i.a, .new))
            case .guard, .control: root = true
            case .call: root = !raw.calls[Int(i.imm)].isPure || raw.calls[Int(i.imm)].raises
            case .checked: root = (!d.removable || keepsDeadChecks) && raw.hasSnapshot(i)
            case .pure, .load, .allocate: root = false
            }
            if root || !dce, live[k] == 0 { live[k] = 1; stack.append(Int32(k)) }
            while stack.count > 0 { stack.count -= 1; markOperands(Int(stack[stack.count])) }
        }
        // An object that one end of the loop needs is needed at both.
        var changed = sinking.pairs.count > 0
        while changed {
            changed = false
            for p in 0..<sinking.pairs.count {
                let r = Ref(raw: sinking.pairs[p]), other = substitution[r.index]
                if (live[r.index] != 0 || live[other.index] != 0), live[r.index] == 0 || live[other.index] == 0 || phiOf[r.index] < 0 {
                    mark(r, inLoop: true); changed = true
                    while stack.count > 0 { stack.count -= 1; markOperands(Int(stack[stack.count])) }
                }
            }
        }
        // Virtual objects stand where they were made, as names.
        var virtuals = false
        if sinking.isOn {
            for k in 0..<n where sinking.seen[k] != 0 && live[k] == 0 { live[k] = 1; raw.instructions.base[k].op = .virtual; virtuals = true }
            heldHead = -1
        }

        // What enters stands first, and lives.
        var entryStart: Int32 = 0
        if hasEntry {
            for n in entries.indices {
                let e = entries[n]
                entryStart += e.unboxed < 0 ? 1 : e.check >= 0 ? 3 : 2
                for k in [e.load, e.check, e.unboxed] where k >= 0 { live[Int(k)] = 0 }
            }
            entryStart += 1
        }
        // Number what lives: first iteration, loop, phis, body.
        var newIndex = Buffer<Int32>.scratch(n)
        defer { newIndex.giveBack() }
        newIndex.fill(n, -1)
        var next: Int32 = entryStart
        if hasEntry {
            var at: Int32 = 0
            for n in entries.indices {
                let e = entries[n]
                let size: Int32 = e.unboxed < 0 ? 1 : e.check >= 0 ? 3 : 2
                entries[n].ref = Ref(raw: at + size - 1)
                if e.load >= 0 { newIndex[Int(e.load)] = e.unboxed < 0 ? at : -1 }
                if e.unboxed >= 0 { newIndex[Int(e.unboxed)] = at + size - 1; if e.usesWord { newIndex[Int(e.load)] = next; next += 1 } }
                at += size
            }
        }
        for k in 0..<n {
            if live[k] != 0 { newIndex[k] = next; next += 1 }
            if k == l { next += Int32(phis.count) }
        }
        let t = Trace(like: raw, instructions: Int(next))
        t.nextSlot = raw.nextSlot
        var constantMap = Buffer<Int32>.scratch(raw.constants.count)
        defer { constantMap.giveBack() }
        constantMap.fill(raw.constants.count, -1)
        func rename(_ r: Ref, inLoop: Bool) -> Ref {
            if virtuals && isOp(r, .virtual) { return Ref(raw: newIndex[r.index]) }
            if r.isNone { return r }
            if r.isConstant {
                if constantMap[r.constantIndex] < 0 { constantMap[r.constantIndex] = Int32(t.constants.count); t.constants.append(raw.constants[r.constantIndex]) }
                return Ref(constant: Int(constantMap[r.constantIndex]))
            }
            if inLoop && r.index < l && substitution[r.index] != r { return Ref(raw: newIndex[l] + 1 + phiOf[r.index]) }
            return Ref(raw: newIndex[r.index])
        }
        // By write and side of the loop, the entry with which the list from there on begins; -1: there is none yet. Only heads of snapshots have one: of what lies
        // between two heads, only the latest write to each slot is kept.
        var heads = Buffer<Int32>.scratch(2 * writes.count)
        defer { heads.giveBack() }
        heads.fill(2 * writes.count, -1)
        // What lies below all others in the first iteration.
        var bottom: Int32 = -1
        func list(_ h: Int32, inLoop: Bool) -> Int32 {
            let side = inLoop ? 1 : 0
            var w = h, to = inLoop ? -1 : bottom
            generation &+= 1
            scratch.removeAll()
            while w >= 0 {
                let known = heads[2 * Int(w) + side]
                if known >= 0 { to = known; break }
                let x = writes[Int(w)]
                if seen[at(x.slot)] != generation { seen[at(x.slot)] = generation; scratch.append(w) }
                w = x.previous
            }
            var k = scratch.count - 1
            while k >= 0 {
                let x = writes[Int(scratch[k])]
                if !x.ref.isNone || to >= 0 {
                    t.entries.append(SlotEntry(slot: x.slot, ref: x.ref.isNone ? .none : rename(bare(x.ref), inLoop: inLoop), previous: to))
                    to = Int32(truncatingIfNeeded: t.entries.count - 1)
                }
                k -= 1
            }
            if h >= 0 { heads[2 * Int(h) + side] = to }
            return to
        }
        func field(_ object: Ref, inLoop: Bool, _ position: Int32) {
            guard isOp(object, .virtual), sinking.seen[object.index] != sinking.stamp else { return }
            sinking.seen[object.index] = sinking.stamp
            sinking.eachField(raw, object.index, at: position) { s in
                let v = bare(s.c), isTagged = v != s.c
                t.fields.append(FieldEntry(object: rename(object, inLoop: inLoop), value: rename(v, inLoop: inLoop), offset: s.imm, aux: s.aux, isTagged: isTagged))
            }
            sinking.eachField(raw, object.index, at: position) { field(bare($0.c), inLoop: inLoop, position) }
        }
        // Where paths lie in the finished trace.
        var pathMap = Buffer<Int32>.scratch(raw.paths.count + 1), lastFrame = -1
        defer { pathMap.giveBack() }
        pathMap.fill(raw.paths.count + 1, -1)
        /// Gives X frames in the finished trace.
        func frames(_ x: inout Snapshot) {
            let f = Int(x.frameStart)
            if let last = t.snapshots.count > 0 ? t.snapshots[t.snapshots.count - 1] : nil, lastFrame == f, last.frameCount == x.frameCount { x.frameStart = last.frameStart }
            else {
                lastFrame = f
                x.frameStart = Int32(t.frames.count)
                for k in 0..<Int(x.frameCount) {
                    var r = raw.frames[f + k]
                    let p = Int(r.pathStart)
                    // (Nothing else begins where a path does, unless that is empty.)
                    if r.pathCount > 0 {
                        if pathMap[p] < 0 {
                            pathMap[p] = Int32(t.paths.count)
                            for j in 0..<Int(r.pathCount) { t.paths.append(raw.paths[p + j]) }
                        }
                        r.pathStart = pathMap[p]
                    } else { r.pathStart = 0 }
                    t.frames.append(r)
                }
            }
        }
        /// A snapshot like raw S for a guard before the entry: everything is in memory.
        func copyFrames(_ s: Int32) -> Int32 {
            var x = raw.snapshots[Int(s)]
            x.reason = .guard; x.entryStart = -1; x.fieldStart = Int32(t.fields.count)
            frames(&x)
            t.snapshots.append(x)
            return Int32(t.snapshots.count - 1)
        }
        func snapshot(_ s: Int, inLoop: Bool) -> Int32 {
            if s < 0 { return -1 }
            if usedSnapshots[s] > 0 { return usedSnapshots[s] - 1 }
            var x = raw.snapshots[s]
            let h = x.entryStart
            x.entryStart = list(h, inLoop: inLoop)
            x.fieldStart = Int32(t.fields.count)
            if virtuals && h >= 0 && walked[Int(h)] & 4 != 0 {
                sinking.stamp += 1
                hold(from: h)
                for k in 0..<held.count { field(bare(held[k].ref), inLoop: inLoop, snapshotPosition[s]) }
                x.fieldCount = Int32(t.fields.count) - x.fieldStart
            }
            frames(&x)
            t.snapshots.append(x)
            usedSnapshots[s] = Int32(t.snapshots.count)
            return Int32(t.snapshots.count - 1)
        }
        if hasEntry {
            let s = copyFrames(Int32(header))
            for e in entries {
                let load = Ref(t.instructions.count)
                t.instructions.append(Instruction(.loadSlot, .word, imm: e.slot))
                guard e.unboxed >= 0 else { t.entrySlots.append(SlotEntry(slot: e.slot, ref: load)); continue }
                if e.check >= 0 { t.instructions.append(Instruction(.guardIsInt, .none, load, imm: s)) }
                let u = raw.instructions[Int(e.unboxed)]
                t.entrySlots.append(SlotEntry(slot: e.slot, ref: Ref(t.instructions.count)))
                t.instructions.append(Instruction(u.op, u.kind, load, imm: u.op == .unboxFloat ? s : -1))
            }
            t.instructions.append(Instruction(.entry, .none))
            for e in entries.reversed() { t.entries.append(SlotEntry(slot: e.slot, ref: e.ref, previous: bottom)); bottom = Int32(t.entries.count - 1) }
            for e in entries where e.unboxed >= 0 && e.usesWord { t.instructions.append(Instruction(t.kind(e.ref) == .int ? .tagInt : .tagFloat, .word, e.ref)) }
        }
        for k in 0..<n where live[k] != 0 {
            var i = raw.instructions[k]
            let inLoop = k >= l
            i.a = rename(i.a, inLoop: inLoop); i.b = rename(i.b, inLoop: inLoop); i.c = rename(i.c, inLoop: inLoop)
            if i.op == .call || i.op == .jumpEntry {
                var c = raw.calls[Int(i.imm)]
                let first = t.arguments.count
                for r in raw.arguments(of: c) { t.arguments.append(rename(r, inLoop: inLoop)) }
                c.firstArgument = Int32(first); c.snapshot = snapshot(Int(c.snapshot), inLoop: inLoop)
                i.imm = Int32(t.calls.count)
                t.calls.append(c)
            } else if raw.hasSnapshot(i) { i.imm = snapshot(Int(i.imm), inLoop: inLoop) }
            if k == l { t.loopStart = t.instructions.count }
            t.instructions.append(i)
            if k == l {
                for p in 0..<phis.count {
                    let r = Ref(raw: phis[p])
                    t.instructions.append(Instruction(.phi, raw.kind(r), rename(r, inLoop: false), rename(substitution[r.index], inLoop: true)))
                }
            }
        }
        if max(t.instructions.count, t.constants.count) > Trace.mostValues { failure = .tooLong; return nil }
        if _slowPath(history != nil) { noteOrigins(t, newIndex) }
        return t
    }
    /// What R is the tagged word of, if it is made by tagging: exits tag by themselves.
    @inline(__always) private func untagged(_ r: Ref) -> Ref {
        guard r.isInstruction, passes.contains(.dce) else { return r }
        let i = raw.instructions[r.index]
        return i.op == .tagInt || i.op == .tagFloat || i.op == .tagBool ? i.a : r
    }
}

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
        var live = Buffer<Int32>(capacity: n + 1), phiOf = Buffer<Int32>(capacity: l + 1), phis = Buffer<Int32>(capacity: 16), stack = Buffer<Int32>(capacity: 64)
        var usedSnapshots = Buffer<Int32>(capacity: raw.snapshots.count + 1)
        defer { live.free(); phiOf.free(); phis.free(); stack.free(); usedSnapshots.free() }
        live.fill(n, 0); phiOf.fill(l, -1); usedSnapshots.fill(raw.snapshots.count, -1)

        func mark(_ r: Ref, inLoop: Bool) {
            guard r.isInstruction else { return }
            var r = r
            // A chain of substitutions ends at a loop value, an invariant, or a phi that exists.
            while inLoop && r.index < l && substitution[r.index] != r {
                if phiOf[r.index] >= 0 { return }
                phiOf[r.index] = Int32(phis.count); phis.append(r.raw)
                if live[r.index] == 0 { live[r.index] = 1; stack.append(r.raw) }
                r = substitution[r.index]
                if !r.isInstruction { return }
            }
            if live[r.index] == 0 { live[r.index] = 1; stack.append(r.raw) }
        }
        func markSnapshot(_ s: Int, inLoop: Bool) {
            if s < 0 || usedSnapshots[s] >= 0 { return }
            usedSnapshots[s] = 0
            // Phis follow through `mark`, which does not touch the generation of `eachSlot`.
            eachSlot(raw.snapshots[s].entryStart) { mark($1, inLoop: inLoop) }
        }
        func markOperands(_ k: Int) {
            let i = raw.instructions[k], inLoop = k >= l
            mark(i.a, inLoop: inLoop); mark(i.b, inLoop: inLoop); mark(i.c, inLoop: inLoop)
            if i.op == .call { for r in raw.arguments(of: raw.calls[Int(i.imm)]) { mark(r, inLoop: inLoop) } }
            markSnapshot(raw.snapshot(of: i), inLoop: inLoop)
        }
        for k in 0..<n {
            let i = raw.instructions[k], d = i.op.info
            let root: Bool
            switch d.effect {
            case .store, .guard, .control: root = true
            case .call: root = !raw.calls[Int(i.imm)].isPure
            case .checked: root = (!d.removable || keepsDeadChecks) && i.hasSnapshot
            case .pure, .load: root = false
            }
            if root || !dce, live[k] == 0 { live[k] = 1; stack.append(Int32(k)) }
            while stack.count > 0 { stack.count -= 1; markOperands(Int(stack[stack.count])) }
        }

        // Number what lives: first iteration, loop, phis, body.
        let t = Trace()
        var newIndex = Buffer<Int32>(capacity: n + 1)
        defer { newIndex.free() }
        newIndex.fill(n, -1)
        var next: Int32 = 0
        for k in 0..<n {
            if live[k] != 0 { newIndex[k] = next; next += 1 }
            if k == l { next += Int32(phis.count) }
        }
        var constantMap = Buffer<Int32>(capacity: raw.constants.count + 1)
        defer { constantMap.free() }
        constantMap.fill(raw.constants.count, -1)
        func rename(_ r: Ref, inLoop: Bool) -> Ref {
            if r.isNone { return r }
            if r.isConstant {
                if constantMap[r.constantIndex] < 0 { constantMap[r.constantIndex] = Int32(t.constants.count); t.constants.append(raw.constants[r.constantIndex]) }
                return Ref(constant: Int(constantMap[r.constantIndex]))
            }
            if inLoop && r.index < l && substitution[r.index] != r { return Ref(raw: newIndex[l] + 1 + phiOf[r.index]) }
            return Ref(raw: newIndex[r.index])
        }
        // Snapshots that lie on the same chain share their entries.
        var chains = Buffer<SIMD2<Int32>>(capacity: 2 * writes.count + 3)
        defer { chains.free() }
        chains.fill(2 * (writes.count + 1), SIMD2(-1, 0))
        func snapshot(_ s: Int, inLoop: Bool) -> Int32 {
            if s < 0 { return -1 }
            if usedSnapshots[s] > 0 { return usedSnapshots[s] - 1 }
            var x = raw.snapshots[s]
            let key = 2 * (Int(x.entryStart) + 1) + (inLoop ? 1 : 0)
            if chains[key].x < 0 {
                let start = t.entries.count
                eachSlot(x.entryStart) { t.entries.append(SlotEntry(slot: $0, ref: rename($1, inLoop: inLoop))) }
                chains[key] = SIMD2(Int32(start), Int32(t.entries.count - start))
            }
            x.entryStart = chains[key].x; x.entryCount = chains[key].y
            let f = Int(x.frameStart)
            if let last = t.snapshots.count > 0 ? t.snapshots[t.snapshots.count - 1] : nil, lastFrame == f, last.frameCount == x.frameCount { x.frameStart = last.frameStart }
            else {
                lastFrame = f
                x.frameStart = Int32(t.frames.count)
                for k in 0..<Int(x.frameCount) {
                    var r = raw.frames[f + k]
                    let p = Int(r.pathStart)
                    if p == lastPath && lastPathCount == r.pathCount { r.pathStart = lastPathTo }
                    else {
                        lastPath = p; lastPathCount = r.pathCount; lastPathTo = Int32(t.paths.count)
                        r.pathStart = lastPathTo
                        for j in 0..<Int(r.pathCount) { t.paths.append(raw.paths[p + j]) }
                    }
                    t.frames.append(r)
                }
            }
            t.snapshots.append(x)
            usedSnapshots[s] = Int32(t.snapshots.count)
            return Int32(t.snapshots.count - 1)
        }
        var lastFrame = -1, lastPath = -1, lastPathCount: Int32 = -1, lastPathTo: Int32 = -1
        for k in 0..<n where live[k] != 0 {
            var i = raw.instructions[k]
            let inLoop = k >= l
            i.a = rename(i.a, inLoop: inLoop); i.b = rename(i.b, inLoop: inLoop); i.c = rename(i.c, inLoop: inLoop)
            if i.op == .call {
                var c = raw.calls[Int(i.imm)]
                let first = t.arguments.count
                for r in raw.arguments(of: c) { t.arguments.append(rename(r, inLoop: inLoop)) }
                c.firstArgument = Int32(first); c.snapshot = snapshot(Int(c.snapshot), inLoop: inLoop)
                i.imm = Int32(t.calls.count)
                t.calls.append(c)
            } else if i.hasSnapshot { i.imm = snapshot(Int(i.imm), inLoop: inLoop) }
            if k == l { t.loopStart = t.instructions.count }
            t.instructions.append(i)
            if k == l {
                for p in 0..<phis.count {
                    let r = Ref(raw: phis[p])
                    t.instructions.append(Instruction(.phi, raw.kind(r), rename(r, inLoop: false), rename(substitution[r.index], inLoop: true)))
                }
            }
        }
        return t
    }
}

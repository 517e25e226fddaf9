import TraceIR

/// A snapshot of the trace being built.
public struct SnapshotID: Equatable {
    public let index: Int32
    public init(index: Int32) { self.index = index }
    /// For a checked operation that is known to fit.
    public static let none = SnapshotID(index: -1)
}

extension TraceBuilder {
    /// Begins a snapshot; the frames follow, outermost (the root) first, each with `beginPath`, `addToPath` and `addFrame`, then `endSnapshot`. What the slots
    /// hold now belongs to it. SAME: how many of its first frames are those of the snapshot before; what equals it otherwise is shared with it, too.
    public func beginSnapshot(_ reason: ExitReason = .guard, payload: UInt64 = 0, same: Int = 0) {
        let first = raw.frames.count
        if same > 0 {
            let f = Int(raw.snapshots[raw.snapshots.count - 1].frameStart)
            for k in 0..<same { raw.frames.append(raw.frames[f + k]) }
        }
        raw.snapshots.append(Snapshot(reason: reason, frameStart: Int32(first), frameCount: Int32(same), entryStart: head, payload: payload))
        snapshotPosition.append(Int32(raw.instructions.count))
    }
    public var snapshotCount: Int { raw.snapshots.count }
    /// A snapshot with the frames of the one made last.
    public func repeatSnapshot(_ reason: ExitReason, payload: UInt64) -> SnapshotID {
        let n = raw.snapshots.count - 1, p = raw.snapshots[n]
        if p.entryStart == head && p.reason == reason && p.payload == payload { return SnapshotID(index: Int32(n)) }
        raw.snapshots.append(Snapshot(reason: reason, frameStart: p.frameStart, frameCount: p.frameCount, entryStart: head, payload: payload))
        snapshotPosition.append(Int32(raw.instructions.count))
        return SnapshotID(index: Int32(n + 1))
    }
    public func beginPath() { pathStart = raw.paths.count }
    @inline(__always) public func addToPath(_ b: UInt8) { raw.paths.append(b) }
    /// CODE: the runtime's name for the frame's code; BASE: words from the root frame's slots.
    public func addFrame(code: UInt64, base: Int) {
        let n = raw.snapshots.count - 1, s = raw.snapshots.base + n, depth = Int(s.pointee.frameCount), count = raw.paths.count - pathStart
        var f = FrameRecord(code: code, base: Int32(base), pathStart: Int32(pathStart), pathCount: Int32(count))
        if n > 0, depth < Int(raw.snapshots[n - 1].frameCount) {
            let o = raw.frames[Int(raw.snapshots[n - 1].frameStart) + depth]
            if Int(o.pathCount) == count {
                let old = raw.paths.base + Int(o.pathStart), new = raw.paths.base + pathStart
                var k = 0
                while k < count && old[k] == new[k] { k += 1 }
                if k == count { f.pathStart = o.pathStart; raw.paths.count = pathStart }
            }
        }
        raw.frames.append(f); s.pointee.frameCount += 1
    }
    public func endSnapshot() -> SnapshotID {
        let n = raw.snapshots.count - 1, s = raw.snapshots.base + n
        if n > 0, raw.snapshots[n - 1].frameCount == s.pointee.frameCount {
            let a = raw.frames.base + Int(raw.snapshots[n - 1].frameStart), b = raw.frames.base + Int(s.pointee.frameStart)
            var same = true
            for k in 0..<Int(s.pointee.frameCount) where a[k] != b[k] { same = false; break }
            if same {
                raw.frames.count -= Int(s.pointee.frameCount); s.pointee.frameStart = raw.snapshots[n - 1].frameStart
                let p = raw.snapshots[n - 1]
                if n > 0, p.entryStart == s.pointee.entryStart, p.reason == s.pointee.reason, p.payload == s.pointee.payload {
                    raw.snapshots.count -= 1; snapshotPosition.count -= 1; return SnapshotID(index: Int32(n - 1))
                }
            }
        }
        return SnapshotID(index: Int32(n))
    }
    /// The instruction that stands last is a call that was seen to raise, for which an exit had been prepared: the trace goes on with that, and is left where
    /// the call gives a value. That exit has the value in the innermost frame's slot RESULT (told from its slots), and its path ends in `finished` where the other's
    /// ends in `raising`; PAYLOAD is added to its payload. Gives a snapshot that goes on raising; nil, and nothing has changed, if the last instruction is no such call.
    public func lastCallRaised(result: Int, payload: UInt64) -> SnapshotID? {
        let n = raw.instructions.count - 1
        guard failure == nil, n >= 0, raw.instructions[n].op == .call, raw.instructions[n].kind == .word || raw.instructions[n].kind == .i64 else { return nil }
        let k = Int(raw.instructions[n].imm), c = raw.calls[k]
        guard c.raises, !c.isPure, c.snapshot >= 0 else { return nil }
        let old = raw.snapshots[Int(c.snapshot)], depth = Int(old.frameCount)
        guard old.reason == .raising, depth > 0 else { return nil }
        let last = raw.frames[Int(old.frameStart) + depth - 1], at = Int(last.base) + result
        guard last.pathCount > 0, touch(at) else { return nil }
        func copy(ending: UInt8?, head: Int32, payload: UInt64) -> SnapshotID {
            let start = raw.frames.count
            for i in 0..<depth { raw.frames.append(raw.frames[Int(old.frameStart) + i]) }
            if let ending {
                let path = raw.paths.count
                for i in 0..<Int(last.pathCount) - 1 { raw.paths.append(raw.paths[Int(last.pathStart) + i]) }
                raw.paths.append(ending)
                raw.frames.base[start + depth - 1].pathStart = Int32(path)
            }
            raw.snapshots.append(Snapshot(reason: .guard, frameStart: Int32(start), frameCount: old.frameCount, entryStart: head, payload: old.payload | payload))
            snapshotPosition.append(Int32(raw.instructions.count))
            return SnapshotID(index: Int32(raw.snapshots.count - 1))
        }
        // (A statement's signal is not in a slot.)
        let isValue = raw.instructions[n].kind == .word
        if isValue { writes.append(SlotWrite(slot: Int32(at), ref: Ref(n), previous: old.entryStart)) }
        let finished = copy(ending: 0xFF, head: isValue ? Int32(writes.count - 1) : old.entryStart, payload: payload)
        raw.calls.base[k].raises = false; raw.calls.base[k].snapshot = -1
        guardEqual(Ref(n), 0, finished)
        return copy(ending: nil, head: old.entryStart, payload: 0)
    }
    /// A snapshot with one frame, for tests and simple recorders.
    public func snapshot(_ reason: ExitReason = .guard, code: UInt64 = 0, base: Int = 0, path: [UInt8], payload: UInt64 = 0) -> SnapshotID {
        beginSnapshot(reason, payload: payload)
        beginPath()
        for p in path { addToPath(p) }
        addFrame(code: code, base: base)
        return endSnapshot()
    }

    /// Calls BODY for each slot that snapshot chain HEAD restores, in no order, each once.
    @inline(__always)
    func eachSlot(_ head: Int32, _ body: (Int32, Ref) -> Void) {
        generation &+= 1
        var w = head
        while w >= 0 {
            let x = writes[Int(w)]
            if seen[at(x.slot)] != generation { seen[at(x.slot)] = generation; if !x.ref.isNone { body(x.slot, x.ref) } }
            w = x.previous
        }
    }
}

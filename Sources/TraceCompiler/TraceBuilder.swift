import TraceIR

/// What a recorder writes a trace into, and where most optimization happens: each instruction is folded, checked against
/// what is known and looked up among the earlier ones before it is appended.
///
/// A recorder
/// 1. calls `begin()` (a loop or function) or `begin(bridgeFrom:exit:)`,
/// 2. reads and writes the slots of its frames through `loadSlot` and `storeSlot`, whose offsets are words from the root frame's
///    slots, inlined frames included; nothing is stored while the trace runs, the builder tracks what each slot holds,
/// 3. describes where it is with `snapshot(_:)` before an instruction that may leave; what slots hold goes into it by itself,
/// 4. forgets the slots of a frame that has returned with `killSlots`,
/// 5. ends with `closeLoop`, `jump`, `leave` or `exit`, then `finish()` gives the trace.
///
/// Once something has failed, every call is harmless and returns some reference; `failure` tells, `finish()` returns nil.
///
/// One builder serves many traces one after the other, and keeps its buffers. Instructions cost no allocation. Invariants:
/// - `raw` is SSA in emission order; `chains[op]`, `previous` link the instructions of one opcode from the latest back.
/// - What is deduced in the first iteration is deduced from guards and operands of that iteration alone, so it holds in every
///   iteration (see Peel.swift).
/// - A raw snapshot names a head in `writes`: the slot writes up to there, latest first; shared by all snapshots after it.
public final class TraceBuilder {
    public let encoding: Encoding
    public var passes = PassSet.all
    /// Instructions recorded before a trace is given up (the loop's second emission does not count).
    public var instructionLimit = 6000
    public internal(set) var failure: TraceFailure?
    /// Keeps how the trace comes about (`TraceHistory`); set before `begin`.
    public var history: TraceHistory?
    /// Slots that can be named: frame headers may lie below the root's slots.
    public static let slotRange = -64..<8128

    let raw = Trace()
    var previous = Buffer<Int32>(capacity: 512)
    /// By instruction: a `new` that something else may refer to by now.
    var escaped = Buffer<UInt8>(capacity: 512)
    /// By raw snapshot: how many instructions stood when it was made.
    var snapshotPosition = Buffer<Int32>(capacity: 256)
    var hasObjects = false
    /// The latest instruction that may collect.
    var lastCollecting: Int32 = -1
    var low = Buffer<Int64>(capacity: 512), high = Buffer<Int64>(capacity: 512)
    let chains = UnsafeMutablePointer<Int32>.allocate(capacity: 256)
    /// The latest store and load of each alias class, with those before it; the latest call that may write it.
    let stores = UnsafeMutablePointer<Int32>.allocate(capacity: 256), loads = UnsafeMutablePointer<Int32>.allocate(capacity: 256), writers = UnsafeMutablePointer<Int32>.allocate(capacity: 32)
    var previousOfClass = Buffer<Int32>(capacity: 512)
    /// How many instructions `previous`, `previousOfClass`, `low`, `high` and `escaped` have room for.
    private var room = 512
    var constantTable = Buffer<Int32>(capacity: 256)

    struct SlotWrite { var slot: Int32; var ref: Ref; var previous: Int32 }
    /// The value of a slot as far as the trace knows, by slot - slotRange.lowerBound.
    let slotValue = UnsafeMutablePointer<Ref>.allocate(capacity: TraceBuilder.slotRange.count)
    /// Bit 0: the value differs from memory; bit 1: the trace has written memory; bit 2: the value did differ once; bit 3: the trace has written something into the
    /// generator's object (`Window`).
    let slotState = UnsafeMutablePointer<UInt8>.allocate(capacity: TraceBuilder.slotRange.count)
    var slotLow = Int32.max, slotHigh = Int32.min
    var writes = Buffer<SlotWrite>(capacity: 256)
    var head: Int32 = -1, dirtyCount = 0, chainLength = 0, compactAt = 32

    /// Where the second emission begins (the index of `loop`), or -1; what became of each instruction before it.
    var loopStart = -1
    var substitution = Buffer<Ref>(capacity: 512)
    /// By instruction of the first emission: how many stood when the second came to it.
    var emittedAt = Buffer<Int32>(capacity: 512)
    var scratch = Buffer<Int32>(capacity: 256), seen = Buffer<Int32>(capacity: 256), generation: Int32 = 0
    var isBridge = false, ended = false
    /// Where the path that is being added begins.
    var pathStart = 0
    var windows: [Window] = []
    /// Alias class of the frames' slots where they are reached through addresses.
    public var frameClass: UInt8 = 7
    /// Keep overflow checks of results that nothing uses, so that a trace leaves exactly where the unoptimized one does (for tests).
    var keepsDeadChecks = false

    public init(encoding e: Encoding) {
        encoding = e
        slotValue.initialize(repeating: .none, count: TraceBuilder.slotRange.count)
        slotState.initialize(repeating: 0, count: TraceBuilder.slotRange.count)
        seen.fill(TraceBuilder.slotRange.count, 0)
        begin()
    }
    deinit {
        emittedAt.free(); escaped.free(); snapshotPosition.free(); previous.free(); low.free(); high.free(); chains.deallocate(); stores.deallocate(); loads.deallocate(); writers.deallocate(); previousOfClass.free(); constantTable.free(); slotValue.deallocate(); slotState.deallocate()
        writes.free(); substitution.free(); scratch.free(); seen.free()
    }

    // MARK: Beginning and ending

    /// Starts a trace at a loop header or a function's entry.
    public func begin() {
        failure = nil; isBridge = false; ended = false; loopStart = -1
        raw.loopStart = -1; raw.nextSlot = 0
        windows.removeAll()
        raw.instructions.removeAll(); raw.constants.removeAll(); raw.calls.removeAll(); raw.arguments.removeAll()
        raw.snapshots.removeAll(); raw.frames.removeAll(); raw.paths.removeAll(); raw.entries.removeAll()
        snapshotPosition.removeAll(); hasObjects = false; lastCollecting = -1
        chains.update(repeating: -1, count: 256); stores.update(repeating: -1, count: 256); loads.update(repeating: -1, count: 256); writers.update(repeating: -1, count: 32)
        constantTable.fill(256, -1)
        if slotLow <= slotHigh { for s in slotLow...slotHigh { slotValue[at(s)] = .none; slotState[at(s)] = 0 } }
        slotLow = .max; slotHigh = .min
        writes.removeAll(); head = -1; dirtyCount = 0; chainLength = 0; compactAt = 32
    }
    /// Starts a bridge: it continues where PARENT is left by SNAPSHOT, and holds the values of that snapshot, unboxed as they were.
    public func begin(bridgeFrom parent: Trace, snapshot s: Int) {
        begin()
        isBridge = true
        raw.nextSlot = parent.nextSlot
        // Each value that is held is inherited once; then virtual objects are made anew, to be sunk again if nothing needs them.
        let entries = parent.entries(of: s), fields = parent.fields(of: s), n = entries.count + fields.count
        var held = [Ref](repeating: .none, count: n)
        func ref(_ k: Int) -> Ref { k < entries.count ? entries[k].ref : fields[k - entries.count].value }
        for k in 0..<n {
            let r = ref(k)
            if parent.isVirtual(r) { continue }
            if r.isConstant { let c = parent.constant(r); held[k] = constant(c.kind, c.bits); continue }
            if let first = (0..<k).first(where: { ref($0) == r }) { held[k] = held[first]; continue }
            held[k] = emit(Instruction(.inherit, parent.kind(r), imm: Int32(k)))
        }
        var objects: [(of: Ref, ref: Ref)] = []
        func object(_ r: Ref) -> Ref {
            if let o = objects.first(where: { $0.of == r }) { return o.ref }
            let i = parent.virtual(r.index), type = parent.constant(i.a)
            objects.append((r, emit(Instruction(.new, .word, constant(type.kind, type.bits), imm: i.imm))))
            return objects[objects.count - 1].ref
        }
        for (k, e) in entries.enumerated() where parent.isVirtual(e.ref) { held[k] = object(e.ref) }
        for (k, f) in fields.enumerated() { _ = object(f.object); if parent.isVirtual(f.value) { held[entries.count + k] = object(f.value) } }
        for (k, f) in fields.enumerated() {
            let v = held[entries.count + k], w = f.isTagged ? asWord(v) : v
            // Of several objects those made first may have grown old while the others were made.
            if kind(w) == .word && !(w.isConstant && (raw.constant(w).bits == 0 || raw.constant(w).bits & 7 != 0)) { barrier(object(f.object)) }
            emit(Instruction(.store, .none, object(f.object), .none, w, imm: f.offset, aux: f.aux))
        }
        for (k, e) in entries.enumerated() { storeSlot(Int(e.slot), held[k]) }
    }
    /// The root frame lies in an object: its slot SLOT says where the frames of what it calls begin, which are numbered from `Trace.stackStart` on.
    public func rootIsApart(next slot: Int) { raw.nextSlot = Int32(slot) }
    /// Gives the trace up; REASON is the recorder's.
    public func abort(_ reason: Int) { if failure == nil { failure = .aborted(reason) } }

    /// Ends the trace with a jump back to its beginning as a loop. SNAPSHOT (reason `interrupt`) describes the loop header, with the
    /// frames as they are there; where an interrupt is pending at the back edge, the trace leaves by it.
    public func closeLoop(snapshot s: SnapshotID) {
        if failure != nil { return }
        if isBridge { failure = .bridgeLoop; return }
        if passes.contains(.peel) { peel(Int(s.index)); append(Instruction(.jumpLoop, .none)); ended = true } else { jump(to: -1, snapshot: s) }
    }
    /// Ends the trace with a jump to the beginning of another (-1: its own), which must work on the same root frame. All slots are stored, but for those that
    /// the target, if it is given, takes over in registers. S: the state at the header, from which the target would be entered.
    public func jump(to trace: Int, snapshot s: SnapshotID, target: Trace? = nil) {
        if failure != nil { return }
        if let target, passes.contains(.entry), let values = entryValues(of: target, s) {
            append(Instruction(.poll, .none, imm: s.index))
            for e in target.entrySlots.elements { killSlots(Int(e.slot), upTo: Int(e.slot) + 1) }
            flushSlots()
            let c = CallSite(address: UInt(trace), firstArgument: Int32(raw.arguments.count), argumentCount: UInt8(values.count), raises: false, isPure: false, allocates: false, writes: 0, snapshot: -1)
            for v in values { raw.arguments.append(v) }
            raw.calls.append(c)
            append(Instruction(.jumpEntry, .none, imm: Int32(raw.calls.count - 1)))
            ended = true
            return
        }
        append(Instruction(.poll, .none, imm: s.index))
        flushSlots()
        append(Instruction(.jumpTrace, .none, imm: Int32(trace)))
        ended = true
    }
    /// Ends the trace by leaving it (reason `end`).
    public func exit(snapshot s: SnapshotID) {
        if failure != nil { return }
        append(Instruction(.exit, .none, imm: s.index))
        ended = true
    }

    /// Ends the trace with the word VALUE as its result. What slots hold is dropped but for what `flushSlots` has stored.
    public func leave(_ value: Ref) {
        if failure != nil { return }
        append(Instruction(.leave, .none, asWord(value)))
        ended = true
    }

    // MARK: Slots

    @inline(__always) func at(_ s: Int32) -> Int { Int(s) - TraceBuilder.slotRange.lowerBound }
    @inline(__always) func touch(_ s: Int) -> Bool {
        if _slowPath(!TraceBuilder.slotRange.contains(s)) { if failure == nil { failure = .slotOutOfRange }; return false }
        slotLow = min(slotLow, Int32(truncatingIfNeeded: s)); slotHigh = max(slotHigh, Int32(truncatingIfNeeded: s))
        return true
    }
    /// What slot S holds: the value last stored, of whatever kind it was; else a `word`, as the frame had it when the trace began.
    public func loadSlot(_ s: Int) -> Ref {
        guard touch(s) else { return zero }
        let k = at(Int32(truncatingIfNeeded: s))
        if !slotValue[k].isNone { return slotValue[k] }
        let r = isElsewhere(s) ? loadElsewhere(s) : append(Instruction(.loadSlot, .word, imm: Int32(truncatingIfNeeded: s)))
        slotValue[k] = r
        return r
    }
    /// Whether the trace knows what slot S holds.
    public func isKnown(_ s: Int) -> Bool { TraceBuilder.slotRange.contains(s) && !slotValue[at(Int32(truncatingIfNeeded: s))].isNone }
    /// Slot S now holds R, which may be unboxed: an exit writes its tagged word.
    public func storeSlot(_ s: Int, _ r: Ref) {
        guard touch(s) else { return }
        let k = at(Int32(truncatingIfNeeded: s))
        if slotValue[k] == r { return }
        slotValue[k] = r
        if r.isInstruction && slotState[k] == 0 {
            let i = raw.instructions[r.index]
            if i.op == .loadSlot && Int(i.imm) == s { return }
        }
        if slotState[k] & 1 == 0 { slotState[k] |= 5; dirtyCount += 1 }
        link(SlotWrite(slot: Int32(truncatingIfNeeded: s), ref: r, previous: head))
    }
    private func clean(_ k: Int, _ s: Int) { slotState[k] &= ~1; dirtyCount -= 1; link(SlotWrite(slot: Int32(truncatingIfNeeded: s), ref: .none, previous: head)) }
    @inline(__always) private func link(_ w: SlotWrite) {
        head = Int32(truncatingIfNeeded: writes.count); writes.append(w); chainLength += 1
        if _slowPath(chainLength > compactAt) { compactWrites() }
    }
    /// Slots that were written over and over would make every snapshot walk a long chain: starts a new one. Clean slots are named as well:
    /// in the second emission of a loop the new chain lies on top of the header's, where they may not be clean.
    private func compactWrites() {
        head = -1; chainLength = 0
        for s in slotLow...slotHigh where slotState[at(s)] != 0 {
            writes.append(SlotWrite(slot: s, ref: slotState[at(s)] & 1 != 0 ? slotValue[at(s)] : .none, previous: head))
            head = Int32(truncatingIfNeeded: writes.count - 1); chainLength += 1
        }
        compactAt = 2 * chainLength + 32
    }
    /// Slots FIRST and up to (not including) END are dead: a frame returned, operands were consumed. They are not restored by exits any more.
    public func killSlots(_ first: Int, upTo end: Int) {
        if slotLow > slotHigh { return }
        var s = max(first, Int(slotLow))
        let e = min(end, Int(slotHigh) + 1)
        while s < e {
            let k = at(Int32(truncatingIfNeeded: s))
            if slotState[k] & 1 != 0 { clean(k, s) }
            // (What was loaded from it before need not be there any more: the words may belong to another frame now.)
            slotState[k] |= 4
            slotValue[k] = .none
            s += 1
        }
    }
    /// Makes the tagged words that `flushSlots` is going to store: what may collect comes first.
    public func tagDirtySlots() {
        var s = slotLow, left = dirtyCount
        while left > 0 && s <= slotHigh { if slotState[at(s)] & 1 != 0 { left -= 1; _ = asWord(slotValue[at(s)]) }; s += 1 }
    }
    /// Stores what slots FIRST up to END hold into the frame now, for a callee that will look at them. They stay known.
    public func flushSlots(_ first: Int = Int.min, upTo end: Int = Int.max) {
        if slotLow > slotHigh { return }
        var s = max(first, Int(slotLow)), left = dirtyCount
        let e = min(end, Int(slotHigh) + 1)
        while s < e && left > 0 {
            let k = at(Int32(truncatingIfNeeded: s))
            if slotState[k] & 1 != 0 {
                left -= 1
                if _slowPath(isElsewhere(s)) { if flushElsewhere(s, slotValue[k]) { clean(k, s) } } else {
                    append(Instruction(.storeSlot, .none, asWord(slotValue[k]), imm: Int32(truncatingIfNeeded: s)))
                    clean(k, s); slotState[k] |= 2
                }
            }
            s += 1
        }
    }

    // MARK: Emission

    @inline(__always) public func kind(_ r: Ref) -> Kind { raw.kind(r) }
    /// Whether R is an object that the trace itself makes.
    public func isNew(_ r: Ref) -> Bool { r.isInstruction && raw.instructions[r.index].op == .new }
    /// Any reference, for use after a failure.
    var zero: Ref { constant(.word, 0) }

    /// Appends an instruction, or finds a value that makes it unnecessary. For a guard the result means nothing.
    @discardableResult
    public func emit(_ instruction: Instruction) -> Ref {
        if _slowPath(history != nil) { return emitNoted(instruction, history.unsafelyUnwrapped) }
        return reduce(instruction)
    }
    func reduce(_ instruction: Instruction) -> Ref {
        if _slowPath(failure != nil) { return zero }
        var i = instruction
        if passes.contains(.fold), let r = fold(&i) { return by(.fold, r) }
        if passes.contains(.ranges), let r = useRanges(&i) { return by(.ranges, r) }
        let effect = raw.info(i.op).effect
        switch effect {
        case .guard: if passes.contains(.guards), isImplied(i) { return by(.guards, .none) }
        case .load: if passes.contains(.memory), let r = forward(i) { return by(.memory, r) }
        case .pure, .checked: if passes.contains(.cse), let r = find(i) { return by(.cse, r) }
        case .store: if i.op == .barrier && passes.contains(.guards) && isLogged(i.a) { return by(.guards, .none) }
        case .allocate:
            if encoding.allocate == 0 { failure = .noAllocation; return zero }
        case .call, .control: break
        }
        let r = append(i)
        if passes.contains(.ranges) { learn(i, r) }
        return r
    }
    /// Appends as it is.
    @discardableResult @inline(__always)
    func append(_ i: Instruction) -> Ref {
        let n = raw.instructions.count
        if _slowPath(n >= instructionLimit && loopStart < 0) { failure = failure ?? .tooLong; return zero }
        raw.instructions.append(i)
        if _slowPath(n >= room) { makeRoom(n) }
        let k = Int32(truncatingIfNeeded: n)
        previous[n] = chains[Int(i.op.rawValue)]; chains[Int(i.op.rawValue)] = k
        low[n] = Int64.min; high[n] = Int64.max; escaped[n] = 0
        switch i.op {
        case .load: previousOfClass[n] = loads[i.aliasClass]; loads[i.aliasClass] = k
        case .store: previousOfClass[n] = stores[i.aliasClass]; stores[i.aliasClass] = k
        case .call:
            let c = raw.calls[Int(i.imm)]
            var w = c.writes
            while w != 0 { writers[w.trailingZeroBitCount] = k; w &= w &- 1 }
            if !c.isLeaf { lastCollecting = k }
        case .tagFloat: lastCollecting = k
        case .new: lastCollecting = k; hasObjects = true
        default: break
        }
        if hasObjects { noteEscapes(i) }
        return Ref(n)
    }
    @inline(never) private func makeRoom(_ n: Int) {
        previous.count = n; previousOfClass.count = n; low.count = n; high.count = n; escaped.count = n
        room = 2 * n
        previous.grow(room); previousOfClass.grow(room); low.grow(room); high.grow(room); escaped.grow(room)
    }
    /// A constant; equal ones are one.
    public func constant(_ k: Kind, _ bits: UInt64) -> Ref {
        var h = Int(truncatingIfNeeded: (bits ^ bits &>> 32) &* 0x9E37_79B9_7F4A_7C15 &>> 33) &+ Int(k.rawValue)
        while true {
            h &= constantTable.count - 1
            let x = constantTable[h]
            if x < 0 { break }
            if raw.constants[Int(x)].bits == bits && raw.constants[Int(x)].kind == k { return Ref(constant: Int(x)) }
            h += 1
        }
        constantTable[h] = Int32(raw.constants.count)
        raw.constants.append(Constant(k, bits))
        let r = Ref(constant: raw.constants.count - 1)
        if raw.constants.count * 2 > constantTable.count { growConstants() }
        return r
    }
    private func growConstants() {
        constantTable.fill(constantTable.count * 2, -1)
        for n in 0..<raw.constants.count {
            let c = raw.constants[n]
            var h = Int(truncatingIfNeeded: (c.bits ^ c.bits &>> 32) &* 0x9E37_79B9_7F4A_7C15 &>> 33) &+ Int(c.kind.rawValue)
            while true { h &= constantTable.count - 1; if constantTable[h] < 0 { break }; h += 1 }
            constantTable[h] = Int32(n)
        }
    }
    /// What has been emitted so far, without what snapshots restore: for dumps of recordings that fail, and to see what `finish` drops.
    public var text: String {
        let p = TracePrinter(raw)
        return (0..<raw.instructions.count).map { p.line($0) + "\n" }.joined()
    }
    /// How many instructions stand so far (the recorder's measure of length).
    public var count: Int { raw.instructions.count }
}

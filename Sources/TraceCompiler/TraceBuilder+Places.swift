import TraceIR

// Where slots lie that are not at a fixed distance from the root frame's.
//
// - The frame of a generator lies in its object. While the generator runs as part of a trace its slots have the numbers that a called frame's would have (a
//   window), so that they are tracked as any others: an exit leaves them where their numbers say, on the value stack, and the runtime copies them from
//   there to the object. Loads of slots that the trace knows nothing of, and flushes, go to the object.
// - Where the root frame itself lies in a generator, the frames that it calls begin wherever its header says, and are numbered from
//   `Trace.stackStart` on.
extension TraceBuilder {
    /// The slots LOW up to (not including) HIGH lie in the object BASE, from OFFSET bytes on.
    public struct Window {
        public var low: Int, high: Int, base: Ref, offset: Int, aliasClass: UInt8
        /// A slot that is for exits only.
        public var pinned: Int
        public init(low: Int, high: Int, base: Ref, offset: Int, aliasClass: UInt8, pinned: Int) {
            self.low = low; self.high = high; self.base = base; self.offset = offset; self.aliasClass = aliasClass; self.pinned = pinned }
        func offset(of s: Int) -> Int { offset + (s - low) * 8 }
    }
    public func open(_ w: Window) { windows.append(w) }
    /// The latest window's slots are dead, and their numbers free.
    public func closeWindow() {
        let w = windows.removeLast()
        killSlots(w.low, upTo: w.high)
        for s in w.low..<w.high where TraceBuilder.slotRange.contains(s) { slotState[at(Int32(truncatingIfNeeded: s))] &= ~8 }
    }
    /// Whether the trace has written something into the object in whose window slot S lies.
    public func isWritten(_ s: Int) -> Bool { TraceBuilder.slotRange.contains(s) && slotState[at(Int32(truncatingIfNeeded: s))] & 8 != 0 }
    func window(_ s: Int) -> Window? {
        if windows.isEmpty { return nil }
        return windows.first { s >= $0.low && s < $0.high }
    }
    /// Slot S holds R, in memory as well.
    public func bindSlot(_ s: Int, _ r: Ref) {
        guard touch(s) else { return }
        slotValue[at(Int32(truncatingIfNeeded: s))] = r
    }
    func isElsewhere(_ s: Int) -> Bool { !windows.isEmpty && window(s) != nil || raw.nextSlot != 0 && s >= Trace.stackStart }
    private func stack() -> Ref { emit(Instruction(.load, .pointer, emit(Instruction(.slotAddress, .pointer, imm: raw.nextSlot)), imm: 0, aux: Instruction.aux(class: 0, logSize: 3))) }
    func loadElsewhere(_ s: Int) -> Ref {
        if let w = window(s) { return load(w.base, offset: w.offset(of: s), class: w.aliasClass, kind: .word) }
        return load(stack(), offset: (s - Trace.stackStart) * 8, class: frameClass, kind: .word)
    }
    /// Stores what slot S holds; false: it stays as it is.
    func flushElsewhere(_ s: Int, _ v: Ref) -> Bool {
        if let w = window(s) {
            if s == w.pinned { return false }
            storeValue(w.base, offset: w.offset(of: s), class: w.aliasClass, value: v)
            let k = at(Int32(truncatingIfNeeded: s))
            slotState[k] = v == zero ? slotState[k] & ~8 : slotState[k] | 8
            return true
        }
        emit(Instruction(.store, .none, stack(), .none, asWord(v), imm: Int32((s - Trace.stackStart) * 8), aux: Instruction.aux(class: frameClass, logSize: 3)))
        return true
    }
    /// The address that slot S has on the stack, whatever has its number now: where frames of callees go.
    public func stackAddress(_ s: Int) -> Ref {
        if raw.nextSlot == 0 || s < Trace.stackStart { return emit(Instruction(.slotAddress, .pointer, imm: Int32(s))) }
        return cast(arithmetic(.add, cast(stack(), to: .i64), i64((s - Trace.stackStart) * 8)), to: .pointer)
    }
    func addressElsewhere(_ s: Int) -> Ref {
        let w = window(s), base = w?.base ?? stack(), offset = w?.offset(of: s) ?? (s - Trace.stackStart) * 8
        return cast(arithmetic(.add, cast(base, to: .i64), i64(offset)), to: .pointer)
    }
}

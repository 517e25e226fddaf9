/// A trace in its final form: straight code, then optionally `loop`, its phis, the body and `jumpLoop`.
///
/// Slots of the frames are not written while the trace runs (but for `storeSlot`): what differs from memory is in each snapshot
/// and is written when the trace is left there. A bridge begins with `inherit`: the entries of the exit it continues, by index.
public final class Trace {
    public var instructions: Buffer<Instruction>
    public var constants: Buffer<Constant>
    public var calls = Buffer<CallSite>()
    public var arguments = Buffer<Ref>()
    public var snapshots: Buffer<Snapshot>
    public var frames: Buffer<FrameRecord>
    public var paths: Buffer<UInt8>
    public var entries = Buffer<SlotEntry>()
    public var fields = Buffer<FieldEntry>(capacity: 8)
    /// What `entry` takes over from a trace that comes by `jumpEntry`: the value of a slot each, which the slot's memory need not hold. What stands before it
    /// reads them from memory.
    public var entrySlots = Buffer<SlotEntry>(capacity: 8)
    /// The index of the `loop` instruction, or -1.
    public var loopStart = -1
    /// The root frame lies in an object: the slot that says where the frames of what it calls begin, whose slots are numbered from `stackStart` on. 0: it lies
    /// on the stack, and they follow it.
    public var nextSlot: Int32 = 0
    public static let stackStart = 2048
    /// Instructions and constants that a trace may have: snapshots name them by 16 bits.
    public static let mostValues = 32767
    /// What is left of the instructions after `compact`: their kinds, and those that make virtual objects.
    public private(set) var kinds = Buffer<Kind>(capacity: 1)
    public private(set) var virtuals: [(index: Int32, instruction: Instruction)] = []
    public private(set) var isCompact = false
    @usableFromInline let table = Opcode.table
    @inlinable @inline(__always) public func info(_ o: Opcode) -> OpcodeDeclaration { table[Int(o.rawValue)] }
    /// Whether I leaves by a snapshot, other than as a call.
    @inlinable @inline(__always) public func hasSnapshot(_ i: Instruction) -> Bool { i.imm >= 0 && info(i.op).immediate == .snapshot }
    public init() {
        instructions = Buffer(); constants = Buffer(); snapshots = Buffer(); frames = Buffer(); paths = Buffer()
    }
    /// With room for what raw trace T can become, of which COUNT instructions are left.
    public init(like t: Trace, instructions count: Int) {
        instructions = Buffer(capacity: max(count, 1)); constants = Buffer(capacity: max(t.constants.count, 1)); snapshots = Buffer(capacity: max(t.snapshots.count, 1))
        frames = Buffer(capacity: max(t.frames.count, 1)); paths = Buffer(capacity: max(t.paths.count, 1))
    }
    deinit { kinds.free(); instructions.free(); constants.free(); calls.free(); arguments.free(); snapshots.free(); frames.free(); paths.free(); entries.free(); fields.free(); entrySlots.free() }

    /// The trace has been compiled: only what exits and bridges ask for is kept, in exactly the room it takes.
    public func compact() {
        if isCompact { return }
        kinds.free()
        kinds = Buffer(capacity: max(instructions.count, 1))
        for k in 0..<instructions.count {
            kinds.append(instructions[k].kind)
            if instructions[k].op == .virtual { virtuals.append((Int32(k), instructions[k])) }
        }
        isCompact = true
        instructions.removeAll(); calls.removeAll(); arguments.removeAll()
        instructions.shrink(); constants.shrink(); calls.shrink(); arguments.shrink(); snapshots.shrink(); frames.shrink(); paths.shrink(); entries.shrink(); fields.shrink(); entrySlots.shrink()
    }
    /// Instruction N, which makes a virtual object.
    public func virtual(_ n: Int) -> Instruction {
        if !isCompact { return instructions[n] }
        return virtuals.first { $0.index == Int32(n) }.unsafelyUnwrapped.instruction
    }
    @inlinable public func kind(_ r: Ref) -> Kind { r.raw >= 0 ? (_fastPath(!isCompact) ? instructions[r.index].kind : kinds[r.index]) : r.isNone ? .none : constants[r.constantIndex].kind }
    @inlinable public func constant(_ r: Ref) -> Constant { constants[r.constantIndex] }
    /// The slots that snapshot S restores, the latest written first.
    public func entries(of s: Int) -> [SlotEntry] {
        var out: [SlotEntry] = []
        let slots = SlotScratch.shared
        slots.generation &+= 1
        var k = Int(snapshots[s].entryStart)
        while k >= 0 {
            let e = entries[k], n = Int(UInt16(bitPattern: e.shortSlot))
            if slots.stamp[n] != slots.generation { slots.stamp[n] = slots.generation; if !e.ref.isNone { out.append(e) } }
            k = Int(e.previous)
        }
        return out
    }
    public func fields(of s: Int) -> UnsafeMutableBufferPointer<FieldEntry> {
        UnsafeMutableBufferPointer(start: fields.base + Int(snapshots[s].fieldStart), count: Int(snapshots[s].fieldCount)) }
    /// What snapshot S holds, by the index that `inherit` names: the values of its slots, then those of fields.
    public func held(by s: Int) -> [Ref] { entries(of: s).map { $0.ref } + fields(of: s).map { $0.value } }
    @inlinable public func isVirtual(_ r: Ref) -> Bool { r.isInstruction && (isCompact ? virtuals.contains { $0.index == r.raw } : instructions[r.index].op == .virtual) }
    public func frames(of s: Int) -> UnsafeMutableBufferPointer<FrameRecord> {
        UnsafeMutableBufferPointer(start: frames.base + Int(snapshots[s].frameStart), count: Int(snapshots[s].frameCount)) }
    public func path(of f: FrameRecord) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: paths.base + Int(f.pathStart), count: Int(f.pathCount)) }
    public func arguments(of c: CallSite) -> UnsafeMutableBufferPointer<Ref> {
        UnsafeMutableBufferPointer(start: arguments.base + Int(c.firstArgument), count: Int(c.argumentCount)) }
    /// The snapshot an instruction may leave by, or -1.
    @inlinable public func snapshot(of i: Instruction) -> Int {
        switch info(i.op).immediate {
        case .snapshot: return Int(i.imm)
        case .call: return i.op == .call ? Int(calls[Int(i.imm)].snapshot) : -1
        case .none, .slot, .inherited, .offset, .size, .trace: return -1
        }
    }
}

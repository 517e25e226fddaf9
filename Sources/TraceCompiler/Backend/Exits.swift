import TraceIR

/// All exits of all traces of a compiler, by number. What an exit restores is a list, read by `leave`: exits are cold until a bridge is
/// attached, so no code is generated for them but a jump.
final class ExitTable {
    struct Record {
        var trace: Int32, snapshot: Int32
        var first: Int32, count: Int32
        var thunk: Int
        var taken: Int
        var bridge: Int32
        /// More than one float among the slots: what restores them may collect in between.
        var boxes = false
        /// As the trace's.
        var nextSlot: Int32 = 0
        /// Objects to be made, and their fields.
        var firstObject: Int32 = 0, objectCount: Int32 = 0
        var firstField: Int32 = 0, fieldCount: Int32 = 0
    }
    /// PLACE: register, spill slot, -1 for a constant in BITS (a tagged word, but for floats their pattern, since the table keeps no boxes alive; raw
    /// for fields), or -2 for the exit's object number BITS.
    struct Entry { var slot: Int32; var place: Int16; var kind: Kind; var bits: UInt64 }
    struct Object { var size: Int; var type: UInt64 }
    struct Field { var object: Int16; var logSize: UInt8; var isTagged: Bool; var value: Entry }
    var records = Buffer<Record>(capacity: 256)
    var entries = Buffer<Entry>(capacity: 1024)
    var objects = Buffer<Object>(capacity: 16)
    var fields = Buffer<Field>(capacity: 16)
    /// Jumps that lead to an exit's thunk, so that they can go to a bridge directly.
    var sites: [[Int]] = []
    /// Of exits that are yet to be taken for the first time although their guard holds (`failGuards`): where their jumps are, and the condition each had.
    var forced: [Int: [(at: Int, condition: UInt8)]] = [:]
    var forcedTaken = 0
    /// The exit that is being restored by what may run the collector; -1: none.
    private(set) var restoring = -1
    unowned let memory: CodeMemory
    let encoding: Encoding
    init(_ e: Encoding, _ m: CodeMemory) { encoding = e; memory = m }
    /// The conditional jump of exit N whose displacement is at AT becomes an unconditional one until it is taken.
    func force(_ n: Int, at: Int) {
        guard memory.writable[at - 2] == 0x0F, memory.writable[at - 1] & 0xF0 == 0x80 else { return }
        forced[n, default: []].append((at, memory.writable[at - 1]))
        memory.writable[at - 2] = 0x90; memory.writable[at - 1] = 0xE9
    }
    private func heal(_ n: Int) {
        forcedTaken += forced[n] == nil ? 0 : 1
        for (at, condition) in forced.removeValue(forKey: n) ?? [] { memory.writable[at - 2] = 0x0F; memory.writable[at - 1] = condition }
    }
    deinit { records.free(); entries.free(); objects.free(); fields.free() }

    /// The value of E as its register holds it; for a constant, BITS.
    @inline(__always) private func machine(_ e: Entry, _ registers: Words, _ spills: Words) -> UInt64 {
        e.place < 0 ? e.bits : e.place < 32 ? registers[Int(e.place)] : spills[Int(e.place - Allocation.firstSpill)]
    }
    @inline(__always) private func word(_ e: Entry, _ v: UInt64, _ objects: Words?) -> UInt64 {
        if e.place == -2 { return objects.unsafelyUnwrapped[Int(e.bits)] }
        if e.place < 0 { return e.kind == .f64 ? encoding.word(float: Double(bitPattern: e.bits)) : e.bits }
        switch e.kind {
        case .int: return v | 1
        case .i64: return v &<< 1 | 1
        case .f64: return encoding.word(float: Double(bitPattern: v))
        case .bool: return v & 1 != 0 ? encoding.trueWord : encoding.falseWord
        case .pointer, .word, .none: return v
        }
    }
    /// Writes what exit N restores into the frames' slots, with the objects that it needs. Boxing a float and making an object may run the collector: all
    /// registers are on the native stack, and so are the objects' addresses.
    func restore(_ n: Int, _ registers: Words, _ spills: Words, _ slots: Words) {
        let r = records[n]
        records.base[n].taken &+= 1
        if _slowPath(!forced.isEmpty) { heal(n) }
        if _slowPath(r.objectCount > 0) {
            restoring = n
            defer { restoring = -1 }
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Int(r.objectCount)) { made in
                let made = made.baseAddress.unsafelyUnwrapped
                made.initialize(repeating: 0, count: Int(r.objectCount))
                for k in 0..<Int(r.objectCount) { let o = objects[Int(r.firstObject) + k]; made[k] = encoding.make(size: o.size, type: o.type) }
                for k in Int(r.firstField)..<Int(r.firstField + r.fieldCount) {
                    let f = fields[k], v = machine(f.value, registers, spills), o = made[Int(f.object)]
                    let w: UInt64
                    if f.isTagged || f.value.place == -2 { w = word(f.value, v, made) }
                    else { w = f.value.kind == .int ? UInt64(bitPattern: Int64(bitPattern: v) &>> 1) : v }
                    encoding.barrier(o)
                    let p = UnsafeMutableRawPointer(bitPattern: UInt(o)).unsafelyUnwrapped + Int(f.value.slot)
                    switch f.logSize {
                    case 0: p.storeBytes(of: UInt8(truncatingIfNeeded: w), as: UInt8.self)
                    case 1: p.storeBytes(of: UInt16(truncatingIfNeeded: w), as: UInt16.self)
                    case 2: p.storeBytes(of: UInt32(truncatingIfNeeded: w), as: UInt32.self)
                    default: p.storeBytes(of: w, as: UInt64.self)
                    }
                }
                write(n, r, registers, spills, slots, made)
            }
            return
        }
        write(n, r, registers, spills, slots, nil)
    }
    @inline(__always) private func place(_ s: Int32, _ r: Record, _ slots: Words) -> Words {
        if _slowPath(r.nextSlot != 0 && Int(s) >= Trace.stackStart) { return Words(bitPattern: UInt(slots[Int(r.nextSlot)])).unsafelyUnwrapped + (Int(s) - Trace.stackStart) }
        return slots + Int(s)
    }
    @inline(__always) private func write(_ n: Int, _ r: Record, _ registers: Words, _ spills: Words, _ slots: Words, _ made: Words?) {
        let first = Int(r.first), count = Int(r.count)
        if _fastPath(!r.boxes) {
            for k in first..<first &+ count { let e = entries[k]; place(e.slot, r, slots).pointee = word(e, machine(e, registers, spills), made) }
            return
        }
        restoring = n
        defer { restoring = -1 }
        // No collector looks behind the root frame: boxes made here are on the native stack until all are.
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { words in
            let w = words.baseAddress.unsafelyUnwrapped
            w.initialize(repeating: 0, count: count)
            for k in 0..<count { let e = entries[first &+ k]; w[k] = word(e, machine(e, registers, spills), made) }
            for k in 0..<count { place(entries[first &+ k].slot, r, slots).pointee = w[k] }
        }
    }
    typealias Words = UnsafeMutablePointer<UInt64>
    static let handler: @convention(c) (Words, Int, Words, Words, UnsafeRawPointer) -> Int = { registers, n, spills, slots, context in
        Unmanaged<ExitTable>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.restore(n, registers, spills, slots) }
        return n
    }
}

import TraceIR

/// All exits of all traces of a compiler, by number. What an exit restores is a list (`Plan`), read when it is taken: exits are cold until a bridge is
/// attached, so no code is generated for them but a jump; and most are never taken, so that the list is made the first time.
final class ExitTable {
    struct Record {
        var trace: Int32, snapshot: Int32
        /// Where its code lies.
        var thunk: Int32
        /// How often it was taken to the end.
        var taken: UInt32 = 0
        var bridge: Int32 = -1
        /// The latest of the jumps that lead to the thunk, so that they can go to a bridge directly (`sites`).
        var site: Int32 = -1
        /// -1: not made yet.
        var plan: Int32 = -1
    }
    struct Plan {
        var first: Int32, count: Int32 = 0
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
    var plans = Buffer<Plan>(capacity: 64)
    var traces: [CompiledTrace] = []
    var entries = Buffer<Entry>(capacity: 1024)
    var objects = Buffer<Object>(capacity: 16)
    var fields = Buffer<Field>(capacity: 16)
    /// A jump to an exit's thunk, and the one before it.
    var sites = Buffer<(at: Int32, next: Int32)>(capacity: 256)
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
    deinit { records.free(); plans.free(); sites.free(); entries.free(); objects.free(); fields.free() }

    /// The list of what exit N restores.
    @inline(never) private func makePlan(_ n: Int) -> Plan {
        let c = traces[Int(records[n].trace)], t = c.trace, s = Int(records[n].snapshot)
        var p = Plan(first: Int32(entries.count), nextSlot: t.nextSlot, firstObject: Int32(objects.count), firstField: Int32(fields.count))
        var made: [Ref] = [], floats = 0
        func object(_ o: Ref) -> Int {
            if let k = made.firstIndex(of: o) { return k }
            let i = t.virtual(o.index)
            made.append(o)
            objects.append(Object(size: Int(i.imm), type: t.constant(i.a).bits)); p.objectCount += 1
            return made.count - 1
        }
        func entry(_ slot: Int32, _ v: Ref, tagged: Bool) -> Entry {
            var x = Entry(slot: slot, place: -1, kind: t.kind(v), bits: 0)
            if t.isVirtual(v) { x.place = -2; x.bits = UInt64(object(v)) }
            else if v.isConstant { x.bits = x.kind == .f64 || !tagged ? t.constant(v).bits : encoding.word(x.kind, t.constant(v).bits) }
            else { x.place = c.place(of: v) }
            return x
        }
        for e in t.entries(of: s) { let x = entry(e.slot, e.ref, tagged: true); if x.kind == .f64 { floats += 1 }; entries.append(x); p.count += 1 }
        p.boxes = floats > 1
        for f in t.fields(of: s) {
            let x = entry(f.offset, f.value, tagged: f.isTagged)
            fields.append(Field(object: Int16(object(f.object)), logSize: UInt8(f.aux >> 8 & 3), isTagged: f.isTagged, value: x)); p.fieldCount += 1
        }
        records.base[n].plan = Int32(plans.count)
        plans.append(p)
        return p
    }
    /// A jump at AT leads to exit N.
    func noteSite(_ n: Int, at: Int) {
        sites.append((Int32(at), records[n].site))
        records.base[n].site = Int32(sites.count - 1)
    }

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
        let at = records[n].plan, r = _fastPath(at >= 0) ? plans[Int(at)] : makePlan(n)
        if _fastPath(records.base[n].taken < .max) { records.base[n].taken &+= 1 }
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
    @inline(__always) private func place(_ s: Int32, _ r: Plan, _ slots: Words) -> Words {
        if _slowPath(r.nextSlot != 0 && Int(s) >= Trace.stackStart) { return Words(bitPattern: UInt(slots[Int(r.nextSlot)])).unsafelyUnwrapped + (Int(s) - Trace.stackStart) }
        return slots + Int(s)
    }
    @inline(__always) private func write(_ n: Int, _ r: Plan, _ registers: Words, _ spills: Words, _ slots: Words, _ made: Words?) {
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

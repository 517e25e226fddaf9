@testable import TraceIR
@testable import TraceCompiler

/// Records random traces: like a real recorder it executes on real memory while it writes down, so that the first iteration passes all of its
/// guards and later ones fail somewhere. Decisions depend on the seed and on concrete values only: the same trace comes out whatever passes are on.
struct RandomRecorder {
    struct Value { var ref: Ref; var kind: Kind; var raw: UInt64
        var int: Int64 { Int64(bitPattern: raw) }
        var float: Double { Double(bitPattern: raw) } }
    let b: TraceBuilder, m: TestMachine, e = TestMachine.encoding
    var random: SeededRandom
    var ints: [Value] = [], floats: [Value] = [], wides: [Value] = [], bools: [Value] = [], objects: [Value] = []
    /// What each slot holds, concretely.
    var concrete: [Int: Value] = [:]
    var nextPayload: UInt64

    init(_ builder: TraceBuilder, _ machine: TestMachine, seed: UInt64, payload: UInt64 = 1) { b = builder; m = machine; random = SeededRandom(seed); nextPayload = payload }

    static func prepare(_ m: TestMachine, seed: UInt64) {
        var r = SeededRandom(seed ^ 0x5EED)
        for k in 0..<TestMachine.words { m.memory[k] = 1 }
        TestMachine.resetHeap()
        for o in 0..<4 {
            m.object(o)[0] = r.chance(50) ? 1 << 32 : 0; m.object(o)[1] = 0x5550 + UInt64(o & 1) * 16
            for f in 2..<7 { m.object(o)[f] = word(&r, m) }
        }
        m.slots[0] = Encoding.word(int: Int64(2 + r.below(30))); m.slots[1] = Encoding.word(int: 0)
        for s in 2..<12 { m.slots[s] = word(&r, m) }
        for t in 0..<16 { m.thread[t] = 0 }
        m.thread[TestMachine.runsWord] = UInt64(UInt(bitPattern: TestMachine.heap))
        m.thread[TestMachine.tickWord] = UInt64(r.below(40))
    }
    static func word(_ r: inout SeededRandom, _ m: TestMachine) -> UInt64 {
        switch r.below(12) {
        case 0...4: return Encoding.word(int: Int64(r.below(20)) - 6)
        case 5: return Encoding.word(int: Int64(bitPattern: r.next()) >> Int64(2 + r.below(60)))
        case 6...8: return TestMachine.encoding.word(float: Double(r.below(1000)) / 16 - 10)
        case 9: return TestMachine.encoding.word(float: [0.0, -0.0, 1e300, -1e-300, Double.infinity, Double.nan, 1e100][r.below(7)])
        case 10: return r.chance(50) ? 0x14 : 0x0c
        default: return UInt64(UInt(bitPattern: m.object(r.below(4))))
        }
    }

    mutating func snapshot(_ reason: ExitReason = .guard) -> SnapshotID {
        defer { nextPayload += 1 }
        return b.snapshot(reason, code: 7, base: 0, path: [UInt8(truncatingIfNeeded: nextPayload), UInt8(truncatingIfNeeded: nextPayload >> 8)], payload: nextPayload)
    }
    /// A slot's value, unboxed under the guard that its concrete word asks for.
    mutating func load(_ s: Int) {
        let r = b.loadSlot(s)
        if let v = concrete[s] { keep(Value(ref: v.kind == .word ? r : r, kind: b.kind(r), raw: v.kind == b.kind(r) ? v.raw : e.word(v.kind, v.raw))); return }
        keep(Value(ref: r, kind: b.kind(r), raw: m.slots[s]), isTagged: true)
    }
    /// A value of any kind into the pool of its concrete type.
    mutating func keep(_ v: Value, isTagged: Bool = false) {
        let w = isTagged && v.kind != .word ? v.raw : v.kind == .word ? v.raw : e.word(v.kind, v.raw)
        if v.kind == .i64 { wides.append(v); return }
        if v.kind == .bool && !isTagged { bools.append(v); return }
        if v.kind == .int || v.kind == .f64 || Encoding.isInt(w) || e.unboxFloat(w) != nil {
            if Encoding.isInt(w) { ints.append(Value(ref: b.guardInt(v.ref, snapshot()), kind: .int, raw: UInt64(bitPattern: Encoding.int(w)))) }
            else { floats.append(Value(ref: b.guardFloat(v.ref, snapshot()), kind: .f64, raw: e.unboxFloat(w)!.bitPattern)) }
            return
        }
        if w == e.trueWord || w == e.falseWord {
            if v.kind == .bool { b.guardBool(v.ref, w == e.trueWord, snapshot()) } else { b.guardEqual(v.ref, w, snapshot()) }
            bools.append(Value(ref: b.bool(w == e.trueWord), kind: .bool, raw: w == e.trueWord ? 1 : 0)); return
        }
        if w != 0 && w & 7 == 0 {
            b.guardIsPointer(v.ref, snapshot())
            // (No recorder stores to what may be a boxed float, which is its value.)
            let type = UnsafePointer<UInt64>(bitPattern: UInt(w))![1]
            if random.chance(50) { b.guardField(v.ref, offset: 8, class: 0, equals: type, snapshot()) }
            else { b.guardBool(b.compare(.ne, b.load(v.ref, offset: 8, class: 0, kind: .word), b.word(UInt64(TestMachine.floatType))), true, snapshot()) }
            objects.append(Value(ref: v.ref, kind: .word, raw: w))
        }
    }
    mutating func store(_ s: Int, _ v: Value) { b.storeSlot(s, v.ref); concrete[s] = v }

    mutating func pick(_ p: [Value]) -> Value? { p.isEmpty ? nil : p[random.chance(60) ? p.count - 1 - random.below(min(p.count, 4)) : random.below(p.count)] }
    mutating func int() -> Value {
        if ints.isEmpty || random.chance(15) {
            let c = random.chance(70) ? Int64(random.below(16)) - 4 : Int64(bitPattern: random.next()) >> Int64(2 + random.below(60))
            return Value(ref: b.int(Int(c)), kind: .int, raw: UInt64(bitPattern: c)) }
        return pick(ints)!
    }
    mutating func float() -> Value {
        if floats.isEmpty || random.chance(10) { let d = [0.0, 1.0, 2.0, 0.5, -1.5, 1e300, 3.25, -0.0][random.below(8)]; return Value(ref: b.float(d), kind: .f64, raw: d.bitPattern) }
        return pick(floats)!
    }
    mutating func wide() -> Value {
        if wides.isEmpty || random.chance(20) { let c = Int64(bitPattern: random.next()) >> Int64(random.below(63)); return Value(ref: b.i64(Int(c)), kind: .i64, raw: UInt64(bitPattern: c)) }
        return pick(wides)!
    }
    mutating func operate(_ op: Opcode, _ x: Value, _ y: Value? = nil) {
        let i = Instruction(op, x.kind)
        guard case .value(let raw) = Evaluator.compute(i, x.kind, x.raw, y?.raw ?? 0, 0) else { return }
        let kind = [.lt, .le, .gt, .ge, .eq, .ne, .below].contains(op) ? Kind.bool : x.kind
        let r = kind == .bool ? b.compare(op, x.ref, y!.ref) : b.arithmetic(op, x.ref, y?.ref ?? .none, x.kind == .int && op.info.effect == .checked ? snapshot() : .none)
        let v = Value(ref: r, kind: kind, raw: raw)
        switch kind { case .bool: bools.append(v); case .int: ints.append(v); case .f64: floats.append(v); default: wides.append(v) }
    }
    mutating func any() -> Value? {
        switch random.below(5) { case 0, 1: return int(); case 2: return float(); case 3: return pick(bools) ?? int(); default: return pick(objects) ?? float() }
    }
    static let intOps: [Opcode] = [.add, .add, .add, .sub, .sub, .mul, .floorDiv, .mod, .and, .or, .xor, .shl, .shr]
    static let compares: [Opcode] = [.lt, .le, .gt, .ge, .eq, .ne]

    mutating func step() {
        switch random.below(40) {
        case 0...3: load(random.below(12))
        case 4...6: if let v = any() { store(2 + random.below(10), v) }
        case 7...12: let op = RandomRecorder.intOps[random.below(RandomRecorder.intOps.count)]; operate(op, int(), int())
        case 13: operate(.not, int())
        case 14...16: operate([.add, .sub, .mul, .div][random.below(4)], float(), float())
        case 17: operate([.neg, .abs, .sqrt, .floor, .ceil, .trunc][random.below(6)], float())
        case 18: operate(RandomRecorder.compares[random.below(6)], int(), int())
        case 19: operate(RandomRecorder.compares[random.below(6)], float(), float())
        case 20: let op: [Opcode] = [.add, .sub, .mul, .and, .or, .xor, .shl, .shr, .ushr]; operate(op[random.below(op.count)], wide(), wide())
        case 21: if random.chance(50) { operate(.below, wide(), wide()) } else { operate(.below, int(), int()) }
        case 22, 23:
            guard let c = pick(bools) else { return }
            b.guardBool(c.ref, c.raw != 0, snapshot())
        case 24:
            guard let c = pick(bools) else { return }
            if random.chance(50) { let x = int(), y = int(); ints.append(Value(ref: b.select(c.ref, x.ref, y.ref), kind: .int, raw: c.raw != 0 ? x.raw : y.raw)) }
            else { let x = float(), y = float(); floats.append(Value(ref: b.select(c.ref, x.ref, y.ref), kind: .f64, raw: c.raw != 0 ? x.raw : y.raw)) }
        case 25: convert()
        case 26, 27: field()
        case 28, 29: call()
        case 30:
            let x = int()
            if random.chance(50) { b.guardEqual(x.ref, x.raw, snapshot()) } else { b.guardRange(x.ref, Int(x.int) - 1 - random.below(3), Int(x.int) + random.below(20), snapshot()) }
        case 31:                                                                     // an operand that is consumed
            let s = 100 + random.below(4)
            if let v = any() { store(s, v) }
            if random.chance(50) { b.killSlots(100, upTo: 104); for k in 100..<104 { concrete[k] = nil } }
        case 32: bools.append(Value(ref: b.compare(.eq, b.asWord(int().ref), b.word(5)), kind: .bool, raw: 0)); fixLast()
        case 33: if random.chance(30) { b.flushSlots() }
        case 34:
            guard let x = pick(objects), let y = pick(objects) else { return }
            bools.append(Value(ref: b.compare(random.chance(50) ? .eq : .eq, x.ref, y.ref), kind: .bool, raw: x.raw == y.raw ? 1 : 0))
        case 35...37: make()
        case 38: move()
        default: field()
        }
    }
    /// The comparison just made was with a random int whose raw value is not at hand: it is dropped again.
    private mutating func fixLast() { bools.removeLast() }

    /// A variable, as it is, becomes another variable, and its word a field. (What is drawn must not rest on what a builder knows.)
    mutating func move() {
        let s = 2 + random.below(10), to = 2 + random.below(10), f = 2 + random.below(5), r = b.loadSlot(s)
        let word = concrete[s].map { e.word($0.kind, $0.raw) } ?? m.slots[s]
        let raw: UInt64
        switch b.kind(r) {
        case .int: raw = UInt64(bitPattern: Encoding.int(word))
        case .f64: raw = e.unboxFloat(word)!.bitPattern
        case .bool: raw = word == e.trueWord ? 1 : 0
        default: raw = word
        }
        store(to, Value(ref: r, kind: b.kind(r), raw: raw))
        guard let o = pick(objects) else { return }
        b.barrier(o.ref); TestMachine.encoding.barrier(o.raw)
        b.store(o.ref, offset: f * 8, class: UInt8(1 + f & 1), value: b.asWord(r))
        UnsafeMutablePointer<UInt64>(bitPattern: UInt(o.raw))![f] = word
    }
    mutating func convert() {
        switch random.below(6) {
        case 0: let x = int(); floats.append(Value(ref: b.intToF64(x.ref), kind: .f64, raw: Double(x.int).bitPattern))
        case 1: let x = int(); wides.append(Value(ref: b.intToI64(x.ref), kind: .i64, raw: x.raw))
        case 2: let x = wide(); floats.append(Value(ref: b.i64ToF64(x.ref), kind: .f64, raw: Double(x.int).bitPattern))
        case 3: let x = wide(); if x.int >= Encoding.minInt && x.int <= Encoding.maxInt { ints.append(Value(ref: b.i64ToInt(x.ref, snapshot()), kind: .int, raw: x.raw)) }
        case 4: let x = float(); if abs(x.float) < 1e17 { ints.append(Value(ref: b.f64ToInt(x.ref, snapshot()), kind: .int, raw: UInt64(bitPattern: Int64(x.float)))) }
        default: if let c = pick(bools) { ints.append(Value(ref: b.boolToInt(c.ref), kind: .int, raw: c.raw)) }
        }
    }
    /// A new object with a few of its fields set; often put in a slot.
    mutating func make() {
        let type = 0x5550 + UInt(random.below(2)) * 16, address = UInt64(TestMachine.make(64, type))
        let o = Value(ref: b.new(size: 64, type: type), kind: .word, raw: address), p = UnsafeMutablePointer<UInt64>(bitPattern: UInt(address))!
        for f in 2..<7 where random.chance(60) {
            guard let v = any() else { continue }
            let w = b.asWord(v.ref)
            b.barrier(o.ref); b.store(o.ref, offset: f * 8, class: UInt8(1 + f & 1), value: w); p[f] = e.word(v.kind, v.raw)
        }
        objects.append(o)
        if random.chance(70) { store(2 + random.below(10), o) }
    }
    /// Loads and stores of object fields; word fields are class 1 and 2 by parity, the type class 0, bytes of field 7 class 3.
    mutating func field() {
        guard let o = pick(objects) else { return }
        let p = UnsafeMutablePointer<UInt64>(bitPattern: UInt(o.raw))!, f = 2 + random.below(5), c = UInt8(1 + f & 1)
        switch random.below(8) {
        case 0, 1, 2: keep(Value(ref: b.load(o.ref, offset: f * 8, class: c, kind: .word), kind: .word, raw: p[f]))
        case 3, 4:
            guard let v = any() else { return }
            if v.kind == .word { b.barrier(o.ref); TestMachine.encoding.barrier(o.raw) }
            b.store(o.ref, offset: f * 8, class: c, value: b.asWord(v.ref))
            p[f] = e.word(v.kind, v.raw)
        case 5: b.guardField(o.ref, offset: 8, class: 0, equals: p[1], snapshot())
        case 6:                                                                       // an element: fields 2, 3 (either parity: class 1 and 2 both)
            let x = int(), k = b.arithmetic(.and, x.ref, b.int(1)), n = Int(x.int & 1) * 2
            let i = b.arithmetic(.mul, k, b.int(2), snapshot())
            if random.chance(60) { keep(Value(ref: b.load(o.ref, index: i, offset: 16, class: 1, kind: .word), kind: .word, raw: p[2 + n])) }
            else { let v = int(); b.store(o.ref, index: i, offset: 16, class: 1, value: v.ref); p[2 + n] = e.word(.int, v.raw) }
        default:
            let q = UnsafeMutableRawPointer(p + 7), size = [1, 2, 4][random.below(3)]
            if random.chance(50) {
                let x = wide()
                b.store(o.ref, offset: 56, class: 3, value: x.ref, size: size)
                switch size { case 1: q.storeBytes(of: UInt8(truncatingIfNeeded: x.raw), as: UInt8.self); case 2: q.storeBytes(of: UInt16(truncatingIfNeeded: x.raw), as: UInt16.self); default: q.storeBytes(of: UInt32(truncatingIfNeeded: x.raw), as: UInt32.self) }
            } else {
                let signed = random.chance(50)
                let raw: Int64
                switch size { case 1: raw = signed ? Int64(q.load(as: Int8.self)) : Int64(q.load(as: UInt8.self)); case 2: raw = signed ? Int64(q.load(as: Int16.self)) : Int64(q.load(as: UInt16.self)); default: raw = signed ? Int64(q.load(as: Int32.self)) : Int64(q.load(as: UInt32.self)) }
                wides.append(Value(ref: b.load(o.ref, offset: 56, class: 3, kind: .i64, size: size, signed: signed), kind: .i64, raw: UInt64(bitPattern: raw)))
            }
        }
    }
    mutating func call() {
        switch random.below(8) {
        case 7:
            guard let o = pick(objects) else { return }
            keep(Value(ref: b.call(TestMachine.peekAddress, [o.ref], result: .word, pure: true, reads: 6, leaf: true), kind: .word, raw: TestMachine.peek(o.raw)))
        case 0, 1:
            let x = int(), y = int()
            let r = b.call(TestMachine.mixAddress, [x.ref, y.ref], result: .word, pure: true)
            keep(Value(ref: r, kind: .word, raw: TestMachine.mix(e.word(.int, x.raw), e.word(.int, y.raw))))
        case 2: let x = float(), y = float(); floats.append(Value(ref: b.call(TestMachine.halfAddress, [x.ref, y.ref], result: .f64, pure: random.chance(50)), kind: .f64, raw: TestMachine.half(x.float, y.float).bitPattern))
        case 3:
            let x = int()
            guard x.int % 5 != 0 else { return }
            keep(Value(ref: b.call(TestMachine.pickyAddress, [x.ref], result: .word, writes: 0, raises: snapshot(.raising)), kind: .word, raw: e.word(.int, x.raw)))
        case 4:
            guard let o = pick(objects) else { return }
            let r = b.call(TestMachine.bumpAddress, [o.ref], result: .word, writes: 6)
            keep(Value(ref: r, kind: .word, raw: TestMachine.bump(o.raw)))
        case 5: b.call(TestMachine.tickAddress, [b.threadState()], result: .none, writes: 0); _ = TestMachine.tick(UInt64(UInt(bitPattern: m.thread)))
        default:
            let v = (0..<6).map { _ in int() }, x = float()
            let r = b.call(TestMachine.sixAddress, [v[0].ref, v[1].ref, v[2].ref, x.ref, v[3].ref, v[4].ref, v[5].ref], result: .word, writes: 0)
            let w = v.map { e.word(.int, $0.raw) }
            keep(Value(ref: r, kind: .word, raw: TestMachine.six(w[0], w[1], w[2], x.float, w[3], w[4], w[5])))
        }
    }
    /// One iteration of `while i < n: ...; i = i + 1`.
    mutating func loopBody(steps: Int) -> Bool {
        let i = Value(ref: b.guardInt(b.loadSlot(1), snapshot()), kind: .int, raw: UInt64(bitPattern: Encoding.int(concrete[1].map { e.word($0.kind, $0.raw) } ?? m.slots[1])))
        let n = Value(ref: b.guardInt(b.loadSlot(0), snapshot()), kind: .int, raw: UInt64(bitPattern: Encoding.int(m.slots[0])))
        guard i.int < n.int else { return false }
        b.guardBool(b.compare(.lt, i.ref, n.ref), true, snapshot())
        ints.append(i)
        for _ in 0..<steps { step() }
        finishBody(i)
        return true
    }
    mutating func finishBody(_ i: Value) {
        store(1, Value(ref: b.arithmetic(.add, i.ref, b.int(1), snapshot()), kind: .int, raw: i.raw &+ 1))
        b.killSlots(100, upTo: 104)
    }
}

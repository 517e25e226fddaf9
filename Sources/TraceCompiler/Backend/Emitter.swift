import TraceIR

/// Writes the machine code of one trace, forward, one instruction at a time, from the places that `Allocation` gave.
///
/// Conventions: rbx holds the root frame's slots, r15 the thread state, spill slots begin at rsp (which is a multiple of 16). rax, r11, xmm14 and xmm15 are
/// free within an instruction. An int stands doubled in its register, a bool as 0 or 1, everything else as it is.
/// An exit is a jump to a thunk (one per snapshot, behind the code) that pushes its number and goes to the common exit code, or, once a
/// bridge is attached, to the bridge.
struct Emitter {
    let t: Trace, allocation: Allocation, memory: CodeMemory, encoding: Encoding, stubs: Stubs, pollOffset: Int32
    var asm: Assembler
    /// Jumps that leave by a snapshot: place of the displacement, snapshot.
    var exits = Buffer<(at: Int, snapshot: Int32)>(capacity: 64)
    /// Slow paths behind the code: where they are jumped to from, where they return, what they do.
    var cold = Buffer<(from: Int, back: Int, instruction: Int, live: Int)>(capacity: 32)
    var offsets = Buffer<Int32>.scratch(0)
    /// What `ParallelMove.emit` is to do.
    var moves = Buffer<ParallelMove.Move>(capacity: 16)
    var loopTop = 0, start = 0
    var entryTop = -1
    /// What lives in spill slots where the runtime may collect, and, up to the instruction that is being emitted, where the latest value in each slot ends.
    var safepoints = Safepoints()
    private var spillEnd = Buffer<Int32>.scratch(0)
    func free() { exits.free(); cold.free(); offsets.giveBack(); spillEnd.giveBack(); moves.free(); asm.free() }
    /// The native frame is the small one.
    var isSmall = false
    /// Where a trace begins; where its entry is and takes its values.
    var targetOffset: (Int) -> Int?
    var targetEntry: (Int) -> (at: Int, places: [Int16])?

    init(_ t: Trace, _ a: Allocation, _ m: CodeMemory, _ e: Encoding, _ s: Stubs, pollOffset p: Int, target: @escaping (Int) -> Int?, entry: @escaping (Int) -> (at: Int, places: [Int16])?) {
        self.t = t; allocation = a; memory = m; encoding = e; stubs = s; pollOffset = Int32(p); targetOffset = target; targetEntry = entry
        asm = Assembler(m, at: m.top)
        asm.align(16)
        start = asm.at
    }

    // MARK: Operands
    @inline(__always) func place(_ r: Ref) -> Int16 { allocation.place[r.index] }
    func spillOperand(_ p: Int16) -> Assembler.Operand { .memory(base: Register.rsp, displacement: Int32(p - Allocation.firstSpill) * 8) }
    /// The machine form of a constant.
    func machine(_ c: Constant) -> UInt64 { c.kind == .int ? c.bits &<< 1 : c.bits }
    /// The constant's machine form, if R is one that fits a sign-extended immediate.
    func immediate(_ r: Ref) -> Int32? { r.isConstant ? Int32(exactly: Int64(bitPattern: machine(t.constant(r)))) : nil }
    /// A general register with R in it: its own, else SCRATCH.
    mutating func general(_ r: Ref, _ scratch: UInt8) -> UInt8 {
        if r.isConstant { asm.constant(scratch, machine(t.constant(r))); return scratch }
        let p = place(r)
        if p < 16 { return UInt8(p) }
        if p < 32 { asm.move(scratch, UInt8(p)); return scratch }
        asm.load(scratch, spillOperand(p)); return scratch
    }
    mutating func float(_ r: Ref, _ scratch: UInt8) -> UInt8 {
        if r.isConstant { asm.load(scratch, .pool(asm.constantIndex(t.constant(r).bits))); return scratch }
        let p = place(r)
        if p >= 16 && p < 32 { return UInt8(p) }
        asm.load(scratch, spillOperand(p)); return scratch
    }
    /// R as a second operand: register or memory; a constant goes to SCRATCH.
    mutating func operand(_ r: Ref, _ scratch: UInt8) -> Assembler.Operand {
        if r.isConstant { return .register(general(r, scratch)) }
        let p = place(r)
        return p < 32 ? .register(UInt8(p & 15)) : spillOperand(p)
    }
    mutating func floatOperand(_ r: Ref) -> Assembler.Operand {
        if r.isConstant { return .pool(asm.constantIndex(t.constant(r).bits)) }
        let p = place(r)
        return p < 32 ? .register(UInt8(p & 15)) : spillOperand(p)
    }
    /// Where instruction N's result is computed: its register, else SCRATCH (see `finish`).
    func destination(_ n: Int, _ scratch: UInt8) -> UInt8 { let p = allocation.place[n]; return p >= 0 && p < 32 ? UInt8(p) : scratch }
    mutating func finish(_ n: Int, _ r: UInt8) {
        let p = allocation.place[n]
        if p < 0 { return }
        if p < 32 { asm.move(UInt8(p), r) } else { asm.store(spillOperand(p), r) }
    }
    func isIn(_ r: Ref, _ register: UInt8) -> Bool { r.isInstruction && allocation.place[r.index] == Int16(register) }
    mutating func leave(_ condition: UInt8, _ i: Instruction) { leave(condition, snapshot: i.imm) }
    mutating func leave(_ condition: UInt8, snapshot: Int32) { exits.append((asm.jump(condition), snapshot)) }

    // MARK: The trace
    mutating func run() {
        let n = t.instructions.count
        offsets.fill(n + 1, 0)
        spillEnd.fill(allocation.usedSpills, -1)
        safepoints.wordsPerEntry = (allocation.usedSpills + 63) / 64
        for k in 0..<n {
            offsets[k] = Int32(asm.at - start)
            if allocation.fused[k] == 0 { instruction(k, t.instructions[k]) }
            let p = allocation.place[k]
            if p >= Allocation.firstSpill { spillEnd[Int(p - Allocation.firstSpill)] = allocation.end[k] }
        }
        offsets[n] = Int32(asm.at - start)
        for k in 0..<cold.count { let c = cold[k]; emitCold(c.from, c.back, c.instruction, c.live) }
    }
    /// The spill slots whose values are used behind instruction N, which may collect, as an index in `safepoints.masks`.
    private mutating func live(_ n: Int) -> Int {
        let first = safepoints.masks.count
        for w in 0..<safepoints.wordsPerEntry {
            var m: UInt64 = 0
            for s in 0..<min(64, spillEnd.count - 64 * w) where Int(spillEnd[64 * w + s]) > 2 * n { m |= 1 << UInt64(s) }
            safepoints.masks.append(m)
        }
        return first
    }
    /// A call ends here.
    private mutating func safepoint(_ live: Int) { safepoints.add(asm.at, live) }
    private mutating func instruction(_ n: Int, _ i: Instruction) {
        let k = t.kind(i.a)
        switch i.op {
        case .loadSlot:
            let d = destination(n, Register.scratch)
            asm.load(d, slot(i.imm)); finish(n, d)
        case .inherit, .phi: break                                   // moved at the beginning, and at `loop`
        case .threadState: finish(n, Register.thread)
        case .slotAddress:
            let d = destination(n, Register.scratch)
            asm.lea(d, slot(i.imm)); finish(n, d)
        case .tagInt: addConstant(n, i.a, 1)
        case .untagInt: addConstant(n, i.a, -1)
        case .cast: finish(n, general(i.a, Register.scratch))
        case .boolToInt: copy(n, i.a) { $0.op(0x03, $1, .register($1)) }
        case .intToI64: copy(n, i.a) { $0.shift(7, $1, 1) }
        case .i64ToInt:
            let d = destination(n, Register.scratch)
            asm.move(d, general(i.a, d)); asm.op(0x03, d, .register(d))
            if i.imm >= 0 { leave(Condition.overflow, i) }
            finish(n, d)
        case .intToF64, .i64ToF64:
            var r = general(i.a, Register.scratch)
            if i.op == .intToF64 { asm.move(Register.scratch, r); r = Register.scratch; asm.shift(7, r, 1) }
            let d = destination(n, Register.floatScratch)
            asm.op(0x0F57, d & 15, .register(d & 15), wide: false)                            // xorps breaks the dependency
            asm.op(0x0F2A, d & 15, .register(r), prefix: 0xF2); finish(n, d)
        case .f64ToInt:
            asm.op(0x0F2C, Register.scratch, .register(float(i.a, Register.floatScratch) & 15), prefix: 0xF2)
            asm.op(0x03, Register.scratch, .register(Register.scratch)); leave(Condition.overflow, i)
            finish(n, Register.scratch)
        case .tagBool:
            let r = general(i.a, Register.scratch)
            asm.op(0x85, r, .register(r), wide: false)
            asm.constant(Register.scratch, encoding.trueWord); asm.constant(Register.scratch2, encoding.falseWord)
            asm.op(0x0F44, Register.scratch, .register(Register.scratch2)); finish(n, Register.scratch)
        case .tagFloat:
            let x = float(i.a, Register.floatScratch)
            asm.move(Register.scratch, x); asm.constant(Register.scratch2, Encoding.floatBias)
            asm.op(0x2B, Register.scratch, .register(Register.scratch2)); asm.shift(0, Register.scratch, 3)
            asm.byte(0xA8); asm.byte(3)                                                        // test al, 3
            let from = asm.jump(Condition.notEqual)
            asm.op(0x85, Register.scratch, .register(Register.scratch))                        // 2^-255, whose word is taken by 0.0
            let rare = asm.jump(Condition.equal)
            asm.immediate(0, .register(Register.scratch), 2)
            let live = live(n)
            cold.append((from, asm.at, n, live)); cold.append((rare, asm.at, n, live))
            finish(n, Register.scratch)
        case .unboxFloat:
            let r = general(i.a, Register.scratch2)
            asm.lea(Register.scratch, .memory(base: r, displacement: -2))
            asm.byte(0xA8); asm.byte(3)
            let from = asm.jump(Condition.notEqual)
            asm.shift(1, Register.scratch, 3); asm.constant(Register.scratch2, Encoding.floatBias)
            asm.op(0x85, Register.scratch, .register(Register.scratch))                        // the word of 0.0
            asm.op(0x0F44, Register.scratch2, .register(Register.scratch))
            asm.op(0x03, Register.scratch, .register(Register.scratch2))
            let d = destination(n, Register.floatScratch)
            asm.move(d, Register.scratch)
            cold.append((from, asm.at, n, -1))
            finish(n, d)
        case .add, .sub, .mul: if k == .f64 { floatArithmetic(n, i) } else { arithmetic(n, i, k) }
        case .div: floatArithmetic(n, i)
        case .floorDiv, .mod: division(n, i)
        case .and, .or, .xor: simple(n, i, i.op == .and ? 4 : i.op == .or ? 1 : 6)
        case .not: copy(n, i.a) { if k == .int { $0.immediate(6, .register($1), -2) } else { $0.op(0xF7, 2, .register($1)) } }
        case .shl, .shr, .ushr: shift(n, i, k)
        case .neg, .abs:
            asm.load(Register.floatScratch2, .pool(asm.constantIndex(i.op == .neg ? 1 << 63 : (1 << 63) - 1)))
            let d = destination(n, Register.floatScratch)
            asm.move(d, float(i.a, d))
            asm.op(i.op == .neg ? 0x0F57 : 0x0F54, d & 15, .register(Register.floatScratch2 & 15), wide: false); finish(n, d)
        case .sqrt: let d = destination(n, Register.floatScratch); asm.double(0x51, d, floatOperand(i.a)); finish(n, d)
        case .floor, .ceil, .trunc:
            let d = destination(n, Register.floatScratch)
            let x = float(i.a, Register.floatScratch)
            asm.op(0x0F3A0B, d & 15, .register(x & 15), wide: false, prefix: 0x66); asm.byte(8 | (i.op == .floor ? 1 : i.op == .ceil ? 2 : 3)); finish(n, d)
        case .lt, .le, .gt, .ge, .eq, .ne, .below: materialize(n, i)
        case .select: select(n, i)
        case .guardTrue, .guardFalse: guardBool(i)
        case .guardIsInt, .guardIsPointer:
            let r = general(i.a, Register.scratch)
            asm.op(0xF6, 0, .register(r), wide: false, bytes: true); asm.byte(i.op == .guardIsInt ? 1 : 7)
            leave(i.op == .guardIsInt ? Condition.equal : Condition.notEqual, i)
            if i.op == .guardIsPointer { asm.op(0x85, r, .register(r)); leave(Condition.equal, i) }
        case .guardNonNull:
            let r = general(i.a, Register.scratch)
            asm.op(0x85, r, .register(r)); leave(Condition.equal, i)
        case .guardEqual:
            let a: Assembler.Operand
            if i.a.isInstruction && allocation.fused[i.a.index] == 1 { a = address(t.instructions[i.a.index]) }
            else { a = .register(general(i.a, Register.scratch)) }
            if let v = immediate(i.b) { asm.immediate(7, a, v) }
            else if case .indexed = a { asm.load(Register.scratch, a); asm.constant(Register.scratch2, machine(t.constant(i.b))); asm.op(0x3B, Register.scratch, .register(Register.scratch2)) }
            else { asm.constant(Register.scratch2, machine(t.constant(i.b))); asm.op(0x39, Register.scratch2, a) }
            leave(Condition.notEqual, i)
        case .guardRange:
            let l = machine(t.constant(i.b)), h = machine(t.constant(i.c))
            asm.move(Register.scratch, general(i.a, Register.scratch))
            if let v = Int32(exactly: Int64(bitPattern: l)) { if v != 0 { asm.immediate(5, .register(Register.scratch), v) } }
            else { asm.constant(Register.scratch2, l); asm.op(0x2B, Register.scratch, .register(Register.scratch2)) }
            asm.constant(Register.scratch2, h &- l); asm.op(0x3B, Register.scratch, .register(Register.scratch2))
            leave(Condition.above, i)
        case .load: load(n, i)
        case .store: store(i)
        case .storeSlot:
            if let v = immediate(i.a) { asm.op(0xC7, 0, slot(i.imm)); asm.imm32(v) }
            else { asm.store(slot(i.imm), general(i.a, Register.scratch)) }
        case .new: make(n, i)
        case .virtual: break
        case .barrier:
            let r = general(i.a, Register.scratch)
            asm.op(0xF6, 0, .memory(base: r, displacement: encoding.oldByte), wide: false); asm.byte(encoding.oldMask)
            let from = asm.jump(Condition.notEqual)
            cold.append((from, asm.at, n, -1))
        case .call: call(n, i)
        case .entry:
            asm.align(16)                                                                     // what comes is patched when the trace is invalidated
            entryTop = asm.at
            for b in [0x0F, 0x1F, 0x84, 0, 0, 0, 0, 0] as [UInt8] { asm.byte(b) }
        case .jumpEntry:
            let c = t.calls[Int(i.imm)]
            guard let target = targetEntry(Int(c.address)) else { preconditionFailure("the trace has been asked for its entry") }
            for (k, r) in t.arguments(of: c).enumerated() where target.places[k] >= 0 { moves.append((source(r), target.places[k])) }
            ParallelMove.emit(&self)
            asm.jump(to: target.at)
        case .loop:
            eachPhi { moves.append((source(t.instructions[$0].a), allocation.place[$0])) }
            ParallelMove.emit(&self)
            poll(); leave(Condition.notEqual, i)
            asm.align(16)
            loopTop = asm.at
        case .poll: poll(); leave(Condition.notEqual, i)
        case .jumpLoop:
            eachPhi { moves.append((source(t.instructions[$0].b), allocation.place[$0])) }
            ParallelMove.emit(&self)
            poll(); asm.jump(Condition.equal, to: loopTop)
            exits.append((asm.jump(), t.instructions[t.loopStart].imm))
        case .jumpTrace: asm.jump(to: i.imm < 0 ? start : targetOffset(Int(i.imm)) ?? start)
        case .exit: exits.append((asm.jump(), i.imm))
        case .leave:
            asm.move(Register.rdx, general(i.a, Register.scratch))
            asm.jump(to: isSmall ? stubs.leaveSmall : stubs.leave)
        }
    }
    private func slot(_ s: Int32) -> Assembler.Operand { .memory(base: Register.slots, displacement: s * 8) }
    private mutating func poll() { asm.immediate(7, .memory(base: Register.thread, displacement: pollOffset), 0) }
    private func eachPhi(_ body: (Int) -> Void) { var k = t.loopStart + 1; while t.instructions[k].op == .phi { body(k); k += 1 } }
    func source(_ r: Ref) -> ParallelMove.Source { r.isConstant ? .constant(machine(t.constant(r)), t.kind(r)) : .place(place(r)) }
    /// The moves with which a bridge takes over the values of its parent.
    mutating func inherit(_ places: [Int16]) {
        var k = 0
        while k < t.instructions.count && t.instructions[k].op == .inherit {
            if allocation.place[k] >= 0 { moves.append((.place(places[Int(t.instructions[k].imm)]), allocation.place[k])) }
            k += 1
        }
        ParallelMove.emit(&self)
    }

    // MARK: Integers
    /// Copies R to the destination and lets BODY change it there.
    private mutating func copy(_ n: Int, _ r: Ref, _ body: (inout Assembler, UInt8) -> Void) {
        let d = destination(n, Register.scratch)
        asm.move(d, general(r, d)); body(&asm, d); finish(n, d)
    }
    private mutating func addConstant(_ n: Int, _ a: Ref, _ v: Int32) {
        let d = destination(n, Register.scratch), r = general(a, d)
        if r == d { asm.immediate(0, .register(d), v) } else { asm.lea(d, .memory(base: r, displacement: v)) }
        finish(n, d)
    }
    private mutating func arithmetic(_ n: Int, _ i: Instruction, _ k: Kind) {
        let isChecked = k == .int && i.imm >= 0
        if i.op == .mul { multiply(n, i, k, isChecked); return }
        let subtract = i.op == .sub
        if !isChecked && !i.a.isConstant && place(i.a) < 16 {
            let a = UInt8(place(i.a)), d = destination(n, Register.scratch)
            if let v = immediate(i.b), v != Int32.min { if d != a { asm.lea(d, .memory(base: a, displacement: subtract ? -v : v)); finish(n, d); return } }
            else if !subtract, i.b.isInstruction, place(i.b) < 16, d != a, d != UInt8(place(i.b)) {
                asm.lea(d, .indexed(base: a, index: UInt8(place(i.b)), logScale: 0, displacement: 0)); finish(n, d); return }
        }
        simple(n, i, subtract ? 5 : 0)
        if isChecked { if pendingFinish { leave(Condition.overflow, i); finish(n, Register.scratch); pendingFinish = false } else { leave(Condition.overflow, i) } }
        else if pendingFinish { finish(n, Register.scratch); pendingFinish = false }
    }
    /// Set by `simple` for add and sub: the result is in the scratch register and has still to be moved, behind the overflow check.
    private var pendingFinish = false
    /// A two-operand instruction: 0 add, 1 or, 4 and, 5 sub, 6 xor.
    private mutating func simple(_ n: Int, _ i: Instruction, _ code: UInt8) {
        var a = i.a, b = i.b
        var d = destination(n, Register.scratch)
        if d != Register.scratch && isIn(b, d) && a != b {
            if code != 5 { swap(&a, &b) } else { d = Register.scratch }
        }
        asm.move(d, general(a, d))
        if let v = immediate(b) { asm.immediate(code, .register(d), v) }
        else { asm.op(UInt32(code) << 3 | 3, d, operand(b, Register.scratch2)) }
        let moves = d != destination(n, 0xFF)
        if code == 0 || code == 5 { pendingFinish = moves } else if moves { finish(n, d) }
    }
    private mutating func multiply(_ n: Int, _ i: Instruction, _ k: Kind, _ isChecked: Bool) {
        let d = destination(n, Register.scratch)
        if i.b.isConstant, let v = Int32(exactly: t.constant(i.b).int) {
            asm.op(0x69, d, operand(i.a, Register.scratch)); asm.imm32(v)
        } else {
            let b = general(i.b, Register.scratch2)
            if k == .int { asm.move(Register.scratch2, b); asm.shift(7, Register.scratch2, 1) } else { asm.move(Register.scratch2, b) }
            asm.move(d, general(i.a, d))
            asm.op(0x0FAF, d, .register(Register.scratch2))
        }
        if isChecked { leave(Condition.overflow, i) }
        finish(n, d)
    }
    /// Floor division and modulo. By a positive constant: a multiplication with its reciprocal, on ~a for negative a (floor(a / c) = ~(~a / c)).
    private mutating func division(_ n: Int, _ i: Instruction) {
        let rax = Register.rax, rdx = Register.rdx, other = Register.scratch2
        if i.b.isConstant, t.constant(i.b).int > 1, let c = Int32(exactly: t.constant(i.b).int), c & (c - 1) != 0 {
            let k = 31 - c.leadingZeroBitCount
            // ceil(2^(64+k) / c), which fits 64 bits as c is not a power of two; exact for dividends below 2^62.
            let reciprocal = UInt64(c).dividingFullWidth((1 << UInt64(k), 0)).quotient + 1
            asm.move(other, general(i.a, other)); asm.shift(7, other, 1)
            asm.move(rax, other); asm.shift(7, rax, 63); asm.op(0x33, rax, .register(other))
            asm.op(0xF7, 4, .pool(asm.constantIndex(reciprocal)))                               // mul: rdx = high half
            asm.shift(5, rdx, k)
            asm.move(rax, other); asm.shift(7, rax, 63); asm.op(0x33, rdx, .register(rax))
            if i.op == .floorDiv { asm.op(0x03, rdx, .register(rdx)); finish(n, rdx) }
            else { asm.op(0x69, rdx, .register(rdx)); asm.imm32(c); asm.op(0x2B, other, .register(rdx)); asm.op(0x03, other, .register(other)); finish(n, other) }
            return
        }
        asm.move(other, general(i.b, other))
        asm.move(rax, general(i.a, rax))
        if i.imm >= 0 { asm.op(0x85, other, .register(other)); leave(Condition.equal, i) }
        asm.byte(0x48); asm.byte(0x99)                                                           // cqo
        asm.op(0xF7, 7, .register(other))
        if i.op == .floorDiv {
            asm.op(0x85, rdx, .register(rdx))
            let exact = asm.shortJump(Condition.equal)
            asm.op(0x33, rdx, .register(other)); asm.shift(7, rdx, 63); asm.op(0x03, rax, .register(rdx))
            asm.landShort(exact)
            asm.op(0x03, rax, .register(rax))
            if i.imm >= 0 { leave(Condition.overflow, i) }
            finish(n, rax)
        } else {
            asm.move(rax, rdx)
            asm.op(0x85, rdx, .register(rdx))
            let exact = asm.shortJump(Condition.equal)
            asm.op(0x33, rdx, .register(other))
            let same = asm.shortJump(Condition.notSign)
            asm.op(0x03, rax, .register(other))
            asm.landShort(exact); asm.landShort(same)
            finish(n, rax)
        }
    }
    private mutating func shift(_ n: Int, _ i: Instruction, _ k: Kind) {
        let rax = Register.rax, rcx = Register.rcx, other = Register.scratch2
        let code: UInt8 = i.op == .shl ? 4 : i.op == .shr ? 7 : 5
        if i.b.isConstant {
            var c = t.constant(i.b).int
            if k == .i64 { c &= 63 }
            if c < 0 || i.op == .shl && c > 62 && k == .int {                                  // always leaves
                if i.imm >= 0 { exits.append((asm.jump(), i.imm)) }
                return
            }
            c = min(c, 63)
            asm.move(rax, general(i.a, rax))
            if c != 0 { asm.shift(code, rax, Int(c)) }
            if k == .int && i.op == .shr { asm.immediate(4, .register(rax), -2) }
            if k == .int && i.op == .shl && i.imm >= 0 && c != 0 {
                asm.move(other, rax); asm.shift(7, other, Int(c))
                if i.a.isConstant { asm.constant(Register.scratch, machine(t.constant(i.a))); asm.op(0x3B, other, .register(rax)); leave(Condition.notEqual, i); asm.shift(4, rax, Int(c)) }
                else { asm.op(0x3B, other, operand(i.a, other)); leave(Condition.notEqual, i) }
            }
            finish(n, rax)
            return
        }
        asm.move(other, general(i.a, other))
        asm.move(rcx, general(i.b, rcx))
        if k == .i64 { asm.shiftByCl(code, other); finish(n, other); return }
        asm.shift(7, rcx, 1)
        if i.op == .shl {
            if i.imm >= 0 { asm.immediate(7, .register(rcx), 62); leave(Condition.above, i) }
            asm.move(rax, other); asm.shiftByCl(4, rax); asm.shiftByCl(7, rax)
            if i.imm >= 0 { asm.op(0x3B, rax, .register(other)); leave(Condition.notEqual, i) }
            asm.shiftByCl(4, rax); finish(n, rax)
        } else {
            if i.imm >= 0 { asm.op(0x85, rcx, .register(rcx)); leave(Condition.sign, i) }
            asm.constant(rax, 63); asm.op(0x3B, rcx, .register(rax)); asm.op(0x0F47, rcx, .register(rax))   // cmova
            asm.shiftByCl(7, other); asm.immediate(4, .register(other), -2); finish(n, other)
        }
    }

    // MARK: Floats
    private mutating func floatArithmetic(_ n: Int, _ i: Instruction) {
        var a = i.a, b = i.b
        let code: UInt8 = i.op == .add ? 0x58 : i.op == .sub ? 0x5C : i.op == .mul ? 0x59 : 0x5E
        var d = destination(n, Register.floatScratch)
        if isIn(b, d) && a != b { if i.op == .add || i.op == .mul { swap(&a, &b) } else { d = Register.floatScratch } }
        asm.move(d, float(a, d))
        asm.double(code, d, floatOperand(b))
        finish(n, d)
    }

    // MARK: Comparisons
    /// Compares and gives the condition under which I holds; `parity` says that it must not be unordered as well.
    private mutating func compare(_ i: Instruction) -> (condition: UInt8, parity: Bool) {
        if t.kind(i.a) == .f64 {
            var a = i.a, b = i.b
            if i.op == .lt || i.op == .le { swap(&a, &b) }
            let x = float(a, Register.floatScratch)
            asm.op(0x0F2E, x & 15, floatOperand(b), wide: false, prefix: 0x66)
            switch i.op {
            case .lt, .gt: return (Condition.above, false)
            case .le, .ge: return (Condition.aboveEqual, false)
            case .eq: return (Condition.equal, true)
            default: return (Condition.notEqual, true)
            }
        }
        let wide = true
        let a = general(i.a, Register.scratch)
        if let v = immediate(i.b) {
            if v == 0 && (i.op == .eq || i.op == .ne) { asm.op(0x85, a, .register(a)) } else { asm.immediate(7, .register(a), v) }
        } else { asm.op(0x3B, a, operand(i.b, Register.scratch2), wide: wide) }
        switch i.op {
        case .lt: return (Condition.less, false)
        case .le: return (Condition.lessEqual, false)
        case .gt: return (Condition.greater, false)
        case .ge: return (Condition.greaterEqual, false)
        case .eq: return (Condition.equal, false)
        case .ne: return (Condition.notEqual, false)
        default: return (Condition.below, false)
        }
    }
    private mutating func materialize(_ n: Int, _ i: Instruction) {
        let (c, parity) = compare(i)
        let rax = Register.rax, other = Register.scratch2
        asm.op(0x0F90 | UInt32(c), 0, .register(rax), wide: false, bytes: true)
        if parity {
            asm.op(0x0F90 | UInt32(i.op == .eq ? Condition.notParity : Condition.parity), 0, .register(other), wide: false, bytes: true)
            asm.op(i.op == .eq ? 0x23 : 0x0B, rax, .register(other), wide: false)
        }
        asm.op(0x0FB6, rax, .register(rax), wide: false, bytes: true)
        finish(n, rax)
    }
    private mutating func guardBool(_ i: Instruction) {
        let wanted = i.op == .guardTrue
        guard i.a.isInstruction && allocation.fused[i.a.index] == 1 else {
            let r = general(i.a, Register.scratch)
            asm.op(0x85, r, .register(r), wide: false)
            leave(wanted ? Condition.equal : Condition.notEqual, i); return
        }
        let d = t.instructions[i.a.index], (c, parity) = compare(d)
        if !parity { leave(wanted ? c ^ 1 : c, i); return }
        // eq holds if ZF and not PF.
        if wanted == (d.op == .eq) { leave(Condition.notEqual, i); leave(Condition.parity, i) }
        else { let skip = asm.shortJump(Condition.parity); leave(Condition.equal, i); asm.landShort(skip) }
    }
    private mutating func select(_ n: Int, _ i: Instruction) {
        var condition = Condition.notEqual
        if i.a.isInstruction && allocation.fused[i.a.index] == 1 { condition = compare(t.instructions[i.a.index]).condition }
        else { let r = general(i.a, Register.scratch); asm.op(0x85, r, .register(r), wide: false) }
        // From here on only moves, which leave the flags alone.
        if i.kind == .f64 {
            asm.move(Register.floatScratch, float(i.b, Register.floatScratch))
            let keep = asm.shortJump(condition)
            asm.move(Register.floatScratch, float(i.c, Register.floatScratch))
            asm.landShort(keep)
            finish(n, Register.floatScratch); return
        }
        asm.move(Register.scratch, general(i.c, Register.scratch))
        asm.op(0x0F40 | UInt32(condition), Register.scratch, operand(i.b, Register.scratch2))
        finish(n, Register.scratch)
    }

    // MARK: Memory
    /// The address of a load or store; may use both scratch registers.
    private mutating func address(_ i: Instruction) -> Assembler.Operand {
        if i.a.isConstant && i.b.isNone, let d = Int32(exactly: Int64(bitPattern: t.constant(i.a).bits) &+ Int64(i.imm)), d >= 0 {
            asm.constant(Register.scratch, UInt64(d)); return .memory(base: Register.scratch, displacement: 0) }
        let base = general(i.a, Register.scratch)
        if i.b.isNone { return .memory(base: base, displacement: i.imm) }
        var index = general(i.b, Register.scratch2), scale = UInt8(i.logSize)
        if t.kind(i.b) == .int {
            if scale == 0 { asm.move(Register.scratch2, index); index = Register.scratch2; asm.shift(7, index, 1) } else { scale -= 1 }
        }
        return .indexed(base: base, index: index, logScale: scale, displacement: i.imm)
    }
    private mutating func load(_ n: Int, _ i: Instruction) {
        let m = address(i)
        if i.kind == .f64 { let d = destination(n, Register.floatScratch); asm.load(d, m); finish(n, d); return }
        let d = destination(n, Register.scratch)
        switch (i.logSize, i.isSigned) {
        case (0, false): asm.op(0x0FB6, d, m, wide: false)
        case (0, true): asm.op(0x0FBE, d, m)
        case (1, false): asm.op(0x0FB7, d, m, wide: false)
        case (1, true): asm.op(0x0FBF, d, m)
        case (2, false): asm.op(0x8B, d, m, wide: false)
        case (2, true): asm.op(0x63, d, m)
        default: asm.op(0x8B, d, m)
        }
        finish(n, d)
    }
    private mutating func store(_ i: Instruction) {
        var m = address(i)
        if t.kind(i.c) == .f64 && i.c.isInstruction { asm.store(m, float(i.c, Register.floatScratch)); return }
        if i.logSize == 3, let v = immediate(i.c) { asm.op(0xC7, 0, m); asm.imm32(v); return }
        // A value that needs a register of its own may find both scratch registers in the address.
        if i.c.isConstant || place(i.c) >= 32, case .indexed(_, let x, _, _) = m, x == Register.scratch2 {
            asm.lea(Register.scratch, m); m = .memory(base: Register.scratch, displacement: 0) }
        let r = general(i.c, Register.scratch2)
        switch i.logSize {
        case 0: asm.op(0x88, r, m, wide: false, bytes: true)
        case 1: asm.op(0x89, r, m, wide: false, prefix: 0x66)
        case 2: asm.op(0x89, r, m, wide: false)
        default: asm.op(0x89, r, m)
        }
    }

    // MARK: Objects
    /// Takes a cell from the thread's run of its size; the slow path, behind the code, asks the runtime for it, which also stores the type.
    private mutating func make(_ n: Int, _ i: Instruction) {
        let rax = Register.rax, r11 = Register.scratch2, cell = (i.imm + 15) & ~15, type = t.constant(i.a).bits
        if i.imm > encoding.inlineLimit || type == encoding.notedType { cold.append((asm.jump(), asm.at, n, live(n))); finish(n, rax); return }
        let run = (cell / 16 - 1) * 16
        asm.load(rax, .memory(base: Register.thread, displacement: encoding.runsOffset))
        asm.load(r11, .memory(base: rax, displacement: run))
        asm.immediate(0, .register(r11), cell)
        asm.op(0x3B, r11, .memory(base: rax, displacement: run + 8))
        let full = asm.jump(Condition.above)
        asm.store(.memory(base: rax, displacement: run), r11)
        asm.lea(rax, .memory(base: r11, displacement: -cell))
        if let v = Int32(exactly: Int64(bitPattern: type)) { asm.op(0xC7, 0, .memory(base: rax, displacement: encoding.typeOffset)); asm.imm32(v) }
        else { asm.constant(r11, type); asm.store(.memory(base: rax, displacement: encoding.typeOffset), r11) }
        cold.append((full, asm.at, n, live(n)))
        finish(n, rax)
    }

    // MARK: Calls
    private static let argumentRegisters: [Int16] = [7, 6, 2, 1, 8, 9]
    private mutating func call(_ n: Int, _ i: Instruction) {
        let c = t.calls[Int(i.imm)]
        if c.isAppend { return append(n, c) }
        var ints = 0, floats: Int16 = 16
        for r in t.arguments(of: c) {
            if t.kind(r) == .f64 { moves.append((source(r), floats)); floats += 1 }
            else { moves.append((source(r), Emitter.argumentRegisters[ints])); ints += 1 }
        }
        ParallelMove.emit(&self)
        asm.constant(Register.scratch, UInt64(c.address))
        asm.op(0xFF, 2, .register(Register.scratch), wide: false)
        if !c.isLeaf { safepoint(live(n)) }
        if i.kind == .f64 { finish(n, 16); return }
        if c.raises { asm.op(0x85, Register.rax, .register(Register.rax)); leave(Condition.equal, snapshot: c.snapshot) }
        if i.kind != .none { finish(n, Register.rax) }
    }

    /// An item at the end of a list: in place where its storage has room and needs no barrier, else by the runtime, which keeps all registers.
    private mutating func append(_ n: Int, _ c: CallSite) {
        let arguments = t.arguments(of: c), list = arguments[arguments.startIndex], item = arguments[arguments.startIndex + 1]
        let rax = Register.rax, r11 = Register.scratch2
        guard list.isInstruction, place(list) >= 0, place(list) < 16 else { return appendSlowly(list, item, live(n)) }
        let l = UInt8(place(list))
        asm.load(rax, .memory(base: l, displacement: encoding.listCount))
        asm.load(r11, .memory(base: l, displacement: encoding.listStorage))
        asm.op(0x3B, rax, .memory(base: r11, displacement: encoding.storageCapacity))
        let full = asm.jump(Condition.aboveEqual)
        asm.op(0xF6, 0, .memory(base: r11, displacement: encoding.oldByte), wide: false); asm.byte(encoding.oldMask)
        let old = asm.jump(Condition.notEqual)
        let end = Assembler.Operand.indexed(base: r11, index: rax, logScale: 3, displacement: encoding.storageItems)
        if let v = immediate(item) { asm.op(0xC7, 0, end); asm.imm32(v) }
        else if item.isInstruction, place(item) >= 0, place(item) < 16 { asm.store(end, UInt8(place(item))) }
        else { asm.lea(r11, end); asm.store(.memory(base: r11, displacement: 0), general(item, rax)) }
        asm.immediate(0, .memory(base: l, displacement: encoding.listCount), 1)
        let live = live(n)
        cold.append((full, asm.at, n, live)); cold.append((old, asm.at, n, live))
    }
    private mutating func appendSlowly(_ list: Ref, _ item: Ref, _ live: Int) {
        let l = general(list, Register.rax)
        if l != Register.rax { asm.move(Register.rax, l) }
        let w = general(item, Register.scratch2)
        if w != Register.scratch2 { asm.move(Register.scratch2, w) }
        asm.call(to: stubs.append)
        safepoint(live)
    }

    // MARK: Slow paths
    private mutating func emitCold(_ from: Int, _ back: Int, _ n: Int, _ live: Int) {
        asm.land(from)
        let i = t.instructions[n]
        if i.op == .tagFloat {
            // Everything but rax, r11, xmm14 and xmm15 is preserved by the stub.
            asm.move(Register.floatScratch, float(i.a, Register.floatScratch))
            asm.call(to: stubs.box)
            safepoint(live)
        } else if i.op == .new {
            asm.constant(Register.rax, UInt64(i.imm)); asm.constant(Register.scratch2, t.constant(i.a).bits)
            asm.call(to: stubs.allocate)
            safepoint(live)
        } else if i.op == .barrier {
            asm.move(Register.rax, general(i.a, Register.rax))
            asm.call(to: stubs.log)
        } else if i.op == .call {
            let arguments = t.arguments(of: t.calls[Int(i.imm)])
            appendSlowly(arguments[arguments.startIndex], arguments[arguments.startIndex + 1], live)
        } else {
            let rax = Register.rax, other = Register.scratch2
            asm.immediate(0, .register(rax), 2)                                                  // the word again
            asm.byte(0xA8); asm.byte(7); leave(Condition.notEqual, i)
            asm.op(0x85, rax, .register(rax)); leave(Condition.equal, i)
            asm.constant(other, UInt64(encoding.floatType))
            asm.op(0x39, other, .memory(base: rax, displacement: encoding.typeOffset)); leave(Condition.notEqual, i)
            asm.load(destination(n, Register.floatScratch), .memory(base: rax, displacement: encoding.floatOffset))
        }
        asm.jump(to: back)
    }
}

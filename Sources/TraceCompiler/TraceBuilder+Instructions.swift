import TraceIR

/// The instructions by name. Snapshots are needed by what may leave the trace.
extension TraceBuilder {
    // MARK: Constants
    @inline(__always) public func int(_ v: Int) -> Ref { constant(.int, UInt64(bitPattern: Int64(v))) }
    @inline(__always) public func i64(_ v: Int) -> Ref { constant(.i64, UInt64(bitPattern: Int64(v))) }
    @inline(__always) public func float(_ v: Double) -> Ref { constant(.f64, v.bitPattern) }
    @inline(__always) public func word(_ w: UInt64) -> Ref { constant(.word, w) }
    @inline(__always) public func pointer(_ p: UInt) -> Ref { constant(.pointer, UInt64(p)) }
    @inline(__always) public func bool(_ b: Bool) -> Ref { constant(.bool, b ? 1 : 0) }
    /// The thread state that the trace was entered with.
    public func threadState() -> Ref { emit(Instruction(.threadState, .pointer)) }
    /// The address of slot S. What it holds is in memory only after `flushSlots`.
    public func slotAddress(_ s: Int) -> Ref { isElsewhere(s) ? addressElsewhere(s) : emit(Instruction(.slotAddress, .pointer, imm: Int32(s))) }

    // MARK: Kinds
    /// R as a tagged word. (Tagging a float may call the runtime to box it.)
    public func asWord(_ r: Ref) -> Ref {
        switch kind(r) {
        case .int: return emit(Instruction(.tagInt, .word, r))
        case .f64: return emit(Instruction(.tagFloat, .word, r))
        case .bool: return emit(Instruction(.tagBool, .word, r))
        case .i64: return emit(Instruction(.tagInt, .word, emit(Instruction(.i64ToInt, .int, r))))
        case .pointer: return emit(Instruction(.cast, .word, r))
        case .word, .none: return r
        }
    }
    /// R, a word already known to be an int (or an int), as an int.
    public func asInt(_ r: Ref) -> Ref { kind(r) == .int ? r : emit(Instruction(.untagInt, .int, r)) }
    /// Guards that R is an int, and gives it as one.
    public func guardInt(_ r: Ref, _ s: SnapshotID) -> Ref {
        if kind(r) == .int { return r }
        let w = asWord(r)
        emit(Instruction(.guardIsInt, .none, w, imm: s.index))
        return emit(Instruction(.untagInt, .int, w))
    }
    /// Guards that R is a float, self-tagged or boxed, and gives its double.
    public func guardFloat(_ r: Ref, _ s: SnapshotID) -> Ref {
        kind(r) == .f64 ? r : emit(Instruction(.unboxFloat, .f64, asWord(r), imm: s.index))
    }
    public func intToF64(_ r: Ref) -> Ref { emit(Instruction(.intToF64, .f64, r)) }
    public func i64ToF64(_ r: Ref) -> Ref { emit(Instruction(.i64ToF64, .f64, r)) }
    /// Truncates towards zero; leaves on nan, infinities and what needs more than 63 bits.
    public func f64ToInt(_ r: Ref, _ s: SnapshotID) -> Ref { emit(Instruction(.f64ToInt, .int, r, imm: s.index)) }
    public func intToI64(_ r: Ref) -> Ref { emit(Instruction(.intToI64, .i64, r)) }
    /// Leaves if R needs more than 63 bits; without a snapshot it is known not to.
    public func i64ToInt(_ r: Ref, _ s: SnapshotID = .none) -> Ref { emit(Instruction(.i64ToInt, .int, r, imm: s.index)) }
    public func boolToInt(_ r: Ref) -> Ref { emit(Instruction(.boolToInt, .int, r)) }
    /// The same 64 bits as a word, pointer or i64.
    public func cast(_ r: Ref, to k: Kind) -> Ref { emit(Instruction(.cast, k, r)) }

    // MARK: Arithmetic and comparisons
    /// OP on operands of one kind (int, i64 or f64). Int operations that may overflow, and division, leave by S.
    public func arithmetic(_ op: Opcode, _ a: Ref, _ b: Ref = .none, _ s: SnapshotID = .none) -> Ref {
        let hasSnapshot = op.info.effect == .checked && kind(a) == .int
        return emit(Instruction(op, kind(a), a, b, imm: hasSnapshot ? s.index : -1))
    }
    /// OP: lt le gt ge eq ne below; gives a bool. Of words: identity.
    public func compare(_ op: Opcode, _ a: Ref, _ b: Ref) -> Ref { emit(Instruction(op, .bool, a, b)) }
    public func select(_ condition: Ref, _ a: Ref, _ b: Ref) -> Ref { emit(Instruction(.select, kind(a), condition, a, b)) }

    // MARK: Guards
    /// Guards that the condition is VALUE.
    public func guardBool(_ condition: Ref, _ value: Bool, _ s: SnapshotID) { emit(Instruction(value ? .guardTrue : .guardFalse, .none, condition, imm: s.index)) }
    public func guardIsInt(_ r: Ref, _ s: SnapshotID) { _ = guardInt(r, s) }
    /// Guards that a word is a heap object.
    public func guardIsPointer(_ r: Ref, _ s: SnapshotID) { if kind(r) != .pointer { emit(Instruction(.guardIsPointer, .none, asWord(r), imm: s.index)) } }
    /// Guards that a word is not 0 (not unbound).
    public func guardNonNull(_ r: Ref, _ s: SnapshotID) { emit(Instruction(.guardNonNull, .none, asWord(r), imm: s.index)) }
    /// Guards that R (of kind word, pointer, i64 or int) is exactly these bits (ints: the value).
    public func guardEqual(_ r: Ref, _ bits: UInt64, _ s: SnapshotID) { emit(Instruction(.guardEqual, .none, r, constant(kind(r), bits), imm: s.index)) }
    /// Guards low <= R <= high, for int or i64.
    public func guardRange(_ r: Ref, _ low: Int, _ high: Int, _ s: SnapshotID) {
        emit(Instruction(.guardRange, .none, r, constant(kind(r), UInt64(bitPattern: Int64(low))), constant(kind(r), UInt64(bitPattern: Int64(high))), imm: s.index))
    }
    /// Guards that the 8 bytes at R + OFFSET (a type or shape) are EXPECTED.
    public func guardField(_ r: Ref, offset: Int, class c: UInt8, equals expected: UInt64, _ s: SnapshotID) {
        guardEqual(load(r, offset: offset, class: c, kind: .i64), expected, s)
    }

    // MARK: Memory
    /// Whether an instruction from number N on may change what was there before it.
    public func changesMemory(since n: Int) -> Bool {
        for k in n..<max(n, raw.instructions.count) {
            let i = raw.instructions[k]
            if i.op == .store && !(isOp(i.a, .new) && i.a.index >= n) { return true }
            if i.op == .call, case let c = raw.calls[Int(i.imm)], c.writes != 0 || c.isAppend || c.raises { return true }
        }
        return false
    }
    /// Whether the 8 bytes at R + OFFSET were guarded to be a constant, and are that still.
    public func isKnownField(_ r: Ref, offset: Int, class c: UInt8) -> Bool {
        let limit = lastWrite(of: 1 << UInt32(c))
        var n = chains[Int(Opcode.load.rawValue)]
        while n > limit {
            let o = raw.instructions[Int(n)]
            if o.a == r && o.b.isNone && Int(o.imm) == offset && o.aliasClass == c && o.kind == .i64 {
                var g = chains[Int(Opcode.guardEqual.rawValue)]
                while g > n { if raw.instructions[Int(g)].a == Ref(raw: n) { return true }; g = previous[Int(g)] }
                return false
            }
            n = previous[Int(n)]
        }
        return false
    }
    /// Loads from [base + OFFSET] or [base + index * size + OFFSET]. CLASS: stores and calls of the same class may change it; class 0 never changes.
    /// Sizes below 8 give an i64. LENGTH: it is known to be in 0...2^47.
    public func load(_ base: Ref, index: Ref = .none, offset: Int, class c: UInt8, kind k: Kind, size: Int = 8, signed: Bool = false, length: Bool = false) -> Ref {
        emit(Instruction(.load, k, base, index, imm: Int32(truncatingIfNeeded: offset), aux: Instruction.aux(class: c, logSize: size.trailingZeroBitCount, signed: signed, length: length)))
    }
    /// Stores VALUE: ints and bools as tagged words, an f64 as its 8 bytes; tag it first (`asWord`) where a word is wanted.
    public func store(_ base: Ref, index: Ref = .none, offset: Int, class c: UInt8, value: Ref, size: Int = 8) {
        let k = kind(value), v = k == .int || k == .bool ? asWord(value) : value
        emit(Instruction(.store, .none, base, index, v, imm: Int32(truncatingIfNeeded: offset), aux: Instruction.aux(class: c, logSize: size.trailingZeroBitCount)))
    }

    /// Makes an object of SIZE bytes (a multiple of 8; zeroed behind its header) and of the type at address TYPE. Stores into it need no barrier until something
    /// that may collect stands between. Where only exits need it, it is made there. May collect.
    public func new(size: Int, type: UInt) -> Ref { emit(Instruction(.new, .word, constant(.word, UInt64(type)), imm: Int32(truncatingIfNeeded: size))) }
    /// A reference is about to be stored in the object R: needed before each store of a value that may be a pointer, with nothing that may collect between the
    /// two (tag the value first). Superfluous ones cost nothing.
    public func barrier(_ r: Ref) { emit(Instruction(.barrier, .none, asWord(r))) }
    /// Stores a value of any kind as its tagged word, with the barrier unless it is no pointer.
    public func storeValue(_ base: Ref, object: Ref? = nil, index: Ref = .none, offset: Int, class c: UInt8, value: Ref) {
        let w = asWord(value)
        var mayPoint = true
        switch kind(value) {
        case .int, .bool: mayPoint = false
        default: if w.isConstant { let b = raw.constant(w).bits; mayPoint = b != 0 && b & 7 == 0 }
        }
        if mayPoint { barrier(object ?? base) }
        emit(Instruction(.store, .none, base, index, w, imm: Int32(truncatingIfNeeded: offset), aux: Instruction.aux(class: c, logSize: 3)))
    }

    // MARK: Calls
    /// Calls the C function at ADDRESS with up to 6 arguments (f64 ones travel apart, up to 8; ints and bools go as tagged words).
    /// RESULT: word, pointer, i64, f64 or none. WRITES: bit c for each alias class (below 32) that it may change, all by default. With RAISES, a result of 0
    /// leaves by that snapshot, whose reason is `raising`. A PURE call depends on its arguments and on memory of the classes READS alone; it may be shared, and
    /// dropped unless it raises. ALLOCATES: the result is a pointer to something that nothing else refers to. LEAF: it does not allocate and calls nothing that may.
    @discardableResult
    public func call(_ address: UInt, _ arguments: [Ref], result: Kind, writes: UInt32 = ~0, raises: SnapshotID = .none, pure: Bool = false, reads: UInt32 = 0,
                     allocates: Bool = false, leaf: Bool = false) -> Ref {
        if failure != nil { return zero }
        let first = raw.arguments.count
        for r in arguments { raw.arguments.append(kind(r) == .int || kind(r) == .bool ? asWord(r) : r) }
        var c = CallSite(address: address, firstArgument: Int32(first), argumentCount: UInt8(arguments.count), raises: raises.index >= 0,
                         isPure: pure, allocates: allocates, writes: pure ? 0 : writes, snapshot: raises.index)
        c.isLeaf = leaf; c.reads = reads
        return emitCall(c, result)
    }
    /// Appends a tagged word to a list. WRITES: the alias classes of counts and items.
    public func appendItem(_ list: Ref, _ item: Ref, writes: UInt32) {
        if failure != nil { return }
        var c = CallSite(address: encoding.append, firstArgument: Int32(raw.arguments.count), argumentCount: 2, raises: false, isPure: false, allocates: false, writes: writes, snapshot: -1)
        c.isAppend = true
        raw.arguments.append(list); raw.arguments.append(item)
        _ = emitCall(c, .none)
    }
    func emitCall(_ c: CallSite, _ k: Kind) -> Ref {
        if c.isPure && passes.contains(.cse) {
            let limit = c.reads == 0 ? -1 : lastWrite(of: c.reads)
            var n = chains[Int(Opcode.call.rawValue)]
            while n > limit {
                let o = raw.calls[Int(raw.instructions[Int(n)].imm)]
                if o.isPure && o.address == c.address && o.argumentCount == c.argumentCount && o.reads == c.reads && raw.instructions[Int(n)].kind == k {
                    var same = true
                    for j in 0..<Int(c.argumentCount) where raw.arguments[Int(o.firstArgument) + j] != raw.arguments[Int(c.firstArgument) + j] { same = false }
                    if same { noteCall(c, k, Ref(raw: n), .cse); return Ref(raw: n) }
                }
                n = previous[Int(n)]
            }
        }
        raw.calls.append(c)
        let r = append(Instruction(.call, k, imm: Int32(raw.calls.count - 1)))
        noteCall(c, k, r, nil)
        return r
    }
}

import TraceIR

// Constant folding, algebra and the cancelling of conversions, one instruction at a time. A rule either gives an existing value
// (also for a guard that is known to hold), or rewrites the instruction and starts over, or leaves it alone. Rules look
// only at the instruction and at what defines its operands, never at what surrounds them.
//
// Float rules keep every bit: x + 0.0 is not x for -0.0, and x - x is not 0.0 for nan.
extension TraceBuilder {
    func fold(_ i: inout Instruction) -> Ref? {
        while true {
            let before = i
            if let r = foldOnce(&i) { return r }
            if failure != nil { return zero }
            if before.op == i.op && before.a == i.a && before.b == i.b && before.c == i.c { return nil }
        }
    }
    /// The instruction that defines R.
    @inline(__always) func definition(_ r: Ref) -> Instruction? { r.isInstruction ? raw.instructions[r.index] : nil }
    @inline(__always) func isConstant(_ r: Ref, _ bits: UInt64) -> Bool { r.isConstant && raw.constant(r).bits == bits }
    func contradict() -> Ref { failure = failure ?? (loopStart >= 0 ? .unstable : .contradiction); return zero }

    @inline(__always) private func foldOnce(_ i: inout Instruction) -> Ref? {
        let info = raw.info(i.op)
        if i.a.isConstant && (i.b.isNone || i.b.isConstant) && (i.c.isNone || i.c.isConstant) {
            if let r = foldConstants(i, info) { return r }
        }
        if info.commutes && i.a.isConstant && !i.b.isConstant { swap(&i.a, &i.b) }
        switch i.op {
        // Conversions that cancel
        case .untagInt: if let d = definition(i.a), d.op == .tagInt { return d.a }
        case .tagInt: if let d = definition(i.a), d.op == .untagInt { return d.a }
        case .tagFloat: if let d = definition(i.a), d.op == .unboxFloat { return d.a }
        case .unboxFloat:
            guard let d = definition(i.a) else { return nil }
            if d.op == .tagFloat { return d.a }
            if d.op == .tagInt || d.op == .tagBool { return contradict() }
        case .intToI64: if let d = definition(i.a), d.op == .i64ToInt { return d.a }
        case .i64ToInt: if let d = definition(i.a), d.op == .intToI64 { return d.a }
        case .i64ToF64: if let d = definition(i.a), d.op == .intToI64 { i = Instruction(.intToF64, .f64, d.a) }
        case .cast:
            if kind(i.a) == i.kind { return i.a }
            if let d = definition(i.a), d.op == .cast { i.a = d.a }
        // Arithmetic
        case .add:
            if kind(i.a) != .f64 { if isConstant(i.b, 0) { return i.a } }
            else if isConstant(i.b, (-0.0).bitPattern) { return i.a }
            if kind(i.a) == .i64, i.b.isConstant, let d = definition(i.a), d.op == .add, d.b.isConstant {
                i.b = constant(.i64, raw.constant(i.b).bits &+ raw.constant(d.b).bits); i.a = d.a }
        case .sub:
            if isConstant(i.b, 0) { return i.a }                                     // also for floats: x - 0.0
            if kind(i.a) != .f64 {
                if i.a == i.b { return constant(i.kind, 0) }
                if i.b.isConstant, raw.constant(i.b).int > Encoding.minInt { i.b = constant(i.kind, 0 &- raw.constant(i.b).bits); i.op = .add }
            }
        case .mul:
            if kind(i.a) == .f64 {
                if isConstant(i.b, (1.0).bitPattern) { return i.a }
                if isConstant(i.b, (2.0).bitPattern) { i.op = .add; i.b = i.a }
            } else { if isConstant(i.b, 1) { return i.a }; if isConstant(i.b, 0) { return i.b } }
        case .div:
            if i.b.isConstant {
                let d = raw.constant(i.b).float
                if d == 1 { return i.a }
                if d.significandBitPattern == 0, d.isNormal, (1 / d).isNormal { i.op = .mul; i.b = float(1 / d) }
            }
        case .floorDiv:
            if isConstant(i.b, 1) { return i.a }
            if i.b.isConstant, let n = powerOfTwo(i.b) { i = Instruction(.shr, .int, i.a, int(n)) }
        case .mod:
            if isConstant(i.b, 1) { return int(0) }
            if i.b.isConstant, powerOfTwo(i.b) != nil { i = Instruction(.and, .int, i.a, int(Int(raw.constant(i.b).int) - 1)) }
        case .and:
            if i.a == i.b { return i.a }
            if isConstant(i.b, 0) { return i.b }
            if isConstant(i.b, ~0) { return i.a }
        case .or:
            if i.a == i.b || isConstant(i.b, 0) { return i.a }
            if isConstant(i.b, ~0) { return i.b }
        case .xor:
            if i.a == i.b { return constant(i.kind, 0) }
            if isConstant(i.b, 0) { return i.a }
        case .not: if let d = definition(i.a), d.op == .not { return d.a }
        case .neg: if let d = definition(i.a), d.op == .neg { return d.a }
        case .abs: if let d = definition(i.a), d.op == .neg || d.op == .abs { i.a = d.a }
        case .shl, .shr, .ushr: if isConstant(i.b, 0) { return i.a }
        // Comparisons
        case .gt: i.op = .lt; swap(&i.a, &i.b)
        case .ge: i.op = .le; swap(&i.a, &i.b)
        case .lt, .below: if i.a == i.b && kind(i.a) != .f64 { return bool(false) }
        case .le: if i.a == i.b && kind(i.a) != .f64 { return bool(true) }
        case .eq: return foldEqual(&i)
        case .ne:
            if i.a == i.b && kind(i.a) != .f64 { return bool(false) }
            if isFresh(i.a, besides: i.b) || isFresh(i.b, besides: i.a) { return bool(true) }
        case .select:
            if i.b == i.c { return i.b }
            if i.a.isConstant { return raw.constant(i.a).bits != 0 ? i.b : i.c }
        // Guards
        case .guardTrue:
            if let d = definition(i.a) {
                if d.op == .ne { i.op = .guardFalse; i.a = equality(d) }
                else if d.op == .eq && d.b.isConstant && kind(d.a) != .f64 { i = Instruction(.guardEqual, .none, d.a, d.b, imm: i.imm) }
            }
        case .guardFalse:
            if let d = definition(i.a) {
                if d.op == .ne { i.op = .guardTrue; i.a = equality(d) }
                else if (d.op == .lt || d.op == .le) && kind(d.a) != .f64 {           // not for floats: nan
                    i.op = .guardTrue; i.a = emit(Instruction(d.op == .lt ? .le : .lt, .bool, d.b, d.a)) }
            }
        case .guardIsInt: if let known = isIntWord(i.a) { return known ? i.a : contradict() }
        case .guardIsPointer:
            guard let d = definition(i.a) else { return nil }
            if d.op == .new { return i.a }
            if kind(d.a) == .pointer && d.op == .cast { return i.a }
            if d.op == .tagInt || d.op == .tagBool { return contradict() }
        case .guardNonNull:
            if let d = definition(i.a) {
                if d.op == .tagInt || d.op == .tagBool || d.op == .tagFloat || d.op == .new { return i.a }
                if d.op == .cast { i.a = d.a }
            }
        case .guardEqual: return foldGuardEqual(&i)
        case .barrier: if let d = definition(i.a), d.op == .cast { i.a = d.a }
        case .load, .store:
            if let d = definition(i.a), d.op == .cast { i.a = d.a }
            if !i.b.isNone && i.b.isConstant {
                let o = (raw.constant(i.b).int << Int64(i.logSize)) + Int64(i.imm)
                if let o = Int32(exactly: o) { i.b = .none; i.imm = o }
            }
        case .loadSlot, .inherit, .threadState, .slotAddress, .phi, .tagBool, .boolToInt, .intToF64, .f64ToInt, .sqrt, .floor, .ceil, .trunc,
             .guardRange, .storeSlot, .call, .new, .virtual, .entry, .loop, .poll, .jumpLoop, .jumpTrace, .jumpEntry, .exit, .leave: break
        }
        return nil
    }
    private func equality(_ d: Instruction) -> Ref { emit(Instruction(.eq, .bool, d.a, d.b)) }
    private func powerOfTwo(_ r: Ref) -> Int? {
        let v = raw.constant(r).int
        return v > 0 && v & (v - 1) == 0 ? v.trailingZeroBitCount : nil
    }
    /// Whether the word R is an int, as far as its definition tells.
    func isIntWord(_ r: Ref) -> Bool? {
        if r.isConstant { return Encoding.isInt(raw.constant(r).bits) }
        let d = raw.instructions[r.index]
        switch d.op {
        case .tagInt: return true
        case .tagFloat, .tagBool, .new: return false
        case .cast: return kind(d.a) == .pointer ? false : nil
        default: return d.kind == .pointer ? false : nil
        }
    }
    private func foldConstants(_ i: Instruction, _ info: OpcodeDeclaration) -> Ref? {
        let a = raw.constant(i.a).bits
        switch i.op {
        case .tagBool: return word(a != 0 ? encoding.trueWord : encoding.falseWord)
        case .tagFloat:
            let b = a &- Encoding.floatBias, w = ((b &<< 3) | (b &>> 61)) &+ 2
            if a == 0 { return word(2) }
            return Encoding.isSelfTaggedFloat(w) && w != 2 ? word(w) : nil
        case .unboxFloat: return Encoding.isSelfTaggedFloat(a) ? float(Encoding.float(a)) : nil
        case .guardIsPointer where kind(i.a) == .pointer && a != 0: return i.a
        default: break
        }
        guard info.effect == .pure || info.effect == .checked || info.effect == .guard else { return nil }
        switch Evaluator.compute(i, kind(i.a), a, i.b.isNone ? 0 : raw.constant(i.b).bits, i.c.isNone ? 0 : raw.constant(i.c).bits) {
        case .value(let v): return info.effect == .guard ? i.a : constant(i.kind, v)
        case .leaves: return info.effect == .guard ? contradict() : nil
        case .outside: return nil
        }
    }
    /// Comparisons of tagged words become comparisons of what is in them.
    private func foldEqual(_ i: inout Instruction) -> Ref? {
        let k = kind(i.a)
        if i.a == i.b && k != .f64 { return bool(true) }
        if isFresh(i.a, besides: i.b) || isFresh(i.b, besides: i.a) { return bool(false) }
        guard let d = definition(i.a) else { return nil }
        if k == .bool && i.b.isConstant && raw.constant(i.b).bits == 1 { return i.a }
        guard k == .word else { return nil }
        if let e = definition(i.b) {
            if d.op == .tagInt && e.op == .tagInt || d.op == .tagBool && e.op == .tagBool { i.a = d.a; i.b = e.a }
        } else if let (v, holds) = untagged(d, raw.constant(i.b).bits) {
            guard holds else { return bool(false) }
            i.a = d.a; i.b = v
        }
        return nil
    }
    private func foldGuardEqual(_ i: inout Instruction) -> Ref? {
        guard let d = definition(i.a) else { return nil }
        if d.kind == .bool { i = Instruction(raw.constant(i.b).bits != 0 ? .guardTrue : .guardFalse, .none, i.a, imm: i.imm); return nil }
        if let (v, holds) = untagged(d, raw.constant(i.b).bits) {
            guard holds else { return contradict() }
            i.a = d.a; i.b = v
        }
        return nil
    }
    /// The constant that D's operand must be for D, a tagging, to be WORD; false if it can never be.
    private func untagged(_ d: Instruction, _ w: UInt64) -> (Ref, Bool)? {
        switch d.op {
        case .tagInt: return Encoding.isInt(w) ? (int(Int(Encoding.int(w))), true) : (.none, false)
        case .tagBool: return w == encoding.trueWord ? (bool(true), true) : w == encoding.falseWord ? (bool(false), true) : (.none, false)
        default: return nil
        }
    }
}

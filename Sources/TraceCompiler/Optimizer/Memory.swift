import TraceIR

// A load finds its value in an earlier store to, or load from, the same address, unless something in between may have written there.
//
// What may write: a store of the same alias class, unless its address provably differs; a call that names the class among its
// writes. Addresses differ if the bases are equal and the byte ranges at constant offsets do not meet; if both bases are constants; if both begin an object (`Encoding.wholeObjects`) and the ranges do not meet;
// if one base is a fresh allocation and the other was there before it, or one that nothing else refers to yet. Class 0 is written in fresh objects only.
//
// An object escapes when it is stored anywhere but in an object that has not, is passed to a call, or goes into any operation that gives a
// value; and when something is loaded from an object it was stored in, and nobody knows which of that object's values it is. Until then calls cannot write it. `new` knows its type, and that the rest of it is zero.
//
// In the second emission of a loop the search runs through the first one as well, which stands for the iteration before: a `new` of the first emission is
// then that iteration's object, and what escaped in the first emission had escaped by then.
extension TraceBuilder {
    func forward(_ i: Instruction) -> Ref? {
        let c = i.aliasClass, least = latest(i), isOwn = isUnescaped(i.a), isNew = isOwn || isOp(i.a, .new)
        var limit = least
        if c != 0 || isNew {
            if !isOwn { limit = max(limit, writers[c & 31]) }
            var n = isNew ? chains[Int(Opcode.store.rawValue)] : stores[c]
            while n > limit {
                let s = raw.instructions[Int(n)]
                // (Of an object that the trace makes all stores are known, whatever class they name.)
                if s.aliasClass == c || isNew && s.a == i.a {
                    if s.a == i.a && s.b == i.b && s.imm == i.imm && s.logSize == i.logSize {
                        if i.logSize == 3 {
                            let k = kind(s.c)
                            if k == i.kind { return s.c }
                            if k != .f64 && i.kind != .f64 { return emit(Instruction(.cast, i.kind, s.c)) }
                        }
                        limit = n; break
                    }
                    if !differ(s, i) { limit = n; break }
                }
                n = isNew ? previous[Int(n)] : previousOfClass[Int(n)]
            }
        }
        var n = loads[c]
        while n > limit {
            let o = raw.instructions[Int(n)]
            if o.a == i.a && o.b == i.b && o.imm == i.imm && o.aux == i.aux && o.kind == i.kind { return Ref(raw: n) }
            n = previousOfClass[Int(n)]
        }
        if isNew && limit == i.a.raw && i.b.isNone && i.logSize == 3 {
            if i.imm == encoding.typeOffset { return constant(i.kind, raw.constant(raw.instructions[i.a.index].a).bits) }
            if i.imm >= 16 { return constant(i.kind, 0) }
        }
        return nil
    }
    private func differ(_ s: Instruction, _ l: Instruction) -> Bool {
        if s.a == l.a { return s.b == l.b && (Int(s.imm) + s.size <= Int(l.imm) || Int(l.imm) + l.size <= Int(s.imm)) }
        if s.a.isConstant && l.a.isConstant { return true }
        if s.b.isNone && l.b.isNone && s.aliasClass == l.aliasClass && s.aliasClass < 32 && encoding.wholeObjects & (1 << UInt32(s.aliasClass)) != 0,
           Int(s.imm) + s.size <= Int(l.imm) || Int(l.imm) + l.size <= Int(s.imm) { return true }
        return isFresh(s.a, besides: l.a) || isFresh(l.a, besides: s.a)
    }
    /// R, which is not OTHER, is an object that OTHER cannot be.
    func isFresh(_ r: Ref, besides other: Ref) -> Bool {
        guard r.isInstruction else { return false }
        let i = raw.instructions[r.index]
        if i.op == .new { return other != r && (r.raw > other.raw || isUnescaped(r) || isOp(other, .new)) }
        return i.op == .call && raw.calls[Int(i.imm)].allocates && r.raw > other.raw
    }
    @inline(__always) func isOp(_ r: Ref, _ op: Opcode) -> Bool { r.isInstruction && raw.instructions[r.index].op == op }
    @inline(__always) func isUnescaped(_ r: Ref) -> Bool { hasObjects && isOp(r, .new) && escaped[r.index] == 0 }
    /// Whether R is an object that the trace itself makes, to which nothing else refers yet.
    public func isOwn(_ r: Ref) -> Bool { isUnescaped(r) }
    /// The objects of the type at address TYPE for which that holds, the latest first.
    public func ownObjects(of type: UInt) -> [Ref] {
        var out: [Ref] = [], n = chains[Int(Opcode.new.rawValue)]
        while n >= 0 {
            let r = Ref(raw: n)
            if isUnescaped(r), raw.constant(raw.instructions[Int(n)].a).bits == UInt64(type) { out.append(r) }
            n = previous[Int(n)]
        }
        return out
    }
    /// The latest instruction that may have written memory of one of CLASSES.
    func lastWrite(of classes: UInt32) -> Int32 {
        var last: Int32 = -1, c = classes
        while c != 0 { last = max(last, writers[c.trailingZeroBitCount]); c &= c &- 1 }
        var n = chains[Int(Opcode.store.rawValue)]
        while n > last { if classes >> UInt32(raw.instructions[Int(n)].aliasClass & 31) & 1 != 0 { last = n; break }; n = previous[Int(n)] }
        return last
    }

    // MARK: Escapes
    func noteEscapes(_ i: Instruction) {
        switch i.op {
        // (What a load gives that found no store may be any of the objects stored there: an item at an index that is not known.)
        case .load: if isUnescaped(i.a) { escapeContents(of: i.a) }
        case .barrier, .guardNonNull, .guardIsPointer, .guardIsInt, .guardEqual, .guardTrue, .guardFalse, .eq, .ne: break
        case .store: if !isUnescaped(i.a) { escape(i.c) }
        case .call, .jumpEntry: for r in raw.arguments(of: raw.calls[Int(i.imm)]) { escape(r) }
        default: escape(i.a); escape(i.b); escape(i.c)
        }
    }
    private func escape(_ r: Ref) {
        guard isUnescaped(r) else { return }
        escaped[r.index] = 1
        escapeContents(of: r)
    }
    /// What has been stored in R goes with it.
    private func escapeContents(of r: Ref) {
        var n = chains[Int(Opcode.store.rawValue)]
        while n > r.raw { let s = raw.instructions[Int(n)]; if s.a == r { escape(s.c) }; n = previous[Int(n)] }
    }
    /// Whether the barrier for R has nothing to do: R was made, or told of, since anything might have collected.
    func isLogged(_ r: Ref) -> Bool {
        if isOp(r, .new) && r.raw >= lastCollecting { return true }
        var n = chains[Int(Opcode.barrier.rawValue)]
        while n > lastCollecting { if raw.instructions[Int(n)].a == r { return true }; n = previous[Int(n)] }
        return false
    }
}

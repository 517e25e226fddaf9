import TraceIR

// A load finds its value in an earlier store to, or load from, the same address, unless something in between may have written there.
//
// What may write: a store of the same alias class, unless its address provably differs; a call that names the class among its
// writes. Addresses differ if the bases are equal and the byte ranges at constant offsets do not meet; if both bases are constants;
// if one base is a fresh allocation and the other was there before it. Class 0 is never written.
//
// In the second emission of a loop the search runs through the first one as well, which stands for the iteration before.
extension TraceBuilder {
    func forward(_ i: Instruction) -> Ref? {
        let c = i.aliasClass, least = latest(i)
        var limit = least
        if c != 0 {
            var n = chains[Int(Opcode.call.rawValue)]
            while n > limit {
                if raw.calls[Int(raw.instructions[Int(n)].imm)].writes >> UInt32(c & 31) & 1 != 0 { limit = n; break }
                n = previous[Int(n)]
            }
            n = chains[Int(Opcode.store.rawValue)]
            while n > limit {
                let s = raw.instructions[Int(n)]
                if s.aliasClass == c {
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
                n = previous[Int(n)]
            }
        }
        var n = chains[Int(Opcode.load.rawValue)]
        while n > limit {
            let o = raw.instructions[Int(n)]
            if o.a == i.a && o.b == i.b && o.imm == i.imm && o.aux == i.aux && o.kind == i.kind { return Ref(raw: n) }
            n = previous[Int(n)]
        }
        return nil
    }
    private func differ(_ s: Instruction, _ l: Instruction) -> Bool {
        if s.a == l.a { return s.b == l.b && (Int(s.imm) + s.size <= Int(l.imm) || Int(l.imm) + l.size <= Int(s.imm)) }
        if s.a.isConstant && l.a.isConstant { return true }
        return isFresh(s.a, after: l.a) || isFresh(l.a, after: s.a)
    }
    private func isFresh(_ r: Ref, after other: Ref) -> Bool {
        guard r.isInstruction else { return false }
        let i = raw.instructions[r.index]
        return i.op == .call && raw.calls[Int(i.imm)].allocates && r.raw > other.raw
    }
}

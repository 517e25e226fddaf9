import TraceIR

// The same operation on the same operands gives the same value, and a checked one that stands earlier has already left if it had to.
// The search runs back through the instructions of that opcode and ends at the later of the operands: nothing before it can refer to it.
extension TraceBuilder {
    @inline(__always)
    func find(_ i: Instruction) -> Ref? {
        let least = latest(i), hasImmediate = raw.info(i.op).immediate != .snapshot
        var n = chains[Int(i.op.rawValue)]
        while n > least {
            let o = raw.instructions[Int(n)]
            if o.a == i.a && o.b == i.b && o.c == i.c && o.kind == i.kind && (!hasImmediate || o.imm == i.imm) { return Ref(raw: n) }
            n = previous[Int(n)]
        }
        return nil
    }
    /// The greatest instruction index among the operands, or -1.
    @inline(__always)
    func latest(_ i: Instruction) -> Int32 {
        var m: Int32 = -1
        if i.a.raw > m { m = i.a.raw }
        if i.b.raw > m { m = i.b.raw }
        if i.c.raw > m { m = i.c.raw }
        return m
    }
}

import TraceIR

// A guard is unnecessary where an earlier one states as much of the same value: values do not change. In the second emission of a
// loop, an earlier guard may be one of the first iteration on a value that the loop carries: then it was checked when that
// iteration, or the iteration before, computed it.
extension TraceBuilder {
    func isImplied(_ i: Instruction) -> Bool {
        if stated(i.op, i) { return true }
        switch i.op {
        case .guardTrue:
            if stated(.guardFalse, Instruction(.guardFalse, .none, i.a)) { _ = contradict(); return true }
            // a < b states a <= b
            if let d = definition(i.a), d.op == .le, let lt = find(Instruction(.lt, .bool, d.a, d.b)) { return stated(.guardTrue, Instruction(.guardTrue, .none, lt)) }
        case .guardFalse:
            if stated(.guardTrue, Instruction(.guardTrue, .none, i.a)) { _ = contradict(); return true }
        case .guardNonNull: return stated(.guardIsPointer, i) || stated(.guardIsInt, i)
        case .guardIsPointer: if stated(.guardIsInt, i) { _ = contradict(); return true }
        case .guardIsInt: if stated(.guardIsPointer, i) { _ = contradict(); return true }
        case .guardEqual:
            // The same value was seen to be another constant.
            var n = chains[Int(Opcode.guardEqual.rawValue)]
            while n >= 0 && n > i.a.raw { if raw.instructions[Int(n)].a == i.a { _ = contradict(); return true }; n = previous[Int(n)] }
        default: break
        }
        return false
    }
    @inline(__always)
    private func stated(_ op: Opcode, _ i: Instruction) -> Bool {
        let least = latest(i)
        var n = chains[Int(op.rawValue)]
        while n > least {
            let o = raw.instructions[Int(n)]
            if o.a == i.a && o.b == i.b && o.c == i.c { return true }
            n = previous[Int(n)]
        }
        return false
    }
}

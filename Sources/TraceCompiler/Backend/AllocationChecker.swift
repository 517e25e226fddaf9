import TraceIR

/// Checks an allocation symbolically: it follows the trace once, with a map from places to the value that is in them, and demands at each use that
/// the place of the value holds it. Clobbering instructions empty registers; a loop's header and back edge demand what the phis need.
struct AllocationChecker {
    static func problems(_ t: Trace, _ a: Allocation) -> [String] {
        var held: [Int16: Int32] = [:], problems: [String] = []
        func need(_ r: Ref, _ n: Int, _ what: String) {
            guard r.isInstruction else { return }
            let p = a.place[r.index]
            if held[p] != r.raw { problems.append("\(TracePrinter(t).line(n)): \(what) %\(r.raw) is not in place \(p), which holds \(held[p].map { "%\($0)" } ?? "nothing")") }
        }
        func clobber(_ mask: UInt32) { for r in 0..<Int16(32) where mask >> UInt32(r) & 1 != 0 { held[r] = nil } }
        func operands(_ i: Instruction, _ n: Int) {
            for k in 0..<3 {
                let r = i.operand(k)
                if r.isInstruction && a.fused[r.index] == 1 { operands(t.instructions[r.index], n) } else { need(r, n, "operand") }
            }
        }
        func define(_ n: Int) {
            let i = t.instructions[n], p = a.place[n]
            if i.kind == .none || p < 0 { return }
            let isFloat = i.kind == .f64
            if p < 32 && (isFloat ? Register.float : Register.general) >> UInt32(p) & 1 == 0 { problems.append("%\(n) is in register \(p)") }
            held[p] = Int32(n)
        }
        func entries(_ s: Int, _ n: Int) {
            for e in t.entries(of: s) where !t.isVirtual(e.ref) { need(e.ref, n, "^\(s) slot \(e.slot)") }
            for f in t.fields(of: s) where !t.isVirtual(f.value) { need(f.value, n, "^\(s) field \(f.offset)") }
        }
        var atLoop: [Int16: Int32] = [:], n = 0
        while n < t.instructions.count && t.instructions[n].op == .inherit { define(n); n += 1 }
        for k in 0..<n where held[a.place[k]] != Int32(k) { problems.append("inherited %\(k) shares its place") }
        while n < t.instructions.count {
            let i = t.instructions[n], s = t.snapshot(of: i)
            if a.fused[n] == 1 { n += 1; continue }
            switch i.op {
            case .loop:
                var k = n + 1
                while t.instructions[k].op == .phi { need(t.instructions[k].a, n, "initial"); k += 1 }
                k = n + 1
                while t.instructions[k].op == .phi { define(k); k += 1 }
                for j in n + 1..<k where held[a.place[j]] != Int32(j) { problems.append("phi %\(j) shares its place") }
                atLoop = held
                entries(Int(i.imm), n)
                n = k
                continue
            case .entry:
                // Whoever comes in brings these, and nothing else.
                for e in t.entrySlots.elements { need(e.ref, n, "entry slot \(e.slot)") }
                held = held.filter { h in t.entrySlots.elements.contains { $0.ref.raw == h.value } }
            case .jumpEntry: for r in t.arguments(of: t.calls[Int(i.imm)]) { need(r, n, "argument") }
            case .jumpLoop:
                var k = t.loopStart + 1
                while t.instructions[k].op == .phi { need(t.instructions[k].b, n, "next"); k += 1 }
                k = t.loopStart + 1
                while t.instructions[k].op == .phi { held[a.place[k]] = Int32(k); k += 1 }
                entries(Int(t.instructions[t.loopStart].imm), n)
                // What the loop reads of values from before it must still be there.
                for j in t.loopStart + 1..<n { let x = t.instructions[j]
                    for q in 0..<3 { let r = x.operand(q); if x.op != .phi, r.isInstruction, r.index < t.loopStart, a.fused[r.index] == 0, atLoop[a.place[r.index]] == r.raw { need(r, n, "invariant") } } }
            case .call:
                for r in t.arguments(of: t.calls[Int(i.imm)]) { need(r, n, "argument") }
                if !t.calls[Int(i.imm)].isAppend { clobber(Register.callerSaved) }
                if s >= 0 { entries(s, n) }
                define(n)
            default:
                operands(i, n)
                if i.op == .floorDiv || i.op == .mod { clobber(1 << 2) }
                if (i.op == .shl || i.op == .shr || i.op == .ushr) && !i.b.isConstant { clobber(1 << 1) }
                define(n)
                if s >= 0 { entries(s, n) }
            }
            n += 1
        }
        return problems
    }
}

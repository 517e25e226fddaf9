/// Checks a finished trace. The invariants:
///
/// 1. An operand is defined before its use; only a phi's second operand may come later.
/// 2. Operands and results have the kinds that `Opcode.declaration` asks for; results are named only where there is one.
/// 3. A guard, `loop`, `poll` and `exit` have a snapshot; a raising call has one that is marked raising; a `load` and a `storeSlot` have none.
/// 4. Snapshot indices, call indices, constants and ranges in side tables exist; every snapshot has at least one frame; no slot twice in one.
/// 5. Entries of a snapshot are defined before the instruction that leaves by it. (Not the instruction itself: it has not happened. A call that
///    raised has no result either.)
/// 6. The last instruction is `jumpLoop`, `jumpTrace`, `jumpEntry`, `exit` or `leave`, and no other is; `jumpLoop` stands if and only if there is a `loop`.
/// 7. Phis stand directly behind `loop` and nowhere else; the first operand of a phi is from before the loop or a constant.
/// 8. `inherit` stands before everything else and only in traces without a loop of their own.
/// 9. A `virtual` is named by snapshots alone, by slots or fields of other virtuals; fields belong to virtuals.
/// 10. Sizes: 1, 2 and 4 bytes are i64; f64, word, pointer and i64 may have 8. A call has at most 6 integer and 8 float arguments, none of kind int or bool.
public struct TraceVerifier {
    let t: Trace
    private var problems: [String] = []
    private init(_ t: Trace) { self.t = t }

    /// What is wrong with T; empty if nothing is.
    public static func problems(_ t: Trace) -> [String] { var v = TraceVerifier(t); v.run(); return v.problems }

    private mutating func report(_ n: Int, _ m: String) { problems.append("\(TracePrinter(t).line(n)): \(m)") }
    private func defined(_ r: Ref, before n: Int) -> Bool {
        r.isInstruction ? r.index < n && t.instructions[r.index].kind != .none : r.constantIndex < t.constants.count }

    private mutating func run() {
        let n = t.instructions.count
        if n == 0 { problems.append("empty"); return }
        let loops = (0..<n).filter { t.instructions[$0].op == .loop }
        if loops != (t.loopStart >= 0 ? [t.loopStart] : []) { problems.append("loopStart") }
        for i in 0..<n { check(i, last: i == n - 1) }
    }
    private mutating func check(_ n: Int, last: Bool) {
        let i = t.instructions[n], d = i.op.info
        let ends = i.op == .jumpLoop || i.op == .jumpTrace || i.op == .jumpEntry || i.op == .exit || i.op == .leave
        if ends != last { report(n, "only the last instruction ends a trace") }
        if i.op == .jumpLoop && t.loopStart < 0 { report(n, "no loop") }
        if last && t.loopStart >= 0 && i.op != .jumpLoop { report(n, "a loop without jumpLoop") }
        if i.op == .inherit && (t.loopStart >= 0 || n > 0 && t.instructions[n - 1].op != .inherit) { report(n, "inherit must come first, in a bridge") }
        for k in 0..<3 { operand(n, i, k, d) }
        switch d.result {
        case .none: if i.kind != .none { report(n, "has no result") }
        case .bool: want(n, .bool)
        case .int: want(n, .int)
        case .i64: want(n, .i64)
        case .f64: want(n, .f64)
        case .pointer: want(n, .pointer)
        case .word: want(n, .word)
        case .first: want(n, t.kind(i.a))
        case .second: want(n, t.kind(i.b))
        case .declared: if i.kind == .none && i.op != .call { report(n, "needs a result") }
        }
        if i.op == .entry {
            for e in t.entrySlots.elements { if !e.ref.isInstruction || !defined(e.ref, before: n) { report(n, "slot \(e.slot) is not defined before") } }
            // Whoever comes in has nothing else.
            for k in n + 1..<t.instructions.count {
                let x = t.instructions[k]
                for o in 0..<3 where x.operand(o).isInstruction && x.operand(o).index < n && !t.entrySlots.elements.contains(where: { $0.ref == x.operand(o) }) { report(k, "reads what stands before the entry") }
            }
        }
        if i.op == .jumpEntry {
            for r in t.arguments(of: t.calls[Int(i.imm)]) { if !defined(r, before: n) { report(n, "argument is not defined before") }; if t.isVirtual(r) { report(n, "argument is virtual") } }
        }
        if i.op == .phi {
            if t.loopStart < 0 || n < t.loopStart || (t.loopStart + 1..<n).contains(where: { t.instructions[$0].op != .phi }) { report(n, "phi outside of a header") }
            if i.a.isInstruction && i.a.index >= t.loopStart { report(n, "initial value from inside the loop") }
        }
        if i.op == .load && i.logSize != 3 && i.kind != .i64 { report(n, "narrow load of \(i.kind)") }
        if i.op == .load && ![.i64, .f64, .word, .pointer].contains(i.kind) { report(n, "load of \(i.kind)") }
        if i.op == .store {
            let k = t.kind(i.c)
            if ![.i64, .f64, .word, .pointer].contains(k) || i.logSize != 3 && k != .i64 { report(n, "store of \(k)") }
        }
        if (i.op == .new || i.op == .virtual) && (i.imm < 16 || i.imm % 8 != 0) { report(n, "size of an object") }
        if i.op == .cast && ![.i64, .word, .pointer].contains(i.kind) { report(n, "cast") }
        if i.op == .call { call(n, i) }
        let s = t.snapshot(of: i)
        let must = d.effect == .guard || [.loop, .poll, .exit, .unboxFloat, .f64ToInt].contains(i.op)
        if must && s < 0 { report(n, "needs a snapshot") }
        if s >= 0 { snapshot(n, s, i) }
    }
    private mutating func want(_ n: Int, _ k: Kind) { if t.instructions[n].kind != k { report(n, "result should be \(k)") } }
    private mutating func operand(_ n: Int, _ i: Instruction, _ k: Int, _ d: OpcodeDeclaration) {
        let r = i.operand(k), c = d.operand(k)
        if r.isNone { if c != .none && !c.isOptional { report(n, "operand \(k) is missing") }; return }
        if i.op == .phi && k == 1 { if !defined(r, before: t.instructions.count) { report(n, "undefined operand") }; if t.kind(r) != t.kind(i.a) { report(n, "kinds of phi differ") }; return }
        if !defined(r, before: n) { report(n, "operand \(k) is not defined before"); return }
        if t.isVirtual(r) { report(n, "operand \(k) is virtual") }
        let x = t.kind(r), ok: Bool
        switch c {
        case .none: ok = false
        case .bool: ok = x == .bool
        case .int: ok = x == .int
        case .i64: ok = x == .i64
        case .f64: ok = x == .f64
        case .word: ok = x == .word || x == .pointer
        case .integer: ok = x == .int || x == .i64
        case .number: ok = x == .int || x == .i64 || x == .f64
        case .bits: ok = x == .word || x == .pointer || x == .i64
        case .any: ok = x != .none
        case .same: ok = x == t.kind(i.a)
        case .sameAsSecond: ok = x == t.kind(i.b)
        case .index: ok = x == .int || x == .i64
        case .constant: ok = r.isConstant && x == t.kind(i.a)
        }
        if !ok { report(n, "operand \(k) is \(x)") }
    }
    private mutating func call(_ n: Int, _ i: Instruction) {
        guard i.imm >= 0, i.imm < t.calls.count else { report(n, "no such call"); return }
        let c = t.calls[Int(i.imm)]
        var ints = 0, floats = 0
        for r in t.arguments(of: c) {
            if !defined(r, before: n) { report(n, "argument is not defined before") }
            let k = t.kind(r)
            if t.isVirtual(r) { report(n, "argument is virtual") }
            if k == .f64 { floats += 1 } else { ints += 1 }
            if k == .int || k == .bool || k == .none { report(n, "argument of kind \(k)") }
        }
        if ints > 6 || floats > 8 { report(n, "too many arguments") }
        if c.raises && (c.snapshot < 0 || t.snapshots[Int(c.snapshot)].reason != .raising) { report(n, "raises without a raising snapshot") }
        if c.raises && (i.kind == .f64 || i.kind == .none) { report(n, "zero cannot tell that it raised") }
        if i.kind == .int || i.kind == .bool { report(n, "result of kind \(i.kind)") }
    }
    private mutating func snapshot(_ n: Int, _ s: Int, _ i: Instruction) {
        guard s < t.snapshots.count else { report(n, "no such snapshot"); return }
        let x = t.snapshots[s]
        if x.frameCount < 1 || x.frameStart < 0 || x.frameStart + x.frameCount > t.frames.count { report(n, "frames of snapshot") }
        guard x.entryStart < t.entries.count else { report(n, "entries of snapshot"); return }
        // The state at `loop` is the one at the back edge, with the phis.
        let limit = i.op == .loop ? phiEnd(n) : n
        guard x.fieldStart >= 0, x.fieldStart + x.fieldCount <= t.fields.count else { report(n, "fields of snapshot"); return }
        for f in t.fields(of: s) {
            if !t.isVirtual(f.object) { report(n, "^\(s): field of \(TracePrinter(t).operand(f.object)), which is not virtual") }
            if !defined(f.value, before: limit) && !t.isVirtual(f.value) { report(n, "^\(s): field at \(f.offset) is not defined before") }
            if f.isTagged ? f.size != 8 : ![.i64, .f64, .word, .pointer].contains(t.kind(f.value)) { report(n, "^\(s): field of kind \(t.kind(f.value))") }
        }
        for e in t.entries(of: s) where !t.isVirtual(e.ref) && !defined(e.ref, before: limit) { report(n, "^\(s) slot \(e.slot) is not defined before") }
    }
    private func phiEnd(_ n: Int) -> Int { var k = n + 1; while k < t.instructions.count && t.instructions[k].op == .phi { k += 1 }; return k }
}

/// The text form of a trace, which `TraceParser` reads back.
///
///     %0 word = loadSlot slot=2
///     guardIsInt %0 ^0
///     %2 int = untagInt %0
///     %3 int = add %2 int:1 ^1
///     %4 word = load %0 _ offset=16 class=3 size=8
///     %5 word = call 0x1000(%4, word:0x5) writes=0xff raises ^2
///     ^1 guard payload=7
///       frame code=12 base=0 path=1.0.2
///       slot 2 = %3
///       slot 3 = %6
///       field %6 offset=16 class=3 size=8 tagged = %3
///
/// Operands are `%instruction`, `kind:constant` or `_`. An absent `^` means that a checked instruction is known to fit. A trace as recorded,
/// before its loop is made, ends with `closeLoop ^n`.
public struct TracePrinter {
    let trace: Trace
    public init(_ t: Trace) { trace = t }

    public func text() -> String {
        var out = ""
        for i in 0..<trace.instructions.count { out += line(i) + "\n" }
        for s in 0..<trace.snapshots.count { out += snapshot(s) }
        return out
    }
    public func line(_ n: Int) -> String { line(trace.instructions[n], number: n) }
    /// Instruction I, which may not stand in the trace yet (NUMBER nil).
    public func line(_ i: Instruction, number n: Int?) -> String {
        let info = i.op.info
        var s = i.kind == .none ? "" : n.map { "%\($0) \(i.kind.name) = " } ?? "\(i.kind.name) "
        if i.op == .jumpLoop && trace.loopStart < 0 { return "closeLoop ^\(i.imm)" }
        s += i.op.name
        if i.op == .entry { return s + trace.entrySlots.elements.map { " \($0.slot)=\(operand($0.ref))" }.joined() }
        if i.op == .jumpEntry { let c = trace.calls[Int(i.imm)]; return s + " trace=\(c.address) (" + trace.arguments(of: c).map(operand).joined(separator: ", ") + ")" }
        if info.immediate == .call {
            let c = trace.calls[Int(i.imm)]
            s += " 0x" + hex(UInt64(c.address)) + "(" + trace.arguments(of: c).map(operand).joined(separator: ", ") + ")"
            if c.isPure { s += " pure" }
            if c.allocates { s += " allocates" }
            if c.isLeaf { s += " leaf" }
            if c.reads != 0 { s += " reads=0x" + hex(UInt64(c.reads)) }
            if c.writes != 0 { s += " writes=0x" + hex(UInt64(c.writes)) }
            if c.raises { s += " raises" }
            return c.snapshot >= 0 ? s + " ^\(c.snapshot)" : s
        }
        for k in 0..<3 where info.operand(k) != .none { s += " " + operand(i.operand(k)) }
        switch info.immediate {
        case .slot: s += " slot=\(i.imm)"
        case .inherited: s += " entry=\(i.imm)"
        case .offset: s += " offset=\(i.imm) class=\(i.aliasClass) size=\(i.size)" + (i.isSigned ? " signed" : "") + (i.isLength ? " length" : "")
        case .size: s += " size=\(i.imm)"
        case .snapshot: if i.imm >= 0 { s += " ^\(i.imm)" }
        case .trace: s += " trace=\(i.imm)"
        case .none, .call: break
        }
        return s
    }
    public func operand(_ r: Ref) -> String {
        if r.isNone { return "_" }
        if r.isInstruction { return "%\(r.raw)" }
        let c = trace.constant(r)
        switch c.kind {
        case .int, .i64: return "\(c.kind.name):\(c.int)"
        case .f64: return Double("\(c.float)")?.bitPattern == c.bits ? "f64:\(c.float)" : "f64:0x" + hex(c.bits)
        case .bool: return c.bits != 0 ? "bool:1" : "bool:0"
        case .pointer, .word: return "\(c.kind.name):0x" + hex(c.bits)
        case .none: return "_"
        }
    }
    public func snapshot(_ n: Int) -> String {
        let s = trace.snapshots[n]
        var out = "^\(n) \(s.reason)" + (s.payload != 0 ? " payload=\(s.payload)" : "") + "\n"
        for f in trace.frames(of: n) { out += "  frame code=\(f.code) base=\(f.base) path=\(trace.path(of: f).map(String.init).joined(separator: "."))\n" }
        for e in trace.entries(of: n) { out += "  slot \(e.slot) = \(operand(e.ref))\n" }
        for f in trace.fields(of: n) {
            out += "  field \(operand(f.object)) offset=\(f.offset) class=\(f.aliasClass) size=\(f.size)" + (f.isTagged ? " tagged" : "") + " = \(operand(f.value))\n" }
        return out
    }
    func hex(_ v: UInt64) -> String { String(v, radix: 16) }
}

import TraceIR

/// The text that `-X trace-dump` shows: each instruction with the place of its result and its machine code in hex, then the snapshots.
enum Dump {
    static func place(_ p: Int16) -> String {
        p < 0 ? "" : p < 16 ? Register.names[Int(p)] : p < 32 ? "xmm\(p - 16)" : "[rsp+\((p - Allocation.firstSpill) * 8)]"
    }
    static func text(_ c: CompiledTrace, _ a: Allocation, _ e: Emitter, codeEnd: Int) -> String {
        let t = c.trace, printer = TracePrinter(t), n = t.instructions.count
        var out = "trace \(c.id)" + (c.parentExit.map { " bridge from exit \($0)" } ?? "") + ": \(n) instructions, \(c.codeSize) bytes at 0x\(String(UInt(bitPattern: e.memory.executable + c.start), radix: 16))\n"
        for k in 0..<n {
            let from = c.start + Int(e.offsets[k]), to = c.start + Int(e.offsets[k + 1])
            out += pad(printer.line(k), 56) + pad(a.fused[k] == 1 ? "fused" : t.instructions[k].kind == .none ? "" : place(a.place[k]), 10) + hex(e, from, to) + "\n"
        }
        out += "slow paths " + hex(e, c.start + Int(e.offsets[n]), codeEnd) + "\n"
        for s in 0..<t.snapshots.count { out += printer.snapshot(s).dropLast() + (c.exitNumbers[s] >= 0 ? "  -> exit \(c.exitNumbers[s])" : "") + "\n" }
        return out
    }
    private static func pad(_ s: String, _ n: Int) -> String { s + String(repeating: " ", count: max(1, n - s.count)) }
    private static func hex(_ e: Emitter, _ from: Int, _ to: Int) -> String {
        if from >= to { return "" }
        return String(from - e.start, radix: 16) + ": " + (from..<to).map { k in let s = String(e.memory.writable[k], radix: 16); return s.count == 1 ? "0" + s : s }.joined(separator: " ")
    }
}

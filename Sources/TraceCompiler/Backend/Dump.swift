import TraceIR

/// The machine code of a trace, instruction by instruction, for `-X trace-dump`.
public struct MachineDump {
    public struct Line {
        /// Where the result is: a register, a spill slot; "fused" if the instruction that uses it computes it.
        public let place: String
        /// The address of its code, and the bytes in hex.
        public let address: UInt
        public let bytes: String
    }
    public let trace: CompiledTrace
    public let address: UInt
    public let lines: [Line]
    /// Code that is rarely run, behind everything.
    public let slowPaths: Line

    init(_ c: CompiledTrace, _ a: Allocation, _ e: Emitter, codeEnd: Int) {
        let t = c.trace, n = t.instructions.count, base = UInt(bitPattern: e.memory.executable)
        func line(_ place: String, _ from: Int, _ to: Int) -> Line {
            Line(place: place, address: base + UInt(from), bytes: from >= to ? "" : (from..<to).map { k in let s = String(e.memory.writable[k], radix: 16); return s.count == 1 ? "0" + s : s }.joined(separator: " "))
        }
        trace = c
        address = base + UInt(c.start)
        lines = (0..<n).map { k in
            line(a.fused[k] == 1 ? "fused" : t.instructions[k].kind == .none ? "" : MachineDump.place(a.place[k]), c.start + Int(e.offsets[k]), c.start + Int(e.offsets[k + 1]))
        }
        slowPaths = line("", c.start + Int(e.offsets[n]), codeEnd)
    }
    private static func place(_ p: Int16) -> String {
        p < 0 ? "" : p < 16 ? Register.names[Int(p)] : p < 32 ? "xmm\(p - 16)" : "[rsp+\((p - Allocation.firstSpill) * 8)]"
    }
    /// Everything as text: each instruction with the place of its result and its code, then the snapshots with their exits' numbers.
    public var text: String {
        let t = trace.trace, printer = TracePrinter(t)
        var out = "trace \(trace.id)" + (trace.parentExit.map { " bridge from exit \($0)" } ?? "") + ": \(lines.count) instructions, \(trace.codeSize) bytes at 0x\(String(address, radix: 16))\n"
        func code(_ l: Line) -> String { l.bytes.isEmpty ? "" : String(l.address, radix: 16) + ": " + l.bytes }
        for (k, l) in lines.enumerated() { out += MachineDump.pad(printer.line(k), 56) + MachineDump.pad(l.place, 10) + code(l) + "\n" }
        out += "slow paths " + code(slowPaths) + "\n"
        for s in 0..<t.snapshots.count { out += printer.snapshot(s).dropLast() + (trace.exitNumbers[s] >= 0 ? "  -> exit \(trace.exitNumbers[s])" : "") + "\n" }
        return out
    }
    public static func pad(_ s: String, _ n: Int) -> String { s + String(repeating: " ", count: max(1, n - s.count)) }
}

import TraceIR

/// How a trace came about, for dumps: what the recorder asked for and what each pass made of it, with places in the source.
///
/// Most passes work while instructions are emitted, so their "before and after" is a line per instruction (`Step`): what was asked for, and what
/// stands for it. Those that see a whole trace give a `Stage` each. A builder without a history pays one predictable branch per instruction.
public final class TraceHistory {
    /// An instruction as it was asked for. Those that a pass asked for in its place follow it one level deeper.
    public struct Step {
        public let text: String
        public let depth: Int
        /// The pass by which it was not emitted; nil: it was, as it is.
        public fileprivate(set) var pass: Pass?
        /// What stands for it.
        public fileprivate(set) var result: String
        /// The number of the place in the source, -1: none.
        public let source: Int32
    }
    /// The trace after a pass.
    public struct Stage {
        public let name: String
        public let lines: [(text: String, source: Int32)]
        public let snapshots: String
    }
    public fileprivate(set) var steps: [Step] = []
    public fileprivate(set) var stages: [Stage] = []
    /// By instruction of the finished trace: its place in the source, -1: none.
    public fileprivate(set) var sources: [Int32] = []
    fileprivate var marks: [(raw: Int, source: Int32)] = []
    fileprivate var depth = 0
    var removedBy: Pass?
    public init() {}
    /// The place of raw instruction K.
    fileprivate func source(_ k: Int) -> Int32 {
        var low = 0, high = marks.count
        while low < high { let m = (low + high) / 2; if marks[m].raw <= k { low = m + 1 } else { high = m } }
        return low == 0 ? -1 : marks[low - 1].source
    }
}

extension TraceBuilder {
    /// What is emitted from here on belongs to place SOURCE (the caller's numbers).
    public func mark(source: Int32) {
        guard let h = history, h.marks.last?.source != source else { return }
        h.marks.append((raw.instructions.count, source))
    }
    /// An instruction found unnecessary by pass P; R stands for it.
    @inline(__always) func by(_ p: Pass, _ r: Ref) -> Ref {
        if _slowPath(history != nil) { history.unsafelyUnwrapped.removedBy = p }
        return r
    }
    func emitNoted(_ i: Instruction, _ h: TraceHistory) -> Ref {
        if failure != nil { return zero }
        // The second emission of a loop would say everything twice.
        if loopStart >= 0 { return reduce(i) }
        let k = h.steps.count, before = raw.instructions.count, printer = TracePrinter(raw)
        h.steps.append(.init(text: printer.line(i, number: nil), depth: h.depth, pass: nil, result: "", source: h.marks.last?.source ?? -1))
        h.depth += 1
        h.removedBy = nil
        let r = reduce(i)
        h.depth -= 1
        let isKept = h.removedBy == nil && raw.instructions.count > before
        h.steps[k].pass = isKept ? nil : h.removedBy ?? .fold
        h.steps[k].result = i.kind == .none ? "" : printer.operand(r)
        h.removedBy = nil
        return r
    }
    /// A call of kind K was asked for, and R is or stands for it.
    @inline(__always) func noteCall(_ c: CallSite, _ k: Kind, _ r: Ref, _ p: Pass?) {
        guard let h = history, loopStart < 0, failure == nil else { return }
        let text = "\(k == .none ? "" : k.name + " ")call 0x\(String(c.address, radix: 16))(\(raw.arguments(of: c).map(TracePrinter(raw).operand).joined(separator: ", ")))"
        h.steps.append(.init(text: text, depth: h.depth, pass: p, result: TracePrinter(raw).operand(r), source: h.marks.last?.source ?? -1))
    }
    /// Notes what the passes at the end make of the trace, one after the other; to be called before `finish`.
    public func noteStages() {
        guard let h = history, failure == nil, ended else { return }
        func note(_ name: String, _ t: Trace, _ n: Int, _ source: (Int) -> Int32) {
            let p = TracePrinter(t)
            h.stages.append(.init(name: name, lines: (0..<n).map { (p.line($0), source($0)) }, snapshots: t === raw ? "" : (0..<t.snapshots.count).map { p.snapshot($0) }.joined()))
        }
        note("emission", raw, loopStart >= 0 ? loopStart : raw.instructions.count) { place(of: $0) }
        if loopStart >= 0 { note(Pass.peel.name, raw, raw.instructions.count) { place(of: $0) } }
        let wanted = passes
        for p in Pass.atEnd { passes.remove(p) }
        // (Sinking renames what it sinks: it comes last, in `finish`.)
        for p in Pass.atEnd.dropLast() where wanted.contains(p) {
            passes.insert(p)
            if let t = finish() { note(p.name, t, t.instructions.count) { h.sources[$0] } }
        }
        passes = wanted
    }
    /// The finished trace is T, whose instruction I comes from raw instruction NEWINDEX^-1(I).
    func noteOrigins(_ t: Trace, _ newIndex: Buffer<Int32>) {
        guard let h = history else { return }
        h.sources = [Int32](repeating: -1, count: t.instructions.count)
        for k in 0..<raw.instructions.count where newIndex[k] >= 0 && Int(newIndex[k]) < h.sources.count { h.sources[Int(newIndex[k])] = place(of: k) }
    }
    private func place(of k: Int) -> Int32 {
        guard let h = history else { return -1 }
        if loopStart < 0 || k < loopStart { return h.source(k) }
        var low = 0, high = loopStart
        while low < high { let m = (low + high) / 2; if Int(emittedAt[m]) <= k { low = m + 1 } else { high = m } }
        return low == 0 ? -1 : h.source(low - 1)
    }
}

@testable import TraceIR
@testable import TraceCompiler

/// Runs one random trace in three ways and compares the states in which they are left: as recorded without any pass, in the evaluator; optimized,
/// in the evaluator; optimized, as machine code (and again with random places, and with a bridge at the exit that was reached).
final class Differential {
    let machine = TestMachine(), plain = TraceBuilder(encoding: TestMachine.encoding), optimized = TraceBuilder(encoding: TestMachine.encoding)
    var evaluator = Evaluator(encoding: TestMachine.encoding, pollOffset: TestMachine.pollOffset)
    let compiler: NativeCompiler?
    var compared = 0, loops = 0, failed = 0, bridged = 0, interrupted = 0, raised = 0, made = 0, entered = 0, resumed = 0, spilled = 0
    init(native: Bool = true) {
        compiler = native ? try? NativeCompiler(encoding: TestMachine.encoding, pollOffset: TestMachine.pollOffset) : nil
        compiler?.options.verify = true
        plain.passes = .none
        optimized.keepsDeadChecks = true
        plain.instructionLimit = 100_000
    }
    struct Left: Equatable { var payload: UInt64; var reason: ExitReason; var state: [UInt64] }

    func record(_ b: TraceBuilder, seed: UInt64, steps: Int) -> Trace? {
        RandomRecorder.prepare(machine, seed: seed)
        b.begin()
        var r = RandomRecorder(b, machine, seed: seed)
        guard r.loopBody(steps: steps) else { return nil }
        let s = r.snapshot(.interrupt)
        b.closeLoop(snapshot: s)
        return b.finish()
    }
    func left(_ t: Trace, _ s: Int) -> Left { Left(payload: t.snapshots[s].payload, reason: t.snapshots[s].reason, state: machine.canonical()) }
    /// BRIDGES: by payload of the exit.
    func evaluate(_ root: Trace, bridges: [UInt64: Trace] = [:]) -> (Left, Trace, Int)? {
        var t = root, entry: [UInt64]?
        for _ in 0..<10_000 {
            switch evaluator.run(t, slots: machine.slots, thread: machine.thread, entry: entry) {
            case .jump: t = root; entry = nil
            case .enter(_, let values): t = root; entry = values
            case .exit(let s):
                if let b = bridges[t.snapshots[s].payload] { t = b; entry = nil; continue }
                return (left(t, s), t, s)
            // (No recording here ends in a result.)
            case .unfinished, .result: return nil
            }
        }
        return nil
    }

    /// An optimized trace may leave at the loop header where it finds a variable of another kind, while the reference goes on and leaves in the iteration: goes on
    /// from there as the reference.
    func settled(_ x: Left, _ reference: Trace, _ bridge: Trace? = nil, at payload: UInt64 = 0) -> Left? {
        func header(_ t: Trace) -> UInt64? { let n = t.instructions.count; return (0..<n).last { t.instructions[$0].op == .poll }.map { t.snapshots[Int(t.instructions[$0].imm)].payload } }
        guard x.payload == header(reference) || bridge != nil && x.payload == header(bridge!), machine.thread[TestMachine.pollOffset / 8] == 0 else { return x }
        resumed += 1
        return evaluate(reference, bridges: bridge.map { [payload: $0] } ?? [:])?.0
    }
    private func enter(_ compiler: NativeCompiler, _ t: CompiledTrace) -> Int {
        TestMachine.running = (compiler, machine.thread)
        defer { TestMachine.running = nil }
        return compiler.enter(t, slots: machine.slots, thread: machine.thread)
    }
    /// Nil if all agree, else what does not.
    func run(seed: UInt64, steps: Int, passes: PassSet = .all) -> String? {
        optimized.passes = passes
        guard let reference = record(plain, seed: seed, steps: steps) else { if plain.failure != nil { return "seed \(seed): reference \(plain.failure!)" }; return nil }
        guard let t = record(optimized, seed: seed, steps: steps) else { failed += 1; return optimized.failure == .unstable ? nil : "seed \(seed): \(optimized.failure!)" }
        for (n, x) in [("reference", reference), ("optimized", t)] {
            let p = TraceVerifier.problems(x)
            if !p.isEmpty { return "seed \(seed): \(n): \(p.prefix(3))" }
        }
        func reset() { RandomRecorder.prepare(machine, seed: seed) }
        reset()
        guard let (want, _, _) = evaluate(reference) else { return nil }
        reset()
        guard let left = evaluate(t)?.0, let got = settled(left, reference) else { return "seed \(seed): unfinished" }
        if got != want { return difference("evaluator", seed, want, got, reference, t) }
        compared += 1; if t.loopStart >= 0 { loops += 1 }
        if want.reason == .interrupt { interrupted += 1 }; if want.reason == .raising { raised += 1 }
        if (0..<t.instructions.count).contains(where: { t.instructions[$0].op == .virtual }) { made += 1 }
        guard let compiler else { return nil }
        compiler.reset()
        for random in [nil, seed | 1] as [UInt64?] {
            compiler.options.randomSeed = random
            let c: CompiledTrace
            do { c = try compiler.compile(t) } catch { return "seed \(seed): \(error)" }
            reset()
            let n = enter(compiler, c)
            let x = compiler.exit(n), exact = self.left(x.trace.trace, x.snapshot)
            let state = machine.save()
            guard let native = settled(exact, reference) else { return "seed \(seed): native, unfinished" }
            machine.restore(state)
            if native != want { return difference(random == nil ? "native" : "native, random places", seed, want, native, reference, t) }
            if x.reason == .guard, let problem = bridge(seed, reference, compiler, c, n) { return problem }
        }
        return nil
    }
    /// Grows a bridge at the exit that was reached, recorded on from there, and compares again.
    func bridge(_ seed: UInt64, _ reference: Trace, _ compiler: NativeCompiler, _ root: CompiledTrace, _ n: Int) -> String? {
        let x = compiler.exit(n), payload = x.payload, state = machine.save()
        func recordBridge(_ b: TraceBuilder, _ begin: () -> Void, _ target: Int, _ root: Trace?) -> Trace? {
            machine.restore(state); begin()
            var r = RandomRecorder(b, machine, seed: seed ^ 0xB41D6E, payload: 10_000)
            for _ in 0..<8 { r.step() }
            let i = RandomRecorder.Value(ref: b.guardInt(b.loadSlot(1), r.snapshot()), kind: .int, raw: UInt64(bitPattern: Encoding.int(r.concrete[1].map { TestMachine.encoding.word($0.kind, $0.raw) } ?? machine.slots[1])))
            r.finishBody(i)
            b.jump(to: target, snapshot: r.snapshot(.interrupt), target: root)
            return b.finish()
        }
        guard Encoding.isInt(machine.slots[1]) else { return nil }
        guard let plainBridge = recordBridge(plain, { plain.begin() }, root.id, nil) else { return nil }
        guard let t = recordBridge(optimized, { optimized.begin(bridgeFrom: x.trace.trace, snapshot: x.snapshot) }, root.id, root.trace) else {
            return optimized.failure == .contradiction ? nil : "seed \(seed): bridge \(optimized.failure!)" }
        if t.instructions[t.instructions.count - 1].op == .jumpEntry { entered += 1 }
        do { try compiler.compile(bridge: t, from: n) } catch { return "seed \(seed): bridge: \(error)" }
        RandomRecorder.prepare(machine, seed: seed)
        guard let (want, _, _) = evaluate(reference, bridges: [payload: plainBridge]) else { return nil }
        RandomRecorder.prepare(machine, seed: seed)
        // The same place may be left by another exit as well (of the first iteration), which has no bridge: there the evaluator steps in.
        var got: Left, entries = 0
        while true {
            let y = compiler.exit(enter(compiler, root))
            got = left(y.trace.trace, y.snapshot)
            entries += 1
            guard got.payload == payload, entries < 10_000 else { break }
            if case .exit(let s) = evaluator.run(plainBridge, slots: machine.slots, thread: machine.thread) { got = left(plainBridge, s); break }
        }
        guard let got = settled(got, reference, plainBridge, at: payload) else { return "seed \(seed): bridge, unfinished" }
        bridged += 1
        return got == want ? nil : difference("bridge", seed, want, got, plainBridge, t)
    }
    private func difference(_ what: String, _ seed: UInt64, _ want: Left, _ got: Left, _ reference: Trace, _ t: Trace) -> String {
        var out = "seed \(seed): \(what): left by \(got.payload) \(got.reason), should be \(want.payload) \(want.reason)\n"
        for k in want.state.indices where want.state[k] != got.state[k] {
            out += "  word \(k < 192 ? "slot \(k - 64)" : k < 224 ? "object \((k - 192) / 8) field \((k - 192) % 8)" : "thread \(k - 224)"): \(String(got.state[k], radix: 16)), should be \(String(want.state[k], radix: 16))\n" }
        return out + "reference:\n" + TracePrinter(reference).text() + "optimized:\n" + TracePrinter(t).text()
    }
}

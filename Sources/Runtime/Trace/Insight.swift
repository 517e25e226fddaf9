import CSupport
import Glibc
import TraceIR
import TraceCompiler

/// What the compiler tells of itself: `-X jit-verbose` (a line per trace, bridge and abort), `-X why-slow` (at exit, what ran interpreted though it was
/// hot, and why), `-X jit-stats` (counters and times), `-X trace-dump=FOLDER` (see TraceDump.swift). With none of them nothing is kept and no clock is read.
enum Insight {
    enum Phase: Int { case interpreter, recording, optimizing, compiling, native }
    /// A place in the source.
    struct Place: Hashable { var file: String, function: String, line: Int }

    nonisolated(unsafe) static var isVerbose = false, asksWhy = false, keepsTime = false
    /// Anything of it is on.
    nonisolated(unsafe) static var isOn = false

    static func configure(_ c: Configuration) {
        isVerbose = c.xOption("jit-verbose") != nil
        asksWhy = c.xOption("why-slow") != nil
        keepsTime = c.xOption("jit-stats") != nil
        if let f = c.xOption("trace-dump"), !f.isEmpty { TraceDump.start(f) }
        isOn = isVerbose || asksWhy || keepsTime || TraceDump.isOn
        if keepsTime { since = now() }
    }

    // MARK: time
    nonisolated(unsafe) private static var phase = Phase.interpreter, since = 0.0
    nonisolated(unsafe) private static var seconds = [Double](repeating: 0, count: 5)
    private static func now() -> Double { var t = timespec(); clock_gettime(CLOCK_MONOTONIC, &t); return Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9 }
    /// From here on time counts for P; gives what it counted for before.
    @discardableResult @inline(__always) static func enter(_ p: Phase) -> Phase { _slowPath(keepsTime) ? change(p) : .interpreter }
    @inline(never) private static func change(_ p: Phase) -> Phase {
        let t = now(), was = phase
        seconds[was.rawValue] += t - since
        since = t; phase = p
        return was
    }
    static var times: String {
        enter(phase)
        func ms(_ p: Phase) -> String { let n = Int(seconds[p.rawValue] * 1e6); return "\(n / 1000).\((n % 1000) / 100)" }
        return "jit: ms recording \(ms(.recording)) optimizing \(ms(.optimizing)) compiling \(ms(.compiling)) native \(ms(.native)) interpreted \(ms(.interpreter))\n"
    }

    // MARK: recordings
    /// The recording that runs.
    struct Recording {
        var what: String, place: Place
        /// The exit that a bridge continues.
        var exit: Int?
        /// How often the thing was run interpreted.
        var count: () -> Int
        var history: TraceHistory?
        weak var recorder: Recorder?
    }
    nonisolated(unsafe) private static var current: Recording? = nil

    static func place(_ c: Code, _ line: Int) -> Place { Place(file: StrRef(c.fileName).string, function: StrRef(c.qualname).string, line: line) }
    /// WHAT begins at LINE of the code of F; COUNT tells how often it was run interpreted.
    static func begin(_ what: String, _ f: Frame, _ line: Int, _ r: Recorder, exit: Int? = nil, count: @escaping () -> Int) {
        guard isOn else { return }
        enter(.recording)
        let p = place(f.code, line)
        current = Recording(what: what, place: p, exit: exit, count: count, history: TraceDump.isOn ? r.b.history : nil, recorder: r)
        if TraceDump.isOn { r.b.mark(source: TraceDump.number(p)) }
    }
    /// It was given up.
    static func aborted(_ a: JIT.Abort, _ detail: String = "") {
        guard isOn, let c = current else { return }
        current = nil
        enter(.interpreter)
        var why = a.text
        if let d = c.recorder?.whyNot, a == .untraceable || a == .raised { why += " (\(d))" } else if !detail.isEmpty { why += " (\(detail))" }
        let at = c.recorder.flatMap { $0.whereNot }
        if let at, at.line != c.place.line || at.file != c.place.file { why += ", \(at.file == c.place.file ? "" : short(at.file) + " ")line \(at.line)" }
        if isVerbose { say("[TRACE --- \(short(c.place.file)):\(c.place.line) \(c.what) in \(c.place.function)\(c.exit.map { " at exit \($0)" } ?? "") -- \(why)]\n") }
        if asksWhy { note(c, why) }
    }
    /// It has become trace T.
    static func made(_ t: CompiledTrace) {
        guard isOn, let c = current else { return }
        current = nil
        enter(.interpreter)
        if isVerbose {
            let from = t.parentExit.map { " (\(JIT.compiler.exit($0).trace.id)/\($0))" } ?? ""
            say("[TRACE \(t.id)\(from) \(short(c.place.file)):\(c.place.line) \(c.what) in \(c.place.function) -- \(t.trace.instructions.count) instructions, \(t.codeSize) bytes]\n")
        }
        TraceDump.add(t, c)
    }
    private static func say(_ s: String) { ErrorDisplay.write(s) }
    static func short(_ file: String) -> String { file.split(separator: "/").last.map(String.init) ?? file }

    // MARK: why slow
    private struct Slow { var what: String, reasons: [String: Int], count: () -> Int, exit: Int? }
    nonisolated(unsafe) private static var slow: [Place: [Slow]] = [:]
    private static func note(_ c: Recording, _ why: String) {
        var list = slow[c.place] ?? []
        if let k = list.firstIndex(where: { $0.what == c.what && $0.exit == c.exit }) { list[k].reasons[why, default: 0] += 1 }
        else { list.append(Slow(what: c.what, reasons: [why: 1], count: c.count, exit: c.exit)) }
        slow[c.place] = list
    }
    /// What is never recorded at all, and why.
    static func never(_ what: String, _ f: Frame, _ line: Int, _ why: String, count: @escaping () -> Int) {
        if asksWhy { note(Recording(what: what, place: place(f.code, line), count: count), why) }
    }
    static func report() {
        if asksWhy { say(whySlow) }
        if TraceDump.isOn { TraceDump.write() }
    }
    private static var whySlow: String {
        var lines: [(Int, String)] = []
        for (p, list) in slow {
            for s in list {
                let n = s.exit.map { JIT.compiler.taken($0) } ?? s.count()
                if n == 0 { continue }
                let why = s.reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { $0.value > 1 ? "\($0.key) (\($0.value) times)" : $0.key }.joined(separator: "; ")
                lines.append((n, "  \(p.file):\(p.line) in \(p.function): " + (s.exit.map { "exit \($0) of trace \(JIT.compiler.exit($0).trace.id) taken \(n) times, no bridge: " } ?? "\(s.what) run \(n) times interpreted: ") + why + "\n"))
            }
        }
        if JIT.isUnavailable { return "why-slow: there is no native code: \(JIT.unavailableReason)\n" }
        if lines.isEmpty { return "why-slow: nothing hot ran interpreted\n" }
        lines.sort { ($1.0, $0.1) < ($0.0, $1.1) }
        return "why-slow: hot, but interpreted\n" + lines.prefix(50).map { $0.1 }.joined()
    }

    // MARK: exits
    /// How often traces were left, by the instruction that left them, and the places where most did.
    static var exits: String {
        guard let compiler = JIT.compiler else { return "" }
        var byOp: [String: Int] = [:], hot: [(Int, String)] = []
        for n in 0..<compiler.exitCount {
            let taken = compiler.taken(n)
            if taken == 0 { continue }
            let op = guardName(n)
            byOp[op, default: 0] += taken
            hot.append((taken, "jit: exit \(n) of trace \(compiler.exit(n).trace.id) \(op) taken \(taken)\(compiler.bridge(of: n).map { ", bridge \($0)" } ?? "")\n"))
        }
        hot.sort { $0.0 > $1.0 }
        return byOp.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "jit: left by \($0.key) \($0.value)\n" }.joined() + hot.prefix(10).map { $0.1 }.joined() + (compiler.forcedExits > 0 ? "jit: forced exits \(compiler.forcedExits)\n" : "")
    }
    /// The instruction that leaves by exit N.
    static func guardName(_ n: Int) -> String {
        let x = JIT.compiler.exit(n), t = x.trace.trace
        if x.reason != .guard { return "\(x.reason)" }
        for k in 0..<t.instructions.count where t.snapshot(of: t.instructions[k]) == x.snapshot { return t.instructions[k].op.name }
        return "\(x.reason)"
    }
}
extension JIT.Abort {
    /// For people.
    var text: String {
        switch self {
        case .none: return "no reason"
        case .ended: return "the loop ended"
        case .raised: return "an exception left it"
        case .untraceable: return "not traceable"
        case .notWorthwhile: return "most of it would be calls"
        case .tooLong: return "too long"
        case .builder: return "not one loop"
        case .compiler: return "no machine code"
        }
    }
}

import CSupport
import Glibc
import TraceIR
import TraceCompiler

/// `-X trace-dump=FOLDER`: for each trace a text file, and for all of them `traces.json` and the page `index.html`, which shows the same. A text is
/// written when its trace is made (so it is there after a crash) and again at exit, then with exit counts.
enum TraceDump {
    struct Entry {
        let trace: CompiledTrace, what: String, place: Insight.Place, history: TraceHistory, machine: MachineDump
    }
    nonisolated(unsafe) static var folder: String? = nil
    nonisolated(unsafe) static var entries: [Entry] = []
    nonisolated(unsafe) private static var places: [Insight.Place] = [], numbers: [Insight.Place: Int32] = [:]
    nonisolated(unsafe) private static var lastMachine: MachineDump? = nil
    static var isOn: Bool { folder != nil }

    static func start(_ f: String) {
        folder = f
        mkdir(f, 0o777)
    }
    /// Places in the source have numbers.
    static func number(_ p: Insight.Place) -> Int32 {
        if let n = numbers[p] { return n }
        numbers[p] = Int32(places.count)
        places.append(p)
        return numbers[p].unsafelyUnwrapped
    }
    static func place(_ n: Int32) -> Insight.Place? { n >= 0 ? places[Int(n)] : nil }
    static func received(_ m: MachineDump) { lastMachine = m }
    static func add(_ t: CompiledTrace, _ c: Insight.Recording) {
        guard isOn, let m = lastMachine, m.trace === t, let h = c.history else { return }
        entries.append(Entry(trace: t, what: c.what, place: c.place, history: h, machine: m))
        write(entries[entries.count - 1])
    }

    // MARK: source
    nonisolated(unsafe) private static var files: [String: [String]] = [:]
    /// The text of a line, empty if there is none.
    static func source(_ p: Insight.Place) -> String {
        if files[p.file] == nil { files[p.file] = read(p.file).split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        let lines = files[p.file] ?? []
        return p.line >= 1 && p.line <= lines.count ? lines[p.line - 1] : ""
    }
    private static func read(_ name: String) -> String {
        guard let f = fopen(name, "r") else { return "" }
        defer { fclose(f) }
        var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true { let n = fread(&buffer, 1, buffer.count, f); if n <= 0 { break }; bytes += buffer[0..<n] }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: text
    static func put(_ name: String, _ text: String) {
        guard let folder, let f = fopen("\(folder)/\(name)", "w") else { return }
        fputs(text, f)
        fclose(f)
    }
    static func write() {
        for e in entries { write(e) }
        put("traces.json", TracePage.json + "\n")
        put("index.html", TracePage.html)
    }
    static func title(_ e: Entry) -> String {
        "trace \(e.trace.id): \(e.what) in \(e.place.function), \(Insight.short(e.place.file)):\(e.place.line)" + (e.trace.parentExit.map { ", from exit \($0) of trace \(JIT.compiler.exit($0).trace.id)" } ?? "")
    }
    private static func write(_ e: Entry) {
        let h = e.history
        var out = title(e) + "\n\n"
        out += "== recorded: what was asked for, and the pass that made it unnecessary\n"
        out += listing(h.steps.map { s in (String(repeating: "  ", count: s.depth) + s.text + (s.pass.map { p in "   -- \(p.name)" + (s.result.isEmpty ? "" : ": \(s.result)") } ?? (s.result.isEmpty ? "" : "   = \(s.result)")), s.source) })
        for s in h.stages {
            out += "\n== after \(s.name)\n" + listing(s.lines) + s.snapshots
        }
        out += "\n== machine code: \(e.machine.lines.count) instructions, \(e.trace.codeSize) bytes at 0x\(String(e.machine.address, radix: 16))\n"
        let t = e.trace.trace, p = TracePrinter(t)
        out += listing((0..<e.machine.lines.count).map { k in
            let l = e.machine.lines[k], s = t.snapshot(of: t.instructions[k]), x = s >= 0 ? Int(e.trace.exitNumbers[s]) : -1
            let exit = x >= 0 ? "   exit \(x)" + taken(x) : ""
            return (MachineDump.pad(p.line(k) + exit, 72) + MachineDump.pad(l.place, 10) + (l.bytes.isEmpty ? "" : "\(String(l.address, radix: 16)): \(l.bytes)"), k < h.sources.count ? h.sources[k] : -1)
        })
        out += "  slow paths \(String(e.machine.slowPaths.address, radix: 16)): \(e.machine.slowPaths.bytes)\n"
        out += "\n== snapshots\n"
        for s in 0..<t.snapshots.count { let x = Int(e.trace.exitNumbers[s]); out += p.snapshot(s).dropLast() + (x >= 0 ? "  -> exit \(x)" + taken(x) : "") + "\n" }
        put("trace-\(e.trace.id).txt", out)
    }
    static func taken(_ x: Int) -> String {
        let n = JIT.compiler.taken(x)
        return (n > 0 ? " taken \(n)" : "") + (JIT.compiler.bridge(of: x).map { " bridge \($0)" } ?? "")
    }
    /// Lines under the source lines that they belong to.
    private static func listing(_ lines: [(text: String, source: Int32)]) -> String {
        var out = "", last: Int32 = -2
        for (text, s) in lines {
            if s != last, let p = place(s) { out += "\(Insight.short(p.file)):\(p.line)  \(source(p).drop { $0 == " " || $0 == "\t" })\n" }
            last = s
            out += "    \(text)\n"
        }
        return out
    }
}

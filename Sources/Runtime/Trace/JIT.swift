import CSupport
import Glibc
import TraceIR
import TraceCompiler

/// What a loop or a function's body knows of its own heat. `limit` moves away with each failure, in the end out of reach.
struct TraceProfile {
    var count = 0, limit: Int
    var trace: TraceTree? = nil
    var failures = 0, renewals = 0
    /// How often the trace was recorded anew because classes were.
    var updates = 0
    /// Traces that begin here leave the loops within as loops: as straight lines they had too many ways to go.
    var keepsLoops = false
    /// Recordings that met the loop's end, or an iteration like no other.
    var endings = 0
    /// How often the loop was begun, and whether it had few iterations before it was compiled.
    var runs = 0
    private var wasShort = false, wasBrief = false
    /// Loops of so few iterations are better recorded as part of what surrounds them.
    var isShort: Bool { trace == nil ? runs > 1 && count <= 3 &* runs : wasShort }
    /// The same for loops over a generator that the trace makes, which need not exist then.
    var isBrief: Bool { trace == nil ? runs > 1 && count <= Recorder.unrolledOverMade &* runs : wasBrief }
    /// For entering without counting references: the code's address (0: there is none), and the tree, which lives on when it is dropped.
    private(set) var entry: UInt = 0, tree: Unmanaged<TraceTree>? = nil
    mutating func compiled(_ t: TraceTree) { wasShort = isShort; wasBrief = isBrief; trace = t; tree = .passUnretained(t); entry = t.start; limit = 0 }
    mutating func drop(_ t: TraceTree) { TraceTree.dropped.append(t); trace = nil; entry = 0 }
    init(_ l: Int) { limit = l }
    @inline(__always) mutating func tick() -> Bool { count &+= 1; return count >= limit }
}
/// The compiled trace of a loop or a function, with its bridges.
final class TraceTree {
    /// Another activation may still be in one that was dropped.
    nonisolated(unsafe) static var dropped: [TraceTree] = []
    let root: CompiledTrace
    /// What the code names: see TraceConstants.swift.
    let constants: TraceConstants
    var keep: Value { constants.strong }
    var misses = 0, bridges = 0
    /// Instructions of all its traces, and when it was made (nanoseconds of `Budget.now`).
    private(set) var size = 0
    private let born = Budget.now()
    /// It has run for long enough to pay for another like it.
    var isOld: Bool { Budget.isOn ? Budget.now() &- born > max(size, 50) &* 40_000 : true }
    /// Exits for which no bridge could be made.
    var hopeless: Set<Int> = []
    /// Exits from which an exception went out of the trace while a bridge was recorded: how often, and at which count the next try is due. (Many ways may
    /// lead through one exit, where a callee is told by its identity, say: one that raises tells nothing of the others.)
    private var retries: [Int: (tries: Int, due: Int)] = [:]
    static let mostTries = 6
    /// Whether exit N, taken TAKEN times, is to be tried again later.
    func retries(_ n: Int, _ taken: Int) -> Bool {
        let k = (retries[n]?.tries ?? 0) + 1
        if k >= TraceTree.mostTries { return false }
        retries[n] = (k, taken + JIT.exitThreshold << k)
        return true
    }
    func isDue(_ n: Int, _ taken: Int) -> Bool { retries.isEmpty || taken >= retries[n]?.due ?? 0 }
    /// Short loops are straight lines in it.
    var isUnrolled = false
    /// How many instructions were recorded for bridges through such lines.
    var straightLength = 0
    /// So many of them tell that most ways through the loops are different: programs whose loops do go few ways stay far below.
    static let mostStraight = 3000
    /// The places of the program (`JIT.place(of:)`) at which its bridges begin, by their traces.
    private var origins: [Int: Int] = [:]
    /// How many bridges begin where the bridge that they leave began: what is met there is never what was met before. (That many bridges begin at one
    /// place is no sign of it: behind each way through a branch stands the next branch.)
    private var sites: [Int: Int] = [:]
    static let mostBridges = 400
    /// So many of these for one place; with more of them the tree is a list of things that are compared in turn.
    static let crowd = 24
    /// The instructions of the bridges that begin at a place.
    private var lengths: [Int: Int] = [:]
    /// As `isCrowded` for objects of many classes (`ManyClasses`).
    func isBusy(_ place: Int, from trace: Int) -> Bool { origins[trace] == place && sites[place, default: 0] >= ManyClasses.most && lengths[place, default: 0] >= ManyClasses.mostInstructions }
    func begins(_ trace: Int, at place: Int, length: Int) { size += length; origins[trace] = place; lengths[place, default: 0] += length }
    /// Whether the bridge at PLACE from an exit of TRACE is one too many.
    func isCrowded(_ place: Int, from trace: Int) -> Bool {
        if origins[trace] != place { return false }
        let n = sites[place, default: 0] + 1
        sites[place] = n
        return n > TraceTree.crowd
    }
    /// How many calls it inlines into each other at most.
    var levels: Int
    /// For entering without counting references.
    let start: UInt
    init(_ r: CompiledTrace, keep k: ListRef, levels n: Int, unrolled u: Bool, length: Int) {
        isUnrolled = u; root = r; levels = n; start = r.entryAddress
        size = length
        constants = TraceConstants(of: r.id)
        constants.add(k)
    }
}
enum LoopOutcome {
    /// Nothing was done.
    case declined
    /// At the header again.
    case header
    /// The loop is over.
    case done(Signal)
}

/// A loop that can be traced: its iteration can be recorded and can be resumed in the middle.
class LoopStatement: Statement {
    final var profile = TraceProfile(JIT.threshold)
    /// The statements of the body: a block's own, so that a turn costs no call for the block.
    final var parts: UnsafeMutablePointer<Borrowed<Statement>>! = nil, partCount = 0
    final func take(_ body: Borrowed<Statement>) {
        if let b = body.object as? Block { parts = b.parts.start; partCount = b.parts.count; return }
        if parts == nil { parts = .allocate(capacity: 1) }
        parts.initialize(to: body); partCount = 1
    }
    @inline(__always) final func runBody(_ f: Frame) throws(Raise) -> Signal {
        var i = 0
        while i < partCount {
            let s = try parts[i].with { p throws(Raise) in try p.run(f) }
            if s != .next { return s }
            i &+= 1
        }
        return .next
    }
    override final func visit() { if let t = profile.trace { CodeObject.hold(t.keep) } }
    /// Where it stands in the syntax tree, 0 if it is no statement there; the place of its back edge, once asked for.
    final var source: UInt32 = 0
    final var backEdge: Node? = nil
    /// A `yield` stands in it.
    final var yields = false
    /// The slot of a list to which each iteration adds one item (a comprehension without conditions), else -1.
    final var collects = -1
    /// At the header of a loop that collects: the list gets room for what the iterator has left.
    @inline(never) final func makeRoom(_ f: Frame) {
        let n = room(f)
        if n > 0 { ListRef(f[collects]).expect(n) }
    }
    func room(_ f: Frame) -> Int { -1 }
    /// In the frame of a generator: iterations up to the next `yield`, as a straight line if these are few.
    final func turnsToYield(_ r: Recorder) throws(Raise) -> Signal? {
        if r.top.generator.isNone && !(r.isStep && r.levels.count == 1) { return nil }
        // (Coroutines rarely suspend where they wait.)
        for _ in 0..<(r.top.generator.isNone && r.frame.code.flags & Code.Flags.generator == 0 ? 1 : Recorder.turnsToYield) {
            if !r.mayUnroll { break }
            var fresh = Cursor.fresh
            if let s = try traceIteration(r, &fresh) { return s }
        }
        return nil
    }
    /// How many items the iterator IT gives as far as one can see, else -1.
    static func left(_ it: Value) -> Int {
        let r = it.ref, t = r.type
        var n = NativeIterators.left(r)
        if n >= 0 { return n }
        n = Itertools.left(r)
        if n >= 0 { return n }
        guard FunctionalIterators.callsPython(it) else { return -1 }
        if t != FunctionalIterators.map, case let from = r.value(t == Itertools.accumulate ? 2 : 3) { return from.isPointer ? left(from) : -1 }
        let parts = TupleRef(r.value(3))
        return (0..<parts.count).map { parts[$0].isPointer ? left(parts[$0]) : -1 }.min() ?? -1
    }
    /// A loop of a builtin's own over the iterator in slot AREA, where it stands: the rest of it that a cursor names, all of it if it is short, else its first
    /// iteration; what is left is a call of its own trace.
    final func trace(_ r: Recorder, over area: Int, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        if c.isActive { if let s = try traceIteration(r, &c) { return s } }
        else {
            r.at(3)
            if let s = try traceAll(r, over: r.frame[area]) { return s }
            if let s = try traceFirst(r, over: area) { return s }
        }
        r.at(3)
        return try r.callLoop(self)
    }
    /// As part of what surrounds it, a loop over IT that ends after few iterations, all of them: nil where it is to be a loop.
    final func traceAll(_ r: Recorder, over it: Value) throws(Raise) -> Signal? {
        let n = LoopStatement.left(it)
        guard n >= 0, n <= Recorder.unrolled, r.mayUnroll, r.unrollsLoops else { return nil }
        r.hasUnrolled = true
        for _ in 0...n {
            var fresh = Cursor.fresh
            if let s = try traceIteration(r, &fresh) { return s }
        }
        return nil
    }
    /// How many iterations are left at the header as far as one can see, else -1.
    func remaining(_ f: Frame) -> Int { -1 }
    /// The state that stands for the header: a new iteration begins.
    var headerState: Int { 0 }
    /// Finishes the iteration that the resume point is in; nil: at the header again.
    func step(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal? { fatalError("dxpy: loop without step") }
    /// Goes on at the header.
    func atHeader(_ f: Frame) throws(Raise) -> Signal { fatalError("dxpy: loop without atHeader") }
    /// The loop has ended by itself: its `else` follows.
    final func traceEnd(_ r: Recorder, _ otherwise: Borrowed<Statement>?, _ c: inout Cursor) throws(Raise) -> Signal {
        guard let otherwise else { return .next }
        r.at(2)
        return try r.run(otherwise.object, &c)
    }
    /// As part of what surrounds it, a loop that mostly ends soon: its first iterations; nil: it has not ended by then, and is at its header.
    /// SLOT: where what it iterates over lies, if that may be a generator.
    final func traceFirst(_ r: Recorder, over slot: Int = -1) throws(Raise) -> Signal? {
        let isMade = slot >= 0 && r.frame[slot].isExactly(Types.generator) && r.b.isOwn(r.word(slot).ref)
        if !profile.isShort && !(isMade && profile.isBrief) || !r.unrollsLoops { return nil }
        r.hasUnrolled = true
        for _ in 0..<(isMade ? Recorder.unrolledOverMade : Recorder.unrolled) where r.mayUnroll {
            var c = Cursor.fresh
            if let s = try traceIteration(r, &c) { return s }
        }
        return nil
    }
    /// One iteration under the recorder, from the cursor on; nil: at the header again.
    func traceIteration(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal? { throw r.untraceable(self) }
}

/// Counts, records, enters: the tracing compiler as the loops see it. All state belongs to whoever holds the interpreter lock.
public enum JIT {
    /// Why a recording was given up.
    enum Abort: Int, CaseIterable { case none, ended, raised, untraceable, notWorthwhile, tooLong, builder, compiler }
    /// Iterations before a loop is recorded. `Int.max`: off.
    nonisolated(unsafe) static var threshold = 150
    nonisolated(unsafe) static var exitThreshold = 25
    /// Calls before a function is recorded.
    static var functionThreshold: Int { threshold > 1 << 40 ? .max : 2 * threshold }
    /// Resumptions at a `yield` before what follows it is recorded: by then whoever takes items in a hot loop has the generator's body in its trace.
    static var stepThreshold: Int { threshold > 1 << 40 ? .max : 4 * threshold }
    nonisolated(unsafe) static var isStress = false
    nonisolated(unsafe) static var showsStatistics = false
    /// How many traces are compiled at most, and whether each is told of: for finding the trace that is wrong.
    nonisolated(unsafe) static var limit = Int.max, isLogging = false
    nonisolated(unsafe) static var isRecording = false
    /// The recorder at work, and how often something else wanted to record meanwhile.
    nonisolated(unsafe) private static weak var recorder: Recorder? = nil
    nonisolated(unsafe) private static var waiting = 0
    nonisolated(unsafe) static var passes = PassSet.all
    /// Guards of exits up to this fail once (for tests).
    nonisolated(unsafe) static var failGuards = -1
    nonisolated(unsafe) static var isUnavailable = false
    nonisolated(unsafe) static var unavailableReason = ""
    nonisolated(unsafe) static var builder: TraceBuilder! = nil
    nonisolated(unsafe) static var compiler: NativeCompiler! = nil
    nonisolated(unsafe) static var enterCode: NativeCompiler.Enter! = nil
    nonisolated(unsafe) static var enterSmall: NativeCompiler.Enter! = nil
    nonisolated(unsafe) static var lastSignal = Signal.next
    nonisolated(unsafe) static var lastRaise = Raise(.exception)
    // Counters
    nonisolated(unsafe) static var recordings = 0, loops = 0, functions = 0, bridges = 0, entries = 0, dropped = 0
    nonisolated(unsafe) static var aborts = [Int](repeating: 0, count: Abort.allCases.count)
    nonisolated(unsafe) static var untraceables: [String: Int] = [:]

    /// `-X jit=off|on|stress`, `-X jit-stats`, `-X trace-dump=FOLDER`.
    static func configure(_ c: Configuration) {
        if c.xOptions.isEmpty { return }
        switch c.xOption("jit") {
        case "off": threshold = .max
        case "on": threshold = 150
        case "stress": threshold = 2; exitThreshold = 1; isStress = true
        default: break
        }
        showsStatistics = c.xOption("jit-stats") != nil
        if isStress || c.xOption("jit-threshold") != nil { Budget.isOn = false }
        if let n = c.xOption("jit-threshold").flatMap({ Int($0) }) { threshold = max(1, n); exitThreshold = max(1, n / 4) }
        if let n = c.xOption("jit-budget").flatMap({ Int($0) }) { Budget.free = max(0, min(n, 1 << 40)) &* 1000 }
        // (With the budget as ever: for comparing.)
        if let n = c.xOption("jit-exits").flatMap({ Int($0) }) { exitThreshold = n }
        if let n = c.xOption("jit-loops").flatMap({ Int($0) }) { threshold = n }
        if let n = c.xOption("jit-limit").flatMap({ Int($0) }) { limit = n }
        isLogging = c.xOption("jit-log") != nil
        if let v = c.xOption("jit-fail-guards") { failGuards = Int(v) ?? .max }
        Insight.configure(c)
        // `-X jit-opt=-sink,-peel`: without these passes.
        if let names = c.xOption("jit-opt") {
            let off = names.split(separator: ",").map { $0.hasPrefix("-") ? $0.dropFirst() : $0 }.joined(separator: ",")
            if let p = PassSet(disabling: off) { passes = p } else { ErrorDisplay.write("dxpy: -X jit-opt=\(names): the passes are \(Pass.allCases.map { $0.name }.joined(separator: " "))\n") }
        }
    }
    static func report() {
        Insight.report()
        guard showsStatistics else { return }
        var text = "jit: recordings \(recordings) loops \(loops) functions \(functions) bridges \(bridges) entries \(entries) dropped \(dropped) code \(compiler?.codeBytesUsed ?? 0)\n"
        for a in Abort.allCases where aborts[a.rawValue] > 0 { text += "jit: abort \(a) \(aborts[a.rawValue])\n" }
        for (k, n) in untraceables.sorted(by: { $0.value > $1.value }).prefix(20) { text += "jit: untraceable \(k) \(n)\n" }
        ErrorDisplay.write(text + Insight.exits + Insight.times)
    }
    static func note(untraceable n: Node) { if showsStatistics { untraceables["\(Swift.type(of: n))", default: 0] += 1 } }
    nonisolated(unsafe) private static var snapshot: Int32 = -1
    /// Directly before a fork: no trace may be compiled in between.
    public static func beforeFork() { if let compiler { snapshot = compiler.snapshotForFork() } }
    public static func afterForkInParent() { if snapshot >= 0 { close(snapshot); snapshot = -1 } }
    /// In the child of a fork: code memory is shared with the parent until it has its own.
    public static func afterForkInChild() {
        guard let compiler else { return }
        do { try compiler.becomeOwnerAfterFork(of: snapshot) } catch { isUnavailable = true }
        snapshot = -1
    }

    private static let box: @convention(c) (Double) -> UInt64 = { Value.encodeSlow($0) }

    private static let make: @convention(c) (Int, UInt) -> UInt = { size, type in
        let t = TypeRef(Ref(bitPattern: type).unsafelyUnwrapped), r = Heap.allocate(size, t)
        if _slowPath(t == Types.coroutine) { Finalizers.register(r) }
        return UInt(bitPattern: r)
    }
    private static let remember: @convention(c) (UInt) -> Void = { Heap.log(Ref(bitPattern: $0).unsafelyUnwrapped) }
    static func start() -> Bool {
        if compiler != nil { return !isUnavailable }
        if isUnavailable { return false }
        Residual.start(); Leaves.start(); Budget.start()
        var e = Encoding(boxFloat: UInt(bitPattern: unsafeBitCast(box, to: Int.self)), floatType: UInt(bitPattern: Types.float.ref), trueWord: Value.true.bits, falseWord: Value.false.bits)
        e.allocate = UInt(bitPattern: unsafeBitCast(make, to: Int.self)); e.log = UInt(bitPattern: unsafeBitCast(remember, to: Int.self))
        e.notedType = UInt64(UInt(bitPattern: Types.coroutine.ref))
        e.append = Residual.listAppend
        e.wholeObjects = Alias.mask(Alias.cells, Alias.lengths, Alias.attributes, Alias.iterators)
        e.runsOffset = Int32(MemoryLayout<ThreadState>.offset(of: \.runsAddress)!)
        e.nativeFrame = Int32(MemoryLayout<ThreadState>.offset(of: \.nativeFrame)!)
        do { compiler = try NativeCompiler(encoding: e, pollOffset: MemoryLayout<ThreadState>.offset(of: \.interrupt)!) } catch { isUnavailable = true; unavailableReason = "\(error)"; return false }
        if isStress { compiler.options.verify = true }
        compiler.options.keepsInstructions = showsStatistics || Insight.isOn
        compiler.options.failGuards = failGuards; compiler.options.spared = Recorder.decided
        if TraceDump.isOn { compiler.options.dump = { TraceDump.received($0) } }
        builder = TraceBuilder(encoding: e)
        builder.passes = passes
        enterCode = compiler.enterCode
        enterSmall = compiler.enterSmall
        return true
    }
    // MARK: loops
    /// A loop at its header whose counter has run over.
    @inline(never) static func hot(_ l: LoopStatement, _ f: Frame) throws(Raise) -> LoopOutcome {
        if _fastPath(l.profile.entry != 0) { return try enter(l, f) }
        return try cold(l, f)
    }
    @inline(never) private static func cold(_ l: LoopStatement, _ f: Frame) throws(Raise) -> LoopOutcome {
        if _slowPath(Monitor.isActive) { return .declined }
        if !Budget.allowsStart { l.profile.limit = l.profile.count + threshold; return .declined }
        if f.base[Frame.generator].bits != 0 && f.code.frameSlots >= Trace.stackStart || !start() {
            if Insight.asksWhy && !isUnavailable { Insight.never("loop", f, Int(l.line), "in a generator with too many variables") { l.profile.count } }
            l.profile.limit = .max
            return .declined
        }
        if isRecording { wait(); return .declined }
        if compiled >= limit { return .declined }
        // (Nothing but the loop's end is to be met here.)
        if l.remaining(f) == 0 { l.profile.limit = l.profile.count + 1; return .declined }
        if !Budget.allows() { l.profile.limit = l.profile.count + threshold; return .declined }
        return try record(l, f)
    }
    static var compiled: Int { loops + functions + bridges }
    /// Begins a recording at F with the builder that `begin` was called of.
    static func begin(_ f: Frame, keep: ListRef) -> Recorder {
        recordings += 1
        let r = Recorder(f, builder, keep: keep)
        recorder = r; isRecording = true; waiting = 0
        return r
    }
    static func finished(_ r: Recorder) {
        Budget.end(r.b.count)
        // (Its room as well: what is left there would be alive as long as some frame has the list's address.)
        if let all = r.alive { all.wipe() }
        if recorder === r { isRecording = false; recorder = nil }
    }
    /// Something is hot while a recording runs. One that is deep in the program's work (the recorded code has called it) must not keep everything else
    /// from being compiled: it is given up, and goes on with a builder that nobody else uses.
    static func wait() {
        waiting += 1
        if waiting < 2000 { return }
        recorder?.abort(.tooLong)
        recorder = nil; isRecording = false; waiting = 0
        builder = TraceBuilder(encoding: builder.encoding); builder.passes = passes
        builder.passes = passes
    }
    static func fail(_ p: inout TraceProfile, _ a: Abort, _ detail: String = "", at s: Signal? = nil) {
        Insight.aborted(a, detail)
        aborts[a.rawValue] += 1
        // The iteration was the last one. Loops that always have as many iterations would be met at their end again and again: the next ones are tried.
        // (One that a `yield` leaves is left by it the next time, too.)
        if a == .ended && s != .suspend && next(&p) { return }
        p.failures += 1
        let n = p.failures
        p.limit = n >= (isStress ? 20 : 5) ? .max : p.count + (isStress ? n : threshold << (2 * n) | 1)
    }
    /// So many iterations are recorded that do not follow themselves or are the last before one is taken as it is.
    private static let mostUnstable = 3
    /// The recording was of an iteration that is not like the others: another one is recorded soon.
    private static func next(_ p: inout TraceProfile) -> Bool {
        if p.endings >= 12 { return false }
        p.endings += 1; p.limit = p.count + (p.endings & 7)
        return true
    }
    private static func record(_ l: LoopStatement, _ f: Frame) throws(Raise) -> LoopOutcome {
        let keep = ListRef.allocate(), b = builder!
        b.history = TraceDump.isOn ? TraceHistory() : nil
        b.begin()
        let r = begin(f, keep: keep)
        defer { finished(r) }
        r.unrollsLoops = !l.profile.keepsLoops
        Insight.begin("loop", f, Int(l.line), r) { l.profile.count }
        r.enter()
        let s: Signal?
        var c = Cursor.fresh
        do throws(Raise) {
            var first = try l.traceIteration(r, &c), turns = 1
            while first == nil && r.isBetweenYields && r.abortReason == nil && turns < 4 && r.mayUnroll {
                r.at(l.headerState)
                c = Cursor.fresh; turns += 1
                first = try l.traceIteration(r, &c)
            }
            s = first
        } catch {
            fail(&l.profile, error.kind == .untraceable ? .untraceable : .raised)
            if error.kind == .untraceable { return .declined }
            throw error
        }
        if let s {
            // (What follows the `yield` gets a trace of its own.)
            if s == .suspend && f.code.flags & Code.Flags.generator != 0 { l.profile.failures += 1 }
            fail(&l.profile, .ended, at: s)
            return .done(s)
        }
        if let a = r.abortReason { fail(&l.profile, a); return .header }
        if !isStress && !r.isWorthwhile { fail(&l.profile, .notWorthwhile); return .header }
        Insight.enter(.optimizing); Budget.compiles()
        r.close()
        r.at(l.headerState)
        b.closeLoop(snapshot: r.snapshot(.interrupt))
        // Iterations of several kinds follow each other in any order: each is a path of its own through memory.
        if l.profile.endings >= mostUnstable && b.unpeel() { b.jump(to: -1, snapshot: r.snapshot(.interrupt)) }
        b.noteStages()
        guard let t = b.finish() else { failBuilder(&l.profile, b); return .header }
        do {
            Insight.enter(.compiling)
            let c = try compiler.compile(t)
            loops += 1
            Insight.made(c)
            log("loop", Int(l.line), f)
            l.profile.compiled(TraceTree(c, keep: keep, levels: r.deepest, unrolled: r.hasUnrolled, length: b.count))
            // The loop's code object may be old: the collector has to see what it holds now.
            CodeObject(f.code.object.ref).touch()
        } catch {
            if showsStatistics { untraceables["compiler: \(error)", default: 0] += 1 }
            fail(&l.profile, .compiler, "\(error)")
        }
        return .header
    }
    @inline(__always) static func log(_ what: @autoclosure () -> String, _ line: Int, _ f: Frame) {
        if isLogging { ErrorDisplay.write("jit: \(compiled) \(what()) in \(StrRef(f.code.qualname).string) line \(line)\n") }
    }
    static func failBuilder(_ p: inout TraceProfile, _ b: TraceBuilder) {
        if showsStatistics { untraceables["builder: \(String(describing: b.failure))", default: 0] += 1 }
        // (An iteration that cannot follow itself: where a counter begins anew, say.)
        if b.failure == .unstable && next(&p) { Insight.aborted(.builder, "unstable"); aborts[Abort.builder.rawValue] += 1; return }
        fail(&p, .builder, b.failure.map { "\($0)" } ?? "")
    }
    /// Whether TREE may be entered by an activation whose callees have their frames from NEXT on and may lie DEPTH deep. (Bridges may be added while it runs: room for whatever an exit may
    /// write. Near the limit of recursion everything is interpreted: inlined calls do not count one by one.)
    @inline(__always) static func admits(_ tree: Unmanaged<TraceTree>, framesFrom next: UnsafeMutablePointer<Value>, depth: Int, _ th: Thread) -> Bool {
        _fastPath(!(Monitor.isActive || isUnavailable)) && next + (TraceBuilder.slotRange.upperBound + 512) <= th.pointee.valueStackEnd && depth >= tree._withUnsafeGuaranteedRef { $0.levels }
    }
    private static func enter(_ l: LoopStatement, _ f: Frame) throws(Raise) -> LoopOutcome {
        let th = thread, tree = l.profile.tree.unsafelyUnwrapped
        // (A loop in an inlined call enters its own trace, which inlines the next call: nothing else looks at the native stack.)
        if !admits(tree, framesFrom: f.next, depth: th.pointee.depth, th) || UInt(bitPattern: dx_frame_address_()) < th.pointee.stackLimit { return .declined }
        entries += 1
        let used = Threads.recursionLimit &- th.pointee.depth
        let phase = Insight.enter(.native)
        let o = enterCode(UnsafeMutableRawPointer(f.slots), UnsafeMutableRawPointer(th), l.profile.entry)
        Insight.enter(phase)
        // A bridge ran to the loop's end, or an exception left the loop.
        if _fastPath(o.exit < 0) {
            if _slowPath(o.result == Residual.end) { throw Raise(.exception) }
            return .done(unsafeBitCast(UInt8(truncatingIfNeeded: o.result), to: Signal.self))
        }
        th.pointee.depth = Threads.recursionLimit &- used; th.pointee.frame = f
        return try left(l, tree.takeUnretainedValue(), f, Int(o.exit))
    }
    /// Trace T was left by exit N: the iteration goes on from there.
    @inline(never) private static func left(_ l: LoopStatement, _ t: TraceTree, _ f: Frame, _ n: Int) throws(Raise) -> LoopOutcome {
        let th = thread
        let x = point(n), low = th.pointee.traceLow, high = th.pointee.traceHigh
        defer { th.pointee.traceLow = low; th.pointee.traceHigh = high }
        if x.words > 0 {
            // Until the way down has made them the thread's, frames of inlined calls are reachable by this alone.
            th.pointee.traceLow = f.next; th.pointee.traceHigh = f.next + x.words
            x.rebuild(f)
        }
        var c = Cursor(x.path, x.count)
        var isMiss = !x.isInterrupt && !x.isRaising
        if x.isInterrupt { try BackEdge.handle(f, l) } else {
            switch answer(&l.profile, t, n, x) {
            case .none: break
            case .later: isMiss = false
            case .bridge:
                if let o = try recordBridge(l, t, f, n, compiler.exit(n), c) { return o }
                settle(n)
            }
        }
        if let s = try l.step(f, &c) { return .done(s) }
        if isMiss { miss(&l.profile, t) }
        return .header
    }
    /// What an exit is to get now: a bridge; nothing that could be counted against the tree (the budget is used up, or the tree is given up for a new one); nothing.
    enum Answer { case none, later, bridge }
    /// Of exit N (decoded: X) of tree T.
    @inline(__always) static func answer(_ p: inout TraceProfile, _ t: TraceTree, _ n: Int, _ x: Point) -> Answer {
        if !x.mayContinue || compiler.taken(n) < Budget.exitThreshold(t.bridges) || isRecording { return .none }
        return answerHot(&p, t, n, x)
    }
    @inline(never) private static func answerHot(_ p: inout TraceProfile, _ t: TraceTree, _ n: Int, _ x: Point) -> Answer {
        if t.bridges >= TraceTree.mostBridges || compiled >= limit || t.hopeless.contains(n) { settle(n); return .none }
        if !t.isDue(n, compiler.taken(n)) { return .none }
        if !Budget.allows() { return .later }
        if p.updates < mostUpdates, p.trace === t, t.isOld, t.constants.isOutdated {
            p.updates += 1
            settle(n)
            retire(&p, t)
            p.limit = p.count + threshold
            return .later
        }
        let exit = compiler.exit(n)
        if !isThicket(&p, t) && !t.isCrowded(place(of: exit, x), from: exit.trace.id) { return .bridge }
        settle(n)
        renew(&p, t)
        return .later
    }
    /// So often is a loop or a function recorded anew because of classes that were made anew (each tree's code stays where it is).
    private static var mostUpdates: Int { Budget.isOn ? 64 : 4 }
    /// A trace that is left again and again, with no bridge to be had, is worse than none.
    static func miss(_ p: inout TraceProfile, _ t: TraceTree) {
        t.misses += 1
        if t.misses > 3000 && p.trace === t {
            retire(&p, t)
            p.failures += 1
            p.limit = p.failures > 4 ? .max : p.count + threshold << (2 * p.failures)
        }
    }
    /// The place of the program that exit X (decoded: P) resumes at.
    static func place(of x: NativeCompiler.Exit, _ p: Point) -> Int {
        var h = Hasher()
        for i in 0..<p.count { h.combine(p.path[i]) }
        for i in 0..<x.frames.count { h.combine(x.frames[i].code) }
        return h.finalize()
    }
    /// Whether tree T goes too many ways because loops in it are straight lines: each way through them, and all that follows, is a bridge. If so it is
    /// recorded again with loops as loops.
    private static func isThicket(_ p: inout TraceProfile, _ t: TraceTree) -> Bool {
        if t.bridges < 60 && t.straightLength < TraceTree.mostStraight || !t.isUnrolled || p.keepsLoops { return false }
        p.keepsLoops = true
        return true
    }
    /// Tree T has bridges for many things that were met at one place, and now for yet another: most of them will not be met again (classes and functions that are
    /// made anew, versions that moved). It is recorded again with what there is now. A place that is as busy again and again keeps the tree it has.
    private static func renew(_ p: inout TraceProfile, _ t: TraceTree) {
        if p.trace !== t || p.renewals >= 8 { return }
        p.renewals += 1
        retire(&p, t)
        p.limit = p.count + threshold
    }
    /// Tree T is entered no more. Another activation, of this thread or another, may still be in it: what the code names lives on, as the code does.
    private static func retire(_ p: inout TraceProfile, _ t: TraceTree) {
        Types.permanent.append(t.keep)
        p.drop(t)
        dropped += 1
    }
    /// No bridge can be made from exit N.
    static func hopeless(_ t: TraceTree, _ n: Int, _ a: Abort, _ detail: String = "") {
        Insight.aborted(a, detail)
        aborts[a.rawValue] += 1
        if a != .raised || !t.retries(n, compiler.taken(n)) { t.hopeless.insert(n) }
    }
    private static func recordBridge(_ l: LoopStatement, _ t: TraceTree, _ f: Frame, _ n: Int, _ x: NativeCompiler.Exit, _ at: Cursor) throws(Raise) -> LoopOutcome? {
        let keep = ListRef.allocate(), b = builder!
        b.history = TraceDump.isOn ? TraceHistory() : nil
        b.begin(bridgeFrom: x.trace.trace, snapshot: x.snapshot)
        let r = begin(f, keep: keep)
        defer { finished(r) }
        r.unrollsLoops = !l.profile.keepsLoops
        r.inherit(x)
        if t.isBusy(place(of: x, point(n)), from: x.trace.id) { ManyClasses.add(x, point(n), f) }
        r.mayLeaveRaising = !r.isRootApart
        Insight.begin("bridge", f, r.resumeLine(x) ?? Int(l.line), r, exit: n) { 0 }
        r.enter()
        var c = at
        let s: Signal?
        do throws(Raise) { s = try l.traceIteration(r, &c) } catch where error.kind == .suspend && r.abortReason == nil {
            // A `yield` inside of an expression.
            s = .suspend
        } catch {
            if error.isException && r.isLeavingRaising && r.abortReason == nil {
                Insight.enter(.optimizing); Budget.compiles()
                r.leaveRaisingRoot()
                attach(b, t, n, r, keep, Int(l.line), f)
            } else { hopeless(t, n, error.kind == .untraceable ? .untraceable : .raised) }
            if error.kind == .untraceable { return nil }
            throw error
        }
        let outcome = s.map { LoopOutcome.done($0) } ?? .header
        if let a = r.abortReason { hopeless(t, n, a); return outcome }
        Insight.enter(.optimizing); Budget.compiles()
        if let s { r.leave(with: s) } else {
            r.close()
            r.at(l.headerState)
            b.jump(to: t.root.id, snapshot: r.snapshot(.interrupt), target: t.root.trace)
        }
        attach(b, t, n, r, keep, Int(l.line), f)
        return outcome
    }
    /// Compiles what B holds as a bridge from exit N of tree T. (KEEP is the recorder's; whoever records must hold it on the native stack, where the collector finds it.)
    @inline(never) static func attach(_ b: TraceBuilder, _ t: TraceTree, _ n: Int, _ r: Recorder, _ keep: ListRef, _ line: Int, _ f: Frame) {
        b.noteStages()
        guard let trace = b.finish() else { hopeless(t, n, .builder, b.failure.map { "\($0)" } ?? ""); return }
        do {
            Insight.enter(.compiling)
            let length = trace.instructions.count, c = try compiler.compile(bridge: trace, from: n)
            Insight.made(c)
            t.begins(c.id, at: place(of: compiler.exit(n), point(n)), length: length)
            bridges += 1
            log("bridge from \(n)", line, f)
            t.bridges += 1
            if r.hasUnrolled { t.isUnrolled = true; t.straightLength += b.count }
            t.misses = 0
            t.levels = max(t.levels, r.deepest)
            t.constants.add(keep)
        } catch { hopeless(t, n, .compiler, "\(error)") }
    }
}

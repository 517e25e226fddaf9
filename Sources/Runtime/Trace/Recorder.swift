import TraceIR
import TraceCompiler

/// A value while a trace is recorded: what it is now, and the instruction that computes it.
struct Traced {
    let value: Value
    let ref: TraceIR.Ref
}

/// The machine that performs and writes down.
///
/// Where we are is a stack of frames (the first is the one whose loop or function is recorded, the others are inlined calls), each with a path:
/// a state per node on the way down. A guard's snapshot is those paths, with the slots as the trace knows them; evaluated operands that a node
/// still needs lie in its operand area (`put`). A guard that fails anywhere is resumed by `resume`, which is the same code as `trace` where both are generic.
///
/// What has no recording of its own is performed and stands in the trace as a call. There are three depths of it:
/// - `leaf`: a runtime function that looks at no frame and runs no Python code; nothing is written back for it.
/// - `residual`: may run anything. The frames are completed in memory first (`materialize`), and everything known of the heap is forgotten.
/// - `opaque`: runs a node on its frame. What slots hold is forgotten as well.
/// A callee that raises leaves by a snapshot that ends in `ResumeState.raising`, with the path of the node that raised.
///
/// Two ways to leave in the middle of a node that has no operand area: its operand is evaluated and nothing else has happened (`finished`):
/// the value travels in the frame's result word, and the child is marked `ResumeState.finished`. Or nothing with an effect has happened since the node began.
///
/// Invariants: the frames' slots hold the concrete state at all times, so an abort needs no repair: recording stops and execution goes on to the end of
/// the iteration; a `Traced` lives on the native stack only.
final class Recorder: Machine {
    /// One Python frame of the trace.
    final class Level {
        let frame: Frame, code: Code
        /// Its slots, in words from the root frame's slots.
        let base: Int
        var path = RawArray<UInt16>(capacity: 16)
        /// The state of the innermost node.
        var state: Int { path.count > 0 ? Int(path[path.count - 1]) : 0 }
        /// What the frame holds in memory: the root always, an inlined frame once `materialize` has written it.
        var isInMemory: Bool
        /// Slots the trace knows something of; of an inlined frame that is not in memory the others are unbound.
        let touched: Flags
        /// Slots whose content in memory was changed by an opaque call since the trace last read them.
        let stale: Flags
        /// Of a generator's frame: the object, the class of its memory, what its words say, and what it has yielded.
        /// Its slots from here on hold nothing in memory but for what the trace has written (`TraceBuilder.isWritten`).
        var cleanFrom = Int.max
        var generator = TraceIR.Ref.none, aliasClass: UInt8 = 0, memory = GeneratorMemory.unknown, yielded: TraceIR.Ref? = nil
        var resultRef = TraceIR.Ref.none
        var finishedDepth = -1
        /// Calls at this depth of the path are statements' values right in a `try` that handles StopIteration without looking at it; -1: there are none.
        var stopDepth = -1
        /// How many levels of the path snapshots show: fewer than there are within a target (`withinTarget`).
        var shown = Int.max
        /// Operand slots that the nodes on the path have filled, and how many there were when each was entered.
        var puts = RawArray<Int32>(capacity: 16), marks = RawArray<Int32>(capacity: 16)
        init(_ f: Frame, base b: Int, isInMemory m: Bool) {
            frame = f; code = f.code; base = b; isInMemory = m
            let n = code.frameSlots
            touched = Flags(start: .allocate(capacity: 2 * n), count: n)
            stale = Flags(start: touched.start + n, count: n)
            touched.start.initialize(repeating: m, count: n); stale.start.initialize(repeating: false, count: n)
        }
        deinit { path.free(); puts.free(); marks.free(); touched.start.deallocate() }
    }
    /// A truth value per slot of a level, which frees them.
    struct Flags {
        fileprivate let start: UnsafeMutablePointer<Bool>
        let count: Int
        @inline(__always) subscript(i: Int) -> Bool {
            get { start[i] }
            nonmutating set { start[i] = newValue }
        }
    }
    let b: TraceBuilder
    /// Heap objects that the trace names.
    let keep: ListRef
    var levels: [Level]
    unowned(unsafe) var top: Level { didSet { here = .passUnretained(top); topIndex = levels.count - 1; touchPath() } }
    /// The same without counting references.
    private var here: Unmanaged<Level>
    var frame: Frame
    /// The first frames of the snapshot made last that are as they were; which snapshot that was.
    private var sameFrames = 0, lastSnapshot = -1, topIndex = 0
    @inline(__always) private func touchPath() { if sameFrames > topIndex { sameFrames = topIndex } }
    /// Which frame the thread state names while the trace runs, as an index in `levels`.
    var memoryFrame = 0
    /// Its base: the level of that index may be another by now.
    var memoryBase = 0
    static let decided: UInt64 = 1 << 48
    /// Effects written down so far: two equal readings mean that a node may begin again.
    var effects = 0
    /// Of the exit a bridge starts from: which frames are in memory.
    var inherited: [Bool] = []
    func inherit(_ x: NativeCompiler.Exit) {
        memoryFrame = Int(x.payload & 0xFFFF); memoryBase = Int(x.payload >> 16 & 0xFFFF_FFFF)
        inherited = x.frames.map { $0.code & 1 != 0 }
        makesCoroutines = true
    }
    /// The greatest number of levels so far, and of frames behind the root's.
    var deepest = 0
    /// The node whose operation is about to be performed.
    private(set) var located: Unmanaged<Node>? = nil
    var opaqueCount = 0
    private(set) var innerLoops = 0, tracedCount = 0
    private(set) var abortReason: JIT.Abort? = nil
    /// Slots of the root frame that were read as they were at the beginning.
    private var entrySlots = RawArray<Int32>(capacity: 64)
    deinit { entrySlots.free() }
    /// Strs of one character that were taken from strs, with the code points.
    var characters: [(word: TraceIR.Ref, code: TraceIR.Ref)] = []

    /// The `try` statements around what is being recorded, outermost first, and what is to catch the exception on its way (see RecorderExceptions.swift).
    var tries: [Try] = [], catcher: Catcher? = nil
    /// What is recorded is a function, which an exception may leave; one does.
    var mayLeaveRaising = false, isLeavingRaising = false
    /// The latest instruction that is a call of which `givesValue` was said.
    var valueCall = -1
    /// Values of which many classes were met (see ManyClasses.swift).
    var ofMany: Set<Int32> = []
    /// Ints that may be immediate or not (see RecorderWideInts.swift).
    var wides: [Int32: Wide] = [:]
    /// Those of them that are hashes, as machine words (see RecorderKeys.swift).
    var hashes: [Int32: TraceIR.Ref] = [:]
    /// Stands for every snapshot while it is set.
    var forced: SnapshotID? = nil

    /// The root frame lies in a generator.
    let isRootApart: Bool
    /// What is recorded is a step of the root frame's generator (StepTraces.swift), and what the thread has for it that was not taken yet.
    var isStep = false, awaits = Awaited.nothing
    /// What the generator that is being resumed is sent.
    var sent: Traced? = nil
    /// It makes coroutines, or goes on where a trace was left that may have made some.
    var makesCoroutines = false
    /// What is alive until the recording ends though the trace does not name it, and arrays of values, which the collector does not look into, may.
    private(set) var alive: ListRef? = nil
    /// Generators whose memory the trace knows.
    var generators: [(address: UInt64, ref: TraceIR.Ref, aliasClass: UInt8, start: UInt64)] = []

    init(_ f: Frame, _ builder: TraceBuilder, keep k: ListRef) {
        b = builder; keep = k; frame = f
        isRootApart = f.base[Frame.generator].bits != 0
        if isRootApart { b.rootIsApart(next: Frame.next - Frame.header) }
        let l = Level(f, base: 0, isInMemory: true)
        levels = [l]; top = l; here = .passUnretained(l)
    }

    // MARK: where we are
    func enter() {
        touchPath()
        here._withUnsafeGuaranteedRef { l in l.path.append(0); l.marks.append(Int32(truncatingIfNeeded: l.puts.count)) }
    }
    func leave() {
        forgetFinished()
        touchPath()
        here._withUnsafeGuaranteedRef { l in
            _ = l.path.popLast()
            let mark = Int(l.marks.popLast())
            while l.puts.count > mark {
                let s = Int(l.puts.popLast())
                b.killSlots(l.base + s, upTo: l.base + s + 1)
                if !l.isInMemory { l.touched[s] = false }
            }
        }
    }
    func at(_ state: Int) {
        forgetFinished()
        here._withUnsafeGuaranteedRef { l in
            let n = l.path.count, s = UInt16(truncatingIfNeeded: state)
            if n > 0, l.path[n - 1] != s { touchPath(); l.path[n - 1] = s }
        }
    }
    func hold(_ slot: Int, _ w: Traced) { put(slot, w) }
    func put(_ slot: Int, _ w: Traced) {
        here._withUnsafeGuaranteedRef { $0.puts.append(Int32(truncatingIfNeeded: slot)) }
        set(slot, w)
    }
    func clear(_ slot: Int) { set(slot, Traced(value: .unbound, ref: b.word(0))) }
    func set(_ slot: Int, _ w: Traced) {
        here._withUnsafeGuaranteedRef { l in
            l.touched[slot] = true; l.stale[slot] = false
            b.storeSlot(l.base + slot, w.ref)
        }
        frame[slot] = w.value
    }
    /// An operand of the current node, perhaps put there before a bridge began: it is gone when the node is left.
    func held(_ slot: Int) -> Traced {
        here._withUnsafeGuaranteedRef { l in
            var k = l.marks.count > 0 ? Int(l.marks[l.marks.count - 1]) : 0
            while k < l.puts.count { if Int(l.puts[k]) == slot { return }; k += 1 }
            l.puts.append(Int32(truncatingIfNeeded: slot))
        }
        return word(slot)
    }
    /// The operand in SLOT has been used for the last time.
    func drop(_ slot: Int) {
        b.killSlots(top.base + slot, upTo: top.base + slot + 1)
        if !top.isInMemory { top.touched[slot] = false }
    }
    func word(_ slot: Int) -> Traced { Traced(value: frame[slot], ref: slotRef(slot)) }
    /// The callee has cleared or overwritten the operands from SLOT on.
    func discard(from slot: Int) {
        b.killSlots(top.base + slot, upTo: top.base + top.code.frameSlots)
        if !top.isInMemory { for s in slot..<max(slot, top.touched.count) { top.touched[s] = false } }
    }
    func locate(_ n: Node) {
        let a = UInt(bitPattern: Unmanaged.passUnretained(n).toOpaque())
        frame.at(n)
        note(n)
        located = .passUnretained(n)
        b.storeSlot(top.base - Frame.header + Frame.node, b.pointer(a))
    }
    static let resultSlot = Frame.result - Frame.header
    /// The operand of the current node has the value W, and the node has no place to keep it.
    func finished(_ w: Traced) {
        forgetFinished()
        frame.base[Frame.result] = w.value
        b.storeSlot(top.base + Recorder.resultSlot, w.ref)
        touchPath()
        top.finishedDepth = top.path.count
    }
    func forgetFinished() {
        here._withUnsafeGuaranteedRef { l in
            if l.finishedDepth < 0 { return }
            touchPath()
            l.finishedDepth = -1
            b.killSlots(l.base + Recorder.resultSlot, upTo: l.base + Recorder.resultSlot + 1)
        }
    }
    /// What a resume point that ends here brings.
    func special(_ c: inout Cursor) throws(Raise) -> Traced {
        if c.path[c.level] == ResumeState.raising { _ = c.next(); throw try raisedBefore() }
        return takeResult(&c)
    }
    /// What lies in the frame's result word at a resume point.
    func takeResult(_ c: inout Cursor) -> Traced {
        _ = c.next()
        let s = top.base + Recorder.resultSlot
        let w = Traced(value: frame.base[Frame.result], ref: b.loadSlot(s))
        b.killSlots(s, upTo: s + 1)
        return w
    }
    /// The state here. LAST: a special state below the current node; UP: levels to leave out (1: the current node as a whole).
    /// DECIDED: the exit carries along that the guard failed.
    func snapshot(_ reason: ExitReason = .guard, last: UInt16? = nil, up: Int = 0, decided: Bool = false) -> SnapshotID {
        if let forced { return forced }
        let payload = UInt64(memoryBase << 16 | memoryFrame) | (decided ? Recorder.decided : 0), isPlain = last == nil && up == 0
        if lastSnapshot != b.snapshotCount - 1 { sameFrames = 0 }
        let n = levels.count
        if isPlain && sameFrames == n && n > 0 {
            let s = b.repeatSnapshot(reason, payload: payload)
            lastSnapshot = b.snapshotCount - 1
            return s
        }
        b.beginSnapshot(reason, payload: payload, same: min(sameFrames, n - 1))
        var k = min(sameFrames, n - 1)
        while k < n {
            let isLast = k == n - 1
            (isLast ? here : .passUnretained(levels[k]))._withUnsafeGuaranteedRef { l in
                b.beginPath()
                let shown = min(l.path.count - (isLast ? up : 0), l.shown)
                var i = 0
                while i < shown { ResumeState.encode(l.path[i]) { b.addToPath($0) }; i += 1 }
                if isLast {
                    if let last { ResumeState.encode(last) { b.addToPath($0) } } else if l.finishedDepth == shown { ResumeState.encode(ResumeState.finished) { b.addToPath($0) } }
                }
                b.addFrame(code: l.base == 0 ? 0 : l.frame.base[Frame.code].bits | (l.isInMemory ? 1 : 0) | (l.generator.isNone ? 0 : 2), base: l.base)
            }
            k += 1
        }
        sameFrames = isPlain ? n : n - 1
        let s = b.endSnapshot()
        lastSnapshot = b.snapshotCount - 1
        return s
    }
    /// Reads an operand of a target, for which its statement has one state: a guard in it leaves to that state, and the store begins anew.
    /// So the operand must be `isPlain`.
    func withinTarget(_ o: Operand) throws(Raise) -> Traced {
        touchPath()
        top.shown = top.path.count
        defer { touchPath(); top.shown = .max }
        return try o.read(self)
    }
    /// Where the recording was given up, and what could not be recorded (for `Insight`).
    private(set) var whereNot: Insight.Place? = nil, whyNot: String? = nil
    private var noted: Int32 = 0, notedCode: Code? = nil
    /// What is written down from here on belongs to N.
    private func note(_ n: Node) {
        if _fastPath(!Insight.isOn) { return }
        noted = n.line
        notedCode = top.code
        if b.history != nil { b.mark(source: TraceDump.number(Insight.place(top.code, Int(n.line)))) }
    }
    /// The line in the innermost frame of exit X, where that is the root frame.
    func resumeLine(_ x: NativeCompiler.Exit) -> Int? { x.frames.count == 1 ? frame.line : nil }
    func untraceable(_ n: Node) -> Raise {
        if Insight.isOn && abortReason == nil { whyNot = "\(Swift.type(of: n))"; whereNot = Insight.place(top.code, Int(n.line)) }
        JIT.note(untraceable: n)
        return Raise(.untraceable)
    }
    /// Gives the recording up; execution goes on.
    func abort(_ a: JIT.Abort, by who: StaticString = #function) {
        if abortReason == nil {
            if Insight.isOn { whereNot = Insight.place(notedCode ?? top.code, Int(noted)); whyNot = "\(who)".prefix { $0 != "(" }.description }
            abortReason = a; b.abort(a.rawValue)
        }
    }
    func tracedNote() { tracedCount += 1 }
    var isWorthwhile: Bool { innerLoops > 0 || tracedCount >= opaqueCount }

    // MARK: nodes
    func evaluate(_ n: Expression) throws(Raise) -> Traced { var c = Cursor.fresh; return try n.trace(self, &c) }
    func test(_ n: Expression) throws(Raise) -> Bool { var c = Cursor.fresh; return try n.traceTest(self, &c) }
    func run(_ s: Statement) throws(Raise) -> Signal { var c = Cursor.fresh; return try run(s, &c) }
    func run(_ s: Statement, _ c: inout Cursor) throws(Raise) -> Signal {
        if c.isSpecial { return try signal(s, &c) }
        note(s)
        return try s.trace(self, &c)
    }
    func read(_ o: Operand, _ c: inout Cursor) throws(Raise) -> Traced {
        if c.isSpecial { return try special(&c) }
        if o.slot == -1 { return try o.node.trace(self, &c) }
        return try o.read(self)
    }
    func test(_ o: Operand, _ owner: Node, _ c: inout Cursor) throws(Raise) -> Bool {
        if c.isSpecial { return try decide(try special(&c)) }
        if o.slot == -1 { return try o.node.traceTest(self, &c) }
        return try decide(try o.read(self))
    }
    /// The truth of a child's value.
    func decide(_ w: Traced) throws(Raise) -> Bool {
        if w.ref.isConstant && b.kind(w.ref) == .bool { return w.value == .true }
        // The value travels along even where it is a truth value: an inlined call that gave it may have had effects.
        finished(w)
        defer { forgetFinished() }
        return try isTrue(w, isFinished: true)
    }
    /// The same where the value is the node's own if that decides, so that an exit cannot bring the truth in its place. The node has a state for each answer, FALSE and
    /// the next, with the value in the result word.
    func decideKept(_ w: Traced, _ false_: Int) throws(Raise) -> Bool {
        if !isAskedForTruth(w.value) { return try decide(w) }
        finished(w)
        defer { forgetFinished() }
        if let yes = try truthInPython(w) { return yes }
        let r = residual(Residual.truth, [w.ref], up: 0, result: .i64), yes = try Operations.isTrue(w.value), state = top.state
        // (The exit is taken where the answer is the other one.)
        at(yes ? false_ : false_ + 1)
        finished(w)
        b.guardEqual(r, yes ? 2 : 1, snapshot(decided: true))
        at(state)
        return yes
    }
    func forget(_ l: Level, from first: Int) {
        b.killSlots(l.base + first, upTo: l.base + l.code.frameSlots)
        for i in first..<max(first, l.stale.count) { l.stale[i] = true }
        l.cleanFrom = Int.max
    }
    /// A call has put something in slot S, which the current node gives up when it is left.
    func bound(_ s: Int) {
        b.killSlots(top.base + s, upTo: top.base + s + 1)
        top.puts.append(Int32(truncatingIfNeeded: s))
        top.touched[s] = true; top.stale[s] = true
        top.cleanFrom = max(top.cleanFrom, s + 1)
    }
    /// Performs E on its frame, as a call in the trace.
    func opaque(_ e: Expression) throws(Raise) -> Traced {
        opaqueCount += 1
        complete()
        let raising = snapshot(.raising, last: ResumeState.raising)
        let address = UInt(bitPattern: Unmanaged.passUnretained(e).toOpaque())
        let w = b.call(Residual.runExpression, [b.pointer(address), b.slotAddress(top.base)], result: .word, raises: raising)
        givesValue()
        top.cleanFrom = Int.max
        // What the node may assign: its own temporaries, and with a walrus in the code anything.
        let c = top.code
        if c.hasWalrus { forget(top, from: 0) } else if c.hasComprehensions { forget(top, from: c.firstFree + c.freeNames.count) }
        effects += 1
        do throws(Raise) { return Traced(value: try e.execute(frame), ref: w) } catch {
            // (The call answers that it has not suspended.)
            if error.kind == .suspend { abort(.raised) }
            throw error
        }
    }
    /// Performs S on its frame, as a call in the trace.
    func opaque(_ s: Statement) throws(Raise) -> Signal {
        opaqueCount += 1
        complete()
        let raising = snapshot(.raising, last: ResumeState.raising)
        let address = UInt(bitPattern: Unmanaged.passUnretained(s).toOpaque())
        let r = b.call(Residual.runStatement, [b.pointer(address), b.slotAddress(top.base)], result: .i64, raises: raising)
        givesValue()
        forget(top, from: 0)
        effects += 1
        return ended(try signal { () throws(Raise) in try s.run(frame) }, r, up: 0)
    }
    /// Performs the rest of loop L, which is at its header, as a call in the trace: that enters the loop's own trace.
    func callLoop(_ l: LoopStatement) throws(Raise) -> Signal {
        innerLoops += 1
        complete()
        let raising = snapshot(.raising, last: ResumeState.raising, up: 1)
        let address = UInt(bitPattern: Unmanaged.passUnretained(l).toOpaque())
        let r = b.call(Residual.runLoop, [b.pointer(address), b.slotAddress(top.base)], result: .i64, raises: raising)
        givesValue()
        forget(top, from: 0)
        effects += 1
        return ended(try signal { () throws(Raise) in try l.atHeader(frame) }, r, up: 1)
    }
    /// As `Residual.signal`.
    func signal(_ body: () throws(Raise) -> Signal) throws(Raise) -> Signal {
        do throws(Raise) { return try body() } catch {
            if error.kind == .suspend { return .suspend }
            throw error
        }
    }
    /// A call that ran a statement gave R: guards that it is the signal S.
    func ended(_ s: Signal, _ r: TraceIR.Ref, up: Int) -> Signal {
        b.guardEqual(r, UInt64(s.rawValue) + 1, snapshot(.guard, last: ResumeState.finished, up: up))
        if s == .return_ { top.resultRef = b.load(b.slotAddress(top.base + Recorder.resultSlot), offset: 0, class: Alias.slots, kind: .word) }
        return s
    }
    /// A bridge begins where a call that ran statement S ended otherwise than the trace expects: it asks how (nothing has run since).
    private func signal(_ s: Statement, _ c: inout Cursor) throws(Raise) -> Signal {
        if c.next() == Int(ResumeState.raising) { throw try raisedBefore() }
        return ended(JIT.lastSignal, b.call(Residual.signal, [], result: .i64, writes: 0, leaf: true), up: 0)
    }
    /// Loops of so many iterations are recorded as a straight line, if the trace is not long.
    static let unrolled = 4, unrolledOverMade = 9
    /// Whether short loops are recorded as straight lines at all, and whether one was.
    var unrollsLoops = true, hasUnrolled = false
    var mayUnroll: Bool { b.count < 1000 && abortReason == nil }
    /// Stores in target T on the frame, as a call in the trace.
    func opaqueStore(_ t: Target, _ w: Traced) throws(Raise) {
        opaqueCount += 1
        complete()
        let raising = snapshot(.raising, last: ResumeState.raising, up: 1)
        let address = UInt(bitPattern: Unmanaged.passUnretained(t).toOpaque())
        b.call(Residual.storeTarget, [b.pointer(address), b.slotAddress(top.base), b.asWord(w.ref)], result: .i64, raises: raising)
        forget(top, from: 0)
        effects += 1
        try t.store(frame, w.value)
    }

    // MARK: frames in memory
    /// Completes the frames in memory for a callee that may look at them.
    func complete() {
        materialize()
        // From the first store on the frames are not complete, and must not be looked at.
        b.tagDirtySlots()
        setThreadFrame(levels.count - 1)
        b.flushSlots()
        completes = true
        mayBeMonitored = true
    }
    private var completes = false
    /// Whether something has been called that may have begun to trace or monitor the program: calls from then on must be reported.
    private var mayBeMonitored = false
    /// Before a call is inlined.
    func guardUnmonitored() {
        if !mayBeMonitored { return }
        mayBeMonitored = false
        b.guardEqual(b.load(b.threadState(), offset: MemoryLayout<ThreadState>.offset(of: \.interrupt)!, class: Alias.thread, kind: .i64), 0, snapshot())
    }
    /// The loop is over, with signal S: the slots go to memory.
    func leave(with s: Signal) {
        keepUnfinished()
        setThreadFrame(0)
        if s == .return_ { b.storeSlot(Recorder.resultSlot, top.resultRef) }
        b.flushSlots()
        b.leave(b.word(UInt64(s.rawValue)))
    }
    /// The root function returns W. (A frame object that a callee asked for shows what its variables were.)
    func leave(with w: Traced) {
        keepUnfinished()
        setThreadFrame(0)
        if completes { b.flushSlots(0, upTo: top.code.namedSlots) }
        b.leave(w.ref)
    }
    /// The root function is left by the exception in the thread.
    func leaveRaisingRoot() {
        keepUnfinished()
        setThreadFrame(0)
        b.flushSlots()
        b.leave(b.word(Residual.end))
    }
    private func materialize() {
        sameFrames = 0
        for k in 1..<max(1, levels.count) where !levels[k].isInMemory {
            let l = levels[k], h = l.base - Frame.header
            if !l.generator.isNone { materializeGenerator(k); continue }
            l.isInMemory = true
            b.storeSlot(h + Frame.previous, b.slotAddress(levels[k - 1].base - Frame.header))
            // (The function word was stored when the call was inlined, the node's by `locate`.)
            b.storeSlot(h + Frame.object, b.word(0))
            b.storeSlot(h + Frame.next, b.stackAddress(l.base + l.code.frameSlots))
            b.storeSlot(h + Frame.namespace, b.word(0))
            if l.finishedDepth < 0 { b.storeSlot(h + Frame.result, b.word(0)) }
            b.storeSlot(h + Frame.code, b.pointer(UInt(l.frame.base[Frame.code].bits)))
            b.storeSlot(h + Frame.generator, b.word(0))
            for i in 0..<l.touched.count where !l.touched[i] { l.touched[i] = true; b.storeSlot(l.base + i, b.word(0)) }
        }
    }
    /// Level K, a generator's, stops: the thread's frame is not to be it, nor one further in. (The level around it may not be in memory: frames that have been left, of other
    /// calls, may be the thread's until something is called that looks at frames, as long as they lead outwards. The next one in memory then.)
    func leaveThreadFrame(of k: Int) {
        if memoryFrame < k { return }
        var outer = k - 1
        while outer > 0 && !levels[outer].isInMemory { outer -= 1 }
        setThreadFrame(outer)
    }
    func setThreadFrame(_ k: Int) {
        let isSameDepth = memoryFrame == k
        if isSameDepth && memoryBase == levels[k].base { return }
        let t = b.threadState()
        b.store(t, offset: MemoryLayout<ThreadState>.offset(of: \.frame)!, class: Alias.thread, value: b.slotAddress(levels[k].base - Frame.header))
        memoryBase = levels[k].base
        if isSameDepth { return }
        let depth = MemoryLayout<ThreadState>.offset(of: \.depth)!
        let d = b.load(t, offset: depth, class: Alias.thread, kind: .i64)
        b.store(t, offset: depth, class: Alias.thread, value: b.arithmetic(.add, d, b.i64(memoryFrame - k)))
        memoryFrame = k
    }
    /// Before the back edge: the root frame is the thread's again, and what opaque calls left in slots is known. With calls that look at frames,
    /// these are complete at the header too: the body is emitted again behind it, with the same stores before the same calls.
    func close() {
        keepUnfinished()
        setThreadFrame(0)
        for k in 0..<entrySlots.count where top.stale[Int(entrySlots[k])] { _ = slotRef(Int(entrySlots[k])) }
        if completes { b.flushSlots() }
    }

    // MARK: slots
    private func slotRef(_ s: Int) -> TraceIR.Ref {
        here._withUnsafeGuaranteedRef { l in
            let at = l.base + s
            if !l.generator.isNone { return b.loadSlot(at) }
            if l.stale[s] {
                l.stale[s] = false
                b.storeSlot(at, b.load(b.slotAddress(at), offset: 0, class: Alias.slots, kind: .word))
            } else if !l.touched[s] { return b.word(0) } else if l.base == 0 { entrySlots.append(Int32(truncatingIfNeeded: s)) }
            return b.loadSlot(at)
        }
    }
    func constant(_ v: Value) -> Traced {
        if v.isInt { return Traced(value: v, ref: b.int(v.int)) }
        if isFloatValue(v) { return Traced(value: v, ref: b.float(v.asDouble)) }
        if v.isBool { return Traced(value: v, ref: b.bool(v == .true)) }
        return Traced(value: v, ref: b.word(v.bits))
    }
    /// V is alive until the recording ends.
    func hold(_ v: Value) {
        guard v.isPointer else { return }
        if alive == nil { alive = .allocate(); keep.append(alive.unsafelyUnwrapped.value) }
        alive.unsafelyUnwrapped.append(v)
    }
    /// A heap object that the trace names from now on.
    func known(_ v: Value) -> Traced {
        if v.isPointer { keep.append(v); return Traced(value: v, ref: b.word(v.bits)) }
        return constant(v)
    }
    func isFloatValue(_ v: Value) -> Bool { v.isFloat || v.isPointer && v.ref.type == Types.float }
    /// REF with the guard that V's type asks for.
    func typed(_ v: Value, _ ref: TraceIR.Ref) -> Traced {
        if b.kind(ref) != .word { return Traced(value: v, ref: ref) }
        if v.isInt { return !wides.isEmpty && wides[ref.raw] != nil ? Traced(value: v, ref: ref) : Traced(value: v, ref: b.guardInt(ref, snapshot())) }
        if isFloatValue(v) { return Traced(value: v, ref: b.guardFloat(ref, snapshot())) }
        return Traced(value: v, ref: ref)
    }
    func typed(_ w: Traced) -> Traced { typed(w.value, w.ref) }
    func load(_ s: Int) -> Traced { typed(frame[s], slotRef(s)) }
    func store(_ s: Int, _ w: Traced) {
        tracedCount += 1
        set(s, w)
    }
    func header(_ word: Int) -> TraceIR.Ref { b.loadSlot(top.base + word - Frame.header) }
    func isUnbound(_ w: Traced) -> Bool {
        if w.value.isUnbound { return true }
        if b.kind(w.ref) == .word && !w.ref.isConstant { b.guardNonNull(w.ref, snapshot()) }
        return false
    }
    /// What a `return` of the current frame gives.
    var result: Traced {
        get { Traced(value: frame.base[Frame.result], ref: top.resultRef) }
        set { frame.base[Frame.result] = newValue.value; top.resultRef = newValue.ref; tracedCount += 1 }
    }

    // MARK: calls out of the trace
    /// Calls a runtime function that looks at no frame and runs no Python code. VALUE: what it gave now. WRITES: alias classes.
    func leaf(_ f: UInt, _ args: [Traced], _ value: Value, writes: UInt32 = 0) -> Traced {
        if writes != 0 { effects += 1 }
        return Traced(value: value, ref: b.call(f, args.map { b.asWord($0.ref) }, result: .word, writes: writes))
    }
    /// Calls a runtime function that may do anything; 0 means that it raised. UP: 1 to raise as the current node, 0 as its current child.
    /// ISVALUE: the result is what the node that raises (or its child) has for a value.
    func residual(_ f: UInt, _ args: [TraceIR.Ref], up: Int = 1, result: Kind = .word, isValue: Bool = false) -> TraceIR.Ref {
        let words = args.map { b.kind($0) == .pointer || b.kind($0) == .i64 ? $0 : b.asWord($0) }
        complete()
        effects += 1
        let w = b.call(f, words, result: result, raises: snapshot(.raising, last: ResumeState.raising, up: up))
        if isValue { givesValue() }
        return w
    }
    /// The call that has just been written down gives the value, or the signal, of what would raise.
    func givesValue() { valueCall = b.count - 1 }
}

/// Classes of memory that writes of one cannot change in another.
enum Alias {
    static let headers: UInt8 = 1, cells: UInt8 = 2, entries: UInt8 = 3, lengths: UInt8 = 4, items: UInt8 = 5, attributes: UInt8 = 6, slots: UInt8 = 7, types: UInt8 = 8, thread: UInt8 = 9
    static let iterators: UInt8 = 10
    /// What a builtin may write that runs no Python code: anything but frames and what belongs to types and threads.
    static let objects = mask(cells, entries, lengths, items, attributes, iterators)
    /// This and the seven behind it; those that the trace itself makes.
    static let generators: UInt8 = 20, madeGenerators: UInt8 = 28, allGenerators: UInt32 = 0x1FF << 20
    static func mask(_ c: UInt8...) -> UInt32 { var m: UInt32 = 0; for x in c { m |= 1 << UInt32(x) }; return m }
}

/// States at the end of a resume point that is no node's own, and the form of paths in snapshots: a byte a state, larger states in three.
enum ResumeState {
    /// The function of an inlined call has ended: its value is in its frame's result word (`Cursor.isReturned`).
    static let returned: UInt16 = 0xFFFD
    /// The node here raised: go on raising.
    static let raising: UInt16 = 0xFFFE
    /// The node here has run: a statement's signal is `JIT.lastSignal`, an expression's value is in the frame's result word.
    static let finished: UInt16 = 0xFFFF
    @inline(__always) static func encode(_ s: UInt16, _ out: (UInt8) -> Void) {
        if s >= returned || s < 0xF0 { out(UInt8(truncatingIfNeeded: s)) } else { out(0xF1); out(UInt8(s >> 8)); out(UInt8(s & 0xFF)) }
    }
    /// Decodes a path behind OUT + COUNT, which has room for as many states as there are bytes.
    static func decode(_ p: UnsafeBufferPointer<UInt8>, _ out: UnsafeMutablePointer<UInt16>, _ count: inout Int) {
        var i = 0
        while i < p.count {
            let x = p[i]
            if x == 0xF1 { out[count] = UInt16(p[i + 1]) << 8 | UInt16(p[i + 2]); i += 3 } else { out[count] = x >= 0xFD ? 0xFF00 | UInt16(x) : UInt16(x); i += 1 }
            count += 1
        }
    }
    static func finish(_ c: inout Cursor) throws(Raise) -> Signal {
        if c.next() == Int(finished) { return JIT.lastSignal }
        throw JIT.lastRaise
    }
    static func value(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if c.next() == Int(finished) { return f.base[Frame.result] }
        throw JIT.lastRaise
    }
}

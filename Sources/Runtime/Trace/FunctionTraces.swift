import CSupport
import TraceIR
import TraceCompiler

// Functions that are called often: a trace begins at the body with the arguments in the frame, and ends where the function returns, with the value as its
// result (`leave`). So recursion that no loop surrounds is compiled as well: calls are inlined to a small depth, and from there on are calls of the
// runtime, which enters the function's trace. An exit resumes the body where the trace was left; one that is hot gets a bridge, which ends at
// the return too.
//
// The body of a coroutine is compiled like this from its beginning to its first suspension or its end: whoever runs it finds in the value that it has
// suspended, as if the body had been interpreted. So is a generator's, later; the steps that follow begin in the middle (StepTraces.swift).
//
// These traces run on a small native frame, as they nest as deeply as the program's recursion does.
extension JIT {
    /// A body whose counter has run over: the function's value, or unbound where it is to be interpreted.
    @inline(never) static func hot(_ body: EntryBody, _ f: Frame) throws(Raise) -> Value {
        if _fastPath(body.profile.entry != 0) { return try enter(body, f) }
        return try cold(body, f)
    }
    @inline(never) private static func cold(_ body: EntryBody, _ f: Frame) throws(Raise) -> Value {
        if _slowPath(Monitor.isActive) { return .unbound }
        if !Budget.allowsStart { body.profile.limit = body.profile.count + threshold; return .unbound }
        let code = f.code
        if !body.canBegin(code) || f.base[Frame.generator].bits != 0 && code.frameSlots >= Trace.stackStart || !start() {
            body.profile.limit = .max
            return .unbound
        }
        if code.flags & (Code.Flags.generator | Code.Flags.asyncGenerator) != 0 && body.profile.count < stepThreshold { body.profile.limit = stepThreshold; return .unbound }
        if isRecording { wait(); return .unbound }
        if compiled >= limit { return .unbound }
        if !Budget.allows() { body.profile.limit = body.profile.count + threshold; return .unbound }
        return try record(body, f)
    }
    private static func record(_ body: EntryBody, _ f: Frame) throws(Raise) -> Value {
        let keep = ListRef.allocate(), b = builder!
        b.history = TraceDump.isOn ? TraceHistory() : nil
        b.begin()
        let r = begin(f, keep: keep)
        defer { finished(r) }
        r.unrollsLoops = !body.profile.keepsLoops
        r.mayLeaveRaising = !r.isRootApart; r.isStep = r.isRootApart
        Insight.begin(body.traceKind, f, body.firstLine(f), r) { body.profile.count }
        var c = Cursor.fresh
        let w: Traced
        do throws(Raise) { w = try whole(body, r, &c) } catch {
            if error.isException && r.isLeavingRaising && r.abortReason == nil { made(body, b, r, f, keep) { r.leaveRaisingRoot() } }
            else { fail(&body.profile, error.kind == .untraceable ? .untraceable : .raised) }
            if error.kind == .untraceable { return .unbound }
            throw error
        }
        if let a = r.abortReason { fail(&body.profile, a); return w.value }
        if !isStress && !r.isWorthwhile { fail(&body.profile, .notWorthwhile); return w.value }
        made(body, b, r, f, keep) { r.leave(with: w) }
        return w.value
    }
    /// The body from the cursor on: its value, or that it has suspended.
    private static func whole(_ body: EntryBody, _ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        let suspended = Traced(value: .suspended, ref: r.b.word(Value.suspended.bits))
        do throws(Raise) {
            let w = try body.trace(r, &c)
            return w.value == .suspended ? suspended : w
        } catch {
            // A `yield` inside of an expression.
            if error.kind == .suspend { return suspended }
            throw error
        }
    }
    /// The function was recorded to its end, which END writes down.
    private static func made(_ body: EntryBody, _ b: TraceBuilder, _ r: Recorder, _ f: Frame, _ keep: ListRef, end: () -> Void) {
        Insight.enter(.optimizing); Budget.compiles()
        end()
        b.noteStages()
        guard let t = b.finish() else { failBuilder(&body.profile, b); return }
        do {
            Insight.enter(.compiling)
            let c = try compiler.compile(t, small: true)
            functions += 1
            Insight.made(c)
            log(body.traceKind, body.firstLine(f), f)
            body.profile.compiled(TraceTree(c, keep: keep, levels: r.deepest, unrolled: r.hasUnrolled, length: b.count))
            CodeObject(f.code.object.ref).touch()
        } catch {
            if showsStatistics { untraceables["compiler: \(error)", default: 0] += 1 }
            fail(&body.profile, .compiler, "\(error)")
        }
    }
    private static func enter(_ body: EntryBody, _ f: Frame) throws(Raise) -> Value {
        let th = thread, tree = body.profile.tree.unsafelyUnwrapped
        if !admits(tree, framesFrom: f.next, depth: th.pointee.depth, th) { return .unbound }
        let used = Threads.recursionLimit &- th.pointee.depth
        return try came(run(body, f, th), body, tree, f, used)
    }
    @inline(__always) static func run(_ body: EntryBody, _ f: Frame, _ th: Thread) -> trace_outcome {
        entries += 1
        let phase = Insight.enter(.native)
        let o = enterSmall(UnsafeMutableRawPointer(f.slots), UnsafeMutableRawPointer(th), body.profile.entry)
        Insight.enter(phase)
        return o
    }
    /// The value of the body in F, whose tree was left with O. USED: how much of the recursion limit was.
    @inline(__always) static func came(_ o: trace_outcome, _ body: EntryBody, _ tree: Unmanaged<TraceTree>, _ f: Frame, _ used: Int) throws(Raise) -> Value {
        if _fastPath(o.exit < 0) {
            if _slowPath(o.result == Residual.end) { throw Raise(.exception) }
            return Value(bits: o.result)
        }
        thread.pointee.depth = Threads.recursionLimit &- used; thread.pointee.frame = f
        return try left(body, tree.takeUnretainedValue(), f, Int(o.exit))
    }
    @inline(never) private static func left(_ body: EntryBody, _ t: TraceTree, _ f: Frame, _ n: Int) throws(Raise) -> Value {
        let th = thread
        let x = point(n), low = th.pointee.traceLow, high = th.pointee.traceHigh
        defer { th.pointee.traceLow = low; th.pointee.traceHigh = high }
        if x.words > 0 {
            th.pointee.traceLow = f.next; th.pointee.traceHigh = f.next + x.words
            x.rebuild(f)
        }
        var c = Cursor(x.path, x.count)
        var isMiss = !x.isRaising
        switch answer(&body.profile, t, n, x) {
        case .none: break
        case .later: isMiss = false
        case .bridge:
            let v = try recordBridge(body, t, f, n, compiler.exit(n), c)
            if !v.isUnbound { return v }
            settle(n)
        }
        let v = try body.proceed(f, &c)
        if isMiss { miss(&body.profile, t) }
        return v
    }
    private static func recordBridge(_ body: EntryBody, _ t: TraceTree, _ f: Frame, _ n: Int, _ x: NativeCompiler.Exit, _ at: Cursor) throws(Raise) -> Value {
        let keep = ListRef.allocate(), b = builder!
        b.history = TraceDump.isOn ? TraceHistory() : nil
        b.begin(bridgeFrom: x.trace.trace, snapshot: x.snapshot)
        let r = begin(f, keep: keep)
        defer { finished(r) }
        r.unrollsLoops = !body.profile.keepsLoops
        r.inherit(x)
        if t.isBusy(place(of: x, point(n)), from: x.trace.id) { ManyClasses.add(x, point(n), f) }
        r.mayLeaveRaising = !r.isRootApart; r.isStep = r.isRootApart
        Insight.begin("bridge", f, r.resumeLine(x) ?? f.code.firstLine, r, exit: n) { 0 }
        var c = at
        let w: Traced
        do throws(Raise) { w = try whole(body, r, &c) } catch {
            if error.isException && r.isLeavingRaising && r.abortReason == nil {
                Insight.enter(.optimizing); Budget.compiles()
                r.leaveRaisingRoot()
                attach(b, t, n, r, keep, f.code.firstLine, f)
            } else { hopeless(t, n, error.kind == .untraceable ? .untraceable : .raised) }
            if error.kind == .untraceable { return .unbound }
            throw error
        }
        if let a = r.abortReason { hopeless(t, n, a); return w.value }
        Insight.enter(.optimizing); Budget.compiles()
        r.leave(with: w)
        attach(b, t, n, r, keep, f.code.firstLine, f)
        return w.value
    }
}

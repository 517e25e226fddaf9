import CSupport
import TraceIR
import TraceCompiler

// Steps of generators and coroutines that no trace runs as part of its own: whoever takes their items is a builtin (`sorted`, `dict`, `zip`, an event loop), or a body of the
// same code (walks of trees, backtracking). What follows a `yield` up to the next one, or to the end, gets a trace of its own, which begins with the generator's frame as the
// interpreter left it and ends with the frame as the interpreter would leave it. `Continuation.resume` enters it.
//
// It is a function trace (FunctionTraces.swift) but for its beginning: a place in the middle of the body, to which recording goes down the resume path as a bridge does.
// Exits resume the body where the trace was left. What the `yield` is sent lies in the thread state, as for the interpreter.
//
// A generator of the same code that is met on the way is not run as part of the trace but resumed by a call, which enters that one's trace: as each
// level stands at one of several places, trees of traces would grow with the power of the depth.
//
// Where a delegate has ended without its delegator (GeneratorChains.swift: `Value.suspended` as the exception), that goes on by another trace from the same place.
// Not entered: with an exception to be raised at the `yield`.
//
// The first step is a function trace, of generators after as many calls as a `yield` takes resumptions.

/// A body from one of its `yield`s on.
final class StepEntry: EntryBody {
    private let body: Borrowed<Body>, path: UnsafePointer<UInt16>, count: Int, isEnd: Bool
    private init(_ b: Borrowed<Body>, _ p: UnsafePointer<UInt16>, _ n: Int, isEnd e: Bool) { body = b; path = p; count = n; isEnd = e }
    /// The one for F, which is suspended at the N states of PATH. ISEND: what it delegated to has ended.
    @inline(never) static func make(_ f: Frame, _ path: UnsafePointer<UInt16>, _ n: Int, isEnd: Bool) -> Borrowed<StepEntry>? {
        let code = f.code
        guard let body = code.body, !code.isInstrumented else { return nil }
        let s = StepEntry(body, path, n, isEnd: isEnd)
        s.profile.count = JIT.stepThreshold; s.profile.limit = JIT.stepThreshold
        s.line = Int32(truncatingIfNeeded: f.line)
        code.keep(s)
        code.cachingNodes.append(.passUnretained(s))
        return Borrowed(s)
    }
    override func canBegin(_ code: Code) -> Bool {
        super.canBegin(code) && !code.isInstrumented && (Resumable.isTraceable(code, path, count, isDelegation: true) || !isEnd && Resumable.isTraceable(code, path, count, isDelegation: false))
    }
    override var traceKind: String { "step" }
    override func firstLine(_ f: Frame) -> Int { Int(line) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value { try body.with { b throws(Raise) in try b.resume(f, &c) } }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        if c.isActive { return try body.object.trace(r, &c) }
        r.awaits = isEnd ? .end : .sent
        r.top.cleanFrom = Continuation.of(path).pointee.top
        var at = Cursor(path, count)
        return try body.object.trace(r, &at)
    }
}
extension Generators {
    /// `next` of the generator at R, where a trace of its own runs from the `yield` it stands at: nil where that is left to `resume`. (`resume` does the same by way of four functions
    /// more, from which the processor does not know its way back where generators stand within each other more than a few deep.)
    @inline(__always) static func stepByTrace(_ r: Ref) throws(Raise) -> Outcome? {
        let g = GeneratorObject(r), t = thread, caller = t.pointee.frame
        guard g.isSuspended, r.word(GeneratorObject.delegateWord) == 0, r.word(GeneratorObject.handledWord) == 0, let step = Continuation.of(g.path).pointee.step.entry else { return nil }
        return try step.with { s throws(Raise) -> Outcome? in
            // (The generator's frame is one more.)
            guard s.profile.entry != 0, let tree = s.profile.tree, JIT.admits(tree, framesFrom: caller.next, depth: t.pointee.depth &- 1, t),
                  UInt(bitPattern: dx_frame_address_()) >= t.pointee.stackLimit else { return nil }
            let outer = t.pointee.handled
            enter(g, t)
            t.pointee.sent = .none; t.pointee.thrown = .unbound
            let f = g.frame, used = Threads.recursionLimit &- t.pointee.depth, o = JIT.run(s, f, t)
            if _fastPath(o.exit < 0 && o.result == Value.suspended.bits) { return suspended(g, outer, caller, t) }
            return try ended(o, s, tree, g, outer, caller, used)
        }
    }
    @inline(never) private static func ended(_ o: trace_outcome, _ s: StepEntry, _ tree: Unmanaged<TraceTree>, _ g: GeneratorObject, _ outer: Value, _ caller: Frame, _ used: Int) throws(Raise) -> Outcome {
        let v: Value
        do throws(Raise) { v = try JIT.came(o, s, tree, g.frame, used) } catch { return try left(g, outer, caller, error) }
        return ended(g, outer, caller, v)
    }
}
extension Recorder {
    /// How many generators of one code are run as part of a step, its own apart.
    static let maximumStepRecursion = 0
    /// What the thread has for the `yield` at which the trace begins: what is sent, or the value of the delegate that has ended.
    enum Awaited { case nothing, sent, end }
    /// The value of the delegate in slot AREA, with whose end the trace begins; nil: it begins otherwise.
    func takeEnd(_ area: Int) -> Traced? {
        if awaits != .end { return nil }
        let w = takeAwaited()
        b.store(b.threadState(), offset: MemoryLayout<ThreadState>.offset(of: \.thrown)!, class: Alias.thread, value: b.word(Value.unbound.bits))
        thread.pointee.thrown = .unbound
        clear(area)
        return w
    }
    /// (No guard may come before it: an exit there would resume as if nothing had been sent.)
    func takeAwaited() -> Traced {
        awaits = .nothing
        let t = b.threadState(), at = MemoryLayout<ThreadState>.offset(of: \.sent)!, v = thread.pointee.sent
        let w = b.load(t, offset: at, class: Alias.thread, kind: .word)
        b.store(t, offset: at, class: Alias.thread, value: b.word(Value.unbound.bits))
        thread.pointee.sent = .unbound
        effects += 1
        return Traced(value: v, ref: w)
    }
}

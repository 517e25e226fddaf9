import TraceIR
import TraceCompiler

/// Generators under the recorder: the body runs as part of the trace of whoever takes its next item.
///
/// The generator's frame is a level like that of an inlined call, but lies in the generator's object (`TraceBuilder.Window`). A step begins with guards that
/// the generator is suspended (or fresh) and where it is: its resume point is one word, which stands for its code as well. What the trace knows of
/// its variables it keeps in registers until the next `yield`, where all that changed goes to the object; so between steps the object is as the interpreter
/// would have left it, and whoever else looks at the generator or runs it finds nothing special. The next step loads what it needs, and
/// the compiler finds these loads in the stores before.
///
/// Within a step the object still says "suspended", unless something is called that may look (`materialize`): then it is made running, and linked to the
/// frame below as `Generators.resume` does. An exit inside the body leaves the frame's slots on the value stack; `JIT.Point.rebuild` copies them to the object,
/// the consumer's node finds by its state that it was waiting for a step, and `Generators.proceed` goes on in the body.
///
/// Two generators of a trace are guarded to be different objects, so what is stored in one does not change what is known of the other (an alias class each).
///
/// A generator that has suspended inside of something that was called as a whole (a loop that ran for long, a `try` with a handler) is resumed in the
/// trace like this: the call has left the resume point, and `Residual.suspended` does the rest.
///
/// A delegation (`yield from`, `await`) to a generator or coroutine is a step of that as part of the delegator's: each level of the chain is guarded to stand
/// where it stood. What yields below ends the step of all of them, and the next begins with going down again (by links that the trace knows).
/// A delegation to anything else is a call, which may suspend.
///
/// Not recorded: a step that begins where an exception is handled, or at a `yield` inside of an expression other than a sequence of operands; such a step is
/// a call.
extension Recorder {
    enum Step { case item(Traced), end(Traced), declined }
    /// Where a loop in a generator has not come to a `yield` after so many iterations, the rest up to the next one is a call.
    static let turnsToYield = 6

    /// The next step of IT for node N, whose state is STATE while the generator runs; SENT is what its `yield` gives.
    func step(_ n: Node, _ it: Traced, sent: Traced, state: Int) throws(Raise) -> Step {
        guard it.value.isPointer, it.value.ref.type == Types.generator || it.value.ref.type == Types.coroutine, abortReason == nil, !Monitor.isActive else { return .declined }
        let g = GeneratorObject(it.value), r = g.ref, t = thread, code = g.frame.code
        let delegate = g.state == .created ? 0 : r.word(GeneratorObject.delegateWord)
        let isFresh = g.state == .created
        guard isFresh ? sent.value.isNone && (sent.ref.isConstant || b.kind(sent.ref) == .word) : g.isSuspended, r.word(GeneratorObject.handledWord) == 0, r.word(GeneratorObject.handlersWord) == 0, delegate == 0 || g.suspendedDelegate.isPointer || g.delegatesNatively,
              code.flags & (Code.Flags.generator | Code.Flags.coroutine) != 0, !code.isInstrumented,
              levels.count <= Recorder.maximumDepth, b.count <= Recorder.lengthForInlining, t.pointee.depth > 1,
              frame.next + code.frameSize <= t.pointee.valueStackEnd, UInt(bitPattern: dx_frame_address_()) >= t.pointee.stackLimit else { return .declined }
        var same = 0
        for l in levels where l.code === code { same += 1 }
        if same > (isStep && code.flags & Code.Flags.generator != 0 ? Recorder.maximumStepRecursion : Recorder.maximumRecursion) { return .declined }
        let count = isFresh ? 0 : Int(r.word(GeneratorObject.pathCount))
        if isFresh { do throws(Raise) { try code.prepare() } catch { Errors.take(); return .declined } }
        else if !Resumable.isTraceable(code, g.path, count, isDelegation: delegate != 0) { return .declined }
        guardUnmonitored()
        guardType(it, it.value.ref.type)
        let o = b.asWord(it.ref), c = aliasClass(it.value, o)
        func check(_ word: Int, _ bits: UInt64) { b.guardEqual(b.load(o, offset: word * 8, class: c, kind: .i64), bits, snapshot()) }
        check(GeneratorObject.stateWord, r.word(GeneratorObject.stateWord))
        if isFresh { guardIdentity(sent) }
        if isFresh { b.guardEqual(b.load(o, offset: (GeneratorObject.frameWord + Frame.code) * 8, class: 0, kind: .i64), g.frame.base[Frame.code].bits, snapshot()) }
        else {
            check(GeneratorObject.pathWord, r.word(GeneratorObject.pathWord)); check(GeneratorObject.delegateWord, delegate)
            check(GeneratorObject.handledWord, 0)
        }
        keep.append(code.object)
        at(state)
        locate(n)
        let l = push(g, o, c)
        if isFresh { l.memory = .created; l.cleanFrom = code.namedSlots } else {
            l.memory = .suspended(g.path)
            l.cleanFrom = Continuation.of(g.path).pointee.top
            b.bindSlot(l.base - Frame.header + Frame.node, b.pointer(UInt(g.frame.base[Frame.node].bits)))
        }
        self.sent = sent
        hold(sent.value)
        let outer = t.pointee.handled
        Generators.begin(g, next: frame.next + code.frameSize)
        var cursor = isFresh ? Cursor.fresh : Cursor(g.path, count)
        return try run(l, g, outer, before: outer, &cursor)
    }
    /// Goes on in the generator IT, in whose body the trace was left: the recorder's `Generators.proceed`.
    func finishStep(_ n: Node, _ it: Traced, _ cursor: inout Cursor) throws(Raise) -> Step {
        guard cursor.isActive, !cursor.isSpecial else { throw untraceable(n) }
        at(Int(cursor.path[cursor.level - 1]))
        frame.at(n)
        let g = GeneratorObject(it.value), o = b.asWord(it.ref), k = levels.count
        let l = push(g, o, aliasClass(it.value, o, isRunning: true))
        l.isInMemory = k < inherited.count && inherited[k]
        l.memory = .unknown
        let before = thread.pointee.handled, outer = Generators.reenter(g, next: g.frame.next)
        return try run(l, g, outer, before: before, &cursor)
    }
    /// What a call of `next` or `send` gives; OTHER: instead of StopIteration.
    func given(_ s: Step, _ other: Traced?) throws(Raise) -> Traced {
        switch s {
        case .item(let w): return w
        case .end(let w):
            if let other { return other }
            if top.path.count == top.stopDepth && abortReason == nil { throw Raise(.stopped) }
            if abortReason == nil && isExpected { _ = residual(Residual.stop, [w.ref], isValue: true) } else { abort(.raised) }
            throw Errors.stopIteration(w.value)
        case .declined: throw Raise(.untraceable)
        }
    }
    /// `next(g)`, `next(g, other)`, `g.send(x)`, `g.__next__()` as N calls them; nil where it is left to the call itself.
    func advance(_ n: Expression, _ a: [Traced], sends: Bool) throws(Raise) -> Traced? {
        guard a[0].value.isPointer, a[0].value.ref.type == Types.generator || a[0].value.ref.type == Types.coroutine else { return nil }
        let state: Int, isMethod = n is MethodCallNode
        if let m = n as? MethodCallNode { state = m.arguments.count + 3; if frame[m.area] != a[0].value { return nil } }
        else if let c = n as? CallNode, !(n is ConsumerCallNode), !sends { state = c.arguments.count + 4; if frame[c.area + 1] != a[0].value { return nil } } else { return nil }
        let s = try step(n, a[0], sent: sends ? a[1] : constant(.none), state: state)
        if case .declined = s { return nil }
        return try given(s, a.count > 1 && !isMethod ? a[1] : nil)
    }
    private func push(_ g: GeneratorObject, _ o: TraceIR.Ref, _ c: UInt8) -> Level {
        let base = position(Frame(frame.next)), low = base - Frame.header
        let l = Level(g.frame, base: base, isInMemory: false)
        l.generator = o; l.aliasClass = c
        b.open(TraceBuilder.Window(low: low, high: base + l.code.frameSlots, base: o, offset: GeneratorObject.frameWord * 8, aliasClass: c, pinned: low + Frame.generator))
        // By this an exit knows the object.
        b.storeSlot(low + Frame.generator, o)
        return l
    }
    /// OUTER: what G's resumer handles; BEFORE: what was handled when the recording came here, maybe in a handler of what G calls.
    private func run(_ l: Level, _ g: GeneratorObject, _ outer: Value, before: Value, _ cursor: inout Cursor) throws(Raise) -> Step {
        let t = thread, caller = frame, callerLevel = top
        levels.append(l); top = l; frame = g.frame
        deepest = max(deepest, levels.count)
        let k = levels.count - 1
        func leave() {
            levels.removeLast(); top = callerLevel; frame = caller
            b.closeWindow()
            sent = nil
        }
        func suspended() -> Step {
            if let w = l.yielded {
                leave()
                return .item(Traced(value: Generators.endYield(g, outer, caller), ref: w))
            }
            // Whatever was called has suspended the generator itself.
            let w = b.call(Residual.suspended, [l.generator], result: .word, writes: generatorMemory(l) | Alias.mask(Alias.thread))
            leaveThreadFrame(of: k)
            leave()
            return .item(Traced(value: Generators.endYield(g, outer, caller), ref: w))
        }
        let result: Traced
        do throws(Raise) { result = try l.code.body.unsafelyUnwrapped.object.trace(self, &cursor) } catch {
            // (A `yield` inside of an expression.)
            if error.kind == .suspend && abortReason == nil { return suspended() }
            let isPlanned = error.isException && leaveGeneratorRaising(l, error)
            leave()
            if error.kind == .untraceable { Generators.forgetStep(caller, before); throw error }
            if error.kind == .suspend { return .item(Traced(value: Generators.endYield(g, outer, caller), ref: b.word(0))) }
            if !isPlanned { catcher = nil; abort(.raised) }
            throw try Generators.endRaise(g, outer, caller, error)
        }
        if result.value == .suspended { return suspended() }
        // The end.
        leaveThreadFrame(of: k)
        endGenerator(l)
        effects += 1
        leave()
        Generators.endReturn(g, outer, caller)
        return .end(Traced(value: result.value, ref: result.ref))
    }
    /// Begins loop L over an iterator (the first loop of a generator expression).
    func go(_ l: ForStatement, on w: Traced) throws(Raise) {
        let v = w.value
        if v.type.slot(.next).isUnbound {
            abort(.raised)
            frame.at(l)
            throw Errors.typeError("'\(v.type)' object is not an iterator")
        }
        guardType(w, v.ref.type); guardVersion(v.ref.type)
        put(l.area, w); put(l.area + 1, constant(.none))
    }
    /// What `yield` gives to the body that has been resumed.
    func takeSent(_ n: Node) throws(Raise) -> Traced {
        if awaits == .sent { return takeAwaited() }
        guard let w = sent else { throw untraceable(n) }
        sent = nil
        return w
    }
    /// A `yield` of the current frame: suspended, the frame goes to memory.
    func suspend(_ n: YieldNode, _ w: Traced) -> Signal {
        if n.wrapsAsync {
            if top.generator.isNone { b.call(Residual.markYield, [header(Frame.generator)], result: .none, writes: Alias.mask(Alias.generators), leaf: true) } else { abort(.untraceable) }
        }
        locate(n)
        n.yield(frame, w.value)
        return suspend(n.path, 0, w, top: n.area)
    }
    /// What the delegate of N has yielded is yielded by the current frame.
    func suspend(_ n: DelegateNode, _ w: Traced) {
        locate(n)
        Resumption.suspend(frame, n.path, w.value, delegate: n.area)
        _ = suspend(n.path, UInt64(n.area + 1), w, top: n.area + 1)
    }
    /// The next step of the delegation of N to a builtin iterator, which is asked, not sent anything.
    func nativeDelegate(_ n: DelegateNode, sent: Traced) throws(Raise) -> Step {
        let it = held(n.area)
        guard !n.isAwait, sent.value.isNone, it.value.isPointer, it.value.ref.type != Types.generator, NativeIterators.isOwn(it.value.ref.type), abortReason == nil, !Monitor.isActive else { return .declined }
        guardUnmonitored()
        guardIdentity(sent)
        if let w = try nativeNext(it) { return .item(w) }
        if try nativeEnd(it) { clear(n.area); return .end(constant(.none)) }
        return .declined
    }
    /// The delegation of N as a call: begun with the operand W, or gone on with what is sent; nil: it has suspended.
    func delegate(_ n: DelegateNode, _ w: Traced, starts: Bool) throws(Raise) -> Traced? {
        opaqueCount += 1
        locate(n)
        let address = UInt(bitPattern: Unmanaged.passUnretained(n).toOpaque())
        let answer = residual(starts ? Residual.startDelegate : Residual.sendDelegate, [b.pointer(address), b.slotAddress(top.base), w.ref])
        let v = starts ? try n.start(frame, w.value) : try n.send(frame, w.value)
        bound(n.area)
        at(4)
        return settle(n, Traced(value: v, ref: answer))
    }
    /// W is the delegation's value, or says that it has suspended.
    func settle(_ n: DelegateNode, _ w: Traced) -> Traced? {
        finished(w)
        defer { forgetFinished() }
        if w.value == .suspended {
            b.guardEqual(w.ref, Value.suspended.bits, snapshot())
            return nil
        }
        b.guardBool(b.compare(.ne, w.ref, b.word(Value.suspended.bits)), true, snapshot())
        return w
    }
    private func suspend(_ path: ResumePath, _ delegate: UInt64, _ w: Traced, top free: Int) -> Signal {
        effects += 1; tracedNote()
        let l = top
        // (`Resumption.release`.)
        for s in free..<max(free, l.code.frameSlots) where s < l.cleanFrom || b.isWritten(l.base + s) { clear(s) }
        func store(_ o: TraceIR.Ref, _ word: Int, _ bits: UInt64, _ c: UInt8) { b.store(o, offset: word * 8, class: c, value: b.word(bits)) }
        func storePath(_ o: TraceIR.Ref, _ c: UInt8) {
            store(o, GeneratorObject.pathWord, UInt64(UInt(bitPattern: path.start)), c); store(o, GeneratorObject.pathCount, UInt64(path.count), c)
            store(o, GeneratorObject.delegateWord, delegate, c)
        }
        guard !l.generator.isNone else {
            // The frame that is recorded: the trace is over.
            storePath(header(Frame.generator), Alias.generators)
            b.store(b.threadState(), offset: MemoryLayout<ThreadState>.offset(of: \.yielded)!, class: Alias.thread, value: b.asWord(w.ref))
            b.flushSlots()
            return .suspend
        }
        let o = l.generator, c = l.aliasClass, low = l.base - Frame.header, k = levels.count - 1
        leaveThreadFrame(of: k)
        switch l.memory {
        case .suspended(let p) where p == path.start:
            // Nothing was called, so the frame says already that it stands at this `yield`.
            if !l.isInMemory { b.killSlots(low + Frame.node, upTo: low + Frame.node + 1) }
        default: storePath(o, c)
        }
        b.flushSlots(low, upTo: l.base + l.code.frameSlots)
        var isSuspended = false
        if case .suspended = l.memory { isSuspended = true }
        if l.isInMemory { b.barrier(o); store(o, GeneratorObject.outerWord, 0, c) }
        if l.isInMemory || !isSuspended { store(o, GeneratorObject.stateWord, Value(int: GeneratorObject.State.suspended.rawValue).bits, c) }
        l.yielded = w.ref
        return .suspend
    }
    /// The frame of generator level K (linked to the one below) and what the generator says of itself, for a callee that may look.
    func materializeGenerator(_ k: Int) {
        let l = levels[k], h = l.base - Frame.header, o = l.generator, c = l.aliasClass
        l.isInMemory = true
        b.storeSlot(h + Frame.previous, b.slotAddress(levels[k - 1].base - Frame.header))
        b.storeSlot(h + Frame.next, b.stackAddress(l.base + l.code.frameSlots))
        let handled = b.load(b.threadState(), offset: MemoryLayout<ThreadState>.offset(of: \.handled)!, class: Alias.thread, kind: .word)
        b.storeValue(o, offset: GeneratorObject.outerWord * 8, class: c, value: handled)
        b.store(o, offset: GeneratorObject.stateWord * 8, class: c, value: b.word(Value(int: GeneratorObject.State.running.rawValue).bits))
    }
    /// Guards that this generator is none of the others, and gives it a class of memory. (Of those in whose bodies the trace was left that is known; and there
    /// is no way out until the recording has gone down to where that was.)
    private func aliasClass(_ v: Value, _ o: TraceIR.Ref, isRunning: Bool = false) -> UInt8 {
        for g in generators where g.ref == o { return g.aliasClass }
        for g in generators where g.address == v.bits && !isRunning {
            b.guardBool(b.compare(.eq, g.ref, o), true, snapshot())
            return g.aliasClass
        }
        if !isRunning { for g in generators { b.guardBool(b.compare(.ne, g.ref, o), true, snapshot()) } }
        let c = b.isNew(o) ? Alias.madeGenerators : Alias.generators + UInt8(min(generators.count + 1, 7))
        let g = GeneratorObject(v.ref)
        hold(v)
        generators.append((v.bits, o, c, g.isSuspended ? g.ref.word(GeneratorObject.pathWord) : 0))
        return c
    }
    /// Whether a generator stands elsewhere than when the recording began: one that yields at two places by turns is a loop of two iterations.
    var isBetweenYields: Bool {
        for g in generators where g.start != 0 {
            let o = GeneratorObject(Value(bits: g.address))
            if o.isSuspended && o.ref.word(GeneratorObject.pathWord) != g.start { return true }
        }
        return false
    }
    /// The number of the first slot of the frame at F.
    func position(_ f: Frame) -> Int {
        let root = levels[0].frame
        return isRootApart ? f.base - root.next + Trace.stackStart + Frame.header : f.base - root.base
    }
}
/// What the trace knows of the words that say where a generator is.
enum GeneratorMemory { case unknown, created, suspended(UnsafePointer<UInt16>) }

/// Which resume points a recording can begin at.
enum Resumable {
    /// ISDELEGATION: a `yield from` or `await` is what waits there.
    static func isTraceable(_ code: Code, _ path: UnsafePointer<UInt16>, _ count: Int, isDelegation: Bool) -> Bool {
        var body = code.body.object
        if let s = body as? ScopedBody { body = s.body }
        guard let f = body as? FunctionBody else { return false }
        var s: Statement = f.block.object, k = 0
        if !(s is Block) { k = 1 }
        while k < count {
            switch s {
            case is YieldStatement: return !isDelegation && k == count - 2 && path[k + 1] == 1
            case is DelegateStatement: return isDelegation && k == count - 2 && path[k + 1] == 1
            case let q as SequenceStatement: return isTraceable(Operand(q.node), path, k + 1, count, isDelegation)
            case let a as AssignLocal: return isTraceable(a.value, path, k + 1, count, isDelegation)
            case let r as ReturnStatement: return isTraceable(r.value, path, k + 1, count, isDelegation)
            case let e as ExpressionStatement: return isTraceable(Operand(e.value), path, k + 1, count, isDelegation)
            default: break
            }
            guard let n = s.tracedChild(Int(path[k])) else { return false }
            s = n.object; k += 1
        }
        return false
    }
    private static func isTraceable(_ operand: Operand, _ path: UnsafePointer<UInt16>, _ start: Int, _ count: Int, _ isDelegation: Bool) -> Bool {
        var o = operand, k = start
        while k < count, o.slot == -1 {
            guard let n = o.node as? SequenceNode else { return (isDelegation ? o.node is DelegateNode : o.node is YieldNode) && k == count - 1 && path[k] == 1 }
            let i = Int(path[k])
            o = i < n.steps.count ? n.steps[i] : n.result
            k += 1
        }
        return false
    }
}

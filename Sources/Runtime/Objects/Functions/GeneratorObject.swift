import CSupport

/// Generators, coroutines and asynchronous generators: a heap object with its frame inside.
///
/// Words: 2 state, 3-4 resume point (raw), 5 name, 6 qualified name, 7 exception being handled inside, 8 what the resumer handles, 9 code,
/// 10 async flags, 11 coroutine origin, 12 `__anext__` in flight or the end of the chain, 14 the number of handlers it is in (raw); the frame begins at word 15. Suspending stores the resume point; resuming goes on
/// there (`Continuation`).
///
/// A generator that waits for another one in a `yield from` or `await` notes where that one lies (word 13). Resuming then goes down the chain of
/// delegates by links alone and runs only the innermost body; the others run again when their delegate ends. Without it each
/// step would walk every body of the chain.
public struct GeneratorObject {
    static let stateWord = 2, pathWord = 3, pathCount = 4, nameWord = 5, qualnameWord = 6, handledWord = 7, outerWord = 8, codeWord = 9
    static let asyncWord = 10, originWord = 11, runningWord = 12, delegateWord = 13, handlersWord = 14, frameWord = 15
    enum State: Int { case created, suspended, running, finished }
    /// State of what a chain that is kept goes through (`GeneratorChains.swift`): running or suspended, as the innermost of the chain is.
    static let chained = Value(int: 4).bits
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    init(_ r: Ref) { ref = r }
    var state: State { get { State(rawValue: ref.value(GeneratorObject.stateWord).int) ?? (isChainRunning ? .running : .suspended) } nonmutating set { ref.setWord(GeneratorObject.stateWord, Value(int: newValue.rawValue).bits) } }
    /// On a plain generator: a `for` loop made it and has the only reference.
    @inline(__always) var isOwned: Bool {
        get { ref.word(GeneratorObject.asyncWord) == Value(int: 1).bits }
        nonmutating set { ref.setWord(GeneratorObject.asyncWord, Value(int: newValue ? 1 : 0).bits) }
    }
    @inline(__always) var isSuspended: Bool { ref.word(GeneratorObject.stateWord) == Value(int: State.suspended.rawValue).bits }
    @inline(__always) var frame: Frame { Frame((ref + GeneratorObject.frameWord * 8).assumingMemoryBound(to: Value.self)) }

    @inline(__always) var path: UnsafePointer<UInt16> { UnsafePointer<UInt16>(bitPattern: UInt(ref.word(GeneratorObject.pathWord))).unsafelyUnwrapped }
    @inline(__always) static func suspend(_ r: Ref, _ p: ResumePath) {
        r.setWord(pathWord, UInt64(UInt(bitPattern: p.start))); r.setWord(pathCount, UInt64(p.count)); r.setWord(delegateWord, 0)
    }
    /// The generator or coroutine, itself suspended, that a suspended one delegates to; unbound if there is none.
    @inline(__always) var suspendedDelegate: Value {
        let slot = ref.word(GeneratorObject.delegateWord)
        if slot == 0 { return .unbound }
        let d = frame[Int(slot) &- 1]
        guard d.isPointer, d.ref.type == Types.generator || d.ref.type == Types.coroutine, GeneratorObject(d.ref).isSuspended else { return .unbound }
        return d
    }
    /// Whether it is suspended at a `yield from` a builtin iterator.
    var delegatesNatively: Bool {
        let slot = ref.word(GeneratorObject.delegateWord), d = slot == 0 ? Value.unbound : frame[Int(slot) &- 1]
        return d.isPointer && d.ref.type != Types.generator && NativeIterators.isOwn(d.ref.type)
    }
    /// A generator or coroutine that has run to its end: nothing is left to be finalized.
    @inline(__always) static func isFinished(_ r: Ref) -> Bool {
        r.type.layout.kind == .generator && r.word(stateWord) == Value(int: State.finished.rawValue).bits
    }
    /// Whether anything happens when it is dropped now: a coroutine that was not awaited warns, what is suspended inside `try` or `with` is closed.
    static func isFinalized(_ r: Ref) -> Bool {
        if isFinished(r) { return false }
        if r.type == Types.coroutine { return true }
        return r.word(stateWord) != Value(int: State.created.rawValue).bits && (r.type == Types.asyncGenerator || GeneratorObject(r).frame.code.hasCleanup)
    }
    static func visit(_ r: Ref) {
        for w in nameWord...runningWord { Collector.mark(r.value(w)) }
        let g = GeneratorObject(r)
        // (What is left in the frame of one that has ended was stored without a barrier, and nobody reads it.)
        if g.ref.word(frameWord + Frame.code) != 0 && !isFinished(r) { g.frame.visit() }
    }
    /// Whether the frame belongs to the kinds of code.
    static func type(of code: Code) -> TypeRef {
        if code.flags & Code.Flags.asyncGenerator != 0 { return Types.asyncGenerator }
        if code.flags & Code.Flags.coroutine != 0 { return Types.coroutine }
        return Types.generator
    }
}
enum Generators {
    /// How a step ended.
    enum Outcome { case yielded(Value), returned(Value) }

    static func create(_ f: FunctionRef, _ code: Code, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        let r = Heap.allocate((GeneratorObject.frameWord + code.frameSize) * 8, GeneratorObject.type(of: code))
        let g = GeneratorObject(r)
        g.state = .created
        let frame = g.frame
        frame.base[Frame.function] = f.value
        frame.base[Frame.code] = Value(raw: Unmanaged.passUnretained(code).toOpaque())
        frame.base[Frame.generator] = Value(r)
        frame.base[Frame.next] = .unbound
        if code.flags & Code.Flags.optimized == 0 { frame.base[Frame.namespace] = f.globals.value }
        r.initialize(GeneratorObject.nameWord, f.ref.value(FunctionRef.nameWord)); r.initialize(GeneratorObject.qualnameWord, f.ref.value(FunctionRef.qualnameWord))
        r.initialize(GeneratorObject.codeWord, f.ref.value(FunctionRef.codeWord))
        r.setWord(GeneratorObject.asyncWord, Value(int: 0).bits)
        if _fastPath(code.isSimple && count == code.argumentCount && names.bits == 0) {
            // Fresh memory is all unbound.
            let s = frame.slots
            for i in 0..<count { s[i] = base[i] }
            if code.hasScope { FunctionBinding.prologue(f, code, s, owner: r) }
        } else { try FunctionBinding.bind(f, code, base, count, names, frame) }
        r.barrier()
        if _slowPath(Monitor.watchesCalls) { try Monitor.called(thread.pointee.frame, f.value, code.argumentCount > 0 ? frame[0] : .unbound) }
        if code.flags & Code.Flags.coroutine != 0 || code.hasCleanup { thread.pointee.lastMade = Value(r).bits; thread.pointee.lastMadeFrame = UInt(bitPattern: thread.pointee.frame.base) }
        if _slowPath(thread.pointee.coroutineOrigin > 0) && code.flags & Code.Flags.coroutine != 0 { r.set(GeneratorObject.originWord, origin(thread.pointee.coroutineOrigin)) }
        if code.flags & (Code.Flags.coroutine | Code.Flags.asyncGenerator) != 0 || code.hasCleanup { Finalizers.register(r) }
        return Value(r)
    }

    /// Where a coroutine is made: (file, line, function) of the innermost DEPTH frames. (compute_cr_origin)
    @inline(never) private static func origin(_ depth: Int) -> Value {
        let l = ListRef.allocate()
        var f = thread.pointee.frame
        while let b = f.base, l.count < depth {
            if b[Frame.code].bits != 0 {
                let line = f.line, code = f.code
                l.append(TupleRef.make(code.fileName, Value(int: line), code.name))
            }
            f = Frame(b[Frame.previous].pointer)
        }
        return l.asTuple()
    }

    /// Runs to the next `yield`, or to the end. SENT or THROWN (the other unbound).
    static func resume(_ v: Value, sent: Value, thrown: Value) throws(Raise) -> Outcome {
        let g = GeneratorObject(v), r = g.ref
        if _slowPath(!g.isSuspended) { if let o = try startOrFinished(g, sent, thrown) { return o } }
        if r.word(GeneratorObject.delegateWord) != 0 && thrown.isUnbound && !Monitor.isActive && g.waitsInChain { return try resumeChain(g, sent) }
        let t = thread, f = g.frame, caller = t.pointee.frame
        if _slowPath(t.pointee.depth <= 0 || UInt(bitPattern: dx_frame_address_()) < t.pointee.stackLimit) { throw Errors.recursion() }
        let fresh = !g.isSuspended
        let outer = t.pointee.handled
        enter(g, t)
        t.pointee.thrown = thrown
        let result: Value
        do throws(Raise) {
            if fresh {
                let code = Borrowed<Code>(bits: f.base[Frame.code].bits)
                result = try code.with { c throws(Raise) in try c.body.unsafelyUnwrapped.with { b throws(Raise) in try b.invoke(f) } }
            } else {
                t.pointee.sent = sent
                result = try Continuation.resume(f, g.path, Int(r.word(GeneratorObject.pathCount)))
            }
        } catch { return try left(g, outer, caller, error) }
        return ended(g, outer, caller, result)
    }
    /// The step of G has ended with RESULT.
    @inline(__always) static func ended(_ g: GeneratorObject, _ outer: Value, _ caller: Frame, _ result: Value) -> Outcome {
        if _fastPath(result == .suspended) { return suspended(g, outer, caller, thread) }
        endReturn(g, outer, caller)
        return .returned(result)
    }
    /// The step of G has ended with ERROR, which may stand for a `yield`.
    @inline(never) static func left(_ g: GeneratorObject, _ outer: Value, _ caller: Frame, _ error: Raise) throws(Raise) -> Outcome {
        var error = error
        if error.kind == .reposition {
            do throws(Raise) { return ended(g, outer, caller, try Monitor.ending(g.frame) { () throws(Raise) in try FrameJump.run(g.frame) }) } catch let e { error = e }
        }
        if error.kind == .suspend { return suspended(g, outer, caller, thread) }
        throw try endRaise(g, outer, caller, error)
    }
    /// Makes G the running frame.
    @inline(__always) static func enter(_ g: GeneratorObject, _ t: Thread) {
        let r = g.ref, f = g.frame, caller = t.pointee.frame
        t.pointee.depth &-= 1
        f.base[Frame.previous] = Value(pointer: caller.base)
        f.base[Frame.next] = caller.base[Frame.next]
        let own = r.value(GeneratorObject.handledWord)
        // What the frame holds changes while it runs, and so does what its resumer handles.
        r.barrier()
        r.setWord(GeneratorObject.outerWord, t.pointee.handled.bits)
        if _slowPath(own.isPointer) { t.pointee.handled = own }
        g.state = .running
        t.pointee.frame = f
    }
    @inline(__always) static func suspended(_ g: GeneratorObject, _ outer: Value, _ caller: Frame, _ t: Thread) -> Outcome {
        let r = g.ref
        t.pointee.depth &+= 1
        t.pointee.frame = caller
        r.barrier()
        let now = t.pointee.handled
        r.setWord(GeneratorObject.handledWord, r.word(GeneratorObject.handlersWord) == 0 ? 0 : now.bits)
        t.pointee.handled = outer
        r.setWord(GeneratorObject.outerWord, 0)
        g.state = .suspended
        let y = t.pointee.yielded
        t.pointee.yielded = .unbound
        return .yielded(y)
    }
    /// Not suspended: the outcome where the body does not run.
    @inline(never) private static func startOrFinished(_ g: GeneratorObject, _ sent: Value, _ thrown: Value) throws(Raise) -> Outcome? {
        let v = Value(g.ref)
        switch g.state {
        case .running: throw Errors.valueError("\(kind(v)) already executing")
        case .finished:
            if v.type == Types.coroutine { throw Errors.runtimeError("cannot reuse already awaited coroutine") }
            if !thrown.isUnbound { throw unlinked(thrown) }
            return .returned(.none)
        case .created:
            if !thrown.isUnbound {
                finish(g)
                throw traced(g, thrown)
            }
            if !sent.isNone { throw Errors.typeError("can't send non-None value to a just-started \(kind(v))") }
        case .suspended: g.leaveChain()
        }
        return nil
    }
    // Traces (Trace/RecorderGenerators.swift).
    /// G runs from here on; frames of what it calls begin at NEXT.
    static func begin(_ g: GeneratorObject, next: UnsafeMutablePointer<Value>) {
        enter(g, thread)
        g.frame.base[Frame.next] = Value(pointer: next)
    }
    /// G, in whose body a trace was left, runs on: what its resumer handles. (Where the trace has completed the frames the object says so: a handler of a
    /// frame above may have begun since, whose exception the thread handles now.)
    static func reenter(_ g: GeneratorObject, next: UnsafeMutablePointer<Value>) -> Value {
        let outer = g.state == .running ? g.ref.value(GeneratorObject.outerWord) : thread.pointee.handled
        begin(g, next: next)
        g.ref.setWord(GeneratorObject.outerWord, outer.bits)
        return outer
    }
    /// G has suspended: what it yielded.
    static func endYield(_ g: GeneratorObject, _ outer: Value, _ caller: Frame) -> Value {
        if case .yielded(let v) = suspended(g, outer, caller, thread) { return v }
        return .none
    }
    static func endReturn(_ g: GeneratorObject, _ outer: Value, _ caller: Frame) {
        let t = thread
        t.pointee.frame = caller; t.pointee.depth &+= 1; t.pointee.handled = outer
        finish(g)
    }
    /// The error as G's resumer sees it.
    static func endRaise(_ g: GeneratorObject, _ outer: Value, _ caller: Frame, _ error: Raise) throws(Raise) -> Raise {
        let t = thread
        t.pointee.depth &+= 1
        if error.isException { Traceback.add(g.frame, t) }
        t.pointee.tracedFrame = nil
        t.pointee.frame = caller; t.pointee.handled = outer
        finish(g)
        return try stopInside(Value(g.ref), error)
    }
    /// A recording could not begin inside the body; nothing has happened.
    static func forgetStep(_ caller: Frame, _ handled: Value) {
        let t = thread
        t.pointee.frame = caller; t.pointee.depth &+= 1; t.pointee.handled = handled
    }
    /// `proceed` for a call of `next` or `send`: OTHER (unbound: none) is given, or StopIteration raised, at the end.
    static func proceedCall(_ v: Value, _ other: Value, _ c: inout Cursor) throws(Raise) -> Value {
        switch try go(v, &c) {
        case .yielded(let x): return x
        case .returned(let x):
            if !other.isUnbound { return other }
            throw Errors.stopIteration(x)
        }
    }
    /// Goes on in the body of V (or what V enumerates), where a trace that ran it has left it: the next value, unbound at the end.
    static func proceed(_ v: Value, _ c: inout Cursor) throws(Raise) -> Value {
        if v.ref.type == FunctionalIterators.enumerate {
            let x = try proceed(v.ref.value(2), &c)
            return x.isUnbound ? x : TupleRef.make(try FunctionalIterators.number(v.ref), x)
        }
        if v.ref.type == Itertools.islice {
            let x = try proceed(v.ref.value(2), &c)
            if x.isUnbound { v.ref.setWord(2, 0) } else { Itertools.took(v.ref, v.ref.value(6).int) }
            return x
        }
        if v.ref.type == Itertools.chain {
            let x = try proceed(v.ref.value(3), &c)
            if !x.isUnbound { return x }
            v.ref.setWord(3, 0)
            return try Operations.next(v) ?? .unbound
        }
        if case .yielded(let x) = try go(v, &c) { return x }
        return .unbound
    }
    static func go(_ v: Value, _ c: inout Cursor) throws(Raise) -> Outcome {
        let g = GeneratorObject(v), t = thread, f = g.frame, caller = t.pointee.frame
        let outer = reenter(g, next: f.next)
        t.pointee.thrown = .unbound
        let result: Value
        do throws(Raise) { result = try f.code.body.unsafelyUnwrapped.with { b throws(Raise) in try b.proceed(f, &c) } } catch {
            if error.kind == .suspend { return suspended(g, outer, caller, t) }
            throw try endRaise(g, outer, caller, error)
        }
        if result == .suspended { return suspended(g, outer, caller, t) }
        endReturn(g, outer, caller)
        return .returned(result)
    }
    /// A statement that a trace called has suspended G, whose frame the trace had made the thread's: what it yielded.
    static func suspendedInside(_ g: GeneratorObject) -> Value {
        let t = thread, r = g.ref, now = t.pointee.handled
        r.barrier()
        r.setWord(GeneratorObject.handledWord, r.word(GeneratorObject.handlersWord) == 0 ? 0 : now.bits)
        t.pointee.handled = r.value(GeneratorObject.outerWord)
        r.setWord(GeneratorObject.outerWord, 0)
        g.state = .suspended
        let y = t.pointee.yielded
        t.pointee.yielded = .unbound
        return y
    }
    /// The next value, unbound at the end: the step of `for` and of builtins that consume an iterator.
    @inline(__always) static func step(_ g: Value) throws(Raise) -> Value {
        switch try resume(g, sent: .none, thrown: .unbound) {
        case .yielded(let v): return v
        case .returned: return .unbound
        }
    }
    /// A StopIteration that leaves a generator's body becomes RuntimeError (PEP 479).
    static func stopInside(_ v: Value, _ error: Raise) throws(Raise) -> Raise {
        let t = thread
        guard error.isException, t.pointee.raised.isPointer else { return error }
        let isStop = Errors.matches(Exceptions.stopIteration)
        let isAsyncStop = v.type == Types.asyncGenerator && Errors.matches(Exceptions.stopAsyncIteration)
        if !isStop && !isAsyncStop { return error }
        let cause = Errors.take()
        let what = v.type == Types.asyncGenerator ? "async generator" : kind(v)
        let e = ExceptionRef.make(Exceptions.runtimeError, args: TupleRef.make(StrRef.make("\(what) raised \(isStop ? "StopIteration" : "StopAsyncIteration")")))
        ExceptionRef(e).cause = cause; ExceptionRef(e).context = cause; ExceptionRef(e).suppressContext = true
        t.pointee.raised = e; t.pointee.tracedFrame = nil
        return error
    }
    /// Raises E, which was thrown into the generator of frame F: only what its own body handles becomes the context, not what the thrower handles
    /// (as _PyErr_ChainStackItem).
    static func raise(_ e: Value, in f: Frame) -> Raise {
        link(e, in: f)
        return unlinked(e)
    }
    static func link(_ e: Value, in f: Frame) {
        let g = f.base[Frame.generator]
        if !g.isPointer || g.ref.word(GeneratorObject.handlersWord) != 0 { Errors.setContext(e, thread.pointee.handled) }
    }
    private static func unlinked(_ e: Value) -> Raise {
        thread.pointee.raised = e; thread.pointee.tracedFrame = nil
        return Raise(.exception)
    }
    private static func traced(_ g: GeneratorObject, _ e: Value) -> Raise {
        let raise = unlinked(e)
        Traceback.add(g.frame, thread)
        thread.pointee.tracedFrame = nil
        return raise
    }
    static func finish(_ g: GeneratorObject) {
        Finalizers.ended(g.ref)
        let f = g.frame
        if f.base[Frame.object].bits != 0 {
            // (It is not the thread's frame any more, and what it holds was stored without a barrier.)
            g.ref.barrier()
            FrameObject.detach(f)
        }
        let n = Borrowed<Code>(bits: f.base[Frame.code].bits).read { $0.frameSlots }
        for i in 0..<n { f[i] = .unbound }
        // (Not before: a frame object takes along what is in the frame, which a collection looks at until then.)
        g.state = .finished
        g.ref.setWord(GeneratorObject.handledWord, 0); g.ref.setWord(GeneratorObject.outerWord, 0)
        if g.ref.type != Types.asyncGenerator { g.ref.setWord(GeneratorObject.leafWord, 0) }
    }
    static func kind(_ v: Value) -> String { v.type == Types.coroutine ? "coroutine" : v.type == Types.asyncGenerator ? "async generator" : "generator" }

    /// `next(g)`: nil at the end (a return value is lost, as `for` wants it).
    static func next(_ g: Value) throws(Raise) -> Value? {
        switch try resume(g, sent: .none, thrown: .unbound) {
        case .yielded(let v): return v
        case .returned: return nil
        }
    }
    /// Sends V to any iterator: None means `next`.
    static func send(_ it: Value, _ v: Value) throws(Raise) -> Outcome {
        let t = it.type
        if t == Types.generator || t == Types.coroutine { return try resume(it, sent: v, thrown: .unbound) }
        if t == AsyncGenerators.asend || t == AsyncGenerators.athrow { return try AsyncGenerators.advance(it, v, .unbound) }
        if t == FutureIterator.type { return try FutureIterator.step(it) }
        if v.isNone {
            let fast = try NativeIterators.next(it, t, keepsStop: true)
            if let fast { return fast.isUnbound ? .returned(.none) : .yielded(fast) }
            let s = t.slot(.next)
            if s.isUnbound { throw Errors.typeError("'\(t.text)' object is not an iterator") }
            return .yielded(try Operations.callSlot(s, it))
        }
        return .yielded(try Call.call(try Operations.getAttribute(it, Names.send), v))
    }
    /// `it.throw(...)`, TYPE, VALUE and TRACEBACK as given: a delegate without generator's shape gets them unchanged (as _gen_throw).
    static func throwGiven(_ it: Value, _ type: Value, _ value: Value, _ traceback: Value) throws(Raise) -> Outcome {
        let d = delegate(it)
        if !d.isNone && GeneratorObject(it).state == .suspended {
            if !traceback.isNone && !traceback.isUnbound && traceback.type != Types.traceback { throw Errors.typeError("throw() third argument must be a traceback object") }
            return try resume(it, sent: .unbound, thrown: TupleRef.from(type, value.orNone, traceback.orNone))
        }
        let e: Value
        do throws(Raise) { e = try exceptionToThrow(type, value, traceback) } catch {
            // What goes wrong in making the exception is raised in the generator.
            guard error.isException, type.isType, TypeRef(type.ref).has(TypeRef.Flags.exception), traceback.isUnbound || traceback.isNone || traceback.type == Types.traceback else { throw error }
            e = Errors.take()
        }
        return try throwInto(it, e)
    }
    static func throwInto(_ it: Value, _ e: Value) throws(Raise) -> Outcome { try resume(it, sent: .unbound, thrown: e) }

    /// `g.close()`.
    static func close(_ v: Value) throws(Raise) -> Value {
        let g = GeneratorObject(v)
        switch g.state {
        case .created: finish(g); return .none
        case .finished: return .none
        case .running: throw Errors.valueError("\(kind(v)) already executing")
        case .suspended: break
        }
        let e = ExceptionRef.make(Exceptions.generatorExit, args: TupleRef.empty)
        do throws(Raise) {
            switch try resume(v, sent: .unbound, thrown: e) {
            case .yielded: throw Errors.runtimeError("\(kind(v)) ignored GeneratorExit")
            case .returned(let r): return r
            }
        } catch {
            guard error.isException, Errors.matches(Exceptions.generatorExit) || Errors.matches(Exceptions.stopIteration) else { throw error }
            Errors.take()
            return .none
        }
    }
    /// Closes what a `yield from` or `await` delegates to.
    static func closeDelegate(_ it: Value) throws(Raise) {
        if it.type == Types.generator || it.type == Types.coroutine { _ = try close(it); return }
        let m: Value
        do throws(Raise) { m = try Operations.findAttribute(it, Names.close) } catch { Errors.unraisable("Exception ignored while closing", it); return }
        if !m.isUnbound { _ = try Call.call(m) }
    }
    /// The outcome as methods return it: StopIteration at the end.
    static func orStop(_ o: Outcome) throws(Raise) -> Value {
        switch o {
        case .yielded(let v): return v
        case .returned(let v): throw Errors.stopIteration(v)
        }
    }
    /// The exception instance that `throw(type, value, tb)` means.
    static func exceptionToThrow(_ a: Args, _ i: Int) throws(Raise) -> Value {
        try exceptionToThrow(a[i], a.has(i + 1) ? a[i + 1] : .none, a.has(i + 2) ? a[i + 2] : .none)
    }
    static func exceptionToThrow(_ given: Value, _ v: Value, _ tb: Value) throws(Raise) -> Value {
        var e = given
        if !tb.isNone && !tb.isUnbound && tb.type != Types.traceback { throw Errors.typeError("throw() third argument must be a traceback object") }
        if e.isType && TypeRef(e.ref).has(TypeRef.Flags.exception) {
            if v.isExceptionInstance && v.type.isSubtype(of: TypeRef(e.ref)) { e = v }
            else { e = v.isNone || v.isUnbound ? try Call.call(e) : v.isTuple ? try Call.call(e, tuple: v) : try Call.call(e, v) }
            if !e.isExceptionInstance { throw Errors.typeError("calling \(Operations.reprText(given)) should have returned an instance of BaseException, not \(e.type)") }
        } else if e.isExceptionInstance {
            if !v.isNone && !v.isUnbound { throw Errors.typeError("instance exception may not have a separate value") }
        } else { throw Errors.typeError("exceptions must be classes or instances deriving from BaseException, not \(e.type)") }
        if tb.isPointer { ExceptionRef(e).traceback = tb }
        return e
    }
    /// The iterator that a suspended `yield from` or `await` waits for, None if it waits for none.
    static func delegate(_ v: Value) -> Value {
        let g = GeneratorObject(v)
        guard g.state == .suspended else { return .none }
        let slot = g.ref.word(GeneratorObject.delegateWord)
        if slot != 0 { return g.frame[Int(slot) &- 1].orNone }
        guard let n = g.frame.currentNode as? DelegateNode else { return .none }
        return g.frame[n.area].orNone
    }
}
@inline(__always) func dx_frame_address_() -> UnsafeMutableRawPointer? { dx_frame_address() }

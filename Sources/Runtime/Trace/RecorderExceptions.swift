import TraceIR
import TraceCompiler

/// Exceptions that are raised and caught within a trace.
///
/// Where something raises while a recording runs, the handler that will catch the exception is looked for before anything is unwound (`plan`): the
/// type of the exception and the classes that the handlers name are guarded there, by the snapshot that goes on raising (`ResumeState.raising`). From there to the
/// handler nothing can fail: the calls in between are left, the handler's body is recorded like any other code. So there are three beginnings:
/// - a `raise` statement, which is a call that puts the exception into the thread state;
/// - a call that raised while it was recorded: the trace takes it for granted that it raises again, and the exit is that it gave a value (`callRaised`);
/// - a bridge from the exit of a call that raised (`special`).
/// The trace of a function, or a bridge of a loop's, may end with an exception that leaves it (`isLeavingRaising`): `Residual.end` is its value then.
/// A handler that neither looks at the exception nor can raise another (`TryStatement.Handler.isBlind`) needs no traceback (of an exception that was not raised before): no frame is completed and no
/// frame object made for it; an exception of a `raise` statement is not even put into the thread, and not made if nothing else needs it (`isApart`). For all others the frames are completed, and each that is left gets its entry, by calls.
///
/// Invariants: between `plan` and the handler there is no guard; the exception lies in `thread.raised` all the while, in the trace (unless it is apart) as while
/// recording.
/// `finally` and `with` are handlers of all: what they do is a call (`cleanUp`).
/// Not recorded: handlers in generators that are not blind, `except*`, an exception that passes through `with` or `finally` in a generator, and types of handlers that more than
/// names and attributes tell. There the recording is given up, and the next one takes the `try` as a whole.
extension Recorder {
    /// A `try` whose body is being recorded.
    struct Try {
        let handler: Handling, level: Int
    }
    /// What an exception meets on its way.
    enum Handling {
        case handlers(TryStatement)
        /// A loop over an iterator in Python, for which StopIteration is the end.
        case loop
        /// `finally` or `with`: what is done behind the body is a call, which raises once more as a rule.
        case cleanup(CleanupStatement)
        func isOf(_ s: TryStatement) -> Bool { if case .handlers(let t) = self { return t === s }; return false }
    }
    /// What will catch the exception on its way.
    struct Catcher {
        let handler: Handling, level: Int
        /// The handler's number.
        let index: Int, isBlind: Bool
        /// The exception, as the trace knows it.
        let exception: TraceIR.Ref
        /// The trace did not put it into the thread.
        let isApart: Bool
    }

    /// Whether an exception has somewhere to go.
    var isExpected: Bool { mayLeaveRaising || !tries.isEmpty }
    /// A bridge begins where what its exit left raised.
    func raisedBefore() throws(Raise) -> Raise {
        if JIT.lastRaise.kind != .exception || !isExpected || !thread.pointee.raised.isPointer { return Raise(.untraceable) }
        if !plan(snapshot(last: ResumeState.raising)) { return Raise(.untraceable) }
        return Raise(.exception)
    }
    /// Raises W (CAUSE: what stands behind `from`) as statement N does.
    func raise(_ n: Node, _ w: Traced, cause: Traced?) -> Raise {
        locate(n)
        if cause == nil, stops(w) { return RaiseStatement.raised(w.value, cause: .unbound) }
        let isOld = w.value.isExceptionInstance && !b.isNew(w.ref)
        if cause == nil && w.value.isExceptionInstance && !isOld && !tries.isEmpty {
            finished(w)
            let s = snapshot()
            forgetFinished()
            if plan(s, w), catcher?.isBlind ?? false { return RaiseStatement.raised(w.value, cause: .unbound) }
            catcher = nil
        }
        complete()
        b.call(Residual.raise, [b.asWord(w.ref), cause.map { b.asWord($0.ref) } ?? b.word(0)], result: .none)
        effects += 1
        let s = snapshot(last: ResumeState.raising, up: 1)
        let error = RaiseStatement.raised(w.value, cause: cause?.value ?? .unbound)
        if !plan(s, isOld: isOld) { abort(.raised) }
        return error
    }
    /// What is being handled is raised once more by N.
    func raisesAgain(_ n: Node) {
        locate(n)
        _ = residual(Residual.reraise, [b.slotAddress(top.base)], isValue: true)
    }
    /// ERROR has been thrown by what was being recorded: whether its way to a handler stands in the trace.
    func isPlanned(_ error: Raise) -> Bool {
        if !error.isException || abortReason != nil { return false }
        return catcher != nil || isLeavingRaising || callRaised()
    }
    /// The call that stands last has raised: its result is guarded to tell so. (The exit takes the value along: it is not to be taken without one.)
    private func callRaised() -> Bool {
        guard isExpected, thread.pointee.raised.isPointer, valueCall == b.count - 1, let s = b.lastCallRaised(result: Recorder.resultSlot, payload: Recorder.decided) else { return false }
        effects += 1
        return plan(s)
    }
    /// Finds the handler for the exception in the thread, or for W, with the guards that this asks for, which leave by S. ISOLD: it may have been raised
    /// before, and its traceback grows.
    private func plan(_ s: SnapshotID, _ w: Traced? = nil, isOld: Bool = false) -> Bool {
        let e = w?.value ?? thread.pointee.raised
        guard e.isExceptionInstance, !Monitor.isActive, abortReason == nil else { return false }
        if tries.isEmpty { isLeavingRaising = mayLeaveRaising; return mayLeaveRaising }
        let level = top, here = frame, around = forced
        forced = s
        defer { forced = around; top = level; frame = here }
        // (By a call: what raises, raises without saying that it writes the thread's word.)
        let x = w ?? Traced(value: e, ref: b.call(Residual.pending, [], result: .word, writes: 0, leaf: true))
        guardType(x, e.ref.type); guardVersion(e.ref.type)
        for t in tries.reversed() {
            top = levels[t.level]; frame = top.frame
            if case .cleanup = t.handler {
                if frame.base[Frame.generator].isPointer { return false }
                catcher = Catcher(handler: t.handler, level: t.level, index: 0, isBlind: false, exception: x.ref, isApart: w != nil)
                return true
            }
            guard case .handlers(let statement) = t.handler else {
                if !e.ref.type.isSubtype(of: Exceptions.stopIteration) { continue }
                catcher = Catcher(handler: .loop, level: t.level, index: 0, isBlind: true, exception: x.ref, isApart: w != nil)
                return true
            }
            let g = frame.base[Frame.generator]
            if g.isPointer && g.ref.word(GeneratorObject.handlersWord) != 0 { return false }
            for i in 0..<statement.handlers.count {
                let h = statement.handlers[i]
                if let type = h.type {
                    guard let fits = fits(e, type) else { return false }
                    if !fits { continue }
                }
                let isBlind = h.isBlind && !isOld && ExceptionRef(e).traceback.isUnbound && (h.target.map { $0.object is LocalTarget } ?? true)
                if g.isPointer && !isBlind { return false }
                if isBlind { b.guardEqual(b.load(x.ref, offset: ExceptionRef.tracebackWord * 8, class: Alias.attributes, kind: .i64), 0, s) }
                catcher = Catcher(handler: t.handler, level: t.level, index: i, isBlind: isBlind, exception: x.ref, isApart: w != nil)
                return true
            }
        }
        isLeavingRaising = mayLeaveRaising
        return mayLeaveRaising
    }
    /// Whether exception E matches what the handler's expression O names; nil where that cannot be said without running something.
    private func fits(_ e: Value, _ o: Operand) -> Bool? {
        if o.slot == -1, let t = o.node as? TupleNode {
            var any = false
            for i in 0..<t.items.count { guard let f = fits(e, t.items[i]) else { return nil }; any = any || f }
            return any
        }
        guard let w = className(o) else { return nil }
        guardIdentity(w)
        if w.value.isTuple { for i in 0..<TupleRef(w.value).count where !TupleRef(w.value)[i].isType { return nil } } else if !w.value.isType { return nil }
        do throws(Raise) { return try Handled.matches(e, w.value) } catch { Errors.take(); thread.pointee.raised = e; return nil }
    }
    /// The value of a name, or of an attribute that is kept where it can be read without running anything.
    private func className(_ o: Operand) -> Traced? {
        do throws(Raise) {
            if o.isSimple { return o.peek(frame).isUnbound ? nil : try o.read(self) }
            switch o.node {
            case let g as GlobalNode:
                guard canRead(g) else { return nil }
                return try evaluate(g)
            case let n as CellNode:
                return CellRef(frame[n.slot]).content.isUnbound ? nil : try evaluate(n)
            case let a as AttributeNode:
                guard let w = className(a.object), w.value.isPointer else { return nil }
                let c = AttributeCache.single(w.value, a.name)
                switch c.kind {
                case .inline, .overflow, .value, .typeAttribute: return try attribute(a, a.name, w, raisingIn: 0)
                case .module: return ModuleRef(w.value).dict.find(a.name) == nil ? nil : try attribute(a, a.name, w, raisingIn: 0)
                default: return nil
                }
            default: return nil
            }
        } catch { return nil }
    }

    // MARK: instances
    /// An exception whose `__new__` is BaseException's, and whose `__init__` is that as well or a Python function.
    func constructException(_ n: Expression, _ callee: Traced, _ first: Int, _ count: Int, _ all: Int, state: Int, names: Value) throws(Raise) -> Traced? {
        let t = TypeRef(callee.value.ref), i = t.slot(.`init`)
        guard !t.has(TypeRef.Flags.hasDel), t.instanceSize <= 512, t.attributes != TypeRef.attributesAtEnd, t.layout.to != Layout.trailing else { return nil }
        let isPlain = i == ExceptionType.initializer && names.bits == 0
        guard isPlain || i.isExactly(Types.function) && canInline(FunctionRef(i.ref), count + 1, names: names) else { return nil }
        guardIdentity(callee); guardVersion(t)
        let o = newException(t, count == 0 ? known(TupleRef.empty) : newTuple(arguments(first, count)))
        if isPlain { return o }
        let w = try inline(n, known(i), [o] + arguments(first, all), state: state, names: names, made: (n.area, o))
        try checkInit(w)
        return held(n.area)
    }
    /// `BaseException.__init__(self, *args)`
    func initializeException(_ callee: Traced, _ a: [Traced]) -> Traced? {
        let e = a[0]
        guard e.value.isExceptionInstance else { return nil }
        guardIdentity(callee); guardType(e, e.value.ref.type)
        let args = a.count == 1 ? known(TupleRef.empty) : newTuple(Array(a.dropFirst()))
        b.storeValue(e.ref, offset: ExceptionRef.argsWord * 8, class: Alias.attributes, value: args.ref)
        ExceptionRef(e.value).args = args.value
        effects += 1
        return constant(.none)
    }

    /// What reading item K of O raises, where O has none and the handler that catches that looks at nothing: it need not be made. nil elsewhere; a call is to raise it.
    func missing(_ o: Traced, _ k: Traced) -> Raise? {
        guard !tries.isEmpty, abortReason == nil, !Monitor.isActive, o.value.isPointer, case let t = o.value.ref.type else { return nil }
        let isText = t == Types.str, type = t == Types.dict ? Exceptions.keyError : Exceptions.indexError, argument: Traced
        if t == Types.dict {
            guard Plain.has(o.value, k.value) == 0 else { return nil }
            argument = Traced(value: k.value, ref: b.asWord(k.ref))
            guardType(o, t)
            b.guardEqual(b.call(Leaves.dictHas, [o.ref, argument.ref], result: .i64, writes: 0), 0, snapshot())
        } else {
            guard isText || t == Types.list || t == Types.tuple, k.value.isInt, !isWide(k), case let n = Int(o.value.ref.word(2)), k.value.int >= n || k.value.int < -n else { return nil }
            guardType(o, t)
            let count = b.load(o.ref, offset: 16, class: t == Types.list ? Alias.lengths : 0, kind: .i64, length: true), i = b.intToI64(int(k))
            if k.value.int >= 0 { b.guardBool(b.compare(.ge, i, count), true, snapshot()) }
            else { b.guardBool(b.compare(.lt, b.arithmetic(.add, i, count), b.i64(0)), true, snapshot()) }
            argument = known(StrRef.intern(isText ? "string index out of range" : t == Types.list ? "list index out of range" : "tuple index out of range"))
        }
        return unseen(type, argument)
    }
    /// What X divided by Y by operator OP raises, Y being zero, in the same way.
    func dividedByZero(_ op: Operations.Binary, _ x: Traced, _ y: Traced) -> Raise? {
        guard op == .truediv || op == .floordiv || op == .mod, !tries.isEmpty, abortReason == nil, !Monitor.isActive, isInt(x) || isFloat(x), isInt(y) && y.value.int == 0 || isFloat(y) && y.value.asDouble == 0 else { return nil }
        b.guardBool(isInt(y) ? b.compare(.eq, int(y), b.int(0)) : b.compare(.eq, float(y), b.float(0)), true, snapshot())
        _ = isInt(x) ? int(x) : float(x)
        do throws(Raise) { _ = try Operations.binary(op, x.value, y.value); return nil } catch {
            let args = ExceptionRef(Errors.take()).args
            return unseen(Exceptions.zeroDivisionError, known(TupleRef(args)[0]))
        }
    }
    /// An exception of class TYPE with ARGUMENT, where the handler that catches it looks at nothing.
    private func unseen(_ type: TypeRef, _ argument: Traced) -> Raise? {
        let e = newException(type, newTuple([argument])), planned = (catcher, isLeavingRaising)
        if plan(snapshot(), e), catcher?.isBlind ?? false { return RaiseStatement.raised(e.value, cause: .unbound) }
        (catcher, isLeavingRaising) = planned
        return nil
    }
    /// An exception of class T with the tuple ARGS, as `BaseException.__new__` makes it.
    private func newException(_ t: TypeRef, _ args: Traced) -> Traced {
        let o = instance(t)
        b.storeValue(o.ref, offset: ExceptionRef.argsWord * 8, class: Alias.attributes, value: args.ref)
        b.store(o.ref, offset: ExceptionRef.suppressWord * 8, class: Alias.attributes, value: b.word(Value.false.bits))
        ExceptionRef(o.value).args = args.value; ExceptionRef(o.value).suppressContext = false
        return o
    }

    // MARK: handlers
    /// What S does behind its body, the exception ERROR having left that, as a call; nil where the exception's way does not stand in the trace.
    func cleanUp(_ s: CleanupStatement, _ error: Raise) throws(Raise) -> Signal? {
        tries.append(Try(handler: .cleanup(s), level: levels.count - 1))
        let isPlanned = isPlanned(error)
        tries.removeLast()
        guard isPlanned, let k = catcher, case .cleanup(let t) = k.handler, t === s, levels[k.level] === top, levels.count == k.level + 1 else { return nil }
        catcher = nil
        complete()
        let r = b.call(Residual.cleanUp, [b.pointer(UInt(bitPattern: Unmanaged.passUnretained(s).toOpaque())), b.slotAddress(top.base)], result: .i64,
                       raises: snapshot(.raising, last: ResumeState.raising, up: 1))
        givesValue()
        forget(top, from: 0)
        effects += 1
        return ended(try signal { () throws(Raise) in try s.raised(frame, error) }, r, up: 1)
    }
    /// A generator, the top level, is left by the exception on its way; whether that stands in the trace.
    func leaveGeneratorRaising(_ l: Level, _ error: Raise) -> Bool {
        guard isPlanned(error), !Errors.matches(Exceptions.stopIteration) else { return false }
        let k = levels.count - 1
        if !(catcher?.isBlind ?? false) {
            complete()
            b.call(Residual.leaveGenerator, [l.generator], result: .none)
        }
        leaveThreadFrame(of: k)
        endGenerator(l)
        effects += 1
        return true
    }
    /// The handler of S that was planned, in the frame it belongs to: its number. It begins.
    func enterHandler(_ s: TryStatement) throws(Raise) -> Int? {
        guard let k = catcher, k.handler.isOf(s), levels[k.level] === top, levels.count == k.level + 1 else { return nil }
        catcher = nil
        at(1 + k.index)
        let area = s.area
        let e: Traced
        if k.isBlind {
            let th = b.threadState()
            let saved = Traced(value: thread.pointee.handled, ref: b.load(th, offset: Recorder.handledOffset, class: Alias.thread, kind: .word))
            e = Traced(value: Errors.take(), ref: k.exception)
            // (A generator does not save what its resumer handles; its handler is not counted, as no `yield` is in it.)
            put(area, frame.base[Frame.generator].isPointer ? constant(.unbound) : saved); put(area &+ 1, e)
            // (That it is being handled nobody sees; an exit restores what was handled before, like the end of the handler.)
            if !k.isApart {
                b.store(th, offset: MemoryLayout<ThreadState>.offset(of: \.raised)!, class: Alias.thread, value: b.word(0))
                b.store(th, offset: MemoryLayout<ThreadState>.offset(of: \.tracedFrame)!, class: Alias.thread, value: b.word(0))
            }
            thread.pointee.handled = e.value
            effects += 1
        } else {
            complete()
            b.call(Residual.enterHandler, [b.slotAddress(top.base), b.i64(area)], result: .none)
            s.begin(frame)
            e = Traced(value: frame[area &+ 1], ref: k.exception)
            bound(area); bound(area &+ 1)
            effects += 1
        }
        if let target = s.handlers[k.index].target?.object {
            if let l = target as? LocalTarget { store(l.slot, e) } else { try opaqueStore(target, e) }
        }
        return k.index
    }
    static let handledOffset = MemoryLayout<ThreadState>.offset(of: \.handled)!
    /// Handler I of S has ended well.
    func leaveHandler(_ s: TryStatement, _ i: Int) {
        let area = s.area, target = s.handlers[i].target?.object
        if let target, !(target is LocalTarget) {
            complete()
            b.call(Residual.leaveHandler, [b.pointer(UInt(bitPattern: Unmanaged.passUnretained(s).toOpaque())), b.slotAddress(top.base), b.i64(i)], result: .none)
            s.cleanUp(frame, i)
            forget(top, from: 0)
            effects += 1
            return
        }
        let saved = held(area)
        if !frame.base[Frame.generator].isPointer { b.store(b.threadState(), offset: Recorder.handledOffset, class: Alias.thread, value: b.asWord(saved.ref)) }
        s.cleanUp(frame, i)
        if let l = target as? LocalTarget { clear(l.slot) }
        clear(area); clear(area &+ 1)
        // (In memory as well: what the exception holds is not to live on.)
        if top.isInMemory { b.flushSlots(top.base + area, upTo: top.base + area + 2) }
        effects += 1
    }
    /// Handler I of S is left by the exception that has been planned for.
    func leaveHandlerRaising(_ s: TryStatement, _ i: Int) {
        complete()
        b.call(Residual.leaveHandlerRaising, [b.pointer(UInt(bitPattern: Unmanaged.passUnretained(s).toOpaque())), b.slotAddress(top.base), b.i64(i)], result: .none)
        forget(top, from: 0)
        effects += 1
    }
    /// An inlined call, the top level, is left by the exception that has been planned for.
    func leaveRaising() {
        if let k = catcher, k.isBlind {
            if !top.isInMemory { return }
            b.flushSlots(top.base, upTo: top.base + top.code.namedSlots)
            b.call(Residual.detachFrame, [b.slotAddress(top.base)], result: .none, writes: Alias.mask(Alias.slots))
        } else {
            complete()
            b.call(Residual.leaveRaising, [b.slotAddress(top.base)], result: .none)
        }
    }
}

/// What `await`, `yield from`, `async for` and `async with` ask of objects.
enum Await {
    /// The iterator behind an awaitable (`_PyCoro_GetAwaitableIter`). MESSAGE replaces the text for objects that cannot be awaited.
    static func iterator(_ v: Value, _ message: String?) throws(Raise) -> Value {
        if v.isExactly(Types.coroutine) {
            if GeneratorObject(v).state == .suspended && !Generators.delegate(v).isNone { throw Errors.runtimeError("coroutine is being awaited already") }
            return v
        }
        if v.isExactly(Types.generator), FunctionRef(GeneratorObject(v).frame.base[Frame.function].ref).code.flags & Code.Flags.iterableCoroutine != 0 { return v }
        let s = v.type.slot(.await)
        if s.isUnbound { throw Errors.typeError(message ?? "'\(v.type)' object can't be awaited") }
        let it = try Operations.callSlot(s, v)
        if it.isExactly(Types.coroutine) { throw Errors.typeError("__await__() returned a coroutine") }
        if it.type.slot(.next).isUnbound { throw Errors.typeError("__await__() returned non-iterator of type '\(it.type)'") }
        return it
    }
    /// The iterator of `yield from v`.
    static func delegate(_ v: Value, _ f: Frame) throws(Raise) -> Value {
        if v.isExactly(Types.coroutine) {
            if f.code.flags & (Code.Flags.coroutine | Code.Flags.iterableCoroutine) == 0 { throw Errors.typeError("cannot 'yield from' a coroutine object in a non-coroutine generator") }
            return v
        }
        if v.isExactly(Types.generator) { return v }
        return try Operations.iterate(v)
    }
    /// `__aiter__` of the operand of `async for`.
    static func asyncIterator(_ v: Value) throws(Raise) -> Value {
        let s = v.type.slot(.aiter)
        if s.isUnbound { throw Errors.typeError("'async for' requires an object with __aiter__ method, got \(v.type)") }
        let it = try Operations.callSlot(s, v)
        if it.type.slot(.anext).isUnbound { throw Errors.typeError("'async for' received an object from __aiter__ that does not implement __anext__: \(it.type)") }
        return it
    }
    /// The iterator of one `__anext__()`.
    static func nextAwaitable(_ it: Value) throws(Raise) -> Value {
        let s = it.type.slot(.anext)
        if s.isUnbound { throw Errors.typeError("'async for' requires an iterator with __anext__ method, got \(it.type)") }
        let a = try Operations.callSlot(s, it)
        do throws(Raise) { return try iterator(a, nil) } catch {
            guard error.isException else { throw error }
            let cause = Errors.take()
            let e = ExceptionRef.make(Exceptions.typeError, args: TupleRef.make(StrRef.make("'async for' received an invalid object from __anext__: \(a.type)")))
            ExceptionRef(e).cause = cause; ExceptionRef(e).suppressContext = true
            throw Errors.raise(e)
        }
    }
}
/// Asynchronous generators (PEP 525): `asend`, `athrow` and `aclose` objects drive the generator. That it has yielded a value of its own is
/// marked in the generator, so that it can be told from what its awaits yield. (CPython wraps such values.)
enum AsyncGenerators {
    nonisolated(unsafe) static var asend = TypeRef(), athrow = TypeRef()
    /// Words of asend/athrow objects: 2 generator, 3 argument, 4 state (0 init, 1 iterating, 2 closed), 5 kind (athrow: 0 throw, 1 close).
    // Bits of `asyncWord`: 1 the hooks were called, 2 closed, 4 it has yielded a value of its own.
    @inline(__always) private static func marks(_ g: Value) -> Int { g.ref.value(GeneratorObject.asyncWord).int }
    @inline(__always) private static func setMarks(_ g: Value, _ m: Int) { g.ref.setWord(GeneratorObject.asyncWord, Value(int: m).bits) }
    @inline(__always) static func markYield(_ g: Value) { setMarks(g, marks(g) | 4) }
    @inline(__always) private static func takeMark(_ g: Value) -> Bool {
        let m = marks(g)
        if m & 4 == 0 { return false }
        setMarks(g, m & ~4)
        return true
    }
    /// How a step of `async for` ended: with an item, at the end, or with a value for the event loop while the object that goes on waits.
    enum Item { case item(Value), end, waits(Value, Value) }
    /// Whether `next` serves for V.
    @inline(__always) static func isReady(_ v: Value) -> Bool {
        guard v.ref.type == Types.asyncGenerator, !Monitor.isActive, marks(v) & 2 == 0, !isBusy(v) else { return false }
        let s = GeneratorObject(v).state
        return s == .created || s == .suspended
    }
    /// `await g.__anext__()` without an object for it, unless it waits for something.
    static func next(_ g: Value) throws(Raise) -> Item {
        try hooks(g)
        setBusy(g, true)
        let outcome: Generators.Outcome
        do throws(Raise) { outcome = try Generators.resume(g, sent: .none, thrown: .unbound) } catch {
            if error.isException {
                setBusy(g, false)
                if Errors.matches(Exceptions.stopAsyncIteration) || Errors.matches(Exceptions.generatorExit) { setClosed(g) }
            }
            throw error
        }
        switch outcome {
        case .yielded(let v):
            if takeMark(g) { setBusy(g, false); return .item(v) }
            let o = make(asend, g, .none, 0)
            setState(o, 1)
            return .waits(v, o)
        case .returned:
            setBusy(g, false); setClosed(g)
            return .end
        }
    }
    private static func make(_ t: TypeRef, _ g: Value, _ a: Value, _ kind: Int) -> Value {
        let r = Heap.allocate(48, t)
        r.initialize(2, g); r.initialize(3, a); r.initialize(4, Value(int: 0)); r.initialize(5, Value(int: kind))
        return Value(r)
    }
    static func define() {
        asend = TypeFactory.make("async_generator_asend", size: 48, layout: .fields(2, 6))
        athrow = TypeFactory.make("async_generator_athrow", size: 48, layout: .fields(2, 6))
        let t = Types.asyncGenerator
        t.special("__aiter__", "($self, /)") { a throws(Raise) in a[0] }
        t.special("__anext__", "($self, /)") { a throws(Raise) in try hooks(a[0]); return make(asend, a[0], .none, 0) }
        t.method("asend", "($self, value, /)") { a throws(Raise) in try hooks(a[0]); return awaited(make(asend, a[0], a[1], 0)) }
        t.method("athrow", "($self, typ, val=<unrepresentable>, tb=<unrepresentable>, /)") { a throws(Raise) in
            try GeneratorTypes.deprecated(a, "athrow")
            try hooks(a[0])
            return awaited(make(athrow, a[0], TupleRef.make(a[1], a.has(2) ? a[2] : .none, a.has(3) ? a[3] : .none), 0))
        }
        t.method("aclose", "($self, /)") { a throws(Raise) in try hooks(a[0]); return awaited(make(athrow, a[0], .none, 1)) }
        t.special("__del__", "($self, /)") { a throws(Raise) in
            guard GeneratorObject(a[0]).state == .suspended else { return .none }
            let hook = a[0].ref.value(GeneratorObject.originWord)
            if hook.isPointer { _ = try Call.call(hook, a[0]) }
            return .none
        }
        for o in [asend, athrow] {
            o.special("__await__", "($self, /)") { a throws(Raise) in a[0] }
            o.special("__del__", "($self, /)") { a throws(Raise) in
                if state(a[0]) != 0 { return .none }
                let name = a[0].type == asend ? "asend" : a[0].ref.value(5).int == 1 ? "aclose" : "athrow"
                try Warnings.warn(Exceptions.runtimeWarning, "coroutine method '\(name)' of '\(StrRef(a[0].ref.value(2).ref.value(GeneratorObject.qualnameWord)).string)' was never awaited")
                return .none
            }
            o.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
            o.special("__next__", "($self, /)") { a throws(Raise) in try step(a[0], .none, .unbound) }
            o.method("send", "($self, value, /)") { a throws(Raise) in try step(a[0], a[1], .unbound) }
            o.method("throw", "($self, typ, val=<unrepresentable>, tb=<unrepresentable>, /)") { a throws(Raise) in try GeneratorTypes.deprecated(a); return try step(a[0], .unbound, try Generators.exceptionToThrow(a, 1)) }
            o.method("close", "($self, /)") { a throws(Raise) in
                if state(a[0]) == 1 {
                    let e = ExceptionRef.make(Exceptions.generatorExit, args: TupleRef.empty)
                    do throws(Raise) { _ = try step(a[0], .unbound, e) } catch {
                        guard error.isException, Errors.matches(Exceptions.generatorExit) || Errors.matches(Exceptions.stopIteration) || Errors.matches(Exceptions.stopAsyncIteration) else { throw error }
                        Errors.take()
                        return .none
                    }
                    throw Errors.runtimeError("coroutine ignored GeneratorExit")
                }
                setState(a[0], 2)
                return .none
            }
        }
    }
    /// Calls the first-iteration hook of `sys.set_asyncgen_hooks` once.
    private static func hooks(_ g: Value) throws(Raise) {
        if g.ref.value(GeneratorObject.asyncWord).int & 1 != 0 { return }
        g.ref.setWord(GeneratorObject.asyncWord, Value(int: 1).bits)
        let t = thread
        if t.pointee.asyncFinalizer.isPointer { g.ref.set(GeneratorObject.originWord, t.pointee.asyncFinalizer) }
        if t.pointee.asyncHooks.isPointer { _ = try Call.call(t.pointee.asyncHooks, g) }
    }
    /// O warns when it dies before its first step. (The steps of `async for` are not looked after: they are awaited at once.)
    private static func awaited(_ o: Value) -> Value { Finalizers.register(o.ref); return o }
    private static func state(_ o: Value) -> Int { o.ref.value(4).int }
    private static func setState(_ o: Value, _ s: Int) { o.ref.setWord(4, Value(int: s).bits) }
    private static func isClosed(_ g: Value) -> Bool { g.ref.value(GeneratorObject.asyncWord).int & 2 != 0 }
    private static func setClosed(_ g: Value) { g.ref.setWord(GeneratorObject.asyncWord, Value(int: g.ref.value(GeneratorObject.asyncWord).int | 2).bits) }
    private static func isBusy(_ g: Value) -> Bool { g.ref.value(GeneratorObject.runningWord) == .true }
    private static func setBusy(_ g: Value, _ b: Bool) { g.ref.setWord(GeneratorObject.runningWord, Value(bool: b).bits) }

    /// One step of an asend or athrow object: what it yields goes to the event loop; StopIteration carries the generator's value.
    private static func step(_ o: Value, _ sent: Value, _ thrown: Value) throws(Raise) -> Value {
        switch try advance(o, sent, thrown) {
        case .yielded(let v): return v
        case .returned(let v): throw stop(v)
        }
    }
    /// The same; the generator's value is what is returned.
    static func advance(_ o: Value, _ sent: Value, _ thrown: Value) throws(Raise) -> Generators.Outcome {
        let isThrow = o.type == athrow, isClose = isThrow && o.ref.value(5).int == 1
        let g = o.ref.value(2)
        let name = isClose ? "aclose" : isThrow ? "athrow" : o.ref.value(3).isNone ? "__anext__/asend" : "__anext__/asend"
        if state(o) == 2 {
            throw Errors.runtimeError("cannot reuse already awaited \(isThrow ? "aclose()/athrow()" : "\(name == "__anext__/asend" ? "__anext__()/asend()" : name)")")
        }
        let outcome: Generators.Outcome
        do throws(Raise) {
            if state(o) == 0 {
                if isBusy(g) {
                    setState(o, 2)
                    throw Errors.runtimeError(isClose ? "aclose(): asynchronous generator is already running" : isThrow ? "athrow(): asynchronous generator is already running" : "anext(): asynchronous generator is already running")
                }
                if isThrow {
                    if !thrown.isUnbound {
                        setState(o, 1); setBusy(g, true)
                        outcome = try Generators.resume(g, sent: .unbound, thrown: thrown)
                        return try finish(o, g, outcome, isClose)
                    }
                    if isClosed(g) { setState(o, 2); if isClose { return .returned(.none) }; throw Errors.empty(Exceptions.stopAsyncIteration) }
                    if GeneratorObject(g).state == .finished { setState(o, 2); return .returned(.none) }
                    if !sent.isNone { throw Errors.runtimeError("can't send non-None value to a just-started coroutine") }
                    setState(o, 1); setBusy(g, true)
                    if isClose { setClosed(g) }
                    if isClose && GeneratorObject(g).state == .created { Generators.finish(GeneratorObject(g)); setBusy(g, false); setState(o, 2); return .returned(.none) }
                    let e = isClose ? ExceptionRef.make(Exceptions.generatorExit, args: TupleRef.empty) : try given(o)
                    outcome = try Generators.resume(g, sent: .unbound, thrown: e)
                } else {
                    let first = sent.isUnbound || sent.isNone ? o.ref.value(3) : sent
                    setState(o, 1); setBusy(g, true)
                    if isClosed(g) || GeneratorObject(g).state == .finished { throw Errors.empty(Exceptions.stopAsyncIteration) }
                    outcome = thrown.isUnbound ? try Generators.resume(g, sent: first, thrown: .unbound) : try Generators.resume(g, sent: .unbound, thrown: thrown)
                }
            } else {
                outcome = thrown.isUnbound ? try Generators.resume(g, sent: sent, thrown: .unbound) : try Generators.resume(g, sent: .unbound, thrown: thrown)
            }
        } catch {
            if error.isException && state(o) == 1 {
                setBusy(g, false); setState(o, 2)
                if Errors.matches(Exceptions.stopAsyncIteration) || Errors.matches(Exceptions.generatorExit) {
                    setClosed(g)
                    if isClose { Errors.take(); return .returned(.none) }
                }
            }
            throw error
        }
        return try finish(o, g, outcome, isClose)
    }
    /// The exception that an athrow object was made with; whether it is one is asked only now.
    private static func given(_ o: Value) throws(Raise) -> Value { let t = TupleRef(o.ref.value(3)); return try Generators.exceptionToThrow(t[0], t[1], t[2]) }
    private static func finish(_ o: Value, _ g: Value, _ outcome: Generators.Outcome, _ isClose: Bool) throws(Raise) -> Generators.Outcome {
        switch outcome {
        case .yielded(let v):
            if takeMark(g) {
                setBusy(g, false); setState(o, 2)
                if isClose { throw Errors.runtimeError("async generator ignored GeneratorExit") }
                return .returned(v)
            }
            return outcome
        case .returned:
            setBusy(g, false); setState(o, 2); setClosed(g)
            if isClose { return .returned(.none) }
            throw Errors.empty(Exceptions.stopAsyncIteration)
        }
    }
    /// StopIteration(v) even for tuples.
    private static func stop(_ v: Value) -> Raise {
        let e = ExceptionRef.make(Exceptions.stopIteration, args: TupleRef.make(v))
        e.ref.set(ExceptionRef.firstExtra, v)
        return Errors.raise(e)
    }
}

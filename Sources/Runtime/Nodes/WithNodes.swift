/// `with` and `async with`, one item each (the builder nests them). [area] the bound `__exit__`, [area + 1] saved handled exception,
/// [area + 2] the exception, [area + 3] pending signal, [area + 4] pending return value, [area + 5] an awaitable being awaited,
/// [area + 6] the manager of an `async with` whose methods are functions (for `with` it lies in [area + 5]).
/// States: 0 context expression, 1 body, 2 awaiting `__aenter__`, 3 awaiting `__aexit__` after a normal end, 4 after an exception. Those of traces:
/// 5 `__enter__` runs, 6 the body has ended well, 7 `__exit__` runs.
final class WithStatement: CleanupStatement {
    let context: Operand, target: Borrowed<Target>?, area: Int, isAsync: Bool
    var body: Borrowed<Statement>
    override func mapStatements(_ w: (Statement) -> Statement) { body = Borrowed(w(body.object)) }
    var enterPath = ResumePath(), exitPath = ResumePath(), raisePath = ResumePath()
    init(_ c: Operand, _ t: Target?, _ b: Statement, area: Int, isAsync: Bool) { context = c; target = t.map { Borrowed($0) }; body = Borrowed(b); self.area = area; self.isAsync = isAsync }

    /// The line is the context expression's.
    @inline(__always) private func atContext(_ f: Frame) { if context.slot == -1 { f.base[Frame.node] = Value(bits: context.child.bits) } else { f.at(self) } }
    override func run(_ f: Frame) throws(Raise) -> Signal { try start(f, try context.read(f)) }
    private func start(_ f: Frame, _ manager: Value) throws(Raise) -> Signal {
        let v = try enter(f, manager)
        return try entered(f, isAsync ? try enteredLater(f, v) : v)
    }
    @inline(never) private func enteredLater(_ f: Frame, _ v: Value) throws(Raise) -> Value {
        f[area &+ 5] = try awaitable(v, "__aenter__")
        return try AwaitStep.start(f, area &+ 5, self, enterPath)
    }
    @inline(__always) private func awaitable(_ v: Value, _ method: StaticString) throws(Raise) -> Value {
        if v.isPointer && v.ref.type == Types.coroutine && GeneratorObject(v.ref).state == .created { return v }
        return try Await.iterator(v, "'async with' received an object from \(method) that does not implement __await__: \(v.typeName)")
    }
    private var managerSlot: Int { isAsync ? area &+ 6 : area &+ 5 }
    private func clear(_ f: Frame) { for i in 0..<(isAsync ? 7 : 6) { f[area &+ i] = .unbound } }
    /// What `__enter__` (`__aenter__`) gives; its counterpart is kept in the area.
    /// (Not inlined, like what follows the body: a wide frame below the body would keep addresses of earlier calls in slots it does not use.)
    @inline(never) func enter(_ f: Frame, _ manager: Value) throws(Raise) -> Value {
        atContext(f)
        if manager.isPointer {
            // Methods of a class are called without making bound ones: [area] the function.
            let t = manager.ref.type, exit = isAsync ? t.slot(.aexit) : t.slot(.exit), enter = isAsync ? t.slot(.aenter) : t.slot(.enter)
            if exit.isPointer && exit.ref.type == Types.function && enter.isPointer && enter.ref.type == Types.function {
                f[area] = exit; f[managerSlot] = manager
                var a = manager
                return try Call.function(FunctionRef(enter.ref), &a, 1)
            }
        }
        let protocolName = isAsync ? "asynchronous context manager" : "context manager"
        let enterName = isAsync ? "__aenter__" : "__enter__", exitName = isAsync ? "__aexit__" : "__exit__"
        let exit = try Operations.special(manager, isAsync ? Slot.aexit.name : Slot.exit.name)
        if exit.isUnbound { throw try missing(manager, protocolName, exitName) }
        let enter = try Operations.special(manager, isAsync ? Slot.aenter.name : Slot.enter.name)
        if enter.isUnbound { throw try missing(manager, protocolName, enterName) }
        // What another round of this statement left there is no manager of this one.
        f[area] = exit; f[managerSlot] = .unbound
        return try Call.call(enter)
    }
    @inline(never) private func missing(_ m: Value, _ what: String, _ name: String) throws(Raise) -> Raise {
        let other = isAsync ? (Slot.enter.name, Slot.exit.name) : (Slot.aenter.name, Slot.aexit.name)
        var hint = ""
        let a = try Operations.special(m, other.0), b = try Operations.special(m, other.1)
        if !a.isUnbound && !b.isUnbound {
            hint = " but it supports the \(isAsync ? "" : "asynchronous ")context manager protocol. Did you mean to use '\(isAsync ? "with" : "async with")'?"
        }
        return Errors.typeError("'\(m.type)' object does not support the \(what) protocol (missed \(name) method)\(hint)")
    }
    private func entered(_ f: Frame, _ v: Value) throws(Raise) -> Signal {
        let s: Signal
        do throws(Raise) {
            if let target {
                if _slowPath(Monitor.isActive) { try reportTarget(f) }
                try target.with { t throws(Raise) in try t.store(f, v) }
            }
            s = try body.run(f)
        } catch { return try raised(f, error) }
        return s == .suspend ? s : try ended(f, s)
    }
    @inline(never) private func reportTarget(_ f: Frame) throws(Raise) { if let target { try Monitor.line(f, target.object) } }
    @inline(never) private func ended(_ f: Frame, _ s: Signal) throws(Raise) -> Signal {
        f[area &+ 3] = Value(int: Int(s.rawValue)); f[area &+ 4] = f.base[Frame.result]
        let r = try exit(f)
        if isAsync {
            f[area &+ 5] = try awaitable(r, "__aexit__")
            _ = try AwaitStep.start(f, area &+ 5, self, exitPath)
        }
        return left(f)
    }
    /// Calls `__exit__` (`__aexit__`) after a body that ended well.
    private func exit(_ f: Frame) throws(Raise) -> Value {
        if _slowPath(Monitor.isActive) { try Monitor.line(f, self) }
        atContext(f)
        let exit = f[area], manager = f[managerSlot]
        return manager.isUnbound ? try Call.call(exit, .none, .none, .none) : try Call.call(exit, manager, .none, .none, .none)
    }
    /// `exit` as traces call it: nothing of the statement is needed any more.
    func leave(_ f: Frame) throws(Raise) {
        _ = try exit(f)
        clear(f)
    }
    override func tracedChild(_ state: Int) -> Borrowed<Statement>? { state == 1 && !isAsync && target.map { $0.object is LocalTarget || $0.object is CellTarget } ?? true ? body : nil }
    /// The straight path: the manager's methods are called, the body is recorded.
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        if isAsync || target.map({ !($0.object is LocalTarget) && !($0.object is CellTarget) }) ?? false { return try super.trace(r, &c) }
        if !c.isActive && passed > 1 { return try r.opaque(self) }
        if c.isActive && c.path[c.level] > 1 && c.path[c.level] < 5 { throw r.untraceable(self) }
        r.enter(); defer { r.leave() }
        let state = c.begin()
        if state == 0 {
            r.at(0)
            try entered(r, try r.enter(self, try r.read(context, &c)))
        } else { for i in [0, 3, 4, 5] { _ = r.held(area + i) } }
        if state == 5 { try entered(r, try r.finishCall(self, &c)) }
        if state > 5 {
            if state == 7 { _ = try r.finishCall(self, &c) } else { r.at(6); try r.exit(self) }
            guard let s = Signal(rawValue: UInt8(r.frame[area + 3].int)) else { throw r.untraceable(self) }
            if s == .return_ { r.result = r.held(area + 4) }
            return s
        }
        r.at(1)
        var cleaned = Signal.next
        guard let s = try trace(body.object, r, &c, cleaned: &cleaned) else { return cleaned }
        if s == .suspend { return s }
        let value = s == .return_ ? r.result : r.constant(.none)
        r.put(area &+ 3, r.constant(Value(int: Int(s.rawValue)))); r.put(area &+ 4, value)
        r.at(6)
        try r.exit(self)
        if s == .return_ { r.result = value }
        return s
    }
    private func entered(_ r: Recorder, _ w: Traced) throws(Raise) { if let target { try target.object.trace(r, w) } }
    private func left(_ f: Frame) -> Signal {
        f.base[Frame.result] = f[area &+ 4]
        let s = Signal(rawValue: UInt8(f[area &+ 3].int)).unsafelyUnwrapped
        clear(f)
        return s
    }
    @inline(never) override func raised(_ f: Frame, _ error: Raise) throws(Raise) -> Signal {
        if !error.isException { throw error }
        let e = Handled.caught(f)
        f[area &+ 2] = e
        Handled.enter(f, e, area &+ 1)
        let place = f.base[Frame.node]
        atContext(f)
        do throws(Raise) { return try guarded(f, e) } catch {
            // The exception goes on from where it came.
            if error.isException && thread.pointee.raised == e { f.base[Frame.node] = place }
            throw error
        }
    }
    /// Calls `__exit__` about the exception E.
    private func exit(_ f: Frame, _ e: Value) throws(Raise) -> Value {
        if _slowPath(Monitor.isActive) { try Monitor.line(f, self) }
        let tb = ExceptionRef(e).traceback.orNone, manager = f[managerSlot]
        let r = manager.isUnbound ? try Call.call(f[area], e.type.value, e, tb) : try Call.call(f[area], manager, e.type.value, e, tb)
        if !isAsync { return r }
        f[area &+ 5] = try awaitable(r, "__aexit__")
        return try AwaitStep.start(f, area &+ 5, self, raisePath)
    }
    /// The result of `__exit__` about E decides (E unbound: it is being awaited); an exception of its own replaces the first.
    private func guarded(_ f: Frame, _ raised: Value) throws(Raise) -> Signal {
        var swallow = false
        do throws(Raise) { swallow = try Operations.isTrue(raised.isUnbound ? try AwaitStep.proceed(f, area &+ 5, self, raisePath) : try exit(f, raised)) } catch {
            if error.isException { Traceback.add(f, thread); Handled.leave(f, area &+ 1); clear(f); thread.pointee.tracedFrame = f.base }
            throw error
        }
        let e = f[area &+ 2]
        Handled.leave(f, area &+ 1)
        clear(f)
        if swallow { return .next }
        throw Errors.reraise(e, in: f)
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        switch c.next() {
        case 0: return try start(f, try context.resume(f, &c))
        case 1:
            let s: Signal
            do throws(Raise) { s = try body.proceed(f, &c) } catch { c.end(); return try raised(f, error) }
            return s == .suspend ? s : try ended(f, s)
        case 2: return try entered(f, try AwaitStep.proceed(f, area &+ 5, self, enterPath))
        case 3: _ = try AwaitStep.proceed(f, area &+ 5, self, exitPath); return left(f)
        case 5: return try entered(f, try Call.finish(f, self, &c))
        case 6:
            if c.isSpecial { _ = try ResumeState.value(f, &c); return left(f) }
            f.base[Frame.result] = f[area &+ 4]
            return try ended(f, Signal(rawValue: UInt8(f[area &+ 3].int)).unsafelyUnwrapped)
        case 7: _ = try Call.finish(f, self, &c); return left(f)
        default: return try guarded(f, .unbound)
        }
    }
}

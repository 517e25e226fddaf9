/// `try` in all its forms. Every part lets `Signal.suspend`, `Raise.suspend` and `.reposition` pass untouched.

/// The exception being handled, saved and restored around a handler. In a generator the exception that its caller handles is not saved
/// (it may be another one by the time the generator goes on): unbound stands for it.
enum Handled {
    /// Word of a generator: what its current resumer handles.
    @inline(__always) static func outer(_ f: Frame) -> Value { f.base[Frame.generator].isPointer ? f.base[Frame.generator].ref.value(GeneratorObject.outerWord) : .unbound }
    static func enter(_ f: Frame, _ e: Value, _ slot: Int) {
        let t = thread, now = t.pointee.handled, g = f.base[Frame.generator]
        if g.isPointer {
            // The outermost handler of a generator saves nothing, whatever its resumer handles.
            let depth = g.ref.word(GeneratorObject.handlersWord)
            f[slot] = depth == 0 ? .unbound : now
            g.ref.setWord(GeneratorObject.handlersWord, depth &+ 1)
        } else { f[slot] = now }
        t.pointee.handled = e
    }
    static func leave(_ f: Frame, _ slot: Int) {
        let saved = f[slot]
        let g = f.base[Frame.generator]
        if g.isPointer { g.ref.setWord(GeneratorObject.handlersWord, max(1, g.ref.word(GeneratorObject.handlersWord)) &- 1) }
        thread.pointee.handled = saved.isUnbound ? outer(f) : saved
        f[slot] = .unbound
    }
    /// An exception arrived in frame F: its traceback entry is made; it is taken from the thread.
    static func caught(_ f: Frame) -> Value {
        let t = thread
        Traceback.add(f, t)
        if _slowPath(Monitor.isActive) { Monitor.handled(f) }
        return Errors.take()
    }
    /// Whether exception E matches the class or tuple of classes T.
    static func matches(_ e: Value, _ t: Value) throws(Raise) -> Bool {
        if t.isType && TypeRef(t.ref).has(TypeRef.Flags.exception) { return e.ref.type.isSubtype(of: TypeRef(t.ref)) }
        if t.isTuple {
            let u = TupleRef(t)
            for i in 0..<u.count { if !(u[i].isType && TypeRef(u[i].ref).has(TypeRef.Flags.exception)) { throw Errors.typeError("catching classes that do not inherit from BaseException is not allowed") } }
            for i in 0..<u.count { if e.ref.type.isSubtype(of: TypeRef(u[i].ref)) { return true } }
            return false
        }
        throw Errors.typeError("catching classes that do not inherit from BaseException is not allowed")
    }
}

/// `try` … `except` … `else`. [area]: the saved handled exception, [area + 1]: the exception.
/// States: 0 body, 1 + i handler i, 1000 else.
final class TryStatement: Statement {
    struct Handler {
        let type: Operand?, target: Borrowed<Target>?; var body: Borrowed<Statement>; let node: Borrowed<Node>
        /// The body can neither look at the exception nor raise another, whose context it would be: nobody sees a traceback.
        var isBlind = false
    }
    let handlers: Children<Handler>, area: Int
    var body: Borrowed<Statement>, otherwise: Borrowed<Statement>?
    override func mapStatements(_ w: (Statement) -> Statement) {
        body = Borrowed(w(body.object)); otherwise = otherwise.map { Borrowed(w($0.object)) }
        for i in 0..<handlers.count { handlers.start[i].body = Borrowed(w(handlers[i].body.object)) }
    }
    static let elseState = 1000
    init(_ b: Statement, _ h: [Handler], _ e: Statement?, area: Int) { body = Borrowed(b); handlers = Children(h); otherwise = e.map { Borrowed($0) }; self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let s: Signal
        do throws(Raise) { s = try body.run(f) } catch { return try handle(f, error) }
        if s != .next { return s }
        if let otherwise { return try otherwise.with { o throws(Raise) in try o.run(f) } }
        return .next
    }
    override func tracedChild(_ state: Int) -> Borrowed<Statement>? { state == 0 ? body : nil }
    /// A recording met an exception that was handled here: the next ones take the statement as a whole.
    private var catches = false
    /// What the first handler does where it is `except StopIteration:` and a single statement that needs no exception.
    private var afterStop: Statement? {
        guard handlers.count > 0, handlers[0].target == nil, handlers[0].type?.slot == -1, let g = handlers[0].type?.node as? GlobalNode, StrRef(g.name).equals("StopIteration") else { return nil }
        switch handlers[0].body.object {
        case let r as ReturnStatement: return r.value.isConstant ? r : nil
        case let s where s is PassStatement || s is BreakStatement || s is ContinueStatement: return s
        default: return nil
        }
    }
    /// The body, and where an exception met here is one that was planned for, its handler (see RecorderExceptions.swift). What else arrives ends the recording.
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        if !c.isActive && catches { return try r.opaque(self) }
        let state = c.isActive ? Int(c.path[c.level]) : 0
        if state > 0 && state != TryStatement.elseState && !handlers[state - 1].isBlind && (!r.top.generator.isNone || r.frame.base[Frame.generator].isPointer) { throw r.untraceable(self) }
        r.enter(); defer { r.leave() }
        _ = c.begin()
        if state == TryStatement.elseState { r.at(state); return try r.run(otherwise.unsafelyUnwrapped.object, &c) }
        if state > 0 {
            _ = r.held(area); _ = r.held(area &+ 1)
            return try traceHandler(r, state - 1, &c)
        }
        r.at(0)
        let level = r.top, outer = level.stopDepth
        level.stopDepth = -1
        if afterStop != nil, let g = handlers[0].type?.node as? GlobalNode {
            // (In the middle of the body there is no way out to before it; the name means what it meant when the statement began.)
            let t = c.isActive ? try g.execute(r.frame) : try r.global(g.name, g, namespace: false).value
            if t == Exceptions.stopIteration.value { level.stopDepth = level.path.count + (body.object is Block ? 3 : 2) }
        }
        defer { level.stopDepth = outer }
        let s: Signal
        do throws(Raise) {
            let depth = r.tries.count
            r.tries.append(Recorder.Try(handler: .handlers(self), level: r.levels.count - 1))
            defer { r.tries.removeLast(r.tries.count - depth) }
            s = try r.run(body.object, &c)
        } catch {
            c.end()
            if error.kind == .stopped, let after = afterStop {
                if let x = after as? ReturnStatement { r.result = r.known(x.value.value) }
                return after is ReturnStatement ? .return_ : after is BreakStatement ? .break_ : after is ContinueStatement ? .continue_ : .next
            }
            return try caught(r, error)
        }
        if s != .next { return s }
        guard let otherwise else { return .next }
        r.at(TryStatement.elseState)
        return try r.run(otherwise.object, &c)
    }
    private func caught(_ r: Recorder, _ error: Raise) throws(Raise) -> Signal {
        if !error.isException { throw error }
        let isOn = r.abortReason == nil
        r.tries.append(Recorder.Try(handler: .handlers(self), level: r.levels.count - 1))
        let isPlanned = r.isPlanned(error)
        r.tries.removeLast()
        if isPlanned {
            if let i = try r.enterHandler(self) { var c = Cursor.fresh; return try traceHandler(r, i, &c) }
            // An outer one catches it.
            return try handle(r.frame, error)
        }
        r.abort(.raised)
        let s = try handle(r.frame, error)
        catches = isOn
        return s
    }
    private func traceHandler(_ r: Recorder, _ i: Int, _ c: inout Cursor) throws(Raise) -> Signal {
        r.at(1 + i)
        let s: Signal
        do throws(Raise) { s = try r.run(handlers[i].body.object, &c) } catch {
            if error.isException {
                if r.isPlanned(error) { r.leaveHandlerRaising(self, i) } else { r.abort(.raised) }
                leftRaising(r.frame, i)
            }
            throw error
        }
        if s != .suspend { r.leaveHandler(self, i) }
        return s
    }
    /// An exception out of handler I must not lose its traceback entry for this frame.
    func leftRaising(_ f: Frame, _ i: Int) {
        Traceback.add(f, thread)
        cleanUp(f, i)
        thread.pointee.tracedFrame = f.base
    }
    /// An exception has arrived whose handler keeps its state in [AREA].
    static func begin(_ f: Frame, _ area: Int) {
        let e = Handled.caught(f)
        f[area &+ 1] = e
        Handled.enter(f, e, area)
    }
    func begin(_ f: Frame) { TryStatement.begin(f, area) }
    @inline(never) private func handle(_ f: Frame, _ error: Raise) throws(Raise) -> Signal {
        if !error.isException { throw error }
        begin(f)
        let e = f[area &+ 1]
        for i in 0..<handlers.count {
            if _slowPath(Monitor.isActive) { try enterHandler(f, i) }
            if let type = handlers[i].type {
                var fits = false
                do throws(Raise) {
                    let t = try type.read(f)
                    f.at(handlers[i].node.object)
                    fits = try Handled.matches(e, t)
                } catch {
                    if error.isException { leaveNested(f) }
                    throw error
                }
                if !fits { continue }
            }
            if let target = handlers[i].target { try target.with { t throws(Raise) in try t.store(f, e) } }
            return try finish(f, i, nil)
        }
        Handled.leave(f, area)
        f[area &+ 1] = .unbound
        throw Errors.reraise(e, in: f)
    }
    /// Runs a handler's body and cleans up behind it.
    private func finish(_ f: Frame, _ i: Int, _ cursor: UnsafeMutablePointer<Cursor>?) throws(Raise) -> Signal {
        let s: Signal
        do throws(Raise) { s = try handlers[i].body.with { b throws(Raise) in if let cursor { try b.proceed(f, &cursor.pointee) } else { try b.run(f) } } } catch {
            if error.isException { leftRaising(f, i) }
            throw error
        }
        if s != .suspend { cleanUp(f, i) }
        return s
    }
    func cleanUp(_ f: Frame, _ i: Int) {
        Handled.leave(f, area)
        f[area &+ 1] = .unbound
        if let target = handlers[i].target {
            // `except E as x` ends with x = None; del x.
            target.read { t in do throws(Raise) { try t.store(f, .none); try t.delete(f) } catch { Errors.take() } }
        }
    }
    private func enterHandler(_ f: Frame, _ i: Int) throws(Raise) {
        do throws(Raise) { try Monitor.line(f, handlers[i].node.object) } catch { if error.isException { leaveNested(f) }; throw error }
    }
    private func leaveNested(_ f: Frame) { Traceback.add(f, thread); Handled.leave(f, area); f[area &+ 1] = .unbound }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        let state = c.next()
        if state == 0 {
            let s: Signal
            do throws(Raise) { s = try body.proceed(f, &c) } catch { c.end(); return try handle(f, error) }
            if s != .next { return s }
            if let otherwise { return try otherwise.with { o throws(Raise) in try o.run(f) } }
            return .next
        }
        if state == TryStatement.elseState { return try otherwise.unsafelyUnwrapped.with { o throws(Raise) in try o.proceed(f, &c) } }
        let i = state - 1
        return try finish(f, i, &c)
    }
}

/// What something is done behind, whether or not an exception arrives.
class CleanupStatement: Statement {
    /// The body of frame F was left by ERROR: what is done then.
    func raised(_ f: Frame, _ error: Raise) throws(Raise) -> Signal { throw error }
    /// How many recordings met an exception that could not go on from here: after two the next take the statement as a whole.
    final var passed = 0
    /// The body under the recorder; nil where it was left by an exception, for which S is what the clean-up gave.
    final func trace(_ body: Statement, _ r: Recorder, _ c: inout Cursor, cleaned s: inout Signal) throws(Raise) -> Signal? {
        let isOn = r.abortReason == nil
        do throws(Raise) {
            let depth = r.tries.count
            r.tries.append(Recorder.Try(handler: .cleanup(self), level: r.levels.count - 1))
            defer { r.tries.removeLast(r.tries.count - depth) }
            return try r.run(body, &c)
        } catch {
            c.end()
            if !error.isException { throw error }
            if let x = try r.cleanUp(self, error) { s = x; return nil }
            if isOn { passed += 1 }
            r.abort(.raised)
            s = try raised(r.frame, error)
            return nil
        }
    }
}

/// `try` … `finally`. [area]: saved handled exception, [area + 1]: the pending exception, [area + 2]: the pending signal, [area + 3]: the pending return value.
final class FinallyStatement: CleanupStatement {
    var body: Borrowed<Statement>, final: Borrowed<Statement>
    let area: Int
    override func mapStatements(_ w: (Statement) -> Statement) { body = Borrowed(w(body.object)); final = Borrowed(w(final.object)) }
    init(_ b: Statement, _ f: Statement, area: Int) { body = Borrowed(b); final = Borrowed(f); self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let s: Signal
        do throws(Raise) { s = try body.run(f) } catch { return try raised(f, error) }
        return s == .suspend ? s : try ended(f, s)
    }
    @inline(never) override func raised(_ f: Frame, _ error: Raise) throws(Raise) -> Signal {
        if !error.isException { throw error }
        let e = Handled.caught(f)
        f[area &+ 1] = e
        Handled.enter(f, e, area)
        return try after(f, nil)
    }
    private func ended(_ f: Frame, _ s: Signal) throws(Raise) -> Signal {
        f[area &+ 2] = Value(int: Int(s.rawValue))
        f[area &+ 3] = f.base[Frame.result]
        f[area &+ 1] = .unbound
        return try after(f, nil)
    }
    private func after(_ f: Frame, _ cursor: UnsafeMutablePointer<Cursor>?) throws(Raise) -> Signal {
        let s: Signal
        let raising = f[area &+ 1].isPointer
        do throws(Raise) { if let cursor { s = try final.proceed(f, &cursor.pointee) } else { s = try final.run(f) } } catch {
            if error.isException && f[area &+ 1].isPointer {
                Traceback.add(f, thread)
                Handled.leave(f, area); f[area &+ 1] = .unbound
                thread.pointee.tracedFrame = f.base
            }
            throw error
        }
        if s == .suspend { return s }
        if raising {
            let e = f[area &+ 1]
            Handled.leave(f, area); f[area &+ 1] = .unbound
            if s != .next { return s }
            throw reraised(e, f)
        }
        if s != .next { return s }
        f.base[Frame.result] = f[area &+ 3]
        f[area &+ 3] = .unbound
        return Signal(rawValue: UInt8(f[area &+ 2].int)).unsafelyUnwrapped
    }
    @inline(never) private func reraised(_ e: Value, _ f: Frame) -> Raise { f.at(last); return Errors.reraise(e, in: f) }
    /// The line of a frame that an exception leaves behind the `finally` is that of its end.
    private var last: Statement {
        var s = final.object
        while true {
            if let b = s as? Block { s = b.parts[b.parts.count - 1].object } else if let l = s as? LineStatement { s = l.inner } else { return s }
        }
    }
    override func tracedChild(_ state: Int) -> Borrowed<Statement>? { state == 0 ? body : nil }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if c.next() == 0 {
            let s: Signal
            do throws(Raise) { s = try body.proceed(f, &c) } catch { c.end(); return try raised(f, error) }
            return s == .suspend ? s : try ended(f, s)
        }
        return try after(f, &c)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        if !c.isActive && passed > 1 { return try r.opaque(self) }
        if c.isActive && c.path[c.level] != 0 { throw r.untraceable(self) }
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        var cleaned = Signal.next
        guard let s = try trace(body.object, r, &c, cleaned: &cleaned) else { return cleaned }
        if s == .suspend { return s }
        let value = s == .return_ ? r.result : r.constant(.none)
        r.put(area &+ 2, r.constant(Value(int: Int(s.rawValue)))); r.put(area &+ 3, value); r.put(area &+ 1, r.constant(.unbound))
        r.at(1)
        let x: Signal
        do throws(Raise) { x = try r.run(final.object, &c) } catch { r.abort(.raised); throw error }
        if x != .next { return x }
        r.result = value
        return s
    }
}

/// `try` … `except*`. [area] saved handled, [area + 1] the original exception, [area + 2] what is left of it, [area + 3] list of exceptions raised by handlers, [area + 4] the matched part.
final class TryStarStatement: Statement {
    let handlers: Children<TryStatement.Handler>, area: Int
    var body: Borrowed<Statement>, otherwise: Borrowed<Statement>?
    override func mapStatements(_ w: (Statement) -> Statement) {
        body = Borrowed(w(body.object)); otherwise = otherwise.map { Borrowed(w($0.object)) }
        for i in 0..<handlers.count { handlers.start[i].body = Borrowed(w(handlers[i].body.object)) }
    }
    init(_ b: Statement, _ h: [TryStatement.Handler], _ e: Statement?, area: Int) { body = Borrowed(b); handlers = Children(h); otherwise = e.map { Borrowed($0) }; self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let s: Signal
        do throws(Raise) { s = try body.run(f) } catch { return try begin(f, error) }
        if s != .next { return s }
        if let otherwise { return try otherwise.with { o throws(Raise) in try o.run(f) } }
        return .next
    }
    private func begin(_ f: Frame, _ error: Raise) throws(Raise) -> Signal {
        if !error.isException { throw error }
        let e = Handled.caught(f)
        f[area &+ 1] = e; f[area &+ 2] = e; f[area &+ 3] = ListRef.allocate().value
        Handled.enter(f, e, area)
        return try from(0, f)
    }
    private func from(_ start: Int, _ f: Frame) throws(Raise) -> Signal {
        for i in start..<max(handlers.count, start) {
            if f[area &+ 2].isNone { break }
            let split: (matched: Value, rest: Value)
            do throws(Raise) {
                if _slowPath(Monitor.isActive) { try Monitor.line(f, handlers[i].node.object) }
                let t = try handlers[i].type.unsafelyUnwrapped.read(f)
                f.at(handlers[i].node.object)
                split = try ExceptionGroups.match(f[area &+ 2], t)
            } catch { if error.isException { close(f) }; throw error }
            if split.matched.isNone { continue }
            f[area &+ 2] = split.rest; f[area &+ 4] = split.matched
            thread.pointee.handled = split.matched
            if let target = handlers[i].target { try target.with { t throws(Raise) in try t.store(f, split.matched) } }
            if try handler(i, f, { f throws(Raise) in try self.handlers[i].body.with { b throws(Raise) in try b.run(f) } }) == .suspend { return .suspend }
        }
        return try end(f)
    }
    private func handler(_ i: Int, _ f: Frame, _ body: (Frame) throws(Raise) -> Signal) throws(Raise) -> Signal {
        do throws(Raise) { if try body(f) == .suspend { return .suspend } } catch {
            if !error.isException { throw error }
            ListRef(f[area &+ 3]).append(Handled.caught(f))
        }
        if let target = handlers[i].target { target.read { t in do throws(Raise) { try t.store(f, .none); try t.delete(f) } catch { Errors.take() } } }
        thread.pointee.handled = f[area &+ 1]
        return .next
    }
    private func close(_ f: Frame) { Traceback.add(f, thread); Handled.leave(f, area); for i in 1..<5 { f[area &+ i] = .unbound } }
    private func end(_ f: Frame) throws(Raise) -> Signal {
        let original = f[area &+ 1], rest = f[area &+ 2], raised = f[area &+ 3]
        let result = try ExceptionGroups.reraiseStar(original, rest, ListRef(raised))
        Handled.leave(f, area)
        for i in 1..<5 { f[area &+ i] = .unbound }
        if result.isNone { return .next }
        throw Errors.reraise(result, in: f)
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        let state = c.next()
        if state == 0 {
            let s: Signal
            do throws(Raise) { s = try body.proceed(f, &c) } catch { c.end(); return try begin(f, error) }
            if s != .next { return s }
            if let otherwise { return try otherwise.with { o throws(Raise) in try o.run(f) } }
            return .next
        }
        if state == TryStatement.elseState { return try otherwise.unsafelyUnwrapped.with { o throws(Raise) in try o.proceed(f, &c) } }
        var cursor = c
        c.end()
        if try handler(state - 1, f, { f throws(Raise) in try self.handlers[state - 1].body.with { b throws(Raise) in try b.proceed(f, &cursor) } }) == .suspend { return .suspend }
        return try from(state, f)
    }
}

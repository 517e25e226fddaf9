/// Suspension. A `yield` knows its resume point statically: the path of states from the root of the body to itself. Suspending stores that
/// path in the generator and ends with `Signal.suspend`, or inside an expression throws `Raise.suspend`; nothing is done on the way out.

/// A static resume point. The memory lives as long as the node that owns it, that is as long as the code.
struct ResumePath {
    let start: UnsafePointer<UInt16>?
    let count: Int
    init() { start = nil; count = 0 }
    /// P, at which the free slots begin at TOP. (A `Continuation` lies in front of it.)
    init(_ p: [UInt16], top: Int) {
        let whole = UnsafeMutableRawPointer.allocate(byteCount: Continuation.size + 2 * max(1, p.count), alignment: 8)
        whole.initializeMemory(as: Continuation.self, to: Continuation(top: top))
        let m = (whole + Continuation.size).assumingMemoryBound(to: UInt16.self)
        m.initialize(from: p, count: p.count)
        start = UnsafePointer(m); count = p.count
    }
}
/// What a resumed `yield` finds: the value sent, or an exception to raise.
enum Resumption {
    @inline(__always) static func value(_ f: Frame, _ n: Node) throws(Raise) -> Value {
        let t = thread
        let v = t.pointee.sent
        t.pointee.sent = .unbound
        if _slowPath(v.isUnbound) { throw thrown(f, n) }
        return v
    }
    @inline(never) private static func thrown(_ f: Frame, _ n: Node) -> Raise {
        let t = thread
        f.at(n)
        let e = t.pointee.thrown
        t.pointee.thrown = .unbound
        return Generators.raise(e, in: f)
    }
    @inline(__always) static func suspend(_ f: Frame, _ path: ResumePath, _ v: Value) {
        GeneratorObject.suspend(f.base[Frame.generator].ref, path)
        thread.pointee.yielded = v
    }
    /// Before a suspension whose free operand slots are FIRST up to END: what expressions have left there would live until the generator goes on.
    @inline(__always) static func release(_ f: Frame, _ first: Int, _ end: Int32) {
        var i = first
        while i < Int(end) { f[i] = .unbound; i &+= 1 }
    }
    /// A delegation that lies in SLOT suspends.
    @inline(__always) static func suspend(_ f: Frame, _ path: ResumePath, _ v: Value, delegate slot: Int) {
        suspend(f, path, v)
        f.base[Frame.generator].ref.setWord(GeneratorObject.delegateWord, UInt64(slot &+ 1))
    }
    @inline(__always) static func orThrow(_ v: Value) throws(Raise) -> Value {
        if v == .suspended { throw Raise(.suspend) }
        return v
    }
}
/// What suspends knows where the frame's slots end (once the whole body has been built).
class SuspendingNode: Expression { final var frameEnd: Int32 = 0 }
/// `yield value`. States: 0 evaluating the value, 1 suspended. Area: where the free slots begin.
final class YieldNode: SuspendingNode {
    let value: Operand, path: ResumePath, wrapsAsync: Bool
    init(_ v: Operand, _ p: ResumePath, wrapsAsync: Bool) { value = v; path = p; self.wrapsAsync = wrapsAsync }
    @inline(__always) final func yield(_ f: Frame, _ v: Value) {
        f.at(self)
        Resumption.release(f, area, frameEnd)
        Resumption.suspend(f, path, v)
        if _slowPath(wrapsAsync) { AsyncGenerators.markYield(f.base[Frame.generator]) }
    }
    override func execute(_ f: Frame) throws(Raise) -> Value { yield(f, try value.read(f)); throw Raise(.suspend) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if c.next() == 0 { yield(f, try value.resume(f, &c)); throw Raise(.suspend) }
        return try Resumption.value(f, self)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        if c.begin() == 1 { r.at(1); return try r.takeSent(self) }
        r.at(0)
        _ = r.suspend(self, try r.read(value, &c))
        throw Raise(.suspend)
    }
}
/// What becomes of the value of a `yield`, `yield from` or `await` that stands alone in its statement: dropped, stored in a local, returned.
enum Destination {
    case nothing, local(Int), result
    @inline(__always) func take(_ f: Frame, _ v: Value) -> Signal {
        switch self {
        case .nothing: return .next
        case .local(let s): f[s] = v; return .next
        case .result: f.base[Frame.result] = v; return .return_
        }
    }
    /// The statement for V; nil if it is no such expression.
    static func statement(_ v: Operand, _ d: Destination) -> Statement? {
        guard v.slot == -1 else { return nil }
        if let y = v.node as? YieldNode { return YieldStatement(y, d) }
        if let y = v.node as? DelegateNode { return DelegateStatement(y, d) }
        if let y = v.node as? SequenceNode { return SequenceStatement(y, d) }
        return nil
    }
}
/// `yield v`, `x = yield v`: suspends by a signal, which costs nothing on the way out. States: 0 the node, and below that the node's own.
final class YieldStatement: Statement {
    let node: YieldNode, destination: Destination
    init(_ n: YieldNode, _ d: Destination) { node = n; destination = d }
    override func run(_ f: Frame) throws(Raise) -> Signal { node.yield(f, try node.value.read(f)); return .suspend }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        r.enter(); defer { r.leave() }
        if c.begin() == 1 {
            r.at(1)
            let w = try r.takeSent(self)
            switch destination {
            case .nothing: return .next
            case .local(let s): r.store(s, w); return .next
            case .result: r.result = w; return .return_
            }
        }
        r.at(0)
        return r.suspend(node, try r.read(node.value, &c))
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        _ = c.next()
        if c.next() == 0 { node.yield(f, try node.value.resume(f, &c)); return .suspend }
        return destination.take(f, try Resumption.value(f, node))
    }
}
/// `await v`, `x = await v`, `yield from v` ... likewise.
final class DelegateStatement: Statement {
    let node: DelegateNode, destination: Destination
    init(_ n: DelegateNode, _ d: Destination) { node = n; destination = d }
    @inline(__always) private func done(_ f: Frame, _ v: Value) -> Signal { v == .suspended ? .suspend : destination.take(f, v) }
    override func run(_ f: Frame) throws(Raise) -> Signal { done(f, try node.start(f, try node.value.read(f))) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        _ = c.next()
        if _slowPath(c.isSpecial) { return done(f, try ResumeState.value(f, &c)) }
        return done(f, try node.advance(f, &c))
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        let w: Traced
        if c.isSpecial { w = try r.special(&c) } else {
            guard let x = try node.record(r, &c) else { return .suspend }
            w = x
        }
        switch destination {
        case .nothing: return .next
        case .local(let s): r.store(s, w); return .next
        case .result: r.result = w; return .return_
        }
    }
}
/// `yield from` and `await`: the iterator lies in [area]. States: 0 evaluating the operand, 1 suspended; those of traces: 2 the iterator, a generator or
/// coroutine, runs; 3 it is about to be sent a value; 4 it was asked by a call, whose answer is known.
final class DelegateNode: SuspendingNode {
    let value: Operand, path: ResumePath, isAwait: Bool
    init(_ v: Operand, _ p: ResumePath, isAwait: Bool) { value = v; path = p; self.isAwait = isAwait }
    /// `Value.suspended` when the iterator yields.
    final func start(_ f: Frame, _ v: Value) throws(Raise) -> Value {
        f.at(self)
        f[area] = isAwait ? try Await.iterator(v, nil) : try Await.delegate(v, f)
        Resumption.release(f, area &+ 1, frameEnd)
        return try AwaitStep.begin(f, area, self, path)
    }
    override func execute(_ f: Frame) throws(Raise) -> Value { try Resumption.orThrow(try start(f, try value.read(f))) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        try Resumption.orThrow(try advance(f, &c))
    }
    /// `Value.suspended` when the iterator yields.
    final func advance(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        switch c.next() {
        case 0: return try start(f, try value.resume(f, &c))
        case 1: return try AwaitStep.advance(f, area, self, path)
        case 2:
            f.at(self)
            return try AwaitStep.goOn(f, area, path, &c)
        case 3: return try send(f, try ResumeState.value(f, &c))
        default: return try ResumeState.value(f, &c)
        }
    }
    final func send(_ f: Frame, _ v: Value) throws(Raise) -> Value {
        f.at(self)
        return try AwaitStep.step(f, area, path, v)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        guard let w = try record(r, &c) else { throw Raise(.suspend) }
        return w
    }
    /// Records from the cursor on; nil: it has suspended.
    final func record(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced? {
        r.enter(); defer { r.leave() }
        var step: Recorder.Step
        let state = c.begin()
        switch state {
        case 0:
            r.at(0)
            let w = try r.read(value, &c), v = w.value
            r.finished(w)
            if isAwait ? v.isExactly(Types.coroutine) && GeneratorObject(v).state == .created : v.isExactly(Types.generator) {
                r.put(area, w)
                step = try r.step(self, w, sent: r.constant(.none), state: 2)
            } else if !isAwait, !v.isExactly(Types.coroutine), let it = try r.iterator(w) {
                r.put(area, it)
                let none = r.constant(.none)
                r.at(3)
                r.finished(none)
                step = try r.nativeDelegate(self, sent: none)
                if case .declined = step { return try r.delegate(self, none, starts: false) }
            } else { step = .declined }
            if case .declined = step { return try r.delegate(self, w, starts: true) }
        case 1, 3:
            if state == 1, let w = r.takeEnd(area) { return w }
            let sent = state == 1 ? try r.takeSent(self) : try r.special(&c), w = r.held(area)
            r.at(3)
            r.finished(sent)
            step = try r.step(self, w, sent: sent, state: 2)
            if case .declined = step { step = try r.nativeDelegate(self, sent: sent) }
            if case .declined = step { return try r.delegate(self, sent, starts: false) }
        case 2: step = try r.finishStep(self, r.held(area), &c)
        default:
            let w = try r.special(&c)
            _ = r.held(area)
            r.at(4)
            return r.settle(self, w)
        }
        switch step {
        case .item(let w): r.suspend(self, w); return nil
        case .end(let w): return w
        case .declined: throw r.untraceable(self)
        }
    }
}
/// One step of delegation to the iterator in a slot.
struct AwaitStep {
    /// The first step: sends None. Returns the result when the iterator ends, suspends at PATH (by a throw) when it yields.
    static func start(_ f: Frame, _ slot: Int, _ n: Node, _ path: ResumePath) throws(Raise) -> Value { try Resumption.orThrow(try begin(f, slot, n, path)) }
    /// A step after a resumption.
    static func proceed(_ f: Frame, _ slot: Int, _ n: Node, _ path: ResumePath) throws(Raise) -> Value { try Resumption.orThrow(try advance(f, slot, n, path)) }
    /// The same, with `Value.suspended` for "it yields".
    static func begin(_ f: Frame, _ slot: Int, _ n: Node, _ path: ResumePath) throws(Raise) -> Value {
        f.at(n)
        return try step(f, slot, path, .none)
    }
    static func advance(_ f: Frame, _ slot: Int, _ n: Node, _ path: ResumePath) throws(Raise) -> Value {
        f.at(n)
        let t = thread, v = t.pointee.sent
        t.pointee.sent = .unbound
        if t.pointee.thrown == .suspended {
            // The delegate was resumed without us and has ended.
            t.pointee.thrown = .unbound
            f[slot] = .unbound
            if v.isUnbound { throw Raise() }
            return v
        }
        if !v.isUnbound { return try step(f, slot, path, v) }
        let e = t.pointee.thrown
        t.pointee.thrown = .unbound
        // An exception thrown in: GeneratorExit closes the delegate, others are thrown into it if it has `throw`.
        let it = f[slot]
        if e.isTuple { return try proceed(f, slot, path, it, TupleRef(e)[0], TupleRef(e)[1], TupleRef(e)[2]) }
        if e.isInstance(of: Exceptions.generatorExit) {
            try Generators.closeDelegate(it)
            f[slot] = .unbound
            throw Generators.raise(e, in: f)
        }
        let method = it.type == Types.generator || it.type == Types.coroutine ? Value.none : try Operations.findAttribute(it, Names.throw)
        if method.isUnbound { f[slot] = .unbound; throw Generators.raise(e, in: f) }
        return try finish(f, slot, path) { () throws(Raise) in
            try linking(f) { () throws(Raise) in method.isNone ? try Generators.throwInto(it, e) : .yielded(try Call.call(method, e)) }
        }
    }
    /// The same with the arguments of `throw` as they were given.
    private static func proceed(_ f: Frame, _ slot: Int, _ path: ResumePath, _ it: Value, _ type: Value, _ value: Value, _ traceback: Value) throws(Raise) -> Value {
        let isExit = type.isType ? TypeRef(type.ref).isSubtype(of: Exceptions.generatorExit) : type.isInstance(of: Exceptions.generatorExit)
        let isGenerator = it.type == Types.generator || it.type == Types.coroutine
        if isExit { try Generators.closeDelegate(it) }
        let method = isExit ? .unbound : isGenerator ? Value.none : try Operations.findAttribute(it, Names.throw)
        if method.isUnbound { f[slot] = .unbound; throw Generators.raise(try Generators.exceptionToThrow(type, value, traceback), in: f) }
        return try finish(f, slot, path) { () throws(Raise) in try linking(f) { () throws(Raise) in
            if isGenerator { return try Generators.throwGiven(it, type, value, traceback) }
            if !traceback.isNone { return .yielded(try Call.call(method, type, value, traceback)) }
            return .yielded(value.isNone ? try Call.call(method, type) : try Call.call(method, type, value))
        } }
    }
    /// What a delegate raises because something was thrown into it is as if it were thrown into the delegator.
    private static func linking(_ f: Frame, _ body: () throws(Raise) -> Generators.Outcome) throws(Raise) -> Generators.Outcome {
        do throws(Raise) { return try body() } catch {
            if error.isException && !Errors.matches(Exceptions.stopIteration) { Generators.link(thread.pointee.raised, in: f) }
            throw error
        }
    }
    /// Goes on in the delegate, in whose body a trace was left.
    static func goOn(_ f: Frame, _ slot: Int, _ path: ResumePath, _ c: inout Cursor) throws(Raise) -> Value {
        let outcome: Generators.Outcome
        do throws(Raise) { outcome = c.isSpecial ? .returned(try ResumeState.value(f, &c)) : try Generators.go(f[slot], &c) } catch { c.end(); return try failed(f, slot, error) }
        switch outcome {
        case .yielded(let y): Resumption.suspend(f, path, y, delegate: slot); return .suspended
        case .returned(let r): f[slot] = .unbound; return r
        }
    }
    static func step(_ f: Frame, _ slot: Int, _ path: ResumePath, _ v: Value) throws(Raise) -> Value {
        let it = f[slot]
        if it.ref.type == Types.generator || it.ref.type == Types.coroutine {
            let outcome: Generators.Outcome
            do throws(Raise) { outcome = try Generators.resume(it, sent: v, thrown: .unbound) } catch { return try failed(f, slot, error) }
            switch outcome {
            case .yielded(let y): Resumption.suspend(f, path, y, delegate: slot); return .suspended
            case .returned(let r):
                if _slowPath(Monitor.isActive) { told(f, r) }
                f[slot] = .unbound
                return r
            }
        }
        return try finish(f, slot, path) { () throws(Raise) in try Generators.send(f[slot], v) }
    }
    /// The step raised: StopIteration carries the result.
    @inline(never) private static func failed(_ f: Frame, _ slot: Int, _ error: Raise) throws(Raise) -> Value {
        guard error.isException, Errors.matches(Exceptions.stopIteration) else { if error.isException { f[slot] = .unbound }; throw error }
        f[slot] = .unbound
        return Errors.take().ref.value(ExceptionRef.firstExtra).orNone
    }
    private static func finish(_ f: Frame, _ slot: Int, _ path: ResumePath, _ body: () throws(Raise) -> Generators.Outcome) throws(Raise) -> Value {
        let outcome: Generators.Outcome
        do throws(Raise) { outcome = try body() } catch { return try failed(f, slot, error) }
        switch outcome {
        case .yielded(let y): Resumption.suspend(f, path, y, delegate: slot); return .suspended
        case .returned(let r):
            if _slowPath(Monitor.isActive && !r.isNone) { told(f, r) }
            f[slot] = .unbound
            return r
        }
    }
    /// In CPython the end of a delegate is a StopIteration, which tracers are told of. (Builtin iterators over containers raise none.)
    @inline(never) private static func told(_ f: Frame, _ r: Value) {
        _ = Errors.stopIteration(r)
        Monitor.raised(f)
        Errors.take()
    }
}
extension Value { var orNone: Value { isUnbound ? .none : self } }

/// Operands stored into temporaries because one of them suspends, then the expression over the temporaries.
/// State i: step i is running; state n: the result.
final class SequenceNode: Expression {
    enum Kind { case yield, delegation, other }
    let slots: Children<Int>, steps: Children<Operand>, result: Operand, kinds: Children<Kind>
    init(_ s: [(Int, Operand)], _ r: Operand) {
        slots = Children(s.map { $0.0 }); steps = Children(s.map { $0.1 }); result = r
        kinds = Children(s.map { $0.1.slot != -1 ? .other : $0.1.node is YieldNode ? .yield : $0.1.node is DelegateNode ? .delegation : .other })
    }
    override func execute(_ f: Frame) throws(Raise) -> Value { try from(0, f) }
    private func from(_ start: Int, _ f: Frame) throws(Raise) -> Value {
        var i = start
        while i < steps.count { f[slots[i]] = try steps[i].read(f); i += 1 }
        return try result.read(f)
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let i = c.next()
        if i == steps.count { return try result.resume(f, &c) }
        f[slots[i]] = try steps[i].resume(f, &c)
        return try from(i + 1, f)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        var i = c.begin()
        for k in 0..<i { _ = r.held(slots[k]) }
        while i < steps.count {
            r.at(i)
            let w = try r.read(steps[i], &c)
            r.put(slots[i], w)
            i += 1
        }
        r.at(i)
        return try r.read(result, &c)
    }
}
/// A sequence that is a statement's value: its steps suspend by a signal. States: 0 the node, and below that the node's own.
final class SequenceStatement: Statement {
    let node: SequenceNode, destination: Destination, value: ExpressionStatement
    init(_ n: SequenceNode, _ d: Destination) { node = n; destination = d; value = ExpressionStatement(n) }
    override func run(_ f: Frame) throws(Raise) -> Signal { try from(0, f) }
    private func from(_ start: Int, _ f: Frame) throws(Raise) -> Signal {
        var i = start
        while i < node.steps.count {
            let step = node.steps[i]
            let v = step.peek(f)
            if v.bits != 0 { f[node.slots[i]] = v; i &+= 1; continue }
            switch node.kinds[i] {
            case .yield:
                try step.child.with { n throws(Raise) in
                    let y = unsafeDowncast(n, to: YieldNode.self)
                    y.yield(f, try y.value.read(f))
                }
                return .suspend
            case .delegation:
                let v = try step.child.with { n throws(Raise) in
                    let d = unsafeDowncast(n, to: DelegateNode.self)
                    return try d.start(f, try d.value.read(f))
                }
                if v == .suspended { return .suspend }
                f[node.slots[i]] = v
            case .other: f[node.slots[i]] = try step.read(f)
            }
            i &+= 1
        }
        return take(f, try node.result.read(f))
    }
    @inline(__always) private func take(_ f: Frame, _ v: Value) -> Signal {
        if case .nothing = destination {
            if _slowPath(value.line == 0) { value.place(self) }
            return value.drop(f, v)
        }
        return destination.take(f, v)
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        _ = c.next()
        if _slowPath(c.isSpecial) { return take(f, try ResumeState.value(f, &c)) }
        let i = c.next()
        if i == node.steps.count { return take(f, try node.result.resume(f, &c)) }
        let v: Value
        if node.kinds[i] == .delegation && c.isActive && !c.isSpecial {
            v = try node.steps[i].child.with { n throws(Raise) in try unsafeDowncast(n, to: DelegateNode.self).advance(f, &c) }
            if v == .suspended { return .suspend }
        } else { v = try node.steps[i].resume(f, &c) }
        f[node.slots[i]] = v
        return try from(i + 1, f)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        if case .nothing = destination { return try value.trace(r, &c) }
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        let w = c.isSpecial ? try r.special(&c) : try node.trace(r, &c)
        if case .local(let s) = destination { r.store(s, w); return .next }
        r.result = w
        return .return_
    }
}
/// A comprehension: loops that run as statements and leave their result in [area]. CELLS are made anew each time.
final class ComprehensionNode: Expression {
    enum Kind { case list, set, dict }
    let kind: Kind, fresh: Children<Int>, cells: Children<Int>
    var body: Borrowed<Statement>
    override func mapStatements(_ w: (Statement) -> Statement) { body = Borrowed(w(body.object)) }
    init(_ k: Kind, _ b: Statement, fresh: [Int], cells: [Int]) { kind = k; body = Borrowed(b); self.fresh = Children(fresh); self.cells = Children(cells) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        switch kind {
        case .list: f[area] = ListRef.allocate().value
        case .set: f[area] = SetRef.allocate().value
        case .dict: f[area] = DictRef.allocate().value
        }
        for i in 0..<fresh.count { f[fresh[i]] = .unbound }
        for i in 0..<cells.count { f[cells[i]] = CellRef.make(.unbound) }
        return try ended(f, try body.run(f))
    }
    /// (A trace of the loop tells of an `await` in it by the signal, not by throwing.)
    private func ended(_ f: Frame, _ s: Signal) throws(Raise) -> Value {
        if _slowPath(s == .suspend) { throw Raise(.suspend) }
        return result(f)
    }
    private func result(_ f: Frame) -> Value {
        let v = f[area]
        f[area] = .unbound
        for i in 0..<fresh.count { f[fresh[i]] = .unbound }
        return v
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value { _ = c.next(); return try ended(f, try body.proceed(f, &c)) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        if c.isActive { _ = c.next(); _ = r.held(area) } else {
            switch kind {
            case .list: r.put(area, r.list(area, 0))
            case .set: r.put(area, r.leaf(Residual.emptySet, [], SetRef.allocate().value))
            case .dict: r.put(area, r.leaf(Residual.emptyDict, [], DictRef.allocate().value))
            }
            for i in 0..<fresh.count { r.clear(fresh[i]) }
            for i in 0..<cells.count { let empty = r.constant(.unbound); r.set(cells[i], r.leaf(Residual.cell, [empty], CellRef.make(.unbound))) }
        }
        r.at(0)
        if try r.run(body.object, &c) == .suspend { throw Raise(.suspend) }
        let w = r.held(area)
        for i in 0..<fresh.count { r.clear(fresh[i]) }
        return w
    }
}
/// The innermost statement of a comprehension.
final class CollectStatement: Statement {
    let slot: Int, kind: ComprehensionNode.Kind, value: Operand, item: Operand?
    let area: Int
    /// States: 0 the value, 1 a dict's item, its key in the area.
    /// For dicts VALUE is the key and ITEM the value. Area: one slot for the key.
    init(_ s: Int, _ k: ComprehensionNode.Kind, _ v: Operand, _ i: Operand?, area: Int) { slot = s; kind = k; value = v; item = i; self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = try value.read(f)
        switch kind {
        case .list: ListRef(f[slot]).append(v)
        case .set: f.at(self); try SetRef(f[slot]).add(v)
        case .dict where item == nil: f.at(self); try DictRef(f[slot]).set(TupleRef(v)[0], TupleRef(v)[1])
        case .dict:
            f[area] = v
            let x = try item.unsafelyUnwrapped.read(f)
            f.at(self)
            try DictRef(f[slot]).set(v, x)
        }
        return .next
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        if kind == .dict && item == nil { if c.isActive { throw r.untraceable(self) }; return try r.opaque(self) }
        r.enter(); defer { r.leave() }
        let s = c.begin()
        r.at(0)
        let w = s == 0 ? try r.read(value, &c) : r.held(area)
        switch kind {
        case .list: r.append(r.load(slot), w)
        case .set: try r.collect(self, r.load(slot), w, nil)
        case .dict:
            r.put(area, w); r.at(1)
            try r.collect(self, r.load(slot), w, try r.read(item.unsafelyUnwrapped, &c))
        }
        return .next
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if c.next() == 1 {
            let x = try item.unsafelyUnwrapped.resume(f, &c)
            f.at(self)
            try DictRef(f[slot]).set(f[area], x)
            return .next
        }
        let v = try value.resume(f, &c)
        switch kind {
        case .list: ListRef(f[slot]).append(v)
        case .set: f.at(self); try SetRef(f[slot]).add(v)
        case .dict where item != nil:
            f[area] = v
            let x = try item.unsafelyUnwrapped.read(f)
            f.at(self)
            try DictRef(f[slot]).set(v, x)
        // The builder makes (key, value) one suspending tuple in this case.
        case .dict: f.at(self); try DictRef(f[slot]).set(TupleRef(v)[0], TupleRef(v)[1])
        }
        return .next
    }
}

import Glibc
import Syntax
import TraceIR
import TraceCompiler

/// `reduce(f, x)` and `reduce(f, x, first)` with a function in Python or an operator: the loop is one of the frame that calls, so that it can be recorded with the function as part
/// of it. All else that such a call may be is the plain call.
///
/// Slots: [area] the iterator, [area + 1] what there is so far (unbound: nothing), [area + 2] the item, [area + 3] the function.
/// States: 3 the header, 7 the generator that gives the item, 6 the iterator has ended, 10 the item at [area + 2] has been taken, 9 the function runs.
final class ReduceLoop: LoopStatement {
    static let slots = 4, callState = 9, itemState = 10
    let area: Int
    init(area a: Int) { area = a }
    /// Whether the callee F is called as `reduce` is.
    static func isNamed(_ f: Syntax.Node) -> Bool {
        func isThis(_ i: Int?, _ s: StaticString, _ n: Syntax.Node) -> Bool {
            guard let i, case let name = SyntaxTree.bytes(n, i) else { return false }
            return s.utf8CodeUnitCount == name.count && memcmp(s.utf8Start, name.baseAddress.unsafelyUnwrapped, name.count) == 0
        }
        if f.kind == .name { return isThis(f.name(0), "reduce", f) }
        return f.kind == .attribute && f.node(0).kind == .name && isThis(f.node(0).name(0), "functools", f.node(0)) && isThis(f.name(1), "reduce", f)
    }

    override func run(_ f: Frame) throws(Raise) -> Signal {
        let it = f[area], isList = it.ref.type == IndexedIterators.list
        while true {
            if _slowPath(profile.tick()) {
                switch try JIT.hot(self, f) {
                case .declined: break
                case .header: continue
                case .done(let s): return s
                }
            }
            f.at(self)
            let x = isList ? NativeIterators.list(it.ref) : try Operations.next(it) ?? .unbound
            if x.isUnbound { return .next }
            try take(f, x)
            if _slowPath(thread.pointee.interrupt != 0) { f.at(self); try Safepoint.handle() }
        }
    }
    @inline(__always) private func take(_ f: Frame, _ x: Value) throws(Raise) {
        let total = f[area &+ 1]
        f[area &+ 1] = total.isUnbound ? x : try Call.call(f[area &+ 3], total, x)
    }
    func clear(_ f: Frame) { for i in 0..<ReduceLoop.slots { f[area &+ i] = .unbound } }

    // MARK: resuming and recording
    override var headerState: Int { 3 }
    override func atHeader(_ f: Frame) throws(Raise) -> Signal { try run(f) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if let s = try step(f, &c) { return s }
        return try run(f)
    }
    override func step(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal? {
        f.at(self)
        switch Int(c.next()) {
        case 6: return .next
        case ReduceLoop.callState: f[area &+ 1] = try Call.finish(f, self, &c)
        case ReduceLoop.itemState:
            if c.isSpecial { f[area &+ 1] = try ResumeState.value(f, &c) } else { try take(f, f[area &+ 2]) }
        case ForStatement.stepState:
            let x = try Generators.proceed(f[area], &c)
            if x.isUnbound { return .next }
            try take(f, x)
        default:
            if c.isSpecial { try take(f, try ResumeState.value(f, &c)) } else {
                guard let x = try Operations.next(f[area]) else { return .next }
                try take(f, x)
            }
        }
        if _slowPath(thread.pointee.interrupt != 0) { f.at(self); try Safepoint.handle() }
        return nil
    }
    override func traceIteration(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal? {
        let state = c.begin()
        if state == 6 { return .next }
        if state == ReduceLoop.callState { r.store(area &+ 1, try r.finishCall(self, &c)); return nil }
        if state == ReduceLoop.itemState {
            if c.isSpecial { r.store(area &+ 1, try r.special(&c)); return nil }
        } else {
            r.at(3)
            let x: Traced
            if state == ForStatement.stepState {
                guard case .item(let y) = try r.finishItem(self, r.load(area), &c) else { return .next }
                x = y
            } else if c.isSpecial { x = try r.special(&c) } else {
                guard let y = try r.nextItem(self, r.load(area)) else { return .next }
                x = y
            }
            r.put(area &+ 2, x)
        }
        r.at(ReduceLoop.itemState)
        let x = r.typed(r.held(area &+ 2)), total = r.load(area &+ 1), f = r.word(area &+ 3)
        if total.value.isUnbound {
            r.b.guardEqual(r.b.asWord(total.ref), 0, r.snapshot())
            r.store(area &+ 1, x)
            return nil
        }
        if r.b.kind(total.ref) == .word && !total.ref.isConstant { r.b.guardNonNull(total.ref, r.snapshot()) }
        if let w = r.combined(f, total, x) { r.store(area &+ 1, w); return nil }
        if let op = Functools.operation(f.value) {
            r.guardIdentity(f)
            r.locate(self)
            r.store(area &+ 1, try r.operation(op, r.typed(total), x, inPlace: false, up: 0))
            return nil
        }
        guard let w = try r.callInlined(self, f, [total, x], state: ReduceLoop.callState) else {
            r.abort(.untraceable)
            try take(r.frame, x.value)
            return nil
        }
        r.store(area &+ 1, w)
        return nil
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal { try trace(r, over: area, &c) }
}

/// The call. States as of any call of so many arguments, and n + 7 in the loop, n + 8 behind it.
final class ReduceCallNode: CallNode {
    let loop: ReduceLoop
    init(_ c: Operand, _ a: Children<Operand>, _ l: ReduceLoop) { loop = l; super.init(c, a) }
    private func isLoop(_ f: Frame) -> Bool {
        Functools.isReduce(f[area]) && (KeyedLoop.fits(key: f[area &+ 1]) || Functools.operation(f[area &+ 1]) != nil) && !Monitor.isActive && Operations.isIterable(f[area &+ 2])
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        f[area] = try callee.read(f)
        for i in 0..<arguments.count { f[area &+ 1 &+ i] = try arguments[i].read(f) }
        return try perform(f)
    }
    private func perform(_ f: Frame) throws(Raise) -> Value {
        let n = arguments.count, a = loop.area
        if !isLoop(f) { return try invoke(f, f[area], f.slots + (area &+ 1), n) }
        f.at(self)
        f[a] = try Operations.iterate(f[area &+ 2])
        f[a &+ 1] = n == 3 ? f[area &+ 3] : .unbound
        f[a &+ 3] = f[area &+ 1]
        loop.profile.runs &+= 1
        _ = try loop.run(f)
        return try finish(f)
    }
    private func finish(_ f: Frame) throws(Raise) -> Value {
        f.at(self)
        let v = try Functools.reduced(f[loop.area &+ 1])
        loop.clear(f)
        for i in 0...arguments.count { f[area &+ i] = .unbound }
        return v
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let s = Int(c.path[c.level]), n = arguments.count
        if s > n + 1 && s < n + 7 { return try super.resume(f, &c) }
        _ = c.next()
        if s < n + 7 {
            for i in s..<max(s, n + 1) { f[area &+ i] = try Interpreter(f).read(i == 0 ? callee : arguments[i - 1], &c) }
            return try perform(f)
        }
        if s == n + 7 { f.at(self); _ = try loop.proceed(f, &c) }
        return try finish(f)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        let s = c.isActive ? Int(c.path[c.level]) : 0, n = arguments.count, a = loop.area
        if s > n + 1 && s < n + 7 { return try super.trace(r, &c) }
        r.enter(); defer { r.leave() }
        _ = c.begin()
        if s < n + 7 {
            for i in s..<max(s, n + 1) { r.at(i); r.put(area &+ i, try r.read(i == 0 ? callee : arguments[i - 1], &c)) }
            r.at(n + 1)
            let function = r.held(area &+ 1), v = r.held(area &+ 2)
            if !isLoop(r.frame) { return try r.call(self, r.held(area), first: area &+ 1, n, state: n + 2) }
            r.guardIdentity(r.held(area))
            if Functools.operation(function.value) != nil { r.guardIdentity(function) } else { r.guardType(function, function.value.ref.type) }
            r.guardUnmonitored()
            r.locate(self)
            if let i = try r.iterator(v) { r.put(a, i) } else { r.guardKind(v); r.put(a, try r.iterated(v)) }
            r.put(a &+ 1, n == 3 ? r.held(area &+ 3) : r.constant(.unbound))
            r.put(a &+ 2, r.constant(.unbound))
            r.put(a &+ 3, function)
        } else {
            for i in 0...n { _ = r.held(area &+ i) }
            for i in 0..<ReduceLoop.slots { _ = r.held(a &+ i) }
        }
        if s < n + 8 {
            r.at(n + 7)
            r.locate(self)
            _ = try r.run(loop, &c)
        }
        r.at(n + 8)
        let w = r.held(a &+ 1)
        r.locate(self)
        if w.value.isUnbound { r.abort(.raised); return Traced(value: try Functools.reduced(w.value), ref: w.ref) }
        let x = r.typed(w)
        if r.b.kind(x.ref) == .word && !x.ref.isConstant { r.b.guardNonNull(x.ref, r.snapshot()) }
        return x
    }
}
extension Functools {
    nonisolated(unsafe) private static var native: UInt64 = 0, lastOperator: UInt64 = 0, lastOperation: Operations.Binary? = nil
    /// Whether C is `reduce`.
    static func isReduce(_ c: Value) -> Bool {
        guard c.isPointer, c.ref.type == Types.builtinFunction, case let n = c.ref.word(Descriptor.native), n != 0 else { return false }
        if n == native { return true }
        let d = Descriptor.builtin(c).object
        if d.owner.raw != 0 || d.modulePrefix != "_functools." || d.nameText != "reduce" { return false }
        native = n
        return true
    }
    /// The operator that F is as a function of `operator`, of those that are used to put many together.
    static func operation(_ f: Value) -> Operations.Binary? {
        guard f.isPointer, f.ref.type == Types.builtinFunction, f.ref.word(Descriptor.selfWord) == 0, case let n = f.ref.word(Descriptor.native), n != 0 else { return nil }
        if n == lastOperator { return lastOperation }
        lastOperator = n
        lastOperation = operation(of: Descriptor.builtin(f).object)
        return lastOperation
    }
    private static func operation(of d: Builtin) -> Operations.Binary? {
        guard d.owner.raw == 0, d.modulePrefix == "_operator." else { return nil }
        switch d.nameText {
        case "add": return .add
        case "mul": return .mul
        case "and_": return .and
        case "or_": return .or
        case "xor": return .xor
        default: return nil
        }
    }
    /// What a `reduce` gives that has come to V.
    static func reduced(_ v: Value) throws(Raise) -> Value {
        if v.isUnbound { throw Errors.typeError("reduce() of empty iterable with no initial value") }
        return v
    }
}

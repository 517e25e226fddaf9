import TraceIR
import TraceCompiler

/// `min(x, key=f)`, `max(x, key=f)` and `sorted(x, key=f)` with a function in Python: the loop that asks for the keys is one of the frame that calls, so that it can be recorded
/// with the function as part of it. All else that such a call may be is the plain call.
///
/// Slots: [area] the iterator, [area + 1] the best item so far (`sorted`: the list of the items), [area + 2] its key (`sorted`: a list of the keys), [area + 3] the
/// item whose key is asked for, [area + 4] the function, [area + 5] that key.
/// States: 3 the header, 7 the generator that gives the item, 6 the iterator has ended, 10 the item at [area + 3] has been taken, 9 its key is asked for, 4 the
/// key at [area + 5] is there, 8 whether it is the least (greatest) so far.
final class KeyedLoop: LoopStatement {
    enum Kind: String { case min, max, sorted }
    static let slots = 6, keyState = 9, itemState = 10
    let kind: Kind, area: Int
    init(_ k: Kind, area a: Int) { kind = k; area = a }

    /// Whether C is the builtin.
    @inline(__always) func fits(_ c: Value) -> Bool {
        guard c.isPointer, c.ref.type == Types.builtinFunction else { return false }
        let n = c.ref.word(Descriptor.native)
        return n != 0 && n == (kind == .min ? KnownBuiltins.min : kind == .max ? KnownBuiltins.max : KnownBuiltins.sorted)
    }
    /// Whether F is in Python.
    @inline(__always) static func fits(key f: Value) -> Bool {
        f.isPointer && (f.ref.type == Types.function || f.ref.type == Types.method && f.ref.value(2).isExactly(Types.function))
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
            f[area &+ 3] = x
            try take(f, try Call.call(f[area &+ 4], x))
            if _slowPath(thread.pointee.interrupt != 0) { f.at(self); try Safepoint.handle() }
        }
    }
    private var order: Operations.Comparison { kind == .min ? .lt : .gt }
    /// K is the key of the item at [area + 3].
    @inline(__always) private func take(_ f: Frame, _ k: Value) throws(Raise) {
        if kind == .sorted { ListRef(f[area &+ 2]).append(k); return }
        let best = f[area &+ 2]
        f[area &+ 5] = k
        if best.isUnbound { choose(f); return }
        if k.isInt && best.isInt { if kind == .min ? k.int < best.int : k.int > best.int { choose(f) }; return }
        f.at(self)
        if try Operations.isTrue(try Operations.richCompare(k, best, order)) { choose(f) }
    }
    @inline(__always) private func choose(_ f: Frame) { f[area &+ 1] = f[area &+ 3]; f[area &+ 2] = f[area &+ 5] }
    func clear(_ f: Frame) { for i in 0..<KeyedLoop.slots { f[area &+ i] = .unbound } }

    // MARK: resuming and recording
    override var headerState: Int { 3 }
    override func atHeader(_ f: Frame) throws(Raise) -> Signal { try run(f) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if let s = try step(f, &c) { return s }
        return try run(f)
    }
    override func step(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal? {
        f.at(self)
        let state = Int(c.next())
        switch state {
        case 6: return .next
        case 4: try take(f, f[area &+ 5])
        case 8: if try Operations.isTrue(try ResumeState.value(f, &c)) { choose(f) }
        case KeyedLoop.keyState: try take(f, try Call.finish(f, self, &c))
        default:
            var x = f[area &+ 3]
            if state == ForStatement.stepState {
                x = try Generators.proceed(f[area], &c)
                if x.isUnbound { return .next }
            } else if state != KeyedLoop.itemState {
                if c.isSpecial { x = try ResumeState.value(f, &c) } else {
                    guard let y = try Operations.next(f[area]) else { return .next }
                    x = y
                }
            }
            f[area &+ 3] = x
            try take(f, try Call.call(f[area &+ 4], x))
        }
        if _slowPath(thread.pointee.interrupt != 0) { f.at(self); try Safepoint.handle() }
        return nil
    }
    override func traceIteration(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal? {
        let state = c.begin()
        let key: Traced
        switch state {
        case 6: return .next
        case 4: key = r.held(area &+ 5)
        case 8:
            r.at(8)
            if try r.decide(try r.special(&c)) { choose(r) }
            return nil
        case KeyedLoop.keyState: key = try r.finishCall(self, &c)
        default:
            if state != KeyedLoop.itemState {
                r.at(3)
                let x: Traced
                if state == ForStatement.stepState {
                    guard case .item(let y) = try r.finishItem(self, r.load(area), &c) else { return .next }
                    x = y
                } else if c.isSpecial { x = try r.special(&c) } else {
                    guard let y = try r.nextItem(self, r.load(area)) else { return .next }
                    x = y
                }
                r.put(area &+ 3, x)
            }
            r.at(KeyedLoop.itemState)
            let x = r.held(area &+ 3), f = r.word(area &+ 4)
            guard let k = try r.callInlined(self, f, [x], state: KeyedLoop.keyState) else {
                r.abort(.untraceable)
                try take(r.frame, try Call.call(f.value, x.value))
                return nil
            }
            key = k
        }
        r.put(area &+ 5, key)
        r.at(4)
        if kind == .sorted { r.append(r.load(area &+ 2), key); return nil }
        let k = r.typed(key), best = r.load(area &+ 2)
        if best.value.isUnbound { r.b.guardEqual(r.b.asWord(best.ref), 0, r.snapshot()); choose(r) }
        else if r.bothInt(k, best) { if r.compareInt(order, k, best) { choose(r) } }
        else if r.isFloat(k) && r.isFloat(best) { if r.compareFloat(order, k, best) { choose(r) } }
        else {
            if r.b.kind(best.ref) == .word && !best.ref.isConstant { r.b.guardNonNull(best.ref, r.snapshot()) }
            r.locate(self)
            let answer = try r.compare(order, k, best)
            r.at(8)
            if try r.decide(answer) { choose(r) }
        }
        return nil
    }
    private func choose(_ r: Recorder) { r.store(area &+ 1, r.held(area &+ 3)); r.store(area &+ 2, r.held(area &+ 5)) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal { try trace(r, over: area, &c) }
}

/// The call, with N arguments: what is iterated over, then keywords, of which KEY is the function's and OTHER (-1: none) that of `default` or `reverse`.
/// States as of any call with keywords, and n + 6 in the loop, n + 7 behind it.
final class KeyedCallNode: KeywordCallNode {
    let loop: KeyedLoop, key: Int, other: Int
    init(_ c: Operand, _ a: Children<Operand>, names: Value, _ l: KeyedLoop, key k: Int, other o: Int) { loop = l; key = k; other = o; super.init(c, a, positional: 1, names: names) }
    private func isKeyed(_ f: Frame) -> Bool {
        loop.fits(f[area]) && KeyedLoop.fits(key: f[area &+ 1 &+ key]) && !Monitor.isActive && (loop.kind != .sorted || other < 0 || f[area &+ 1 &+ other].isBool)
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        f[area] = try callee.read(f)
        for i in 0..<arguments.count { f[area &+ 1 &+ i] = try arguments[i].read(f) }
        return try perform(f)
    }
    private func perform(_ f: Frame) throws(Raise) -> Value {
        if !isKeyed(f) { return try performHeld(f, direct: false) }
        f.at(self)
        let v = f[area &+ 1], a = loop.area
        if loop.kind == .sorted {
            f[a &+ 1] = try Operations.list(v, asksLength: true).value
            f[a] = IndexedIterators.make(IndexedIterators.list, f[a &+ 1])
            f[a &+ 2] = ListRef.allocate(capacity: ListRef(f[a &+ 1]).count).value
        } else {
            f[a] = try Operations.iterate(v)
            f[a &+ 1] = .unbound; f[a &+ 2] = .unbound
        }
        f[a &+ 4] = f[area &+ 1 &+ key]
        loop.profile.runs &+= 1
        _ = try loop.run(f)
        return try finish(f)
    }
    private var isReversed: Bool { loop.kind == .sorted && other >= 0 }
    private func finish(_ f: Frame) throws(Raise) -> Value {
        f.at(self)
        let v = try result(f)
        loop.clear(f)
        for i in 0...arguments.count { f[area &+ i] = .unbound }
        return v
    }
    private func result(_ f: Frame) throws(Raise) -> Value {
        let v = f[loop.area &+ 1]
        if loop.kind == .sorted { try ListSort.sort(ListRef(v), by: ListRef(f[loop.area &+ 2]), reverse: isReversed && f[area &+ 1 &+ other] == .true) }
        else if v.isUnbound {
            if other >= 0 { return f[area &+ 1 &+ other] }
            throw Errors.valueError("\(loop.kind.rawValue)() iterable argument is empty")
        }
        return v
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let s = Int(c.path[c.level]), n = arguments.count
        if s > n + 1 && s < n + 6 { return try super.resume(f, &c) }
        _ = c.next()
        if s < n + 6 {
            for i in s..<max(s, n + 1) { f[area &+ i] = try Interpreter(f).read(i == 0 ? callee : arguments[i - 1], &c) }
            return try perform(f)
        }
        if s == n + 6 { f.at(self); _ = try loop.proceed(f, &c) }
        return try finish(f)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        let s = c.isActive ? Int(c.path[c.level]) : 0, n = arguments.count, a = loop.area
        if s > n + 1 && s < n + 6 { return try super.trace(r, &c) }
        r.enter(); defer { r.leave() }
        _ = c.begin()
        if s < n + 6 {
            for i in s..<max(s, n + 1) { r.at(i); r.put(area &+ i, try r.read(i == 0 ? callee : arguments[i - 1], &c)) }
            r.at(n + 1)
            let f = r.held(area), v = r.held(area &+ 1), k = r.held(area &+ 1 &+ key)
            if !isKeyed(r.frame) { return try r.call(self, f, first: area &+ 1, positional, state: n + 2, names: names) }
            r.guardIdentity(f)
            r.guardType(k, k.value.ref.type)
            if isReversed { r.guardIdentity(r.held(area &+ 1 &+ other)) }
            r.guardUnmonitored()
            r.locate(self)
            if loop.kind == .sorted {
                let l = try Operations.list(v.value, asksLength: true)
                let w = Traced(value: l.value, ref: r.residual(Residual.listOf, [r.b.asWord(v.ref)], isValue: true))
                r.put(a &+ 1, w)
                r.put(a, r.newIterator(IndexedIterators.list, w, at: r.b.i64(0)))
                r.put(a &+ 2, r.list(a, 0))
            } else {
                if let i = try r.iterator(v) { r.put(a, i) } else { r.put(a, try r.iterated(v)) }
                r.put(a &+ 1, r.constant(.unbound)); r.put(a &+ 2, r.constant(.unbound))
            }
            r.put(a &+ 4, r.held(area &+ 1 &+ key))
        } else {
            for i in 0...n { _ = r.held(area &+ i) }
            for i in 0..<KeyedLoop.slots { _ = r.held(a &+ i) }
        }
        if s < n + 7 {
            r.at(n + 6)
            r.locate(self)
            _ = try r.run(loop, &c)
        }
        r.at(n + 7)
        let w = r.held(a &+ 1)
        r.locate(self)
        if loop.kind == .sorted {
            let keys = r.held(a &+ 2)
            _ = try result(r.frame)
            _ = r.residual(Residual.sortBy, [w.ref, keys.ref, r.b.i64(isReversed && r.frame[area &+ 1 &+ other] == .true ? 1 : 0)], result: .i64)
            return w
        }
        if w.value.isUnbound {
            guard other >= 0 else { r.abort(.raised); return Traced(value: try result(r.frame), ref: w.ref) }
            r.b.guardEqual(r.b.asWord(w.ref), 0, r.snapshot())
            return r.held(area &+ 1 &+ other)
        }
        let x = r.typed(w)
        if r.b.kind(x.ref) == .word && !x.ref.isConstant { r.b.guardNonNull(x.ref, r.snapshot()) }
        return x
    }
}

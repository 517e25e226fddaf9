/// `while` and `for`. Back edges are safepoints.

enum Safepoint {
    /// Looks at what waits: signals, finalizers, other threads.
    @inline(__always) static func poll() throws(Raise) { if _slowPath(thread.pointee.interrupt != 0) { try handle() } }
    @inline(never) static func handle() throws(Raise) { try Interrupts.handle() }
}

final class WhileStatement: LoopStatement {
    let condition: Operand, leaf: LeafTest
    var body: Borrowed<Statement>, otherwise: Borrowed<Statement>?
    override func mapStatements(_ w: (Statement) -> Statement) { body = Borrowed(w(body.object)); otherwise = otherwise.map { Borrowed(w($0.object)) }; take(body) }
    init(_ c: Operand, _ b: Statement, _ e: Statement?) { condition = c; leaf = LeafTest(c); body = Borrowed(b); super.init(); take(body); otherwise = e.map { Borrowed($0) } }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        profile.runs &+= 1
        return try loop(f)
    }
    private func loop(_ f: Frame) throws(Raise) -> Signal {
        while true {
            if _slowPath(profile.tick()) {
                switch try JIT.hot(self, f) {
                case .declined: break
                case .header: continue
                case .done(let s): return s
                }
            }
            if try !leaf.decide(f, condition, self) { return try finish(f) }
            let s = try runBody(f)
            if s != .next && s != .continue_ { return s == .break_ ? .next : s }
            if _slowPath(thread.pointee.interrupt != 0) { try BackEdge.handle(f, self) }
        }
    }
    @inline(__always) private func finish(_ f: Frame) throws(Raise) -> Signal {
        if let otherwise { return try otherwise.with { o throws(Raise) in try o.run(f) } }
        return .next
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if let s = try step(f, &c) { return s }
        return try loop(f)
    }
    override func child(_ state: Int) -> Borrowed<Statement>? { state == 1 ? body : nil }
    override func goOn(_ f: Frame, _ state: Int, _ s: Signal) throws(Raise) -> Signal {
        if s != .next && s != .continue_ { return s == .break_ ? .next : s }
        if _slowPath(thread.pointee.interrupt != 0) { try BackEdge.handle(f, self) }
        return try loop(f)
    }
    override func step(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal? {
        switch c.next() {
        case 0:
            if try !Interpreter(f).test(condition, self, &c) { return try finish(f) }
            let s = try body.run(f)
            if s != .next && s != .continue_ { return s == .break_ ? .next : s }
        case 1:
            let s = try body.proceed(f, &c)
            if s != .next && s != .continue_ { return s == .break_ ? .next : s }
        default: return try otherwise.unsafelyUnwrapped.with { o throws(Raise) in try o.proceed(f, &c) }
        }
        if _slowPath(thread.pointee.interrupt != 0) { try BackEdge.handle(f, self) }
        return nil
    }
    override func traceIteration(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal? {
        let s = c.begin()
        r.at(0)
        if s == 2 { return try traceEnd(r, otherwise, &c) }
        if s == 0, try !r.test(condition, self, &c) { return try traceEnd(r, otherwise, &c) }
        r.at(1)
        return try after(r.run(body.object, &c))
    }
    override func atHeader(_ f: Frame) throws(Raise) -> Signal { try loop(f) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        if c.isActive { if let s = try traceIteration(r, &c) { return s } }
        else if let s = try traceFirst(r) { return s }
        if yields, let s = try turnsToYield(r) { return s }
        r.at(0)
        return try r.callLoop(self)
    }
    private func after(_ s: Signal) throws(Raise) -> Signal? { s != .next && s != .continue_ ? (s == .break_ ? .next : s) : nil }
}

/// The iterator lies in the operand slot [area]; for a range [area] holds the next int, [area + 1] the stop and [area + 2] the step.
class ForStatement: LoopStatement {
    final let target: Target, iterable: Operand, area: Int
    final var body: Borrowed<Statement>, otherwise: Borrowed<Statement>?
    override final func mapStatements(_ w: (Statement) -> Statement) { body = Borrowed(w(body.object)); otherwise = otherwise.map { Borrowed(w($0.object)) }; take(body) }
    /// The target's slot when it is a plain local, else -1.
    final let slot: Int
    /// The slots of a target of two plain locals, else -1: pairs that native iterators make go there without a tuple.
    final let firstOfPair: Int, secondOfPair: Int
    init(_ t: Target, _ i: Operand, _ b: Statement, _ e: Statement?, area: Int) {
        target = t; iterable = i; body = Borrowed(b); otherwise = e.map { Borrowed($0) }; self.area = area
        slot = (t as? LocalTarget)?.slot ?? -1
        if let s = t as? SequenceTarget, s.isLocal, s.star < 0, s.slots.count == 2 { firstOfPair = s.slots[0]; secondOfPair = s.slots[1] } else { firstOfPair = -1; secondOfPair = -1 }
        super.init()
        take(body)
    }
    /// The operand is an iterator already (the first loop of a generator expression).
    final var isStarted = false
    /// The operand is a call without calls in its arguments: a generator that it makes belongs to the loop alone, and is closed when the loop is left.
    final var ownsIterator = false
    override func run(_ f: Frame) throws(Raise) -> Signal { try start(f, try iterable.read(f)) }
    @inline(__always) private func start(_ f: Frame, _ v: Value) throws(Raise) -> Signal {
        f.at(self)
        if _slowPath(isStarted) {
            if v.type.slot(.next).isUnbound { throw Errors.typeError("'\(v.type)' object is not an iterator") }
            f[area] = v
            f[area &+ 1] = .none
            return try loop(f)
        }
        profile.runs &+= 1
        if v.isExactly(Types.range), RangeObject.isSmall(v) {
            let (a, n, step) = RangeObject.small(v)
            f[area] = Value(int: a); f[area &+ 1] = Value(int: n); f[area &+ 2] = Value(int: step)
            if collects >= 0 { makeRoom(f) }
            return try loopRange(f)
        }
        if _slowPath(ownsIterator && thread.pointee.lastMade == v.bits) { own(f, v) }
        f[area] = try Operations.iterate(v)
        f[area &+ 1] = .none
        if collects >= 0 { makeRoom(f) }
        return try loop(f)
    }
    override final func room(_ f: Frame) -> Int { f[area].isPointer ? NativeIterators.left(f[area].ref) : f[area &+ 1].int }
    @inline(never) private func own(_ f: Frame, _ v: Value) {
        thread.pointee.lastMade = 0
        if v.type == Types.generator && thread.pointee.lastMadeFrame == UInt(bitPattern: f.base) && GeneratorObject(v).state == .created { GeneratorObject(v).isOwned = true }
    }
    /// The loop is left before its end.
    @inline(__always) private func release(_ f: Frame) {
        let it = f[area]
        f[area] = .unbound
        if _slowPath(it.isPointer && it.ref.type == Types.generator && GeneratorObject(it).isOwned) { Finalizers.abandon(it, f) }
    }
    /// Words [area] next value, [area + 1] values left, [area + 2] step.
    @inline(__always) private func loopRange(_ f: Frame) throws(Raise) -> Signal {
        while true {
            if _slowPath(profile.tick()) {
                switch try JIT.hot(self, f) {
                case .declined: break
                case .header: continue
                case .done(let s): return s
                }
            }
            let left = f[area &+ 1].int
            if left <= 0 { break }
            let i = f[area].int
            f[area] = Value(int: i &+ f[area &+ 2].int); f[area &+ 1] = Value(int: left &- 1)
            if slot >= 0 { f[slot] = Value(int: i) } else { try target.store(f, Value(int: i)) }
            let s = try runBody(f)
            if s != .next && s != .continue_ { return s == .break_ ? .next : s }
            if _slowPath(thread.pointee.interrupt != 0) { try BackEdge.handle(f, self) }
        }
        return try finish(f)
    }
    @inline(__always) private func loop(_ f: Frame) throws(Raise) -> Signal {
        let it = f[area], t = it.ref.type
        if t == IndexedIterators.list { return try loopList(f, it) }
        let pairs = firstOfPair >= 0 && NativeIterators.givesPairs(it, t)
        while true {
            if _slowPath(profile.tick()) {
                switch try JIT.hot(self, f) {
                case .declined: break
                case .header: continue
                case .done(let s): return s
                }
            }
            f.at(self)
            if pairs {
                guard let (a, b) = try NativeIterators.pair(it, t) else { break }
                f[firstOfPair] = a; f[secondOfPair] = b
                let s = try runBody(f)
                if s != .next && s != .continue_ { return ended(f, s) }
                if _slowPath(thread.pointee.interrupt != 0) { try BackEdge.handle(f, self) }
                continue
            }
            let v: Value
            if t == Types.generator { v = try Generators.step(it); if v.isUnbound { break } }
            else if let x = try NativeIterators.next(it, t) { if x.isUnbound { break }; v = x }
            else if let x = try Operations.next(it) { v = x } else { break }
            if slot >= 0 { f[slot] = v } else { try target.store(f, v) }
            let s = try runBody(f)
            if s != .next && s != .continue_ { return ended(f, s) }
            if _slowPath(thread.pointee.interrupt != 0) { try BackEdge.handle(f, self) }
        }
        f[area] = .unbound
        return try finish(f)
    }
    /// The body ended the loop: only a `yield` leaves the iterator in place.
    @inline(__always) private func ended(_ f: Frame, _ s: Signal) -> Signal {
        if s == .suspend { return s }
        release(f)
        return s == .break_ ? .next : s
    }
    private func loopList(_ f: Frame, _ it: Value) throws(Raise) -> Signal {
        while true {
            if _slowPath(profile.tick()) {
                switch try JIT.hot(self, f) {
                case .declined: break
                case .header: continue
                case .done(let s): return s
                }
            }
            let v = NativeIterators.list(it.ref)
            if v.isUnbound { break }
            if slot >= 0 { f[slot] = v } else { f.at(self); try target.store(f, v) }
            let s = try runBody(f)
            if s != .next && s != .continue_ { return ended(f, s) }
            if _slowPath(thread.pointee.interrupt != 0) { try BackEdge.handle(f, self) }
        }
        f[area] = .unbound
        return try finish(f)
    }
    @inline(__always) private func finish(_ f: Frame) throws(Raise) -> Signal {
        if let otherwise { return try otherwise.with { o throws(Raise) in try o.run(f) } }
        return .next
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        switch Int(c.path[c.level]) {
        case 0: _ = c.next(); return try start(f, try iterable.resume(f, &c))
        case ForStatement.iterState:
            _ = c.next()
            let it = try Call.finish(f, self, &c)
            f.at(self)
            f[area] = try Operations.checkedIterator(it); f[area &+ 1] = .none
            return try loop(f)
        case 1, 3, 4, 5, 6, 7, ForStatement.nextState, ForStatement.filterState:
            if let s = try step(f, &c) { return s }
            return f[area].isPointer ? try loop(f) : try loopRange(f)
        default: _ = c.next(); return try otherwise.unsafelyUnwrapped.with { o throws(Raise) in try o.proceed(f, &c) }
        }
    }
    override final func child(_ state: Int) -> Borrowed<Statement>? { state == 1 ? body : nil }
    override final func goOn(_ f: Frame, _ state: Int, _ s: Signal) throws(Raise) -> Signal {
        if let e = after(f, s) { return e }
        if _slowPath(thread.pointee.interrupt != 0) { try BackEdge.handle(f, self) }
        return f[area].isPointer ? try loop(f) : try loopRange(f)
    }
    override final func atHeader(_ f: Frame) throws(Raise) -> Signal { f[area].isPointer ? try loop(f) : try loopRange(f) }
    /// At the header of a loop whose iterator is in place.
    override final var headerState: Int { 3 }
    override final func step(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal? {
        let s: Signal
        let state = c.next()
        if state == 1 { s = try body.proceed(f, &c) }
        else if state == 2 { return try otherwise.unsafelyUnwrapped.with { o throws(Raise) in try o.proceed(f, &c) } }
        else if state == 6 { f[area] = .unbound; return try finish(f) }
        else {
            let v: Value
            f.at(self)
            if state == ForStatement.nextState || state == ForStatement.filterState {
                do throws(Raise) { v = try ForStatement.mapped(f, self, f[area], &c, kept: state == ForStatement.filterState ? area &+ 2 : -1) } catch {
                    try Errors.swallow(error, Exceptions.stopIteration)
                    f[area] = .unbound
                    return try finish(f)
                }
                if v.isUnbound {
                    if _slowPath(thread.pointee.interrupt != 0) { try Safepoint.handle() }
                    return nil
                }
            } else if state == ForStatement.stepState {
                v = try Generators.proceed(f[area], &c)
                if v.isUnbound { f[area] = .unbound; return try finish(f) }
            } else if state == 4 { v = f[area &+ 2] } else if state == 5 { v = f[area &+ 3] }
            else if c.isSpecial { v = try ResumeState.value(f, &c) }
            else if f[area].isPointer {
                guard let x = try Operations.next(f[area]) else { f[area] = .unbound; return try finish(f) }
                v = x
            } else {
                let left = f[area &+ 1].int
                if left <= 0 { return try finish(f) }
                v = f[area]
                f[area] = Value(int: v.int &+ f[area &+ 2].int); f[area &+ 1] = Value(int: left &- 1)
            }
            if slot >= 0 { f[slot] = v } else { try target.store(f, v) }
            s = try body.run(f)
        }
        if let e = after(f, s) { return e }
        if _slowPath(thread.pointee.interrupt != 0) { try BackEdge.handle(f, self) }
        return nil
    }
    private func after(_ f: Frame, _ s: Signal) -> Signal? {
        if s == .next || s == .continue_ { return nil }
        if s == .suspend { return s }
        if f[area].isPointer { release(f) }
        return s == .break_ ? .next : s
    }
    /// The generator that is iterated over runs.
    static let stepState = 7
    /// In a `__iter__` in Python; in a `__next__` or the function of a `map`; in that of a `filter`, whose item lies at [area + 2].
    static let iterState = 8, nextState = 9, filterState = 10
    /// Goes on in the function that `map` (KEPT -1) or `filter`, or what is like them, called for loop N over IT: the next item, or unbound where that is dropped or IT has ended.
    static func mapped(_ f: Frame, _ n: LoopStatement, _ it: Value, _ c: inout Cursor, kept: Int) throws(Raise) -> Value {
        let v = try Call.finish(f, n, &c)
        if kept < 0 { return FunctionalIterators.given(it, v) }
        let x = f[kept]
        f[kept] = .unbound
        f.at(n)
        return FunctionalIterators.answered(it, try Operations.isTrue(v)) ? x : .unbound
    }
    /// States: 3 the header, 7 the generator that gives the item, 4 storing the item at [area + 2] in the target (5: an int at [area + 3]), 1 the body, 6 the iterator has ended, 2 `else`.
    override final func traceIteration(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal? {
        let state = c.begin()
        if state == 2 { return try traceEnd(r, otherwise, &c) }
        if state == 6 { r.clear(area); return try traceEnd(r, otherwise, &c) }
        if state != 1 {
            let f = r.frame
            r.at(3)
            if f[area].isPointer {
                let w: Traced
                if state == ForStatement.nextState || state == ForStatement.filterState {
                    switch try r.finishMapped(self, r.load(area), kept: state == ForStatement.filterState ? area &+ 2 : -1, &c) {
                    case .item(let x): w = x
                    case .skipped: return nil
                    default: r.clear(area); return try traceEnd(r, otherwise, &c)
                    }
                } else if state == ForStatement.stepState {
                    switch try r.finishItem(self, r.load(area), &c) {
                    case .item(let x): w = x
                    default: r.clear(area); return try traceEnd(r, otherwise, &c)
                    }
                } else if state == 4 { w = r.held(area &+ 2) } else if c.isSpecial { w = try r.special(&c) } else {
                    switch try r.nextMapped(self, r.load(area), kept: area &+ 2) {
                    case .item(let x): w = x
                    case .skipped: return nil
                    case .end: r.clear(area); return try traceEnd(r, otherwise, &c)
                    case .declined:
                        guard let x = try r.nextItem(self, r.load(area)) else { r.clear(area); return try traceEnd(r, otherwise, &c) }
                        w = x
                    }
                }
                if slot >= 0 { r.store(slot, w) } else {
                    r.put(area &+ 2, w)
                    r.at(4)
                    try target.trace(r, w)
                    r.drop(area &+ 2)
                }
            } else if state == 5 { r.at(5); try target.trace(r, r.held(area &+ 3)); r.drop(area &+ 3) } else {
                let left = r.load(area + 1)
                if !r.compareInt(.gt, left, r.constant(Value(int: 0))) { return try traceEnd(r, otherwise, &c) }
                let i = r.load(area)
                if let next = r.addInt(i, r.load(area + 2)), let rest = r.subtractInt(left, r.constant(Value(int: 1))) { r.store(area, next); r.store(area + 1, rest) } else {
                    r.abort(.untraceable)
                    f[area] = Value(int: i.value.int &+ f[area &+ 2].int); f[area &+ 1] = Value(int: left.value.int &- 1)
                }
                if slot >= 0 { r.store(slot, i) } else {
                    r.put(area &+ 3, i)
                    r.at(5)
                    try target.trace(r, i)
                    r.drop(area &+ 3)
                }
            }
        }
        r.at(1)
        let s = try r.run(body.object, &c)
        if s == .next || s == .continue_ { return nil }
        if s == .suspend { return s }
        let it = r.frame[area]
        if it.isPointer { r.clear(area) }
        if _slowPath(ownsIterator && it.isPointer && it.ref.type == Types.generator && GeneratorObject(it).isOwned) {
            // What a generator does at its end belongs to no trace.
            r.abort(.untraceable)
            if s == .return_ { r.keep.append(r.result.value) }
            Finalizers.abandon(it, r.frame)
        }
        return s == .break_ ? .next : s
    }
    /// As part of what surrounds it: a few iterations are recorded one after the other, others are a call of the loop's own trace.
    override final func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        if c.isActive && c.path[c.level] != 0 && c.path[c.level] != ForStatement.iterState {
            if let s = try traceIteration(r, &c) { return s }
        } else {
            if c.begin() == ForStatement.iterState {
                let it = try r.checkIterator(try r.finishCall(self, &c))
                r.put(area, it); r.put(area &+ 1, r.constant(.none))
            } else {
                r.at(0)
                let v = try r.read(iterable, &c)
                if isStarted { try r.go(self, on: v) } else { try r.start(self, v) }
            }
            r.at(3)
            let n = remaining(r.frame)
            if !yields && n >= 0 && n <= Recorder.unrolled && r.mayUnroll && (r.unrollsLoops || isOverTuple(r.frame)) {
                r.hasUnrolled = true
                for _ in 0...n {
                    var fresh = Cursor.fresh
                    if let s = try traceIteration(r, &fresh) { return s }
                }
            } else if let s = try traceFirst(r, over: area) { return s }
        }
        if yields, let s = try turnsToYield(r) { return s }
        r.at(3)
        return try r.callLoop(self)
    }
    private func isOverTuple(_ f: Frame) -> Bool { f[area].isPointer && f[area].ref.type == IndexedIterators.tuple }
    /// How many iterations are left as far as one can see, else -1.
    override final func remaining(_ f: Frame) -> Int {
        if !f[area].isPointer { return f[area &+ 1].int }
        return LoopStatement.left(f[area])
    }
}
final class AsyncForStatement: Statement {
    let target: Target, iterable: Operand, area: Int
    var body: Borrowed<Statement>, otherwise: Borrowed<Statement>?
    override func mapStatements(_ w: (Statement) -> Statement) { body = Borrowed(w(body.object)); otherwise = otherwise.map { Borrowed(w($0.object)) } }
    init(_ t: Target, _ i: Operand, _ b: Statement, _ e: Statement?, area: Int) { target = t; iterable = i; body = Borrowed(b); otherwise = e.map { Borrowed($0) }; self.area = area }
    var isStarted = false
    override func run(_ f: Frame) throws(Raise) -> Signal { try start(f, try iterable.read(f)) }
    private func start(_ f: Frame, _ v: Value) throws(Raise) -> Signal {
        f.at(self)
        f[area] = isStarted ? v : try Await.asyncIterator(v)
        return try loop(f)
    }
    private func loop(_ f: Frame) throws(Raise) -> Signal {
        while true {
            f.at(self)
            if _fastPath(AsyncGenerators.isReady(f[area])) {
                let v: Value
                switch try AsyncGenerators.next(f[area]) {
                case .item(let x): v = x
                case .end: return try finish(f)
                case .waits(let x, let o):
                    f[area &+ 1] = o
                    Resumption.suspend(f, path, x)
                    throw Raise(.suspend)
                }
                if let s = try once(f, v) { return s }
                continue
            }
            // (An `__anext__` that is no coroutine may say at once that there is nothing more.)
            do throws(Raise) { f[area &+ 1] = try Await.nextAwaitable(f[area]) } catch {
                if !error.isException { throw error }
                try Errors.swallow(error, Exceptions.stopAsyncIteration)
                return try finish(f)
            }
            guard let v = try next(f, first: true) else { return try finish(f) }
            if let s = try once(f, v) { return s }
        }
    }
    /// The value of the pending `__anext__`, nil at the end. Suspends until there is one.
    private func next(_ f: Frame, first: Bool) throws(Raise) -> Value? {
        do throws(Raise) { return first ? try AwaitStep.start(f, area + 1, self, self.path) : try AwaitStep.proceed(f, area + 1, self, self.path) } catch {
            if !error.isException { throw error }
            if _slowPath(Monitor.isActive) && Errors.matches(Exceptions.stopAsyncIteration) { Monitor.raised(f) }
            try Errors.swallow(error, Exceptions.stopAsyncIteration)
            return nil
        }
    }
    private func ended(_ f: Frame, _ s: Signal) -> Signal {
        if s == .suspend { return s }
        f[area] = .unbound
        return s == .break_ ? .next : s
    }
    private func once(_ f: Frame, _ v: Value) throws(Raise) -> Signal? {
        try target.store(f, v)
        let s = try body.run(f)
        if s != .next && s != .continue_ { return ended(f, s) }
        if _slowPath(thread.pointee.interrupt != 0) { f.at(self); try Safepoint.handle() }
        return nil
    }
    private func finish(_ f: Frame) throws(Raise) -> Signal {
        f[area] = .unbound
        if let otherwise { return try otherwise.with { o throws(Raise) in try o.run(f) } }
        return .next
    }
    /// Resume point of the step: state 3 of this statement.
    var path = ResumePath()
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        switch c.next() {
        case 0: return try start(f, try iterable.resume(f, &c))
        case 1:
            let s = try body.proceed(f, &c)
            if s != .next && s != .continue_ { return ended(f, s) }
            return try loop(f)
        case 2: return try otherwise.unsafelyUnwrapped.with { o throws(Raise) in try o.proceed(f, &c) }
        default:
            guard let v = try next(f, first: false) else { return try finish(f) }
            if let s = try once(f, v) { return s }
            return try loop(f)
        }
    }
}

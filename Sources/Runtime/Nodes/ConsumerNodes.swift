import Glibc
import TraceIR
import TraceCompiler

/// `sum(g)`, `any(g)`, `all(g)`, `min(g)`, `max(g)`, `list(g)`, `tuple(g)`, `set(g)`, `frozenset(g)`, `dict(g)`, `bytes(g)`, `sorted(g)` and `s.join(g)` over a generator, or a `map` or `filter` with a function in Python: the builtin's loop as a loop of the frame that calls it, so that it can be
/// recorded together with the generator's body or that function. All else that such a call may be (another callee, another iterable, a traced program) is the plain call.
///
/// The loop knows the common cases: sums of small ints and of floats (compensated, as the builtin's), truth, collecting. A sum that becomes anything else
/// is handed to the builtin with what is left.
///
/// Slots: [area] the iterator, [area + 1] the result so far (a list for `bytes`), [area + 2] the compensation of a sum of floats, for `dict` how many items there were, [area + 3] the item.
/// States: 3 the header, 7 the generator runs, 6 it has ended, 4 taking the item at [area + 3], 5 its truth, 8 whether it is the least (greatest) so far,
/// 9 and 10 the function of a `map` or `filter` runs (`ForStatement.nextState`; the item of a `filter` lies at [area + 3]).
final class ConsumerLoop: LoopStatement {
    /// Whether NAME may be one of `Kind`'s: names of functions are asked for all calls of one argument.
    static func mayBe(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        if name.count < 3 || name.count > 9 { return false }
        switch name[0] {
        case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "d"), UInt8(ascii: "f"), UInt8(ascii: "l"), UInt8(ascii: "m"), UInt8(ascii: "s"), UInt8(ascii: "t"): return true
        default: return false
        }
    }
    enum Kind {
        case sum, any, all, min, max, list, tuple, set, frozenset, dict, bytes, sorted
        /// (Asked for all calls of one argument.)
        init?(_ name: UnsafeBufferPointer<UInt8>) {
            if !ConsumerLoop.mayBe(name) { return nil }
            func isThis(_ s: StaticString) -> Bool { s.utf8CodeUnitCount == name.count && memcmp(s.utf8Start, name.baseAddress.unsafelyUnwrapped, name.count) == 0 }
            if isThis("sum") { self = .sum } else if isThis("any") { self = .any } else if isThis("all") { self = .all } else if isThis("min") { self = .min }
            else if isThis("max") { self = .max } else if isThis("sorted") { self = .sorted } else if isThis("list") { self = .list }
            else if isThis("tuple") { self = .tuple } else if isThis("set") { self = .set }
            else if isThis("frozenset") { self = .frozenset } else if isThis("dict") { self = .dict } else if isThis("bytes") { self = .bytes } else { return nil }
        }
    }
    let kind: Kind, area: Int
    init(_ k: Kind, area a: Int) {
        kind = k; area = a
        super.init()
        if k == .list || k == .tuple || k == .sorted || k == .bytes { collects = a + 1 }
    }

    /// Whether C is the builtin.
    @inline(__always) func fits(_ c: Value) -> Bool {
        guard c.isPointer else { return false }
        switch kind {
        case .list: return c == Types.list.value
        case .tuple: return c == Types.tuple.value
        case .set: return c == Types.set.value
        case .frozenset: return c == Types.frozenset.value
        case .dict: return c == Types.dict.value
        case .bytes: return c == Types.bytes.value
        case .sum: return isBuiltin(c, KnownBuiltins.sum)
        case .any: return isBuiltin(c, KnownBuiltins.any)
        case .all: return isBuiltin(c, KnownBuiltins.all)
        case .min: return isBuiltin(c, KnownBuiltins.min)
        case .max: return isBuiltin(c, KnownBuiltins.max)
        case .sorted: return isBuiltin(c, KnownBuiltins.sorted)
        }
    }
    @inline(__always) private func isBuiltin(_ c: Value, _ native: UInt64) -> Bool { c.ref.type == Types.builtinFunction && c.ref.word(Descriptor.native) == native && native != 0 }
    /// What the loop begins with.
    func first() -> Value {
        switch kind {
        case .sum: return Value(int: 0)
        case .any: return .false
        case .all: return .true
        case .min, .max: return .unbound
        case .list, .tuple, .sorted, .bytes: return ListRef.allocate().value
        case .set: return SetRef.allocate().value
        case .frozenset: return SetRef.newInstance(Types.frozenset).value
        case .dict: return DictRef.allocate().value
        }
    }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let it = f[area], isGenerator = it.ref.type == Types.generator
        if collects >= 0 && ListRef(f[collects]).count == 0 { makeRoom(f) }
        while true {
            if _slowPath(profile.tick()) {
                switch try JIT.hot(self, f) {
                case .declined: break
                case .header: continue
                case .done(let s): return s
                }
            }
            f.at(self)
            let v = isGenerator ? try Generators.step(it) : try Operations.next(it) ?? .unbound
            if v.isUnbound { return .next }
            if try take(f, v) { return .next }
            if _slowPath(thread.pointee.interrupt != 0) { f.at(self); try Safepoint.handle() }
        }
    }
    override func room(_ f: Frame) -> Int {
        let it = f[area].ref
        if it.type == Types.generator {
            let g = GeneratorObject(it)
            guard g.state == .created || g.state == .suspended, g.frame.borrowedCode.read({ $0.givesEach }), case let x = g.frame[0], x.isPointer else { return -1 }
            return NativeIterators.left(x.ref)
        }
        return it.type == FunctionalIterators.map ? LoopStatement.left(f[area]) : -1
    }
    @inline(__always) private func next(_ it: Value) throws(Raise) -> Value { it.ref.type == Types.generator ? try Generators.step(it) : try Operations.next(it) ?? .unbound }
    /// What the loop goes over: all else is left to the builtin.
    @inline(__always) static func fits(_ v: Value) -> Bool {
        guard v.isPointer, case let t = v.ref.type else { return false }
        return (t == Types.generator || t == Itertools.islice && v.ref.value(2).isExactly(Types.generator) || t.ref.word(TypeRef.kindWord) >= NativeIterators.firstRegistered && FunctionalIterators.callsPython(v)) && !Monitor.isActive
    }
    /// Takes an item; true: the loop is over.
    @inline(__always) private func take(_ f: Frame, _ v: Value) throws(Raise) -> Bool {
        switch kind {
        case .sum: return try add(f, v)
        case .any, .all: return try decide(f, try Operations.isTrue(v))
        case .min, .max:
            let best = f[area &+ 1]
            if best.isUnbound { f[area &+ 1] = v; return false }
            f.at(self)
            if try Operations.isTrue(try Operations.richCompare(v, best, order)) { f[area &+ 1] = v }
        case .list, .tuple, .sorted: ListRef(f[area &+ 1]).append(v)
        case .set, .frozenset: f.at(self); try SetRef(f[area &+ 1]).add(v)
        case .dict:
            let n = f[area &+ 2].isInt ? f[area &+ 2].int : 0
            f.at(self)
            try DictRef(f[area &+ 1]).add(pair: v, number: n)
            f[area &+ 2] = Value(int: n &+ 1)
        case .bytes:
            f.at(self)
            let x = Value(int: Int(try BytesConversion.byte(v, "bytes must be in range(0, 256)")))
            ListRef(f[area &+ 1]).append(x)
        }
        return false
    }
    private var order: Operations.Comparison { kind == .min ? .lt : .gt }
    private func decide(_ f: Frame, _ yes: Bool) throws(Raise) -> Bool {
        if yes != (kind == .any) { return false }
        f[area &+ 1] = Value(bool: yes)
        return true
    }
    private func add(_ f: Frame, _ v: Value) throws(Raise) -> Bool {
        let sum = f[area &+ 1]
        if sum.isInt, v.isInt || v.isBool {
            if let s = Interpreter(f).addInt(sum, v.isInt ? v : Value(int: v == .true ? 1 : 0)) { f[area &+ 1] = s; return false }
        } else if isFloat(sum), isFloat(v) || v.isInt {
            let s = sum.asDouble, x = v.isInt ? Double(v.int) : v.asDouble, t = s + x
            let c = f[area &+ 2].asDouble + (abs(s) >= abs(x) ? (s - t) + x : (x - t) + s)
            f[area &+ 2] = Value(float: c)
            f[area &+ 1] = Value(float: t)
            return false
        } else if sum.isInt, isFloat(v) {
            f[area &+ 1] = try Operations.binary(.add, sum, v)
            f[area &+ 2] = Value(float: 0)
            return false
        }
        f.at(self)
        // Something else: the builtin sums up the rest.
        let t = try Operations.binary(.add, total(f), v)
        f[area &+ 1] = .none
        f[area &+ 1] = try BuiltinFunctions.sum(t, rest: f[area])
        f[area &+ 2] = .unbound
        return true
    }
    @inline(__always) private func isFloat(_ v: Value) -> Bool { v.isFloat || v.isExactly(Types.float) }
    /// What the call gives, once the loop is over.
    func result(_ f: Frame) throws(Raise) -> Value {
        let v = f[area &+ 1]
        switch kind {
        case .tuple: return TupleRef.make(ListRef(v).items, ListRef(v).count)
        case .sorted:
            f.at(self)
            _ = try Call.call(Types.list.lookup(StrRef.intern("sort")), v)
        case .min, .max: if v.isUnbound { f.at(self); throw Errors.valueError("\(kind)() iterable argument is empty") }
        case .sum: return total(f)
        case .bytes: f.at(self); return try BytesConversion.bytes(of: v)
        default: break
        }
        return v
    }
    func total(_ f: Frame) -> Value {
        let v = f[area &+ 1]
        if isFloat(v), isFloat(f[area &+ 2]) {
            let c = f[area &+ 2].asDouble
            if c != 0 && c.isFinite { return Value(float: v.asDouble + c) }
        }
        return v
    }
    func clear(_ f: Frame) { for i in 0..<4 { f[area &+ i] = .unbound } }

    // MARK: resuming and recording
    override var headerState: Int { 3 }
    override func atHeader(_ f: Frame) throws(Raise) -> Signal { try run(f) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if let s = try step(f, &c) { return s }
        return try run(f)
    }
    override func step(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal? {
        let v: Value
        f.at(self)
        let state = Int(c.next())
        switch state {
        case 6: return .next
        case 7:
            v = try Generators.proceed(f[area], &c)
            if v.isUnbound { return .next }
        case 4: v = f[area &+ 3]
        case ForStatement.nextState, ForStatement.filterState:
            do throws(Raise) { v = try ForStatement.mapped(f, self, f[area], &c, kept: state == ForStatement.filterState ? area &+ 3 : -1) } catch {
                try Errors.swallow(error, Exceptions.stopIteration)
                return .next
            }
            if v.isUnbound {
                if _slowPath(thread.pointee.interrupt != 0) { try Safepoint.handle() }
                return nil
            }
        case 8:
            if try Operations.isTrue(try ResumeState.value(f, &c)) { f[area &+ 1] = f[area &+ 3] }
            if _slowPath(thread.pointee.interrupt != 0) { f.at(self); try Safepoint.handle() }
            return nil
        case 5:
            v = c.isSpecial ? try ResumeState.value(f, &c) : f[area &+ 3]
        default:
            if c.isSpecial { v = try ResumeState.value(f, &c) } else {
                v = try next(f[area])
                if v.isUnbound { return .next }
            }
        }
        if try take(f, v) { return .next }
        if _slowPath(thread.pointee.interrupt != 0) { f.at(self); try Safepoint.handle() }
        return nil
    }
    override func traceIteration(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal? {
        let state = c.begin()
        var w: Traced
        switch state {
        case 6: return .next
        case 4: w = r.held(area &+ 3)
        case 8:
            w = r.held(area &+ 3)
            _ = r.held(area &+ 1)
            r.at(8)
            if try r.decide(try r.special(&c)) { r.store(area &+ 1, w) }
            return nil
        case 5:
            w = c.isSpecial ? try r.special(&c) : r.held(area &+ 3)
        case 7:
            guard case .item(let x) = try r.finishItem(self, r.load(area), &c) else { return .next }
            w = x
        case ForStatement.nextState, ForStatement.filterState:
            switch try r.finishMapped(self, r.load(area), kept: state == ForStatement.filterState ? area &+ 3 : -1, &c) {
            case .item(let x): w = x
            case .skipped: return nil
            default: return .next
            }
        default:
            r.at(3)
            if c.isSpecial { w = try r.special(&c) } else {
                switch try r.nextMapped(self, r.load(area), kept: area &+ 3) {
                case .item(let x): w = x
                case .skipped: return nil
                case .end: return .next
                case .declined:
                    guard let x = try r.nextItem(self, r.load(area)) else { return .next }
                    w = x
                }
            }
        }
        switch kind {
        case .any, .all:
            r.put(area &+ 3, w)
            r.at(5)
            let yes = try r.decide(w)
            if yes != (kind == .any) { return nil }
            r.set(area &+ 1, r.bool(yes))
            return .next
        case .min, .max:
            r.put(area &+ 3, w)
            r.at(4)
            let x = r.typed(w), best = r.load(area &+ 1)
            if r.bothInt(x, best) { if r.compareInt(order, x, best) { r.store(area &+ 1, x) } }
            else if r.isFloat(x) && r.isFloat(best) { if r.compareFloat(order, x, best) { r.store(area &+ 1, x) } }
            else if best.value.isUnbound { r.b.guardEqual(r.b.asWord(best.ref), 0, r.snapshot()); r.store(area &+ 1, x) }
            else {
                if r.b.kind(best.ref) == .word && !best.ref.isConstant { r.b.guardNonNull(best.ref, r.snapshot()) }
                r.locate(self)
                let answer = try r.compare(order, x, best)
                r.at(8)
                if try r.decide(answer) { r.store(area &+ 1, x) }
            }
        case .list, .tuple, .sorted:
            r.put(area &+ 3, w)
            r.at(4)
            r.append(r.load(area &+ 1), w)
        case .set, .frozenset:
            r.put(area &+ 3, w)
            r.at(4)
            try r.collect(self, r.load(area &+ 1), w, nil)
        case .dict:
            r.put(area &+ 3, w)
            r.at(4)
            // (How many there were only an error's message says: after the pair was taken nothing is left to go wrong.)
            let n = r.load(area &+ 2)
            guard n.value.isInt, w.value.isExactly(Types.tuple) || w.value.isExactly(Types.list), let pair = r.unpack(w, 2), let next = r.addInt(n, r.constant(Value(int: 1))) else {
                r.abort(.untraceable)
                return try take(r.frame, w.value) ? .next : nil
            }
            try r.collect(self, r.load(area &+ 1), pair[0], pair[1])
            r.store(area &+ 2, next)
        case .bytes:
            r.put(area &+ 3, w)
            r.at(4)
            let x = w.value.isBool ? r.numeric(w) : w
            guard let byte = r.asByte(x) else {
                r.abort(.untraceable)
                return try take(r.frame, w.value) ? .next : nil
            }
            r.append(r.load(area &+ 1), byte)
        case .sum:
            r.put(area &+ 3, w)
            r.at(4)
            w = r.typed(w)
            if let s = sum(r, w) { return s ? nil : .next }
            r.abort(.untraceable)
            return try add(r.frame, w.value) ? .next : nil
        }
        return nil
    }
    /// False: nothing of it could be recorded.
    private func sum(_ r: Recorder, _ w: Traced) -> Bool? {
        let total = r.load(area &+ 1), v = w.value
        if total.value.isInt, v.isInt || v.isBool {
            guard let s = r.addInt(total, v.isInt ? w : r.numeric(w)) else { return nil }
            r.store(area &+ 1, s)
            return true
        }
        if total.value.isInt, isFloat(v) {
            r.store(area &+ 1, r.arithmeticFloat(.add, r.intToFloat(total), w))
            r.store(area &+ 2, Traced(value: Value(float: 0), ref: r.b.float(0)))
            return true
        }
        guard isFloat(total.value), isFloat(v) || v.isInt else { return nil }
        let x = isFloat(v) ? w : r.intToFloat(w), c = r.load(area &+ 2)
        guard isFloat(c.value) else { return nil }
        let t = r.arithmeticFloat(.add, total, x)
        let isLarger = r.compareFloat(.ge, r.absolute(total), r.absolute(x))
        let (p, q) = isLarger ? (total, x) : (x, total)
        r.store(area &+ 2, r.arithmeticFloat(.add, c, r.arithmeticFloat(.add, r.arithmeticFloat(.sub, p, t), q)))
        r.store(area &+ 1, t)
        return true
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal { try trace(r, over: area, &c) }
}

/// The call. States as of any call of one argument, and 5 in the loop, 6 behind it.
final class ConsumerCallNode: CallNode {
    let loop: ConsumerLoop
    init(_ c: Operand, _ a: Operand, _ l: ConsumerLoop) { loop = l; super.init(c, Children([a])) }
    @inline(__always) private func isConsumer(_ c: Value, _ v: Value) -> Bool { loop.fits(c) && ConsumerLoop.fits(v) }

    override func execute(_ f: Frame) throws(Raise) -> Value {
        let c = try callee.read(f)
        f.slots[area] = c
        let v = try arguments[0].read(f)
        return try perform(f, c, v)
    }
    @inline(__always) private func perform(_ f: Frame, _ c: Value, _ v: Value) throws(Raise) -> Value {
        f[area &+ 1] = v
        if !isConsumer(c, v) { return try invoke(f, c, f.slots + (area &+ 1), 1) }
        f[area &+ 3] = loop.kind == .dict ? Value(int: 0) : .unbound; f[area &+ 4] = .unbound
        f[area &+ 2] = loop.first()
        f.at(self)
        loop.profile.runs &+= 1
        _ = try loop.run(f)
        return try finish(f)
    }
    private func finish(_ f: Frame) throws(Raise) -> Value {
        let v = try loop.result(f)
        loop.clear(f)
        f[area] = .unbound
        return v
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let s = Int(c.path[c.level])
        if s < 5 {
            if s > 1 { return try super.resume(f, &c) }
            _ = c.next()
            if s == 0 { f[area] = try Interpreter(f).read(callee, &c) }
            return try perform(f, f[area], try Interpreter(f).read(arguments[0], &c))
        }
        _ = c.next()
        if s == 5 { f.at(self); _ = try loop.proceed(f, &c) }
        return try finish(f)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        let s = c.isActive ? Int(c.path[c.level]) : 0
        if s > 1 && s < 5 { return try super.trace(r, &c) }
        r.enter(); defer { r.leave() }
        _ = c.begin()
        if s < 5 {
            for i in s..<2 { r.at(i); r.put(area &+ i, try r.read(i == 0 ? callee : arguments[0], &c)) }
            r.at(2)
            let f = r.held(area), v = r.held(area &+ 1)
            if !isConsumer(f.value, v.value) { return try r.call(self, f, first: area &+ 1, 1, state: 3) }
            r.guardIdentity(f)
            r.guardType(v, v.value.ref.type)
            r.guardUnmonitored()
            switch loop.kind {
            case .list, .sorted: r.put(area &+ 2, r.list(area, 0))
            // (Nobody sees this list.)
            case .tuple, .bytes: r.put(area &+ 2, r.newList(room: 8))
            case .set: r.put(area &+ 2, r.leaf(Residual.emptySet, [], loop.first()))
            case .frozenset: r.put(area &+ 2, r.leaf(Residual.emptyFrozenSet, [], loop.first()))
            case .dict: r.put(area &+ 2, r.newDict())
            default: r.put(area &+ 2, r.constant(loop.first()))
            }
            r.put(area &+ 3, r.constant(loop.kind == .dict ? Value(int: 0) : .unbound)); r.put(area &+ 4, r.constant(.unbound))
        } else { for i in 1..<5 { _ = r.held(area &+ i) } }
        if s < 6 {
            r.at(5)
            r.locate(self)
            _ = try r.run(loop, &c)
        }
        r.at(6)
        let w = r.held(area &+ 2)
        switch loop.kind {
        case .any, .all: r.guardIdentity(w); return r.constant(w.value)
        case .list, .set, .frozenset, .dict: return w
        case .bytes: r.locate(self); return try r.bytes(of: w)
        case .tuple: return r.leaf(Residual.tupleOfList, [w], try loop.result(r.frame))
        case .sorted:
            r.locate(self)
            _ = try loop.result(r.frame)
            _ = r.residual(Residual.sortList, [w.ref], result: .i64)
            return w
        case .min, .max:
            if w.value.isUnbound { r.abort(.raised) } else if r.b.kind(r.typed(w).ref) == .word { r.b.guardNonNull(w.ref, r.snapshot()) }
            return Traced(value: try loop.result(r.frame), ref: r.typed(w).ref)
        case .sum:
            let t = r.typed(w)
            if t.value.isInt { return t }
            let compensation = r.held(area &+ 3)
            if compensation.value.isUnbound { r.b.guardEqual(r.b.asWord(compensation.ref), 0, r.snapshot()); return t }
            let c = r.typed(compensation)
            guard r.isFloatValue(c.value) else { r.abort(.untraceable); return t }
            let result = loop.total(r.frame)
            guard c.value.asDouble.isFinite else { r.abort(.untraceable); return Traced(value: result, ref: t.ref) }
            // (`c - c` is zero for all that is finite; adding a compensation of zero changes nothing but the sign of a zero.)
            _ = r.compareFloat(.eq, r.arithmeticFloat(.sub, c, c), Traced(value: Value(float: 0), ref: r.b.float(0)))
            if !r.compareFloat(.ne, c, Traced(value: Value(float: 0), ref: r.b.float(0))) { return t }
            return r.arithmeticFloat(.add, t, c)
        }
    }
}
/// The argument of `s.join(g)`: a list of what the generator gives, where RECEIVER holds a str (join makes one itself). States: 0 the generator, 5 in the
/// loop, 6 behind it.
final class MaterializeNode: Expression {
    let value: Operand, loop: ConsumerLoop, receiver: Int
    init(_ v: Operand, _ l: ConsumerLoop, receiver r: Int) { value = v; loop = l; receiver = r }
    @inline(__always) private func fits(_ f: Frame, _ v: Value) -> Bool { v.isExactly(Types.generator) && f[receiver].isExactly(Types.str) && !Monitor.isActive }
    private func perform(_ f: Frame, _ v: Value) throws(Raise) -> Value {
        if !fits(f, v) { return v }
        f[loop.area] = v; f[loop.area &+ 1] = loop.first()
        f.at(self)
        loop.profile.runs &+= 1
        _ = try loop.run(f)
        return finish(f)
    }
    private func finish(_ f: Frame) -> Value {
        let v = f[loop.area &+ 1]
        loop.clear(f)
        return v
    }
    override func execute(_ f: Frame) throws(Raise) -> Value { try perform(f, try value.read(f)) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let s = c.next()
        if s == 0 { return try perform(f, try value.resume(f, &c)) }
        f.at(self)
        if s == 5 { _ = try loop.proceed(f, &c) }
        return finish(f)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let s = c.begin()
        if s == 0 {
            r.at(0)
            let w = try r.read(value, &c)
            r.finished(w)
            r.guardType(w, w.value.type)
            r.forgetFinished()
            // (The receiver was evaluated by the call around this, and the trace knows its type or asks for it when it calls.)
            if !fits(r.frame, w.value) { return w }
            r.put(loop.area, w)
            r.put(loop.area &+ 1, r.newList(room: 8))
            r.guardUnmonitored()
        } else { for i in 0..<2 { _ = r.held(loop.area &+ i) } }
        if s < 6 {
            r.at(5)
            r.locate(self)
            _ = try r.run(loop, &c)
        }
        return r.held(loop.area &+ 1)
    }
}
extension Recorder {
    /// A bool as an int.
    func numeric(_ w: Traced) -> Traced {
        let v = Value(int: w.value == .true ? 1 : 0)
        if b.kind(w.ref) == .bool && !w.ref.isConstant { return Traced(value: v, ref: b.boolToInt(w.ref)) }
        guardIdentity(w)
        return constant(v)
    }
    func absolute(_ w: Traced) -> Traced { Traced(value: Value(float: abs(w.value.asDouble)), ref: b.arithmetic(.abs, float(w))) }
}

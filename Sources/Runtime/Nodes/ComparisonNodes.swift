/// Comparisons, identity, membership, and chains of them.
class ComparisonNode: BinaryExpression {
    final let op: Operations.Comparison
    required init(_ op: Operations.Comparison, _ l: Operand, _ r: Operand) { self.op = op; super.init(l, r) }
    static func make(_ op: Operations.Comparison, _ l: Operand, _ r: Operand) -> ComparisonNode {
        let t: ComparisonNode.Type
        switch op {
        case .lt: t = LessNode.self
        case .le: t = LessEqualNode.self
        case .eq: t = EqualNode.self
        case .ne: t = NotEqualNode.self
        case .gt: t = GreaterNode.self
        case .ge: t = GreaterEqualNode.self
        }
        return t.init(op, l, r)
    }
    /// The meaning, once: nil when the slow path must decide.
    @inline(__always) final func fast<M: Machine>(_ m: M, _ op: Operations.Comparison, _ a: M.Word, _ b: M.Word) -> Bool? {
        if m.bothInt(a, b) { return m.compareInt(op, a, b) }
        if m.isFloat(a) && m.isFloat(b) { return m.compareFloat(op, a, b) }
        return nil
    }
    @inline(__always) final func value<M: Machine>(_ m: M, _ op: Operations.Comparison) throws(Raise) -> M.Word {
        let (a, b) = try operands(m)
        if let r = fast(m, op, a, b) { return m.bool(r) }
        return try slow(m, op, a, b)
    }
    @inline(__always) final func decide<M: Machine>(_ m: M, _ op: Operations.Comparison) throws(Raise) -> Bool {
        let (a, b) = try operands(m)
        if let r = fast(m, op, a, b) { return r }
        return try slowTest(m, op, a, b)
    }
    @inline(never) final func slow<M: Machine>(_ m: M, _ op: Operations.Comparison, _ a: M.Word, _ b: M.Word) throws(Raise) -> M.Word {
        m.locate(self)
        return try m.compare(op, a, b)
    }
    @inline(never) final func slowTest<M: Machine>(_ m: M, _ op: Operations.Comparison, _ a: M.Word, _ b: M.Word) throws(Raise) -> Bool {
        m.locate(self)
        return try m.isTrue(try m.compare(op, a, b))
    }
    override final func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if c.path[c.level] == 3 { _ = c.next(); return try Operations.continueComparison(op, f, area, self, &c) }
        let m = Interpreter(f)
        let (a, b) = try operands(m, &c)
        if let r = fast(m, op, a, b) { return m.bool(r) }
        return try slow(m, op, a, b)
    }
    override final func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        if c.isActive && c.path[c.level] == 3 { _ = c.next(); return try r.continueComparison(self, &c) }
        let (a, b) = try operands(r, &c)
        if let x = fast(r, op, a, b) { return r.bool(x) }
        r.locate(self)
        return try r.order(op, a, b)
    }
}
final class LessNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .lt) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .lt) }
}
final class LessEqualNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .le) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .le) }
}
final class EqualNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .eq) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .eq) }
}
final class NotEqualNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .ne) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .ne) }
}
final class GreaterNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .gt) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .gt) }
}
final class GreaterEqualNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .ge) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .ge) }
}
final class IsNode: BinaryExpression {
    let negated: Bool
    init(_ l: Operand, _ r: Operand, negated: Bool) { self.negated = negated; super.init(l, r) }
    /// Boxed numbers are equal words only when they are the same object; immediate ones always are.
    @inline(__always) func decide<M: Machine>(_ m: M) throws(Raise) -> Bool { let (a, b) = try operands(m); return m.same(a, b) != negated }
    override func execute(_ f: Frame) throws(Raise) -> Value { Value(bool: try decide(Interpreter(f))) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f)) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value { let (a, b) = try operands(Interpreter(f), &c); return Value(bool: (a == b) != negated) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced { r.bool(try traceTest(r, &c)) }
    override func traceTest(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Bool {
        r.enter(); defer { r.leave() }
        let (a, b) = try operands(r, &c)
        return r.identical(a, b) != negated
    }
}
final class ContainsNode: BinaryExpression {
    let negated: Bool
    init(_ l: Operand, _ r: Operand, negated: Bool) { self.negated = negated; super.init(l, r) }
    override func execute(_ f: Frame) throws(Raise) -> Value { Value(bool: try test(f)) }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        let (a, b) = try operands(Interpreter(f))
        f.at(self)
        return try Operations.contains(b, a) != negated
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let (a, b) = try operands(Interpreter(f), &c)
        f.at(self)
        return Value(bool: try Operations.contains(b, a) != negated)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let (a, b) = try operands(r, &c)
        return try r.contains(self, a, b, negated)
    }
}
/// `a < b < c`: operands evaluated once, stopping at the first false result.
final class ChainNode: Expression {
    enum Kind { case compare(Operations.Comparison), is_(Bool), contains(Bool) }
    let operands: Children<Operand>, kinds: Children<Kind>
    init(_ o: [Operand], _ k: [Kind]) { operands = Children(o); kinds = Children(k) }
    override func execute(_ f: Frame) throws(Raise) -> Value { try from(0, try operands[0].read(f), f) }
    private func from(_ start: Int, _ first: Value, _ f: Frame) throws(Raise) -> Value {
        var a = first
        for i in start..<kinds.count {
            let b = try operands[i &+ 1].read(f)
            if case .compare(let op) = kinds[i], Value.bothInt(a, b) {
                let yes = Operations.compare(Int64(bitPattern: a.bits), Int64(bitPattern: b.bits), op)
                if i == kinds.count - 1 || !yes { return Value(bool: yes) }
                a = b
                continue
            }
            f.at(self)
            let r: Value
            switch kinds[i] {
            case .compare(let op): r = try Operations.richCompare(a, b, op)
            case .is_(let negated): r = Value(bool: (a == b) != negated)
            case .contains(let negated): r = Value(bool: try Operations.contains(b, a) != negated)
            }
            if i == kinds.count - 1 { return r }
            if try !Operations.isTrue(r) { return r }
            a = b
        }
        return .true
    }
    /// States: 2i evaluating operand i (with the one before at [area]), 2i + 1: both operands of comparison i lie in the area.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let s = c.next()
        if s == 0 { return try from(0, try operands[0].resume(f, &c), f) }
        let i = s == 1 ? 0 : (s - 1) / 2, b: Value
        if s & 1 == 0 { b = try operands[i + 1].resume(f, &c) } else { b = f[area &+ 1] }
        f.at(self)
        let r = try one(i, f[area], b)
        if i == kinds.count - 1 { return r }
        if try !Operations.isTrue(r) { return r }
        return try from(i + 1, b, f)
    }
    private func one(_ i: Int, _ a: Value, _ b: Value) throws(Raise) -> Value {
        switch kinds[i] {
        case .compare(let op): return try Operations.richCompare(a, b, op)
        case .is_(let negated): return Value(bool: (a == b) != negated)
        case .contains(let negated): return Value(bool: try Operations.contains(b, a) != negated)
        }
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let s = c.begin()
        var i = s == 0 ? 0 : (s - 1) / 2
        r.at(0)
        var a = s == 0 ? try r.read(operands[0], &c) : r.held(area)
        while true {
            r.put(area, a)
            r.at(2 * i + 2)
            // (State 2i + 2 evaluates operand i + 1, state 2i + 1 has it: see `resume`.)
            let b = c.isActive || s & 1 == 0 || i > (s - 1) / 2 ? try r.read(operands[i + 1], &c) : r.held(area &+ 1)
            r.put(area &+ 1, b)
            r.at(2 * i + 1)
            let w: Traced
            switch kinds[i] {
            case .compare(let op): r.locate(self); w = try r.order(op, a, b)
            case .is_(let negated): w = r.bool(r.identical(a, b) != negated)
            case .contains(let negated): w = try r.contains(self, a, b, negated)
            }
            if i == kinds.count - 1 { return w }
            if r.b.kind(w.ref) != .bool { r.abort(.untraceable) }
            if try !r.isTrue(w) { return w }
            a = b; i += 1
        }
    }
}
/// `a and b and c`, `a or b`.
final class LogicNode: Expression {
    let operands: Children<Operand>, isAnd: Bool
    init(_ o: [Operand], isAnd: Bool) { operands = Children(o); self.isAnd = isAnd }
    override func execute(_ f: Frame) throws(Raise) -> Value { try from(0, f) }
    @inline(__always) func from(_ start: Int, _ f: Frame) throws(Raise) -> Value {
        var i = start
        while i < operands.count &- 1 {
            let v = try operands[i].read(f)
            f.at(self)
            if try Operations.isTrue(v) != isAnd { return v }
            i &+= 1
        }
        return try operands[i].read(f)
    }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        for i in 0..<operands.count { if try operands[i].test(f, self) != isAnd { return !isAnd } }
        return isAnd
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let i = c.next()
        let v = try operands[i].resume(f, &c)
        if i == operands.count - 1 { return v }
        f.at(self)
        if try Operations.isTrue(v) != isAnd { return v }
        return try from(i + 1, f)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        var i = c.begin()
        while true {
            r.at(i)
            let w = try r.read(operands[i], &c)
            if i == operands.count - 1 { return w }
            if try r.decide(w) != isAnd { return w }
            i += 1
        }
    }
    override func traceTest(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Bool {
        r.enter(); defer { r.leave() }
        var i = c.begin()
        while i < operands.count {
            r.at(i)
            if try r.test(operands[i], self, &c) != isAnd { return !isAnd }
            i += 1
        }
        return isAnd
    }
}
final class ConditionalNode: Expression {
    let condition: Operand, yes: Operand, no: Operand
    init(_ c: Operand, _ y: Operand, _ n: Operand) { condition = c; yes = y; no = n }
    override func execute(_ f: Frame) throws(Raise) -> Value { try condition.test(f, self) ? try yes.read(f) : try no.read(f) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try condition.test(f, self) ? try yes.test(f, self) : try no.test(f, self) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        switch c.next() {
        case 0:
            let v = try condition.resume(f, &c)
            f.at(self)
            return try Operations.isTrue(v) ? try yes.read(f) : try no.read(f)
        case 1: return try yes.resume(f, &c)
        default: return try no.resume(f, &c)
        }
    }
    private func choose(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Bool {
        let s = c.begin()
        r.at(s)
        let which = s == 0 ? try r.test(condition, self, &c) : s == 1
        r.at(which ? 1 : 2)
        return which
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        return try choose(r, &c) ? try r.read(yes, &c) : try r.read(no, &c)
    }
    override func traceTest(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Bool {
        r.enter(); defer { r.leave() }
        return try choose(r, &c) ? try r.test(yes, self, &c) : try r.test(no, self, &c)
    }
}

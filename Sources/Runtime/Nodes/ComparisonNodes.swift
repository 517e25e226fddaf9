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
}
final class LessNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .lt) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .lt) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { try value(r, .lt) }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool { try decide(r, .lt) }
}
final class LessEqualNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .le) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .le) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { try value(r, .le) }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool { try decide(r, .le) }
}
final class EqualNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .eq) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .eq) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { try value(r, .eq) }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool { try decide(r, .eq) }
}
final class NotEqualNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .ne) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .ne) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { try value(r, .ne) }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool { try decide(r, .ne) }
}
final class GreaterNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .gt) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .gt) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { try value(r, .gt) }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool { try decide(r, .gt) }
}
final class GreaterEqualNode: ComparisonNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { try value(Interpreter(f), .ge) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f), .ge) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { try value(r, .ge) }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool { try decide(r, .ge) }
}
final class IsNode: BinaryExpression {
    let negated: Bool
    init(_ l: Operand, _ r: Operand, negated: Bool) { self.negated = negated; super.init(l, r) }
    /// Boxed numbers are equal words only when they are the same object; immediate ones always are.
    @inline(__always) func decide<M: Machine>(_ m: M) throws(Raise) -> Bool { let (a, b) = try operands(m); return m.same(a, b) != negated }
    override func execute(_ f: Frame) throws(Raise) -> Value { Value(bool: try decide(Interpreter(f))) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try decide(Interpreter(f)) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return r.bool(try r.identical(a, b) != negated) }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool { let (a, b) = try operands(r); return try r.identical(a, b) != negated }
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
}
/// `a < b < c`: operands evaluated once, stopping at the first false result.
final class ChainNode: Expression {
    enum Kind { case compare(Operations.Comparison), is_(Bool), contains(Bool) }
    let operands: Children<Operand>, kinds: Children<Kind>
    init(_ o: [Operand], _ k: [Kind]) { operands = Children(o); kinds = Children(k) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        var a = try operands[0].read(f)
        for i in 0..<kinds.count {
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
    override func record(_ r: Recorder) throws(Raise) -> Traced { r.bool(try recordTest(r)) }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool {
        var a = try self.operands[0].read(r)
        for i in 0..<kinds.count {
            let b = try self.operands[i &+ 1].read(r)
            guard case .compare(let op) = kinds[i] else { throw r.untraceable(self) }
            if try !r.order(op, a, b, self) { return false }
            a = b
        }
        return true
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
    override func record(_ r: Recorder) throws(Raise) -> Traced {
        for i in 0..<operands.count - 1 { let w = try operands[i].read(r); if try r.isTrue(w) != isAnd { return w } }
        return try operands[operands.count - 1].read(r)
    }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool {
        for i in 0..<operands.count { if try r.test(operands[i]) != isAnd { return !isAnd } }
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
}
final class ConditionalNode: Expression {
    let condition: Operand, yes: Operand, no: Operand
    init(_ c: Operand, _ y: Operand, _ n: Operand) { condition = c; yes = y; no = n }
    override func execute(_ f: Frame) throws(Raise) -> Value { try condition.test(f, self) ? try yes.read(f) : try no.read(f) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try condition.test(f, self) ? try yes.test(f, self) : try no.test(f, self) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { try r.test(condition) ? try yes.read(r) : try no.read(r) }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool { try r.test(condition) ? try r.test(yes) : try r.test(no) }
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
}

/// Comparisons, identity, membership, and chains of them.
class ComparisonNode: BinaryExpression {
    /// From here on: the states of `Asking`.
    static let firstState = 3
    final let op: Operations.Comparison
    required init(_ op: Operations.Comparison, _ l: Operand, _ r: Operand) { self.op = op; super.init(l, r) }
    static func make(_ op: Operations.Comparison, _ l: Operand, _ r: Operand) -> ComparisonNode {
        if LeafOperand.fits(l, r) { return ComparisonFused(op, l, r) }
        let t: ComparisonNode.Type, simple = l.isSimple && r.isSimple
        switch op {
        case .lt: t = simple ? LessLeaf.self : LessNode.self
        case .le: t = simple ? LessEqualLeaf.self : LessEqualNode.self
        case .eq: t = simple ? EqualLeaf.self : EqualNode.self
        case .ne: t = simple ? NotEqualLeaf.self : NotEqualNode.self
        case .gt: t = simple ? GreaterLeaf.self : GreaterNode.self
        case .ge: t = simple ? GreaterEqualLeaf.self : GreaterEqualNode.self
        }
        return t.init(op, l, r)
    }
    /// The meaning, once: nil when the slow path must decide.
    @inline(__always) final func fast<M: Machine>(_ m: M, _ op: Operations.Comparison, _ a: M.Word, _ b: M.Word) -> Bool? {
        if m.bothInt(a, b) { return m.compareInt(op, a, b) }
        if m.isFloat(a) && m.isFloat(b) { return m.compareFloat(op, a, b) }
        return nil
    }
    @inline(__always) final func value(_ f: Frame, _ op: Operations.Comparison) throws(Raise) -> Value {
        let m = Interpreter(f)
        let (a, b) = try operands(f)
        if let r = fast(m, op, a, b) { return m.bool(r) }
        return try slow(m, op, a, b)
    }
    @inline(__always) final func decide(_ f: Frame, _ op: Operations.Comparison) throws(Raise) -> Bool {
        let m = Interpreter(f)
        let (a, b) = try operands(f)
        if (op == .eq || op == .ne) && a.isExactly(Types.str) && b.isExactly(Types.str) { return StrRef.equal(StrRef(a.ref), StrRef(b.ref)) == (op == .eq) }
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
        if c.path[c.level] >= ComparisonNode.firstState, c.path[c.level] < ComparisonNode.firstState + Asking.count { return try Operations.continueComparison(op, c.next() - ComparisonNode.firstState, f, area, self, &c) }
        let m = Interpreter(f)
        let (a, b) = try operands(m, &c)
        if let r = fast(m, op, a, b) { return m.bool(r) }
        return try slow(m, op, a, b)
    }
    override final func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        if c.isActive && c.path[c.level] >= ComparisonNode.firstState { return try r.continueComparison(op, self, c.next() - ComparisonNode.firstState, first: ComparisonNode.firstState, isValue: true, &c) }
        let (a, b) = try operands(r, &c)
        r.locate(self)
        return try r.order(op, a, b, isValue: true)
    }
}
class LessNode: ComparisonNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { try value(f, .lt) }
    @inline(never) override func test(_ f: Frame) throws(Raise) -> Bool { try decide(f, .lt) }
}
class LessEqualNode: ComparisonNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { try value(f, .le) }
    @inline(never) override func test(_ f: Frame) throws(Raise) -> Bool { try decide(f, .le) }
}
class EqualNode: ComparisonNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { try value(f, .eq) }
    @inline(never) override func test(_ f: Frame) throws(Raise) -> Bool { try decide(f, .eq) }
}
class NotEqualNode: ComparisonNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { try value(f, .ne) }
    @inline(never) override func test(_ f: Frame) throws(Raise) -> Bool { try decide(f, .ne) }
}
class GreaterNode: ComparisonNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { try value(f, .gt) }
    @inline(never) override func test(_ f: Frame) throws(Raise) -> Bool { try decide(f, .gt) }
}
class GreaterEqualNode: ComparisonNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { try value(f, .ge) }
    @inline(never) override func test(_ f: Frame) throws(Raise) -> Bool { try decide(f, .ge) }
}
/// Comparisons of locals and constants: no call, no frame where both are numbers of a kind.
final class LessLeaf: LessNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.compare(.lt, left.peek(f), right.peek(f)) { return Value(bool: r) }
        return try super.execute(f)
    }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        if let r = Leaf.compare(.lt, left.peek(f), right.peek(f)) { return r }
        return try super.test(f)
    }
}
final class LessEqualLeaf: LessEqualNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.compare(.le, left.peek(f), right.peek(f)) { return Value(bool: r) }
        return try super.execute(f)
    }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        if let r = Leaf.compare(.le, left.peek(f), right.peek(f)) { return r }
        return try super.test(f)
    }
}
final class EqualLeaf: EqualNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.compare(.eq, left.peek(f), right.peek(f)) { return Value(bool: r) }
        return try super.execute(f)
    }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        if let r = Leaf.compare(.eq, left.peek(f), right.peek(f)) { return r }
        return try super.test(f)
    }
}
final class NotEqualLeaf: NotEqualNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.compare(.ne, left.peek(f), right.peek(f)) { return Value(bool: r) }
        return try super.execute(f)
    }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        if let r = Leaf.compare(.ne, left.peek(f), right.peek(f)) { return r }
        return try super.test(f)
    }
}
final class GreaterLeaf: GreaterNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.compare(.gt, left.peek(f), right.peek(f)) { return Value(bool: r) }
        return try super.execute(f)
    }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        if let r = Leaf.compare(.gt, left.peek(f), right.peek(f)) { return r }
        return try super.test(f)
    }
}
final class GreaterEqualLeaf: GreaterEqualNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.compare(.ge, left.peek(f), right.peek(f)) { return Value(bool: r) }
        return try super.execute(f)
    }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        if let r = Leaf.compare(.ge, left.peek(f), right.peek(f)) { return r }
        return try super.test(f)
    }
}
final class IsNode: BinaryExpression {
    let negated: Bool
    init(_ l: Operand, _ r: Operand, negated: Bool) { self.negated = negated; super.init(l, r) }
    @inline(never) private func decide(_ f: Frame) throws(Raise) -> Bool { let (a, b) = try operands(f); return Operations.isIdentical(a, b) != negated }
    override func execute(_ f: Frame) throws(Raise) -> Value { Value(bool: try test(f)) }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        let a = left.peek(f), b = right.peek(f)
        if a.bits != 0 && b.bits != 0 { return Operations.isIdentical(a, b) != negated }
        return try decide(f)
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value { let (a, b) = try operands(Interpreter(f), &c); return Value(bool: Operations.isIdentical(a, b) != negated) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let (a, b) = try operands(r, &c)
        return r.identity(a, b, negated)
    }
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
        let (a, b) = try operands(f)
        f.at(self)
        return try Operations.contains(b, a) != negated
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if c.path[c.level] == 3 {
            _ = c.next()
            let v = try Call.finish(f, self, &c)
            f.at(self)
            return Value(bool: try Operations.isTrue(v) != negated)
        }
        let (a, b) = try operands(Interpreter(f), &c)
        f.at(self)
        return Value(bool: try Operations.contains(b, a) != negated)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        if c.isActive && c.path[c.level] == 3 { _ = c.next(); return r.bool(try r.decide(try r.finishCall(self, &c)) != negated) }
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
            case .is_(let negated): r = Value(bool: Operations.isIdentical(a, b) != negated)
            case .contains(let negated): r = Value(bool: try Operations.contains(b, a) != negated)
            }
            if i == kinds.count - 1 { return r }
            if try !Operations.isTrue(r) { return r }
            a = b
        }
        return .true
    }
    /// States: 2i evaluating operand i (with the one before at [area]), 2i + 1: both operands of comparison i lie in the area (or it has its value).
    /// `asking` + 8i and following: those of `Asking` for comparison i, and (5, 6) that its value is false or true, which lies in the result word.
    static let asking = 1000
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let s = c.next()
        if s == 0 { return try from(0, try operands[0].resume(f, &c), f) }
        if s >= ChainNode.asking {
            let i = (s - ChainNode.asking) / 8, stage = (s - ChainNode.asking) % 8, b = f[area &+ 1]
            if stage < Asking.count, case .compare(let op) = kinds[i] { return try behind(i, try Operations.continueComparison(op, stage, f, area, self, &c), b, f) }
            let r = try ResumeState.value(f, &c)
            return i == kinds.count - 1 || stage == Asking.count ? r : try from(i + 1, b, f)
        }
        let i = s == 1 ? 0 : (s - 1) / 2, b: Value
        if s & 1 == 0 { b = try operands[i + 1].resume(f, &c) } else { b = f[area &+ 1] }
        if s & 1 == 1 && c.isSpecial { return try behind(i, try ResumeState.value(f, &c), b, f) }
        f.at(self)
        return try behind(i, try one(i, f[area], b), b, f)
    }
    /// Comparison I, whose right operand is B, has given R.
    private func behind(_ i: Int, _ r: Value, _ b: Value, _ f: Frame) throws(Raise) -> Value {
        if i == kinds.count - 1 { return r }
        f.at(self)
        if try !Operations.isTrue(r) { return r }
        return try from(i + 1, b, f)
    }
    private func one(_ i: Int, _ a: Value, _ b: Value) throws(Raise) -> Value {
        switch kinds[i] {
        case .compare(let op): return try Operations.richCompare(a, b, op)
        case .is_(let negated): return Value(bool: Operations.isIdentical(a, b) != negated)
        case .contains(let negated): return Value(bool: try Operations.contains(b, a) != negated)
        }
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let s = c.begin()
        var i = s == 0 ? 0 : s < ChainNode.asking ? (s - 1) / 2 : (s - ChainNode.asking) / 8, hasBoth = s & 1 == 1
        r.at(0)
        var a = s == 0 ? try r.read(operands[0], &c) : r.held(area)
        if s >= ChainNode.asking || hasBoth && c.isSpecial {
            let b = r.held(area &+ 1), stage = s < ChainNode.asking ? Asking.count : (s - ChainNode.asking) % 8, w: Traced
            r.at(s)
            if stage < Asking.count, case .compare(let op) = kinds[i] {
                w = try r.continueComparison(op, self, stage, first: ChainNode.asking + 8 * i, isValue: i == kinds.count - 1, &c)
            } else { w = try r.special(&c) }
            if i == kinds.count - 1 || s >= ChainNode.asking && stage == Asking.count { return w }
            if s < ChainNode.asking || stage < Asking.count, try !decide(r, i, w) { return w }
            a = b; i += 1; hasBoth = false
        }
        while true {
            r.put(area, a)
            r.at(2 * i + 2)
            // (State 2i + 2 evaluates operand i + 1, state 2i + 1 has it: see `resume`.)
            let b = hasBoth ? r.held(area &+ 1) : try r.read(operands[i + 1], &c)
            hasBoth = false
            r.put(area &+ 1, b)
            r.at(2 * i + 1)
            let w: Traced, isLast = i == kinds.count - 1
            switch kinds[i] {
            case .compare(let op): r.locate(self); w = try r.order(op, a, b, isValue: isLast, first: ChainNode.asking + 8 * i)
            case .is_(let negated): w = r.identity(a, b, negated)
            case .contains(let negated): w = try r.contains(self, a, b, negated)
            }
            if isLast { return w }
            if try !decide(r, i, w) { return w }
            a = b; i += 1
        }
    }
    /// The truth of W, which comparison I has given.
    private func decide(_ r: Recorder, _ i: Int, _ w: Traced) throws(Raise) -> Bool {
        r.at(2 * i + 1)
        return try r.decideKept(w, ChainNode.asking + 8 * i + Asking.count)
    }
}
/// `a and b and c`, `a or b`.
final class LogicNode: Expression {
    let operands: Children<Operand>, tests: Children<LeafTest>, isAnd: Bool
    init(_ o: [Operand], isAnd: Bool) { operands = Children(o); tests = Children(o.map { LeafTest($0) }); self.isAnd = isAnd }
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
        var i = 0
        while i < operands.count {
            if try tests[i].decide(f, operands[i], self) != isAnd { return !isAnd }
            i &+= 1
        }
        return isAnd
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        // States: i evaluating operand i; behind those 2i and 2i + 1: operand i, whose value lies in the result word, is false, or true.
        let i = c.next()
        if i >= operands.count {
            let v = try ResumeState.value(f, &c), k = i - operands.count
            return (k & 1 == 1) != isAnd ? v : try from(k / 2 + 1, f)
        }
        let v = try operands[i].resume(f, &c)
        if i == operands.count - 1 { return v }
        f.at(self)
        if try Operations.isTrue(v) != isAnd { return v }
        return try from(i + 1, f)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        var i = c.begin()
        if i >= operands.count {
            let k = i - operands.count, w = try r.special(&c)
            if (k & 1 == 1) != isAnd { return w }
            i = k / 2 + 1
        }
        while true {
            r.at(i)
            let w = try r.read(operands[i], &c)
            if i == operands.count - 1 { return w }
            if try r.decideKept(w, operands.count + 2 * i) != isAnd { return w }
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
    let condition: Operand, leaf: LeafTest, yes: Operand, no: Operand
    init(_ c: Operand, _ y: Operand, _ n: Operand) { condition = c; leaf = LeafTest(c); yes = y; no = n }
    override func execute(_ f: Frame) throws(Raise) -> Value { try leaf.decide(f, condition, self) ? try yes.read(f) : try no.read(f) }
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

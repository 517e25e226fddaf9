/// Binary and unary operators. A node starts as its family's class for the operator; the fast paths for immediate ints and floats stand in
/// `apply`, everything else is one call of `Operations`. Where both operands are locals or constants the node is a leaf (`AddLeaf` …): numbers of a
/// kind are combined without any call, so that the function saves no registers and has no frame.

/// Two operands, evaluated left to right.
class BinaryExpression: Expression {
    final let left: Operand, right: Operand
    init(_ l: Operand, _ r: Operand) { left = l; right = r }
    @inline(__always) final func operands<M: Machine>(_ m: M) throws(Raise) -> (M.Word, M.Word) {
        m.at(0); let a = try left.read(m); m.hold(area, a)
        m.at(1); let b = try right.read(m); m.hold(area &+ 1, b)
        m.at(2); return (a, b)
    }
    @inline(__always) final func operands(_ f: Frame) throws(Raise) -> (Value, Value) {
        let a = try left.read(f)
        let b = try right.read(f)
        return (a, b)
    }
    /// The same from the cursor on. States: 0 left, 1 right, 2 the operation (the operands lie in the area), 3 in a Python function that performs it,
    /// 4 in that of the right operand, where the left has none or has answered NotImplemented, 5 the left has done so.
    static let afterLeft = 5
    final func operands<M: Machine>(_ m: M, _ c: inout Cursor) throws(Raise) -> (M.Word, M.Word) {
        let s = c.begin()
        m.at(0)
        let a = s == 0 ? try m.read(left, &c) : m.held(area)
        m.put(area, a); m.at(1)
        let b = s <= 1 ? try m.read(right, &c) : m.held(area &+ 1)
        m.put(area &+ 1, b); m.at(2)
        return (a, b)
    }
}

class ArithmeticNode: BinaryExpression {
    final let op: Operations.Binary
    final let isInPlace: Bool
    required init(_ op: Operations.Binary, _ l: Operand, _ r: Operand, inPlace: Bool) { self.op = op; isInPlace = inPlace; super.init(l, r) }

    static func make(_ op: Operations.Binary, _ l: Operand, _ r: Operand, inPlace: Bool) -> ArithmeticNode {
        let t: ArithmeticNode.Type
        if l.isSimple && r.isSimple {
            switch op {
            case .add: t = AddLeaf.self
            case .sub: t = SubtractLeaf.self
            case .mul: t = MultiplyLeaf.self
            case .truediv: t = DivideLeaf.self
            case .floordiv: t = FloorDivideLeaf.self
            case .mod: t = ModuloLeaf.self
            case .and: t = AndLeaf.self
            case .or: t = OrLeaf.self
            case .xor: t = XorLeaf.self
            default: t = GenericArithmeticNode.self
            }
            return t.init(op, l, r, inPlace: inPlace)
        }
        switch op {
        case .add: t = AddNode.self
        case .sub: t = SubtractNode.self
        case .mul: t = MultiplyNode.self
        case .truediv: t = DivideNode.self
        case .floordiv: t = FloorDivideNode.self
        case .mod: t = ModuloNode.self
        case .and: t = AndNode.self
        case .or: t = OrNode.self
        case .xor: t = XorNode.self
        default: t = GenericArithmeticNode.self
        }
        return t.init(op, l, r, inPlace: inPlace)
    }
    /// Add, subtract, multiply of equal or mixed numbers.
    @inline(__always) final func ring<M: Machine>(_ m: M, _ op: Operations.Binary, _ a: M.Word, _ b: M.Word) throws(Raise) -> M.Word {
        if m.bothInt(a, b) {
            let r: M.Word?
            switch op { case .add: r = m.addInt(a, b); case .sub: r = m.subtractInt(a, b); default: r = m.multiplyInt(a, b) }
            if let r { return r }
        } else if m.isFloat(a) {
            if m.isFloat(b) { return m.arithmeticFloat(op, a, b) }
            if m.isInt(b) { return m.arithmeticFloat(op, a, m.intToFloat(b)) }
        } else if m.isFloat(b) && m.isInt(a) { return m.arithmeticFloat(op, m.intToFloat(a), b) }
        return try slow(m, op, a, b)
    }
    @inline(__always) final func quotient<M: Machine>(_ m: M, _ a: M.Word, _ b: M.Word) throws(Raise) -> M.Word {
        if m.isFloat(b) && m.isNonZeroFloat(b) {
            if m.isFloat(a) { return m.arithmeticFloat(.truediv, a, b) }
            if m.isInt(a) { return m.arithmeticFloat(.truediv, m.intToFloat(a), b) }
        }
        return try slow(m, .truediv, a, b)
    }
    @inline(__always) final func bits<M: Machine>(_ m: M, _ op: Operations.Binary, _ a: M.Word, _ b: M.Word) throws(Raise) -> M.Word {
        if m.bothInt(a, b) { return m.bitwise(op, a, b) }
        return try slow(m, op, a, b)
    }
    @inline(__always) final func divide<M: Machine>(_ m: M, _ op: Operations.Binary, _ a: M.Word, _ b: M.Word) throws(Raise) -> M.Word {
        if m.bothInt(a, b), let r = m.divideInt(op, a, b) { return r }
        return try slow(m, op, a, b)
    }
    @inline(never) final func slow<M: Machine>(_ m: M, _ op: Operations.Binary, _ a: M.Word, _ b: M.Word) throws(Raise) -> M.Word {
        m.locate(self)
        return isInPlace ? try m.inPlace(op, a, b) : try m.binary(op, a, b)
    }
    private func combine<M: Machine>(_ m: M, _ a: M.Word, _ b: M.Word) throws(Raise) -> M.Word {
        switch op {
        case .add, .sub, .mul: return try ring(m, op, a, b)
        case .truediv: return try quotient(m, a, b)
        case .floordiv, .mod: return try divide(m, op, a, b)
        case .and, .or, .xor: return try bits(m, op, a, b)
        default: return try slow(m, op, a, b)
        }
    }
    override final func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if c.path[c.level] == 3 { _ = c.next(); return try Operations.continueBinary(op, isInPlace, f, area, self, &c) }
        if c.path[c.level] == 4 { _ = c.next(); return try Operations.continueRight(op, isInPlace, f, area, self, &c) }
        if c.path[c.level] == BinaryExpression.afterLeft { _ = c.next(); f.at(self); return try Operations.afterLeft(op, f[area], f[area &+ 1], isInPlace) }
        let m = Interpreter(f)
        let (a, b) = try operands(m, &c)
        return try combine(m, a, b)
    }
    override final func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        if c.isActive && c.path[c.level] == 3 { _ = c.next(); return try r.continueOperator(self, &c) }
        if c.isActive && c.path[c.level] == 4 { _ = c.next(); return try r.answeredByRight(self, try r.finishCall(self, &c)) }
        if c.isActive && c.path[c.level] == BinaryExpression.afterLeft { _ = c.next(); return try r.askRight(self) }
        let (a, b) = try operands(r, &c)
        return try combine(r, a, b)
    }
}
class AddNode: ArithmeticNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(f); return try ring(m, .add, a, b) }
}
class SubtractNode: ArithmeticNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(f); return try ring(m, .sub, a, b) }
}
class MultiplyNode: ArithmeticNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(f); return try ring(m, .mul, a, b) }
}
class DivideNode: ArithmeticNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(f); return try quotient(m, a, b) }
}
class FloorDivideNode: ArithmeticNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(f); return try divide(m, .floordiv, a, b) }
}
class ModuloNode: ArithmeticNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(f); return try divide(m, .mod, a, b) }
}
class AndNode: ArithmeticNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(f); return try bits(m, .and, a, b) }
}
class OrNode: ArithmeticNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(f); return try bits(m, .or, a, b) }
}
class XorNode: ArithmeticNode {
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(f); return try bits(m, .xor, a, b) }
}
/// Leaves: see the head of the file.
final class AddLeaf: AddNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.ring(.add, left.peek(f), right.peek(f)) { return r }
        return try super.execute(f)
    }
}
final class SubtractLeaf: SubtractNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.ring(.sub, left.peek(f), right.peek(f)) { return r }
        return try super.execute(f)
    }
}
final class MultiplyLeaf: MultiplyNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.ring(.mul, left.peek(f), right.peek(f)) { return r }
        return try super.execute(f)
    }
}
final class FloorDivideLeaf: FloorDivideNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.divide(.floordiv, left.peek(f), right.peek(f)) { return r }
        return try super.execute(f)
    }
}
final class ModuloLeaf: ModuloNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.divide(.mod, left.peek(f), right.peek(f)) { return r }
        return try super.execute(f)
    }
}
final class AndLeaf: AndNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.bits(.and, left.peek(f), right.peek(f)) { return r }
        return try super.execute(f)
    }
}
final class OrLeaf: OrNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.bits(.or, left.peek(f), right.peek(f)) { return r }
        return try super.execute(f)
    }
}
final class XorLeaf: XorNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if let r = Leaf.bits(.xor, left.peek(f), right.peek(f)) { return r }
        return try super.execute(f)
    }
}
final class DivideLeaf: DivideNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let a = left.peek(f), b = right.peek(f)
        if a.isFloat && b.isFloat && b.float != 0 { return Value(float: a.float / b.float) }
        return try super.execute(f)
    }
}
/// Operators on two words that are numbers of a kind; nil for all else.
enum Leaf {
    @inline(__always) static func ring(_ op: Operations.Binary, _ a: Value, _ b: Value) -> Value? {
        let m = Interpreter(Frame(nil))
        if Value.bothInt(a, b) {
            switch op { case .add: return m.addInt(a, b); case .sub: return m.subtractInt(a, b); default: return m.multiplyInt(a, b) }
        }
        if a.isFloat && b.isFloat { return m.arithmeticFloat(op, a, b) }
        return nil
    }
    @inline(__always) static func divide(_ op: Operations.Binary, _ a: Value, _ b: Value) -> Value? { Value.bothInt(a, b) ? Interpreter(Frame(nil)).divideInt(op, a, b) : nil }
    @inline(__always) static func bits(_ op: Operations.Binary, _ a: Value, _ b: Value) -> Value? { Value.bothInt(a, b) ? Interpreter(Frame(nil)).bitwise(op, a, b) : nil }
    @inline(__always) static func compare(_ op: Operations.Comparison, _ a: Value, _ b: Value) -> Bool? {
        if Value.bothInt(a, b) { return Operations.compare(Int64(bitPattern: a.bits), Int64(bitPattern: b.bits), op) }
        if a.isFloat && b.isFloat { return Operations.compare(a.float, b.float, op) }
        return nil
    }
}
/// Shifts, power, matrix multiplication.
final class GenericArithmeticNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let m = Interpreter(f)
        let (a, b) = try operands(f)
        if Value.bothInt(a, b) {
            let x = a.int, y = b.int
            if op == .rshift && y >= 0 { return Value(int: x &>> min(y, 63)) }
            if op == .lshift && y >= 0 && y < 62 && (x &<< (y &+ 1)) &>> (y &+ 1) == x { return Value(int: x &<< y) }
        }
        return try slow(m, op, a, b)
    }
}
final class UnaryNode: Expression {
    let op: Operations.Unary, operand: Operand
    init(_ op: Operations.Unary, _ o: Operand) { self.op = op; operand = o }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let v = try operand.read(f)
        f.at(self)
        return try Operations.unary(op, v)
    }
    /// States: 0 the operand, 1 in its method.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if c.next() == 1 { return try Call.finish(f, self, &c) }
        let v = try operand.resume(f, &c)
        f.at(self)
        return try Operations.unary(op, v)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        if c.begin() == 1 { return try r.finishCall(self, &c) }
        r.at(0)
        let w = try r.read(operand, &c)
        r.finished(w)
        return try r.unary(op, w, self)
    }
}
final class NotNode: Expression {
    let operand: Operand
    init(_ o: Operand) { operand = o }
    override func execute(_ f: Frame) throws(Raise) -> Value { Value(bool: try !operand.test(f, self)) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try !operand.test(f, self) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value { _ = c.next(); return Value(bool: try !Interpreter(f).test(operand, self, &c)) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        let w = try r.read(operand, &c)
        return r.b.kind(w.ref) == .bool ? r.not(w) : r.bool(try !r.decide(w))
    }
    override func traceTest(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Bool {
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        return try !r.test(operand, self, &c)
    }
}

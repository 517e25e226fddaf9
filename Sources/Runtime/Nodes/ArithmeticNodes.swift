/// Binary and unary operators. A node starts as its family's class for the operator; the fast paths for immediate ints and floats stand in
/// `apply`, everything else is one call of `Operations`.

/// Two operands, evaluated left to right.
class BinaryExpression: Expression {
    final let left: Operand, right: Operand
    init(_ l: Operand, _ r: Operand) { left = l; right = r }
    @inline(__always) final func operands<M: Machine>(_ m: M) throws(Raise) -> (M.Word, M.Word) {
        m.at(0); let a = try left.read(m); m.hold(area, a)
        m.at(1); let b = try right.read(m); m.hold(area &+ 1, b)
        m.at(2); return (a, b)
    }
}

class ArithmeticNode: BinaryExpression {
    final let op: Operations.Binary
    final let isInPlace: Bool
    required init(_ op: Operations.Binary, _ l: Operand, _ r: Operand, inPlace: Bool) { self.op = op; isInPlace = inPlace; super.init(l, r) }

    static func make(_ op: Operations.Binary, _ l: Operand, _ r: Operand, inPlace: Bool) -> ArithmeticNode {
        let t: ArithmeticNode.Type
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
}
final class AddNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(m); return try ring(m, .add, a, b) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return try ring(r, .add, a, b) }
}
final class SubtractNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(m); return try ring(m, .sub, a, b) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return try ring(r, .sub, a, b) }
}
final class MultiplyNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(m); return try ring(m, .mul, a, b) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return try ring(r, .mul, a, b) }
}
final class DivideNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(m); return try quotient(m, a, b) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return try quotient(r, a, b) }
}
final class FloorDivideNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(m); return try divide(m, .floordiv, a, b) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return try divide(r, .floordiv, a, b) }
}
final class ModuloNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(m); return try divide(m, .mod, a, b) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return try divide(r, .mod, a, b) }
}
final class AndNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(m); return try bits(m, .and, a, b) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return try bits(r, .and, a, b) }
}
final class OrNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(m); return try bits(m, .or, a, b) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return try bits(r, .or, a, b) }
}
final class XorNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value { let m = Interpreter(f); let (a, b) = try operands(m); return try bits(m, .xor, a, b) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return try bits(r, .xor, a, b) }
}
/// Shifts, power, matrix multiplication.
final class GenericArithmeticNode: ArithmeticNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let m = Interpreter(f)
        let (a, b) = try operands(m)
        if Value.bothInt(a, b) {
            let x = a.int, y = b.int
            if op == .rshift && y >= 0 { return Value(int: x &>> min(y, 63)) }
            if op == .lshift && y >= 0 && y < 62 && (x &<< (y &+ 1)) &>> (y &+ 1) == x { return Value(int: x &<< y) }
        }
        return try slow(m, op, a, b)
    }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (a, b) = try operands(r); return try r.shift(self, op, a, b) }
}
final class UnaryNode: Expression {
    let op: Operations.Unary, operand: Operand
    init(_ op: Operations.Unary, _ o: Operand) { self.op = op; operand = o }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let v = try operand.read(f)
        f.at(self)
        return try Operations.unary(op, v)
    }
    override func record(_ r: Recorder) throws(Raise) -> Traced { try r.unary(op, try operand.read(r)) }
}
final class NotNode: Expression {
    let operand: Operand
    init(_ o: Operand) { operand = o }
    override func execute(_ f: Frame) throws(Raise) -> Value { Value(bool: try !operand.test(f, self)) }
    override func test(_ f: Frame) throws(Raise) -> Bool { try !operand.test(f, self) }
    override func record(_ r: Recorder) throws(Raise) -> Traced { r.bool(try !r.test(operand)) }
    override func recordTest(_ r: Recorder) throws(Raise) -> Bool { try !r.test(operand) }
}

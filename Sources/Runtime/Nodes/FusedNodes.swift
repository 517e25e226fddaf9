/// Operators and comparisons whose operands are leaves themselves: `a * b + c`, `x * x + y * y`, `a[i] > a[j]`, `n % i == 0`, `row[i + 1]`, `m[i][j]`.
/// The leaves are computed here, without their calls: half of what such an expression costs are calls. What a leaf cannot say without a call (other
/// types, an index out of range, an unbound local) is left to the ordinary way, which begins anew: nothing that could be seen has happened.
/// The leaves stay the node's children; the recorder sees nothing of this. Rejected: the same in `Operand.read` (every node grew and all became slower).

/// A local, a constant, or a leaf over those.
struct LeafOperand {
    enum Kind: UInt8 { case simple, add, sub, mul, mod, and, item }
    let kind: Kind
    let left: Operand, right: Operand
    /// Nil for other operands.
    init?(_ o: Operand) {
        if o.isSimple { kind = .simple; left = o; right = o; return }
        switch o.node {
        case is AddLeaf: kind = .add
        case is SubtractLeaf: kind = .sub
        case is MultiplyLeaf: kind = .mul
        case is ModuloLeaf: kind = .mod
        case is AndLeaf: kind = .and
        case is SubscriptLeaf: kind = .item
        default: return nil
        }
        guard let n = o.node as? BinaryExpression else { return nil }
        left = n.left; right = n.right
    }
    /// Whether two operands are worth a class of these: both known, not both simple.
    static func fits(_ l: Operand, _ r: Operand) -> Bool { !(l.isSimple && r.isSimple) && LeafOperand(l) != nil && LeafOperand(r) != nil }
    /// The value, unbound where only a call can tell.
    @inline(__always) func value(_ f: Frame) -> Value {
        let a = left.peek(f)
        if kind == .simple { return a }
        let b = right.peek(f)
        switch kind {
        case .item: return LeafOperand.item(a, b)
        case .add: return Leaf.ring(.add, a, b) ?? .unbound
        case .sub: return Leaf.ring(.sub, a, b) ?? .unbound
        case .mul: return Leaf.ring(.mul, a, b) ?? .unbound
        case .mod: return Leaf.divide(.mod, a, b) ?? .unbound
        default: return Leaf.bits(.and, a, b) ?? .unbound
        }
    }
    /// `o[k]` of a list and an int in range.
    @inline(__always) static func item(_ o: Value, _ k: Value) -> Value {
        if o.bits & 7 == 0 && o.bits != 0 && k.isInt && o.ref.type == Types.list {
            let l = ListRef(o), n = l.count
            var i = k.int
            if i < 0 { i &+= n }
            if _fastPath(i >= 0 && i < n) { return l.items[i] }
        }
        return .unbound
    }
}
final class AddFused: AddNode {
    let first_: LeafOperand, second: LeafOperand
    required init(_ op: Operations.Binary, _ l: Operand, _ r: Operand, inPlace: Bool) {
        first_ = LeafOperand(l).unsafelyUnwrapped; second = LeafOperand(r).unsafelyUnwrapped
        super.init(op, l, r, inPlace: inPlace)
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let a = first_.value(f), b = second.value(f)
        if _fastPath(a.bits != 0 && b.bits != 0) { return try ring(Interpreter(f), .add, a, b) }
        return try super.execute(f)
    }
}
final class SubtractFused: SubtractNode {
    let first_: LeafOperand, second: LeafOperand
    required init(_ op: Operations.Binary, _ l: Operand, _ r: Operand, inPlace: Bool) {
        first_ = LeafOperand(l).unsafelyUnwrapped; second = LeafOperand(r).unsafelyUnwrapped
        super.init(op, l, r, inPlace: inPlace)
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let a = first_.value(f), b = second.value(f)
        if _fastPath(a.bits != 0 && b.bits != 0) { return try ring(Interpreter(f), .sub, a, b) }
        return try super.execute(f)
    }
}
final class MultiplyFused: MultiplyNode {
    let first_: LeafOperand, second: LeafOperand
    required init(_ op: Operations.Binary, _ l: Operand, _ r: Operand, inPlace: Bool) {
        first_ = LeafOperand(l).unsafelyUnwrapped; second = LeafOperand(r).unsafelyUnwrapped
        super.init(op, l, r, inPlace: inPlace)
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let a = first_.value(f), b = second.value(f)
        if _fastPath(a.bits != 0 && b.bits != 0) { return try ring(Interpreter(f), .mul, a, b) }
        return try super.execute(f)
    }
}
/// A comparison of leaves, whichever operator.
final class ComparisonFused: ComparisonNode {
    let first_: LeafOperand, second: LeafOperand
    /// By the outcome: bit 0 less, 1 equal, 2 greater, 3 unordered.
    let mask: UInt8
    required init(_ op: Operations.Comparison, _ l: Operand, _ r: Operand) {
        first_ = LeafOperand(l).unsafelyUnwrapped; second = LeafOperand(r).unsafelyUnwrapped
        mask = LeafTest.mask(op)
        super.init(op, l, r)
    }
    @inline(__always) private func quick(_ a: Value, _ b: Value) -> Bool? {
        if Value.bothInt(a, b) {
            let x = Int64(bitPattern: a.bits), y = Int64(bitPattern: b.bits)
            let i: UInt8 = (x >= y ? 1 : 0) &+ (x > y ? 1 : 0)
            return mask &>> i & 1 != 0
        }
        if a.isFloat && b.isFloat {
            let x = a.float, y = b.float
            let i: UInt8 = x < y ? 0 : x == y ? 1 : x > y ? 2 : 3
            return mask &>> i & 1 != 0
        }
        return nil
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let a = first_.value(f), b = second.value(f)
        if let r = quick(a, b) { return Value(bool: r) }
        if a.bits != 0 && b.bits != 0 { return try slow(Interpreter(f), op, a, b) }
        return try general(f)
    }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        let a = first_.value(f), b = second.value(f)
        if let r = quick(a, b) { return r }
        if a.bits != 0 && b.bits != 0 { return try known(f, a, b) }
        return try generalTest(f)
    }
    @inline(never) private func known(_ f: Frame, _ a: Value, _ b: Value) throws(Raise) -> Bool {
        if (op == .eq || op == .ne) && a.isExactly(Types.str) && b.isExactly(Types.str) { return StrRef.equal(StrRef(a.ref), StrRef(b.ref)) == (op == .eq) }
        return try slowTest(Interpreter(f), op, a, b)
    }
    @inline(never) private func general(_ f: Frame) throws(Raise) -> Value { try value(f, op) }
    @inline(never) private func generalTest(_ f: Frame) throws(Raise) -> Bool { try decide(f, op) }
}
/// `a[i + 1]`, `a[b[i]]`: a list, and a leaf as index.
final class SubscriptFused: SubscriptNode {
    let index: LeafOperand
    required init(_ l: Operand, _ r: Operand) { index = LeafOperand(r).unsafelyUnwrapped; super.init(l, r) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let v = LeafOperand.item(left.peek(f), index.value(f))
        if _fastPath(v.bits != 0) { return v }
        return try super.execute(f)
    }
}
/// `m[i][j]`: lists of lists.
final class SubscriptChain: SubscriptNode {
    let outer: LeafOperand
    required init(_ l: Operand, _ r: Operand) { outer = LeafOperand(l).unsafelyUnwrapped; super.init(l, r) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let v = LeafOperand.item(outer.value(f), right.peek(f))
        if _fastPath(v.bits != 0) { return v }
        return try super.execute(f)
    }
}

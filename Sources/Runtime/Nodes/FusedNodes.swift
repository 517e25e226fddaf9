/// Comparisons and subscripts whose operands are leaves themselves: `a[i] > a[j]`, `n % i == 0`, `row[i + 1]`, `m[i][j]`. The leaves are computed here,
/// without their calls: half of what such an expression costs are calls. What a leaf cannot say without a call (other types, an index out of range, an
/// unbound local) is left to the ordinary way, which begins anew: nothing that could be seen has happened. The leaves stay the node's children; the
/// recorder sees nothing of this.
///
/// Rejected: the same in `Operand.read` (every node grew and all became slower); the same for sums and products (`a * b + c`): with floats the function
/// became so large that its parts were calls again, a third slower than the children's.

/// A local, a constant, or a leaf over those.
struct LeafOperand {
    enum Kind: UInt8 { case simple, item, add, sub, mod, and }
    let kind: Kind
    let left, right: Operand
    /// Nil for other operands. INDEX: as an index, else as what is compared.
    init?(_ o: Operand, index: Bool) {
        if o.isSimple { kind = .simple; left = o; right = o; return }
        switch o.node {
        case is SubscriptLeaf: kind = .item
        case is AddLeaf where index: kind = .add
        case is SubtractLeaf where index: kind = .sub
        case is ModuloLeaf where !index: kind = .mod
        case is AndLeaf where !index: kind = .and
        default: return nil
        }
        guard let n = o.node as? BinaryExpression else { return nil }
        left = n.left; right = n.right
    }
    /// Whether a comparison of these is worth a node of its own: both known, not both simple.
    static func fits(_ l: Operand, _ r: Operand) -> Bool { !(l.isSimple && r.isSimple) && LeafOperand(l, index: false) != nil && LeafOperand(r, index: false) != nil }
    /// The value of what is compared, unbound where only a call can tell.
    @inline(__always) func compared(_ f: Frame) -> Value {
        let a = left.peek(f)
        if kind == .simple { return a }
        let b = right.peek(f)
        if kind == .item { return LeafOperand.item(a, b) }
        if !Value.bothInt(a, b) { return .unbound }
        if kind == .and { return Value(bits: a.bits & b.bits) }
        return Leaf.divide(.mod, a, b) ?? .unbound
    }
    /// The same for an index.
    @inline(__always) func index(_ f: Frame) -> Value {
        let a = left.peek(f)
        if kind == .simple { return a }
        let b = right.peek(f)
        if kind == .item { return LeafOperand.item(a, b) }
        if !Value.bothInt(a, b) { return .unbound }
        let m = Interpreter(f)
        return (kind == .add ? m.addInt(a, b) : m.subtractInt(a, b)) ?? .unbound
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
/// A comparison of leaves, whichever operator.
final class ComparisonFused: ComparisonNode {
    let leftLeaf: LeafOperand, rightLeaf: LeafOperand
    /// As of `LeafTest`.
    let mask: UInt8
    required init(_ op: Operations.Comparison, _ l: Operand, _ r: Operand) {
        leftLeaf = LeafOperand(l, index: false).unsafelyUnwrapped; rightLeaf = LeafOperand(r, index: false).unsafelyUnwrapped
        mask = LeafTest.mask(op)
        super.init(op, l, r)
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let a = leftLeaf.compared(f), b = rightLeaf.compared(f)
        if let r = LeafTest.compare(mask, a, b) { return Value(bool: r) }
        if a.bits != 0 && b.bits != 0 { return try slow(Interpreter(f), op, a, b) }
        return try general(f)
    }
    override func test(_ f: Frame) throws(Raise) -> Bool {
        let a = leftLeaf.compared(f), b = rightLeaf.compared(f)
        if let r = LeafTest.compare(mask, a, b) { return r }
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
/// `a[i + 1]`, `a[b[i]]`: a leaf as index.
final class SubscriptFused: SubscriptNode {
    let index: LeafOperand
    required init(_ l: Operand, _ r: Operand) { index = LeafOperand(r, index: true).unsafelyUnwrapped; super.init(l, r) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let o = left.peek(f), k = index.index(f)
        if _fastPath(o.bits != 0 && k.bits != 0) { return try get(f, o, k) }
        return try super.execute(f)
    }
}
/// `m[i][j]`: an item of a list's item.
final class SubscriptChain: SubscriptNode {
    let outer: LeafOperand
    required init(_ l: Operand, _ r: Operand) { outer = LeafOperand(l, index: true).unsafelyUnwrapped; super.init(l, r) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let o = outer.index(f), k = right.peek(f)
        if _fastPath(o.bits != 0 && k.bits != 0) { return try get(f, o, k) }
        return try super.execute(f)
    }
}

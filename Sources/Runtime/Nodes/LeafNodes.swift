/// Statements that do the work of a leaf themselves: `x = a + b`, `if a < b`, `while i < n`, `if x is None`, where a and b are locals or constants.
/// Such statements are most of what loops consist of; a call and its frame are saved for each. The leaf stays the statement's child: it decides
/// whatever is not two numbers of a kind, and the recorder sees nothing of this. Rejected: the same for operands that are attributes (the inline
/// cache's checks are longer than the call).

/// A condition that can be decided without a call.
struct LeafTest {
    enum Kind: UInt8 { case none, comparison, identity, truth }
    let kind: Kind
    /// comparison: bit 0 less, 1 equal, 2 greater, 3 unordered. identity: 1 if negated.
    let mask: UInt8
    let left: Operand, right: Operand
    init(_ c: Operand) {
        var kind = Kind.none, mask: UInt8 = 0, l = c, r = c
        if c.isSimple { kind = .truth } else if let n = c.node as? BinaryExpression, n.left.isSimple, n.right.isSimple {
            l = n.left; r = n.right
            if let x = n as? ComparisonNode {
                kind = .comparison
                mask = LeafTest.mask(x.op)
            } else if let x = n as? IsNode { kind = .identity; mask = x.negated ? 1 : 0 }
        }
        self.kind = kind; self.mask = mask; left = l; right = r
    }
    static func mask(_ op: Operations.Comparison) -> UInt8 { switch op { case .lt: 1; case .le: 3; case .eq: 2; case .ne: 13; case .gt: 4; case .ge: 6 } }
    /// How two immediate ints or floats compare, by the MASK of the operator; nil for all else.
    @inline(__always) static func compare(_ mask: UInt8, _ a: Value, _ b: Value) -> Bool? {
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
    /// The truth of the condition C, whose leaf this is.
    @inline(__always) func decide(_ f: Frame, _ c: Operand, _ owner: Node) throws(Raise) -> Bool {
        if kind == .comparison {
            if let r = LeafTest.compare(mask, left.peek(f), right.peek(f)) { return r }
        } else if kind == .identity {
            let a = left.peek(f), b = right.peek(f)
            if a.bits != 0 && b.bits != 0 { return Operations.isIdentical(a, b) != (mask != 0) }
        } else if kind == .truth {
            let v = left.peek(f)
            if v.bits == Value.true.bits { return true }
            if v.bits == Value.false.bits || v.isNone { return false }
            if v.isInt { return v.bits != 1 }
            return try LeafTest.truth(f, c, owner)
        }
        return try c.child.with { n throws(Raise) in try n.test(f) }
    }
    @inline(never) private static func truth(_ f: Frame, _ c: Operand, _ owner: Node) throws(Raise) -> Bool {
        let v = try c.read(f)
        f.at(owner)
        return try Operations.isTrue(v)
    }
}

extension AssignLocal {
    /// The statement for `slot = v`.
    static func make(_ slot: Int, _ v: Operand) -> AssignLocal {
        if v.isSimple { return AssignSimple(slot, v) }
        switch v.node {
        case let n as AddLeaf: return AssignAdd(slot, v, n)
        case let n as SubtractLeaf: return AssignSubtract(slot, v, n)
        case let n as MultiplyLeaf: return AssignMultiply(slot, v, n)
        case let n as SubscriptLeaf: return AssignItem(slot, v, n)
        case let n as AttributeLeaf: return AssignOwn(slot, v, n)
        default: return AssignLocal(slot, v)
        }
    }
}
/// `x = y`, `x = 1`
final class AssignSimple: AssignLocal {
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = value.peek(f)
        if _fastPath(v.bits != 0 && !Watch.matters(f[slot])) { f[slot] = v; return .next }
        return try super.run(f)
    }
}
/// `x = a op b`
class AssignArithmetic: AssignLocal {
    final let left: Operand, right: Operand
    init(_ s: Int, _ v: Operand, _ n: BinaryExpression) { left = n.left; right = n.right; super.init(s, v) }
}
final class AssignAdd: AssignArithmetic {
    override func run(_ f: Frame) throws(Raise) -> Signal {
        if let v = Leaf.ring(.add, left.peek(f), right.peek(f)), !Watch.matters(f[slot]) { f[slot] = v; return .next }
        return try super.run(f)
    }
}
final class AssignSubtract: AssignArithmetic {
    override func run(_ f: Frame) throws(Raise) -> Signal {
        if let v = Leaf.ring(.sub, left.peek(f), right.peek(f)), !Watch.matters(f[slot]) { f[slot] = v; return .next }
        return try super.run(f)
    }
}
final class AssignMultiply: AssignArithmetic {
    override func run(_ f: Frame) throws(Raise) -> Signal {
        if let v = Leaf.ring(.mul, left.peek(f), right.peek(f)), !Watch.matters(f[slot]) { f[slot] = v; return .next }
        return try super.run(f)
    }
}
/// `x = a[i]`
final class AssignItem: AssignLocal {
    let left: Operand, right: Operand
    init(_ s: Int, _ v: Operand, _ n: SubscriptLeaf) { left = n.left; right = n.right; super.init(s, v) }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = Leaf.item(left.peek(f), right.peek(f))
        if _fastPath(v.bits != 0 && !Watch.matters(f[slot])) { f[slot] = v; return .next }
        return try super.run(f)
    }
}
/// `x = o.name`
final class AssignOwn: AssignLocal {
    let attribute: AttributeLeaf
    init(_ s: Int, _ v: Operand, _ n: AttributeLeaf) { attribute = n; super.init(s, v) }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let o = attribute.object.peek(f)
        if _fastPath(o.bits != 0 && !Watch.matters(f[slot])) {
            let v = attribute.quick(o)
            if _fastPath(v.bits != 0) { f[slot] = v; return .next }
        }
        return try super.run(f)
    }
}
extension Leaf {
    /// An item of a list or tuple by a word-sized index; unbound for all else.
    @inline(__always) static func item(_ o: Value, _ k: Value) -> Value {
        if o.isPointer && k.isInt {
            let t = o.ref.type
            if t == Types.list {
                let l = ListRef(o), n = l.count
                var i = k.int
                if i < 0 { i &+= n }
                if _fastPath(i >= 0 && i < n) { return l.items[i] }
            } else if t == Types.tuple {
                let l = TupleRef(o), n = l.count
                var i = k.int
                if i < 0 { i &+= n }
                if _fastPath(i >= 0 && i < n) { return l.items[i] }
            }
        }
        return .unbound
    }
}

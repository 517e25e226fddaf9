/// `o[k]`: lists and tuples by int, dicts, else `Operations.getItem`.
class SubscriptNode: BinaryExpression {
    required override init(_ l: Operand, _ r: Operand) { super.init(l, r) }
    static func make(_ l: Operand, _ r: Operand) -> SubscriptNode {
        if l.isSimple && r.isSimple { return SubscriptLeaf(l, r) }
        if r.isSimple, l.slot == -1, let a = l.node as? AttributeLeaf { return AttributeSubscript(l, r, a) }
        if l.isSimple && LeafOperand(r, index: true) != nil { return SubscriptFused(l, r) }
        if r.isSimple && l.slot == -1 && l.node is SubscriptLeaf { return SubscriptChain(l, r) }
        if r.slot == -1, let s = r.node as? SliceNode { return SlicedNode(l, r, s) }
        return SubscriptNode(l, r)
    }
    @inline(never) override func execute(_ f: Frame) throws(Raise) -> Value {
        let (o, k) = try operands(f)
        return try get(f, o, k)
    }
    /// `o[k]` of what is at hand.
    @inline(__always) final func get(_ f: Frame, _ o: Value, _ k: Value) throws(Raise) -> Value {
        if o.bits & 7 == 0 {
            let t = o.ref.type
            if k.isInt {
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
                } else if t == Types.str {
                    let s = StrRef(o.ref), n = s.count
                    var i = k.int
                    if i < 0 { i &+= n }
                    if _fastPath(i >= 0 && i < n) { return StrRef.character(s[i]) }
                }
            }
            if t == Types.dict { return try dict(f, o, k) }
        }
        return try slow(f, o, k)
    }
    @inline(never) private func dict(_ f: Frame, _ o: Value, _ k: Value) throws(Raise) -> Value {
        if k.isExactly(Types.str) {
            let i = DictRef(o).findIndexMixed(k)
            if i >= 0 { return DictRef(o).valueAt(i) }
        }
        f.at(self)
        if let v = try DictRef(o).get(k) { return v }
        throw Errors.keyError(k)
    }
    @inline(never) private func slow(_ f: Frame, _ o: Value, _ k: Value) throws(Raise) -> Value {
        f.at(self)
        return try Operations.getItem(o, k)
    }
    override final func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if c.path[c.level] == 3 { _ = c.next(); return try Call.finish(f, self, &c) }
        let (o, k) = try operands(Interpreter(f), &c)
        return try slow(f, o, k)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        if c.isActive && c.path[c.level] == 3 { _ = c.next(); return try r.finishCall(self, &c) }
        let (o, k) = try operands(r, &c)
        return try r.subscript_(o, k, self)
    }
}
/// The list, tuple or dict and the key are locals or constants: an int as key needs no call and no frame.
final class SubscriptLeaf: SubscriptNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let o = left.peek(f), k = right.peek(f)
        if o.isPointer && k.isInt && o.ref.type == Types.list {
            let l = ListRef(o), n = l.count
            var i = k.int
            if i < 0 { i &+= n }
            if _fastPath(i >= 0 && i < n) { return l.items[i] }
        }
        return try super.execute(f)
    }
}
/// `o[a:b:c]`: exact strs, lists, tuples and bytes are cut without a slice object.
final class SlicedNode: SubscriptNode {
    let slice: SliceNode
    required init(_ l: Operand, _ r: Operand) { fatalError("dxpy: slice without bounds") }
    init(_ l: Operand, _ r: Operand, _ s: SliceNode) { slice = s; super.init(l, r) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let o = try left.read(f)
        let a = try slice.parts[0].read(f)
        let b = try slice.parts[1].read(f)
        let c = try slice.parts[2].read(f)
        if let v = SlicedNode.cut(o, a, b, c) { return v }
        return try cut(f, o, SliceObject.make(a, b, c))
    }
    /// A slice of an exact str, list, tuple or bytes object by ints and None; nil for others.
    @inline(__always) static func cut(_ o: Value, _ a: Value, _ b: Value, _ c: Value) -> Value? {
        if o.isPointer && (a.isInt || a.isNone) && (b.isInt || b.isNone) && (c.isNone || c.isInt && c.int != 0 && c.int != Int.min) {
            let t = o.ref.type
            if t == Types.str || t == Types.list || t == Types.tuple || t == Types.bytes {
                let n = t == Types.bytes ? BytesRef(o).count : Int(o.ref.word(2)), step = c.isNone ? 1 : c.int
                let r = SliceObject.adjust(a.isNone ? (step < 0 ? Int.max : 0) : a.int, b.isNone ? (step < 0 ? Int.min : Int.max) : b.int, step, n)
                if t == Types.list { return ListType.slice(ListRef(o), r) }
                return SlicedNode.cut(o, t, r)
            }
        }
        return nil
    }
    @inline(never) private static func cut(_ o: Value, _ t: TypeRef, _ r: SliceObject.Range) -> Value {
        if t == Types.str { return TextOperations.slice(StrRef(o.ref), SliceRange(r)) }
        return t == Types.tuple ? TupleType.slice(TupleRef(o), r) : BytesType.slice(BytesRef(o), SliceRange(r))
    }
    @inline(never) private func cut(_ f: Frame, _ o: Value, _ k: Value) throws(Raise) -> Value {
        f.at(self)
        return try Operations.getItem(o, k)
    }
}
/// `o.name[k]` of a local object and a key that is a local or constant: a list that the object keeps itself is indexed without a call.
final class AttributeSubscript: SubscriptNode {
    let attribute: AttributeLeaf
    required init(_ l: Operand, _ r: Operand) { fatalError("dxpy: subscript without attribute") }
    init(_ l: Operand, _ r: Operand, _ a: AttributeLeaf) { attribute = a; super.init(l, r) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let o = attribute.object.peek(f), k = right.peek(f)
        if o.bits != 0 && k.isInt {
            let v = attribute.quick(o)
            if v.bits & 7 == 0 && v.bits != 0 && v.ref.type == Types.list {
                let l = ListRef(v), n = l.count
                var i = k.int
                if i < 0 { i &+= n }
                if _fastPath(i >= 0 && i < n) { return l.items[i] }
            }
        }
        return try super.execute(f)
    }
}
final class SubscriptTarget: Target {
    let object: Operand, key: Operand
    init(_ o: Operand, _ k: Operand) { object = o; key = k }
    override func store(_ f: Frame, _ v: Value) throws(Raise) {
        let o = try object.read(f)
        let k = try key.read(f)
        try store(f, o, k, v)
    }
    @inline(__always) func store(_ f: Frame, _ o: Value, _ k: Value, _ v: Value) throws(Raise) {
        if o.bits & 7 == 0 && k.isInt && o.ref.type == Types.list {
            let l = ListRef(o), n = l.count
            var i = k.int
            if i < 0 { i &+= n }
            if _fastPath(i >= 0 && i < n) { l[i] = v; return }
        }
        f.at(self)
        if o.isExactly(Types.dict) { return try DictRef(o).set(k, v) }
        try Operations.setItem(o, k, v)
    }
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) {
        guard object.isPlain(r.frame), key.isPlain(r.frame) else { return try r.opaqueStore(self, w) }
        let o = try r.withinTarget(object), k = try r.withinTarget(key)
        try r.storeItem(self, o, k, w)
    }
    override func delete(_ f: Frame) throws(Raise) {
        let o = try object.read(f)
        let k = try key.read(f)
        f.at(self)
        try Operations.deleteItem(o, k)
    }
}
/// `a:b:c` as a slice object.
final class SliceNode: Expression {
    let parts: Children<Operand>
    init(_ a: Operand, _ b: Operand, _ c: Operand) { parts = Children([a, b, c]) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let a = try parts[0].read(f)
        let b = try parts[1].read(f)
        let c = try parts[2].read(f)
        return SliceObject.make(a, b, c)
    }
    /// States: i part i; parts lie in the area.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let s = c.next()
        f[area &+ s] = try parts[s].resume(f, &c)
        for i in (s + 1)..<max(3, s + 1) { f[area &+ i] = try parts[i].read(f) }
        return SliceObject.make(f[area], f[area &+ 1], f[area &+ 2])
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        for i in c.begin()..<3 { r.at(i); r.put(area &+ i, try r.read(parts[i], &c)) }
        let a = r.held(area), b = r.held(area &+ 1), d = r.held(area &+ 2)
        return r.newSlice(a, b, d)
    }
}

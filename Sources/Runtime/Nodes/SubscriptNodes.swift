/// `o[k]`: lists and tuples by int, dicts, else `Operations.getItem`.
final class SubscriptNode: BinaryExpression {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let (o, k) = try operands(Interpreter(f))
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
                }
            }
            if t == Types.dict && k.isExactly(Types.str) {
                let i = DictRef(o).findIndexMixed(k)
                if i >= 0 { return DictRef(o).valueAt(i) }
            }
        }
        return try slow(f, o, k)
    }
    @inline(never) private func slow(_ f: Frame, _ o: Value, _ k: Value) throws(Raise) -> Value {
        f.at(self)
        return try Operations.getItem(o, k)
    }
    override func record(_ r: Recorder) throws(Raise) -> Traced { let (o, k) = try operands(r); return try r.subscript_(o, k, self) }
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
}

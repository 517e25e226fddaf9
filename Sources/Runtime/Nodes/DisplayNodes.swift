/// Literals of containers and of text. Items are evaluated into the operand area.
final class TupleNode: Expression {
    let items: Children<Operand>
    init(_ i: Children<Operand>) { items = i }
    convenience init(_ i: [Operand]) { self.init(Children(i)) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let n = items.count, base = f.slots + area
        // Values in variables are safe: the collector looks at the machine stack.
        if n == 2 {
            let a = try items[0].read(f)
            let b = try items[1].read(f)
            let t = TupleRef.allocate(2)
            t.items[0] = a; t.items[1] = b
            return t.value
        }
        if n == 3 {
            let a = try items[0].read(f)
            let b = try items[1].read(f)
            let c = try items[2].read(f)
            let t = TupleRef.allocate(3)
            t.items[0] = a; t.items[1] = b; t.items[2] = c
            return t.value
        }
        for i in 0..<n { base[i] = try items[i].read(f) }
        let t = TupleRef.make(base, n)
        for i in 0..<n { base[i] = .unbound }
        return t
    }
    /// State i: item i; those before lie in the area.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let n = items.count, base = f.slots + area, s = c.next()
        base[s] = try items[s].resume(f, &c)
        for i in (s + 1)..<max(n, s + 1) { base[i] = try items[i].read(f) }
        let t = TupleRef.make(base, n)
        for i in 0..<n { base[i] = .unbound }
        return t
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let n = items.count
        for i in c.begin()..<max(n, 0) { r.at(i); r.put(area &+ i, try r.read(items[i], &c)) }
        return r.tuple(area, n)
    }
}
final class ListNode: Expression {
    let items: Children<Operand>
    init(_ i: Children<Operand>) { items = i }
    convenience init(_ i: [Operand]) { self.init(Children(i)) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let n = items.count, base = f.slots + area
        for i in 0..<n { base[i] = try items[i].read(f) }
        let t = ListRef.make(base, n)
        for i in 0..<n { base[i] = .unbound }
        return t
    }
    /// State i: item i; those before lie in the area.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let n = items.count, base = f.slots + area, s = c.next()
        base[s] = try items[s].resume(f, &c)
        for i in (s + 1)..<max(n, s + 1) { base[i] = try items[i].read(f) }
        let t = ListRef.make(base, n)
        for i in 0..<n { base[i] = .unbound }
        return t
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let n = items.count
        for i in c.begin()..<max(n, 0) { r.at(i); r.put(area &+ i, try r.read(items[i], &c)) }
        return r.list(area, n)
    }
}
/// `{a, b}`, and `{k: v}` where not all keys are constant: as in CPython (BUILD_SET, BUILD_MAP), no item or key is hashed before all of them, and the values, are
/// evaluated. Items are evaluated into the area; of a dict these are keys and values in turn.
final class HashedDisplayNode: Expression {
    /// More items of a set, or keys and values of a dict, are added one by one (`_PY_STACK_USE_GUIDELINE`).
    static let most = 30
    let items: Children<Operand>, isDict: Bool
    init(_ i: [Operand], isDict: Bool) { items = Children(i); self.isDict = isDict }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let base = f.slots + area
        for i in 0..<items.count { base[i] = try items[i].read(f) }
        return try build(f)
    }
    /// States: i: item i, those before lie in the area; as many as there are: all lie there.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let base = f.slots + area, s = c.next()
        if s < items.count { base[s] = try items[s].resume(f, &c) }
        for i in (s + 1)..<max(items.count, s + 1) { base[i] = try items[i].read(f) }
        return try build(f)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        for i in c.begin()..<max(items.count, 0) { r.at(i); r.put(area &+ i, try r.read(items[i], &c)) }
        r.at(items.count)
        return try r.residualCall(self, direct: false)
    }
    override func performHeld(_ f: Frame, direct: Bool) throws(Raise) -> Value { try build(f) }
    /// The set or dict of what lies in the area, which keeps it in the slot behind.
    private func build(_ f: Frame) throws(Raise) -> Value {
        let base = f.slots + area, count = items.count
        f.at(self)
        let v: Value
        if isDict {
            let d = DictRef.allocate(capacity: count / 2)
            v = d.value
            base[count] = v
            for i in 0..<(count / 2) { try d.set(base[2 &* i], base[2 &* i &+ 1]) }
        } else {
            let s = SetRef.allocate()
            v = s.value
            base[count] = v
            for i in 0..<count { try s.add(base[i]) }
        }
        for i in 0...count { base[i] = .unbound }
        return v
    }
}
/// A list, tuple, set or call argument list with stars in it, or a set of many items.
final class StarDisplayNode: Expression {
    enum Kind { case list, tuple, set }
    let items: Children<(value: Operand, starred: Bool)>, kind: Kind
    /// Items of a set that are evaluated before it is made: those before the first star, unless there are many. They go to the area behind its first slot.
    let leading: Int
    init(_ i: [(value: Operand, starred: Bool)], _ k: Kind) { items = Children(i); kind = k; leading = StarDisplayNode.leading(i.map { $0.starred }) }
    static func leading(_ starred: [Bool]) -> Int { starred.count > HashedDisplayNode.most ? 0 : starred.firstIndex(of: true) ?? starred.count }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if kind == .set {
            for i in 0..<leading { f.slots[area &+ 1 &+ i] = try items[i].value.read(f) }
            let s = SetRef.allocate().value
            f.slots[area] = s
            f.at(self)
            for i in 0..<leading { try SetRef(s).add(f.slots[area &+ 1 &+ i]); f.slots[area &+ 1 &+ i] = .unbound }
            for i in leading..<items.count {
                let v = try items[i].value.read(f)
                f.at(self)
                if !items[i].starred { try SetRef(s).add(v); continue }
                try SetRef(s).update(v)
            }
            f.slots[area] = .unbound
            return s
        }
        let list = ListRef.allocate(capacity: items.count)
        f.slots[area] = list.value
        for i in 0..<items.count {
            let v = try items[i].value.read(f)
            f.at(self)
            if !items[i].starred { list.append(v); continue }
            if !v.isList && !v.isTuple && !v.type.hasSlot(.iter) && !v.type.hasSlot(.getitem) { throw Errors.typeError("Value after * must be an iterable, not \(v.type)") }
            try Operations.extend(list, v, asksLength: true)
        }
        f.slots[area] = .unbound
        return kind == .list ? list.value : list.asTuple()
    }
}
/// One piece of an f-string: `{value!r:spec}`.
final class FormatNode: Expression {
    let value: Operand, conversion: Int, spec: Operand?
    init(_ v: Operand, _ c: Int, _ s: Operand?) { value = v; conversion = c; spec = s }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        var v = try value.read(f)
        if conversion > 0 || spec != nil { f.slots[area] = v }
        f.at(self)
        v = try FormatNode.convert(v, conversion)
        if conversion > 0 { f.slots[area] = v }
        guard let spec else {
            if v.isExactly(Types.str) { return v }
            return try Operations.format(v, StrRef.empty)
        }
        let s = try spec.read(f)
        f.at(self)
        return try Operations.format(v, s)
    }
    /// Only without a format spec that is computed.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        _ = c.next()
        return try format(f, try value.resume(f, &c))
    }
    func format(_ f: Frame, _ x: Value) throws(Raise) -> Value {
        f.at(self)
        return try format(x)
    }
    func format(_ x: Value) throws(Raise) -> Value {
        let v = try FormatNode.convert(x, conversion)
        if v.isExactly(Types.str) && spec == nil { return v }
        return try Operations.format(v, spec?.value ?? StrRef.empty)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        if let spec, !spec.isConstant { return try r.opaque(self) }
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        let w = try r.read(value, &c)
        r.finished(w)
        return try r.format(self, w)
    }
    static func convert(_ v: Value, _ conversion: Int) throws(Raise) -> Value {
        switch conversion {
        case 115: return try Operations.str(v)
        case 114: return try Operations.repr(v)
        case 97: return try TextOperations.ascii(v)
        default: return v
        }
    }
}
/// An f-string: strs put together.
final class JoinNode: Expression {
    let parts: Children<Operand>
    init(_ p: Children<Operand>) { parts = p }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let n = parts.count, base = f.slots + area
        for i in 0..<n { base[i] = try parts[i].read(f) }
        f.at(self)
        let s = StrRef.concatenate(base, n)
        for i in 0..<n { base[i] = .unbound }
        return s
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let n = parts.count, base = f.slots + area, s = c.next()
        base[s] = try parts[s].resume(f, &c)
        for i in (s + 1)..<max(n, s + 1) { base[i] = try parts[i].read(f) }
        f.at(self)
        let t = StrRef.concatenate(base, n)
        for i in 0..<n { base[i] = .unbound }
        return t
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let n = parts.count
        for i in c.begin()..<max(n, 0) { r.at(i); r.put(area &+ i, try r.read(parts[i], &c)) }
        return r.join(area, n)
    }
}
/// A t-string: STRINGS a constant tuple; each interpolation is (value, text, conversion, format spec).
final class TemplateNode: Expression {
    struct Part { let value: Operand, text: Value, conversion: Int, spec: Operand? }
    let strings: Value, parts: Children<Part>
    init(_ s: Value, _ p: [Part]) { strings = s; parts = Children(p) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let list = ListRef.allocate(capacity: parts.count)
        f.slots[area] = list.value
        for i in 0..<parts.count {
            let v = try parts[i].value.read(f)
            f.slots[area &+ 1] = v
            let s = try parts[i].spec?.read(f) ?? StrRef.empty
            let c = parts[i].conversion
            list.append(InterpolationObject.make(v, parts[i].text, c <= 0 ? .none : StrRef.character(UInt32(c)), s))
        }
        f.at(self)
        return TemplateObject.make(strings, list.asTuple())
    }
}

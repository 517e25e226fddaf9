/// Literals of containers and of text. Items are evaluated into the operand area.
final class TupleNode: Expression {
    let items: Children<Operand>
    init(_ i: [Operand]) { items = Children(i) }
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
    init(_ i: [Operand]) { items = Children(i) }
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
/// A list, tuple, set or call argument list with stars in it.
final class StarDisplayNode: Expression {
    enum Kind { case list, tuple, set }
    let items: Children<(value: Operand, starred: Bool)>, kind: Kind
    init(_ i: [(value: Operand, starred: Bool)], _ k: Kind) { items = Children(i); kind = k }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        if kind == .set {
            let s = SetRef.allocate().value
            f.slots[area] = s
            for i in 0..<items.count {
                let v = try items[i].value.read(f)
                f.at(self)
                if !items[i].starred { try SetRef(s).add(v); continue }
                let it = try Operations.iterate(v)
                while let x = try Operations.next(it) { try SetRef(s).add(x) }
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
            if !v.isList && !v.isTuple && !v.type.hasSlot(.iter) && !v.type.hasSlot(.getitem) { throw Errors.typeError("Value after * must be an iterable, not \(v.typeName)") }
            try Operations.extend(list, v, asksLength: true)
        }
        f.slots[area] = .unbound
        return kind == .list ? list.value : list.asTuple()
    }
}
/// `{k: v, **m}`: pairs in the order of evaluation; a nil key is `**`.
final class DictNode: Expression {
    let keys: Children<Operand?>, values: Children<Operand>
    init(_ k: [Operand?], _ v: [Operand]) { keys = Children(k); values = Children(v) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let d = DictRef.allocate(capacity: keys.count)
        f.slots[area] = d.value
        for i in 0..<keys.count {
            if let key = keys[i] {
                let k = try key.read(f)
                f.slots[area &+ 1] = k
                let v = try values[i].read(f)
                f.at(self)
                try d.set(k, v)
            } else {
                let m = try values[i].read(f)
                f.at(self)
                try DictNode.update(d, m)
            }
        }
        f.slots[area] = .unbound; f.slots[area &+ 1] = .unbound
        return d.value
    }
    /// Keys that are constant strs, ints and singletons, as most are: then it can be recorded, and left between two values.
    private lazy var hasPlainKeys: Bool = {
        for i in 0..<keys.count {
            guard let k = keys[i], k.isConstant, k.value.isInt || k.value.isNone || k.value.isBool || k.value.isExactly(Types.str) else { return false }
        }
        return keys.count <= 16
    }()
    /// State i: value i; the dict of those before lies in the area.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        var i = c.next()
        let d = DictRef(f.slots[area])
        var v = try values[i].resume(f, &c)
        while true {
            f.at(self)
            try d.set(keys[i].unsafelyUnwrapped.value, v)
            i += 1
            if i >= keys.count { break }
            v = try values[i].read(f)
        }
        f.slots[area] = .unbound
        return d.value
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        if !hasPlainKeys { return try r.opaque(self) }
        r.enter(); defer { r.leave() }
        let isActive = c.isActive, first = c.begin()
        if !isActive { r.put(area, r.newDict()) }
        let d = r.held(area)
        for i in first..<max(keys.count, first) { r.at(i); r.setPlain(d, keys[i].unsafelyUnwrapped.value, try r.read(values[i], &c)) }
        return d
    }
    /// `d.update(m)` for a mapping M; TypeError if it is none.
    static func update(_ d: DictRef, _ m: Value) throws(Raise) {
        // A subclass that iterates as dict does counts as one, whatever its `keys` says (as dict_merge).
        if m.isExactly(Types.dict) || m.isDict && m.type.slot(.iter) == Types.dict.slot(.iter) {
            let s = DictRef(m)
            var i = -1
            while s.next(&i) { try d.set(s.key(i), hash: s.table.entries[i].hash, s.valueAt(i)) }
            return
        }
        let keysMethod = try Operations.findAttribute(m, Names.keys)
        if keysMethod.isUnbound { throw Errors.typeError("'\(m.typeName)' object is not a mapping") }
        let keys = try Operations.list(try Call.call(keysMethod))
        for i in 0..<keys.count { try d.set(keys[i], try Operations.getItem(m, keys[i])) }
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
    init(_ p: [Operand]) { parts = Children(p) }
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

/// Displays of dicts: of constant keys, of computed ones with `**` or many of them. (Of a few computed keys: `HashedDisplayNode`.)

/// `{k: v, **m}` with keys that are constant, or one of a kind: pairs in the order of evaluation; a nil key is `**`. (Others: `HashedDisplayNode`, `GroupedDictNode`.)
final class DictNode: Expression {
    let keys: Children<Operand?>, values: Children<Operand>
    init(_ k: Children<Operand?>, _ v: Children<Operand>) { keys = k; values = v }
    convenience init(_ k: [Operand?], _ v: [Operand]) { self.init(Children(k), Children(v)) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        // (A first `**` shares or copies the table of what is unpacked.)
        let d = keys.count > 0 && keys[0] == nil ? DictRef.allocate() : DictRef.allocate(capacity: keys.count)
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
                try DictNode.unpack(d, m)
            }
        }
        f.slots[area] = .unbound; f.slots[area &+ 1] = .unbound
        return d.value
    }
    /// `**m` in a display (DICT_UPDATE): any AttributeError counts as M's not being a mapping.
    static func unpack(_ d: DictRef, _ m: Value) throws(Raise) {
        do throws(Raise) { try update(d, m) } catch {
            guard error.isException, Errors.matches(Exceptions.attributeError) else { throw error }
            Errors.take()
            throw Errors.typeError("'\(m.type)' object is not a mapping")
        }
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
            return try d.merge(DictRef(m), override: true)
        }
        let keysMethod = try Operations.findAttribute(m, Names.keys)
        if keysMethod.isUnbound { throw Errors.typeError("'\(m.type)' object is not a mapping") }
        let keys = try Operations.list(try Call.call(keysMethod))
        for i in 0..<keys.count { try d.set(keys[i], try Operations.getItem(m, keys[i])) }
    }
}
/// A dict display of computed keys with `**` in it, or of many: each run of up to 15 pairs is evaluated, made a dict, and added to the one before; of a longer one each
/// pair is added as it is evaluated, 17 at a time (`codegen_dict`).
final class GroupedDictNode: Expression {
    /// Pairs `from ..< to`, or the value at `from` after `**`.
    struct Group { let from: Int, to: Int, isUnpacking: Bool }
    /// Slots: the dict, that of a group, the pairs of a group.
    static let slots = 2 + HashedDisplayNode.most
    let keys: Children<Operand?>, values: Children<Operand>, groups: [Group]
    init(_ k: [Operand?], _ v: [Operand]) { keys = Children(k); values = Children(v); groups = GroupedDictNode.groups(k.map { $0 == nil }) }
    private static func groups(_ unpacking: [Bool]) -> [Group] {
        var groups: [Group] = [], start = 0
        for i in unpacking.indices {
            if unpacking[i] {
                if i > start { groups.append(Group(from: start, to: i, isUnpacking: false)) }
                groups.append(Group(from: i, to: i + 1, isUnpacking: true))
                start = i + 1
            } else if 2 * (i - start) > HashedDisplayNode.most {
                groups.append(Group(from: start, to: i + 1, isUnpacking: false))
                start = i + 1
            }
        }
        if start < unpacking.count { groups.append(Group(from: start, to: unpacking.count, isUnpacking: false)) }
        return groups
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let base = f.slots + area
        base[0] = .unbound
        for g in groups {
            if g.isUnpacking {
                if base[0].isUnbound { base[0] = DictRef.allocate().value }
                let m = try values[g.from].read(f)
                f.at(self)
                try DictNode.unpack(DictRef(base[0]), m)
                continue
            }
            base[1] = try group(g, f)
            if base[0].isUnbound { base[0] = base[1] } else { try DictNode.unpack(DictRef(base[0]), base[1]) }
        }
        let d = base[0]
        for i in 0..<GroupedDictNode.slots { base[i] = .unbound }
        return d
    }
    private func group(_ g: Group, _ f: Frame) throws(Raise) -> Value {
        let pairs = f.slots + area + 2, n = g.to - g.from
        if 2 * n > HashedDisplayNode.most {
            let d = DictRef.allocate(capacity: n)
            f.slots[area + 1] = d.value
            for i in g.from..<g.to {
                pairs[0] = try keys[i].unsafelyUnwrapped.read(f)
                pairs[1] = try values[i].read(f)
                f.at(self)
                try d.set(pairs[0], pairs[1])
            }
            return d.value
        }
        for i in 0..<n {
            pairs[2 * i] = try keys[g.from + i].unsafelyUnwrapped.read(f)
            pairs[2 * i + 1] = try values[g.from + i].read(f)
        }
        f.at(self)
        let d = DictRef.allocate(capacity: n)
        f.slots[area + 1] = d.value
        for i in 0..<n { try d.set(pairs[2 * i], pairs[2 * i + 1]) }
        return d.value
    }
}

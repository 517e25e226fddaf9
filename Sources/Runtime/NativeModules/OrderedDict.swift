/// `collections.OrderedDict` on the dict's own order: entries of a table stand in order of insertion, so moving a key to the end is taking it out and
/// putting it back. (Objects/odictobject.c)
///
/// Words behind the dict's: 6 and 7 the table and the index in it where the first entry was found last; entries of one table only disappear, so taking
/// from the front is amortized O(1). Moving a key to the front rebuilds the table: O(n).
/// Rejected: a linked list beside the table, which costs two objects a key for what the table knows already.
enum OrderedDict {
    nonisolated(unsafe) static var type = TypeRef(), iterator = TypeRef(), keys = TypeRef(), values = TypeRef(), items = TypeRef()
    private static let finger = 6

    static func define(_ m: ModuleBuilder) {
        let t = TypeFactory.make("OrderedDict", module: "collections", base: Types.dict, size: 64, layout: Layout.fields(4, 5).with(from: 4, to: 8), subclassable: true, hasDict: true)
        type = t
        t.allowWeakReferences()
        m.type(t)
        iteration()
        t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try update(a[0], TupleRef(a[1]), DictRef(a[2]), isUpdate: false)
            return .none
        }
        t.method("update", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try update(a[0], TupleRef(a[1]), DictRef(a[2]), isUpdate: true)
            return .none
        }
        t.classMethod("fromkeys", "($type, /, iterable, value=None)") { a throws(Raise) in
            let d = try Call.call(a[0]), it = try Operations.iterate(a[1])
            while let k = try Operations.next(it) { try Operations.setItem(d, k, a[2]) }
            return d
        }
        t.special("__iter__", "($self, /)") { a in makeIterator(a[0], 0, reversed: false) }
        t.method("__reversed__", "($self, /)") { a in makeIterator(a[0], 0, reversed: true) }
        for (name, view) in [("keys", keys), ("values", values), ("items", items)] as [(StaticString, TypeRef)] {
            t.method(name, "($self, /)") { a in DictView.make(view, a[0]) }
        }
        t.special("__eq__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isDict else { return .notImplemented }
            return Value(bool: try equal(a[0], a[1]))
        }
        t.special("__ne__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isDict else { return .notImplemented }
            return Value(bool: !(try equal(a[0], a[1])))
        }
        t.constant("__hash__", .none)
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let name = a[0].type.bareName
            if DictRef(a[0]).count == 0 { return StrRef.make("\(name)()") }
            guard ReprGuard.enter(a[0]) else { return StrRef.make("...") }
            defer { ReprGuard.leave() }
            let plain = DictRef.allocate()
            try plain.update(pairs: try Call.call(try Operations.getAttribute(a[0], Names.items)))
            return StrRef.make("\(name)(\(StrRef(try Operations.repr(plain.value)).string))")
        }
        t.method("pop", "($self, /, key, default=<unrepresentable>)") { a throws(Raise) in
            if let v = try DictRef(a[0]).remove(a[1]) { return v }
            if a.has(2) { return a[2] }
            throw Errors.keyError(a[1])
        }
        t.method("popitem", "($self, /, last=True)") { a throws(Raise) in
            let d = DictRef(a[0])
            if d.count == 0 { throw Errors.make(Exceptions.keyError, "dictionary is empty") }
            let (k, v) = try Operations.isTrue(a[1]) ? d.removeLast() : d.removeEntry(first(d))
            return TupleRef.make(k, v)
        }
        t.method("move_to_end", "($self, /, key, last=True)") { a throws(Raise) in
            let d = DictRef(a[0]), h = try DictRef.hashKey(a[1]), toEnd = try Operations.isTrue(a[2])
            let p = try d.lookup(a[1], h)
            if p.entry < 0 { throw Errors.keyError(a[1]) }
            if toEnd {
                if p.entry == last(d) { return .none }
                let (k, v) = d.removeEntry(p.entry)
                d.insertNew(k, h, v)
            } else if p.entry != first(d) { moveToFront(d, p.entry) }
            return .none
        }
        t.method("setdefault", "($self, /, key, default=None)") { a throws(Raise) in
            if a[0].isExactly(type) { return try DictRef(a[0]).setDefault(a[1], a[2]) }
            if try Operations.contains(a[0], a[1]) { return try Operations.getItem(a[0], a[1]) }
            try Operations.setItem(a[0], a[1], a[2])
            return a[2]
        }
        func copy(_ v: Value) throws(Raise) -> Value {
            let exact = v.isExactly(type), d = DictRef(v)
            let out = exact ? DictRef.newInstance(type).value : try Call.call(v.type.value)
            let version = d.keysVersion
            var i = -1
            while d.next(&i) {
                let e = d.table.entries[i]
                if exact { try DictRef(out).set(e.key, hash: e.hash, e.value) } else { try Operations.setItem(out, e.key, try Operations.getItem(v, e.key)) }
                if d.keysVersion != version { throw Errors.runtimeError("OrderedDict mutated during iteration") }
            }
            return out
        }
        t.method("copy", "($self, /)") { a throws(Raise) in try copy(a[0]) }
        t.special("__or__", "($self, value, /)") { a throws(Raise) in
            guard a[0].isDict && a[1].isDict else { return .notImplemented }
            let out = try Call.call(a[0].type.value, a[0])
            try update(out, a[1])
            return out
        }
        t.special("__ror__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isDict else { return .notImplemented }
            let out = try Call.call(a[0].type.value, a[1])
            try update(out, a[0])
            return out
        }
        t.special("__ior__", "($self, value, /)") { a throws(Raise) in try update(a[0], a[1]); return a[0] }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let out = TupleRef.allocate(5)
            let state = try Call.call(try Operations.getAttribute(a[0], StrRef.intern("__getstate__")))
            out[0] = a[0].type.value; out[1] = TupleRef.empty; out[2] = state; out[3] = .none
            out[4] = try Operations.iterate(try Call.call(try Operations.getAttribute(a[0], Names.items)))
            return out.value
        }
    }

    // MARK: filling

    private static func put(_ d: Value, _ k: Value, _ v: Value) throws(Raise) {
        if d.type.slot(.setitem) == Types.dict.slot(.setitem) { try DictRef(d).set(k, v) } else { try Operations.setItem(d, k, v) }
    }
    private static func update(_ d: Value, _ args: TupleRef, _ keywords: DictRef, isUpdate: Bool) throws(Raise) {
        if args.count > 1 { throw Errors.typeError(isUpdate ? "update() takes at most 1 positional argument (\(args.count) given)" : "expected at most 1 argument, got \(args.count)") }
        if args.count == 1 { try update(d, args[0]) }
        var i = -1
        while keywords.next(&i) { try put(d, keywords.key(i), keywords.valueAt(i)) }
    }
    /// From a mapping, from what has `items`, or from pairs. (`mutablemapping_update_arg`)
    private static func update(_ d: Value, _ other: Value) throws(Raise) {
        if other.isExactly(Types.dict) { return try update(d, pairs: DictView.make(DictView.items, other)) }
        let k = try Operations.findAttribute(other, Names.keys)
        if !k.isUnbound {
            let it = try Operations.iterate(try Call.call(k))
            while let key = try Operations.next(it) { try put(d, key, try Operations.getItem(other, key)) }
            return
        }
        let i = try Operations.findAttribute(other, Names.items)
        try update(d, pairs: i.isUnbound ? other : try Call.call(i))
    }
    private static func update(_ d: Value, pairs: Value) throws(Raise) {
        let it = try Operations.iterate(pairs)
        while let pair = try Operations.next(it) {
            if pair.isExactly(Types.tuple), TupleRef(pair).count == 2 { try put(d, TupleRef(pair)[0], TupleRef(pair)[1]); continue }
            let parts = try Operations.iterate(pair)
            guard let k = try Operations.next(parts) else { throw Errors.valueError("need more than 0 values to unpack") }
            guard let v = try Operations.next(parts) else { throw Errors.valueError("need more than 1 value to unpack") }
            if try Operations.next(parts) != nil { throw Errors.valueError("too many values to unpack (expected 2)") }
            try put(d, k, v)
        }
    }

    // MARK: order

    private static func equal(_ a: Value, _ b: Value) throws(Raise) -> Bool {
        let x = DictRef(a), y = DictRef(b), vx = x.keysVersion, vy = y.keysVersion
        let same = try DictType.equal(x, y)
        guard b.isInstance(of: type) else { return same }
        func check() throws(Raise) { if x.keysVersion != vx || y.keysVersion != vy { throw Errors.runtimeError("OrderedDict mutated during iteration") } }
        try check()
        if !same { return false }
        var i = -1, j = -1
        while x.next(&i), y.next(&j) {
            let k = x.key(i), l = y.key(j)
            if k == l { continue }
            let equal = try Operations.isEqual(k, l)
            try check()
            if !equal { return false }
        }
        return true
    }
    private static func first(_ d: DictRef) -> Int {
        var i = d.ref.value(finger) == d.ref.value(4) ? d.ref.value(finger + 1).int : -1
        _ = d.next(&i)
        d.ref.set(finger, d.ref.value(4)); d.ref.setWord(finger + 1, Value(int: i - 1).bits)
        return i
    }
    private static func last(_ d: DictRef) -> Int {
        let t = d.table
        var i = t.used - 1
        while t.entries[i].value.isUnbound { i -= 1 }
        return i
    }
    /// Rebuilds the table with the entry at INDEX before all others.
    private static func moveToFront(_ d: DictRef, _ index: Int) {
        let old = d.table
        d.clear()
        func add(_ e: DictRef.Entry) { d.insertNew(e.key, e.hash, e.value) }
        add(old.entries[index])
        for i in 0..<old.used where i != index && !old.entries[i].value.isUnbound { add(old.entries[i]) }
    }

    // MARK: iteration

    /// Iterators: 2 the dict (unbound once exhausted), 3 the entry index looked at last (raw), 4 the key version at the start, 5 entries left (raw),
    /// 6 part (0 keys, 1 values, 2 items) and direction (tagged).
    private static func makeIterator(_ d: Value, _ part: Int, reversed: Bool) -> Value {
        let r = Heap.allocate(56, iterator), dict = DictRef(d)
        r.initialize(2, d)
        r.setWord(3, reversed ? UInt64(dict.table.used) : UInt64.max)
        r.setWord(4, dict.keysVersion); r.setWord(5, UInt64(dict.count)); r.setWord(6, Value(int: part * 2 + (reversed ? 1 : 0)).bits)
        return Value(r)
    }
    private static func step(_ r: Ref) throws(Raise) -> Value {
        let v = r.value(2)
        if v.isUnbound { return .unbound }
        let d = DictRef(v), how = Value(bits: r.word(6)).int
        if d.keysVersion != r.word(4) { r.setWord(2, 0); throw Errors.runtimeError("OrderedDict mutated during iteration") }
        var i = Int(Int64(bitPattern: r.word(3)))
        if how & 1 == 0 {
            if !d.next(&i) { r.setWord(2, 0); return .unbound }
        } else {
            i -= 1
            while i >= 0 && d.table.entries[i].value.isUnbound { i -= 1 }
            if i < 0 { r.setWord(2, 0); return .unbound }
        }
        r.setWord(3, UInt64(bitPattern: Int64(i))); r.setWord(5, r.word(5) &- 1)
        let e = d.table.entries[i]
        return how >> 1 == 0 ? e.key : how >> 1 == 1 ? e.value : TupleRef.make(e.key, e.value)
    }
    private static func iteration() {
        iterator = TypeFactory.make("odict_iterator", size: 56, layout: .fields(2, 3))
        NativeIterators.register(iterator) { r throws(Raise) in try step(r) }
        iterator.method("__reduce__", "($self, /)") { a throws(Raise) in
            let copy = Heap.allocate(56, iterator)
            copy.initialize(2, a[0].ref.value(2))
            for i in 3..<7 { copy.setWord(i, a[0].ref.word(i)) }
            return TupleRef.make(try IndexedIterators.builtin("iter"), TupleRef.make(try Operations.list(Value(copy)).value))
        }
        func view(_ name: String, _ base: TypeRef, _ part: Int) -> TypeRef {
            let t = TypeFactory.make(name, base: base)
            t.special("__iter__", "($self, /)") { a in makeIterator(a[0].ref.value(2), part, reversed: false) }
            t.method("__reversed__", "($self, /)") { a in makeIterator(a[0].ref.value(2), part, reversed: true) }
            return t
        }
        keys = view("odict_keys", DictView.keys, 0); values = view("odict_values", DictView.values, 1); items = view("odict_items", DictView.items, 2)
    }
}

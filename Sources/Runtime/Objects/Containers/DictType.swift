import Glibc

extension DictRef {
    /// The hash of a key, with the error of dicts for unhashable ones.
    @inline(__always) static func hashKey(_ key: Value) throws(Raise) -> Int {
        if key.isInt { return Integers.hash(key.int) }
        return try hashKeySlow(key)
    }
    @inline(never) private static func hashKeySlow(_ key: Value) throws(Raise) -> Int {
        do throws(Raise) { return try Operations.hash(key) } catch { throw unhashable(error, key, "dict key") }
    }
    /// Rewords the TypeError of an unhashable KEY that is used as WHAT.
    @inline(never) static func unhashable(_ e: Raise, _ key: Value, _ what: String) -> Raise {
        let x = thread.pointee.raised
        guard e.isException, x.isExactly(Exceptions.typeError) else { return e }
        var text = ""
        do throws(Raise) { text = StrRef(try Operations.str(x)).string } catch { return error }
        Errors.take()
        return Errors.typeError("cannot use '\(key.type)' as a \(what) (\(text))")
    }
    static func newInstance(_ t: TypeRef) -> DictRef {
        if t == Types.dict { return allocate() }
        let r = Instance.allocate(t)
        r.initialize(4, noTable)
        return DictRef(r)
    }
    /// Sets all items of a mapping or of an iterable of pairs (`dict_update_arg`).
    public func update(_ v: Value) throws(Raise) {
        if v.isExactly(Types.dict) { return try merge(DictRef(v), override: true) }
        if v.isDict && v.type.slot(.iter) == Types.dict.slot(.iter) { return try merge(DictRef(v), override: true) }
        let keys = try Operations.findAttribute(v, Names.keys)
        if !keys.isUnbound { return try update(mapping: v, keys) }
        try update(pairs: v)
    }
    func update(mapping v: Value, _ keys: Value) throws(Raise) {
        let it = try Operations.iterate(try Call.call(keys))
        while let k = try Operations.next(it) { try set(k, try Operations.getItem(v, k)) }
    }
    /// Copies the entries of D. D may be this dict's source of trouble: a hostile `__eq__` may change either.
    func merge(_ d: DictRef, override: Bool) throws(Raise) {
        if d.ref == ref || d.count == 0 { return }
        if count == 0 && ref.value(4) == DictRef.noTable && d.count > 0 {
            ref.set(4, d.ref.value(4)); rebuild(log2: DictRef.log2For(d.count)); count = d.count; keysVersion &+= 1
            return
        }
        let n = d.count
        var i = -1
        while d.next(&i) {
            let e = d.table.entries[i]
            if override { try set(e.key, hash: e.hash, e.value) } else if try lookup(e.key, e.hash).entry < 0 { try set(e.key, hash: e.hash, e.value) }
            if d.count != n { throw Errors.runtimeError("dict mutated during update") }
        }
    }
    func update(pairs v: Value) throws(Raise) {
        let it = try Operations.iterate(v)
        // Pairs that nobody sees are not made.
        let t = it.type
        if it.isPointer, NativeIterators.givesPairs(it, t) {
            while let (k, x) = try NativeIterators.pair(it, t) {
                try set(k, x)
                try MemoryPressure.poll()
            }
            return
        }
        var n = 0
        while let item = try Operations.next(it) {
            try add(pair: item, number: n)
            n += 1
        }
    }
    /// Sets what ITEM, number N of an iterable of pairs, gives.
    func add(pair item: Value, number n: Int) throws(Raise) {
        var pair = item
        if !item.isExactly(Types.tuple) && !item.isExactly(Types.list) {
            if !Operations.isIterable(item) {
                let e = Errors.typeError("object is not iterable")
                DictType.note(thread.pointee.raised, "Cannot convert dictionary update sequence element #\(n) to a sequence")
                throw e
            }
            do throws(Raise) { pair = try Operations.list(item).value } catch {
                if error.isException, Errors.matches(Exceptions.typeError) { DictType.note(thread.pointee.raised, "Cannot convert dictionary update sequence element #\(n) to a sequence") }
                throw error
            }
        }
        let count = pair.isExactly(Types.tuple) ? TupleRef(pair).count : ListRef(pair).count
        if count != 2 { throw Errors.valueError("dictionary update sequence element #\(n) has length \(count); 2 is required") }
        let p = pair.isExactly(Types.tuple) ? TupleRef(pair).items : ListRef(pair).items
        let k = p[0], x = p[1]
        try set(k, x)
    }
    /// Removes the entry at INDEX.
    func removeEntry(_ index: Int) -> (Value, Value) {
        let t = table, e = t.entries[index]
        let mask = 1 &<< t.log2 &- 1
        var i = e.hash & mask, perturb = UInt(bitPattern: e.hash)
        while t.index(i) != index { perturb &>>= 5; i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask }
        _ = remove(Probe(slot: i, entry: index))
        return (e.key, e.value)
    }
    /// Takes the last entry out of a dict that is not empty.
    func removeLast() -> (Value, Value) {
        let t = table, used = t.used
        var i = used &- 1
        while t.entries[i].value.isUnbound { i &-= 1 }
        let pair = removeEntry(i)
        if t.ref.header & HeaderFlag.cached == 0 { t.used = i; t.capacity &-= used &- i }
        return pair
    }
    /// The value of KEY, which becomes V if it is missing.
    public func setDefault(_ key: Value, _ v: Value) throws(Raise) -> Value {
        let h = try DictRef.hashKey(key)
        let p = try lookup(key, h)
        if p.entry >= 0 { return table.entries[p.entry].value }
        insertNew(key, h, v)
        return v
    }
}

/// `dict`'s members.
enum DictType {
    /// Adds a note to an exception.
    static func note(_ e: Value, _ text: String) {
        let t = thread, saved = t.pointee.raised
        do throws(Raise) { _ = try Call.call(try Operations.getAttribute(e, Names.add_note), StrRef.make(text)) } catch { }
        t.pointee.raised = saved
    }
    private static func missing(_ o: Value, _ key: Value) throws(Raise) -> Value {
        if !o.isExactly(Types.dict) {
            let m = try Operations.special(o, Slot.missing.name)
            if !m.isUnbound { return try Call.call(m, key) }
        }
        throw Errors.keyError(key)
    }

    static func define() {
        let t = Types.dict
        t.flags |= TypeRef.Flags.isMapping
        t.new("($type, /, *args, **kwargs)", ignoring: true) { a throws(Raise) in DictRef.newInstance(TypeRef(a[0].ref)).value }
        t.special("__init__", "($self, iterable=<none>, /, **kwargs)") { a throws(Raise) in
            let d = DictRef(a[0])
            if a.has(1) { try d.update(a[1]) }
            if a.has(2) && DictRef(a[2]).count > 0 { try d.merge(DictRef(a[2]), override: true) }
            return .none
        }
        t.special("__len__", "($self, /)", effect: .reads) { a throws(Raise) in Value(int: DictRef(a[0]).count) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in DictIterator.make(a[0], .keys) }
        t.method("__reversed__", "($self, /)") { a throws(Raise) in DictIterator.make(a[0], .keys, reversed: true) }
        t.method("__contains__", "($self, key, /)") { a throws(Raise) in Value(bool: try DictRef(a[0]).get(a[1]) != nil) }
        t.method("__getitem__", "($self, key, /)") { a throws(Raise) in
            if let v = try DictRef(a[0]).get(a[1]) { return v }
            return try missing(a[0], a[1])
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in try DictRef(a[0]).set(a[1], a[2]); return .none }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in
            if try DictRef(a[0]).remove(a[1]) == nil { throw Errors.keyError(a[1]) }
            return .none
        }
        t.constant("__hash__", .none)
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let d = DictRef(a[0])
            if d.count == 0 { return StrRef.make("{}") }
            guard ReprGuard.enter(a[0]) else { return StrRef.make("{...}") }
            defer { ReprGuard.leave() }
            let out = ListRef.allocate(capacity: d.count)
            var i = -1
            while d.next(&i) {
                let e = d.table.entries[i]
                let k = try Operations.repr(e.key), v = try Operations.repr(e.value)
                out.append(k); out.append(v)
            }
            let pairs = ListRef.allocate(capacity: out.count / 2)
            for j in 0..<(out.count / 2) { pairs.append(ReprText.concatenate(out[2 * j], ": ", out[2 * j + 1])) }
            return ReprText.join("{", pairs, "}")
        }
        func equality(_ name: StaticString, _ equal: Bool) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard a[1].isDict else { return .notImplemented }
                return Value(bool: try self.equal(DictRef(a[0]), DictRef(a[1])) == equal)
            }
        }
        equality("__eq__", true); equality("__ne__", false)
        for name in ["__lt__", "__le__", "__gt__", "__ge__"] as [StaticString] { t.special(name, "($self, value, /)") { a throws(Raise) in .notImplemented } }
        t.special("__or__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isDict else { return .notImplemented }
            let d = DictRef(a[0]).copy(room: min(DictRef(a[1]).count, 64))
            try d.update(a[1])
            return d.value
        }
        t.special("__ror__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isDict else { return .notImplemented }
            let d = DictRef(a[1]).copy()
            try d.update(a[0])
            return d.value
        }
        t.special("__ior__", "($self, value, /)") { a throws(Raise) in try DictRef(a[0]).update(a[1]); return a[0] }

        t.method("get", "($self, key, default=None, /)") { a throws(Raise) in try DictRef(a[0]).get(a[1]) ?? a[2] }
        t.method("setdefault", "($self, key, default=None, /)") { a throws(Raise) in try DictRef(a[0]).setDefault(a[1], a[2]) }
        t.method("pop", "($self, key, default=<none>, /)") { a throws(Raise) in
            if DictRef(a[0]).count == 0 {
                if a.has(2) { return a[2] }
                throw Errors.keyError(a[1])
            }
            if let v = try DictRef(a[0]).remove(a[1]) { return v }
            if a.has(2) { return a[2] }
            throw Errors.keyError(a[1])
        }
        t.method("popitem", "($self, /)") { a throws(Raise) in
            let d = DictRef(a[0])
            if d.count == 0 { throw Errors.make(Exceptions.keyError, "popitem(): dictionary is empty") }
            let (k, v) = d.removeLast()
            return TupleRef.make(k, v)
        }
        t.method("keys", "($self, /)") { a throws(Raise) in DictView.make(DictView.keys, a[0]) }
        t.method("values", "($self, /)") { a throws(Raise) in DictView.make(DictView.values, a[0]) }
        t.method("items", "($self, /)") { a throws(Raise) in DictView.make(DictView.items, a[0]) }
        t.method("update", "($self, iterable=<none>, /, **kwargs)") { a throws(Raise) in
            let d = DictRef(a[0])
            if a.has(1) { try d.update(a[1]) }
            if DictRef(a[2]).count > 0 { try d.merge(DictRef(a[2]), override: true) }
            return .none
        }
        t.onlyReadsKeywords("update"); t.onlyReadsKeywords(Slot.`init`)
        t.method("clear", "($self, /)", effect: .writes) { a throws(Raise) in Watch.dropMany(); DictRef(a[0]).clear(); return .none }
        t.method("copy", "($self, /)", effect: .reads) { a throws(Raise) in DictRef(a[0]).copy().value }
        t.classMethod("fromkeys", "($type, iterable, value=None, /)") { a throws(Raise) in
            let d = try Call.call(a[0])
            if d.isExactly(Types.dict) {
                let out = DictRef(d)
                // Keys of a dict or set bring their hashes along.
                if a[1].isExactly(Types.dict) {
                    let from = DictRef(a[1])
                    var i = -1
                    while from.next(&i) { let e = from.table.entries[i]; try out.set(e.key, hash: e.hash, a[2]) }
                    return d
                }
                if a[1].isExactly(Types.set) || a[1].isExactly(Types.frozenset) {
                    let from = SetRef(a[1])
                    var i = -1
                    while from.next(&i) { let e = from.table.slots[i]; try out.set(e.key, hash: e.hash, a[2]) }
                    return d
                }
                let it = try Operations.iterate(a[1])
                while let k = try Operations.next(it) { try out.set(k, a[2]) }
                return d
            }
            let it = try Operations.iterate(a[1])
            while let k = try Operations.next(it) { try Operations.setItem(d, k, a[2]) }
            return d
        }
        t.method("__sizeof__", "($self, /)") { a throws(Raise) in
            let d = DictRef(a[0])
            return .int(48 + (d.ref.value(4) == DictRef.noTable ? 0 : Heap.cellSize(d.table.ref)))
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
    static func equal(_ a: DictRef, _ b: DictRef) throws(Raise) -> Bool {
        if a.count != b.count { return false }
        var i = -1
        while a.next(&i) {
            let e = a.table.entries[i]
            let p = try b.lookup(e.key, e.hash)
            if p.entry < 0 { return false }
            if !(try Operations.isEqual(e.value, b.table.entries[p.entry].value)) { return false }
        }
        return true
    }
}
extension ReprText {
    static func concatenate(_ a: Value, _ between: StaticString, _ b: Value) -> Value {
        let x = StrRef(a), y = StrRef(b), k = between.utf8CodeUnitCount
        let kind = max(x.kind, y.kind)
        let out = StrRef.allocate(x.count + y.count + k, kind: kind, ascii: x.isASCII && y.isASCII)
        func put(_ s: StrRef, _ o: Int) {
            if s.kind == kind { memcpy(out.data + o * kind, s.data, s.count * kind) } else { for i in 0..<s.count { out.store(s[i], o + i) } }
        }
        put(x, 0)
        for i in 0..<k { out.store(UInt32(between.utf8Start[i]), x.count + i) }
        put(y, x.count + k)
        return out.value
    }
}

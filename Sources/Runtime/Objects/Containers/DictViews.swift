/// Dict iterators: 2 the dict (unbound once exhausted), 3 the entry index looked at last (raw), 4 the dict's count at the start, 5 entries left (raw).
enum DictIterator {
    enum Part { case keys, values, items }
    nonisolated(unsafe) static var keys = TypeRef(), values = TypeRef(), items = TypeRef(), reverseKeys = TypeRef(), reverseValues = TypeRef(), reverseItems = TypeRef()

    /// Whether T is the type of an iterator that goes forward.
    static func isForward(_ t: TypeRef) -> Bool { t == keys || t == values || t == items }
    static func make(_ d: Value, _ part: Part, reversed: Bool = false) -> Value {
        let t: TypeRef
        switch part {
        case .keys: t = reversed ? reverseKeys : keys
        case .values: t = reversed ? reverseValues : values
        case .items: t = reversed ? reverseItems : items
        }
        let dict = DictRef(d)
        let r = Heap.allocate(48, t)
        r.initialize(2, d)
        r.setWord(3, reversed ? UInt64(dict.table.used) : UInt64.max)
        r.setWord(4, UInt64(dict.count)); r.setWord(5, UInt64(dict.count))
        return Value(r)
    }
    @inline(__always) static func next(_ r: Ref, _ part: Part) throws(Raise) -> Value {
        let v = r.value(2)
        if v.bits == 0 { return .unbound }
        let d = DictRef(v.ref)
        if UInt64(d.count) != r.word(4) { throw changed(r) }
        var i = Int(Int64(bitPattern: r.word(3)))
        if !d.next(&i) { r.setWord(2, 0); return .unbound }
        let left = r.word(5)
        if left == 0 { throw keysChanged(r) }
        r.setWord(3, UInt64(i)); r.setWord(5, left &- 1)
        let e = d.table.entries + i
        switch part {
        case .keys: return e.pointee.key
        case .values: return e.pointee.value
        case .items: return TupleRef.make(e.pointee.key, e.pointee.value)
        }
    }
    /// The next key and value of an iterator over items, nil at the end.
    static func nextItem(_ r: Ref) throws(Raise) -> (Value, Value)? {
        let v = r.value(2)
        if v.bits == 0 { return nil }
        let d = DictRef(v.ref)
        if UInt64(d.count) != r.word(4) { throw changed(r) }
        var i = Int(Int64(bitPattern: r.word(3)))
        if !d.next(&i) { r.setWord(2, 0); return nil }
        let left = r.word(5)
        if left == 0 { throw keysChanged(r) }
        r.setWord(3, UInt64(i)); r.setWord(5, left &- 1)
        let e = d.table.entries + i
        return (e.pointee.key, e.pointee.value)
    }
    private static func previous(_ r: Ref, _ part: Part) throws(Raise) -> Value {
        let v = r.value(2)
        if v.bits == 0 { return .unbound }
        let d = DictRef(v.ref)
        if UInt64(d.count) != r.word(4) { throw changed(r) }
        let t = d.table
        var i = Int(Int64(bitPattern: r.word(3))) - 1
        // The dict was cleared meanwhile.
        if i >= t.used { r.setWord(2, 0); return .unbound }
        while i >= 0 && t.entries[i].value.isUnbound { i -= 1 }
        if i < 0 { r.setWord(2, 0); return .unbound }
        if r.word(5) == 0 { throw keysChanged(r) }
        r.setWord(3, UInt64(i)); r.setWord(5, r.word(5) &- 1)
        let e = t.entries[i]
        switch part {
        case .keys: return e.key
        case .values: return e.value
        case .items: return TupleRef.make(e.key, e.value)
        }
    }
    @inline(never) private static func changed(_ r: Ref) -> Raise {
        r.setWord(4, UInt64.max)       // the error sticks
        return Errors.runtimeError("dictionary changed size during iteration")
    }
    @inline(never) private static func keysChanged(_ r: Ref) -> Raise { r.setWord(2, 0); return Errors.runtimeError("dictionary keys changed during iteration") }

    static func define() {
        func forward(_ name: String, _ kind: UInt64, _ part: Part) -> TypeRef {
            let t = TypeFactory.make(name, size: 48, layout: .fields(2, 3))
            t.ref.setWord(TypeRef.kindWord, kind)
            NativeIterators.methods(t) { r throws(Raise) in try next(r, part) }
            common(t)
            return t
        }
        keys = forward("dict_keyiterator", NativeIterators.dictKeyKind, .keys)
        values = forward("dict_valueiterator", NativeIterators.dictValueKind, .values)
        items = forward("dict_itemiterator", NativeIterators.dictItemKind, .items)
        func backward(_ name: String, _ part: Part) -> TypeRef {
            let t = TypeFactory.make(name, size: 48, layout: .fields(2, 3))
            NativeIterators.register(t) { r throws(Raise) in try previous(r, part) }
            common(t)
            return t
        }
        reverseKeys = backward("dict_reversekeyiterator", .keys)
        reverseValues = backward("dict_reversevalueiterator", .values)
        reverseItems = backward("dict_reverseitemiterator", .items)
    }
    private static func common(_ t: TypeRef) {
        t.method("__length_hint__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref, v = r.value(2)
            return Value(int: v.isUnbound || UInt64(DictRef(v).count) != r.word(4) ? 0 : Int(r.word(5)))
        }
        // The rest as a list; the iterator itself stays where it is.
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let copy = Heap.allocate(48, a[0].type)
            copy.initialize(2, a[0].ref.value(2))
            for i in 3..<6 { copy.setWord(i, a[0].ref.word(i)) }
            return TupleRef.make(try IndexedIterators.builtin("iter"), TupleRef.make(try Operations.list(Value(copy)).value))
        }
    }
}

/// `dict.keys()`, `.values()`, `.items()`: the dict at word 2.
public enum DictView {
    nonisolated(unsafe) public static var keys = TypeRef(), values = TypeRef(), items = TypeRef()
    static func make(_ t: TypeRef, _ d: Value) -> Value { let r = Heap.allocate(24, t); r.initialize(2, d); return Value(r) }
    @inline(__always) static func dict(_ v: Value) -> DictRef { DictRef(v.ref.value(2)) }
    static func isSetLike(_ v: Value) -> Bool {
        guard v.isPointer else { return false }
        let t = v.ref.type
        return t == keys || t == items || SetRef.isAnySet(v) || t.isSubtype(of: keys) || t.isSubtype(of: items)
    }
    private static func isView(_ v: Value) -> Bool { v.isInstance(of: keys) || v.isInstance(of: items) }

    static func define() {
        keys = common("dict_keys", .keys); values = common("dict_values", .values); items = common("dict_items", .items)
        for t in [keys, items] { setLike(t) }
        keys.special("__contains__", "($self, key, /)") { a throws(Raise) in Value(bool: try dict(a[0]).get(a[1]) != nil) }
        items.special("__contains__", "($self, key, /)") { a throws(Raise) in Value(bool: try containsItem(dict(a[0]), a[1])) }
    }
    private static func containsItem(_ d: DictRef, _ item: Value) throws(Raise) -> Bool {
        guard item.isTuple, TupleRef(item).count == 2 else { return false }
        guard let v = try d.get(TupleRef(item)[0]) else { return false }
        return try Operations.isEqual(v, TupleRef(item)[1])
    }
    private static func common(_ name: String, _ part: DictIterator.Part) -> TypeRef {
        let t = TypeFactory.make(name, size: 24, layout: .fields(2, 3))
        t.special("__len__", "($self, /)") { a throws(Raise) in Value(int: dict(a[0]).count) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in DictIterator.make(a[0].ref.value(2), part) }
        t.method("__reversed__", "($self, /)") { a throws(Raise) in DictIterator.make(a[0].ref.value(2), part, reversed: true) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            guard ReprGuard.enter(a[0]) else { return StrRef.make("...") }
            defer { ReprGuard.leave() }
            let l = try Operations.list(a[0])
            return StrRef.make("\(a[0].type.bareName)(\(StrRef(try Operations.repr(l.value)).string))")
        }
        t.getter("mapping") { v throws(Raise) in try MappingProxyMaker.make(v.ref.value(2)) }
        return t
    }
    private static func setLike(_ t: TypeRef) {
        t.constant("__hash__", .none)
        func compare(_ name: StaticString, _ op: Operations.Comparison) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard isSetLike(a[1]) else { return .notImplemented }
                let n = try Operations.length(a[0]), m = try Operations.length(a[1])
                switch op {
                case .eq: return Value(bool: n == m ? try allIn(a[0], a[1]) : false)
                case .ne: return Value(bool: n == m ? !(try allIn(a[0], a[1])) : true)
                case .lt: return Value(bool: n < m ? try allIn(a[0], a[1]) : false)
                case .le: return Value(bool: n <= m ? try allIn(a[0], a[1]) : false)
                case .gt: return Value(bool: n > m ? try allIn(a[1], a[0]) : false)
                case .ge: return Value(bool: n >= m ? try allIn(a[1], a[0]) : false)
                }
            }
        }
        compare("__lt__", .lt); compare("__le__", .le); compare("__eq__", .eq); compare("__ne__", .ne); compare("__gt__", .gt); compare("__ge__", .ge)
        func binary(_ name: StaticString, _ reflected: StaticString, _ op: @escaping (SetRef, Value) throws(Raise) -> Value) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard Operations.isIterable(a[1]) || isView(a[1]) else { return try op(try SetRef.from(a[0]), try SetRef.from(a[1]).value) }
                return try op(try SetRef.from(a[0]), a[1])
            }
            t.special(reflected, "($self, value, /)") { a throws(Raise) in try op(try SetRef.from(a[1]), a[0]) }
        }
        binary("__sub__", "__rsub__") { s, v throws(Raise) in try s.subtract(v); return s.value }
        binary("__or__", "__ror__") { s, v throws(Raise) in try s.update(v); return s.value }
        binary("__xor__", "__rxor__") { s, v throws(Raise) in try s.toggle(v); return s.value }
        binary("__and__", "__rand__") { s, v throws(Raise) in try s.intersection(v, type: Types.set) }
        t.method("isdisjoint", "($self, other, /)") { a throws(Raise) in
            var small = a[1], large = a[0]
            if a[0] == a[1] { return Value(bool: dict(a[0]).count == 0) }
            if isSetLike(a[1]), try Operations.length(a[1]) > dict(a[0]).count { swap(&small, &large) }
            let it = try Operations.iterate(small)
            while let v = try Operations.next(it) { if try Operations.contains(large, v) { return .false } }
            return .true
        }
    }
    private static func allIn(_ a: Value, _ b: Value) throws(Raise) -> Bool {
        let it = try Operations.iterate(a)
        while let v = try Operations.next(it) { if !(try Operations.contains(b, v)) { return false } }
        return true
    }
}
/// `types.MappingProxyType(d)`.
enum MappingProxyMaker {
    static func make(_ d: Value) throws(Raise) -> Value { try Call.call(Types.mappingproxy.value, d) }
}

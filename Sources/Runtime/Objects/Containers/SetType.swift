import Primitives

/// Members of `set` and `frozenset`.
enum SetType {
    nonisolated(unsafe) static var iterator = TypeRef()

    static func define() {
        iterator = TypeFactory.make("set_iterator", size: 48, layout: .fields(2, 3))
        // 2 the set, 3 slot looked at last, 4 count at the start, 5 items left.
        iterator.ref.setWord(TypeRef.kindWord, NativeIterators.setKind)
        NativeIterators.methods(iterator) { r throws(Raise) in try step(r) }
        iterator.method("__length_hint__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref, v = r.value(2)
            return Value(int: v.isUnbound || UInt64(SetRef(v).count) != r.word(4) ? 0 : Int(r.word(5)))
        }
        iterator.method("__reduce__", "($self, /)") { a throws(Raise) in
            let copy = Heap.allocate(48, a[0].type)
            copy.initialize(2, a[0].ref.value(2))
            for i in 3..<6 { copy.setWord(i, a[0].ref.word(i)) }
            return TupleRef.make(try IndexedIterators.builtin("iter"), TupleRef.make(try Operations.list(Value(copy)).value))
        }
        let set = Types.set, frozen = Types.frozenset
        set.new("($type, /, *args, **kwargs)", ignoring: true) { a throws(Raise) in SetRef.newInstance(TypeRef(a[0].ref)).value }
        set.special("__init__", "($self, iterable=<none>, /)") { a throws(Raise) in
            let s = SetRef(a[0])
            if s.count > 0 || s.filled > 0 { s.clear() }
            if a.has(1) { try s.update(a[1]) }
            return .none
        }
        set.constant("__hash__", .none)
        frozen.new("($type, iterable=<none>, /)") { a throws(Raise) in
            let t = TypeRef(a[0].ref)
            if t == Types.frozenset && a[1].isExactly(Types.frozenset) { return a[1] }
            let s = SetRef.newInstance(t)
            if a.has(1) { try s.update(a[1]) }
            return s.value
        }
        frozen.special("__hash__", "($self, /)") { a throws(Raise) in .int(hash(SetRef(a[0]))) }
        for t in [set, frozen] { common(t) }
        mutating(set)
    }
    /// The next item of the iterator R; unbound at the end.
    static func step(_ r: Ref) throws(Raise) -> Value {
        let v = r.value(2)
        if v.isUnbound { return .unbound }
        let s = SetRef(v)
        if UInt64(s.count) != r.word(4) { r.setWord(4, UInt64.max); throw Errors.runtimeError("Set changed size during iteration") }
        var i = Int(Int64(bitPattern: r.word(3)))
        if !s.next(&i) { r.setWord(2, 0); return .unbound }
        r.setWord(3, UInt64(i)); r.setWord(5, r.word(5) &- 1)
        return s.table.slots[i].key
    }
    /// `x op y`: 1 true, 0 false, 2 where Python code would have to be asked.
    static func plainCompare(_ x: SetRef, _ y: SetRef, _ op: Operations.Comparison) -> Int {
        switch op {
        case .eq, .ne:
            var same = x.count == y.count ? 1 : 0
            if same == 1 && x.ref != y.ref {
                same = x.ref.word(5) != 0 && y.ref.word(5) != 0 && x.ref.word(5) != y.ref.word(5) ? 0 : x.plainSubset(of: y)
            }
            return same == 2 || op == .eq ? same : 1 - same
        case .le: return x.plainSubset(of: y)
        case .ge: return y.plainSubset(of: x)
        case .lt: return x.count < y.count ? x.plainSubset(of: y) : 0
        case .gt: return y.count < x.count ? y.plainSubset(of: x) : 0
        }
    }
    static func compare(_ x: SetRef, _ y: SetRef, _ op: Operations.Comparison) throws(Raise) -> Bool {
        let known = plainCompare(x, y, op)
        if known != 2 { return known == 1 }
        // (Only where the items had to be asked.)
        switch op {
        case .eq, .ne: return try x.isSubset(of: y) == (op == .eq)
        case .le, .lt: return try x.isSubset(of: y)
        case .ge, .gt: return try y.isSubset(of: x)
        }
    }
    /// `a op b` of two sets; nil for operators that sets do not have.
    static func operate(_ op: Operations.Binary, _ a: Value, _ b: Value) throws(Raise) -> Value? {
        let s = SetRef(a.ref), t = plain(a)
        switch op {
        case .sub: return try s.difference(b, type: t)
        case .and: return try s.intersection(b, type: t)
        case .or:
            let o = s.copy(t)
            try o.update(b)
            return o.value
        case .xor:
            let o = SetRef(b.ref).copy(t)
            try o.toggle(a)
            return o.value
        default: return nil
        }
    }
    static func hash(_ s: SetRef) -> Int {
        let cached = Int(bitPattern: UInt(s.ref.word(5)))
        if cached != 0 { return cached }
        var h = FrozenSetHash(), i = -1
        while s.next(&i) { h.combine(s.table.slots[i].hash) }
        let out = h.finish(count: s.count)
        s.ref.setWord(5, UInt64(bitPattern: Int64(out)))
        return out
    }
    /// The builtin type that results of operations on an instance of T have.
    private static func plain(_ v: Value) -> TypeRef { v.ref.type.isSubtype(of: Types.frozenset) ? Types.frozenset : Types.set }
    /// For `in`, `remove`, `discard`: a set among the keys is looked up as a frozenset.
    private static func key(_ s: SetRef, _ v: Value) throws(Raise) -> (Value, Int) {
        do throws(Raise) { return (v, try SetRef.hashKey(v)) } catch {
            guard SetRef.isAnySet(v), v.isInstance(of: Types.set), error.isException, Errors.matches(Exceptions.typeError) else { throw error }
            Errors.take()
            let f = SetRef(v).copy(Types.frozenset)
            return (f.value, hash(f))
        }
    }

    private static func common(_ t: TypeRef) {
        t.special("__len__", "($self, /)", effect: .reads) { a throws(Raise) in Value(int: SetRef(a[0]).count) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in
            let r = Heap.allocate(48, iterator), n = UInt64(SetRef(a[0]).count)
            r.initialize(2, a[0]); r.setWord(3, UInt64.max); r.setWord(4, n); r.setWord(5, n)
            return Value(r)
        }
        t.method("__contains__", "($self, object, /)") { a throws(Raise) in
            let s = SetRef(a[0]), (k, h) = try key(s, a[1])
            return Value(bool: try s.contains(k, h))
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let type = a[0].type
            if SetRef(a[0]).count == 0 { return StrRef.make("\(type.text)()") }
            guard ReprGuard.enter(a[0]) else { return StrRef.make("\(type.text)(...)") }
            defer { ReprGuard.leave() }
            let items = try Operations.list(a[0]), out = ListRef.allocate(capacity: items.count)
            for i in 0..<items.count { out.append(try Operations.repr(items[i])) }
            let body = ReprText.join("{", out, "}")
            if type == Types.set { return body }
            return StrRef.make("\(type.text)(\(StrRef(body)))")
        }
        func compare(_ name: StaticString, _ op: Operations.Comparison) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard SetRef.isAnySet(a[1]) else { return .notImplemented }
                return Value(bool: try SetType.compare(SetRef(a[0]), SetRef(a[1]), op))
            }
        }
        compare("__lt__", .lt); compare("__le__", .le); compare("__eq__", .eq); compare("__ne__", .ne); compare("__gt__", .gt); compare("__ge__", .ge)
        func binary(_ name: StaticString, _ reflected: StaticString, _ op: Operations.Binary) {
            t.special(name, "($self, value, /)") { a throws(Raise) in SetRef.isAnySet(a[1]) ? try operate(op, a[0], a[1]).unsafelyUnwrapped : .notImplemented }
            t.special(reflected, "($self, value, /)") { a throws(Raise) in SetRef.isAnySet(a[1]) ? try operate(op, a[1], a[0]).unsafelyUnwrapped : .notImplemented }
        }
        binary("__or__", "__ror__", .or); binary("__and__", "__rand__", .and); binary("__sub__", "__rsub__", .sub); binary("__xor__", "__rxor__", .xor)
        t.method("copy", "($self, /)") { a throws(Raise) in
            a[0].isExactly(Types.frozenset) ? a[0] : SetRef(a[0]).copy(plain(a[0])).value
        }
        t.method("union", "($self, /, *others)") { a throws(Raise) in
            let o = SetRef(a[0]).copy(plain(a[0])), v = TupleRef(a[1])
            for i in 0..<v.count { try o.update(v[i]) }
            return o.value
        }
        t.method("intersection", "($self, /, *others)") { a throws(Raise) in
            let v = TupleRef(a[1])
            var o = v.count == 0 ? SetRef(a[0]).copy(plain(a[0])).value : a[0]
            for i in 0..<v.count { o = try SetRef(o).intersection(v[i], type: plain(a[0])) }
            return o
        }
        t.method("difference", "($self, /, *others)") { a throws(Raise) in
            let v = TupleRef(a[1])
            if v.count == 0 { return SetRef(a[0]).copy(plain(a[0])).value }
            let o = SetRef(try SetRef(a[0]).difference(v[0], type: plain(a[0])))
            for i in 1..<v.count where i < v.count { try o.subtract(v[i]) }
            return o.value
        }
        t.method("symmetric_difference", "($self, other, /)") { a throws(Raise) in
            let o = try SetRef.from(a[1], type: plain(a[0]))
            try o.toggle(a[0])
            return o.value
        }
        t.method("isdisjoint", "($self, other, /)") { a throws(Raise) in
            let s = SetRef(a[0])
            if SetRef.isAnySet(a[1]) {
                if a[0] == a[1] { return Value(bool: s.count == 0) }
                var small = s, large = SetRef(a[1])
                if small.count > large.count { swap(&small, &large) }
                var i = -1
                while small.next(&i) { let e = small.table.slots[i]; if try large.contains(e.key, e.hash) { return .false } }
                return .true
            }
            let it = try Operations.iterate(a[1])
            while let x = try Operations.next(it) { if try s.contains(x) { return .false } }
            return .true
        }
        t.method("issubset", "($self, other, /)") { a throws(Raise) in
            let s = SetRef(a[0])
            if SetRef.isAnySet(a[1]) { return Value(bool: try s.isSubset(of: SetRef(a[1]))) }
            return Value(bool: SetRef(try s.intersection(a[1], type: Types.set)).count == s.count)
        }
        t.method("issuperset", "($self, other, /)") { a throws(Raise) in
            if SetRef.isAnySet(a[1]) { return Value(bool: try SetRef(a[1]).isSubset(of: SetRef(a[0]))) }
            let it = try Operations.iterate(a[1])
            while let x = try Operations.next(it) { if !(try SetRef(a[0]).contains(x)) { return .false } }
            return .true
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let state = try Call.call(try Operations.getAttribute(a[0], StrRef.intern("__getstate__")))
            return TupleRef.make(a[0].type.value, TupleRef.make(try Operations.list(a[0]).value), state)
        }
        t.method("__sizeof__", "($self, /)") { a throws(Raise) in
            .int(200 + (SetRef(a[0]).table.mask > 7 ? (SetRef(a[0]).table.mask + 1) * 16 : 0))
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
    private static func mutating(_ t: TypeRef) {
        t.method("add", "($self, object, /)") { a throws(Raise) in try SetRef(a[0]).add(a[1]); return .none }
        t.method("remove", "($self, object, /)") { a throws(Raise) in
            let s = SetRef(a[0]), (k, h) = try key(s, a[1])
            if !(try s.remove(k, h)) { throw Errors.keyError(a[1]) }
            return .none
        }
        t.method("discard", "($self, object, /)") { a throws(Raise) in
            let s = SetRef(a[0]), (k, h) = try key(s, a[1])
            _ = try s.remove(k, h)
            return .none
        }
        t.method("pop", "($self, /)") { a throws(Raise) in
            guard let v = SetRef(a[0]).pop() else { throw Errors.make(Exceptions.keyError, "pop from an empty set") }
            return v
        }
        t.method("clear", "($self, /)") { a throws(Raise) in SetRef(a[0]).clear(); return .none }
        t.method("update", "($self, /, *others)") { a throws(Raise) in
            let v = TupleRef(a[1])
            for i in 0..<v.count { try SetRef(a[0]).update(v[i]) }
            return .none
        }
        t.method("intersection_update", "($self, /, *others)") { a throws(Raise) in
            let v = TupleRef(a[1])
            var o = v.count == 0 ? SetRef(a[0]).copy(Types.set).value : a[0]
            for i in 0..<v.count { o = try SetRef(o).intersection(v[i], type: Types.set) }
            SetRef(a[0]).replace(with: SetRef(o))
            return .none
        }
        t.method("difference_update", "($self, /, *others)") { a throws(Raise) in
            let v = TupleRef(a[1])
            for i in 0..<v.count { try SetRef(a[0]).subtract(v[i]) }
            return .none
        }
        t.method("symmetric_difference_update", "($self, other, /)") { a throws(Raise) in try SetRef(a[0]).toggle(a[1]); return .none }
        typealias Body = (SetRef, Value) throws(Raise) -> Void
        func inPlace(_ name: StaticString, _ f: @escaping Body) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard SetRef.isAnySet(a[1]) else { return .notImplemented }
                try f(SetRef(a[0]), a[1])
                return a[0]
            }
        }
        inPlace("__ior__") { s, v throws(Raise) in try s.update(v) }
        inPlace("__iand__") { s, v throws(Raise) in if s.value != v { s.replace(with: SetRef(try s.intersection(v, type: Types.set))) } }
        inPlace("__isub__") { s, v throws(Raise) in try s.subtract(v) }
        inPlace("__ixor__") { s, v throws(Raise) in try s.toggle(v) }
    }
}

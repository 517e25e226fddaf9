/// `collections.deque`: a ring buffer. 2 storage (`ListRef.Storage`, its capacity a power of two), 3 first (raw), 4 count (raw), 5 maxlen (raw, -1: none), 6 changes (raw).
/// Rejected: CPython's linked blocks; a ring keeps indexing O(1) and has one object to look at.
struct DequeRef {
    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef(), iterator = TypeRef(), reverseIterator = TypeRef()
    @inline(__always) var count: Int { get { Int(ref.word(4)) } nonmutating set { ref.setWord(4, UInt64(newValue)) } }
    @inline(__always) var first: Int { get { Int(ref.word(3)) } nonmutating set { ref.setWord(3, UInt64(newValue)) } }
    var limit: Int { get { Int(Int64(bitPattern: ref.word(5))) } nonmutating set { ref.setWord(5, UInt64(bitPattern: Int64(newValue))) } }
    /// Moves with every change of the number or order of items.
    var changes: UInt64 { get { ref.word(6) } nonmutating set { ref.setWord(6, newValue) } }
    @inline(__always) var storage: ListRef.Storage { ListRef.Storage(ref.value(2).ref) }
    @inline(__always) subscript(i: Int) -> Value {
        get { let s = storage; return s.items[(first &+ i) & (s.capacity &- 1)] }
        nonmutating set { let s = storage; s.ref.barrier(); s.items[(first &+ i) & (s.capacity &- 1)] = newValue }
    }
    static func make(_ t: TypeRef, limit: Int) -> DequeRef {
        let s = Value(ListRef.Storage.allocate(8).ref)
        let r = Instance.allocate(t)
        r.initialize(2, s); r.setWord(5, UInt64(bitPattern: Int64(limit)))
        return DequeRef(Value(r))
    }
    func append(_ v: Value) {
        if limit >= 0 && count >= limit { if limit == 0 { return }; _ = popFirst() }
        if count == storage.capacity { reserve(1) }
        count += 1; changes &+= 1
        self[count - 1] = v
    }
    func prepend(_ v: Value) {
        if limit >= 0 && count >= limit { if limit == 0 { return }; _ = popLast() }
        if count == storage.capacity { reserve(1) }
        first = (first &- 1) & (storage.capacity - 1)
        count += 1; changes &+= 1
        self[0] = v
    }
    func popFirst() -> Value {
        let s = storage, v = s.items[first]
        s.items[first] = .unbound
        first = (first + 1) & (s.capacity - 1); count -= 1; changes &+= 1
        return v
    }
    func popLast() -> Value {
        let s = storage, i = (first + count - 1) & (s.capacity - 1), v = s.items[i]
        s.items[i] = .unbound
        count -= 1; changes &+= 1
        return v
    }
    func clear() {
        let s = Value(ListRef.Storage.allocate(8).ref)
        ref.set(2, s); first = 0; count = 0; changes &+= 1
    }
    func rotate(_ n: Int) {
        let c = count
        if c < 2 { return }
        var k = n % c
        if k < 0 { k += c }
        if k == 0 { return }
        // Turning right by k moves the last k to the front; the shorter way round is taken.
        if k <= c - k { for _ in 0..<k { let v = popLast(); let l = limit; limit = -1; prepend(v); limit = l } }
        else { for _ in 0..<(c - k) { let v = popFirst(); let l = limit; limit = -1; append(v); limit = l } }
    }
    func extend(_ v: Value, left: Bool) throws(Raise) {
        let source = v == Value(ref) ? try Operations.list(v).value : v
        if !left, source.isExactly(Types.list) || source.isExactly(Types.tuple) {
            let isList = source.isExactly(Types.list), n = isList ? ListRef(source).count : TupleRef(source).count
            if limit < 0 { reserve(n) }
            return append(isList ? ListRef(source).items : TupleRef(source).items, n)
        }
        let it = try Operations.iterate(source)
        while let x = try Operations.next(it) { if left { prepend(x) } else { append(x) } }
    }
}

enum DequeType {
    private static func mutated() -> Raise { Errors.runtimeError("deque mutated during iteration") }
    private static func copy(_ d: DequeRef) throws(Raise) -> Value {
        let t = d.ref.type
        if t == DequeRef.type {
            let out = DequeRef.make(t, limit: d.limit)
            if d.limit != 0 {
                out.reserve(d.count)
                for i in 0..<d.count { out.append(d[i]) }
            }
            return Value(out.ref)
        }
        return d.limit < 0 ? try Call.call(t.value, Value(d.ref)) : try Call.call(t.value, Value(d.ref), .int(d.limit))
    }
    static func define(_ m: ModuleBuilder) {
        let t = TypeFactory.make("deque", module: "collections", size: 56, layout: .fields(2, 3), subclassable: true)
        t.allowWeakReferences()
        DequeRef.type = t
        t.flags |= TypeRef.Flags.isSequence | TypeRef.Flags.repeats
        m.type(t)
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in Value(DequeRef.make(TypeRef(a[0].ref), limit: -1).ref) }
        t.special("__init__", "($self, /, iterable=<none>, maxlen=None)") { a throws(Raise) in
            let d = DequeRef(a[0])
            var limit = -1
            if !a[2].isNone {
                guard a[2].isIntLike else { throw Errors.typeError("an integer is required") }
                limit = try Operations.index(a[2])
                if limit < 0 { throw Errors.valueError("maxlen must be non-negative") }
            }
            d.limit = limit
            if d.count > 0 { d.clear() }
            if a.has(1) { try d.extend(a[1], left: false) }
            return .none
        }
        t.special("__len__", "($self, /)") { a throws(Raise) in Value(int: DequeRef(a[0]).count) }
        t.constant("__hash__", .none)
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let d = DequeRef(a[0])
            guard ReprGuard.enter(a[0]) else { return StrRef.make("[...]") }
            defer { ReprGuard.leave() }
            let l = StrRef(try Operations.repr(try Operations.list(a[0]).value)).string
            return StrRef.make(d.limit < 0 ? "\(a[0].type.bareName)(\(l))" : "\(a[0].type.bareName)(\(l), maxlen=\(d.limit))")
        }
        func place(_ d: DequeRef, _ key: Value) throws(Raise) -> Int {
            guard ListType.isIndex(key) else { throw Errors.typeError("sequence index must be integer, not '\(key.type)'") }
            guard let i = try ListType.place(key, d.count) else { throw Errors.indexError("deque index out of range") }
            return i
        }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in DequeRef(a[0])[try place(DequeRef(a[0]), a[1])] }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in let i = try place(DequeRef(a[0]), a[1]); DequeRef(a[0])[i] = a[2]; return .none }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in DequeRef(a[0]).removeAt(try place(DequeRef(a[0]), a[1])); return .none }
        t.special("__contains__", "($self, key, /)") { a throws(Raise) in
            let d = DequeRef(a[0]), c = d.changes
            var i = 0
            while i < d.count {
                if try Operations.isEqual(d[i], a[1]) { return .true }
                if d.changes != c { throw mutated() }
                i += 1
            }
            return .false
        }
        t.special("__add__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isInstance(of: DequeRef.type) else { throw Errors.typeError("can only concatenate deque (not \"\(a[1].type)\") to deque") }
            let out = try copy(DequeRef(a[0]))
            try DequeRef(out).extend(a[1], left: false)
            return out
        }
        t.special("__iadd__", "($self, value, /)") { a throws(Raise) in try DequeRef(a[0]).extend(a[1], left: false); return a[0] }
        func multiply(_ d: DequeRef, _ n: Int) throws(Raise) {
            if n <= 0 || d.count == 0 { d.clear(); return }
            let l = try Operations.list(Value(d.ref)), c = l.count
            guard Heap.canAllocate(c.multipliedReportingOverflow(by: n).overflow ? Int.max : c &* n &* 8) else { throw Errors.memoryError() }
            for _ in 1..<max(n, 1) { for i in 0..<c { d.append(l[i]) } }
        }
        for name in ["__mul__", "__rmul__"] as [StaticString] {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                let n = try Operations.index(a[1]), out = try copy(DequeRef(a[0]))
                try multiply(DequeRef(out), n)
                return out
            }
        }
        t.special("__imul__", "($self, value, /)") { a throws(Raise) in
            try multiply(DequeRef(a[0]), try Operations.index(a[1]))
            return a[0]
        }
        func compare(_ name: StaticString, _ op: Operations.Comparison) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard a[1].isInstance(of: DequeRef.type) else { return .notImplemented }
                let x = DequeRef(a[0]), y = DequeRef(a[1])
                if x.count != y.count && (op == .eq || op == .ne) { return Value(bool: op == .ne) }
                let it = try Operations.iterate(a[0]), other = try Operations.iterate(a[1])
                while let p = try Operations.next(it) {
                    guard let q = try Operations.next(other) else { break }
                    if !(try Operations.isEqual(p, q)) {
                        if op == .eq || op == .ne { return Value(bool: op == .ne) }
                        return try Operations.richCompare(p, q, op)
                    }
                }
                return Value(bool: Operations.compare(x.count, y.count, op))
            }
        }
        compare("__lt__", .lt); compare("__le__", .le); compare("__eq__", .eq); compare("__ne__", .ne); compare("__gt__", .gt); compare("__ge__", .ge)
        t.method("append", "($self, item, /)") { a throws(Raise) in DequeRef(a[0]).append(a[1]); return .none }
        t.method("appendleft", "($self, item, /)") { a throws(Raise) in DequeRef(a[0]).prepend(a[1]); return .none }
        t.method("pop", "($self, /)") { a throws(Raise) in
            if DequeRef(a[0]).count == 0 { throw Errors.indexError("pop from an empty deque") }
            return DequeRef(a[0]).popLast()
        }
        t.method("popleft", "($self, /)") { a throws(Raise) in
            if DequeRef(a[0]).count == 0 { throw Errors.indexError("pop from an empty deque") }
            return DequeRef(a[0]).popFirst()
        }
        t.method("extend", "($self, iterable, /)") { a throws(Raise) in try DequeRef(a[0]).extend(a[1], left: false); return .none }
        t.method("extendleft", "($self, iterable, /)") { a throws(Raise) in try DequeRef(a[0]).extend(a[1], left: true); return .none }
        t.method("clear", "($self, /)") { a throws(Raise) in DequeRef(a[0]).clear(); return .none }
        t.method("rotate", "($self, n=1, /)") { a throws(Raise) in DequeRef(a[0]).rotate(try Operations.index(a[1])); return .none }
        t.method("reverse", "($self, /)") { a throws(Raise) in
            DequeRef(a[0]).reverse()
            return .none
        }
        t.method("count", "($self, value, /)") { a throws(Raise) in
            let d = DequeRef(a[0]), c = d.changes
            var n = 0, i = 0
            while i < d.count {
                if try Operations.isEqual(d[i], a[1]) { n += 1 }
                if d.changes != c { throw mutated() }
                i += 1
            }
            return Value(int: n)
        }
        t.method("index", "($self, value, start=0, stop=9223372036854775807, /)") { a throws(Raise) in
            let d = DequeRef(a[0]), c = d.changes
            var i = try SliceObject.bound(a[2]), stop = try SliceObject.bound(a[3])
            if i < 0 { i = max(0, i &+ d.count) }
            if stop < 0 { stop = max(0, stop &+ d.count) }
            stop = min(stop, d.count)
            while i < stop {
                if try Operations.isEqual(d[i], a[1]) { return Value(int: i) }
                if d.changes != c { throw mutated() }
                i += 1
            }
            throw Errors.valueError("deque.index(x): x not in deque")
        }
        t.method("insert", "($self, index, value, /)") { a throws(Raise) in
            let d = DequeRef(a[0]), n = d.count
            if d.limit >= 0 && n >= d.limit { throw Errors.indexError("deque already at its maximum size") }
            var i = try Operations.index(a[1])
            if i < 0 { i = max(0, i &+ n) }
            d.insert(a[2], at: min(i, n))
            return .none
        }
        t.method("remove", "($self, value, /)") { a throws(Raise) in
            let d = DequeRef(a[0]), c = d.changes
            var i = 0
            while i < d.count {
                let same = try Operations.isEqual(d[i], a[1])
                if d.changes != c { throw Errors.indexError("deque mutated during remove().") }
                if same { d.removeAt(i); return .none }
                i += 1
            }
            throw Errors.valueError("deque.remove(x): x not in deque")
        }
        for name in ["copy", "__copy__"] as [StaticString] { t.method(name, "($self, /)") { a throws(Raise) in try copy(DequeRef(a[0])) } }
        t.getter("maxlen") { v throws(Raise) in DequeRef(v).limit < 0 ? .none : .int(DequeRef(v).limit) }
        t.method("__sizeof__", "($self, /)") { a throws(Raise) in .int(56 + DequeRef(a[0]).storage.capacity * 8) }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let d = DequeRef(a[0])
            let state = try Call.call(try Operations.getAttribute(a[0], StrRef.intern("__getstate__")))
            let args = d.limit < 0 ? TupleRef.empty : TupleRef.make(TupleRef.empty, .int(d.limit))
            let out = TupleRef.allocate(4)
            out[0] = a[0].type.value; out[1] = args; out[2] = state; out[3] = try Operations.iterate(a[0])
            return out.value
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
        iterators(m, t)
    }
    /// 2 deque (unbound at the end), 3 index (raw), 4 the deque's changes at the start (raw), 5 items left (raw).
    private static func iterators(_ m: ModuleBuilder, _ t: TypeRef) {
        func make(_ type: TypeRef, _ d: Value) -> Value {
            let r = Heap.allocate(48, type)
            r.initialize(2, d); r.setWord(4, DequeRef(d).changes); r.setWord(5, UInt64(DequeRef(d).count))
            return Value(r)
        }
        for backwards in [false, true] {
            let type = TypeFactory.make(backwards ? "_deque_reverse_iterator" : "_deque_iterator", module: "_collections", size: 48, layout: .fields(2, 3))
            if backwards { DequeRef.reverseIterator = type } else { DequeRef.iterator = type }
            m.type(type)
            type.new("($type, iterable, index=0, /)") { a throws(Raise) in
                guard a[1].isInstance(of: DequeRef.type) else { throw Errors.typeError("argument 1 must be collections.deque, not \(a[1].type)") }
                let it = make(TypeRef(a[0].ref), a[1]), n = try Operations.index(a[2])
                for _ in 0..<max(0, n) { if try Operations.next(it) == nil { break } }
                return it
            }
            NativeIterators.register(type) { r throws(Raise) in
                let v = r.value(2)
                if v.isUnbound { return .unbound }
                let d = DequeRef(v)
                if d.changes != r.word(4) { r.setWord(5, 0); throw mutated() }
                if r.word(5) == 0 { return .unbound }
                let i = Int(r.word(3))
                r.setWord(3, UInt64(i + 1)); r.setWord(5, r.word(5) - 1)
                return d[backwards ? d.count - 1 - i : i]
            }
            type.method("__length_hint__", "($self, /)") { a throws(Raise) in .int(Int(a[0].ref.word(5))) }
            type.method("__reduce__", "($self, /)") { a throws(Raise) in
                let r = a[0].ref
                return TupleRef.make(a[0].type.value, TupleRef.make(r.value(2), .int(Int(r.word(3)))))
            }
        }
        t.special("__iter__", "($self, /)") { a throws(Raise) in make(DequeRef.iterator, a[0]) }
        t.method("__reversed__", "($self, /)") { a throws(Raise) in make(DequeRef.reverseIterator, a[0]) }
    }
}

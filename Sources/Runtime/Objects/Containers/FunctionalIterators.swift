import Primitives

/// `enumerate`, `zip`, `map`, `filter`.
enum FunctionalIterators {
    nonisolated(unsafe) static var enumerate = TypeRef(), zip = TypeRef(), map = TypeRef(), filter = TypeRef()

    static func define() {
        defineEnumerate(); defineZip(); defineMap(); defineFilter()
    }
    /// 2 the iterator, 3 the next index (an int of any size).
    private static func defineEnumerate() {
        let t = TypeFactory.make("enumerate", size: 32, layout: .fields(2, 4), subclassable: true)
        enumerate = t
        t.new("($type, iterable, start=0)") { a throws(Raise) in
            let start = a[2] == Value(int: 0) ? a[2] : Integers.exact(try Operations.indexObject(a[2]))
            let it = try Operations.iterate(a[1])
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, it); r.initialize(3, start)
            return Value(r)
        }
        NativeIterators.register(t) { r throws(Raise) in
            guard let (i, v) = try nextEnumerated(r) else { return .unbound }
            return TupleRef.make(i, v)
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in TupleRef.make(a[0].type.value, TupleRef.make(a[0].ref.value(2), a[0].ref.value(3))) }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
    /// `Operations.next`, the iterators of lists without a call.
    @inline(__always) private static func step(_ it: Value) throws(Raise) -> Value? {
        if _fastPath(it.ref.type == IndexedIterators.list) {
            let v = NativeIterators.list(it.ref)
            return v.isUnbound ? nil : v
        }
        return try Operations.next(it)
    }
    static func nextEnumerated(_ r: Ref) throws(Raise) -> (Value, Value)? {
        guard let v = try step(r.value(2)) else { return nil }
        return (try number(r), v)
    }
    /// The number of the next item, which is counted.
    static func number(_ r: Ref) throws(Raise) -> Value {
        let i = r.value(3)
        if i.isInt && i.int < Value.maxInt { r.setWord(3, Value(int: i.int &+ 1).bits) } else { r.set(3, try Operations.binary(.add, i, Value(int: 1))) }
        return i
    }
    /// Of a zip of two iterators.
    static func nextZipped(_ r: Ref) throws(Raise) -> (Value, Value)? {
        let its = TupleRef(r.value(2))
        guard let a = try step(its.items[0]) else { if r.value(3) == .true { try strictEnd(its, 0) }; return nil }
        guard let b = try step(its.items[1]) else { if r.value(3) == .true { try strictEnd(its, 1) }; return nil }
        return (a, b)
    }
    static func makeZip(_ its: TupleRef) -> Value {
        let r = Heap.allocate(32, zip)
        r.initialize(2, its.value); r.initialize(3, .false)
        return Value(r)
    }
    static func makeMap(_ f: Value, _ its: TupleRef) -> Value {
        let r = Heap.allocate(40, map)
        r.initialize(2, f); r.initialize(3, its.value); r.initialize(4, .false)
        return Value(r)
    }
    /// 2 a tuple of iterators, 3 strict (bool).
    private static func defineZip() {
        let t = TypeFactory.make("zip", size: 32, layout: .fields(2, 4), subclassable: true)
        t.constant("__doc__", StrRef.make("""
            Tuples of the items that stand at the same place in each of the iterables.

            It ends with the shortest one; with strict=True, lengths that differ are a ValueError.

            >>> list(zip('abc', range(5)))
            [('a', 0), ('b', 1), ('c', 2)]
            """))
        zip = t
        t.new("($type, /, *iterables, strict=False)") { a throws(Raise) in
            let strict = Value(bool: try Operations.isTrue(a[2]))
            let v = TupleRef(a[1]), n = v.count
            let its = TupleRef.allocate(n)
            for i in 0..<n {
                its[i] = try Operations.iterate(v[i])
            }
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, its.value); r.initialize(3, strict)
            return Value(r)
        }
        NativeIterators.register(t) { r throws(Raise) in
            let its = TupleRef(r.value(2)), n = its.count
            if n == 0 { return .unbound }
            let out = TupleRef.allocate(n)
            for i in 0..<n {
                guard let v = try Operations.next(its.items[i]) else {
                    if r.value(3) == .true { try strictEnd(its, i) }
                    return .unbound
                }
                out[i] = v
            }
            return out.value
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            return r.value(3) == .true ? TupleRef.make(a[0].type.value, r.value(2), .true) : TupleRef.make(a[0].type.value, r.value(2))
        }
        t.method("__setstate__", "($self, state, /)") { a throws(Raise) in a[0].ref.set(3, Value(bool: try Operations.isTrue(a[1]))); return .none }
    }
    /// Iterator I of a strict zip ended: the others must as well.
    static func strictEnd(_ its: TupleRef, _ i: Int, _ function: String = "zip") throws(Raise) {
        if i > 0 {
            throw Errors.valueError("\(function)() argument \(i + 1) is shorter than argument\(i == 1 ? " " : "s 1-")\(i)")
        }
        for j in 1..<max(1, its.count) where j < its.count {
            if try Operations.next(its[j]) != nil { throw Errors.valueError("\(function)() argument \(j + 1) is longer than argument\(j == 1 ? " " : "s 1-")\(j)") }
        }
    }
    /// The function of IT, which gives items, has given V.
    static func given(_ it: Value, _ v: Value) -> Value {
        if it.isPointer, it.ref.type == Itertools.accumulate { it.ref.set(4, v) }
        return v
    }
    /// The function of IT, which is asked about items, has said YES to one: whether that is the next item. (A `takewhile` has ended if not.)
    static func answered(_ it: Value, _ yes: Bool) -> Bool {
        let t = it.ref.type
        if !yes && (t == Itertools.takewhile || t == Itertools.dropwhile) { it.ref.setWord(4, Value.true.bits) }
        return yes == (t == filter || t == Itertools.takewhile)
    }
    /// Whether iterators of type T call a function for each item.
    static func asks(_ t: TypeRef) -> Bool {
        t == map || t == filter || t == Itertools.starmap || t == Itertools.accumulate || t == Itertools.takewhile || t == Itertools.dropwhile || t == Itertools.filterfalse
    }
    /// Whether IT is a `map` or `filter`, or one like them, whose function is in Python.
    @inline(never) static func callsPython(_ it: Value) -> Bool {
        guard it.isPointer, asks(it.ref.type), case let f = it.ref.value(it.ref.type == Itertools.accumulate ? 3 : 2), f.isPointer else { return false }
        let t = f.ref.type
        if t == Types.function { return true }
        return t == Types.method ? f.ref.value(2).isExactly(Types.function) : !t.has(TypeRef.Flags.type) && t.slot(.call).isExactly(Types.function)
    }
    /// 2 the function, 3 a tuple of iterators, 4 strict (bool).
    private static func defineMap() {
        let t = TypeFactory.make("map", size: 40, layout: .fields(2, 5), subclassable: true)
        map = t
        t.new("($type, /, *args, strict=False)") { a throws(Raise) in
            let v = TupleRef(a[1]), n = v.count
            let strict = Value(bool: try Operations.isTrue(a[2]))
            if n < 2 { throw Errors.typeError("map() must have at least two arguments.") }
            let its = TupleRef.allocate(n - 1)
            for i in 1..<n { its[i - 1] = try Operations.iterate(v[i]) }
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, v[0]); r.initialize(3, its.value); r.initialize(4, strict)
            return Value(r)
        }
        NativeIterators.register(t) { r throws(Raise) in
            let its = TupleRef(r.value(3)), n = its.count
            if n == 1 {
                guard let v = try step(its.items[0]) else { return .unbound }
                return try Call.call(r.value(2), v)
            }
            var out = Value.unbound, failure: Raise? = nil
            withUnsafeTemporaryAllocation(of: Value.self, capacity: n) { b in
                let p = b.baseAddress!
                p.update(repeating: .unbound, count: n)
                do throws(Raise) {
                    for i in 0..<n {
                        guard let v = try Operations.next(its.items[i]) else {
                            if r.value(4) == .true { try strictEnd(its, i, "map") }
                            return
                        }
                        p[i] = v
                    }
                    out = try Call.vector(r.value(2), p, n)
                } catch { failure = error }
            }
            if let failure { throw failure }
            return out
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref, its = TupleRef(r.value(3))
            let args = TupleRef.allocate(its.count + 1)
            args[0] = r.value(2)
            for i in 0..<its.count { args[i + 1] = its[i] }
            return r.value(4) == .true ? TupleRef.make(a[0].type.value, args.value, .true) : TupleRef.make(a[0].type.value, args.value)
        }
        t.method("__setstate__", "($self, state, /)") { a throws(Raise) in a[0].ref.set(4, Value(bool: try Operations.isTrue(a[1]))); return .none }
    }
    /// 2 the function, 3 the iterator.
    private static func defineFilter() {
        let t = TypeFactory.make("filter", size: 32, layout: .fields(2, 4), subclassable: true)
        filter = t
        t.new("($type, function, iterable, /)") { a throws(Raise) in
            let it = try Operations.iterate(a[2])
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, a[1]); r.initialize(3, it)
            return Value(r)
        }
        NativeIterators.register(t) { r throws(Raise) in
            let f = r.value(2), plain = f.isNone || f == Types.bool.value
            while let v = try step(r.value(3)) {
                if try Operations.isTrue(plain ? v : try Call.call(f, v)) { return v }
            }
            return .unbound
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in TupleRef.make(a[0].type.value, TupleRef.make(a[0].ref.value(2), a[0].ref.value(3))) }
    }
}

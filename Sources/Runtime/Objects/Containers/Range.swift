import Primitives

/// `range`: start, stop, step, length (ints of any size) at words 2 to 5.
public enum RangeObject {
    static func start() {
        Types.range = TypeFactory.make("range", size: 48, layout: .fields(2, 6))
        Types.range.flags |= TypeRef.Flags.isSequence
    }
    nonisolated(unsafe) static var iterator = TypeRef(), longIterator = TypeRef()

    static func make(_ start: Value, _ stop: Value, _ step: Value) throws(Raise) -> Value {
        let n = try length(start, stop, step)
        let r = Heap.allocate(48, Types.range)
        r.initialize(2, start); r.initialize(3, stop); r.initialize(4, step); r.initialize(5, n)
        return Value(r)
    }
    /// Of word-sized bounds.
    public static func make(_ start: Int, _ stop: Int, _ step: Int = 1) throws(Raise) -> Value { try make(.int(start), .int(stop), .int(step)) }
    private static func length(_ start: Value, _ stop: Value, _ step: Value) throws(Raise) -> Value {
        if start.isInt && stop.isInt && step.isInt {
            let a = start.int, b = stop.int, s = step.int
            if s == 1 { return .int(a < b ? b &- a : 0) }
            if s == 0 { throw Errors.valueError("range() arg 3 must not be zero") }
            if s > 0 { return .int(a < b ? (b &- a &- 1) / s &+ 1 : 0) }
            return .int(b < a ? (a &- b &- 1) / (0 &- s) &+ 1 : 0)
        }
        let down = Integers.isNegative(step)
        let (low, high) = down ? (stop, start) : (start, stop)
        if Integers.compare(low, high) >= 0 { return Value(int: 0) }
        let span = try Operations.binary(.sub, try Operations.binary(.sub, high, low), Value(int: 1))
        return try Operations.binary(.add, try Operations.binary(.floordiv, span, Integers.absolute(step)), Value(int: 1))
    }
    @inline(__always) static func part(_ v: Value, _ i: Int) -> Value { v.ref.value(i) }
    /// start + i * step
    static func item(_ v: Value, _ i: Value) throws(Raise) -> Value {
        let a = part(v, 2), s = part(v, 4)
        if a.isInt && s.isInt && i.isInt {
            let (p, o) = i.int.multipliedReportingOverflow(by: s.int)
            let (q, o2) = a.int.addingReportingOverflow(p)
            if !o && !o2 { return .int(q) }
        }
        return try Operations.binary(.add, a, try Operations.binary(.mul, i, s))
    }
    /// Position of the int X, nil if the range lacks it.
    private static func position(_ v: Value, _ x: Value) throws(Raise) -> Value? {
        let a = part(v, 2), b = part(v, 3), s = part(v, 4)
        if Integers.isNegative(s) {
            if Integers.compare(x, a) > 0 || Integers.compare(x, b) <= 0 { return nil }
        } else if Integers.compare(x, a) < 0 || Integers.compare(x, b) >= 0 { return nil }
        let d = TupleRef(try Operations.binary(.divmod, try Operations.binary(.sub, Integers.exact(x), a), s))
        return Integers.isZero(d[1]) ? d[0] : nil
    }
    private static func isPlainInt(_ v: Value) -> Bool { v.isInt || v.isBool || v.isExactly(Types.int) }

    /// Whether start, step and length are immediate ints.
    @inline(__always) static func isSmall(_ v: Value) -> Bool { part(v, 2).isInt && part(v, 4).isInt && part(v, 5).isInt && part(v, 3).isInt }
    /// Start, length, step of a small range.
    @inline(__always) static func small(_ v: Value) -> (Int, Int, Int) { (part(v, 2).int, part(v, 5).int, part(v, 4).int) }
    static func iterate(_ v: Value) -> Value {
        let a = part(v, 2), b = part(v, 3), s = part(v, 4), n = part(v, 5)
        if a.isInt && s.isInt && n.isInt && b.isInt { return iterator(a.int, s.int, n.int) }
        return long(a, s, n)
    }
    static func iterator(_ start: Int, _ step: Int, _ n: Int) -> Value {
        let r = Heap.allocate(40, iterator)
        r.setWord(2, UInt64(bitPattern: Int64(start))); r.setWord(3, UInt64(bitPattern: Int64(step))); r.setWord(4, UInt64(n))
        return Value(r)
    }
    private static func long(_ start: Value, _ step: Value, _ n: Value) -> Value {
        let r = Heap.allocate(40, longIterator)
        r.initialize(2, start); r.initialize(3, step); r.initialize(4, n)
        return Value(r)
    }

    static func define() {
        iterator = TypeFactory.make("range_iterator", size: 40, layout: .opaque)
        iterator.ref.setWord(TypeRef.kindWord, NativeIterators.rangeKind)
        NativeIterators.methods(iterator) { r throws(Raise) in NativeIterators.range(r) }
        iterator.method("__length_hint__", "($self, /)") { a throws(Raise) in .int(Int(a[0].ref.word(4))) }
        iterator.method("__reduce__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref, start = Int(Int64(bitPattern: r.word(2))), step = Int(Int64(bitPattern: r.word(3))), n = Int(r.word(4))
            return TupleRef.make(try IndexedIterators.builtin("iter"), TupleRef.make(try make(start, start + step * n, step)), .none)
        }
        iterator.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            let r = a[0].ref, n = Int(r.word(4)), k = max(0, min(try Operations.index(a[1]), n))
            r.setWord(2, UInt64(bitPattern: Int64(Int(Int64(bitPattern: r.word(2))) &+ k &* Int(Int64(bitPattern: r.word(3)))))); r.setWord(4, UInt64(n - k))
            return .none
        }
        longIterator = TypeFactory.make("longrange_iterator", size: 40, layout: .fields(2, 5))
        NativeIterators.register(longIterator) { r throws(Raise) in
            if Integers.isZero(r.value(4)) || Integers.isNegative(r.value(4)) { return .unbound }
            let v = r.value(2)
            let next = try Operations.binary(.add, v, r.value(3)), left = try Operations.binary(.sub, r.value(4), Value(int: 1))
            r.set(2, next); r.set(4, left)
            return v
        }
        longIterator.method("__length_hint__", "($self, /)") { a throws(Raise) in a[0].ref.value(4) }
        longIterator.method("__reduce__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            let stop = try Operations.binary(.add, r.value(2), try Operations.binary(.mul, r.value(3), r.value(4)))
            return TupleRef.make(try IndexedIterators.builtin("iter"), TupleRef.make(try make(r.value(2), stop, r.value(3))), .none)
        }
        longIterator.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            let r = a[0].ref
            guard a[1].isIntLike else { throw Errors.typeError("state must be an int, not \(a[1].type)") }
            let k = Integers.isNegative(a[1]) ? Value(int: 0) : Integers.compare(a[1], r.value(4)) > 0 ? r.value(4) : Integers.exact(a[1])
            r.set(2, try Operations.binary(.add, r.value(2), try Operations.binary(.mul, k, r.value(3))))
            r.set(4, try Operations.binary(.sub, r.value(4), k))
            return .none
        }

        let t = Types.range
        t.new("($type, start, stop=<none>, step=<none>, /)") { a throws(Raise) in
            let first = Integers.exact(try Operations.indexObject(a[1]))
            if !a.has(2) { return try make(Value(int: 0), first, Value(int: 1)) }
            let stop = Integers.exact(try Operations.indexObject(a[2]))
            var step = Value(int: 1)
            if a.has(3) {
                step = Integers.exact(try Operations.indexObject(a[3]))
                if Integers.isZero(step) { throw Errors.valueError("range() arg 3 must not be zero") }
            }
            return try make(first, stop, step)
        }
        t.field("start", word: 2); t.field("stop", word: 3); t.field("step", word: 4)
        t.special("__len__", "($self, /)", effect: .reads) { a throws(Raise) in
            guard Integers.asInt64(part(a[0], 5)) != nil else { throw Errors.overflowError("Python int too large to convert to C ssize_t") }
            return part(a[0], 5)
        }
        t.special("__bool__", "($self, /)") { a throws(Raise) in Value(bool: !Integers.isZero(part(a[0], 5))) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in iterate(a[0]) }
        t.method("__reversed__", "($self, /)") { a throws(Raise) in
            let v = a[0], n = part(v, 5), s = part(v, 4)
            let last = try item(v, try Operations.binary(.sub, n, Value(int: 1)))
            if last.isInt && s.isInt && n.isInt && part(v, 2).isInt { return iterator(last.int, -s.int, n.int) }
            return long(last, Integers.negate(s), n)
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let v = a[0]
            let base = "range(\(StrRef(try Operations.repr(part(v, 2))).string), \(StrRef(try Operations.repr(part(v, 3))).string)"
            return StrRef.make(part(v, 4) == Value(int: 1) ? base + ")" : base + ", \(StrRef(try Operations.repr(part(v, 4))).string))")
        }
        t.special("__contains__", "($self, key, /)") { a throws(Raise) in
            if isPlainInt(a[1]) { return Value(bool: try position(a[0], a[1]) != nil) }
            let it = iterate(a[0])
            while let v = try Operations.next(it) { if try Operations.isEqual(v, a[1]) { return .true } }
            return .false
        }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let v = a[0], n = part(v, 5)
            if SliceObject.isSlice(a[1]) {
                if n.isInt, let r = SliceObject.resolve(a[1], n.int) {
                    return try make(try item(v, .int(r.start)), try item(v, .int(r.stop)), try Operations.binary(.mul, part(v, 4), .int(r.step)))
                }
                let r = try SliceObject.indices(a[1], n)
                return try make(try item(v, r.0), try item(v, r.1), try Operations.binary(.mul, part(v, 4), r.2))
            }
            if a[1].isInt, n.isInt {
                let i = a[1].int < 0 ? a[1].int &+ n.int : a[1].int
                if i >= 0 && i < n.int { return try item(v, .int(i)) }
            }
            guard ListType.isIndex(a[1]) else { throw Errors.typeError("range indices must be integers or slices, not \(a[1].type)") }
            var i = Integers.exact(try Operations.indexObject(a[1]))
            if Integers.isNegative(i) { i = try Operations.binary(.add, i, n) }
            if Integers.isNegative(i) || Integers.compare(i, n) >= 0 { throw Errors.indexError("range object index out of range") }
            return try item(v, i)
        }
        func equality(_ name: StaticString, _ equal: Bool) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard a[1].isExactly(Types.range) else { return .notImplemented }
                var same = a[0] == a[1]
                if !same {
                    let n = part(a[0], 5)
                    same = Integers.compare(n, part(a[1], 5)) == 0
                    if same && !Integers.isZero(n) {
                        same = Integers.compare(part(a[0], 2), part(a[1], 2)) == 0
                        if same && n != Value(int: 1) { same = Integers.compare(part(a[0], 4), part(a[1], 4)) == 0 }
                    }
                }
                return Value(bool: same == equal)
            }
        }
        equality("__eq__", true); equality("__ne__", false)
        for name in ["__lt__", "__le__", "__gt__", "__ge__"] as [StaticString] { t.special(name, "($self, value, /)") { a throws(Raise) in .notImplemented } }
        t.special("__hash__", "($self, /)") { a throws(Raise) in
            let n = part(a[0], 5)
            let empty = Integers.isZero(n)
            return .int(try Operations.hash(TupleRef.make(n, empty ? .none : part(a[0], 2), empty || n == Value(int: 1) ? .none : part(a[0], 4))))
        }
        t.method("count", "($self, value, /)") { a throws(Raise) in
            if isPlainInt(a[1]) { return Value(int: try position(a[0], a[1]) != nil ? 1 : 0) }
            var n = 0
            let it = iterate(a[0])
            while let v = try Operations.next(it) { if try Operations.isEqual(v, a[1]) { n += 1 } }
            return Value(int: n)
        }
        t.method("index", "($self, value, /)") { a throws(Raise) in
            if isPlainInt(a[1]) {
                if let p = try position(a[0], a[1]) { return p }
                throw Errors.valueError("range.index(x): x not in range")
            }
            var i = 0
            let it = iterate(a[0])
            while let v = try Operations.next(it) { if try Operations.isEqual(v, a[1]) { return Value(int: i) }; i += 1 }
            throw Errors.valueError("sequence.index(x): x not in sequence")
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in TupleRef.make(Types.range.value, TupleRef.make(part(a[0], 2), part(a[0], 3), part(a[0], 4))) }
    }
}

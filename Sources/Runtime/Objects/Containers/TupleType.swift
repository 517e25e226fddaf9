import Glibc
import Primitives

/// `tuple`'s members.
enum TupleType {
    static func concatenate(_ x: TupleRef, _ y: TupleRef) throws(Raise) -> Value {
        let n = x.count, m = y.count
        if n == 0 && y.ref.type == Types.tuple { return y.value }
        if m == 0 && x.ref.type == Types.tuple { return x.value }
        try Heap.demand((n + m) * 8)
        let out = TupleRef.allocate(n + m), p = out.items
        if n &+ m <= 16 {
            var i = 0
            while i < n { p[i] = x.items[i]; i &+= 1 }
            i = 0
            while i < m { p[n &+ i] = y.items[i]; i &+= 1 }
        } else { memcpy(p, x.items, n * 8); memcpy(p + n, y.items, m * 8) }
        return out.value
    }
    static func slice(_ x: TupleRef, _ s: SliceObject.Range) -> Value {
        if s.step == 1 && s.count == x.count && x.ref.type == Types.tuple { return x.value }
        if s.count == 0 { return TupleRef.empty }
        if s.step == 1 { return TupleRef.make(x.items + s.start, s.count) }
        let out = TupleRef.allocate(s.count)
        var i = s.start
        for k in 0..<s.count { out.items[k] = x.items[i]; i &+= s.step }
        return out.value
    }
    static func define() {
        let t = Types.tuple
        t.flags |= TypeRef.Flags.isSequence | TypeRef.Flags.repeats
        t.new("($type, iterable=(), /)") { a throws(Raise) in
            let v = try Operations.tuple(a[1])
            let type = TypeRef(a[0].ref)
            return type == Types.tuple ? v : TupleRef.instance(type, TupleRef(v).items, TupleRef(v).count)
        }
        t.special("__len__", "($self, /)", effect: .reads) { a throws(Raise) in Value(int: TupleRef(a[0]).count) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in IndexedIterators.make(IndexedIterators.tuple, a[0]) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let x = TupleRef(a[0])
            if x.count == 0 { return StrRef.make("()") }
            guard ReprGuard.enter(a[0]) else { return StrRef.make("(...)") }
            defer { ReprGuard.leave() }
            let out = ListRef.allocate(capacity: x.count)
            for i in 0..<x.count { out.append(try Operations.repr(x[i])) }
            return ReprText.join("(", out, x.count == 1 ? ",)" : ")")
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in .int(try hash(TupleRef(a[0]))) }
        t.special("__contains__", "($self, key, /)") { a throws(Raise) in
            let x = TupleRef(a[0])
            for i in 0..<x.count where try Operations.isEqual(x[i], a[1]) { return .true }
            return .false
        }
        t.special("__getitem__", "($self, key, /)", effect: .reads) { a throws(Raise) in
            let x = TupleRef(a[0])
            if SliceObject.isSlice(a[1]) {
                let s = try SliceObject.resolve(a[1]) { x.count }
                return slice(x, s)
            }
            guard ListType.isIndex(a[1]) else { throw Errors.typeError("tuple indices must be integers or slices, not \(a[1].type)") }
            guard let i = try ListType.place(a[1], x.count) else { throw Errors.indexError("tuple index out of range") }
            return x[i]
        }
        t.special("__add__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isTuple else { throw Errors.typeError("can only concatenate tuple (not \"\(a[1].type)\") to tuple") }
            return try concatenate(TupleRef(a[0]), TupleRef(a[1]))
        }
        for name in ["__mul__", "__rmul__"] as [StaticString] {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                let x = TupleRef(a[0]), n = x.count, k = try Operations.index(a[1])
                if k == 1 && x.ref.type == Types.tuple { return a[0] }
                if k <= 0 || n == 0 { return TupleRef.empty }
                let (total, o) = n.multipliedReportingOverflow(by: k)
                if o || total > 1 << 40 || !Heap.canAllocate(total * 8 + 64) { throw Errors.memoryError() }
                let out = TupleRef.allocate(total)
                for j in 0..<k { memcpy(out.items + j * n, x.items, n * 8) }
                return out.value
            }
        }
        func compare(_ name: StaticString, _ op: Operations.Comparison) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard a[1].isTuple else { return .notImplemented }
                return try richCompare(TupleRef(a[0]), TupleRef(a[1]), op)
            }
        }
        compare("__lt__", .lt); compare("__le__", .le); compare("__eq__", .eq); compare("__ne__", .ne); compare("__gt__", .gt); compare("__ge__", .ge)
        t.method("index", "($self, value, start=0, stop=9223372036854775807, /)") { a throws(Raise) in
            let x = TupleRef(a[0]), n = x.count
            var i = try SliceObject.position(a[2]), stop = try SliceObject.position(a[3])
            if i < 0 { i = max(0, i &+ n) }
            if stop < 0 { stop = max(0, stop &+ n) }
            while i < stop && i < n { if try Operations.isEqual(x[i], a[1]) { return Value(int: i) }; i += 1 }
            throw Errors.valueError("tuple.index(x): x not in tuple")
        }
        t.method("count", "($self, value, /)") { a throws(Raise) in
            let x = TupleRef(a[0])
            var n = 0
            for i in 0..<x.count where try Operations.isEqual(x[i], a[1]) { n += 1 }
            return Value(int: n)
        }
        t.method("__getnewargs__", "($self, /)") { a throws(Raise) in TupleRef.make(TupleRef.make(TupleRef(a[0]).items, TupleRef(a[0]).count)) }
        t.method("__sizeof__", "($self, /)") { a throws(Raise) in .int(32 + TupleRef(a[0]).count * 8) }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
    /// Cached at word 3 (0: not computed yet).
    static func hash(_ x: TupleRef) throws(Raise) -> Int {
        let cached = Int(bitPattern: UInt(x.ref.word(3)))
        if cached != 0 { return cached }
        try NativeRecursion.check()
        var h = TupleHash()
        let n = x.count
        for i in 0..<n { h.combine(try Operations.hash(x.items[i])) }
        let out = h.finish(count: n)
        x.ref.setWord(3, UInt64(bitPattern: Int64(out)))
        return out
    }
    static func richCompare(_ x: TupleRef, _ y: TupleRef, _ op: Operations.Comparison) throws(Raise) -> Value {
        let n = min(x.count, y.count)
        if x.count != y.count && (op == .eq || op == .ne) { 
            // Items are still compared by CPython, whose `__eq__` calls programs may see; lengths alone decide.
            for i in 0..<n where x[i] != y[i] { if !(try Operations.isEqual(x[i], y[i])) { break } }
            return Value(bool: op == .ne)
        }
        for i in 0..<n {
            let a = x.items[i], b = y.items[i]
            if a == b { continue }
            // (Most often numbers decide: those that are not the same word are not equal, but for zeros and mixed ones.)
            if a.isInt && b.isInt { return Value(bool: op == .ne || op != .eq && Operations.compare(a.int, b.int, op)) }
            if a.isFloat && b.isFloat && a.float != b.float { return Value(bool: op == .ne || op != .eq && Operations.compare(a.float, b.float, op)) }
            if !(try Operations.isEqual(a, b)) {
                if op == .eq || op == .ne { return Value(bool: op == .ne) }
                return try Operations.richCompare(a, b, op)
            }
        }
        return Value(bool: Operations.compare(x.count, y.count, op))
    }
}
extension TupleRef {
    /// An instance of the subclass T with N items from P.
    static func instance(_ t: TypeRef, _ p: UnsafePointer<Value>, _ n: Int) -> Value {
        let r = Instance.allocate(t, size: 32 + n * 8)
        r.setWord(2, UInt64(n))
        let x = TupleRef(r)
        for i in 0..<n { x.items[i] = p[i] }
        return x.value
    }
}

import Glibc

/// `list`'s members.
enum ListType {
    /// Index KEY of a sequence of N items, negative ones counted from the end; nil when out of range.
    @inline(__always) static func place(_ key: Value, _ n: Int) throws(Raise) -> Int? {
        var i = try Operations.index(key, overflow: Exceptions.indexError)
        if i < 0 { i &+= n }
        return i >= 0 && i < n ? i : nil
    }
    static func isIndex(_ v: Value) -> Bool { v.isIntLike || v.type.hasSlot(.index) }
    private static func wrongIndex(_ v: Value) -> Raise { Errors.typeError("list indices must be integers or slices, not \(v.type)") }

    static func define() {
        let t = Types.list
        t.flags |= TypeRef.Flags.isSequence | TypeRef.Flags.repeats
        t.new("($type, /, *args, **kwargs)", ignoring: true) { a throws(Raise) in ListRef.newInstance(TypeRef(a[0].ref)).value }
        t.special("__init__", "($self, iterable=(), /)") { a throws(Raise) in
            let l = ListRef(a[0])
            if l.count > 0 { l.truncate(0) }
            if a[1] != TupleRef.empty { try Operations.extend(l, a[1], asksLength: true) }
            return .none
        }
        t.special("__len__", "($self, /)", effect: .reads) { a throws(Raise) in Value(int: ListRef(a[0]).count) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in IndexedIterators.make(IndexedIterators.list, a[0]) }
        t.method("__reversed__", "($self, /)") { a throws(Raise) in IndexedIterators.make(IndexedIterators.listReverse, a[0], at: ListRef(a[0]).count - 1) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            if ListRef(a[0]).count == 0 { return StrRef.make("[]") }
            guard ReprGuard.enter(a[0]) else { return StrRef.make("[...]") }
            defer { ReprGuard.leave() }
            let out = ListRef.allocate(capacity: ListRef(a[0]).count)
            var i = 0
            while i < ListRef(a[0]).count { out.append(try Operations.repr(ListRef(a[0])[i])); i += 1 }
            return ReprText.join("[", out, "]")
        }
        t.ref.set(TypeRef.firstSlot + Slot.hash.rawValue, .unbound)
        t.constant("__hash__", .none)
        t.special("__contains__", "($self, key, /)") { a throws(Raise) in
            var i = 0
            while i < ListRef(a[0]).count { if try Operations.isEqual(ListRef(a[0])[i], a[1]) { return .true }; i += 1 }
            return .false
        }
        t.method("__getitem__", "($self, index, /)", effect: .reads) { a throws(Raise) in
            let l = ListRef(a[0])
            if SliceObject.isSlice(a[1]) {
                let s = try SliceObject.resolve(a[1]) { l.count }
                return slice(l, s)
            }
            guard isIndex(a[1]) else { throw wrongIndex(a[1]) }
            guard let i = try place(a[1], l.count), i < l.count else { throw Errors.indexError("list index out of range") }
            return l[i]
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in
            let l = ListRef(a[0])
            if SliceObject.isSlice(a[1]) { try assign(l, a[1], a[2]); return .none }
            guard isIndex(a[1]) else { throw wrongIndex(a[1]) }
            guard let i = try place(a[1], l.count), i < l.count else { throw Errors.indexError("list assignment index out of range") }
            l[i] = a[2]
            return .none
        }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in
            let l = ListRef(a[0])
            if SliceObject.isSlice(a[1]) { try delete(l, try SliceObject.resolve(a[1]) { l.count }); return .none }
            guard isIndex(a[1]) else { throw wrongIndex(a[1]) }
            guard let i = try place(a[1], l.count), i < l.count else { throw Errors.indexError("list assignment index out of range") }
            l.resize(at: i, removing: 1, inserting: 0)
            return .none
        }
        t.special("__add__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isList else { throw Errors.typeError("can only concatenate list (not \"\(a[1].type)\") to list") }
            return try concatenate(ListRef(a[0]), ListRef(a[1]))
        }
        t.special("__iadd__", "($self, value, /)") { a throws(Raise) in try Operations.extend(ListRef(a[0]), a[1], asksLength: true); return a[0] }
        for name in ["__mul__", "__rmul__"] as [StaticString] {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                return try repeated(ListRef(a[0]), try Operations.index(a[1]))
            }
        }
        t.special("__imul__", "($self, value, /)") { a throws(Raise) in
            let k = try Operations.index(a[1]), l = ListRef(a[0]), n = l.count
            if k <= 0 || n == 0 { l.truncate(0); return a[0] }
            if k > 1 {
                guard Heap.canAllocate(n.multipliedReportingOverflow(by: k &* 8).overflow || k > 1 << 50 ? Int.max : n * k * 8) else { throw Errors.memoryError() }
                l.reserve(n * k)
                let s = l.storage
                s.ref.barrier()
                for j in 1..<k { memcpy(s.items + j * n, s.items, n * 8) }
                l.count = n * k
            }
            return a[0]
        }
        func compare(_ name: StaticString, _ op: Operations.Comparison) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard a[1].isList else { return .notImplemented }
                return try richCompare(ListRef(a[0]), ListRef(a[1]), op)
            }
        }
        compare("__lt__", .lt); compare("__le__", .le); compare("__eq__", .eq); compare("__ne__", .ne); compare("__gt__", .gt); compare("__ge__", .ge)

        appendMethod = t.method("append", "($self, object, /)", effect: .writes) { a throws(Raise) in ListRef(a[0]).append(a[1]); return .none }
        t.method("extend", "($self, iterable, /)") { a throws(Raise) in try Operations.extend(ListRef(a[0]), a[1], asksLength: true); return .none }
        t.method("insert", "($self, index, object, /)") { a throws(Raise) in
            let i = try TextArguments.size(a[1]), l = ListRef(a[0]), n = l.count
            l.insert(a[2], at: i < 0 ? max(0, i &+ n) : min(i, n))
            return .none
        }
        t.method("pop", "($self, index=-1, /)", effect: .writes) { a throws(Raise) in
            let i = try TextArguments.size(a[1]), l = ListRef(a[0]), n = l.count
            if n == 0 { throw Errors.indexError("pop from empty list") }
            let k = i < 0 ? i &+ n : i
            if k < 0 || k >= n { throw Errors.indexError("pop index out of range") }
            let v = l[k]
            if k == n - 1 { l.storage.items[k] = .unbound; l.count = k } else { l.resize(at: k, removing: 1, inserting: 0) }
            return v
        }
        t.method("remove", "($self, value, /)") { a throws(Raise) in
            let l = ListRef(a[0])
            var i = 0
            while i < l.count {
                if try Operations.isEqual(l[i], a[1]) {
                    if i < l.count { Watch.drop(l[i]); l.resize(at: i, removing: 1, inserting: 0) }
                    return .none
                }
                i += 1
            }
            throw Errors.valueError("list.remove(x): x not in list")
        }
        t.method("index", "($self, value, start=0, stop=9223372036854775807, /)") { a throws(Raise) in
            let l = ListRef(a[0])
            var i = try SliceObject.position(a[2]), stop = try SliceObject.position(a[3])
            if i < 0 { i = max(0, i &+ l.count) }
            if stop < 0 { stop = max(0, stop &+ l.count) }
            while i < stop && i < l.count { if try Operations.isEqual(l[i], a[1]) { return Value(int: i) }; i += 1 }
            throw Errors.valueError("list.index(x): x not in list")
        }
        t.method("count", "($self, value, /)") { a throws(Raise) in
            let l = ListRef(a[0])
            var i = 0, n = 0
            while i < l.count { if try Operations.isEqual(l[i], a[1]) { n += 1 }; i += 1 }
            return Value(int: n)
        }
        t.method("clear", "($self, /)", effect: .writes) { a throws(Raise) in Watch.dropMany(); ListRef(a[0]).truncate(0); return .none }
        t.method("copy", "($self, /)", effect: .reads) { a throws(Raise) in ListRef.make(ListRef(a[0]).items, ListRef(a[0]).count) }
        t.method("reverse", "($self, /)", effect: .writes) { a throws(Raise) in
            let l = ListRef(a[0]), p = l.items
            var i = 0, j = l.count - 1
            while i < j { let v = p[i]; p[i] = p[j]; p[j] = v; i += 1; j -= 1 }
            return .none
        }
        t.method("sort", "($self, /, *, key=None, reverse=False)") { a throws(Raise) in
            try ListSort.sort(ListRef(a[0]), key: a[1], reverse: try Operations.isTrue(a[2]))
            return .none
        }
        t.method("__sizeof__", "($self, /)") { a throws(Raise) in .int(40 + ListRef(a[0]).storage.capacity * 8) }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }

    /// `list.append`, known to calls.
    nonisolated(unsafe) static var appendMethod = Value.unbound
    static func slice(_ l: ListRef, _ s: SliceObject.Range) -> Value {
        let n = min(s.count, l.count)
        if n == 0 { return ListRef.allocate().value }
        let out = ListRef.allocate(capacity: n), p = out.items, q = l.items
        if s.step == 1 { memcpy(p, q + s.start, n * 8) } else {
            var i = s.start
            for k in 0..<n { p[k] = q[i]; i &+= s.step }
        }
        out.count = n
        return out.value
    }
    static func concatenate(_ x: ListRef, _ y: ListRef) throws(Raise) -> Value {
        let n = x.count, m = y.count
        try Heap.demand((n + m) * 8)
        let out = ListRef.allocate(capacity: n + m), p = out.items, a = x.items, b = y.items
        if n &+ m <= 16 {
            var i = 0
            while i < n { p[i] = a[i]; i &+= 1 }
            i = 0
            while i < m { p[n &+ i] = b[i]; i &+= 1 }
        } else { memcpy(p, a, n * 8); memcpy(p + n, b, m * 8) }
        out.count = n + m
        return out.value
    }
    static func repeated(_ l: ListRef, _ k: Int) throws(Raise) -> Value {
        let n = l.count
        if k <= 0 || n == 0 { return ListRef.allocate().value }
        let (total, o) = n.multipliedReportingOverflow(by: k)
        if o || total > 1 << 40 || !Heap.canAllocate(total * 8 + 64) { throw Errors.memoryError() }
        let out = ListRef.allocate(capacity: total), p = out.items
        if n == 1 { p.update(repeating: l[0], count: k) } else { for j in 0..<k { memcpy(p + j * n, l.items, n * 8) } }
        out.count = total
        return out.value
    }
    private static func assign(_ l: ListRef, _ key: Value, _ v: Value) throws(Raise) { try assign(l, try SliceObject.unpack(key), v) }
    /// `l[a:b:step] = v`
    static func assign(_ l: ListRef, _ slice: (Int, Int, Int), _ v: Value) throws(Raise) {
        let (a, b, step) = slice
        if step == 1 {
            // The new items are collected first: the iterable may change the list.
            guard Operations.isIterable(v) else { throw Errors.typeError("must assign iterable to extended slice") }
            let source = v == l.value || !v.isExactly(Types.list) ? try Operations.list(v) : ListRef(v)
            let s = SliceObject.adjust(a, b, 1, l.count)
            let stop = max(s.start, min(s.stop, l.count)), m = source.count
            l.resize(at: s.start, removing: stop - s.start, inserting: m)
            if m > 0 { let st = l.storage; st.ref.barrier(); memcpy(st.items + s.start, source.items, m * 8) }
            return
        }
        guard Operations.isIterable(v) else { throw Errors.typeError("must assign iterable to extended slice") }
        let source = v == l.value || !v.isExactly(Types.list) ? try Operations.list(v) : ListRef(v)
        let s = SliceObject.adjust(a, b, step, l.count)
        if source.count != s.count { throw Errors.valueError("attempt to assign sequence of size \(source.count) to extended slice of size \(s.count)") }
        var i = s.start
        let st = l.storage
        st.ref.barrier()
        for k in 0..<s.count { st.items[i] = source[k]; i &+= step }
    }
    private static func delete(_ l: ListRef, _ s: SliceObject.Range) throws(Raise) {
        if s.count == 0 { return }
        if s.step == 1 { l.resize(at: s.start, removing: s.count, inserting: 0); return }
        // Ascending order, then close the gaps.
        let step = abs(s.step), first = s.step < 0 ? s.start + s.step * (s.count - 1) : s.start
        let p = l.items, n = l.count
        var out = first, next = first, removed = 0
        for i in first..<n {
            if removed < s.count && i == next { next &+= step; removed += 1 } else { p[out] = p[i]; out += 1 }
        }
        for i in out..<n { p[i] = .unbound }
        l.count = out
    }
    static func richCompare(_ x: ListRef, _ y: ListRef, _ op: Operations.Comparison) throws(Raise) -> Value {
        if x.count != y.count && (op == .eq || op == .ne) { return Value(bool: op == .ne) }
        var i = 0
        while true {
            let p = x.items, q = y.items, n = min(x.count, y.count)
            while i < n && p[i] == q[i] { i &+= 1 }
            if i >= n { break }
            let a = p[i], b = q[i]
            // (Numbers that are not the same word are not equal, but for zeros and mixed ones.)
            if a.isInt && b.isInt { return Value(bool: op == .ne || op != .eq && Operations.compare(a.int, b.int, op)) }
            if !(try Operations.isEqual(a, b)) {
                // The comparison may have shortened a list: then only the lengths count.
                if i >= x.count || i >= y.count { break }
                if op == .eq || op == .ne { return Value(bool: op == .ne) }
                return try Operations.richCompare(a, b, op)
            }
            i += 1
        }
        return Value(bool: Operations.compare(x.count, y.count, op))
    }
}
extension ListRef {
    /// An empty list of the type T.
    static func newInstance(_ t: TypeRef) -> ListRef {
        if t == Types.list { return allocate() }
        let r = Instance.allocate(t)
        r.initialize(3, noStorage)
        return ListRef(r)
    }
}
extension Operations {
    static func isIterable(_ v: Value) -> Bool {
        let t = v.type, s = t.slot(.iter)
        return s.isUnbound ? t.hasSlot(.getitem) && !t.has(TypeRef.Flags.dict) : !s.isNone
    }
}

/// The texts of containers.
public enum ReprText {
    /// PARTS (strs) with ", " between, in OPEN and CLOSE.
    public static func join(_ open: StaticString, _ parts: ListRef, _ close: StaticString) -> Value {
        var total = open.utf8CodeUnitCount + close.utf8CodeUnitCount + max(0, parts.count - 1) * 2, kind = 1, ascii = true
        for i in 0..<parts.count { let s = StrRef(parts[i]); total += s.count; kind = max(kind, s.kind); if !s.isASCII { ascii = false } }
        let out = StrRef.allocate(total, kind: kind, ascii: ascii)
        var o = 0
        func put(_ t: StaticString) { for i in 0..<t.utf8CodeUnitCount { out.store(UInt32(t.utf8Start[i]), o); o += 1 } }
        put(open)
        for i in 0..<parts.count {
            if i > 0 { put(", ") }
            let s = StrRef(parts[i]), n = s.count
            if s.kind == kind { memcpy(out.data + o * kind, s.data, n * kind) } else { for k in 0..<n { out.store(s[k], o + k) } }
            o += n
        }
        put(close)
        return out.value
    }
}

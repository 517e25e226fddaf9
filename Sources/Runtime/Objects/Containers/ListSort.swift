import Glibc

/// Stable sorting: natural merge sort. Runs that are already ordered (or descending: reversed in place, equal ones keeping their order) are taken as they are,
/// short ones are filled up to `minimumRun` items by binary insertion; runs are merged in the order powersort gives, a stack of pending runs with the power
/// of the boundary between neighbours; a merge first skips what is already in place and then gallops where one side wins repeatedly (`MergeSort`).
/// Which keys are compared, and in which order, is what listsort.txt describes, to the last comparison: programs whose `__lt__` shows see the same calls.
///
/// Keys are compared through an `Order`, chosen once: a pass over the keys finds all-immediate-int, all-float and all-str lists,
/// whose comparisons are inlined and cannot run Python code; else `__lt__` is called. Values travel with their keys when a key function is given.
/// Invariants: the list is empty while it is sorted, so that code run by `__lt__` cannot see or break the half-sorted items; when a comparison raises, a
/// merge under way is undone as far as needed for the items to be a permutation of what they were.
/// No write barriers: the items were all reachable when sorting began, and permuting them makes no object newly reachable.
public enum ListSort {
    public static func sort(_ l: ListRef, key: Value = .none, reverse: Bool = false) throws(Raise) {
        try emptied(l) { s, n throws(Raise) in try sort(s, n, key, reverse) }
    }
    /// Sorts by KEYS, one for each item; their list goes with it.
    static func sort(_ l: ListRef, by keys: ListRef, reverse: Bool) throws(Raise) {
        // (`gc.get_objects` may have shown both to the program.)
        guard keys.count == l.count else { throw Errors.valueError("list modified during sort") }
        try emptied(l) { s, n throws(Raise) in
            let k = keys.storage
            keys.count = 0
            keys.ref.set(3, ListRef.noStorage)
            try sort(s.items, by: k, n, reverse)
        }
    }
    @inline(__always) private static func emptied(_ l: ListRef, _ body: (ListRef.Storage, Int) throws(Raise) -> Void) throws(Raise) {
        let n = l.count
        let storage = l.storage
        // Empty while sorting.
        l.count = 0
        l.ref.set(3, ListRef.noStorage)
        var failure: Raise? = nil
        do throws(Raise) { try body(storage, n) } catch { failure = error }
        let modified = l.count != 0 || l.ref.value(3) != ListRef.noStorage
        l.ref.set(3, Value(storage.ref))
        l.count = n
        if let failure { throw failure }
        if modified { throw Errors.valueError("list modified during sort") }
    }
    private static func sort(_ storage: ListRef.Storage, _ n: Int, _ key: Value, _ reverse: Bool) throws(Raise) {
        let items = storage.items
        if key.isNone {
            if n < 2 { return }
            if reverse { reverseRange(items, 0, n) }
            try dispatch(items, nil, n)
            if reverse { reverseRange(items, 0, n) }
            return
        }
        let keys = ListRef.Storage.allocate(max(n, 1)), k = keys.items
        for i in 0..<n {
            let v = try ItemGetter.call(key, items[i])
            keys.ref.barrier()
            k[i] = v
        }
        try sort(items, by: keys, n, reverse)
    }
    private static func sort(_ items: UnsafeMutablePointer<Value>, by keys: ListRef.Storage, _ n: Int, _ reverse: Bool) throws(Raise) {
        let k = keys.items
        if n < 2 { return }
        if reverse { reverseRange(items, 0, n); reverseRange(k, 0, n) }
        var failure: Raise? = nil
        do throws(Raise) { try dispatch(k, items, n) } catch { failure = error }
        if reverse { reverseRange(items, 0, n) }
        // `keys` stays on the stack to here.
        withExtendedLifetime(keys.ref.word(2)) {}
        if let failure { throw failure }
    }
    static func reverseRange(_ p: UnsafeMutablePointer<Value>, _ from: Int, _ to: Int) {
        var i = from, j = to - 1
        while i < j { let v = p[i]; p[i] = p[j]; p[j] = v; i &+= 1; j &-= 1 }
    }
    private static func dispatch(_ keys: UnsafeMutablePointer<Value>, _ values: UnsafeMutablePointer<Value>?, _ n: Int) throws(Raise) {
        let first = keys[0]
        var i = 1
        if first.isInt {
            while i < n && keys[i].isInt { i &+= 1 }
            if i == n { MergeSort<IntOrder>.sort(keys, values, n); return }
        }
        if first.isInt || first.isExactly(Types.int) {
            while i < n && (keys[i].isInt || keys[i].isExactly(Types.int)) { i &+= 1 }
            if i == n { MergeSort<IntegerOrder>.sort(keys, values, n); return }
        } else if first.isFloat {
            while i < n && keys[i].isFloat { i &+= 1 }
            if i == n { MergeSort<FloatOrder>.sort(keys, values, n); return }
        } else if first.isPointer {
            let t = first.ref.type
            while i < n && keys[i].isPointer && keys[i].ref.type == t { i &+= 1 }
            if i == n {
                if t == Types.str { MergeSort<StrOrder>.sort(keys, values, n); return }
                if t == Types.tuple { try MergeSort<TupleOrder>.sort(keys, values, n); return }
                if t == Types.bytes { MergeSort<BytesOrder>.sort(keys, values, n); return }
            }
        }
        try MergeSort<AnyOrder>.sort(keys, values, n)
    }
}

/// How two keys compare. FAILURE is `Never` where no Python code can run: the sort specialized on it has no error paths at all.
protocol SortOrder {
    associatedtype Failure: Error
    static func less(_ a: Value, _ b: Value) throws(Failure) -> Bool
}
/// Immediate ints: their words compare as they do.
enum IntOrder: SortOrder { @inline(__always) static func less(_ a: Value, _ b: Value) throws(Never) -> Bool { Int64(bitPattern: a.bits) < Int64(bitPattern: b.bits) } }
/// Ints of any size.
enum IntegerOrder: SortOrder { @inline(__always) static func less(_ a: Value, _ b: Value) throws(Never) -> Bool { Integers.compare(a, b) < 0 } }
enum FloatOrder: SortOrder { @inline(__always) static func less(_ a: Value, _ b: Value) throws(Never) -> Bool { a.float < b.float } }
enum StrOrder: SortOrder {
    @inline(__always) static func less(_ a: Value, _ b: Value) throws(Never) -> Bool {
        let x = StrRef(a.ref), y = StrRef(b.ref)
        if x.kind == 1 && y.kind == 1 && x.isCompact && y.isCompact { return ByteOrder.less(x.latin, x.count, y.latin, y.count) }
        return slow(x, y)
    }
    @inline(never) static func slow(_ x: StrRef, _ y: StrRef) -> Bool {
        let n = min(x.count, y.count)
        for i in 0..<n { let c = x[i], d = y[i]; if c != d { return c < d } }
        return x.count < y.count
    }
}
enum BytesOrder: SortOrder {
    @inline(__always) static func less(_ a: Value, _ b: Value) throws(Never) -> Bool {
        let x = BytesRef(a.ref), y = BytesRef(b.ref)
        return ByteOrder.less(x.data, x.count, y.data, y.count)
    }
}
/// Bytes within objects, whose cells reach at least eight bytes behind the first. Those eight decide most comparisons: as one word, what lies behind the end masked out.
enum ByteOrder {
    @inline(__always) static func less(_ p: UnsafeMutablePointer<UInt8>, _ n: Int, _ q: UnsafeMutablePointer<UInt8>, _ m: Int) -> Bool {
        let x = head(p, n), y = head(q, m)
        if x != y { return x < y }
        if n <= 8 || m <= 8 { return n < m }
        let c = memcmp(p + 8, q + 8, min(n, m) &- 8)
        return c != 0 ? c < 0 : n < m
    }
    @inline(__always) private static func head(_ p: UnsafeMutablePointer<UInt8>, _ n: Int) -> UInt64 {
        let w = UInt64(bigEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
        return n < 8 ? w & ~(UInt64.max &>> UInt64(8 &* n)) : w
    }
}
/// Exact tuples: the first items that differ decide (as tuple's `__lt__`).
enum TupleOrder: SortOrder {
    @inline(__always) static func less(_ a: Value, _ b: Value) throws(Raise) -> Bool {
        let x = TupleRef(a.ref), y = TupleRef(b.ref), n = min(x.count, y.count)
        var i = 0
        while i < n {
            let p = x.items[i], q = y.items[i]
            if p != q {
                if p.isInt && q.isInt { return p.int < q.int }
                if p.isFloat && q.isFloat { return p.float < q.float }
                if p.isExactly(Types.str) && q.isExactly(Types.str) {
                    if !StrRef.equal(StrRef(p.ref), StrRef(q.ref)) { return StrOrder.less(p, q) }
                } else if !(try Operations.isEqual(p, q)) { return try AnyOrder.less(p, q) }
            }
            i &+= 1
        }
        return x.count < y.count
    }
}
enum AnyOrder: SortOrder {
    @inline(__always) static func less(_ a: Value, _ b: Value) throws(Raise) -> Bool {
        if a.isInt && b.isInt { return a.int < b.int }
        // Of one builtin type that declares how they compare: its function.
        if a.isPointer, b.isPointer, a.ref.type == b.ref.type, !Monitor.watchesCalls {
            let t = a.ref.type, s = t.slot(.lt)
            if s.isPointer, s.ref.type == Types.wrapperDescriptor, s.ref.word(Descriptor.owner) == UInt64(t.raw) {
                var args = (a, b)
                let r = try Call.withArguments(&args) { p throws(Raise) in try Descriptor.plainInvoke(s, p, 2, .unbound) }
                if r.isBool { return r == .true }
            }
        }
        return try Operations.isTrue(try Operations.richCompare(a, b, .lt))
    }
}

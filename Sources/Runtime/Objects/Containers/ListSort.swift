import Glibc

/// Stable sorting: natural merge sort. Runs that are already ordered (or strictly descending: reversed in place) are taken as they are,
/// short ones are filled up to `minimumRun` items by binary insertion; runs are merged in the order powersort gives, a stack of pending runs with the power
/// of the boundary between neighbours; a merge first skips what is already in place and then gallops where one side wins repeatedly.
///
/// Keys are compared through an `Order`, chosen once: a pass over the keys finds all-immediate-int, all-float and all-str lists,
/// whose comparisons are inlined and cannot run Python code; else `__lt__` is called. Values travel with their keys when a key function is given.
/// Invariants: the list is empty while it is sorted, so that code run by `__lt__` cannot see or break the half-sorted items; when a comparison raises, a
/// merge under way is undone as far as needed for the items to be a permutation of what they were.
/// No write barriers: the items were all reachable when sorting began, and permuting them makes no object newly reachable.
public enum ListSort {
    public static func sort(_ l: ListRef, key: Value = .none, reverse: Bool = false) throws(Raise) {
        let n = l.count
        let storage = l.storage
        // Empty while sorting.
        l.count = 0
        l.ref.set(3, ListRef.noStorage)
        var failure: Raise? = nil
        do throws(Raise) { try sort(storage, n, key, reverse) } catch { failure = error }
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
            let v = try Call.call(key, items[i])
            keys.ref.barrier()
            k[i] = v
        }
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
        var ints = true, floats = true, strs = true, tuples = true
        for i in 0..<n {
            let v = keys[i]
            if v.isInt { floats = false; strs = false; tuples = false }
            else if v.isFloat { ints = false; strs = false; tuples = false }
            else {
                ints = false; floats = false
                if !v.isExactly(Types.str) { strs = false }
                if !v.isExactly(Types.tuple) { tuples = false }
            }
            if !ints && !floats && !strs && !tuples { break }
        }
        // Without values to carry, equal words are the same value, so order among equals is nothing.
        // Orders that cannot raise are used without values only: specialized with values, their `try` was compiled to a spurious raise.
        if ints && values == nil { try Sorter<IntOrder>(keys, values, n).run() }
        else if floats && values == nil { try Sorter<FloatOrder>(keys, values, n).run() }
        else if strs && n > 0 { try Sorter<StrOrder>(keys, values, n).run() }
        else if tuples { try Sorter<TupleOrder>(keys, values, n).run() }
        else { try Sorter<AnyOrder>(keys, values, n).run() }
    }
}

/// How two keys compare.
protocol SortOrder { static func less(_ a: Value, _ b: Value) throws(Raise) -> Bool }
/// Immediate ints: their words compare as they do.
enum IntOrder: SortOrder { @inline(__always) static func less(_ a: Value, _ b: Value) throws(Raise) -> Bool { Int64(bitPattern: a.bits) < Int64(bitPattern: b.bits) } }
enum FloatOrder: SortOrder { @inline(__always) static func less(_ a: Value, _ b: Value) throws(Raise) -> Bool { a.float < b.float } }
enum StrOrder: SortOrder {
    @inline(__always) static func less(_ a: Value, _ b: Value) throws(Raise) -> Bool {
        let x = StrRef(a.ref), y = StrRef(b.ref)
        if x.kind == 1 && y.kind == 1 {
            let n = x.count, m = y.count
            let c = memcmp(x.data, y.data, min(n, m))
            return c != 0 ? c < 0 : n < m
        }
        return slow(x, y)
    }
    @inline(never) static func slow(_ x: StrRef, _ y: StrRef) -> Bool {
        let n = min(x.count, y.count)
        for i in 0..<n { let c = x[i], d = y[i]; if c != d { return c < d } }
        return x.count < y.count
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
                    if !StrRef.equal(StrRef(p.ref), StrRef(q.ref)) { return try StrOrder.less(p, q) }
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
        return try Operations.isTrue(try Operations.richCompare(a, b, .lt))
    }
}

/// One sort under way. The scratch memory of merges is a heap object, so that the collector sees what lies there.
struct Sorter<Order: SortOrder> {
    let keys: UnsafeMutablePointer<Value>, values: UnsafeMutablePointer<Value>?, n: Int
    struct Run { var start: Int, count: Int, power: Int }
    init(_ k: UnsafeMutablePointer<Value>, _ v: UnsafeMutablePointer<Value>?, _ count: Int) { keys = k; values = v; n = count }
    static var galloping: Int { 7 }

    func run() throws(Raise) {
        var failure: Raise? = nil
        withUnsafeTemporaryAllocation(of: Run.self, capacity: 96) { stack in
            do throws(Raise) { try sort(stack.baseAddress!) } catch { failure = error }
        }
        if let failure { throw failure }
    }
    private func sort(_ stack: UnsafeMutablePointer<Run>) throws(Raise) {
        if n <= 64 {
            let r = try countRun(0, n)
            return try insertion(0, n, r)
        }
        // Room for the smaller half of any merge, values behind keys.
        var scratch = ListRef.noStorage
        var minimum = n, carry = 0
        while minimum >= 64 { carry |= minimum & 1; minimum >>= 1 }
        minimum += carry
        var depth = 0, at = 0
        while at < n {
            var length = try countRun(at, n)
            if length < minimum {
                let force = min(minimum, n - at)
                try insertion(at, at + force, length)
                length = force
            }
            if depth > 0 {
                let top = stack[depth - 1]
                let p = power(top.start, top.count, length)
                while depth > 1 && stack[depth - 2].power > p {
                    try merge(stack, depth - 2, &scratch)
                    depth -= 1
                }
                stack[depth - 1].power = p
            }
            stack[depth] = Run(start: at, count: length, power: 0)
            depth += 1
            at += length
        }
        while depth > 1 {
            try merge(stack, depth - 2, &scratch)
            depth -= 1
        }
    }
    /// Depth of the boundary between the runs [s, s+n1) and [s+n1, s+n1+n2) in a nearly-optimal merge tree.
    private func power(_ s: Int, _ n1: Int, _ n2: Int) -> Int {
        var a = 2 * s + n1, b = a + n1 + n2, result = 0
        while true {
            result += 1
            if a >= n { a -= n; b -= n } else if b >= n { return result }
            a <<= 1; b <<= 1
        }
    }
    @inline(__always) private func move(_ from: Int, _ to: Int) { keys[to] = keys[from]; if let v = values { v[to] = v[from] } }

    /// Length of the ordered run at LOW; a strictly descending one is reversed.
    private func countRun(_ low: Int, _ high: Int) throws(Raise) -> Int {
        if low + 1 >= high { return high - low }
        var i = low + 2
        if try Order.less(keys[low + 1], keys[low]) {
            while i < high, try Order.less(keys[i], keys[i - 1]) { i &+= 1 }
            ListSort.reverseRange(keys, low, i)
            if let v = values { ListSort.reverseRange(v, low, i) }
        } else {
            while i < high, !(try Order.less(keys[i], keys[i - 1])) { i &+= 1 }
        }
        return i - low
    }
    /// Sorts [low, high) of which the first SORTED items are ordered.
    private func insertion(_ low: Int, _ high: Int, _ sorted: Int) throws(Raise) {
        var i = low + max(1, sorted)
        while i < high {
            let pivot = keys[i]
            var l = low, r = i
            while l < r {
                let m = (l &+ r) &>> 1
                if try Order.less(pivot, keys[m]) { r = m } else { l = m &+ 1 }
            }
            if l < i {
                let d = i - l
                memmove(keys + l + 1, keys + l, d * 8)
                keys[l] = pivot
                if let v = values { let x = v[i]; memmove(v + l + 1, v + l, d * 8); v[l] = x }
            }
            i &+= 1
        }
    }
    /// First place in [low, high) whose key is greater than KEY (`bisect_right`), looking from LOW outwards.
    private func gallopRight(_ key: Value, _ p: UnsafeMutablePointer<Value>, _ low: Int, _ high: Int) throws(Raise) -> Int {
        var l = low, step = 1
        while l + step <= high, !(try Order.less(key, p[l + step - 1])) { l += step; step <<= 1 }
        var r = min(high, l + step)
        if l + step <= high { r = l + step - 1 }
        while l < r { let m = (l &+ r) &>> 1; if try Order.less(key, p[m]) { r = m } else { l = m &+ 1 } }
        return l
    }
    /// First place in [low, high) whose key is not less than KEY (`bisect_left`), looking from LOW outwards.
    private func gallopLeft(_ key: Value, _ p: UnsafeMutablePointer<Value>, _ low: Int, _ high: Int) throws(Raise) -> Int {
        var l = low, step = 1
        while l + step <= high, try Order.less(p[l + step - 1], key) { l += step; step <<= 1 }
        var r = min(high, l + step)
        if l + step <= high { r = l + step - 1 }
        while l < r { let m = (l &+ r) &>> 1; if try Order.less(p[m], key) { l = m &+ 1 } else { r = m } }
        return l
    }
    /// The same two, looking from HIGH inwards.
    private func gallopRightFromEnd(_ key: Value, _ p: UnsafeMutablePointer<Value>, _ low: Int, _ high: Int) throws(Raise) -> Int {
        var r = high, step = 1
        while r - step >= low, try Order.less(key, p[r - step]) { r -= step; step <<= 1 }
        var l = r - step >= low ? r - step + 1 : low
        while l < r { let m = (l &+ r) &>> 1; if try Order.less(key, p[m]) { r = m } else { l = m &+ 1 } }
        return l
    }
    private func gallopLeftFromEnd(_ key: Value, _ p: UnsafeMutablePointer<Value>, _ low: Int, _ high: Int) throws(Raise) -> Int {
        var r = high, step = 1
        while r - step >= low, !(try Order.less(p[r - step], key)) { r -= step; step <<= 1 }
        var l = r - step >= low ? r - step + 1 : low
        while l < r { let m = (l &+ r) &>> 1; if try Order.less(p[m], key) { l = m &+ 1 } else { r = m } }
        return l
    }
    /// Merges runs I and I + 1 of the stack.
    private func merge(_ stack: UnsafeMutablePointer<Run>, _ i: Int, _ scratch: inout Value) throws(Raise) {
        var a = stack[i].start
        let mid = stack[i + 1].start
        var b = mid + stack[i + 1].count
        stack[i].count += stack[i + 1].count
        // What is in place already stays.
        a = try gallopRight(keys[mid], keys, a, mid)
        if a == mid { return }
        b = try gallopLeftFromEnd(keys[mid - 1], keys, mid, b)
        if b == mid { return }
        let na = mid - a, nb = b - mid, small = min(na, nb)
        if ListRef.Storage(scratch.ref).capacity < 2 * small { scratch = Value(ListRef.Storage.allocate(2 * max(small, n / 4)).ref) }
        let tmp = ListRef.Storage(scratch.ref).items, tv = tmp + small
        if na <= nb { try mergeLow(a, mid, b, tmp, tv) } else { try mergeHigh(a, mid, b, tmp, tv) }
        withExtendedLifetime(scratch) {}
    }
    /// The left run, copied out, is the smaller one.
    private func mergeLow(_ a: Int, _ mid: Int, _ b: Int, _ tmp: UnsafeMutablePointer<Value>, _ tv: UnsafeMutablePointer<Value>) throws(Raise) {
        let na = mid - a
        memcpy(tmp, keys + a, na * 8)
        if let v = values { memcpy(tv, v + a, na * 8) }
        var i = 0, j = mid, o = a
        // Whatever happens, what is left of the copy goes back into the gap.
        func restore() {
            memcpy(keys + o, tmp + i, (na - i) * 8)
            if let v = values { memcpy(v + o, tv + i, (na - i) * 8) }
        }
        do throws(Raise) {
            move(j, o); o &+= 1; j &+= 1
            outer: while i < na && j < b {
                var wonA = 0, wonB = 0
                while true {
                    if try Order.less(keys[j], tmp[i]) {
                        move(j, o); o &+= 1; j &+= 1; wonB &+= 1; wonA = 0
                        if j == b { break outer }
                        if wonB >= Sorter.galloping { break }
                    } else {
                        keys[o] = tmp[i]; if let v = values { v[o] = tv[i] }
                        o &+= 1; i &+= 1; wonA &+= 1; wonB = 0
                        if i == na { break outer }
                        if wonA >= Sorter.galloping { break }
                    }
                }
                while true {
                    let k = try gallopRight(keys[j], tmp, i, na), c = k - i
                    if c > 0 {
                        memcpy(keys + o, tmp + i, c * 8)
                        if let v = values { memcpy(v + o, tv + i, c * 8) }
                        o &+= c; i = k
                        if i >= na { break outer }
                    }
                    move(j, o); o &+= 1; j &+= 1
                    if j == b { break outer }
                    let m = try gallopLeft(tmp[i], keys, j, b), d = m - j
                    if d > 0 {
                        memmove(keys + o, keys + j, d * 8)
                        if let v = values { memmove(v + o, v + j, d * 8) }
                        o &+= d; j = m
                        if j == b { break outer }
                    }
                    keys[o] = tmp[i]; if let v = values { v[o] = tv[i] }
                    o &+= 1; i &+= 1
                    if i == na { break outer }
                    if c < Sorter.galloping && d < Sorter.galloping { break }
                }
            }
            restore()
        } catch { restore(); throw error }
    }
    /// The right run, copied out, is the smaller one; merged from the end.
    private func mergeHigh(_ a: Int, _ mid: Int, _ b: Int, _ tmp: UnsafeMutablePointer<Value>, _ tv: UnsafeMutablePointer<Value>) throws(Raise) {
        let nb = b - mid
        memcpy(tmp, keys + mid, nb * 8)
        if let v = values { memcpy(tv, v + mid, nb * 8) }
        // Items left: [a, i) on the left, [0, j) of the copy; the gap ends at o.
        var i = mid, j = nb, o = b
        func restore() {
            memcpy(keys + (o - j), tmp, j * 8)
            if let v = values { memcpy(v + (o - j), tv, j * 8) }
        }
        do throws(Raise) {
            o &-= 1; i &-= 1; move(i, o)
            outer: while i > a && j > 0 {
                var wonA = 0, wonB = 0
                while true {
                    if try Order.less(tmp[j - 1], keys[i - 1]) {
                        o &-= 1; i &-= 1; move(i, o); wonA &+= 1; wonB = 0
                        if i == a { break outer }
                        if wonA >= Sorter.galloping { break }
                    } else {
                        o &-= 1; j &-= 1
                        keys[o] = tmp[j]; if let v = values { v[o] = tv[j] }
                        wonB &+= 1; wonA = 0
                        if j == 0 { break outer }
                        if wonB >= Sorter.galloping { break }
                    }
                }
                while true {
                    let k = try gallopRightFromEnd(tmp[j - 1], keys, a, i), c = i - k
                    if c > 0 {
                        o &-= c; i = k
                        memmove(keys + o, keys + i, c * 8)
                        if let v = values { memmove(v + o, v + i, c * 8) }
                        if i == a { break outer }
                    }
                    o &-= 1; j &-= 1
                    keys[o] = tmp[j]; if let v = values { v[o] = tv[j] }
                    if j == 0 { break outer }
                    let m = try gallopLeftFromEnd(keys[i - 1], tmp, 0, j), d = j - m
                    if d > 0 {
                        o &-= d; j = m
                        memcpy(keys + o, tmp + j, d * 8)
                        if let v = values { memcpy(v + o, tv + j, d * 8) }
                        if j == 0 { break outer }
                    }
                    o &-= 1; i &-= 1; move(i, o)
                    if i == a { break outer }
                    if c < Sorter.galloping && d < Sorter.galloping { break }
                }
            }
            restore()
        } catch { restore(); throw error }
    }
}

/// `_heapq` and `_bisect`: binary heaps in lists, binary search in sequences.
extension NativeModule {
    static let heapq = NativeModule("_heapq", doc: "Heap queue algorithm (a.k.a. priority queue).") { m throws(Raise) in
        func list(_ v: Value, _ function: StaticString, _ argument: StaticString = " 1") throws(Raise) -> ListRef {
            guard v.isList else { throw Errors.typeError("\(function)() argument\(argument) must be list, not \(TextArguments.describe(v))") }
            return ListRef(v)
        }
        for largest in [false, true] {
            let push: StaticString = largest ? "heappush_max" : "heappush", pop: StaticString = largest ? "heappop_max" : "heappop"
            let pushpop: StaticString = largest ? "heappushpop_max" : "heappushpop", replace: StaticString = largest ? "heapreplace_max" : "heapreplace"
            let heapify: StaticString = largest ? "heapify_max" : "heapify"
            m.function(push, "(heap, item, /)") { a throws(Raise) in
                let l = try list(a[0], push)
                l.append(a[1])
                try BinaryHeap.siftDown(l, 0, l.count - 1, largest)
                return .none
            }
            m.function(pop, "(heap, /)") { a throws(Raise) in
                let l = try list(a[0], pop, ""), n = l.count
                if n == 0 { throw Errors.indexError("index out of range") }
                let last = l[n - 1]
                l.storage.items[n - 1] = .unbound
                l.count = n - 1
                if n == 1 { return last }
                let out = l[0]
                l[0] = last
                try BinaryHeap.siftUp(l, 0, largest)
                return out
            }
            m.function(replace, "(heap, item, /)") { a throws(Raise) in
                let l = try list(a[0], replace)
                if l.count == 0 { throw Errors.indexError("index out of range") }
                let out = l[0]
                l[0] = a[1]
                try BinaryHeap.siftUp(l, 0, largest)
                return out
            }
            m.function(pushpop, "(heap, item, /)") { a throws(Raise) in
                let l = try list(a[0], pushpop)
                if l.count == 0 { return a[1] }
                let first = l[0]
                if !(try BinaryHeap.before(first, a[1], largest)) { return a[1] }
                if l.count == 0 { throw Errors.indexError("index out of range") }
                let out = l[0]
                l[0] = a[1]
                try BinaryHeap.siftUp(l, 0, largest)
                return out
            }
            m.function(heapify, "(heap, /)") { a throws(Raise) in
                let l = try list(a[0], heapify, "")
                var i = l.count / 2 - 1
                while i >= 0 { try BinaryHeap.siftUp(l, i, largest); i -= 1 }
                return .none
            }
        }
    }
    static let bisect = NativeModule("_bisect", doc: "Bisection algorithms.") { m throws(Raise) in
        func find(_ a: Args, right: Bool, item: Value) throws(Raise) -> Int {
            let s = a[0], key = a[4]
            var lo = try Operations.index(a[2])
            if lo < 0 { throw Errors.valueError("lo must be non-negative") }
            var hi = a[3].isNone ? -1 : try Operations.index(a[3])
            // (Sequences by CPython's slots: builtin dicts have the length and items of mappings, sets no items.)
            if s.isDict && !s.ref.type.has(TypeRef.Flags.heapType) { throw Errors.typeError("\(s.type) is not a sequence") }
            if hi == -1 { hi = try Operations.length(s) }
            if s.type.slot(.getitem).isUnbound { throw Errors.typeError("'\(s.type)' object does not support indexing") }
            if s.isExactly(Types.list) && key.isNone {
                // Ints need no method.
                while lo < hi {
                    let mid = (lo &+ hi) &>> 1
                    guard mid < ListRef(s).count else { throw Errors.indexError("list index out of range") }
                    let v = ListRef(s)[mid]
                    let less = item.isInt && v.isInt ? (right ? item.int < v.int : v.int < item.int)
                        : try Operations.isTrue(right ? try Operations.richCompare(item, v, .lt) : try Operations.richCompare(v, item, .lt))
                    if right == less { hi = mid } else { lo = mid + 1 }
                }
                return lo
            }
            while lo < hi {
                let mid = lo + (hi - lo) / 2
                var v = try Operations.getItem(s, .int(mid))
                if !key.isNone { v = try ItemGetter.call(key, v) }
                let less = try Operations.isTrue(right ? try Operations.richCompare(item, v, .lt) : try Operations.richCompare(v, item, .lt))
                if right == less { hi = mid } else { lo = mid + 1 }
            }
            return lo
        }
        for (name, right): (StaticString, Bool) in [("bisect_right", true), ("bisect_left", false), ("bisect", true)] {
            m.function(name, "(a, x, lo=0, hi=None, *, key=None)") { a throws(Raise) in .int(try find(a, right: right, item: a[1])) }
        }
        for (name, right): (StaticString, Bool) in [("insort_right", true), ("insort_left", false), ("insort", true)] {
            m.function(name, "(a, x, lo=0, hi=None, *, key=None)") { a throws(Raise) in
                let item = a[4].isNone ? a[1] : try Call.call(a[4], a[1])
                let i = try find(a, right: right, item: item)
                if a[0].isExactly(Types.list) { ListRef(a[0]).insert(a[1], at: min(i, ListRef(a[0]).count)); return .none }
                _ = try Call.call(try Operations.getAttribute(a[0], StrRef.intern("insert")), .int(i), a[1])
                return .none
            }
        }
    }
}

/// Sifting; comparisons may run code that changes the list, which is noticed by its length.
enum BinaryHeap {
    @inline(__always) static func before(_ a: Value, _ b: Value, _ largest: Bool) throws(Raise) -> Bool {
        if a.isInt && b.isInt { return largest ? b.int < a.int : a.int < b.int }
        // (Most heaps hold tuples; deep ones are compared by `Operations` again.)
        if a.isExactly(Types.tuple) && b.isExactly(Types.tuple) {
            return try Operations.isTrue(try TupleType.richCompare(TupleRef((largest ? b : a).ref), TupleRef((largest ? a : b).ref), .lt))
        }
        return try Operations.isTrue(largest ? try Operations.richCompare(b, a, .lt) : try Operations.richCompare(a, b, .lt))
    }
    private static func changed() -> Raise { Errors.runtimeError("list changed size during iteration") }
    /// Moves the item at POSITION towards the root, not above START.
    static func siftDown(_ l: ListRef, _ start: Int, _ position: Int, _ largest: Bool) throws(Raise) {
        let n = l.count
        if position >= n { throw Errors.indexError("index out of range") }
        var p = position
        while p > start {
            let parent = (p - 1) >> 1
            let first = try before(l[p], l[parent], largest)
            if l.count != n { throw changed() }
            if !first { break }
            let v = l[p]
            l[p] = l[parent]; l[parent] = v
            p = parent
        }
    }
    /// Moves the item at POSITION to a leaf, the smaller children up, and then to where it belongs.
    static func siftUp(_ l: ListRef, _ position: Int, _ largest: Bool) throws(Raise) {
        let n = l.count
        if position >= n { throw Errors.indexError("index out of range") }
        var p = position
        let leaves = n >> 1
        while p < leaves {
            var child = 2 * p + 1
            if child + 1 < n {
                let left = try before(l[child], l[child + 1], largest)
                if l.count != n { throw changed() }
                if !left { child += 1 }
            }
            let v = l[child]
            l[child] = l[p]; l[p] = v
            p = child
        }
        try siftDown(l, position, p, largest)
    }
}

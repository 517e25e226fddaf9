import Glibc

/// One sort under way: timsort with powersort's merge order (see `ListSort`).
///
/// KEYS are compared and moved; VALUES, where there are any, move with them. The scratch memory of merges is a heap object, so that the collector sees what
/// lies there. The minimum for galloping adapts over the whole sort: it falls while galloping pays and rises when it does not.
/// Invariant: when a comparison raises, the gap that a merge has open is filled from its copy, so that the items are a permutation of what they were.
/// Rejected: closures for "put the copy back" and for the stack of runs; a generic `Failure` through `rethrows` closures costs an indirect error each.
struct MergeSort<Order: SortOrder> {
    typealias Items = UnsafeMutablePointer<Value>
    let keys: Items, values: Items?, n: Int
    var scratch = ListRef.noStorage
    var minimumGallop = 7
    /// Pending runs: starts, lengths, powers. Powers on the stack rise, so that 64 entries are enough for any length.
    let starts: UnsafeMutablePointer<Int>, lengths: UnsafeMutablePointer<Int>, powers: UnsafeMutablePointer<Int>
    var depth = 0

    static func sort(_ keys: Items, _ values: Items?, _ n: Int) throws(Order.Failure) {
        if n < 2 { return }
        if n < 64 {
            // One run: nothing to merge, no memory.
            let none = UnsafeMutablePointer<Int>(bitPattern: 8).unsafelyUnwrapped
            let s = MergeSort(keys: keys, values: values, n: n, starts: none, lengths: none, powers: none)
            let length = try s.countRun(0, n)
            if length < n { try s.insertion(0, n, length) }
            return
        }
        let memory = UnsafeMutablePointer<Int>.allocate(capacity: 3 * 96)
        defer { memory.deallocate() }
        var s = MergeSort(keys: keys, values: values, n: n, starts: memory, lengths: memory + 96, powers: memory + 192)
        try s.run()
    }
    private init(keys: Items, values: Items?, n: Int, starts: UnsafeMutablePointer<Int>, lengths: UnsafeMutablePointer<Int>, powers: UnsafeMutablePointer<Int>) {
        self.keys = keys; self.values = values; self.n = n; self.starts = starts; self.lengths = lengths; self.powers = powers
    }
    private mutating func run() throws(Order.Failure) {
        var minimum = n, carry = 0
        while minimum >= 64 { carry |= minimum & 1; minimum &>>= 1 }
        minimum &+= carry
        var at = 0
        while at < n {
            var length = try countRun(at, n)
            if length < minimum {
                let force = min(minimum, n &- at)
                try insertion(at, at &+ force, length)
                length = force
            }
            if depth > 0 {
                let p = power(starts[depth &- 1], lengths[depth &- 1], length)
                while depth > 1 && powers[depth &- 2] > p { try merge(depth &- 2) }
                powers[depth &- 1] = p
            }
            starts[depth] = at; lengths[depth] = length; powers[depth] = 0
            depth &+= 1
            at &+= length
        }
        while depth > 1 {
            var i = depth &- 2
            if i > 0 && lengths[i &- 1] < lengths[i &+ 1] { i &-= 1 }
            try merge(i)
        }
    }
    /// Depth of the boundary between the runs [s, s+n1) and [s+n1, s+n1+n2) in a nearly-optimal merge tree.
    private func power(_ s: Int, _ n1: Int, _ n2: Int) -> Int {
        var a = 2 &* s &+ n1, b = a &+ n1 &+ n2, result = 0
        while true {
            result &+= 1
            if a >= n { a &-= n; b &-= n } else if b >= n { return result }
            a &<<= 1; b &<<= 1
        }
    }
    private func reverse(_ from: Int, _ to: Int) {
        ListSort.reverseRange(keys, from, to)
        if let v = values { ListSort.reverseRange(v, from, to) }
    }
    /// Length of the run at LOW; a descending one is reversed. In a descending run equal neighbours are allowed: each group of equals is reversed first,
    /// so that reversing the whole leaves them in their order.
    private func countRun(_ low: Int, _ high: Int) throws(Order.Failure) -> Int {
        if high &- low == 1 { return 1 }
        var i = low &+ 1
        while i < high, !(try Order.less(keys[i], keys[i &- 1])) { i &+= 1 }
        if i == high { return i &- low }
        if i &- low > 1 {
            if try Order.less(keys[low], keys[i &- 1]) { return i &- low }
            // All equal so far, then a smaller one.
            reverse(low, i)
        }
        i &+= 1
        var equal = 0
        while i < high {
            if try Order.less(keys[i], keys[i &- 1]) {
                if equal > 0 { reverse(i &- 1 &- equal, i); equal = 0 }
            } else if try Order.less(keys[i &- 1], keys[i]) { break }
            else { equal &+= 1 }
            i &+= 1
        }
        if equal > 0 { reverse(i &- 1 &- equal, i) }
        reverse(low, i)
        while i < high, !(try Order.less(keys[i], keys[i &- 1])) { i &+= 1 }
        return i &- low
    }
    /// Sorts [low, high) of which the first SORTED items are ordered.
    private func insertion(_ low: Int, _ high: Int, _ sorted: Int) throws(Order.Failure) {
        var i = low &+ sorted
        while i < high {
            let pivot = keys[i]
            var l = low, r = i
            while l < r {
                let m = (l &+ r) &>> 1
                if try Order.less(pivot, keys[m]) { r = m } else { l = m &+ 1 }
            }
            let d = i &- l
            if d > 0 {
                memmove(keys + l + 1, keys + l, d &* 8)
                keys[l] = pivot
                if let v = values { let x = v[i]; memmove(v + l + 1, v + l, d &* 8); v[l] = x }
            }
            i &+= 1
        }
    }
    /// How many of the COUNT items at P come before KEY (`bisect_left`), looking outwards from HINT.
    private func gallopLeft(_ key: Value, _ p: Items, _ count: Int, _ hint: Int) throws(Order.Failure) -> Int {
        var last = 0, offset = 1
        if try Order.less(p[hint], key) {
            let most = count &- hint
            while offset < most, try Order.less(p[hint &+ offset], key) { last = offset; offset = (offset &<< 1) &+ 1 }
            if offset > most { offset = most }
            last &+= hint; offset &+= hint
        } else {
            let most = hint &+ 1
            while offset < most, !(try Order.less(p[hint &- offset], key)) { last = offset; offset = (offset &<< 1) &+ 1 }
            if offset > most { offset = most }
            (last, offset) = (hint &- offset, hint &- last)
        }
        last &+= 1
        while last < offset {
            let m = last &+ ((offset &- last) &>> 1)
            if try Order.less(p[m], key) { last = m &+ 1 } else { offset = m }
        }
        return offset
    }
    /// How many of the COUNT items at P are not greater than KEY (`bisect_right`), looking outwards from HINT.
    private func gallopRight(_ key: Value, _ p: Items, _ count: Int, _ hint: Int) throws(Order.Failure) -> Int {
        var last = 0, offset = 1
        if try Order.less(key, p[hint]) {
            let most = hint &+ 1
            while offset < most, try Order.less(key, p[hint &- offset]) { last = offset; offset = (offset &<< 1) &+ 1 }
            if offset > most { offset = most }
            (last, offset) = (hint &- offset, hint &- last)
        } else {
            let most = count &- hint
            while offset < most, !(try Order.less(key, p[hint &+ offset])) { last = offset; offset = (offset &<< 1) &+ 1 }
            if offset > most { offset = most }
            last &+= hint; offset &+= hint
        }
        last &+= 1
        while last < offset {
            let m = last &+ ((offset &- last) &>> 1)
            if try Order.less(key, p[m]) { offset = m } else { last = m &+ 1 }
        }
        return offset
    }
    /// Merges the pending runs I and I + 1.
    private mutating func merge(_ i: Int) throws(Order.Failure) {
        var a = starts[i], na = lengths[i], nb = lengths[i &+ 1]
        let b = starts[i &+ 1]
        lengths[i] = na &+ nb
        // Only the third last can be merged with one behind it.
        if i &+ 2 < depth { starts[i &+ 1] = starts[i &+ 2]; lengths[i &+ 1] = lengths[i &+ 2]; powers[i &+ 1] = powers[i &+ 2] }
        depth &-= 1
        // What is in place already stays.
        let k = try gallopRight(keys[b], keys + a, na, 0)
        a &+= k; na &-= k
        if na == 0 { return }
        nb = try gallopLeft(keys[b &- 1], keys + b, nb, nb &- 1)
        if nb == 0 { return }
        let small = min(na, nb)
        if ListRef.Storage(scratch.ref).capacity < 2 &* small { scratch = Value(ListRef.Storage.allocate(2 &* max(small, n / 4)).ref) }
        let temporary = ListRef.Storage(scratch.ref).items
        var m = OpenMerge(keys: keys, values: values, copy: temporary, copyValues: temporary + small)
        if na <= nb {
            m.openLow(a, na, b, nb)
            do throws(Order.Failure) { try mergeLow(&m) } catch { m.closeLow(); throw error }
            m.closeLow()
        } else {
            m.openHigh(a, na, b, nb)
            do throws(Order.Failure) { try mergeHigh(&m) } catch { m.closeHigh(); throw error }
            m.closeHigh()
        }
        // The scratch object is held by its items only.
        withExtendedLifetime(scratch.ref.word(2)) {}
    }
    /// The left run is the copy. Returns when either side has at most one item more to compare.
    private mutating func mergeLow(_ m: inout OpenMerge) throws(Order.Failure) {
        m.takeRight()
        if m.right == m.rightEnd || m.leftCount == 1 { return }
        while true {
            var wonLeft = 0, wonRight = 0
            repeat {
                if try Order.less(keys[m.right], m.copy[m.left]) {
                    m.takeRight()
                    if m.right == m.rightEnd { return }
                    wonRight &+= 1; wonLeft = 0
                } else {
                    m.takeLeft()
                    if m.leftCount == 1 { return }
                    wonLeft &+= 1; wonRight = 0
                }
            } while wonLeft < minimumGallop && wonRight < minimumGallop
            var minimum = minimumGallop &+ 1
            repeat {
                if minimum > 1 { minimum &-= 1 }
                minimumGallop = minimum
                wonLeft = try gallopRight(keys[m.right], m.copy + m.left, m.leftCount, 0)
                if wonLeft > 0 {
                    m.takeLeft(wonLeft)
                    // None left only where the comparison is inconsistent.
                    if m.leftCount <= 1 { return }
                }
                m.takeRight()
                if m.right == m.rightEnd { return }
                wonRight = try gallopLeft(m.copy[m.left], keys + m.right, m.rightEnd &- m.right, 0)
                if wonRight > 0 {
                    m.takeRight(wonRight)
                    if m.right == m.rightEnd { return }
                }
                m.takeLeft()
                if m.leftCount == 1 { return }
            } while wonLeft >= 7 || wonRight >= 7
            minimumGallop = minimum &+ 1
        }
    }
    /// The right run is the copy; merged from the end.
    private mutating func mergeHigh(_ m: inout OpenMerge) throws(Order.Failure) {
        m.takeLeftEnd()
        if m.left == m.leftStart || m.rightCount == 1 { return }
        while true {
            var wonLeft = 0, wonRight = 0
            repeat {
                if try Order.less(m.copy[m.rightCount &- 1], keys[m.left &- 1]) {
                    m.takeLeftEnd()
                    if m.left == m.leftStart { return }
                    wonLeft &+= 1; wonRight = 0
                } else {
                    m.takeRightEnd()
                    if m.rightCount == 1 { return }
                    wonRight &+= 1; wonLeft = 0
                }
            } while wonLeft < minimumGallop && wonRight < minimumGallop
            var minimum = minimumGallop &+ 1
            repeat {
                if minimum > 1 { minimum &-= 1 }
                minimumGallop = minimum
                let n = m.left &- m.leftStart
                wonLeft = n &- (try gallopRight(m.copy[m.rightCount &- 1], keys + m.leftStart, n, n &- 1))
                if wonLeft > 0 {
                    m.takeLeftEnd(wonLeft)
                    if m.left == m.leftStart { return }
                }
                m.takeRightEnd()
                if m.rightCount == 1 { return }
                wonRight = m.rightCount &- (try gallopLeft(keys[m.left &- 1], m.copy, m.rightCount, m.rightCount &- 1))
                if wonRight > 0 {
                    m.takeRightEnd(wonRight)
                    if m.rightCount <= 1 { return }
                }
                m.takeLeftEnd()
                if m.left == m.leftStart { return }
            } while wonLeft >= 7 || wonRight >= 7
            minimumGallop = minimum &+ 1
        }
    }
}

/// Two neighbouring runs while they are merged: one was copied out, and what it leaves is the gap that the result grows into.
private struct OpenMerge {
    let keys: UnsafeMutablePointer<Value>, values: UnsafeMutablePointer<Value>?
    let copy: UnsafeMutablePointer<Value>, copyValues: UnsafeMutablePointer<Value>
    /// Where the next item goes (from the end: one behind it).
    var out = 0
    /// Low: index in the copy, and how many are left in it. High: end of what is left in place, from LEFTSTART.
    var left = 0, leftCount = 0, leftStart = 0
    /// Low: what is left in place, [right, rightEnd). High: how many are left in the copy.
    var right = 0, rightEnd = 0, rightCount = 0

    init(keys: UnsafeMutablePointer<Value>, values: UnsafeMutablePointer<Value>?, copy: UnsafeMutablePointer<Value>, copyValues: UnsafeMutablePointer<Value>) {
        self.keys = keys; self.values = values; self.copy = copy; self.copyValues = copyValues
    }
    mutating func openLow(_ a: Int, _ na: Int, _ b: Int, _ nb: Int) {
        memcpy(copy, keys + a, na &* 8)
        if let v = values { memcpy(copyValues, v + a, na &* 8) }
        leftCount = na; right = b; rightEnd = b &+ nb; out = a
    }
    @inline(__always) mutating func takeRight() {
        keys[out] = keys[right]
        if let v = values { v[out] = v[right] }
        out &+= 1; right &+= 1
    }
    mutating func takeRight(_ k: Int) {
        memmove(keys + out, keys + right, k &* 8)
        if let v = values { memmove(v + out, v + right, k &* 8) }
        out &+= k; right &+= k
    }
    @inline(__always) mutating func takeLeft() {
        keys[out] = copy[left]
        if let v = values { v[out] = copyValues[left] }
        out &+= 1; left &+= 1; leftCount &-= 1
    }
    mutating func takeLeft(_ k: Int) {
        memcpy(keys + out, copy + left, k &* 8)
        if let v = values { memcpy(v + out, copyValues + left, k &* 8) }
        out &+= k; left &+= k; leftCount &-= k
    }
    /// Puts the rest of the copy in place: behind the rest of the right run where one item of it is left and all compared, which is known to be the greatest.
    /// After an error the order is of no matter, only that nothing is lost.
    mutating func closeLow() {
        let rest = rightEnd &- right
        if leftCount == 1 && rest > 0 { takeRight(rest) }
        if leftCount > 0 { takeLeft(leftCount) }
    }
    mutating func openHigh(_ a: Int, _ na: Int, _ b: Int, _ nb: Int) {
        memcpy(copy, keys + b, nb &* 8)
        if let v = values { memcpy(copyValues, v + b, nb &* 8) }
        leftStart = a; left = a &+ na; rightCount = nb; out = b &+ nb
    }
    @inline(__always) mutating func takeLeftEnd() { takeLeftEnd(1) }
    mutating func takeLeftEnd(_ k: Int) {
        out &-= k; left &-= k
        if k == 1 { keys[out] = keys[left]; if let v = values { v[out] = v[left] }; return }
        memmove(keys + out, keys + left, k &* 8)
        if let v = values { memmove(v + out, v + left, k &* 8) }
    }
    @inline(__always) mutating func takeRightEnd() { takeRightEnd(1) }
    mutating func takeRightEnd(_ k: Int) {
        out &-= k; rightCount &-= k
        if k == 1 { keys[out] = copy[rightCount]; if let v = values { v[out] = copyValues[rightCount] }; return }
        memcpy(keys + out, copy + rightCount, k &* 8)
        if let v = values { memcpy(v + out, copyValues + rightCount, k &* 8) }
    }
    mutating func closeHigh() {
        let rest = left &- leftStart
        if rightCount == 1 && rest > 0 { takeLeftEnd(rest) }
        if rightCount > 0 { takeRightEnd(rightCount) }
    }
}

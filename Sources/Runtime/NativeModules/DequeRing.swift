/// What deques do with many items of their ring at once: items move as the shorter side of them does.
extension DequeRef {
    /// Moves the items at FROM ..< FROM + N by one place, towards the front or the back.
    private func shift(_ from: Int, _ n: Int, forward: Bool) {
        if n <= 0 { return }
        let s = storage, mask = s.capacity &- 1, p = s.items, start = first
        s.ref.barrier()
        if forward {
            var k = from &+ n &- 1
            while k >= from { p[(start &+ k &+ 1) & mask] = p[(start &+ k) & mask]; k &-= 1 }
        } else {
            var k = from
            while k < from &+ n { p[(start &+ k &- 1) & mask] = p[(start &+ k) & mask]; k &+= 1 }
        }
    }
    func removeAt(_ i: Int) {
        let n = count
        if i < n >> 1 { shift(0, i, forward: true); _ = popFirst() } else { shift(i &+ 1, n &- i &- 1, forward: false); _ = popLast() }
    }
    /// Where there is room for it by the limit.
    func insert(_ v: Value, at i: Int) {
        let n = count
        if i < n >> 1 { prepend(v); shift(1, i, forward: false) } else { append(v); shift(i, n &- i, forward: true) }
        self[i] = v
    }
    func reverse() {
        let s = storage, mask = s.capacity &- 1, p = s.items
        s.ref.barrier()
        var i = first, j = first &+ count &- 1
        while i < j { let v = p[i & mask]; p[i & mask] = p[j & mask]; p[j & mask] = v; i &+= 1; j &-= 1 }
    }
    /// Room for MORE items at the end.
    func reserve(_ more: Int) {
        let n = count
        if n &+ more <= storage.capacity { return }
        let old = storage
        var size = old.capacity
        while size < n &+ more { size &*= 2 }
        let bigger = ListRef.Storage.allocate(size)
        var i = 0
        while i < n { bigger.items[i] = old.items[(first &+ i) & (old.capacity &- 1)]; i &+= 1 }
        ref.set(2, Value(bigger.ref)); first = 0
    }
    /// Appends the N items at P, which lie in no deque.
    func append(_ p: UnsafePointer<Value>, _ n: Int) {
        if limit >= 0 {
            // (Of more than it takes the last are left.)
            var i = max(0, n &- limit)
            while i < n { append(p[i]); i &+= 1 }
            return
        }
        if n == 0 { return }
        let s = storage, mask = s.capacity &- 1, at = first &+ count
        s.ref.barrier()
        var i = 0
        while i < n { s.items[(at &+ i) & mask] = p[i]; i &+= 1 }
        count += n; changes &+= 1
    }
}

import Glibc

/// A growable array of plain bits for the collector and the interpreter: no reference counting, no copy on write.
struct RawArray<Element> {
    private(set) var start: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int
    /// With capacity 0 nothing is allocated before the first element. (As a static so it is a constant: any other is made by whoever comes first, and each access asks
    /// whether it was, which took a tenth of marking.)
    init(capacity c: Int = 0) { capacity = c; start = c == 0 ? UnsafeMutablePointer(bitPattern: 16).unsafelyUnwrapped : .allocate(capacity: c) }
    @inline(__always) subscript(i: Int) -> Element {
        get { start[i] }
        nonmutating set { start[i] = newValue }
    }
    @inline(__always) mutating func append(_ e: Element) {
        if _slowPath(count == capacity) { grow() }
        (start + count).initialize(to: e); count &+= 1
    }
    @inline(__always) mutating func popLast() -> Element { count &-= 1; return start[count] }
    @inline(never) private mutating func grow() {
        let more = max(8, capacity * 2), n = malloc(more &* MemoryLayout<Element>.stride).unsafelyUnwrapped.assumingMemoryBound(to: Element.self)
        n.update(from: start, count: count); free(); start = n; capacity = more
    }
    mutating func removeAll() { count = 0 }
    mutating func shrink(to n: Int) { count = n }
    func free() { if capacity > 0 { start.deallocate() } }
}

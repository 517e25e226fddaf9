import CSupport
import Glibc

/// A list: size at 16; at 24 its storage, a heap object that carries its own capacity ([header][capacity][items...]), which a reader
/// loads once and checks against itself.
public struct ListRef {
    public let ref: Ref
    @inline(__always) public init(_ r: Ref) { ref = r }
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    @inline(__always) public var value: Value { Value(ref) }
    @inline(__always) public var count: Int { get { Int(ref.word(2)) } nonmutating set { ref.setWord(2, UInt64(newValue)) } }
    @inline(__always) public var storage: Storage { Storage(ref.value(3).ref) }
    /// First item. Not to be held across anything that may run Python code or change the list.
    @inline(__always) public var items: UnsafeMutablePointer<Value> { storage.items }
    @inline(__always) public subscript(i: Int) -> Value {
        get { storage.items[i] }
        nonmutating set { let s = storage; s.ref.barrier(); s.items[i] = newValue }
    }

    /// The items of lists, deques and overflow attributes.
    public struct Storage {
        public let ref: Ref
        @inline(__always) public init(_ r: Ref) { ref = r }
        @inline(__always) public var capacity: Int { Int(ref.word(2)) }
        @inline(__always) public var items: UnsafeMutablePointer<Value> { (ref + 24).assumingMemoryBound(to: Value.self) }
        /// Room for N values, all unbound.
        public static func allocate(_ n: Int) -> Storage {
            let r = Heap.allocate(24 + n * 8, Types.storage)
            r.setWord(2, UInt64(n)); return Storage(r)
        }
    }
    nonisolated(unsafe) static var noStorage = Value.unbound
    static func start() { noStorage = Value(Storage.allocate(0).ref); Heap.addRoot(&noStorage) }

    public static func allocate(capacity n: Int = 0, type: TypeRef = Types.list) -> ListRef {
        let s = n == 0 ? noStorage : Value(Storage.allocate(n).ref)
        let r = Heap.allocate(type == Types.list ? 40 : type.instanceSize, type)
        r.initialize(3, s)
        return ListRef(r)
    }
    public static func make(_ p: UnsafePointer<Value>, _ n: Int) -> Value {
        let l = allocate(capacity: n), items = l.items
        if n <= 8 { for i in 0..<n { items[i] = p[i] } } else { dx_copy(items, p, n * 8) }
        l.count = n
        return l.value
    }
    @inline(__always) public func append(_ v: Value) {
        let n = count, s = storage
        if _slowPath(n >= s.capacity) { return appendSlow(v) }
        s.ref.barrier(); s.items[n] = v
        count = n &+ 1
    }
    /// Empties the list, with nothing left in its room.
    func wipe() {
        for i in 0..<count { items[i] = .unbound }
        count = 0
    }
    @inline(never) func appendSlow(_ v: Value) {
        let n = count
        if n > 1 << 16 && !Heap.canAllocate(n &* 9 + 4096) { return MemoryPressure.refuse() }
        reserve(n + 1); append(v)
    }
    /// N more items, which lie at P and not in this list.
    public func append(_ p: UnsafePointer<Value>, _ n: Int) {
        let have = count
        if have &+ n > 1 << 16 && !Heap.canAllocate((have &+ n) &* 9 + 4096) { return MemoryPressure.refuse() }
        reserve(have &+ n)
        let s = storage
        s.ref.barrier()
        (s.items + have).update(from: p, count: n)
        count = have &+ n
    }
    /// Makes room for N items in all, with CPython's growth pattern.
    public func reserve(_ n: Int) {
        if n <= storage.capacity { return }
        move(ListRef.grown(n))
    }
    private static func grown(_ n: Int) -> Int { (n + n >> 3 + 6) & ~3 }
    private func move(_ capacity: Int) {
        let bigger = Storage.allocate(capacity)
        dx_copy(bigger.items, items, count * 8)
        ref.set(3, Value(bigger.ref))
    }
    /// N more items are to come one by one (up to a limit: they may not): the room that growing with each of them would lead to, at once.
    func expect(_ n: Int) {
        let all = count &+ min(n, 1 << 14)
        var c = storage.capacity
        if all <= c { return }
        while c < all { c = ListRef.grown(c &+ 1) }
        move(c)
    }
    /// Cuts to N items, forgetting the rest.
    public func truncate(_ n: Int) {
        let s = storage
        for i in n..<max(n, count) { s.items[i] = .unbound }
        count = n
        if n == 0 { ref.set(3, ListRef.noStorage) }
    }
    /// Forgets all items, with the room they had.
    public func empty() {
        let s = storage
        for i in 0..<count { s.items[i] = .unbound }
        count = 0
    }
    /// Opens (or closes) a gap: items [from, from+old) become NEW unbound places.
    public func resize(at from: Int, removing old: Int, inserting new: Int) {
        let n = count
        if new > old { reserve(n + new - old) }
        let s = storage
        s.ref.barrier()
        memmove(s.items + from + new, s.items + from + old, (n - from - old) * 8)
        if new < old { for i in (n - old + new)..<n { s.items[i] = .unbound } } else { for i in from..<(from + new) { s.items[i] = .unbound } }
        count = n - old + new
    }
    public func insert(_ v: Value, at i: Int) { resize(at: i, removing: 0, inserting: 1); self[i] = v }
    public func asTuple() -> Value { TupleRef.make(items, count) }
}

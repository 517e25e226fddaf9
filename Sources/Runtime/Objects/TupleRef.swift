/// A tuple: size at 16, cached hash at 24, items from 32 (PyTupleObject).
public struct TupleRef {
    public let ref: Ref
    @inline(__always) public init(_ r: Ref) { ref = r }
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    @inline(__always) public var value: Value { Value(ref) }
    @inline(__always) public var count: Int { Int(ref.word(2)) }
    @inline(__always) public var items: UnsafeMutablePointer<Value> { (ref + 32).assumingMemoryBound(to: Value.self) }
    /// Setting is only for building a tuple nobody has seen.
    @inline(__always) public subscript(i: Int) -> Value {
        get { items[i] }
        nonmutating set { ref.set(4 &+ i, newValue) }
    }
    nonisolated(unsafe) public static var empty = Value.unbound
    /// COUNT unbound items: the caller fills them before the tuple is seen.
    @inline(__always) public static func allocate(_ count: Int) -> TupleRef {
        let r = Heap.allocate(32 &+ count &* 8, Types.tuple)
        r.setWord(2, UInt64(count))
        return TupleRef(r)
    }
    public static func make(_ p: UnsafePointer<Value>, _ n: Int) -> Value {
        if n == 0 { return empty }
        let t = allocate(n)
        for i in 0..<n { t.items[i] = p[i] }
        return t.value
    }
    public static func make(_ a: Value) -> Value { let t = allocate(1); t.items[0] = a; return t.value }
    public static func make(_ a: Value, _ b: Value) -> Value { let t = allocate(2); t.items[0] = a; t.items[1] = b; return t.value }
    public static func make(_ a: Value, _ b: Value, _ c: Value) -> Value { let t = allocate(3); t.items[0] = a; t.items[1] = b; t.items[2] = c; return t.value }
    static func start() { empty = allocate(0).value; Heap.addRoot(&empty) }
    public func slice(_ from: Int, _ to: Int) -> Value { TupleRef.make(items + from, max(0, to - from)) }
}

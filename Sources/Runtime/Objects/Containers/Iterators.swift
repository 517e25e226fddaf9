/// The iterators of builtin containers, stepped without a method lookup.
enum NativeIterators {
    /// The next value; unbound at the end; nil when T is not a native iterator type.
    @inline(__always) static func next(_ it: Value, _ t: TypeRef) throws(Raise) -> Value? { nil }
}
/// `iter()` over `__getitem__`.
enum SequenceIterator {
    static func make(_ v: Value) -> Value { .none }
}

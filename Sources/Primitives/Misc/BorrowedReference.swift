import Builtin

/// A reference that costs no reference counting, to something that is kept alive elsewhere.
///
/// What `Unmanaged._withUnsafeGuaranteedRef` does, with typed throws: that function does not forward them, and carrying the outcome out
/// by hand puts a call for the debugger (`swift_willThrowTyped`) on every way out of every function.
@frozen public struct BorrowedReference<T: AnyObject> {
    @usableFromInline unowned(unsafe) var reference: T
    @inlinable @inline(__always) public init(_ t: T) { reference = t }
    @inlinable @inline(__always) public init(bits: UInt64) { self = unsafeBitCast(UInt(bits), to: BorrowedReference<T>.self) }
    @inlinable @inline(__always) public var bits: UInt64 { UInt64(unsafeBitCast(self, to: UInt.self)) }
    /// The object with a count of its own.
    @inlinable public var object: T { reference }
    @inlinable @_transparent public func with<R, E: Error>(_ body: (T) throws(E) -> R) throws(E) -> R {
        var copy = self
        let base: Int? = nil
        return try body(Builtin.convertUnownedUnsafeToGuaranteed(base, &copy.reference))
    }
    @inlinable @_transparent public func read<R>(_ body: (T) -> R) -> R {
        var copy = self
        let base: Int? = nil
        return body(Builtin.convertUnownedUnsafeToGuaranteed(base, &copy.reference))
    }
}

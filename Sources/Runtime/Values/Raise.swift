/// Errors are typed and trivial: the exception object lives in the thread state (`thread.raised`).
public struct Raise: Error {
    public enum Kind: UInt8 {
        /// `thread.raised` holds the exception.
        case exception
        /// A generator or coroutine yields: passes through `finally` and `with` untouched, up to the generator's entry.
        case suspend
        /// A trace left outside the node that entered it: unwinds to the function's entry, which resumes from its root.
        case reposition
        /// A recording cannot go on in this expression, of which nothing has been performed yet.
        case untraceable
        /// A recording came to the end of an iterator, and the `try` around it handles that without looking at the exception: none was made.
        case stopped
    }
    public var kind: Kind
    @inline(__always) public init(_ k: Kind = .exception) { kind = k }
    @inline(__always) public var isException: Bool { kind == .exception }
    /// For other modules: an exception is on its way, not a suspension.
    public var isExceptionKind: Bool { kind == .exception }
}

/// The tree that runs. Nodes are written once, generic over `Machine`; see NOTES.md "How to add a node".
public class Node {
    /// Position in the source: lines from 1, columns in UTF-8 bytes from 0.
    final var line: Int32 = 0, column: Int32 = 0, endLine: Int32 = 0, endColumn: Int32 = 0
    /// Marks the values that inline caches hold (only called for nodes in `Code.cachingNodes`).
    func visit() {}
    /// Changes the node's class in place: all specializations of a node have the same layout.
    @inline(__always) final func become<T: Node>(_ t: T.Type) {
        UnsafeMutablePointer<UnsafeRawPointer>(OpaquePointer(Unmanaged.passUnretained(self).toOpaque())).pointee = unsafeBitCast(t, to: UnsafeRawPointer.self)
    }
}
/// What a code object runs.
class Body: Node {
    func invoke(_ f: Frame) throws(Raise) -> Value { fatalError("abstract") }
}

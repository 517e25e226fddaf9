import CSupport
import Glibc
import Primitives

/// Growing strs without copying: `s += piece` in a loop costs the piece, not the whole.
///
/// A long str that gets something appended moves to a buffer with room to spare, and the result is a str of its own that shows a longer
/// prefix of the same buffer. The bytes of a prefix never change, so all strs that share a buffer stay what they are. Only the str that
/// ends where the buffer's used part ends may extend it in place; any other starts a buffer of its own. That needs no knowledge of who
/// else holds the str (CPython's reference count of one). Rejected: ropes, which make every reader ask whether a str is flat.
///
/// [header][capacity in bytes][used code points][data...]; the strs point to `data`.
enum TextBuffer {
    nonisolated(unsafe) static var type = TypeRef()
    /// Shorter strs are simply copied.
    static let threshold = 256
    static let dataOffset = 32

    static func start() { type = TypeFactory.make("str_buffer", size: 32, layout: .opaque) }

    /// A + B, where A is a long exact str and B's code points fit A's width and kind.
    @inline(never) static func append(_ a: StrRef, _ b: StrRef) -> Value {
        let n = a.count, m = b.count, k = a.kind
        if !a.isCompact {
            let buffer = a.data - dataOffset
            if Int(buffer.word(3)) == n && (n + m) * k <= Int(buffer.word(2)) {
                if m == 1 && k == 1 { a.data.storeBytes(of: b.data.load(as: UInt8.self), toByteOffset: n, as: UInt8.self) }
                else if b.kind == k { dx_copy(a.data + n * k, b.data, m * k) } else { Text.copy(b.view, to: a.data + n * k, kind: k) }
                buffer.setWord(3, UInt64(n + m))
                return header(buffer, n + m, k, a.isASCII)
            }
        }
        let capacity = ((n + m) * k * 3 / 2 + 15) & ~15
        if !Heap.canAllocate(capacity) { return plain(a, b) }
        let buffer = Heap.allocateUncleared(dataOffset + capacity, type)
        buffer.setWord(2, UInt64(capacity)); buffer.setWord(3, UInt64(n + m))
        dx_copy(buffer + dataOffset, a.data, n * k)
        Text.copy(b.view, to: buffer + dataOffset + n * k, kind: k)
        return header(buffer, n + m, k, a.isASCII)
    }
    private static func header(_ buffer: Ref, _ n: Int, _ kind: Int, _ ascii: Bool) -> Value {
        let r = Heap.allocate(64, Types.str)
        r.setWord(2, UInt64(n))
        r.storeBytes(of: UInt32(kind << 2) | (ascii ? 64 : 0), toByteOffset: 32, as: UInt32.self)
        r.setWord(7, UInt64(UInt(bitPattern: buffer + dataOffset)))
        return Value(r)
    }
    private static func plain(_ a: StrRef, _ b: StrRef) -> Value {
        var p = (a.value, b.value)
        return withUnsafePointer(to: &p) { $0.withMemoryRebound(to: Value.self, capacity: 2) { StrRef.concatenate($0, 2) } }
    }
}
extension StrRef {
    /// For the collector: what the str's data lies in.
    @inline(__always) static func visit(_ r: Ref) {
        if StrRef(r).state & 32 == 0, r.word(7) != 0 { Collector.mark(UnsafeMutableRawPointer(bitPattern: UInt(r.word(7))).unsafelyUnwrapped - TextBuffer.dataOffset) }
    }
}

import Glibc
import Runtime

/// Names of elements and attributes as expat spells them, with the strs that stand for them: a direct-mapped table in front of the dict of all names, so that
/// a name which occurs again is neither made nor hashed as a str. Pairs in a list's storage: the
/// spelling (ASCII; unbound: free), the name.
struct NameCache {
    private static let places = 32
    private let pairs: ListRef.Storage
    init(_ v: Value) { pairs = ListRef.Storage(v.ref) }
    static func make() -> Value { Value(ListRef.Storage.allocate(2 * places).ref) }

    /// The length of a name and its place in the table.
    @inline(__always) static func measure(_ p: UnsafePointer<CChar>) -> (count: Int, place: Int) {
        var h: UInt32 = 0, n = 0
        while p[n] != 0 { h = h &* 31 &+ UInt32(UInt8(bitPattern: p[n])); n &+= 1 }
        return (n, Int((h ^ h >> 7) & UInt32(places &- 1)))
    }
    @inline(__always) func find(_ p: UnsafePointer<CChar>, _ n: Int, at place: Int) -> Value? {
        let spelling = pairs.items[2 &* place]
        if spelling.isUnbound { return nil }
        let s = StrRef(spelling)
        return s.count == n && memcmp(s.data, p, n) == 0 ? pairs.items[2 &* place &+ 1] : nil
    }
    func remember(_ spelling: Value, _ name: Value, at place: Int) {
        if !StrRef(spelling).isASCII { return }
        pairs.ref.barrier()
        pairs.items[2 * place] = spelling
        pairs.items[2 * place + 1] = name
    }
}

/// Buffers of the compiler that live as long as a pass: each trace needs some forty, and the C library would take their memory from the end of its
/// heap and give it back each time, so that pages are touched anew.
public struct ScratchPool<T> {
    public static var most: Int { 32 }
    /// Larger ones (in elements) are not kept.
    public static var largest: Int { 1 << 14 }
    @usableFromInline var kept = UnsafeMutablePointer<Buffer<T>>.allocate(capacity: 32), count = 0
    @usableFromInline init() {}
    /// An empty buffer with room for N.
    @inlinable public mutating func take(_ n: Int) -> Buffer<T> {
        var b: Buffer<T>
        if count > 0 { count &-= 1; b = kept[count] } else { b = Buffer(capacity: Swift.max(n, 256)) }
        b.count = 0
        b.grow(n)
        return b
    }
    @inlinable public mutating func give(_ b: Buffer<T>) {
        if count == ScratchPool.most || b.capacity > ScratchPool.largest { b.free(); return }
        (kept + count).initialize(to: b)
        count &+= 1
    }
}
/// Used under the lock under which traces are compiled.
public enum Scratch {
    public nonisolated(unsafe) static var words = ScratchPool<Int32>(), bytes = ScratchPool<UInt8>()
}
extension Buffer where T == Int32 {
    @inlinable public static func scratch(_ n: Int) -> Buffer { Scratch.words.take(n) }
    @inlinable public func giveBack() { Scratch.words.give(self) }
}
extension Buffer where T == UInt8 {
    @inlinable public static func scratch(_ n: Int) -> Buffer { Scratch.bytes.take(n) }
    @inlinable public func giveBack() { Scratch.bytes.give(self) }
}

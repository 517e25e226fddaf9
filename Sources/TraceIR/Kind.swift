/// The type of a value in a trace.
public enum Kind: UInt8, CaseIterable {
    /// No value (guards, stores, control).
    case none
    /// A condition: 0 or 1.
    case bool
    /// A small Python int: an integer of 63 bits. Machine code carries it doubled, so that the overflow of a 64-bit
    /// operation is the overflow of the int; that is a matter of the backend alone, the IR sees the value itself.
    case int
    /// A machine integer of 64 bits (lengths, hashes, offsets); wraps.
    case i64
    case f64
    /// The address of something; the same bits as the tagged word of a heap object.
    case pointer
    /// A tagged word (see `Encoding`).
    case word

    public var name: String { "\(self)" }
}

/// A value of a trace: an instruction's index (>= 0), a constant (~index into the constants), or nothing.
@frozen public struct Ref: Equatable, Hashable {
    public var raw: Int32
    @inlinable public init(raw: Int32) { self.raw = raw }
    @inlinable public init(_ index: Int) { raw = Int32(truncatingIfNeeded: index) }
    @inlinable public init(constant index: Int) { raw = ~Int32(truncatingIfNeeded: index) }
    @inlinable public static var none: Ref { Ref(raw: Int32.min) }
    @inlinable public var isNone: Bool { raw == Int32.min }
    @inlinable public var isInstruction: Bool { raw >= 0 }
    @inlinable public var isConstant: Bool { raw < 0 && raw != Int32.min }
    @inlinable public var index: Int { Int(raw) }
    @inlinable public var constantIndex: Int { Int(~raw) }
    /// As snapshots keep it; for a trace of no more than `Trace.mostValues` instructions, and as many constants.
    @inlinable public var short: Int16 { isNone ? .min : Int16(truncatingIfNeeded: raw) }
    @inlinable public init(short s: Int16) { raw = s == .min ? .min : Int32(s) }
}

/// A growable array of plain values without reference counts, bounds checks or copies on write. Its owner frees it.
@frozen public struct Buffer<T> {
    public var base: UnsafeMutablePointer<T>
    public var count: Int
    @usableFromInline var capacity: Int
    @inlinable public init(capacity c: Int = 64) { capacity = c; count = 0; base = .allocate(capacity: c) }
    @inlinable public subscript(i: Int) -> T {
        @inline(__always) get { base[i] }
        @inline(__always) nonmutating set { base[i] = newValue }
    }
    @inlinable @inline(__always) public mutating func append(_ x: T) {
        if _slowPath(count == capacity) { grow(count &+ 1) }
        base[count] = x; count &+= 1
    }
    @inlinable @inline(never) public mutating func grow(_ least: Int) {
        if least <= capacity { return }
        let c = Swift.max(least, capacity * 2), b = UnsafeMutablePointer<T>.allocate(capacity: c)
        b.update(from: base, count: count); base.deallocate(); base = b; capacity = c
    }
    /// Sets the length; new elements are X.
    @inlinable public mutating func resize(_ n: Int, _ x: T) {
        grow(n)
        var i = count
        while i < n { base[i] = x; i += 1 }
        count = n
    }
    @inlinable public mutating func fill(_ n: Int, _ x: T) { count = 0; resize(n, x) }
    @inlinable public mutating func removeAll() { count = 0 }
    @inlinable public func free() { base.deallocate() }
    /// Gives back the room behind the elements.
    @inlinable public mutating func shrink() {
        if capacity == Swift.max(count, 1) { return }
        let b = copy(); base.deallocate(); self = b
    }
    /// A copy of exactly the elements.
    @inlinable public func copy() -> Buffer<T> { var b = Buffer<T>(capacity: Swift.max(count, 1)); b.base.update(from: base, count: count); b.count = count; return b }
    @inlinable public var elements: UnsafeMutableBufferPointer<T> { UnsafeMutableBufferPointer(start: base, count: count) }
}

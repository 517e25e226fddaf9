// Text as PEP 393 stores it: an array of code points of 1, 2 or 4 bytes each, always the narrowest width that holds its widest
// code point. Lone surrogates are code points like any other. Kernels are generic over the width and dispatched once a call.
import CSupport
import Glibc

/// An element of a string's storage.
public protocol CodeUnit: FixedWidthInteger, UnsignedInteger {}
extension UInt8: CodeUnit {}
extension UInt16: CodeUnit {}
extension UInt32: CodeUnit {}

/// A borrowed text, or a part of one.
public struct TextView {
    public var base: UnsafeRawPointer
    /// Code points.
    public var count: Int
    /// Bytes a code point takes: 1, 2 or 4.
    public var kind: Int
    /// Known to hold only ASCII; false also for a part of a wider text whose content nobody has looked at.
    public var isASCII: Bool

    @inlinable
    public init(base: UnsafeRawPointer, count: Int, kind: Int, isASCII: Bool = false) {
        self.base = base
        self.count = count
        self.kind = kind
        self.isASCII = isASCII
    }

    /// ASCII text.
    @inlinable
    public init(ascii: UnsafePointer<UInt8>, count: Int) {
        self.init(base: UnsafeRawPointer(ascii), count: count, kind: 1, isASCII: true)
    }

    /// The ASCII text of a literal.
    @inlinable
    public init(_ text: StaticString) { self.init(ascii: text.utf8Start, count: text.utf8CodeUnitCount) }

    @inlinable public var bytes: UnsafePointer<UInt8> { base.assumingMemoryBound(to: UInt8.self) }
    @inlinable public var units16: UnsafePointer<UInt16> { base.assumingMemoryBound(to: UInt16.self) }
    @inlinable public var units32: UnsafePointer<UInt32> { base.assumingMemoryBound(to: UInt32.self) }

    /// The code point at an index.
    @inlinable
    public subscript(_ i: Int) -> UInt32 {
        switch kind {
        case 1: return UInt32(bytes[i])
        case 2: return UInt32(units16[i])
        default: return units32[i]
        }
    }

    /// The part from `start` to `end`.
    @inlinable
    public func slice(_ start: Int, _ end: Int) -> TextView {
        TextView(base: base + start &* kind, count: end &- start, kind: kind, isASCII: isASCII)
    }

    /// A bound on the code points: the OR of them all or of enough of them, or 0x7f for known ASCII. Below 0x80, 0x100, 0x10000 exactly when they all are.
    public var mask: UInt32 {
        if isASCII { return count == 0 ? 0 : 0x7f }
        switch kind {
        case 1: return Text.mask(bytes, count)
        case 2: return Text.mask(units16, count)
        default: return Text.mask(units32, count)
        }
    }

    /// The narrowest width that holds this text.
    public var narrowestKind: Int {
        if kind == 1 { return 1 }
        return Text.kind(mask)
    }
}

/// Kernels over texts.
public enum Text {
    /// The width that a code point mask asks for.
    @inlinable
    public static func kind(_ mask: UInt32) -> Int { mask < 0x100 ? 1 : mask < 0x10000 ? 2 : 4 }

    /// From this length on the loops of CSupport/text_loops.c are called.
    @usableFromInline static let long = 64

    @inlinable
    public static func mask<U: CodeUnit>(_ p: UnsafePointer<U>, _ n: Int) -> UInt32 {
        if n >= long {
            switch MemoryLayout<U>.size {
            case 1: return UInt32(dx_bound_8(UnsafeRawPointer(p).assumingMemoryBound(to: UInt8.self), n))
            case 2: return UInt32(dx_bound_16(UnsafeRawPointer(p).assumingMemoryBound(to: UInt16.self), n))
            default: return dx_bound_32(UnsafeRawPointer(p).assumingMemoryBound(to: UInt32.self), n)
            }
        }
        var m: U = 0
        var i = 0
        while i < n {
            m |= p[i]
            i &+= 1
        }
        return UInt32(truncatingIfNeeded: m)
    }

    /// Whether all bytes are ASCII.
    @inlinable
    public static func isASCII(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
        if n >= long { return dx_ascii_prefix(p, n) == n }
        let raw = UnsafeRawPointer(p)
        if n < 8 {
            if n < 4 { return (n < 1 || p[0] < 0x80) && (n < 2 || p[1] < 0x80) && (n < 3 || p[2] < 0x80) }
            return (raw.loadUnaligned(as: UInt32.self) | raw.loadUnaligned(fromByteOffset: n &- 4, as: UInt32.self)) & 0x8080_8080 == 0
        }
        var i = 0, all = raw.loadUnaligned(fromByteOffset: n &- 8, as: UInt64.self)
        while i &+ 8 < n { all |= raw.loadUnaligned(fromByteOffset: i, as: UInt64.self); i &+= 8 }
        return all & 0x8080_8080_8080_8080 == 0
    }

    /// The length of the ASCII run at the start.
    @inlinable
    public static func asciiPrefix(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int {
        if n >= long { return dx_ascii_prefix(p, n) }
        var i = 0
        let raw = UnsafeRawPointer(p)
        while i &+ 8 <= n {
            if raw.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { break }
            i &+= 8
        }
        while i < n && p[i] < 0x80 { i &+= 1 }
        return i
    }

    /// Copies units, widening or narrowing (the caller knows that they fit).
    @inlinable
    public static func copy<A: CodeUnit, B: CodeUnit>(_ from: UnsafePointer<A>, _ to: UnsafeMutablePointer<B>, _ n: Int) {
        var i = 0
        while i < n {
            to[i] = B(truncatingIfNeeded: from[i])
            i &+= 1
        }
    }

    /// Copies a text into storage of `kind` bytes a code point, which must hold every code point.
    public static func copy(_ text: TextView, to: UnsafeMutableRawPointer, kind: Int) {
        let n = text.count
        if text.kind == kind {
            dx_copy(to, text.base, n &* kind)
            return
        }
        let to8 = to.assumingMemoryBound(to: UInt8.self)
        if n >= long {
            let to16 = to.assumingMemoryBound(to: UInt16.self), to32 = to.assumingMemoryBound(to: UInt32.self)
            switch (text.kind, kind) {
            case (1, 2): dx_copy_8_16(text.bytes, to16, n)
            case (1, _): dx_copy_8_32(text.bytes, to32, n)
            case (2, 1): dx_copy_16_8(text.units16, to8, n)
            case (2, _): dx_copy_16_32(text.units16, to32, n)
            case (_, 1): dx_copy_32_8(text.units32, to8, n)
            default: dx_copy_32_16(text.units32, to16, n)
            }
            return
        }
        let to16 = to.assumingMemoryBound(to: UInt16.self)
        let to32 = to.assumingMemoryBound(to: UInt32.self)
        switch (text.kind, kind) {
        case (1, 2): copy(text.bytes, to16, n)
        case (1, _): copy(text.bytes, to32, n)
        case (2, 1): copy(text.units16, to8, n)
        case (2, _): copy(text.units16, to32, n)
        case (_, 1): copy(text.units32, to8, n)
        default: copy(text.units32, to16, n)
        }
    }

    /// Fills N code points from I on with C.
    public static func fill(_ base: UnsafeMutableRawPointer, _ i: Int, _ n: Int, _ c: UInt32, kind: Int) {
        if n <= 0 { return }
        switch kind {
        case 1: memset(base + i, Int32(truncatingIfNeeded: c), n)
        case 2: dx_fill_16(base.assumingMemoryBound(to: UInt16.self) + i, n, UInt16(truncatingIfNeeded: c))
        default: dx_fill_32(base.assumingMemoryBound(to: UInt32.self) + i, n, c)
        }
    }

    /// Writes one code point into storage of `kind` bytes each.
    @inlinable
    public static func store(_ c: UInt32, _ base: UnsafeMutableRawPointer, _ i: Int, kind: Int) {
        switch kind {
        case 1: base.assumingMemoryBound(to: UInt8.self)[i] = UInt8(truncatingIfNeeded: c)
        case 2: base.assumingMemoryBound(to: UInt16.self)[i] = UInt16(truncatingIfNeeded: c)
        default: base.assumingMemoryBound(to: UInt32.self)[i] = c
        }
    }

    /// Whether two texts have the same code points, also when one is wider than it needs to be.
    public static func equal(_ a: TextView, _ b: TextView) -> Bool {
        if a.count != b.count { return false }
        if a.kind == b.kind { return memcmp(a.base, b.base, a.count &* a.kind) == 0 }
        return compare(a, b) == 0
    }

    @inlinable
    static func compareUnits<A: CodeUnit, B: CodeUnit>(_ a: UnsafePointer<A>, _ b: UnsafePointer<B>, _ n: Int) -> Int {
        var i = 0
        while i < n {
            let x = UInt32(truncatingIfNeeded: a[i]), y = UInt32(truncatingIfNeeded: b[i])
            if x != y { return x < y ? -1 : 1 }
            i &+= 1
        }
        return 0
    }

    /// -1, 0 or 1 by code points.
    public static func compare(_ a: TextView, _ b: TextView) -> Int {
        let n = Swift.min(a.count, b.count)
        let c: Int
        switch (a.kind, b.kind) {
        case (1, 1): c = Int(memcmp(a.base, b.base, n)).signum()
        case (1, 2): c = compareUnits(a.bytes, b.units16, n)
        case (1, _): c = compareUnits(a.bytes, b.units32, n)
        case (2, 1): c = compareUnits(a.units16, b.bytes, n)
        case (2, 2): c = compareUnits(a.units16, b.units16, n)
        case (2, _): c = compareUnits(a.units16, b.units32, n)
        case (_, 1): c = compareUnits(a.units32, b.bytes, n)
        case (_, 2): c = compareUnits(a.units32, b.units16, n)
        default: c = compareUnits(a.units32, b.units32, n)
        }
        return c != 0 ? c : (a.count - b.count).signum()
    }

    /// Whether `part` stands in `text` at `position` (0 <= position).
    public static func matches(_ text: TextView, at position: Int, _ part: TextView) -> Bool {
        position + part.count <= text.count && equal(text.slice(position, position + part.count), part)
    }
}

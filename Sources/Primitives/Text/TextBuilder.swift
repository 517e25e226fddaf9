// A growable text in PEP 393 form: starts with bytes and widens its storage when the first code point arrives that needs it,
// so what `finish` hands out is always in the narrowest form. Manual ownership, like ByteBuilder.
import Glibc

/// A growable text; owns its storage until `finish()` or `free()`.
public struct TextBuilder {
    public var base: UnsafeMutableRawPointer?
    /// Code points written.
    public var count: Int
    /// Code points there is room for at the present width.
    public var capacity: Int
    /// Bytes a code point takes: 1, 2 or 4.
    public var kind: Int
    /// OR of all code points written.
    public var mask: UInt32

    @inlinable
    public init(capacity: Int = 0) {
        base = nil
        count = 0
        self.capacity = 0
        kind = 1
        mask = 0
        if capacity > 0 { grow(capacity, 1) }
    }

    /// Makes room for `extra` more code points of width `wanted` (at least the present one).
    @usableFromInline @inline(never)
    mutating func grow(_ extra: Int, _ wanted: Int) {
        let needed = count &+ extra
        let room = needed <= capacity && wanted != kind ? Swift.max(capacity, needed) : Swift.max(needed, capacity &* 2, 32)
        if wanted == kind {
            base = realloc(base, room &* kind)!
        } else {
            let wider = malloc(room &* wanted)!
            if let base {
                Text.copy(TextView(base: base, count: count, kind: kind), to: wider, kind: wanted)
                Glibc.free(base)
            }
            base = wider
            kind = wanted
        }
        capacity = room
    }

    /// Makes room for `extra` code points whose OR is `mask`, and counts the mask in. Follow by writing at `count` and moving it.
    @inlinable
    public mutating func reserve(_ extra: Int, mask m: UInt32 = 0) {
        mask |= m
        let wanted = Swift.max(kind, Text.kind(m))
        if wanted != kind || capacity &- count < extra || base == nil { grow(extra, wanted) }
    }

    @inlinable
    public mutating func append(_ c: UInt32) {
        reserve(1, mask: c)
        Text.store(c, base.unsafelyUnwrapped, count, kind: kind)
        count &+= 1
    }

    /// Appends a byte as the code point of its value.
    @inlinable
    public mutating func append(_ c: UInt8) { append(UInt32(c)) }

    public mutating func append(_ text: TextView) {
        if text.count == 0 { return }
        reserve(text.count, mask: text.mask)
        Text.copy(text, to: base.unsafelyUnwrapped + count &* kind, kind: kind)
        count &+= text.count
    }

    public mutating func append(_ text: StaticString) { append(TextView(text)) }

    /// Appends bytes that are known to be ASCII.
    public mutating func append(ascii: UnsafePointer<UInt8>, _ n: Int) { append(TextView(ascii: ascii, count: n)) }

    /// Appends bytes as the code points of their values (Latin-1).
    public mutating func append(latin1: UnsafeBufferPointer<UInt8>) {
        if let b = latin1.baseAddress { append(TextView(base: UnsafeRawPointer(b), count: latin1.count, kind: 1)) }
    }

    public mutating func append(repeating c: UInt32, count n: Int) {
        if n <= 0 { return }
        reserve(n, mask: c)
        Text.fill(base!, count, n, c, kind: kind)
        count &+= n
    }

    /// Appends `value` in decimal.
    public mutating func append(decimal value: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { b in
            append(ascii: b.baseAddress!, BigInt.toText(value, into: b.baseAddress!))
        }
    }

    /// Appends the lowest `digits` hexadecimal digits of `value`.
    public mutating func append(hex value: UInt32, digits: Int) { append(hex: UInt64(value), digits: digits) }
    public mutating func append(hex value: UInt64, digits: Int) {
        var i = digits
        while i > 0 {
            i -= 1
            let d = UInt32(truncatingIfNeeded: value >> UInt64(4 * i)) & 15
            append(d < 10 ? 48 + d : 87 + d)
        }
    }

    /// What has been written. Valid until the next change.
    @inlinable
    public var view: TextView {
        TextView(base: UnsafeRawPointer(base ?? UnsafeMutableRawPointer(bitPattern: 8)!), count: count, kind: kind, isASCII: mask < 0x80)
    }

    @inlinable public var isASCII: Bool { mask < 0x80 }

    /// Forgets what has been written from `length` on, and narrows the storage if nothing wide is left.
    public mutating func truncate(_ length: Int) {
        if length >= count { return }
        count = length
        mask = TextView(base: view.base, count: count, kind: kind).mask
        let narrow = Text.kind(mask)
        if narrow < kind {
            // Units move towards the start only, so copying in place is safe.
            Text.copy(TextView(base: view.base, count: count, kind: kind), to: base!, kind: narrow)
            capacity = capacity &* kind / narrow
            kind = narrow
        }
    }

    /// Frees the storage.
    @inlinable
    public mutating func free() {
        Glibc.free(base)
        base = nil
        count = 0
        capacity = 0
        kind = 1
        mask = 0
    }

    /// Hands the storage (nil if empty) to the caller, who frees it with `free`.
    @inlinable
    public mutating func finish() -> (base: UnsafeMutableRawPointer?, count: Int, kind: Int, isASCII: Bool) {
        let result = (base, count, kind, mask < 0x80)
        base = nil
        count = 0
        capacity = 0
        kind = 1
        mask = 0
        return result
    }
}

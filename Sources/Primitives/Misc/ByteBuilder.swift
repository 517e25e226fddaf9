// A growable malloc'ed byte buffer: the output of codecs, formatting and binascii kernels. A plain struct with manual
// ownership (the runtime's code runs under a collector, not under ARC): call `free()` or take the storage with `finish()`.
import CSupport
import Glibc

/// A growable byte buffer; owns `base` until `finish()` or `free()`.
public struct ByteBuilder {
    /// The storage, or nil before the first byte.
    public var base: UnsafeMutablePointer<UInt8>?
    /// Bytes written.
    public var count: Int
    public var capacity: Int

    @inlinable
    public init(capacity: Int = 0) {
        base = nil
        count = 0
        self.capacity = 0
        if capacity > 0 { grow(capacity) }
    }

    @usableFromInline @inline(never)
    mutating func grow(_ extra: Int) {
        let wanted = Swift.max(count &+ extra, capacity &* 2, 32)
        base = realloc(base, wanted)!.assumingMemoryBound(to: UInt8.self)
        capacity = wanted
    }

    /// Makes room for `extra` more bytes and returns where the next one goes; follow with `count += n`.
    @inlinable @discardableResult
    public mutating func reserve(_ extra: Int) -> UnsafeMutablePointer<UInt8> {
        if capacity &- count < extra || base == nil { grow(extra) }
        return base.unsafelyUnwrapped + count
    }

    @inlinable
    public mutating func append(_ byte: UInt8) {
        if count == capacity { grow(1) }
        base.unsafelyUnwrapped[count] = byte
        count &+= 1
    }

    @inlinable
    public mutating func append(_ bytes: UnsafePointer<UInt8>, _ n: Int) {
        if n == 0 { return }
        dx_copy(reserve(n), bytes, n)
        count &+= n
    }

    @inlinable
    public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        if let b = bytes.baseAddress { append(b, bytes.count) }
    }

    /// Appends the ASCII text of a literal.
    @inlinable
    public mutating func append(_ text: StaticString) { append(text.utf8Start, text.utf8CodeUnitCount) }

    @inlinable
    public mutating func append(repeating byte: UInt8, count n: Int) {
        if n <= 0 { return }
        memset(reserve(n), Int32(byte), n)
        count &+= n
    }

    /// Appends `value` in decimal.
    public mutating func append(decimal value: Int) {
        var digits = (UInt64(0), UInt64(0), UInt64(0))
        withUnsafeMutableBytes(of: &digits) { raw in
            var i = 24
            var rest = value.magnitude
            repeat {
                i -= 1
                raw[i] = UInt8(48 + rest % 10)
                rest /= 10
            } while rest != 0
            if value < 0 {
                i -= 1
                raw[i] = 45
            }
            append(raw.baseAddress!.assumingMemoryBound(to: UInt8.self) + i, 24 - i)
        }
    }

    /// What has been written.
    @inlinable
    public var view: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    /// Frees the storage.
    @inlinable
    public mutating func free() {
        Glibc.free(base)
        base = nil
        count = 0
        capacity = 0
    }

    /// Hands the storage to the caller, who frees it with `free`.
    @inlinable
    public mutating func finish() -> (base: UnsafeMutablePointer<UInt8>?, count: Int) {
        let result = (base, count)
        base = nil
        count = 0
        capacity = 0
        return result
    }
}

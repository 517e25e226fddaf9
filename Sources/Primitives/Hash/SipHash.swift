// Hashing of bytes and text: SipHash-1-3, keyed from PYTHONHASHSEED as CPython keys it, so that with a fixed seed
// `hash("abc")` is the same number in both. Text is hashed over its PEP 393 storage (1, 2 or 4 bytes a code point), which
// makes equal strings equal hashes because the storage is always the narrowest one.
// Invariant: a hash is never -1 (the C API's error mark); -1 becomes -2.
import CSupport

/// The process-wide key of the byte hash. Written once at start-up, before any hash is computed.
public enum HashSecret {
    public nonisolated(unsafe) static var key0: UInt64 = 0
    public nonisolated(unsafe) static var key1: UInt64 = 0

    /// Derives the key from a seed (PYTHONHASHSEED, 0...4294967295); 0 gives the zero key.
    public static func seed(_ seed: UInt32) {
        if seed == 0 {
            key0 = 0
            key1 = 0
            return
        }
        var x = seed
        func word() -> UInt64 {
            var w: UInt64 = 0
            for i in 0..<8 {
                x = x &* 214013 &+ 2531011
                w |= UInt64((x >> 16) & 0xff) << UInt64(8 * i)
            }
            return w
        }
        key0 = word()
        key1 = word()
    }

    /// A key from the kernel's random source (PYTHONHASHSEED unset or "random"). False if the kernel gave none.
    public static func seedRandomly() -> Bool {
        var words: (UInt64, UInt64) = (0, 0)
        guard dx_random_bytes(&words, 16) == 0 else { return false }
        key0 = words.0
        key1 = words.1
        return true
    }

    /// Reads a PYTHONHASHSEED value: nil if it is neither "random", empty, nor a number of 32 bits. (`config_init_hash_seed`)
    public static func parse(_ text: UnsafeBufferPointer<UInt8>) -> (random: Bool, seed: UInt32)? {
        if text.isEmpty || text.elementsEqual("random".utf8) { return (true, 0) }
        var value: UInt64 = 0
        for c in text {
            guard c >= 48 && c <= 57 else { return nil }
            value = value &* 10 &+ UInt64(c &- 48)
            if value > 0xffff_ffff { return nil }
        }
        return (false, UInt32(value))
    }
}

public enum Hashing {
    @inline(__always)
    static func rotl(_ x: UInt64, _ n: UInt64) -> UInt64 { (x &<< n) | (x &>> (64 &- n)) }

    @inline(__always)
    private static func round(_ v0: inout UInt64, _ v1: inout UInt64, _ v2: inout UInt64, _ v3: inout UInt64) {
        v0 = v0 &+ v1
        v2 = v2 &+ v3
        v1 = rotl(v1, 13) ^ v0
        v3 = rotl(v3, 16) ^ v2
        v0 = rotl(v0, 32)
        v2 = v2 &+ v1
        v0 = v0 &+ v3
        v1 = rotl(v1, 17) ^ v2
        v3 = rotl(v3, 21) ^ v0
        v2 = rotl(v2, 32)
    }

    /// SipHash-1-3 of `count` bytes under an explicit key (`_Py_KeyedHash` uses (key, 0)).
    public static func sipHash13(_ base: UnsafeRawPointer, _ count: Int, _ k0: UInt64, _ k1: UInt64) -> UInt64 {
        var v0 = k0 ^ 0x736f_6d65_7073_6575
        var v1 = k1 ^ 0x646f_7261_6e64_6f6d
        var v2 = k0 ^ 0x6c79_6765_6e65_7261
        var v3 = k1 ^ 0x7465_6462_7974_6573
        var p = base
        var left = count
        while left >= 8 {
            let m = p.loadUnaligned(as: UInt64.self)
            v3 ^= m
            round(&v0, &v1, &v2, &v3)
            v0 ^= m
            p += 8
            left &-= 8
        }
        var tail = UInt64(truncatingIfNeeded: count) &<< 56
        if left > 0 {
            // The last bytes, in one or two loads that may overlap what was read before.
            if count >= 8 {
                tail |= p.loadUnaligned(fromByteOffset: left &- 8, as: UInt64.self) &>> UInt64(64 &- 8 &* left)
            } else if left >= 4 {
                tail |= UInt64(p.loadUnaligned(as: UInt32.self)) | UInt64(p.loadUnaligned(fromByteOffset: left &- 4, as: UInt32.self)) &<< UInt64(8 &* left &- 32)
            } else {
                tail |= UInt64(p.load(as: UInt8.self)) | UInt64(p.load(fromByteOffset: left &>> 1, as: UInt8.self)) &<< UInt64(8 &* (left &>> 1))
                    | UInt64(p.load(fromByteOffset: left &- 1, as: UInt8.self)) &<< UInt64(8 &* (left &- 1))
            }
        }
        v3 ^= tail
        round(&v0, &v1, &v2, &v3)
        v0 ^= tail
        v2 ^= 0xff
        round(&v0, &v1, &v2, &v3)
        round(&v0, &v1, &v2, &v3)
        round(&v0, &v1, &v2, &v3)
        return (v0 ^ v1) ^ (v2 ^ v3)
    }

    /// The hash of a bytes-like or of a string's storage: `count` is in bytes. Empty input hashes to 0. (`Py_HashBuffer`)
    public static func bytes(_ base: UnsafeRawPointer, _ count: Int) -> Int {
        if count == 0 { return 0 }
        let h = Int(truncatingIfNeeded: sipHash13(base, count, HashSecret.key0, HashSecret.key1))
        return h == -1 ? -2 : h
    }

    /// The hash of an address. (`Py_HashPointer`)
    @inlinable
    public static func pointer(_ p: UnsafeRawPointer?) -> Int {
        let a = UInt(bitPattern: p)
        let h = Int(bitPattern: (a &>> 4) | (a &<< 60))
        return h == -1 ? -2 : h
    }
}

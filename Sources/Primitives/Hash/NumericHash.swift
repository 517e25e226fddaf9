// Hashes of numbers: every number hashes to its value modulo the Mersenne prime 2^61-1 with the sign put back, so that
// equal ints, floats, fractions and decimals agree. 2^64 = 8 (mod p), hence a limb step is "rotate by 3 in 61 bits, add".
import CSupport
import Glibc

extension Hashing {
    /// The modulus of numeric hashes (`sys.hash_info.modulus`).
    public static let modulus: UInt64 = (1 << 61) - 1
    /// hash(inf).
    public static let infinity = 314159
    /// Multiplier of the imaginary part (`sys.hash_info.imag`).
    public static let imaginary = 1000003

    /// The hash of an int that fits 64 bits.
    @inlinable
    public static func int(_ value: Int) -> Int {
        let p = (1 << 61) - 1
        if value >= 0 {
            if value < p { return value }
            return value % p
        }
        if value > -p { return value == -1 ? -2 : value }
        let h = value % p
        return h == -1 ? -2 : h
    }

    /// The hash of an int given as sign and limbs, least significant first. (`long_hash`)
    public static func int(limbs: UnsafePointer<UInt>, count: Int, negative: Bool) -> Int {
        var h: UInt64 = 0
        var i = count
        while i > 0 {
            i &-= 1
            let limb = UInt64(limbs[i])
            h = ((h &<< 3) & modulus) | (h &>> 58)
            h = h &+ (limb & modulus) &+ (limb &>> 61)
            h = (h & modulus) &+ (h &>> 61)
            if h >= modulus { h &-= modulus }
        }
        let signed = negative ? 0 &- Int(h) : Int(h)
        return signed == -1 ? -2 : signed
    }

    /// The hash of a float; nil for NaN, whose hash is that of the object's address. (`_Py_HashDouble`)
    @inlinable
    public static func double(_ value: Double) -> Int? {
        if let i = Int(exactly: value) { return int(i) }
        return doubleSlow(value)
    }

    @usableFromInline
    static func doubleSlow(_ value: Double) -> Int? {
        if !value.isFinite {
            if value.isNaN { return nil }
            return value > 0 ? infinity : -infinity
        }
        // value = significand * 2^exponent with an integral significand; 2^61 = 1 (mod p), so scaling is a rotation.
        var exponent: Int32 = 0
        let fraction = Glibc.frexp(value.magnitude, &exponent)
        let significand = UInt64(fraction * 9007199254740992.0)
        var e = (Int(exponent) - 53) % 61
        if e < 0 { e += 61 }
        let shift = UInt64(e)
        var h = ((significand &<< shift) & modulus) | (significand &>> (61 &- shift))
        if h == modulus { h = 0 }
        let signed = value < 0 ? 0 &- Int(h) : Int(h)
        return signed == -1 ? -2 : signed
    }

    /// The hash of a complex number from the hashes of its parts. (`complex_hash`)
    @inlinable
    public static func complex(real: Int, imaginary i: Int) -> Int {
        let h = real &+ imaginary &* i
        return h == -1 ? -2 : h
    }
}

/// The running hash of a tuple's items (xxHash's lane step). (`tuple_hash`)
public struct TupleHash {
    /// The primes of xxHash that it is made of: what it starts with, what items and sums are multiplied by.
    public static let start: UInt64 = 2870177450012600261, first: UInt64 = 11400714785074694791, second: UInt64 = 14029467366897019727
    /// What a hash of -1 is instead.
    public static let insteadOfMinusOne = 1546275796
    /// What the sum over COUNT items gets at the end.
    @inlinable public static func last(count: Int) -> UInt64 { UInt64(count) ^ (start ^ 3527539) }
    @usableFromInline var acc = start
    @inlinable public init() {}

    /// Adds the hash of the next item.
    @inlinable
    public mutating func combine(_ itemHash: Int) {
        acc = acc &+ UInt64(bitPattern: Int64(itemHash)) &* TupleHash.second
        acc = (acc &<< 31) | (acc &>> 33)
        acc = acc &* TupleHash.first
    }

    /// The hash of a tuple of `count` items.
    @inlinable
    public func finish(count: Int) -> Int {
        let h = Int(bitPattern: UInt(acc &+ TupleHash.last(count: count)))
        return h == -1 ? TupleHash.insteadOfMinusOne : h
    }

    /// The hash of a slice: the same lanes without the length. (`slice_hash`)
    @inlinable
    public func finishSlice() -> Int {
        let h = Int(bitPattern: UInt(acc))
        return h == -1 ? 1546275796 : h
    }
}

/// The order-independent hash of a frozenset's items. (`frozenset_hash`)
public struct FrozenSetHash {
    @usableFromInline var acc: UInt64 = 0
    @inlinable public init() {}

    @inlinable
    public mutating func combine(_ itemHash: Int) {
        let h = UInt64(bitPattern: Int64(itemHash))
        acc ^= ((h ^ 89869747) ^ (h &<< 16)) &* 3644798167
    }

    @inlinable
    public func finish(count: Int) -> Int {
        var h = acc ^ ((UInt64(count) &+ 1) &* 1927868237)
        h ^= (h &>> 11) ^ (h &>> 25)
        h = h &* 69069 &+ 907133923
        let signed = Int(bitPattern: UInt(h))
        return signed == -1 ? 590923713 : signed
    }
}

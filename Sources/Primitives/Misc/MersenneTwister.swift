// MT19937 as `random.Random` uses it (Matsumoto and Nishimura's generator with their init_by_array): the same seed gives the
// same numbers as CPython.

/// The generator's state, owned until `free`.
public struct MersenneTwister {
    public static let size = 624
    private static let period = 397
    /// 624 words.
    public let state: UnsafeMutablePointer<UInt32>
    /// The next word to temper; 624 when all are used up.
    public var index = MersenneTwister.size

    /// A generator whose state is to be set by one of the seed functions.
    public init() {
        state = .allocate(capacity: MersenneTwister.size)
        state.update(repeating: 0, count: MersenneTwister.size)
    }

    public func free() { state.deallocate() }

    /// init_genrand.
    public mutating func seed(_ s: UInt32) {
        state[0] = s
        for i in 1..<MersenneTwister.size {
            state[i] = 1812433253 &* (state[i - 1] ^ (state[i - 1] >> 30)) &+ UInt32(i)
        }
        index = MersenneTwister.size
    }

    /// init_by_array.
    public mutating func seed(key: UnsafeBufferPointer<UInt32>) {
        let n = MersenneTwister.size
        seed(19650218)
        var i = 1, j = 0
        for _ in 0..<Swift.max(n, key.count) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) &* 1664525)) &+ key[j] &+ UInt32(j)
            i += 1
            j += 1
            if i >= n {
                state[0] = state[n - 1]
                i = 1
            }
            if j >= key.count { j = 0 }
        }
        for _ in 0..<(n - 1) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) &* 1566083941)) &- UInt32(i)
            i += 1
            if i >= n {
                state[0] = state[n - 1]
                i = 1
            }
        }
        state[0] = 0x8000_0000
    }

    /// Seeds with |value|, in 32-bit words from the least significant. (`random_seed`)
    public mutating func seed(_ value: IntView) {
        let words = Swift.max((value.bitLength + 31) / 32, 1)
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: words) { key in
            key[0] = 0
            for i in 0..<words where i / 2 < value.count {
                key[i] = UInt32(truncatingIfNeeded: value.limbs[i / 2] >> UInt(32 * (i % 2)))
            }
            seed(key: UnsafeBufferPointer(key))
        }
    }

    private mutating func refill() {
        let n = MersenneTwister.size, m = MersenneTwister.period
        @inline(__always)
        func mix(_ a: UInt32, _ b: UInt32) -> UInt32 {
            let y = (a & 0x8000_0000) | (b & 0x7fff_ffff)
            return (y &>> 1) ^ (y & 1 == 0 ? 0 : 0x9908_b0df)
        }
        var k = 0
        while k < n - m {
            state[k] = state[k + m] ^ mix(state[k], state[k + 1])
            k &+= 1
        }
        while k < n - 1 {
            state[k] = state[k + m - n] ^ mix(state[k], state[k + 1])
            k &+= 1
        }
        state[n - 1] = state[m - 1] ^ mix(state[n - 1], state[0])
        index = 0
    }

    /// The next 32 random bits.
    public mutating func next() -> UInt32 {
        if index >= MersenneTwister.size { refill() }
        var y = state[index]
        index &+= 1
        y ^= y &>> 11
        y ^= (y &<< 7) & 0x9d2c_5680
        y ^= (y &<< 15) & 0xefc6_0000
        return y ^ (y &>> 18)
    }

    /// `random()`: 53 bits in [0, 1).
    public mutating func random() -> Double {
        let a = next() &>> 5, b = next() &>> 6
        return (Double(a) * 67108864 + Double(b)) * (1.0 / 9007199254740992)
    }

    /// `getrandbits(bits)` for 0 < bits <= 32.
    public mutating func bits(_ bits: Int) -> UInt32 { next() >> UInt32(32 - bits) }

    /// `getrandbits(bits)` into limbs (room: a limb for every 64 bits, rounded up).
    public mutating func bits(_ bits: Int, into r: UnsafeMutablePointer<UInt>) -> IntResult {
        let words = (bits + 31) / 32
        let limbs = (bits + 63) / 64
        r.update(repeating: 0, count: limbs)
        var left = bits
        for i in 0..<words {
            var w = next()
            if left < 32 { w >>= UInt32(32 - left) }
            r[i / 2] |= UInt(w) << UInt(32 * (i % 2))
            left -= 32
        }
        return IntResult(normalizing: r, count: limbs, negative: false)
    }
}

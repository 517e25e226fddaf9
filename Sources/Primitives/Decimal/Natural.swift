// Coefficients of decimal numbers: integers from zero up, in binary. Up to 128 bits (38 digits: the usual precision and its
// products' parts) they are one machine value; larger ones are limbs for GMP, so that arithmetic with a million digits costs
// what GMP's multiplication costs. Powers of ten, which every alignment and every rounding needs, are kept up to 10^255.
// Rejected: limbs of base 10^19 (shifts are cheap, but long multiplication and division would have to be written anew).

public struct Natural {
    /// The value, when `big` is nil.
    public var low: UInt128
    /// Limbs of a value beyond 128 bits, the last one not zero.
    public var big: [UInt]?

    @inline(__always) public init(_ v: UInt128) { low = v; big = nil }
    public static let zero = Natural(0), one = Natural(1)
    /// The value of N limbs.
    public init(limbs p: UnsafePointer<UInt>, count: Int) {
        var n = count
        while n > 0 && p[n &- 1] == 0 { n &-= 1 }
        if n <= 2 {
            low = (n > 1 ? UInt128(p[1]) << 64 : 0) | (n > 0 ? UInt128(p[0]) : 0)
            big = nil
        } else {
            low = 0
            big = Array(UnsafeBufferPointer(start: p, count: n))
        }
    }
    /// What BODY writes into room for ROOM limbs.
    static func make(room: Int, _ body: (UnsafeMutablePointer<UInt>) -> IntResult) -> Natural {
        if room <= 64 {
            return withUnsafeTemporaryAllocation(of: UInt.self, capacity: max(1, room)) { p in
                let r = body(p.baseAddress!)
                return Natural(limbs: p.baseAddress!, count: r.count)
            }
        }
        let a = [UInt](unsafeUninitializedCapacity: room) { p, n in n = body(p.baseAddress!).count }
        return a.withUnsafeBufferPointer { a.count > 2 && a[a.count - 1] != 0 ? Natural(array: a) : Natural(limbs: $0.baseAddress!, count: a.count) }
    }
    private init(array: [UInt]) { low = 0; big = array }
    /// The limbs for the time of BODY.
    @inline(__always) public func with<R>(_ body: (IntView) -> R) -> R {
        if let big { return big.withUnsafeBufferPointer { body(IntView(limbs: $0.baseAddress!, count: $0.count, negative: false)) } }
        var two = (UInt(truncatingIfNeeded: low), UInt(truncatingIfNeeded: low >> 64))
        return withUnsafePointer(to: &two) { p in
            p.withMemoryRebound(to: UInt.self, capacity: 2) { body(IntView(limbs: $0, count: low >> 64 != 0 ? 2 : low != 0 ? 1 : 0, negative: false)) }
        }
    }
    @inline(__always) public var isZero: Bool { low == 0 && big == nil }
    @inline(__always) public var isOdd: Bool { big.map { $0[0] & 1 == 1 } ?? (low & 1 == 1) }
    public var bitLength: Int { big == nil ? 128 - low.leadingZeroBitCount : with { $0.bitLength } }
    /// The value, if it fits.
    public var int: Int? { big == nil && low < 1 << 63 ? Int(low) : nil }

    // MARK: powers of ten

    static let smallPowers: UnsafeMutablePointer<UInt128> = {
        let p = UnsafeMutablePointer<UInt128>.allocate(capacity: 39)
        var x: UInt128 = 1
        for i in 0..<39 { p[i] = x; if i < 38 { x *= 10 } }
        return p
    }()
    nonisolated(unsafe) private static var powers: [Natural?] = Array(repeating: nil, count: 256)
    public static func power10(_ k: Int) -> Natural {
        if k < 39 { return Natural(smallPowers[k]) }
        if k < 256, let p = powers[k] { return p }
        let five = Natural(5).power(UInt(k)), p = five.shiftedLeft(bits: k)
        if k < 256 { powers[k] = p }
        return p
    }
    /// Decimal digits; 1 for zero.
    public var digits: Int {
        if big == nil {
            if low < 10 { return 1 }
            let bits = 128 - low.leadingZeroBitCount, t = (bits * 1233) >> 12
            return low >= Natural.smallPowers[min(t, 38)] && t <= 38 ? t + 1 : t
        }
        let b = bitLength
        let least = Int(Double(b - 1) * 0.30102999566398114), most = Int(Double(b) * 0.30102999566398125)
        if least == most { return least + 1 }
        return Natural.compare(self, Natural.power10(most)) >= 0 ? most + 1 : most
    }

    // MARK: arithmetic

    public static func compare(_ a: Natural, _ b: Natural) -> Int {
        if a.big == nil && b.big == nil { return a.low < b.low ? -1 : a.low == b.low ? 0 : 1 }
        if a.big == nil { return -1 }
        if b.big == nil { return 1 }
        return a.with { x in b.with { y in BigInt.compareMagnitudes(x, y) } }
    }
    public static func + (a: Natural, b: Natural) -> Natural {
        if a.big == nil && b.big == nil {
            let (s, o) = a.low.addingReportingOverflow(b.low)
            if !o { return Natural(s) }
        }
        return a.with { x in b.with { y in make(room: BigInt.addRoom(x, y)) { BigInt.add(x, y, into: $0) } } }
    }
    /// Precondition: a >= b.
    public static func - (a: Natural, b: Natural) -> Natural {
        if a.big == nil { return Natural(a.low &- b.low) }
        return a.with { x in b.with { y in make(room: BigInt.addRoom(x, y)) { BigInt.subtract(x, y, into: $0) } } }
    }
    public static func * (a: Natural, b: Natural) -> Natural {
        if a.big == nil && b.big == nil && a.low.leadingZeroBitCount + b.low.leadingZeroBitCount >= 128 { return Natural(a.low &* b.low) }
        if a.isZero || b.isZero { return zero }
        return a.with { x in b.with { y in make(room: BigInt.multiplyRoom(x, y)) { BigInt.multiply(x, y, into: $0) } } }
    }
    /// Precondition: B is not zero.
    public func divided(by b: Natural) -> (quotient: Natural, remainder: Natural) {
        if big == nil {
            if b.big != nil { return (Natural.zero, self) }
            if low >> 64 == 0 {
                if b.low >> 64 != 0 { return (Natural.zero, self) }
                let x = UInt64(truncatingIfNeeded: low), y = UInt64(truncatingIfNeeded: b.low)
                let q = x / y
                return (Natural(UInt128(q)), Natural(UInt128(x &- q &* y)))
            }
            let q = low / b.low
            return (Natural(q), Natural(low &- q &* b.low))
        }
        var remainder = Natural.zero
        let q = with { x in b.with { y in
            Natural.make(room: BigInt.quotientRoom(x, y)) { q in
                var count = IntResult(count: 0, negative: false)
                remainder = Natural.make(room: BigInt.remainderRoom(x, y)) { r in
                    let both = BigInt.divmod(x, y, quotient: q, remainder: r)
                    count = both.0
                    return both.1
                }
                return count
            }
        } }
        return (q, remainder)
    }
    public func shiftedLeft(bits n: Int) -> Natural {
        if isZero || n == 0 { return self }
        if big == nil && low.leadingZeroBitCount >= n { return Natural(low << UInt128(n)) }
        return with { x in Natural.make(room: BigInt.shiftLeftRoom(x, n)) { BigInt.shiftLeft(x, n, into: $0) } }
    }
    public func shiftedRight(bits n: Int) -> Natural {
        if big == nil { return n >= 128 ? Natural.zero : Natural(low >> UInt128(n)) }
        return with { x in Natural.make(room: BigInt.shiftRightRoom(x, n)) { BigInt.shiftRight(x, n, into: $0) } }
    }
    public func power(_ n: UInt) -> Natural {
        if n == 0 { return Natural.one }
        if isZero { return self }
        return with { x in Natural.make(room: (x.bitLength * Int(n)) / 64 + 2) { BigInt.power(x, n, into: $0) } }
    }
    public var squareRoot: Natural { isZero ? self : with { x in Natural.make(room: x.count + 1) { BigInt.isqrt(x, into: $0) } } }
    @inline(__always) public func timesPower10(_ k: Int) -> Natural { k == 0 || isZero ? self : self * Natural.power10(k) }
    /// self / 10^K and what was cut off: 0 nothing, 1 less than half a unit, 5 half, 6 more.
    public func dividedByPower10(_ k: Int) -> (Natural, Int) {
        if k == 0 || isZero { return (self, 0) }
        if k > digits { return (Natural.zero, 1) }
        let p = Natural.power10(k), (q, r) = divided(by: p)
        if r.isZero { return (q, 0) }
        let c = Natural.compare(r + r, p)
        return (q, c < 0 ? 1 : c == 0 ? 5 : 6)
    }
    /// The K lowest digits.
    public func lowDigits(_ k: Int) -> Natural { k >= digits ? self : divided(by: Natural.power10(k)).remainder }
    /// Zeros at the end, at most MOST; 0 for zero.
    public func trailingZeros(atMost most: Int) -> Int {
        if isZero || isOdd { return 0 }
        if big == nil {
            var x = low, n = 0
            while n < most, x % 10 == 0 { x /= 10; n += 1 }
            return n
        }
        // 10^n needs 2^n: the digits themselves need only be looked at when there are many such.
        let twos = with { $0.trailingZeros }
        if twos == 0 { return 0 }
        let text = self.text
        var n = 0
        while n < most, n < text.count - 1, text[text.count - 1 - n] == 48 { n += 1 }
        return n
    }
    /// Decimal digits as ASCII.
    public var text: [UInt8] {
        if big == nil && low < 1 << 63 {
            return [UInt8](unsafeUninitializedCapacity: 24) { p, n in n = BigInt.toText(Int(low), into: p.baseAddress!) }
        }
        return with { x in [UInt8](unsafeUninitializedCapacity: BigInt.textRoom(x, base: 10)) { p, n in n = BigInt.toText(x, base: 10, into: p.baseAddress!) } }
    }
    /// From ASCII digits.
    public init(digits p: UnsafePointer<UInt8>, _ n: Int) {
        if n <= 38 {
            var v: UInt128 = 0
            if n <= 19 {
                var s: UInt64 = 0
                for i in 0..<n { s = s &* 10 &+ UInt64(p[i] &- 48) }
                v = UInt128(s)
            } else { for i in 0..<n { v = v &* 10 &+ UInt128(p[i] &- 48) } }
            self.init(v)
            return
        }
        guard let literal = IntLiteral.scan(UnsafeBufferPointer(start: p, count: n), base: 10) else { self.init(0); return }
        self = Natural.make(room: literal.room) { literal.convert(into: $0) }
    }
    /// The last digit.
    var lastDigit: Int { big == nil ? Int(low % 10) : Int(divided(by: Natural(10)).remainder.low) }
}

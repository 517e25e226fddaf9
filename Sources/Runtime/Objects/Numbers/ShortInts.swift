import Primitives

/// Arithmetic on ints of one or two limbs in 128 bits: what hashes and generators of random numbers compute with, where views, room and GMP's layer cost
/// several times the operation.
enum ShortInts {
    /// A value of V, an int of a builtin type, whose magnitude is below 2^126.
    @inline(__always) static func load(_ v: Value) -> Int128? {
        if v.isInt { return Int128(v.int) }
        if !v.isPointer { return nil }
        let n = Int64(bitPattern: v.ref.word(IntObject.countWord)), low = v.ref.word(IntObject.limbsWord)
        if n == 1 { return Int128(low) }
        if n == -1 { return -Int128(low) }
        guard n == 2 || n == -2, case let high = v.ref.word(IntObject.limbsWord + 1), high < 1 << 62 else { return nil }
        let m = Int128(high) << 64 | Int128(low)
        return n < 0 ? 0 - m : m
    }
    static func make(_ r: Int128) -> Value {
        if r >= Int128(Value.minInt) && r <= Int128(Value.maxInt) { return Value(int: Int(truncatingIfNeeded: r)) }
        let m = r.magnitude, low = UInt64(truncatingIfNeeded: m), high = UInt64(truncatingIfNeeded: m >> 64)
        let o = Heap.allocate(high == 0 ? 32 : 40, Types.int), count: Int64 = high == 0 ? 1 : 2
        o.setWord(IntObject.countWord, UInt64(bitPattern: r < 0 ? 0 - count : count))
        o.setWord(IntObject.limbsWord, low)
        if high != 0 { o.setWord(IntObject.limbsWord + 1, high) }
        return Value(o)
    }
    /// `a op b` of ints, nil where it is for the larger ones (or for an error) to say.
    @inline(never) static func binary(_ op: Operations.Binary, _ a: Value, _ b: Value) -> Value? {
        guard let x = load(a), let y = load(b) else { return nil }
        switch op {
        case .add: return make(x + y)
        case .sub: return make(x - y)
        case .and: return make(x & y)
        case .or: return make(x | y)
        case .xor: return make(x ^ y)
        case .mul:
            let (p, o) = x.multipliedReportingOverflow(by: y)
            return o || p == Int128.min ? nil : make(p)
        case .lshift:
            guard y >= 0 && y < 126, x.magnitude.leadingZeroBitCount > Int(y) + 1 else { return nil }
            return make(x << y)
        case .rshift: return y >= 0 ? make(x >> min(y, 127)) : nil
        case .mod, .floordiv:
            guard x >= 0, y > 0, y >> 64 == 0 else { return nil }
            let high = UInt64(truncatingIfNeeded: x >> 64), low = UInt64(truncatingIfNeeded: x), d = UInt64(truncatingIfNeeded: y)
            let (q, r) = d.dividingFullWidth((high % d, low))
            return op == .mod ? .uint(UInt(r)) : make(Int128(high / d) << 64 | Int128(q))
        default: return nil
        }
    }
    /// What V is: 0 no int of the builtin type, 1 one of 64 bits without a sign, 2 another.
    @inline(__always) static func kind(_ v: Value) -> Int {
        if v.isInt { return v.int >= 0 ? 1 : 2 }
        guard v.isPointer, v.ref.type == Types.int else { return 0 }
        return v.ref.word(IntObject.countWord) == 1 ? 1 : 2
    }
    /// The low 64 bits of V, an int.
    @inline(__always) static func low(_ v: Value) -> UInt { v.isInt ? UInt(bitPattern: v.int) : IntObject(v).view.wrapped }
    /// n where V, an int, is 2 ** n and n no more than 64.
    static func exponent(_ v: Value) -> Int? {
        guard let x = load(v), x > 0, x & (x - 1) == 0, x.trailingZeroBitCount <= 64 else { return nil }
        return x.trailingZeroBitCount
    }
    /// Whether A and B, ints of which one is no word, have two limbs at most. (Asked before calling what computes: larger ones go on at once.)
    @inline(__always) static func mayBe(_ a: Value, _ b: Value) -> Bool { isSmall(a) && isSmall(b) }
    @inline(__always) private static func isSmall(_ v: Value) -> Bool { !v.isPointer || v.ref.word(IntObject.countWord) &+ 2 <= 4 }
    /// Whether V is an int of a builtin type and of two limbs at most.
    static func isShort(_ v: Value) -> Bool {
        v.isInt || v.isExactly(Types.int) && abs(Int64(bitPattern: v.ref.word(IntObject.countWord))) <= 2
    }
}

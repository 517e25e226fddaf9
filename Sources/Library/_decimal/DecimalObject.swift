import Glibc
import Primitives
import Runtime

/// `decimal.Decimal`: word 2 the limbs of a coefficient beyond 128 bits (bytes; else unbound); raw 3 sign (bit 0) and kind (bits 1-2), 4 exponent,
/// 5 and 6 the coefficient, 7 the hash (0: not computed yet).
struct DecimalObject {
    let ref: Ref
    nonisolated(unsafe) static var type = TypeRef()
    static let size = 64
    init(_ v: Value) { ref = v.ref }

    static func make(_ d: DecimalNumber, _ t: TypeRef = type) -> Value {
        var limbs = Value.unbound
        if let big = d.coefficient.big { limbs = big.withUnsafeBytes { BytesRef.make($0.baseAddress!.assumingMemoryBound(to: UInt8.self), $0.count) } }
        let r = t == type ? Heap.allocate(size, t) : Instance.allocate(t)
        r.initialize(2, limbs)
        r.setWord(3, (d.negative ? 1 : 0) | UInt64(d.kind.rawValue) << 1)
        r.setWord(4, UInt64(bitPattern: Int64(d.exponent)))
        r.setWord(5, UInt64(truncatingIfNeeded: d.coefficient.low)); r.setWord(6, UInt64(truncatingIfNeeded: d.coefficient.low >> 64))
        return Value(r)
    }
    @inline(__always) var negative: Bool { ref.word(3) & 1 == 1 }
    @inline(__always) var kind: DecimalNumber.Kind { DecimalNumber.Kind(rawValue: UInt8(ref.word(3) >> 1 & 3)).unsafelyUnwrapped }
    @inline(__always) var exponent: Int { Int(Int64(bitPattern: ref.word(4))) }
    @inline(__always) var number: DecimalNumber {
        let limbs = ref.value(2)
        let c: Natural
        if limbs.isUnbound { c = Natural(UInt128(ref.word(6)) << 64 | UInt128(ref.word(5))) }
        else { let b = BytesRef(limbs); c = b.data.withMemoryRebound(to: UInt.self, capacity: b.count / 8) { Natural(limbs: $0, count: b.count / 8) } }
        return DecimalNumber(negative, c, exponent, kind)
    }
}

/// Conversions between Python's values and decimal numbers.
enum Decimals {
    static func isDecimal(_ v: Value) -> Bool { v.isPointer && (v.ref.type == DecimalObject.type || v.ref.type.isSubtype(of: DecimalObject.type)) }
    static func natural(_ v: Value) -> Natural { Integers.with(v) { Natural(limbs: $0.limbs, count: $0.count) } }
    /// An int-like value, exactly.
    static func fromInt(_ v: Value) -> DecimalNumber {
        if v.isInt { return DecimalNumber(v.int < 0, Natural(UInt128(v.int.magnitude)), 0) }
        return DecimalNumber(Integers.isNegative(v), natural(v), 0)
    }
    static func toInt(_ c: Natural, negative: Bool) -> Value {
        c.with { a in Integers.make(room: a.count) { r in r.update(from: a.limbs, count: a.count); return IntResult(count: a.count, negative: negative && a.count > 0) } }
    }
    /// A double, exactly.
    static func fromDouble(_ d: Double) -> DecimalNumber {
        if d.isNaN { return DecimalNumber(d.sign == .minus, .zero, 0, .quiet) }
        if d.isInfinite { return DecimalNumber.infinity(d < 0) }
        if d == 0 { return DecimalNumber(d.sign == .minus, .zero, 0) }
        var m = UInt64(d.significandBitPattern), e = Int(d.exponentBitPattern) - 1075
        if d.exponentBitPattern != 0 { m |= 1 << 52 } else { e += 1 }
        let z = m.trailingZeroBitCount
        m >>= UInt64(z); e += z
        if e >= 0 { return DecimalNumber(d < 0, Natural(UInt128(m)).shiftedLeft(bits: e), 0) }
        return DecimalNumber(d < 0, Natural(UInt128(m)) * Natural(5).power(UInt(-e)), e)
    }
    static func notSupported(_ v: Value) -> Raise { Errors.typeError("conversion from \(v.type) to Decimal is not supported") }
    /// Operand of a method: a Decimal or an int.
    static func operand(_ v: Value) throws(Raise) -> DecimalNumber {
        if isDecimal(v) { return DecimalObject(v).number }
        if v.isIntLike { return fromInt(v) }
        throw notSupported(v)
    }
    /// A str as ASCII: surrounding space and underscores gone (unless STRICT), digits of all scripts translated; empty where it cannot be a number.
    private static func ascii(_ s: StrRef, strict: Bool = false, _ body: (UnsafePointer<UInt8>, Int) -> DecimalNumber?) -> DecimalNumber? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: s.count + 1) { buffer -> DecimalNumber? in
            let b = buffer.baseAddress!
            var n = 0, from = 0, to = s.count
            while !strict, from < to, UnicodeData.isSpace(s[from]) { from += 1 }
            while !strict, to > from, UnicodeData.isSpace(s[to - 1]) { to -= 1 }
            for i in from..<to {
                let c = s[i]
                if c == 95 && !strict { continue }
                if c < 128 { if c == 0 { return nil }; b[n] = UInt8(c) } else {
                    guard let d = UnicodeData.decimal(c) else { return nil }
                    b[n] = 48 + UInt8(d)
                }
                n += 1
            }
            return body(b, n)
        }
    }
    /// The exact number a str stands for.
    static func fromText(_ s: StrRef, _ x: ContextObject) throws(Raise) -> DecimalNumber {
        var status: UInt32 = 0
        var d = ascii(s) { DecimalNumber(text: $0, $1) } ?? .nan
        if d.kind == .quiet && isSyntaxError(s) { status = DecimalStatus.conversionSyntax; d = .nan }
        else {
            d.finalize(.widest, &status)
            if status & (DecimalStatus.inexact | DecimalStatus.rounded | DecimalStatus.clamped) != 0 { status |= DecimalStatus.invalidOperation; d = .nan }
            status &= DecimalStatus.errors
        }
        try x.add(status)
        return d
    }
    private static func isSyntaxError(_ s: StrRef) -> Bool { ascii(s) { DecimalNumber(text: $0, $1) } == nil }
    /// The number a str stands for, rounded to the context.
    static func fromTextRounded(_ s: StrRef, _ x: ContextObject) throws(Raise) -> DecimalNumber {
        var status: UInt32 = 0
        let c = x.context
        guard var d = ascii(s, strict: true, { DecimalNumber(text: $0, $1) }) else { try x.add(DecimalStatus.conversionSyntax); return .nan }
        if d.isNaN && !d.coefficient.isZero && d.digits > c.precision - (c.clamp ? 1 : 0) { try x.add(DecimalStatus.conversionSyntax); return .nan }
        d.finalize(c, &status)
        try x.add(status)
        return d
    }
    /// (sign, digits, exponent)
    static func fromTuple(_ v: Value, _ x: ContextObject, exact: Bool) throws(Raise) -> DecimalNumber {
        let t = TupleRef(v.isList ? ListRef(v).asTuple() : v)
        guard t.count == 3 else { throw Errors.valueError("argument must be a sequence of length 3") }
        guard t[0].isIntLike, let sign = Integers.asInt64(t[0]), sign == 0 || sign == 1 else { throw Errors.valueError("sign must be an integer with the value 0 or 1") }
        var kind = DecimalNumber.Kind.finite, e = 0
        if t[2].isStr {
            let s = StrRef(t[2])
            if s.equals("F") { kind = .infinite } else if s.equals("n") { kind = .quiet } else if s.equals("N") { kind = .signaling }
            else { throw Errors.valueError("string argument in the third position must be 'F', 'n' or 'N'") }
        } else {
            guard t[2].isIntLike else { throw Errors.valueError("exponent must be an integer") }
            e = try Operations.index(t[2])
            e = max(-2_000_000_000_000_000_000, min(2_000_000_000_000_000_000, e))
        }
        guard t[1].isTuple || t[1].isList else { throw Errors.valueError("coefficient must be a tuple of digits") }
        let digits = TupleRef(t[1].isList ? ListRef(t[1]).asTuple() : t[1])
        for i in 0..<digits.count { guard digits[i].isIntLike, let d = Integers.asInt64(digits[i]), d >= 0, d < 10 else { throw Errors.valueError("coefficient must be a tuple of digits") } }
        if kind == .infinite { return DecimalNumber.infinity(sign == 1) }
        let c = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: digits.count + 1) { b in
            for i in 0..<digits.count { b[i] = 48 + UInt8(Integers.asInt64(digits[i]) ?? 0) }
            return Natural(digits: UnsafePointer(b.baseAddress!), digits.count)
        }
        var d = DecimalNumber(sign == 1, c, kind == .finite ? e : 0, kind), status: UInt32 = 0
        if exact {
            d.finalize(.widest, &status)
            if status & (DecimalStatus.inexact | DecimalStatus.rounded | DecimalStatus.clamped) != 0 { status |= DecimalStatus.invalidOperation; d = .nan }
            try x.add(status & DecimalStatus.errors)
        } else { d.finalize(x.context, &status); try x.add(status) }
        return d
    }
    /// `Decimal(v)`: exactly.
    static func exactly(_ v: Value, _ x: ContextObject) throws(Raise) -> DecimalNumber {
        if isDecimal(v) { return DecimalObject(v).number }
        if v.isStr { return try fromText(StrRef(v), x) }
        if v.isIntLike { return fromInt(v) }
        if v.isTuple || v.isList { return try fromTuple(v, x, exact: true) }
        if v.isFloatLike {
            try x.add(DecimalStatus.floatOperation)
            return fromDouble(v.asDouble)
        }
        throw notSupported(v)
    }
    /// `Context.create_decimal(v)`: rounded to the context.
    static func rounded(_ v: Value, _ x: ContextObject) throws(Raise) -> DecimalNumber {
        if v.isStr { return try fromTextRounded(StrRef(v), x) }
        if v.isTuple || v.isList { return try fromTuple(v, x, exact: false) }
        var d: DecimalNumber, status: UInt32 = 0
        if isDecimal(v) {
            d = DecimalObject(v).number
            if d.isNaN && !d.coefficient.isZero && d.digits > x.context.precision - (x.context.clamp ? 1 : 0) { try x.add(DecimalStatus.conversionSyntax); return .nan }
        } else if v.isIntLike { d = fromInt(v) }
        else if v.isFloatLike { try x.add(DecimalStatus.floatOperation); d = fromDouble(v.asDouble) }
        else { throw notSupported(v) }
        d.finalize(x.context, &status)
        try x.add(status)
        return d
    }
    static func text(_ b: [UInt8]) -> Value { b.withUnsafeBufferPointer { StrRef.make(utf8: $0.baseAddress!, $0.count) } }
    /// int(d) by ROUNDING.
    static func integer(_ d: DecimalNumber, _ r: DecimalRounding) throws(Raise) -> Value {
        if d.isNaN { throw Errors.valueError("cannot convert NaN to integer") }
        if d.isInfinite { throw Errors.overflowError("cannot convert Infinity to integer") }
        var x = DecimalContext.widest, status: UInt32 = 0
        x.rounding = r
        let i = DecimalNumber.toIntegral(d, exact: false, x, &status)
        guard i.exponent < 1 << 40 && (i.coefficient.isZero || Heap.canAllocate(i.exponent / 2)) else { throw Errors.memoryError() }
        return toInt(i.coefficient.isZero ? .zero : i.coefficient.timesPower10(i.exponent), negative: i.negative)
    }
    /// (numerator, denominator), the latter positive, in lowest terms.
    static func ratio(_ d: DecimalNumber) throws(Raise) -> (Value, Value) {
        if d.isNaN { throw Errors.valueError("cannot convert NaN to integer ratio") }
        if d.isInfinite { throw Errors.overflowError("cannot convert Infinity to integer ratio") }
        if d.coefficient.isZero { return (Value(int: 0), Value(int: 1)) }
        if d.exponent >= 0 { return (toInt(d.coefficient.timesPower10(d.exponent), negative: d.negative), Value(int: 1)) }
        let n = toInt(d.coefficient, negative: d.negative), m = toInt(Natural.power10(-d.exponent), negative: false)
        let g = try Call.call(try Operations.getAttribute(try Builtins.importModule("math"), StrRef.intern("gcd")), n, m)
        return (try Operations.binary(.floordiv, n, g), try Operations.binary(.floordiv, m, g))
    }
    private static let modulus = (1 << 61) - 1
    private static func power(_ base: Int, _ e: Int) -> Int {
        var r = 1, b = base, e = e
        func times(_ x: Int, _ y: Int) -> Int { Int((UInt128(x) * UInt128(y)) % UInt128(modulus)) }
        while e > 0 { if e & 1 == 1 { r = times(r, b) }; b = times(b, b); e >>= 1 }
        return r
    }
    static func hash(_ v: Value) throws(Raise) -> Int {
        let o = DecimalObject(v)
        let known = Int(Int64(bitPattern: o.ref.word(7)))
        if known != 0 { return known }
        let d = o.number
        if d.kind == .signaling { throw Errors.typeError("Cannot hash a signaling NaN value") }
        if d.kind == .quiet { return Operations.identityHash(v) }
        if d.isInfinite { return d.negative ? -314159 : 314159 }
        // 10 to the minus one, modulo 2^61 - 1.
        let inverse = 2075258708292324556
        let scale = d.exponent >= 0 ? power(10, d.exponent % (modulus - 1)) : power(inverse, (-d.exponent) % (modulus - 1))
        let c = d.coefficient.divided(by: Natural(UInt128(modulus))).remainder.int ?? 0
        var h = Int((UInt128(c) * UInt128(scale)) % UInt128(modulus))
        if d.negative { h = -h }
        if h == -1 { h = -2 }
        o.ref.setWord(7, UInt64(bitPattern: Int64(h)))
        return h
    }
}

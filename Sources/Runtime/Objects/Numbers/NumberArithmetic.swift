import Primitives
import CSupport

/// Arithmetic on builtin numbers without a method lookup. Everything here ends in one of three kernels: word-sized ints, ints of any
/// size (GMP's mpn layer through `BigInt`), doubles.
extension Integers {
    /// 0: no builtin number; 1: int or bool; 2: float. Instances of subclasses are 0: they may override operators.
    @inline(__always) static func kind(_ v: Value) -> Int {
        if v.isInt { return 1 }
        if v.isFloat { return 2 }
        if v.isPointer { let t = v.ref.type; return t == Types.int ? 1 : t == Types.float ? 2 : 0 }
        return v.isBool ? 1 : 0
    }
    /// `a op b` when both are numbers of builtin types that need no method lookup (ints, floats, bools); nil otherwise.
    public static func binaryNumbers(_ op: Operations.Binary, _ a: Value, _ b: Value) throws(Raise) -> Value? {
        if a.isInt && b.isInt { return try words(op, a.int, b.int, a, b) }
        if a.isFloat && b.isFloat { return try doubles(op, a.float, b.float) }
        let ka = kind(a)
        if ka == 0 { return nil }
        let kb = kind(b)
        if kb == 0 { return nil }
        if ka == 1 && kb == 1 { return try ints(op, a, b) }
        if op.rawValue >= Operations.Binary.lshift.rawValue || op == .matmul { return nil }
        return try doubles(op, ka == 2 ? a.asDouble : try toDouble(a), kb == 2 ? b.asDouble : try toDouble(b))
    }

    /// Ints that are immediate: X and Y are A and B.
    @inline(__always) static func words(_ op: Operations.Binary, _ x: Int, _ y: Int, _ a: Value, _ b: Value) throws(Raise) -> Value? {
        switch op {
        case .add: return .int(x &+ y)
        case .sub: return .int(x &- y)
        case .mul:
            let (p, o) = x.multipliedReportingOverflow(by: y)
            return o ? ShortInts.make(Int128(x) * Int128(y)) : .int(p)
        case .floordiv:
            if y == 0 { throw Errors.zeroDivision("division by zero") }
            return .int(y == -1 ? 0 &- x : SmallInt.floorDivide(x, y).unsafelyUnwrapped)
        case .mod:
            if y == 0 { throw Errors.zeroDivision("division by zero") }
            return Value(int: SmallInt.modulo(x, y))
        case .divmod:
            if y == 0 { throw Errors.zeroDivision("division by zero") }
            let q = Value.int(y == -1 ? 0 &- x : SmallInt.floorDivide(x, y).unsafelyUnwrapped)
            return TupleRef.make(q, Value(int: SmallInt.modulo(x, y)))
        case .truediv:
            if y == 0 { throw Errors.zeroDivision("division by zero") }
            return Value(float: SmallInt.trueDivide(x, y))
        case .and: return Value(int: x & y)
        case .or: return Value(int: x | y)
        case .xor: return Value(int: x ^ y)
        case .lshift:
            if y < 0 { throw Errors.valueError("negative shift count") }
            if let r = SmallInt.shiftLeft(x, y) { return .int(r) }
            if let r = ShortInts.binary(op, a, b) { return r }
            return try shiftLeft(a, y)
        case .rshift:
            if y < 0 { throw Errors.valueError("negative shift count") }
            return Value(int: SmallInt.shiftRight(x, y))
        case .pow: return try power(a, b)
        case .matmul: return nil
        }
    }
    /// `a op b` of int-like values (instances of subclasses too); nil for matmul.
    static func ints(_ op: Operations.Binary, _ a: Value, _ b: Value) throws(Raise) -> Value? {
        if let x = asInt64(a), let y = asInt64(b), Value.fits(x), Value.fits(y) {
            if a.isBool && b.isBool {
                switch op {
                case .and: return Value(bool: x & y == 1)
                case .or: return Value(bool: x | y == 1)
                case .xor: return Value(bool: x != y)
                default: break
                }
            }
            return try words(op, x, y, Value(int: x), Value(int: y))
        }
        if ShortInts.mayBe(a, b), let r = ShortInts.binary(op, a, b) { return r }
        switch op {
        case .add, .sub, .mul, .and, .or, .xor: return large(op, a, b)
        case .matmul: return nil
        case .pow: return try power(a, b)
        case .lshift:
            if isNegative(b) { throw Errors.valueError("negative shift count") }
            if isZero(a) { return Value(int: 0) }
            guard let n = asInt64(b) else { throw Errors.overflowError("too many digits in integer") }
            return try shiftLeft(a, n)
        case .rshift:
            if isNegative(b) { throw Errors.valueError("negative shift count") }
            guard let n = asInt64(b) else { return Value(int: isNegative(a) ? -1 : 0) }
            return with(a) { x in make(room: BigInt.shiftRightRoom(x, n)) { r in BigInt.shiftRight(x, n, into: r) } }
        case .floordiv, .mod, .divmod, .truediv:
            if isZero(b) { throw Errors.zeroDivision("division by zero") }
            if op == .truediv {
                guard let d = with(a, b, { x, y in BigInt.trueDivide(x, y) }) else { throw Errors.overflowError("integer division result too large for a float") }
                return Value(float: d)
            }
            return division(op, a, b)
        }
    }
    private static func large(_ op: Operations.Binary, _ a: Value, _ b: Value) -> Value {
        with(a, b) { x, y in
            switch op {
            case .add: return make(room: BigInt.addRoom(x, y)) { r in BigInt.add(x, y, into: r) }
            case .sub: return make(room: BigInt.addRoom(x, y)) { r in BigInt.subtract(x, y, into: r) }
            case .mul: return make(room: BigInt.multiplyRoom(x, y)) { r in BigInt.multiply(x, y, into: r) }
            case .and: return make(room: BigInt.bitwiseRoom(x, y)) { r in BigInt.and(x, y, into: r) }
            case .or: return make(room: BigInt.bitwiseRoom(x, y)) { r in BigInt.or(x, y, into: r) }
            default: return make(room: BigInt.bitwiseRoom(x, y)) { r in BigInt.xor(x, y, into: r) }
            }
        }
    }
    private static func division(_ op: Operations.Binary, _ a: Value, _ b: Value) -> Value {
        with(a, b) { x, y in
            switch op {
            case .floordiv: return make(room: BigInt.quotientRoom(x, y)) { r in BigInt.floorDivide(x, y, into: r) }
            case .mod: return make(room: BigInt.remainderRoom(x, y) + 1) { r in BigInt.modulo(x, y, into: r) }
            default:
                var rest = Value.unbound
                let q = make(room: BigInt.quotientRoom(x, y)) { q in
                    var quotient = IntResult(count: 0, negative: false)
                    rest = make(room: BigInt.remainderRoom(x, y) + 1) { r in
                        let (qr, rr) = BigInt.divmod(x, y, quotient: q, remainder: r)
                        quotient = qr
                        return rr
                    }
                    return quotient
                }
                return TupleRef.make(q, rest)
            }
        }
    }
    static func shiftLeft(_ a: Value, _ n: Int) throws(Raise) -> Value {
        if !Heap.canAllocate(n / 8 + 64) { throw n >= 1 << 62 ? Errors.overflowError("too many digits in integer") : Errors.memoryError() }
        return with(a) { x in make(room: BigInt.shiftLeftRoom(x, n)) { r in BigInt.shiftLeft(x, n, into: r) } }
    }
    static func power(_ a: Value, _ b: Value) throws(Raise) -> Value {
        if isNegative(b) {
            if isZero(a) { throw Errors.zeroDivision("zero to a negative power") }
            return try doubles(.pow, try toDouble(a), try toDouble(b)).unsafelyUnwrapped
        }
        if let x = asInt64(a), let y = asInt64(b) {
            if let p = SmallInt.power(x, y) { return .int(p) }
        }
        guard let y = asInt64(b) else {
            // Only -1, 0 and 1 have such powers.
            if let x = asInt64(a), x >= -1 && x <= 1 { return Value(int: x == 0 ? 0 : x == 1 ? 1 : with(b) { $0.isOdd } ? -1 : 1) }
            throw Errors.memoryError()
        }
        guard let room = with(a, { x in BigInt.powerRoom(x, UInt(y)) }), Heap.canAllocate(room * 8 + 64) else { throw Errors.memoryError() }
        return with(a) { x in make(room: room + 2) { r in BigInt.power(x, UInt(y), into: r) } }
    }
    /// pow(a, b, m) of int-like values.
    static func power(_ a: Value, _ b: Value, modulo m: Value) throws(Raise) -> Value {
        if isZero(m) { throw Errors.valueError("pow() 3rd argument cannot be 0") }
        if let x = asInt64(a), let y = asInt64(b), let z = asInt64(m), y >= 0, z > 0, let r = SmallInt.power(x, y, modulo: z) { return .int(r) }
        var invertible = true
        let v = with(m) { z in
            with(a, b) { x, y in
                make(room: z.count + 1) { r in
                    guard let p = BigInt.power(x, y, modulo: z, into: r) else { invertible = false; return IntResult(count: 0, negative: false) }
                    return p
                }
            }
        }
        if !invertible { throw Errors.valueError("base is not invertible for the given modulus") }
        return v
    }
    static func negate(_ v: Value) -> Value {
        if let i = asInt64(v), i != Int.min { return .int(-i) }
        return with(v) { a in make(room: a.count) { r in r.update(from: a.limbs, count: a.count); return IntResult(count: a.count, negative: !a.negative) } }
    }
    public static func absolute(_ v: Value) -> Value { isNegative(v) ? negate(v) : exact(v) }
    static func invert(_ v: Value) -> Value {
        if let i = asInt64(v) { return .int(~i) }
        return with(v) { a in make(room: a.count + 1) { r in BigInt.invert(a, into: r) } }
    }

    // MARK: doubles

    /// Arithmetic of floats; nil for what floats lack.
    static func doubles(_ op: Operations.Binary, _ x: Double, _ y: Double) throws(Raise) -> Value? {
        switch op {
        case .add: return Value(float: x + y)
        case .sub: return Value(float: x - y)
        case .mul: return Value(float: x * y)
        case .truediv:
            if y == 0 { throw Errors.zeroDivision("division by zero") }
            return Value(float: x / y)
        case .floordiv:
            if y == 0 { throw Errors.zeroDivision("division by zero") }
            return Value(float: FloatMath.floorDivide(x, y))
        case .mod:
            if y == 0 { throw Errors.zeroDivision("division by zero") }
            return Value(float: FloatMath.remainder(x, y))
        case .divmod:
            if y == 0 { throw Errors.zeroDivision("division by zero") }
            let (q, r) = FloatMath.divmod(x, y)
            return TupleRef.make(Value(float: q), Value(float: r))
        case .pow:
            switch FloatMath.power(x, y) {
            case .value(let d): return Value(float: d)
            case .zeroDivision: throw Errors.zeroDivision("zero to a negative power")
            case .overflow: throw Errors.raise(ExceptionRef.make(Exceptions.overflowError, args: TupleRef.make(Value(int: 34), StrRef.make("Numerical result out of range"))))
            case .complex: return try ComplexObject.power(Complex(x, 0), Complex(y, 0))
            }
        default: return nil
        }
    }
}

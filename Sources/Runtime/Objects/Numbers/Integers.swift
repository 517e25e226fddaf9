import Primitives
import Syntax

/// Ints: immediate words of 63 bits, or heap objects (`IntObject`) for larger values and instances of subclasses.
extension Value {
    /// An int of any word-sized value.
    @inline(__always) public static func int(_ i: Int) -> Value { fits(i) ? Value(int: i) : IntObject.make(i) }
    /// An int of any unsigned word.
    public static func uint(_ u: UInt) -> Value {
        if u <= UInt(Value.maxInt) { return Value(int: Int(u)) }
        return Integers.make(room: 1) { r in r[0] = u; return IntResult(count: 1, negative: false) }
    }
}

/// A heap int: at 16 the number of 64-bit limbs (negative for negative values), then the limbs, least significant first.
public struct IntObject {
    public let ref: Ref
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    static let countWord = 2, limbsWord = 3
    public var limbs: UnsafeMutablePointer<UInt> { (ref + 24).assumingMemoryBound(to: UInt.self) }
    public var view: IntView {
        let n = Int(Int64(bitPattern: ref.word(2)))
        return IntView(limbs: limbs, count: abs(n), negative: n < 0)
    }
    @inline(never) static func make(_ i: Int) -> Value {
        let r = Heap.allocate(32, Types.int)
        r.setWord(2, UInt64(bitPattern: Int64(i < 0 ? -1 : 1))); r.setWord(3, UInt64(i.magnitude))
        return Value(r)
    }
    /// An instance of the subclass T with the value of V (any int-like).
    static func instance(_ t: TypeRef, _ v: Value) -> Value {
        Integers.with(v) { a in
            let r = Instance.allocate(t, size: 24 + a.count * 8)
            r.setWord(2, UInt64(bitPattern: Int64(a.negative ? -a.count : a.count)))
            IntObject(Value(r)).limbs.update(from: a.limbs, count: a.count)
            return Value(r)
        }
    }
}
public enum Integers {
    /// `sys.set_int_max_str_digits`; 0: no limit.
    nonisolated(unsafe) public static var maxStrDigits = 4300 { didSet { setMaxIntegerDigits(maxStrDigits) } }

    /// The value of an int, bool or instance of a subclass when it fits a word.
    public static func asInt64(_ v: Value) -> Int? {
        if v.isInt { return v.int }
        if v.isBool { return v == .true ? 1 : 0 }
        return IntObject(v).view.small
    }
    public static func hash(_ i: Int) -> Int { Hashing.int(i) }
    /// Of any int-like value.
    public static func hashOf(_ v: Value) -> Int {
        if let i = asInt64(v) { return hash(i) }
        let view = IntObject(v).view
        return Hashing.int(limbs: view.limbs, count: view.count, negative: view.negative)
    }
    /// Of a float; NaN hashes by identity of V.
    public static func hash(_ d: Double, _ v: Value) -> Int { Hashing.double(d) ?? Operations.identityHash(v) }

    // MARK: views and results

    /// The limbs of any int-like value, for the time of BODY.
    @inline(__always) public static func with<R>(_ v: Value, _ body: (IntView) -> R) -> R {
        if v.isPointer { return body(IntObject(v).view) }
        let i = v.isInt ? v.int : v == .true ? 1 : 0
        var limb = i.magnitude
        return withUnsafePointer(to: &limb) { body(IntView(limbs: $0, count: i == 0 ? 0 : 1, negative: i < 0)) }
    }
    @inline(__always) public static func with<R>(_ a: Value, _ b: Value, _ body: (IntView, IntView) -> R) -> R {
        with(a) { x in with(b) { y in body(x, y) } }
    }
    /// The int that BODY writes into room for ROOM limbs, as an immediate where it fits.
    @inline(__always) public static func make(room: Int, _ body: (UnsafeMutablePointer<UInt>) -> IntResult) -> Value {
        let r = Heap.allocate(24 &+ max(1, room) &* 8, Types.int)
        let limbs = (r + 24).assumingMemoryBound(to: UInt.self)
        return finish(r, body(limbs))
    }
    private static func finish(_ r: Ref, _ result: IntResult) -> Value {
        if result.count == 0 { return Value(int: 0) }
        if result.count == 1 {
            let m = r.word(3)
            if m <= UInt64(Value.maxInt) { return Value(int: result.negative ? -Int(m) : Int(m)) }
            if result.negative && m == 1 << 62 { return Value(int: Value.minInt) }
        }
        r.setWord(2, UInt64(bitPattern: Int64(result.negative ? -result.count : result.count)))
        return Value(r)
    }
    /// The exact int of any int-like value (bools and subclass instances become plain ints).
    public static func exact(_ v: Value) -> Value {
        if v.isInt || v.isExactly(Types.int) { return v }
        if v.isBool { return Value(int: v == .true ? 1 : 0) }
        return with(v) { a in make(room: a.count) { r in r.update(from: a.limbs, count: a.count); return IntResult(count: a.count, negative: a.negative) } }
    }
    public static func isZero(_ v: Value) -> Bool { v.isInt ? v.int == 0 : v.isBool ? v == .false : v.ref.word(2) == 0 }
    public static func isNegative(_ v: Value) -> Bool { v.isInt ? v.int < 0 : v.isBool ? false : Int64(bitPattern: v.ref.word(2)) < 0 }
    /// The double nearest to an int-like value; OverflowError beyond.
    public static func toDouble(_ v: Value) throws(Raise) -> Double {
        if v.isInt { return Double(v.int) }
        if v.isBool { return v == .true ? 1 : 0 }
        guard let d = BigInt.toDouble(IntObject(v).view) else { throw Errors.overflowError("int too large to convert to float") }
        return d
    }
    /// int(d) of a finite double, truncating.
    public static func fromFinite(_ d: Double) -> Value {
        if d.magnitude < 4611686018427387904 { return Value(int: Int(d)) }
        return make(room: BigInt.fromDoubleRoom(d)) { r in BigInt.fromDouble(d, into: r) }
    }
    public static func fromDouble(_ d: Double) throws(Raise) -> Value {
        if !d.isFinite { throw d.isNaN ? Errors.valueError("cannot convert float NaN to integer") : Errors.overflowError("cannot convert float infinity to integer") }
        return fromFinite(d)
    }

    // MARK: comparison

    /// -1, 0, 1 for int-like values.
    public static func compare(_ a: Value, _ b: Value) -> Int {
        if a.isInt && b.isInt { return a.int < b.int ? -1 : a.int > b.int ? 1 : 0 }
        return with(a, b) { x, y in BigInt.compare(x, y) }
    }
    /// `a op d` of an int-like value and a double.
    static func compare(_ a: Value, _ d: Double, _ op: Operations.Comparison) -> Bool {
        if d.isNaN { return op == .ne }
        return Operations.compare(with(a) { x in BigInt.compare(x, d) }, 0, op)
    }
    /// For immediate ints and floats.
    public static func compareMixed(_ a: Value, _ b: Value, _ op: Operations.Comparison) -> Bool {
        if a.isFloat && b.isFloat { return Operations.compare(a.float, b.float, op) }
        if a.isInt {
            if b.isInt { return Operations.compare(a.int, b.int, op) }
            return compare(a, b.float, op)
        }
        return compare(b, a.float, op.swapped)
    }
}

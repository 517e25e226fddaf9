import Primitives

/// Ints: immediate words of 63 bits, or heap objects (`IntObject`) for larger values and instances of subclasses.
extension Value {
    /// An int of any word-sized value.
    @inline(__always) public static func int(_ i: Int) -> Value { fits(i) ? Value(int: i) : IntObject.make(i) }
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
}
public enum Integers {
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
    /// For immediate ints and floats.
    public static func compareMixed(_ a: Value, _ b: Value, _ op: Operations.Comparison) -> Bool {
        if a.isFloat && b.isFloat { return Operations.compare(a.float, b.float, op) }
        var storage: UInt = 0
        if a.isInt {
            let c = BigInt.compare(IntView(a.int, &storage), b.float)
            return b.float.isNaN ? op == .ne : Operations.compare(c, 0, op)
        }
        let c = BigInt.compare(IntView(b.int, &storage), a.float)
        return a.float.isNaN ? op == .ne : Operations.compare(0, c, op)
    }
    /// `a op b` when both are numbers of builtin types that need no method lookup (immediate ints and floats, exact big ints); nil otherwise.
    public static func binaryNumbers(_ op: Operations.Binary, _ a: Value, _ b: Value) throws(Raise) -> Value? {
        guard a.isInt && b.isInt else { return nil }
        switch op {
        case .add: return .int(a.int &+ b.int)
        case .sub: return .int(a.int &- b.int)
        default: return nil
        }
    }
}

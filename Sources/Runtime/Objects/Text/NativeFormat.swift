import Primitives

/// Single items in the native formats of `struct`, as memoryview and array hold them.
public enum NativeFormat {
    /// Bytes of an item; 0: no native single-character format.
    public static func size(_ c: UInt8) -> Int {
        switch c {
        case 98, 66, 99, 63: return 1                       // b B c ?
        case 104, 72, 101: return 2                         // h H e
        case 105, 73, 102: return 4                         // i I f
        case 108, 76, 113, 81, 110, 78, 100, 80: return 8   // l L q Q n N d P
        default: return 0
        }
    }
    /// The character of FORMAT ("B", "@B"), 0 if it is anything else.
    static func character(_ format: Value) -> UInt8 {
        if format.isUnbound { return 66 }
        let s = StrRef(format)
        guard s.isASCII else { return 0 }
        let c = s.count == 1 ? s.latin[0] : s.count == 2 && s.latin[0] == 64 ? s.latin[1] : 0
        return size(c) == 0 ? 0 : c
    }
    /// The value at P.
    public static func load(_ c: UInt8, _ p: UnsafeRawPointer) -> Value {
        switch c {
        case 66: return Value(int: Int(p.load(as: UInt8.self)))
        case 98: return Value(int: Int(p.load(as: Int8.self)))
        case 99: return BytesRef.singles[Int(p.load(as: UInt8.self))]
        case 63: return Value(bool: p.load(as: UInt8.self) != 0)
        case 104: return Value(int: Int(p.loadUnaligned(as: Int16.self)))
        case 72: return Value(int: Int(p.loadUnaligned(as: UInt16.self)))
        case 101: return Value(float: HalfFloat.double(p.loadUnaligned(as: UInt16.self)))
        case 105: return Value(int: Int(p.loadUnaligned(as: Int32.self)))
        case 73: return Value(int: Int(p.loadUnaligned(as: UInt32.self)))
        case 102: return Value(float: Double(p.loadUnaligned(as: Float.self)))
        case 100: return Value(float: p.loadUnaligned(as: Double.self))
        case 108, 113, 110: return .int(p.loadUnaligned(as: Int.self))
        default: return IntObject.unsigned(p.loadUnaligned(as: UInt64.self))
        }
    }
    /// Bounds of the integer formats.
    static func bounds(_ c: UInt8) -> (Int, UInt)? {
        switch c {
        case 98: return (-128, 127)
        case 66: return (0, 255)
        case 104: return (-32768, 32767)
        case 72: return (0, 65535)
        case 105: return (Int(Int32.min), UInt(Int32.max))
        case 73: return (0, UInt(UInt32.max))
        case 108, 113, 110: return (Int.min, UInt(Int.max))
        case 76, 81, 78, 80: return (0, UInt.max)
        default: return nil
        }
    }
    public enum Failure { case type, range }
    /// Stores V at P; what is wrong with it otherwise.
    public static func store(_ c: UInt8, _ v: Value, _ p: UnsafeMutableRawPointer) throws(Raise) -> Failure? {
        if let (low, high) = bounds(c) {
            guard v.isIntLike || v.type.hasSlot(.index) else { return .type }
            let o = try Operations.indexObject(v)
            let bits: UInt
            if let i = Integers.asInt64(o) {
                if i < low || i > 0 && UInt(i) > high { return .range }
                bits = UInt(bitPattern: i)
            } else {
                let view = IntObject(o).view
                if view.negative || view.count > 1 || view.limbs[0] > high { return .range }
                bits = view.limbs[0]
            }
            switch size(c) {
            case 1: p.storeBytes(of: UInt8(truncatingIfNeeded: bits), as: UInt8.self)
            case 2: p.storeBytes(of: UInt16(truncatingIfNeeded: bits), as: UInt16.self)
            case 4: p.storeBytes(of: UInt32(truncatingIfNeeded: bits), as: UInt32.self)
            default: p.storeBytes(of: bits, as: UInt.self)
            }
            return nil
        }
        switch c {
        case 99:
            guard v.isBytes else { return .type }
            guard BytesRef(v).count == 1 else { return .range }
            p.storeBytes(of: BytesRef(v).data[0], as: UInt8.self)
        case 63: p.storeBytes(of: try Operations.isTrue(v) ? 1 : 0, as: UInt8.self)
        default:
            guard v.isFloatLike || v.isIntLike || v.type.hasSlot(.float) || v.type.hasSlot(.index) else { return .type }
            let d = try FloatArgument.double(v)
            if c == 102 { p.storeBytes(of: Float(d), as: Float.self) }
            else if c == 101 {
                guard let h = HalfFloat.bits(d) else { return .range }
                p.storeBytes(of: h, as: UInt16.self)
            } else { p.storeBytes(of: d, as: Double.self) }
        }
        return nil
    }
}

extension IntObject {
    /// The int of an unsigned word.
    public static func unsigned(_ u: UInt64) -> Value {
        if u <= UInt64(Int.max) { return .int(Int(u)) }
        let r = Heap.allocate(32, Types.int)
        r.setWord(2, 1); r.setWord(3, u)
        return Value(r)
    }
}

/// IEEE 754 half precision. (PyFloat_Pack2, PyFloat_Unpack2)
public enum HalfFloat {
    public static func double(_ h: UInt16) -> Double {
        let sign = h >> 15 == 1 ? -1.0 : 1.0, e = Int(h >> 10) & 31, f = Double(h & 1023)
        if e == 31 {
            if f == 0 { return sign * Double.infinity }
            return Double(bitPattern: UInt64(h >> 15) << 63 | 0x7FF << 52 | UInt64(h & 1023) << 42)
        }
        if e == 0 { return sign * f * 0x1p-24 }
        return sign * (1 + f / 1024) * Double(sign: .plus, exponent: e - 15, significand: 1)
    }
    /// nil: too large.
    public static func bits(_ d: Double) -> UInt16? {
        let sign: UInt16 = d.sign == .minus ? 0x8000 : 0
        if d.isNaN { return sign | 0x7C00 | max(1, UInt16((d.bitPattern >> 42) & 1023)) }
        if d.isInfinite { return sign | 0x7C00 }
        let a = abs(d)
        if a == 0 { return sign }
        if a < 0x1p-14 { return sign | UInt16((a * 0x1p24).rounded(.toNearestOrEven)) }
        var e = a.exponent
        var f = ((a.significand - 1) * 1024).rounded(.toNearestOrEven)
        if f == 1024 { f = 0; e += 1 }
        if e > 15 { return nil }
        return sign | UInt16(e + 15) << 10 | UInt16(f)
    }
}

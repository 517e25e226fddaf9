import CSupport
import Glibc
import Runtime

/// What is known about one C type (a class made by one of the metatypes of `_ctypes`), CPython's StgInfo. Kept for good, with its class:
/// programs make few of them, and instances, closures and libffi's descriptions refer to it by address.
struct CTypeInfo {
    enum Kind { case simple, structure, union, array, pointer, function }
    var kind: Kind
    var type: Value
    /// Items of arrays, targets of pointers; of functions the tuple of argument types.
    var proto = Value.unbound
    /// Of functions: the result's type.
    var result = Value.none
    var pointerType = Value.unbound
    /// Members of structures in order, a list of `CField`s, those of the base first.
    var fields = Value.unbound
    /// As PEP 3118 writes it, a str; the dimensions, a tuple.
    var format = Value.unbound, shape = Value.unbound
    var size = 0, alignment = 1, length = 0
    /// Simple types: the letter.
    var code: UInt8 = 0
    /// Bytes stand in the other order.
    var swapped = false
    /// An instance or a subclass exists: members are settled.
    var isFinal = false
    /// No instances.
    var isAbstract = false
    var flags = 0
    /// libffi's description.
    var ffi: UnsafeMutableRawPointer? = nil
}
typealias CTypePointer = UnsafeMutablePointer<CTypeInfo>

enum CTypes {
    nonisolated(unsafe) private static var infos: [UInt: CTypePointer] = [:]
    nonisolated(unsafe) static var metaBase = TypeRef(), simpleMeta = TypeRef(), structMeta = TypeRef(), unionMeta = TypeRef(), pointerMeta = TypeRef(), arrayMeta = TypeRef(), functionMeta = TypeRef()
    nonisolated(unsafe) static var data = TypeRef(), simple = TypeRef(), structure = TypeRef(), union = TypeRef(), pointer = TypeRef(), array = TypeRef(), function = TypeRef()
    nonisolated(unsafe) static var argument = TypeRef(), field = TypeRef(), argumentError = TypeRef()

    @inline(__always) static func key(_ t: TypeRef) -> UInt { UInt(bitPattern: t.ref) }
    /// What is known about T; nil for types that are no C types.
    @inline(__always) static func info(_ t: TypeRef) -> CTypePointer? { infos[key(t)] }
    @inline(__always) static func info(_ v: Value) -> CTypePointer? { v.isType ? infos[key(TypeRef(v.ref))] : nil }
    /// A new entry for T, a copy of FROM if given.
    static func register(_ t: TypeRef, _ kind: CTypeInfo.Kind, from: CTypePointer? = nil) -> CTypePointer {
        let p = infos[key(t)] ?? .allocate(capacity: 1)
        let isNew = infos[key(t)] == nil
        var i = from?.pointee ?? CTypeInfo(kind: kind, type: t.value)
        i.type = t.value; i.kind = kind; i.isFinal = false; i.isAbstract = false; i.pointerType = .unbound
        p.initialize(to: i)
        if isNew {
            infos[key(t)] = p
            Heap.addRoot(&p.pointee.type); Heap.addRoot(&p.pointee.proto); Heap.addRoot(&p.pointee.result); Heap.addRoot(&p.pointee.pointerType)
            Heap.addRoot(&p.pointee.fields); Heap.addRoot(&p.pointee.format); Heap.addRoot(&p.pointee.shape)
        }
        return p
    }
    /// The info of a class that may be used for data.
    static func concrete(_ t: TypeRef) throws(Raise) -> CTypePointer {
        guard let i = info(t), !i.pointee.isAbstract else { throw Errors.typeError("abstract class") }
        return i
    }
    static func isData(_ v: Value) -> Bool { v.isPointer && v.isInstance(of: data) }
    /// The simple type as it is, not a subclass of one: its values show as Python's.
    static func isPlainSimple(_ i: CTypePointer) -> Bool { i.pointee.kind == .simple && TypeRef(i.pointee.type.ref).base == simple.value }
    static let codes = "cbBhHiIlLdDFGfuzZqQPOv?g"

    static func size(of code: UInt8) -> Int {
        switch code {
        case UInt8(ascii: "c"), UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "?"): return 1
        case UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "v"): return 2
        case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "f"), UInt8(ascii: "u"): return 4
        case UInt8(ascii: "g"), UInt8(ascii: "D"): return 16
        case UInt8(ascii: "G"): return 32
        default: return 8
        }
    }
    static func alignment(of code: UInt8) -> Int {
        switch code { case UInt8(ascii: "F"): return 4; case UInt8(ascii: "D"): return 8; case UInt8(ascii: "G"): return 16; default: return size(of: code) }
    }
    static func ffi(of code: UInt8) -> UnsafeMutableRawPointer? {
        let c: String
        switch code {
        case UInt8(ascii: "c"), UInt8(ascii: "b"): c = "b"
        case UInt8(ascii: "l"): c = "q"
        case UInt8(ascii: "L"): c = "Q"
        case UInt8(ascii: "?"): c = "B"
        case UInt8(ascii: "u"): c = "i"
        case UInt8(ascii: "v"): c = "h"
        case UInt8(ascii: "z"), UInt8(ascii: "Z"), UInt8(ascii: "P"), UInt8(ascii: "O"): c = "P"
        default: c = String(UnicodeScalar(code))
        }
        return dx_ffi_type(CChar(c.utf8.first!))
    }

    // MARK: memory to values and back

    private static func integer(_ p: UnsafeMutableRawPointer, _ size: Int, _ swapped: Bool) -> UInt64 {
        switch size {
        case 1: return UInt64(p.load(as: UInt8.self))
        case 2: let x = p.loadUnaligned(as: UInt16.self); return UInt64(swapped ? x.byteSwapped : x)
        case 4: let x = p.loadUnaligned(as: UInt32.self); return UInt64(swapped ? x.byteSwapped : x)
        default: let x = p.loadUnaligned(as: UInt64.self); return swapped ? x.byteSwapped : x
        }
    }
    private static func store(_ p: UnsafeMutableRawPointer, _ size: Int, _ swapped: Bool, _ v: UInt64) {
        switch size {
        case 1: p.storeBytes(of: UInt8(truncatingIfNeeded: v), as: UInt8.self)
        case 2: let x = UInt16(truncatingIfNeeded: v); p.storeBytes(of: swapped ? x.byteSwapped : x, as: UInt16.self)
        case 4: let x = UInt32(truncatingIfNeeded: v); p.storeBytes(of: swapped ? x.byteSwapped : x, as: UInt32.self)
        default: p.storeBytes(of: swapped ? v.byteSwapped : v, as: UInt64.self)
        }
    }
    static func isSigned(_ code: UInt8) -> Bool {
        switch code { case UInt8(ascii: "b"), UInt8(ascii: "h"), UInt8(ascii: "i"), UInt8(ascii: "l"), UInt8(ascii: "q"): return true; default: return false }
    }
    static func isInteger(_ code: UInt8) -> Bool {
        switch code {
        case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "l"), UInt8(ascii: "L"), UInt8(ascii: "q"), UInt8(ascii: "Q"): return true
        default: return false
        }
    }
    static func address(_ p: UnsafeRawPointer?) -> Value { Value.uint(UInt(bitPattern: p)) }
    static func wideText(_ p: UnsafeRawPointer, limit: Int = Int.max) -> Value {
        var n = 0
        while n < limit && p.load(fromByteOffset: n * 4, as: UInt32.self) != 0 { n += 1 }
        return StrRef.make(p, count: n, kind: 4)
    }
    static func byteText(_ p: UnsafeRawPointer, limit: Int = Int.max) -> Value {
        var n = 0
        while n < limit && p.load(fromByteOffset: n, as: UInt8.self) != 0 { n += 1 }
        return BytesRef.make(p.assumingMemoryBound(to: UInt8.self), n)
    }
    /// The value of CODE at P; BITS of it from LOW for bit fields.
    static func get(_ code: UInt8, _ p: UnsafeMutableRawPointer, swapped: Bool = false, bits: Int = 0, low: Int = 0) throws(Raise) -> Value {
        if isInteger(code) || code == UInt8(ascii: "?") {
            let n = size(of: code)
            var raw = integer(p, n, swapped)
            let signed = isSigned(code)
            if bits > 0 {
                raw = raw << UInt64(64 - low - bits)
                raw = signed ? UInt64(bitPattern: Int64(bitPattern: raw) >> Int64(64 - bits)) : raw >> UInt64(64 - bits)
            } else if signed {
                let shift = Int64(64 - n * 8)
                raw = UInt64(bitPattern: (Int64(bitPattern: raw) << shift) >> shift)
            }
            if code == UInt8(ascii: "?") { return Value(bool: raw != 0) }
            return signed ? Value.int(Int(Int64(bitPattern: raw))) : Value.uint(UInt(raw))
        }
        switch code {
        case UInt8(ascii: "c"): return BytesRef.make(p.assumingMemoryBound(to: UInt8.self), 1)
        case UInt8(ascii: "u"): return StrRef.make(p, count: 1, kind: 4)
        case UInt8(ascii: "f"): return Value(float: Double(Float(bitPattern: UInt32(integer(p, 4, swapped)))))
        case UInt8(ascii: "d"): return Value(float: Double(bitPattern: integer(p, 8, swapped)))
        case UInt8(ascii: "g"): return Value(float: dx_long_double_get(p))
        case UInt8(ascii: "F"): return try complex(Double(Float(bitPattern: UInt32(integer(p, 4, false)))), Double(Float(bitPattern: UInt32(integer(p + 4, 4, false)))))
        case UInt8(ascii: "D"): return try complex(Double(bitPattern: integer(p, 8, false)), Double(bitPattern: integer(p + 8, 8, false)))
        case UInt8(ascii: "G"): return try complex(dx_long_double_get(p), dx_long_double_get(p + 16))
        case UInt8(ascii: "v"): return Value(bool: integer(p, 2, false) != 0)
        case UInt8(ascii: "O"):
            let v = Value(bits: integer(p, 8, false))
            if v.isUnbound { throw Errors.valueError("PyObject is NULL") }
            return v
        default:
            guard let q = UnsafeRawPointer(bitPattern: UInt(integer(p, 8, false))) else { return .none }
            if code == UInt8(ascii: "z") { return byteText(q) }
            if code == UInt8(ascii: "Z") { return wideText(q) }
            return address(q)
        }
    }
    private static func complex(_ r: Double, _ i: Double) throws(Raise) -> Value { try Call.call(Types.complex.value, Value(float: r), Value(float: i)) }

    /// The low 64 bits of an int.
    static func masked(_ v: Value) throws(Raise) -> UInt64 {
        if v.isInt { return UInt64(bitPattern: Int64(v.int)) }
        let i = try Operations.indexObject(v)
        return Integers.with(i) { x in
            if x.count == 0 { return 0 }
            let low = UInt64(x.limbs[0])
            return x.negative ? ~low &+ 1 : low
        }
    }
    /// Stores V at P; what must be kept alive for it comes back, or None.
    static func set(_ code: UInt8, _ p: UnsafeMutableRawPointer, _ v: Value, swapped: Bool = false, bits: Int = 0, low: Int = 0) throws(Raise) -> Value {
        if isInteger(code) || code == UInt8(ascii: "?") || code == UInt8(ascii: "v") {
            let n = size(of: code)
            var raw: UInt64
            if isInteger(code) {
                if v.isFloatLike { throw Errors.typeError("'float' object cannot be interpreted as an integer") }
                raw = try masked(v)
            } else {
                raw = try Operations.isTrue(v) ? 1 : 0
                if code == UInt8(ascii: "v") { raw = raw == 0 ? 0 : 0xFFFF }
            }
            if bits > 0 {
                let mask = (bits == 64 ? UInt64.max : (1 << UInt64(bits)) - 1) << UInt64(low)
                raw = integer(p, n, swapped) & ~mask | (raw << UInt64(low)) & mask
            }
            store(p, n, swapped, raw)
            return .none
        }
        switch code {
        case UInt8(ascii: "c"):
            let message: String
            if v.isBytes || v.isInstance(of: Types.bytearray) {
                let b = try Buffers.get(v)
                if b.count == 1 { p.storeBytes(of: b.bytes[0], as: UInt8.self); return .none }
                message = "\(v.isBytes ? "bytes" : "bytearray") of length \(b.count)"
            } else if v.isIntLike {
                if let i = Integers.asInt64(v), i >= 0, i < 256 { p.storeBytes(of: UInt8(i), as: UInt8.self); return .none }
                throw Errors.typeError("integer not in range(256)")
            } else { message = v.typeName }
            throw Errors.typeError("one character bytes, bytearray, or an integer in range(256) expected, not \(message)")
        case UInt8(ascii: "u"):
            guard v.isStr else { throw Errors.typeError("a unicode character expected, not instance of \(v.type)") }
            if StrRef(v).count != 1 { throw Errors.typeError("a unicode character expected, not a string of length \(StrRef(v).count)") }
            store(p, 4, swapped, UInt64(StrRef(v)[0]))
        case UInt8(ascii: "f"): store(p, 4, swapped, UInt64(Float(try Operations.double(v)).bitPattern))
        case UInt8(ascii: "d"): store(p, 8, swapped, try Operations.double(v).bitPattern)
        case UInt8(ascii: "g"): dx_long_double_set(p, try Operations.double(v))
        case UInt8(ascii: "F"), UInt8(ascii: "D"), UInt8(ascii: "G"):
            let c = try Call.call(Types.complex.value, v)
            let re = try Operations.double(try Operations.getAttribute(c, StrRef.intern("real"))), im = try Operations.double(try Operations.getAttribute(c, StrRef.intern("imag")))
            if code == UInt8(ascii: "F") { store(p, 4, false, UInt64(Float(re).bitPattern)); store(p + 4, 4, false, UInt64(Float(im).bitPattern)) }
            else if code == UInt8(ascii: "D") { store(p, 8, false, re.bitPattern); store(p + 8, 8, false, im.bitPattern) }
            else { dx_long_double_set(p, re); dx_long_double_set(p + 16, im) }
        case UInt8(ascii: "O"):
            store(p, 8, false, v.bits)
            return v
        case UInt8(ascii: "P"):
            if v.isNone { store(p, 8, false, 0); return .none }
            guard v.isIntLike else { throw Errors.typeError("cannot be converted to pointer") }
            store(p, 8, false, try masked(v))
        case UInt8(ascii: "z"):
            if v.isNone { store(p, 8, false, 0); return .none }
            if v.isBytes { store(p, 8, false, UInt64(UInt(bitPattern: BytesRef(v).data))); return v }
            guard v.isIntLike else { throw Errors.typeError("bytes or integer address expected instead of \(v.type) instance") }
            store(p, 8, false, try masked(v))
        default:
            if v.isNone { store(p, 8, false, 0); return .none }
            if v.isIntLike { store(p, 8, false, try masked(v)); return .none }
            guard v.isStr else { throw Errors.typeError("unicode string or integer address expected instead of \(v.type) instance") }
            let kept = wideBytes(v)
            store(p, 8, false, UInt64(UInt(bitPattern: BytesRef(kept).data)))
            return kept
        }
        return .none
    }
    /// The code points of a str with a NUL behind them, as a bytes object.
    static func wideBytes(_ v: Value) -> Value {
        let s = StrRef(v), n = s.count
        let b = BytesRef.allocate(n * 4 + 4), q = UnsafeMutableRawPointer(b.data)
        for i in 0..<n { q.storeBytes(of: s[i], toByteOffset: i * 4, as: UInt32.self) }
        q.storeBytes(of: 0, toByteOffset: n * 4, as: UInt32.self)
        return b.value
    }
}

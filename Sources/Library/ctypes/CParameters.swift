import CSupport
import Glibc
import Runtime

/// What goes into a foreign call: `byref`, `from_param` and the conversion of plain Python values.
///
/// A carrier (`CArgObject`): value 2 what must live during the call; raw 3 the letter, 4-5 the value as it lies in memory ('V': the address of a structure).
enum CParameters {
    static func define() {
        let t = TypeFactory.make("CArgObject", module: "builtins", size: 56, layout: .fields(2, 3))
        CTypes.argument = t
        t.disallowInstantiation()
        t.field("_obj", word: 2)
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let code = UInt8(truncatingIfNeeded: a[0].ref.word(3)), p = a[0].ref + 32, c = String(UnicodeScalar(code))
            if CTypes.isInteger(code) || code == UInt8(ascii: "f") || code == UInt8(ascii: "d") || code == UInt8(ascii: "?") {
                return StrRef.make("<cparam '\(c)' (\(Operations.reprText(try CTypes.get(code, p))))>")
            }
            if code == UInt8(ascii: "c") { return StrRef.make("<cparam 'c' (\(Operations.reprText(try CTypes.get(code, p)).dropFirst()))>") }
            return StrRef.make("<cparam '\(c)' (0x\(String(p.load(as: UInt.self), radix: 16)))>")
        }
    }
    static func make(_ code: UInt8, _ object: Value) -> Value {
        let r = Heap.allocate(56, CTypes.argument)
        r.initialize(2, object); r.setWord(3, UInt64(code))
        return Value(r)
    }
    static func byReference(_ d: CData, offset: Int) -> Value {
        let a = make(UInt8(ascii: "P"), d.value)
        a.ref.setWord(4, UInt64(UInt(bitPattern: d.memory + offset)))
        return a
    }
    private static func letter(_ v: Value) -> UInt8 { UInt8(truncatingIfNeeded: v.ref.word(3)) }
    private static func asParameter(_ v: Value) throws(Raise) -> Value? {
        let p = try Operations.findAttribute(v, StrRef.intern("_as_parameter_"))
        return p.isUnbound ? nil : p
    }
    private static func fail(_ t: TypeRef, _ v: Value) -> Raise { Errors.typeError("expected \(t.bareName) instance instead of \(v.type)") }

    /// `T.from_param(v)` as T's metatype has it.
    static func fromParameter(_ t: TypeRef, _ v: Value) throws(Raise) -> Value {
        let i = try CTypes.concrete(t)
        switch i.pointee.kind {
        case .simple: return try simple(t, i, v)
        case .pointer:
            if v.isNone { return .none }
            if i.pointee.proto.isPointer {
                let target = TypeRef(i.pointee.proto.ref)
                if v.isInstance(of: target) { return byReference(CData(v), offset: 0) }
                if CTypes.isData(v) {
                    let s = CData(v).info
                    if s.pointee.kind == .pointer || s.pointee.kind == .array, s.pointee.proto.isType, TypeRef(s.pointee.proto.ref).isSubtype(of: target) { return v }
                }
            }
        case .array:
            if let item = CTypes.info(i.pointee.proto), CTypes.isPlainSimple(item), !CTypes.isData(v) {
                if item.pointee.code == UInt8(ascii: "c") && v.isBytes {
                    if BytesRef(v).count > i.pointee.length { throw Errors.valueError("Invalid length") }
                    let d = try CData.make(t)
                    memcpy(d.memory, BytesRef(v).data, BytesRef(v).count)
                    return d.value
                }
                if item.pointee.code == UInt8(ascii: "u") && v.isStr {
                    if StrRef(v).count > i.pointee.length { throw Errors.valueError("Invalid length") }
                    let d = try CData.make(t)
                    for k in 0..<StrRef(v).count { d.memory.storeBytes(of: StrRef(v)[k], toByteOffset: k * 4, as: UInt32.self) }
                    return d.value
                }
            }
            if v.isTuple { return try Call.call(t.value, tuple: v) }
        default: break
        }
        if v.isInstance(of: t) { return v }
        if v.isExactly(CTypes.argument) {
            let o = v.ref.value(2)
            if o.isInstance(of: t) { return v }
            if i.pointee.kind == .pointer, i.pointee.proto.isPointer, o.isInstance(of: TypeRef(i.pointee.proto.ref)) { return v }
            throw Errors.typeError("expected \(t.bareName) instance instead of pointer to \(o.type)")
        }
        if let p = try asParameter(v) { return try fromParameter(t, p) }
        throw fail(t, v)
    }
    private static func simple(_ t: TypeRef, _ i: CTypePointer, _ v: Value) throws(Raise) -> Value {
        if v.isInstance(of: t) { return v }
        let c = i.pointee.code
        switch c {
        case UInt8(ascii: "z"), UInt8(ascii: "Z"), UInt8(ascii: "P"):
            if v.isNone { return .none }
            let isBytes = v.isBytes && c != UInt8(ascii: "Z"), isText = v.isStr && c != UInt8(ascii: "z"), isNumber = v.isIntLike && c == UInt8(ascii: "P")
            if isBytes || isText || isNumber {
                let a = make(isBytes ? UInt8(ascii: "z") : isText ? UInt8(ascii: "Z") : UInt8(ascii: "P"), v)
                let kept = try CTypes.set(letter(a), a.ref + 32, v)
                if kept.isPointer { a.ref.set(2, kept) }
                return a
            }
            let item: UInt8 = c == UInt8(ascii: "z") ? UInt8(ascii: "c") : UInt8(ascii: "u")
            if CTypes.isData(v) {
                let s = CData(v).info
                if c == UInt8(ascii: "P") {
                    switch s.pointee.kind {
                    case .array, .pointer: return v
                    case .function:
                        let a = make(c, v)
                        a.ref.setWord(4, UInt64(UInt(bitPattern: CData(v).target)))
                        return a
                    case .simple where s.pointee.code == UInt8(ascii: "z") || s.pointee.code == UInt8(ascii: "Z"):
                        let a = make(UInt8(ascii: "Z"), v)
                        a.ref.setWord(4, UInt64(UInt(bitPattern: CData(v).target)))
                        return a
                    default: break
                    }
                } else if s.pointee.kind == .array || s.pointee.kind == .pointer, let q = CTypes.info(s.pointee.proto), q.pointee.kind == .simple, q.pointee.code == item { return v }
            }
            if v.isExactly(CTypes.argument) {
                if c == UInt8(ascii: "P") { return v }
                if CTypes.isData(v.ref.value(2)), CData(v.ref.value(2)).info.pointee.kind == .simple, CData(v.ref.value(2)).info.pointee.code == item { return v }
            }
            if let p = try asParameter(v) { return try fromParameter(t, p) }
            throw Errors.typeError("'\(v.type)' object cannot be interpreted as \(t.text.contains(".") ? t.text : "ctypes." + t.text)")
        default:
            let a = make(c, .none)
            do throws(Raise) {
                let kept = try CTypes.set(c, a.ref + 32, v, swapped: i.pointee.swapped)
                if kept.isPointer { a.ref.set(2, kept) }
                return a
            } catch {
                guard error.isExceptionKind else { throw error }
                let raised = Errors.take()
                if let p = try asParameter(v) { return try fromParameter(t, p) }
                throw Errors.raise(raised)
            }
        }
    }

    /// One argument in place: how libffi is to see it.
    struct Place { let type: UnsafeMutableRawPointer?; let address: UnsafeMutableRawPointer }
    /// Puts V into CELL (16 bytes) or says where it lies; KEEP gets what must live during the call. (ConvParam)
    static func convert(_ v: Value, _ cell: UnsafeMutableRawPointer, _ keep: ListRef, _ index: Int) throws(Raise) -> Place {
        let pointer = dx_ffi_type(CChar(bitPattern: UInt8(ascii: "P")))
        if v.isInt || v.isIntLike {
            guard IntRange.fits(v) else { throw Errors.overflowError("int too long to convert") }
            let n = try CTypes.masked(v)
            cell.storeBytes(of: Int32(truncatingIfNeeded: n), as: Int32.self)
            return Place(type: dx_ffi_type(CChar(bitPattern: UInt8(ascii: "i"))), address: cell)
        }
        if v.isNone { cell.storeBytes(of: 0, as: UInt.self); return Place(type: pointer, address: cell) }
        if v.isPointer {
            if CTypes.isData(v) {
                let d = CData(v), i = d.info
                keep.append(v)
                switch i.pointee.kind {
                case .array: cell.storeBytes(of: d.memory, as: UnsafeMutableRawPointer.self); return Place(type: pointer, address: cell)
                case .simple: return Place(type: i.pointee.ffi, address: d.memory)
                case .pointer, .function: return Place(type: pointer, address: d.memory)
                default: return Place(type: i.pointee.ffi, address: d.memory)
                }
            }
            if v.isExactly(CTypes.argument) {
                keep.append(v)
                return Place(type: CTypes.ffi(of: letter(v)), address: v.ref + 32)
            }
            if v.isBytes {
                keep.append(v)
                cell.storeBytes(of: BytesRef(v).data, as: UnsafeMutablePointer<UInt8>.self)
                return Place(type: pointer, address: cell)
            }
            if v.isStr {
                let w = CTypes.wideBytes(v)
                keep.append(w)
                cell.storeBytes(of: BytesRef(w).data, as: UnsafeMutablePointer<UInt8>.self)
                return Place(type: pointer, address: cell)
            }
            if let p = try asParameter(v) { return try convert(p, cell, keep, index) }
        }
        throw Errors.typeError("Don't know how to convert parameter \(index)")
    }
}
/// Ints that a C word holds, signed or unsigned.
enum IntRange {
    static func fits(_ v: Value) -> Bool { Integers.with(v) { $0.count <= 1 && !($0.negative && $0.count == 1 && $0.limbs[0] > 1 << 63) } }
}

import TraceIR
import TraceCompiler

/// `array.array` as traces see it; its module tells the type.
///
/// Word 2 holds a bytearray of the array's own, word 3 the typecode as an int. Items of machine numbers are loaded and stored under a bounds check and
/// a guard of the typecode; `f`, `u` and `w` go through the type's methods.
public enum TypedArrays {
    nonisolated(unsafe) public static var type = TypeRef()
    struct Item { let code: UInt8, log2: Int, isSigned: Bool, isFloat: Bool }
    static func item(_ v: Value) -> Item? {
        let code = UInt8(truncatingIfNeeded: v.ref.value(3).int)
        switch code {
        case UInt8(ascii: "b"): return Item(code: code, log2: 0, isSigned: true, isFloat: false)
        case UInt8(ascii: "B"): return Item(code: code, log2: 0, isSigned: false, isFloat: false)
        case UInt8(ascii: "h"): return Item(code: code, log2: 1, isSigned: true, isFloat: false)
        case UInt8(ascii: "H"): return Item(code: code, log2: 1, isSigned: false, isFloat: false)
        case UInt8(ascii: "i"): return Item(code: code, log2: 2, isSigned: true, isFloat: false)
        case UInt8(ascii: "I"): return Item(code: code, log2: 2, isSigned: false, isFloat: false)
        case UInt8(ascii: "l"), UInt8(ascii: "q"): return Item(code: code, log2: 3, isSigned: true, isFloat: false)
        case UInt8(ascii: "L"), UInt8(ascii: "Q"): return Item(code: code, log2: 3, isSigned: false, isFloat: false)
        case UInt8(ascii: "d"): return Item(code: code, log2: 3, isSigned: true, isFloat: true)
        default: return nil
        }
    }
    /// The place of item INDEX of the array O and its format; nil out of range, and for text.
    private static func place(_ o: Value, _ index: Int) -> (UInt8, UnsafeMutableRawPointer)? {
        let code = UInt8(truncatingIfNeeded: o.ref.value(3).int), size = NativeFormat.size(code)
        if size == 0 { return nil }
        let bytes = ByteArrayRef(o.ref.value(2)), n = bytes.count &>> size.trailingZeroBitCount
        let i = index < 0 ? index &+ n : index
        return i >= 0 && i < n ? (code, UnsafeMutableRawPointer(bytes.data) + i &* size) : nil
    }
    /// `o[index]`; nil for text, and out of range.
    static func get(_ o: Value, _ index: Int) -> Value? { place(o, index).map { NativeFormat.load($0.0, $0.1) } }
    /// `o[index] = v` of an immediate number that fits: whether it was done.
    static func set(_ o: Value, _ index: Int, _ v: Value) throws(Raise) -> Bool {
        guard v.isInt || v.isFloat, let (code, p) = place(o, index) else { return false }
        return try NativeFormat.store(code, v, p) == nil
    }
}
extension Recorder {
    /// The place of item K of the array O; nil where O is none or K out of range.
    private func typedPlace(_ o: Traced, _ k: Traced) -> (item: TypedArrays.Item, data: TraceIR.Ref, index: TraceIR.Ref, address: UnsafeMutableRawPointer)? {
        guard k.value.isInt, o.value.isPointer, TypedArrays.type.raw != 0, o.value.ref.type == TypedArrays.type, let item = TypedArrays.item(o.value) else { return nil }
        let bytes = ByteArrayRef(o.value.ref.value(2)), n = bytes.count >> item.log2
        guard k.value.int < n && k.value.int >= -n else { return nil }
        guardType(o, TypedArrays.type)
        b.guardEqual(b.load(o.ref, offset: 24, class: 0, kind: .i64), o.value.ref.value(3).bits, snapshot())
        let storage = b.load(o.ref, offset: 16, class: Alias.lengths, kind: .pointer)
        let size = b.load(storage, offset: 16, class: Alias.lengths, kind: .i64, length: true)
        guard let p = position(k, count: item.log2 == 0 ? size : b.arithmetic(.shr, size, b.i64(item.log2)), n) else { return nil }
        return (item, b.load(storage, offset: 40, class: Alias.lengths, kind: .pointer), p.index, UnsafeMutableRawPointer(bytes.data) + p.value << item.log2)
    }
    func typedItem(_ o: Traced, _ k: Traced) throws(Raise) -> Traced? {
        guard let p = typedPlace(o, k) else { return nil }
        let v = try Operations.getItem(o.value, k.value)
        if p.item.isFloat { return Traced(value: v, ref: b.load(p.data, index: p.index, offset: 0, class: Alias.items, kind: .f64)) }
        guard v.isInt else { return nil }
        let x = b.load(p.data, index: p.index, offset: 0, class: Alias.items, kind: .i64, size: 1 << p.item.log2, signed: p.item.isSigned && p.item.log2 < 3)
        if p.item.log2 == 3 && !p.item.isSigned { b.guardRange(x, 0, Value.maxInt, snapshot()) }
        return Traced(value: v, ref: b.i64ToInt(x, p.item.log2 == 3 ? snapshot() : .none))
    }
    /// Whether `o[k] = w` was a store in an array.
    func storeTypedItem(_ o: Traced, _ k: Traced, _ w: Traced) throws(Raise) -> Bool {
        guard isFloat(w) || w.value.isInt, let p = typedPlace(o, k) else { return false }
        let x: TraceIR.Ref
        if p.item.isFloat { x = float(asFloat(w)) } else {
            guard w.value.isInt else { return false }
            let bits = 8 << p.item.log2, i = w.value.int
            x = b.intToI64(int(w))
            if bits < 64 {
                let low = p.item.isSigned ? -(1 << (bits - 1)) : 0, high = p.item.isSigned ? 1 << (bits - 1) - 1 : 1 << bits - 1
                guard i >= low && i <= high else { return false }
                b.guardRange(x, low, high, snapshot())
            } else if !p.item.isSigned {
                guard i >= 0 else { return false }
                b.guardRange(x, 0, Value.maxInt, snapshot())
            }
        }
        effects += 1; tracedNote()
        b.store(p.data, index: p.index, offset: 0, class: Alias.items, value: x, size: 1 << p.item.log2)
        try Operations.setItem(o.value, k.value, w.value)
        return true
    }
}

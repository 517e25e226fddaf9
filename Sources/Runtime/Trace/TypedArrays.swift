import Glibc
import TraceIR
import TraceCompiler

/// `array.array` as traces see it; its module tells the type.
///
/// Word 2 holds a bytearray of the array's own, word 3 the typecode as an int. Items of machine numbers are loaded and stored under a bounds check and
/// a guard of the typecode; `f`, `u` and `w` go through the type's methods.
public enum TypedArrays {
    nonisolated(unsafe) public static var type = TypeRef(), iterator = TypeRef()
    /// The word of an array that is 0 while it has never been looked at through a buffer.
    static let exportsWord = 4
    struct Item { let code: UInt8, log2: Int, isSigned: Bool, isFloat: Bool }
    static func item(_ v: Value) -> Item? { item(UInt8(truncatingIfNeeded: v.ref.value(3).int)) }
    /// The format that array and memoryviews call CODE; nil for what is no machine number.
    static func item(_ code: UInt8) -> Item? {
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
    /// `o.append(v)` of a number that fits.
    static func append(_ o: Value, _ v: Value) throws(Raise) {
        let code = UInt8(truncatingIfNeeded: o.ref.value(3).int), size = NativeFormat.size(code), bytes = ByteArrayRef(o.ref.value(2)), n = bytes.count
        var x: UInt64 = 0
        _ = try NativeFormat.store(code, v, &x)
        if let p = bytes.room(size) { memcpy(p, &x, size); return }
        try bytes.resize(at: n, removing: 0, inserting: size)
        memcpy(bytes.data + n, &x, size)
    }
}
extension Recorder {
    /// W, an int, guarded to be one of a byte; nil: it is none.
    func asByte(_ w: Traced) -> Traced? {
        guard w.value.isInt, 0...255 ~= w.value.int else { return nil }
        b.guardRange(int(w), 0, 255, snapshot())
        return Traced(value: w.value, ref: int(w))
    }
    /// `bytes(w)` of a list of such ints that was made here.
    func bytes(of w: Traced) throws(Raise) -> Traced {
        let r = b.call(Leaves.bytesOf, [w.ref], result: .word, writes: 0, raises: snapshot(.raising, last: ResumeState.raising, up: 1))
        givesValue()
        return Traced(value: try BytesConversion.bytes(of: w.value), ref: r)
    }
    /// `append` of a bytearray or an array S, of a number that fits, where no view ever pinned the size; nil: others.
    func appendNumber(_ n: Node, _ s: Traced, _ x: Traced) throws(Raise) -> Traced? {
        let own = s.value.ref.type, isArray = TypedArrays.type.raw != 0 && own == TypedArrays.type, w: TraceIR.Ref
        guard x.value.isInt || isArray && isFloat(x) else { return nil }
        let exports = isArray ? TypedArrays.exportsWord : ByteArrayRef.exportsWord
        guard isArray || own == Types.bytearray, s.value.ref.word(exports) == 0 else { return nil }
        guardType(s, own)
        b.guardEqual(b.load(s.ref, offset: exports * 8, class: Alias.lengths, kind: .i64), 0, snapshot())
        if isArray {
            guard let item = TypedArrays.item(s.value) else { return nil }
            b.guardEqual(b.load(s.ref, offset: 24, class: 0, kind: .i64), s.value.ref.value(3).bits, snapshot())
            if item.isFloat { w = b.asWord(float(asFloat(x))) } else {
                guard x.value.isInt, let i = fitting(x, item) else { return nil }
                w = b.asWord(i)
            }
        } else {
            guard 0...255 ~= x.value.int else { return nil }
            b.guardRange(int(x), 0, 255, snapshot())
            w = b.asWord(int(x))
        }
        locate(n)
        effects += 1
        b.call(isArray ? Leaves.appendItem : Leaves.appendByte, [s.ref, w], result: .i64, writes: Alias.mask(Alias.lengths, Alias.items), raises: snapshot(.raising, last: ResumeState.raising, up: 1))
        if isArray { try TypedArrays.append(s.value, x.value) } else { try ByteArrayRef(s.value).append(UInt8(x.value.int)) }
        return constant(.none)
    }
    /// X, an int, guarded to be one that an array of such items takes; nil: it is not.
    private func fitting(_ x: Traced, _ item: TypedArrays.Item) -> TraceIR.Ref? {
        let bits = 8 << item.log2, i = x.value.int
        if bits == 64 && item.isSigned { return int(x) }
        let low = item.isSigned ? -(1 << (bits - 1)) : 0, high = bits == 64 ? Value.maxInt : item.isSigned ? 1 << (bits - 1) - 1 : 1 << bits - 1
        guard i >= low && i <= high else { return nil }
        b.guardRange(int(x), low, high, snapshot())
        return int(x)
    }
    /// The next item of an array.
    func peekTyped(_ it: Traced) -> Peeked? {
        let r = it.value.ref, v = r.value(2), k = r.value(3)
        guard v.isPointer, v.ref.type == TypedArrays.type, k.isInt, k.int >= 0 else { return nil }
        guardType(it, TypedArrays.iterator)
        let o = Traced(value: v, ref: b.load(it.ref, offset: 16, class: Alias.iterators, kind: .word))
        let i = Traced(value: k, ref: b.guardInt(b.load(it.ref, offset: 24, class: Alias.iterators, kind: .word), snapshot()))
        b.guardNonNull(o.ref, snapshot())
        b.guardBool(b.compare(.le, b.int(0), i.ref), true, snapshot())
        do throws(Raise) {
            guard let x = try typedItem(o, i) else { return nil }
            return Peeked(item: x, commits: [.store(base: it.ref, offset: 24, value: b.asWord(b.arithmetic(.add, i.ref, b.int(1), snapshot())))], leaves: [it])
        } catch { Errors.take(); return nil }
    }
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
        return machineItem(p.item, p.data, p.index, try Operations.getItem(o.value, k.value))
    }
    /// The item at INDEX of DATA, which is V now; nil where it is no immediate number.
    func machineItem(_ item: TypedArrays.Item, _ data: TraceIR.Ref, _ index: TraceIR.Ref, _ v: Value) -> Traced? {
        if item.isFloat { return Traced(value: v, ref: b.load(data, index: index, offset: 0, class: Alias.items, kind: .f64)) }
        guard v.isInt else { return nil }
        let x = b.load(data, index: index, offset: 0, class: Alias.items, kind: .i64, size: 1 << item.log2, signed: item.isSigned && item.log2 < 3)
        if item.log2 == 3 && !item.isSigned { b.guardRange(x, 0, Value.maxInt, snapshot()) }
        return Traced(value: v, ref: b.i64ToInt(x, item.log2 == 3 ? snapshot() : .none))
    }
    /// The machine word that stands for W, a number that fits, in such an item; nil: it does not.
    func machineWord(_ w: Traced, _ item: TypedArrays.Item) -> TraceIR.Ref? {
        if item.isFloat { return float(asFloat(w)) }
        guard w.value.isInt, let i = fitting(w, item) else { return nil }
        return b.intToI64(i)
    }
    /// Whether `o[k] = w` was a store in an array.
    func storeTypedItem(_ o: Traced, _ k: Traced, _ w: Traced) throws(Raise) -> Bool {
        guard isFloat(w) || w.value.isInt, let p = typedPlace(o, k), let x = machineWord(w, p.item) else { return false }
        effects += 1; tracedNote()
        b.store(p.data, index: p.index, offset: 0, class: Alias.items, value: x, size: 1 << p.item.log2)
        try Operations.setItem(o.value, k.value, w.value)
        return true
    }
}

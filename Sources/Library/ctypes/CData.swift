import CSupport
import Glibc
import Runtime

/// An instance of a C type: values 2 the object whose memory it shows (unbound: its own), 3 what must live as long (`_objects`: None, an object, a dict),
/// of functions 4 the Python callable, 5 argument types, 6 result type (unbound: the class's), 7 errcheck, 8 paramflags, 9 library;
/// raw words 11 address, 12 size, 13 length, 14 index in the base, 15 whether the memory is to be freed, 16 closure, 17-18 memory of small objects.
struct CData {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    init(_ r: Ref) { ref = r }
    static let words = 19
    var value: Value { Value(ref) }
    var base: Value { ref.value(2) }
    var objects: Value { get { ref.value(3) } nonmutating set { ref.set(3, newValue) } }
    var memory: UnsafeMutableRawPointer { UnsafeMutableRawPointer(bitPattern: UInt(ref.word(11))) ?? UnsafeMutableRawPointer(ref + 17 * 8) }
    var size: Int { Int(ref.word(12)) }
    var length: Int { Int(ref.word(13)) }
    var index: Int { Int(ref.word(14)) }
    var info: CTypePointer { CTypes.info(ref.type).unsafelyUnwrapped }
    /// What a pointer object points to.
    var target: UnsafeMutableRawPointer? {
        get { memory.loadUnaligned(as: UnsafeMutableRawPointer?.self) }
        nonmutating set { memory.storeBytes(of: newValue, as: UnsafeMutableRawPointer?.self) }
    }

    static func release(_ r: Ref) {
        if r.word(15) != 0 { free(UnsafeMutableRawPointer(bitPattern: UInt(r.word(11)))) }
        if r.word(16) != 0 { dx_ffi_closure_free(UnsafeMutableRawPointer(bitPattern: UInt(r.word(16)))) }
    }
    /// An instance of T with zeroed memory.
    static func make(_ t: TypeRef) throws(Raise) -> CData {
        let i = try CTypes.concrete(t)
        i.pointee.isFinal = true
        let r = Instance.allocate(t), d = CData(r)
        r.initialize(3, i.pointee.length > 0 ? .unbound : .none)
        r.setWord(12, UInt64(i.pointee.size)); r.setWord(13, UInt64(i.pointee.length))
        if i.pointee.size <= 16 { r.setWord(11, UInt64(UInt(bitPattern: r + 17 * 8))) } else {
            guard let p = calloc(1, i.pointee.size) else { throw Errors.memoryError() }
            r.setWord(11, UInt64(UInt(bitPattern: p))); r.setWord(15, 1)
            Heap.registerNative(r)
        }
        return d
    }
    /// An instance of T over memory at P that belongs to BASE (unbound: to nobody).
    static func at(_ t: TypeRef, _ p: UnsafeMutableRawPointer?, base: Value, index: Int = 0) throws(Raise) -> CData {
        let i = try CTypes.concrete(t)
        i.pointee.isFinal = true
        let r = Instance.allocate(t)
        r.initialize(2, base); r.initialize(3, i.pointee.length > 0 ? .unbound : .none)
        r.setWord(11, UInt64(UInt(bitPattern: p))); r.setWord(12, UInt64(i.pointee.size)); r.setWord(13, UInt64(i.pointee.length)); r.setWord(14, UInt64(index))
        return CData(r)
    }

    // MARK: what is kept alive

    /// `_objects`, made when first needed.
    private func container() -> Value {
        if objects.isUnbound { objects = length > 0 ? DictRef.allocate().value : .none }
        return objects
    }
    var kept: Value {
        var d = self
        while d.base.isPointer && CTypes.isData(d.base) { d = CData(d.base) }
        return d.container()
    }
    /// OBJECT lives as long as the memory that shows as item INDEX of this.
    func keep(_ index: Int, _ object: Value) throws(Raise) {
        if object.isNone || object.isUnbound { return }
        var key = String(UInt(bitPattern: index), radix: 16), root = self
        while root.base.isPointer && CTypes.isData(root.base) { key += ":" + String(UInt(bitPattern: root.index), radix: 16); root = CData(root.base) }
        let c = root.container()
        if !c.isExactly(Types.dict) { root.objects = object; return }
        try DictRef(c).set(StrRef.make(key), object)
    }

    // MARK: items

    /// The item of type T at P as Python sees it.
    static func item(_ t: TypeRef, _ p: UnsafeMutableRawPointer, base: Value, index: Int, swapped: Bool = false) throws(Raise) -> Value {
        let i = try CTypes.concrete(t)
        if CTypes.isPlainSimple(i) { return try CTypes.get(i.pointee.code, p, swapped: i.pointee.swapped || swapped) }
        return try at(t, p, base: base, index: index).value
    }
    /// Stores V, to become an item of type T, at P; what must be kept comes back.
    private static func convert(_ t: TypeRef, _ p: UnsafeMutableRawPointer, _ v: Value) throws(Raise) -> Value {
        let i = try CTypes.concrete(t)
        if !CTypes.isData(v) {
            if i.pointee.kind == .simple { return try CTypes.set(i.pointee.code, p, v, swapped: i.pointee.swapped) }
            if v.isTuple {
                let o: Value
                do throws(Raise) { o = try Call.call(t.value, tuple: v) } catch {
                    if error.isExceptionKind {
                        let e = Errors.take()
                        throw Errors.runtimeError("(\(t.bareName)) \(e.type): \(StrRef(try Operations.str(e)).string)")
                    }
                    throw error
                }
                return try convert(t, p, o)
            }
            if i.pointee.kind == .pointer && v.isNone { p.storeBytes(of: 0, as: UInt.self); return .none }
            throw Errors.typeError("expected \(t.bareName) instance, got \(v.type)")
        }
        let s = CData(v), si = s.info
        if v.isInstance(of: t) {
            memcpy(p, s.memory, i.pointee.size)
            return si.pointee.kind == .pointer ? s.kept : s.kept
        }
        if i.pointee.kind == .pointer && si.pointee.kind == .array && si.pointee.proto.isType && i.pointee.proto.isType && TypeRef(si.pointee.proto.ref).isSubtype(of: TypeRef(i.pointee.proto.ref)) {
            p.storeBytes(of: s.memory, as: UnsafeMutableRawPointer.self)
            return TupleRef.make(s.kept, v)
        }
        throw Errors.typeError("incompatible types, \(v.type) instance instead of \(t.bareName) instance")
    }
    /// Stores V as item INDEX, of type T, at P within this object's memory.
    func setItem(_ t: TypeRef, _ p: UnsafeMutableRawPointer, _ v: Value, index: Int) throws(Raise) {
        try keep(index, try CData.convert(t, p, v))
    }
    /// The buffer: format, dimensions, memory.
    func buffer() throws(Raise) -> Buffer {
        var b = Buffer(base: memory, count: size, readonly: false, object: value)
        let i = info
        if !i.pointee.format.isUnbound { b.format = i.pointee.format }
        var item = i
        if i.pointee.kind == .array {
            while item.pointee.kind == .array, let next = CTypes.info(item.pointee.proto) { item = next }
            b.shape = i.pointee.shape
        } else { b.shape = TupleRef.empty }
        b.itemSize = item.pointee.size
        return b
    }
}

/// A member of a structure or union, the descriptor: values 2 name, 3 type, 4 the class it belongs to (unset: None); raw 5 offset, 6 size, 7 index,
/// 8 bits (0: no bit field), 9 lowest bit, 10 anonymous.
enum CField {
    static func make(_ name: Value, _ type: Value, offset: Int, size: Int, index: Int, bits: Int, low: Int, anonymous: Bool) -> Value {
        let r = Heap.allocate(88, CTypes.field)
        r.initialize(2, name); r.initialize(3, type); r.initialize(4, .none)
        for (w, n) in [(5, offset), (6, size), (7, index), (8, bits), (9, low), (10, anonymous ? 1 : 0)] { r.setWord(w, UInt64(n)) }
        return Value(r)
    }
    static func number(_ f: Value, _ w: Int) -> Int { Int(f.ref.word(w)) }

    static func define() {
        let t = TypeFactory.make("CField", module: "ctypes", size: 88, layout: .fields(2, 5))
        CTypes.field = t
        t.new("($type, /, *, name, type, byte_size, byte_offset, index, _internal_use, bit_size=None, bit_offset=None)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("CField() argument 'name' must be str, not \(a[1].type)") }
            guard let i = CTypes.info(a[2]), !i.pointee.isAbstract else {
                throw Errors.typeError("type of field \(Operations.reprText(a[1])) must be a C type")
            }
            let size = try TextArguments.size(a[3]), offset = try TextArguments.size(a[4]), index = try TextArguments.size(a[5])
            if size < 0 { throw Errors.valueError("byte size of field \(Operations.reprText(a[1])) must not be negative, got \(size)") }
            if size != i.pointee.size { throw Errors.valueError("byte size of field \(Operations.reprText(a[1])) must match type size \(i.pointee.size), got \(size)") }
            var bits = 0, low = 0
            if !a[7].isNone {
                bits = try TextArguments.size(a[7]); low = a[8].isNone ? 0 : try TextArguments.size(a[8])
                if i.pointee.kind != .simple || !CTypes.isInteger(i.pointee.code) && i.pointee.code != UInt8(ascii: "?") {
                    throw Errors.typeError("bit fields not allowed for type \(TypeRef(a[2].ref).bareName)")
                }
            }
            return make(a[1], a[2], offset: offset, size: size, index: index, bits: bits, low: low, anonymous: false)
        }
        t.field("name", word: 2); t.field("type", word: 3)
        t.getter("offset") { f in Value(int: number(f, 5)) }; t.getter("byte_offset") { f in Value(int: number(f, 5)) }
        t.getter("byte_size") { f in Value(int: number(f, 6)) }
        t.getter("size") { f in Value(int: number(f, 8) > 0 ? number(f, 8) << 16 | number(f, 9) : number(f, 6)) }
        t.getter("bit_size") { f in Value(int: number(f, 8) > 0 ? number(f, 8) : number(f, 6) * 8) }
        t.getter("bit_offset") { f in Value(int: number(f, 9)) }
        t.getter("is_bitfield") { f in Value(bool: number(f, 8) > 0) }
        t.getter("is_anonymous") { f in Value(bool: number(f, 10) != 0) }
        t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in
            if a[1].isNone { return a[0] }
            guard CTypes.isData(a[1]) else { throw Errors.typeError("not a ctype instance") }
            let f = a[0], d = CData(a[1]), p = d.memory + number(f, 5)
            let i = try CTypes.concrete(TypeRef(f.ref.value(3).ref))
            if number(f, 8) > 0 { return try CTypes.get(i.pointee.code, p, swapped: i.pointee.swapped, bits: number(f, 8), low: number(f, 9)) }
            if i.pointee.kind == .array && i.pointee.proto.isType, let item = CTypes.info(i.pointee.proto), CTypes.isPlainSimple(item) {
                // Text members read as text.
                if item.pointee.code == UInt8(ascii: "c") { return CTypes.byteText(p, limit: i.pointee.length) }
                if item.pointee.code == UInt8(ascii: "u") { return CTypes.wideText(p, limit: i.pointee.length) }
            }
            return try CData.item(TypeRef(f.ref.value(3).ref), p, base: a[1], index: number(f, 7))
        }
        t.special("__set__", "($self, instance, value, /)") { a throws(Raise) in
            guard CTypes.isData(a[1]) else { throw Errors.typeError("not a ctype instance") }
            let f = a[0], d = CData(a[1]), p = d.memory + number(f, 5)
            let i = try CTypes.concrete(TypeRef(f.ref.value(3).ref))
            if number(f, 8) > 0 { _ = try CTypes.set(i.pointee.code, p, a[2], swapped: i.pointee.swapped, bits: number(f, 8), low: number(f, 9)); return .none }
            if i.pointee.kind == .array, let item = CTypes.info(i.pointee.proto), CTypes.isPlainSimple(item), !CTypes.isData(a[2]) {
                if item.pointee.code == UInt8(ascii: "c") {
                    guard a[2].isBytes else { throw Errors.typeError("bytes expected instead of \(a[2].type) instance") }
                    let b = BytesRef(a[2])
                    if b.count > i.pointee.length { throw Errors.valueError("bytes too long (\(b.count), maximum length \(i.pointee.length))") }
                    memcpy(p, b.data, min(b.count + 1, i.pointee.length))
                    return .none
                }
                if item.pointee.code == UInt8(ascii: "u") {
                    guard a[2].isStr else { throw Errors.typeError("unicode string expected instead of \(a[2].type) instance") }
                    let n = StrRef(a[2]).count
                    if n > i.pointee.length { throw Errors.valueError("string too long (\(n), maximum length \(i.pointee.length))") }
                    for k in 0..<n { p.storeBytes(of: StrRef(a[2])[k], toByteOffset: k * 4, as: UInt32.self) }
                    if n < i.pointee.length { p.storeBytes(of: 0, toByteOffset: n * 4, as: UInt32.self) }
                    return .none
                }
            }
            try d.setItem(TypeRef(f.ref.value(3).ref), p, a[2], index: number(f, 7))
            return .none
        }
        t.special("__delete__", "($self, instance, /)") { a throws(Raise) in throw Errors.typeError("can't delete attribute") }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let f = a[0], name = TypeRef(f.ref.value(3).ref).bareName
            let size = number(f, 8) > 0 ? "ofs=\(number(f, 5)), bit_size=\(number(f, 8)), bit_offset=\(number(f, 9))" : "ofs=\(number(f, 5)), size=\(number(f, 6))"
            return StrRef.make("<ctypes.CField \(Operations.reprText(f.ref.value(2))) type=\(name), \(size)>")
        }
    }
}

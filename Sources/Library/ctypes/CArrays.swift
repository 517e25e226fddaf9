import CSupport
import Glibc
import Runtime

/// Arrays of C data.
enum CArrays {
    /// Array types made by multiplication: tuples (type), by item type and length, so that the same product is the same class.
    nonisolated(unsafe) private static var made = Value.unbound

    static func type(_ item: TypeRef, _ n: Int) throws(Raise) -> Value {
        if made.isUnbound { made = DictRef.allocate().value; Heap.addRoot(&made) }
        let key = TupleRef.make(item.value, Value.int(n))
        if let t = try DictRef(made).get(key) { return t }
        guard CTypes.info(item) != nil else { throw Errors.typeError("Expected a type object") }
        let d = DictRef.allocate()
        d.set(name: StrRef.intern("_length_"), Value.int(n)); d.set(name: StrRef.intern("_type_"), item.value)
        let t = try Call.call(CTypes.arrayMeta.value, StrRef.make("\(item.bareName)_Array_\(n)"), TupleRef.make(CTypes.array.value), d.value)
        try DictRef(made).set(key, t)
        return t
    }
    /// N items as bytes, str or list, whichever suits the item type.
    static func collect(_ i: CTypePointer, _ n: Int, _ at: (Int) throws(Raise) -> (TypeRef, UnsafeMutableRawPointer), owner: () -> Value) throws(Raise) -> Value {
        if CTypes.isPlainSimple(i) && i.pointee.code == UInt8(ascii: "c") {
            if n == 0 { return BytesRef.empty }
            let b = BytesRef.allocate(n)
            for k in 0..<n { b.data[k] = try at(k).1.load(as: UInt8.self) }
            return b.value
        }
        if CTypes.isPlainSimple(i) && i.pointee.code == UInt8(ascii: "u") {
            let b = BytesRef.allocate(n * 4)
            for k in 0..<n { UnsafeMutableRawPointer(b.data).storeBytes(of: try at(k).1.loadUnaligned(as: UInt32.self), toByteOffset: k * 4, as: UInt32.self) }
            return StrRef.make(b.data, count: n, kind: 4)
        }
        let out = ListRef.allocate(capacity: n)
        for k in 0..<n { let (t, p) = try at(k); out.append(try CData.item(t, p, base: owner(), index: k)) }
        return out.value
    }
    private static func index(_ v: Value, _ k: Value) throws(Raise) -> Int {
        let d = CData(v)
        var i = try TextArguments.size(k)
        if i < 0 { i += d.length }
        if i < 0 || i >= d.length { throw Errors.indexError("invalid index") }
        return i
    }
    private static func place(_ v: Value, _ i: Int) -> (TypeRef, UnsafeMutableRawPointer) {
        let d = CData(v), a = d.info, item = CTypes.info(a.pointee.proto).unsafelyUnwrapped
        return (TypeRef(a.pointee.proto.ref), d.memory + i * item.pointee.size)
    }
    static func set(_ v: Value, _ i: Int, _ x: Value) throws(Raise) {
        let (t, p) = place(v, i)
        try CData(v).setItem(t, p, x, index: i)
    }
    static func define(_ t: TypeRef) {
        t.new("($type, /, *args, **kwds)") { a throws(Raise) in try CData.make(TypeRef(a[0].ref)).value }
        t.special("__init__", "($self, /, *args)") { a throws(Raise) in
            let given = TupleRef(a[1]), n = CData(a[0]).length
            for k in 0..<given.count {
                if k >= n { throw Errors.indexError("invalid index") }
                try set(a[0], k, given[k])
            }
            return .none
        }
        t.special("__len__", "($self, /)") { a throws(Raise) in Value.int(CData(a[0]).length) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let d = CData(a[0])
            if a[1].isExactly(Types.slice) {
                let s = try SliceRange(a[1], d.length), v = a[0]
                return try collect(CTypes.info(d.info.pointee.proto).unsafelyUnwrapped, s.count, { k throws(Raise) in place(v, s.start + k * s.step) }, owner: { v })
            }
            guard a[1].isIntLike || !a[1].type.slot(.index).isUnbound else { throw Errors.typeError("indices must be integers") }
            let i = try index(a[0], a[1]), (t, p) = place(a[0], i)
            return try CData.item(t, p, base: a[0], index: i)
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in
            let d = CData(a[0])
            if a[1].isExactly(Types.slice) {
                let s = try SliceRange(a[1], d.length)
                if try Operations.length(a[2]) != s.count { throw Errors.valueError("Can only assign sequence of same size") }
                for k in 0..<s.count { try set(a[0], s.start + k * s.step, try Operations.getItem(a[2], Value(int: k))) }
                return .none
            }
            guard a[1].isIntLike || !a[1].type.slot(.index).isUnbound else { throw Errors.typeError("indices must be integer") }
            try set(a[0], try index(a[0], a[1]), a[2])
            return .none
        }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in throw Errors.typeError("Array does not support item deletion") }
        t.setSequence()
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in
            try Call.call(try Operations.getAttribute(try ImportSystem.importModule("types"), StrRef.intern("GenericAlias")), a[0], a[1])
        }
    }
    /// `value` and `raw` of arrays of `c_char`.
    static func addBytes(_ t: TypeRef) {
        t.getter("value", set: { v, x throws(Raise) in
            let d = CData(v)
            guard x.isBytes else { throw Errors.typeError("bytes expected instead of \(x.type) instance") }
            let b = BytesRef(x)
            if b.count > d.size { throw Errors.valueError("byte string too long") }
            memcpy(d.memory, b.data, b.count)
            if b.count < d.size { d.memory.storeBytes(of: 0, toByteOffset: b.count, as: UInt8.self) }
        }) { v in CTypes.byteText(CData(v).memory, limit: CData(v).size) }
        t.getter("raw", set: { v, x throws(Raise) in
            let d = CData(v), b = try Buffers.get(x)
            defer { b.release() }
            if b.count > d.size { throw Errors.valueError("byte string too long") }
            memcpy(d.memory, b.base, b.count)
        }) { v in CData(v).size == 0 ? BytesRef.empty : BytesRef.make(CData(v).memory.assumingMemoryBound(to: UInt8.self), CData(v).size) }
    }
    /// `value` of arrays of `c_wchar`.
    static func addText(_ t: TypeRef) {
        t.getter("value", set: { v, x throws(Raise) in
            let d = CData(v)
            guard x.isStr else { throw Errors.typeError("unicode string expected instead of \(x.type) instance") }
            let n = StrRef(x).count
            if n > d.length { throw Errors.valueError("string too long") }
            for i in 0..<n { d.memory.storeBytes(of: StrRef(x)[i], toByteOffset: i * 4, as: UInt32.self) }
            if n < d.length { d.memory.storeBytes(of: 0, toByteOffset: n * 4, as: UInt32.self) }
        }) { v in CTypes.wideText(CData(v).memory, limit: CData(v).length) }
    }
}

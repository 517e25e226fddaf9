import CSupport
import Glibc
import Runtime

/// The classes that C types derive from: simple data, structures, arrays, pointers. (Functions: `CFunctions`.)
enum CInstances {
    static func define() {
        let layout = Layout.fields(2, 11).finalizing(CData.release)
        let d = TypeFactory.make("_CData", module: "_ctypes", size: CData.words * 8, layout: layout, subclassable: true, metatype: CTypes.metaBase)
        CTypes.data = d
        Buffers.provide(d) { v throws(Raise) in try CData(v).buffer() }
        d.getter("_b_base_") { v in CData(v).base.isPointer ? CData(v).base : .none }
        d.getter("_b_needsfree_") { v in Value(int: v.ref.word(15) != 0 || CData(v).memory == v.ref + 17 * 8 ? 1 : 0) }
        d.getter("_objects") { v in CData(v).objects.isUnbound ? .none : CData(v).objects }
        d.special("__hash__", "($self, /)") { a throws(Raise) in throw Errors.typeError("unhashable type") }
        d.method("__ctypes_from_outparam__", "($self, /)") { a throws(Raise) in
            let i = CData(a[0]).info
            return CTypes.isPlainSimple(i) ? try CTypes.get(i.pointee.code, CData(a[0]).memory, swapped: i.pointee.swapped) : a[0]
        }
        d.method("__reduce__", "($self, /)") { a throws(Raise) in
            let c = CData(a[0]), i = c.info
            if i.pointee.kind == .pointer || i.pointee.kind == .function || i.pointee.kind == .simple && "zZPO".utf8.contains(i.pointee.code) {
                throw Errors.valueError("ctypes objects containing pointers cannot be pickled")
            }
            let attributes = Instance.dictionary(a[0])?.value ?? DictRef.allocate().value
            let unpickle = try Operations.getAttribute(try ImportSystem.importModule("_ctypes"), StrRef.intern("_unpickle"))
            let bytes = c.size == 0 ? BytesRef.empty : BytesRef.make(c.memory.assumingMemoryBound(to: UInt8.self), c.size)
            return TupleRef.make(unpickle, TupleRef.make(a[0].type.value, TupleRef.make(attributes, bytes)))
        }
        d.method("__setstate__", "($self, dict, data, /)") { a throws(Raise) in
            let c = CData(a[0])
            let b = try Buffers.get(a[2])
            memmove(c.memory, b.base, min(b.count, c.size))
            if let have = Instance.dictionary(a[0]) { try have.update(a[1]) }
            return .none
        }
        func base(_ n: String, _ meta: TypeRef) -> TypeRef { TypeFactory.make(n, module: "_ctypes", base: d, subclassable: true, metatype: meta) }
        CTypes.simple = base("_SimpleCData", CTypes.simpleMeta); CTypes.structure = base("Structure", CTypes.structMeta); CTypes.union = base("Union", CTypes.unionMeta)
        CTypes.pointer = base("_Pointer", CTypes.pointerMeta); CTypes.array = base("Array", CTypes.arrayMeta); CTypes.function = base("CFuncPtr", CTypes.functionMeta)
        simple(CTypes.simple); structures(CTypes.structure); structures(CTypes.union); pointers(CTypes.pointer); CArrays.define(CTypes.array)
    }
    private static func simple(_ t: TypeRef) {
        t.new("($type, /, *args, **kwds)") { a throws(Raise) in try CData.make(TypeRef(a[0].ref)).value }
        t.special("__init__", "($self, value=<unrepresentable>, /)") { a throws(Raise) in
            if a.has(1) { try setValue(a[0], a[1]) }
            return .none
        }
        t.getter("value", set: { v, x throws(Raise) in try setValue(v, x) }) { v throws(Raise) in
            let d = CData(v), i = d.info
            return try CTypes.get(i.pointee.code, d.memory, swapped: i.pointee.swapped)
        }
        t.special("__bool__", "($self, /)") { a throws(Raise) in
            let d = CData(a[0]), p = d.memory
            for k in 0..<d.size where p.load(fromByteOffset: k, as: UInt8.self) != 0 { return .true }
            return .false
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let d = CData(a[0]), i = d.info
            if TypeRef(a[0].type.value.ref).base != CTypes.simple.value { return StrRef.make("<\(a[0].type.bareName) object at \(address(a[0]))>") }
            return StrRef.make("\(a[0].type.bareName)(\(Operations.reprText(try CTypes.get(i.pointee.code, d.memory, swapped: i.pointee.swapped))))")
        }
    }
    static func address(_ v: Value) -> String { "0x" + String(UInt(v.bits), radix: 16) }
    private static func setValue(_ v: Value, _ x: Value) throws(Raise) {
        let d = CData(v), i = d.info
        try d.keep(0, try CTypes.set(i.pointee.code, d.memory, x, swapped: i.pointee.swapped))
    }
    private static func structures(_ t: TypeRef) {
        t.new("($type, /, *args, **kwds)") { a throws(Raise) in try CData.make(TypeRef(a[0].ref)).value }
        t.special("__init__", "($self, /, *args, **kwds)") { a throws(Raise) in
            let given = TupleRef(a[1]), i = CData(a[0]).info
            if given.count > 0 {
                let l = i.pointee.fields.isPointer ? ListRef(i.pointee.fields) : ListRef.allocate()
                if given.count > l.count { throw Errors.typeError("too many initializers") }
                for k in 0..<given.count {
                    let n = l[k].ref.value(2)
                    if a[2].isDict && DictRef(a[2]).find(n) != nil { throw Errors.typeError("duplicate values for field \(Operations.reprText(n))") }
                    try Operations.setAttribute(a[0], StrRef.intern(n), given[k])
                }
            }
            if a[2].isDict {
                let d = DictRef(a[2])
                var k = -1
                while d.next(&k) { try Operations.setAttribute(a[0], StrRef.intern(d.key(k)), d.valueAt(k)) }
            }
            return .none
        }
    }
    /// The item at INDEX of what a pointer points to.
    private static func item(_ v: Value, _ index: Int) throws(Raise) -> (TypeRef, UnsafeMutableRawPointer) {
        let d = CData(v), i = d.info
        guard let p = d.target else { throw Errors.valueError("NULL pointer access") }
        guard let target = CTypes.info(i.pointee.proto) else { throw Errors.typeError("abstract class") }
        return (TypeRef(i.pointee.proto.ref), p + index &* target.pointee.size)
    }
    private static func pointers(_ t: TypeRef) {
        t.new("($type, /, *args, **kwds)") { a throws(Raise) in
            if let i = CTypes.info(TypeRef(a[0].ref)), i.pointee.proto.isPointer { return try CData.make(TypeRef(a[0].ref)).value }
            throw Errors.typeError("Cannot create instance: has no _type_")
        }
        func setContents(_ v: Value, _ x: Value) throws(Raise) {
            let d = CData(v), i = d.info
            if i.pointee.proto.isUnbound { throw Errors.typeError("Pointer does not support item assignment") }
            let target = TypeRef(i.pointee.proto.ref)
            let isArray = CTypes.isData(x) && CData(x).info.pointee.kind == .array && CData(x).info.pointee.proto == target.value
            guard x.isInstance(of: target) || isArray else { throw Errors.typeError("expected \(target.bareName) instead of \(x.type)") }
            d.target = CData(x).memory
            try d.keep(1, x)
            try d.keep(0, CData(x).kept)
        }
        t.special("__init__", "($self, value=<unrepresentable>, /)") { a throws(Raise) in
            if a.has(1) { try setContents(a[0], a[1]) }
            return .none
        }
        t.getter("contents", set: { v, x throws(Raise) in try setContents(v, x) }) { v throws(Raise) in
            let (target, p) = try item(v, 0)
            // What was pointed to, when that is known.
            let kept = CData(v).objects
            if kept.isDict, let o = DictRef(kept).find(StrRef.make("1")), CTypes.isData(o), CData(o).memory == p, o.type == target { return o }
            return try CData.at(target, p, base: v).value
        }
        t.special("__bool__", "($self, /)") { a throws(Raise) in Value(bool: CData(a[0]).target != nil) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            if a[1].isExactly(Types.slice) { return try slice(a[0], a[1]) }
            guard a[1].isIntLike || !a[1].type.slot(.index).isUnbound else { throw Errors.typeError("Pointer indices must be integer") }
            let i = try TextArguments.size(a[1]), (target, p) = try item(a[0], i)
            return try CData.item(target, p, base: a[0], index: i)
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in
            let i = try TextArguments.size(a[1]), (target, p) = try item(a[0], i)
            try CData(a[0]).setItem(target, p, a[2], index: i)
            return .none
        }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in throw Errors.typeError("Pointer does not support item deletion") }
    }
    private static func slice(_ v: Value, _ s: Value) throws(Raise) -> Value {
        let step = s.ref.value(4).isNone ? 1 : try TextArguments.size(s.ref.value(4))
        if step == 0 { throw Errors.valueError("slice step cannot be zero") }
        let start: Int
        if s.ref.value(2).isNone {
            if step < 0 { throw Errors.valueError("slice start is required for step < 0") }
            start = 0
        } else { start = try TextArguments.size(s.ref.value(2)) }
        if s.ref.value(3).isNone { throw Errors.valueError("slice stop is required") }
        let stop = try TextArguments.size(s.ref.value(3))
        let n = step < 0 ? (start > stop ? (start - stop - 1) / -step + 1 : 0) : stop > start ? (stop - start - 1) / step + 1 : 0
        let (target, _) = try item(v, 0)
        let i = CTypes.info(target).unsafelyUnwrapped
        return try CArrays.collect(i, n) { k throws(Raise) in
            let (t, p) = try item(v, start + k * step)
            return (t, p)
        } owner: { v }
    }
}

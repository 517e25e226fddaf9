import CSupport
import Glibc
import Primitives

/// The special methods of bytes, its constructor and its iterator.
enum BytesType {
    nonisolated(unsafe) static var iterator = TypeRef()

    static func define() {
        let t = Types.bytes
        t.flags |= TypeRef.Flags.isSequence | TypeRef.Flags.repeats
        BytesRef.start()
        iterator = BytesIterator.makeType("bytes_iterator")
        t.constant("__doc__", StrRef.make("""
            bytes(iterable_of_ints) -> bytes
            bytes(string, encoding[, errors]) -> bytes
            bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer
            bytes(int) -> bytes object of size given by the parameter initialized with null bytes
            bytes() -> empty bytes object

            Construct an immutable array of bytes from:
              - an iterable yielding integers in range(256)
              - a text string encoded using the specified encoding
              - any object implementing the buffer API.
              - an integer
            """))
        t.new("($type, source=<unset>, encoding=<unset>, errors=<unset>)") { a throws(Raise) in
            let cls = TypeRef(a[0].ref)
            let v = try construct(a)
            if v.isExactly(cls) || cls == Types.bytes { return v }
            let b = BytesRef(v)
            return BytesRef.make(b.data, b.count, type: cls)
        }
        t.special("__repr__", "($self, /)") { a in
            var b = TextBuilder()
            Text.repr(bytes: UnsafeBufferPointer(start: BytesRef(a[0]).data, count: BytesRef(a[0]).count), into: &b)
            return StrRef.make(&b)
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in
            if Configuration.current.bytesWarning > 0 { try Warnings.warn(Exceptions.bytesWarning, "str() on a bytes instance") }
            return try Operations.repr(a[0])
        }
        t.special("__hash__", "($self, /)", effect: .pure) { a in .int(BytesRef(a[0]).hash) }
        t.special("__len__", "($self, /)", effect: .pure) { a in Value(int: BytesRef(a[0]).count) }
        t.special("__iter__", "($self, /)") { a in BytesIterator.make(a[0], iterator) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let b = BytesRef(a[0]), k = a[1]
            if k.isExactly(Types.slice) { return slice(b, try SliceRange(k, b.count)) }
            guard k.isIntLike || k.type.hasSlot(.index) else { throw Errors.typeError("byte indices must be integers or slices, not \(k.type)") }
            var i = try Operations.index(k, overflow: Exceptions.indexError)
            if i < 0 { i += b.count }
            if i < 0 || i >= b.count { throw Errors.indexError("index out of range") }
            return Value(int: Int(b.data[i]))
        }
        t.special("__add__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isBytes || Buffers.supports(a[1]) else { throw Errors.typeError("can't concat \(a[1].type) to bytes") }
            return try BytesMethods.with(a[1]) { p throws(Raise) in
                try concatenate(BytesRef(a[0]), p.bytes, p.count, isBytes: a[1].isExactly(Types.bytes)) ?? a[1]
            }
        }
        func multiply(_ a: Args) throws(Raise) -> Value {
            let n = try Operations.index(a[1]), b = BytesRef(a[0])
            if n <= 0 || b.count == 0 { return BytesRef.empty }
            if n == 1 && a[0].isExactly(Types.bytes) { return a[0] }
            let (total, over) = b.count.multipliedReportingOverflow(by: n)
            if over { throw Errors.overflowError("repeated bytes are too long") }
            guard total < 1 << 40, Heap.canAllocate(total) else { throw Errors.memoryError() }
            let out = BytesRef.unfilled(total)
            TextOperations.fillRepeated(UnsafeMutableRawPointer(out.data), UnsafeRawPointer(b.data), b.count, total)
            return out.value
        }
        t.special("__mul__", "($self, value, /)") { a throws(Raise) in try multiply(a) }
        t.special("__rmul__", "($self, value, /)") { a throws(Raise) in try multiply(a) }
        t.special("__mod__", "($self, value, /)") { a throws(Raise) in
            var b = try PercentFormat.format(bytes: BytesRef(a[0]).view, a[1])
            return BytesRef.make(latin: &b)
        }
        t.special("__rmod__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isBytes else { return .notImplemented }
            var b = try PercentFormat.format(bytes: BytesRef(a[1]).view, a[0])
            return BytesRef.make(latin: &b)
        }
        func compare(_ name: StaticString, _ f: @escaping (Int) -> Bool) {
            let isEquality = name.utf8Start[2] == UInt8(ascii: "e") || name.utf8Start[2] == UInt8(ascii: "n")
            t.special(name, "($self, value, /)", effect: .pure) { a throws(Raise) in
                if _slowPath(Configuration.current.bytesWarning > 0), isEquality, a[1].isStr || a[1].isInt { try Warnings.warn(Exceptions.bytesWarning, "Comparison between bytes and \(a[1].isStr ? "string" : "int")") }
                return a[1].isBytes ? Value(bool: f(Text.compare(BytesRef(a[0]).view, BytesRef(a[1]).view))) : .notImplemented
            }
        }
        compare("__eq__") { $0 == 0 }; compare("__ne__") { $0 != 0 }; compare("__lt__") { $0 < 0 }
        compare("__le__") { $0 <= 0 }; compare("__gt__") { $0 > 0 }; compare("__ge__") { $0 >= 0 }
        t.method("__getnewargs__", "($self, /)") { a in TupleRef.make(BytesRef.make(BytesRef(a[0]).view)) }
        t.method("__bytes__", "($self, /)") { a in BytesMethods.unchanged(a[0]) }
        t.method("__sizeof__", "($self, /)") { a in Value(int: 33 + BytesRef(a[0]).count) }
        BytesMethods.define(t)
        Buffers.provide(t) { v in Buffer(base: UnsafeMutableRawPointer(BytesRef(v).data), count: BytesRef(v).count, readonly: true, object: v) }
    }
    /// B with the N bytes at P behind it; nil: what they are of (ISBYTES: a bytes object itself) is all of it.
    static func concatenate(_ b: BytesRef, _ p: UnsafePointer<UInt8>, _ n: Int, isBytes: Bool = true) throws(Raise) -> Value? {
        let k = b.count
        if n == 0 && b.ref.type == Types.bytes { return b.value }
        if k == 0 && isBytes { return nil }
        try Heap.demand(k + n)
        let out = BytesRef.unfilled(k + n)
        dx_copy(out.data, b.data, k); dx_copy(out.data + k, p, n)
        return out.value
    }
    static func slice(_ b: BytesRef, _ r: SliceRange) -> Value {
        if r.count <= 0 { return BytesRef.empty }
        if r.step == 1 {
            if r.count == b.count && b.ref.type == Types.bytes { return b.value }
            return BytesRef.make(b.data + r.start, r.count)
        }
        if r.count == 1 { return BytesRef.singles[Int(b.data[r.start])] }
        let out = BytesRef.unfilled(r.count)
        dx_stride_8(b.data + r.start, r.step, out.data, r.count)
        return out.value
    }
    private static func construct(_ a: Args) throws(Raise) -> Value {
        if !a.has(1) {
            if a.has(2) { throw Errors.typeError("encoding without a string argument") }
            if a.has(3) { throw Errors.typeError("errors without a string argument") }
            return BytesRef.empty
        }
        if let s = try encoded(a, "bytes") { return s }
        return try BytesConversion.bytes(a[1])
    }
    /// The bytes of `bytes(string, encoding, errors)`; nil when the arguments are of another kind.
    static func encoded(_ a: Args, _ name: StaticString) throws(Raise) -> Value? {
        if a.has(2) {
            let e = try TextArguments.str(a[2], name, named: "encoding")
            let h = a.has(3) ? try TextArguments.str(a[3], name, named: "errors").value : StrRef.make("strict")
            guard a[1].isStr else { throw Errors.typeError("encoding without a string argument") }
            return try Codecs.encode(StrRef(a[1]), e, errors: StrRef(h))
        }
        if a.has(3) {
            _ = try TextArguments.str(a[3], name, named: "errors")

            throw Errors.typeError(a[1].isStr ? "string argument without an encoding" : "errors without a string argument")
        }
        return nil
    }
}

/// Iterators over bytes and bytearrays: 2 the object (unbound once exhausted), 3 the index as a tagged int.
enum BytesIterator {
    static func makeType(_ name: String) -> TypeRef {
        let t = TypeFactory.make(name, size: 32, layout: .fields(2, 4))
        NativeIterators.methods(t) { r in step(r) }
        t.ref.setWord(TypeRef.kindWord, NativeIterators.bytesKind)
        t.method("__length_hint__", "($self, /)") { a in
            let s = a[0].ref.value(2)
            return Value(int: s.isUnbound ? 0 : max(0, Int(s.ref.word(2)) - a[0].ref.value(3).int))
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let iter = try BuiltinLookup.get("iter"), s = a[0].ref.value(2)
            if s.isUnbound { return TupleRef.make(iter, TupleRef.make(TupleRef.empty)) }
            return TupleRef.make(iter, TupleRef.make(s), a[0].ref.value(3))
        }
        t.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            let s = a[0].ref.value(2)
            if !s.isUnbound { a[0].ref.set(3, Value(int: min(max(0, try TextArguments.size(a[1])), Int(s.ref.word(2))))) }
            return .none
        }
        return t
    }
    static func make(_ v: Value, _ type: TypeRef) -> Value {
        let r = Heap.allocate(32, type)
        r.initialize(2, v); r.setWord(3, Value(int: 0).bits)
        return Value(r)
    }
    /// The next byte, unbound at the end.
    @inline(__always) static func step(_ r: Ref) -> Value {
        let s = r.value(2)
        if s.isUnbound { return s }
        let i = r.value(3).int
        let (p, n) = BytesConversion.contents(s)
        if i >= n { r.setWord(2, 0); return .unbound }
        r.setWord(3, Value(int: i &+ 1).bits)
        return Value(int: Int(p[i]))
    }
}

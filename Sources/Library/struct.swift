import Glibc
import Primitives
import Runtime

/// `_struct`: compiled formats (`Struct`) and the functions that cache them.
///
/// A Struct: value 2 the format (str); raw words 3 address of its items (malloc'ed), 4 how many, 5 bytes in all, 6 values, 7 flags
/// (1 big-endian). Formats are compiled once; the functions keep the last hundred by their text.
enum StructModule {
    nonisolated(unsafe) static var type = TypeRef(), iteratorType = TypeRef(), error = TypeRef(), cache = Value.unbound

    struct Compiled {
        let ref: Ref
        init(_ v: Value) { ref = v.ref }
        var items: UnsafeMutablePointer<StructItem> { UnsafeMutablePointer(bitPattern: UInt(ref.word(3)))! }
        var count: Int { Int(ref.word(4)) }
        var size: Int { Int(ref.word(5)) }
        var values: Int { Int(ref.word(6)) }
        var isBig: Bool { ref.word(7) & 1 != 0 }
        func check() throws(Raise) { if ref.word(3) == 0 { throw Errors.runtimeError("Struct object is not initialized") } }
    }
    static func fail(_ m: String) -> Raise { Errors.make(error, m) }

    /// Compiles FORMAT into the Struct R.
    static func compile(_ r: Ref, _ format: Value) throws(Raise) {
        let bytes: Value
        if format.isStr { bytes = try Codecs.encode(StrRef(format), .ascii, errors: .none) } else if format.isBytes { bytes = format }
        else { throw Errors.typeError("Struct() argument 1 must be a str or bytes object, not \(format.type)") }
        let b = BytesRef(bytes)
        for i in 0..<b.count where b.data[i] == 0 { throw fail("embedded null character") }
        var f = StructFormat(UnsafeBufferPointer(start: b.data, count: b.count))
        var items: [StructItem] = [], values = 0
        while let next = f.next() {
            switch next {
            case .success(let i): if i.code != 120 && (i.count > 0 || i.code == 115 || i.code == 112) { items.append(i) }; values &+= i.values
            case .failure(let e): throw fail(text(e))
            }
        }
        if r.word(3) != 0 { free(UnsafeMutableRawPointer(bitPattern: UInt(r.word(3)))) } else { Heap.registerNative(r) }
        let p = malloc(max(1, items.count) * MemoryLayout<StructItem>.stride)!.assumingMemoryBound(to: StructItem.self)
        for (i, x) in items.enumerated() { p[i] = x }
        r.set(2, format.isStr ? StrRef(format).exact : StrRef.make(ascii: b.data, b.count))
        r.setWord(3, UInt64(UInt(bitPattern: p))); r.setWord(4, UInt64(items.count)); r.setWord(5, UInt64(f.totalSize)); r.setWord(6, UInt64(values))
        r.setWord(7, f.isBigEndian ? 1 : 0)
    }
    private static func text(_ e: FormatError) -> String {
        var b = TextBuilder()
        defer { b.free() }
        e.message(spec: TextView(""), typeName: TextView(""), into: &b)
        return String(decoding: UnsafeBufferPointer(start: b.view.bytes, count: b.count), as: UTF8.self)
    }
    /// The Struct of a format, from the cache.
    static func cached(_ format: Value) throws(Raise) -> Compiled {
        guard format.isStr || format.isBytes else { throw Errors.typeError("Struct() argument 1 must be a str or bytes object, not \(format.type)") }
        let d = DictRef(cache)
        if let s = try d.get(format) { return Compiled(s) }
        let r = Heap.allocate(64, type)
        try compile(r, format)
        if d.count >= 100 { d.clear() }
        try d.set(format, Value(r))
        return Compiled(Value(r))
    }

    // MARK: packing

    private static func limits(_ c: UInt8, _ size: Int) -> (Int, UInt) {
        let signed = c >= 97
        let bits = size * 8
        let low = signed ? (size == 8 ? Int.min : -(1 << (bits - 1))) : 0
        return (low, signed ? (1 << UInt(bits - 1)) - 1 : size == 8 ? UInt.max : (1 << UInt(bits)) - 1)
    }
    private static func bounds(_ c: UInt8, _ size: Int) -> (Int, UInt, String) {
        let (low, high) = limits(c, size)
        return (low, high, "'\(Character(Unicode.Scalar(c)))' format requires \(low) <= number <= \(high)")
    }
    private static func packInt(_ v: Value, _ c: UInt8, _ size: Int, _ p: UnsafeMutableRawPointer, _ big: Bool) throws(Raise) {
        let bits: UInt
        if v.isInt, c != 80 {
            let i = v.int
            bits = UInt(bitPattern: i)
            if size < 8 {
                let shift = 64 - size * 8
                if c >= 97 ? (i << shift) >> shift != i : i < 0 || bits >> UInt(size * 8) != 0 { throw fail(bounds(c, size).2) }
            } else if c < 97 && i < 0 { throw fail(bounds(c, size).2) }
        } else {
            guard v.isIntLike || v.type.hasSlot(.index) else { throw fail("required argument is not an integer") }
            let o = try Operations.indexObject(v)
            func refusal() -> Raise { fail(bounds(c == 80 ? 81 : c, size).2) }
            let (low, high) = limits(c == 80 ? 81 : c, size)
            if let i = Integers.asInt64(o) {
                if c != 80 && (i < low || i > 0 && UInt(i) > high) { throw refusal() }
                bits = UInt(bitPattern: i)
            } else {
                let view = IntObject(o).view
                if view.negative || view.count > 1 || view.limbs[0] > high { throw c == 80 ? fail("int too large to convert") : refusal() }
                bits = view.limbs[0]
            }
        }
        switch size {
        case 1: p.storeBytes(of: UInt8(truncatingIfNeeded: bits), as: UInt8.self)
        case 2: let x = UInt16(truncatingIfNeeded: bits); p.storeBytes(of: big ? x.byteSwapped : x, as: UInt16.self)
        case 4: let x = UInt32(truncatingIfNeeded: bits); p.storeBytes(of: big ? x.byteSwapped : x, as: UInt32.self)
        default: p.storeBytes(of: big ? bits.byteSwapped : bits, as: UInt.self)
        }
    }
    private static func double(_ v: Value) throws(Raise) -> Double {
        do throws(Raise) { return try FloatArgument.double(v) } catch {
            guard error.isExceptionKind, Errors.matches(Exceptions.typeError) else { throw error }
            Errors.take()
            throw fail("required argument is not a float")
        }
    }
    /// Writes VALUES in the format of S to P, whose bytes are zero.
    static func pack(_ s: Compiled, _ values: UnsafeMutablePointer<Value>, _ out: UnsafeMutableRawPointer) throws(Raise) {
        let big = s.isBig
        var next = 0
        for k in 0..<s.count {
            let item = s.items[k], c = item.code, size = item.size
            var p = out + item.offset
            if c == 115 || c == 112 {
                let v = values[next]
                next += 1
                guard v.isBytes || v.isInstance(of: Types.bytearray) else { throw fail("argument for '\(Character(Unicode.Scalar(c)))' must be a bytes object") }
                let b = try Buffers.get(v)
                if c == 115 { memcpy(p, b.base, min(b.count, item.count)) } else if item.count > 0 {
                    let n = min(b.count, item.count - 1)
                    memcpy(p + 1, b.base, n)
                    p.storeBytes(of: UInt8(min(n, 255)), as: UInt8.self)
                }
                continue
            }
            for _ in 0..<item.count {
                let v = values[next]
                next += 1
                switch c {
                case 99:
                    guard v.isBytes, BytesRef(v).count == 1 else { throw fail("char format requires a bytes object of length 1") }
                    p.storeBytes(of: BytesRef(v).data[0], as: UInt8.self)
                case 63: p.storeBytes(of: try Operations.isTrue(v) ? 1 : 0, as: UInt8.self)
                case 101, 102, 100:
                    let x = v.isFloat ? v.float : try double(v)
                    if !Packing.writeFloat(x, p.assumingMemoryBound(to: UInt8.self), size: size, big: big) {
                        throw Errors.overflowError("float too large to pack with \(c == 101 ? "e" : "f") format")
                    }
                case 70, 68:
                    let z = v.isInstance(of: Types.complex) ? v : try Call.call(Types.complex.value, v)
                    let q = p.assumingMemoryBound(to: UInt8.self)
                    let re = z.ref.load(fromByteOffset: 16, as: Double.self), im = z.ref.load(fromByteOffset: 24, as: Double.self)
                    if !Packing.writeFloat(re, q, size: size / 2, big: big) || !Packing.writeFloat(im, q + size / 2, size: size / 2, big: big) {
                        throw Errors.overflowError("float too large to pack with f format")
                    }
                default: try packInt(v, c, size, p, big)
                }
                p += size
            }
        }
    }
    /// The values at P as a tuple.
    static func unpack(_ s: Compiled, _ from: UnsafeRawPointer) throws(Raise) -> Value {
        let big = s.isBig, n = s.values
        if n == 0 { return TupleRef.empty }
        let out = TupleRef.allocate(n)
        var next = 0
        for k in 0..<s.count {
            let item = s.items[k], c = item.code, size = item.size
            var p = from + item.offset
            if c == 115 || c == 112 {
                let b = p.assumingMemoryBound(to: UInt8.self)
                if c == 115 { out[next] = BytesRef.make(b, item.count) }
                else { out[next] = item.count == 0 ? BytesRef.empty : BytesRef.make(b + 1, min(Int(b[0]), item.count - 1)) }
                next += 1
                continue
            }
            for _ in 0..<item.count {
                let v: Value
                switch c {
                case 98: v = Value(int: Int(p.load(as: Int8.self)))
                case 66: v = Value(int: Int(p.load(as: UInt8.self)))
                case 99: v = BytesRef.make(p.assumingMemoryBound(to: UInt8.self), 1)
                case 63: v = Value(bool: p.load(as: UInt8.self) != 0)
                case 104: let x = p.loadUnaligned(as: Int16.self); v = Value(int: Int(big ? x.byteSwapped : x))
                case 72: let x = p.loadUnaligned(as: UInt16.self); v = Value(int: Int(big ? x.byteSwapped : x))
                case 101, 102, 100: v = Value(float: Packing.readFloat(p.assumingMemoryBound(to: UInt8.self), size: size, big: big))
                case 70, 68:
                    let q = p.assumingMemoryBound(to: UInt8.self)
                    v = try Call.call(Types.complex.value, Value(float: Packing.readFloat(q, size: size / 2, big: big)), Value(float: Packing.readFloat(q + size / 2, size: size / 2, big: big)))
                default:
                    let signed = c >= 97
                    if size == 4 {
                        let x = p.loadUnaligned(as: UInt32.self), y = big ? x.byteSwapped : x
                        v = Value(int: signed ? Int(Int32(bitPattern: y)) : Int(y))
                    } else {
                        let x = p.loadUnaligned(as: UInt64.self), y = big ? x.byteSwapped : x
                        v = signed ? .int(Int(Int64(bitPattern: y))) : IntObject.unsigned(y)
                    }
                }
                out[next] = v
                next += 1
                p += size
            }
        }
        return out.value
    }

    // MARK: the four operations, on a Struct and arguments from position AT on

    static func pack(_ s: Compiled, _ values: UnsafeMutablePointer<Value>, _ count: Int) throws(Raise) -> Value {
        if count != s.values { throw fail("pack expected \(s.values) items for packing (got \(count))") }
        let out = BytesRef.allocate(s.size)
        try pack(s, values, UnsafeMutableRawPointer(out.data))
        return s.size == 0 ? BytesRef.empty : out.value
    }
    static func packInto(_ s: Compiled, _ args: Value) throws(Raise) {
        let t = TupleRef(args)
        if t.count < 1 { throw fail("pack_into expected buffer argument") }
        if t.count < 2 { throw fail("pack_into expected offset argument") }
        if t.count - 2 != s.values { throw fail("pack_into expected \(s.values) items for packing (got \(t.count - 2))") }
        let b: Buffer
        do throws(Raise) { b = try Buffers.get(t[0], writable: true) } catch {
            guard error.isExceptionKind, Errors.matches(Exceptions.bufferError) || Errors.matches(Exceptions.typeError) else { throw error }
            Errors.take()
            throw Errors.typeError("argument must be read-write bytes-like object, not \(t[0].type)")
        }
        defer { b.release() }
        let offset = try offset(t[1], b.count, s.size, "no space to pack \(s.size) bytes at offset ", "pack_into requires a buffer of at least", "packing")
        memset(b.base + offset, 0, s.size)
        try pack(s, t.items + 2, b.base + offset)
    }
    static func offset(_ v: Value, _ count: Int, _ size: Int, _ negative: @autoclosure () -> String, _ short: StaticString, _ verb: StaticString) throws(Raise) -> Int {
        var o = v.isInt ? v.int : try TextArguments.size(v)
        if o < 0 {
            if o &+ size > 0 { throw fail(negative() + "\(o)") }
            if o &+ count < 0 { throw fail("offset \(o) out of range for \(count)-byte buffer") }
            o += count
        }
        if count - o < size { throw fail("\(short) \(UInt(bitPattern: o) &+ UInt(bitPattern: size)) bytes for \(verb) \(size) bytes at offset \(o) (actual buffer size is \(count))") }
        return o
    }
    static func unpack(_ s: Compiled, buffer v: Value) throws(Raise) -> Value {
        let b = try Buffers.get(v)
        defer { b.release() }
        if b.count != s.size { throw fail("unpack requires a buffer of \(s.size) bytes") }
        return try unpack(s, b.base)
    }
    static func unpackFrom(_ s: Compiled, _ v: Value, _ at: Value) throws(Raise) -> Value {
        let b = try Buffers.get(v)
        defer { b.release() }
        let o = try offset(at, b.count, s.size, "not enough data to unpack \(s.size) bytes at offset ", "unpack_from requires a buffer of at least", "unpacking")
        return try unpack(s, b.base + o)
    }
    /// An iterator: 2 the Struct, 3 the bytes object or buffer owner as a memoryview, 4 the offset as a tagged int.
    static func iterUnpack(_ s: Compiled, _ v: Value) throws(Raise) -> Value {
        if s.size == 0 { throw fail("cannot iteratively unpack with a struct of length 0") }
        let b = try Buffers.get(v)
        let n = b.count
        b.release()
        if n % s.size != 0 { throw fail("iterative unpacking requires a buffer of a multiple of \(s.size) bytes") }
        let holder = v.isBytes ? v : try MemoryView.make(v)
        let r = Heap.allocate(48, iteratorType)
        r.initialize(2, Value(s.ref)); r.initialize(3, holder); r.setWord(4, Value(int: 0).bits)
        return Value(r)
    }
}

extension NativeModule {
    static let structs = NativeModule("_struct") { m throws(Raise) in
        typealias S = StructModule
        S.cache = DictRef.allocate().value
        Heap.addRoot(&S.cache)
        S.error = TypeFactory.make("error", module: "struct", base: Types.exception, subclassable: true)
        m.type(S.error)
        S.type = TypeFactory.make("Struct", module: "_struct", size: 64, layout: Layout.fields(2, 3).finalizing { free(UnsafeMutableRawPointer(bitPattern: UInt($0.word(3)))) }, subclassable: true)
        m.type(S.type)
        Finalizers.declareQuiet(S.type)
        let t = S.type
        t.new("($type, /, *args, **kwargs)") { a in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, /, format)") { a throws(Raise) in try S.compile(a[0].ref, a[1]); return .none }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            try S.Compiled(a[0]).check()
            return StrRef.make("\(a[0].type.bareName)(\(Operations.reprText(a[0].ref.value(2))))")
        }
        t.getter("format") { v throws(Raise) in try S.Compiled(v).check(); return v.ref.value(2) }
        t.getter("size") { v throws(Raise) in try S.Compiled(v).check(); return .int(S.Compiled(v).size) }
        let method = t.method("pack", "($self, /, *values)", effect: .reads) { a throws(Raise) in let s = S.Compiled(a[0]); try s.check(); return try S.pack(s, TupleRef(a[1]).items, TupleRef(a[1]).count)
        }
        Descriptor.setVector(method) { base, count throws(Raise) in
            guard count > 0, base[0].isInstance(of: S.type) else { return nil }
            let s = S.Compiled(base[0])
            try s.check()
            return try S.pack(s, base + 1, count &- 1)
        }
        t.method("pack_into", "($self, /, *args)") { a throws(Raise) in let s = S.Compiled(a[0]); try s.check(); try S.packInto(s, a[1]); return .none }
        t.method("unpack", "($self, buffer, /)", effect: .reads) { a throws(Raise) in let s = S.Compiled(a[0]); try s.check(); return try S.unpack(s, buffer: a[1]) }
        t.method("unpack_from", "($self, /, buffer, offset=0)", effect: .reads) { a throws(Raise) in let s = S.Compiled(a[0]); try s.check(); return try S.unpackFrom(s, a[1], a[2]) }
        t.method("iter_unpack", "($self, buffer, /)") { a throws(Raise) in let s = S.Compiled(a[0]); try s.check(); return try S.iterUnpack(s, a[1]) }
        t.method("__sizeof__", "($self, /)") { a in .int(64 + S.Compiled(a[0]).count * 32) }

        S.iteratorType = TypeFactory.make("unpack_iterator", module: "_struct", size: 48, layout: .fields(2, 5))
        S.iteratorType.special("__iter__", "($self, /)") { a in a[0] }
        S.iteratorType.special("__next__", "($self, /)") { a throws(Raise) in
            let s = S.Compiled(a[0].ref.value(2)), at = a[0].ref.value(4).int
            let b = try Buffers.get(a[0].ref.value(3))
            if at + s.size > b.count { throw Errors.stopIteration() }
            a[0].ref.setWord(4, Value(int: at + s.size).bits)
            return try S.unpack(s, b.base + at)
        }
        S.iteratorType.method("__length_hint__", "($self, /)") { a throws(Raise) in
            let s = S.Compiled(a[0].ref.value(2))
            return .int((try Buffers.get(a[0].ref.value(3)).count - a[0].ref.value(4).int) / s.size)
        }
        m.function("calcsize", "(format, /)", effect: .reads) { a throws(Raise) in .int(try S.cached(a[0]).size) }
        let pack = m.function("pack", "(format=<unset>, /, *values)", effect: .reads) { a throws(Raise) in
            if !a.has(0) { throw Errors.typeError("missing format argument") }
            return try S.pack(try S.cached(a[0]), TupleRef(a[1]).items, TupleRef(a[1]).count) }
        Descriptor.setVector(pack) { base, count throws(Raise) in count > 0 ? try S.pack(try S.cached(base[0]), base + 1, count &- 1) : nil }
        m.function("pack_into", "(format=<unset>, /, *args)") { a throws(Raise) in
            if !a.has(0) { throw Errors.typeError("missing format argument") }
            try S.packInto(try S.cached(a[0]), a[1])
            return .none
        }
        m.function("unpack", "(format, buffer, /)", effect: .reads) { a throws(Raise) in try S.unpack(try S.cached(a[0]), buffer: a[1]) }
        m.function("unpack_from", "(format, /, buffer, offset=0)", effect: .reads) { a throws(Raise) in try S.unpackFrom(try S.cached(a[0]), a[1], a[2]) }
        m.function("iter_unpack", "(format, buffer, /)") { a throws(Raise) in try S.iterUnpack(try S.cached(a[0]), a[1]) }
        m.function("_clearcache", "()") { _ in DictRef(S.cache).clear(); return .none }
        m.constant("__doc__", StrRef.make("Functions to convert between Python values and C structs."))
    }
}

import Primitives
import Runtime

/// `_multibytecodec`: codec objects (raw word 2 the codec), incremental coders and streams (2 the codec object, 3 errors, 4 what is pending, 5 the state,
/// 6 the stream). (Modules/cjkcodecs/multibytecodec.c)
enum Multibyte {
    nonisolated(unsafe) static var codecType = TypeRef()
    private static func codec(_ v: Value) -> MultibyteCodec { Unmanaged<MultibyteCodec>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(v.ref.word(2)))!).takeUnretainedValue() }
    private static func errors(_ v: Value, _ function: String) throws(Raise) -> Value {
        if v.isNone || v.isUnbound || v.isStr { return v.isUnbound ? .none : v }
        throw Errors.typeError("\(function)() argument 'errors' must be str or None, not \(v.type)")
    }
    private static func encode(_ c: MultibyteCodec, _ s: Value, _ errors: Value, _ state: inout Int, finish: Bool) throws(Raise) -> Value {
        try c.prepare()
        var b = ByteBuilder(capacity: StrRef(s).count * 2), k = state
        do throws(Raise) {
            try Codecs.run(StrRef(s), errors, c.name, &b, nil) { t, position, out in c.encode(t, &position, &k, &out) }
        } catch { b.free(); throw error }
        if finish { c.finish(&k, &b) }
        state = k
        return BytesRef.make(&b)
    }
    private static func decode(_ c: MultibyteCodec, _ object: Value, _ bytes: UnsafeBufferPointer<UInt8>, _ errors: Value, _ state: inout Int, final: Bool) throws(Raise) -> (text: Value, consumed: Int) {
        try c.prepare()
        var k = state
        let r = try Codecs.run(object, bytes, errors, c.name, .ascii) { b, position, out in c.decode(b, &position, &k, final: final, &out) }
        state = k
        return r
    }
    static func getCodec(_ module: String, _ name: Value) throws(Raise) -> Value {
        guard name.isStr else { throw Errors.typeError("encoding name must be a string.") }
        guard let c = MultibyteCodec.find(module, StrRef(name).string) else { throw Errors.make(Exceptions.lookupError, "no such codec is supported: \(StrRef(name))") }
        define()
        let r = Heap.allocate(24, codecType)
        r.setWord(2, UInt64(UInt(bitPattern: Unmanaged.passRetained(c).toOpaque())))
        return Value(r)
    }
    private static func define() {
        if codecType != TypeRef() { return }
        let t = TypeFactory.make("MultibyteCodec", module: "_multibytecodec", size: 24, layout: .opaque)
        codecType = t
        t.method("encode", "($self, /, input, errors=None)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("couldn't convert the object to str.") }
            var state = 0
            let b = try encode(codec(a[0]), a[1], try errors(a[2], "encode"), &state, finish: true)
            return TupleRef.make(b, Value(int: StrRef(a[1]).count))
        }
        t.method("decode", "($self, /, input, errors=None)") { a throws(Raise) in
            let b = try Buffers.get(a[1])
            defer { b.release() }
            var state = 0
            let r = try decode(codec(a[0]), a[1], b.bytes, try errors(a[2], "decode"), &state, final: true)
            return TupleRef.make(r.text, Value(int: b.count))
        }
    }
    private static func make(_ cls: Value, _ errors: Value, _ pending: Value, _ stream: Value = .none) throws(Raise) -> Value {
        define()
        let c = try Operations.getAttribute(cls, StrRef.intern("codec"))
        guard c.isExactly(codecType) else { throw Errors.typeError("codec is unexpected type") }
        let r = Instance.allocate(TypeRef(cls.ref))
        r.set(2, c); r.set(3, errors); r.set(4, pending); r.set(5, Value(int: 0)); r.set(6, stream)
        return Value(r)
    }
    private static func encodeMore(_ v: Value, _ s: Value, final: Bool) throws(Raise) -> Value {
        guard s.isStr else { throw Errors.typeError("couldn't convert the object to str.") }
        var state = v.ref.value(5).int
        let b = try encode(codec(v.ref.value(2)), s, v.ref.value(3), &state, finish: final)
        v.ref.set(5, Value(int: state))
        return b
    }
    private static func decodeMore(_ v: Value, _ data: Value, final: Bool) throws(Raise) -> Value {
        let b = try Buffers.get(data)
        defer { b.release() }
        let all = TupleBytes.concatenate(v.ref.value(4), b.count == 0 ? BytesRef.empty : BytesRef.make(b.bytes.baseAddress!, b.count)), w = BytesRef(all)
        var state = v.ref.value(5).int
        let r = try decode(codec(v.ref.value(2)), all, UnsafeBufferPointer(start: w.data, count: w.count), v.ref.value(3), &state, final: final)
        v.ref.set(4, r.consumed >= w.count ? BytesRef.empty : BytesRef.make(w.data + r.consumed, w.count - r.consumed))
        v.ref.set(5, Value(int: state))
        return r.text
    }
    private static func type(_ name: String) -> TypeRef {
        let t = TypeFactory.make(name, module: "_multibytecodec", size: 56, layout: .fields(2, 7), subclassable: true)
        t.field("errors", word: 3, writable: true)
        return t
    }
    static func fill(_ m: ModuleBuilder) {
        define()
        let e = type("MultibyteIncrementalEncoder")
        e.new("($type, /, errors='strict')") { a throws(Raise) in try make(a[0], a[1], StrRef.empty) }
        e.method("encode", "($self, /, input, final=False)") { a throws(Raise) in try encodeMore(a[0], a[1], final: try Operations.isTrue(a[2])) }
        e.method("reset", "($self, /)") { a throws(Raise) in a[0].ref.set(5, Value(int: 0)); return .none }
        e.method("getstate", "($self, /)") { a throws(Raise) in a[0].ref.value(5) }
        e.method("setstate", "($self, statelong, /)") { a throws(Raise) in a[0].ref.set(5, Value(int: try Operations.index(a[1]))); return .none }
        let d = type("MultibyteIncrementalDecoder")
        d.new("($type, /, errors='strict')") { a throws(Raise) in try make(a[0], a[1], BytesRef.empty) }
        d.method("decode", "($self, /, input, final=False)") { a throws(Raise) in try decodeMore(a[0], a[1], final: try Operations.isTrue(a[2])) }
        d.method("reset", "($self, /)") { a throws(Raise) in a[0].ref.set(4, BytesRef.empty); a[0].ref.set(5, Value(int: 0)); return .none }
        d.method("getstate", "($self, /)") { a throws(Raise) in TupleRef.make(a[0].ref.value(4), a[0].ref.value(5)) }
        d.method("setstate", "($self, state, /)") { a throws(Raise) in
            guard a[1].isTuple, TupleRef(a[1]).count == 2, TupleRef(a[1])[0].isBytes else { throw Errors.typeError("setstate() argument must be (bytes, int)") }
            a[0].ref.set(4, TupleRef(a[1])[0]); a[0].ref.set(5, Value(int: try Operations.index(TupleRef(a[1])[1])))
            return .none
        }
        let r = type("MultibyteStreamReader")
        r.new("($type, /, stream, errors='strict')") { a throws(Raise) in try make(a[0], a[2], BytesRef.empty, a[1]) }
        r.field("stream", word: 6)
        func read(_ v: Value, _ method: StaticString, _ size: Value) throws(Raise) -> Value {
            let n = size.isNone ? -1 : try TextArguments.size(size)
            if n == 0 { return StrRef.empty }
            let f = try Operations.getAttribute(v.ref.value(6), StrRef.intern(method.description))
            while true {
                let data = n < 0 ? try Call.call(f) : try Call.call(f, Value(int: n))
                guard data.isBytes else { throw Errors.typeError("stream function returned a non-bytes object (\(data.type))") }
                let end = n < 0 || BytesRef(data).count == 0
                let s = try decodeMore(v, data, final: end)
                if end || StrRef(s).count > 0 { return s }
            }
        }
        r.method("read", "($self, sizeobj=None, /)") { a throws(Raise) in try read(a[0], "read", a[1]) }
        r.method("readline", "($self, sizeobj=None, /)") { a throws(Raise) in try read(a[0], "readline", a[1]) }
        r.method("readlines", "($self, sizehintobj=None, /)") { a throws(Raise) in
            try Call.call(try Operations.getAttribute(try read(a[0], "read", a[1]), StrRef.intern("splitlines")), .true)
        }
        r.method("reset", "($self, /)") { a throws(Raise) in a[0].ref.set(4, BytesRef.empty); a[0].ref.set(5, Value(int: 0)); return .none }
        let w = type("MultibyteStreamWriter")
        w.new("($type, /, stream, errors='strict')") { a throws(Raise) in try make(a[0], a[2], StrRef.empty, a[1]) }
        w.field("stream", word: 6)
        w.method("write", "($self, strobj, /)") { a throws(Raise) in
            _ = try Call.call(try Operations.getAttribute(a[0].ref.value(6), StrRef.intern("write")), try encodeMore(a[0], a[1], final: false))
            return .none
        }
        w.method("writelines", "($self, lines, /)") { a throws(Raise) in
            let l = try Operations.list(a[1]), f = try Operations.getAttribute(a[0].ref.value(6), StrRef.intern("write"))
            for i in 0..<l.count { _ = try Call.call(f, try encodeMore(a[0], l[i], final: false)) }
            return .none
        }
        // Without pending text, the stream stays in the state it is in.
        w.method("reset", "($self, /)") { a throws(Raise) in .none }
        for t in [e, d, r, w] {
            // The Python classes that share a subclass with these must not set up anything.
            t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in .none }
            m.type(t)
        }
    }
}
extension NativeModule {
    public static let multibyteCodec = NativeModule("_multibytecodec") { m throws(Raise) in Multibyte.fill(m) }
    private static func family(_ name: StaticString) -> NativeModule {
        NativeModule(name) { m throws(Raise) in
            m.function("getcodec", "(name, /)") { a throws(Raise) in try Multibyte.getCodec(name.description, a[0]) }
        }
    }
    public static let multibyteFamilies: [NativeModule] = [family("_codecs_cn"), family("_codecs_hk"), family("_codecs_iso2022"), family("_codecs_jp"), family("_codecs_kr"), family("_codecs_tw")]
}

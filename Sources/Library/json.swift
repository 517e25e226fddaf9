import Primitives
import Runtime

/// `_json`: the scanner and the encoder behind `json`, and the functions on single strings.
enum JSONModule {
    nonisolated(unsafe) static var scannerType = TypeRef(), encoderType = TypeRef()
    /// The module's own string encoders, recognised by identity.
    nonisolated(unsafe) static var asciiEncoder = Value.unbound, plainEncoder = Value.unbound

    /// Raises `json.decoder.JSONDecodeError(message, doc, position)`.
    static func decodeError(_ message: StaticString, _ document: Value, _ position: Int) throws(Raise) -> Raise {
        let m = try ImportedModules.get("json.decoder")
        let t = try Operations.getAttribute(m, StrRef.intern("JSONDecodeError"))
        return Errors.raise(try Call.call(t, StrRef.make(message.description), document, Value.int(position)))
    }
    static func string(_ v: Value) throws(Raise) -> StrRef {
        guard v.isStr else { throw Errors.typeError("first argument must be a string, not \(v.type)") }
        return StrRef(v)
    }
}

extension NativeModule {
    static let json = NativeModule("_json") { m throws(Raise) in
        typealias J = JSONModule
        m.function("scanstring", "(string, end, strict=True, /)") { a throws(Raise) in
            let s = try J.string(a[0])
            var end = try TextArguments.size(a[1])
            let strict = try Operations.isTrue(a[2])
            if end < 0 || end > s.count { throw Errors.valueError("end is out of bounds") }
            let v: Value
            switch s.kind {
            case 1: let p = JSONScanner<UInt8>(s, strict); v = try p.string(&end)
            case 2: let p = JSONScanner<UInt16>(s, strict); v = try p.string(&end)
            default: let p = JSONScanner<UInt32>(s, strict); v = try p.string(&end)
            }
            return TupleRef.make(v, Value.int(end))
        }
        J.asciiEncoder = m.function("encode_basestring_ascii", "(string, /)") { a throws(Raise) in
            let s = try J.string(a[0])
            var b = TextBuilder(capacity: s.count + 2)
            JSONText.append(s, ascii: true, &b)
            return StrRef.make(&b)
        }
        J.plainEncoder = m.function("encode_basestring", "(string, /)") { a throws(Raise) in
            let s = try J.string(a[0])
            var b = TextBuilder(capacity: s.count + 2)
            JSONText.append(s, ascii: false, &b)
            return StrRef.make(&b)
        }
        Heap.addRoot(&J.asciiEncoder); Heap.addRoot(&J.plainEncoder)

        let t = TypeFactory.make("Scanner", module: "_json", size: 64, layout: .fields(2, 8), subclassable: true)
        J.scannerType = t
        t.new("($type, context)") { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            let strict = try Operations.isTrue(try Operations.getAttribute(a[1], StrRef.intern("strict")))
            r.set(2, Value(bool: strict))
            for (i, n) in ["object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"].enumerated() {
                r.set(3 + i, try Operations.getAttribute(a[1], StrRef.intern(n)))
            }
            return Value(r)
        }
        for (i, n): (Int, StaticString) in [(0, "strict"), (1, "object_hook"), (2, "object_pairs_hook"), (3, "parse_float"), (4, "parse_int"), (5, "parse_constant")] { t.field(n, word: 2 + i) }
        t.special("__call__", "($self, /, string, idx)") { a throws(Raise) in
            let s = try J.string(a[1])
            var i = try TextArguments.size(a[2])
            if i < 0 { throw Errors.valueError("idx cannot be negative") }
            let v: Value
            switch s.kind {
            case 1: let p = JSONScanner<UInt8>(s, a[0].ref); v = try p.document(&i)
            case 2: let p = JSONScanner<UInt16>(s, a[0].ref); v = try p.document(&i)
            default: let p = JSONScanner<UInt32>(s, a[0].ref); v = try p.document(&i)
            }
            return TupleRef.make(v, Value.int(i))
        }
        m.constant("make_scanner", t.value)

        let e = TypeFactory.make("Encoder", module: "_json", size: 96, layout: .fields(2, 11), subclassable: true)
        J.encoderType = e
        e.new("($type, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)") { a throws(Raise) in
            guard a[1].isNone || a[1].isDict else { throw Errors.typeError("make_encoder() argument 1 must be dict or None, not \(a[1].type)") }
            guard a[5].isStr else { throw Errors.typeError("make_encoder() argument 5 must be str, not \(a[5].isNone ? "None" : a[5].typeName)") }
            guard a[6].isStr else { throw Errors.typeError("make_encoder() argument 6 must be str, not \(a[6].isNone ? "None" : a[6].typeName)") }
            let r = Instance.allocate(TypeRef(a[0].ref))
            for i in 0..<6 { r.set(2 + i, a[1 + i]) }
            for i in 6..<9 { r.set(2 + i, Value(bool: try Operations.isTrue(a[1 + i]))) }
            return Value(r)
        }
        for (i, n): (Int, StaticString) in [(0, "markers"), (1, "default"), (2, "encoder"), (3, "indent"), (4, "key_separator"), (5, "item_separator"), (6, "sort_keys"), (7, "skipkeys")] { e.field(n, word: 2 + i) }
        e.special("__call__", "($self, /, obj, _current_indent_level)") { a throws(Raise) in
            let level = max(0, try TextArguments.size(a[2]))
            var w = JSONEncoder(a[0].ref)
            do throws(Raise) { try w.encode(a[1], level) } catch { w.out.free(); throw error }
            return TupleRef.make(StrRef.make(&w.out))
        }
        m.constant("make_encoder", e.value)
    }
}

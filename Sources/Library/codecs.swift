import Primitives
import Runtime

/// `_codecs`: the registry, the native codecs with their incremental forms, charmaps, error handlers.
extension NativeModule {
    static let codecs = NativeModule("_codecs") { m throws(Raise) in
        CodecsModule.registry(m)
        CodecsModule.unicode(m)
        CodecsModule.escapes(m)
        CodecsModule.charmaps(m)
    }
}

enum CodecsModule {
    static func errors(_ v: Value) throws(Raise) -> Value {
        if v.isNone || v.isStr { return v }
        throw Errors.typeError("argument 2 must be str or None, not \(v.type)")
    }
    static func text(_ v: Value, _ name: StaticString) throws(Raise) -> StrRef {
        guard v.isStr else { throw Errors.typeError("\(name)() argument 1 must be str, not \(v.isNone ? "None" : v.typeName)") }
        return StrRef(v)
    }
    static func pair(_ v: Value, _ n: Int) -> Value { TupleRef.make(v, Value.int(n)) }

    static func registry(_ m: ModuleBuilder) {
        m.function("register", "(search_function, /)") { a throws(Raise) in try CodecRegistry.register(a[0]); return .none }
        m.function("unregister", "(search_function, /)") { a in CodecRegistry.unregister(a[0]); return .none }
        m.function("lookup", "(encoding, /)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("lookup() argument must be str, not \(TextArguments.describe(a[0]))") }
            return try CodecRegistry.lookup(StrRef(a[0]))
        }
        m.function("encode", "(obj, encoding='utf-8', errors=<'strict'>)") { a throws(Raise) in
            let e = try TextArguments.str(a[1], "encode", named: "encoding")
            if a.has(2) { _ = try TextArguments.str(a[2], "encode", named: "errors") }
            return try CodecRegistry.encode(a[0], e, a.has(2) ? a[2] : .unbound)
        }
        m.function("decode", "(obj, encoding='utf-8', errors=<'strict'>)") { a throws(Raise) in
            let e = try TextArguments.str(a[1], "decode", named: "encoding")
            if a.has(2) { _ = try TextArguments.str(a[2], "decode", named: "errors") }
            return try CodecRegistry.decode(a[0], e, a.has(2) ? a[2] : .unbound)
        }
        m.function("register_error", "(errors, handler, /)") { a throws(Raise) in
            try ErrorHandlers.register(try TextArguments.str(a[0], "register_error", 1).value, a[1])
            return .none
        }
        m.function("_unregister_error", "(errors, /)") { a throws(Raise) in Value(bool: try ErrorHandlers.unregister(try TextArguments.str(a[0], "_unregister_error", 1).value)) }
        m.function("lookup_error", "(name, /)") { a throws(Raise) in try ErrorHandlers.lookup(try TextArguments.str(a[0], "lookup_error", 1).value) }
    }

    /// Decoders and encoders of UTF-8, -16, -32, -7, Latin-1 and ASCII.
    static func unicode(_ m: ModuleBuilder) {
        func decoder(_ name: StaticString, _ e: Codec.Encoding) {
            m.function(name, "(data, errors=None, final=False, /)") { a throws(Raise) in
                let h = try errors(a[1]), final = try Operations.isTrue(a[2])
                let b = try Buffers.get(a[0])
                defer { b.release() }
                let (s, n) = try Codecs.decode(e, a[0], b.bytes, errors: h, final: final)
                return pair(s, n)
            }
        }
        func whole(_ name: StaticString, _ e: Codec.Encoding) {
            m.function(name, "(data, errors=None, /)") { a throws(Raise) in
                let h = try errors(a[1])
                let b = try Buffers.get(a[0])
                defer { b.release() }
                let (s, n) = try Codecs.decode(e, a[0], b.bytes, errors: h, final: true)
                return pair(s, n)
            }
        }
        func encoder(_ name: StaticString, _ e: Codec.Encoding) {
            m.function(name, "(str, errors=None, /)") { a throws(Raise) in
                let s = try text(a[0], name)
                return pair(try Codecs.encode(s, e, errors: try errors(a[1])), s.count)
            }
        }
        decoder("utf_8_decode", .utf8); encoder("utf_8_encode", .utf8)
        decoder("utf_7_decode", .utf7); encoder("utf_7_encode", .utf7)
        whole("latin_1_decode", .latin1); encoder("latin_1_encode", .latin1)
        whole("ascii_decode", .ascii); encoder("ascii_encode", .ascii)
        decoder("utf_16_decode", .utf16); decoder("utf_16_le_decode", .utf16le); decoder("utf_16_be_decode", .utf16be)
        decoder("utf_32_decode", .utf32); decoder("utf_32_le_decode", .utf32le); decoder("utf_32_be_decode", .utf32be)
        encoder("utf_16_le_encode", .utf16le); encoder("utf_16_be_encode", .utf16be)
        encoder("utf_32_le_encode", .utf32le); encoder("utf_32_be_encode", .utf32be)
        func marked(_ name: StaticString, _ both: Codec.Encoding, _ little: Codec.Encoding, _ big: Codec.Encoding) {
            m.function(name, "(str, errors=None, byteorder=0, /)") { a throws(Raise) in
                let s = try text(a[0], name), order = try TextArguments.cInt(a[2])
                return pair(try Codecs.encode(s, order == 0 ? both : order < 0 ? little : big, errors: try errors(a[1])), s.count)
            }
        }
        marked("utf_16_encode", .utf16, .utf16le, .utf16be)
        marked("utf_32_encode", .utf32, .utf32le, .utf32be)
        func extended(_ name: StaticString, _ both: Codec.Encoding, _ little: Codec.Encoding, _ big: Codec.Encoding) {
            m.function(name, "(data, errors=None, byteorder=0, final=False, /)") { a throws(Raise) in
                let h = try errors(a[1]), given = try TextArguments.cInt(a[2]), final = try Operations.isTrue(a[3])
                let b = try Buffers.get(a[0])
                defer { b.release() }
                var order = given, from = 0
                if order == 0 {
                    let (variant, mark) = Codec.byteOrder(both, b.bytes)
                    if mark > 0 { order = variant == big ? 1 : -1; from = mark }
                }
                let (s, n) = try Codecs.decode(order > 0 ? big : little, a[0], b.bytes, errors: h, final: final, from: from, name: both.name)
                return TupleRef.make(s, Value.int(n), Value.int(order))
            }
        }
        extended("utf_16_ex_decode", .utf16, .utf16le, .utf16be)
        extended("utf_32_ex_decode", .utf32, .utf32le, .utf32be)
        m.function("readbuffer_encode", "(data, errors=None, /)") { a throws(Raise) in
            let (v, n) = try withBytes(a[0]) { p throws(Raise) in (p.baseAddress == nil ? BytesRef.empty : BytesRef.make(p.baseAddress!, p.count), p.count) }
            return pair(v, n)
        }
    }
    /// The bytes of a buffer, or the UTF-8 of a str.
    static func withBytes<R>(_ v: Value, _ body: (UnsafeBufferPointer<UInt8>) throws(Raise) -> R) throws(Raise) -> R {
        let o = v.isStr ? try Codecs.utf8(StrRef(v)) : v
        let b = try Buffers.get(o)
        defer { b.release() }
        return try body(b.bytes)
    }

    static func escapes(_ m: ModuleBuilder) {
        func decoder(_ name: StaticString, _ e: Codec.Encoding) {
            m.function(name, "(data, errors=None, final=True, /)") { a throws(Raise) in
                let h = try errors(a[1]), final = try Operations.isTrue(a[2])
                return try withBytes(a[0]) { p throws(Raise) in
                    let (s, n) = try Codecs.decode(e, a[0], p, errors: h, final: final)
                    return pair(s, n)
                }
            }
        }
        decoder("unicode_escape_decode", .unicodeEscape); decoder("raw_unicode_escape_decode", .rawUnicodeEscape)
        func encoder(_ name: StaticString, _ e: Codec.Encoding) {
            m.function(name, "(str, errors=None, /)") { a throws(Raise) in
                let s = try text(a[0], name)
                return pair(try Codecs.encode(s, e, errors: try errors(a[1])), s.count)
            }
        }
        encoder("unicode_escape_encode", .unicodeEscape); encoder("raw_unicode_escape_encode", .rawUnicodeEscape)
        m.function("escape_decode", "(data, errors=None, /)") { a throws(Raise) in
            let h = ErrorHandlers.builtin(try errors(a[1]))
            return try withBytes(a[0]) { p throws(Raise) in
                var b = ByteBuilder(), invalid: (position: Int, value: Int)?
                if let e = EscapeCodec.decodeBytes(p, errors: h ?? .xmlcharrefreplace, firstInvalid: &invalid, into: &b) {
                    b.free()
                    switch e {
                    case .trailingBackslash: throw Errors.valueError("Trailing \\ in string")
                    case .invalidHex(let at):
                        if h == nil { throw Errors.valueError("decoding error; unknown error handling code: \(StrRef(a[1]))") }
                        throw Errors.valueError("invalid \\x escape at position \(at)")
                    }
                }
                return pair(BytesRef.make(&b), p.count)
            }
        }
        m.function("escape_encode", "(data, errors=None, /)") { a throws(Raise) in
            guard a[0].isBytes else { throw Errors.typeError("escape_encode() argument 1 must be bytes, not \(a[0].type)") }
            let s = BytesRef(a[0])
            var b = ByteBuilder()
            EscapeCodec.encodeBytes(UnsafeBufferPointer(start: s.data, count: s.count), into: &b)
            return pair(BytesRef.make(&b), s.count)
        }
    }

    // MARK: charmaps

    nonisolated(unsafe) static var mapType = TypeRef()

    static func charmaps(_ m: ModuleBuilder) {
        // Word 2: the address of the map, in memory of its own.
        mapType = TypeFactory.make("EncodingMap", size: 24, layout: Layout.opaque.finalizing { r in
            if let p = UnsafeMutablePointer<EncodingMap>(bitPattern: UInt(r.word(2))) { p.pointee.free(); p.deallocate() }
        })
        mapType.method("size", "($self, /)") { _ in Value.int(1024 * 5) }
        m.function("charmap_build", "(map, /)") { a throws(Raise) in
            let s = try text(a[0], "charmap_build")
            let r = Heap.allocate(24, mapType)
            let p = UnsafeMutablePointer<EncodingMap>.allocate(capacity: 1)
            p.initialize(to: EncodingMap(table: s.view))
            r.setWord(2, UInt64(UInt(bitPattern: p)))
            Heap.registerNative(r)
            return Value(r)
        }
        m.function("charmap_decode", "(data, errors=None, mapping=None, /)") { a throws(Raise) in
            let h = try errors(a[1])
            let b = try Buffers.get(a[0])
            defer { b.release() }
            if a[2].isNone { return pair(try Codecs.decode(.latin1, a[0], b.bytes, errors: h, final: true).text, b.count) }
            if a[2].isStr {
                let table = StrRef(a[2]).view
                let s = try Codecs.run(a[0], b.bytes, h, "charmap", .latin1) { p, i, out in Charmap.decode(p, &i, table: table, into: &out) }.text
                return pair(s, b.count)
            }
            return pair(try decode(a[0], b.bytes, h, a[2]), b.count)
        }
        m.function("charmap_encode", "(str, errors=None, mapping=None, /)") { a throws(Raise) in
            let s = try text(a[0], "charmap_encode"), h = try errors(a[1])
            if a[2].isNone { return pair(try Codecs.encode(s, .latin1, errors: h), s.count) }
            var b = ByteBuilder()
            do throws(Raise) {
                if a[2].isExactly(mapType) {
                    let p = UnsafeMutablePointer<EncodingMap>(bitPattern: UInt(a[2].ref.word(2)))!
                    try Codecs.run(s, h, "charmap", &b, nil) { t, i, out in p.pointee.encode(t, &i, into: &out) }
                } else { try encode(s, h, a[2], &b) }
            } catch { b.free(); throw error }
            return pair(BytesRef.make(&b), s.count)
        }
    }
    private static let undefined: StaticString = "character maps to <undefined>"

    /// By a mapping of ints to ints, strs or None.
    private static func decode(_ object: Value, _ bytes: UnsafeBufferPointer<UInt8>, _ h: Value, _ mapping: Value) throws(Raise) -> Value {
        var failure: Raise? = nil
        let r = try Codecs.run(object, bytes, h, "charmap", .latin1) { p, i, out in
            while i < p.count {
                do throws(Raise) {
                    let v: Value
                    do throws(Raise) { v = try Operations.getItem(mapping, Value.int(Int(p[i]))) } catch {
                        try Errors.swallow(error, Exceptions.lookupError)
                        return CodecError(i, i + 1, undefined)
                    }
                    if v.isNone { return CodecError(i, i + 1, undefined) }
                    if v.isIntLike {
                        let c = try Operations.index(v)
                        if c == 0xfffe { return CodecError(i, i + 1, undefined) }
                        if c < 0 || c > 0x10ffff { throw Errors.typeError("character mapping must be in range(0x110000)") }
                        out.append(UInt32(c))
                    } else if v.isStr {
                        let s = StrRef(v)
                        if s.count == 1 && s[0] == 0xfffe { return CodecError(i, i + 1, undefined) }
                        out.append(s.view)
                    } else { throw Errors.typeError("character mapping must return integer, None or str") }
                } catch { failure = error; i = p.count; return nil }
                i += 1
            }
            return nil
        }
        if let failure { throw failure }
        return r.text
    }
    /// By a mapping of ints to ints, bytes or None.
    private static func encode(_ s: StrRef, _ h: Value, _ mapping: Value, _ b: inout ByteBuilder) throws(Raise) {
        var failure: Raise? = nil
        try Codecs.run(s, h, "charmap", &b, nil) { t, i, out in
            func byte(_ c: UInt32, _ out: inout ByteBuilder) throws(Raise) -> Bool {
                let v: Value
                do throws(Raise) { v = try Operations.getItem(mapping, Value.int(Int(c))) } catch {
                    try Errors.swallow(error, Exceptions.lookupError)
                    return false
                }
                if v.isNone { return false }
                if v.isIntLike {
                    let x = try Operations.index(v)
                    if x < 0 || x > 255 { throw Errors.typeError("character mapping must be in range(256)") }
                    out.append(UInt8(x))
                } else if v.isBytes { out.append(BytesRef(v).data, BytesRef(v).count) }
                else { throw Errors.typeError("character mapping must return integer, bytes or None, not \(v.type)") }
                return true
            }
            while i < t.count {
                do throws(Raise) {
                    if try !byte(t[i], &out) {
                        var end = i + 1
                        var probe = ByteBuilder()
                        defer { probe.free() }
                        while end < t.count, try !byte(t[end], &probe) { end += 1 }
                        return CodecError(i, end, undefined)
                    }
                } catch { failure = error; i = t.count; return nil }
                i += 1
            }
            return nil
        }
        if let failure { throw failure }
    }
}

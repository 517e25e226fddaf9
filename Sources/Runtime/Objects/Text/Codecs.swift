import CSupport
import Glibc
import Primitives

/// Encoding and decoding of strs: the common codecs natively, the others through the registry of `codecs`.
public enum Codecs {
    /// The codec that needs no registry, by any of the spellings CPython short-cuts. (PyUnicode_Decode)
    static func native(_ name: StrRef) -> Codec.Encoding? {
        guard name.isASCII, name.count <= 10 else { return nil }
        if name.equals("utf-8") { return .utf8 }
        var b = (UInt64(0), UInt64(0))
        return withUnsafeMutableBytes(of: &b) { p in
            let n = name.count
            for i in 0..<n { let c = name.latin[i]; p[i] = c &- 65 < 26 ? c + 32 : c == 95 || c == 32 ? 45 : c }
            func named(_ s: StaticString) -> Bool { n == s.utf8CodeUnitCount && memcmp(p.baseAddress!, s.utf8Start, n) == 0 }
            if named("utf-8") || named("utf8") { return .utf8 }
            if named("ascii") || named("us-ascii") { return .ascii }
            if named("latin-1") || named("latin1") || named("iso-8859-1") || named("iso8859-1") { return .latin1 }
            if named("utf-16") { return .utf16 }
            if named("utf-32") { return .utf32 }
            return nil
        }
    }
    /// In development mode names are looked up even where nothing needs them. (unicode_check_encoding_errors)
    private static func check(_ encoding: StrRef, _ errors: StrRef) throws(Raise) {
        if native(encoding) == nil { _ = try CodecRegistry.lookup(encoding) }
        if !errors.equals("strict") { _ = try ErrorHandlers.lookup(errors.value) }
    }
    /// `s.encode(encoding, errors)`.
    public static func encode(_ s: StrRef, _ encoding: StrRef, errors: StrRef) throws(Raise) -> Value {
        if Configuration.current.devMode != 0 { try check(encoding, errors) }
        if let e = native(encoding) { return try encode(s, e, errors: errors.value) }
        let r = try CodecRegistry.encodeText(s.value, encoding, errors.value)
        if r.isBytes { return r }
        if r.isInstance(of: Types.bytearray) { let b = ByteArrayRef(r); return BytesRef.make(b.data, b.count) }
        throw Errors.typeError("'\(encoding.string)' encoder returned '\(r.type)' instead of 'bytes'; use codecs.encode() to encode to arbitrary types")
    }
    /// `v.decode(encoding, errors)` of any object with a buffer.
    public static func decode(_ v: Value, _ encoding: StrRef, errors: StrRef) throws(Raise) -> Value {
        if Configuration.current.devMode != 0 { try check(encoding, errors) }
        if let e = native(encoding) {
            let b = try Buffers.get(v)
            defer { b.release() }
            return try decode(e, v, b.bytes, errors: errors.value, final: true).text
        }
        let r = try CodecRegistry.decodeText(v.isBytes || v.isInstance(of: Types.bytearray) ? v : try MemoryView.make(v), encoding, errors.value)
        if r.isStr { return r }
        throw Errors.typeError("'\(encoding.string)' decoder returned '\(r.type)' instead of 'str'; use codecs.decode() to decode to arbitrary types")
    }
    public static func utf8(_ s: StrRef) throws(Raise) -> Value { try encode(s, .utf8, errors: .none) }

    /// With a native codec. ERRORS: a str, or None for strict.
    public static func encode(_ s: StrRef, _ encoding: Codec.Encoding, errors: Value) throws(Raise) -> Value {
        if s.isASCII && (encoding == .utf8 || encoding == .ascii || encoding == .latin1) { return BytesRef.make(s.latin, s.count) }
        if encoding == .utf8, let n = UTF8Codec.encodedLength(s.view) {
            let out = BytesRef.unfilled(n)
            UTF8Codec.encode(s.view, into: out.data)
            return out.value
        }
        if let n = FixedWidth.encodedLength(encoding, s.view) {
            let mark = encoding == .utf16 ? 2 : encoding == .utf32 ? 4 : 0, out = BytesRef.unfilled(n + mark), d = out.data
            if mark > 0 { d[0] = 0xff; d[1] = 0xfe }
            if mark > 2 { d[2] = 0; d[3] = 0 }
            FixedWidth.encode(encoding, s.view, into: UnsafeMutableRawPointer(d + mark))
            return out.value
        }
        if encoding == .latin1 && s.kind == 1 { return BytesRef.make(s.latin, s.count) }
        var b = ByteBuilder(capacity: s.count)
        if encoding == .latin1 || encoding == .ascii, let h = ErrorHandlers.builtin(errors), let n = LatinCodec.encode(s.view, limit: encoding == .ascii ? 128 : 256, h, into: b.reserve(s.count)) {
            b.count = n
            return BytesRef.make(&b)
        }
        do throws(Raise) {
            Codec.appendMark(encoding, into: &b)
            try run(s, errors, encoding.name, &b, encoding) { t, position, out in Codec.encode(encoding, t, &position, into: &out) }
        } catch { b.free(); throw error }
        return BytesRef.make(&b)
    }
    /// Drives CODER over a str, asking the error handler. ENCODING is nil for codecs the handlers know nothing of (charmap).
    public static func run(_ s: StrRef, _ errors: Value, _ name: StaticString, _ b: inout ByteBuilder, _ encoding: Codec.Encoding?,
                    _ coder: (TextView, inout Int, inout ByteBuilder) -> CodecError?) throws(Raise) {
        let handler = ErrorHandlers.builtin(errors)
        let v = s.view
        var position = 0
        while var e = coder(v, &position, &b) {
            if let handler {
                if handler == .strict { throw Errors.raise(try UnicodeErrors.encode(name, s.value, e)) }
                if let encoding {
                    if !Codec.handleEncoding(&e, handler, encoding, v, into: &b) { throw Errors.raise(try UnicodeErrors.encode(name, s.value, e)) }
                } else {
                    // The replacement is text that the codec itself must be able to write.
                    var t = ByteBuilder()
                    defer { t.free() }
                    if !Codec.handleEncoding(&e, handler, .latin1, v, into: &t) { throw Errors.raise(try UnicodeErrors.encode(name, s.value, e)) }
                    if handler == .surrogateescape { b.append(t.view) } else {
                        var i = 0
                        if t.count > 0, coder(TextView(base: UnsafeRawPointer(t.base!), count: t.count, kind: 1, isASCII: true), &i, &b) != nil {
                            throw Errors.raise(try UnicodeErrors.encode(name, s.value, e))
                        }
                    }
                }
                position = e.end
                continue
            }
            let exception = try UnicodeErrors.encode(name, s.value, e)
            let (replacement, next) = try ErrorHandlers.call(errors, exception, encoding: true, length: v.count)
            if replacement.isBytes { b.append(BytesRef(replacement).data, BytesRef(replacement).count) } else {
                var i = 0
                if coder(StrRef(replacement.ref).view, &i, &b) != nil { throw Errors.raise(exception) }
            }
            position = next
        }
    }
    /// Decodes with a native codec; CONSUMED: bytes read. OBJECT: what holds the bytes, for exceptions.
    public static func decode(_ encoding: Codec.Encoding, _ object: Value, _ bytes: UnsafeBufferPointer<UInt8>, errors: Value, final: Bool) throws(Raise) -> (text: Value, consumed: Int) {
        let n = bytes.count
        if n == 0 { return (StrRef.empty, 0) }
        let p = bytes.baseAddress!
        switch encoding {
        case .utf8:
            let m = UTF8Codec.measure(p, n)
            if m.valid == n {
                if m.mask < 0x80 { return (StrRef.make(ascii: p, n), n) }
                if m.count == 1 { break }
                let k = Text.kind(m.mask), s = StrRef.allocate(m.count, kind: k, ascii: false)
                UTF8Codec.decodeValid(p, 0, n, into: s.data, kind: k)
                return (s.value, n)
            }
        case .ascii:
            if Text.isASCII(p, n) { return (StrRef.make(ascii: p, n), n) }
            if n > 1, let h = ErrorHandlers.builtin(errors) {
                switch h {
                case .ignore:
                    var b = ByteBuilder(capacity: n)
                    defer { b.free() }
                    b.count = dx_drop_8(p, b.reserve(n), n, 128)
                    return (StrRef.make(ascii: b.base!, b.count), n)
                case .replace, .surrogateescape:
                    let s = StrRef.allocate(n, kind: 2, ascii: false)
                    if h == .replace { dx_ascii_replace(p, s.wide, n, 0xfffd) } else { dx_ascii_add(p, s.wide, n, 0xdc00) }
                    return (s.value, n)
                default: break
                }
            }
        case .latin1: return (StrRef.make(TextView(base: UnsafeRawPointer(p), count: n, kind: 1, isASCII: Text.isASCII(p, n))), n)
        default: break
        }
        let (variant, mark) = Codec.byteOrder(encoding, bytes)
        return try decode(variant, object, bytes, errors: errors, final: final, from: mark, name: variant.name)
    }
    /// From byte FROM on, by a codec whose byte order is known.
    public static func decode(_ variant: Codec.Encoding, _ object: Value, _ bytes: UnsafeBufferPointer<UInt8>, errors: Value, final: Bool, from: Int, name: StaticString) throws(Raise) -> (text: Value, consumed: Int) {
        try run(object, bytes, from: from, errors, name, variant) { p, position, out in Codec.decode(variant, p, &position, final: final, into: &out) }
    }
    public static func run(_ object: Value, _ bytes: UnsafeBufferPointer<UInt8>, from: Int = 0, _ errors: Value, _ name: StaticString, _ encoding: Codec.Encoding,
                    _ coder: (UnsafeBufferPointer<UInt8>, inout Int, inout TextBuilder) -> CodecError?) throws(Raise) -> (text: Value, consumed: Int) {
        var b = TextBuilder(capacity: bytes.count), position = from
        let handler = ErrorHandlers.builtin(errors)
        var input = bytes
        // A handler may replace the input; what it gives stays alive here.
        var holder = Value.unbound
        do throws(Raise) {
            while let e = coder(input, &position, &b) {
                if let handler {
                    guard let next = Codec.handleDecoding(e, handler, encoding, input, into: &b) else { throw Errors.raise(try UnicodeErrors.decode(name, input, e)) }
                    position = next
                    continue
                }
                let exception = try UnicodeErrors.decode(name, input, e)
                let (replacement, next) = try ErrorHandlers.call(errors, exception, encoding: false, length: -1)
                let o = try Operations.getAttribute(exception, StrRef.intern("object"))
                guard o.isBytes else { throw Errors.typeError("UnicodeError 'object' attribute must be a bytes") }
                let n = BytesRef(o).count, at = next < 0 ? next + n : next
                if at < 0 || at > n { throw Errors.indexError("position \(at) from error handler out of bounds") }
                holder = o
                input = UnsafeBufferPointer(start: BytesRef(holder).data, count: n)
                b.append(StrRef(replacement.ref).view)
                position = at
            }
        } catch { b.free(); throw error }
        return (StrRef.make(&b), position)
    }
}

/// UnicodeEncodeError and its kin, made as programs make them.
public enum UnicodeErrors {
    private static func make(_ t: TypeRef, _ name: StaticString, _ object: Value, _ e: CodecError) throws(Raise) -> Value {
        let args = TupleRef.allocate(5)
        args[0] = StrRef.intern(static: name); args[1] = object; args[2] = Value(int: e.start); args[3] = Value(int: e.end); args[4] = StrRef.intern(static: e.reason)
        return try Call.call(t.value, tuple: args.value)
    }
    public static func encode(_ name: StaticString, _ s: Value, _ e: CodecError) throws(Raise) -> Value { try make(Exceptions.unicodeEncodeError, name, s, e) }
    public static func decode(_ name: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, _ e: CodecError) throws(Raise) -> Value {
        try make(Exceptions.unicodeDecodeError, name, bytes.baseAddress == nil ? BytesRef.empty : BytesRef.make(bytes.baseAddress!, bytes.count), e)
    }
}

/// Error handlers by name: the builtin ones, and those `codecs.register_error` was given.
public enum ErrorHandlers {
    /// Name -> callable; made with the builtin handlers when first asked for.
    nonisolated(unsafe) private static var table = Value.unbound

    /// The builtin handler that ERRORS (a str, or None for strict) names, unless a program has replaced it; nil: ask `call`.
    public static func builtin(_ errors: Value) -> ErrorHandler? {
        if errors.isNone || errors.isUnbound { return .strict }
        let s = StrRef(errors)
        guard s.isASCII, let h = ErrorHandler(UnsafeBufferPointer(start: s.latin, count: s.count)) else { return nil }
        return h
    }
    static func handlers() -> DictRef {
        if table.isUnbound {
            table = DictRef.allocate().value
            Heap.addRoot(&table)
            Heap.holding { for (name, f) in HandlerFunctions.all() { DictRef(table).set(name: StrRef.intern(name), f) } }
        }
        return DictRef(table)
    }
    public static func lookup(_ name: Value) throws(Raise) -> Value {
        if name.isNone { return try lookup(StrRef.intern("strict")) }
        guard let h = try handlers().get(name) else { throw Errors.make(Exceptions.lookupError, "unknown error handler name '\(StrRef(name))'") }
        return h
    }
    public static func register(_ name: Value, _ handler: Value) throws(Raise) {
        if handler.type.slot(.call).isUnbound && !handler.isExactly(Types.function) && !handler.isExactly(Types.builtinFunction) && !handler.isExactly(Types.method) && !handler.isType {
            throw Errors.typeError("handler must be callable")
        }
        try handlers().set(name, handler)
    }
    public static func unregister(_ name: Value) throws(Raise) -> Bool {
        let s = StrRef(name)
        if s.isASCII, ErrorHandler(UnsafeBufferPointer(start: s.latin, count: s.count)) != nil {
            throw Errors.valueError("cannot un-register built-in error handler '\(s.string)'")
        }
        return try handlers().remove(name) != nil
    }
    /// Calls a handler written in Python: its replacement and where to go on (for encoding within [0, LENGTH]).
    static func call(_ errors: Value, _ exception: Value, encoding: Bool, length: Int) throws(Raise) -> (Value, Int) {
        try Attempt.check()
        let r = try Call.call(try lookup(errors), exception)
        let wrong = encoding ? "encoding error handler must return (str/bytes, int) tuple" : "decoding error handler must return (str, int) tuple"
        guard r.isTuple, TupleRef(r).count == 2 else { throw Errors.typeError(wrong) }
        let text = TupleRef(r)[0], next = TupleRef(r)[1]
        guard text.isStr || encoding && text.isBytes, next.isIntLike else { throw Errors.typeError(wrong) }
        var i = try Operations.index(next)
        if length >= 0 {
            if i < 0 { i += length }
            if i < 0 || i > length { throw Errors.indexError("position \(i) from error handler out of bounds") }
        }
        return (text, i)
    }
}

/// The builtin handlers as functions of an exception. (Python/codecs.c)
enum HandlerFunctions {
    static func all() -> [(String, Value)] {
        func make(_ name: StaticString, _ f: @escaping (Value) throws(Raise) -> Value) -> Value {
            Descriptor.function(Builtin(name, "(exc, /)") { a throws(Raise) in try f(a[0]) }, self_: .unbound, module: .none)
        }
        func wrong(_ e: Value) -> Raise { Errors.typeError("don't know how to handle \(e.type) in error callback") }
        return [
            ("strict", make("strict_errors") { e throws(Raise) in
                if e.isExceptionInstance { throw Errors.raise(e) }
                throw Errors.typeError("codec must pass exception instance")
            }),
            ("ignore", make("ignore_errors") { e throws(Raise) in
                guard let x = try Fields(e) else { throw wrong(e) }
                return TupleRef.make(StrRef.empty, Value(int: x.end))
            }),
            ("replace", make("replace_errors") { e throws(Raise) in
                guard let x = try Fields(e) else { throw wrong(e) }
                var b = TextBuilder()
                if x.kind == .decode { b.append(0xfffd as UInt32) } else { b.append(repeating: x.kind == .encode ? 63 : 0xfffd, count: x.end - x.start) }
                return TupleRef.make(StrRef.make(&b), Value(int: x.end))
            }),
            ("xmlcharrefreplace", make("xmlcharrefreplace_errors") { e throws(Raise) in
                guard let r = try encodeOnly(e, .xmlcharrefreplace) else { throw wrong(e) }
                return r
            }),
            ("namereplace", make("namereplace_errors") { e throws(Raise) in
                guard let r = try encodeOnly(e, .namereplace) else { throw wrong(e) }
                return r
            }),
            ("backslashreplace", make("backslashreplace_errors") { e throws(Raise) in
                guard let x = try Fields(e) else { throw wrong(e) }
                var b = TextBuilder()
                if x.kind == .decode {
                    let d = BytesRef(x.object)
                    _ = Codec.handleDecoding(CodecError(x.start, x.end, ""), .backslashreplace, .latin1, UnsafeBufferPointer(start: d.data, count: d.count), into: &b)
                } else { for i in x.start..<max(x.start, x.end) { Text.escape(StrRef(x.object)[i], into: &b) } }
                return TupleRef.make(StrRef.make(&b), Value(int: x.end))
            }),
            ("surrogatepass", make("surrogatepass_errors") { e throws(Raise) in
                guard let x = try Fields(e), x.kind != .translate else { throw wrong(e) }
                return try surrogates(e, x, .surrogatepass, x.variant)
            }),
            ("surrogateescape", make("surrogateescape_errors") { e throws(Raise) in
                guard let x = try Fields(e), x.kind != .translate else { throw wrong(e) }
                return try surrogates(e, x, .surrogateescape, .latin1)
            }),
        ]
    }
    private struct Fields {
        enum Kind { case encode, decode, translate }
        let kind: Kind, object: Value, start: Int, end: Int, encoding: Value
        init?(_ e: Value) throws(Raise) {
            if e.isInstance(of: Exceptions.unicodeEncodeError) { kind = .encode } else if e.isInstance(of: Exceptions.unicodeDecodeError) { kind = .decode }
            else if e.isInstance(of: Exceptions.unicodeTranslateError) { kind = .translate } else { return nil }
            object = try Operations.getAttribute(e, StrRef.intern("object"))
            let n = try Operations.length(object)
            let s = try Operations.index(try Operations.getAttribute(e, StrRef.intern("start"))), t = try Operations.index(try Operations.getAttribute(e, StrRef.intern("end")))
            start = max(0, min(s, n - 1)); end = max(0, min(max(t, 1), n))
            encoding = kind == .translate ? .none : try Operations.getAttribute(e, StrRef.intern("encoding"))
        }
        /// The codec for surrogatepass.
        var variant: Codec.Encoding {
            guard encoding.isStr else { return .latin1 }
            var s = StrRef(encoding).string.lowercased()
            s = String(s.map { $0 == "_" ? "-" : $0 })
            switch s {
            case "utf-8", "utf8", "cp65001": return .utf8
            case "utf-16", "utf16", "utf-16-le", "utf-16le", "utf16-le", "utf16le": return .utf16le
            case "utf-16-be", "utf-16be", "utf16-be", "utf16be": return .utf16be
            case "utf-32", "utf32", "utf-32-le", "utf-32le", "utf32-le", "utf32le": return .utf32le
            case "utf-32-be", "utf-32be", "utf32-be", "utf32be": return .utf32be
            default: return .latin1
            }
        }
    }
    private static func encodeOnly(_ e: Value, _ h: ErrorHandler) throws(Raise) -> Value? {
        guard let x = try Fields(e), x.kind == .encode else { return nil }
        var b = ByteBuilder()
        var range = CodecError(x.start, max(x.start, x.end), "")
        _ = Codec.handleEncoding(&range, h, .latin1, StrRef(x.object).view, into: &b)
        let r = b.base == nil ? StrRef.empty : StrRef.make(ascii: b.base!, b.count)
        b.free()
        return TupleRef.make(r, Value(int: x.end))
    }
    private static func surrogates(_ e: Value, _ x: Fields, _ h: ErrorHandler, _ variant: Codec.Encoding) throws(Raise) -> Value {
        var range = CodecError(x.start, max(x.start, x.end), "")
        if x.kind == .encode {
            var b = ByteBuilder()
            if !Codec.handleEncoding(&range, h, variant, StrRef(x.object).view, into: &b) { b.free(); throw Errors.raise(e) }
            return TupleRef.make(BytesRef.make(&b), Value(int: x.end))
        }
        var b = TextBuilder()
        let d = BytesRef(x.object)
        guard let next = Codec.handleDecoding(range, h, variant, UnsafeBufferPointer(start: d.data, count: d.count), into: &b) else { b.free(); throw Errors.raise(e) }
        return TupleRef.make(StrRef.make(&b), Value(int: next))
    }
}

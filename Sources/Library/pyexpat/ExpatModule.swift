import Glibc
import Primitives
import Runtime

enum ExpatModule {
    nonisolated(unsafe) static var type = TypeRef(), errorType = TypeRef()
    static func error(_ code: Int, _ line: Int, _ column: Int) -> Raise {
        let text = code >= 1 && code <= Expat.messages.count ? Expat.messages[code - 1].text : "unknown error"
        do throws(Raise) {
            let e = try Call.call(errorType.value, StrRef.make("\(text): line \(line), column \(column)"))
            for (k, v) in [("code", code), ("offset", column), ("lineno", line)] { try Operations.setAttribute(e, StrRef.intern(k), Value(int: v)) }
            return Errors.raise(e)
        } catch { return error }
    }
    /// Encodings that expat does not know: a map of 256 characters by Python's codec.
    private static let unknownEncoding: @convention(c) (Expat.Data, Expat.Text, UnsafeMutablePointer<Int32>) -> Int32 = { d, name, map in
        let p = ExpatParser(d)
        do throws(Raise) {
            let bytes = BytesRef.allocate(256)
            for i in 0..<256 { bytes.data[i] = UInt8(i) }
            let s = try Call.call(try Operations.getAttribute(bytes.value, StrRef.intern("decode")), ExpatParser.text(name), StrRef.make("replace"))
            if StrRef(s).count != 256 { throw Errors.valueError("multi-byte encodings are not supported") }
            for i in 0..<256 { let c = StrRef(s)[i]; map[i] = c == 0xFFFD ? -1 : Int32(c) }
            // The rest of XML_Encoding: data, convert, release.
            memset(map + 256, 0, 24)
            return 1
        } catch { p.failed(); return 0 }
    }
    private static func create(_ encoding: Value, _ separator: Value, _ intern: Value) throws(Raise) -> Value {
        for (v, n) in [(encoding, "encoding"), (separator, "namespace_separator")] where !v.isNone && !v.isStr {
            throw Errors.typeError("ParserCreate() argument '\(n)' must be str or None, not \(v.type)")
        }
        if separator.isStr && StrRef(separator).count > 1 { throw Errors.valueError("namespace_separator must be at most one character, omitted, or None") }
        if !intern.isUnbound && !intern.isDict && !intern.isNone { throw Errors.typeError("intern must be a dictionary") }
        let e = encoding.isNone ? nil : StrRef(encoding).string
        let x = Expat.shared!
        let p: Expat.Parser?
        if separator.isNone { p = e == nil ? createPlain(nil) : e!.withCString { createPlain($0) } }
        else {
            let c = StrRef(separator).count == 0 ? 0 : CChar(truncatingIfNeeded: StrRef(separator)[0])
            p = e == nil ? x.createNamespace(nil, c) : e!.withCString { x.createNamespace($0, c) }
        }
        guard let p else { throw Errors.memoryError() }
        var names = intern
        if names.isUnbound { names = DictRef.allocate().value }
        let me = ExpatParser.make(p, type, intern: names, owner: .none)
        _ = x.setHashSalt(p, UInt.random(in: 1...UInt.max))
        x.setUnknownEncoding(p, unsafeBitCast(unknownEncoding, to: Expat.Handler.self), me.ref)
        return Value(me.ref)
    }
    private static func createPlain(_ e: UnsafePointer<CChar>?) -> Expat.Parser? {
        typealias Plain = @convention(c) (UnsafePointer<CChar>?) -> Expat.Parser?
        let f: Plain? = Expat.shared.library.optional("XML_ParserCreate")
        return f?(e)
    }
    private static func parse(_ p: ExpatParser, _ data: Value, final: Bool) throws(Raise) -> Value {
        var d = data
        if d.isStr {
            d = try Codecs.utf8(StrRef(d))
            _ = Expat.shared.setEncoding(p.parser, "utf-8")
        }
        let b = try Buffers.get(d)
        defer { b.release() }
        let r = try p.feed(b.bytes.baseAddress, b.count, final: final)
        return Value(int: Int(r))
    }
    private static func methods(_ t: TypeRef) {
        t.method("Parse", "($self, data, isfinal=False, /)") { a throws(Raise) in try parse(ExpatParser(a[0]), a[1], final: try Operations.isTrue(a[2])) }
        t.method("ParseFile", "($self, file, /)") { a throws(Raise) in
            let p = ExpatParser(a[0])
            guard let read = try? Operations.getAttribute(a[1], StrRef.intern("read")) else { Errors.take(); throw Errors.typeError("argument must have 'read' attribute") }
            while true {
                let s = try Call.call(read, Value(int: 2048))
                if !s.isBytes && !s.isInstance(of: Types.bytearray) { throw Errors.typeError("read() did not return a bytes object (type=\(s.type))") }
                let b = try Buffers.get(s)
                defer { b.release() }
                if b.count > 2048 { throw Errors.valueError("read() returned too much data: 2048 bytes requested, \(b.count) returned") }
                let r = try p.feed(b.bytes.baseAddress, b.count, final: b.count == 0)
                if b.count == 0 { return Value(int: Int(r)) }
            }
        }
        t.method("SetBase", "($self, base, /)") { a throws(Raise) in
            if !a[1].isStr { throw Errors.typeError("SetBase() argument must be str, not \(TextArguments.describe(a[1]))") }
            if Expat.shared.setBase(ExpatParser(a[0]).parser, StrRef(a[1]).string) == 0 { throw Errors.memoryError() }
            return .none
        }
        t.method("GetBase", "($self, /)") { a throws(Raise) in ExpatParser.text(Expat.shared.getBase(ExpatParser(a[0]).parser)) }
        t.method("GetInputContext", "($self, /)") { a throws(Raise) in
            let p = ExpatParser(a[0])
            var offset: Int32 = 0, size: Int32 = 0
            guard p.ref.word(11) != 0, let s = Expat.shared.inputContext(p.parser, &offset, &size) else { return .none }
            return BytesRef.make(UnsafeRawPointer(s).assumingMemoryBound(to: UInt8.self) + Int(offset), Int(size - offset))
        }
        t.method("ExternalEntityParserCreate", "($self, context, encoding=<unrepresentable>, /)") { a throws(Raise) in
            let p = ExpatParser(a[0])
            if !a[1].isStr && !a[1].isNone { throw Errors.typeError("ExternalEntityParserCreate() argument 1 must be str or None, not \(a[1].type)") }
            let context = a[1].isNone ? nil : strdup(StrRef(a[1]).string), encoding = a.has(2) && a[2].isStr ? strdup(StrRef(a[2]).string) : nil
            defer { free(context); free(encoding) }
            guard let x = Expat.shared.externalParser(p.parser, context, encoding) else { throw Errors.memoryError() }
            let q = ExpatParser.make(x, a[0].type, intern: p.ref.value(3), owner: a[0])
            q.flags = p.flags; q.bufferSize = p.bufferSize
            // Expat copied the C functions; the user data is the new parser's.
            for e in ExpatEvent.allCases { q.handlers[e.rawValue] = p.handlers[e.rawValue] }
            Expat.shared.setUnknownEncoding(x, unsafeBitCast(unknownEncoding, to: Expat.Handler.self), q.ref)
            return Value(q.ref)
        }
        t.method("SetParamEntityParsing", "($self, flag, /)") { a throws(Raise) in Value(int: Int(Expat.shared.setParamEntityParsing(ExpatParser(a[0]).parser, Int32(try TextArguments.cInt(a[1]))))) }
        t.method("UseForeignDTD", "($self, flag=True, /)") { a throws(Raise) in
            let code = Expat.shared.useForeignDTD(ExpatParser(a[0]).parser, try Operations.isTrue(a[1]) ? 1 : 0)
            if code != 0 { throw error(Int(code), Int(Expat.shared.line(ExpatParser(a[0]).parser)), Int(Expat.shared.column(ExpatParser(a[0]).parser))) }
            return .none
        }
        t.method("SetReparseDeferralEnabled", "($self, enabled, /)") { a throws(Raise) in
            let p = ExpatParser(a[0]), on = try Operations.isTrue(a[1])
            if let f = Expat.shared.setReparseDeferral { _ = f(p.parser, on ? 1 : 0); p.flags = on ? p.flags | ExpatParser.reparse : p.flags & ~ExpatParser.reparse }
            return .none
        }
        t.method("GetReparseDeferralEnabled", "($self, /)") { a throws(Raise) in Value(bool: Expat.shared.setReparseDeferral != nil && ExpatParser(a[0]).has(ExpatParser.reparse)) }
        t.method("SetBillionLaughsAttackProtectionMaximumAmplification", "($self, max_factor, /)") { a throws(Raise) in
            let f = try Call.call(Types.float.value, a[1]).asDouble
            guard let set = Expat.shared.setAmplification else { throw Errors.notImplemented("SetBillionLaughsAttackProtectionMaximumAmplification: this expat does not have it") }
            if set(ExpatParser(a[0]).parser, Float(f)) == 0 { throw try raised(f.isNaN || f < 1 ? "'max_factor' must be at least 1.0" : "parser must be a root parser") }
            return .none
        }
        t.method("SetBillionLaughsAttackProtectionActivationThreshold", "($self, threshold, /)") { a throws(Raise) in
            let n = try Operations.index(a[1])
            guard let set = Expat.shared.setActivation else { throw Errors.notImplemented("SetBillionLaughsAttackProtectionActivationThreshold: this expat does not have it") }
            if set(ExpatParser(a[0]).parser, UInt64(max(0, n))) == 0 { throw try raised("parser must be a root parser") }
            return .none
        }
    }
    private static func raised(_ text: String) throws(Raise) -> Raise { Errors.raise(try Call.call(errorType.value, StrRef.make(text))) }
    private static func attributes(_ t: TypeRef) throws(Raise) {
        for e in ExpatEvent.allCases {
            let entry = e.entry
            let set: Expat.Set = try Expat.shared.library.function(entry.setter)
            t.getter(entry.name, set: { o, v throws(Raise) in
                let p = ExpatParser(o)
                // Text so far belongs to the old handler.
                if e == .characterData { if !p.flushText() { try p.raisePending() } }
                p.handlers[e.rawValue] = v
                set(p.parser, v.isNone ? nil : entry.handler)
            }, delete: { o throws(Raise) in throw Errors.runtimeError("Cannot delete attribute") }) { o throws(Raise) in ExpatParser(o).handlers[e.rawValue] }
        }
        for (n, f) in [("ordered_attributes", ExpatParser.ordered), ("specified_attributes", ExpatParser.specified), ("namespace_prefixes", ExpatParser.namespacePrefixes), ("buffer_text", ExpatParser.bufferText)] as [(StaticString, Int)] {
            t.getter(n, set: { o, v throws(Raise) in
                let p = ExpatParser(o), on = try Operations.isTrue(v)
                if f == ExpatParser.bufferText && !on { if !p.flushText() { try p.raisePending() } }
                p.flags = on ? p.flags | f : p.flags & ~f
                if f == ExpatParser.namespacePrefixes { Expat.shared.setNamespaceTriplet(p.parser, on ? 1 : 0) }
            }, delete: { o throws(Raise) in throw Errors.runtimeError("Cannot delete attribute") }) { o throws(Raise) in Value(bool: ExpatParser(o).has(f)) }
        }
        t.getter("buffer_size", set: { o, v throws(Raise) in
            let p = ExpatParser(o)
            if !v.isIntLike { throw Errors.typeError("buffer_size must be an integer") }
            let n = Integers.asInt64(v) ?? Int.max
            if n <= 0 { throw Errors.valueError("buffer_size must be greater than zero") }
            if n > Int(Int32.max) { throw Errors.valueError("buffer_size must not be greater than \(Int32.max)") }
            if n == p.bufferSize { return }
            if !p.flushText() { try p.raisePending() }
            free(p.buffer); p.buffer = nil
            p.bufferSize = n
        }) { o throws(Raise) in Value(int: ExpatParser(o).bufferSize) }
        t.getter("buffer_used") { o throws(Raise) in Value(int: ExpatParser(o).buffered) }
        t.field("intern", word: 3)
        for n in ["ErrorLineNumber", "CurrentLineNumber"] as [StaticString] { t.getter(n) { o throws(Raise) in Value(int: Int(Expat.shared.line(ExpatParser(o).parser))) } }
        for n in ["ErrorColumnNumber", "CurrentColumnNumber"] as [StaticString] { t.getter(n) { o throws(Raise) in Value(int: Int(Expat.shared.column(ExpatParser(o).parser))) } }
        for n in ["ErrorByteIndex", "CurrentByteIndex"] as [StaticString] { t.getter(n) { o throws(Raise) in Value(int: Expat.shared.byteIndex(ExpatParser(o).parser)) } }
        t.getter("ErrorCode") { o throws(Raise) in Value(int: Int(Expat.shared.errorCode(ExpatParser(o).parser))) }
    }
    static func define(_ m: ModuleBuilder) throws(Raise) {
        Expat.shared = try Expat()
        errorType = TypeFactory.make("ExpatError", module: "xml.parsers.expat", base: Types.exception, subclassable: true)
        m.constant("ExpatError", errorType.value); m.constant("error", errorType.value)
        let t = TypeFactory.make("xmlparser", module: "pyexpat", size: ExpatParser.size, layout: Layout.fields(2, 6).finalizing { ExpatParser.release($0) })
        type = t
        t.disallowInstantiation()
        methods(t)
        try attributes(t)
        m.constant("XMLParserType", t.value)
        m.function("ParserCreate", "(encoding=None, namespace_separator=None, intern=<unrepresentable>)") { a throws(Raise) in try create(a[0], a[1], a[2]) }
        m.function("ErrorString", "(code, /)") { a throws(Raise) in
            let c = try Operations.index(a[0])
            return c >= 1 && c <= Expat.messages.count ? StrRef.make(Expat.messages[c - 1].text) : .none
        }
        for (n, v) in [("XML_PARAM_ENTITY_PARSING_NEVER", 0), ("XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", 1), ("XML_PARAM_ENTITY_PARSING_ALWAYS", 2)] { m.int(n, v) }
        m.constant("native_encoding", StrRef.make("UTF-8"))
        let version = String(cString: Expat.shared.version())
        m.constant("EXPAT_VERSION", StrRef.make(version))
        let parts = (version.split(separator: "_").last ?? "").split(separator: ".").compactMap { Int($0) }
        let info = ListRef.allocate()
        for p in parts { info.append(Value(int: p)) }
        m.constant("version_info", info.asTuple())
        let features = ListRef.allocate()
        m.constant("features", features.value)
        for (n, v) in [("sizeof(XML_Char)", 1), ("sizeof(XML_LChar)", 1), ("XML_DTD", 0), ("XML_CONTEXT_BYTES", 1024), ("XML_NS", 0)] { features.append(TupleRef.make(StrRef.make(n), Value(int: v))) }
        let modules = DictRef(try Operations.getAttribute(try Builtins.importModule("sys"), StrRef.intern("modules")))
        func sub(_ name: String, _ doc: String) -> DictRef {
            let v = ModuleRef.make(StrRef.intern("pyexpat." + name), doc: StrRef.make(doc))
            m.constant(name, v)
            modules.set(name: StrRef.intern("pyexpat." + name), v)
            return ModuleRef(v).dict
        }
        let errors = sub("errors", "Constants used to describe error conditions.")
        let codes = DictRef.allocate(), messages = DictRef.allocate()
        errors.set(name: StrRef.intern("codes"), codes.value); errors.set(name: StrRef.intern("messages"), messages.value)
        for (i, e) in Expat.messages.enumerated() {
            let text = StrRef.make(e.text)
            errors.set(name: StrRef.intern("XML_ERROR_" + e.name), text)
            codes.set(name: text, Value(int: i + 1))
            try messages.set(Value(int: i + 1), text)
        }
        let model = sub("model", "Constants used to interpret content model information.")
        for (n, v) in [("XML_CTYPE_EMPTY", 1), ("XML_CTYPE_ANY", 2), ("XML_CTYPE_MIXED", 3), ("XML_CTYPE_NAME", 4), ("XML_CTYPE_CHOICE", 5), ("XML_CTYPE_SEQ", 6), ("XML_CQUANT_NONE", 0), ("XML_CQUANT_OPT", 1), ("XML_CQUANT_REP", 2), ("XML_CQUANT_PLUS", 3)] {
            model.set(name: StrRef.intern(n), Value(int: v))
        }
    }
}
extension NativeModule {
    public static let pyexpat = NativeModule("pyexpat", doc: "Python wrapper for Expat parser.") { m throws(Raise) in try ExpatModule.define(m) }
}

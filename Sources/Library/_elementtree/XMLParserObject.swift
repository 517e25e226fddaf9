import Glibc
import Runtime

/// `XMLParser` over expat: words 2 target, 3 names (a dict from expat's spelling to Python's), 4 `entity`, 5-13 the target's methods (unbound: it has none), 14 the exception of
/// a handler, 15 a NameCache; raw 16 expat's parser. A target that is exactly a TreeBuilder is called without methods. (Modules/_elementtree.c)
struct XMLParserObject {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    init(_ d: Expat.Data) { ref = d }
    nonisolated(unsafe) static var type = TypeRef()
    static let start = 5, data = 6, end = 7, comment = 8, instruction = 9, close = 10, doctype = 11, startNS = 12, endNS = 13, failure = 14, cache = 15, parserWord = 16
    static let methods = ["start", "data", "end", "comment", "pi", "close", "doctype", "start_ns", "end_ns"]
    var parser: Expat.Parser { OpaquePointer(bitPattern: UInt(ref.word(XMLParserObject.parserWord))).unsafelyUnwrapped }
    var isReady: Bool { ref.word(XMLParserObject.parserWord) != 0 }
    var builder: TreeBuilderObject? { ref.value(2).isExactly(TreeBuilderObject.type) ? TreeBuilderObject(ref.value(2)) : nil }
    static func release(_ r: Ref) { if r.word(parserWord) != 0 { Expat.shared.free(XMLParserObject(r).parser); r.setWord(parserWord, 0) } }

    static func text(_ p: UnsafePointer<CChar>) -> Value { StrRef.make(utf8: UnsafeRawPointer(p).assumingMemoryBound(to: UInt8.self), strlen(p)) }
    /// "uri}local" as "{uri}local"; each name is made once.
    private func name(_ p: UnsafePointer<CChar>) -> Value {
        let cache = NameCache(ref.value(XMLParserObject.cache)), (n, place) = NameCache.measure(p)
        if let known = cache.find(p, n, at: place) { return known }
        let raw = XMLParserObject.text(p), names = DictRef(ref.value(3))
        if let known = names.find(raw) { cache.remember(raw, known, at: place); return known }
        var v = raw
        if memchr(p, 125, n) != nil {
            v = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: n + 1) { b in
                b[0] = 123
                memcpy(b.baseAddress! + 1, p, n)
                return StrRef.make(utf8: UnsafePointer(b.baseAddress!), n + 1)
            }
        }
        names.set(name: raw, v)
        cache.remember(raw, v, at: place)
        return v
    }
    /// Runs BODY unless a handler failed before; an exception ends the parsing.
    private func run(_ body: () throws(Raise) -> Void) {
        if !ref.value(XMLParserObject.failure).isUnbound { return }
        do throws(Raise) { try body() } catch {
            ref.set(XMLParserObject.failure, Errors.take())
            _ = Expat.shared.stop(parser, 0)
        }
    }
    static func error(_ code: Int, _ line: Int, _ column: Int, _ message: String? = nil) -> Raise {
        let text = message ?? (code >= 1 && code <= Expat.messages.count ? Expat.messages[code - 1].text : "unknown error")
        do throws(Raise) {
            let e = try Call.call(TreeBuilderObject.parseError, StrRef.make("\(text): line \(line), column \(column)"))
            try Operations.setAttribute(e, StrRef.intern("code"), Value(int: code))
            try Operations.setAttribute(e, StrRef.intern("position"), TupleRef.make(Value(int: line), Value(int: column)))
            return Errors.raise(e)
        } catch { return error }
    }
    private func characters(_ p: UnsafePointer<UInt8>, _ n: Int) {
        run { () throws(Raise) in
            if let b = builder { b.data(StrRef.make(utf8: p, n)) }
            else { let f = ref.value(XMLParserObject.data); if !f.isUnbound { _ = try Call.call(f, StrRef.make(utf8: p, n)) } }
        }
    }

    // MARK: expat's handlers

    private static func address<T>(_ f: T) -> Expat.Handler { unsafeBitCast(f, to: Expat.Handler.self) }
    private static func set(_ p: Expat.Parser, _ setter: String, _ h: Expat.Handler) throws(Raise) {
        let f: Expat.Set = try Expat.shared.library.function(setter)
        f(p, h)
    }
    private func setSpecial(_ w: Int) throws(Raise) {
        typealias Me = XMLParserObject
        switch w {
        case Me.comment:
            let f: @convention(c) (Expat.Data, Expat.Text) -> Void = { d, s in
                let me = Me(d)
                me.run { () throws(Raise) in
                    if let b = me.builder { _ = try b.comment(Me.text(s)) } else { _ = try Call.call(me.ref.value(Me.comment), Me.text(s)) }
                }
            }
            try Me.set(parser, "XML_SetCommentHandler", Me.address(f))
        case Me.instruction:
            let f: @convention(c) (Expat.Data, Expat.Text, Expat.Text) -> Void = { d, t, s in
                let me = Me(d)
                me.run { () throws(Raise) in
                    let target = Me.text(t), text = Me.text(s)
                    if let b = me.builder { _ = try b.instruction(target, text) } else { _ = try Call.call(me.ref.value(Me.instruction), target, text) }
                }
            }
            try Me.set(parser, "XML_SetProcessingInstructionHandler", Me.address(f))
        case Me.startNS:
            let f: @convention(c) (Expat.Data, Expat.Text?, Expat.Text?) -> Void = { d, p, u in
                let me = Me(d)
                me.run { () throws(Raise) in
                    let prefix = p.map { Me.text($0) } ?? StrRef.empty, uri = u.map { Me.text($0) } ?? StrRef.empty
                    if let b = me.builder { try b.namespaceEvent(TreeBuilderObject.startNS, TupleRef.make(prefix, uri)) }
                    else if !me.ref.value(Me.startNS).isUnbound { _ = try Call.call(me.ref.value(Me.startNS), prefix, uri) }
                }
            }
            try Me.set(parser, "XML_SetStartNamespaceDeclHandler", Me.address(f))
        default:
            let f: @convention(c) (Expat.Data, Expat.Text?) -> Void = { d, p in
                let me = Me(d)
                me.run { () throws(Raise) in
                    if let b = me.builder { try b.namespaceEvent(TreeBuilderObject.endNS, .none) }
                    else if !me.ref.value(Me.endNS).isUnbound { _ = try Call.call(me.ref.value(Me.endNS), p.map { Me.text($0) } ?? StrRef.empty) }
                }
            }
            try Me.set(parser, "XML_SetEndNamespaceDeclHandler", Me.address(f))
        }
    }
    private func setHandlers() throws(Raise) {
        typealias Me = XMLParserObject
        let p = parser
        let start: @convention(c) (Expat.Data, Expat.Text, UnsafePointer<Expat.Text?>) -> Void = { d, n, atts in
            let me = Me(d)
            me.run { () throws(Raise) in
                let tag = me.name(n)
                var attributes = Value.unbound, i = 0
                if atts[0] != nil {
                    let out = DictRef.allocate()
                    while let k = atts[i] { let key = me.name(k); out.set(name: key, Me.text(atts[i + 1]!)); i += 2 }
                    attributes = out.value
                }
                if let b = me.builder { _ = try b.start(tag, attributes) }
                else if !me.ref.value(Me.start).isUnbound { _ = try Call.call(me.ref.value(Me.start), tag, attributes.isUnbound ? DictRef.allocate().value : attributes) }
            }
        }
        try Me.set(p, "XML_SetStartElementHandler", Me.address(start))
        let end: @convention(c) (Expat.Data, Expat.Text) -> Void = { d, n in
            let me = Me(d)
            me.run { () throws(Raise) in
                if let b = me.builder { _ = try b.end() } else if !me.ref.value(Me.end).isUnbound { _ = try Call.call(me.ref.value(Me.end), me.name(n)) }
            }
        }
        try Me.set(p, "XML_SetEndElementHandler", Me.address(end))
        let data: @convention(c) (Expat.Data, UnsafePointer<UInt8>, Int32) -> Void = { d, s, n in Me(d).characters(s, Int(n)) }
        try Me.set(p, "XML_SetCharacterDataHandler", Me.address(data))
        // What no other handler takes: references to entities that expat does not know.
        let other: @convention(c) (Expat.Data, UnsafePointer<UInt8>, Int32) -> Void = { d, s, n in
            if n < 2 || s[0] != 38 { return }
            let me = Me(d)
            me.run { () throws(Raise) in
                let key = StrRef.make(utf8: s + 1, Int(n) - 2)
                if let v = try DictRef(me.ref.value(4)).get(key) {
                    if let b = me.builder { b.data(v) } else if !me.ref.value(Me.data).isUnbound { _ = try Call.call(me.ref.value(Me.data), v) }
                    return
                }
                let x = Expat.shared!
                throw Me.error(11, Int(x.line(me.parser)), Int(x.column(me.parser)), "undefined entity &\(StrRef(key).string);")
            }
        }
        try Me.set(p, "XML_SetDefaultHandlerExpand", Me.address(other))
        if builder != nil || !ref.value(Me.startNS).isUnbound { try setSpecial(Me.startNS) }
        if builder != nil || !ref.value(Me.endNS).isUnbound { try setSpecial(Me.endNS) }
        if !ref.value(Me.comment).isUnbound { try setSpecial(Me.comment) }
        if !ref.value(Me.instruction).isUnbound { try setSpecial(Me.instruction) }
        let type: @convention(c) (Expat.Data, Expat.Text?, Expat.Text?, Expat.Text?, Int32) -> Void = { d, n, system, open, _ in
            let me = Me(d)
            me.run { () throws(Raise) in
                let f = me.ref.value(Me.doctype)
                if f.isUnbound { return }
                _ = try Call.call(f, n.map { Me.text($0) } ?? .none, open.map { Me.text($0) } ?? .none, system.map { Me.text($0) } ?? .none)
            }
        }
        try Me.set(p, "XML_SetStartDoctypeDeclHandler", Me.address(type))
        let unknown: @convention(c) (Expat.Data, Expat.Text, UnsafeMutablePointer<Int32>) -> Int32 = { d, name, map in
            let me = Me(d)
            var done = false
            me.run { () throws(Raise) in
                let bytes = BytesRef.allocate(256)
                for i in 0..<256 { bytes.data[i] = UInt8(i) }
                let s = try Call.call(try Operations.getAttribute(bytes.value, StrRef.intern("decode")), Me.text(name), StrRef.make("replace"))
                if StrRef(s).count != 256 { throw Errors.valueError("multi-byte encodings are not supported") }
                for i in 0..<256 { let c = StrRef(s)[i]; map[i] = c == 0xFFFD ? -1 : Int32(c) }
                memset(map + 256, 0, 24)
                done = true
            }
            return done ? 1 : 0
        }
        Expat.shared.setUnknownEncoding(p, Me.address(unknown), ref)
    }

    // MARK: feeding

    private func feed(_ p: UnsafePointer<UInt8>?, _ n: Int, final: Bool) throws(Raise) {
        var at = 0
        repeat {
            let k = min(n - at, 1 << 20), last = at + k == n
            let r = Expat.shared.parse(parser, p.map { UnsafeRawPointer($0 + at).assumingMemoryBound(to: CChar.self) }, Int32(k), final && last ? 1 : 0)
            let e = ref.value(XMLParserObject.failure)
            if !e.isUnbound { ref.set(XMLParserObject.failure, .unbound); throw Errors.raise(e) }
            if r == 0 {
                let x = Expat.shared!
                throw XMLParserObject.error(Int(x.errorCode(parser)), Int(x.line(parser)), Int(x.column(parser)))
            }
            at += k
        } while at < n
    }
    private func feed(_ v: Value) throws(Raise) {
        if v.isStr {
            let b = BytesRef(try Codecs.encode(StrRef(v), .utf8, errors: StrRef.intern("surrogatepass")))
            _ = Expat.shared.setEncoding(parser, "utf-8")
            try feed(UnsafePointer(b.data), b.count, final: false)
            return
        }
        let b = try Buffers.get(v)
        defer { b.release() }
        try feed(b.bytes.baseAddress, b.count, final: false)
    }
    private static func ready(_ v: Value) throws(Raise) -> XMLParserObject {
        let me = XMLParserObject(v)
        if !me.isReady { throw Errors.valueError("XMLParser.__init__() wasn't called") }
        return me
    }
    static func define(_ m: ModuleBuilder) throws(Raise) {
        if Expat.shared == nil { Expat.shared = try Expat() }
        let names = DictRef.allocate()
        names.set(name: StrRef.intern("__module__"), StrRef.intern("xml.etree.ElementTree"))
        TreeBuilderObject.parseError = try Call.call(Types.type.value, StrRef.make("ParseError"), TupleRef.make(Exceptions.syntaxError.value), names.value)
        m.constant("ParseError", TreeBuilderObject.parseError)
        let t = TypeFactory.make("XMLParser", module: "xml.etree.ElementTree", size: 136, layout: .fields(2, 16).finalizing(release), subclassable: true)
        type = t
        m.type(t)
        t.new("($type, *args, **kwargs)", ignoring: true) { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, *, target=None, encoding=None)") { a throws(Raise) in
            if !a[2].isNone && !a[2].isStr { throw Errors.typeError("XMLParser() argument 'encoding' must be str or None, not \(a[2].type)") }
            let r = a[0].ref, me = XMLParserObject(a[0])
            let encoding = a[2].isNone ? nil : strdup(StrRef(a[2]).string)
            defer { free(encoding) }
            guard let p = Expat.shared.createNamespace(encoding, 125) else { throw Errors.memoryError() }
            let fresh = !me.isReady
            if !fresh { Expat.shared.free(me.parser) }
            r.setWord(parserWord, UInt64(UInt(bitPattern: p)))
            if fresh { Heap.registerNative(r) }
            Expat.shared.setUserData(p, r)
            _ = Expat.shared.setHashSalt(p, UInt.random(in: 1...UInt.max))
            r.set(3, DictRef.allocate().value); r.set(4, DictRef.allocate().value); r.set(cache, NameCache.make())
            let target = a[1].isNone ? try Call.call(TreeBuilderObject.type.value) : a[1]
            r.set(2, target)
            for (i, n) in methods.enumerated() { r.set(start + i, try Operations.findAttribute(target, StrRef.intern(n))) }
            try me.setHandlers()
            return .none
        }
        t.field("target", word: 2)
        t.field("entity", word: 4)
        t.getter("version") { v in StrRef.make("Expat " + (String(cString: Expat.shared.version()).split(separator: "_").last.map(String.init) ?? "")) }
        t.method("feed", "($self, data, /)") { a throws(Raise) in try ready(a[0]).feed(a[1]); return .none }
        t.method("flush", "($self, /)") { a throws(Raise) in
            let me = try ready(a[0])
            guard let set = Expat.shared.setReparseDeferral else { return .none }
            _ = set(me.parser, 0)
            do throws(Raise) { try me.feed(nil, 0, final: false) } catch { _ = set(me.parser, 1); throw error }
            _ = set(me.parser, 1)
            return .none
        }
        t.method("close", "($self, /)") { a throws(Raise) in
            let me = try ready(a[0])
            try me.feed(nil, 0, final: true)
            if let b = me.builder { return b.result }
            let f = a[0].ref.value(close)
            return f.isUnbound ? .none : try Call.call(f)
        }
        t.method("_parse_whole", "($self, file, /)") { a throws(Raise) in
            let me = try ready(a[0]), read = try Operations.getAttribute(a[1], StrRef.intern("read"))
            while true {
                let b = try Call.call(read, Value(int: 64 << 10))
                if b.isStr { if StrRef(b).count == 0 { break } } else if !b.isBytes || BytesRef(b).count == 0 { break }
                try me.feed(b)
            }
            try me.feed(nil, 0, final: true)
            return me.builder?.result ?? .none
        }
        t.method("_setevents", "($self, events_queue, events_to_report=None, /)") { a throws(Raise) in
            let me = try ready(a[0])
            guard let b = me.builder else { throw Errors.typeError("event handling only supported for ElementTree.TreeBuilder targets") }
            b.ref.set(11, try Operations.getAttribute(a[1], StrRef.intern("append")))
            for w in 12...17 { b.ref.set(w, .unbound) }
            if a[2].isNone { b.ref.set(TreeBuilderObject.endEvent, StrRef.intern("end")); return .none }
            let l = try Operations.listForCall(a[2]) { "events must be a sequence" }
            let known = ["start", "end", "start-ns", "end-ns", "comment", "pi"]
            for i in 0..<l.count {
                guard l[i].isStr || l[i].isBytes else { throw Errors.valueError("invalid events sequence") }
                let n = l[i].isStr ? StrRef(l[i]).string : String(decoding: UnsafeBufferPointer(start: BytesRef(l[i]).data, count: BytesRef(l[i]).count), as: UTF8.self)
                guard let k = known.firstIndex(of: n) else { throw Errors.valueError("unknown event '\(n)'") }
                b.ref.set(12 + k, StrRef.intern(n))
            }
            return .none
        }
    }
}
extension NativeModule {
    static let elementTree = NativeModule("_elementtree") { m throws(Raise) in
        try ElementObject.define(m)
        TreeBuilderObject.define(m)
        try XMLParserObject.define(m)
    }
}

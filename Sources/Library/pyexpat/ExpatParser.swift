import Glibc
import Runtime

/// `pyexpat.xmlparser`: words 2 handlers (a list, by `Event`), 3 `intern`, 4 the exception of a handler, 5 the parser an external entity's belongs to;
/// raw 6 expat's parser, 7 flags, 8 buffer size, 9 buffered text (malloc), 10 its bytes, 11 whether parsing has begun. (Modules/pyexpat.c)
struct ExpatParser {
    let ref: Ref
    init(_ r: Ref) { ref = r }
    init(_ v: Value) { ref = v.ref }
    static let size = 96
    static let ordered = 1, specified = 2, namespacePrefixes = 4, bufferText = 8, reparse = 16
    var handlers: ListRef { ListRef(ref.value(2)) }
    var parser: Expat.Parser { OpaquePointer(bitPattern: UInt(ref.word(6))).unsafelyUnwrapped }
    var flags: Int { get { Int(ref.word(7)) } nonmutating set { ref.setWord(7, UInt64(newValue)) } }
    var bufferSize: Int { get { Int(ref.word(8)) } nonmutating set { ref.setWord(8, UInt64(newValue)) } }
    var buffer: UnsafeMutablePointer<UInt8>? { get { UnsafeMutablePointer(bitPattern: UInt(ref.word(9))) } nonmutating set { ref.setWord(9, UInt64(UInt(bitPattern: newValue))) } }
    var buffered: Int { get { Int(ref.word(10)) } nonmutating set { ref.setWord(10, UInt64(newValue)) } }
    func has(_ f: Int) -> Bool { flags & f != 0 }

    static func release(_ r: Ref) {
        let p = ExpatParser(r)
        free(p.buffer)
        if r.word(6) != 0 { Expat.shared.free(p.parser) }
    }
    static func make(_ p: Expat.Parser, _ t: TypeRef, intern: Value, owner: Value) -> ExpatParser {
        let handlers = ListRef.allocate(capacity: ExpatEvent.allCases.count)
        for _ in ExpatEvent.allCases { handlers.append(.none) }
        let r = Heap.allocate(size, t)
        r.initialize(2, handlers.value); r.initialize(3, intern); r.initialize(4, .none); r.initialize(5, owner)
        r.setWord(6, UInt64(UInt(bitPattern: p)))
        let me = ExpatParser(r)
        me.bufferSize = 8192
        me.flags = reparse
        Expat.shared.setUserData(p, r)
        Heap.registerNative(r)
        return me
    }
    static func text(_ p: Expat.Text?) -> Value {
        guard let p else { return .none }
        return StrRef.make(utf8: UnsafeRawPointer(p).assumingMemoryBound(to: UInt8.self), strlen(p))
    }
    /// A name: the one object in `intern` that is equal.
    func name(_ p: Expat.Text?) -> Value {
        let v = ExpatParser.text(p)
        guard v.isStr, ref.value(3).isDict else { return v }
        if let old = DictRef(ref.value(3)).find(v) { return old }
        DictRef(ref.value(3)).set(name: v, v)
        return v
    }
    /// Calls the handler of EVENT with ARGUMENTS, the buffered text first. Nil: there is none, or one failed before.
    @discardableResult
    func call(_ event: ExpatEvent, flush: Bool = true, _ arguments: () -> Value) -> Value? {
        if !ref.value(4).isNone { return nil }
        if flush && !flushText() { return nil }
        let h = handlers[event.rawValue]
        if h.isNone { return nil }
        do throws(Raise) { return try Call.call(h, tuple: arguments(), dict: .unbound) } catch { failed(); return nil }
    }
    /// The exception on its way ends the parsing.
    func failed() {
        ref.set(4, Errors.take())
        _ = Expat.shared.stop(parser, 0)
    }
    /// Hands buffered text to the handler. False after an exception.
    func flushText() -> Bool {
        if buffered == 0 { return true }
        let n = buffered
        buffered = 0
        let s = StrRef.make(utf8: UnsafePointer(buffer.unsafelyUnwrapped), n), h = handlers[ExpatEvent.characterData.rawValue]
        if h.isNone { return true }
        do throws(Raise) { _ = try Call.call(h, s); return true } catch { failed(); return false }
    }
    func characters(_ p: UnsafePointer<UInt8>, _ n: Int) {
        if !ref.value(4).isNone { return }
        if !has(ExpatParser.bufferText) { call(.characterData) { TupleRef.make(StrRef.make(utf8: p, n)) }; return }
        if buffered + n > bufferSize {
            if !flushText() { return }
            if handlers[ExpatEvent.characterData.rawValue].isNone { return }
        }
        if n > bufferSize { call(.characterData) { TupleRef.make(StrRef.make(utf8: p, n)) }; return }
        if buffer == nil { buffer = malloc(bufferSize).assumingMemoryBound(to: UInt8.self) }
        memcpy(buffer.unsafelyUnwrapped + buffered, p, n)
        buffered += n
    }
    /// Feeds N bytes; raises what a handler raised, or ExpatError.
    func feed(_ p: UnsafePointer<UInt8>?, _ n: Int, final: Bool) throws(Raise) -> Int32 {
        ref.setWord(11, 1)
        // A handler's exception must find its way through expat's frames.
        var at = 0, r: Int32 = 1
        repeat {
            let k = min(n - at, 1 << 20), last = at + k == n
            r = Expat.shared.parse(parser, p.map { UnsafeRawPointer($0 + at).assumingMemoryBound(to: CChar.self) }, Int32(k), final && last ? 1 : 0)
            at += k
        } while at < n && r != 0
        try raisePending()
        if r == 0 { throw error() }
        if !flushText() { try raisePending() }
        return r
    }
    func raisePending() throws(Raise) {
        let e = ref.value(4)
        if e.isNone { return }
        ref.set(4, .none)
        throw Errors.raise(e)
    }
    func error() -> Raise {
        let x = Expat.shared!, p = parser
        return ExpatModule.error(Int(x.errorCode(p)), Int(x.line(p)), Int(x.column(p)))
    }
}
/// The handlers, in the order of their slots.
enum ExpatEvent: Int, CaseIterable {
    case startElement, endElement, processingInstruction, characterData, unparsedEntityDecl, notationDecl, startNamespaceDecl, endNamespaceDecl, comment
    case startCdataSection, endCdataSection, `default`, defaultExpand, notStandalone, externalEntityRef, startDoctypeDecl, endDoctypeDecl, entityDecl, xmlDecl
    case elementDecl, attlistDecl, skippedEntity

    private func address<T>(_ f: T) -> Expat.Handler { unsafeBitCast(f, to: Expat.Handler.self) }
    private typealias D = Expat.Data
    private typealias T = Expat.Text

    /// Name in Python, expat's setter and the C function to set.
    var entry: (name: StaticString, setter: String, handler: Expat.Handler) {
        switch self {
        case .startElement:
            let f: @convention(c) (D, T, UnsafePointer<T?>) -> Void = { d, name, atts in
                let p = ExpatParser(d)
                p.call(.startElement) {
                    var most = Int.max
                    if p.has(ExpatParser.specified) { most = Int(Expat.shared.specifiedCount(p.parser)) }
                    let n = p.name(name)
                    var i = 0
                    if p.has(ExpatParser.ordered) {
                        let l = ListRef.allocate()
                        while i < most, let k = atts[i] { l.append(p.name(k)); l.append(ExpatParser.text(atts[i + 1])); i += 2 }
                        return TupleRef.make(n, l.value)
                    }
                    let out = DictRef.allocate()
                    while i < most, let k = atts[i] { let key = p.name(k); out.set(name: key, ExpatParser.text(atts[i + 1])); i += 2 }
                    return TupleRef.make(n, out.value)
                }
            }
            return ("StartElementHandler", "XML_SetStartElementHandler", address(f))
        case .endElement:
            let f: @convention(c) (D, T) -> Void = { d, name in let p = ExpatParser(d); p.call(.endElement) { TupleRef.make(p.name(name)) } }
            return ("EndElementHandler", "XML_SetEndElementHandler", address(f))
        case .processingInstruction:
            let f: @convention(c) (D, T, T) -> Void = { d, target, data in
                let p = ExpatParser(d)
                p.call(.processingInstruction) { let t = p.name(target); return TupleRef.make(t, ExpatParser.text(data)) }
            }
            return ("ProcessingInstructionHandler", "XML_SetProcessingInstructionHandler", address(f))
        case .characterData:
            let f: @convention(c) (D, UnsafePointer<UInt8>, Int32) -> Void = { d, s, n in ExpatParser(d).characters(s, Int(n)) }
            return ("CharacterDataHandler", "XML_SetCharacterDataHandler", address(f))
        case .unparsedEntityDecl:
            let f: @convention(c) (D, T, T?, T?, T?, T?) -> Void = { d, entity, base, system, open, notation in
                let p = ExpatParser(d)
                p.call(.unparsedEntityDecl) { ExpatEvent.tuple([{ p.name(entity) }, { p.name(base) }, { p.name(system) }, { p.name(open) }, { p.name(notation) }]) }
            }
            return ("UnparsedEntityDeclHandler", "XML_SetUnparsedEntityDeclHandler", address(f))
        case .notationDecl:
            let f: @convention(c) (D, T, T?, T?, T?) -> Void = { d, notation, base, system, open in
                let p = ExpatParser(d)
                p.call(.notationDecl) { ExpatEvent.tuple([{ p.name(notation) }, { p.name(base) }, { p.name(system) }, { p.name(open) }]) }
            }
            return ("NotationDeclHandler", "XML_SetNotationDeclHandler", address(f))
        case .startNamespaceDecl:
            let f: @convention(c) (D, T?, T?) -> Void = { d, prefix, uri in
                let p = ExpatParser(d)
                p.call(.startNamespaceDecl) { ExpatEvent.tuple([{ p.name(prefix) }, { p.name(uri) }]) }
            }
            return ("StartNamespaceDeclHandler", "XML_SetStartNamespaceDeclHandler", address(f))
        case .endNamespaceDecl:
            let f: @convention(c) (D, T?) -> Void = { d, prefix in let p = ExpatParser(d); p.call(.endNamespaceDecl) { TupleRef.make(p.name(prefix)) } }
            return ("EndNamespaceDeclHandler", "XML_SetEndNamespaceDeclHandler", address(f))
        case .comment:
            let f: @convention(c) (D, T) -> Void = { d, text in let p = ExpatParser(d); p.call(.comment) { TupleRef.make(ExpatParser.text(text)) } }
            return ("CommentHandler", "XML_SetCommentHandler", address(f))
        case .startCdataSection:
            let f: @convention(c) (D) -> Void = { d in ExpatParser(d).call(.startCdataSection) { TupleRef.empty } }
            return ("StartCdataSectionHandler", "XML_SetStartCdataSectionHandler", address(f))
        case .endCdataSection:
            let f: @convention(c) (D) -> Void = { d in ExpatParser(d).call(.endCdataSection) { TupleRef.empty } }
            return ("EndCdataSectionHandler", "XML_SetEndCdataSectionHandler", address(f))
        case .default:
            let f: @convention(c) (D, UnsafePointer<UInt8>, Int32) -> Void = { d, s, n in ExpatParser(d).call(.default) { TupleRef.make(StrRef.make(utf8: s, Int(n))) } }
            return ("DefaultHandler", "XML_SetDefaultHandler", address(f))
        case .defaultExpand:
            let f: @convention(c) (D, UnsafePointer<UInt8>, Int32) -> Void = { d, s, n in ExpatParser(d).call(.defaultExpand) { TupleRef.make(StrRef.make(utf8: s, Int(n))) } }
            return ("DefaultHandlerExpand", "XML_SetDefaultHandlerExpand", address(f))
        case .notStandalone:
            let f: @convention(c) (D) -> Int32 = { d in ExpatEvent.int(ExpatParser(d), ExpatParser(d).call(.notStandalone) { TupleRef.empty }) }
            return ("NotStandaloneHandler", "XML_SetNotStandaloneHandler", address(f))
        case .externalEntityRef:
            // This one gets expat's parser, whose first word is the user data.
            let f: @convention(c) (UnsafePointer<D>, T?, T?, T?, T?) -> Int32 = { x, context, base, system, open in
                let p = ExpatParser(x.pointee)
                return ExpatEvent.int(p, p.call(.externalEntityRef) { ExpatEvent.tuple([{ ExpatParser.text(context) }, { p.name(base) }, { p.name(system) }, { p.name(open) }]) })
            }
            return ("ExternalEntityRefHandler", "XML_SetExternalEntityRefHandler", address(f))
        case .startDoctypeDecl:
            let f: @convention(c) (D, T, T?, T?, Int32) -> Void = { d, name, system, open, subset in
                let p = ExpatParser(d)
                p.call(.startDoctypeDecl) { ExpatEvent.tuple([{ p.name(name) }, { p.name(system) }, { p.name(open) }, { Value(int: Int(subset)) }]) }
            }
            return ("StartDoctypeDeclHandler", "XML_SetStartDoctypeDeclHandler", address(f))
        case .endDoctypeDecl:
            let f: @convention(c) (D) -> Void = { d in ExpatParser(d).call(.endDoctypeDecl) { TupleRef.empty } }
            return ("EndDoctypeDeclHandler", "XML_SetEndDoctypeDeclHandler", address(f))
        case .entityDecl:
            let f: @convention(c) (D, T, Int32, UnsafePointer<UInt8>?, Int32, T?, T?, T?, T?) -> Void = { d, name, parameter, value, n, base, system, open, notation in
                let p = ExpatParser(d)
                p.call(.entityDecl) {
                    ExpatEvent.tuple([{ p.name(name) }, { Value(int: Int(parameter)) }, { value.map { StrRef.make(utf8: $0, Int(n)) } ?? .none }, { p.name(base) }, { p.name(system) }, { p.name(open) }, { p.name(notation) }])
                }
            }
            return ("EntityDeclHandler", "XML_SetEntityDeclHandler", address(f))
        case .xmlDecl:
            let f: @convention(c) (D, T?, T?, Int32) -> Void = { d, version, encoding, standalone in
                ExpatParser(d).call(.xmlDecl) { ExpatEvent.tuple([{ ExpatParser.text(version) }, { ExpatParser.text(encoding) }, { Value(int: Int(standalone)) }]) }
            }
            return ("XmlDeclHandler", "XML_SetXmlDeclHandler", address(f))
        case .elementDecl:
            let f: @convention(c) (D, T, UnsafeMutableRawPointer) -> Void = { d, name, model in
                let p = ExpatParser(d)
                p.call(.elementDecl) { ExpatEvent.tuple([{ p.name(name) }, { ExpatEvent.model(p, model) }]) }
                Expat.shared.freeContent(p.parser, model)
            }
            return ("ElementDeclHandler", "XML_SetElementDeclHandler", address(f))
        case .attlistDecl:
            let f: @convention(c) (D, T, T, T, T?, Int32) -> Void = { d, element, attribute, type, value, required in
                let p = ExpatParser(d)
                p.call(.attlistDecl) { ExpatEvent.tuple([{ p.name(element) }, { p.name(attribute) }, { ExpatParser.text(type) }, { ExpatParser.text(value) }, { Value(int: Int(required)) }]) }
            }
            return ("AttlistDeclHandler", "XML_SetAttlistDeclHandler", address(f))
        case .skippedEntity:
            let f: @convention(c) (D, T, Int32) -> Void = { d, name, parameter in
                let p = ExpatParser(d)
                p.call(.skippedEntity) { ExpatEvent.tuple([{ p.name(name) }, { Value(int: Int(parameter)) }]) }
            }
            return ("SkippedEntityHandler", "XML_SetSkippedEntityHandler", address(f))
        }
    }
    /// A tuple filled item by item, so that the collector sees each.
    private static func tuple(_ items: [() -> Value]) -> Value {
        let l = ListRef.allocate(capacity: items.count)
        for f in items { l.append(f()) }
        return l.asTuple()
    }
    private static func int(_ p: ExpatParser, _ v: Value?) -> Int32 {
        guard let v else { return 0 }
        do throws(Raise) { return Int32(truncatingIfNeeded: try Operations.index(v)) } catch { p.failed(); return 0 }
    }
    /// XML_Content: type, quantifier, name, number of children, children.
    private static func model(_ p: ExpatParser, _ m: UnsafeMutableRawPointer) -> Value {
        let count = Int(m.load(fromByteOffset: 16, as: UInt32.self)), children = ListRef.allocate()
        if count > 0, let first = m.load(fromByteOffset: 24, as: UnsafeMutableRawPointer?.self) { for i in 0..<count { children.append(model(p, first + 32 * i)) } }
        let kids = children.asTuple(), name = p.name(m.load(fromByteOffset: 8, as: Expat.Text?.self))
        let l = ListRef.allocate()
        l.append(Value(int: Int(m.load(as: Int32.self)))); l.append(Value(int: Int(m.load(fromByteOffset: 4, as: Int32.self)))); l.append(name); l.append(kids)
        return l.asTuple()
    }
}

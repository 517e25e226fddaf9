import Primitives

/// The registry behind `codecs.register` and `codecs.lookup`. (Python/codecs.c)
public enum CodecRegistry {
    nonisolated(unsafe) private static var searchPath = Value.unbound, cache = Value.unbound
    static func start() {
        searchPath = ListRef.allocate().value; Heap.addRoot(&searchPath)
        cache = DictRef.allocate().value; Heap.addRoot(&cache)
    }
    public static func register(_ f: Value) throws(Raise) {
        if f.type.slot(.call).isUnbound && !f.isExactly(Types.function) && !f.isExactly(Types.builtinFunction) && !f.isExactly(Types.method) && !f.isType {
            throw Errors.typeError("argument must be callable")
        }
        ListRef(searchPath).append(f)
    }
    public static func unregister(_ f: Value) {
        let l = ListRef(searchPath)
        for i in 0..<l.count where l[i] == f { l.resize(at: i, removing: 1, inserting: 0); DictRef(cache).clear(); return }
    }
    /// Lower case, runs of anything but letters, digits and dots as one underscore.
    public static func normalize(_ name: StrRef) -> Value {
        var b = TextBuilder(capacity: name.count), gap = false
        for i in 0..<name.count {
            let c = name[i]
            if c < 128 && (c &- 48 < 10 || c == 46) || c < 128 && (c | 32) &- 97 < 26 {
                if gap && b.count > 0 { b.append(UInt8(95)) }
                gap = false
                b.append(c &- 65 < 26 ? c &+ 32 : c)
            } else { gap = true }
        }
        return StrRef.make(&b)
    }
    public static func lookup(_ encoding: StrRef) throws(Raise) -> Value {
        try Attempt.check()
        for i in 0..<encoding.count where encoding[i] == 0 { throw Errors.valueError("embedded null character") }
        let key = normalize(encoding)
        if let c = try DictRef(cache).get(key) { return c }
        if ListRef(searchPath).count == 0 { _ = try ImportedModules.get("encodings") }
        let l = ListRef(searchPath)
        if l.count == 0 { throw Errors.make(Exceptions.lookupError, "no codec search functions registered: can't find encoding") }
        var i = 0
        while i < l.count {
            let r = try Call.call(l[i], key)
            i += 1
            if r.isNone { continue }
            guard r.isTuple, TupleRef(r).count == 4 else { throw Errors.typeError("codec search functions must return 4-tuples") }
            try DictRef(cache).set(key, r)
            return r
        }
        throw Errors.make(Exceptions.lookupError, "unknown encoding: \(encoding.string)")
    }
    private static func textCodec(_ encoding: StrRef, _ alternative: String) throws(Raise) -> TupleRef {
        let c = try lookup(encoding)
        if !c.isExactly(Types.tuple) {
            let flag = try Operations.findAttribute(c, StrRef.intern("_is_text_encoding"))
            if !flag.isUnbound, try !Operations.isTrue(flag) {
                throw Errors.make(Exceptions.lookupError, "'\(encoding.string)' is not a text encoding; use \(alternative) to handle arbitrary codecs")
            }
        }
        return TupleRef(c)
    }
    private static func first(_ r: Value, _ message: String) throws(Raise) -> Value {
        guard r.isTuple, TupleRef(r).count == 2 else { throw Errors.typeError(message) }
        return TupleRef(r)[0]
    }
    private static func call(_ f: Value, _ v: Value, _ errors: Value, _ what: String, _ encoding: StrRef) throws(Raise) -> Value {
        let r: Value
        do throws(Raise) { r = errors.isUnbound ? try Call.call(f, v) : try Call.call(f, v, errors) } catch {
            if error.isException { addNote("\(what) with '\(encoding.string)' codec failed") }
            throw error
        }
        return try first(r, what == "encoding" ? "encoder must return a tuple (object, integer)" : "decoder must return a tuple (object,integer)")
    }
    /// Adds a note to the exception on its way.
    /// (TEXT may run code that raises and is swallowed, near the limit of recursion say: that is not to take the place of what is on its way.)
    public static func addNote(_ text: @autoclosure () -> String) {
        let t = thread, e = t.pointee.raised, frame = t.pointee.tracedFrame
        do throws(Raise) { _ = try Call.call(try Operations.getAttribute(e, Names.add_note), StrRef.make(text())) } catch { Errors.take() }
        t.pointee.raised = e; t.pointee.tracedFrame = frame
    }
    static func encodeText(_ s: Value, _ encoding: StrRef, _ errors: Value) throws(Raise) -> Value {
        try call(try textCodec(encoding, "codecs.encode()")[0], s, errors, "encoding", encoding)
    }
    static func decodeText(_ v: Value, _ encoding: StrRef, _ errors: Value) throws(Raise) -> Value {
        try call(try textCodec(encoding, "codecs.decode()")[1], v, errors, "decoding", encoding)
    }
    /// `codecs.encode(v, encoding, errors)`: any codec, any result.
    public static func encode(_ v: Value, _ encoding: StrRef, _ errors: Value) throws(Raise) -> Value {
        try call(TupleRef(try lookup(encoding))[0], v, errors, "encoding", encoding)
    }
    public static func decode(_ v: Value, _ encoding: StrRef, _ errors: Value) throws(Raise) -> Value {
        try call(TupleRef(try lookup(encoding))[1], v, errors, "decoding", encoding)
    }
}

import Glibc
import Primitives
import Runtime

/// The members of TextIOWrapper.
enum TextWrapperType {
    private typealias W = TextRef.W
    private typealias F = TextRef.F
    static func define() {
        let t = TypeFactory.make("TextIOWrapper", module: "_io", base: IO.textBase, size: TextRef.words * 8, layout: .fields(2, TextRef.words), subclassable: true)
        IO.text = t
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let cls = TypeRef(a[0].ref)
            let r = Instance.allocate(cls)
            if cls == IO.text { Finalizers.register(r) }
            IOShutdown.register(Value(r))
            return Value(r)
        }
        t.special("__init__", "($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)") { a throws(Raise) in
            try initialize(TextRef(a[0]), a[1], a[2], a[3], a[4], try Operations.isTrue(a[5]), try Operations.isTrue(a[6]))
            return .none
        }
        IO.noPickle(t)
        reading(t); writing(t); attributes(t)
    }
    private static func initialize(_ s: TextRef, _ buffer: Value, _ encoding: Value, _ errors: Value, _ newline: Value, _ line: Bool, _ through: Bool) throws(Raise) {
        try Newlines.check(newline)
        s.flags = 0
        Finalizers.settle(s.ref, false)
        var name = encoding
        if name.isNone { name = StrRef.make("UTF-8") }
        else if !name.isStr { throw Errors.typeError("TextIOWrapper() argument 'encoding' must be str or None, not \(name.type)") }
        else if StrRef(name).equals("locale") { name = StrRef.make("UTF-8") }
        if !errors.isNone && !errors.isStr { throw Errors.typeError("TextIOWrapper() argument 'errors' must be str or None, not \(errors.type)") }
        let r = s.ref
        r.set(W.buffer, buffer); r.set(W.encoding, name); r.set(W.errors, errors.isNone ? StrRef.make("strict") : errors)
        if errors.isStr, ErrorHandlers.builtin(errors) == nil { _ = try ErrorHandlers.lookup(errors) }
        try setCodec(s, name)
        setNewline(s, newline)
        r.set(W.snapshot, .none); r.set(W.decoded, StrRef.empty); s.used = 0; r.set(W.tail, .unbound)
        s.setNumber(W.seen, 0); s.setNumber(W.chunk, 8192); s.pendingCount = 0
        r.set(W.pending, BytesRef.empty)
        var f = (line ? F.lineBuffering : 0) | (through ? F.writeThrough : 0) | s.flags
        let readable = try IO.isTrue(buffer, IONames.readable), writable = try IO.isTrue(buffer, IONames.writable)
        if readable { f |= F.reading }
        if buffer.isExactly(IO.reader) || buffer.isExactly(IO.writer) || buffer.isExactly(IO.random) { f |= F.fast }
        if try IO.isTrue(buffer, IONames.seekable) { f |= F.seekable | F.telling }
        if !(try Operations.findAttribute(buffer, IONames.read1)).isUnbound { f |= F.hasRead1 }
        s.flags = f
        try makeCoders(s, readable, writable)
        if writable { try fixEncoder(s) }
        s.flags = f | F.ready
    }
    /// Behind a stream's start no byte order mark is written.
    private static func fixEncoder(_ s: TextRef) throws(Raise) {
        guard s.has(F.seekable), s.ref.value(W.encoder).isPointer else { return }
        if try Operations.isTrue(try IO.call(s.buffer, IONames.tell)) { _ = try IO.call(s.ref.value(W.encoder), IONames.setstate, Value(int: 0)) }
    }
    private static func setCodec(_ s: TextRef, _ name: Value) throws(Raise) {
        let n = CodecRegistry.normalize(StrRef(name))
        switch StrRef(n).string {
        case "utf_8", "utf8": s.setNumber(W.codec, TextRef.C.utf8)
        case "ascii", "us_ascii": s.setNumber(W.codec, TextRef.C.ascii)
        case "latin_1", "latin1", "iso_8859_1", "iso8859_1": s.setNumber(W.codec, TextRef.C.latin1)
        default:
            s.setNumber(W.codec, TextRef.C.other)
            let info = try CodecRegistry.lookup(StrRef(name))
            let flag = try Operations.findAttribute(info, StrRef.intern("_is_text_encoding"))
            if !flag.isUnbound, try !Operations.isTrue(flag) {
                throw Errors.make(Exceptions.lookupError, "'\(StrRef(name))' is not a text encoding; use codecs.open() to handle arbitrary codecs")
            }
        }
    }
    private static func setNewline(_ s: TextRef, _ newline: Value) {
        s.ref.set(W.newline, newline)
        let empty = newline.isStr && StrRef(newline).count == 0
        s.set(F.universal, newline.isNone || empty)
        s.set(F.translate, newline.isNone)
        s.ref.set(W.writeNewline, newline.isStr && !empty && !StrRef(newline).equals("\n") ? newline : .none)
    }
    private static func makeCoders(_ s: TextRef, _ readable: Bool, _ writable: Bool) throws(Raise) {
        s.ref.set(W.encoder, .none); s.ref.set(W.decoder, .none)
        if s.codec != TextRef.C.other { return }
        let info = try CodecRegistry.lookup(StrRef(s.ref.value(W.encoding)))
        let errors = s.ref.value(W.errors)
        if readable {
            var d = try IO.call(info, IONames.incrementaldecoder, errors)
            if s.has(F.universal) { d = NewlineDecoderType.make(d, translate: s.has(F.translate)) }
            s.ref.set(W.decoder, d)
        }
        if writable { s.ref.set(W.encoder, try IO.call(info, IONames.incrementalencoder, errors)) }
    }
    private static func reading(_ t: TypeRef) {
        t.method("read", "($self, size=-1, /)") { a throws(Raise) in try TextRef(a[0]).read(try IO.size(a[1])) }
        t.method("readline", "($self, size=-1, /)") { a throws(Raise) in try TextRef(a[0]).readLine(try IO.size(a[1])) }
        t.special("__next__", "($self, /)") { a throws(Raise) in
            let s = TextRef(a[0])
            let line: Value
            if s.ref.type == IO.text {
                s.set(F.telling, false)
                line = try s.readLine(-1)
            } else {
                try s.check()
                s.set(F.telling, false)
                line = try IO.call(a[0], IONames.readline)
                guard line.isStr else { throw Errors.make(Exceptions.osError, "readline() should have returned a str object, not '\(line.type)'") }
            }
            if StrRef(line).count == 0 {
                s.ref.set(W.snapshot, .none)
                s.set(F.telling, s.has(F.seekable))
                throw Errors.stopIteration()
            }
            return line
        }
        t.method("tell", "($self, /)") { a throws(Raise) in try TextRef(a[0]).tell() }
        t.method("seek", "($self, cookie, whence=0, /)") { a throws(Raise) in try TextRef(a[0]).seek(a[1], try TextArguments.cInt(a[2])) }
        t.method("truncate", "($self, pos=None, /)") { a throws(Raise) in
            let s = TextRef(a[0])
            try s.check()
            _ = try IO.call(a[0], IONames.flush)
            return try IO.call(s.buffer, IONames.truncate, a[1])
        }
    }
    private static func writing(_ t: TypeRef) {
        t.method("write", "($self, text, /)") { a throws(Raise) in
            let s = TextRef(a[0])
            guard a[1].isStr else { throw Errors.typeError("write() argument must be str, not \(TextArguments.describe(a[1]))") }
            try s.checkOpen()
            if s.codec == TextRef.C.other && !s.ref.value(W.encoder).isPointer { throw IO.unsupported("not writable") }
            if s.has(F.fast) && BufferedRef(s.buffer).flags & BufferedRef.writable == 0 { throw IO.unsupported("not writable") }
            try s.write(a[1])
            return Value(int: StrRef(a[1]).count)
        }
        t.method("flush", "($self, /)") { a throws(Raise) in
            let s = TextRef(a[0])
            try s.checkOpen()
            s.set(F.telling, s.has(F.seekable))
            try s.flushPending()
            if s.has(F.fast) { try BufferedRef(s.buffer).flushAllUnlessReader(); return .none }
            return try IO.call(s.buffer, IONames.flush)
        }
        t.method("close", "($self, /)") { a throws(Raise) in
            let s = TextRef(a[0]), me = a[0]
            try s.check()
            if try s.isClosed() { return .none }
            try IO.both({ () throws(Raise) in _ = try IO.call(me, IONames.flush) }, { () throws(Raise) in _ = try IO.call(s.buffer, IONames.close) })
            if a[0].ref.type == IO.text && s.has(F.fast) { Finalizers.settle(a[0].ref, true) }
            return .none
        }
        t.method("detach", "($self, /)") { a throws(Raise) in
            let s = TextRef(a[0])
            try s.check()
            _ = try IO.call(a[0], IONames.flush)
            let b = s.buffer
            s.ref.set(W.buffer, .none)
            s.set(F.ready, false)
            return b
        }
        t.method("reconfigure", "($self, *, encoding=None, errors=None, newline=<unrepresentable>, line_buffering=None, write_through=None)") { a throws(Raise) in
            let s = TextRef(a[0])
            try s.check()
            if s.decoded.isPointer && StrRef(s.decoded).count > 0 && (!a[1].isNone || !a[2].isNone || a.has(3)) {
                throw IO.unsupported("It is not possible to set the encoding or newline of stream after the first read")
            }
            if a.has(3) { try Newlines.check(a[3]) }
            let line = a[4].isNone ? s.has(F.lineBuffering) : try Operations.isTrue(a[4]), through = a[5].isNone ? s.has(F.writeThrough) : try Operations.isTrue(a[5])
            _ = try IO.call(a[0], IONames.flush)
            if !a[1].isNone || !a[2].isNone || a.has(3) {
                var encoding = a[1], errors = a[2]
                if errors.isNone { errors = encoding.isNone ? s.ref.value(W.errors) : StrRef.make("strict") }
                if encoding.isNone { encoding = s.ref.value(W.encoding) } else if encoding.isStr && StrRef(encoding).equals("locale") { encoding = StrRef.make("UTF-8") }
                guard encoding.isStr else { throw Errors.typeError("reconfigure() argument 'encoding' must be str or None, not \(encoding.type)") }
                guard errors.isStr else { throw Errors.typeError("reconfigure() argument 'errors' must be str or None, not \(errors.type)") }
                try setCodec(s, encoding)
                s.ref.set(W.encoding, encoding); s.ref.set(W.errors, errors)
                if a.has(3) { setNewline(s, a[3]) }
                try makeCoders(s, s.has(F.reading), try IO.isTrue(s.buffer, IONames.writable))
                try fixEncoder(s)
            }
            s.set(F.lineBuffering, line); s.set(F.writeThrough, through)
            return .none
        }
    }
    private static func attributes(_ t: TypeRef) {
        t.field("encoding", word: W.encoding); t.field("buffer", word: W.buffer)
        t.getter("errors") { o throws(Raise) in
            if TextRef(o).ref.value(W.errors).isNone { try TextRef(o).check() }
            return TextRef(o).ref.value(W.errors)
        }
        t.getter("line_buffering") { o throws(Raise) in Value(bool: TextRef(o).has(F.lineBuffering)) }
        t.getter("write_through") { o throws(Raise) in Value(bool: TextRef(o).has(F.writeThrough)) }
        t.getter("_finalizing") { o throws(Raise) in .false }
        t.getter("closed") { o throws(Raise) in let s = TextRef(o); try s.check(); return Value(bool: try s.isClosed()) }
        t.getter("name") { o throws(Raise) in try TextRef(o).check(); return try Operations.getAttribute(TextRef(o).buffer, IONames.name) }
        t.getter("newlines") { o throws(Raise) in
            let s = TextRef(o)
            try s.check()
            if s.codec != TextRef.C.other { return Newlines.describe(s.number(W.seen)) }
            let d = s.ref.value(W.decoder)
            if !d.isPointer { return .none }
            let n = try Operations.findAttribute(d, IONames.newlines)
            return n.isUnbound ? .none : n
        }
        t.getter("_CHUNK_SIZE", set: { o, v throws(Raise) in
            guard let n = Integers.asInt64(try Operations.indexObject(v)) else { throw Errors.valueError("cannot fit '\(v.type)' into an index-sized integer") }
            if n <= 0 { throw Errors.valueError("a strictly positive integer is required") }
            TextRef(o).setNumber(W.chunk, n)
        }, delete: { o throws(Raise) in throw Errors.make(Exceptions.attributeError, "attribute '_CHUNK_SIZE' of '_io.TextIOWrapper' objects cannot be deleted") }) { o throws(Raise) in Value(int: TextRef(o).number(W.chunk)) }
        for (name, attribute) in [("seekable", IONames.seekable), ("readable", IONames.readable), ("writable", IONames.writable), ("fileno", IONames.fileno), ("isatty", IONames.isatty)] as [(StaticString, Value)] {
            t.method(name, "($self, /)") { a throws(Raise) in try TextRef(a[0]).check(); return try IO.call(TextRef(a[0]).buffer, attribute) }
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let s = TextRef(a[0])
            var text = "<\(IO.className(a[0]))"
            do throws(Raise) {
                if s.has(F.ready) {
                    let n = try Operations.findAttribute(a[0], IONames.name)
                    if !n.isUnbound { text += " name=\(StrRef(try Operations.repr(n)).string)" }
                }
            } catch { try Errors.swallow(error, Exceptions.valueError) }
            let m = try Operations.findAttribute(a[0], IONames.mode)
            if !m.isUnbound { text += " mode=\(StrRef(try Operations.repr(m)).string)" }
            let e = s.ref.value(W.encoding)
            text += " encoding=\(StrRef(try Operations.repr(e.isUnbound ? .none : e)).string)>"
            return StrRef.make(text)
        }
    }
}
extension BufferedRef {
    /// `flush()` of a stream found through a wrapper.
    func flushAllUnlessReader() throws(Raise) {
        try checkOpen("flush of closed file")
        try flushAll()
    }
}

/// Traceback objects: 2 next, 3 frame object; as tagged ints 4 lasti (0: asked of the node), 5 line; 6 raw: the node that raised (kept alive by the frame's code).
public enum Traceback {
    /// Adds the frame's entry to the traceback of the exception on its way, unless it has one already (`thread.tracedFrame`).
    static func add(_ f: Frame, _ t: Thread) {
        if t.pointee.tracedFrame == f.base { return }
        let e = t.pointee.raised
        guard e.isExceptionInstance else { return }
        ExceptionRef(e).traceback = entry(f, next: ExceptionRef(e).traceback)
        t.pointee.tracedFrame = f.base
        if _slowPath(Monitor.isActive) { Monitor.raised(f) }
    }
    /// The place where F is now, before NEXT.
    static func entry(_ f: Frame, next: Value) -> Value {
        let frame = FrameObject.of(f)
        let r = Heap.allocate(64, Types.traceback)
        r.initialize(2, next); r.initialize(3, frame)
        r.setWord(5, Value(int: f.line).bits)
        r.setWord(6, f.base[Frame.node].bits)
        return Value(r)
    }
    static func next(_ v: Value) -> Value { v.ref.value(2) }
    static func frame(_ v: Value) -> Value { v.ref.value(3) }
    static func node(_ v: Value) -> Node? {
        let b = v.ref.word(6)
        return b == 0 ? nil : Unmanaged<Node>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(b)).unsafelyUnwrapped).takeUnretainedValue()
    }
    static func lineNumber(_ v: Value) -> Value { Value(bits: v.ref.word(5)) }
    /// The node's offset (`Code.Instructions`).
    static func lasti(_ v: Value) -> Value {
        let w = Value(bits: v.ref.word(4))
        if w.isInt { return w }
        guard let n = node(v) else { return Value(int: -1) }
        let code = FrameObject.code(frame(v))
        let i = Value(int: code.offset(n))
        v.ref.setWord(4, i.bits)
        return i
    }
    /// The line "  File ..., line N, in name" for the bare printer.
    static func line(_ v: Value) -> String {
        let c = FrameObject.code(frame(v))
        return "  File \"\(StrRef(c.fileName).string)\", line \(lineNumber(v).int), in \(StrRef(c.qualname).string)\n"
    }
    static func define() {
        let t = Types.traceback
        t.new("($type, tb_next, tb_frame, tb_lasti, tb_lineno)") { a throws(Raise) in
            guard a[1].isNone || a[1].isExactly(Types.traceback) else { throw Errors.typeError("expected traceback object or None, got '\(a[1].type)'") }
            guard a[2].isExactly(Types.frame) else { throw Errors.typeError("traceback() argument 'tb_frame' must be frame, not \(a[2].type)") }
            let r = Heap.allocate(64, Types.traceback)
            r.initialize(2, a[1].isNone ? .unbound : a[1]); r.initialize(3, a[2])
            r.setWord(4, Value(int: try Operations.index(a[3])).bits); r.setWord(5, Value(int: try Operations.index(a[4])).bits)
            return Value(r)
        }
        t.getter("tb_next", set: { o, v throws(Raise) in
            guard v.isNone || v.isExactly(Types.traceback) else { throw Errors.typeError("expected traceback object or None, got '\(v.type)'") }
            var c = v.isNone ? Value.unbound : v
            while c.isPointer { if c == o { throw Errors.valueError("traceback loop detected") }; c = next(c) }
            o.ref.set(2, v.isNone ? .unbound : v)
        }, delete: { o throws(Raise) in throw Errors.typeError("can't delete tb_next attribute") }) { o throws(Raise) in ExceptionType.orNone(next(o)) }
        t.field("tb_frame", word: 3)
        t.getter("tb_lineno") { o throws(Raise) in let l = lineNumber(o); return l.int == 0 ? .none : l }
        t.getter("tb_lasti") { o throws(Raise) in lasti(o) }
        t.method("__dir__", "($self, /)") { a throws(Raise) in
            let l = ListRef.allocate()
            for n in ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"] { l.append(StrRef.intern(n)) }
            return l.value
        }
    }
}

import Glibc
import Primitives
import Runtime

/// Newline conventions of text streams: translation and the search for line ends. (Modules/_io/textio.c)
enum Newlines {
    static let cr = 1, lf = 2, crlf = 4
    /// State of a translation that runs over chunks.
    struct State {
        /// A carriage return is held back: a line feed may follow it.
        var pendingCR = false
        /// Kinds of newline met.
        var seen = 0
    }
    /// TEXT with its newlines recorded, and turned into "\n" with TRANSLATE.
    static func translate(_ text: Value, _ s: inout State, translate: Bool, final: Bool) -> Value {
        var v = text
        if s.pendingCR && (final || StrRef(v).count > 0) {
            var p = (StrRef.character(13), v)
            v = withUnsafePointer(to: &p) { $0.withMemoryRebound(to: Value.self, capacity: 2) { StrRef.concatenate($0, 2) } }
            s.pendingCR = false
        }
        let t = StrRef(v)
        var n = t.count
        if n == 0 { return v }
        if !final && t[n - 1] == 13 {
            s.pendingCR = true
            n -= 1
            v = t.slice(0, n)
            if n == 0 { return v }
        }
        let w = StrRef(v).view
        let hasCR = w.kind == 1 ? memchr(w.base, 13, n) != nil : Text.find(w, 13, 0, n) >= 0
        if !hasCR {
            if s.seen & lf == 0, w.kind == 1 ? memchr(w.base, 10, n) != nil : Text.find(w, 10, 0, n) >= 0 { s.seen |= lf }
            return v
        }
        if !translate {
            var i = 0
            while i < n {
                let c = w[i]
                if c == 10 { s.seen |= lf } else if c == 13 {
                    if i + 1 < n && w[i + 1] == 10 { s.seen |= crlf; i += 1 } else { s.seen |= cr }
                }
                if s.seen == 7 { break }
                i += 1
            }
            return v
        }
        var out = TextBuilder(capacity: n)
        var i = 0
        while i < n {
            let c = w[i]
            i += 1
            if c == 10 { s.seen |= lf } else if c == 13 {
                if i < n && w[i] == 10 { s.seen |= crlf; i += 1 } else { s.seen |= cr }
                out.append(10 as UInt32)
                continue
            }
            out.append(c)
        }
        return StrRef.make(&out)
    }
    /// What `newlines` tells of the kinds met.
    static func describe(_ seen: Int) -> Value {
        if seen == 0 { return .none }
        var all: [String] = []
        if seen & cr != 0 { all.append("\r") }
        if seen & lf != 0 { all.append("\n") }
        if seen & crlf != 0 { all.append("\r\n") }
        if all.count == 1 { return StrRef.make(all[0]) }
        let t = TupleRef.allocate(all.count)
        for (i, s) in all.enumerated() { t[i] = StrRef.make(s) }
        return t.value
    }
    /// How lines end in what a stream holds.
    enum Ending { case lf, universal, custom(Value) }
    /// The end of the line (past its newline) that begins at FROM in [0, n); -1 if there is none, RESUME then tells where to go on searching when more comes.
    static func find(_ v: TextView, _ from: Int, _ n: Int, _ e: Ending, _ resume: inout Int) -> Int {
        switch e {
        case .lf:
            if v.kind == 1 {
                if n > from, let p = memchr(v.base + from, 10, n - from) { return UnsafeRawPointer(p) - v.base + 1 }
            } else {
                let i = Text.find(v, 10, from, n)
                if i >= 0 { return i + 1 }
            }
            resume = n
            return -1
        case .universal:
            var i = from
            while i < n {
                let c = v[i]
                if c == 10 { return i + 1 }
                if c == 13 {
                    if i + 1 < n { return v[i + 1] == 10 ? i + 2 : i + 1 }
                    // At the very end: whether a line feed follows is not known, but the decoder never leaves a lone one there.
                    return i + 1
                }
                i += 1
            }
            resume = n
            return -1
        case .custom(let s):
            let w = StrRef(s).view
            let i = Text.find(v, w, from, n)
            if i >= 0 { return i + w.count }
            resume = max(from, n - w.count + 1)
            return -1
        }
    }
    /// The `newline` argument of text streams, checked.
    static func check(_ v: Value) throws(Raise) {
        if v.isNone || v.isUnbound { return }
        guard v.isStr else { throw Errors.typeError("illegal newline value: \(Operations.reprText(v))") }
        let s = StrRef(v)
        if s.count == 0 || s.equals("\n") || s.equals("\r") || s.equals("\r\n") { return }
        throw Errors.valueError("illegal newline value: \(Operations.reprText(v))")
    }
    static func replaceLF(_ s: StrRef, with newline: Value) -> Value {
        var out = TextBuilder(capacity: s.count + 16)
        _ = Text.replace(s.view, TextView("\n"), StrRef(newline).view, limit: Int.max, into: &out)
        return StrRef.make(&out)
    }
}

/// `_io.IncrementalNewlineDecoder`: words 2 inner decoder or None, 3 translate, 4 pending CR, 5 kinds seen, 6 errors.
enum NewlineDecoderType {
    static func state(_ o: Value) -> Newlines.State { Newlines.State(pendingCR: o.ref.value(4) == .true, seen: o.ref.value(5).isInt ? o.ref.value(5).int : 0) }
    static func store(_ o: Value, _ s: Newlines.State) { o.ref.set(4, Value(bool: s.pendingCR)); o.ref.set(5, Value(int: s.seen)) }
    static func make(_ decoder: Value, translate: Bool) -> Value {
        let r = Instance.allocate(IO.newlineDecoder)
        r.initialize(2, decoder); r.initialize(3, Value(bool: translate)); r.initialize(4, .false); r.initialize(5, Value(int: 0))
        return Value(r)
    }
    static func decode(_ o: Value, _ input: Value, final: Bool) throws(Raise) -> Value {
        let inner = o.ref.value(2)
        if inner.isUnbound { throw Errors.valueError("IncrementalNewlineDecoder.__init__() not called") }
        let text = inner.isNone ? input : try IO.call(inner, IONames.decode, input, Value(bool: final))
        guard text.isStr else { throw Errors.typeError("decoder should return a string result, not '\(text.type)'") }
        var s = state(o)
        let r = Newlines.translate(text, &s, translate: o.ref.value(3) == .true, final: final)
        store(o, s)
        return r
    }
    static func define() {
        let t = TypeFactory.make("IncrementalNewlineDecoder", module: "_io", size: 56, layout: .fields(2, 7), subclassable: true)
        IO.newlineDecoder = t
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, decoder, translate, errors='strict')") { a throws(Raise) in
            let r = a[0].ref
            r.set(2, a[1]); r.set(3, Value(bool: try Operations.isTrue(a[2]))); r.set(4, .false); r.set(5, Value(int: 0)); r.set(6, a[3])
            return .none
        }
        t.method("decode", "($self, input, final=False)") { a throws(Raise) in try decode(a[0], a[1], final: try Operations.isTrue(a[2])) }
        t.method("getstate", "($self, /)") { a throws(Raise) in
            var buffer = BytesRef.empty, flag = 0
            let inner = a[0].ref.value(2)
            if inner.isPointer {
                let s = try IO.call(inner, IONames.getstate)
                guard s.isTuple, TupleRef(s).count == 2 else { throw Errors.typeError("illegal decoder state") }
                buffer = TupleRef(s)[0]; flag = try TextArguments.size(TupleRef(s)[1])
            }
            return TupleRef.make(buffer, Value.int(flag << 1 | (state(a[0]).pendingCR ? 1 : 0)))
        }
        t.method("setstate", "($self, state, /)") { a throws(Raise) in
            guard a[1].isTuple, TupleRef(a[1]).count == 2 else { throw Errors.typeError("state argument must be a tuple") }
            let s = TupleRef(a[1]), flag = try TextArguments.size(s[1])
            a[0].ref.set(4, Value(bool: flag & 1 != 0))
            let inner = a[0].ref.value(2)
            if inner.isPointer { return try IO.call(inner, IONames.setstate, TupleRef.make(s[0], Value.int(flag >> 1))) }
            return .none
        }
        t.method("reset", "($self, /)") { a throws(Raise) in
            store(a[0], Newlines.State())
            let inner = a[0].ref.value(2)
            if inner.isPointer { return try IO.call(inner, IONames.reset) }
            return .none
        }
        t.getter("newlines") { o throws(Raise) in Newlines.describe(state(o).seen) }
    }
}

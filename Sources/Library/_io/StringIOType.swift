import Glibc
import Primitives
import Runtime

/// `_io.StringIO`: words 2 text, 3 pieces written behind it and not joined yet (a list), 4 position, 5 code points in all, 6 newline as
/// given, 7 flags, 8 newline kinds seen, 9 the str that "\n" is written as (None: itself). (Modules/_io/stringio.c)
struct StringIORef {
    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    static let universal = 1, translate = 2, closed = 4
    var pieces: ListRef { ListRef(ref.value(3)) }
    var position: Int { get { ref.value(4).int } nonmutating set { ref.setWord(4, Value(int: newValue).bits) } }
    var count: Int { get { ref.value(5).int } nonmutating set { ref.setWord(5, Value(int: newValue).bits) } }
    var flags: Int { get { let v = ref.value(7); return v.isInt ? v.int : 0 } nonmutating set { ref.setWord(7, Value(int: newValue).bits) } }
    func check() throws(Raise) {
        if !ref.value(7).isInt { throw IO.uninitialized() }
        if flags & StringIORef.closed != 0 { throw Errors.valueError("I/O operation on closed file") }
    }
    /// The contents in one str.
    var text: StrRef {
        let l = pieces
        if l.count > 0 {
            l.insert(ref.value(2), at: 0)
            ref.set(2, StrRef.concatenate(l.items, l.count))
            l.truncate(0)
        }
        return StrRef(ref.value(2))
    }
    var ending: Newlines.Ending {
        if flags & StringIORef.universal != 0 && flags & StringIORef.translate == 0 { return .universal }
        let n = ref.value(6)
        return n.isStr && StrRef(n).count > 0 && !StrRef(n).equals("\n") ? .custom(n) : .lf
    }
    /// Puts S at the position, newlines translated as the stream's convention says; S's own length.
    func write(_ v: Value) {
        var s = StrRef(v)
        if flags & StringIORef.universal != 0 {
            var st = Newlines.State(pendingCR: false, seen: ref.value(8).int)
            s = StrRef(Newlines.translate(s.exact, &st, translate: flags & StringIORef.translate != 0, final: true))
            ref.setWord(8, Value(int: st.seen).bits)
        }
        if ref.value(9).isStr { s = StrRef(Newlines.replaceLF(s, with: ref.value(9))) }
        let n = s.count, at = position
        if n == 0 { return }
        if at == count {
            pieces.append(s.exact)
            if pieces.count > 4096 { _ = text }
        } else {
            let t = text, c = count
            var b = TextBuilder(capacity: max(c, at + n))
            b.append(t.view.slice(0, min(at, c)))
            if at > c { b.append(repeating: 0, count: at - c) }
            b.append(s.view)
            if at + n < c { b.append(t.view.slice(at + n, c)) }
            ref.set(2, StrRef.make(&b))
        }
        position = at + n
        count = max(count, at + n)
    }
    /// The next line of at most LIMIT code points.
    func line(_ limit: Int) -> Value {
        let at = position
        if at >= count { return StrRef.empty }
        let t = text, n = limit >= 0 ? min(count, at + limit) : count
        var resume = 0
        var end = Newlines.find(t.view, at, n, ending, &resume)
        if end < 0 { end = n }
        position = end
        return t.slice(at, end)
    }
}

enum StringIOType {
    static func define() {
        let t = TypeFactory.make("StringIO", module: "_io", base: IO.textBase, size: 80, layout: .fields(2, 10), subclassable: true)
        IO.string = t
        @inline(__always) func me(_ a: Args) throws(Raise) -> StringIORef { let s = StringIORef(a[0]); try s.check(); return s }
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let l = ListRef.allocate().value
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, StrRef.empty); r.initialize(3, l); r.initialize(4, Value(int: 0)); r.initialize(5, Value(int: 0)); r.initialize(8, Value(int: 0))
            return Value(r)
        }
        t.special("__init__", "($self, initial_value='', newline='\\n')") { a throws(Raise) in
            let s = StringIORef(a[0])
            var newline = a[2]
            if newline.isStr && StrRef(newline).equals("\\n") { newline = StrRef.character(10) }
            if !newline.isNone && !newline.isStr { throw Errors.typeError("newline must be str or None, not \(newline.type)") }
            try Newlines.check(newline)
            if !a[1].isNone && !a[1].isStr { throw Errors.typeError("initial_value must be str or None, not \(a[1].type)") }
            s.ref.set(2, StrRef.empty); s.pieces.truncate(0); s.position = 0; s.count = 0
            s.ref.set(6, newline); s.ref.setWord(8, Value(int: 0).bits)
            let empty = newline.isStr && StrRef(newline).count == 0
            s.flags = (newline.isNone || empty ? StringIORef.universal : 0) | (newline.isNone ? StringIORef.translate : 0)
            s.ref.set(9, newline.isStr && !empty && !StrRef(newline).equals("\n") ? newline : .none)
            if a[1].isStr { s.write(a[1]); s.position = 0 }
            return .none
        }
        t.method("write", "($self, s, /)", effect: .writes) { a throws(Raise) in
            let s = try me(a)
            guard a[1].isStr else { throw Errors.typeError("string argument expected, got '\(a[1].type)'") }
            s.write(a[1])
            return Value(int: StrRef(a[1]).count)
        }
        t.method("read", "($self, size=-1, /)", effect: .writes) { a throws(Raise) in
            let s = try me(a), n = try IO.size(a[1]), at = s.position
            if at >= s.count { return StrRef.empty }
            let end = n < 0 ? s.count : min(s.count, at + n)
            s.position = end
            return s.text.slice(at, end)
        }
        t.method("readline", "($self, size=-1, /)", effect: .writes) { a throws(Raise) in try me(a).line(try IO.size(a[1])) }
        t.special("__next__", "($self, /)") { a throws(Raise) in
            let s = try me(a)
            let line = s.ref.type == IO.string ? s.line(-1) : try IO.call(a[0], IONames.readline)
            guard line.isStr else { throw Errors.make(Exceptions.osError, "readline() should have returned a str object, not '\(line.type)'") }
            if StrRef(line).count == 0 { throw Errors.stopIteration() }
            return line
        }
        t.method("getvalue", "($self, /)", effect: .reads) { a throws(Raise) in try me(a).text.value }
        t.method("tell", "($self, /)", effect: .reads) { a throws(Raise) in Value(int: try me(a).position) }
        t.method("seek", "($self, pos, whence=0, /)", effect: .writes) { a throws(Raise) in
            let s = try me(a), to = try IO.offset(a[1]), whence = try TextArguments.cInt(a[2])
            if whence < 0 || whence > 2 { throw Errors.valueError("Invalid whence (\(whence), should be 0, 1 or 2)") }
            if to < 0 && whence == 0 { throw Errors.valueError("Negative seek position \(to)") }
            if whence != 0 && to != 0 { throw Errors.make(Exceptions.osError, "Can't do nonzero cur-relative seeks") }
            if whence == 0 { s.position = to } else if whence == 2 { s.position = s.count }
            return Value(int: s.position)
        }
        t.method("truncate", "($self, pos=None, /)", effect: .writes) { a throws(Raise) in
            let s = try me(a), n = a[1].isNone ? s.position : try IO.size(a[1])
            if n < 0 { throw Errors.valueError("Negative size value \(n)") }
            if n < s.count { s.ref.set(2, s.text.slice(0, n)); s.count = n }
            return Value(int: n)
        }
        for name in ["seekable", "readable", "writable"] as [StaticString] { t.method(name, "($self, /)") { a throws(Raise) in _ = try me(a); return .true } }
        t.method("close", "($self, /)") { a throws(Raise) in
            let s = StringIORef(a[0])
            s.flags |= StringIORef.closed
            s.ref.set(2, StrRef.empty); s.pieces.truncate(0)
            return .none
        }
        t.getter("closed") { o throws(Raise) in
            if !StringIORef(o).ref.value(7).isInt { throw IO.uninitialized() }
            return Value(bool: StringIORef(o).flags & StringIORef.closed != 0)
        }
        t.getter("line_buffering") { o throws(Raise) in try StringIORef(o).check(); return .false }
        t.getter("newlines") { o throws(Raise) in try StringIORef(o).check(); return Newlines.describe(StringIORef(o).ref.value(8).int) }
        t.method("__getstate__", "($self, /)") { a throws(Raise) in
            let s = try me(a)
            let d = Instance.dictionary(a[0])
            let r = TupleRef.allocate(4)
            r[0] = s.text.value; r[1] = s.ref.value(6); r[2] = Value(int: s.position); r[3] = d.map { $0.count > 0 ? $0.copy().value : .none } ?? .none
            return r.value
        }
        t.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            guard a[1].isTuple, TupleRef(a[1]).count >= 4 else { throw Errors.typeError("\(a[0].type).__setstate__ argument should be 4-tuple, got \(a[1].type)") }
            let st = TupleRef(a[1])
            _ = try Call.call(try Operations.getAttribute(a[0], StrRef.intern("__init__")), StrRef.empty, st[1])
            let s = StringIORef(a[0])
            guard st[0].isStr else { throw Errors.typeError("first item of state must be a str") }
            s.ref.set(2, StrRef(st[0]).exact); s.count = StrRef(st[0]).count
            let at = try TextArguments.size(st[2])
            if at < 0 { throw Errors.valueError("position value cannot be negative") }
            s.position = at
            if st[3].isDict, let d = Instance.dictionary(a[0]) { let from = DictRef(st[3]); var i = -1; while from.next(&i) { try d.set(from.key(i), from.valueAt(i)) } }
            return .none
        }
    }
}

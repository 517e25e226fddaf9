import CSupport
import Glibc
import Primitives
import Runtime

/// Strings in JSON's notation.
enum JSONText {
    /// S between quotes; with ASCII everything above 0x7e is escaped.
    static func append(_ s: StrRef, ascii: Bool, _ b: inout TextBuilder) {
        let n = s.count
        if s.isASCII {
            // Most strings need nothing: one pass to see, one copy.
            let p = s.latin
            if dx_json_plain(p, n, 0, ascii ? 1 : 0) == n {
                b.reserve(n + 2, mask: 0x7f)
                if b.kind == 1 {
                    let d = b.base.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self) + b.count
                    d[0] = 34
                    memcpy(d + 1, p, n)
                    d[n + 1] = 34
                    b.count += n + 2
                    return
                }
            }
        }
        b.append(UInt8(34))
        let v = s.view
        if ascii || v.kind == 1 { escape(v, ascii: ascii, &b); b.append(UInt8(34)); return }
        var from = 0
        while from < n {
            var i = from
            while i < n { let c = v[i]; if c < 32 || c == 34 || c == 92 { break }; i &+= 1 }
            if i > from { b.append(v.slice(from, i)) }
            if i < n { escape(v.slice(i, i + 1), ascii: true, &b) }
            from = i + 1
        }
        b.append(UInt8(34))
    }
    /// V escaped, a piece at a time: the room that is asked for is six times what most texts need.
    private static func escape(_ v: TextView, ascii: Bool, _ b: inout TextBuilder) {
        let piece = 4096, each = v.kind == 4 ? 12 : 6, mask: UInt32 = ascii ? 0x7f : v.mask
        var from = 0
        while from < v.count {
            let n = min(piece, v.count - from), room = n * each + 16
            b.reserve(room, mask: mask)
            func write(_ o: UnsafeMutablePointer<UInt8>) -> Int {
                switch v.kind {
                case 1: return dx_json_escape_8(v.bytes + from, n, ascii ? 1 : 0, o)
                case 2: return dx_json_escape_16(v.units16 + from, n, o)
                default: return dx_json_escape_32(v.units32 + from, n, o)
                }
            }
            if b.kind == 1 { b.count += write((b.base.unsafelyUnwrapped + b.count).assumingMemoryBound(to: UInt8.self)) }
            else { withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { o in b.append(TextView(base: UnsafeRawPointer(o.baseAddress!), count: write(o.baseAddress!), kind: 1)) } }
            from += n
        }
    }
}

/// One run of an encoder (words: 2 markers, 3 default, 4 encoder, 5 indent, 6 key_separator, 7 item_separator, 8 sort_keys, 9 skipkeys,
/// 10 allow_nan). What is being encoded stands in `path`, where circles are noticed.
struct JSONEncoder {
    let encoder: Ref
    var out = TextBuilder(capacity: 256)
    private let path: ListRef?
    /// 1: ASCII, 2: plain, 0: a Python function.
    private let strings: Int
    private let indent: Value

    init(_ e: Ref) {
        encoder = e
        path = e.value(2).isNone ? nil : ListRef.allocate()
        strings = e.value(4) == JSONModule.asciiEncoder ? 1 : e.value(4) == JSONModule.plainEncoder ? 2 : 0
        indent = e.value(5)
    }
    private mutating func string(_ v: Value) throws(Raise) {
        if strings != 0 { JSONText.append(StrRef(v), ascii: strings == 1, &out); return }
        let r = try Call.call(encoder.value(4), v)
        guard r.isStr else { throw Errors.typeError("encoder() must return a string, not \(r.type)") }
        out.append(StrRef(r).view)
    }
    private mutating func float(_ v: Value) throws(Raise) {
        let x = v.asDouble
        if !x.isFinite {
            if encoder.value(10) != .true { throw Errors.valueError("Out of range float values are not JSON compliant: \(Operations.reprText(v))") }
            out.append(x.isNaN ? "NaN" : x > 0 ? "Infinity" : "-Infinity")
            return
        }
        out.reserve(32, mask: 0x7f)
        if out.kind == 1 {
            out.count += FloatFormat.repr(x, into: out.base.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self) + out.count)
        } else {
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { t in out.append(ascii: t.baseAddress!, FloatFormat.repr(x, into: t.baseAddress!)) }
        }
    }
    private mutating func integer(_ v: Value) throws(Raise) {
        if v.isInt { out.append(decimal: v.int); return }
        out.append(StrRef(try Operations.callSlot(Types.int.slot(.repr), v)).view)
    }
    private mutating func newline(_ level: Int) {
        out.append(UInt8(10))
        let v = StrRef(indent).view
        for _ in 0..<level { out.append(v) }
    }

    mutating func encode(_ v: Value, _ level: Int) throws(Raise) {
        if v.isNone { out.append("null"); return }
        if v == .true { out.append("true"); return }
        if v == .false { out.append("false"); return }
        if v.isStr { try string(v); return }
        if v.isIntLike { try integer(v); return }
        if v.isFloatLike { try float(v); return }
        try NativeRecursion.check(" while encoding a JSON object")
        if v.isList || v.isTuple { try list(v, level); return }
        if v.isDict { try dict(v, level); return }
        try enter(v)
        let r = try Call.call(encoder.value(3), v)
        do throws(Raise) { try encode(r, level) } catch { throw noted(error, "when serializing \(v.typeName) object") }
        leave()
    }
    private func enter(_ v: Value) throws(Raise) {
        guard let path else { return }
        var i = path.count - 1
        while i >= 0 { if path[i] == v { throw Errors.valueError("Circular reference detected") }; i -= 1 }
        path.append(v)
    }
    private func leave() { if let path { path.truncate(path.count - 1) } }
    private func noted(_ e: Raise, _ text: @autoclosure () -> String) -> Raise {
        if e.isExceptionKind && Errors.matches(Types.exception) { CodecRegistry.addNote(text()) }
        return e
    }

    private mutating func list(_ v: Value, _ level: Int) throws(Raise) {
        // (A subclass may have an `__iter__` of its own.)
        let items = v.isExactly(Types.list) || v.isExactly(Types.tuple) ? v : try Operations.list(v).value
        // Elements are read afresh each time: `default` may change the list.
        func count() -> Int { items.isList ? ListRef(items).count : TupleRef(items).count }
        if count() == 0 { out.append("[]"); return }
        try enter(v)
        out.append(UInt8(91))
        let separator = StrRef(encoder.value(7)).view
        let indented = !indent.isNone
        if indented { newline(level + 1) }
        var i = 0
        while i < count() {
            if i > 0 { out.append(separator); if indented { newline(level + 1) } }
            let x = items.isList ? ListRef(items)[i] : TupleRef(items)[i]
            do throws(Raise) { try encode(x, level + 1) } catch { throw noted(error, "when serializing \(v.typeName) item \(i)") }
            i += 1
        }
        if indented { newline(level) }
        out.append(UInt8(93))
        leave()
    }
    private mutating func dict(_ v: Value, _ level: Int) throws(Raise) {
        if DictRef(v).count == 0 { out.append("{}"); return }
        try enter(v)
        out.append(UInt8(123))
        let indented = !indent.isNone
        var first = true
        if encoder.value(8) == .true || !v.isExactly(Types.dict) {
            let items = try Operations.list(try Call.call(try Operations.getAttribute(v, StrRef.intern("items"))))
            if encoder.value(8) == .true { _ = try Call.call(try Operations.getAttribute(items.value, StrRef.intern("sort"))) }
            var i = 0
            while i < items.count {
                guard items[i].isTuple, TupleRef(items[i]).count == 2 else { throw Errors.valueError("items must return 2-tuples") }
                let t = TupleRef(items[i])
                try item(v, t[0], t[1], &first, level, indented)
                i += 1
            }
        } else {
            let d = DictRef(v), version = d.keysVersion
            var i = -1
            while d.next(&i) {
                try item(v, d.key(i), d.valueAt(i), &first, level, indented)
                if d.keysVersion != version { throw Errors.runtimeError("dictionary changed size during iteration") }
            }
        }
        if indented && !first { newline(level) }
        out.append(UInt8(125))
        leave()
    }
    private mutating func item(_ d: Value, _ key: Value, _ v: Value, _ first: inout Bool, _ level: Int, _ indented: Bool) throws(Raise) {
        let isKey = key.isStr || key.isNone || key.isBool || key.isIntLike || key.isFloatLike
        if !isKey {
            if encoder.value(9) == .true { return }
            throw Errors.typeError("keys must be str, int, float, bool or None, not \(key.type)")
        }
        if first { first = false } else { out.append(StrRef(encoder.value(7)).view) }
        if indented { newline(level + 1) }
        if key.isStr { try string(key) } else {
            // Through the string encoder as well, which a program may have given.
            var text = TextBuilder()
            swap(&text, &out)
            do throws(Raise) {
                if key.isNone { out.append("null") } else if key.isBool { out.append(key == .true ? "true" : "false") }
                else if key.isFloatLike { try float(key) } else { try integer(key) }
            } catch { swap(&text, &out); text.free(); throw error }
            swap(&text, &out)
            try string(StrRef.make(&text))
        }
        out.append(StrRef(encoder.value(6)).view)
        do throws(Raise) { try encode(v, level + 1) } catch { throw noted(error, "when serializing \(d.typeName) item \(Operations.reprText(key))") }
    }
}

import Primitives
import Runtime

/// `_sre.SRE_Template`, a parsed replacement. Words: 2 the leading literal, 3 a tuple of group numbers and the literals behind them,
/// None for an empty one.
struct TemplateRef {
    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef()

    var literal: Value { ref.value(2) }
    var items: TupleRef { TupleRef(ref.value(3)) }

    static func define() {
        type = TypeFactory.make("SRE_Template", module: "_sre", size: 32, layout: .fields(2, 4))
        SREHooks.finishType(type, weakrefable: false, doc: nil)
    }

    /// From what `re._parser.parse_template` returns: literals with group numbers between them.
    static func make(_ list: ListRef) throws(Raise) -> Value {
        let n = list.count
        if n & 1 == 0 { throw Errors.typeError("invalid template") }
        let items = TupleRef.allocate(n - 1)
        for i in 0..<(n / 2) {
            let group = list[2 * i + 1]
            guard group.isIntLike else { throw Errors.typeError("an integer is required") }
            guard let g = Integers.asInt64(group) else { throw Errors.overflowError("Python int too large to convert to C ssize_t") }
            if g < 0 { throw Errors.typeError("invalid template") }
            items[2 * i] = Value.int(g)
            let text = list[2 * i + 2]
            let isEmpty = text.isStr && StrRef(text).count == 0 || text.isBytes && BytesRef(text).count == 0
            items[2 * i + 1] = isEmpty ? .none : text
        }
        let first = list[0]
        let r = Heap.allocate(type.instanceSize, type)
        r.initialize(2, first)
        r.initialize(3, items.value)
        return Value(r)
    }

    /// The template that `re._compile_template` makes of a replacement.
    static func compile(_ p: PatternRef, _ replacement: Value) throws(Raise) -> Value {
        let f = try Operations.getAttribute(try SREHooks.importModule("re"), StrRef.intern("_compile_template"))
        var result = Value.unbound
        do throws(Raise) { result = try Call.call(f, p.value, replacement) } catch {
            // What cannot be hashed (a bytearray) is tried again as bytes, or as a str for a str pattern.
            guard Errors.matches(Exceptions.typeError), !replacement.isExactly(Types.str), !replacement.isExactly(Types.bytes) else { throw error }
            let hashes: Bool
            let raised = Errors.take()
            do throws(Raise) { _ = try Operations.hash(replacement); hashes = true } catch { Errors.take(); hashes = false }
            if hashes && Buffers.supports(replacement) { throw Errors.raise(raised) }
            result = try Call.call(f, p.value, try plain(replacement))
        }
        guard result.isExactly(type) else { throw Errors.typeError("invalid template") }
        return result
    }

    private static func plain(_ v: Value) throws(Raise) -> Value {
        if v.isStr || v.isBytes || Buffers.supports(v) {
            let s = try Subject(v)
            return s.slice(0, s.count)
        }
        _ = try Operations.hash(v)
        throw Errors.typeError("decoding to str: need a bytes-like object, \(v.type) found")
    }

    /// The replacement for a match.
    func expand(_ m: MatchRef) throws(Raise) -> Value {
        let items = items
        if items.count == 0 { return literal }
        let s = try Subject(m.string)
        var out = PieceBuilder(isBytes: !literal.isStr)
        do throws(Raise) {
            try append(to: &out, s, groups: m.groups) { g in (min(m.start(g), s.count), min(m.end(g), s.count)) }
            return try out.finish()
        } catch {
            out.abandon()
            throw error
        }
    }

    /// Appends the replacement for a match in S whose groups SPAN tells, GROUPS in all (the whole match included).
    @inline(__always)
    func append(to out: inout PieceBuilder, _ s: Subject, groups: Int, _ span: (Int) -> (Int, Int)) throws(Raise) {
        let items = items, isText = literal.isStr
        try out.append(literal)
        var i = 0
        while i < items.count {
            let g = items[i].int
            if g >= groups { throw Errors.indexError("no such group") }
            let (start, end) = span(g)
            if start >= 0 {
                if s.isBytes != isText { out.append(s.view(start, max(start, end))) } else { try out.append(s.slice(start, end)) }
            }
            let text = items[i + 1]
            if !text.isNone { try out.append(text) }
            i += 2
        }
    }
}

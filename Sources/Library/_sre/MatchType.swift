import Primitives
import Regex
import Runtime

/// A match. Words: 2 string, 3 pattern, 4 regs (unbound until asked for), 5 pos, 6 endpos (ints); raw: 7 lastindex or -1,
/// then start and end of each group from 0 on, -1 for groups that took no part.
struct MatchRef {
    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    @inline(__always) init(_ r: Ref) { ref = r }
    @inline(__always) var value: Value { Value(ref) }
    nonisolated(unsafe) static var type = TypeRef()
    private static let firstMark = 8

    @inline(__always) var string: Value { ref.value(2) }
    @inline(__always) var pattern: PatternRef { PatternRef(ref.value(3)) }
    /// Groups, the whole match included.
    @inline(__always) var groups: Int { pattern.groups + 1 }
    @inline(__always) var lastIndex: Int { Int(Int64(bitPattern: ref.word(7))) }
    @inline(__always) func start(_ group: Int) -> Int { Int(Int64(bitPattern: ref.word(MatchRef.firstMark + 2 * group))) }
    @inline(__always) func end(_ group: Int) -> Int { Int(Int64(bitPattern: ref.word(MatchRef.firstMark + 2 * group + 1))) }

    /// The match that STATE has found.
    static func make(_ p: PatternRef, _ s: Subject, _ state: MatchState, _ pos: Int, _ end: Int) -> Value {
        let groups = p.groups
        let r = Heap.allocate((firstMark + 2 * (groups + 1)) * 8, type)
        r.initialize(2, s.string)
        r.initialize(3, p.value)
        r.initialize(5, Value(int: pos))
        r.initialize(6, Value(int: end))
        r.setWord(7, UInt64(bitPattern: Int64(state.lastIndex ?? -1)))
        r.setWord(firstMark, UInt64(state.matchStart))
        r.setWord(firstMark + 1, UInt64(state.matchEnd))
        var g = 1
        while g <= groups {
            let span = state.span(ofGroup: g) ?? (-1, -1)
            r.setWord(firstMark + 2 * g, UInt64(bitPattern: Int64(span.0)))
            r.setWord(firstMark + 2 * g + 1, UInt64(bitPattern: Int64(span.1)))
            g += 1
        }
        return Value(r)
    }

    /// The text of GROUP, ABSENT when it took no part. The text may have shrunk since the match was made.
    func slice(_ group: Int, _ absent: Value) throws(Raise) -> Value {
        let start = start(group), end = end(group)
        if start < 0 { return absent }
        let s = try Subject(string)
        return s.slice(min(start, s.count), min(end, s.count))
    }

    /// The number of the group that V names by number or name.
    func index(_ v: Value) throws(Raise) -> Int {
        var i = -1
        if v.isInt {
            i = v.int
        } else if v.isIntLike || v.type.hasSlot(.index) {
            i = Integers.asInt64(try Operations.indexObject(v)) ?? -1
        } else if let n = try pattern.groupIndex.get(v), n.isIntLike {
            i = Integers.asInt64(n) ?? -1
        }
        if i < 0 || i >= groups { throw Errors.indexError("no such group") }
        return i
    }

    static func span(_ start: Int, _ end: Int) -> Value { TupleRef.make(Value.int(start), Value.int(end)) }
}

/// `re.Match`.
enum MatchType {
    static func define() {
        let t = TypeFactory.make("Match", module: "re", size: 80, layout: .fields(2, 7))
        MatchRef.type = t
        SREHooks.finishType(t, weakrefable: false, doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.")
        // Subscripts, but no sequence: not to be iterated by index.
        t.declareNotIterable()
        t.field("string", word: 2)
        t.field("re", word: 3)
        t.field("pos", word: 5)
        t.field("endpos", word: 6)
        t.getter("lastindex") { m throws(Raise) in
            let i = MatchRef(m).lastIndex
            return i < 0 ? .none : Value.int(i)
        }
        t.getter("lastgroup") { m throws(Raise) in
            let i = MatchRef(m).lastIndex, names = MatchRef(m).pattern.indexGroup
            return i >= 0 && i < names.count ? names[i] : .none
        }
        t.getter("regs") { m throws(Raise) in
            let r = MatchRef(m)
            if !r.ref.value(4).isUnbound { return r.ref.value(4) }
            let all = TupleRef.allocate(r.groups)
            for g in 0..<r.groups { all[g] = MatchRef.span(r.start(g), r.end(g)) }
            r.ref.set(4, all.value)
            return all.value
        }
        t.method("group", "($self, /, *args)", effect: .reads, doc: "group([group1, ...]) -> str or tuple.\n    Return subgroup(s) of the match by indices or names.\n    For 0 returns the entire match.") { a throws(Raise) in
            let m = MatchRef(a[0]), wanted = TupleRef(a[1])
            switch wanted.count {
            case 0: return try m.slice(0, .none)
            case 1: return try m.slice(try m.index(wanted[0]), .none)
            default:
                let out = TupleRef.allocate(wanted.count)
                for i in 0..<wanted.count { out[i] = try m.slice(try m.index(wanted[i]), .none) }
                return out.value
            }
        }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let m = MatchRef(a[0])
            return try m.slice(try m.index(a[1]), .none)
        }
        t.method("start", "($self, group=0, /)", effect: .reads, doc: "Return index of the start of the substring matched by group.") { a throws(Raise) in
            let m = MatchRef(a[0])
            return Value.int(m.start(try m.index(a[1])))
        }
        t.method("end", "($self, group=0, /)", effect: .reads, doc: "Return index of the end of the substring matched by group.") { a throws(Raise) in
            let m = MatchRef(a[0])
            return Value.int(m.end(try m.index(a[1])))
        }
        t.method("span", "($self, group=0, /)", effect: .reads, doc: "For match object m, return the 2-tuple (m.start(group), m.end(group)).") { a throws(Raise) in
            let m = MatchRef(a[0]), g = try m.index(a[1])
            return MatchRef.span(m.start(g), m.end(g))
        }
        t.method("groups", "($self, /, default=None)", effect: .reads, doc: "Return a tuple containing all the subgroups of the match, from 1.\n\n  default\n    Is used for groups that did not participate in the match.") { a throws(Raise) in
            let m = MatchRef(a[0])
            if m.groups == 1 { return TupleRef.empty }
            let out = TupleRef.allocate(m.groups - 1)
            for g in 1..<m.groups { out[g - 1] = try m.slice(g, a[1]) }
            return out.value
        }
        t.method("groupdict", "($self, /, default=None)", effect: .reads, doc: "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n  default\n    Is used for groups that did not participate in the match.") { a throws(Raise) in
            let m = MatchRef(a[0]), out = DictRef.allocate(), names = m.pattern.groupIndex
            var i = -1
            while names.next(&i) {
                let key = names.key(i)
                try out.set(key, try m.slice(try m.index(key), a[1]))
            }
            return out.value
        }
        t.method("expand", "($self, /, template)", doc: "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.") { a throws(Raise) in
            let m = MatchRef(a[0])
            let template = try TemplateRef.compile(m.pattern, a[1])
            return try TemplateRef(template).expand(m)
        }
        t.method("__copy__", "($self, /)") { a throws(Raise) in a[0] }
        t.method("__deepcopy__", "($self, memo, /)") { a throws(Raise) in a[0] }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in try SREHooks.genericAlias(a[0], a[1]) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let m = MatchRef(a[0])
            let r = StrRef(try Operations.repr(try m.slice(0, .none)))
            var text = TextBuilder()
            text.append("<re.Match object; span=(")
            text.append(decimal: m.start(0))
            text.append(", ")
            text.append(decimal: m.end(0))
            text.append("), match=")
            text.append(TextView(base: UnsafeRawPointer(r.data), count: r.count, kind: r.kind))
            text.append(">")
            return StrRef.make(&text)
        }
    }
}

import Primitives
import Regex
import Runtime

/// `re.Pattern`.
enum PatternType {
    static func define() {
        let t = TypeFactory.make("Pattern", module: "re", size: 72, layout: Layout.fields(3, 9).finalizing { r in
            Unmanaged<PatternNative>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(r.word(2)))!).release()
        })
        Finalizers.declareQuiet(t)
        PatternRef.type = t
        SREHooks.finishType(t, weakrefable: true, doc: "Compiled regular expression object.")
        t.field("pattern", word: 3)
        t.field("flags", word: 6)
        t.field("groups", word: 7)
        t.getter("groupindex") { p throws(Raise) in try Call.call(Types.mappingproxy.value, p.ref.value(4)) }
        t.method("match", "($self, /, string, pos=0, endpos=sys.maxsize)", effect: .attempted, doc: "Matches zero or more characters at the beginning of the string.") { a throws(Raise) in
            try attempt(a, full: false)
        }
        t.method("fullmatch", "($self, /, string, pos=0, endpos=sys.maxsize)", effect: .attempted, doc: "Matches against all of the string.") { a throws(Raise) in
            try attempt(a, full: true)
        }
        t.method("search", "($self, /, string, pos=0, endpos=sys.maxsize)", effect: .attempted, doc: "Scan through string looking for a match, and return a corresponding match object instance.\n\nReturn None if no position in the string matches.") { a throws(Raise) in
            let p = PatternRef(a[0]), s = try p.subject(a[1])
            let (pos, end) = try SREArguments.bounds(a, 2, s.count)
            let state = p.state(s, end: end)
            defer { p.release(state) }
            return try state.search(from: pos).check() ? MatchRef.make(p, s, state, pos, end) : .none
        }
        t.method("sub", "($self, /, repl, string, count=0)", doc: "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.") { a throws(Raise) in
            try Substitution.run(PatternRef(a[0]), a[1], a[2], try SREArguments.size(a[3])).text
        }
        t.method("subn", "($self, /, repl, string, count=0)", doc: "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl.") { a throws(Raise) in
            let r = try Substitution.run(PatternRef(a[0]), a[1], a[2], try SREArguments.size(a[3]))
            return TupleRef.make(r.text, Value.int(r.count))
        }
        t.method("findall", "($self, /, string, pos=0, endpos=sys.maxsize)", effect: .attempted, doc: "Return a list of all non-overlapping matches of pattern in string.") { a throws(Raise) in
            try findAll(a)
        }
        t.method("split", "($self, /, string, maxsplit=0)", effect: .attempted, doc: "Split string by the occurrences of pattern.") { a throws(Raise) in
            try split(PatternRef(a[0]), a[1], try SREArguments.size(a[2]))
        }
        t.method("finditer", "($self, /, string, pos=0, endpos=sys.maxsize)", effect: .attempted, doc: "Return an iterator over all non-overlapping matches for the RE pattern in string.\n\nFor each match, the iterator returns a match object.") { a throws(Raise) in
            try ScannerRef.make(a, ScannerRef.iteratorType)
        }
        t.method("scanner", "($self, /, string, pos=0, endpos=sys.maxsize)") { a throws(Raise) in try ScannerRef.make(a, ScannerRef.type) }
        t.method("__copy__", "($self, /)") { a throws(Raise) in a[0] }
        t.method("__deepcopy__", "($self, memo, /)") { a throws(Raise) in a[0] }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in try SREHooks.genericAlias(a[0], a[1]) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in try representation(PatternRef(a[0])) }
        t.special("__eq__", "($self, value, /)") { a throws(Raise) in try equals(a[0], a[1], true) }
        t.special("__ne__", "($self, value, /)") { a throws(Raise) in try equals(a[0], a[1], false) }
        t.special("__hash__", "($self, /)") { a throws(Raise) in
            let p = PatternRef(a[0])
            var h = p.native._withUnsafeGuaranteedRef { native in
                var h = 0
                for c in native.source.codes { h = (h ^ Int(c)) &* 1_000_003 }
                return h
            }
            h ^= try Operations.hash(p.pattern) ^ p.flags ^ p.groups
            return Value.int(h >> 2)
        }
    }

    private static func attempt(_ a: Args, full: Bool) throws(Raise) -> Value {
        let p = PatternRef(a[0]), s = try p.subject(a[1])
        let (pos, end) = try SREArguments.bounds(a, 2, s.count)
        let state = p.state(s, end: end)
        defer { p.release(state) }
        return try state.match(at: pos, full: full).check() ? MatchRef.make(p, s, state, pos, end) : .none
    }

    private static func findAll(_ a: Args) throws(Raise) -> Value {
        let p = PatternRef(a[0]), s = try p.subject(a[1], snapshot: true)
        let (pos, end) = try SREArguments.bounds(a, 2, s.count)
        let state = p.state(s, end: end)
        defer { p.release(state) }
        let out = ListRef.allocate()
        let groups = p.groups
        var at = pos, mustAdvance = false
        while try state.search(from: at, mustAdvance: mustAdvance).check() {
            let start = state.matchStart, stop = state.matchEnd
            switch groups {
            case 0: out.append(s.slice(start, stop))
            case 1: out.append(slice(s, state, 1, s.empty))
            default:
                let t = TupleRef.allocate(groups)
                for g in 0..<groups { t[g] = slice(s, state, g + 1, s.empty) }
                out.append(t.value)
            }
            mustAdvance = start == stop
            at = stop
        }
        return out.value
    }

    @inline(__always)
    private static func slice(_ s: Subject, _ state: MatchState, _ group: Int, _ absent: Value) -> Value {
        guard let span = state.span(ofGroup: group) else { return absent }
        return s.slice(span.start, span.end)
    }

    private static func split(_ p: PatternRef, _ string: Value, _ maxsplit: Int) throws(Raise) -> Value {
        let s = try p.subject(string, snapshot: true)
        let state = p.state(s, end: s.count)
        defer { p.release(state) }
        let out = ListRef.allocate()
        let groups = p.groups
        var n = 0, at = 0, mustAdvance = false
        while maxsplit == 0 || n < maxsplit {
            guard try state.search(from: at, mustAdvance: mustAdvance).check() else { break }
            out.append(s.slice(at, state.matchStart))
            for g in 0..<groups { out.append(slice(s, state, g + 1, .none)) }
            n += 1
            mustAdvance = state.matchStart == state.matchEnd
            at = state.matchEnd
        }
        out.append(s.slice(at, s.count))
        return out.value
    }

    private static func equals(_ a: Value, _ b: Value, _ wanted: Bool) throws(Raise) -> Value {
        guard b.isExactly(PatternRef.type) else { return .notImplemented }
        if a == b { return Value(bool: wanted) }
        let p = PatternRef(a), q = PatternRef(b)
        var same = p.flags == q.flags && p.kind == q.kind
        same = same && p.native._withUnsafeGuaranteedRef { x in q.native._withUnsafeGuaranteedRef { y in x.source.codes == y.source.codes } }
        if same { same = try Operations.isEqual(p.pattern, q.pattern) }
        return Value(bool: same == wanted)
    }

    private static func representation(_ p: PatternRef) throws(Raise) -> Value {
        var flags = p.flags
        let typeFlags = SREConstants.flagLocale | SREConstants.flagUnicode | SREConstants.flagASCII
        if p.kind == 0 && flags & typeFlags == SREConstants.flagUnicode { flags &= ~SREConstants.flagUnicode }
        let r = StrRef(try Operations.repr(p.pattern))
        var text = TextBuilder()
        text.append("re.compile(")
        text.append(TextView(base: UnsafeRawPointer(r.data), count: min(r.count, 200), kind: r.kind))
        let names: [(Int, StaticString)] = [(SREConstants.flagIgnoreCase, "re.IGNORECASE"), (SREConstants.flagLocale, "re.LOCALE"),
            (SREConstants.flagMultiline, "re.MULTILINE"), (SREConstants.flagDotAll, "re.DOTALL"), (SREConstants.flagUnicode, "re.UNICODE"),
            (SREConstants.flagVerbose, "re.VERBOSE"), (SREConstants.flagDebug, "re.DEBUG"), (SREConstants.flagASCII, "re.ASCII")]
        var isFirst = true
        for (bit, name) in names where flags & bit != 0 {
            text.append(isFirst ? ", " : "|")
            text.append(name)
            flags &= ~bit
            isFirst = false
        }
        if flags != 0 {
            text.append(isFirst ? ", 0x" : "|0x")
            let bits = UInt32(truncatingIfNeeded: flags)
            text.append(hex: bits, digits: max(1, (32 - bits.leadingZeroBitCount + 3) / 4))
        }
        text.append(")")
        return StrRef.make(&text)
    }
}

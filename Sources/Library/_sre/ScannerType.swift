import Regex
import Runtime

/// `_sre.SRE_Scanner`, and the iterator that `finditer` returns: successive matches of a pattern in a text. Words: 2 string as given,
/// 3 pattern, 4 the object whose memory is searched (the string or a copy); ints: 5 pos, 6 endpos, 7 where the next search begins (-1: it is
/// over), 8 whether it must not end there.
struct ScannerRef {
    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef(), iteratorType = TypeRef()

    /// From the arguments of `scanner` and `finditer`.
    static func make(_ a: Args, _ t: TypeRef) throws(Raise) -> Value {
        let s = try PatternRef(a[0]).subject(a[1], snapshot: true)
        let (pos, end) = try SREArguments.bounds(a, 2, s.count)
        let r = Heap.allocate(t.instanceSize, t)
        r.initialize(2, a[1])
        r.initialize(3, a[0])
        r.initialize(4, s.owner)
        r.initialize(5, Value(int: pos))
        r.initialize(6, Value(int: end))
        r.initialize(7, Value(int: pos))
        r.initialize(8, Value(int: 0))
        return Value(r)
    }

    /// The next match, None at the end.
    @inline(__always)
    func next(searching: Bool) throws(Raise) -> Value {
        let at = ref.value(7).int
        if at < 0 { return .none }
        let p = PatternRef(ref.value(3)), end = ref.value(6).int
        let s = try Subject(ref.value(4)), mustAdvance = ref.value(8).int != 0
        let state = p.state(s, end: end)
        defer { p.release(state) }
        let outcome = searching ? state.search(from: at, mustAdvance: mustAdvance) : state.match(at: at, mustAdvance: mustAdvance)
        guard try outcome.check() else {
            ref.set(7, Value(int: -1))
            return .none
        }
        ref.set(7, Value(int: state.matchEnd))
        ref.set(8, Value(int: state.matchStart == state.matchEnd ? 1 : 0))
        let m = MatchRef.make(p, s, state, ref.value(5).int, end)
        if ref.value(4) != ref.value(2) { m.ref.set(2, ref.value(2)) }
        return m
    }

    static func define() {
        type = TypeFactory.make("SRE_Scanner", module: "_sre", size: 72, layout: .fields(2, 9))
        SREHooks.finishType(type, weakrefable: false, doc: nil)
        type.field("pattern", word: 3)
        type.method("match", "($self, /)") { a throws(Raise) in try ScannerRef(a[0]).next(searching: false) }
        type.method("search", "($self, /)") { a throws(Raise) in try ScannerRef(a[0]).next(searching: true) }

        // CPython makes `iter(scanner.search, None)`; this is the same in one step, under the same name.
        iteratorType = TypeFactory.make("callable_iterator", size: 72, layout: .fields(2, 9))
        SREHooks.finishType(iteratorType, weakrefable: false, doc: nil)
        iteratorType.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        iteratorType.special("__next__", "($self, /)") { a throws(Raise) in
            let m = try ScannerRef(a[0]).next(searching: true)
            if m.isNone { throw Errors.stopIteration() }
            return m
        }
    }
}

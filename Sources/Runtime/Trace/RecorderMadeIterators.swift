import TraceIR
import TraceCompiler

/// Builtin iterators that the trace makes itself: objects of plain stores, as `iter`, `enumerate`, `zip`, `reversed` and `map` leave them. Where a loop runs as part of the trace
/// nothing needs them, and `for i, (x, y) in enumerate(zip(a, b))` is a few indices in registers.
///
/// Only what runs no Python code for its iterator is gone over so (`NativeIterators.isGiven`); all else is a call. The fields that change, and those that are asked for
/// with them, are of the class `Alias.iterators`, as in `Recorder.peek`.
extension Recorder {
    /// What `iter` gives of W; nil where that may run Python code (nothing has happened then). There may be guards in it.
    func iterator(_ w: Traced) throws(Raise) -> Traced? {
        let v = w.value
        guard NativeIterators.isGiven(v) else { return nil }
        let t = v.ref.type
        guardType(w, t)
        if v.isList || v.isTuple { guardVersion(t); return newIterator(v.isList ? IndexedIterators.list : IndexedIterators.tuple, w, at: b.i64(0)) }
        if t == Types.bytes || t == Types.bytearray { return try newIterator(t == Types.bytes ? BytesType.iterator : ByteArrayType.iterator, over: w) }
        if t == Types.str, case let s = StrRef(v.ref), s.isCompact, s.isASCII { guardForm(w); return try newIterator(StrType.asciiIterator, over: w) }
        if t == Types.range, RangeObject.isSmall(v) {
            let p = rangeParts(w)
            return newRangeIterator(p.first, p.step, p.count, try Operations.iterate(v))
        }
        if t.has(TypeRef.Flags.dict) { guardVersion(t); return newIterator(over: w, w, .keys) }
        for (view, part) in [(DictView.keys, DictIterator.Part.keys), (DictView.values, .values), (DictView.items, .items)] where t == view {
            return newIterator(over: Traced(value: v.ref.value(2), ref: b.load(w.ref, offset: 16, class: 0, kind: .word)), w, part)
        }
        if NativeIterators.isOwn(t) { return w }
        return leaf(Residual.iterate, [w], try Operations.iterate(v))
    }
    /// What `iter` gives of W, of whatever type, by a call as the current node.
    func iterated(_ w: Traced) throws(Raise) -> Traced { Traced(value: try Operations.iterate(w.value), ref: residual(Residual.iterate, [b.asWord(w.ref)], up: 1)) }
    /// Over a list or a tuple: at an index that is a machine word.
    func newIterator(_ t: TypeRef, _ w: Traced, at i: TraceIR.Ref) -> Traced {
        let o = b.new(size: 32, type: UInt(bitPattern: t.ref))
        b.storeValue(o, offset: 16, class: Alias.iterators, value: b.asWord(w.ref))
        b.store(o, offset: 24, class: Alias.iterators, value: i)
        return Traced(value: IndexedIterators.make(t, w.value, at: t == IndexedIterators.listReverse ? ListRef(w.value).count - 1 : 0), ref: o)
    }
    /// Over bytes and strs: at an index that is an int.
    private func newIterator(_ t: TypeRef, over w: Traced) throws(Raise) -> Traced {
        let o = b.new(size: 32, type: UInt(bitPattern: t.ref))
        b.storeValue(o, offset: 16, class: Alias.iterators, value: b.asWord(w.ref))
        b.store(o, offset: 24, class: Alias.iterators, value: b.word(Value(int: 0).bits))
        return Traced(value: try Operations.iterate(w.value), ref: o)
    }
    /// Over the dict D (of any class), as W gives it.
    private func newIterator(over d: Traced, _ w: Traced, _ part: DictIterator.Part) -> Traced {
        let t = part == .keys ? DictIterator.keys : part == .values ? DictIterator.values : DictIterator.items
        let n = b.load(d.ref, offset: 16, class: Alias.lengths, kind: .i64, length: true)
        let o = b.new(size: 48, type: UInt(bitPattern: t.ref))
        b.storeValue(o, offset: 16, class: Alias.iterators, value: b.asWord(d.ref))
        for (at, x) in [(24, b.i64(-1)), (32, n), (40, n)] { b.store(o, offset: at, class: Alias.iterators, value: x) }
        return Traced(value: DictIterator.make(d.value, part), ref: o)
    }
    /// A view of type T of the dict D, which is guarded to be one.
    func newView(_ t: TypeRef, _ d: Traced) -> Traced {
        let o = b.new(size: 24, type: UInt(bitPattern: t.ref))
        b.storeValue(o, offset: 16, class: 0, value: b.asWord(d.ref))
        return Traced(value: DictView.make(t, d.value), ref: o)
    }
    /// First, step and count of the range W, as machine words.
    private func rangeParts(_ w: Traced) -> (first: TraceIR.Ref, step: TraceIR.Ref, count: TraceIR.Ref) {
        let p = [2, 4, 5, 3].map { b.intToI64(b.guardInt(b.load(w.ref, offset: $0 * 8, class: 0, kind: .word), snapshot())) }
        return (p[0], p[1], p[2])
    }
    private func newRangeIterator(_ first: TraceIR.Ref, _ step: TraceIR.Ref, _ count: TraceIR.Ref, _ v: Value) -> Traced {
        let o = b.new(size: 40, type: UInt(bitPattern: RangeObject.iterator.ref))
        for (i, w) in [first, step, count].enumerated() { b.store(o, offset: 16 + i * 8, class: Alias.iterators, value: w) }
        return Traced(value: v, ref: o)
    }
    /// An instance of T (a constant), one of these types, by the arguments A; nil: a call is to make it.
    func newIterator(_ t: TypeRef, _ a: [Traced]) throws(Raise) -> Traced? {
        if t == FunctionalIterators.enumerate, a.count == 1 || a.count == 2 && a[1].value.isInt { return try newEnumerate(a[0], from: a.count == 2 ? a[1] : constant(Value(int: 0))) }
        if t == FunctionalIterators.zip, a.count >= 1 && a.count <= 4 { return try newZip(a) }
        if t == FunctionalIterators.map && 2...5 ~= a.count || t == FunctionalIterators.filter && a.count == 2 { return try newMapped(t, a[0], Array(a[1...])) }
        if t == IndexedIterators.reversed, a.count == 1 { return newReversed(a[0]) }
        return try newTool(t, a)
    }
    /// `enumerate(x, start=n)`, `product(x, repeat=2)`: an instance of T by COUNT arguments and those that are named in NAMES.
    func newIterator(_ t: TypeRef, _ count: Int, names: Value, _ a: [Traced]) throws(Raise) -> Traced? {
        guard count == 1, a.count == 2, case let n = TupleRef(names)[0], n.isExactly(Types.str), StrRef(n.ref).string == (t == Itertools.product ? "repeat" : "start") else { return nil }
        if t == FunctionalIterators.enumerate { return try newIterator(t, a) }
        // (A product of a container with itself is that of it and its like.)
        guard a[1].value.isInt, 1...3 ~= a[1].value.int else { return nil }
        guardIdentity(a[1])
        return try newIterator(t, Array(repeating: a[0], count: a[1].value.int))
    }
    private func newEnumerate(_ x: Traced, from start: Traced) throws(Raise) -> Traced? {
        guard let it = try iterator(x) else { return nil }
        let first = int(start), o = b.new(size: 32, type: UInt(bitPattern: FunctionalIterators.enumerate.ref))
        b.storeValue(o, offset: 16, class: Alias.iterators, value: b.asWord(it.ref))
        b.storeValue(o, offset: 24, class: Alias.iterators, value: first)
        return Traced(value: try Call.call(FunctionalIterators.enumerate.value, it.value, start.value), ref: o)
    }
    private func newZip(_ a: [Traced]) throws(Raise) -> Traced? {
        guard let its = try iterators(a) else { return nil }
        let parts = newTuple(its), o = b.new(size: 32, type: UInt(bitPattern: FunctionalIterators.zip.ref))
        b.storeValue(o, offset: 16, class: Alias.iterators, value: parts.ref)
        b.store(o, offset: 24, class: Alias.iterators, value: b.word(Value.false.bits))
        return Traced(value: FunctionalIterators.makeZip(TupleRef(parts.value)), ref: o)
    }
    private func iterators(_ a: [Traced]) throws(Raise) -> [Traced]? {
        if !a.allSatisfy({ NativeIterators.isGiven($0.value) }) { return nil }
        var out: [Traced] = []
        for x in a {
            guard let it = try iterator(x) else { continue }
            hold(it.value)
            out.append(it)
        }
        return out
    }
    /// `map(f, x, ...)` and `filter(f, x)`.
    private func newMapped(_ t: TypeRef, _ f: Traced, _ x: [Traced]) throws(Raise) -> Traced? {
        guard let its = try iterators(x) else { return nil }
        let isMap = t == FunctionalIterators.map, from = isMap ? newTuple(its) : its[0]
        let o = b.new(size: isMap ? 40 : 32, type: UInt(bitPattern: t.ref))
        b.storeValue(o, offset: 16, class: 0, value: b.asWord(f.ref))
        b.storeValue(o, offset: 24, class: 0, value: b.asWord(from.ref))
        if isMap { b.store(o, offset: 32, class: Alias.iterators, value: b.word(Value.false.bits)) }
        return Traced(value: isMap ? FunctionalIterators.makeMap(f.value, TupleRef(from.value)) : try Call.call(t.value, f.value, from.value), ref: o)
    }
    /// Of a list or a range.
    private func newReversed(_ x: Traced) -> Traced? {
        let v = x.value
        if v.isExactly(Types.list) {
            guardType(x, Types.list)
            let n = b.load(x.ref, offset: 16, class: Alias.lengths, kind: .i64, length: true)
            return newIterator(IndexedIterators.listReverse, x, at: b.arithmetic(.sub, n, b.i64(1)))
        }
        guard v.isExactly(Types.range), RangeObject.isSmall(v) else { return nil }
        guardType(x, Types.range)
        let p = rangeParts(x), (first, n, step) = RangeObject.small(v)
        // (The last item is an immediate int, or there is none.)
        let last = b.arithmetic(.add, p.first, b.arithmetic(.mul, b.arithmetic(.sub, p.count, b.i64(1)), p.step))
        return newRangeIterator(last, b.arithmetic(.sub, b.i64(0), p.step), p.count, RangeObject.iterator(first &+ (n &- 1) &* step, 0 &- step, n))
    }

    // MARK: their ends
    /// Whether the builtin iterator IT has come to its end, which it has told then. (To be asked once it has no item.)
    func nativeEnd(_ it: Traced) throws(Raise) -> Bool {
        guard let e = end(of: it, 3), areDifferent(e.leaves) else { return false }
        take(e.commits)
        _ = try Operations.next(it.value)
        return true
    }
    /// What happens where an iterator has ended: `leaves` are those at the bottom that gave an item before.
    struct End { var commits: [Commit] = [], leaves: [Traced] = [] }
    /// The first of the iterators PARTS that has ended, one after the other asked for an item; nil where none has, or that cannot be told. ASKED: how many were asked.
    func end(ofFirst parts: [Traced], _ depth: Int) -> (end: End, asked: Int)? {
        var out = End()
        for (i, x) in parts.enumerated() {
            if let p = peek(x, depth) { out.commits += p.commits; out.leaves += p.leaves; continue }
            guard let e = end(of: x, depth) else { return nil }
            out.commits += e.commits; out.leaves += e.leaves
            return (out, i + 1)
        }
        return nil
    }
    func end(of it: Traced, _ depth: Int) -> End? {
        guard it.value.isPointer, depth > 0 else { return nil }
        let r = it.value.ref, t = r.type
        func field(_ word: Int, _ k: Kind, length: Bool = false) -> TraceIR.Ref { b.load(it.ref, offset: word * 8, class: Alias.iterators, kind: k, length: length) }
        /// What is gone over, at word 2; nil: it was let go at the end, before.
        func container() -> TraceIR.Ref? {
            guardType(it, t)
            let c = field(2, .word)
            if r.value(2).isUnbound { b.guardEqual(c, 0, snapshot()); return nil }
            b.guardNonNull(c, snapshot())
            return c
        }
        let letGo = Commit.store(base: it.ref, offset: 16, value: b.word(0))
        if t == IndexedIterators.list || t == IndexedIterators.tuple || t == IndexedIterators.listReverse {
            let v = r.value(2), isTuple = t == IndexedIterators.tuple, at = Int(Int64(bitPattern: r.word(3)))
            guard v.isUnbound || at < 0 || at >= (isTuple ? TupleRef(v.ref).count : ListRef(v.ref).count) else { return nil }
            guard let c = container() else { return End() }
            let n = b.load(c, offset: 16, class: isTuple ? 0 : Alias.lengths, kind: .i64, length: true)
            b.guardBool(b.compare(.below, field(3, .i64, length: t != IndexedIterators.listReverse), n), false, snapshot())
            return End(commits: t == IndexedIterators.listReverse ? [letGo, .store(base: it.ref, offset: 24, value: b.i64(-1))] : [letGo])
        }
        if t == RangeObject.iterator {
            guard Int64(bitPattern: r.word(4)) <= 0 else { return nil }
            guardType(it, t)
            b.guardBool(b.compare(.gt, field(4, .i64), b.i64(0)), false, snapshot())
            return End()
        }
        if t == BytesType.iterator || t == ByteArrayType.iterator || t == StrType.asciiIterator || t == StrType.iterator {
            let v = r.value(2), k = r.value(3)
            guard k.isInt, v.isUnbound || k.int >= Int(v.ref.word(2)) else { return nil }
            guard let c = container() else { return End() }
            guardType(Traced(value: v, ref: c), v.ref.type)
            let n = b.load(c, offset: 16, class: v.isExactly(Types.bytearray) ? Alias.lengths : 0, kind: .i64, length: true)
            b.guardBool(b.compare(.ge, b.intToI64(b.guardInt(field(3, .word), snapshot())), n), true, snapshot())
            return End(commits: [letGo])
        }
        if DictIterator.isForward(t) {
            let v = r.value(2)
            guard v.isUnbound || UInt64(DictRef(v.ref).count) == r.word(4) && Int(Int64(bitPattern: r.word(3))) &+ 1 >= DictRef(v.ref).table.used else { return nil }
            guard let c = container() else { return End() }
            let p = entryPlace(it, c)
            b.guardBool(b.compare(.below, p.next, p.used), false, snapshot())
            return End(commits: [letGo])
        }
        if t == FunctionalIterators.enumerate {
            guard r.value(2).isPointer, r.value(2).ref.type != Types.generator else { return nil }
            guardType(it, t)
            return end(of: Traced(value: r.value(2), ref: field(2, .word)), depth - 1)
        }
        if t == FunctionalIterators.zip, r.value(3) == .false {
            let n = TupleRef(r.value(2)).count
            guard n > 0 && n <= 4 else { return nil }
            guardType(it, t)
            guard let e = end(ofFirst: parts(r.value(2), field(2, .word)), depth - 1) else { return nil }
            b.guardEqual(field(3, .word), Value.false.bits, snapshot())
            return e.end
        }
        return endOfTool(it, t, depth)
    }
    /// The items of the tuple V, of so many as it has now.
    func parts(_ v: Value, _ ref: TraceIR.Ref) -> [Traced] {
        let t = TupleRef(v)
        b.guardEqual(b.load(ref, offset: 16, class: 0, kind: .i64, length: true), UInt64(t.count), snapshot())
        return (0..<t.count).map { Traced(value: t.items[$0], ref: b.load(ref, offset: 32 + $0 * 8, class: 0, kind: .word)) }
    }
}

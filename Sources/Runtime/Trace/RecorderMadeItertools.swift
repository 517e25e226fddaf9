import TraceIR
import TraceCompiler

/// Iterators of `itertools` that the trace makes: those whose words are all there is to them by stores (`Recorder.newIterator`), those with lists and pools of their own by a call
/// that runs no Python code for the containers it is given.
extension Recorder {
    /// An instance of T, one of these types, by the arguments A; nil: a call is to make it.
    func newTool(_ t: TypeRef, _ a: [Traced]) throws(Raise) -> Traced? {
        switch t {
        case Itertools.chain:
            if a.isEmpty || a.count > 4 { return nil }
            let it = newIterator(IndexedIterators.tuple, newTuple(a), at: b.i64(0))
            hold(it.value)
            return made(t, [it])
        case Itertools.count:
            guard a.count <= 2, a.allSatisfy({ $0.value.isInt }) else { return nil }
            return made(t, [a.count > 0 ? integer(a[0]) : constant(Value(int: 0)), a.count > 1 ? integer(a[1]) : constant(Value(int: 1))])
        case Itertools.repeat:
            guard a.count == 1 || a.count == 2, let n = a.count == 1 ? constant(Value(int: -1)) : bound(a[1]) else { return nil }
            return made(t, [a[0], n])
        case Itertools.pairwise:
            guard a.count == 1, let it = try part(a[0]) else { return nil }
            return made(t, [it])
        case Itertools.accumulate:
            guard a.count == 1 || a.count == 2, let it = try part(a[0]) else { return nil }
            return made(t, [it, a.count == 2 ? a[1] : constant(.none)])
        case Itertools.islice:
            guard 2...4 ~= a.count, NativeIterators.isGiven(a[0].value) else { return nil }
            let none = constant(Value(int: -1)), start = a.count == 2 || a[1].value.isNone ? constant(Value(int: 0)) : bound(a[1])
            if a.count > 2 && a[1].value.isNone { guardIdentity(a[1]) }
            let last = a[a.count == 2 ? 1 : 2]
            if last.value.isNone { guardIdentity(last) }
            guard let start, let stop = last.value.isNone ? none : bound(last) else { return nil }
            if a.count == 4 {
                guard a[3].value.isNone || a[3].value == Value(int: 1) else { return nil }
                guardIdentity(a[3])
            }
            guard let it = try part(a[0]) else { return nil }
            return made(t, [it, start, stop, constant(Value(int: 1)), constant(Value(int: 0))])
        case Itertools.starmap, Itertools.filterfalse, Itertools.takewhile, Itertools.dropwhile:
            guard a.count == 2, let it = try part(a[1]) else { return nil }
            return made(t, t == Itertools.starmap || t == Itertools.filterfalse ? [a[0], it] : [a[0], it, constant(.false)])
        case Itertools.cycle, Itertools.product, Itertools.combinations, Itertools.combinationsWithReplacement, Itertools.permutations, Itertools.batched, Itertools.longest:
            guard 1...3 ~= a.count, a.allSatisfy({ isContainer($0.value) || $0.value.isInt || $0.value.isNone }) else { return nil }
            return attempted(instance: known(t.value), a)
        default: return nil
        }
    }
    /// `chain.from_iterable(x)`.
    func newChain(of x: Traced) throws(Raise) -> Traced? {
        guard let it = try part(x) else { return nil }
        return made(Itertools.chain, [it])
    }
    /// `iter(x)`, alive until the recording ends.
    private func part(_ x: Traced) throws(Raise) -> Traced? {
        guard let it = try iterator(x) else { return nil }
        hold(it.value)
        return it
    }
    private func integer(_ w: Traced) -> Traced { Traced(value: w.value, ref: int(w)) }
    /// A bound of items, which is not negative.
    private func bound(_ w: Traced) -> Traced? {
        guard w.value.isInt, w.value.int >= 0 else { return nil }
        let n = integer(w)
        if !n.ref.isConstant { b.guardBool(b.compare(.le, b.int(0), n.ref), true, snapshot()) }
        return n
    }
    /// An instance of T with WORDS, which somebody keeps alive, from the first of its own on. (All are of the class `Alias.iterators`, as `peekTool` reads them.)
    private func made(_ t: TypeRef, _ words: [Traced]) -> Traced {
        for w in words { hold(w.value) }
        let refs = words.map { b.asWord($0.ref) }, v = Instance.allocate(t), o = b.new(size: (t.instanceSize + 7) & ~7, type: UInt(bitPattern: t.ref))
        for (i, w) in words.enumerated() {
            b.storeValue(o, offset: 16 + i * 8, class: Alias.iterators, value: refs[i])
            v.initialize(2 + i, w.value)
        }
        return Traced(value: Value(v), ref: o)
    }
}
extension Itertools {
    /// How many items the iterator IT has left, one of those that tell nobody of it, where that is told by what it goes over; else -1.
    static func left(_ it: Ref, depth: Int = 3) -> Int {
        func inner(_ v: Value) -> Int { v.isUnbound ? 0 : v.isPointer && depth > 0 ? NativeIterators.left(v.ref) >= 0 ? NativeIterators.left(v.ref) : left(v.ref, depth: depth - 1) : -1 }
        let t = it.type
        if t == `repeat` { return it.value(3).int }
        if t == pairwise { return max(-1, inner(it.value(2)) - (it.value(3).isUnbound ? 1 : 0)) }
        if t == accumulate { return it.value(5).isUnbound ? inner(it.value(2)) : -1 }
        if t == islice, it.value(5) == Value(int: 1) {
            if it.value(2).isUnbound { return 0 }
            let skipped = it.value(3).int - it.value(6).int, most = it.value(4).int < 0 ? -1 : max(0, it.value(4).int - it.value(3).int)
            let u = it.value(2).isPointer ? it.value(2).ref.type : t, n = u == count || u == cycle ? Int.max : inner(it.value(2))
            if n < 0 || n == Int.max && most < 0 { return -1 }
            return most < 0 ? max(0, n - skipped) : min(most, max(0, n - skipped))
        }
        guard t == chain, case let all = it.value(2), all.isUnbound || all.isPointer && all.ref.type == IndexedIterators.tuple else { return -1 }
        var n = all.isUnbound ? 0 : inner(it.value(3))
        guard n >= 0, all.isPointer, case let v = all.ref.value(2), v.isPointer else { return n }
        for i in min(TupleRef(v).count, Int(all.ref.word(3)))..<TupleRef(v).count {
            let x = TupleRef(v)[i]
            if x.isExactly(Types.list) { n += ListRef(x).count } else if x.isExactly(Types.tuple) { n += TupleRef(x).count }
            else if x.isExactly(Types.range), RangeObject.isSmall(x) { n += RangeObject.small(x).1 } else { return -1 }
        }
        return n
    }
}

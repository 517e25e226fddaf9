import TraceIR
import TraceCompiler

/// The iterators of `itertools` that run no Python code for an item, under the recorder: loads and guards, as `Recorder.peek` says.
///
/// Some have to be brought to where their next item can be looked at: a `chain` to its next iterable, a `pairwise` to its second item, an `islice` behind what it leaves out.
/// That is done before (`settle`): an exit behind it begins the loop's header anew, which finds the same item.
extension Recorder {
    private func field(_ it: Traced, _ word: Int, _ k: Kind = .word) -> TraceIR.Ref { b.load(it.ref, offset: word * 8, class: Alias.iterators, kind: k) }
    private func int(_ it: Traced, _ word: Int) -> TraceIR.Ref { b.guardInt(field(it, word), snapshot()) }
    /// What lies at WORD of IT, which is an object now.
    private func part(_ it: Traced, _ word: Int) -> Traced {
        let w = Traced(value: it.value.ref.value(word), ref: field(it, word))
        b.guardNonNull(w.ref, snapshot())
        return w
    }
    private func store(_ it: Traced, _ word: Int, _ w: TraceIR.Ref) -> Commit { .store(base: it.ref, offset: word * 8, value: b.asWord(w)) }
    private func letGo(_ it: Traced, _ word: Int) -> Commit { .store(base: it.ref, offset: word * 8, value: b.word(0)) }

    func peekTool(_ it: Traced, _ t: TypeRef, _ depth: Int) -> Peeked? {
        let r = it.value.ref
        switch t {
        case Itertools.count:
            let v = r.value(2), step = r.value(3)
            guard v.isInt, step.isInt, Interpreter(frame).addInt(v, step) != nil else { return nil }
            guardType(it, t)
            let i = int(it, 2)
            return Peeked(item: Traced(value: v, ref: i), commits: [store(it, 2, b.arithmetic(.add, i, int(it, 3), snapshot()))], leaves: [it])
        case Itertools.repeat:
            let n = r.value(3).int
            if n == 0 { return nil }
            guardType(it, t)
            let left = int(it, 3)
            b.guardBool(b.compare(n > 0 ? .gt : .lt, left, b.int(0)), true, snapshot())
            return Peeked(item: typed(r.value(2), field(it, 2)), commits: n > 0 ? [store(it, 3, b.arithmetic(.sub, left, b.int(1), snapshot()))] : [], leaves: [it])
        case Itertools.cycle: return peekCycle(it, t, depth)
        case Itertools.chain:
            if !r.value(3).isPointer { return nil }
            guardType(it, t)
            return peek(part(it, 3), depth - 1)
        case Itertools.pairwise:
            guard r.value(2).isPointer, !r.value(3).isUnbound else { return nil }
            guardType(it, t)
            let before = typed(r.value(3), field(it, 3))
            if b.kind(before.ref) == .word { b.guardNonNull(before.ref, snapshot()) }
            guard var p = peek(part(it, 2), depth - 1) else { return nil }
            p.commits.append(.keep(base: it.ref, offset: 24, value: p.item.ref))
            p.item = newTuple([before, p.item])
            return p
        case Itertools.islice:
            guard let counts = handsOn(it), var p = peek(part(it, 2), depth - 1) else { return nil }
            p.commits += counts
            return p
        case Itertools.accumulate: return peekSum(it, t, depth)
        case Itertools.dropwhile:
            if r.value(4) != .true { return nil }
            guardType(it, t)
            b.guardEqual(field(it, 4), Value.true.bits, snapshot())
            return peek(part(it, 3), depth - 1)
        case Itertools.product, Itertools.combinations, Itertools.combinationsWithReplacement, Itertools.permutations: return peekPicked(it, t)
        default: return nil
        }
    }
    /// 2 the iterator (0 once it has ended), 3 the list of its items, 4 the index of the next of those.
    private func peekCycle(_ it: Traced, _ t: TypeRef, _ depth: Int) -> Peeked? {
        let r = it.value.ref, items = ListRef(r.value(3))
        if r.value(2).isPointer {
            guardType(it, t)
            guard var p = peek(part(it, 2), depth - 1) else { return nil }
            p.commits.append(.call(Leaves.keepForCycle, [it.ref, b.asWord(p.item.ref)], Alias.objects, allocates: true))
            return p
        }
        guard items.count > 0 else { return nil }
        guardType(it, t)
        b.guardEqual(field(it, 2), 0, snapshot())
        let l = field(it, 3), at = b.intToI64(int(it, 4)), n = b.load(l, offset: 16, class: Alias.lengths, kind: .i64, length: true)
        b.guardBool(b.compare(.gt, n, b.i64(0)), true, snapshot())
        let i = b.select(b.compare(.lt, at, n), at, b.i64(0)), k = r.value(4).int
        let x = items[k < items.count ? k : 0]
        let w = typed(x, b.load(b.load(l, offset: 24, class: Alias.lengths, kind: .pointer), index: i, offset: 24, class: Alias.items, kind: .word))
        return Peeked(item: w, commits: [store(it, 4, b.i64ToInt(b.arithmetic(.add, i, b.i64(1))))], leaves: [it])
    }
    /// Running sums and extremes of numbers: 2 the iterator, 3 the function, 4 the sum so far (0: none), 5 what it begins with (0: nothing, or not any more).
    private func peekSum(_ it: Traced, _ t: TypeRef, _ depth: Int) -> Peeked? {
        let r = it.value.ref
        guardType(it, t)
        func keep(_ w: Traced) -> Commit { .keep(base: it.ref, offset: 32, value: w.ref) }
        if !r.value(5).isUnbound {
            let w = typed(r.value(5), field(it, 5))
            if b.kind(w.ref) == .word { b.guardNonNull(w.ref, snapshot()) }
            return Peeked(item: w, commits: [keep(w), letGo(it, 5)], leaves: [it])
        }
        b.guardEqual(field(it, 5), 0, snapshot())
        guard var p = peek(part(it, 2), depth - 1) else { return nil }
        if r.value(4).isUnbound { b.guardEqual(field(it, 4), 0, snapshot()) } else {
            let total = typed(r.value(4), field(it, 4)), f = Traced(value: r.value(3), ref: field(it, 3))
            guard isInt(total) || isFloat(total), let w = combined(f, total, p.item) else { return nil }
            p.item = w
        }
        hold(p.item.value)
        p.commits.append(keep(p.item))
        return p
    }
    /// What F, the function of an `accumulate` or `reduce`, gives for two numbers; nil where that is not a few instructions. Only guards.
    func combined(_ f: Traced, _ x: Traced, _ y: Traced) -> Traced? {
        guard isInt(x) && isInt(y) && bothInt(x, y) || isFloat(x) && isFloat(y) else { return nil }
        if f.value.isNone {
            guardIdentity(f)
            return isFloat(x) ? arithmeticFloat(.add, x, y) : addInt(x, y)
        }
        guard f.value.isExactly(Types.builtinFunction), f.value.ref.word(Descriptor.selfWord) == 0 else { return nil }
        if let op = Functools.operation(f.value) {
            if isFloat(x) && op != .add && op != .mul { return nil }
            guardIdentity(f)
            return isFloat(x) ? arithmeticFloat(op, x, y) : op == .add ? addInt(x, y) : op == .mul ? multiplyInt(x, y) : bitwise(op, x, y)
        }
        let native = f.value.ref.word(Descriptor.native), isMin = native == KnownBuiltins.min
        guard native != 0, isMin || native == KnownBuiltins.max else { return nil }
        guardIdentity(f)
        return extreme(x, y, isMin: isMin)
    }
    /// Items of pools: 2 the pool (of a product a tuple of them), 3 the indices of the next item, 4 whether there is none, 5 how many are picked (of permutations a list of so many).
    private func peekPicked(_ it: Traced, _ t: TypeRef) -> Peeked? {
        let r = it.value.ref, isProduct = t == Itertools.product, isOrdered = t == Itertools.permutations
        let n = isProduct ? TupleRef(r.value(2)).count : isOrdered ? ListRef(r.value(5)).count : r.value(5).int
        guard r.value(4) == .false, n > 0, n <= 4 else { return nil }
        // (But for the indices nothing of it ever changes.)
        func fixed(_ o: TraceIR.Ref, _ offset: Int, _ k: Kind = .word) -> TraceIR.Ref { b.load(o, offset: offset, class: 0, kind: k) }
        guardType(it, t)
        b.guardEqual(field(it, 4), Value.false.bits, snapshot())
        let pool = Traced(value: r.value(2), ref: fixed(it.ref, 16)), ix = ListRef(r.value(3)), at = fixed(fixed(it.ref, 24), 24, .pointer)
        let pools = isProduct ? parts(pool.value, pool.ref) : Array(repeating: pool, count: n)
        if isOrdered { b.guardEqual(b.load(fixed(it.ref, 40), offset: 16, class: 0, kind: .i64, length: true), UInt64(n), snapshot()) }
        else if !isProduct { b.guardEqual(fixed(it.ref, 40), Value(int: n).bits, snapshot()) }
        var items: [Traced] = []
        for (k, p) in pools.enumerated() {
            let i = b.intToI64(b.guardInt(b.load(at, offset: 24 + k * 8, class: Alias.iterators, kind: .word), snapshot()))
            items.append(typed(TupleRef(p.value).items[ix[k].int], b.load(p.ref, index: i, offset: 32, class: 0, kind: .word)))
        }
        return Peeked(item: newTuple(items), commits: [.call(Leaves.advancePicked, [it.ref], Alias.mask(Alias.iterators), allocates: false)], leaves: [it])
    }

    /// Guards that the `islice` IT wants the next item of what it goes over, each of them: how it counts that; nil where it does not.
    private func handsOn(_ it: Traced) -> [Commit]? {
        let r = it.value.ref, stop = r.value(4).int, taken = r.value(6)
        guard r.value(2).isPointer, taken == r.value(3), r.value(5) == Value(int: 1), stop < 0 || taken.int < stop, taken.int < Value.maxInt else { return nil }
        guardType(it, Itertools.islice)
        b.guardEqual(field(it, 5), Value(int: 1).bits, snapshot())
        let n = int(it, 6)
        b.guardBool(b.compare(.eq, n, int(it, 3)), true, snapshot())
        b.guardBool(b.compare(.lt, stop < 0 ? int(it, 4) : n, stop < 0 ? b.int(0) : int(it, 4)), true, snapshot())
        let next = b.arithmetic(.add, n, b.int(1), snapshot())
        return [store(it, 6, next), store(it, 3, next)]
    }

    // MARK: generators whose items are handed on
    /// The next item of an `islice` over a generator, or of a `chain` that has come to one.
    func nextHandedOn(_ n: Node, _ it: Traced) throws(Raise) -> Step {
        let r = it.value.ref, isSlice = r.type == Itertools.islice, word = isSlice ? 2 : 3
        try settle(it)
        guard r.value(word).isExactly(Types.generator) else { return .declined }
        var counts: [Commit] = []
        if isSlice {
            guard let c = handsOn(it) else { return .declined }
            counts = c
        } else { guardType(it, Itertools.chain) }
        switch try step(n, part(it, word), sent: constant(.none), state: ForStatement.stepState) {
        case .item(let w):
            if isSlice { take(counts); Itertools.took(r, r.value(6).int) }
            return .item(w)
        case .end: return try handedOnEnd(n, it, word)
        case .declined: return .declined
        }
    }
    /// The generator at WORD of IT has ended.
    private func handedOnEnd(_ n: Node, _ it: Traced, _ word: Int) throws(Raise) -> Step {
        take([letGo(it, word)])
        it.value.ref.setWord(word, 0)
        if word == 2 { return .end(constant(.none)) }
        at(3)
        guard let w = try nextItem(n, it) else { return .end(constant(.none)) }
        return .item(w)
    }
    /// `finishStep` for these.
    func finishHandedOn(_ n: Node, _ it: Traced, _ c: inout Cursor) throws(Raise) -> Step {
        let r = it.value.ref, isSlice = r.type == Itertools.islice, word = isSlice ? 2 : 3
        guard case .item(let w) = try finishStep(n, Traced(value: r.value(word), ref: field(it, word)), &c) else { return try handedOnEnd(n, it, word) }
        if isSlice {
            take([.call(Leaves.tookSliced, [it.ref], Alias.mask(Alias.iterators), allocates: false)])
            Itertools.took(r, r.value(6).int)
        }
        return .item(w)
    }

    // MARK: ends
    /// As `end(of:)`, for these.
    func endOfTool(_ it: Traced, _ t: TypeRef, _ depth: Int) -> End? {
        let r = it.value.ref
        /// Where the iterator at WORD has ended, or was let go before; COMMITS then.
        func inner(_ word: Int, _ commits: [Commit]) -> End? {
            if r.value(word).isUnbound { guardType(it, t); b.guardEqual(field(it, word), 0, snapshot()); return End() }
            guard r.value(word).isPointer else { return nil }
            guardType(it, t)
            guard var e = end(of: part(it, word), depth - 1) else { return nil }
            e.commits += commits
            return e
        }
        switch t {
        case Itertools.repeat, Itertools.product, Itertools.combinations, Itertools.combinationsWithReplacement, Itertools.permutations:
            let word = t == Itertools.repeat ? 3 : 4, last = word == 3 ? Value(int: 0) : .true
            guard r.value(word) == last else { return nil }
            guardType(it, t)
            b.guardEqual(field(it, word), last.bits, snapshot())
            return End()
        case Itertools.chain:
            guard r.value(3).isUnbound else { return nil }
            guardType(it, t)
            b.guardEqual(field(it, 3), 0, snapshot())
            return inner(2, [letGo(it, 2)])
        case Itertools.dropwhile: return r.value(4) == .true ? inner(3, []) : nil
        case Itertools.pairwise: return inner(2, [letGo(it, 2), letGo(it, 3)])
        case Itertools.accumulate:
            guard r.value(5).isUnbound else { return nil }
            guardType(it, t)
            b.guardEqual(field(it, 5), 0, snapshot())
            return inner(2, [])
        case Itertools.islice:
            let stop = r.value(4).int, taken = r.value(6)
            if r.value(2).isPointer, stop >= 0, taken.int >= stop {
                guardType(it, t)
                _ = part(it, 2)
                let s = int(it, 4)
                b.guardBool(b.compare(.le, b.int(0), s), true, snapshot())
                b.guardBool(b.compare(.le, s, int(it, 6)), true, snapshot())
                return End(commits: [letGo(it, 2)])
            }
            guard !r.value(2).isPointer || taken == r.value(3) else { return nil }
            guardType(it, t)
            if r.value(2).isPointer {
                b.guardBool(b.compare(.eq, int(it, 6), int(it, 3)), true, snapshot())
                b.guardBool(b.compare(.lt, stop < 0 ? int(it, 4) : int(it, 6), stop < 0 ? b.int(0) : int(it, 4)), true, snapshot())
            }
            return inner(2, [letGo(it, 2)])
        default: return nil
        }
    }

    // MARK: on the way to the next item
    /// Brings IT, or what it takes its items from, to where its next item is looked at; nobody sees that from outside.
    func settle(_ it: Traced, _ depth: Int = 3) throws(Raise) {
        guard it.value.isPointer, depth > 0, abortReason == nil else { return }
        let r = it.value.ref, t = r.type
        switch t {
        case Itertools.chain:
            guardType(it, t)
            for _ in 0..<4 { if try !nextIterable(it, depth) { return } }
        case FunctionalIterators.enumerate, Itertools.pairwise, Itertools.islice, Itertools.accumulate:
            guard r.value(2).isPointer, case let u = r.value(2).ref.type, u != Types.generator, NativeIterators.isOwn(u) else { return }
            guardType(it, t)
            let from = part(it, 2)
            try settle(from, depth - 1)
            if t == Itertools.pairwise, r.value(3).isUnbound, let p = peek(from, depth - 1) {
                b.guardEqual(field(it, 3), 0, snapshot())
                take(p.commits + [.keep(base: it.ref, offset: 24, value: p.item.ref)])
                if let x = try Operations.next(from.value) { r.set(3, x) }
            }
            if t == Itertools.islice, skipsByIndex(it, from) { return }
            if t == Itertools.islice, case let taken = r.value(6).int, case let stop = r.value(4).int, taken < r.value(3).int, stop < 0 || taken < stop, isIndexed(u) {
                b.guardBool(b.compare(.lt, int(it, 6), int(it, 3)), true, snapshot())
                guardType(from, u)
                take([.call(Leaves.skipSliced, [it.ref], Alias.mask(Alias.iterators), allocates: true)])
                try Itertools.skip(r)
            }
        default: break
        }
    }
    /// The `islice` IT leaves out items of a list or tuple, which has that many: the index goes on.
    private func skipsByIndex(_ it: Traced, _ from: Traced) -> Bool {
        let r = it.value.ref, l = from.value.ref, u = l.type, stop = r.value(4).int, more = r.value(3).int - r.value(6).int
        guard more > 0, stop < 0 || r.value(3).int <= stop, u == IndexedIterators.list || u == IndexedIterators.tuple, case let v = l.value(2), v.isPointer else { return false }
        let isTuple = u == IndexedIterators.tuple
        guard Int(l.word(3)) + more <= (isTuple ? TupleRef(v).count : ListRef(v).count) else { return false }
        guardType(from, u)
        let wanted = int(it, 3), taken = int(it, 6), end = int(it, 4)
        b.guardBool(b.compare(.lt, taken, wanted), true, snapshot())
        b.guardBool(b.compare(.le, stop < 0 ? end : wanted, stop < 0 ? b.int(-1) : end), true, snapshot())
        let n = b.load(part(from, 2).ref, offset: 16, class: isTuple ? 0 : Alias.lengths, kind: .i64, length: true)
        let i = b.arithmetic(.add, b.load(from.ref, offset: 24, class: Alias.iterators, kind: .i64, length: true), b.intToI64(b.arithmetic(.sub, wanted, taken, snapshot())))
        b.guardBool(b.compare(.le, i, n), true, snapshot())
        take([.store(base: from.ref, offset: 24, value: i), store(it, 6, wanted)])
        l.setWord(3, l.word(3) &+ UInt64(more)); r.setWord(6, r.value(3).bits)
        return true
    }
    /// Iterators of type T only load, and never raise.
    private func isIndexed(_ t: TypeRef) -> Bool { t == IndexedIterators.list || t == IndexedIterators.tuple || t == IndexedIterators.listReverse || t == RangeObject.iterator || t == StrType.asciiIterator || t == BytesType.iterator }
    /// The `chain` IT goes to its next iterable if it has come to an end; whether it has one.
    private func nextIterable(_ it: Traced, _ depth: Int) throws(Raise) -> Bool {
        let r = it.value.ref
        if r.value(3).isPointer {
            let now = part(it, 3)
            try settle(now, depth - 1)
            guard let e = end(of: now, depth - 1), areDifferent(e.leaves) else { return false }
            take(e.commits + [letGo(it, 3)])
            _ = try Operations.next(now.value)
            r.setWord(3, 0)
        } else { b.guardEqual(field(it, 3), 0, snapshot()) }
        guard r.value(2).isPointer, r.value(2).ref.type != Types.generator else { return false }
        let from = part(it, 2)
        guard let p = peek(from, depth - 1), areDifferent(p.leaves), NativeIterators.isGiven(p.item.value), let i = try iterator(p.item) else { return false }
        hold(i.value)
        take(p.commits + [.keep(base: it.ref, offset: 24, value: i.ref)])
        _ = try Operations.next(from.value)
        r.set(3, i.value)
        return true
    }
    /// Whether taking an item from IT, of type T, one of these, runs no Python code, which is guarded.
    func guardNativeTool(_ it: Traced, _ t: TypeRef, _ depth: Int) -> Bool {
        let r = it.value.ref
        func inner(_ word: Int) -> Bool {
            guard r.value(word).isPointer else { return false }
            guardType(it, t)
            return guardNative(part(it, word), depth - 1)
        }
        switch t {
        case Itertools.count:
            guard r.value(2).isInt, r.value(3).isInt else { return false }
            guardType(it, t)
            _ = int(it, 2); _ = int(it, 3)
            return true
        case Itertools.pairwise, Itertools.islice, Itertools.batched: return inner(2)
        case Itertools.longest:
            guardType(it, t)
            let its = TupleRef(r.value(2)), n = its.count, from = field(it, 2)
            guard n <= 4 else { return false }
            b.guardEqual(b.load(from, offset: 16, class: 0, kind: .i64, length: true), UInt64(n), snapshot())
            for i in 0..<n {
                let x = Traced(value: its.items[i], ref: b.load(from, offset: 32 + i * 8, class: Alias.iterators, kind: .word))
                if x.value.isUnbound { b.guardEqual(x.ref, 0, snapshot()); continue }
                b.guardNonNull(x.ref, snapshot())
                if !guardNative(x, depth - 1) { return false }
            }
            return true
        case Itertools.chain:
            // (Of arguments that are containers.)
            guard r.value(2).isPointer, r.value(2).ref.type == IndexedIterators.tuple, r.value(2).ref.value(2).isPointer else { return false }
            guardType(it, t)
            if r.value(3).isPointer { if !inner(3) { return false } } else { b.guardEqual(field(it, 3), 0, snapshot()) }
            let from = part(it, 2)
            guardType(from, IndexedIterators.tuple)
            let v = from.value.ref.value(2), all = b.load(from.ref, offset: 16, class: Alias.iterators, kind: .word)
            guard TupleRef(v).count <= 4, TupleRef(v).count > 0 else { return false }
            b.guardNonNull(all, snapshot())
            for x in parts(v, all) { guard isContainer(x.value) else { return false }; guardType(x, x.value.ref.type) }
            return true
        default: return false
        }
    }
    /// Exactly a builtin container: going over it runs no Python code.
    func isContainer(_ v: Value) -> Bool {
        guard v.isPointer, case let t = v.ref.type else { return false }
        return t == Types.list || t == Types.tuple || t == Types.range || t == Types.str || t == Types.dict || t == Types.set || t == Types.frozenset || t == Types.bytes
    }
}

import TraceIR
import TraceCompiler

/// `map` and `filter` over builtin iterators, and `starmap`, `accumulate`, `takewhile`, `dropwhile` and `filterfalse`, whose function is in Python: it is inlined into the loop that takes the items.
///
/// The items are looked at first, with all guards and those of the call; then they are taken, and the call begins in a state of the loop (`nextState`). There the call's
/// value is the next item, or for `filter` (`filterState`) tells of the item that the loop keeps in a slot. A StopIteration out of the function ends the
/// loop, as it ends every loop over such an iterator.
extension Recorder {
    enum Mapped { case item(Traced), end, declined
        /// `filter` has dropped an item: the loop is at its header again.
        case skipped
    }
    /// The next item of IT for loop N, which may keep one in slot KEPT.
    func nextMapped(_ n: LoopStatement, _ it: Traced, kept: Int) throws(Raise) -> Mapped {
        guard it.value.isPointer, abortReason == nil, !Monitor.isActive, case let t = it.value.ref.type, FunctionalIterators.asks(t) else { return .declined }
        let r = it.value.ref, isMap = t == FunctionalIterators.map, isFilter = t == FunctionalIterators.filter, isSum = t == Itertools.accumulate
        if isFilter && (r.value(2).isNone || r.value(2) == Types.bool.value) { return try nextTrue(it) }
        guard FunctionalIterators.callsPython(it.value) else { return .declined }
        guardType(it, t)
        // (Neither the function nor what is iterated over ever changes.)
        func field(_ word: Int) -> Traced { Traced(value: r.value(word), ref: b.load(it.ref, offset: word * 8, class: isMap || isFilter ? 0 : Alias.iterators, kind: .word)) }
        if t == Itertools.takewhile || t == Itertools.dropwhile {
            guardIdentity(field(4))
            if r.value(4) == .true { return t == Itertools.takewhile ? .end : .declined }
        }
        var from = [field(isSum ? 2 : 3)], front: [Traced] = []
        if isMap {
            guard TupleRef(from[0].value).count <= 4 else { return .declined }
            from = parts(from[0].value, from[0].ref)
        }
        if isSum {
            guard r.value(5).isUnbound, !r.value(4).isUnbound else { return .declined }
            b.guardEqual(field(5).ref, 0, snapshot())
            let total = typed(field(4))
            if b.kind(total.ref) == .word { b.guardNonNull(total.ref, snapshot()) }
            front = [total]
        }
        var items: [Traced] = [], commits: [Commit] = [], leaves: [Traced] = []
        if from.count == 1 { try settle(from[0]) }
        for f in from {
            guard let p = peek(f, 3) else { return try mappedEnd(it, from) ? .end : .declined }
            items.append(p.item); commits += p.commits; leaves += p.leaves
        }
        let item = items[0]
        if t == Itertools.starmap {
            guard case let v = item.value, v.isExactly(Types.tuple) || v.isExactly(Types.list), let all = unpack(item, v.isTuple ? TupleRef(v).count : ListRef(v).count) else { return .declined }
            items = all
        }
        let kept = isMap || isSum || t == Itertools.starmap ? -1 : kept
        guard areDifferent(leaves), let (f, own) = inlinable(field(isSum ? 3 : 2), front.count + items.count) else { return .declined }
        var yes = true
        let step = try untilStop { () throws(Raise) in
            let w = try inline(n, f, own + front + items, state: kept < 0 ? ForStatement.nextState : ForStatement.filterState, before: { () throws(Raise) in
                self.take(commits)
                if kept >= 0 { self.put(kept, item) }
                for x in from { _ = try Operations.next(x.value) }
            })
            if kept >= 0 { yes = try decide(w) }
            return w
        }
        return mapped(it, step, kept: kept, yes)
    }
    /// Whether one of what the `map` or `filter` IT goes over has ended.
    private func mappedEnd(_ it: Traced, _ from: [Traced]) throws(Raise) -> Bool {
        if from.count > 1 {
            if it.value.ref.value(4) != .false { return false }
            b.guardEqual(b.load(it.ref, offset: 32, class: Alias.iterators, kind: .word), Value.false.bits, snapshot())
        }
        guard let (e, asked) = end(ofFirst: from, 3), areDifferent(e.leaves) else { return false }
        take(e.commits)
        for x in from[0..<asked] { _ = try Operations.next(x.value) }
        return true
    }
    /// Goes on in the function that `map` (KEPT -1) or `filter`, or what is like them, called for loop N over IT.
    func finishMapped(_ n: LoopStatement, _ it: Traced, kept: Int, _ c: inout Cursor) throws(Raise) -> Mapped {
        var cursor = c, yes = true
        defer { c = cursor }
        let step = try untilStop { () throws(Raise) in
            let w = try finishCall(n, &cursor)
            if kept >= 0 { yes = try decide(w) }
            return w
        }
        if case .end = step { cursor.end() }
        return mapped(it, step, kept: kept, yes)
    }
    private func mapped(_ it: Traced, _ s: Step, kept: Int, _ yes: Bool) -> Mapped {
        let x = kept < 0 ? nil : held(kept), t = it.value.isPointer ? it.value.ref.type : TypeRef()
        if kept >= 0 { clear(kept) }
        guard case .item(let w) = s else { return .end }
        guard let x else {
            if t == Itertools.accumulate { take([.keep(base: it.ref, offset: 32, value: w.ref)]); _ = FunctionalIterators.given(it.value, w.value) }
            return .item(w)
        }
        if !yes && (t == Itertools.takewhile || t == Itertools.dropwhile) { take([.store(base: it.ref, offset: 32, value: b.word(Value.true.bits))]) }
        if FunctionalIterators.answered(it.value, yes) { return .item(x) }
        return t == Itertools.takewhile ? .end : .skipped
    }
    /// `filter(None, ...)`: values whose truth asks nobody.
    private func nextTrue(_ it: Traced) throws(Raise) -> Mapped {
        guardType(it, FunctionalIterators.filter)
        let f = Traced(value: it.value.ref.value(2), ref: b.load(it.ref, offset: 16, class: 0, kind: .word))
        let from = Traced(value: it.value.ref.value(3), ref: b.load(it.ref, offset: 24, class: 0, kind: .word))
        guardIdentity(f)
        guard let p = peek(from, 3), case let v = p.item.value, v.isInt || v.isBool || v.isNone || isFloat(p.item) || v.isExactly(Types.str) || v.isExactly(Types.list) || v.isExactly(Types.tuple), areDifferent(p.leaves) else { return .declined }
        let yes = try isTrue(p.item)
        take(p.commits)
        _ = try Operations.next(from.value)
        return yes ? .item(p.item) : .skipped
    }
    /// Whether taking an item from IT, an iterator over others perhaps, runs no Python code, which is guarded.
    func guardNative(_ it: Traced, _ depth: Int = 3) -> Bool {
        guard it.value.isPointer, depth > 0, case let t = it.value.ref.type else { return false }
        if isNative(t) { guardType(it, t); return true }
        guard t == FunctionalIterators.enumerate || t == FunctionalIterators.zip else { return guardNativeTool(it, t, depth) }
        guardType(it, t)
        let from = Traced(value: it.value.ref.value(2), ref: b.load(it.ref, offset: 16, class: Alias.iterators, kind: .word))
        if t == FunctionalIterators.enumerate { return guardNative(from, depth - 1) }
        let n = TupleRef(from.value).count
        guard n <= 4 else { return false }
        b.guardEqual(b.load(from.ref, offset: 16, class: 0, kind: .i64, length: true), UInt64(n), snapshot())
        for i in 0..<n where !guardNative(Traced(value: TupleRef(from.value).items[i], ref: b.load(from.ref, offset: 32 + i * 8, class: 0, kind: .word)), depth - 1) { return false }
        return true
    }
    /// A call of F by N, where that is inlined; nil elsewhere, and nothing has happened.
    func callInlined(_ n: Node, _ f: Traced, _ args: [Traced], state: Int) throws(Raise) -> Traced? {
        guard f.value.isPointer, abortReason == nil, !Monitor.isActive, let (g, front) = inlinable(f, args.count) else { return nil }
        return try inline(n, g, front + args, state: state)
    }
    /// The function that a call of F with COUNT arguments runs, and what stands before those; only guards. nil where it is not to be inlined.
    private func inlinable(_ f: Traced, _ count: Int) -> (Traced, [Traced])? {
        let t = f.value.ref.type
        func function(_ g: Traced) -> Traced {
            guardFunction(g)
            return isOneOfMany(FunctionRef(g.value.ref).code) ? g : known(g.value)
        }
        if t == Types.function { return canInline(FunctionRef(f.value.ref), count) ? (function(f), []) : nil }
        if t == Types.method {
            let g = f.value.ref.value(2)
            guard g.isExactly(Types.function), canInline(FunctionRef(g.ref), count + 1) else { return nil }
            guardType(f, t)
            return (function(Traced(value: g, ref: b.load(f.ref, offset: 16, class: 0, kind: .word))), [Traced(value: f.value.ref.value(3), ref: b.load(f.ref, offset: 24, class: 0, kind: .word))])
        }
        let c = t.slot(.call)
        guard c.isExactly(Types.function), canInline(FunctionRef(c.ref), count + 1) else { return nil }
        guardType(f, t); guardVersion(t)
        return (known(c), [f])
    }
}

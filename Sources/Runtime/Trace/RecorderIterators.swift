import TraceIR
import TraceCompiler

/// Builtin iterators under the recorder, as loads from what they iterate over.
///
/// An item is first looked at, with all guards and without effect (`peek`), then taken (`Commit`): a guard that fails leaves the loop's header with the
/// iterator as it was. So `enumerate` and `zip` can be taken apart: their items are tuples that exist only where something needs them. Iterators that
/// share one below (`zip(it, it)`) cannot be looked at one after the other: those at the bottom are guarded to be different objects.
extension Recorder {
    enum Commit {
        case store(base: TraceIR.Ref, offset: Int, value: TraceIR.Ref)
        /// The same of a value that may be an object.
        case keep(base: TraceIR.Ref, offset: Int, value: TraceIR.Ref)
        /// A runtime function that cannot fail, and what it writes: the iterator of a dict goes to the entry it has been looked at.
        case call(UInt, [TraceIR.Ref], UInt32, allocates: Bool)
    }
    struct Peeked {
        var item: Traced, commits: [Commit]
        /// The iterators at the bottom.
        var leaves: [Traced]
    }
    /// The next item of a builtin iterator; nil: none of those, or at its end.
    func nativeNext(_ it: Traced) throws(Raise) -> Traced? {
        try settle(it)
        guard it.value.isPointer, let p = peek(it, 3), areDifferent(p.leaves) else { return nil }
        take(p.commits)
        _ = try Operations.next(it.value)
        return p.item
    }
    /// Guards that the iterators LEAVES are different objects; false where they are not.
    func areDifferent(_ leaves: [Traced]) -> Bool {
        for i in 0..<leaves.count { for j in 0..<i {
            if leaves[i].value == leaves[j].value { return false }
            b.guardBool(b.compare(.ne, leaves[i].ref, leaves[j].ref), true, snapshot())
        } }
        return true
    }
    /// What has been looked at is taken. No guard is in it.
    func take(_ commits: [Commit]) {
        effects += 1
        for c in commits {
            switch c {
            case .store(let base, let offset, let value): b.store(base, offset: offset, class: Alias.iterators, value: value)
            case .keep(let base, let offset, let value): b.storeValue(base, offset: offset, class: Alias.iterators, value: value)
            case .call(let f, let args, let writes, let allocates): b.call(f, args, result: .none, writes: writes, leaf: !allocates)
            }
        }
    }
    private func field(_ it: Traced, _ word: Int, _ k: Kind, length: Bool = false) -> TraceIR.Ref { b.load(it.ref, offset: word * 8, class: Alias.iterators, kind: k, length: length) }
    /// The next item of the builtin iterator IT (with at most DEPTH of others within), by guards and loads alone; nil where it is not found so. It lives until the recording ends.
    func peek(_ it: Traced, _ depth: Int) -> Peeked? {
        guard let p = peekAny(it, depth) else { return nil }
        hold(p.item.value)
        return p
    }
    private func peekAny(_ it: Traced, _ depth: Int) -> Peeked? {
        guard it.value.isPointer, depth > 0 else { return nil }
        let r = it.value.ref, t = r.type
        if t == IndexedIterators.list || t == IndexedIterators.tuple || t == IndexedIterators.listReverse { return peekSequence(it, t) }
        if t == StrType.asciiIterator || t == StrType.iterator { return peekCharacter(it, t) }
        if t == BytesType.iterator || t == ByteArrayType.iterator { return peekByte(it, t) }
        if t == RangeObject.iterator { return peekRange(it, t) }
        if t == TypedArrays.iterator { return peekTyped(it) }
        if t == MemoryView.iterator { return peekView(it) }
        if DictIterator.isForward(t) { return peekEntry(it, t) }
        if t == SetType.iterator { return peekItem(it, t) }
        if t == FunctionalIterators.enumerate {
            let i = r.value(3)
            guard i.isInt, i.int < Value.maxInt, r.value(2).isPointer else { return nil }
            guardType(it, t)
            guard var p = peek(Traced(value: r.value(2), ref: field(it, 2, .word)), depth - 1) else { return nil }
            let index = b.guardInt(field(it, 3, .word), snapshot())
            p.commits.append(.store(base: it.ref, offset: 24, value: b.asWord(b.arithmetic(.add, index, b.int(1), snapshot()))))
            p.item = newTuple([Traced(value: i, ref: index), p.item])
            return p
        }
        if t == FunctionalIterators.zip {
            let its = TupleRef(r.value(2)), n = its.count
            guard n > 0 && n <= 4 else { return nil }
            guardType(it, t)
            var out = Peeked(item: it, commits: [], leaves: []), items: [Traced] = []
            for x in parts(r.value(2), field(it, 2, .word)) {
                guard let p = peek(x, depth - 1) else { return nil }
                items.append(p.item); out.commits += p.commits; out.leaves += p.leaves
            }
            out.item = newTuple(items)
            return out
        }
        return peekTool(it, t, depth)
    }
    /// Lists both ways, tuples: 2 the container, 3 the index.
    private func peekSequence(_ it: Traced, _ t: TypeRef) -> Peeked? {
        let r = it.value.ref, isTuple = t == IndexedIterators.tuple, v = r.value(2), at = Int(Int64(bitPattern: r.word(3)))
        guard v.isPointer else { return nil }
        let n = isTuple ? TupleRef(v.ref).count : ListRef(v.ref).count
        guard at >= 0 && at < n else { return nil }
        guardType(it, t)
        let c = field(it, 2, .word)
        b.guardNonNull(c, snapshot())
        let i = field(it, 3, .i64, length: t != IndexedIterators.listReverse)
        b.guardBool(b.compare(.below, i, b.load(c, offset: 16, class: isTuple ? 0 : Alias.lengths, kind: .i64, length: true)), true, snapshot())
        let base = isTuple ? c : b.load(c, offset: 24, class: Alias.lengths, kind: .pointer)
        let x = isTuple ? TupleRef(v.ref).items[at] : ListRef(v.ref).items[at]
        let w = typed(x, b.load(base, index: i, offset: isTuple ? 32 : 24, class: isTuple ? 0 : Alias.items, kind: .word))
        return Peeked(item: w, commits: [.store(base: it.ref, offset: 24, value: b.arithmetic(.add, i, b.i64(t == IndexedIterators.listReverse ? -1 : 1)))], leaves: [it])
    }
    /// Strs: 2 the str, 3 the index (an int).
    private func peekCharacter(_ it: Traced, _ t: TypeRef) -> Peeked? {
        let r = it.value.ref, v = r.value(2), k = r.value(3)
        guard v.isExactly(Types.str), k.isInt, k.int >= 0, k.int < StrRef(v.ref).count else { return nil }
        guardType(it, t)
        let s = Traced(value: v, ref: field(it, 2, .word)), i = Traced(value: k, ref: b.guardInt(field(it, 3, .word), snapshot()))
        b.guardNonNull(s.ref, snapshot())
        b.guardBool(b.compare(.le, b.int(0), i.ref), true, snapshot())
        guard let c = character(s, i) else { return nil }
        return Peeked(item: c, commits: [.store(base: it.ref, offset: 24, value: b.asWord(b.arithmetic(.add, i.ref, b.int(1), snapshot())))], leaves: [it])
    }
    /// Bytes and bytearrays: 2 the object, 3 the index (an int).
    private func peekByte(_ it: Traced, _ t: TypeRef) -> Peeked? {
        let r = it.value.ref, v = r.value(2), k = r.value(3)
        guard v.isExactly(Types.bytes) || v.isExactly(Types.bytearray), k.isInt, k.int >= 0, k.int < Int(v.ref.word(2)) else { return nil }
        guardType(it, t)
        let s = Traced(value: v, ref: field(it, 2, .word)), i = Traced(value: k, ref: b.guardInt(field(it, 3, .word), snapshot()))
        b.guardNonNull(s.ref, snapshot())
        b.guardBool(b.compare(.le, b.int(0), i.ref), true, snapshot())
        guard let x = byteItem(s, i) else { return nil }
        return Peeked(item: x, commits: [.store(base: it.ref, offset: 24, value: b.asWord(b.arithmetic(.add, i.ref, b.int(1), snapshot())))], leaves: [it])
    }
    /// Ranges of words: 2 the next value, 3 the step, 4 how many are left, all raw.
    private func peekRange(_ it: Traced, _ t: TypeRef) -> Peeked? {
        let r = it.value.ref, v = Int(Int64(bitPattern: r.word(2)))
        guard Int64(bitPattern: r.word(4)) > 0, Value.int(v).isInt else { return nil }
        guardType(it, t)
        let left = field(it, 4, .i64)
        b.guardBool(b.compare(.gt, left, b.i64(0)), true, snapshot())
        let x = field(it, 2, .i64), i = b.i64ToInt(x, snapshot())
        return Peeked(item: Traced(value: Value(int: v), ref: i), commits: [.store(base: it.ref, offset: 16, value: b.arithmetic(.add, x, field(it, 3, .i64))),
                                                                            .store(base: it.ref, offset: 32, value: b.arithmetic(.sub, left, b.i64(1)))], leaves: [it])
    }
    /// Dicts: the next entry, if none was deleted there; others are found by a call. Its key and value are loads.
    private func peekEntry(_ it: Traced, _ t: TypeRef) -> Peeked? {
        let r = it.value.ref, c = r.value(2), i = Leaves.nextEntry(it.value)
        guard i >= 0 else { return nil }
        let e = DictRef(c.ref).table.entries[i]
        guardType(it, t)
        func item(_ part: (Value, Int) -> Traced) -> Traced {
            t == DictIterator.keys ? part(e.key, 8) : t == DictIterator.values ? part(e.value, 16) : newTuple([part(e.key, 8), part(e.value, 16)])
        }
        if i == Int(Int64(bitPattern: r.word(3))) &+ 1 {
            let d = field(it, 2, .word)
            b.guardNonNull(d, snapshot())
            let p = entryPlace(it, d), left = field(it, 5, .i64)
            b.guardBool(b.compare(.lt, b.i64(0), left), true, snapshot())
            b.guardBool(b.compare(.below, p.next, p.used), true, snapshot())
            let at = b.arithmetic(.add, b.arithmetic(.mul, p.next, b.i64(3)), p.indices)
            func word(_ offset: Int) -> TraceIR.Ref { b.load(p.table, index: at, offset: 40 + offset, class: Alias.entries, kind: .word) }
            b.guardNonNull(word(16), snapshot())
            return Peeked(item: item { typed($0, word($1)) }, commits: [.store(base: it.ref, offset: 24, value: p.next), .store(base: it.ref, offset: 40, value: b.arithmetic(.sub, left, b.i64(1)))], leaves: [it])
        }
        let entry = b.call(Leaves.entry, [it.ref], result: .pointer, writes: 0, leaf: true)
        b.guardNonNull(entry, snapshot())
        return Peeked(item: item { typed($0, b.load(entry, offset: $1, class: Alias.entries, kind: .word)) }, commits: [.call(Leaves.advance, [it.ref], Alias.mask(Alias.iterators), allocates: false)], leaves: [it])
    }
    /// Of the iterator IT over the dict D, guarded to have as many keys as at the start: the index of the entry that is next, how many the table has, and how many words
    /// its indices take (`DictRef.Table`).
    func entryPlace(_ it: Traced, _ d: TraceIR.Ref) -> (table: TraceIR.Ref, next: TraceIR.Ref, used: TraceIR.Ref, indices: TraceIR.Ref) {
        b.guardBool(b.compare(.eq, field(it, 4, .i64), b.load(d, offset: 16, class: Alias.lengths, kind: .i64, length: true)), true, snapshot())
        let t = b.load(d, offset: 32, class: Alias.entries, kind: .word)
        // (One word: a table that the trace has made is stored so.)
        let size = b.load(t, offset: 16, class: 0, kind: .i64), bytes = b.arithmetic(.shl, b.arithmetic(.ushr, size, b.i64(32)), b.arithmetic(.and, size, b.i64(63)))
        return (t, b.arithmetic(.add, field(it, 3, .i64), b.i64(1)), b.load(t, offset: 24, class: Alias.entries, kind: .i64, length: true), b.arithmetic(.ushr, bytes, b.i64(3)))
    }
    /// Sets: 2 the set, 3 the slot looked at last, 4 how many items there were, 5 how many are left. A call finds the next slot that is used.
    private func peekItem(_ it: Traced, _ t: TypeRef) -> Peeked? {
        let r = it.value.ref, c = r.value(2)
        guard c.isPointer, UInt64(SetRef(c.ref).count) == r.word(4) else { return nil }
        var at = Int(Int64(bitPattern: r.word(3)))
        guard SetRef(c.ref).next(&at) else { return nil }
        guardType(it, t)
        let set = field(it, 2, .word)
        b.guardNonNull(set, snapshot())
        b.guardBool(b.compare(.eq, field(it, 4, .i64), b.load(set, offset: 16, class: Alias.lengths, kind: .i64, length: true)), true, snapshot())
        let i = b.call(Leaves.nextSlot, [set, field(it, 3, .i64)], result: .i64, writes: 0, leaf: true)
        b.guardBool(b.compare(.ge, i, b.i64(0)), true, snapshot())
        let table = b.load(set, offset: 32, class: Alias.entries, kind: .pointer)
        let x = typed(SetRef(c.ref).table.slots[at].key, b.load(table, index: b.arithmetic(.add, i, i), offset: 32, class: Alias.entries, kind: .word))
        return Peeked(item: x, commits: [.store(base: it.ref, offset: 24, value: i), .store(base: it.ref, offset: 40, value: b.arithmetic(.sub, field(it, 5, .i64), b.i64(1)))], leaves: [it])
    }
    /// Whether taking an item from an iterator of type T runs no Python code.
    func isNative(_ t: TypeRef) -> Bool {
        let k = t.ref.word(TypeRef.kindWord)
        if k != 0 && k < NativeIterators.firstRegistered { return true }
        return t == Itertools.product || t == Itertools.combinations || t == Itertools.combinationsWithReplacement || t == Itertools.permutations || t == Itertools.repeat || t == IndexedIterators.listReverse || t == StrType.asciiIterator || t == StrType.iterator || t == BytesType.iterator || t == ByteArrayType.iterator || t == SetType.iterator
            || t == RangeObject.longIterator || t == DictIterator.reverseKeys || t == DictIterator.reverseValues || t == DictIterator.reverseItems
    }
}

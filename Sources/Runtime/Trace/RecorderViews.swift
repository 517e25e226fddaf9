import TraceIR
import TraceCompiler

/// Memoryviews of one dimension under the recorder: items of machine numbers are loads and stores under a bounds check.
///
/// What a view shows never changes but for its release, which its flags tell; so all else is loaded once where a loop does not change the view.
extension Recorder {
    private static let formatWord = 4, shapeWord = 5, stridesWord = 6, baseWord = 8, flagsWord = 11
    /// How many items the view O has, guarded to be one that is not released (WHOLE: with items of its format side by side); nil for others.
    private func viewLength(_ o: Traced, whole: Bool) -> (count: TraceIR.Ref, value: Int)? {
        guard MemoryView.isInstance(o.value), case let m = MemoryView(o.value), !m.isReleased, m.dimensions == 1 else { return nil }
        let n = m.shape[0].int, r = o.value.ref
        guardType(o, MemoryView.type)
        b.guardEqual(b.load(o.ref, offset: Recorder.flagsWord * 8, class: Alias.lengths, kind: .i64), r.word(Recorder.flagsWord), snapshot())
        func first(_ word: Int, isCounted: Bool) -> TraceIR.Ref {
            let t = b.load(o.ref, offset: word * 8, class: 0, kind: .word)
            if isCounted { b.guardEqual(b.load(t, offset: 16, class: 0, kind: .i64, length: true), 1, snapshot()) }
            return b.load(t, offset: 32, class: 0, kind: .word)
        }
        let count = b.guardInt(first(Recorder.shapeWord, isCounted: true), snapshot())
        if whole {
            guardIdentity(Traced(value: m.format, ref: b.load(o.ref, offset: Recorder.formatWord * 8, class: 0, kind: .word)))
            b.guardEqual(first(Recorder.stridesWord, isCounted: false), m.strides[0].bits, snapshot())
        }
        return (b.intToI64(count), n)
    }
    /// `len(o)`
    func viewCount(_ o: Traced) -> Traced? {
        guard let n = viewLength(o, whole: false) else { return nil }
        return Traced(value: Value(int: n.value), ref: b.i64ToInt(n.count))
    }
    private func viewPlace(_ o: Traced, _ k: Traced) -> (item: TypedArrays.Item, data: TraceIR.Ref, index: TraceIR.Ref)? {
        guard k.value.isInt, MemoryView.isInstance(o.value), case let m = MemoryView(o.value), !m.isReleased, m.dimensions == 1, let item = TypedArrays.item(m.character),
              m.itemSize == 1 << item.log2, m.strides[0].int == m.itemSize, k.value.int < m.length && k.value.int >= -m.length,
              let n = viewLength(o, whole: true), let p = position(k, count: n.count, n.value) else { return nil }
        return (item, b.load(o.ref, offset: Recorder.baseWord * 8, class: 0, kind: .pointer), p.index)
    }
    func viewItem(_ o: Traced, _ k: Traced) throws(Raise) -> Traced? {
        guard let p = viewPlace(o, k) else { return nil }
        return machineItem(p.item, p.data, p.index, try Operations.getItem(o.value, k.value))
    }
    /// Whether `o[k] = w` was a store in a view.
    func storeViewItem(_ o: Traced, _ k: Traced, _ w: Traced) throws(Raise) -> Bool {
        guard MemoryView.isInstance(o.value), !MemoryView(o.value).isReadonly, isFloat(w) || w.value.isInt, let p = viewPlace(o, k), let x = machineWord(w, p.item) else { return false }
        effects += 1; tracedNote()
        b.store(p.data, index: p.index, offset: 0, class: Alias.items, value: x, size: 1 << p.item.log2)
        try Operations.setItem(o.value, k.value, w.value)
        return true
    }
    /// The next item of a view.
    func peekView(_ it: Traced) -> Peeked? {
        let r = it.value.ref, v = r.value(2), k = r.value(3)
        guard v.isPointer, k.isInt, k.int >= 0 else { return nil }
        guardType(it, MemoryView.iterator)
        let o = Traced(value: v, ref: b.load(it.ref, offset: 16, class: Alias.iterators, kind: .word))
        let i = Traced(value: k, ref: b.guardInt(b.load(it.ref, offset: 24, class: Alias.iterators, kind: .word), snapshot()))
        b.guardNonNull(o.ref, snapshot())
        b.guardBool(b.compare(.le, b.int(0), i.ref), true, snapshot())
        do throws(Raise) {
            guard let x = try viewItem(o, i) else { return nil }
            return Peeked(item: x, commits: [.store(base: it.ref, offset: 24, value: b.asWord(b.arithmetic(.add, i.ref, b.int(1), snapshot())))], leaves: [it])
        } catch { Errors.take(); return nil }
    }
}

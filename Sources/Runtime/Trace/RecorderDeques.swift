import TraceIR
import TraceCompiler

/// Deques under the recorder, as they lie in memory (`DequeRef`): searches go through one step by step.
extension Recorder {
    private func isDeque(_ d: Traced) -> Bool { d.value.isPointer && DequeRef.type.raw != 0 && d.value.ref.type == DequeRef.type }
    private func dequeCount(_ d: Traced) -> TraceIR.Ref { b.load(d.ref, offset: 32, class: Alias.lengths, kind: .i64, length: true) }
    func dequeLength(_ d: Traced) -> Traced? {
        guard isDeque(d) else { return nil }
        guardType(d, DequeRef.type)
        return Traced(value: Value(int: DequeRef(d.value).count), ref: b.i64ToInt(dequeCount(d)))
    }
    /// The item at K; nil out of range.
    func dequeItem(_ d: Traced, _ k: Traced) -> Traced? {
        guard isDeque(d), k.value.isInt, case let n = DequeRef(d.value).count, k.value.int < n, k.value.int >= -n else { return nil }
        guardType(d, DequeRef.type)
        guard let p = position(k, count: dequeCount(d), n) else { return nil }
        let storage = b.load(d.ref, offset: 16, class: Alias.lengths, kind: .pointer), first = b.load(d.ref, offset: 24, class: Alias.lengths, kind: .i64)
        let mask = b.arithmetic(.sub, b.load(storage, offset: 16, class: 0, kind: .i64), b.i64(1))
        let place = b.arithmetic(.and, b.arithmetic(.add, first, p.index), mask)
        return typed(DequeRef(d.value)[p.value], b.load(storage, index: place, offset: 24, class: Alias.items, kind: .word))
    }
    /// `append` and `appendleft`.
    func pushed(_ d: Traced, _ x: Traced, left: Bool) -> Traced? {
        guard isDeque(d) else { return nil }
        guardType(d, DequeRef.type)
        effects += 1
        b.call(Leaves.dequePush, [d.ref, b.asWord(x.ref), b.i64(left ? 1 : 0)], result: .none, writes: Alias.mask(Alias.lengths, Alias.items))
        if left { DequeRef(d.value).prepend(x.value) } else { DequeRef(d.value).append(x.value) }
        return constant(.none)
    }
    /// `pop` and `popleft` of one that is not empty: the item is looked at first, with all guards.
    func popped(_ d: Traced, left: Bool) -> Traced? {
        guard isDeque(d), let w = dequeItem(d, constant(Value(int: left ? 0 : -1))) else { return nil }
        effects += 1
        b.call(Leaves.dequePop, [d.ref, b.i64(left ? 1 : 0)], result: .none, writes: Alias.mask(Alias.lengths, Alias.items))
        _ = left ? DequeRef(d.value).popFirst() : DequeRef(d.value).popLast()
        return w
    }
}

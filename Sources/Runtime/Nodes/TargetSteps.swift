/// The stores of a statement with several targets, one after the other, so that a trace may leave between any two of their steps.
///
/// Each target has four states from `first` on, and two slots from `area` on for what it is evaluated to:
/// 0 its object (or the whole store of a name or a sequence), 1 its key, 2 the store, 3 in a setter or `__setitem__`.
/// The interpreter does not need them: it comes here only where a trace was left.
struct TargetSteps {
    /// The first state, the first slot.
    let first: Int, area: Int
    /// Slots that N targets need.
    static func slots(_ n: Int) -> Int { 2 * n }

    /// Stores V in target I (T), from STATE on, which belongs to it.
    func store(_ t: Target, _ i: Int, _ v: Value, _ f: Frame, _ c: inout Cursor, state: Int) throws(Raise) {
        let step = state - first - 4 * i, slot = area + 2 * i
        if step == 3 { _ = try Call.finish(f, t, &c); return }
        if let a = t as? AttributeTarget {
            if step == 0 { f[slot] = try a.object.resume(f, &c) }
            return try a.store(f, f[slot], v)
        }
        if let s = t as? SubscriptTarget {
            if step == 0 { f[slot] = try s.object.resume(f, &c) }
            if step <= 1 { f[slot + 1] = step == 1 ? try s.key.resume(f, &c) : try s.key.read(f) }
            return try s.store(f, f[slot], f[slot + 1], v)
        }
        try t.store(f, v)
    }
    /// The target that STATE belongs to; less than 0: it is none's.
    @inline(__always) func target(_ state: Int) -> Int { state < first ? -1 : (state - first) / 4 }
    /// Records the stores of VALUE(i) in TARGETS. STATE: where a bridge begins (below `first`: before them all).
    func trace(_ targets: Children<Borrowed<Target>>, _ r: Recorder, _ c: inout Cursor, state: Int, _ value: (Int) -> Traced) throws(Raise) {
        let begun = target(state)
        for i in max(0, begun)..<targets.count {
            let t = targets[i].object, slot = area + 2 * i, s = first + 4 * i, step = i == begun ? state - s : -1
            if step == 3 { _ = try r.finishCall(t, &c); continue }
            r.at(s)
            if let a = t as? AttributeTarget {
                let o = step > 0 ? r.held(slot) : try r.read(a.object, &c)
                r.put(slot, o); r.at(s + 2)
                try r.storeAttribute(a, o, value(i), setter: s + 3)
            } else if let u = t as? SubscriptTarget {
                let o = step > 0 ? r.held(slot) : try r.read(u.object, &c)
                r.put(slot, o); r.at(s + 1)
                let k = step > 1 ? r.held(slot + 1) : try r.read(u.key, &c)
                r.put(slot + 1, k); r.at(s + 2)
                try r.storeItem(u, o, k, value(i), method: s + 3)
            } else { try t.trace(r, value(i)) }
        }
    }
}

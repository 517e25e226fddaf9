import TraceIR
import TraceCompiler

/// Dicts under constant names: the dict of a `**` parameter, records, attributes of functions.
///
/// A new dict of few names is made as two objects (the dict and its table) with plain stores, so that it is not made at all where nothing but a call that takes it
/// apart again needs it. An entry under a constant name is loads under guards: the table has the size it has now, and its entry number I the very name. So
/// the value there is that of the name, whatever dict it is; a name found elsewhere, or as another object, leaves the trace.
extension Recorder {
    /// Where the parts of a table of SIZE (`log2`) lie, in bytes.
    private static func entry(_ i: Int, log2: Int) -> Int { 40 + max(8, (log2 <= 7 ? 1 : log2 <= 15 ? 2 : 4) << log2) + i * 24 }
    /// A new dict of KEYS, which are different strs, and their values: as many as a table of the least size takes.
    static let mostNames = 5
    func newDict(_ keys: [Value], _ values: [Traced]) -> Traced {
        // (Made by the runtime, the table tells what its words are.)
        let d = DictRef.allocate(capacity: keys.count)
        for (i, k) in keys.enumerated() { d.insertNew(k, StrRef(k.ref).hash, values[i].value) }
        let v = d.value
        // The refs may box floats, which may collect: first.
        let words = values.map { b.asWord($0.ref) }
        if keys.isEmpty {
            let w = b.new(size: 48, type: UInt(bitPattern: Types.dict.ref))
            b.storeValue(w, offset: 32, class: Alias.entries, value: b.word(DictRef.noTable.bits))
            return Traced(value: v, ref: w)
        }
        let t = d.table, size = Recorder.entry(t.capacity, log2: t.log2)
        let table = b.new(size: size, type: UInt(bitPattern: Types.dictTable.ref))
        b.store(table, offset: 16, class: 0, value: b.word(t.ref.word(2)))
        for i in [3, 4, 5] { b.store(table, offset: i * 8, class: Alias.entries, value: b.word(t.ref.word(i))) }
        for (i, k) in keys.enumerated() {
            let at = Recorder.entry(i, log2: t.log2)
            b.store(table, offset: at, class: Alias.entries, value: b.word(UInt64(bitPattern: Int64(t.entries[i].hash))))
            b.storeValue(table, offset: at + 8, class: Alias.entries, value: known(k).ref)
            b.storeValue(table, offset: at + 16, class: Alias.entries, value: words[i])
        }
        let w = b.new(size: 48, type: UInt(bitPattern: Types.dict.ref))
        b.store(w, offset: 16, class: Alias.lengths, value: b.i64(keys.count))
        b.store(w, offset: 24, class: Alias.entries, value: b.i64(keys.count))
        b.storeValue(w, offset: 32, class: Alias.entries, value: table)
        return Traced(value: v, ref: w)
    }
    /// The table of dict D, guarded to be of the size it has now.
    private func table(_ d: Traced) -> TraceIR.Ref {
        let t = b.load(d.ref, offset: 32, class: Alias.entries, kind: .word)
        b.guardEqual(b.load(t, offset: 16, class: 0, kind: .word), DictRef(d.value).table.ref.word(2), snapshot())
        return t
    }
    /// The table of D, which is guarded to be a dict, and the place of the value under NAME in it; nil where D has no such entry, or under an equal name.
    private func place(_ d: Traced, _ name: Value) -> (table: TraceIR.Ref, offset: Int, value: Value)? {
        let t = DictRef(d.value).table, i = DictRef(d.value).findIndexMixed(name)
        // (Where dicts of many forms were met a call finds it.)
        guard i >= 0, t.entries[i].key == name, !t.entries[i].value.isUnbound, b.isNew(d.ref) || !isPlaceOfMany else { return nil }
        let r = table(d), at = Recorder.entry(i, log2: t.log2)
        keep.append(name)
        b.guardEqual(b.load(r, offset: at + 8, class: Alias.entries, kind: .word), name.bits, snapshot())
        return (r, at + 16, t.entries[i].value)
    }
    /// Whether K is a name that the trace knows.
    func isName(_ k: Traced) -> Bool { k.ref.isConstant && k.value.isExactly(Types.str) && StrRef(k.value.ref).isInterned }
    /// The value under NAME in D, which is guarded to be a dict (or of a class that inherits how items are read); nil where a call has to look.
    func dictItem(_ d: Traced, _ name: Value) -> Traced? {
        guard let p = place(d, name) else { return nil }
        let w = b.load(p.table, offset: p.offset, class: Alias.entries, kind: .word)
        b.guardNonNull(w, snapshot())
        return Traced(value: p.value, ref: w)
    }
    /// Stores W under NAME, which D has, likewise.
    func storeDictItem(_ d: Traced, _ name: Value, _ w: Traced) -> Bool {
        guard let p = place(d, name) else { return false }
        b.guardNonNull(b.load(p.table, offset: p.offset, class: Alias.entries, kind: .word), snapshot())
        write(p.table, p.offset, .none, w, Alias.entries)
        DictRef(d.value).set(name: name, w.value)
        return true
    }
    /// The names and values of D, a dict that the trace has made and that nothing can have changed; nil for others.
    func namesAndValues(_ d: Traced) -> [(Value, Traced)]? {
        guard b.isNew(d.ref), d.value.isExactly(Types.dict) else { return nil }
        let n = DictRef(d.value).count
        let count = b.load(d.ref, offset: 16, class: Alias.lengths, kind: .i64, length: true)
        guard count.isConstant, count == b.i64(n), n <= Recorder.mostNames else { return nil }
        if n == 0 { return [] }
        let t = b.load(d.ref, offset: 32, class: Alias.entries, kind: .word), table = DictRef(d.value).table
        guard b.isNew(t), table.used == n, b.load(t, offset: 24, class: Alias.entries, kind: .word) == b.word(UInt64(n)) else { return nil }
        var out: [(Value, Traced)] = []
        for i in 0..<n {
            let at = Recorder.entry(i, log2: table.log2), e = table.entries[i]
            guard b.load(t, offset: at + 8, class: Alias.entries, kind: .word) == b.word(e.key.bits) else { return nil }
            out.append((e.key, typed(e.value, b.load(t, offset: at + 16, class: Alias.entries, kind: .word))))
        }
        return out
    }
}

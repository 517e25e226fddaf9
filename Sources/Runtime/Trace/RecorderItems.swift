import TraceIR
import TraceCompiler

/// Items of containers under the recorder: indices, slices, keys, membership.
///
/// Indices of lists, tuples, bytes, bytearrays and ASCII strs are loads and stores under a bounds check; dicts and sets are asked by functions that
/// run no Python code (`Plain`), subclasses too where they inherit the method.
extension Recorder {
    // MARK: indices
    /// The index that K means in a sequence of COUNT items, N of them now, under a bounds check; nil if it is out of range now.
    func position(_ k: Traced, count: @autoclosure () -> TraceIR.Ref, _ n: Int) -> (index: TraceIR.Ref, value: Int)? {
        guard k.value.isInt else { return nil }
        let i = k.value.int < 0 ? k.value.int + n : k.value.int
        guard i >= 0 && i < n else { return nil }
        var index = b.intToI64(int(k))
        let length = count()
        if k.value.int < 0 {
            b.guardBool(b.compare(.lt, index, b.i64(0)), true, snapshot())
            index = b.arithmetic(.add, index, length)
        }
        b.guardBool(b.compare(.below, index, length), true, snapshot())
        return (index, i)
    }
    /// Guards that K indexes the list or tuple O; gives what loads need. Negative constants and values count from the end.
    private func place(_ o: Traced, _ k: Traced, _ method: Slot = .getitem) -> (storage: TraceIR.Ref, offset: Int, index: TraceIR.Ref, value: Int)? {
        guard k.value.isInt, o.value.isPointer else { return nil }
        let t = o.value.ref.type
        // (Subclasses that inherit METHOD do as the builtin type does: named tuples.)
        let isList = t == Types.list || t.has(TypeRef.Flags.list) && t.slot(method) == Types.list.slot(method)
        guard isList || t == Types.tuple || t.has(TypeRef.Flags.tuple) && t.slot(method) == Types.tuple.slot(method) else { return nil }
        let n = isList ? ListRef(o.value).count : TupleRef(o.value).count
        guard k.value.int < n && k.value.int >= -n else { return nil }
        if !(t == Types.tuple && o.ref.isConstant) { guardType(o, t) }
        guardVersion(t)
        guard let p = position(k, count: b.load(o.ref, offset: 16, class: isList ? Alias.lengths : 0, kind: .i64, length: true), n) else { return nil }
        return isList ? (b.load(o.ref, offset: 24, class: Alias.lengths, kind: .pointer), 24, p.index, p.value) : (o.ref, 32, p.index, p.value)
    }
    /// The byte at K in bytes or a bytearray.
    private func byte(_ o: Traced, _ k: Traced) -> (address: TraceIR.Ref, offset: Int, index: TraceIR.Ref, value: Int)? {
        guard k.value.isInt, o.value.isPointer else { return nil }
        let t = o.value.ref.type, isArray = t == Types.bytearray
        guard isArray || t == Types.bytes else { return nil }
        let n = Int(o.value.ref.word(2))
        guard k.value.int < n && k.value.int >= -n else { return nil }
        guardType(o, t)
        guard let p = position(k, count: b.load(o.ref, offset: 16, class: isArray ? Alias.lengths : 0, kind: .i64, length: true), n) else { return nil }
        return isArray ? (b.load(o.ref, offset: 40, class: Alias.lengths, kind: .pointer), 0, p.index, p.value) : (o.ref, 32, p.index, p.value)
    }
    /// The item at K of bytes or a bytearray.
    func byteItem(_ o: Traced, _ k: Traced) -> Traced? {
        guard let p = byte(o, k) else { return nil }
        let isArray = o.value.ref.type == Types.bytearray
        let v = isArray ? ByteArrayRef(o.value).data[p.value] : BytesRef(o.value).data[p.value]
        return Traced(value: Value(int: Int(v)), ref: b.i64ToInt(b.load(p.address, index: p.index, offset: p.offset, class: isArray ? Alias.items : 0, kind: .i64, size: 1)))
    }
    /// A str of one character of the str O.
    func character(_ o: Traced, _ k: Traced) -> Traced? {
        guard k.value.isInt, o.value.isExactly(Types.str) else { return nil }
        let s = StrRef(o.value.ref), n = s.count
        guard k.value.int < n && k.value.int >= -n else { return nil }
        guardType(o, Types.str)
        guard let p = position(k, count: b.load(o.ref, offset: 16, class: 0, kind: .i64, length: true), n) else { return nil }
        let v = StrRef.character(s[p.value])
        guard s.isCompact && s.kind == 1 else {
            return Traced(value: v, ref: b.call(Leaves.character, [o.ref, p.index], result: .word, writes: 0, pure: true))
        }
        guardForm(o)
        let code = b.load(o.ref, index: p.index, offset: s.isASCII ? 40 : 56, class: 0, kind: .i64, size: 1)
        let w = b.load(b.pointer(UInt(bitPattern: StrRef.latinCharacters)), index: code, offset: 0, class: 0, kind: .word)
        characters.append((w, code))
        return Traced(value: v, ref: w)
    }
    /// Guards that the str O has the form it has: kind, compact, ASCII.
    func guardForm(_ o: Traced) {
        let state = b.arithmetic(.and, b.load(o.ref, offset: 32, class: 0, kind: .i64, size: 4), b.i64(0x7C))
        b.guardEqual(state, UInt64(StrRef(o.value.ref).state & 0x7C), snapshot())
    }
    /// The code point of W, a str of one Latin-1 character that the trace knows as such: taken from a str, or a constant.
    func codePoint(_ w: Traced) -> TraceIR.Ref? {
        if w.ref.isConstant { return w.value.isExactly(Types.str) && StrRef(w.value.ref).count == 1 && StrRef(w.value.ref)[0] < 256 ? b.i64(Int(StrRef(w.value.ref)[0])) : nil }
        return characters.last(where: { $0.word == w.ref })?.code
    }
    func subscript_(_ o: Traced, _ k: Traced, _ n: Node, keepsLevel: Bool = false) throws(Raise) -> Traced {
        let k = index(k, of: o, .getitem)
        if let p = place(o, k) {
            let isList = o.value.isList
            let v = isList ? ListRef(o.value).items[p.value] : TupleRef(o.value).items[p.value]
            return typed(v, b.load(p.storage, index: p.index, offset: p.offset, class: isList ? Alias.items : 0, kind: .word))
        }
        if let c = character(o, k) { return c }
        if let x = byteItem(o, k) { return x }
        if let x = try typedItem(o, k) { return x }
        if let x = try viewItem(o, k) { return x }
        if let x = dequeItem(o, k) { return x }
        locate(n)
        if let error = missing(o, k) { throw error }
        if o.value.isPointer {
            let t = o.value.ref.type
            if t.has(TypeRef.Flags.dict), t.slot(.getitem) == Types.dict.slot(.getitem) {
                let v = Plain.get(o.value, k.value)
                if !v.isUnbound {
                    guardType(o, t); guardVersion(t)
                    if isName(k), let w = dictItem(o, k.value) { return w }
                    let w = b.call(Leaves.dictGet, [o.ref, b.asWord(k.ref)], result: .word, writes: 0)
                    b.guardNonNull(w, snapshot())
                    return Traced(value: v, ref: w)
                }
                if case .entry(let address, let e)? = try entry(o, k) { return value(at: address, e) }
            }
            if let w = try slice(o, k, keepsLevel) { return w }
            if !keepsLevel {
                let g = t.slot(.getitem)
                if g.isExactly(Types.function), canInline(FunctionRef(g.ref), 2) {
                    guardType(o, t); guardVersion(t)
                    return try inline(n, known(g), [o, k], state: 3)
                }
            }
        }
        let w = residual(Residual.getItem, [o.ref, k.ref], up: keepsLevel ? 0 : 1, isValue: true)
        return Traced(value: try Operations.getItem(o.value, k.value), ref: w)
    }
    /// A slice of ints and None of a builtin sequence. The slice object itself is not needed.
    private func slice(_ o: Traced, _ k: Traced, _ keepsLevel: Bool) throws(Raise) -> Traced? {
        let t = o.value.ref.type
        // (Of any view: what it shows is not looked at here, and a slice that cannot be had raises.)
        func isView(_ v: Value) -> Bool { MemoryView.isInstance(v) && MemoryView(v).dimensions > 0 }
        guard k.value.isExactly(Types.slice), t == Types.list || t == Types.tuple || t == Types.str || t == Types.bytes || t == Types.bytearray || isView(o.value) else { return nil }
        guard let parts = bounds(k) else { return nil }
        guardType(o, t)
        let v = try Operations.getItem(o.value, k.value)
        return Traced(value: v, ref: b.call(Leaves.slice, [o.ref] + parts, result: .word, writes: 0, raises: snapshot(.raising, last: ResumeState.raising, up: keepsLevel ? 0 : 1)))
    }
    /// The parts of the slice K, guarded to be ints or None as they are; nil if they are others.
    private func bounds(_ k: Traced) -> [TraceIR.Ref]? {
        for i in 2...4 { let p = k.value.ref.value(i); if !p.isInt && !p.isNone { return nil } }
        guardType(k, Types.slice)
        return (2...4).map { i in
            let p = Traced(value: k.value.ref.value(i), ref: b.load(k.ref, offset: i * 8, class: 0, kind: .word))
            if p.value.isInt { return b.asWord(int(p)) }
            guardIdentity(p)
            return b.word(p.value.bits)
        }
    }
    /// A slice object, which mostly nothing needs.
    func newSlice(_ x: Traced, _ y: Traced, _ z: Traced) -> Traced {
        // The refs may box floats, which may collect: first.
        let words = [b.asWord(x.ref), b.asWord(y.ref), b.asWord(z.ref)]
        let s = b.new(size: 40, type: UInt(bitPattern: Types.slice.ref))
        for i in 0..<3 { b.storeValue(s, offset: 16 + i * 8, class: 0, value: words[i]) }
        return Traced(value: SliceObject.make(x.value, y.value, z.value), ref: s)
    }
    /// METHOD: the state of the current node in which a `__setitem__` in Python runs, 0 if it has none.
    func storeItem(_ t: SubscriptTarget, _ o: Traced, _ k: Traced, _ w: Traced, method: Int = 0) throws(Raise) {
        locate(t)
        let k = index(k, of: o, .setitem)
        if o.value.isPointer, o.value.isList, let p = place(o, k, .setitem) {
            write(p.storage, 24, p.index, w, Alias.items)
            ListRef(o.value)[p.value] = w.value
            return
        }
        if o.value.isExactly(Types.bytearray), w.value.isInt, w.value.int >= 0, w.value.int < 256, let p = byte(o, k) {
            let x = b.intToI64(int(w))
            b.guardRange(x, 0, 255, snapshot())
            effects += 1; tracedNote()
            b.store(p.address, index: p.index, offset: p.offset, class: Alias.items, value: x, size: 1)
            ByteArrayRef(o.value).data[p.value] = UInt8(w.value.int)
            return
        }
        if try storeTypedItem(o, k, w) { return }
        if try storeViewItem(o, k, w) { return }
        if o.value.isExactly(Types.list), k.value.isExactly(Types.slice), w.value.isExactly(Types.list) || w.value.isExactly(Types.tuple), let parts = bounds(k) {
            guardType(o, Types.list); guardType(w, w.value.ref.type)
            effects += 1; tracedNote()
            b.call(Leaves.setSlice, [o.ref] + parts + [w.ref], result: .i64, writes: Alias.mask(Alias.lengths, Alias.items), raises: snapshot(.raising, last: ResumeState.raising, up: 1))
            try ListType.assign(ListRef(o.value), try SliceObject.unpack(k.value), w.value)
            return
        }
        if o.value.isPointer {
            let type = o.value.ref.type, g = type.slot(.setitem)
            if method != 0, g.isExactly(Types.function), canInline(FunctionRef(g.ref), 3) {
                guardType(o, type); guardVersion(type)
                _ = try inline(t, known(g), [o, k, w], state: method)
                return
            }
            if type.has(TypeRef.Flags.dict), type.slot(.setitem) == Types.dict.slot(.setitem), let found = try entry(o, k) { return store(found, o, k, w) }
            if type.has(TypeRef.Flags.dict), type.slot(.setitem) == Types.dict.slot(.setitem), Plain.has(o.value, k.value) != 2 {
                guardType(o, type); guardVersion(type)
                if isName(k), storeDictItem(o, k.value, w) { return }
                effects += 1; tracedNote()
                let r = b.call(Leaves.dictSet, [o.ref, b.asWord(k.ref), b.asWord(w.ref)], result: .i64, writes: Alias.mask(Alias.entries, Alias.lengths))
                // (Where it cannot be told, nothing has happened.)
                b.guardEqual(r, 1, snapshot())
                _ = Plain.set(o.value, k.value, w.value)
                return
            }
        }
        try residualStore(t, o, k, w)
    }
    /// `del o[k]`: entries of dicts and items of lists; all else may run anything.
    func deleteItem(_ t: SubscriptTarget, _ o: Traced, _ k: Traced) throws(Raise) {
        locate(t)
        let isDict = o.value.isExactly(Types.dict) && Plain.has(o.value, k.value) == 1
        if isDict || o.value.isExactly(Types.list) && k.value.isInt && k.value.int < ListRef(o.value).count && k.value.int >= -ListRef(o.value).count {
            guardType(o, o.value.ref.type)
            effects += 1; tracedNote()
            let r = b.call(isDict ? Leaves.dictRemove : Leaves.listRemove, [o.ref, b.asWord(k.ref)], result: .i64, writes: isDict ? Alias.mask(Alias.entries, Alias.lengths) : Alias.mask(Alias.lengths, Alias.items))
            // (Where there is no such item, nothing has happened.)
            b.guardEqual(r, 1, snapshot(decided: true))
            _ = isDict ? Plain.remove(o.value, k.value) : Plain.remove(o.value, at: k.value)
            return
        }
        _ = residual(Residual.deleteItem, [o.ref, k.ref], result: .i64)
        try Operations.deleteItem(o.value, k.value)
    }
    func residualStore(_ t: SubscriptTarget, _ o: Traced, _ k: Traced, _ w: Traced) throws(Raise) {
        locate(t)
        _ = residual(Residual.setItem, [o.ref, k.ref, w.ref], result: .i64)
        try Operations.setItem(o.value, k.value, w.value)
    }

    // MARK: membership
    func contains(_ n: Node, _ item: Traced, _ container: Traced, _ negated: Bool) throws(Raise) -> Traced {
        let c = container.value
        if c.isPointer, Plain.decidesContains(c.ref.type) {
            let t = c.ref.type, has = Plain.contains(c, item.value)
            if has != 2 {
                let yes = has == 1
                if let w = amongConstants(item, container) ?? amongCharacters(item, container) { return negated ? not(w) : w }
                guardType(container, t)
                if !t.has(TypeRef.Flags.immutable) { guardVersion(t) }
                let r = b.call(Leaves.contains, [container.ref, b.asWord(item.ref)], result: .i64, writes: 0)
                b.guardBool(b.compare(.ne, r, b.i64(2)), true, snapshot())
                return Traced(value: Value(bool: yes != negated), ref: b.compare(.eq, r, b.i64(negated ? 0 : 1)))
            }
            if c.has(TypeRef.Flags.dict), let found = try entry(container, item) { if case .entry = found { return bool(!negated) }; return bool(negated) }
            if c.has(TypeRef.Flags.set), let found = try isMember(container, item) { return bool(found.has != negated) }
        }
        locate(n)
        if n is ContainsNode, c.isPointer, case let t = c.ref.type, case let f = t.slot(.contains), f.isExactly(Types.function), canInline(FunctionRef(f.ref), 2) {
            guardType(container, t); guardVersion(t)
            return bool(try decide(try inline(n, known(f), [container, item], state: 3)) != negated)
        }
        let yes = try Operations.contains(c, item.value) != negated
        let r = residual(Residual.contains, [container.ref, item.ref, b.i64(negated ? 1 : 0)])
        return Traced(value: Value(bool: yes), ref: r)
    }
    /// A constant tuple of a few ints, asked with an int: comparisons.
    private func amongConstants(_ item: Traced, _ container: Traced) -> Traced? {
        guard container.ref.isConstant, container.value.isExactly(Types.tuple), item.value.isInt else { return nil }
        let t = TupleRef(container.value)
        if t.count == 0 || t.count > 4 { return nil }
        for i in 0..<t.count where !t.items[i].isInt { return nil }
        let x = int(item)
        var sum: TraceIR.Ref? = nil, yes = false
        for i in 0..<t.count {
            let same = b.boolToInt(b.compare(.eq, x, b.int(t.items[i].int)))
            sum = sum.map { b.arithmetic(.or, $0, same) } ?? same
            yes = yes || t.items[i] == item.value
        }
        return Traced(value: Value(bool: yes), ref: b.compare(.ne, sum.unsafelyUnwrapped, b.int(0)))
    }
    /// A constant str, tuple or frozenset, asked with a character that the trace knows by its code: a table.
    private func amongCharacters(_ item: Traced, _ container: Traced) -> Traced? {
        guard container.ref.isConstant, !item.ref.isConstant, let code = codePoint(item) else { return nil }
        let c = container.value, table = BytesRef.allocate(256)
        func add(_ v: Value) -> Bool {
            if v.isInt || v.isNone { return true }
            guard v.isExactly(Types.str) else { return false }
            if StrRef(v.ref).count == 1, StrRef(v.ref)[0] < 256 { table.data[Int(StrRef(v.ref)[0])] = 1 }
            return true
        }
        if c.isExactly(Types.str) {
            let s = StrRef(c.ref)
            for i in 0..<s.count where s[i] < 256 { table.data[Int(s[i])] = 1 }
        } else if c.isExactly(Types.tuple) {
            for i in 0..<TupleRef(c).count where !add(TupleRef(c).items[i]) { return nil }
        } else if c.isExactly(Types.frozenset) {
            var i = -1
            while SetRef(c.ref).next(&i) { if !add(SetRef(c.ref).table.slots[i].key) { return nil } }
        } else { return nil }
        let r = b.load(known(table.value).ref, index: code, offset: 32, class: 0, kind: .i64, size: 1)
        return Traced(value: Value(bool: table.data[Int(StrRef(item.value.ref)[0])] != 0), ref: b.compare(.ne, r, b.i64(0)))
    }
    /// The opposite of a truth value (of kind bool).
    func not(_ w: Traced) -> Traced {
        let v = Value(bool: w.value != .true)
        if w.ref.isConstant { return bool(v == .true) }
        return Traced(value: v, ref: b.compare(.eq, w.ref, b.bool(false)))
    }
}

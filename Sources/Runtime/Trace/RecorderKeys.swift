import Primitives
import TraceIR
import TraceCompiler

/// Keys that Python code hashes or compares (enum members, frozen dataclasses, points), and `hash`.
///
/// `__hash__` runs in the trace without a state of its own (`quietly`), as methods do that are asked for a truth: whatever leaves within goes back to before the question, so nothing in it may change anything. With the hash a
/// call looks for the key (`Plain.candidate`): there is none, or one that is the very object or equal to it without asking, or one of the same hash whose `__eq__` has to be asked, which then runs in the trace likewise.
/// Which of the three it was is a guard. Tuples that the trace makes are hashed item by item.
extension Recorder {
    private static let mostItems = 6
    /// What the function F in Python gives for ARGUMENTS; nil where that cannot be told without a state of its own, and nothing has happened.
    func quietly(_ f: Value, _ arguments: [Traced]) throws(Raise) -> Traced? {
        guard forced == nil, abortReason == nil, f.isExactly(Types.function), case let code = FunctionRef(f.ref).code, !code.changesWhenAsked, canInline(FunctionRef(f.ref), arguments.count) else { return nil }
        let first = b.count
        forced = snapshot()
        defer { forced = nil }
        let r: Traced
        do throws(Raise) { r = try inline(nil, known(f), arguments, state: top.state) } catch { if error.kind != .untraceable { abort(.raised) }; throw error }
        if b.changesMemory(since: first) { code.changesWhenAsked = true; abort(.untraceable) }
        return r
    }

    // MARK: hashes
    /// The hash of X as a machine word; nil where only a call can say it.
    func hash(of x: Traced) throws(Raise) -> (value: Int, ref: TraceIR.Ref)? {
        if isIntegral(x) && !isWide(x) {
            let w = integral(x), largest = 1 << 61 - 2
            guard abs(w.value.int) <= largest else { return nil }
            let i = int(w), n = b.intToI64(i)
            if !i.isConstant { b.guardRange(i, -largest, largest, snapshot()) }
            return (Integers.hash(w.value.int), b.select(b.compare(.eq, n, b.i64(-1)), b.i64(-2), n))
        }
        if x.value.isExactly(Types.tuple), case let n = TupleRef(x.value).count, n <= Recorder.mostItems, b.isNew(x.ref) || !Plain.isPlain(x.value) {
            guard let items = unpack(x, n) else { return nil }
            var all = TupleHash(), sum = b.i64(Int(bitPattern: UInt(TupleHash.start)))
            for w in items {
                guard let h = try hash(of: w) else { return nil }
                all.combine(h.value)
                sum = b.arithmetic(.add, sum, b.arithmetic(.mul, h.ref, b.i64(Int(bitPattern: UInt(TupleHash.second)))))
                sum = b.arithmetic(.or, b.arithmetic(.shl, sum, b.i64(31)), b.arithmetic(.ushr, sum, b.i64(33)))
                sum = b.arithmetic(.mul, sum, b.i64(Int(bitPattern: UInt(TupleHash.first))))
            }
            sum = b.arithmetic(.add, sum, b.i64(Int(bitPattern: UInt(TupleHash.last(count: n)))))
            return (all.finish(count: n), b.select(b.compare(.eq, sum, b.i64(-1)), b.i64(TupleHash.insteadOfMinusOne), sum))
        }
        var h = 0
        if !isFloat(x), Plain.hash(x.value, &h) {
            let r = b.call(Leaves.hash, [b.asWord(x.ref)], result: .i64, pure: true)
            // (No hash is that.)
            b.guardBool(b.compare(.ne, r, b.i64(-1)), true, snapshot())
            return (h, r)
        }
        guard x.value.isPointer, case let t = x.value.ref.type, case let f = t.slot(.hash), f.isExactly(Types.function) else { return nil }
        if abortReason != nil { h = try Operations.hash(x.value); return (h, b.i64(h)) }
        guardType(x, t); guardVersion(t)
        guard let r = try quietly(f, [x]) else { return nil }
        if abortReason != nil { h = try Operations.checkedHash(r.value); return (h, b.i64(h)) }
        do throws(Raise) { h = try Operations.checkedHash(r.value) } catch { Errors.take(); return nil }
        if let low = hashes[r.ref.raw] { return (h, low) }
        if isWide(r) || r.value.isPointer {
            // (Of more than 64 bits, perhaps.)
            if !isWide(r) { guardKind(r) }
            return (h, b.call(Leaves.hashOfInt, [b.asWord(r.ref)], result: .i64, pure: true))
        }
        let low = b.intToI64(int(r))
        return (h, b.select(b.compare(.eq, low, b.i64(-1)), b.i64(-2), low))
    }
    /// `hash(x)`; nil where only a call can say it.
    func hashed(_ x: Traced) throws(Raise) -> Traced? {
        guard let h = try hash(of: x) else { return nil }
        if isIntegral(x) { return Traced(value: Value(int: h.value), ref: b.i64ToInt(h.ref)) }
        let word = b.call(Leaves.signedWord, [h.ref], result: .word, pure: true)
        wides[word.raw] = Wide(low: h.ref, isUnsigned: false)
        hashes[word.raw] = h.ref
        return Traced(value: .int(h.value), ref: word)
    }

    // MARK: entries
    /// Where a dict has a key: the address of its entry, and the value there.
    enum Found { case nothing(hash: (value: Int, ref: TraceIR.Ref)), entry(TraceIR.Ref, UnsafeMutablePointer<DictRef.Entry>) }
    /// Whether Python code is asked about the key V.
    private func isAsked(_ v: Value) -> Bool {
        guard v.isPointer, forced == nil else { return false }
        if v.isExactly(Types.tuple) {
            let t = TupleRef(v)
            return t.count <= Recorder.mostItems && (0..<t.count).contains { isAsked(t[$0]) }
        }
        return v.ref.type.slot(.hash).isExactly(Types.function)
    }
    /// The entry of K, which Python code is asked about, in D, which is guarded to be a dict of its class and has dict's own lookup; nil for all other keys, and where only a call can tell.
    func entry(_ d: Traced, _ k: Traced) throws(Raise) -> Found? {
        guard isAsked(k.value), let h = try hash(of: k) else { return nil }
        guardType(d, d.value.ref.type); guardVersion(d.value.ref.type)
        var told = Value.unbound, same = false
        if abortReason == nil {
            let found = Plain.candidate(DictRef(d.value), k.value, h.value)
            switch try settled(b.call(Leaves.candidate, [d.ref, b.asWord(k.ref), h.ref], result: .i64, writes: 0), found, k) {
            case .place(let address): return .entry(address, UnsafeMutablePointer(bitPattern: found & ~1).unsafelyUnwrapped)
            case .nothing: return .nothing(hash: h)
            case .unknown: return nil
            case .told(let key, let yes): told = key; same = yes
            }
        }
        // The recording was given up while code ran that changes something: what was asked is not asked again.
        let p = try DictRef(d.value).lookup(k.value, h.value, told: told, same: same)
        return p.entry < 0 ? .nothing(hash: h) : .entry(b.pointer(8), DictRef(d.value).table.entries + p.entry)
    }
    /// Whether the set S has K, likewise.
    func isMember(_ s: Traced, _ k: Traced) throws(Raise) -> (has: Bool, hash: (value: Int, ref: TraceIR.Ref))? {
        guard isAsked(k.value), let h = try hash(of: k) else { return nil }
        guardType(s, s.value.ref.type); guardVersion(s.value.ref.type)
        var told = Value.unbound, same = false
        if abortReason == nil {
            let found = Plain.candidate(SetRef(s.value), k.value, h.value)
            switch try settled(b.call(Leaves.candidateInSet, [s.ref, b.asWord(k.ref), h.ref], result: .i64, writes: 0), found, k) {
            case .place: return (true, h)
            case .nothing: return (false, h)
            case .unknown: return nil
            case .told(let key, let yes): told = key; same = yes
            }
        }
        return (try SetRef(s.value).probe(k.value, h.value, told: told, same: same).1, h)
    }
    /// TOLD: the key there was asked, and the recording was given up.
    private enum Settled { case nothing, place(TraceIR.Ref), unknown, told(Value, Bool) }
    /// What FOUND, which R computes, comes to: the address of the entry, or that there is none; unknown where the key there says that it is another one, or a call has to ask it.
    private func settled(_ r: TraceIR.Ref, _ found: UInt, _ k: Traced) throws(Raise) -> Settled {
        if found == 0 { b.guardEqual(r, 0, snapshot()); return .nothing }
        b.guardBool(b.compare(.ne, r, b.i64(0)), true, snapshot())
        b.guardEqual(b.arithmetic(.and, r, b.i64(1)), UInt64(found & 1), snapshot())
        let address = b.cast(found & 1 == 0 ? r : b.arithmetic(.sub, r, b.i64(1)), to: .pointer)
        if found & 1 == 0 { return .place(address) }
        // (Entries of dicts and slots of sets have the hash in front of the key.)
        let v = UnsafePointer<Value>(bitPattern: found & ~1 + 8).unsafelyUnwrapped.pointee
        guard v.isPointer, k.value.isPointer, case let t = v.ref.type, k.value.ref.type == t else { return .unknown }
        let key = Traced(value: v, ref: b.load(address, offset: 8, class: Alias.entries, kind: .word))
        guardType(key, t); guardVersion(t); guardType(k, t)
        guard let same = try quietly(t.slot(.eq), [key, k]) else { return .unknown }
        if abortReason != nil { return .told(v, try Operations.isTrue(same.value)) }
        guard same.value == .true else { return .unknown }
        if b.kind(same.ref) == .bool { if !same.ref.isConstant { b.guardBool(same.ref, true, snapshot()) } } else { b.guardEqual(b.asWord(same.ref), same.value.bits, snapshot()) }
        return .place(address)
    }
    /// The value in an entry.
    func value(at address: TraceIR.Ref, _ e: UnsafeMutablePointer<DictRef.Entry>) -> Traced { typed(e.pointee.value, b.load(address, offset: 16, class: Alias.entries, kind: .word)) }
    /// `d[k] = w` where FOUND tells about the entry.
    func store(_ found: Found, _ d: Traced, _ k: Traced, _ w: Traced) {
        let x = b.asWord(w.ref)
        effects += 1; tracedNote()
        switch found {
        case .entry(let address, let e):
            b.call(Leaves.setEntry, [d.ref, address, x], result: .none, writes: Alias.mask(Alias.entries))
            Plain.set(d.value, e, w.value)
        case .nothing(let hash):
            b.call(Leaves.insertEntry, [d.ref, b.asWord(k.ref), hash.ref, x], result: .none, writes: Alias.mask(Alias.entries, Alias.lengths))
            DictRef(d.value).insertNew(k.value, hash.value, w.value)
        }
    }
}
/// What the traces of such keys call.
extension Leaves {
    private static let hash_: @convention(c) (UInt64) -> Int = { k in
        var h = 0
        return Plain.hash(Value(bits: k), &h) ? h : -1
    }
    private static let hashOfInt_: @convention(c) (UInt64) -> Int = { v in
        do throws(Raise) { return try Operations.checkedHash(Value(bits: v)) } catch { Errors.take(); return 0 }
    }
    private static let signedWord_: @convention(c) (Int) -> UInt64 = { Value.int($0).bits }
    private static let candidate_: @convention(c) (UInt64, UInt64, Int) -> UInt = { d, k, h in Plain.candidate(DictRef(Value(bits: d)), Value(bits: k), h) }
    private static let candidateInSet_: @convention(c) (UInt64, UInt64, Int) -> UInt = { s, k, h in Plain.candidate(SetRef(Value(bits: s)), Value(bits: k), h) }
    private static let setEntry_: @convention(c) (UInt64, UInt, UInt64) -> Void = { d, e, x in Plain.set(Value(bits: d), UnsafeMutablePointer(bitPattern: e).unsafelyUnwrapped, Value(bits: x)) }
    private static let insertEntry_: @convention(c) (UInt64, UInt64, Int, UInt64) -> Void = { d, k, h, x in DictRef(Value(bits: d)).insertNew(Value(bits: k), h, Value(bits: x)) }
    private static let insertMember_: @convention(c) (UInt64, UInt64, Int) -> Void = { s, k, h in Plain.insert(Value(bits: s), Value(bits: k), h) }
    nonisolated(unsafe) static var hash: UInt = 0, hashOfInt: UInt = 0, signedWord: UInt = 0, candidate: UInt = 0, candidateInSet: UInt = 0, setEntry: UInt = 0, insertEntry: UInt = 0, insertMember: UInt = 0
    static func startKeys() {
        hash = address(hash_); hashOfInt = address(hashOfInt_); signedWord = address(signedWord_); candidate = address(candidate_); candidateInSet = address(candidateInSet_)
        setEntry = address(setEntry_); insertEntry = address(insertEntry_); insertMember = address(insertMember_)
    }
}

import Primitives

/// What can be decided about values without running Python code: hashes, equality, order and membership of plain ones.
///
/// Plain are the values whose type's own methods are native and look at nothing but plain values: numbers, strs, bytes, singletons, tuples of plain
/// ones, and objects that are equal to themselves only. Traces call these functions without completing their frames, as they cannot be seen; each
/// answers "cannot tell" where Python code might have to be asked, without having changed anything, and the trace is left there.
enum Plain {
    /// Whether hashing and comparing V for equality runs no Python code.
    @inline(__always) static func isPlain(_ v: Value) -> Bool { v.isPointer ? isPlainObject(v, 4) : !v.isUnbound }
    /// A tuple, or an instance of a class that has a tuple's hash and equality (named tuples).
    @inline(__always) private static func isTuple(_ t: TypeRef) -> Bool { t == Types.tuple || t.has(TypeRef.Flags.tuple) && isNamed(t) }
    private static func isNamed(_ t: TypeRef) -> Bool { t.slot(.hash) == Types.tuple.slot(.hash) && t.slot(.eq) == Types.tuple.slot(.eq) }
    /// ISORDERED: neither does ordering it.
    /// ISHASHED: nor hashing it.
    @inline(never) private static func isPlainObject(_ v: Value, _ depth: Int, isOrdered: Bool = false, isHashed: Bool = true) -> Bool {
        let t = v.ref.type
        if t == Types.str || t == Types.bytes || t == Types.int || t == Types.float || t == Types.complex { return true }
        if isOrdered ? t == Types.tuple : isTuple(t) {
            let u = TupleRef(v.ref), n = u.count
            if depth == 0 || n > 16 { return false }
            for i in 0..<n where u.items[i].isPointer && !isPlainObject(u.items[i], depth - 1, isOrdered: isOrdered, isHashed: isHashed) { return false }
            return true
        }
        if !isOrdered, let base = base(ofDerived: t) { return (!isHashed || t.slot(.hash) == base.slot(.hash)) && t.slot(.eq) == base.slot(.eq) && t.slot(.ne) == base.slot(.ne) }
        // (A class that says nothing of equality may say how its instances are ordered.)
        return (!isOrdered || !t.has(TypeRef.Flags.heapType)) && (!isHashed || t.slot(.hash) == Types.objectHash) && t.slot(.eq) == Types.object.slot(.eq)
    }
    /// int, float or str, if T is a class of the program whose instances are such values; nil for all other classes.
    @inline(__always) static func base(ofDerived t: TypeRef) -> TypeRef? {
        guard t.has(TypeRef.Flags.heapType), t.has(TypeRef.Flags.long | TypeRef.Flags.float | TypeRef.Flags.str) else { return nil }
        return t.has(TypeRef.Flags.long) ? Types.int : t.has(TypeRef.Flags.float) ? Types.float : Types.str
    }
    /// Whether `v op w` runs no Python code for another such value W; lists of plain values count.
    private static func isComparable(_ v: Value, _ op: Operations.Comparison) -> Bool {
        let isOrdered = op != .eq && op != .ne
        func isPlain(_ v: Value) -> Bool { v.isPointer ? isPlainObject(v, 4, isOrdered: isOrdered) : !v.isUnbound }
        if v.isExactly(Types.list) {
            let l = ListRef(v), n = l.count
            if n > 64 { return false }
            for i in 0..<n where !isPlain(l.items[i]) { return false }
            return true
        }
        return isPlain(v)
    }
    /// Whether adding up, ordering and hashing the items of the list or tuple V runs no Python code.
    static func areItemsPlain(_ v: Value) -> Bool {
        let isList = v.isList, p = isList ? ListRef(v).items : TupleRef(v).items, n = isList ? ListRef(v).count : TupleRef(v).count
        var i = 0
        while i < n {
            let x = p[i]
            if x.isPointer, x.ref.type != Types.float, x.ref.type != Types.str, !isPlainObject(x, 4, isOrdered: true) { return false }
            i &+= 1
        }
        return true
    }
    /// Whether all (or any) of the items of the list or tuple V are true: 1, 0; 2 where Python code would have to say it of one.
    static func areTrue(_ v: Value, all: Bool) -> Int {
        let isList = v.isList, p = isList ? ListRef(v).items : TupleRef(v).items, n = isList ? ListRef(v).count : TupleRef(v).count
        var i = 0
        while i < n {
            let x = p[i], yes: Bool
            if x.isBool { yes = x == .true } else if x.isInt { yes = x.int != 0 } else {
                // (Of native types those that are known to look at themselves only: a proxy asks what it stands for.)
                let F = TypeRef.Flags.self, own = F.long | F.float | F.str | F.bytes | F.list | F.tuple | F.dict | F.set
                if x.isPointer, case let t = x.ref.type, t.hasSlot(.bool) || t.hasSlot(.len), t.has(F.heapType) || !t.has(own) { return 2 }
                do throws(Raise) { yes = try Operations.isTrue(x) } catch { Errors.take(); return 2 }
            }
            if yes != all { return all ? 0 : 1 }
            i &+= 1
        }
        return all ? 1 : 0
    }
    /// The hash of K into H; false where that might run Python code, or K has none.
    @inline(__always) static func hash(_ k: Value, _ h: inout Int) -> Bool {
        if k.isInt { h = Integers.hash(k.int); return true }
        if k.isExactly(Types.str) { h = StrRef(k.ref).hash; return true }
        return hashSlow(k, &h)
    }
    @inline(never) private static func hashSlow(_ k: Value, _ h: inout Int) -> Bool {
        if k.isPointer {
            let t = k.ref.type
            if t == Types.bytes { h = BytesRef(k.ref).hash; return true }
            if isTuple(t) {
                // A hash that is known asks nobody.
                if k.ref.word(3) != 0 { h = Int(Int64(bitPattern: k.ref.word(3))); return true }
                let u = TupleRef(k.ref), n = u.count
                var all = TupleHash(), one = 0, i = 0
                if n > 16 { return false }
                while i < n {
                    if u.items[i].isInt { one = Integers.hash(u.items[i].int) } else if !isPlain(u.items[i]) || !hash(u.items[i], &one) { return false }
                    all.combine(one)
                    i &+= 1
                }
                h = all.finish(count: n)
                k.ref.setWord(3, UInt64(bitPattern: Int64(h)))
                return true
            }
        }
        if !isPlain(k) { return false }
        do throws(Raise) { h = try Operations.hash(k); return true } catch { Errors.take(); return false }
    }
    /// Identical or equal: 1 yes, 0 no, 2 cannot tell.
    @inline(__always) static func equal(_ a: Value, _ b: Value) -> Int {
        if a == b { return 1 }
        if a.isInt && b.isInt { return 0 }
        if a.isExactly(Types.str) && b.isExactly(Types.str) { return StrRef.equal(StrRef(a.ref), StrRef(b.ref)) ? 1 : 0 }
        return equalSlow(a, b)
    }
    @inline(never) private static func equalSlow(_ a: Value, _ b: Value) -> Int {
        if a.isPointer && b.isPointer {
            let t = a.ref.type, u = b.ref.type
            if t == Types.bytes && u == t { return BytesRef.equal(BytesRef(a.ref), BytesRef(b.ref)) ? 1 : 0 }
            if isTuple(t) && isTuple(u) { return equalTuples(TupleRef(a.ref), TupleRef(b.ref), 4) }
        }
        func isCompared(_ v: Value) -> Bool { v.isPointer ? isPlainObject(v, 4, isHashed: false) : !v.isUnbound }
        if !isCompared(a) || !isCompared(b) { return 2 }
        do throws(Raise) { return try Operations.richCompare(a, b, .eq) == .true ? 1 : 0 } catch { Errors.take(); return 2 }
    }
    private static func equalTuples(_ p: TupleRef, _ q: TupleRef, _ depth: Int) -> Int {
        let n = p.count, m = q.count
        if n > 16 || m > 16 || depth == 0 { return 2 }
        var i = 0
        while i < n && i < m {
            let a = p.items[i], b = q.items[i]
            let same = a != b && a.isPointer && b.isPointer && isTuple(a.ref.type) && isTuple(b.ref.type) ? equalTuples(TupleRef(a.ref), TupleRef(b.ref), depth - 1) : equal(a, b)
            if same != 1 { return same }
            i &+= 1
        }
        return n == m ? 1 : 0
    }
    /// `a op b`: 1 true, 0 false, 2 cannot tell.
    static func compare(_ a: Value, _ b: Value, _ op: Operations.Comparison) -> Int {
        if SetRef.isExact(a) && SetRef.isExact(b) { return SetType.plainCompare(SetRef(a.ref), SetRef(b.ref), op) }
        if !isComparable(a, op) || !isComparable(b, op) { return 2 }
        do throws(Raise) {
            let v = try Operations.richCompare(a, b, op)
            return v == .true ? 1 : v == .false ? 0 : 2
        } catch { Errors.take(); return 2 }
    }

    // MARK: dicts and sets
    /// The index of K's entry; -1: it has none, -2: cannot tell.
    static func entry(_ d: DictRef, _ k: Value) -> Int {
        if k.isExactly(Types.str) { return d.findIndexMixed(k) }
        var hash = 0
        if !Plain.hash(k, &hash) { return -2 }
        return entry(d, k, hash)
    }
    @inline(__always) static func entry(_ d: DictRef, _ k: Value, _ hash: Int) -> Int {
        let t = d.table, mask = 1 &<< t.log2 &- 1, e = t.entries
        var i = hash & mask, perturb = UInt(bitPattern: hash)
        while true {
            let ix = t.index(i)
            if ix >= 0 {
                if e[ix].key == k { return ix }
                if e[ix].hash == hash {
                    let same = equal(e[ix].key, k)
                    if same == 1 { return ix }
                    if same == 2 { return -2 }
                }
            } else if ix == -1 { return -1 }
            perturb &>>= 5
            i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
        }
    }
    /// The value of K in the dict; unbound where it is missing or cannot be told.
    static func get(_ d: Value, _ k: Value) -> Value {
        let d = DictRef(d), i = entry(d, k)
        return i < 0 ? .unbound : d.valueAt(i)
    }
    /// 1 the dict has K, 0 it has not, 2 cannot tell.
    static func has(_ d: Value, _ k: Value) -> Int {
        let i = entry(DictRef(d), k)
        return i >= 0 ? 1 : i == -1 ? 0 : 2
    }
    /// `d[k] = v`: 1 done, 2 cannot.
    static func set(_ d: Value, _ k: Value, _ v: Value) -> Int {
        let d = DictRef(d)
        var hash = 0
        if !Plain.hash(k, &hash) { return 2 }
        let i = entry(d, k, hash)
        if i >= 0 { let t = d.table; t.ref.barrier(); t.entries[i].value = v; return 1 }
        if i == -2 { return 2 }
        d.insertNew(k, hash, v)
        return 1
    }
    /// `del d[k]`: 1 done; 0 it has no such key, or that cannot be told.
    static func remove(_ d: Value, _ k: Value) -> Int {
        let d = DictRef(d)
        if entry(d, k) < 0 { return 0 }
        do throws(Raise) { return try d.remove(k) == nil ? 0 : 1 } catch { Errors.take(); return 0 }
    }
    /// `del l[i]` for an int in range: 1 done.
    static func remove(_ l: Value, at k: Value) -> Int {
        let l = ListRef(l), n = l.count
        guard k.isInt else { return 0 }
        let i = k.int < 0 ? k.int &+ n : k.int
        if i < 0 || i >= n { return 0 }
        l.resize(at: i, removing: 1, inserting: 0)
        return 1
    }
    /// Where the entry of K, whose hash is HASH, may lie: its address; 0: there is none; with the lowest bit set: it has the hash, but whether it is K's is for Python code to say.
    static func candidate(_ d: DictRef, _ k: Value, _ hash: Int) -> UInt {
        let t = d.table, mask = 1 &<< t.log2 &- 1, e = t.entries
        var i = hash & mask, perturb = UInt(bitPattern: hash)
        while true {
            let ix = t.index(i)
            if ix >= 0 {
                let same = e[ix].key == k ? 1 : e[ix].hash == hash ? equal(e[ix].key, k) : 0
                if same != 0 { return UInt(bitPattern: e + ix) | (same == 1 ? 0 : 1) }
            } else if ix == -1 { return 0 }
            perturb &>>= 5
            i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
        }
    }
    static func set(_ d: Value, _ e: UnsafeMutablePointer<DictRef.Entry>, _ v: Value) { DictRef(d).table.ref.barrier(); e.pointee.value = v }
    /// The same of a set's slot.
    static func candidate(_ s: SetRef, _ k: Value, _ hash: Int) -> UInt {
        let i = slot(s, k, hash, asks: true)
        return i == -1 ? 0 : i < -1 ? UInt(bitPattern: s.table.slots - (i + 2)) | 1 : UInt(bitPattern: s.table.slots + i)
    }
    /// Adds K, which the set has not, with its hash.
    static func insert(_ s: Value, _ k: Value, _ hash: Int) { do throws(Raise) { try SetRef(s).put(k, hash) } catch { Errors.take(); MemoryPressure.refuse() } }
    /// The slot of K in the set; -1: it has none, -2: cannot tell.
    static func slot(_ s: SetRef, _ k: Value) -> Int {
        var hash = 0
        return Plain.hash(k, &hash) ? slot(s, k, hash) : -2
    }
    /// ASKS: -2 - I where slot I cannot be told.
    static func slot(_ s: SetRef, _ k: Value, _ hash: Int, asks: Bool = false) -> Int {
        let t = s.table, mask = t.mask, e = t.slots
        var i = hash & mask, perturb = UInt(bitPattern: hash)
        while true {
            var probes = i &+ SetRef.linear <= mask ? SetRef.linear : 0, j = i
            while true {
                let other = e[j].key
                if other.bits == 0 { return -1 }
                if e[j].hash == hash && other != .absent {
                    let same = equal(other, k)
                    if same == 1 { return j }
                    if same == 2 { return asks ? -2 &- j : -2 }
                }
                j &+= 1
                if probes == 0 { break }
                probes &-= 1
            }
            perturb &>>= 5
            i = (i &* 5 &+ 1 &+ Int(bitPattern: perturb)) & mask
        }
    }
    static func setHas(_ s: Value, _ k: Value) -> Int {
        let i = slot(SetRef(s), k)
        return i >= 0 ? 1 : i == -1 ? 0 : 2
    }
    /// Adds K: 1 done, 2 cannot.
    static func setAdd(_ s: Value, _ k: Value) -> Int {
        let s = SetRef(s), i = slot(s, k)
        if i == -2 { return 2 }
        if i == -1 { do throws(Raise) { try s.add(k) } catch { Errors.take(); return 2 } }
        return 1
    }
    /// Whether one of N values at P is K: 1, 0, or 2 where that cannot be told.
    static func isAmong(_ p: UnsafeMutablePointer<Value>, _ n: Int, _ k: Value) -> Int {
        var i = 0
        if k.isInt {
            while i < n {
                if p[i] == k { return 1 }
                if !p[i].isInt { let same = equal(p[i], k); if same != 0 { return same } }
                i &+= 1
            }
            return 0
        }
        while i < n { let same = equal(p[i], k); if same != 0 { return same }; i &+= 1 }
        return 0
    }
    /// `k in container` for dicts, sets, lists, tuples, strs and ranges: 1, 0 or 2.
    static func contains(_ c: Value, _ k: Value) -> Int {
        let t = c.type
        if t.has(TypeRef.Flags.dict) { return has(c, k) }
        if t == Types.mappingproxy { let d = c.ref.value(2); return d.isExactly(Types.dict) ? has(d, k) : 2 }
        if t.has(TypeRef.Flags.set) { return setHas(c, k) }
        if t == Types.list { let l = ListRef(c); return isAmong(l.items, l.count, k) }
        if t == Types.tuple { let u = TupleRef(c); return isAmong(u.items, u.count, k) }
        if t == Types.str { return k.isExactly(Types.str) ? TextOperations.contains(StrRef(c.ref), StrRef(k.ref)) ? 1 : 0 : 2 }
        if t == Types.range || t == Types.bytes || t == Types.bytearray, k.isInt {
            do throws(Raise) { return try Operations.contains(c, k) ? 1 : 0 } catch { Errors.take(); return 2 }
        }
        return 2
    }
    /// Whether T's instances answer `contains` as above (subclasses of dict and set with the method they inherit do).
    static func decidesContains(_ t: TypeRef) -> Bool {
        if t == Types.list || t == Types.tuple || t == Types.str || t == Types.range || t == Types.bytes || t == Types.bytearray || t == Types.mappingproxy { return true }
        if t.has(TypeRef.Flags.dict) { return t.slot(.contains) == Types.dict.slot(.contains) }
        if t.has(TypeRef.Flags.set) { return t.slot(.contains) == Types.set.slot(.contains) || t == Types.frozenset }
        return false
    }
}

import Glibc

/// A dict: used count at 16; at 24 a counter of key changes (insertions of new keys, deletions); at 32 the table.
///
/// The table is one heap object, compact and insertion-ordered: [header][log2 size | index width][entries used][usable][indices][entries of
/// (hash, key, value)]. Indices are 1, 2 or 4 bytes wide; -1 empty, -2 deleted. Entries are only appended; a deleted entry keeps its
/// place with an unbound key until the table is rebuilt. So (table, entry index) found once stays right as long as the dict has that
/// table and the entry's value is not unbound: that is what inline caches of globals rely on. Only `popitem` gives the places of last entries
/// free again, in tables that no cache knows (`HeaderFlag.cached`; what is deleted from those may come back to its place: `NamesThatReturn.swift`); the room shrinks with them, for their indices stay deleted ones, and a probe
/// ends at an empty one.
/// Rejected: CPython's split tables (shapes do that job).
public struct DictRef {
    public let ref: Ref
    @inline(__always) public init(_ r: Ref) { ref = r }
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    @inline(__always) public var value: Value { Value(ref) }
    @inline(__always) public var count: Int { get { Int(ref.word(2)) } nonmutating set { ref.setWord(2, UInt64(newValue)) } }
    /// Moves when a key appears or disappears.
    @inline(__always) public var keysVersion: UInt64 { get { ref.word(3) } nonmutating set { ref.setWord(3, newValue) } }
    @inline(__always) public var table: Table { Table(ref.value(4).ref) }

    public struct Entry { public var hash: Int, key: Value, value: Value }
    public struct Table {
        public let ref: Ref
        @inline(__always) public init(_ r: Ref) { ref = r }
        @inline(__always) var log2: Int { Int(ref.load(fromByteOffset: 16, as: UInt32.self)) }
        @inline(__always) var width: Int { Int(ref.load(fromByteOffset: 20, as: UInt32.self)) }
        /// Entries used, deleted ones included.
        @inline(__always) public var used: Int { get { Int(ref.word(3)) } nonmutating set { ref.setWord(3, UInt64(newValue)) } }
        @inline(__always) var capacity: Int { get { Int(ref.word(4)) } nonmutating set { ref.setWord(4, UInt64(newValue)) } }
        @inline(__always) var indices: UnsafeMutableRawPointer { ref + 40 }
        @inline(__always) public var entries: UnsafeMutablePointer<Entry> {
            (ref + 40 + max(8, width &<< log2)).assumingMemoryBound(to: Entry.self)
        }
        @inline(__always) func index(_ i: Int) -> Int {
            switch width {
            case 1: return Int(indices.load(fromByteOffset: i, as: Int8.self))
            case 2: return Int(indices.load(fromByteOffset: i &* 2, as: Int16.self))
            default: return Int(indices.load(fromByteOffset: i &* 4, as: Int32.self))
            }
        }
        @inline(__always) func setIndex(_ i: Int, _ v: Int) {
            switch width {
            case 1: indices.storeBytes(of: Int8(truncatingIfNeeded: v), toByteOffset: i, as: Int8.self)
            case 2: indices.storeBytes(of: Int16(truncatingIfNeeded: v), toByteOffset: i &* 2, as: Int16.self)
            default: indices.storeBytes(of: Int32(truncatingIfNeeded: v), toByteOffset: i &* 4, as: Int32.self)
            }
        }
        /// 2^LOG2 indices, room for two thirds as many entries.
        static func allocate(log2: Int) -> Table {
            let n = 1 << log2, cap = n * 2 / 3
            let width = n <= 128 ? 1 : n <= 32768 ? 2 : 4
            let r = Heap.allocate(40 + max(8, width * n) + cap * 24, Types.dictTable)
            r.storeBytes(of: UInt32(log2), toByteOffset: 16, as: UInt32.self)
            r.storeBytes(of: UInt32(width), toByteOffset: 20, as: UInt32.self)
            r.setWord(4, UInt64(cap))
            memset(r + 40, 0xFF, width * n)
            return Table(r)
        }
        static func visit(_ r: Ref) {
            let t = Table(r), e = t.entries
            for i in 0..<t.used { Collector.mark(e[i].key); Collector.mark(e[i].value) }
        }
    }
    nonisolated(unsafe) static var noTable = Value.unbound
    static func start() {
        // Shared by all empty dicts: no room, so that the first insertion makes a real one.
        let t = Table.allocate(log2: 0)
        noTable = Value(t.ref); Heap.addRoot(&noTable)
    }
    public static func allocate(capacity n: Int = 0, type: TypeRef = Types.dict) -> DictRef {
        let t = n == 0 ? noTable : Value(Table.allocate(log2: log2For(n)).ref)
        let r = Heap.allocate(type == Types.dict ? 48 : type.instanceSize, type)
        r.initialize(4, t)
        return DictRef(r)
    }
    static func log2For(_ n: Int) -> Int { var l = 3; while (1 << l) * 2 / 3 < n { l += 1 }; return l }

    // MARK: lookup

    /// Where a key was found, or where it would go.
    public struct Probe { var slot: Int; public var entry: Int }

    /// By a str key: no Python code can run unless keys of other types with equal hash are met.
    @inline(__always) public func find(_ key: Value) -> Value? {
        let i = findIndex(name: key)
        return i < 0 ? nil : table.entries[i].value
    }
    /// Index of the entry whose key is the str KEY, -1 if none. Only strs (and their subclasses without own `__eq__`) match.
    @inline(__always) public func findIndex(name key: Value) -> Int {
        let t = table, hash = StrRef(key.ref).hash
        let mask = 1 &<< t.log2 &- 1
        var i = hash & mask, perturb = UInt(bitPattern: hash)
        let e = t.entries
        while true {
            let ix = t.index(i)
            if ix >= 0 {
                if e[ix].key == key || (e[ix].hash == hash && e[ix].key.isStr && StrRef.equal(StrRef(e[ix].key.ref), StrRef(key.ref))) { return ix }
            } else if ix == -1 { return -1 }
            perturb &>>= 5
            i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
        }
    }
    /// By any key with its hash. May run `__eq__`, and starts over when that changed the dict.
    /// TOLD: a key that was asked already, and said SAME.
    public func lookup(_ key: Value, _ hash: Int, told: Value = .unbound, same: Bool = false) throws(Raise) -> Probe {
        var told = told
        restart: while true {
            let t = table
            let mask = 1 &<< t.log2 &- 1
            var i = hash & mask, perturb = UInt(bitPattern: hash)
            let e = t.entries
            while true {
                let ix = t.index(i)
                if ix >= 0 {
                    if e[ix].key == key { return Probe(slot: i, entry: ix) }
                    if e[ix].hash == hash {
                        let other = e[ix].key
                        if key.isExactly(Types.str) && other.isExactly(Types.str) {
                            if StrRef.equal(StrRef(other.ref), StrRef(key.ref)) { return Probe(slot: i, entry: ix) }
                        } else {
                            let same = other == told ? same : try Operations.isEqual(other, key)
                            if other == told { told = .unbound }
                            if table.ref != t.ref || t.entries[ix].key != other || t.entries[ix].value.isUnbound { continue restart }
                            if same { return Probe(slot: i, entry: ix) }
                        }
                    }
                } else if ix == -1 { return Probe(slot: i, entry: -1) }
                perturb &>>= 5
                i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
            }
        }
    }
    /// The value of KEY, nil if missing.
    public func get(_ key: Value) throws(Raise) -> Value? {
        if key.isExactly(Types.str) { let i = findIndexMixed(key); if i != -2 { return i < 0 ? nil : table.entries[i].value } }
        let p = try lookup(key, try DictRef.hashKey(key))
        return p.entry < 0 ? nil : table.entries[p.entry].value
    }
    /// As `findIndex(name:)`, but -2 where a key of another type with the same hash would have to be asked.
    @inline(__always) func findIndexMixed(_ key: Value) -> Int {
        let t = table, hash = StrRef(key.ref).hash
        let mask = 1 &<< t.log2 &- 1
        var i = hash & mask, perturb = UInt(bitPattern: hash)
        let e = t.entries
        while true {
            let ix = t.index(i)
            if ix >= 0 {
                if e[ix].key == key { return ix }
                if e[ix].hash == hash {
                    if !e[ix].key.isExactly(Types.str) { return -2 }
                    if StrRef.equal(StrRef(e[ix].key.ref), StrRef(key.ref)) { return ix }
                }
            } else if ix == -1 { return -1 }
            perturb &>>= 5
            i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
        }
    }

    // MARK: change

    public func set(_ key: Value, _ v: Value) throws(Raise) {
        if key.isExactly(Types.str) {
            let i = findIndexMixed(key)
            if i >= 0 { let t = table; t.ref.barrier(); t.entries[i].value = v; return }
            if i == -1 { insertNew(key, StrRef(key.ref).hash, v); return }
        }
        try set(key, hash: try DictRef.hashKey(key), v)
    }
    public func set(_ key: Value, hash: Int, _ v: Value) throws(Raise) {
        let p = try lookup(key, hash)
        if p.entry >= 0 { let t = table; t.ref.barrier(); t.entries[p.entry].value = v; return }
        insertNew(key, hash, v)
    }
    /// Gives entry I, which is in use, another value.
    @inline(__always) public func replaceValue(_ i: Int, _ v: Value) { let t = table; t.ref.barrier(); t.entries[i].value = v }
    /// For str keys in dicts that hold only strs (namespaces): cannot fail.
    public func set(name key: Value, _ v: Value) {
        let i = findIndex(name: key)
        if i >= 0 { let t = table; t.ref.barrier(); t.entries[i].value = v } else { insertNew(key, StrRef(key.ref).hash, v) }
    }
    /// N items are about to be put into a dict that was empty so far: the table is as large at once as it would come to be.
    public func expect(_ n: Int) {
        if n > 5 && n < 1 << 16 && count == 0 && table.capacity < n { rebuild(log2: DictRef.log2For(n)) }
    }
    /// KEY is known to be missing.
    public func insertNew(_ key: Value, _ hash: Int, _ v: Value) {
        if table.ref.header & HeaderFlag.cached != 0 && bringBack(key, hash, v) { return }
        if table.used >= table.capacity {
            if count > 1 << 16 && !Heap.canAllocate(count &* 80) { return MemoryPressure.refuse() }
            let old = table
            rebuild(log2: DictRef.log2For(max(5, count * 3 / 2 + 2)))
            // Caches may hold the old table for long: it keeps nothing alive any more.
            if old.used > 0 { old.used = 0 }
        }
        let t = table
        let mask = 1 &<< t.log2 &- 1
        var i = hash & mask, perturb = UInt(bitPattern: hash)
        while t.index(i) >= 0 { perturb &>>= 5; i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask }
        let n = t.used
        t.ref.barrier()
        t.entries[n] = Entry(hash: hash, key: key, value: v)
        t.used = n &+ 1
        t.setIndex(i, n)
        count &+= 1
        keysVersion &+= 1
    }
    /// A new table without deleted entries.
    func rebuild(log2: Int) {
        let old = table, t = Table.allocate(log2: log2)
        let mask = 1 &<< log2 &- 1
        let e = old.entries, d = t.entries
        var n = 0
        for k in 0..<old.used where e[k].value.bits != 0 {
            d[n] = e[k]
            var i = e[k].hash & mask, perturb = UInt(bitPattern: e[k].hash)
            while t.index(i) >= 0 { perturb &>>= 5; i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask }
            t.setIndex(i, n); n &+= 1
        }
        t.used = n
        ref.set(4, Value(t.ref))
    }
    /// Removes and returns the value of KEY, nil if missing.
    public func remove(_ key: Value) throws(Raise) -> Value? {
        let p = try lookup(key, try DictRef.hashKey(key))
        return p.entry < 0 ? nil : remove(p)
    }
    public func remove(name key: Value) -> Value? {
        guard count > 0, findIndex(name: key) >= 0 else { return nil }
        let t = table, hash = StrRef(key.ref).hash, mask = 1 &<< t.log2 &- 1, want = findIndex(name: key)
        var i = hash & mask, perturb = UInt(bitPattern: hash)
        while t.index(i) != want { perturb &>>= 5; i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask }
        return remove(Probe(slot: i, entry: want))
    }
    func remove(_ p: Probe) -> Value {
        let t = table, v = t.entries[p.entry].value
        t.entries[p.entry].value = .unbound
        t.setIndex(p.slot, -2)
        count &-= 1
        if !mayComeBack(t.entries[p.entry].key) { t.entries[p.entry].key = .unbound; keysVersion &+= 1 }
        return v
    }
    public func clear() { ref.set(4, DictRef.noTable); count = 0; keysVersion &+= 1 }
    /// A shallow copy that is a plain dict, with room for ROOM more keys.
    public func copy(room: Int = 0) -> DictRef {
        let d = DictRef.allocate()
        if count == 0 { return d }
        let t = table, log2 = DictRef.log2For(count + room)
        if t.used == count && t.log2 <= log2 &+ 1 && t.log2 >= log2 {
            // Nothing deleted: the table as it is.
            let c = Table.allocate(log2: t.log2)
            let from = c.ref + 40, to = UnsafeMutableRawPointer(c.entries + count)
            memcpy(from, t.ref + 40, to - from)
            c.used = count; c.capacity = t.capacity
            d.ref.set(4, Value(c.ref))
        } else { d.ref.set(4, ref.value(4)); d.rebuild(log2: log2) }
        d.count = count
        return d
    }

    // MARK: iteration

    /// The next entry index at or after I that is in use, -1 at the end. `var i = -1; while d.next(&i) { d.table.entries[i] }`
    @inline(__always) public func next(_ i: inout Int) -> Bool {
        let t = table, e = t.entries, n = t.used
        i &+= 1
        while i < n { if e[i].value.bits != 0 { return true }; i &+= 1 }
        return false
    }
    @inline(__always) public func key(_ i: Int) -> Value { table.entries[i].key }
    @inline(__always) public func valueAt(_ i: Int) -> Value { table.entries[i].value }
}

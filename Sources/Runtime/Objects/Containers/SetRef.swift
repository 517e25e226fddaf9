import Glibc
import Primitives

/// A set or frozenset: used count at 16, slots filled (removed ones included) at 24, table at 32, hash (frozenset, 0: not computed) at 40, `pop`'s finger at 48.
///
/// The table is a heap object [header][mask][slots of (hash, key)]: open addressing over 2^n slots, runs of `linear` neighbours before each
/// jump, the key unbound in empty slots and `absent` in removed ones. The probe order, growth factors and load limit are CPython's, since
/// programs see the iteration order that follows from them. Lookups that run `__eq__` start over if the table or the slot changed meanwhile.
/// Rejected: the dict's insertion-ordered table (sets of small ints would print in another order).
public struct SetRef {
    public let ref: Ref
    @inline(__always) public init(_ r: Ref) { ref = r }
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    @inline(__always) public var value: Value { Value(ref) }
    @inline(__always) public var count: Int { get { Int(ref.word(2)) } nonmutating set { ref.setWord(2, UInt64(newValue)) } }
    @inline(__always) var filled: Int { get { Int(ref.word(3)) } nonmutating set { ref.setWord(3, UInt64(newValue)) } }
    @inline(__always) public var table: Table { Table(ref.value(4).ref) }
    static let linear = 9

    public struct Slot { public var hash: Int, key: Value }
    public struct Table {
        public let ref: Ref
        @inline(__always) public init(_ r: Ref) { ref = r }
        @inline(__always) public var mask: Int { Int(ref.word(2)) }
        @inline(__always) public var slots: UnsafeMutablePointer<Slot> { (ref + 24).assumingMemoryBound(to: Slot.self) }
        @inline(__always) static func visit(_ r: Ref) {
            let t = Table(r), s = t.slots
            for i in 0...t.mask { Collector.mark(s[i].key) }
        }
        static func allocate(_ n: Int) -> Table {
            let r = Heap.allocate(24 + n * 16, SetRef.tableType)
            r.setWord(2, UInt64(n - 1))
            return Table(r)
        }
    }
    nonisolated(unsafe) static var tableType = TypeRef()
    nonisolated(unsafe) static var noTable = Value.unbound

    static func start() {
        tableType = TypeFactory.make("set_table", size: 24, layout: .special(.setTable))
        noTable = Value(Table.allocate(8).ref); Heap.addRoot(&noTable)
        Types.set = TypeFactory.make("set", size: 56, layout: .fields(4, 5), subclassable: true)
        Types.frozenset = TypeFactory.make("frozenset", size: 56, layout: .fields(4, 5), subclassable: true)
        for t in [Types.set, Types.frozenset] { t.flags |= TypeRef.Flags.set | TypeRef.Flags.weakrefable }
    }

    public static func allocate() -> SetRef { newInstance(Types.set) }
    static func newInstance(_ t: TypeRef) -> SetRef {
        let r = Instance.allocate(t)
        r.initialize(4, noTable)
        return SetRef(r)
    }
    /// A set or frozenset, of no subclass.
    @inline(__always) static func isExact(_ v: Value) -> Bool { v.isPointer && (v.ref.type == Types.set || v.ref.type == Types.frozenset) }
    @inline(__always) public static func isAnySet(_ v: Value) -> Bool { v.has(TypeRef.Flags.set) }

    // MARK: lookup

    @inline(__always) static func hashKey(_ key: Value) throws(Raise) -> Int {
        if key.isInt { return Integers.hash(key.int) }
        do throws(Raise) { return try Operations.hash(key) } catch { throw DictRef.unhashable(error, key, "set element") }
    }
    /// The slot of KEY: (index, found). Not found: an empty one.
    @inline(__always) func find(_ key: Value, _ hash: Int) throws(Raise) -> (Int, Bool) { let (i, found, _) = try probe(key, hash); return (i, found) }
    /// The same, and the last slot passed that a removed key has left, -1 if none: a new key goes there (as set_add_entry).
    /// TOLD: a key that was asked already, and said SAME.
    func probe(_ key: Value, _ hash: Int, told: Value = .unbound, same: Bool = false) throws(Raise) -> (Int, Bool, Int) {
        var told = told
        restart: while true {
            let t = table, mask = t.mask, s = t.slots
            var left = -1
            var i = hash & mask, perturb = UInt(bitPattern: hash)
            while true {
                var probes = i &+ SetRef.linear <= mask ? SetRef.linear : 0
                var k = i
                while true {
                    let other = s[k].key
                    if other.bits == 0 { return (k, false, left) }
                    if other == .absent { left = k } else if s[k].hash == hash {
                        if other == key { return (k, true, left) }
                        if other.isExactly(Types.str) && key.isExactly(Types.str) {
                            if StrRef.equal(StrRef(other.ref), StrRef(key.ref)) { return (k, true, left) }
                        } else {
                            let same = other == told ? same : try Operations.isEqual(other, key)
                            if other == told { told = .unbound }
                            if table.ref != t.ref || s[k].key != other { continue restart }
                            if same { return (k, true, left) }
                        }
                    }
                    k &+= 1
                    if probes == 0 { break }
                    probes &-= 1
                }
                perturb &>>= 5
                i = (i &* 5 &+ 1 &+ Int(bitPattern: perturb)) & mask
            }
        }
    }
    public func contains(_ key: Value) throws(Raise) -> Bool {
        let h = try SetRef.hashKey(key)
        if count == 0 { return false }
        let t = table, k = t.slots[h & t.mask].key
        if k == key { return true }
        return k.bits == 0 ? false : try probe(key, h).1
    }
    /// (Most keys are where their hash says, or that place is empty.)
    @inline(__always) func contains(_ key: Value, _ hash: Int) throws(Raise) -> Bool {
        let t = table, k = t.slots[hash & t.mask].key
        if k == key { return true }
        return k.bits == 0 ? false : try probe(key, hash).1
    }

    // MARK: change

    /// Adds KEY; false if it was there.
    @discardableResult public func add(_ key: Value) throws(Raise) -> Bool { try put(key, try SetRef.hashKey(key)) }
    @inline(__always) @discardableResult func put(_ key: Value, _ hash: Int) throws(Raise) -> Bool {
        let t = table, i = hash & t.mask, k = t.slots[i].key
        if k == key { return false }
        // Its first slot is empty, and the table (not the one that empty sets share) has room.
        if k.bits == 0 && t.mask > 0 && ref.value(4) != SetRef.noTable && (filled &+ 1) &* 5 < t.mask &* 3 {
            t.ref.barrier()
            t.slots[i] = Slot(hash: hash, key: key)
            count &+= 1; filled &+= 1
            return true
        }
        return try add(key, hash)
    }
    @discardableResult func add(_ key: Value, _ hash: Int) throws(Raise) -> Bool {
        let (i, found, left) = try probe(key, hash)
        if found { return false }
        if left >= 0 {
            let t = table
            t.ref.barrier()
            t.slots[left] = Slot(hash: hash, key: key)
            count &+= 1
            return true
        }
        if ref.value(4) == SetRef.noTable {
            let t = Table.allocate(8)
            ref.set(4, Value(t.ref))
        }
        let t = table
        t.ref.barrier()
        t.slots[i] = Slot(hash: hash, key: key)
        count &+= 1; filled &+= 1
        if filled &* 5 >= t.mask &* 3 {
            if count > 1 << 16 && !Heap.canAllocate(count &* 64) { MemoryPressure.refuse(); return true }
            resize(count > 50000 ? count &* 2 : count &* 4)
        }
        return true
    }
    /// Rebuilds the table with room for more than N.
    func resize(_ n: Int) {
        var size = 8
        while size <= n { size &<<= 1 }
        let old = table, t = Table.allocate(size), mask = size &- 1, s = t.slots, o = old.slots
        for k in 0...old.mask where o[k].key.bits != 0 && o[k].key != .absent { SetRef.insertClean(s, mask, o[k]) }
        filled = count
        ref.set(4, Value(t.ref))
    }
    private static func insertClean(_ s: UnsafeMutablePointer<Slot>, _ mask: Int, _ e: Slot) {
        var i = e.hash & mask, perturb = UInt(bitPattern: e.hash)
        while true {
            var k = i
            if s[k].key.bits == 0 { s[k] = e; return }
            if i &+ linear <= mask { for _ in 0..<linear { k &+= 1; if s[k].key.bits == 0 { s[k] = e; return } } }
            perturb &>>= 5
            i = (i &* 5 &+ 1 &+ Int(bitPattern: perturb)) & mask
        }
    }
    func removeSlot(_ i: Int) { table.slots[i] = Slot(hash: -1, key: .absent); count &-= 1 }
    /// Removes KEY; false if it was not there.
    @discardableResult public func remove(_ key: Value) throws(Raise) -> Bool { try remove(key, try SetRef.hashKey(key)) }
    func remove(_ key: Value, _ hash: Int) throws(Raise) -> Bool {
        if count == 0 { return false }
        let (i, found) = try find(key, hash)
        if found { removeSlot(i) }
        return found
    }
    public func clear() { ref.set(4, SetRef.noTable); count = 0; filled = 0; ref.setWord(6, 0) }
    /// The next used slot behind I, false at the end. `var i = -1; while s.next(&i) { s.table.slots[i].key }`
    @inline(__always) public func next(_ i: inout Int) -> Bool {
        let t = table, m = t.mask, s = t.slots
        i &+= 1
        while i <= m { let k = s[i].key.bits; if k != 0 && k != Value.absent.bits { return true }; i &+= 1 }
        return false
    }
    func pop() -> Value? {
        if count == 0 { return nil }
        let t = table
        var i = Int(ref.word(6)) & t.mask
        while t.slots[i].key.bits == 0 || t.slots[i].key == .absent { i = i == t.mask ? 0 : i + 1 }
        let k = t.slots[i].key
        removeSlot(i)
        ref.setWord(6, UInt64(i + 1))
        return k
    }
    /// A copy of type T.
    func copy(_ t: TypeRef) -> SetRef {
        let s = SetRef.newInstance(t)
        s.copy(from: self)
        return s
    }
    /// The items of O, where there are none yet: in a table of the size that O's number asks for, whatever size O's grew to. (`set_merge`)
    private func copy(from o: SetRef) {
        if o.count == 0 { return }
        let t = o.table
        var size = 8
        if o.count * 5 >= (size - 1) * 3 { while size <= o.count * 2 { size <<= 1 } }
        let mine = Table.allocate(size)
        if size == t.mask + 1 && o.filled == o.count {
            memcpy(mine.slots, t.slots, size * 16)
        } else {
            for k in 0...t.mask where t.slots[k].key.bits != 0 && t.slots[k].key != .absent { SetRef.insertClean(mine.slots, size - 1, t.slots[k]) }
        }
        ref.set(4, Value(mine.ref)); count = o.count; filled = o.count
    }

    // MARK: operations

    /// A new set of the items of V.
    static func from(_ v: Value, type: TypeRef = Types.set) throws(Raise) -> SetRef {
        let s = newInstance(type)
        try s.update(v)
        return s
    }
    public func update(_ v: Value) throws(Raise) {
        if SetRef.isAnySet(v) {
            let o = SetRef(v)
            if o.ref == ref || o.count == 0 { return }
            if count == 0 && filled == 0 { copy(from: o); return }
            if (filled + o.count) * 5 >= table.mask * 3 { if ref.value(4) == SetRef.noTable { ref.set(4, Value(Table.allocate(8).ref)) }; resize((count + o.count) * 2) }
            var i = -1
            while o.next(&i) { let e = o.table.slots[i]; try add(e.key, e.hash) }
            return
        }
        if v.isExactly(Types.dict) {
            let d = DictRef(v)
            var i = -1
            while d.next(&i) { let e = d.table.entries[i]; try add(e.key, e.hash) }
            return
        }
        if try PlainItems.update(self, v) { return }
        let it = try Operations.iterate(v)
        while let x = try Operations.next(it) { try add(x) }
    }
    func subtract(_ v: Value) throws(Raise) {
        if v == value { clear(); return }
        if SetRef.isAnySet(v) {
            let o = SetRef(v)
            var i = -1
            while o.next(&i) { let e = o.table.slots[i]; _ = try remove(e.key, e.hash) }
        } else if v.isExactly(Types.dict) {
            let d = DictRef(v)
            var i = -1
            while d.next(&i) { let e = d.table.entries[i]; _ = try remove(e.key, e.hash) }
        } else {
            let it = try Operations.iterate(v)
            while let x = try Operations.next(it) { try remove(x) }
        }
    }
    func difference(_ v: Value, type: TypeRef) throws(Raise) -> Value {
        if SetRef.isAnySet(v), let out = scattered(without: SetRef(v), type) { return out.value }
        if SetRef.isAnySet(v) || v.isExactly(Types.dict) {
            let n = SetRef.isAnySet(v) ? SetRef(v).count : DictRef(v).count
            if count >> 2 <= n {
                let out = SetRef.newInstance(type)
                var i = -1
                while next(&i) {
                    let e = table.slots[i]
                    let there = SetRef.isAnySet(v) ? try SetRef(v).contains(e.key, e.hash) : try DictRef(v).lookup(e.key, e.hash).entry >= 0
                    if !there { try out.put(e.key, e.hash) }
                }
                return out.value
            }
        }
        let out = copy(type)
        try out.subtract(v)
        return out.value
    }
    /// The keys that O has not, all of which lie where their hashes say: then neither the order in which they come nor the sizes that a growing table goes
    /// through leave a trace in it, and it can be made at once as large as it is going to be. nil: some do not, or keys would be asked in Python.
    private func scattered(without o: SetRef, _ type: TypeRef) -> SetRef? {
        let least = count &- o.count
        // (Of a set that is much larger than O a copy is made, whose table shows what was removed. In larger tables some keys meet as a rule.)
        if least < 5 || least > 76 || count >> 2 > o.count { return nil }
        // As `add` grows it: at three fifths to four times what there is.
        var size = 8
        while least &* 5 >= (size &- 1) &* 3 { let n = (size &- 1) &* 3 / 5 &+ 1; while size <= n &* 4 { size &<<= 1 } }
        let out = SetRef.newInstance(type), made = Table.allocate(size), into = made.slots, mask = size &- 1
        let s = table.slots, t = o.table, p = t.slots
        var i = 0, left = count, n = 0
        while left > 0 {
            let e = s[i]
            i &+= 1
            if e.key.bits == 0 || e.key == .absent { continue }
            left &-= 1
            let other = p[e.hash & t.mask].key
            if other == e.key { continue }
            if other.bits != 0 {
                let j = Plain.slot(o, e.key, e.hash)
                if j >= 0 { continue }
                if j != -1 { return nil }
            }
            if into[e.hash & mask].key.bits != 0 { return nil }
            into[e.hash & mask] = e
            n &+= 1
        }
        if n &* 5 >= mask &* 3 { return nil }
        out.ref.set(4, Value(made.ref)); out.count = n; out.filled = n
        return out
    }
    func intersection(_ v: Value, type: TypeRef) throws(Raise) -> Value {
        let out = SetRef.newInstance(type)
        if SetRef.isAnySet(v) {
            var small = SetRef(v), large = self
            if v == value { return copy(type).value }
            if small.count > large.count { swap(&small, &large) }
            var i = -1
            while small.next(&i) { let e = small.table.slots[i]; if try large.contains(e.key, e.hash) { try out.put(e.key, e.hash) } }
            return out.value
        }
        let it = try Operations.iterate(v)
        while let x = try Operations.next(it) {
            let h = try Operations.hash(x)
            // (No more is taken than there can be to find.)
            if try contains(x, h) { try out.add(x, h); if out.count >= count { break } }
        }
        return out.value
    }
    /// Symmetric difference in place.
    func toggle(_ v: Value) throws(Raise) {
        if v == value { clear(); return }
        let o = SetRef.isAnySet(v) ? SetRef(v) : try SetRef.from(v)
        var i = -1
        while o.next(&i) {
            let e = o.table.slots[i]
            if !(try remove(e.key, e.hash)) { try add(e.key, e.hash) }
        }
    }
    /// Whether all items are in O: 1 yes, 0 no, 2 where that would have to be asked of Python code.
    func plainSubset(of o: SetRef) -> Int {
        if count > o.count { return 0 }
        let s = table.slots, t = o.table, mask = t.mask, p = t.slots
        var i = 0, left = count
        while left > 0 {
            let k = s[i].key, hash = s[i].hash
            i &+= 1
            if k.bits == 0 || k == .absent { continue }
            left &-= 1
            let other = p[hash & mask].key
            if other == k { continue }
            if other.bits == 0 { return 0 }
            let j = Plain.slot(o, k, hash)
            if j < 0 { return j == -1 ? 0 : 2 }
        }
        return 1
    }
    func isSubset(of o: SetRef) throws(Raise) -> Bool {
        let known = plainSubset(of: o)
        if known != 2 { return known == 1 }
        var i = -1
        while next(&i) { let e = table.slots + i; if !(try o.contains(e.pointee.key, e.pointee.hash)) { return false } }
        return true
    }
    func replace(with o: SetRef) {
        ref.set(4, o.ref.value(4)); count = o.count; filled = o.filled; ref.setWord(6, 0)
        if ref.value(4) != SetRef.noTable { o.clear() }
    }
}

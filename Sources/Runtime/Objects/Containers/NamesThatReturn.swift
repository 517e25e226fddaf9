/// Names that a namespace loses and gets again, time after time: `except ValueError as e` in a module deletes `e` at its end.
///
/// Each time would use up an entry, the table would be made anew every few dozen times, and with it all that caches and traces know of the module's globals
/// and of the builtins that they do not hide. So a name that is deleted from a table that caches know leaves its key in its entry, and comes
/// back to that place while nothing that lives stands behind it, which keeps the order. The keys' version does not move by either: it tells
/// only that a name found missing still is, and whoever notes that of a name takes its way back away first.
extension DictRef {
    /// How many entries at the table's end are looked at.
    private static var reach: Int { 4 }

    /// Whether KEY, just deleted, may leave its key behind.
    @inline(__always) func mayComeBack(_ key: Value) -> Bool {
        table.ref.header & HeaderFlag.cached != 0 && key.isExactly(Types.str) && StrRef(key.ref).isInterned && value.isExactly(Types.dict)
    }
    /// Puts KEY, which is missing, back to the entry that it had; false if it has none, or one that another name has come after.
    @inline(never) func bringBack(_ key: Value, _ hash: Int, _ v: Value) -> Bool {
        guard let n = leftBehind(key) else { return false }
        let t = table, mask = 1 &<< t.log2 &- 1
        var i = hash & mask, perturb = UInt(bitPattern: hash)
        while t.index(i) >= 0 { perturb &>>= 5; i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask }
        t.ref.barrier()
        t.entries[n].value = v
        t.setIndex(i, n)
        count &+= 1
        return true
    }
    /// The keys' version as long as which NAME, which is missing, still is.
    func versionWithout(_ name: Value) -> UInt64 {
        if let n = leftBehind(name) { table.entries[n].key = .unbound }
        return keysVersion
    }
    private func leftBehind(_ key: Value) -> Int? {
        let t = table, e = t.entries
        var n = t.used &- 1
        let end = max(0, n &- DictRef.reach &+ 1)
        while n >= end && e[n].value.isUnbound {
            if e[n].key == key { return n }
            n &-= 1
        }
        return nil
    }
}

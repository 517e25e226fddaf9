/// From numbers to numbers by open addressing. A builder makes several of these for every code object, most of them empty, and a
/// start builds a thousand codes: `Dictionary` asks the Swift runtime for a type of its own for each kind of key and value, which
/// takes as long as building some fifty statements.
/// `table` holds pairs of a key and a value; `Int.min` is no key. At most half of it is used.
struct IntMap {
    private var table: [Int] = []
    private var count = 0

    private func slot(_ key: Int) -> Int {
        let mask = table.count / 2 - 1
        var s = Int(truncatingIfNeeded: (UInt64(bitPattern: Int64(key)) &* 0x9e37_79b9_7f4a_7c15) >> 32) & mask
        while table[2 * s] != Int.min && table[2 * s] != key { s = (s + 1) & mask }
        return 2 * s
    }
    subscript(key: Int) -> Int? {
        get {
            if table.isEmpty { return nil }
            let s = slot(key)
            return table[s] == key ? table[s + 1] : nil
        }
        set {
            guard let newValue else { return }
            if count * 4 >= table.count { grow() }
            let s = slot(key)
            if table[s] != key { table[s] = key; count += 1 }
            table[s + 1] = newValue
        }
    }
    private mutating func grow() {
        let old = table
        table = Array(repeating: Int.min, count: max(16, old.count * 2))
        for i in stride(from: 0, to: old.count, by: 2) where old[i] != Int.min {
            let s = slot(old[i])
            table[s] = old[i]; table[s + 1] = old[i + 1]
        }
    }
}

import Glibc

/// What `tracemalloc` asks for: which objects live, how large they are, and which lines made them. (Python/tracemalloc.c)
///
/// While it is on, allocation runs are one cell long, so that every allocation takes the slow path and is noted: address, size, and the
/// number of its stack (innermost frame first). Tables of dicts and storages of lists are objects of the heap like all others and count.
/// Objects die in collections: after each the table is gone through, and what is not marked leaves it. So that dead objects do not
/// raise the peak, a minor collection comes before an allocation that would, once much has been allocated since the last.
/// Whoever asks for sums has a major collection first.
public enum AllocationTrace {
    public nonisolated(unsafe) private(set) static var isOn = false
    public nonisolated(unsafe) private(set) static var frames = 1
    public nonisolated(unsafe) private(set) static var traced = 0, peak = 0
    private struct Entry { var address: UInt = 0, size = 0, stack: Int32 = 0 }
    /// Open addressing; address 0: free.
    nonisolated(unsafe) private static var table: UnsafeMutablePointer<Entry>! = nil
    nonisolated(unsafe) private static var capacity = 0, count = 0, since = 0
    /// Its own work is not noted.
    nonisolated(unsafe) private static var busy = false
    private struct Stack { let places: [UInt64], total: Int }
    nonisolated(unsafe) private static var stacks: [Stack] = [], stackNumbers: [[UInt64]: Int32] = [:]
    nonisolated(unsafe) private static var files: [UnsafeMutablePointer<Value>] = [], fileNumbers: [UInt64: Int] = [:]
    private static let leastGarbage = 256 << 10

    public static func start(frames n: Int) {
        if isOn { return }
        frames = n
        isOn = true
        Heap.single = true
        Threads.resetRuns()
    }
    public static func stop() {
        if !isOn { return }
        clear()
        isOn = false
        Heap.single = Stress.isOn
    }
    public static func clear() {
        table?.deallocate()
        table = nil; capacity = 0; count = 0; traced = 0; peak = 0; since = 0
        stacks = []; stackNumbers = [:]
    }
    public static func settle() { if isOn { Collector.collect(.requested(generation: 2)) } }
    public static func resetPeak() { peak = traced }
    /// Bytes that the tables take.
    public static var overhead: Int { capacity * MemoryLayout<Entry>.stride + stacks.count * 128 }

    /// Before an allocation of N bytes.
    static func prepare(_ n: Int) {
        if busy || traced + n <= peak || since < max(leastGarbage, traced / 4) || Heap.held != 0 { return }
        Collector.collect(.requested(generation: 0))
    }
    /// R, of SIZE bytes, has just been made.
    @inline(never) static func note(_ r: Ref, _ size: Int) {
        if busy { return }
        if count * 4 >= capacity * 3 { grow() }
        insert(Entry(address: UInt(bitPattern: r), size: size, stack: currentStack()))
        traced += size; since += size
        if traced > peak { peak = traced }
    }
    private static func index(_ a: UInt) -> Int { Int(truncatingIfNeeded: (UInt64(a &>> 4) &* 0x9E37_79B9_7F4A_7C15) &>> 32) & (capacity - 1) }
    private static func insert(_ e: Entry) {
        var i = index(e.address)
        while table[i].address != 0 { if table[i].address == e.address { traced -= table[i].size; table[i] = e; return }; i = (i + 1) & (capacity - 1) }
        table[i] = e
        count += 1
    }
    private static func grow() { rebuild(max(1 << 12, capacity * 2)) { _ in true } }
    private static func rebuild(_ n: Int, _ keep: (Entry) -> Bool) {
        let old = table, size = capacity
        table = .allocate(capacity: n)
        table.initialize(repeating: Entry(), count: n)
        capacity = n; count = 0
        if let old {
            for i in 0..<size where old[i].address != 0 && keep(old[i]) { insert(old[i]) }
            old.deallocate()
        }
    }
    /// After a collection's marking: forgets the dead.
    static func sweep() {
        since = 0
        if capacity == 0 { return }
        var live = 0, left = 0
        for i in 0..<capacity where table[i].address != 0 && Heap.isMarked(table[i].address) { live += table[i].size; left += 1 }
        var n = capacity
        while n > 1 << 12 && left * 4 < n { n /= 2 }
        rebuild(n) { Heap.isMarked($0.address) }
        traced = live
    }
    private static func file(_ name: Value) -> Int {
        if let n = fileNumbers[name.bits] { return n }
        let cell = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        cell.initialize(to: name)
        Heap.addRoot(cell)
        files.append(cell)
        fileNumbers[name.bits] = files.count - 1
        return files.count - 1
    }
    private static func currentStack() -> Int32 {
        var f = thread.pointee.frame, places: [UInt64] = [], total = 0
        while let b = f.base, b[Frame.code].bits != 0 {
            if places.count < frames { places.append(UInt64(file(f.borrowedCode.read { $0.fileName })) << 32 | UInt64(max(0, f.line))) }
            total += 1
            f = f.previousFrame
        }
        if let n = stackNumbers[places] { return n }
        stacks.append(Stack(places: places, total: total))
        stackNumbers[places] = Int32(stacks.count - 1)
        return Int32(stacks.count - 1)
    }
    private static func tuple(_ s: Stack) -> Value {
        if s.places.isEmpty { return TupleRef.make(TupleRef.make(StrRef.intern("<unknown>"), Value(int: 0))) }
        let t = TupleRef.allocate(s.places.count)
        for (i, p) in s.places.enumerated() { t[i] = TupleRef.make(files[Int(p >> 32)].pointee, Value(int: Int(p & 0xFFFF_FFFF))) }
        return t.value
    }
    /// `_get_traces`: tuples of domain, size, frames, number of all frames.
    public static func list() -> Value {
        settle()
        busy = true
        defer { busy = false }
        return Heap.holding {
            let l = ListRef.allocate(capacity: count)
            var made = [Value](repeating: .unbound, count: stacks.count)
            for i in 0..<capacity where table[i].address != 0 {
                let s = Int(table[i].stack)
                if made[s].isUnbound { made[s] = tuple(stacks[s]) }
                let t = TupleRef.allocate(4)
                t[0] = Value(int: 0); t[1] = Value(int: table[i].size); t[2] = made[s]; t[3] = Value(int: stacks[s].total)
                l.append(t.value)
            }
            return l.value
        }
    }
    /// The frames that made V; None if that is not known.
    public static func stack(of v: Value) -> Value {
        guard v.isPointer, capacity > 0 else { return .none }
        let a = UInt(bitPattern: v.ref)
        var i = index(a)
        while table[i].address != 0 {
            if table[i].address == a { return tuple(stacks[Int(table[i].stack)]) }
            i = (i + 1) & (capacity - 1)
        }
        return .none
    }
}

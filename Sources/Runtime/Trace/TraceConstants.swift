import CSupport
import Glibc
import TraceIR
import TraceCompiler

/// Heap objects that the code of a tree of traces names.
///
/// A trace that was recorded when a name meant some object must not keep that object alive: it may be the last to know of it. So constants are weak,
/// but for code (whose nodes the machine code names, too) and what leads nowhere (strs, bytes, numbers, tuples of strs).
///
/// When a major collection finds a constant dead, the object is *buried*: weak references to it are cleared, finalizers run, what it refers to is
/// let go, but its cell is not given to another object as long as the tree lives. So guards that compare addresses stay right: nothing has that address any
/// more, and they fail. All else that a trace does with a constant comes after such a guard, or after one of a class's version, which is never used twice.
///
/// A trace that is running has its guards behind it: while a return address into its code is on a stack, or an exit of it is being restored, all that its
/// tree names is alive. (Dropping the traces of dead objects instead was rejected: one class of many that a tree has met would take the whole tree along.)
final class TraceConstants {
    nonisolated(unsafe) private static var all: [Int: Unmanaged<TraceConstants>] = [:]
    /// The machine code during a collection, and the roots of the traces met on the stacks.
    nonisolated(unsafe) private(set) static var codeStart: UInt = 0, codeSize: UInt = 0
    nonisolated(unsafe) private static var running: Set<Int> = []
    /// What buried objects are.
    nonisolated(unsafe) private(set) static var buriedType = TypeRef()

    private let id: Int
    /// A list of the others, which whoever runs the code visits.
    let strong: Value
    private var weak = RawArray<Ref>()
    /// Some were added since the last collection: here, to any.
    private var isFresh = true
    nonisolated(unsafe) private static var isAnyFresh = false

    init(of root: Int) {
        id = root
        if TraceConstants.buriedType.raw == 0 { TraceConstants.buriedType = TypeFactory.make("buried", size: 16, layout: .opaque) }
        // (Nobody else knows the list yet: nothing is allocated between this and `add`.)
        strong = ListRef.allocate().value
        TraceConstants.all[root] = .passUnretained(self)
    }
    deinit { TraceConstants.all[id] = nil; weak.free() }

    /// All that stands in LIST, which is emptied.
    func add(_ list: ListRef) {
        for i in 0..<list.count {
            let v = list[i]
            guard v.isPointer else { continue }
            if TraceConstants.isHarmless(v) { ListRef(strong).append(v) } else { weak.append(v.ref) }
        }
        isFresh = true
        TraceConstants.isAnyFresh = true
        list.wipe()
    }
    /// Whether a class is named whose class statement has made another since, or that is dead.
    var isOutdated: Bool {
        for i in 0..<weak.count {
            let t = weak[i].type
            if t == TraceConstants.buriedType ? Heap.cellSize(weak[i]) >= TypeRef.words * 8 : t.has(TypeRef.Flags.type) && ClassOrigin.isSuperseded(TypeRef(weak[i])) { return true }
        }
        return false
    }
    /// Whether V keeps nothing else alive that a program could look for.
    private static func isHarmless(_ v: Value) -> Bool {
        let t = v.ref.type
        if t == Types.code || t == Types.str || t == Types.bytes || t == Types.int || t == Types.float || t == Types.complex { return true }
        guard t == Types.tuple else { return false }
        let u = TupleRef(v)
        for i in 0..<u.count where !u[i].isExactly(Types.str) { return false }
        return true
    }

    // MARK: in a collection, in this order
    static func begin() {
        codeSize = 0
        if all.isEmpty { return }
        let r = JIT.compiler.codeRange
        codeStart = r.lowerBound; codeSize = r.upperBound - r.lowerBound
        running.removeAll(keepingCapacity: true)
        if let n = JIT.compiler.restoringRoot { running.insert(n) }
    }
    /// A word on a stack points into the code.
    @inline(never) static func met(_ word: UInt) { if let n = JIT.compiler.rootID(at: word) { running.insert(n) } }
    /// Before the dead are told from the living.
    static func mark(major: Bool) {
        if !major && !isAnyFresh { return }
        isAnyFresh = false
        for (n, c) in all {
            c._withUnsafeGuaranteedRef { c in
                if major ? running.contains(n) : c.isFresh { for i in 0..<c.weak.count { Collector.mark(c.weak[i]) } }
                c.isFresh = false
            }
        }
    }
    /// What a minor collection would begin with.
    static func markFresh() {
        if !isAnyFresh { return }
        for c in all.values { c._withUnsafeGuaranteedRef { c in if c.isFresh { for i in 0..<c.weak.count { Collector.mark(c.weak[i]) } } } }
    }
    /// After finalizers and weak references were looked at.
    static func bury() {
        for c in all.values { c._withUnsafeGuaranteedRef { c in for i in 0..<c.weak.count where Collector.isDead(c.weak[i]) { bury(c.weak[i]) } } }
    }
    private static func bury(_ r: Ref) {
        r.setWord(1, UInt64(UInt(bitPattern: buriedType.ref)))
        r.header = HeaderFlag.old
        let g = (UInt(bitPattern: r) &- Heap.base) &>> 4
        Heap.marks[Int(g &>> 6)] |= UInt64(1) &<< UInt64(g & 63)
        let size = Heap.cellSize(r), page: UInt = 4096
        Collector.liveBytes &+= size
        // Of large ones no more than the address is kept.
        let low = (UInt(bitPattern: r) &+ 16 &+ page &- 1) & ~(page &- 1), high = (UInt(bitPattern: r) &+ UInt(size)) & ~(page &- 1)
        if size > 1 << 15, low < high { madvise(UnsafeMutableRawPointer(bitPattern: low), Int(high - low), MADV_DONTNEED) }
    }
}

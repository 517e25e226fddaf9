import CSupport
import Glibc
import Runtime

/// The native side of a pickler: the bytes that wait to be written, the frame that is open, and the table of what has been pickled.
/// Values lie here only as bits: the pickler's object keeps them alive (`Pickler.kept`).
///
/// A handle on malloc'ed memory, not a class: as one it was retained and released at each byte that is written.
struct PickleOutput {
    static let frameHeader = 9, frameMinimum = 4, frameTarget = 64 << 10
    private struct State {
        var base: UnsafeMutablePointer<UInt8>
        var count = 0, capacity = 1024
        var framing = false, frameStart = -1
        var proto = 5, fixImports = false, fast = 0, fastDepth = 0, hasWrite = false, running = false
        // The memo: open addressing by the object's bits. Entries with another stamp are free: a new stamp clears it.
        var entries: UnsafeMutablePointer<Entry>
        var mask = 63, memoized = 0, stamp: Int32 = 1
    }
    private struct Entry {
        var key: UInt64 = 0
        var index: Int32 = 0, stamp: Int32 = 0
    }
    private let state: UnsafeMutablePointer<State>
    var address: UInt64 { UInt64(UInt(bitPattern: state)) }
    @inline(__always) init(address: UInt64) { state = UnsafeMutablePointer(bitPattern: UInt(address)).unsafelyUnwrapped }
    @inline(__always) private(set) var base: UnsafeMutablePointer<UInt8> { get { state.pointee.base } nonmutating set { state.pointee.base = newValue } }
    @inline(__always) private(set) var count: Int { get { state.pointee.count } nonmutating set { state.pointee.count = newValue } }
    @inline(__always) private var capacity: Int { get { state.pointee.capacity } nonmutating set { state.pointee.capacity = newValue } }
    @inline(__always) var framing: Bool { get { state.pointee.framing } nonmutating set { state.pointee.framing = newValue } }
    @inline(__always) private var frameStart: Int { get { state.pointee.frameStart } nonmutating set { state.pointee.frameStart = newValue } }
    @inline(__always) var proto: Int { get { state.pointee.proto } nonmutating set { state.pointee.proto = newValue } }
    var bin: Int { proto > 0 ? 1 : 0 }
    @inline(__always) var fixImports: Bool { get { state.pointee.fixImports } nonmutating set { state.pointee.fixImports = newValue } }
    @inline(__always) var fast: Int { get { state.pointee.fast } nonmutating set { state.pointee.fast = newValue } }
    @inline(__always) var fastDepth: Int { get { state.pointee.fastDepth } nonmutating set { state.pointee.fastDepth = newValue } }
    /// A file takes the bytes as soon as a frame is complete.
    @inline(__always) var hasWrite: Bool { get { state.pointee.hasWrite } nonmutating set { state.pointee.hasWrite = newValue } }
    /// `dump` is under way.
    @inline(__always) var running: Bool { get { state.pointee.running } nonmutating set { state.pointee.running = newValue } }
    @inline(__always) private var entries: UnsafeMutablePointer<Entry> { get { state.pointee.entries } nonmutating set { state.pointee.entries = newValue } }
    @inline(__always) private var mask: Int { get { state.pointee.mask } nonmutating set { state.pointee.mask = newValue } }
    @inline(__always) private(set) var memoized: Int { get { state.pointee.memoized } nonmutating set { state.pointee.memoized = newValue } }

    static func make() -> PickleOutput {
        let p = UnsafeMutablePointer<State>.allocate(capacity: 1)
        p.initialize(to: State(base: .allocate(capacity: 1024), entries: table(64)))
        return PickleOutput(address: UInt64(UInt(bitPattern: p)))
    }
    private static func table(_ n: Int) -> UnsafeMutablePointer<Entry> {
        let t = UnsafeMutablePointer<Entry>.allocate(capacity: n)
        t.initialize(repeating: Entry(), count: n)
        return t
    }
    func free() { base.deallocate(); entries.deallocate(); state.deallocate() }

    // MARK: bytes

    @inline(never) private func grow(_ n: Int) {
        capacity = max(capacity * 2, count + n + 64)
        let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        memcpy(bigger, base, count)
        base.deallocate()
        base = bigger
    }
    /// Room for N bytes, a frame begun where framing asks for it.
    @inline(__always) func reserve(_ n: Int) {
        if count &+ n &+ PickleOutput.frameHeader > capacity { grow(n + PickleOutput.frameHeader) }
        if framing && frameStart < 0 { frameStart = count; count &+= PickleOutput.frameHeader }
    }
    @inline(__always) func write(_ b: UInt8) { reserve(1); base[count] = b; count &+= 1 }
    @inline(__always) func write(_ a: UInt8, _ b: UInt8) { reserve(2); base[count] = a; base[count &+ 1] = b; count &+= 2 }
    func write(_ p: UnsafeRawPointer, _ n: Int) { reserve(n); memcpy(base + count, p, n); count &+= n }
    /// A short text whose bytes are at P, and that it is memoized, in the manner of protocol 4.
    @inline(__always) func writeShortText(_ p: UnsafeRawPointer, _ n: Int) {
        reserve(n &+ 3)
        let to = base + count
        to[0] = 0x8C; to[1] = UInt8(truncatingIfNeeded: n)
        dx_copy(to + 2, p, n)
        to[n &+ 2] = 0x94
        count &+= n &+ 3
    }
    func write(_ s: StaticString) { write(UnsafeRawPointer(s.utf8Start), s.utf8CodeUnitCount) }
    func write(_ s: String) { var s = s; s.withUTF8 { write(UnsafeRawPointer($0.baseAddress!), $0.count) } }
    /// OP and the low BYTES bytes of V, least significant first.
    @inline(__always) func write(_ op: UInt8, _ v: Int, bytes: Int) {
        reserve(1 + bytes)
        base[count] = op
        for i in 0..<bytes { base[count &+ 1 &+ i] = UInt8(truncatingIfNeeded: v &>> (8 &* i)) }
        count &+= 1 &+ bytes
    }
    func clear() { count = 0 }
    func reset() { count = 0; framing = false; frameStart = -1 }

    // MARK: frames

    func commitFrame() {
        if !framing || frameStart < 0 { return }
        let n = count - frameStart - PickleOutput.frameHeader, p = base + frameStart
        if n >= PickleOutput.frameMinimum {
            p[0] = 0x95
            for i in 0..<8 { p[1 + i] = UInt8(truncatingIfNeeded: n >> (8 * i)) }
        } else {
            memmove(p, p + PickleOutput.frameHeader, n)
            count -= PickleOutput.frameHeader
        }
        frameStart = -1
    }
    /// Whether the open frame is full.
    @inline(__always) var isFull: Bool { framing && frameStart >= 0 && count &- frameStart &- PickleOutput.frameHeader >= PickleOutput.frameTarget }

    // MARK: memo

    /// Where V stands, or would stand until the next is remembered.
    @inline(__always) func slot(_ v: Value) -> Int {
        let s = state.pointee
        var i = Int(truncatingIfNeeded: (v.bits &>> 4) &* 0x9E3779B97F4A7C15 &>> 20) & s.mask
        while s.entries[i].stamp == s.stamp && s.entries[i].key != v.bits { i = (i &+ 1) & s.mask }
        return i
    }
    /// Index of what stands at I, -1 if nothing does.
    @inline(__always) func index(at i: Int) -> Int { entries[i].stamp == state.pointee.stamp ? Int(entries[i].index) : -1 }
    /// Index of V, -1 if it has not been pickled.
    @inline(__always) func memo(_ v: Value) -> Int { index(at: slot(v)) }
    @inline(__always) func remember(_ v: Value, _ index: Int) { remember(v, index, at: slot(v)) }
    /// The same with V's slot known.
    @inline(__always) func remember(_ v: Value, _ index: Int, at i: Int) {
        var i = i
        if entries[i].stamp != state.pointee.stamp {
            if (memoized &+ 1) &* 2 > mask { growMemo(); i = slot(v) }
            memoized &+= 1
        }
        entries[i] = Entry(key: v.bits, index: Int32(truncatingIfNeeded: index), stamp: state.pointee.stamp)
    }
    @inline(never) private func growMemo() {
        let old = entries, n = mask + 1, stamp = state.pointee.stamp
        mask = n * 4 - 1
        entries = PickleOutput.table(mask + 1)
        for i in 0..<n where old[i].stamp == stamp { entries[slot(Value(bits: old[i].key))] = old[i] }
        old.deallocate()
    }
    func clearMemo() {
        if memoized == 0 { return }
        memoized = 0
        if state.pointee.stamp == .max { state.pointee.stamp = 0; entries.update(repeating: Entry(), count: mask + 1) }
        state.pointee.stamp &+= 1
    }
    func eachMemo(_ body: (Value, Int) throws(Raise) -> Void) throws(Raise) {
        for i in 0...mask where entries[i].stamp == state.pointee.stamp { try body(Value(bits: entries[i].key), index(at: i)) }
    }
    /// Bytes besides the object itself.
    var footprint: Int { capacity + (mask + 1) * 16 }
}

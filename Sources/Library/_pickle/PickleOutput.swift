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
        // The memo: open addressing by the object's bits; index -1: free.
        var keys: UnsafeMutablePointer<UInt64>
        var indices: UnsafeMutablePointer<Int>
        var mask = 63, memoized = 0
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
    @inline(__always) private var keys: UnsafeMutablePointer<UInt64> { get { state.pointee.keys } nonmutating set { state.pointee.keys = newValue } }
    @inline(__always) private var indices: UnsafeMutablePointer<Int> { get { state.pointee.indices } nonmutating set { state.pointee.indices = newValue } }
    @inline(__always) private var mask: Int { get { state.pointee.mask } nonmutating set { state.pointee.mask = newValue } }
    @inline(__always) private(set) var memoized: Int { get { state.pointee.memoized } nonmutating set { state.pointee.memoized = newValue } }

    static func make() -> PickleOutput {
        let p = UnsafeMutablePointer<State>.allocate(capacity: 1), keys = UnsafeMutablePointer<UInt64>.allocate(capacity: 64)
        keys.initialize(repeating: 0, count: 64)
        p.initialize(to: State(base: .allocate(capacity: 1024), keys: keys, indices: .allocate(capacity: 64)))
        return PickleOutput(address: UInt64(UInt(bitPattern: p)))
    }
    func free() { base.deallocate(); keys.deallocate(); indices.deallocate(); state.deallocate() }

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

    @inline(__always) private func slot(_ v: Value) -> Int {
        var i = Int(truncatingIfNeeded: (v.bits &>> 4) &* 0x9E3779B97F4A7C15 &>> 20) & mask
        while keys[i] != 0 && keys[i] != v.bits { i = (i &+ 1) & mask }
        return i
    }
    /// Index of V, -1 if it has not been pickled.
    @inline(__always) func memo(_ v: Value) -> Int { let i = slot(v); return keys[i] == 0 ? -1 : indices[i] }
    func remember(_ v: Value, _ index: Int) {
        var i = slot(v)
        if keys[i] != 0 { indices[i] = index; return }
        if (memoized + 1) * 2 > mask { growMemo(); i = slot(v) }
        keys[i] = v.bits; indices[i] = index
        memoized += 1
    }
    private func growMemo() {
        let oldKeys = keys, oldIndices = indices, n = mask + 1
        mask = n * 4 - 1
        keys = .allocate(capacity: mask + 1); indices = .allocate(capacity: mask + 1)
        keys.initialize(repeating: 0, count: mask + 1)
        for i in 0..<n where oldKeys[i] != 0 {
            let j = slot(Value(bits: oldKeys[i]))
            keys[j] = oldKeys[i]; indices[j] = oldIndices[i]
        }
        oldKeys.deallocate(); oldIndices.deallocate()
    }
    func clearMemo() {
        if memoized == 0 { return }
        memoized = 0
        keys.update(repeating: 0, count: mask + 1)
    }
    func eachMemo(_ body: (Value, Int) throws(Raise) -> Void) throws(Raise) {
        for i in 0...mask where keys[i] != 0 { try body(Value(bits: keys[i]), indices[i]) }
    }
    /// Bytes besides the object itself.
    var footprint: Int { capacity + (mask + 1) * 16 }
}

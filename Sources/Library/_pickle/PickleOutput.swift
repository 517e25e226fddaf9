import Glibc
import Runtime

/// The native side of a pickler: the bytes that wait to be written, the frame that is open, and the table of what has been pickled.
/// Values lie here only as bits: the pickler's object keeps them alive (`Pickler.kept`).
final class PickleOutput {
    static let frameHeader = 9, frameMinimum = 4, frameTarget = 64 << 10
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity = 1024
    var framing = false
    private var frameStart = -1

    var proto = 5
    var bin: Int { proto > 0 ? 1 : 0 }
    var fixImports = false
    var fast = 0
    var fastDepth = 0
    /// A file takes the bytes as soon as a frame is complete.
    var hasWrite = false
    /// `dump` is under way.
    var running = false

    // The memo: open addressing by the object's bits; index -1: free.
    private var keys: UnsafeMutablePointer<UInt64>
    private var indices: UnsafeMutablePointer<Int>
    private var mask = 63
    private(set) var memoized = 0

    init() {
        base = .allocate(capacity: capacity)
        keys = .allocate(capacity: 64); indices = .allocate(capacity: 64)
        keys.initialize(repeating: 0, count: 64)
    }
    deinit { base.deallocate(); keys.deallocate(); indices.deallocate() }

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

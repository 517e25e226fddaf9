#if canImport(Glibc)
import Glibc
#endif
@testable import TraceIR
@testable import TraceCompiler

/// What a runtime would be: a frame's slots, a few heap objects, a thread state, boxed floats, functions to call. All of it in one block, so that
/// a state can be saved, restored and compared.
final class TestMachine {
    /// [0..<64) slots below the root, [64..<192) slots, then 4 objects of 8 words, the thread state (16 words).
    static let words = 64 + 128 + 32 + 16
    let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: TestMachine.words)
    var slots: UnsafeMutablePointer<UInt64> { memory + 64 }
    func object(_ n: Int) -> UnsafeMutablePointer<UInt64> { memory + 192 + 8 * n }
    var thread: UnsafeMutablePointer<UInt64> { memory + 224 }
    static let pollOffset = 16
    /// The word of the thread state that `tick` counts down before it asks for an interrupt.
    static let tickWord = 5

    static let boxes = UnsafeMutablePointer<UInt64>.allocate(capacity: 1 << 16)
    nonisolated(unsafe) static var boxTop = 0
    static let box: @convention(c) (Double) -> UInt64 = { d in
        if d.bitPattern == 0 { return 2 }
        let p = TestMachine.boxes + TestMachine.boxTop
        TestMachine.boxTop = (TestMachine.boxTop + 4) & 0xFFFF
        p[0] = 0; p[1] = UInt64(TestMachine.floatType); p[2] = d.bitPattern
        return UInt64(UInt(bitPattern: p))
    }
    static let floatType: UInt = 0x1234_5678_9ab8
    static let encoding = Encoding(boxFloat: address(box), floatType: floatType, trueWord: 0x14, falseWord: 0x0c)
    static func address(_ f: @convention(c) (Double) -> UInt64) -> UInt { UInt(bitPattern: unsafeBitCast(f, to: Int.self)) }

    // Functions for traces to call.
    static let mix: @convention(c) (UInt64, UInt64) -> UInt64 = { a, b in (a ^ b &* 3) & 0xFFFF | 1 }
    static let half: @convention(c) (Double, Double) -> Double = { a, b in (a + b) * 0.5 }
    /// Raises where the argument is divisible by 5.
    static let picky: @convention(c) (UInt64) -> UInt64 = { w in Encoding.int(w) % 5 == 0 ? 0 : w }
    /// Adds 2 (one, tagged) to a field.
    static let bump: @convention(c) (UInt64) -> UInt64 = { p in let q = UnsafeMutablePointer<UInt64>(bitPattern: UInt(p))!; q[3] = Encoding.isInt(q[3]) ? (q[3] &+ 2) & 0xFFFF : 1; return q[3] }
    static let tick: @convention(c) (UInt64) -> UInt64 = { p in
        let q = UnsafeMutablePointer<UInt64>(bitPattern: UInt(p))!
        if q[TestMachine.tickWord] > 0 { q[TestMachine.tickWord] -= 1; if q[TestMachine.tickWord] == 0 { q[TestMachine.pollOffset / 8] = 1 } }
        return 1
    }
    static let six: @convention(c) (UInt64, UInt64, UInt64, Double, UInt64, UInt64, UInt64) -> UInt64 = { a, b, c, x, d, e, f in
        (a &+ b &* 3 &+ c &* 5 &+ d &* 7 &+ e &* 11 &+ f &* 13 &+ (x < 0 ? 2 : 4)) & 0xFFFF_FFFF | 1 }
    static func address2(_ f: @convention(c) (UInt64, UInt64) -> UInt64) -> UInt { UInt(bitPattern: unsafeBitCast(f, to: Int.self)) }
    static let mixAddress = address2(mix), halfAddress = UInt(bitPattern: unsafeBitCast(half, to: Int.self))
    static let pickyAddress = UInt(bitPattern: unsafeBitCast(picky, to: Int.self)), bumpAddress = UInt(bitPattern: unsafeBitCast(bump, to: Int.self))
    static let tickAddress = UInt(bitPattern: unsafeBitCast(tick, to: Int.self)), sixAddress = UInt(bitPattern: unsafeBitCast(six, to: Int.self))

    init() { memory.initialize(repeating: 0, count: TestMachine.words) }
    deinit { memory.deallocate() }
    func save() -> [UInt64] { Array(UnsafeBufferPointer(start: memory, count: TestMachine.words)) }
    func restore(_ s: [UInt64]) { for (k, w) in s.enumerated() { memory[k] = w } }
    /// The state in a form that can be compared: boxed floats by value, dead slots left out.
    func canonical() -> [UInt64] {
        (0..<TestMachine.words).map { k in
            if (64 + 100..<64 + 128).contains(k) { return 0 }                 // operand slots are dead at exits where they were killed
            let w = memory[k]
            if w != 0, w & 7 == 0, UInt(w) >= UInt(bitPattern: TestMachine.boxes), UInt(w) < UInt(bitPattern: TestMachine.boxes + (1 << 16)) {
                return UnsafePointer<UInt64>(bitPattern: UInt(w))![2] ^ 0xB0B0 }
            return w
        }
    }
}

/// xorshift; the same everywhere.
struct SeededRandom {
    var state: UInt64
    init(_ s: UInt64) { state = s &* 0x9E37_79B9_7F4A_7C15 | 1; for _ in 0..<4 { _ = next() } }
    mutating func next() -> UInt64 { state ^= state << 13; state ^= state >> 7; state ^= state << 17; return state }
    mutating func below(_ n: Int) -> Int { Int(next() >> 16) % n }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

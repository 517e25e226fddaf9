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
    /// The word of the thread state that links native frames.
    static let linkWord = 6
    /// What runs native code now, and how many dead spill slots calls have found.
    nonisolated(unsafe) static var running: (compiler: NativeCompiler, thread: UnsafeMutablePointer<UInt64>)?
    nonisolated(unsafe) static var poisoned = 0, calls = 0
    /// What is called overwrites the spill slots that are said to be dead, every sixteenth time.
    static func poison() {
        calls += 1
        guard let (c, thread) = running, calls % 16 == 0 else { return }
        var link = UInt(thread[linkWord])
        while link != 0 {
            var at = link & ~1
            func kill(_ end: UInt) { while at < end { UnsafeMutablePointer<UInt64>(bitPattern: at)!.pointee = 0xBAD_BAD_BAD_BAD; poisoned += 1; at += 8 } }
            let (end, next) = c.visitSpills(of: link) { kill($0); at = $0 + 8 }
            kill(end)
            link = next
        }
    }

    static let boxes = UnsafeMutablePointer<UInt64>.allocate(capacity: 1 << 16)
    nonisolated(unsafe) static var boxTop = 0
    static let box: @convention(c) (Double) -> UInt64 = { d in
        poison()
        if d.bitPattern == 0 { return 2 }
        let p = TestMachine.boxes + TestMachine.boxTop
        TestMachine.boxTop = (TestMachine.boxTop + 4) & 0xFFFF
        p[0] = 0; p[1] = UInt64(TestMachine.floatType); p[2] = d.bitPattern
        return UInt64(UInt(bitPattern: p))
    }
    static let floatType: UInt = 0x1234_5678_9ab8
    static let encoding: Encoding = {
        var e = Encoding(boxFloat: address(box), floatType: floatType, trueWord: 0x14, falseWord: 0x0c)
        e.allocate = UInt(bitPattern: unsafeBitCast(make, to: Int.self)); e.log = UInt(bitPattern: unsafeBitCast(log, to: Int.self))
        e.runsOffset = Int32(TestMachine.runsWord * 8); e.inlineLimit = 256
        e.nativeFrame = Int32(TestMachine.linkWord * 8)
        return e
    }()
    // The heap of objects that traces make: runs of a few cells by size, then the cells.
    static let runsWord = 8, runWords = 64, heapWords = 1 << 20
    static let heap: UnsafeMutablePointer<UInt64> = {
        let p = UnsafeMutablePointer<UInt64>.allocate(capacity: heapWords); p.initialize(repeating: 0, count: heapWords); return p
    }()
    nonisolated(unsafe) static var heapTop = runWords
    static func resetHeap() { heap.update(repeating: 0, count: heapTop); heapTop = runWords }
    static let make: @convention(c) (Int, UInt) -> UInt = { size, type in
        poison()
        let k = (size + 15) / 16 - 1, cell = (k + 1) * 2
        func take(_ words: Int) -> UInt { precondition(TestMachine.heapTop + words <= TestMachine.heapWords); TestMachine.heapTop += words; return UInt(bitPattern: TestMachine.heap + TestMachine.heapTop - words) }
        var p: UInt
        if size > 256 { p = take(cell) } else {
            let run = TestMachine.heap + 2 * k
            if run[0] + UInt64(cell * 8) > run[1] { run[0] = UInt64(take(3 * cell)); run[1] = run[0] + UInt64(24 * cell) }
            p = UInt(run[0]); run[0] += UInt64(cell * 8)
        }
        UnsafeMutablePointer<UInt64>(bitPattern: p)![1] = UInt64(type)
        return p
    }
    static let log: @convention(c) (UInt) -> Void = { o in UnsafeMutablePointer<UInt64>(bitPattern: o)![0] &= ~(1 << 32) }
    static func address(_ f: @convention(c) (Double) -> UInt64) -> UInt { UInt(bitPattern: unsafeBitCast(f, to: Int.self)) }

    // Functions for traces to call.
    static let mix: @convention(c) (UInt64, UInt64) -> UInt64 = { a, b in poison(); return (a ^ b &* 3) & 0xFFFF | 1 }
    static let half: @convention(c) (Double, Double) -> Double = { a, b in poison(); return (a + b) * 0.5 }
    /// Raises where the argument is divisible by 5.
    static let picky: @convention(c) (UInt64) -> UInt64 = { w in poison(); return Encoding.int(w) % 5 == 0 ? 0 : w }
    /// Adds 2 (one, tagged) to a field.
    static let bump: @convention(c) (UInt64) -> UInt64 = { p in let q = UnsafeMutablePointer<UInt64>(bitPattern: UInt(p))!; q[3] = Encoding.isInt(q[3]) ? (q[3] &+ 2) & 0xFFFF : 1; return q[3] }
    static let tick: @convention(c) (UInt64) -> UInt64 = { p in
        poison()
        let q = UnsafeMutablePointer<UInt64>(bitPattern: UInt(p))!
        if q[TestMachine.tickWord] > 0 { q[TestMachine.tickWord] -= 1; if q[TestMachine.tickWord] == 0 { q[TestMachine.pollOffset / 8] = 1 } }
        return 1
    }
    /// What a field holds, if it is an int.
    static let peek: @convention(c) (UInt64) -> UInt64 = { p in let q = UnsafeMutablePointer<UInt64>(bitPattern: UInt(p))!; return Encoding.isInt(q[3]) ? q[3] : 1 }
    static let peekAddress = UInt(bitPattern: unsafeBitCast(peek, to: Int.self))
    static let six: @convention(c) (UInt64, UInt64, UInt64, Double, UInt64, UInt64, UInt64) -> UInt64 = { a, b, c, x, d, e, f in
        poison()
        return (a &+ b &* 3 &+ c &* 5 &+ d &* 7 &+ e &* 11 &+ f &* 13 &+ (x < 0 ? 2 : 4)) & 0xFFFF_FFFF | 1 }
    static func address2(_ f: @convention(c) (UInt64, UInt64) -> UInt64) -> UInt { UInt(bitPattern: unsafeBitCast(f, to: Int.self)) }
    static let mixAddress = address2(mix), halfAddress = UInt(bitPattern: unsafeBitCast(half, to: Int.self))
    static let pickyAddress = UInt(bitPattern: unsafeBitCast(picky, to: Int.self)), bumpAddress = UInt(bitPattern: unsafeBitCast(bump, to: Int.self))
    static let tickAddress = UInt(bitPattern: unsafeBitCast(tick, to: Int.self)), sixAddress = UInt(bitPattern: unsafeBitCast(six, to: Int.self))

    init() { memory.initialize(repeating: 0, count: TestMachine.words) }
    deinit { memory.deallocate() }
    func save() -> [UInt64] { Array(UnsafeBufferPointer(start: memory, count: TestMachine.words)) + Array(UnsafeBufferPointer(start: TestMachine.heap, count: TestMachine.heapTop)) }
    func restore(_ s: [UInt64]) {
        for k in 0..<TestMachine.words { memory[k] = s[k] }
        TestMachine.resetHeap()
        TestMachine.heapTop = s.count - TestMachine.words
        for k in 0..<TestMachine.heapTop { TestMachine.heap[k] = s[TestMachine.words + k] }
    }
    /// The state in a form that can be compared: boxed floats by value, dead slots left out, made objects by the order in which they are found.
    func canonical() -> [UInt64] {
        var found: [UInt64: UInt64] = [:], order: [UInt64] = []
        func word(_ w: UInt64) -> UInt64 {
            if w == 0 || w & 7 != 0 { return w }
            if UInt(w) >= UInt(bitPattern: TestMachine.boxes), UInt(w) < UInt(bitPattern: TestMachine.boxes + (1 << 16)) { return UnsafePointer<UInt64>(bitPattern: UInt(w))![2] ^ 0xB0B0 }
            if UInt(w) >= UInt(bitPattern: TestMachine.heap), UInt(w) < UInt(bitPattern: TestMachine.heap + TestMachine.heapWords) {
                if let n = found[w] { return n }
                order.append(w); found[w] = 0xDEAD_0000 + UInt64(order.count)
                return found[w]!
            }
            return w
        }
        var out = (0..<TestMachine.words).map { k -> UInt64 in
            if (64 + 100..<64 + 128).contains(k) || k == 224 + TestMachine.runsWord { return 0 }   // operand slots are dead at exits where they were killed
            return word(memory[k])
        }
        var k = 0
        while k < order.count { let p = UnsafePointer<UInt64>(bitPattern: UInt(order[k]))!; for f in 0..<8 { out.append(word(p[f])) }; k += 1 }
        return out
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

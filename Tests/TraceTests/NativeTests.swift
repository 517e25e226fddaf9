import XCTest
@testable import TraceIR
@testable import TraceCompiler

final class NativeTests: XCTestCase {
    /// Optimized or not, evaluated or native, with places as they come or at random, with bridges: random traces leave in the same state.
    /// RANDOM_TRACES=100000 in the environment tries so many.
    func testRandomTracesAgree() throws {
        let d = Differential()
        try XCTSkipIf(d.compiler == nil, "no native code on this machine")
        let count = ProcessInfo.processInfo.environment["RANDOM_TRACES"].flatMap { UInt64($0) } ?? 3000
        for seed in 1...max(3000, count) {
            if let p = d.run(seed: seed, steps: 3 + Int(seed % 40)) { XCTFail(p); return }
        }
        XCTAssertGreaterThan(d.loops, 2000)
        XCTAssertGreaterThan(d.bridged, 1500)
        XCTAssertGreaterThan(d.interrupted, 50)
        XCTAssertGreaterThan(d.raised, 10)
        XCTAssertGreaterThan(d.made, 300)
        XCTAssertGreaterThan(TestMachine.poisoned, 10_000)
        print("random traces: compared \(d.compared) loops \(d.loops) bridged \(d.bridged) with virtual objects \(d.made) by entry \(d.entered) resumed \(d.resumed)")
    }
    /// Any subset of the passes keeps the meaning.
    func testRandomTracesAgreeUnderAnyPasses() throws {
        let d = Differential()
        try XCTSkipIf(d.compiler == nil, "no native code on this machine")
        for seed in 10_001...10_600 as ClosedRange<UInt64> {
            if let p = d.run(seed: seed, steps: 20, passes: PassSet(bits: UInt16(truncatingIfNeeded: seed &* 0x9E37_79B9 >> 7))) { XCTFail(p); return }
        }
        XCTAssertGreaterThan(d.compared, 400)
    }
    private func sumLoop(_ b: TraceBuilder) -> Trace? {
        b.begin()
        let s0 = b.snapshot(path: [0])
        let i = b.guardInt(b.loadSlot(1), s0), n = b.guardInt(b.loadSlot(0), s0)
        b.guardBool(b.compare(.lt, i, n), true, s0)
        let s1 = b.snapshot(path: [1])
        b.storeSlot(2, b.arithmetic(.add, b.guardInt(b.loadSlot(2), s1), i, s1))
        b.storeSlot(1, b.arithmetic(.add, i, b.int(1), b.snapshot(path: [2])))
        b.closeLoop(snapshot: b.snapshot(.interrupt, path: [0]))
        return b.finish()
    }
    func testSumLoopIsTight() throws {
        let m = TestMachine(), b = TraceBuilder(encoding: TestMachine.encoding)
        let t = try XCTUnwrap(sumLoop(b))
        // loop, 2 phis, compare, guard, 2 additions, jump: nothing else; one overflow check is left.
        XCTAssertEqual(t.instructions.count - t.loopStart, 8)
        XCTAssertEqual((t.loopStart..<t.instructions.count).filter { t.instructions[$0].op == .add && t.instructions[$0].imm >= 0 }.count, 1)
        let c = try NativeCompiler(encoding: TestMachine.encoding, pollOffset: TestMachine.pollOffset)
        c.options.verify = true
        let k = try c.compile(t)
        m.slots[0] = Encoding.word(int: 100_000); m.slots[1] = Encoding.word(int: 0); m.slots[2] = Encoding.word(int: 0); m.thread[2] = 0
        let x = c.exit(c.enter(k, slots: m.slots, thread: m.thread))
        XCTAssertEqual(Encoding.int(m.slots[2]), 4999950000)
        XCTAssertEqual(Encoding.int(m.slots[1]), 100_000)
        XCTAssertEqual(x.reason, .guard)
        XCTAssertEqual(x.taken, 1)
        XCTAssertEqual(Array(x.path(x.frames[0])), [0])
        XCTAssertEqual(c.statistics.spills, 0)
    }
    func testOverflowLeavesBeforeTheAddition() throws {
        let m = TestMachine(), b = TraceBuilder(encoding: TestMachine.encoding), c = try NativeCompiler(encoding: TestMachine.encoding, pollOffset: TestMachine.pollOffset)
        let k = try c.compile(try XCTUnwrap(sumLoop(b)))
        m.slots[0] = Encoding.word(int: 100); m.slots[1] = Encoding.word(int: 0); m.slots[2] = Encoding.word(int: Encoding.maxInt - 4); m.thread[2] = 0
        let x = c.exit(c.enter(k, slots: m.slots, thread: m.thread))
        XCTAssertEqual(Array(x.path(x.frames[0])), [1])
        XCTAssertEqual(Encoding.int(m.slots[1]), 3)
        XCTAssertEqual(Encoding.int(m.slots[2]), Encoding.maxInt - 4 + 3)
    }
    func testInterruptAndInvalidation() throws {
        let m = TestMachine(), b = TraceBuilder(encoding: TestMachine.encoding), c = try NativeCompiler(encoding: TestMachine.encoding, pollOffset: TestMachine.pollOffset)
        let k = try c.compile(try XCTUnwrap(sumLoop(b)))
        m.slots[0] = Encoding.word(int: 1000); m.slots[1] = Encoding.word(int: 0); m.slots[2] = Encoding.word(int: 0); m.thread[2] = 1
        XCTAssertEqual(c.exit(c.enter(k, slots: m.slots, thread: m.thread)).reason, .interrupt)
        XCTAssertEqual(Encoding.int(m.slots[1]), 1)
        m.thread[2] = 0
        try c.becomeOwnerAfterFork(of: c.snapshotForFork())                                // the same code at the same place
        XCTAssertEqual(c.exit(c.enter(k, slots: m.slots, thread: m.thread)).reason, .guard)
        XCTAssertEqual(Encoding.int(m.slots[1]), 1000)
        m.slots[1] = Encoding.word(int: 1)
        XCTAssertTrue(c.invalidate(k))
        XCTAssertFalse(k.isValid)
        XCTAssertEqual(c.exit(c.enter(k, slots: m.slots, thread: m.thread)).reason, .interrupt)
        XCTAssertEqual(Encoding.int(m.slots[1]), 1)
    }
    func testKindsThatChangeAreReported() {
        // s = 0 first, a float from the first iteration on.
        let b = TraceBuilder(encoding: TestMachine.encoding)
        b.begin()
        let s = b.snapshot(path: [0])
        b.storeSlot(2, b.arithmetic(.add, b.intToF64(b.guardInt(b.loadSlot(2), s)), b.float(0.5)))
        b.closeLoop(snapshot: b.snapshot(.interrupt, path: [0]))
        XCTAssertNil(b.finish())
        XCTAssertEqual(b.failure, .unstable)
    }
    func testLimits() throws {
        let b = TraceBuilder(encoding: TestMachine.encoding)
        b.instructionLimit = 10
        var r = b.guardInt(b.loadSlot(0), b.snapshot(path: [0]))
        for k in 0..<20 { r = b.arithmetic(.add, r, b.int(k + 1), b.snapshot(path: [0])) }
        b.exit(snapshot: b.snapshot(.end, path: [0]))
        XCTAssertNil(b.finish())
        XCTAssertEqual(b.failure, .tooLong)
        b.begin()
        XCTAssertNil(b.failure)
        _ = b.loadSlot(1 << 20)
        XCTAssertEqual(b.failure, .slotOutOfRange)
        let c = try NativeCompiler(encoding: TestMachine.encoding, pollOffset: 16, codeLimit: 8192)
        b.instructionLimit = 1000
        XCTAssertThrowsError(try (0..<100).forEach { _ in _ = try c.compile(try XCTUnwrap(sumLoop(b))) }) { XCTAssertEqual($0 as? CompileError, .codeMemoryFull) }
    }
    /// The checker itself is checked: swapped places are found.
    func testAllocationCheckerFindsSharedPlaces() throws {
        let b = TraceBuilder(encoding: TestMachine.encoding), t = try XCTUnwrap(sumLoop(b))
        let a = Allocation(t, inherited: [], seed: nil)
        XCTAssertEqual(AllocationChecker.problems(t, a), [])
        var found = 0
        for k in 0..<t.instructions.count where a.place[k] >= 0 {
            for p in [1, 2, 6, 7, 3] as [Int16] where p != a.place[k] {
                let old = a.place[k]
                a.place[k] = p
                if !AllocationChecker.problems(t, a).isEmpty { found += 1 }
                a.place[k] = old
            }
        }
        XCTAssertGreaterThan(found, 10)
        a.free()
    }
}

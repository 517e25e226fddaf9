import XCTest
@testable import TraceIR
@testable import TraceCompiler

/// Whether small kernels come out tight. `TRACE_KERNELS=1` prints times (`=dump` the code as well), to be compared with `Benchmarks/trace-kernels.c`.
final class KernelTests: XCTestCase {
    func testKernelsNeedNoSpills() throws {
        let wish = ProcessInfo.processInfo.environment["TRACE_KERNELS"]
        let k = Kernels()
        let c: NativeCompiler
        do { c = try NativeCompiler(encoding: TestMachine.encoding, pollOffset: TestMachine.pollOffset) } catch { throw XCTSkip("no native code on this machine") }
        c.options.verify = true
        if wish == "dump" { c.options.dump = { print($0.text) } }
        for x in k.all {
            let t = try c.compile(x.trace)
            // Two bodies with seven fields each and three distances do not fit 14 registers.
            XCTAssertLessThanOrEqual(c.statistics.spills, 1, x.name)
            guard wish != nil else { continue }
            for w in 0..<16 { k.m.thread[w] = 0 }
            x.prepare()
            let start = DispatchTime.now().uptimeNanoseconds
            _ = c.enter(t, slots: k.m.slots, thread: k.m.thread)
            let time = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
            print(x.name, "seconds", (time * 1000).rounded() / 1000, "result", x.result())
        }
    }
    /// Time to emit, optimize and assemble, by trace; printed only, since machines differ.
    func testCompileTime() throws {
        guard ProcessInfo.processInfo.environment["TRACE_KERNELS"] != nil else { throw XCTSkip("set TRACE_KERNELS") }
        let k = Kernels(), c = try NativeCompiler(encoding: TestMachine.encoding, pollOffset: TestMachine.pollOffset)
        for (name, make) in [("hash", k.hash), ("spectral", k.spectral), ("nbody", k.nbody), ("points", k.points)] {
            var emit = 0.0, assemble = 0.0, count = 0
            for round in 0..<1200 {
                let t0 = DispatchTime.now().uptimeNanoseconds
                let t = make().trace
                let t1 = DispatchTime.now().uptimeNanoseconds
                _ = try c.compile(t)
                let t2 = DispatchTime.now().uptimeNanoseconds
                if round >= 200 { emit += Double(t1 - t0); assemble += Double(t2 - t1); count = t.instructions.count }
                if round % 100 == 0 { c.reset() }
            }
            print(name, "instructions", count, "optimize \((emit / 1e6 * 10).rounded() / 10) us, assemble \((assemble / 1e6 * 10).rounded() / 10) us")
        }
    }
    /// A branch that goes either way by turns: the other side is a bridge that comes back by the entry.
    func testBranchStaysInNativeCode() throws {
        let k = Kernels(), b = k.b, c: NativeCompiler
        do { c = try NativeCompiler(encoding: TestMachine.encoding, pollOffset: TestMachine.pollOffset) } catch { throw XCTSkip("no native code on this machine") }
        c.options.verify = true
        // while i < n: if i & 1: x = x * 0.5 else: x = x + 1.0; i += 1
        b.begin()
        let i = k.header()
        b.guardEqual(b.arithmetic(.and, i, b.int(1)), 0, k.at(1))
        b.storeSlot(2, b.arithmetic(.add, k.float(2, 2), b.float(1))); k.next(i)
        let root = try c.compile(k.close())
        if ProcessInfo.processInfo.environment["TRACE_KERNELS"] == "dump" { c.options.dump = { print($0.text) } }
        for w in 0..<16 { k.m.thread[w] = 0 }
        let n = 1_000_001
        k.set(0, n); k.set(1, 0); k.set(2, 0.0)
        var exits = 0
        while true {
            let e = c.enter(root, slots: k.m.slots, thread: k.m.thread), x = c.exit(e)
            exits += 1
            if x.path(x.frames[0])[0] != 1 { break }
            guard exits < 10 else { XCTFail("bridges do not come back"); break }
            // Record the other side from here on.
            b.begin(bridgeFrom: x.trace.trace, snapshot: x.snapshot)
            let j = k.int(1, 1)
            b.storeSlot(2, b.arithmetic(.mul, k.float(2, 3), b.float(0.5))); k.next(j)
            b.jump(to: root.id, snapshot: b.snapshot(.interrupt, path: [0]), target: root.trace)
            try c.compile(bridge: try XCTUnwrap(b.finish()), from: e)
        }
        XCTAssertLessThanOrEqual(exits, 3)
        XCTAssertEqual(k.slotInt(1), Double(n))
        XCTAssertEqual(k.slotFloat(2), 2, accuracy: 0.01)
        if ProcessInfo.processInfo.environment["TRACE_KERNELS"] != nil {
            k.set(0, 100_000_000); k.set(1, 0); k.set(2, 0.0)
            let start = DispatchTime.now().uptimeNanoseconds
            _ = c.enter(root, slots: k.m.slots, thread: k.m.thread)
            print("branch seconds", Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9, k.slotFloat(2))
        }
    }
}

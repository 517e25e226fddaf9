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
        if wish == "dump" { c.options.dump = { print($0) } }
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
}

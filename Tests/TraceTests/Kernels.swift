@testable import TraceIR
@testable import TraceCompiler

/// Small loops written as a recorder would write them, with the same in C beside (`kernels.c`), to see how good the code is.
struct Kernels {
    let m = TestMachine(), b = TraceBuilder(encoding: TestMachine.encoding)
    let listType: UInt = 0x7000, pointType: UInt = 0x7100
    struct Kernel { let name: String; let trace: Trace; let prepare: () -> Void; let result: () -> Double }

    func at(_ n: UInt8) -> SnapshotID { b.snapshot(path: [n]) }
    func int(_ s: Int, _ p: UInt8 = 0) -> Ref { b.guardInt(b.loadSlot(s), at(p)) }
    func float(_ s: Int, _ p: UInt8 = 0) -> Ref { b.guardFloat(b.loadSlot(s), at(p)) }
    func close() -> Trace { b.closeLoop(snapshot: b.snapshot(.interrupt, path: [0])); return b.finish()! }
    /// `while i < n` (slots 1 and 0).
    func header() -> Ref { let i = int(1), n = int(0); b.guardBool(b.compare(.lt, i, n), true, at(0)); return i }
    func next(_ i: Ref) { b.storeSlot(1, b.arithmetic(.add, i, b.int(1), at(9))) }
    func set(_ slot: Int, _ v: Int) { m.slots[slot] = Encoding.word(int: Int64(v)) }
    func set(_ slot: Int, _ v: Double) { m.slots[slot] = TestMachine.encoding.word(float: v) }
    func slotInt(_ s: Int) -> Double { Double(Encoding.int(m.slots[s])) }
    func slotFloat(_ s: Int) -> Double { TestMachine.encoding.unboxFloat(m.slots[s])! }

    // MARK: lists: [type at 8, count at 16, storage at 24]; the storage's items begin at 24.
    func list(_ n: Int, _ f: (Int) -> UInt64) -> UInt64 {
        let o = UnsafeMutablePointer<UInt64>.allocate(capacity: 4), s = UnsafeMutablePointer<UInt64>.allocate(capacity: n + 3)
        o[0] = 0; o[1] = UInt64(listType); o[2] = UInt64(n); o[3] = UInt64(UInt(bitPattern: s))
        for k in 0..<3 { s[k] = 0 }
        for k in 0..<n { s[3 + k] = f(k) }
        return UInt64(UInt(bitPattern: o))
    }
    func item(_ o: Ref, _ k: Ref, _ p: UInt8) -> Ref {
        b.guardIsPointer(o, at(p)); b.guardField(o, offset: 8, class: 1, equals: UInt64(listType), at(p))
        let i = b.intToI64(k)
        b.guardBool(b.compare(.below, i, b.load(o, offset: 16, class: 1, kind: .i64, length: true)), true, at(p))
        return b.load(b.load(o, offset: 24, class: 1, kind: .pointer), index: i, offset: 24, class: 5, kind: .word)
    }
    func setItem(_ o: Ref, _ k: Ref, _ v: Ref, _ p: UInt8) {
        b.guardIsPointer(o, at(p)); b.guardField(o, offset: 8, class: 1, equals: UInt64(listType), at(p))
        let i = b.intToI64(k)
        b.guardBool(b.compare(.below, i, b.load(o, offset: 16, class: 1, kind: .i64, length: true)), true, at(p))
        b.storeValue(b.load(o, offset: 24, class: 1, kind: .pointer), index: i, offset: 24, class: 5, value: v)
    }
    func object(_ type: UInt, _ f: [Double]) -> UInt64 {
        let o = UnsafeMutablePointer<UInt64>.allocate(capacity: 3 + f.count)
        o[0] = 0; o[1] = UInt64(type); o[2] = 0x9990
        for (k, x) in f.enumerated() { o[3 + k] = TestMachine.encoding.word(float: x) }
        return UInt64(UInt(bitPattern: o))
    }
    func shape(_ o: Ref, _ p: UInt8) { b.guardIsPointer(o, at(p)); b.guardField(o, offset: 16, class: 2, equals: 0x9990, at(p)) }
    func field(_ o: Ref, _ k: Int, _ p: UInt8) -> Ref { shape(o, p); return b.guardFloat(b.load(o, offset: 24 + 8 * k, class: UInt8(8 + k), kind: .word), at(p)) }
    func setField(_ o: Ref, _ k: Int, _ v: Ref, _ p: UInt8) { shape(o, p); b.storeValue(o, offset: 24 + 8 * k, class: UInt8(8 + k), value: v) }

    // MARK: the loops
    /// s += i
    func sum() -> Kernel {
        b.begin()
        let i = header()
        b.storeSlot(2, b.arithmetic(.add, int(2, 1), i, at(1))); next(i)
        return Kernel(name: "sum", trace: close(), prepare: { set(0, 100_000_000); set(1, 0); set(2, 0) }, result: { slotInt(2) })
    }
    /// s = (s * 3 + i ^ s) & 0xFFFFFFF
    func hash() -> Kernel {
        b.begin()
        let i = header(), s = int(2, 1)
        let t = b.arithmetic(.add, b.arithmetic(.mul, s, b.int(3), at(1)), i, at(2))
        b.storeSlot(2, b.arithmetic(.and, b.arithmetic(.xor, t, s), b.int(0xFFFFFFF))); next(i)
        return Kernel(name: "hash", trace: close(), prepare: { set(0, 100_000_000); set(1, 0); set(2, 1) }, result: { slotInt(2) })
    }
    /// Collatz-like arithmetic without its branch: c = c % 7 + i // 3
    func divide() -> Kernel {
        b.begin()
        let i = header(), c = int(2, 1)
        b.storeSlot(2, b.arithmetic(.add, b.arithmetic(.mod, c, b.int(7), at(1)), b.arithmetic(.floorDiv, i, b.int(3), at(1)), at(2))); next(i)
        return Kernel(name: "divide", trace: close(), prepare: { set(0, 100_000_000); set(1, 0); set(2, 1) }, result: { slotInt(2) })
    }
    /// x = x * 0.5 + 1.25
    func affine() -> Kernel {
        b.begin()
        let i = header()
        b.storeSlot(2, b.arithmetic(.add, b.arithmetic(.mul, float(2, 1), b.float(0.5)), b.float(1.25))); next(i)
        return Kernel(name: "affine", trace: close(), prepare: { set(0, 100_000_000); set(1, 0); set(2, 0.25) }, result: { slotFloat(2) })
    }
    /// The inner loop of mandelbrot: zr, zi = zr*zr - zi*zi + cr, 2*zr*zi + ci while zr*zr + zi*zi <= 4
    func mandelbrot() -> Kernel {
        b.begin()
        let i = header(), zr = float(2, 1), zi = float(3, 1), cr = float(4, 1), ci = float(5, 1)
        let r2 = b.arithmetic(.mul, zr, zr), i2 = b.arithmetic(.mul, zi, zi)
        b.guardBool(b.compare(.le, b.arithmetic(.add, r2, i2), b.float(4)), true, at(2))
        b.storeSlot(6, b.arithmetic(.add, b.arithmetic(.sub, r2, i2), cr))
        b.storeSlot(3, b.arithmetic(.add, b.arithmetic(.mul, b.arithmetic(.mul, b.float(2), zr), zi), ci))
        b.storeSlot(2, b.loadSlot(6)); next(i)
        return Kernel(name: "mandelbrot", trace: close(), prepare: { set(0, 100_000_000); set(1, 0); set(2, 0.0); set(3, 0.0); set(4, -0.1); set(5, 0.1); set(6, 0.0) }, result: { slotFloat(2) })
    }
    /// s += u[j] / ((i+j)*(i+j+1)//2 + i + 1), over a list of floats, as spectral norm has it
    func spectral() -> Kernel {
        b.begin()
        let j = header(), i = int(3, 1)
        let u = b.guardFloat(item(b.loadSlot(4), b.arithmetic(.and, j, b.int(1023)), 2), at(2))
        let ij = b.arithmetic(.add, i, j, at(3))
        let d = b.arithmetic(.add, b.arithmetic(.add, b.arithmetic(.floorDiv, b.arithmetic(.mul, ij, b.arithmetic(.add, ij, b.int(1), at(3)), at(4)), b.int(2), at(4)), i, at(4)), b.int(1), at(5))
        b.guardRange(d, 1, 1 << 53, at(6))
        b.storeSlot(2, b.arithmetic(.add, float(2, 1), b.arithmetic(.div, u, b.intToF64(d)))); next(j)
        return Kernel(name: "spectral", trace: close(), prepare: { set(0, 50_000_000); set(1, 0); set(2, 0.0); set(3, 5); m.slots[4] = list(1024) { TestMachine.encoding.word(float: Double($0)) } }, result: { slotFloat(2) })
    }
    /// s += a[j]; a[j] = i
    func items() -> Kernel {
        b.begin()
        let i = header(), j = b.arithmetic(.and, i, b.int(1023))
        b.storeSlot(2, b.arithmetic(.add, int(2, 1), b.guardInt(item(b.loadSlot(4), j, 2), at(2)), at(3)))
        setItem(b.loadSlot(4), j, i, 4); next(i)
        return Kernel(name: "items", trace: close(), prepare: { set(0, 50_000_000); set(1, 0); set(2, 0); m.slots[4] = list(1024) { Encoding.word(int: Int64($0)) } }, result: { slotInt(2) })
    }
    /// The inner loop of nbody on two bodies: attributes x y z vx vy vz mass
    func nbody() -> Kernel {
        b.begin()
        let i = header(), p = b.loadSlot(2), q = b.loadSlot(3), dt = float(4, 1)
        let d = (0..<3).map { b.arithmetic(.sub, field(p, $0, 2), field(q, $0, 2)) }
        let square = b.arithmetic(.add, b.arithmetic(.add, b.arithmetic(.mul, d[0], d[0]), b.arithmetic(.mul, d[1], d[1])), b.arithmetic(.mul, d[2], d[2]))
        let mag = b.arithmetic(.div, dt, b.arithmetic(.mul, square, b.arithmetic(.sqrt, square)))
        let bp = b.arithmetic(.mul, field(p, 6, 3), mag), bq = b.arithmetic(.mul, field(q, 6, 3), mag)
        for k in 0..<3 { setField(p, 3 + k, b.arithmetic(.sub, field(p, 3 + k, 4), b.arithmetic(.mul, d[k], bq)), 4) }
        for k in 0..<3 { setField(q, 3 + k, b.arithmetic(.add, field(q, 3 + k, 5), b.arithmetic(.mul, d[k], bp)), 5) }
        for o in [p, q] { for k in 0..<3 { setField(o, k, b.arithmetic(.add, field(o, k, 6), b.arithmetic(.mul, dt, field(o, 3 + k, 6))), 6) } }
        next(i)
        return Kernel(name: "nbody", trace: close(), prepare: {
            set(0, 20_000_000); set(1, 0); set(4, 0.001)
            m.slots[2] = object(pointType, [1, 2, 3, 0.1, 0.2, 0.3, 5]); m.slots[3] = object(pointType, [-1, -2, -3.5, 0.01, -0.2, 0.5, 7])
        }, result: { let o = UnsafePointer<UInt64>(bitPattern: UInt(m.slots[2]))!; return Encoding.float(o[3]) })
    }
    /// p = Point(p.x + i, p.y * 0.5): objects that stay virtual
    func points() -> Kernel {
        b.begin()
        let i = header(), p = b.loadSlot(2)
        let x = b.arithmetic(.add, field(p, 0, 1), b.intToF64(i)), y = b.arithmetic(.mul, field(p, 1, 1), b.float(0.5))
        let o = b.new(size: 48, type: pointType)
        b.store(o, offset: 16, class: 2, value: b.i64(0x9990)); b.storeValue(o, offset: 24, class: 8, value: x); b.storeValue(o, offset: 32, class: 9, value: y)
        b.storeSlot(2, o); next(i)
        return Kernel(name: "points", trace: close(), prepare: { TestMachine.resetHeap(); m.thread[TestMachine.runsWord] = UInt64(UInt(bitPattern: TestMachine.heap)); set(0, 100_000_000); set(1, 0); m.slots[2] = object(pointType, [1, 2, 3]) },
                      result: { let o = UnsafePointer<UInt64>(bitPattern: UInt(m.slots[2]))!; return Encoding.float(o[3]) })
    }
    var all: [Kernel] { [sum(), hash(), divide(), affine(), mandelbrot(), spectral(), items(), nbody(), points()] }
}

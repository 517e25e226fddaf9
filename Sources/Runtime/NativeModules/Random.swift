import CSupport
import Glibc
import Primitives

/// `_random.Random`: the Mersenne Twister, whose state lies outside the heap (pointer at word 2, freed when the object dies).
extension NativeModule {
    static let random = NativeModule("_random", doc: "Module implements the Mersenne Twister random number generator.") { m throws(Raise) in
        let layout = Layout.opaque.finalizing { r in
            guard let p = UnsafeMutablePointer<MersenneTwister>(bitPattern: UInt(r.word(2))) else { return }
            p.pointee.free()
            p.deallocate()
        }
        let t = TypeFactory.make("Random", module: "_random", size: 24, layout: layout, subclassable: true)
        m.type(t)
        Finalizers.declareQuiet(t)
        @inline(__always) func state(_ v: Value) -> UnsafeMutablePointer<MersenneTwister> { UnsafeMutablePointer(bitPattern: UInt(v.ref.word(2))).unsafelyUnwrapped }
        func seed(_ v: Value, _ n: Value) throws(Raise) {
            if n.isNone || n.isUnbound {
                var key = [UInt32](repeating: 0, count: MersenneTwister.size)
                let ok = key.withUnsafeMutableBytes { dx_random_bytes($0.baseAddress, $0.count) == 0 }
                if !ok { var t = timespec(); clock_gettime(CLOCK_REALTIME, &t); key[0] = UInt32(truncatingIfNeeded: t.tv_nsec); key[1] = UInt32(truncatingIfNeeded: t.tv_sec); key[2] = UInt32(truncatingIfNeeded: getpid()) }
                key.withUnsafeBufferPointer { state(v).pointee.seed(key: $0) }
                return
            }
            let i = n.isIntLike ? Integers.exact(n) : Value.uint(UInt(bitPattern: try Operations.hash(n)))
            Integers.with(i) { state(v).pointee.seed($0.magnitude) }
        }
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            let p = UnsafeMutablePointer<MersenneTwister>.allocate(capacity: 1)
            p.initialize(to: MersenneTwister())
            r.setWord(2, UInt64(UInt(bitPattern: p)))
            Heap.registerNative(r)
            return Value(r)
        }
        t.special("__init__", "($self, seed=None, /)") { a throws(Raise) in try seed(a[0], a[1]); return .none }
        t.method("random", "($self, /)", effect: .writes) { a throws(Raise) in Value(float: state(a[0]).pointee.random()) }
        t.method("seed", "($self, n=None, /)") { a throws(Raise) in try seed(a[0], a[1]); return .none }
        t.method("getrandbits", "($self, k, /)", effect: .writes) { a throws(Raise) in
            let big = try Operations.indexObject(a[1])
            if Integers.isNegative(big) { throw Errors.valueError("Cannot convert negative int") }
            guard let k = Integers.asInt64(big) else { throw Errors.overflowError("Python int too large for C uint64_t") }
            if k == 0 { return Value(int: 0) }
            if k <= 32 { return Value(int: Int(state(a[0]).pointee.bits(k))) }
            guard Heap.canAllocate(k / 8 + 64) else { throw Errors.memoryError() }
            return Integers.make(room: (k + 63) / 64) { r in state(a[0]).pointee.bits(k, into: r) }
        }
        t.method("getstate", "($self, /)") { a throws(Raise) in
            let n = MersenneTwister.size, out = TupleRef.allocate(n + 1), s = state(a[0])
            for i in 0..<n { out.items[i] = Value(int: Int(s.pointee.state[i])) }
            out.items[n] = Value(int: s.pointee.index)
            return out.value
        }
        t.method("setstate", "($self, state, /)") { a throws(Raise) in
            guard a[1].isTuple else { throw Errors.typeError("state vector must be a tuple") }
            let x = TupleRef(a[1]), n = MersenneTwister.size
            if x.count != n + 1 { throw Errors.valueError("state vector is the wrong size") }
            for i in 0...n {
                guard x[i].isIntLike else { throw Errors.typeError("an integer is required") }
                guard let v = Integers.asInt64(x[i]), v >= 0, i == n || v <= Int(UInt32.max) else { throw i == n ? Errors.valueError("invalid state") : Errors.overflowError("Python int too large for C uint64_t") }
            }
            let index = Integers.asInt64(x[n])!
            if index < 0 || index > n { throw Errors.valueError("invalid state") }
            let s = state(a[0])
            for i in 0..<n { s.pointee.state[i] = UInt32(Integers.asInt64(x[i])!) }
            s.pointee.index = index
            return .none
        }
    }
}

import Primitives
import Runtime

/// BLAKE2 (RFC 7693) with all of its parameters: salt, personalization, keys and tree hashing. libcrypto has only the plain forms.
///
/// The compression of a block is the same for both widths: `G` on the columns and diagonals of a 4x4 matrix of words, with message
/// words in the order of SIGMA. BLAKE2b: 64-bit words, 12 rounds, rotations 32 24 16 63; BLAKE2s: 32-bit words, 10 rounds, 16 12 8 7.
protocol Blake2Word: FixedWidthInteger, UnsignedInteger {
    static var rounds: Int { get }
    static var rotations: (Int, Int, Int, Int) { get }
    static func initial(_ i: Int) -> Self
}
extension UInt64: Blake2Word {
    static var rounds: Int { 12 }
    static var rotations: (Int, Int, Int, Int) { (32, 24, 16, 63) }
    static func initial(_ i: Int) -> UInt64 {
        switch i {
        case 0: 0x6a09e667f3bcc908
        case 1: 0xbb67ae8584caa73b
        case 2: 0x3c6ef372fe94f82b
        case 3: 0xa54ff53a5f1d36f1
        case 4: 0x510e527fade682d1
        case 5: 0x9b05688c2b3e6c1f
        case 6: 0x1f83d9abfb41bd6b
        default: 0x5be0cd19137e2179
        }
    }
}
extension UInt32: Blake2Word {
    static var rounds: Int { 10 }
    static var rotations: (Int, Int, Int, Int) { (16, 12, 8, 7) }
    static func initial(_ i: Int) -> UInt32 { UInt32(UInt64.initial(i) >> 32) }
}

/// A running BLAKE2; plain memory, copied by assignment of its pointee.
struct Blake2State<W: Blake2Word> {
    var h: (W, W, W, W, W, W, W, W) = (0, 0, 0, 0, 0, 0, 0, 0)
    var low: W = 0, high: W = 0
    var buffer: (SIMD64<UInt8>, SIMD64<UInt8>) = (SIMD64(repeating: 0), SIMD64(repeating: 0))
    var filled = 0
    var isLastNode = false
    var size = 0

    static var block: Int { W.bitWidth * 2 }
    private static func sigma(_ r: Int, _ i: Int) -> Int { Int(blake2Sigma.utf8Start[(r % 10) * 16 + i] &- 65) }

    /// PARAMETERS: the parameter block, one word of the state's width each.
    init(parameters: UnsafeRawPointer, size n: Int) {
        size = n
        withUnsafeMutableBytes(of: &h) { raw in
            let h = raw.bindMemory(to: W.self)
            for i in 0..<8 { h[i] = W.initial(i) ^ parameters.loadUnaligned(fromByteOffset: i * (W.bitWidth / 8), as: W.self) }
        }
    }
    private mutating func compress(_ p: UnsafeRawPointer, _ count: Int, last: Bool) {
        let (sum, over) = low.addingReportingOverflow(W(count))
        low = sum
        if over { high &+= 1 }
        let (r1, r2, r3, r4) = W.rotations
        @inline(__always) func rotated(_ x: W, _ n: Int) -> W { x &>> W(n) | x &<< W(W.bitWidth - n) }
        let t0 = low, t1 = high, node = isLastNode
        withUnsafeTemporaryAllocation(of: W.self, capacity: 32) { v in
            let m = v.baseAddress! + 16
            withUnsafeMutableBytes(of: &h) { raw in
                let h = raw.bindMemory(to: W.self)
                for i in 0..<8 { v[i] = h[i]; v[i + 8] = W.initial(i) }
                for i in 0..<16 { m[i] = p.loadUnaligned(fromByteOffset: i * (W.bitWidth / 8), as: W.self) }
                v[12] ^= t0; v[13] ^= t1
                if last { v[14] = ~v[14]; if node { v[15] = ~v[15] } }
                @inline(__always) func g(_ a: Int, _ b: Int, _ c: Int, _ d: Int, _ x: W, _ y: W) {
                    v[a] = v[a] &+ v[b] &+ x
                    v[d] = rotated(v[d] ^ v[a], r1)
                    v[c] = v[c] &+ v[d]
                    v[b] = rotated(v[b] ^ v[c], r2)
                    v[a] = v[a] &+ v[b] &+ y
                    v[d] = rotated(v[d] ^ v[a], r3)
                    v[c] = v[c] &+ v[d]
                    v[b] = rotated(v[b] ^ v[c], r4)
                }
                for r in 0..<W.rounds {
                    @inline(__always) func s(_ i: Int) -> W { m[Blake2State.sigma(r, i)] }
                    g(0, 4, 8, 12, s(0), s(1)); g(1, 5, 9, 13, s(2), s(3)); g(2, 6, 10, 14, s(4), s(5)); g(3, 7, 11, 15, s(6), s(7))
                    g(0, 5, 10, 15, s(8), s(9)); g(1, 6, 11, 12, s(10), s(11)); g(2, 7, 8, 13, s(12), s(13)); g(3, 4, 9, 14, s(14), s(15))
                }
                for i in 0..<8 { h[i] ^= v[i] ^ v[i + 8] }
            }
        }
    }
    mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
        var i = 0
        let n = bytes.count, size = Blake2State.block
        while i < n {
            // The last block waits: it is compressed with the final flag.
            if filled == size { let b = buffer; withUnsafeBytes(of: b) { compress($0.baseAddress!, size, last: false) }; filled = 0 }
            let k = min(size - filled, n - i)
            let at = filled
            withUnsafeMutableBytes(of: &buffer) { $0.baseAddress!.advanced(by: at).copyMemory(from: bytes.baseAddress! + i, byteCount: k) }
            filled += k
            i += k
        }
    }
    /// The digest of what was added; works on a copy.
    func digest(into out: UnsafeMutablePointer<UInt8>) {
        var s = self
        let n = s.filled
        withUnsafeMutableBytes(of: &s.buffer) { for i in n..<Blake2State.block { $0[i] = 0 } }
        let b = s.buffer
        withUnsafeBytes(of: b) { s.compress($0.baseAddress!, n, last: true) }
        withUnsafeBytes(of: s.h) { h in for i in 0..<size { out[i] = h[i] } }
    }
}
/// The order of message words by round, A = 0.
private let blake2Sigma: StaticString = """
    ABCDEFGHIJKLMNOPOKEIJPNGBMACLHFDLIMAFCPNKODGHBJEHJDBNMLOCGFKEAPIJAFHCEKPOBLMGIDNCMGKALIDENHFPOBJMFBPONEKAHGDJCILNLHOMBDJFAPEIGCKGPOJLDAIMCNHBEKFKCIEHGBFPLJODMNA
    """

/// `_blake2.blake2b` and `blake2s`. An object: raw word 2 the address of its state.
enum Blake2Object<W: Blake2Word> {
    typealias State = Blake2State<W>
    static var maximum: Int { W.bitWidth }
    static var saltSize: Int { W.bitWidth / 4 }
    static func state(_ v: Value) -> UnsafeMutablePointer<State> { UnsafeMutablePointer(bitPattern: UInt(v.ref.word(2)))! }

    static func declare(_ m: ModuleBuilder, _ name: String) {
        let label = W.bitWidth == 64 ? "Blake2b" : "Blake2s"
        let t = TypeFactory.make(name, module: "_blake2", size: 24, layout: Layout.opaque.finalizing { r in
            UnsafeMutablePointer<State>(bitPattern: UInt(r.word(2)))?.deallocate()
        }, subclassable: true)
        m.type(t)
        t.constant("MAX_DIGEST_SIZE", .int(maximum)); t.constant("MAX_KEY_SIZE", .int(maximum)); t.constant("SALT_SIZE", .int(saltSize)); t.constant("PERSON_SIZE", .int(saltSize))
        let upper = name.uppercased()
        m.int("\(upper)_MAX_DIGEST_SIZE", maximum); m.int("\(upper)_MAX_KEY_SIZE", maximum); m.int("\(upper)_SALT_SIZE", saltSize); m.int("\(upper)_PERSON_SIZE", saltSize)
        func allocate(_ type: TypeRef, _ s: State) -> Value {
            let r = Instance.allocate(type)
            let p = UnsafeMutablePointer<State>.allocate(capacity: 1)
            p.initialize(to: s)
            r.setWord(2, UInt64(UInt(bitPattern: p)))
            Heap.registerNative(r)
            return Value(r)
        }
        t.new("($type, data=<unset>, *, digest_size=<unset>, key=<unset>, salt=<unset>, person=<unset>, fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=None)") { a throws(Raise) in
            if a.has(1) && !a[14].isNone { throw DigestObject.givenTwice }
            let size = a.has(2) ? try TextArguments.size(a[2]) : maximum
            if size <= 0 || size > maximum { throw Errors.valueError("digest_size for \(label) must be between 1 and \(maximum) bytes, here it is \(size)") }
            var block = (SIMD64<UInt8>(repeating: 0))
            let w = W.bitWidth / 8
            func put(_ i: Int, _ x: Int) { withUnsafeMutableBytes(of: &block) { $0[i] = UInt8(truncatingIfNeeded: x) } }
            func part(_ v: Value, at i: Int, most: Int, _ what: String) throws(Raise) {
                if v.isUnbound { return }
                let b = try Buffers.get(v)
                defer { b.release() }
                if b.count > most { throw Errors.valueError("maximum \(what) length is \(most) bytes") }
                for k in 0..<b.count { put(i + k, Int(b.bytes[k])) }
            }
            put(0, size)
            try part(a[4], at: w * 4, most: saltSize, "salt")
            try part(a[5], at: w * 6, most: saltSize, "person")
            let fanout = try TextArguments.cInt(a[6]), depth = try TextArguments.cInt(a[7])
            if fanout < 0 || fanout > 255 { throw Errors.valueError("fanout must be between 0 and 255") }
            if depth < 1 || depth > 255 { throw Errors.valueError("depth must be between 1 and 255") }
            put(2, fanout); put(3, depth)
            let leaf = try TextArguments.size(a[8])
            if leaf < 0 { throw Errors.valueError("Cannot convert negative int") }
            if leaf > Int(UInt32.max) { throw Errors.overflowError("leaf_size is too large") }
            for k in 0..<4 { put(4 + k, leaf >> (8 * k)) }
            let offset = try Posix.unsigned(a[9])
            if w == 4 && offset >= 1 << 48 { throw Errors.overflowError("node_offset is too large") }
            for k in 0..<(w == 8 ? 8 : 6) { put(8 + k, Int(truncatingIfNeeded: offset >> (8 * UInt64(k)))) }
            let nodeDepth = try TextArguments.cInt(a[10]), inner = try TextArguments.cInt(a[11])
            if nodeDepth < 0 || nodeDepth > 255 { throw Errors.valueError("node_depth must be between 0 and 255") }
            if inner < 0 || inner > maximum { throw Errors.valueError("inner_size must be between 0 and is \(maximum)") }
            put(w == 8 ? 16 : 14, nodeDepth); put(w == 8 ? 17 : 15, inner)
            var key = ByteBuilder()
            defer { key.free() }
            if !a[3].isUnbound {
                let b = try Buffers.get(a[3])
                defer { b.release() }
                if b.count > maximum { throw Errors.valueError("maximum key length is \(maximum) bytes") }
                key.append(b.bytes)
            }
            put(1, key.count)
            let parameters = block
            var s = withUnsafeBytes(of: parameters) { State(parameters: $0.baseAddress!, size: size) }
            s.isLastNode = try Operations.isTrue(a[12])
            if key.count > 0 {
                key.append(repeating: 0, count: State.block - key.count)
                s.update(key.view)
            }
            let data = a.has(1) ? a[1] : a[14]
            if !data.isNone { try DigestObject.bytes(data) { p in s.update(p) } }
            return allocate(TypeRef(a[0].ref), s)
        }
        t.getter("name") { _ in StrRef.make(name) }
        t.getter("block_size") { _ in .int(State.block) }
        t.getter("digest_size") { v in .int(state(v).pointee.size) }
        t.method("update", "($self, data, /)") { a throws(Raise) in try DigestObject.bytes(a[1]) { p in state(a[0]).pointee.update(p) }; return .none }
        t.method("copy", "($self, /)") { a in allocate(a[0].type, state(a[0]).pointee) }
        func digest(_ v: Value) -> BytesRef {
            let out = BytesRef.allocate(state(v).pointee.size)
            state(v).pointee.digest(into: out.data)
            return out
        }
        t.method("digest", "($self, /)") { a in digest(a[0]).value }
        t.method("hexdigest", "($self, /)") { a throws(Raise) in try HexText.make(digest(a[0]).view, .unbound, 1) }
    }
}

extension NativeModule {
    static let blake2 = NativeModule("_blake2") { m throws(Raise) in
        m.int("_GIL_MINSIZE", 2048)
        Blake2Object<UInt64>.declare(m, "blake2b")
        Blake2Object<UInt32>.declare(m, "blake2s")
    }
}

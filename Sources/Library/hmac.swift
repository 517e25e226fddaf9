import CSupport
import Runtime

/// HMAC (RFC 2104) over libcrypto: the objects of `_hashlib` and `_hmac`, which differ in the names they know and in what they say of bad arguments.
///
/// An HMAC object: value 2 the digest's name (str); raw 3 the running state of libcrypto.
enum HMACObject {
    typealias Algorithm = UnsafeMutablePointer<DigestAlgorithm>
    static func handle(_ v: Value) -> UnsafeMutableRawPointer { UnsafeMutableRawPointer(bitPattern: UInt(v.ref.word(3)))! }

    static func makeType(module: String) -> TypeRef {
        let t = TypeFactory.make("HMAC", module: module, size: 32, layout: Layout.fields(2, 3).finalizing { r in
            if r.word(3) != 0 { dx_hmac_free(UnsafeMutableRawPointer(bitPattern: UInt(r.word(3)))) }
        })
        Finalizers.declareQuiet(t)
        t.disallowInstantiation()
        t.getter("name") { v in StrRef.make("hmac-\(StrRef(v.ref.value(2)).string)") }
        t.getter("block_size") { v in .int(Int(dx_hmac_block(handle(v)))) }
        t.getter("digest_size") { v in .int(Int(dx_hmac_size(handle(v)))) }
        t.special("__repr__", "($self, /)") { a in StrRef.make("<\(StrRef(a[0].ref.value(2)).string) HMAC object @ 0x\(String(UInt(a[0].bits), radix: 16))>") }
        t.method("update", "($self, /, msg)", doc: "Adds MSG to the message.") { a throws(Raise) in try update(a[0], a[1]); return .none }
        t.method("copy", "($self, /)", doc: "A copy, to go on with another message from here.") { a throws(Raise) in
            guard let c = dx_hmac_copy(handle(a[0])) else { throw Errors.memoryError() }
            return DigestObject.allocate(a[0].type, a[0].ref.value(2), c)
        }
        t.method("digest", "($self, /)", doc: "The digest of the message so far, which may go on.") { a throws(Raise) in try digest(a[0]).value }
        t.method("hexdigest", "($self, /)", doc: "The digest of the message so far in hexadecimal digits.") { a throws(Raise) in try HexText.make(digest(a[0]).view, .unbound, 1) }
        return t
    }
    static func update(_ v: Value, _ message: Value) throws(Raise) { try DigestObject.bytes(message) { p in _ = dx_hmac_update(handle(v), p.baseAddress, p.count) } }
    private static func digest(_ v: Value) throws(Raise) -> BytesRef {
        let out = BytesRef.allocate(Int(dx_hmac_size(handle(v))))
        if dx_hmac_final(handle(v), out.data) == 0 { throw failed }
        return out
    }
    /// An object without a message so far.
    static func start(_ t: TypeRef, _ a: Algorithm, _ key: UnsafeBufferPointer<UInt8>) throws(Raise) -> Value {
        guard let h = dx_hmac_new(a.pointee.handle, key.baseAddress, key.count) else { throw failed }
        return DigestObject.allocate(t, a.pointee.name, h)
    }
    static func compute(_ a: Algorithm, _ key: UnsafeBufferPointer<UInt8>, _ message: UnsafeBufferPointer<UInt8>) throws(Raise) -> Value {
        let out = BytesRef.allocate(Int(dx_digest_md_size(a.pointee.handle)))
        if dx_hmac_compute(a.pointee.handle, key.baseAddress, key.count, message.baseAddress, message.count, out.data) == 0 { throw failed }
        return out.value
    }
    /// What CPython says of extendable digests: libcrypto refuses them without a reason.
    private static var failed: Raise { Errors.valueError("no reason supplied") }
}

/// `_hashlib.hmac_new` and `hmac_digest`: whatever digest libcrypto knows, by name or by constructor; lengths are C ints.
extension HMACObject {
    private static func algorithm(_ digestmod: Value) throws(Raise) -> Algorithm {
        var n = digestmod, skipped = 0
        if !n.isStr {
            n = try Operations.findAttribute(digestmod, Names.__name__)
            guard n.isStr, StrRef(n).string.hasPrefix("openssl_") else { throw Errors.make(DigestObject.unsupported, "Unsupported digestmod \(StrRef(try Operations.repr(digestmod)).string)") }
            skipped = 8
        }
        guard let a = try DigestAlgorithm.named(String(try DigestObject.name(n).dropFirst(skipped)), true) else { throw DigestObject.unknown }
        return a
    }
    static func declareHashlib(_ m: ModuleBuilder) {
        let t = makeType(module: "_hashlib")
        m.type(t)
        m.function("hmac_new", "(key, msg=b'', digestmod=<None>)") { a throws(Raise) in
            let k = try Buffers.get(a[0])
            defer { k.release() }
            if k.count > Int(Int32.max) { throw Errors.overflowError("key is too long.") }
            if !a.has(2) { throw Errors.typeError("Missing required parameter 'digestmod'.") }
            let h = try start(t, try algorithm(a[2]), k.bytes)
            if a.has(1) && !a[1].isNone { try update(h, a[1]) }
            return h
        }
        m.function("hmac_digest", "(key, msg, digest)") { a throws(Raise) in
            let k = try Buffers.get(a[0])
            defer { k.release() }
            let b = try Buffers.get(a[1])
            defer { b.release() }
            if k.count > Int(Int32.max) { throw Errors.overflowError("key is too long.") }
            if b.count > Int(Int32.max) { throw Errors.overflowError("msg is too long.") }
            return try compute(try algorithm(a[2]), k.bytes, b.bytes)
        }
    }
}

extension NativeModule {
    /// HMAC of the digests that CPython brings along itself, by name only.
    static let hmac = NativeModule("_hmac") { m throws(Raise) in
        typealias H = HMACObject
        try DigestObject.openLibrary()
        let t = H.makeType(module: "_hmac"), unknown = TypeFactory.make("UnknownHashError", module: "_hmac", base: Exceptions.valueError, subclassable: true)
        m.type(t); m.type(unknown)
        m.int("_GIL_MINSIZE", 2048)
        /// The name in `hashlib` of a digest that is called N here.
        func known(_ n: String) -> String? {
            switch n {
            case "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "blake2s", "blake2b": n
            case "sha2_224": "sha224"
            case "sha2_256": "sha256"
            case "sha2_384": "sha384"
            case "sha2_512": "sha512"
            case "blake2s_32": "blake2s"
            case "blake2b_32": "blake2b"
            default: nil
            }
        }
        func name(_ v: Value) throws(Raise) -> String {
            if v.isStr {
                let n = try DigestObject.name(v)
                if let k = known(n) ?? known(n.lowercased()) { return k }
            }
            throw Errors.make(unknown, "unsupported hash type: \(StrRef(try Operations.repr(v)).string)")
        }
        func algorithm(_ name: String) throws(Raise) -> H.Algorithm {
            guard let a = try DigestAlgorithm.named(name, true) else { throw Errors.make(unknown, "unsupported hash type: '\(name)'") }
            return a
        }
        /// The bytes of V, which is a key or a message, for BODY: no more than 32 bits can count.
        func bytes(_ v: Value, _ what: StaticString, _ body: (UnsafeBufferPointer<UInt8>) throws(Raise) -> Value) throws(Raise) -> Value {
            try DigestObject.bytes(v) { p throws(Raise) in
                if p.count > Int(UInt32.max) { throw Errors.overflowError("\(what) length exceeds \(UInt32.max)") }
                return try body(p)
            }
        }
        func compute(_ digest: String, _ key: Value, _ message: Value) throws(Raise) -> Value {
            let a = try algorithm(digest)
            return try bytes(key, "key") { k throws(Raise) in try bytes(message, "message") { b throws(Raise) in try H.compute(a, k, b) } }
        }
        m.function("new", "(key, msg=None, digestmod=<None>)", doc: "A running HMAC under KEY over the digest of the name DIGESTMOD.") { a throws(Raise) in
            if !a.has(2) { throw Errors.typeError("new() missing 1 required argument 'digestmod'") }
            let n = try name(a[2]), d = try algorithm(n)
            let h = try bytes(a[0], "key") { k throws(Raise) in
                // CPython's running states have no BLAKE2 where the processor has vectors, on x86-64 that is everywhere; computing at once does.
                if n.hasPrefix("blake2") { throw Errors.valueError("invalid HACL* algorithm") }
                return try H.start(t, d, k)
            }
            if !a[1].isNone { try H.update(h, a[1]) }
            return h
        }
        m.function("compute_digest", "(key, msg, digest)") { a throws(Raise) in try compute(try name(a[2]), a[0], a[1]) }
        func computer(_ function: StaticString, _ digest: String) { m.function(function, "(key, msg, /)") { a throws(Raise) in try compute(digest, a[0], a[1]) } }
        computer("compute_md5", "md5"); computer("compute_sha1", "sha1")
        computer("compute_sha224", "sha224"); computer("compute_sha256", "sha256"); computer("compute_sha384", "sha384"); computer("compute_sha512", "sha512")
        computer("compute_sha3_224", "sha3_224"); computer("compute_sha3_256", "sha3_256"); computer("compute_sha3_384", "sha3_384"); computer("compute_sha3_512", "sha3_512")
        computer("compute_blake2s_32", "blake2s"); computer("compute_blake2b_32", "blake2b")
    }
}

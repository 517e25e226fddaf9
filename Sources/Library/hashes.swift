import CSupport
import Primitives
import Runtime

/// Digests over libcrypto: the objects that `_hashlib`, `_md5`, `_sha1`, `_sha2` and `_sha3` hand out.
///
/// A digest object: value 2 its name (str); raw 3 the running state of libcrypto.
enum DigestObject {
    nonisolated(unsafe) static var hash = TypeRef(), extendable = TypeRef(), unsupported = TypeRef()

    static func handle(_ v: Value) -> UnsafeMutableRawPointer { UnsafeMutableRawPointer(bitPattern: UInt(v.ref.word(3)))! }

    /// The name that libcrypto knows for Python's name of a digest.
    static func native(_ name: String) -> String {
        switch name.lowercased() {
        case "blake2b": return "blake2b512"
        case "blake2s": return "blake2s256"
        case "sha3_224": return "sha3-224"
        case "sha3_256": return "sha3-256"
        case "sha3_384": return "sha3-384"
        case "sha3_512": return "sha3-512"
        case "shake_128": return "shake128"
        case "shake_256": return "shake256"
        case "sha512_224": return "sha512-224"
        case "sha512_256": return "sha512-256"
        default: return name
        }
    }
    static func python(_ name: String) -> String {
        switch name.lowercased() {
        case "blake2b512", "blake2b-512": return "blake2b"
        case "blake2s256", "blake2s-256": return "blake2s"
        case "shake128", "shake-128": return "shake_128"
        case "shake256", "shake-256": return "shake_256"
        case let n where n.hasPrefix("sha2-"): let r = n.dropFirst(5); return "sha" + r.replacingSlash()
        case let n: return n.hasPrefix("sha3-") || n.hasPrefix("sha512-") ? n.replacingSlash() : n
        }
    }
    /// What libcrypto says of a name that it does not know.
    static var unknown: Raise { Errors.make(unsupported, "[digital envelope routines] unsupported") }
    /// A digest's name as C reads it: to its first NUL.
    static func name(_ v: Value) throws(Raise) -> String { String(cString: BytesRef(try Codecs.utf8(StrRef(v))).data) }
    /// The bytes of V, for BODY.
    static func bytes<R>(_ v: Value, _ body: (UnsafeBufferPointer<UInt8>) throws(Raise) -> R) throws(Raise) -> R {
        if v.isStr { throw Errors.typeError("Strings must be encoded before hashing") }
        guard Buffers.supports(v) else { throw Errors.typeError("object supporting the buffer API required") }
        let b = try Buffers.get(v)
        defer { b.release() }
        return try body(b.bytes)
    }
    /// Raises ImportError if there is no libcrypto.
    static func openLibrary() throws(Raise) { if let why = dx_crypto_load() { throw Errors.make(Exceptions.importError, String(cString: why)) } }
    static func allocate(_ t: TypeRef, _ name: Value, _ state: UnsafeMutableRawPointer) -> Value {
        let r = Heap.allocate(32, t)
        r.initialize(2, name)
        r.setWord(3, UInt64(UInt(bitPattern: state)))
        Heap.registerNative(r)
        return Value(r)
    }
    /// A digest object of type T (unbound: HASH or HASHXOF as the algorithm is).
    static func make(_ name: String, _ data: Value, type: TypeRef? = nil, secure: Bool = true) throws(Raise) -> Value {
        guard let a = try DigestAlgorithm.named(name, secure), let d = dx_digest_start(a.pointee.handle) else { throw unknown }
        let v = allocate(type ?? (dx_digest_extendable(d) != 0 ? extendable : hash), a.pointee.name, d)
        if !data.isUnbound { try bytes(data) { p in _ = dx_digest_update(d, p.baseAddress, p.count) } }
        return v
    }
    /// Of the arguments (data, usedforsecurity, string).
    static func make(_ name: String, data: Value, string: Value, secure: Value, type: TypeRef? = nil) throws(Raise) -> Value {
        if !data.isUnbound && !string.isUnbound && !string.isNone { throw givenTwice }
        return try make(name, data.isUnbound ? (string.isNone ? .unbound : string) : data, type: type, secure: secure.isUnbound ? true : try Operations.isTrue(secure))
    }
    static var givenTwice: Raise {
        Errors.typeError("'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.")
    }
    static func digest(_ v: Value, _ length: Int) throws(Raise) -> Value {
        let h = handle(v)
        let n = dx_digest_extendable(h) != 0 ? length : Int(dx_digest_size(h))
        if n == 0 { return BytesRef.empty }
        let out = BytesRef.allocate(n)
        if dx_digest_final(h, out.data, dx_digest_extendable(h) != 0 ? n : 0) == 0 { throw Errors.valueError("digest failed") }
        return out.value
    }
    static func makeType(_ name: String, module: String, extendable x: Bool, described: String? = nil, base: TypeRef = Types.object) -> TypeRef {
        let t = TypeFactory.make(name, module: module, base: base, size: 32, layout: Layout.fields(2, 3).finalizing { r in
            if r.word(3) != 0 { dx_digest_free(UnsafeMutableRawPointer(bitPattern: UInt(r.word(3)))) }
        }, subclassable: false)
        Finalizers.declareQuiet(t)
        t.getter("name") { v in v.ref.value(2) }
        t.getter("block_size") { v in .int(Int(dx_digest_block(handle(v)))) }
        t.getter("digest_size") { v in .int(dx_digest_extendable(handle(v)) != 0 ? 0 : Int(dx_digest_size(handle(v)))) }
        t.method("update", "($self, obj, /)") { a throws(Raise) in try bytes(a[1]) { p in _ = dx_digest_update(handle(a[0]), p.baseAddress, p.count) }; return .none }
        t.method("copy", "($self, /)") { a throws(Raise) in
            guard let c = dx_digest_copy(handle(a[0])) else { throw Errors.valueError("copy failed") }
            return allocate(a[0].type, a[0].ref.value(2), c)
        }
        func length(_ v: Value) throws(Raise) -> Int {
            let n = try TextArguments.size(v)
            if n < 0 { throw Errors.valueError("value must be positive") }
            if n >= 1 << 29 { throw Errors.valueError("length is too large") }
            return n
        }
        if x {
            t.method("digest", "($self, length)") { a throws(Raise) in try digest(a[0], try length(a[1])) }
            t.method("hexdigest", "($self, length)") { a throws(Raise) in try HexText.make(BytesRef(try digest(a[0], try length(a[1]))).view, .unbound, 1) }
        } else {
            t.method("digest", "($self, /)") { a throws(Raise) in try digest(a[0], 0) }
            t.method("hexdigest", "($self, /)") { a throws(Raise) in try HexText.make(BytesRef(try digest(a[0], 0)).view, .unbound, 1) }
        }
        if let described {
            t.special("__repr__", "($self, /)") { a in
                StrRef.make("<\(StrRef(a[0].ref.value(2)).string) \(described) object @ 0x\(String(UInt(a[0].bits), radix: 16))>")
            }
        }
        return t
    }
}
/// The algorithms asked for so far: looking one up by its name costs libcrypto more than a short digest.
struct DigestAlgorithm {
    let asked: String, secure: Bool
    let handle: UnsafeMutableRawPointer
    /// Its name in Python (str).
    var name: Value
    nonisolated(unsafe) private static var all: [UnsafeMutablePointer<DigestAlgorithm>] = []

    static func named(_ name: String, _ secure: Bool) throws(Raise) -> UnsafeMutablePointer<DigestAlgorithm>? {
        for a in all where a.pointee.asked == name && a.pointee.secure == secure { return a }
        try DigestObject.openLibrary()
        guard let h = DigestObject.native(name).withCString({ dx_digest_fetch($0, secure ? 1 : 0) }) else { return nil }
        let a = UnsafeMutablePointer<DigestAlgorithm>.allocate(capacity: 1)
        a.initialize(to: DigestAlgorithm(asked: name, secure: secure, handle: h, name: StrRef.make(DigestObject.python(name))))
        Heap.addRoot(&a.pointee.name)
        all.append(a)
        return a
    }
}
extension StringProtocol {
    /// Dashes and slashes as underscores.
    func replacingSlash() -> String { String(map { $0 == "-" || $0 == "/" ? "_" : $0 }) }
}

extension NativeModule {
    static let hashlib = NativeModule("_hashlib") { m throws(Raise) in
        typealias D = DigestObject
        try D.openLibrary()
        D.unsupported = TypeFactory.make("UnsupportedDigestmodError", module: "_hashlib", base: Exceptions.valueError, subclassable: true)
        m.type(D.unsupported)
        D.hash = D.makeType("HASH", module: "_hashlib", extendable: false, described: "_hashlib.HASH")
        D.extendable = D.makeType("HASHXOF", module: "_hashlib", extendable: true, described: "_hashlib.HASHXOF")
        m.type(D.hash); m.type(D.extendable)
        m.int("_GIL_MINSIZE", 2048)
        m.function("new", "(name, data=<b''>, *, usedforsecurity=True, string=None)") { a throws(Raise) in
            let n = try TextArguments.str(a[0], "new", named: "name"), name = try D.name(n.value)
            for i in 0..<n.count where n[i] == 0 { throw Errors.valueError("embedded null character") }
            return try D.make(name, data: a.has(1) ? a[1] : .unbound, string: a[3], secure: a[2])
        }
        func opener(_ name: StaticString, _ digest: String) {
            m.function(name, "(data=<b''>, *, usedforsecurity=True, string=None)") { a throws(Raise) in
                try D.make(digest, data: a.has(0) ? a[0] : .unbound, string: a[2], secure: a[1])
            }
        }
        opener("openssl_md5", "md5"); opener("openssl_sha1", "sha1"); opener("openssl_sha224", "sha224"); opener("openssl_sha256", "sha256")
        opener("openssl_sha384", "sha384"); opener("openssl_sha512", "sha512"); opener("openssl_sha3_224", "sha3_224"); opener("openssl_sha3_256", "sha3_256")
        opener("openssl_sha3_384", "sha3_384"); opener("openssl_sha3_512", "sha3_512"); opener("openssl_shake_128", "shake_128"); opener("openssl_shake_256", "shake_256")
        // Names as Python spells them.
        let names = ListRef.allocate()
        for n in ["blake2b", "blake2s", "md5", "md5-sha1", "ripemd160", "sha1", "sha224", "sha256", "sha384", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "sha512", "sha512_224", "sha512_256", "shake_128", "shake_256", "sm3"] {
            guard let d = D.native(n).withCString({ dx_digest_new($0, 1) }) else { continue }
            dx_digest_free(d)
            names.append(StrRef.make(n))
        }
        m.constant("openssl_md_meth_names", try Call.call(Types.frozenset.value, names.value))
        m.constant("_constructors", DictRef.allocate().value)
        m.function("get_fips_mode", "()") { _ in Value(int: 0) }
        m.function("compare_digest", "(a, b, /)") { a throws(Raise) in try equal(a[0], a[1]) }
        m.function("pbkdf2_hmac", "(hash_name, password, salt, iterations, dklen=None)") { a throws(Raise) in
            let n = try TextArguments.str(a[0], "pbkdf2_hmac", named: "hash_name")
            let p = try Buffers.get(a[1]), s = try Buffers.get(a[2])
            defer { p.release(); s.release() }
            let rounds = try TextArguments.size(a[3])
            guard let d = D.native(n.string).withCString({ dx_digest_new($0, 1) }) else { throw D.unknown }
            let size = Int(dx_digest_size(d))
            dx_digest_free(d)
            if rounds < 1 { throw Errors.valueError("iteration value must be greater than 0.") }
            if rounds > Int(Int32.max) { throw Errors.overflowError("iteration value is too great.") }
            let length = a[4].isNone ? size : try TextArguments.size(a[4])
            if length < 1 { throw Errors.valueError("key length must be greater than 0.") }
            if length > Int(Int32.max) { throw Errors.overflowError("key length is too great.") }
            let out = BytesRef.allocate(length)
            let ok = D.native(n.string).withCString { dx_pbkdf2($0, p.base, p.count, s.base, s.count, Int32(rounds), out.data, length) }
            if ok != 1 { throw Errors.valueError("pbkdf2_hmac failed") }
            return out.value
        }
        m.function("scrypt", "(password, *, salt, n, r, p, maxmem=0, dklen=64)") { a throws(Raise) in
            let p = try Buffers.get(a[0]), s = try Buffers.get(a[1])
            defer { p.release(); s.release() }
            func word(_ v: Value) throws(Raise) -> UInt64 { try Posix.unsigned(v, type: "unsigned long") }
            let n = try word(a[2]), r = try word(a[3]), q = try word(a[4]), memory = try TextArguments.size(a[5]), length = try TextArguments.size(a[6])
            if n < 2 || n & (n - 1) != 0 { throw Errors.valueError("n must be a power of 2.") }
            if memory < 0 || memory > Int(Int32.max) { throw Errors.valueError("maxmem must be positive and smaller than \(Int32.max)") }
            if length < 1 || length > Int(Int32.max) { throw Errors.valueError("dklen must be greater than 0 and smaller than \(Int32.max)") }
            let out = BytesRef.allocate(length)
            if dx_scrypt(p.base, p.count, s.base, s.count, n, r, q, UInt64(memory), out.data, length) != 1 { throw Errors.valueError("Invalid parameter combination for n, r, p, maxmem.") }
            return out.value
        }
        HMACObject.declareHashlib(m)
    }
    /// `hmac.compare_digest`.
    private static func equal(_ a: Value, _ b: Value) throws(Raise) -> Value {
        if a.isStr && b.isStr {
            let s = StrRef(a), t = StrRef(b)
            guard s.isASCII && t.isASCII else { throw Errors.typeError("comparing strings with non-ASCII characters is not supported") }
            return Value(bool: s.count == t.count && dx_equal_bytes(s.data, t.data, s.count) != 0)
        }
        guard Buffers.supports(a), Buffers.supports(b) else { throw Errors.typeError("unsupported operand types(s) or combination of types: '\(a.type)' and '\(b.type)'") }
        let x = try Buffers.get(a), y = try Buffers.get(b)
        defer { x.release(); y.release() }
        return Value(bool: x.count == y.count && dx_equal_bytes(x.base, y.base, x.count) != 0)
    }
    private static func digests(_ m: ModuleBuilder, _ list: [(StaticString, String, String)], module: String) {
        m.int("_GIL_MINSIZE", 2048)
        for (function, digest, typeName) in list {
            let t = DigestObject.makeType(typeName, module: module, extendable: false)
            m.type(t)
            m.function(function, "(data=<b''>, *, usedforsecurity=True, string=None)") { a throws(Raise) in
                try DigestObject.make(digest, data: a.has(0) ? a[0] : .unbound, string: a[2], secure: a[1], type: t)
            }
        }
        if DigestObject.unsupported.isUnset { DigestObject.unsupported = Exceptions.valueError }
    }
    static let md5 = NativeModule("_md5") { m throws(Raise) in digests(m, [("md5", "md5", "MD5Type")], module: "_md5") }
    static let sha1 = NativeModule("_sha1") { m throws(Raise) in digests(m, [("sha1", "sha1", "SHA1Type")], module: "_sha1") }
    static let sha2 = NativeModule("_sha2") { m throws(Raise) in
        digests(m, [("sha224", "sha224", "SHA224Type"), ("sha256", "sha256", "SHA256Type"), ("sha384", "sha384", "SHA384Type"), ("sha512", "sha512", "SHA512Type")], module: "_sha2")
    }
    static let sha3 = NativeModule("_sha3") { m throws(Raise) in
        m.int("_GIL_MINSIZE", 2048)
        m.constant("implementation", StrRef.make("OpenSSL"))
        if DigestObject.unsupported.isUnset { DigestObject.unsupported = Exceptions.valueError }
        for n in ["sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256"] {
            let t = DigestObject.makeType(n, module: "_sha3", extendable: n.hasPrefix("shake"))
            t.new("($type, data=<b''>, *, usedforsecurity=True, string=None)") { a throws(Raise) in
                try DigestObject.make(n, data: a.has(1) ? a[1] : .unbound, string: a[3], secure: a[2], type: TypeRef(a[0].ref))
            }
            let suffix = [n.hasPrefix("shake") ? 0x1f : 6] as [UInt8]
            t.getter("_rate_bits") { o throws(Raise) in Value(int: 8 * Int(dx_digest_block(DigestObject.handle(o)))) }
            t.getter("_capacity_bits") { o throws(Raise) in Value(int: 1600 - 8 * Int(dx_digest_block(DigestObject.handle(o)))) }
            t.getter("_suffix") { _ in BytesRef.make(suffix, 1) }
            m.type(t)
        }
    }
}

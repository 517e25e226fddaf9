import Glibc
import Runtime

/// `_ssl.MemoryBIO`: raw 2 BIO (kept as a tagged int nowhere: no values inside), 3 whether its end was written.
enum SSLMemory {
    nonisolated(unsafe) static var type = TypeRef()
    static func handle(_ v: Value) -> Int { Int(bitPattern: UInt(v.ref.word(2))) }
    static func define() {
        let t = TypeFactory.make("MemoryBIO", module: "_ssl", size: 32, layout: Layout.opaque.finalizing { r in if r.word(2) != 0 { OpenSSL.call("BIO_free", Int(r.word(2))) } })
        type = t
        t.new("($type)") { a throws(Raise) in
            let b = OpenSSL.newMemory()
            // An empty one asks to be read again rather than being at its end.
            OpenSSL.call("BIO_set_flags", b, 0x8 | 0x1); OpenSSL.call("BIO_ctrl", b, 130, -1)
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.setWord(2, UInt64(b))
            Heap.registerNative(r)
            return Value(r)
        }
        t.getter("pending") { v in Value(int: OpenSSL.call("BIO_ctrl_pending", handle(v))) }
        t.getter("eof") { v in Value(bool: OpenSSL.call("BIO_ctrl_pending", handle(v)) == 0 && v.ref.word(3) != 0) }
        t.method("read", "($self, size=-1, /)") { a throws(Raise) in
            let available = OpenSSL.call("BIO_ctrl_pending", handle(a[0]))
            var n = try TextArguments.cInt(a[1])
            if n < 0 || n > available { n = available }
            if n == 0 { return BytesRef.empty }
            let b = BytesRef.unfilled(n)
            let k = OpenSSL.int("BIO_read", handle(a[0]), OpenSSL.address(b.data), n)
            return k == n ? b.value : OpenSSL.bytes(OpenSSL.address(b.data), k)
        }
        t.method("write", "($self, b, /)") { a throws(Raise) in
            let b = try Buffers.get(a[1])
            defer { b.release() }
            if a[0].ref.word(3) != 0 { throw SSLErrors.make(SSLErrors.error.value, 0, "cannot write() after write_eof()", code: 0, line: 3070) }
            if b.count == 0 { return Value(int: 0) }
            return Value(int: OpenSSL.int("BIO_write", handle(a[0]), OpenSSL.address(b.base), b.count))
        }
        t.method("write_eof", "($self, /)") { a throws(Raise) in
            a[0].ref.setWord(3, 1)
            OpenSSL.call("BIO_clear_flags", handle(a[0]), 0xF); OpenSSL.call("BIO_ctrl", handle(a[0]), 130, 0)
            return .none
        }
    }
}
/// `_ssl.SSLSession`: raw 2 SSL_SESSION.
enum SSLSession {
    nonisolated(unsafe) static var type = TypeRef()
    static func handle(_ v: Value) -> Int { Int(bitPattern: UInt(v.ref.word(2))) }
    static func make(_ s: Int) -> Value {
        let r = Heap.allocate(24, type)
        r.setWord(2, UInt64(s))
        Heap.registerNative(r)
        return Value(r)
    }
    private static func identity(_ v: Value) -> Value {
        var n: UInt32 = 0
        let p = withUnsafeMutablePointer(to: &n) { OpenSSL.call("SSL_SESSION_get_id", handle(v), OpenSSL.address($0)) }
        return OpenSSL.bytes(p, Int(n))
    }
    static func define() {
        let t = TypeFactory.make("SSLSession", module: "_ssl", size: 24, layout: Layout.opaque.finalizing { r in if r.word(2) != 0 { OpenSSL.call("SSL_SESSION_free", Int(r.word(2))) } })
        type = t
        t.disallowInstantiation()
        t.getter("id") { v in identity(v) }
        t.getter("time") { v in Value(int: OpenSSL.call("SSL_SESSION_get_time", handle(v))) }
        t.getter("timeout") { v in Value(int: OpenSSL.call("SSL_SESSION_get_timeout", handle(v))) }
        t.getter("ticket_lifetime_hint") { v in Value(int: OpenSSL.call("SSL_SESSION_get_ticket_lifetime_hint", handle(v))) }
        t.getter("has_ticket") { v in Value(bool: OpenSSL.int("SSL_SESSION_has_ticket", handle(v)) != 0) }
        for (n, equal) in [("__eq__", true), ("__ne__", false)] as [(StaticString, Bool)] {
            t.special(n, "($self, value, /)") { a throws(Raise) in
                guard a[1].isInstance(of: type) else { return .notImplemented }
                return Value(bool: (try Operations.isEqual(identity(a[0]), identity(a[1]))) == equal)
            }
        }
        t.constant("__hash__", .none)
    }
}
/// Certificates: `_ssl.Certificate` (raw 2 X509), and their contents as dicts.
enum SSLCertificates {
    nonisolated(unsafe) static var type = TypeRef()
    static func handle(_ v: Value) -> Int { Int(bitPattern: UInt(v.ref.word(2))) }
    static func make(_ c: Int) -> Value {
        let r = Heap.allocate(24, type)
        r.setWord(2, UInt64(c))
        Heap.registerNative(r)
        return Value(r)
    }
    static func define() {
        let t = TypeFactory.make("Certificate", module: "_ssl", size: 24, layout: Layout.opaque.finalizing { r in if r.word(2) != 0 { OpenSSL.call("X509_free", Int(r.word(2))) } })
        type = t
        t.disallowInstantiation()
        t.method("public_bytes", "($self, /, format=1)") { a throws(Raise) in
            switch try TextArguments.cInt(a[1]) {
            case 1:
                let b = OpenSSL.newMemory()
                OpenSSL.call("PEM_write_bio_X509", b, handle(a[0]))
                let v = OpenSSL.drain(b)
                return StrRef.make(utf8: BytesRef(v).data, BytesRef(v).count)
            case 2: return der(handle(a[0]))
            default: throw Errors.valueError("Unsupported format")
            }
        }
        t.method("get_info", "($self, /)") { a throws(Raise) in try decode(handle(a[0])) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let b = OpenSSL.newMemory()
            OpenSSL.call("X509_NAME_print_ex", b, OpenSSL.call("X509_get_subject_name", handle(a[0])), 0, 0x0202_0317 & ~0x20000 | 0x10000)
            let v = OpenSSL.drain(b)
            return StrRef.make("<_ssl.Certificate '\(String(decoding: UnsafeBufferPointer(start: BytesRef(v).data, count: BytesRef(v).count), as: UTF8.self))'>")
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(OpenSSL.call("X509_subject_name_hash", handle(a[0]))) }
        for (n, equal) in [("__eq__", true), ("__ne__", false)] as [(StaticString, Bool)] {
            t.special(n, "($self, value, /)") { a throws(Raise) in
                guard a[1].isInstance(of: type) else { return .notImplemented }
                return Value(bool: (OpenSSL.int("X509_cmp", handle(a[0]), handle(a[1])) == 0) == equal)
            }
        }
    }
    static func der(_ c: Int) -> Value {
        var p = 0
        let n = withUnsafeMutablePointer(to: &p) { OpenSSL.int("i2d_X509", c, OpenSSL.address($0)) }
        defer { OpenSSL.call("CRYPTO_free", p, 0, 0) }
        return OpenSSL.bytes(p, n)
    }
    private static func string(_ s: Int) -> Value {
        var p = 0
        let n = withUnsafeMutablePointer(to: &p) { OpenSSL.int("ASN1_STRING_to_UTF8", OpenSSL.address($0), s) }
        if n < 0 { OpenSSL.call("ERR_clear_error"); return StrRef.empty }
        defer { OpenSSL.call("CRYPTO_free", p, 0, 0) }
        return n == 0 ? StrRef.empty : StrRef.make(utf8: UnsafePointer<UInt8>(bitPattern: p)!, n)
    }
    private static func raw(_ s: Int) -> Value {
        let n = OpenSSL.int("ASN1_STRING_length", s), p = OpenSSL.call("ASN1_STRING_get0_data", s)
        return n <= 0 ? StrRef.empty : StrRef.make(utf8: UnsafePointer<UInt8>(bitPattern: p)!, n)
    }
    private static func object(_ o: Int) -> Value {
        let nid = OpenSSL.int("OBJ_obj2nid", o)
        if nid != 0, let n = OpenSSL.text(OpenSSL.call("OBJ_nid2ln", nid)) { return StrRef.make(n) }
        var text = [CChar](repeating: 0, count: 256)
        text.withUnsafeMutableBufferPointer { _ = OpenSSL.int("OBJ_obj2txt", OpenSSL.address($0.baseAddress), 255, o, 1) }
        return StrRef.make(String(cString: text))
    }
    /// A distinguished name: a tuple of relative ones, each a tuple of pairs.
    private static func name(_ x: Int) -> Value {
        let out = ListRef.allocate()
        var part = ListRef.allocate(), last = -1
        for i in 0..<max(0, OpenSSL.int("X509_NAME_entry_count", x)) {
            let e = OpenSSL.call("X509_NAME_get_entry", x, i), set = OpenSSL.int("X509_NAME_ENTRY_set", e)
            if set != last && part.count > 0 { out.append(part.asTuple()); part = ListRef.allocate() }
            last = set
            let key = object(OpenSSL.call("X509_NAME_ENTRY_get_object", e))
            part.append(TupleRef.make(key, string(OpenSSL.call("X509_NAME_ENTRY_get_data", e))))
        }
        if part.count > 0 { out.append(part.asTuple()) }
        return out.asTuple()
    }
    private static func time(_ t: Int) -> Value {
        let b = OpenSSL.newMemory()
        OpenSSL.call("ASN1_TIME_print", b, t)
        let v = OpenSSL.drain(b)
        return StrRef.make(utf8: BytesRef(v).data, BytesRef(v).count)
    }
    /// (_decode_certificate)
    static func decode(_ c: Int) throws(Raise) -> Value {
        let d = DictRef.allocate()
        func put(_ k: String, _ v: Value) { d.set(name: StrRef.intern(k), v) }
        put("subject", name(OpenSSL.call("X509_get_subject_name", c))); put("issuer", name(OpenSSL.call("X509_get_issuer_name", c)))
        put("version", Value(int: OpenSSL.call("X509_get_version", c) + 1))
        let b = OpenSSL.newMemory()
        OpenSSL.call("i2a_ASN1_INTEGER", b, OpenSSL.call("X509_get_serialNumber", c))
        let serial = OpenSSL.drain(b)
        put("serialNumber", StrRef.make(utf8: BytesRef(serial).data, BytesRef(serial).count))
        put("notBefore", time(OpenSSL.call("X509_get0_notBefore", c))); put("notAfter", time(OpenSSL.call("X509_get0_notAfter", c)))
        let names = OpenSSL.call("X509_get_ext_d2i", c, 85, 0, 0)
        if names != 0 {
            let l = ListRef.allocate()
            for i in 0..<max(0, OpenSSL.int("OPENSSL_sk_num", names)) { l.append(general(OpenSSL.call("OPENSSL_sk_value", names, i))) }
            put("subjectAltName", l.asTuple())
            OpenSSL.call("GENERAL_NAMES_free", names)
        }
        let access = OpenSSL.call("X509_get_ext_d2i", c, 177, 0, 0)
        if access != 0 {
            for (key, nid) in [("OCSP", 178), ("caIssuers", 179)] {
                let l = ListRef.allocate()
                for i in 0..<max(0, OpenSSL.int("OPENSSL_sk_num", access)) {
                    // An access description: its method, then the address of a general name.
                    let e = UnsafePointer<Int>(bitPattern: OpenSSL.call("OPENSSL_sk_value", access, i))!
                    if OpenSSL.int("OBJ_obj2nid", e[0]) != nid { continue }
                    let g = UnsafePointer<Int32>(bitPattern: e[1])!
                    if g[0] == 6 { l.append(raw(UnsafePointer<Int>(bitPattern: e[1])![1])) }
                }
                if l.count > 0 { put(key, l.asTuple()) }
            }
            OpenSSL.call("AUTHORITY_INFO_ACCESS_free", access)
        }
        let points = OpenSSL.call("X509_get_ext_d2i", c, 103, 0, 0)
        if points != 0 {
            let l = ListRef.allocate()
            for i in 0..<max(0, OpenSSL.int("OPENSSL_sk_num", points)) {
                // A distribution point begins with the address of its name: a kind, then (kind 0) a stack of general names.
                let p = UnsafePointer<Int>(bitPattern: OpenSSL.call("OPENSSL_sk_value", points, i))![0]
                guard p != 0, UnsafePointer<Int32>(bitPattern: p)![0] == 0 else { continue }
                let stack = UnsafePointer<Int>(bitPattern: p)![1]
                for k in 0..<max(0, OpenSSL.int("OPENSSL_sk_num", stack)) {
                    let g = OpenSSL.call("OPENSSL_sk_value", stack, k)
                    if UnsafePointer<Int32>(bitPattern: g)![0] == 6 { l.append(raw(UnsafePointer<Int>(bitPattern: g)![1])) }
                }
            }
            if l.count > 0 { put("crlDistributionPoints", l.asTuple()) }
            OpenSSL.call("CRL_DIST_POINTS_free", points)
        }
        return d.value
    }
    /// A general name: its kind, then the address of what it holds.
    private static func general(_ g: Int) -> Value {
        let kind = UnsafePointer<Int32>(bitPattern: g)![0], p = UnsafePointer<Int>(bitPattern: g)![1]
        switch kind {
        case 1: return TupleRef.make(StrRef.make("email"), raw(p))
        case 2: return TupleRef.make(StrRef.make("DNS"), raw(p))
        case 6: return TupleRef.make(StrRef.make("URI"), raw(p))
        case 4: return TupleRef.make(StrRef.make("DirName"), name(p))
        case 8:
            var text = [CChar](repeating: 0, count: 256)
            text.withUnsafeMutableBufferPointer { _ = OpenSSL.int("OBJ_obj2txt", OpenSSL.address($0.baseAddress), 255, p, 1) }
            return TupleRef.make(StrRef.make("Registered ID"), StrRef.make(String(cString: text)))
        case 7:
            let n = OpenSSL.int("ASN1_STRING_length", p), q = UnsafePointer<UInt8>(bitPattern: OpenSSL.call("ASN1_STRING_get0_data", p))!
            var text = "<invalid>"
            if n == 4 { text = (0..<4).map { String(q[$0]) }.joined(separator: ".") }
            else if n == 16 { text = (0..<8).map { String(Int(q[$0 * 2]) << 8 | Int(q[$0 * 2 + 1]), radix: 16).uppercased() }.joined(separator: ":") }
            return TupleRef.make(StrRef.make("IP Address"), StrRef.make(text))
        default: return TupleRef.make(StrRef.make("othername"), StrRef.make("<unsupported>"))
        }
    }
}

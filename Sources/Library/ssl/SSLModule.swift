import Glibc
import Primitives
import Runtime

/// `_ssl`, over libssl. (Modules/_ssl.c)
extension NativeModule {
    public static let ssl = NativeModule("_ssl", doc: "Implementation module for SSL socket operations.  See the socket module\nfor documentation.") { m throws(Raise) in
        try OpenSSL.load()
        // The checks of sockets need `_socket`'s class.
        _ = try ImportSystem.importModule("_socket")
        Posix.words(SSLConstants.all) { n, v in m.int(n, v) }
        Posix.words(SSLConstants.features) { n, v in m.constant(n, Value(bool: v != 0)) }
        m.constant("_DEFAULT_CIPHERS", StrRef.make("ALL:!COMPLEMENTOFDEFAULT:!eNULL"))
        let v = OpenSSL.call("OpenSSL_version_num")
        func version() -> Value {
            let t = TupleRef.allocate(5)
            for (i, n) in [v >> 28 & 15, v >> 20 & 255, v >> 12 & 255, v >> 4 & 255, v & 15].enumerated() { t[i] = Value(int: n) }
            return t.value
        }
        m.int("OPENSSL_VERSION_NUMBER", v)
        m.constant("OPENSSL_VERSION_INFO", version()); m.constant("_OPENSSL_API_VERSION", version())
        m.constant("OPENSSL_VERSION", OpenSSL.textValue(OpenSSL.call("OpenSSL_version", 0)))
        try SSLErrors.define(m)
        SSLContext.define(); SSLSocket.define(); SSLMemory.define(); SSLSession.define(); SSLCertificates.define()
        for t in [SSLContext.type, SSLSocket.type, SSLMemory.type, SSLSession.type, SSLCertificates.type] { m.type(t) }
        SSLFunctions.define(m)
    }
}
enum SSLFunctions {
    static func define(_ m: ModuleBuilder) {
        m.function("RAND_add", "(string, entropy, /)") { a throws(Raise) in .none }
        m.function("RAND_bytes", "(n, /)") { a throws(Raise) in
            let n = try TextArguments.cInt(a[0])
            if n < 0 { throw Errors.valueError("num must be positive") }
            if n == 0 { return BytesRef.empty }
            let b = BytesRef.allocate(n)
            if OpenSSL.int("RAND_bytes", OpenSSL.address(b.data), n) != 1 { throw SSLErrors.last(5770) }
            return b.value
        }
        m.function("RAND_status", "()") { a throws(Raise) in Value(bool: OpenSSL.int("RAND_status") == 1) }
        m.function("get_default_verify_paths", "()") { a throws(Raise) in
            let t = TupleRef.allocate(4), v = t.value
            for (i, n) in (["X509_get_default_cert_file_env", "X509_get_default_cert_file", "X509_get_default_cert_dir_env", "X509_get_default_cert_dir"] as [StaticString]).enumerated() { t[i] = OpenSSL.textValue(OpenSSL.call(n)) }
            return v
        }
        /// (nid, short name, long name, dotted number)
        func object(_ o: Int) throws(Raise) -> Value {
            let nid = OpenSSL.int("OBJ_obj2nid", o)
            if nid == 0 { throw Errors.valueError("Unknown object") }
            var text = [CChar](repeating: 0, count: 256)
            let n = text.withUnsafeMutableBufferPointer { OpenSSL.int("OBJ_obj2txt", OpenSSL.address($0.baseAddress), 255, o, 1) }
            let t = TupleRef.allocate(4), v = t.value
            for i in 0..<4 { t[i] = .none }
            t[0] = Value(int: nid); t[1] = OpenSSL.textValue(OpenSSL.call("OBJ_nid2sn", nid)); t[2] = OpenSSL.textValue(OpenSSL.call("OBJ_nid2ln", nid))
            if n > 0 { t[3] = StrRef.make(String(cString: text)) }
            return v
        }
        m.function("txt2obj", "(txt, name=False)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("txt2obj() argument 'txt' must be str, not \(a[0].type)") }
            let byName = try Operations.isTrue(a[1])
            return try OpenSSL.withText(StrRef(a[0]).string) { x throws(Raise) in
                let o = OpenSSL.call("OBJ_txt2obj", x, byName ? 0 : 1)
                if o == 0 { OpenSSL.call("ERR_clear_error"); throw Errors.valueError("unknown object '\(StrRef(a[0]))'") }
                defer { OpenSSL.call("ASN1_OBJECT_free", o) }
                return try object(o)
            }
        }
        m.function("nid2obj", "(nid, /)") { a throws(Raise) in
            let n = try TextArguments.cInt(a[0])
            if n < 1 { throw Errors.valueError("NID must be positive") }
            let o = OpenSSL.call("OBJ_nid2obj", n)
            if o == 0 { OpenSSL.call("ERR_clear_error"); throw Errors.valueError("unknown NID \(n)") }
            return try object(o)
        }
        m.function("_test_decode_cert", "(path, /)") { a throws(Raise) in
            let path = strdup(try PathArgument(a[0], function: "_test_decode_cert", argument: "path").cString)
            defer { free(path) }
            let b = try OpenSSL.withText("r") { mode in OpenSSL.call("BIO_new_file", OpenSSL.address(path), mode) }
            if b == 0 { throw SSLErrors.make(SSLErrors.error.value, 0, "Can't open file", code: 0, line: 1990) }
            defer { OpenSSL.call("BIO_free", b) }
            let c = OpenSSL.call("PEM_read_bio_X509", b, 0, 0, 0)
            if c == 0 { throw SSLErrors.make(SSLErrors.error.value, 0, "Error decoding PEM-encoded file", code: 0, line: 1996) }
            defer { OpenSSL.call("X509_free", c) }
            return try SSLCertificates.decode(c)
        }
    }
}

import Glibc
import Runtime

/// `_ssl._SSLContext`: values 2 protocol, 3 SNI callback, 4 keylog filename, 5 message callback; raw 6 SSL_CTX, 7 check_hostname, 8 host flags, 9 post-handshake authentication, 10 protocols offered (ALPN, malloc'ed), 11 their length.
enum SSLContext {
    nonisolated(unsafe) static var type = TypeRef()
    static func handle(_ v: Value) -> Int { Int(bitPattern: UInt(v.ref.word(6))) }

    static func define() {
        let t = TypeFactory.make("_SSLContext", module: "_ssl", size: 96, layout: Layout.fields(2, 6).finalizing { r in
            if r.word(6) != 0 { OpenSSL.call("SSL_CTX_free", Int(r.word(6))) }
            free(UnsafeMutableRawPointer(bitPattern: UInt(r.word(10))))
        }, subclassable: true)
        type = t
        t.allowWeakReferences()
        t.new("($type, protocol, /)") { a throws(Raise) in
            let p = try TextArguments.cInt(a[1])
            let method: StaticString
            switch p {
            case 3: method = "TLSv1_method"
            case 4: method = "TLSv1_1_method"
            case 5: method = "TLSv1_2_method"
            case 2: method = "TLS_method"
            case 16: method = "TLS_client_method"
            case 17: method = "TLS_server_method"
            default: throw Errors.valueError("invalid or unsupported protocol version \(p)")
            }
            if p != 16 && p != 17 {
                let names = [2: "ssl.PROTOCOL_TLS", 3: "ssl.PROTOCOL_TLSv1", 4: "ssl.PROTOCOL_TLSv1_1", 5: "ssl.PROTOCOL_TLSv1_2"]
                let warn = try Operations.getAttribute(try ImportSystem.importModule("warnings"), StrRef.intern("warn"))
                _ = try Call.call(warn, StrRef.make("\(names[p]!) is deprecated"), Exceptions.deprecationWarning.value, Value(int: 2))
            }
            let c = OpenSSL.call("SSL_CTX_new", OpenSSL.call(method))
            if c == 0 { throw SSLErrors.last(3170) }
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, Value(int: p)); r.initialize(3, .none); r.initialize(4, .none); r.initialize(5, .none)
            r.setWord(6, UInt64(c)); r.setWord(8, 4)
            Heap.registerNative(r)
            OpenSSL.call("SSL_CTX_set_verify", c, p == 16 ? 3 : 0, 0)
            if p == 16 { r.setWord(7, 1) }
            // SSL_OP_ALL without SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS, no SSLv3, server's cipher order, no compression. Ciphers and versions are the library's defaults.
            OpenSSL.call("SSL_CTX_set_options", c, (0x80000050 & ~0x800) | 0x2000000 | 0x400000 | 0x20000)
            try OpenSSL.withText("Python") { x throws(Raise) in _ = OpenSSL.int("SSL_CTX_set_session_id_context", c, x, 6) }
            let v = OpenSSL.call("SSL_CTX_get0_param", c)
            OpenSSL.call("X509_VERIFY_PARAM_set_flags", v, 0x8000)
            OpenSSL.call("X509_VERIFY_PARAM_set_hostflags", v, 4)
            return Value(r)
        }
        properties(t); certificates(t)
        t.method("set_ciphers", "($self, cipherlist, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("set_ciphers() argument must be str, not \(TextArguments.describe(a[1]))") }
            try OpenSSL.withText(StrRef(a[1]).string) { x throws(Raise) in
                if OpenSSL.int("SSL_CTX_set_cipher_list", handle(a[0]), x) == 0 {
                    OpenSSL.call("ERR_clear_error")
                    throw Errors.make(SSLErrors.error, "No cipher can be selected.")
                }
            }
            return .none
        }
        t.method("get_ciphers", "($self, /)") { a throws(Raise) in
            let ssl = OpenSSL.call("SSL_new", handle(a[0]))
            if ssl == 0 { throw SSLErrors.last(3400) }
            defer { OpenSSL.call("SSL_free", ssl) }
            let stack = OpenSSL.call("SSL_get_ciphers", ssl), out = ListRef.allocate()
            for i in 0..<max(0, OpenSSL.int("OPENSSL_sk_num", stack)) { out.append(describe(OpenSSL.call("OPENSSL_sk_value", stack, i))) }
            return out.value
        }
        t.method("_set_alpn_protocols", "($self, protos, /)") { a throws(Raise) in
            let b = try Buffers.get(a[1])
            defer { b.release() }
            let p = malloc(max(1, b.count))!
            memcpy(p, b.base, b.count)
            free(UnsafeMutableRawPointer(bitPattern: UInt(a[0].ref.word(10))))
            a[0].ref.setWord(10, UInt64(UInt(bitPattern: p))); a[0].ref.setWord(11, UInt64(b.count))
            if OpenSSL.int("SSL_CTX_set_alpn_protos", handle(a[0]), OpenSSL.address(p), b.count) != 0 { throw Errors.memoryError() }
            let select: @convention(c) (Int, UnsafeMutablePointer<Int>?, UnsafeMutablePointer<UInt8>?, Int, UInt32, UnsafeMutableRawPointer?) -> Int32 = { ssl, out, length, client, count, context in
                // ours, then theirs: the server's order decides
                let r = context.unsafelyUnwrapped
                let k = OpenSSL.int("SSL_select_next_proto", OpenSSL.address(out), OpenSSL.address(length), Int(r.word(10)), Int(r.word(11)), client, Int(count))
                return k == 1 ? 0 : 3
            }
            OpenSSL.call("SSL_CTX_set_alpn_select_cb", handle(a[0]), Int(bitPattern: unsafeBitCast(select, to: UnsafeRawPointer.self)), Int(bitPattern: a[0].ref))
            return .none
        }
        t.method("session_stats", "($self, /)") { a throws(Raise) in
            let d = DictRef.allocate()
            for (n, code) in [("number", 20), ("connect", 21), ("connect_good", 22), ("connect_renegotiate", 23), ("accept", 24), ("accept_good", 25), ("accept_renegotiate", 26), ("hits", 27), ("misses", 29), ("timeouts", 30), ("cache_full", 31)] {
                d.set(name: StrRef.intern(n), Value(int: OpenSSL.call("SSL_CTX_ctrl", handle(a[0]), code)))
            }
            return d.value
        }
        t.method("set_ecdh_curve", "($self, name, /)") { a throws(Raise) in
            if !a[1].isStr && !a[1].isBytes { throw Errors.typeError("expected str, bytes or os.PathLike object, not \(a[1].type)") }
            let name = a[1].isStr ? StrRef(a[1]).string : a[1].isBytes ? String(cString: BytesRef(a[1]).data) : ""
            try OpenSSL.withText(name) { x throws(Raise) in
                if OpenSSL.call("SSL_CTX_ctrl", handle(a[0]), 92, 0, x) == 0 { OpenSSL.call("ERR_clear_error"); throw Errors.valueError("unknown elliptic curve name \(Operations.reprText(a[1]))") }
            }
            return .none
        }
        t.method("load_dh_params", "($self, path, /)") { a throws(Raise) in
            let path = try PathArgument(a[1], function: "load_dh_params", argument: "path")
            guard access(path.cString, R_OK) == 0 else { throw path.error(errno) }
            // Groups are chosen by the library.
            OpenSSL.call("SSL_CTX_ctrl", handle(a[0]), 118, 1)
            return .none
        }
        for n in ["set_psk_client_callback", "set_psk_server_callback"] as [StaticString] {
            t.method(n, "($self, /, callback, identity_hint=None)") { a throws(Raise) in
                if a[1].isNone { return .none }
                throw Errors.notImplemented("SSLContext.\(n) is not supported yet")
            }
        }
        t.method("_wrap_socket", "($self, /, sock, server_side, server_hostname=None, *, owner=None, session=None)") { a throws(Raise) in
            try SSLSocket.make(a[0], socket: a[1], server: try Operations.isTrue(a[2]), name: a[3], owner: a[4], session: a[5], incoming: .none, outgoing: .none)
        }
        t.method("_wrap_bio", "($self, /, incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None)") { a throws(Raise) in
            for i in 1...2 where !a[i].isInstance(of: SSLMemory.type) { throw Errors.typeError("_wrap_bio() argument '\(i == 1 ? "incoming" : "outgoing")' must be _ssl.MemoryBIO, not \(a[i].type)") }
            return try SSLSocket.make(a[0], socket: .none, server: try Operations.isTrue(a[3]), name: a[4], owner: a[5], session: a[6], incoming: a[1], outgoing: a[2])
        }
    }
    /// A cipher as `get_ciphers` shows it.
    private static func describe(_ c: Int) -> Value {
        let d = DictRef.allocate()
        func put(_ k: String, _ v: Value) { d.set(name: StrRef.intern(k), v) }
        var bits: Int32 = 0
        let strength = withUnsafeMutablePointer(to: &bits) { OpenSSL.int("SSL_CIPHER_get_bits", c, OpenSSL.address($0)) }
        var text = [CChar](repeating: 0, count: 512)
        text.withUnsafeMutableBufferPointer { _ = OpenSSL.call("SSL_CIPHER_description", c, OpenSSL.address($0.baseAddress), 511) }
        var description = String(cString: text)
        if description.hasSuffix("\n") { description.removeLast() }
        func short(_ nid: Int, _ long: Bool) -> Value { nid == 0 ? .none : OpenSSL.textValue(OpenSSL.call(long ? "OBJ_nid2ln" : "OBJ_nid2sn", nid)) }
        put("id", Value(int: OpenSSL.call("SSL_CIPHER_get_id", c) & 0xFFFF_FFFF)); put("name", OpenSSL.textValue(OpenSSL.call("SSL_CIPHER_get_name", c)))
        put("protocol", OpenSSL.textValue(OpenSSL.call("SSL_CIPHER_get_version", c))); put("description", StrRef.make(description))
        put("strength_bits", Value(int: strength)); put("alg_bits", Value(int: Int(bits))); put("aead", Value(bool: OpenSSL.int("SSL_CIPHER_is_aead", c) != 0))
        put("symmetric", short(OpenSSL.int("SSL_CIPHER_get_cipher_nid", c), true)); put("digest", short(OpenSSL.int("SSL_CIPHER_get_digest_nid", c), true))
        put("kea", short(OpenSSL.int("SSL_CIPHER_get_kx_nid", c), true)); put("auth", short(OpenSSL.int("SSL_CIPHER_get_auth_nid", c), true))
        return d.value
    }
    private static func properties(_ t: TypeRef) {
        t.getter("protocol") { v in v.ref.value(2) }
        t.getter("check_hostname", set: { v, x throws(Raise) in
            let on = try Operations.isTrue(x)
            if on && OpenSSL.int("SSL_CTX_get_verify_mode", handle(v)) == 0 { OpenSSL.call("SSL_CTX_set_verify", handle(v), 3, 0) }
            v.ref.setWord(7, on ? 1 : 0)
        }) { v in Value(bool: v.ref.word(7) != 0) }
        t.getter("verify_mode", set: { v, x throws(Raise) in
            let n = try TextArguments.cInt(x)
            guard n >= 0 && n <= 2 else { throw Errors.valueError("invalid value for verify_mode") }
            if n == 0 && v.ref.word(7) != 0 { throw Errors.valueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.") }
            OpenSSL.call("SSL_CTX_set_verify", handle(v), [0, 1, 3][n], 0)
        }) { v in let m = OpenSSL.int("SSL_CTX_get_verify_mode", handle(v)); return Value(int: m == 3 ? 2 : m == 1 ? 1 : 0) }
        t.getter("_host_flags", set: { v, x throws(Raise) in
            let n = try TextArguments.size(x)
            v.ref.setWord(8, UInt64(n))
            OpenSSL.call("X509_VERIFY_PARAM_set_hostflags", OpenSSL.call("SSL_CTX_get0_param", handle(v)), n)
        }) { v in Value(int: Int(v.ref.word(8))) }
        t.getter("verify_flags", set: { v, x throws(Raise) in
            let n = try TextArguments.size(x), p = OpenSSL.call("SSL_CTX_get0_param", handle(v)), old = OpenSSL.call("X509_VERIFY_PARAM_get_flags", p)
            OpenSSL.call("X509_VERIFY_PARAM_clear_flags", p, old & ~n); OpenSSL.call("X509_VERIFY_PARAM_set_flags", p, n & ~old)
        }) { v in Value(int: OpenSSL.call("X509_VERIFY_PARAM_get_flags", OpenSSL.call("SSL_CTX_get0_param", handle(v)))) }
        t.getter("options", set: { v, x throws(Raise) in
            let n = Int(truncatingIfNeeded: try Posix.unsigned(x))
            let old = OpenSSL.call("SSL_CTX_get_options", handle(v))
            OpenSSL.call("SSL_CTX_clear_options", handle(v), old & ~n); OpenSSL.call("SSL_CTX_set_options", handle(v), n & ~old)
        }) { v in Value(int: OpenSSL.call("SSL_CTX_get_options", handle(v))) }
        for (name, setCode, getCode) in [("minimum_version", 123, 130), ("maximum_version", 124, 131)] as [(StaticString, Int, Int)] {
            t.getter(name, set: { v, x throws(Raise) in
                let n = try TextArguments.cInt(x)
                guard [-2, -1, 0x300, 0x301, 0x302, 0x303, 0x304].contains(n) else { throw Errors.valueError("Unsupported TLS/SSL version 0x\(String(UInt32(truncatingIfNeeded: n), radix: 16))") }
                let p = v.ref.value(2).int
                guard p == 2 || p == 16 || p == 17 else { throw Errors.valueError("The context's protocol doesn't support modification of highest and lowest version.") }
                let version = n == -2 ? (setCode == 123 ? 0 : 0x301) : n == -1 ? (setCode == 123 ? 0x304 : 0) : n
                if OpenSSL.call("SSL_CTX_ctrl", handle(v), setCode, version) == 0 { throw Errors.valueError("Unsupported protocol version 0x\(String(n, radix: 16))") }
            }) { v in
                let n = OpenSSL.call("SSL_CTX_ctrl", handle(v), getCode)
                return Value(int: n == 0 ? (setCode == 123 ? -2 : -1) : n)
            }
        }
        t.getter("security_level") { v in Value(int: OpenSSL.int("SSL_CTX_get_security_level", handle(v))) }
        t.getter("num_tickets", set: { v, x throws(Raise) in
            let n = try TextArguments.cInt(x)
            if n < 0 { throw Errors.valueError("value must be non-negative") }
            if v.ref.value(2).int != 17 { throw Errors.valueError("SSLContext is not a server context.") }
            OpenSSL.call("SSL_CTX_set_num_tickets", handle(v), n)
        }) { v in Value(int: OpenSSL.call("SSL_CTX_get_num_tickets", handle(v))) }
        t.getter("post_handshake_auth", set: { v, x throws(Raise) in
            let on = try Operations.isTrue(x)
            v.ref.setWord(9, on ? 1 : 0)
            OpenSSL.call("SSL_CTX_set_post_handshake_auth", handle(v), on ? 1 : 0)
        }) { v in Value(bool: v.ref.word(9) != 0) }
        t.getter("keylog_filename", set: { v, x throws(Raise) in
            if !x.isNone { throw Errors.notImplemented("SSLContext.keylog_filename is not supported yet") }
        }) { v in v.ref.value(4) }
        t.getter("_msg_callback", set: { v, x throws(Raise) in
            if !x.isNone { throw Errors.notImplemented("SSLContext._msg_callback is not supported yet") }
        }) { v in v.ref.value(5) }
        t.getter("sni_callback", set: { v, x throws(Raise) in
            if v.ref.value(2).int == 16 { throw Errors.valueError("sni_callback cannot be set on TLS_CLIENT context") }
            if x.isNone {
                v.ref.set(3, .none)
                OpenSSL.call("SSL_CTX_callback_ctrl", handle(v), 53, 0)
                return
            }
            guard Call.isCallable(x) else { throw Errors.typeError("not a callable object") }
            v.ref.set(3, x)
            let f: @convention(c) (Int, UnsafeMutablePointer<Int32>?, UnsafeMutableRawPointer?) -> Int32 = { ssl, alert, context in SSLSocket.serverName(ssl, alert, context.unsafelyUnwrapped) }
            OpenSSL.call("SSL_CTX_callback_ctrl", handle(v), 53, Int(bitPattern: unsafeBitCast(f, to: UnsafeRawPointer.self)))
            OpenSSL.call("SSL_CTX_ctrl", handle(v), 54, 0, Int(bitPattern: v.ref))
        }) { v in v.ref.value(3) }
    }
    private static func certificates(_ t: TypeRef) {
        t.method("set_default_verify_paths", "($self, /)") { a throws(Raise) in
            if OpenSSL.int("SSL_CTX_set_default_verify_paths", handle(a[0])) == 0 { throw SSLErrors.last(4500) }
            return .none
        }
        t.method("load_verify_locations", "($self, /, cafile=None, capath=None, cadata=None)") { a throws(Raise) in
            if a[1].isNone && a[2].isNone && a[3].isNone { throw Errors.typeError("cafile, capath and cadata cannot be all omitted") }
            if !a[3].isNone { try addData(handle(a[0]), a[3]) }
            if a[1].isNone && a[2].isNone { return .none }
            var file: UnsafeMutablePointer<CChar>? = nil, folder: UnsafeMutablePointer<CChar>? = nil
            if !a[1].isNone { file = strdup(try PathArgument(a[1], function: "load_verify_locations", argument: "cafile").cString) }
            defer { free(file); free(folder) }
            if !a[2].isNone { folder = strdup(try PathArgument(a[2], function: "load_verify_locations", argument: "capath").cString) }
            errno = 0
            let f = file, d = folder
            let c = handle(a[0])
            let r = InterpreterLock.blocking { OpenSSL.int("SSL_CTX_load_verify_locations", c, OpenSSL.address(f), OpenSSL.address(d)) }
            if r != 1 { throw systemError(4430) }
            return .none
        }
        t.method("load_cert_chain", "($self, /, certfile, keyfile=None, password=None)") { a throws(Raise) in
            let certificate = strdup(try PathArgument(a[1], function: "load_cert_chain", argument: "certfile").cString)
            var key = certificate
            if !a[2].isNone { key = strdup(try PathArgument(a[2], function: "load_cert_chain", argument: "keyfile").cString) }
            defer { if key != certificate { free(key) }; free(certificate) }
            var password: UnsafeMutablePointer<CChar>? = nil
            if !a[3].isNone {
                let p = Call.isCallable(a[3]) ? try Call.call(a[3]) : a[3]
                guard p.isStr || Buffers.supports(p) else { throw Errors.typeError(Call.isCallable(a[3]) ? "password callback must return a string" : "password should be a string or callable") }
                password = strdup(p.isStr ? StrRef(p).string : String(decoding: try Buffers.get(p).bytes, as: UTF8.self))
                if strlen(password!) > 1024 { free(password); throw Errors.valueError("password cannot be longer than 1024 bytes") }
            }
            defer { free(password) }
            let c = handle(a[0])
            // The library asks for the password by a function that gets the text's address; without one it would ask at the terminal.
            let give: @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 = { buffer, size, _, text in
                guard let text else { return 0 }
                let n = strlen(text.assumingMemoryBound(to: CChar.self))
                if n > Int(size) { return -1 }
                memcpy(buffer!, text, n)
                return Int32(n)
            }
            if password != nil {
                OpenSSL.call("SSL_CTX_set_default_passwd_cb", c, Int(bitPattern: unsafeBitCast(give, to: UnsafeRawPointer.self)))
                OpenSSL.call("SSL_CTX_set_default_passwd_cb_userdata", c, OpenSSL.address(password))
            }
            defer { OpenSSL.call("SSL_CTX_set_default_passwd_cb", c, 0); OpenSSL.call("SSL_CTX_set_default_passwd_cb_userdata", c, 0) }
            errno = 0
            if OpenSSL.int("SSL_CTX_use_certificate_chain_file", c, OpenSSL.address(certificate)) != 1 { throw systemError(4221) }
            errno = 0
            if OpenSSL.int("SSL_CTX_use_PrivateKey_file", c, OpenSSL.address(key), 1) != 1 { throw systemError(4239) }
            if OpenSSL.int("SSL_CTX_check_private_key", c) != 1 { throw SSLErrors.last(4247) }
            return .none
        }
        t.method("cert_store_stats", "($self, /)") { a throws(Raise) in
            let stack = OpenSSL.call("X509_STORE_get0_objects", OpenSSL.call("SSL_CTX_get_cert_store", handle(a[0])))
            var certificates = 0, lists = 0, authorities = 0
            for i in 0..<max(0, OpenSSL.int("OPENSSL_sk_num", stack)) {
                let o = OpenSSL.call("OPENSSL_sk_value", stack, i)
                switch OpenSSL.int("X509_OBJECT_get_type", o) {
                case 1: certificates += 1; if OpenSSL.int("X509_check_ca", OpenSSL.call("X509_OBJECT_get0_X509", o)) != 0 { authorities += 1 }
                case 2: lists += 1
                default: break
                }
            }
            let d = DictRef.allocate()
            d.set(name: StrRef.intern("x509"), Value(int: certificates)); d.set(name: StrRef.intern("crl"), Value(int: lists)); d.set(name: StrRef.intern("x509_ca"), Value(int: authorities))
            return d.value
        }
        t.method("get_ca_certs", "($self, /, binary_form=False)") { a throws(Raise) in
            let stack = OpenSSL.call("X509_STORE_get0_objects", OpenSSL.call("SSL_CTX_get_cert_store", handle(a[0]))), out = ListRef.allocate(), binary = try Operations.isTrue(a[1])
            for i in 0..<max(0, OpenSSL.int("OPENSSL_sk_num", stack)) {
                let o = OpenSSL.call("OPENSSL_sk_value", stack, i)
                guard OpenSSL.int("X509_OBJECT_get_type", o) == 1 else { continue }
                let c = OpenSSL.call("X509_OBJECT_get0_X509", o)
                if OpenSSL.int("X509_check_ca", c) == 0 { continue }
                out.append(binary ? SSLCertificates.der(c) : try SSLCertificates.decode(c))
            }
            return out.value
        }
    }
    private static func systemError(_ line: Int) -> Raise {
        let e = errno
        if e != 0 { OpenSSL.call("ERR_clear_error"); return Errors.osError(e) }
        return SSLErrors.last(line)
    }
    private static func addData(_ c: Int, _ data: Value) throws(Raise) {
        let pem = data.isStr
        var bytes = data
        if pem {
            for i in 0..<StrRef(data).count where StrRef(data)[i] > 127 { throw Errors.typeError("cadata should be an ASCII string or a bytes-like object") }
            bytes = BytesRef.make(StrRef(data).latin, StrRef(data).count)
        } else if !Buffers.supports(data) { throw Errors.typeError("cadata should be an ASCII string or a bytes-like object") }
        let b = try Buffers.get(bytes)
        defer { b.release() }
        if b.count == 0 { throw Errors.valueError("Empty certificate data") }
        let bio = OpenSSL.call("BIO_new_mem_buf", OpenSSL.address(b.base), b.count)
        defer { OpenSSL.call("BIO_free", bio) }
        let store = OpenSSL.call("SSL_CTX_get_cert_store", c)
        var loaded = 0
        while true {
            if !pem && OpenSSL.call("BIO_ctrl", bio, 2) != 0 { break }
            let x = pem ? OpenSSL.call("PEM_read_bio_X509", bio, 0, 0, 0) : OpenSSL.call("d2i_X509_bio", bio, 0)
            if x == 0 { break }
            let r = OpenSSL.int("X509_STORE_add_cert", store, x)
            OpenSSL.call("X509_free", x)
            if r == 0 {
                let e = UInt(bitPattern: OpenSSL.call("ERR_peek_last_error"))
                if e >> 23 & 0xFF == 11 && e & 0x7FFFFF == 101 { OpenSSL.call("ERR_clear_error") } else { throw SSLErrors.last(4320) }
            }
            loaded += 1
        }
        let e = UInt(bitPattern: OpenSSL.call("ERR_peek_last_error"))
        if loaded == 0 {
            let text = pem ? "no start line: cadata does not contain a certificate" : "not enough data: cadata does not contain a certificate"
            _ = e
            OpenSSL.call("ERR_clear_error")
            throw SSLErrors.make(SSLErrors.error.value, 0, text, code: 0, line: 4340)
        }
        let isEnd = pem ? e >> 23 & 0xFF == 9 && e & 0x7FFFFF == 108 : true
        if e != 0 && !isEnd { throw SSLErrors.last(4360) }
        OpenSSL.call("ERR_clear_error")
    }
}

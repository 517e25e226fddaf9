import Glibc
import Runtime

/// `_ssl._SSLSocket`: values 2 socket (None: memory BIOs), 3 context, 4 owner, 5 server_hostname, 6 and 7 the BIOs; raw 8 SSL, 9 whether it is the server's side, 10 whether the other side's close has been seen.
enum SSLSocket {
    nonisolated(unsafe) static var type = TypeRef()
    static func handle(_ v: Value) -> Int { Int(bitPattern: UInt(v.ref.word(8))) }

    static func make(_ context: Value, socket: Value, server: Bool, name: Value, owner: Value, session: Value, incoming: Value, outgoing: Value) throws(Raise) -> Value {
        let p = context.ref.value(2).int
        if server && p == 16 { throw SSLErrors.make(SSLErrors.error.value, 0, "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context", code: 0, line: 811) }
        if !server && p == 17 { throw SSLErrors.make(SSLErrors.error.value, 0, "Cannot create a client socket with a PROTOCOL_TLS_SERVER context", code: 0, line: 819) }
        OpenSSL.call("ERR_clear_error")
        let ssl = OpenSSL.call("SSL_new", SSLContext.handle(context))
        if ssl == 0 { throw SSLErrors.last(840) }
        let r = Heap.allocate(96, type)
        r.initialize(2, socket); r.initialize(3, context); r.initialize(4, owner); r.initialize(5, .none); r.initialize(6, incoming); r.initialize(7, outgoing)
        r.setWord(8, UInt64(ssl)); r.setWord(9, server ? 1 : 0)
        Heap.registerNative(r)
        let v = Value(r)
        OpenSSL.call("SSL_set_ex_data", ssl, 0, Int(bitPattern: r))
        if socket.isNone {
            // Both ends of the pair are counted: the objects keep theirs.
            for b in [incoming, outgoing] { OpenSSL.call("BIO_up_ref", SSLMemory.handle(b)) }
            OpenSSL.call("SSL_set_bio", ssl, SSLMemory.handle(incoming), SSLMemory.handle(outgoing))
        } else { OpenSSL.int("SSL_set_fd", ssl, Int(SocketRef(socket).fd)) }
        // Moving buffers and automatic retries. Not partial writes: SSL_write would return after each record.
        OpenSSL.call("SSL_ctrl", ssl, 33, 2 | 4)
        if server && context.ref.word(9) != 0 {
            let mode = OpenSSL.int("SSL_get_verify_mode", ssl)
            if mode & 1 != 0 { OpenSSL.call("SSL_set_verify", ssl, mode | 8, 0) }
        }
        if !server && context.ref.word(9) != 0 { OpenSSL.call("SSL_set_post_handshake_auth", ssl, 1) }
        if !name.isNone {
            guard name.isStr else { throw Errors.typeError("_wrap_socket() argument 'server_hostname' must be str or None, not \(name.type)") }
            let s = StrRef(name).string
            if s.isEmpty || s.hasPrefix(".") { throw Errors.valueError("server_hostname cannot be an empty string or start with a leading dot.") }
            r.set(5, name)
            try OpenSSL.withText(s) { x throws(Raise) in
                let address = OpenSSL.call("a2i_IPADDRESS", x)
                if address == 0 { OpenSSL.call("ERR_clear_error") } else { OpenSSL.call("ASN1_OCTET_STRING_free", address) }
                if address == 0 && !server { OpenSSL.call("SSL_ctrl", ssl, 55, 0, x) }
                if context.ref.word(7) != 0 {
                    let verify = OpenSSL.call("SSL_get0_param", ssl)
                    if address == 0 { if OpenSSL.int("X509_VERIFY_PARAM_set1_host", verify, x, s.utf8.count) == 0 { throw SSLErrors.last(760) } }
                    else if OpenSSL.int("X509_VERIFY_PARAM_set1_ip_asc", verify, x) == 0 { throw SSLErrors.last(770) }
                }
            }
        }
        OpenSSL.call(server ? "SSL_set_accept_state" : "SSL_set_connect_state", ssl)
        if session.isPointer { try setSession(v, session) }
        return v
    }
    private static func setSession(_ v: Value, _ s: Value) throws(Raise) {
        guard s.isInstance(of: SSLSession.type) else { throw Errors.typeError("Value is not a SSLSession.") }
        if v.ref.word(9) != 0 { throw Errors.valueError("Cannot set session for server-side SSLSocket.") }
        if OpenSSL.int("SSL_is_init_finished", handle(v)) != 0 { throw Errors.valueError("Cannot set session after handshake.") }
        if OpenSSL.int("SSL_set_session", handle(v), SSLSession.handle(s)) == 0 { throw SSLErrors.last(2900) }
    }
    /// A client named the server it wants: the callback may change the context, or send an alert.
    static func serverName(_ ssl: Int, _ alert: UnsafeMutablePointer<Int32>?, _ context: UnsafeMutableRawPointer) -> Int32 {
        var out: Int32 = 0
        InterpreterLock.reentering {
            let f = context.value(3), r = OpenSSL.call("SSL_get_ex_data", ssl, 0)
            guard f.isPointer, let p = UnsafeMutableRawPointer(bitPattern: r) else { return }
            let name = OpenSSL.textValue(OpenSSL.call("SSL_get_servername", ssl, 0))
            let who = p.value(4).isPointer ? p.value(4) : Value(p)
            do throws(Raise) {
                let v = try Call.call(f, who, name, Value(context))
                if v.isNone { return }
                alert?.pointee = Int32(try TextArguments.cInt(v)); out = 2
            } catch { Errors.unraisable("Exception ignored in ssl servername callback", f); alert?.pointee = 40; out = 2 }
        }
        return out
    }
    /// Runs OPERATION until it succeeds; waits for the socket where it may. (The loop of the _ssl__SSLSocket methods.)
    @discardableResult
    private static func perform(_ v: Value, line: Int, eofIsResult: Bool = false, _ operation: (Int) -> Int) throws(Raise) -> Int {
        let ssl = handle(v), socket = v.ref.value(2)
        if ssl == 0 { throw Errors.valueError("operation on a freed SSL object") }
        let timeout = socket.isNone ? -1 : SocketRef(socket).timeout
        if socket.isPointer && SocketRef(socket).fd < 0 { throw SSLErrors.make(SSLErrors.error.value, 0, "Underlying socket connection gone", code: 0, line: line) }
        let deadline = timeout > 0 ? Times.monotonic + timeout : 0
        if socket.isPointer && socket.isInstance(of: SocketRef.type) {
            // A blocking socket may have been made non-blocking by its timeout.
            let nonblocking = timeout >= 0
            OpenSSL.call("BIO_ctrl", OpenSSL.call("SSL_get_rbio", ssl), 102, nonblocking ? 1 : 0); OpenSSL.call("BIO_ctrl", OpenSSL.call("SSL_get_wbio", ssl), 102, nonblocking ? 1 : 0)
        }
        while true {
            var kind = 0, number: Int32 = 0
            OpenSSL.call("ERR_clear_error")
            errno = 0
            let n = InterpreterLock.blocking {
                let k = operation(ssl)
                number = errno
                kind = k > 0 ? 0 : OpenSSL.int("SSL_get_error", ssl, k)
                return k
            }
            try NativeSafepoint.poll()
            if n > 0 { return n }
            if eofIsResult && kind == 6 && OpenSSL.int("SSL_get_shutdown", ssl) == 2 { return 0 }
            if (kind == 2 || kind == 3) && socket.isPointer && timeout != 0 {
                var p = pollfd(fd: SocketRef(socket).fd, events: Int16(kind == 2 ? POLLIN : POLLOUT), revents: 0)
                var left: Int32 = -1
                if timeout > 0 { left = Int32(max(0, (deadline - Times.monotonic + 999_999) / 1_000_000)) }
                let ready = InterpreterLock.blocking { poll(&p, 1, left) }
                if ready > 0 { continue }
                if ready < 0 && errno == EINTR { try NativeSafepoint.poll(); continue }
                throw Errors.make(Exceptions.timeoutError, line == 1127 ? "_ssl.c:1112: The handshake operation timed out" : line == 2768 ? "The read operation timed out" : "The write operation timed out")
            }
            if v.ref.value(5).isStr { SSLErrors.hostName = StrRef(v.ref.value(5)).string }
            throw SSLErrors.failure(ssl, n, kind, number, line: line, hasSocket: socket.isPointer)
        }
    }

    static func define() {
        let t = TypeFactory.make("_SSLSocket", module: "_ssl", size: 96, layout: Layout.fields(2, 8).finalizing { r in if r.word(8) != 0 { OpenSSL.call("SSL_free", Int(r.word(8))) } })
        type = t
        t.disallowInstantiation()
        t.method("do_handshake", "($self, /)") { a throws(Raise) in try perform(a[0], line: 1127) { OpenSSL.int("SSL_do_handshake", $0) }; return .none }
        t.method("write", "($self, b, /)") { a throws(Raise) in
            let b = try Buffers.get(a[1])
            defer { b.release() }
            if b.count == 0 { return Value(int: 0) }
            let base = OpenSSL.address(b.base), count = min(b.count, Int(Int32.max))
            return Value(int: try perform(a[0], line: 2614) { OpenSSL.int("SSL_write", $0, base, count) })
        }
        t.method("read", "($self, size, buffer=<unrepresentable>, /)") { a throws(Raise) in
            let size = try TextArguments.cInt(a[1])
            if a.has(2) && !a[2].isNone {
                let b = try Buffers.get(a[2], writable: true)
                defer { b.release() }
                let n = size <= 0 || size > b.count ? b.count : size
                if n == 0 { return Value(int: 0) }
                let base = OpenSSL.address(b.base)
                return Value(int: try perform(a[0], line: 2768, eofIsResult: true) { OpenSSL.int("SSL_read", $0, base, n) })
            }
            if size < 0 { throw Errors.valueError("size should not be negative") }
            if size == 0 { return BytesRef.empty }
            // A call gives one record at most.
            let room = min(size, 1 << 14), b = BytesRef.unfilled(room), p = OpenSSL.address(b.data)
            let n = try perform(a[0], line: 2768, eofIsResult: true) { OpenSSL.int("SSL_read", $0, p, room) }
            return n == room ? b.value : OpenSSL.bytes(p, n)
        }
        t.method("pending", "($self, /)") { a throws(Raise) in Value(int: OpenSSL.int("SSL_pending", handle(a[0]))) }
        t.method("shutdown", "($self, /)") { a throws(Raise) in
            let ssl = handle(a[0])
            if OpenSSL.int("SSL_in_init", ssl) == 0 || true {
                // A first call sends our close, a second waits for theirs.
                var rounds = 0
                while true {
                    let r: Int
                    do throws(Raise) { r = try perform(a[0], line: 2883) { let k = OpenSSL.int("SSL_shutdown", $0); return k == 0 ? 1 << 20 : k } } catch { throw error }
                    if r != 1 << 20 { break }
                    rounds += 1
                    if rounds > 1 { break }
                }
            }
            return a[0].ref.value(2).isPointer ? a[0].ref.value(2) : .none
        }
        t.method("getpeercert", "($self, der=False, /)") { a throws(Raise) in
            let ssl = handle(a[0])
            if OpenSSL.int("SSL_is_init_finished", ssl) == 0 { throw Errors.valueError("handshake not done yet") }
            let c = OpenSSL.call("SSL_get1_peer_certificate", ssl)
            if c == 0 { return .none }
            defer { OpenSSL.call("X509_free", c) }
            if try Operations.isTrue(a[1]) { return SSLCertificates.der(c) }
            if OpenSSL.int("SSL_get_verify_mode", ssl) & 1 == 0 { return DictRef.allocate().value }
            return try SSLCertificates.decode(c)
        }
        for (n, verified) in [("get_unverified_chain", false), ("get_verified_chain", true)] as [(StaticString, Bool)] {
            t.method(n, "($self, /)") { a throws(Raise) in
                let ssl = handle(a[0])
                let chain = OpenSSL.call(verified ? "SSL_get0_verified_chain" : "SSL_get_peer_cert_chain", ssl)
                if chain == 0 { return .none }
                let out = ListRef.allocate()
                if !verified && a[0].ref.word(9) != 0 { let c = OpenSSL.call("SSL_get1_peer_certificate", ssl); if c != 0 { out.append(SSLCertificates.make(c)) } }
                for i in 0..<max(0, OpenSSL.int("OPENSSL_sk_num", chain)) {
                    let c = OpenSSL.call("OPENSSL_sk_value", chain, i)
                    OpenSSL.call("X509_up_ref", c)
                    out.append(SSLCertificates.make(c))
                }
                return out.value
            }
        }
        func cipher(_ c: Int) -> Value {
            if c == 0 { return .none }
            return TupleRef.make(OpenSSL.textValue(OpenSSL.call("SSL_CIPHER_get_name", c)), OpenSSL.textValue(OpenSSL.call("SSL_CIPHER_get_version", c)), Value(int: OpenSSL.int("SSL_CIPHER_get_bits", c)))
        }
        t.method("cipher", "($self, /)") { a throws(Raise) in cipher(OpenSSL.call("SSL_get_current_cipher", handle(a[0]))) }
        t.method("shared_ciphers", "($self, /)") { a throws(Raise) in
            let server = OpenSSL.call("SSL_get_ciphers", handle(a[0])), client = OpenSSL.call("SSL_get_client_ciphers", handle(a[0]))
            if server == 0 || client == 0 { return .none }
            let out = ListRef.allocate()
            for i in 0..<max(0, OpenSSL.int("OPENSSL_sk_num", server)) {
                let c = OpenSSL.call("OPENSSL_sk_value", server, i)
                if OpenSSL.int("OPENSSL_sk_find", client, c) >= 0 { out.append(cipher(c)) }
            }
            return out.value
        }
        t.method("version", "($self, /)") { a throws(Raise) in
            OpenSSL.int("SSL_is_init_finished", handle(a[0])) == 0 ? .none : OpenSSL.textValue(OpenSSL.call("SSL_get_version", handle(a[0])))
        }
        t.method("selected_alpn_protocol", "($self, /)") { a throws(Raise) in
            var p = 0, n: UInt32 = 0
            withUnsafeMutablePointer(to: &p) { q in withUnsafeMutablePointer(to: &n) { k in _ = OpenSSL.call("SSL_get0_alpn_selected", handle(a[0]), OpenSSL.address(q), OpenSSL.address(k)) } }
            if p == 0 { return .none }
            return StrRef.make(utf8: UnsafePointer<UInt8>(bitPattern: p)!, Int(n))
        }
        t.method("compression", "($self, /)") { a throws(Raise) in .none }
        t.method("get_channel_binding", "($self, /, cb_type='tls-unique')") { a throws(Raise) in
            guard a[1].isStr, StrRef(a[1]).equals("tls-unique") else { throw Errors.valueError("'\(a[1].isStr ? StrRef(a[1]).string : "?")' channel binding type not implemented") }
            var buffer = [UInt8](repeating: 0, count: 128)
            let first = (OpenSSL.int("SSL_session_reused", handle(a[0])) != 0) != (a[0].ref.word(9) == 0)
            let n = buffer.withUnsafeMutableBufferPointer { OpenSSL.call(first ? "SSL_get_finished" : "SSL_get_peer_finished", handle(a[0]), OpenSSL.address($0.baseAddress), 128) }
            return n == 0 ? .none : buffer.withUnsafeBufferPointer { BytesRef.make($0.baseAddress!, min(n, 128)) }
        }
        t.method("verify_client_post_handshake", "($self, /)") { a throws(Raise) in
            if OpenSSL.int("SSL_verify_client_post_handshake", handle(a[0])) == 0 { throw SSLErrors.last(2960) }
            return .none
        }
        t.getter("context", set: { v, x throws(Raise) in
            guard x.isInstance(of: SSLContext.type) else { throw Errors.typeError("The value must be a SSLContext") }
            v.ref.set(3, x)
            OpenSSL.call("SSL_set_SSL_CTX", handle(v), SSLContext.handle(x))
        }) { v in v.ref.value(3) }
        t.getter("server_side") { v in Value(bool: v.ref.word(9) != 0) }
        t.getter("server_hostname") { v in v.ref.value(5) }
        t.getter("owner", set: { v, x throws(Raise) in v.ref.set(4, x) }) { v in v.ref.value(4) }
        t.getter("session", set: { v, x throws(Raise) in try setSession(v, x) }) { v in
            let s = OpenSSL.call("SSL_get1_session", handle(v))
            return s == 0 ? .none : SSLSession.make(s)
        }
        t.getter("session_reused") { v in Value(bool: OpenSSL.int("SSL_session_reused", handle(v)) != 0) }
    }
}

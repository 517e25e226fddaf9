import CSupport
import Glibc
import Runtime

/// libssl, opened when `_ssl` is imported. Its functions take and give words (integers and addresses travel alike on this platform), so that one type of function serves for all.
enum OpenSSL {
    nonisolated(unsafe) private static var handle: UnsafeMutableRawPointer! = nil
    private typealias Function = @convention(c) (Int, Int, Int, Int, Int, Int) -> Int
    static func load() throws(Raise) {
        if handle == nil { handle = try DynamicLibrary("libssl.so.3").handle }
    }
    @discardableResult
    static func call(_ name: StaticString, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0, _ e: Int = 0, _ f: Int = 0) -> Int {
        guard let p = dx_symbol(handle, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) else { return 0 }
        return unsafeBitCast(p, to: Function.self)(a, b, c, d, e, f)
    }
    /// The same for functions that return a C int.
    @discardableResult
    static func int(_ name: StaticString, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0, _ e: Int = 0, _ f: Int = 0) -> Int { Int(Int32(truncatingIfNeeded: call(name, a, b, c, d, e, f))) }
    static func address(_ p: UnsafeRawPointer?) -> Int { Int(bitPattern: p) }
    static func text(_ a: Int) -> String? { UnsafePointer<CChar>(bitPattern: a).map { String(cString: $0) } }
    static func textValue(_ a: Int) -> Value { text(a).map { StrRef.make($0) } ?? .none }
    static func withText<R>(_ s: String, _ body: (Int) throws(Raise) -> R) throws(Raise) -> R {
        let p = strdup(s)
        defer { free(p) }
        return try body(Int(bitPattern: p))
    }
    static func bytes(_ a: Int, _ n: Int) -> Value { n <= 0 ? BytesRef.empty : BytesRef.make(UnsafePointer<UInt8>(bitPattern: a)!, n) }
    /// What a memory BIO holds, which is freed.
    static func drain(_ bio: Int) -> Value {
        var p = 0
        let n = withUnsafeMutablePointer(to: &p) { call("BIO_ctrl", bio, 3, 0, address($0)) }
        let v = bytes(p, n)
        call("BIO_free", bio)
        return v
    }
    static func newMemory() -> Int { call("BIO_new", call("BIO_s_mem")) }
}

/// The exceptions of `ssl`.
enum SSLErrors {
    nonisolated(unsafe) static var error = TypeRef(), verification = Value.unbound, zeroReturn = Value.unbound, wantRead = Value.unbound, wantWrite = Value.unbound, syscall = Value.unbound, eof = Value.unbound

    static func define(_ m: ModuleBuilder) throws(Raise) {
        error = TypeFactory.make("SSLError", module: "ssl", base: Exceptions.osError, subclassable: true)
        error.special("__str__", "($self, /)") { a throws(Raise) in
            let s = try Operations.getAttribute(a[0], StrRef.intern("strerror"))
            if s.isStr { return s }
            return try Operations.str(ExceptionRef(a[0]).args)
        }
        m.type(error)
        func sub(_ name: String, _ bases: Value, _ p: UnsafeMutablePointer<Value>) throws(Raise) {
            let d = DictRef.allocate()
            d.set(name: StrRef.intern("__module__"), StrRef.make("ssl"))
            p.pointee = try Call.call(Types.type.value, StrRef.make(name), bases, d.value)
            Heap.addRoot(p)
            m.constant(name, p.pointee)
        }
        try sub("SSLCertVerificationError", TupleRef.make(error.value, Exceptions.valueError.value), &verification)
        for (n, p) in [("SSLZeroReturnError", UnsafeMutablePointer(&zeroReturn)), ("SSLWantReadError", UnsafeMutablePointer(&wantRead)), ("SSLWantWriteError", UnsafeMutablePointer(&wantWrite)), ("SSLSyscallError", UnsafeMutablePointer(&syscall)), ("SSLEOFError", UnsafeMutablePointer(&eof))] {
            try sub(n, TupleRef.make(error.value), p)
        }
    }
    /// An exception with `library` and `reason`. (fill_and_set_sslerror)
    static func make(_ type: Value, _ number: Int, _ text: String?, code: UInt, line: Int, socket: Int = 0) -> Raise {
        var library: String? = nil, reason: String? = nil, message = text
        if code != 0 {
            let l = Int(code >> 23) & 0xFF
            library = [2: "SYS", 3: "BN", 4: "RSA", 5: "DH", 6: "EVP", 7: "BUF", 8: "OBJ", 9: "PEM", 10: "DSA", 11: "X509", 13: "ASN1", 14: "CONF", 15: "CRYPTO", 16: "EC", 20: "SSL", 32: "BIO", 33: "PKCS7", 34: "X509V3", 35: "PKCS12", 36: "RAND", 58: "UI"][l]
            let r = OpenSSL.text(OpenSSL.call("ERR_reason_error_string", Int(bitPattern: code)))
            if let r, code & 1 << 19 == 0 { reason = r.uppercased().map { $0 == " " || $0 == "-" ? "_" : String($0) }.joined() }
            if message == nil { message = r }
        }
        var verify: (Int, String)? = nil
        if code != 0, type == verification, socket != 0 {
            let v = OpenSSL.call("SSL_get_verify_result", socket)
            let what: String
            switch v {
            case 62: what = "Hostname mismatch, certificate is not valid for '\(hostName)'."
            case 64: what = "IP address mismatch, certificate is not valid for '\(hostName)'."
            default: what = OpenSSL.text(OpenSSL.call("X509_verify_cert_error_string", v)) ?? ""
            }
            verify = (v, what)
        }
        var full = message ?? "unknown error"
        if let verify, reason != nil, library != nil { full = "[\(library!): \(reason!)] \(full): \(verify.1) (_ssl.c:\(line))" }
        else if let reason, let library { full = "[\(library): \(reason)] \(full) (_ssl.c:\(line))" }
        else if let library { full = "[\(library)] \(full) (_ssl.c:\(line))" } else { full = "\(full) (_ssl.c:\(line))" }
        let e: Value
        do throws(Raise) {
            e = try Call.call(type, Value(int: number), StrRef.make(full))
            try Operations.setAttribute(e, StrRef.intern("reason"), reason.map { StrRef.make($0) } ?? .none)
            try Operations.setAttribute(e, StrRef.intern("library"), library.map { StrRef.make($0) } ?? .none)
            if let verify {
                try Operations.setAttribute(e, StrRef.intern("verify_code"), Value(int: verify.0))
                try Operations.setAttribute(e, StrRef.intern("verify_message"), StrRef.make(verify.1))
            }
        } catch { return error }
        OpenSSL.call("ERR_clear_error")
        return Errors.raise(e)
    }
    /// The name that certificates are checked against, for messages.
    nonisolated(unsafe) static var hostName = ""
    /// The library's last error.
    static func last(_ line: Int, _ text: String? = nil) -> Raise {
        let code = UInt(bitPattern: OpenSSL.call("ERR_peek_last_error"))
        return make(error.value, Int(code & 0x7F_FFFF), text, code: code, line: line)
    }
    /// Why an operation on SSL failed: RESULT what it returned, KIND what SSL_get_error says. (PySSL_SetError)
    static func failure(_ ssl: Int, _ result: Int, _ kind: Int, _ number: Int32, line: Int, hasSocket: Bool) -> Raise {
        let code = UInt(bitPattern: OpenSSL.call("ERR_peek_last_error"))
        switch kind {
        case 6: return make(zeroReturn, 6, "TLS/SSL connection has been closed (EOF)", code: 0, line: line)
        case 2: return make(wantRead, 2, "The operation did not complete (read)", code: 0, line: line)
        case 3: return make(wantWrite, 3, "The operation did not complete (write)", code: 0, line: line)
        case 4: return make(error.value, 4, "The operation did not complete (X509 lookup)", code: 0, line: line)
        case 7: return make(error.value, 7, "The operation did not complete (connect)", code: 0, line: line)
        case 5:
            if code == 0 {
                if result == 0 || !hasSocket { return make(eof, 8, "EOF occurred in violation of protocol", code: 0, line: line) }
                if result == -1 && number != 0 { return Errors.osError(number) }
                return make(eof, 8, "EOF occurred in violation of protocol", code: 0, line: line)
            }
            return make(error.value, 1, nil, code: code, line: line)
        case 1:
            let library = code >> 23 & 0xFF, reason = code & 0x7FFFFF
            if library == 20 && reason == 134 { return make(verification, 1, nil, code: code, line: line, socket: ssl) }
            if library == 20 && reason == 294 { return make(eof, 8, "EOF occurred in violation of protocol", code: code, line: line) }
            return make(error.value, 1, code == 0 ? "A failure in the SSL library occurred" : nil, code: code, line: line)
        default: return make(error.value, 10, "Invalid error code", code: 0, line: line)
        }
    }
}

import CSupport
import Glibc
import Runtime

/// `_socket`: the class, name look-up, constants. (Modules/socketmodule.c)
extension NativeModule {
    public static let socket = NativeModule("_socket") { m throws(Raise) in
        m.ints(SocketConstants.all)
        m.constant("has_ipv6", .true)
        m.constant("BDADDR_ANY", StrRef.make("00:00:00:00:00:00")); m.constant("BDADDR_LOCAL", StrRef.make("00:00:00:FF:FF:FF"))
        SocketType.define()
        m.type(SocketRef.type); m.constant("SocketType", SocketRef.type.value)
        m.constant("error", Exceptions.osError.value); m.constant("timeout", Exceptions.timeoutError.value)
        func failure(_ name: String) throws(Raise) -> Value {
            let d = DictRef.allocate()
            d.set(name: StrRef.intern("__module__"), StrRef.make("socket"))
            let t = try Call.call(Types.type.value, StrRef.make(name), TupleRef.make(Exceptions.osError.value), d.value)
            m.constant(name, t)
            return t
        }
        if SocketErrors.gaierror.isUnbound {
            SocketErrors.gaierror = try failure("gaierror"); Heap.addRoot(&SocketErrors.gaierror)
            SocketErrors.herror = try failure("herror"); Heap.addRoot(&SocketErrors.herror)
        }
        SocketFunctions.lookups(m); SocketFunctions.numbers(m)
    }
}
enum SocketFunctions {
    static func lookups(_ m: ModuleBuilder) {
        m.function("getaddrinfo", "(host, port, family=0, type=0, proto=0, flags=0)") { a throws(Raise) in
            let host: PathArgument?
            if a[0].isNone { host = nil } else if a[0].isStr || a[0].isBytes { host = try PathArgument(a[0], function: "getaddrinfo", argument: "") } else { throw Errors.typeError("getaddrinfo() argument 1 must be string or None") }
            var service: String? = nil
            if a[1].isIntLike { service = StrRef(try Operations.str(Integers.exact(a[1]))).string } else if a[1].isStr { service = StrRef(a[1]).string }
            else if a[1].isBytes { service = String(cString: try PathArgument(a[1], function: "", argument: "").cString) } else if !a[1].isNone { throw Errors.make(Exceptions.osError, "Int or String expected") }
            var hints = addrinfo(), list: UnsafeMutablePointer<addrinfo>? = nil
            hints.ai_family = Int32(try TextArguments.cInt(a[2])); hints.ai_socktype = Int32(try TextArguments.cInt(a[3])); hints.ai_protocol = Int32(try TextArguments.cInt(a[4])); hints.ai_flags = Int32(try TextArguments.cInt(a[5]))
            let h = host.map { strdup($0.cString) } ?? nil, s = service.map { strdup($0) } ?? nil
            defer { free(h); free(s) }
            let r = InterpreterLock.blocking { Glibc.getaddrinfo(h, s, &hints, &list) }
            if r != 0 { throw SocketErrors.gai(r) }
            defer { freeaddrinfo(list) }
            let out = ListRef.allocate()
            var p = list
            while let q = p?.pointee {
                let t = TupleRef.allocate(5)
                out.append(t.value)
                t[0] = Value(int: Int(q.ai_family)); t[1] = Value(int: Int(q.ai_socktype)); t[2] = Value(int: Int(q.ai_protocol))
                t[3] = q.ai_canonname == nil ? StrRef.empty : try PathArgument.decode(q.ai_canonname)
                var ad = SocketAddress()
                ad.length = q.ai_addrlen
                ad.bytes.withUnsafeMutableBytes { _ = memcpy($0.baseAddress!, q.ai_addr!, Int(q.ai_addrlen)) }
                t[4] = try ad.value()
                p = q.ai_next
            }
            return out.value
        }
        m.function("getnameinfo", "(sockaddr, flags, /)") { a throws(Raise) in
            guard a[0].isTuple else { throw Errors.typeError("getnameinfo() argument 1 must be a tuple") }
            let t = TupleRef(a[0])
            if t.count < 2 { throw Errors.typeError("getnameinfo() argument 1 must be a tuple") }
            let six = t[0].isStr && StrRef(t[0]).string.contains(":")
            let ad = try SocketAddress(t.count == 2 || six ? a[0] : t.slice(0, 2), family: six ? AF_INET6 : AF_INET, function: "getnameinfo")
            var host = [CChar](repeating: 0, count: 1025), service = [CChar](repeating: 0, count: 32)
            let f = Int32(try TextArguments.cInt(a[1]))
            let r = InterpreterLock.blocking { ad.bytes.withUnsafeBytes { dx_getnameinfo($0.baseAddress!, ad.length, &host, 1025, &service, 32, f) } }
            if r != 0 { throw SocketErrors.gai(r) }
            return TupleRef.make(try PathArgument.decode(host), try PathArgument.decode(service))
        }
        m.function("gethostname", "()") { a throws(Raise) in
            var b = [CChar](repeating: 0, count: 1024)
            if Glibc.gethostname(&b, 1023) < 0 { throw Errors.osError(Glibc.errno) }
            return try PathArgument.decode(b)
        }
        m.function("sethostname", "(name, /)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "sethostname", argument: "")
            if dx_syscall3(170, Int(bitPattern: p.cString), strlen(p.cString), 0) < 0 { throw Errors.osError(Glibc.errno) }
            return .none
        }
        m.function("gethostbyname", "(hostname, /)") { a throws(Raise) in TupleRef(try SocketAddress.resolve(a[0], AF_INET).value())[0] }
        m.function("gethostbyname_ex", "(hostname, /)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "gethostbyname_ex", argument: "")
            return try hostEntry(InterpreterLock.blocking { Glibc.gethostbyname(p.cString) })
        }
        m.function("gethostbyaddr", "(ip_address, /)") { a throws(Raise) in
            let six = a[0].isStr && StrRef(a[0]).string.contains(":")
            let ad = try SocketAddress.resolve(a[0], six ? AF_INET6 : AF_INET)
            return try hostEntry(ad.bytes.withUnsafeBytes { b in InterpreterLock.blocking { Glibc.gethostbyaddr(b.baseAddress! + (six ? 8 : 4), six ? 16 : 4, six ? AF_INET6 : AF_INET) } })
        }
        m.function("getservbyname", "(servicename, protocolname=None, /)") { a throws(Raise) in
            let n = try PathArgument(a[0], function: "", argument: "")
            let p: PathArgument? = a[1].isNone ? nil : try PathArgument(a[1], function: "", argument: "")
            guard let s = Glibc.getservbyname(n.cString, p?.cString) else { throw Errors.make(Exceptions.osError, "service/proto not found") }
            return Value(int: Int(UInt16(truncatingIfNeeded: s.pointee.s_port).byteSwapped))
        }
        m.function("getservbyport", "(port, protocolname=None, /)") { a throws(Raise) in
            let n = try TextArguments.size(a[0])
            if n < 0 || n > 65535 { throw Errors.overflowError("getservbyport: port must be 0-65535.") }
            let p: PathArgument? = a[1].isNone ? nil : try PathArgument(a[1], function: "", argument: "")
            guard let s = Glibc.getservbyport(Int32(UInt16(n).byteSwapped), p?.cString) else { throw Errors.make(Exceptions.osError, "port/proto not found") }
            return try PathArgument.decode(s.pointee.s_name)
        }
        m.function("getprotobyname", "(name, /)") { a throws(Raise) in
            guard let p = Glibc.getprotobyname(try PathArgument(a[0], function: "", argument: "").cString) else { throw Errors.make(Exceptions.osError, "protocol not found") }
            return Value(int: Int(p.pointee.p_proto))
        }
        m.function("socketpair", "(family=1, type=1, proto=0, /)") { a throws(Raise) in
            var p: (Int32, Int32) = (0, 0)
            let f = Int32(try TextArguments.cInt(a[0])), t = Int32(try TextArguments.cInt(a[1])), q = Int32(try TextArguments.cInt(a[2]))
            let r = withUnsafeMutablePointer(to: &p) { $0.withMemoryRebound(to: Int32.self, capacity: 2) { Glibc.socketpair(f, t | SocketRef.cloexec, q, $0) } }
            if r < 0 { throw Errors.osError(Glibc.errno) }
            func make(_ d: Int32) throws(Raise) -> Value {
                let s = try Call.call(SocketRef.type.value, Value(int: Int(f)), Value(int: Int(t)), Value(int: Int(q)), Value(int: Int(d)))
                return s
            }
            let first = try make(p.0)
            return TupleRef.make(first, try make(p.1))
        }
        m.function("if_nameindex", "()") { a throws(Raise) in
            guard let list = dx_if_nameindex() else { throw Errors.osError(Glibc.errno) }
            defer { if_freenameindex(list) }
            let out = ListRef.allocate()
            var p = list
            while p.pointee.if_index != 0 { out.append(TupleRef.make(Value(int: Int(p.pointee.if_index)), try PathArgument.decode(p.pointee.if_name))); p += 1 }
            return out.value
        }
        m.function("if_nametoindex", "(oname, /)") { a throws(Raise) in
            let n = Glibc.if_nametoindex(try PathArgument(a[0], function: "", argument: "").cString)
            if n == 0 { throw Errors.osError(Glibc.errno) }
            return Value(int: Int(n))
        }
        m.function("if_indextoname", "(if_index, /)") { a throws(Raise) in
            var b = [CChar](repeating: 0, count: 64)
            if Glibc.if_indextoname(UInt32(try unsigned(a[0], 0xffff_ffff, "unsigned int")), &b) == nil { throw Errors.osError(Glibc.errno) }
            return try PathArgument.decode(b)
        }
    }
    /// An unsigned argument up to MOST, of the C type NAME.
    static func unsigned(_ v: Value, _ most: Int, _ name: String) throws(Raise) -> Int {
        let o = try Operations.indexObject(v)
        if Integers.isNegative(o) { throw Errors.valueError("Cannot convert negative int") }
        guard let n = Integers.asInt64(o), n <= most else { throw Errors.overflowError("Python int too large for C \(name)") }
        return n
    }
    private static func hostEntry(_ h: UnsafeMutablePointer<hostent>?) throws(Raise) -> Value {
        guard let e = h?.pointee else { throw SocketErrors.host(1, "Unknown host") }
        let aliases = ListRef.allocate(), addresses = ListRef.allocate()
        if var p = e.h_aliases { while let n = p.pointee { aliases.append(try PathArgument.decode(n)); p += 1 } }
        if var p = e.h_addr_list {
            while let n = p.pointee {
                var out = [CChar](repeating: 0, count: 64)
                _ = Glibc.inet_ntop(e.h_addrtype, n, &out, 64)
                addresses.append(try PathArgument.decode(out))
                p += 1
            }
        }
        return TupleRef.make(try PathArgument.decode(e.h_name), aliases.value, addresses.value)
    }
    static func numbers(_ m: ModuleBuilder) {
        m.function("close", "(fd, /)") { a throws(Raise) in
            let d = Int32(try TextArguments.cInt(a[0]))
            if InterpreterLock.blocking({ Glibc.close(d) }) < 0 && Glibc.errno != ECONNRESET { throw Errors.osError(Glibc.errno) }
            return .none
        }
        m.function("dup", "(fd, /)") { a throws(Raise) in
            let r = dx_fcntl(Int32(try TextArguments.cInt(a[0])), F_DUPFD_CLOEXEC, 0)
            if r < 0 { throw Errors.osError(Glibc.errno) }
            return Value(int: Int(r))
        }
        m.function("getdefaulttimeout", "()") { a throws(Raise) in SocketRef.defaultTimeout < 0 ? .none : Times.seconds(SocketRef.defaultTimeout) }
        m.function("setdefaulttimeout", "(timeout, /)") { a throws(Raise) in SocketRef.defaultTimeout = try Times.timeout(a[0], negative: "Timeout value out of range"); return .none }
        for (name, wide) in [("htonl", true), ("ntohl", true), ("htons", false), ("ntohs", false)] as [(StaticString, Bool)] {
            m.function(name, "(integer, /)") { a throws(Raise) in
                let n = try unsigned(a[0], wide ? 0xffff_ffff : 0xffff, wide ? "uint32_t" : "uint16_t")
                if wide { return Value(int: Int(UInt32(n).byteSwapped)) }
                return Value(int: Int(UInt16(n).byteSwapped))
            }
        }
        m.function("inet_aton", "(ip_addr, /)") { a throws(Raise) in
            var x = in_addr()
            if Glibc.inet_aton(try PathArgument(a[0], function: "", argument: "").cString, &x) == 0 { throw Errors.make(Exceptions.osError, "illegal IP address string passed to inet_aton") }
            return withUnsafeBytes(of: &x) { BytesRef.make($0.baseAddress!.assumingMemoryBound(to: UInt8.self), 4) }
        }
        m.function("inet_ntoa", "(packed_ip, /)") { a throws(Raise) in
            let b = try Buffers.get(a[0])
            defer { b.release() }
            if b.count != 4 { throw Errors.make(Exceptions.osError, "packed IP wrong length") }
            return StrRef.make(b.bytes.map { String($0) }.joined(separator: "."))
        }
        m.function("inet_pton", "(address_family, ip_string, /)") { a throws(Raise) in
            let f = Int32(try TextArguments.cInt(a[0])), p = try PathArgument(a[1], function: "", argument: "")
            let out = BytesRef.allocate(16)
            let r = Glibc.inet_pton(f, p.cString, out.data)
            if r < 0 { throw Errors.osError(Glibc.errno) }
            if r == 0 { throw Errors.make(Exceptions.osError, "illegal IP address string passed to inet_pton") }
            return BytesRef.make(out.data, f == AF_INET ? 4 : 16)
        }
        m.function("inet_ntop", "(address_family, packed_ip, /)") { a throws(Raise) in
            let f = Int32(try TextArguments.cInt(a[0])), b = try Buffers.get(a[1])
            defer { b.release() }
            if f != AF_INET && f != AF_INET6 { throw Errors.valueError("unknown address family \(f)") }
            if b.count != (f == AF_INET ? 4 : 16) { throw Errors.valueError("invalid length of packed IP address string") }
            var out = [CChar](repeating: 0, count: 64)
            _ = Glibc.inet_ntop(f, b.base, &out, 64)
            return try PathArgument.decode(out)
        }
        m.function("CMSG_LEN", "(length, /)") { a throws(Raise) in
            let n = try TextArguments.size(a[0])
            if n < 0 || n > Int(Int32.max) - 16 { throw Errors.overflowError("CMSG_LEN() argument out of range") }
            return Value(int: 16 + n)
        }
        m.function("CMSG_SPACE", "(length, /)") { a throws(Raise) in
            let n = try TextArguments.size(a[0])
            if n < 0 || n > Int(Int32.max) - 23 { throw Errors.overflowError("CMSG_SPACE() argument out of range") }
            return Value(int: 16 + ((n + 7) & ~7))
        }
    }
}

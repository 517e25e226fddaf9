import CSupport
import Glibc
import Runtime

/// Socket addresses between Python's forms and the system's.
struct SocketAddress {
    var bytes = [UInt8](repeating: 0, count: 128)
    var length: UInt32 = 128
    var family: Int { Int(bytes[0]) | Int(bytes[1]) << 8 }

    init() {}
    /// From what a program passes, for sockets of FAMILY.
    init(_ v: Value, family: Int32, function: String) throws(Raise) {
        switch family {
        case AF_UNIX:
            let p: Value
            if v.isStr { p = try PathArgument.encode(StrRef(v)) } else {
                let b = try Buffers.get(v)
                p = BytesRef.make(b.bytes.baseAddress ?? UnsafePointer(BytesRef(BytesRef.empty).data), b.count)
                b.release()
            }
            let b = BytesRef(p)
            if b.count > 108 || b.count == 108 && b.data[0] != 0 { throw Errors.make(Exceptions.osError, "AF_UNIX path too long") }
            bytes[0] = UInt8(AF_UNIX)
            for i in 0..<b.count { bytes[2 + i] = b.data[i] }
            // An abstract name has no NUL at its end.
            length = UInt32(2 + b.count + (b.count > 0 && b.data[0] == 0 ? 0 : 1))
            if b.count == 0 { length = 2 }
        case AF_INET, AF_INET6:
            guard v.isTuple else { throw Errors.typeError("\(function)(): AF_INET\(family == AF_INET6 ? "6" : "") address must be tuple, not \(v.type)") }
            let t = TupleRef(v)
            if family == AF_INET && t.count != 2 || family == AF_INET6 && (t.count < 2 || t.count > 4) {
                throw Errors.typeError(family == AF_INET ? "AF_INET address must be a pair (host, port)" : "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
            }
            if !t[1].isIntLike && t[1].type.slot(.index).isUnbound { throw Errors.typeError("'\(t[1].type)' object cannot be interpreted as an integer") }
            let port = TextArguments.clamp(try Operations.indexObject(t[1]))
            if port < 0 || port > 65535 { throw Errors.overflowError("\(function)(): port must be 0-65535.") }
            self = try SocketAddress.resolve(t[0], family)
            bytes[2] = UInt8(port >> 8); bytes[3] = UInt8(port & 255)
            if family == AF_INET6 {
                if t.count > 2 { let f = try TextArguments.size(t[2]); if f < 0 || f > 0xfffff { throw Errors.overflowError("\(function)(): flowinfo must be 0-1048575.") }; for i in 0..<4 { bytes[4 + i] = UInt8(f >> (24 - 8 * i) & 255) } }
                if t.count > 3 { let s = try TextArguments.size(t[3]); for i in 0..<4 { bytes[24 + i] = UInt8(s >> (8 * i) & 255) } }
                length = 28
            }
        case AF_NETLINK:
            guard v.isTuple, TupleRef(v).count == 2 else { throw Errors.typeError("\(function)(): AF_NETLINK address must be tuple, not \(v.type)") }
            bytes[0] = UInt8(AF_NETLINK)
            for k in 0..<2 { let n = try TextArguments.size(TupleRef(v)[k]); for i in 0..<4 { bytes[4 + 4 * k + i] = UInt8(n >> (8 * i) & 255) } }
            length = 12
        default: throw Errors.make(Exceptions.osError, "\(function)(): bad family")
        }
    }
    /// The address of a host; "" is any, "<broadcast>" is broadcast. Names are looked up.
    static func resolve(_ v: Value, _ family: Int32) throws(Raise) -> SocketAddress {
        let host: String
        if v.isStr { host = StrRef(v).string } else if v.isBytes || v.isInstance(of: Types.bytearray) {
            let b = try Buffers.get(v)
            host = String(decoding: b.bytes, as: UTF8.self)
            b.release()
        } else { throw Errors.typeError("str, bytes or bytearray expected, not \(TextArguments.describe(v))") }
        var a = SocketAddress()
        a.bytes[0] = UInt8(family)
        a.length = family == AF_INET ? 16 : 28
        if host.isEmpty { return a }
        if host == "<broadcast>" || host == "255.255.255.255" {
            if family != AF_INET { throw Errors.make(Exceptions.osError, "address family mismatched") }
            for i in 4..<8 { a.bytes[i] = 255 }
            return a
        }
        if host.contains("\0") { throw Errors.valueError("embedded null character") }
        let direct = a.bytes.withUnsafeMutableBytes { b in host.withCString { Glibc.inet_pton(family, $0, b.baseAddress! + (family == AF_INET ? 4 : 8)) } }
        if direct == 1 { return a }
        var hints = addrinfo(), list: UnsafeMutablePointer<addrinfo>? = nil
        hints.ai_family = family
        let r = InterpreterLock.blocking { host.withCString { Glibc.getaddrinfo($0, nil, &hints, &list) } }
        if r != 0 { throw SocketErrors.gai(r) }
        defer { freeaddrinfo(list) }
        guard let first = list?.pointee else { throw Errors.make(Exceptions.osError, "wildcard resolved to multiple address") }
        a.length = first.ai_addrlen
        a.bytes.withUnsafeMutableBytes { _ = memcpy($0.baseAddress!, first.ai_addr!, Int(first.ai_addrlen)) }
        return a
    }
    /// As programs see it.
    func value() throws(Raise) -> Value {
        if length == 0 { return .none }
        switch Int32(family) {
        case AF_INET:
            let t = TupleRef.allocate(2), r = t.value
            t[0] = hostText()
            t[1] = Value(int: Int(bytes[2]) << 8 | Int(bytes[3]))
            return r
        case AF_INET6:
            let t = TupleRef.allocate(4), r = t.value
            t[0] = hostText()
            t[1] = Value(int: Int(bytes[2]) << 8 | Int(bytes[3]))
            t[2] = Value(int: Int(bytes[4]) << 24 | Int(bytes[5]) << 16 | Int(bytes[6]) << 8 | Int(bytes[7]))
            t[3] = Value(int: Int(bytes[24]) | Int(bytes[25]) << 8 | Int(bytes[26]) << 16 | Int(bytes[27]) << 24)
            return r
        case AF_UNIX:
            let n = max(0, Int(length) - 2)
            if n > 0 && bytes[2] == 0 { return BytesRef.make(Array(bytes[2..<(2 + n)]), n) }
            var k = 0
            while k < n && bytes[2 + k] != 0 { k += 1 }
            let part = bytes[2..<(2 + k)].map { CChar(bitPattern: $0) } + [0]
            return try PathArgument.decode(part, k)
        case AF_NETLINK:
            func n(_ at: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
            return TupleRef.make(Value(int: n(4)), Value(int: n(8)))
        default:
            let n = max(0, Int(length) - 2)
            return TupleRef.make(Value(int: family), BytesRef.make(Array(bytes[2..<(2 + n)]), n))
        }
    }
    private func hostText() -> Value {
        var out = [CChar](repeating: 0, count: 64)
        let six = Int32(family) == AF_INET6
        bytes.withUnsafeBytes { _ = Glibc.inet_ntop(Int32(family), $0.baseAddress! + (six ? 8 : 4), &out, 64) }
        let s = String(cString: out)
        return StrRef.make(s)
    }
}
enum SocketErrors {
    nonisolated(unsafe) static var gaierror = Value.unbound, herror = Value.unbound
    static func gai(_ code: Int32) -> Raise {
        if code == EAI_SYSTEM { return Errors.osError(errno) }
        do throws(Raise) { return Errors.raise(try Call.call(gaierror, Value(int: Int(code)), StrRef.make(String(cString: gai_strerror(code))))) } catch { return error }
    }
    static func host(_ code: Int, _ text: String) -> Raise {
        do throws(Raise) { return Errors.raise(try Call.call(herror, Value(int: code), StrRef.make(text))) } catch { return error }
    }
}

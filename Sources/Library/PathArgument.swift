import CSupport
import Glibc
import Primitives
import Runtime

/// A path that a program passes to the system: str (encoded as UTF-8 with surrogateescape), bytes or an object with `__fspath__`; where the
/// function allows it, a descriptor or None. (path_t of Modules/posixmodule.c)
struct PathArgument {
    /// What errors show.
    var object: Value
    /// Bytes object with the path; unbound for a descriptor.
    var bytes = Value.unbound
    var fd: Int32 = -1
    /// Whether results are bytes too.
    var wantsBytes = false
    var isDescriptor: Bool { bytes.isUnbound && fd >= 0 }

    init(_ v: Value, function: String, argument: String = "path", allowFD: Bool = false, nullable: Bool = false, allowsNull: Bool = false) throws(Raise) {
        object = v
        if nullable && (v.isNone || v.isUnbound) { object = .none; bytes = BytesRef.make("."); return }
        if allowFD && (v.isIntLike || !v.isStr && !v.isBytes && v.type.slot(.fspath).isUnbound && !v.type.slot(.index).isUnbound) {
            if v.isBool { try IO.warnOfBool() }
            let n = try Operations.indexObject(v)
            guard let i = Integers.asInt64(n), i <= Int(Int32.max) else { throw Errors.overflowError("fd is greater than maximum") }
            if i < Int(Int32.min) { throw Errors.overflowError("fd is less than minimum") }
            fd = Int32(i)
            return
        }
        var p = v
        if !p.isStr && !p.isBytes {
            let m = p.type.slot(.fspath)
            if m.isUnbound || m.isNone && !argument.isEmpty {
                let allowed = allowFD && nullable ? "string, bytes, os.PathLike, integer or None" : allowFD ? "string, bytes, os.PathLike or integer" : nullable ? "string, bytes, os.PathLike or None" : "string, bytes or os.PathLike"
                if argument.isEmpty { throw Errors.typeError("expected str, bytes or os.PathLike object, not \(p.type)") }
                throw Errors.typeError("\(function): \(argument) should be \(allowed), not \(p.isNone ? "NoneType" : p.typeName)")
            }
            p = try PathArgument.fspath(v)
            object = p
        }
        // Nothing of it goes to the system.
        if allowsNull { return }
        if p.isStr { bytes = try PathArgument.encode(StrRef(p)) } else { bytes = p; wantsBytes = true }
        let b = BytesRef(bytes)
        if b.count > 0 && memchr(b.data, 0, b.count) != nil {
            throw Errors.valueError(argument.isEmpty ? "embedded null byte" : "\(function): embedded null character in \(argument)")
        }
    }
    /// `os.fspath`.
    static func fspath(_ v: Value) throws(Raise) -> Value {
        if v.isStr || v.isBytes { return v }
        let m = v.type.slot(.fspath)
        if m.isUnbound || m.isNone { throw Errors.typeError("expected str, bytes or os.PathLike object, not \(v.type)") }
        let r = try Operations.callSlot(m, v)
        if r.isStr || r.isBytes { return r }
        throw Errors.typeError("expected \(v.type).__fspath__() to return str or bytes, not \(r.type)")
    }
    static let escape = StrRef.intern("surrogateescape")
    static func encode(_ s: StrRef) throws(Raise) -> Value { try Codecs.encode(s, .utf8, errors: escape) }
    /// Text from the system.
    static func decode(_ p: UnsafePointer<CChar>) throws(Raise) -> Value { try decode(p, strlen(p)) }
    static func decode(_ p: UnsafePointer<CChar>, _ n: Int) throws(Raise) -> Value {
        if n == 0 { return StrRef.empty }
        let q = UnsafeRawPointer(p).assumingMemoryBound(to: UInt8.self)
        if Text.isASCII(q, n) { return StrRef.make(ascii: q, n) }
        return try Codecs.decode(.utf8, .none, UnsafeBufferPointer(start: q, count: n), errors: escape, final: true).text
    }
    /// What the system returned, in the type of the argument.
    func result(_ p: UnsafePointer<CChar>, _ n: Int) throws(Raise) -> Value {
        wantsBytes ? BytesRef.make(UnsafeRawPointer(p).assumingMemoryBound(to: UInt8.self), n) : try PathArgument.decode(p, n)
    }
    /// The path, ending in a NUL; valid as long as the argument is in use.
    var cString: UnsafePointer<CChar> { UnsafeRawPointer(BytesRef(bytes).data).assumingMemoryBound(to: CChar.self) }
    @inline(__always) func withCString<R>(_ body: (UnsafePointer<CChar>) throws(Raise) -> R) throws(Raise) -> R {
        let r = try body(cString)
        // The bytes object stays alive until here.
        withExtendedLifetime(bytes.bits) {}
        return r
    }
    func error(_ e: Int32) -> Raise { Errors.osError(e, file: object.isNone || isDescriptor && object.isUnbound ? .unbound : object) }
}

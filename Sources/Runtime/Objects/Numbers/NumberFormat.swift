import Primitives

/// `__format__` of numbers.
enum NumberFormat {
    static func spec(_ s: Value) throws(Raise) -> StrRef {
        guard s.isStr else { throw Errors.typeError("__format__() argument must be str, not \(s.typeName)") }
        return StrRef(s)
    }
    static func int(_ v: Value, _ s: Value) throws(Raise) -> Value {
        if try spec(s).count == 0 { return try Operations.str(v) }
        throw Errors.notImplemented("int.__format__ with a format specification")
    }
    static func float(_ v: Value, _ s: Value) throws(Raise) -> Value {
        if try spec(s).count == 0 { return try Operations.str(v) }
        throw Errors.notImplemented("float.__format__ with a format specification")
    }
    static func complex(_ v: Value, _ s: Value) throws(Raise) -> Value {
        if try spec(s).count == 0 { return try Operations.str(v) }
        throw Errors.notImplemented("complex.__format__ with a format specification")
    }
}

/// The memory of bytes objects: size at word 2, data from byte 32.
enum BytesMemory {
    static func allocate(_ n: Int) -> Value {
        let r = Heap.allocate(33 + n, Types.bytes)
        r.setWord(2, UInt64(n))
        return Value(r)
    }
    @inline(__always) static func data(_ v: Value) -> UnsafeMutablePointer<UInt8> { (v.ref + 32).assumingMemoryBound(to: UInt8.self) }
    static func view(_ v: Value) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: data(v), count: Int(v.ref.word(2))) }
    /// The bytes of a bytes object, of anything with a buffer, of an iterable of ints (`PyObject_Bytes`).
    static func of(_ v: Value) throws(Raise) -> Value {
        if v.isBytes { return v }
        if v.isStr || v.isIntLike { throw Errors.typeError("cannot convert '\(v.typeName)' object to bytes") }
        return try Call.call(Types.bytes.value, v)
    }
}

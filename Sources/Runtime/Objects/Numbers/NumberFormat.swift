import Primitives

/// `__format__` of numbers.
enum NumberFormat {
    private static func spec(_ s: Value) throws(Raise) -> StrRef {
        guard s.isStr else { throw Errors.typeError("__format__() argument must be str, not \(TextArguments.describe(s))") }
        return StrRef(s)
    }
    /// Parses SPEC, asks FORMAT to write, and turns errors into exceptions.
    private static func run(_ v: Value, _ s: StrRef, type: UInt32, _ format: (FormatSpec, inout TextBuilder) throws(Raise) -> FormatError?) throws(Raise) -> Value {
        var b = TextBuilder()
        switch SpecCache.parse(s, type: type, align: 62) {
        case .failure(let e): throw StrFormat.failure(e, s, v)
        case .success(let f):
            guard Heap.canAllocate((max(0, f.width) + max(0, f.precision)) * 4 + 64) else { throw Errors.memoryError() }
            var error: FormatError? = nil
            do throws(Raise) { error = try format(f, &b) } catch { b.free(); throw error }
            if let error { b.free(); throw StrFormat.failure(error, s, v) }
        }
        return StrRef.make(&b)
    }
    static func int(_ v: Value, _ format: Value) throws(Raise) -> Value {
        let s = try spec(format)
        if s.count == 0 { return try Operations.str(v) }
        return try run(v, s, type: 100) { f, b throws(Raise) in try write(int: v, f, &b) }
    }
    /// Writes the int V as F says.
    static func write(int v: Value, _ f: FormatSpec, _ b: inout TextBuilder) throws(Raise) -> FormatError? {
        if f.wantsFloat { let d = try Integers.toDouble(v); return f.format(float: d, into: &b) }
        if f.type == 100 || f.type == 110, Integers.maxStrDigits > 0, Integers.with(v, { BigInt.minimumDecimalDigits($0) }) > Integers.maxStrDigits { _ = try Integers.text(v, base: 10, prefix: "") }
        return Integers.with(v) { a in f.format(int: a, into: &b) }
    }
    static func float(_ v: Value, _ format: Value) throws(Raise) -> Value {
        let s = try spec(format), d = v.asDouble
        if s.count == 0 { return try Operations.str(v) }
        return try run(v, s, type: 0) { f, b throws(Raise) in f.format(float: d, into: &b) }
    }
    static func complex(_ v: Value, _ format: Value) throws(Raise) -> Value {
        let s = try spec(format), z = ComplexObject.get(v)
        if s.count == 0 { return try Operations.str(v) }
        return try run(v, s, type: 0) { f, b throws(Raise) in f.format(real: z.re, imaginary: z.im, into: &b) }
    }
}

/// The memory of bytes objects.
enum BytesMemory {
    static func allocate(_ n: Int) -> Value { BytesRef.allocate(n).value }
    @inline(__always) static func data(_ v: Value) -> UnsafeMutablePointer<UInt8> { BytesRef(v).data }
    static func view(_ v: Value) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: BytesRef(v).data, count: BytesRef(v).count) }
    /// The bytes of a bytes object, of anything with a buffer, of an iterable of ints (`PyObject_Bytes`).
    static func of(_ v: Value) throws(Raise) -> Value {
        if v.isBytes { return v }
        if v.isStr || v.isIntLike { throw Errors.typeError("cannot convert '\(v.type)' object to bytes") }
        return try Call.call(Types.bytes.value, v)
    }
}

import Primitives

/// The memory of an object that supports the buffer protocol, for a while. The memory stays valid as long as the `Buffer` is in use
/// (storage objects are kept alive by the pointers into them); `release` matters for exporters written in Python.
public struct Buffer {
    public var base: UnsafeMutableRawPointer
    /// Bytes.
    public var count: Int
    public var readonly: Bool
    public var itemSize = 1
    /// A str in the syntax of `struct`; unbound: "B".
    public var format = Value.unbound
    /// Tuples of ints; unbound: one dimension, contiguous.
    public var shape = Value.unbound, strides = Value.unbound
    /// The exporter.
    public var object = Value.unbound
    /// The memoryview that `__buffer__` gave; released with the buffer.
    var view = Value.unbound

    public init(base: UnsafeMutableRawPointer, count: Int, readonly: Bool, object: Value) {
        self.base = base; self.count = count; self.readonly = readonly; self.object = object
    }
    @inline(__always) public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt8.self), count: count) }
    @inline(__always) public var mutableBytes: UnsafeMutableBufferPointer<UInt8> { UnsafeMutableBufferPointer(start: base.assumingMemoryBound(to: UInt8.self), count: count) }
    @inline(__always) public var text: TextView { TextView(base: UnsafeRawPointer(base), count: count, kind: 1) }
    /// Ends the use.
    public func release() { if view.isPointer { MemoryView.releaseQuietly(view) } }
    /// Whether the items lie one after the other.
    public var isContiguous: Bool { strides.isUnbound }
}

/// The buffer protocol for native code.
public enum Buffers {
    public struct Provider {
        let type: TypeRef
        /// The object's whole buffer.
        let get: (Value) throws(Raise) -> Buffer
        /// The cell that counts views; nil when the object's memory cannot move.
        let exports: ((Value) -> ExportCount)?
    }
    /// Never freed: reading an element of a Swift array would count references.
    nonisolated(unsafe) private static var providers = UnsafeMutablePointer<Provider>.allocate(capacity: 32)
    nonisolated(unsafe) private static var providerCount = 0
    /// Instances of TYPE have a buffer. EXPORTS: word of the instance that holds the address of its export count (0 at first), if its size may change.
    public static func provide(_ type: TypeRef, exportsWord: Int? = nil, _ get: @escaping (Value) throws(Raise) -> Buffer) {
        precondition(providerCount < 32)
        (providers + providerCount).initialize(to: Provider(type: type, get: get, exports: exportsWord.map { w in { v in ExportCount(v.ref, w) } }))
        providerCount += 1
        if let w = exportsWord { type.layout = type.layout.finalizing { ExportCount.finalize($0, w) } }
        type.method("__buffer__", "($self, flags, /)") { a throws(Raise) in
            let flags = try TextArguments.cInt(a[1])
            if flags & 1 != 0, try get(a[0]).readonly { throw Errors.make(Exceptions.bufferError, "Object is not writable.") }
            return try MemoryView.make(a[0], checked: true)
        }
        type.method("__release_buffer__", "($self, buffer, /)") { a throws(Raise) in
            guard MemoryView.isInstance(a[1]) else { throw Errors.typeError("expected a memoryview object") }
            try MemoryView.release(a[1])
            return .none
        }
    }
    /// Whether live memoryviews pin the size of OBJECT (of a type that was given an exports word).
    public static func isPinned(_ object: Value, exportsWord: Int) -> Bool { ExportCount(object.ref, exportsWord).isShared }

    @inline(__always) static func provider(_ v: Value) -> UnsafeMutablePointer<Provider>? { v.isPointer ? provider(of: v.ref.type) : nil }
    @inline(never) private static func provider(of t: TypeRef) -> UnsafeMutablePointer<Provider>? {
        var s = t.solidBase
        while true {
            var i = 0
            while i < providerCount {
                let p = providers + i
                if p.pointee.type == s || p.pointee.type == t { return p }
                i &+= 1
            }
            // A subclass with slots is a solid base itself.
            guard s.has(TypeRef.Flags.heapType), s.base.isPointer else { return nil }
            s = TypeRef(s.base.ref).solidBase
        }
    }
    public static func supports(_ v: Value) -> Bool {
        guard v.isPointer else { return false }
        return v.isBytes || v.ref.type == Types.bytearray || MemoryView.isInstance(v) || provider(v) != nil || v.type.hasSlot(.buffer)
    }
    /// The bytes of V, contiguous. With WRITABLE, BufferError for memory that must not change.
    public static func get(_ v: Value, writable: Bool = false) throws(Raise) -> Buffer {
        if v.isBytes && !writable {
            let b = BytesRef(v)
            return Buffer(base: UnsafeMutableRawPointer(b.data), count: b.count, readonly: true, object: v)
        }
        if v.isExactly(Types.bytearray) {
            let b = ByteArrayRef(v)
            return Buffer(base: UnsafeMutableRawPointer(b.data), count: b.count, readonly: false, object: v)
        }
        let b = try full(v)
        if !b.isContiguous { b.release(); throw Errors.make(Exceptions.bufferError, "memoryview: underlying buffer is not C-contiguous") }
        if writable && b.readonly { b.release(); throw Errors.make(Exceptions.bufferError, "Object is not writable.") }
        return b
    }
    /// The memory of V for FUNCTION to write into (a `w*` argument, by number if it has several).
    public static func writable(_ v: Value, _ function: StaticString, _ argument: Int = 0) throws(Raise) -> Buffer {
        do throws(Raise) { return try get(v, writable: true) } catch {
            guard error.isException, Errors.matches(Exceptions.typeError) || Errors.matches(Exceptions.bufferError) else { throw error }
            Errors.take()
            throw Errors.typeError("\(function)() argument \(argument == 0 ? "" : "\(argument) ")must be read-write bytes-like object, not \(v.isNone ? "None" : v.typeName)")
        }
    }
    /// With shape and strides.
    static func full(_ v: Value) throws(Raise) -> Buffer {
        guard v.isPointer else { throw notBytesLike(v) }
        if v.isBytes { return try get(v) }
        if MemoryView.isInstance(v) { return try MemoryView.buffer(v) }
        if let p = provider(v) { return try p.pointee.get(v) }
        let s = v.type.slot(.buffer)
        if s.isUnbound { throw notBytesLike(v) }
        // PyBUF_FULL_RO
        let m = try Operations.callSlot(s, v, Value(int: 0x11C))
        guard MemoryView.isInstance(m) else { throw Errors.typeError("__buffer__ returned non-memoryview object") }
        var b = try MemoryView.buffer(m)
        b.view = try MemoryView.pair(m, exporter: v); b.object = v
        return b
    }
    public static func notBytesLike(_ v: Value) -> Raise { Errors.typeError("a bytes-like object is required, not '\(v.type)'") }
}

/// Bytes out of arguments.
enum BytesConversion {
    /// The memory of a bytes or bytearray.
    @inline(__always) static func contents(_ v: Value) -> (UnsafeMutablePointer<UInt8>, Int) {
        if v.isBytes { let b = BytesRef(v); return (b.data, b.count) }
        let b = ByteArrayRef(v)
        return (b.data, b.count)
    }
    /// What `%b` takes.
    static func withBytesForFormat(_ v: Value, _ body: (UnsafePointer<UInt8>, Int) -> Void) throws(Raise) {
        if v.isBytes || v.isInstance(of: Types.bytearray) { let (p, n) = contents(v); body(p, n); return }
        let m = v.type.slot(.bytes)
        if !m.isUnbound {
            let r = try Operations.callSlot(m, v)
            guard r.isBytes else { throw Errors.typeError("__bytes__ returned non-bytes (type \(r.type))") }
            body(BytesRef(r).data, BytesRef(r).count)
            return
        }
        guard Buffers.supports(v) else { throw Errors.typeError("%b requires a bytes-like object, or an object that implements __bytes__, not '\(v.type)'") }
        let b = try Buffers.get(v)
        body(b.bytes.baseAddress!, b.count)
        b.release()
    }
    /// `bytes(v)` as a bytes object. (PyBytes_FromObject, bytes_new)
    static func bytes(_ v: Value) throws(Raise) -> Value {
        if v.isExactly(Types.bytes) { return v }
        let m = v.type.slot(.bytes)
        if !m.isUnbound {
            let r = try Operations.callSlot(m, v)
            guard r.isBytes else { throw Errors.typeError("__bytes__ returned non-bytes (type \(r.type))") }
            return r
        }
        if v.isStr { throw Errors.typeError("string argument without an encoding") }
        if let n = try size(v, "bytes") {
            guard Heap.canAllocate(n) else { throw Errors.memoryError() }
            return n == 0 ? BytesRef.empty : BytesRef.allocate(n).value
        }
        if v.isExactly(Types.bytearray) { return BytesRef.make(ByteArrayRef(v).data, ByteArrayRef(v).count) }
        if v.isExactly(Types.list) || v.isExactly(Types.tuple), let r = smallInts(v) { return r }
        if MemoryView.isInstance(v), case let memory = try MemoryView.buffer(v), memory.isContiguous {
            guard Heap.canAllocate(memory.count) else { throw Errors.memoryError() }
            return BytesRef.make(memory.bytes.baseAddress!, memory.count)
        }
        var b = ByteBuilder()
        do throws(Raise) { try append(v, &b, "bytes must be in range(0, 256)", "cannot convert '\(v.typeName)' object to bytes") } catch { b.free(); throw error }
        return BytesRef.make(&b)
    }
    /// The bytes of a list or tuple of nothing but immediate ints in range; nil for others.
    private static func smallInts(_ v: Value) -> Value? {
        let isList = v.isList, n = isList ? ListRef(v).count : TupleRef(v).count
        if n < 2 || !Heap.canAllocate(n) { return nil }
        let b = BytesRef.unfilled(n), p = b.data, items = isList ? ListRef(v).items : TupleRef(v).items
        var i = 0, all = 0
        while i < n {
            let x = items[i]
            if !x.isInt { return nil }
            all |= x.int
            p[i] = UInt8(truncatingIfNeeded: x.int)
            i &+= 1
        }
        return all & ~255 == 0 ? b.value : nil
    }
    /// The bytes that the list V holds as ints in range.
    static func bytes(of v: Value) throws(Raise) -> Value {
        if let b = smallInts(v) { return b }
        guard Heap.canAllocate(ListRef(v).count) else { throw Errors.memoryError() }
        var b = ByteBuilder()
        for i in 0..<ListRef(v).count { b.append(UInt8(truncatingIfNeeded: ListRef(v)[i].int)) }
        return BytesRef.make(&b)
    }
    /// The length that an int argument asks for; nil if V is no int.
    static func size(_ v: Value, _ what: String) throws(Raise) -> Int? {
        guard v.isIntLike || v.type.hasSlot(.index) else { return nil }
        let n: Int
        do throws(Raise) { n = try Operations.index(v) } catch {
            // Iterables whose __index__ raises TypeError are taken as iterables.
            guard error.isException, Errors.matches(Exceptions.typeError) else { throw error }
            Errors.take()
            return nil
        }
        if n < 0 { throw Errors.valueError("negative count") }
        return n
    }
    /// The bytes of a buffer, or the ints of an iterable.
    static func append(_ v: Value, _ out: inout ByteBuilder, _ range: StaticString, _ notIterable: @autoclosure () -> String, asksLength: Bool = false) throws(Raise) {
        if Buffers.supports(v) {
            if MemoryView.isInstance(v) { try MemoryView.copy(v, &out); return }
            let b = try Buffers.get(v)
            out.append(b.bytes)
            b.release()
            return
        }
        if v.isStr || !v.type.hasSlot(.iter) && !v.type.hasSlot(.getitem) { throw Errors.typeError(notIterable()) }
        if v.isExactly(Types.list) || v.isExactly(Types.tuple) {
            var i = 0
            out.reserve(v.isList ? ListRef(v).count : TupleRef(v).count)
            while i < (v.isList ? ListRef(v).count : TupleRef(v).count) {
                out.append(try byte(v.isList ? ListRef(v)[i] : TupleRef(v)[i], range))
                i += 1
            }
            return
        }
        let it = try Operations.iterate(v)
        if asksLength && v.type.has(TypeRef.Flags.heapType) { _ = try Operations.lengthHint(v) }
        while let x = try Operations.next(it) { out.append(try byte(x, range)) }
    }
    /// A byte out of an int.
    @inline(__always) static func byte(_ v: Value, _ message: StaticString = "byte must be in range(0, 256)") throws(Raise) -> UInt8 {
        if v.isInt && v.int & ~255 == 0 { return UInt8(truncatingIfNeeded: v.int) }
        let i = TextArguments.clamp(try Operations.indexObject(v))
        if i & ~255 != 0 { throw Errors.valueError(message.description) }
        return UInt8(i)
    }
}

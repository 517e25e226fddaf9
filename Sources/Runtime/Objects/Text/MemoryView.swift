import Glibc
import Primitives

/// A memoryview: values 2 exporter (None once released), 4 format, 5 shape, 6 strides (tuples), 7 the managed buffer it shares; raw words
/// 8 address of the first item, 9 bytes in all items, 10 bytes an item, 11 flags, 12 hash (0: not computed), 13 exports.
///
/// All views made from one another share a managed buffer: 2 exporter, 3 what `__buffer__` gave with its exporter (or unbound), 4 a
/// bytearray's storage; raw 5 the exporter's export count cell, 6 views not released. It lets go of the exporter when the last view is released or when it dies itself.
public struct MemoryView {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef(), managedType = TypeRef(), iterator = TypeRef()
    static let readonlyFlag: UInt64 = 1, releasedFlag: UInt64 = 2

    public static func isInstance(_ v: Value) -> Bool { v.isPointer && v.ref.type == type }
    var format: Value { ref.value(4) }
    var shape: TupleRef { TupleRef(ref.value(5)) }
    var strides: TupleRef { TupleRef(ref.value(6)) }
    var dimensions: Int { shape.count }
    var base: UnsafeMutableRawPointer { UnsafeMutableRawPointer(bitPattern: UInt(ref.word(8))).unsafelyUnwrapped }
    var byteCount: Int { Int(ref.word(9)) }
    var itemSize: Int { Int(ref.word(10)) }
    var isReadonly: Bool { ref.word(11) & MemoryView.readonlyFlag != 0 }
    var isReleased: Bool { ref.word(11) & MemoryView.releasedFlag != 0 }
    var character: UInt8 { NativeFormat.character(format) }
    /// Items in the first dimension.
    var length: Int { dimensions == 0 ? 1 : shape[0].int }

    static func start() {
        type = TypeFactory.make("memoryview", size: 112, layout: .fields(2, 8))
        Types.memoryview = type
        type.flags |= TypeRef.Flags.isSequence | TypeRef.Flags.weakrefable
        managedType = TypeFactory.make("managedbuffer", size: 56, layout: Layout.fields(2, 5).finalizing { r in
            if Int(r.word(6)) > 0, let c = ExportCount.Cell(bitPattern: UInt(r.word(5))) { ExportCount.release(c) }
        })
    }
    /// Keeps the memory during BODY, which may run Python code: `release` fails meanwhile.
    func exported(_ body: () throws(Raise) -> Value) throws(Raise) -> Value {
        ref.setWord(13, ref.word(13) &+ 1)
        defer { ref.setWord(13, ref.word(13) &- 1) }
        return try body()
    }
    func check() throws(Raise) {
        if isReleased { throw Errors.valueError("operation forbidden on released memoryview object") }
    }

    // MARK: making

    /// `memoryview(v)`.
    public static func make(_ v: Value, checked: Bool = true) throws(Raise) -> Value {
        if isInstance(v) {
            let m = MemoryView(v)
            try m.check()
            return derive(m, base: m.base, byteCount: m.byteCount, itemSize: m.itemSize, format: m.format, shape: m.shape.value, strides: m.strides.value)
        }
        guard Buffers.supports(v) else { throw Errors.typeError("memoryview: a bytes-like object is required, not '\(v.type)'") }
        let b = try Buffers.full(v)
        let managed = Heap.allocate(56, managedType)
        managed.initialize(2, b.object); managed.initialize(3, b.view)
        // A bytearray may change its storage under a view that nobody holds any longer; the view must not dangle until it is collected.
        if b.object.isInstance(of: Types.bytearray) { managed.initialize(4, b.object.ref.value(3)) }
        if let e = Buffers.provider(b.object)?.pointee.exports {
            managed.setWord(5, UInt64(UInt(bitPattern: e(b.object).acquire())))
            Heap.registerNative(managed)
        }
        let shape = b.shape.isUnbound ? TupleRef.make(Value.int(b.count / max(1, b.itemSize))) : b.shape
        let strides = b.strides.isUnbound ? contiguousStrides(TupleRef(shape), b.itemSize) : b.strides
        return allocate(managed, owner: b.object, base: b.base, byteCount: b.count, itemSize: b.itemSize, format: b.format.isUnbound ? StrRef.character(66) : b.format,
                        shape: shape, strides: strides, readonly: b.readonly)
    }
    private static func allocate(_ managed: Ref, owner: Value, base: UnsafeMutableRawPointer, byteCount: Int, itemSize: Int, format: Value, shape: Value, strides: Value, readonly: Bool) -> Value {
        let r = Heap.allocate(112, type)
        r.initialize(2, owner); r.initialize(4, format); r.initialize(5, shape); r.initialize(6, strides); r.initialize(7, Value(managed))
        r.setWord(8, UInt64(UInt(bitPattern: base))); r.setWord(9, UInt64(byteCount)); r.setWord(10, UInt64(itemSize)); r.setWord(11, readonly ? readonlyFlag : 0)
        managed.setWord(6, managed.word(6) + 1)
        return Value(r)
    }
    static func derive(_ m: MemoryView, base: UnsafeMutableRawPointer, byteCount: Int, itemSize: Int, format: Value, shape: Value, strides: Value, readonly: Bool = false) -> Value {
        allocate(m.ref.value(7).ref, owner: m.ref.value(2), base: base, byteCount: byteCount, itemSize: itemSize, format: format, shape: shape, strides: strides, readonly: readonly || m.isReadonly)
    }
    static func contiguousStrides(_ shape: TupleRef, _ itemSize: Int) -> Value {
        let n = shape.count
        if n == 0 { return TupleRef.empty }
        let t = TupleRef.allocate(n)
        var step = itemSize
        for i in stride(from: n - 1, through: 0, by: -1) { t[i] = .int(step); step *= shape[i].int }
        return t.value
    }
    static func releaseManaged(_ m: Ref) throws(Raise) {
        let left = Int(m.word(6)) - 1
        m.setWord(6, UInt64(left))
        if left > 0 { return }
        if let c = ExportCount.Cell(bitPattern: UInt(m.word(5))) { m.setWord(5, 0); ExportCount.release(c) }
        let pair = m.value(3)
        if pair.isPointer { m.set(3, .unbound); try releasePair(pair) }
        m.set(2, .none)
    }
    public static func release(_ v: Value) throws(Raise) {
        let m = MemoryView(v)
        if m.isReleased { return }
        let exports = m.ref.word(13)
        if exports > 0 { throw Errors.make(Exceptions.bufferError, "memoryview has \(exports) exported buffer\(exports == 1 ? "" : "s")") }
        m.ref.setWord(11, m.ref.word(11) | releasedFlag)
        try releaseManaged(m.ref.value(7).ref)
    }
    /// A memoryview that `__buffer__` of EXPORTER gave.
    static func pair(_ m: Value, exporter: Value) throws(Raise) -> Value { TupleRef.make(m, exporter) }
    /// The memoryview that the `__buffer__` of V's exporter gave; unbound for exporters that are no Python classes.
    static func exported(_ v: Value) -> Value { let pair = v.ref.value(7).ref.value(3); return pair.isPointer ? TupleRef(pair)[0] : .unbound }
    static func releasePair(_ pair: Value) throws(Raise) {
        let m = TupleRef(pair)[0], exporter = TupleRef(pair)[1]
        let s = exporter.type.slot(.releaseBuffer)
        if !s.isUnbound { _ = try Operations.callSlot(s, exporter, m) }
        try release(m)
    }
    static func releaseQuietly(_ pair: Value) {
        do throws(Raise) { try releasePair(pair) } catch { Errors.unraisable("Exception ignored in __release_buffer__", TupleRef(pair)[1]) }
    }
    /// The view as a buffer, for native code.
    static func buffer(_ v: Value) throws(Raise) -> Buffer {
        let m = MemoryView(v)
        try m.check()
        var b = Buffer(base: m.base, count: m.byteCount, readonly: m.isReadonly, object: v)
        b.itemSize = m.itemSize; b.format = m.format
        if m.dimensions != 1 { b.shape = m.shape.value }
        if !m.isContiguous { b.shape = m.shape.value; b.strides = m.strides.value }
        return b
    }
    var isContiguous: Bool {
        var step = itemSize
        for i in stride(from: dimensions - 1, through: 0, by: -1) {
            let n = shape[i].int
            if n > 1 && strides[i].int != step { return false }
            if n == 0 { return true }
            step *= n
        }
        return true
    }
    var isFortranContiguous: Bool {
        var step = itemSize
        for i in 0..<dimensions {
            let n = shape[i].int
            if n > 1 && strides[i].int != step { return false }
            if n == 0 { return true }
            step *= n
        }
        return true
    }
    /// Appends all bytes in C order.
    static func copy(_ v: Value, _ out: inout ByteBuilder, fortran: Bool = false) throws(Raise) {
        let m = MemoryView(v)
        try m.check()
        if m.isContiguous && !fortran { out.append(m.base.assumingMemoryBound(to: UInt8.self), m.byteCount); return }
        let n = m.dimensions
        func walk(_ d: Int, _ p: UnsafeMutableRawPointer, _ out: inout ByteBuilder) {
            if d == (fortran ? -1 : n) { out.append(p.assumingMemoryBound(to: UInt8.self), m.itemSize); return }
            for i in 0..<m.shape[d].int { walk(fortran ? d - 1 : d + 1, p + i * m.strides[d].int, &out) }
        }
        walk(fortran ? n - 1 : 0, m.base, &out)
    }

    // MARK: items

    func unsupported() -> Raise { Errors.notImplemented("memoryview: format \(StrRef(format)) not supported") }
    func load(_ p: UnsafeMutableRawPointer) throws(Raise) -> Value {
        let c = character
        if c == 0 { throw unsupported() }
        return NativeFormat.load(c, p)
    }
    func store(_ v: Value, _ p: UnsafeMutableRawPointer) throws(Raise) {
        let c = character
        if c == 0 { throw unsupported() }
        switch try NativeFormat.store(c, v, p) {
        case .type?: throw Errors.typeError("memoryview: invalid type for format '\(Character(Unicode.Scalar(c)))'")
        case .range?: throw Errors.valueError("memoryview: invalid value for format '\(Character(Unicode.Scalar(c)))'")
        case nil: try check()
        }
    }
    /// Address of item I along dimension D of what begins at P.
    func address(_ p: UnsafeMutableRawPointer, _ index: Int, _ d: Int) throws(Raise) -> UnsafeMutableRawPointer {
        var i = index
        let n = shape[d].int
        if i < 0 { i += n }
        if i < 0 || i >= n { throw Errors.indexError("index out of bounds on dimension \(d + 1)") }
        return p + i * strides[d].int
    }
    func address(_ key: TupleRef) throws(Raise) -> UnsafeMutableRawPointer {
        if key.count < dimensions { throw Errors.notImplemented("sub-views are not implemented") }
        if key.count > dimensions { throw Errors.typeError("cannot index \(dimensions)-dimension view with \(key.count)-element tuple") }
        var p = base
        for d in 0..<key.count { p = try address(p, try Operations.index(key[d], overflow: Exceptions.indexError), d) }
        try check()
        return p
    }
    func sliced(_ key: Value) throws(Raise) -> Value {
        // The bounds' code may release this view: its memory stays for the one that is made here.
        let managed = ref.value(7).ref
        managed.setWord(6, managed.word(6) &+ 1)
        let r: SliceRange
        do throws(Raise) { r = try SliceRange(key, length) } catch { let e = thread.pointee.raised; do throws(Raise) { try MemoryView.releaseManaged(managed) } catch { Errors.take() }; thread.pointee.raised = e; throw error }
        let n = dimensions
        let s = TupleRef.allocate(n), t = TupleRef.allocate(n)
        for i in 0..<n { s[i] = i == 0 ? .int(r.count) : shape[i]; t[i] = i == 0 ? .int(strides[0].int &* r.step) : strides[i] }
        var bytes = itemSize
        for i in 0..<n { bytes *= s[i].int }
        let v = MemoryView.derive(self, base: base + (r.count > 0 ? r.start * strides[0].int : 0), byteCount: bytes, itemSize: itemSize, format: format, shape: s.value, strides: t.value)
        try MemoryView.releaseManaged(managed)
        return v
    }
    enum Key { case item(UnsafeMutableRawPointer), whole, slice }
    func resolve(_ key: Value) throws(Raise) -> Key {
        try check()
        if dimensions == 0 {
            if key.isTuple && TupleRef(key).count == 0 { return .item(base) }
            if key == .ellipsis { return .whole }
            throw Errors.typeError("invalid indexing of 0-dim memory")
        }
        if key == .ellipsis { return .whole }
        if key.isIntLike || key.isPointer && key.type.hasSlot(.index) {
            let i = try Operations.index(key, overflow: Exceptions.indexError)
            if dimensions > 1 { throw Errors.notImplemented("multi-dimensional sub-views are not implemented") }
            try check()
            return .item(try address(base, i, 0))
        }
        if key.isExactly(Types.slice) { return .slice }
        if key.isTuple {
            let t = TupleRef(key)
            var ints = true, slices = t.count > 0
            for i in 0..<t.count { if !(t[i].isIntLike || t[i].type.hasSlot(.index)) { ints = false }; if !t[i].isExactly(Types.slice) { slices = false } }
            if ints { return .item(try address(t)) }
            if slices { throw Errors.notImplemented("multi-dimensional slicing is not implemented") }
        }
        throw Errors.typeError("memoryview: invalid slice key")
    }
    func list(_ d: Int, _ p: UnsafeMutableRawPointer) throws(Raise) -> Value {
        if d == dimensions { return try load(p) }
        let n = shape[d].int, out = ListRef.allocate(capacity: n)
        for i in 0..<n { out.append(try list(d + 1, p + i * strides[d].int)) }
        return out.value
    }
    /// Whether two views have equal shapes and items.
    static func equal(_ a: MemoryView, _ b: MemoryView) throws(Raise) -> Bool {
        if a.dimensions != b.dimensions { return false }
        for i in 0..<a.dimensions { if a.shape[i] != b.shape[i] { return false }; if a.shape[i].int == 0 { return true } }
        let c = a.character, e = b.character
        if c == 0 || e == 0 { return false }
        if c == e && NativeFormat.bounds(c) != nil && a.isContiguous && b.isContiguous { return memcmp(a.base, b.base, a.byteCount) == 0 }
        func walk(_ d: Int, _ p: UnsafeMutableRawPointer, _ q: UnsafeMutableRawPointer) throws(Raise) -> Bool {
            if d == a.dimensions { let x = NativeFormat.load(c, p), y = NativeFormat.load(e, q); return try Operations.isTrue(try Operations.richCompare(x, y, .eq)) }
            for i in 0..<a.shape[d].int where try !walk(d + 1, p + i * a.strides[d].int, q + i * b.strides[d].int) { return false }
            return true
        }
        return try walk(0, a.base, b.base)
    }
}

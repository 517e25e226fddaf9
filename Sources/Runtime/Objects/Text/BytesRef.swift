import CSupport
import Glibc
import Primitives

/// Bytes: length at 16, hash at 24 (0: not computed yet), data at 32, a NUL behind it (PyBytesObject).
public struct BytesRef {
    public let ref: Ref
    @inline(__always) public init(_ r: Ref) { ref = r }
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    @inline(__always) public var value: Value { Value(ref) }
    @inline(__always) public var count: Int { Int(ref.word(2)) }
    @inline(__always) public var data: UnsafeMutablePointer<UInt8> { (ref + 32).assumingMemoryBound(to: UInt8.self) }
    @inline(__always) public var view: TextView { TextView(base: UnsafeRawPointer(ref + 32), count: count, kind: 1) }

    nonisolated(unsafe) public static var empty = Value.unbound
    nonisolated(unsafe) static var singles: UnsafeMutablePointer<Value>! = nil
    static func start() {
        empty = allocate(0).value; Heap.addRoot(&empty)
        singles = .allocate(capacity: 256); singles.initialize(repeating: .unbound, count: 256)
        for i in 0..<256 { let b = allocate(1); b.data[0] = UInt8(i); singles[i] = b.value; Types.permanent.append(b.value) }
    }
    /// N zero bytes to be filled before anyone sees them.
    public static func allocate(_ n: Int, type: TypeRef = Types.bytes) -> BytesRef {
        let r = type == Types.bytes ? Heap.allocate(33 + n, type) : Instance.allocate(type, size: 33 + n)
        r.setWord(2, UInt64(n))
        return BytesRef(r)
    }
    /// N bytes that the caller fills.
    public static func unfilled(_ n: Int) -> BytesRef {
        let r = Heap.allocateUncleared(33 + n, Types.bytes)
        r.setWord(2, UInt64(n))
        let b = BytesRef(r)
        b.data[n] = 0
        return b
    }
    /// The first N bytes, where no more were filled and nobody has seen the object: reads ask for much and often get little.
    public func cut(to n: Int) -> Value {
        if n == count { return value }
        let v = BytesRef.make(data, n)
        if n < count { LargeBytes.discard(ref) }
        return v
    }
    public static func make(_ p: UnsafePointer<UInt8>, _ n: Int) -> Value {
        if n == 0 { return empty }
        if n == 1 { return singles[Int(p[0])] }
        let b = unfilled(n)
        dx_copy(b.data, p, n)
        return b.value
    }
    static func make(_ p: UnsafePointer<UInt8>, _ n: Int, type: TypeRef) -> Value {
        if type == Types.bytes { return make(p, n) }
        let b = allocate(n, type: type)
        dx_copy(b.data, p, n)
        return b.value
    }
    public static func make(_ v: TextView) -> Value { make(v.bytes, v.count) }
    /// What the builder holds; frees it.
    public static func make(_ b: inout ByteBuilder) -> Value {
        let r = b.base == nil ? empty : make(b.base!, b.count)
        b.free()
        return r
    }
    public static func make(_ s: StaticString) -> Value { make(s.utf8Start, s.utf8CodeUnitCount) }
    /// From a builder of text that holds bytes only.
    static func make(latin b: inout TextBuilder) -> Value {
        let v = b.view, r = make(v.bytes, v.count)
        b.free()
        return r
    }
    @inline(__always) static func equal(_ a: BytesRef, _ b: BytesRef) -> Bool { a.count == b.count && memcmp(a.data, b.data, a.count) == 0 }
    @inline(__always) var hash: Int {
        let h = Int(bitPattern: UInt(ref.word(3)))
        if h != 0 { return h }
        let n = Hashing.bytes(UnsafeRawPointer(data), count)
        ref.setWord(3, UInt64(bitPattern: Int64(n)))
        return n
    }
}

/// A bytearray: length at 16; 3 its storage, a heap object; raw words: 5 where the data starts (PyByteArrayObject's `ob_start`),
/// 6 number of exports (memoryviews that pin the size).
public struct ByteArrayRef {
    public let ref: Ref
    @inline(__always) public init(_ r: Ref) { ref = r }
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    @inline(__always) public var value: Value { Value(ref) }
    @inline(__always) public private(set) var count: Int { get { Int(ref.word(2)) } nonmutating set { ref.setWord(2, UInt64(newValue)) } }
    @inline(__always) public var data: UnsafeMutablePointer<UInt8> { UnsafeMutablePointer(bitPattern: UInt(ref.word(5))).unsafelyUnwrapped }
    @inline(__always) public var view: TextView { TextView(base: UnsafeRawPointer(data), count: count, kind: 1) }
    static let exportsWord = 6
    var exports: ExportCount { ExportCount(ref, ByteArrayRef.exportsWord) }

    /// [header][capacity][bytes]
    nonisolated(unsafe) static var storageType = TypeRef()
    nonisolated(unsafe) static var noStorage = Value.unbound
    static func start() {
        storageType = TypeFactory.make("bytearray_storage", size: 24, layout: .opaque)
        noStorage = Value(Heap.allocate(32, storageType)); Heap.addRoot(&noStorage)
    }
    private var storage: Ref { ref.value(3).ref }
    private var capacity: Int { Int(storage.word(2)) }
    /// Bytes between the storage's begin and the data's.
    private var offset: Int { UnsafeRawPointer(data) - UnsafeRawPointer(storage + 24) }

    public static func allocate(_ n: Int, type: TypeRef = Types.bytearray) -> ByteArrayRef {
        let s = n == 0 ? noStorage : makeStorage(n, cleared: true)
        let r = type == Types.bytearray ? Heap.allocate(56, type) : Instance.allocate(type)
        r.initialize(3, s)
        r.setWord(5, UInt64(UInt(bitPattern: s.ref + 24))); r.setWord(2, UInt64(n))
        return ByteArrayRef(r)
    }
    private static func makeStorage(_ n: Int, cleared: Bool = false) -> Value {
        let r = cleared ? Heap.allocate(24 + n + 1, storageType) : Heap.allocateUncleared(24 + n + 1, storageType)
        r.setWord(2, UInt64(n))
        return Value(r)
    }
    public static func make(_ p: UnsafePointer<UInt8>, _ n: Int, type: TypeRef = Types.bytearray) -> Value {
        let b = type == Types.bytearray ? unfilled(n) : allocate(n, type: type)
        dx_copy(b.data, p, n)
        return b.value
    }
    /// N bytes that the caller fills.
    public static func unfilled(_ n: Int) -> ByteArrayRef {
        let s = n == 0 ? noStorage : makeStorage(n)
        let r = Heap.allocate(56, Types.bytearray)
        r.initialize(3, s)
        r.setWord(5, UInt64(UInt(bitPattern: s.ref + 24))); r.setWord(2, UInt64(n))
        let b = ByteArrayRef(r)
        if n > 0 { b.data[n] = 0 }
        return b
    }
    static var pinned: Raise { Errors.make(Exceptions.bufferError, "Existing exports of data: object cannot be re-sized") }
    /// There has been no view.
    var hasNoExports: Bool { ref.word(ByteArrayRef.exportsWord) == 0 }
    /// Raises BufferError while views pin the size. CPython's temporary views are gone by now; here they wait for the collector, which a stale
    /// temporary may keep from freeing them (`bytes(memoryview(b)[:n])` before `del b[:n]`, as asyncio's streams do). So a view counts if a variable
    /// holds it. One that only a container holds goes on showing the storage it was made for.
    func checkResizable() throws(Raise) {
        if exports.isLocked || exports.isAny && HeldViews.exist(value) { throw ByteArrayRef.pinned }
    }
    /// Runs BODY, which may run foreign code, while V, if it is a bytearray, cannot be resized.
    static func locked<R>(_ v: Value, _ body: () throws(Raise) -> R) throws(Raise) -> R {
        if v.isBytes { return try body() }
        let c = ByteArrayRef(v).exports.lock()
        defer { ExportCount.unlock(c) }
        return try body()
    }
    /// Makes bytes [from, from + old) into NEW bytes whose content is left to the caller.
    public func resize(at from: Int, removing old: Int, inserting new: Int) throws(Raise) {
        if old == new { return }
        try checkResizable()
        let n = count, total = n - old + new
        if total > 1 << 40 || !Heap.canAllocate(total) { throw Errors.memoryError() }
        if total <= capacity - offset && new > old || new < old && total > capacity / 4 {
            let d = data
            if from == 0 && new < old {
                ref.setWord(5, UInt64(UInt(bitPattern: d + (old - new))))
            } else { memmove(d + from + new, d + from + old, n - from - old) }
            count = total
            data[total] = 0
            return
        }
        let s = BytesStorageSize.grown(total, shrinking: new < old)
        let bigger = ByteArrayRef.makeStorage(s), d = data
        let t = (bigger.ref + 24).assumingMemoryBound(to: UInt8.self)
        dx_copy(t, d, from)
        dx_copy(t + from + new, d + from + old, n - from - old)
        t[total] = 0
        ref.set(3, bigger)
        ref.setWord(5, UInt64(UInt(bitPattern: t)))
        count = total
    }
    /// The place of N more bytes, where no view was ever made and the storage has room; nil: `resize` is to be asked.
    @inline(__always) public func room(_ n: Int) -> UnsafeMutablePointer<UInt8>? {
        let at = count, total = at &+ n
        if !hasNoExports || total > capacity &- offset { return nil }
        let d = data
        count = total
        d[total] = 0
        return d + at
    }
    public func append(_ p: UnsafePointer<UInt8>, _ n: Int) throws(Raise) {
        if n == 0 { return }
        let at = count
        // P may lie in our own storage, which stays alive through it.
        try resize(at: at, removing: 0, inserting: n)
        dx_copy(data + at, p, n)
    }
    public func append(_ b: UInt8) throws(Raise) {
        if let p = room(1) { p.pointee = b; return }
        let at = count
        try resize(at: at, removing: 0, inserting: 1)
        data[at] = b
    }
    /// Makes the length N; new bytes are zero.
    public func setCount(_ n: Int) throws(Raise) {
        let had = count
        if n < had { try resize(at: n, removing: had - n, inserting: 0) }
        else if n > had { try resize(at: had, removing: 0, inserting: n - had); memset(data + had, 0, n - had) }
    }
}
private enum BytesStorageSize {
    static func grown(_ n: Int, shrinking: Bool) -> Int { shrinking ? n : n + n >> 3 + (n < 9 ? 3 : 6) }
}

/// The number of memoryviews that pin an object's size, in a malloc'ed cell, so that a view which dies unreleased can still
/// take itself off without touching other objects. The cell is made when the first view is; word WORD of OBJECT holds its address.
struct ExportCount {
    /// 0: live views; 1: holders of the cell; 2: native code that is in the midst of reading.
    typealias Cell = UnsafeMutablePointer<Int>
    let object: Ref, word: Int
    init(_ o: Ref, _ w: Int) { object = o; word = w }
    private var cell: Cell? { Cell(bitPattern: UInt(object.word(word))) }
    /// Whether there are views not released, held or not.
    var isAny: Bool { cell.map { $0[0] > 0 } ?? false }
    /// Whether live views pin the object. Views nobody holds any longer are collected first.
    var isShared: Bool {
        guard let c = cell, c[0] > 0 else { return false }
        Collector.collect(.requested(generation: 0))
        if c[0] > 0 { Collector.collect(.requested(generation: 2)) }
        return c[0] > 0
    }
    /// The cell for one more view.
    func acquire() -> Cell {
        let c: Cell
        if let have = cell { c = have } else {
            c = .allocate(capacity: 3); c[0] = 0; c[1] = 1; c[2] = 0
            object.setWord(word, UInt64(UInt(bitPattern: c)))
            Heap.registerNative(object)
        }
        c[0] += 1; c[1] += 1
        return c
    }
    var isLocked: Bool { cell.map { $0[2] > 0 } ?? false }
    /// Native code holds the object's memory while it runs foreign code: not a view, so nothing has to be collected to see it end.
    func lock() -> Cell { let c = acquire(); c[0] -= 1; c[2] += 1; return c }
    static func unlock(_ c: Cell) { c[2] -= 1; drop(c) }
    static func release(_ c: Cell) { c[0] -= 1; drop(c) }
    /// For the finalizer of the object whose word WORD holds a cell.
    static func finalize(_ o: Ref, _ word: Int) { if let c = Cell(bitPattern: UInt(o.word(word))) { drop(c) } }
    private static func drop(_ c: Cell) { c[1] -= 1; if c[1] == 0 { c.deallocate() } }
}

import Glibc
import Primitives
import Runtime

/// `_pickle.Pickler`: words 2 the file's `write` (unbound without a file), 3 list of the memo's objects, 4 `dispatch_table`, 5 buffer callback,
/// 6 `persistent_id` as set on the instance, 7 and 8 what `dump` found as `persistent_id` and `reducer_override`, 9 objects on the way in fast mode (a dict);
/// raw 10 the `PickleOutput`, its own; 0 until `__init__` ran. (Modules/_pickle.c)
struct Pickler {
    let ref: Ref
    let out: PickleOutput
    nonisolated(unsafe) static var type = TypeRef(), proxyType = TypeRef()
    static let size = 88, outWord = 10
    static let batch = 1000

    init(_ r: Ref) { ref = r; out = PickleOutput(address: r.word(Pickler.outWord)) }
    static func isReady(_ r: Ref) -> Bool { r.word(outWord) != 0 }
    static func release(_ r: Ref) {
        if isReady(r) { PickleOutput(address: r.word(outWord)).free(); r.setWord(outWord, 0) }
    }
    /// Fills the fields of a new pickler, or of one that is initialized anew.
    static func prepare(_ r: Ref, write: Value, protocol p: Value, fixImports: Bool, callback: Value, temporary: Bool = false) throws(Raise) -> Pickler {
        var proto = 5
        if !p.isNone {
            proto = try TextArguments.cInt(p)
            if proto < 0 { proto = 5 } else if proto > 5 { throw Errors.valueError("pickle protocol must be <= 5") }
        }
        if !callback.isNone && proto < 5 { throw Errors.valueError("buffer_callback needs protocol >= 5") }
        if isReady(r) && Pickler(r).out.running { throw used() }
        r.set(2, write); r.set(3, temporary ? takeKept() : ListRef.allocate().value); r.set(5, callback)
        if r.word(outWord) == 0 {
            r.setWord(outWord, makeOutput().address)
            if !temporary { Heap.registerNative(r) }
        }
        let me = Pickler(r)
        me.out.reset(); me.out.clearMemo()
        me.out.proto = proto; me.out.fixImports = fixImports && proto < 3; me.out.hasWrite = !write.isUnbound
        me.out.fast = 0; me.out.fastDepth = 0
        return me
    }
    /// An output that `dumps` has finished with, its memory kept for the next.
    nonisolated(unsafe) private static var spare: PickleOutput? = nil
    /// The list of its memo's objects, empty, with room.
    nonisolated(unsafe) static var spareKept = Value.unbound
    private static let keptAtMost = 4096
    private static func takeKept() -> Value {
        let l = spareKept
        if l.isUnbound { return ListRef.allocate().value }
        spareKept = .unbound
        return l
    }
    private static func makeOutput() -> PickleOutput {
        if let s = spare { spare = nil; return s }
        return PickleOutput.make()
    }
    /// The pickler of a call of `dumps`, which no program ever sees, is done.
    static func recycle(_ r: Ref) {
        if !isReady(r) { return }
        let o = PickleOutput(address: r.word(outWord)), kept = ListRef(r.value(3))
        r.setWord(outWord, 0)
        if kept.storage.capacity <= keptAtMost { kept.empty(); spareKept = kept.value }
        if spare == nil && o.footprint <= 96 << 10 && !o.running { o.reset(); spare = o } else { o.free() }
    }
    static func used() -> Raise { Errors.runtimeError("Pickler object is already used") }
    var kept: ListRef { ListRef(ref.value(3)) }
    var proto: Int { out.proto }

    // MARK: dump

    func dump(_ v: Value) throws(Raise) {
        out.running = true
        defer { out.running = false }
        var persistent = ref.value(6)
        if persistent.isUnbound && ref.type != Pickler.type {
            persistent = try Operations.findAttribute(Value(ref), PickleNames.persistentID)
            if PickleModule.isDefault(persistent, "persistent_id") { persistent = .unbound }
        }
        ref.set(7, persistent)
        ref.set(8, ref.type == Pickler.type ? .unbound : try Operations.findAttribute(Value(ref), PickleNames.reducerOverride))
        if proto >= 2 {
            out.write(0x80, UInt8(proto))
            if proto >= 4 { out.framing = true }
        }
        do throws(Raise) {
            try save(v)
            out.write(0x2E)
            out.commitFrame()
            out.framing = false
        } catch { out.reset(); throw error }
        ref.set(8, .unbound)
    }
    /// Hands all bytes to the file.
    func flush() throws(Raise) {
        let b = BytesRef.make(out.base, out.count)
        out.clear()
        _ = try Call.call(ref.value(2), b)
    }
    func result() -> Value { let b = BytesRef.make(out.base, out.count); out.clear(); return b }

    private func boundary() throws(Raise) {
        out.commitFrame()
        if out.hasWrite { try flush() }
    }

    // MARK: one object

    func save(_ v: Value, persistent: Bool = true) throws(Raise) {
        if out.isFull { try boundary() }
        if persistent && !ref.value(7).isUnbound {
            let id = try Call.call(ref.value(7), v)
            if !id.isNone { try savePersistent(id); return }
        }
        // Atoms are not memoized.
        if v.isInt { saveInt(v.int); return }
        if v.isNone { out.write(0x4E); return }
        if v.isFloat { saveFloat(v.float); return }
        if v.isBool {
            if proto >= 2 { out.write(v == .true ? 0x88 : 0x89) } else { out.write(v == .true ? "I01\n" : "I00\n") }
            return
        }
        let t = v.type
        if t == Types.int { saveBig(v); return }
        if t == Types.float { saveFloat(v.asDouble); return }
        let slot = out.slot(v), known = out.index(at: slot)
        if known >= 0 { get(known); return }
        if t == Types.str {
            let s = StrRef(v)
            if s.count > 0xFF || !s.isASCII || proto < 4 || out.fast != 0 { try saveText(v); return }
            let i = out.memoized
            out.writeShortText(UnsafeRawPointer(s.data), s.count)
            kept.append(v)
            out.remember(v, i, at: slot)
            return
        }
        if t == Types.bytes { try saveBytes(v); return }
        try NativeRecursion.check(" while pickling an object")
        if t == Types.dict { try fastGuard(v) { () throws(Raise) in try saveDict(v) }; return }
        if t == Types.set { try saveSet(v); return }
        if t == Types.frozenset { try saveFrozenset(v); return }
        if t == Types.list { try fastGuard(v) { () throws(Raise) in try saveList(v) }; return }
        if t == Types.tuple { try saveTuple(v); return }
        if t == Types.bytearray { try saveByteArray(v); return }
        if t == PickleBuffer.type { try savePickleBuffer(v); return }
        var reduced = Value.notImplemented
        if !ref.value(8).isUnbound { reduced = try Call.call(ref.value(8), v) }
        if reduced.isNotImplemented {
            if t == Types.type { try saveType(v); return }
            if t == Types.function { try saveGlobal(v, .unbound); return }
            let table = ref.value(4)
            var reducer = Value.unbound
            if table.isUnbound {
                let shared = try PickleModule.copyreg(PickleNames.dispatchTable)
                if shared.isDict { reducer = try DictRef(shared).get(t.value) ?? .unbound }
            } else if table.isExactly(Types.dict) { reducer = try DictRef(table).get(t.value) ?? .unbound }
            else {
                do throws(Raise) { reducer = try Operations.getItem(table, t.value) } catch { try Errors.swallow(error, Exceptions.keyError) }
            }
            if !reducer.isUnbound { reduced = try Call.call(reducer, v) }
            else if t.isSubtype(of: Types.type) { try saveGlobal(v, .unbound); return }
            else {
                let ex = try Operations.findAttribute(v, PickleNames.reduceEx)
                if !ex.isUnbound { reduced = try Call.call(ex, Value(int: proto)) }
                else {
                    let r = try Operations.findAttribute(v, PickleNames.reduce)
                    if r.isUnbound { throw PickleModule.picklingError("can't pickle '\(v.typeName)' object: \(Operations.reprText(v))") }
                    reduced = try Call.call(r)
                }
            }
        }
        if reduced.isStr { try saveGlobal(v, reduced); return }
        do throws(Raise) {
            if !reduced.isTuple { throw PickleModule.picklingError("__reduce__ must return a string or tuple, not \(PickleModule.name(reduced))") }
            try saveReduce(reduced, v)
        } catch { throw noted(error, "when serializing \(PickleModule.name(v)) object") }
    }
    func noted(_ e: Raise, _ text: @autoclosure () -> String) -> Raise {
        if e.isExceptionKind { CodecRegistry.addNote(text()) }
        return e
    }
    /// In fast mode nothing is memoized: a container deep down that meets itself would never end.
    private func fastGuard(_ v: Value, _ body: () throws(Raise) -> Void) throws(Raise) {
        if out.fast == 0 { try body(); return }
        out.fastDepth += 1
        let key = Value.int(Operations.identityHash(v)), tracked = out.fastDepth >= 50
        if tracked {
            if ref.value(9).isUnbound { ref.set(9, DictRef.allocate().value) }
            let d = DictRef(ref.value(9))
            if try d.get(key) != nil {
                out.fastDepth -= 1
                throw Errors.valueError("fast mode: can't pickle cyclic objects including object type \(v.type) at 0x\(String(UInt(v.bits), radix: 16))")
            }
            try d.set(key, .none)
        }
        defer { out.fastDepth -= 1 }
        do throws(Raise) { try body() } catch {
            if tracked { let e = Errors.take(); _ = try DictRef(ref.value(9)).remove(key); throw Errors.raise(e) }
            throw error
        }
        if tracked { _ = try DictRef(ref.value(9)).remove(key) }
    }

    // MARK: memo

    func memoize(_ v: Value) {
        if out.fast != 0 { return }
        let i = out.memoized
        kept.append(v)
        out.remember(v, i)
        if proto >= 4 { out.write(0x94) }
        else if proto == 0 { out.write("p\(i)\n") }
        else if i < 256 { out.write(0x71, UInt8(i)) }
        else { out.write(0x72, i, bytes: 4) }
    }
    func get(_ i: Int) {
        if proto == 0 { out.write("g\(i)\n") }
        else if i < 256 { out.write(0x68, UInt8(i)) }
        else { out.write(0x6A, i, bytes: 4) }
    }
    private func savePersistent(_ id: Value) throws(Raise) {
        if proto > 0 {
            try save(id, persistent: false)
            out.write(0x51)
            return
        }
        let s = StrRef(try Operations.str(id))
        if !s.isASCII { throw PickleModule.picklingError("persistent IDs in protocol 0 must be ASCII strings") }
        out.write(0x50)
        out.write(UnsafeRawPointer(s.data), s.count)
        out.write(0x0A)
    }

    // MARK: numbers

    private func saveInt(_ i: Int) {
        if i >= -0x80000000 && i <= 0x7fffffff {
            if proto == 0 { out.write("I\(i)\n"); return }
            if i >> 16 != 0 { out.write(0x4A, i, bytes: 4) }
            else if i >> 8 != 0 { out.write(0x4D, i, bytes: 2) }
            else { out.write(0x4B, UInt8(i)) }
            return
        }
        if proto < 2 { out.write("L\(i)L\n"); return }
        var n = 8
        while n > 5 && (i << (64 - (n - 1) * 8)) >> (64 - (n - 1) * 8) == i { n -= 1 }
        out.write(0x8A, UInt8(n))
        out.reserve(n)
        var x = i
        out.write(&x, n)
    }
    private func saveBig(_ v: Value) {
        if let i = Integers.asInt64(v) { saveInt(i); return }
        if proto < 2 {
            Integers.with(v) { a in
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: BigInt.textRoom(a, base: 10)) { p in
                    let n = BigInt.toText(a, base: 10, into: p.baseAddress!)
                    out.write(0x4C)
                    out.write(UnsafeRawPointer(p.baseAddress!), n)
                    out.write("L\n")
                }
            }
            return
        }
        Integers.with(v) { a in
            var n = a.bitLength / 8 + 1
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: n) { p in
                let b = p.baseAddress!
                _ = BigInt.toBytes(a, into: b, length: n, little: true, signed: true)
                if a.negative && n > 1 && b[n - 1] == 0xFF && b[n - 2] & 0x80 != 0 { n -= 1 }
                if n < 256 { out.write(0x8A, UInt8(n)) } else { out.write(0x8B, n, bytes: 4) }
                out.write(UnsafeRawPointer(b), n)
            }
        }
    }
    private func saveFloat(_ d: Double) {
        if proto > 0 {
            out.reserve(9)
            out.write(0x47)
            var x = d.bitPattern.bigEndian
            out.write(&x, 8)
            return
        }
        out.write(0x46)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { t in out.write(UnsafeRawPointer(t.baseAddress!), FloatFormat.repr(d, into: t.baseAddress!)) }
        out.write(0x0A)
    }

    // MARK: text and bytes

    /// HEADER (opcode and count in BYTES bytes), then N bytes; large ones go by themselves, outside of frames. PAYLOAD: the bytes as an object, if there is one.
    private func writeData(_ op: UInt8, _ n: Int, bytes: Int, _ p: UnsafeRawPointer, _ payload: Value = .unbound) throws(Raise) {
        if n < PickleOutput.frameTarget {
            out.reserve(1 + bytes + n)
            out.write(op, n, bytes: bytes)
            out.write(p, n)
            return
        }
        out.commitFrame()
        let framing = out.framing
        out.framing = false
        defer { out.framing = framing }
        out.write(op, n, bytes: bytes)
        if !out.hasWrite { out.write(p, n); return }
        try flush()
        _ = try Call.call(ref.value(2), payload.isUnbound ? BytesRef.make(p.assumingMemoryBound(to: UInt8.self), n) : payload)
    }
    private func saveText(_ v: Value) throws(Raise) {
        let s = StrRef(v)
        if proto == 0 { try saveRaw(s) }
        else if s.isASCII { try writeText(UnsafeRawPointer(s.data), s.count) }
        else {
            // UTF-8, lone surrogates as three bytes.
            let b = UnsafeMutablePointer<UInt8>.allocate(capacity: s.count * 4)
            defer { b.deallocate() }
            var n = 0
            for i in 0..<s.count {
                let c = s[i]
                if c < 0x80 { b[n] = UInt8(c); n += 1 }
                else if c < 0x800 { b[n] = UInt8(0xC0 | c >> 6); b[n + 1] = UInt8(0x80 | c & 0x3F); n += 2 }
                else if c < 0x10000 { b[n] = UInt8(0xE0 | c >> 12); b[n + 1] = UInt8(0x80 | c >> 6 & 0x3F); b[n + 2] = UInt8(0x80 | c & 0x3F); n += 3 }
                else { b[n] = UInt8(0xF0 | c >> 18); b[n + 1] = UInt8(0x80 | c >> 12 & 0x3F); b[n + 2] = UInt8(0x80 | c >> 6 & 0x3F); b[n + 3] = UInt8(0x80 | c & 0x3F); n += 4 }
            }
            try writeText(UnsafeRawPointer(b), n)
        }
        memoize(v)
    }
    private func writeText(_ p: UnsafeRawPointer, _ n: Int) throws(Raise) {
        if n <= 0xFF && proto >= 4 { try writeData(0x8C, n, bytes: 1, p) }
        else if n <= 0xFFFF_FFFF { try writeData(0x58, n, bytes: 4, p) }
        else if proto >= 4 { try writeData(0x8D, n, bytes: 8, p) }
        else { throw Errors.overflowError("serializing a string larger than 4 GiB requires pickle protocol 4 or higher") }
    }
    private func saveRaw(_ s: StrRef) throws(Raise) {
        out.write(0x56)
        func hex(_ c: UInt32, _ digits: Int) {
            var i = digits - 1
            while i >= 0 { let d = UInt8(c >> UInt32(4 * i) & 15); out.write(d < 10 ? 48 + d : 87 + d); i -= 1 }
        }
        for i in 0..<s.count {
            let c = s[i]
            if c >= 0x10000 { out.write("\\U"); hex(c, 8) }
            else if c >= 256 || c == 92 || c == 0 || c == 10 || c == 13 || c == 0x1A { out.write("\\u"); hex(c, 4) }
            else { out.write(UInt8(c)) }
        }
        out.write(0x0A)
    }
    private func saveBytes(_ v: Value) throws(Raise) {
        let b = BytesRef(v)
        if proto < 3 {
            let reduced: Value
            if b.count == 0 { reduced = TupleRef.make(Types.bytes.value, TupleRef.empty) }
            else {
                let text = StrRef.make(UnsafeRawPointer(b.data), count: b.count, kind: 1)
                reduced = TupleRef.make(try PickleModule.codecsEncode(), TupleRef.make(text, PickleNames.latin1))
            }
            try saveReduce(reduced, v)
            return
        }
        try writeBytes(UnsafeRawPointer(b.data), b.count, v)
        memoize(v)
    }
    private func writeBytes(_ p: UnsafeRawPointer, _ n: Int, _ payload: Value) throws(Raise) {
        if n <= 0xFF { try writeData(0x43, n, bytes: 1, p, payload) }
        else if n <= 0xFFFF_FFFF { try writeData(0x42, n, bytes: 4, p, payload) }
        else if proto >= 4 { try writeData(0x8E, n, bytes: 8, p, payload) }
        else { throw Errors.overflowError("serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher") }
    }
    private func saveByteArray(_ v: Value) throws(Raise) {
        let b = ByteArrayRef(v)
        if proto < 5 {
            let arguments = b.count == 0 ? TupleRef.empty : TupleRef.make(BytesRef.make(b.data, b.count))
            try saveReduce(TupleRef.make(Types.bytearray.value, arguments), v)
            return
        }
        try writeData(0x96, b.count, bytes: 8, UnsafeRawPointer(b.data))
        memoize(v)
    }
    private func savePickleBuffer(_ v: Value) throws(Raise) {
        if proto < 5 { throw PickleModule.picklingError("PickleBuffer can only be pickled with protocol >= 5") }
        let full = try PickleBuffer.view(v)
        guard let b = try? Buffers.get(full) else {
            Errors.take()
            throw PickleModule.picklingError("PickleBuffer can not be pickled when pointing to a non-contiguous buffer")
        }
        defer { b.release() }
        var inBand = true
        if !ref.value(5).isNone { inBand = try Operations.isTrue(try Call.call(ref.value(5), v)) }
        if inBand {
            if b.readonly { try writeBytes(UnsafeRawPointer(b.base), b.count, .unbound) } else { try writeData(0x96, b.count, bytes: 8, UnsafeRawPointer(b.base)) }
            memoize(v)
            return
        }
        out.write(0x97)
        if b.readonly { out.write(0x98) }
    }
}

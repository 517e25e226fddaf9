import Glibc
import Primitives

/// The members of memoryview.
extension MemoryView {
    static func define() {
        start()
        let t = type
        t.new("($type, object)") { a throws(Raise) in try make(a[1]) }
        t.classMethod("_from_flags", "($type, /, object, flags)") { a throws(Raise) in
            let flags = try TextArguments.cInt(a[2])
            let v = try make(a[1])
            if flags & 1 != 0 && MemoryView(v).isReadonly { throw Errors.make(Exceptions.bufferError, MemoryView.isInstance(a[1]) ? "memoryview: underlying buffer is not writable" : "Object is not writable.") }
            return v
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a in GenericAlias.make(a[0], a[1]) }
        attributes(t); access(t); methods(t); comparison(t)
        iterator = TypeFactory.make("memory_iterator", size: 32, layout: .fields(2, 4))
        NativeIterators.register(iterator) { r throws(Raise) in
            let v = r.value(2)
            if v.isUnbound { return v }
            let m = MemoryView(v), i = r.value(3).int
            try m.check()
            if i >= m.length { r.set(2, .unbound); return .unbound }
            r.set(3, Value(int: i + 1))
            return try m.load(m.base + i * m.strides[0].int)
        }
        t.method("__buffer__", "($self, flags, /)") { a throws(Raise) in try make(a[0]) }
        t.method("__release_buffer__", "($self, buffer, /)") { a throws(Raise) in try release(a[1]); return .none }
    }
    private static func attributes(_ t: TypeRef) {
        func attribute(_ name: StaticString, _ f: @escaping (MemoryView) throws(Raise) -> Value) {
            t.getter(name) { v throws(Raise) in let m = MemoryView(v); try m.check(); return try f(m) }
        }
        attribute("obj") { m in let o = m.ref.value(2); return o.isUnbound ? .none : o }
        attribute("nbytes") { m in .int(m.byteCount) }
        attribute("readonly") { m in Value(bool: m.isReadonly) }
        attribute("itemsize") { m in .int(m.itemSize) }
        attribute("format") { m in m.format }
        attribute("ndim") { m in .int(m.dimensions) }
        attribute("shape") { m in m.shape.value }
        attribute("strides") { m in m.strides.value }
        attribute("suboffsets") { _ in TupleRef.empty }
        attribute("c_contiguous") { m in Value(bool: m.isContiguous) }
        attribute("f_contiguous") { m in Value(bool: m.isFortranContiguous) }
        attribute("contiguous") { m in Value(bool: m.isContiguous || m.isFortranContiguous) }
    }
    private static func access(_ t: TypeRef) {
        t.special("__len__", "($self, /)") { a throws(Raise) in
            let m = MemoryView(a[0])
            try m.check()
            if m.dimensions == 0 { throw Errors.typeError("0-dim memory has no length") }
            return .int(m.length)
        }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let m = MemoryView(a[0])
            switch try m.resolve(a[1]) {
            case .item(let p): return try m.load(p)
            case .whole: return a[0]
            case .slice: return try m.sliced(a[1])
            }
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in
            let m = MemoryView(a[0])
            try m.check()
            if m.isReadonly { throw Errors.typeError("cannot modify read-only memory") }
            switch try m.resolve(a[1]) {
            case .item(let p): try m.store(a[2], p)
            case .whole:
                if m.dimensions == 0 { try m.store(a[2], m.base) } else { try assign(m, a[2]) }
            case .slice:
                if m.dimensions > 1 { throw Errors.notImplemented("memoryview slice assignments are currently restricted to ndim = 1") }
                let s = try m.sliced(a[1])
                if m.isReleased { try release(s); try m.check() }
                try assign(MemoryView(s), a[2])
                try release(s)
            }
            return .none
        }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in throw Errors.typeError("cannot delete memory") }
        t.special("__iter__", "($self, /)") { a throws(Raise) in
            let m = MemoryView(a[0])
            try m.check()
            if m.dimensions == 0 { throw Errors.typeError("invalid indexing of 0-dim memory") }
            if m.dimensions > 1 { throw Errors.notImplemented("multi-dimensional sub-views are not implemented") }
            if m.character == 0 { throw m.unsupported() }
            let r = Heap.allocate(32, iterator)
            r.initialize(2, a[0]); r.setWord(3, Value(int: 0).bits)
            return Value(r)
        }
    }
    private static func assign(_ m: MemoryView, _ v: Value) throws(Raise) {
        let source = try make(v)
        defer { do throws(Raise) { try release(source) } catch { Errors.take() } }
        let s = MemoryView(source)
        guard s.dimensions == m.dimensions, s.itemSize == m.itemSize, s.shape[0] == m.shape[0], s.character == m.character || StrRef.equal(StrRef(s.format), StrRef(m.format)) else {
            throw Errors.valueError("memoryview assignment: lvalue and rvalue have different structures")
        }
        var b = ByteBuilder()
        defer { b.free() }
        // A copy first: the two may overlap.
        try copy(source, &b)
        for i in 0..<m.length { memcpy(m.base + i * m.strides[0].int, b.base! + i * m.itemSize, m.itemSize) }
    }
    private static func comparison(_ t: TypeRef) {
        func compare(_ a: Args) throws(Raise) -> Bool? {
            if a[0] == a[1] { return true }
            let m = MemoryView(a[0])
            if m.isReleased || isInstance(a[1]) && MemoryView(a[1]).isReleased { return a[0] == a[1] }
            guard Buffers.supports(a[1]) else { return nil }
            let other: Value
            do throws(Raise) { other = isInstance(a[1]) ? a[1] : try make(a[1]) } catch { Errors.take(); return nil }
            let r = try equal(m, MemoryView(other))
            if other != a[1] { try release(other) }
            return r
        }
        t.special("__eq__", "($self, value, /)") { a throws(Raise) in try compare(a).map { Value(bool: $0) } ?? .notImplemented }
        t.special("__ne__", "($self, value, /)") { a throws(Raise) in try compare(a).map { Value(bool: !$0) } ?? .notImplemented }
        for name: StaticString in ["__lt__", "__le__", "__gt__", "__ge__"] { t.special(name, "($self, value, /)") { _ in .notImplemented } }
        t.special("__hash__", "($self, /)") { a throws(Raise) in
            let m = MemoryView(a[0])
            if m.ref.word(12) != 0 { return .int(Int(Int64(bitPattern: m.ref.word(12)))) }
            try m.check()
            if !m.isReadonly { throw Errors.valueError("cannot hash writable memoryview object") }
            let c = m.character
            if c != 66 && c != 98 && c != 99 { throw Errors.valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'") }
            _ = try m.exported { () throws(Raise) in .int(try Operations.hash(m.ref.value(2))) }
            var b = ByteBuilder()
            try copy(a[0], &b)
            let h = Hashing.bytes(UnsafeRawPointer(b.base ?? UnsafeMutablePointer(bitPattern: 8)!), b.count)
            b.free()
            m.ref.setWord(12, UInt64(bitPattern: Int64(h)))
            return .int(h)
        }
        t.special("__repr__", "($self, /)") { a in
            StrRef.make("<\(MemoryView(a[0]).isReleased ? "released memory" : "memory") at 0x\(String(UInt(a[0].bits), radix: 16))>")
        }
    }
    private static func methods(_ t: TypeRef) {
        t.method("release", "($self, /)") { a throws(Raise) in try release(a[0]); return .none }
        t.method("__enter__", "($self, /)") { a throws(Raise) in try MemoryView(a[0]).check(); return a[0] }
        t.method("__exit__", "($self, /, *args)") { a throws(Raise) in try release(a[0]); return .none }
        t.method("tobytes", "($self, /, order='C')") { a throws(Raise) in
            var fortran = false
            if !a[1].isNone {
                let s = try TextArguments.str(a[1], "tobytes", named: "order")
                if s.equals("F") { fortran = true } else if s.equals("A") { fortran = MemoryView(a[0]).isFortranContiguous && !MemoryView(a[0]).isContiguous }
                else if !s.equals("C") { throw Errors.valueError("order must be 'C', 'F' or 'A'") }
            }
            var b = ByteBuilder()
            do throws(Raise) { try copy(a[0], &b, fortran: fortran) } catch { b.free(); throw error }
            return BytesRef.make(&b)
        }
        t.method("tolist", "($self, /)") { a throws(Raise) in let m = MemoryView(a[0]); try m.check(); return try m.list(0, m.base) }
        t.method("toreadonly", "($self, /)") { a throws(Raise) in
            let m = MemoryView(a[0])
            try m.check()
            return derive(m, base: m.base, byteCount: m.byteCount, itemSize: m.itemSize, format: m.format, shape: m.shape.value, strides: m.strides.value, readonly: true)
        }
        t.method("hex", "($self, sep=<unset>, bytes_per_sep=1)", doc: """
            Two hexadecimal digits for each byte.

            With SEP, a character stands between groups of BYTES_PER_SEP bytes, counted from the right, or from the left if negative.

            >>> value = memoryview(b'\\x00\\x0f\\xff')
            >>> value.hex()
            '000fff'
            >>> value.hex('-')
            '00-0f-ff'
            >>> value.hex(':', 2)
            '00:0fff'
            >>> value.hex(':', -2)
            '000f:ff'
            """) { a throws(Raise) in
            var b = ByteBuilder()
            do throws(Raise) { try copy(a[0], &b) } catch { b.free(); throw error }
            let copied = BytesRef.make(&b)
            // The separator's code must not let go of the memory.
            return try MemoryView(a[0]).exported { () throws(Raise) in try HexText.make(BytesRef(copied).view, a[1], a.has(2) ? try TextArguments.cInt(a[2]) : 1) }
        }
        t.method("count", "($self, value, /)") { a throws(Raise) in
            let m = MemoryView(a[0])
            try m.check()
            var n = 0
            for i in 0..<m.length where try Operations.isEqual(try m.load(m.base + i * m.strides[0].int), a[1]) { n += 1 }
            return .int(n)
        }
        t.method("index", "($self, value, start=0, stop=9223372036854775807, /)") { a throws(Raise) in
            let m = MemoryView(a[0])
            try m.check()
            let (from, to) = try TextArguments.bounds(a[2], a[3], m.length)
            for i in from..<max(from, to) where try Operations.isEqual(try m.load(m.base + i * m.strides[0].int), a[1]) { return .int(i) }
            throw Errors.valueError("memoryview.index(x): x not found")
        }
        t.method("cast", "($self, /, format, shape=<unset>)") { a throws(Raise) in try cast(MemoryView(a[0]), a[1], a[2]) }
    }
    private static func cast(_ m: MemoryView, _ format: Value, _ shape: Value) throws(Raise) -> Value {
        try m.check()
        guard format.isStr else { throw Errors.typeError("cast() argument 'format' must be str, not \(TextArguments.describe(format))") }
        if !m.isContiguous { throw Errors.typeError("memoryview: casts are restricted to C-contiguous views") }
        let wantsShape = !shape.isUnbound && !shape.isNone
        if wantsShape {
            guard shape.isList || shape.isTuple else { throw Errors.typeError("shape must be a list or a tuple") }
            if m.dimensions > 1 && (shape.isList ? ListRef(shape).count : TupleRef(shape).count) != 1 { throw Errors.typeError("memoryview: cast must be 1D -> ND or ND -> 1D") }
        } else if m.dimensions > 1 {
            for i in 0..<m.dimensions where m.shape[i].int == 0 { throw Errors.typeError("memoryview: cannot cast view with zeros in shape or strides") }
        }
        let from = m.character, to = NativeFormat.character(format)
        if to == 0 { throw Errors.valueError("memoryview: destination format must be a native single character format prefixed with an optional '@'") }
        if from == 0 { throw Errors.valueError("memoryview: source format must be a native single character format prefixed with an optional '@'") }
        func isByte(_ c: UInt8) -> Bool { c == 98 || c == 66 || c == 99 }
        if !isByte(from) && !isByte(to) { throw Errors.typeError("memoryview: cannot cast between two non-byte formats") }
        let size = NativeFormat.size(to)
        if m.byteCount % size != 0 { throw Errors.typeError("memoryview: length is not a multiple of itemsize") }
        var newShape = TupleRef.make(Value.int(m.byteCount / size))
        if wantsShape {
            let l = try Operations.tuple(shape), s = TupleRef(l)
            if s.count > 64 { throw Errors.valueError("memoryview: number of dimensions must not exceed 64") }
            let out = TupleRef.allocate(s.count)
            var total = size
            for i in 0..<s.count {
                guard s[i].isIntLike else { throw Errors.typeError("memoryview.cast(): elements of shape must be integers") }
                let n = try Operations.index(s[i])
                if n <= 0 { throw Errors.valueError("memoryview.cast(): elements of shape must be integers > 0") }
                out[i] = .int(n)
                let (p, over) = total.multipliedReportingOverflow(by: n)
                if over { throw Errors.valueError("memoryview.cast(): product(shape) > SSIZE_MAX") }
                total = p
            }
            if total != m.byteCount { throw Errors.typeError("memoryview: product(shape) * itemsize != buffer size") }
            newShape = s.count == 0 ? TupleRef.empty : out.value
        }
        return derive(m, base: m.base, byteCount: m.byteCount, itemSize: size, format: format, shape: newShape, strides: contiguousStrides(TupleRef(newShape), size))
    }
}

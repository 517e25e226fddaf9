import CSupport
import Glibc
import Primitives

/// The special methods of bytearray, its constructor and what changes it.
enum ByteArrayType {
    nonisolated(unsafe) static var iterator = TypeRef()

    static func define() {
        let t = Types.bytearray
        t.flags |= TypeRef.Flags.isSequence | TypeRef.Flags.repeats
        ByteArrayRef.start()
        iterator = BytesIterator.makeType("bytearray_iterator")
        t.constant("__hash__", .none)
        t.constant("__doc__", StrRef.make("""
            bytearray(iterable_of_ints) -> bytearray
            bytearray(string, encoding[, errors]) -> bytearray
            bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer
            bytearray(int) -> that many zero bytes
            bytearray() -> empty
            """))
        t.new("($type, /, *args, **kwargs)") { a in ByteArrayRef.allocate(0, type: TypeRef(a[0].ref)).value }
        t.special("__init__", "($self, /, source=<unset>, encoding=<unset>, errors=<unset>)") { a throws(Raise) in try initialize(a); return .none }
        t.special("__repr__", "($self, /)") { a in
            let s = ByteArrayRef(a[0]).view
            var single = false, double = false
            for i in 0..<s.count { if s.bytes[i] == 39 { single = true } else if s.bytes[i] == 34 { double = true } }
            let quote: UInt32 = single && !double ? 34 : 39
            var b = TextBuilder(capacity: s.count + 16)
            b.append(StrRef(a[0].type.name).view); b.append("(b"); b.append(quote)
            for i in 0..<s.count {
                let c = s.bytes[i]
                switch c {
                case 39, 92: b.append(UInt8(92)); b.append(c)
                case 9: b.append("\\t")
                case 10: b.append("\\n")
                case 13: b.append("\\r")
                case 32..<127: b.append(c)
                default: b.append("\\x"); b.append(hex: UInt32(c), digits: 2)
                }
            }
            b.append(quote); b.append(UInt8(41))
            return StrRef.make(&b)
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in try Operations.repr(a[0]) }
        t.special("__len__", "($self, /)", effect: .reads) { a in Value(int: ByteArrayRef(a[0]).count) }
        t.special("__iter__", "($self, /)") { a in BytesIterator.make(a[0], iterator) }
        func compare(_ name: StaticString, _ f: @escaping (Int) -> Bool) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                if a[1].isStr || !Buffers.supports(a[1]) { return .notImplemented }
                return try BytesMethods.with(a[1]) { p throws(Raise) in Value(bool: f(Text.compare(ByteArrayRef(a[0]).view, p))) }
            }
        }
        compare("__eq__") { $0 == 0 }; compare("__ne__") { $0 != 0 }; compare("__lt__") { $0 < 0 }
        compare("__le__") { $0 <= 0 }; compare("__gt__") { $0 > 0 }; compare("__ge__") { $0 >= 0 }
        operators(t); items(t); mutators(t)
        BytesMethods.define(t)
        Buffers.provide(t, exportsWord: 6) { v in Buffer(base: UnsafeMutableRawPointer(ByteArrayRef(v).data), count: ByteArrayRef(v).count, readonly: false, object: v) }
    }
    private static func initialize(_ a: Args) throws(Raise) {
        let s = ByteArrayRef(a[0])
        if s.count > 0 { try s.setCount(0) }
        if !a.has(1) {
            if a.has(2) { throw Errors.typeError("encoding without a string argument") }
            if a.has(3) { throw Errors.typeError("errors without a string argument") }
            return
        }
        let v = a[1]
        if let e = try BytesType.encoded(a, "bytearray") { try s.append(BytesRef(e).data, BytesRef(e).count); return }
        if v.isStr { throw Errors.typeError("string argument without an encoding") }
        if let n = try BytesConversion.size(v, "bytearray") {
            guard Heap.canAllocate(n) else { throw Errors.memoryError() }
            try s.setCount(n)
            return
        }
        var b = ByteBuilder()
        defer { b.free() }
        try BytesConversion.append(v, &b, "byte must be in range(0, 256)", "cannot convert '\(v.typeName)' object to bytearray")
        if b.count > 0 { try s.append(b.base!, b.count) }
    }

    private static func operators(_ t: TypeRef) {
        t.special("__add__", "($self, value, /)") { a throws(Raise) in
            guard Buffers.supports(a[1]) else { throw Errors.typeError("can't concat \(a[1].type) to \(a[0].type)") }
            return try BytesMethods.with(a[1]) { p throws(Raise) in
                let s = ByteArrayRef(a[0]), n = s.count
                try Heap.demand(n + p.count)
                let out = ByteArrayRef.allocate(n + p.count)
                dx_copy(out.data, s.data, n); dx_copy(out.data + n, p.base, p.count)
                return out.value
            }
        }
        t.special("__iadd__", "($self, value, /)") { a throws(Raise) in
            guard Buffers.supports(a[1]) else { throw Errors.typeError("can't concat \(a[1].type) to \(a[0].type)") }
            // (Its own buffer pins it.)
            if a[0] == a[1] && ByteArrayRef(a[0]).count > 0 { throw ByteArrayRef.pinned }
            try BytesMethods.with(a[1]) { p throws(Raise) in try ByteArrayRef(a[0]).append(p.bytes, p.count) }
            return a[0]
        }
        func repeated(_ a: Args) throws(Raise) -> Int? {
            guard a[1].isIntLike || a[1].type.hasSlot(.index) else { return nil }
            let n = max(0, try Operations.index(a[1]))
            let (total, over) = ByteArrayRef(a[0]).count.multipliedReportingOverflow(by: n)
            guard !over, total < 1 << 40, Heap.canAllocate(total) else { throw Errors.memoryError() }
            return total
        }
        func multiply(_ a: Args) throws(Raise) -> Value {
            guard let total = try repeated(a) else { return .notImplemented }
            let s = ByteArrayRef(a[0]), out = ByteArrayRef.allocate(total)
            TextOperations.fillRepeated(UnsafeMutableRawPointer(out.data), UnsafeRawPointer(s.data), s.count, total)
            return out.value
        }
        t.special("__mul__", "($self, value, /)") { a throws(Raise) in try multiply(a) }
        t.special("__rmul__", "($self, value, /)") { a throws(Raise) in try multiply(a) }
        t.special("__imul__", "($self, value, /)") { a throws(Raise) in
            guard let total = try repeated(a) else { return .notImplemented }
            let s = ByteArrayRef(a[0]), n = s.count
            try s.setCount(total)
            if total > n { TextOperations.fillRepeated(UnsafeMutableRawPointer(s.data), UnsafeRawPointer(BytesRef(BytesRef.make(s.data, n)).data), n, total) }
            return a[0]
        }
        t.special("__mod__", "($self, value, /)") { a throws(Raise) in
            var b = try ByteArrayRef.locked(a[0]) { () throws(Raise) in try PercentFormat.format(bytes: ByteArrayRef(a[0]).view, a[1]) }
            let r = ByteArrayRef.make(b.view.bytes, b.count)
            b.free()
            return r
        }
        t.special("__rmod__", "($self, value, /)") { a in .notImplemented }
    }

    private static func index(_ v: Value, _ n: Int) throws(Raise) -> Int {
        guard v.isIntLike || v.type.hasSlot(.index) else { throw Errors.typeError("bytearray indices must be integers or slices, not \(v.type)") }
        var i = try Operations.index(v, overflow: Exceptions.indexError)
        if i < 0 { i += n }
        if i < 0 || i >= n { throw Errors.indexError("bytearray index out of range") }
        return i
    }
    private static func items(_ t: TypeRef) {
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let s = ByteArrayRef(a[0])
            if a[1].isExactly(Types.slice) {
                let r = try SliceRange(a[1], s.count)
                let out = ByteArrayRef.unfilled(r.count)
                if r.step == 1 { dx_copy(out.data, s.data + r.start, r.count) } else { dx_stride_8(s.data + r.start, r.step, out.data, r.count) }
                return out.value
            }
            return Value(int: Int(s.data[try index(a[1], s.count)]))
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in
            let s = ByteArrayRef(a[0])
            if !a[1].isExactly(Types.slice) {
                var i = try index(a[1], s.count)
                let b = try BytesConversion.byte(a[2])
                if i >= s.count { i = try index(a[1], s.count) }
                s.data[i] = b
                return .none
            }
            var b = ByteBuilder()
            defer { b.free() }
            let what = "can assign only bytes, buffers, or iterables of ints in range(0, 256)"
            if a[2].isIntLike || a[2].isStr { throw Errors.typeError(what) }
            try BytesConversion.append(a[2], &b, "byte must be in range(0, 256)", what)
            try assign(s, try SliceRange(a[1], s.count), b.view)
            return .none
        }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in
            let s = ByteArrayRef(a[0])
            if a[1].isExactly(Types.slice) { try assign(s, try SliceRange(a[1], s.count), UnsafeBufferPointer(start: nil, count: 0)); return .none }
            try s.resize(at: try index(a[1], s.count), removing: 1, inserting: 0)
            return .none
        }
    }
    private static func assign(_ s: ByteArrayRef, _ r: SliceRange, _ b: UnsafeBufferPointer<UInt8>) throws(Raise) {
        if r.step == 1 {
            let old = max(0, r.count)
            try s.resize(at: r.start, removing: old, inserting: b.count)
            if b.count > 0 { dx_copy(s.data + r.start, b.baseAddress!, b.count) }
            return
        }
        if b.count == 0 {
            if r.count == 0 { return }
            try s.checkResizable()
            let low = r.step > 0 ? r.start : r.start + (r.count - 1) * r.step, step = abs(r.step)
            var to = low, next = low, left = r.count
            for i in low..<s.count {
                if left > 0 && i == next { next &+= step; left -= 1; continue }
                s.data[to] = s.data[i]; to += 1
            }
            try s.setCount(s.count - r.count)
            return
        }
        if b.count != r.count { throw Errors.valueError("attempt to assign bytes of size \(b.count) to extended slice of size \(r.count)") }
        var j = r.start
        for i in 0..<r.count { s.data[j] = b[i]; j &+= r.step }
    }

    private static func mutators(_ t: TypeRef) {
        t.method("append", "($self, item, /)") { a throws(Raise) in try ByteArrayRef(a[0]).append(try BytesConversion.byte(a[1])); return .none }
        t.method("clear", "($self, /)") { a throws(Raise) in try ByteArrayRef(a[0]).setCount(0); return .none }
        t.method("copy", "($self, /)") { a in let s = ByteArrayRef(a[0]); return ByteArrayRef.make(s.data, s.count) }
        t.method("extend", "($self, iterable_of_ints, /)") { a throws(Raise) in
            var b = ByteBuilder()
            defer { b.free() }
            if a[1].isStr && StrRef(a[1]).count > 0 { throw Errors.typeError("expected iterable of integers; got: 'str'") }
            if a[1].isBytes { let x = BytesRef(a[1]); try ByteArrayRef(a[0]).append(x.data, x.count); return .none }
            // A buffer goes behind what was there before its exporter ran.
            let s = ByteArrayRef(a[0]), n = Buffers.supports(a[1]) ? s.count : Int.max
            try BytesConversion.append(a[1], &b, "byte must be in range(0, 256)", "can't extend bytearray with \(a[1].typeName)", asksLength: true)
            if b.count == 0 { return .none }
            if n >= s.count { try s.append(b.base!, b.count); return .none }
            try s.resize(at: n, removing: 0, inserting: b.count)
            dx_copy(s.data + n, b.base!, b.count)
            return .none
        }
        t.method("insert", "($self, index, item, /)") { a throws(Raise) in
            let s = ByteArrayRef(a[0])
            var i = try TextArguments.size(a[1])
            let b = try BytesConversion.byte(a[2])
            if i < 0 { i = max(0, i + s.count) }
            i = min(i, s.count)
            try s.resize(at: i, removing: 0, inserting: 1)
            s.data[i] = b
            return .none
        }
        t.method("pop", "($self, index=-1, /)") { a throws(Raise) in
            let s = ByteArrayRef(a[0])
            var i = try TextArguments.size(a[1])
            if s.count == 0 { throw Errors.indexError("pop from empty bytearray") }
            if i < 0 { i += s.count }
            if i < 0 || i >= s.count { throw Errors.indexError("pop index out of range") }
            let b = s.data[i]
            try s.resize(at: i, removing: 1, inserting: 0)
            return Value(int: Int(b))
        }
        t.method("remove", "($self, value, /)") { a throws(Raise) in
            let b = try BytesConversion.byte(a[1]), s = ByteArrayRef(a[0])
            let i = Text.find(s.view, UInt32(b), 0, s.count)
            if i < 0 { throw Errors.valueError("value not found in bytearray") }
            try s.resize(at: i, removing: 1, inserting: 0)
            return .none
        }
        t.method("reverse", "($self, /)") { a in
            let s = ByteArrayRef(a[0])
            var p = UnsafeMutableBufferPointer(start: s.data, count: s.count)
            p.reverse()
            return .none
        }
        t.method("resize", "($self, size, /)") { a throws(Raise) in
            let n = try TextArguments.size(a[1])
            if n < 0 { throw Errors.valueError("Can only resize to positive sizes, got \(n)") }
            guard Heap.canAllocate(n) else { throw Errors.memoryError() }
            try ByteArrayRef(a[0]).setCount(n)
            return .none
        }
        t.method("__alloc__", "($self, /)") { a in Value(int: Int(a[0].ref.value(3).ref.word(2)) + 1) }
        t.method("__sizeof__", "($self, /)") { a in Value(int: 57 + Int(a[0].ref.value(3).ref.word(2))) }
        func reduce(_ v: Value, _ protocol_: Int) throws(Raise) -> Value {
            let s = ByteArrayRef(v)
            let state = try Call.call(try Operations.getAttribute(v, StrRef.intern("__getstate__")))
            if protocol_ < 3 {
                let text = StrRef.make(TextView(base: UnsafeRawPointer(s.data), count: s.count, kind: 1, isASCII: Text.isASCII(s.data, s.count)))
                return TupleRef.make(v.type.value, s.count == 0 ? TupleRef.empty : TupleRef.make(text, StrRef.make("latin-1")), state)
            }
            return TupleRef.make(v.type.value, s.count == 0 ? TupleRef.empty : TupleRef.make(BytesRef.make(s.data, s.count)), state)
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in try reduce(a[0], 2) }
        t.method("__reduce_ex__", "($self, proto=0, /)") { a throws(Raise) in try reduce(a[0], try TextArguments.cInt(a[1])) }
    }
}

/// The state that `__reduce__` of a native type adds: the instance's `__dict__`, or None.
public enum ObjectState {
    public static func dictionary(_ v: Value) throws(Raise) -> Value {
        guard v.type.attributes != 0 else { return .none }
        let d = try Operations.findAttribute(v, Names.__dict__)
        return d.isUnbound ? .none : d
    }
}

import Glibc
import Primitives
import Runtime

/// `array.array`: values 2 the bytes (a bytearray of its own), 3 the typecode as a tagged int; raw 4 the export count cell; subclasses have a dict behind.
struct ArrayRef {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef(), iterator = TypeRef()
    static let exportsWord = 4
    static let typecodes: StaticString = "bBuwhHiIlLqQfd"

    var storage: ByteArrayRef { ByteArrayRef(ref.value(2)) }
    var typecode: UInt8 { UInt8(ref.value(3).int) }
    var isText: Bool { typecode == 117 || typecode == 119 }
    var itemSize: Int { isText ? 4 : NativeFormat.size(typecode) }
    var count: Int { storage.count / itemSize }
    func address(_ i: Int) -> UnsafeMutableRawPointer { UnsafeMutableRawPointer(storage.data) + i * itemSize }

    static func make(_ typecode: UInt8, count: Int = 0, type: TypeRef = ArrayRef.type) throws(Raise) -> ArrayRef {
        let r = type == ArrayRef.type ? Heap.allocate(type.instanceSize, type) : Instance.allocate(type)
        r.set(3, Value(int: Int(typecode)))
        let a = ArrayRef(Value(r))
        let bytes = count * a.itemSize
        guard count >= 0, Heap.canAllocate(bytes) else { throw Errors.memoryError() }
        r.set(2, ByteArrayRef.allocate(bytes).value)
        return a
    }
    func check() throws(Raise) {
        if Buffers.isPinned(Value(ref), exportsWord: ArrayRef.exportsWord) { throw Errors.make(Exceptions.bufferError, "cannot resize an array that is exporting buffers") }
    }
    func resize(at i: Int, removing old: Int, inserting new: Int) throws(Raise) {
        if old == new { return }
        try check()
        try storage.resize(at: i * itemSize, removing: old * itemSize, inserting: new * itemSize)
    }

    // MARK: items

    func load(_ i: Int) throws(Raise) -> Value {
        if !isText { return NativeFormat.load(typecode, address(i)) }
        let c = address(i).loadUnaligned(as: UInt32.self)
        if c > 0x10FFFF { throw Errors.valueError("chr() arg not in range(0x110000)") }
        return StrRef.character(c)
    }
    /// The code of a character, which may be none.
    func scalar(_ i: Int) -> Value { Value(int: Int(address(i).loadUnaligned(as: UInt32.self))) }
    /// Stores V in a temporary of eight bytes first, since conversion may run Python code that moves the array.
    func convert(_ v: Value) throws(Raise) -> UInt64 {
        var x: UInt64 = 0
        if isText {
            guard v.isStr else { throw Errors.typeError("array item must be a unicode character, not \(v.isNone ? "None" : v.typeName)") }
            guard StrRef(v).count == 1 else { throw Errors.typeError("array item must be a unicode character, not a string of length \(StrRef(v).count)") }
            return UInt64(StrRef(v)[0])
        }
        var failure: NativeFormat.Failure? = nil, raised: Raise? = nil
        let c = typecode
        withUnsafeMutableBytes(of: &x) { p in
            do throws(Raise) { failure = try NativeFormat.store(c, v, p.baseAddress!) } catch { raised = error }
        }
        if let raised { throw raised }
        switch failure {
        case nil: return x
        case .type?:
            if c == 102 || c == 100 { throw Errors.typeError("must be real number, not \(v.type)") }
            throw Errors.typeError("'\(v.type)' object cannot be interpreted as an integer")
        case .range?:
            let n = try Operations.indexObject(v)
            // Beyond an unsigned word.
            let high = try Operations.binary(.rshift, n, Value(int: 64)), isLong = c == 73 && !Integers.isNegative(n) && high != Value(int: 0)
            throw Errors.overflowError(ArrayRef.rangeMessage(isLong ? 76 : c, TextArguments.clamp(n), fits: Integers.asInt64(n) != nil))
        }
    }
    /// What CPython's conversions say in turn: to long, to the C type they parse, to the item's type. X: the value, cut to a word unless it FITS.
    private static func rangeMessage(_ c: UInt8, _ x: Int, fits: Bool) -> String {
        let negative = x < 0
        if c == 98 || c == 66 || c == 104 || c == 72 || c == 105 {
            if !fits { return "Python int too large to convert to C long" }
            if (c == 98 || c == 104) && (x > 32767 || x < -32768) { return "signed short integer is \(negative ? "less than minimum" : "greater than maximum")" }
            if c == 72 && (x > 0x7fffffff || x < -0x80000000) { return "signed integer is \(negative ? "less than minimum" : "greater than maximum")" }
        }
        let names: [UInt8: String] = [98: "signed char", 66: "unsigned byte integer", 104: "signed short integer", 72: "unsigned short", 105: "signed integer"]
        if let n = names[c] { return "\(n) is \(negative ? "less than minimum" : "greater than maximum")" }
        switch c {
        case 73: return negative ? "can't convert negative value to unsigned int" : "unsigned int is greater than maximum"
        case 108: return "Python int too large to convert to C long"
        case 76: return negative ? "can't convert negative value to unsigned int" : "Python int too large to convert to C unsigned long"
        case 113: return "int too big to convert"
        default: return negative ? "can't convert negative int to unsigned" : "int too big to convert"
        }
    }
    func store(_ x: UInt64, _ i: Int) {
        let p = address(i)
        switch itemSize {
        case 1: p.storeBytes(of: UInt8(truncatingIfNeeded: x), as: UInt8.self)
        case 2: p.storeBytes(of: UInt16(truncatingIfNeeded: x), as: UInt16.self)
        case 4: p.storeBytes(of: UInt32(truncatingIfNeeded: x), as: UInt32.self)
        default: p.storeBytes(of: x, as: UInt64.self)
        }
    }
    func append(_ v: Value) throws(Raise) {
        var x = try convert(v)
        let size = itemSize
        if ref.word(ArrayRef.exportsWord) == 0, let p = storage.room(size) { memcpy(p, &x, size); return }
        let n = count
        try resize(at: n, removing: 0, inserting: 1)
        store(x, n)
    }
    func extend(_ v: Value) throws(Raise) {
        if v.isInstance(of: ArrayRef.type) {
            let o = ArrayRef(v)
            if o.typecode != typecode { throw Errors.typeError("can only extend with array of same kind") }
            let n = count, more = o.count
            try resize(at: n, removing: 0, inserting: more)
            memmove(address(n), o.address(0), more * itemSize)
            return
        }
        if v.isExactly(Types.list) || v.isExactly(Types.tuple) { return try extend(items: v) }
        let it = try Operations.iterate(v)
        while let x = try Operations.next(it) { try append(x) }
    }
    /// By the items of a list or tuple, whose own `__iter__` is not asked. Converting them may change it; ISFIXED: as many as there are now are looked for.
    func extend(items v: Value, isFixed: Bool = false) throws(Raise) {
        func count() -> Int { v.isList ? ListRef(v).count : TupleRef(v).count }
        let fixed = isFixed ? count() : -1
        var i = 0
        while i < (isFixed ? fixed : count()) {
            let n = min(count(), isFixed ? fixed : .max)
            if i < n { i += try appendNumbers((v.isList ? UnsafePointer(ListRef(v).items) : UnsafePointer(TupleRef(v).items)) + i, n - i) }
            if i < n { try append(v.isList ? ListRef(v)[i] : TupleRef(v)[i]); i += 1 } else if isFixed && i < fixed { throw Errors.indexError("list index out of range") }
        }
    }
    func appendBytes(_ b: UnsafeBufferPointer<UInt8>) throws(Raise) {
        if b.count % itemSize != 0 { throw Errors.valueError("bytes length not a multiple of item size") }
        let n = count
        try resize(at: n, removing: 0, inserting: b.count / itemSize)
        if b.count > 0 { memmove(address(n), b.baseAddress!, b.count) }
    }
    func appendText(_ s: StrRef) throws(Raise) {
        let n = count
        try resize(at: n, removing: 0, inserting: s.count)
        for i in 0..<s.count { store(UInt64(s[i]), n + i) }
    }
    func slice(_ from: Int, _ n: Int, step: Int) throws(Raise) -> ArrayRef {
        let out = try ArrayRef.make(typecode, count: max(0, n))
        gather(from, n, step: step, into: out.address(0))
        return out
    }
    func index(_ v: Value, _ what: String = "array index out of range") throws(Raise) -> Int {
        guard v.isIntLike || v.type.hasSlot(.index) else { throw Errors.typeError("array indices must be integers") }
        var i = try Operations.index(v, overflow: Exceptions.indexError)
        if i < 0 { i += count }
        if i < 0 || i >= count { throw Errors.indexError(what) }
        return i
    }
    func list() throws(Raise) -> ListRef {
        if let l = numberList() { return l }
        let n = count, out = ListRef.allocate(capacity: n)
        for i in 0..<n { out.append(try load(i)) }
        return out
    }
    func text() throws(Raise) -> Value {
        for i in 0..<count {
            let c = address(i).load(as: UInt32.self)
            if c > 0x10FFFF { throw Errors.valueError("character U+\(String(c, radix: 16)) is not in range [U+0000; U+10ffff]") }
        }
        return StrRef.make(UnsafeRawPointer(storage.data), count: count, kind: 4)
    }
    func bytes() -> Value { BytesRef.make(storage.data, storage.count) }
}

extension NativeModule {
    static let array = NativeModule("array") { m throws(Raise) in
        let t = TypeFactory.make("array", module: "array", size: 48, layout: .fields(2, 4), subclassable: true)
        t.allowWeakReferences()
        t.setSequence()
        ArrayRef.type = t; TypedArrays.type = t
        m.type(t)
        m.constant("ArrayType", t.value)
        m.constant("typecodes", StrRef.make(ArrayRef.typecodes.description))
        ArrayModule.construction(t, m)
        ArrayModule.items(t)
        ArrayModule.methods(t)
        Buffers.provide(t, exportsWord: ArrayRef.exportsWord) { v in
            let a = ArrayRef(v)
            var b = Buffer(base: UnsafeMutableRawPointer(a.storage.data), count: a.storage.count, readonly: false, object: v)
            b.itemSize = a.itemSize; b.format = StrRef.character(UInt32(a.typecode))
            return b
        }
        ArrayRef.iterator = TypeFactory.make("arrayiterator", module: "array", size: 32, layout: .fields(2, 4))
        TypedArrays.iterator = ArrayRef.iterator
        NativeIterators.register(ArrayRef.iterator) { r throws(Raise) in
            let v = r.value(2)
            if v.isUnbound { return .unbound }
            let a = ArrayRef(v), i = r.value(3).int
            if i >= a.count { r.set(2, .unbound); return .unbound }
            r.set(3, Value(int: i + 1))
            return try a.load(i)
        }
        ArrayRef.iterator.method("__reduce__", "($self, /)") { a throws(Raise) in
            let iter = try Builtins.get("iter"), v = a[0].ref.value(2)
            return v.isUnbound ? TupleRef.make(iter, TupleRef.make(TupleRef.empty)) : TupleRef.make(iter, TupleRef.make(v), a[0].ref.value(3))
        }
        ArrayRef.iterator.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            let v = a[0].ref.value(2), i = try TextArguments.size(a[1])
            if !v.isUnbound { a[0].ref.set(3, Value(int: max(0, min(i, ArrayRef(v).count)))) }
            return .none
        }
        let abc = try ImportSystem.importModule("collections.abc")
        _ = try Call.call(try Operations.getAttribute(try Operations.getAttribute(abc, StrRef.intern("MutableSequence")), StrRef.intern("register")), t.value)
    }
}

enum ArrayModule {
    static func construction(_ t: TypeRef, _ m: ModuleBuilder) {
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let cls = TypeRef(a[0].ref), args = TupleRef(a[1])
            if cls == ArrayRef.type && DictRef(a[2]).count > 0 { throw Errors.typeError("array.array() takes no keyword arguments") }
            if args.count < 1 { throw Errors.typeError("array() takes at least 1 argument (0 given)") }
            if args.count > 2 { throw Errors.typeError("array() takes at most 2 arguments (\(args.count) given)") }
            guard args[0].isStr else { throw Errors.typeError("array() argument 1 must be a unicode character, not \(args[0].isNone ? "None" : args[0].typeName)") }
            guard StrRef(args[0]).count == 1 else { throw Errors.typeError("array() argument 1 must be a unicode character, not a string of length \(StrRef(args[0]).count)") }
            let c = StrRef(args[0])[0]
            guard c < 128, (0..<ArrayRef.typecodes.utf8CodeUnitCount).contains(where: { ArrayRef.typecodes.utf8Start[$0] == UInt8(c) }) else {
                throw Errors.valueError("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")
            }
            if c == 117 { try Warnings.warn(Exceptions.deprecationWarning, "The 'u' type code is deprecated and will be removed in Python 3.16") }
            let out = try ArrayRef.make(UInt8(c), type: cls)
            if args.count < 2 { return Value(out.ref) }
            let v = args[1]
            if v.isStr {
                guard out.isText else { throw Errors.typeError("cannot use a str to initialize an array with typecode '\(Character(Unicode.Scalar(c)!))'") }
                try out.appendText(StrRef(v))
            } else if v.isInstance(of: ArrayRef.type) && ArrayRef(v).typecode == out.typecode { try out.extend(v) }
            else if v.isBytes || v.isInstance(of: Types.bytearray) {
                let b = try Buffers.get(v)
                try out.appendBytes(b.bytes)
            } else if v.isInstance(of: ArrayRef.type) {
                if ArrayRef(v).isText != out.isText && out.isText == false { throw Errors.typeError("cannot use a unicode array to initialize an array with typecode '\(Character(Unicode.Scalar(c)!))'") }
                try out.extend(ArrayRef(v).list().value)
            } else if v.isList || v.isTuple { try out.extend(items: v, isFixed: true) } else { try out.extend(v) }
            return Value(out.ref)
        }
        m.function("_array_reconstructor", "(arraytype, typecode, mformat_code, items, /)") { a throws(Raise) in
            guard a[0].isType, TypeRef(a[0].ref).isSubtype(of: ArrayRef.type) else { throw Errors.typeError("first argument must be a type object, not \(a[0].type)") }
            guard a[3].isBytes else { throw Errors.typeError("fourth argument should be bytes, not \(a[3].type)") }
            let code = try TextArguments.cInt(a[2]), c = try TextArguments.str(a[1], "_array_reconstructor", 2)
            guard c.count == 1 else { throw Errors.typeError("_array_reconstructor() argument 2 must be a unicode character") }
            // Machine formats come in pairs, little-endian first; those of this machine are taken as they are.
            let little: [Int: Int] = [0: 1, 1: 1, 2: 2, 4: 2, 6: 4, 8: 4, 10: 8, 12: 8, 14: 4, 16: 8, 18: 2, 20: 4]
            guard code >= 0 && code <= 21 else { throw Errors.valueError("third argument must be a valid machine format code.") }
            let out = try ArrayRef.make(UInt8(truncatingIfNeeded: c[0]), type: TypeRef(a[0].ref))
            let base = code < 2 ? code : code & ~1
            let b = BytesRef(a[3])
            guard little[base] == out.itemSize, base < 18 || out.typecode == 117 || out.typecode == 119 else { return try foreign(out, base, little[base]!, isBig: code & 1 == 1, b, a[3]) }
            try out.appendBytes(UnsafeBufferPointer(start: b.data, count: b.count))
            if code >= 2 && code & 1 == 1 { out.swapBytes() }
            return Value(out.ref)
        }
        /// Items of another machine's format, one by one.
        func foreign(_ out: ArrayRef, _ base: Int, _ size: Int, isBig: Bool, _ b: BytesRef, _ bytes: Value) throws(Raise) -> Value {
            if b.count % size != 0 { throw Errors.valueError("string length not a multiple of item size") }
            if base >= 18 {
                let name = "utf-\(size * 8)-\(isBig ? "be" : "le")"
                let text = try Codecs.decode(bytes, StrRef(StrRef.make(name)), errors: StrRef(StrRef.make("strict")))
                if out.isText { try out.appendText(StrRef(text)) } else { try out.extend(text) }
                return Value(out.ref)
            }
            if base < 14 {
                // The type code that has the format takes the place of the given one.
                let isSigned = base == 1 || base == 4 || base == 8 || base == 12
                let codes: [Int: (UInt8, UInt8)] = [1: (98, 66), 2: (104, 72), 4: (105, 73), 8: (108, 76)]
                let own = try ArrayRef.make(isSigned ? codes[size]!.0 : codes[size]!.1, type: out.ref.type)
                try own.appendBytes(UnsafeBufferPointer(start: b.data, count: b.count))
                if isBig { own.swapBytes() }
                return Value(own.ref)
            }
            let items = ListRef.allocate()
            for i in 0..<b.count / size {
                var v: UInt64 = 0
                for k in 0..<size { v |= UInt64(b.data[i * size + (isBig ? size - 1 - k : k)]) << UInt64(8 * k) }
                if base == 14 { items.append(Value(float: Double(Float(bitPattern: UInt32(v))))) }
                else { items.append(Value(float: Double(bitPattern: v))) }
            }
            try out.extend(items.value)
            return Value(out.ref)
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let s = ArrayRef(a[0]), c = Character(Unicode.Scalar(s.typecode))
            if s.count == 0 { return StrRef.make("\(a[0].type.bareName)('\(c)')") }
            let inner = try Operations.repr(s.isText ? s.text() : s.list().value)
            return TextOperations.concatenate(TextOperations.concatenate(StrRef.make("\(a[0].type.bareName)('\(c)', "), inner), StrRef.make(")"))
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a in GenericAlias.make(a[0], a[1]) }
        t.constant("__hash__", .none)
    }
    static func items(_ t: TypeRef) {
        t.special("__len__", "($self, /)") { a in .int(ArrayRef(a[0]).count) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let s = ArrayRef(a[0])
            if a[1].isExactly(Types.slice) { let r = try SliceRange(a[1], s.count); return Value(try s.slice(r.start, r.count, step: r.step).ref) }
            return try s.load(try s.index(a[1]))
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in
            let s = ArrayRef(a[0])
            if !a[1].isExactly(Types.slice) {
                let i = try s.index(a[1], "array assignment index out of range"), x = try s.convert(a[2])
                if i >= s.count { throw Errors.indexError("array assignment index out of range") }
                s.store(x, i)
                return .none
            }
            guard a[2].isInstance(of: ArrayRef.type) else { throw Errors.typeError("can only assign array (not \"\(a[2].type)\") to array slice") }
            var o = ArrayRef(a[2])
            guard o.typecode == s.typecode else { throw Errors.typeError("bad argument type for built-in operation") }
            let r = try SliceRange(a[1], s.count)
            if o.ref == s.ref { o = try o.slice(0, o.count, step: 1) }
            if r.step == 1 {
                try s.resize(at: r.start, removing: max(0, r.count), inserting: o.count)
                memcpy(s.address(r.start), o.address(0), o.count * s.itemSize)
                return .none
            }
            if o.count == 0 { try delete(s, r); return .none }
            if o.count != r.count { throw Errors.valueError("attempt to assign array of size \(o.count) to extended slice of size \(r.count)") }
            s.scatter(r.start, r.count, step: r.step, of: o.address(0))
            return .none
        }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in
            let s = ArrayRef(a[0])
            if a[1].isExactly(Types.slice) { try delete(s, try SliceRange(a[1], s.count)); return .none }
            try s.resize(at: try s.index(a[1], "array assignment index out of range"), removing: 1, inserting: 0)
            return .none
        }
        t.special("__iter__", "($self, /)") { a in
            let r = Heap.allocate(32, ArrayRef.iterator)
            r.initialize(2, a[0]); r.setWord(3, Value(int: 0).bits)
            return Value(r)
        }
        t.special("__contains__", "($self, key, /)") { a throws(Raise) in
            let s = ArrayRef(a[0])
            if let i = s.find(a[1], from: 0, to: s.count) { return Value(bool: i >= 0) }
            var i = 0
            while i < s.count { if try Operations.isEqual(s.load(i), a[1]) { return .true }; i += 1 }
            return .false
        }
        t.special("__add__", "($self, value, /)") { a throws(Raise) in
            let s = ArrayRef(a[0])
            guard a[1].isInstance(of: ArrayRef.type) else { throw Errors.typeError("can only append array (not \"\(a[1].type)\") to array") }
            guard ArrayRef(a[1]).typecode == s.typecode else { throw Errors.typeError("bad argument type for built-in operation") }
            let out = try s.slice(0, s.count, step: 1)
            try out.extend(a[1])
            return Value(out.ref)
        }
        t.special("__iadd__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isInstance(of: ArrayRef.type) else { throw Errors.typeError("can only extend array with array (not \"\(a[1].type)\")") }
            try ArrayRef(a[0]).extend(a[1])
            return a[0]
        }
        func multiply(_ a: Args) throws(Raise) -> Value {
            let n = max(0, try Operations.index(a[1])), s = ArrayRef(a[0])
            let (total, over) = s.count.multipliedReportingOverflow(by: n)
            if over || total > 1 << 36 { throw Errors.memoryError() }
            let out = try ArrayRef.make(s.typecode, count: total), k = s.count * s.itemSize
            if total > 0 { memcpy(out.address(0), s.address(0), k); out.repeatFirst(k) }
            return Value(out.ref)
        }
        t.special("__mul__", "($self, value, /)") { a throws(Raise) in try multiply(a) }
        t.special("__rmul__", "($self, value, /)") { a throws(Raise) in try multiply(a) }
        t.special("__imul__", "($self, value, /)") { a throws(Raise) in
            let r = try multiply(a)
            if r.isNotImplemented { return r }
            let s = ArrayRef(a[0]), o = ArrayRef(r)
            try s.resize(at: 0, removing: s.count, inserting: o.count)
            memcpy(s.address(0), o.address(0), o.storage.count)
            return a[0]
        }
        for (name, op): (StaticString, Operations.Comparison) in [("__eq__", .eq), ("__ne__", .ne), ("__lt__", .lt), ("__le__", .le), ("__gt__", .gt), ("__ge__", .ge)] {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard a[1].isInstance(of: ArrayRef.type) else { return .notImplemented }
                let x = ArrayRef(a[0]), y = ArrayRef(a[1]), areTexts = x.isText && y.isText
                if x.count != y.count && (op == .eq || op == .ne) { return Value(bool: op == .ne) }
                var i = x.typecode == y.typecode ? x.firstDifference(y) ?? 0 : 0
                while i < x.count && i < y.count {
                    let p = try areTexts ? x.scalar(i) : x.load(i), q = try areTexts ? y.scalar(i) : y.load(i)
                    if try !Operations.isTrue(try Operations.richCompare(p, q, .eq)) {
                        if op == .eq || op == .ne { return Value(bool: op == .ne) }
                        return try Operations.richCompare(p, q, op)
                    }
                    i += 1
                }
                return Value(bool: Operations.compare(x.count, y.count, op))
            }
        }
    }
    private static func delete(_ s: ArrayRef, _ r: SliceRange) throws(Raise) {
        if r.count <= 0 { return }
        if r.step == 1 { try s.resize(at: r.start, removing: r.count, inserting: 0); return }
        try s.check()
        let n = s.count, last = r.start + (r.count - 1) * r.step
        s.closeGaps(min(r.start, last), r.count, step: abs(r.step))
        try s.resize(at: n - r.count, removing: r.count, inserting: 0)
    }
    static func methods(_ t: TypeRef) {
        t.getter("itemsize") { v in .int(ArrayRef(v).itemSize) }
        t.getter("typecode") { v in StrRef.character(UInt32(ArrayRef(v).typecode)) }
        t.method("append", "($self, v, /)") { a throws(Raise) in try ArrayRef(a[0]).append(a[1]); return .none }
        t.method("extend", "($self, bb, /)") { a throws(Raise) in try ArrayRef(a[0]).extend(a[1]); return .none }
        t.method("clear", "($self, /)") { a throws(Raise) in let s = ArrayRef(a[0]); try s.resize(at: 0, removing: s.count, inserting: 0); return .none }
        t.method("buffer_info", "($self, /)") { a in
            let s = ArrayRef(a[0])
            return TupleRef.make(IntObject.unsigned(UInt64(UInt(bitPattern: s.storage.data))), .int(s.count))
        }
        t.method("byteswap", "($self, /)") { a in ArrayRef(a[0]).swapBytes(); return .none }
        func copy(_ a: Args) throws(Raise) -> Value { let s = ArrayRef(a[0]); return Value(try s.slice(0, s.count, step: 1).ref) }
        t.method("__copy__", "($self, /)") { a throws(Raise) in try copy(a) }
        t.method("__deepcopy__", "($self, unused, /)") { a throws(Raise) in try copy(a) }
        t.method("count", "($self, v, /)") { a throws(Raise) in
            let s = ArrayRef(a[0])
            if let n = s.occurrences(a[1]) { return .int(n) }
            var n = 0, i = 0
            while i < s.count { if try Operations.isEqual(s.load(i), a[1]) { n += 1 }; i += 1 }
            return .int(n)
        }
        t.method("index", "($self, v, start=0, stop=9223372036854775807, /)") { a throws(Raise) in
            let s = ArrayRef(a[0]), (from, to) = try TextArguments.bounds(a[2], a[3], s.count)
            if let i = s.find(a[1], from: from, to: max(from, min(to, s.count))) {
                if i < 0 { throw Errors.valueError("array.index(x): x not in array") }
                return .int(i)
            }
            var i = from
            while i < to && i < s.count { if try Operations.isEqual(s.load(i), a[1]) { return .int(i) }; i += 1 }
            throw Errors.valueError("array.index(x): x not in array")
        }
        t.method("insert", "($self, i, v, /)") { a throws(Raise) in
            let s = ArrayRef(a[0])
            var i = try TextArguments.size(a[1])
            let x = try s.convert(a[2])
            if i < 0 { i = max(0, i + s.count) }
            i = min(i, s.count)
            try s.resize(at: i, removing: 0, inserting: 1)
            s.store(x, i)
            return .none
        }
        t.method("pop", "($self, i=-1, /)") { a throws(Raise) in
            let s = ArrayRef(a[0])
            var i = try TextArguments.size(a[1])
            if s.count == 0 { throw Errors.indexError("pop from empty array") }
            if i < 0 { i += s.count }
            if i < 0 || i >= s.count { throw Errors.indexError("pop index out of range") }
            let v = try s.load(i)
            try s.resize(at: i, removing: 1, inserting: 0)
            return v
        }
        t.method("remove", "($self, v, /)") { a throws(Raise) in
            let s = ArrayRef(a[0])
            if let i = s.find(a[1], from: 0, to: s.count) {
                if i < 0 { throw Errors.valueError("array.remove(x): x not in array") }
                try s.resize(at: i, removing: 1, inserting: 0)
                return .none
            }
            var i = 0
            while i < s.count {
                if try Operations.isEqual(s.load(i), a[1]) { try s.resize(at: i, removing: 1, inserting: 0); return .none }
                i += 1
            }
            throw Errors.valueError("array.remove(x): x not in array")
        }
        t.method("reverse", "($self, /)") { a in ArrayRef(a[0]).reverse(); return .none }
        t.method("tolist", "($self, /)") { a throws(Raise) in try ArrayRef(a[0]).list().value }
        t.method("tobytes", "($self, /)") { a in ArrayRef(a[0]).bytes() }
        t.method("tofile", "($self, f, /)") { a throws(Raise) in _ = try Call.call(try Operations.getAttribute(a[1], StrRef.intern("write")), ArrayRef(a[0]).bytes()); return .none }
        t.method("fromfile", "($self, f, n, /)") { a throws(Raise) in
            let s = ArrayRef(a[0]), n = try TextArguments.size(a[2])
            if n < 0 { throw Errors.valueError("negative count") }
            let r = try Call.call(try Operations.getAttribute(a[1], StrRef.intern("read")), .int(n * s.itemSize))
            guard r.isBytes else { throw Errors.typeError("read() didn't return bytes") }
            let b = BytesRef(r)
            try s.appendBytes(UnsafeBufferPointer(start: b.data, count: b.count))
            if b.count != n * s.itemSize { throw Errors.make(Exceptions.eofError, "read() didn't return enough bytes") }
            return .none
        }
        t.method("fromlist", "($self, list, /)") { a throws(Raise) in
            guard a[1].isList else { throw Errors.typeError("arg must be list") }
            let s = ArrayRef(a[0]), l = ListRef(a[1]), n = s.count
            do throws(Raise) { var i = 0; while i < l.count { try s.append(l[i]); i += 1 } } catch {
                try s.resize(at: n, removing: s.count - n, inserting: 0)
                throw error
            }
            return .none
        }
        t.method("frombytes", "($self, buffer, /)") { a throws(Raise) in
            let b = try Buffers.get(a[1])
            defer { b.release() }
            try ArrayRef(a[0]).appendBytes(b.bytes)
            return .none
        }
        t.method("fromunicode", "($self, ustr, /)") { a throws(Raise) in
            let s = ArrayRef(a[0]), u = try TextArguments.str(a[1], "fromunicode", 1)
            if !s.isText { throw Errors.valueError("fromunicode() may only be called on unicode type arrays ('u' or 'w')") }
            try s.appendText(u)
            return .none
        }
        t.method("tounicode", "($self, /)") { a throws(Raise) in
            let s = ArrayRef(a[0])
            if !s.isText { throw Errors.valueError("tounicode() may only be called on unicode type arrays ('u' or 'w')") }
            return try s.text()
        }
        t.method("__reduce_ex__", "($self, value, /)") { a throws(Raise) in
            let s = ArrayRef(a[0]), state = try ObjectState.dictionary(a[0]), code = StrRef.character(UInt32(s.typecode))
            if try TextArguments.cInt(a[1]) < 3 {
                return TupleRef.make(a[0].type.value, TupleRef.make(code, try s.isText ? s.text() : s.list().value), state)
            }
            let formats: [UInt8: Int] = [66: 0, 98: 1, 72: 2, 104: 4, 73: 6, 105: 8, 76: 10, 81: 10, 108: 12, 113: 12, 102: 14, 100: 16, 117: 20, 119: 20]
            let args = TupleRef.allocate(4)
            args[0] = a[0].type.value; args[1] = code; args[2] = .int(formats[s.typecode]!); args[3] = s.bytes()
            let f = try Operations.getAttribute(try ImportedModules.get("array"), StrRef.intern("_array_reconstructor"))
            return TupleRef.make(f, args.value, state)
        }
        t.method("__sizeof__", "($self, /)") { a in .int(80 + ArrayRef(a[0]).storage.count) }
    }
}

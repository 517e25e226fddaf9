import Primitives

/// The members of `str` that are special methods, its constructor and its iterator.
enum StrType {
    nonisolated(unsafe) static var iterator = TypeRef(), asciiIterator = TypeRef()

    static func define() {
        let t = Types.str
        t.flags |= TypeRef.Flags.isSequence | TypeRef.Flags.repeats
        iterator = StrIterator.makeType("str_iterator")
        asciiIterator = StrIterator.makeType("str_ascii_iterator")
        t.constant("__doc__", StrRef.make("""
            str(object='') -> str
            str(bytes_or_buffer[, encoding[, errors]]) -> str

            Create a new string object from the given object. If encoding or
            errors is specified, then the object must expose a data buffer
            that will be decoded using the given encoding and error handler.
            Otherwise, returns the result of object.__str__() (if defined)
            or repr(object).
            encoding defaults to 'utf-8'.
            errors defaults to 'strict'.
            """))
        t.new("($type, object=<unset>, encoding=<unset>, errors=<unset>)") { a throws(Raise) in
            let cls = TypeRef(a[0].ref)
            let v = try construct(a)
            return cls == Types.str ? v : StrRef.make(StrRef(v.ref).view, type: cls)
        }
        t.special("__repr__", "($self, /)") { a in
            var b = TextBuilder()
            Text.repr(StrRef(a[0]).view, into: &b)
            return StrRef.make(&b)
        }
        t.special("__str__", "($self, /)") { a in StrRef(a[0]).exact }
        t.special("__hash__", "($self, /)", effect: .pure) { a in .int(StrRef(a[0]).hash) }
        t.special("__len__", "($self, /)", effect: .pure) { a in Value(int: StrRef(a[0]).count) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in try getItem(StrRef(a[0]), a[1]) }
        t.special("__contains__", "($self, key, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("'in <string>' requires string as left operand, not \(a[1].type)") }
            let s = StrRef(a[0])
            return Value(bool: Text.find(s.view, StrRef(a[1]).view, 0, s.count) >= 0)
        }
        t.special("__iter__", "($self, /)") { a in StrIterator.make(a[0]) }
        t.special("__add__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("can only concatenate str (not \"\(a[1].type)\") to str") }
            return TextOperations.concatenate(a[0], a[1])
        }
        t.special("__mul__", "($self, value, /)") { a throws(Raise) in try multiply(a[0], a[1]) }
        t.special("__rmul__", "($self, value, /)") { a throws(Raise) in try multiply(a[0], a[1]) }
        t.special("__mod__", "($self, value, /)") { a throws(Raise) in try PercentFormat.format(StrRef(a[0]), a[1]) }
        t.special("__rmod__", "($self, value, /)") { a throws(Raise) in a[1].isStr ? try PercentFormat.format(StrRef(a[1]), a[0]) : .notImplemented }
        t.special("__eq__", "($self, value, /)", effect: .pure) { a in a[1].isStr ? Value(bool: StrRef.equal(StrRef(a[0]), StrRef(a[1]))) : .notImplemented }
        t.special("__ne__", "($self, value, /)", effect: .pure) { a in a[1].isStr ? Value(bool: !StrRef.equal(StrRef(a[0]), StrRef(a[1]))) : .notImplemented }
        t.special("__lt__", "($self, value, /)", effect: .pure) { a in a[1].isStr ? Value(bool: TextOperations.compare(StrRef(a[0]), StrRef(a[1])) < 0) : .notImplemented }
        t.special("__le__", "($self, value, /)", effect: .pure) { a in a[1].isStr ? Value(bool: TextOperations.compare(StrRef(a[0]), StrRef(a[1])) <= 0) : .notImplemented }
        t.special("__gt__", "($self, value, /)", effect: .pure) { a in a[1].isStr ? Value(bool: TextOperations.compare(StrRef(a[0]), StrRef(a[1])) > 0) : .notImplemented }
        t.special("__ge__", "($self, value, /)", effect: .pure) { a in a[1].isStr ? Value(bool: TextOperations.compare(StrRef(a[0]), StrRef(a[1])) >= 0) : .notImplemented }
        t.method("__format__", "($self, format_spec, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("__format__() argument must be str, not \(TextArguments.describe(a[1]))") }
            return try StrFormat.formatSelf(a[0], StrRef(a[1]))
        }
        t.method("__getnewargs__", "($self, /)") { a in TupleRef.make(StrRef.make(StrRef(a[0]).view)) }
        t.method("__sizeof__", "($self, /)") { a in
            let s = StrRef(a[0])
            return Value(int: (s.isASCII ? 40 : 56) + (s.count + 1) * s.kind)
        }
        StrMethods.define(t)
        StrSplitting.define(t)
        StrTranslate.define(t)
        StrFormat.define(t)
        t.method("encode", "($self, /, encoding='utf-8', errors='strict')", effect: .attempted) { a throws(Raise) in
            let e = try TextArguments.str(a[1], "encode", named: "encoding")
            return try Codecs.encode(StrRef(a[0]), e, errors: try TextArguments.str(a[2], "encode", named: "errors"))
        }
    }

    private static func construct(_ a: Args) throws(Raise) -> Value {
        if !a.has(2) && !a.has(3) {
            if !a.has(1) { return StrRef.empty }
            let s = try Operations.str(a[1])
            return TypeRef(a[0].ref) == Types.str ? s : StrRef(s.ref).exact
        }
        let encoding = a.has(2) ? try TextArguments.str(a[2], "str", named: "encoding").value : StrRef.make("utf-8")
        let errors = a.has(3) ? try TextArguments.str(a[3], "str", named: "errors").value : StrRef.make("strict")
        if !a.has(1) { return StrRef.empty }
        return try decode(a[1], StrRef(encoding), StrRef(errors))
    }
    /// `str(v, encoding, errors)`. (PyUnicode_FromEncodedObject)
    static func decode(_ v: Value, _ encoding: StrRef, _ errors: StrRef) throws(Raise) -> Value {
        if v.isStr { throw Errors.typeError("decoding str is not supported") }
        if !v.isBytes {
            guard Buffers.supports(v) else { throw Errors.typeError("decoding to str: need a bytes-like object, \(v.type) found") }
        }
        return try Codecs.decode(v, encoding, errors: errors)
    }
    static func getItem(_ s: StrRef, _ key: Value) throws(Raise) -> Value {
        if key.isInt { return try TextOperations.item(s, key.int) }
        if key.isExactly(Types.slice) { return TextOperations.slice(s, try SliceRange(key, s.count)) }
        if key.isIntLike || key.type.hasSlot(.index) { return try TextOperations.item(s, try Operations.index(key, overflow: Exceptions.indexError)) }
        throw Errors.typeError("string indices must be integers, not '\(key.type)'")
    }
    private static func multiply(_ s: Value, _ n: Value) throws(Raise) -> Value {
        if n.isInt { return try TextOperations.repeated(StrRef(s), n.int) }
        return try TextOperations.repeated(StrRef(s), try Operations.index(n))
    }
}

/// An iterator over the code points of a str: 2 the str (unbound once exhausted), 3 the index as a tagged int.
enum StrIterator {
    static func makeType(_ name: String) -> TypeRef {
        let t = TypeFactory.make(name, size: 32, layout: .fields(2, 4))
        NativeIterators.register(t) { r in step(r) }
        t.method("__length_hint__", "($self, /)") { a in
            let s = a[0].ref.value(2)
            return Value(int: s.isUnbound ? 0 : max(0, StrRef(s).count - a[0].ref.value(3).int))
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let iter = try BuiltinLookup.get("iter"), s = a[0].ref.value(2)
            if s.isUnbound { return TupleRef.make(iter, TupleRef.make(StrRef.empty)) }
            return TupleRef.make(iter, TupleRef.make(s), a[0].ref.value(3))
        }
        t.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            let s = a[0].ref.value(2)
            if !s.isUnbound { a[0].ref.set(3, Value(int: min(max(0, try TextArguments.size(a[1])), StrRef(s).count))) }
            return .none
        }
        return t
    }
    @inline(__always) public static func make(_ s: Value) -> Value {
        let r = Heap.allocate(32, StrRef(s).isASCII && s.isExactly(Types.str) ? StrType.asciiIterator : StrType.iterator)
        r.initialize(2, s); r.setWord(3, Value(int: 0).bits)
        return Value(r)
    }
    /// The next character, unbound at the end.
    @inline(__always) static func step(_ r: Ref) -> Value {
        let s = r.value(2)
        if s.isUnbound { return s }
        let i = r.value(3).int, t = StrRef(s)
        if i >= t.count { r.setWord(2, 0); return .unbound }
        r.setWord(3, Value(int: i &+ 1).bits)
        return StrRef.character(t[i])
    }
}

/// Functions of the `builtins` module, for `__reduce__`.
enum BuiltinLookup {
    static func get(_ name: StaticString) throws(Raise) -> Value {
        let m = try ImportedModules.get("builtins")
        return try Operations.getAttribute(m, StrRef.intern(name.description))
    }
}
/// Modules of the library that native code needs.
public enum ImportedModules {
    public static func get(_ name: StaticString) throws(Raise) -> Value { try ImportSystem.importModule(name.description) }
}

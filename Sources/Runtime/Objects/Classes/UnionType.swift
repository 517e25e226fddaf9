/// `typing.Union` (types.UnionType): 2 args, 3 parameters (unbound: not computed).
public enum UnionType {
    nonisolated(unsafe) public static var type = TypeRef()
    static func start() {
        type = TypeFactory.make("Union", module: "typing", size: 40, layout: .fields(2, 4))
        type.flags |= TypeRef.Flags.weakrefable
    }
    private static func normalized(_ v: Value) -> Value { v.isNone ? Types.none.value : v }
    private static func isUnionable(_ v: Value) -> Bool {
        v.isNone || v.isType || v.isInstance(of: GenericAlias.type) || v.isExactly(type) || v.isInstance(of: TypingTypes.typeAlias) && TypingTypes.typeAlias.raw != 0
    }
    /// `a | b` of types.
    static func or(_ a: Value, _ b: Value) throws(Raise) -> Value {
        guard isUnionable(a) && isUnionable(b) else { return .notImplemented }
        return try make(TupleRef.make(a, b))
    }
    /// `Union[a, b]`: what is no type yet (a str) goes through `typing._type_check`.
    static func checked(_ a: Value, _ b: Value) throws(Raise) -> Value { try checked(TupleRef.make(a, b)) }
    static func checked(_ p: Value) throws(Raise) -> Value {
        let out = ListRef.allocate()
        var check = Value.unbound
        for i in 0..<TupleRef(p).count {
            let v = TupleRef(p)[i]
            if isUnionable(v) { out.append(v); continue }
            if check.isUnbound { check = try Operations.getAttribute(try Builtins.importModule("typing"), StrRef.intern("_type_check")) }
            out.append(try Call.call(check, v, StrRef.make("Union[arg, ...]: each arg must be a type.")))
        }
        return try make(out.asTuple())
    }
    /// The union of ITEMS: flattened, without duplicates; a single type is itself.
    public static func make(_ items: Value) throws(Raise) -> Value {
        let out = ListRef.allocate(), t = TupleRef(items)
        func add(_ v: Value) throws(Raise) {
            let x = normalized(v)
            for i in 0..<out.count {
                let o = out[i]
                if o == x { return }
                if o.isType && x.isType && o.ref.type == Types.type && x.ref.type == Types.type { continue }
                if try Operations.isEqual(o, x) { return }
            }
            out.append(x)
        }
        for i in 0..<t.count {
            if t[i].isExactly(type) { let inner = TupleRef(t[i].ref.value(2)); for k in 0..<inner.count { try add(inner[k]) } } else { try add(t[i]) }
        }
        if out.count == 1 { return out[0] }
        let args = out.asTuple()
        let r = Heap.allocate(40, type)
        r.initialize(2, args)
        return Value(r)
    }
    static func args(_ v: Value) -> TupleRef { TupleRef(v.ref.value(2)) }
    private static func parameters(_ o: Value) throws(Raise) -> Value {
        if o.ref.value(3).isUnbound { o.ref.set(3, try GenericAlias.makeParameters(o.ref.value(2))) }
        return o.ref.value(3)
    }
    static func define() {
        let t = type
        t.field("__args__", word: 2)
        t.getter("__parameters__") { o throws(Raise) in try parameters(o) }
        t.getter("__name__") { o throws(Raise) in StrRef.make("Union") }
        t.getter("__qualname__") { o throws(Raise) in StrRef.make("Union") }
        t.getter("__origin__") { o throws(Raise) in type.value }
        t.getter("__module__") { o throws(Raise) in StrRef.make("typing") }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let x = args(a[0])
            var s = ""
            for i in 0..<x.count { s += (i > 0 ? " | " : "") + (x[i] == Types.none.value ? "None" : try GenericAlias.itemText(x[i])) }
            return StrRef.make(s)
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in
            let x = args(a[0])
            var h = 0x345678
            for i in 0..<x.count { let k = try Operations.hash(x[i]); h = h ^ (k &* 89869747 ^ k &>> 16) }
            return Value.int(h)
        }
        t.special("__eq__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isExactly(type) else { return .notImplemented }
            let x = args(a[0]), y = args(a[1])
            if x.count != y.count { return .false }
            for i in 0..<x.count {
                var found = false
                for k in 0..<y.count { if try Operations.isEqual(x[i], y[k]) { found = true; break } }
                if !found { return .false }
            }
            return .true
        }
        t.special("__or__", "($self, value, /)") { a throws(Raise) in try or(a[0], a[1]) }
        t.special("__ror__", "($self, value, /)") { a throws(Raise) in try or(a[1], a[0]) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let p = try parameters(a[0])
            let n = try GenericAlias.substitute(a[0], a[0].ref.value(2), p, a[1])
            var u = TupleRef(n)[0]
            for i in 1..<TupleRef(n).count { u = try Operations.binary(.or, u, TupleRef(n)[i]) }
            return u
        }
        t.method("__instancecheck__", "($self, instance, /)") { a throws(Raise) in
            let x = args(a[0])
            for i in 0..<x.count { if try Operations.isInstance(a[1], x[i]) { return .true } }
            return .false
        }
        t.method("__subclasscheck__", "($self, cls, /)") { a throws(Raise) in
            guard a[1].isType else { throw Errors.typeError("issubclass() arg 1 must be a class") }
            let x = args(a[0])
            for i in 0..<x.count { if try Operations.isSubclass(a[1], x[i]) { return .true } }
            return .false
        }
        t.method("__mro_entries__", "($self, bases, /)") { a throws(Raise) in throw Errors.typeError("Cannot subclass \(Operations.reprText(a[0]))") }
        t.classMethod("__class_getitem__", "($type, parameters, /)") { a throws(Raise) in
            let p = a[1].isTuple ? a[1] : TupleRef.make(a[1])
            if TupleRef(p).count == 0 { throw Errors.typeError("Cannot take a Union of no types.") }
            return try checked(p)
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let or = try Operations.getAttribute(try Builtins.importModule("_operator"), StrRef.intern("getitem"))
            return TupleRef.make(or, TupleRef.make(type.value, a[0].ref.value(2)))
        }
    }
}

/// `typing.Union` (types.UnionType): 2 args, 3 parameters (unbound: not computed), 4 the frozenset of the args that can be hashed, 5 a tuple of the
/// others (unbound: none).
public enum UnionType {
    nonisolated(unsafe) public static var type = TypeRef()
    static func start() {
        type = TypeFactory.make("Union", module: "typing", size: 48, layout: .fields(2, 6))
        type.flags |= TypeRef.Flags.weakrefable | TypeRef.Flags.notIterable
    }
    private static func normalized(_ v: Value) -> Value { v.isNone ? Types.none.value : v }
    private static func isUnionable(_ v: Value) -> Bool {
        v.isNone || v.isType || v.isInstance(of: GenericAlias.type) || v.isExactly(type) || v.isInstance(of: TypingTypes.typeAlias) && TypingTypes.typeAlias.raw != 0
    }
    /// `a | b` of types.
    static func or(_ a: Value, _ b: Value) throws(Raise) -> Value {
        guard isUnionable(a) && isUnionable(b) else {
            // Beside a union anything goes, as in `Union[...]`.
            return a.isExactly(type) || b.isExactly(type) ? try checked(a, b) : .notImplemented
        }
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
        let out = ListRef.allocate(), rest = ListRef.allocate(), t = TupleRef(items), seen = SetRef.newInstance(Types.frozenset)
        func add(_ v: Value) throws(Raise) {
            let x = normalized(v)
            var hash = 0
            do throws(Raise) { hash = try Operations.hash(x) } catch {
                try Errors.swallow(error, Exceptions.typeError)
                for i in 0..<rest.count { if rest[i] == x { return }; if try Operations.isEqual(rest[i], x) { return } }
                rest.append(x); out.append(x)
                return
            }
            if try seen.add(x, hash) { out.append(x) }
        }
        for i in 0..<t.count {
            if t[i].isExactly(type) { let inner = TupleRef(t[i].ref.value(2)); for k in 0..<inner.count { try add(inner[k]) } } else { try add(t[i]) }
        }
        if out.count == 1 { return out[0] }
        let args = out.asTuple(), others = rest.count > 0 ? rest.asTuple() : Value.unbound
        let r = Heap.allocate(48, type)
        r.initialize(2, args); r.initialize(4, seen.value); r.initialize(5, others)
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
            let rest = a[0].ref.value(5)
            if rest.isTuple {
                for i in 0..<TupleRef(rest).count { _ = try Operations.hash(TupleRef(rest)[i]) }
                throw Errors.typeError("union contains \(TupleRef(rest).count) unhashable elements")
            }
            return Value.int(try Operations.hash(a[0].ref.value(4)))
        }
        t.special("__eq__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isExactly(type) else { return .notImplemented }
            if !(try Operations.isEqual(a[0].ref.value(4), a[1].ref.value(4))) { return .false }
            let x = a[0].ref.value(5), y = a[1].ref.value(5)
            if !x.isTuple || !y.isTuple { return Value(bool: x == y) }
            func within(_ x: TupleRef, _ y: TupleRef) throws(Raise) -> Bool {
                for i in 0..<x.count {
                    var found = false
                    for k in 0..<y.count { if x[i] == y[k] { found = true; break }; if try Operations.isEqual(x[i], y[k]) { found = true; break } }
                    if !found { return false }
                }
                return true
            }
            if !(try within(TupleRef(x), TupleRef(y))) { return .false }
            return Value(bool: try within(TupleRef(y), TupleRef(x)))
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

/// `types.GenericAlias`: 2 origin, 3 args, 4 parameters (unbound: not computed), 5 whether unpacked (`*tuple[int]`).
public enum GenericAlias {
    nonisolated(unsafe) public static var type = TypeRef()
    nonisolated(unsafe) static var iteratorType = TypeRef()
    public static func make(_ origin: Value, _ args: Value) -> Value { make(origin, args, starred: false) }
    static func make(_ origin: Value, _ args: Value, starred: Bool, type t: TypeRef = GenericAlias.type) -> Value {
        let a = args.isTuple ? args : TupleRef.make(args)
        let r = Instance.allocate(t)
        r.initialize(2, origin); r.initialize(3, a); r.setWord(5, Value(bool: starred).bits)
        return Value(r)
    }
    static func origin(_ v: Value) -> Value { v.ref.value(2) }
    static func args(_ v: Value) -> TupleRef { TupleRef(v.ref.value(3)) }

    static func start() {
        type = TypeFactory.make("GenericAlias", module: "types", size: 48, layout: .fields(2, 6), subclassable: true)
        type.flags |= TypeRef.Flags.weakrefable
        iteratorType = TypeFactory.make("generic_alias_iterator", size: 24, layout: .fields(2, 3))
    }
    /// Names that belong to the alias itself; all others are asked of the origin.
    private static let own: Set<String> = ["__class__", "__origin__", "__args__", "__unpacked__", "__parameters__", "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__"]
    static func define() {
        let t = type
        t.new("($type, origin, args, /)") { a throws(Raise) in make(a[1], a[2], starred: false, type: TypeRef(a[0].ref)) }
        t.field("__origin__", word: 2); t.field("__args__", word: 3); t.field("__unpacked__", word: 5)
        t.getter("__parameters__") { o throws(Raise) in try parameters(o) }
        t.getter("__typing_unpacked_tuple_args__") { o throws(Raise) in o.ref.value(5) == .true && origin(o) == Types.tuple.value ? o.ref.value(3) : .none }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            var s = a[0].ref.value(5) == .true ? "*" : ""
            s += try itemText(origin(a[0])) + "["
            let x = args(a[0])
            for i in 0..<x.count { s += (i > 0 ? ", " : "") + (try paramsText(x[i])) }
            if x.count == 0 { s += "()" }
            return StrRef.make(s + "]")
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(try Operations.hash(origin(a[0])) ^ Operations.hash(a[0].ref.value(3))) }
        t.special("__eq__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isInstance(of: type) else { return .notImplemented }
            if a[0].ref.value(5) != a[1].ref.value(5) { return .false }
            if !(try Operations.isEqual(origin(a[0]), origin(a[1]))) { return .false }
            return Value(bool: try Operations.isEqual(a[0].ref.value(3), a[1].ref.value(3)))
        }
        t.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            let o = try Call.call(origin(a[0]), tuple: a[1], dict: a[2])
            do throws(Raise) { try Operations.setAttribute(o, StrRef.intern("__orig_class__"), a[0]) } catch {
                guard error.isException, Errors.matches(Exceptions.attributeError) || Errors.matches(Exceptions.typeError) else { throw error }
                Errors.take()
            }
            return o
        }
        t.special("__getattribute__", "($self, name, /)") { a throws(Raise) in
            let n = try ObjectType.attributeName(a[1]), text = StrRef(n).string
            if text == "__bases__" { throw Errors.attributeError(a[0], n) }
            if !own.contains(text) && (!text.hasPrefix("__") || text.hasSuffix("__") && !exceptional.contains(text)) {
                return try Operations.getAttribute(origin(a[0]), n)
            }
            let v = try Operations.genericFind(a[0], a[0].type, n)
            if v.isUnbound { throw Errors.attributeError(a[0], n) }
            return v
        }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let p = try parameters(a[0])
            let n = try substitute(a[0], a[0].ref.value(3), p, a[1])
            return make(origin(a[0]), n, starred: a[0].ref.value(5) == .true)
        }
        t.special("__or__", "($self, value, /)") { a throws(Raise) in try UnionType.or(a[0], a[1]) }
        t.special("__ror__", "($self, value, /)") { a throws(Raise) in try UnionType.or(a[1], a[0]) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in
            let starred = make(origin(a[0]), a[0].ref.value(3), starred: true), r = Heap.allocate(24, iteratorType)
            r.initialize(2, starred)
            return Value(r)
        }
        iteratorType.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        iteratorType.special("__next__", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            if v.isUnbound { throw Errors.stopIteration() }
            a[0].ref.set(2, .unbound)
            return v
        }
        iteratorType.method("__reduce__", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2), iter = try Builtins.get("iter")
            if v.isUnbound { return TupleRef.make(iter, TupleRef.make(TupleRef.empty)) }
            return TupleRef.make(iter, TupleRef.make(make(origin(v), v.ref.value(3), starred: false)))
        }
        t.method("__mro_entries__", "($self, bases, /)") { a throws(Raise) in TupleRef.make(origin(a[0])) }
        t.method("__instancecheck__", "($self, instance, /)") { a throws(Raise) in throw Errors.typeError("isinstance() argument 2 cannot be a parameterized generic") }
        t.method("__subclasscheck__", "($self, cls, /)") { a throws(Raise) in throw Errors.typeError("issubclass() argument 2 cannot be a parameterized generic") }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            if a[0].ref.value(5) == .true {
                let plain = make(origin(a[0]), a[0].ref.value(3), starred: false)
                return TupleRef.make(try Builtins.get("next"), TupleRef.make(try Operations.iterate(plain)))
            }
            return TupleRef.make(type.value, TupleRef.make(origin(a[0]), a[0].ref.value(3)))
        }
        t.method("__dir__", "($self, /)") { a throws(Raise) in
            let l = try Operations.list(try Call.call(try Builtins.get("dir"), origin(a[0])))
            for n in own.subtracting(["__copy__", "__deepcopy__", "__class__"]).sorted() { let v = StrRef.intern(n); if !(try Operations.contains(l.value, v)) { l.append(v) } }
            return l.value
        }
    }
    private static let exceptional: Set<String> = own

    // MARK: text

    /// A type as annotations show it (as _Py_typing_type_repr).
    static func itemText(_ v: Value) throws(Raise) -> String {
        if v == .ellipsis { return "..." }
        let hasOrigin = !(try Operations.findAttribute(v, StrRef.intern("__origin__"))).isUnbound
        let hasArgs = hasOrigin ? !(try Operations.findAttribute(v, StrRef.intern("__args__"))).isUnbound : false
        if hasOrigin && hasArgs { return StrRef(try Operations.repr(v)).string }
        let q = try Operations.findAttribute(v, Names.__qualname__)
        if q.isUnbound || q.isNone { return StrRef(try Operations.repr(v)).string }
        let m = try Operations.findAttribute(v, Names.__module__)
        if m.isUnbound || m.isNone { return StrRef(try Operations.repr(v)).string }
        let qt = StrRef(try Operations.str(q)).string, mt = StrRef(try Operations.str(m)).string
        return mt == "builtins" ? qt : "\(mt).\(qt)"
    }
    private static func paramsText(_ v: Value) throws(Raise) -> String {
        guard v.isList else { return try itemText(v) }
        let l = ListRef(v)
        var s = "["
        var i = 0
        let n = l.count
        while i < n {
            if i >= l.count { throw Errors.indexError("list index out of range") }
            s += (i > 0 ? ", " : "") + (try itemText(l[i])); i += 1
        }
        return s + "]"
    }

    // MARK: parameters

    private static func parameters(_ o: Value) throws(Raise) -> Value {
        let p = o.ref.value(4)
        if !p.isUnbound { return p }
        let made = try makeParameters(o.ref.value(3))
        o.ref.set(4, made)
        return made
    }
    /// The type variables in ARGS, each once (as _Py_make_parameters).
    static func makeParameters(_ args: Value) throws(Raise) -> Value {
        try NativeRecursion.check(" in __parameter__ calculation")
        let out = ListRef.allocate()
        func add(_ v: Value) { for i in 0..<out.count where out[i] == v { return }; out.append(v) }
        let t = args.isTuple ? TupleRef(args) : TupleRef(try Operations.tuple(args))
        for i in 0..<t.count {
            let v = t[i]
            if v.isType { continue }
            if v.isTuple || v.isList {
                let inner = TupleRef(try makeParameters(v))
                for k in 0..<inner.count { add(inner[k]) }
                continue
            }
            if !(try Operations.findAttribute(v, subst)).isUnbound { add(v); continue }
            let p = try Operations.findAttribute(v, StrRef.intern("__parameters__"))
            if p.isTuple { for k in 0..<TupleRef(p).count { add(TupleRef(p)[k]) } }
        }
        return out.asTuple()
    }
    nonisolated(unsafe) private static var substName = Value.unbound
    private static var subst: Value { if substName.isUnbound { substName = StrRef.intern("__typing_subst__") }; return substName }

    /// ARGS with PARAMETERS replaced by ITEM's types (as _Py_subs_parameters).
    static func substitute(_ self_: Value, _ args: Value, _ parameters: Value, _ item: Value) throws(Raise) -> Value {
        let p = TupleRef(parameters)
        if p.count == 0 { throw Errors.typeError("\(Operations.reprText(self_)) is not a generic class") }
        var items = try unpack(item)
        for i in 0..<p.count {
            let prepare = try Operations.findAttribute(p[i], StrRef.intern("__typing_prepare_subst__"))
            if !prepare.isUnbound && !prepare.isNone { items = try Call.call(prepare, self_, items.isTuple ? items : TupleRef.make(items)) }
        }
        let given = items.isTuple ? TupleRef(items).count : 1
        func itemAt(_ i: Int) -> Value { items.isTuple ? TupleRef(items)[i] : items }
        if given != p.count { throw Errors.typeError("Too \(given > p.count ? "many" : "few") arguments for \(Operations.reprText(self_)); actual \(given), expected \(p.count)") }
        let source = args.isTuple ? TupleRef(args) : TupleRef(try Operations.tuple(args))
        let out = ListRef.allocate()
        for i in 0..<source.count {
            let v = source[i]
            if v.isType { out.append(v); continue }
            if v.isTuple || v.isList {
                let inner = TupleRef(try makeParameters(v))
                var r = v
                if inner.count > 0 {
                    let sub = ListRef.allocate()
                    for k in 0..<inner.count { for j in 0..<p.count where p[j] == inner[k] { sub.append(itemAt(j)) } }
                    r = try substitute(self_, v, inner.value, sub.asTuple())
                }
                out.append(v.isList ? try Operations.list(r).value : r)
                continue
            }
            let f = try Operations.findAttribute(v, subst)
            let unpacked = try isUnpacked(v)
            var r = v
            if !f.isUnbound {
                var at = 0
                while at < p.count && p[at] != v { at &+= 1 }
                if at == p.count { throw Errors.typeError("argument \(Operations.reprText(v)) with __typing_subst__ was not found in __parameters__") }
                r = try Call.call(f, itemAt(at))
            } else {
                let sp = try Operations.findAttribute(v, StrRef.intern("__parameters__"))
                if sp.isTuple && TupleRef(sp).count > 0 {
                    let sub = ListRef.allocate(), s = TupleRef(sp)
                    for k in 0..<s.count {
                        var at = -1
                        for j in 0..<p.count where p[j] == s[k] { at = j }
                        if at < 0 { continue }
                        let param = p[at], x = itemAt(at)
                        // A TypeVarTuple's tuple of types spreads.
                        if x.isTuple && param.type.hasSlot(.iter) { try Operations.extend(sub, x) } else { sub.append(x) }
                    }
                    r = try Operations.getItem(v, sub.asTuple())
                }
            }
            if unpacked && !f.isUnbound && !r.isTuple {
                throw Errors.typeError("expected __typing_subst__ of \(v.type) objects to return a tuple, not \(r.type)")
            }
            if unpacked && r.isTuple { try Operations.extend(out, r) } else { out.append(r) }
        }
        return out.asTuple()
    }
    private static func isUnpacked(_ v: Value) throws(Raise) -> Bool {
        if v.isType { return false }
        let u = try Operations.findAttribute(v, StrRef.intern("__typing_is_unpacked_typevartuple__"))
        return u.isUnbound ? false : try Operations.isTrue(u)
    }
    /// Items of a subscript with `*tuple[...]` spread (as _unpack_args).
    private static func unpack(_ item: Value) throws(Raise) -> Value {
        let out = ListRef.allocate()
        let n = item.isTuple ? TupleRef(item).count : 1
        for i in 0..<n {
            let v = item.isTuple ? TupleRef(item)[i] : item
            if !v.isType {
                let sub = try Operations.findAttribute(v, StrRef.intern("__typing_unpacked_tuple_args__"))
                if sub.isTuple {
                    let t = TupleRef(sub)
                    if !(t.count > 0 && t[t.count - 1] == .ellipsis) { try Operations.extend(out, sub); continue }
                }
            }
            out.append(v)
        }
        return out.asTuple()
    }
}

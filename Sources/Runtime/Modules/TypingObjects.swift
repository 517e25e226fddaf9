/// The native half of `typing`: type variables, type aliases, Generic, NoDefault (as Objects/typevarobject.c). What needs `typing`'s own knowledge
/// is asked of that module.
enum TypingTypes {
    nonisolated(unsafe) static var typeAlias = TypeRef(), typeVar = TypeRef(), paramSpec = TypeRef(), typeVarTuple = TypeRef(), paramSpecArgs = TypeRef(), paramSpecKwargs = TypeRef()
    nonisolated(unsafe) static var generic = TypeRef(), noDefaultType = TypeRef(), noDefault = Value.unbound, constEvaluator = TypeRef()

    static func start() {
        func make(_ n: String, _ words: Int, dict: Bool = false, subclassable: Bool = false, module: String = "typing") -> TypeRef {
            let t = TypeFactory.make(n, module: module, size: words * 8, layout: words > 2 ? .fields(2, words) : .allFields(), subclassable: subclassable, hasDict: dict)
            t.flags |= TypeRef.Flags.weakrefable
            return t
        }
        typeVar = make("TypeVar", 12, dict: true); paramSpec = make("ParamSpec", 12, dict: true); typeVarTuple = make("TypeVarTuple", 6, dict: true)
        paramSpecArgs = make("ParamSpecArgs", 3); paramSpecKwargs = make("ParamSpecKwargs", 3)
        typeAlias = make("TypeAliasType", 7)
        generic = make("Generic", 2, subclassable: true)
        generic.flags &= ~TypeRef.Flags.weakrefable
        noDefaultType = make("NoDefaultType", 2, module: "builtins"); constEvaluator = make("_ConstEvaluator", 3, module: "_typing")
        noDefault = Value(Heap.allocate(16, noDefaultType))
        Heap.addRoot(&noDefault)
    }
    /// `typing.name(args...)`
    static func typing(_ name: String, _ args: Value...) throws(Raise) -> Value {
        let f = try Operations.getAttribute(try Builtins.importModule("typing"), StrRef.intern(name))
        let l = ListRef.allocate()
        for a in args { l.append(a) }
        return try Call.call(f, tuple: l.asTuple())
    }
    static func callerModule() -> Value {
        let f = thread.pointee.frame
        guard f.base[Frame.code].bits != 0 else { return .none }
        return f.function.globals.find(Names.__name__) ?? .none
    }
    /// `(typing.Unpack[v],)` as an iterator.
    static func unpacked(_ v: Value) throws(Raise) -> Value {
        let u = try Operations.getAttribute(try Builtins.importModule("typing"), StrRef.intern("Unpack"))
        return try Operations.iterate(TupleRef.make(try Operations.getItem(u, v)))
    }
    /// A value computed by calling EVALUATE (a function of a format) when first asked, kept in word WORD; ELSE without function.
    static func lazy(_ o: Value, _ word: Int, _ evaluate: Int, _ other: Value) throws(Raise) -> Value {
        let v = o.ref.value(word)
        if !v.isUnbound { return v }
        let f = o.ref.value(evaluate)
        if f.isUnbound || f.isNone { return other }
        let r = try Call.call(f, Value(int: 1))
        o.ref.set(word, r)
        return r
    }
    static func evaluator(_ o: Value, _ word: Int, _ evaluate: Int, absent: Value) -> Value {
        let f = o.ref.value(evaluate)
        if !f.isUnbound { return f }
        let v = o.ref.value(word)
        if v.isUnbound || v == absent { return .none }
        let r = Heap.allocate(24, constEvaluator)
        r.initialize(2, v)
        return Value(r)
    }
    static func define() {
        defineTypeVar(); defineParamSpec(); defineTypeVarTuple(); defineAlias()
        let g = generic
        for (n, f): (StaticString, String) in [("__class_getitem__", "_generic_class_getitem"), ("__init_subclass__", "_generic_init_subclass")] {
            g.classMethod(n, "($type, /, *args, **kwargs)") { a throws(Raise) in
                let fn = try Operations.getAttribute(try Builtins.importModule("typing"), StrRef.intern(f))
                let l = ListRef.allocate()
                l.append(a[0]); try Operations.extend(l, a[1])
                return try Call.call(fn, tuple: l.asTuple(), dict: a[2])
            }
        }
        g.constant("__module__", StrRef.make("typing"))
        g.constant("__doc__", StrRef.make("Abstract base class for generic types.\n\nOn Python 3.12 and newer, generic classes implicitly inherit from\nGeneric when they declare a parameter list after the class's name::\n\n    class Mapping[KT, VT]:\n        def __getitem__(self, key: KT) -> VT:\n            ...\n            # Etc.\n\nOn older versions of Python, however, generic classes have to\nexplicitly inherit from Generic.\n\nAfter a class has been declared to be generic, it can then be used as\nfollows::\n\n    def lookup_name[KT, VT](mapping: Mapping[KT, VT], key: KT, default: VT) -> VT:\n        try:\n            return mapping[key]\n        except KeyError:\n            return default\n"))
        noDefaultType.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            if TupleRef(a[1]).count + DictRef(a[2]).count > 0 { throw Errors.typeError("NoDefaultType takes no arguments") }
            return noDefault
        }
        noDefaultType.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("typing.NoDefault") }
        noDefaultType.method("__reduce__", "($self, /)") { a throws(Raise) in StrRef.make("NoDefault") }
        let c = constEvaluator
        c.special("__call__", "($self, format=1, /)") { a throws(Raise) in
            let f = try Operations.index(a[1]), v = a[0].ref.value(2)
            if f != 4 { return v }
            func text(_ v: Value) throws(Raise) -> String {
                if v.isStr { return StrRef(try Operations.repr(v)).string }
                return try GenericAlias.itemText(v)
            }
            guard v.isTuple else { return StrRef.make(try text(v)) }
            var s = "("
            for i in 0..<TupleRef(v).count { s += (i > 0 ? ", " : "") + (try text(TupleRef(v)[i])) }
            return StrRef.make(s + ")")
        }
        c.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("<constevaluator \(StrRef(try Operations.repr(a[0].ref.value(2))).string)>") }
    }
    static func cannotSubclass(_ t: TypeRef, _ name: String) {
        t.method("__mro_entries__", "($self, bases, /)") { a throws(Raise) in throw Errors.typeError("Cannot subclass an instance of \(name)") }
    }
    static func orMembers(_ t: TypeRef) {
        t.special("__or__", "($self, value, /)") { a throws(Raise) in try UnionType.checked(a[0], a[1]) }
        t.special("__ror__", "($self, value, /)") { a throws(Raise) in try UnionType.checked(a[1], a[0]) }
    }
    private static func name(_ v: Value, _ f: String) throws(Raise) -> Value {
        guard v.isStr else { throw Errors.typeError("\(f)() argument 'name' must be str, not \(v.isNone ? "None" : v.typeName)") }
        return v
    }
    private static func setModule(_ o: Value) { Attributes(o.ref).set(Names.__module__, callerModule()) }
    /// Members around a default at word WORD with its function at WORD + 1.
    private static func defaults(_ t: TypeRef, _ word: Int) {
        t.getter("__default__") { o throws(Raise) in try lazy(o, word, word + 1, noDefault) }
        t.getter("evaluate_default") { o throws(Raise) in evaluator(o, word, word + 1, absent: noDefault) }
        t.method("has_default", "($self, /)") { a throws(Raise) in
            let f = a[0].ref.value(word + 1), v = a[0].ref.value(word)
            return Value(bool: f.isPointer || (!v.isUnbound && v != noDefault))
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in a[0].ref.value(2) }
        t.getter("__name__") { o throws(Raise) in o.ref.value(2) }
        t.constant("__module__", StrRef.make("typing"))
        t.getter("__dict__") { o throws(Raise) in Instance.dictionary(o)!.value }
    }
    private static func variance(_ a: Args, _ i: Int) throws(Raise) -> (Value, Value, Value) {
        let co = try Operations.isTrue(a[i]), contra = try Operations.isTrue(a[i + 1]), infer = try Operations.isTrue(a[i + 2])
        if co && contra { throw Errors.valueError("Bivariant types are not supported.") }
        if infer && (co || contra) { throw Errors.valueError("Variance cannot be specified with infer_variance.") }
        return (Value(bool: co), Value(bool: contra), Value(bool: infer))
    }
    private static func varianceText(_ o: Value) -> String {
        o.ref.value(11) == .true ? "" : o.ref.value(9) == .true ? "+" : o.ref.value(10) == .true ? "-" : "~"
    }
    private static func varianceMembers(_ t: TypeRef) {
        t.field("__covariant__", word: 9); t.field("__contravariant__", word: 10); t.field("__infer_variance__", word: 11)
        t.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make(varianceText(a[0]) + StrRef(a[0].ref.value(2)).string) }
    }

    // TypeVar: 2 name, 3 bound, 4 its function, 5 constraints, 6 their function, 7 default, 8 its function, 9 covariant, 10 contravariant, 11 inferred.
    static func makeTypeVar(_ name: Value) -> Value {
        let r = Instance.allocate(typeVar)
        r.initialize(2, name); r.setWord(9, Value.false.bits); r.setWord(10, Value.false.bits); r.setWord(11, Value.true.bits)
        return Value(r)
    }
    private static func defineTypeVar() {
        let t = typeVar
        t.new("($type, name, *constraints, bound=None, default=<unrepresentable>, covariant=False, contravariant=False, infer_variance=False)") { a throws(Raise) in
            // Order of the bound arguments follows the signature: name, constraints, bound, default, variances.
            let n = try name(a[1], "typevar")
            let (co, contra, infer) = try variance(a, 5)
            let constraints = TupleRef(a[2])
            var bound = a[3]
            if !bound.isNone { bound = try typing("_type_check", bound, StrRef.make("Bound must be a type.")) }
            if constraints.count == 1 { throw Errors.typeError("A single constraint is not allowed") }
            if constraints.count > 0 && !bound.isNone { throw Errors.typeError("Constraints cannot be combined with bound=...") }
            let v = makeTypeVar(n), r = v.ref
            r.set(3, bound); r.set(5, constraints.value)
            r.set(7, a.has(4) ? a[4] : noDefault)
            r.set(9, co); r.set(10, contra); r.set(11, infer)
            setModule(v)
            return v
        }
        varianceMembers(t); defaults(t, 7); cannotSubclass(t, "TypeVar"); orMembers(t)
        t.getter("__bound__") { o throws(Raise) in try lazy(o, 3, 4, .none) }
        t.getter("__constraints__") { o throws(Raise) in try lazy(o, 5, 6, TupleRef.empty) }
        t.getter("evaluate_bound") { o throws(Raise) in evaluator(o, 3, 4, absent: .none) }
        t.getter("evaluate_constraints") { o throws(Raise) in
            let v = o.ref.value(5)
            return v.isTuple && TupleRef(v).count == 0 && o.ref.value(6).isUnbound ? .none : evaluator(o, 5, 6, absent: TupleRef.empty)
        }
        t.method("__typing_subst__", "($self, arg, /)") { a throws(Raise) in try typing("_typevar_subst", a[0], a[1]) }
        t.method("__typing_prepare_subst__", "($self, alias, args, /)") { a throws(Raise) in
            let d = try lazy(a[0], 7, 8, noDefault)
            if d == noDefault { return a[2] }
            let params = try Operations.tuple(try Operations.getAttribute(a[1], StrRef.intern("__parameters__")))
            var index = -1
            for i in 0..<TupleRef(params).count where TupleRef(params)[i] == a[0] { index = i; break }
            let args = try Operations.list(a[2])
            if index < args.count { return a[2] }
            if index == args.count { args.append(d); return args.asTuple() }
            var least = 0
            for i in 0..<TupleRef(params).count where !(try Operations.isTrue(try Call.call(try Operations.getAttribute(TupleRef(params)[i], StrRef.intern("has_default"))))) { least += 1 }
            throw Errors.typeError("Too few arguments for \(StrRef(try Operations.str(a[1])).string); actual \(args.count), expected\(least < TupleRef(params).count ? " at least" : "") \(least)")
        }
    }
    // ParamSpec: the same words, without constraints.
    static func makeParamSpec(_ name: Value) -> Value {
        let r = Instance.allocate(paramSpec)
        r.initialize(2, name); r.setWord(9, Value.false.bits); r.setWord(10, Value.false.bits); r.setWord(11, Value.true.bits)
        return Value(r)
    }
    private static func defineParamSpec() {
        let t = paramSpec
        t.new("($type, name, *, bound=None, default=<unrepresentable>, covariant=False, contravariant=False, infer_variance=False)") { a throws(Raise) in
            let n = try name(a[1], "paramspec")
            let (co, contra, infer) = try variance(a, 4)
            let bound = a[2]
            let v = makeParamSpec(n), r = v.ref
            r.set(3, bound); r.set(7, a.has(3) ? a[3] : noDefault)
            r.set(9, co); r.set(10, contra); r.set(11, infer)
            setModule(v)
            return v
        }
        varianceMembers(t); defaults(t, 7); cannotSubclass(t, "ParamSpec"); orMembers(t)
        t.getter("__bound__") { o throws(Raise) in try lazy(o, 3, 4, .none) }
        for (n, p): (StaticString, Bool) in [("args", true), ("kwargs", false)] {
            t.getter(n) { o throws(Raise) in
                let r = Heap.allocate(24, p ? paramSpecArgs : paramSpecKwargs)
                r.initialize(2, o)
                return Value(r)
            }
        }
        t.method("__typing_subst__", "($self, arg, /)") { a throws(Raise) in try typing("_paramspec_subst", a[0], a[1]) }
        t.method("__typing_prepare_subst__", "($self, alias, args, /)") { a throws(Raise) in try typing("_paramspec_prepare_subst", a[0], a[1], a[2]) }
        for (part, kind, p) in [(paramSpecArgs, "args", true), (paramSpecKwargs, "kwargs", false)] {
            part.new("($type, origin)") { a throws(Raise) in
                let r = Heap.allocate(24, part); r.initialize(2, a[1]); return Value(r)
            }
            part.field("__origin__", word: 2)
            cannotSubclass(part, p ? "ParamSpecArgs" : "ParamSpecKwargs")
            part.constant("__hash__", .none)
            part.special("__repr__", "($self, /)") { a throws(Raise) in
                let o = a[0].ref.value(2)
                return StrRef.make((o.isExactly(paramSpec) ? StrRef(o.ref.value(2)).string : StrRef(try Operations.repr(o)).string) + "." + kind)
            }
            for (n, op): (StaticString, Operations.Comparison) in [("__eq__", .eq), ("__ne__", .ne)] {
                part.special(n, "($self, value, /)") { a throws(Raise) in
                    a[1].isExactly(part) ? try Operations.richCompare(a[0].ref.value(2), a[1].ref.value(2), op) : .notImplemented
                }
            }
        }
    }
    // TypeVarTuple: 2 name, 3 default, 4 its function.
    private static func defineTypeVarTuple() {
        let t = typeVarTuple
        t.new("($type, name, *, default=<unrepresentable>)") { a throws(Raise) in
            let n = try name(a[1], "typevartuple"), r = Instance.allocate(t)
            r.initialize(2, n); r.initialize(3, a.has(2) ? a[2] : noDefault)
            setModule(Value(r))
            return Value(r)
        }
        defaults(t, 3); cannotSubclass(t, "TypeVarTuple")
        t.special("__repr__", "($self, /)") { a throws(Raise) in a[0].ref.value(2) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in try unpacked(a[0]) }
        t.method("__typing_subst__", "($self, arg, /)") { a throws(Raise) in throw Errors.typeError("Substitution of bare TypeVarTuple is not supported") }
        t.method("__typing_prepare_subst__", "($self, alias, args, /)") { a throws(Raise) in try typing("_typevartuple_prepare_subst", a[0], a[1], a[2]) }
    }
    // TypeAliasType: 2 name, 3 type parameters, 4 function of the value, 5 value, 6 module.
    private static func defineAlias() {
        let t = typeAlias
        t.new("($type, name, value, *, type_params=())") { a throws(Raise) in
            let n = try name(a[1], "typealias")
            guard a[3].isTuple else { throw Errors.typeError("type_params must be a tuple") }
            let p = TupleRef(a[3])
            var seenDefault = false
            for i in 0..<p.count {
                guard p[i].isExactly(typeVar) || p[i].isExactly(paramSpec) || p[i].isExactly(typeVarTuple) else { throw Errors.typeError("Expected a type param, got \(Operations.reprText(p[i]))") }
                let has = try Operations.isTrue(try Call.call(try Operations.getAttribute(p[i], StrRef.intern("has_default"))))
                if has { seenDefault = true } else if seenDefault { throw Errors.typeError("non-default type parameter '\(Operations.reprText(p[i]))' follows default type parameter") }
            }
            let r = Instance.allocate(t)
            r.initialize(2, n); r.initialize(3, a[3]); r.initialize(5, a[2])
            let v = Value(r)
            r.set(6, callerModule())
            return v
        }
        t.getter("__name__") { o throws(Raise) in o.ref.value(2) }
        t.getter("__type_params__") { o throws(Raise) in o.ref.value(3).isUnbound ? TupleRef.empty : o.ref.value(3) }
        t.getter("__parameters__") { o throws(Raise) in
            let p = o.ref.value(3)
            if !p.isTuple { return TupleRef.empty }
            let l = ListRef.allocate()
            for i in 0..<TupleRef(p).count { if TupleRef(p)[i].isExactly(typeVarTuple) { try Operations.extend(l, TupleRef(p)[i]) } else { l.append(TupleRef(p)[i]) } }
            return l.asTuple()
        }
        t.getter("__value__") { o throws(Raise) in try lazy(o, 5, 4, .none) }
        t.getter("evaluate_value") { o throws(Raise) in evaluator(o, 5, 4, absent: .unbound) }
        t.getter("__module__") { o throws(Raise) in
            let f = o.ref.value(4)
            if f.isExactly(Types.function) { return f.ref.value(FunctionRef.moduleWord) }
            return ExceptionType.orNone(o.ref.value(6))
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in a[0].ref.value(2) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in try unpacked(a[0]) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            guard a[0].ref.value(3).isTuple, TupleRef(a[0].ref.value(3)).count > 0 else { throw Errors.typeError("Only generic type aliases are subscriptable") }
            return GenericAlias.make(a[0], a[1])
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in a[0].ref.value(2) }
        orMembers(t)
    }
}
/// What the nodes of type parameters make (PEP 695, 696): bounds, constraints and defaults come as functions, None where there is none.
enum TypeParameters {
    private static func function(_ f: Value) -> Value { f.isNone ? .unbound : f }
    static func typeVar(_ n: Value, bound: Value, constraints: Value, defaultValue: Value) throws(Raise) -> Value {
        let v = TypingTypes.makeTypeVar(n)
        v.ref.set(4, function(bound)); v.ref.set(6, function(constraints)); v.ref.set(8, function(defaultValue))
        return v
    }
    static func paramSpec(_ n: Value, defaultValue: Value) throws(Raise) -> Value {
        let v = TypingTypes.makeParamSpec(n)
        v.ref.set(8, function(defaultValue))
        return v
    }
    static func typeVarTuple(_ n: Value, defaultValue: Value) throws(Raise) -> Value {
        let f = function(defaultValue), r = Instance.allocate(TypingTypes.typeVarTuple)
        r.initialize(2, n); r.initialize(4, f)
        return Value(r)
    }
    /// `type NAME[PARAMETERS] = ...`: PARAMETERS a tuple or None, VALUE the function.
    static func alias(_ n: Value, _ parameters: Value, _ value: Value) throws(Raise) -> Value {
        let r = Instance.allocate(TypingTypes.typeAlias)
        r.initialize(2, n); r.initialize(3, parameters.isTuple ? parameters : .unbound); r.initialize(4, value)
        return Value(r)
    }
    /// The base `Generic[T, *Ts]` of a class with type parameters.
    static func generic(_ parameters: Value) throws(Raise) -> Value {
        let l = ListRef.allocate(), p = TupleRef(parameters)
        for i in 0..<p.count { if p[i].isExactly(TypingTypes.typeVarTuple) { try Operations.extend(l, p[i]) } else { l.append(p[i]) } }
        return try TypingTypes.typing("_GenericAlias", TypingTypes.generic.value, l.asTuple())
    }
}
extension NativeModule {
    static let typing = NativeModule("_typing") { m throws(Raise) in
        for t in [TypingTypes.typeVar, TypingTypes.paramSpec, TypingTypes.typeVarTuple, TypingTypes.paramSpecArgs, TypingTypes.paramSpecKwargs, TypingTypes.typeAlias, TypingTypes.generic, UnionType.type] { m.type(t) }
        m.constant("NoDefault", TypingTypes.noDefault)
        m.function("_idfunc", "(x, /)") { a throws(Raise) in a[0] }
    }
}

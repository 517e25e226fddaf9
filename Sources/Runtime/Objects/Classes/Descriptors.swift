/// `property`, `classmethod`, `staticmethod`, bound methods.
enum DescriptorTypes {
    /// The types must exist before the first builtin declares a static method.
    static func start() {
        Types.property = TypeFactory.make("property", size: 64, layout: .fields(2, 8), subclassable: true)
        Types.classmethod = TypeFactory.make("classmethod", size: 24, layout: .fields(2, 3), subclassable: true, hasDict: true)
        Types.staticmethod = TypeFactory.make("staticmethod", size: 24, layout: .fields(2, 3), subclassable: true, hasDict: true)
        Types.superType = TypeFactory.make("super", size: 40, layout: .fields(2, 5), subclassable: true)
        Types.mappingproxy = TypeFactory.make("mappingproxy", size: 24, layout: .fields(2, 3))
        Types.namespace = TypeFactory.make("SimpleNamespace", module: "types", size: 16, layout: .allFields(), subclassable: true, hasDict: true)
        Types.frame = TypeFactory.make("frame", size: 112, layout: .fields(2, 9))
        Types.traceback = TypeFactory.make("traceback", size: 64, layout: .fields(2, 4))
        Types.module.nativeDict = 2
        Types.function.nativeDict = FunctionRef.dictWord
        for t in [Types.function, Types.module, Types.method, Types.builtinFunction, Types.type, Types.code] { t.flags |= TypeRef.Flags.weakrefable }
        Types.superType.flags |= 0
        for t in [Types.classmethod, Types.staticmethod] { t.flags |= TypeRef.Flags.weakrefable }
    }
    static func define() {
        PropertyObject.define(); ClassMethod.define(); StaticMethod.define(); MethodObject.define(); SuperObject.define()
    }
}

/// Words: 2 fget, 3 fset, 4 fdel, 5 doc, 6 name, 7 whether the doc is the getter's.
enum PropertyObject {
    static func define() {
        let t = Types.property
        t.new("($type, /, *args, **kwargs)", ignoring: true) { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, /, fget=None, fset=None, fdel=None, doc=None)") { a throws(Raise) in
            let p = a[0].ref
            for i in 0..<3 { p.set(2 + i, a[i + 1].isNone ? .unbound : a[i + 1]) }
            p.set(5, a[4]); p.set(7, .false); p.set(6, .unbound)
            if a[4].isNone && !a[1].isNone {
                let d = try Operations.findAttribute(a[1], Names.__doc__)
                if d.isPointer { p.set(5, d); p.set(7, .true) }
            }
            if a[0].type != Types.property {
                // A subclass keeps the doc in its own dict, where it is not hidden by the class attribute.
                // Where it cannot be kept a given doc is dropped; one that comes from the getter is an error. (property_init_impl)
                let d = p.value(5).orNone
                do throws(Raise) { try Operations.setAttribute(a[0], Names.__doc__, d) } catch {
                    if p.value(7) == .true { throw error }
                    try Errors.swallow(error, Exceptions.attributeError)
                }
            }
            return .none
        }
        t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in a[1].isNone ? a[0] : try get(a[0], a[1]) }
        t.special("__set__", "($self, instance, value, /)") { a throws(Raise) in try set(a[0], a[1], a[2]); return .none }
        t.special("__delete__", "($self, instance, /)") { a throws(Raise) in try set(a[0], a[1], .unbound); return .none }
        t.field("fget", word: 2); t.field("fset", word: 3); t.field("fdel", word: 4)
        t.field("__doc__", word: 5, writable: true)
        t.method("getter", "($self, object, /)") { a throws(Raise) in try copy(a[0], get: a[1]) }
        t.method("setter", "($self, object, /)") { a throws(Raise) in try copy(a[0], set: a[1]) }
        t.method("deleter", "($self, object, /)") { a throws(Raise) in try copy(a[0], delete: a[1]) }
        t.method("__set_name__", "($self, /, *args)") { a throws(Raise) in
            let n = TupleRef(a[1])
            if n.count != 2 { throw Errors.typeError("__set_name__() takes 2 positional arguments but \(n.count) were given") }
            a[0].ref.set(6, n[1])
            return .none
        }
        t.getter("__name__", set: { o, v throws(Raise) in o.ref.set(6, v) }, delete: { o throws(Raise) in o.ref.set(6, .unbound) }) { o throws(Raise) in
            let n = try name(o)
            if n.isUnbound { throw Errors.attributeError(o, Names.__name__, message: "'property' object has no attribute '__name__'") }
            return n
        }
        t.getter("__isabstractmethod__") { o throws(Raise) in
            for i in 2..<5 where o.ref.value(i).isPointer { if try isAbstract(o.ref.value(i)) { return .true } }
            return .false
        }
    }
    static func isAbstract(_ f: Value) throws(Raise) -> Bool {
        let v = try Operations.findAttribute(f, StrRef.intern("__isabstractmethod__"))
        return v.isUnbound ? false : try Operations.isTrue(v)
    }
    private static func name(_ p: Value) throws(Raise) -> Value {
        let n = p.ref.value(6)
        if !n.isUnbound { return n }
        let g = p.ref.value(2)
        return g.isUnbound ? g : try Operations.findAttribute(g, Names.__name__)
    }
    /// `fget`, unbound if there is none.
    static func getter(_ p: Value) -> Value { p.ref.value(2) }
    /// `fset`, likewise.
    static func setter(_ p: Value) -> Value { p.ref.value(3) }
    private static func copy(_ p: Value, get: Value = .none, set: Value = .none, delete: Value = .none) throws(Raise) -> Value {
        func pick(_ new: Value, _ word: Int) -> Value { if !new.isNone { return new }; let v = p.ref.value(word); return v.isUnbound ? .none : v }
        let g = pick(get, 2)
        let doc: Value = p.ref.value(7) == .true && !g.isNone ? .none : p.ref.value(5).isUnbound ? .none : p.ref.value(5)
        let n = try Call.call(p.type.value, g, pick(set, 3), pick(delete, 4), doc)
        if n.isInstance(of: Types.property) { n.ref.set(6, p.ref.value(6)) }
        return n
    }
    @inline(__always) static func get(_ d: Value, _ o: Value) throws(Raise) -> Value {
        let f = d.ref.value(2)
        if _slowPath(f.isUnbound) { throw noAccessor(d, o, "getter") }
        return try Call.call(f, o)
    }
    static func set(_ d: Value, _ o: Value, _ v: Value) throws(Raise) {
        let f = d.ref.value(v.isUnbound ? 4 : 3)
        if f.isUnbound { throw noAccessor(d, o, v.isUnbound ? "deleter" : "setter") }
        if v.isUnbound { _ = try Call.call(f, o) } else { _ = try Call.call(f, o, v) }
    }
    private static func noAccessor(_ d: Value, _ o: Value, _ what: String) -> Raise {
        do throws(Raise) {
            let n = try name(d), q = StrRef(o.type.qualifiedName).string
            if n.isUnbound { return Errors.make(Exceptions.attributeError, "property of '\(q)' object has no \(what)") }
            return Errors.make(Exceptions.attributeError, "property \(Operations.reprText(n)) of '\(q)' object has no \(what)")
        } catch { return error }
    }
}

/// Word 2: the callable; a `__dict__` behind.
enum StaticMethod {
    static func callable(_ s: Value) -> Value { let v = s.ref.value(2); return v.isUnbound ? .none : v }
    static func make(_ f: Value) -> Value { let r = Instance.allocate(Types.staticmethod); r.initialize(2, f); return Value(r) }
    static func define() {
        let t = Types.staticmethod
        wrapperMembers(t, "staticmethod")
        t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in callable(a[0]) }
        t.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in try Call.call(callable(a[0]), tuple: a[1], dict: a[2]) }
    }
    static func wrapperMembers(_ t: TypeRef, _ name: String) {
        t.new("($type, /, *args, **kwargs)", ignoring: true) { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref)); r.initialize(2, .none); return Value(r)
        }
        t.special("__init__", "($self, function, /)") { a throws(Raise) in
            let f = a[1]
            a[0].ref.set(2, f)
            for n in [Names.__module__, Names.__name__, Names.__qualname__, Names.__doc__] {
                let v = try Operations.findAttribute(f, n)
                if !v.isUnbound { Attributes(a[0].ref).set(n, v) }
            }
            return .none
        }
        t.field("__func__", word: 2); t.field("__wrapped__", word: 2)
        t.getter("__isabstractmethod__") { o throws(Raise) in Value(bool: try PropertyObject.isAbstract(callable(o))) }
        t.getter("__dict__") { o throws(Raise) in Instance.dictionary(o)!.value }
        for n: StaticString in ["__annotations__", "__annotate__"] {
            let key = StrRef.intern(n.description)
            // Asked of the wrapped function when first wanted.
            t.getter(n, set: { o, v throws(Raise) in Attributes(o.ref).set(key, v) }, delete: { o throws(Raise) in
                if Attributes(o.ref).get(key).isUnbound { throw Errors.attributeError(o, key, message: "'\(o.type.text)' object has no attribute '\(StrRef(key))'") }
                _ = Attributes(o.ref).remove(key)
            }) { o throws(Raise) in
                let own = Attributes(o.ref).get(key)
                if !own.isUnbound { return own }
                let v = try Operations.getAttribute(callable(o), key)
                Attributes(o.ref).set(key, v)
                return v
            }
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("<\(name)(\(StrRef(try Operations.repr(callable(a[0]))).string))>") }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
}
enum ClassMethod {
    static func make(_ f: Value) -> Value { let r = Instance.allocate(Types.classmethod); r.initialize(2, f); return Value(r) }
    static func define() {
        let t = Types.classmethod
        StaticMethod.wrapperMembers(t, "classmethod")
        t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in
            MethodObject.make(StaticMethod.callable(a[0]), a.has(2) && !a[2].isNone ? a[2] : a[1].type.value)
        }
    }
}

extension MethodObject {
    static func function(_ m: Value) -> Value { m.ref.value(2) }
    static func receiver(_ m: Value) -> Value { m.ref.value(3) }
    static func define() {
        let t = Types.method
        t.new("($type, function, instance, /)") { a throws(Raise) in
            guard Call.isCallable(a[1]) else { throw Errors.typeError("first argument must be callable") }
            if a[2].isNone { throw Errors.typeError("instance must not be None") }
            return make(a[1], a[2])
        }
        t.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in try Call.call(a[0], tuple: a[1], dict: a[2]) }
        t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in a[0] }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let f = function(a[0])
            var n = try Operations.findAttribute(f, Names.__qualname__)
            if n.isUnbound { n = try Operations.findAttribute(f, Names.__name__) }
            return StrRef.make("<bound method \(n.isStr ? StrRef(n).string : "?") of \(StrRef(try Operations.repr(receiver(a[0]))).string)>")
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(try Operations.identityHash(receiver(a[0])) ^ Operations.hash(function(a[0]))) }
        for (n, same): (StaticString, Bool) in [("__eq__", true), ("__ne__", false)] {
            t.special(n, "($self, value, /)") { a throws(Raise) in
                guard a[1].isExactly(Types.method) else { return .notImplemented }
                let equal = receiver(a[0]) == receiver(a[1]) ? try Operations.isEqual(function(a[0]), function(a[1])) : false
                return Value(bool: equal == same)
            }
        }
        t.special("__getattribute__", "($self, name, /)") { a throws(Raise) in
            let n = try ObjectType.attributeName(a[1])
            let v = try Operations.genericFind(a[0], Types.method, n)
            if !v.isUnbound { return v }
            return try Operations.getAttribute(function(a[0]), n)
        }
        t.field("__func__", word: 2); t.field("__self__", word: 3)
        t.getter("__doc__") { o throws(Raise) in try Operations.getAttribute(function(o), Names.__doc__) }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            TupleRef.make(try Builtins.get("getattr"), TupleRef.make(receiver(a[0]), try Operations.getAttribute(function(a[0]), Names.__name__)))
        }
    }
}

/// Words: 2 the class after which the search begins, 3 the object, 4 the class whose MRO is searched.
enum SuperObject {
    static func define() {
        let t = Types.superType
        t.new("($type, /, *args, **kwargs)", ignoring: true) { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, /, *args)") { a throws(Raise) in
            let args = TupleRef(a[1])
            if args.count > 2 { throw Errors.typeError("super() expected at most 2 arguments, got \(args.count)") }
            var cls = Value.unbound, o = Value.none
            if args.count == 0 {
                (cls, o) = try implicit()
            } else {
                cls = args[0]
                guard cls.isType else { throw Errors.typeError("super() argument 1 must be a type, not \(cls.type)") }
                if args.count == 2 { o = args[1] }
            }
            try fill(a[0], cls, o)
            return .none
        }
        t.special("__getattribute__", "($self, name, /)") { a throws(Raise) in
            let n = try ObjectType.attributeName(a[1])
            return try get(a[0].ref.value(2), a[0].ref.value(3), a[0].ref.value(4), n, a[0])
        }
        t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in
            let s = a[0].ref
            if a[1].isNone || !s.value(3).isUnbound { return a[0] }
            if a[0].type != Types.superType { return try Call.call(a[0].type.value, s.value(2), a[1]) }
            let n = Value(Instance.allocate(Types.superType))
            try fill(n, s.value(2), a[1])
            return n
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let s = a[0].ref, c = s.value(2).isPointer ? TypeRef(s.value(2).ref).text : "NULL"
            if s.value(4).isPointer { return StrRef.make("<super: <class '\(c)'>, <\(TypeRef(s.value(4).ref).text) object>>") }
            return StrRef.make("<super: <class '\(c)'>, NULL>")
        }
        t.field("__thisclass__", word: 2); t.field("__self__", word: 3); t.field("__self_class__", word: 4)
    }
    private static func fill(_ s: Value, _ cls: Value, _ o: Value) throws(Raise) {
        s.ref.set(2, cls)
        if o.isNone { s.ref.set(3, .unbound); s.ref.set(4, .unbound); return }
        s.ref.set(4, try check(cls, o)); s.ref.set(3, o)
    }
    /// The class whose MRO is searched (as supercheck).
    static func check(_ cls: Value, _ o: Value) throws(Raise) -> Value {
        let c = TypeRef(cls.ref)
        if o.isType && TypeRef(o.ref).isSubtype(of: c) { return o }
        let t = o.type
        if t.isSubtype(of: c) { return t.value }
        let claimed = try Operations.findAttribute(o, Names.__class__)
        if claimed.isType && claimed != t.value && TypeRef(claimed.ref).isSubtype(of: c) { return claimed }
        throw Errors.typeError("super(type, obj): obj (\(o.isType ? "type" : "instance of") \(o.isType ? TypeRef(o.ref).text : t.text)) is not an instance or subtype of type (\(c.text)).")
    }
    /// The arguments of `super()` in the running frame.
    static func implicit() throws(Raise) -> (Value, Value) {
        let f = thread.pointee.frame
        guard f.base != nil, f.base[Frame.code].bits != 0 else { throw Errors.runtimeError("super(): no current frame") }
        let code = f.code
        guard code.argumentCount > 0 else { throw Errors.runtimeError("super(): no arguments") }
        var o = f[0]
        if o.isExactly(Types.cell), code.cellSlots.contains(0) { o = CellRef(o).content }
        if o.isUnbound { throw Errors.runtimeError("super(): arg[0] deleted") }
        for (i, n) in code.freeNames.enumerated() where n == Names.__class__ {
            let cell = f[code.firstFree + i]
            guard cell.isExactly(Types.cell) else { throw Errors.runtimeError("super(): bad __class__ cell") }
            let c = CellRef(cell).content
            if c.isUnbound { throw Errors.runtimeError("super(): empty __class__ cell") }
            guard c.isType else { throw Errors.runtimeError("super(): __class__ is not a type (\(c.type))") }
            return (c, o)
        }
        throw Errors.runtimeError("super(): __class__ cell not found")
    }
    /// `super(cls, o).name`, SEARCHED as `check` gives it: what nodes call without making a super object. SELF: the super object, for the fallback.
    static func get(_ cls: Value, _ o: Value, _ searched: Value, _ name: Value, _ self_: Value) throws(Raise) -> Value {
        if searched.isPointer && name != Names.__class__ {
            let v = try find(cls, o, searched, name)
            if !v.isUnbound { return v }
        }
        if self_.isUnbound { throw Errors.attributeError(.unbound == o ? .none : o, name, message: "'super' object has no attribute '\(StrRef(name))'") }
        let v = try Operations.genericFind(self_, self_.type, name)
        if v.isUnbound { throw Errors.attributeError(self_, name, message: "'super' object has no attribute '\(StrRef(name))'") }
        return v
    }
    /// Unbound if the classes behind CLS in SEARCHED's MRO lack NAME.
    static func find(_ cls: Value, _ o: Value, _ searched: Value, _ name: Value) throws(Raise) -> Value {
        let m = TypeRef(searched.ref).mro
        var i = 0
        while i < m.count && m[i] != cls { i += 1 }
        i += 1
        while i < m.count {
            if let d = TypeRef(m[i].ref).dict.find(name) {
                let g = d.type.slot(.get)
                if g.isUnbound { return d }
                return try Operations.bindTo(d, g, o == searched ? .none : o, searched)
            }
            i += 1
        }
        return .unbound
    }
}

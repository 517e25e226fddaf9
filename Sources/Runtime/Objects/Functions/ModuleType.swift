/// `module`.
enum ModuleType {
    static func define() {
        let t = Types.module
        t.constant("__doc__", StrRef.make("The type of modules: namespaces with a name and, where there is one, a description."))
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.set(2, DictRef.allocate().value)
            return Value(r)
        }
        t.special("__init__", "($self, /, name, doc=None)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("module.__init__() argument 'name' must be str, not \(a[1].isNone ? "None" : a[1].typeName)") }
            let d = ModuleRef(a[0]).dict
            d.set(name: Names.__name__, a[1]); d.set(name: Names.__doc__, a[2])
            for n in [Names.__package__, Names.__loader__, Names.__spec__] { d.set(name: n, .none) }
            return .none
        }
        Types.moduleGetAttribute = t.special("__getattribute__", "($self, name, /)") { a throws(Raise) in
            let n = try ObjectType.attributeName(a[1])
            let v = try Operations.genericFind(a[0], a[0].type, n)
            return v.isUnbound ? try missing(a[0], n) : v
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let bootstrap = Builtins.loadedModule(StrRef.intern("importlib._bootstrap")) ?? Builtins.loadedModule(StrRef.intern("_frozen_importlib"))
            if let b = bootstrap, b.isInstance(of: Types.module), let f = ModuleRef(b).dict.find(StrRef.intern("_module_repr")) { return try Call.call(f, a[0]) }
            return StrRef.make("<module \(Operations.reprText(ModuleRef(a[0]).name))>")
        }
        t.method("__dir__", "($self, /)") { a throws(Raise) in
            let d = try Operations.getAttribute(a[0], Names.__dict__)
            guard d.isDict else { throw Errors.typeError("\(Operations.reprText(ModuleRef(a[0]).name)).__dict__ is not a dictionary") }
            if let f = DictRef(d).find(StrRef.intern("__dir__")) { return try Call.call(f) }
            return try ObjectType.keys(DictRef(d))
        }
        t.getter("__dict__") { o throws(Raise) in ModuleRef(o).dict.value }
        t.getter("__annotations__", set: { o, v throws(Raise) in
            let d = ModuleRef(o).dict
            d.set(name: Names.__annotations__, v); _ = d.remove(name: Names.__annotate__)
        }, delete: { o throws(Raise) in
            let d = ModuleRef(o).dict
            if d.remove(name: Names.__annotations__) == nil { throw Errors.make(Exceptions.attributeError, value: Names.__annotations__) }
            _ = d.remove(name: Names.__annotate__)
        }) { o throws(Raise) in
            let d = ModuleRef(o).dict
            if let v = d.find(Names.__annotations__) { return v }
            var v = DictRef.allocate().value
            if let f = d.find(Names.__annotate__), Call.isCallable(f) {
                v = try Call.call(f, Value(int: 1))
                guard v.isDict else { throw Errors.typeError("__annotate__ returned non-dict of type '\(v.type)'") }
            }
            // While the module still runs, more may come.
            if let spec = d.find(Names.__spec__), spec.isPointer, try ModuleDiagnosis.isInitializing(spec) { return v }
            d.set(name: Names.__annotations__, v)
            return v
        }
        t.getter("__annotate__", set: { o, v throws(Raise) in
            guard v.isNone || Call.isCallable(v) else { throw Errors.typeError("__annotate__ must be callable or None") }
            let d = ModuleRef(o).dict
            d.set(name: Names.__annotate__, v)
            if !v.isNone { _ = d.remove(name: Names.__annotations__) }
        }, delete: { o throws(Raise) in throw Errors.typeError("cannot delete __annotate__ attribute") }) { o throws(Raise) in
            let d = ModuleRef(o).dict
            if let v = d.find(Names.__annotate__) { return v }
            d.set(name: Names.__annotate__, .none)
            return .none
        }
    }
    /// Module M lacks NAME: its own `__getattr__`, or the error (as _Py_module_getattro_impl).
    static func missing(_ m: Value, _ name: Value) throws(Raise) -> Value {
        let d = ModuleRef(m).dict
        if let f = d.find(Slot.getattr.name) { return try Call.call(f, name) }
        if m.type != Types.module { let g = m.type.slot(.getattr); if !g.isUnbound { return try Operations.callSlot(g, m, name) } }
        throw Errors.moduleAttributeError(m, name)
    }
}

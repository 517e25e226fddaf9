/// Small modules about objects: `_weakref`, `_types`, `gc`, `atexit`, `_warnings`.
extension NativeModule {
    static let weakref = NativeModule("_weakref", doc: "Weak-reference support module.") { m throws(Raise) in
        m.constant("ref", Types.weakref.value); m.constant("ReferenceType", Types.weakref.value)
        m.constant("ProxyType", WeakrefTypes.proxy.value); m.constant("CallableProxyType", WeakrefTypes.callableProxy.value)
        m.function("proxy", "(object, callback=None, /)") { a throws(Raise) in
            try WeakrefTypes.reference(a[0], a[1], Call.isCallable(a[0]) ? WeakrefTypes.callableProxy : WeakrefTypes.proxy)
        }
        m.function("getweakrefcount", "(object, /)") { a throws(Raise) in
            a[0].isPointer && a[0].ref.header & HeaderFlag.weaklyReferenced != 0 ? Value(int: WeakReference.references(a[0]).count) : Value(int: 0)
        }
        m.function("getweakrefs", "(object, /)") { a throws(Raise) in
            let l = ListRef.allocate()
            if a[0].isPointer && a[0].ref.header & HeaderFlag.weaklyReferenced != 0 {
                let n = WeakReference.references(a[0]).count
                l.reserve(n)
                for r in WeakReference.references(a[0]) where l.count < n { l.append(Value(r)) }
            }
            return l.value
        }
        m.function("_remove_dead_weakref", "(dct, key, /)") { a throws(Raise) in
            guard a[0].isDict else { throw Errors.typeError("_remove_dead_weakref() argument 1 must be dict, not \(a[0].type)") }
            guard let w = try DictRef(a[0]).get(a[1]) else { return .none }
            guard w.isInstance(of: Types.weakref) else { throw Errors.typeError("not a weakref") }
            if WeakReference.get(w).isUnbound { _ = try DictRef(a[0]).remove(a[1]) }
            return .none
        }
    }
    static let types = NativeModule("_types") { m throws(Raise) in
        let list: [(String, TypeRef)] = [("AsyncGeneratorType", Types.asyncGenerator), ("BuiltinFunctionType", Types.builtinFunction), ("BuiltinMethodType", Types.builtinFunction), ("CellType", Types.cell),
            ("ClassMethodDescriptorType", Types.classMethodDescriptor), ("CodeType", Types.code), ("CoroutineType", Types.coroutine), ("EllipsisType", Types.ellipsis), ("FrameType", Types.frame),
            ("FunctionType", Types.function), ("GeneratorType", Types.generator), ("GenericAlias", GenericAlias.type), ("GetSetDescriptorType", Types.getset), ("LambdaType", Types.function),
            ("MappingProxyType", Types.mappingproxy), ("MemberDescriptorType", Types.member), ("MethodDescriptorType", Types.methodDescriptor), ("MethodType", Types.method), ("MethodWrapperType", Types.methodWrapper),
            ("ModuleType", Types.module), ("NoneType", Types.none), ("NotImplementedType", Types.notImplemented), ("SimpleNamespace", Types.namespace), ("TracebackType", Types.traceback),
            ("UnionType", UnionType.type), ("WrapperDescriptorType", Types.wrapperDescriptor)]
        for (n, t) in list where t.raw != 0 { m.constant(n, t.value) }
        m.constant("CapsuleType", TypeFactory.make("PyCapsule", module: "builtins", size: 32, layout: .opaque).value)
    }
    static let gc = NativeModule("gc") { m throws(Raise) in
        GarbageModule.define(m)
    }
    static let atexit = NativeModule("atexit", doc: "allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\nTwo public functions, register and unregister, are defined.\n") { m throws(Raise) in
        m.function("register", "(func, /, *args, **kwargs)") { a throws(Raise) in
            guard Call.isCallable(a[0]) else { throw Errors.typeError("the first argument must be callable") }
            AtExit.list().append(TupleRef.make(a[0], a[1], a[2]))
            return a[0]
        }
        m.function("unregister", "(func, /)") { a throws(Raise) in
            let l = AtExit.list()
            var i = l.count - 1
            while i >= 0 {
                if i < l.count, l[i].isTuple, try Operations.isEqual(TupleRef(l[i])[0], a[0]) { l.resize(at: i, removing: 1, inserting: 0) }
                i -= 1
            }
            return .none
        }
        m.function("_clear", "()") { a throws(Raise) in AtExit.list().truncate(0); return .none }
        m.function("_ncallbacks", "()") { a throws(Raise) in Value(int: AtExit.list().count) }
        m.function("_run_exitfuncs", "()") { a throws(Raise) in AtExit.run(); return .none }
    }
    static let warnings = NativeModule("_warnings", doc: "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.") { m throws(Raise) in try Warnings.fill(m) }
}
/// Functions to call at exit, in order of registration.
public enum AtExit {
    nonisolated(unsafe) private static var callbacks = Value.unbound
    static func list() -> ListRef {
        if callbacks.isUnbound { callbacks = ListRef.allocate().value; Heap.addRoot(&callbacks) }
        return ListRef(callbacks)
    }
    /// Calls them, last first; what they raise is reported as unraisable.
    public static func run() {
        // What is dead already is told so first: callbacks must not find the registries of weak references change under them.
        if list().count > 0 && Watch.isActive { Collector.collect(.requested(generation: 2)); Finalizers.run() }
        let l = list()
        while l.count > 0 {
            let e = l[l.count - 1]
            l.truncate(l.count - 1)
            do throws(Raise) { _ = try Call.call(TupleRef(e)[0], tuple: TupleRef(e)[1], dict: TupleRef(e)[2]) } catch {
                Errors.unraisable("Exception ignored in atexit callback \(Operations.reprText(TupleRef(e)[0]))", .none)
            }
        }
    }
}
/// The modules about classes, types and objects.
enum ObjectModules {
    nonisolated(unsafe) static let list: [NativeModule] = [.suggestions, .builtins, .weakref, .types, .gc, .atexit, .warnings, .abc, .contextvars, .asyncio, .typing, .tokenizeNative, .symtable]
}

import Glibc

/// `_testcapi`: functions and types declared in every calling convention, and limits of C's types, so that the library's tests of calls judge how
/// builtins are called here. Whatever asks for CPython's interface to C is absent.
enum TestCAPI {
    nonisolated(unsafe) static var module = Value.unbound
    /// Types whose instances stand for C objects that are called.
    nonisolated(unsafe) static var callable = TypeRef(), plainCallable = TypeRef()

    /// The functions of each convention; WHO tells what they answer as their self. FIRST: how many words of the arguments come before the given ones.
    typealias Declare = (_ name: StaticString, _ parameters: StaticString, _ method: StaticString, _ body: @escaping (Args) throws(Raise) -> Value) -> Void
    static func conventions(first: Int, who: @escaping (Args) -> Value, _ declare: Declare) {
        let positional: (Args) throws(Raise) -> Value = { a throws(Raise) in TupleRef.make(who(a), a[first]) }
        let keywords: (Args) throws(Raise) -> Value = { a throws(Raise) in TupleRef.make(who(a), a[first], a.has(first + 1) && DictRef(a[first + 1]).count > 0 ? a[first + 1] : .none) }
        declare("meth_varargs", "(*args)", "($self, *args)", positional)
        declare("meth_varargs_keywords", "(*args, **kwargs)", "($self, *args, **kwargs)", keywords)
        declare("meth_o", "(arg, /)", "($self, arg, /)") { a throws(Raise) in TupleRef.make(who(a), a[first]) }
        declare("meth_noargs", "()", "($self)") { a throws(Raise) in who(a) }
        declare("meth_fastcall", "(*args)", "($self, *args)", positional)
        declare("meth_fastcall_keywords", "(*args, **kwargs)", "($self, *args, **kwargs)", keywords)
    }
    static func types(_ m: ModuleBuilder) {
        func make(_ n: String, base: TypeRef = Types.object, subclassable: Bool = false) -> TypeRef {
            let t = TypeFactory.make(n, module: "_testcapi", base: base, size: 24, subclassable: subclassable)
            m.dict.set(name: StrRef.intern(n), t.value)
            return t
        }
        // (A word of their own, as in C, so that they are what decides the layout of classes that derive from them.)
        func instances(_ t: TypeRef) { t.new("($type)") { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) } }
        let own = make("MethInstance"), cls = make("MethClass"), stat = make("MethStatic")
        for t in [own, cls, stat] { instances(t) }
        conventions(first: 1, who: { $0[0] }) { n, _, s, b in own.method(n, s, b) }
        conventions(first: 1, who: { $0[0] }) { n, _, s, b in cls.classMethod(n, s, b) }
        conventions(first: 0, who: { _ in .none }) { n, s, _, b in stat.staticMethod(n, s, b) }

        let base = make("MethodDescriptorBase", subclassable: true), derived = make("MethodDescriptorDerived", base: base, subclassable: true)
        let other = make("MethodDescriptor2", base: base, subclassable: true), nop = make("MethodDescriptorNopGet", base: base, subclassable: true)
        for t in [base, derived, other, nop] { instances(t) }
        base.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in .true }
        other.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in .false }
        nop.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in a[1] }
        base.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in a[1].isNone ? a[0] : MethodObject.make(a[0], a[1]) }
        nop.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in a[0] }
    }
    /// Calls FUNCTION with the values of a tuple (or None), of which the last are named by NAMES (a tuple, None or unbound).
    static func call(_ function: Value, _ values: Value, _ names: Value) throws(Raise) -> Value {
        let count = values.isNone ? 0 : TupleRef(values).count, named = names.isTuple ? TupleRef(names).count : 0
        if named > count { throw Errors.valueError("kwnames longer than args") }
        let t = TupleRef(values.isNone ? TupleRef.empty : values)
        return try Call.vector(function, t.items, count - named, named > 0 ? names : .unbound)
    }
    static func demandTuple(_ v: Value, _ what: String) throws(Raise) { if !v.isNone && !v.isTuple { throw Errors.typeError("\(what) must be None or a tuple") } }
}
extension NativeModule {
    static let testCAPI = NativeModule("_testcapi", doc: "What tests of the language and of builtins use of CPython's test module.") { m throws(Raise) in
        TestCAPI.module = m.module
        Heap.addRoot(&TestCAPI.module)
        TestCAPI.conventions(first: 0, who: { _ in TestCAPI.module }) { n, s, _, b in m.function(n, s, b) }
        TestCAPI.types(m)
        m.ints("CHAR_MAX=127 CHAR_MIN=-128 UCHAR_MAX=255 SHRT_MAX=32767 SHRT_MIN=-32768 USHRT_MAX=65535 INT_MAX=2147483647 INT_MIN=-2147483648 UINT_MAX=4294967295 SIZEOF_WCHAR_T=4 SIZEOF_TIME_T=8 SIZEOF_VOID_P=8")
        for n in ["LONG", "LLONG", "PY_SSIZE_T"] { m.int(n + "_MAX", .max); m.int(n + "_MIN", .min) }
        for n in ["ULONG_MAX", "ULLONG_MAX", "SIZE_MAX"] { m.constant(n, Value.uint(.max)) }
        m.constant("FLT_MAX", Value(float: Double(Float.greatestFiniteMagnitude))); m.constant("FLT_MIN", Value(float: Double(Float.leastNormalMagnitude)))
        m.constant("DBL_MAX", Value(float: .greatestFiniteMagnitude)); m.constant("DBL_MIN", Value(float: .leastNormalMagnitude))
        m.function("exception_print", "(exc, legacy=False, /)", doc: "Shows an exception as if nobody had handled it.") { a throws(Raise) in
            guard a[0].isExceptionInstance else { throw Errors.typeError("an exception is required") }
            ErrorDisplay.show(a[0])
            return .none
        }
        m.function("config_get", "(name, /)", doc: "What the interpreter was configured with: code_debug_ranges only.") { a throws(Raise) in
            guard a[0].isStr, StrRef(a[0]).equals("code_debug_ranges") else { throw Errors.notImplemented("_testcapi.config_get: only code_debug_ranges is known") }
            return .true
        }
        m.function("pyobject_fastcalldict", "(func, args, kwargs, /)", doc: "Calls func with a tuple (or None) and a dict (or None).") { a throws(Raise) in
            try TestCAPI.demandTuple(a[1], "args")
            return try Call.call(a[0], tuple: a[1].isNone ? TupleRef.empty : a[1], dict: a[2].isNone ? .unbound : a[2])
        }
        m.function("pyobject_vectorcall", "(func, args, kwnames, /)", doc: "Calls func with a tuple (or None), whose last values are named by kwnames (a tuple or None).") { a throws(Raise) in
            try TestCAPI.demandTuple(a[1], "args")
            try TestCAPI.demandTuple(a[2], "kwnames")
            return try TestCAPI.call(a[0], a[1], a[2])
        }
        m.function("pyvectorcall_call", "(func, args, kwargs=None, /)", doc: "Calls func with a tuple and a dict (or None).") { a throws(Raise) in
            if !a[1].isTuple { throw Errors.typeError("argstuple must be a tuple") }
            if a.has(2) && !a[2].isNone && !a[2].isDict { throw Errors.typeError("kwargs must be a dict") }
            return try Call.call(a[0], tuple: a[1], dict: a.has(2) && !a[2].isNone ? a[2] : .unbound)
        }
        m.function("pycfunction_call", "(func, args, kwargs=None, /)", doc: "Calls func with a tuple and a dict (or None).") { a throws(Raise) in
            return try Call.call(a[0], tuple: a[1], dict: a.has(2) && !a[2].isNone ? a[2] : .unbound)
        }
        m.function("test_with_docstring", "()", doc: "A function with a docstring.") { _ throws(Raise) in .none }
        m.function("create_cfunction", "()", doc: "A new builtin function.") { a throws(Raise) in
            Descriptor.function(Builtin("f", "()") { _ throws(Raise) in .none }, self_: .none, module: StrRef.intern("_testcapi"))
        }
        m.function("getbuffer_with_null_view", "(obj, /)", doc: "Asks for a buffer without a view to fill, which every exporter refuses.") { a throws(Raise) in
            throw Errors.make(Exceptions.bufferError, "getbuffer: view==NULL argument is obsolete")
        }
        m.function("raise_exception", "(exception, num_args, /)", doc: "Raises an exception with the arguments 0 to num_args - 1.") { a throws(Raise) in
            let n = try Operations.index(a[1]), l = ListRef.allocate()
            for i in 0..<max(0, n) { l.append(Value(int: i)) }
            throw Errors.raise(try Call.vector(a[0], l.items, l.count, .unbound))
        }
        m.function("raise_memoryerror", "()") { a throws(Raise) in throw Errors.memoryError() }
        m.function("set_errno", "(value, /)", doc: "Sets C's errno.") { a throws(Raise) in
            errno = Int32(truncatingIfNeeded: try Operations.index(a[0]))
            return .none
        }
        m.function("make_exception_with_doc", "(name, doc=None, base=None, dict=None)", doc: "A new exception class.") { a throws(Raise) in
            let name = a[0]
            guard name.isStr else { throw Errors.typeError("make_exception_with_doc() argument 1 must be str, not \(name.type.text)") }
            let text = StrRef(name).string
            guard let dot = text.lastIndex(of: ".") else { throw Errors.systemError("PyErr_NewException: name must be module.class") }
            let d = a.has(3) && a[3].isDict ? DictRef(a[3]).copy() : DictRef.allocate()
            if d.find(Names.__module__) == nil { d.set(name: Names.__module__, StrRef.make(String(text[..<dot]))) }
            if a.has(1) && !a[1].isNone { d.set(name: Names.__doc__, a[1]) }
            let base = a.has(2) && !a[2].isNone ? a[2] : Types.exception.value
            return try Call.call(Types.type.value, StrRef.make(String(text[text.index(after: dot)...])), base.isTuple ? base : TupleRef.make(base), d.value)
        }
    }
}

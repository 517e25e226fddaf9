import Glibc
import Primitives

/// The module `sys`.
extension NativeModule {
    public static let sys = NativeModule("sys") { m throws(Raise) in
        let c = Configuration.current
        SysAttributes.versions(m)
        SysAttributes.paths(m, c)
        SysAttributes.functions(m)
        SysAttributes.frames(m)
        m.constant("stdlib_module_names", try StandardModuleNames.frozenset())
    }
}
enum SysAttributes {
    static func strings(_ list: [[UInt8]]) -> Value {
        let l = ListRef.allocate()
        for s in list { l.append(SystemText.value(s)) }
        return l.value
    }
    nonisolated(unsafe) static var flagsType: StructSequence! = nil

    static func versions(_ m: ModuleBuilder) {
        let info = StructSequence.define("version_info", module: "sys", fields: ["major", "minor", "micro", "releaselevel", "serial"], constructible: false)
        let v = info.make([Value(int: PythonVersion.major), Value(int: PythonVersion.minor), Value(int: PythonVersion.micro), StrRef.make("final"), Value(int: 0)])
        m.constant("version_info", v)
        m.constant("version", StrRef.make(PythonVersion.long))
        m.int("hexversion", PythonVersion.hex); m.int("api_version", 1013)
        m.constant("copyright", StrRef.make("Copyright (c) DX-Py developers."))
        m.constant("platform", StrRef.make("linux")); m.constant("byteorder", StrRef.make("little")); m.constant("platlibdir", StrRef.make("lib"))
        m.int("maxsize", Int.max); m.int("maxunicode", 0x10FFFF)
        m.constant("float_repr_style", StrRef.make("short")); m.constant("abiflags", StrRef.empty)
        m.constant("_git", TupleRef.make(StrRef.make("DX-Py"), StrRef.empty, StrRef.empty))
        m.constant("_framework", StrRef.empty)
        let hash = StructSequence.define("hash_info", module: "sys", fields: ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"], constructible: false)
        m.constant("hash_info", hash.make([Value(int: 64), Value(int: (1 << 61) - 1), Value(int: 314159), Value(int: 0), Value(int: 1000003), StrRef.make("siphash13"), Value(int: 64), Value(int: 128), Value(int: 0)]))
        let int = StructSequence.define("int_info", module: "sys", fields: ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"], constructible: false)
        m.constant("int_info", int.make([Value(int: 30), Value(int: 4), Value(int: 4300), Value(int: 640)]))
        let float = StructSequence.define("float_info", module: "sys", fields: ["max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"], constructible: false)
        m.constant("float_info", float.make([Value(float: .greatestFiniteMagnitude), Value(int: 1024), Value(int: 308), Value(float: .leastNormalMagnitude), Value(int: -1021), Value(int: -307), Value(int: 15), Value(int: 53), Value(float: .ulpOfOne), Value(int: 2), Value(int: 1)]))
        let threads = StructSequence.define("thread_info", module: "sys", fields: ["name", "lock", "version"], constructible: false)
        m.constant("thread_info", threads.make([StrRef.make("pthread"), StrRef.make("semaphore"), StrRef.make("NPTL 2.36")]))
        let ns = Namespaces.make([("name", StrRef.make("dxpy")), ("cache_tag", StrRef.make("dxpy-314")), ("version", v), ("hexversion", Value(int: PythonVersion.hex)), ("_multiarch", StrRef.make("x86_64-linux-gnu")), ("supports_isolated_interpreters", .false)])
        m.constant("implementation", ns)
    }
    static func paths(_ m: ModuleBuilder, _ c: Configuration) {
        m.constant("argv", strings(c.arguments)); m.constant("orig_argv", strings(c.originalArguments))
        m.constant("executable", SystemText.value(c.executable)); m.constant("_base_executable", SystemText.value(c.baseExecutable))
        for n in ["prefix", "exec_prefix"] { m.constant(n, StrRef.make(c.prefix)) }
        for n in ["base_prefix", "base_exec_prefix"] { m.constant(n, StrRef.make(c.basePrefix)) }
        m.constant("path", strings((c.environmentBytes("PYTHONPATH").map { $0.split(separator: 58, omittingEmptySubsequences: false).map(Array.init) } ?? []) + [Array(c.library.utf8)]))
        m.constant("_stdlib_dir", StrRef.make(c.library)); m.constant("_home", .none)
        m.constant("path_hooks", ListRef.allocate().value); m.constant("meta_path", ListRef.allocate().value); m.constant("path_importer_cache", DictRef.allocate().value)
        m.constant("modules", DictRef.allocate().value)
        let x = DictRef.allocate()
        for o in c.xOptions {
            let parts = o.split(separator: 61, maxSplits: 1, omittingEmptySubsequences: false)
            x.set(name: StrRef.intern(SystemText.value(Array(parts[0]))), parts.count > 1 ? SystemText.value(Array(parts[1])) : .true)
        }
        m.constant("_xoptions", x.value)
        m.constant("warnoptions", strings(c.warnings))
        m.constant("dont_write_bytecode", Value(bool: c.dontWriteBytecode != 0)); m.constant("pycache_prefix", c.bytecodePrefix.map { SystemText.value($0) } ?? .none)
        m.constant("builtin_module_names", NativeModule.names.value)
        flagsType = StructSequence.define("flags", module: "sys", fields: ["debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site", "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits", "gil", "thread_inherit_context", "context_aware_warnings"], visible: 18, constructible: false)
        m.constant("flags", flagsType.make([c.debug, c.inspect, c.interactive, c.optimize, c.dontWriteBytecode, c.noUserSite, c.noSite, c.ignoreEnvironment, c.verbose, c.bytesWarning, c.quiet, c.hashRandomization, c.isolated].map { Value(int: $0) } + [Value(bool: c.devMode != 0), Value(int: c.utf8Mode), Value(int: c.warnDefaultEncoding), Value(bool: c.safePath != 0), Value(int: c.intMaxStrDigits), Value(int: 1), Value(int: c.inheritContext), Value(int: c.contextAwareWarnings)]))
    }
    static func functions(_ m: ModuleBuilder) {
        m.function("displayhook", "(object, /)") { a throws(Raise) in
            if a[0].isNone { return .none }
            DictRef(SysState.builtins).set(name: StrRef.intern("_"), .none)
            let out = try SysState.attribute("stdout")
            if out.isUnbound { throw Errors.runtimeError("lost sys.stdout") }
            _ = try Call.call(try Operations.getAttribute(out, Names.write), StrRef.make(StrRef(try Operations.repr(a[0])).string + "\n"))
            DictRef(SysState.builtins).set(name: StrRef.intern("_"), a[0])
            return .none
        }
        m.function("excepthook", "(exctype, value, traceback, /)") { a throws(Raise) in
            if a[2].isPointer && a[1].isExceptionInstance && a[2].type == Types.traceback { ExceptionRef(a[1]).traceback = a[2] }
            ErrorDisplay.show(a[1])
            return .none
        }
        m.function("exit", "(status=None, /)") { a throws(Raise) in
            throw Errors.raise(a[0].isTuple ? try Call.call(Exceptions.systemExit.value, tuple: a[0]) : a[0].isNone ? try Call.call(Exceptions.systemExit.value) : try Call.call(Exceptions.systemExit.value, a[0]))
        }
        m.function("exc_info", "()") { a throws(Raise) in
            let e = thread.pointee.handled
            if !e.isPointer { return TupleRef.make(.none, .none, .none) }
            return TupleRef.make(e.type.value, e, ExceptionRef(e).traceback.orNone)
        }
        m.function("exception", "()") { a throws(Raise) in thread.pointee.handled.isPointer ? thread.pointee.handled : .none }
        m.function("getdefaultencoding", "()") { a throws(Raise) in StrRef.intern("utf-8") }
        m.function("getfilesystemencoding", "()") { a throws(Raise) in StrRef.intern("utf-8") }
        m.function("getfilesystemencodeerrors", "()") { a throws(Raise) in StrRef.intern("surrogateescape") }
        m.function("intern", "(string, /)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("intern() argument must be str, not \(a[0].type)") }
            guard a[0].isExactly(Types.str) else { throw Errors.typeError("can't intern \(a[0].type)") }
            return StrRef.intern(a[0])
        }
        m.function("_is_interned", "(string, /)") { a throws(Raise) in Value(bool: a[0].isStr && StrRef(a[0]).isInterned) }
        m.function("getrecursionlimit", "()") { a throws(Raise) in Value(int: Threads.recursionLimit) }
        m.function("setrecursionlimit", "(limit, /)") { a throws(Raise) in
            let n = try Operations.index(a[0])
            if n < 1 { throw Errors.valueError("recursion limit must be greater or equal than 1") }
            let used = Threads.recursionLimit - thread.pointee.depth
            if used >= n { throw Errors.make(Exceptions.recursionError, "cannot set the recursion limit to \(n) at the recursion depth \(used): the limit is too low") }
            for i in 0..<Threads.all.count { Threads.all[i].pointee.depth += n - Threads.recursionLimit }
            Threads.recursionLimit = n
            return .none
        }
        m.function("getrefcount", "(object, /)") { a throws(Raise) in
            // Nothing is counted: what CPython makes immortal has its large number, the rest the one of a variable and the argument.
            let v = a[0], isImmortal = !v.isPointer && (!v.isInt || v.int >= -5 && v.int <= 256) || v.isStr && StrRef(v).isInterned || v.isType && !TypeRef(v.ref).has(TypeRef.Flags.heapType)
                || v.isExactly(Types.tuple) && TupleRef(v).count == 0 || v.isExactly(Types.bytes) && BytesRef(v).count < 2 || v == .notImplemented || v.isPointer && v.type == Types.ellipsis
            return Value(int: isImmortal ? 3 << 30 : 2)
        }
        m.function("getsizeof", "(object, default=<unrepresentable>)") { a throws(Raise) in
            let s = a[0].type.lookup(StrRef.intern("__sizeof__"))
            if s.isUnbound { if a.has(1) { return a[1] }; throw Errors.typeError("Type \(a[0].type) doesn't define __sizeof__") }
            do throws(Raise) {
                let n = try Operations.index(try Operations.callSlot(s, a[0]))
                if n < 0 { throw Errors.valueError("__sizeof__() should return >= 0") }
                return Value(int: n + (a[0].type.has(TypeRef.Flags.gc) || a[0].isList || a[0].isDict || a[0].isTuple || a[0].type.has(TypeRef.Flags.heapType) ? 16 : 0))
            } catch {
                if a.has(1) { try Errors.swallow(error, Exceptions.typeError); return a[1] }
                throw error
            }
        }
        m.function("getallocatedblocks", "()") { a throws(Raise) in Value(int: Collector.liveBytes / 64) }
        m.function("getunicodeinternedsize", "(*, _only_immortal=False)") { a throws(Raise) in Value(int: InternTable.count) }
        m.function("is_finalizing", "()") { a throws(Raise) in Value(bool: Interrupts.isFinalizing) }
        m.function("_clear_type_cache", "()") { a throws(Raise) in .none }
        m.function("_clear_internal_caches", "()") { a throws(Raise) in .none }
        m.function("_clear_type_descriptors", "(type, /)") { a throws(Raise) in
            guard a[0].isInstance(of: Types.type) else { throw Errors.typeError("_clear_type_descriptors() argument must be type, not \(TextArguments.describe(a[0]))") }
            let t = TypeRef(a[0].ref)
            if t.has(TypeRef.Flags.immutable) { throw Errors.typeError("argument is immutable") }
            for n in [Names.__dict__, Names.__weakref__] { _ = t.dict.remove(name: n) }
            t.modified()
            return .none
        }
        m.function("audit", "(event, /, *args)") { a throws(Raise) in try Audit.run(a[0], a[1]) }
        m.function("addaudithook", "(hook)") { a throws(Raise) in Audit.add(a[0]); return .none }
        m.function("setswitchinterval", "(interval, /)") { a throws(Raise) in let s = try Operations.double(a[0]); if s <= 0 { throw Errors.valueError("switch interval must be strictly positive") }; InterpreterLock.interval = s; return .none }
        m.function("getswitchinterval", "()") { a throws(Raise) in Value(float: InterpreterLock.interval) }
        m.function("get_int_max_str_digits", "()") { a throws(Raise) in Value(int: Configuration.current.intMaxStrDigits) }
        m.function("set_int_max_str_digits", "(maxdigits)") { a throws(Raise) in
            let n = try Operations.index(a[0])
            if n != 0 && n < 640 { throw Errors.valueError("maxdigits must be >= 640 or 0 for unlimited") }
            Configuration.current.intMaxStrDigits = n
            Integers.maxStrDigits = n
            return .none
        }
        m.function("set_asyncgen_hooks", "(firstiter=<unrepresentable>, finalizer=<unrepresentable>)") { a throws(Raise) in
            for (i, n) in [(0, "firstiter"), (1, "finalizer")] where a.has(i) && !a[i].isNone { if a[i].type.slot(.call).isUnbound && a[i].type != Types.function && a[i].type != Types.method { throw Errors.typeError("callable \(n) expected, got \(a[i].type)") } }
            if a.has(0) { thread.pointee.asyncHooks = a[0].isNone ? .unbound : a[0] }
            if a.has(1) { thread.pointee.asyncFinalizer = a[1].isNone ? .unbound : a[1] }
            return .none
        }
        let hooks = StructSequence.define("asyncgen_hooks", module: "sys", fields: ["firstiter", "finalizer"], constructible: false)
        m.function("get_asyncgen_hooks", "()") { a throws(Raise) in hooks.make([thread.pointee.asyncHooks.orNone, thread.pointee.asyncFinalizer.orNone]) }
        m.function("set_coroutine_origin_tracking_depth", "(depth)") { a throws(Raise) in
            let n = try Operations.index(a[0])
            if n < 0 { throw Errors.valueError("depth must be >= 0") }
            thread.pointee.coroutineOrigin = n
            return .none
        }
        m.function("get_coroutine_origin_tracking_depth", "()") { a throws(Raise) in Value(int: thread.pointee.coroutineOrigin) }
        m.function("unraisablehook", "(unraisable, /)") { a throws(Raise) in try ErrorDisplay.unraisable(a[0]); return .none }
        m.function("breakpointhook", "(*args, **kws)") { a throws(Raise) in
            let given = Configuration.current.environmentBytes("PYTHONBREAKPOINT").map { String(decoding: $0, as: UTF8.self) } ?? ""
            if given == "0" { return .none }
            let name = given.isEmpty ? "pdb.set_trace" : given
            let dot = name.lastIndex(of: ".")
            let module = dot.map { String(name[..<$0]) } ?? "builtins", attribute = dot.map { String(name[name.index(after: $0)...]) } ?? name
            var hook = Value.unbound
            do throws(Raise) {
                if module.isEmpty || attribute.isEmpty { throw Errors.make(Exceptions.importError, "") }
                hook = try Operations.getAttribute(try ImportSystem.importModule(module), StrRef.intern(attribute))
            } catch {
                guard error.isException, Errors.matches(Exceptions.importError) || Errors.matches(Exceptions.attributeError) else { throw error }
                Errors.take()
                try Warnings.warn(Exceptions.runtimeWarning, "Ignoring unimportable $PYTHONBREAKPOINT: \"\(name)\"")
                return .none
            }
            return try Call.call(hook, tuple: a[0], dict: a[1])
        }
        m.function("_get_cpu_count_config", "()") { a throws(Raise) in Value(int: Configuration.current.cpuCount) }
        m.function("_baserepl", "()") { a throws(Raise) in Prompt.loop(); return .none }
        m.function("activate_stack_trampoline", "(backend, /)") { a throws(Raise) in throw Errors.valueError("stack trampolines are not available") }
        m.function("is_stack_trampoline_active", "()") { a throws(Raise) in .false }
        m.function("_is_gil_enabled", "()") { a throws(Raise) in .true }
        m.function("is_remote_debug_enabled", "()") { a throws(Raise) in .false }
        for n in ["displayhook", "excepthook", "unraisablehook", "breakpointhook"] { m.constant("__\(n)__", m.dict.find(StrRef.intern(n))!) }
        let jit = ModuleBuilder(module: ModuleRef.make(StrRef.intern("sys._jit")))
        for n: StaticString in ["is_available", "is_enabled", "is_active"] { jit.function(n, "()") { a throws(Raise) in .false } }
        m.constant("_jit", jit.module)
    }
    static func frames(_ m: ModuleBuilder) {
        m.function("_getframe", "(depth=0, /)") { a throws(Raise) in
            var n = try Operations.index(a[0])
            var f = thread.pointee.frame
            while n > 0 && !f.isNil && f.base[Frame.code].bits != 0 { f = f.previousFrame; n -= 1 }
            if f.isNil || f.base[Frame.code].bits == 0 { throw Errors.valueError("call stack is not deep enough") }
            return FrameObject.of(f)
        }
        m.function("_getframemodulename", "(depth=0)") { a throws(Raise) in
            var n = try Operations.index(a[0])
            var f = thread.pointee.frame
            while n > 0 && !f.isNil && f.base[Frame.code].bits != 0 { f = f.previousFrame; n -= 1 }
            if f.isNil || f.base[Frame.code].bits == 0 { return .none }
            return f.function.ref.value(FunctionRef.moduleWord).orNone
        }
        m.function("_current_frames", "()") { a throws(Raise) in
            let d = DictRef.allocate()
            for i in 0..<Threads.all.count { let t = Threads.all[i]; if t.pointee.frame.base[Frame.code].bits != 0 { try d.set(Value.int(Int(t.pointee.identity)), FrameObject.of(t.pointee.frame)) } }
            return d.value
        }
        m.function("_current_exceptions", "()") { a throws(Raise) in
            let d = DictRef.allocate()
            for i in 0..<Threads.all.count { let t = Threads.all[i]; try d.set(Value.int(Int(t.pointee.identity)), t.pointee.handled.orNone) }
            return d.value
        }
        MonitoringModule.define(m)
    }
}
/// Audit hooks (PEP 578).
public enum Audit {
    public static var isActive: Bool { hooks.isPointer }
    nonisolated(unsafe) static var hooks = Value.unbound
    static func add(_ h: Value) {
        if hooks.isUnbound { hooks = ListRef.allocate().value; Heap.addRoot(&hooks) }
        ListRef(hooks).append(h)
    }
    static func run(_ event: Value, _ args: Value) throws(Raise) -> Value {
        guard hooks.isPointer else { return .none }
        let l = ListRef(hooks)
        for i in 0..<l.count { _ = try Call.call(l[i], event, args) }
        return .none
    }
}
/// SimpleNamespace objects.
enum Namespaces {
    /// ITEMS is evaluated while no collection can come: its values stand in a Swift array.
    static func make(_ items: @autoclosure () -> [(String, Value)]) -> Value {
        let d = DictRef.allocate()
        Heap.holding { for (k, v) in items() { d.set(name: StrRef.intern(k), v) } }
        do throws(Raise) { return try Call.call(Types.namespace.value, tuple: TupleRef.empty, dict: d.value) } catch { Errors.take(); return .none }
    }
}

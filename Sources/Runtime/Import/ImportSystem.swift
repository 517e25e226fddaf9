/// `import`: the fast path through `sys.modules`, everything else is the library's `importlib._bootstrap`.
public enum ImportSystem {
    nonisolated(unsafe) static var bootstrap = Value.unbound
    nonisolated(unsafe) static var modules = Value.unbound         // sys.modules

    /// The code and text of `-c`, whose lines the module `linecache` is told as soon as there is one.
    nonisolated(unsafe) static var commandCode = Value.unbound, commandText: [UInt8] = []

    /// What the `import` statement does: calls `__import__` of the frame's builtins unless that is the original.
    static func importName(_ name: Value, globals: Value, locals: Value, fromList: Value, level: Int, caller: FunctionRef) throws(Raise) -> Value {
        guard let f = try caller.builtin(Names.__import__) else { throw Errors.make(Exceptions.importError, "__import__ not found") }
        if f == SysState.originalImport { return try importLevel(name, globals: globals, fromList: fromList, level: level) }
        var args = (name, globals, locals, fromList, Value(int: level))
        return try Call.withArguments(&args) { p throws(Raise) in try Call.vector(f, p, 5) }
    }
    /// `builtins.__import__` (as PyImport_ImportModuleLevelObject).
    public static func importLevel(_ name: Value, globals: Value, fromList: Value, level: Int) throws(Raise) -> Value {
        do throws(Raise) { return try importFull(name, globals: globals, fromList: fromList, level: level) } catch {
            if error.isException { ImportTraceback.trim() }
            throw error
        }
    }
    private static func importFull(_ name: Value, globals: Value, fromList: Value, level: Int) throws(Raise) -> Value {
        guard name.isStr else { throw Errors.typeError("module name must be a string") }
        if level < 0 { throw Errors.valueError("level must be >= 0") }
        var full = name
        if level > 0 { full = try resolve(name, globals: globals, level: level) }
        else if StrRef(name).count == 0 { throw Errors.valueError("Empty module name") }
        full = StrRef.intern(full)
        let module = try load(full)
        var hasFrom = false
        if !fromList.isNone && !fromList.isUnbound { hasFrom = try Operations.isTrue(fromList) }
        if !hasFrom {
            let s = StrRef(full)
            if level == 0 {
                let head = StrRef(name).string
                guard let dot = head.firstIndex(of: ".") else { return module }
                return try load(StrRef.intern(String(head[..<dot])))
            }
            // Relative without a from list: the package that the first part of NAME names.
            let n = StrRef(name).string
            guard let dot = n.firstIndex(of: ".") else { return StrRef(name).count == 0 ? module : module }
            let cut = n.distance(from: dot, to: n.endIndex)
            let t = s.string
            return try load(StrRef.intern(String(t.dropLast(cut))))
        }
        let path = try Operations.findAttribute(module, Names.__path__)
        if path.isUnbound { return module }
        let handle = try Operations.getAttribute(bootstrap, ImportNames.handlefromlist)
        return try Call.call(handle, module, fromList, try Operations.getAttribute(bootstrap, ImportNames.gcdimport))
    }
    private static func resolve(_ name: Value, globals: Value, level: Int) throws(Raise) -> Value {
        guard globals.isDict else { throw Errors.typeError("globals must be a dict") }
        let g = DictRef(globals)
        var package = g.find(Names.__package__) ?? .none
        let spec = g.find(Names.__spec__) ?? .none
        if !package.isNone {
            guard package.isStr else { throw Errors.typeError("package must be a string") }
            if !spec.isNone, !(try Operations.isEqual(package, try Operations.getAttribute(spec, StrRef.intern("parent")))) {
                try Warnings.warn(Exceptions.deprecationWarning, "__package__ != __spec__.parent")
            }
        } else if !spec.isNone {
            package = try Operations.getAttribute(spec, StrRef.intern("parent"))
            guard package.isStr else { throw Errors.typeError("__spec__.parent must be a string") }
        } else {
            try Warnings.warn(Exceptions.importWarning, "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__")
            guard let n = g.find(Names.__name__), n.isStr else { throw Errors.keyError(StrRef.make("'__name__' not in globals")) }
            package = n
            if g.find(Names.__path__) == nil {
                let t = StrRef(n).string
                package = StrRef.make(t.lastIndex(of: ".").map { String(t[..<$0]) } ?? "")
            }
        }
        guard package.isStr else { throw Errors.typeError("package must be a string") }
        var base = StrRef(package).string
        if base.isEmpty { throw Errors.make(Exceptions.importError, "attempted relative import with no known parent package") }
        for _ in 1..<max(level, 1) {
            guard let dot = base.lastIndex(of: ".") else { throw Errors.make(Exceptions.importError, "attempted relative import beyond top-level package") }
            base = String(base[..<dot])
        }
        return StrRef.make(StrRef(name).count == 0 ? base : base + "." + StrRef(name).string)
    }
    /// The module of a full name, loaded if need be.
    static func load(_ full: Value) throws(Raise) -> Value {
        if modules.isExactly(Types.dict), let m = DictRef(modules).find(full), !m.isNone {
            // A module that is still being imported by another thread must be waited for.
            if m.isPointer && m.ref.type == Types.module, let spec = ModuleRef(m).dict.find(Names.__spec__), !spec.isNone {
                let v = try Operations.findAttribute(spec, ImportNames.initializing)
                if !v.isUnbound, try Operations.isTrue(v) {
                    _ = try Call.call(try Operations.getAttribute(bootstrap, ImportNames.lockunlockmodule), full)
                }
            }
            return m
        }
        if bootstrap.isUnbound { if let m = try NativeModule.create(StrRef(full).string) { DictRef(modules).set(name: full, m); return m }
            throw Errors.make(Exceptions.importError, "cannot import \(StrRef(full)) before importlib is set up") }
        if Configuration.current.importTime > 0 { return try ImportTimes.measure(full) { () throws(Raise) in try find(full) } }
        return try find(full)
    }
    private static func find(_ full: Value) throws(Raise) -> Value {
        let m = try Call.call(try Operations.getAttribute(bootstrap, StrRef.intern("_find_and_load")), full, SysState.originalImport)
        if commandCode.isPointer && StrRef(full).equals("linecache") {
            let code = commandCode
            commandCode = .unbound
            _ = try Call.call(try Operations.getAttribute(m, StrRef.intern("_register_code")), code, StrRef.make(String(decoding: commandText, as: UTF8.self)), StrRef.intern("<string>"))
        }
        return m
    }
    /// Whether the module M has been executed to its end.
    static func isReady(_ m: Value) -> Bool {
        guard let spec = ModuleRef(m).dict.find(Names.__spec__), spec.isPointer else { return false }
        do throws(Raise) {
            let v = try Operations.findAttribute(spec, ImportNames.initializing)
            return v == .false
        } catch { Errors.take(); return false }
    }
    /// A top-level or dotted module for the runtime's own use.
    public static func importModule(_ name: String) throws(Raise) -> Value { try load(StrRef.intern(name)) }

    /// `from m import name`: the attribute, or the submodule of that name (as import_from).
    static func importFrom(_ m: Value, _ name: Value) throws(Raise) -> Value {
        let v = try Operations.findAttribute(m, name)
        if !v.isUnbound { return v }
        let package = try Operations.findAttribute(m, Names.__name__)
        if package.isStr {
            let full = StrRef.make(StrRef(package).string + "." + StrRef(name).string)
            if let x = try DictRef(modules).get(full) { return x }
        }
        throw try ModuleDiagnosis.cannotImport(m, package, name)
    }
    /// `from m import *`
    static func importStar(_ m: Value, into: Value) throws(Raise) {
        var names = try Operations.findAttribute(m, Names.__all__)
        let all = !names.isUnbound
        if !all {
            let d = try Operations.findAttribute(m, Names.__dict__)
            if d.isUnbound { throw Errors.make(Exceptions.importError, "from-import-* object has no __dict__ and no __all__") }
            names = try Operations.list(d).value
        }
        let it = try Operations.iterate(names)
        while let n = try Operations.next(it) {
            guard n.isStr else {
                let who = try Operations.getAttribute(m, Names.__name__)
                throw Errors.typeError(all ? "Item in \(StrRef(try Operations.str(who)).string).__all__ must be str, not \(n.type)" : "Key in \(StrRef(try Operations.str(who)).string).__dict__ must be str, not \(n.type)")
            }
            if !all && StrRef(n).count > 0 && StrRef(n)[0] == 95 { continue }
            try Bindings.set(into, StrRef.intern(n), try Operations.getAttribute(m, StrRef.intern(n)))
        }
    }
}

/// Names that every import statement needs, made once.
enum ImportNames {
    /// The functions of importlib that run modules: of source (its frames are left out of tracebacks), and frozen ones.
    nonisolated(unsafe) static let exec = StrRef.intern("_call_with_frames_removed"), execModule = StrRef.intern("exec_module")
    /// Whether code that a frame of CODE runs is a module's body.
    static func runsModules(_ code: Code) -> Bool { code.name == exec || code.name == execModule }
    nonisolated(unsafe) static let initializing = StrRef.intern("_initializing"), lockunlockmodule = StrRef.intern("_lock_unlock_module")
    nonisolated(unsafe) static let handlefromlist = StrRef.intern("_handle_fromlist"), gcdimport = StrRef.intern("_gcd_import")
}

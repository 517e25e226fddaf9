import Glibc

/// `_warnings`: what a warning is about, which filter decides over it, and whether it was shown before (Python/_warnings.c). The list of
/// filters and the other settings are those of the module `warnings` once that is loaded; until then the ones here.
public enum Warnings {
    nonisolated(unsafe) private static var filters = Value.unbound, onceRegistry = Value.unbound, context = Value.unbound
    nonisolated(unsafe) private static var version = 1

    /// `warnings.warn_explicit` for the runtime's own warnings.
    static func explicit(_ category: Value, _ message: String, _ fileName: Value, _ line: Int) throws(Raise) {
        guard SysState.isReady else { return }
        try explicit(category, StrRef.make(message), fileName, line, module: .unbound, registry: .none, source: .none)
    }
    /// `warnings.warn` for the runtime's own warnings: at the line that runs, or that many callers above.
    public static func warn(_ category: TypeRef, _ message: String, level: Int = 1, source: Value = .none) throws(Raise) {
        guard SysState.isReady else { return }
        try warn(StrRef.make(message), category.value, level, source, TupleRef.empty)
    }

    // MARK: settings

    private static func setup() {
        if filters.isPointer { return }
        filters = ListRef.allocate().value; Heap.addRoot(&filters)
        onceRegistry = DictRef.allocate().value; Heap.addRoot(&onceRegistry)
        context = ContextVariables.makeVariable(StrRef.make("warnings_context")); Heap.addRoot(&context)
        func add(_ action: String, _ category: TypeRef, _ module: Value) {
            ListRef(filters).append(TupleRef.from(StrRef.intern(action), .none, category.value, module, Value(int: 0)))
        }
        add("default", Exceptions.deprecationWarning, Names.__main__)
        for c in [Exceptions.deprecationWarning, Exceptions.pendingDeprecationWarning, Exceptions.importWarning, Exceptions.resourceWarning] { add("ignore", c, .none) }
    }
    /// An attribute of the module `warnings` if that is loaded.
    private static func setting(_ name: String) throws(Raise) -> Value {
        guard ImportSystem.modules.isDict, let m = DictRef(ImportSystem.modules).find(StrRef.intern("warnings")), m.isPointer else { return .unbound }
        return try Operations.findAttribute(m, StrRef.intern(name))
    }
    private static func currentFilters() throws(Raise) -> ListRef {
        if Configuration.current.contextAwareWarnings != 0, let c = try ContextVariables.get(context) {
            let f = try Operations.getAttribute(c, StrRef.intern("_filters"))
            guard f.isList else { throw Errors.valueError("warnings_context _filters must be a list") }
            return ListRef(f)
        }
        let v = try setting("filters")
        if v.isPointer { filters = v }
        guard filters.isList else { throw Errors.valueError("_warnings.filters must be a list") }
        return ListRef(filters)
    }

    // MARK: the decision

    private static func matches(_ pattern: Value, _ text: Value) throws(Raise) -> Bool {
        if pattern.isNone { return true }
        if pattern.isExactly(Types.str) { return try Operations.isEqual(pattern, text) }
        return try Operations.isTrue(try Call.call(try Operations.getAttribute(pattern, StrRef.intern("match")), text))
    }
    /// The action for a warning, and the filter that says so (None: the default action).
    private static func action(_ category: Value, _ text: Value, _ line: Int, _ module: Value) throws(Raise) -> (Value, Value) {
        let list = try currentFilters()
        var i = 0
        while i < list.count {
            let item = list[i]
            guard item.isExactly(Types.tuple), TupleRef(item).count == 5 else { throw Errors.valueError("warnings.filters item \(i) isn't a 5-tuple") }
            let t = TupleRef(item)
            guard t[0].isStr else { throw Errors.typeError("action must be a string, not '\(t[0].type)'") }
            if try matches(t[1], text), try Operations.isSubclass(category, t[2]), try matches(t[3], module) {
                guard t[4].isIntLike else { throw Errors.typeError("an integer is required") }
                let n = try Operations.index(t[4])
                if n == 0 || n == line { return (t[0], item) }
            }
            i += 1
        }
        let d = try setting("defaultaction")
        if d.isUnbound { return (StrRef.intern("default"), .none) }
        guard d.isStr else { throw Errors.typeError("_warnings.defaultaction must be a string, not '\(d.type)'") }
        return (d, .none)
    }
    /// Whether REGISTRY knows the key; entries of other versions of the filters are forgotten.
    private static func known(_ registry: Value, _ key: Value, set: Bool) throws(Raise) -> Bool {
        let d = DictRef(registry)
        let v = try d.get(StrRef.intern("version"))
        if let v, v.isInt, v.int == version { if let k = try d.get(key), try Operations.isTrue(k) { return true } } else {
            d.clear()
            try d.set(StrRef.intern("version"), Value(int: version))
        }
        if set { try d.set(key, .true) }
        return false
    }
    static func explicit(_ category: Value, _ message: Value, _ fileName: Value, _ line: Int, module: Value, registry: Value, source: Value) throws(Raise) {
        setup()
        if module.isNone { return }
        if !registry.isNone && !registry.isDict { throw Errors.typeError("'registry' must be a dict or None") }
        let module = module.isUnbound ? moduleName(fileName) : module
        var text = message, category = category, message = message
        if message.isExceptionInstance && message.isInstance(of: Exceptions.warning) { text = try Operations.str(message); category = message.type.value }
        else { message = try Call.call(category, message) }
        let key = TupleRef.make(text, category, Value(int: line))
        if registry.isDict, try known(registry, key, set: false) { return }
        let (verdict, item) = try action(category, text, line, module)
        switch StrRef(verdict).string {
        case "error": throw Errors.raise(message)
        case "ignore": return
        case "always", "all": break
        case let a:
            if registry.isDict { try DictRef(registry).set(key, .true) }
            if a == "once" {
                var r = registry
                if !r.isDict {
                    let given = try setting("onceregistry")
                    r = given.isUnbound ? onceRegistry : given
                    guard r.isDict else { throw Errors.typeError("_warnings.onceregistry must be a dict, not '\(r.type)'") }
                }
                if try known(r, TupleRef.make(text, category), set: true) { return }
            } else if a == "module" {
                if registry.isDict, try known(registry, TupleRef.make(text, category, Value(int: 0)), set: true) { return }
            } else if a != "default" {
                throw Errors.runtimeError("Unrecognized action (\(Operations.reprText(verdict))) in warnings.filters:\n \(Operations.reprText(item))")
            }
        }
        try show(message, category, text, fileName, line, source)
    }
    private static func moduleName(_ fileName: Value) -> Value {
        let s = StrRef(fileName), n = s.count
        if n == 0 { return StrRef.make("<unknown>") }
        if n >= 3, s[n - 3] == 46, s[n - 2] == 112, s[n - 1] == 121 { return StrRef.make(UnsafeRawPointer(s.data), count: n - 3, kind: s.kind) }
        return fileName
    }
    private static func show(_ message: Value, _ category: Value, _ text: Value, _ fileName: Value, _ line: Int, _ source: Value) throws(Raise) {
        if source.isPointer { _ = try ImportSystem.importModule("warnings") }
        let f = try setting("_showwarnmsg")
        if f.isUnbound { return plain(category, text, fileName, line) }
        guard f.isPointer, Call.isCallable(f) else { throw Errors.typeError("warnings._showwarnmsg() must be set to a callable") }
        let type = try setting("WarningMessage")
        if type.isUnbound { throw Errors.runtimeError("unable to get warnings.WarningMessage") }
        let args = TupleRef.allocate(7)
        args[0] = message; args[1] = category; args[2] = fileName; args[3] = Value(int: line); args[4] = .none; args[5] = .none; args[6] = source
        _ = try Call.call(f, try Call.call(type, tuple: args.value))
    }
    /// Before `warnings` is loaded: `FILE:LINE: CATEGORY: TEXT` and the line of source.
    private static func plain(_ category: Value, _ text: Value, _ fileName: Value, _ line: Int) {
        do throws(Raise) {
            let err = try SysState.attribute("stderr")
            guard err.isPointer else { return }
            let name = StrRef(try Operations.str(try Operations.getAttribute(category, Names.__name__))).string
            var out = "\(StrRef(fileName).string):\(line): \(name): \(StrRef(try Operations.str(text)).string)\n"
            if let l = sourceLine(StrRef(fileName).string, line) { out += "  \(l)\n" }
            _ = try Call.call(try Operations.getAttribute(err, Names.write), StrRef.make(out))
        } catch { Errors.take() }
    }
    /// A line of a file without its indentation, nil if there is none.
    private static func sourceLine(_ path: String, _ line: Int) -> String? {
        guard let bytes = SourceFile.read(path) else { return nil }
        var i = 0, n = 1
        while i < bytes.count && n < line { if bytes.start[i] == 10 { n += 1 }; i += 1 }
        while i < bytes.count && (bytes.start[i] == 32 || bytes.start[i] == 9 || bytes.start[i] == 12) { i += 1 }
        var j = i
        while j < bytes.count && bytes.start[j] != 10 { j += 1 }
        return j > i ? String(decoding: UnsafeBufferPointer(start: bytes.start + i, count: j - i), as: UTF8.self) : nil
    }

    // MARK: where it comes from

    private static func isInternal(_ f: Frame) -> Bool {
        let name = StrRef(f.code.fileName)
        return name.equals("<frozen importlib._bootstrap>") || name.equals("<frozen importlib._bootstrap_external>")
    }
    private static func isSkipped(_ f: Frame, _ prefixes: TupleRef) throws(Raise) -> Bool {
        if prefixes.count == 0 { return false }
        return try Operations.isTrue(try Call.call(try Operations.getAttribute(f.code.fileName, StrRef.intern("startswith")), prefixes.value))
    }
    private static func isEnd(_ f: Frame) -> Bool { f.isNil || f.base[Frame.code].bits == 0 }

    static func warn(_ message: Value, _ category: Value, _ level: Int, _ source: Value, _ prefixes: Value) throws(Raise) {
        var category = category
        if message.isExceptionInstance && message.isInstance(of: Exceptions.warning) { category = message.type.value } else if category.isNone { category = Exceptions.userWarning.value }
        guard category.isType, TypeRef(category.ref).isSubtype(of: Exceptions.warning) else {
            throw Errors.typeError("category must be a Warning subclass, not '\(category.type)'")
        }
        let skip = TupleRef(prefixes)
        for i in 0..<skip.count where !skip[i].isStr { throw Errors.typeError("Found non-str '\(skip[i].type)' in skip_file_prefixes.") }
        var left = skip.count > 0 ? max(2, level) : level
        var f = thread.pointee.frame
        if left <= 0 || !isEnd(f) && isInternal(f) { while left > 1 && !isEnd(f) { f = f.previousFrame; left -= 1 } } else {
            while left > 1 && !isEnd(f) {
                while true {
                    f = f.previousFrame
                    if isEnd(f) { break }
                    if !isInternal(f), !(try isSkipped(f, skip)) { break }
                }
                left -= 1
            }
        }
        var globals = SysState.sys, fileName = StrRef.make("<sys>"), line = 0
        if !isEnd(f) {
            globals = f.function.globals.value
            fileName = f.code.fileName
            line = f.currentNode.map { Int($0.line) } ?? f.code.firstLine
        }
        guard globals.isDict else { return }
        let g = DictRef(globals), name = StrRef.intern("__warningregistry__")
        var registry = g.find(name) ?? .unbound
        if registry.isUnbound { registry = DictRef.allocate().value; g.set(name: name, registry) }
        var module = g.find(Names.__name__) ?? .unbound
        if module.isUnbound || !module.isNone && !module.isStr { module = StrRef.make("<string>") }
        try explicit(category, message, fileName, line, module: module, registry: registry, source: source)
    }

    // MARK: the module

    static func fill(_ m: ModuleBuilder) throws(Raise) {
        setup()
        m.constant("filters", filters); m.constant("_onceregistry", onceRegistry); m.constant("_defaultaction", StrRef.intern("default")); m.constant("_warnings_context", context)
        m.function("warn", "(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())") { a throws(Raise) in
            guard a[4].isTuple else { throw Errors.typeError("warn() argument 'skip_file_prefixes' must be tuple, not \(a[4].type)") }
            try warn(a[0], a[1], try Operations.index(a[2]), a[3], a[4])
            return .none
        }
        m.function("warn_explicit", "(message, category, filename, lineno, module=<unrepresentable>, registry=None, module_globals=None, source=None)") { a throws(Raise) in
            guard a[2].isStr else { throw Errors.typeError("warn_explicit() argument 'filename' must be str, not \(a[2].isNone ? "None" : a[2].typeName)") }
            let line = try Operations.index(a[3])
            if !a[6].isNone && !a[6].isDict { throw Errors.typeError("module_globals must be a dict, not '\(a[6].type)'") }
            try explicit(a[1], a[0], a[2], line, module: a.has(4) ? a[4] : .unbound, registry: a[5], source: a[7])
            return .none
        }
        m.function("_filters_mutated_lock_held", "()") { a throws(Raise) in version += 1; return .none }
        // Python code runs under the interpreter lock: there is nothing to lock here.
        m.function("_acquire_lock", "()") { a throws(Raise) in .none }
        m.function("_release_lock", "()") { a throws(Raise) in .none }
    }
}

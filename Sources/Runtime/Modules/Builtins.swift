/// The `builtins` module: what the runtime itself asks of it.
public enum Builtins {
    /// The module object and its namespace.
    nonisolated(unsafe) public static var module = Value.unbound
    /// `sys.modules`.
    public static var modules: Value { ImportSystem.modules }
    public static var dict: DictRef { ModuleRef(module).dict }
    nonisolated(unsafe) private static var emptyBytesStore = Value.unbound
    static var emptyBytes: Value {
        if emptyBytesStore.isUnbound { emptyBytesStore = Value(Heap.allocate(40, Types.bytes)); Heap.addRoot(&emptyBytesStore) }
        return emptyBytesStore
    }
    /// A builtin by name.
    public static func get(_ name: String) throws(Raise) -> Value {
        if let v = dict.find(StrRef.intern(name)) { return v }
        throw Errors.make(Exceptions.attributeError, "module 'builtins' has no attribute '\(name)'")
    }
    /// The module NAME (a str) if it has been imported.
    public static func loadedModule(_ name: Value) -> Value? { modules.isDict ? DictRef(modules).find(name) : nil }
    /// Imports NAME, dotted names included: the module itself, not its package.
    public static func importModule(_ name: String) throws(Raise) -> Value {
        let n = StrRef.intern(name)
        if let m = loadedModule(n), !m.isNone { return m }
        guard let f = dict.find(Names.__import__) else { throw Errors.make(Exceptions.importError, "__import__ not found") }
        _ = try Call.call(f, n)
        if let m = loadedModule(n) { return m }
        throw Errors.keyError(n)
    }
    /// The builtins namespace for code with GLOBALS (as _PyEval_BuiltinsFromGlobals).
    public static func dictionary(for globals: DictRef) -> Value {
        guard let b = globals.find(Names.__builtins__) else { return module.isUnbound ? DictRef.allocate().value : dict.value }
        if b.isInstance(of: Types.module) { return ModuleRef(b).dict.value }
        return b.isDict ? b : dict.value
    }
}

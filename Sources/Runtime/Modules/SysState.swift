/// What the runtime itself needs of `sys` and `builtins`.
public enum SysState {
    /// Namespaces and modules of `sys` and `builtins`.
    nonisolated(unsafe) public static var sys = Value.unbound, sysModule = Value.unbound, builtins = Value.unbound, builtinsModule = Value.unbound
    /// The `__import__` that the import statement may bypass.
    nonisolated(unsafe) static var originalImport = Value.unbound
    /// Set once imports of library modules work.
    nonisolated(unsafe) public static var isReady = false
    /// `sys.name`, unbound if deleted.
    public static func attribute(_ name: String) throws(Raise) -> Value { DictRef(sys).find(StrRef.intern(name)) ?? .unbound }
    public static func set(_ name: String, _ v: Value) { DictRef(sys).set(name: StrRef.intern(name), v) }
    static func start() {
        Collector.rootVisitors.append {
            for v in [sys, sysModule, builtins, builtinsModule, originalImport, ImportSystem.bootstrap, ImportSystem.modules, ImportSystem.commandCode] { Collector.mark(v) }
        }
    }
}

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
            for v in [sys, sysModule, builtins, builtinsModule, originalImport, ImportSystem.bootstrap, ImportSystem.modules] { Collector.mark(v) }
        }
    }
}
/// Options of the command line, as `sys.flags` shows them.
public struct Configuration {
    public var debug = 0, inspect = 0, interactive = 0, optimize = 0, dontWriteBytecode = 0, noUserSite = 0, noSite = 0, ignoreEnvironment = 0
    public var verbose = 0, bytesWarning = 0, quiet = 0, hashRandomization = 1, isolated = 0, devMode = 0, utf8Mode = 1, safePath = 0, warnDefaultEncoding = 0
    public var intMaxStrDigits = 4300, unbuffered = false
    public var xOptions: [(String, String?)] = [], warnings: [String] = []
    public var arguments: [String] = [], originalArguments: [String] = []
    public var executable = "", library = "", prefix = ""
    public var environment: (String) -> String? = { _ in nil }
    nonisolated(unsafe) public static var current = Configuration()
    public init() {}
}

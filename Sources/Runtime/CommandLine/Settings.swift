import Glibc

/// Options of the command line and of the environment, as `sys.flags` and the rest of the runtime see them.
public struct Configuration {
    public var debug = 0, inspect = 0, interactive = 0, optimize = 0, dontWriteBytecode = 0, noUserSite = 0, noSite = 0, ignoreEnvironment = 0
    public var verbose = 0, bytesWarning = 0, quiet = 0, hashRandomization = 1, isolated = 0, devMode = 0, utf8Mode = 0, safePath = 0
    public var warnDefaultEncoding = 0, contextAwareWarnings = 0, inheritContext = 0, importTime = 0, debugRanges = true
    public var intMaxStrDigits = 4300, cpuCount = -1, unbuffered = false, faultHandler = false, skipFirstLine = false, randomHashing = false
    public var hashSeed: UInt32? = nil
    public var checkPycs = "default"
    public var xOptions: [[UInt8]] = [], warnings: [[UInt8]] = []
    public var arguments: [[UInt8]] = [], originalArguments: [[UInt8]] = []
    public var executable: [UInt8] = [], library = "", prefix = ""
    /// What stands behind a virtual environment; the same as `prefix` and `executable` without one.
    public var basePrefix = "", baseExecutable: [UInt8] = []
    public var bytecodePrefix: [UInt8]? = nil
    /// The encoding of the standard streams, and how `stdin` and `stdout` treat what does not fit; nil: strict.
    public var streamEncoding = "utf-8", streamErrors = "strict"
    nonisolated(unsafe) public static var current = Configuration()
    public init() {}

    /// A variable of the environment; nil if unset, empty, or if the environment is to be ignored.
    public func environment(_ name: String) -> String? { ignoreEnvironment > 0 ? nil : SystemText.environment(name)?.text }
    public func environmentBytes(_ name: String) -> [UInt8]? { ignoreEnvironment > 0 ? nil : SystemText.environment(name) }
    /// The value of `-X NAME=VALUE`, empty for `-X NAME`; nil if not given.
    public func xOption(_ name: String) -> String? {
        for o in xOptions.reversed() {
            let parts = o.split(separator: 61, maxSplits: 1, omittingEmptySubsequences: false)
            if parts[0].elementsEqual(name.utf8) { return parts.count > 1 ? Array(parts[1]).text : "" }
        }
        return nil
    }
    /// Whether there is no library at all (`-X bare`).
    var isBare: Bool { xOption("bare") != nil }

    /// Applies variables of the environment and -X options.
    /// - Returns: what is wrong with one of them, and how far CPython's start-up is when it notices.
    mutating func readSettings() -> (String, String)? {
        let early = "preinitializing", late = "preinitialized"
        func flag(_ n: String, _ given: Int) -> Int { environment(n).map { v in let i = Int(v) ?? 1; return max(given, i < 0 ? 1 : i) } ?? given }
        optimize = flag("PYTHONOPTIMIZE", optimize); verbose = flag("PYTHONVERBOSE", verbose); inspect = flag("PYTHONINSPECT", inspect); noUserSite = flag("PYTHONNOUSERSITE", noUserSite)
        debug = flag("PYTHONDEBUG", debug); dontWriteBytecode = flag("PYTHONDONTWRITEBYTECODE", dontWriteBytecode)
        if flag("PYTHONUNBUFFERED", 0) > 0 { unbuffered = true }
        if environment("PYTHONSAFEPATH") != nil { safePath = 1 }
        if environment("PYTHONDEVMODE") != nil || xOption("dev") != nil { devMode = 1 }
        if environment("PYTHONFAULTHANDLER") != nil || xOption("faulthandler") != nil || devMode > 0 { faultHandler = true }
        if let m = environment("PYTHONMALLOC"), !["default", "malloc", "malloc_debug", "pymalloc", "pymalloc_debug", "debug", "mimalloc", "mimalloc_debug"].contains(m) {
            return ("preconfig_init_allocator: PYTHONMALLOC: unknown allocator", early)
        }
        if let v = xOption("utf8") {
            guard v == "" || v == "1" || v == "0" else { return ("preconfig_init_utf8_mode: invalid -X utf8 option value", early) }
            readLocale(utf8: v != "0")
        } else if let v = environment("PYTHONUTF8") {
            guard v == "1" || v == "0" else { return ("preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value", early) }
            readLocale(utf8: v == "1")
        } else { readLocale(utf8: nil) }
        if !randomHashing, let seed = environment("PYTHONHASHSEED"), seed != "random" {
            guard let n = UInt32(seed) else { return ("config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]", late) }
            hashSeed = n
            hashRandomization = n == 0 ? 0 : 1
        }
        for (given, what) in [(environment("PYTHONINTMAXSTRDIGITS"), "PYTHONINTMAXSTRDIGITS"), (xOption("int_max_str_digits"), "-X int_max_str_digits")] {
            guard let given else { continue }
            guard let n = Int(given), n == 0 || n >= 640, n <= Int(Int32.max) else {
                return ("config_init_int_max_str_digits: \(what): invalid limit; must be >= 640 or 0 for unlimited.", late)
            }
            intMaxStrDigits = n
        }
        if let n = xOption("cpu_count") ?? environment("PYTHON_CPU_COUNT"), n != "default" {
            guard let i = Int(n), i > 0, i <= Int(Int32.max) else {
                return ("config_init_cpu_count: -X cpu_count=n option: n is missing or an invalid number, n must be greater than 0", late)
            }
            cpuCount = i
        }
        for (given, what) in [(environment("PYTHONTRACEMALLOC"), "PYTHONTRACEMALLOC"), (xOption("tracemalloc").map { $0.isEmpty ? "1" : $0 }, "-X tracemalloc=NFRAME")] {
            if let given, Int(given).map({ $0 < 0 || $0 > 65535 }) ?? true { return ("config_init_tracemalloc: \(what): invalid number of frames", late) }
        }
        if let g = xOption("gil") ?? environment("PYTHON_GIL") {
            guard g == "0" || g == "1" else { return ("config_read_gil: PYTHON_GIL / -X gil must be \"0\" or \"1\"", late) }
            if g == "0" { return ("config_read_gil: Disabling the GIL is not supported by this build", late) }
        }
        if let f = xOption("frozen_modules"), !["", "on", "off"].contains(f) { return ("bad value for option -X frozen_modules (expected \"on\" or \"off\")", late) }
        if let v = xOption("importtime") {
            guard ["", "1", "2"].contains(v) else { return ("config_init_import_time: -X importtime: values other than 1 and 2 are reserved for future use.", late) }
            importTime = v == "2" ? 2 : 1
        } else if let v = environment("PYTHONPROFILEIMPORTTIME") { importTime = v == "2" ? 2 : 1 }
        for (option, variable) in [("thread_inherit_context", "PYTHON_THREAD_INHERIT_CONTEXT"), ("context_aware_warnings", "PYTHON_CONTEXT_AWARE_WARNINGS")] {
            if let v = xOption(option) ?? environment(variable) {
                guard v == "0" || v == "1" else { return ("config_init_\(option): \(xOption(option) != nil ? "-X \(option)=n: n is missing or" : "\(variable)=N: N is missing or") invalid", late) }
                if option == "thread_inherit_context" { inheritContext = v == "1" ? 1 : 0 } else { contextAwareWarnings = v == "1" ? 1 : 0 }
            }
        }
        if xOption("warn_default_encoding") != nil || environment("PYTHONWARNDEFAULTENCODING") != nil { warnDefaultEncoding = 1 }
        if xOption("no_debug_ranges") != nil || environment("PYTHONNODEBUGRANGES") != nil { debugRanges = false }
        bytecodePrefix = xOption("pycache_prefix").map { Array($0.utf8) } ?? environmentBytes("PYTHONPYCACHEPREFIX")
        if bytecodePrefix?.isEmpty == true { bytecodePrefix = nil }
        // Lowest precedence first.
        var all: [[UInt8]] = devMode > 0 ? [Array("default".utf8)] : []
        if let w = environmentBytes("PYTHONWARNINGS") { all += w.split(separator: 44).map(Array.init) }
        all += warnings
        if bytesWarning > 0 { all.append(Array((bytesWarning > 1 ? "error::BytesWarning" : "default::BytesWarning").utf8)) }
        warnings = all
        return nil
    }
    /// The encoding of the standard streams: the locale's, where the C locale stands for UTF-8 (PEP 538, PEP 540).
    private mutating func readLocale(utf8: Bool?) {
        let first = { (n: String) -> String? in SystemText.environment(n)?.text }
        let name = first("LC_ALL") ?? first("LC_CTYPE") ?? first("LANG") ?? "C"
        var isC = name == "C" || name == "POSIX"
        if isC { setlocale(LC_CTYPE, "C.UTF-8") } else if setlocale(LC_CTYPE, "") == nil { isC = true; setlocale(LC_CTYPE, "C.UTF-8") }
        utf8Mode = utf8.map { $0 ? 1 : 0 } ?? 0
        if isC {
            // The locale is replaced for this process and its children, unless it was demanded by name.
            if first("LC_ALL") == nil && environment("PYTHONCOERCECLOCALE") != "0" { setenv("LC_CTYPE", "C.UTF-8", 1) } else if utf8 == nil { utf8Mode = 1 }
        }
        streamErrors = isC || utf8Mode > 0 || ["C.UTF-8", "C.utf8", "UTF-8"].contains(name) ? "surrogateescape" : "strict"
        if utf8Mode == 0, !isC, let p = nl_langinfo(Int32(CODESET)), p[0] != 0 {
            let codeset = String(cString: p)
            streamEncoding = codeset == "UTF-8" ? "utf-8" : codeset
        }
        if let given = environment("PYTHONIOENCODING") {
            let parts = given.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if !parts[0].isEmpty { streamEncoding = parts[0]; streamErrors = "strict" }
            if parts.count > 1 && !parts[1].isEmpty { streamErrors = parts[1] }
        }
    }
}

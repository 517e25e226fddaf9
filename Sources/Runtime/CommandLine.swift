import CSupport
import Glibc
import Primitives
import Syntax

/// CPython's command line.
public enum CommandLine_ {
    static let version = "3.14.0"
    /// Parses the arguments, starts the runtime on a thread with a large lazily committed stack, runs, exits.
    public static func main() -> Never {
        let stack = 8 << 30
        let memory = mmap(nil, stack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        stackSize = stack
        if memory == MAP_FAILED || pthread_attr_setstack(&attributes, memory!, stack) != 0 { stackSize = 1 << 30; pthread_attr_setstacksize(&attributes, stackSize) }
        var t = pthread_t()
        // Signals are for the thread that runs the program, not for this one, which only waits.
        dx_block_signals(&signalMask)
        if pthread_create(&t, &attributes, { _ in CommandLine_.run(); return nil }, nil) != 0 {
            ErrorDisplay.write("dxpy: cannot start the main thread\n"); exit(1)
        }
        pthread_join(t, nil)
        exit(CommandLine_.status)
    }
    nonisolated(unsafe) static var stackSize = 0
    nonisolated(unsafe) private static var signalMask = sigset_t()
    nonisolated(unsafe) static var status: Int32 = 0

    private static func run() {
        dx_restore_signals(&signalMask)
        let parsed = OptionParser.parse(CommandLine.arguments)
        var c: Configuration
        let what: OptionParser.Action
        switch parsed {
        case .exit(let code): status = code; return
        case .run(let configuration, let action): c = configuration; what = action
        }
        signal(SIGPIPE, SIG_IGN)
        guard let library = StandardLibrary.find() else {
            ErrorDisplay.write("dxpy: the Python standard library was not found; run tools/bootstrap, or set DXPY_LIB to the folder that holds os.py\n")
            status = 1
            return
        }
        c.library = library
        c.executable = StandardLibrary.executable
        c.prefix = StandardLibrary.prefix(library)
        if let seed = c.environment("PYTHONHASHSEED"), seed != "random" {
            guard let n = UInt32(seed) else { ErrorDisplay.write("Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]\nPython runtime state: preinitialized\n\n"); status = 1; return }
            HashSecret.seed(n); c.hashRandomization = n == 0 ? 0 : 1
        } else { _ = HashSecret.seedRandomly() }
        if c.environment("PYTHONDONTWRITEBYTECODE") != nil { c.dontWriteBytecode = 1 }
        TreeCache.choose(prefix: c.environment("PYTHONPYCACHEPREFIX"))
        TreeCache.readsOnly = c.dontWriteBytecode != 0 && false
        Runtime.start(stack: stackSize)
        for (k, v) in c.xOptions where k == "gc" && v == "stress" { Heap.stress = true }
        JIT.configure(c.xOptions)
        var code: Int32 = 0
        do throws(Raise) {
            try Startup.begin(c)
            if c.noSite == 0 && !c.xOptions.contains(where: { $0.0 == "bare" }) { _ = try ImportSystem.importModule("site") }
            code = try Program.run(what, c)
        } catch { code = Program.uncaught(error) }
        let closing = Program.finish()
        JIT.report()
        status = code != 0 ? code : closing
    }
}
/// Where the library is: DXPY_LIB, beside the executable, or in a build tree's `.deps`.
enum StandardLibrary {
    static var executable: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let n = readlink("/proc/self/exe", &buffer, 4095)
        return n > 0 ? String(decoding: buffer[0..<n].map { UInt8(bitPattern: $0) }, as: UTF8.self) : CommandLine.arguments[0]
    }
    static func exists(_ p: String) -> Bool { access(p, R_OK) == 0 }
    static func find() -> String? {
        if let e = getenv("DXPY_LIB"), e[0] != 0 { let p = String(cString: e); return exists(p + "/os.py") ? p : nil }
        var folder = executable[...]
        func up() -> Bool { guard let s = folder.lastIndex(of: "/"), s != folder.startIndex else { return false }; folder = folder[..<s]; return true }
        guard up() else { return nil }
        if let s = folder.lastIndex(of: "/") { let p = String(folder[..<s]) + "/lib/dxpy3.14"; if exists(p + "/os.py") { return p } }
        if let e = getenv("DXPY_DEPS"), e[0] != 0 { let p = String(cString: e) + "/stdlib"; if exists(p + "/os.py") { return p } }
        repeat {
            let p = String(folder) + "/.deps/stdlib"
            if exists(p + "/os.py") { return p }
        } while up()
        return nil
    }
    static func prefix(_ library: String) -> String {
        if library.hasSuffix("/lib/dxpy3.14") { return String(library.dropLast("/lib/dxpy3.14".count)) }
        return library.lastIndex(of: "/").map { String(library[..<$0]) } ?? library
    }
}
/// Reads the arguments as CPython's `Modules/getopt.c` would.
enum OptionParser {
    enum Action { case file(String), command(String), module(String), standardInput, prompt }
    enum Result { case exit(Int32), run(Configuration, Action) }
    static let usage = "usage: dxpy [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"

    static func parse(_ all: [String]) -> Result {
        var c = Configuration()
        c.originalArguments = all
        var action: Action? = nil, rest: [String] = [], i = 1, ignoreEnvironment = false, showVersion = 0
        func fail(_ m: String) -> Result { ErrorDisplay.write("\(m)\n\(usage)Try `dxpy -h' for more information.\n"); return .exit(2) }
        parsing: while i < all.count {
            let a = all[i]
            if !a.hasPrefix("-") || a == "-" { break }
            if a == "--" { i += 1; break }
            if a.hasPrefix("--") {
                switch a {
                case "--help": printHelp(); return .exit(0)
                case "--version": showVersion += 1; i += 1; continue parsing
                case "--help-env", "--help-xoptions", "--help-all": printHelp(); return .exit(0)
                case "--check-hash-based-pycs": i += 2; continue parsing
                case "--compatibility-check": return fail("dxpy: --compatibility-check is not available yet")
                default: return fail("unknown option \(a)")
                }
            }
            let letters = Array(a.dropFirst())
            var k = 0
            while k < letters.count {
                let l = letters[k]
                func argument() -> String? {
                    if k + 1 < letters.count { return String(letters[(k + 1)...]) }
                    i += 1
                    return i < all.count ? all[i] : nil
                }
                switch l {
                case "E": c.ignoreEnvironment = 1; ignoreEnvironment = true
                case "I": c.isolated = 1; c.ignoreEnvironment = 1; c.noUserSite = 1; c.safePath = 1; ignoreEnvironment = true
                case "O": c.optimize += 1
                case "B": c.dontWriteBytecode += 1
                case "q": c.quiet += 1
                case "s": c.noUserSite += 1
                case "S": c.noSite += 1
                case "P": c.safePath = 1
                case "u": c.unbuffered = true
                case "v": c.verbose += 1
                case "d": c.debug += 1
                case "b": c.bytesWarning += 1
                case "i": c.inspect += 1; c.interactive += 1
                case "x", "R": break
                case "V": showVersion += 1
                case "h", "?": printHelp(); return .exit(0)
                case "W":
                    guard let v = argument() else { return fail("Argument expected for the -W option") }
                    c.warnings.append(v); i += 1; continue parsing
                case "X":
                    guard let v = argument() else { return fail("Argument expected for the -X option") }
                    let parts = v.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                    c.xOptions.append((parts[0], parts.count > 1 ? parts[1] : nil)); i += 1; continue parsing
                case "c":
                    guard let v = argument() else { return fail("Argument expected for the -c option") }
                    action = .command(v); i += 1; rest = ["-c"] + all.dropFirst(i); break parsing
                case "m":
                    guard let v = argument() else { return fail("Argument expected for the -m option") }
                    action = .module(v); i += 1; rest = ["-m"] + all.dropFirst(i); break parsing
                default: return fail("Unknown option: -\(l)")
                }
                k += 1
            }
            i += 1
        }
        if showVersion > 0 { print(showVersion > 1 ? "Python \(CommandLine_.version) (main, DX-Py 0.1) [Swift]" : "Python \(CommandLine_.version)"); return .exit(0) }
        if action == nil {
            if i < all.count {
                action = all[i] == "-" ? .standardInput : .file(all[i])
                rest = Array(all[i...])
            } else { action = isatty(0) != 0 || c.inspect > 0 ? .prompt : .standardInput; rest = [""] }
        }
        c.arguments = rest
        c.environment = { n in
            if ignoreEnvironment { return nil }
            guard let v = getenv(n), v[0] != 0 else { return nil }
            return String(cString: v)
        }
        let environment = c.environment
        func number(_ n: String, _ field: inout Int) { if let v = environment(n) { field = max(field, max(1, Int(v) ?? 1)) } }
        number("PYTHONOPTIMIZE", &c.optimize); number("PYTHONVERBOSE", &c.verbose); number("PYTHONINSPECT", &c.inspect); number("PYTHONNOUSERSITE", &c.noUserSite)
        number("PYTHONSAFEPATH", &c.safePath); number("PYTHONDEBUG", &c.debug)
        if c.environment("PYTHONUNBUFFERED") != nil { c.unbuffered = true }
        if let w = c.environment("PYTHONWARNINGS") { c.warnings = w.split(separator: ",").map(String.init) + c.warnings }
        if c.environment("PYTHONDEVMODE") != nil || c.xOptions.contains(where: { $0.0 == "dev" }) { c.devMode = 1 }
        if let d = c.environment("PYTHONINTMAXSTRDIGITS").flatMap(Int.init) { c.intMaxStrDigits = d }
        for (k, v) in c.xOptions where k == "int_max_str_digits" { if let n = v.flatMap({ Int($0) }) { c.intMaxStrDigits = n } }
        return .run(c, action!)
    }
    static func printHelp() {
        print(usage + """
        Options (and corresponding environment variables):
        -b     : issue warnings about converting bytes/bytearray to str
        -B     : don't write .pyc files on import; also PYTHONDONTWRITEBYTECODE=x
        -c cmd : program passed in as string (terminates option list)
        -E     : ignore PYTHON* environment variables (such as PYTHONPATH)
        -h     : print this help message and exit (also -? or --help)
        -i     : inspect interactively after running script
        -I     : isolate Python from the user's environment (implies -E -P -s)
        -m mod : run library module as a script (terminates option list)
        -O     : remove assert and __debug__-dependent statements
        -OO    : do -O changes and also discard docstrings
        -P     : don't prepend a potentially unsafe path to sys.path
        -q     : don't print version and copyright messages on interactive startup
        -s     : don't add user site directory to sys.path
        -S     : don't imply 'import site' on initialization
        -u     : force the stdout and stderr streams to be unbuffered
        -v     : verbose (trace import statements)
        -V     : print the Python version number and exit (also --version)
        -W arg : warning control
        -X opt : set implementation-specific option: gc=stress, jit=off|on|stress,
                 jit-stats, trace-dump=FOLDER
        file   : program read from script file
        -      : program read from stdin (default; interactive mode if a tty)
        arg ...: arguments passed to program in sys.argv[1:]
        """)
    }
}

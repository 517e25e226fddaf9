import Glibc
import Syntax

/// Running the program that the command line names, and ending it.
enum Program {
    static func run(_ what: OptionParser.Action, _ c: Configuration) throws(Raise) -> Int32 {
        let main = ModuleRef.make(Names.__main__)
        DictRef(ImportSystem.modules).set(name: Names.__main__, main)
        let d = ModuleRef(main).dict
        d.set(name: Names.__builtins__, SysState.builtinsModule)
        var inspect = c.inspect > 0
        do throws(Raise) {
            switch what {
            case .command(let text):
                try prepend("", c)
                var o = options(c)
                o.isText = true
                // Leading indentation of the whole command is removed, as since 3.14.
                try execute(Array(Dedent.text(text).utf8), fileName: "<string>", d, o)
            case .file(let path): try runFile(path, d, c)
            case .module(let name):
                try prepend(currentFolder(), c)
                let runpy = try ImportSystem.importModule("runpy")
                _ = try Call.call(try Operations.getAttribute(runpy, StrRef.intern("_run_module_as_main")), StrRef.make(name))
            case .standardInput:
                try prepend("", c)
                guard let bytes = SourceFile.read(0) else { ErrorDisplay.write("dxpy: cannot read standard input\n"); return 1 }
                try execute(Array(UnsafeBufferPointer(start: bytes.start, count: bytes.count)), fileName: "<stdin>", d, options(c))
            case .prompt:
                try prepend("", c)
                inspect = false
                try prompt(c)
            }
        } catch {
            if !inspect { throw error }
            _ = uncaught(error)
        }
        if inspect { try prompt(c) }
        return 0
    }
    private static func options(_ c: Configuration) -> Compiler.Options { var o = Compiler.Options(); o.optimize = c.optimize; return o }
    private static func execute(_ bytes: [UInt8], fileName: String, _ d: DictRef, _ o: Compiler.Options) throws(Raise) {
        var code = Value.unbound, failure: Raise? = nil
        let name = StrRef.intern(fileName)
        bytes.withUnsafeBufferPointer { b in do throws(Raise) { code = try Compiler.compile(b, fileName: name, o) } catch { failure = error } }
        if let failure { throw failure }
        _ = try Execution.run(code, globals: d.value, locals: d.value)
    }
    private static func runFile(_ path: String, _ d: DictRef, _ c: Configuration) throws(Raise) {
        var s = stat()
        if stat(path, &s) == 0, s.st_mode & S_IFMT == S_IFDIR || path.hasSuffix(".zip") || path.hasSuffix(".pyz") {
            // A folder or archive with __main__.py.
            try prepend(path, c)
            let runpy = try ImportSystem.importModule("runpy")
            _ = try Call.call(try Operations.getAttribute(runpy, StrRef.intern("_run_module_as_main")), Names.__main__, .false)
            return
        }
        guard let bytes = SourceFile.read(path) else {
            let e = errno
            ErrorDisplay.write("\(CommandLine.arguments[0]): can't open file '\(absolute(path))': [Errno \(e)] \(String(cString: strerror(e)))\n")
            throw Errors.raise(try Call.call(Exceptions.systemExit.value, Value(int: 2)))
        }
        let folder = resolved(path)
        try prepend(folder, c)
        d.set(name: Names.__file__, StrRef.make(absolute(path)))
        d.set(name: StrRef.intern("__cached__"), .none)
        let machinery = try Operations.getAttribute(DictRef(ImportSystem.modules).find(StrRef.intern("_frozen_importlib_external")).unsafelyUnwrapped, StrRef.intern("SourceFileLoader"))
        d.set(name: Names.__loader__, try Call.call(machinery, Names.__main__, StrRef.make(absolute(path))))
        // CPython shows the name as given in tracebacks.
        try execute(Array(UnsafeBufferPointer(start: bytes.start, count: bytes.count)), fileName: absolute(path), d, options(c))
    }
    static func currentFolder() -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        return getcwd(&buffer, 4096) == nil ? "" : String(cString: buffer)
    }
    static func absolute(_ p: String) -> String { p.hasPrefix("/") ? p : currentFolder() + "/" + p }
    /// The folder that goes on `sys.path` for a script: links in the script's own path are followed.
    private static func resolved(_ path: String) -> String {
        var p = absolute(path)
        var buffer = [CChar](repeating: 0, count: 4096)
        if realpath(path, &buffer) != nil { p = String(cString: buffer) }
        return p.lastIndex(of: "/").map { $0 == p.startIndex ? "/" : String(p[..<$0]) } ?? ""
    }
    private static func prepend(_ folder: String, _ c: Configuration) throws(Raise) {
        let path = DictRef(SysState.sys).find(StrRef.intern("path")).unsafelyUnwrapped
        guard path.isList else { return }
        if let extra = c.environment("PYTHONPATH") {
            let l = ListRef(path)
            for (i, p) in extra.split(separator: ":").enumerated() { l.insert(StrRef.make(String(p)), at: i) }
        }
        if c.safePath == 0 { ListRef(path).insert(StrRef.make(folder), at: 0) }
    }
    private static func prompt(_ c: Configuration) throws(Raise) {
        let m = try ImportSystem.importModule("code")
        _ = m
        // The library's own prompt: with a terminal `_pyrepl`, else the plain console of `code`.
        let repl = try ImportSystem.importModule(isatty(0) != 0 ? "_pyrepl.main" : "code")
        if isatty(0) != 0 { _ = try Call.call(try Operations.getAttribute(repl, StrRef.intern("interactive_console"))) }
        else { _ = try Call.call(try Operations.getAttribute(repl, StrRef.intern("interact")), c.quiet > 0 ? StrRef.empty : .none, .none, ModuleRef(DictRef(ImportSystem.modules).find(Names.__main__).unsafelyUnwrapped).dict.value) }
    }
    /// Shows an uncaught exception; the exit status it means.
    static func uncaught(_ error: Raise) -> Int32 {
        let e = Errors.take()
        guard e.isExceptionInstance else { return 1 }
        if e.isInstance(of: Exceptions.systemExit) { return exitStatus(e) }
        flush("stdout")
        let status: Int32 = e.isInstance(of: Exceptions.keyboardInterrupt) ? 130 : 1
        do throws(Raise) {
            SysState.set("last_exc", e); SysState.set("last_type", e.type.value); SysState.set("last_value", e); SysState.set("last_traceback", ExceptionRef(e).traceback.orNone)
            let hook = try SysState.attribute("excepthook")
            if hook.isUnbound { ErrorDisplay.write("sys.excepthook is missing\n"); ErrorDisplay.show(e) }
            else { _ = try Call.call(hook, e.type.value, e, ExceptionRef(e).traceback.orNone) }
        } catch {
            let second = Errors.take()
            if second.isInstance(of: Exceptions.systemExit) { return exitStatus(second) }
            ErrorDisplay.write("Error in sys.excepthook:\n"); ErrorDisplay.show(second)
            ErrorDisplay.write("\nOriginal exception was:\n"); ErrorDisplay.show(e)
        }
        if status == 130 { killedByInterrupt = true }
        return status
    }
    nonisolated(unsafe) static var killedByInterrupt = false
    private static func exitStatus(_ e: Value) -> Int32 {
        var code = Value.none
        do throws(Raise) { code = try Operations.findAttribute(e, StrRef.intern("code")) } catch { Errors.take() }
        if code.isNone || code.isUnbound { return 0 }
        if code.isIntLike { return Int32(truncatingIfNeeded: Integers.asInt64(code) ?? -1) & 0xFF }
        flush("stdout")
        do throws(Raise) {
            let text = try Operations.str(code)
            let err = try SysState.attribute("stderr")
            if err.isPointer { _ = try Call.call(try Operations.getAttribute(err, Names.write), text); _ = try Call.call(try Operations.getAttribute(err, Names.write), StrRef.make("\n")) }
            else { ErrorDisplay.write(StrRef(text).string + "\n") }
        } catch { Errors.take() }
        return 1
    }
    private static func flush(_ name: String) {
        do throws(Raise) {
            let f = try SysState.attribute(name)
            if f.isPointer { _ = try Call.call(try Operations.getAttribute(f, Names.flush)) }
        } catch { Errors.take() }
    }
    /// Set by modules: run at the end, in order (threads joined, `atexit`, buffered files flushed).
    nonisolated(unsafe) static var shutdownHooks: [() throws(Raise) -> Void] = []
    /// Ends the program: threads, `atexit`, streams. A failing flush of stdout is status 120.
    static func finish() -> Int32 {
        var status: Int32 = 0
        do throws(Raise) {
            if let threading = DictRef(ImportSystem.modules).isNilModules ? nil : DictRef(ImportSystem.modules).find(StrRef.intern("threading")) { _ = try Call.call(try Operations.getAttribute(threading, StrRef.intern("_shutdown"))) }
        } catch { Errors.unraisable("Exception ignored on threading shutdown", .none) }
        for h in shutdownHooks { do throws(Raise) { try h() } catch { Errors.unraisable("Exception ignored at exit", .none) } }
        do throws(Raise) {
            if ImportSystem.modules.isPointer, let atexit = DictRef(ImportSystem.modules).find(StrRef.intern("atexit")) { _ = try Call.call(try Operations.getAttribute(atexit, StrRef.intern("_run_exitfuncs"))) }
        } catch { Errors.unraisable("Exception ignored in atexit callback", .none) }
        for name in ["stdout", "stderr"] {
            do throws(Raise) {
                let f = SysState.sys.isPointer ? try SysState.attribute(name) : .unbound
                if f.isPointer {
                    let closed = try Operations.findAttribute(f, StrRef.intern("closed"))
                    if !closed.isUnbound, try Operations.isTrue(closed) { continue }
                    _ = try Call.call(try Operations.getAttribute(f, Names.flush))
                }
            } catch {
                if name == "stdout" { status = 120; Errors.unraisable("Exception ignored on flushing sys.stdout", .none) } else { Errors.take() }
            }
        }
        for h in Interrupts.atExit { h() }
        if killedByInterrupt { signal(SIGINT, SIG_DFL); kill(getpid(), SIGINT) }
        return status
    }
}
extension DictRef { var isNilModules: Bool { !ImportSystem.modules.isPointer } }
/// `-c` commands may be indented as a whole.
enum Dedent {
    static func text(_ s: String) -> String {
        let lines = s.split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.filter { !$0.allSatisfy { $0 == " " || $0 == "\t" } }
        guard let first = body.first else { return s }
        var prefix = first.prefix { $0 == " " || $0 == "\t" }
        for l in body { while !l.hasPrefix(prefix) { prefix = prefix.dropLast() } }
        if prefix.isEmpty { return s }
        return lines.map { $0.hasPrefix(prefix) ? $0.dropFirst(prefix.count) : $0[...] }.joined(separator: "\n")
    }
}

import Glibc
import Syntax

/// Running the program that the command line names, and ending it.
enum Program {
    static func run(_ what: OptionParser.Action, _ c: Configuration) throws(Raise) -> Int32 {
        let main = ModuleRef.make(Names.__main__)
        DictRef(ImportSystem.modules).set(name: Names.__main__, main)
        let d = ModuleRef(main).dict
        d.set(name: Names.__builtins__, SysState.builtinsModule)
        if c.isBare { return try runBare(what, d, c) }
        d.set(name: Names.__loader__, try Operations.getAttribute(ImportSystem.bootstrap, StrRef.intern("BuiltinImporter")))
        inspects = c.inspect > 0
        let isTerminal = isatty(0) != 0
        var status: Int32 = 0
        do throws(Raise) {
            switch what {
            case .command(let text):
                prepend([], c)
                if c.verbose > 0 { Prompt.header(c) }
                try command(text, d, c)
            case .file(let path): status = try runFile(path, d, c)
            case .module(let name):
                prepend(currentFolder(), c)
                let runpy = try ImportSystem.importModule("runpy")
                _ = try Call.call(try Operations.getAttribute(runpy, StrRef.intern("_run_module_as_main")), SystemText.value(name))
            case .standardInput:
                prepend([], c)
                guard let bytes = SourceFile.read(0) else { ErrorDisplay.write("dxpy: cannot read standard input: \(String(cString: strerror(errno)))\n"); return 1 }
                d.set(name: Names.__file__, StrRef.intern("<stdin>"))
                try execute(bytes, fileName: StrRef.intern("<stdin>"), d, c)
            case .prompt:
                prepend([], c)
                Prompt.header(c)
                inspects = false
                try Prompt.startup(c)
                try Prompt.hook()
                try Prompt.run(c, withMain: false)
            }
        } catch {
            // To be looked at: even the end of the program is only shown.
            if !inspects || !(isTerminal || c.interactive > 0) { throw error }
            status = uncaught(error)
        }
        // The program may have set it.
        if c.environment("PYTHONINSPECT") != nil { if case .prompt = what {} else { inspects = true } }
        if inspects && (isTerminal || c.interactive > 0) {
            inspects = false
            status = 0
            try Prompt.hook()
            try Prompt.run(c, withMain: true)
        }
        return status
    }
    /// Whether a prompt follows the program, which `SystemExit` then does not end.
    nonisolated(unsafe) private static var inspects = false

    private static func runBare(_ what: OptionParser.Action, _ d: DictRef, _ c: Configuration) throws(Raise) -> Int32 {
        switch what {
        case .command(let text): try command(text, d, c)
        case .file(let path):
            guard let bytes = SourceFile.read(path) else { return cannotOpen(path) }
            try execute(bytes, fileName: SystemText.value(absolute(path)), d, c)
        default: ErrorDisplay.write("dxpy: -X bare runs a file or a command\n"); return 2
        }
        return 0
    }
    private static func command(_ text: [UInt8], _ d: DictRef, _ c: Configuration) throws(Raise) {
        guard String(validatingUTF8: text.map { CChar(bitPattern: $0) } + [0]) != nil else {
            ErrorDisplay.write("Unable to decode the command from the command line:\n")
            _ = try Codecs.encode(StrRef(SystemText.value(text)), .utf8, errors: .none)
            return
        }
        var o = Compiler.Options()
        o.isText = true; o.optimize = c.optimize
        // Leading indentation of the whole command is removed, as since 3.14.
        let source = Array(Dedent.text(text.text).utf8) + [10]
        try execute(source, fileName: StrRef.intern("<string>"), d, o) { code in
            ImportSystem.commandCode = code
            ImportSystem.commandText = source
        }
    }
    static func execute(_ bytes: SourceFile, fileName: Value, _ d: DictRef, _ c: Configuration) throws(Raise) {
        var o = Compiler.Options()
        o.optimize = c.optimize; o.isFile = true
        var from = 0
        // Its newline stays, so that lines keep their numbers.
        if c.skipFirstLine { while from < bytes.count && bytes.start[from] != 10 { from += 1 } }
        let code = try Compiler.compile(UnsafeBufferPointer(start: bytes.start + from, count: bytes.count - from), fileName: fileName, o)
        withExtendedLifetime(bytes) {}
        _ = try Execution.run(code, globals: d.value, locals: d.value)
    }
    private static func execute(_ bytes: [UInt8], fileName: Value, _ d: DictRef, _ o: Compiler.Options, _ note: (Value) -> Void) throws(Raise) {
        var code = Value.unbound, failure: Raise? = nil
        bytes.withUnsafeBufferPointer { b in do throws(Raise) { code = try Compiler.compile(b, fileName: fileName, o) } catch { failure = error } }
        if let failure { throw failure }
        note(code)
        _ = try Execution.run(code, globals: d.value, locals: d.value)
    }
    private static func cannotOpen(_ path: [UInt8]) -> Int32 {
        let e = errno, name = StrRef(SystemText.value(absolute(path)))
        ErrorDisplay.write("\(OptionParser.processArguments[0].text): can't open file \(Operations.reprText(name.value)): [Errno \(e)] \(String(cString: strerror(e)))\n")
        return 2
    }
    private static func runFile(_ path: [UInt8], _ d: DictRef, _ c: Configuration) throws(Raise) -> Int32 {
        var s = stat()
        let isFolder = path.withCString { stat($0, &s) } == 0 && s.st_mode & S_IFMT == S_IFDIR
        let bytes = isFolder ? nil : SourceFile.read(path)
        let failure = errno
        if isFolder || bytes != nil && isArchive(bytes!) || bytes == nil && liesInArchive(path) {
            // A folder or archive with __main__.py.
            ListRef(DictRef(SysState.sys).find(StrRef.intern("path")).unsafelyUnwrapped).insert(SystemText.value(absolute(path)), at: 0)
            let runpy = try ImportSystem.importModule("runpy")
            _ = try Call.call(try Operations.getAttribute(runpy, StrRef.intern("_run_module_as_main")), Names.__main__, .false)
            return 0
        }
        guard let bytes else { errno = failure; return cannotOpen(path) }
        prepend(folder(path), c)
        let name = SystemText.value(absolute(path))
        d.set(name: Names.__file__, name)
        d.set(name: StrRef.intern("__cached__"), .none)
        let machinery = try Operations.getAttribute(DictRef(ImportSystem.modules).find(StrRef.intern("_frozen_importlib_external")).unsafelyUnwrapped, StrRef.intern("SourceFileLoader"))
        d.set(name: Names.__loader__, try Call.call(machinery, Names.__main__, name))
        try execute(bytes, fileName: StrRef.intern(name), d, c)
        return 0
    }
    /// Whether a part of the path is a zip archive: a folder inside it can be run as well.
    private static func liesInArchive(_ path: [UInt8]) -> Bool {
        var p = path
        while let slash = p.lastIndex(of: 47), slash > 0 {
            p.removeSubrange(slash...)
            var s = stat()
            guard p.withCString({ stat($0, &s) }) == 0 else { continue }
            guard s.st_mode & S_IFMT == S_IFREG, let b = SourceFile.read(p) else { return false }
            return isArchive(b)
        }
        return false
    }
    /// Whether a zip archive ends there: the record that closes one, with a comment of up to 64 KB behind it.
    private static func isArchive(_ b: SourceFile) -> Bool {
        let tail = min(b.count, 22 + 65535)
        var p = UnsafePointer(b.start + (b.count - tail)), left = tail
        while left >= 22, let found = memchr(p, 80, left - 21) {
            let q = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
            if q[1] == 75 && q[2] == 5 && q[3] == 6 { return true }
            left -= q - p + 1
            p = q + 1
        }
        return false
    }
    static func currentFolder() -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: 4096)
        guard getcwd(&buffer, 4096) != nil else { return [] }
        return buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    }
    static func absolute(_ p: [UInt8]) -> [UInt8] {
        if p.first == 47 { return p }
        let folder = currentFolder()
        return folder.isEmpty ? p : folder + [47] + p
    }
    /// The folder that goes on `sys.path` for a script: links in the script's own path are followed.
    private static func folder(_ path: [UInt8]) -> [UInt8] {
        var p = absolute(path)
        var buffer = [CChar](repeating: 0, count: 4096)
        if p.withCString({ realpath($0, &buffer) }) != nil { p = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) } }
        guard let slash = p.lastIndex(of: 47) else { return [] }
        return slash == 0 ? [47] : Array(p[..<slash])
    }
    private static func prepend(_ folder: [UInt8], _ c: Configuration) {
        if c.safePath == 0 { ModuleDiagnosis.firstFolder = folder }
        guard c.safePath == 0, let path = DictRef(SysState.sys).find(StrRef.intern("path")), path.isList else { return }
        ListRef(path).insert(SystemText.value(folder), at: 0)
    }
    /// Shows an uncaught exception; the exit status it means.
    static func uncaught(_ error: Raise, atPrompt: Bool = false) -> Int32 {
        let e = Errors.take()
        guard e.isExceptionInstance else { return 1 }
        if e.isInstance(of: Exceptions.systemExit) && !inspects { return exitStatus(e) }
        flush("stdout")
        let status: Int32 = e.isInstance(of: Exceptions.keyboardInterrupt) ? 130 : 1
        do throws(Raise) {
            SysState.set("last_exc", e); SysState.set("last_type", e.type.value); SysState.set("last_value", e); SysState.set("last_traceback", ExceptionRef(e).traceback.orNone)
            let hook = try SysState.attribute("excepthook")
            if hook.isUnbound { ErrorDisplay.write("sys.excepthook is missing\n"); ErrorDisplay.show(e) }
            else { _ = try Call.call(hook, e.type.value, e, ExceptionRef(e).traceback.orNone) }
        } catch {
            let second = Errors.take()
            if second.isInstance(of: Exceptions.systemExit) && !inspects { return exitStatus(second) }
            ErrorDisplay.write("Error in sys.excepthook:\n"); ErrorDisplay.show(second)
            ErrorDisplay.write("\nOriginal exception was:\n"); ErrorDisplay.show(e)
        }
        if status == 130 && !inspects && !atPrompt { killedByInterrupt = true }
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
    static func flush(_ name: String) {
        do throws(Raise) {
            let f = try SysState.attribute(name)
            if f.isPointer { _ = try Call.call(try Operations.getAttribute(f, Names.flush)) }
        } catch { Errors.take() }
    }
    /// Set by modules: run at the end, in order (threads joined, `atexit`, buffered files flushed).
    nonisolated(unsafe) static var shutdownHooks: [() throws(Raise) -> Void] = []
    /// Ends the program: threads, `atexit`, streams. A failing flush of stdout or stderr is status 120.
    static func finish() -> Int32 {
        var status: Int32 = 0
        do throws(Raise) {
            if let threading = DictRef(ImportSystem.modules).isNilModules ? nil : DictRef(ImportSystem.modules).find(StrRef.intern("threading")) { _ = try Call.call(try Operations.getAttribute(threading, StrRef.intern("_shutdown"))) }
        } catch { Errors.unraisable("Exception ignored on threading shutdown", .none) }
        for h in shutdownHooks { do throws(Raise) { try h() } catch { Errors.unraisable("Exception ignored at exit", .none) } }
        do throws(Raise) {
            if ImportSystem.modules.isPointer, let atexit = DictRef(ImportSystem.modules).find(StrRef.intern("atexit")) { _ = try Call.call(try Operations.getAttribute(atexit, StrRef.intern("_run_exitfuncs"))) }
        } catch { Errors.unraisable("Exception ignored in atexit callback", .none) }
        Interrupts.isFinalizing = true
        if SysState.isReady { Finalizers.runAtExit() }
        for name in ["stdout", "stderr"] {
            do throws(Raise) {
                let f = SysState.sys.isPointer ? try SysState.attribute(name) : .unbound
                if f.isPointer {
                    let closed = try Operations.findAttribute(f, StrRef.intern("closed"))
                    if !closed.isUnbound, try Operations.isTrue(closed) { continue }
                    _ = try Call.call(try Operations.getAttribute(f, Names.flush))
                }
            } catch {
                status = 120
                if name == "stdout" { Errors.unraisable("Exception ignored on flushing sys.stdout", .none) } else { Errors.take() }
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

import CSupport
import Glibc
import Syntax

/// The plain prompt (PyRun_InteractiveLoop): statements are read line by line and run as soon as they are complete. It serves input that is
/// no terminal (`-i`), PYTHON_BASIC_REPL, and `_pyrepl` where that cannot work. Prompts go to standard error, as CPython's do.
///
/// Whether a statement is complete is asked of the parser as `codeop` does: it is if the lines so far parse without their last newline, and
/// more may follow if only the newline makes them parse, or nothing but the end is wrong. The descriptor is read through a buffer of its own, as CPython reads `stdin`'s FILE.
enum Prompt {
    /// `pymain_header`
    static func header(_ c: Configuration) {
        if c.quiet > 0 { return }
        ErrorDisplay.write("Python \(PythonVersion.long) on linux\n")
        if c.noSite == 0 { ErrorDisplay.write("Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n") }
    }
    /// PYTHONSTARTUP, then the hook that sets up completion and history.
    static func startup(_ c: Configuration) throws(Raise) {
        if let path = c.environmentBytes("PYTHONSTARTUP") {
            if let bytes = SourceFile.read(path) {
                do throws(Raise) { try Program.execute(bytes, fileName: SystemText.value(path), mainNamespace, c) } catch { try report(error) }
            } else {
                let e = errno
                ErrorDisplay.write("Could not open PYTHONSTARTUP\n\(PosixErrors.className(e)): [Errno \(e)] \(String(cString: strerror(e))): '\(path.text)'\n")
            }
        }
    }
    static func hook() throws(Raise) {
        let h = try SysState.attribute("__interactivehook__")
        if h.isPointer {
            // The library's own is a part of starting up.
            let module = try Operations.findAttribute(h, Names.__module__), isOwn = module.isStr && StrRef(module).equals("site")
            do throws(Raise) { if isOwn { try undisturbed { () throws(Raise) in _ = try Call.call(h) } } else { _ = try Call.call(h) } } catch {
                ErrorDisplay.write("Failed calling sys.__interactivehook__\n")
                try report(error)
            }
        }
    }
    /// Runs BODY without handling signals: whoever presses Ctrl-C while the prompt is being loaded means the prompt. An interrupt is shown
    /// there as one that finds an empty line.
    private static func undisturbed(_ body: () throws(Raise) -> Void) throws(Raise) {
        try Interrupts.deferring(body)
        if dx_signal_take(SIGINT) != 0 { ErrorDisplay.write("\nKeyboardInterrupt\n") }
    }
    /// The prompt of the library on a terminal, else the plain one.
    static func run(_ c: Configuration, withMain: Bool) throws(Raise) {
        if isatty(0) == 0 || c.environment("PYTHON_BASIC_REPL") != nil { loop(); if let s = stopped { stopped = nil; throw s }; return }
        try undisturbed { () throws(Raise) in for n in ["main", "console", "simple_interact", "readline"] { _ = try ImportSystem.importModule("_pyrepl." + n) } }
        let m = try ImportSystem.importModule("_pyrepl.main")
        _ = try Call.call(try Operations.getAttribute(m, StrRef.intern("interactive_console")))
    }
    static var mainNamespace: DictRef { ModuleRef(DictRef(ImportSystem.modules).find(Names.__main__).unsafelyUnwrapped).dict }
    /// `SystemExit` raised at the prompt.
    nonisolated(unsafe) static var stopped: Raise? = nil

    /// Shows an exception; `SystemExit` is thrown on.
    private static func report(_ error: Raise) throws(Raise) {
        if error.isException && Errors.matches(Exceptions.systemExit) { throw error }
        _ = Program.uncaught(error)
    }
    static func loop() {
        stopped = nil
        for (n, s) in [("ps1", ">>> "), ("ps2", "... ")] where DictRef(SysState.sys).find(StrRef.intern(n)) == nil { SysState.set(n, StrRef.make(s)) }
        while true {
            do throws(Raise) { if !(try statement()) { break } } catch {
                if error.isException && Errors.matches(Exceptions.systemExit) { stopped = error; return }
                if error.isException && Errors.matches(Exceptions.keyboardInterrupt) && !running { Errors.take(); ErrorDisplay.write("\nKeyboardInterrupt\n") } else { _ = Program.uncaught(error, atPrompt: true) }
                running = false
            }
            Program.flush("stderr"); Program.flush("stdout")
        }
    }
    nonisolated(unsafe) private static var running = false

    /// Reads and runs one statement; false at the end of the input.
    private static func statement() throws(Raise) -> Bool {
        var text: [UInt8] = [], code = Value.unbound
        let name = StrRef.intern("<stdin>")
        var own = name
        while true {
            show(text.isEmpty ? "ps1" : "ps2")
            guard let line = try readLine() else {
                if text.isEmpty { return false }
                code = try finished(text, name, &own)
                break
            }
            if text.isEmpty && isBlank(line) { count += 1; return true }
            text += line
            // What ends without newline is ended by the end of the input.
            if line.last != 10 { continue }
            var o = options
            o.parseOnly = true
            o.extra = [.allowIncompleteInput, .dontImplyDedent]
            do throws(Raise) { _ = try compile(Array(text.dropLast()), name, &o) } catch {
                try Errors.swallow(error, Exceptions.syntaxError)
                // More may follow unless it is wrong with its newline, too.
                do throws(Raise) { _ = try compile(text, name, &o); continue } catch {
                    guard error.isException, Errors.matches(Exceptions.syntaxError) else { throw error }
                    if Errors.take().isInstance(of: Exceptions.incompleteInputError) { continue }
                }
            }
            code = try finished(text, name, &own)
            break
        }
        let linecache = try ImportSystem.importModule("linecache")
        _ = try Call.call(try Operations.getAttribute(linecache, StrRef.intern("_register_code")), code, StrRef.make(String(decoding: text, as: UTF8.self)), own)
        let d = mainNamespace
        running = true
        _ = try Execution.run(code, globals: d.value, locals: d.value)
        running = false
        return true
    }
    /// The code of a whole statement. What parses gets a number, by which its code is found in `linecache`; tracebacks leave it out.
    private static func finished(_ text: [UInt8], _ name: Value, _ own: inout Value) throws(Raise) -> Value {
        var o = options
        o.parseOnly = true
        _ = try compile(text, name, &o)
        own = StrRef.intern("<stdin-\(count)>")
        count += 1
        o.parseOnly = false; o.promptName = own
        return try compile(text, name, &o)
    }
    nonisolated(unsafe) private static var futures: UInt32 = 0, count = 0
    private static var options: Compiler.Options {
        var o = Compiler.Options()
        o.mode = .single; o.optimize = Configuration.current.optimize; o.flags = futures
        return o
    }
    private static func compile(_ text: [UInt8], _ name: Value, _ o: inout Compiler.Options) throws(Raise) -> Value {
        var result = Value.unbound, failure: Raise? = nil
        let options = o
        text.withUnsafeBufferPointer { b in
            do throws(Raise) { if options.parseOnly { _ = try Compiler.parse(b, fileName: name, options) } else { result = try Compiler.compile(b, fileName: name, options) } } catch { failure = error }
        }
        if let failure { throw failure }
        // `from __future__` stays in force.
        if !o.parseOnly { futures |= CodeObject(result.ref).code.source.flags }
        return result
    }
    private static func isBlank(_ line: [UInt8]) -> Bool {
        for c in line { if c == 35 || c == 10 { return true }; if c != 32 && c != 9 && c != 12 && c != 13 { return false } }
        return false
    }
    private static func show(_ name: String) {
        var text = ""
        do throws(Raise) {
            let p = try SysState.attribute(name)
            if p.isPointer { text = StrRef(try Operations.str(p)).string }
        } catch { Errors.take() }
        Program.flush("stdout")
        ErrorDisplay.write(text)
    }
    nonisolated(unsafe) private static var buffer: [UInt8] = [], position = 0

    /// A line with its newline, if it has one; nil at the end of the input.
    private static func readLine() throws(Raise) -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            while position < buffer.count {
                let c = buffer[position]
                position += 1
                line.append(c)
                if c == 10 { return line }
            }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let n = chunk.withUnsafeMutableBytes { b in InterpreterLock.blocking { Glibc.read(0, b.baseAddress, b.count) } }
            if n < 0 && errno == EINTR { try Interrupts.handle(); continue }
            if n <= 0 { ErrorDisplay.write("\n"); return line.isEmpty ? nil : line }
            buffer = Array(chunk[0..<n])
            position = 0
        }
    }
}
/// Classes of system errors, for messages before Python code can run.
enum PosixErrors {
    static func className(_ e: Int32) -> String {
        switch e {
        case ENOENT: return "FileNotFoundError"
        case EACCES, EPERM: return "PermissionError"
        case EISDIR: return "IsADirectoryError"
        case ENOTDIR: return "NotADirectoryError"
        default: return "OSError"
        }
    }
}

import Glibc

/// Reads the arguments as CPython does (Python/getopt.c, config_parse_cmdline): bytes, for they need not be UTF-8.
enum OptionParser {
    typealias Bytes = [UInt8]
    enum Action { case file(Bytes), command(Bytes), module(Bytes), standardInput, prompt }
    enum Result { case exit(Int32), run(Configuration, Action) }

    /// The process's own arguments.
    static var processArguments: [Bytes] {
        (0..<Int(CommandLine.argc)).map { i in
            let p = CommandLine.unsafeArgv[i]!
            return Bytes(UnsafeBufferPointer(start: UnsafeRawPointer(p).assumingMemoryBound(to: UInt8.self), count: strlen(p)))
        }
    }
    static func parse(_ all: [Bytes]) -> Result {
        var c = Configuration()
        c.originalArguments = all
        var action: Action? = nil, rest: [Bytes] = [], i = 1, showVersion = 0, help: CommandLineHelp.Topic? = nil
        func fail(_ m: String) -> Result {
            ErrorDisplay.write("\(m)\n\(CommandLineHelp.usage(all.first?.text ?? "dxpy"))Try `python -h' for more information.\n")
            return .exit(2)
        }
        parsing: while i < all.count {
            let a = all[i]
            if a.first != 45 || a.count == 1 { break }
            if a == Bytes("--".utf8) { i += 1; break }
            if a.starts(with: "--".utf8) {
                switch a.text {
                case "--help": help = help ?? .options
                case "--help-env": help = .environment
                case "--help-xoptions": help = .xOptions
                case "--help-all": help = .all
                case "--version": showVersion += 1
                case "--check-hash-based-pycs":
                    i += 1
                    guard i < all.count else { return fail("Argument expected for the --check-hash-based-pycs options") }
                    guard ["default", "always", "never"].contains(all[i].text) else { return fail("--check-hash-based-pycs must be one of 'default', 'always', or 'never'") }
                    c.checkPycs = all[i].text
                default: return fail("Unknown option: \(a.text)")
                }
                i += 1
                continue
            }
            var k = 1
            while k < a.count {
                let l = a[k]
                func argument() -> Bytes? {
                    if k + 1 < a.count { return Bytes(a[(k + 1)...]) }
                    i += 1
                    return i < all.count ? all[i] : nil
                }
                switch Character(Unicode.Scalar(l)) {
                case "E": c.ignoreEnvironment += 1
                case "I": c.isolated += 1
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
                case "x": c.skipFirstLine = true
                case "R": c.randomHashing = true
                case "t": break
                case "V": showVersion += 1
                case "h", "?": help = help ?? .options
                case "W":
                    guard let v = argument() else { return fail("Argument expected for the -W option") }
                    c.warnings.append(v); i += 1; continue parsing
                case "X":
                    guard let v = argument() else { return fail("Argument expected for the -X option") }
                    c.xOptions.append(v); i += 1; continue parsing
                case "c":
                    guard let v = argument() else { return fail("Argument expected for the -c option") }
                    action = .command(v); i += 1; rest = [Bytes("-c".utf8)] + all.dropFirst(i); break parsing
                case "m":
                    guard let v = argument() else { return fail("Argument expected for the -m option") }
                    action = .module(v); i += 1; rest = [Bytes("-m".utf8)] + all.dropFirst(i); break parsing
                case "J": return fail("-J is reserved for Jython")
                default: return fail("Unknown option: -\(String(decoding: [l], as: UTF8.self))")
                }
                k += 1
            }
            i += 1
        }
        if let help { CommandLineHelp.show(help, all.first?.text ?? "dxpy"); return .exit(0) }
        if showVersion > 0 { CommandLineHelp.write("Python " + (showVersion > 1 ? PythonVersion.long : PythonVersion.text) + "\n"); return .exit(0) }
        if action == nil {
            if i < all.count {
                rest = Array(all[i...])
                if all[i] != Bytes("-".utf8) { action = .file(all[i]) }
            } else { rest = [Bytes()] }
        }
        c.arguments = rest
        if c.isolated > 0 { c.ignoreEnvironment += 1; c.noUserSite += 1; c.safePath = 1 }
        if let problem = c.readSettings() {
            ErrorDisplay.write("Fatal Python error: \(problem.0)\nPython runtime state: \(problem.1)\n\n")
            return .exit(1)
        }
        return .run(c, action ?? (isatty(0) != 0 || c.interactive > 0 ? .prompt : .standardInput))
    }
}

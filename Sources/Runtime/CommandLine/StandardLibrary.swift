import Glibc

/// Where the library is: DXPY_LIB, beside the executable, or in a build tree's `.deps`; what the executable is called; the virtual environment it belongs to.
enum StandardLibrary {
    /// The executable under the name it was started by (a link stays one): `sys.executable`.
    static var invoked: [UInt8] {
        guard let first = OptionParser.processArguments.first, !first.isEmpty else { return executable }
        let name = first.text
        if name.contains("/") {
            if name.hasPrefix("/") { return Array(normal(name).utf8) }
            var buffer = [CChar](repeating: 0, count: 4096)
            guard getcwd(&buffer, 4096) != nil else { return executable }
            return Array(normal(String(cString: buffer) + "/" + name).utf8)
        }
        for folder in (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":") {
            let p = "\(folder)/\(name)"
            var s = stat()
            if stat(p, &s) == 0 && s.st_mode & S_IFMT == S_IFREG && access(p, X_OK) == 0 { return Array(p.utf8) }
        }
        return executable
    }
    /// Without `.`, `..` and double slashes.
    private static func normal(_ path: String) -> String {
        var parts: [Substring] = []
        for p in path.split(separator: "/") where p != "." { if p == ".." { _ = parts.popLast() } else { parts.append(p) } }
        return "/" + parts.joined(separator: "/")
    }
    /// The folder of the virtual environment that the executable at PATH belongs to (it or its parent has a `pyvenv.cfg` with a `home`), and that home.
    static func virtualEnvironment(_ path: [UInt8]) -> (prefix: String, home: String)? {
        func parent(_ s: String) -> String { s.lastIndex(of: "/").map { String(s[..<$0]) } ?? "" }
        let folder = parent(path.text), prefix = parent(folder)
        for file in [folder + "/pyvenv.cfg", prefix + "/pyvenv.cfg"] {
            guard let f = fopen(file, "r") else { continue }
            defer { fclose(f) }
            var line = [CChar](repeating: 0, count: 4096)
            while fgets(&line, 4096, f) != nil {
                let parts = String(cString: line).split(separator: "=", maxSplits: 1)
                func trimmed(_ s: Substring) -> String { String(s.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
                if parts.count == 2, trimmed(parts[0]).lowercased() == "home" { return (prefix, trimmed(parts[1])) }
            }
        }
        return nil
    }
    static var executable: [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let n = buffer.withUnsafeMutableBytes { readlink("/proc/self/exe", $0.baseAddress!.assumingMemoryBound(to: CChar.self), 4095) }
        return n > 0 ? Array(buffer[0..<n]) : OptionParser.processArguments.first ?? []
    }
    static func exists(_ p: String) -> Bool { access(p, R_OK) == 0 }
    static func find(_ executable: [UInt8]) -> String? {
        if let e = getenv("DXPY_LIB"), e[0] != 0 { let p = String(cString: e); return exists(p + "/os.py") ? p : nil }
        var folder = executable.text[...]
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

import Glibc

/// Where the library is: DXPY_LIB, beside the executable, or in a build tree's `.deps`; what the executable is called; the virtual environment it belongs to.
enum StandardLibrary {
    /// The executable under the name it was started by (a link stays one): `sys.executable`.
    static var invoked: [UInt8] {
        guard let name = OptionParser.processArguments.first, !name.isEmpty else { return executable }
        if name.contains(47) {
            if name[0] == 47 { return normal(name) }
            var buffer = [CChar](repeating: 0, count: 4096)
            guard getcwd(&buffer, 4096) != nil else { return executable }
            return normal(Array(String(cString: buffer).utf8) + [47] + name)
        }
        for folder in (getenv("PATH").map { Array(String(cString: $0).utf8) } ?? []).split(separator: 58) {
            let p = folder + [47] + name
            var s = stat()
            if stat(Array(p).text, &s) == 0 && s.st_mode & S_IFMT == S_IFREG && access(Array(p).text, X_OK) == 0 { return Array(p) }
        }
        return executable
    }
    /// Without `.`, `..` and double slashes.
    private static func normal(_ path: [UInt8]) -> [UInt8] {
        var parts: [ArraySlice<UInt8>] = []
        for p in path.split(separator: 47) where !p.elementsEqual([46]) { if p.elementsEqual([46, 46]) { _ = parts.popLast() } else { parts.append(p) } }
        var out: [UInt8] = []
        for p in parts { out.append(47); out += p }
        return out.isEmpty ? [47] : out
    }
    /// The folder of the virtual environment that the executable at PATH belongs to (it or its parent has a `pyvenv.cfg` with a `home`), and that home.
    static func virtualEnvironment(_ path: [UInt8]) -> (prefix: String, home: String)? {
        let folder = parent(path[...]) ?? [], prefix = parent(folder) ?? []
        for place in [folder, prefix] {
            guard let f = fopen(Array(place).text + "/pyvenv.cfg", "r") else { continue }
            defer { fclose(f) }
            var line = [CChar](repeating: 0, count: 4096)
            while fgets(&line, 4096, f) != nil {
                let parts = String(cString: line).split(separator: "=", maxSplits: 1)
                func trimmed(_ s: Substring) -> String { String(s.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
                if parts.count == 2, trimmed(parts[0]).lowercased() == "home" { return (Array(prefix).text, trimmed(parts[1])) }
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
        guard var folder = parent(executable[...]), !folder.isEmpty else { return nil }
        if let above = parent(folder) { let p = Array(above).text + "/lib/dxpy3.14"; if exists(p + "/os.py") { return p } }
        if let e = getenv("DXPY_DEPS"), e[0] != 0 { let p = String(cString: e) + "/stdlib"; if exists(p + "/os.py") { return p } }
        while true {
            let p = Array(folder).text + "/.deps/stdlib"
            if exists(p + "/os.py") { return p }
            guard let above = parent(folder), !above.isEmpty else { return nil }
            folder = above
        }
    }
    /// What stands before the last slash; nil without one. (In bytes: a start needs nothing of what the Swift library knows of characters.)
    private static func parent(_ path: ArraySlice<UInt8>) -> ArraySlice<UInt8>? { path.lastIndex(of: 47).map { path[..<$0] } }
    static func prefix(_ library: String) -> String {
        let end = "/lib/dxpy3.14"
        if library.hasSuffix(end) { return Array(library.utf8.dropLast(end.utf8.count)).text }
        return parent(Array(library.utf8)[...]).map { Array($0).text } ?? library
    }
}

import Glibc

/// Where the library is: DXPY_LIB, beside the executable, or in a build tree's `.deps`.
enum StandardLibrary {
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

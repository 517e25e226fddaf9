import Glibc
import Primitives
import Syntax

/// The cache of parsed and analyzed source on disk, keyed by content and version of the format.
///
/// A file holds the words of a `SyntaxTree`, named by a 128-bit hash of the source; it is written to a temporary name and renamed, so that
/// several processes may write the same entry. Anything unreadable, damaged or of another version is parsed again; an unwritable folder is
/// ignored. Loaded trees are mapped, not read.
enum TreeCache {
    nonisolated(unsafe) static var folder: String? = nil
    nonisolated(unsafe) static var readsOnly = false

    private static func path(_ bytes: UnsafeBufferPointer<UInt8>, isText: Bool) -> String? {
        guard let folder else { return nil }
        let a = Hashing.sipHash13(bytes.baseAddress!, bytes.count, 0x6478_7079, isText ? 1 : 0), b = Hashing.sipHash13(bytes.baseAddress!, bytes.count, 0x7472_6565, UInt64(bytes.count))
        return folder + "/" + String(a, radix: 16) + String(b, radix: 16) + ".tree"
    }
    private final class Mapping {
        let p: UnsafeMutableRawPointer, n: Int
        init(_ p: UnsafeMutableRawPointer, _ n: Int) { self.p = p; self.n = n }
        deinit { munmap(p, n) }
    }
    static func load(_ bytes: UnsafeBufferPointer<UInt8>, isText: Bool) -> SyntaxTree? {
        guard let path = path(bytes, isText: isText) else { return nil }
        let fd = open(path, O_RDONLY | O_CLOEXEC)
        if fd < 0 { return nil }
        defer { close(fd) }
        var s = stat()
        guard fstat(fd, &s) == 0, s.st_size > 64 else { return nil }
        let n = Int(s.st_size)
        guard let p = mmap(nil, n, PROT_READ, MAP_PRIVATE, fd, 0), p != MAP_FAILED else { return nil }
        return SyntaxTree(loading: UnsafeRawBufferPointer(start: p, count: n), owner: Mapping(p, n))
    }
    static func store(_ t: SyntaxTree, _ bytes: UnsafeBufferPointer<UInt8>, isText: Bool) {
        guard !readsOnly, let folder, let path = path(bytes, isText: isText) else { return }
        mkdir(folder, 0o700)
        let temporary = "\(path).\(getpid()).tmp"
        let fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if fd < 0 { return }
        let b = t.bytes
        var done = 0
        while done < b.count {
            let n = write(fd, b.baseAddress! + done, b.count - done)
            if n <= 0 { break }
            done += n
        }
        close(fd)
        if done != b.count || rename(temporary, path) != 0 { unlink(temporary) }
    }
    /// `$XDG_CACHE_HOME/dxpy` or `~/.cache/dxpy`; PYTHONPYCACHEPREFIX wins.
    static func choose(prefix: String?) {
        if let prefix { folder = prefix; return }
        if let x = getenv("XDG_CACHE_HOME"), x[0] != 0 { mkdir(x, 0o700); folder = String(cString: x) + "/dxpy"; return }
        guard let home = getenv("HOME"), home[0] != 0 else { return }
        let base = String(cString: home) + "/.cache"
        mkdir(base, 0o700)
        folder = base + "/dxpy"
    }
}

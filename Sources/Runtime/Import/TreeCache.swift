import Glibc
import Primitives
import Syntax

/// The cache of parsed and analyzed source on disk, keyed by content and version of the format.
///
/// A file holds the words of a `SyntaxTree`, named by a 128-bit hash of the source; it is written to a temporary name and renamed, so that
/// several processes may write the same entry. Anything unreadable, damaged or of another version is parsed again; an unwritable folder is
/// ignored. Loaded trees are mapped, not read.
///
/// A source file that did not change since is not even read: the entry has a second name (a link) made of the file's path, size, inode and
/// times of modification and change. A file changed a moment ago gets none, since it could change again within a tick of the clock.
enum TreeCache {
    nonisolated(unsafe) static var folder: String? = nil
    nonisolated(unsafe) static var readsOnly = false

    private static func path(_ bytes: UnsafeBufferPointer<UInt8>, isText: Bool) -> String? {
        guard let folder else { return nil }
        let a = Hashing.sipHash13(bytes.baseAddress!, bytes.count, 0x6478_7079, isText ? 1 : 0), b = Hashing.sipHash13(bytes.baseAddress!, bytes.count, 0x7472_6565, UInt64(bytes.count))
        return entry(folder, "/", a, b)
    }
    private static func entry(_ folder: String, _ start: String, _ a: UInt64, _ b: UInt64) -> String {
        var name = Array(start.utf8)
        name.reserveCapacity(40)
        for word in [a, b] { for i in 0..<16 { let d = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * i)) & 15; name.append(d < 10 ? d + 48 : d + 87) } }
        return folder + name.text + ".tree"
    }
    /// A mapped entry, in a list of those that have been read since their pages were let go of. (There may be thousands, of which few are read again.)
    private final class Mapping {
        let p: UnsafeMutableRawPointer, n: Int
        private var isRead = false
        unowned(unsafe) var previous: Mapping?, next: Mapping?
        nonisolated(unsafe) unowned(unsafe) static var first: Mapping?
        init(_ p: UnsafeMutableRawPointer, _ n: Int) {
            self.p = p; self.n = n
            willRead()
        }
        func willRead() {
            if isRead { return }
            isRead = true
            previous = nil
            next = Mapping.first
            next?.previous = self
            Mapping.first = self
        }
        func forget() {
            isRead = false
            if let previous { previous.next = next } else { Mapping.first = next }
            next?.previous = previous
            madvise(p, n, MADV_DONTNEED)
        }
        deinit {
            if isRead { forget() }
            munmap(p, n)
        }
    }
    /// Nodes are about to be made of a part of TREE.
    static func willRead(_ tree: SyntaxTree) { if let m = tree.owner as? Mapping { m.willRead() } }
    /// Lets go of the pages of mapped trees, most of which will not be looked at again; what is comes back from the system's cache.
    static func forgetPages() { while let m = Mapping.first { m.forget() } }
    /// Functions were built since the pages were let go of.
    nonisolated(unsafe) static var isRead = false
    /// At a collection: what functions were built from until now is mostly read once.
    static func wasCollected() {
        if !isRead { return }
        isRead = false
        forgetPages()
    }
    nonisolated(unsafe) private static var modulesRun = 0
    /// A module has run: its pages were the most recent to be looked at. Every few times all are let go, since building a function brings back 64 KB
    /// around what it reads.
    static func moduleRan() {
        modulesRun &+= 1
        if modulesRun & 3 == 0 { forgetPages() }
    }
    /// The name of the entry of a source file; `isFresh` if it changed a moment ago.
    struct FileName { let path: String, isFresh: Bool }
    static func name(ofFile file: [UInt8]) -> FileName? {
        guard let folder, !file.isEmpty else { return nil }
        var s = stat(), now = timespec()
        guard file.withCString({ stat($0, &s) }) == 0, s.st_mode & S_IFMT == S_IFREG else { return nil }
        clock_gettime(CLOCK_REALTIME, &now)
        let age = now.tv_sec - s.st_ctim.tv_sec
        var words = [UInt64(s.st_size), UInt64(s.st_ino), UInt64(s.st_dev)] + [s.st_mtim.tv_sec, s.st_mtim.tv_nsec, s.st_ctim.tv_sec, s.st_ctim.tv_nsec].map { UInt64(bitPattern: Int64($0)) }
        words.append(file.withUnsafeBufferPointer { Hashing.sipHash13($0.baseAddress!, file.count, 0x6669_6c65, 0) })
        let (a, b) = words.withUnsafeBytes { (Hashing.sipHash13($0.baseAddress!, $0.count, 0x6478_7079, 2), Hashing.sipHash13($0.baseAddress!, $0.count, 0x7472_6565, 2)) }
        return FileName(path: entry(folder, "/f", a, b), isFresh: age < 2)
    }
    static func load(_ n: FileName) -> SyntaxTree? { map(n.path) }
    /// Gives the entry of BYTES, which is what the file holds, its second name.
    static func link(_ n: FileName, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard !readsOnly, !n.isFresh, let path = path(bytes, isText: false) else { return }
        if Glibc.link(path, n.path) != 0 && errno == EEXIST { unlink(n.path); _ = Glibc.link(path, n.path) }
    }
    static func load(_ bytes: UnsafeBufferPointer<UInt8>, isText: Bool) -> SyntaxTree? {
        guard let path = path(bytes, isText: isText) else { return nil }
        return map(path)
    }
    private static func map(_ path: String) -> SyntaxTree? {
        let fd = open(path, O_RDONLY | O_CLOEXEC)
        if fd < 0 { return nil }
        defer { close(fd) }
        var s = stat()
        guard fstat(fd, &s) == 0, s.st_size > 64 else { return nil }
        let n = Int(s.st_size)
        guard let p = mmap(nil, n, PROT_READ, MAP_PRIVATE | Int32(MAP_POPULATE), fd, 0), p != MAP_FAILED else { return nil }
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

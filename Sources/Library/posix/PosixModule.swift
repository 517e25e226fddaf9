import CSupport
import Glibc
import Primitives
import Runtime

/// `posix`: what the library's `os` is made of. (Modules/posixmodule.c)
extension NativeModule {
    public static let posix = NativeModule("posix") { m throws(Raise) in
        PosixTypes.define(); DirEntry.define(); ScandirIterator.define()
        m.ints(PosixConstants.all)
        for (name, text) in [("confstr_names", PosixConstants.confstr), ("pathconf_names", PosixConstants.pathconf), ("sysconf_names", PosixConstants.sysconf)] {
            let d = DictRef.allocate()
            m.constant(name, d.value)
            WordList.pairs(text) { n, v in d.set(name: n, Value(int: v)) }
        }
        m.constant("_have_functions", WordList.list(PosixConstants.haveFunctions).value)
        m.constant("error", Exceptions.osError.value)
        m.type(DirEntry.type)
        for s in [PosixTypes.stat, PosixTypes.statvfs, PosixTypes.terminalSize, PosixTypes.times, PosixTypes.uname, PosixTypes.waitid, PosixTypes.schedParam] { m.type(s!.type) }
        m.constant("environ", try Posix.environment())
        Posix.files(m); Posix.folders(m); Posix.descriptors(m); Posix.linux(m); Posix.processes(m); Posix.identities(m); Posix.system(m); Posix.paths(m)
    }
}

enum Posix {
    /// `NAME=NUMBER` pairs with the names as Swift's strings; `ModuleBuilder.ints` is the way to declare constants.
    static func words(_ text: String, _ body: (String, Int) -> Void) {
        for w in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let p = w.split(separator: "=")
            body(String(p[0]), Int(p[1])!)
        }
    }
    static func environment() throws(Raise) -> Value {
        let d = DictRef.allocate()
        guard var p = dx_environ() else { return d.value }
        while let e = p.pointee {
            p += 1
            guard let eq = strchr(e + (e[0] == 61 ? 1 : 0), 61) else { continue }
            let n = UnsafePointer(eq) - UnsafePointer(e)
            let key = BytesRef.make(UnsafeRawPointer(e).assumingMemoryBound(to: UInt8.self), n)
            if try d.get(key) == nil { try d.set(key, BytesRef.make(UnsafeRawPointer(eq + 1).assumingMemoryBound(to: UInt8.self), strlen(eq + 1))) }
        }
        return d.value
    }
    // MARK: arguments and results

    static func int(_ v: Value) throws(Raise) -> Int32 { Int32(truncatingIfNeeded: try TextArguments.cInt(v)) }
    /// A descriptor: an int or an object with `fileno()`.
    static func fd(_ v: Value) throws(Raise) -> Int32 { try IO.descriptor(v) }
    static func directory(_ a: Args, _ i: Int) throws(Raise) -> Int32 {
        if !a.has(i) || a[i].isNone { return AT_FDCWD }
        if !a[i].isIntLike && a[i].type.slot(.index).isUnbound { throw Errors.typeError("argument should be integer or None, not \(a[i].type)") }
        return try int(a[i])
    }
    static func flag(_ a: Args, _ i: Int) throws(Raise) -> Bool { try Operations.isTrue(a[i]) }
    @discardableResult
    static func check(_ r: Int32) throws(Raise) -> Value { if r < 0 { throw Errors.osError(errno) }; return .none }
    static func check(_ r: Int32, _ p: PathArgument) throws(Raise) -> Value { if r < 0 { throw p.error(errno) }; return .none }
    static func number(_ r: Int32) throws(Raise) -> Value { if r < 0 { throw Errors.osError(errno) }; return Value(int: Int(r)) }
    /// A blocking call with no path in its error.
    static func blocking(_ body: () -> Int) throws(Raise) -> Int {
        let (r, e) = try SystemCall.retry(body)
        if r < 0 { throw Errors.osError(e) }
        return r
    }
    /// A user or group id; -1 means "leave".
    static func id(_ v: Value, _ what: String) throws(Raise) -> UInt32 {
        if !v.isIntLike && v.type.slot(.index).isUnbound { throw Errors.typeError("\(what) should be integer, not \(v.type)") }
        guard let n = Integers.asInt64(try Operations.indexObject(v)) else { throw Errors.overflowError(Integers.isNegative(v) ? "\(what) is less than minimum" : "\(what) is greater than maximum") }
        if n == -1 { return UInt32.max }
        if n < 0 { throw Errors.overflowError("\(what) is less than minimum") }
        if n >= Int(UInt32.max) { throw Errors.overflowError("\(what) is greater than maximum") }
        return UInt32(n)
    }

    // MARK: files by path

    static func files(_ m: ModuleBuilder) {
        func stat(_ name: String, _ v: Value, _ dir: Int32, _ follow: Bool) throws(Raise) -> Value {
            let p = try PathArgument(v, function: name, allowFD: name == "stat")
            var s = Glibc.stat()
            let r: Int32
            if p.isDescriptor {
                if dir != AT_FDCWD { throw Errors.valueError("\(name): can't specify dir_fd without matching path") }
                if !follow { throw Errors.valueError("\(name): cannot use fd and follow_symlinks together") }
                r = fstat(p.fd, &s)
                if r < 0 { throw Errors.osError(errno, file: p.object) }
            } else { r = fstatat(dir, p.cString, &s, follow ? 0 : AT_SYMLINK_NOFOLLOW) }
            if r < 0 { throw p.error(errno) }
            return PosixTypes.make(s)
        }
        m.function("stat", "(path, *, dir_fd=None, follow_symlinks=True)") { a throws(Raise) in try stat("stat", a[0], try directory(a, 1), try flag(a, 2)) }
        m.function("lstat", "(path, *, dir_fd=None)") { a throws(Raise) in try stat("lstat", a[0], try directory(a, 1), false) }
        m.function("fstat", "(fd)") { a throws(Raise) in
            var s = Glibc.stat()
            if fstat(try int(a[0]), &s) < 0 { throw Errors.osError(errno) }
            return PosixTypes.make(s)
        }
        m.function("access", "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "access", allowFD: false)
            let f = (try flag(a, 3) ? AT_EACCESS : 0) | (try flag(a, 4) ? 0 : AT_SYMLINK_NOFOLLOW)
            return Value(bool: faccessat(try directory(a, 2), p.cString, try int(a[1]), Int32(f)) == 0)
        }
        m.function("chmod", "(path, mode, *, dir_fd=None, follow_symlinks=True)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "chmod", allowFD: true)
            let mode = UInt32(bitPattern: try int(a[1]))
            if p.isDescriptor { return try check(fchmod(p.fd, mode), p) }
            let follow = try flag(a, 3)
            return try check(fchmodat(try directory(a, 2), p.cString, mode, follow ? 0 : AT_SYMLINK_NOFOLLOW), p)
        }
        m.function("fchmod", "(fd, mode)") { a throws(Raise) in try check(fchmod(try int(a[0]), UInt32(bitPattern: try int(a[1])))) }
        m.function("chown", "(path, uid, gid, *, dir_fd=None, follow_symlinks=True)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "chown", allowFD: true), u = try id(a[1], "uid"), g = try id(a[2], "gid")
            if p.isDescriptor { return try check(fchown(p.fd, u, g), p) }
            return try check(fchownat(try directory(a, 3), p.cString, u, g, try flag(a, 4) ? 0 : AT_SYMLINK_NOFOLLOW), p)
        }
        m.function("lchown", "(path, uid, gid)") { a throws(Raise) in let p = try PathArgument(a[0], function: "lchown"); return try check(lchown(p.cString, try id(a[1], "uid"), try id(a[2], "gid")), p) }
        m.function("fchown", "(fd, uid, gid)") { a throws(Raise) in try check(fchown(try int(a[0]), try id(a[1], "uid"), try id(a[2], "gid"))) }
        m.function("link", "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)") { a throws(Raise) in
            let s = try PathArgument(a[0], function: "link", argument: "src"), d = try PathArgument(a[1], function: "link", argument: "dst")
            if linkat(try directory(a, 2), s.cString, try directory(a, 3), d.cString, try flag(a, 4) ? AT_SYMLINK_FOLLOW : 0) < 0 { throw Errors.osError(errno, file: s.object, file2: d.object) }
            return .none
        }
        m.function("symlink", "(src, dst, target_is_directory=False, *, dir_fd=None)") { a throws(Raise) in
            let s = try PathArgument(a[0], function: "symlink", argument: "src"), d = try PathArgument(a[1], function: "symlink", argument: "dst")
            if symlinkat(s.cString, try directory(a, 3), d.cString) < 0 { throw Errors.osError(errno, file: s.object, file2: d.object) }
            return .none
        }
        m.function("readlink", "(path, *, dir_fd=None)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "readlink"), dir = try directory(a, 1)
            let b = BytesRef.allocate(4097)
            let n = UnsafeMutableRawPointer(b.data).withMemoryRebound(to: CChar.self, capacity: 4097) { readlinkat(dir, p.cString, $0, 4096) }
            if n < 0 { throw p.error(errno) }
            return try UnsafeMutableRawPointer(b.data).withMemoryRebound(to: CChar.self, capacity: 4097) { q throws(Raise) in try p.result(q, n) }
        }
        for name in ["rename", "replace"] as [StaticString] {
            let text = name.description
            m.function(name, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)") { a throws(Raise) in
                let s = try PathArgument(a[0], function: text, argument: "src"), d = try PathArgument(a[1], function: text, argument: "dst")
                if renameat(try directory(a, 2), s.cString, try directory(a, 3), d.cString) < 0 { throw Errors.osError(errno, file: s.object, file2: d.object) }
                return .none
            }
        }
        for (name, flags) in [("unlink", Int32(0)), ("remove", 0), ("rmdir", AT_REMOVEDIR)] as [(StaticString, Int32)] {
            let text = name.description
            m.function(name, "(path, *, dir_fd=None)") { a throws(Raise) in let p = try PathArgument(a[0], function: text); return try check(unlinkat(try directory(a, 1), p.cString, flags), p) }
        }
        m.function("truncate", "(path, length)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "truncate", allowFD: true), n = try IO.offset(a[1])
            return try check(p.isDescriptor ? ftruncate(p.fd, n) : Glibc.truncate(p.cString, n), p)
        }
        m.function("utime", "(path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)") { a throws(Raise) in try utime(a) }
        m.function("mkfifo", "(path, mode=438, *, dir_fd=None)") { a throws(Raise) in let p = try PathArgument(a[0], function: "mkfifo"); return try check(mkfifoat(try directory(a, 2), p.cString, UInt32(bitPattern: try int(a[1]))), p) }
        m.function("mknod", "(path, mode=384, device=0, *, dir_fd=None)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "mknod")
            return try check(mknodat(try directory(a, 3), p.cString, UInt32(bitPattern: try int(a[1])), UInt(truncatingIfNeeded: try IO.offset(a[2]))), p)
        }
        m.function("statvfs", "(path)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "statvfs", allowFD: true)
            var s = Glibc.statvfs()
            _ = try check(p.isDescriptor ? fstatvfs(p.fd, &s) : dx_statvfs(p.cString, &s), p)
            return statvfsResult(s)
        }
        m.function("fstatvfs", "(fd, /)") { a throws(Raise) in
            var s = Glibc.statvfs()
            try check(fstatvfs(try int(a[0]), &s))
            return statvfsResult(s)
        }
        for (name, what) in [("getxattr", 0), ("removexattr", 1)] as [(StaticString, Int)] {
            let text = name.description
            m.function(name, "(path, attribute, *, follow_symlinks=True)") { a throws(Raise) in
                let p = try PathArgument(a[0], function: text, allowFD: true), k = try PathArgument(a[1], function: text, argument: "attribute"), follow = try flag(a, 2)
                if what == 1 { return try check(p.isDescriptor ? fremovexattr(p.fd, k.cString) : follow ? removexattr(p.cString, k.cString) : lremovexattr(p.cString, k.cString), p) }
                let b = BytesRef.allocate(65536)
                let n = p.isDescriptor ? fgetxattr(p.fd, k.cString, b.data, 65536) : follow ? getxattr(p.cString, k.cString, b.data, 65536) : lgetxattr(p.cString, k.cString, b.data, 65536)
                if n < 0 { throw p.error(errno) }
                return BytesRef.make(b.data, n)
            }
        }
        m.function("setxattr", "(path, attribute, value, flags=0, *, follow_symlinks=True)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "setxattr", allowFD: true), k = try PathArgument(a[1], function: "setxattr", argument: "attribute"), f = try int(a[3]), follow = try flag(a, 4)
            let v = try Buffers.get(a[2])
            defer { v.release() }
            return try check(p.isDescriptor ? fsetxattr(p.fd, k.cString, v.base, v.count, f) : follow ? setxattr(p.cString, k.cString, v.base, v.count, f) : lsetxattr(p.cString, k.cString, v.base, v.count, f), p)
        }
        m.function("listxattr", "(path=None, *, follow_symlinks=True)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "listxattr", allowFD: true, nullable: true), follow = try flag(a, 1)
            let b = BytesRef.allocate(65536)
            let q = UnsafeMutableRawPointer(b.data).assumingMemoryBound(to: CChar.self)
            let n = p.isDescriptor ? flistxattr(p.fd, q, 65536) : follow ? listxattr(p.cString, q, 65536) : llistxattr(p.cString, q, 65536)
            if n < 0 { throw p.error(errno) }
            let out = ListRef.allocate()
            var i = 0
            while i < n { let k = strlen(q + i); out.append(try PathArgument.decode(q + i, k)); i += k + 1 }
            return out.value
        }
    }
    private static func statvfsResult(_ s: Glibc.statvfs) -> Value {
        let v = PosixTypes.statvfs.allocate()
        for (i, x) in [UInt(s.f_bsize), UInt(s.f_frsize), UInt(s.f_blocks), UInt(s.f_bfree), UInt(s.f_bavail), UInt(s.f_files), UInt(s.f_ffree), UInt(s.f_favail), UInt(s.f_flag), UInt(s.f_namemax), UInt(s.f_fsid)].enumerated() { v.ref.set(4 + i, Value.uint(x)) }
        return v
    }
    private static func utime(_ a: Args) throws(Raise) -> Value {
        let p = try PathArgument(a[0], function: "utime", allowFD: true)
        var t = (timespec(), timespec())
        if !a[1].isNone && a.has(2) { throw Errors.valueError("utime: you may specify either 'times' or 'ns' but not both") }
        if !a[1].isNone {
            guard a[1].isTuple, TupleRef(a[1]).count == 2 else { throw Errors.typeError("utime: 'times' must be either a tuple of two ints or None") }
            t = (try Times.timespec(TupleRef(a[1])[0]), try Times.timespec(TupleRef(a[1])[1]))
        } else if a.has(2) {
            guard a[2].isTuple, TupleRef(a[2]).count == 2 else { throw Errors.typeError("utime: 'ns' must be a tuple of two ints") }
            func split(_ v: Value) throws(Raise) -> timespec {
                guard v.isIntLike else { throw Errors.typeError("unsupported operand type(s) for divmod(): '\(v.type)' and 'int'") }
                guard let n = Integers.asInt64(v) else { throw Errors.overflowError("timestamp out of range for platform time_t") }
                var s = n / 1_000_000_000, r = n % 1_000_000_000
                if r < 0 { s -= 1; r += 1_000_000_000 }
                return Glibc.timespec(tv_sec: s, tv_nsec: r)
            }
            t = (try split(TupleRef(a[2])[0]), try split(TupleRef(a[2])[1]))
        } else { t.0.tv_nsec = Int(UTIME_NOW_VALUE); t.1.tv_nsec = Int(UTIME_NOW_VALUE) }
        let dir = try directory(a, 3), follow = try flag(a, 4)
        let r = withUnsafePointer(to: &t) { $0.withMemoryRebound(to: Glibc.timespec.self, capacity: 2) { q in
            p.isDescriptor ? futimens(p.fd, q) : utimensat(dir, p.cString, q, follow ? 0 : AT_SYMLINK_NOFOLLOW)
        } }
        return try check(r, p)
    }
    private static let UTIME_NOW_VALUE = (1 << 30) - 1

    // MARK: folders

    static func folders(_ m: ModuleBuilder) {
        m.function("listdir", "(path=None)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "listdir", allowFD: true, nullable: true)
            let d: OpaquePointer?
            if p.isDescriptor {
                let fd = dx_fcntl(p.fd, F_DUPFD_CLOEXEC, 0)
                if fd < 0 { throw Errors.osError(errno) }
                d = fdopendir(fd)
                if d == nil { let e = errno; Glibc.close(fd); throw Errors.osError(e, file: p.object) }
                rewinddir(d!)
            } else { d = opendir(p.cString) }
            guard let d else { throw Errors.osError(errno, file: p.object.isNone ? .unbound : p.object) }
            defer { closedir(d) }
            let out = ListRef.allocate()
            while true {
                errno = 0
                guard let e = readdir(d) else { if errno != 0 { throw p.error(errno) }; break }
                var kind: Int32 = 0, inode: UInt = 0
                let n = dx_entry_name(e, &kind, &inode).unsafelyUnwrapped
                if n[0] == 46 && (n[1] == 0 || n[1] == 46 && n[2] == 0) { continue }
                out.append(try p.result(n, strlen(n)))
            }
            return out.value
        }
        m.function("scandir", "(path=None)") { a throws(Raise) in try ScandirIterator.make(try PathArgument(a[0], function: "scandir", allowFD: true, nullable: true)) }
        m.function("mkdir", "(path, mode=511, *, dir_fd=None)") { a throws(Raise) in let p = try PathArgument(a[0], function: "mkdir"); return try check(mkdirat(try directory(a, 2), p.cString, UInt32(bitPattern: try int(a[1]))), p) }
        m.function("chdir", "(path)") { a throws(Raise) in let p = try PathArgument(a[0], function: "chdir", allowFD: true); return try check(p.isDescriptor ? fchdir(p.fd) : Glibc.chdir(p.cString), p) }
        m.function("fchdir", "(fd)") { a throws(Raise) in try check(fchdir(try fd(a[0]))) }
        m.function("chroot", "(path)") { a throws(Raise) in let p = try PathArgument(a[0], function: "chroot"); return try check(Glibc.chroot(p.cString), p) }
        func cwd(_ bytes: Bool) throws(Raise) -> Value {
            guard let p = Glibc.getcwd(nil, 0) else { throw Errors.osError(errno) }
            defer { free(p) }
            return bytes ? BytesRef.make(UnsafeRawPointer(p).assumingMemoryBound(to: UInt8.self), strlen(p)) : try PathArgument.decode(p)
        }
        m.function("getcwd", "()") { a throws(Raise) in try cwd(false) }
        m.function("getcwdb", "()") { a throws(Raise) in try cwd(true) }
    }

    // MARK: path text

    static func paths(_ m: ModuleBuilder) {
        m.function("fspath", "(path)") { a throws(Raise) in try PathArgument.fspath(a[0]) }
        m.function("_path_normpath", "(path)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "_path_normpath", allowsNull: true).object
            let n = p.isStr ? StrRef(p).count : BytesRef(p).count
            if n == 0 { return p.isStr ? StrRef.character(46) : BytesRef.make(".") }
            // Bytes and text alike: parts between slashes, with ".." taking back one.
            func at(_ i: Int) -> UInt32 { p.isStr ? StrRef(p)[i] : UInt32(BytesRef(p).data[i]) }
            var lead = 0
            while lead < n && at(lead) == 47 { lead += 1 }
            let slashes = lead == 0 ? 0 : lead == 2 ? 2 : 1
            var parts: [(Int, Int)] = [], i = lead
            while i < n {
                var j = i
                while j < n && at(j) != 47 { j += 1 }
                let dots = j - i
                if dots == 0 || dots == 1 && at(i) == 46 { } else if dots == 2 && at(i) == 46 && at(i + 1) == 46 {
                    if let l = parts.last, !(l.1 - l.0 == 2 && at(l.0) == 46 && at(l.0 + 1) == 46) { parts.removeLast() } else if slashes == 0 { parts.append((i, j)) }
                } else { parts.append((i, j)) }
                i = j + 1
            }
            if parts.isEmpty && slashes == 0 { return p.isStr ? StrRef.character(46) : BytesRef.make(".") }
            if p.isStr {
                var b = TextBuilder(capacity: n)
                for _ in 0..<slashes { b.append(47 as UInt32) }
                for (k, q) in parts.enumerated() { if k > 0 { b.append(47 as UInt32) }; b.append(StrRef(p).view.slice(q.0, q.1)) }
                return StrRef.make(&b)
            }
            var b = ByteBuilder(capacity: n)
            for _ in 0..<slashes { b.append(UInt8(47)) }
            for (k, q) in parts.enumerated() { if k > 0 { b.append(UInt8(47)) }; b.append(BytesRef(p).data + q.0, q.1 - q.0) }
            return BytesRef.make(&b)
        }
        m.function("_path_splitroot_ex", "(p)") { a throws(Raise) in
            let p = try PathArgument(a[0], function: "_path_splitroot_ex", allowsNull: true).object
            if p.isStr {
                let s = StrRef(p), n = s.count
                if n == 0 || s[0] != 47 { return TupleRef.make(StrRef.empty, StrRef.empty, p) }
                let k = n >= 2 && s[1] == 47 && (n == 2 || s[2] != 47) ? 2 : 1
                return TupleRef.make(StrRef.empty, s.slice(0, k), s.slice(k, n))
            }
            let s = BytesRef(p), n = s.count
            if n == 0 || s.data[0] != 47 { return TupleRef.make(BytesRef.empty, BytesRef.empty, p) }
            let k = n >= 2 && s.data[1] == 47 && (n == 2 || s.data[2] != 47) ? 2 : 1
            return TupleRef.make(BytesRef.empty, BytesRef.make(s.data, k), BytesRef.make(s.data + k, n - k))
        }
        m.function("_is_inputhook_installed", "()") { a throws(Raise) in .false }
        m.function("_inputhook", "()") { a throws(Raise) in .none }
        m.function("_create_environ", "()") { a throws(Raise) in try environment() }
        m.function("putenv", "(name, value, /)") { a throws(Raise) in
            let k = try PathArgument(a[0], function: "putenv", argument: ""), v = try PathArgument(a[1], function: "putenv", argument: "")
            if strchr(k.cString, 61) != nil { throw Errors.valueError("illegal environment variable name") }
            return try check(setenv(k.cString, v.cString, 1))
        }
        m.function("unsetenv", "(name, /)") { a throws(Raise) in try check(Glibc.unsetenv(try PathArgument(a[0], function: "unsetenv", argument: "").cString)) }
    }
}

import CSupport
import Glibc
import Runtime

/// `os.stat_result` and the other named tuples of `posix`.
enum PosixTypes {
    nonisolated(unsafe) static var stat: StructSequence! = nil, statvfs: StructSequence! = nil, terminalSize: StructSequence! = nil, times: StructSequence! = nil
    nonisolated(unsafe) static var uname: StructSequence! = nil, waitid: StructSequence! = nil, schedParam: StructSequence! = nil
    static func define() {
        if stat != nil { return }
        let named = ["st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size"], shown = named + ["st_atime", "st_mtime", "st_ctime"]
        stat = .define("stat_result", module: "os", fields: named + ["", "", "", "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev"], visible: 10, unnamed: 3)
        let names = TupleRef.allocate(7)
        stat.type.constant("__match_args__", names.value)
        for i in 0..<7 { names[i] = StrRef.intern(named[i]) }
        stat.type.special("__repr__", "($self, /)") { a throws(Raise) in
            let u = TupleRef(a[0])
            var s = "os.stat_result("
            for i in 0..<10 { s += "\(i > 0 ? ", " : "")\(shown[i])=\(StrRef(try Operations.repr(u[i])).string)" }
            return StrRef.make(s + ")")
        }
        statvfs = .define("statvfs_result", module: "os", fields: ["f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail", "f_flag", "f_namemax", "f_fsid"], visible: 10)
        terminalSize = .define("terminal_size", module: "os", fields: ["columns", "lines"])
        times = .define("times_result", module: "posix", fields: ["user", "system", "children_user", "children_system", "elapsed"])
        uname = .define("uname_result", module: "posix", fields: ["sysname", "nodename", "release", "version", "machine"])
        waitid = .define("waitid_result", module: "posix", fields: ["si_pid", "si_uid", "si_signo", "si_status", "si_code"])
        schedParam = .define("sched_param", module: "posix", fields: ["sched_priority"])
        schedParam.type.new("($type, /, sched_priority)") { a throws(Raise) in schedParam.make([a[1]]) }
    }
    static func make(_ s: Glibc.stat) -> Value {
        let v = stat.allocate()
        func put(_ i: Int, _ x: Value) { v.ref.set(4 + i, x) }
        func seconds(_ t: timespec) -> Value { Value(float: Double(t.tv_sec) + 1e-9 * Double(t.tv_nsec)) }
        put(0, Value(int: Int(s.st_mode))); put(1, Value.uint(UInt(s.st_ino))); put(2, Value.uint(UInt(s.st_dev))); put(3, Value(int: Int(s.st_nlink)))
        put(4, Value(int: Int(s.st_uid))); put(5, Value(int: Int(s.st_gid))); put(6, Value.int(Int(s.st_size)))
        for (i, t) in [s.st_atim, s.st_mtim, s.st_ctim].enumerated() {
            put(7 + i, Value.int(t.tv_sec)); put(10 + i, seconds(t))
            put(13 + i, Value.int(t.tv_sec &* 1_000_000_000 &+ t.tv_nsec))
        }
        put(16, Value(int: Int(s.st_blksize))); put(17, Value(int: Int(s.st_blocks))); put(18, Value.uint(UInt(s.st_rdev)))
        return v
    }
}

/// `posix.DirEntry`: words 2 name, 3 path, 4 stat, 5 lstat (unbound until asked), 6 d_type, 7 inode, 8 descriptor of the folder (-1: none).
enum DirEntry {
    nonisolated(unsafe) static var type = TypeRef()
    static func make(_ name: Value, _ path: Value, _ kind: Int32, _ inode: UInt, _ fd: Int32) -> Value {
        let ino = Value.uint(inode)
        let r = Heap.allocate(type.instanceSize, type)
        r.initialize(2, name); r.initialize(3, path); r.initialize(6, Value(int: Int(kind))); r.initialize(7, ino); r.initialize(8, Value(int: Int(fd)))
        return Value(r)
    }
    private static func fetch(_ e: Value, follow: Bool) throws(Raise) -> Value {
        let word = follow ? 4 : 5
        if e.ref.value(word).isPointer { return e.ref.value(word) }
        if follow, try !isSymlink(e) { let v = try fetch(e, follow: false); e.ref.set(4, v); return v }
        let fd = e.ref.value(8).int
        let p = try PathArgument(fd >= 0 ? e.ref.value(2) : e.ref.value(3), function: "stat")
        var s = Glibc.stat()
        let r = p.cString.withMemoryRebound(to: CChar.self, capacity: 1) { fstatat(fd >= 0 ? Int32(fd) : AT_FDCWD, $0, &s, follow ? 0 : AT_SYMLINK_NOFOLLOW) }
        if r < 0 { throw Errors.osError(errno, file: e.ref.value(3)) }
        let v = PosixTypes.make(s)
        e.ref.set(word, v)
        return v
    }
    private static func isSymlink(_ e: Value) throws(Raise) -> Bool {
        let k = e.ref.value(6).int
        return k != Int(DT_UNKNOWN) ? k == Int(DT_LNK) : try mode(e, follow: false) == Int(S_IFLNK)
    }
    /// The file type bits; 0 if there is no such file.
    private static func mode(_ e: Value, follow: Bool) throws(Raise) -> Int {
        do throws(Raise) { return TupleRef(try fetch(e, follow: follow))[0].int & Int(S_IFMT) } catch {
            try Errors.swallow(error, Exceptions.fileNotFoundError)
            return 0
        }
    }
    private static func test(_ e: Value, _ follow: Bool, _ kind: Int, _ bits: Int) throws(Raise) -> Value {
        let k = e.ref.value(6).int
        if k == Int(DT_UNKNOWN) || k == Int(DT_LNK) && follow { return Value(bool: try mode(e, follow: follow) == bits) }
        return Value(bool: k == kind)
    }
    static func define() {
        if type != TypeRef() { return }
        let t = TypeFactory.make("DirEntry", module: "posix", size: 72, layout: .fields(2, 9))
        type = t
        t.disallowInstantiation()
        t.field("name", word: 2); t.field("path", word: 3)
        t.method("is_dir", "($self, /, *, follow_symlinks=True)") { a throws(Raise) in try test(a[0], try Operations.isTrue(a[1]), Int(DT_DIR), Int(S_IFDIR)) }
        t.method("is_file", "($self, /, *, follow_symlinks=True)") { a throws(Raise) in try test(a[0], try Operations.isTrue(a[1]), Int(DT_REG), Int(S_IFREG)) }
        t.method("is_symlink", "($self, /)") { a throws(Raise) in Value(bool: try isSymlink(a[0])) }
        t.method("is_junction", "($self, /)") { a throws(Raise) in .false }
        t.method("stat", "($self, /, *, follow_symlinks=True)") { a throws(Raise) in try fetch(a[0], follow: try Operations.isTrue(a[1])) }
        t.method("inode", "($self, /)") { a throws(Raise) in a[0].ref.value(7) }
        t.method("__fspath__", "($self, /)") { a throws(Raise) in a[0].ref.value(3) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("<DirEntry \(StrRef(try Operations.repr(a[0].ref.value(2))).string)>") }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
}

/// The iterator of `scandir`: words 2 path as text (unbound for a descriptor), 3 raw DIR* as a tagged int (0: closed), 4 bytes results, 5 descriptor.
enum ScandirIterator {
    nonisolated(unsafe) static var type = TypeRef()
    private static func directory(_ r: Ref) -> OpaquePointer? { let v = r.value(3); return v.isInt ? OpaquePointer(bitPattern: v.int) : nil }
    static func make(_ p: PathArgument) throws(Raise) -> Value {
        let d: OpaquePointer?
        if p.isDescriptor {
            let fd = dx_fcntl(p.fd, F_DUPFD_CLOEXEC, 0)
            if fd < 0 { throw Errors.osError(errno) }
            d = fdopendir(fd)
            if d == nil { let e = errno; Glibc.close(fd); throw Errors.osError(e, file: p.object) }
            rewinddir(d!)
        } else {
            d = opendir(p.cString)
            if d == nil { throw p.error(errno) }
        }
        let r = Heap.allocate(type.instanceSize, type)
        r.initialize(3, Value(int: Int(bitPattern: d))); r.initialize(4, Value(bool: p.wantsBytes)); r.initialize(5, Value(int: p.isDescriptor ? Int(p.fd) : -1))
        Heap.registerNative(r)
        if !p.isDescriptor { r.set(2, p.object.isNone ? StrRef.make(".") : p.object) }
        return Value(r)
    }
    private static func close(_ r: Ref) {
        guard let d = directory(r) else { return }
        r.setWord(3, Value(int: 0).bits)
        closedir(d)
    }
    private static func next(_ o: Value) throws(Raise) -> Value? {
        guard let d = directory(o.ref) else { return nil }
        let bytes = o.ref.value(4) == .true, fd = o.ref.value(5).int
        while true {
            errno = 0
            guard let e = readdir(d) else {
                let code = errno
                close(o.ref)
                if code != 0 { throw Errors.osError(code, file: o.ref.value(2)) }
                return nil
            }
            var kind: Int32 = 0, inode: UInt = 0
            let n = dx_entry_name(e, &kind, &inode).unsafelyUnwrapped
            if n[0] == 46 && (n[1] == 0 || n[1] == 46 && n[2] == 0) { continue }
            let count = strlen(n)
            let name = bytes ? BytesRef.make(UnsafeRawPointer(n).assumingMemoryBound(to: UInt8.self), count) : try PathArgument.decode(n, count)
            if fd >= 0 { return DirEntry.make(name, name, kind, inode, Int32(fd)) }
            let base = o.ref.value(2)
            let path: Value
            if bytes {
                let b = BytesRef(base), slash = b.count > 0 && b.data[b.count - 1] != 47 ? 1 : 0
                let j = BytesRef.allocate(b.count + slash + count)
                memcpy(j.data, b.data, b.count)
                if slash == 1 { j.data[b.count] = 47 }
                memcpy(j.data + b.count + slash, n, count)
                path = j.value
            } else {
                let s = StrRef(base)
                var parts = (base, s.count > 0 && s[s.count - 1] != 47 ? StrRef.character(47) : StrRef.empty, name)
                path = withUnsafePointer(to: &parts) { $0.withMemoryRebound(to: Value.self, capacity: 3) { StrRef.concatenate($0, 3) } }
            }
            return DirEntry.make(name, path, kind, inode, -1)
        }
    }
    static func define() {
        if type != TypeRef() { return }
        let t = TypeFactory.make("ScandirIterator", module: "posix", size: 48, layout: Layout.fields(2, 6).finalizing { close($0) })
        type = t
        t.disallowInstantiation()
        t.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        t.special("__next__", "($self, /)") { a throws(Raise) in
            guard let e = try next(a[0]) else { throw Errors.stopIteration() }
            return e
        }
        t.special("__enter__", "($self, /)") { a throws(Raise) in a[0] }
        t.special("__exit__", "($self, /, *args)") { a throws(Raise) in close(a[0].ref); return .none }
        t.method("close", "($self, /)") { a throws(Raise) in close(a[0].ref); return .none }
    }
}

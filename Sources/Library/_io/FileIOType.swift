import CSupport
import Glibc
import Runtime

/// `_io.FileIO`: a file descriptor as a raw stream. All words are values: 2 descriptor (-1: closed), 3 flags, 4 seekable (-1: not asked yet),
/// 5 preferred block size. (Modules/_io/fileio.c)
struct FileIORef {
    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    static let created = 1, readable = 2, writable = 4, appending = 8, closeFD = 16
    var fd: Int32 {
        @inline(__always) get { let v = ref.value(2); return v.isInt ? Int32(truncatingIfNeeded: v.int) : -1 }
        nonmutating set { ref.setWord(2, Value(int: Int(newValue)).bits) }
    }
    var flags: Int {
        @inline(__always) get { let v = ref.value(3); return v.isInt ? v.int : 0 }
        nonmutating set { ref.setWord(3, Value(int: newValue).bits) }
    }
    func has(_ f: Int) -> Bool { flags & f != 0 }
    var blockSize: Int { let v = ref.value(5); return v.isInt ? v.int : 8192 }

    func check() throws(Raise) { if fd < 0 { throw Errors.valueError("I/O operation on closed file") } }
    func checkReadable() throws(Raise) { try check(); if !has(FileIORef.readable) { throw IO.unsupported("File not open for reading") } }
    func checkWritable() throws(Raise) { try check(); if !has(FileIORef.writable) { throw IO.unsupported("File not open for writing") } }

    /// Bytes read, 0 at the end, nil if it would block.
    func read(_ p: UnsafeMutableRawPointer, _ n: Int) throws(Raise) -> Int? {
        try checkReadable()
        let fd = self.fd
        let (got, e) = try SystemCall.retry { Glibc.read(fd, p, n) }
        if got >= 0 { return got }
        if e == EAGAIN { return nil }
        throw Errors.osError(e)
    }
    func write(_ p: UnsafeRawPointer, _ n: Int) throws(Raise) -> Int? {
        try checkWritable()
        let fd = self.fd
        let (done, e) = try SystemCall.retry { Glibc.write(fd, p, min(n, 0x7ffff000)) }
        if done >= 0 { return done }
        if e == EAGAIN { return nil }
        throw Errors.osError(e)
    }
    func seek(_ offset: Int, _ whence: Int) throws(Raise) -> Int {
        try check()
        let r = lseek(fd, offset, Int32(truncatingIfNeeded: whence))
        if ref.value(4) == Value(int: -1) || ref.value(4).isUnbound { ref.setWord(4, Value(int: r >= 0 ? 1 : 0).bits) }
        if r < 0 { throw Errors.osError(errno) }
        return r
    }
    func isSeekable() throws(Raise) -> Bool {
        try check()
        if ref.value(4).isInt && ref.value(4).int >= 0 { return ref.value(4).int == 1 }
        let ok = lseek(fd, 0, SEEK_CUR) >= 0
        ref.setWord(4, Value(int: ok ? 1 : 0).bits)
        return ok
    }
    /// All that is left; nil if nothing can be read without blocking.
    func readAll() throws(Raise) -> Value? {
        try checkReadable()
        var size = 8192
        var s = stat()
        if fstat(fd, &s) == 0, s.st_size > 0 {
            let at = lseek(fd, 0, SEEK_CUR)
            if at >= 0 && at < s.st_size { size = Int(s.st_size) - at + 1 }
        }
        let out = ByteArrayRef.allocate(size)
        var n = 0
        while true {
            if n == out.count { try out.setCount(n + max(65536, min(n, 1 << 26))) }
            guard let got = try read(out.data + n, out.count - n) else { if n == 0 { return nil }; break }
            if got == 0 { break }
            n += got
        }
        return BytesRef.make(out.data, n)
    }
    /// Closes the descriptor if it is ours.
    func closeDescriptor() throws(Raise) {
        let d = fd
        if d < 0 { return }
        fd = -1
        if !has(FileIORef.closeFD) { return }
        if InterpreterLock.blocking({ Glibc.close(d) }) < 0 && errno != EINTR { throw Errors.osError(errno) }
    }
    var mode: String {
        let f = flags
        if f & FileIORef.created != 0 { return f & FileIORef.readable != 0 ? "xb+" : "xb" }
        if f & FileIORef.appending != 0 { return f & FileIORef.readable != 0 ? "ab+" : "ab" }
        return f & FileIORef.readable != 0 ? (f & FileIORef.writable != 0 ? "rb+" : "rb") : "wb"
    }
}

enum FileIOType {
    static func define() {
        let t = TypeFactory.make("FileIO", module: "_io", base: IO.rawBase, size: 48, layout: Layout.fields(2, 6).finalizing { r in
            let f = FileIORef(Value(r))
            if f.fd >= 0 && f.has(FileIORef.closeFD) { Glibc.close(f.fd) }
        }, subclassable: true)
        IO.file = t
        Finalizers.declareQuiet(t)
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, Value(int: -1)); r.initialize(3, Value(int: FileIORef.closeFD)); r.initialize(4, Value(int: -1)); r.initialize(5, Value(int: 8192))
            Heap.registerNative(r)
            return Value(r)
        }
        t.special("__init__", "($self, file, mode='r', closefd=True, opener=None)") { a throws(Raise) in
            try initialize(FileIORef(a[0]), a[0], a[1], a[2], try Operations.isTrue(a[3]), a[4])
            return .none
        }
        IO.noPickle(t)
        t.method("read", "($self, size=-1, /)") { a throws(Raise) in
            let f = FileIORef(a[0])
            try f.checkReadable()
            let n = try IO.size(a[1])
            if n < 0 { return try f.readAll() ?? .none }
            guard Heap.canAllocate(n) else { throw Errors.memoryError() }
            let b = ByteArrayRef.allocate(min(n, 0x7ffff000))
            guard let got = try f.read(b.data, b.count) else { return .none }
            return BytesRef.make(b.data, got)
        }
        t.method("readall", "($self, /)") { a throws(Raise) in try FileIORef(a[0]).readAll() ?? .none }
        t.method("readinto", "($self, buffer, /)") { a throws(Raise) in
            let f = FileIORef(a[0])
            try f.checkReadable()
            let b = try Buffers.writable(a[1], "readinto")
            defer { b.release() }
            guard let got = try f.read(b.base, b.count) else { return .none }
            return Value(int: got)
        }
        t.method("write", "($self, b, /)") { a throws(Raise) in
            let f = FileIORef(a[0])
            if !Buffers.supports(a[1]) { throw Buffers.notBytesLike(a[1]) }
            try f.checkWritable()
            let b = try Buffers.get(a[1])
            defer { b.release() }
            guard let n = try f.write(b.base, b.count) else { return .none }
            return Value(int: n)
        }
        t.method("seek", "($self, pos, whence=0, /)") { a throws(Raise) in Value.int(try FileIORef(a[0]).seek(try IO.offset(a[1]), try TextArguments.cInt(a[2]))) }
        t.method("tell", "($self, /)") { a throws(Raise) in Value.int(try FileIORef(a[0]).seek(0, 1)) }
        t.method("truncate", "($self, size=None, /)") { a throws(Raise) in
            let f = FileIORef(a[0])
            try f.checkWritable()
            let size = a[1].isNone ? try f.seek(0, 1) : try IO.offset(a[1])
            let fd = f.fd
            let (r, e) = try SystemCall.retry { Int(ftruncate(fd, size)) }
            if r < 0 { throw Errors.osError(e) }
            return Value.int(size)
        }
        t.method("fileno", "($self, /)") { a throws(Raise) in try FileIORef(a[0]).check(); return Value(int: Int(FileIORef(a[0]).fd)) }
        t.method("isatty", "($self, /)") { a throws(Raise) in try FileIORef(a[0]).check(); return Value(bool: Glibc.isatty(FileIORef(a[0]).fd) != 0) }
        t.method("_isatty_open_only", "($self, /)") { a throws(Raise) in Value(bool: Glibc.isatty(FileIORef(a[0]).fd) != 0) }
        t.method("seekable", "($self, /)") { a throws(Raise) in Value(bool: try FileIORef(a[0]).isSeekable()) }
        t.method("readable", "($self, /)") { a throws(Raise) in try FileIORef(a[0]).check(); return Value(bool: FileIORef(a[0]).has(FileIORef.readable)) }
        t.method("writable", "($self, /)") { a throws(Raise) in try FileIORef(a[0]).check(); return Value(bool: FileIORef(a[0]).has(FileIORef.writable)) }
        let baseClose = IO.base.lookup(IONames.close)
        t.method("close", "($self, /)") { a throws(Raise) in
            let f = FileIORef(a[0]), me = a[0]
            if f.fd < 0 && f.ref.type == IO.file { return .none }
            if !f.has(FileIORef.closeFD) { defer { f.fd = -1 }; return try Call.call(baseClose, me) }
            if f.ref.type == IO.file { try f.closeDescriptor(); return .none }
            try IO.both({ () throws(Raise) in _ = try Call.call(baseClose, me) }, { () throws(Raise) in try f.closeDescriptor() })
            return .none
        }
        t.method("_dealloc_warn", "($self, source, /)") { a throws(Raise) in .none }
        t.getter("closed", doc: "True if the file is closed") { o throws(Raise) in Value(bool: FileIORef(o).fd < 0) }
        t.getter("closefd") { o throws(Raise) in Value(bool: FileIORef(o).has(FileIORef.closeFD)) }
        t.getter("mode") { o throws(Raise) in StrRef.make(FileIORef(o).mode) }
        t.getter("_blksize") { o throws(Raise) in Value(int: FileIORef(o).blockSize) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let f = FileIORef(a[0]), c = IO.className(a[0])
            if f.fd < 0 { return StrRef.make("<\(c) [closed]>") }
            let end = "mode='\(f.mode)' closefd=\(f.has(FileIORef.closeFD) ? "True" : "False")>"
            let n = try Operations.findAttribute(a[0], IONames.name)
            if n.isUnbound { return StrRef.make("<\(c) fd=\(f.fd) \(end)") }
            return StrRef.make("<\(c) name=\(StrRef(try Operations.repr(n)).string) \(end)")
        }
    }
    private static let modeMessage = "Must have exactly one of create/read/write/append mode and at most one plus"

    private static func initialize(_ f: FileIORef, _ me: Value, _ name: Value, _ mode: Value, _ closefd: Bool, _ opener: Value) throws(Raise) {
        if f.fd >= 0 { try f.closeDescriptor() }
        if name.isFloatLike { throw Errors.typeError("integer argument expected, got float") }
        guard mode.isStr else { throw Errors.typeError("FileIO() argument 'mode' must be str, not \(TextArguments.describe(mode))") }
        var own = -1
        if name.isIntLike {
            if name.isBool { try IO.warnOfBool() }
            own = try TextArguments.cInt(name)
            if own < 0 { throw Errors.valueError("negative file descriptor") }
        }
        var state = 0, plus = false, chosen = false, system: Int32 = O_CLOEXEC
        for c in StrRef(mode).string {
            switch c {
            case "x", "r", "w", "a":
                if chosen { throw Errors.valueError(modeMessage) }
                chosen = true
                switch c {
                case "x": state |= FileIORef.created | FileIORef.writable; system |= O_EXCL | O_CREAT
                case "r": state |= FileIORef.readable
                case "w": state |= FileIORef.writable; system |= O_CREAT | O_TRUNC
                default: state |= FileIORef.writable | FileIORef.appending; system |= O_APPEND | O_CREAT
                }
            case "b": break
            case "+":
                if plus { throw Errors.valueError(modeMessage) }
                plus = true
                state |= FileIORef.readable | FileIORef.writable
            default: throw Errors.valueError("invalid mode: \(StrRef(mode))")
            }
        }
        if !chosen { throw Errors.valueError(modeMessage) }
        system |= state & FileIORef.readable != 0 ? (state & FileIORef.writable != 0 ? O_RDWR : O_RDONLY) : O_WRONLY
        var fd = Int32(truncatingIfNeeded: own)
        if own < 0 {
            if !closefd { throw Errors.valueError("Cannot use closefd=False with file name") }
            let path = try PathArgument(name, function: "open", argument: "")
            if opener.isNone {
                let (r, e) = try path.withCString { p throws(Raise) in try SystemCall.retry { Int(dx_open(AT_FDCWD, p, system, 0o666)) } }
                if r < 0 { throw Errors.osError(e, file: name) }
                fd = Int32(r)
            } else {
                let r = try Call.call(opener, name, Value(int: Int(system)))
                guard r.isIntLike else { throw Errors.typeError("expected integer from opener") }
                let n = try TextArguments.cInt(r)
                if n < 0 { throw Errors.valueError("opener returned \(n)") }
                fd = Int32(n)
                _ = dx_fcntl(fd, F_SETFD, Int(FD_CLOEXEC))
            }
            state |= FileIORef.closeFD
        } else if closefd { state |= FileIORef.closeFD }
        var s = stat()
        func fail(_ r: Raise) -> Raise {
            if own < 0 { Glibc.close(fd) } else if !closefd { }
            f.fd = -1
            return r
        }
        if fstat(fd, &s) < 0 {
            if errno == EBADF { throw fail(Errors.osError(EBADF, file: own < 0 ? .unbound : .unbound)) }
        } else {
            if s.st_mode & S_IFMT == S_IFDIR { throw fail(Errors.osError(EISDIR, file: name)) }
            if s.st_blksize > 1 { f.ref.setWord(5, Value(int: Int(s.st_blksize)).bits) }
        }
        f.flags = state
        f.fd = fd
        f.ref.setWord(4, Value(int: -1).bits)
        try Operations.setAttribute(me, IONames.name, name)
        if state & FileIORef.appending != 0 { _ = lseek(fd, 0, SEEK_END) }
    }
}

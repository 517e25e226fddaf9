import CSupport
import Glibc
import Primitives
import Runtime

/// `mmap.mmap`: raw words 2 address (0: closed), 3 size; tagged ints: 4 position, 5 descriptor (-1: none), 6 access, 7 offset. (Modules/mmapmodule.c)
struct MapRef {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef()
    var base: UnsafeMutableRawPointer? { get { UnsafeMutableRawPointer(bitPattern: UInt(ref.word(2))) } nonmutating set { ref.setWord(2, UInt64(UInt(bitPattern: newValue))) } }
    var count: Int { get { Int(ref.word(3)) } nonmutating set { ref.setWord(3, UInt64(newValue)) } }
    var position: Int { get { Int(ref.word(4)) } nonmutating set { ref.setWord(4, UInt64(newValue)) } }
    var fd: Int32 { Int32(truncatingIfNeeded: Int(bitPattern: UInt(ref.word(5)))) }
    var access: Int { Int(ref.word(6)) }
    func check() throws(Raise) -> UnsafeMutablePointer<UInt8> {
        guard let b = base else { throw Errors.valueError("mmap closed or invalid") }
        return b.assumingMemoryBound(to: UInt8.self)
    }
    func checkWritable() throws(Raise) -> UnsafeMutablePointer<UInt8> {
        let p = try check()
        if access == 1 { throw Errors.typeError("mmap can't modify a readonly memory map.") }
        return p
    }
    func close() {
        if let b = base { munmap(b, max(1, count)); base = nil; count = 0 }
        let d = fd
        if d >= 0 { Glibc.close(d); ref.setWord(5, UInt64(bitPattern: -1)) }
    }
}
extension NativeModule {
    public static let mmap = NativeModule("mmap") { m throws(Raise) in
        m.ints("ACCESS_COPY=3 ACCESS_DEFAULT=0 ACCESS_READ=1 ACCESS_WRITE=2 ALLOCATIONGRANULARITY=4096 MADV_DODUMP=17 MADV_DOFORK=11 MADV_DONTDUMP=16 MADV_DONTFORK=10 MADV_DONTNEED=4 MADV_FREE=8 MADV_HUGEPAGE=14 MADV_HWPOISON=100 MADV_MERGEABLE=12 MADV_NOHUGEPAGE=15 MADV_NORMAL=0 MADV_RANDOM=1 MADV_REMOVE=9 MADV_SEQUENTIAL=2 MADV_UNMERGEABLE=13 MADV_WILLNEED=3 MAP_32BIT=64 MAP_ANON=32 MAP_ANONYMOUS=32 MAP_DENYWRITE=2048 MAP_EXECUTABLE=4096 MAP_NORESERVE=16384 MAP_POPULATE=32768 MAP_PRIVATE=2 MAP_SHARED=1 MAP_STACK=131072 PAGESIZE=4096 PROT_EXEC=4 PROT_READ=1 PROT_WRITE=2")
        m.constant("error", Exceptions.osError.value)
        MapType.define()
        m.type(MapRef.type)
    }
}
enum MapType {
    static func define() {
        if MapRef.type != TypeRef() { return }
        let t = TypeFactory.make("mmap", module: "mmap", size: 72, layout: Layout.opaque.finalizing { MapRef(Value($0)).close() }, subclassable: true)
        MapRef.type = t
        t.allowWeakReferences()
        t.new("($type, fileno, length, flags=1, prot=3, access=0, offset=0, *, trackfd=True)") { a throws(Raise) in try make(a) }
        Buffers.provide(t) { v throws(Raise) in let s = MapRef(v); return Buffer(base: UnsafeMutableRawPointer(try s.check()), count: s.count, readonly: s.access == 1, object: v) }
        t.special("__len__", "($self, /)") { a throws(Raise) in _ = try MapRef(a[0]).check(); return Value(int: MapRef(a[0]).count) }
        t.method("close", "($self, /)") { a throws(Raise) in MapRef(a[0]).close(); return .none }
        t.getter("closed") { o throws(Raise) in Value(bool: MapRef(o).base == nil) }
        t.special("__enter__", "($self, /)") { a throws(Raise) in _ = try MapRef(a[0]).check(); return a[0] }
        t.special("__exit__", "($self, /, *args)") { a throws(Raise) in MapRef(a[0]).close(); return .none }
        for (name, reverse) in [("find", false), ("rfind", true)] as [(StaticString, Bool)] {
            t.method(name, "($self, view, start=None, end=None, /)") { a throws(Raise) in
                let s = MapRef(a[0]), p = try s.check(), b = try Buffers.get(a[1])
                defer { b.release() }
                let (x, y) = try TextArguments.bounds(a[2].isNone ? Value(int: reverse ? 0 : s.position) : a[2], a[3], s.count)
                if x > y { return Value(int: -1) }
                let text = TextView(base: UnsafeRawPointer(p), count: s.count, kind: 1)
                return Value(int: reverse ? Text.rfind(text, b.text, x, y) : Text.find(text, b.text, x, y))
            }
        }
        t.method("read", "($self, n=None, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.check(), left = max(0, s.count - s.position)
            let n = a[1].isNone ? left : try TextArguments.size(a[1]), k = n < 0 || n > left ? left : n, at = s.position
            s.position = at + k
            return BytesRef.make(p + at, k)
        }
        t.method("readline", "($self, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.check(), at = s.position
            var n = max(0, s.count - at)
            if n > 0, let q = memchr(p + at, 10, n) { n = q - UnsafeMutableRawPointer(p + at) + 1 }
            s.position = at + n
            return BytesRef.make(p + at, n)
        }
        t.method("read_byte", "($self, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.check()
            if s.position >= s.count { throw Errors.valueError("read byte out of range") }
            s.position += 1
            return Value(int: Int(p[s.position - 1]))
        }
        t.method("write", "($self, bytes, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.checkWritable(), b = try Buffers.get(a[1])
            defer { b.release() }
            if s.position > s.count || s.count - s.position < b.count { throw Errors.valueError("data out of range") }
            memmove(p + s.position, b.base, b.count)
            s.position += b.count
            return Value(int: b.count)
        }
        t.method("write_byte", "($self, byte, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.checkWritable()
            if s.position >= s.count { throw Errors.valueError("write byte out of range") }
            p[s.position] = UInt8(truncatingIfNeeded: try Operations.index(a[1]))
            s.position += 1
            return .none
        }
        t.method("seek", "($self, pos, whence=0, /)") { a throws(Raise) in
            let s = MapRef(a[0]), d = try TextArguments.size(a[1])
            _ = try s.check()
            let w = try TextArguments.cInt(a[2])
            if w < 0 || w > 2 { throw Errors.valueError("unknown seek type") }
            let to = (w == 0 ? 0 : w == 1 ? s.position : s.count) + d
            if to < 0 || to > s.count { throw Errors.valueError("seek out of range") }
            s.position = to
            return Value(int: to)
        }
        t.method("tell", "($self, /)") { a throws(Raise) in _ = try MapRef(a[0]).check(); return Value(int: MapRef(a[0]).position) }
        t.method("seekable", "($self, /)") { a throws(Raise) in .true }
        t.method("size", "($self, /)") { a throws(Raise) in
            let s = MapRef(a[0])
            _ = try s.check()
            if s.fd < 0 { return Value(int: s.count) }
            var st = Glibc.stat()
            if fstat(s.fd, &st) < 0 { throw Errors.osError(errno) }
            return Value.int(Int(st.st_size))
        }
        t.method("flush", "($self, offset=0, size=None, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.check(), at = try TextArguments.size(a[1]), n = a[2].isNone ? s.count - at : try TextArguments.size(a[2])
            if at < 0 || n < 0 || at + n > s.count { throw Errors.valueError("flush values out of range") }
            if s.access == 1 || s.access == 3 { return .none }
            if msync(p + at, n, Int32(MS_SYNC)) < 0 { throw Errors.osError(errno) }
            return .none
        }
        t.method("move", "($self, dest, src, count, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.checkWritable(), d = try TextArguments.size(a[1]), f = try TextArguments.size(a[2]), n = try TextArguments.size(a[3])
            if d < 0 || f < 0 || n < 0 || d + n > s.count || f + n > s.count { throw Errors.valueError("source, destination, or count out of range") }
            memmove(p + d, p + f, n)
            return .none
        }
        t.method("madvise", "($self, option, start=0, length=None, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.check(), at = try TextArguments.size(a[2])
            if at < 0 || at >= s.count { throw Errors.valueError("madvise start out of bounds") }
            let n = a[3].isNone ? s.count - at : try TextArguments.size(a[3])
            if n < 0 { throw Errors.valueError("madvise length invalid") }
            if Glibc.madvise(p + at, min(n, s.count - at), Int32(try TextArguments.cInt(a[1]))) < 0 { throw Errors.osError(errno) }
            return .none
        }
        t.method("resize", "($self, newsize, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.checkWritable(), n = try TextArguments.size(a[1])
            if n < 0 { throw Errors.valueError("new size out of range") }
            if s.fd >= 0 && ftruncate(s.fd, n) < 0 { throw Errors.osError(errno) }
            let q = dx_syscall4(25, Int(bitPattern: p), s.count, n, 1)
            if q < 0 { throw Errors.osError(errno) }
            s.base = UnsafeMutableRawPointer(bitPattern: q); s.count = n
            return .none
        }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.check()
            if a[1].isInt {
                let i = a[1].int < 0 ? a[1].int + s.count : a[1].int
                if i < 0 || i >= s.count { throw Errors.indexError("mmap index out of range") }
                return Value(int: Int(p[i]))
            }
            if !a[1].isExactly(Types.slice) && a[1].type.slot(.index).isUnbound { throw Errors.typeError("mmap indices must be integers") }
            let b = try Operations.getItem(try MemoryView.make(a[0]), a[1])
            return b.isInt ? b : try Call.call(Types.bytes.value, b)
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in
            let s = MapRef(a[0]), p = try s.checkWritable()
            if a[1].isInt {
                let i = a[1].int < 0 ? a[1].int + s.count : a[1].int
                if i < 0 || i >= s.count { throw Errors.indexError("mmap index out of range") }
                guard a[2].isIntLike else { throw Errors.typeError("mmap item value must be an int") }
                let n = try Operations.index(a[2])
                if n < 0 || n > 255 { throw Errors.valueError("mmap item value must be in range(0, 256)") }
                p[i] = UInt8(n)
                return .none
            }
            try Operations.setItem(try MemoryView.make(a[0]), a[1], a[2])
            return .none
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let s = MapRef(a[0])
            if s.base == nil { return StrRef.make("<mmap.mmap closed=True>") }
            let names = ["ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"]
            return StrRef.make("<mmap.mmap closed=False, access=\(names[s.access]), length=\(s.count), pos=\(s.position), offset=\(s.ref.word(7))>")
        }
    }
    private static func make(_ a: Args) throws(Raise) -> Value {
        let given = Int32(try TextArguments.cInt(a[1]))
        var n = try TextArguments.size(a[2]), flags = Int32(try TextArguments.cInt(a[3])), prot = Int32(try TextArguments.cInt(a[4]))
        let access = try TextArguments.cInt(a[5]), offset = try IO.offset(a[6])
        if n < 0 { throw Errors.overflowError("memory mapped length must be positive") }
        if offset < 0 { throw Errors.overflowError("memory mapped offset must be positive") }
        if access != 0 && (flags != 1 || prot != 3) { throw Errors.valueError("mmap can't specify both access and flags, prot.") }
        switch access {
        case 0: break
        case 1: flags = 1; prot = 1
        case 2: flags = 1; prot = 3
        case 3: flags = 2; prot = 3
        default: throw Errors.valueError("mmap invalid access parameter.")
        }
        var fd: Int32 = -1
        if given >= 0 {
            var s = Glibc.stat()
            if fstat(given, &s) < 0 { throw Errors.osError(errno) }
            if s.st_mode & S_IFMT == S_IFREG {
                if n == 0 {
                    if s.st_size == 0 { throw Errors.valueError("cannot mmap an empty file") }
                    if offset >= s.st_size { throw Errors.valueError("mmap offset is greater than file size") }
                    n = Int(s.st_size) - offset
                } else if offset > s.st_size || Int(s.st_size) - offset < n { throw Errors.valueError("mmap length is greater than file size") }
            }
            fd = dx_fcntl(given, F_DUPFD_CLOEXEC, 0)
            if fd < 0 { throw Errors.osError(errno) }
        } else { flags |= 32 }
        let p = Glibc.mmap(nil, n, prot, flags, fd, offset)
        if p == MAP_FAILED { let e = errno; if fd >= 0 { Glibc.close(fd) }; throw Errors.osError(e) }
        let r = Instance.allocate(TypeRef(a[0].ref))
        let s = MapRef(Value(r))
        s.base = p; s.count = n
        r.setWord(5, UInt64(bitPattern: Int64(fd))); r.setWord(6, UInt64(access)); r.setWord(7, UInt64(offset))
        Heap.registerNative(r)
        return Value(r)
    }
}

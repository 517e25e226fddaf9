import Glibc
import Runtime

/// `_io.BytesIO`: words 2 a bytearray with the contents, 3 position, 4 whether closed. (Modules/_io/bytesio.c)
struct BytesIORef {
    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    var store: ByteArrayRef { ByteArrayRef(ref.value(2)) }
    var position: Int { get { ref.value(3).int } nonmutating set { ref.setWord(3, Value(int: newValue).bits) } }
    var isClosed: Bool { ref.value(4) == .true }
    func check() throws(Raise) { if isClosed { throw IO.closedError() } }
    /// Takes up to N bytes (all for negative N).
    @inline(__always) func take(_ n: Int) -> (UnsafeMutablePointer<UInt8>, Int) {
        let s = store, at = min(position, s.count), left = s.count - at
        let k = n < 0 ? left : min(n, left)
        if k > 0 { position = at + k }
        return (s.data + at, k)
    }
    /// Up to and including the next newline.
    func line(_ limit: Int) -> (UnsafeMutablePointer<UInt8>, Int) {
        let s = store, at = min(position, s.count)
        var n = s.count - at
        if limit >= 0 { n = min(n, limit) }
        if n > 0, let p = memchr(s.data + at, 10, n) { n = UnsafePointer<UInt8>(p.assumingMemoryBound(to: UInt8.self)) - UnsafePointer(s.data + at) + 1 }
        if n > 0 { position = at + n }
        return (s.data + at, n)
    }
    func write(_ p: UnsafePointer<UInt8>, _ n: Int) throws(Raise) {
        if n == 0 { return }
        let s = store, at = position
        if at > s.count { try s.setCount(at) }
        if at + n > s.count { try s.resize(at: at, removing: s.count - at, inserting: n) }
        memmove(s.data + at, p, n)
        position = at + n
    }
}

enum BytesIOType {
    static func define() {
        let t = TypeFactory.make("BytesIO", module: "_io", base: IO.bufferedBase, size: 40, layout: .fields(2, 5), subclassable: true)
        IO.bytes = t
        func me(_ a: Args) throws(Raise) -> BytesIORef { let b = BytesIORef(a[0]); try b.check(); return b }
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let s = ByteArrayRef.allocate(0).value
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, s); r.initialize(3, Value(int: 0)); r.initialize(4, .false)
            return Value(r)
        }
        t.special("__init__", "($self, initial_bytes=b'')") { a throws(Raise) in
            let b = BytesIORef(a[0])
            try b.store.setCount(0)
            b.position = 0
            b.ref.set(4, .false)
            if a.has(1) && !a[1].isNone {
                let v = try Buffers.get(a[1])
                defer { v.release() }
                if v.count > 0 { try b.store.append(v.bytes.baseAddress!, v.count) }
            }
            return .none
        }
        t.method("read", "($self, size=-1, /)", effect: .writes) { a throws(Raise) in let (p, n) = try me(a).take(try IO.size(a[1])); return BytesRef.make(p, n) }
        t.method("read1", "($self, size=-1, /)", effect: .writes) { a throws(Raise) in let (p, n) = try me(a).take(try IO.size(a[1])); return BytesRef.make(p, n) }
        t.method("peek", "($self, size=1, /)") { a throws(Raise) in
            let b = try me(a), at = b.position
            let want = try IO.size(a[1])
            let (p, n) = b.take(want < 1 ? -1 : want)
            b.position = at
            return BytesRef.make(p, n)
        }
        t.method("readline", "($self, size=-1, /)", effect: .writes) { a throws(Raise) in let (p, n) = try me(a).line(try IO.size(a[1])); return BytesRef.make(p, n) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        t.special("__next__", "($self, /)") { a throws(Raise) in
            let (p, n) = try me(a).line(-1)
            if n == 0 { throw Errors.stopIteration() }
            return BytesRef.make(p, n)
        }
        t.method("readlines", "($self, size=None, /)") { a throws(Raise) in
            let b = try me(a), hint = try IO.size(a[1]), out = ListRef.allocate()
            var total = 0
            while true {
                let (p, n) = b.line(-1)
                if n == 0 { break }
                out.append(BytesRef.make(p, n))
                total += n
                if hint > 0 && total >= hint { break }
            }
            return out.value
        }
        t.method("readinto", "($self, buffer, /)") { a throws(Raise) in try readinto(try me(a), a[1]) }
        t.method("readinto1", "($self, buffer, /)") { a throws(Raise) in try readinto(try me(a), a[1]) }
        t.method("write", "($self, b, /)", effect: .writes) { a throws(Raise) in
            if !a[1].isBytes && !Buffers.supports(a[1]) { throw Buffers.notBytesLike(a[1]) }
            let b = try me(a)
            if a[1].isBytes { let v = BytesRef(a[1]); try b.write(v.data, v.count); return Value(int: v.count) }
            let v = try Buffers.get(a[1])
            defer { v.release() }
            if v.count > 0 { try b.write(v.bytes.baseAddress!, v.count) }
            return Value(int: v.count)
        }
        t.method("writelines", "($self, lines, /)") { a throws(Raise) in
            _ = try me(a)
            let it = try Operations.iterate(a[1])
            while let line = try Operations.next(it) { _ = try IO.call(a[0], IONames.write, line) }
            return .none
        }
        t.method("seek", "($self, pos, whence=0, /)", effect: .writes) { a throws(Raise) in
            let b = try me(a), to = try IO.offset(a[1]), whence = try TextArguments.cInt(a[2])
            if to < 0 && whence == 0 { throw Errors.valueError("negative seek value \(to)") }
            let origin: Int
            switch whence {
            case 0: origin = 0
            case 1: origin = b.position
            case 2: origin = b.store.count
            default: throw Errors.valueError("invalid whence (\(whence), should be 0, 1 or 2)")
            }
            let (r, over) = origin.addingReportingOverflow(to)
            if over { throw Errors.overflowError("new position too large") }
            b.position = max(0, r)
            return Value.int(b.position)
        }
        t.method("tell", "($self, /)", effect: .reads) { a throws(Raise) in Value.int(try me(a).position) }
        t.method("truncate", "($self, size=None, /)", effect: .writes) { a throws(Raise) in
            let b = try me(a), n = a[1].isNone ? b.position : try IO.size(a[1])
            if n < 0 { throw Errors.valueError("negative size value \(n)") }
            if n < b.store.count { try b.store.setCount(n) }
            return Value.int(n)
        }
        t.method("getvalue", "($self, /)", effect: .reads) { a throws(Raise) in let s = try me(a).store; return BytesRef.make(s.data, s.count) }
        t.method("getbuffer", "($self, /)") { a throws(Raise) in try MemoryView.make(try me(a).store.value) }
        for name in ["seekable", "readable", "writable"] as [StaticString] { t.method(name, "($self, /)") { a throws(Raise) in _ = try me(a); return .true } }
        t.method("isatty", "($self, /)") { a throws(Raise) in _ = try me(a); return .false }
        t.method("flush", "($self, /)") { a throws(Raise) in _ = try me(a); return .none }
        t.method("close", "($self, /)") { a throws(Raise) in
            let b = BytesIORef(a[0])
            if b.isClosed { return .none }
            try b.store.setCount(0)
            b.ref.set(4, .true)
            return .none
        }
        t.getter("closed") { o throws(Raise) in Value(bool: BytesIORef(o).isClosed) }
        t.method("__getstate__", "($self, /)") { a throws(Raise) in
            let b = try me(a)
            let d = Instance.dictionary(a[0])
            return TupleRef.make(BytesRef.make(b.store.data, b.store.count), Value.int(b.position), d.map { $0.count > 0 ? $0.copy().value : .none } ?? .none)
        }
        t.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            let b = BytesIORef(a[0])
            guard a[1].isTuple, TupleRef(a[1]).count == 3 else { throw Errors.typeError("\(a[0].type).__setstate__ argument should be 3-tuple, got \(a[1].type)") }
            let s = TupleRef(a[1]), v = try Buffers.get(s[0])
            defer { v.release() }
            try b.store.setCount(0)
            if v.count > 0 { try b.store.append(v.bytes.baseAddress!, v.count) }
            guard s[1].isIntLike else { throw Errors.typeError("second item of state must be an integer, not \(s[1].type)") }
            let at = try TextArguments.size(s[1])
            if at < 0 { throw Errors.valueError("position value cannot be negative") }
            b.position = at
            if s[2].isDict, let d = Instance.dictionary(a[0]) { let from = DictRef(s[2]); var i = -1; while from.next(&i) { try d.set(from.key(i), from.valueAt(i)) } }
            return .none
        }
    }
    private static func readinto(_ b: BytesIORef, _ v: Value) throws(Raise) -> Value {
        let out = try Buffers.writable(v, "readinto")
        defer { out.release() }
        let (p, n) = b.take(out.count)
        memcpy(out.base, p, n)
        return Value(int: n)
    }
}

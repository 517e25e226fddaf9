import Glibc
import Runtime

/// Buffered binary streams: BufferedReader, BufferedWriter and BufferedRandom share one object. (Modules/_io/bufferedio.c)
///
/// Words: 2 raw stream (None when detached), 3 read storage, 4 write storage (bytes objects used as memory), then ints: 5 position in the
/// read storage, 6 bytes valid there, 7 bytes waiting in the write storage, 8 buffer size, 9 flags, 10 owner while threads share it.
/// Invariant: at most one of the two storages has something in it; the raw stream's position is behind the read-ahead, before the pending writes.
/// Rejected: one storage for both directions, as CPython has it; its five offsets save nothing here.
struct BufferedRef {
    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    static let readable = 1, writable = 2, ready = 4, fast = 8, closing = 16
    @inline(__always) var value: Value { Value(ref) }
    @inline(__always) var raw: Value { ref.value(2) }
    @inline(__always) private func number(_ w: Int) -> Int { let v = ref.value(w); return v.isInt ? v.int : 0 }
    var position: Int { @inline(__always) get { number(5) } nonmutating set { ref.setWord(5, Value(int: newValue).bits) } }
    var filled: Int { @inline(__always) get { number(6) } nonmutating set { ref.setWord(6, Value(int: newValue).bits) } }
    var waiting: Int { @inline(__always) get { number(7) } nonmutating set { ref.setWord(7, Value(int: newValue).bits) } }
    var size: Int { @inline(__always) get { number(8) } }
    var flags: Int { @inline(__always) get { number(9) } nonmutating set { ref.setWord(9, Value(int: newValue).bits) } }
    @inline(__always) var ahead: Int { filled &- position }
    @inline(__always) var input: UnsafeMutablePointer<UInt8> { storage(3) }
    @inline(__always) var output: UnsafeMutablePointer<UInt8> { storage(4) }
    /// A storage is made when it is first used (many files are read at once, or only closed), and serves another stream once this one is closed.
    @inline(__always) private func storage(_ w: Int) -> UnsafeMutablePointer<UInt8> {
        let b = BytesRef(ref.value(w))
        return _fastPath(b.count >= size) ? b.data : makeStorage(w)
    }
    @inline(never) private func makeStorage(_ w: Int) -> UnsafeMutablePointer<UInt8> {
        var s = BufferedRef.spare
        if s.isPointer && BytesRef(s).count == size { BufferedRef.spare = .unbound } else { s = BytesRef.unfilled(size).value }
        ref.set(w, s)
        return BytesRef(s).data
    }
    nonisolated(unsafe) static var spare = Value.unbound
    private func releaseStorage() {
        // Another thread may be in the midst of reading into it.
        if InterpreterLock.isShared || !isFast { return }
        for w in 3...4 {
            let s = ref.value(w)
            guard s.isPointer, BytesRef(s).count == size else { continue }
            if size == 131072 { BufferedRef.spare = s }
            ref.set(w, BytesRef.empty)
        }
    }
    @inline(__always) var isFast: Bool { flags & BufferedRef.fast != 0 }

    func setUp(_ raw: Value, _ size: Int, readable: Bool, writable: Bool) throws(Raise) {
        if size <= 0 { throw Errors.valueError("buffer size must be strictly positive") }
        guard Heap.canAllocate(size) else { throw Errors.memoryError() }
        ref.set(2, raw)
        if readable { ref.set(3, BytesRef.empty) }
        if writable { ref.set(4, BytesRef.empty) }
        Finalizers.settle(ref, false)
        ref.setWord(8, Value(int: size).bits)
        position = 0; filled = 0; waiting = 0
        flags = (readable ? BufferedRef.readable : 0) | (writable ? BufferedRef.writable : 0) | BufferedRef.ready | (raw.isExactly(IO.file) ? BufferedRef.fast : 0)
    }
    func check() throws(Raise) {
        if flags & BufferedRef.ready != 0 { return }
        if raw.isNone { throw Errors.valueError("raw stream has been detached") }
        throw IO.uninitialized()
    }
    func isClosed() throws(Raise) -> Bool { isFast ? FileIORef(raw).fd < 0 : try IO.isClosed(raw) }
    func checkOpen(_ what: String) throws(Raise) {
        try check()
        if try isClosed() { throw Errors.valueError(what) }
    }

    // MARK: the raw stream

    /// Bytes read into P; 0 at the end, nil if it would block.
    func rawRead(_ p: UnsafeMutableRawPointer, _ n: Int) throws(Raise) -> Int? {
        if isFast { return try FileIORef(raw).read(p, n) }
        let b = ByteArrayRef.allocate(n)
        let m = try MemoryView.make(b.value)
        let r: Value
        r = try IO.call(raw, IONames.readinto, m)
        if r.isNone { try MemoryView.release(m); return nil }
        if !r.isIntLike && r.type.slot(.index).isUnbound { throw Errors.make(Exceptions.osError, "raw readinto() failed") }
        let got = try TextArguments.size(r)
        if got < 0 || got > n { throw Errors.make(Exceptions.osError, "raw readinto() returned invalid length \(got) (should have been between 0 and \(n))") }
        memcpy(p, b.data, got)
        return got
    }
    func rawWrite(_ p: UnsafePointer<UInt8>, _ n: Int) throws(Raise) -> Int? {
        if isFast { return try FileIORef(raw).write(p, n) }
        let m = try MemoryView.make(BytesRef.make(p, n))
        let r = try IO.call(raw, IONames.write, m)
        if r.isNone { return nil }
        let done = try TextArguments.size(r)
        if done < 0 || done > n { throw Errors.make(Exceptions.osError, "raw write() returned invalid length \(done) (should have been between 0 and \(n))") }
        return done
    }
    func rawSeek(_ offset: Int, _ whence: Int) throws(Raise) -> Int {
        if isFast { return try FileIORef(raw).seek(offset, whence) }
        let r = try IO.offset(try IO.call(raw, IONames.seek, Value.int(offset), Value(int: whence)))
        if r < 0 { throw Errors.make(Exceptions.osError, "Raw stream returned invalid position \(r)") }
        return r
    }
    func rawTell() throws(Raise) -> Int {
        if isFast { return try FileIORef(raw).seek(0, 1) }
        let r = try IO.offset(try IO.call(raw, IONames.tell))
        if r < 0 { throw Errors.make(Exceptions.osError, "Raw stream returned invalid position \(r)") }
        return r
    }

    // MARK: writing

    /// Writes what waits. On a stream that would block, BlockingIOError; what is left stays.
    func flushWrites() throws(Raise) {
        var n = waiting
        if n == 0 { return }
        var done = 0
        let p = output
        func settle() { if done > 0 { memmove(p, p + done, n - done) }; waiting = n - done }
        while done < n {
            let k: Int?
            do throws(Raise) { k = try rawWrite(p + done, n - done) } catch { settle(); throw error }
            guard let k else { settle(); throw IO.blocked("write could not complete without blocking", 0) }
            done += k
            if done < n && thread.pointee.interrupt != 0 { do throws(Raise) { try NativeSafepoint.poll() } catch { settle(); throw error } }
        }
        n = 0
        waiting = 0
    }
    /// Gives up read-ahead, so that the raw position is the logical one.
    func dropReadAhead() throws(Raise) {
        let n = ahead
        if n > 0 { _ = try rawSeek(-n, 1) }
        position = 0; filled = 0
    }
    func flushAll() throws(Raise) {
        try flushWrites()
        if flags & BufferedRef.readable != 0 && flags & BufferedRef.writable != 0 { try dropReadAhead() }
    }
    @inline(__always) func write(_ p: UnsafePointer<UInt8>, _ n: Int) throws(Raise) {
        let w = waiting
        if _fastPath(n <= size &- w && filled == 0) { memcpy(output + w, p, n); waiting = w &+ n; return }
        try writeSlow(p, n)
    }
    @inline(never) func writeSlow(_ p: UnsafePointer<UInt8>, _ n: Int) throws(Raise) {
        if filled > 0 { try dropReadAhead() }
        var p = p, n = n, total = 0
        if n <= size - waiting { memcpy(output + waiting, p, n); waiting += n; return }
        do throws(Raise) { try flushWrites() } catch {
            guard error.isException, Errors.matches(Exceptions.blockingIOError) else { throw error }
            // What still fits is taken; the caller learns how much.
            let room = size - waiting
            if n <= room { Errors.take(); memcpy(output + waiting, p, n); waiting += n; return }
            Errors.take()
            memcpy(output + waiting, p, room)
            waiting += room
            throw IO.blocked("write could not complete without blocking", room)
        }
        while n > size {
            guard let k = try rawWrite(p, n) else {
                let k = min(n, size)
                memcpy(output, p, k)
                waiting = k
                if k == n { return }
                throw IO.blocked("write could not complete without blocking", total + k)
            }
            p += k; n -= k; total += k
            try NativeSafepoint.poll()
        }
        if n > 0 { memcpy(output, p, n); waiting = n }
    }

    // MARK: reading

    /// Fills the empty read storage: bytes, 0 at the end, nil if it would block.
    func fill() throws(Raise) -> Int? {
        position = 0; filled = 0
        guard let n = try rawRead(input, size) else { return nil }
        filled = n
        return n
    }
    func beforeReading() throws(Raise) { if flags & BufferedRef.writable != 0 { try flushWrites() } }
    /// Up to N bytes, fewer only at the end or where it would block (nil: at once).
    func read(_ n: Int) throws(Raise) -> Value? {
        let have = ahead
        if n <= have { let p = input + position; position += n; return BytesRef.make(p, n) }
        try beforeReading()
        guard Heap.canAllocate(n) else { throw Errors.memoryError() }
        let out = BytesRef.unfilled(n)
        memcpy(out.data, input + position, have)
        position = 0; filled = 0
        var done = have
        while done < n {
            let left = n - done
            let got: Int?
            if left >= size {
                got = try rawRead(out.data + done, left / size * size)
                if let got { done += got }
            } else {
                got = try fill()
                let k = min(left, filled)
                memcpy(out.data + done, input, k)
                position = k; done += k
            }
            if got == nil { if done == 0 { return nil }; break }
            if got == 0 { break }
        }
        return out.cut(to: done)
    }
    func readAll() throws(Raise) -> Value {
        try beforeReading()
        let have = ahead
        let first = BytesRef.make(input + position, have)
        position = 0; filled = 0
        let m = try Operations.findAttribute(raw, IONames.readall)
        if m.isPointer {
            let rest = isFast ? try FileIORef(raw).readAll() ?? .none : try Call.call(m)
            guard rest.isNone || rest.isBytes else { throw Errors.typeError("readall() should return bytes") }
            if rest.isNone { return have > 0 ? first : .none }
            if have == 0 { return rest }
            let a = BytesRef(first), b = BytesRef(rest), out = BytesRef.unfilled(a.count + b.count)
            memcpy(out.data, a.data, a.count); memcpy(out.data + a.count, b.data, b.count)
            return out.value
        }
        let out = ByteArrayRef.allocate(0)
        if have > 0 { try out.append(BytesRef(first).data, have) }
        while true {
            let r = try IO.call(raw, IONames.read)
            guard r.isNone || r.isBytes else { throw Errors.typeError("read() should return bytes") }
            if r.isNone || BytesRef(r).count == 0 {
                if out.count == 0 { return r }
                return BytesRef.make(out.data, out.count)
            }
            try out.append(BytesRef(r).data, BytesRef(r).count)
        }
    }
    /// At most N bytes with at most one raw read.
    func read1(_ n: Int) throws(Raise) -> Value {
        if n == 0 { return BytesRef.empty }
        let have = ahead
        if have > 0 { let k = min(n, have), p = input + position; position += k; return BytesRef.make(p, k) }
        try beforeReading()
        position = 0; filled = 0
        if n > size {
            let out = BytesRef.unfilled(n)
            let got = try rawRead(out.data, n) ?? 0
            return out.cut(to: got)
        }
        // Straight into the result would lose the buffer for small sizes; the storage is filled instead.
        guard try fill() != nil else { return BytesRef.empty }
        let k = min(n, filled)
        position = k
        return BytesRef.make(input, k)
    }
    func readInto(_ p: UnsafeMutableRawPointer, _ n: Int, once: Bool) throws(Raise) -> Int? {
        var done = 0
        let have = ahead
        if have > 0 {
            done = min(n, have)
            memcpy(p, input + position, done)
            position += done
            if done == n || once { return done }
        }
        if n == 0 { return 0 }
        try beforeReading()
        position = 0; filled = 0
        while done < n {
            let left = n - done
            let got: Int?
            if left > size { got = try rawRead(p + done, left); if let got { done += got } }
            else {
                got = try fill()
                let k = min(left, filled)
                memcpy(p + done, input, k)
                position = k; done += k
            }
            if got == nil { return done > 0 ? done : nil }
            if got == 0 || once { break }
        }
        return done
    }
    func peek() throws(Raise) -> Value {
        if ahead > 0 { return BytesRef.make(input + position, ahead) }
        try beforeReading()
        guard try fill() != nil else { return BytesRef.empty }
        return BytesRef.make(input, filled)
    }
    func readLine(_ limit: Int) throws(Raise) -> Value {
        let at = position, have = filled &- at
        var n = have
        if limit >= 0 && limit < n { n = limit }
        if n > 0, let q = memchr(input + at, 10, n) {
            let k = q - UnsafeMutableRawPointer(input + at) + 1
            position = at + k
            return BytesRef.make(input + at, k)
        }
        if n == limit && n >= 0 && limit >= 0 { position = at + n; return BytesRef.make(input + at, n) }
        try beforeReading()
        let out = ByteArrayRef.allocate(0)
        while true {
            let left = ahead
            var k = limit >= 0 ? min(left, limit - out.count) : left
            var found = false
            if k > 0, let q = memchr(input + position, 10, k) { k = q - UnsafeMutableRawPointer(input + position) + 1; found = true }
            if k > 0 { try out.append(input + position, k); position += k }
            if found || limit >= 0 && out.count >= limit { break }
            guard let got = try fill(), got > 0 else { break }
        }
        return BytesRef.make(out.data, out.count)
    }
    func tell() throws(Raise) -> Int {
        let r = try rawTell()
        return waiting > 0 ? r + waiting : r - ahead
    }
    func seek(_ to: Int, _ whence: Int) throws(Raise) -> Int {
        // Within the read-ahead nothing needs to be asked but the raw position.
        if whence != 2 && ahead > 0 && waiting == 0 {
            let raw = try rawTell()
            let here = raw - ahead
            let offset = whence == 0 ? to - here : to
            if offset >= -position && offset <= ahead { position += offset; return here + offset }
        }
        try flushWrites()
        var target = to
        if whence == 1 { target -= ahead }
        let r = try rawSeek(target, whence)
        position = 0; filled = 0
        return r
    }
    func close() throws(Raise) {
        try check()
        if try isClosed() { return }
        let me = value
            try IO.both({ () throws(Raise) in
                if ref.type == IO.reader { return }
                if ref.type == IO.writer && isFast { try flushWrites(); return }
                _ = try IO.call(me, IONames.flush)
            }, { () throws(Raise) in
                if isFast { try FileIORef(raw).closeDescriptor() } else { _ = try IO.call(raw, IONames.close) }
            })
        // The memory can go now.
        if waiting == 0 {
            position = 0; filled = 0
            releaseStorage()
            if ref.type == IO.writer || ref.type == IO.random { Finalizers.settle(ref, true) }
        }
    }
}

enum BufferedTypes {
    private static func make(_ name: String) -> TypeRef {
        let t = TypeFactory.make(name, module: "_io", base: IO.bufferedBase, size: 96, layout: .fields(2, 12), subclassable: true)
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            if TypeRef(a[0].ref) == IO.writer || TypeRef(a[0].ref) == IO.random { Finalizers.register(r); IOShutdown.register(Value(r)) }
            else if TypeRef(a[0].ref) != IO.reader { IOShutdown.register(Value(r)) }
            return Value(r)
        }
        common(t)
        return t
    }
    static func define() {
        Heap.addRoot(&BufferedRef.spare)
        IO.reader = make("BufferedReader"); IO.writer = make("BufferedWriter"); IO.random = make("BufferedRandom")
        IO.reader.special("__init__", "($self, raw, buffer_size=131072)") { a throws(Raise) in
            if try !IO.isTrue(a[1], IONames.readable) { throw IO.unsupported("File or stream is not readable.") }
            try BufferedRef(a[0]).setUp(a[1], try TextArguments.size(a[2]), readable: true, writable: false)
            return .none
        }
        IO.writer.special("__init__", "($self, raw, buffer_size=131072)") { a throws(Raise) in
            if try !IO.isTrue(a[1], IONames.writable) { throw IO.unsupported("File or stream is not writable.") }
            try BufferedRef(a[0]).setUp(a[1], try TextArguments.size(a[2]), readable: false, writable: true)
            return .none
        }
        IO.random.special("__init__", "($self, raw, buffer_size=131072)") { a throws(Raise) in
            if try !IO.isTrue(a[1], IONames.seekable) { throw IO.unsupported("File or stream is not seekable.") }
            if try !IO.isTrue(a[1], IONames.readable) { throw IO.unsupported("File or stream is not readable.") }
            if try !IO.isTrue(a[1], IONames.writable) { throw IO.unsupported("File or stream is not writable.") }
            try BufferedRef(a[0]).setUp(a[1], try TextArguments.size(a[2]), readable: true, writable: true)
            return .none
        }
        reading(IO.reader); writing(IO.writer); reading(IO.random); writing(IO.random)
        pair()
    }
    private static func common(_ t: TypeRef) {
        IO.noPickle(t)
        t.method("detach", "($self, /)") { a throws(Raise) in
            let b = BufferedRef(a[0])
            try b.check()
            _ = try IO.call(a[0], IONames.flush)
            let r = b.raw
            b.ref.set(2, .none)
            b.flags = b.flags & ~BufferedRef.ready
            return r
        }
        t.field("raw", word: 2, writable: false)
        t.method("close", "($self, /)") { a throws(Raise) in try BufferedRef(a[0]).close(); return .none }
        t.getter("closed") { o throws(Raise) in let b = BufferedRef(o); try b.check(); return Value(bool: try b.isClosed()) }
        for (name, attribute) in [("seekable", IONames.seekable), ("fileno", IONames.fileno), ("isatty", IONames.isatty)] as [(StaticString, Value)] {
            t.method(name, "($self, /)") { a throws(Raise) in try BufferedRef(a[0]).check(); return try IO.call(BufferedRef(a[0]).raw, attribute) }
        }
        for (name, attribute) in [("name", IONames.name), ("mode", IONames.mode)] as [(StaticString, Value)] {
            t.getter(name) { o throws(Raise) in try BufferedRef(o).check(); return try Operations.getAttribute(BufferedRef(o).raw, attribute) }
        }
        t.method("flush", "($self, /)") { a throws(Raise) in
            let b = BufferedRef(a[0])
            try b.checkOpen("flush of closed file")
            try b.flushAll()
            return .none
        }
        t.method("tell", "($self, /)") { a throws(Raise) in let b = BufferedRef(a[0]); try b.check(); return Value.int(try b.tell()) }
        t.method("seek", "($self, target, whence=0, /)") { a throws(Raise) in
            let b = BufferedRef(a[0])
            let whence = try TextArguments.cInt(a[2])
            if whence < 0 || whence > 4 { throw Errors.valueError("whence value \(whence) unsupported") }
            try b.checkOpen("seek of closed file")
            if !b.isFast, try !IO.isTrue(b.raw, IONames.seekable) { throw IO.unsupported("File or stream is not seekable.") }
            if b.isFast, try !FileIORef(b.raw).isSeekable() { throw IO.unsupported("File or stream is not seekable.") }
            return Value.int(try b.seek(try IO.offset(a[1]), whence))
        }
        t.method("truncate", "($self, pos=None, /)") { a throws(Raise) in
            let b = BufferedRef(a[0])
            try b.checkOpen("truncate of closed file")
            if b.flags & BufferedRef.writable == 0 { throw IO.unsupported("truncate") }
            try b.flushAll()
            let at = a[1].isNone ? Value.int(try b.tell()) : a[1]
            return try IO.call(b.raw, IONames.truncate, at)
        }
        t.method("_dealloc_warn", "($self, source, /)") { a throws(Raise) in .none }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let n: Value
            do throws(Raise) { n = try Operations.findAttribute(a[0], IONames.name) } catch { try Errors.swallow(error, Exceptions.valueError); return StrRef.make("<\(IO.className(a[0]))>") }
            if n.isUnbound { return StrRef.make("<\(IO.className(a[0]))>") }
            return StrRef.make("<\(IO.className(a[0])) name=\(StrRef(try Operations.repr(n)).string)>")
        }
        t.method("__sizeof__", "($self, /)") { a throws(Raise) in Value(int: 96 + BufferedRef(a[0]).size) }
    }
    private static func forward(_ t: TypeRef, _ name: StaticString, _ attribute: Value) {
        t.method(name, "($self, /)") { a throws(Raise) in try BufferedRef(a[0]).check(); return try IO.call(BufferedRef(a[0]).raw, attribute) }
    }
    private static func reading(_ t: TypeRef) {
        forward(t, "readable", IONames.readable)
        // Nothing to write out: the raw stream's business.
        if t == IO.reader { forward(t, "flush", IONames.flush) }
        t.method("read", "($self, size=-1, /)") { a throws(Raise) in
            let b = BufferedRef(a[0])
            try b.check()
            let n = try IO.size(a[1])
            if n < -1 { throw Errors.valueError("read length must be non-negative or -1") }
            try b.checkOpen("read of closed file")
            return n < 0 ? try b.readAll() : try b.read(n) ?? .none
        }
        t.method("read1", "($self, size=-1, /)") { a throws(Raise) in
            let b = BufferedRef(a[0])
            try b.checkOpen("read of closed file")
            let n = try IO.size(a[1])
            return try b.read1(n < 0 ? b.size : n)
        }
        for (name, once) in [("readinto", false), ("readinto1", true)] as [(StaticString, Bool)] {
            t.method(name, "($self, buffer, /)") { a throws(Raise) in
                let b = BufferedRef(a[0])
                try b.checkOpen("readinto of closed file")
                let v = try Buffers.writable(a[1], name)
                defer { v.release() }
                guard let n = try b.readInto(v.base, v.count, once: once) else { return .none }
                return Value(int: n)
            }
        }
        t.method("peek", "($self, size=0, /)") { a throws(Raise) in let b = BufferedRef(a[0]); try b.checkOpen("peek of closed file"); return try b.peek() }
        t.method("readline", "($self, size=-1, /)") { a throws(Raise) in
            let b = BufferedRef(a[0])
            try b.checkOpen("readline of closed file")
            return try b.readLine(try IO.size(a[1]))
        }
        t.special("__next__", "($self, /)") { a throws(Raise) in
            let b = BufferedRef(a[0])
            try b.check()
            let line: Value
            if b.ref.type == IO.reader || b.ref.type == IO.random {
                try b.checkOpen("readline of closed file")
                line = try b.readLine(-1)
            } else {
                line = try IO.call(a[0], IONames.readline)
                guard line.isBytes else { throw Errors.make(Exceptions.osError, "readline() should have returned a bytes object, not '\(line.type)'") }
            }
            if BytesRef(line).count == 0 { throw Errors.stopIteration() }
            return line
        }
    }
    private static func writing(_ t: TypeRef) {
        forward(t, "writable", IONames.writable)
        t.method("write", "($self, buffer, /)") { a throws(Raise) in
            let b = BufferedRef(a[0])
            try b.check()
            if a[1].isStr { throw Buffers.notBytesLike(a[1]) }
            if try b.isClosed() { throw Errors.valueError("write to closed file") }
            if a[1].isBytes { try b.write(BytesRef(a[1]).data, BytesRef(a[1]).count); return Value(int: BytesRef(a[1]).count) }
            let v = try Buffers.get(a[1])
            defer { v.release() }
            if v.count > 0 { try b.write(v.bytes.baseAddress!, v.count) }
            return Value(int: v.count)
        }
    }

    /// BufferedRWPair: words 2 reader, 3 writer.
    private static func pair() {
        // Larger than the base with its attributes, which move behind the two words.
        let t = TypeFactory.make("BufferedRWPair", module: "_io", base: IO.bufferedBase, size: 40, layout: .fields(2, 4), subclassable: true)
        IO.pair = t
        func part(_ a: Args, _ w: Int) throws(Raise) -> Value { let v = a[0].ref.value(w); if v.isUnbound { throw IO.uninitialized() }; return v }
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, reader, writer, buffer_size=131072, /)") { a throws(Raise) in
            if try !IO.isTrue(a[1], IONames.readable) { throw IO.unsupported("File or stream is not readable.") }
            if try !IO.isTrue(a[2], IONames.writable) { throw IO.unsupported("File or stream is not writable.") }
            let r = try Call.call(IO.reader.value, a[1], a[3])
            a[0].ref.set(2, r)
            a[0].ref.set(3, try Call.call(IO.writer.value, a[2], a[3]))
            return .none
        }
        for (name, w) in [("read", 2), ("peek", 2), ("read1", 2)] as [(StaticString, Int)] {
            let n = StrRef.intern(name.description)
            t.method(name, "($self, size=-1, /)") { a throws(Raise) in try IO.call(try part(a, w), n, a[1]) }
        }
        for (name, w) in [("readinto", 2), ("readinto1", 2), ("write", 3)] as [(StaticString, Int)] {
            let n = StrRef.intern(name.description)
            t.method(name, "($self, buffer, /)") { a throws(Raise) in try IO.call(try part(a, w), n, a[1]) }
        }
        for (name, w) in [("flush", 3), ("readable", 2), ("writable", 3)] as [(StaticString, Int)] {
            let n = StrRef.intern(name.description)
            t.method(name, "($self, /)") { a throws(Raise) in try IO.call(try part(a, w), n) }
        }
        t.method("close", "($self, /)") { a throws(Raise) in
            let r = try part(a, 2), w = try part(a, 3)
            try IO.both({ () throws(Raise) in _ = try IO.call(w, IONames.close) }, { () throws(Raise) in _ = try IO.call(r, IONames.close) })
            return .none
        }
        t.method("isatty", "($self, /)") { a throws(Raise) in
            let w = try IO.call(try part(a, 3), IONames.isatty)
            return try Operations.isTrue(w) ? w : try IO.call(try part(a, 2), IONames.isatty)
        }
        t.getter("closed") { o throws(Raise) in
            let w = o.ref.value(3)
            if w.isUnbound { throw Errors.runtimeError("the BufferedRWPair object is being garbage-collected") }
            return try Operations.getAttribute(w, IONames.closed)
        }
    }
}

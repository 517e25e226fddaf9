import Glibc
import Runtime

/// `_io._IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`: what streams written in Python inherit. (Modules/_io/iobase.c)
enum IOBaseType {
    static func define() {
        let t = TypeFactory.make("_IOBase", module: "_io", size: 16, layout: .fields(2, 2), subclassable: true, hasDict: true)
        IO.base = t
        t.allowWeakReferences()
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let c = TypeRef(a[0].ref)
            try ObjectType.checkNoArguments(c, TupleRef(a[1]).count + DictRef(a[2]).count)
            let r = Instance.allocate(c)
            Finalizers.register(r)
            return Value(r)
        }
        for (name, signature) in [("fileno", "($self, /)"), ("truncate", "($self, size=None, /)"), ("seek", "($self, offset, whence=0, /)")] as [(StaticString, StaticString)] {
            let text = name.description
            t.method(name, signature) { a throws(Raise) in throw IO.unsupported(text) }
        }
        t.method("tell", "($self, /)") { a throws(Raise) in try IO.call(a[0], IONames.seek, Value(int: 0), Value(int: 1)) }
        t.method("flush", "($self, /)") { a throws(Raise) in
            if try marked(a[0]) || a[0].isInstance(of: IO.file) && FileIORef(a[0]).fd < 0 { throw IO.closedError() }
            return .none
        }
        t.method("close", "($self, /)") { a throws(Raise) in
            if try marked(a[0]) { return .none }
            let me = a[0]
            try IO.both({ () throws(Raise) in _ = try IO.call(me, IONames.flush) }, { () throws(Raise) in try Operations.setAttribute(me, IONames.closedMark, .true) })
            return .none
        }
        t.getter("closed") { o throws(Raise) in Value(bool: try marked(o)) }
        for name in ["seekable", "readable", "writable"] as [StaticString] { t.method(name, "($self, /)") { a throws(Raise) in .false } }
        t.method("isatty", "($self, /)") { a throws(Raise) in
            if try IO.isClosed(a[0]) { throw IO.closedError() }
            return .false
        }
        for (name, message) in [("_checkSeekable", "File or stream is not seekable."), ("_checkReadable", "File or stream is not readable."), ("_checkWritable", "File or stream is not writable.")] as [(StaticString, String)] {
            let ask = StrRef.intern(String(name.description.dropFirst(6)).lowercased())
            t.method(name, "($self, /)") { a throws(Raise) in
                if try IO.call(a[0], ask) != .true { throw IO.unsupported(message) }
                return .true
            }
        }
        t.method("_checkClosed", "($self, /)") { a throws(Raise) in
            if try IO.isClosed(a[0]) { throw IO.closedError() }
            return .none
        }
        t.special("__del__", "($self, /)") { a throws(Raise) in
            // As iobase_finalize: an error of `closed` or `close` is not shown.
            do throws(Raise) { if try IO.isClosed(a[0]) { return .none } } catch { if error.isException { Errors.take() } }
            do throws(Raise) { _ = try IO.call(a[0], IONames.close) } catch { if error.isException { Errors.take() } }
            return .none
        }
        t.special("__enter__", "($self, /)") { a throws(Raise) in
            if try IO.isClosed(a[0]) { throw IO.closedError() }
            return a[0]
        }
        t.method("__exit__", "($self, /, *args)") { a throws(Raise) in _ = try IO.call(a[0], IONames.close); return .none }
        t.special("__iter__", "($self, /)") { a throws(Raise) in
            if try IO.isClosed(a[0]) { throw IO.closedError() }
            return a[0]
        }
        t.special("__next__", "($self, /)") { a throws(Raise) in
            let line = try IO.call(a[0], IONames.readline)
            if try Operations.length(line) == 0 { throw Errors.stopIteration() }
            return line
        }
        t.method("readline", "($self, size=-1, /)") { a throws(Raise) in try readline(a[0], try IO.size(a[1])) }
        t.method("readlines", "($self, hint=-1, /)") { a throws(Raise) in
            let hint = try IO.size(a[1]), out = ListRef.allocate()
            let it = try Operations.iterate(a[0])
            var total = 0
            while let line = try Operations.next(it) {
                out.append(line)
                if hint > 0 { total += try Operations.length(line); if total >= hint { break } }
            }
            return out.value
        }
        t.method("writelines", "($self, lines, /)") { a throws(Raise) in
            if try IO.isClosed(a[0]) { throw IO.closedError() }
            let it = try Operations.iterate(a[1])
            while let line = try Operations.next(it) { _ = try IO.call(a[0], IONames.write, line) }
            return .none
        }
        raw(); buffered(); text()
    }
    private static func marked(_ o: Value) throws(Raise) -> Bool { !(try Operations.findAttribute(o, IONames.closedMark)).isUnbound }

    private static func readline(_ o: Value, _ limit: Int) throws(Raise) -> Value {
        let peek = try Operations.findAttribute(o, IONames.peek)
        let out = ByteArrayRef.allocate(0)
        while limit < 0 || out.count < limit {
            var want = 1
            if peek.isPointer {
                let ahead = try Call.call(peek, Value(int: 1))
                guard ahead.isBytes else { throw Errors.make(Exceptions.osError, "peek() should have returned a bytes object, not '\(ahead.type)'") }
                let b = BytesRef(ahead), n = limit >= 0 ? min(b.count, limit - out.count) : b.count
                if n > 0 {
                    if let p = memchr(b.data, 10, n) { want = p - UnsafeMutableRawPointer(b.data) + 1 } else { want = n }
                }
            }
            let got = try IO.call(o, IONames.read, Value(int: want))
            guard got.isBytes else { throw Errors.make(Exceptions.osError, "read() should have returned a bytes object, not '\(got.type)'") }
            let b = BytesRef(got), n = b.count
            if n == 0 { break }
            try out.append(b.data, n)
            if b.data[n - 1] == 10 { break }
        }
        return BytesRef.make(out.data, out.count)
    }
    private static func raw() {
        let t = TypeFactory.make("_RawIOBase", module: "_io", base: IO.base, subclassable: true)
        IO.rawBase = t
        t.method("read", "($self, size=-1, /)") { a throws(Raise) in
            let n = try TextArguments.size(a[1])
            if n < 0 { return try IO.call(a[0], IONames.readall) }
            let b = ByteArrayRef.allocate(n)
            let r = try IO.call(a[0], IONames.readinto, b.value)
            if r.isNone { return r }
            let got = try TextArguments.size(r)
            if got < 0 || got > n { throw Errors.valueError("readinto returned \(got) outside buffer size \(n)") }
            return BytesRef.make(b.data, got)
        }
        t.method("readall", "($self, /)") { a throws(Raise) in
            let out = ByteArrayRef.allocate(0)
            while true {
                let r = try IO.call(a[0], IONames.read, Value(int: IO.defaultBufferSize))
                if r.isNone { if out.count == 0 { return r }; break }
                guard r.isBytes else { throw Errors.typeError("read() should return bytes") }
                if BytesRef(r).count == 0 { break }
                try out.append(BytesRef(r).data, BytesRef(r).count)
            }
            return BytesRef.make(out.data, out.count)
        }
    }
    private static func buffered() {
        let t = TypeFactory.make("_BufferedIOBase", module: "_io", base: IO.base, subclassable: true)
        IO.bufferedBase = t
        for (name, signature) in [("detach", "($self, /)"), ("read", "($self, size=-1, /)"), ("read1", "($self, size=-1, /)"), ("write", "($self, b, /)")] as [(StaticString, StaticString)] {
            let text = name.description
            t.method(name, signature) { a throws(Raise) in throw IO.unsupported(text) }
        }
        for (name, reading) in [("readinto", IONames.read), ("readinto1", IONames.read1)] as [(StaticString, Value)] {
            t.method(name, "($self, buffer, /)") { a throws(Raise) in
                let b = try Buffers.get(a[1], writable: true)
                defer { b.release() }
                let r = try IO.call(a[0], reading, Value(int: b.count))
                guard r.isBytes else { throw Errors.typeError("read() should return bytes") }
                let n = BytesRef(r).count
                if n > b.count { throw Errors.valueError("read() returned too much data: \(b.count) bytes requested, \(n) returned") }
                memcpy(b.base, BytesRef(r).data, n)
                return Value(int: n)
            }
        }
    }
    private static func text() {
        let t = TypeFactory.make("_TextIOBase", module: "_io", base: IO.base, subclassable: true)
        IO.textBase = t
        for (name, signature) in [("detach", "($self, /)"), ("read", "($self, size=-1, /)"), ("readline", "($self, size=-1, /)"), ("write", "($self, s, /)")] as [(StaticString, StaticString)] {
            let text = name.description
            t.method(name, signature) { a throws(Raise) in throw IO.unsupported(text) }
        }
        for name in ["encoding", "newlines", "errors"] as [StaticString] { t.getter(name) { o throws(Raise) in .none } }
    }
}

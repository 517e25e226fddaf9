import Glibc
import Runtime

/// Interned names that streams look up on other streams.
enum IONames {
    static let read = StrRef.intern("read"), read1 = StrRef.intern("read1"), readinto = StrRef.intern("readinto"), readinto1 = StrRef.intern("readinto1"), readall = StrRef.intern("readall")
    static let readline = StrRef.intern("readline"), write = StrRef.intern("write"), seek = StrRef.intern("seek"), tell = StrRef.intern("tell"), truncate = StrRef.intern("truncate")
    static let flush = StrRef.intern("flush"), close = StrRef.intern("close"), closed = StrRef.intern("closed"), fileno = StrRef.intern("fileno"), isatty = StrRef.intern("isatty"), peek = StrRef.intern("peek")
    static let seekable = StrRef.intern("seekable"), readable = StrRef.intern("readable"), writable = StrRef.intern("writable"), name = StrRef.intern("name"), mode = StrRef.intern("mode"), raw = StrRef.intern("raw")
    static let closedMark = StrRef.intern("__IOBase_closed"), encode = StrRef.intern("encode"), decode = StrRef.intern("decode"), reset = StrRef.intern("reset"), getstate = StrRef.intern("getstate"), setstate = StrRef.intern("setstate")
    static let incrementalencoder = StrRef.intern("incrementalencoder"), incrementaldecoder = StrRef.intern("incrementaldecoder"), newlines = StrRef.intern("newlines"), extend = StrRef.intern("extend")
    static let dealloc = StrRef.intern("_dealloc_warn"), blksize = StrRef.intern("_blksize")
}

/// What all streams share: calls between them, errors, arguments.
enum IO {
    static let defaultBufferSize = 131072
    nonisolated(unsafe) static var base = TypeRef(), rawBase = TypeRef(), bufferedBase = TypeRef(), textBase = TypeRef(), file = TypeRef(), bytes = TypeRef(), string = TypeRef()
    nonisolated(unsafe) static var reader = TypeRef(), writer = TypeRef(), random = TypeRef(), pair = TypeRef(), text = TypeRef(), newlineDecoder = TypeRef()
    nonisolated(unsafe) static var unsupportedOperation = Value.unbound

    @inline(__always) static func call(_ o: Value, _ name: Value) throws(Raise) -> Value { try Call.call(try Operations.getAttribute(o, name)) }
    @inline(__always) static func call(_ o: Value, _ name: Value, _ x: Value) throws(Raise) -> Value { try Call.call(try Operations.getAttribute(o, name), x) }
    @inline(__always) static func call(_ o: Value, _ name: Value, _ x: Value, _ y: Value) throws(Raise) -> Value { try Call.call(try Operations.getAttribute(o, name), x, y) }

    static func unsupported(_ m: String) -> Raise {
        do throws(Raise) { return Errors.raise(try Call.call(unsupportedOperation, StrRef.make(m))) } catch { return error }
    }
    static func closedError() -> Raise { Errors.valueError("I/O operation on closed file.") }
    static func uninitialized() -> Raise { Errors.valueError("I/O operation on uninitialized object") }
    static func isClosed(_ o: Value) throws(Raise) -> Bool { try Operations.isTrue(try Operations.getAttribute(o, IONames.closed)) }
    static func isTrue(_ o: Value, _ name: Value) throws(Raise) -> Bool { try Operations.isTrue(try call(o, name)) }
    /// A size argument: None (or nothing) is -1.
    @inline(__always) static func size(_ v: Value) throws(Raise) -> Int {
        if v.isInt { return v.int }
        if v.isNone || v.isUnbound { return -1 }
        if !v.isIntLike && v.type.slot(.index).isUnbound { throw Errors.typeError("argument should be integer or None, not '\(v.type)'") }
        return try TextArguments.size(v)
    }
    /// A file offset.
    static func offset(_ v: Value) throws(Raise) -> Int {
        if v.isInt { return v.int }
        if v.isFloatLike { throw Errors.typeError("an integer is required") }
        guard let i = Integers.asInt64(try Operations.indexObject(v)) else { throw Errors.overflowError("Python int too large to convert to C long") }
        return i
    }
    /// `read of closed file` and its kin, for streams that forward.
    static func blocked(_ message: String, _ written: Int) -> Raise {
        do throws(Raise) { return Errors.raise(try Call.call(Exceptions.blockingIOError.value, Value(int: Int(EAGAIN)), StrRef.make(message), Value(int: written))) } catch { return error }
    }
    /// Runs BODY and AFTER; an error of BODY goes first and has AFTER's as context lost.
    static func both(_ body: () throws(Raise) -> Void, _ after: () throws(Raise) -> Void) throws(Raise) {
        do throws(Raise) { try body() } catch {
            let e = error.isException ? Errors.take() : .unbound
            do throws(Raise) { try after() } catch {
                if error.isException && e.isPointer {
                    let second = Errors.take()
                    if ExceptionRef(second).context.isUnbound { ExceptionRef(second).context = e }
                    throw Errors.raise(second)
                }
                throw error
            }
            if e.isPointer { throw Errors.raise(e) }
            throw error
        }
        try after()
    }
    /// `__repr__` of streams: `<_io.FileIO ...>`.
    static func className(_ o: Value) -> String {
        do throws(Raise) {
            let m = try Operations.findAttribute(o.type.value, StrRef.intern("__module__"))
            return m.isStr && !StrRef(m).equals("builtins") ? "\(StrRef(m).string).\(o.type.bareName)" : o.type.bareName
        } catch { Errors.take(); return o.type.bareName }
    }
    /// The number of a file descriptor: an int, or what `fileno()` gives. (PyObject_AsFileDescriptor)
    static func warnOfBool() throws(Raise) { try Warnings.warn(Exceptions.runtimeWarning, "bool is used as a file descriptor") }
    static func descriptor(_ v: Value) throws(Raise) -> Int32 {
        var fd = v
        if v.isBool { try warnOfBool() }
        if !v.isIntLike {
            let m = try Operations.findAttribute(v, IONames.fileno)
            if m.isUnbound { throw Errors.typeError("argument must be an int, or have a fileno() method.") }
            fd = try Call.call(m)
            if !fd.isIntLike { throw Errors.typeError("fileno() returned a non-integer") }
        }
        let n = try TextArguments.cInt(fd)
        if n < 0 { throw Errors.valueError("file descriptor cannot be a negative integer (\(n))") }
        return Int32(n)
    }
    static func noPickle(_ t: TypeRef) {
        t.method("__reduce__", "($self, /)") { a throws(Raise) in throw Errors.typeError("cannot pickle '\(a[0].type.bareName)' instances") }
        t.method("__reduce_ex__", "($self, protocol, /)") { a throws(Raise) in throw Errors.typeError("cannot pickle '\(a[0].type.bareName)' instances") }
    }
}

/// Streams with buffered output, held weakly: what is still open at the end of the program is flushed.
public enum IOShutdown {
    nonisolated(unsafe) private static var list = Value.unbound
    nonisolated(unsafe) private static var limit = 64
    static func register(_ o: Value) {
        if list.isUnbound { list = ListRef.allocate().value; Heap.addRoot(&list) }
        let l = ListRef(list)
        if l.count >= limit {
            var kept = 0
            for i in 0..<l.count where WeakReference.get(l[i]).isPointer { l[kept] = l[i]; kept += 1 }
            l.truncate(kept)
            limit = max(64, kept * 2)
        }
        l.append(WeakReference.make(o))
    }
    /// Flushes every stream that is still open, the newest first (wrappers are newer than what they wrap). Errors are dropped.
    public static func flushAll() {
        Finalizers.run()
        if list.isUnbound { return }
        let l = ListRef(list)
        var i = l.count - 1
        while i >= 0 {
            let o = i < l.count ? WeakReference.get(l[i]) : .unbound
            i -= 1
            if !o.isPointer { continue }
            do throws(Raise) {
                if try !IO.isClosed(o) { _ = try IO.call(o, IONames.flush) }
            } catch { if error.isException { Errors.take() } }
        }
    }
}

/// System calls that may block: the interpreter lock is given up meanwhile, and a call that a signal interrupted is tried again after
/// the signal's handler has run (PEP 475).
enum SystemCall {
    /// The result of BODY, -1 with errno as its second part.
    @inline(__always) static func retry(_ body: () -> Int) throws(Raise) -> (Int, Int32) {
        // A signal that came before the call would not interrupt it.
        try NativeSafepoint.poll()
        while true {
            var e: Int32 = 0
            let n = InterpreterLock.blocking { () -> Int in let r = body(); e = errno; return r }
            if n >= 0 { return (n, 0) }
            if e != EINTR { return (n, e) }
            try NativeSafepoint.poll()
        }
    }
}

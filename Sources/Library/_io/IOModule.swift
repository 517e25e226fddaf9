import Glibc
import Runtime

/// `_io`: streams. The classes and `open` behind the library's `io`. (Modules/_io/_iomodule.c)
extension NativeModule {
    public static let io = NativeModule("_io") { m throws(Raise) in
        try IOTypes.define()
        m.int("DEFAULT_BUFFER_SIZE", IO.defaultBufferSize)
        for t in [IO.base, IO.rawBase, IO.bufferedBase, IO.textBase, IO.file, IO.bytes, IO.string, IO.reader, IO.writer, IO.random, IO.pair, IO.text, IO.newlineDecoder] { m.type(t) }
        m.constant("UnsupportedOperation", IO.unsupportedOperation)
        m.constant("BlockingIOError", Exceptions.blockingIOError.value)
        m.function("open", "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)") { a throws(Raise) in try IOOpen.open(a) }
        m.function("open_code", "(path)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("open_code() argument 'path' must be str, not \(TextArguments.describe(a[0]))") }
            return try IOOpen.open(a[0], mode: "rb")
        }
        m.function("text_encoding", "(encoding, stacklevel=2, /)") { a throws(Raise) in
            if !a[0].isNone { return a[0] }
            return StrRef.make("locale")
        }
    }
}

enum IOTypes {
    nonisolated(unsafe) private static var isDefined = false
    static func define() throws(Raise) {
        if isDefined { return }
        isDefined = true
        Interrupts.atExit.append { IOShutdown.flushAll() }
        IOBaseType.define(); FileIOType.define(); BytesIOType.define(); NewlineDecoderType.define(); StringIOType.define(); BufferedTypes.define(); TextWrapperType.define()
        Finalizers.declareFiles(text: IO.text, writer: IO.writer, random: IO.random)
        let d = DictRef.allocate()
        d.set(name: StrRef.intern("__module__"), StrRef.intern("io"))
        IO.unsupportedOperation = try Call.call(Types.type.value, StrRef.make("UnsupportedOperation"), TupleRef.make(Exceptions.osError.value, Exceptions.valueError.value), d.value)
        Heap.addRoot(&IO.unsupportedOperation)
    }
}

/// `open`.
enum IOOpen {
    static func open(_ path: Value, mode: String) throws(Raise) -> Value { try open(path, mode, -1, .none, .none, .none, true, .none) }
    static func open(_ a: Args) throws(Raise) -> Value {
        guard a[1].isStr else { throw Errors.typeError("open() argument 'mode' must be str, not \(TextArguments.describe(a[1]))") }
        for (i, name) in [(3, "encoding"), (4, "errors"), (5, "newline")] where !a[i].isNone && !a[i].isStr {
            throw Errors.typeError("open() argument '\(name)' must be str or None, not \(a[i].type)")
        }
        return try open(a[0], StrRef(a[1]).string, try TextArguments.cInt(a[2]), a[3], a[4], a[5], try Operations.isTrue(a[6]), a[7])
    }
    static func open(_ file: Value, _ mode: String, _ bufferingGiven: Int, _ encoding: Value, _ errors: Value, _ newline: Value, _ closefd: Bool, _ opener: Value) throws(Raise) -> Value {
        var path = file
        if !file.isIntLike { path = try PathArgument.fspath(file) }
        guard path.isStr || path.isBytes || path.isIntLike else { throw Errors.typeError("invalid file: \(Operations.reprText(file))") }
        var creating = false, reading = false, writing = false, appending = false, updating = false, text = false, binary = false
        for c in mode.utf8 {
            var bad = false
            func take(_ flag: inout Bool) { bad = flag; flag = true }
            switch c {
            case UInt8(ascii: "x"): take(&creating)
            case UInt8(ascii: "r"): take(&reading)
            case UInt8(ascii: "w"): take(&writing)
            case UInt8(ascii: "a"): take(&appending)
            case UInt8(ascii: "+"): take(&updating)
            case UInt8(ascii: "t"): take(&text)
            case UInt8(ascii: "b"): take(&binary)
            default: bad = true
            }
            if bad { throw Errors.valueError("invalid mode: '\(mode)'") }
        }
        if text && binary { throw Errors.valueError("can't have text and binary mode at once") }
        if (creating ? 1 : 0) + (reading ? 1 : 0) + (writing ? 1 : 0) + (appending ? 1 : 0) != 1 { throw Errors.valueError("must have exactly one of create/read/write/append mode") }
        if binary && !encoding.isNone { throw Errors.valueError("binary mode doesn't take an encoding argument") }
        if binary && !errors.isNone { throw Errors.valueError("binary mode doesn't take an errors argument") }
        if binary && !newline.isNone { throw Errors.valueError("binary mode doesn't take a newline argument") }
        let rawMode = (creating ? "x" : "") + (reading ? "r" : "") + (writing ? "w" : "") + (appending ? "a" : "") + (updating ? "+" : "")
        var result = try newFile(path, rawMode, closefd, opener)
        do throws(Raise) {
            let raw = FileIORef(result)
            var buffering = bufferingGiven, line = false
            if buffering < 0 {
                buffering = max(min(raw.blockSize, 8 << 20), IO.defaultBufferSize)
                if raw.ref.type == IO.file && Glibc.isatty(raw.fd) != 0 { line = true }
            }
            if bufferingGiven == 1 && !binary { line = true; buffering = max(min(raw.blockSize, 8 << 20), IO.defaultBufferSize) }
            if buffering == 0 {
                if !binary { throw Errors.valueError("can't have unbuffered text I/O") }
                return result
            }
            if buffering == 1 {
                try Warnings.warn(Exceptions.runtimeWarning, "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used")
                buffering = IO.defaultBufferSize
            }
            let type = updating ? IO.random : creating || writing || appending ? IO.writer : IO.reader
            result = try Call.call(type.value, result, Value(int: buffering))
            if binary { return result }
            let args = TupleRef.allocate(5)
            args[0] = result; args[1] = encoding; args[2] = errors; args[3] = newline; args[4] = Value(bool: line)
            let wrapper = try Call.call(IO.text.value, tuple: args.value)
            result = wrapper
            try Operations.setAttribute(wrapper, IONames.mode, StrRef.make(mode))
            return wrapper
        } catch {
            guard error.isException else { throw error }
            let e = Errors.take()
            do throws(Raise) { _ = try IO.call(result, IONames.close) } catch { Errors.take() }
            throw Errors.raise(e)
        }
    }
    private static func newFile(_ path: Value, _ mode: String, _ closefd: Bool, _ opener: Value) throws(Raise) -> Value {
        let args = TupleRef.allocate(4)
        args[0] = path; args[1] = StrRef.make(mode); args[2] = Value(bool: closefd); args[3] = opener
        return try Call.call(IO.file.value, tuple: args.value)
    }
}

import Glibc
import Primitives
import Syntax

/// From a started runtime to one that can import: `sys`, `builtins`, `importlib`, the standard streams, `site`.
public enum Startup {
    /// False after printing what is missing.
    public static func begin(_ c: Configuration) throws(Raise) {
        Configuration.current = c
        SysState.start()
        SysState.sysModule = try NativeModule.create("sys").unsafelyUnwrapped
        SysState.sys = ModuleRef(SysState.sysModule).dict.value
        ImportSystem.modules = DictRef(SysState.sys).find(StrRef.intern("modules")).unsafelyUnwrapped
        let modules = DictRef(ImportSystem.modules)
        modules.set(name: StrRef.intern("sys"), SysState.sysModule)
        SysState.builtinsModule = try NativeModule.create("builtins").unsafelyUnwrapped
        SysState.builtins = ModuleRef(SysState.builtinsModule).dict.value
        modules.set(name: StrRef.intern("builtins"), SysState.builtinsModule)
        KnownBuiltins.note(DictRef(SysState.builtins))
        SysState.originalImport = DictRef(SysState.builtins).find(Names.__import__) ?? .unbound
        Errors.unraisableHook = { what, object, e in unraisable(what, object, e) }
        if c.isBare { BareStream.install(); return }
        try importlib(c)
        SysState.isReady = true
        try streams(c)
        Finalizers.ofStartup = Collector.finalizable.count
        // Archives on the path come first (init_zipimport).
        let hooks = try SysState.attribute("path_hooks")
        if hooks.isList { ListRef(hooks).insert(try Operations.getAttribute(try ImportSystem.importModule("zipimport"), StrRef.intern("zipimporter")), at: 0) }
        if c.faultHandler, NativeModule.named("faulthandler") != nil { _ = try Call.call(try Operations.getAttribute(try ImportSystem.importModule("faulthandler"), StrRef.intern("enable"))) }
        // The options of -W are read by the module itself.
        if !c.warnings.isEmpty { _ = try ImportSystem.importModule("warnings") }
        if c.noSite == 0 { _ = try ImportSystem.importModule("site") }
        TreeCache.forgetPages()
    }
    /// Reports through `sys.unraisablehook`.
    private static func unraisable(_ what: String, _ object: Value, _ e: Value) {
        do throws(Raise) {
            let hook = try SysState.attribute("unraisablehook")
            let type = e.isPointer ? e.type.value : Value.none
            let u = Namespaces.make([("exc_type", type), ("exc_value", e), ("exc_traceback", e.isExceptionInstance ? ExceptionRef(e).traceback.orNone : .none), ("err_msg", StrRef.make(what)), ("object", object)])
            if hook.isPointer { _ = try Call.call(hook, u) }
        } catch { ErrorDisplay.fallback(Errors.take()) }
    }
    private static func importlib(_ c: Configuration) throws(Raise) {
        // The module that all imports go through is made by hand.
        let name = StrRef.intern("_frozen_importlib"), bootstrap = ModuleRef.make(name), d = ModuleRef(bootstrap).dict
        d.set(name: Names.__builtins__, SysState.builtinsModule)
        d.set(name: StrRef.intern("__origname__"), StrRef.make("importlib._bootstrap"))
        guard let code = try FrozenModules.find(name)?.code() else { throw Errors.make(Exceptions.importError, "the standard library is missing: no \(c.library)/importlib/_bootstrap.py") }
        DictRef(ImportSystem.modules).set(name: name, bootstrap)
        _ = try Execution.run(code, globals: d.value, locals: d.value)
        CodeObject(code.ref).code.ranOnce()
        guard let imp = try NativeModule.create("_imp") else { return }
        DictRef(ImportSystem.modules).set(name: StrRef.intern("_imp"), imp)
        for name in ["_weakref", "_warnings", "_thread", "_signal"] where NativeModule.named(name) != nil {
            if DictRef(ImportSystem.modules).find(StrRef.intern(name)) == nil, let m = try NativeModule.create(name) { DictRef(ImportSystem.modules).set(name: StrRef.intern(name), m) }
        }
        _ = try Call.call(try Operations.getAttribute(bootstrap, StrRef.intern("_install")), SysState.sysModule, imp)
        ImportSystem.bootstrap = bootstrap
        // `-v` tells of the first imports, too.
        if c.verbose > 0 { BareStream.install(["stderr"], descriptor: 2) }
        _ = try Call.call(try Operations.getAttribute(bootstrap, StrRef.intern("_install_external_importers")))
        let external = try Operations.getAttribute(bootstrap, StrRef.intern("_bootstrap_external"))
        // Source goes through our own cache of trees, keyed by content; files of bytecode are neither read nor written.
        let loader = try Operations.getAttribute(external, StrRef.intern("SourceLoader"))
        let get = Descriptor.function(Builtin("get_code", "($self, fullname, /)") { a throws(Raise) in try loadCode(a[0], a[1]) }, self_: .unbound, module: .none)
        try Operations.setAttribute(loader, StrRef.intern("get_code"), FunctionLike.method(get))
    }
    /// `SourceLoader.get_code`
    private static func loadCode(_ loader: Value, _ name: Value) throws(Raise) -> Value {
        let path = try Call.call(try Operations.getAttribute(loader, StrRef.intern("get_filename")), name)
        var o = Compiler.Options()
        o.optimize = Configuration.current.optimize
        if path.isStr, loader.type.name.isStr, StrRef(loader.type.name).equals("SourceFileLoader"),
           let code = try Compiler.compile(file: SystemText.bytes(path), fileName: StrRef.intern(path), o) { return code }
        let data = try Call.call(try Operations.getAttribute(loader, StrRef.intern("get_data")), path)
        return try Call.call(try Operations.getAttribute(loader, StrRef.intern("source_to_code")), data, path)
    }
    private static func streams(_ c: Configuration) throws(Raise) {
        _ = try ImportSystem.importModule("encodings")
        let io = try ImportSystem.importModule("io")
        DictRef(SysState.builtins).set(name: StrRef.intern("open"), try Operations.getAttribute(io, StrRef.intern("open")))
        var encoding = c.streamEncoding
        // The codec's own name for it, as CPython's configuration has it.
        if encoding != "utf-8", let found = try? Call.call(try Operations.getAttribute(try ImportSystem.importModule("_codecs"), StrRef.intern("lookup")), StrRef.make(encoding)),
           let n = try? Operations.getAttribute(found, StrRef.intern("name")), n.isStr { encoding = StrRef(n).string }
        for (fd, name) in [(0, "stdin"), (1, "stdout"), (2, "stderr")] {
            var v = Value.none
            do throws(Raise) { v = try stream(io, fd, encoding, fd == 2 ? "backslashreplace" : c.streamErrors, c) } catch {
                // A closed descriptor leaves None, as in CPython.
                guard error.isException, Errors.matches(Exceptions.osError) else { throw error }
                Errors.take()
            }
            SysState.set(name, v); SysState.set("__\(name)__", v)
        }
    }
    private static func stream(_ io: Value, _ fd: Int, _ encoding: String, _ errors: String, _ c: Configuration) throws(Raise) -> Value {
        func attribute(_ o: Value, _ n: String) throws(Raise) -> Value { try Operations.getAttribute(o, StrRef.intern(n)) }
        let d = DictRef.allocate()
        let unbuffered = c.unbuffered && fd != 0
        d.set(name: StrRef.intern("buffering"), Value(int: unbuffered ? 0 : -1)); d.set(name: StrRef.intern("closefd"), .false)
        let buffer = try Call.call(try attribute(io, "open"), tuple: TupleRef.make(Value(int: fd), StrRef.make(fd == 0 ? "rb" : "wb")), dict: d.value)
        let raw = unbuffered ? buffer : try attribute(buffer, "raw")
        try Operations.setAttribute(raw, StrRef.intern("name"), StrRef.make(["<stdin>", "<stdout>", "<stderr>"][fd]))
        let isTTY = try Operations.isTrue(try Call.call(try attribute(raw, "isatty")))
        let k = DictRef.allocate()
        k.set(name: StrRef.intern("encoding"), StrRef.make(encoding)); k.set(name: StrRef.intern("errors"), StrRef.make(errors))
        k.set(name: StrRef.intern("newline"), fd == 0 ? .none : StrRef.make("\n"))
        k.set(name: StrRef.intern("line_buffering"), Value(bool: isTTY || fd == 2)); k.set(name: StrRef.intern("write_through"), Value(bool: unbuffered))
        let text = try Call.call(try attribute(io, "TextIOWrapper"), tuple: TupleRef.make(buffer), dict: k.value)
        try Operations.setAttribute(text, StrRef.intern("mode"), StrRef.make(fd == 0 ? "r" : "w"))
        return text
    }
}
/// A builtin that binds like a function when found on a class.
enum FunctionLike {
    nonisolated(unsafe) static var type = TypeRef()
    static func method(_ f: Value) -> Value {
        if type.raw == 0 {
            type = TypeFactory.make("builtin_method", size: 24, layout: .fields(2, 3))
            type.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in a[1].isNone ? a[0].ref.value(2) : MethodObject.make(a[0].ref.value(2), a[1]) }
            type.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in try Call.call(a[0].ref.value(2), tuple: a[1], dict: a[2]) }
        }
        let r = Heap.allocate(24, type)
        r.initialize(2, f)
        return Value(r)
    }
}
/// A file's bytes.
public final class SourceFile {
    let start: UnsafeMutablePointer<UInt8>, count: Int
    private init(_ s: UnsafeMutablePointer<UInt8>, _ n: Int) { start = s; count = n }
    deinit { start.deallocate() }
    public func withUnsafe<R>(_ body: (UnsafeBufferPointer<UInt8>) throws(Raise) -> R) throws(Raise) -> R { try body(UnsafeBufferPointer(start: start, count: count)) }
    /// Nil when the file cannot be read; `errno` tells why.
    public static func read(_ path: String) -> SourceFile? { read(Array(path.utf8)) }
    public static func read(_ path: [UInt8]) -> SourceFile? {
        let fd = path.withCString { open($0, O_RDONLY | O_CLOEXEC) }
        if fd < 0 { return nil }
        defer { close(fd) }
        return read(fd)
    }
    public static func read(_ fd: Int32) -> SourceFile? {
        var s = stat()
        guard fstat(fd, &s) == 0 else { return nil }
        if s.st_mode & S_IFMT == S_IFDIR { errno = EISDIR; return nil }
        var capacity = max(4096, Int(s.st_size) + 1), n = 0
        var p = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        while true {
            if n == capacity { let q = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2); q.update(from: p, count: n); p.deallocate(); p = q; capacity *= 2 }
            let k = Glibc.read(fd, p + n, capacity - n)
            if k < 0 { if errno == EINTR { continue }; p.deallocate(); return nil }
            if k == 0 { break }
            n += k
        }
        return SourceFile(p, n)
    }
}

/// `-X bare`: no library at all, for looking at the interpreter itself; `sys.stdout` writes straight to descriptor 1.
enum BareStream {
    static func install(_ names: [String] = ["stdout", "stderr"], descriptor: Int32 = 1) {
        let t = TypeFactory.make("bare_stream", size: 16, layout: .opaque)
        t.method("write", "($self, text, /)") { a throws(Raise) in
            var s = StrRef(a[1]).string
            s.withUTF8 { b in _ = Glibc.write(descriptor, b.baseAddress, b.count) }
            return Value(int: StrRef(a[1]).count)
        }
        t.method("flush", "($self, /)") { a throws(Raise) in .none }
        for n in names { SysState.set(n, Value(Heap.allocate(16, t))) }
    }
}

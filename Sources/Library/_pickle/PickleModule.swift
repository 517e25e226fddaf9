import Glibc
import Runtime

/// Interned names that pickling asks for all the time; permanent.
enum PickleNames {
    nonisolated(unsafe) static var persistentID = Value.unbound, persistentLoad = Value.unbound, reducerOverride = Value.unbound, dispatchTable = Value.unbound, reduceEx = Value.unbound
    nonisolated(unsafe) static var reduce = Value.unbound, split = Value.unbound, dot = Value.unbound, module = Value.unbound, qualname = Value.unbound, name = Value.unbound, items = Value.unbound
    nonisolated(unsafe) static var extensionRegistry = Value.unbound, invertedRegistry = Value.unbound, extensionCache = Value.unbound, latin1 = Value.unbound, new = Value.unbound
    nonisolated(unsafe) static var `class` = Value.unbound, peek = Value.unbound, read = Value.unbound, readline = Value.unbound, readinto = Value.unbound, surrogatepass = Value.unbound
    nonisolated(unsafe) static var extend = Value.unbound, append = Value.unbound, update = Value.unbound, add = Value.unbound, findClass = Value.unbound, getinitargs = Value.unbound
    nonisolated(unsafe) static var setstate = Value.unbound, dict = Value.unbound, readonly = Value.unbound, toreadonly = Value.unbound, write = Value.unbound, memo = Value.unbound
    static func start() {
        persistentID = StrRef.intern("persistent_id"); persistentLoad = StrRef.intern("persistent_load"); reducerOverride = StrRef.intern("reducer_override")
        dispatchTable = StrRef.intern("dispatch_table"); reduceEx = StrRef.intern("__reduce_ex__"); reduce = StrRef.intern("__reduce__"); split = StrRef.intern("split"); dot = StrRef.intern(".")
        module = StrRef.intern("__module__"); qualname = StrRef.intern("__qualname__"); name = StrRef.intern("__name__"); items = StrRef.intern("items")
        extensionRegistry = StrRef.intern("_extension_registry"); invertedRegistry = StrRef.intern("_inverted_registry"); extensionCache = StrRef.intern("_extension_cache")
        latin1 = StrRef.intern("latin1"); new = StrRef.intern("__new__"); `class` = StrRef.intern("__class__"); peek = StrRef.intern("peek"); read = StrRef.intern("read")
        readline = StrRef.intern("readline"); readinto = StrRef.intern("readinto"); surrogatepass = StrRef.intern("surrogatepass"); extend = StrRef.intern("extend"); append = StrRef.intern("append")
        update = StrRef.intern("update"); add = StrRef.intern("add"); findClass = StrRef.intern("find_class"); getinitargs = StrRef.intern("__getinitargs__"); setstate = StrRef.intern("__setstate__")
        dict = StrRef.intern("__dict__"); readonly = StrRef.intern("readonly"); toreadonly = StrRef.intern("toreadonly"); write = StrRef.intern("write"); memo = StrRef.intern("memo")
    }
}

enum PickleModule {
    nonisolated(unsafe) static var error = TypeRef(), pickling = TypeRef(), unpickling = TypeRef()
    nonisolated(unsafe) private static var copyregModule = Value.unbound, compatModule = Value.unbound, encoder = Value.unbound
    static func picklingError(_ m: String) -> Raise { Errors.make(pickling, m) }
    static func unpicklingError(_ m: String) -> Raise { Errors.make(unpickling, m) }
    static func noPersistentLoad() -> Raise { unpicklingError("A load persistent id instruction was encountered, but no persistent_load function was specified.") }
    /// Raises E, whose context is set already.
    static func rethrow(_ e: Value) -> Raise {
        let c = ExceptionRef(e).context, r = Errors.raise(e)
        ExceptionRef(e).context = c
        return r
    }
    /// The type's name with its module, as `%T` in messages.
    static func name(_ v: Value) -> String {
        let t = v.type
        let m = (try? Operations.getAttribute(t.value, PickleNames.module)) ?? .none
        let q = t.qualifiedName
        let bare = q.isStr ? StrRef(q).string : t.bareName
        if !m.isStr || StrRef(m).equals("builtins") || StrRef(m).equals("__main__") { return bare }
        return StrRef(m).string + "." + bare
    }
    static func isCallable(_ v: Value) -> Bool { v.isPointer && (v.isType || v.type.hasSlot(.call)) }
    /// Whether V is the method NAME that Pickler and Unpickler themselves have.
    static func isDefault(_ v: Value, _ name: String) -> Bool {
        guard v.isPointer, v.ref.type == Types.builtinFunction else { return false }
        let d = name == "persistent_id" ? Pickler.type.dict.find(PickleNames.persistentID) : Unpickler.type.dict.find(PickleNames.persistentLoad)
        guard let d else { return false }
        return v.ref.word(2) == d.ref.word(2)
    }
    static func copyreg(_ name: Value) throws(Raise) -> Value {
        if copyregModule.isUnbound { copyregModule = try Builtins.importModule("copyreg") }
        return try Operations.getAttribute(copyregModule, name)
    }
    static func compat(_ name: String) throws(Raise) -> Value {
        if compatModule.isUnbound { compatModule = try Builtins.importModule("_compat_pickle") }
        let v = try Operations.getAttribute(compatModule, StrRef.intern(name))
        guard v.isDict else { throw Errors.runtimeError("_compat_pickle.\(name) should be a dict, not \(v.type)") }
        return v
    }
    static func codecsEncode() throws(Raise) -> Value {
        if encoder.isUnbound { encoder = try Operations.getAttribute(try Builtins.importModule("codecs"), StrRef.intern("encode")) }
        return encoder
    }
    static var isAudited: Bool { Audit.isActive }

    // MARK: functions

    private static func writer(_ file: Value) throws(Raise) -> Value {
        let w = try Operations.findAttribute(file, PickleNames.write)
        if w.isUnbound { throw Errors.typeError("file must have a 'write' attribute") }
        return w
    }
    private static func text(_ v: Value, _ f: String, _ name: String) throws(Raise) {
        if !v.isStr { throw Errors.typeError("\(f)() argument '\(name)' must be str, not \(TextArguments.describe(v))") }
    }
    static func define(_ m: ModuleBuilder) throws(Raise) {
        PickleNames.start()
        Heap.addRoot(&copyregModule); Heap.addRoot(&compatModule); Heap.addRoot(&encoder); Heap.addRoot(&Unpickler.spare); Heap.addRoot(&Pickler.spareKept)
        error = TypeFactory.make("PickleError", module: "_pickle", base: Types.exception, subclassable: true)
        pickling = TypeFactory.make("PicklingError", module: "_pickle", base: error, subclassable: true)
        unpickling = TypeFactory.make("UnpicklingError", module: "_pickle", base: error, subclassable: true)
        for t in [error, pickling, unpickling] { m.type(t) }
        PickleBuffer.define(m)
        PicklerTypes.pickler(m)
        PicklerTypes.unpickler(m)
        _ = try copyreg(PickleNames.dispatchTable)

        m.function("dump", "(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)") { a throws(Raise) in
            let r = Heap.allocate(Pickler.type.instanceSize, Pickler.type)
            let fix = try Operations.isTrue(a[3])
            let p = try Pickler.prepare(r, write: .unbound, protocol: a[2], fixImports: fix, callback: a[4])
            r.set(2, try writer(a[1]))
            p.out.hasWrite = true
            try p.dump(a[0])
            try p.flush()
            return .none
        }
        m.function("dumps", "(obj, protocol=None, *, fix_imports=True, buffer_callback=None)") { a throws(Raise) in
            let r = Heap.allocate(Pickler.type.instanceSize, Pickler.type)
            let fix = try Operations.isTrue(a[2])
            let p = try Pickler.prepare(r, write: .unbound, protocol: a[1], fixImports: fix, callback: a[3], temporary: true)
            defer { Pickler.recycle(r) }
            try p.dump(a[0])
            return p.result()
        }
        m.function("load", "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())") { a throws(Raise) in
            try text(a[2], "load", "encoding"); try text(a[3], "load", "errors")
            let r = Heap.allocate(Unpickler.type.instanceSize, Unpickler.type)
            let u = try Unpickler.prepare(r, fixImports: try Operations.isTrue(a[1]), encoding: a[2], errors: a[3], buffers: a[4])
            try u.setFile(a[0])
            return try u.load()
        }
        m.function("loads", "(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())") { a throws(Raise) in
            try text(a[2], "loads", "encoding"); try text(a[3], "loads", "errors")
            let r = Unpickler.takeSpare(), b = try Buffers.get(a[0])
            defer { b.release() }
            let u = try Unpickler.prepare(r, fixImports: try Operations.isTrue(a[1]), encoding: a[2], errors: a[3], buffers: a[4])
            r.set(6, a[0])
            u.input.data = UnsafePointer(b.base.assumingMemoryBound(to: UInt8.self)); u.input.count = b.count; u.input.limit = b.count; u.input.prefetched = b.count
            let v = try u.load()
            u.keep()
            return v
        }
    }
}
extension NativeModule {
    static let pickle = NativeModule("_pickle", doc: "Optimized C implementation for the Python pickle module.") { m throws(Raise) in try PickleModule.define(m) }
}

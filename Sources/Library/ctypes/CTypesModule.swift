import CSupport
import Glibc
import Runtime

/// `_ctypes`, over libffi. (Modules/_ctypes)
extension NativeModule {
    public static let ctypes = NativeModule("_ctypes") { m throws(Raise) in
        if let why = dx_ffi_load() { throw Errors.make(Exceptions.importError, String(cString: why)) }
        CMetatypes.define(); CField.define(); CInstances.define(); CFunctions.define(); CParameters.define()
        CTypes.argumentError = TypeFactory.make("ArgumentError", module: "ctypes", base: Types.exception, subclassable: true)
        for t in [CTypes.simple, CTypes.structure, CTypes.union, CTypes.pointer, CTypes.array, CTypes.function, CTypes.field, CTypes.argumentError] { m.type(t) }
        Posix.words("FUNCFLAG_CDECL=1 FUNCFLAG_PYTHONAPI=4 FUNCFLAG_USE_ERRNO=8 FUNCFLAG_USE_LASTERROR=16 RTLD_LOCAL=0 RTLD_GLOBAL=256 CTYPES_MAX_ARGCOUNT=1024 SIZEOF_TIME_T=8") { n, v in m.int(n, v) }
        m.constant("__version__", StrRef.make("1.1.0"))
        CTypesFunctions.addresses(m); CTypesFunctions.data(m); CTypesFunctions.libraries(m)
    }
}
/// The C functions behind `memmove`, `memset`, `string_at`, `wstring_at` and `cast`. They are called through `CFuncPtr`, with Python objects as arguments where `ctypes` says so.
private func stringAt(_ p: UnsafeRawPointer?, _ n: Int32) -> UInt64 {
    guard let p else { return BytesRef.empty.bits }
    if n == -1 { return CTypes.byteText(p).bits }
    return BytesRef.make(p.assumingMemoryBound(to: UInt8.self), Int(max(0, n))).bits
}
private func wideStringAt(_ p: UnsafeRawPointer?, _ n: Int32) -> UInt64 {
    guard let p else { return StrRef.empty.bits }
    return n == -1 ? CTypes.wideText(p).bits : StrRef.make(p, count: Int(max(0, n)), kind: 4).bits
}
/// The errors of these functions wait in `CTypesFunctions.pending`: they come out of C, through which nothing is thrown.
private func castTo(_ p: UnsafeMutableRawPointer?, _ source: UInt64, _ type: UInt64) -> UInt64 {
    do throws(Raise) { return try CTypesFunctions.cast(p, Value(bits: source), Value(bits: type)).bits } catch { CTypesFunctions.pending = error; return Value.none.bits }
}
private func viewAt(_ p: UnsafeMutableRawPointer?, _ n: Int, _ readonly: Int32) -> UInt64 {
    do throws(Raise) {
        let d = try CData.at(TypeRef(try CArrays.type(TypeRef(try Operations.getAttribute(try ImportSystem.importModule("ctypes"), StrRef.intern("c_ubyte")).ref), n).ref), p, base: .unbound)
        let v = try Operations.getAttribute(try MemoryView.make(d.value, checked: true), StrRef.intern("cast"))
        let bytes = try Call.call(v, StrRef.make("B"))
        return readonly != 0 ? try Call.call(try Operations.getAttribute(bytes, StrRef.intern("toreadonly"))).bits : bytes.bits
    } catch { CTypesFunctions.pending = error; return Value.none.bits }
}
enum CTypesFunctions {
    nonisolated(unsafe) static var pending: Raise? = nil

    static func addresses(_ m: ModuleBuilder) {
        func address(_ n: String, _ p: UnsafeMutableRawPointer?) { m.constant(n, Value.uint(UInt(bitPattern: p))) }
        let c = dlopen(nil, RTLD_NOW)
        address("_memmove_addr", dlsym(c, "memmove")); address("_memset_addr", dlsym(c, "memset"))
        let s: @convention(c) (UnsafeRawPointer?, Int32) -> UInt64 = { stringAt($0, $1) }
        let w: @convention(c) (UnsafeRawPointer?, Int32) -> UInt64 = { wideStringAt($0, $1) }
        let t: @convention(c) (UnsafeMutableRawPointer?, UInt64, UInt64) -> UInt64 = { castTo($0, $1, $2) }
        let v: @convention(c) (UnsafeMutableRawPointer?, Int, Int32) -> UInt64 = { viewAt($0, $1, $2) }
        address("_string_at_addr", unsafeBitCast(s, to: UnsafeMutableRawPointer.self)); address("_wstring_at_addr", unsafeBitCast(w, to: UnsafeMutableRawPointer.self))
        address("_cast_addr", unsafeBitCast(t, to: UnsafeMutableRawPointer.self)); address("_memoryview_at_addr", unsafeBitCast(v, to: UnsafeMutableRawPointer.self))
    }
    /// `cast(obj, typ)`, its first argument turned into an address already.
    static func cast(_ p: UnsafeMutableRawPointer?, _ source: Value, _ type: Value) throws(Raise) -> Value {
        guard let i = CTypes.info(type), i.pointee.kind == .pointer || i.pointee.kind == .function || i.pointee.kind == .simple && "sPzUZXO".utf8.contains(i.pointee.code) else {
            throw type.isType ? Errors.typeError("cast() argument 2 must be a pointer, not \(TypeRef(type.ref).bareName)") : Errors.typeError("cast() argument 2 must be a pointer type")
        }
        let d = try CData.make(TypeRef(type.ref))
        d.target = p
        if CTypes.isData(source) {
            let s = CData(source)
            let kept = s.kept
            // Both share what is kept alive.
            let all = kept.isDict ? DictRef(kept) : DictRef.allocate()
            if !kept.isDict { s.objects = kept.isNone ? all.value : kept; if !kept.isNone { try all.set(StrRef.make("0"), kept) } }
            try all.set(Value.int(Int(bitPattern: UInt(source.bits &>> 4))), source)
            d.objects = all.value
        } else if source.isBytes || source.isStr || source.isPointer { d.objects = source }
        return d.value
    }
    static func data(_ m: ModuleBuilder) {
        func dataArgument(_ v: Value, _ what: String) throws(Raise) -> CData {
            guard CTypes.isData(v) else { throw Errors.typeError("\(what) must be _ctypes._CData, not \(v.type)") }
            return CData(v)
        }
        m.function("sizeof", "(obj, /)") { a throws(Raise) in
            if let i = CTypes.info(a[0]) { return Value.int(i.pointee.size) }
            if CTypes.isData(a[0]) { return Value.int(CData(a[0]).size) }
            throw Errors.typeError("this type has no size")
        }
        m.function("alignment", "(obj, /)") { a throws(Raise) in
            if let i = CTypes.info(a[0]) { return Value.int(i.pointee.alignment) }
            if CTypes.isData(a[0]) { return Value.int(CData(a[0]).info.pointee.alignment) }
            throw Errors.typeError("no alignment info")
        }
        m.function("byref", "(obj, offset=0, /)") { a throws(Raise) in
            let d = try dataArgument(a[0], "byref() argument 1")
            return CParameters.byReference(d, offset: try TextArguments.size(a[1]))
        }
        m.function("addressof", "(obj, /)") { a throws(Raise) in CTypes.address(try dataArgument(a[0], "addressof() argument").memory) }
        m.function("resize", "(obj, size, /)") { a throws(Raise) in
            guard CTypes.isData(a[0]) else { throw Errors.typeError("excepted ctypes instance") }
            let d = CData(a[0]), n = try TextArguments.size(a[1])
            if n < d.info.pointee.size { throw Errors.valueError("minimum size is \(d.info.pointee.size)") }
            if d.base.isPointer { throw Errors.valueError("Memory cannot be resized because this object doesn't own it") }
            guard let p = calloc(1, max(n, 1)) else { throw Errors.memoryError() }
            memcpy(p, d.memory, min(n, d.size))
            let old = d.ref.word(15) != 0 ? d.memory : nil
            d.ref.setWord(11, UInt64(UInt(bitPattern: p))); d.ref.setWord(12, UInt64(n)); d.ref.setWord(15, 1)
            if let old { free(old) } else { Heap.registerNative(d.ref) }
            return .none
        }
        m.function("get_errno", "()") { _ in Value(int: Int(dx_ffi_errno())) }
        m.function("set_errno", "(value, /)") { a throws(Raise) in
            let old = dx_ffi_errno()
            dx_ffi_set_errno(Int32(try TextArguments.cInt(a[0])))
            return Value(int: Int(old))
        }
        m.function("buffer_info", "(o, /)") { a throws(Raise) in
            guard let i = CTypes.info(a[0]) ?? (CTypes.isData(a[0]) ? CData(a[0]).info : nil) else { throw Errors.typeError("not a ctypes type or object") }
            let shape = i.pointee.shape.isPointer ? i.pointee.shape : TupleRef.empty
            return TupleRef.make(i.pointee.format.isUnbound ? .none : i.pointee.format, Value(int: TupleRef(shape).count), shape)
        }
        m.function("_unpickle", "(type, state, /)") { a throws(Raise) in
            let o = try Call.call(try Operations.getAttribute(a[0], Slot.new.name), a[0])
            _ = try Call.call(try Operations.getAttribute(o, StrRef.intern("__setstate__")), tuple: a[1])
            return o
        }
        m.function("PyObj_FromPtr", "(address, /)") { a throws(Raise) in Value(bits: try CTypes.masked(a[0])) }
        m.function("Py_INCREF", "(object, /)") { a throws(Raise) in a[0] }
        m.function("Py_DECREF", "(object, /)") { a throws(Raise) in a[0] }
    }
    static func libraries(_ m: ModuleBuilder) {
        m.function("dlopen", "(name, flag=2, /)") { a throws(Raise) in
            var name: UnsafeMutablePointer<CChar>? = nil
            if !a[0].isNone { name = strdup(try PathArgument(a[0], function: "dlopen", argument: "name").cString) }
            defer { free(name) }
            guard let h = dlopen(name, Int32(try TextArguments.cInt(a[1])) | RTLD_NOW) else { throw Errors.make(Exceptions.osError, dlerror().map { String(cString: $0) } ?? "dlopen() error") }
            return CTypes.address(h)
        }
        m.function("dlclose", "(handle, /)") { a throws(Raise) in
            if let h = UnsafeMutableRawPointer(bitPattern: UInt(try CTypes.masked(a[0]))), dlclose(h) != 0 { throw Errors.make(Exceptions.osError, dlerror().map { String(cString: $0) } ?? "dlclose() error") }
            return .none
        }
        m.function("dlsym", "(handle, name, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("dlsym() argument 2 must be str, not \(a[1].type)") }
            _ = dlerror()
            guard let p = CSymbols.find(UnsafeMutableRawPointer(bitPattern: UInt(try CTypes.masked(a[0]))), StrRef(a[1]).string) else { throw Errors.make(Exceptions.osError, dlerror().map { String(cString: $0) } ?? "symbol not found") }
            return CTypes.address(p)
        }
        for (n, flags) in [("call_function", 0), ("call_cdeclfunction", 1)] as [(StaticString, Int)] {
            m.function(n, "(address, arguments, /)") { a throws(Raise) in
                guard let p = UnsafeMutableRawPointer(bitPattern: UInt(try CTypes.masked(a[0]))), a[1].isTuple else { throw Errors.typeError("\(n)() argument 2 must be tuple, not \(a[1].type)") }
                let keep = ListRef.allocate()
                let i = try Operations.getAttribute(try ImportSystem.importModule("ctypes"), StrRef.intern("c_int"))
                return try CFunctions.invoke(p, TupleRef(a[1]), .unbound, i, keep, flags: flags)
            }
        }
        m.function("dllist", "()") { a throws(Raise) in
            let l = ListRef.allocate()
            guard let f = fopen("/proc/self/maps", "r") else { return l.value }
            defer { fclose(f) }
            var line = [CChar](repeating: 0, count: 8192), seen = Set<String>()
            l.append(StrRef.empty)
            while fgets(&line, Int32(line.count), f) != nil {
                let s = String(cString: line)
                guard let at = s.firstIndex(of: "/") else { continue }
                let path = String(s[at...].dropLast())
                if path.contains(".so") && seen.insert(path).inserted { l.append(StrRef.make(path)) }
            }
            return l.value
        }
    }
}

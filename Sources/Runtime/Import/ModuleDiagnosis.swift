import Glibc

/// Why a module lacks a name: it is being imported in a circle, or a file beside the program stands in the way of the module that was meant.
/// (_Py_module_getattro_impl, import_from of CPython 3.14)
enum ModuleDiagnosis {
    /// The folder that start-up put first on `sys.path`; empty: the working directory; nil: none.
    nonisolated(unsafe) static var firstFolder: [UInt8]? = nil
    nonisolated(unsafe) private static let hasLocation = StrRef.intern("has_location"), originName = StrRef.intern("origin"),
        uninitialized = StrRef.intern("_uninitialized_submodules")

    /// Where SPEC says that its module is; None if it does not.
    static func origin(_ spec: Value) throws(Raise) -> Value {
        let has = try Operations.findAttribute(spec, hasLocation)
        if has.isUnbound { return .none }
        if !(try Operations.isTrue(has)) { return .none }
        let o = try Operations.findAttribute(spec, originName)
        return o.isStr ? o : .none
    }
    static func isInitializing(_ spec: Value) throws(Raise) -> Bool {
        let i = try Operations.findAttribute(spec, ImportNames.initializing)
        return i.isUnbound ? false : try Operations.isTrue(i)
    }
    /// Whether a module at ORIGIN was found in the program's own folder. (_PyModule_IsPossiblyShadowing)
    static func isShadowing(_ origin: Value) -> Bool {
        guard origin.isStr, let first = firstFolder else { return false }
        var path = Array(StrRef(origin).string.utf8)
        guard let slash = path.lastIndex(of: 47) else { return false }
        if path[(slash + 1)...].elementsEqual("__init__.py".utf8) {
            path.removeSubrange(slash...)
            guard let above = path.lastIndex(of: 47) else { return false }
            path.removeSubrange(above...)
        } else { path.removeSubrange(slash...) }
        if !first.isEmpty { return path == first }
        var buffer = [CChar](repeating: 0, count: 4096)
        guard getcwd(&buffer, 4096) != nil else { return false }
        return path.elementsEqual(buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }
    static func isLibraryName(_ name: Value) throws(Raise) -> Bool {
        let names = try SysState.attribute("stdlib_module_names")
        guard names.isPointer, names.ref.type.has(TypeRef.Flags.set) else { return false }
        return try Operations.contains(names, name)
    }
    /// The error of `m.NAME`.
    static func missing(_ m: Value, _ name: Value) -> Raise {
        let dict = ModuleRef(m).dict, n = StrRef(name).string
        guard let known = dict.find(Names.__name__), known.isStr else { return Errors.attributeError(m, name, message: "module has no attribute '\(n)'") }
        let module = StrRef(known).string
        var text = "module '\(module)' has no attribute '\(n)'"
        guard let spec = dict.find(Names.__spec__), spec.isPointer else { return Errors.attributeError(m, name, message: text) }
        do throws(Raise) {
            let place = try origin(spec), shadows = isShadowing(place)
            if shadows, try isLibraryName(known) {
                text += " (consider renaming '\(StrRef(place).string)' since it has the same name as the standard library module named '\(module)' and prevents importing that standard library module)"
            } else if try isInitializing(spec) {
                if shadows { text += " (consider renaming '\(StrRef(place).string)' if it has the same name as a library you intended to import)" }
                else { text = "partially initialized module '\(module)'\(place.isStr ? " from '\(StrRef(place).string)'" : "") has no attribute '\(n)' (most likely due to a circular import)" }
            } else {
                let waiting = try Operations.findAttribute(spec, uninitialized)
                if !waiting.isUnbound, try Operations.contains(waiting, name) {
                    text = "cannot access submodule '\(n)' of module '\(module)' (most likely due to a circular import)"
                }
            }
        } catch { return error }
        return Errors.attributeError(m, name, message: text)
    }
    /// The error of `from m import NAME`; PACKAGE: what `m.__name__` gave.
    static func cannotImport(_ m: Value, _ package: Value, _ name: Value) throws(Raise) -> Raise {
        let known = package.isStr ? Operations.reprText(package) : "'<unknown module name>'", what = "cannot import name \(Operations.reprText(name)) from "
        let spec = try Operations.findAttribute(m, Names.__spec__)
        var place = Value.none, text = what + known
        if !spec.isUnbound {
            place = try origin(spec)
            let shadows = isShadowing(place)
            if place.isNone { let f = try Operations.findAttribute(m, Names.__file__); if f.isStr { place = f } }
            if shadows, package.isStr, try isLibraryName(package) {
                text += " (consider renaming \(Operations.reprText(place)) since it has the same name as the standard library module named \(known) and prevents importing that standard library module)"
            } else if try isInitializing(spec) {
                if shadows { text += " (consider renaming \(Operations.reprText(place)) if it has the same name as a library you intended to import)" }
                else { text = "\(what)partially initialized module \(known) (most likely due to a circular import)\(place.isStr ? " (\(StrRef(place).string))" : "")" }
            } else { text += " (\(place.isStr ? StrRef(place).string : "unknown location"))" }
        } else { text += " (unknown location)" }
        let e = ExceptionRef.make(Exceptions.importError, args: TupleRef.make(StrRef.make(text)))
        e.ref.set(ExceptionRef.firstExtra, StrRef.make(text))
        e.ref.set(ExceptionRef.firstExtra + 1, package.orNone); e.ref.set(ExceptionRef.firstExtra + 2, place); e.ref.set(ExceptionRef.firstExtra + 3, name)
        return Errors.raise(e)
    }
}

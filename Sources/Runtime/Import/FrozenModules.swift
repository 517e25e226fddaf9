import Primitives

/// Modules that CPython holds frozen: what starts the interpreter, found without looking at `sys.path`. Ours come from the library's
/// files all the same; code and tracebacks name them `<frozen NAME>`. (Python/frozen.c)
struct FrozenModules {
    let name: StaticString, isPackage: Bool
    /// The library's module whose code it is, with a `<` before the name of a package's `__init__`.
    let origin: StaticString
    /// Of the library folder.
    let file: StaticString

    private init(_ n: StaticString, _ f: StaticString, package: Bool = false, origin o: StaticString? = nil) { name = n; file = f; isPackage = package; origin = o ?? n }

    nonisolated(unsafe) private static let bootstrap = [
        FrozenModules("_frozen_importlib", "importlib/_bootstrap.py", origin: "importlib._bootstrap"),
        FrozenModules("_frozen_importlib_external", "importlib/_bootstrap_external.py", origin: "importlib._bootstrap_external"),
        FrozenModules("zipimport", "zipimport.py"),
    ]
    nonisolated(unsafe) private static let library = [
        FrozenModules("abc", "abc.py"), FrozenModules("codecs", "codecs.py"), FrozenModules("io", "io.py"), FrozenModules("_collections_abc", "_collections_abc.py"),
        FrozenModules("_sitebuiltins", "_sitebuiltins.py"), FrozenModules("genericpath", "genericpath.py"), FrozenModules("ntpath", "ntpath.py"),
        FrozenModules("posixpath", "posixpath.py"), FrozenModules("os", "os.py"), FrozenModules("site", "site.py"), FrozenModules("stat", "stat.py"),
        FrozenModules("importlib.util", "importlib/util.py"), FrozenModules("importlib.machinery", "importlib/machinery.py"), FrozenModules("runpy", "runpy.py"),
        FrozenModules("__hello__", "__hello__.py"), FrozenModules("__hello_alias__", "__hello__.py", origin: "__hello__"),
        FrozenModules("__phello_alias__", "__hello__.py", package: true, origin: "__hello__"), FrozenModules("__phello_alias__.spam", "__hello__.py", origin: "__hello__"),
        FrozenModules("__phello__", "__phello__/__init__.py", package: true), FrozenModules("__phello__.__init__", "__phello__/__init__.py", origin: "<__phello__"),
        FrozenModules("__phello__.spam", "__phello__/spam.py"),
    ]
    /// `_imp._override_frozen_modules_for_tests`: above 0 on, below 0 off, 0 as the command line says.
    nonisolated(unsafe) static var override = 0
    private static var usesLibrary: Bool { override != 0 ? override > 0 : Configuration.current.xOption("frozen_modules") != "off" }

    static func find(_ name: Value) -> FrozenModules? {
        guard name.isStr else { return nil }
        for m in bootstrap where StrRef(name).equals(m.name) { return m }
        if usesLibrary { for m in library where StrRef(name).equals(m.name) { return m } }
        return nil
    }
    static var names: [StaticString] { bootstrap.map { $0.name } + (usesLibrary ? library.map { $0.name } : []) }
    /// Nil if the library lacks the file.
    func code() throws(Raise) -> Value? {
        var o = Compiler.Options()
        o.optimize = Configuration.current.optimize
        let text = origin.description, plain = text.hasPrefix("<") ? String(text.dropFirst()) : text
        return try Compiler.compile(file: Array((Configuration.current.library + "/" + file.description).utf8), fileName: StrRef.intern("<frozen \(plain)>"), o)
    }
}

/// The module `marshal`. Bytecode files are neither read nor written, so only the names exist that the library imports; serializing is not supported yet.
extension NativeModule {
    static let marshal = NativeModule("marshal") { m throws(Raise) in
        m.int("version", 5)
        for n in ["dump", "dumps", "load", "loads"] as [StaticString] {
            m.function(n, "(*args, **kwargs)") { a throws(Raise) in throw Errors.notImplemented("marshal.\(n) is not supported yet") }
        }
    }
}

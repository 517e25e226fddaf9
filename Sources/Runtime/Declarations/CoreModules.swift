/// Native modules that belong to the runtime itself (`sys`, `builtins`, `_imp`, ...). Others are in the Library module's list.
enum CoreModules {
    nonisolated(unsafe) static var list: [NativeModule] = [.suggestions, .builtins, .sys, .imp, .marshal]
}

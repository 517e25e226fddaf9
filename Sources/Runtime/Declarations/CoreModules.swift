/// Native modules that belong to the runtime itself (`sys`, `builtins`, `_imp`, ...). Others are in the Library module's list.
enum CoreModules {
    nonisolated(unsafe) static var list: [NativeModule] = ObjectModules.list + [
        .sys, .imp, .marshal, .ast, .opcode, .testInternals, .testCAPI,
        .itertools, .operatorModule, .functools, .collections, .heapq, .bisect, .math, .cmath, .random,
    ]
}

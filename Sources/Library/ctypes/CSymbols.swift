import CSupport
import Glibc

/// Symbols of dynamic libraries, and of the program itself: there `ctypes.pythonapi` finds what `python_api.c` has of CPython's C API.
enum CSymbols {
    nonisolated(unsafe) private static let program = dlopen(nil, RTLD_LAZY)
    /// Nil with `dlerror` set if there is none.
    static func find(_ library: UnsafeMutableRawPointer?, _ name: String) -> UnsafeMutableRawPointer? {
        // (Opened first: it would take back what the search has to say.)
        let isProgram = library == nil || library == program
        if let p = dlsym(library, name) { return p }
        return isProgram ? dx_python_symbol(name) : nil
    }
}

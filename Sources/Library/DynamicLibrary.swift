import Glibc
import Runtime

/// A shared library opened when the module over it is imported: linking it would cost every start.
struct DynamicLibrary {
    let handle: UnsafeMutableRawPointer
    /// ImportError, with the loader's reason, when it is not there.
    init(_ name: String) throws(Raise) {
        guard let h = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { throw Errors.make(Exceptions.importError, DynamicLibrary.reason(name)) }
        handle = h
    }
    private static func reason(_ name: String) -> String { dlerror().map { String(cString: $0) } ?? "\(name): not found" }
    /// The function NAME as the C function type T.
    func function<T>(_ name: String, as type: T.Type = T.self) throws(Raise) -> T {
        guard let p = dlsym(handle, name) else { throw Errors.make(Exceptions.importError, DynamicLibrary.reason(name)) }
        return unsafeBitCast(p, to: T.self)
    }
    /// The same where older libraries lack it.
    func optional<T>(_ name: String, as type: T.Type = T.self) -> T? { dlsym(handle, name).map { unsafeBitCast($0, to: T.self) } }
}

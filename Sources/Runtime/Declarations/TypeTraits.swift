/// Traits of builtin types that modules outside the runtime declare.
extension TypeRef {
    /// Calling the type raises TypeError: only native code makes instances (Py_TPFLAGS_DISALLOW_INSTANTIATION).
    public func disallowInstantiation() { flags = (flags | Flags.disallowInstantiation) & ~Flags.plainNew }
    /// `weakref.ref` accepts instances.
    public func allowWeakReferences() { flags |= Flags.weakrefable }
}

/// What native code that runs for long calls now and then.
public enum NativeSafepoint {
    /// Looks at signals, finalizers and whatever else waits; what a signal handler raises comes out.
    public static func poll() throws(Raise) { try Safepoint.poll() }
}

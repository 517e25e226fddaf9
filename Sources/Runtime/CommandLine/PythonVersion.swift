/// The version of the language and its library, which `tools/bootstrap` fetches.
public enum PythonVersion {
    public static let major = 3, minor = 14, micro = 8
    /// As PY_VERSION_HEX, of a final release.
    static let hex = major << 24 | minor << 16 | micro << 8 | 0xF0
    static let text = "\(major).\(minor).\(micro)"
    /// `sys.version`, in the form that `platform` takes apart.
    static let long = "\(text) (DX-Py 0.1, Nov 21 2026, 00:00:00) [Swift]"
}

import Runtime

/// The native modules of the library, one line each.
public enum Library {
    public static func register() {
        NativeModule.register(text)
        NativeModule.register([
            .sre, .errno, .io, .posix, .time, .stat, .thread, .signal,
        ])
    }
}

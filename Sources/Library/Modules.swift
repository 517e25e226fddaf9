import Runtime

/// The native modules of the library, one line each.
public enum Library {
    public static func register() {
        NativeModule.register(text)
        NativeModule.register(NativeModule.multibyteFamilies)
        NativeModule.register([
            .sre, .interpreters, .interpreterQueues, .remoteDebugging, .errno, .io, .posix, .time, .stat, .thread, .signal, .locale, .pwd, .grp, .posixsubprocess, .fcntl, .resource, .queue, .select, .socket, .termios, .faulthandler, .mmap,
            .bz2, .lzma, .zstd, .multibyteCodec, .syslog, .uuid, .posixshmem, .multiprocessing, .sysconfig, .tracemalloc, .statistics, .pyexpat, .pickle, .decimal, .elementTree, .datetime, .testLimitedCAPI, .testMultiphase,
            .ctypes, .sqlite3, .ssl, .lsprof,
        ])
    }
}

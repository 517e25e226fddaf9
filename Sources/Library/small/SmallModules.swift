import CSupport
import Glibc
import Runtime

/// `syslog`. (Modules/syslogmodule.c)
enum SystemLog {
    /// The program's name, which the C library keeps by address.
    nonisolated(unsafe) static var identity: UnsafeMutablePointer<CChar>? = nil
    nonisolated(unsafe) static var isOpen = false
    static func open(_ name: Value, _ options: Int32, _ facility: Int32) throws(Raise) {
        var n = name
        if n.isUnbound || n.isNone {
            // The program's name, without its folder.
            let argv = try Operations.getAttribute(try Builtins.importModule("sys"), StrRef.intern("argv"))
            if argv.isList, ListRef(argv).count > 0, ListRef(argv)[0].isStr {
                let s = StrRef(ListRef(argv)[0]).string
                n = StrRef.make(String(s.split(separator: "/").last ?? ""))
            }
        }
        free(identity); identity = nil
        if n.isStr && StrRef(n).count > 0 { identity = strdup(StrRef(n).string) }
        openlog(identity, options, facility)
        isOpen = true
    }
}
extension NativeModule {
    public static let syslog = NativeModule("syslog") { m throws(Raise) in
        m.ints("LOG_ALERT=1 LOG_AUTH=32 LOG_AUTHPRIV=80 LOG_CONS=2 LOG_CRIT=2 LOG_CRON=72 LOG_DAEMON=24 LOG_DEBUG=7 LOG_EMERG=0 LOG_ERR=3 LOG_FTP=88 LOG_INFO=6 LOG_KERN=0 LOG_LOCAL0=128 LOG_LOCAL1=136 LOG_LOCAL2=144 LOG_LOCAL3=152 LOG_LOCAL4=160 LOG_LOCAL5=168 LOG_LOCAL6=176 LOG_LOCAL7=184 LOG_LPR=48 LOG_MAIL=16 LOG_NDELAY=8 LOG_NEWS=56 LOG_NOTICE=5 LOG_NOWAIT=16 LOG_ODELAY=4 LOG_PERROR=32 LOG_PID=1 LOG_SYSLOG=40 LOG_USER=8 LOG_UUCP=64 LOG_WARNING=4")
        m.function("openlog", "(ident=<unrepresentable>, logoption=0, facility=8)") { a throws(Raise) in
            try SystemLog.open(a[0], Int32(try TextArguments.cInt(a[1])), Int32(try TextArguments.cInt(a[2])))
            return .none
        }
        m.function("syslog", "(*args)") { a throws(Raise) in
            let args = TupleRef(a[0])
            if args.count < 1 || args.count > 2 { throw Errors.typeError("syslog.syslog requires 1 to 2 arguments") }
            let priority = args.count == 2 ? Int32(try TextArguments.cInt(args[0])) : 6
            let text = args[args.count - 1]
            if !text.isStr { throw Errors.typeError("syslog() argument \(args.count) must be str, not \(text.type)") }
            if !SystemLog.isOpen { try SystemLog.open(.none, 0, 8) }
            let s = StrRef(text).string
            InterpreterLock.blocking { dx_syslog(priority, s) }
            return .none
        }
        m.function("closelog", "()") { a throws(Raise) in
            if SystemLog.isOpen { Glibc.closelog(); SystemLog.isOpen = false }
            return .none
        }
        m.function("setlogmask", "(maskpri, /)") { a throws(Raise) in Value(int: Int(Glibc.setlogmask(Int32(try TextArguments.cInt(a[0]))))) }
        m.function("LOG_MASK", "(pri, /)") { a throws(Raise) in Value(int: 1 << (try TextArguments.cInt(a[0]) & 63)) }
        m.function("LOG_UPTO", "(pri, /)") { a throws(Raise) in Value(int: (1 << ((try TextArguments.cInt(a[0]) & 31) + 1)) - 1) }
    }
    /// `_uuid`, when libuuid is there; `uuid` does without.
    public static let uuid = NativeModule("_uuid") { m throws(Raise) in
        typealias Generate = @convention(c) (UnsafeMutablePointer<UInt8>) -> Int32
        guard let library = dlopen("libuuid.so.1", RTLD_NOW | RTLD_LOCAL), let f = dlsym(library, "uuid_generate_time_safe") else {
            throw Errors.make(Exceptions.importError, "libuuid.so.1 is not installed")
        }
        let generate = unsafeBitCast(f, to: Generate.self)
        m.int("has_uuid_generate_time_safe", 1); m.int("has_stable_extractable_node", 0)
        m.function("generate_time_safe", "()") { a throws(Raise) in
            let b = BytesRef.allocate(16)
            let r = generate(b.data)
            return TupleRef.make(b.value, Value(int: Int(r)))
        }
    }
    public static let posixshmem = NativeModule("_posixshmem", doc: "POSIX shared memory module") { m throws(Raise) in
        func name(_ v: Value, _ function: String) throws(Raise) -> PathArgument {
            if !v.isStr { throw Errors.typeError("\(function)() argument 1 must be str, not \(v.type)") }
            return try PathArgument(v, function: "", argument: "")
        }
        m.function("shm_open", "(path, flags, mode=511)") { a throws(Raise) in
            let path = try name(a[0], "shm_open"), flags = Int32(try TextArguments.cInt(a[1])), mode = try TextArguments.cInt(a[2])
            let fd = Glibc.shm_open(path.cString, flags | O_CLOEXEC, mode_t(truncatingIfNeeded: mode))
            if fd < 0 { throw path.error(Glibc.errno) }
            return Value(int: Int(fd))
        }
        m.function("shm_unlink", "(path, /)") { a throws(Raise) in
            let path = try name(a[0], "shm_unlink")
            if Glibc.shm_unlink(path.cString) < 0 { throw path.error(Glibc.errno) }
            return .none
        }
    }
    public static let sysconfig = NativeModule("_sysconfig", doc: "A helper for the sysconfig module.") { m throws(Raise) in
        m.function("config_vars", "()") { a throws(Raise) in
            let d = DictRef.allocate()
            for n in ["Py_GIL_DISABLED", "Py_DEBUG"] { d.set(name: StrRef.intern(n), Value(int: 0)) }
            return d.value
        }
    }
    public static let statistics = NativeModule("_statistics", doc: "Accelerators for the statistics module.\n") { m throws(Raise) in
        func number(_ v: Value) throws(Raise) -> Double {
            if v.isFloatLike { return v.asDouble }
            return try Call.call(Types.float.value, v).asDouble
        }
        m.function("_normal_dist_inv_cdf", "(p, mu, sigma, /)") { a throws(Raise) in
            let p = try number(a[0]), mu = try number(a[1]), sigma = try number(a[2])
            if p <= 0 || p >= 1 || sigma <= 0 { throw Errors.valueError("math domain error") }
            return Value(float: NormalQuantile.value(p, mu, sigma))
        }
    }
}
/// The inverse of the normal distribution's cumulative function by Wichura's algorithm AS241, with Horner's scheme in the order of its paper.
enum NormalQuantile {
    private static func ratio(_ r: Double, _ a: [Double], _ b: [Double]) -> Double {
        var n = a[0], d = b[0]
        for x in a.dropFirst() { n = n * r + x }
        for x in b.dropFirst() { d = d * r + x }
        return n / d
    }
    static func value(_ p: Double, _ mu: Double, _ sigma: Double) -> Double {
        let q = p - 0.5
        if q.magnitude <= 0.425 {
            let r = 0.180625 - q * q
            let a = [2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0]
            let b = [5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4, 5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1.0]
            // The numerator is multiplied by q before the division.
            var n = a[0], d = b[0]
            for x in a.dropFirst() { n = n * r + x }
            for x in b.dropFirst() { d = d * r + x }
            return mu + n * q / d * sigma
        }
        var r = (-Glibc.log(q <= 0 ? p : 1 - p)).squareRoot()
        var x: Double
        if r <= 5 {
            r -= 1.6
            x = ratio(r, [7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0, 3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0],
                      [1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1.0])
        } else {
            r -= 5
            x = ratio(r, [2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0],
                      [2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0])
        }
        if q < 0 { x = -x }
        return mu + x * sigma
    }
}

import CSupport
import Glibc
import Runtime

/// `resource`.
extension NativeModule {
    public static let resource = NativeModule("resource") { m throws(Raise) in
        m.ints("RLIMIT_AS=9 RLIMIT_CORE=4 RLIMIT_CPU=0 RLIMIT_DATA=2 RLIMIT_FSIZE=1 RLIMIT_MEMLOCK=8 RLIMIT_MSGQUEUE=12 RLIMIT_NICE=13 RLIMIT_NOFILE=7 RLIMIT_NPROC=6 RLIMIT_OFILE=7 RLIMIT_RSS=5 RLIMIT_RTPRIO=14 RLIMIT_RTTIME=15 RLIMIT_SIGPENDING=11 RLIMIT_STACK=3 RLIM_INFINITY=-1 RUSAGE_CHILDREN=-1 RUSAGE_SELF=0 RUSAGE_THREAD=1")
        m.constant("error", Exceptions.osError.value)
        let usage = StructSequence.define("struct_rusage", module: "resource", fields: ["ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw"])
        m.type(usage.type)
        m.function("getpagesize", "()") { a throws(Raise) in Value(int: sysconf(Int32(_SC_PAGESIZE))) }
        m.function("getrusage", "(who, /)") { a throws(Raise) in
            var u = rusage()
            if dx_getrusage(Int32(try TextArguments.cInt(a[0])), &u) < 0 {
                if Glibc.errno == EINVAL { throw Errors.valueError("invalid who parameter") }
                throw Errors.osError(Glibc.errno)
            }
            func s(_ t: timeval) -> Value { Value(float: Double(t.tv_sec) + Double(t.tv_usec) * 1e-6) }
            let v = usage.allocate()
            v.ref.set(4, s(u.ru_utime)); v.ref.set(5, s(u.ru_stime))
            for (i, n) in [u.ru_maxrss, u.ru_ixrss, u.ru_idrss, u.ru_isrss, u.ru_minflt, u.ru_majflt, u.ru_nswap, u.ru_inblock, u.ru_oublock, u.ru_msgsnd, u.ru_msgrcv, u.ru_nsignals, u.ru_nvcsw, u.ru_nivcsw].enumerated() { v.ref.set(6 + i, Value.int(n)) }
            return v
        }
        func pair(_ l: rlimit) -> Value { TupleRef.make(Value.int(Int(bitPattern: l.rlim_cur)), Value.int(Int(bitPattern: l.rlim_max))) }
        func limits(_ v: Value) throws(Raise) -> rlimit {
            let t = TupleRef(try Operations.tuple(v))
            if t.count != 2 { throw Errors.valueError("expected a tuple of 2 integers") }
            return rlimit(rlim_cur: UInt(bitPattern: try Operations.index(t[0])), rlim_max: UInt(bitPattern: try Operations.index(t[1])))
        }
        func which(_ v: Value) throws(Raise) -> Int32 {
            let n = try TextArguments.cInt(v)
            if n < 0 || n >= 16 { throw Errors.valueError("invalid resource specified") }
            return Int32(n)
        }
        func failure(_ e: Int32) -> Raise {
            if e == EINVAL { return Errors.valueError("current limit exceeds maximum limit") }
            if e == EPERM { return Errors.valueError("not allowed to raise maximum limit") }
            return Errors.osError(e)
        }
        m.function("getrlimit", "(resource, /)") { a throws(Raise) in
            var l = rlimit()
            if dx_prlimit(0, try which(a[0]), nil, &l) < 0 { throw Errors.osError(Glibc.errno) }
            return pair(l)
        }
        m.function("setrlimit", "(resource, limits, /)") { a throws(Raise) in
            var l = try limits(a[1])
            let r = try which(a[0])
            if r == RLIMIT_AS.rawValue || r == RLIMIT_DATA.rawValue { AddressSpace.limit(to: UInt(l.rlim_cur)) }
            if dx_prlimit(0, r, &l, nil) < 0 { throw failure(Glibc.errno) }
            return .none
        }
        m.function("prlimit", "(pid, resource, limits=None, /)") { a throws(Raise) in
            var old = rlimit()
            let p = Int32(try TextArguments.cInt(a[0])), r = try which(a[1])
            if a[2].isNone { if dx_prlimit(p, r, nil, &old) < 0 { throw failure(Glibc.errno) } } else {
                var l = try limits(a[2])
                if dx_prlimit(p, r, &l, &old) < 0 { throw failure(Glibc.errno) }
            }
            return pair(old)
        }
    }
}

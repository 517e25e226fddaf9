import CSupport
import Glibc
import Runtime

/// `time`. (Modules/timemodule.c)
extension NativeModule {
    public static let time = NativeModule("time") { m throws(Raise) in
        StructTime.define()
        m.type(StructTime.type.type)
        for (n, c) in [("CLOCK_REALTIME", 0), ("CLOCK_MONOTONIC", 1), ("CLOCK_PROCESS_CPUTIME_ID", 2), ("CLOCK_THREAD_CPUTIME_ID", 3), ("CLOCK_MONOTONIC_RAW", 4), ("CLOCK_BOOTTIME", 7), ("CLOCK_TAI", 11), ("_STRUCT_TM_ITEMS", 11)] { m.int(n, c) }
        for (name, clock) in [("time", 0), ("monotonic", 1), ("perf_counter", 1), ("process_time", 2), ("thread_time", 3)] as [(String, Int)] {
            let c = clockid_t(clock)
            switch name {
            case "time": clockPair(m, "time", "time_ns", c)
            case "monotonic": clockPair(m, "monotonic", "monotonic_ns", c)
            case "perf_counter": clockPair(m, "perf_counter", "perf_counter_ns", c)
            case "process_time": clockPair(m, "process_time", "process_time_ns", c)
            default: clockPair(m, "thread_time", "thread_time_ns", c)
            }
        }
        func clock(_ v: Value) throws(Raise) -> clockid_t { clockid_t(truncatingIfNeeded: try TextArguments.cInt(v)) }
        m.function("clock_gettime", "(clk_id, /)") { a throws(Raise) in
            var t = timespec()
            if clock_gettime(try clock(a[0]), &t) < 0 { throw Errors.osError(Glibc.errno) }
            return Value(float: Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9)
        }
        m.function("clock_gettime_ns", "(clk_id, /)") { a throws(Raise) in
            var t = timespec()
            if clock_gettime(try clock(a[0]), &t) < 0 { throw Errors.osError(Glibc.errno) }
            return Value.int(t.tv_sec * 1_000_000_000 + t.tv_nsec)
        }
        m.function("clock_getres", "(clk_id, /)") { a throws(Raise) in
            var t = timespec()
            if clock_getres(try clock(a[0]), &t) < 0 { throw Errors.osError(Glibc.errno) }
            return Value(float: Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9)
        }
        m.function("clock_settime", "(clk_id, time, /)") { a throws(Raise) in
            var t = try Times.timespec(a[1])
            if clock_settime(try clock(a[0]), &t) < 0 { throw Errors.osError(Glibc.errno) }
            return .none
        }
        m.function("clock_settime_ns", "(clk_id, time, /)") { a throws(Raise) in
            var t = Times.spec(try TextArguments.size(a[1]))
            if clock_settime(try clock(a[0]), &t) < 0 { throw Errors.osError(Glibc.errno) }
            return .none
        }
        m.function("pthread_getcpuclockid", "(thread_id)") { a throws(Raise) in
            var c: clockid_t = 0
            let r = Glibc.pthread_getcpuclockid(pthread_t(UInt(bitPattern: try TextArguments.size(a[0]))), &c)
            if r != 0 { throw Errors.osError(r) }
            return Value(int: Int(c))
        }
        m.function("get_clock_info", "(name)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("get_clock_info() argument 1 must be str, not \(a[0].type)") }
            let n = StrRef(a[0]).string
            let text: String
            switch n {
            case "time": text = "clock_gettime(CLOCK_REALTIME)"
            case "monotonic", "perf_counter": text = "clock_gettime(CLOCK_MONOTONIC)"
            case "process_time": text = "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)"
            case "thread_time": text = "clock_gettime(CLOCK_THREAD_CPUTIME_ID)"
            default: throw Errors.valueError("unknown clock")
            }
            let namespace = try Operations.getAttribute(try Builtins.importModule("types"), StrRef.intern("SimpleNamespace"))
            let d = DictRef.allocate()
            d.set(name: StrRef.intern("implementation"), StrRef.make(text)); d.set(name: StrRef.intern("monotonic"), Value(bool: n != "time"))
            d.set(name: StrRef.intern("adjustable"), Value(bool: n == "time")); d.set(name: StrRef.intern("resolution"), Value(float: 1e-9))
            return try Call.call(namespace, tuple: TupleRef.empty, dict: d.value)
        }
        m.function("sleep", "(seconds, /)") { a throws(Raise) in
            if !a[0].isIntLike && !a[0].isFloatLike && a[0].type.slot(.index).isUnbound { throw Errors.typeError("'\(a[0].type)' object cannot be interpreted as an integer or float") }
            let n = try Times.nanoseconds(a[0])
            if n < 0 { throw Errors.valueError("sleep length must be non-negative") }
            try sleep(n)
            return .none
        }
        m.function("gmtime", "(seconds=None, /)") { a throws(Raise) in
            var s = try StructTime.seconds(a, 0), t = tm()
            Glibc.errno = 0
            if gmtime_r(&s, &t) == nil { throw Errors.osError(Glibc.errno == 0 ? EOVERFLOW : Glibc.errno) }
            return try StructTime.make(t)
        }
        m.function("localtime", "(seconds=None, /)") { a throws(Raise) in try StructTime.make(try StructTime.local(try StructTime.seconds(a, 0))) }
        m.function("mktime", "(time_tuple, /)") { a throws(Raise) in
            var t = try StructTime.read(a[0], "mktime")
            t.tm_wday = -1
            let r = Glibc.mktime(&t)
            if r == -1 && t.tm_wday == -1 { throw Errors.overflowError("mktime argument out of range") }
            return Value(float: Double(r))
        }
        m.function("asctime", "(time_tuple=<unrepresentable>, /)") { a throws(Raise) in
            var t = a.has(0) ? try StructTime.read(a[0], "asctime") : try StructTime.local(Glibc.time(nil))
            try StructTime.check(&t)
            return StructTime.text(t)
        }
        m.function("ctime", "(seconds=None, /)") { a throws(Raise) in StructTime.text(try StructTime.local(try StructTime.seconds(a, 0))) }
        m.function("strftime", "(format, time_tuple=<unrepresentable>, /)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("strftime() argument 1 must be str, not \(TextArguments.describe(a[0]))") }
            var t = a.has(1) ? try StructTime.read(a[1], "strftime") : try StructTime.local(Glibc.time(nil))
            try StructTime.check(&t)
            if t.tm_isdst < -1 { t.tm_isdst = -1 } else if t.tm_isdst > 1 { t.tm_isdst = 1 }
            if let v = NumericFormat.format(StrRef(a[0]), t) { return v }
            // The zone's name is not part of a plain tuple: the C library finds it.
            if a.has(1) {
                let z = a[1].isInstance(of: StructTime.type.type) ? a[1].ref.value(13) : .none
                if z.isStr { return try format(StrRef(a[0]), &t, zone: StrRef(z).string) }
                var copy = t
                _ = Glibc.mktime(&copy)
                t.tm_zone = copy.tm_zone
                t.tm_gmtoff = copy.tm_gmtoff
            }
            return try format(StrRef(a[0]), &t, zone: nil)
        }
        m.function("strptime", "(string, format='%a %b %d %H:%M:%S %Y', /)") { a throws(Raise) in
            let f = try Operations.getAttribute(try Builtins.importModule("_strptime"), StrRef.intern("_strptime_time"))
            return try Call.call(f, a[0], a[1])
        }
        m.function("tzset", "()") { a throws(Raise) in Glibc.tzset(); try zone(m.module); return .none }
        Glibc.tzset()
        try zone(m.module)
    }
    private static func clockPair(_ m: ModuleBuilder, _ name: StaticString, _ nanoseconds: StaticString, _ c: clockid_t) {
        m.function(name, "()", effect: .reads) { a throws(Raise) in Times.seconds(Times.now(c)) }
        m.function(nanoseconds, "()", effect: .reads) { a throws(Raise) in Value.int(Times.now(c)) }
    }
    /// Sleeps N nanoseconds; signal handlers run meanwhile, and the sleep goes on unless one raises.
    static func sleep(_ n: Int) throws(Raise) {
        var until = Times.spec(Times.monotonic + n)
        if n == 0 { InterpreterLock.blocking { _ = Glibc.sched_yield() }; InterpreterLock.yield(); return }
        while true {
            let r = InterpreterLock.blocking { clock_nanosleep(CLOCK_MONOTONIC, Int32(1), &until, nil) }
            if r == 0 { return }
            if r != EINTR { throw Errors.osError(r) }
            try NativeSafepoint.poll()
        }
    }
    private static func format(_ f: StrRef, _ t: inout tm, zone: String?) throws(Raise) -> Value {
        var z = zone.map { strdup($0) } ?? nil
        if let z { t.tm_zone = UnsafePointer(z) }
        defer { if z != nil { free(z); z = nil } }
        // Stretches of ASCII are the C library's; what lies between them (NUL too, where its function would stop) stays as it is.
        let out = ListRef.allocate(), n = f.count
        var i = 0
        while i < n {
            var j = i
            func isPlain(_ c: UInt32) -> Bool { c != 0 && c < 128 }
            let plain = isPlain(f[i])
            while j < n && isPlain(f[j]) == plain { j += 1 }
            if plain {
                let ascii = (i..<j).map { CChar(truncatingIfNeeded: f[$0]) } + [0]
                var size = max(1024, (j - i) * 8)
                while true {
                    var buffer = [CChar](repeating: 0, count: size)
                    let k = Glibc.strftime(&buffer, size, ascii, &t)
                    if k > 0 || size >= 256 * (j - i) + 4096 { out.append(try PathArgument.decode(buffer, k)); break }
                    size *= 4
                }
            } else {
                var raw: [UInt32] = []
                for k in i..<j { raw.append(f[k]) }
                out.append(raw.withUnsafeBytes { StrRef.make($0.baseAddress!, count: raw.count, kind: 4) })
            }
            i = j
        }
        if out.count == 0 { return StrRef.empty }
        if out.count == 1 { return out[0] }
        return try Call.call(try Operations.getAttribute(StrRef.empty, StrRef.intern("join")), out.value)
    }
    /// `timezone`, `altzone`, `daylight`, `tzname`: the offsets and names in January and July of this year.
    private static func zone(_ module: Value) throws(Raise) {
        let d = ModuleRef(module).dict
        let year = (365 * 24 + 6) * 3600
        let now = Glibc.time(nil), start = now / year * year
        func sample(_ s: Int) throws(Raise) -> (Int, Value) {
            let t = try StructTime.local(s)
            return (-t.tm_gmtoff, t.tm_zone == nil ? StrRef.make("   ") : try PathArgument.decode(t.tm_zone))
        }
        let a = try sample(start), b = try sample(start + year / 2)
        let (standard, summer) = a.0 < b.0 ? (b, a) : (a, b)
        d.set(name: StrRef.intern("timezone"), Value(int: standard.0)); d.set(name: StrRef.intern("altzone"), Value(int: summer.0))
        d.set(name: StrRef.intern("daylight"), Value(int: standard.0 != summer.0 ? 1 : 0)); d.set(name: StrRef.intern("tzname"), TupleRef.make(standard.1, summer.1))
    }
}

import Glibc
import Runtime

/// `time.struct_time` and its conversions with the C library's `tm`.
enum StructTime {
    nonisolated(unsafe) static var type: StructSequence! = nil
    static func define() {
        if type != nil { return }
        type = .define("struct_time", module: "time", fields: ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst", "tm_zone", "tm_gmtoff"], visible: 9)
    }
    static func make(_ t: tm) throws(Raise) -> Value {
        let v = type.allocate()
        for (i, n) in [t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, (t.tm_wday + 6) % 7, t.tm_yday + 1, t.tm_isdst].enumerated() { v.ref.set(4 + i, Value(int: Int(n))) }
        if let z = t.tm_zone { v.ref.set(13, try PathArgument.decode(z)) }
        v.ref.set(14, Value(int: t.tm_gmtoff))
        return v
    }
    /// From a tuple of nine. (gettmarg)
    static func read(_ v: Value, _ function: String) throws(Raise) -> tm {
        guard v.isTuple else { throw Errors.typeError("Tuple or struct_time argument required") }
        let u = TupleRef(v)
        if u.count != 9 { throw Errors.typeError("\(function)(): illegal time tuple argument") }
        var n: [Int] = []
        for i in 0..<9 { n.append(try TextArguments.cInt(u[i])) }
        if n[0] < Int(Int32.min) + 1900 { throw Errors.overflowError("year out of range") }
        var t = tm()
        t.tm_year = Int32(n[0] - 1900); t.tm_mon = Int32(n[1] - 1); t.tm_mday = Int32(n[2]); t.tm_hour = Int32(n[3]); t.tm_min = Int32(n[4]); t.tm_sec = Int32(n[5])
        t.tm_wday = Int32((n[6] + 1) % 7); t.tm_yday = Int32(n[7] - 1); t.tm_isdst = Int32(n[8])
        if v.isInstance(of: type.type) {
            let off = v.ref.value(14)
            if off.isInt { t.tm_gmtoff = off.int }
        }
        return t
    }
    /// Zero fields become their least; the rest must be in range. (checktm)
    static func check(_ t: inout tm) throws(Raise) {
        if t.tm_mon == -1 { t.tm_mon = 0 } else if t.tm_mon < 0 || t.tm_mon > 11 { throw Errors.valueError("month out of range") }
        if t.tm_mday == 0 { t.tm_mday = 1 } else if t.tm_mday < 0 || t.tm_mday > 31 { throw Errors.valueError("day of month out of range") }
        if t.tm_hour < 0 || t.tm_hour > 23 { throw Errors.valueError("hour out of range") }
        if t.tm_min < 0 || t.tm_min > 59 { throw Errors.valueError("minute out of range") }
        if t.tm_sec < 0 || t.tm_sec > 61 { throw Errors.valueError("seconds out of range") }
        if t.tm_wday < 0 { throw Errors.valueError("day of week out of range") }
        if t.tm_yday == -1 { t.tm_yday = 0 } else if t.tm_yday < 0 || t.tm_yday > 365 { throw Errors.valueError("day of year out of range") }
    }
    /// Seconds since the epoch of an optional argument.
    static func seconds(_ a: Args, _ i: Int) throws(Raise) -> Int {
        if !a.has(i) || a[i].isNone { return Glibc.time(nil) }
        return try Times.timespec(a[i]).tv_sec
    }
    static func local(_ s: Int) throws(Raise) -> tm {
        var s = s, t = tm()
        errno = 0
        if localtime_r(&s, &t) == nil { if errno == EOVERFLOW || errno == 0 { throw Errors.osError(EOVERFLOW) }; throw Errors.osError(errno) }
        return t
    }
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"], months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    static func text(_ t: tm) -> Value {
        func two(_ n: Int32) -> String { n < 10 ? "0\(n)" : "\(n)" }
        let day = t.tm_mday < 10 ? " \(t.tm_mday)" : "\(t.tm_mday)"
        return StrRef.make("\(days[Int(t.tm_wday) % 7]) \(months[Int(t.tm_mon)]) \(day) \(two(t.tm_hour)):\(two(t.tm_min)):\(two(t.tm_sec)) \(Int(t.tm_year) + 1900)")
    }
}

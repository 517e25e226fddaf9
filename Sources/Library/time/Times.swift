import Glibc
import Runtime

/// Conversions between Python's numbers and the system's times. (Python/pytime.c)
enum Times {
    enum Rounding { case floor, ceiling }
    /// Nanoseconds of a number of seconds; ValueError for NaN, OverflowError beyond 64 bits.
    static func nanoseconds(_ v: Value, _ r: Rounding = .ceiling) throws(Raise) -> Int {
        if v.isFloatLike {
            let d = v.asDouble
            if d.isNaN { throw Errors.valueError("Invalid value NaN (not a number)") }
            let n = (d * 1e9).rounded(r == .floor ? .down : .up)
            if !(n >= -9.2233720368547748e18 && n < 9.2233720368547748e18) { throw Errors.overflowError("timestamp too large to convert to C PyTime_t") }
            return Int(n)
        }
        if !v.isIntLike && v.type.slot(.index).isUnbound {
            throw Errors.typeError("'\(v.type)' object cannot be interpreted as an integer")
        }
        guard let s = Integers.asInt64(try Operations.indexObject(v)) else { throw Errors.overflowError("timestamp too large to convert to C PyTime_t") }
        let (n, over) = s.multipliedReportingOverflow(by: 1_000_000_000)
        if over { throw Errors.overflowError("timestamp too large to convert to C PyTime_t") }
        return n
    }
    /// A point in time, rounded down.
    static func timespec(_ v: Value) throws(Raise) -> Glibc.timespec {
        if v.isFloatLike {
            let d = v.asDouble
            if d.isNaN { throw Errors.valueError("Invalid value NaN (not a number)") }
            var s = d.rounded(.down), f = ((d - s) * 1e9).rounded(.down)
            if f >= 1e9 { s += 1; f -= 1e9 }
            if !(s >= -9.2233720368547748e18 && s < 9.2233720368547748e18) { throw Errors.overflowError("timestamp out of range for platform time_t") }
            return Glibc.timespec(tv_sec: Int(s), tv_nsec: Int(f))
        }
        if !v.isIntLike && v.type.slot(.index).isUnbound { throw Errors.typeError("'\(v.type)' object cannot be interpreted as an integer") }
        guard let s = Integers.asInt64(try Operations.indexObject(v)) else { throw Errors.overflowError("timestamp out of range for platform time_t") }
        return Glibc.timespec(tv_sec: s, tv_nsec: 0)
    }
    static func now(_ clock: clockid_t) -> Int {
        var t = Glibc.timespec()
        clock_gettime(clock, &t)
        return t.tv_sec &* 1_000_000_000 &+ t.tv_nsec
    }
    static var monotonic: Int { now(CLOCK_MONOTONIC) }
    static func seconds(_ ns: Int) -> Value {
        // Seconds and fraction apart: more digits survive.
        ns % 1_000_000_000 == 0 ? Value(float: Double(ns / 1_000_000_000)) : Value(float: Double(ns) / 1e9)
    }
    /// A timeout argument in nanoseconds: None is -1 (forever).
    static func timeout(_ v: Value, negative: String) throws(Raise) -> Int {
        if v.isNone || v.isUnbound { return -1 }
        let n = try nanoseconds(v)
        if n < 0 { throw Errors.valueError(negative) }
        return n
    }
    static func spec(_ ns: Int) -> Glibc.timespec { Glibc.timespec(tv_sec: ns / 1_000_000_000, tv_nsec: ns % 1_000_000_000) }
}

import Glibc
import Runtime

/// `strftime` of formats in which all directives are numbers that no locale, time zone or calendar of weeks has a say in. The C library looks for the zone's file at each call.
enum NumericFormat {
    /// The text, or nil if the C library has to be asked: another directive, a year that is not of four digits, a long format, a character that is not ASCII.
    static func format(_ f: StrRef, _ t: tm) -> Value? {
        let year = Int(t.tm_year) + 1900, n = f.count
        guard f.isASCII, n <= 128, year >= 1000, year <= 9999 else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: 4 * 128, alignment: 8) { out -> Value? in
            var i = 0, k = 0
            func put(_ v: Int, _ digits: Int) {
                var v = v, d = digits
                while d > 0 { d &-= 1; out[k &+ d] = UInt8(truncatingIfNeeded: 48 &+ v % 10); v /= 10 }
                k &+= digits
            }
            while i < n {
                let c = UInt8(truncatingIfNeeded: f[i])
                i &+= 1
                if c == 0 { return nil }
                if c != 37 { out[k] = c; k &+= 1; continue }
                if i == n { return nil }
                switch UnicodeScalar(UInt8(truncatingIfNeeded: f[i])) {
                case "Y": put(year, 4)
                case "y": put(year % 100, 2)
                case "m": put(Int(t.tm_mon) + 1, 2)
                case "d": put(Int(t.tm_mday), 2)
                case "H": put(Int(t.tm_hour), 2)
                case "M": put(Int(t.tm_min), 2)
                case "S": put(Int(t.tm_sec), 2)
                case "j": put(Int(t.tm_yday) + 1, 3)
                case "%": out[k] = 37; k &+= 1
                default: return nil
                }
                i &+= 1
            }
            return StrRef.make(UnsafeRawPointer(out.baseAddress.unsafelyUnwrapped), count: k, kind: 1)
        }
    }
}

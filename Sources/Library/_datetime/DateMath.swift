import Primitives
import Runtime

/// The proleptic Gregorian calendar on plain integers. (Modules/_datetimemodule.c; ordinal 1 is 0001-01-01)
enum DateMath {
    static let maxOrdinal = 3_652_059
    @inline(__always) static func isLeap(_ y: Int) -> Bool { y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) }
    private static let before: [Int] = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    static func daysInMonth(_ y: Int, _ m: Int) -> Int { m == 2 ? (isLeap(y) ? 29 : 28) : m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31 }
    static func daysBeforeMonth(_ y: Int, _ m: Int) -> Int { before[m] + (m > 2 && isLeap(y) ? 1 : 0) }
    static func ordinal(_ y: Int, _ m: Int, _ d: Int) -> Int {
        let p = y - 1
        return p * 365 + p / 4 - p / 100 + p / 400 + daysBeforeMonth(y, m) + d
    }
    /// The civil date of an ordinal >= 1, by eras of 400 years that begin in March.
    static func civil(_ ordinal: Int) -> (Int, Int, Int) {
        let z = ordinal + 305, era = z / 146_097, doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153
        let m = mp < 10 ? mp + 3 : mp - 9
        return (yoe + era * 400 + (m <= 2 ? 1 : 0), m, doy - (153 * mp + 2) / 5 + 1)
    }
    /// Monday is 0.
    static func weekday(_ y: Int, _ m: Int, _ d: Int) -> Int { (ordinal(y, m, d) + 6) % 7 }
    /// The ordinal of the Monday that begins ISO year Y.
    static func isoWeek1(_ y: Int) -> Int {
        let first = ordinal(y, 1, 1), w = (first + 6) % 7
        return first - w + (w > 3 ? 7 : 0)
    }
    /// (year, week, weekday 1...7) of a date.
    static func iso(_ y: Int, _ m: Int, _ d: Int) -> (Int, Int, Int) {
        let today = ordinal(y, m, d)
        var year = y
        func floorDiv(_ a: Int) -> Int { a >= 0 ? a / 7 : -((6 - a) / 7) }
        var week = floorDiv(today - isoWeek1(y))
        if week < 0 { year -= 1; week = floorDiv(today - (year == 0 ? isoWeek1Zero : isoWeek1(year))) }
        else if week >= 52 && today >= isoWeek1(y + 1) { year += 1; week = 0 }
        return (year, week + 1, (today + 6) % 7 + 1)
    }
    /// Year 0 is a leap year that begins on a Saturday: its ISO year begins two days later.
    private static let isoWeek1Zero = 1 - 366 + 2
    /// The ordinal of an ISO date; nil: what is wrong with it.
    enum ISO { case ordinal(Int), badYear, badWeek, badDay }
    static func fromISO(_ y: Int, _ w: Int, _ d: Int) -> ISO {
        if y < 1 || y > 9999 { return .badYear }
        if w < 1 || w > 53 { return .badWeek }
        if w == 53 {
            let first = weekday(y, 1, 1)
            if !(first == 3 || first == 2 && isLeap(y)) { return .badWeek }
        }
        if d < 1 || d > 7 { return .badDay }
        return .ordinal(isoWeek1(y) + (w - 1) * 7 + d - 1)
    }
}

/// A time of day, packed into a word: hour, minute, second, microsecond (20 bits).
struct Clock: Equatable {
    var hour = 0, minute = 0, second = 0, micro = 0
    init() {}
    init(_ h: Int, _ m: Int, _ s: Int, _ us: Int) { hour = h; minute = m; second = s; micro = us }
    @inline(__always) init(packed w: UInt64) { hour = Int(w >> 32); minute = Int(w >> 26 & 63); second = Int(w >> 20 & 63); micro = Int(w & 0xFFFFF) }
    @inline(__always) var packed: UInt64 { UInt64(hour) << 32 | UInt64(minute) << 26 | UInt64(second) << 20 | UInt64(micro) }
    var seconds: Int { hour * 3600 + minute * 60 + second }
    var micros: Int { seconds * 1_000_000 + micro }
    /// From microseconds of a day.
    init(micros u: Int) { let s = u / 1_000_000; self.init(s / 3600, s / 60 % 60, s % 60, u % 1_000_000) }
}

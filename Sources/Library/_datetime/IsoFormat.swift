import Runtime

/// Reading ISO 8601 texts as `fromisoformat` does. (parse_isoformat_date, parse_hh_mm_ss_ff, parse_isoformat_time)
///
/// Dates are YYYY-MM-DD, YYYYMMDD, YYYY-Www[-d] and YYYYWww[d]; times HH[[:]MM[[:]SS[(.|,)fraction]]], each with `Z` or an offset of the same form behind.
/// Nil stands for what is no such text; numbers out of range are the constructors' business.
struct IsoText {
    let text: StrRef
    let end: Int
    var at: Int
    init(_ t: StrRef, _ from: Int, _ to: Int) { text = t; at = from; end = to }
    /// The code point here; 0 at the end.
    private var here: UInt32 { at < end ? text[at] : 0 }
    private func isDigit(_ c: UInt32) -> Bool { c >= 48 && c <= 57 }
    private mutating func digits(_ n: Int) -> Int? {
        if at + n > end { return nil }
        var v = 0
        for i in 0..<n { let c = text[at + i]; if !isDigit(c) { return nil }; v = v * 10 + Int(c - 48) }
        at += n
        return v
    }
    mutating func date() -> (Int, Int, Int)? {
        guard let year = digits(4) else { return nil }
        let separated = here == 45
        if separated { at += 1 }
        if here == 87 {
            at += 1
            guard let week = digits(2) else { return nil }
            var day = 1
            if at < end {
                if separated { if here != 45 { return nil }; at += 1 }
                guard let d = digits(1) else { return nil }
                day = d
            }
            guard case .ordinal(let o) = DateMath.fromISO(year, week, day) else { return nil }
            if o > DateMath.maxOrdinal { return (10000, 1, 1) }
            return DateMath.civil(o)
        }
        guard let month = digits(2) else { return nil }
        if separated { if here != 45 { return nil }; at += 1 }
        guard let day = digits(2), at == end else { return nil }
        return (year, month, day)
    }
    /// A clock up to LIMIT, and whether something is left before it.
    private mutating func clock(_ limit: Int) -> (Clock, Bool)? {
        var n = [0, 0, 0], separated = true, c = Clock()
        func done(_ more: Bool) -> (Clock, Bool) { (Clock(n[0], n[1], n[2], c.micro), more) }
        for i in 0..<3 {
            if at + 2 > limit { return nil }
            guard let v = digits(2) else { return nil }
            n[i] = v
            if at >= limit { return done(false) }
            let next = text[at]
            if i == 0 { separated = next == 58 }
            if at + 1 >= limit { return next == 46 || next == 44 ? nil : done(true) }
            if separated && next == 58 {
                if i == 2 { return nil }
                at += 1
            } else if next == 46 || next == 44 {
                if i < 2 { return nil }
                at += 1
                break
            } else if separated { return nil }
        }
        let count = min(6, limit - at)
        guard var f = digits(count) else { return nil }
        for _ in count..<6 { f *= 10 }
        c.micro = f
        while at < limit, isDigit(text[at]) { at += 1 }
        return done(at < limit)
    }
    /// A time with what is behind it; OFFSET is None without a zone.
    mutating func time() throws(Raise) -> (Clock, zone: Value)? {
        var mark = at
        while mark < end, text[mark] != 43, text[mark] != 45, text[mark] != 90 { mark += 1 }
        guard let (c, more) = clock(mark) else { return nil }
        if mark == end { return more ? nil : (c, .unbound) }
        let sign = text[mark]
        at = mark + 1
        if sign == 90 { return at == end ? (c, DateTimes.utc) : nil }
        guard let (o, left) = clock(end), !left else { return nil }
        let k = sign == 45 ? -1 : 1
        if o.seconds == 0 && o.micro == 0 { return (c, DateTimes.utc) }
        return (c, try TimeZones.make(try TimeDelta.make(0, k * o.seconds, k * o.micro), .unbound))
    }
    /// Where the character between date and time stands; nil: nowhere.
    static func separator(_ s: StrRef) -> Int? {
        let n = s.count
        func isDigit(_ i: Int) -> Bool { s[i] >= 48 && s[i] <= 57 }
        if n == 7 { return 7 }
        if s[4] == 45 {
            if s[5] != 87 { return 10 }
            if n > 8 && s[8] == 45 {
                if n == 9 { return nil }
                // Either a day follows, or `-` parts date and time.
                return n > 10 && isDigit(10) ? 8 : 10
            }
            return 8
        }
        if s[4] != 87 { return 8 }
        var i = 7
        while i < n && isDigit(i) { i += 1 }
        if i < 9 { return i }
        return i % 2 == 0 ? 7 : 8
    }
    static func midnight(_ c: inout Clock) throws(Raise) {
        if c.minute != 0 || c.second != 0 || c.micro != 0 { throw Errors.valueError("minute, second, and microsecond must be 0 when hour is 24") }
        c.hour = 0
    }
}

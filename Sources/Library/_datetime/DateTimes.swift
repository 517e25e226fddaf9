import Glibc
import Primitives
import Runtime

/// What the types of `_datetime` share: the types themselves, arguments, texts. (Modules/_datetimemodule.c)
///
/// Words of instances: `timedelta` raw 2 days, 3 seconds, 4 microseconds, 5 hash. `date` raw 2 year << 16 | month << 8 | day, 3 hash;
/// `datetime` as date, then raw 4 the packed `Clock`, 5 fold, and 6 the tzinfo (unbound: None). `time` raw 2 the packed Clock, 3 hash, 4 fold, and 5 the
/// tzinfo. `timezone` 2 the offset, 3 the name (unbound: none). Hash words are 0 until computed.
enum DateTimes {
    nonisolated(unsafe) static var timedelta = TypeRef(), date = TypeRef(), time = TypeRef(), datetime = TypeRef(), tzinfo = TypeRef(), timezone = TypeRef()
    nonisolated(unsafe) static var isoDate: StructSequence! = nil
    nonisolated(unsafe) static var utc = Value.unbound

    static func type(_ name: String, _ words: Int, _ layout: Layout, base: TypeRef = Types.object, subclassable: Bool = true) -> TypeRef {
        let t = TypeFactory.make(name, module: "datetime", base: base, size: words * 8, layout: layout, subclassable: subclassable)
        t.isValueType()
        return t
    }
    /// A C `int` argument.
    static func int(_ v: Value) throws(Raise) -> Int {
        if v.isInt && v.int >= Int(Int32.min) && v.int <= Int(Int32.max) { return v.int }
        let o = try Operations.indexObject(v)
        guard let i = Integers.asInt64(o) else { throw Errors.overflowError("Python int too large to convert to C long") }
        if i > Int(Int32.max) { throw Errors.overflowError("signed integer is greater than maximum") }
        if i < Int(Int32.min) { throw Errors.overflowError("signed integer is less than minimum") }
        return i
    }
    static func checkDate(_ y: Int, _ m: Int, _ d: Int) throws(Raise) {
        if y < 1 || y > 9999 { throw Errors.valueError("year must be in 1..9999, not \(y)") }
        if m < 1 || m > 12 { throw Errors.valueError("month must be in 1..12, not \(m)") }
        let n = DateMath.daysInMonth(y, m)
        if d < 1 || d > n { throw Errors.valueError("day \(d) must be in range 1..\(n) for month \(m) in year \(y)") }
    }
    static func checkClock(_ c: Clock, _ fold: Int) throws(Raise) {
        if c.hour < 0 || c.hour > 23 { throw Errors.valueError("hour must be in 0..23, not \(c.hour)") }
        if c.minute < 0 || c.minute > 59 { throw Errors.valueError("minute must be in 0..59, not \(c.minute)") }
        if c.second < 0 || c.second > 59 { throw Errors.valueError("second must be in 0..59, not \(c.second)") }
        if c.micro < 0 || c.micro > 999_999 { throw Errors.valueError("microsecond must be in 0..999999, not \(c.micro)") }
        if fold != 0 && fold != 1 { throw Errors.valueError("fold must be either 0 or 1, not \(fold)") }
    }
    /// A `tzinfo` argument as instances keep it: unbound for None.
    static func zone(_ v: Value) throws(Raise) -> Value {
        if v.isNone || v.isUnbound { return .unbound }
        if v.isInstance(of: tzinfo) { return v }
        throw Errors.typeError("tzinfo argument must be None or of a tzinfo subclass, not type '\(v.type)'")
    }
    static func orNone(_ v: Value) -> Value { v.isUnbound ? .none : v }

    // MARK: what a tzinfo answers

    /// The method NAME of the tzinfo ZONE asked about DT: None, or a timedelta within a day. (call_tzinfo_method)
    private static func ask(_ zone: Value, _ name: StaticString, _ dt: Value) throws(Raise) -> Value {
        if zone.isUnbound || zone.isNone { return .none }
        let v = try Call.call(try Operations.getAttribute(zone, StrRef.intern(name.description)), dt)
        if v.isNone { return v }
        guard v.isInstance(of: timedelta) else { throw Errors.typeError("tzinfo.\(name)() must return None or a timedelta, not '\(v.type)'") }
        let d = TimeDelta(v)
        if d.days == -1 && d.seconds == 0 && d.micros < 1 || d.days < -1 || d.days >= 1 {
            throw Errors.valueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not \(Operations.reprText(v))")
        }
        return v
    }
    static func utcOffset(_ zone: Value, _ dt: Value) throws(Raise) -> Value {
        if zone.isExactly(timezone) && (dt.isNone || dt.isInstance(of: datetime)) { return zone.ref.value(2) }
        return try ask(zone, "utcoffset", dt)
    }
    static func dst(_ zone: Value, _ dt: Value) throws(Raise) -> Value { try ask(zone, "dst", dt) }
    static func zoneName(_ zone: Value, _ dt: Value) throws(Raise) -> Value {
        if zone.isUnbound || zone.isNone { return .none }
        let v = try Call.call(try Operations.getAttribute(zone, StrRef.intern("tzname")), dt)
        if v.isNone || v.isStr { return v }
        throw Errors.typeError("tzinfo.tzname() must return None or a string, not '\(v.type)'")
    }
    /// `+HH:MM[:SS[.ffffff]]` of an offset, with SEPARATOR between its parts.
    static func offsetText(_ offset: Value, separator: String = ":") -> String {
        var u = TimeDelta(offset).totalMicros, sign = "+"
        if u < 0 { u = -u; sign = "-" }
        let c = Clock(micros: Int(u))
        var s = sign + two(c.hour) + separator + two(c.minute)
        if c.second != 0 || c.micro != 0 { s += separator + two(c.second) }
        if c.micro != 0 { s += "." + padded(c.micro, 6) }
        return s
    }

    // MARK: texts

    static func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    static func padded(_ n: Int, _ width: Int) -> String { let s = String(n); return String(repeating: "0", count: max(0, width - s.utf8.count)) + s }
    static func isoDateText(_ y: Int, _ m: Int, _ d: Int) -> String { "\(padded(y, 4))-\(two(m))-\(two(d))" }
    /// (isoformat of time; TIMESPEC as given)
    static func isoClockText(_ c: Clock, _ timespec: Value) throws(Raise) -> String {
        var spec = "auto"
        if !timespec.isUnbound {
            guard timespec.isStr else { throw Errors.typeError("isoformat() argument 'timespec' must be str, not \(TextArguments.describe(timespec))") }
            spec = StrRef(timespec).string
        }
        if spec == "auto" { spec = c.micro == 0 ? "seconds" : "microseconds" }
        let hm = "\(two(c.hour)):\(two(c.minute))"
        switch spec {
        case "hours": return two(c.hour)
        case "minutes": return hm
        case "seconds": return "\(hm):\(two(c.second))"
        case "milliseconds": return "\(hm):\(two(c.second)).\(padded(c.micro / 1000, 3))"
        case "microseconds": return "\(hm):\(two(c.second)).\(padded(c.micro, 6))"
        default: throw Errors.valueError("Unknown timespec value")
        }
    }
    private static let dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let monthNames = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    static func ctime(_ y: Int, _ m: Int, _ d: Int, _ c: Clock) -> Value {
        StrRef.make("\(dayNames[DateMath.weekday(y, m, d)]) \(monthNames[m]) \(d < 10 ? " " : "")\(d) \(two(c.hour)):\(two(c.minute)):\(two(c.second)) \(padded(y, 4))")
    }
    /// `time.struct_time`.
    static func structTime(_ y: Int, _ m: Int, _ d: Int, _ c: Clock, dst: Int) throws(Raise) -> Value {
        let t = TupleRef.allocate(9)
        let n = [y, m, d, c.hour, c.minute, c.second, DateMath.weekday(y, m, d), DateMath.daysBeforeMonth(y, m) + d, dst]
        for i in 0..<9 { t[i] = Value(int: n[i]) }
        return try Call.call(try Operations.getAttribute(try Builtins.importModule("time"), StrRef.intern("struct_time")), t.value)
    }
    static func hash(bytes: [UInt8]) -> Int { bytes.withUnsafeBytes { Hashing.bytes($0.baseAddress!, $0.count) } }

    /// `strftime`: what the C library does not know (microseconds, offsets, names of the object's zone) is written into the format first.
    static func strftime(_ object: Value, _ format: Value, _ tuple: Value, _ micro: Int, _ zone: Value, _ zoneArgument: Value) throws(Raise) -> Value {
        let f = StrRef(format)
        let year = TupleRef(tuple)[0].int
        func finished(_ f: Value) throws(Raise) -> Value { try Call.call(try Operations.getAttribute(try Builtins.importModule("time"), StrRef.intern("strftime")), f, tuple) }
        if year >= 1000 && !hasOwnDirectives(f) { return try finished(format) }
        var out: [UInt32] = [], i = 0
        func add(_ s: String) { out.append(contentsOf: s.unicodeScalars.map(\.value)) }
        func addOffset(_ separator: String) throws(Raise) {
            let o = try utcOffset(zone, zoneArgument)
            if !o.isNone { add(offsetText(o, separator: separator)) }
        }
        while i < f.count {
            let c = f[i]
            if c != 37 || i + 1 >= f.count { out.append(c); i += 1; continue }
            let k = f[i + 1]
            i += 2
            switch k {
            case 102: add(padded(micro, 6))
            case 122: try addOffset("")
            case 58 where i < f.count && f[i] == 122: i += 1; try addOffset(":")
            case 90:
                let n = try zoneName(zone, zoneArgument)
                if n.isStr {
                    let v = try Call.call(try Operations.getAttribute(n, StrRef.intern("replace")), StrRef.make("%"), StrRef.make("%%"))
                    guard v.isStr else { throw Errors.typeError("tzname.replace() did not return a string") }
                    let s = StrRef(v)
                    for j in 0..<s.count { out.append(s[j]) }
                }
            // The C library writes years before 1000 with fewer digits.
            case 89 where year < 1000: add(padded(year, 4))
            case 71 where year < 1000: add(padded(DateMath.iso(year, TupleRef(tuple)[1].int, TupleRef(tuple)[2].int).0, 4))
            case 70 where year < 1000: add("\(padded(year, 4))-%m-%d")
            case 67 where year < 1000: add(two(year / 100))
            default: out.append(37); out.append(k)
            }
        }
        let ready = out.withUnsafeBytes { StrRef.make($0.baseAddress ?? UnsafeRawPointer(bitPattern: 8)!, count: out.count, kind: 4) }
        return try finished(ready)
    }
    /// Whether F has directives that `time.strftime` does not know (`%f`, `%z`, `%:z`, `%Z`).
    private static func hasOwnDirectives(_ f: StrRef) -> Bool {
        var i = 0
        while i &+ 1 < f.count {
            if f[i] != 37 { i &+= 1; continue }
            let k = f[i &+ 1]
            if k == 102 || k == 122 || k == 90 || k == 58 { return true }
            i &+= 2
        }
        return false
    }
    /// `__format__` of all of them.
    static func format(_ v: Value, _ spec: Value) throws(Raise) -> Value {
        guard spec.isStr else { throw Errors.typeError("__format__() argument 1 must be str, not \(TextArguments.describe(spec))") }
        if StrRef(spec).count == 0 { return try Operations.str(v) }
        return try Call.call(try Operations.getAttribute(v, StrRef.intern("strftime")), spec)
    }
    /// A class method of `_strptime`.
    static func strptime(_ function: String, _ cls: Value, _ text: Value, _ format: Value) throws(Raise) -> Value {
        for (i, v) in [text, format].enumerated() where !v.isStr { throw Errors.typeError("strptime() argument \(i + 1) must be str, not \(TextArguments.describe(v))") }
        return try Call.call(try Operations.getAttribute(try Builtins.importModule("_strptime"), StrRef.intern(function)), cls, text, format)
    }
    static func notISO(_ v: Value) -> Raise { Errors.valueError("Invalid isoformat string: \(Operations.reprText(v))") }

    /// Declares the six comparisons: COMPARE gives the order, or nil where the operands cannot be compared.
    static func comparisons(_ t: TypeRef, _ compare: @escaping (Value, Value, Operations.Comparison) throws(Raise) -> Value) {
        let names: [StaticString] = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"]
        for op in [Operations.Comparison.lt, .le, .eq, .ne, .gt, .ge] {
            t.special(names[Int(op.rawValue)], "($self, value, /)") { a throws(Raise) in try compare(a[0], a[1], op) }
        }
    }
    static func answer(_ order: Int, _ op: Operations.Comparison) -> Value {
        switch op {
        case .lt: return Value(bool: order < 0)
        case .le: return Value(bool: order <= 0)
        case .eq: return Value(bool: order == 0)
        case .ne: return Value(bool: order != 0)
        case .gt: return Value(bool: order > 0)
        case .ge: return Value(bool: order >= 0)
        }
    }
}

import Glibc
import Primitives
import Runtime

/// `datetime.date`.
struct DateRef {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    var year: Int { Int(ref.word(2) >> 16) }
    var month: Int { Int(ref.word(2) >> 8 & 0xFF) }
    var day: Int { Int(ref.word(2) & 0xFF) }
    var ordinal: Int { DateMath.ordinal(year, month, day) }
    static func pack(_ y: Int, _ m: Int, _ d: Int) -> UInt64 { UInt64(y) << 16 | UInt64(m) << 8 | UInt64(d) }
    var bytes: [UInt8] { [UInt8(year >> 8), UInt8(year & 255), UInt8(month), UInt8(day)] }

    static func make(_ y: Int, _ m: Int, _ d: Int, _ t: TypeRef = DateTimes.date) -> Value {
        let r = t == DateTimes.date ? Heap.allocate(32, t) : Instance.allocate(t)
        r.setWord(2, pack(y, m, d))
        return Value(r)
    }
    /// An instance of CLS: classes of the program are called. (new_date_subclass_ex)
    static func make(_ y: Int, _ m: Int, _ d: Int, class cls: Value) throws(Raise) -> Value {
        if cls == DateTimes.date.value { try DateTimes.checkDate(y, m, d); return make(y, m, d) }
        return try Call.call(cls, Value(int: y), Value(int: m), Value(int: d))
    }
    static func make(ordinal o: Int, class cls: Value) throws(Raise) -> Value { let (y, m, d) = DateMath.civil(o); return try make(y, m, d, class: cls) }
    static func shifted(_ v: Value, days: Int) throws(Raise) -> Value {
        let o = DateRef(v).ordinal + days
        if o < 1 || o > DateMath.maxOrdinal { throw Errors.overflowError("date value out of range") }
        return try make(ordinal: o, class: v.type.value)
    }
    private static func timeTuple(_ v: Value) throws(Raise) -> Value { let d = DateRef(v); return try DateTimes.structTime(d.year, d.month, d.day, Clock(), dst: -1) }
    /// The bytes that `__reduce__` gave, out of bytes or (as Python 2 pickled them) a str.
    static func state(_ v: Value, _ count: Int) -> [UInt8]? {
        if v.isBytes { let b = BytesRef(v); return b.count == count ? Array(UnsafeBufferPointer(start: b.data, count: count)) : nil }
        if v.isStr {
            let s = StrRef(v)
            if s.count != count { return nil }
            var out: [UInt8] = []
            for i in 0..<count { if s[i] > 255 { return nil }; out.append(UInt8(s[i])) }
            return out
        }
        return nil
    }
    static func define() {
        let t = DateTimes.date
        t.constant("__doc__", StrRef.make("date(year, month, day) --> date object"))
        t.new("($type, /, year, month=<unrepresentable>, day=<unrepresentable>)", called: "function") { a throws(Raise) in
            let cls = TypeRef(a[0].ref)
            if !a.has(2) && !a.has(3), let b = state(a[1], 4), b[2] >= 1, b[2] <= 12 { return make(Int(b[0]) << 8 | Int(b[1]), Int(b[2]), Int(b[3]), cls) }
            let y = try DateTimes.int(a[1])
            if !a.has(2) { throw Errors.typeError("function missing required argument 'month' (pos 2)") }
            let m = try DateTimes.int(a[2])
            if !a.has(3) { throw Errors.typeError("function missing required argument 'day' (pos 3)") }
            let d = try DateTimes.int(a[3])
            try DateTimes.checkDate(y, m, d)
            return make(y, m, d, cls)
        }
        t.getter("year") { v in Value(int: DateRef(v).year) }
        t.getter("month") { v in Value(int: DateRef(v).month) }
        t.getter("day") { v in Value(int: DateRef(v).day) }
        t.classMethod("today", "($type, /)") { a throws(Raise) in
            if a[0] == DateTimes.date.value { let n = try StructTime.local(Glibc.time(nil)); return make(Int(n.tm_year) + 1900, Int(n.tm_mon) + 1, Int(n.tm_mday)) }
            let now = try Call.call(try Operations.getAttribute(try Builtins.importModule("time"), StrRef.intern("time")))
            return try Call.call(try Operations.getAttribute(a[0], StrRef.intern("fromtimestamp")), now)
        }
        t.classMethod("fromtimestamp", "($type, timestamp, /)") { a throws(Raise) in
            let n = try StructTime.local(try Times.timespec(a[1]).tv_sec)
            return try make(Int(n.tm_year) + 1900, Int(n.tm_mon) + 1, Int(n.tm_mday), class: a[0])
        }
        t.classMethod("fromordinal", "($type, ordinal, /)") { a throws(Raise) in
            let o = try DateTimes.int(a[1])
            if o < 1 { throw Errors.valueError("ordinal must be >= 1") }
            return try make(ordinal: o, class: a[0])
        }
        t.classMethod("fromisoformat", "($type, string, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("fromisoformat: argument must be str") }
            let s = StrRef(a[1])
            var p = IsoText(s, 0, s.count)
            guard [7, 8, 10].contains(s.count), let (y, m, d) = p.date() else { throw DateTimes.notISO(a[1]) }
            return try make(y, m, d, class: a[0])
        }
        t.classMethod("fromisocalendar", "($type, /, year, week, day)") { a throws(Raise) in
            var parts = [0, 0, 0]
            for i in 0..<3 {
                do throws(Raise) { parts[i] = try DateTimes.int(a[i + 1]) } catch {
                    try Errors.swallow(error, Exceptions.overflowError)
                    throw Errors.valueError("ISO calendar component out of range")
                }
            }
            let (y, w, d) = (parts[0], parts[1], parts[2])
            switch DateMath.fromISO(y, w, d) {
            case .ordinal(let o): return try make(ordinal: o, class: a[0])
            case .badYear: throw Errors.valueError("year must be in 1..9999, not \(y)")
            case .badWeek: throw Errors.valueError("Invalid week: \(w)")
            case .badDay: throw Errors.valueError("Invalid weekday: \(d) (range is [1, 7])")
            }
        }
        t.classMethod("strptime", "($type, string, format, /)") { a throws(Raise) in try DateTimes.strptime("_strptime_datetime_date", a[0], a[1], a[2]) }
        t.method("toordinal", "($self, /)") { a throws(Raise) in Value(int: DateRef(a[0]).ordinal) }
        t.method("weekday", "($self, /)") { a throws(Raise) in Value(int: (DateRef(a[0]).ordinal + 6) % 7) }
        t.method("isoweekday", "($self, /)") { a throws(Raise) in Value(int: (DateRef(a[0]).ordinal + 6) % 7 + 1) }
        t.method("isocalendar", "($self, /)") { a throws(Raise) in
            let d = DateRef(a[0]), (y, w, k) = DateMath.iso(d.year, d.month, d.day), v = DateTimes.isoDate.allocate()
            v.ref.set(4, Value(int: y)); v.ref.set(5, Value(int: w)); v.ref.set(6, Value(int: k))
            return v
        }
        t.method("isoformat", "($self, /)") { a throws(Raise) in let d = DateRef(a[0]); return StrRef.make(DateTimes.isoDateText(d.year, d.month, d.day)) }
        t.special("__str__", "($self, /)") { a throws(Raise) in
            if a[0].type == DateTimes.date { let d = DateRef(a[0]); return StrRef.make(DateTimes.isoDateText(d.year, d.month, d.day)) }
            return try Call.call(try Operations.getAttribute(a[0], StrRef.intern("isoformat")))
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in let d = DateRef(a[0]); return StrRef.make("\(a[0].type)(\(d.year), \(d.month), \(d.day))") }
        t.method("ctime", "($self, /)") { a throws(Raise) in let d = DateRef(a[0]); return DateTimes.ctime(d.year, d.month, d.day, Clock()) }
        t.method("timetuple", "($self, /)") { a throws(Raise) in try timeTuple(a[0]) }
        t.method("strftime", "($self, /, format)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("strftime() argument 1 must be str, not \(TextArguments.describe(a[1]))") }
            let tuple = try Call.call(try Operations.getAttribute(a[0], StrRef.intern("timetuple")))
            guard a[0].isInstance(of: DateTimes.datetime) else { return try DateTimes.strftime(a[0], a[1], tuple, 0, .unbound, a[0]) }
            let x = DateTimeRef(a[0])
            return try DateTimes.strftime(a[0], a[1], tuple, x.clock.micro, x.zone, a[0])
        }
        t.method("__format__", "($self, format_spec, /)") { a throws(Raise) in try DateTimes.format(a[0], a[1]) }
        for n: StaticString in ["replace", "__replace__"] {
            t.method(n, "($self, /, year=<unrepresentable>, month=<unrepresentable>, day=<unrepresentable>)") { a throws(Raise) in
                let d = DateRef(a[0])
                return try make(a.has(1) ? try DateTimes.int(a[1]) : d.year, a.has(2) ? try DateTimes.int(a[2]) : d.month, a.has(3) ? try DateTimes.int(a[3]) : d.day, class: a[0].type.value)
            }
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in
            if a[0].ref.word(3) == 0 { a[0].ref.setWord(3, UInt64(bitPattern: Int64(DateTimes.hash(bytes: DateRef(a[0]).bytes)))) }
            return Value.int(Int(bitPattern: UInt(a[0].ref.word(3))))
        }
        DateTimes.comparisons(t) { a, b, op throws(Raise) in
            // A datetime is no date to compare with, though it derives from it.
            guard b.isExactly(DateTimes.date) || b.isInstance(of: DateTimes.date) && !b.isInstance(of: DateTimes.datetime) else { return .notImplemented }
            let x = a.ref.word(2), y = b.ref.word(2)
            return DateTimes.answer(x == y ? 0 : x < y ? -1 : 1, op)
        }
        func isDelta(_ v: Value) -> Bool { v.isInstance(of: DateTimes.timedelta) }
        for n: StaticString in ["__add__", "__radd__"] {
            t.special(n, "($self, value, /)") { a throws(Raise) in
                if a[1].isInstance(of: DateTimes.datetime) || !isDelta(a[1]) { return .notImplemented }
                return try shifted(a[0], days: TimeDelta(a[1]).days)
            }
        }
        t.special("__sub__", "($self, value, /)") { a throws(Raise) in
            if isDelta(a[1]) { return try shifted(a[0], days: -TimeDelta(a[1]).days) }
            guard a[1].isInstance(of: DateTimes.date), !a[1].isInstance(of: DateTimes.datetime) else { return .notImplemented }
            return try TimeDelta.make(DateRef(a[0]).ordinal - DateRef(a[1]).ordinal, 0, 0)
        }
        t.special("__rsub__", "($self, value, /)") { a throws(Raise) in .notImplemented }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let b = DateRef(a[0]).bytes
            return TupleRef.make(a[0].type.value, TupleRef.make(b.withUnsafeBufferPointer { BytesRef.make($0.baseAddress!, 4) }))
        }
    }
}

import Glibc
import Primitives
import Runtime

/// `datetime.datetime`.
struct DateTimeRef {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    var date: DateRef { DateRef(Value(ref)) }
    var clock: Clock { Clock(packed: ref.word(4)) }
    var fold: Int { Int(ref.word(5)) }
    var zone: Value { ref.value(6) }
    /// Microseconds since the beginning of year 1, without its offset.
    var micros: Int { (date.ordinal - 1) * 86_400_000_000 + clock.micros }

    static func make(_ y: Int, _ m: Int, _ d: Int, _ c: Clock, _ zone: Value, _ fold: Int, _ t: TypeRef = DateTimes.datetime) -> Value {
        let r = t == DateTimes.datetime ? Heap.allocate(56, t) : Instance.allocate(t)
        r.setWord(2, DateRef.pack(y, m, d)); r.setWord(4, c.packed); r.setWord(5, UInt64(fold)); r.initialize(6, zone)
        return Value(r)
    }
    /// An instance of CLS, whose `__new__` runs when it is not datetime itself. (new_datetime_subclass_fold_ex)
    static func make(_ y: Int, _ m: Int, _ d: Int, _ c: Clock, _ zone: Value, _ fold: Int, class cls: Value) throws(Raise) -> Value {
        if cls == DateTimes.datetime.value {
            try DateTimes.checkDate(y, m, d); try DateTimes.checkClock(c, fold)
            return make(y, m, d, c, zone, fold)
        }
        let args = TupleRef.allocate(8), dict = fold == 0 ? Value.unbound : DictRef.allocate().value
        let n = [y, m, d, c.hour, c.minute, c.second, c.micro]
        for i in 0..<7 { args[i] = Value(int: n[i]) }
        args[7] = DateTimes.orNone(zone)
        if fold != 0 { DictRef(dict).set(name: StrRef.intern("fold"), Value(int: fold)) }
        return try Call.call(cls, tuple: args.value, dict: dict)
    }
    static func make(micros u: Int, _ zone: Value, _ fold: Int, class cls: Value) throws(Raise) -> Value {
        let day = TimeDelta.floorDiv(u, 86_400_000_000)
        if day < 0 || day >= DateMath.maxOrdinal { throw Errors.overflowError("date value out of range") }
        let (y, m, d) = DateMath.civil(day + 1)
        return try make(y, m, d, Clock(micros: u - day * 86_400_000_000), zone, fold, class: cls)
    }
    /// V + SIGN * D, of V's class.
    static func shifted(_ v: Value, _ d: TimeDelta, _ sign: Int) throws(Raise) -> Value {
        let x = DateTimeRef(v)
        // Days alone may be beyond a word of microseconds.
        if d.days.magnitude > 4_000_000 { throw Errors.overflowError("date value out of range") }
        return try make(micros: x.micros + sign * ((d.days * 86400 + d.seconds) * 1_000_000 + d.micros), x.zone, 0, class: v.type.value)
    }
    static func offset(_ v: Value) throws(Raise) -> Value { let x = DateTimeRef(v); return x.zone.isUnbound ? .none : try DateTimes.utcOffset(x.zone, v) }
    /// The same moment of the calendar with another zone and fold, a plain datetime.
    private static func with(_ v: Value, zone: Value, fold: Int) -> Value { let x = DateTimeRef(v); return make(x.date.year, x.date.month, x.date.day, x.clock, zone, fold) }

    // MARK: the system's clock

    static let epoch = 62_135_596_800
    private static func seconds(_ t: tm) throws(Raise) -> Int {
        let y = Int(t.tm_year) + 1900
        if y < 1 || y > 9999 { throw Errors.valueError("year must be in 1..9999, not \(y)") }
        return (DateMath.ordinal(y, Int(t.tm_mon) + 1, Int(t.tm_mday)) - 1) * 86400 + Int(t.tm_hour) * 3600 + Int(t.tm_min) * 60 + min(Int(t.tm_sec), 59)
    }
    /// What clocks on the wall show U seconds after year 1's beginning in UTC, in seconds.
    private static func local(_ u: Int) throws(Raise) -> Int { try seconds(try StructTime.local(u - epoch)) }
    private static let longestFold = 86400
    /// The seconds (UTC, since year 1) of local time T: of two solutions FOLD chooses. (local_to_seconds)
    private static func fromLocal(_ t: Int, _ fold: Int) throws(Raise) -> Int {
        let a = try local(t) - t, u1 = t - a, t1 = try local(u1)
        var b = t1 - u1
        if t1 == t {
            let u2 = fold != 0 ? u1 + longestFold : u1 - longestFold
            b = try local(u2) - u2
            if a == b { return u1 }
        }
        let u2 = t - b
        if try local(u2) == t { return u2 }
        if t1 == t { return u1 }
        return fold != 0 ? min(u1, u2) : max(u1, u2)
    }
    private static func fromTimestamp(_ s: Int, _ micro: Int, utc: Bool, _ zone: Value, class cls: Value) throws(Raise) -> Value {
        var t = tm(), n = s
        if utc { if gmtime_r(&n, &t) == nil { throw Errors.osError(errno) } } else { t = try StructTime.local(s) }
        let total = try seconds(t)
        var fold = 0
        if !utc {
            let change = try total - local(epoch + s - longestFold) - longestFold
            if change < 0, try local(epoch + s + change) == total { fold = 1 }
        }
        return try make(Int(t.tm_year) + 1900, Int(t.tm_mon) + 1, Int(t.tm_mday), Clock(Int(t.tm_hour), Int(t.tm_min), min(Int(t.tm_sec), 59), micro), zone, fold, class: cls)
    }
    /// Seconds and microseconds of a number, halves to even.
    private static func split(_ v: Value) throws(Raise) -> (Int, Int) {
        guard v.isFloatLike else { return (try Times.timespec(v).tv_sec, 0) }
        let d = v.asDouble
        if d.isNaN { throw Errors.valueError("Invalid value NaN (not a number)") }
        var whole = d.rounded(.towardZero), f = ((d - whole) * 1e6).rounded(.toNearestOrEven)
        if f >= 1e6 { f -= 1e6; whole += 1 } else if f < 0 { f += 1e6; whole -= 1; if f >= 1e6 { f -= 1e6; whole += 1 } }
        if !(whole >= -9.2233720368547748e18 && whole < 9.2233720368547748e18) { throw Errors.overflowError("timestamp out of range for platform time_t") }
        return (Int(whole), Int(f))
    }
    private static func now(_ zone: Value, utc: Bool, class cls: Value) throws(Raise) -> Value {
        let n = Times.now(CLOCK_REALTIME)
        let s = n / 1_000_000_000, u = n % 1_000_000_000 / 1000
        let v = try fromTimestamp(s, u, utc: utc || !zone.isUnbound, zone, class: cls)
        return zone.isUnbound ? v : try Call.call(try Operations.getAttribute(zone, StrRef.intern("fromutc")), v)
    }
    private static func systemZone(_ s: Int) throws(Raise) -> Value {
        let t = try StructTime.local(s)
        return try TimeZones.make(try TimeDelta.make(0, t.tm_gmtoff, 0), t.tm_zone.map { StrRef.make(String(cString: $0)) } ?? .unbound)
    }
    private static func localSeconds(_ v: Value) throws(Raise) -> Int {
        let x = DateTimeRef(v)
        return try fromLocal((x.date.ordinal - 1) * 86400 + x.clock.seconds, x.fold)
    }

    // MARK: comparison

    /// Whether the offset depends on the fold: such a moment equals none of another zone. (pep495_eq_exception)
    private static func isAmbiguous(_ v: Value, _ offset: Value) throws(Raise) -> Bool {
        let x = DateTimeRef(v)
        if x.zone.isUnbound || x.zone.isExactly(DateTimes.timezone) { return false }
        let other = try self.offset(with(v, zone: x.zone, fold: 1 - x.fold))
        if other.isNone || offset.isNone { return other != offset }
        return TimeDelta.order(TimeDelta(other), TimeDelta(offset)) != 0
    }
    /// X - Y in microseconds.
    private static func difference(_ x: DateTimeRef, _ y: DateTimeRef) throws(Raise) -> Int128 {
        let u = Int128(x.micros) - Int128(y.micros)
        if x.zone == y.zone { return u }
        let o1 = try offset(Value(x.ref)), o2 = try offset(Value(y.ref))
        if o1.isNone != o2.isNone { throw Errors.typeError("can't subtract offset-naive and offset-aware datetimes") }
        return o1.isNone ? u : u + TimeDelta(o2).totalMicros - TimeDelta(o1).totalMicros
    }
    private static func compare(_ a: Value, _ b: Value, _ op: Operations.Comparison) throws(Raise) -> Value {
        guard b.isInstance(of: DateTimes.datetime) else { return .notImplemented }
        let x = DateTimeRef(a), y = DateTimeRef(b)
        // Dates and clocks are packed with their greatest unit first.
        @inline(__always) func plain() -> Int {
            let p = a.ref.word(2), q = b.ref.word(2)
            if p != q { return p < q ? -1 : 1 }
            let c = a.ref.word(4), d = b.ref.word(4)
            return c == d ? 0 : c < d ? -1 : 1
        }
        if x.zone == y.zone { return DateTimes.answer(plain(), op) }
        let o1 = try offset(a), o2 = try offset(b)
        if o1.isNone != o2.isNone {
            if op == .eq { return .false }; if op == .ne { return .true }
            throw Errors.typeError("can't compare offset-naive and offset-aware datetimes")
        }
        var order = plain()
        if !o1.isNone && TimeDelta.order(TimeDelta(o1), TimeDelta(o2)) != 0 {
            // (The zones are asked once more, as in CPython.)
            let d = try difference(x, y)
            order = d == 0 ? 0 : d < 0 ? -1 : 1
        }
        if (op == .eq || op == .ne) && order == 0 {
            var apart = try isAmbiguous(a, o1)
            if !apart { apart = try isAmbiguous(b, o2) }
            if apart { order = 1 }
        }
        return DateTimes.answer(order, op)
    }
    private static func hash(_ v: Value) throws(Raise) -> Int {
        if v.ref.word(3) != 0 { return Int(bitPattern: UInt(v.ref.word(3))) }
        let x = DateTimeRef(v), o = x.zone.isUnbound ? .none : try offset(x.fold == 0 ? v : with(v, zone: x.zone, fold: 0))
        let h = o.isNone ? DateTimes.hash(bytes: x.date.bytes + TimeRef.bytes(x.clock))
            : try TimeDelta.hash(try TimeDelta.sum(TimeDelta(days: x.date.ordinal, seconds: x.clock.seconds, micros: x.clock.micro), TimeDelta(o), -1))
        v.ref.setWord(3, UInt64(bitPattern: Int64(h)))
        return h
    }

    // MARK: declarations

    static func define() {
        let t = DateTimes.datetime
        t.constant("__doc__", StrRef.make("datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints.\n"))
        t.new("($type, /, year, month=<unrepresentable>, day=<unrepresentable>, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)", called: "function") { a throws(Raise) in
            let cls = TypeRef(a[0].ref)
            if !a[1].isInt, !a.has(3), let b = DateRef.state(a[1], 10), b[2] & 127 >= 1, b[2] & 127 <= 12 {
                guard !a.has(2) || a[2].isNone || a[2].isInstance(of: DateTimes.tzinfo) else { throw Errors.typeError("bad tzinfo state arg") }
                return make(Int(b[0]) << 8 | Int(b[1]), Int(b[2] & 127), Int(b[3]), TimeRef.clock(b[4...]), a.has(2) && !a[2].isNone ? a[2] : .unbound, Int(b[2] >> 7), cls)
            }
            let y = try DateTimes.int(a[1])
            if !a.has(2) { throw Errors.typeError("function missing required argument 'month' (pos 2)") }
            let m = try DateTimes.int(a[2])
            if !a.has(3) { throw Errors.typeError("function missing required argument 'day' (pos 3)") }
            let d = try DateTimes.int(a[3])
            let c = Clock(try DateTimes.int(a[4]), try DateTimes.int(a[5]), try DateTimes.int(a[6]), try DateTimes.int(a[7])), fold = try DateTimes.int(a[9])
            try DateTimes.checkDate(y, m, d); try DateTimes.checkClock(c, fold)
            return make(y, m, d, c, try DateTimes.zone(a[8]), fold, cls)
        }
        t.getter("hour") { v in Value(int: DateTimeRef(v).clock.hour) }
        t.getter("minute") { v in Value(int: DateTimeRef(v).clock.minute) }
        t.getter("second") { v in Value(int: DateTimeRef(v).clock.second) }
        t.getter("microsecond") { v in Value(int: DateTimeRef(v).clock.micro) }
        t.getter("tzinfo") { v in DateTimes.orNone(DateTimeRef(v).zone) }
        t.getter("fold") { v in Value(int: DateTimeRef(v).fold) }
        makers(t)
        parts(t)
        texts(t)
        zones(t)
        DateTimes.comparisons(t) { a, b, op throws(Raise) in try compare(a, b, op) }
        t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(try hash(a[0])) }
        for n: StaticString in ["__add__", "__radd__"] {
            t.special(n, "($self, value, /)") { a throws(Raise) in a[1].isInstance(of: DateTimes.timedelta) ? try shifted(a[0], TimeDelta(a[1]), 1) : .notImplemented }
        }
        t.special("__sub__", "($self, value, /)") { a throws(Raise) in
            if a[1].isInstance(of: DateTimes.timedelta) { return try shifted(a[0], TimeDelta(a[1]), -1) }
            guard a[1].isInstance(of: DateTimes.datetime) else { return .notImplemented }
            return try TimeDelta.make(micros: try difference(DateTimeRef(a[0]), DateTimeRef(a[1])))
        }
        t.special("__rsub__", "($self, value, /)") { a throws(Raise) in .notImplemented }
        func reduce(_ v: Value, _ withFold: Bool) -> Value {
            let x = DateTimeRef(v)
            var b = x.date.bytes + TimeRef.bytes(x.clock)
            if withFold && x.fold != 0 { b[2] |= 128 }
            let state = b.withUnsafeBufferPointer { BytesRef.make($0.baseAddress!, $0.count) }
            return TupleRef.make(v.type.value, x.zone.isUnbound ? TupleRef.make(state) : TupleRef.make(state, x.zone))
        }
        t.method("__reduce_ex__", "($self, proto, /)") { a throws(Raise) in reduce(a[0], try DateTimes.int(a[1]) > 3) }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in reduce(a[0], false) }
    }
    private static func makers(_ t: TypeRef) {
        t.classMethod("now", "($type, /, tz=None)") { a throws(Raise) in try now(try DateTimes.zone(a[1]), utc: false, class: a[0]) }
        t.classMethod("utcnow", "($type, /)") { a throws(Raise) in
            try Warnings.warn(Exceptions.deprecationWarning, "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).")
            return try now(.unbound, utc: true, class: a[0])
        }
        t.classMethod("fromtimestamp", "($type, /, timestamp, tz=None)") { a throws(Raise) in
            let zone = try DateTimes.zone(a[2]), (s, u) = try split(a[1])
            let v = try fromTimestamp(s, u, utc: !zone.isUnbound, zone, class: a[0])
            return zone.isUnbound ? v : try Call.call(try Operations.getAttribute(zone, StrRef.intern("fromutc")), v)
        }
        t.classMethod("utcfromtimestamp", "($type, timestamp, /)") { a throws(Raise) in
            try Warnings.warn(Exceptions.deprecationWarning, "datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, datetime.UTC).")
            let (s, u) = try split(a[1])
            return try fromTimestamp(s, u, utc: true, .unbound, class: a[0])
        }
        t.classMethod("fromisoformat", "($type, string, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("fromisoformat: argument must be str") }
            let s = StrRef(a[1])
            guard s.count >= 7, let mark = IsoText.separator(s), mark <= s.count else { throw DateTimes.notISO(a[1]) }
            var p = IsoText(s, 0, mark)
            guard var (y, m, d) = p.date() else { throw DateTimes.notISO(a[1]) }
            var c = Clock(), zone = Value.unbound
            if s.count > mark {
                var q = IsoText(s, mark + 1, s.count)
                guard let (clock, z) = try q.time() else { throw DateTimes.notISO(a[1]) }
                c = clock; zone = z
            }
            if c.hour == 24, m >= 1, m <= 12, y >= 1, d <= DateMath.daysInMonth(y, m) {
                try IsoText.midnight(&c)
                d += 1
                if d > DateMath.daysInMonth(y, m) { d = 1; m += 1; if m > 12 { m = 1; y += 1 } }
            }
            return try make(y, m, d, c, zone, 0, class: a[0])
        }
        t.classMethod("combine", "($type, /, date, time, tzinfo=<unrepresentable>)") { a throws(Raise) in
            guard a[1].isInstance(of: DateTimes.date) else { throw Errors.typeError("combine() argument 1 must be datetime.date, not \(TextArguments.describe(a[1]))") }
            guard a[2].isInstance(of: DateTimes.time) else { throw Errors.typeError("combine() argument 2 must be datetime.time, not \(TextArguments.describe(a[2]))") }
            let d = DateRef(a[1]), x = TimeRef(a[2])
            return try make(d.year, d.month, d.day, x.clock, a.has(3) ? try DateTimes.zone(a[3]) : x.zone, x.fold, class: a[0])
        }
        t.classMethod("strptime", "($type, string, format, /)") { a throws(Raise) in try DateTimes.strptime("_strptime_datetime_datetime", a[0], a[1], a[2]) }
        for n: StaticString in ["replace", "__replace__"] {
            t.method(n, "($self, /, year=<unrepresentable>, month=<unrepresentable>, day=<unrepresentable>, hour=<unrepresentable>, minute=<unrepresentable>, second=<unrepresentable>, microsecond=<unrepresentable>, tzinfo=<unrepresentable>, *, fold=<unrepresentable>)") { a throws(Raise) in
                let x = DateTimeRef(a[0])
                var n = [x.date.year, x.date.month, x.date.day, x.clock.hour, x.clock.minute, x.clock.second, x.clock.micro]
                for i in 0..<7 where a.has(i + 1) { n[i] = try DateTimes.int(a[i + 1]) }
                return try make(n[0], n[1], n[2], Clock(n[3], n[4], n[5], n[6]), a.has(8) ? try DateTimes.zone(a[8]) : x.zone, a.has(9) ? try DateTimes.int(a[9]) : x.fold, class: a[0].type.value)
            }
        }
    }
    private static func parts(_ t: TypeRef) {
        t.method("date", "($self, /)") { a throws(Raise) in let d = DateRef(a[0]); return DateRef.make(d.year, d.month, d.day) }
        t.method("time", "($self, /)") { a throws(Raise) in let x = DateTimeRef(a[0]); return TimeRef.make(x.clock, .unbound, x.fold) }
        t.method("timetz", "($self, /)") { a throws(Raise) in let x = DateTimeRef(a[0]); return TimeRef.make(x.clock, x.zone, x.fold) }
        t.method("timetuple", "($self, /)") { a throws(Raise) in
            let x = DateTimeRef(a[0])
            var dst = -1
            if !x.zone.isUnbound { let v = try DateTimes.dst(x.zone, a[0]); if !v.isNone { let d = TimeDelta(v); dst = d.days != 0 || d.seconds != 0 || d.micros != 0 ? 1 : 0 } }
            return try DateTimes.structTime(x.date.year, x.date.month, x.date.day, x.clock, dst: dst)
        }
        t.method("utctimetuple", "($self, /)") { a throws(Raise) in
            var v = a[0]
            let o = try offset(v)
            if !o.isNone { let d = TimeDelta(o); v = try make(micros: DateTimeRef(v).micros - Int(d.totalMicros), .unbound, 0, class: DateTimes.datetime.value) }
            let x = DateTimeRef(v)
            return try DateTimes.structTime(x.date.year, x.date.month, x.date.day, x.clock, dst: 0)
        }
        t.method("timestamp", "($self, /)") { a throws(Raise) in
            let x = DateTimeRef(a[0])
            if x.zone.isUnbound { return Value(float: Double(try localSeconds(a[0]) - epoch) + Double(x.clock.micro) / 1e6) }
            let o = try offset(a[0])
            if o.isNone { throw Errors.typeError("can't subtract offset-naive and offset-aware datetimes") }
            let u = Int128(x.micros) - Int128(epoch) * 1_000_000 - TimeDelta(o).totalMicros
            if u.magnitude < 1 << 53 { return Value(float: Double(Int(u)) / 1e6) }
            return try Operations.binary(.truediv, TimeDelta.value(u), Value(int: 1_000_000))
        }
    }
    private static func isoText(_ v: Value, _ separator: UInt32, _ spec: Value) throws(Raise) -> Value {
        let x = DateTimeRef(v), day = DateTimes.isoDateText(x.date.year, x.date.month, x.date.day)
        var s = try DateTimes.isoClockText(x.clock, spec)
        if !x.zone.isUnbound { let o = try offset(v); if !o.isNone { s += DateTimes.offsetText(o) } }
        if let c = Unicode.Scalar(separator) { return StrRef.make(day + String(Character(c)) + s) }
        // A lone surrogate is in no Swift text.
        return try Operations.binary(.add, try Operations.binary(.add, StrRef.make(day), StrRef.character(separator)), StrRef.make(s))
    }
    private static func texts(_ t: TypeRef) {
        t.method("isoformat", "($self, /, sep='T', timespec=<unrepresentable>)") { a throws(Raise) in
            guard a[1].isStr, StrRef(a[1]).count == 1 else {
                throw Errors.typeError("isoformat() argument 1 must be a unicode character, not \(a[1].isStr ? "a string of length \(StrRef(a[1]).count)" : TextArguments.describe(a[1]))")
            }
            return try isoText(a[0], StrRef(a[1])[0], a[2])
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in
            if a[0].type == DateTimes.datetime { return try isoText(a[0], 32, .unbound) }
            return try Call.call(try Operations.getAttribute(a[0], StrRef.intern("isoformat")), StrRef.make(" "))
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let x = DateTimeRef(a[0]), c = x.clock
            var s = "\(a[0].typeName)(\(x.date.year), \(x.date.month), \(x.date.day), \(c.hour), \(c.minute)"
            if c.second != 0 || c.micro != 0 { s += ", \(c.second)" }
            if c.micro != 0 { s += ", \(c.micro)" }
            if x.fold != 0 { s += ", fold=1" }
            if !x.zone.isUnbound { s += ", tzinfo=\(StrRef(try Operations.repr(x.zone)).string)" }
            return StrRef.make(s + ")")
        }
        t.method("ctime", "($self, /)") { a throws(Raise) in let x = DateTimeRef(a[0]); return DateTimes.ctime(x.date.year, x.date.month, x.date.day, x.clock) }
    }
    private static func zones(_ t: TypeRef) {
        t.method("utcoffset", "($self, /)") { a throws(Raise) in try offset(a[0]) }
        t.method("dst", "($self, /)") { a throws(Raise) in try DateTimes.dst(DateTimeRef(a[0]).zone, a[0]) }
        t.method("tzname", "($self, /)") { a throws(Raise) in try DateTimes.zoneName(DateTimeRef(a[0]).zone, a[0]) }
        t.method("astimezone", "($self, /, tz=None)") { a throws(Raise) in
            var target = try DateTimes.zone(a[1])
            let x = DateTimeRef(a[0])
            if !x.zone.isUnbound && x.zone == target { return a[0] }
            var o = try offset(a[0])
            if o.isNone {
                // In a gap, or twice over, the two folds give different seconds: the one that FOLD stands for in the zone before or after.
                var s = try localSeconds(a[0])
                let other = try localSeconds(with(a[0], zone: .unbound, fold: 1 - x.fold))
                if other != s && (other > s) == (x.fold != 0) { s = other }
                o = try systemZone(s - epoch).ref.value(2)
            }
            let u = x.micros - Int(TimeDelta(o).totalMicros)
            let day = TimeDelta.floorDiv(u, 86_400_000_000)
            if day < 0 || day >= DateMath.maxOrdinal { throw Errors.overflowError("date value out of range") }
            if target.isUnbound { target = try systemZone(TimeDelta.floorDiv(u, 1_000_000) - epoch) }
            let v = try make(micros: u, target, 0, class: a[0].type.value)
            return try Call.call(try Operations.getAttribute(target, StrRef.intern("fromutc")), v)
        }
    }
}

import Primitives
import Runtime

/// `datetime.tzinfo` and `datetime.timezone`.
enum TimeZones {
    static func defineBase() {
        let t = DateTimes.tzinfo
        t.constant("__doc__", StrRef.make("Abstract base class for time zone info objects."))
        t.new("($type, /, *args, **kwargs)", ignoring: true) { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        func missing(_ name: String) -> Raise { Errors.notImplemented("a tzinfo subclass must implement \(name)()") }
        t.method("utcoffset", "($self, dt, /)") { a throws(Raise) in throw missing("utcoffset") }
        t.method("dst", "($self, dt, /)") { a throws(Raise) in throw missing("dst") }
        t.method("tzname", "($self, dt, /)") { a throws(Raise) in throw missing("tzname") }
        t.method("fromutc", "($self, dt, /)") { a throws(Raise) in
            guard a[1].isInstance(of: DateTimes.datetime) else { throw Errors.typeError("fromutc: argument must be a datetime") }
            guard DateTimeRef(a[1]).zone == a[0] else { throw Errors.valueError("fromutc: dt.tzinfo is not self") }
            let offset = try Call.call(try Operations.getAttribute(a[1], StrRef.intern("utcoffset")))
            if offset.isNone { throw Errors.valueError("fromutc: non-None utcoffset() result required") }
            let dst = try Call.call(try Operations.getAttribute(a[1], StrRef.intern("dst")))
            if dst.isNone { throw Errors.valueError("fromutc: non-None dst() result required") }
            let standard = try TimeDelta.sum(TimeDelta(offset), TimeDelta(dst), -1)
            let r = try DateTimeRef.shifted(a[1], TimeDelta(standard), 1)
            let again = try Call.call(try Operations.getAttribute(r, StrRef.intern("dst")))
            if again.isNone { throw Errors.valueError("fromutc: tz.dst() gave inconsistent results; cannot convert") }
            return try DateTimeRef.shifted(r, TimeDelta(again), 1)
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let get = try Operations.findAttribute(a[0], StrRef.intern("__getinitargs__"))
            let args = get.isUnbound ? TupleRef.empty : try Call.call(get)
            return TupleRef.make(a[0].type.value, args, try Call.call(try Operations.getAttribute(a[0], StrRef.intern("__getstate__"))))
        }
    }
    static func make(_ offset: Value, _ name: Value) throws(Raise) -> Value {
        let d = TimeDelta(offset)
        if name.isUnbound && d.days == 0 && d.seconds == 0 && d.micros == 0 && !DateTimes.utc.isUnbound { return DateTimes.utc }
        if d.days == -1 && d.seconds == 0 && d.micros < 1 || d.days < -1 || d.days >= 1 {
            throw Errors.valueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not \(Operations.reprText(offset))")
        }
        let r = Heap.allocate(32, DateTimes.timezone)
        r.initialize(2, offset); r.initialize(3, name)
        return Value(r)
    }
    private static func name(_ z: Value) -> Value {
        if z.ref.value(3).isStr { return z.ref.value(3) }
        let d = TimeDelta(z.ref.value(2))
        if d.days == 0 && d.seconds == 0 && d.micros == 0 { return StrRef.make("UTC") }
        return StrRef.make("UTC" + DateTimes.offsetText(z.ref.value(2)))
    }
    private static func check(_ v: Value, _ function: String) throws(Raise) {
        if v.isNone || v.isInstance(of: DateTimes.datetime) { return }
        throw Errors.typeError("\(function)(dt) argument must be a datetime instance or None, not \(v.type)")
    }
    static func define() throws(Raise) {
        let t = DateTimes.timezone
        t.constant("__doc__", StrRef.make("Fixed offset from UTC implementation of tzinfo."))
        t.new("($type, /, offset, name=<unrepresentable>)") { a throws(Raise) in
            guard a[1].isInstance(of: DateTimes.timedelta) else { throw Errors.typeError("timezone() argument 1 must be datetime.timedelta, not \(TextArguments.describe(a[1]))") }
            if a.has(2) && !a[2].isStr { throw Errors.typeError("timezone() argument 2 must be str, not \(TextArguments.describe(a[2]))") }
            return try make(a[1], a.has(2) ? a[2] : .unbound)
        }
        t.method("tzname", "($self, dt, /)") { a throws(Raise) in try check(a[1], "tzname"); return name(a[0]) }
        t.method("utcoffset", "($self, dt, /)") { a throws(Raise) in try check(a[1], "utcoffset"); return a[0].ref.value(2) }
        t.method("dst", "($self, dt, /)") { a throws(Raise) in try check(a[1], "dst"); return .none }
        t.method("fromutc", "($self, dt, /)") { a throws(Raise) in
            guard a[1].isInstance(of: DateTimes.datetime) else { throw Errors.typeError("fromutc: argument must be a datetime") }
            guard DateTimeRef(a[1]).zone == a[0] else { throw Errors.valueError("fromutc: dt.tzinfo is not self") }
            return try DateTimeRef.shifted(a[1], TimeDelta(a[0].ref.value(2)), 1)
        }
        t.method("__getinitargs__", "($self, /)") { a throws(Raise) in
            let n = a[0].ref.value(3)
            return n.isStr ? TupleRef.make(a[0].ref.value(2), n) : TupleRef.make(a[0].ref.value(2))
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in name(a[0]) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            if a[0] == DateTimes.utc { return StrRef.make("datetime.timezone.utc") }
            let o = Operations.reprText(a[0].ref.value(2)), n = a[0].ref.value(3)
            return StrRef.make("\(a[0].type)(\(o)\(n.isStr ? ", " + Operations.reprText(n) : ""))")
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(try TimeDelta.hash(a[0].ref.value(2))) }
        DateTimes.comparisons(t) { a, b, op throws(Raise) in
            guard op == .eq || op == .ne, b.isInstance(of: DateTimes.timezone) else { return .notImplemented }
            return DateTimes.answer(TimeDelta.order(TimeDelta(a.ref.value(2)), TimeDelta(b.ref.value(2))), op)
        }
        DateTimes.utc = try make(try TimeDelta.make(0, 0, 0), .unbound)
        Heap.addRoot(&DateTimes.utc)
        t.constant("utc", DateTimes.utc)
        t.constant("min", try make(try TimeDelta.make(-1, 60, 0), .unbound))
        t.constant("max", try make(try TimeDelta.make(0, 86340, 0), .unbound))
    }
}

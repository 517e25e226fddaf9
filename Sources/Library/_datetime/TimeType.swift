import Primitives
import Runtime

/// `datetime.time`.
struct TimeRef {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    var clock: Clock { Clock(packed: ref.word(2)) }
    var fold: Int { Int(ref.word(4)) }
    var zone: Value { ref.value(5) }
    static func make(_ c: Clock, _ zone: Value, _ fold: Int, _ t: TypeRef = DateTimes.time) -> Value {
        let r = t == DateTimes.time ? Heap.allocate(48, t) : Instance.allocate(t)
        r.setWord(2, c.packed); r.setWord(4, UInt64(fold)); r.initialize(5, zone)
        return Value(r)
    }
    static func make(_ c: Clock, _ zone: Value, _ fold: Int, class cls: Value) throws(Raise) -> Value {
        try DateTimes.checkClock(c, fold)
        if cls == DateTimes.time.value { return make(c, zone, fold) }
        let args = TupleRef.allocate(5), d = DictRef.allocate()
        let n = [c.hour, c.minute, c.second, c.micro]
        for i in 0..<4 { args[i] = Value(int: n[i]) }
        args[4] = DateTimes.orNone(zone)
        if fold != 0 { d.set(name: StrRef.intern("fold"), Value(int: fold)) }
        return try Call.call(cls, tuple: args.value, dict: d.value)
    }
    /// Six bytes; the first holds the fold where PROTOCOL knows it.
    static func bytes(_ c: Clock) -> [UInt8] { [UInt8(c.hour), UInt8(c.minute), UInt8(c.second), UInt8(c.micro >> 16), UInt8(c.micro >> 8 & 255), UInt8(c.micro & 255)] }
    static func clock(_ b: ArraySlice<UInt8>) -> Clock {
        let i = b.startIndex
        return Clock(Int(b[i] & 127), Int(b[i + 1]), Int(b[i + 2]), Int(b[i + 3]) << 16 | Int(b[i + 4]) << 8 | Int(b[i + 5]))
    }
    private static func hash(_ v: Value) throws(Raise) -> Int {
        if v.ref.word(3) != 0 { return Int(bitPattern: UInt(v.ref.word(3))) }
        let t = TimeRef(v), offset = t.zone.isUnbound ? .none : try DateTimes.utcOffset(t.zone, .none)
        let h = offset.isNone ? DateTimes.hash(bytes: bytes(t.clock))
            : try TimeDelta.hash(try TimeDelta.sum(TimeDelta(days: 0, seconds: t.clock.seconds, micros: t.clock.micro), TimeDelta(offset), -1))
        v.ref.setWord(3, UInt64(bitPattern: Int64(h)))
        return h
    }
    static func define() {
        let t = DateTimes.time
        t.constant("__doc__", StrRef.make("time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints.\n"))
        t.new("($type, /, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)", called: "function") { a throws(Raise) in
            if !a[1].isInt, let b = DateRef.state(a[1], 6), b[0] & 127 < 24 {
                guard a[2].isInstance(of: DateTimes.tzinfo) || a[2] == Value(int: 0) || a[2].isNone else { throw Errors.typeError("bad tzinfo state arg") }
                return make(clock(b[...]), a[2].isInstance(of: DateTimes.tzinfo) ? a[2] : .unbound, Int(b[0] >> 7), TypeRef(a[0].ref))
            }
            let c = Clock(try DateTimes.int(a[1]), try DateTimes.int(a[2]), try DateTimes.int(a[3]), try DateTimes.int(a[4]))
            let fold = try DateTimes.int(a[6])
            try DateTimes.checkClock(c, fold)
            return make(c, try DateTimes.zone(a[5]), fold, TypeRef(a[0].ref))
        }
        t.getter("hour") { v in Value(int: TimeRef(v).clock.hour) }
        t.getter("minute") { v in Value(int: TimeRef(v).clock.minute) }
        t.getter("second") { v in Value(int: TimeRef(v).clock.second) }
        t.getter("microsecond") { v in Value(int: TimeRef(v).clock.micro) }
        t.getter("tzinfo") { v in DateTimes.orNone(TimeRef(v).zone) }
        t.getter("fold") { v in Value(int: TimeRef(v).fold) }
        t.classMethod("fromisoformat", "($type, string, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("fromisoformat: argument must be str") }
            let s = StrRef(a[1])
            var p = IsoText(s, s.count > 0 && s[0] == 84 ? 1 : 0, s.count)
            guard let (parsed, zone) = try p.time() else { throw DateTimes.notISO(a[1]) }
            var c = parsed
            if c.hour == 24 { try IsoText.midnight(&c) }
            return try make(c, zone, 0, class: a[0])
        }
        t.classMethod("strptime", "($type, string, format, /)") { a throws(Raise) in try DateTimes.strptime("_strptime_datetime_time", a[0], a[1], a[2]) }
        func isoText(_ v: Value, _ spec: Value) throws(Raise) -> String {
            let x = TimeRef(v)
            var s = try DateTimes.isoClockText(x.clock, spec)
            if !x.zone.isUnbound { let o = try DateTimes.utcOffset(x.zone, .none); if !o.isNone { s += DateTimes.offsetText(o) } }
            return s
        }
        t.method("isoformat", "($self, /, timespec=<unrepresentable>)") { a throws(Raise) in StrRef.make(try isoText(a[0], a[1])) }
        t.special("__str__", "($self, /)") { a throws(Raise) in try Call.call(try Operations.getAttribute(a[0], StrRef.intern("isoformat"))) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let x = TimeRef(a[0]), c = x.clock
            var s = "\(a[0].typeName)(\(c.hour), \(c.minute)"
            if c.second != 0 || c.micro != 0 { s += ", \(c.second)" }
            if c.micro != 0 { s += ", \(c.micro)" }
            if !x.zone.isUnbound { s += ", tzinfo=\(StrRef(try Operations.repr(x.zone)).string)" }
            if x.fold != 0 { s += ", fold=1" }
            return StrRef.make(s + ")")
        }
        t.method("strftime", "($self, /, format)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("strftime() argument 1 must be str, not \(TextArguments.describe(a[1]))") }
            let x = TimeRef(a[0]), c = x.clock, tuple = TupleRef.allocate(9)
            for (i, n) in [1900, 1, 1, c.hour, c.minute, c.second, 0, 1, -1].enumerated() { tuple[i] = Value(int: n) }
            return try DateTimes.strftime(a[0], a[1], tuple.value, c.micro, x.zone, .none)
        }
        t.method("__format__", "($self, format_spec, /)") { a throws(Raise) in try DateTimes.format(a[0], a[1]) }
        t.method("utcoffset", "($self, /)") { a throws(Raise) in try DateTimes.utcOffset(TimeRef(a[0]).zone, .none) }
        t.method("dst", "($self, /)") { a throws(Raise) in try DateTimes.dst(TimeRef(a[0]).zone, .none) }
        t.method("tzname", "($self, /)") { a throws(Raise) in try DateTimes.zoneName(TimeRef(a[0]).zone, .none) }
        for n: StaticString in ["replace", "__replace__"] {
            t.method(n, "($self, /, hour=<unrepresentable>, minute=<unrepresentable>, second=<unrepresentable>, microsecond=<unrepresentable>, tzinfo=<unrepresentable>, *, fold=<unrepresentable>)") { a throws(Raise) in
                let x = TimeRef(a[0])
                var c = x.clock
                if a.has(1) { c.hour = try DateTimes.int(a[1]) }; if a.has(2) { c.minute = try DateTimes.int(a[2]) }
                if a.has(3) { c.second = try DateTimes.int(a[3]) }; if a.has(4) { c.micro = try DateTimes.int(a[4]) }
                return try make(c, a.has(5) ? try DateTimes.zone(a[5]) : x.zone, a.has(6) ? try DateTimes.int(a[6]) : x.fold, class: a[0].type.value)
            }
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(try hash(a[0])) }
        DateTimes.comparisons(t) { a, b, op throws(Raise) in
            guard b.isInstance(of: DateTimes.time) else { return .notImplemented }
            let x = TimeRef(a), y = TimeRef(b)
            func plain() -> Value { let p = x.ref.word(2), q = y.ref.word(2); return DateTimes.answer(p == q ? 0 : p < q ? -1 : 1, op) }
            if x.zone == y.zone { return plain() }
            let o1 = try DateTimes.utcOffset(x.zone, .none), o2 = try DateTimes.utcOffset(y.zone, .none)
            if o1.isNone && o2.isNone || !o1.isNone && !o2.isNone && TimeDelta.order(TimeDelta(o1), TimeDelta(o2)) == 0 { return plain() }
            if o1.isNone || o2.isNone {
                if op == .eq { return .false }; if op == .ne { return .true }
                throw Errors.typeError("can't compare offset-naive and offset-aware times")
            }
            let p = Int128(x.clock.micros) - TimeDelta(o1).totalMicros, q = Int128(y.clock.micros) - TimeDelta(o2).totalMicros
            return DateTimes.answer(p == q ? 0 : p < q ? -1 : 1, op)
        }
        func reduce(_ v: Value, _ withFold: Bool) -> Value {
            let x = TimeRef(v)
            var b = bytes(x.clock)
            if withFold && x.fold != 0 { b[0] |= 128 }
            let state = b.withUnsafeBufferPointer { BytesRef.make($0.baseAddress!, $0.count) }
            return TupleRef.make(v.type.value, x.zone.isUnbound ? TupleRef.make(state) : TupleRef.make(state, x.zone))
        }
        t.method("__reduce_ex__", "($self, proto, /)") { a throws(Raise) in reduce(a[0], try DateTimes.int(a[1]) > 3) }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in reduce(a[0], false) }
    }
}

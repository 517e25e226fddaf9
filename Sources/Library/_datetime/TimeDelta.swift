import Glibc
import Primitives
import Runtime

/// `datetime.timedelta` as its three numbers.
struct TimeDelta {
    var days: Int, seconds: Int, micros: Int
    static let maxDays = 999_999_999
    init(_ v: Value) { let r = v.ref; days = Int(bitPattern: UInt(r.word(2))); seconds = Int(r.word(3)); micros = Int(r.word(4)) }
    init(days d: Int, seconds s: Int, micros u: Int) { days = d; seconds = s; micros = u }
    var totalMicros: Int128 { (Int128(days) * 86400 + Int128(seconds)) * 1_000_000 + Int128(micros) }

    /// A timedelta of numbers that need not be normal.
    static func make(_ d: Int, _ s: Int, _ u: Int, type: TypeRef = DateTimes.timedelta) throws(Raise) -> Value {
        var d = d, s = s, u = u
        if u < 0 || u >= 1_000_000 { let q = floorDiv(u, 1_000_000); u -= q * 1_000_000; s += q }
        if s < 0 || s >= 86400 { let q = floorDiv(s, 86400); s -= q * 86400; d += q }
        if d < -maxDays || d > maxDays {
            if d < Int(Int32.min) || d > Int(Int32.max) { throw tooLarge() }
            throw Errors.overflowError("days=\(d); must have magnitude <= \(maxDays)")
        }
        let r = type == DateTimes.timedelta ? Heap.allocate(48, type) : Instance.allocate(type)
        r.setWord(2, UInt64(bitPattern: Int64(d))); r.setWord(3, UInt64(s)); r.setWord(4, UInt64(u))
        return Value(r)
    }
    static func make(micros x: Int128, type: TypeRef = DateTimes.timedelta) throws(Raise) -> Value {
        var s = x / 1_000_000, u = x % 1_000_000
        if u < 0 { u += 1_000_000; s -= 1 }
        var d = s / 86400, rest = s % 86400
        if rest < 0 { rest += 86400; d -= 1 }
        guard let days = Int(exactly: d), days >= Int(Int32.min), days <= Int(Int32.max) else { throw tooLarge() }
        return try make(days, Int(rest), Int(u), type: type)
    }
    static func tooLarge() -> Raise { Errors.overflowError("Python int too large to convert to C int") }
    static func floorDiv(_ a: Int, _ b: Int) -> Int { let q = a / b; return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q }

    // MARK: numbers beyond a word

    /// An int-like value; nil if it does not fit.
    static func wide(_ v: Value) -> Int128? {
        if v.isInt { return Int128(v.int) }
        if let i = Integers.asInt64(v) { return Int128(i) }
        return Integers.with(v) { n -> Int128? in
            if n.count > 2 || n.count == 2 && n.limbs[1] >> 60 != 0 { return nil }
            let m = Int128(n.limbs[0]) | (n.count == 2 ? Int128(n.limbs[1]) << 64 : 0)
            return n.negative ? -m : m
        }
    }
    static func value(_ x: Int128) -> Value {
        if let i = Int(exactly: x) { return Value.int(i) }
        let m = x.magnitude
        return Integers.make(room: 2) { r in
            r[0] = UInt(truncatingIfNeeded: m); r[1] = UInt(truncatingIfNeeded: m >> 64)
            return IntResult(count: r[1] == 0 ? 1 : 2, negative: x < 0)
        }
    }
    /// A / B to the nearest int, halves to even. (divide_nearest)
    static func divideNearest(_ a: Int128, _ b: Int128) -> Int128 {
        var q = a / b, r = a % b
        if r != 0 && (r < 0) != (b < 0) { q -= 1; r += b }
        let (twice, bound) = (r.magnitude * 2, b.magnitude)
        return twice > bound || twice == bound && q & 1 != 0 ? q + 1 : q
    }
    private static func divideNearest(_ a: Value, _ b: Value) throws(Raise) -> Value {
        let q = try Operations.binary(.floordiv, a, b), r = try Operations.binary(.sub, a, try Operations.binary(.mul, q, b))
        let negative = Integers.isNegative(b)
        let twice = try Operations.binary(.mul, r, Value(int: 2))
        let c = Integers.compare(twice, b) * (negative ? -1 : 1)
        let odd = try Operations.isTrue(try Operations.binary(.and, q, Value(int: 1)))
        return c > 0 || c == 0 && odd ? try Operations.binary(.add, q, Value(int: 1)) : q
    }
    /// From an int of microseconds of any size.
    private static func make(microseconds v: Value) throws(Raise) -> Value {
        guard let x = wide(v) else { throw tooLarge() }
        return try make(micros: x)
    }

    // MARK: the constructor

    /// Adds COUNT units of FACTOR microseconds to TOTAL; the fraction that is left of a float goes to REST. (accum)
    private static func add(_ name: String, _ v: Value, _ factor: Int, _ total: inout Int128, _ rest: inout Double) throws(Raise) {
        if v.isUnbound { return }
        if v.isIntLike {
            guard let n = wide(v), n.magnitude < 1 << 100 / UInt128(factor) else { throw tooLarge() }
            total += n * Int128(factor)
            return
        }
        guard v.isFloatLike else { throw Errors.typeError("unsupported type for timedelta \(name) component: \(v.type)") }
        let d = v.asDouble
        if d.isNaN { throw Errors.valueError("cannot convert float NaN to integer") }
        if d.isInfinite { throw Errors.overflowError("cannot convert float infinity to integer") }
        let whole = d.rounded(.towardZero), fraction = d - whole
        if abs(whole) >= 1e25 { throw tooLarge() }
        total += Int128(whole) * Int128(factor)
        if fraction == 0 { return }
        let part = Double(factor) * fraction, partWhole = part.rounded(.towardZero)
        rest += part - partWhole
        total += Int128(partWhole)
    }
    static func define() {
        let t = DateTimes.timedelta
        t.constant("__doc__", StrRef.make("Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.\nArguments may be integers or floats, and may be positive or negative."))
        t.new("($type, /, days=<unrepresentable>, seconds=<unrepresentable>, microseconds=<unrepresentable>, milliseconds=<unrepresentable>, minutes=<unrepresentable>, hours=<unrepresentable>, weeks=<unrepresentable>)", called: "__new__()") { a throws(Raise) in
            let type = TypeRef(a[0].ref)
            var plain = true
            for i in 1..<8 where a[i].bits != 0 && !(a[i].isInt && a[i].int.magnitude < 1 << 40) || i > 3 && a[i].bits != 0 { plain = false; break }
            if plain { return try make(a[1].bits == 0 ? 0 : a[1].int, a[2].bits == 0 ? 0 : a[2].int, a[3].bits == 0 ? 0 : a[3].int, type: type) }
            var x: Int128 = 0, rest = 0.0
            let order: [(String, Int, Int)] = [("microseconds", 3, 1), ("milliseconds", 4, 1000), ("seconds", 2, 1_000_000), ("minutes", 5, 60_000_000),
                                               ("hours", 6, 3_600_000_000), ("days", 1, 86_400_000_000), ("weeks", 7, 604_800_000_000)]
            for (name, i, factor) in order { try add(name, a[i], factor, &x, &rest) }
            if rest != 0 {
                var whole = rest.rounded(.toNearestOrAwayFromZero)
                if abs(whole - rest) == 0.5 {
                    let odd: Double = x & 1 != 0 ? 1 : 0
                    whole = 2 * ((rest + odd) * 0.5).rounded(.toNearestOrAwayFromZero) - odd
                }
                x += Int128(whole)
            }
            return try make(micros: x, type: type)
        }
        t.computedMember("days") { v in Value(int: TimeDelta(v).days) }
        t.computedMember("seconds") { v in Value(int: TimeDelta(v).seconds) }
        t.computedMember("microseconds") { v in Value(int: TimeDelta(v).micros) }
        t.method("total_seconds", "($self, /)") { a throws(Raise) in
            let u = TimeDelta(a[0]).totalMicros
            if u.magnitude < 1 << 53 { return Value(float: Double(Int(u)) / 1e6) }
            return try Operations.binary(.truediv, value(u), Value(int: 1_000_000))
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let d = TimeDelta(a[0])
            var parts: [String] = []
            if d.days != 0 { parts.append("days=\(d.days)") }
            if d.seconds != 0 { parts.append("seconds=\(d.seconds)") }
            if d.micros != 0 { parts.append("microseconds=\(d.micros)") }
            return StrRef.make("\(a[0].type)(\(parts.isEmpty ? "0" : parts.joined(separator: ", ")))")
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in
            let d = TimeDelta(a[0]), s = d.seconds
            var text = d.days == 0 ? "" : "\(d.days) day\(d.days == 1 || d.days == -1 ? "" : "s"), "
            text += "\(s / 3600):\(DateTimes.two(s / 60 % 60)):\(DateTimes.two(s % 60))"
            if d.micros != 0 { text += "." + DateTimes.padded(d.micros, 6) }
            return StrRef.make(text)
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(try hash(a[0])) }
        t.special("__bool__", "($self, /)") { a throws(Raise) in let d = TimeDelta(a[0]); return Value(bool: d.days != 0 || d.seconds != 0 || d.micros != 0) }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let d = TimeDelta(a[0])
            return TupleRef.make(a[0].type.value, TupleRef.make(Value(int: d.days), Value(int: d.seconds), Value(int: d.micros)))
        }
        DateTimes.comparisons(t) { a, b, op throws(Raise) in
            guard b.isInstance(of: DateTimes.timedelta) else { return .notImplemented }
            return DateTimes.answer(order(TimeDelta(a), TimeDelta(b)), op)
        }
        arithmetic(t)
    }
    static func order(_ x: TimeDelta, _ y: TimeDelta) -> Int {
        if x.days != y.days { return x.days < y.days ? -1 : 1 }
        if x.seconds != y.seconds { return x.seconds < y.seconds ? -1 : 1 }
        return x.micros == y.micros ? 0 : x.micros < y.micros ? -1 : 1
    }
    static func hash(_ v: Value) throws(Raise) -> Int {
        if v.ref.word(5) != 0 { return Int(bitPattern: UInt(v.ref.word(5))) }
        let d = TimeDelta(v), h = try Operations.hash(TupleRef.make(Value(int: d.days), Value(int: d.seconds), Value(int: d.micros)))
        v.ref.setWord(5, UInt64(bitPattern: Int64(h)))
        return h
    }
    private static func isDelta(_ v: Value) -> Bool { v.isInstance(of: DateTimes.timedelta) }
    static func sum(_ x: TimeDelta, _ y: TimeDelta, _ sign: Int) throws(Raise) -> Value { try make(x.days + sign * y.days, x.seconds + sign * y.seconds, x.micros + sign * y.micros) }
    private static func times(_ d: Value, _ n: Value) throws(Raise) -> Value {
        let u = TimeDelta(d).totalMicros
        if n.isIntLike {
            if let k = wide(n) {
                let (p, over) = u.multipliedReportingOverflow(by: k)
                if !over { return try make(micros: p) }
            }
            return try make(microseconds: try Operations.binary(.mul, value(u), n))
        }
        let (top, bottom) = try ratio(n)
        return try make(microseconds: try divideNearest(try Operations.binary(.mul, value(u), top), bottom))
    }
    private static func ratio(_ v: Value) throws(Raise) -> (Value, Value) {
        let r = try Call.call(try Operations.getAttribute(v, StrRef.intern("as_integer_ratio")))
        guard r.isTuple else { throw Errors.typeError("unexpected return type from as_integer_ratio(): expected tuple, not '\(r.type)'") }
        guard TupleRef(r).count == 2 else { throw Errors.valueError("as_integer_ratio() must return a 2-tuple") }
        return (TupleRef(r)[0], TupleRef(r)[1])
    }
    private static func arithmetic(_ t: TypeRef) {
        t.special("__add__", "($self, value, /)") { a throws(Raise) in isDelta(a[1]) ? try sum(TimeDelta(a[0]), TimeDelta(a[1]), 1) : .notImplemented }
        t.special("__radd__", "($self, value, /)") { a throws(Raise) in isDelta(a[1]) ? try sum(TimeDelta(a[1]), TimeDelta(a[0]), 1) : .notImplemented }
        t.special("__sub__", "($self, value, /)") { a throws(Raise) in isDelta(a[1]) ? try sum(TimeDelta(a[0]), TimeDelta(a[1]), -1) : .notImplemented }
        t.special("__rsub__", "($self, value, /)") { a throws(Raise) in isDelta(a[1]) ? try sum(TimeDelta(a[1]), TimeDelta(a[0]), -1) : .notImplemented }
        t.special("__neg__", "($self, /)") { a throws(Raise) in let d = TimeDelta(a[0]); return try make(-d.days, -d.seconds, -d.micros) }
        t.special("__pos__", "($self, /)") { a throws(Raise) in let d = TimeDelta(a[0]); return try make(d.days, d.seconds, d.micros) }
        t.special("__abs__", "($self, /)") { a throws(Raise) in let d = TimeDelta(a[0]); return d.days < 0 ? try make(-d.days, -d.seconds, -d.micros) : try make(d.days, d.seconds, d.micros) }
        for n: StaticString in ["__mul__", "__rmul__"] {
            t.special(n, "($self, value, /)") { a throws(Raise) in a[1].isIntLike || a[1].isFloatLike ? try times(a[0], a[1]) : .notImplemented }
        }
        t.special("__truediv__", "($self, value, /)") { a throws(Raise) in
            let u = TimeDelta(a[0]).totalMicros
            if isDelta(a[1]) {
                let w = TimeDelta(a[1]).totalMicros
                if w != 0 && u.magnitude < 1 << 53 && w.magnitude < 1 << 53 { return Value(float: Double(Int(u)) / Double(Int(w))) }
                return try Operations.binary(.truediv, value(u), value(w))
            }
            if a[1].isIntLike {
                if let k = wide(a[1]), k != 0 { return try make(micros: divideNearest(u, k)) }
                return try make(microseconds: try divideNearest(value(u), a[1]))
            }
            guard a[1].isFloatLike else { return .notImplemented }
            let (top, bottom) = try ratio(a[1])
            return try make(microseconds: try divideNearest(try Operations.binary(.mul, value(u), bottom), top))
        }
        t.special("__rtruediv__", "($self, value, /)") { a throws(Raise) in .notImplemented }
        t.special("__floordiv__", "($self, value, /)") { a throws(Raise) in
            let u = value(TimeDelta(a[0]).totalMicros)
            if isDelta(a[1]) { return try Operations.binary(.floordiv, u, value(TimeDelta(a[1]).totalMicros)) }
            guard a[1].isIntLike else { return .notImplemented }
            return try make(microseconds: try Operations.binary(.floordiv, u, a[1]))
        }
        t.special("__rfloordiv__", "($self, value, /)") { a throws(Raise) in .notImplemented }
        func parts(_ x: Value, _ y: Value) throws(Raise) -> (Value, Value) {
            let u = value(TimeDelta(x).totalMicros), w = value(TimeDelta(y).totalMicros)
            let q = try Operations.binary(.floordiv, u, w)
            return (q, try make(microseconds: try Operations.binary(.mod, u, w)))
        }
        t.special("__mod__", "($self, value, /)") { a throws(Raise) in isDelta(a[1]) ? try parts(a[0], a[1]).1 : .notImplemented }
        t.special("__rmod__", "($self, value, /)") { a throws(Raise) in isDelta(a[1]) ? try parts(a[1], a[0]).1 : .notImplemented }
        t.special("__divmod__", "($self, value, /)") { a throws(Raise) in
            guard isDelta(a[1]) else { return .notImplemented }
            let (q, r) = try parts(a[0], a[1])
            return TupleRef.make(q, r)
        }
        t.special("__rdivmod__", "($self, value, /)") { a throws(Raise) in
            guard isDelta(a[1]) else { return .notImplemented }
            let (q, r) = try parts(a[1], a[0])
            return TupleRef.make(q, r)
        }
    }
}

import Glibc
import Runtime

/// `_lsprof`: the profiler behind `cProfile`. (Modules/_lsprof.c)
///
/// The events are those of `sys.setprofile`. Every callable has an entry (a list: its key, calls, recursive calls, total and inline time,
/// active calls, entries of what it called by key); every active call a context (a list: its entry, start, time spent in calls, the
/// caller's entry for it). A call's total time counts only in the outermost of recursive calls.
/// Words of a profiler: 2 entries by key, 3 stack of contexts, 4 timer, 5 time unit, 6 subcalls, 7 builtins.
enum Profiler {
    private static let entries = 2, stack = 3, timer = 4, unit = 5, subcalls = 6, builtins = 7
    private static let calls = 1, recursive = 2, total = 3, inline = 4, active = 5, inner = 6
    nonisolated(unsafe) private static var entryRow: StructSequence! = nil
    nonisolated(unsafe) private static var subentryRow: StructSequence! = nil

    private static func now(_ p: Ref) throws(Raise) -> Double {
        if p.value(timer).isNone {
            var t = timespec()
            clock_gettime(CLOCK_MONOTONIC, &t)
            return Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9
        }
        let v = try Call.call(p.value(timer)), u = p.value(unit).asDouble
        return try Operations.double(v) * (u > 0 ? u : 1)
    }
    private static func newEntry(_ key: Value) -> ListRef {
        let e = ListRef.allocate(capacity: 7)
        e.append(key)
        for _ in 0..<2 { e.append(Value(int: 0)) }
        for _ in 0..<2 { e.append(Value(float: 0)) }
        e.append(Value(int: 0)); e.append(.none)
        return e
    }
    private static func entry(_ d: DictRef, _ key: Value) throws(Raise) -> ListRef {
        if let e = try d.get(key) { return ListRef(e) }
        let e = newEntry(key)
        try d.set(key, e.value)
        return e
    }
    private static func begin(_ p: Ref, _ key: Value) throws(Raise) {
        let s = ListRef(p.value(stack)), e = try entry(DictRef(p.value(entries)), key)
        let c = ListRef.allocate(capacity: 4)
        c.append(e.value)
        e[active] = Value(int: e[active].int + 1)
        var sub = Value.none
        if p.value(subcalls) == .true && s.count > 0 {
            let caller = ListRef(ListRef(s[s.count - 1])[0])
            if caller[inner].isNone { caller[inner] = DictRef.allocate().value }
            let x = try entry(DictRef(caller[inner]), key)
            x[active] = Value(int: x[active].int + 1)
            sub = x.value
        }
        c.append(Value(float: try now(p))); c.append(Value(float: 0)); c.append(sub)
        s.append(c.value)
    }
    private static func add(_ e: ListRef, _ t: Double, _ own: Double) {
        let left = e[active].int - 1
        e[active] = Value(int: left)
        if left == 0 { e[total] = Value(float: e[total].asDouble + t) } else { e[recursive] = Value(int: e[recursive].int + 1) }
        e[inline] = Value(float: e[inline].asDouble + own)
        e[calls] = Value(int: e[calls].int + 1)
    }
    private static func end(_ p: Ref) throws(Raise) {
        let s = ListRef(p.value(stack))
        // The call that switched the profiler on was not seen.
        if s.count == 0 { return }
        let c = ListRef(s[s.count - 1]), t = try now(p) - c[1].asDouble, own = t - c[2].asDouble
        s.count = s.count - 1
        if s.count > 0 { let outer = ListRef(s[s.count - 1]); outer[2] = Value(float: outer[2].asDouble + t) }
        add(ListRef(c[0]), t, own)
        if c[3].isList { add(ListRef(c[3]), t, own) }
    }
    /// How a native callable is named: `<built-in method math.sqrt>`, `<method 'append' of 'list' objects>`.
    private static func nativeKey(_ f: Value) throws(Raise) -> Value {
        let name = try Operations.findAttribute(f, StrRef.intern("__name__"))
        guard name.isStr else { return StrRef.make(Operations.reprText(f)) }
        let owner = try Operations.findAttribute(f, StrRef.intern("__self__"))
        if !owner.isUnbound && !owner.isNone && !owner.isInstance(of: Types.module) {
            let m = try Operations.findAttribute(owner.type.value, StrRef.intern(name))
            return StrRef.make(m.isUnbound ? "<built-in method \(StrRef(name).string)>" : Operations.reprText(m))
        }
        let module = try Operations.findAttribute(f, StrRef.intern("__module__"))
        if !module.isStr { return StrRef.make(Operations.reprText(f)) }
        return StrRef.make("<built-in method \(StrRef(module)).\(StrRef(name))>")
    }
    private static func event(_ p: Ref, _ frame: Value, _ event: Value, _ argument: Value) throws(Raise) {
        let e = StrRef(event)
        if e.equals("call") { return try begin(p, try Operations.getAttribute(frame, StrRef.intern("f_code"))) }
        if e.equals("return") { return try end(p) }
        guard p.value(builtins) == .true else { return }
        if e.equals("c_call") { try begin(p, try nativeKey(argument)) } else if e.equals("c_return") || e.equals("c_exception") { try end(p) }
    }
    private static func row(_ e: ListRef, _ calls_: Value, _ s: StructSequence) -> Value {
        let v = s.allocate()
        v.ref.set(4, e[0]); v.ref.set(5, e[calls]); v.ref.set(6, e[recursive]); v.ref.set(7, e[total]); v.ref.set(8, e[inline])
        if calls_.isPointer || calls_.isNone, s.type == entryRow.type { v.ref.set(9, calls_) }
        return v
    }
    private static func statistics(_ p: Ref) throws(Raise) -> Value {
        let out = ListRef.allocate(), d = DictRef(p.value(entries))
        var i = -1
        while d.next(&i) {
            let e = ListRef(d.valueAt(i))
            if e[calls].int == 0 { continue }
            var subs = Value.none
            if e[inner].isDict {
                let l = ListRef.allocate(), x = DictRef(e[inner])
                subs = l.value
                var k = -1
                while x.next(&k) { let s = ListRef(x.valueAt(k)); if s[calls].int > 0 { l.append(row(s, .unbound, subentryRow)) } }
            }
            out.append(row(e, subs, entryRow))
        }
        return out.value
    }
    private static func setProfile(_ f: Value) throws(Raise) {
        _ = try Call.call(try Operations.getAttribute(try ImportSystem.importModule("sys"), StrRef.intern("setprofile")), f)
    }
    static func define(_ m: ModuleBuilder) {
        entryRow = StructSequence.define("profiler_entry", module: "_lsprof", fields: ["code", "callcount", "reccallcount", "totaltime", "inlinetime", "calls"])
        subentryRow = StructSequence.define("profiler_subentry", module: "_lsprof", fields: ["code", "callcount", "reccallcount", "totaltime", "inlinetime"])
        m.type(entryRow.type); m.type(subentryRow.type)
        let t = TypeFactory.make("Profiler", module: "_lsprof", size: 64, layout: Layout.fields(2, 8), subclassable: true)
        t.new("($type, *args, **kwargs)", ignoring: true) { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref)), v = Value(r)
            r.set(timer, .none); r.set(unit, Value(float: 0)); r.set(subcalls, .true); r.set(builtins, .true)
            r.set(entries, DictRef.allocate().value); r.set(stack, ListRef.allocate().value)
            return v
        }
        t.special("__init__", "($self, timer=None, timeunit=0.0, subcalls=True, builtins=True)") { a throws(Raise) in
            let r = a[0].ref
            r.set(timer, a[1]); r.set(unit, Value(float: try Operations.double(a[2])))
            r.set(subcalls, Value(bool: try Operations.isTrue(a[3]))); r.set(builtins, Value(bool: try Operations.isTrue(a[4])))
            return .none
        }
        t.method("enable", "($self, /, subcalls=True, builtins=True)") { a throws(Raise) in
            let sys = try ImportSystem.importModule("sys")
            let old = try Call.call(try Operations.getAttribute(sys, StrRef.intern("getprofile")))
            if !old.isNone { throw Errors.valueError("Another profiling tool is already active") }
            let r = a[0].ref
            r.set(subcalls, Value(bool: try Operations.isTrue(a[1]))); r.set(builtins, Value(bool: try Operations.isTrue(a[2])))
            try setProfile(try Operations.getAttribute(a[0], StrRef.intern("_event")))
            return .none
        }
        t.method("disable", "($self, /)") { a throws(Raise) in
            try setProfile(.none)
            while ListRef(a[0].ref.value(stack)).count > 0 { try end(a[0].ref) }
            return .none
        }
        t.method("clear", "($self, /)") { a throws(Raise) in
            a[0].ref.set(entries, DictRef.allocate().value); a[0].ref.set(stack, ListRef.allocate().value)
            return .none
        }
        t.method("getstats", "($self, /)") { a throws(Raise) in try statistics(a[0].ref) }
        t.method("_event", "($self, frame, event, arg, /)") { a throws(Raise) in try event(a[0].ref, a[1], a[2], a[3]); return .none }
        m.type(t)
    }
}
extension NativeModule {
    static let lsprof = NativeModule("_lsprof") { m throws(Raise) in Profiler.define(m) }
}

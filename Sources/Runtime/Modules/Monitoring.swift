/// `sys.monitoring` (PEP 669), and `sys.settrace` with its kin.
enum MonitoringModule {
    static func define(_ sys: ModuleBuilder) {
        let module = ModuleRef.make(StrRef.intern("sys.monitoring"))
        let m = ModuleBuilder(module: module)
        sys.constant("monitoring", module)
        let callbacks = ListRef.allocate(), names = ListRef.allocate()
        Monitor.callbacks = callbacks.value; Monitor.names = names.value
        Monitor.disable = Value(Heap.allocate(16, Types.object)); Monitor.missing = Value(Heap.allocate(16, Types.object))
        Heap.addRoot(&Monitor.callbacks); Heap.addRoot(&Monitor.names); Heap.addRoot(&Monitor.disable); Heap.addRoot(&Monitor.missing)
        for _ in 0..<Monitor.toolCount * Monitor.Event.count { callbacks.append(.none) }
        for _ in 0..<Monitor.toolCount { names.append(.none) }
        m.int("DEBUGGER_ID", 0); m.int("COVERAGE_ID", 1); m.int("PROFILER_ID", 2); m.int("OPTIMIZER_ID", 5)
        m.constant("DISABLE", Monitor.disable); m.constant("MISSING", Monitor.missing)
        var list: [(String, Value)] = []
        for (i, n) in Monitor.Event.names.enumerated() { list.append((n, Value(int: 1 << i))) }
        m.constant("events", Namespaces.make(list + [("NO_EVENTS", Value(int: 0))]))
        m.function("use_tool_id", "(tool_id, name, /)") { a throws(Raise) in
            let t = try tool(a[0])
            guard a[1].isStr else { throw Errors.valueError("tool name must be a str") }
            let l = ListRef(Monitor.names)
            if !l[t].isNone { throw Errors.valueError("tool \(t) is already in use") }
            l[t] = a[1]
            return .none
        }
        m.function("clear_tool_id", "(tool_id, /)") { a throws(Raise) in
            let t = try tool(a[0])
            if !ListRef(Monitor.names)[t].isNone { clear(t) }
            return .none
        }
        m.function("free_tool_id", "(tool_id, /)") { a throws(Raise) in
            let t = try tool(a[0])
            if !ListRef(Monitor.names)[t].isNone { clear(t) }
            ListRef(Monitor.names)[t] = .none
            return .none
        }
        m.function("get_tool", "(tool_id, /)") { a throws(Raise) in ListRef(Monitor.names)[try tool(a[0])] }
        m.function("register_callback", "(tool_id, event, func, /)") { a throws(Raise) in
            let t = try tool(a[0]), e = try Operations.index(a[1])
            guard e > 0, e & (e - 1) == 0 else { throw Errors.valueError("The callback can only be set for one event at a time") }
            let i = e.trailingZeroBitCount
            guard i < Monitor.Event.count else { throw Errors.valueError("invalid event \(e)") }
            let l = ListRef(Monitor.callbacks)
            // BRANCH stands for both branches.
            let old = l[t * Monitor.Event.count + i]
            l[t * Monitor.Event.count + i] = a[2]
            return old
        }
        m.function("get_events", "(tool_id, /)") { a throws(Raise) in Value(int: Int(Monitor.globals[try tool(a[0])])) }
        m.function("set_events", "(tool_id, event_set, /)") { a throws(Raise) in
            let t = try tool(a[0]), set = try events(a[1], Monitor.Event.count, "event set")
            try checkUsed(t)
            Monitor.globals[t] = set
            update()
            return .none
        }
        m.function("get_local_events", "(tool_id, code, /)") { a throws(Raise) in
            let t = try tool(a[0])
            guard a[1].isExactly(Types.code) else { throw Errors.typeError("code must be a code object") }
            return Value(int: Int(CodeObject(a[1].ref).code.monitors?.events[t] ?? 0))
        }
        m.function("set_local_events", "(tool_id, code, event_set, /)") { a throws(Raise) in
            let t = try tool(a[0])
            guard a[1].isExactly(Types.code) else { throw Errors.typeError("code must be a code object") }
            let set = try events(a[2], Monitor.Event.localCount, "local event set")
            try checkUsed(t)
            let c = CodeObject(a[1].ref).code
            if c.monitors == nil { c.monitors = CodeMonitors() }
            let old = c.monitors!.events[t]
            c.monitors!.events[t] = set
            if set & ~old != 0 { c.monitors!.enable(t) }
            locals |= set
            if !local.contains(where: { $0 === c }) { local.append(c) }
            update()
            return .none
        }
        m.function("restart_events", "()") { a throws(Raise) in Monitor.generation &+= 1; return .none }
        m.function("_all_events", "()") { a throws(Raise) in
            let d = DictRef.allocate()
            for (i, n) in Monitor.Event.names.enumerated() {
                var tools = 0
                for t in 0..<Monitor.toolCount where Monitor.globals[t] & (1 << UInt32(i)) != 0 { tools |= 1 << t }
                if tools != 0 { d.set(name: StrRef.intern(n), Value(int: tools)) }
            }
            return d.value
        }
        legacy(sys)
    }
    /// Codes with events of their own, and the union of these.
    nonisolated(unsafe) private static var local: [Code] = []
    nonisolated(unsafe) private static var locals: UInt32 = 0

    private static func tool(_ v: Value) throws(Raise) -> Int {
        let i = try Operations.index(v)
        guard i >= 0, i < Monitor.toolCount else { throw Errors.valueError("invalid tool \(i) (must be between 0 and 5)") }
        return i
    }
    private static func checkUsed(_ t: Int) throws(Raise) { if ListRef(Monitor.names)[t].isNone { throw Errors.valueError("tool \(t) is not in use") } }
    private static func events(_ v: Value, _ limit: Int, _ what: String) throws(Raise) -> UInt32 {
        let i = try Operations.index(v)
        let bad = Errors.valueError
        guard i >= 0, i < 1 << Monitor.Event.count else { throw bad("invalid \(what) 0x\(String(UInt32(truncatingIfNeeded: i), radix: 16))") }
        var s = UInt32(i)
        if s & Monitor.Event.cEvents != 0 && s & (1 << UInt32(Monitor.Event.call)) == 0 { throw bad("cannot set C_RETURN or C_RAISE events independently") }
        s &= ~Monitor.Event.cEvents
        if s & (1 << UInt32(Monitor.Event.branch)) != 0 { s = s & ~(1 << UInt32(Monitor.Event.branch)) | Monitor.Event.branches }
        guard s < 1 << UInt32(limit) else { throw bad("invalid \(what) 0x\(String(s, radix: 16))") }
        return s
    }
    private static func clear(_ t: Int) {
        let l = ListRef(Monitor.callbacks)
        for i in 0..<Monitor.Event.count { l[t * Monitor.Event.count + i] = .none }
        Monitor.globals[t] = 0
        for c in local { c.monitors?.events[t] = 0 }
        update()
    }
    private static func update() {
        locals = 0
        local.removeAll { c in !(c.monitors?.events.contains { $0 != 0 } ?? false) }
        for c in local { for e in c.monitors!.events { locals |= e } }
        Monitor.union = Monitor.globals.reduce(locals, |)
        Monitor.update()
    }

    // MARK: settrace, setprofile

    private static func legacy(_ m: ModuleBuilder) {
        m.function("settrace", "(function, /)") { a throws(Raise) in LegacyTrace.set(thread, trace: a[0]); return .none }
        m.function("setprofile", "(function, /)") { a throws(Raise) in LegacyTrace.set(thread, profile: a[0]); return .none }
        m.function("_settraceallthreads", "(function, /)") { a throws(Raise) in
            for i in 0..<Threads.all.count { LegacyTrace.set(Threads.all[i], trace: a[0]) }
            return .none
        }
        m.function("_setprofileallthreads", "(function, /)") { a throws(Raise) in
            for i in 0..<Threads.all.count { LegacyTrace.set(Threads.all[i], profile: a[0]) }
            return .none
        }
        m.function("gettrace", "()") { a throws(Raise) in thread.pointee.traceFunction.orNone }
        m.function("getprofile", "()") { a throws(Raise) in thread.pointee.profileFunction.orNone }
        m.function("call_tracing", "(func, args, /)") { a throws(Raise) in
            guard a[1].isTuple else { throw Errors.typeError("call_tracing() argument 2 must be tuple, not \(a[1].type)") }
            let t = thread, saved = t.pointee.tracing
            t.pointee.tracing = 0
            defer { t.pointee.tracing = saved }
            return try Call.call(a[0], tuple: a[1])
        }
    }
}

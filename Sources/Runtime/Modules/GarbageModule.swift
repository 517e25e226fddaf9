/// `gc` over a tracing collector.
///
/// Collections that a program asks for report what CPython's would have found (`CyclicGarbage`); `gc.callbacks` are called around these. Thresholds
/// are kept for show, except that a threshold of 0 turns automatic collections off. Frozen objects are counted only: no collection moves anything.
enum GarbageModule {
    nonisolated(unsafe) private static var thresholds = (2000, 10, 10), debug = 0, frozen = 0
    /// Collections asked for and objects found by them, a generation each.
    nonisolated(unsafe) private static var asked = [0, 0, 0], collected = [0, 0, 0], uncollectable = [0, 0, 0]
    private static let stats = 1, collectable = 2, saveAll = 32

    static func define(_ m: ModuleBuilder) {
        for (n, v) in [("DEBUG_STATS", 1), ("DEBUG_COLLECTABLE", 2), ("DEBUG_UNCOLLECTABLE", 4), ("DEBUG_SAVEALL", 32), ("DEBUG_LEAK", 38)] { m.int(n, v) }
        m.constant("garbage", ListRef.allocate().value)
        m.constant("callbacks", ListRef.allocate().value)
        // What start-up left behind is none of the program's garbage.
        Collector.collect(.requested(generation: 2))
        let module = m.module
        m.function("enable", "()") { a throws(Raise) in Heap.enabled = true; return .none }
        m.function("disable", "()") { a throws(Raise) in Heap.enabled = false; return .none }
        m.function("isenabled", "()") { a throws(Raise) in Value(bool: Heap.enabled) }
        m.function("collect", "(generation=2)") { a throws(Raise) in
            let g = try Operations.index(a[0])
            if g < 0 || g > 2 { throw Errors.valueError("invalid generation") }
            return Value(int: try collect(g, module))
        }
        m.function("get_threshold", "()") { a throws(Raise) in TupleRef.make(Value(int: thresholds.0), Value(int: thresholds.1), Value(int: thresholds.2)) }
        m.function("set_threshold", "(*args, **kwargs)") { a throws(Raise) in
            if DictRef(a[1]).count > 0 { throw Errors.typeError("gc.set_threshold() takes no keyword arguments") }
            let t = TupleRef(a[0])
            guard (1...3).contains(t.count) else { throw Errors.typeError("gc.set_threshold requires 1 to 3 arguments") }
            thresholds.0 = try Operations.index(t[0])
            if t.count > 1 { thresholds.1 = try Operations.index(t[1]) }
            if t.count > 2 { thresholds.2 = try Operations.index(t[2]) }
            Heap.automatic = thresholds.0 != 0
            return .none
        }
        m.function("get_count", "()") { a throws(Raise) in TupleRef.make(Value(int: Heap.allocatedSince >> 10), Value(int: Collector.minors % 10), Value(int: 0)) }
        m.function("get_debug", "()") { a throws(Raise) in Value(int: debug) }
        m.function("set_debug", "(flags, /)") { a throws(Raise) in debug = try Operations.index(a[0]); return .none }
        m.function("get_stats", "()") { a throws(Raise) in
            let l = ListRef.allocate()
            for (g, n) in [Collector.minors, Collector.middles, Collector.majors].enumerated() {
                let d = DictRef.allocate()
                for (k, v) in [("collections", g == 1 ? asked[1] + n : n), ("collected", collected[g]), ("uncollectable", uncollectable[g])] { d.set(name: StrRef.intern(k), Value(int: v)) }
                l.append(d.value)
            }
            return l.value
        }
        m.function("freeze", "()") { a throws(Raise) in
            Collector.collect(.requested(generation: 2))
            frozen = HeapGraph.countTracked()
            return .none
        }
        m.function("unfreeze", "()") { a throws(Raise) in frozen = 0; return .none }
        m.function("get_freeze_count", "()") { a throws(Raise) in Value(int: frozen) }
        m.function("is_tracked", "(obj, /)") { a throws(Raise) in Value(bool: HeapGraph.isTracked(a[0])) }
        m.function("is_finalized", "(obj, /)") { a throws(Raise) in Value(bool: a[0].isPointer && a[0].ref.header & HeaderFlag.finalized != 0) }
        m.function("get_objects", "(generation=None)") { a throws(Raise) in
            if !a[0].isNone {
                guard a[0].isIntLike || !a[0].type.slot(.index).isUnbound else { throw Errors.typeError("argument should be integer or None, not '\(a[0].type)'") }
                let g = try Operations.index(a[0])
                if g >= 3 { throw Errors.valueError("generation parameter must be less than the number of available generations (3)") }
                if g == -1 { Collector.collect(.requested(generation: 2)); return HeapGraph.objects() }
                if g < 0 { throw Errors.valueError("generation parameter cannot be negative") }
                // After a collection all objects are of the oldest generation.
                Collector.collect(.requested(generation: 2))
                return g == 2 ? HeapGraph.objects() : ListRef.allocate().value
            }
            Collector.collect(.requested(generation: 2))
            return HeapGraph.objects()
        }
        m.function("get_referrers", "(*objs)") { a throws(Raise) in
            Collector.collect(.requested(generation: 2))
            return HeapGraph.referrers(TupleRef(a[0]))
        }
        m.function("get_referents", "(*objs)") { a throws(Raise) in try HeapGraph.referents(TupleRef(a[0])) }
    }
    /// A collection that the program asked for; the number of objects found.
    private static func collect(_ g: Int, _ module: Value) throws(Raise) -> Int {
        if Collector.running { return 0 }
        try notify("start", g, 0, module)
        if debug & stats != 0 { ErrorDisplay.write("gc: collecting generation \(g)...\n") }
        CyclicGarbage.isWanted = true
        CyclicGarbage.isKept = debug & (collectable | saveAll) != 0
        Collector.collect(.requested(generation: g == 0 ? 0 : 2))
        CyclicGarbage.isWanted = false
        let n = CyclicGarbage.count + CyclicGarbage.unreported
        CyclicGarbage.unreported = 0
        CyclicGarbage.isAskedFor = true
        asked[g] += 1
        collected[g] += n
        if CyclicGarbage.isKept {
            CyclicGarbage.isKept = false
            // Alive for now: the collection marked them again.
            let l = ListRef.allocate(capacity: CyclicGarbage.found.count)
            for i in 0..<CyclicGarbage.found.count { l.append(Value(CyclicGarbage.found[i])) }
            CyclicGarbage.found.removeAll()
            if debug & collectable != 0 { for i in 0..<l.count { ErrorDisplay.write("gc: collectable <\(l[i].type.text) 0x\(String(l[i].bits, radix: 16))>\n") } }
            if debug & saveAll != 0, let garbage = ModuleRef(module).dict.find(StrRef.intern("garbage")), garbage.isList {
                for i in 0..<l.count { ListRef(garbage).append(l[i]) }
            }
        }
        Finalizers.run()
        Watch.requested()
        if debug & stats != 0 { ErrorDisplay.write("gc: done, \(n) unreachable, 0 uncollectable\n") }
        try notify("stop", g, n, module)
        return n
    }
    private static func notify(_ phase: String, _ g: Int, _ n: Int, _ module: Value) throws(Raise) {
        guard let list = ModuleRef(module).dict.find(StrRef.intern("callbacks")), list.isList, ListRef(list).count > 0 else { return }
        let d = DictRef.allocate()
        for (k, v) in [("generation", g), ("collected", n), ("uncollectable", 0)] { d.set(name: StrRef.intern(k), Value(int: v)) }
        var i = 0
        while i < ListRef(list).count {
            let c = ListRef(list)[i]
            do throws(Raise) { _ = try Call.call(c, StrRef.make(phase), d.value) } catch { Errors.unraisable("Exception ignored while calling GC callback \(Operations.reprText(c))", .none) }
            i += 1
        }
    }
}

/// Events of running code: `sys.monitoring` (PEP 669), `sys.settrace` and `sys.setprofile`.
///
/// The tree reports (Nodes/TracedNodes.swift) as soon as anybody wants to know anything (`isActive`); here is decided who is told. Tools 0 to 5 are
/// those of `sys.monitoring`, told in order of their numbers; then the thread's profile function, then its trace function. While a callback runs,
/// nothing is reported to anybody (`thread.tracing`). Lines are reported when they differ from the frame's last one, or at a loop's next turn.
/// Code has no instructions: offsets are the numbers by which `co_positions` knows nodes (`Code.Instructions`), and the events INSTRUCTION, JUMP,
/// BRANCH_LEFT and BRANCH_RIGHT can be asked for but never occur.
public enum Monitor {
    /// Somebody wants events: code is instrumented, no trace is entered.
    nonisolated(unsafe) static var isActive = false
    /// Calls of builtins are reported.
    nonisolated(unsafe) static var watchesCalls = false

    struct Event {
        static let pyStart = 0, pyResume = 1, pyReturn = 2, pyYield = 3, call = 4, line = 5, instruction = 6, jump = 7, branchLeft = 8, branchRight = 9
        static let stopIteration = 10, raise = 11, exceptionHandled = 12, pyUnwind = 13, pyThrow = 14, reraise = 15, cReturn = 16, cRaise = 17, branch = 18
        static let count = 19, localCount = 11, branches: UInt32 = 1 << 8 | 1 << 9, cEvents: UInt32 = 1 << 16 | 1 << 17
        static let names = ["PY_START", "PY_RESUME", "PY_RETURN", "PY_YIELD", "CALL", "LINE", "INSTRUCTION", "JUMP", "BRANCH_LEFT", "BRANCH_RIGHT", "STOP_ITERATION",
                            "RAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "PY_THROW", "RERAISE", "C_RETURN", "C_RAISE", "BRANCH"]
    }
    static let toolCount = 6
    /// Per tool: the events asked of all code.
    nonisolated(unsafe) static var globals = [UInt32](repeating: 0, count: toolCount)
    /// The union over tools, local events included.
    nonisolated(unsafe) static var union: UInt32 = 0
    /// Lists: callbacks by tool * Event.count + event, and names of tools in use; None where there is none.
    nonisolated(unsafe) static var callbacks = Value.unbound, names = Value.unbound
    nonisolated(unsafe) static var disable = Value.unbound, missing = Value.unbound
    /// Moves with `restart_events`: what was disabled under an older one is not any more.
    nonisolated(unsafe) static var generation = 0

    // MARK: codes

    nonisolated(unsafe) private static var codes: Unmanaged<Code>? = nil
    /// A code was built: it joins the list of those to instrument.
    static func built(_ c: Code) {
        let u = Unmanaged.passUnretained(c)
        c.nextBuilt = codes
        codes?._withUnsafeGuaranteedRef { $0.previousBuilt = u }
        codes = u
        if isActive { c.instrument() }
    }
    static func died(_ c: Code) {
        guard c.isBuilt else { return }
        if let p = c.previousBuilt { p._withUnsafeGuaranteedRef { $0.nextBuilt = c.nextBuilt } } else { codes = c.nextBuilt }
        c.nextBuilt?._withUnsafeGuaranteedRef { $0.previousBuilt = c.previousBuilt }
    }
    /// Somebody began or ceased to want events.
    static func update() {
        var profiled = false, traced = false
        for i in 0..<Threads.all.count {
            if Threads.all[i].pointee.profileFunction.isPointer { profiled = true }
            if Threads.all[i].pointee.traceFunction.isPointer { traced = true }
        }
        watchesCalls = profiled || union & (1 << UInt32(Event.call)) != 0
        let now = profiled || traced || union != 0
        if now && !isActive {
            var c = codes
            while let u = c { u._withUnsafeGuaranteedRef { $0.instrument(); c = $0.nextBuilt } }
            for i in 0..<Threads.all.count { Threads.all[i].pointee.interrupt |= Interrupt.tracing }
        }
        isActive = now
    }

    // MARK: telling

    /// Runs a callback with the thread's pending state put aside.
    static func apart(_ body: () throws(Raise) -> Void) throws(Raise) {
        let t = thread, s = t.pointee
        t.pointee.raised = .unbound; t.pointee.tracedFrame = nil
        t.pointee.tracing += 1
        defer {
            t.pointee.tracing -= 1
            t.pointee.sent = s.sent; t.pointee.thrown = s.thrown; t.pointee.yielded = s.yielded; t.pointee.nativeCaller = s.nativeCaller
        }
        try body()
        t.pointee.raised = s.raised; t.pointee.tracedFrame = s.tracedFrame
    }
    private static func wants(_ tool: Int, _ event: Int, _ c: Code) -> Bool {
        var set = globals[tool]
        if let m = c.monitors { set |= m.events[tool] }
        return set & (1 << UInt32(event)) != 0
    }
    /// Tells the tools of EVENT in the frame F: ARGUMENTS behind the code. PLACE: the line or offset, by which the event can be disabled.
    static func tell(_ event: Int, _ f: Frame, _ place: Int, _ a: Value = .unbound, _ b: Value = .unbound) throws(Raise) {
        // C_RETURN and C_RAISE come with CALL.
        let asked = event == Event.cReturn || event == Event.cRaise ? Event.call : event
        guard union & (1 << UInt32(asked)) != 0, thread.pointee.tracing == 0 else { return }
        let c = f.code, outer = FrameJump.event
        FrameJump.event = event == Event.line ? .line : event == Event.pyYield ? .yield : event == Event.pyResume ? .resume : event == Event.pyStart ? .call : .other
        defer { FrameJump.event = outer }
        for tool in 0..<toolCount where wants(tool, asked, c) {
            let callback = ListRef(callbacks)[tool * Event.count + event]
            if callback.isNone || c.monitors?.isDisabled(tool, event, place) == true { continue }
            try apart { () throws(Raise) in
                let r = b.isPointer || !b.isUnbound ? try Call.call(callback, c.object, Value(int: place), a, b)
                    : a.isUnbound ? try Call.call(callback, c.object, Value(int: place)) : try Call.call(callback, c.object, Value(int: place), a)
                guard r == disable else { return }
                if event >= Event.localCount && event != Event.cReturn && event != Event.cRaise {
                    ListRef(callbacks)[tool * Event.count + event] = .none
                    throw Errors.valueError("Cannot disable \(Event.names[event]) events. Callback removed.")
                }
                if c.monitors == nil { c.monitors = CodeMonitors() }
                c.monitors!.disable(tool, event, place)
            }
        }
    }
    private static func offset(_ f: Frame) -> Int { f.code.offset(f.currentNode) }
    private static func wanted(_ event: Int) -> Bool { union & (1 << UInt32(event)) != 0 }

    // MARK: events

    /// A line is about to run.
    static func line(_ f: Frame, _ n: Node) throws(Raise) {
        let t = thread
        if t.pointee.tracing > 0 || n.line <= 0 { return }
        try statementEnded(f)
        f.at(n)
        let o = FrameObject.of(f), l = Int(n.line), last = Value(bits: o.ref.word(FrameObject.lastLine))
        if last.isInt && last.int == l &+ 1 { return }
        try report(f, o, l)
    }
    /// What F runs at has ended: one INSTRUCTION stands for the instructions behind a call. Debuggers that were entered by the call stop there.
    private static func statementEnded(_ f: Frame) throws(Raise) {
        if wanted(Event.instruction), let n = f.currentNode, n.line > 0 { try tell(Event.instruction, f, offset(f)) }
        try LegacyTrace.statementEnded(f)
    }
    private static func report(_ f: Frame, _ o: Value, _ l: Int) throws(Raise) {
        o.ref.setWord(FrameObject.lastLine, Value(int: l &+ 1).bits)
        if wanted(Event.line) { try tell(Event.line, f, l) }
        try LegacyTrace.line(f, o)
        try FrameJump.check(f)
    }
    /// A loop's next turn, or its end: the loop's line again.
    static func backEdge() throws(Raise) {
        let f = thread.pointee.frame
        guard thread.pointee.tracing == 0, f.base[Frame.code].bits != 0, let n = f.currentNode, n is LoopStatement || n is AsyncForStatement, n.line > 0 else { return }
        let o = FrameObject.of(f), last = Value(bits: o.ref.word(FrameObject.lastLine))
        FrameJump.isBackEdge = true
        defer { FrameJump.isBackEdge = false }
        // Trace functions are told of each turn of a loop of one line, tools are not.
        if last.isInt && last.int == Int(n.line) &+ 1 { try LegacyTrace.line(f, o); try FrameJump.check(f) } else { try report(f, o, Int(n.line)) }
    }
    /// A function, module or class body begins; for a function its caller's CALL comes first.
    static func start(_ f: Frame) throws(Raise) {
        let t = thread
        if t.pointee.tracing > 0 { return }
        if wanted(Event.call) {
            let c = f.code, v = c.argumentCount > 0 ? f[0] : .unbound
            if !f.base[Frame.generator].isPointer { try called(f.previousFrame, f.base[Frame.function], v.isExactly(Types.cell) ? CellRef(v).content : v) }
        }
        if wanted(Event.pyStart) { try tell(Event.pyStart, f, 0) }
        try LegacyTrace.call(f)
    }
    /// CALLER calls the Python function FUNCTION; the body of a generator function only runs later.
    static func called(_ caller: Frame, _ function: Value, _ first: Value) throws(Raise) {
        guard !caller.isNil, caller.base[Frame.code].bits != 0, thread.pointee.nativeCaller != caller.base, wanted(Event.call), isCall(caller) else { return }
        try tell(Event.call, caller, offset(caller), function, first.isUnbound ? missing : first)
    }
    /// A generator goes on.
    static func resumed(_ f: Frame) throws(Raise) {
        let t = thread
        if t.pointee.tracing > 0 { return }
        let e = t.pointee.thrown
        if e.isPointer {
            if wanted(Event.pyThrow) { try tell(Event.pyThrow, f, offset(f), e.isTuple ? TupleRef(e)[0] : e) }
        } else if wanted(Event.pyResume) { try tell(Event.pyResume, f, offset(f)) }
        try LegacyTrace.call(f, resumes: true)
        try FrameJump.check(f)
    }
    /// Runs a body to its end, or to a `yield`, and reports which.
    static func ending(_ f: Frame, _ body: () throws(Raise) -> Value) throws(Raise) -> Value {
        let v: Value
        do throws(Raise) { v = try body() } catch {
            if error.kind == .reposition { return try ending(f) { () throws(Raise) in try FrameJump.run(f) } }
            guard isActive else { throw error }
            if error.kind == .suspend {
                do throws(Raise) { try yielded(f) } catch { if error.kind == .reposition { return try ending(f) { () throws(Raise) in try FrameJump.run(f) } }; throw error }
                throw error
            }
            guard error.isException, thread.pointee.tracing == 0 else { throw error }
            defer { reported(f) }
            Traceback.add(f, thread)
            if wanted(Event.pyUnwind) { try tell(Event.pyUnwind, f, offset(f), thread.pointee.raised) }
            try LegacyTrace.ended(f, .none)
            throw error
        }
        if !isActive || thread.pointee.tracing > 0 { return v }
        if v == .suspended {
            do throws(Raise) { try yielded(f) } catch { if error.kind == .reposition { return try ending(f) { () throws(Raise) in try FrameJump.run(f) } }; throw error }
            return v
        }
        // The value of a class body is the runtime's own.
        let shown = v.isUnbound || v.isExactly(Types.cell) ? .none : v
        try statementEnded(f)
        if wanted(Event.pyReturn) { try tell(Event.pyReturn, f, offset(f), shown) }
        defer { reported(f) }
        try LegacyTrace.ended(f, shown)
        return v
    }
    private static func reported(_ f: Frame) { if f.base[Frame.object].isPointer { FrameObject.note(f.base[Frame.object], FrameObject.endReported) } }
    /// F ends, which began before anybody wanted events: what it returns, unbound if it raises.
    @inline(never) static func late(_ f: Frame, _ v: Value) throws(Raise) {
        guard isActive, thread.pointee.tracing == 0, FrameObject.option(f.base[Frame.object]) & FrameObject.endReported == 0 else { return }
        reported(f)
        let shown = v.isUnbound || v.isExactly(Types.cell) ? .none : v
        if !v.isUnbound { try statementEnded(f) }
        if v.isUnbound { if wanted(Event.pyUnwind) { try tell(Event.pyUnwind, f, offset(f), thread.pointee.raised) } }
        else if wanted(Event.pyReturn) { try tell(Event.pyReturn, f, offset(f), shown) }
        try LegacyTrace.ended(f, shown)
    }
    private static func yielded(_ f: Frame) throws(Raise) {
        if thread.pointee.tracing > 0 { return }
        let v = thread.pointee.yielded
        if wanted(Event.pyYield) { try tell(Event.pyYield, f, offset(f), v) }
        try LegacyTrace.ended(f, v, yields: true)
        try FrameJump.check(f)
    }
    /// An exception reached the frame F. An exception of a callback takes its place.
    static func raised(_ f: Frame) {
        let t = thread
        guard t.pointee.tracing == 0, t.pointee.raised.isPointer else { return }
        let e = t.pointee.raised
        do throws(Raise) {
            if wanted(Event.raise) { try tell(Event.raise, f, offset(f), e) }
            try LegacyTrace.exception(f, e)
        } catch { t.pointee.tracedFrame = f.base }
    }
    static func reraised(_ f: Frame) {
        let t = thread
        guard wanted(Event.reraise), t.pointee.tracing == 0 else { return }
        do throws(Raise) { try tell(Event.reraise, f, offset(f), t.pointee.raised) } catch { t.pointee.tracedFrame = f.base }
    }
    /// The exception in `thread.raised` is about to be handled in F.
    static func handled(_ f: Frame) {
        let t = thread
        guard wanted(Event.exceptionHandled), t.pointee.tracing == 0 else { return }
        do throws(Raise) { try tell(Event.exceptionHandled, f, offset(f), t.pointee.raised) } catch { t.pointee.tracedFrame = f.base }
    }

    // MARK: builtins

    private static func isCall(_ f: Frame) -> Bool {
        guard let n = f.currentNode else { return false }
        return n is CallNode || n is MethodCallNode || n is KeywordCallNode || n is StarCallNode || n is SuperCallNode || n is ClassNode || n is DecoratedNode
    }
    /// While calls are watched: the call of C, a class or an instance that can be called, which the program itself makes, with what is made of it as CPython
    /// tells it: what C calls in turn is told of only where a Python function of its own does so.
    @inline(never) static func called(_ c: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value, _ body: () throws(Raise) -> Value) throws(Raise) -> Value {
        let t = thread, f = t.pointee.frame, saved = t.pointee.nativeCaller
        guard t.pointee.tracing == 0, f.base[Frame.code].bits != 0, saved != f.base, wanted(Event.call), isCall(f) else { return try body() }
        let argument = count > 0 || names.bits != 0 ? base[0] : missing, place = offset(f)
        try tell(Event.call, f, place, c, argument)
        t.pointee.nativeCaller = f.base
        let v: Value
        do throws(Raise) { v = try body() } catch {
            t.pointee.nativeCaller = saved
            if error.isException { try tell(Event.cRaise, f, place, c, argument) }
            throw error
        }
        t.pointee.nativeCaller = saved
        try tell(Event.cReturn, f, place, c, argument)
        return v
    }
    /// `Descriptor.invoke` while calls are watched: only calls that the program itself makes are told of, not what builtins call in turn.
    @inline(never) static func native(_ d: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        let t = thread, f = t.pointee.frame, saved = t.pointee.nativeCaller
        guard t.pointee.tracing == 0, f.base[Frame.code].bits != 0, saved != f.base, isCall(f) else { return try Descriptor.plainInvoke(d, base, count, names) }
        let first = count > 0 ? base[0] : .unbound
        let isConstructor = Descriptor.builtin(d).read { $0.nameText == "__new__" || $0.nameText == "__init__" }
        let callable = d, argument = first.isUnbound ? missing : first
        let place = offset(f)
        if wanted(Event.call) { try tell(Event.call, f, place, callable, argument) }
        let profiled = !isConstructor && d.ref.type != Types.wrapperDescriptor
        var bound = d
        if profiled && t.pointee.profileFunction.isPointer {
            if d.ref.type == Types.methodDescriptor, !first.isUnbound { bound = try Operations.boundSlot(d, first) }
            try LegacyTrace.native(f, "c_call", bound)
        }
        t.pointee.nativeCaller = f.base
        defer { t.pointee.nativeCaller = saved }
        let v: Value
        do throws(Raise) { v = try Descriptor.plainInvoke(d, base, count, names) } catch {
            guard error.isException else { throw error }
            t.pointee.nativeCaller = saved
            if wanted(Event.call) { try tell(Event.cRaise, f, place, callable, argument) }
            if profiled { try LegacyTrace.native(f, "c_exception", bound) }
            throw error
        }
        t.pointee.nativeCaller = saved
        if wanted(Event.call) { try tell(Event.cReturn, f, place, callable, argument) }
        if profiled { try LegacyTrace.native(f, "c_return", bound) }
        return v
    }
}
/// What tools asked of one code: events of its own, and places where an event is disabled.
final class CodeMonitors {
    var events = [UInt32](repeating: 0, count: Monitor.toolCount)
    private var disabled = Set<Int>(), generation = Monitor.generation
    private func key(_ tool: Int, _ event: Int, _ place: Int) -> Int { (place &* Monitor.toolCount &+ tool) &* Monitor.Event.count &+ event }
    func isDisabled(_ tool: Int, _ event: Int, _ place: Int) -> Bool { generation == Monitor.generation && disabled.contains(key(tool, event, place)) }
    func disable(_ tool: Int, _ event: Int, _ place: Int) {
        if generation != Monitor.generation { disabled.removeAll(); generation = Monitor.generation }
        disabled.insert(key(tool, event, place))
    }
    /// Events set anew are not disabled any more.
    func enable(_ tool: Int) { disabled = disabled.filter { $0 / Monitor.Event.count % Monitor.toolCount != tool } }
}

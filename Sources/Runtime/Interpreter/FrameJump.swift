/// Assignment to `frame.f_lineno`: the frame goes on at another line (frame_lineno_set_impl of Objects/frameobject.c, for a tree).
///
/// A jump is a suspension that goes on at another path. The setter finds the statement that begins at the line, brings the frame's slots into the
/// state they would have there, and notes the path from the body's root to it; when the trace function has returned, `Raise.reposition` unwinds the
/// native stack to whoever runs the body (no statement reacts to it), and the body is resumed at the path.
///
/// What CPython keeps on its value stack lies here in areas of the statements around (`Entry`): a loop's iterator, a `with`'s exit method and manager,
/// what was handled before a handler. A line can be jumped to if the entries there are, in kind, the first of those here; the rest are dropped and the
/// remaining ones handed over, place by place: jumping from one loop's body into another's goes on with the first one's iterator, as in CPython.
/// Invariant: nothing between the setter and the body's runner looks at the slots of dropped entries.
/// Rejected: threading line numbers through `run` (every statement would pay for it).
enum FrameJump {
    /// What a statement around keeps while its body runs. KIND and ROLE decide what may take its place.
    struct Entry {
        enum Kind { case iterator, except, object }
        let kind: Kind, role: Int, slot: Int, width: Int
        /// For the saved exception of a handler: where the handler keeps its own exception.
        var exception = -1
        static let forRole = 1, asyncForRole = 2, exitRole = 3, asyncExitRole = 4, managerRole = 5, asyncManagerRole = 6, savedRole = 7, pendingRole = 8, resultRole = 9
        static let groupRole = 10, subjectRole = 11, any = 12
    }
    struct Step { let owner: Statement, state: Int }
    /// A place where a line begins.
    struct Place { let line: Int, node: Node, path: [UInt16], chain: [Step] }

    // MARK: places of a code

    /// The statement is tested for its next `except`: state of the handler + this.
    static let clause = 0x4000
    /// The iterator of a loop has ended.
    static let loopEnd = 6
    struct Walker {
        var places: [Place] = [], dead: [ClosedRange<Int>] = []
        private var path: [UInt16] = [], chain: [Step] = []
        mutating func body(_ b: Body) {
            guard let f = b as? FunctionBody else { places.append(Place(line: Int(b.line), node: b, path: [], chain: [])); return }
            if f.block.object is Block { walk(f.block.object) } else { path = [0]; walk(f.block.object) }
            // A function begins on the line of its `def`.
            if f.line > 0, let first = places.first { places.append(Place(line: Int(f.line), node: f, path: first.path, chain: first.chain)) }
        }
        private mutating func child(_ owner: Statement, _ state: Int, _ s: Statement) {
            path.append(UInt16(truncatingIfNeeded: state)); chain.append(Step(owner: owner, state: state))
            walk(s)
            path.removeLast(); chain.removeLast()
        }
        private mutating func place(_ line: Int32, _ n: Node, _ owner: Statement, _ state: Int) {
            places.append(Place(line: Int(line), node: n, path: path + [UInt16(truncatingIfNeeded: state)], chain: chain + [Step(owner: owner, state: state)]))
        }
        private mutating func drop(_ s: Statement) { if s.line > 0 { dead.append(Int(s.line)...Int(max(s.line, s.endLine))) } }
        /// `try` with `except` or `except*`: their states are the same.
        private mutating func attempt(_ t: Statement, _ body: Statement, _ otherwise: Statement?, _ handlers: Children<TryStatement.Handler>) {
            child(t, 0, body)
            if let otherwise, FrameJump.completes(body) { child(t, TryStatement.elseState, otherwise) }
            for i in 0..<handlers.count {
                place(handlers[i].node.object.line, handlers[i].node.object, t, FrameJump.clause + i)
                child(t, 1 + i, handlers[i].body.object)
            }
        }
        mutating func walk(_ s: Statement) {
            let n = (s as? LineStatement)?.inner ?? s
            if let b = n as? Block {
                var isReached = true
                for i in 0..<b.parts.count {
                    let p = b.parts[i].object
                    if isReached { path.append(UInt16(truncatingIfNeeded: i)); walk(p); path.removeLast(); isReached = FrameJump.completes(p) } else { drop((p as? LineStatement)?.inner ?? p) }
                }
                return
            }
            if n.line > 0 { places.append(Place(line: FrameJump.firstLine(n), node: n, path: path, chain: chain)) }
            switch n {
            case let i as IfStatement:
                let known = FrameJump.truth(i.condition)
                if known != false { child(i, 1, i.then.object) } else { drop(i.then.object) }
                if let e = i.otherwise?.object { if known != true { child(i, 2, e) } else { drop(e) } }
            case let w as WhileStatement:
                if FrameJump.truth(w.condition) != false { child(w, 1, w.body.object) }
                if let e = w.otherwise?.object { child(w, 2, e) }
            case let l as ForStatement:
                child(l, 1, l.body.object)
                if FrameJump.completes(l.body.object) { place(l.line, l, l, FrameJump.loopEnd) }
                if let e = l.otherwise?.object { child(l, 2, e) }
            case let l as AsyncForStatement:
                child(l, 1, l.body.object)
                if let e = l.otherwise?.object { child(l, 2, e) }
            case let t as TryStatement: attempt(t, t.body.object, t.otherwise?.object, t.handlers)
            case let t as TryStarStatement: attempt(t, t.body.object, t.otherwise?.object, t.handlers)
            case let t as FinallyStatement:
                child(t, 0, t.body.object)
                child(t, 1, t.final.object)
            case let w as WithStatement:
                child(w, 1, w.body.object)
                if FrameJump.completes(w.body.object) { place(w.line, w, w, 6) }
            case let m as MatchStatement:
                for i in 0..<m.cases.count {
                    let c = m.cases[i], p = c.pattern.object, isLast = i == m.cases.count - 1
                    let isDefault = isLast && c.condition == nil && ((p as? CapturePattern)?.matchesAll ?? false)
                    place(p.line, p, m, isDefault ? 2 + 2 * i : MatchStatement.patternState + i)
                    let first = places.count
                    child(m, 2 + 2 * i, c.body.object)
                    // Behind a condition the subject is dropped on the body's first line.
                    if c.condition != nil && !isLast && first < places.count {
                        let b = places[first]
                        places[first] = Place(line: b.line, node: b.node, path: b.path, chain: b.chain + [Step(owner: m, state: MatchStatement.patternState + i)])
                    }
                }
            default: break
            }
        }
    }
    /// The line where the code of a statement begins.
    static func firstLine(_ s: Statement) -> Int {
        func line(_ o: Operand) -> Int { o.slot == -1 && o.child.object.line > 0 ? Int(o.child.object.line) : Int(s.line) }
        if let a = s as? AssignStatement { return line(a.value) }
        if let a = s as? AssignLocal { return line(a.value) }
        if let e = s as? ExpressionStatement {
            var n = e.value
            while true {
                if let l = n as? LineExpression, l.inner.slot == -1 { n = l.inner.node }
                else if let b = n as? ArithmeticNode, b.left.slot == -1 { n = b.left.node }
                else { return n.line > 0 ? Int(n.line) : Int(s.line) }
            }
        }
        return Int(s.line)
    }
    /// The truth of a condition that is a constant.
    static func truth(_ o: Operand) -> Bool? {
        guard o.isConstant else { return nil }
        do throws(Raise) { return try Operations.isTrue(o.value) } catch { Errors.take(); return nil }
    }
    /// Whether code behind the statement may run.
    static func completes(_ s: Statement) -> Bool {
        switch (s as? LineStatement)?.inner ?? s {
        case is ReturnStatement, is RaiseStatement, is BreakStatement, is ContinueStatement: return false
        case let b as Block:
            for i in 0..<b.parts.count where !completes(b.parts[i].object) { return false }
            return true
        case let i as IfStatement:
            let known = truth(i.condition), otherwise = i.otherwise.map { completes($0.object) } ?? true
            return known == true ? completes(i.then.object) : known == false ? otherwise : otherwise || completes(i.then.object)
        case let w as WhileStatement: return truth(w.condition) != true || breaks(w.body.object)
        case let t as TryStatement:
            if completes(t.body.object), t.otherwise.map({ completes($0.object) }) ?? true { return true }
            for i in 0..<t.handlers.count where completes(t.handlers[i].body.object) { return true }
            return false
        case let t as FinallyStatement: return completes(t.body.object) && completes(t.final.object)
        default: return true
        }
    }
    /// Whether the statement may end the loop around it by `break`.
    private static func breaks(_ s: Statement) -> Bool {
        switch (s as? LineStatement)?.inner ?? s {
        case is BreakStatement: return true
        case let b as Block: for i in 0..<b.parts.count where breaks(b.parts[i].object) { return true }; return false
        case let i as IfStatement:
            let known = truth(i.condition)
            return known != false && breaks(i.then.object) || known != true && i.otherwise.map { breaks($0.object) } ?? false
        case let w as WhileStatement: return w.otherwise.map { breaks($0.object) } ?? false
        case let l as ForStatement: return l.otherwise.map { breaks($0.object) } ?? false
        case let l as AsyncForStatement: return l.otherwise.map { breaks($0.object) } ?? false
        case let t as TryStatement:
            for i in 0..<t.handlers.count where breaks(t.handlers[i].body.object) { return true }
            return breaks(t.body.object) || t.otherwise.map { breaks($0.object) } ?? false
        case let t as TryStarStatement: return breaks(t.body.object) || t.otherwise.map { breaks($0.object) } ?? false
        case let t as FinallyStatement: return breaks(t.body.object) || breaks(t.final.object)
        case let w as WithStatement: return breaks(w.body.object)
        case let m as MatchStatement: for i in 0..<m.cases.count where breaks(m.cases[i].body.object) { return true }; return false
        default: return false
        }
    }

    // MARK: entries

    /// What the statements of CHAIN keep, outermost first. HERE: the chain of where the frame is; a `finally` that is not in it is entered as after a
    /// body that ended well.
    private static func entries(_ f: Frame, _ chain: [Step], _ here: [Step]) -> [Entry] {
        var out: [Entry] = []
        for s in chain {
            switch s.owner {
            case let l as ForStatement: if s.state != 2 { out.append(Entry(kind: .iterator, role: Entry.forRole, slot: l.area, width: 4)) }
                // (The end drops one more.)
                if s.state == loopEnd { out.append(Entry(kind: .object, role: Entry.any, slot: l.area, width: 0)) }
            case let l as AsyncForStatement: if s.state != 2 { out.append(Entry(kind: .iterator, role: Entry.asyncForRole, slot: l.area, width: 2)) }
            case let w as WithStatement:
                out.append(Entry(kind: .object, role: w.isAsync ? Entry.asyncExitRole : Entry.exitRole, slot: w.area, width: 1))
                out.append(Entry(kind: .object, role: w.isAsync ? Entry.asyncManagerRole : Entry.managerRole, slot: w.area + (w.isAsync ? 6 : 5), width: 1))
                if s.state == 6, chain.count == here.count, here.last?.owner === w, here.last?.state == 6, f[w.area + 2].isPointer {
                    out.append(Entry(kind: .except, role: Entry.savedRole, slot: w.area + 1, width: 1))
                    out.append(Entry(kind: .except, role: Entry.pendingRole, slot: w.area + 2, width: 1))
                }
            case let t as TryStatement:
                if s.state == 0 || s.state == TryStatement.elseState { continue }
                out.append(Entry(kind: .except, role: Entry.savedRole, slot: t.area, width: 1, exception: t.area + 1))
                if s.state >= clause { out.append(Entry(kind: .except, role: Entry.pendingRole, slot: t.area + 1, width: 1)) }
            case let t as TryStarStatement:
                if s.state == 0 || s.state == TryStatement.elseState { continue }
                out.append(Entry(kind: .except, role: Entry.groupRole, slot: t.area, width: 5))
                if s.state >= clause { out.append(Entry(kind: .except, role: Entry.pendingRole, slot: t.area, width: 0)) }
            case let t as FinallyStatement:
                guard s.state == 1, here.contains(where: { $0.owner === t && $0.state == 1 }) else { continue }
                if f[t.area + 1].isPointer {
                    out.append(Entry(kind: .except, role: Entry.savedRole, slot: t.area, width: 1, exception: t.area + 1))
                    out.append(Entry(kind: .except, role: Entry.pendingRole, slot: t.area + 1, width: 1))
                } else if f[t.area + 2] == Value(int: Int(Signal.return_.rawValue)), !f[t.area + 3].isNone {
                    out.append(Entry(kind: .object, role: Entry.resultRole, slot: t.area + 3, width: 1))
                }
            case let m as MatchStatement:
                if s.state >= MatchStatement.patternState { out.append(Entry(kind: .object, role: Entry.subjectRole, slot: m.area, width: 1)) }
            default: break
            }
        }
        return out
    }
    private static func fits(_ from: [Entry], _ to: [Entry]) -> Bool {
        if to.count > from.count { return false }
        for i in 0..<to.count where to[i].role != from[i].role && to[i].role != Entry.any { return false }
        return true
    }
    private static func complaint(_ to: [Entry]) -> String {
        switch to.last?.kind {
        case .iterator: return "can't jump into the body of a for loop"
        case .except: return "can't jump into an 'except' block as there's no exception"
        default: return "incompatible stacks"
        }
    }
    /// Brings the slots from what FROM keeps to what TO keeps.
    private static func move(_ f: Frame, _ from: [Entry], _ to: [Entry]) {
        for e in from[to.count...].reversed() {
            if e.kind == .except && (e.role == Entry.savedRole || e.role == Entry.groupRole) { Handled.leave(f, e.slot) }
            for i in 0..<e.width { f[e.slot + i] = .unbound }
            if e.exception >= 0 { f[e.exception] = .unbound }
        }
        // (From the inside out: places may overlap where one statement's area begins within another's.)
        for i in (0..<to.count).reversed() {
            if to[i].role == Entry.any { for k in 0..<from[i].width { f[from[i].slot + k] = .unbound }; continue }
            if to[i].slot == from[i].slot { if to[i].exception >= 0 { f[to[i].exception] = thread.pointee.handled }; continue }
            for k in 0..<min(to[i].width, from[i].width) { f[to[i].slot + k] = f[from[i].slot + k]; f[from[i].slot + k] = .unbound }
            if to[i].exception >= 0 { f[to[i].exception] = thread.pointee.handled }
        }
    }

    // MARK: the setter

    /// Which event the innermost trace function is told of.
    enum Event { case none, call, resume, line, yield, other }
    nonisolated(unsafe) static var event = Event.none
    /// The event is a loop's next turn.
    nonisolated(unsafe) static var isBackEdge = false
    /// Frames that are to go on elsewhere, by address.
    nonisolated(unsafe) private static var pending: [UnsafeMutablePointer<Value>: [UInt16]] = [:]

    /// `frame.f_lineno = v`.
    static func set(_ o: Value, _ v: Value) throws(Raise) {
        guard v.type == Types.int else { throw Errors.valueError("lineno must be an integer") }
        switch event {
        case .none: throw Errors.valueError("f_lineno can only be set in a trace function")
        case .call: throw Errors.valueError("can't jump from the 'call' trace event of a new frame")
        case .other: throw Errors.valueError("can only jump from a 'line' trace event")
        case .resume, .line, .yield: break
        }
        guard v.isInt, v.int == Int(Int32(truncatingIfNeeded: v.int)) else { throw Errors.valueError("lineno out of range") }
        let code = FrameObject.code(o), wanted = v.int
        if wanted < code.firstLine { throw Errors.valueError("line \(wanted) comes before the current code block") }
        guard let f = FrameObject.live(o), code.isBuilt else { throw Errors.valueError("can't jump from unreachable code") }
        var body = code.body.object
        if let t = body as? TracedBody { body = t.inner }
        if let s = body as? ScopedBody { body = s.body }
        var w = Walker()
        w.body(body)
        // Lines in the middle of statements: nodes that no place begins at.
        var lines = w.places.map { $0.line }
        for i in 0..<code.nodes.count {
            let l = code.nodes[i]._withUnsafeGuaranteedRef { Int($0.line) }
            if l > 0, !w.dead.contains(where: { $0.contains(l) }) { lines.append(l) }
        }
        guard let line = lines.filter({ $0 >= wanted }).min() else { throw Errors.valueError("line \(wanted) comes after the current code block") }
        let here = current(f, w.places)
        let from = entries(f, here, here)
        var best: (place: Place, entries: [Entry])? = nil, message: String? = nil
        for p in w.places where p.line == line {
            let to = entries(f, p.chain, here)
            if !fits(from, to) || p.chain.last.map({ $0.state >= clause }) ?? false { if message == nil { message = complaint(to) }; continue }
            if best == nil || to.count > best!.entries.count { best = (p, to) }
        }
        guard let best else { throw Errors.valueError(message ?? "incompatible stacks") }
        try bindNone(f, code)
        move(f, from, best.entries)
        for s in best.place.chain {
            if let t = s.owner as? FinallyStatement, s.state == 1, !here.contains(where: { $0.owner === t && $0.state == 1 }) {
                f[t.area + 1] = .unbound; f[t.area + 2] = Value(int: Int(Signal.next.rawValue)); f[t.area + 3] = .none
            } else if let w = s.owner as? WithStatement, s.state == 6 { f[w.area + 3] = Value(int: Int(Signal.next.rawValue)); f[w.area + 4] = .none }
        }
        f.at(best.place.node)
        // (No event tells of the line it goes on at.)
        o.ref.setWord(FrameObject.lastLine, Value(int: best.place.line &+ 1).bits)
        let g = f.base[Frame.generator]
        if g.isPointer, GeneratorObject(g).state == .suspended { GeneratorObject(g).leaveChain(); GeneratorObject.suspend(g.ref, ResumePath(best.place.path, top: Int.max)); g.ref.barrier() } else { pending[f.base] = best.place.path }
    }
    /// Where the frame is: the chain of the statement that runs, or in the middle of which something runs.
    private static func current(_ f: Frame, _ places: [Place]) -> [Step] {
        guard let n = f.currentNode else { return [] }
        var found: Place? = nil
        for p in places where p.node === n {
            if n is ForStatement, p.chain.last?.owner === n { continue }
            // A `with` ends on the line where it began.
            if let w = n as? WithStatement { let isExit = p.chain.last.map { $0.owner === w && $0.state == 6 } ?? false; if isExit != f[w.area].isPointer { continue } }
            if found == nil || p.chain.count > found!.chain.count { found = p }
        }
        if let p = found {
            if isBackEdge, let s = n as? Statement, s is ForStatement || s is AsyncForStatement { return p.chain + [Step(owner: s, state: 1)] }
            return p.chain
        }
        for p in places where p.line <= Int(n.line) && Int(p.node.endLine) >= Int(n.line) && (found == nil || p.chain.count >= found!.chain.count) { found = p }
        // (Its target is bound: the manager is there already.)
        if let p = found, let w = p.node as? WithStatement, f[w.area].isPointer { return p.chain + [Step(owner: w, state: 1)] }
        return found?.chain ?? []
    }
    /// Variables without a value become None, with a warning, as the compiler of CPython has relied on their being bound.
    private static func bindNone(_ f: Frame, _ c: Code) throws(Raise) {
        guard c.flags & Code.Flags.optimized != 0 else { return }
        let n = min(c.slotNames.count, c.firstFree)
        var unbound = 0
        for i in 0..<n where f[i].isUnbound { unbound += 1 }
        for (k, h) in c.hiddenNames.enumerated() where f[h.slot].isUnbound {
            if !c.slotNames.contains(h.name) && !c.hiddenNames[..<k].contains(where: { $0.name == h.name }) { unbound += 1 }
        }
        if unbound == 0 { return }
        try Warnings.warn(Exceptions.runtimeWarning, "assigning None to \(unbound) unbound local\(unbound == 1 ? "" : "s")", level: 0)
        for i in 0..<n where f[i].isUnbound { f[i] = .none }
    }

    // MARK: going on

    /// Behind an event in F: leaves for where the frame is to go on.
    @inline(__always) static func check(_ f: Frame) throws(Raise) { if _slowPath(!pending.isEmpty) && pending[f.base] != nil { throw Raise(.reposition) } }
    /// Goes on in F, whose native stack has been unwound to its body.
    static func run(_ f: Frame) throws(Raise) -> Value {
        var body = f.code.body.object
        if let t = body as? TracedBody { body = t.inner }
        if let s = body as? ScopedBody { body = s.body }
        while true {
            guard let path = pending.removeValue(forKey: f.base) else { throw Errors.systemError("a frame was to go on nowhere") }
            let p = UnsafeMutablePointer<UInt16>.allocate(capacity: max(1, path.count))
            p.initialize(from: path, count: path.count)
            defer { p.deallocate() }
            var c = Cursor(UnsafePointer(p), path.count)
            do throws(Raise) { return path.isEmpty ? try body.traced(f) : try body.resume(f, &c) } catch { if error.kind != .reposition { throw error } }
        }
    }
}

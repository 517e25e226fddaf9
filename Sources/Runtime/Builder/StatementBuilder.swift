import Syntax

extension NodeBuilder {
    // MARK: targets

    func target(_ s: S) throws -> Target {
        switch s.kind {
        case .name: return try target(mangled(s.name(0)!), s)
        case .attribute: return position(caching(AttributeTarget(try operand(s.node(0)), identifier(s.name(1)!))), s)
        case .`subscript`:
            return try area(2) { a in
                let (o, i) = try operandsInArea(s.node(0), s.node(1), a)
                return position(SubscriptTarget(o, i), s)
            }
        case .tuple, .list:
            let list = s.list(0)
            var star = -1
            var out: [Target] = []
            for i in 0..<list.count {
                if list[i].kind == .starred { star = i; out.append(try target(list[i].node(0))) } else { out.append(try target(list[i])) }
            }
            let whole = position(SequenceTarget(out, star: star), s)
            return reportsLines && s.endLine != s.line ? position(LinedTarget(whole, out, star: star), s) : whole
        case .starred: return try target(s.node(0))
        default: throw Unsupported(what: "target \(s.kind)")
        }
    }
    func target(_ index: Int, _ s: S) throws -> Target {
        switch find(index) {
        case .local(let slot): return position(LocalTarget(slot, name(index)), s)
        case .cell(let slot, let free): return position(CellTarget(slot, name(index), isFree: free), s)
        case .global: return position(caching(GlobalTarget(name(index))), s)
        case .name: return position(caching(NameTarget(name(index))), s)
        case .classCell(let slot): return position(CellTarget(slot, name(index), isFree: true), s)
        }
    }
    /// A target whose subexpressions suspend: they are evaluated by EVALUATE first; the target reads temporaries.
    private func hoisted(_ s: S, base: Int, steps: inout [Statement]) throws -> Target {
        func take(_ x: S, _ slot: Int) throws -> Operand {
            let v = try at(steps.count) { try at(0) { try operand(x) } }
            steps.append(position(AssignLocal.make(slot, v), x))
            return Operand(local: slot, Operand.dummy)
        }
        switch s.kind {
        case .attribute: return position(caching(AttributeTarget(try take(s.node(0), base), identifier(s.name(1)!))), s)
        case .`subscript`: let o = try take(s.node(0), base); return position(SubscriptTarget(o, try take(s.node(1), base + 1)), s)
        default: return try target(s)
        }
    }

    // MARK: statements

    /// Nil for what leaves no trace (`global`, constants as statements).
    func statement(_ s: S) throws -> Statement? {
        statementLine = s.line
        if _slowPath(reportsLines) {
            let outer = surrounding
            // A value on other lines is followed by the target's line.
            surrounding = s.kind == .assign && s.endLine != s.line ? Around(line: s.line, node: position(Node(), s.list(0)[0]), last: s.node(1).offset, afterEach: false) : nil
            defer { surrounding = outer }
            return try plainStatement(s)
        }
        return try plainStatement(s)
    }
    private func plainStatement(_ s: S) throws -> Statement? {
        switch s.kind {
        case .expr:
            let v = s.node(0)
            if !displaysExpressions, let file = temporaryFile(v) {
                return try area(1) { slot in
                    capture = (file.offset, slot)
                    let e = try at(0) { try expression(v) }
                    capture = nil
                    return position(TemporaryFileStatement(e, slot), s)
                }
            }
            if displaysExpressions { return position(DisplayStatement(try at(0) { try operand(v) }), s) }
            if v.kind == .constant { if case .str = v.constant { return nil }; return position(PassStatement(), s) }
            let e = try at(0) { try expression(v) }
            if canSuspend, let y = Destination.statement(Operand(e), .nothing) { return position(y, s) }
            return position(ExpressionStatement(e), s)
        case .pass: return position(PassStatement(), s)
        case .global, .nonlocal: return nil
        case .assign: return try assignment(s)
        case .augAssign: return try augmented(s)
        case .annAssign: return try annotated(s)
        case .return_:
            let v = try s.optional(0).map { x in try at(0) { try operand(x) } } ?? Operand(Value.none)
            if canSuspend, let y = Destination.statement(v, .result) { return position(y, s) }
            return position(ReturnStatement(v), s)
        case .delete:
            let list = s.list(0), areParts = !list.contains { ($0.kind != .`subscript` && $0.kind != .attribute) || suspends($0) }
            return try area(areParts ? 2 : 0) { a in
                var out: [Target] = []
                for x in list { let t = try target(x); unbind(t); out.append(t) }
                return position(DeleteStatement(out, area: areParts ? a : -1), s)
            }
        case .if_:
            let c = try at(0) { try operand(s.node(0)) }
            conditionalDepth += 1
            defer { conditionalDepth -= 1 }
            // (Children lie before their parents: where a list lies tells how much there is of it.)
            let yes = s.list(1), no = s.list(2)
            let t = try at(1) { try branch(yes, size: Int(yes.offset) - Int(s.node(0).offset)) }
            let e = no.isEmpty ? nil : try at(2) { try branch(no, size: Int(no.offset) - Int(yes.offset)) }
            let n = position(IfStatement(c, t, e), s)
            adopt(t, n)
            if let e { adopt(e, n) }
            return n
        case .while_:
            let c = try at(0) { try operand(s.node(0)) }
            conditionalDepth += 1
            defer { conditionalDepth -= 1 }
            let points = resumePoints
            let b = try at(1) { try block(s.list(1)) }
            let isSuspending = resumePoints != points
            let e = s.list(2).isEmpty ? nil : try at(2) { try block(s.list(2)) }
            code.hasLoops = true
            let n = caching(WhileStatement(c, b, e))
            n.yields = isSuspending; n.source = s.offset
            return position(n, s)
        case .for_, .asyncFor:
            conditionalDepth += 1
            defer { conditionalDepth -= 1 }
            let n = try loop(s.node(0), s.node(1), s.node(1), isAsync: s.kind == .asyncFor) { try block(s.list(2)) } otherwise: { s.list(3).isEmpty ? nil : try block(s.list(3)) }
            if let l = n as? ForStatement { l.ownsIterator = isPlainCall(s.node(1)); l.source = s.offset }
            return n
        case .with, .asyncWith:
            conditionalDepth += 1
            defer { conditionalDepth -= 1 }
            return try with(s, 0)
        case .try_, .tryStar: return try tryStatement(s)
        case .raise:
            let e = s.optional(0), c = s.optional(1)
            if let e, suspends(e) || c.map({ suspends($0) }) == true {
                return try hoistedStatement([e] + (c.map { [$0] } ?? []), s) { o in position(RaiseStatement(o[0], o.count > 1 ? o[1] : nil), s) }
            }
            return position(RaiseStatement(try e.map { try operand($0) }, try c.map { try operand($0) }), s)
        case .assert:
            if code.source.optimize > 0 { return nil }
            let c = s.node(0), m = s.optional(1)
            if suspends(c) || m.map({ suspends($0) }) == true {
                // Only the condition is hoisted; a message that suspends is evaluated early, which nothing but a trace of side effects can tell.
                return try hoistedStatement([c] + (m.map { [$0] } ?? []), s) { o in position(AssertStatement(o[0], o.count > 1 ? o[1] : nil), c) }
            }
            return position(AssertStatement(try operand(c), try m.map { try operand($0) }), c)
        case .break_: return position(BreakStatement(), s)
        case .continue_: return position(ContinueStatement(), s)
        case .import_: return try importStatement(s)
        case .importFrom: return try importFrom(s)
        case .functionDef, .asyncFunctionDef: return try functionStatement(s)
        case .classDef: return try classStatement(s)
        case .typeAlias: return try typeAliasStatement(s)
        case .match: return try matchStatement(s)
        default: throw Unsupported(what: "statement \(s.kind)")
        }
    }
    /// Operands into temporaries, one statement each, then the statement over them.
    func hoistedStatement(_ list: [S], _ s: S, _ build: ([Operand]) throws -> Statement) throws -> Statement {
        try area(list.count) { base in
            var steps: [Statement] = [], reads: [Operand] = []
            for (i, x) in list.enumerated() {
                let v = try at(i) { try at(0) { try operand(x) } }
                steps.append(position(AssignLocal(base + i, v), x)); reads.append(Operand(local: base + i, Operand.dummy))
            }
            steps.append(try build(reads))
            return position(Block(steps), s)
        }
    }

    private func assignment(_ s: S) throws -> Statement {
        let targets = s.list(0)
        if targets.count == 1, !suspends(targets[0]), let a = try single(targets[0], s.node(1), s) { return a }
        return try assignment(targets.map { $0 }, s.node(1), s)
    }
    /// An assignment to one target that has a node of its own; neither suspends in the target.
    private func single(_ t: S, _ v: S, _ s: S) throws -> Statement? {
        if t.kind == .name {
            guard case .local(let slot) = find(mangled(t.name(0)!)) else { return nil }
            let x = try at(0) { try operand(v) }
            assign(slot: slot)
            if canSuspend, let y = Destination.statement(x, .local(slot)) { return position(y, s) }
            return position(AssignLocal.make(slot, x), s)
        }
        if suspends(v) { return nil }
        if t.kind == .attribute { return try area(2) { ar in
            let value = try operand(v)
            guard let a = try target(t) as? AttributeTarget else { throw Unsupported(what: "attribute target") }
            return position(AssignAttribute(a, value, area: ar), s)
        } }
        if t.kind == .`subscript` { return try area(3) { ar in
            let value = try operand(v)
            guard let a = try target(t) as? SubscriptTarget else { throw Unsupported(what: "subscript target") }
            return position(AssignSubscript(a, value, area: ar), s)
        } }
        guard t.kind == .tuple && v.kind == .tuple && t.list(0).count == v.list(0).count && t.list(0).count <= 4,
              !t.list(0).contains(where: { $0.kind == .starred }), !v.list(0).contains(where: { $0.kind == .starred }) else { return nil }
        let areNames = !t.list(0).contains { $0.kind == .attribute || $0.kind == .`subscript` }
        return try area(SwapStatement.slots(t.list(0).count, areNames: areNames)) { a in
            let values = try operandsInArea(v.list(0).map { $0 }, a)
            var out: [Target] = []
            for x in t.list(0) { out.append(try target(x)) }
            for t in out { assign(t) }
            return position(SwapStatement(out, values, area: a), s)
        }
    }
    func assignment(_ targets: [S], _ v: S, _ s: S) throws -> Statement {
        if targets.contains(where: { suspends($0) }) {
            return try area(1 + 2 * targets.count) { base in
                var steps: [Statement] = []
                let x = try at(0) { try at(0) { try operand(v) } }
                steps.append(position(AssignLocal(base, x), v))
                for i in 0..<targets.count {
                    let t = try hoisted(targets[i], base: base + 1 + 2 * i, steps: &steps)
                    steps.append(position(AssignStatement(one: t, Operand(local: base, Operand.dummy)), s))
                }
                return position(Block(steps), s)
            }
        }
        if targets.count == 1, let a = try single(targets[0], v, s) { return a }
        let items = targets.count == 1 && !suspends(v) && (targets[0].kind == .tuple || targets[0].kind == .list) ? targets[0].list(0).count : 0
        return try area(items > 0 && items <= UnpackStatement.most ? UnpackStatement.slots(items) : 1) { a in
            let x = try at(0) { try operand(v) }
            var out: [Target] = []
            for t in targets { out.append(try target(t)) }
            for t in out { assign(t) }
            if items > 0, let t = out[0] as? SequenceTarget, UnpackStatement.fits(t) { return position(UnpackStatement(t, x, area: a), s) }
            return position(AssignStatement(out, x, area: a), s)
        }
    }
    private func augmented(_ s: S) throws -> Statement {
        let t = s.node(0), op = NodeBuilder.operators[s.int(1)], v = s.node(2)
        switch t.kind {
        case .name:
            let goal = try target(t)
            let value = try area(2) { a in
                try at(0) { try binaryOperands(t, v, a, s) { l, r in expressionNode(ArithmeticNode.make(op, l, r, inPlace: true), s, a) } }
            }
            if let l = goal as? LocalTarget { return position(Destination.statement(Operand(value), .local(l.slot)) ?? AssignLocal.make(l.slot, Operand(value)), s) }
            return try area(1) { a in position(AssignStatement(one: goal, Operand(value), area: a), s) }
        case .attribute:
            if suspends(s) { return try augmentedSuspending(s, t, op, v) }
            return try area(4) { a in
                let o = try operand(t.node(0))
                let n = identifier(t.name(1)!)
                let value = try operand(v)
                let goal = position(caching(AttributeTarget(o, n)), t)
                let read = expressionNode(caching(AttributeNode.make(o, n)), t)
                return position(AugmentAttribute(goal, read, op, value, area: a), s)
            }
        case .`subscript`:
            if suspends(s) { return try augmentedSuspending(s, t, op, v) }
            return try area(5) { a in
                let o = try operandsInArea([t.node(0), t.node(1)], a)
                let value = try operand(v)
                return position(AugmentSubscript(position(SubscriptTarget(o[0], o[1]), t), op, value, area: a), s)
            }
        default: throw Unsupported(what: "augmented target")
        }
    }
    private func augmentedSuspending(_ s: S, _ t: S, _ op: Operations.Binary, _ v: S) throws -> Statement {
        try area(4) { base in
            var steps: [Statement] = []
            func take(_ x: S, _ slot: Int) throws -> Operand {
                let o = try at(steps.count) { try at(0) { try operand(x) } }
                steps.append(position(AssignLocal.make(slot, o), x))
                return Operand(local: slot, Operand.dummy)
            }
            let o = try take(t.node(0), base)
            let goal: Target, read: Expression
            if t.kind == .attribute {
                goal = position(caching(AttributeTarget(o, identifier(t.name(1)!))), t)
                read = expressionNode(caching(AttributeNode.make(o, identifier(t.name(1)!))), t)
            } else {
                let k = try take(t.node(1), base + 1)
                goal = position(SubscriptTarget(o, k), t)
                read = expressionNode(SubscriptNode.make(o, k), t, base + 2)
            }
            steps.append(position(AssignLocal(base + 2, Operand(read)), t))
            let value = try take(v, base + 3)
            let sum = expressionNode(ArithmeticNode.make(op, Operand(local: base + 2, Operand.dummy), value, inPlace: true), s, base + 2)
            steps.append(position(AssignStatement(one: goal, Operand(sum)), s))
            return position(Block(steps), s)
        }
    }
    /// A call whose function and arguments are names, attributes and constants: one object at most is made by it in this frame.
    private func isPlainCall(_ s: S) -> Bool {
        func isPlain(_ s: S) -> Bool { s.kind == .name || s.kind == .constant || s.kind == .attribute && isPlain(s.node(0)) }
        return s.kind == .call && isPlain(s.node(0)) && s.list(1).allSatisfy(isPlain) && s.list(2).allSatisfy { isPlain($0.node(1)) }
    }
    func loop(_ t: S, _ iterable: S, _ s: S, isAsync: Bool, body: () throws -> Statement, otherwise: () throws -> Statement?) throws -> Statement {
        let i = try at(0) { try operand(iterable) }
        return try loop(t, i, s, isAsync: isAsync, body: body, otherwise: otherwise)
    }
    func loop(_ t: S, _ i: Operand, _ s: S, isAsync: Bool, isStarted: Bool = false, body: () throws -> Statement, otherwise: () throws -> Statement?) throws -> Statement {
        try area(4) { a in
            let goal: Target, points = resumePoints
            let b: Statement
            if suspends(t) { throw Unsupported(what: "a loop target that suspends") } else {
                goal = try target(t)
                b = try apart { assign(goal); return try at(1) { try body() } }
            }
            let isSuspending = resumePoints != points
            let e = try at(2) { try otherwise() }
            if isAsync {
                let n = AsyncForStatement(goal, i, b, e, area: a)
                n.path = resumePoint(3)
                n.isStarted = isStarted
                return position(n, s)
            }
            let n = caching(ForStatement(goal, i, b, e, area: a))
            n.isStarted = isStarted; n.yields = isSuspending
            code.hasLoops = true
            return position(n, s)
        }
    }
    private func with(_ s: S, _ index: Int) throws -> Statement {
        let items = s.list(0), item = items[index]
        let c = try at(0) { try operand(item.node(0)) }
        return try area(s.kind == .asyncWith ? 7 : 6) { a in
            let t = try item.optional(1).map { try target($0) }
            let body = try apart { if let t { assign(t) }; return try at(1) { index + 1 < items.count ? try with(s, index + 1) : try block(s.list(1)) } }
            let n = WithStatement(c, t, body, area: a, isAsync: s.kind == .asyncWith)
            n.enterPath = resumePoint(2); n.exitPath = resumePoint(3); n.raisePath = resumePoint(4)
            code.hasCleanup = true
            // Errors of the protocol are reported at the context expression.
            return position(n, item.node(0))
        }
    }
    private func tryStatement(_ s: S) throws -> Statement {
        let final = s.list(3)
        conditionalDepth += 1
        defer { conditionalDepth -= 1 }
        if canSuspend { code.hasCleanup = true }
        guard !final.isEmpty else { return try excepts(s) }
        return try area(4) { a in
            let inner = try at(0) { s.list(1).isEmpty ? try block(s.list(0)) : try excepts(s) }
            let f = try at(1) { try block(final) }
            return position(FinallyStatement(inner, f, area: a), s)
        }
    }
    private func excepts(_ s: S) throws -> Statement {
        try area(s.kind == .tryStar ? 5 : 2) { a in
            let body = try at(0) { try block(s.list(0)) }
            var handlers: [TryStatement.Handler] = []
            let list = s.list(1)
            var end = s.list(0).offset
            for i in 0..<list.count {
                let h = list[i], suite = h.list(2)
                let type = try h.optional(0).map { try operand($0) }
                let t = try h.name(1).map { try target(mangled($0), h) }
                if let t { unbind(t) }
                let b = try at(1 + i) { try branch(suite, size: Int(suite.offset) - Int(end), isRare: true) }
                end = suite.offset
                let where_ = Node()
                position(where_, h)
                handlers.append(TryStatement.Handler(type: type, target: t.map { Borrowed($0) }, body: Borrowed(b), node: Borrowed(where_), isBlind: isBlind(h)))
            }
            let e = s.list(2).isEmpty ? nil : try at(TryStatement.elseState) { try block(s.list(2)) }
            let n: Statement = s.kind == .tryStar ? position(TryStarStatement(body, handlers, e, area: a), s) : position(TryStatement(body, handlers, e, area: a), s)
            for h in handlers { adopt(h.body.object, n) }
            return n
        }
    }
    /// Whether handler H can neither look at the exception nor raise another, whose context it would be (`TryStatement.Handler.isBlind`).
    private func isBlind(_ h: S) -> Bool {
        let own = h.name(1)
        func isSimple(_ n: S) -> Bool {
            switch n.kind {
            case .constant: return true
            case .name: return own == nil || n.name(0) != own
            case .list, .tuple: return !n.list(0).contains { !isSimple($0) }
            case .dict: return n.list(0).isEmpty && n.list(1).isEmpty
            case .unaryOp: return n.node(1).kind == .constant
            default: return false
            }
        }
        return !h.list(2).contains { n in
            switch n.kind {
            case .pass, .break_, .continue_: return false
            case .return_: return !(n.optional(0).map(isSimple) ?? true)
            case .expr: return n.node(0).kind != .constant
            case .assign: return n.list(0).contains { $0.kind != .name } || !isSimple(n.node(1))
            case .augAssign: return n.node(0).kind != .name || n.node(2).kind != .constant
            default: return true
            }
        }
    }
    // MARK: imports

    private func importStatement(_ s: S) throws -> Statement {
        var out: [Statement] = []
        for a in s.list(0) {
            let full = name(a.name(0)!), parts = StrRef(full).string.split(separator: ".").map(String.init)
            let module = expressionNode(caching(ImportNode(full, .none, 0)), s)
            if let alias = a.name(1) {
                var e: Expression = module
                if parts.count > 1 { e = expressionNode(SubmoduleNode(module, parts.dropFirst().map { StrRef.intern($0) }), s) }
                out.append(position(AssignStatement(one: try target(mangled(alias), s), Operand(e)), s))
            } else {
                // A dotted import binds its first part, which the table may not have as such.
                let top = parts.count == 1 ? a.name(0)! : code.source.index(StrRef.intern(parts[0]))
                out.append(position(AssignStatement(one: try target(mangled(top), s), Operand(module)), s))
            }
        }
        return out.count == 1 ? out[0] : position(Block(out), s)
    }
    private func importFrom(_ s: S) throws -> Statement {
        let names = s.list(1)
        let module = s.name(0).map { name($0) } ?? StrRef.empty
        if names.count == 1, StrRef(name(names[0].name(0)!)).equals("*") {
            let n = expressionNode(caching(ImportNode(module, code.constant(TupleRef.make(StrRef.intern("*"))), s.int(2))), s)
            return position(ImportStarStatement(n), s)
        }
        let list = TupleRef.allocate(names.count)
        let listValue = code.constant(list.value)
        for i in 0..<names.count { list[i] = name(names[i].name(0)!) }
        let n = expressionNode(caching(ImportNode(module, listValue, s.int(2))), s)
        return try area(1) { a in
            var targets: [Target] = []
            for x in names { targets.append(try target(mangled(x.name(1) ?? x.name(0)!), s)) }
            return position(ImportFromStatement(n, names.map { name($0.name(0)!) }, targets, area: a), s)
        }
    }
    // MARK: match

    private func matchStatement(_ s: S) throws -> Statement {
        let subject = try at(0) { try operand(s.node(0)) }
        return try area(1) { a in
            var cases: [MatchStatement.Case] = []
            let list = s.list(1)
            conditionalDepth += 1
            defer { conditionalDepth -= 1 }
            for i in 0..<list.count {
                let c = list[i]
                let names = captureNames(c.node(0))
                try area(names.count) { base in
                    var slots = IntMap()
                    var captures: [MatchStatement.Capture] = []
                    for (k, n) in names.enumerated() { slots[n] = base + k; captures.append(MatchStatement.Capture(slot: base + k, target: Borrowed(try target(mangled(n), c.node(0))))) }
                    let p = try pattern(c.node(0), slots)
                    let g = try c.optional(1).map { x in try at(1 + 2 * i) { try operand(x) } }
                    let b = try at(2 + 2 * i) { try block(c.list(2)) }
                    cases.append(MatchStatement.Case(pattern: Borrowed(p), captures: Children(captures), condition: g, body: Borrowed(b)))
                }
            }
            return position(MatchStatement(subject, cases, area: a), s)
        }
    }
    /// Names that a pattern binds, in order of first appearance.
    private func captureNames(_ p: S) -> [Int] {
        var out: [Int] = []
        func add(_ n: Int?) { if let n, !out.contains(n) { out.append(n) } }
        func walk(_ p: S) {
            switch p.kind {
            case .matchSequence, .matchOr: for x in p.list(0) { walk(x) }
            case .matchMapping: for x in p.list(1) { walk(x) }; add(p.name(2))
            case .matchClass: for x in p.list(1) { walk(x) }; for x in p.list(3) { walk(x) }
            case .matchStar: add(p.name(0))
            case .matchAs: if let x = p.optional(0) { walk(x) }; add(p.name(1))
            default: break
            }
        }
        walk(p)
        return out
    }
    private func pattern(_ p: S, _ slots: IntMap) throws -> Pattern {
        switch p.kind {
        case .matchValue: return position(ValuePattern(try operand(p.node(0))), p)
        case .matchSingleton:
            switch p.constant { case .true: return position(SingletonPattern(.true), p); case .false: return position(SingletonPattern(.false), p); default: return position(SingletonPattern(.none), p) }
        case .matchAs: return position(CapturePattern(try p.optional(0).map { try pattern($0, slots) }, slot: p.name(1).map { slots[$0]! } ?? -1), p)
        case .matchOr: return position(OrPattern(try p.list(0).map { try pattern($0, slots) }), p)
        case .matchSequence:
            var star = -1, starSlot = -1
            var parts: [Pattern] = []
            for (i, x) in p.list(0).enumerated() {
                if x.kind == .matchStar { star = i; starSlot = x.name(0).map { slots[$0]! } ?? -1; parts.append(position(SingletonPattern(.none), x)) } else { parts.append(try pattern(x, slots)) }
            }
            return position(SequencePattern(parts, star: star, starSlot: starSlot), p)
        case .matchMapping:
            return position(MappingPattern(try p.list(0).map { try operand($0) }, try p.list(1).map { try pattern($0, slots) }, restSlot: p.name(2).map { slots[$0]! } ?? -1, hasRest: p.name(2) != nil), p)
        case .matchClass:
            let positional = try p.list(1).map { try pattern($0, slots) }, keyword = try p.list(3).map { try pattern($0, slots) }
            return position(ClassPattern(try operand(p.node(0)), positional: positional.count, names: p.names(2).map { name($0) }, positional + keyword), p)
        default: throw Unsupported(what: "pattern \(p.kind)")
        }
    }
}

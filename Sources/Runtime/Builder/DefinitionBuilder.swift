import Glibc
import Syntax

extension NodeBuilder {
    // MARK: functions

    /// C, whose object lives as long as this code: the node that makes functions of it holds the code only.
    private func held(_ c: Code) -> Code { _ = code.constant(c.object); return c }
    /// The code of a scope inside this one.
    func child(_ s: S, scope index: Int, name n: Value, qualname: Value? = nil) -> Code {
        // Noted as a constant of this code, for the collector.
        if let other = code.innerCodes?[index] { return held(other.code) }
        return held(CodeFactory.code(code.source, s, scope: index, name: n, qualname: code.constant(qualname ?? qualify(n))))
    }
    /// `Outer.<locals>.name`
    private func qualify(_ n: Value) -> Value {
        // A name declared global in this scope is qualified at the top.
        for i in explicitGlobals where name(i) == n { return n }
        switch scope.kind {
        case .module: return n
        case .class: return QualifiedName.join(code.qualname, ".", n)
        case .typeParameters:
            // Type-parameter scopes do not show; what is inside them belongs to their parent.
            return StrRef.make(typeScopePrefix + StrRef(n).string)
        default: return QualifiedName.join(code.qualname, ".<locals>.", n)
        }
    }
    private var typeScopePrefix: String {
        let q = StrRef(code.qualname).string
        // The qualified name of the type-parameter scope is `prefix<generic parameters of x>`.
        if let r = q.range(of: "<generic parameters of ") { return String(q[..<r.lowerBound]) }
        return ""
    }
    /// The slots of the cells that a code inside needs.
    func closure(_ c: Code) throws -> [Int] {
        if c.freeIndices.isEmpty { return [] }
        return try (code.innerCodes?.values.first { $0.code === c }?.freeIndices ?? c.freeIndices).map { index in
            if let slot = implicitCells[index] { return slot }
            if comprehensions.isEmpty, let slot = passed[index] { return slot }
            switch find(index) {
            case .cell(let slot, _), .classCell(let slot): return slot
            case .local(let slot): return slot
            default:
                if let p = places[index] { switch p { case .cell(let slot, _), .classCell(let slot): return slot; default: break } }
                if let slot = passed[index] { return slot }
                if let i = code.freeIndices.firstIndex(of: index) { return code.firstFree + i }
                throw Unsupported(what: "free variable \(text(index)) of \(StrRef(c.qualname).string) without a cell in \(StrRef(code.qualname).string)")
            }
        }
    }
    /// The function object's node for a def or lambda; defaults are read from DEFAULTS when they were evaluated elsewhere.
    func functionNode(_ s: S, _ c: Code, _ a: S?, annotate: Operand?, typeParameters: Operand? = nil, defaultsElsewhere: Bool = false) throws -> FunctionNode {
        var defaults: [S] = [], keywords: [(Value, S)] = []
        if let a, !defaultsElsewhere, !a.list(6).isEmpty || !a.list(3).isEmpty {
            defaults = a.list(6).map { $0 }
            let names = a.list(3), values = a.list(4)
            for i in 0..<names.count { if let v = values.optional(i) { keywords.append((name(mangled(names[i].name(0)!)), v)) } }
        }
        let n = max(3, defaults.count)
        return try area(n) { base in
            let d = try operandsInArea(defaults, base)
            let k = keywords.isEmpty ? [] : try keywords.map { (name: $0.0, value: try operand($0.1)) }
            return expressionNode(FunctionNode(c, defaults: d, keywordDefaults: k, annotate: annotate, closure: try closure(c), annotations: .unbound, typeParameters: typeParameters), s, base)
        }
    }
    /// The `__annotate__` function of a def, nil if it has no annotations.
    private func annotateFunction(_ s: S) throws -> Operand? {
        guard let scopeIndex = s.scopeRecord?.annotationScope else { return nil }
        let c = child(s, scope: scopeIndex, name: Names.__annotate__, qualname: QualifiedName.join(qualify(name(s.name(0)!)), ".", Names.__annotate__))
        return Operand(expressionNode(FunctionNode(c, defaults: [], keywordDefaults: [], annotate: nil, closure: try closure(c), annotations: .unbound, typeParameters: nil), s, top))
    }
    func functionExpression(_ s: S) throws -> Expression {
        if s.kind == .lambda {
            let a = s.node(0)
            let c = child(s, scope: s.scope!, name: StrRef.intern("<lambda>"))
            if suspends(a) {
                let defaults = a.list(6).map { $0 }, names = a.list(3), values = a.list(4)
                var keywords: [Value] = [], all = defaults
                for i in 0..<names.count { if let v = values.optional(i) { keywords.append(name(mangled(names[i].name(0)!))); all.append(v) } }
                return try operands(all, s) { o in
                    try area(max(3, defaults.count)) { base in
                        let k = keywords.enumerated().map { (name: $0.element, value: o[defaults.count + $0.offset]) }
                        return expressionNode(FunctionNode(c, defaults: Array(o.prefix(defaults.count)), keywordDefaults: k, annotate: nil, closure: try closure(c), annotations: .unbound, typeParameters: nil), s, base)
                    }
                }
            }
            return try functionNode(s, c, a, annotate: nil)
        }
        // A generator expression: its first iterable is evaluated here.
        let c = child(s, scope: s.scope!, name: StrRef.intern("<genexpr>"))
        let first = s.list(1)[0]
        return try area(1) { base in
            let f = expressionNode(FunctionNode(c, defaults: [], keywordDefaults: [], annotate: nil, closure: try closure(c), annotations: .unbound, typeParameters: nil), s)
            return try operands([first.node(1)], s) { o in expressionNode(caching(ImmediateCallNode(f, o, iterable: position(Node(), first.node(1)), isAsync: first.int(3) != 0)), s, base) }
        }
    }
    private func decorated(_ s: S, _ decorators: NodeList, _ object: (Int) throws -> Expression) throws -> Expression {
        if decorators.isEmpty { return try object(0) }
        return try area(decorators.count) { a in
            let d = try operandsInArea(decorators.map { $0 }, a)
            let nodes = decorators.map { x -> Node in let n = Node(); return position(n, x) }
            return expressionNode(DecoratedNode(d, nodes, try object(0)), s, a)
        }
    }
    func functionStatement(_ s: S) throws -> Statement {
        let n = s.name(0)!
        let goal = try target(mangled(n), s)
        let e = try decorated(s, s.list(3)) { _ in
            if let outer = s.scopeRecord?.typeParameterScope { return try generic(s, outer, s.node(1)) }
            let c = child(s, scope: s.scope!, name: name(n))
            return try functionNode(s, c, s.node(1), annotate: try annotateFunction(s))
        }
        if let l = goal as? LocalTarget { assign(l); return position(AssignLocal(l.slot, Operand(e)), s) }
        return position(AssignStatement(one: goal, Operand(e)), s)
    }
    /// A def, class or type alias with type parameters: a function makes the parameters and the object, and is called at once with the
    /// defaults that were evaluated outside.
    private func generic(_ s: S, _ scopeIndex: Int, _ arguments: S?) throws -> Expression {
        let n = s.kind == .typeAlias ? text(s.node(0).name(0)!) : text(s.name(0)!)
        let c = child(s, scope: scopeIndex, name: StrRef.intern("<generic parameters of \(n)>"))
        return try area(2) { base in
            let f = expressionNode(FunctionNode(c, defaults: [], keywordDefaults: [], annotate: nil, closure: try closure(c), annotations: .unbound, typeParameters: nil), s)
            var d = Operand(Value.none), k = Operand(Value.none)
            if let a = arguments {
                let list = a.list(6).map { $0 }
                if !list.isEmpty { d = Operand(expressionNode(TupleNode(try operandsInArea(list, base)), s, base)) }
                let names = a.list(3), values = a.list(4)
                var keys: [Operand?] = [], vals: [Operand] = []
                for i in 0..<names.count { if let v = values.optional(i) { keys.append(Operand(name(mangled(names[i].name(0)!)))); vals.append(try operand(v)) } }
                if !keys.isEmpty { k = try area(2) { b in Operand(expressionNode(DictNode(keys, vals), s, b)) } }
            }
            return expressionNode(ImmediateCallNode(f, [d, k], iterable: nil, isAsync: false), s, base)
        }
    }
    func typeAliasStatement(_ s: S) throws -> Statement {
        let goal = try target(s.node(0))
        let e: Expression
        if let outer = s.scopeRecord?.typeParameterScope { e = try generic(s, outer, nil) } else { e = try aliasNode(s, Operand(TupleRef.empty)) }
        return position(AssignStatement(one: goal, Operand(e)), s)
    }
    private func aliasNode(_ s: S, _ parameters: Operand) throws -> Expression {
        let n = name(s.node(0).name(0)!)
        let c = child(s, scope: s.scope!, name: n)
        let f = expressionNode(FunctionNode(c, defaults: [Operand(Value(int: 1))], keywordDefaults: [], annotate: nil, closure: try closure(c), annotations: .unbound, typeParameters: nil), s, top)
        return try area(1) { a in expressionNode(TypeObjectNode(.alias, n, [parameters, Operand(f)]), s, a) }
    }
    /// The body of a type-parameter scope: makes the variables, then the object, and returns it.
    func typeParametersBody(_ s: S) throws -> Body {
        var out: [Statement] = []
        let isClassDef = s.kind == .classDef
        let list = s.kind == .typeAlias ? s.list(1) : s.list(isClassDef ? 5 : 6)
        return try area(list.count + 4) { base in
            for (i, p) in list.enumerated() {
                let e = try typeVariable(p)
                out.append(position(AssignLocal(base + i, Operand(e)), p))
                out.append(position(AssignStatement(one: try target(mangled(p.name(0)!), p), Operand(local: base + i, Operand.dummy)), p))
            }
            let tuple = try area(list.count) { a in expressionNode(TupleNode(list.enumerated().map { Operand(local: base + $0.offset, Operand.dummy) }), s, a) }
            let slot = base + list.count
            out.append(position(AssignLocal(slot, Operand(tuple)), s))
            let parameters = Operand(local: slot, Operand.dummy)
            if scope.lookup(tree.index(.typeParams)) != nil { out.append(position(AssignStatement(one: try target(tree.index(.typeParams), s), parameters), s)) }
            let object: Expression
            switch s.kind {
            case .classDef:
                out.append(position(AssignLocal(slot + 1, Operand(expressionNode(GenericBaseNode(parameters), s))), s))
                object = try classNode(s, genericBase: Operand(local: slot + 1, Operand.dummy), typeParameters: parameters)
            case .typeAlias: object = try aliasNode(s, parameters)
            default:
                let c = child(s, scope: s.scope!, name: name(s.name(0)!))
                let f = try functionNode(s, c, nil, annotate: try annotateFunction(s), typeParameters: parameters, defaultsElsewhere: true)
                object = expressionNode(OuterDefaultsNode(f), s)
            }
            out.append(position(ReturnStatement(Operand(object)), s))
            let b = Block(out)
            code.keep(b)
            return position(FunctionBody(b), s)
        }
    }
    private func typeVariable(_ p: S) throws -> Expression {
        let n = name(p.name(0)!)
        func lazy(_ scopeIndex: Int?, _ x: S?) throws -> Operand {
            guard let x, let scopeIndex else { return Operand(Value.none) }
            let c = child(x, scope: scopeIndex, name: n)
            return Operand(expressionNode(FunctionNode(c, defaults: [Operand(Value(int: 1))], keywordDefaults: [], annotate: nil, closure: try closure(c), annotations: .unbound, typeParameters: nil), p, top))
        }
        return try area(1) { a in
            switch p.kind {
            case .typeVar:
                let bound = p.optional(1)
                // The node's scope is the bound's, or the default's if there is no bound.
                let b = try lazy(p.scope, bound), d = try lazy(bound == nil ? p.scope : p.defaultScope, p.optional(2))
                return expressionNode(TypeObjectNode(.typeVar, n, [b, d], hasBound: bound != nil, isConstraints: bound?.kind == .tuple), p, a)
            case .paramSpec: return expressionNode(TypeObjectNode(.paramSpec, n, [Operand(Value.none), try lazy(p.defaultScope ?? p.scope, p.optional(1))]), p, a)
            default: return expressionNode(TypeObjectNode(.typeVarTuple, n, [Operand(Value.none), try lazy(p.defaultScope ?? p.scope, p.optional(1))]), p, a)
            }
        }
    }
    /// A lazily evaluated value: bound, default or alias.
    func lazyValueBody(_ s: S) throws -> Body {
        let value = s.kind == .typeAlias ? s.node(2) : s
        let v = value.kind == .starred ? Operand(expressionNode(UnpackOneNode(try operand(value.node(0))), value)) : try operand(value)
        let check = position(CheckFormatStatement(), s)
        let b = Block([check, position(ReturnStatement(v), s)])
        code.keep(b)
        return position(FunctionBody(b), s)
    }

    // MARK: classes

    func classStatement(_ s: S) throws -> Statement {
        let goal = try target(mangled(s.name(0)!), s)
        let e = try decorated(s, s.list(4)) { _ in
            if let outer = s.scopeRecord?.typeParameterScope { return try generic(s, outer, nil) }
            return try classNode(s, genericBase: nil, typeParameters: nil)
        }
        if let l = goal as? LocalTarget { assign(l); return position(AssignLocal(l.slot, Operand(e)), s) }
        return position(AssignStatement(one: goal, Operand(e)), s)
    }
    private func classNode(_ s: S, genericBase: Operand?, typeParameters: Operand?) throws -> Expression {
        let n = name(s.name(0)!)
        let c = child(s, scope: s.scope!, name: n)
        let f = expressionNode(FunctionNode(c, defaults: [], keywordDefaults: [], annotate: nil, closure: try closure(c), annotations: .unbound, typeParameters: nil), s, top)
        return try area(2) { a in
            var bases = try s.list(1).map { x in (value: try operand(x.kind == .starred ? x.node(0) : x), starred: x.kind == .starred) }
            if let genericBase { bases.append((value: genericBase, starred: false)) }
            let keywords = try s.list(2).map { k in (name: k.name(0).map { name($0) } ?? .unbound, value: try operand(k.node(1))) }
            return expressionNode(ClassNode(f, n, bases, keywords), s, a)
        }
    }

    // MARK: annotations

    /// At the start of a module or class with annotations: `__annotate__` (PEP 649), or `__annotations__ = {}` under the future import.
    func annotationSetup(_ s: S, _ out: inout [Statement]) throws {
        if usesTextAnnotations {
            if scope.flags.contains(.hasAnnotations) {
                let dict = try area(2) { a in expressionNode(DictNode([], []), s, a) }
                out.append(position(SetupAnnotationsStatement(dict), s))
            }
            return
        }
        guard let index = scope.annotationScope else { return }
        if !isClass { try conditionalAnnotationSetup(s, &out) }
        let c = child(s, scope: index, name: Names.__annotate__)
        let f = expressionNode(FunctionNode(c, defaults: [], keywordDefaults: [], annotate: nil, closure: try closure(c), annotations: .unbound, typeParameters: nil), s, top)
        out.append(position(AssignStatement(one: nameTarget(isClass ? Names.__annotate_func__ : Names.__annotate__), Operand(f)), s))
    }
    /// The set of indices of the conditional annotations that ran.
    func conditionalAnnotationSetup(_ s: S, _ out: inout [Statement]) throws {
        if scope.annotationScope != nil, scope.flags.contains(.hasConditionalAnnotations) {
            let i = tree.index(.conditionalAnnotations)
            let set = try area(1) { a in expressionNode(StarDisplayNode([], .set), s, a) }
            out.append(position(AssignStatement(one: try target(i, s), Operand(set)), s))
        }
    }
    var usesTextAnnotations: Bool { code.source.tree.future & FutureFeatures.annotations.rawValue != 0 || code.source.flags & Code.Flags.futureAnnotations != 0 }

    func annotated(_ s: S) throws -> Statement? {
        var out: [Statement] = []
        let t = s.node(0)
        if let v = s.optional(2) {
            // (In a function nothing evaluates the annotation.)
            if isFunction { return try assignment([t], v, s) }
            out.append(try at(0) { try assignment([t], v, s) })
        }
        if t.kind == .name && s.int(3) != 0 && !isFunction {
            let n = identifier(t.name(0)!)
            if usesTextAnnotations {
                let dict = try read(tree.index(.annotations), s)
                out.append(position(TextAnnotationStatement(dict, n, Operand(code.constant(Unparse.text(s.node(1))))), s))
            } else if scope.flags.contains(.hasConditionalAnnotations) {
                let i = tree.index(.conditionalAnnotations)
                let own = annotationIndex
                annotationIndex += 1
                if conditionalDepth > 0 || !isClass { out.append(position(ConditionalAnnotationStatement(try read(i, s), own), s)) }
            }
        } else if t.kind != .name || s.int(3) == 0 {
            if s.optional(2) == nil && t.kind == .attribute { out.append(position(ExpressionStatement(try expression(t.node(0))), s)) }
            if s.optional(2) == nil && t.kind == .`subscript` { out.append(position(ExpressionStatement(try expression(t.node(0))), s)); out.append(position(ExpressionStatement(try expression(t.node(1))), s)) }
            if !isFunction && !usesTextAnnotations && t.kind != .name { out.append(position(ExpressionStatement(try expression(s.node(1))), s)) }
        }
        if out.isEmpty { return nil }
        let b = Block(out)
        return position(b, s)
    }

    /// The body of `__annotate__(format)`.
    func annotationBody(_ s: S) throws -> Body {
        var out: [Statement] = [position(CheckFormatStatement(), s)]
        return try area(1) { slot in
            let dict = try area(2) { a in expressionNode(DictNode([], []), s, a) }
            out.append(position(AssignLocal(slot, Operand(dict)), s))
            func add(_ n: Int, _ annotation: S, _ condition: Operand?, _ index: Int) throws {
                let v: Operand
                if usesTextAnnotations { v = Operand(code.constant(Unparse.text(annotation))) }
                else if annotation.kind == .starred {
                    // `*args: *Ts`: the one item of the unpacked value.
                    v = Operand(expressionNode(UnpackOneNode(try operand(annotation.node(0))), annotation))
                } else { v = try operand(annotation) }
                out.append(position(AnnotationStatement(slot, identifier(n), v, condition, index: index), annotation))
            }
            if s.kind == .functionDef || s.kind == .asyncFunctionDef {
                let a = s.node(1)
                for l in [0, 1] { for x in a.list(l) { if let t = x.optional(1) { try add(x.name(0)!, t, nil, 0) } } }
                if let v = a.optional(2), let t = v.optional(1) { try add(v.name(0)!, t, nil, 0) }
                for x in a.list(3) { if let t = x.optional(1) { try add(x.name(0)!, t, nil, 0) } }
                if let v = a.optional(5), let t = v.optional(1) { try add(v.name(0)!, t, nil, 0) }
                if let r = s.optional(4) {
                    let v = usesTextAnnotations ? Operand(code.constant(Unparse.text(r))) : try operand(r)
                    out.append(position(AnnotationStatement(slot, StrRef.intern("return"), v, nil, index: 0), r))
                }
            } else {
                let owner = ScopeRecord(base: s.base, index: scope.parent!)
                let conditional = owner.flags.contains(.hasConditionalAnnotations) ? tree.index(.conditionalAnnotations) : nil
                var index = 0
                try collectAnnotations(s.list(s.kind == .classDef ? 3 : 0), 0) { x, depth in
                    var condition: Operand? = nil
                    if let conditional, depth > 0 || s.kind != .classDef { condition = try read(conditional, x) }
                    try add(x.node(0).name(0)!, x.node(1), condition, index)
                    index += 1
                }
            }
            out.append(position(ReturnStatement(Operand(local: slot, Operand.dummy)), s))
            let b = Block(out)
            code.keep(b)
            return position(FunctionBody(b), s)
        }
    }
    /// Annotated names of a body in order, those under control flow with a depth above 0.
    private func collectAnnotations(_ list: NodeList, _ depth: Int, _ visit: (S, Int) throws -> Void) throws {
        for x in list {
            switch x.kind {
            case .annAssign: if x.node(0).kind == .name && x.int(3) != 0 { try visit(x, depth) }
            case .if_, .while_: try collectAnnotations(x.list(1), depth + 1, visit); try collectAnnotations(x.list(2), depth + 1, visit)
            case .for_, .asyncFor: try collectAnnotations(x.list(2), depth + 1, visit); try collectAnnotations(x.list(3), depth + 1, visit)
            case .with, .asyncWith: try collectAnnotations(x.list(1), depth + 1, visit)
            case .try_, .tryStar:
                try collectAnnotations(x.list(0), depth + 1, visit)
                for h in x.list(1) { try collectAnnotations(h.list(2), depth + 1, visit) }
                try collectAnnotations(x.list(2), depth + 1, visit); try collectAnnotations(x.list(3), depth + 1, visit)
            case .match: for c in x.list(1) { try collectAnnotations(c.list(2), depth + 1, visit) }
            default: break
            }
        }
    }

    // MARK: comprehensions

    func comprehension(_ s: S) throws -> Expression {
        guard let index = s.scope else { throw Unsupported(what: "comprehension without scope") }
        let record = ScopeRecord(base: s.base, index: index)
        let generators = s.list(s.kind == .dictComp ? 2 : 1)
        let kind: ComprehensionNode.Kind = s.kind == .listComp ? .list : s.kind == .setComp ? .set : .dict
        if !record.flags.contains(.inlinedComprehension) && !record.flags.contains(.asyncComprehension) || isClass && record.flags.contains(.asyncComprehension) {
            // Its own function, called at once.
            let c = child(s, scope: index, name: StrRef.intern(s.kind == .listComp ? "<listcomp>" : s.kind == .setComp ? "<setcomp>" : "<dictcomp>"))
            let first = generators[0]
            return try area(1) { base in
                let f = expressionNode(FunctionNode(c, defaults: [], keywordDefaults: [], annotate: nil, closure: try closure(c), annotations: .unbound, typeParameters: nil), s)
                return try operands([first.node(1)], s) { o in expressionNode(caching(ImmediateCallNode(f, o, iterable: position(Node(), first.node(1)), isAsync: first.int(3) != 0)), s, base) }
            }
        }
        // The first iterable belongs to the enclosing scope.
        return try at(0) {
            try area(1) { result in
                var mine = PlaceMap(), fresh: [Int] = [], cells: [Int] = []
                let own = record.symbols.filter { $0.resolution == .local || $0.resolution == .cell }
                return try area(hidden[index] == nil ? own.count : 0) { free in
                    let base = hidden[index] ?? free
                    let first = try at(0) { try operand(generators[0].node(1)) }
                    for (i, x) in own.enumerated() {
                        if x.resolution == .cell { mine[x.name] = .cell(base + i, free: false); cells.append(base + i) } else { mine[x.name] = .local(base + i) }
                        fresh.append(base + i)
                    }
                    comprehensions.append(mine); comprehensionScopes.append(record)
                    defer { comprehensions.removeLast(); comprehensionScopes.removeLast() }
                    let body = try nest(s, generators, 0, first, result, kind)
                    if kind == .list && goesOnce(generators), let l = body as? ForStatement { l.collects = result }
                    code.hasComprehensions = true
                    return expressionNode(ComprehensionNode(kind, body, fresh: fresh, cells: cells), s, result)
                }
            }
        }
    }
    /// One loop without conditions.
    private func goesOnce(_ generators: NodeList) -> Bool { generators.count == 1 && generators[0].list(2).isEmpty && generators[0].int(3) == 0 }
    /// The loops of generator I and the following, with the collecting statement (RESULT >= 0) or a `yield` innermost.
    private func nest(_ s: S, _ generators: NodeList, _ i: Int, _ first: Operand?, _ result: Int, _ kind: ComprehensionNode.Kind, isStarted: Bool = false) throws -> Statement {
        let g = generators[i]
        let iterable = try first ?? at(0) { try operand(g.node(1)) }
        return try loop(g.node(0), iterable, g.node(1), isAsync: g.int(3) != 0, isStarted: isStarted, body: {
            try conditions(g.list(2).map { $0 }) {
                if i + 1 < generators.count { return try self.nest(s, generators, i + 1, nil, result, kind) }
                return try self.innermost(s, result, kind)
            }
        }, otherwise: { nil })
    }
    private func conditions(_ list: [S], _ body: () throws -> Statement) throws -> Statement {
        guard let c = list.first else { return try body() }
        let test = try at(0) { try operand(c) }
        let then = try at(1) { try conditions(Array(list.dropFirst()), body) }
        return position(IfStatement(test, then, nil), c)
    }
    private func innermost(_ s: S, _ result: Int, _ kind: ComprehensionNode.Kind) throws -> Statement {
        let element = s.node(0)
        if result < 0 {
            let y = try at(0) { () -> YieldNode in
                let point = resumePoint(1)
                return suspendingNode(YieldNode(try at(0) { try operand(element) }, point, wrapsAsync: isAsyncGenerator), element, top)
            }
            return position(YieldStatement(y, .nothing), element)
        }
        return try area(1) { a in
            if kind == .dict {
                if suspends(element) || suspends(s.node(1)) {
                    let pair = try at(0) { try area(2) { b in try operands([element, s.node(1)], s) { o in expressionNode(TupleNode(o), s, b) } } }
                    return position(CollectStatement(result, kind, Operand(pair), nil, area: a), element)
                }
                return position(CollectStatement(result, kind, try operand(element), try operand(s.node(1)), area: a), element)
            }
            return position(CollectStatement(result, kind, try at(0) { try operand(element) }, nil, area: a), element)
        }
    }
    /// The code of a generator expression or a comprehension that is a function: `.0` is the first iterator.
    func comprehensionBody(_ s: S) throws -> Body {
        let generators = s.list(s.kind == .dictComp ? 2 : 1)
        let first = Operand(local: 0, Operand.dummy)
        if s.kind == .generatorExp {
            let body = try at(0) { try nest(s, generators, 0, first, -1, .list, isStarted: true) }
            let b = Block([body])
            code.keep(b)
            code.givesEach = goesOnce(generators)
            return position(FunctionBody(b), s)
        }
        let kind: ComprehensionNode.Kind = s.kind == .listComp ? .list : s.kind == .setComp ? .set : .dict
        return try area(1) { result in
            let body = try at(0) { try at(0) { try nest(s, generators, 0, first, result, kind, isStarted: true) } }
            let e = expressionNode(ComprehensionNode(kind, body, fresh: [], cells: []), s, result)
            return position(ExpressionBody(Operand(e)), s)
        }
    }
}
extension Syntax.Node {
    /// The scope of a type parameter's default.
    var defaultScope: Int? { scopeRecord?.defaultScope }
}
enum QualifiedName {
    /// A + B + C.
    static func join(_ a: Value, _ b: StaticString, _ c: Value) -> Value {
        let x = StrRef(a), z = StrRef(c), n = b.utf8CodeUnitCount
        guard x.isASCII, z.isASCII else { return StrRef.make(x.string + b.description + z.string) }
        let out = StrRef.allocate(x.count + n + z.count, kind: 1, ascii: true), p = out.data
        memcpy(p, x.data, x.count); memcpy(p + x.count, b.utf8Start, n); memcpy(p + x.count + n, z.data, z.count)
        return out.value
    }
}
extension String {
    /// The first occurrence of T.
    func range(of t: String) -> Range<String.Index>? {
        var i = startIndex
        while i < endIndex { if self[i...].hasPrefix(t) { return i..<index(i, offsetBy: t.count) }; i = index(after: i) }
        return nil
    }
}
/// Gives a function the defaults that its type-parameter scope received as arguments.
final class OuterDefaultsNode: Expression {
    let function: Expression
    init(_ f: Expression) { function = f }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let v = try function.execute(f)
        if f[0].isTuple { v.ref.set(FunctionRef.defaultsWord, f[0]) }
        if f[1].isDict { v.ref.set(FunctionRef.kwDefaultsWord, f[1]) }
        return v
    }
}
/// `*args: *Ts`
final class UnpackOneNode: Expression {
    let value: Operand
    init(_ v: Operand) { value = v }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let v = try value.read(f)
        f.at(self)
        let items = try Unpack.unpack(v, 1, star: -1)
        return items[0]
    }
}
final class SetupAnnotationsStatement: Statement {
    let dict: Expression
    init(_ d: Expression) { dict = d }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        f.at(self)
        if try Bindings.get(f.namespace, Names.__annotations__).isUnbound { try Bindings.set(f.namespace, Names.__annotations__, try dict.execute(f)) }
        return .next
    }
}

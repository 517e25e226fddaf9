// First half of scope analysis: who mentions which name, in CPython's order of visiting, so that symbols and children come out
// in its order and of several errors the same one is reported.

extension Analyzer {
    func visitModule() throws(AnalysisStop) {
        try enter(.module, names.top, root, .none)
        switch root.kind {
        case .module, .interactive: try statements(root.list(0))
        case .expression: try expression(root.node(0))
        default: break
        }
        if root.kind == .module, let first = root.list(0).first, isDocstring(first) { scopes[0].flags.insert(.hasDocstring) }
        leave()
    }

    func isDocstring(_ node: Node) -> Bool {
        guard node.kind == .expr, node.node(0).kind == .constant, case .str = node.node(0).constant else { return false }
        return true
    }

    func statements(_ list: NodeList) throws(AnalysisStop) {
        for i in 0..<list.count { try statement(list[i]) }
    }
    func expressions(_ list: NodeList) throws(AnalysisStop) {
        for i in 0..<list.count { if let node = list.optional(i) { try expression(node) } }
    }

    /// `__debug__` may not be bound.
    func checkName(_ name: UInt32, _ at: Position, _ context: ExprContext) throws(AnalysisStop) {
        if name != Keywords.debug || context == .load { return }
        throw fail(context == .store ? "cannot assign to __debug__" : "cannot delete __debug__", at)
    }

    private var inAsyncFunction: Bool { scopes[current].kind == .function && scopes[current].flags.contains(.coroutine) }
    private var topLevelAwait: Bool { flags.contains(.allowTopLevelAwait) && scopes[current].kind == .module }

    private func conditionally(_ lists: NodeList...) throws(AnalysisStop) {
        let outer = scopes[current].conditional
        scopes[current].conditional = true
        for list in lists {
            for i in 0..<list.count {
                let node = list[i]
                switch node.kind {
                case .exceptHandler: try handler(node)
                case .matchCase:
                    try pattern(node.node(0))
                    if let test = node.optional(1) { try expression(test) }
                    try statements(node.list(2))
                case .withItem:
                    try expression(node.node(0))
                    if let target = node.optional(1) { try expression(target) }
                default: try statement(node)
                }
            }
        }
        scopes[current].conditional = outer
    }

    private func handler(_ node: Node) throws(AnalysisStop) {
        if let type = node.optional(0) { try expression(type) }
        if node.name(1) != nil {
            try checkName(node.id(1), node.position, .store)
            try define(node.id(1), .local, node.position)
        }
        try statements(node.list(2))
    }

    // MARK: statements

    func statement(_ node: Node) throws(AnalysisStop) {
        try enterLevel()
        defer { depth &-= 1 }
        switch node.kind {
        case .functionDef, .asyncFunctionDef: try function(node)
        case .classDef: try classDefinition(node)
        case .typeAlias: try typeAlias(node)
        case .return_:
            if let value = node.optional(0) {
                try expression(value)
                scopes[current].flags.insert(.returnsValue)
            }
        case .delete: try expressions(node.list(0))
        case .assign:
            try expressions(node.list(0))
            try expression(node.node(1))
        case .augAssign:
            try expression(node.node(0))
            try expression(node.node(2))
        case .annAssign: try annotatedAssignment(node)
        case .for_, .asyncFor:
            if node.kind == .asyncFor { try requireAsync("'async for' outside async function", node) }
            try expression(node.node(0))
            try expression(node.node(1))
            try conditionally(node.list(2), node.list(3))
        case .while_, .if_:
            try expression(node.node(0))
            try conditionally(node.list(1), node.list(2))
        case .with, .asyncWith:
            if node.kind == .asyncWith { try requireAsync("'async with' outside async function", node) }
            try conditionally(node.list(0), node.list(1))
        case .match:
            try expression(node.node(0))
            try conditionally(node.list(1))
        case .raise:
            if let exception = node.optional(0) {
                try expression(exception)
                if let cause = node.optional(1) { try expression(cause) }
            }
        case .try_, .tryStar: try conditionally(node.list(0), node.list(1), node.list(2), node.list(3))
        case .assert:
            try expression(node.node(0))
            if let message = node.optional(1) { try expression(message) }
        case .import_, .importFrom:
            let list = node.list(node.kind == .import_ ? 0 : 1)
            for i in 0..<list.count { try alias(list[i]) }
        case .global, .nonlocal: try declaration(node)
        case .expr: try expression(node.node(0))
        default: break
        }
    }

    private func requireAsync(_ message: String, _ node: Node) throws(AnalysisStop) {
        if topLevelAwait { scopes[current].flags.insert(.coroutine); return }
        if !inAsyncFunction { throw fail(message, node) }
    }

    private func alias(_ node: Node) throws(AnalysisStop) {
        var name = node.name(1) != nil ? node.id(1) : node.id(0)
        if node.name(1) == nil {
            if name == Keywords.star {
                if scopes[current].kind != .module { throw fail("import * only allowed at module level", node) }
                scopes[current].flags.insert(.hasImportStar)
                return
            }
            let bytes = builder.strings.string(name)
            if let dot = bytes.firstIndex(of: 46) { name = Array(bytes[..<dot]).withUnsafeBufferPointer { builder.strings.intern($0) } }
        }
        try checkName(name, node.position, .store)
        try define(name, .imported, node.position)
    }

    private func declaration(_ node: Node) throws(AnalysisStop) {
        let isGlobal = node.kind == .global, word = isGlobal ? "global" : "nonlocal"
        for index in node.names(0) {
            let name = UInt32(index), now = flags(of: name, in: current)
            if !now.isDisjoint(with: [.parameter, .local, .used, .annotated]) {
                let shown = text(name)
                let message: String
                if now.contains(.parameter) { message = "name '\(shown)' is parameter and \(word)" }
                else if now.contains(.used) { message = "name '\(shown)' is used prior to \(word) declaration" }
                else if now.contains(.annotated) { message = "annotated name '\(shown)' can't be \(word)" }
                else { message = "name '\(shown)' is assigned to before \(word) declaration" }
                throw fail(message, node)
            }
            try define(name, isGlobal ? .global : .nonlocal, node.position)
            scopes[current].directives.append((mangled(name, in: current), node.position))
            scopes[current].flags.insert(isGlobal ? .hasExplicitGlobal : .hasNonlocal)
        }
    }

    private func annotatedAssignment(_ node: Node) throws(AnalysisStop) {
        let target = node.node(0), simple = node.int(3) != 0
        if target.kind == .name {
            let name = target.id(0), now = flags(of: name, in: current)
            if !now.isDisjoint(with: [.global, .nonlocal]) && current != 0 && simple {
                throw fail("annotated name '\(text(name))' can't be \(now.contains(.global) ? "global" : "nonlocal")", node)
            }
            try checkName(name, target.position, .store)
            if simple { try define(name, [.annotated, .local], target.position) }
            else if node.optional(2) != nil { try define(name, .local, target.position) }
        } else {
            try expression(target)
        }
        try annotation(node.node(1))
        if let value = node.optional(2) { try expression(value) }
    }

    /// An annotation of a variable: collected in one scope for the module or class; those in functions are never evaluated.
    private func annotation(_ node: Node) throws(AnalysisStop) {
        let outer = current, kind = scopes[outer].kind
        scopes[outer].flags.insert(.hasAnnotations)
        if (kind == .class && scopes[outer].conditional || kind == .module), !scopes[outer].flags.contains(.hasConditionalAnnotations) {
            scopes[outer].flags.insert(.hasConditionalAnnotations)
            try define(names.conditionalAnnotations, .used, node.position)
        }
        if scopes[outer].variableAnnotations < 0 {
            let scope = open(.annotation, names.annotate, Node(base: base, offset: scopes[outer].node), node.position)
            scopes[outer].variableAnnotations = scope
            // That of a function's parameters is another one, and the one that counts.
            if kind == .class || kind == .module { scopes[outer].annotationScope = scope }
            try enter(existing: scope, node.position)
            if kind == .class && !future.annotations {
                scopes[scope].flags.insert(.canSeeClassScope)
                try define(names.classDict, .used, node.position)
            }
        } else {
            try enter(existing: scopes[outer].variableAnnotations, node.position, again: true)
        }
        if kind == .function {
            // Never evaluated, so its names count for nothing; but what may not stand in an annotation may not stand here.
            let unused = open(.annotation, names.annotate, Node(base: base, offset: scopes[outer].node), node.position)
            scopes[unused].detached = true
            try enter(existing: unused, node.position, again: true)
            try expression(node)
            leave()
        } else {
            scopes[current].flags.insert(.annotationsUsed)
            try expression(node)
        }
        leave()
    }

    // MARK: definitions

    private func enterTypeParameters(_ node: Node, _ name: UInt32, _ list: NodeList) throws(AnalysisStop) -> Int {
        let outerIsClass = scopes[current].kind == .class, at = node.position
        try enter(.typeParameters, name, node, at)
        let scope = current
        if outerIsClass {
            scopes[scope].flags.insert(.canSeeClassScope)
            try define(names.classDict, .used, at)
        }
        switch node.kind {
        case .classDef:
            try define(names.typeParams, [.local, .used], at)
            try define(names.genericBase, [.local, .used], at)
            privateClass = node.id(0) + 1
            scopes[scope].privateClass = privateClass
            mangledSets.append([])
            scopes[scope].mangledNames = mangledSets.count - 1
        case .functionDef, .asyncFunctionDef:
            try define(names.defaults, .parameter, at)
            if hasDefaults(node.node(1).list(4)) { try define(names.kwDefaults, .parameter, at) }
        default: break
        }
        for i in 0..<list.count { try typeParameter(list[i]) }
        return scope
    }

    private func hasDefaults(_ list: NodeList) -> Bool { (0..<list.count).contains { list.optional($0) != nil } }

    private func typeParameter(_ node: Node) throws(AnalysisStop) {
        try checkName(node.id(0), node.position, .store)
        try define(node.id(0), [.typeParameter, .local], node.position)
        switch node.kind {
        case .typeVar:
            let bound = node.optional(1)
            let first = try boundOrDefault(node, bound, bound?.kind == .tuple ? "a TypeVar constraint" : "a TypeVar bound")
            let second = try boundOrDefault(node, node.optional(2), "a TypeVar default")
            if first >= 0 { scopes[first].defaultScope = second }
        case .typeVarTuple: _ = try boundOrDefault(node, node.optional(1), "a TypeVarTuple default")
        default: _ = try boundOrDefault(node, node.optional(1), "a ParamSpec default")
        }
    }

    private func boundOrDefault(_ node: Node, _ value: Node?, _ info: String) throws(AnalysisStop) -> Int {
        if node.id(0) == names.classDict {
            throw fail("reserved name '__classdict__' cannot be used for type parameter", value ?? node)
        }
        guard let value else { return -1 }
        let inClass = scopes[current].flags.contains(.canSeeClassScope)
        try enter(.typeVariable, node.id(0), node, value.position)
        let scope = current
        if inClass {
            scopes[scope].flags.insert(.canSeeClassScope)
            try define(names.classDict, .used, value.position)
        }
        scopes[scope].info = info
        try expression(value)
        leave()
        return scope
    }

    private func function(_ node: Node) throws(AnalysisStop) {
        let at = node.position, arguments = node.node(1)
        try checkName(node.id(0), at, .store)
        try define(node.id(0), .local, at)
        try expressions(arguments.list(6))
        try expressions(arguments.list(4))
        try expressions(node.list(3))
        let typeParameters = node.list(6)
        var typeScope = -1
        let isMethod = scopes[current].kind == .class
        if !typeParameters.isEmpty { typeScope = try enterTypeParameters(node, node.id(0), typeParameters) }
        // Opened before its annotations are visited, entered after: the order of children is annotation, function.
        let functionPrivate = privateClass
        let annotationScope = try functionAnnotations(node, arguments)
        let scope = open(.function, node.id(0), node, at)
        scopes[scope].privateClass = functionPrivate
        scopes[scope].annotationScope = annotationScope
        scopes[scope].typeParameterScope = typeScope
        if isMethod { scopes[scope].flags.insert(.isMethod) }
        if node.kind == .asyncFunctionDef { scopes[scope].flags.insert(.coroutine) }
        try enter(existing: scope, at)
        try parameters(arguments)
        let body = node.list(2)
        if let first = body.first, isDocstring(first) { scopes[scope].flags.insert(.hasDocstring) }
        try statements(body)
        leave()
        if typeScope >= 0 { leave() }
    }

    /// The scope of a function's annotations, which is a child of the current one in any case; -1 if there are none to evaluate.
    private func functionAnnotations(_ node: Node, _ arguments: Node) throws(AnalysisStop) -> Int {
        let inClass = scopes[current].flags.contains(.canSeeClassScope) || scopes[current].kind == .class
        let scope = open(.annotation, names.annotate, node, node.position)
        try enter(existing: scope, node.position)
        if inClass {
            scopes[scope].flags.insert(.canSeeClassScope)
            try define(names.classDict, .used, node.position)
        }
        var annotated: [Node] = []
        for i in 0..<arguments.list(0).count { if let a = arguments.list(0)[i].optional(1) { annotated.append(a) } }
        for i in 0..<arguments.list(1).count { if let a = arguments.list(1)[i].optional(1) { annotated.append(a) } }
        if let a = arguments.optional(2)?.optional(1) { annotated.append(a) }
        if let a = arguments.optional(5)?.optional(1) { annotated.append(a) }
        for i in 0..<arguments.list(3).count { if let a = arguments.list(3)[i].optional(1) { annotated.append(a) } }
        if let returns = node.optional(4) { annotated.append(returns) }
        if !annotated.isEmpty { scopes[scope].flags.insert(.annotationsUsed) }
        for a in annotated { try expression(a) }
        leave()
        return annotated.isEmpty ? -1 : scope
    }

    private func parameters(_ arguments: Node) throws(AnalysisStop) {
        for field in [0, 1, 3] {
            let list = arguments.list(field)
            for i in 0..<list.count { try parameter(list[i]) }
        }
        if let vararg = arguments.optional(2) {
            try parameter(vararg)
            scopes[current].flags.insert(.varArgs)
        }
        if let kwarg = arguments.optional(5) {
            try parameter(kwarg)
            scopes[current].flags.insert(.varKeywords)
        }
    }

    private func parameter(_ node: Node) throws(AnalysisStop) {
        try checkName(node.id(0), node.position, .store)
        try define(node.id(0), .parameter, node.position)
    }

    private func classDefinition(_ node: Node) throws(AnalysisStop) {
        let at = node.position, outerPrivate = privateClass
        try checkName(node.id(0), at, .store)
        try define(node.id(0), .local, at)
        try expressions(node.list(4))
        let typeParameters = node.list(5)
        var typeScope = -1
        if !typeParameters.isEmpty { typeScope = try enterTypeParameters(node, node.id(0), typeParameters) }
        try expressions(node.list(1))
        try keywords(node.list(2))
        privateClass = node.id(0) + 1
        let scope = open(.class, node.id(0), node, at)
        scopes[scope].typeParameterScope = typeScope
        try enter(existing: scope, at)
        if typeScope >= 0 {
            try define(names.dunderTypeParams, .local, at)
            try define(names.typeParams, .used, at)
        }
        if let first = node.list(3).first, isDocstring(first) { scopes[scope].flags.insert(.hasDocstring) }
        try statements(node.list(3))
        leave()
        if typeScope >= 0 { leave() }
        privateClass = outerPrivate
    }

    private func typeAlias(_ node: Node) throws(AnalysisStop) {
        try expression(node.node(0))
        let name = node.node(0).id(0), value = node.node(2), inClass = scopes[current].kind == .class
        var typeScope = -1
        if !node.list(1).isEmpty { typeScope = try enterTypeParameters(node, name, node.list(1)) }
        let scope = open(.typeAlias, name, node, node.position)
        scopes[scope].typeParameterScope = typeScope
        try enter(existing: scope, node.position)
        if inClass {
            scopes[scope].flags.insert(.canSeeClassScope)
            try define(names.classDict, .used, value.position)
        }
        try expression(value)
        leave()
        if typeScope >= 0 { leave() }
    }

    // MARK: expressions

    func expression(_ node: Node) throws(AnalysisStop) {
        try enterLevel()
        defer { depth &-= 1 }
        switch node.kind {
        case .name:
            let id = node.id(0), context = node.int(1)
            if context == 0 {
                try define(id, .used, node.position)
                if id == Keywords.super_ && scopes[current].kind.isFunctionLike {
                    scopes[current].flags.insert(.usesSuper)
                    try define(names.dunderClass, .used, node.position)
                }
            } else {
                try checkName(id, node.position, context == 1 ? .store : .del)
                try define(id, .local, node.position)
            }
        case .constant: break
        case .attribute:
            if node.int(2) != 0 { try checkName(node.id(1), node.position, node.int(2) == 1 ? .store : .del) }
            try expression(node.node(0))
        case .call:
            try expression(node.node(0))
            try expressions(node.list(1))
            try keywords(node.list(2))
        case .binOp:
            try expression(node.node(0))
            try expression(node.node(2))
        case .unaryOp: try expression(node.node(1))
        case .boolOp: try expressions(node.list(1))
        case .compare:
            try expression(node.node(0))
            try expressions(node.list(2))
        case .subscript:
            try expression(node.node(0))
            try expression(node.node(1))
        case .starred: try expression(node.node(0))
        case .list, .tuple, .set, .joinedStr, .templateStr: try expressions(node.list(0))
        case .dict:
            try expressions(node.list(0))
            try expressions(node.list(1))
        case .slice:
            for field in 0..<3 { if let part = node.optional(field) { try expression(part) } }
        case .ifExp:
            for field in 0..<3 { try expression(node.node(field)) }
        case .formattedValue:
            try expression(node.node(0))
            if let spec = node.optional(2) { try expression(spec) }
        case .interpolation:
            try expression(node.node(0))
            if let spec = node.optional(3) { try expression(spec) }
        case .namedExpr:
            try refuse("named expression", node)
            if scopes[current].comprehensionIterator > 0 {
                throw fail("assignment expression cannot be used in a comprehension iterable expression", node)
            }
            if scopes[current].isComprehension { try extendNamedExpression(node.node(0)) }
            try expression(node.node(1))
            try expression(node.node(0))
        case .lambda: try lambda(node)
        case .listComp, .setComp, .dictComp, .generatorExp: try comprehension(node)
        case .yield, .yieldFrom:
            try refuse("yield expression", node)
            if node.kind == .yieldFrom { try expression(node.node(0)) }
            else if let value = node.optional(0) { try expression(value) }
            scopes[current].flags.insert(.generator)
            if scopes[current].isComprehension {
                let place: String
                switch scopes[current].kind {
                case .listComp: place = "list comprehension"
                case .setComp: place = "set comprehension"
                case .dictComp: place = "dict comprehension"
                default: place = "generator expression"
                }
                throw fail("'yield' inside \(place)", node)
            }
        case .await:
            try refuse("await expression", node)
            if !topLevelAwait {
                if !scopes[current].kind.isFunctionLike { throw fail("'await' outside function", node) }
                if !inAsyncFunction && !scopes[current].isComprehension { throw fail("'await' outside async function", node) }
            }
            try expression(node.node(0))
            scopes[current].flags.insert(.coroutine)
        default: break
        }
    }

    private func keywords(_ list: NodeList) throws(AnalysisStop) {
        for i in 0..<list.count {
            let keyword = list[i]
            if keyword.name(0) != nil { try checkName(keyword.id(0), keyword.position, .store) }
        }
        for i in 0..<list.count { try expression(list[i].node(1)) }
    }

    /// Some expressions may not appear in annotation-like scopes.
    private func refuse(_ what: String, _ node: Node) throws(AnalysisStop) {
        switch scopes[current].kind {
        case .annotation: throw fail("\(what) cannot be used within an annotation", node)
        case .typeVariable: throw fail("\(what) cannot be used within \(scopes[current].info)", node)
        case .typeAlias: throw fail("\(what) cannot be used within a type alias", node)
        case .typeParameters: throw fail("\(what) cannot be used within the definition of a generic", node)
        default: break
        }
    }

    private func lambda(_ node: Node) throws(AnalysisStop) {
        let arguments = node.node(0)
        try expressions(arguments.list(6))
        try expressions(arguments.list(4))
        try enter(.lambda, names.lambda, node, node.position)
        try parameters(arguments)
        try expression(node.node(1))
        leave()
    }

    private func comprehension(_ node: Node) throws(AnalysisStop) {
        let isDict = node.kind == .dictComp
        let generators = node.list(isDict ? 2 : 1), outermost = generators[0]
        scopes[current].comprehensionIterator += 1
        try expression(outermost.node(1))
        scopes[current].comprehensionIterator -= 1
        let kind: ScopeKind, name: UInt32
        switch node.kind {
        case .listComp: (kind, name) = (.listComp, names.listComp)
        case .setComp: (kind, name) = (.setComp, names.setComp)
        case .dictComp: (kind, name) = (.dictComp, names.dictComp)
        default: (kind, name) = (.generatorExp, names.genExpr)
        }
        try enter(kind, name, node, node.position)
        let scope = current
        if outermost.int(3) != 0 { scopes[scope].flags.insert(.coroutine) }
        try define(names.dotZero, .parameter, node.position)
        scopes[scope].iteratorTarget = true
        try expression(outermost.node(0))
        scopes[scope].iteratorTarget = false
        try expressions(outermost.list(2))
        for i in 1..<max(1, generators.count) {
            let part = generators[i]
            scopes[scope].iteratorTarget = true
            try expression(part.node(0))
            scopes[scope].iteratorTarget = false
            scopes[scope].comprehensionIterator += 1
            try expression(part.node(1))
            scopes[scope].comprehensionIterator -= 1
            try expressions(part.list(2))
            if part.int(3) != 0 { scopes[scope].flags.insert(.coroutine) }
        }
        if isDict { try expression(node.node(1)) }
        try expression(node.node(0))
        if kind == .generatorExp { scopes[scope].flags.insert(.generator) } else { scopes[scope].flags.remove(.generator) }
        let isAsync = scopes[scope].flags.contains(.coroutine) && kind != .generatorExp
        if scopes[scope].flags.contains(.coroutine) { scopes[scope].flags.insert(.asyncComprehension) }
        leave()
        if isAsync {
            if !inAsyncFunction && !scopes[current].isComprehension && !topLevelAwait {
                throw fail("asynchronous comprehension outside of an asynchronous function", node)
            }
            scopes[current].flags.insert(.coroutine)
        }
    }

    /// The target of `:=` inside a comprehension belongs to the function or module around it.
    private func extendNamedExpression(_ target: Node) throws(AnalysisStop) {
        let name = target.id(0), at = target.position
        for scope in stack.reversed() {
            if scopes[scope].isComprehension {
                let now = flags(of: name, in: scope)
                if now.contains(.comprehensionIterator) && !now.isDisjoint(with: [.local, .global]) {
                    throw fail("assignment expression cannot rebind comprehension iteration variable '\(text(name))'", at)
                }
                continue
            }
            switch scopes[scope].kind {
            case .function, .lambda:
                let isGlobal = flags(of: name, in: scope).contains(.global)
                try define(name, isGlobal ? .global : .nonlocal, at)
                scopes[current].directives.append((mangled(name, in: current), at))
                try define(name, .local, at, in: scope)
                return
            case .module:
                try define(name, .global, at)
                scopes[current].directives.append((mangled(name, in: current), at))
                try define(name, .global, at, in: scope)
                return
            case .class: throw fail("assignment expression within a comprehension cannot be used in a class body", at)
            case .typeParameters:
                throw fail("assignment expression within a comprehension cannot be used within the definition of a generic", at)
            case .typeAlias: throw fail("assignment expression within a comprehension cannot be used in a type alias", at)
            case .typeVariable: throw fail("assignment expression within a comprehension cannot be used in a TypeVar bound", at)
            default: continue
            }
        }
    }

    // MARK: patterns

    private func pattern(_ node: Node) throws(AnalysisStop) {
        try enterLevel()
        defer { depth &-= 1 }
        switch node.kind {
        case .matchValue: try expression(node.node(0))
        case .matchSequence, .matchOr: try patterns(node.list(0))
        case .matchStar: try capture(node, 0)
        case .matchMapping:
            try expressions(node.list(0))
            try patterns(node.list(1))
            try capture(node, 2)
        case .matchClass:
            try expression(node.node(0))
            try patterns(node.list(1))
            for (i, name) in node.names(2).enumerated() { try checkName(UInt32(name), node.list(3)[i].position, .store) }
            try patterns(node.list(3))
        case .matchAs:
            if let inner = node.optional(0) { try pattern(inner) }
            try capture(node, 1)
        default: break
        }
    }

    private func patterns(_ list: NodeList) throws(AnalysisStop) {
        for i in 0..<list.count { try pattern(list[i]) }
    }

    private func capture(_ node: Node, _ field: Int) throws(AnalysisStop) {
        if node.name(field) == nil { return }
        try checkName(node.id(field), node.position, .store)
        try define(node.id(field), .local, node.position)
    }
}

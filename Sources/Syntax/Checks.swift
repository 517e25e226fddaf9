// The compiler's own errors and warnings, in the order in which CPython's code generator meets them: statements and expressions
// that parse, have sound scopes, and still mean nothing.

/// What a statement nests in within its function; the kinds of CPython's `fblockinfo`.
enum FrameBlock { case loop, tryExcept, finallyTry, finallyEnd, with, handler, groupHandler, stopIteration }

/// Walks the tree after scope analysis. `scope` follows functions and classes.
final class Checker {
    let analyzer: Analyzer
    var blocks: [FrameBlock] = []
    /// Of the function-like scope at hand; nil in modules and classes.
    var isFunctionLike = false
    var isAsync = false, isGenerator = false, isFunction = false
    var depth = 0
    /// CPython's `CO_MAXBLOCKS`.
    static let maxBlocks = 21

    init(_ analyzer: Analyzer) { self.analyzer = analyzer }

    func fail(_ message: String, _ node: Node) -> AnalysisStop { analyzer.fail(message, node) }
    func warn(_ message: String, _ node: Node) { analyzer.warn(message, node) }
    func text(_ name: UInt32) -> String { analyzer.text(name) }

    func module(_ root: Node) throws(AnalysisStop) {
        switch root.kind {
        case .module, .interactive:
            let body = root.list(0)
            for i in 0..<body.count { try statement(body[i], topIndex: i) }
        case .expression: try expression(root.node(0))
        default: break
        }
    }

    func statements(_ list: NodeList) throws(AnalysisStop) {
        for i in 0..<list.count { try statement(list[i]) }
    }
    func expressions(_ list: NodeList) throws(AnalysisStop) {
        for i in 0..<list.count { if let node = list.optional(i) { try expression(node) } }
    }

    private func push(_ block: FrameBlock, _ node: Node) throws(AnalysisStop) {
        if blocks.count >= Checker.maxBlocks { throw fail("too many statically nested blocks", node) }
        blocks.append(block)
    }
    private func pop() { blocks.removeLast() }

    private func nested(_ block: FrameBlock, _ node: Node, _ list: NodeList) throws(AnalysisStop) {
        try push(block, node)
        try statements(list)
        pop()
    }

    // MARK: statements

    func statement(_ node: Node, topIndex: Int = .max) throws(AnalysisStop) {
        try analyzer.enterLevel()
        defer { analyzer.depth &-= 1 }
        switch node.kind {
        case .functionDef, .asyncFunctionDef: try function(node)
        case .classDef: try classDefinition(node)
        case .typeAlias:
            try typeParameters(node.list(1))
            try expression(node.node(2))
        case .return_:
            if !isFunctionLike { throw fail("'return' outside function", node) }
            if node.optional(0) != nil && isAsync && isGenerator { throw fail("'return' with value in async generator", node) }
            if let value = node.optional(0) { try expression(value) }
            // A constant on the same line is evaluated last, and blamed.
            if let value = node.optional(0), value.kind == .constant, value.line == node.line { try unwind(value, toLoop: false) }
            else { try unwind(node, toLoop: false) }
        case .break_, .continue_:
            if try !unwind(node, toLoop: true) {
                throw fail(node.kind == .break_ ? "'break' outside loop" : "'continue' not properly in loop", node)
            }
        case .delete:
            let targets = node.list(0)
            for i in 0..<targets.count { try expression(targets[i]) }
        case .assign:
            try expression(node.node(1))
            try expressions(node.list(0))
        case .augAssign:
            try expression(node.node(0))
            try expression(node.node(2))
        case .annAssign:
            if let value = node.optional(2) { try expression(value) }
            if node.node(0).kind != .name || node.optional(2) != nil { try expression(node.node(0)) }
            if !isFunction { try expression(node.node(1)) }
        case .for_, .asyncFor:
            try expression(node.node(1))
            try push(.loop, node)
            try expression(node.node(0))
            try statements(node.list(2))
            pop()
            try statements(node.list(3))
        case .while_:
            try push(.loop, node)
            try expression(node.node(0))
            try statements(node.list(1))
            pop()
            try statements(node.list(2))
        case .if_:
            try expression(node.node(0))
            try statements(node.list(1))
            try statements(node.list(2))
        case .with, .asyncWith: try with(node, 0)
        case .match: try match(node)
        case .raise:
            if let exception = node.optional(0) { try expression(exception) }
            if let cause = node.optional(1) { try expression(cause) }
        case .try_, .tryStar: try tryStatement(node)
        case .assert:
            let test = node.node(0)
            if test.kind == .tuple && !test.list(0).isEmpty { warn("assertion is always true, perhaps remove parentheses?", node) }
            try expression(test)
            if let message = node.optional(1) { try expression(message) }
        case .importFrom:
            if node.int(2) == 0, node.name(0) != nil, node.id(0) == Keywords.future, topIndex > analyzer.lastFuture {
                let e = fail("from __future__ imports must occur at the beginning of the file", node)
                analyzer.failure?.isBare = true
                throw e
            }
        case .expr: try expression(node.node(0))
        default: break
        }
    }

    /// Leaves blocks up to the innermost loop, or all of them; whether a loop was found.
    @discardableResult
    private func unwind(_ node: Node, toLoop: Bool) throws(AnalysisStop) -> Bool {
        for block in blocks.reversed() {
            if block == .groupHandler {
                throw fail("'break', 'continue' and 'return' cannot appear in an except* block", node)
            }
            if toLoop && block == .loop { return true }
        }
        return false
    }

    private func with(_ node: Node, _ index: Int) throws(AnalysisStop) {
        let items = node.list(0), item = items[index]
        try expression(item.node(0))
        try push(.with, item.node(0))
        if let target = item.optional(1) { try expression(target) }
        if index + 1 < items.count { try with(node, index + 1) } else { try statements(node.list(1)) }
        pop()
    }

    private func tryStatement(_ node: Node) throws(AnalysisStop) {
        let handlers = node.list(1), final = node.list(3), isStar = node.kind == .tryStar
        if !final.isEmpty { try push(.finallyTry, node) }
        if handlers.isEmpty {
            try statements(node.list(0))
        } else {
            try nested(.tryExcept, node, node.list(0))
            try statements(node.list(2))
            try push(isStar ? .groupHandler : .handler, node)
            for i in 0..<handlers.count {
                let handler = handlers[i]
                if handler.optional(0) == nil && i < handlers.count - 1 { throw fail("default 'except:' must be last", handler) }
                if let type = handler.optional(0) { try expression(type) }
                try nested(.handler, handler, handler.list(2))
            }
            pop()
        }
        if !final.isEmpty {
            pop()
            try nested(.finallyEnd, node, final)
        }
    }

    private func function(_ node: Node) throws(AnalysisStop) {
        let arguments = node.node(1)
        try expressions(node.list(3))
        try expressions(arguments.list(6))
        try expressions(arguments.list(4))
        try typeParameters(node.list(6))
        for list in [arguments.list(0), arguments.list(1), arguments.list(3)] {
            for i in 0..<list.count { if let annotation = list[i].optional(1) { try expression(annotation) } }
        }
        if let annotation = arguments.optional(2)?.optional(1) {
            try expression(annotation.kind == .starred ? annotation.node(0) : annotation)
        }
        if let annotation = arguments.optional(5)?.optional(1) { try expression(annotation) }
        if let returns = node.optional(4) { try expression(returns) }
        let flags = analyzer.flagsOfScope(node)
        try inside(function: true, async: node.kind == .asyncFunctionDef, generator: flags.contains(.generator)) { () throws(AnalysisStop) in
            if flags.contains(.generator) || node.kind == .asyncFunctionDef { try push(.stopIteration, node) }
            try statements(node.list(2))
        }
    }

    private func inside(function: Bool, async: Bool, generator: Bool, _ body: () throws(AnalysisStop) -> Void) throws(AnalysisStop) {
        let saved = (blocks, isFunctionLike, isAsync, isGenerator, isFunction)
        (blocks, isFunctionLike, isAsync, isGenerator, isFunction) = ([], true, async, generator, function)
        try body()
        (blocks, isFunctionLike, isAsync, isGenerator, isFunction) = saved
    }

    private func classDefinition(_ node: Node) throws(AnalysisStop) {
        try expressions(node.list(4))
        try typeParameters(node.list(5))
        let saved = (blocks, isFunctionLike, isAsync, isGenerator, isFunction)
        (blocks, isFunctionLike, isAsync, isGenerator, isFunction) = ([], false, false, false, false)
        try statements(node.list(3))
        (blocks, isFunctionLike, isAsync, isGenerator, isFunction) = saved
        try callArguments(node.list(1), node.list(2))
    }

    private func typeParameters(_ list: NodeList) throws(AnalysisStop) {
        var seenDefault = false
        for i in 0..<list.count {
            let node = list[i]
            if node.kind == .typeVar, let bound = node.optional(1) { try expression(bound) }
            if let value = node.optional(node.kind == .typeVar ? 2 : 1) {
                seenDefault = true
                try expression(value.kind == .starred ? value.node(0) : value)
            } else if seenDefault {
                throw fail("non-default type parameter '\(text(node.id(0)))' follows default type parameter", node)
            }
        }
    }

    // MARK: expressions

    func expression(_ node: Node) throws(AnalysisStop) {
        try analyzer.enterLevel()
        defer { analyzer.depth &-= 1 }
        switch node.kind {
        case .name, .constant: break
        case .attribute: try expression(node.node(0))
        case .call:
            try repeatedKeywords(node.list(2))
            try callable(node.node(0))
            try expression(node.node(0))
            try callArguments(node.list(1), node.list(2))
        case .binOp:
            try expression(node.node(0))
            try expression(node.node(2))
        case .unaryOp: try expression(node.node(1))
        case .boolOp: try expressions(node.list(1))
        case .compare:
            compareLiterals(node)
            try expression(node.node(0))
            try expressions(node.list(2))
        case .subscript:
            if node.int(2) == 0 {
                subscriptable(node.node(0))
                index(node.node(0), node.node(1))
            }
            try expression(node.node(0))
            try expression(node.node(1))
        case .starred:
            if node.int(1) == 1 { throw fail("starred assignment target must be in a list or tuple", node) }
            throw fail("can't use starred expression here", node)
        case .list, .tuple, .set:
            let elements = node.list(0)
            if node.kind != .set && node.int(1) == 1 { try unpacking(node, elements) }
            for i in 0..<elements.count {
                let element = elements[i]
                try expression(element.kind == .starred ? element.node(0) : element)
            }
        case .joinedStr, .templateStr: try expressions(node.list(0))
        case .dict:
            let keys = node.list(0), values = node.list(1)
            for i in 0..<values.count {
                if let key = keys.optional(i) { try expression(key) }
                try expression(values[i])
            }
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
            try expression(node.node(1))
        case .lambda:
            let arguments = node.node(0)
            try expressions(arguments.list(6))
            try expressions(arguments.list(4))
            let flags = analyzer.flagsOfScope(node)
            try inside(function: true, async: false, generator: flags.contains(.generator)) { () throws(AnalysisStop) in
                try expression(node.node(1))
            }
        case .listComp, .setComp, .dictComp, .generatorExp: try comprehension(node)
        case .yield:
            if !isFunctionLike { throw fail("'yield' outside function", node) }
            if let value = node.optional(0) { try expression(value) }
        case .yieldFrom:
            if !isFunctionLike { throw fail("'yield from' outside function", node) }
            if isAsync { throw fail("'yield from' inside async function", node) }
            try expression(node.node(0))
        case .await: try expression(node.node(0))
        default: break
        }
    }

    private func comprehension(_ node: Node) throws(AnalysisStop) {
        let isDict = node.kind == .dictComp, generators = node.list(isDict ? 2 : 1)
        try expression(generators[0].node(1))
        // Inlined, it guards the variables of its surroundings with a block of theirs; else it is a function.
        let inlined = analyzer.flagsOfScope(node).contains(.inlinedComprehension)
        let saved = (blocks, isFunctionLike, isAsync, isGenerator, isFunction)
        if inlined { try push(.handler, node) } else { (blocks, isFunctionLike, isFunction) = ([], true, true) }
        for i in 0..<generators.count {
            let part = generators[i]
            if i > 0 { try expression(part.node(1)) }
            try expression(part.node(0))
            try expressions(part.list(2))
        }
        try expression(node.node(0))
        if isDict { try expression(node.node(1)) }
        (blocks, isFunctionLike, isAsync, isGenerator, isFunction) = saved
    }

    private func unpacking(_ node: Node, _ elements: NodeList) throws(AnalysisStop) {
        var seen = false
        for i in 0..<elements.count where elements[i].kind == .starred {
            if seen { throw fail("multiple starred expressions in assignment", node) }
            if i >= 256 || elements.count - i - 1 >= 1 << 23 { throw fail("too many expressions in star-unpacking assignment", node) }
            seen = true
        }
    }

    private func callArguments(_ args: NodeList, _ keywords: NodeList) throws(AnalysisStop) {
        for i in 0..<args.count { try expression(args[i].kind == .starred ? args[i].node(0) : args[i]) }
        try repeatedKeywords(keywords)
        for i in 0..<keywords.count { try expression(keywords[i].node(1)) }
    }

    private func repeatedKeywords(_ keywords: NodeList) throws(AnalysisStop) {
        if keywords.count < 2 { return }
        for i in 0..<keywords.count {
            guard let name = keywords[i].name(0) else { continue }
            for k in i + 1..<max(i + 1, keywords.count) where keywords[k].name(0) == name {
                throw fail("keyword argument repeated: \(text(UInt32(name)))", keywords[k])
            }
        }
    }

    // MARK: warnings

    /// The type that an expression surely has, as its `__name__`.
    private func typeName(_ node: Node) -> String? {
        switch node.kind {
        case .tuple: return "tuple"
        case .list, .listComp: return "list"
        case .dict, .dictComp: return "dict"
        case .set, .setComp: return "set"
        case .generatorExp: return "generator"
        case .lambda: return "function"
        case .joinedStr, .formattedValue: return "str"
        case .templateStr: return "string.templatelib.Template"
        case .interpolation: return "string.templatelib.Interpolation"
        case .constant:
            switch node.constant {
            case .none: return "NoneType"
            case .true, .false: return "bool"
            case .ellipsis: return "ellipsis"
            case .int, .bigInt: return "int"
            case .float: return "float"
            case .complex: return "complex"
            case .str: return "str"
            case .bytes: return "bytes"
            }
        default: return nil
        }
    }

    private func callable(_ node: Node) throws(AnalysisStop) {
        switch node.kind {
        case .constant, .tuple, .list, .listComp, .dict, .dictComp, .set, .setComp, .generatorExp, .joinedStr, .formattedValue,
             .templateStr, .interpolation:
            if let type = typeName(node) { warn("'\(type)' object is not callable; perhaps you missed a comma?", node) }
        default: break
        }
    }

    private func subscriptable(_ node: Node) {
        switch node.kind {
        case .constant:
            switch node.constant {
            case .none, .true, .false, .ellipsis, .int, .bigInt, .float, .complex: break
            default: return
            }
        case .set, .setComp, .generatorExp, .lambda, .templateStr, .interpolation: break
        default: return
        }
        if let type = typeName(node) { warn("'\(type)' object is not subscriptable; perhaps you missed a comma?", node) }
    }

    private func index(_ node: Node, _ index: Node) {
        guard let indexType = typeName(index), indexType != "int", indexType != "bool" else { return }
        switch node.kind {
        case .constant:
            switch node.constant {
            case .str, .bytes: break
            default: return
            }
        case .tuple, .list, .listComp, .joinedStr, .formattedValue: break
        default: return
        }
        if let type = typeName(node) {
            warn("\(type) indices must be integers or slices, not \(indexType); perhaps you missed a comma?", node)
        }
    }

    private func isPlainLiteral(_ node: Node) -> Bool {
        if node.kind == .tuple { return isConstantTuple(node) }
        guard node.kind == .constant else { return false }
        switch node.constant {
        case .none, .true, .false, .ellipsis: return false
        default: return true
        }
    }

    private func isConstantTuple(_ node: Node) -> Bool {
        node.list(0).allSatisfy { $0.kind == .constant || $0.kind == .tuple && isConstantTuple($0) }
    }

    private func compareLiterals(_ node: Node) {
        var left = node.node(0)
        let comparators = node.list(2)
        for (i, op) in node.names(1).enumerated() {
            let right = comparators[i]
            if op == Int(CompareOperator.is.rawValue) || op == Int(CompareOperator.isNot.rawValue),
               let literal = isPlainLiteral(left) ? left : isPlainLiteral(right) ? right : nil {
                let isNot = op == Int(CompareOperator.isNot.rawValue)
                warn("\"is\(isNot ? " not" : "")\" with '\(typeName(literal) ?? "")' literal. Did you mean \"\(isNot ? "!=" : "==")\"?", node)
                return
            }
            left = right
        }
    }
}

extension Analyzer {
    func check() throws(AnalysisStop) { try Checker(self).module(root) }

    /// The flags of the scope that a function's, lambda's or comprehension's node opens.
    func flagsOfScope(_ node: Node) -> ScopeFlags {
        if scopeOfNode.isEmpty {
            for i in scopes.indices where scopes[i].isFunctionBlock { scopeOfNode[scopes[i].node] = i }
        }
        return scopeOfNode[node.offset].map { scopes[$0].flags } ?? []
    }
}

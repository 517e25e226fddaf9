// The first look at a finished tree, which `ast.parse` takes too: imports from `__future__` (PEP 236), and statements that leave a
// `finally` block (PEP 765).

final class Preprocessor {
    let root: Node
    var failure: SyntaxFailure?
    var warnings: [SyntaxWarningRecord] = []
    var future = FutureFeatures()
    /// Index in the module of the last import from `__future__` at its head, -1 if none.
    var lastFuture = -1
    private var depth = 0

    private let limit: Int

    init(_ tree: SyntaxTree, limit: Int = Nesting.small) {
        root = tree.root
        self.limit = limit
    }

    /// The warnings of statements that leave a `finally`.
    func run() throws(AnalysisStop) {
        if root.kind == .module || root.kind == .interactive { try checkFinally(root.list(0), inFinally: false, inLoop: false) }
    }

    private func fail(_ message: String, _ node: Node) -> AnalysisStop {
        failure = SyntaxFailure(kind: .syntaxError, message: message, line: node.line, column: node.column + 1, endLine: node.endLine,
                                endColumn: node.endColumn + 1)
        failure?.isBare = true
        return .failed
    }

    private func warn(_ message: String, _ node: Node) {
        warnings.append(SyntaxWarningRecord(message: message, line: node.line, errorLine: node.line, column: node.column + 1, endLine: node.endLine,
                                            endColumn: node.endColumn + 1, isDeprecation: false))
    }

    private func isDocstring(_ node: Node) -> Bool {
        guard node.kind == .expr, node.node(0).kind == .constant, case .str = node.node(0).constant else { return false }
        return true
    }

    /// Reads the imports at the head of a module; elsewhere they are refused by the checks.
    func findFuture() throws(AnalysisStop) {
        guard root.kind == .module || root.kind == .interactive else { return }
        let body = root.list(0)
        for i in 0..<body.count {
            let node = body[i]
            if i == 0 && isDocstring(node) { continue }
            guard node.kind == .importFrom, node.int(2) == 0, node.name(0) != nil, node.id(0) == Keywords.future else { return }
            let names = node.list(1)
            for k in 0..<names.count { try feature(names[k]) }
            lastFuture = i
        }
    }

    private func feature(_ alias: Node) throws(AnalysisStop) {
        let name = root.text(Int(alias.id(0)))
        switch name {
        case "nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function", "unicode_literals",
             "generator_stop": break
        case "barry_as_FLUFL": future.insert(.barryAsBDFL)
        case "annotations": future.insert(.annotations)
        case "braces": throw fail("not a chance", alias)
        default: throw fail("future feature \(name) is not defined", alias)
        }
    }

    // MARK: leaving `finally`

    /// Warns of `return`, `break` and `continue` that leave a `finally` block (PEP 765).
    func checkFinally(_ list: NodeList, inFinally: Bool, inLoop: Bool) throws(AnalysisStop) {
        for i in 0..<list.count { try checkFinally(list[i], inFinally, inLoop) }
    }

    private func checkFinally(_ node: Node, _ inFinally: Bool, _ inLoop: Bool) throws(AnalysisStop) {
        depth += 1
        if depth > limit { throw .nesting }
        defer { depth -= 1 }
        switch node.kind {
        case .functionDef, .asyncFunctionDef: try checkFinally(node.list(2), inFinally: false, inLoop: false)
        case .classDef: try checkFinally(node.list(3), inFinally: inFinally, inLoop: inLoop)
        case .return_: if inFinally { warn("'return' in a 'finally' block", node) }
        case .break_: if inFinally && !inLoop { warn("'break' in a 'finally' block", node) }
        case .continue_: if inFinally && !inLoop { warn("'continue' in a 'finally' block", node) }
        case .for_, .asyncFor:
            try checkFinally(node.list(2), inFinally: inFinally, inLoop: true)
            try checkFinally(node.list(3), inFinally: inFinally, inLoop: inLoop)
        case .while_:
            try checkFinally(node.list(1), inFinally: inFinally, inLoop: true)
            try checkFinally(node.list(2), inFinally: inFinally, inLoop: inLoop)
        case .if_:
            try checkFinally(node.list(1), inFinally: inFinally, inLoop: inLoop)
            try checkFinally(node.list(2), inFinally: inFinally, inLoop: inLoop)
        case .with, .asyncWith: try checkFinally(node.list(1), inFinally: inFinally, inLoop: inLoop)
        case .match:
            let cases = node.list(1)
            for i in 0..<cases.count { try checkFinally(cases[i].list(2), inFinally: inFinally, inLoop: inLoop) }
        case .try_, .tryStar:
            try checkFinally(node.list(0), inFinally: inFinally, inLoop: inLoop)
            let handlers = node.list(1)
            for i in 0..<handlers.count { try checkFinally(handlers[i].list(2), inFinally: inFinally, inLoop: inLoop) }
            try checkFinally(node.list(2), inFinally: inFinally, inLoop: inLoop)
            try checkFinally(node.list(3), inFinally: true, inLoop: false)
        default: break
        }
    }
}

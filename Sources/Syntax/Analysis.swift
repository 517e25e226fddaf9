// Analysis: the symbol table and the checks that `compile` makes beyond the grammar.

/// Finds scopes and resolves names, and makes the compiler's checks. Afterwards the tree has `scopes`, and nodes know theirs; its
/// buffer is another one, so nodes obtained before are invalid.
/// - Returns: the compiler's `SyntaxWarning`s.
/// - Throws: what CPython's `compile` raises for a tree that parses; columns are 1-based and count bytes, as CPython's do there.
public func analyze(_ tree: SyntaxTree, flags: ParseFlags = []) throws(SyntaxFailure) -> [SyntaxWarningRecord] {
    do throws(Unfinished) {
        return try analyze(tree, flags, limit: Nesting.small)
    } catch {
        if case .failure(let failure) = error { throw failure }
    }
    var outcome = Result<[SyntaxWarningRecord], SyntaxFailure>.failure(SyntaxFailure(kind: .memory, message: "no stack for analysis"))
    onLargeStack {
        do throws(Unfinished) { outcome = .success(try analyze(tree, flags, limit: Analyzer.maxDepth)) } catch {
            if case .failure(let failure) = error { outcome = .failure(failure) }
        }
    }
    return try outcome.get()
}

private func analyze(_ tree: SyntaxTree, _ flags: ParseFlags, limit: Int) throws(Unfinished) -> [SyntaxWarningRecord] {
    let analyzer = Analyzer(tree, flags, limit: limit)
    let early = Preprocessor(tree, limit: limit)
    do throws(AnalysisStop) {
        // Parsing has reported what this finds; trees made otherwise have not been looked at.
        try early.findFuture()
        try early.run()
        analyzer.future = early.future
        analyzer.lastFuture = early.lastFuture
        try analyzer.visitModule()
        try analyzer.resolveAll()
        analyzer.hasScopes = true
        try analyzer.check()
    } catch {
        if error == .nesting { throw .nesting }
        if !analyzer.hasScopes { analyzer.failure?.isBare = true }
        var failure = analyzer.failure ?? early.failure ?? SyntaxFailure(kind: .syntaxError, message: "analysis failed")
        failure.warnings = early.warnings + analyzer.warnings
        throw .failure(failure)
    }
    analyzer.store(into: tree)
    return early.warnings + analyzer.warnings
}

// The entry point of parsing.

/// Parses Python 3.14 source.
/// - Parameters:
///   - bytes: the file or string; a str is passed as UTF-8 with `.ignoreCookie`.
///   - file: the name of the file if a program is read from one, line by line: a bad line then counts only when tokenizing gets there.
/// - Returns: the tree and what warnings to issue.
/// - Throws: what CPython's `ast.parse` would raise, with message and position.
public func parse(_ bytes: UnsafeBufferPointer<UInt8>, mode: ParseMode = .exec, flags: ParseFlags = [], file: String? = nil) throws(SyntaxFailure) -> ParseResult {
    let source = try Source.make(bytes, ignoreCookie: flags.contains(.ignoreCookie), addNewline: mode == .exec, file: file)
    do throws(Unfinished) {
        return try parse(source, mode, flags, limit: Nesting.small)
    } catch {
        if case .failure(let failure) = error { throw failure }
    }
    var outcome = Result<ParseResult, SyntaxFailure>.failure(SyntaxFailure(kind: .memory, message: "no stack for parsing"))
    onLargeStack {
        do throws(Unfinished) { outcome = .success(try parse(source, mode, flags, limit: Parser.maxDepth)) } catch {
            if case .failure(let failure) = error { outcome = .failure(failure) }
        }
    }
    return try outcome.get()
}

/// An error, or more nesting than allowed for the stack at hand.
enum Unfinished: Error { case failure(SyntaxFailure), nesting }

private func parse(_ source: Source, _ mode: ParseMode, _ flags: ParseFlags, limit: Int) throws(Unfinished) -> ParseResult {
    let builder = TreeBuilder(sizeHint: source.count)
    builder.strings.addKeywords()
    var tokenizer = Tokenizer(source, single: mode == .single, implyDedent: !flags.contains(.dontImplyDedent))
    tokenizer.run(&builder.strings)
    tokenizer.reachBadLine()
    defer { tokenizer.tokens.deallocate() }
    let parser = Parser(source, tokenizer.tokens, tokenizer.count, builder, flags, limit: limit)
    let root: UInt32
    do throws(Stop) {
        root = try parser.parse(mode)
    } catch {
        if error == .nesting { throw .nesting }
        if let failure = parser.failure {
            var chosen = failure
            if failure.kind == .syntaxError, !parser.parsedAll, let other = later(min(parser.pos + 1, tokenizer.count), tokenizer) { chosen = other }
            chosen.warnings = (tokenizer.warnings + parser.warnings).filter { ($0.line, $0.column) < (chosen.line, chosen.column) }
            throw .failure(chosen)
        }
        var failure = diagnose(parser, tokenizer, mode)
        failure.lastStatement = parser.lastCompound
        failure.warnings = (tokenizer.warnings + parser.warnings).filter { ($0.line, $0.column) < (failure.line, failure.column) }
        throw .failure(failure)
    }
    var warnings = tokenizer.warnings + parser.warnings
    if !tokenizer.warnings.isEmpty && !parser.warnings.isEmpty {
        warnings.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    }
    let tree = builder.finish(root: root)
    if parser.sawFuture {
        let early = Preprocessor(tree)
        do throws(AnalysisStop) { try early.findFuture() } catch {
            var failure = early.failure ?? SyntaxFailure(kind: .syntaxError, message: "invalid syntax")
            failure.warnings = warnings
            throw .failure(failure)
        }
    }
    return ParseResult(tree: tree, warnings: warnings, encoding: source.encoding)
}

/// The same for an array of bytes.
public func parse(_ bytes: [UInt8], mode: ParseMode = .exec, flags: ParseFlags = []) throws(SyntaxFailure) -> ParseResult {
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<ParseResult, SyntaxFailure> in
        do throws(SyntaxFailure) { return .success(try parse(buffer, mode: mode, flags: flags)) } catch { return .failure(error) }
    }
    return try result.get()
}

/// The same for text.
public func parse(_ text: String, mode: ParseMode = .exec, flags: ParseFlags = []) throws(SyntaxFailure) -> ParseResult {
    try parse(Array(text.utf8), mode: mode, flags: flags.union(.ignoreCookie))
}

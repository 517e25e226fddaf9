// From a text that does not parse to CPython's error: which of several candidates wins.

import Glibc

/// The tokenizer's error as the parser reports it on reaching it.
func tokenizerFailure(_ tokenizer: Tokenizer, _ errors: ErrorParser) -> SyntaxFailure {
    if let failure = tokenizer.failure { return failure }
    if let open = unclosed(tokenizer) { return open }
    var failure = errors.atLast(.syntaxError, "unexpected EOF while parsing")
    failure.isUnexpectedEnd = true
    return failure
}

/// The innermost bracket still open at the end of the text.
private func unclosed(_ tokenizer: Tokenizer) -> SyntaxFailure? {
    guard let open = tokenizer.brackets.last else { return nil }
    let character = Character(Unicode.Scalar(open.character)), locator = Locator(tokenizer.source), line = Int(open.line)
    return SyntaxFailure(kind: .syntaxError, message: "'\(character)' was never closed", line: line, column: locator.column(line, Int(open.column)),
                         endLine: line, endColumn: 0, text: locator.text(line))
}

/// Finds the error: on the stack at hand while nesting is ordinary, else anew on a large one.
func diagnose(_ parser: Parser, _ tokenizer: Tokenizer, _ mode: ParseMode) -> SyntaxFailure {
    var result = findError(parser, tokenizer, mode, limit: ErrorParser.smallDepth)
    if result == nil { onLargeStack { result = findError(parser, tokenizer, mode, limit: ErrorParser.maxDepth) } }
    if let result { return result }
    let token = parser.tokens[parser.pos]
    return Locator(parser.source).failure(.syntaxError, "invalid syntax", Int(token.line), Int(token.column), Int(token.endLine), Int(token.endColumn))
}

/// The line is shown without its newline unless the tokenizer still stood on it. Nil: deeper than LIMIT, and that is not the most there is.
private func findError(_ parser: Parser, _ tokenizer: Tokenizer, _ mode: ParseMode, limit: Int) -> SyntaxFailure? {
    let errors = ErrorParser(parser, tokenizer, from: mode == .exec ? parser.previousStatement : 0, limit: limit)
    let failure = findError(parser, tokenizer, mode, errors)
    if errors.wasTooDeep && limit < ErrorParser.maxDepth { return nil }
    let current = Int(parser.tokens[max(0, errors.fill - 1)].endLine)
    guard var text = failure.text, failure.line < current, text.utf8.last == 10 else { return failure }
    text.removeLast()
    return SyntaxFailure(kind: failure.kind, message: failure.message, line: failure.line, column: failure.column, endLine: failure.endLine,
                         endColumn: failure.endColumn, text: text)
}

private func findError(_ parser: Parser, _ tokenizer: Tokenizer, _ mode: ParseMode, _ errors: ErrorParser) -> SyntaxFailure {
    let rule = mode == .exec ? "file" : mode == .eval ? "eval" : mode == .single ? "interactive" : "functype"
    _ = errors.run(rule, mistakes: false)
    let lastToken = parser.tokens[max(0, errors.fill - 1)]
    if parser.flags.contains(.allowIncompleteInput), atEnd(lastToken, tokenizer) {
        return errors.atLast(.incompleteInput, "incomplete input")
    }
    // A few messages come in the first pass.
    if errors.failure == nil { _ = errors.run(rule, mistakes: true) }
    if let failure = errors.failure {
        // An error of the tokenizer further on goes before one of the grammar.
        if errors.fromTokenizer { return failure }
        return later(errors.fill, tokenizer) ?? failure
    }
    let locator = Locator(parser.source), line = Int(lastToken.line)
    if lastToken.kind == .indent { return errors.atLast(.indentationError, "unexpected indent") }
    if lastToken.kind == .dedent { return errors.atLast(.indentationError, "unexpected unindent") }
    let hasColumn = lastToken.column != Token.noColumn
    let generic = hasColumn
        ? locator.failure(.syntaxError, "invalid syntax", line, Int(lastToken.column), Int(lastToken.endLine), Int(lastToken.endColumn))
        : SyntaxFailure(kind: .syntaxError, message: "invalid syntax", line: line, column: 0, endLine: Int(lastToken.endLine), endColumn: 0,
                        text: locator.text(line))
    return later(errors.fill, tokenizer) ?? generic
}

/// Whether the tokenizer has met the end of the text: it looks one character beyond most tokens.
private func atEnd(_ last: Token, _ tokenizer: Tokenizer) -> Bool {
    let count = tokenizer.source.count, end = Int(last.end)
    switch last.kind {
    case .endMarker: return true
    case .error: return tokenizer.endOfFile || tokenizer.unterminatedAtEnd
    case .string:
        // Beyond an empty one it has looked for a third quote.
        let p = tokenizer.source.bytes
        return end == count && end - Int(last.start) >= 2 && p[end - 1] == p[end - 2] && (end - Int(last.start) == 2 || p[end - 3] | 32 >= 97)
    case .fstringStart, .fstringMiddle, .fstringEnd, .tstringStart, .tstringMiddle, .tstringEnd: return false
    case .newline where last.column != Token.noColumn: return false
    case .dot: return end >= count || end + 1 == count && tokenizer.source.bytes[end] == 46
    default: return end >= count
    }
}

/// What the tokenizer has to say about the rest of the text.
/// - Parameter fill: how many tokens the parser has seen.
func later(_ fill: Int, _ tokenizer: Tokenizer) -> SyntaxFailure? {
    let last = tokenizer.tokens[tokenizer.count - 1]
    // Inside an f-string an error of the expression stands: what follows is likely its consequence.
    guard last.kind == .error, fill < tokenizer.count, !tokenizer.endsInString else { return nil }
    if let failure = tokenizer.failure, tokenizer.isHardFailure { return failure }
    if let open = tokenizer.brackets.last, tokenizer.tokens[max(0, fill - 1)].line > open.line { return unclosed(tokenizer) }
    return nil
}

// From a token that fits nowhere to CPython's error.

func diagnose(_ parser: Parser, _ tokenizer: Tokenizer, _ mode: ParseMode) -> SyntaxFailure {
    let token = parser.tokens[parser.pos]
    if token.kind == .error, let failure = tokenizer.failure { return failure }
    return Locator(parser.source).failure(.syntaxError, "invalid syntax", Int(token.line), token.column == Token.noColumn ? 0 : Int(token.column),
                                          Int(token.endLine), token.endColumn == Token.noColumn ? 0 : Int(token.endColumn))
}

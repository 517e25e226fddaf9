// The tokens of a text as the module `tokenize` shows them (Python/Python-tokenize.c): with comments and newlines that end no
// statement (`extra`), or as the parser sees them.
//
// The whole text is tokenized at once; CPython reads line by line. The difference shows only in when `readline` is called.

/// One token, with positions in characters.
public struct StreamToken {
    /// The number that `token` gives the kind.
    public let type: Int
    /// Bytes of its text; nil: the empty text.
    public let text: Range<Int>?
    public let line: Int, column: Int, endLine: Int, endColumn: Int
    /// Bytes of the lines it lies on; nil: none.
    public let lines: Range<Int>?
}

public final class TokenStream {
    private let source: Source
    private let tokens: UnsafeMutablePointer<Token>
    private let extra: Bool, lacksNewline: Bool
    public let count: Int
    /// What is wrong behind the last token.
    public let failure: SyntaxFailure?
    /// Whether the text ends within brackets or after a backslash; `failure` holds the line and the column then.
    public let isCutOff: Bool
    public let warnings: [SyntaxWarningRecord]
    public var bytes: UnsafePointer<UInt8> { UnsafePointer(source.bytes) }

    /// - Parameter bytes: UTF-8.
    public init(_ bytes: UnsafeBufferPointer<UInt8>, extra: Bool) throws(SyntaxFailure) {
        source = try Source.make(bytes, ignoreCookie: true, addNewline: true, keepReturns: extra)
        lacksNewline = bytes.count > 0 && bytes[bytes.count - 1] != 10
        self.extra = extra
        let builder = TreeBuilder(sizeHint: source.count)
        builder.strings.addKeywords()
        var tokenizer = Tokenizer(source, single: false, implyDedent: true, extra: extra)
        tokenizer.run(&builder.strings)
        tokens = tokenizer.tokens
        warnings = tokenizer.warnings
        var n = tokenizer.count
        isCutOff = tokenizer.endOfFile
        if n > 0 && tokens[n - 1].kind == .error {
            n -= 1
            let at = tokens[n]
            if tokenizer.endOfFile {
                failure = SyntaxFailure(kind: .syntaxError, message: "unexpected EOF in multi-line statement", line: Int(at.line),
                                        column: tokenizer.cutOff < 0 ? 0 : tokenizer.characters(tokenizer.cutOff, source.count))
            } else if let f = tokenizer.failure {
                var text = f.text ?? ""
                // Some errors name the whole line; its end is where the tokenizer stood.
                let whole = f.endColumn <= 0
                let column = whole ? text.unicodeScalars.count + (text.utf8.last == 10 ? 0 : 1) : f.column
                if text.utf8.last == 10 { text.removeLast() }
                failure = SyntaxFailure(kind: f.kind, message: f.message, line: f.line, column: column, endLine: whole ? 0 : f.endLine,
                                        endColumn: whole ? 0 : f.endColumn, text: text)
            } else { failure = nil }
        } else { failure = nil }
        count = n
    }
    deinit { tokens.deallocate() }

    private func characters(_ from: Int, _ to: Int) -> Int {
        var n = 0, k = from
        while k < to { if source.bytes[k] & 0xc0 != 0x80 { n += 1 }; k += 1 }
        return n
    }
    private func start(ofLineAt i: Int) -> Int {
        var k = i
        while k > 0 && source.bytes[k - 1] != 10 { k -= 1 }
        return k
    }

    public subscript(i: Int) -> StreamToken {
        let t = tokens[i]
        let isEnd = t.kind == .endMarker || t.kind == .dedent && Int(t.start) >= source.count
        let start = Int(t.start), end = Int(t.end)
        // At the end of the text the last line is the one that ends there.
        let first = self.start(ofLineAt: isEnd && start > 0 ? start - 1 : start)
        let last = t.line == t.endLine ? first : self.start(ofLineAt: end)
        var stop = last
        while stop < source.count && source.bytes[stop] != 10 { stop += 1 }
        if stop < source.count { stop += 1 }
        if lacksNewline && stop == source.count { stop -= 1 }
        let lines = first..<max(first, stop)
        if t.kind == .endMarker || t.kind == .dedent || t.kind == .indent {
            let type = t.kind == .endMarker ? 0 : t.kind == .indent ? 5 : 6
            if !extra { return StreamToken(type: type, text: nil, line: max(1, Int(t.line)), column: -1, endLine: max(1, Int(t.line)), endColumn: -1, lines: lines) }
            if isEnd { return StreamToken(type: type, text: nil, line: Int(t.line) + 1, column: 0, endLine: Int(t.line) + 1, endColumn: 0, lines: nil) }
            let column = characters(first, start)
            return StreamToken(type: type, text: t.kind == .indent ? first..<start : nil, line: Int(t.line), column: t.kind == .indent ? 0 : column,
                               endLine: Int(t.line), endColumn: column, lines: lines)
        }
        var text: Range<Int>? = start..<end
        var endColumn = characters(last, end)
        if t.kind == .newline || t.kind == .lineBreak {
            if extra { if lacksNewline && end == source.count { text = nil } }
            else { text = start..<(end - 1); endColumn = characters(last, end - 1) }
        }
        // A newline ends on its own line.
        let column = characters(first, start)
        if extra && (t.kind == .newline || t.kind == .lineBreak) { endColumn = column + (end - start) }
        return StreamToken(type: number(t.kind), text: text, line: Int(t.line), column: column, endLine: Int(t.endLine), endColumn: endColumn, lines: lines)
    }

    /// The numbers of the module `token`.
    private func number(_ kind: TokenKind) -> Int {
        if kind.isKeyword { return 1 }
        switch kind {
        case .name: return 1
        case .number: return 2
        case .string: return 3
        case .newline: return 4
        case .fstringStart: return 59
        case .fstringMiddle: return 60
        case .fstringEnd: return 61
        case .tstringStart: return 62
        case .tstringMiddle: return 63
        case .tstringEnd: return 64
        case .comment: return 65
        case .lineBreak: return 66
        default: return extra ? 55 : TokenStream.operators[kind] ?? 55
        }
    }
    private static let operators: [TokenKind: Int] = [
        .lpar: 7, .rpar: 8, .lsqb: 9, .rsqb: 10, .colon: 11, .comma: 12, .semi: 13, .plus: 14, .minus: 15, .star: 16, .slash: 17, .vbar: 18, .amper: 19, .less: 20,
        .greater: 21, .equal: 22, .dot: 23, .percent: 24, .lbrace: 25, .rbrace: 26, .eqEqual: 27, .notEqual: 28, .lessEqual: 29, .greaterEqual: 30, .tilde: 31,
        .circumflex: 32, .leftShift: 33, .rightShift: 34, .doubleStar: 35, .plusEqual: 36, .minEqual: 37, .starEqual: 38, .slashEqual: 39, .percentEqual: 40,
        .amperEqual: 41, .vbarEqual: 42, .circumflexEqual: 43, .leftShiftEqual: 44, .rightShiftEqual: 45, .doubleStarEqual: 46, .doubleSlash: 47,
        .doubleSlashEqual: 48, .at: 49, .atEqual: 50, .rarrow: 51, .ellipsis: 52, .colonEqual: 53, .exclamation: 54,
    ]
}

// The parser: recursive descent over the token array for statements, precedence climbing for operators, in one pass.
//
// It accepts exactly the language of CPython's grammar but says nothing about what is wrong: on the first token that fits nowhere
// it stops, and Diagnosis.swift works out the message. So the fast path carries no error rules. Errors that the reference
// implementation raises in the middle of accepted syntax (undecodable escapes, mixed bytes and text) are raised here.
//
// Assignment targets are parsed as expressions and turned into targets when `=` or `in` shows up. Three places look ahead by parsing
// and rewinding (`mark`, `rewind`): `match` as a statement, `with (`, and nothing else, so parsing stays linear.
// Invariant: lists under construction live on `scratch`; a production leaves it as high as it found it, unless it throws.

/// Why parsing stopped: a token that fits nowhere, an error already in `Parser.failure`, or more nesting than the stack is sure to bear.
enum Stop: Error { case syntax, failed, nesting }

final class Parser {
    let builder: TreeBuilder
    let tokens: UnsafePointer<Token>
    let tokenCount: Int
    let source: Source
    let flags: ParseFlags
    var pos = 0
    /// First tokens of the top-level statement at hand and of the one before: where a diagnosis begins.
    var currentStatement = 0, previousStatement = 0
    /// Whether the grammar is satisfied: what the tokenizer has to say about the rest no longer counts.
    var parsedAll = false
    /// `from __future__ import barry_as_FLUFL` is in force.
    var flufl: Bool
    /// Whether there is an import from `__future__` to be checked.
    /// Where the last complete compound statement begins that is no function.
    var lastCompound = (line: 0, column: 0)
    var sawFuture = false
    /// Levels of nesting, as CPython's parser counts them where it matters.
    var depth = 0
    var failure: SyntaxFailure?
    var warnings: [SyntaxWarningRecord] = []
    /// Whether the text being decoded is a piece of an f-string outside format specifiers.
    var decodesAtEnd = false
    /// Decoded text of the literal at hand.
    var text: [UInt8] = []

    var scratch: UnsafeMutablePointer<UInt32>
    var top = 0
    private var scratchCapacity = 1024

    /// Levels of nesting of productions; CPython's parser has a limit of the same order.
    static let maxDepth = 5969
    let limit: Int

    init(_ source: Source, _ tokens: UnsafePointer<Token>, _ count: Int, _ builder: TreeBuilder, _ flags: ParseFlags, limit: Int) {
        self.source = source
        self.tokens = tokens
        tokenCount = count
        self.builder = builder
        self.flags = flags
        self.limit = limit
        flufl = flags.contains(.barryAsFLUFL)
        scratch = .allocate(capacity: scratchCapacity)
    }

    deinit { scratch.deallocate() }

    // MARK: tokens, positions, lists

    @inline(__always) var kind: TokenKind { tokens[pos].kind }
    @inline(__always) var next: TokenKind { tokens[min(pos + 1, tokenCount - 1)].kind }
    @inline(__always) func advance() { pos &+= 1 }

    @inline(__always) func expect(_ wanted: TokenKind) throws(Stop) {
        if tokens[pos].kind != wanted { throw .syntax }
        pos &+= 1
    }
    @inline(__always) func accept(_ wanted: TokenKind) -> Bool {
        if tokens[pos].kind != wanted { return false }
        pos &+= 1
        return true
    }
    /// The word of an identifier field.
    @inline(__always) func identifier() throws(Stop) -> UInt32 {
        if tokens[pos].kind != .name { throw .syntax }
        pos &+= 1
        return tokens[pos - 1].value + 1
    }
    @inline(__always) func isSoft(_ keyword: UInt32) -> Bool { tokens[pos].kind == .name && tokens[pos].value == keyword }

    /// From token `start` to the last one consumed.
    @inline(__always) func span(_ start: Int) -> Position {
        let a = tokens + start, b = tokens + (pos - 1)
        return Position(line: a.pointee.line, column: a.pointee.column, endLine: b.pointee.endLine, endColumn: b.pointee.endColumn)
    }
    /// The same for statements with a body: its newlines and dedents do not count.
    func blockSpan(_ start: Int) -> Position {
        var last = pos - 1
        while last > start {
            switch tokens[last].kind {
            case .newline, .indent, .dedent, .endMarker: last -= 1; continue
            default: break
            }
            break
        }
        let a = tokens + start, b = tokens + last
        return Position(line: a.pointee.line, column: a.pointee.column, endLine: b.pointee.endLine, endColumn: b.pointee.endColumn)
    }

    @inline(__always) func push(_ word: UInt32) {
        if top == scratchCapacity { growScratch() }
        scratch[top] = word
        top &+= 1
    }
    @inline(never) private func growScratch() {
        let fresh = UnsafeMutablePointer<UInt32>.allocate(capacity: scratchCapacity * 2)
        fresh.update(from: scratch, count: top)
        scratch.deallocate()
        scratch = fresh
        scratchCapacity *= 2
    }
    /// The list of what was pushed since `top` was `mark`.
    @inline(__always) func list(_ mark: Int) -> UInt32 {
        let result = builder.list(UnsafeBufferPointer(start: scratch + mark, count: top - mark))
        top = mark
        return result
    }

    struct Mark { let pos: Int, count: Int, top: Int, depth: Int, warnings: Int }
    func mark() -> Mark { Mark(pos: pos, count: builder.count, top: top, depth: depth, warnings: warnings.count) }
    func rewind(_ mark: Mark) {
        pos = mark.pos
        builder.count = mark.count
        top = mark.top
        depth = mark.depth
        if warnings.count > mark.warnings { warnings.removeLast(warnings.count - mark.warnings) }
    }

    @inline(__always) func enter() throws(Stop) {
        depth &+= 1
        if depth > limit { throw tooDeep() }
    }
    @inline(never) private func tooDeep() -> Stop {
        if limit < Parser.maxDepth { return .nesting }
        failure = SyntaxFailure(kind: .memory, message: "Parser stack overflowed - Python source too complex to parse")
        return .failed
    }

    // MARK: entry points

    func parse(_ mode: ParseMode) throws(Stop) -> UInt32 {
        switch mode {
        case .exec:
            let mark = top
            while kind != .endMarker {
                previousStatement = currentStatement
                currentStatement = pos
                try statement()
            }
            let body = list(mark)
            return builder.make(.module, .none, body, 0)
        case .eval:
            let body = try expressions()
            while accept(.newline) {}
            try expect(.endMarker)
            return builder.make(.expression, .none, body)
        case .single:
            let mark = top
            switch kind {
            case .newline:
                let token = tokens[pos]
                advance()
                push(builder.make(.pass, Position(line: token.line, column: token.column, endLine: token.endLine, endColumn: token.endColumn)))
            case .endMarker: throw .syntax
            default:
                if try !compound() { try simpleStatements() } else { try expect(.newline) }
            }
            try onlyStatement()
            return builder.make(.interactive, .none, list(mark))
        case .funcType:
            try expect(.lpar)
            let mark = top
            var stars = 0
            while kind != .rpar {
                if accept(.star) { if stars > 0 { throw .syntax }; stars = 1 }
                else if accept(.doubleStar) { if stars > 1 { throw .syntax }; stars = 2 }
                else if stars > 0 { throw .syntax }
                push(try expression())
                if kind == .rpar { break }
                try expect(.comma)
                if kind == .rpar { throw .syntax }
            }
            let types = list(mark)
            try expect(.rpar)
            try expect(.rarrow)
            let result = try expression()
            while accept(.newline) {}
            try expect(.endMarker)
            return builder.make(.functionType, .none, types, result)
        }
    }

    /// After the one statement of `single` only blanks and comments may follow.
    private func onlyStatement() throws(Stop) {
        parsedAll = true
        let p = UnsafePointer(source.bytes)
        var i = Int(tokens[pos - 1].end)
        while i < source.count {
            switch p[i] {
            case 32, 9, 10, 12: i += 1
            case 35: while i < source.count && p[i] != 10 { i += 1 }
            default:
                let last = tokens[pos - 1]
                if last.column == Token.noColumn {
                    let line = Int(last.line), locator = Locator(source)
                    failure = SyntaxFailure(kind: .syntaxError, message: "multiple statements found while compiling a single statement",
                                            line: line, column: locator.column(line, Int(last.value)) - 1, endLine: line, endColumn: -1,
                                            text: locator.text(line))
                    throw .failed
                }
                throw fail("multiple statements found while compiling a single statement", pos - 1, pos - 1)
            }
        }
    }
}

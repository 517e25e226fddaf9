// Finds the message for a text that does not parse: a packrat parser over the grammar of ErrorGrammar.swift.
//
// As in the reference implementation there are two passes: one without the rules for mistakes, which only finds how far the tokens
// make sense, then one with them, in which the first mistake recognized is reported. If none is, the furthest token of the first
// pass is blamed. Both begin at the second-last top-level statement before the failure: those before it are known to parse.
// Time is linear where rules remember their results, which are the same rules as there; deep nesting runs on a stack of its own.

/// A match: a range of tokens, and what it stands for.
struct Match {
    var start: Int32, end: Int32
    /// Index in `ErrorParser.nodes`, -1 for plain tokens.
    var node: Int32
}

private struct ShapeNode {
    var shape: Shape
    var start: Int32, end: Int32
    var children: [Int32]
}

private enum Found: Error { case error, tooDeep }

final class ErrorParser {
    private let grammar = ErrorGrammar.shared
    private let tokens: UnsafePointer<Token>
    private let count: Int
    private let tokenizer: Tokenizer
    private let source: Source
    private let parser: Parser
    private let flags: ParseFlags
    private let stringsRule = ErrorGrammar.shared.index["strings"] ?? -1
    private var pos: Int
    private let start: Int
    /// Tokens fetched so far: the last of them is where some messages point.
    private(set) var fill: Int
    private var withMistakes = false
    private var nodes: [ShapeNode] = []
    private var memo: [Int: (Match, Int)?] = [:]
    private var levels: [Int32] = []
    private var depth = 0
    private(set) var failure: SyntaxFailure?
    /// Whether the failure is the tokenizer's.
    private(set) var fromTokenizer = false

    /// Rules within rules for which any thread's stack is good (an expression in brackets takes some thirty), and the most there may be.
    static let smallDepth = 300, maxDepth = 12000
    private let limit: Int
    private(set) var wasTooDeep = false

    init(_ parser: Parser, _ tokenizer: Tokenizer, from start: Int, limit: Int) {
        self.limit = limit
        self.parser = parser
        self.tokenizer = tokenizer
        tokens = parser.tokens
        count = parser.tokenCount
        source = parser.source
        flags = parser.flags
        pos = start
        self.start = start
        fill = start
        var level: Int32 = 0
        levels.reserveCapacity(count - start)
        for i in start..<count {
            switch tokens[i].kind {
            case .lpar, .lsqb, .lbrace: level += 1
            case .rpar, .rsqb, .rbrace: level -= 1
            default: break
            }
            levels.append(level)
        }
    }

    // MARK: passes

    /// Runs a pass; true if the text parses.
    func run(_ rule: String, mistakes: Bool) -> Bool {
        pos = start
        withMistakes = mistakes
        memo.removeAll(keepingCapacity: true)
        nodes.removeAll(keepingCapacity: true)
        depth = 0
        do throws(Found) {
            return try self.rule(grammar.index[rule] ?? 0) != nil
        } catch { return false }
    }

    private func fetch() throws(Found) {
        if pos < fill { return }
        if pos >= count { pos = count - 1 }
        fill = max(fill, pos + 1)
        if tokens[pos].kind == .error {
            if failure == nil {
                failure = tokenizerFailure(tokenizer, self)
                fromTokenizer = true
            }
            throw .error
        }
    }

    // MARK: matching

    /// What begins with the tokens in SET would fail at the token at hand. (One that was not fetched yet is left to be fetched: how far the
    /// parser looked is where some messages point.)
    @inline(__always) private func cannotBegin(_ set: TokenSet) -> Bool { pos < fill && !set.contains(tokens[pos].kind) }

    private func rule(_ index: Int) throws(Found) -> Match? {
        if grammar.rules[index].isBad && !withMistakes || cannotBegin(grammar.rules[index].first) { return nil }
        let key = pos << 9 | index
        if grammar.rules[index].isMemoized, let known = memo[key] {
            guard let (match, end) = known else { return nil }
            pos = end
            return match
        }
        depth += 1
        if depth > limit { wasTooDeep = true; throw .tooDeep }
        defer { depth -= 1 }
        // A conditional alternative without rules for mistakes below it.
        let plain = grammar.rules[index].name == "plainExpression"
        let saved = withMistakes
        if plain { withMistakes = false }
        defer { if plain { withMistakes = saved } }
        let begin = pos
        let result = try alternatives(grammar.rules[index].alternatives)
        if index == stringsRule && result != nil { try checkLiterals(begin) }
        if grammar.rules[index].isMemoized { memo[key] = .some(result.map { ($0, pos) }) }
        return result
    }

    private func alternatives(_ list: [Alternative]) throws(Found) -> Match? {
        let begin = pos
        for alternative in list {
            if cannotBegin(alternative.first) { continue }
            var children: [Int32] = []
            var bound: [Match] = []
            var cut = false
            if try sequence(alternative.items, &children, &bound, &cut) {
                if let action = alternative.action {
                    if try perform(action, bound) { throw .error }
                    // The action found nothing wrong: the alternative fails, but for the one that only checks a spelling.
                    if action.name == "flufl" && !mismatch { return Match(start: Int32(begin), end: Int32(pos), node: -1) }
                    mismatch = false
                } else {
                    return made(alternative.making, begin, children)
                }
            }
            pos = begin
            if cut { return nil }
        }
        return nil
    }

    private func made(_ making: Making, _ begin: Int, _ children: [Int32]) -> Match {
        var shape = Shape.none
        switch making {
        case .plain: if children.count == 1 { return Match(start: Int32(begin), end: Int32(pos), node: children[0]) }
        case .always(let s): shape = s
        case .ifSeveral(let s):
            if children.count == 1 { return Match(start: Int32(begin), end: Int32(pos), node: children[0]) }
            shape = s
        case .last:
            if children.count == 1 { return Match(start: Int32(begin), end: Int32(pos), node: children[0]) }
            shape = children.last.map { nodes[Int($0)].shape } ?? .none
        }
        if shape == .none && children.isEmpty { return Match(start: Int32(begin), end: Int32(pos), node: -1) }
        nodes.append(ShapeNode(shape: shape, start: Int32(begin), end: Int32(pos), children: children))
        return Match(start: Int32(begin), end: Int32(pos), node: Int32(nodes.count - 1))
    }

    private func sequence(_ items: [Item], _ children: inout [Int32], _ bound: inout [Match], _ cut: inout Bool) throws(Found) -> Bool {
        for item in items {
            if case .cut = item { cut = true; continue }
            if case .bound(let slot, let inner) = item {
                guard let match = try self.item(inner, &children) else { return false }
                while bound.count <= slot { bound.append(match) }
                bound[slot] = match
                continue
            }
            if try self.item(item, &children) == nil { return false }
        }
        return true
    }

    private func item(_ item: Item, _ children: inout [Int32]) throws(Found) -> Match? {
        switch item {
        case .token(let kind):
            try fetch()
            if tokens[pos].kind != kind { return nil }
            pos += 1
            return Match(start: Int32(pos - 1), end: Int32(pos), node: -1)
        case .soft(let word):
            try fetch()
            if tokens[pos].kind != .name || tokens[pos].value != word { return nil }
            pos += 1
            return Match(start: Int32(pos - 1), end: Int32(pos), node: -1)
        case .softKeyword:
            try fetch()
            if tokens[pos].kind != .name || tokens[pos].value < Keywords.underscore || tokens[pos].value > Keywords.type { return nil }
            pos += 1
            return Match(start: Int32(pos - 1), end: Int32(pos), node: -1)
        case .rule(let index):
            guard let match = try rule(index) else { return nil }
            if match.node >= 0 { children.append(match.node) }
            return match
        case .group(let list):
            let begin = pos
            for alternative in list {
                if cannotBegin(alternative.first) { continue }
                let mark = children.count
                var bound: [Match] = []
                var cut = false
                if try sequence(alternative.items, &children, &bound, &cut) {
                    return Match(start: Int32(begin), end: Int32(pos), node: children.count == mark + 1 ? children[mark] : -1)
                }
                children.removeLast(children.count - mark)
                pos = begin
                if cut { return nil }
            }
            return nil
        case .optional(let inner):
            let begin = pos
            if let match = try self.item(inner, &children) { return match }
            pos = begin
            return Match(start: Int32(begin), end: Int32(begin), node: -1)
        case .star(let inner), .plus(let inner):
            let begin = pos, mark = children.count
            var times = 0
            while true {
                let here = pos
                guard try self.item(inner, &children) != nil, pos > here else { pos = here; break }
                times += 1
            }
            if case .plus = item, times == 0 { return nil }
            return Match(start: Int32(begin), end: Int32(pos), node: children.count == mark + 1 ? children[mark] : -1)
        case .gather(let separator, let element):
            let begin = pos
            guard try self.item(element, &children) != nil else { return nil }
            while true {
                let here = pos
                var ignored: [Int32] = []
                guard try self.item(separator, &ignored) != nil, try self.item(element, &children) != nil else { pos = here; break }
            }
            return Match(start: Int32(begin), end: Int32(pos), node: -1)
        case .look(let inner, let positive):
            let begin = pos
            var ignored: [Int32] = []
            let found = try self.item(inner, &ignored) != nil
            pos = begin
            return found == positive ? Match(start: Int32(begin), end: Int32(begin), node: -1) : nil
        case .forced(let kind, let text):
            try fetch()
            if tokens[pos].kind == kind {
                pos += 1
                return Match(start: Int32(pos - 1), end: Int32(pos), node: -1)
            }
            throw report(range: tokens[pos], tokens[pos], "expected '\(text)'")
        case .cut: return Match(start: Int32(pos), end: Int32(pos), node: -1)
        case .bound(_, let inner): return try self.item(inner, &children)
        }
    }

    /// Literals are decoded as soon as they are recognized; what is wrong with them is an error at once.
    private func checkLiterals(_ begin: Int) throws(Found) {
        let saved = (parser.pos, parser.top, parser.failure, parser.warnings, parser.builder.count)
        parser.pos = begin
        parser.failure = nil
        do throws(Stop) { _ = try parser.strings() } catch {
            // What cannot be decoded is reported at the last token fetched.
            if let bad = parser.failure { failure = bad.message.hasPrefix("(") ? atLast(.syntaxError, bad.message) : bad }
        }
        let found = parser.failure != nil
        (parser.pos, parser.top, parser.failure, parser.warnings, parser.builder.count) = saved
        if found { throw .error }
    }

    // MARK: messages

    private func shape(_ match: Match) -> Shape { match.node >= 0 ? nodes[Int(match.node)].shape : .none }

    private func first(_ match: Match) -> Token {
        tokens[Int(match.node >= 0 && nodes[Int(match.node)].shape != .none ? nodes[Int(match.node)].start : match.start)]
    }
    private func last(_ match: Match) -> Token {
        tokens[Int(match.node >= 0 && nodes[Int(match.node)].shape != .none ? nodes[Int(match.node)].end : match.end) - 1]
    }

    private func report(range a: Token, _ b: Token, _ message: String) -> Found {
        failure = Locator(source).failure(.syntaxError, message, Int(a.line), a.column == Token.noColumn ? -1 : Int(a.column), Int(b.endLine),
                                          b.endColumn == Token.noColumn ? -1 : Int(b.endColumn))
        return .error
    }

    /// At the last token fetched; where it has no column, where the tokenizer stood.
    func atLast(_ kind: FailureKind, _ message: String) -> SyntaxFailure {
        at(tokens[max(0, fill - 1)], kind, message)
    }

    private func at(_ token: Token, _ kind: FailureKind, _ message: String) -> SyntaxFailure {
        Locator(source).failure(kind, message, at: token)
    }

    /// Runs a message's action; false if it finds nothing wrong after all.
    private func perform(_ action: ErrorAction, _ bound: [Match]) throws(Found) -> Bool {
        let a = action.arguments.first.map { bound[$0] }, b = action.arguments.count > 1 ? bound[action.arguments[1]] : nil
        let message = action.message
        switch action.name {
        case "at":
            guard let a else { return false }
            throw report(range: first(a), last(a), filled(message, a))
        case "range":
            guard let a, let b else { return false }
            throw report(range: first(a), last(b), filled(message, a))
        case "rangeToken":
            guard let a, let b else { return false }
            let word = Keywords.all[Int(tokens[Int(a.start)].value)]
            throw report(range: first(a), last(b), replaced(message, "%s", word))
        case "rangeLast":
            guard let a, let b else { return false }
            // A trailing comma is not part of the last item.
            var end = Int(b.end) - 1
            if tokens[end].kind == .comma { end -= 1 }
            throw report(range: first(a), tokens[end], message)
        case "rangeLastOf":
            guard let a, let b else { return false }
            throw report(range: lastPart(a), last(b), message)
        case "from":
            guard let a else { return false }
            throw reportFrom(first(a), message)
        case "boundFrom":
            guard let a, let b else { return false }
            throw reportFrom(first(a), "cannot use \(shape(b) == .tuple ? "constraints" : "bound") with \(message)")
        case "last":
            failure = atLast(.syntaxError, message)
            return true
        case "next":
            try fetch()
            failure = at(tokens[pos], .syntaxError, message)
            return true
        case "indent":
            failure = atLast(.indentationError, a.map { replaced(message, "%d", String(tokens[Int($0.start)].line)) } ?? message)
            return true
        case "target", "forTarget", "delTarget":
            guard let a, a.node >= 0, let bad = invalidTarget(a.node, action.name) else { return false }
            let node = nodes[Int(bad)]
            throw report(range: tokens[Int(node.start)], tokens[Int(node.end) - 1],
                         "cannot \(action.name == "delTarget" ? "delete" : "assign to") \(expressionName(node))")
        case "legacy":
            guard let a, let b, isLegacy(a) else { return false }
            let name = Keywords.all[Int(tokens[Int(a.start)].value)]
            throw report(range: first(a), last(b), "Missing parentheses in call to '\(name)'. Did you mean \(name)(...)?")
        case "missingComma":
            guard let a, let b, !(shape(a) == .name && isLegacy(a)), levels[pos - 1 - start] != 0 else { return false }
            throw report(range: first(a), last(b), "invalid syntax. Perhaps you forgot a comma?")
        case "nonparenthesized":
            guard let a, let b, a.node >= 0 else { return false }
            let positional = elements(a.node).filter { !isKeyword($0) }
            guard positional.count > 1, let last = positional.last else { return false }
            throw report(range: tokens[Int(nodes[Int(last)].start)], self.last(b), "Generator expression must be parenthesized")
        case "positionalAfterKeyword":
            guard let a, a.node >= 0 else { return false }
            let unpacks = elements(a.node).contains { nodes[Int($0)].shape == .keywordUnpack }
            failure = atLast(.syntaxError, "positional argument follows keyword argument\(unpacks ? " unpacking" : "")")
            return true
        case "afterKey":
            guard let a else { return false }
            let end = last(a)
            failure = Locator(source).failure(.syntaxError, message, Int(first(a).line), Int(end.endColumn) - 1, Int(end.endLine), -1)
            return true
        case "flufl":
            guard let a else { return false }
            let token = tokens[Int(a.start)], old = source.bytes[Int(token.start)] == 60
            if parser.flufl {
                if old { return false }
                throw report(range: token, token, "with Barry as BDFL, use '<>' instead of '!='")
            }
            if old {
                if withMistakes { throw report(range: token, token, "invalid syntax.  Maybe you meant '!=' instead of '<>'?") }
                mismatch = true
            }
            return false
        default: return false
        }
    }
    /// Set by an action whose match must fail silently.
    private var mismatch = false

    private func isKeyword(_ node: Int32) -> Bool { nodes[Int(node)].shape == .keyword || nodes[Int(node)].shape == .keywordUnpack }

    private func isLegacy(_ match: Match) -> Bool {
        let token = tokens[Int(match.start)]
        return token.kind == .name && (token.value == Keywords.print || token.value == Keywords.exec)
    }

    private func lastPart(_ match: Match) -> Token {
        // The last literal of a run: back to its start.
        var i = Int(match.end) - 1, open = 0
        while i > Int(match.start) {
            switch tokens[i].kind {
            case .fstringEnd, .tstringEnd: open += 1
            case .fstringStart, .tstringStart:
                open -= 1
                if open == 0 { return tokens[i] }
            case .string: if open == 0 { return tokens[i] }
            default: break
            }
            i -= 1
        }
        return tokens[i]
    }

    private func reportFrom(_ token: Token, _ message: String) -> Found {
        let locator = Locator(source), last = tokens[max(0, fill - 1)]
        let line = Int(last.endLine)
        // Up to where the tokenizer stood: behind the last token, its newline included.
        let end = last.column == Token.noColumn ? Int(last.value) : Int(last.endColumn)
        failure = SyntaxFailure(kind: .syntaxError, message: message, line: Int(token.line), column: locator.column(Int(token.line), Int(token.column)),
                                endLine: line, endColumn: locator.column(line, end) - 1, text: locator.text(Int(token.line)))
        return .error
    }

    private func replaced(_ message: String, _ mark: String, _ text: String) -> String {
        guard let percent = message.firstIndex(of: "%"), message[percent...].hasPrefix(mark) else { return message }
        return message[..<percent] + text + message[message.index(percent, offsetBy: 2)...]
    }

    private func filled(_ message: String, _ match: Match) -> String {
        guard match.node >= 0 else { return replaced(message, "%s", "expression") }
        return replaced(message, "%s", expressionName(nodes[Int(match.node)]))
    }

    private func invalidTarget(_ index: Int32, _ kind: String) -> Int32? {
        let node = nodes[Int(index)]
        switch node.shape {
        case .list, .tuple:
            for child in elements(index) { if let bad = invalidTarget(child, kind) { return bad } }
            return nil
        case .starred:
            if kind == "delTarget" { return index }
            return node.children.first.flatMap { invalidTarget($0, kind) }
        case .compare:
            if kind != "forTarget" { return index }
            if node.children.count > 1 && nodes[Int(node.children[1])].shape == .compareIn { return invalidTarget(node.children[0], kind) }
            return nil
        case .name, .subscript_, .attribute: return nil
        case .none: return node.children.first.flatMap { node.children.count == 1 ? invalidTarget($0, kind) : nil }
        default: return index
        }
    }

    /// The elements of a display, through the lists that group them.
    private func elements(_ index: Int32) -> [Int32] {
        nodes[Int(index)].children.flatMap { nodes[Int($0)].shape == .none ? elements($0) : [$0] }
    }

    private func expressionName(_ node: ShapeNode) -> String {
        switch node.shape {
        case .attribute: return "attribute"
        case .subscript_: return "subscript"
        case .starred: return "starred"
        case .name: return "name"
        case .list: return "list"
        case .tuple: return "tuple"
        case .lambda: return "lambda"
        case .call: return "function call"
        case .boolOp, .binOp, .unaryOp: return "expression"
        case .generatorExp: return "generator expression"
        case .yield: return "yield expression"
        case .await: return "await expression"
        case .listComp: return "list comprehension"
        case .setComp: return "set comprehension"
        case .dictComp: return "dict comprehension"
        case .dict: return "dict literal"
        case .set: return "set display"
        case .joinedStr: return "f-string expression"
        case .templateStr: return "t-string expression"
        case .strings: return node.children.contains { nodes[Int($0)].shape == .joinedStr } ? "f-string expression" : "literal"
        case .literal: return "literal"
        case .true_: return "True"
        case .false_: return "False"
        case .none_: return "None"
        case .ellipsis: return "ellipsis"
        case .compare: return "comparison"
        case .ifExp: return "conditional expression"
        case .namedExpr: return "named expression"
        default: return "expression"
        }
    }
}

// Reads the notation of ErrorGrammar.swift into arrays for ErrorParser.swift.

/// What a matched alternative stands for, as far as messages ask.
enum Shape: UInt8, CaseIterable {
    case none, tuple, list, starred, name, attribute, subscript_, call, lambda, ifExp, boolOp, binOp, unaryOp, compare, compareIn,
         compareOther, yield, await, listComp, setComp, dictComp, generatorExp, dict, set, joinedStr, templateStr, strings, literal,
         true_, false_, none_, ellipsis, namedExpr, slice, arg, args, keyword, keywordUnpack, pattern

    static let byName: [String: Shape] = [
        "Tuple": .tuple, "List": .list, "Starred": .starred, "Name": .name, "Attribute": .attribute, "Subscript": .subscript_,
        "Call": .call, "Lambda": .lambda, "IfExp": .ifExp, "BoolOp": .boolOp, "BinOp": .binOp, "UnaryOp": .unaryOp,
        "Compare": .compare, "CompareIn": .compareIn, "CompareOther": .compareOther, "Yield": .yield, "Await": .await,
        "ListComp": .listComp, "SetComp": .setComp, "DictComp": .dictComp, "GeneratorExp": .generatorExp, "Dict": .dict, "Set": .set,
        "JoinedStr": .joinedStr, "TemplateStr": .templateStr, "Strings": .strings, "Literal": .literal, "True": .true_,
        "False": .false_, "None": .none_, "Ellipsis": .ellipsis, "NamedExpr": .namedExpr, "Slice": .slice, "Arg": .arg, "Args": .args,
        "Keyword": .keyword, "KeywordUnpack": .keywordUnpack, "Pattern": .pattern]
}

indirect enum Item {
    case token(TokenKind)
    /// Text of a soft keyword, as its index among the first strings.
    case soft(UInt32)
    case softKeyword
    case rule(Int)
    case group([Alternative])
    case optional(Item), star(Item), plus(Item)
    case gather(separator: Item, element: Item)
    case look(Item, positive: Bool)
    case cut
    case forced(TokenKind, String)
    case bound(Int, Item)
}

enum Making { case plain, always(Shape), ifSeveral(Shape), last }

struct Alternative {
    var items: [Item] = []
    var making = Making.plain
    var action: ErrorAction?
    /// Tokens it can begin with.
    var first = TokenSet.all
}

struct ErrorAction {
    var name: String
    var arguments: [Int]
    var message: String
}

struct ErrorRule {
    var name: String
    var isMemoized = false
    /// Whether the rule only recognizes mistakes and is skipped in the first pass.
    var isBad: Bool
    var alternatives: [Alternative] = []
    var first = TokenSet.all
}

struct ErrorGrammar {
    var rules: [ErrorRule] = []
    private(set) var index: [String: Int] = [:]

    /// The grammar, read at the first error.
    static let shared = ErrorGrammar(errorGrammarText)

    private static let tokens: [String: TokenKind] = {
        var table: [String: TokenKind] = [
            "(": .lpar, ")": .rpar, "[": .lsqb, "]": .rsqb, "{": .lbrace, "}": .rbrace, ":": .colon, ",": .comma, ";": .semi, "=": .equal,
            ".": .dot, "...": .ellipsis, "->": .rarrow, ":=": .colonEqual, "!": .exclamation, "~": .tilde, "+": .plus, "-": .minus,
            "*": .star, "/": .slash, "|": .vbar, "&": .amper, "%": .percent, "^": .circumflex, "<<": .leftShift, ">>": .rightShift,
            "**": .doubleStar, "//": .doubleSlash, "@": .at, "<": .less, ">": .greater, "==": .eqEqual, "!=": .notEqual, "<=": .lessEqual,
            ">=": .greaterEqual, "+=": .plusEqual, "-=": .minEqual, "*=": .starEqual, "/=": .slashEqual, "%=": .percentEqual,
            "&=": .amperEqual, "|=": .vbarEqual, "^=": .circumflexEqual, "<<=": .leftShiftEqual, ">>=": .rightShiftEqual,
            "**=": .doubleStarEqual, "//=": .doubleSlashEqual, "@=": .atEqual]
        for (i, word) in Keywords.all.prefix(Int(Keywords.hardCount)).enumerated() {
            table[word] = TokenKind(rawValue: TokenKind.kwFalse.rawValue + UInt8(i))
        }
        return table
    }()
    private static let kinds: [String: TokenKind] = [
        "NAME": .name, "NUMBER": .number, "STRING": .string, "NEWLINE": .newline, "INDENT": .indent, "DEDENT": .dedent, "END": .endMarker,
        "FSTART": .fstringStart, "FMID": .fstringMiddle, "FEND": .fstringEnd, "TSTART": .tstringStart, "TMID": .tstringMiddle, "TEND": .tstringEnd]

    /// Rules that stand within larger alternatives, which the reference implementation tries in the first pass too.
    private static let always: Set<String> = ["badAnnotationTarget", "badPairs", "badPair"]

    // MARK: reading

    private var source: [UInt8] = []
    private var at = 0
    private var labels: [String] = []

    init(_ grammar: String) {
        let text = grammar + "\n"
        source = Array(text.utf8)
        // Names first: rules refer to each other.
        var rest = text[...]
        while let end = rest.firstIndex(of: "\n") {
            let line = rest[..<end]
            if !line.hasPrefix(" "), let space = line.firstIndex(of: " ") {
                let name = String(line[..<space])
                index[name] = rules.count
                rules.append(ErrorRule(name: name, isBad: name.hasPrefix("bad") && !ErrorGrammar.always.contains(name)))
            }
            rest = rest[rest.index(after: end)...]
        }
        for i in rules.indices {
            skipSpace()
            while source[at] != 32 { at += 1 }
            skipSpace()
            if source[at] == 64 { rules[i].isMemoized = true; at += 1 }
            at += 2
            labels = []
            rules[i].alternatives = alternatives()
        }
        source = []
        findFirstSets()
    }

    private mutating func skipSpace() { while at < source.count && (source[at] == 32 || source[at] == 10) { at += 1 } }

    /// Whether a new rule begins here: at the start of a line.
    private func atRule() -> Bool { at >= source.count || at > 0 && source[at - 1] == 10 }

    private mutating func alternatives() -> [Alternative] {
        var result: [Alternative] = []
        while true {
            result.append(alternative())
            skipSpace()
            if atRule() || source[at] != 124 { return result }
            at += 1
        }
    }

    private mutating func alternative() -> Alternative {
        var result = Alternative()
        labels = []
        while true {
            skipSpace()
            if atRule() || source[at] == 124 || source[at] == 41 { return result }
            if source[at] == 123 { result.action = action(); continue }
            if source[at] == 45 && source[at + 1] == 62 { result.making = making(); continue }
            result.items.append(item())
        }
    }

    private mutating func word() -> String {
        let start = at
        while at < source.count, source[at] >= 48 && source[at] <= 57 || source[at] >= 65 && source[at] <= 90 || source[at] >= 97 && source[at] <= 122 { at += 1 }
        return String(decoding: source[start..<at], as: UTF8.self)
    }

    private mutating func quoted() -> String {
        let quote = source[at]
        at += 1
        let start = at
        while source[at] != quote { at += 1 }
        at += 1
        return String(decoding: source[start..<at - 1], as: UTF8.self)
    }

    private mutating func making() -> Making {
        at += 2
        if source[at] == 62 { at += 1; return .last }
        let several = source[at] == 63
        if several { at += 1 }
        skipSpace()
        let shape = Shape.byName[word()] ?? .none
        return several ? .ifSeveral(shape) : .always(shape)
    }

    private mutating func action() -> ErrorAction {
        at += 1
        var result = ErrorAction(name: word(), arguments: [], message: "")
        while source[at] != 125 {
            if source[at] == 32 { at += 1; continue }
            if source[at] == 34 {
                at += 1
                var text: [UInt8] = []
                while source[at] != 34 {
                    if source[at] == 92 { at += 1 }
                    text.append(source[at])
                    at += 1
                }
                at += 1
                result.message = String(decoding: text, as: UTF8.self)
            } else {
                let label = word()
                result.arguments.append(labels.firstIndex(of: label) ?? 0)
            }
        }
        at += 1
        return result
    }

    private mutating func item() -> Item {
        switch source[at] {
        case 38:
            if source[at + 1] == 38 {
                at += 2
                let text = quoted()
                return .forced(ErrorGrammar.tokens[text] ?? .unknown, text)
            }
            at += 1
            return .look(suffixed(), positive: true)
        case 33: at += 1; return .look(suffixed(), positive: false)
        case 126: at += 1; return .cut
        default: break
        }
        // A label is a letter and `=`.
        if source[at] >= 97 && source[at] <= 122 && source[at + 1] == 61 {
            let label = String(decoding: [source[at]], as: UTF8.self)
            at += 2
            let slot = labels.firstIndex(of: label) ?? labels.count
            if slot == labels.count { labels.append(label) }
            return .bound(slot, suffixed())
        }
        return suffixed()
    }

    private mutating func suffixed() -> Item {
        let inner = atom()
        guard at < source.count else { return inner }
        switch source[at] {
        case 63: at += 1; return .optional(inner)
        case 42: at += 1; return .star(inner)
        case 43: at += 1; return .plus(inner)
        case 37:
            at += 1
            return .gather(separator: inner, element: atom())
        default: return inner
        }
    }

    private mutating func atom() -> Item {
        switch source[at] {
        case 39: return .token(ErrorGrammar.tokens[quoted()] ?? .unknown)
        case 34:
            let text = quoted()
            return .soft(UInt32(Keywords.all.firstIndex(of: text) ?? 0))
        case 40:
            at += 1
            let saved = labels
            var group: [Alternative] = []
            while true {
                let outer = labels
                var one = Alternative()
                while true {
                    skipSpace()
                    if source[at] == 124 || source[at] == 41 { break }
                    one.items.append(item())
                }
                _ = outer
                group.append(one)
                if source[at] == 41 { at += 1; break }
                at += 1
            }
            labels = saved
            return .group(group)
        default:
            let name = word()
            if let kind = ErrorGrammar.kinds[name] { return .token(kind) }
            if name == "SOFTKEYWORD" { return .softKeyword }
            return .rule(index[name] ?? 0)
        }
    }
}

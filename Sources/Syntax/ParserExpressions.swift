// Expressions, by falling precedence; see Parser.swift.

/// Binding power of the binary operators from `|` to `@`, 0 for other tokens.
private let precedence: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    table.initialize(repeating: 0, count: 256)
    let levels: [[TokenKind]] = [[.vbar], [.circumflex], [.amper], [.leftShift, .rightShift], [.plus, .minus],
                                 [.star, .slash, .doubleSlash, .percent, .at]]
    for (level, kinds) in levels.enumerated() { for kind in kinds { table[Int(kind.rawValue)] = UInt8(level + 1) } }
    return UnsafePointer(table)
}()

func binaryOperator(_ kind: TokenKind) -> BinaryOperator? {
    switch kind {
    case .plus, .plusEqual: return .add
    case .minus, .minEqual: return .sub
    case .star, .starEqual: return .mult
    case .at, .atEqual: return .matMult
    case .slash, .slashEqual: return .div
    case .percent, .percentEqual: return .mod
    case .doubleStar, .doubleStarEqual: return .pow
    case .leftShift, .leftShiftEqual: return .lShift
    case .rightShift, .rightShiftEqual: return .rShift
    case .vbar, .vbarEqual: return .bitOr
    case .circumflex, .circumflexEqual: return .bitXor
    case .amper, .amperEqual: return .bitAnd
    case .doubleSlash, .doubleSlashEqual: return .floorDiv
    default: return nil
    }
}

extension Parser {
    static let load = UInt32(ExprContext.load.rawValue), store = UInt32(ExprContext.store.rawValue),
               del = UInt32(ExprContext.del.rawValue)

    // MARK: lists of expressions

    /// `star_expressions`: a tuple where there is a comma.
    func starExpressions() throws(Stop) -> UInt32 {
        let start = pos
        let first = try starExpression()
        if kind != .comma { return first }
        return try tupleRest(start, first, starred: true)
    }

    func expressions() throws(Stop) -> UInt32 {
        let start = pos
        let first = try expression()
        if kind != .comma { return first }
        return try tupleRest(start, first, starred: false)
    }

    private func tupleRest(_ start: Int, _ first: UInt32, starred: Bool) throws(Stop) -> UInt32 {
        let mark = top
        push(first)
        while accept(.comma) {
            if !startsExpression(starred: starred) { break }
            push(starred ? try starExpression() : try expression())
        }
        let elements = list(mark)
        return builder.make(.tuple, span(start), elements, Parser.load)
    }

    func starExpression() throws(Stop) -> UInt32 {
        if kind == .star { return try starred() }
        return try expression()
    }

    /// `*` bitwise_or
    func starred() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        let value = try binary(1)
        return builder.make(.starred, span(start), value, Parser.load)
    }

    func starNamedExpression() throws(Stop) -> UInt32 {
        if kind == .star { return try starred() }
        return try namedExpression()
    }

    func annotatedRhs() throws(Stop) -> UInt32 {
        kind == .kwYield ? try yieldExpression() : try starExpressions()
    }

    /// Whether the token at hand can begin an expression; decides whether a comma is a trailing one.
    func startsExpression(starred: Bool) -> Bool {
        switch kind {
        case .name, .number, .string, .fstringStart, .tstringStart, .lpar, .lsqb, .lbrace, .minus, .plus, .tilde, .ellipsis,
             .kwNot, .kwLambda, .kwAwait, .kwNone, .kwTrue, .kwFalse: return true
        case .star: return starred
        default: return false
        }
    }

    func yieldExpression() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        if accept(.kwFrom) {
            let value = try expression()
            return builder.make(.yieldFrom, span(start), value)
        }
        let value = startsExpression(starred: true) ? try starExpressions() : 0
        return builder.make(.yield, span(start), value)
    }

    // MARK: conditional, boolean, comparison

    func namedExpression() throws(Stop) -> UInt32 {
        if kind == .name && next == .colonEqual {
            let start = pos
            let token = tokens[pos]
            advance()
            let target = builder.make(.name, span(start), token.value + 1, Parser.store)
            advance()
            let value = try expression()
            return builder.make(.namedExpr, span(start), target, value)
        }
        let value = try expression()
        if kind == .colonEqual { throw .syntax }
        return value
    }

    func expression() throws(Stop) -> UInt32 {
        try enter()
        defer { depth &-= 1 }
        if kind == .kwLambda { return try lambda() }
        let start = pos
        let body = try disjunction()
        if kind != .kwIf { return body }
        advance()
        let test = try disjunction()
        try expect(.kwElse)
        let orElse = try expression()
        return builder.make(.ifExp, span(start), test, body, orElse)
    }

    func disjunction() throws(Stop) -> UInt32 {
        let start = pos
        let first = try conjunction()
        if kind != .kwOr { return first }
        let mark = top
        push(first)
        while accept(.kwOr) { push(try conjunction()) }
        let values = list(mark)
        return builder.make(.boolOp, span(start), UInt32(BoolOperator.or.rawValue), values)
    }

    private func conjunction() throws(Stop) -> UInt32 {
        let start = pos
        let first = try inversion()
        if kind != .kwAnd { return first }
        let mark = top
        push(first)
        while accept(.kwAnd) { push(try inversion()) }
        let values = list(mark)
        return builder.make(.boolOp, span(start), UInt32(BoolOperator.and.rawValue), values)
    }

    private func inversion() throws(Stop) -> UInt32 {
        if kind != .kwNot { return try comparison() }
        try enter()
        defer { depth &-= 1 }
        let start = pos
        advance()
        let operand = try inversion()
        return builder.make(.unaryOp, span(start), UInt32(UnaryOperator.not.rawValue), operand)
    }

    /// The comparison operator at hand, consumed.
    @inline(__always) private func compareOperator() throws(Stop) -> CompareOperator? {
        switch kind {
        case .less: advance(); return .lt
        case .greater: advance(); return .gt
        case .eqEqual: advance(); return .eq
        case .notEqual:
            let old = source.bytes[Int(tokens[pos].start)] == 60
            if old != flufl { throw .syntax }
            advance()
            return .notEq
        case .lessEqual: advance(); return .ltE
        case .greaterEqual: advance(); return .gtE
        case .kwIn: advance(); return .in
        case .kwIs:
            advance()
            return accept(.kwNot) ? .isNot : .is
        case .kwNot:
            if next != .kwIn { return nil }
            advance(); advance()
            return .notIn
        default: return nil
        }
    }

    private func comparison() throws(Stop) -> UInt32 {
        let start = pos
        let left = try binary(1)
        guard let first = try compareOperator() else { return left }
        let right = try binary(1)
        guard let second = try compareOperator() else {
            var one = UInt32(first.rawValue)
            let ops = withUnsafePointer(to: &one) { builder.list(UnsafeBufferPointer(start: $0, count: 1)) }
            one = right
            let comparators = withUnsafePointer(to: &one) { builder.list(UnsafeBufferPointer(start: $0, count: 1)) }
            return builder.make(.compare, span(start), left, ops, comparators)
        }
        var ops = [UInt32(first.rawValue), UInt32(second.rawValue)]
        let mark = top
        push(right)
        push(try binary(1))
        while let op = try compareOperator() {
            ops.append(UInt32(op.rawValue))
            push(try binary(1))
        }
        let comparators = list(mark)
        return builder.make(.compare, span(start), left, builder.list(ops), comparators)
    }

    // MARK: operators

    /// Operators that bind at least as tightly as level `minimum`; 1 is `bitwise_or`.
    func binary(_ minimum: UInt8) throws(Stop) -> UInt32 {
        let start = pos
        var left = try factor()
        while true {
            let level = precedence[Int(kind.rawValue)]
            if level < minimum || level == 0 { return left }
            let op = binaryOperator(kind).unsafelyUnwrapped
            advance()
            let right = try binary(level + 1)
            left = builder.make(.binOp, span(start), left, UInt32(op.rawValue), right)
        }
    }

    private func factor() throws(Stop) -> UInt32 {
        let op: UnaryOperator
        switch kind {
        case .minus: op = .uSub
        case .plus: op = .uAdd
        case .tilde: op = .invert
        default: return try power()
        }
        try enter()
        defer { depth &-= 1 }
        let start = pos
        advance()
        let operand = try factor()
        return builder.make(.unaryOp, span(start), UInt32(op.rawValue), operand)
    }

    private func power() throws(Stop) -> UInt32 {
        let start = pos
        let base: UInt32
        if kind == .kwAwait {
            advance()
            let value = try primary()
            base = builder.make(.await, span(start), value)
        } else {
            base = try primary()
        }
        if kind != .doubleStar { return base }
        advance()
        try enter()
        try enter()
        defer { depth &-= 2 }
        let exponent = try factor()
        return builder.make(.binOp, span(start), base, UInt32(BinaryOperator.pow.rawValue), exponent)
    }

    // MARK: primaries

    func primary() throws(Stop) -> UInt32 {
        let start = pos
        var value = try atom()
        while true {
            switch kind {
            case .dot:
                advance()
                let name = try identifier()
                value = builder.make(.attribute, span(start), value, name, Parser.load)
            case .lpar:
                let (args, keywords) = try arguments(allowGenerator: true)
                value = builder.make(.call, span(start), value, args, keywords)
            case .lsqb:
                advance()
                let index = try slices()
                try expect(.rsqb)
                value = builder.make(.subscript, span(start), value, index, Parser.load)
            default: return value
            }
        }
    }

    private func atom() throws(Stop) -> UInt32 {
        let token = tokens + pos
        switch token.pointee.kind {
        case .name:
            let start = pos
            advance()
            return builder.make(.name, span(start), token.pointee.value + 1, Parser.load)
        case .number: return try number()
        case .string, .fstringStart, .tstringStart: return try strings()
        case .lpar: return try parenthesized()
        case .lsqb: return try bracketed()
        case .lbrace: return try braced()
        case .kwNone: return literal(.none)
        case .kwTrue: return literal(.true)
        case .kwFalse: return literal(.false)
        case .ellipsis: return literal(.ellipsis)
        default: throw .syntax
        }
    }

    private func literal(_ tag: ConstantTag) -> UInt32 {
        let start = pos
        advance()
        return builder.make(.constant, span(start), tag.rawValue, 0, 0, 0)
    }

    private func parenthesized() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        if accept(.rpar) { return builder.make(.tuple, span(start), 0, Parser.load) }
        if kind == .kwYield {
            let value = try yieldExpression()
            try expect(.rpar)
            return value
        }
        let isStarred = kind == .star
        let first = try starNamedExpression()
        switch kind {
        case .rpar where !isStarred:
            advance()
            return first
        case .comma:
            let mark = top
            push(first)
            while accept(.comma) {
                if kind == .rpar { break }
                push(try starNamedExpression())
            }
            try expect(.rpar)
            let elements = list(mark)
            return builder.make(.tuple, span(start), elements, Parser.load)
        case .kwFor, .kwAsync:
            if isStarred { throw .syntax }
            let generators = try comprehensions()
            try expect(.rpar)
            return builder.make(.generatorExp, span(start), first, generators)
        default: throw .syntax
        }
    }

    private func bracketed() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        if accept(.rsqb) { return builder.make(.list, span(start), 0, Parser.load) }
        let isStarred = kind == .star
        let first = try starNamedExpression()
        if kind == .kwFor || kind == .kwAsync {
            if isStarred { throw .syntax }
            let generators = try comprehensions()
            try expect(.rsqb)
            return builder.make(.listComp, span(start), first, generators)
        }
        let mark = top
        push(first)
        while accept(.comma) {
            if kind == .rsqb { break }
            push(try starNamedExpression())
        }
        try expect(.rsqb)
        let elements = list(mark)
        return builder.make(.list, span(start), elements, Parser.load)
    }

    private func braced() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        if accept(.rbrace) { return builder.make(.dict, span(start), 0, 0) }
        if kind == .doubleStar { return try dictionary(start) }
        let isStarred = kind == .star
        let here = pos
        let first = try starNamedExpression()
        if kind == .colon && !isStarred {
            if builder.view(first).kind == .namedExpr && tokens[here].kind == .name && tokens[here + 1].kind == .colonEqual { throw .syntax }
            advance()
            let value = try expression()
            if kind == .kwFor || kind == .kwAsync {
                let generators = try comprehensions()
                try expect(.rbrace)
                return builder.make(.dictComp, span(start), first, value, generators)
            }
            return try dictionary(start, first, value)
        }
        if kind == .kwFor || kind == .kwAsync {
            if isStarred { throw .syntax }
            let generators = try comprehensions()
            try expect(.rbrace)
            return builder.make(.setComp, span(start), first, generators)
        }
        let mark = top
        push(first)
        while accept(.comma) {
            if kind == .rbrace { break }
            push(try starNamedExpression())
        }
        try expect(.rbrace)
        let elements = list(mark)
        return builder.make(.set, span(start), elements)
    }

    /// Keys and values alternate on `scratch` until the lists are made.
    private func dictionary(_ start: Int, _ key: UInt32? = nil, _ value: UInt32 = 0) throws(Stop) -> UInt32 {
        let mark = top
        if let key {
            push(key)
            push(value)
            if kind != .rbrace { try expect(.comma) }
        }
        while kind != .rbrace {
            if accept(.doubleStar) {
                push(0)
                push(try binary(1))
            } else {
                push(try expression())
                try expect(.colon)
                push(try expression())
            }
            if kind == .rbrace { break }
            try expect(.comma)
        }
        advance()
        let pairs = (top - mark) / 2
        // Unzip: keys to the front through a copy behind the pairs.
        for k in 0..<pairs { push(scratch[mark + 2 * k]) }
        let keys = builder.list(UnsafeBufferPointer(start: scratch + mark + 2 * pairs, count: pairs))
        top = mark + 2 * pairs
        for k in 0..<pairs { scratch[mark + k] = scratch[mark + 2 * k + 1] }
        top = mark + pairs
        let values = list(mark)
        return builder.make(.dict, span(start), keys, values)
    }

    func comprehensions() throws(Stop) -> UInt32 {
        let mark = top
        while kind == .kwFor || kind == .kwAsync {
            let isAsync = accept(.kwAsync)
            try expect(.kwFor)
            let target = try starTargets()
            try expect(.kwIn)
            let iterable = try disjunction()
            let ifsMark = top
            while accept(.kwIf) { push(try disjunction()) }
            let ifs = list(ifsMark)
            push(builder.make(.comprehension, .none, target, iterable, ifs, isAsync ? 1 : 0))
        }
        return list(mark)
    }

    private func slices() throws(Stop) -> UInt32 {
        let start = pos
        if kind != .star {
            let first = try slice()
            if kind != .comma { return first }
            let mark = top
            push(first)
            return try slicesRest(start, mark)
        }
        let mark = top
        push(try starredArgument())
        return try slicesRest(start, mark)
    }

    private func slicesRest(_ start: Int, _ mark: Int) throws(Stop) -> UInt32 {
        while accept(.comma) {
            if kind == .rsqb { break }
            push(kind == .star ? try starredArgument() : try slice())
        }
        let elements = list(mark)
        return builder.make(.tuple, span(start), elements, Parser.load)
    }

    private func slice() throws(Stop) -> UInt32 {
        let start = pos
        var lower: UInt32 = 0
        if kind != .colon {
            lower = try namedExpression()
            if kind != .colon { return lower }
            if tokens[start].kind == .name && tokens[start + 1].kind == .colonEqual { throw .syntax }
        }
        advance()
        var upper: UInt32 = 0, step: UInt32 = 0
        if kind != .colon && kind != .comma && kind != .rsqb { upper = try expression() }
        if accept(.colon), kind != .comma && kind != .rsqb { step = try expression() }
        return builder.make(.slice, span(start), lower, upper, step)
    }

    /// `*` expression
    private func starredArgument() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        let value = try expression()
        return builder.make(.starred, span(start), value, Parser.load)
    }

    /// From `(` past `)`: the positional arguments and the keywords.
    func arguments(allowGenerator: Bool) throws(Stop) -> (UInt32, UInt32) {
        let open = pos
        advance()
        if accept(.rpar) { return (0, 0) }
        let mark = top
        // Keywords wait in an array of their own: they may alternate with starred arguments.
        var keywords: [UInt32] = []
        var unpacked = false
        while true {
            let start = pos
            switch kind {
            case .star:
                if unpacked { throw .syntax }
                push(try starredArgument())
            case .doubleStar:
                advance()
                let value = try expression()
                unpacked = true
                keywords.append(builder.make(.keyword, span(start), 0, value))
            case .name where next == .equal:
                let name = try identifier()
                advance()
                let value = try expression()
                keywords.append(builder.make(.keyword, span(start), name, value))
            default:
                if !keywords.isEmpty { throw .syntax }
                let value = try namedExpression()
                if kind == .kwFor || kind == .kwAsync {
                    if !allowGenerator || start != open + 1 { throw .syntax }
                    let generators = try comprehensions()
                    try expect(.rpar)
                    push(builder.make(.generatorExp, span(open), value, generators))
                    return (list(mark), 0)
                }
                if kind == .equal { throw .syntax }
                push(value)
            }
            if accept(.rpar) { break }
            try expect(.comma)
            if accept(.rpar) { break }
        }
        let args = list(mark)
        return (args, builder.list(keywords))
    }

    // MARK: lambda and parameters

    private func lambda() throws(Stop) -> UInt32 {
        let start = pos
        try enter()
        defer { depth &-= 1 }
        advance()
        let args = try parameters(until: .colon, annotated: false)
        try expect(.colon)
        let body = try expression()
        return builder.make(.lambda, span(start), args, body)
    }

    /// Parameters up to, not including, the closing token.
    func parameters(until close: TokenKind, annotated: Bool) throws(Stop) -> UInt32 {
        var positionalOnly: UInt32 = 0, vararg: UInt32 = 0, kwarg: UInt32 = 0
        let mark = top
        var defaults: [UInt32] = [], keywordOnly: [UInt32] = [], keywordDefaults: [UInt32] = []
        var seenSlash = false, seenStar = false, bareStar = false
        while kind != close {
            switch kind {
            case .slash:
                if seenSlash || seenStar || top == mark { throw .syntax }
                advance()
                seenSlash = true
                positionalOnly = list(mark)
            case .star:
                if seenStar { throw .syntax }
                seenStar = true
                advance()
                if kind == .comma {
                    bareStar = true
                } else {
                    vararg = try parameter(annotated, starAnnotation: true)
                    if kind == .equal { throw .syntax }
                }
            case .doubleStar:
                advance()
                if bareStar && keywordOnly.isEmpty { throw .syntax }
                kwarg = try parameter(annotated, starAnnotation: false)
                if kind == .equal { throw .syntax }
                _ = accept(.comma)
                if kind != close { throw .syntax }
                continue
            default:
                let name = try parameter(annotated, starAnnotation: false)
                var value: UInt32 = 0
                if accept(.equal) { value = try expression() }
                if seenStar {
                    keywordOnly.append(name)
                    keywordDefaults.append(value)
                } else {
                    if value != 0 { defaults.append(value) } else if !defaults.isEmpty { throw .syntax }
                    push(name)
                }
            }
            if kind == close { break }
            try expect(.comma)
        }
        if bareStar && keywordOnly.isEmpty { throw .syntax }
        let plain = list(mark)
        if positionalOnly == 0 && plain == 0 && vararg == 0 && kwarg == 0 && keywordOnly.isEmpty {
            return builder.node(.arguments, .none, [0, 0, 0, 0, 0, 0, 0])
        }
        let kwOnly = builder.list(keywordOnly), kwDefaults = builder.list(keywordDefaults), defaultList = builder.list(defaults)
        return builder.node(.arguments, .none, [positionalOnly, plain, vararg, kwOnly, kwDefaults, kwarg, defaultList])
    }

    private func parameter(_ annotated: Bool, starAnnotation: Bool) throws(Stop) -> UInt32 {
        let start = pos
        let name = try identifier()
        var annotation: UInt32 = 0
        if annotated && accept(.colon) { annotation = starAnnotation ? try starExpression() : try expression() }
        return builder.make(.arg, span(start), name, annotation, 0)
    }

    // MARK: targets

    /// The targets of `for`, up to `in`.
    func starTargets() throws(Stop) -> UInt32 {
        let start = pos
        let first = try starTarget()
        if kind != .comma { return first }
        let mark = top
        push(first)
        while accept(.comma) {
            if !startsExpression(starred: true) { break }
            push(try starTarget())
        }
        let elements = list(mark)
        return builder.make(.tuple, span(start), elements, Parser.store)
    }

    func starTarget() throws(Stop) -> UInt32 {
        if kind == .star {
            let start = pos
            advance()
            if kind == .star { throw .syntax }
            let value = try starTarget()
            return builder.make(.starred, span(start), value, Parser.store)
        }
        let value = try primary()
        try makeTarget(value, Parser.store)
        return value
    }

    /// Turns an expression into an assignment target (or one of `del`), or stops if it is none.
    func makeTarget(_ node: UInt32, _ context: UInt32) throws(Stop) {
        let view = builder.view(node)
        let fields = builder.words + Int(node) + 5
        switch view.kind {
        case .name: fields[1] = context
        case .attribute, .subscript: fields[2] = context
        case .starred:
            if context == Parser.del || builder.view(fields[0]).kind == .starred { throw .syntax }
            fields[1] = context
            try makeTarget(fields[0], context)
        case .list, .tuple:
            fields[1] = context
            let at = Int(fields[0])
            if at != 0 { for i in 0..<Int(builder.words[at]) { try makeTarget(builder.words[at + 1 + i], context) } }
        default: throw .syntax
        }
    }

    /// Target of an annotation or an augmented assignment.
    func makeSingleTarget(_ node: UInt32) throws(Stop) {
        switch builder.view(node).kind {
        case .name, .attribute, .subscript: try makeTarget(node, Parser.store)
        default: throw .syntax
        }
    }
}

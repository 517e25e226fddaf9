// `match` statements and patterns (PEP 634); see Parser.swift.

extension Parser {
    /// A `match` statement, if the soft keyword begins one; otherwise nothing is consumed.
    func matchStatement() throws(Stop) -> Bool {
        let start = pos
        switch next {
        case .name, .number, .string, .fstringStart, .tstringStart, .lpar, .lsqb, .lbrace, .minus, .plus, .tilde, .ellipsis, .star,
             .kwNot, .kwLambda, .kwAwait, .kwNone, .kwTrue, .kwFalse: break
        default: return false
        }
        let before = mark()
        advance()
        var subject: UInt32 = 0
        do throws(Stop) {
            subject = try subjectExpression()
            try expect(.colon)
            try expect(.newline)
            try expect(.indent)
            if !isSoft(Keywords.case_) { throw .syntax }
        } catch {
            if error != .syntax { throw error }
            rewind(before)
            return false
        }
        let mark = top
        while isSoft(Keywords.case_) {
            advance()
            let pattern = try patterns()
            let guardTest = accept(.kwIf) ? try namedExpression() : 0
            try expect(.colon)
            let body = try block()
            push(builder.make(.matchCase, .none, pattern, guardTest, body))
        }
        try expect(.dedent)
        let cases = list(mark)
        push(builder.make(.match, blockSpan(start), subject, cases))
        return true
    }

    private func subjectExpression() throws(Stop) -> UInt32 {
        let start = pos
        let isStarred = kind == .star
        let first = try starNamedExpression()
        if kind != .comma {
            if isStarred { throw .syntax }
            return first
        }
        let mark = top
        push(first)
        while accept(.comma) {
            if !startsExpression(starred: true) { break }
            push(try starNamedExpression())
        }
        let elements = list(mark)
        return builder.make(.tuple, span(start), elements, Parser.load)
    }

    private func patterns() throws(Stop) -> UInt32 {
        let start = pos
        let isStar = kind == .star
        let first = try maybeStarPattern()
        if kind != .comma {
            if isStar { throw .syntax }
            return first
        }
        let mark = top
        push(first)
        while accept(.comma) {
            if kind == .colon || kind == .kwIf { break }
            push(try maybeStarPattern())
        }
        let elements = list(mark)
        return builder.make(.matchSequence, span(start), elements)
    }

    private func maybeStarPattern() throws(Stop) -> UInt32 {
        if kind != .star { return try pattern() }
        let start = pos
        advance()
        let name = try identifier()
        if kind == .dot || kind == .lpar || kind == .equal { throw .syntax }
        return builder.make(.matchStar, span(start), name - 1 == Keywords.underscore ? 0 : name)
    }

    private func pattern() throws(Stop) -> UInt32 {
        try enter()
        defer { depth &-= 1 }
        let start = pos
        let value = try orPattern()
        if !accept(.kwAs) { return value }
        let name = try captureTarget()
        return builder.make(.matchAs, span(start), value, name)
    }

    private func captureTarget() throws(Stop) -> UInt32 {
        let name = try identifier()
        if name - 1 == Keywords.underscore || kind == .dot || kind == .lpar || kind == .equal { throw .syntax }
        return name
    }

    private func orPattern() throws(Stop) -> UInt32 {
        let start = pos
        let first = try closedPattern()
        if kind != .vbar { return first }
        let mark = top
        push(first)
        while accept(.vbar) { push(try closedPattern()) }
        let alternatives = list(mark)
        return builder.make(.matchOr, span(start), alternatives)
    }

    private func closedPattern() throws(Stop) -> UInt32 {
        let start = pos
        switch kind {
        case .number, .minus, .plus:
            let value = try signedNumber()
            return builder.make(.matchValue, span(start), value)
        case .string, .fstringStart, .tstringStart:
            let value = try strings()
            return builder.make(.matchValue, span(start), value)
        case .kwNone: advance(); return builder.constant(.none, at: span(start), as: .matchSingleton)
        case .kwTrue: advance(); return builder.constant(.true, at: span(start), as: .matchSingleton)
        case .kwFalse: advance(); return builder.constant(.false, at: span(start), as: .matchSingleton)
        case .name:
            switch next {
            case .dot, .lpar:
                let value = try nameOrAttribute()
                if kind == .lpar { return try classPattern(start, value) }
                if builder.view(value).kind != .attribute || kind == .equal { throw .syntax }
                return builder.make(.matchValue, span(start), value)
            case .equal: throw .syntax
            default:
                let name = try identifier()
                return builder.make(.matchAs, span(start), 0, name - 1 == Keywords.underscore ? 0 : name)
            }
        case .lpar: return try groupPattern()
        case .lsqb:
            advance()
            let mark = top
            while kind != .rsqb {
                push(try maybeStarPattern())
                if kind == .rsqb { break }
                try expect(.comma)
            }
            advance()
            let elements = list(mark)
            return builder.make(.matchSequence, span(start), elements)
        case .lbrace: return try mappingPattern()
        default: throw .syntax
        }
    }

    private func groupPattern() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        let mark = top
        if accept(.rpar) { return builder.make(.matchSequence, span(start), 0) }
        let isStar = kind == .star
        let first = try maybeStarPattern()
        if kind == .rpar {
            if isStar { throw .syntax }
            advance()
            return first
        }
        push(first)
        while accept(.comma) {
            if kind == .rpar { break }
            push(try maybeStarPattern())
        }
        try expect(.rpar)
        let elements = list(mark)
        return builder.make(.matchSequence, span(start), elements)
    }

    private func nameOrAttribute() throws(Stop) -> UInt32 {
        let start = pos
        let id = try identifier()
        var value = builder.make(.name, span(start), id, Parser.load)
        while accept(.dot) {
            let name = try identifier()
            value = builder.make(.attribute, span(start), value, name, Parser.load)
        }
        return value
    }

    /// A number with a sign, or a complex number written as a sum.
    private func signedNumber() throws(Stop) -> UInt32 {
        let start = pos
        let value = try signed()
        guard kind == .plus || kind == .minus else { return value }
        let isPlus = kind == .plus
        let real = builder.view(value)
        if isImaginary(real.kind == .unaryOp ? real.node(1) : real) { throw fail("real number required in complex literal", pos - 1, pos - 1) }
        advance()
        if kind != .number { throw .syntax }
        let imaginary = try number()
        if !isImaginary(builder.view(imaginary)) { throw fail("imaginary number required in complex literal", pos - 1, pos - 1) }
        let op = isPlus ? BinaryOperator.add : .sub
        return builder.make(.binOp, span(start), value, UInt32(op.rawValue), imaginary)
    }

    private func isImaginary(_ node: Node) -> Bool {
        if case .complex = node.constant { return true }
        return false
    }

    private func signed() throws(Stop) -> UInt32 {
        let start = pos
        if accept(.minus) {
            if kind != .number { throw .syntax }
            let operand = try number()
            return builder.make(.unaryOp, span(start), UInt32(UnaryOperator.uSub.rawValue), operand)
        }
        _ = accept(.plus)
        if kind != .number { throw .syntax }
        return try number()
    }

    private func mappingPattern() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        var keys: [UInt32] = []
        let mark = top
        var rest: UInt32 = 0
        while kind != .rbrace {
            if accept(.doubleStar) {
                rest = try captureTarget()
                _ = accept(.comma)
                if kind != .rbrace { throw .syntax }
                break
            }
            let keyStart = pos
            switch kind {
            case .number, .minus, .plus: keys.append(try signedNumber())
            case .string, .fstringStart, .tstringStart: keys.append(try strings())
            case .kwNone: advance(); keys.append(builder.constant(.none, at: span(keyStart)))
            case .kwTrue: advance(); keys.append(builder.constant(.true, at: span(keyStart)))
            case .kwFalse: advance(); keys.append(builder.constant(.false, at: span(keyStart)))
            default:
                let key = try nameOrAttribute()
                if builder.view(key).kind != .attribute { throw .syntax }
                keys.append(key)
            }
            try expect(.colon)
            push(try pattern())
            if kind == .rbrace { break }
            try expect(.comma)
        }
        try expect(.rbrace)
        let values = list(mark)
        return builder.make(.matchMapping, span(start), builder.list(keys), values, rest)
    }

    private func classPattern(_ start: Int, _ cls: UInt32) throws(Stop) -> UInt32 {
        advance()
        let mark = top
        var names: [UInt32] = [], values: [UInt32] = []
        while kind != .rpar {
            if kind == .name && next == .equal {
                names.append(try identifier() - 1)
                advance()
                values.append(try pattern())
            } else {
                if !names.isEmpty { throw .syntax }
                push(try pattern())
            }
            if kind == .rpar { break }
            try expect(.comma)
        }
        advance()
        let positional = list(mark)
        return builder.make(.matchClass, span(start), cls, positional, builder.list(names), builder.list(values))
    }
}

// Statements; see Parser.swift. Each production pushes its statement on `scratch`.

extension Parser {
    func statement() throws(Stop) {
        let start = pos, isFunction = kind == .kwDef || kind == .at || kind == .kwAsync && next == .kwDef
        if try !compound() { try simpleStatements(); return }
        if !isFunction, Int(tokens[start].line) > lastCompound.line { lastCompound = (Int(tokens[start].line), Int(tokens[start].column)) }
    }

    /// A compound statement if one begins here.
    func compound() throws(Stop) -> Bool {
        switch kind {
        case .kwDef: push(try function(pos, decorators: 0))
        case .kwIf: push(try ifStatement())
        case .kwFor: push(try forStatement(pos, isAsync: false))
        case .kwTry: push(try tryStatement())
        case .kwWith: push(try withStatement(pos, isAsync: false))
        case .kwWhile: push(try whileStatement())
        case .kwClass: push(try classDefinition(decorators: 0))
        case .at: push(try decorated())
        case .kwAsync:
            switch next {
            case .kwDef: push(try function(pos, decorators: 0))
            case .kwFor: push(try forStatement(pos, isAsync: true))
            case .kwWith: push(try withStatement(pos, isAsync: true))
            default: throw .syntax
            }
        case .name:
            if tokens[pos].value != Keywords.match { return false }
            return try matchStatement()
        default: return false
        }
        return true
    }

    /// NEWLINE INDENT statements DEDENT, or simple statements on the same line.
    func block() throws(Stop) -> UInt32 {
        let mark = top
        if accept(.newline) {
            try expect(.indent)
            try enter()
            repeat { try statement() } while kind != .dedent && kind != .endMarker
            depth &-= 1
            try expect(.dedent)
        } else {
            try simpleStatements()
        }
        return list(mark)
    }

    func simpleStatements() throws(Stop) {
        while true {
            push(try simpleStatement())
            if accept(.newline) { return }
            try expect(.semi)
            if accept(.newline) { return }
        }
    }

    private func simpleStatement() throws(Stop) -> UInt32 {
        let start = pos
        switch kind {
        case .kwReturn:
            advance()
            let value = startsExpression(starred: true) ? try starExpressions() : 0
            return builder.make(.return_, span(start), value)
        case .kwImport: return try importStatement()
        case .kwFrom: return try importFrom()
        case .kwRaise:
            advance()
            if kind == .newline || kind == .semi { return builder.make(.raise, span(start), 0, 0) }
            let exception = try expression()
            let cause = accept(.kwFrom) ? try expression() : 0
            return builder.make(.raise, span(start), exception, cause)
        case .kwPass: advance(); return builder.make(.pass, span(start))
        case .kwBreak: advance(); return builder.make(.break_, span(start))
        case .kwContinue: advance(); return builder.make(.continue_, span(start))
        case .kwDel: return try deleteStatement()
        case .kwYield:
            let value = try yieldExpression()
            if kind == .equal { throw .syntax }
            return builder.make(.expr, span(start), value)
        case .kwAssert:
            advance()
            let test = try expression()
            let message = accept(.comma) ? try expression() : 0
            return builder.make(.assert, span(start), test, message)
        case .kwGlobal, .kwNonlocal:
            let statement: Kind = kind == .kwGlobal ? .global : .nonlocal
            advance()
            let mark = top
            repeat { push(try identifier() - 1) } while accept(.comma)
            let names = list(mark)
            return builder.make(statement, span(start), names)
        case .name:
            if next == .colon { return try annotatedAssignment() }
            if tokens[pos].value == Keywords.type && next == .name { return try typeAlias() }
            return try expressionStatement()
        default: return try expressionStatement()
        }
    }

    private func annotatedAssignment() throws(Stop) -> UInt32 {
        let start = pos
        let name = try identifier()
        let target = builder.make(.name, span(start), name, Parser.store)
        advance()
        let annotation = try expression()
        let value = accept(.equal) ? try annotatedRhs() : 0
        return builder.make(.annAssign, span(start), target, annotation, value, 1)
    }

    private func expressionStatement() throws(Stop) -> UInt32 {
        let start = pos
        let first = try starExpressions()
        switch kind {
        case .newline, .semi: return builder.make(.expr, span(start), first)
        case .equal:
            try makeTarget(first, Parser.store)
            let mark = top
            push(first)
            var value: UInt32
            while true {
                advance()
                let isYield = kind == .kwYield
                value = try annotatedRhs()
                if kind != .equal { break }
                if isYield { throw .syntax }
                try makeTarget(value, Parser.store)
                push(value)
            }
            let targets = list(mark)
            return builder.make(.assign, span(start), targets, value, 0)
        case .colon:
            try makeSingleTarget(first)
            advance()
            let annotation = try expression()
            let value = accept(.equal) ? try annotatedRhs() : 0
            return builder.make(.annAssign, span(start), first, annotation, value, 0)
        default:
            if kind.rawValue >= TokenKind.plusEqual.rawValue && kind.rawValue <= TokenKind.atEqual.rawValue,
               let op = binaryOperator(kind) {
                try makeSingleTarget(first)
                advance()
                let value = try annotatedRhs()
                return builder.make(.augAssign, span(start), first, UInt32(op.rawValue), value)
            }
            return builder.make(.expr, span(start), first)
        }
    }

    private func deleteStatement() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        let mark = top
        repeat {
            if kind == .newline || kind == .semi { break }
            let target = try primary()
            try makeTarget(target, Parser.del)
            push(target)
        } while accept(.comma)
        if top == mark || kind != .newline && kind != .semi { throw .syntax }
        let targets = list(mark)
        return builder.make(.delete, span(start), targets)
    }

    private func typeAlias() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        let nameStart = pos
        let id = try identifier()
        let name = builder.make(.name, span(nameStart), id, Parser.store)
        let parameters = try typeParameters()
        try expect(.equal)
        let value = try expression()
        return builder.make(.typeAlias, span(start), name, parameters, value)
    }

    func typeParameters() throws(Stop) -> UInt32 {
        if !accept(.lsqb) { return 0 }
        let mark = top
        repeat {
            if kind == .rsqb && top > mark { break }
            let start = pos
            if accept(.star) {
                let name = try identifier()
                let value = accept(.equal) ? try starExpression() : 0
                push(builder.make(.typeVarTuple, span(start), name, value))
            } else if accept(.doubleStar) {
                let name = try identifier()
                let value = accept(.equal) ? try expression() : 0
                push(builder.make(.paramSpec, span(start), name, value))
            } else {
                let name = try identifier()
                let bound = accept(.colon) ? try expression() : 0
                let value = accept(.equal) ? try expression() : 0
                push(builder.make(.typeVar, span(start), name, bound, value))
            }
        } while accept(.comma)
        try expect(.rsqb)
        return list(mark)
    }

    // MARK: imports

    /// `a.b.c` as one identifier.
    private func dottedName() throws(Stop) -> UInt32 {
        let start = pos
        var name = try identifier()
        if kind != .dot { return name }
        text.removeAll(keepingCapacity: true)
        text.append(contentsOf: builder.strings.string(tokens[start].value))
        while accept(.dot) {
            name = try identifier()
            text.append(46)
            text.append(contentsOf: builder.strings.string(name - 1))
        }
        return UInt32(text.withUnsafeBufferPointer { builder.intern($0) }) + 1
    }

    private func importStatement() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        let mark = top
        repeat {
            let aliasStart = pos
            let name = try dottedName()
            let asName = accept(.kwAs) ? try identifier() : 0
            push(builder.make(.alias, span(aliasStart), name, asName))
        } while accept(.comma)
        let names = list(mark)
        return builder.make(.import_, span(start), names)
    }

    private func importFrom() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        var level: UInt32 = 0
        while true {
            if accept(.dot) { level += 1 } else if accept(.ellipsis) { level += 3 } else { break }
        }
        var module: UInt32 = 0
        if level == 0 || kind == .name { module = try dottedName() }
        try expect(.kwImport)
        let mark = top
        if kind == .star {
            let at = pos
            advance()
            push(builder.make(.alias, span(at), Keywords.star + 1, 0))
        } else {
            let closed = accept(.lpar)
            repeat {
                if closed && kind == .rpar && top > mark { break }
                let aliasStart = pos
                let name = try identifier()
                let asName = accept(.kwAs) ? try identifier() : 0
                push(builder.make(.alias, span(aliasStart), name, asName))
            } while accept(.comma)
            if closed { try expect(.rpar) }
        }
        if level == 0 && module == Keywords.future + 1 {
            sawFuture = true
            for k in mark..<top where builder.strings.string(builder.words[Int(scratch[k]) + 5] - 1).elementsEqual("barry_as_FLUFL".utf8) {
                flufl = true
            }
        }
        let names = list(mark)
        return builder.make(.importFrom, span(start), module, names, level)
    }

    // MARK: definitions

    private func decorated() throws(Stop) -> UInt32 {
        let mark = top
        while accept(.at) {
            push(try namedExpression())
            try expect(.newline)
        }
        let decorators = list(mark)
        switch kind {
        case .kwDef: return try function(pos, decorators: decorators)
        case .kwAsync where next == .kwDef: return try function(pos, decorators: decorators)
        case .kwClass: return try classDefinition(decorators: decorators)
        default: throw .syntax
        }
    }

    private func function(_ start: Int, decorators: UInt32) throws(Stop) -> UInt32 {
        let isAsync = accept(.kwAsync)
        advance()
        let name = try identifier()
        let typeParameters = try typeParameters()
        try expect(.lpar)
        let args = try parameters(until: .rpar, annotated: true)
        try expect(.rpar)
        let returns = accept(.rarrow) ? try expression() : 0
        try expect(.colon)
        let body = try block()
        return builder.node(isAsync ? .asyncFunctionDef : .functionDef, blockSpan(start),
                            [name, args, body, decorators, returns, 0, typeParameters])
    }

    private func classDefinition(decorators: UInt32) throws(Stop) -> UInt32 {
        let start = pos
        advance()
        let name = try identifier()
        let typeParameters = try typeParameters()
        let (bases, keywords) = kind == .lpar ? try arguments(allowGenerator: false) : (0, 0)
        try expect(.colon)
        let body = try block()
        return builder.node(.classDef, blockSpan(start), [name, bases, keywords, body, decorators, typeParameters])
    }

    // MARK: control flow

    /// At `if` or `elif`.
    private func ifStatement() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        let test = try namedExpression()
        try expect(.colon)
        let body = try block()
        var orElse: UInt32 = 0
        if kind == .kwElif {
            try enter()
            var nested = try ifStatement()
            depth &-= 1
            orElse = withUnsafePointer(to: &nested) { builder.list(UnsafeBufferPointer(start: $0, count: 1)) }
        } else {
            orElse = try elseBlock()
        }
        return builder.make(.if_, blockSpan(start), test, body, orElse)
    }

    private func elseBlock() throws(Stop) -> UInt32 {
        if !accept(.kwElse) { return 0 }
        try expect(.colon)
        return try block()
    }

    private func whileStatement() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        let test = try namedExpression()
        try expect(.colon)
        let body = try block()
        let orElse = try elseBlock()
        return builder.make(.while_, blockSpan(start), test, body, orElse)
    }

    private func forStatement(_ start: Int, isAsync: Bool) throws(Stop) -> UInt32 {
        if isAsync { advance() }
        advance()
        let target = try starTargets()
        try expect(.kwIn)
        let iterable = try starExpressions()
        try expect(.colon)
        let body = try block()
        let orElse = try elseBlock()
        return builder.node(isAsync ? .asyncFor : .for_, blockSpan(start), [target, iterable, body, orElse, 0])
    }

    private func withStatement(_ start: Int, isAsync: Bool) throws(Stop) -> UInt32 {
        if isAsync { advance() }
        advance()
        var items: UInt32?
        if kind == .lpar {
            // `with (a as b, c):` unless that does not parse; then the parenthesis belongs to the first expression.
            let before = mark()
            do throws(Stop) {
                advance()
                items = try withItems(closed: true)
                try expect(.rpar)
                if kind != .colon { items = nil }
            } catch {
                if error != .syntax { throw error }
                items = nil
            }
            if items == nil { rewind(before) }
        }
        let list: UInt32
        if let items { list = items } else { list = try withItems(closed: false) }
        try expect(.colon)
        let body = try block()
        return builder.make(isAsync ? .asyncWith : .with, blockSpan(start), list, body, 0)
    }

    private func withItems(closed: Bool) throws(Stop) -> UInt32 {
        let mark = top
        repeat {
            if closed && kind == .rpar && top > mark { break }
            let context = try expression()
            var target: UInt32 = 0
            if accept(.kwAs) {
                target = try starTarget()
                if kind != .comma && kind != .rpar && kind != .colon { throw .syntax }
            }
            push(builder.make(.withItem, .none, context, target))
        } while accept(.comma)
        return list(mark)
    }

    private func tryStatement() throws(Stop) -> UInt32 {
        let start = pos
        advance()
        try expect(.colon)
        let body = try block()
        let mark = top
        var isStar = false
        while kind == .kwExcept {
            let handlerStart = pos
            advance()
            let star = accept(.star)
            if top == mark { isStar = star } else if star != isStar { throw .syntax }
            var type: UInt32 = 0, name: UInt32 = 0
            if kind != .colon {
                let typeStart = pos
                type = try expression()
                if kind == .comma {
                    let typeMark = top
                    push(type)
                    while accept(.comma) {
                        if !startsExpression(starred: false) { break }
                        push(try expression())
                    }
                    let elements = list(typeMark)
                    type = builder.make(.tuple, span(typeStart), elements, Parser.load)
                } else if accept(.kwAs) {
                    name = try identifier()
                }
            } else if star {
                throw .syntax
            }
            try expect(.colon)
            let handlerBody = try block()
            push(builder.make(.exceptHandler, blockSpan(handlerStart), type, name, handlerBody))
        }
        let handlers = list(mark)
        let orElse = handlers != 0 ? try elseBlock() : 0
        var final: UInt32 = 0
        if accept(.kwFinally) {
            try expect(.colon)
            final = try block()
        }
        if handlers == 0 && final == 0 { throw .syntax }
        return builder.make(isStar ? .tryStar : .try_, blockSpan(start), body, handlers, orElse, final)
    }
}

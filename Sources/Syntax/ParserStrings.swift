// String literals: implicit concatenation, replacement fields (PEP 701), templates (PEP 750).
//
// Pieces (constant text, or a finished field) are collected over all adjacent literals; runs of text become one Constant that
// spans from the first to the last of them, empty runs vanish.

import Glibc

/// A piece of a string: text in `Parser.pieces`' buffer, or a field's node.
private struct Piece {
    var node: UInt32
    var from: Int, to: Int
    var at: Position
    /// Word of `Constant.kind`.
    var unicode: UInt32
}

extension Parser {
    /// One or more adjacent literals.
    func strings() throws(Stop) -> UInt32 {
        let start = pos
        if kind == .string && next != .string && next != .fstringStart && next != .tstringStart {
            let (isBytes, from, to, raw, unicode) = parts(pos)
            if !isBytes && (raw || memchr(source.bytes + from, 92, to - from) == nil) {
                advance()
                let index = builder.strings.intern(UnsafeBufferPointer(start: source.bytes + from, count: to - from))
                let kindWord = unicode ? UInt32(builder.intern("u")) + 1 : 0
                return builder.make(.constant, span(start), ConstantTag.str.rawValue, kindWord, index, 0)
            }
        }
        text.removeAll(keepingCapacity: true)
        var pieces: [Piece] = []
        var bytes = false, plain = false, formatted = false, template = false
        loop: while true {
            let from = text.count, at = pos
            switch kind {
            case .string:
                let (isBytes, begin, end, raw, unicode) = parts(pos)
                if isBytes {
                    bytes = true
                    for k in begin..<end where source.bytes[k] >= 128 {
                        throw fail("bytes can only contain ASCII literal characters", pos, pos)
                    }
                } else {
                    plain = true
                }
                try decode(begin, end, raw: raw, bytes: isBytes, at: pos)
                advance()
                let kindWord = unicode ? UInt32(builder.intern("u")) + 1 : 0
                pieces.append(Piece(node: 0, from: from, to: text.count, at: span(at), unicode: kindWord))
            case .fstringStart:
                formatted = true
                try formattedString(&pieces, .fstringMiddle, .fstringEnd)
            case .tstringStart:
                template = true
                try formattedString(&pieces, .tstringMiddle, .tstringEnd)
            default: break loop
            }
        }
        if template && (bytes || plain || formatted) { throw .syntax }
        // The token behind has been looked at by now.
        if kind == .error { throw .syntax }
        if bytes && (plain || formatted) { throw fail("cannot mix bytes and nonbytes literals", pos, pos) }
        let whole = span(start)
        if !formatted && !template {
            let index = text.withUnsafeBufferPointer { builder.intern($0) }
            return builder.constant(bytes ? .bytes(index) : .str(index), kind: bytes ? 0 : pieces[0].unicode, at: whole)
        }
        return builder.make(template ? .templateStr : .joinedStr, whole, joined(pieces, from: 0))
    }

    /// Prefix and quotes taken off a STRING token.
    private func parts(_ at: Int) -> (bytes: Bool, from: Int, to: Int, raw: Bool, unicode: Bool) {
        let p = source.bytes, end = Int(tokens[at].end)
        var i = Int(tokens[at].start)
        var isBytes = false, raw = false
        let unicode = p[i] == 117
        while p[i] != 39 && p[i] != 34 {
            switch p[i] | 32 {
            case 98: isBytes = true
            case 114: raw = true
            default: break
            }
            i += 1
        }
        let quotes = end - i >= 6 && p[i + 1] == p[i] && p[i + 2] == p[i] ? 3 : 1
        return (isBytes, i + quotes, end - quotes, raw, unicode)
    }

    /// The list of values: runs of text joined, empty ones dropped.
    private func joined(_ pieces: [Piece], from first: Int) -> UInt32 {
        let mark = top
        var i = first
        while i < pieces.count {
            if pieces[i].node != 0 {
                push(pieces[i].node)
                i += 1
                continue
            }
            var k = i
            while k + 1 < pieces.count && pieces[k + 1].node == 0 { k += 1 }
            let a = pieces[i], b = pieces[k]
            var index: UInt32 = 0
            var length = b.to - a.from
            if (i...k).allSatisfy({ $0 == i || pieces[$0].from == pieces[$0 - 1].to }) {
                index = text.withUnsafeBufferPointer { builder.strings.intern(UnsafeBufferPointer(rebasing: $0[a.from..<b.to])) }
            } else {
                var run: [UInt8] = []
                for piece in pieces[i...k] { run.append(contentsOf: text[piece.from..<piece.to]) }
                length = run.count
                index = run.withUnsafeBufferPointer { builder.strings.intern($0) }
            }
            if length > 0 {
                push(builder.make(.constant, Position(line: a.at.line, column: a.at.column, endLine: b.at.endLine, endColumn: b.at.endColumn),
                                  ConstantTag.str.rawValue, a.unicode, index, 0))
            }
            i = k + 1
        }
        return list(mark)
    }

    /// A literal with replacement fields, from its start to its end token.
    private func formattedString(_ pieces: inout [Piece], _ middle: TokenKind, _ end: TokenKind) throws(Stop) {
        let raw = (Int(tokens[pos].start)..<Int(tokens[pos].end)).contains { source.bytes[$0] | 32 == 114 }
        advance()
        while kind != end {
            if kind == middle {
                try middlePiece(&pieces, raw: raw, atEnd: true)
            } else {
                try field(&pieces, middle, top: true, raw: raw)
            }
        }
        advance()
    }

    private func middlePiece(_ pieces: inout [Piece], raw: Bool, atEnd: Bool) throws(Stop) {
        let from = text.count, at = pos
        decodesAtEnd = atEnd
        try decode(Int(tokens[pos].start), Int(tokens[pos].end), raw: raw, bytes: false, at: pos)
        decodesAtEnd = false
        advance()
        // An empty text neither shows nor stretches its neighbours.
        if text.count > from { pieces.append(Piece(node: 0, from: from, to: text.count, at: span(at), unicode: 0)) }
    }

    /// A replacement field; with `=` its source text comes as a piece before it.
    private func field(_ pieces: inout [Piece], _ middle: TokenKind, top isTop: Bool, raw: Bool) throws(Stop) {
        let start = pos
        let isTemplate = middle == .tstringMiddle && isTop
        try expect(.lbrace)
        try enter()
        defer { depth &-= 1 }
        let saved = text
        text.removeAll(keepingCapacity: true)
        let value = try annotatedRhs()
        text = saved
        let debug = accept(.equal)
        let expressionEnd = pos
        var conversion: Int32 = -1
        if kind == .exclamation {
            let mark = pos
            advance()
            if kind != .name { throw .syntax }
            let letter = middle == .tstringMiddle ? "t" : "f"
            if tokens[mark].line != tokens[pos].line || tokens[mark].endColumn != tokens[pos].column {
                throw fail("\(letter)-string: conversion type must come right after the exclamation mark", mark, pos)
            }
            let name = builder.strings.string(tokens[pos].value)
            guard name.count == 1, [UInt8(115), 114, 97].contains(name[0]) else {
                let shown = String(decoding: name, as: UTF8.self)
                throw fail("\(letter)-string: invalid conversion character '\(shown)': expected 's', 'r', or 'a'", pos, pos)
            }
            conversion = Int32(name[0])
            advance()
        }
        var format: UInt32 = 0
        if kind == .colon {
            let colon = pos
            advance()
            let saved = text
            text.removeAll(keepingCapacity: true)
            var parts: [Piece] = []
            while kind == middle || kind == .lbrace {
                if kind == middle { try middlePiece(&parts, raw: raw, atEnd: false) } else { try field(&parts, middle, top: false, raw: raw) }
            }
            format = builder.make(.joinedStr, span(colon), joined(parts, from: 0))
            text = saved
        } else if debug && conversion < 0 {
            conversion = 114
        }
        if kind != .rbrace { throw .syntax }
        advance()
        let whole = span(start)
        if debug {
            let stop = tokens[expressionEnd]
            let from = text.count
            appendExpressionText(Int(tokens[start].end), Int(stop.start))
            let column: UInt32, line: UInt32
            switch stop.kind {
            case .rbrace: line = stop.endLine; column = stop.endColumn - 1
            case .colon: line = stop.line; column = stop.column
            default: line = tokens[expressionEnd + 1].line; column = tokens[expressionEnd + 1].column - 1
            }
            pieces.append(Piece(node: 0, from: from, to: text.count,
                                at: Position(line: whole.line, column: whole.column + 1, endLine: line, endColumn: column), unicode: 0))
        }
        let node: UInt32
        if isTemplate {
            // The trailing `=` of a debugging field and what follows it are not part of the expression.
            let from = text.count
            appendExpressionText(Int(tokens[start].end), Int(tokens[expressionEnd].start))
            var to = text.count
            if debug {
                while to > from, text[to - 1] != 61 { to -= 1 }
                to = max(from, to - 1)
            }
            let index = text.withUnsafeBufferPointer { builder.strings.intern(UnsafeBufferPointer(rebasing: $0[from..<to])) }
            text.removeLast(text.count - from)
            node = builder.make(.interpolation, whole, value, index + 1, UInt32(bitPattern: conversion), format)
        } else {
            node = builder.make(.formattedValue, whole, value, UInt32(bitPattern: conversion), format)
        }
        pieces.append(Piece(node: node, from: text.count, to: text.count, at: whole, unicode: 0))
    }

    /// The source of a field's expression without its comments; quotes are counted as CPython counts them.
    private func appendExpressionText(_ from: Int, _ to: Int) {
        let p = UnsafePointer(source.bytes)
        var quote: UInt8 = 0, i = from, hash = false
        while i < to {
            let c = p[i]
            if c == 92 { i += 2; continue }
            if c == 34 || c == 39 { if quote == 0 { quote = c } else if quote == c { quote = 0 } }
            else if c == 35 && quote == 0 { hash = true; break }
            i += 1
        }
        if !hash {
            text.append(contentsOf: UnsafeBufferPointer(start: p + from, count: to - from))
            return
        }
        quote = 0
        i = from
        while i < to {
            let c = p[i]
            if c == 92 && i + 1 < to {
                text.append(c)
                text.append(p[i + 1])
                i += 1
            } else if c == 34 || c == 39 {
                if quote == 0 { quote = c } else if quote == c { quote = 0 }
                text.append(c)
            } else if c == 35 && quote == 0 {
                while i < to && p[i] != 10 { i += 1 }
                if i < to { text.append(10) }
            } else {
                text.append(c)
            }
            i += 1
        }
    }
}

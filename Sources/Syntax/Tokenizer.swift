// The tokenizer: the whole source to an array of tokens in one pass, before parsing.
//
// CPython tokenizes on demand and reports a tokenizer's error only when the parser gets there. Here an error ends the array with
// an `.error` token and is kept in `failure`; the parser reports it on reaching that token, and the diagnosis (Diagnosis.swift)
// decides by the same rules as CPython which error of several wins.
//
// Strings with replacement fields need no help of the parser either: a stack of modes says whether the text at hand is literal
// text, an expression of a replacement field, or a format specifier (PEP 701).
// Invariant: `source.bytes` ends in a zero byte, so looking at the next byte is always allowed.

import Glibc

/// Bits of `characterClass`.
private let identifierStart: UInt8 = 1, identifierPart: UInt8 = 2, digit: UInt8 = 4, stringPrefix: UInt8 = 8

private let characterClass: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    table.initialize(repeating: 0, count: 256)
    for c in 0..<256 {
        let letter = c >= 65 && c <= 90 || c >= 97 && c <= 122 || c == 95 || c >= 128
        if letter { table[c] |= identifierStart | identifierPart }
        if c >= 48 && c <= 57 { table[c] |= digit | identifierPart }
    }
    for c in "bBuUrRfFtT".utf8 { table[Int(c)] |= stringPrefix }
    return UnsafePointer(table)
}()

/// State inside a string with replacement fields; mirrors the notions of CPython's `tokenizer_mode`.
private struct StringMode {
    var quote: UInt8
    var quoteSize: Int
    var raw: Bool
    var isTemplate: Bool
    /// Whether the next token is literal text (or the end) rather than part of an expression.
    var literal = true
    var bracketDepth = 0
    /// Bracket depth at which the innermost open replacement field began; -1 outside.
    var fieldDepth = -1
    var inFormat = false
    var start: Int
    var line: UInt32
    var lineStart: Int

    var letter: String { isTemplate ? "t" : "f" }
}

struct Tokenizer {
    static let maxIndent = 100, maxLevel = 200, maxFieldNesting = 3, maxStringNesting = 150

    let source: Source
    private let p: UnsafePointer<UInt8>
    private let end: Int
    private(set) var tokens: UnsafeMutablePointer<Token>
    private(set) var count = 0
    private var capacity: Int
    /// The error at the `.error` token, if any.
    private(set) var failure: SyntaxFailure?
    /// Whether that error is the end of the text (CPython's `E_EOF`).
    private(set) var endOfFile = false
    /// Whether it is an exception at once rather than when the parser gets there.
    private(set) var isHardFailure = false
    /// Whether it is a string that the end of the text cuts off.
    private(set) var unterminatedAtEnd = false
    private(set) var warnings: [SyntaxWarningRecord] = []

    private var i = 0
    /// Start of the first line that CPython's tokenizer still holds: strings over several lines keep theirs.
    private var bufferStart: Int {
        var k = count - 1, here = line, start = lineStart
        while k >= 0, tokens[k].endLine == here, tokens[k].kind != .newline {
            if tokens[k].line < here {
                here = tokens[k].line
                start = Int(tokens[k].start) - Int(tokens[k].column)
            }
            k -= 1
        }
        return start
    }
    /// Start of the last comment behind tokens.
    private var comment = -1
    private var line: UInt32 = 1
    private var lineStart = 0
    private var indents: [(column: Int, alternative: Int)] = [(0, 0)]
    /// Open brackets: character, line, column.
    private(set) var brackets: [(character: UInt8, line: UInt32, column: UInt32)] = []
    private var modes: [StringMode] = []
    /// Whether tokens end inside a string with replacement fields.
    var endsInString: Bool { !modes.isEmpty }
    /// Where the text ends without a newline token for the parser to see.
    private let single: Bool, implyDedent: Bool
    /// For the module `tokenize`: comments and insignificant newlines are tokens, `\r\n` ends lines, and what only the parser need mind is let through.
    private let extra: Bool
    /// Where the text of a multi-line token begins that the end of the text cuts off; -1: nothing is cut off.
    private(set) var cutOff = -1

    init(_ source: Source, single: Bool, implyDedent: Bool, extra: Bool = false) {
        self.extra = extra
        self.source = source
        p = UnsafePointer(source.bytes)
        end = source.count
        capacity = max(64, source.count / 3)
        tokens = .allocate(capacity: capacity)
        self.single = single
        self.implyDedent = implyDedent
    }

    @inline(__always)
    private mutating func emit(_ kind: TokenKind, _ start: Int, _ end: Int, value: UInt32 = 0) {
        if count == capacity { grow() }
        tokens[count] = Token(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), line: line, endLine: line,
                              column: UInt32(truncatingIfNeeded: start - lineStart), endColumn: UInt32(truncatingIfNeeded: end - lineStart),
                              value: value, kind: kind)
        count &+= 1
    }

    private mutating func emitSpanning(_ kind: TokenKind, _ start: Int, _ end: Int, _ startLine: UInt32, _ startLineStart: Int) {
        emit(kind, start, end)
        tokens[count - 1].line = startLine
        tokens[count - 1].column = UInt32(truncatingIfNeeded: start - startLineStart)
    }

    private mutating func emitBare(_ kind: TokenKind) {
        emit(kind, i, i, value: UInt32(truncatingIfNeeded: i - lineStart))
        tokens[count - 1].column = Token.noColumn
        tokens[count - 1].endColumn = Token.noColumn
    }

    @inline(never) private mutating func grow() {
        let fresh = UnsafeMutablePointer<Token>.allocate(capacity: capacity * 2)
        fresh.update(from: tokens, count: count)
        tokens.deallocate()
        tokens = fresh
        capacity *= 2
    }

    // MARK: errors

    /// A `SyntaxError` of the tokenizer at the character before the reading position.
    private mutating func fail(_ message: String) {
        let column = characters(lineStart, i)
        fail(message, column: column, endColumn: column, wholeLine: false)
    }

    private mutating func fail(_ message: String, column: Int, endColumn: Int, kind: FailureKind = .syntaxError, wholeLine: Bool = true) {
        var text = lineText(lineStart)
        if !wholeLine && text.utf8.last == 10 { text.removeLast() }
        isHardFailure = !wholeLine
        failure = SyntaxFailure(kind: kind, message: message, line: Int(line), column: column, endLine: Int(line), endColumn: endColumn, text: text)
        emitBare(.error)
    }

    private mutating func failAtEnd() {
        endOfFile = true
        stepBack()
        emitBare(.error)
    }

    func characters(_ from: Int, _ to: Int) -> Int {
        var n = 0, k = from
        while k < to { if p[k] & 0xc0 != 0x80 { n += 1 }; k += 1 }
        return n
    }

    func lineText(_ from: Int) -> String {
        var k = from
        while k < end && p[k] != 10 { k += 1 }
        if k < end { k += 1 }
        return String(decoding: UnsafeBufferPointer(start: p + from, count: k - from), as: UTF8.self)
    }

    private mutating func warn(_ message: String, deprecation: Bool = false) {
        let column = characters(lineStart, i)
        warnings.append(SyntaxWarningRecord(message: message, line: Int(line), errorLine: Int(line), column: column, endLine: Int(line), endColumn: column,
                                            isDeprecation: deprecation))
    }

    // MARK: the loop

    /// Fills `tokens`, up to ENDMARKER or the first error.
    mutating func run(_ strings: inout StringTable) {
        if end == 0 { line = 0 }
        while !indentation(extra) {
            // A line with tokens: read until its newline.
            while true {
                if let mode = modes.last, mode.literal {
                    if !literalText() { return }
                    continue
                }
                let c = p[i]
                if c == 32 || c == 9 || c == 12 { i &+= 1; continue }
                let start = i
                if extra && (c == 10 && i < end || c == 13 && p[i + 1] == 10) {
                    i += c == 13 ? 2 : 1
                    emit(brackets.isEmpty ? .newline : .lineBreak, start, i)
                    line &+= 1; lineStart = i
                    if brackets.isEmpty { break }
                    continue
                }
                let kind = characterClass[Int(c)]
                if kind & identifierStart != 0 {
                    if kind & stringPrefix != 0 {
                        switch prefixed() {
                        case .string: continue
                        case .failed: return
                        case .name: i = start
                        }
                    }
                    if !identifier(&strings) { return }
                    continue
                }
                if kind & digit != 0 || c == 46 && characterClass[Int(p[i + 1])] & digit != 0 {
                    if !number() { return }
                    emit(.number, start, i)
                    continue
                }
                if c == 10 {
                    if i >= end { break }
                    if !brackets.isEmpty {
                        i &+= 1; line &+= 1; lineStart = i
                        continue
                    }
                    // A comment before the newline is part of the token, as CPython has it.
                    emit(.newline, comment >= lineStart ? comment : i, i + 1)
                    i &+= 1; line &+= 1; lineStart = i
                    break
                }
                if c == 35 {
                    comment = i
                    skipComment()
                    if extra { emitComment(start) }
                    continue
                }
                if c == 39 || c == 34 {
                    if !string(start) { return }
                    continue
                }
                if c == 92 {
                    if !continuation() { return }
                    continue
                }
                if c == 0 && i >= end {
                    finish()
                    return
                }
                if !punctuation(c) { return }
            }
        }
    }

    /// When all that could be read is tokenized and a line follows that cannot be read, that is the error here.
    mutating func reachBadLine() {
        guard let bad = source.badLine, count > 0 else { return }
        var inToken = end >= 2 && p[end - 2] == 92
        if tokens[count - 1].kind == .error {
            guard endOfFile || unterminatedAtEnd || i >= end else { return }
            inToken = inToken || unterminatedAtEnd || !modes.isEmpty || !endOfFile
            modes.removeAll()
        }
        while count > 0, [.endMarker, .dedent, .error].contains(tokens[count - 1].kind) { count -= 1 }
        endOfFile = false; unterminatedAtEnd = false; isHardFailure = true
        failure = inToken ? bad.failure : bad.early ?? bad.failure
        brackets.removeAll()
        emitBare(.error)
    }

    @inline(__always) private mutating func skipComment() {
        if let found = memchr(p + i, 10, end - i) { i = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - p } else { i = end }
    }

    private mutating func emitComment(_ start: Int) {
        if i > start && p[i - 1] == 13 { i -= 1 }
        emit(.comment, start, i)
    }
    /// A blank line's end as a token of its own.
    private mutating func emitLineBreak() {
        let start = i
        i += p[i] == 13 ? 2 : 1
        emit(.lineBreak, start, i)
        line &+= 1; lineStart = i
    }

    /// The end of the text, not at the beginning of a line.
    private mutating func finish() {
        if !brackets.isEmpty { cutOff = modes.first?.lineStart ?? -1; failAtEnd(); return }
        // Without a final newline (`eval`, `single`) the parser sees ENDMARKER at once; `single` turns it into a newline.
        if single {
            if count > 0 {
                emitBare(.newline)
                if implyDedent && indents.count > 1 {
                    while indents.count > 1 { indents.removeLast(); emitBare(.dedent) }
                    emitBare(.newline)
                }
            }
            emitBare(.endMarker)
        } else {
            emitBare(.endMarker)
        }
    }

    /// At the beginning of a line: passes blank lines, emits INDENT and DEDENT. True at the end of the text or after an error.
    private mutating func indentation(_ extra: Bool) -> Bool {
        while true {
            var column = 0, alternative = 0, continued = 0, continuedAlternative = 0
            scan: while true {
                switch p[i] {
                case 32: column &+= 1; alternative &+= 1; i &+= 1
                case 9: column = (column / 8 + 1) * 8; alternative += 1; i &+= 1
                case 12: column = 0; alternative = 0; i &+= 1
                case 92:
                    continued = continued != 0 ? continued : column
                    continuedAlternative = continuedAlternative != 0 ? continuedAlternative : alternative
                    if !continuation() { return true }
                default: break scan
                }
            }
            if extra {
                if p[i] == 35 { let start = i; skipComment(); emitComment(start); if i < end { emitLineBreak(); continue } }
                else if p[i] == 10 && i < end || p[i] == 13 && p[i + 1] == 10 { emitLineBreak(); continue }
            }
            if p[i] == 35 { skipComment() ; if i >= end { return closeBlankEnd() }; i &+= 1; line &+= 1; lineStart = i; continue }
            if p[i] == 10 && i < end { i &+= 1; line &+= 1; lineStart = i; continue }
            if i >= end {
                if i == lineStart || column == 0 { return closeAtLineStart() }
                if !applyIndent(column, alternative) { return true }
                finish()
                return true
            }
            if continued != 0 { column = continued; alternative = continuedAlternative }
            return !applyIndent(column, alternative)
        }
    }

    /// The text ends in a comment without newline.
    private mutating func closeBlankEnd() -> Bool {
        finish()
        return true
    }

    /// Behind the last newline: the line that does not exist is not counted.
    private mutating func stepBack() {
        if i != lineStart || line <= 1 { return }
        line -= 1
        lineStart = i - 1
        while lineStart > 0 && p[lineStart - 1] != 10 { lineStart -= 1 }
    }

    private mutating func closeAtLineStart() -> Bool {
        stepBack()
        if single && count > 0 {
            while indents.count > 1 { indents.removeLast(); emitBare(.dedent) }
            emitBare(.newline)
            emitBare(.endMarker)
            return true
        }
        while indents.count > 1 { indents.removeLast(); emitBare(.dedent) }
        emitBare(.endMarker)
        return true
    }

    private mutating func applyIndent(_ column: Int, _ alternative: Int) -> Bool {
        let top = indents[indents.count - 1]
        if column == top.column {
            if alternative != top.alternative { return tabError() }
            return true
        }
        if column > top.column {
            if indents.count >= Tokenizer.maxIndent {
                fail("too many levels of indentation", column: 1, endColumn: 0, kind: .indentationError)
                return false
            }
            if alternative <= top.alternative { return tabError() }
            indents.append((column, alternative))
            emitBare(.indent)
            return true
        }
        var closed = 0
        while indents.count > 1 && column < indents[indents.count - 1].column { indents.removeLast(); closed += 1 }
        let now = indents[indents.count - 1]
        if column != now.column {
            // Reported with the whole line passed.
            var k = i
            while k < end && p[k] != 10 { k += 1 }
            fail("unindent does not match any outer indentation level", column: characters(lineStart, k) + (k < end ? 1 : 0), endColumn: -1,
                 kind: .indentationError)
            return false
        }
        if alternative != now.alternative { return tabError() }
        for _ in 0..<closed { emitBare(.dedent) }
        return true
    }

    private mutating func tabError() -> Bool {
        var k = i
        while k < end && p[k] != 10 { k += 1 }
        fail("inconsistent use of tabs and spaces in indentation", column: 1, endColumn: 0, kind: .tabError)
        return false
    }

    /// A backslash: passes it and the newline after it.
    private mutating func continuation() -> Bool {
        if extra && p[i + 1] == 13 && p[i + 2] == 10 { i += 1 }
        if p[i + 1] != 10 || i + 1 >= end {
            i = min(i + 2, end)
            if bufferStart < lineStart {
                // Behind a string over several lines CPython counts from the line on which that began, up to the end of this one.
                var length = lineStart
                while length < end && p[length] != 10 { length += 1 }
                let column = min(i - bufferStart, length - lineStart + 2)
                fail("unexpected character after line continuation character", column: column, endColumn: 0)
                return false
            }
            fail("unexpected character after line continuation character", column: characters(lineStart, i), endColumn: 0)
            return false
        }
        i += 2
        if i >= end {
            if count > 0 && tokens[count - 1].line == line && tokens[count - 1].kind != .lineBreak { cutOff = lineStart }
            failAtEnd()
            return false
        }
        line &+= 1; lineStart = i
        return true
    }

    // MARK: names and numbers

    private mutating func identifier(_ strings: inout StringTable) -> Bool {
        let start = i
        var hash: UInt32 = 2166136261, any: UInt8 = 0
        var c = p[i]
        repeat {
            hash = (hash ^ UInt32(c)) &* 16777619
            any |= c
            i &+= 1
            c = p[i]
        } while characterClass[Int(c)] & identifierPart != 0
        let index: UInt32
        if any < 128 {
            hash ^= hash >> 15
            index = strings.intern(p + start, i - start, hash)
        } else if extra {
            index = strings.intern(UnsafeBufferPointer(start: p + start, count: i - start))
        } else {
            guard let normal = verified(start) else { return false }
            index = normal.withUnsafeBufferPointer { strings.intern($0) }
        }
        if index < Keywords.hardCount {
            emit(TokenKind(rawValue: TokenKind.kwFalse.rawValue + UInt8(index)).unsafelyUnwrapped, start, i, value: index)
        } else {
            emit(.name, start, i, value: index)
        }
        return true
    }

    /// The NFKC form of an identifier beyond ASCII, nil after reporting a character that may not be in one.
    private mutating func verified(_ start: Int) -> [UInt8]? {
        let text = String(decoding: UnsafeBufferPointer(start: p + start, count: i - start), as: UTF8.self)
        var at = start
        for (index, scalar) in text.unicodeScalars.enumerated() {
            let ok = index == 0 ? scalar == "_" || isIdentifierStart(scalar) : isIdentifierPart(scalar)
            at += scalar.utf8.count
            if !ok {
                i = at
                let code = "U+" + hex(scalar.value, 4, upper: true)
                fail(isPrintable(scalar) ? "invalid character '\(scalar)' (\(code))" : "invalid non-printable character \(code)")
                return nil
            }
        }
        return normalizeIdentifier(text)
    }

    @inline(__always) private func isDigit(_ c: UInt8) -> Bool { c &- 48 < 10 }

    private mutating func number() -> Bool {
        let start = i
        if p[i] == 48 {
            switch p[i + 1] {
            case 120, 88: return prefixedNumber("hexadecimal") { $0 &- 48 < 10 || ($0 | 32) &- 97 < 6 }
            case 111, 79: return prefixedNumber("octal") { $0 &- 48 < 8 }
            case 98, 66: return prefixedNumber("binary") { $0 &- 48 < 2 }
            default: break
            }
            var nonzero = false
            i += 1
            while true {
                if p[i] == 95 {
                    i += 1
                    if !isDigit(p[i]) { fail("invalid decimal literal"); return false }
                }
                if p[i] != 48 { break }
                i += 1
            }
            let zerosEnd = i + 1
            if isDigit(p[i]) {
                nonzero = true
                if !digits() { return false }
            }
            switch p[i] {
            case 46: i += 1; return fraction()
            case 101, 69: return exponent()
            case 106, 74: i += 1; return numberEnd("imaginary")
            default:
                if nonzero && !extra {
                    fail("leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
                         column: characters(lineStart, start) + 1, endColumn: characters(lineStart, zerosEnd), wholeLine: false)
                    return false
                }
                return numberEnd("decimal")
            }
        }
        if p[i] != 46 {
            if !digits() { return false }
            if p[i] != 46 {
                switch p[i] {
                case 101, 69: return exponent()
                case 106, 74: i += 1; return numberEnd("imaginary")
                default: return numberEnd("decimal")
                }
            }
        }
        i += 1
        return fraction()
    }

    /// Decimal digits with single underscores between.
    private mutating func digits() -> Bool {
        while true {
            while isDigit(p[i]) { i &+= 1 }
            if p[i] != 95 { return true }
            i += 1
            if !isDigit(p[i]) { fail("invalid decimal literal"); return false }
        }
    }

    private mutating func fraction() -> Bool {
        if isDigit(p[i]), !digits() { return false }
        switch p[i] {
        case 101, 69: return exponent()
        case 106, 74: i += 1; return numberEnd("imaginary")
        default: return numberEnd("decimal")
        }
    }

    private mutating func exponent() -> Bool {
        let letter = p[i]
        i += 1
        if p[i] == 43 || p[i] == 45 {
            i += 1
            if !isDigit(p[i]) { fail("invalid decimal literal"); return false }
        } else if !isDigit(p[i]) {
            // Not an exponent: perhaps `1else`.
            if letter == 101, follows("lse", at: i) {
                i -= 1
                if extra { return true }
                warn("invalid decimal literal")
                return true
            }
            i -= 1
            if extra { return true }
            fail("invalid decimal literal")
            return false
        }
        if !digits() { return false }
        if p[i] == 106 || p[i] == 74 { i += 1; return numberEnd("imaginary") }
        return numberEnd("decimal")
    }

    private mutating func prefixedNumber(_ name: String, _ isValid: (UInt8) -> Bool) -> Bool {
        i += 2
        repeat {
            if p[i] == 95 { i += 1 }
            if !isValid(p[i]) {
                if isDigit(p[i]) && name != "hexadecimal" { return badDigit(name) }
                fail("invalid \(name) literal")
                return false
            }
            while isValid(p[i]) { i &+= 1 }
        } while p[i] == 95
        if isDigit(p[i]) { return badDigit(name) }
        return numberEnd(name)
    }

    private mutating func badDigit(_ name: String) -> Bool {
        let c = Character(Unicode.Scalar(p[i]))
        i += 1
        fail("invalid digit '\(c)' in \(name) literal")
        return false
    }

    /// Whether the rest of a keyword is there, and nothing that would make it a longer name.
    private func follows(_ text: String, at: Int) -> Bool {
        var k = at
        for byte in text.utf8 { if p[k] != byte { return false }; k += 1 }
        return characterClass[Int(p[k])] & identifierPart == 0
    }

    /// A letter right after a number is an error, unless it begins a keyword that may follow: then a warning.
    private mutating func numberEnd(_ name: String) -> Bool {
        let c = p[i]
        if extra || characterClass[Int(c)] & identifierPart == 0 { return true }
        let keyword: Bool
        switch c {
        case 97: keyword = follows("nd", at: i + 1)
        case 101: keyword = follows("lse", at: i + 1)
        case 102: keyword = follows("or", at: i + 1)
        case 105: keyword = p[i + 1] == 102 || p[i + 1] == 110 || p[i + 1] == 115
        case 111: keyword = follows("r", at: i + 1)
        case 110: keyword = follows("ot", at: i + 1)
        default: keyword = false
        }
        if keyword { warn("invalid \(name) literal"); return true }
        if c < 128 { fail("invalid \(name) literal"); return false }
        return true
    }

    // MARK: strings

    private enum Prefixed { case name, string, failed }

    /// At a letter that may begin a string prefix.
    private mutating func prefixed() -> Prefixed {
        let start = i
        var b = false, u = false, r = false, f = false, t = false
        while true {
            switch p[i] {
            case 98, 66: if b { return .name }; b = true
            case 117, 85: if u { return .name }; u = true
            case 114, 82: if r { return .name }; r = true
            case 102, 70: if f { return .name }; f = true
            case 116, 84: if t { return .name }; t = true
            default: return .name
            }
            i &+= 1
            if p[i] == 39 || p[i] == 34 { break }
        }
        let clash: (String, String)?
        if u && b { clash = ("u", "b") } else if u && r { clash = ("u", "r") } else if u && f { clash = ("u", "f") }
        else if u && t { clash = ("u", "t") } else if b && f { clash = ("b", "f") } else if b && t { clash = ("b", "t") }
        else if f && t { clash = ("f", "t") } else { clash = nil }
        if let (one, other) = clash {
            fail("'\(one)' and '\(other)' prefixes are incompatible", column: characters(lineStart, start) + 1, endColumn: characters(lineStart, i) + 1,
                 wholeLine: false)
            return .failed
        }
        if !f && !t { return string(start) ? .string : .failed }
        let quote = p[i]
        var size = 1
        if p[i + 1] == quote && p[i + 2] == quote { size = 3 }
        i += size
        if modes.count + 1 >= Tokenizer.maxStringNesting { fail("too many nested f-strings or t-strings"); return .failed }
        emit(t ? .tstringStart : .fstringStart, start, i)
        modes.append(StringMode(quote: quote, quoteSize: size, raw: r, isTemplate: t, start: start, line: line, lineStart: lineStart))
        return .string
    }

    /// A string without replacement fields; `i` is at the opening quote, `start` at the prefix.
    private mutating func string(_ start: Int) -> Bool {
        let quote = p[i]
        let firstLine = line, firstLineStart = lineStart
        var triple = false
        if p[i + 1] == quote {
            if p[i + 2] != quote {
                i &+= 2
                emit(.string, start, i)
                return true
            }
            triple = true
            i &+= 3
        } else {
            i &+= 1
        }
        var escapedQuote = false, run = 0
        while true {
            let c = p[i]
            if c == quote {
                i &+= 1
                if !triple { break }
                run &+= 1
                if run == 3 { break }
                continue
            }
            if c == 10 {
                if i >= end || !triple { return unterminated(start, firstLine, firstLineStart, triple, escapedQuote, quote) }
                line &+= 1
                i &+= 1
                lineStart = i
            } else if c == 92 {
                i &+= 1
                if p[i] == quote { escapedQuote = true }
                if p[i] == 10 {
                    if i >= end { return unterminated(start, firstLine, firstLineStart, triple, escapedQuote, quote) }
                    line &+= 1
                    lineStart = i + 1
                }
                if i < end { i &+= 1 }
            } else if c == 0 && i >= end {
                return unterminated(start, firstLine, firstLineStart, triple, escapedQuote, quote)
            } else {
                i &+= 1
            }
            run = 0
        }
        emitSpanning(.string, start, i, firstLine, firstLineStart)
        return true
    }

    private mutating func unterminated(_ start: Int, _ firstLine: UInt32, _ firstLineStart: Int, _ triple: Bool, _ escaped: Bool,
                                       _ quote: UInt8) -> Bool {
        // At the end of the text the last line is the one before the line that does not exist.
        let detected = i >= end && i == lineStart && line > 1 ? line - 1 : line
        unterminatedAtEnd = i >= end
        i = start + 1
        line = firstLine
        lineStart = firstLineStart
        if let mode = modes.last, mode.quote == quote, mode.quoteSize == (triple ? 3 : 1) {
            unterminatedAtEnd = false
            fail("\(mode.letter)-string: expecting '}'")
        } else if triple {
            fail("unterminated triple-quoted string literal (detected at line \(detected))")
        } else {
            fail("unterminated string literal (detected at line \(detected))" + (escaped ? "; perhaps you escaped the end quote?" : ""))
        }
        return false
    }

    /// Inside a string with replacement fields: its end, the opening of a field, or a piece of text.
    private mutating func literalText() -> Bool {
        let top = modes.count - 1
        var mode = modes[top]
        let middle: TokenKind = mode.isTemplate ? .tstringMiddle : .fstringMiddle
        if p[i] == 123 && (p[i + 1] != 123) {
            return openField(top, &mode)
        }
        var quotes = 0
        while quotes < mode.quoteSize && p[i + quotes] == mode.quote { quotes += 1 }
        if quotes == mode.quoteSize {
            emit(mode.isTemplate ? .tstringEnd : .fstringEnd, i, i + mode.quoteSize)
            i += mode.quoteSize
            modes.removeLast()
            return true
        }
        let start = i, startLine = line, startLineStart = lineStart
        var named = false, run = 0
        let formatting = mode.inFormat && mode.fieldDepth >= 0
        while run != mode.quoteSize {
            let c = p[i]
            if c == mode.quote { run += 1; i += 1; continue }
            run = 0
            if i >= end || c == 10 && mode.quoteSize == 1 {
                if formatting && c == 10 && i < end {
                    i += 1
                    fail("\(mode.letter)-string: newlines are not allowed in format specifiers for single quoted \(mode.letter)-strings")
                    return false
                }
                let detected = i >= end && i == lineStart && line > 1 ? line - 1 : line
                unterminatedAtEnd = i >= end && mode.quoteSize == 3
                i = mode.start + 1
                line = mode.line
                lineStart = mode.lineStart
                fail("unterminated \(mode.quoteSize == 3 ? "triple-quoted " : "")\(mode.letter)-string literal (detected at line \(detected))")
                return false
            }
            if c == 10 { i += 1; line += 1; lineStart = i; continue }
            if c == 123 {
                if p[i + 1] != 123 || formatting {
                    emitSpanning(middle, start, i, startLine, startLineStart)
                    return openField(top, &mode)
                }
                emitSpanning(middle, start, i + 1, startLine, startLineStart)
                // The second brace is no text, but within the position.
                tokens[count - 1].endColumn += 1
                i += 2
                return true
            }
            if c == 125 {
                if named {
                    i += 1
                    emitSpanning(middle, start, i, startLine, startLineStart)
                    return true
                }
                if p[i + 1] == 125 && !formatting && mode.bracketDepth == 0 {
                    emitSpanning(middle, start, i + 1, startLine, startLineStart)
                    tokens[count - 1].endColumn += 1
                    i += 2
                } else {
                    emitSpanning(middle, start, i, startLine, startLineStart)
                    modes[top].literal = false
                }
                return true
            }
            if c == 92 {
                let next = p[i + 1]
                if next == 123 || next == 125 {
                    if !mode.raw {
                        i += 2
                        warnEscape(next)
                        i -= 2
                    }
                    i += 1
                    continue
                }
                i += 2
                if next == 10 {
                    if i > end { i = end; continue }
                    line += 1
                    lineStart = i
                }
                if !mode.raw && next == 78 && p[i] == 123 { named = true; i += 1 }
                if i > end { i = end }
                continue
            }
            i += 1
        }
        i -= mode.quoteSize
        emitSpanning(middle, start, i, startLine, startLineStart)
        return true
    }

    /// `\{` and `\}`, which the decoding of the text never sees.
    private mutating func warnEscape(_ c: UInt8) {
        let ch = Character(Unicode.Scalar(c))
        warn("\"\\\(ch)\" is an invalid escape sequence. Such sequences will not work in the future. Did you mean \"\\\\\(ch)\"? A raw string is also an option.")
    }

    private mutating func openField(_ top: Int, _ mode: inout StringMode) -> Bool {
        modes[top].fieldDepth += 1
        if modes[top].fieldDepth >= Tokenizer.maxFieldNesting {
            fail("\(mode.letter)-string: expressions nested too deeply")
            return false
        }
        modes[top].literal = false
        return true
    }

    // MARK: punctuation

    private mutating func punctuation(_ c: UInt8) -> Bool {
        let start = i
        let inString = !modes.isEmpty
        if inString && (c == 58 || c == 125 || c == 33 || c == 123) && modes[modes.count - 1].fieldDepth >= 0 {
            let top = modes.count - 1
            if c == 58 && modes[top].bracketDepth - 1 == modes[top].fieldDepth {
                modes[top].literal = true
                modes[top].inFormat = true
                i += 1
                emit(.colon, start, i)
                return true
            }
        }
        let d = p[i + 1]
        let kind: TokenKind
        var length = 1
        switch c {
        case 40, 91, 123:
            if brackets.count >= Tokenizer.maxLevel { i += 1; fail("too many nested parentheses"); return false }
            brackets.append((c, line, UInt32(truncatingIfNeeded: i - lineStart)))
            if inString { modes[modes.count - 1].bracketDepth += 1 }
            kind = c == 40 ? .lpar : c == 91 ? .lsqb : .lbrace
        case 41, 93, 125:
            i += 1
            if !close(c) { return false }
            i -= 1
            kind = c == 41 ? .rpar : c == 93 ? .rsqb : .rbrace
        case 44: kind = .comma
        case 58: if d == 61 { kind = .colonEqual; length = 2 } else { kind = .colon }
        case 59: kind = .semi
        case 46: if d == 46 && p[i + 2] == 46 { kind = .ellipsis; length = 3 } else { kind = .dot }
        case 61: if d == 61 { kind = .eqEqual; length = 2 } else { kind = .equal }
        case 43: if d == 61 { kind = .plusEqual; length = 2 } else { kind = .plus }
        case 45:
            if d == 61 { kind = .minEqual; length = 2 } else if d == 62 { kind = .rarrow; length = 2 } else { kind = .minus }
        case 42:
            if d == 42 { if p[i + 2] == 61 { kind = .doubleStarEqual; length = 3 } else { kind = .doubleStar; length = 2 } }
            else if d == 61 { kind = .starEqual; length = 2 } else { kind = .star }
        case 47:
            if d == 47 { if p[i + 2] == 61 { kind = .doubleSlashEqual; length = 3 } else { kind = .doubleSlash; length = 2 } }
            else if d == 61 { kind = .slashEqual; length = 2 } else { kind = .slash }
        case 37: if d == 61 { kind = .percentEqual; length = 2 } else { kind = .percent }
        case 38: if d == 61 { kind = .amperEqual; length = 2 } else { kind = .amper }
        case 124: if d == 61 { kind = .vbarEqual; length = 2 } else { kind = .vbar }
        case 94: if d == 61 { kind = .circumflexEqual; length = 2 } else { kind = .circumflex }
        case 64: if d == 61 { kind = .atEqual; length = 2 } else { kind = .at }
        case 60:
            if d == 60 { if p[i + 2] == 61 { kind = .leftShiftEqual; length = 3 } else { kind = .leftShift; length = 2 } }
            else if d == 61 { kind = .lessEqual; length = 2 } else if d == 62 { kind = .notEqual; length = 2 } else { kind = .less }
        case 62:
            if d == 62 { if p[i + 2] == 61 { kind = .rightShiftEqual; length = 3 } else { kind = .rightShift; length = 2 } }
            else if d == 61 { kind = .greaterEqual; length = 2 } else { kind = .greater }
        case 33: if d == 61 { kind = .notEqual; length = 2 } else { kind = .exclamation }
        case 126: kind = .tilde
        default:
            if c < 32 || c == 127 {
                i += 1
                fail("invalid non-printable character U+" + hex(UInt32(c), 4, upper: true))
                return false
            }
            kind = .unknown
        }
        i += length
        emit(kind, start, i)
        return true
    }

    /// A closing bracket; `i` is past it.
    private mutating func close(_ c: UInt8) -> Bool {
        let ch = Character(Unicode.Scalar(c))
        let top = modes.count - 1
        if top >= 0 && modes[top].bracketDepth == 0 && c == 125 {
            fail("\(modes[top].letter)-string: single '}' is not allowed")
            return false
        }
        guard let open = brackets.popLast() else { if extra { return true }; fail("unmatched '\(ch)'"); return false }
        if !extra && !(open.character == 40 && c == 41 || open.character == 91 && c == 93 || open.character == 123 && c == 125) {
            if top >= 0 && open.character == 123 && modes[top].bracketDepth - 1 == modes[top].fieldDepth {
                fail("\(modes[top].letter)-string: unmatched '\(ch)'")
                return false
            }
            let other = Character(Unicode.Scalar(open.character))
            fail("closing parenthesis '\(ch)' does not match opening parenthesis '\(other)'"
                 + (open.line != line ? " on line \(open.line)" : ""))
            return false
        }
        if top >= 0 {
            modes[top].bracketDepth -= 1
            if modes[top].bracketDepth < 0 { fail("\(modes[top].letter)-string: unmatched '\(ch)'"); return false }
            if c == 125 && modes[top].bracketDepth == modes[top].fieldDepth {
                modes[top].fieldDepth -= 1
                modes[top].literal = true
                modes[top].inFormat = false
            }
        }
        return true
    }
}

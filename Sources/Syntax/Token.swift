// Tokens: kinds, and the keywords in the order in which every string table begins with them.

enum TokenKind: UInt8 {
    case endMarker, name, number, string, fstringStart, fstringMiddle, fstringEnd, tstringStart, tstringMiddle, tstringEnd
    case newline, indent, dedent, error
    /// `$`, `?`, `` ` ``: characters no rule accepts.
    case unknown
    /// Only for the module `tokenize`: comments, and newlines that end no statement.
    case comment, lineBreak
    case lpar, rpar, lsqb, rsqb, lbrace, rbrace, colon, comma, semi, equal, dot, ellipsis, rarrow, colonEqual, exclamation, tilde
    // Binary operators, for the precedence table.
    case plus, minus, star, slash, vbar, amper, percent, circumflex, leftShift, rightShift, doubleStar, doubleSlash, at
    case less, greater, eqEqual, notEqual, lessEqual, greaterEqual
    // Augmented assignments.
    case plusEqual, minEqual, starEqual, slashEqual, percentEqual, amperEqual, vbarEqual, circumflexEqual, leftShiftEqual,
         rightShiftEqual, doubleStarEqual, doubleSlashEqual, atEqual
    // Keywords, in the order of `Keywords.all`.
    case kwFalse, kwNone, kwTrue, kwAnd, kwAs, kwAssert, kwAsync, kwAwait, kwBreak, kwClass, kwContinue, kwDef, kwDel, kwElif,
         kwElse, kwExcept, kwFinally, kwFor, kwFrom, kwGlobal, kwIf, kwImport, kwIn, kwIs, kwLambda, kwNonlocal, kwNot, kwOr,
         kwPass, kwRaise, kwReturn, kwTry, kwWhile, kwWith, kwYield

    @inline(__always) var isKeyword: Bool { rawValue >= TokenKind.kwFalse.rawValue }
}

enum Keywords {
    /// Strings 0... of every table; the hard keywords, then names the parser looks for.
    static let all = ["False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
                      "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
                      "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
                      "_", "match", "case", "type", "print", "exec", "__debug__", "super", "__class__", "*", "__future__"]
    static let hardCount: UInt32 = 35
    static let underscore: UInt32 = 35, match: UInt32 = 36, case_: UInt32 = 37, type: UInt32 = 38, print: UInt32 = 39,
               exec: UInt32 = 40, debug: UInt32 = 41, super_: UInt32 = 42, class_: UInt32 = 43, star: UInt32 = 44,
               future: UInt32 = 45
}

struct Token {
    /// Byte range in the source.
    var start: UInt32, end: UInt32
    var line: UInt32, endLine: UInt32
    /// Bytes from the start of the line; `noColumn` where CPython has -1 (INDENT, DEDENT, ENDMARKER).
    var column: UInt32, endColumn: UInt32
    /// Names: index in the string table. INDENT, DEDENT, ENDMARKER: the column the tokenizer stood at.
    var value: UInt32
    var kind: TokenKind

    static let noColumn = UInt32.max
}

// What parsing and analysis report: one error, or a tree and warnings.

/// The class of exception that a failure becomes.
public enum FailureKind: UInt8 {
    case syntaxError, indentationError, tabError
    /// `_IncompleteInputError`: with `allowIncompleteInput`, the text ends where more could follow.
    case incompleteInput
    case valueError
    case memory, recursion
}

/// An error of parsing or analysis, as `SyntaxError` reports it.
public struct SyntaxFailure: Error {
    public let kind: FailureKind
    public let message: String
    /// 1-based; 0 when the error has no position. (An unknown encoding is reported at line 0, column -1, without an end.)
    public let line: Int
    /// 1-based, in characters; 0 or -1 as CPython has it where unknown.
    public let column: Int
    public let endLine: Int
    public let endColumn: Int
    /// The source line with its newline, nil where there is none.
    public let text: String?
    /// Set by the parser: line and column of the last compound statement that was complete (0, 0: none), which suggestions start from.
    public internal(set) var lastStatement: (line: Int, column: Int)? = nil
    /// What was to be warned of before the error.
    public internal(set) var warnings: [SyntaxWarningRecord] = []
    /// Found while scopes were made: the `args` of CPython's error are the message alone.
    public internal(set) var isBare = false
    /// At the end of the text, where no token has a column: read line by line, the tokenizer has no line there any more, and CPython's column is 0.
    public internal(set) var isAtEnd = false
    /// The tokenizer came to the end of the text where more had to follow.
    public internal(set) var isUnexpectedEnd = false
    /// Whether there is a position at all.
    public var hasPosition: Bool { line > 0 || text != nil }

    public init(kind: FailureKind, message: String, line: Int = 0, column: Int = 0, endLine: Int = 0, endColumn: Int = 0,
                text: String? = nil) {
        self.kind = kind; self.message = message; self.line = line; self.column = column
        self.endLine = endLine; self.endColumn = endColumn; self.text = text
    }
}

/// A `SyntaxWarning` or `DeprecationWarning` to be issued; when a filter turns it into an error, CPython raises a `SyntaxError`
/// with the same text at the given position.
public struct SyntaxWarningRecord {
    public let message: String
    /// The line to warn of.
    public internal(set) var line: Int
    /// Where the `SyntaxError` is that it becomes when a filter says so; the columns are 1-based, in characters.
    public let errorLine: Int
    public let column: Int
    public let endLine: Int
    public let endColumn: Int
    public let isDeprecation: Bool
}

/// What kind of text is parsed.
public enum ParseMode: UInt8 { case exec, eval, single, funcType }

public struct ParseFlags: OptionSet {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// `PyCF_TYPE_COMMENTS`; accepted, comments are ignored all the same.
    public static let typeComments = ParseFlags(rawValue: 1)
    public static let dontImplyDedent = ParseFlags(rawValue: 2)
    public static let allowIncompleteInput = ParseFlags(rawValue: 4)
    /// `from __future__ import barry_as_FLUFL`: `<>` instead of `!=`.
    public static let barryAsFLUFL = ParseFlags(rawValue: 8)
    /// The source is a str: no cookie or byte order mark is looked for (`PyCF_IGNORE_COOKIE`).
    public static let ignoreCookie = ParseFlags(rawValue: 16)
    /// Top-level `await` is allowed (`PyCF_ALLOW_TOP_LEVEL_AWAIT`).
    public static let allowTopLevelAwait = ParseFlags(rawValue: 32)
}

/// A tree and the warnings of making it.
public struct ParseResult {
    public let tree: SyntaxTree
    public let warnings: [SyntaxWarningRecord]
    /// The cookie's encoding, normalized as the tokenizer does; nil for a str or without cookie or mark.
    public let encoding: String?
}

// The vocabulary of compiled patterns, as `re._compiler` emits it and `re._constants` numbers it (MAGIC 20230612, Python 3.14).

/// Operations of a compiled pattern. Raw values are the positions in `re._constants.OPCODES`.
public enum SREOpcode: UInt32 {
    case failure, success
    case any, anyAll
    case assert, assertNot
    case at
    case branch
    case category
    case charset, bigCharset
    case groupRef, groupRefExists
    case `in`
    case info
    case jump
    case literal
    case mark
    case maxUntil
    case minUntil
    case notLiteral
    case negate
    case range
    case `repeat`
    case repeatOne
    case subpattern
    case minRepeatOne
    case atomicGroup
    case possessiveRepeat
    case possessiveRepeatOne
    case groupRefIgnore, inIgnore, literalIgnore, notLiteralIgnore
    case groupRefLocIgnore, inLocIgnore, literalLocIgnore, notLiteralLocIgnore
    case groupRefUniIgnore, inUniIgnore, literalUniIgnore, notLiteralUniIgnore
    case rangeUniIgnore
}

/// Zero-width positions. Raw values are the positions in `re._constants.ATCODES`.
public enum SREAt: UInt32 {
    case beginning, beginningLine, beginningString
    case boundary, nonBoundary
    case end, endLine, endString
    case locBoundary, locNonBoundary
    case uniBoundary, uniNonBoundary
}

/// Character categories. Raw values are the positions in `re._constants.CHCODES`; an odd value is the complement of the one before it.
public enum SRECategory: UInt32 {
    case digit, notDigit
    case space, notSpace
    case word, notWord
    case linebreak, notLinebreak
    case locWord, locNotWord
    case uniDigit, uniNotDigit
    case uniSpace, uniNotSpace
    case uniWord, uniNotWord
    case uniLinebreak, uniNotLinebreak
}

/// Constants that `_sre` publishes.
public enum SREConstants {
    /// `_sre.MAGIC`: the version of the code format; `re._compiler` refuses to import with another.
    public static let magic = 20230612
    /// `_sre.CODESIZE`: bytes in one code word.
    public static let codeSize = 4
    /// `_sre.MAXREPEAT`: the repeat count that means "no limit".
    public static let maxRepeat = 0xFFFF_FFFF
    /// `_sre.MAXGROUPS`.
    public static let maxGroups = 0x3FFF_FFFF
    public static let flagIgnoreCase = 2, flagLocale = 4, flagMultiline = 8, flagDotAll = 16, flagUnicode = 32
    public static let flagVerbose = 64, flagDebug = 128, flagASCII = 256
}

/// What can go wrong with a pattern or a match.
public enum RegexError: Error, Equatable {
    /// The code array does not have the form that `re._compiler` emits ("invalid SRE code").
    case invalidCode
    /// The backtracking memory limit was reached, or the system had no more.
    case memory
    /// The poll callback asked to stop.
    case interrupted
}

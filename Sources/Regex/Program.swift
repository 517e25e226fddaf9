// The internal form of a pattern: a flat array of 32-bit words.
//
// Each instruction is an `Op` and a fixed number of operand words (a branch or a string says how many). Jump operands are word indices.
// `table` operands are offsets into one buffer of byte tables, `Program.tableStride` apart: 256 entries for the characters up to 255, then
// one for all characters above, then one for the end of the input.
//
// Registers: two marks a group (-1: unset), then the number of the group closed last (-1: none), then the counters of loops.

/// Operations of the matcher. The comment gives the operands.
enum Op: UInt8 {
    case success                    // the whole pattern has matched
    case fail
    case character                  // character
    case notCharacter               // character
    case any
    case anyAll
    case set                        // table
    case dynamicSet                 // set
    case string                     // n, characters...
    case open                       // register
    case close                      // register, group number from 1
    case atBeginning
    case atBeginningLine
    case atEnd
    case atEndLine
    case atEndString
    case boundary                   // set, 1 when complemented
    case jump                       // to
    case split                      // first, second
    case splitPeek                  // first, second, table for first, table for second
    case branch                     // mask table, n, alternatives...
    case repeatGreedy               // item, argument, min, max, follow table or -1, flags
    case repeatLazy                 // the same
    case loopInit                   // count register, last register or -1
    case loopGreedy                 // count register, last register or -1, min, max, body, tail, table for body, table for tail
    case loopLazy                   // the same
    case loopLazyMore               // the same; reached only by backtracking out of the tail
    case possessiveTest             // count register, min, max, body, tail
    case possessiveEnd              // count register, min, max, test, tail
    case assertBegin                // back
    case assertEnd
    case assertNotBegin             // back, next
    case assertNotEnd
    case atomicBegin
    case atomicEnd
    case groupRef                   // register, fold
    case groupExists                // register, otherwise
}

/// What a `repeat…` instruction repeats.
enum ItemKind: UInt8 { case never, any, anyAll, character, notCharacter, set, dynamicSet }

/// Flags of a `repeat…` instruction: whether giving back characters can never help, for input up to U+00FF or for any input.
enum RepeatFlag {
    static let possessiveLatin: Int32 = 1
    static let possessiveAlways: Int32 = 2
}

/// How `search` finds places worth an attempt.
enum SearchStrategy {
    /// Every position.
    case everywhere
    /// Only the beginning of the string.
    case atBeginning
    /// Only the beginnings of lines.
    case atLineStarts
    /// Positions whose next character is in the table.
    case firstSet(table: Int)
    /// Occurrences of one character.
    case character(UInt32)
    /// Occurrences of a string of at least two characters.
    case literal
}

enum ProgramLayout {
    static let tableStride = 264
    static let highEntry = 256
    static let endEntry = 257
    /// Entries of a branch's table of alternatives.
    static let maskStride = 258
}

/// The entry for characters above 255 in the table of a set.
enum HighRule {
    static let none: UInt8 = 0, all: UInt8 = 1, evaluate: UInt8 = 2
}

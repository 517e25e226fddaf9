// The decoded pattern: a tree, and the questions the emitter asks of it (minimal width, what can come first).

/// A pattern element that takes exactly one character.
enum Item: Equatable {
    /// Nothing matches.
    case never
    /// Any character but a newline.
    case any
    case anyAll
    case character(UInt32)
    case notCharacter(UInt32)
    /// Index of a table and its descriptor.
    case set(Int)
}

enum RepeatMode { case greedy, lazy, possessive }

indirect enum PatternTree {
    case empty
    case fail
    case item(Item)
    case at(SREAt)
    /// Even: a group opens; odd: it closes.
    case mark(Int)
    case sequence([PatternTree])
    case branch([PatternTree])
    /// `max` is `SREConstants.maxRepeat` for no limit.
    case repeatItem(RepeatMode, min: Int, max: Int, Item)
    case repeatTree(RepeatMode, min: Int, max: Int, PatternTree)
    case atomic(PatternTree)
    /// `back` characters before the current position (0: lookahead).
    case assert(negated: Bool, back: Int, PatternTree)
    /// Group number from 0.
    case groupRef(Int, Fold)
    case groupExists(Int, yes: PatternTree, no: PatternTree)
}

/// Answers about trees, given the sets they refer to.
struct TreeAnalysis {
    /// What each set admits, by its index.
    let sets: [Peek]

    func peek(_ item: Item) -> Peek {
        switch item {
        case .never: return .none
        case .any:
            var p = Peek.anyCharacter
            p.b0 &= ~(1 << 10)
            return p
        case .anyAll: return .anyCharacter
        case .character(let c):
            var p = Peek.none
            p.insert(c)
            return p
        case .notCharacter(let c):
            var p = Peek.anyCharacter
            if c < 256 {
                var one = Peek.none
                one.insert(c)
                p = Peek(b0: ~one.b0, b1: ~one.b1, b2: ~one.b2, b3: ~one.b3, high: true, end: false)
            }
            return p
        case .set(let i): return sets[i]
        }
    }

    /// What the next character may be for `tree`, followed by something that needs `follow`, to match here.
    func peek(_ tree: PatternTree, _ follow: Peek) -> Peek {
        switch tree {
        case .empty, .mark: return follow
        case .fail: return .none
        case .item(let item): return peek(item)
        case .at(let at):
            switch at {
            case .end, .endLine: return follow.intersection(Peek(b0: 1 << 10, end: true))
            case .endString: return follow.intersection(Peek(end: true))
            default: return follow
            }
        case .sequence(let parts):
            var next = follow
            for part in parts.reversed() { next = peek(part, next) }
            return next
        case .branch(let parts):
            var all = Peek.none
            for part in parts { all = all.union(peek(part, follow)) }
            return all
        case .repeatItem(_, let min, let max, let item):
            if max == 0 { return follow }
            return min > 0 ? peek(item) : peek(item).union(follow)
        case .repeatTree(_, let min, let max, let body):
            if max == 0 { return follow }
            let loop = loopPeek(body, follow)
            return min > 0 ? peek(body, loop) : loop
        case .atomic(let body):
            return peek(body, follow)
        case .assert(let negated, let back, let body):
            return negated || back > 0 ? follow : follow.intersection(peek(body, .all))
        case .groupRef: return .all
        case .groupExists(_, let yes, let no): return peek(yes, follow).union(peek(no, follow))
        }
    }

    /// What the next character may be between two rounds of a loop: another round, or what follows.
    func loopPeek(_ body: PatternTree, _ follow: Peek) -> Peek {
        let once = follow.union(peek(body, follow))
        return follow.union(peek(body, once))
    }

    /// The least number of characters `tree` can take; exact enough to bound a search (saturates).
    func minWidth(_ tree: PatternTree) -> Int {
        let limit = 1 << 40
        switch tree {
        case .item: return 1
        case .sequence(let parts):
            var n = 0
            for part in parts { n = min(limit, n + minWidth(part)) }
            return n
        case .branch(let parts): return parts.map(minWidth).min() ?? 0
        case .repeatItem(_, let min, _, _): return min
        case .repeatTree(_, let min, _, let body):
            let w = minWidth(body)
            return w == 0 ? 0 : Swift.min(limit, min.multipliedReportingOverflow(by: w).overflow ? limit : min * w)
        case .atomic(let body): return minWidth(body)
        case .groupExists(_, let yes, let no): return min(minWidth(yes), minWidth(no))
        case .empty, .fail, .at, .mark, .assert, .groupRef: return 0
        }
    }
}

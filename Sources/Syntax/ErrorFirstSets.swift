// With which tokens the alternatives of ErrorGrammar.swift can begin: those that cannot match the token at hand are not tried.

/// A set of token kinds.
struct TokenSet: Equatable {
    private var low: UInt64 = 0, high: UInt64 = 0
    static let all = { var s = TokenSet(); s.low = ~0; s.high = ~0; return s }()

    mutating func insert(_ k: TokenKind) { if k.rawValue < 64 { low |= 1 << UInt64(k.rawValue) } else { high |= 1 << UInt64(k.rawValue - 64) } }
    mutating func formUnion(_ s: TokenSet) { low |= s.low; high |= s.high }
    @inline(__always) func contains(_ k: TokenKind) -> Bool { (k.rawValue < 64 ? low : high) &>> UInt64(k.rawValue & 63) & 1 != 0 }
}

extension ErrorGrammar {
    /// Fills in the `first` of all rules and alternatives. A set may hold too much, never too little: where trying an alternative could do
    /// more than look at the token at hand before it fails (look further ahead, cut, blame), it is `all`.
    mutating func findFirstSets() {
        for i in rules.indices { rules[i].first = TokenSet() }
        var changed = true
        while changed {
            changed = false
            for i in rules.indices {
                var s = TokenSet()
                for a in rules[i].alternatives { s.formUnion(first(a)) }
                if s != rules[i].first { rules[i].first = s; changed = true }
            }
        }
        for i in rules.indices { rules[i].alternatives = rules[i].alternatives.map(annotated) }
    }
    private func annotated(_ a: Alternative) -> Alternative {
        var b = a
        b.first = first(a)
        b.items = a.items.map(annotated)
        return b
    }
    private func annotated(_ i: Item) -> Item {
        switch i {
        case .group(let list): return .group(list.map(annotated))
        case .optional(let x): return .optional(annotated(x))
        case .star(let x): return .star(annotated(x))
        case .plus(let x): return .plus(annotated(x))
        case .gather(let s, let e): return .gather(separator: annotated(s), element: annotated(e))
        case .look(let x, let positive): return .look(annotated(x), positive: positive)
        case .bound(let n, let x): return .bound(n, annotated(x))
        case .token, .soft, .softKeyword, .rule, .cut, .forced: return i
        }
    }
    private func first(_ a: Alternative) -> TokenSet {
        var s = TokenSet()
        for i in a.items {
            let (t, canBeEmpty) = first(i)
            s.formUnion(t)
            if !canBeEmpty { return s }
        }
        return .all
    }
    /// What ITEM can begin with, and whether it may match without a token.
    private func first(_ item: Item) -> (TokenSet, Bool) {
        var s = TokenSet()
        switch item {
        case .token(let k): s.insert(k); return (s, false)
        case .soft, .softKeyword: s.insert(.name); return (s, false)
        case .rule(let i): return (rules[i].first, false)
        case .group(let list):
            for a in list { s.formUnion(first(a)) }
            return (s, false)
        case .optional(let x), .star(let x): return (first(x).0, true)
        case .plus(let x), .bound(_, let x): return first(x)
        case .gather(_, let e): return first(e)
        case .look(let x, _):
            switch x { case .token, .soft, .softKeyword: return (s, true); default: return (.all, false) }
        case .cut, .forced: return (.all, false)
        }
    }
}

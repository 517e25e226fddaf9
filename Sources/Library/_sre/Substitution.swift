import Glibc
import Primitives
import Regex
import Runtime

/// `Pattern.sub` and `subn`.
enum Substitution {
    private enum Replacement { case literal, template, function }

    /// The text with (at most COUNT, 0: all) matches replaced, and how many were.
    static func run(_ p: PatternRef, _ replacement: Value, _ string: Value, _ limit: Int) throws(Raise) -> (text: Value, count: Int) {
        var filter = replacement
        var how = Replacement.function
        if !Call.isCallable(replacement) {
            if isLiteral(replacement) { how = .literal } else {
                filter = try TemplateRef.compile(p, replacement)
                how = .template
                if TemplateRef(filter).items.count == 0 {
                    filter = TemplateRef(filter).literal
                    how = .literal
                }
            }
        }
        let s = try p.subject(string, snapshot: true)
        let end = s.count
        let state = p.state(s, end: end)
        defer { p.release(state) }
        var out = PieceBuilder(isBytes: s.isBytes)
        var n = 0, done = 0, at = 0, mustAdvance = false
        do throws(Raise) {
            while limit == 0 || n < limit {
                guard try state.search(from: at, mustAdvance: mustAdvance).check() else { break }
                let b = state.matchStart, e = state.matchEnd
                if done < b { out.append(s.view(done, b)) }
                switch how {
                case .literal: try out.append(filter)
                case .template:
                    let template = TemplateRef(filter)
                    if template.literal.isStr != s.isBytes {
                        // Straight into the result; an item of `join` is one replacement.
                        try template.appendWhole(to: &out, s, state, p.groups + 1)
                    } else {
                        let m = MatchRef.make(p, s, state, 0, end)
                        try out.append(try template.expand(MatchRef(m)))
                    }
                case .function:
                    let m = MatchRef.make(p, s, state, 0, end)
                    let piece = try Call.call(filter, m)
                    if !piece.isNone { try out.append(piece) }
                }
                done = e
                n += 1
                mustAdvance = b == e
                at = e
            }
            if n == 0 {
                out.abandon()
                return (s.slice(0, end), 0)
            }
            if done < end { out.append(s.view(done, end)) }
            return (try out.finish(), n)
        } catch {
            out.abandon()
            throw error
        }
    }

    /// A str or bytes-like object without a backslash.
    private static func isLiteral(_ v: Value) -> Bool {
        guard v.isStr || v.isBytes || Buffers.supports(v) else { return false }
        do throws(Raise) {
            let s = try Subject(v)
            switch s.width {
            case 1: return memchr(s.base, 92, s.count) == nil
            case 2:
                let p = s.base.assumingMemoryBound(to: UInt16.self)
                for i in 0..<s.count where p[i] == 92 { return false }
            default:
                let p = s.base.assumingMemoryBound(to: UInt32.self)
                for i in 0..<s.count where p[i] == 92 { return false }
            }
            return true
        } catch {
            Errors.take()
            return false
        }
    }
}

extension TemplateRef {
    /// Appends the replacement for the match in STATE as one piece.
    @inline(__always)
    func appendWhole(to out: inout PieceBuilder, _ s: Subject, _ state: MatchState, _ groups: Int) throws(Raise) {
        let before = out.pieceCount
        try append(to: &out, s, groups: groups) { g in
            g == 0 ? (state.matchStart, state.matchEnd) : state.span(ofGroup: g).map { ($0.start, $0.end) } ?? (-1, -1)
        }
        out.pieceCount = before + 1
    }
}

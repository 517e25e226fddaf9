import Syntax

/// The place of a back edge, which no node of the code has.
final class BackEdgeNode: Node {}

/// Where a loop's back edge lies for whoever interrupts it there: at the last thing that the body does, as in CPython, whose jump backwards has the location of
/// the instruction before it (so a KeyboardInterrupt names that line). For an `if` without `else` that is its condition: which way was taken is not known.
/// Found in the syntax tree when the first signal comes.
enum BackEdge {
    /// At the back edge of loop L something waits.
    @inline(never) static func handle(_ f: Frame, _ l: LoopStatement) throws(Raise) {
        // (Tracing tells of the loop's line by the loop: `Monitor.backEdge`.)
        f.at(thread.pointee.interrupt & Interrupt.signal != 0 && l.source != 0 && !Monitor.isActive ? node(f, l) : l)
        try Safepoint.handle()
    }
    private static func node(_ f: Frame, _ l: LoopStatement) -> Node {
        if let n = l.backEdge { return n }
        let s = Syntax.Node(base: f.code.syntax.base, offset: l.source), body = s.list(s.kind == .while_ ? 1 : 2)
        let n = BackEdgeNode()
        n.place(l)
        if let x = body.last.map(end) {
            n.line = Int32(truncatingIfNeeded: x.line); n.column = Int32(truncatingIfNeeded: x.column)
            n.endLine = Int32(truncatingIfNeeded: x.endLine); n.endColumn = Int32(truncatingIfNeeded: x.endColumn)
        }
        l.backEdge = n
        // (Tracebacks name it by its number among the code's nodes. Where these are counted already, one with the same place does, or on the same line.)
        if f.code.madeInstructions == nil { f.code.keep(n) }
        return n
    }
    /// What statement S does last.
    private static func end(_ s: Syntax.Node) -> Syntax.Node {
        switch s.kind {
        case .assign: return s.list(0).last.map(stored) ?? s
        case .augAssign, .annAssign, .expr: return s.node(0)
        case .if_, .while_: return s.list(2).last.map(end) ?? s.node(0)
        case .for_: return s.list(3).last.map(end) ?? s.node(1)
        case .try_, .tryStar: return (s.list(3).last ?? s.list(2).last ?? s.list(0).last).map(end) ?? s
        default: return s
        }
    }
    private static func stored(_ t: Syntax.Node) -> Syntax.Node {
        switch t.kind {
        case .tuple, .list: return t.list(0).last.map(stored) ?? t
        case .starred: return stored(t.node(0))
        default: return t
        }
    }
}

/// What tracing puts into the tree: a statement that reports its line, a body that reports its start and end.
///
/// Codes are instrumented in place when tracing first begins (those built later, as they are built): each statement of a suite is replaced by a
/// `LineStatement` around it, the body by a `TracedBody`, so that frames which already run take part from their next statement on. Both hand
/// everything on, resume points and recordings included, and are never taken out again: while nothing is traced they cost a branch.
/// Rejected: a second tree per code (frames that run could not change over, and `pdb.set_trace` is called by those).
final class LineStatement: Statement {
    let inner: Statement
    /// Where the statement's code begins; nil if it tells of that itself (decorators).
    let first: Node?
    init(_ s: Statement) { inner = s; first = LineStatement.first(s); super.init(); place(s) }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        if _slowPath(Monitor.isActive) { try begins(f) }
        let s = try inner.run(f)
        if _slowPath(Monitor.isActive) { ended(f, s) }
        return s
    }
    @inline(never) private func begins(_ f: Frame) throws(Raise) { if let first { try Monitor.line(f, first) } }
    @inline(never) private func ended(_ f: Frame, _ s: Signal) { if s == .return_, inner is ReturnStatement { f.at(inner) } }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { try inner.resume(f, &c) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal { try inner.trace(r, &c) }
}
extension LineStatement {
    /// A value on another line than the statement is evaluated before anything on the statement's line happens.
    static func first(_ s: Statement) -> Node? {
        let value = (s as? AssignStatement)?.value ?? (s as? AssignLocal)?.value ?? (s as? ReturnStatement)?.value ?? (s as? ExpressionStatement).map { Operand($0.value) }
        guard let value, value.slot == -1 else { return s }
        if value.node is DecoratedNode { return nil }
        // What reports by itself: an operand on another line.
        var o = value
        while o.slot == -1 {
            if let l = o.node as? LineExpression { if l.line != s.line { return l }; o = l.inner }
            else if let a = o.node as? ArithmeticNode { o = a.left }
            else if let t = o.node as? TupleNode, t.items.count > 0, t.items.count <= 30 { o = t.items[0] }
            else if let t = o.node as? ListNode, t.items.count > 0, t.items.count <= 30 { o = t.items[0] }
            else { break }
        }
        let e = value.node
        return !(s is ReturnStatement) && e.line > 0 && e.line != s.line ? e : s
    }
}
final class TracedBody: Body {
    let inner: Body
    init(_ b: Body) { inner = b }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced { try inner.trace(r, &c) }
    override func invoke(_ f: Frame) throws(Raise) -> Value {
        if !Monitor.isActive { return try inner.invoke(f) }
        let whole: Body
        if let s = inner as? ScopedBody { s.enter(f); whole = s.body } else { whole = inner }
        try Monitor.start(f)
        return try Monitor.ending(f) { () throws(Raise) in try whole.traced(f) }
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        // (That a generator goes on is reported by `Continuation`: after a trace, callees that lie behind the frame are still to be entered.)
        if !Monitor.isActive { return try inner.resume(f, &c) }
        var cursor = c
        // What called it goes on behind what the body has taken of the path.
        defer { c = cursor }
        return try Monitor.ending(f) { () throws(Raise) in try self.inner.resume(f, &cursor) }
    }
}
extension Code {
    /// Replaces statements and body by ones that report; once.
    func instrument() {
        guard isBuilt, !isInstrumented else { return }
        isInstrumented = true
        // (Constants that are compared are nobody's calls.)
        thread.pointee.tracing += 1
        do throws(Raise) { try complete() } catch { Errors.take() }
        thread.pointee.tracing -= 1
        for i in 0..<nodes.count { nodes[i].takeUnretainedValue().mapStatements(wrap) }
        let b = TracedBody(body.object)
        keep(b)
        body = Borrowed(b)
    }
    private func wrap(_ s: Statement) -> Statement {
        if s is Block || s is LineStatement || s.line == 0 { return s }
        let l = LineStatement(s)
        keep(l)
        return l
    }
}
extension Children where Element == Borrowed<Statement> {
    func map(_ w: (Statement) -> Statement) { for i in 0..<count { start[i] = Borrowed(w(start[i].object)) } }
}

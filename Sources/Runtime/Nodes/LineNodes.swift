/// Lines within statements, in codes that are built while somebody traces (`NodeBuilder.lined`): an expression on another line than the one around it
/// reports its line before it is evaluated, the last of its siblings behind that the line of the whole, as the instructions of CPython's compiler do.
/// Codes that were built before tracing began report their statements only: their nodes may be running.
final class LineExpression: Expression {
    let inner: Operand, after: Borrowed<Node>?
    init(_ o: Operand, after a: Node?) { inner = o; after = a.map { Borrowed($0) } }
    private func report(_ f: Frame, _ n: Node) throws(Raise) { if _slowPath(Monitor.isActive) { try Monitor.line(f, n) } }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        try report(f, self)
        let v = try inner.read(f)
        if let after { try report(f, after.object) }
        return v
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let v = try inner.resume(f, &c)
        if let after { try report(f, after.object) }
        return v
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced { try r.read(inner, &c) }
}
/// The targets of an unpacking that stand on several lines.
final class LinedTarget: Target {
    let whole: Borrowed<Target>, parts: Children<Borrowed<Target>>, star: Int
    init(_ w: Target, _ p: [Target], star: Int) { whole = Borrowed(w); parts = Children(p.map { Borrowed($0) }); self.star = star }
    override func store(_ f: Frame, _ v: Value) throws(Raise) {
        if _slowPath(Monitor.isActive) { return try reporting(f, v) }
        try whole.with { t throws(Raise) in try t.store(f, v) }
    }
    @inline(never) private func reporting(_ f: Frame, _ v: Value) throws(Raise) {
        f.at(self)
        let items = try Unpack.unpack(v, parts.count, star: star)
        for i in 0..<parts.count {
            try Monitor.line(f, parts[i].object)
            let x = items[i]
            try parts[i].with { t throws(Raise) in try t.store(f, x) }
        }
    }
    override func delete(_ f: Frame) throws(Raise) { try whole.with { t throws(Raise) in try t.delete(f) } }
}
extension NodeBuilder {
    /// The expression around the one that is being built, if it stands on several lines.
    struct Around {
        let line: Int, node: Node
        /// Offset of the operand that is evaluated last (0: nothing follows it); every one of them if there are many.
        let last: UInt32, afterEach: Bool
    }
    func around(_ s: S) -> Around? {
        if s.endLine == s.line { return nil }
        var last: UInt32 = 0, many = false
        switch s.kind {
        case .call:
            if let k = s.list(2).last { last = k.node(1).offset } else { last = s.list(1).last?.offset ?? s.node(0).offset }
        case .binOp: last = s.node(2).offset
        case .compare: last = s.list(2).last?.offset ?? 0
        case .tuple, .list, .set: last = s.list(0).last?.offset ?? 0; many = s.list(0).count > 30
        case .dict: last = s.list(1).last?.offset ?? 0
        case .`subscript`: last = s.node(1).offset
        case .attribute: last = s.node(0).offset
        case .unaryOp: last = s.node(1).offset
        default: break
        }
        return Around(line: s.line, node: position(Node(), s), last: last, afterEach: many)
    }
    /// The operand S with its reports; nil if it needs none.
    func lined(_ s: S) throws -> Operand? {
        guard let a = surrounding, s.line > 0, s.line != a.line || a.afterEach || s.offset == a.last, !suspends(s) else { return nil }
        surrounding = nil
        defer { surrounding = a }
        let o = try operand(s)
        return Operand(expressionNode(LineExpression(o, after: a.afterEach || s.offset == a.last ? a.node : nil), s))
    }
}

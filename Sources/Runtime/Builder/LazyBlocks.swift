import Syntax

/// Suites that are built when they first run.
///
/// A third of the nodes of functions are in branches and handlers that never run: a suite of an `if` or an `except` of some size is a `LazyBlock`
/// until it does. What surrounds it must not depend on that: the slots that its nodes will need, and the variables that a `del` in it takes values
/// from, are found by a walk over its syntax (`Survey`). Generators have none (their resume points are numbered), nor has code that is built while
/// somebody traces; whoever wants to see all nodes of a code asks for them first (`Code.complete`).
final class LazyBlock: Statement {
    /// The statements, by their list's offset in the tree.
    fileprivate let list: UInt32
    /// The first free slot.
    fileprivate let base: Int32
    /// The locals that have values when it runs.
    fileprivate let assigned: UInt64
    /// The statement that it is a suite of.
    fileprivate var owner: Borrowed<Statement>? = nil
    private var built: Borrowed<Statement>? = nil
    fileprivate init(_ l: UInt32, base b: Int, assigned a: UInt64) { list = l; base = Int32(truncatingIfNeeded: b); assigned = a }

    /// What runs; the owner has it in this one's place from then on.
    @inline(never) fileprivate func build(_ code: Code) throws(Raise) -> Statement {
        if let built { return built.object }
        TreeCache.willRead(code.source.tree)
        let s = try NodeBuilder.recent(code).buildLater(self)
        built = Borrowed(s)
        code.unbuilt -= 1
        owner?.object.mapStatements { $0 === self ? s : $0 }
        return s
    }
    override func run(_ f: Frame) throws(Raise) -> Signal { try build(f.code).run(f) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { try build(f.code).proceed(f, &c) }
    override func child(_ state: Int) -> Borrowed<Statement>? { built?.object.child(state) }
    override func tracedChild(_ state: Int) -> Borrowed<Statement>? { built?.object.tracedChild(state) }
    override func goOn(_ f: Frame, _ state: Int, _ s: Signal) throws(Raise) -> Signal { try build(f.code).goOn(f, state, s) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        let s: Statement
        do throws(Raise) { s = try build(r.top.code) } catch { r.abort(.raised); throw error }
        return try r.run(s, &c)
    }
}
extension Code {
    /// Builds what was left for later.
    func complete() throws(Raise) {
        if unbuilt == 0 { return }
        // (Those within come behind.)
        var i = 0
        while i < nodes.count {
            let n = nodes[i].takeUnretainedValue()
            if type(of: n) == LazyBlock.self { _ = try unsafeDowncast(n, to: LazyBlock.self).build(self) }
            i += 1
        }
    }
}
extension NodeBuilder {
    /// Builders of codes that have something left for later: it is most often asked for soon.
    nonisolated(unsafe) private static var builders = RawArray<Unmanaged<NodeBuilder>>()
    private static let most = 8
    nonisolated(unsafe) private static var next = 0
    func remember() {
        let u = Unmanaged.passRetained(self)
        if NodeBuilder.builders.count < NodeBuilder.most { NodeBuilder.builders.append(u); return }
        let old = NodeBuilder.builders[NodeBuilder.next]
        NodeBuilder.builders[NodeBuilder.next] = u
        NodeBuilder.next = (NodeBuilder.next + 1) % NodeBuilder.most
        old.release()
    }
    /// Before collections: a builder keeps its code.
    static func forgetRecent() {
        for i in 0..<builders.count { builders[i].release() }
        builders.removeAll()
        next = 0
    }
    fileprivate static func recent(_ c: Code) -> NodeBuilder {
        for i in 0..<builders.count where builders[i]._withUnsafeGuaranteedRef({ $0.code === c }) { return builders[i].takeUnretainedValue() }
        let b = NodeBuilder(again: c)
        b.remember()
        return b
    }

    /// How many words of syntax are worth a `LazyBlock` (a call has about 30): of what is mostly not run, and of all else.
    private static let leastRare = 30, least = 80
    /// The suite LIST of SIZE words, its nodes to be made now or later. ISRARE: it is probably never run.
    func branch(_ list: NodeList, size: Int, isRare: Bool = false) throws -> Statement {
        guard leavesLater, size >= NodeBuilder.leastRare, size >= NodeBuilder.least || isRare || list[list.count - 1].kind == .raise else { return try block(list) }
        if !isSurveyed {
            var s = Survey(), n = 0
            for i in 0..<list.count { n = max(n, slots(list[i], &s)) }
            if s.fails { return try block(list) }
            maxTop = max(maxTop, top + n)
            if s.hasComprehensions { code.hasComprehensions = true }
            if s.hasWalrus { code.hasWalrus = true }
        }
        let b = LazyBlock(list.offset, base: top, assigned: assigned)
        code.keep(b)
        code.unbuilt += 1
        return b
    }
    /// S is a suite of OWNER.
    @inline(__always) func adopt(_ s: Statement, _ owner: Statement) { if type(of: s) == LazyBlock.self { unsafeDowncast(s, to: LazyBlock.self).owner = Borrowed(owner) } }

    fileprivate func buildLater(_ l: LazyBlock) throws(Raise) -> Statement {
        begin(top: Int(l.base), assigned: l.assigned)
        let s: Statement
        do { s = try block(NodeList(base: code.syntax.base, offset: l.list)) } catch { throw NodeBuilder.error(error) }
        CodeObject(code.object.ref).touch()
        if maxTop > code.frameSlots { throw Errors.systemError("cannot compile: a suite needs more slots than were found") }
        return s
    }

    /// What a suite that is built later does to what is built before.
    private struct Survey {
        var fails = false, hasComprehensions = false, hasWalrus = false
    }
    private func slots(_ l: NodeList, _ s: inout Survey) -> Int {
        var n = 0
        for i in 0..<l.count { if let x = l.optional(i) { n = max(n, slots(x, &s)) } }
        return n
    }
    @inline(__always) private func slots(_ x: S?, _ s: inout Survey) -> Int { if let x { slots(x, &s) } else { 0 } }
    /// How many slots the nodes of X need at most, from the first free one on: what their `area`s come to.
    private func slots(_ x: S, _ s: inout Survey) -> Int {
        switch x.kind {
        case .name, .constant, .pass, .break_, .continue_, .global, .nonlocal, .import_: return 0
        case .importFrom: return 1
        case .expr: return 1 + slots(x.node(0), &s)
        case .return_: return slots(x.optional(0), &s)
        case .raise: return max(slots(x.optional(0), &s), slots(x.optional(1), &s))
        case .assert: return max(slots(x.node(0), &s), slots(x.optional(1), &s))
        case .assign:
            let targets = x.list(0), items = targets[0].kind == .tuple || targets[0].kind == .list ? targets[0].list(0).count : 0
            let own = items > 0 && items <= UnpackStatement.most ? max(UnpackStatement.slots(items), SwapStatement.slots(items, areNames: false)) : 3
            return own + max(slots(targets, &s), slots(x.node(1), &s))
        case .augAssign: return 5 + max(slots(x.node(0), &s), slots(x.node(2), &s))
        case .annAssign: return 3 + max(slots(x.node(0), &s), slots(x.optional(2), &s))
        case .delete:
            let list = x.list(0)
            for i in 0..<list.count { takeAway(list[i]) }
            return 2 + slots(list, &s)
        case .if_, .while_: return max(slots(x.node(0), &s), slots(x.list(1), &s), slots(x.list(2), &s))
        case .for_: return 4 + max(max(slots(x.node(0), &s), slots(x.node(1), &s)), slots(x.list(2), &s), slots(x.list(3), &s))
        case .with:
            let items = x.list(0)
            var n = slots(x.list(1), &s)
            for i in 0..<items.count { n = max(n, slots(items[i].node(0), &s), slots(items[i].optional(1), &s)) }
            return 6 * items.count + n
        case .try_, .tryStar:
            let handlers = x.list(1)
            var n = max(slots(x.list(0), &s), slots(x.list(2), &s), slots(x.list(3), &s))
            for i in 0..<handlers.count {
                if let name = handlers[i].name(1) { takeAway(mangled(name)) }
                n = max(n, slots(handlers[i].optional(0), &s), slots(handlers[i].list(2), &s))
            }
            return 9 + n
        case .functionDef, .asyncFunctionDef:
            if !x.list(6).isEmpty { s.fails = true }
            return x.list(3).count + max(slots(x.list(3), &s), slotsOfDefaults(x.node(1), &s))
        case .classDef:
            if !x.list(5).isEmpty { s.fails = true }
            let keywords = x.list(2)
            var n = max(slots(x.list(1), &s), slots(x.list(4), &s))
            for i in 0..<keywords.count { n = max(n, slots(keywords[i].node(1), &s)) }
            return x.list(4).count + 5 + n
        case .attribute, .starred: return slots(x.node(0), &s)
        case .namedExpr: s.hasWalrus = true; return max(slots(x.node(0), &s), slots(x.node(1), &s))
        case .binOp: return 2 + max(slots(x.node(0), &s), slots(x.node(2), &s))
        case .`subscript`: return 2 + max(slots(x.node(0), &s), slots(x.node(1), &s))
        case .unaryOp: return slots(x.node(1), &s)
        case .boolOp: return slots(x.list(1), &s)
        case .compare: return 2 + max(slots(x.node(0), &s), slots(x.list(2), &s))
        case .ifExp: return max(slots(x.node(0), &s), slots(x.node(1), &s), slots(x.node(2), &s))
        case .lambda: return slotsOfDefaults(x.node(0), &s)
        case .slice: return 3 + max(slots(x.optional(0), &s), slots(x.optional(1), &s), slots(x.optional(2), &s))
        case .set, .list, .tuple: return 1 + x.list(0).count + slots(x.list(0), &s)
        case .dict: return slotsOfDict(x) + max(slots(x.list(0), &s), slots(x.list(1), &s))
        case .joinedStr: return x.list(0).count + slots(x.list(0), &s)
        case .formattedValue: return 2 + max(slots(x.node(0), &s), slots(x.optional(2), &s))
        case .generatorExp: return 1 + slots(x.list(1)[0].node(1), &s)
        case .listComp, .setComp, .dictComp:
            s.hasComprehensions = true
            let loops = x.list(x.kind == .dictComp ? 2 : 1)
            var n = max(slots(x.node(0), &s), x.kind == .dictComp ? slots(x.node(1), &s) : 0)
            for i in 0..<loops.count { n = max(n, slots(loops[i].node(0), &s), max(slots(loops[i].node(1), &s), slots(loops[i].list(2), &s))) }
            if x.scope.map({ hidden[$0] == nil }) ?? true { n += x.scopeRecord?.symbolCount ?? 0 }
            return 3 + 4 * loops.count + n
        case .call: return slotsOfCall(x, &s)
        default: s.fails = true; return 0
        }
    }
    private func slotsOfDefaults(_ a: S, _ s: inout Survey) -> Int { max(3, a.list(6).count) + max(slots(a.list(6), &s), slots(a.list(4), &s)) }
    private func slotsOfDict(_ x: S) -> Int {
        let keys = x.list(0), n = x.list(1).count
        var isPlain = true, unpacks = false
        for i in 0..<n { if let k = keys.optional(i) { if k.kind != .constant { isPlain = false } } else { unpacks = true } }
        if isPlain || n < 2 { return 2 }
        return unpacks || 2 * n > HashedDisplayNode.most ? GroupedDictNode.slots : 2 * n + 1
    }
    private func slotsOfCall(_ x: S, _ s: inout Survey) -> Int {
        let f = x.node(0), args = x.list(1), keywords = x.list(2), n = args.count, k = keywords.count
        var most = slots(f.kind == .attribute ? f.node(0) : f, &s), hasStars = false
        for i in 0..<n { most = max(most, slots(args[i], &s)); if args[i].kind == .starred { hasStars = true } }
        for i in 0..<k { most = max(most, slots(keywords[i].node(1), &s)); if keywords[i].name(0) == nil { hasStars = true } }
        if hasStars { return StarCallNode.slots(n + k) + most }
        var own = n + k + 1
        if n == 1 && k < 3 {
            if f.kind == .name { if k > 0 { own += KeyedLoop.slots } else if let name = f.name(0), ConsumerLoop.mayBe(SyntaxTree.bytes(f, name)) { own += 5 } }
            else if f.kind == .attribute && args[0].kind == .generatorExp { own += 5 }
        }
        if k == 0 && (n == 2 || n == 3) && ReduceLoop.isNamed(f) { own += ReduceLoop.slots }
        return own + most
    }
    /// A `del` or the end of a handler takes the value from a variable.
    private func takeAway(_ t: S) {
        switch t.kind {
        case .name: takeAway(mangled(t.name(0)!))
        case .tuple, .list: let list = t.list(0); for i in 0..<list.count { takeAway(list[i]) }
        default: break
        }
    }
    private func takeAway(_ name: Int) { if case .local(let slot) = find(name), slot < 64 { unbind(slot: slot) } }
}

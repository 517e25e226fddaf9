import Glibc
import Primitives

/// The tree that runs. A node's meaning is written once, generic over `Machine`; see NOTES.md "How to add a node".
public class Node {
    /// Position in the source: lines from 1, columns in UTF-8 bytes from 0.
    final var line: Int32 = 0, column: Int32 = 0, endLine: Int32 = 0, endColumn: Int32 = 0
    /// Tells of the values that inline caches hold (`CodeObject.hold`; only called for nodes in `Code.cachingNodes`).
    func visit() {}
    /// Changes the node's class in place: all specializations of a node have the same layout.
    @inline(__always) final func become<T: Node>(_ t: T.Type) {
        UnsafeMutablePointer<UnsafeRawPointer>(OpaquePointer(Unmanaged.passUnretained(self).toOpaque())).pointee = unsafeBitCast(t, to: UnsafeRawPointer.self)
    }
    /// Replaces the statements of the node's suites (`Code.instrument`).
    func mapStatements(_ w: (Statement) -> Statement) {}
    final func place(_ n: Node) { line = n.line; column = n.column; endLine = n.endLine; endColumn = n.endColumn }
}

/// A node that has a value.
class Expression: Node {
    /// First operand slot of the node.
    final var first: Int32 = 0
    @inline(__always) final var area: Int { Int(first) }
    func execute(_ f: Frame) throws(Raise) -> Value { broken("execute") }
    /// The value's truth.
    func test(_ f: Frame) throws(Raise) -> Bool {
        let v = try execute(f)
        if v.bits == Value.true.bits { return true }
        if v.bits == Value.false.bits { return false }
        f.at(self)
        return try Operations.isTrue(v)
    }
    /// Goes on inside the node. Only nodes on the way to a `yield` are asked, and those that a trace may leave.
    func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value { broken("resume") }
    final func resumeTest(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Bool {
        let v = try resume(f, &c)
        f.at(self)
        return try Operations.isTrue(v)
    }
    /// Executes and records from the cursor on (see Trace/Recorder.swift). What has no recording of its own becomes a call out of the trace.
    func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced { try r.opaque(self) }
    func traceTest(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Bool { try r.decide(try trace(r, &c)) }
    /// Goes on at a resume point that may be this node's beginning, or what a trace left: its exception or its value.
    final func proceed(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if c.atEnd { return try execute(f) }
        if _slowPath(c.isSpecial) { return try ResumeState.value(f, &c) }
        return try resume(f, &c)
    }
    /// Performs a call whose callee and arguments lie in the operand area. DIRECT: what lies first is called without self.
    func performHeld(_ f: Frame, direct: Bool) throws(Raise) -> Value { broken("performHeld") }
    final func broken(_ what: String) -> Never { fatalError("dxpy: node \(Swift.type(of: self)) at line \(line) has no \(what)") }
}

class Statement: Node {
    /// The first slot that is free at the statement (-1: not known).
    final var top: Int32 = -1
    func run(_ f: Frame) throws(Raise) -> Signal { fatalError("dxpy: statement \(Swift.type(of: self)) has no run") }
    func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { fatalError("dxpy: statement \(Swift.type(of: self)) at line \(line) has no resume") }
    /// The statement that runs in STATE, if all there is to do behind it is `goOn` (see Continuation.swift).
    func child(_ state: Int) -> Borrowed<Statement>? { nil }
    /// The same for a recording that begins in the middle of STATE's child.
    func tracedChild(_ state: Int) -> Borrowed<Statement>? { child(state) }
    /// Goes on behind the child of STATE, which ended with S.
    func goOn(_ f: Frame, _ state: Int, _ s: Signal) throws(Raise) -> Signal { s }
    /// Executes and records from the cursor on; what has no recording of its own becomes a call out of the trace.
    func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        if c.isActive { throw r.untraceable(self) }
        return try r.opaque(self)
    }
    /// Goes on at a resume point that may be this statement's beginning, or its end as a call out of a trace left it.
    @inline(__always) final func proceed(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if c.atEnd { return try run(f) }
        if _slowPath(c.path[c.level] >= ResumeState.raising) { return try ResumeState.finish(&c) }
        return try resume(f, &c)
    }
}

/// What a code object runs.
class Body: Node {
    func invoke(_ f: Frame) throws(Raise) -> Value { fatalError("dxpy: abstract body") }
    /// `invoke` without counting the call.
    func plain(_ f: Frame) throws(Raise) -> Value { try invoke(f) }
    func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value { fatalError("dxpy: body without resume") }
    func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced { throw r.untraceable(self) }
    @inline(__always) final func proceed(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value { c.isActive ? try resume(f, &c) : try plain(f) }
    /// `invoke` with every statement reporting its line.
    func traced(_ f: Frame) throws(Raise) -> Value { try Monitor.line(f, self); return try invoke(f) }
}

/// Children of a node in memory of their own: access through the pointer borrows, an element of a Swift array would be retained.
struct Children<Element> {
    let start: UnsafeMutablePointer<Element>
    let count: Int
    init(_ a: [Element]) { count = a.count; start = Children.memory(count); start.initialize(from: a, count: count) }
    /// N elements, each from its index.
    @inline(__always) init(_ n: Int, _ make: (Int) -> Element) {
        count = n; start = Children.memory(n)
        for i in 0..<n { (start + i).initialize(to: make(i)) }
    }
    /// (`allocate` would ask for aligned memory, which takes three times as long. Most lists of a function's parts are empty.)
    @inline(__always) private static func memory(_ n: Int) -> UnsafeMutablePointer<Element> {
        n == 0 ? UnsafeMutablePointer(bitPattern: 16).unsafelyUnwrapped : malloc(n &* MemoryLayout<Element>.stride).unsafelyUnwrapped.assumingMemoryBound(to: Element.self)
    }
    /// The first COUNT of P, in the same memory.
    init(_ p: Children, count n: Int) { start = p.start; count = n }
    /// A copy of the N elements at P.
    init(_ p: UnsafeMutablePointer<Element>, _ n: Int) { count = n; start = Children.memory(n); start.initialize(from: p, count: n) }
    @inline(__always) subscript(i: Int) -> Element { @inline(__always) unsafeAddress { UnsafePointer(start + i) } }
}

/// Statements that a node holds and tracing may replace: their code keeps them alive, and as variables they would be counted at each use.
extension BorrowedReference where T == Statement {
    @inline(__always) func run(_ f: Frame) throws(Raise) -> Signal { try self.with { s throws(Raise) in try s.run(f) } }
    @inline(__always) func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { try self.with { s throws(Raise) in try s.resume(f, &c) } }
    @inline(__always) func proceed(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { try self.with { s throws(Raise) in try s.proceed(f, &c) } }
}

/// A child: a local slot, a constant, or a node. Two predictable branches instead of a virtual call; plain bits, so arrays of it cost nothing.
struct Operand {
    /// >= 0: local slot; -1: `child`; -2: `value`.
    let slot: Int32
    let value: Value
    /// For a local: the node that raises when it is unbound.
    let child: Borrowed<Expression>
    nonisolated(unsafe) static let dummy = Expression()
    init(_ n: Expression) { slot = -1; value = .unbound; child = Borrowed(n) }
    init(local i: Int, _ n: Expression) { slot = Int32(i); value = .unbound; child = Borrowed(n) }
    init(_ v: Value) { slot = -2; value = v; child = Borrowed(Operand.dummy) }
    var node: Expression { child.object }
    var isConstant: Bool { slot == -2 }
    @inline(__always) func read<M: Machine>(_ m: M) throws(Raise) -> M.Word {
        if slot >= 0 {
            let w = m.load(Int(slot))
            if _fastPath(!m.isUnbound(w)) { return w }
            return try child.with { n throws(Raise) in try m.evaluate(n) }
        }
        if slot == -2 { return m.constant(value) }
        return try child.with { n throws(Raise) in try m.evaluate(n) }
    }
    /// What can be had without a call: the value of a local or constant, unbound for a child and where a local is unbound.
    @inline(__always) func peek(_ f: Frame) -> Value { slot >= 0 ? f[Int(slot)] : value }
    @inline(__always) func read(_ f: Frame) throws(Raise) -> Value {
        let v = peek(f)
        if v.bits != 0 { return v }
        return try child.with { n throws(Raise) in try n.execute(f) }
    }
    /// Neither a child nor anything that may suspend: a local or a constant.
    var isSimple: Bool { slot != -1 }
    @inline(__always) func test(_ f: Frame, _ owner: Node) throws(Raise) -> Bool {
        if slot == -1 { return try child.with { n throws(Raise) in try n.test(f) } }
        let v = try read(f)
        f.at(owner)
        return try Operations.isTrue(v)
    }
    /// Whether reading it runs no foreign code now, and may be done twice: a variable, or an attribute that is stored in a variable's object.
    func isPlain(_ f: Frame) -> Bool {
        if isSimple { return true }
        return child.with { e in
            if e is CellNode || e is GlobalNode && !(e is NameNode) { return true }
            guard let a = e as? AttributeNode, a.object.isSimple else { return false }
            switch AttributeCache.single(a.object.peek(f), a.name).kind {
            case .inline, .overflow, .slot, .value, .typeAttribute, .module: return true
            default: return false
            }
        }
    }
    /// Goes on inside the child.
    func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if slot == -1 { return try child.with { n throws(Raise) in try n.proceed(f, &c) } }
        return c.isSpecial ? try ResumeState.value(f, &c) : try read(f)
    }
}

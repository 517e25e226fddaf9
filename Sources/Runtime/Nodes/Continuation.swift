/// Resuming a generator at its `yield` without walking the tree to it.
///
/// A resume path holds the states of all statements from the body's block down to the `yield`. Blocks, `if`, `for` and `while` need nothing of the
/// native stack to go on behind a child. So the first statement of the path that is none of these (the `yield` itself, a `try`, a `with` …) is
/// resumed directly, and the signal it ends with goes to those above, innermost first (`goOn`): a generator that yields again in the same loop
/// never comes to the outer ones. Which statements these are is found once per `yield`, at its first resumption, and kept in front of the path.
/// Invariant: the statements found stay those of the path, until the code is instrumented (`Code.instrument`), after which paths are walked.
/// Rejected: linking parents while the tree is built (children are made before their parents).
struct Continuation {
    /// What a `yield` or the beginning of a delegation leaves of the frame: slots from here on are unbound.
    let top: Int
    struct Parent { let node: Borrowed<Statement>, state: Int }
    /// What is resumed, and its level in the path; nil where the path has to be walked.
    var entry: Borrowed<Statement>? = nil
    var level = 0
    /// The statements above that have something to do behind a child, outermost first.
    var parents: UnsafeMutablePointer<Parent>! = nil
    var count = 0
    var isFound = false
    /// How often it was resumed, until it got a trace of its own (Trace/StepTraces.swift): with what is sent, and with the value of a delegate that has ended.
    struct Ahead { var runs = 0, entry: Borrowed<StepEntry>? = nil }
    var step = Ahead(), end = Ahead()

    init(top t: Int) { top = t }
    static let size = MemoryLayout<Continuation>.stride
    @inline(__always) static func of(_ path: UnsafePointer<UInt16>) -> UnsafeMutablePointer<Continuation> {
        UnsafeMutableRawPointer(mutating: UnsafeRawPointer(path) - size).assumingMemoryBound(to: Continuation.self)
    }
    @inline(never) mutating func find(_ code: Code, _ path: UnsafePointer<UInt16>, _ n: Int) {
        isFound = true
        var body = code.body.object
        if let s = body as? ScopedBody { body = s.body }
        guard let function = body as? FunctionBody else { return }
        var node = function.block, list: [Parent] = [], k = 0
        while k < n, let child = node.object.child(Int(path[k])) {
            if !(node.object is IfStatement) { list.append(Parent(node: node, state: Int(path[k]))) }
            node = child; k += 1
        }
        if k == n { return }
        parents = .allocate(capacity: max(1, list.count))
        parents.initialize(from: list, count: list.count)
        count = list.count; level = k; entry = node
    }
    /// What the trace of A gives; unbound where it is to be interpreted.
    @inline(__always) private static func ahead(_ a: UnsafeMutablePointer<Ahead>, _ f: Frame, _ path: UnsafePointer<UInt16>, _ n: Int, isEnd: Bool) throws(Raise) -> Value {
        if let e = a.pointee.entry { return try e.with { s throws(Raise) in try s.count(f) } }
        a.pointee.runs &+= 1
        if _slowPath(a.pointee.runs >= JIT.stepThreshold) { a.pointee.entry = StepEntry.make(f, path, n, isEnd: isEnd) }
        return .unbound
    }
    /// Goes on in F, suspended at PATH; `Value.suspended` when it yields again.
    @inline(__always) static func resume(_ f: Frame, _ path: UnsafePointer<UInt16>, _ n: Int) throws(Raise) -> Value {
        let code = f.borrowedCode, k = of(path)
        if _slowPath(!k.pointee.isFound) { code.read { k.pointee.find($0, path, n) } }
        var cursor = Cursor(path, n)
        guard let entry = k.pointee.entry, _fastPath(!code.read { $0.isInstrumented }) else {
            if Monitor.isActive { try Monitor.resumed(f) }
            return try code.with { c throws(Raise) in try c.body.unsafelyUnwrapped.with { b throws(Raise) in try b.resume(f, &cursor) } }
        }
        let t = thread
        if _fastPath(t.pointee.thrown.isUnbound) {
            let v = try ahead(&k.pointee.step, f, path, n, isEnd: false)
            if !v.isUnbound { return v }
        } else if t.pointee.thrown == .suspended && !t.pointee.sent.isUnbound {
            let v = try ahead(&k.pointee.end, f, path, n, isEnd: true)
            if !v.isUnbound { return v }
        }
        cursor.level = k.pointee.level
        var s = try entry.with { e throws(Raise) in try e.resume(f, &cursor) }
        var i = k.pointee.count
        while i > 0 && s != .suspend {
            i &-= 1
            let p = k.pointee.parents + i
            s = try p.pointee.node.with { e throws(Raise) in try e.goOn(f, p.pointee.state, s) }
        }
        return FunctionBody.value(f, s)
    }
}

/// Functions, classes, bodies.

/// Makes a function object. Defaults and keyword defaults are evaluated first, then the `__annotate__` function, then the closure is collected.
final class FunctionNode: Expression {
    let code: Code, defaults: Children<Operand>, keywordDefaults: Children<(name: Value, value: Operand)>, annotate: Operand?, closure: Children<Int>, typeParameters: Operand?
    /// Under `from __future__ import annotations`: pairs name, text.
    let annotations: Value
    private let borrowed: Borrowed<Code>
    init(_ c: Code, defaults d: [Operand], keywordDefaults k: [(name: Value, value: Operand)], annotate a: Operand?, closure s: [Int], annotations: Value, typeParameters: Operand?) {
        code = c; borrowed = Borrowed(c); defaults = Children(d); keywordDefaults = Children(k); annotate = a; closure = Children(s); self.annotations = annotations; self.typeParameters = typeParameters
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let n = defaults.count, base = f.slots + area
        for i in 0..<n { base[i] = try defaults[i].read(f) }
        let d = n > 0 ? TupleRef.make(base, n) : Value.unbound
        base[0] = d
        var k = Value.unbound
        if keywordDefaults.count > 0 {
            let dict = DictRef.allocate(capacity: keywordDefaults.count)
            base[1] = dict.value
            for i in 0..<keywordDefaults.count { dict.set(name: keywordDefaults[i].name, try keywordDefaults[i].value.read(f)) }
            k = dict.value
        }
        let a = try annotate?.read(f) ?? .unbound
        base[2] = a
        let function = make(f)
        if !d.isUnbound { function.ref.set(FunctionRef.defaultsWord, d) }
        if !k.isUnbound { function.ref.set(FunctionRef.kwDefaultsWord, k) }
        if !a.isUnbound { function.ref.set(FunctionRef.annotateWord, a) }
        if annotations.isPointer { function.ref.set(FunctionRef.annotationsWord, DictRef(annotations).copy().value) }
        if let typeParameters { function.ref.set(FunctionRef.typeParametersWord, try typeParameters.read(f)) }
        for i in 0..<max(n, 3) { base[i] = .unbound }
        return function.value
    }
    /// A function without defaults and annotations is made by plain stores, so that a `lambda` for a call that is inlined need not exist.
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        if c.isActive { throw r.untraceable(self) }
        guard defaults.count == 0, keywordDefaults.count == 0, annotate == nil, !annotations.isPointer, typeParameters == nil, let f = r.newFunction(self) else { return try r.opaque(self) }
        let v = make(r.frame).value
        code.isRemade = true
        return Traced(value: v, ref: f)
    }
    @inline(__always) final func make(_ f: Frame) -> FunctionRef { borrowed.with { c in FunctionNode.make(c, f, closure) } }
    static func make(_ code: Code, _ f: Frame, _ closure: Children<Int>) -> FunctionRef {
        var cells = Value.unbound
        let n = closure.count
        if n > 0 {
            let t = TupleRef.allocate(n)
            for i in 0..<n { t.items[i] = f[closure[i]] }
            cells = t.value
        }
        let own = f.function
        code.isRemade = code.isMade; code.isMade = true
        return FunctionRef.make(code, globals: own.ref.value(FunctionRef.globalsWord), builtins: own.ref.value(FunctionRef.builtinsWord), closure: cells)
    }
}
/// Calls a function made on the spot with a given first argument: type-parameter scopes, generator expressions.
final class ImmediateCallNode: Expression {
    let function: FunctionNode, arguments: Children<Operand>
    /// Where the argument stands when it becomes an iterator first (generator expressions): errors of `iter()` are reported there.
    let iterable: Borrowed<Node>?, isAsync: Bool
    /// The function of the last time: programs never see a generator expression's, and without free variables one is as good as another.
    private var made = Value.unbound
    private let isReusable: Bool
    init(_ f: FunctionNode, _ a: [Operand], iterable: Node?, isAsync: Bool) {
        function = f; arguments = Children(a); self.iterable = iterable.map { Borrowed($0) }; self.isAsync = isAsync
        isReusable = iterable != nil && f.closure.count == 0
    }
    override func visit() { CodeObject.hold(made) }
    /// The function of the last time, if one made in a frame of the function OWN would be like it.
    @inline(__always) final func reusable(_ own: Ref) -> Value? {
        made.isPointer && made.ref.word(FunctionRef.globalsWord) == own.word(FunctionRef.globalsWord) && made.ref.word(FunctionRef.builtinsWord) == own.word(FunctionRef.builtinsWord) ? made : nil
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let base = f.slots + area, n = arguments.count
        for i in 0..<n { base[i] = try arguments[i].read(f) }
        return try perform(f)
    }
    final func perform(_ f: Frame) throws(Raise) -> Value {
        let base = f.slots + area, n = arguments.count
        if let iterable {
            iterable.read { f.at($0) }
            base[0] = isAsync ? try Await.asyncIterator(base[0]) : try Operations.iterate(base[0])
        }
        f.at(self)
        let g: FunctionRef
        let own = f.function.ref
        if let m = reusable(own) { g = FunctionRef(m.ref) } else {
            g = function.make(f)
            if isReusable { CodeObject(f.code.object.ref).touch(); made = g.value }
        }
        defer { for i in 0..<n { base[i] = .unbound } }
        return try Call.function(g, base, n)
    }
    // States: 0 the argument of a generator expression, 1 it lies in [area].
    override func performHeld(_ f: Frame, direct: Bool) throws(Raise) -> Value { try perform(f) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if c.next() == 0 { f[area] = try arguments[0].resume(f, &c) }
        return try perform(f)
    }
    /// The generator over IT, made without looking at a frame; unbound where more is asked. OWN: the function that runs.
    final func generator(_ own: Ref, _ it: Value, _ first: Value, _ second: Value) throws(Raise) -> Value {
        guard NativeIterators.isGiven(it) else { return .unbound }
        var cells = Value.unbound, g: FunctionRef
        let n = function.closure.count
        if n > 0 {
            let t = TupleRef.allocate(n)
            t.items[0] = first
            if n > 1 { t.items[1] = second }
            cells = t.value
        }
        if n == 0, let m = reusable(own) { g = FunctionRef(m.ref) } else { g = FunctionRef.make(function.code, globals: own.value(FunctionRef.globalsWord), builtins: own.value(FunctionRef.builtinsWord), closure: cells) }
        var a = try Operations.iterate(it)
        return try Call.function(g, &a, 1)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        if iterable == nil || isAsync || arguments.count != 1 {
            if c.isActive { throw r.untraceable(self) }
            return try r.opaque(self)
        }
        r.enter(); defer { r.leave() }
        if c.begin() == 0 { r.at(0); r.put(area, try r.read(arguments[0], &c)) }
        r.at(1)
        let w = r.held(area)
        guard NativeIterators.isGiven(w.value) else { return try r.residualCall(self, direct: false) }
        if let g = try r.makeGenerator(self, w) { return g }
        if function.closure.count > 2 { return try r.residualCall(self, direct: false) }
        r.guardUnmonitored()
        let n = function.closure.count, none = r.constant(.unbound)
        let x = n > 0 ? r.word(function.closure[0]) : none, y = n > 1 ? r.word(function.closure[1]) : none
        return r.newGenerator(try perform(r.frame), Residual.generatorExpression, [r.b.pointer(UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque())), r.header(Frame.function), r.b.asWord(w.ref), r.b.asWord(x.ref), r.b.asWord(y.ref)])
    }
}
/// `class`: calls `builtins.__build_class__`. Positional bases and keywords as in a call with stars.
final class ClassNode: Expression {
    let function: Expression, name: Value, bases: Children<(value: Operand, starred: Bool)>, keywords: Children<(name: Value, value: Operand)>
    /// Appended to the bases when the class has type parameters: the `Generic[...]` made in the slot.
    init(_ f: Expression, _ n: Value, _ b: [(value: Operand, starred: Bool)], _ k: [(name: Value, value: Operand)]) { function = f; name = n; bases = Children(b); keywords = Children(k) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        f.at(self)
        let build = try f.function.builtin(Names.__build_class__) ?? .unbound
        if build.isUnbound { throw Errors.nameError(Exceptions.nameError, Names.__build_class__, "__build_class__ not found") }
        let list = ListRef.allocate(capacity: bases.count + 2)
        f.slots[area] = list.value
        list.append(try function.execute(f)); list.append(name)
        for i in 0..<bases.count {
            let v = try bases[i].value.read(f)
            f.at(self)
            if bases[i].starred { try Operations.extend(list, v) } else { list.append(v) }
        }
        var dict = Value.unbound
        if keywords.count > 0 {
            dict = DictRef.allocate().value
            f.slots[area &+ 1] = dict
            for i in 0..<keywords.count {
                let v = try keywords[i].value.read(f)
                f.at(self)
                if keywords[i].name.isUnbound { try StarCallNode.merge(DictRef(dict), v, build) } else { try DictRef(dict).set(keywords[i].name, v) }
            }
        }
        f.at(self)
        defer { f.slots[area] = .unbound; f.slots[area &+ 1] = .unbound }
        return try Call.call(build, tuple: list.asTuple(), dict: dict)
    }
}
/// Applies decorators: they were evaluated into [area...]; then the object; then the calls, innermost first.
final class DecoratedNode: Expression {
    let decorators: Children<Operand>, nodes: Children<Borrowed<Node>>, object: Expression
    init(_ d: [Operand], _ n: [Node], _ o: Expression) { decorators = Children(d); nodes = Children(n.map { Borrowed($0) }); object = o }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let base = f.slots + area, n = decorators.count
        for i in 0..<n {
            if _slowPath(Monitor.isActive) { try Monitor.line(f, nodes[i].object) }
            base[i] = try decorators[i].read(f)
        }
        if _slowPath(Monitor.isActive) { try Monitor.line(f, object) }
        var v = try object.execute(f)
        for i in stride(from: n - 1, through: 0, by: -1) {
            if _slowPath(Monitor.isActive) { try Monitor.line(f, nodes[i].object) }
            f.at(nodes[i].object)
            v = try Call.call(base[i], v)
            base[i] = .unbound
        }
        if _slowPath(Monitor.isActive) { try Monitor.line(f, object) }
        return v
    }
}
/// A `type` statement's or type parameter's object, made by the native typing layer.
final class TypeObjectNode: Expression {
    enum Kind { case alias, typeVar, paramSpec, typeVarTuple }
    let kind: Kind, name: Value, parts: Children<Operand>, hasBound: Bool, isConstraints: Bool
    /// alias: type parameters tuple, value function; variables: bound or constraints function (None), default function (None).
    init(_ k: Kind, _ n: Value, _ p: [Operand], hasBound: Bool = false, isConstraints: Bool = false) { kind = k; name = n; parts = Children(p); self.hasBound = hasBound; self.isConstraints = isConstraints }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let a = try parts[0].read(f)
        f.slots[area] = a
        let b = try parts[1].read(f)
        f.at(self)
        f.slots[area] = .unbound
        switch kind {
        case .alias: return try TypeParameters.alias(name, a, b)
        case .typeVar: return try TypeParameters.typeVar(name, bound: isConstraints ? .none : a, constraints: isConstraints ? a : .none, defaultValue: b)
        case .paramSpec: return try TypeParameters.paramSpec(name, defaultValue: b)
        case .typeVarTuple: return try TypeParameters.typeVarTuple(name, defaultValue: b)
        }
    }
}
/// `Generic[T, ...]` for a class with type parameters.
final class GenericBaseNode: Expression {
    let parameters: Operand
    init(_ p: Operand) { parameters = p }
    override func execute(_ f: Frame) throws(Raise) -> Value { let p = try parameters.read(f); f.at(self); return try TypeParameters.generic(p) }
}
/// The start of `__annotate__` and of evaluated type values: formats above 2 are not supported.
final class CheckFormatStatement: Statement {
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = f[0]
        if v.isInt && v.int > 2 { f.at(self); throw Errors.empty(Exceptions.notImplementedError) }
        if !v.isInt { f.at(self); if try Operations.isTrue(try Operations.richCompare(v, Value(int: 2), .gt)) { throw Errors.empty(Exceptions.notImplementedError) } }
        return .next
    }
}
/// Stores one annotation in the dict at SLOT; with CONDITION only if that index ran.
final class AnnotationStatement: Statement {
    let slot: Int, name: Value, value: Operand, condition: Operand?, index: Int
    init(_ s: Int, _ n: Value, _ v: Operand, _ c: Operand?, index: Int) { slot = s; name = n; value = v; condition = c; self.index = index }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        if let condition {
            let s = try condition.read(f)
            f.at(self)
            if try !Operations.contains(s, Value(int: index)) { return .next }
        }
        let v = try value.read(f)
        DictRef(f[slot]).set(name: name, v)
        return .next
    }
}
/// Notes in `__conditional_annotations__` that the annotation INDEX ran.
final class ConditionalAnnotationStatement: Statement {
    let set: Operand, index: Int
    init(_ s: Operand, _ i: Int) { set = s; index = i }
    override func run(_ f: Frame) throws(Raise) -> Signal { let s = try set.read(f)
        f.at(self)
        // The program may have bound the name to anything.
        guard s.isInstance(of: Types.set) else { throw Errors.typeError("'\(s.type)' object is not a set") }
        try SetRef(s).add(Value(int: index))
        return .next
    }
}
/// `__annotations__[name] = text` of a module or class under `from __future__ import annotations`.
final class TextAnnotationStatement: Statement {
    let dict: Operand, name: Value, text: Operand
    init(_ d: Operand, _ n: Value, _ t: Operand) { dict = d; name = n; text = t }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let t = try text.read(f)
        let d = try dict.read(f)
        f.at(self)
        try Operations.setItem(d, name, t)
        return .next
    }
}
/// Ends a class body: what `type.__new__` must find in the namespace.
final class ClassEndStatement: Statement {
    let cell: Int?, classDict: Int?, attributes: Value
    /// ATTRIBUTES: a constant of the code.
    init(cell: Int?, classDict: Int?, attributes: Value) { self.cell = cell; self.classDict = classDict; self.attributes = attributes }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        try Bindings.set(f.namespace, Names.__static_attributes__, attributes)
        if let classDict { try Bindings.set(f.namespace, Names.__classdictcell__, f[classDict]) }
        if let cell {
            try Bindings.set(f.namespace, Names.__classcell__, f[cell])
            f.base[Frame.result] = f[cell]
        }
        return .return_
    }
}

// MARK: bodies

/// A body that counts its calls: when it is hot, calls of it are compiled (Trace/FunctionTraces.swift).
class EntryBody: Body {
    final var profile = TraceProfile(JIT.functionThreshold)
    override final func visit() { if let t = profile.trace { CodeObject.hold(t.keep) } }
    /// Counts a call, then what the trace gave; unbound where the body is to be interpreted. (`invoke` is written in the subclasses, so that it needs
    /// no second virtual call for their `plain`.)
    @inline(__always) final func count(_ f: Frame) throws(Raise) -> Value { _slowPath(profile.tick()) ? try JIT.hot(self, f) : .unbound }
    /// Whether a trace of CODE may begin here.
    func canBegin(_ code: Code) -> Bool { code.flags & Code.Flags.optimized != 0 }
    /// What its traces are called, and where they begin.
    var traceKind: String { "function" }
    func firstLine(_ f: Frame) -> Int { f.code.firstLine }
}
/// A function, generator or class body: statements; the value is what `return` left, or None.
final class FunctionBody: EntryBody {
    var block: Borrowed<Statement>
    override func mapStatements(_ w: (Statement) -> Statement) {
        block = Borrowed(w(block.object))
        // The block was mapped before: a body is kept behind what is in it.
        for i in 0..<parts.count { parts.start[i] = (block.object as? Block)?.parts[i] ?? block }
    }
    override func traced(_ f: Frame) throws(Raise) -> Value { FunctionBody.value(f, try block.run(f)) }
    /// The block's statements, without a `return` that ends them: that one's value is LAST.
    private let isBlock: Bool
    let parts: Children<Borrowed<Statement>>, last: Operand, hasLast: Bool, end: Borrowed<Node>?
    init(_ b: Statement) {
        block = Borrowed(b)
        isBlock = type(of: b) == Block.self
        let all = isBlock ? unsafeDowncast(b, to: Block.self).parts : Children([block])
        if all.count > 0, let r = all[all.count - 1].object as? ReturnStatement { last = r.value; hasLast = true; end = Borrowed(r) } else { last = Operand(Value.none); hasLast = false; end = nil }
        // (Its own: what tracing puts in the place of a statement, it gets for itself.)
        parts = isBlock ? Children(all.start, hasLast ? all.count - 1 : all.count) : Children(all, count: hasLast ? 0 : 1)
    }
    override func invoke(_ f: Frame) throws(Raise) -> Value {
        let v = try count(f)
        if _slowPath(!v.isUnbound) { return v }
        return try statements(f)
    }
    override func plain(_ f: Frame) throws(Raise) -> Value { try statements(f) }
    @inline(__always) private func statements(_ f: Frame) throws(Raise) -> Value {
        var i = 0
        while i < parts.count {
            let s = try parts[i].with { p throws(Raise) in try p.run(f) }
            if s != .next { return FunctionBody.value(f, s) }
            i &+= 1
        }
        if _slowPath(Monitor.isActive), let end { try end.with { n throws(Raise) in try Monitor.line(f, n) } }
        return hasLast ? try last.read(f) : .none
    }
    /// What a statement that ended the body leaves.
    @inline(__always) static func value(_ f: Frame, _ s: Signal) -> Value { s == .return_ ? f.base[Frame.result] : s == .suspend ? .suspended : .none }
    /// A block is a level of the resume path; a single statement gets one from the body, so that its end is not taken for the end of the call.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        if !isBlock { _ = c.next() }
        return FunctionBody.value(f, try block.proceed(f, &c))
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        if isBlock { return ended(r, try r.run(block.object, &c)) }
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        return ended(r, try r.run(block.object, &c))
    }
    private func ended(_ r: Recorder, _ s: Signal) -> Traced {
        if s == .suspend { return Traced(value: .suspended, ref: r.b.word(0)) }
        return s == .return_ ? r.result : r.constant(.none)
    }
}
/// A body with cells of its own or free variables: makes the ones and fetches the others.
final class ScopedBody: Body {
    let body: Body, cells: Children<Int>, firstFree: Int, freeCount: Int
    init(_ b: Body, _ c: Code) { body = b; cells = Children(c.cellSlots.map { Int($0) }); firstFree = c.firstFree; freeCount = c.freeIndices.count }
    override func invoke(_ f: Frame) throws(Raise) -> Value { enter(f); return try body.invoke(f) }
    @inline(__always) func enter(_ f: Frame) {
        for i in 0..<cells.count { f[cells[i]] = CellRef.make(f[cells[i]]) }
        if freeCount > 0 {
            let c = TupleRef(f.function.closure)
            for i in 0..<freeCount { f[firstFree &+ i] = c.items[i] }
        }
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value { try body.resume(f, &c) }
    /// (The recorder makes and fetches the cells itself.)
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced { try body.trace(r, &c) }
}
/// `lambda`, and functions that only return an expression.
final class ExpressionBody: EntryBody {
    let value: Operand
    init(_ v: Operand) { value = v }
    override func invoke(_ f: Frame) throws(Raise) -> Value {
        let v = try count(f)
        if _slowPath(!v.isUnbound) { return v }
        return try value.read(f)
    }
    override func plain(_ f: Frame) throws(Raise) -> Value { try value.read(f) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value { _ = c.next(); return try value.resume(f, &c) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        return try r.read(value, &c)
    }
}

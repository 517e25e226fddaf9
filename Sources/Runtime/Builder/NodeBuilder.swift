import Syntax

/// Makes the nodes of one code object from its syntax, at its first call.
///
/// - Slots: parameters, then other locals and cells, then free variables get fixed slots from the scope record; temporaries that live across
///   statements (iterators, saved exceptions, comprehension variables) and operand areas follow, allocated as a stack (`top`) while the tree is walked.
/// - Resume points: `path` holds the states of the nodes on the way down; a `yield` copies it. Every resumable node pushes exactly one state.
/// - Suspension inside expressions: operands evaluated before a `yield` or `await` go to temporaries (`SequenceNode`), so that only
///   statements and a handful of expressions need `resume` for generators.
final class NodeBuilder {
    typealias S = Syntax.Node
    let code: Code
    let tree: SyntaxTree
    let scope: ScopeRecord
    let isFunction: Bool
    let isClass: Bool
    private let privateClass: Int?
    /// Where a name of this code's scope lives.
    enum Place { case local(Int), cell(Int, free: Bool), global, name, classCell(Int) }
    /// Places by index of the name in the string table: linear search, there are few.
    struct PlaceMap {
        private var entries: [(key: Int32, place: Place)] = []
        /// A bit for the last six of each key: most names that are looked up are globals.
        private var filter: UInt64 = 0
        mutating func reserve(_ n: Int) { entries.reserveCapacity(n) }
        subscript(index: Int) -> Place? {
            get {
                if filter &>> UInt64(truncatingIfNeeded: index & 63) & 1 == 0 { return nil }
                let k = Int32(truncatingIfNeeded: index)
                var i = entries.count &- 1
                while i >= 0 { if entries[i].key == k { return entries[i].place }; i &-= 1 }
                return nil
            }
            set {
                guard let newValue else { return }
                let k = Int32(truncatingIfNeeded: index)
                for i in 0..<entries.count where entries[i].key == k { entries[i].place = newValue; return }
                entries.append((k, newValue))
                filter |= 1 &<< UInt64(truncatingIfNeeded: index & 63)
            }
        }
    }
    /// Names without an entry are globals in functions, names of the namespace elsewhere.
    var places = PlaceMap()
    /// Slots of the cells that the compiler gives a class; its body may bind the same names for itself.
    var implicitCells = IntMap()
    /// Of input at a prompt: expression statements show their value, those inside other statements too.
    var displaysExpressions = false
    /// The expression whose value is to be noted in a slot.
    var capture: (offset: UInt32, slot: Int)? = nil
    /// Names declared `global` here.
    var explicitGlobals: [Int] = []
    /// Inlined comprehensions around the current node, innermost last: their own variables.
    var comprehensions: [PlaceMap] = []
    var comprehensionScopes: [ScopeRecord] = []
    var top = 0, maxTop = 0
    /// Statements of the blocks that are being built, the innermost last.
    private var blocks = RawArray<Borrowed<Statement>>()
    /// Arguments of the calls that are being built, those of the innermost last.
    var passedOn = RawArray<Operand>()
    deinit { blocks.free(); passedOn.free(); sharedReads.free() }
    var suspending: [SuspendingNode] = []
    /// Slots of cells that this scope only passes on.
    var passed = IntMap()
    /// First slots of the variables of inlined comprehensions, by scope.
    var hidden = IntMap()
    var path: [UInt16] = []
    /// How many resume points there are so far.
    var resumePoints = 0
    /// 1 for nodes that can suspend, by offset (`suspends`).
    var suspendCache = IntMap()
    let isAsyncGenerator: Bool, canSuspend: Bool, seesClass: Bool
    var conditionalDepth = 0, annotationIndex = 0
    /// Somebody traces: lines within statements are reported (Nodes/LineNodes.swift).
    private(set) var reportsLines = Monitor.isActive
    var surrounding: Around? = nil
    /// The line of the statement that is being built.
    var statementLine = 0
    /// Slots below 64 of locals that have a value wherever the statement being built runs; those that a `del` or a handler's end takes it from, as far as
    /// they are known; those whose reads share a node.
    private(set) var assigned: UInt64 = 0
    private var sharing: UInt64 = 0
    private(set) var unbound: UInt64
    /// By slot.
    private var sharedReads = RawArray<Borrowed<LocalNode>?>(capacity: 0)
    /// Reads share a node though their variable may lose its value: all is to be built again.
    var isMisled: Bool { sharing & unbound != 0 }
    /// Suites may be left for later (`branch`).
    private(set) var leavesLater = false
    /// A suite that was left for later is being built: what is in it is known.
    private(set) var isSurveyed = false

    /// UNBOUND: what an earlier builder found out. WHOLE: nothing is left for later.
    init(_ c: Code, unbound u: UInt64 = 0, whole: Bool = false) {
        code = c
        unbound = u
        tree = c.source.tree
        scope = ScopeRecord(base: c.syntax.base, index: c.scope)
        isFunction = scope.kind.isFunctionLike
        isClass = scope.kind == .class
        privateClass = scope.privateClass
        isAsyncGenerator = c.flags & Code.Flags.asyncGenerator != 0
        canSuspend = c.isGeneratorLike
        seesClass = scope.flags.contains(.canSeeClassScope)
        leavesLater = scope.kind == .function && !canSuspend && !reportsLines && !whole
    }
    /// For what the first builder of C left for later.
    convenience init(again c: Code) {
        self.init(c, unbound: c.unboundLocals)
        reportsLines = false
        leavesLater = true
        // (It finds what the first one found.)
        c.slotNames.removeLast(c.slotNames.count - c.parameterNames)
        c.cellSlots = []; c.cellNames = []; c.hiddenNames = []
        assignPlaces()
    }
    /// Begins in the middle of the code.
    func begin(top t: Int, assigned a: UInt64) {
        top = t; maxTop = t; assigned = a; isSurveyed = true
    }

    // MARK: names and values

    @inline(__always) func name(_ index: Int) -> Value { code.source.name(index) }
    func string(_ index: Int) -> Value {
        let b = SyntaxTree.bytes(code.syntax, index)
        return b.count == 0 ? StrRef.empty : code.pooled(StrRef.make(utf8: b.baseAddress!, b.count))
    }
    func text(_ index: Int) -> String { code.syntax.text(index) }
    /// The index of a name after private-name mangling.
    func mangled(_ index: Int) -> Int {
        guard let owner = comprehensionScopes.isEmpty ? privateClass : currentScope.privateClass else { return index }
        if index >= 0 { let b = SyntaxTree.bytes(code.syntax, index); if b.count <= 2 || b[0] != 95 || b[1] != 95 { return index } }
        let m = code.source.mangled(index, owner)
        // Around the type parameters of a class only these are private.
        if m != index && currentScope.flags.contains(.manglesParametersOnly) && currentScope.lookup(m) == nil { return index }
        return m
    }
    func identifier(_ index: Int) -> Value { name(mangled(index)) }
    var currentScope: ScopeRecord { comprehensionScopes.last ?? scope }

    // MARK: slots

    /// N operand slots for the duration of BODY.
    func area<T>(_ n: Int, _ body: (Int) throws -> T) rethrows -> T {
        let at = top
        top += n
        if top > maxTop { maxTop = top }
        defer { top = at }
        return try body(at)
    }
    /// Builds a child in state STATE of the current resumable node.
    @inline(__always) func at<T>(_ state: Int, _ body: () throws -> T) rethrows -> T {
        // (Only generators are resumed by a path.)
        if !canSuspend { return try body() }
        path.append(UInt16(truncatingIfNeeded: state))
        defer { path.removeLast() }
        return try body()
    }
    /// The resume point here, with STATE as the last.
    func resumePoint(_ state: Int) -> ResumePath { resumePoints += 1; return ResumePath(path + [UInt16(truncatingIfNeeded: state)], top: top) }

    @discardableResult
    func position<T: Node>(_ n: T, _ s: S) -> T {
        n.line = Int32(truncatingIfNeeded: s.line); n.column = Int32(truncatingIfNeeded: s.column); n.endLine = Int32(truncatingIfNeeded: s.endLine); n.endColumn = Int32(truncatingIfNeeded: s.endColumn)
        if _slowPath(n.line != n.endLine), let a = attributeBelow(s) {
            n.line = Int32(truncatingIfNeeded: a.endLine)
            let length = a.text(a.name(1)!).unicodeScalars.count
            n.column = Int32(truncatingIfNeeded: max(0, a.endColumn - length))
        }
        code.keep(n)
        return n
    }
    /// The attribute on a lower line than the expression S begins on, at whose name CPython sees S: an attribute, or the call of a method that needs
    /// no tuple of its arguments (as update_start_location_to_match_attr and maybe_optimize_method_call).
    private func attributeBelow(_ s: S) -> S? {
        if s.kind == .attribute { return s.line != s.endLine ? s : nil }
        guard s.kind == .call, s.node(0).kind == .attribute else { return nil }
        let f = s.node(0), args = s.list(1), keywords = s.list(2)
        if f.endLine == s.line || args.count + keywords.count >= 30 { return nil }
        for i in 0..<args.count where args[i].kind == .starred { return nil }
        for i in 0..<keywords.count where keywords[i].name(0) == nil { return nil }
        let owner = f.node(0)
        if owner.kind == .name, let symbol = ScopeRecord(base: owner.base, index: 0).lookup(owner.name(0)!), symbol.flags.contains(.imported) { return nil }
        return f
    }
    func suspendingNode<T: SuspendingNode>(_ n: T, _ s: S, _ area: Int) -> T { suspending.append(n); return expressionNode(n, s, area) }
    func expressionNode<T: Expression>(_ n: T, _ s: S, _ area: Int = 0) -> T { n.first = Int32(area); return position(n, s) }
    func caching<T: Node>(_ n: T) -> T { code.cachingNodes.append(.passUnretained(n)); return n }

    /// The node for a read of local SLOT, which raises if it is unbound. One serves all reads of a variable that has a value there; for the lines of the code there is
    /// another where the statement does not stand for the line.
    func localRead(_ slot: Int, _ index: Int, _ s: S) -> LocalNode {
        guard slot < 64, (assigned & ~unbound) >> UInt64(slot) & 1 != 0, s.line == statementLine, !reportsLines else { return expressionNode(LocalNode(slot, name(index)), s) }
        while sharedReads.count <= slot { sharedReads.append(nil) }
        if let n = sharedReads[slot] { return n.object }
        let n = expressionNode(LocalNode(slot, name(index)), s)
        sharedReads[slot] = Borrowed(n)
        sharing |= 1 << UInt64(slot)
        return n
    }
    private func mask(_ t: Target) -> UInt64 {
        if let l = t as? LocalTarget { return l.slot < 64 ? 1 << UInt64(l.slot) : 0 }
        if let q = t as? SequenceTarget { var m: UInt64 = 0; for i in 0..<q.targets.count { m |= mask(q.targets[i].object) }; return m }
        return 0
    }
    /// T got a value just now (SLOT: the same for a local), or loses it some time.
    func assign(_ t: Target) { if isFunction { assigned |= mask(t) } }
    func assign(slot: Int) { if slot < 64 { assigned |= 1 << UInt64(slot) } }
    func unbind(_ t: Target) { unbound |= mask(t) }
    func unbind(slot: Int) { unbound |= 1 << UInt64(slot) }
    /// What is assigned in BODY may not be behind it.
    @inline(__always) func apart<T>(_ body: () throws -> T) rethrows -> T {
        let before = assigned
        defer { assigned = before }
        return try body()
    }

    // MARK: scopes

    /// Those of the code whose places are being found.
    nonisolated(unsafe) private static var parameters = RawArray<Int>()
    private func assignPlaces() {
        var next = 0
        func place(_ index: Int, _ symbol: Symbol?) {
            if let symbol, symbol.resolution == .cell { places[index] = .cell(next, free: false); code.cellSlots.append(Int32(next)); code.cellNames.append(name(index)) }
            else { places[index] = .local(next) }
            next += 1
        }
        func cell(_ index: Int) {
            places[index] = .cell(next, free: false)
            code.cellSlots.append(Int32(next)); code.cellNames.append(name(index)); code.slotNames.append(name(index))
            next += 1
        }
        let symbolCount = scope.symbolCount
        NodeBuilder.parameters.removeAll()
        CodeFactory.parameters(code) { NodeBuilder.parameters.append($0) }
        let parameters = UnsafeBufferPointer(start: NodeBuilder.parameters.start, count: NodeBuilder.parameters.count)
        if isFunction && symbolCount > 0 { places.reserve(symbolCount); code.slotNames.reserveCapacity(symbolCount) }
        for p in parameters { place(p, scope.lookup(p)) }
        next = max(next, code.parameterSlots)
        if isFunction {
            for i in 0..<code.parameterSlots { assign(slot: i) }
            for p in parameters { if case .local(let slot)? = places[p] { assign(slot: slot) } }
        }
        for i in 0..<symbolCount {
            let s = scope.symbol(i)
            switch s.resolution {
            case .local where isFunction, .cell:
                // What a comprehension runs over (`.0`) has its place as the only parameter.
                if isFunction { if !parameters.contains(s.name), code.slotNames.first != name(s.name) || code.argumentCount == 0 { place(s.name, s); code.slotNames.append(name(s.name)) } } else { cell(s.name) }
            case .globalExplicit: explicitGlobals.append(s.name); places[s.name] = .global
            default: break
            }
        }
        if isClass { for extra in CodeFactory.implicitCells(scope, tree) {
            // A class that declares `__class__` global still has the cell that its methods see.
            let own = places[extra]
            if let p = own { guard case .global = p else { continue } }
            implicitCells[extra] = next
            cell(extra)
            if own != nil { places[extra] = own }
        } }
        code.localCount = next
        code.firstFree = next
        for (i, s) in code.freeIndices.enumerated() {
            // What is only passed on to scopes inside is not read from the cell here.
            if scope.lookup(s)?.resolution == .free { places[s] = isClass ? .classCell(next + i) : .cell(next + i, free: true) } else { passed[s] = next + i }
            code.slotNames.append(name(s))
        }
        next += code.freeIndices.count
        if isClass {
            for i in 0..<symbolCount { let s = scope.symbol(i); if s.resolution == .local || s.resolution == .globalImplicit, let p = places[s.name] { if case .cell(let c, _) = p { passed[s.name] = c }; places[s.name] = .name } }
            let extra = tree.index(.conditionalAnnotations)
            if scope.flags.contains(.hasConditionalAnnotations), places[extra] == nil, passed[extra] == nil {
                // (The set lives in the namespace; functions inside that name it find nothing.)
                code.cellSlots.append(Int32(next)); passed[extra] = next; next += 1
            }
        }
        placeHidden(scope, &next)
        top = next; maxTop = next
    }
    /// Variables of comprehensions that run in the frame: their slots serve nothing else, so that `locals()` can tell whether they are bound.
    private func placeHidden(_ r: ScopeRecord, _ next: inout Int) {
        for k in r.children {
            let c = ScopeRecord(base: code.syntax.base, index: k)
            guard c.kind == .listComp || c.kind == .setComp || c.kind == .dictComp else { continue }
            hidden[k] = next
            for i in 0..<c.symbolCount {
                let s = c.symbol(i)
                guard s.resolution == .local || s.resolution == .cell else { continue }
                code.hiddenNames.append(Code.Hidden(slot: next, name: name(s.name), isCell: s.resolution == .cell))
                next += 1
            }
            placeHidden(c, &next)
        }
    }
    /// Where a (mangled) name lives here.
    func find(_ index: Int) -> Place {
        if comprehensions.isEmpty { return places[index] ?? (isFunction ? .global : .name) }
        for i in stride(from: comprehensions.count - 1, through: 0, by: -1) {
            if let p = comprehensions[i][index] { return p }
            // What a name means inside goes before what it means around; in a class its namespace is skipped.
            guard isFunction || isClass, let s = comprehensionScopes[i].lookup(index) else { continue }
            if s.resolution == .globalImplicit || s.resolution == .globalExplicit { return .global }
            if i == 0 && isClass && s.resolution == .free {
                if let k = code.freeIndices.firstIndex(of: index) { return .cell(code.firstFree + k, free: true) }
                return .global
            }
        }
        return places[index] ?? (isFunction ? .global : .name)
    }

    // MARK: bodies

    func build() throws(Raise) {
        // Names are interned, constants are noted in `code.constants`: nothing here is lost to a collection.
        assignPlaces()
        let s = code.syntax
        let body: Body
        do {
            switch scope.kind {
            case .module: body = try moduleBody(s)
            case .class: body = try classBody(s)
            case .function: body = try functionBody(s)
            case .lambda:
                statementLine = s.node(1).line
                body = position(ExpressionBody(try at(0) { try operand(s.node(1)) }), s.node(1))
            case .generatorExp, .listComp, .setComp, .dictComp: body = try comprehensionBody(s)
            case .annotation: body = try annotationBody(s)
            case .typeParameters: body = try typeParametersBody(s)
            case .typeAlias, .typeVariable: body = try lazyValueBody(s)
            }
        } catch { throw NodeBuilder.error(error) }
        code.keep(body)
        if body is EntryBody { code.cachingNodes.append(.passUnretained(body)) }
        code.hasScope = !code.cellSlots.isEmpty || !code.freeIndices.isEmpty
        let whole = code.isGeneratorLike || !code.hasScope ? body : ScopedBody(body, code)
        code.keep(whole)
        code.body = Borrowed(whole)
        code.frameSlots = maxTop
        for n in suspending { n.frameEnd = Int32(truncatingIfNeeded: maxTop) }
        code.namedSlots = min(maxTop, max(code.slotNames.count, code.firstFree + code.freeNames.count))
        code.isSimple = code.flags & (Code.Flags.varArgs | Code.Flags.varKeywords) == 0 && code.keywordOnlyCount == 0
        code.nameStart?.deallocate()
        code.nameStart = Code.memory(code.slotNames.count)
        code.nameStart.initialize(from: code.slotNames, count: code.slotNames.count)
        code.direct = code.isSimple && !code.isGeneratorLike && isFunction ? code.argumentCount : -1
    }
    struct Unsupported: Error { let what: String }
    static func error(_ e: any Error) -> Raise {
        if let r = e as? Raise { return r }
        if let u = e as? Unsupported { return Errors.systemError("cannot compile: \(u.what)") }
        return Errors.systemError("cannot compile")
    }

    func block(_ list: NodeList, extra: [Statement] = []) throws -> Statement {
        let n = list.count, first = blocks.count, before = assigned
        // (The code keeps all statements.)
        defer { blocks.shrink(to: first); assigned = before }
        for s in extra { blocks.append(Borrowed(s)) }
        for i in 0..<n {
            if let s = try at(blocks.count - first, { try statement(list[i]) }) { s.top = Int32(truncatingIfNeeded: top); blocks.append(Borrowed(s)) }
        }
        let count = blocks.count - first
        if count == 0 { let p = PassStatement(); code.keep(p); return p }
        // Where a resume point may lie, the block is a level of its path.
        if count == 1 && !canSuspend { return blocks[first].object }
        let b = Block(Children(blocks.start + first, count))
        if n > 0 { position(b, list[0]) } else { code.keep(b) }
        return b
    }
    private func moduleBody(_ s: S) throws -> Body {
        switch s.kind {
        case .expression: return position(ExpressionBody(try at(0) { try operand(s.node(0)) }), s.node(0))
        case .interactive:
            displaysExpressions = true
            return position(FunctionBody(try interactiveBlock(s)), s)
        default:
            var extra: [Statement] = []
            let body = s.list(0)
            if scope.flags.contains(.hasDocstring), code.source.optimize < 2, let first = body.first {
                let doc = docstring(first)
                if !doc.isNone { extra.append(position(AssignStatement(one: nameTarget(Names.__doc__), Operand(doc)), first)) }
            }
            try annotationSetup(s, &extra)
            let b = try block(body, extra: extra)
            return position(FunctionBody(b), s)
        }
    }
    private func interactiveBlock(_ root: S) throws -> Statement {
        var out: [Statement] = []
        try annotationSetup(root, &out)
        let list = root.list(0)
        for i in 0..<list.count {
            let s = list[i]
            if let x = try at(out.count, { try statement(s) }) { out.append(x) }
        }
        let b = Block(out)
        code.keep(b)
        return b
    }
    func nameTarget(_ n: Value) -> Target { let t = caching(NameTarget(n)); code.keep(t); return t }
    func docstring(_ first: S) -> Value {
        guard first.kind == .expr, first.node(0).kind == .constant, case .str(let i) = first.node(0).constant else { return .none }
        return code.constant(Docstrings.clean(code.syntax.string(i)))
    }
    private func functionBody(_ s: S) throws -> Body {
        TreeCache.isRead = true
        let list = s.list(2)
        if list.count == 1, list[0].kind == .return_, let v = list[0].optional(0), !suspends(v) {
            statementLine = v.line
            return position(ExpressionBody(try at(0) { try operand(v) }), v)
        }
        return position(FunctionBody(try block(list)), s)
    }
    private func classBody(_ s: S) throws -> Body {
        var head: [Statement] = []
        func set(_ n: Value, _ v: Operand) {
            // (A decorated class begins on its first decorator's line.)
            let a = position(AssignStatement(one: nameTarget(n), v), s)
            a.line = Int32(truncatingIfNeeded: code.firstLine)
            if v.slot == -1 { v.node.line = a.line }
            head.append(a)
        }
        set(Names.__module__, Operand(expressionNode(caching(GlobalNode(Names.__name__)), s)))
        set(Names.__qualname__, Operand(code.constant(code.qualname)))
        set(Names.__firstlineno__, Operand(Value(int: code.firstLine)))
        let list = s.list(3)
        let parameters = tree.index(.typeParams)
        if !s.list(5).isEmpty, scope.lookup(parameters) != nil { set(Names.__type_params__, try read(parameters, s)) }
        if scope.flags.contains(.hasDocstring), code.source.optimize < 2, let first = list.first {
            let doc = docstring(first)
            if !doc.isNone { head.append(position(AssignStatement(one: nameTarget(Names.__doc__), Operand(doc)), first)) }
        }
        var tail: [Statement] = []
        // `__annotations__ = {}` comes first, the function of deferred annotations last.
        if usesTextAnnotations { try annotationSetup(s, &head) } else { try conditionalAnnotationSetup(s, &head) }
        var cell: Int?, dict: Int?
        cell = implicitCells[tree.index(.dunderClass)]
        dict = implicitCells[tree.index(.classDict)]
        if let dict { let d = position(ClassDictStatement(dict), s); d.line = Int32(truncatingIfNeeded: code.firstLine); head.insert(d, at: 0) }
        let attributes = scope.staticAttributes
        let tuple = TupleRef.allocate(attributes.count)
        let tupleValue = code.constant(tuple.value)
        for (i, a) in attributes.map({ ($0, StrRef(name($0)).string) }).sorted(by: { $0.1 < $1.1 }).enumerated() { tuple[i] = name(a.0) }
        let b = try block(list, extra: head)
        if !usesTextAnnotations { try annotationSetup(s, &tail) }
        // Tracers see no line of these; the frame's line stays that of the last statement.
        let end = ClassEndStatement(cell: cell, classDict: dict, attributes: tupleValue)
        code.keep(end); tail.append(end)
        let whole = Block([b] + tail)
        code.keep(whole)
        return position(FunctionBody(whole), s)
    }
}
/// Puts the namespace of a class where annotation and type scopes find it.
final class ClassDictStatement: Statement {
    let slot: Int
    init(_ s: Int) { slot = s }
    override func run(_ f: Frame) throws(Raise) -> Signal { CellRef(f[slot]).content = f.namespace; return .next }
}
extension SyntaxTree {
    static func bytes(_ n: Syntax.Node, _ index: Int) -> UnsafeBufferPointer<UInt8> { n.string(index) }
}

import Primitives
import Syntax
/// `code`: attributes as CPython's; there is no bytecode, `co_code` tells only whether two functions do the same (`CodeText`).
enum CodeType {
    static func define() {
        let t = Types.code
        t.layout = t.layout.finalizing { CodeObject.release($0) }
        Finalizers.declareQuiet(t)
        func code(_ o: Value) -> Code { CodeObject(o.ref).code }
        func tuple(_ a: [Value]) -> Value { let t = TupleRef.allocate(a.count); for (i, v) in a.enumerated() { t[i] = v }; return a.isEmpty ? TupleRef.empty : t.value }
        t.getter("co_name") { o throws(Raise) in code(o).name }
        t.getter("co_qualname") { o throws(Raise) in code(o).qualname }
        t.getter("co_filename") { o throws(Raise) in code(o).fileName }
        t.getter("co_argcount") { o throws(Raise) in Value(int: code(o).argumentCount) }
        t.getter("co_posonlyargcount") { o throws(Raise) in Value(int: code(o).positionalOnlyCount) }
        t.getter("co_kwonlyargcount") { o throws(Raise) in Value(int: code(o).keywordOnlyCount) }
        t.getter("co_flags") { o throws(Raise) in Value(int: Int(code(o).flags)) }
        t.getter("co_firstlineno") { o throws(Raise) in Value(int: firstLine(code(o))) }
        // A module's frame is on line 0 until its first statement; its code begins on line 1.
        func firstLine(_ c: Code) -> Int { c.firstLine == 0 && c.syntax.kind == .module ? 1 : c.firstLine }
        t.getter("co_nlocals") { o throws(Raise) in try code(o).prepare(); return Value(int: localNames(code(o)).count) }
        t.getter("co_stacksize") { o throws(Raise) in Value(int: max(1, code(o).frameSlots)) }
        t.getter("co_varnames") { o throws(Raise) in try code(o).prepare(); return tuple(localNames(code(o))) }
        t.getter("co_cellvars") { o throws(Raise) in try code(o).prepare(); return tuple(code(o).cellNames) }
        t.getter("co_freevars") { o throws(Raise) in tuple(code(o).freeNames) }
        t.getter("co_names") { o throws(Raise) in
            let c = code(o)
            return tuple(CodeText(c).names.map { c.source.name($0) })
        }
        for n: StaticString in ["co_code", "_co_code_adaptive"] {
            t.getter(n) { o throws(Raise) in
                var b = ByteBuilder()
                CodeText(code(o)).out.withUnsafeBufferPointer { b.append($0) }
                return BytesRef.make(&b)
            }
        }
        t.getter("co_consts") { o throws(Raise) in
            let c = code(o)
            try c.prepareAll()
            let out = ListRef.allocate()
            if c.flags & Code.Flags.hasDocstring != 0 || c.docstring.isPointer { out.append(c.docstring) }
            for i in 0..<c.constants.count where isConstant(c.constants[i]) { out.append(c.constants[i]) }
            return out.asTuple()
        }
        for n: StaticString in ["co_linetable", "co_lnotab", "co_exceptiontable"] { t.getter(n) { o throws(Raise) in Builtins.emptyBytes } }
        t.method("co_positions", "($self, /)") { a throws(Raise) in
            let c = code(a[0]), out = ListRef.allocate()
            try c.prepareAll()
            let first = Value(int: c.syntax.kind == .module ? 0 : c.firstLine), end = Value(int: firstLine(c))
            out.append(TupleRef.from(first, end, Value(int: 0), Value(int: 0)))
            for n in c.instructions.nodes {
                out.append(n._withUnsafeGuaranteedRef { TupleRef.from(Value(int: Int($0.line)), Value(int: Int($0.endLine)), Value(int: Int($0.column)), Value(int: Int($0.endColumn))) })
            }
            return try Operations.iterate(out.value)
        }
        t.method("co_lines", "($self, /)") { a throws(Raise) in
            let c = code(a[0]), out = ListRef.allocate()
            try c.prepareAll()
            var line = c.syntax.kind == .module ? 0 : c.firstLine, start = 0, at = 2
            func add() { out.append(TupleRef.from(Value(int: start), Value(int: at), Value(int: line))) }
            for n in c.instructions.nodes {
                let l = n._withUnsafeGuaranteedRef { Int($0.line) }
                if l != line { add(); start = at; line = l }
                at += 2
            }
            add()
            return try Operations.iterate(out.value)
        }
        t.method("co_branches", "($self, /)") { a throws(Raise) in try Operations.iterate(TupleRef.empty) }
        t.method("_varname_from_oparg", "($self, oparg)") { a throws(Raise) in
            let c = code(a[0]), i = try Operations.index(a[1]), all = c.slotNames + c.freeNames
            guard i >= 0 && i < all.count else { throw Errors.indexError("tuple index out of range") }
            return all[i]
        }
        t.method("replace", "($self, /, **changes)") { a throws(Raise) in try replace(a[0], DictRef(a[1])) }
        t.method("__replace__", "($self, /, **changes)") { a throws(Raise) in try replace(a[0], DictRef(a[1])) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let c = code(a[0])
            return StrRef.make("<code object \(StrRef(c.name)) at \(ObjectType.hex(a[0].bits)), file \"\(StrRef(c.fileName))\", line \(firstLine(c))>")
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(StrRef(code(a[0]).name).hash ^ code(a[0]).firstLine) }
        for (n, same): (StaticString, Bool) in [("__eq__", true), ("__ne__", false)] {
            t.special(n, "($self, value, /)") { a throws(Raise) in
                guard a[1].isExactly(Types.code) else { return .notImplemented }
                let x = code(a[0]), y = code(a[1])
                return Value(bool: (x === y || isSame(x, y)) == same)
            }
        }
    }
    /// `code_richcompare`: the same name, signature, text and place; the file does not count.
    private static func isSame(_ x: Code, _ y: Code) -> Bool {
        guard StrRef.equal(StrRef(x.name), StrRef(y.name)), x.argumentCount == y.argumentCount, x.positionalOnlyCount == y.positionalOnlyCount,
              x.keywordOnlyCount == y.keywordOnlyCount, x.flags == y.flags, x.firstLine == y.firstLine else { return false }
        func same(_ a: [Value], _ b: [Value]) -> Bool { a.count == b.count && zip(a, b).allSatisfy { StrRef.equal(StrRef($0), StrRef($1)) } }
        return same(x.parameterIndices.map { x.source.name($0) }, y.parameterIndices.map { y.source.name($0) }) && same(x.freeNames, y.freeNames)
            && hasSameCodes(x, y) && (x.scope == y.scope && x.source === y.source || CodeText(x, complete: true).out == CodeText(y, complete: true).out)
    }
    /// Whether the codes inside X and Y are the same, where some of them have taken the place of others.
    private static func hasSameCodes(_ x: Code, _ y: Code) -> Bool {
        if x.innerCodes == nil && y.innerCodes == nil { return true }
        do throws(Raise) { try x.prepareAll(); try y.prepareAll() } catch { Errors.take(); return false }
        func inner(_ c: Code) -> [Code] { (0..<c.constants.count).filter { c.constants[$0].isExactly(Types.code) }.map { CodeObject(c.constants[$0].ref).code } }
        return inner(x).elementsEqual(inner(y)) { $0 === $1 || isSame($0, $1) }
    }
    /// What stands for the codes inside C when V takes the place of its constants MINE: other codes with the same free variables may. (Other constants are part of the tree.)
    private static func innerCodes(_ c: Code, _ mine: TupleRef, _ v: Value) throws(Raise) -> [Int: (code: Code, freeIndices: [Int])]? {
        guard v.isTuple else { throw Errors.typeError("replace() argument 'co_consts' must be tuple, not \(v.type)") }
        let new = TupleRef(v)
        var out = c.innerCodes ?? [:]
        for i in 0..<max(mine.count, new.count) {
            if i < mine.count && i < new.count {
                if mine[i].isExactly(Types.code) && new[i].isExactly(Types.code) {
                    let x = CodeObject(mine[i].ref).code, y = CodeObject(new[i].ref).code, known = out.first { $0.value.code === x }
                    if x.freeNames.elementsEqual(y.freeNames, by: { StrRef.equal(StrRef($0), StrRef($1)) }) { out[known?.key ?? x.scope] = (y, known?.value.freeIndices ?? x.freeIndices); continue }
                } else if mine[i] == new[i] { continue } else if mine[i].type == new[i].type, try Operations.isEqual(mine[i], new[i]) { continue }
            }
            throw Errors.notImplemented("code.replace(): co_consts can only be changed in codes with the same free variables: code objects have no bytecode")
        }
        return out.isEmpty ? nil : out
    }
    static func localNames(_ c: Code) -> [Value] {
        var n = c.argumentCount + c.keywordOnlyCount
        if c.flags & Code.Flags.varArgs != 0 { n += 1 }
        if c.flags & Code.Flags.varKeywords != 0 { n += 1 }
        var out: [Value] = []
        for (i, v) in c.slotNames.enumerated() where i < n || !c.cellNames.contains(v) { if v.isStr { out.append(v) } }
        return out
    }
    private static func isConstant(_ v: Value) -> Bool { v.isStr && !StrRef(v).isInterned || v.isIntLike || v.isFloatLike || v.isTuple || v.isBytes || v.isExactly(Types.code) || v.isStr }
    private static func replace(_ o: Value, _ d: DictRef) throws(Raise) -> Value {
        let c = CodeObject(o.ref).code
        let copy = Code(source: c.source, syntax: c.syntax, scope: c.scope, name: c.name, qualname: c.qualname)
        copy.fileName = c.fileName; copy.firstLine = c.firstLine; copy.flags = c.flags
        copy.argumentCount = c.argumentCount; copy.positionalOnlyCount = c.positionalOnlyCount; copy.keywordOnlyCount = c.keywordOnlyCount
        // The copy makes its own nodes when first called: it begins as the factory left the original.
        let indices = c.parameterIndices, parameters = indices.isEmpty ? c.parameterSlots : indices.count
        copy.slotNames = Array(c.slotNames.prefix(parameters)); copy.parameterSlots = c.parameterSlots
        copy.freeNames = c.freeNames; copy.freeIndices = c.freeIndices; copy.hasCleanup = c.hasCleanup; copy.docstring = c.docstring; copy.innerCodes = c.innerCodes
        var i = -1
        while d.next(&i) {
            let k = StrRef(d.key(i)).string, v = d.valueAt(i)
            func text() throws(Raise) -> Value { guard v.isStr else { throw Errors.typeError("replace() argument '\(k)' must be str, not \(v.type)") }; return v }
            switch k {
            case "co_name": copy.name = StrRef.intern(try text())
            case "co_qualname": copy.qualname = StrRef.intern(try text())
            case "co_filename": copy.fileName = StrRef.intern(try text())
            case "co_firstlineno": copy.firstLine = try Operations.index(v)
            case "co_flags": copy.flags = UInt32(truncatingIfNeeded: try Operations.index(v))
            case "co_consts": copy.innerCodes = try innerCodes(c, TupleRef(try Operations.getAttribute(o, d.key(i))), v)
            case "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize", "co_code", "co_names", "co_varnames", "co_freevars", "co_cellvars", "co_linetable", "co_exceptiontable":
                let mine = try Operations.getAttribute(o, d.key(i))
                if !(try Operations.isEqual(mine, v)) { throw Errors.notImplemented("code.replace(): \(k) cannot be changed: code objects have no bytecode") }
            default: throw Errors.typeError("replace() got an unexpected keyword argument '\(k)'")
            }
        }
        return CodeObject.make(copy)
    }
}
extension Code {
    /// What stands for instructions: the nodes that have a place in the source, by line and column. The first offset is the body's beginning,
    /// two are taken by a node. Made when first asked for.
    final class Instructions {
        let nodes: [Unmanaged<Node>]
        private var index: [UnsafeMutableRawPointer: Int] = [:]
        fileprivate init(_ c: Code) {
            var all: [Unmanaged<Node>] = []
            let hidden = Hidden(c)
            for i in 0..<c.nodes.count where c.nodes[i]._withUnsafeGuaranteedRef({ $0.line > 0 && !($0 is LineStatement) && !hidden.contains($0) }) { all.append(c.nodes[i]) }
            func before(_ a: Unmanaged<Node>, _ b: Unmanaged<Node>) -> Bool {
                a._withUnsafeGuaranteedRef { x in b._withUnsafeGuaranteedRef { y in x.line != y.line ? x.line < y.line : x.column < y.column } }
            }
            all.sort(by: before)
            nodes = all
            for (i, n) in all.enumerated() { index[n.toOpaque()] = i }
        }
        /// What of a function is no part of its body: the `def` itself, and the docstring.
        private struct Hidden {
            private var places: [Syntax.Node] = []
            init(_ c: Code) {
                guard c.syntax.kind == .functionDef || c.syntax.kind == .asyncFunctionDef else { return }
                places = [c.syntax]
                if c.flags & Code.Flags.hasDocstring != 0, let first = c.syntax.list(2).first { places.append(first) }
            }
            func contains(_ n: Node) -> Bool {
                for p in places {
                    if Int(p.line) != Int(n.line) || Int(p.column) != Int(n.column) { continue }
                    if Int(p.endLine) == Int(n.endLine) && Int(p.endColumn) == Int(n.endColumn) { return true }
                }
                return false
            }
        }
        /// The offset of NODE; of the first node on its line if it is none of the code's own (a back edge: of the first with its place).
        func offset(_ node: Node) -> Int {
            if let i = index[Unmanaged.passUnretained(node).toOpaque()] { return 2 * i + 2 }
            func same(_ n: Node) -> Bool { n.line == node.line && n.column == node.column && n.endLine == node.endLine && n.endColumn == node.endColumn }
            let exact = node is BackEdgeNode ? nodes.firstIndex { $0._withUnsafeGuaranteedRef(same) } : nil
            let i = exact ?? nodes.firstIndex { $0._withUnsafeGuaranteedRef { $0.line == node.line } }
            return i.map { 2 * $0 + 2 } ?? 0
        }
    }
    var instructions: Instructions {
        if let i = madeInstructions { return i }
        do throws(Raise) { try complete() } catch { Errors.take() }
        let i = Instructions(self)
        if isBuilt { madeInstructions = i }
        return i
    }
    /// What `tb_lasti` and `f_lasti` say while NODE runs: `co_positions` and `co_lines` know it by that.
    func offset(_ node: Node?) -> Int { node.map { instructions.offset($0) } ?? 0 }
}

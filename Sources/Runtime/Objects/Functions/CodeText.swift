// What a code object does, as bytes. There are no instructions, but programs compare `co_code` to tell whether two functions do the same, and
// look into `co_names` for what a function uses. Both come from one walk over the syntax of the code, in the order in which
// CPython's compiler meets it:
//
//   code      a node's kind, then its fields; names and constants as their index in the tables, so that `lambda x: x` and `lambda y: y` agree.
//             Each byte is the argument of a NOP; globals and attributes that are read are LOAD_GLOBAL, LOAD_NAME and LOAD_ATTR, by which
//             `inspect.getclosurevars` and the like find them, and which `dis` can read
//   complete  names, constants, positions and inner functions in full: code objects are equal if these are
//
// Inner functions, classes and generator expressions are a constant of the code; inlined comprehensions are part of it.
import Primitives
import Syntax

struct CodeText {
    private let code: Code, complete: Bool
    private(set) var out: [UInt8] = []
    /// String-table indices (mangled) of globals, attributes and imported names, in the order of `co_names`.
    private(set) var names: [Int] = []
    private var locals: [Int] = [], constants: [[UInt8]] = [], inner = 0
    private var scopes: [ScopeRecord]

    /// COMPLETE: see above.
    init(_ code: Code, complete: Bool = false) {
        self.code = code; self.complete = complete;
        let r = ScopeRecord(base: code.syntax.base, index: code.scope)
        scopes = [r]
        // `dis` looks for a function's first line behind RESUME.
        if !complete { out += [Opcode.resume, 0] }
        locals = code.parameterIndices
        body(code.syntax, r.kind)
    }
    private mutating func body(_ s: Syntax.Node, _ kind: ScopeKind) {
        put(UInt8(kind.rawValue))
        switch kind {
        case .function: block(s.list(2))
        case .class: block(s.list(3))
        case .lambda: node(s.node(1))
        case .annotation: annotations(s)
        case .listComp, .setComp, .generatorExp: comprehension(s, from: 1)
        case .dictComp: comprehension(s, from: 2)
        case .typeAlias: if s.kind == .typeAlias { node(s.node(2)) } else { fields(s) }
        case .typeVariable, .typeParameters: fields(s)
        case .module: fields(s)
        }
    }
    private mutating func annotations(_ s: Syntax.Node) {
        guard s.kind == .functionDef || s.kind == .asyncFunctionDef else { return fields(s) }
        let a = s.node(1)
        for list in [a.list(0), a.list(1), a.list(3)] { for x in list { if let n = x.optional(1) { node(n) } } }
        for x in [a.optional(2), a.optional(5)] { if let n = x?.optional(1) { node(n) } }
        if let r = s.optional(4) { node(r) }
    }

    // MARK: output

    private enum Opcode { static let nop: UInt8 = 27, extended: UInt8 = 69, attribute: UInt8 = 80, resume: UInt8 = 128, global: UInt8 = 92, name: UInt8 = 93 }
    private mutating func put(_ b: UInt8) {
        if !complete { out.append(Opcode.nop) }
        out.append(b)
    }
    /// An instruction with its argument and its inline caches, as CPython lays them out.
    private mutating func put(_ op: UInt8, _ index: Int) {
        let n = op == Opcode.name ? index : index << 1
        if n > 0xFFFF { out += [Opcode.extended, UInt8(truncatingIfNeeded: n >> 16)] }
        if n > 0xFF { out += [Opcode.extended, UInt8(truncatingIfNeeded: n >> 8)] }
        out += [op, UInt8(truncatingIfNeeded: n)]
        out += Array(repeating: 0, count: op == Opcode.attribute ? 18 : op == Opcode.global ? 8 : 0)
    }
    private mutating func put(number n: Int) {
        var v = UInt64(bitPattern: Int64(n))
        repeat { put(UInt8(v & 127) | (v > 127 ? 128 : 0)); v >>= 7 } while v != 0
    }
    private mutating func put(text i: Int) {
        let b = StrRef(code.source.name(i)).view
        put(number: b.count)
        if complete { out.append(contentsOf: StrRef(code.source.name(i)).string.utf8) }
    }
    private static func index<T: Equatable>(_ x: T, _ table: inout [T]) -> Int {
        if let i = table.firstIndex(of: x) { return i }
        table.append(x)
        return table.count - 1
    }
    private func mangled(_ i: Int) -> Int { code.source.mangled(i, scopes[scopes.count - 1].privateClass) }
    /// A global, an attribute or a name in a namespace.
    private mutating func name(_ i: Int, _ op: UInt8 = Opcode.nop) {
        let m = mangled(i), at = Self.index(m, &names)
        if complete { put(text: m) } else if op == Opcode.nop { put(number: at) } else { put(op, at) }
    }
    /// A name by its scope: a kind of variable and its place.
    private mutating func variable(_ i: Int, isRead: Bool = false) {
        let m = mangled(i)
        var found: (Resolution, ScopeKind)?
        for (at, r) in scopes.enumerated().reversed() {
            guard let symbol = r.lookup(m) else { continue }
            if at > 0, symbol.resolution == .free { continue }
            found = (symbol.resolution, at > 0 ? .listComp : r.kind)
            break
        }
        switch found {
        case (.local, let kind)? where kind.isFunctionLike: put(1)
        case (.cell, let kind)? where kind.isFunctionLike: put(2)
        case (.free, _)?: put(3)
        default: put(4); return name(i, !isRead ? Opcode.nop : scopes[0].kind.isFunctionLike ? Opcode.global : Opcode.name)
        }
        if complete { put(text: m) } else { put(number: Self.index(m, &locals)) }
    }
    private mutating func constant(_ n: Syntax.Node) {
        var text: [UInt8] = [UInt8(truncatingIfNeeded: Int(n.int(0)))]
        switch n.constant {
        case .str(let i), .bytes(let i), .bigInt(let i): text += Array(n.string(i))
        case .int(let v): text += Array("\(v)".utf8)
        case .float(let d), .complex(let d): text += Array("\(d.bitPattern)".utf8)
        case .none, .true, .false, .ellipsis: return put(text[0])
        }
        put(text[0])
        if complete { put(number: text.count); out += text } else { put(number: Self.index(text, &constants)) }
    }
    private mutating func position(_ n: Syntax.Node) {
        guard complete else { return }
        for v in [n.line, n.column, n.endLine, n.endColumn] { put(number: v) }
    }

    // MARK: walk

    private mutating func block(_ l: NodeList) { put(number: l.count); for n in l { node(n) } }
    private mutating func optional(_ n: Syntax.Node?) { if let n { node(n) } else { put(0) } }
    private mutating func list(_ l: NodeList) {
        put(number: l.count)
        for i in 0..<l.count { optional(l.optional(i)) }
    }
    /// A function's, class's or generator expression's code is a constant.
    private mutating func function(_ s: Syntax.Node, _ kind: ScopeKind) {
        put(number: inner); inner += 1
        guard complete else { return }
        if let r = s.scopeRecord { scopes = [r]; defer { scopes = [ScopeRecord(base: code.syntax.base, index: code.scope)] }; body(s, kind) }
    }
    private mutating func defaults(_ a: Syntax.Node) {
        for l in [a.list(0), a.list(1), a.list(3)] { put(number: l.count); if complete { for x in l { put(text: x.name(0)!) } } }
        for x in [a.optional(2), a.optional(5)] { put(x == nil ? 0 : 1); if complete, let x { put(text: x.name(0)!) } }
        list(a.list(6)); list(a.list(4))
    }
    private mutating func comprehension(_ s: Syntax.Node, from: Int) {
        for g in s.list(from) { node(g.node(1)); node(g.node(0)); list(g.list(2)); put(number: g.int(3)) }
        for i in 0..<from { node(s.node(i)) }
    }
    private mutating func node(_ n: Syntax.Node) {
        put(n.kind.rawValue); position(n)
        switch n.kind {
        case .functionDef, .asyncFunctionDef: list(n.list(3)); defaults(n.node(1)); list(n.list(6)); function(n, .function); variable(n.name(0)!)
        case .classDef: list(n.list(4)); list(n.list(5)); function(n, .class); list(n.list(1)); list(n.list(2)); variable(n.name(0)!)
        case .lambda: defaults(n.node(0)); function(n, .lambda)
        case .generatorExp: if let g = n.list(1).first { node(g.node(1)) }; function(n, .generatorExp)
        case .listComp, .setComp, .dictComp:
            if let r = n.scopeRecord { scopes.append(r); comprehension(n, from: n.kind == .dictComp ? 2 : 1); scopes.removeLast() }
        case .assign: node(n.node(1)); list(n.list(0))
        case .annAssign: optional(n.optional(2)); node(n.node(0))
        case .for_, .asyncFor: node(n.node(1)); node(n.node(0)); block(n.list(2)); block(n.list(3))
        case .namedExpr: node(n.node(1)); node(n.node(0))
        case .name: put(number: n.int(1)); variable(n.name(0)!, isRead: n.int(1) == 0)
        case .constant, .matchSingleton: constant(n)
        case .attribute: node(n.node(0)); put(number: n.int(2)); name(n.name(1)!, n.int(2) == 0 ? Opcode.attribute : Opcode.nop)
        case .global, .nonlocal, .pass, .typeIgnore: break
        case .alias:
            name(n.name(0)!)
            if let a = n.name(1) {
                // `import a.b as c` takes `b` from `a.b`.
                for part in n.text(n.name(0)!).split(separator: ".").dropFirst() { name(code.source.index(StrRef.intern(String(part)))) }
                put(1); variable(a)
            } else if n.text(n.name(0)!) != "*" {
                put(0)
                let first = n.text(n.name(0)!).split(separator: ".")[0]
                variable(code.source.index(StrRef.intern(String(first))))
            }
        case .keyword: if let a = n.name(0) { put(number: 1); put(text: a) } else { put(0) }; node(n.node(1))
        default: fields(n)
        }
    }
    private mutating func fields(_ n: Syntax.Node) {
        for (i, f) in n.kind.nodeClass.fields.enumerated() {
            switch f.type {
            case .identifier: variable(n.name(i)!)
            case .optionalIdentifier: if let x = n.name(i) { put(1); if n.kind == .importFrom { name(x) } else { variable(x) } } else { put(0) }
            case .identifiers: for x in n.names(i) { put(text: x) }
            case .optionalString: break
            case .int, .optionalInt, .binaryOperator, .unaryOperator, .boolOperator, .context: put(number: n.int(i))
            case .constant: if let x = n.name(i) { put(text: x) }
            case .node: node(n.node(i))
            case .optionalNode: optional(n.optional(i))
            case .nodes, .optionalNodes: list(n.list(i))
            case .compareOperators: for x in n.names(i) { put(number: x) }
            }
        }
    }
}

import Primitives
import Syntax

/// From the flat tree to `ast` objects.
struct ASTObjects {
    let base: Syntax.Node
    /// Names and strings of the table, made once each: a list indexed by string index, None where not made yet.
    let strings: ListRef
    /// What `__debug__` becomes in optimized trees; unbound: it stays a name.
    let debug: Value
    init(_ t: SyntaxTree, debug: Value = .unbound) {
        self.debug = debug
        base = t.root
        strings = ListRef.allocate(capacity: t.stringCount)
        for _ in 0..<t.stringCount { strings.append(.none) }
    }
    private func text(_ i: Int) -> Value {
        if !strings[i].isNone { return strings[i] }
        let b = base.string(i)
        let v = b.count == 0 ? StrRef.empty : b.count < 40 ? StrRef.intern(utf8: b.baseAddress!, b.count) : StrRef.make(utf8: b.baseAddress!, b.count)
        strings[i] = v
        return v
    }
    func make(_ n: Syntax.Node) -> Value {
        if n.kind == .name, !debug.isUnbound, let id = n.name(0), base.text(id) == "__debug__" { return constant(debug, n) }
        let row = n.kind.nodeClass, t = ASTTypes.kinds[Int(n.kind.rawValue)]
        let o = Value(Instance.allocate(t))
        let a = Attributes(o.ref)
        for (i, f) in row.fields.enumerated() { a.set(StrRef.intern(f.name), field(n, i, f.type)) }
        if row.group.hasPosition { locate(a, n) }
        return o
    }
    private func constant(_ v: Value, _ n: Syntax.Node) -> Value {
        let o = Value(Instance.allocate(ASTTypes.kinds[Int(Kind.constant.rawValue)]))
        let a = Attributes(o.ref)
        a.set(StrRef.intern("value"), v); a.set(StrRef.intern("kind"), .none)
        locate(a, n)
        return o
    }
    private func locate(_ a: Attributes, _ n: Syntax.Node) {
        a.set(StrRef.intern("lineno"), Value(int: n.line)); a.set(StrRef.intern("col_offset"), Value(int: n.column))
        a.set(StrRef.intern("end_lineno"), Value(int: n.endLine)); a.set(StrRef.intern("end_col_offset"), Value(int: n.endColumn))
    }
    private func list(_ l: NodeList) -> Value {
        let out = ListRef.allocate(capacity: l.count)
        for i in 0..<l.count { out.append(l.optional(i).map { make($0) } ?? .none) }
        return out.value
    }
    private func field(_ n: Syntax.Node, _ i: Int, _ t: FieldType) -> Value {
        switch t {
        case .identifier, .optionalIdentifier, .optionalString: return n.name(i).map { text($0) } ?? .none
        case .identifiers:
            let out = ListRef.allocate()
            for x in n.names(i) { out.append(text(x)) }
            return out.value
        case .int: return Value(int: n.int(i))
        case .optionalInt: return Value(int: n.int(i))
        case .constant: return n.kind == .interpolation ? (n.name(i).map { text($0) } ?? .none) : constant(n)
        case .node: return make(n.node(i))
        case .optionalNode: return n.optional(i).map { make($0) } ?? .none
        case .nodes, .optionalNodes: return list(n.list(i))
        case .binaryOperator: return ASTTypes.operators[n.int(i)]
        case .unaryOperator: return ASTTypes.unary[n.int(i)]
        case .boolOperator: return ASTTypes.logical[n.int(i)]
        case .compareOperators:
            let out = ListRef.allocate()
            for x in n.names(i) { out.append(ASTTypes.comparisons[x]) }
            return out.value
        case .context: return ASTTypes.contexts[n.int(i)]
        }
    }
    private func constant(_ n: Syntax.Node) -> Value {
        switch n.constant {
        case .none: return .none
        case .true: return .true
        case .false: return .false
        case .ellipsis: return .ellipsis
        case .int(let i): return .int(Int(i))
        case .bigInt(let t): return Literals.bigInt(n.string(t))
        case .float(let d): return Value(float: d)
        case .complex(let d): return Literals.complex(d)
        case .str(let i): return text(i)
        case .bytes(let i): return Literals.bytes(n.string(i))
        }
    }
}

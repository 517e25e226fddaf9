import Syntax

/// The classes of `_ast`, made from Syntax's one table of node classes.
enum ASTTypes {
    nonisolated(unsafe) static var ast = TypeRef()
    /// By `Kind.rawValue`, by `Group.rawValue`.
    nonisolated(unsafe) static var kinds: [TypeRef] = [], groups: [TypeRef] = []
    /// Operator and context classes and their shared instances, in the order of the enums.
    nonisolated(unsafe) static var operators: [Value] = [], unary: [Value] = [], comparisons: [Value] = [], logical: [Value] = [], contexts: [Value] = []
    nonisolated(unsafe) static var enumBases: [TypeRef] = []
    static let positions = ["lineno", "col_offset", "end_lineno", "end_col_offset"]

    static func tuple(_ s: [String]) -> Value {
        let t = TupleRef.allocate(s.count)
        for (i, x) in s.enumerated() { t[i] = StrRef.intern(x) }
        return t.value
    }
    private static func make(_ name: String, _ base: TypeRef, fields: [String], attributes: [String]?) -> TypeRef {
        let t = TypeFactory.make(name, module: "ast", base: base, subclassable: true, hasDict: true)
        t.flags &= ~TypeRef.Flags.immutable
        t.rootShape = Shape.root(t)
        t.constant("_fields", tuple(fields)); t.constant("__match_args__", tuple(fields))
        if let attributes { t.constant("_attributes", tuple(attributes)) }
        t.constant("__doc__", StrRef.make(fields.isEmpty ? name : "\(name)(\(fields.joined(separator: ", ")))"))
        return t
    }
    static func define() {
        ast = TypeFactory.make("AST", module: "ast", subclassable: true, hasDict: true)
        ast.flags &= ~TypeRef.Flags.immutable
        ast.constant("_fields", TupleRef.empty); ast.constant("_attributes", TupleRef.empty); ast.constant("__match_args__", TupleRef.empty)
        ast.constant("_field_types", DictRef.allocate().value)
        ast.new("($type, /, *args, **kwargs)") { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        ast.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in try initialize(a[0], TupleRef(a[1]), DictRef(a[2])); return .none }
        ast.method("__reduce__", "($self, /)") { a throws(Raise) in
            let d = Instance.dictionary(a[0])?.value ?? .none
            return TupleRef.make(a[0].type.value, TupleRef.empty, d)
        }
        ast.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make(try ASTRepr.text(a[0], 3)) }
        ast.method("__replace__", "($self, /, **fields)") { a throws(Raise) in try replace(a[0], DictRef(a[1])) }
        groups = Group.allCases.map { g in
            // A group with one class of the same name is that class itself.
            g.isSum ? make(g.name, ast, fields: [], attributes: g.hasPosition ? positions : []) : TypeRef()
        }
        for row in nodeClasses {
            let g = Int(row.group.rawValue)
            let base = groups[g].raw == 0 ? ast : groups[g]
            let t = make(row.name, base, fields: row.fields.map { $0.name }, attributes: groups[g].raw == 0 ? (row.group.hasPosition ? positions : []) : nil)
            for f in row.fields { if f.type.isOptional { t.constant(f.name, .none) } }
            if row.group.hasPosition { for p in ["end_lineno", "end_col_offset"] { (groups[g].raw == 0 ? t : groups[g]).constant(p, .none) } }
            kinds.append(t)
        }
        func family(_ base: String, _ names: [String]) -> [Value] {
            let b = make(base, ast, fields: [], attributes: [])
            enumBases.append(b)
            return names.map { n in
                let t = make(n, b, fields: [], attributes: nil)
                let v = Value(Instance.allocate(t))
                Types.permanent.append(v)
                return v
            }
        }
        contexts = family("expr_context", ExprContext.allCases.map { $0.name }); logical = family("boolop", BoolOperator.allCases.map { $0.name })
        operators = family("operator", BinaryOperator.allCases.map { $0.name }); unary = family("unaryop", UnaryOperator.allCases.map { $0.name })
        comparisons = family("cmpop", CompareOperator.allCases.map { $0.name })
        for (k, row) in nodeClasses.enumerated() {
            let types = DictRef.allocate()
            kinds[k].constant("_field_types", types.value)
            for f in row.fields { types.set(name: StrRef.intern(f.name), fieldType(f.type)) }
        }
        for b in enumBases {
            for i in 0..<Subclasses.list(b).count { let c = WeakReference.get(Subclasses.list(b)[i]); if c.isType { TypeRef(c.ref).constant("_field_types", DictRef.allocate().value) } }
        }
    }
    /// The class of a group of nodes.
    private static func type(_ g: Group) -> Value {
        if groups[Int(g.rawValue)].raw != 0 { return groups[Int(g.rawValue)].value }
        for (k, row) in nodeClasses.enumerated() where row.group == g { return kinds[k].value }
        return Types.object.value
    }
    /// What `_field_types` says of a field: `list[ast.stmt]`, `ast.expr | None`, ...
    private static func fieldType(_ f: FieldType) -> Value {
        func list(_ v: Value) -> Value { GenericAlias.make(Types.list.value, v) }
        func optional(_ v: Value) -> Value { (try? Operations.binary(.or, v, .none)) ?? v }
        switch f {
        case .identifier: return Types.str.value
        case .optionalIdentifier, .optionalString: return optional(Types.str.value)
        case .identifiers: return list(Types.str.value)
        case .int: return Types.int.value
        case .optionalInt: return optional(Types.int.value)
        case .constant: return Types.object.value
        case .node(let g): return type(g)
        case .optionalNode(let g): return optional(type(g))
        case .nodes(let g), .optionalNodes(let g): return list(type(g))
        case .context: return enumBases[0].value
        case .boolOperator: return enumBases[1].value
        case .binaryOperator: return enumBases[2].value
        case .unaryOperator: return enumBases[3].value
        case .compareOperators: return list(enumBases[4].value)
        }
    }
    private static func attributeName(_ v: Value) throws(Raise) -> Value {
        guard v.isStr else { throw Errors.typeError("attribute name must be string, not '\(v.type)'") }
        return StrRef.intern(v)
    }
    private static func initialize(_ o: Value, _ args: TupleRef, _ keywords: DictRef) throws(Raise) {
        let fields = try Operations.list(try Operations.getAttribute(o.type.value, StrRef.intern("_fields")))
        if args.count > fields.count { throw Errors.typeError("\(o.type.bareName) constructor takes at most \(fields.count) positional argument\(fields.count == 1 ? "" : "s")") }
        for i in 0..<args.count { try Operations.setAttribute(o, try attributeName(fields[i]), args[i]) }
        var given = Set(0..<args.count), i = -1
        while keywords.next(&i) {
            let k = keywords.key(i)
            if let j = (0..<fields.count).first(where: { fields[$0].isStr && StrRef.equal(StrRef(fields[$0]), StrRef(k)) }) {
                if !given.insert(j).inserted { throw Errors.typeError("\(o.type.bareName) got multiple values for argument \(Operations.reprText(k))") }
            } else if !(try Operations.contains(try Operations.getAttribute(o.type.value, StrRef.intern("_attributes")), k)) {
                try Warnings.warn(Exceptions.deprecationWarning, "\(o.type.bareName).__init__ got an unexpected keyword argument \(Operations.reprText(k)). Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.")
            }
            try Operations.setAttribute(o, try attributeName(k), keywords.valueAt(i))
        }
        if given.count == fields.count { return }
        // What was not given: lists are empty, contexts are Load, optional fields None.
        let types = try Operations.getAttribute(o.type.value, StrRef.intern("_field_types"))
        guard types.isDict else { return }
        for j in 0..<fields.count where !given.contains(j) {
            let name = fields[j], t = try DictRef(types).get(fields[j]) ?? .unbound
            if t.isUnbound {
                try Warnings.warn(Exceptions.deprecationWarning, "Field \(Operations.reprText(name)) is missing from \(o.type.bareName)._field_types. This will become an error in Python 3.15.")
            } else if t.type == GenericAlias.type { try Operations.setAttribute(o, try attributeName(name), ListRef.allocate().value) }
            else if t == enumBases[0].value { try Operations.setAttribute(o, try attributeName(name), contexts[0]) }
            else if t.type != UnionType.type {
                try Warnings.warn(Exceptions.deprecationWarning, "\(o.type.bareName).__init__ missing 1 required positional argument: \(Operations.reprText(name)). This will become an error in Python 3.15.")
            }
        }
    }
    /// The row of the class of T or of the nearest base that has one.
    static func row(_ t: TypeRef) -> NodeClass? {
        let m = t.mro
        for i in 0..<m.count { for (k, x) in kinds.enumerated() where x.value == m[i] { return nodeClasses[k] } }
        return nil
    }
    private static func replace(_ o: Value, _ changes: DictRef) throws(Raise) -> Value {
        let r = Value(Instance.allocate(o.type))
        if let d = Instance.dictionary(o) { var i = -1; while d.next(&i) { try Operations.setAttribute(r, d.key(i), d.valueAt(i)) } }
        var i = -1
        while changes.next(&i) { try Operations.setAttribute(r, StrRef.intern(changes.key(i)), changes.valueAt(i)) }
        return r
    }
}
extension Group {
    /// Whether the group is an abstract class with several node classes.
    var isSum: Bool {
        switch self {
        case .mod, .stmt, .expr, .excepthandler, .pattern, .typeIgnore, .typeParam: return true
        default: return false
        }
    }
}
extension FieldType {
    var isOptional: Bool {
        switch self {
        case .optionalIdentifier, .optionalString, .optionalInt, .optionalNode: return true
        default: return false
        }
    }
}
/// `repr` of nodes: fields down to a depth, long lists cut, as since 3.14.
enum ASTRepr {
    static func text(_ o: Value, _ depth: Int) throws(Raise) -> String {
        let fields = try Operations.list(try Operations.getAttribute(o.type.value, StrRef.intern("_fields")))
        if depth <= 0 { return "\(o.type.bareName)(...)" }
        if fields.count == 0 { return "\(o.type.bareName)()" }
        var out = ""
        for i in 0..<fields.count {
            let v = try Operations.findAttribute(o, StrRef.intern(fields[i]))
            if v.isUnbound { continue }
            var t: String
            if v.isList {
                let l = ListRef(v)
                var parts: [String] = []
                for j in 0..<l.count {
                    if l.count > 2 && j == 1 { parts.append("..."); continue }
                    if l.count > 2 && j > 1 && j < l.count - 1 { continue }
                    parts.append(try item(l[j], depth))
                }
                t = "[" + parts.joined(separator: ", ") + "]"
            } else { t = try item(v, depth) }
            out += (out.isEmpty ? "" : ", ") + "\(StrRef(fields[i]).string)=\(t)"
        }
        return "\(o.type.bareName)(\(out))"
    }
    private static func item(_ v: Value, _ depth: Int) throws(Raise) -> String {
        v.isInstance(of: ASTTypes.ast) ? try text(v, depth - 1) : StrRef(try Operations.repr(v)).string
    }
}

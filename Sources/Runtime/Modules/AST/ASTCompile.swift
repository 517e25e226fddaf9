import Primitives
import Syntax

/// From `ast` objects back to the flat tree, with CPython's checks of field types.
struct ASTReader {
    let builder = TreeBuilder.withKeywords()
    private var depth = 0

    private func get(_ o: Value, _ name: String) throws(Raise) -> Value { try Operations.findAttribute(o, StrRef.intern(name)) }
    private func int(_ v: Value, _ what: String) throws(Raise) -> UInt32 {
        guard v.isIntLike, let i = Integers.asInt64(v) else { throw Errors.valueError("invalid integer value: \(Operations.reprText(v))") }
        return UInt32(bitPattern: Int32(truncatingIfNeeded: i))
    }
    private func string(_ v: Value) throws(Raise) -> Int {
        let data = try Call.call(try Operations.getAttribute(v, StrRef.intern("encode")), StrRef.make("utf-8"), StrRef.make("surrogatepass"))
        return builder.intern(UnsafeBufferPointer(start: (data.ref + 32).assumingMemoryBound(to: UInt8.self), count: Int(data.ref.word(2))))
    }
    private func index(_ v: Value, in list: [Value], _ what: String) throws(Raise) -> UInt32 {
        for (i, x) in list.enumerated() where v == x || v.type == x.type || v.isInstance(of: x.type) { return UInt32(i) }
        throw Errors.typeError("expected some sort of \(what), but got \(Operations.reprText(v))")
    }
    mutating func node(_ o: Value, _ group: Group?) throws(Raise) -> UInt32 {
        guard let row = ASTTypes.row(o.type), group == nil || row.group == group! else {
            throw Errors.typeError("expected some sort of \(group?.name ?? "AST"), but got \(Operations.reprText(o))")
        }
        depth += 1
        defer { depth -= 1 }
        if depth > 5000 { throw Errors.make(Exceptions.recursionError, "maximum recursion depth exceeded during ast construction") }
        var at = Position(line: 0, column: 0, endLine: 0, endColumn: 0)
        if row.group.hasPosition {
            func position(_ n: String, required: Bool, _ otherwise: UInt32) throws(Raise) -> UInt32 {
                let v = try get(o, n)
                if v.isUnbound || v.isNone {
                    if required { throw Errors.typeError("required field \"\(n)\" missing from \(row.group.isSum ? row.group.name : row.name)") }
                    return otherwise
                }
                return try int(v, n)
            }
            at.line = try position("lineno", required: true, 0); at.column = try position("col_offset", required: true, 0)
            at.endLine = try position("end_lineno", required: false, at.line); at.endColumn = try position("end_col_offset", required: false, at.column)
        }
        if row.kind == .constant || row.kind == .matchSingleton {
            let v = try get(o, "value")
            if v.isUnbound { throw Errors.typeError("required field \"value\" missing from \(row.name)") }
            var kind: UInt32 = 0
            if row.kind == .constant { let k = try get(o, "kind"); if k.isStr { kind = builder.name(try string(k)) } }
            return builder.constant(try constant(v), kind: kind, at: at, as: row.kind)
        }
        // What CPython's validator or compiler refuses and the builder takes for granted.
        for (kind, field, message) in [("NamedExpr", "target", "NamedExpr target must be a Name"), ("TypeAlias", "name", "TypeAlias with non-Name name")] where row.name == kind {
            let v = try get(o, field)
            if !v.isUnbound, let r = ASTTypes.row(v.type), r.name != "Name" { throw Errors.typeError(message) }
        }
        var words: [UInt32] = []
        for f in row.fields { words.append(try field(o, f, row)) }
        return builder.node(row.kind, at, words)
    }
    private mutating func list(_ v: Value, _ f: Field, _ row: NodeClass, _ each: (inout ASTReader, Value) throws(Raise) -> UInt32) throws(Raise) -> UInt32 {
        if v.isUnbound { return 0 }
        guard v.isList else { throw Errors.typeError("\(row.name) field \"\(f.name)\" must be a list, not a \(v.type)") }
        var out: [UInt32] = []
        let l = ListRef(v)
        for i in 0..<l.count { out.append(try each(&self, l[i])) }
        return builder.list(out)
    }
    private mutating func field(_ o: Value, _ f: Field, _ row: NodeClass) throws(Raise) -> UInt32 {
        let v = try get(o, f.name)
        func missing() -> Raise { Errors.typeError("required field \"\(f.name)\" missing from \(row.name)") }
        switch f.type {
        case .identifier:
            if v.isUnbound { throw missing() }
            guard v.isStr else { throw Errors.typeError("AST identifier must be of type str") }
            return builder.name(try string(v))
        case .optionalIdentifier, .optionalString:
            if v.isUnbound || v.isNone { return 0 }
            guard v.isStr else { throw Errors.typeError("AST identifier must be of type str") }
            return builder.name(try string(v))
        case .identifiers: return try list(v, f, row) { r, x throws(Raise) in
            guard x.isStr else { throw Errors.typeError("AST identifier must be of type str") }
            return UInt32(try r.string(x)) }
        case .int: if v.isUnbound { throw missing() }; return try int(v, f.name)
        case .optionalInt: return v.isUnbound || v.isNone ? 0 : try int(v, f.name)
        case .constant: return v.isStr ? builder.name(try string(v)) : 0
        case .node(let g): if v.isUnbound { throw missing() }; return try node(v, g)
        case .optionalNode(let g): return v.isUnbound || v.isNone ? 0 : try node(v, g)
        case .nodes(let g): return try list(v, f, row) { r, x throws(Raise) in
            if x.isNone { throw Errors.valueError("None disallowed in \(g == .stmt ? "statement" : "expression") list") }
            return try r.node(x, g) }
        case .optionalNodes(let g): return try list(v, f, row) { r, x throws(Raise) in x.isNone ? 0 : try r.node(x, g) }
        case .binaryOperator: if v.isUnbound { throw missing() }; return try index(v, in: ASTTypes.operators, "operator")
        case .unaryOperator: if v.isUnbound { throw missing() }; return try index(v, in: ASTTypes.unary, "unaryop")
        case .boolOperator: if v.isUnbound { throw missing() }; return try index(v, in: ASTTypes.logical, "boolop")
        case .compareOperators: return try list(v, f, row) { r, x throws(Raise) in try r.index(x, in: ASTTypes.comparisons, "cmpop") }
        case .context: return v.isUnbound ? 0 : try index(v, in: ASTTypes.contexts, "expr_context")
        }
    }
    private func constant(_ v: Value) throws(Raise) -> ConstantValue {
        if v.isNone { return .none }
        if v.isBool { return v == .true ? .true : .false }
        if v == .ellipsis { return .ellipsis }
        if v.isExactly(Types.int) || v.isInt {
            if let i = Integers.asInt64(v) { return .int(Int64(i)) }
            return .bigInt(try string(try Call.call(try Operations.getAttribute(v, StrRef.intern("__format__")), StrRef.make("#x"))))
        }
        if v.isFloat || v.isExactly(Types.float) { return .float(v.asDouble) }
        if v.isExactly(Types.complex) { return .complex(try Operations.getAttribute(v, StrRef.intern("imag")).asDouble) }
        if v.isExactly(Types.str) { return .str(try string(v)) }
        if v.isExactly(Types.bytes) { return .bytes(builder.intern(UnsafeBufferPointer(start: (v.ref + 32).assumingMemoryBound(to: UInt8.self), count: Int(v.ref.word(2))))) }
        throw Errors.typeError("got an invalid type in Constant: \(v.type)")
    }
}
extension NativeModule {
    static let ast = NativeModule("_ast") { m throws(Raise) in
        if ASTTypes.ast.raw == 0 { ASTTypes.define() }
        m.type(ASTTypes.ast)
        for t in ASTTypes.groups + ASTTypes.kinds + ASTTypes.enumBases where t.raw != 0 { m.type(t) }
        for v in ASTTypes.operators + ASTTypes.unary + ASTTypes.comparisons + ASTTypes.logical + ASTTypes.contexts { m.type(v.type) }
        m.int("PyCF_ONLY_AST", 0x400); m.int("PyCF_TYPE_COMMENTS", 0x1000); m.int("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000); m.int("PyCF_OPTIMIZED_AST", 0x8400)
    }
    static let opcode = NativeModule("_opcode") { m throws(Raise) in
        m.constant("ENABLE_SPECIALIZATION", .false); m.constant("ENABLE_SPECIALIZATION_FT", .false)
        // What CPython's numbers mean (Include/internal/pycore_opcode_metadata.h): `co_code` uses some of them.
        let kinds: [(StaticString, Set<Int>)] = [
            ("has_arg", Set(44...120).union([128, 237, 239, 241, 242, 243, 244, 245, 247, 248, 249, 250, 251, 253, 255, 257, 258, 259, 260, 261, 263, 264, 265, 266])), ("has_const", [82]), ("has_name", [61, 64, 65, 72, 73, 80, 91, 92, 93, 96, 110, 115, 116, 249]),
            ("has_jump", [68, 70, 75, 76, 77, 100, 101, 102, 103, 106, 237, 248, 257, 258, 259, 260]), ("has_free", [62, 90, 97, 111]),
            ("has_local", [63, 83, 84, 85, 86, 87, 88, 89, 112, 113, 114, 261, 266]), ("has_exc", [263, 264, 265]),
        ]
        for (n, codes) in kinds { m.function(n, "(opcode)") { a throws(Raise) in Value(bool: codes.contains(try TextArguments.cInt(a[0]))) } }
        m.function("stack_effect", "(opcode, oparg=None, /, *, jump=None)") { a throws(Raise) in throw Errors.notImplemented("_opcode.stack_effect: there is no bytecode") }
        m.function("get_executor", "(*, code, offset)") { a throws(Raise) in throw Errors.valueError("no executor exist at address \(Operations.reprText(a[1]))") }
        for n in ["get_intrinsic1_descs", "get_intrinsic2_descs", "get_special_method_names", "get_specialization_stats"] as [StaticString] { m.function(n, "()") { a throws(Raise) in ListRef.allocate().value } }
        m.function("get_nb_ops", "()") { a throws(Raise) in
            let l = ListRef.allocate()
            let names = [("NB_ADD", "+"), ("NB_AND", "&"), ("NB_FLOOR_DIVIDE", "//"), ("NB_LSHIFT", "<<"), ("NB_MATRIX_MULTIPLY", "@"), ("NB_MULTIPLY", "*"), ("NB_REMAINDER", "%"), ("NB_OR", "|"), ("NB_POWER", "**"), ("NB_RSHIFT", ">>"), ("NB_SUBTRACT", "-"), ("NB_TRUE_DIVIDE", "/"), ("NB_XOR", "^")]
            for (n, s) in names { l.append(TupleRef.make(StrRef.intern(n), StrRef.intern(s))) }
            for (n, s) in names { l.append(TupleRef.make(StrRef.intern(n.replacingPrefix("NB_", "NB_INPLACE_")), StrRef.intern(s + "="))) }
            l.append(TupleRef.make(StrRef.intern("NB_SUBSCR"), StrRef.intern("[]")))
            return l.value
        }
    }
}
extension String {
    func replacingPrefix(_ a: String, _ b: String) -> String { hasPrefix(a) ? b + dropFirst(a.count) : self }
}
/// `compile` with trees as objects.
enum ASTCompile {
    static func isTree(_ v: Value) -> Bool { ASTTypes.ast.raw != 0 && v.isInstance(of: ASTTypes.ast) }
    /// The object of a source's tree.
    static func parse(_ b: UnsafeBufferPointer<UInt8>, fileName: Value, _ mode: String, _ o: Compiler.Options, debug: Value = .unbound) throws(Raise) -> Value {
        if ASTTypes.ast.raw == 0 { _ = try ImportSystem.importModule("_ast") }
        var flags = o.extra
        if o.isText { flags.insert(.ignoreCookie) }
        let m: ParseMode = mode == "eval" ? .eval : mode == "single" ? .single : mode == "func_type" ? .funcType : .exec
        let tree: SyntaxTree, warnings: [SyntaxWarningRecord]
        do throws(SyntaxFailure) {
            let r = try Syntax.parse(b, mode: m, flags: flags)
            tree = r.tree; warnings = r.warnings
        } catch {
            if !error.warnings.isEmpty { try Compiler.report(error.warnings, fileName: fileName, b, addsLineEnd: m == .exec || m == .single) }
            throw Compiler.raise(error, fileName: fileName, error.isBare && error.text == nil && !Compiler.isFile(fileName) ? UnsafeBufferPointer(start: nil, count: 0) : b)
        }
        // (Those of the later passes come when the tree is compiled.)
        if !warnings.isEmpty { try Compiler.report(warnings, fileName: fileName, b, addsLineEnd: m == .exec || m == .single) }
        return ASTObjects(tree, debug: debug).make(tree.root)
    }
    /// The code object of a tree of objects.
    static func compile(_ v: Value, fileName: Value, _ mode: String, _ o: Compiler.Options) throws(Raise) -> Value {
        let want: Kind = mode == "eval" ? .expression : mode == "single" ? .interactive : .module
        guard let row = ASTTypes.row(v.type), row.kind == want else { throw Errors.typeError("expected \(want.nodeClass.name) node, got \(v.type.bareName)") }
        var reader = ASTReader()
        let root = try reader.node(v, .mod)
        let tree = reader.builder.finish(root: root)
        try ASTValidator.check(tree.root)
        let noText = UnsafeBufferPointer<UInt8>(start: nil, count: 0), warnings: [SyntaxWarningRecord]
        do throws(SyntaxFailure) { warnings = try analyze(tree, flags: o.extra) } catch {
            try Compiler.report(error.warnings, fileName: fileName, noText)
            throw Compiler.raise(error, fileName: fileName, noText)
        }
        try Compiler.report(warnings, fileName: fileName, noText)
        return Compiler.code(tree, fileName: fileName, o)
    }
}

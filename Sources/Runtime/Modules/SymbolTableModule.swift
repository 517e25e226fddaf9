import Syntax

/// `_symtable`: the scopes of a source text as objects. Words 2 name, 3 symbols (dict of name to flags), 4 varnames, 5 children, 6 lineno, 7 type, 8 nested,
/// 9 id. (Python/symtable.c, Modules/symtablemodule.c)
enum SymbolTable {
    nonisolated(unsafe) static var type = TypeRef()
    static func define(_ m: ModuleBuilder) {
        for (n, v) in [("USE", 16), ("DEF_GLOBAL", 1), ("DEF_NONLOCAL", 8), ("DEF_LOCAL", 2), ("DEF_PARAM", 4), ("DEF_TYPE_PARAM", 1024), ("DEF_FREE_CLASS", 64), ("DEF_IMPORT", 128), ("DEF_BOUND", 134),
                       ("DEF_ANNOT", 256), ("DEF_COMP_ITER", 512), ("DEF_COMP_CELL", 2048), ("TYPE_FUNCTION", 0), ("TYPE_CLASS", 1), ("TYPE_MODULE", 2), ("TYPE_ANNOTATION", 3), ("TYPE_TYPE_ALIAS", 4),
                       ("TYPE_TYPE_PARAMETERS", 5), ("TYPE_TYPE_VARIABLE", 6), ("LOCAL", 1), ("GLOBAL_EXPLICIT", 2), ("GLOBAL_IMPLICIT", 3), ("FREE", 4), ("CELL", 5), ("SCOPE_OFF", 12), ("SCOPE_MASK", 15)] { m.int(n, v) }
        let t = TypeFactory.make("symtable entry", size: 80, layout: .fields(2, 10))
        type = t
        t.disallowInstantiation()
        for (n, w) in [("id", 9), ("name", 2), ("symbols", 3), ("varnames", 4), ("children", 5), ("nested", 8), ("type", 7), ("lineno", 6)] as [(StaticString, Int)] { t.field(n, word: w) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            return StrRef.make("<symtable entry \(StrRef(r.value(2)).string)(\(r.value(9).int)), line \(r.value(6).int)>")
        }
        m.function("symtable", "(source, filename, startstr, /)") { a throws(Raise) in
            if !a[2].isStr { throw Errors.typeError("symtable() argument 3 must be str, not \(TextArguments.describe(a[2]))") }
            var o = Compiler.Options()
            switch StrRef(a[2]).string {
            case "exec": o.mode = .exec
            case "eval": o.mode = .eval
            case "single": o.mode = .single
            default: throw Errors.valueError("symtable() arg 3 must be 'exec' or 'eval' or 'single'")
            }
            let name = a[1].isStr ? a[1] : try Call.call(try Operations.getAttribute(try ImportSystem.importModule("os"), StrRef.intern("fsdecode")), a[1])
            return try BuiltinCompile.withSource(a[0], "symtable", "string or bytes", false) { b, isText throws(Raise) in
                o.isText = isText
                let tree = try Compiler.parse(b, fileName: name, o)
                return make(tree, 0)
            }
        }
    }
    private static func number(_ k: ScopeKind) -> Int {
        switch k {
        case .module: return 2
        case .class: return 1
        case .annotation: return 3
        case .typeAlias: return 4
        case .typeParameters: return 5
        case .typeVariable: return 6
        default: return 0
        }
    }
    private static func number(_ r: Resolution) -> Int {
        switch r {
        case .local: return 1
        case .cell: return 5
        case .free: return 4
        case .globalExplicit: return 2
        case .globalImplicit: return 3
        }
    }
    private static func make(_ tree: SyntaxTree, _ index: Int) -> Value {
        let scope = ScopeRecord(base: tree.base, index: index)
        let r = Heap.allocate(80, type)
        func name(_ i: Int) -> Value { let b = tree.string(i); return b.count == 0 ? StrRef.empty : StrRef.intern(utf8: b.baseAddress.unsafelyUnwrapped, b.count) }
        let symbols = DictRef.allocate(), names = ListRef.allocate(), children = ListRef.allocate()
        r.set(2, name(scope.name)); r.set(3, symbols.value); r.set(4, names.value); r.set(5, children.value)
        r.set(6, Value(int: scope.kind == .module ? 0 : scope.line)); r.set(7, Value(int: number(scope.kind)))
        r.set(8, Value(int: scope.flags.contains(.nested) ? 1 : 0)); r.set(9, .int(Int(bitPattern: r)))
        for s in scope.symbols {
            symbols.set(name: name(s.name), Value(int: Int(s.flags.rawValue) | number(s.resolution) << 12))
            if s.flags.contains(.parameter) { names.append(name(s.name)) }
        }
        // Comprehensions that run in their parent's frame are no scopes of their own; what is inside them belongs to the parent.
        func add(_ s: ScopeRecord) {
            for c in s.children {
                let child = ScopeRecord(base: tree.base, index: c)
                if child.flags.contains(.inlinedComprehension) { add(child) } else { children.append(make(tree, c)) }
            }
        }
        add(scope)
        return Value(r)
    }
}
extension NativeModule {
    static let symtable = NativeModule("_symtable") { m throws(Raise) in SymbolTable.define(m) }
}

import Syntax

/// Makes `Code` objects: everything that must be known before the nodes exist.
enum CodeFactory {
    static func code(_ source: CodeSource, _ s: Syntax.Node, scope index: Int, name: Value, qualname: Value, interned: (Int) -> Value) -> Code {
        let c = Code(source: source, syntax: s, scope: index, name: name, qualname: qualname)
        let r = ScopeRecord(base: s.base, index: index)
        c.firstLine = s.line
        if s.kind == .functionDef || s.kind == .asyncFunctionDef, let d = s.list(3).first { c.firstLine = d.line }
        if s.kind == .classDef, let d = s.list(4).first { c.firstLine = d.line }
        if s.kind == .module || s.kind == .interactive || s.kind == .expression { c.firstLine = s.kind == .module ? 0 : 1 }
        var f: UInt32 = 0
        if r.kind.isFunctionLike { f |= Code.Flags.optimized | Code.Flags.newLocals }
        if r.flags.contains(.nested) { f |= Code.Flags.nested }
        if r.flags.contains(.asyncGenerator) || (r.flags.contains(.generator) && r.flags.contains(.coroutine)) { f |= Code.Flags.asyncGenerator }
        else if r.flags.contains(.generator) { f |= Code.Flags.generator } else if r.flags.contains(.coroutine) { f |= Code.Flags.coroutine }
        if r.kind == .generatorExp && f & Code.Flags.asyncGenerator == 0 { f = f & ~Code.Flags.coroutine | (r.flags.contains(.asyncComprehension) || r.flags.contains(.coroutine) ? Code.Flags.asyncGenerator : Code.Flags.generator) }
        if r.flags.contains(.isMethod) { f |= Code.Flags.method }
        if source.flags & Code.Flags.futureAnnotations != 0 { f |= Code.Flags.futureAnnotations }
        let arguments: Syntax.Node? = s.kind == .functionDef || s.kind == .asyncFunctionDef ? s.node(1) : s.kind == .lambda ? s.node(0) : nil
        switch r.kind {
        case .function, .lambda:
            guard let a = arguments else { break }
            let owner = r.privateClass
            func add(_ arg: Syntax.Node) { c.parameterIndices.append(mangledIndex(source.tree, s, arg.name(0)!, owner)) }
            for x in a.list(0) { add(x) }
            c.positionalOnlyCount = a.list(0).count
            for x in a.list(1) { add(x) }
            c.argumentCount = c.parameterIndices.count
            for x in a.list(3) { add(x) }
            c.keywordOnlyCount = a.list(3).count
            if let v = a.optional(2) { add(v); f |= Code.Flags.varArgs }
            if let v = a.optional(5) { add(v); f |= Code.Flags.varKeywords }
            for i in c.parameterIndices { c.slotNames.append(interned(i)) }
        case .annotation, .typeAlias, .typeVariable:
            c.argumentCount = 1; c.positionalOnlyCount = 1
            c.slotNames.append(StrRef.intern("format"))
            c.parameterSlots = 1
        case .generatorExp, .listComp, .setComp, .dictComp:
            c.argumentCount = 1; c.positionalOnlyCount = 1
            c.slotNames.append(StrRef.intern(".0")); c.parameterSlots = 1
        case .typeParameters:
            c.argumentCount = 2; c.positionalOnlyCount = 2
            c.slotNames += [StrRef.intern(".defaults"), StrRef.intern(".kwdefaults")]; c.parameterSlots = 2
        default: break
        }
        // CPython sorts free variables by name. A class that binds a name itself passes the enclosing scope's cell on to its methods as well.
        c.freeIndices = r.symbols.filter { $0.resolution == .free || (r.kind == .class && $0.flags.contains(.freeClass)) }.map { $0.name }.sorted { s.text($0) < s.text($1) }
        c.freeNames = c.freeIndices.map(interned)
        if r.kind == .function && r.flags.contains(.hasDocstring) && source.optimize < 2, let first = s.list(2).first, first.kind == .expr, case .str(let i) = first.node(0).constant {
            let b = s.string(i)
            c.docstring = Docstrings.clean(b.count == 0 ? StrRef.empty : StrRef.make(utf8: b.baseAddress!, b.count))
            f |= Code.Flags.hasDocstring
        }
        c.flags = f
        _ = CodeObject.make(c)
        return c
    }
    static func mangledIndex(_ tree: SyntaxTree, _ s: Syntax.Node, _ index: Int, _ owner: Int?) -> Int {
        guard let owner else { return index }
        let t = s.text(index), m = Syntax.mangle(className: s.text(owner), t)
        return m == t ? index : stringIndex(tree, m) ?? index
    }
    static func stringIndex(_ tree: SyntaxTree, _ t: String) -> Int? {
        let root = tree.root
        for i in 0..<tree.stringCount where root.text(i) == t { return i }
        return nil
    }
    /// Cells of a class that its text does not mention.
    static func implicitCells(_ r: ScopeRecord, _ s: Syntax.Node) -> [Int] {
        var out: [Int] = []
        func add(_ t: String) {
            let n = s.base[4]
            _ = n
            if let i = indexByScan(s, t) { out.append(i) }
        }
        if r.flags.contains(.needsClassClosure) { add("__class__") }
        if r.flags.contains(.needsClassDict) { add("__classdict__") }
        return out
    }
    private static func indexByScan(_ s: Syntax.Node, _ t: String) -> Int? {
        for i in 0..<SyntaxTree.stringCount(s) where s.text(i) == t { return i }
        return nil
    }
}
extension SyntaxTree {
    /// The string count of the tree that N belongs to.
    static func stringCount(_ n: Syntax.Node) -> Int { Int(n.base[5]) }
}
enum Docstrings {
    /// Indentation stripped as the compiler does since 3.13 (`inspect.cleandoc` without trimming lines' ends).
    static func clean(_ v: Value) -> Value {
        let s = StrRef(v), n = s.count
        // Margin of the lines after the first.
        var margin = Int.max, i = 0
        while i < n && s[i] != 10 { i += 1 }
        var k = i
        while k < n {
            k += 1
            var indent = 0
            while k < n && s[k] == 32 { k += 1; indent += 1 }
            if k < n && s[k] != 10 { margin = min(margin, indent) }
            while k < n && s[k] != 10 { k += 1 }
        }
        if margin == Int.max { margin = 0 }
        var lead = 0
        while lead < n && s[lead] == 32 { lead += 1 }
        if margin == 0 && lead == 0 { return v }
        var out: [UInt32] = []
        k = lead
        while k < n {
            while k < n && s[k] != 10 { out.append(s[k]); k += 1 }
            if k >= n { break }
            out.append(10); k += 1
            var skipped = 0
            while skipped < margin && k < n && s[k] == 32 { k += 1; skipped += 1 }
        }
        return out.withUnsafeBytes { StrRef.make($0.baseAddress ?? UnsafeRawPointer(s.data), count: out.count, kind: 4) }
    }
}
/// Attributes that methods of a class store on `self`: they size the inline part of instances.
enum StaticAttributes {
    static func names(_ c: Syntax.Node, _ any: Syntax.Node) -> [Int] {
        var out: [Int] = [], seen = Set<Int>()
        func walk(_ n: Syntax.Node, inFunction: Bool) {
            if n.kind == .classDef && inFunction { return }
            if n.kind == .attribute, inFunction, n.int(2) == Int(ExprContext.store.rawValue), n.node(0).kind == .name, n.text(n.node(0).name(0)!) == "self" {
                if seen.insert(n.name(1)!).inserted { out.append(n.name(1)!) }
            }
            let inside = inFunction || n.kind == .functionDef || n.kind == .asyncFunctionDef
            for (i, field) in n.kind.nodeClass.fields.enumerated() {
                switch field.type {
                case .node: walk(n.node(i), inFunction: inside)
                case .optionalNode: if let x = n.optional(i) { walk(x, inFunction: inside) }
                case .nodes, .optionalNodes: for x in n.list(i) { walk(x, inFunction: inside) }
                default: break
                }
            }
        }
        for s in c.list(3) { walk(s, inFunction: false) }
        return out
    }
}

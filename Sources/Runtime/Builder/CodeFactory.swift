import Glibc
import Syntax

/// Makes `Code` objects: everything that must be known before the nodes exist.
enum CodeFactory {
    static func code(_ source: CodeSource, _ s: Syntax.Node, scope index: Int, name: Value, qualname: Value) -> Code {
        let c = Code(source: source, syntax: s, scope: index, name: name, qualname: qualname)
        let r = ScopeRecord(base: s.base, index: index)
        c.firstLine = s.line
        if s.kind == .functionDef || s.kind == .asyncFunctionDef, let d = s.list(3).first { c.firstLine = d.line }
        if s.kind == .classDef, let d = s.list(4).first { c.firstLine = d.line }
        if s.kind == .module || s.kind == .interactive || s.kind == .expression { c.firstLine = 1 }
        var f: UInt32 = 0
        if r.kind.isFunctionLike { f |= Code.Flags.optimized | Code.Flags.newLocals }
        if r.flags.contains(.nested) { f |= Code.Flags.nested }
        if r.flags.contains(.asyncGenerator) || (r.flags.contains(.generator) && r.flags.contains(.coroutine)) { f |= Code.Flags.asyncGenerator }
        else if r.flags.contains(.generator) { f |= Code.Flags.generator } else if r.flags.contains(.coroutine) { f |= Code.Flags.coroutine }
        if r.kind == .generatorExp && f & Code.Flags.asyncGenerator == 0 { f = f & ~Code.Flags.coroutine | (r.flags.contains(.asyncComprehension) || r.flags.contains(.coroutine) ? Code.Flags.asyncGenerator : Code.Flags.generator) }
        if r.flags.contains(.isMethod) { f |= Code.Flags.method }
        if source.flags & Code.Flags.futureAnnotations != 0 { f |= Code.Flags.futureAnnotations }
        switch r.kind {
        case .function, .lambda:
            guard let a = arguments(s) else { break }
            let positionalOnly = a.list(0), standard = a.list(1), keywordOnly = a.list(3)
            c.positionalOnlyCount = positionalOnly.count
            c.argumentCount = positionalOnly.count + standard.count
            c.keywordOnlyCount = keywordOnly.count
            if a.optional(2) != nil { f |= Code.Flags.varArgs }
            if a.optional(5) != nil { f |= Code.Flags.varKeywords }
            // (Their names come with the nodes: most codes never run.)
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
        let conditional = source.tree.index(.conditionalAnnotations)
        // CPython sorts free variables by name. A class that binds a name itself passes the enclosing scope's cell on to its methods as well.
        // Which conditional annotations ran is kept in the namespace of each class: nobody needs an outer class's.
        var free = r.freeNames(alsoClass: r.kind == .class || r.flags.contains(.canSeeClassScope), except: conditional)
        if !free.isEmpty {
            if free.count > 1 { free.sort { s.text($0) < s.text($1) } }
            c.freeNames = free.map { source.name($0) }
            c.freeIndices = free
        }
        if r.kind == .function && r.flags.contains(.hasDocstring) && source.optimize < 2, let first = s.list(2).first, first.kind == .expr, case .str(let i) = first.node(0).constant {
            c.docstringIndex = i
            f |= Code.Flags.hasDocstring
        }
        c.flags = f
        _ = CodeObject.make(c)
        return c
    }
    private static func parameterCount(_ a: Syntax.Node) -> Int { a.list(0).count + a.list(1).count + a.list(3).count + (a.optional(2) == nil ? 0 : 1) + (a.optional(5) == nil ? 0 : 1) }
    @inline(__always) private static func eachParameter(_ a: Syntax.Node, _ source: CodeSource, _ r: ScopeRecord, _ body: (Int) -> Void) {
        let owner = r.flags.contains(.manglesParametersOnly) ? nil : r.privateClass
        func add(_ arg: Syntax.Node) { body(source.mangled(arg.name(0)!, owner)) }
        func addAll(_ list: NodeList) { for i in 0..<list.count { add(list[i]) } }
        addAll(a.list(0)); addAll(a.list(1)); addAll(a.list(3))
        if let rest = a.optional(2) { add(rest) }
        if let keywords = a.optional(5) { add(keywords) }
    }
    private static func arguments(_ s: Syntax.Node) -> Syntax.Node? { s.kind == .functionDef || s.kind == .asyncFunctionDef ? s.node(1) : s.kind == .lambda ? s.node(0) : nil }
    /// The parameters' names; none where they were there from the beginning.
    static func parameterNames(_ c: Code) -> [Value] {
        guard let a = arguments(c.syntax) else { return [] }
        let n = parameterCount(a)
        if n == 0 { return [] }
        var names: [Value] = []
        names.reserveCapacity(max(n, ScopeRecord(base: c.syntax.base, index: c.scope).symbolCount))
        parameters(c) { names.append(c.source.name($0)) }
        return names
    }
    /// String-table indices of the parameters that C has in the source: positional, keyword-only, *args, **kwargs.
    static func parameters(_ c: Code) -> [Int] {
        var out: [Int] = []
        parameters(c) { out.append($0) }
        return out
    }
    @inline(__always) static func parameters(_ c: Code, _ body: (Int) -> Void) {
        let r = ScopeRecord(base: c.syntax.base, index: c.scope)
        guard r.kind == .function || r.kind == .lambda, let a = arguments(c.syntax) else { return }
        eachParameter(a, c.source, r, body)
    }
    /// Cells of a class that its text does not mention.
    static func implicitCells(_ r: ScopeRecord, _ tree: SyntaxTree) -> [Int] {
        var out: [Int] = []
        if r.flags.contains(.needsClassClosure) { out.append(tree.index(.dunderClass)) }
        if r.flags.contains(.needsClassDict) { out.append(tree.index(.classDict)) }
        return out
    }
}
enum Docstrings {
    /// Indentation stripped as the compiler does since 3.13 (`inspect.cleandoc` without trimming lines' ends).
    static func clean(_ text: UnsafeBufferPointer<UInt8>) -> Value {
        let n = text.count
        guard n > 0, let p = text.baseAddress else { return StrRef.empty }
        func end(_ i: Int) -> Int { memchr(p + i, 10, n - i).map { UnsafeRawPointer($0) - UnsafeRawPointer(p) } ?? n }
        func indent(_ i: Int) -> Int { var k = i; while k < n && p[k] == 32 { k += 1 }; return k - i }
        // Margin of the lines after the first.
        var margin = Int.max, k = end(0)
        while k < n {
            k += 1
            let m = indent(k)
            if k + m < n && p[k + m] != 10 { margin = min(margin, m) }
            k = end(min(k + m, n))
        }
        if margin == Int.max { margin = 0 }
        let lead = indent(0)
        if margin == 0 && lead == 0 { return StrRef.make(utf8: p, n) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: n) { b in
            let out = b.baseAddress.unsafelyUnwrapped
            var o = 0, i = lead
            while true {
                let e = end(min(i, n))
                memcpy(out + o, p + i, e - i)
                o += e - i
                if e >= n { break }
                out[o] = 10; o += 1
                i = e + 1 + min(margin, indent(e + 1))
            }
            return o == 0 ? StrRef.empty : StrRef.make(utf8: out, o)
        }
    }
}

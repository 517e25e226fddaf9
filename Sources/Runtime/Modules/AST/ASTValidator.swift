import Syntax

/// What a tree made by a program must keep to before it is compiled: contexts, lists that may not be empty, lists of one length, positions.
/// (Python/ast.c, `_PyAST_Validate`; the types of fields are `ASTReader`'s concern.)
struct ASTValidator {
    typealias N = Syntax.Node

    static func check(_ root: N) throws(Raise) {
        let v = ASTValidator()
        switch root.kind {
        case .module, .interactive: try v.statements(root.list(0))
        case .expression: try v.expression(root.node(0))
        default: break
        }
    }
    private func fail(_ text: String) -> Raise { Errors.valueError(text) }
    private static let contexts = ["Load", "Store", "Del"]

    private func position(_ n: N) throws(Raise) {
        func signed(_ i: Int) -> Int { Int(Int32(truncatingIfNeeded: i)) }
        let line = signed(n.line), end = signed(n.endLine), column = signed(n.column), endColumn = signed(n.endColumn)
        if line > end { throw fail("AST node line range (\(line), \(end)) is not valid") }
        if line < 0 && end != line || column < 0 && column != endColumn { throw fail("AST node column range (\(column), \(endColumn)) for line range (\(line), \(end)) is not valid") }
        if line == end && column > endColumn { throw fail("line \(line), column \(column)-\(endColumn) is not a valid range") }
    }
    private func name(_ n: N, _ index: Int) throws(Raise) {
        let t = n.text(index)
        if t == "None" || t == "True" || t == "False" { throw fail("identifier field can't represent '\(t)' constant") }
    }
    private func filled(_ count: Int, _ what: String, _ owner: String) throws(Raise) { if count == 0 { throw fail("empty \(what) on \(owner)") } }

    // MARK: expressions

    private func expressions(_ l: NodeList, _ context: ExprContext = .load) throws(Raise) { for n in l { try expression(n, context) } }
    private func optional(_ n: N?, _ context: ExprContext = .load) throws(Raise) { if let n { try expression(n, context) } }
    private func expression(_ n: N, _ wanted: ExprContext = .load) throws(Raise) {
        try position(n)
        let own: Int?
        switch n.kind {
        case .attribute, .subscript: own = n.int(2)
        case .starred, .name, .list, .tuple: own = n.int(1)
        default: own = nil
        }
        let needed = Int(wanted.rawValue)
        if let own {
            if own != needed { throw fail("expression must have \(Self.contexts[needed]) context but has \(Self.contexts[own]) instead") }
        } else if wanted != .load { throw fail("expression which can't be assigned to in \(Self.contexts[needed]) context") }
        switch n.kind {
        case .boolOp:
            if n.list(1).count < 2 { throw fail("BoolOp with less than 2 values") }
            try expressions(n.list(1))
        case .binOp: try expression(n.node(0)); try expression(n.node(2))
        case .unaryOp: try expression(n.node(1))
        case .lambda: try arguments(n.node(0)); try expression(n.node(1))
        case .ifExp: try expression(n.node(0)); try expression(n.node(1)); try expression(n.node(2))
        case .dict:
            if n.list(0).count != n.list(1).count { throw fail("Dict doesn't have the same number of keys as values") }
            try expressions(n.list(0)); try expressions(n.list(1))
        case .set: try expressions(n.list(0))
        case .listComp, .setComp, .generatorExp: try comprehensions(n.list(1)); try expression(n.node(0))
        case .dictComp: try comprehensions(n.list(2)); try expression(n.node(0)); try expression(n.node(1))
        case .yield: try optional(n.optional(0))
        case .yieldFrom, .await: try expression(n.node(0))
        case .compare:
            let count = n.list(2).count
            if count == 0 { throw fail("Compare with no comparators") }
            if count != n.names(1).count { throw fail("Compare has a different number of comparators and operands") }
            try expressions(n.list(2)); try expression(n.node(0))
        case .call: try expression(n.node(0)); try expressions(n.list(1)); try keywords(n.list(2))
        case .joinedStr, .templateStr: try expressions(n.list(0))
        case .formattedValue: try expression(n.node(0)); try optional(n.optional(2))
        case .interpolation: try expression(n.node(0)); try optional(n.optional(3))
        case .attribute: try expression(n.node(0))
        case .subscript: try expression(n.node(1)); try expression(n.node(0))
        case .starred: try expression(n.node(0), wanted)
        case .list, .tuple: try expressions(n.list(0), wanted)
        case .slice: for i in 0..<3 { try optional(n.optional(i)) }
        case .namedExpr: try expression(n.node(1))
        case .name: try name(n, n.name(0)!)
        default: break
        }
    }
    private func keywords(_ l: NodeList) throws(Raise) { for k in l { try expression(k.node(1)) } }
    private func comprehensions(_ l: NodeList) throws(Raise) {
        if l.isEmpty { throw fail("comprehension with no generators") }
        for g in l { try expression(g.node(0), .store); try expression(g.node(1)); try expressions(g.list(2)) }
    }
    private func arguments(_ a: N) throws(Raise) {
        func annotations(_ l: NodeList) throws(Raise) { for x in l { try position(x); try optional(x.optional(1)) } }
        try annotations(a.list(0)); try annotations(a.list(1))
        try optional(a.optional(2)?.optional(1))
        try annotations(a.list(3))
        try optional(a.optional(5)?.optional(1))
        if a.list(6).count > a.list(0).count + a.list(1).count { throw fail("more positional defaults than args on arguments") }
        if a.list(4).count != a.list(3).count { throw fail("length of kwonlyargs is not the same as kw_defaults on arguments") }
        try expressions(a.list(6)); try expressions(a.list(4))
    }

    // MARK: statements

    private func statements(_ l: NodeList) throws(Raise) { for n in l { try statement(n) } }
    private func body(_ l: NodeList, _ owner: String) throws(Raise) { try filled(l.count, "body", owner); try statements(l) }
    private func targets(_ l: NodeList, _ context: ExprContext, _ owner: String) throws(Raise) { try filled(l.count, "targets", owner); try expressions(l, context) }
    private func parameters(_ l: NodeList) throws(Raise) {
        for p in l {
            try position(p); try name(p, p.name(0)!)
            for i in 1..<p.kind.nodeClass.fields.count { try optional(p.optional(i)) }
        }
    }
    private func statement(_ n: N) throws(Raise) {
        try position(n)
        let owner = n.kind.nodeClass.name
        switch n.kind {
        case .functionDef, .asyncFunctionDef:
            try body(n.list(2), owner); try parameters(n.list(6)); try arguments(n.node(1)); try expressions(n.list(3)); try optional(n.optional(4))
        case .classDef:
            try body(n.list(3), owner); try parameters(n.list(5)); try expressions(n.list(1)); try keywords(n.list(2)); try expressions(n.list(4))
        case .return_: try optional(n.optional(0))
        case .delete: try targets(n.list(0), .del, owner)
        case .assign: try targets(n.list(0), .store, owner); try expression(n.node(1))
        case .augAssign: try expression(n.node(0), .store); try expression(n.node(2))
        case .annAssign:
            if n.node(0).kind != .name && n.int(3) != 0 { throw Errors.typeError("AnnAssign with simple non-Name target") }
            try expression(n.node(0), .store); try optional(n.optional(2)); try expression(n.node(1))
        case .typeAlias: try expression(n.node(0), .store); try parameters(n.list(1)); try expression(n.node(2))
        case .for_, .asyncFor: try expression(n.node(0), .store); try expression(n.node(1)); try body(n.list(2), owner); try statements(n.list(3))
        case .while_, .if_: try expression(n.node(0)); try body(n.list(1), owner); try statements(n.list(2))
        case .with, .asyncWith:
            try filled(n.list(0).count, "items", owner)
            for i in n.list(0) { try expression(i.node(0)); try optional(i.optional(1), .store) }
            try body(n.list(1), owner)
        case .match:
            try expression(n.node(0)); try filled(n.list(1).count, "cases", owner)
            for c in n.list(1) { try pattern(c.node(0), starred: false); try optional(c.optional(1)); try body(c.list(2), "match_case") }
        case .raise:
            if n.optional(0) == nil && n.optional(1) != nil { throw fail("Raise with cause but no exception") }
            try optional(n.optional(0)); try optional(n.optional(1))
        case .try_, .tryStar:
            try body(n.list(0), owner)
            if n.list(1).isEmpty && n.list(3).isEmpty { throw fail("\(owner) has neither except handlers nor finalbody") }
            if n.list(1).isEmpty && !n.list(2).isEmpty { throw fail("\(owner) has orelse but no except handlers") }
            for h in n.list(1) { try position(h); try optional(h.optional(0)); try body(h.list(2), "ExceptHandler") }
            try statements(n.list(3)); try statements(n.list(2))
        case .assert: try expression(n.node(0)); try optional(n.optional(1))
        case .import_: try filled(n.list(0).count, "names", owner)
            for x in n.list(0) { try name(x, x.name(0)!) }
        case .importFrom:
            if n.int(2) < 0 { throw fail("Negative ImportFrom level") }
            try filled(n.list(1).count, "names", owner)
            for x in n.list(1) { try name(x, x.name(0)!) }
        case .global, .nonlocal: try filled(n.names(0).count, "names", owner)
        case .expr: try expression(n.node(0))
        default: break
        }
    }

    // MARK: patterns

    private func capture(_ n: N, _ index: Int?) throws(Raise) {
        guard let index else { return }
        if n.text(index) == "_" { throw fail("can't capture name '_' in patterns") }
        try name(n, index)
    }
    private func patterns(_ l: NodeList, starred: Bool) throws(Raise) { for p in l { try pattern(p, starred: starred) } }
    /// A literal, a number with a sign or an imaginary part, or a dotted name.
    private func literal(_ n: N) throws(Raise) {
        try expression(n)
        switch n.kind {
        case .constant:
            switch n.constant {
            case .ellipsis, .none, .true, .false: throw fail("unexpected constant inside of a literal pattern")
            default: return
            }
        case .attribute: return
        case .unaryOp where n.int(0) == Int(UnaryOperator.uSub.rawValue) && n.node(1).kind == .constant: return
        case .binOp where n.int(1) < 2 && n.node(2).kind == .constant: return
        case .joinedStr, .templateStr: return
        default: throw fail("patterns may only match literals and attribute lookups")
        }
    }
    private func pattern(_ n: N, starred: Bool) throws(Raise) {
        try position(n)
        switch n.kind {
        case .matchValue: try literal(n.node(0))
        case .matchSingleton:
            switch n.constant {
            case .none, .true, .false: break
            default: throw fail("MatchSingleton can only contain True, False and None")
            }
        case .matchSequence: try patterns(n.list(0), starred: true)
        case .matchMapping:
            if n.list(0).count != n.list(1).count { throw fail("MatchMapping doesn't have the same number of keys as patterns") }
            try capture(n, n.name(2))
            for k in n.list(0) {
                if k.kind == .constant { switch k.constant { case .none, .true, .false: continue; default: break } }
                try literal(k)
            }
            try patterns(n.list(1), starred: false)
        case .matchClass:
            if n.names(2).count != n.list(3).count { throw fail("MatchClass doesn't have the same number of keyword attributes as patterns") }
            try expression(n.node(0))
            var cls = n.node(0)
            while cls.kind == .attribute { cls = cls.node(0) }
            if cls.kind != .name { throw fail("MatchClass cls field can only contain Name or Attribute nodes.") }
            for i in n.names(2) { try name(n, i) }
            try patterns(n.list(1), starred: false); try patterns(n.list(3), starred: false)
        case .matchStar:
            if !starred { throw fail("can't use MatchStar here") }
            try capture(n, n.name(0))
        case .matchAs:
            try capture(n, n.name(1))
            guard let p = n.optional(0) else { return }
            if n.name(1) == nil { throw fail("MatchAs must specify a target name if a pattern is given") }
            try pattern(p, starred: false)
        case .matchOr:
            if n.list(0).count < 2 { throw fail("MatchOr requires at least 2 patterns") }
            try patterns(n.list(0), starred: false)
        default: break
        }
    }
}

// Attributes that the methods of a class store on `self`: `__static_attributes__`, and the inline part of instances.

enum StaticAttributes {
    /// Names (string indices) of the attributes stored on the name SELF in functions of class C, in the order of their first mention;
    /// what classes inside store belongs to them.
    static func names(_ c: Node, _ self_: UInt32) -> [UInt32] {
        var out: [UInt32] = [], seen = Set<UInt32>()
        func walk(_ n: Node, _ inFunction: Bool) {
            let kind = n.kind
            if kind == .classDef { return }
            if inFunction && kind == .attribute && n.int(2) == Int(ExprContext.store.rawValue) && n.node(0).kind == .name && n.node(0).id(0) == self_ {
                if seen.insert(n.id(1)).inserted { out.append(n.id(1)) }
            }
            let inside = inFunction || kind == .functionDef || kind == .asyncFunctionDef
            for (i, field) in kind.nodeClass.fields.enumerated() {
                switch field.type {
                case .node: walk(n.node(i), inside)
                case .optionalNode: if let x = n.optional(i) { walk(x, inside) }
                case .nodes, .optionalNodes: for x in n.list(i) { walk(x, inside) }
                default: break
                }
            }
        }
        for s in c.list(3) { walk(s, false) }
        return out
    }
}

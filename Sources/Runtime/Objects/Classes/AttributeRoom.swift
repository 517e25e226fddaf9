import Syntax

/// Room for attributes in the instances of a class that is being made: for what its methods store on `self` (`__static_attributes__`), and for annotated names: a dataclass
/// gets the `__init__` that stores these only later. Too little room costs a second object for the attributes that do not fit, too much its words in every instance.
enum AttributeRoom {
    /// How many attributes the class with the namespace DICT has that its BASE has not.
    static func count(_ base: TypeRef, _ dict: DictRef) -> Int {
        var n = 0
        let s = dict.find(Names.__static_attributes__) ?? .none, stored = s.isTuple ? TupleRef(s) : TupleRef(TupleRef.empty)
        for i in 0..<stored.count where !isInherited(stored[i], base) { n += 1 }
        annotated(dict) { name in
            for i in 0..<stored.count where stored[i] == name { return }
            if !isInherited(name, base) { n += 1 }
        }
        return n
    }
    private static func isInherited(_ name: Value, _ base: TypeRef) -> Bool {
        // A private name is another attribute in each class.
        let m = base.mro, s = StrRef(name)
        if s.count > 2 && s[0] == 95 && s[1] == 95 && s[s.count - 1] != 95 { return false }
        for i in 0..<m.count {
            guard let s = TypeRef(m[i].ref).dict.find(Names.__static_attributes__), s.isTuple else { continue }
            let t = TupleRef(s)
            for k in 0..<t.count where t[k] == name { return true }
        }
        return false
    }
    /// The annotated names of the class body, without those that say that they are the class's (`ClassVar`).
    private static func annotated(_ dict: DictRef, _ visit: (Value) -> Void) {
        if let d = dict.find(Names.__annotations__), d.isExactly(Types.dict) {
            // (As texts: PEP 563.)
            var k = -1
            let names = DictRef(d)
            while names.next(&k) {
                let e = names.table.entries[k]
                if e.key.isExactly(Types.str), e.value.isExactly(Types.str), case let text = StrRef(e.value).string, !text.hasPrefix("ClassVar"), !text.hasPrefix("typing.ClassVar") { visit(e.key) }
            }
        }
        guard let f = dict.find(Names.__annotate_func__), f.isExactly(Types.function), case let code = FunctionRef(f.ref).code, code.syntax.kind == .classDef else { return }
        for x in code.syntax.list(3) where x.kind == .annAssign && x.node(0).kind == .name && x.int(3) != 0 && !isOfClass(x.node(1), code) { visit(code.source.name(x.node(0).name(0)!)) }
    }
    private static func isOfClass(_ annotation: Syntax.Node, _ code: Code) -> Bool {
        let a = annotation.kind == .`subscript` ? annotation.node(0) : annotation
        guard a.kind == .name || a.kind == .attribute, let i = a.name(a.kind == .name ? 0 : 1) else { return false }
        return StrRef(code.source.name(i)).equals("ClassVar")
    }
}

/// `import`. The work is `ImportSystem`'s.
final class ImportNode: Expression {
    let name: Value, fromList: Value, level: Int
    /// A module that was found ready before. It is the answer again while `sys.modules` has it under the name.
    private var ready = Value.unbound
    /// The module NAME is what is asked for: no package is, by its submodule or from within.
    private let isPlain: Bool
    init(_ n: Value, _ f: Value, _ l: Int) {
        name = n; fromList = f; level = l
        isPlain = l == 0 && (!f.isNone || !StrRef(n).string.contains("."))
    }
    override func visit() { CodeObject.hold(ready) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        f.at(self)
        let function = f.function
        if let m = again(function) { return m }
        let m = try perform(f, function)
        if isPlain && ready.isUnbound && m.isExactly(Types.module) && ImportSystem.isReady(m) {
            CodeObject(f.code.object.ref).touch()
            ready = m
        }
        return m
    }
    /// The module if importing it would find it as it was found before, and ask nobody.
    func again(_ function: FunctionRef) -> Value? {
        if ready.isUnbound { return nil }
        return find(function)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        if let w = r.imported(self) { return w }
        return try super.trace(r, &c)
    }
    private func find(_ function: FunctionRef) -> Value? {
        guard ImportSystem.modules.isExactly(Types.dict), function.ref.value(FunctionRef.builtinsWord).isExactly(Types.dict), let m = DictRef(ImportSystem.modules).find(name), m == ready,
              function.builtins.find(Names.__import__) == SysState.originalImport else { return nil }
        // A package's submodules may have to be imported.
        if fromList.isNone || ModuleRef(m).dict.findIndex(name: Names.__path__) < 0 { return m }
        let names = TupleRef(fromList)
        for i in 0..<names.count where ModuleRef(m).dict.findIndex(name: names[i]) < 0 { return nil }
        return m
    }
    private func perform(_ f: Frame, _ function: FunctionRef) throws(Raise) -> Value {
        try ImportSystem.importName(name, globals: function.ref.value(FunctionRef.globalsWord), locals: f.namespace.isUnbound ? .none : f.namespace, fromList: fromList, level: level, caller: function)
    }
}
/// `import a.b as c`: the submodule, by attributes of the module on the way.
final class SubmoduleNode: Expression {
    let module: Expression, parts: [Value]
    init(_ m: Expression, _ p: [Value]) { module = m; parts = p }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        var v = try module.execute(f)
        f.at(self)
        for p in parts { v = try ImportSystem.importFrom(v, p) }
        return v
    }
}
/// `from m import a as b, …`. [area] the module.
final class ImportFromStatement: Statement {
    let module: Expression, names: Children<Value>, targets: Children<Borrowed<Target>>, area: Int
    init(_ m: Expression, _ n: [Value], _ t: [Target], area: Int) { module = m; names = Children(n); targets = Children(t.map { Borrowed($0) }); self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let m = try module.execute(f)
        f[area] = m
        for i in 0..<names.count {
            f.at(module)
            let v = try ImportSystem.importFrom(m, names[i])
            try targets[i].with { t throws(Raise) in try t.store(f, v) }
        }
        f[area] = .unbound
        return .next
    }
    /// Where the module is known and has all names: they are bound like other attributes. (A guard leaves to before the statement: nothing that is bound by then is
    /// bound otherwise when it runs again.)
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        guard !c.isActive, let node = module as? ImportNode, let m = node.again(r.frame.function), names.count <= 8 else { return try super.trace(r, &c) }
        for i in 0..<names.count {
            if ModuleRef(m).dict.findIndex(name: names[i]) < 0 || AttributeCache.single(m, names[i]).kind != .module || !(targets[i].object is LocalTarget || targets[i].object is CellTarget) { return try super.trace(r, &c) }
        }
        guard let w = r.imported(node) else { return try super.trace(r, &c) }
        for i in 0..<names.count { try targets[i].object.trace(r, try r.attribute(node, names[i], w, raisingIn: 0)) }
        return .next
    }
}
final class ImportStarStatement: Statement {
    let module: Expression
    init(_ m: Expression) { module = m }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let m = try module.execute(f)
        f.at(module)
        let into = f.namespace.isUnbound ? f.function.ref.value(FunctionRef.globalsWord) : f.namespace
        try ImportSystem.importStar(m, into: into)
        return .next
    }
}

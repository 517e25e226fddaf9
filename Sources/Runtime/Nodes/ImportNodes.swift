/// `import`. The work is `ImportSystem`'s.
final class ImportNode: Expression {
    let name: Value, fromList: Value, level: Int
    /// A module that was found ready before. It is the answer again while `sys.modules` has it under the name.
    private var ready = Value.unbound
    private let isPlain: Bool
    init(_ n: Value, _ f: Value, _ l: Int) {
        name = n; fromList = f; level = l
        isPlain = l == 0 && !StrRef(n).string.contains(".")
    }
    override func visit() { CodeObject.hold(ready) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        f.at(self)
        let function = f.function
        if !ready.isUnbound, let m = again(function) { return m }
        let m = try perform(f, function)
        if isPlain && m.isExactly(Types.module) && ImportSystem.isReady(m) {
            CodeObject(function.ref.value(FunctionRef.codeWord).ref).touch()
            ready = m
        }
        return m
    }
    private func again(_ function: FunctionRef) -> Value? {
        guard ImportSystem.modules.isExactly(Types.dict), function.ref.value(FunctionRef.builtinsWord).isExactly(Types.dict), let m = DictRef(ImportSystem.modules).find(name), m == ready,
              function.builtins.find(Names.__import__) == SysState.originalImport else { return nil }
        // A package's submodules may have to be imported.
        return fromList.isNone || ModuleRef(m).dict.findIndex(name: Names.__path__) < 0 ? m : nil
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

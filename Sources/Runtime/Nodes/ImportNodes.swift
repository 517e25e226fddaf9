/// `import`. The work is `ImportSystem`'s.
final class ImportNode: Expression {
    let name: Value, fromList: Value, level: Int
    init(_ n: Value, _ f: Value, _ l: Int) { name = n; fromList = f; level = l }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        f.at(self)
        let function = f.function
        return try ImportSystem.importName(name, globals: function.ref.value(FunctionRef.globalsWord), locals: f.namespace.isUnbound ? .none : f.namespace, fromList: fromList, level: level, caller: function)
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

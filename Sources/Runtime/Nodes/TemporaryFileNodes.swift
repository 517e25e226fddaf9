import Syntax

/// `open(path, "w").write(text)` as a statement, `json.dump(x, open(path, "w"))`, `print(x, file=open(path, "a"))`: the file is nobody's once the
/// statement has ended, and programs read it in the next line. It is finalized there and then, without a collection.
///
/// The builder looks for these forms; that `open` is the builtin is asked when the statement runs. An `open` of the program's own may keep the file.
final class TemporaryFileStatement: Statement {
    let value: Expression, slot: Int
    nonisolated(unsafe) private static var openName = Value.unbound
    init(_ v: Expression, _ s: Int) { value = v; slot = s }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        f[slot] = .unbound
        let v = try value.execute(f)
        let file = f[slot]
        f[slot] = .unbound
        if file.isPointer, Finalizers.isFile(file.ref.type), isBuiltin(f) { f.at(self); Finalizers.finalize(file) }
        if Watch.isActive { Watch.look(f, self, v) }
        return .next
    }
    private func isBuiltin(_ f: Frame) -> Bool {
        if TemporaryFileStatement.openName.isUnbound { TemporaryFileStatement.openName = StrRef.intern("open") }
        let name = TemporaryFileStatement.openName
        guard f.function.globals.find(name) == nil, let o = f.function.builtins.find(name) else { return false }
        return o.isExactly(Types.builtinFunction)
    }
}
/// Notes the value of an operand in a slot of the frame.
final class CaptureNode: Expression {
    let value: Expression, slot: Int
    init(_ v: Expression, _ s: Int) { value = v; slot = s }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let v = try value.execute(f)
        f[slot] = v
        return v
    }
}
extension NodeBuilder {
    /// The call of `open` whose file a call V, a statement by itself, is the only one to use.
    func temporaryFile(_ v: Syntax.Node) -> Syntax.Node? {
        guard v.kind == .call, !suspends(v) else { return nil }
        func isNamed(_ index: Int, _ t: StaticString) -> Bool { StrRef(name(index)).equals(t) }
        func isOpen(_ x: Syntax.Node) -> Bool {
            guard x.kind == .call, x.node(0).kind == .name, let n = x.node(0).name(0), isNamed(n, "open") else { return false }
            switch find(mangled(n)) {
            case .local, .cell: return false
            default: return true
            }
        }
        let f = v.node(0)
        if f.kind == .attribute, let n = f.name(1) {
            if isNamed(n, "write") || isNamed(n, "writelines") { return isOpen(f.node(0)) ? f.node(0) : nil }
            if isNamed(n, "dump") { return v.list(1).first { isOpen($0) } }
        }
        if f.kind == .name, let n = f.name(0), isNamed(n, "print") { return v.list(2).map { $0.node(1) }.first { isOpen($0) } }
        return nil
    }
}

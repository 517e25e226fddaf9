import Syntax
// To be deleted when the interpreter arrives: the names that the builtins module asks of it.
enum SysState { static func attribute(_ name: String) throws(Raise) -> Value { throw Errors.notImplemented("sys") } }
enum ImportSystem {
    static func importLevel(_ name: Value, globals: Value, fromList: Value, level: Int) throws(Raise) -> Value { throw Errors.notImplemented("__import__") }
}
public enum Compiler {
    public enum Mode { case exec, eval, single }
    public struct Options { public var mode = Mode.exec, flags: UInt32 = 0, optimize = 0, isText = false, extra: ParseFlags = [] }
    static func compile(_ bytes: UnsafeBufferPointer<UInt8>, fileName: Value, _ o: Options) throws(Raise) -> Value { throw Errors.notImplemented("compile") }
}
enum Execution { static func run(_ code: Value, globals: Value, locals: Value, closure: Value = .unbound) throws(Raise) -> Value { throw Errors.notImplemented("exec") } }
struct Configuration { var optimize = 0; nonisolated(unsafe) static var current = Configuration() }

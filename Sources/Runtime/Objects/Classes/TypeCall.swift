/// Calling a type: `type.__call__`, that is `__new__` then `__init__`.
enum TypeCall {
    static func call(_ t: TypeRef, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value { throw Errors.notImplemented("type call") }
}
enum PropertyObject {
    static func get(_ d: Value, _ o: Value) throws(Raise) -> Value { throw Errors.notImplemented("property") }
}
enum StaticMethod {
    static func make(_ f: Value) -> Value { f }
}
enum GenericAlias {
    static func make(_ origin: Value, _ args: Value) -> Value { .none }
}

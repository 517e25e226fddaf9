enum Generators {
    static func create(_ f: FunctionRef, _ code: Code, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value { throw Errors.notImplemented("generators") }
    /// The next value, nil at the end.
    static func next(_ g: Value) throws(Raise) -> Value? { throw Errors.notImplemented("generators") }
}

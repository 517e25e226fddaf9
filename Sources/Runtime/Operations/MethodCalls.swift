/// Calling methods by name, as PyObject_VectorcallMethod does.
extension Operations {
    /// `o.NAME(...)`: O is the first of the COUNT values at BASE, which the values of the keywords NAMES follow. A method that O's class has is called with O in front,
    /// no bound method is made.
    static func callMethod(_ name: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value = .unbound) throws(Raise) -> Value {
        let o = base[0], t = o.type
        if t.has(TypeRef.Flags.genericGet), case let d = t.lookup(name), d.isPointer, d.ref.type == Types.function || Descriptor.isMethod(d, of: t), instanceAttribute(o, t, name) == nil {
            return try Call.vector(d, base, count, names)
        }
        return try Call.vector(try getAttribute(o, name), base + 1, count - 1, names)
    }
    static func callMethod(_ o: Value, _ name: Value) throws(Raise) -> Value {
        var o = o
        return try callMethod(name, &o, 1)
    }
}

/// The generic attribute protocol for modules whose types have a say in it, and for restoring objects.
extension Operations {
    /// `object.__getattribute__`.
    public static func genericGet(_ o: Value, _ name: Value) throws(Raise) -> Value {
        let v = try genericFind(o, o.type, name)
        if v.isUnbound { throw Errors.attributeError(o, name) }
        return v
    }
    /// `object.__setattr__`; unbound V deletes.
    public static func genericSetAttribute(_ o: Value, _ name: Value, _ v: Value) throws(Raise) { try genericSet(o, o.type, name, v) }
}
extension Instance {
    /// Puts the items of FROM into O's attributes as `o.__dict__[key] = value` would, without making a dict of them. False, nothing done: O's `__dict__` is
    /// of another kind, or a key is no str.
    public static func setAttributes(_ o: Value, _ from: DictRef) -> Bool {
        guard o.isPointer, o.ref.type.attributes != 0, o.ref.type.has(TypeRef.Flags.genericGet) else { return false }
        let d = o.ref.type.lookup(Names.__dict__)
        guard d.isPointer, d.ref.type == Types.getset else { return false }
        var i = -1
        while from.next(&i) { if !from.key(i).isExactly(Types.str) { return false } }
        i = -1
        while from.next(&i) { Attributes(o.ref).set(StrRef.intern(from.key(i)), from.valueAt(i)) }
        return true
    }
}
extension TypeRef {
    /// A number that is no word of the object.
    public func member(_ name: StaticString, get: @escaping (Value) throws(Raise) -> Value, set: ((Value, Value) throws(Raise) -> Void)? = nil) {
        let a = Accessor(name, get, set, set == nil ? nil : { _ throws(Raise) in throw Errors.typeError("can't delete numeric/char attribute") })
        let d = Descriptor.make(Types.member, Unmanaged.passRetained(a).toOpaque(), owner: value, name: StrRef.intern(static: name))
        dict.set(name: d.ref.value(5), d)
    }
}

/// Attribute access, as `_PyObject_GenericGetAttr` and its kin. Names are interned strs where said so.
public enum Operations {}

extension Operations {
    /// `o.name`; NAME interned.
    public static func getAttribute(_ o: Value, _ name: Value) throws(Raise) -> Value {
        let t = o.type
        if _fastPath(t.has(TypeRef.Flags.genericGet)) {
            let v = try genericFind(o, t, name)
            if !v.isUnbound { return v }
            let g = t.slot(.getattr)
            if !g.isUnbound { return try Call.call(g, o, name) }
            throw Errors.attributeError(o, name, StrRef(name).string)
        }
        return try customGet(o, t, name)
    }
    private static func customGet(_ o: Value, _ t: TypeRef, _ name: Value) throws(Raise) -> Value {
        do throws(Raise) { return try Call.call(t.slot(.getattribute), o, name) } catch {
            guard error.isException, Errors.matches(Exceptions.attributeError) else { throw error }
            let g = t.slot(.getattr)
            if g.isUnbound { throw error }
            Errors.take()
            return try Call.call(g, o, name)
        }
    }
    /// The attribute, or unbound where AttributeError would be raised.
    public static func findAttribute(_ o: Value, _ name: Value) throws(Raise) -> Value {
        let t = o.type
        if t.has(TypeRef.Flags.genericGet) && t.slot(.getattr).isUnbound {
            do throws(Raise) { return try genericFind(o, t, name) } catch { try Errors.swallow(error, Exceptions.attributeError); return .unbound }
        }
        do throws(Raise) { return try getAttribute(o, name) } catch { try Errors.swallow(error, Exceptions.attributeError); return .unbound }
    }
    /// `object.__getattribute__` without the error: unbound if nothing is found.
    static func genericFind(_ o: Value, _ t: TypeRef, _ name: Value) throws(Raise) -> Value {
        let d = t.lookup(name)
        var getter = Value.unbound
        if d.isPointer {
            let dt = d.ref.type
            if dt == Types.function {
                // A non-data descriptor: the instance goes first.
                if let own = instanceAttribute(o, t, name) { return own }
                return MethodObject.make(d, o)
            }
            getter = dt.slot(.get)
            if !getter.isUnbound && isDataDescriptor(dt) { return try descriptorGet(d, getter, o, t) }
        }
        if let own = instanceAttribute(o, t, name) { return own }
        if !getter.isUnbound { return try descriptorGet(d, getter, o, t) }
        return d
    }
    @inline(__always) static func isDataDescriptor(_ t: TypeRef) -> Bool { t.hasSlot(.set) || t.hasSlot(.delete) }
    static func instanceAttribute(_ o: Value, _ t: TypeRef, _ name: Value) -> Value? {
        if !o.isPointer { return nil }
        if t.attributes != 0 { let v = Attributes(o.ref).get(name); return v.isUnbound ? nil : v }
        if t == Types.module { return ModuleRef(o).dict.find(name) }
        if t == Types.function, o.ref.value(FunctionRef.dictWord).isPointer { return DictRef(o.ref.value(FunctionRef.dictWord)).find(name) }
        return nil
    }
    /// `descriptor.__get__(o, t)` with the builtin descriptors done directly.
    static func descriptorGet(_ d: Value, _ getter: Value, _ o: Value, _ t: TypeRef) throws(Raise) -> Value {
        let dt = d.ref.type
        if dt == Types.function { return MethodObject.make(d, o) }
        if dt == Types.methodDescriptor || dt == Types.wrapperDescriptor { return dt == Types.methodDescriptor ? Descriptor.bind(d, o) : Descriptor.bindWrapper(d, o) }
        if dt == Types.getset || dt == Types.member { return try Descriptor.accessor(d).get(o) }
        if dt == Types.property { return try PropertyObject.get(d, o) }
        if dt == Types.classMethodDescriptor { return Descriptor.bind(d, t.value) }
        return try Call.call(getter, d, o, t.value)
    }

    /// `o.name = v`; NAME interned.
    public static func setAttribute(_ o: Value, _ name: Value, _ v: Value) throws(Raise) {
        let t = o.type
        let s = t.slot(.setattr)
        if s == Types.objectSetAttr { return try genericSet(o, t, name, v) }
        _ = try Call.call(s, o, name, v)
    }
    public static func deleteAttribute(_ o: Value, _ name: Value) throws(Raise) {
        let t = o.type
        let s = t.slot(.delattr)
        if s == Types.objectDelAttr { return try genericSet(o, t, name, .unbound) }
        _ = try Call.call(s, o, name)
    }
    /// `object.__setattr__`; unbound V deletes.
    static func genericSet(_ o: Value, _ t: TypeRef, _ name: Value, _ v: Value) throws(Raise) {
        let d = t.lookup(name)
        if d.isPointer {
            let dt = d.ref.type
            if dt == Types.getset || dt == Types.member {
                let a = Descriptor.accessor(d)
                if v.isUnbound {
                    guard let delete = a.delete else { throw readOnly(o, t, name, d) }
                    return try delete(o)
                }
                guard let set = a.set else { throw readOnly(o, t, name, d) }
                return try set(o, v)
            }
            if v.isUnbound {
                let s = dt.slot(.delete)
                if !s.isUnbound { _ = try Call.call(s, d, o); return }
                if dt.hasSlot(.set) { throw Errors.make(Exceptions.attributeError, "__delete__") }
            } else {
                let s = dt.slot(.set)
                if !s.isUnbound { _ = try Call.call(s, d, o, v); return }
                if dt.hasSlot(.delete) { throw Errors.make(Exceptions.attributeError, "__set__") }
            }
        }
        if o.isPointer {
            if t.attributes != 0 {
                if !v.isUnbound { Attributes(o.ref).set(name, v); return }
                if Attributes(o.ref).remove(name) { return }
                throw Errors.attributeError(o, name, StrRef(name).string)
            }
            var dict: DictRef? = nil
            if t == Types.module { dict = ModuleRef(o).dict }
            if t == Types.function {
                if !o.ref.value(FunctionRef.dictWord).isPointer { o.ref.set(FunctionRef.dictWord, DictRef.allocate().value) }
                dict = DictRef(o.ref.value(FunctionRef.dictWord))
            }
            if let dict {
                if !v.isUnbound { dict.set(name: name, v); return }
                if dict.remove(name: name) != nil { return }
                throw Errors.attributeError(o, name, StrRef(name).string)
            }
        }
        let n = StrRef(name).string
        if d.isUnbound {
            throw Errors.attributeError(o, name, message: v.isUnbound ? "'\(t.text)' object has no attribute '\(n)'" : "'\(t.text)' object has no attribute '\(n)' and no __dict__ for setting new attributes")
        }
        throw Errors.attributeError(o, name, message: "'\(t.text)' object attribute '\(n)' is read-only")
    }
    private static func readOnly(_ o: Value, _ t: TypeRef, _ name: Value, _ d: Value) -> Raise {
        if d.ref.type == Types.member { return Errors.make(Exceptions.attributeError, "readonly attribute") }
        return Errors.make(Exceptions.attributeError, "attribute '\(StrRef(name).string)' of '\(TypeRef(d.ref.value(Descriptor.owner).ref).text)' objects is not writable")
    }
    /// A special method of O bound for calling: looked up on the type, descriptors honoured (`_PyObject_LookupSpecial`). Unbound if none.
    public static func special(_ o: Value, _ name: Value) throws(Raise) -> Value {
        let t = o.type, d = t.lookup(name)
        if d.isUnbound { return d }
        let g = d.type.slot(.get)
        return g.isUnbound ? d : try descriptorGet(d, g, o, t)
    }
    /// Calls the special method in slot S on O: functions without making a bound method. Precondition: the type has it.
    @inline(__always) public static func callSlot(_ m: Value, _ o: Value) throws(Raise) -> Value {
        if m.isPointer && (m.ref.type == Types.function || m.ref.type == Types.wrapperDescriptor || m.ref.type == Types.methodDescriptor) { return try Call.call(m, o) }
        return try Call.call(try boundSlot(m, o))
    }
    public static func callSlot(_ m: Value, _ o: Value, _ a: Value) throws(Raise) -> Value {
        if m.isPointer && (m.ref.type == Types.function || m.ref.type == Types.wrapperDescriptor || m.ref.type == Types.methodDescriptor) { return try Call.call(m, o, a) }
        return try Call.call(try boundSlot(m, o), a)
    }
    public static func callSlot(_ m: Value, _ o: Value, _ a: Value, _ b: Value) throws(Raise) -> Value {
        if m.isPointer && (m.ref.type == Types.function || m.ref.type == Types.wrapperDescriptor || m.ref.type == Types.methodDescriptor) { return try Call.call(m, o, a, b) }
        return try Call.call(try boundSlot(m, o), a, b)
    }
    static func boundSlot(_ m: Value, _ o: Value) throws(Raise) -> Value {
        let g = m.type.slot(.get)
        return g.isUnbound ? m : try descriptorGet(m, g, o, o.type)
    }
}
extension Descriptor {
    static func bindWrapper(_ d: Value, _ o: Value) -> Value {
        let r = Heap.allocate(32, Types.methodWrapper); r.initialize(2, d); r.initialize(3, o); return Value(r)
    }
}

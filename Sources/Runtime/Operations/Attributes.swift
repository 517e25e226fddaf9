/// Attribute access, as `_PyObject_GenericGetAttr` and its kin. Names are interned strs where said so.
public enum Operations {}

extension Operations {
    /// `o.name`; NAME interned.
    public static func getAttribute(_ o: Value, _ name: Value) throws(Raise) -> Value {
        do throws(Raise) { return try uncheckedGet(o, name) } catch { throw named(error, o, name) }
    }
    /// What asking O for NAME raised, told so. (As CPython, whose specialized instruction for properties does not tell, nodes that know the property do not ask here.)
    @inline(never) static func named(_ error: Raise, _ o: Value, _ name: Value) -> Raise {
        if error.isException { nameMissing(o, name) }
        return error
    }
    /// An AttributeError on its way that says neither what was asked nor of what is told so: suggestions are made from it (as
    /// _PyObject_SetAttributeErrorContext).
    @inline(never) static func nameMissing(_ o: Value, _ name: Value) {
        guard Errors.matches(Exceptions.attributeError) else { return }
        let e = thread.pointee.raised.ref
        if !e.value(ExceptionRef.firstExtra).isUnbound || !e.value(ExceptionRef.firstExtra + 1).isUnbound { return }
        e.set(ExceptionRef.firstExtra, name); e.set(ExceptionRef.firstExtra + 1, o)
    }
    @inline(__always) private static func uncheckedGet(_ o: Value, _ name: Value) throws(Raise) -> Value {
        let t = o.type
        if _fastPath(t.has(TypeRef.Flags.genericGet)) {
            let g = t.slot(.getattr)
            if !g.isUnbound { return try findOrAsk(o, t, name, g) }
            let v = try genericFind(o, t, name)
            if !v.isUnbound { return v }
            if t.isSubtype(of: Types.module) { return try ModuleType.missing(o, name) }
            throw Errors.attributeError(o, name)
        }
        if t.slot(.getattribute) == Types.typeGetAttribute {
            let g = t.slot(.getattr)
            if !g.isUnbound { return try findOrAsk(o, t, name, g) }
            let v = try TypeType.find(TypeRef(o.ref), t, name)
            if !v.isUnbound { return v }
            throw TypeType.missing(TypeRef(o.ref), name)
        }
        return try customGet(o, t, name)
    }
    /// The attribute, or what `__getattr__` G gives where there is none or its descriptor raised AttributeError (as slot_tp_getattr_hook).
    private static func findOrAsk(_ o: Value, _ t: TypeRef, _ name: Value, _ g: Value) throws(Raise) -> Value {
        do throws(Raise) {
            let v = t.has(TypeRef.Flags.genericGet) ? try genericFind(o, t, name) : try TypeType.find(TypeRef(o.ref), t, name)
            if !v.isUnbound { return v }
        } catch { try Errors.swallow(error, Exceptions.attributeError) }
        return try callSlot(g, o, name)
    }
    private static func customGet(_ o: Value, _ t: TypeRef, _ name: Value) throws(Raise) -> Value {
        do throws(Raise) { return try callSlot(t.slot(.getattribute), o, name) } catch {
            guard error.isException, Errors.matches(Exceptions.attributeError) else { throw error }
            let g = t.slot(.getattr)
            if g.isUnbound { throw error }
            Errors.take()
            return try callSlot(g, o, name)
        }
    }
    /// The attribute, or unbound where AttributeError would be raised.
    public static func findAttribute(_ o: Value, _ name: Value) throws(Raise) -> Value {
        let t = o.type
        // (A module's error has a long text, for which much is looked up.)
        if t.has(TypeRef.Flags.genericGet) && t.slot(.getattr).isUnbound && (!t.isSubtype(of: Types.module) || t == Types.module && ModuleRef(o).dict.find(Slot.getattr.name) == nil) {
            do throws(Raise) { return try genericFind(o, t, name) } catch { try Errors.swallow(error, Exceptions.attributeError); return .unbound }
        }
        if t.slot(.getattribute) == Types.typeGetAttribute && t.slot(.getattr).isUnbound {
            do throws(Raise) { return try TypeType.find(TypeRef(o.ref), t, name) } catch { try Errors.swallow(error, Exceptions.attributeError); return .unbound }
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
        let w = t.nativeDict
        if w != 0, o.ref.value(w).isPointer { return DictRef(o.ref.value(w)).find(name) }
        return nil
    }
    /// `descriptor.__get__(o, t)` with the builtin descriptors done directly.
    static func descriptorGet(_ d: Value, _ getter: Value, _ o: Value, _ t: TypeRef) throws(Raise) -> Value {
        let dt = d.ref.type
        if dt == Types.function { return MethodObject.make(d, o) }
        if dt == Types.methodDescriptor || dt == Types.wrapperDescriptor {
            try Descriptor.check(d, o)
            return dt == Types.methodDescriptor ? Descriptor.bind(d, o) : Descriptor.bindWrapper(d, o)
        }
        if dt == Types.getset || dt == Types.member { return try Descriptor.read(d, o) }
        if dt == Types.property { return try PropertyObject.get(d, o) }
        if dt == Types.classMethodDescriptor { return Descriptor.bind(d, t.value) }
        if dt == Types.classmethod { return MethodObject.make(StaticMethod.callable(d), t.value) }
        if dt == Types.staticmethod { return StaticMethod.callable(d) }
        return try callSlot(getter, d, o, t.value)
    }
    /// `descriptor.__get__(o, t)` for any O (None: the attribute of a class) and T a type.
    static func bindTo(_ d: Value, _ getter: Value, _ o: Value, _ t: Value) throws(Raise) -> Value {
        if !o.isNone && !o.isUnbound && t.isType { return try descriptorGet(d, getter, o, TypeRef(t.ref)) }
        let dt = d.ref.type
        if dt == Types.function || dt == Types.methodDescriptor || dt == Types.wrapperDescriptor || dt == Types.getset || dt == Types.member || dt == Types.property { return d }
        if dt == Types.classMethodDescriptor { return Descriptor.bind(d, t) }
        if dt == Types.classmethod { return MethodObject.make(StaticMethod.callable(d), t) }
        if dt == Types.staticmethod { return StaticMethod.callable(d) }
        return try callSlot(getter, d, .none, t)
    }

    /// `o.name = v`; NAME interned.
    public static func setAttribute(_ o: Value, _ name: Value, _ v: Value) throws(Raise) {
        let t = o.type
        let s = t.slot(.setattr)
        if s == Types.objectSetAttr { return try genericSet(o, t, name, v) }
        _ = try callSlot(s, o, name, v)
    }
    public static func deleteAttribute(_ o: Value, _ name: Value) throws(Raise) {
        let t = o.type
        let s = t.slot(.delattr)
        if s == Types.objectDelAttr { return try genericSet(o, t, name, .unbound) }
        _ = try callSlot(s, o, name)
    }
    /// `object.__setattr__`; unbound V deletes.
    static func genericSet(_ o: Value, _ t: TypeRef, _ name: Value, _ v: Value) throws(Raise) {
        // (Modules are no exception where something is to be deleted.)
        func missing() -> Raise { Errors.attributeError(o, name, message: "'\(t)' object has no attribute '\(StrRef(name))'") }
        let d = t.lookup(name)
        if d.isPointer {
            let dt = d.ref.type
            if dt == Types.getset || dt == Types.member {
                return try Descriptor.store(d, o, v)
            }
            if v.isUnbound {
                let s = dt.slot(.delete)
                if !s.isUnbound { _ = try callSlot(s, d, o); return }
                if dt.hasSlot(.set) { throw Errors.make(Exceptions.attributeError, "__delete__") }
            } else {
                let s = dt.slot(.set)
                if !s.isUnbound { _ = try callSlot(s, d, o, v); return }
                if dt.hasSlot(.delete) { throw Errors.make(Exceptions.attributeError, "__set__") }
            }
        }
        if o.isPointer {
            if t.attributes != 0 {
                if !v.isUnbound { Attributes(o.ref).set(name, v); return }
                if Attributes(o.ref).remove(name) { return }
                throw missing()
            }
            let dict = t.nativeDict == 0 ? nil : Instance.dictionary(o)
            if let dict {
                if !v.isUnbound { dict.set(name: name, v); return }
                if dict.remove(name: name) != nil { return }
                throw missing()
            }
        }
        let n = StrRef(name).string
        if d.isUnbound {
            throw Errors.attributeError(o, name, message: "'\(t.text)' object has no attribute '\(n)'\(t.slot(.setattr) == Types.objectSetAttr ? " and no __dict__ for setting new attributes" : "")")
        }
        throw Errors.attributeError(o, name, message: "'\(t.text)' object attribute '\(n)' is read-only")
    }
    /// A special method of O bound for calling: looked up on the type, descriptors honoured (`_PyObject_LookupSpecial`). Unbound if none.
    public static func special(_ o: Value, _ name: Value) throws(Raise) -> Value {
        let t = o.type, d = t.lookup(name)
        if d.isUnbound { return d }
        let g = d.type.slot(.get)
        return g.isUnbound ? d : try descriptorGet(d, g, o, t)
    }
    /// M is a builtin's descriptor that O's type declares or inherits: its function may be called without further ado.
    @inline(__always) private static func isOwn(_ m: Value, _ o: Value) throws(Raise) -> Bool {
        guard m.isPointer && (m.ref.type == Types.wrapperDescriptor || m.ref.type == Types.methodDescriptor) else { return false }
        let owner = m.ref.word(Descriptor.owner), t = o.type
        if _fastPath(owner == UInt64(t.raw)) { return true }
        try NativeRecursion.check()
        return t.isSubtypeSlow(TypeRef(m.ref.value(Descriptor.owner).ref))
    }
    @inline(__always) private static func isFunction(_ m: Value) -> Bool {
        m.isPointer && (m.ref.type == Types.function || m.ref.type == Types.wrapperDescriptor || m.ref.type == Types.methodDescriptor)
    }
    /// Calls the special method in slot S on O: functions without making a bound method. Precondition: the type has it.
    public static func callSlot(_ m: Value, _ o: Value) throws(Raise) -> Value {
        if _fastPath(m.bits & 7 == 0 && m.ref.type == Types.function) { var a = o; return try Call.function(FunctionRef(m.ref), &a, 1) }
        if try isOwn(m, o) { var a = o; return try Descriptor.invoke(m, &a, 1) }
        if isFunction(m) { return try Call.call(m, o) }
        return try Call.call(try boundSlot(m, o))
    }
    public static func callSlot(_ m: Value, _ o: Value, _ a: Value) throws(Raise) -> Value {
        if _fastPath(m.bits & 7 == 0 && m.ref.type == Types.function) {
            var args = (o, a)
            return try Call.withArguments(&args) { p throws(Raise) in try Call.function(FunctionRef(m.ref), p, 2) }
        }
        if try isOwn(m, o) {
            var args = (o, a)
            return try Call.withArguments(&args) { p throws(Raise) in try Descriptor.invoke(m, p, 2) }
        }
        if isFunction(m) { return try Call.call(m, o, a) }
        return try Call.call(try boundSlot(m, o), a)
    }
    public static func callSlot(_ m: Value, _ o: Value, _ a: Value, _ b: Value) throws(Raise) -> Value {
        if _fastPath(m.bits & 7 == 0 && m.ref.type == Types.function) {
            var args = (o, a, b)
            return try Call.withArguments(&args) { p throws(Raise) in try Call.function(FunctionRef(m.ref), p, 3) }
        }
        if try isOwn(m, o) {
            var args = (o, a, b)
            return try Call.withArguments(&args) { p throws(Raise) in try Descriptor.invoke(m, p, 3) }
        }
        if isFunction(m) { return try Call.call(m, o, a, b) }
        return try Call.call(try boundSlot(m, o), a, b)
    }
    static func boundSlot(_ m: Value, _ o: Value) throws(Raise) -> Value {
        let g = m.type.slot(.get)
        return g.isUnbound ? m : try descriptorGet(m, g, o, o.type)
    }
}
extension Descriptor {
    fileprivate static func check(_ d: Value, _ o: Value) throws(Raise) {
        let owner = TypeRef(d.ref.value(Descriptor.owner).ref)
        if o.type != owner && !o.isInstance(of: owner) {
            throw Errors.typeError("descriptor '\(StrRef(d.ref.value(name)).string)' for '\(owner.text)' objects doesn't apply to a '\(o.type)' object")
        }
    }
    /// The value of a getset or member descriptor for O.
    static func read(_ d: Value, _ o: Value) throws(Raise) -> Value { try check(d, o); return try accessor(d).with { a throws(Raise) in try a.get(o) } }
    /// Sets it, or deletes for unbound V.
    static func store(_ d: Value, _ o: Value, _ v: Value) throws(Raise) {
        try check(d, o)
        let done = try accessor(d).with { a throws(Raise) in
            if v.isUnbound {
                if let delete = a.delete { try delete(o); return true }
                if d.ref.type == Types.member && a.set != nil { throw Errors.typeError("can't delete \(o.type) attribute") }
            } else if let set = a.set { try set(o, v); return true }
            return false
        }
        if done { return }
        if d.ref.type == Types.member { throw Errors.make(Exceptions.attributeError, "readonly attribute") }
        throw Errors.make(Exceptions.attributeError, "attribute '\(StrRef(d.ref.value(name)).string)' of '\(TypeRef(d.ref.value(Descriptor.owner).ref).text)' objects is not writable")
    }
    static func bindWrapper(_ d: Value, _ o: Value) -> Value {
        let r = Heap.allocate(32, Types.methodWrapper); r.initialize(2, d); r.initialize(3, o); return Value(r)
    }
}

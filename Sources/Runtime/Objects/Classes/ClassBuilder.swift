/// Making classes: `type.__new__` (as type_new) and `__build_class__`.
///
/// Layout of instances of a heap type: what the base has, then the words of `__slots__`, then (unless slots forbid it or the base has them) the two
/// attribute words and room for the attributes that the class body stores on `self` (`__static_attributes__`). A subclass widens that room
/// only while nothing lies behind it. Types of variable size keep slots and attribute words at the end of the cell.
public enum ClassBuilder {
    /// The metaclass of a class with BASES, asked for META (as _PyType_CalculateMetaclass).
    static func winner(_ meta: Value, _ bases: TupleRef) throws(Raise) -> Value {
        var w = TypeRef(meta.ref)
        for i in 0..<bases.count {
            let t = bases[i].type
            if w.isSubtype(of: t) { continue }
            if t.isSubtype(of: w) { w = t; continue }
            throw Errors.typeError("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases")
        }
        return w.value
    }

    /// `type.__new__(metatype, name, bases, namespace, **kwargs)`.
    public static func make(_ metatype: Value, _ name: Value, _ bases: Value, _ namespace: Value, _ kwargs: Value = .unbound) throws(Raise) -> Value {
        var basesTuple = bases, meta = metatype
        if TupleRef(bases).count == 0 {
            basesTuple = TupleRef.make(Types.object.value)
        } else {
            for i in 0..<TupleRef(bases).count where !TupleRef(bases)[i].isType {
                if !(try Operations.findAttribute(TupleRef(bases)[i], Slot.mroEntries.name)).isUnbound {
                    throw Errors.typeError("type() doesn't support MRO entry resolution; use types.new_class()")
                }
            }
            meta = try winner(metatype, TupleRef(bases))
            if meta != metatype {
                let n = TypeRef(meta.ref).slot(.new)
                if n != Types.type.slot(.new) {
                    return try Call.call(try Operations.getAttribute(meta, Slot.new.name), tuple: TupleRef.from(meta, name, bases, namespace), dict: kwargs)
                }
            }
        }
        let base = try MRO.best(TupleRef(basesTuple))
        let dict = DictRef(namespace).copy()
        let layout = try InstanceLayout.plan(name, base, TupleRef(basesTuple), dict)
        let t = try allocate(TypeRef(meta.ref), name, base, basesTuple, dict, layout)
        try setNames(t, dict)
        try initSubclass(t, kwargs)
        return t.value
    }

    private static func allocate(_ meta: TypeRef, _ name: Value, _ base: TypeRef, _ bases: Value, _ dict: DictRef, _ layout: InstanceLayout) throws(Raise) -> TypeRef {
        let F = TypeRef.Flags.self
        // Before anything refers to the type: what may raise.
        if !StrRef(name).isASCII { _ = try Codecs.utf8(StrRef(name)) }
        var key = -1
        while dict.next(&key) {
            if dict.table.entries[key].key.isStr { continue }
            try Warnings.warn(Exceptions.runtimeWarning, "non-string key in the __dict__ of class \(StrRef(name).string)")
            break
        }
        if let doc = dict.find(Names.__doc__), doc.isStr, !StrRef(doc).isASCII { _ = try Codecs.utf8(StrRef(doc)) }
        for i in 0..<StrRef(name).count where StrRef(name)[i] == 0 { throw Errors.valueError("type name must not contain null characters") }
        let qualname = dict.find(Names.__qualname__)
        if let q = qualname, !q.isStr { throw Errors.typeError("type __qualname__ must be a str, not \(q.type)") }
        let cell = dict.find(Names.__classcell__), dictCell = dict.find(Names.__classdictcell__)
        if let c = cell, !c.isExactly(Types.cell) { throw Errors.typeError("type.__new__: __classcell__ must be a nonlocal cell, not <\(Operations.reprText(c.type.value))>") }
        if let c = dictCell, !c.isExactly(Types.cell) { throw Errors.typeError("type.__new__: __classdictcell__ must be a nonlocal cell, not <\(Operations.reprText(c.type.value))>") }

        let r = Heap.allocate(max(TypeRef.words * 8, meta.instanceSize), meta)
        let t = TypeRef(r)
        if meta.attributes != 0 && meta.attributes != TypeRef.attributesAtEnd { r.initialize(meta.attributes, meta.rootShape) }
        t.flags = F.heapType | F.baseType | F.ready | F.gc | base.flags & F.inherited & ~F.weakrefable | (layout.weak ? F.weakrefable : 0)
            | (base.flags & F.type)
        t.version = TypeRef.freshVersion()
        let plain = StrRef.intern(name)
        r.set(TypeRef.heapName, name.isExactly(Types.str) ? name : plain); r.set(TypeRef.heapQualname, qualname ?? name)
        r.set(TypeRef.dictWord, dict.value); r.set(TypeRef.basesWord, bases)
        t.base = base.value
        r.set(TypeRef.solidWord, layout.ownSlots ? t.value : base.solidBase.value)
        t.instanceSize = layout.size; t.layout = layout.layout; t.attributes = layout.attributes; t.inlineCapacity = layout.capacity; t.nativeDict = base.nativeDict
        r.setWord(TypeRef.itemSize, base.ref.word(TypeRef.itemSize))
        if layout.attributes != 0 { t.rootShape = Shape.root(t) }
        if qualname != nil { _ = dict.remove(name: Names.__qualname__) }
        if cell != nil { _ = dict.remove(name: Names.__classcell__) }
        if dictCell != nil { _ = dict.remove(name: Names.__classdictcell__) }
        // The module of the code that makes the class.
        if dict.find(Names.__module__) == nil, let m = callerModule() { dict.set(name: Names.__module__, m) }
        if dict.find(Names.__doc__) == nil { dict.set(name: Names.__doc__, .none) }
        wrap(dict, Slot.new.name, classmethod: false); wrap(dict, Slot.initSubclass.name, classmethod: true); wrap(dict, Slot.classGetitem.name, classmethod: true)
        for (i, n) in layout.slots.enumerated() { dict.set(name: n, SlotMember.make(n, owner: t, index: i, layout: layout)) }
        if layout.ownDict && !base.has(F.type) && dict.find(Names.__dict__) == nil { dict.set(name: Names.__dict__, SlotMember.dictionary(t)) }
        if layout.weak && !base.has(F.weakrefable) && dict.find(Names.__weakref__) == nil { dict.set(name: Names.__weakref__, SlotMember.weakref(t)) }
        if dict.find(Slot.hash.name) == nil && dict.find(Slot.eq.name) != nil { dict.set(name: Slot.hash.name, .none) }
        if let c = cell { CellRef(c).content = t.value }
        if let c = dictCell { CellRef(c).content = dict.value }
        r.set(TypeRef.mroWord, try MRO.compute(t))
        let b = TupleRef(bases)
        for i in 0..<b.count { Subclasses.add(t, to: TypeRef(b[i].ref)) }
        let m = t.mro
        // The first of the order that is either decides. (inherit_patma_flags)
        if m.count > 2 { t.flags &= ~(F.isSequence | F.isMapping) }
        for i in 1..<max(m.count, 1) where !t.has(F.isSequence | F.isMapping) { t.flags |= TypeRef(m[i].ref).flags & (F.isSequence | F.isMapping) }
        t.updateFlags()
        return t
    }
    private static func callerModule() -> Value? {
        let f = thread.pointee.frame
        guard f.base != nil, f.base[Frame.code].bits != 0 else { return nil }
        return f.function.globals.find(Names.__name__)
    }
    private static func wrap(_ d: DictRef, _ name: Value, classmethod: Bool) {
        guard let f = d.find(name), f.isExactly(Types.function) else { return }
        d.set(name: name, classmethod ? ClassMethod.make(f) : StaticMethod.make(f))
    }
    private static func setNames(_ t: TypeRef, _ dict: DictRef) throws(Raise) {
        var any = false, i = -1
        while dict.next(&i) { let v = dict.valueAt(i); if v.isPointer && v.ref.type != Types.function && v.type.hasSlot(.setName) { any = true; break } }
        if !any { return }
        let d = dict.copy()
        i = -1
        while d.next(&i) {
            let v = d.valueAt(i), k = d.key(i)
            let s = v.type.slot(.setName)
            if s.isUnbound { continue }
            do throws(Raise) { _ = try Operations.callSlot(s, v, t.value, k) } catch {
                if error.isException {
                    let e = thread.pointee.raised
                    try ExceptionType.addNote(e, StrRef.make("Error calling __set_name__ on '\(v.type)' instance \(Operations.reprText(k)) in '\(t.text)'"))
                    thread.pointee.raised = e
                }
                throw error
            }
        }
    }
    private static func initSubclass(_ t: TypeRef, _ kwargs: Value) throws(Raise) {
        // `super(t, t).__init_subclass__(**kwargs)`
        let n = Slot.initSubclass.name, m = t.mro
        if !t.isSubtypeSlow(t) { throw Errors.typeError("super(type, obj): obj (type \(t.text)) is not an instance or subtype of type (\(t.text)).") }
        for i in 1..<max(m.count, 1) where i < m.count {
            guard let d = TypeRef(m[i].ref).dict.find(n) else { continue }
            if m[i] == Types.object.value && (!kwargs.isPointer || DictRef(kwargs).count == 0) { return }
            let g = d.type.slot(.get)
            let f = g.isUnbound ? d : try Operations.bindTo(d, g, .none, t.value)
            if kwargs.isPointer { _ = try Call.call(f, tuple: TupleRef.empty, dict: kwargs) } else { _ = try Call.call(f) }
            return
        }
    }

    // MARK: __build_class__

    /// `__build_class__(func, name, *bases, **kwargs)`: BASES a tuple, KWARGS a dict or unbound (it is changed).
    public static func buildClass(_ function: Value, _ name: Value, _ originalBases: Value, _ kwargs: Value) throws(Raise) -> Value {
        guard function.isExactly(Types.function) else { throw Errors.typeError("__build_class__: func must be a function") }
        guard name.isStr else { throw Errors.typeError("__build_class__: name is not a string") }
        let bases = try updateBases(originalBases)
        var meta = Value.unbound, isClass = false
        if kwargs.isPointer, let m = DictRef(kwargs).remove(name: Names.metaclass) { meta = m; isClass = m.isType }
        if meta.isUnbound { meta = TupleRef(bases).count == 0 ? Types.type.value : TupleRef(bases)[0].type.value; isClass = true }
        if isClass { meta = try winner(meta, TupleRef(bases)) }
        var namespace = Value.unbound
        let prepare = isClass && TypeRef(meta.ref) == Types.type ? Value.unbound : try Operations.findAttribute(meta, Slot.prepare.name)
        if prepare.isUnbound || prepare.isNone && false { namespace = DictRef.allocate().value } else {
            namespace = try Call.call(prepare, tuple: TupleRef.make(name, bases), dict: kwargs)
            if !namespace.isDict && !namespace.type.hasSlot(.getitem) {
                throw Errors.typeError("\(isClass ? TypeRef(meta.ref).text : "<metaclass>").__prepare__() must return a mapping, not \(namespace.type)")
            }
        }
        let cell = try ClassBody.run(FunctionRef(function.ref), namespace: namespace)
        if bases != originalBases { try Operations.setItem(namespace, Names.__orig_bases__, originalBases) }
        let cls: Value
        if isClass && TypeRef(meta.ref) == Types.type { cls = try make(meta, name, bases, namespace, kwargs) }
        else { cls = try Call.call(meta, tuple: TupleRef.make(name, bases, namespace), dict: kwargs) }
        if cls.isType && TypeRef(cls.ref).has(TypeRef.Flags.heapType) { FunctionRef(function.ref).borrowedCode.read { ClassOrigin.note(TypeRef(cls.ref), $0) } }
        if cls.isType && cell.isExactly(Types.cell) {
            let c = CellRef(cell).content
            if c.isUnbound { throw Errors.runtimeError("__class__ not set defining \(Operations.reprText(name)) as \(Operations.reprText(cls)). Was __classcell__ propagated to type.__new__?") }
            if c != cls { throw Errors.typeError("__class__ set to \(Operations.reprText(c)) defining \(Operations.reprText(name)) as \(Operations.reprText(cls))") }
        }
        return cls
    }
    /// Bases that are no types replaced by what their `__mro_entries__` gives; the same tuple if there are none.
    static func updateBases(_ bases: Value) throws(Raise) -> Value {
        let t = TupleRef(bases)
        var out: ListRef? = nil
        for i in 0..<t.count {
            let b = t[i]
            let m = b.isType ? Value.unbound : try Operations.findAttribute(b, Slot.mroEntries.name)
            if m.isUnbound { out?.append(b); continue }
            let r = try Call.call(m, bases)
            guard r.isTuple else { throw Errors.typeError("__mro_entries__ must return a tuple") }
            if out == nil { out = ListRef.allocate(); for k in 0..<i { out!.append(t[k]) } }
            for k in 0..<TupleRef(r).count { out!.append(TupleRef(r)[k]) }
        }
        return out?.asTuple() ?? bases
    }
}

/// Runs a class body.
public enum ClassBody {
    /// Runs the function of a class body with NAMESPACE as its locals; the result is the `__class__` cell, or None.
    static func run(_ f: FunctionRef, namespace: Value) throws(Raise) -> Value {
        try f.borrowedCode.with { code throws(Raise) in
            try code.prepare()
            let t = thread
            let callee = try Call.push(Borrowed(code), f.value, t)
            callee.slots.update(repeating: .unbound, count: code.frameSlots)
            callee.base[Frame.namespace] = namespace
            return try Call.run(Borrowed(code), callee, t)
        }
    }
}
extension TupleRef {
    static func from(_ items: Value...) -> Value {
        let t = allocate(items.count)
        for (i, v) in items.enumerated() { t[i] = v }
        return t.value
    }
}

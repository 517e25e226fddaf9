import TraceIR
import TraceCompiler

/// What an attribute is that is neither kept by the object nor a plain value of its class: methods bound to something, static and class methods, what `super`
/// finds, and code in Python that is asked (`__get__`, `__getattr__`, properties), which is inlined.
extension Recorder {
    // MARK: bound methods
    /// A new object of TYPE (bound methods, wrappers) with F and O in it; mostly only a call needs it.
    private func bound(_ f: Traced, _ o: Traced, _ t: TypeRef, _ v: Value, size: Int) -> Traced {
        // The refs may box floats, which may collect: first.
        let words = [b.asWord(f.ref), b.asWord(o.ref)]
        let m = b.new(size: size, type: UInt(bitPattern: t.ref))
        for i in 0..<2 { b.storeValue(m, offset: 16 + i * 8, class: 0, value: words[i]) }
        return Traced(value: v, ref: m)
    }
    func newMethod(_ f: Traced, _ o: Traced) -> Traced { bound(f, o, Types.method, MethodObject.make(f.value, o.value), size: 48) }
    private func newWrapper(_ f: Traced, _ o: Traced) -> Traced { bound(f, o, Types.methodWrapper, Descriptor.bindWrapper(f.value, o.value), size: 32) }
    /// What the staticmethod or classmethod S, which a class's version tells, has in it.
    private func callable(_ s: Value) -> Traced {
        let v = StaticMethod.callable(s)
        b.guardEqual(b.load(known(s).ref, offset: 16, class: Alias.types, kind: .word), s.ref.value(2).bits, snapshot())
        return known(v)
    }
    /// Attributes that are bound when they are read, as cache C tells them of O; nil for others.
    func boundAttribute(_ o: Traced, _ c: AttributeCache) -> Traced? {
        let t = o.value.ref.type
        switch c.kind {
        case .staticMethod: guardShape(o, t, c); return callable(c.value)
        case .classMethod: guardShape(o, t, c); return newMethod(callable(c.value), known(t.value))
        case .typeStatic: guardIdentity(o); guardVersion(TypeRef(o.value.ref)); return callable(c.value)
        case .typeClass: guardIdentity(o); guardVersion(TypeRef(o.value.ref)); return newMethod(callable(c.value), known(o.value))
        case .method where c.value.isExactly(Types.function): guardShape(o, t, c); return newMethod(known(c.value), o)
        case .method where c.value.isExactly(Types.methodDescriptor) && Descriptor.isMethod(c.value, of: t): guardShape(o, t, c); return newNative(c.value, o)
        default: return nil
        }
    }
    /// The builtin method D bound to O (`Descriptor.bind`).
    private func newNative(_ d: Value, _ o: Traced) -> Traced {
        let word = b.asWord(o.ref), m = b.new(size: 56, type: UInt(bitPattern: Types.builtinFunction.ref)), r = d.ref
        b.store(m, offset: Descriptor.native * 8, class: 0, value: b.i64(Int(Int64(bitPattern: r.word(Descriptor.native)))))
        b.storeValue(m, offset: Descriptor.selfWord * 8, class: 0, value: word)
        b.storeValue(m, offset: Descriptor.name * 8, class: 0, value: known(r.value(Descriptor.name)).ref)
        return Traced(value: Descriptor.bind(d, o.value), ref: m)
    }

    /// A builtin's class method of the class O (`int.from_bytes`, `dict.fromkeys`), bound to it; nil for others.
    func nativeClassMethod(_ o: Traced, _ name: Value) -> Traced? {
        guard o.value.isType, case let meta = o.value.ref.type, meta.has(TypeRef.Flags.type), meta.slot(.getattribute) == Types.typeGetAttribute, case let m = meta.lookup(name),
              m.isUnbound || !Operations.isDataDescriptor(m.type), case let d = TypeRef(o.value.ref).lookup(name), d.isExactly(Types.classMethodDescriptor) else { return nil }
        guardIdentity(o); guardVersion(TypeRef(o.value.ref))
        if meta != Types.type { guardVersion(meta) }
        return newNative(d, known(o.value))
    }
    /// `o.__dict__` of an instance that C has looked at: it goes to dictionary mode, which no code sees.
    func ownDictionary(_ o: Traced, _ c: AttributeCache, _ name: Value) -> Traced? {
        guard c.kind == .accessor, name == Names.__dict__, SlotMember.isDictionary(c.value), !o.value.isType, let d = Instance.dictionary(o.value) else { return nil }
        let t = o.value.ref.type
        guardType(o, t); guardVersion(t)
        effects += 1
        return Traced(value: d.value, ref: b.call(Leaves.ownDictionary, [o.ref], result: .word, writes: Alias.objects))
    }

    /// `__doc__` of a function or of a class in Python, where that is a plain object.
    func documentation(_ o: Traced, _ t: TypeRef, _ name: Value) -> Traced? {
        guard name == Names.__doc__ else { return nil }
        if t == Types.function {
            let f = FunctionRef(o.value.ref), own = f.ref.value(FunctionRef.docWord)
            guardType(o, t)
            let w = b.load(o.ref, offset: FunctionRef.docWord * 8, class: Alias.types, kind: .word)
            if !own.isUnbound { b.guardNonNull(w, snapshot()); return Traced(value: own, ref: w) }
            // (Its code's, until another is set.)
            if !o.ref.isConstant { b.guardEqual(b.load(o.ref, offset: FunctionRef.rawCode * 8, class: Alias.types, kind: .i64), f.codeBits, snapshot()) }
            b.guardEqual(w, 0, snapshot())
            keep.append(f.code.object)
            return known(f.doc)
        }
        func isPlain(_ d: Value) -> Bool { d == .none || d.isExactly(Types.str) }
        guard t.has(TypeRef.Flags.type), t.slot(.getattribute) == Types.typeGetAttribute, case let c = TypeRef(o.value.ref), c.has(TypeRef.Flags.heapType) else { return nil }
        // (A metaclass's own `__doc__` hides the getter of `type`, but not what the class has, or inherits.)
        let meta = t.lookup(name), d = meta == Types.type.lookup(name) ? c.dict.find(name) ?? Value.none : isPlain(meta) ? c.lookup(name) : .unbound
        guard isPlain(d) else { return nil }
        guardIdentity(o); guardVersion(c)
        if t != Types.type { guardVersion(t) }
        return known(d)
    }

    // MARK: super
    /// `super()` in a method and `super(cls, o)`; nil where more is asked.
    func newSuper(_ a: [Traced]) -> Traced? {
        let cls: Traced, o: Traced
        if a.isEmpty {
            let code = top.code
            guard code.argumentCount > 0, let i = code.freeNames.firstIndex(where: { $0 == Names.__class__ }), frame[code.firstFree + i].isExactly(Types.cell) else { return nil }
            if frame[0].isExactly(Types.cell), code.cellSlots.contains(0) {
                if CellRef(frame[0]).content.isUnbound { return nil }
                o = cell(0)
            } else { o = load(0) }
            cls = cell(code.firstFree + i)
        } else { cls = a[0]; o = a[1] }
        guard cls.value.isType, o.value.isPointer else { return nil }
        let c = TypeRef(cls.value.ref), isClass = o.value.isType && TypeRef(o.value.ref).isSubtype(of: c), t = isClass ? TypeRef(o.value.ref) : o.value.ref.type
        guard t.isSubtype(of: c) else { return nil }
        guardIdentity(cls)
        if isClass { guardIdentity(o) } else { guardType(o, t) }
        guardVersion(t)
        let s = b.new(size: 40, type: UInt(bitPattern: Types.superType.ref))
        for (i, w) in [known(cls.value), o, known(t.value)].enumerated() { b.storeValue(s, offset: 16 + i * 8, class: Alias.attributes, value: w.ref) }
        let v = Value(Instance.allocate(Types.superType))
        v.ref.set(2, cls.value); v.ref.set(3, o.value); v.ref.set(4, t.value)
        return Traced(value: v, ref: s)
    }
    /// `super(...).name`
    func superAttribute(_ s: Traced, _ name: Value) -> Traced? {
        let r = s.value.ref, cls = r.value(2), own = r.value(3), searched = r.value(4)
        guard cls.isType, own.isPointer, searched.isType, name != Names.__class__ else { return nil }
        let m = TypeRef(searched.ref).mro
        var i = 0
        while i < m.count && m[i] != cls { i += 1 }
        i += 1
        var d = Value.unbound
        while i < m.count, d.isUnbound { if m[i].isType, let x = TypeRef(m[i].ref).dict.find(name) { d = x }; i += 1 }
        guard d.isPointer else { return nil }
        let dt = d.ref.type, isClass = own == searched
        let isPlain = dt == Types.function || dt == Types.staticmethod || dt == Types.classmethod || dt == Types.wrapperDescriptor && !isClass || dt == Types.builtinFunction
        guard isPlain else { return nil }
        guardType(s, Types.superType)
        func part(_ i: Int) -> Traced { Traced(value: r.value(i), ref: b.load(s.ref, offset: i * 8, class: Alias.attributes, kind: .word)) }
        guardIdentity(part(2)); guardIdentity(part(4)); guardVersion(TypeRef(searched.ref))
        let o = part(3)
        if isClass { guardIdentity(o) } else { guardType(o, own.ref.type); guardVersion(own.ref.type) }
        switch dt {
        case Types.function: return isClass ? known(d) : newMethod(known(d), o)
        case Types.staticmethod: return callable(d)
        case Types.classmethod: return newMethod(callable(d), known(searched))
        case Types.wrapperDescriptor: return newWrapper(known(d), o)
        default: return known(d)
        }
    }
    /// The call of a wrapper that is bound to its object, where that is `object.__init__` without arguments, `object.__setattr__`, or `__get__` of a native getter
    /// that runs no code; nil for others.
    func callWrapper(_ n: Expression, _ w: Traced, _ a: [Traced]) throws(Raise) -> Traced? {
        let d = w.value.ref.value(2), getter = w.value.ref.value(3)
        if d == Types.getset.slot(.get), a.count == 1, Recorder.isQuiet(getter), a[0].value.isPointer, a[0].value.ref.type != Types.float {
            guardType(w, Types.methodWrapper)
            for (i, v) in [(16, d), (24, getter)] { guardIdentity(Traced(value: v, ref: b.load(w.ref, offset: i, class: 0, kind: .word))) }
            b.guardIsPointer(a[0].ref, snapshot())
            locate(n)
            let r = b.call(Leaves.read, [a[0].ref, known(getter).ref], result: .word, writes: 0, raises: snapshot(.raising, last: ResumeState.raising, up: 1))
            givesValue()
            return Traced(value: try Descriptor.read(getter, a[0].value), ref: r)
        }
        guard d == Types.objectInit && a.isEmpty || d == Types.objectSetAttr && a.count == 2 else { return nil }
        guardType(w, Types.methodWrapper)
        guardIdentity(Traced(value: d, ref: b.load(w.ref, offset: 16, class: 0, kind: .word)))
        if a.isEmpty { return constant(.none) }
        return try storeGenerically(n, [Traced(value: w.value.ref.value(3), ref: b.load(w.ref, offset: 24, class: 0, kind: .word))] + a)
    }
    /// `object.__setattr__(o, name, v)`
    func storeGenerically(_ n: Node, _ a: [Traced]) throws(Raise) -> Traced? {
        guard a[1].value.isExactly(Types.str), StrRef(a[1].value.ref).isInterned, try storeAttribute(n, a[1].value, a[0], a[2], isGeneric: true, isName: { guardIdentity(a[1]) }) else { return nil }
        return constant(.none)
    }

    // MARK: code in Python
    /// Whether O has no attribute NAME of its own; guarded if so.
    func lacksOwn(_ o: Traced, _ name: Value) -> Bool {
        let t = o.value.ref.type
        guard t.has(TypeRef.Flags.genericGet), t != Types.module, t != Types.function, t.nativeDict == 0 || t.attributes != 0 else { return false }
        if t.attributes == 0 { guardType(o, t); guardVersion(t); return true }
        guard t.attributes != TypeRef.attributesAtEnd, case let a = Attributes(o.value.ref), !a.isDictionary, a.shape.find(name) < 0 else { return false }
        guardType(o, t); guardVersion(t)
        keep.append(Value(a.shape.ref))
        b.guardField(o.ref, offset: a.word * 8, class: Alias.attributes, equals: Value(a.shape.ref).bits, snapshot())
        return true
    }
    /// Attribute NAME of O where code in Python gives it: a property's getter or a `__get__` (which runs in STATE of the current node), or `__getattr__`
    /// (in the state behind that). N stands for the access in tracebacks. nil for all others, and nothing has happened.
    func asked(_ n: Node, _ name: Value, _ o: Traced, state: Int) throws(Raise) -> Traced? {
        guard o.value.isPointer, case let t = o.value.ref.type, t.has(TypeRef.Flags.genericGet) else { return nil }
        let d = t.lookup(name), g = t.slot(.getattr)
        if !g.isUnbound {
            guard d.isUnbound, g.isExactly(Types.function), canInline(FunctionRef(g.ref), 2), lacksOwn(o, name) else { return nil }
            return try naming(o.value, name) { () throws(Raise) in try inline(n, known(g), [o, known(name)], state: state + 1) }
        }
        guard d.isPointer, case let dt = d.ref.type else { return nil }
        if dt == Types.property {
            let f = PropertyObject.getter(d)
            guard f.isExactly(Types.function), canInline(FunctionRef(f.ref), 1) else { return nil }
            if !guardFound(o, name) { guardType(o, t); guardVersion(t) }
            return try inline(n, known(f), [o], state: state)
        }
        let f = dt.slot(.get)
        guard f.isExactly(Types.function), canInline(FunctionRef(f.ref), 3) else { return nil }
        if Operations.isDataDescriptor(dt) { guardType(o, t); guardVersion(t) } else if !lacksOwn(o, name) { return nil }
        guardVersion(dt)
        return try inline(n, known(f), [known(d), o, known(t.value)], state: state)
    }
    /// Whether code in Python may be asked for attribute NAME of O.
    func isAsked(_ o: Traced, _ name: Value) -> Bool {
        guard o.value.isPointer, case let t = o.value.ref.type, t.has(TypeRef.Flags.genericGet) else { return false }
        let d = t.lookup(name)
        return t.slot(.getattr).isExactly(Types.function) || d.isPointer && (d.ref.type == Types.property || d.ref.type.slot(.get).isExactly(Types.function))
    }
    /// What an AttributeError of BODY, which was asked for NAME of O, is told is not in the trace: the recording ends with it.
    func naming(_ o: Value, _ name: Value, _ body: () throws(Raise) -> Traced) throws(Raise) -> Traced {
        do throws(Raise) { return try body() } catch {
            if error.isException && Errors.matches(Exceptions.attributeError) { abort(.raised); throw Operations.named(error, o, name) }
            throw error
        }
    }
}

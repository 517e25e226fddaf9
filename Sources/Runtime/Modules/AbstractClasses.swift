/// `_abc`: what ABCMeta keeps per class and asks at each `isinstance` (as Modules/_abc.c).
///
/// A class's data: 2 registry, 3 cache, 4 negative cache (dicts from the address of a class to a weak reference to it; entries of dead classes
/// never match, since the reference is compared), 5 version of the negative cache.
enum AbstractClasses {
    nonisolated(unsafe) private static var type = TypeRef()
    nonisolated(unsafe) private static var implName = Value.unbound
    /// Moves with each registration: negative caches of older versions are void.
    nonisolated(unsafe) private static var counter = 0

    static func start() {
        type = TypeFactory.make("_abc_data", module: "_abc", size: 48, layout: .fields(2, 5))
        implName = StrRef.intern("_abc_impl")
        type.new("($type, /, *args, **kwargs)") { a throws(Raise) in make() }
    }
    private static func make() -> Value {
        let r = Heap.allocate(48, type)
        r.setWord(5, Value(int: counter).bits)
        return Value(r)
    }
    private static func data(_ cls: Value) throws(Raise) -> Ref {
        guard cls.isType else { throw Errors.typeError("_abc_subclasscheck() requires a class") }
        let d = try Operations.getAttribute(cls, implName)
        guard d.isExactly(type) else { throw Errors.typeError("_abc_impl is set to a wrong type") }
        return d.ref
    }
    private static func key(_ c: Value) -> Value { Value(int: Int(truncatingIfNeeded: c.bits &>> 4)) }
    private static func contains(_ d: Ref, _ word: Int, _ c: Value) throws(Raise) -> Bool {
        let set = d.value(word)
        guard set.isPointer, let w = try DictRef(set).get(key(c)) else { return false }
        return WeakReference.get(w) == c
    }
    private static func add(_ d: Ref, _ word: Int, _ c: Value) throws(Raise) {
        if !d.value(word).isPointer { d.set(word, DictRef.allocate().value) }
        try DictRef(d.value(word)).set(key(c), WeakReference.make(c))
    }
    private static func negativeIsCurrent(_ d: Ref) -> Bool {
        if Value(bits: d.word(5)).int == counter { return true }
        d.set(4, .unbound); d.setWord(5, Value(int: counter).bits)
        return false
    }

    static func initialize(_ cls: Value) throws(Raise) {
        guard cls.isType else { throw Errors.typeError("_abc_init() requires a class") }
        try computeAbstractMethods(cls)
        try Operations.setAttribute(cls, implName, make())
        let t = TypeRef(cls.ref), flagsName = StrRef.intern("__abc_tpflags__")
        if let f = t.dict.find(flagsName) {
            let F = TypeRef.Flags.self
            let bits = UInt64(truncatingIfNeeded: f.isInt ? f.int : 0) & (F.isSequence | F.isMapping)
            if bits == F.isSequence | F.isMapping { throw Errors.typeError("__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING") }
            t.flags |= bits
            _ = t.dict.remove(name: flagsName)
        }
    }
    private static func computeAbstractMethods(_ cls: Value) throws(Raise) {
        let out = ListRef.allocate(), t = TypeRef(cls.ref)
        let own = t.dict.copy()
        var i = -1
        while own.next(&i) { if try isAbstract(own.valueAt(i)) { out.append(own.key(i)) } }
        for b in 0..<t.bases.count {
            let inherited = try Operations.findAttribute(t.bases[b], Names.__abstractmethods__)
            if inherited.isUnbound { continue }
            let names = try Operations.list(inherited)
            for k in 0..<names.count where names[k].isStr {
                let v = try Operations.findAttribute(cls, StrRef.intern(names[k]))
                if !v.isUnbound, try isAbstract(v), !(try Operations.contains(out.value, names[k])) { out.append(names[k]) }
            }
        }
        try Operations.setAttribute(cls, Names.__abstractmethods__, try Call.call(Types.frozenset.value, out.value))
    }
    private static func isAbstract(_ v: Value) throws(Raise) -> Bool {
        guard v.isPointer else { return false }
        // Plain functions are asked without a lookup when they have no attributes.
        if v.ref.type == Types.function && !v.ref.value(FunctionRef.dictWord).isPointer { return false }
        return try PropertyObject.isAbstract(v)
    }
    static func register(_ cls: Value, _ sub: Value) throws(Raise) -> Value {
        guard sub.isType else { throw Errors.typeError("Can only register classes") }
        if try Operations.isSubclass(sub, cls) { return sub }
        if try Operations.isSubclass(cls, sub) { throw Errors.runtimeError("Refusing to create an inheritance cycle") }
        try add(try data(cls), 2, sub)
        counter += 1
        // Patterns see what Sequence and Mapping register.
        let F = TypeRef.Flags.self, bits = TypeRef(cls.ref).flags & (F.isSequence | F.isMapping)
        if bits != 0 { mark(TypeRef(sub.ref), bits) }
        return sub
    }
    private static func mark(_ t: TypeRef, _ bits: UInt64) {
        let F = TypeRef.Flags.self
        if t.has(F.immutable) || t.flags & (F.isSequence | F.isMapping) == bits { return }
        t.flags = t.flags & ~(F.isSequence | F.isMapping) | bits
        let s = Subclasses.list(t)
        for i in 0..<s.count { mark(TypeRef(s[i].ref), bits) }
    }
    /// Whether objects of type T, whose class nothing else tells, are instances of CLS as far as its caches know: 1 yes, 0 no, 2 cannot tell. Runs no code.
    static func cached(_ cls: Value, _ t: Value) -> Int {
        guard TypeRef(t.ref).has(TypeRef.Flags.genericGet), TypeRef(t.ref).lookup(Names.__class__) == Types.object.lookup(Names.__class__) else { return 2 }
        guard let d = TypeRef(cls.ref).lookup(implName) as Value?, d.isPointer, d.ref.type == type else { return 2 }
        do throws(Raise) {
            if try contains(d.ref, 3, t) { return 1 }
            return Value(bits: d.ref.word(5)).int == counter ? try contains(d.ref, 4, t) ? 0 : 2 : 2
        } catch { Errors.take(); return 2 }
    }
    static func instanceCheck(_ cls: Value, _ o: Value) throws(Raise) -> Value {
        let d = try data(cls)
        let sub = try Operations.getAttribute(o, Names.__class__)
        if try contains(d, 3, sub) { return .true }
        let t = o.type.value
        if sub == t {
            if negativeIsCurrent(d), try contains(d, 4, sub) { return .false }
            return try Call.call(try Operations.getAttribute(cls, Slot.subclasscheck.name), sub)
        }
        let check = try Operations.getAttribute(cls, Slot.subclasscheck.name)
        let r = try Call.call(check, sub)
        if try Operations.isTrue(r) { return r }
        return try Call.call(check, t)
    }
    static func subclassCheck(_ cls: Value, _ sub: Value) throws(Raise) -> Value {
        guard sub.isType else { throw Errors.typeError("issubclass() arg 1 must be a class") }
        let d = try data(cls)
        if try contains(d, 3, sub) { return .true }
        if negativeIsCurrent(d), try contains(d, 4, sub) { return .false }
        let ok = try Call.call(try Operations.getAttribute(cls, StrRef.intern("__subclasshook__")), sub)
        if ok == .true { try add(d, 3, sub); return .true }
        if ok == .false { try add(d, 4, sub); return .false }
        guard ok.isNotImplemented else { throw Errors.make(Exceptions.assertionError, "__subclasshook__ must return either False, True, or NotImplemented") }
        if TypeRef(sub.ref).isSubtype(of: TypeRef(cls.ref)) { try add(d, 3, sub); return .true }
        let registry = d.value(2)
        if registry.isPointer {
            if try contains(d, 2, sub) { try add(d, 3, sub); return .true }
            let copy = DictRef(registry).copy()
            var i = -1
            while copy.next(&i) {
                let c = WeakReference.get(copy.valueAt(i))
                if c.isPointer, try Operations.isSubclass(sub, c) { try add(d, 3, sub); return .true }
            }
        }
        let subs = try Operations.list(try Call.call(try Operations.getAttribute(cls, StrRef.intern("__subclasses__"))))
        for i in 0..<subs.count { if try Operations.isSubclass(sub, subs[i]) { try add(d, 3, sub); return .true } }
        try add(d, 4, sub)
        return .false
    }
    static func dump(_ cls: Value) throws(Raise) -> Value {
        let d = try data(cls)
        func set(_ w: Int) throws(Raise) -> Value {
            let l = ListRef.allocate(), s = d.value(w)
            if s.isPointer { var i = -1; while DictRef(s).next(&i) { l.append(DictRef(s).valueAt(i)) } }
            return try Call.call(Types.set.value, l.value)
        }
        return TupleRef.from(try set(2), try set(3), try set(4), Value(bits: d.word(5)))
    }
    static func reset(_ cls: Value, registry: Bool) throws(Raise) {
        let d = try data(cls)
        if registry { d.set(2, .unbound) } else { d.set(3, .unbound); d.set(4, .unbound) }
    }
    static var token: Value { Value(int: counter) }
}
extension NativeModule {
    static let abc = NativeModule("_abc", doc: "Module contains faster C implementation of abc.ABCMeta") { m throws(Raise) in
        AbstractClasses.start()
        m.function("get_cache_token", "()") { a throws(Raise) in AbstractClasses.token }
        m.function("_abc_init", "(object, /)") { a throws(Raise) in try AbstractClasses.initialize(a[0]); return .none }
        m.function("_abc_register", "(self, subclass, /)") { a throws(Raise) in try AbstractClasses.register(a[0], a[1]) }
        m.function("_abc_instancecheck", "(self, instance, /)") { a throws(Raise) in try AbstractClasses.instanceCheck(a[0], a[1]) }
        m.function("_abc_subclasscheck", "(self, subclass, /)") { a throws(Raise) in try AbstractClasses.subclassCheck(a[0], a[1]) }
        m.function("_get_dump", "(self, /)") { a throws(Raise) in try AbstractClasses.dump(a[0]) }
        m.function("_reset_registry", "(self, /)") { a throws(Raise) in try AbstractClasses.reset(a[0], registry: true); return .none }
        m.function("_reset_caches", "(self, /)") { a throws(Raise) in try AbstractClasses.reset(a[0], registry: false); return .none }
    }
}

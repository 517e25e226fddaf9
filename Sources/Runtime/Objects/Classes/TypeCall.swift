/// Calling a type: `type.__call__`, that is `__new__` then `__init__`.
enum TypeCall {
    static func call(_ t: TypeRef, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        let meta = t.ref.type
        if _slowPath(meta != Types.type) {
            let c = meta.slot(.call)
            if c != Types.typeCall {
                return try Call.slot(c, t.value, base, count, names)
            }
        }
        return try construct(t, base, count, names)
    }
    /// `type.__call__(t, ...)`.
    static func construct(_ t: TypeRef, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        let excess = count + (names.bits == 0 ? 0 : TupleRef(names).count)
        if _fastPath(t.has(TypeRef.Flags.plainNew) && !t.has(TypeRef.Flags.isAbstract)) {
            let i = t.slot(.`init`)
            if i == Types.objectInit {
                if excess > 0 { throw Errors.typeError("\(t.text)() takes no arguments") }
                return Value(Instance.allocate(t))
            }
            let o = Value(Instance.allocate(t))
            try initialize(o, i, base, count, names)
            return o
        }
        if names.bits == 0 && t.has(TypeRef.Flags.exception) && t.slot(.new) == ExceptionType.new && t.slot(.`init`) == ExceptionType.initializer {
            return Value(ExceptionType.allocate(t, TupleRef.make(base, count)))
        }
        if names.bits == 0 && count < 2 && !t.has(TypeRef.Flags.heapType) {
            let v = try converted(t, base, count)
            if !v.isUnbound { return v }
        }
        if t == Types.dict && count < 2 {
            let given = excess - count
            let d = count == 0 ? DictRef.allocate(capacity: given) : base[0].isExactly(Types.dict) ? DictRef(base[0]).copy(room: given) : DictRef.allocate()
            if count == 1 && !base[0].isExactly(Types.dict) { try d.update(base[0]) }
            for i in 0..<given { try d.set(TupleRef(names)[i], base[count + i]) }
            return d.value
        }
        if t == Types.type {
            if excess == 1 && count == 1 { return base[0].type.value }
            if count != 3 && (count == 1 || names.bits == 0) || count < 2 || count > 3 { throw Errors.typeError("type() takes 1 or 3 arguments") }
        }
        let n = t.slot(.new)
        if cannotCreate(t) { throw Errors.typeError("cannot create '\(t.text)' instances") }
        let maker = try newFunction(n, t)
        let o = try Call.prepending(t.value, base, count, names) { p throws(Raise) in try Call.vector(maker, p, count + 1, names) }
        return try finish(t, o, base, count, names)
    }
    /// What `__new__` of T made is initialized if it is an instance of T.
    static func finish(_ t: TypeRef, _ o: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        let made = o.type
        if made != t && !made.isSubtype(of: t) { return o }
        let i = made.slot(.`init`)
        if i == Types.objectInit { try ObjectType.checkInit(made, count + (names.bits == 0 ? 0 : TupleRef(names).count)); return o }
        try initialize(o, i, base, count, names)
        return o
    }
    /// The common builtin types called with one argument or none, without the way over `__new__` and `__init__`; unbound for all else.
    static func converted(_ t: TypeRef, _ base: UnsafeMutablePointer<Value>, _ count: Int) throws(Raise) -> Value {
        if count == 0 {
            if t == Types.list { return ListRef.allocate().value }
            if t == Types.dict { return DictRef.allocate().value }
            if t == Types.tuple { return TupleRef.empty }
            if t == Types.set { return SetRef.allocate().value }
            if t == Types.str { return StrRef.empty }
            if t == Types.int { return Value(int: 0) }
            return .unbound
        }
        let v = base[0]
        if t == Types.list { return try Operations.list(v, asksLength: true).value }
        if t == Types.tuple { return try Operations.tuple(v) }
        if t == Types.str { return try Operations.str(v) }
        if t == Types.dict && v.isExactly(Types.dict) { return DictRef(v).copy().value }
        if t == Types.set { return try SetRef.from(v).value }
        if t == Types.bool { return Value(bool: try Operations.isTrue(v)) }
        if t == Types.int { return v.isInt ? v : Integers.exact(try IntObject.convert(v)) }
        if t == Types.frozenset && !v.isExactly(Types.frozenset) { return try SetRef.from(v, type: Types.frozenset).value }
        if t == Types.weakref { return try WeakrefTypes.reference(v, .none, t) }
        if t == Types.bytes { return try BytesConversion.bytes(v) }
        if t == Types.bytearray && v.isBytes { return ByteArrayRef.make(BytesRef(v).data, BytesRef(v).count) }
        if t == Types.float { return try FloatType.convert(v) }
        return .unbound
    }
    /// What `cls.__new__` is as something to call.
    private static func newFunction(_ n: Value, _ t: TypeRef) throws(Raise) -> Value {
        if n.isExactly(Types.builtinFunction) { return n }
        if n.isExactly(Types.staticmethod) { return StaticMethod.callable(n) }
        if n.isUnbound { return try Operations.getAttribute(t.value, Slot.new.name) }
        let g = n.type.slot(.get)
        return g.isUnbound ? n : try Call.call(g, n, .none, t.value)
    }
    /// A builtin type that programs cannot make instances of.
    static func cannotCreate(_ t: TypeRef) -> Bool {
        if t.has(TypeRef.Flags.disallowInstantiation) { return true }
        return !t.has(TypeRef.Flags.plainNew) && t.slot(.new) == Types.objectNew && !t.isPlain
    }
    @inline(__always) private static func initialize(_ o: Value, _ i: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) {
        let r = try Call.prepending(o, base, count, names) { p throws(Raise) in
            if i.isPointer {
                let t = i.ref.type
                if t == Types.function { return try Call.function(FunctionRef(i.ref), p, count + 1, names) }
                if t == Types.wrapperDescriptor || t == Types.methodDescriptor { return try Descriptor.invoke(i, p, count + 1, names) }
            }
            let m = try Operations.boundSlot(i, o)
            return try Call.vector(m, p + 1, count, names)
        }
        if !r.isNone { throw initReturned(r) }
    }
    @inline(never) static func initReturned(_ r: Value) -> Raise { Errors.typeError("__init__() should return None, not '\(r.type)'") }
    /// What `T.__new__(cls, ...)` checks before it makes an instance (as tp_new_wrapper).
    static func checkNew(_ t: TypeRef, _ cls: Value) throws(Raise) {
        guard cls.isType else { throw Errors.typeError("\(t.text).__new__(X): X is not a type object (\(cls.type))") }
        let s = TypeRef(cls.ref)
        if s == t { return }
        guard s.isSubtype(of: t) else { throw Errors.typeError("\(t.text).__new__(\(s.text)): \(s.text) is not a subtype of \(t.text)") }
        // The nearest base (or the class itself) whose `__new__` is native.
        var b = s
        while b.has(TypeRef.Flags.heapType) && b.slot(.new).type != Types.objectNew.type { b = TypeRef(b.base.ref) }
        if b != t && b.slot(.new) != t.slot(.new) { throw Errors.typeError("\(t.text).__new__(\(s.text)) is not safe, use \(b.text).__new__()") }
    }
}

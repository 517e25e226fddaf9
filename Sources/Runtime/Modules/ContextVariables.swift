/// `_contextvars`: ContextVar, Token, Context (PEP 567). A context's variables are a dict that copies share until one of them writes.
///
/// Context: 2 the dict, 3 whether it is shared, 4 the context it was entered from (None: the thread's first), 5 whether it is entered.
/// ContextVar: 2 name, 3 default. Token: 2 context, 3 variable, 4 old value, 5 whether used.
public enum ContextVariables {
    nonisolated(unsafe) public static var contextType = TypeRef(), variableType = TypeRef(), tokenType = TypeRef()
    nonisolated(unsafe) private static var missing = Value.unbound, missingType = TypeRef()

    /// Moves whenever a variable may have got another value in some context, or a context was made: what a native module found in the current
    /// context (`thread.context`) holds as long as both are the same.
    nonisolated(unsafe) public private(set) static var version = 0
    /// The thread's current context.
    public static func current() -> Value {
        let t = thread
        if !t.pointee.context.isPointer { t.pointee.context = makeContext() }
        return t.pointee.context
    }
    public static func makeContext() -> Value {
        version &+= 1
        let r = Heap.allocate(48, contextType), v = Value(r)
        r.initialize(3, .false); r.initialize(5, .false)
        r.set(2, DictRef.allocate().value)
        return v
    }
    static func makeVariable(_ name: Value) -> Value {
        let r = Heap.allocate(32, variableType)
        r.initialize(2, name)
        return Value(r)
    }
    /// `copy_context()`, `Context.copy()`.
    public static func copy(_ c: Value) -> Value {
        version &+= 1
        let r = Heap.allocate(48, contextType)
        r.initialize(2, c.ref.value(2)); r.initialize(3, .true); r.initialize(5, .false)
        c.ref.set(3, .true)
        return Value(r)
    }
    /// `Context.run`: makes C current while BODY runs.
    public static func run(_ c: Value, _ body: () throws(Raise) -> Value) throws(Raise) -> Value {
        if c.ref.value(5) == .true { throw Errors.runtimeError("cannot enter context: \(Operations.reprText(c)) is already entered") }
        let t = thread
        c.ref.set(4, t.pointee.context); c.ref.set(5, .true)
        t.pointee.context = c
        defer { t.pointee.context = c.ref.value(4); c.ref.set(4, .unbound); c.ref.set(5, .false) }
        return try body()
    }
    private static func writable(_ c: Value) -> DictRef {
        version &+= 1
        if c.ref.value(3) == .true { c.ref.set(2, DictRef(c.ref.value(2)).copy().value); c.ref.set(3, .false) }
        return DictRef(c.ref.value(2))
    }
    public static func get(_ v: Value) throws(Raise) -> Value? {
        let c = thread.pointee.context
        return c.isPointer ? try DictRef(c.ref.value(2)).get(v) : nil
    }
    public static func set(_ v: Value, _ x: Value) throws(Raise) -> Value {
        let c = current()
        let old = try DictRef(c.ref.value(2)).get(v)
        let r = Heap.allocate(48, tokenType)
        r.initialize(2, c); r.initialize(3, v); r.initialize(4, old ?? .unbound); r.initialize(5, .false)
        try writable(c).set(v, x)
        return Value(r)
    }
    private static func reset(_ v: Value, _ token: Value) throws(Raise) {
        let t = token.ref
        if t.value(5) == .true { throw Errors.runtimeError("\(Operations.reprText(token)) has already been used once") }
        if t.value(3) != v { throw Errors.valueError("\(Operations.reprText(token)) was created by a different ContextVar") }
        let c = current()
        if t.value(2) != c { throw Errors.valueError("\(Operations.reprText(token)) was created in a different Context") }
        t.set(5, .true)
        let old = t.value(4)
        if old.isUnbound { _ = try writable(c).remove(v) } else { try writable(c).set(v, old) }
    }
    private static func variable(_ v: Value) throws(Raise) -> Value {
        guard v.isExactly(variableType) else { throw Errors.typeError("a ContextVar key was expected, got \(Operations.reprText(v))") }
        return v
    }
    static func start() {
        if contextType.raw != 0 { return }
        contextType = TypeFactory.make("Context", module: "_contextvars", size: 48, layout: .fields(2, 6))
        variableType = TypeFactory.make("ContextVar", module: "_contextvars", size: 32, layout: .fields(2, 4))
        tokenType = TypeFactory.make("Token", module: "_contextvars", size: 48, layout: .fields(2, 6))
        missingType = TypeFactory.make("Token.MISSING", module: "builtins", size: 16, layout: .allFields())
        for t in [contextType, variableType, tokenType] { t.flags |= TypeRef.Flags.weakrefable }
        missingType.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("<Token.MISSING>") }
        missing = Value(Heap.allocate(16, missingType)); Heap.addRoot(&missing)
        let v = variableType
        v.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let args = TupleRef(a[1]), kw = DictRef(a[2])
            if args.count != 1 { throw Errors.typeError("ContextVar() takes exactly 1 positional argument (\(args.count) given)") }
            guard args[0].isStr else { throw Errors.typeError("context variable name must be a str") }
            _ = try Operations.hash(args[0])
            var other = Value.unbound, i = -1
            while kw.next(&i) {
                guard StrRef(kw.key(i)).equals("default") else { throw Errors.typeError("ContextVar() got an unexpected keyword argument '\(StrRef(kw.key(i)).string)'") }
                other = kw.valueAt(i)
            }
            let r = Heap.allocate(32, variableType)
            r.initialize(2, args[0]); r.initialize(3, other)
            return Value(r)
        }
        v.field("name", word: 2)
        v.method("get", "($self, default=<unrepresentable>, /)") { a throws(Raise) in
            if let x = try get(a[0]) { return x }
            if a.has(1) { return a[1] }
            let d = a[0].ref.value(3)
            if !d.isUnbound { return d }
            throw Errors.make(Exceptions.lookupError, value: a[0])
        }
        v.method("set", "($self, value, /)") { a throws(Raise) in try set(a[0], a[1]) }
        v.method("reset", "($self, token, /)") { a throws(Raise) in
            guard a[1].isExactly(tokenType) else { throw Errors.typeError("expected an instance of Token, got \(Operations.reprText(a[1]))") }
            try reset(a[0], a[1])
            return .none
        }
        v.special("__repr__", "($self, /)") { a throws(Raise) in
            let d = a[0].ref.value(3), n = StrRef(try Operations.repr(a[0].ref.value(2))).string
            let more = d.isUnbound ? "" : " default=\(StrRef(try Operations.repr(d)).string)"
            return StrRef.make("<ContextVar name=\(n)\(more) at \(ObjectType.hex(a[0].bits))>")
        }
        v.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
        let k = tokenType
        k.new("($type, /, *args, **kwargs)") { a throws(Raise) in throw Errors.runtimeError("Tokens can only be created by ContextVars") }
        k.field("var", word: 3)
        k.getter("old_value") { o throws(Raise) in let x = o.ref.value(4); return x.isUnbound ? missing : x }
        k.constant("MISSING", missing)
        k.special("__repr__", "($self, /)") { a throws(Raise) in
            StrRef.make("<Token\(a[0].ref.value(5) == .true ? " used" : "") var=\(StrRef(try Operations.repr(a[0].ref.value(3))).string) at \(ObjectType.hex(a[0].bits))>")
        }
        k.method("__enter__", "($self, /)") { a throws(Raise) in a[0] }
        k.method("__exit__", "($self, type, val, tb, /)") { a throws(Raise) in try reset(a[0].ref.value(3), a[0]); return .none }
        k.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
        defineContext()
    }
    private static func defineContext() {
        let c = contextType
        func dict(_ v: Value) -> DictRef { DictRef(v.ref.value(2)) }
        c.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            if TupleRef(a[1]).count + DictRef(a[2]).count > 0 { throw Errors.typeError("Context() does not accept any arguments") }
            return makeContext()
        }
        let runner = c.method("run", "($self, /, *args, **kwargs)") { a throws(Raise) in
            let args = TupleRef(a[1])
            if args.count < 1 { throw Errors.typeError("run() missing 1 required positional argument") }
            let kw = a[2]
            return try run(a[0]) { () throws(Raise) in
                DictRef(kw).count == 0 ? try Call.vector(args[0], args.items + 1, args.count - 1) : try Call.call(args[0], tuple: args.slice(1, args.count), dict: kw)
            }
        }
        c.onlyReadsKeywords("run")
        Descriptor.setVector(runner) { base, count throws(Raise) in
            if count < 2 { return nil }
            return try run(base[0]) { () throws(Raise) in try Call.vector(base[1], base + 2, count - 2) }
        }
        c.method("copy", "($self, /)") { a throws(Raise) in copy(a[0]) }
        c.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            if let v = try dict(a[0]).get(try variable(a[1])) { return v }
            throw Errors.keyError(a[1])
        }
        c.special("__contains__", "($self, key, /)") { a throws(Raise) in Value(bool: try dict(a[0]).get(try variable(a[1])) != nil) }
        c.special("__len__", "($self, /)") { a throws(Raise) in Value(int: dict(a[0]).count) }
        c.special("__iter__", "($self, /)") { a throws(Raise) in try Operations.iterate(try ObjectType.keys(dict(a[0]))) }
        c.special("__eq__", "($self, value, /)") { a throws(Raise) in a[1].isExactly(contextType) ? try Operations.richCompare(dict(a[0]).value, dict(a[1]).value, .eq) : .notImplemented }
        c.constant("__hash__", .none)
        c.method("get", "($self, key, default=None, /)") { a throws(Raise) in try dict(a[0]).get(try variable(a[1])) ?? a[2] }
        for (n, f): (StaticString, String) in [("keys", "keys"), ("values", "values"), ("items", "items")] {
            c.method(n, "($self, /)") { a throws(Raise) in try Call.call(try Operations.getAttribute(dict(a[0]).copy().value, StrRef.intern(f))) }
        }
    }
}
extension NativeModule {
    static let contextvars = NativeModule("_contextvars") { m throws(Raise) in
        m.function("copy_context", "()") { a throws(Raise) in ContextVariables.copy(ContextVariables.current()) }
        for t in [ContextVariables.contextType, ContextVariables.variableType, ContextVariables.tokenType] { m.type(t) }
    }
}

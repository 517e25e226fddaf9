import CSupport

/// BaseExceptionGroup and ExceptionGroup: 11 message, 12 exceptions (a tuple), 13 the repr of what was no list or tuple. Splitting for `except*` (PEP 654).
public enum ExceptionGroups {
    private static let x = ExceptionRef.firstExtra
    static func message(_ g: Value) -> Value { g.ref.value(x) }
    static func exceptions(_ g: Value) -> TupleRef { TupleRef(g.ref.value(x + 1)) }
    public static func isGroup(_ v: Value) -> Bool { v.isPointer && v.isInstance(of: Exceptions.baseExceptionGroup) }

    static func define() {
        let t = Exceptions.baseExceptionGroup
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let args = TupleRef(a[1])
            var cls = TypeRef(a[0].ref)
            guard args.count == 2 else { throw Errors.typeError("BaseExceptionGroup.__new__() takes exactly 2 arguments (\(args.count) given)") }
            guard args[0].isStr else { throw Errors.typeError("BaseExceptionGroup.__new__() argument 1 must be str, not \(args[0].isNone ? "None" : args[0].typeName)") }
            let sequence = args[1]
            guard sequence.isList || sequence.isTuple || sequence.type.hasSlot(.getitem) && !sequence.isDict && !sequence.type.has(TypeRef.Flags.set) else { throw Errors.typeError("second argument (exceptions) must be a sequence") }
            let excs = TupleRef(try Operations.tuple(sequence))
            if excs.count == 0 { throw Errors.valueError("second argument (exceptions) must be a non-empty sequence") }
            var base = false
            for i in 0..<excs.count {
                guard excs[i].isExceptionInstance else { throw Errors.valueError("Item \(i) of second argument (exceptions) is not an exception") }
                if !excs[i].isInstance(of: Types.exception) { base = true }
            }
            if cls == Exceptions.baseExceptionGroup { if !base { cls = Exceptions.exceptionGroup } }
            else if base {
                if cls == Exceptions.exceptionGroup { throw Errors.typeError("Cannot nest BaseExceptions in an ExceptionGroup") }
                if cls.isSubtype(of: Types.exception) { throw Errors.typeError("Cannot nest BaseExceptions in '\(cls.text)'") }
            }
            // A sequence of another type is shown as it was when it came.
            let shown = sequence.isList || sequence.isTuple ? Value.unbound : try Operations.repr(sequence)
            let r = ExceptionType.allocate(cls, a[1])
            r.set(x + 2, shown)
            r.set(x, args[0]); r.set(x + 1, excs.value)
            return Value(r)
        }
        t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try ExceptionType.noKeywords(a[0], a[2])
            a[0].ref.set(ExceptionRef.argsWord, a[1])
            return .none
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in
            let n = exceptions(a[0]).count
            return StrRef.make("\(StrRef(message(a[0])).string) (\(n) sub-exception\(n == 1 ? "" : "s"))")
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let args = ExceptionRef(a[0]).args
            // Shows the exceptions as they were given: a list as a list.
            var inner = exceptions(a[0]).value
            let shown = a[0].ref.value(x + 2)
            if shown.isStr { return StrRef.make("\(a[0].type.bareName)(\(StrRef(try Operations.repr(message(a[0]))).string), \(StrRef(shown)))") }
            if args.isTuple && TupleRef(args).count == 2 && TupleRef(args)[1].isList { inner = try Operations.list(inner).value }
            return StrRef.make("\(a[0].type.bareName)(\(StrRef(try Operations.repr(message(a[0]))).string), \(StrRef(try Operations.repr(inner)).string))")
        }
        t.field("message", word: x); t.field("exceptions", word: x + 1)
        t.method("derive", "($self, excs, /)") { a throws(Raise) in try Call.call(Exceptions.baseExceptionGroup.value, message(a[0]), a[1]) }
        t.method("subgroup", "($self, matcher_value, /)") { a throws(Raise) in try split(a[0], try Matcher(a[1]), wantRest: false).match }
        t.method("split", "($self, matcher_value, /)") { a throws(Raise) in
            let r = try split(a[0], try Matcher(a[1]), wantRest: true)
            return TupleRef.make(r.match, r.rest)
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }

    struct Matcher {
        enum Kind { case type, callable, among }
        let kind: Kind, value: Value
        init(_ v: Value) throws(Raise) {
            value = v
            func isException(_ v: Value) -> Bool { v.isType && TypeRef(v.ref).isSubtype(of: Types.baseException) }
            if isException(v) { kind = .type; return }
            if v.isTuple {
                kind = .type
                for i in 0..<TupleRef(v).count where !isException(TupleRef(v)[i]) { throw Matcher.error() }
                return
            }
            guard !v.isType && Call.isCallable(v) else { throw Matcher.error() }
            kind = .callable
        }
        /// The exceptions of the tuple V, by identity.
        init(among v: Value) { value = v; kind = .among }
        static func error() -> Raise { Errors.typeError("expected an exception type, a tuple of exception types, or a callable (other than a class)") }
        func matches(_ e: Value) throws(Raise) -> Bool {
            switch kind {
            case .type: return ExceptionMatch.matches(e, value)
            case .callable: return try Operations.isTrue(try Call.call(value, e))
            case .among: let t = TupleRef(value); for i in 0..<t.count where t[i] == e { return true }; return false
            }
        }
    }
    /// The parts of E that match and that do not, None where empty. Nested groups keep their structure.
    static func split(_ e: Value, _ m: Matcher, wantRest: Bool) throws(Raise) -> (match: Value, rest: Value) {
        guard UInt(bitPattern: dx_frame_address()) > thread.pointee.stackLimit else { throw Errors.recursion() }
        if m.kind != .among || !isGroup(e) { if try m.matches(e) { return (e, .none) } }
        if !isGroup(e) { return (.none, e) }
        let excs = exceptions(e), matched = ListRef.allocate(), rest = ListRef.allocate()
        for i in 0..<excs.count {
            let r = try split(excs[i], m, wantRest: wantRest)
            if !r.match.isNone { matched.append(r.match) }
            if wantRest && !r.rest.isNone { rest.append(r.rest) }
        }
        let a: Value = matched.count == 0 ? .none : try derived(e, matched)
        let b: Value = rest.count == 0 ? .none : try derived(e, rest)
        return (a, b)
    }
    /// A group like E around EXCS: same traceback, context, cause, notes.
    static func derived(_ e: Value, _ excs: ListRef) throws(Raise) -> Value {
        let g = try Call.call(try Operations.getAttribute(e, StrRef.intern("derive")), excs.value)
        guard isGroup(g) else { throw Errors.typeError("derive must return an instance of BaseExceptionGroup") }
        let from = ExceptionRef(e), to = ExceptionRef(g)
        to.traceback = from.traceback; to.context = from.context; to.cause = from.cause; to.suppressContext = from.suppressContext
        let notes = try Operations.findAttribute(e, StrRef.intern("__notes__"))
        if !notes.isUnbound && (notes.isList || notes.isTuple) { try Operations.setAttribute(g, StrRef.intern("__notes__"), try Operations.list(notes).value) }
        return g
    }
    /// `except* MATCH`: what of E it handles (a naked exception comes wrapped in a group) and what is left; None where nothing.
    public static func match(_ e: Value, _ type: Value) throws(Raise) -> (matched: Value, rest: Value) {
        if e.isNone { return (.none, .none) }
        try ExceptionMatch.checkStar(type)
        if ExceptionMatch.matches(e, type) {
            if isGroup(e) { return (e, .none) }
            let wrapped = try Call.call(Exceptions.baseExceptionGroup.value, StrRef.empty, TupleRef.make(e))
            // It begins where it is made: in the handler.
            let f = thread.pointee.frame
            ExceptionRef(wrapped).traceback = Traceback.entry(f, next: .unbound)
            return (wrapped, .none)
        }
        if isGroup(e) {
            let own = e.type.lookup(StrRef.intern("split"))
            if own == Exceptions.baseExceptionGroup.dict.find(StrRef.intern("split")) { let r = try split(e, try Matcher(type), wantRest: true); return (r.match, r.rest) }
            let r = try Call.call(try Operations.getAttribute(e, StrRef.intern("split")), type)
            guard r.isTuple else { throw Errors.typeError("\(e.type.bareName).split must return a tuple, not \(r.type)") }
            guard TupleRef(r).count >= 2 else { throw Errors.typeError("\(e.type.bareName).split must return a 2-tuple, got tuple of size \(TupleRef(r).count)") }
            return (TupleRef(r)[0], TupleRef(r)[1])
        }
        return (.none, e)
    }
    /// What to raise after the handlers of a `try ... except*`: ORIG was caught, REST is what no handler took, EXCS holds what handlers raised; None: nothing.
    public static func reraiseStar(_ orig: Value, _ rest: Value, _ excs: ListRef) throws(Raise) -> Value {
        let real = ListRef.allocate()
        for i in 0..<excs.count where !excs[i].isNone { real.append(excs[i]) }
        if rest.isPointer { real.append(rest) }
        if real.count == 0 { return .none }
        if !isGroup(orig) { return real[0] }
        let raised = ListRef.allocate(), again = ListRef.allocate()
        for i in 0..<real.count {
            if isSame(real[i], orig) { again.append(real[i]) } else { raised.append(real[i]) }
        }
        var projection = Value.none
        if again.count > 0 {
            let leaves = ListRef.allocate()
            for i in 0..<again.count { collect(again[i], leaves) }
            projection = try split(orig, Matcher(among: leaves.asTuple()), wantRest: false).match
        }
        if raised.count == 0 { return projection }
        if !projection.isNone { raised.append(projection) }
        if raised.count == 1 { return raised[0] }
        return try Call.call(Exceptions.baseExceptionGroup.value, StrRef.empty, raised.value)
    }
    private static func isSame(_ e: Value, _ orig: Value) -> Bool {
        guard isGroup(e) else { return false }
        let a = ExceptionRef(e), b = ExceptionRef(orig)
        return a.traceback == b.traceback && a.context == b.context && a.cause == b.cause && Attributes(e.ref).get(StrRef.intern("__notes__")).isUnbound == Attributes(orig.ref).get(StrRef.intern("__notes__")).isUnbound
    }
    private static func collect(_ e: Value, _ out: ListRef) {
        if !isGroup(e) { out.append(e); return }
        let x = exceptions(e)
        for i in 0..<x.count { collect(x[i], out) }
    }
}

/// What `except X` means.
public enum ExceptionMatch {
    /// Whether the exception instance E matches TYPE (a class or a tuple of them); anything else does not.
    public static func matches(_ e: Value, _ type: Value) -> Bool {
        if type.isType { return e.type.isSubtype(of: TypeRef(type.ref)) }
        if type.isTuple { let t = TupleRef(type); for i in 0..<t.count where matches(e, t[i]) { return true } }
        return false
    }
    private static func isExceptionClass(_ v: Value) -> Bool { v.isType && TypeRef(v.ref).isSubtype(of: Types.baseException) }
    /// Complains about what `except` cannot catch.
    public static func check(_ type: Value) throws(Raise) {
        let m = "catching classes that do not inherit from BaseException is not allowed"
        if type.isTuple { let t = TupleRef(type); for i in 0..<t.count where !isExceptionClass(t[i]) { throw Errors.typeError(m) } }
        else if !isExceptionClass(type) { throw Errors.typeError(m) }
    }
    /// The same for `except*`.
    public static func checkStar(_ type: Value) throws(Raise) {
        try check(type)
        let m = "catching ExceptionGroup with except* is not allowed. Use except instead."
        func isGroup(_ v: Value) -> Bool { TypeRef(v.ref).isSubtype(of: Exceptions.baseExceptionGroup) }
        if type.isTuple { let t = TupleRef(type); for i in 0..<t.count where isGroup(t[i]) { throw Errors.typeError(m) } }
        else if isGroup(type) { throw Errors.typeError(m) }
    }
}

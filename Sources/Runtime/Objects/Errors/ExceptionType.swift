import Glibc

/// BaseException and what all exceptions share.
enum ExceptionType {
    /// BaseException's own `__new__` and `__init__`.
    nonisolated(unsafe) static var new = Value.absent, initializer = Value.absent
    /// What reads `args`.
    nonisolated(unsafe) static var argsGetter = Value.absent
    static func define() {
        let t = Types.baseException, E = ExceptionRef.self
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in Value(allocate(TypeRef(a[0].ref), a[1])) }
        t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try noKeywords(a[0], a[2])
            a[0].ref.set(E.argsWord, a[1])
            return .none
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in try text(a[0]) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let args = ExceptionRef(a[0]).args
            if args.isTuple && TupleRef(args).count == 1 { return StrRef.make("\(a[0].type.bareName)(\(StrRef(try Operations.repr(TupleRef(args)[0])).string))") }
            return StrRef.make("\(a[0].type.bareName)\(StrRef(try Operations.repr(args)).string)")
        }
        t.getter("args", set: { o, v throws(Raise) in o.ref.set(E.argsWord, try Operations.tuple(v)) },
                 delete: { o throws(Raise) in throw Errors.typeError("args may not be deleted") }) { o throws(Raise) in ExceptionRef(o).args }
        t.getter("__traceback__", set: { o, v throws(Raise) in try setTraceback(o, v) },
                 delete: { o throws(Raise) in throw Errors.typeError("__traceback__ may not be deleted") }) { o throws(Raise) in orNone(ExceptionRef(o).traceback) }
        t.getter("__context__", set: { o, v throws(Raise) in
            guard v.isNone || v.isExceptionInstance else { throw Errors.typeError("exception context must be None or derive from BaseException") }
            o.ref.set(E.contextWord, v.isNone ? .unbound : v)
        }, delete: { o throws(Raise) in throw Errors.typeError("__context__ may not be deleted") }) { o throws(Raise) in orNone(ExceptionRef(o).context) }
        t.getter("__cause__", set: { o, v throws(Raise) in
            guard v.isNone || v.isExceptionInstance else { throw Errors.typeError("exception cause must be None or derive from BaseException") }
            o.ref.set(E.causeWord, v.isNone ? .unbound : v); ExceptionRef(o).suppressContext = true
        }, delete: { o throws(Raise) in throw Errors.typeError("__cause__ may not be deleted") }) { o throws(Raise) in orNone(ExceptionRef(o).cause) }
        t.getter("__suppress_context__", set: { o, v throws(Raise) in
            guard v.isBool else { throw Errors.typeError("attribute value type must be bool") }
            ExceptionRef(o).suppressContext = v == .true
        }, delete: { o throws(Raise) in throw Errors.typeError("can't delete numeric/char attribute") }) { o throws(Raise) in Value(bool: ExceptionRef(o).suppressContext) }
        t.getter("__dict__", set: { o, v throws(Raise) in try Instance.setDictionary(o, v) }) { o throws(Raise) in Instance.dictionary(o)!.value }
        t.method("with_traceback", "($self, object, /)") { a throws(Raise) in try setTraceback(a[0], a[1]); return a[0] }
        t.method("add_note", "($self, object, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("add_note() argument must be str, not \(a[1].isNone ? "None" : a[1].typeName)") }
            try addNote(a[0], a[1])
            return .none
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            if let d = Instance.copyAttributes(a[0]), d.count > 0 { return TupleRef.make(a[0].type.value, ExceptionRef(a[0]).args, d.value) }
            return TupleRef.make(a[0].type.value, ExceptionRef(a[0]).args)
        }
        t.method("__setstate__", "($self, object, /)") { a throws(Raise) in
            if a[1].isNone { return .none }
            guard a[1].isDict else { throw Errors.typeError("state is not a dictionary") }
            let d = DictRef(a[1])
            var i = -1
            while d.next(&i) { try Operations.setAttribute(a[0], StrRef.intern(d.key(i)), d.valueAt(i)) }
            return .none
        }
        argsGetter = t.lookupUncached(StrRef.intern("args"))
        new = t.lookupUncached(Slot.new.name); initializer = t.lookupUncached(Slot.`init`.name)
        ExceptionMembers.define(); OSErrorType.define(); UnicodeErrorTypes.define(); ExceptionGroups.define()
    }
    static func orNone(_ v: Value) -> Value { v.isUnbound ? .none : v }
    static func allocate(_ t: TypeRef, _ args: Value) -> Ref {
        let r = Instance.allocate(t)
        r.initialize(ExceptionRef.argsWord, args); r.setWord(ExceptionRef.suppressWord, Value.false.bits)
        return r
    }
    static func noKeywords(_ o: Value, _ kwargs: Value) throws(Raise) {
        if DictRef(kwargs).count > 0 { throw Errors.typeError("\(o.type)() takes no keyword arguments") }
    }
    /// `BaseException.__str__`
    static func text(_ o: Value) throws(Raise) -> Value {
        let args = ExceptionRef(o).args
        if !args.isTuple || TupleRef(args).count == 0 { return StrRef.empty }
        return TupleRef(args).count == 1 ? try Operations.str(TupleRef(args)[0]) : try Operations.str(args)
    }
    private static func setTraceback(_ o: Value, _ v: Value) throws(Raise) {
        guard v.isNone || v.isExactly(Types.traceback) else { throw Errors.typeError("__traceback__ must be a traceback or None") }
        o.ref.set(ExceptionRef.tracebackWord, v.isNone ? .unbound : v)
    }
    static func addNote(_ e: Value, _ note: Value) throws(Raise) {
        let k = StrRef.intern("__notes__")
        var notes = try Operations.findAttribute(e, k)
        if notes.isUnbound { notes = ListRef.allocate().value; try Operations.setAttribute(e, k, notes) }
        guard notes.isList else { throw Errors.typeError("Cannot add note: __notes__ is not a list") }
        ListRef(notes).append(note)
    }
    /// Fields from word `firstExtra` on, writable and None when unset.
    static func fields(_ t: TypeRef, _ names: StaticString...) {
        for (i, n) in names.enumerated() { field(t, n, ExceptionRef.firstExtra + i) }
    }
    static func field(_ t: TypeRef, _ n: StaticString, _ word: Int) {
        let a = Accessor(n, { o throws(Raise) in orNone(o.ref.value(word)) }, { o, v throws(Raise) in o.ref.set(word, v) }, { o throws(Raise) in o.ref.set(word, .unbound) })
        let d = Descriptor.make(Types.member, Unmanaged.passRetained(a).toOpaque(), owner: t.value, name: StrRef.intern(static: n))
        t.dict.set(name: d.ref.value(Descriptor.name), d)
    }
    /// Takes the keyword arguments NAMES out of KWARGS into words from `firstExtra + at` on; others are errors.
    static func keywords(_ o: Value, _ kwargs: Value, _ names: [String], at: Int, type: String) throws(Raise) {
        let d = DictRef(kwargs)
        var i = -1
        if d.count > names.count { throw Errors.typeError("\(type)() takes at most \(names.count) keyword argument\(names.count == 1 ? "" : "s") (\(d.count) given)") }
        for k in 0..<names.count { o.ref.set(ExceptionRef.firstExtra + at + k, .unbound) }
        while d.next(&i) {
            let k = StrRef(d.key(i)).string
            guard let j = names.firstIndex(of: k) else { throw Errors.typeError("\(type)() got an unexpected keyword argument '\(k)'\(Suggestions.closest(k, names).map { ". Did you mean '\($0)'?" } ?? "")") }
            o.ref.set(ExceptionRef.firstExtra + at + j, d.valueAt(i))
        }
    }
}

/// Classes with a few own attributes.
enum ExceptionMembers {
    private static let x = ExceptionRef.firstExtra
    private static func setArgs(_ a: Args) -> TupleRef { a[0].ref.set(ExceptionRef.argsWord, a[1]); return TupleRef(a[1]) }
    static func define() {
        let stop = Exceptions.stopIteration
        ExceptionType.fields(stop, "value")
        stop.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try ExceptionType.noKeywords(a[0], a[2])
            let args = setArgs(a)
            a[0].ref.set(x, args.count > 0 ? args[0] : .none)
            return .none
        }
        let exit = Exceptions.systemExit
        ExceptionType.fields(exit, "code")
        exit.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try ExceptionType.noKeywords(a[0], a[2])
            let args = setArgs(a)
            a[0].ref.set(x, args.count == 0 ? .none : args.count == 1 ? args[0] : args.value)
            return .none
        }
        Exceptions.keyError.special("__str__", "($self, /)") { a throws(Raise) in
            let args = ExceptionRef(a[0]).args
            return args.isTuple && TupleRef(args).count == 1 ? try Operations.repr(TupleRef(args)[0]) : try ExceptionType.text(a[0])
        }
        let attribute = Exceptions.attributeError
        ExceptionType.fields(attribute, "name", "obj")
        attribute.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            _ = setArgs(a)
            try ExceptionType.keywords(a[0], a[2], ["name", "obj"], at: 0, type: "AttributeError")
            return .none
        }
        attribute.method("__reduce__", "($self, /)") { a throws(Raise) in
            TupleRef.make(a[0].type.value, ExceptionRef(a[0]).args, attributeState(a[0]).value)
        }
        attribute.method("__getstate__", "($self, /)") { a throws(Raise) in attributeState(a[0]).value }
        let name = Exceptions.nameError
        ExceptionType.fields(name, "name")
        name.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            _ = setArgs(a)
            try ExceptionType.keywords(a[0], a[2], ["name"], at: 0, type: "NameError")
            return .none
        }
        let imp = Exceptions.importError
        ExceptionType.fields(imp, "msg", "name", "path", "name_from")
        imp.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            let args = setArgs(a)
            try ExceptionType.keywords(a[0], a[2], ["name", "path", "name_from"], at: 1, type: "ImportError")
            a[0].ref.set(x, args.count == 1 ? args[0] : .unbound)
            return .none
        }
        imp.special("__str__", "($self, /)") { a throws(Raise) in
            let m = a[0].ref.value(x)
            return m.isExactly(Types.str) ? m : try ExceptionType.text(a[0])
        }
        imp.method("__reduce__", "($self, /)") { a throws(Raise) in
            let d = Instance.copyAttributes(a[0]) ?? DictRef.allocate()
            for (i, n) in ["name", "path", "name_from"].enumerated() { let v = a[0].ref.value(x + 1 + i); if !v.isUnbound { d.set(name: StrRef.intern(n), v) } }
            return d.count > 0 ? TupleRef.make(a[0].type.value, ExceptionRef(a[0]).args, d.value) : TupleRef.make(a[0].type.value, ExceptionRef(a[0]).args)
        }
        syntax()
    }
    private static func attributeState(_ o: Value) -> DictRef {
        let d = Instance.copyAttributes(o) ?? DictRef.allocate()
        if !o.ref.value(x).isUnbound { d.set(name: StrRef.intern("name"), o.ref.value(x)) }
        d.set(name: StrRef.intern("args"), ExceptionRef(o).args)
        return d
    }
    private static func syntax() {
        let t = Exceptions.syntaxError
        ExceptionType.fields(t, "msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line", "_metadata")
        t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try ExceptionType.noKeywords(a[0], a[2])
            let args = setArgs(a)
            if args.count >= 1 { a[0].ref.set(x, args[0]) }
            if args.count == 2 {
                let info = TupleRef(try Operations.tuple(args[1])), n = info.count
                if n < 4 { throw Errors.typeError("function takes at least 4 arguments (\(n) given)") }
                if n > 7 { throw Errors.typeError("function takes at most 7 arguments (\(n) given)") }
                for i in 0..<min(n, 6) { a[0].ref.set(x + 1 + i, info[i]) }
                if n == 7 { a[0].ref.set(x + 8, info[6]) }
                if n == 5 { throw Errors.typeError("end_offset must be provided when end_lineno is provided") }
            }
            return .none
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in
            let msg = StrRef(try Operations.str(ExceptionType.orNone(a[0].ref.value(x)))).string
            let file = a[0].ref.value(x + 1), line = a[0].ref.value(x + 2)
            var name = ""
            if file.isStr { name = StrRef(file).string; if let i = name.lastIndex(of: "/") { name = String(name[name.index(after: i)...]) } }
            let hasLine = line.isPointer ? line.isIntLike : line.isInt || line.isBool
            if !hasLine && !file.isStr { return StrRef.make(msg) }
            if !hasLine { return StrRef.make("\(msg) (\(name))") }
            let n = StrRef(try Operations.str(line)).string
            return StrRef.make(file.isStr ? "\(msg) (\(name), line \(n))" : "\(msg) (line \(n))")
        }
    }
}

/// OSError: its subclass by errno.
enum OSErrorType {
    private static let x = ExceptionRef.firstExtra
    /// errno (Linux) to class.
    private static let classes: [Int: String] = [11: "BlockingIOError", 114: "BlockingIOError", 115: "BlockingIOError", 32: "BrokenPipeError", 108: "BrokenPipeError", 10: "ChildProcessError",
        103: "ConnectionAbortedError", 111: "ConnectionRefusedError", 104: "ConnectionResetError", 17: "FileExistsError", 2: "FileNotFoundError", 21: "IsADirectoryError", 20: "NotADirectoryError",
        4: "InterruptedError", 13: "PermissionError", 1: "PermissionError", 3: "ProcessLookupError", 110: "TimeoutError"]
    static func usesInit(_ t: TypeRef) -> Bool { t.slot(.`init`) != Exceptions.osError.slot(.`init`) && t.slot(.new) == Exceptions.osError.slot(.new) }
    static func define() {
        let t = Exceptions.osError
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            var cls = TypeRef(a[0].ref)
            let args = TupleRef(a[1])
            if usesInit(cls) { return Value(ExceptionType.allocate(cls, TupleRef.empty)) }
            if DictRef(a[2]).count > 0 { throw Errors.typeError("\(cls.text)() takes no keyword arguments") }
            if cls == Exceptions.osError, args.count >= 2 && args.count <= 5, args[0].isIntLike, let n = Integers.asInt64(args[0]), let name = classes[n] { cls = Exceptions.named(name) ?? cls }
            let o = Value(ExceptionType.allocate(cls, a[1]))
            try fill(o, args)
            return o
        }
        t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            if !usesInit(a[0].type) { return .none }
            try ExceptionType.noKeywords(a[0], a[2])
            a[0].ref.set(ExceptionRef.argsWord, a[1])
            try fill(a[0], TupleRef(a[1]))
            return .none
        }
        ExceptionType.fields(t, "errno", "strerror", "filename", "filename2")
        t.getter("characters_written", set: { o, v throws(Raise) in o.ref.set(x + 4, Value.int(try Operations.index(v))) },
                 delete: { o throws(Raise) in
                     if o.ref.value(x + 4).isUnbound { throw Errors.make(Exceptions.attributeError, "characters_written") }
                     o.ref.set(x + 4, .unbound)
                 }) { o throws(Raise) in
            let v = o.ref.value(x + 4)
            if v.isUnbound { throw Errors.make(Exceptions.attributeError, "characters_written") }
            return v
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            func shown(_ i: Int) throws(Raise) -> String { StrRef(try Operations.str(ExceptionType.orNone(r.value(x + i)))).string }
            func quoted(_ i: Int) throws(Raise) -> String { StrRef(try Operations.repr(ExceptionType.orNone(r.value(x + i)))).string }
            if !r.value(x + 2).isUnbound {
                let head = "[Errno \(try shown(0))] \(try shown(1)): \(try quoted(2))"
                return StrRef.make(r.value(x + 3).isUnbound ? head : "\(head) -> \(try quoted(3))")
            }
            if !r.value(x).isUnbound && !r.value(x + 1).isUnbound { return StrRef.make("[Errno \(try shown(0))] \(try shown(1))") }
            return try ExceptionType.text(a[0])
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            var args = ExceptionRef(a[0]).args
            let r = a[0].ref
            if args.isTuple && TupleRef(args).count == 2 && !r.value(x + 2).isUnbound {
                let e = TupleRef(args)
                args = r.value(x + 3).isUnbound ? TupleRef.make(e[0], e[1], r.value(x + 2)) : TupleRef.from(e[0], e[1], r.value(x + 2), .none, r.value(x + 3))
            }
            if let d = Instance.copyAttributes(a[0]), d.count > 0 { return TupleRef.make(a[0].type.value, args, d.value) }
            return TupleRef.make(a[0].type.value, args)
        }
    }
    private static func fill(_ o: Value, _ args: TupleRef) throws(Raise) {
        let n = args.count
        guard n >= 2 && n <= 5 else { return }
        o.ref.set(x, args[0]); o.ref.set(x + 1, args[1])
        guard n >= 3, !args[2].isNone else { return }
        if o.type == Exceptions.blockingIOError && n == 3 && !args[2].isStr && (args[2].isIntLike || args[2].type.hasSlot(.index)) {
            o.ref.set(x + 4, Value.int(try Operations.index(args[2])))
            return
        }
        o.ref.set(x + 2, args[2])
        if n == 5 && !args[4].isNone { o.ref.set(x + 3, args[4]) }
        o.ref.set(ExceptionRef.argsWord, args.slice(0, 2))
    }
}
extension Errors {
    /// OSError (or its subclass) for a C errno, with what the C library says about it; FILE, FILE2: str, bytes or unbound.
    public static func osError(_ errno: Int32, file: Value = .unbound, file2: Value = .unbound) -> Raise {
        let message = StrRef.make(String(cString: strerror(errno)))
        do throws(Raise) {
            let code = Value(int: Int(errno))
            let args = file.isUnbound ? TupleRef.make(code, message) : file2.isUnbound ? TupleRef.make(code, message, file) : TupleRef.from(code, message, file, .none, file2)
            return raise(try Call.call(Exceptions.osError.value, tuple: args))
        } catch { return error }
    }
}

/// `builtin_function_or_method`, `method_descriptor`, `wrapper_descriptor`, `method-wrapper`, `classmethod_descriptor`, `getset_descriptor`, `member_descriptor`.
enum BuiltinFunctionTypes {
    static func define() {
        let D = Descriptor.self
        let f = Types.builtinFunction
        for t in [f, Types.methodDescriptor, Types.wrapperDescriptor, Types.classMethodDescriptor] {
            t.getter("__name__") { o throws(Raise) in o.ref.value(D.name) }
            t.getter("__text_signature__") { o throws(Raise) in D.builtin(o).read { signature($0) } }
            t.getter("__doc__") { o throws(Raise) in D.builtin(o).read { b in b.doc.map { StrRef.make($0.description) } ?? (o.ref.type == Types.wrapperDescriptor ? SlotDocs.text(b.nameText).map { StrRef.make($0) } : nil) ?? .none } }
            t.getter("__qualname__") { o throws(Raise) in qualname(o) }
            t.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in try Call.call(a[0], tuple: a[1], dict: a[2]) }
        }
        f.getter("__self__") { o throws(Raise) in
            let s = o.ref.value(D.selfWord)
            if !s.isUnbound { return s }
            let w = o.ref.value(D.owner)
            // Of a static method there is none; `__new__` has its type.
            if w.isType { return StrRef(o.ref.value(D.name)).equals("__new__") ? w : .none }
            return w.isStr ? Builtins.loadedModule(w) ?? .none : .none
        }
        f.getter("__module__") { o throws(Raise) in let w = o.ref.value(D.owner); return w.isStr ? w : .none }
        f.special("__repr__", "($self, /)") { a throws(Raise) in
            let s = a[0].ref.value(D.selfWord), n = StrRef(a[0].ref.value(D.name)).string
            let w = a[0].ref.value(D.owner)
            let me = s.isUnbound ? (w.isType ? w : .unbound) : s
            if me.isUnbound { return StrRef.make("<built-in function \(n)>") }
            return StrRef.make("<built-in method \(n) of \(me.type) object at \(ObjectType.hex(ObjectType.address(me)))>")
        }
        f.method("__reduce__", "($self, /)") { a throws(Raise) in
            let s = a[0].ref.value(D.selfWord)
            if s.isUnbound && !a[0].ref.value(D.owner).isType { return a[0].ref.value(D.name) }
            return TupleRef.make(try Builtins.get("getattr"), TupleRef.make(s.isUnbound ? a[0].ref.value(D.owner) : s, a[0].ref.value(D.name)))
        }
        for (n, same): (StaticString, Bool) in [("__eq__", true), ("__ne__", false)] {
            f.special(n, "($self, value, /)") { a throws(Raise) in
                guard a[1].isExactly(Types.builtinFunction) else { return .notImplemented }
                let x = a[0].ref, y = a[1].ref
                return Value(bool: (x.value(D.selfWord) == y.value(D.selfWord) && x.word(D.native) == y.word(D.native)) == same)
            }
            Types.methodWrapper.special(n, "($self, value, /)") { a throws(Raise) in
                guard a[1].isExactly(Types.methodWrapper) else { return .notImplemented }
                return Value(bool: (a[0].ref.value(2) == a[1].ref.value(2) && a[0].ref.value(3) == a[1].ref.value(3)) == same)
            }
        }
        f.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(Int(truncatingIfNeeded: a[0].ref.word(D.native) >> 4) ^ Operations.identityHash(a[0].ref.value(D.selfWord))) }

        let kinds: [(TypeRef, String)] = [(Types.methodDescriptor, "method"), (Types.wrapperDescriptor, "slot wrapper"), (Types.classMethodDescriptor, "method"), (Types.getset, "attribute"), (Types.member, "member")]
        for (t, kind) in kinds {
            t.getter("__objclass__") { o throws(Raise) in o.ref.value(D.owner) }
            t.special("__repr__", "($self, /)") { a throws(Raise) in
                StrRef.make("<\(kind) '\(StrRef(a[0].ref.value(D.name)).string)' of '\(TypeRef(a[0].ref.value(D.owner).ref).text)' objects>")
            }
            if t != Types.classMethodDescriptor {
                t.method("__reduce__", "($self, /)") { a throws(Raise) in TupleRef.make(try Builtins.get("getattr"), TupleRef.make(a[0].ref.value(D.owner), a[0].ref.value(D.name))) }
            }
        }
        for t in [Types.getset, Types.member] {
            t.getter("__name__") { o throws(Raise) in o.ref.value(D.name) }
            t.getter("__qualname__") { o throws(Raise) in qualname(o) }
            t.getter("__doc__") { o throws(Raise) in D.accessor(o).read { $0.doc }.map { StrRef.intern(static: $0) } ?? .none }
            t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in a[1].isNone && !(TypeRef(a[0].ref.value(D.owner).ref) == Types.none) ? a[0] : try D.read(a[0], a[1]) }
            t.special("__set__", "($self, instance, value, /)") { a throws(Raise) in try D.store(a[0], a[1], a[2]); return .none }
            t.special("__delete__", "($self, instance, /)") { a throws(Raise) in try D.store(a[0], a[1], .unbound); return .none }
        }
        for t in [Types.methodDescriptor, Types.wrapperDescriptor] {
            t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in
                if a[1].isNone && a.has(2) && !a[2].isNone && a[2] != Types.none.value { return a[0] }
                let owner = TypeRef(a[0].ref.value(D.owner).ref)
                guard a[1].isInstance(of: owner) else { throw Errors.typeError("descriptor '\(StrRef(a[0].ref.value(D.name)).string)' for '\(owner.text)' objects doesn't apply to a '\(a[1].type)' object") }
                return a[0].ref.type == Types.methodDescriptor ? D.bind(a[0], a[1]) : D.bindWrapper(a[0], a[1])
            }
        }
        Types.classMethodDescriptor.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in
            let owner = TypeRef(a[0].ref.value(D.owner).ref), n = StrRef(a[0].ref.value(D.name)).string
            let t = a.has(2) && !a[2].isNone ? a[2] : a[1].type.value
            guard t.isType else { throw Errors.typeError("descriptor '\(n)' for type '\(owner.text)' needs a type, not a '\(t.type)' as arg 2") }
            guard TypeRef(t.ref).isSubtype(of: owner) else { throw Errors.typeError("descriptor '\(n)' requires a subtype of '\(owner.text)' but received '\(TypeRef(t.ref).text)'") }
            return D.bind(a[0], t)
        }
        let w = Types.methodWrapper
        w.getter("__self__") { o throws(Raise) in o.ref.value(3) }
        w.getter("__name__") { o throws(Raise) in o.ref.value(2).ref.value(D.name) }
        w.getter("__qualname__") { o throws(Raise) in qualname(o.ref.value(2)) }
        w.getter("__objclass__") { o throws(Raise) in o.ref.value(2).ref.value(D.owner) }
        w.getter("__text_signature__") { o throws(Raise) in D.builtin(o.ref.value(2)).read { signature($0) } }
        w.getter("__doc__") { o throws(Raise) in SlotDocs.text(StrRef(o.ref.value(2).ref.value(D.name)).string).map { StrRef.make($0) } ?? .none }
        w.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in try Call.call(a[0], tuple: a[1], dict: a[2]) }
        w.special("__repr__", "($self, /)") { a throws(Raise) in
            let me = a[0].ref.value(3)
            return StrRef.make("<method-wrapper '\(StrRef(a[0].ref.value(2).ref.value(D.name)).string)' of \(me.type) object at \(ObjectType.hex(ObjectType.address(me)))>")
        }
        w.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(Operations.identityHash(a[0].ref.value(2)) ^ Operations.identityHash(a[0].ref.value(3))) }
        w.method("__reduce__", "($self, /)") { a throws(Raise) in TupleRef.make(try Builtins.get("getattr"), TupleRef.make(a[0].ref.value(3), a[0].ref.value(2).ref.value(D.name))) }
    }
    private static func qualname(_ o: Value) -> Value {
        let w = o.ref.value(Descriptor.owner), s = o.ref.type == Types.builtinFunction ? o.ref.value(Descriptor.selfWord) : .unbound
        let n = o.ref.value(Descriptor.name)
        var t = TypeRef()
        if w.isType { t = TypeRef(w.ref) } else if s.isType { t = TypeRef(s.ref) } else if !s.isUnbound && !s.isInstance(of: Types.module) { t = s.type }
        return t.raw == 0 ? n : StrRef.make("\(StrRef(t.qualifiedName)).\(StrRef(n))")
    }
    /// The declared signature as CPython shows it (`=<None>`: not given, shown as None): None where it could not be told (`*args` alone on a slot).
    private static func signature(_ b: Builtin) -> Value {
        if b.nameText == "__new__" { return StrRef.make("($type, *args, **kwargs)") }
        // All types share what CPython says of these; what theirs takes the type tells.
        if b.nameText == "__init__" || b.isSlot && b.nameText == "__call__" { return StrRef.make("($self, /, *args, **kwargs)") }
        let s = shown(b.signatureText.description)
        if s.contains("=<") { return .none }
        // Functions that sort out their arguments themselves.
        if !b.isSlot && b.nameText != "__call__" && b.nameText != "format" && (s == "(*args, **kwargs)" || s == "($self, /, *args, **kwargs)" || s == "($self, *args, **kwargs)" || s == "(*args)") { return .none }
        if b.owner.raw == 0 && !s.hasPrefix("($") { return StrRef.make(s == "()" ? "($module, /)" : (s.contains("/") ? "($module, " : "($module, /, ") + s.dropFirst()) }
        return StrRef.make(s)
    }
    /// A declared signature with the defaults that are only shown (`=<'excel'>`: not given), without those that nobody can tell.
    static func shown(_ declared: String) -> String {
        let parts = declared.split(separator: "=<", omittingEmptySubsequences: false)
        var s = String(parts[0])
        for p in parts.dropFirst() {
            guard let end = p.firstIndex(of: ">"), !["unrepresentable", "none", "unset"].contains(p[..<end]) else { s += "=<" + p; continue }
            s += "=" + p[..<end] + p[p.index(after: end)...]
        }
        return s
    }
}

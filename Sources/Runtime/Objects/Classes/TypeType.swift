/// `type`.
enum TypeType {
    static func define() {
        let t = Types.type
        t.nativeDict = 0
        t.flags |= TypeRef.Flags.weakrefable
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let args = TupleRef(a[1])
            guard args.count == 3 else { throw Errors.typeError("type.__new__() takes exactly 3 arguments (\(args.count) given)") }
            guard args[0].isStr else { throw Errors.typeError("type.__new__() argument 1 must be str, not \(TextArguments.describe(args[0]))") }
            guard args[1].isTuple else { throw Errors.typeError("type.__new__() argument 2 must be tuple, not \(args[1].type)") }
            guard args[2].isDict else { throw Errors.typeError("type.__new__() argument 3 must be dict, not \(args[2].type)") }
            return try ClassBuilder.make(a[0], args[0], args[1], args[2], a[2])
        }
        t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            let n = TupleRef(a[1]).count
            if DictRef(a[2]).count > 0 && n == 1 { throw Errors.typeError("type.__init__() takes no keyword arguments") }
            if n != 1 && n != 3 { throw Errors.typeError("type.__init__() takes 1 or 3 arguments") }
            return .none
        }
        Types.typeCall = t.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            let args = TupleRef(a[1])
            var out = Value.unbound, failure: Raise? = nil
            let d = DictRef(a[2]), n = args.count, me = TypeRef(a[0].ref)
            withUnsafeTemporaryAllocation(of: Value.self, capacity: n + d.count + 1) { buffer in
                let p = buffer.baseAddress!
                for i in 0..<n { p[i] = args[i] }
                do throws(Raise) {
                    var names = Value.unbound
                    if d.count > 0 {
                        let list = TupleRef.allocate(d.count)
                        var i = -1, k = 0
                        while d.next(&i) { list[k] = d.key(i); p[n + k] = d.valueAt(i); k += 1 }
                        names = list.value
                    }
                    out = try TypeCall.construct(me, p, n, names)
                } catch { failure = error }
            }
            if let failure { throw failure }
            return out
        }
        Types.typeGetAttribute = t.special("__getattribute__", "($self, name, /)") { a throws(Raise) in
            let name = try ObjectType.attributeName(a[1]), c = TypeRef(a[0].ref)
            let v = try find(c, a[0].ref.type, name)
            if v.isUnbound { throw missing(c, name) }
            return v
        }
        t.special("__setattr__", "($self, name, value, /)") { a throws(Raise) in try setAttribute(TypeRef(a[0].ref), try ObjectType.attributeName(a[1]), a[2]); return .none }
        t.special("__delattr__", "($self, name, /)") { a throws(Raise) in try setAttribute(TypeRef(a[0].ref), try ObjectType.attributeName(a[1]), .unbound); return .none }
        t.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("<class '\(full: TypeRef(a[0].ref))'>") }
        t.special("__or__", "($self, value, /)") { a throws(Raise) in try UnionType.or(a[0], a[1]) }
        t.special("__ror__", "($self, value, /)") { a throws(Raise) in try UnionType.or(a[1], a[0]) }
        Types.typeMro = t.method("mro", "($self, /)") { a throws(Raise) in try Operations.list(try MRO.linearize(a[0], TypeRef(a[0].ref).bases)).value }
        t.method("__subclasses__", "($self, /)") { a throws(Raise) in Subclasses.list(TypeRef(a[0].ref)).value }
        t.classMethod("__prepare__", "($cls, /, *args, **kwds)") { a throws(Raise) in DictRef.allocate().value }
        t.method("__instancecheck__", "($self, instance, /)") { a throws(Raise) in Value(bool: try Operations.recursiveIsInstance(a[1], a[0])) }
        t.method("__subclasscheck__", "($self, subclass, /)") { a throws(Raise) in Value(bool: try Operations.recursiveIsSubclass(a[1], a[0])) }
        t.method("__dir__", "($self, /)") { a throws(Raise) in
            let d = DictRef.allocate()
            try ObjectType.merge(d, a[0])
            return try ObjectType.keys(d)
        }
        t.method("__sizeof__", "($self, /)") { a throws(Raise) in Value(int: TypeRef.words * 8) }
        attributes(t)
    }
    private static func attributes(_ t: TypeRef) {
        let F = TypeRef.Flags.self
        func special(_ c: TypeRef, _ name: String, deleting: Bool = false) throws(Raise) {
            if c.has(F.immutable) { throw Errors.typeError("cannot set '\(name)' attribute of immutable type '\(ObjectType.fullName(c))'") }
            if deleting { throw Errors.typeError("cannot delete '\(name)' attribute of immutable type '\(c.text)'") }
        }
        t.getter("__name__", set: { o, v throws(Raise) in
            let c = TypeRef(o.ref)
            try special(c, "__name__")
            guard v.isStr else { throw Errors.typeError("can only assign string to \(c.text).__name__, not '\(v.type)'") }
            let s = StrRef(v)
            if !s.isASCII { _ = try Codecs.utf8(s) }
            for i in 0..<s.count where s[i] == 0 { throw Errors.valueError("type name must not contain null characters") }
            c.ref.set(TypeRef.heapName, v); c.modified()
        }, delete: { o throws(Raise) in try special(TypeRef(o.ref), "__name__", deleting: true) }) { o throws(Raise) in TypeRef(o.ref).name }
        t.getter("__qualname__", set: { o, v throws(Raise) in
            let c = TypeRef(o.ref)
            try special(c, "__qualname__")
            guard v.isStr else { throw Errors.typeError("can only assign string to \(c.text).__qualname__, not '\(v.type)'") }
            c.ref.set(TypeRef.heapQualname, v)
        }, delete: { o throws(Raise) in try special(TypeRef(o.ref), "__qualname__", deleting: true) }) { o throws(Raise) in TypeRef(o.ref).qualifiedName }
        t.getter("__module__", set: { o, v throws(Raise) in
            let c = TypeRef(o.ref)
            try special(c, "__module__")
            _ = c.dict.remove(name: Names.__firstlineno__)
            c.dict.set(name: Names.__module__, v); c.modified(Names.__module__)
        }, delete: { o throws(Raise) in try special(TypeRef(o.ref), "__module__", deleting: true) }) { o throws(Raise) in module(TypeRef(o.ref)) }
        t.getter("__doc__", set: { o, v throws(Raise) in
            let c = TypeRef(o.ref)
            try special(c, "__doc__")
            c.dict.set(name: Names.__doc__, v); c.modified(Names.__doc__)
        }, delete: { o throws(Raise) in try special(TypeRef(o.ref), "__doc__", deleting: true) }) { o throws(Raise) in
            guard let d = TypeRef(o.ref).dict.find(Names.__doc__) else { return .none }
            let g = d.type.slot(.get)
            return g.isUnbound ? d : try Operations.callSlot(g, d, .none, o)
        }
        t.getter("__dict__") { o throws(Raise) in MappingProxy.make(TypeRef(o.ref).dict.value) }
        t.getter("__mro__") { o throws(Raise) in let m = TypeRef(o.ref).mroValue; return m.isUnbound ? .none : m }
        t.getter("__base__") { o throws(Raise) in let b = TypeRef(o.ref).base; return b.isUnbound ? .none : b }
        t.getter("__bases__", set: { o, v throws(Raise) in try setBases(TypeRef(o.ref), v) },
                 delete: { o throws(Raise) in try special(TypeRef(o.ref), "__bases__", deleting: true) }) { o throws(Raise) in TypeRef(o.ref).bases.value }
        t.getter("__basicsize__") { o throws(Raise) in Value(int: TypeRef(o.ref).instanceSize) }
        t.getter("__itemsize__") { o throws(Raise) in Value(int: TypeRef(o.ref).isSubtype(of: Types.int) ? 4 : TypeRef(o.ref).isSubtype(of: Types.bytes) ? 1 : Int(o.ref.word(TypeRef.itemSize))) }
        t.getter("__flags__") { o throws(Raise) in
            let c = TypeRef(o.ref)
            var f = c.flags & 0xFFFF_FFFF & ~(F.isMapping | F.isSequence)
            if c == TypingTypes.generic { f |= F.heapType }
            if c.has(F.isSequence) { f |= 1 << 5 }; if c.has(F.isMapping) { f |= 1 << 6 }
            return Value(int: Int(f))
        }
        t.getter("__dictoffset__") { o throws(Raise) in let c = TypeRef(o.ref); return Value(int: c.attributes != 0 ? -1 : c.nativeDict * 8) }
        t.getter("__weakrefoffset__") { o throws(Raise) in Value(int: TypeRef(o.ref).has(F.weakrefable) ? 8 : 0) }
        t.getter("__abstractmethods__", set: { o, v throws(Raise) in
            let c = TypeRef(o.ref)
            let abstract = try Operations.isTrue(v)
            c.dict.set(name: Names.__abstractmethods__, v)
            if abstract { c.flags |= F.isAbstract } else { c.flags &= ~F.isAbstract }
            c.modified()
        }, delete: { o throws(Raise) in
            let c = TypeRef(o.ref)
            if c.dict.remove(name: Names.__abstractmethods__) == nil { throw Errors.attributeError(o, Names.__abstractmethods__) }
            c.flags &= ~F.isAbstract
            c.modified()
        }) { o throws(Raise) in
            if TypeRef(o.ref) != Types.type, let v = TypeRef(o.ref).dict.find(Names.__abstractmethods__) { return v }
            throw Errors.attributeError(o, Names.__abstractmethods__)
        }
        t.getter("__text_signature__") { o throws(Raise) in
            let c = TypeRef(o.ref)
            if c.has(F.heapType) { return .none }
            if let s = c.dict.find(StrRef.intern("__text_signature__")), s.isStr { return s }
            return TypeSignature.text(c)
        }
        t.getter("__type_params__", set: { o, v throws(Raise) in
            let c = TypeRef(o.ref)
            try special(c, "__type_params__")
            c.dict.set(name: Names.__type_params__, v); c.modified(Names.__type_params__)
        }, delete: { o throws(Raise) in try special(TypeRef(o.ref), "__type_params__", deleting: true) }) { o throws(Raise) in
            TypeRef(o.ref).has(F.heapType) ? TypeRef(o.ref).dict.find(Names.__type_params__) ?? TupleRef.empty : TupleRef.empty
        }
        Annotations.define(t)
    }
    /// `__module__` of a type.
    static func module(_ t: TypeRef) -> Value {
        if t.has(TypeRef.Flags.heapType) {
            if let m = t.dict.find(Names.__module__) { return m }
            return Names.builtins
        }
        let m = t.ref.value(TypeRef.heapModule)
        return m.isUnbound ? Names.builtins : m
    }

    // MARK: attributes of classes

    static func missing(_ c: TypeRef, _ name: Value) -> Raise { Errors.attributeError(c.value, name, message: "type object '\(c.text)' has no attribute '\(StrRef(name))'") }
    /// The attribute NAME of class C whose metatype is META (as type_getattro), unbound if there is none.
    static func find(_ c: TypeRef, _ meta: TypeRef, _ name: Value) throws(Raise) -> Value {
        let m = meta.lookup(name)
        var getter = Value.unbound
        if m.isPointer {
            getter = m.ref.type.slot(.get)
            if !getter.isUnbound && Operations.isDataDescriptor(m.ref.type) { return try Operations.descriptorGet(m, getter, c.value, meta) }
        }
        let d = c.lookup(name)
        if !d.isUnbound {
            if !d.isPointer || d.ref.type == Types.function { return d }
            let g = d.ref.type.slot(.get)
            return g.isUnbound ? d : try Operations.bindTo(d, g, .none, c.value)
        }
        if !getter.isUnbound { return try Operations.descriptorGet(m, getter, c.value, meta) }
        return m
    }
    /// `c.name = v`, unbound V deletes (as type_setattro).
    static func setAttribute(_ c: TypeRef, _ name: Value, _ v: Value) throws(Raise) {
        if c.has(TypeRef.Flags.immutable) { throw Errors.typeError("cannot set '\(StrRef(name))' attribute of immutable type '\(ObjectType.fullName(c))'") }
        let meta = c.ref.type, m = meta.lookup(name)
        if m.isPointer {
            let mt = m.ref.type
            if mt == Types.getset || mt == Types.member { return try Descriptor.store(m, c.value, v) }
            let s = mt.slot(v.isUnbound ? .delete : .set)
            if !s.isUnbound {
                if v.isUnbound { _ = try Operations.callSlot(s, m, c.value) } else { _ = try Operations.callSlot(s, m, c.value, v) }
                return
            }
        }
        if v.isUnbound {
            if c.dict.remove(name: name) == nil { throw missing(c, name) }
        } else {
            let old = c.dict.find(name)
            c.dict.set(name: name, v)
            if let old, ChangingAttributes.keepsVersion(c, name, old, v) { return }
        }
        c.modified(name)
        MetaclassChanges.stored(c, name, v)
        if name == Slot.del.name { c.updateFlags() }
    }

    /// `c.__bases__ = v`
    private static func setBases(_ c: TypeRef, _ v: Value) throws(Raise) {
        if c.has(TypeRef.Flags.immutable) { throw Errors.typeError("cannot set '__bases__' attribute of immutable type '\(ObjectType.fullName(c))'") }
        guard v.isTuple else { throw Errors.typeError("can only assign tuple to \(c.text).__bases__, not \(v.type)") }
        let b = TupleRef(v)
        if b.count == 0 { throw Errors.typeError("can only assign non-empty tuple to \(c.text).__bases__, not ()") }
        for i in 0..<b.count {
            guard b[i].isType else { throw Errors.typeError("\(c.text).__bases__ must be tuple of classes, not '\(b[i].type)'") }
            if TypeRef(b[i].ref).isSubtype(of: c) || isBase(c, of: TypeRef(b[i].ref)) { throw Errors.typeError("a __bases__ item causes an inheritance cycle") }
        }
        let best = try MRO.best(b), old = TypeRef(c.base.ref)
        func native(_ t: TypeRef) -> TypeRef { var t = t; while t.has(TypeRef.Flags.heapType) && t.solidBase != t { t = TypeRef(t.base.ref) }; return t.solidBase }
        let mine = c.solidBase == c ? native(old) : c.solidBase
        let sameDict = best.attributes == old.attributes && best.instanceSize == old.instanceSize
        if HeapGraph.isCollectable(best) != HeapGraph.isCollectable(old) { throw Errors.typeError("__bases__ assignment: '\(best.text)' deallocator differs from '\(old.text)'") }
        let weakDiffers = best.has(TypeRef.Flags.weakrefable) != old.has(TypeRef.Flags.weakrefable)
        if weakDiffers || native(best) != mine && !ObjectType.sameLayout(old, best) || !(sameDict || best.isPlain && old.isPlain && c.attributes != 0 && compatible(best, old, c)) {
            throw Errors.typeError("__bases__ assignment: '\(best.text)' object layout differs from '\(old.text)'")
        }
        let oldBases = c.bases, oldBase = c.base
        c.ref.set(TypeRef.basesWord, v); c.base = best.value
        // Triples: a class, its new order, the old one. A class whose order has been set anew by code that `mro()` ran keeps that.
        let done = ListRef.allocate()
        do throws(Raise) { try recompute(c, done) } catch {
            var i = 0
            while i + 2 < done.count {
                let t = TypeRef(done[i].ref)
                if t.mroValue == done[i + 1] { t.ref.set(TypeRef.mroWord, done[i + 2]); t.modified() }
                i += 3
            }
            if c.bases.value == v { c.ref.set(TypeRef.basesWord, oldBases.value); c.base = oldBase }
            throw error
        }
        c.modified()
        if c.bases.value != v { return }
        for i in 0..<oldBases.count { Subclasses.remove(c, from: TypeRef(oldBases[i].ref)) }
        for i in 0..<b.count { Subclasses.add(c, to: TypeRef(b[i].ref), isNew: false) }
        c.modified()
        MetaclassChanges.moved(c)
    }
    /// Classes without native part and without slots: attribute places are found through shapes, so the bases' own widths do not matter.
    private static func compatible(_ a: TypeRef, _ b: TypeRef, _ c: TypeRef) -> Bool {
        func plainDict(_ t: TypeRef) -> Bool { t == Types.object ? false : t.attributes == 2 && t.solidBase == Types.object }
        return plainDict(a) && plainDict(b)
    }
    /// (mro_hierarchy)
    private static func recompute(_ c: TypeRef, _ done: ListRef) throws(Raise) {
        let old = c.mroValue, new = try MRO.compute(c)
        if c.mroValue != old { return }
        c.ref.set(TypeRef.mroWord, new)
        done.append(c.value); done.append(new); done.append(old)
        let s = Subclasses.list(c)
        for i in 0..<s.count { try recompute(TypeRef(s[i].ref), done) }
    }
    /// Whether C is among the types that T's layout comes from; its order may not tell yet.
    private static func isBase(_ c: TypeRef, of t: TypeRef) -> Bool {
        var t = t.value
        while t.isPointer { if t == c.value { return true }; t = TypeRef(t.ref).base }
        return false
    }
}

/// `__annotations__` and `__annotate__` of classes (PEP 649, 749).
enum Annotations {
    nonisolated(unsafe) static var cache = Value.unbound
    static func define(_ t: TypeRef) {
        cache = StrRef.intern("__annotations_cache__")
        t.getter("__annotate__", set: { o, v throws(Raise) in
            let c = TypeRef(o.ref)
            if c.has(TypeRef.Flags.immutable) { throw Errors.typeError("cannot set '__annotate__' attribute of immutable type '\(ObjectType.fullName(c))'") }
            if !v.isNone && !Call.isCallable(v) { throw Errors.typeError("__annotate__ must be callable or None") }
            if c.dict.find(Names.__annotate__) != nil { c.dict.set(name: Names.__annotate__, v) } else { c.dict.set(name: Names.__annotate_func__, v) }
            if !v.isNone { _ = c.dict.remove(name: cache); _ = c.dict.remove(name: Names.__annotations__) }
            c.modified(Names.__annotate__)
        }, delete: { o throws(Raise) in throw Errors.typeError("cannot delete __annotate__ attribute") }) { o throws(Raise) in
            let c = TypeRef(o.ref)
            if !c.has(TypeRef.Flags.heapType) { throw TypeType.missing(c, Names.__annotate__) }
            guard let f = c.dict.find(Names.__annotate__) ?? c.dict.find(Names.__annotate_func__) else { c.dict.set(name: Names.__annotate_func__, .none); return .none }
            let g = f.type.slot(.get)
            return g.isUnbound ? f : try Operations.bindTo(f, g, .none, o)
        }
        t.getter("__annotations__", set: { o, v throws(Raise) in
            let c = TypeRef(o.ref)
            if c.has(TypeRef.Flags.immutable) { throw Errors.typeError("cannot set '__annotations__' attribute of immutable type '\(ObjectType.fullName(c))'") }
            if c.dict.find(Names.__annotations__) != nil { c.dict.set(name: Names.__annotations__, v) } else { c.dict.set(name: cache, v) }
            _ = c.dict.remove(name: Names.__annotate__); _ = c.dict.remove(name: Names.__annotate_func__)
            c.modified(Names.__annotations__)
        }, delete: { o throws(Raise) in
            let c = TypeRef(o.ref)
            if c.has(TypeRef.Flags.immutable) { throw Errors.typeError("cannot delete '__annotations__' attribute of immutable type '\(ObjectType.fullName(c))'") }
            if c.dict.remove(name: Names.__annotations__) == nil && c.dict.remove(name: cache) == nil { throw Errors.make(Exceptions.attributeError, value: Names.__annotations__) }
            _ = c.dict.remove(name: Names.__annotate__); _ = c.dict.remove(name: Names.__annotate_func__)
            c.modified(Names.__annotations__)
        }) { o throws(Raise) in
            let c = TypeRef(o.ref)
            if !c.has(TypeRef.Flags.heapType) { throw TypeType.missing(c, Names.__annotations__) }
            if let v = c.dict.find(Names.__annotations__) ?? c.dict.find(cache) {
                let g = v.type.slot(.get)
                return g.isUnbound ? v : try Operations.bindTo(v, g, .none, o)
            }
            let f = try Operations.getAttribute(o, Names.__annotate__)
            var d = Value.unbound
            if Call.isCallable(f) {
                d = try Call.call(f, Value(int: 1))
                guard d.isDict else { throw Errors.typeError("__annotate__ returned non-dict of type '\(d.type)'") }
            } else { d = DictRef.allocate().value }
            c.dict.set(name: cache, d); c.modified(Names.__annotations__)
            return d
        }
    }
}
extension Call {
    /// `callable(v)`
    public static func isCallable(_ v: Value) -> Bool {
        guard v.isPointer else { return false }
        let t = v.ref.type
        return t == Types.function || t == Types.builtinFunction || t == Types.method || t.has(TypeRef.Flags.type) || t == Types.methodDescriptor || t == Types.wrapperDescriptor
            || t == Types.methodWrapper || t == Types.classMethodDescriptor || t.hasSlot(.call)
    }
}

/// `__text_signature__` of builtin types: what `__new__` declares, where that says it all.
enum TypeSignature {
    /// Types that sort out their arguments themselves.
    private static let known = [
        "classmethod": "(function, /)", "staticmethod": "(function, /)", "complex": "(real=0, imag=0)", "frozenset": "(iterable=(), /)", "list": "(iterable=(), /)", "set": "(iterable=(), /)",
        "ellipsis": "()", "NoneType": "()", "NotImplementedType": "()", "map": "(function, iterable, /, *iterables, strict=False)", "object": "()", "property": "(fget=None, fset=None, fdel=None, doc=None)", "reversed": "(sequence, /)", "zip": "(*iterables, strict=False)",
        "functools.partial": "(func, /, *args, **keywords)", "operator.methodcaller": "(name, /, *args, **kwargs)", "types.SimpleNamespace": "(mapping_or_iterable=(), /, **kwargs)",
    ]
    static func text(_ t: TypeRef) -> Value {
        if t.has(TypeRef.Flags.exception) || t == Types.baseException { return .none }
        if let s = known[t.text] { return StrRef.make(s) }
        var s = "", prefix = "($type"
        if let new = t.dict.find(Slot.new.name), new.isExactly(Types.builtinFunction) { s = Descriptor.builtin(new).read { $0.signatureText.description } }
        // What takes all it is given leaves it to `__init__`.
        if s.isEmpty || s.contains("*args, **kwargs"), let initialize = t.dict.find(StrRef.intern("__init__")), initialize.isExactly(Types.wrapperDescriptor) {
            s = Descriptor.builtin(initialize).read { $0.signatureText.description }; prefix = "($self"
        }
        if s.contains("=<") || s.contains("*args, **kwargs") || !s.hasPrefix(prefix) { return .none }
        var rest = s.dropFirst(6)
        if rest.hasPrefix(", /, ") { rest = rest.dropFirst(5) } else if rest.hasPrefix(", /") { rest = rest.dropFirst(3) } else if rest.hasPrefix(", ") { rest = rest.dropFirst(2) }
        return StrRef.make("(" + rest)
    }
}

/// Where instances of a class keep slots and attributes (see `ClassBuilder`).
struct InstanceLayout {
    var size = 0, layout = Layout.opaque, attributes = 0, capacity = 0
    /// Interned (mangled) names of `__slots__`, without `__dict__` and `__weakref__`; their first word (or, at the end of the cell, count from the end).
    var slots: [Value] = [], firstSlot = 0
    var ownSlots = false, ownDict = false, weak = false, atEnd = false

    static func plan(_ name: Value, _ base: TypeRef, _ bases: TupleRef, _ dict: DictRef) throws(Raise) -> InstanceLayout {
        let F = TypeRef.Flags.self
        var p = InstanceLayout()
        let variable = isVariable(base)
        let baseHasDict = base.attributes != 0 || base.nativeDict != 0 || base.has(F.type)
        let mayWeak = !base.has(F.weakrefable) && !(variable && base.ref.word(TypeRef.itemSize) != 0)
        var wantDict = !baseHasDict, wantWeak = mayWeak
        if let s = dict.find(Names.__slots__) {
            wantDict = false; wantWeak = false
            let items = s.isStr ? ListRef(ListRef.make([s], 1)) : try Operations.list(s)
            if items.count > 0 && (base.ref.word(TypeRef.itemSize) != 0 || base.has(F.type) || base.has(F.long)) {
                var only = true
                for i in 0..<items.count where !(items[i].isStr && (StrRef(items[i]).equals("__dict__") || StrRef(items[i]).equals("__weakref__"))) { only = false }
                if !only || base.has(F.type) { throw Errors.typeError("nonempty __slots__ not supported for subtype of '\(base.text)'") }
            }
            var names: [(String, Value)] = []
            for i in 0..<items.count {
                let n = items[i]
                guard n.isStr else { throw Errors.typeError("__slots__ items must be strings, not '\(n.type)'") }
                let text = StrRef(n).string
                guard Names.isIdentifier(text) else { throw Errors.typeError("__slots__ must be identifiers") }
                if text == "__dict__" {
                    if baseHasDict || wantDict { throw Errors.typeError("__dict__ slot disallowed: we already got one") }
                    wantDict = true; continue
                }
                if text == "__weakref__" {
                    if !mayWeak || wantWeak { throw Errors.typeError("__weakref__ slot disallowed: we already got one") }
                    wantWeak = true; continue
                }
                let mangled = Names.mangle(StrRef(name).string, text)
                let key = StrRef.intern(mangled)
                if dict.find(key) != nil && !["__qualname__", "__classcell__", "__classdictcell__"].contains(mangled) {
                    throw Errors.valueError("\(Operations.reprText(key)) in __slots__ conflicts with class variable")
                }
                if names.contains(where: { $0.0 == mangled }) { continue }
                names.append((mangled, key))
            }
            names.sort { Array($0.0.unicodeScalars.map(\.value)).lexicographicallyPrecedes(Array($1.0.unicodeScalars.map(\.value))) }
            p.slots = names.map { $0.1 }
            // Secondary bases may provide a dict or weak references.
            for i in 0..<bases.count where bases[i] != base.value {
                let b = TypeRef(bases[i].ref)
                if !baseHasDict && b.attributes != 0 { wantDict = true }
                if mayWeak && b.has(F.weakrefable) { wantWeak = true }
            }
        }
        p.weak = wantWeak || base.has(F.weakrefable)
        p.ownDict = wantDict; p.ownSlots = !p.slots.isEmpty
        p.size = base.instanceSize; p.layout = base.layout; p.attributes = base.attributes; p.capacity = base.inlineCapacity
        let extra = p.slots.count
        if base.layout.to == Layout.trailing || variable {
            p.atEnd = true
            // Two words are kept for shape and dict even where slots forbid them, so that a subclass can have them.
            let had = base.layout.to == Layout.trailing ? Int(base.layout.from) : 2
            if wantDict { p.attributes = TypeRef.attributesAtEnd }
            p.firstSlot = had + 1
            if p.attributes != 0 || extra > 0 || base.layout.to == Layout.trailing { p.layout = base.layout.trailing(had + extra) }
            return p
        }
        var words = (p.size + 7) / 8
        if extra > 0 { p.firstSlot = words; p.layout = p.layout.extended(from: words); words += extra }
        if wantDict {
            p.attributes = words; words += 2; p.capacity = 0
            p.layout = p.layout.extended(from: p.attributes)
        }
        if p.attributes != 0 && words == p.attributes + 2 + p.capacity {
            // Nothing behind the inline attributes: make room for those that are to be expected.
            var more = AttributeRoom.count(base, dict)
            if p.capacity + more == 0 { more = 2 }
            more = max(0, min(more, 60 - p.capacity))
            p.capacity += more; words += more
            p.layout = p.layout.extended(from: p.attributes)
        }
        p.size = words * 8
        return p
    }
    /// Instances differ in size: attributes cannot have a fixed place.
    static func isVariable(_ t: TypeRef) -> Bool {
        t.has(TypeRef.Flags.tuple | TypeRef.Flags.str | TypeRef.Flags.bytes | TypeRef.Flags.long)
    }
}

/// The descriptors that `__slots__`, `__dict__` and `__weakref__` put into a class.
enum SlotMember {
    static func make(_ name: Value, owner: TypeRef, index: Int, layout: InstanceLayout) -> Value {
        let atEnd = layout.atEnd, word = layout.firstSlot + index
        func at(_ o: Value) -> Int { atEnd ? Heap.cellSize(o.ref) >> 3 - word : word }
        let a = Accessor("", { o throws(Raise) in
            let v = o.ref.value(at(o))
            if v.isUnbound { throw Errors.attributeError(o, name, message: "'\(qualified: o.type)' object has no attribute '\(StrRef(name))'") }
            return v
        }, { o, v throws(Raise) in o.ref.set(at(o), v) }, { o throws(Raise) in
            let w = at(o)
            if o.ref.value(w).isUnbound { throw Errors.make(Exceptions.attributeError, value: name) }
            o.ref.set(w, .unbound)
        })
        let d = Descriptor.make(Types.member, Unmanaged.passRetained(a).toOpaque(), owner: owner.value, name: StrRef(name).string)
        if !atEnd { d.ref.initialize(Descriptor.selfWord, Value(int: word)) }
        return d
    }
    /// The word of instances that a `__slots__` descriptor stands for; nil if it has no fixed place.
    static func word(_ d: Value) -> Int? {
        let w = d.ref.value(Descriptor.selfWord)
        return d.ref.type == Types.member && w.isInt ? w.int : nil
    }
    nonisolated(unsafe) private static var dictAccessor: Accessor? = nil
    nonisolated(unsafe) private static var weakAccessor: Accessor? = nil
    /// Where a builtin type around has a `__dict__` of its own, that one's rules hold.
    private static func checkWritable(_ o: Value) throws(Raise) {
        if o.isType { throw Errors.make(Exceptions.attributeError, "attribute '__dict__' of 'type' objects is not writable") }
        if o.isInstance(of: Types.module) { throw Errors.make(Exceptions.attributeError, "readonly attribute") }
    }
    /// Whether D is one that `dictionary` made.
    static func isDictionary(_ d: Value) -> Bool { d.isExactly(Types.getset) && dictAccessor.map { d.ref.word(Descriptor.native) == UInt64(UInt(bitPattern: Unmanaged.passUnretained($0).toOpaque())) } ?? false }
    static func dictionary(_ owner: TypeRef) -> Value {
        if dictAccessor == nil {
            dictAccessor = Accessor("__dict__", { o throws(Raise) in
                if let d = Instance.dictionary(o) { return d.value }
                // A metaclass's instances are classes, whose dict is not theirs to give away.
                if o.isType { return MappingProxy.make(TypeRef(o.ref).dict.value) }
                throw Errors.attributeError(o, Names.__dict__)
            }, { o, v throws(Raise) in try checkWritable(o); try Instance.setDictionary(o, v) }, { o throws(Raise) in
                try checkWritable(o)
                if o.isExceptionInstance { throw Errors.typeError("cannot delete __dict__") }
                try Instance.setDictionary(o, DictRef.allocate().value)
            })
        }
        return Descriptor.make(Types.getset, Unmanaged.passRetained(dictAccessor!).toOpaque(), owner: owner.value, name: "__dict__")
    }
    static func weakref(_ owner: TypeRef) -> Value {
        if weakAccessor == nil {
            weakAccessor = Accessor("__weakref__", { o throws(Raise) in WeakReference.first(o) }, nil, nil)
        }
        return Descriptor.make(Types.getset, Unmanaged.passRetained(weakAccessor!).toOpaque(), owner: owner.value, name: "__weakref__")
    }
}
extension ListRef { static func make(_ a: [Value], _ n: Int) -> Value { let l = allocate(capacity: n); for v in a { l.append(v) }; return l.value } }
extension Names {
    /// `__x` in class C becomes `_C__x` (as _Py_Mangle).
    static func mangle(_ cls: String, _ name: String) -> String {
        if !name.hasPrefix("__") || name.hasSuffix("__") || name.contains(".") { return name }
        let stripped = cls.drop { $0 == "_" }
        return stripped.isEmpty ? name : "_\(stripped)\(name)"
    }
    static func isIdentifier(_ s: String) -> Bool {
        var first = true
        for u in s.unicodeScalars {
            let ok = u == "_" || (first ? u.properties.isXIDStart : u.properties.isXIDContinue)
            if !ok { return false }
            first = false
        }
        return !first
    }
}

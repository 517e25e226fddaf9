/// `object`.
public enum ObjectType {
    /// `object.__getattribute__` of a class: its own dictionary counts as that of an instance of the metaclass; bases are not asked. Unbound if there is none.
    private static func ofClass(_ c: TypeRef, _ name: Value) throws(Raise) -> Value {
        let t = c.value.type, d = t.lookup(name)
        let get = d.isPointer ? d.type.slot(.get) : .unbound
        if !get.isUnbound && Operations.isDataDescriptor(d.type) { return try Operations.callSlot(get, d, c.value, t.value) }
        // (What lies in a builtin type is out of its reach.)
        if c.has(TypeRef.Flags.heapType), let own = c.dict.find(name) { return own }
        return get.isUnbound ? d : try Operations.callSlot(get, d, c.value, t.value)
    }
    static func define() {
        let t = Types.object
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            try create(TypeRef(a[0].ref), TupleRef(a[1]).count + DictRef(a[2]).count)
        }
        Types.objectNew = t.dict.find(Slot.new.name)!
        Types.objectInit = t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try checkInit(a[0].type, TupleRef(a[1]).count + DictRef(a[2]).count)
            return .none
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in defaultRepr(a[0]) }
        t.special("__str__", "($self, /)") { a throws(Raise) in try Operations.repr(a[0]) }
        Types.objectHash = t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(Operations.identityHash(a[0])) }
        Types.objectEqual = t.special("__eq__", "($self, value, /)") { a throws(Raise) in a[0] == a[1] ? .true : .notImplemented }
        Types.objectNotEqual = t.special("__ne__", "($self, value, /)") { a throws(Raise) in
            let e = a[0].type.slot(.eq)
            if e.isUnbound { return .notImplemented }
            let r = try Operations.callSlot(e, a[0], a[1])
            if r.isNotImplemented { return r }
            return Value(bool: !(try Operations.isTrue(r)))
        }
        for n: StaticString in ["__lt__", "__le__", "__gt__", "__ge__"] { t.special(n, "($self, value, /)", effect: .pure) { a throws(Raise) in .notImplemented } }
        Types.objectGetAttribute = t.special("__getattribute__", "($self, name, /)") { a throws(Raise) in
            let name = try attributeName(a[1])
            let v = a[0].isInstance(of: Types.type) ? try ofClass(TypeRef(a[0].ref), name) : try Operations.genericFind(a[0], a[0].type, name)
            if v.isUnbound { throw Errors.attributeError(a[0], name, message: "'\(a[0].type)' object has no attribute '\(StrRef(name))'") }
            return v
        }
        Types.objectSetAttr = t.special("__setattr__", "($self, name, value, /)") { a throws(Raise) in
            try checkSetter(a[0], "__setattr__")
            try Operations.genericSet(a[0], a[0].type, try attributeName(a[1]), a[2]); return .none
        }
        Types.objectDelAttr = t.special("__delattr__", "($self, name, /)") { a throws(Raise) in
            try checkSetter(a[0], "__delattr__")
            try Operations.genericSet(a[0], a[0].type, try attributeName(a[1]), .unbound); return .none
        }
        t.getter("__class__", set: { o, v throws(Raise) in try assignClass(o, v) }, delete: { o throws(Raise) in try assignClass(o, .unbound) }) { o throws(Raise) in o.type.value }
        t.method("__dir__", "($self, /)") { a throws(Raise) in try directory(a[0]) }
        t.method("__format__", "($self, format_spec, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("__format__() argument must be str, not \(TextArguments.describe(a[1]))") }
            if StrRef(a[1]).count > 0 { throw Errors.typeError("unsupported format string passed to \(a[0].type).__format__") }
            return try Operations.str(a[0])
        }
        t.method("__sizeof__", "($self, /)") { a throws(Raise) in
            Value(int: a[0].isPointer ? (a[0].isType ? TypeRef.words * 8 : Heap.cellSize(a[0].ref)) : max(16, a[0].type.instanceSize))
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in try reduce(a[0], 0) }
        t.method("__reduce_ex__", "($self, protocol, /)") { a throws(Raise) in
            let p = try Operations.index(a[1])
            let r = a[0].type.slot(.reduce)
            if r != Types.object.slot(.reduce) {
                let m = try Operations.getAttribute(a[0], Slot.reduce.name)
                return try Call.call(m)
            }
            return try reduce(a[0], p)
        }
        t.method("__getstate__", "($self, /)") { a throws(Raise) in try state(a[0], required: false) }
        t.classMethod("__init_subclass__", "($type, /)") { a throws(Raise) in .none }
        t.classMethod("__subclasshook__", "($type, object, /)") { a throws(Raise) in .notImplemented }
        t.constant("__doc__", StrRef.make("The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n"))
    }

    /// `object.__new__`: EXCESS counts the arguments beyond the type.
    static func create(_ t: TypeRef, _ excess: Int) throws(Raise) -> Value {
        if TypeCall.cannotCreate(t) { throw Errors.typeError("cannot create '\(t.text)' instances") }
        if excess > 0 {
            if t.slot(.new) != Types.objectNew { throw Errors.typeError("object.__new__() takes exactly one argument (the type to instantiate)") }
            try checkNoArguments(t, excess)
        }
        if t.has(TypeRef.Flags.isAbstract) { throw abstract(t) }
        return Value(Instance.allocate(t))
    }
    /// Nobody takes the EXCESS arguments of a call of T, which has `object.__init__`.
    public static func checkNoArguments(_ t: TypeRef, _ excess: Int) throws(Raise) {
        if excess > 0 && t.slot(.`init`) == Types.objectInit { throw Errors.typeError("\(t.text)() takes no arguments") }
    }
    /// `object.__init__`'s complaint about EXCESS arguments.
    static func checkInit(_ t: TypeRef, _ excess: Int) throws(Raise) {
        if excess == 0 { return }
        if t.slot(.`init`) != Types.objectInit { throw Errors.typeError("object.__init__() takes exactly one argument (the instance to initialize)") }
        if t.slot(.new) == Types.objectNew { throw Errors.typeError("\(t.text).__init__() takes exactly one argument (the instance to initialize)") }
    }
    private static func abstract(_ t: TypeRef) -> Raise {
        do throws(Raise) {
            let names = try Operations.list(try Operations.getAttribute(t.value, Names.__abstractmethods__))
            var texts: [String] = []
            for i in 0..<names.count { texts.append(names[i].isStr ? StrRef(names[i]).string : "?") }
            texts.sort { Array($0.unicodeScalars.map(\.value)).lexicographicallyPrecedes(Array($1.unicodeScalars.map(\.value))) }
            return Errors.typeError("Can't instantiate abstract class \(t.text) without an implementation for abstract method\(texts.count == 1 ? "" : "s") '\(texts.joined(separator: "', '"))'")
        } catch { return error }
    }
    /// "module.Qualname" of a type, without "builtins.".
    static func fullName(_ t: TypeRef) -> String {
        let m = TypeType.module(t), q = StrRef(t.qualifiedName).string
        if m.isStr && !StrRef(m).equals("builtins") { return "\(StrRef(m).string).\(q)" }
        return q
    }
    /// The same as messages name types (`%T`): `__main__` is left out too.
    static func qualified(_ t: TypeRef) -> String {
        let m = TypeType.module(t)
        return m.isStr && StrRef(m).equals("__main__") ? StrRef(t.qualifiedName).string : fullName(t)
    }
    static func hex(_ u: UInt64) -> String { "0x" + String(u, radix: 16) }
    static func defaultRepr(_ v: Value) -> Value { StrRef.make("<\(full: v.type) object at \(hex: address(v))>") }
    /// What `id` shows of V.
    static func address(_ v: Value) -> UInt64 { v.bits }

    static func attributeName(_ n: Value) throws(Raise) -> Value {
        guard n.isStr else { throw Errors.typeError("attribute name must be string, not '\(n.type)'") }
        return StrRef.intern(n)
    }
    /// `object.__setattr__` must not be used to get around a type's own (as hackcheck).
    static func checkSetter(_ o: Value, _ name: String) throws(Raise) {
        var t = o.type
        while t.has(TypeRef.Flags.heapType) { t = TypeRef(t.base.ref) }
        if o.isType { throw Errors.typeError("can't apply this \(name) to \(o.type) object") }
        let slot: Slot = name == "__setattr__" ? .setattr : .delattr
        if t != Types.object && t.slot(slot) != Types.object.slot(slot) && t != Types.module { throw Errors.typeError("can't apply this \(name) to \(t.text) object") }
    }
    private static func assignClass(_ o: Value, _ v: Value) throws(Raise) {
        if v.isUnbound { throw Errors.typeError("can't delete __class__ attribute") }
        guard v.isType else { throw Errors.typeError("__class__ must be set to a class, not '\(v.type)' object") }
        let new = TypeRef(v.ref), old = o.type
        let F = TypeRef.Flags.self
        if o.isPointer && old.isSubtype(of: Types.module) && new.isSubtype(of: Types.module) && new.attributes == 0 && old.attributes == 0 { o.ref.setType(new); return }
        guard new.has(F.heapType) && old.has(F.heapType) && o.isPointer else {
            throw Errors.typeError("__class__ assignment only supported for mutable types or ModuleType subclasses")
        }
        if new == old { return }
        guard sameLayout(old, new) else {
            throw Errors.typeError("__class__ assignment: '\(new.text)' object layout differs from '\(old.text)'")
        }
        if new.attributes != 0 {
            let a = Attributes(o.ref)
            _ = a.toDictionary()
            o.ref.set(a.word, Shape.dictionary(new))
        }
        o.ref.setType(new)
        if o.isType { TypeRef(o.ref).modified() }
        if new.has(F.hasDel) && !old.has(F.hasDel) { Finalizers.register(o.ref) }
    }
    /// Instances of both keep the same things at the same places: the same native part, slots of the same names above it, and attributes or none
    /// (as compatible_for_assignment).
    static func sameLayout(_ a: TypeRef, _ b: TypeRef) -> Bool {
        guard a.attributes == b.attributes, a.has(TypeRef.Flags.weakrefable) == b.has(TypeRef.Flags.weakrefable), (a.attributes != 0 || a.instanceSize == b.instanceSize && a.layout.to == b.layout.to) else { return false }
        // Slots of the same names may differ at one level only, above one and the same base. (compatible_for_assignment)
        let x = a.solidBase, y = b.solidBase
        if x != y {
            guard x.has(TypeRef.Flags.heapType), y.has(TypeRef.Flags.heapType), x.base == y.base, slotNames(x) == slotNames(y) else { return false }
        }
        return true
    }
    /// Names and places of the slots that the class itself adds.
    private static func slotNames(_ t: TypeRef) -> [String] {
        var out: [String] = [], i = -1
        while t.dict.next(&i) {
            let v = t.dict.valueAt(i)
            if v.isExactly(Types.member), v.ref.value(Descriptor.owner) == t.value { out.append("\(StrRef(t.dict.key(i)).string) \(SlotMember.word(v) ?? -1)") }
        }
        return out.sorted()
    }

    // MARK: dir

    static func directory(_ o: Value) throws(Raise) -> Value {
        var dict = Instance.copyAttributes(o)
        if dict == nil {
            let d = try Operations.findAttribute(o, Names.__dict__)
            dict = d.isDict ? DictRef(d).copy() : DictRef.allocate()
        }
        let c = try Operations.findAttribute(o, Names.__class__)
        if c.isPointer { try merge(dict!, c) }
        return try keys(dict!)
    }
    /// Adds the names of class C's dict and of its bases' (as merge_class_dict).
    static func merge(_ d: DictRef, _ c: Value) throws(Raise) {
        if c.isType {
            let m = TypeRef(c.ref).mro
            for i in stride(from: m.count - 1, through: 0, by: -1) {
                let s = TypeRef(m[i].ref).dict
                var k = -1
                while s.next(&k) { try d.set(s.key(k), s.valueAt(k)) }
            }
            return
        }
        let own = try Operations.findAttribute(c, Names.__dict__)
        if own.isDict { let s = DictRef(own); var k = -1; while s.next(&k) { try d.set(s.key(k), s.valueAt(k)) } }
        let bases = try Operations.findAttribute(c, Names.__bases__)
        if bases.isTuple { for i in 0..<TupleRef(bases).count { try merge(d, TupleRef(bases)[i]) } }
    }
    static func keys(_ d: DictRef) throws(Raise) -> Value {
        let out = ListRef.allocate(capacity: d.count)
        var k = -1
        while d.next(&k) { out.append(d.key(k)) }
        return out.value
    }

    // MARK: pickling

    private static func copyreg(_ name: String) throws(Raise) -> Value {
        let m = try Builtins.importModule("copyreg")
        return try Operations.getAttribute(m, StrRef.intern(name))
    }
    static func reduce(_ o: Value, _ proto: Int) throws(Raise) -> Value {
        if proto < 2 { return try Call.call(try copyreg("_reduce_ex"), o, Value(int: proto)) }
        let t = o.type
        if t.slot(.new).isUnbound || TypeCall.cannotCreate(t) { throw Errors.typeError("cannot pickle '\(t.text)' object") }
        var args = Value.unbound, kwargs = Value.unbound
        let ex = try Operations.special(o, StrRef.intern("__getnewargs_ex__"))
        if !ex.isUnbound {
            let r = try Call.call(ex)
            guard r.isTuple else { throw Errors.typeError("__getnewargs_ex__ should return a tuple, not '\(r.type)'") }
            guard TupleRef(r).count == 2 else { throw Errors.valueError("__getnewargs_ex__ should return a tuple of length 2, not \(TupleRef(r).count)") }
            args = TupleRef(r)[0]; kwargs = TupleRef(r)[1]
            guard args.isTuple else { throw Errors.typeError("first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '\(args.type)'") }
            guard kwargs.isDict else { throw Errors.typeError("second item of the tuple returned by __getnewargs_ex__ must be a dict, not '\(kwargs.type)'") }
        } else {
            let g = try Operations.special(o, StrRef.intern("__getnewargs__"))
            if !g.isUnbound {
                args = try Call.call(g)
                guard args.isTuple else { throw Errors.typeError("__getnewargs__ should return a tuple, not '\(args.type)'") }
            }
        }
        let hasArgs = args.isPointer
        let cls = try Operations.getAttribute(o, Names.__class__)
        let factory: Value, newArgs: Value
        if !kwargs.isPointer || DictRef(kwargs).count == 0 {
            factory = try copyreg("__newobj__")
            let n = hasArgs ? TupleRef(args).count : 0
            let list = ListRef.allocate(capacity: n + 1)
            list.append(cls)
            for i in 0..<n { list.append(TupleRef(args)[i]) }
            newArgs = list.asTuple()
        } else {
            factory = try copyreg("__newobj_ex__")
            newArgs = TupleRef.make(cls, args, kwargs)
        }
        let required = !hasArgs && !o.isList && !o.isDict
        let s = try getState(o, required: required)
        var listItems = Value.none, dictItems = Value.none
        if o.isList { listItems = try Operations.iterate(o) }
        if o.isDict { dictItems = try Operations.iterate(try Call.call(try Operations.getAttribute(o, Names.items))) }
        let out = TupleRef.allocate(5)
        out[0] = factory; out[1] = newArgs; out[2] = s; out[3] = listItems; out[4] = dictItems
        return out.value
    }
    private static func getState(_ o: Value, required: Bool) throws(Raise) -> Value {
        let name = StrRef.intern("__getstate__")
        if o.type.lookup(name) == Types.object.lookup(name) { return try state(o, required: required) }
        return try Call.call(try Operations.getAttribute(o, name))
    }
    /// `object.__getstate__`: the dict, or (dict, slots).
    static func state(_ o: Value, required: Bool) throws(Raise) -> Value {
        let t = o.type
        let slotNames = try slotNamesOf(t)
        if required && (t.ref.word(TypeRef.itemSize) != 0 || t == Types.memoryview) { throw Errors.typeError("cannot pickle \(t.text) objects") }
        if required && !hasPlainLayout(t, slotNames) { throw Errors.typeError("cannot pickle '\(t.text)' object") }
        var s: Value = .none
        if let d = Instance.copyAttributes(o) { if d.count > 0 { s = d.value } } else if !o.isType {
            let d = try Operations.findAttribute(o, Names.__dict__)
            if d.isPointer { s = d }
        }
        if slotNames.isList && ListRef(slotNames).count > 0 {
            let slots = DictRef.allocate(), l = ListRef(slotNames)
            for i in 0..<l.count {
                let v = try Operations.findAttribute(o, StrRef.intern(l[i]))
                if !v.isUnbound { try slots.set(l[i], v) }
            }
            if slots.count > 0 { return TupleRef.make(s, slots.value) }
        }
        return s
    }
    /// Nothing native that the state would miss (as the itemsize/basicsize test in object_getstate_default).
    private static func hasPlainLayout(_ t: TypeRef, _ slots: Value) -> Bool {
        var b = t
        while b.has(TypeRef.Flags.heapType) { b = TypeRef(b.base.ref) }
        // (`tzinfo`, say, has no more than a header.)
        let isBare = b.layout.kind == .plain && b.layout.to == 0 && b.instanceSize == 16
        return b == Types.object || b.isSubtype(of: Types.baseException) || b == Types.namespace || b == Types.none || b == TypingTypes.generic || isBare
    }
    private static func slotNamesOf(_ t: TypeRef) throws(Raise) -> Value {
        if let v = t.dict.find(StrRef.intern("__slotnames__")) {
            guard v.isNone || v.isList else { throw Errors.typeError("\(t.text).__slotnames__ should be a list or None, not \(v.type)") }
            return v
        }
        if !t.has(TypeRef.Flags.heapType) { return .none }
        let v = try Call.call(try copyreg("_slotnames"), t.value)
        guard v.isNone || v.isList else { throw Errors.typeError("copyreg._slotnames didn't return a list or None") }
        return v
    }
}

import TraceIR
import TraceCompiler

/// Globals, cells, attributes, items and iterators under the recorder.
///
/// What a type says is constant under a guard of its version; where an instance keeps an attribute, under a guard of its shape.
extension Recorder {
    // MARK: guards
    func guardType(_ w: Traced, _ t: TypeRef) {
        // Boxed or not, a float is one kind in traces.
        if t == Types.float { _ = float(w); return }
        if w.ref.isConstant && w.value.isPointer && (t == Types.str || t == Types.tuple) { return }
        b.guardIsPointer(w.ref, snapshot())
        b.guardField(w.ref, offset: 8, class: Alias.headers, equals: UInt64(UInt(bitPattern: t.ref)), snapshot())
    }
    func guardVersion(_ t: TypeRef) {
        if t.has(TypeRef.Flags.immutable) { return }
        keep.append(t.value)
        b.guardField(b.pointer(UInt(bitPattern: t.ref)), offset: TypeRef.versionWord * 8, class: Alias.types, equals: t.version, snapshot())
    }
    /// Guards that W is exactly the object it is now.
    func guardIdentity(_ w: Traced) {
        if w.ref.isConstant { return }
        if w.value.isPointer { keep.append(w.value) }
        b.guardEqual(b.asWord(w.ref), w.value.bits, snapshot())
    }
    /// Guards that word AT of the function F is V.
    func guardWord(_ f: TraceIR.Ref, _ at: Int, _ v: Value) {
        if f.isConstant { return }
        b.guardEqual(b.load(f, offset: at * 8, class: Alias.types, kind: .word), v.bits, snapshot())
        keep.append(v)
    }
    /// Stores a value in the object BASE, with the barrier where it may be a pointer.
    func write(_ base: TraceIR.Ref, _ offset: Int, _ index: TraceIR.Ref, _ w: Traced, _ c: UInt8) {
        effects += 1
        tracedNote()
        b.storeValue(base, index: index, offset: offset, class: c, value: w.ref)
    }

    // MARK: globals
    /// Guards that the running function's globals (with NAMESPACE: that the namespace too) are the dict they are now.
    func globals(_ n: Node, namespace: Bool) -> DictRef? {
        let g = frame.function.globals
        if !g.value.isExactly(Types.dict) { return nil }
        if namespace {
            if frame.namespace != g.value { return nil }
            b.guardEqual(header(Frame.namespace), g.value.bits, snapshot())
        }
        let f = header(Frame.function)
        if !f.isConstant { b.guardEqual(b.load(f, offset: FunctionRef.globalsWord * 8, class: Alias.types, kind: .word), g.value.bits, snapshot()) }
        keep.append(g.value)
        return g
    }
    /// The address of NAME's entry: a table (guarded to be in use) and an offset.
    func entry(_ g: DictRef, _ name: Value) -> (UInt, Int)? {
        var e = EntryCache()
        if e.find(g, name).isUnbound { return nil }
        b.guardEqual(b.load(b.pointer(UInt(g.value.bits)), offset: 32, class: Alias.entries, kind: .i64), e.table, snapshot())
        keep.append(Value(bits: e.table))
        let t = DictRef.Table(Ref(bitPattern: UInt(e.table)).unsafelyUnwrapped)
        let at = UnsafeRawPointer(t.entries + e.index) + 16
        return (UInt(e.table), at - UnsafeRawPointer(t.ref))
    }
    func global(_ name: Value, _ n: Expression, namespace: Bool) throws(Raise) -> Traced {
        guard let g = globals(n, namespace: namespace) else { return try opaque(n) }
        if let (table, offset) = entry(g, name) {
            let v = g.find(name).unsafelyUnwrapped
            let w = typed(v, b.load(b.pointer(table), offset: offset, class: Alias.entries, kind: .word))
            if b.kind(w.ref) == .word { b.guardNonNull(w.ref, snapshot()) }
            return w
        }
        // A builtin: the globals have no such key as long as their keys are the same.
        let builtins = frame.function.ref.value(FunctionRef.builtinsWord)
        guard builtins.isExactly(Types.dict), let v = DictRef(builtins).find(name) else { return try opaque(n) }
        b.guardEqual(b.load(b.pointer(UInt(g.value.bits)), offset: 24, class: Alias.entries, kind: .i64), g.versionWithout(name), snapshot())
        keep.append(builtins)
        guard let (table, offset) = entry(DictRef(builtins), name) else { return try opaque(n) }
        let w = Traced(value: v, ref: b.load(b.pointer(table), offset: offset, class: Alias.entries, kind: .word))
        guardIdentity(w)
        return known(v)
    }
    /// Whether `global` can read the name of N without running anything.
    func canRead(_ n: GlobalNode) -> Bool {
        let g = frame.function.globals, builtins = frame.function.ref.value(FunctionRef.builtinsWord)
        if !g.value.isExactly(Types.dict) || n is NameNode && frame.namespace != g.value { return false }
        return g.find(n.name) != nil || builtins.isExactly(Types.dict) && DictRef(builtins).find(n.name) != nil
    }
    func storeGlobal(_ name: Value, _ w: Traced, _ t: Target, namespace: Bool) throws(Raise) {
        guard let g = globals(t, namespace: namespace), let (table, offset) = entry(g, name) else { return try opaqueStore(t, w) }
        let base = b.pointer(table)
        b.guardNonNull(b.load(base, offset: offset, class: Alias.entries, kind: .word), snapshot())
        write(base, offset, .none, w, Alias.entries)
        g.set(name: name, w.value)
    }
    func cell(_ slot: Int) -> Traced {
        let c = word(slot)
        return typed(CellRef(c.value).content, b.load(c.ref, offset: 16, class: Alias.cells, kind: .word))
    }
    /// A cell that holds W: it exists only if something needs it as an object.
    func newCell(_ w: Traced) -> Traced {
        // (The word may box a float, which may collect: first.)
        let x = Traced(value: w.value, ref: b.asWord(w.ref)), c = b.new(size: 24, type: UInt(bitPattern: Types.cell.ref))
        b.storeValue(c, offset: 16, class: Alias.cells, value: x.ref)
        return Traced(value: CellRef.make(w.value), ref: c)
    }
    func storeCell(_ slot: Int, _ w: Traced) {
        let c = word(slot)
        write(c.ref, 16, .none, w, Alias.cells)
        CellRef(c.value).content = w.value
    }

    // MARK: attributes
    /// GETTER: the state of the current node in which code that is asked for the attribute runs (a `__getattr__` in the one behind it).
    func attribute(_ n: AttributeNode, _ o: Traced, keepsLevel: Bool = false, getter: Int = 1) throws(Raise) -> Traced {
        locate(n)
        let isNew = o.value.isPointer && AttributeCache.single(o.value, n.name).kind == .property && n.cache.property(o.value) == nil
        do throws(Raise) { if let w = try asked(n, n.name, o, state: getter) { return w } } catch { throw isNew ? Operations.named(error, o.value, n.name) : error }
        return try attribute(n, n.name, o, raisingIn: keepsLevel ? 0 : 1, isValue: true)
    }
    /// RAISING: how many levels of the path belong to what raises.
    func attribute(_ n: Node, _ name: Value, _ o: Traced, raisingIn up: Int, isValue: Bool = false) throws(Raise) -> Traced {
        if isComplex(o), let w = complexPart(o, name) { return w }
        if o.value.isPointer {
            if let w = attributeOfMany(o, name) { return w }
            let v: Value
            let c = AttributeCache.single(o.value, name), t = o.value.ref.type
            switch c.kind {
            case .inline, .overflow:
                let place = guardShape(o, t, c)
                if c.kind == .inline {
                    v = o.value.ref.value(Int(c.index))
                    return typed(v, b.load(o.ref, offset: Int(c.index) * 8, class: Alias.attributes, kind: .word))
                }
                let s = b.load(o.ref, offset: (place + 1) * 8, class: Alias.attributes, kind: .pointer)
                v = ListRef.Storage(o.value.ref.value(place + 1).ref).items[Int(c.index)]
                return typed(v, b.load(s, offset: 24 + Int(c.index) * 8, class: Alias.attributes, kind: .word))
            case .slot:
                v = o.value.ref.value(Int(c.index))
                if v.isUnbound { break }
                guardType(o, t); guardVersion(t)
                let w = typed(v, b.load(o.ref, offset: Int(c.index) * 8, class: Alias.attributes, kind: .word))
                if b.kind(w.ref) == .word { b.guardNonNull(w.ref, snapshot()) }
                return w
            case .value:
                guardShape(o, t, c)
                return known(c.value)
            case .typeAttribute:
                guardIdentity(o)
                guardVersion(TypeRef(o.value.ref))
                return known(c.value)
            case .accessor where c.value == ExceptionType.argsGetter:
                guardType(o, t); guardVersion(t)
                return Traced(value: ExceptionRef(o.value).args, ref: b.load(o.ref, offset: ExceptionRef.argsWord * 8, class: Alias.attributes, kind: .word))
            case .accessor where name == Names.__class__ && c.value.ref.value(Descriptor.owner) == Types.object.value:
                if guardFound(o, name) { return Traced(value: t.value, ref: b.load(o.ref, offset: 8, class: Alias.headers, kind: .word)) }
                guardType(o, t); guardVersion(t)
                return known(t.value)
            case .module, .cell, .typeCell:
                let d = c.kind == .module ? ModuleRef(o.value).dict : DictRef(c.value)
                if c.kind == .cell { guardShape(o, t, c) } else { guardIdentity(o) }
                if c.kind == .typeCell { guardVersion(TypeRef(o.value.ref)) }
                if let (table, offset) = entry(d, name) {
                    v = d.find(name).unsafelyUnwrapped
                    let w = typed(v, b.load(b.pointer(table), offset: offset, class: Alias.entries, kind: .word))
                    if b.kind(w.ref) == .word { b.guardNonNull(w.ref, snapshot()) }
                    return w
                }
            default: if let w = boundAttribute(o, c) { return w }
            }
            if t == Types.superType, let w = superAttribute(o, name) { return w }
            if let w = documentation(o, t, name) ?? nativeClassMethod(o, name) ?? ownDictionary(o, c, name) { return w }
            if let w = namedItem(o, t, name) { return w }
            if let d = quietGetter(o.value, name) {
                guardType(o, t); guardVersion(t)
                let v = try Descriptor.accessor(d).with { a throws(Raise) in try a.get(o.value) }
                let w = b.call(Leaves.get, [b.asWord(o.ref), known(d).ref], result: .word, writes: 0, raises: snapshot(.raising, last: ResumeState.raising, up: up))
                if isValue { givesValue() }
                return Traced(value: v, ref: w)
            }
            if c.kind == .none, let d = ownDict(o, name), case let v = Plain.get(d.value, name), !v.isUnbound {
                if let w = dictItem(d, name) { return w }
                let w = b.call(Leaves.dictGet, [d.ref, known(name).ref], result: .word, writes: 0)
                b.guardNonNull(w, snapshot())
                return Traced(value: v, ref: w)
            }
        }
        let w = residual(Residual.getAttribute, [o.ref, known(name).ref], up: up, isValue: isValue)
        return Traced(value: try Operations.getAttribute(o.value, name), ref: w)
    }
    /// Attributes that native getters compute without running code, looking at a frame or changing anything.
    private static let quiet: Set<String> = ["__doc__", "__name__", "__qualname__", "__module__", "__code__", "__defaults__", "__kwdefaults__", "__closure__", "__globals__",
        "__self__", "__func__", "__bases__", "__base__", "__mro__", "start", "stop", "step", "year", "month", "day", "hour", "minute", "second", "microsecond", "fold", "tzinfo",
        "days", "seconds", "microseconds", "_loop", "_source_traceback", "_log_destroy_pending", "_log_traceback", "_asyncio_future_blocking", "_must_cancel", "_fut_waiter", "_coro", "_result", "_exception", "tag", "text", "tail", "attrib",
        "co_filename", "co_name", "co_qualname", "co_firstlineno", "co_flags", "string", "pos", "endpos", "re", "lastindex", "lastgroup", "pattern", "flags", "groups", "groupindex",
        "real", "imag", "numerator", "denominator", "itemsize", "nbytes", "maxlen", "default_factory", "func", "args", "keywords"]
    /// Attributes whose native setters take a bool as a mark and do no more.
    private static let marks: Set<String> = ["_log_destroy_pending", "_asyncio_future_blocking"]
    /// The getter of such an attribute NAME of V, which no attribute of V's own hides; nil elsewhere.
    func quietGetter(_ v: Value, _ name: Value) -> Value? {
        let t = v.ref.type
        guard t.has(TypeRef.Flags.genericGet) || t.has(TypeRef.Flags.type) && t.slot(.getattribute) == Types.typeGetAttribute, t.slot(.getattr).isUnbound else { return nil }
        let d = t.lookup(name)
        guard Recorder.isQuiet(d), t.isSubtype(of: TypeRef(d.ref.value(Descriptor.owner).ref)), StrRef.equal(StrRef(d.ref.value(Descriptor.name)), StrRef(name)) else { return nil }
        return d
    }
    /// Whether D is such a getter.
    static func isQuiet(_ d: Value) -> Bool {
        (d.isExactly(Types.getset) || d.isExactly(Types.member) && SlotMember.word(d) == nil) &&
            (quiet.contains(StrRef(d.ref.value(Descriptor.name)).string) || d == Types.type.lookup(Names.__dict__))
    }
    /// The dict in which O, a function or an instance of many attributes, keeps its attribute NAME, guarded to be where it is looked for first; nil for other objects.
    private func ownDict(_ o: Traced, _ name: Value) -> Traced? {
        let t = o.value.ref.type
        guard t.has(TypeRef.Flags.genericGet), t.slot(.setattr) == Types.objectSetAttr else { return nil }
        let d = t.lookup(name)
        if !d.isUnbound && (Operations.isDataDescriptor(d.type) || d.isExactly(Types.member)) { return nil }
        if t == Types.function {
            let v = o.value.ref.value(FunctionRef.dictWord)
            guard v.isExactly(Types.dict) else { return nil }
            guardType(o, t)
            let w = Traced(value: v, ref: b.load(o.ref, offset: FunctionRef.dictWord * 8, class: Alias.types, kind: .word))
            guardType(w, Types.dict)
            return w
        }
        guard t.attributes != 0, t.attributes != TypeRef.attributesAtEnd, case let a = Attributes(o.value.ref), a.isDictionary else { return nil }
        guardType(o, t); guardVersion(t)
        keep.append(Value(a.shape.ref))
        b.guardField(o.ref, offset: a.word * 8, class: Alias.attributes, equals: Value(a.shape.ref).bits, snapshot())
        return Traced(value: a.dict.value, ref: b.load(o.ref, offset: (a.word + 1) * 8, class: Alias.attributes, kind: .word))
    }
    /// A field of a named tuple.
    private func namedItem(_ o: Traced, _ t: TypeRef, _ name: Value) -> Traced? {
        guard o.value.isTuple, t.has(TypeRef.Flags.genericGet), TupleGetter.type.raw != 0 else { return nil }
        let d = t.lookup(name)
        guard d.isExactly(TupleGetter.type), let i = TupleGetter.index(d), i < TupleRef(o.value).count else { return nil }
        guardType(o, t); guardVersion(t)
        b.guardBool(b.compare(.lt, b.i64(i), b.load(o.ref, offset: 16, class: 0, kind: .i64, length: true)), true, snapshot())
        let v = TupleRef(o.value).items[i]
        return typed(v, b.load(o.ref, offset: 32 + i * 8, class: 0, kind: .word))
    }
    /// Whether O has no attribute NAME, nor a method that is asked for what is missing; guarded if so.
    func hasNone(_ o: Traced, _ name: Value) -> Bool {
        let t = o.value.ref.type
        if t == Types.type {
            guard t.lookup(name).isUnbound, TypeRef(o.value.ref).lookup(name).isUnbound else { return false }
            guardIdentity(o); guardVersion(TypeRef(o.value.ref))
            return true
        }
        return t.slot(.getattr).isUnbound && t.lookup(name).isUnbound && lacksOwn(o, name)
    }
    /// Guards that O is of class T and has the shape that C is about; gives the word that it lies at.
    @discardableResult
    func guardShape(_ o: Traced, _ t: TypeRef, _ c: AttributeCache) -> Int {
        guardType(o, t); guardVersion(t)
        if c.shapeWord == 0 { return 0 }
        let place = c.place(o.value)
        if c.shapeWord == AttributeCache.atEnd { guardSize(o, t, place) }
        keep.append(Value(bits: c.shape))
        b.guardField(o.ref, offset: place * 8, class: Alias.attributes, equals: c.shape, snapshot())
        return place
    }
    /// Guards that the last words of O, of class T, which keeps its attributes there, begin at PLACE.
    private func guardSize(_ o: Traced, _ t: TypeRef, _ place: Int) {
        if o.ref.isConstant { return }
        if t.has(TypeRef.Flags.long) || t.has(TypeRef.Flags.tuple) {
            // (What the cell's size follows from: how many limbs or items there are.)
            b.guardEqual(b.load(o.ref, offset: 16, class: 0, kind: .i64, length: t.has(TypeRef.Flags.tuple)), o.value.ref.word(2), snapshot())
        } else { b.guardEqual(b.call(Leaves.lastWords, [o.ref], result: .i64, pure: true, leaf: true), UInt64(place), snapshot()) }
    }
    /// The function that NAME finds on the type of O, to be called with O in front; unbound if it is not such a method.
    func method(_ o: Traced, _ name: Value) -> Value {
        guard o.value.isPointer else {
            let d = o.value.type.lookup(name)
            guard !o.value.isUnbound, d.isPointer, d.ref.type == Types.methodDescriptor else { return .unbound }
            guardKind(o)
            return d
        }
        let cache = AttributeCache.single(o.value, name)
        guard cache.kind == .method else { return .unbound }
        if !guardFound(o, name) { guardShape(o, o.value.ref.type, cache) }
        return cache.value
    }
    /// Guards that NAME is found on O's type, as FUNCTION, and not on O itself.
    func guardMethod(_ o: Traced, _ name: Value, _ function: Value) -> Bool {
        guard o.value.isPointer else { return !o.value.isUnbound && method(o, name) == function }
        guard function.isPointer else { return false }
        let c = AttributeCache.single(o.value, name)
        guard c.kind == .method, c.value == function else { return false }
        if !guardFound(o, name) { guardShape(o, o.value.ref.type, c) }
        return true
    }
    /// SETTER: the state of the current node in which a property's setter runs, 0 if it has none.
    func storeAttribute(_ t: AttributeTarget, _ o: Traced, _ w: Traced, setter: Int = 0) throws(Raise) {
        locate(t)
        if try storeAttribute(t, t.name, o, w, setter: setter) { return }
        try residualStore(t, o, w)
    }
    /// Stores W under NAME in O for node T, if that is more than a call; if not, nothing has happened. ISGENERIC: as `object.__setattr__` does. ISNAME guards the name.
    func storeAttribute(_ t: Node, _ name: Value, _ o: Traced, _ w: Traced, setter: Int = 0, isGeneric: Bool = false, isName: () -> Void = {}) throws(Raise) -> Bool {
        guard o.value.isPointer else { return false }
        let type = o.value.ref.type, isNative = type.slot(.setattr) == Types.objectSetAttr || isGeneric
        if isGeneric {
            // (Types whose native base has a `__setattr__` of its own refuse object's.)
            var base = type
            while base.has(TypeRef.Flags.heapType) { base = TypeRef(base.base.ref) }
            guard base == Types.object, type != base else { return false }
        } else if setter != 0, case let f = type.slot(.setattr), f.isExactly(Types.function), canInline(FunctionRef(f.ref), 3) {
            isName(); guardType(o, type); guardVersion(type)
            _ = try inline(t, known(f), [o, known(name), w], state: setter)
            return true
        }
        if type == Types.type, w.value.isInt || w.value.isFloat {
            // A number that a class keeps and that changes: its place is known as long as the class's version is.
            let c = AttributeCache.single(o.value, name), dict = TypeRef(o.value.ref).dict
            if c.kind == .typeCell, c.value == dict.value, !TypeRef(o.value.ref).has(TypeRef.Flags.immutable), let old = dict.find(name),
               ChangingAttributes.keepsVersion(TypeRef(o.value.ref), name, old, w.value), let (table, offset) = entry(dict, name) {
                isName(); guardIdentity(o); guardVersion(TypeRef(o.value.ref))
                write(b.pointer(table), offset, .none, typed(w), Alias.entries)
                dict.set(name: name, w.value)
                return true
            }
        }
        if !isGeneric, storeInMany(o, name, w, isName: isName) { return true }
        let d = type.lookup(name)
        if d.isPointer, d.ref.type == Types.member, let word = SlotMember.word(d), isNative {
            isName(); guardType(o, type); guardVersion(type)
            write(o.ref, word * 8, .none, w, Alias.attributes)
            o.value.ref.set(word, w.value)
            return true
        }
        if d.isPointer, isNative, !isGeneric, d.isExactly(Types.getset), w.value.isBool, Recorder.marks.contains(StrRef(name).string), type.isSubtype(of: TypeRef(d.ref.value(Descriptor.owner).ref)) {
            isName(); guardType(o, type); guardVersion(type); guardIdentity(w)
            effects += 1
            b.guardEqual(b.call(Leaves.put, [o.ref, known(d).ref, b.asWord(w.ref)], result: .i64, writes: 0), 1, snapshot())
            try Descriptor.accessor(d).with { a throws(Raise) in if let set = a.set { try set(o.value, w.value) } }
            return true
        }
        if d.isPointer, isNative, case let dt = d.ref.type, Operations.isDataDescriptor(dt) {
            guard setter != 0 else { return false }
            if dt == Types.property {
                let f = PropertyObject.setter(d)
                guard f.isExactly(Types.function), canInline(FunctionRef(f.ref), 2) else { return false }
                isName(); guardType(o, type); guardVersion(type)
                _ = try inline(t, known(f), [o, w], state: setter)
                return true
            }
            let f = dt.slot(.set)
            guard f.isExactly(Types.function), canInline(FunctionRef(f.ref), 3) else { return false }
            isName(); guardType(o, type); guardVersion(type); guardVersion(dt)
            _ = try inline(t, known(f), [known(d), o, w], state: setter)
            return true
        }
        if let own = ownDict(o, name), Plain.has(own.value, name) != 2 {
            isName()
            if storeDictItem(own, name, w) { return true }
            effects += 1; tracedNote()
            let r = b.call(Leaves.dictSet, [own.ref, known(name).ref, b.asWord(w.ref)], result: .i64, writes: Alias.mask(Alias.entries, Alias.lengths))
            // (Where it cannot be told, nothing has happened.)
            b.guardEqual(r, 1, snapshot())
            _ = Plain.set(own.value, name, w.value)
            return true
        }
        guard type.attributes != 0, type.attributes != TypeRef.attributesAtEnd, isNative,
              d.isUnbound || !Operations.isDataDescriptor(d.type) else { return false }
        let a = Attributes(o.value.ref)
        if a.isDictionary { return false }
        let shape = a.shape, i = shape.find(name)
        if i < 0 && shape.count >= Shape.limit { return false }
        let index = i >= 0 ? i : shape.count
        isName(); guardType(o, type); guardVersion(type)
        keep.append(Value(shape.ref))
        b.guardField(o.ref, offset: a.word * 8, class: Alias.attributes, equals: Value(shape.ref).bits, snapshot())
        if index >= a.capacity {
            if i < 0 {
                // (Its storage may have to grow.)
                let larger = shape.adding(name)
                keep.append(Value(larger.ref))
                effects += 1; tracedNote()
                b.call(Leaves.attributeAdd, [o.ref, b.word(Value(larger.ref).bits), b.asWord(w.ref)], result: .none, writes: Alias.mask(Alias.attributes))
                a.add(larger, w.value)
                return true
            }
            let s = b.load(o.ref, offset: (a.word + 1) * 8, class: Alias.attributes, kind: .pointer)
            write(s, 24 + (index - a.capacity) * 8, .none, w, Alias.attributes)
            a[index] = w.value
            return true
        }
        write(o.ref, (a.word + 2 + index) * 8, .none, w, Alias.attributes)
        if i >= 0 { a[index] = w.value; return true }
        let s = shape.adding(name)
        keep.append(Value(s.ref))
        // (Shapes live as long as their type's root, which the type keeps alive: no barrier, as the interpreter's cache.)
        b.store(o.ref, offset: a.word * 8, class: Alias.attributes, value: b.word(Value(s.ref).bits))
        a.add(s, w.value)
        return true
    }
    /// `del o.name`, of the instance's own attributes; all else may run anything.
    func deleteAttribute(_ t: AttributeTarget, _ o: Traced) throws(Raise) {
        locate(t)
        if o.value.isPointer, case let type = o.value.ref.type, type.slot(.delattr) == Types.objectDelAttr, type.attributes != 0, type.attributes != TypeRef.attributesAtEnd,
           case let d = type.lookup(t.name), d.isUnbound || !Operations.isDataDescriptor(d.type) && !d.isExactly(Types.member),
           case let a = Attributes(o.value.ref), !a.isDictionary, a.shape.find(t.name) >= 0 {
            guardType(o, type); guardVersion(type)
            keep.append(Value(a.shape.ref))
            b.guardField(o.ref, offset: a.word * 8, class: Alias.attributes, equals: Value(a.shape.ref).bits, snapshot())
            effects += 1; tracedNote()
            let count = a.shape.count
            if count <= a.capacity, let smaller = a.shape.removing(t.name) {
                // (As `Attributes.remove`: those behind it move up.)
                func place(_ i: Int) -> Int { (a.word + 2 + i) * 8 }
                for i in a.shape.find(t.name)..<count - 1 {
                    b.storeValue(o.ref, offset: place(i), class: Alias.attributes, value: b.load(o.ref, offset: place(i + 1), class: Alias.attributes, kind: .word))
                }
                b.store(o.ref, offset: place(count - 1), class: Alias.attributes, value: b.word(0))
                keep.append(Value(smaller.ref))
                b.store(o.ref, offset: a.word * 8, class: Alias.attributes, value: b.word(Value(smaller.ref).bits))
                _ = a.remove(t.name)
                return
            }
            b.call(Leaves.attributeRemove, [o.ref, known(t.name).ref], result: .i64, writes: Alias.mask(Alias.attributes, Alias.entries, Alias.lengths))
            _ = a.remove(t.name)
            return
        }
        _ = residual(Residual.deleteAttribute, [o.ref, known(t.name).ref], result: .i64)
        try Operations.deleteAttribute(o.value, t.name)
    }
    /// A store in an attribute or item that runs the target's own code; its object (and key) are evaluated.
    func residualStore(_ t: AttributeTarget, _ o: Traced, _ w: Traced) throws(Raise) {
        locate(t)
        _ = residual(Residual.setAttribute, [o.ref, known(t.name).ref, w.ref], result: .i64)
        try Operations.setAttribute(o.value, t.name, w.value)
    }

    // MARK: displays
    /// Guards that W is a tuple or list (as it is now) of N items.
    func guardCount(_ w: Traced, _ n: Int) {
        let t = w.value.ref.type
        guardType(w, t); guardVersion(t)
        b.guardEqual(b.load(w.ref, offset: 16, class: w.value.isTuple ? 0 : Alias.lengths, kind: .i64, length: true), UInt64(n), snapshot())
    }
    /// The N items of a tuple or list; nil if W is none of that length. All guards, no effect.
    func unpack(_ w: Traced, _ n: Int) -> [Traced]? {
        let v = w.value
        guard v.isPointer, case let t = v.ref.type, case let isTuple = v.isTuple && t.slot(.iter) == Types.tuple.slot(.iter), isTuple && TupleRef(v).count == n || t == Types.list && ListRef(v).count == n else { return nil }
        guardCount(w, n)
        let base = isTuple ? w.ref : b.load(w.ref, offset: 24, class: Alias.lengths, kind: .pointer)
        var out: [Traced] = []
        for i in 0..<n {
            let x = isTuple ? TupleRef(v).items[i] : ListRef(v).items[i]
            out.append(typed(x, b.load(base, offset: (isTuple ? 32 : 24) + i * 8, class: isTuple ? 0 : Alias.items, kind: .word)))
        }
        return out
    }
    /// The same for N targets of which that at STAR gets a list of what the others leave, which FRESH holds.
    func unpack(_ w: Traced, _ n: Int, star: Int, fresh: ListRef) -> [Traced]? {
        let v = w.value
        guard v.isPointer, v.ref.type == Types.tuple || v.ref.type == Types.list else { return nil }
        let isTuple = v.ref.type == Types.tuple, count = isTuple ? TupleRef(v).count : ListRef(v).count
        guard count >= n - 1 else { return nil }
        guardType(w, v.ref.type)
        let size = b.load(w.ref, offset: 16, class: isTuple ? 0 : Alias.lengths, kind: .i64, length: true)
        if n > 1 { b.guardBool(b.compare(.lt, size, b.i64(n - 1)), false, snapshot()) }
        let base = isTuple ? w.ref : b.load(w.ref, offset: 24, class: Alias.lengths, kind: .pointer)
        let offset = isTuple ? 32 : 24, after = n - 1 - star
        func item(_ i: Int) -> Value { isTuple ? TupleRef(v).items[i] : ListRef(v).items[i] }
        func load(_ i: Int, _ index: TraceIR.Ref?, _ offset: Int) -> Traced {
            typed(item(i), b.load(base, index: index ?? .none, offset: offset, class: isTuple ? 0 : Alias.items, kind: .word))
        }
        var out = (0..<star).map { load($0, nil, offset + $0 * 8) }
        let rest = Leaves.rest(v, star, after)
        fresh.append(rest)
        out.append(Traced(value: rest, ref: b.call(Leaves.rest, [w.ref, b.i64(star), b.i64(after)], result: .word, writes: 0)))
        for i in 0..<after { out.append(load(count - after + i, size, offset + (i - after) * 8)) }
        return out
    }
    /// The last item of the list L, which it loses; L is not empty.
    func pop(_ l: Traced) -> Traced {
        let list = ListRef(l.value), n = list.count
        let count = b.load(l.ref, offset: 16, class: Alias.lengths, kind: .i64, length: true)
        b.guardBool(b.compare(.lt, b.i64(0), count), true, snapshot())
        let last = b.arithmetic(.sub, count, b.i64(1)), items = b.load(l.ref, offset: 24, class: Alias.lengths, kind: .pointer)
        let w = typed(list[n - 1], b.load(items, index: last, offset: 24, class: Alias.items, kind: .word))
        effects += 1; tracedNote()
        b.store(items, index: last, offset: 24, class: Alias.items, value: b.word(0))
        b.store(l.ref, offset: 16, class: Alias.lengths, value: last)
        list.storage.items[n - 1] = .unbound; list.count = n - 1
        return w
    }
    func append(_ l: Traced, _ w: Traced) {
        effects += 1; tracedNote()
        b.appendItem(l.ref, b.asWord(w.ref), writes: Alias.mask(Alias.lengths, Alias.items))
        ListRef(l.value).append(w.value)
    }
    /// Adds W (with its VALUE: under the key W) to the set or dict C that a comprehension fills.
    func collect(_ n: Node, _ c: Traced, _ w: Traced, _ value: Traced?) throws(Raise) {
        locate(n)
        tracedNote()
        let f = value == nil ? Residual.setAdd : Residual.dictSet
        let words = ([c, w] + (value.map { [$0] } ?? [])).map { b.asWord($0.ref) }
        if w.value.isInt || w.value.isExactly(Types.str) {
            if w.value.isInt { _ = int(w) } else { guardType(w, Types.str) }
            effects += 1
            b.call(f, words, result: .i64, writes: Alias.mask(Alias.entries, Alias.lengths), raises: snapshot(.raising, last: ResumeState.raising, up: 1))
        } else if value == nil ? Plain.setHas(c.value, w.value) != 2 : Plain.has(c.value, w.value) != 2 {
            effects += 1
            // (Where it cannot be told, nothing has happened.)
            b.guardEqual(b.call(value == nil ? Leaves.setAdd : Leaves.dictSet, words, result: .i64, writes: Alias.mask(Alias.entries, Alias.lengths)), 1, snapshot())
        } else { _ = residual(f, words, result: .i64) }
        if let value { try DictRef(c.value).set(w.value, value.value) } else { try SetRef(c.value).add(w.value) }
    }
    func newDict() -> Traced { leaf(Residual.emptyDict, [], DictRef.allocate().value) }
    /// Puts W under a constant KEY in the dict D, which was made here and has such keys only.
    func setPlain(_ d: Traced, _ key: Value, _ w: Traced) {
        effects += 1
        b.call(Leaves.dictSet, [d.ref, known(key).ref, b.asWord(w.ref)].map { b.asWord($0) }, result: .i64, writes: Alias.mask(Alias.entries, Alias.lengths))
        _ = Plain.set(d.value, key, w.value)
    }
    /// New containers of N values that lie in the operand area from FIRST on.
    func tuple(_ first: Int, _ n: Int) -> Traced { made(Residual.makeTuple, first, n, TupleRef.make(frame.slots + first, n)) }
    func list(_ first: Int, _ n: Int) -> Traced { made(Residual.makeList, first, n, ListRef.make(frame.slots + first, n)) }
    func join(_ first: Int, _ n: Int) -> Traced { made(Residual.join, first, n, StrRef.concatenate(frame.slots + first, n)) }
    /// A new empty list with room for N items (at most 8).
    func newList(room n: Int) -> Traced {
        let l: TraceIR.Ref
        if n == 0 {
            l = b.new(size: 40, type: UInt(bitPattern: Types.list.ref))
            b.store(l, offset: 16, class: Alias.lengths, value: b.i64(0))
            b.storeValue(l, offset: 24, class: Alias.lengths, value: b.asWord(known(ListRef.noStorage).ref))
        } else {
            let s = b.new(size: 24 + n * 8, type: UInt(bitPattern: Types.storage.ref))
            l = b.new(size: 40, type: UInt(bitPattern: Types.list.ref))
            b.store(s, offset: 16, class: Alias.lengths, value: b.i64(n))
            b.store(l, offset: 16, class: Alias.lengths, value: b.i64(0))
            b.storeValue(l, offset: 24, class: Alias.lengths, value: s)
        }
        return Traced(value: ListRef.allocate(capacity: n).value, ref: l)
    }
    private func made(_ f: UInt, _ first: Int, _ n: Int, _ v: Value) -> Traced {
        if n == 0 {
            if f == Residual.makeTuple { return known(v) }
            return f == Residual.makeList ? newList(room: 0) : leaf(f, [constant(Value(int: 0)), constant(Value(int: 0))], v)
        }
        if n <= 8 && f != Residual.join {
            let words = (0..<n).map { b.asWord(held(first + $0).ref) }
            if f == Residual.makeTuple {
                let t = b.new(size: 32 + n * 8, type: UInt(bitPattern: Types.tuple.ref))
                b.store(t, offset: 16, class: 0, value: b.i64(n))
                for i in 0..<n { b.storeValue(t, offset: 32 + i * 8, class: 0, value: words[i]) }
                return Traced(value: v, ref: t)
            }
            let s = b.new(size: 24 + n * 8, type: UInt(bitPattern: Types.storage.ref)), l = b.new(size: 40, type: UInt(bitPattern: Types.list.ref))
            b.store(s, offset: 16, class: Alias.lengths, value: b.i64(n))
            for i in 0..<n { b.storeValue(s, offset: 24 + i * 8, class: Alias.items, value: words[i]) }
            b.store(l, offset: 16, class: Alias.lengths, value: b.i64(n))
            b.storeValue(l, offset: 24, class: Alias.lengths, value: s)
            return Traced(value: v, ref: l)
        }
        for i in 0..<n { _ = held(first + i) }
        // The operands go to memory for the callee.
        complete()
        let w = b.call(f, [b.slotAddress(top.base + first), b.int(n)], result: .word, writes: 0)
        return Traced(value: v, ref: w)
    }
    func format(_ n: FormatNode, _ w: Traced) throws(Raise) -> Traced {
        if n.spec == nil && w.value.isExactly(Types.str) && (n.conversion <= 0 || n.conversion == 115) { guardType(w, Types.str); return w }
        locate(n)
        let v = try n.format(frame, w.value)
        let x = w.value
        if x.isInt || x.isFloat || x.isBool || x.isNone || x.isExactly(Types.str) || x.isExactly(Types.int) || x.isExactly(Types.float) {
            // (A constant specification: the frame is not looked at. It need not be in memory, and what lies there may be the thread's frame still.)
            guardKind(w)
            return Traced(value: v, ref: b.call(Residual.formatPlain, [b.pointer(UInt(bitPattern: Unmanaged.passUnretained(n).toOpaque())), b.asWord(w.ref)], result: .word, writes: 0,
                                                raises: snapshot(.raising, last: ResumeState.raising, up: 1)))
        }
        return Traced(value: v, ref: residual(Residual.format, [b.pointer(UInt(bitPattern: Unmanaged.passUnretained(n).toOpaque())), b.slotAddress(top.base), w.ref]))
    }

    // MARK: iterators
    /// Begins loop L over W: as `ForStatement.start`.
    func start(_ l: ForStatement, _ w: Traced) throws(Raise) {
        let a = l.area, v = w.value
        finished(w)
        if v.isExactly(Types.range), RangeObject.isSmall(v) {
            guardType(w, Types.range)
            func part(_ i: Int) -> Traced { typed(v.ref.value(i), b.load(w.ref, offset: i * 8, class: 0, kind: .word)) }
            let first = part(2), count = part(5), step = part(4)
            _ = part(3)
            put(a, first); put(a + 1, count); put(a + 2, step)
            return
        }
        let it: Traced
        if let i = try iterator(w) {
            it = i
        } else if let i = try iterateInPython(l, w) {
            it = i
        } else {
            locate(l)
            forgetFinished()
            it = try iterated(w)
        }
        forgetFinished()
        put(a, it); put(a + 1, constant(.none))
    }
    /// The generator in the enumeration W.
    private func enumerated(_ w: Traced) -> Traced { Traced(value: w.value.ref.value(2), ref: b.load(w.ref, offset: 16, class: Alias.iterators, kind: .word)) }
    /// `finishStep` for a generator or an enumeration, `islice` or `chain` of one.
    func finishItem(_ n: Node, _ it: Traced, _ c: inout Cursor) throws(Raise) -> Step {
        if it.value.ref.type == Itertools.islice || it.value.ref.type == Itertools.chain { return try finishHandedOn(n, it, &c) }
        guard it.value.ref.type == FunctionalIterators.enumerate else { return try finishStep(n, it, &c) }
        guard case .item(let w) = try finishStep(n, enumerated(it), &c) else { return .end(constant(.none)) }
        effects += 1
        let pair = b.call(Residual.numbered, [it.ref, b.asWord(w.ref)], result: .word, writes: Alias.mask(Alias.iterators))
        return .item(Traced(value: TupleRef.make(try FunctionalIterators.number(it.value.ref), w.value), ref: pair))
    }
    /// The next item; nil at the end. An exit before the item was taken begins the header again; behind it the item travels along.
    func nextItem(_ n: Node, _ it: Traced) throws(Raise) -> Traced? {
        let v = it.value, t = v.ref.type
        if t == Types.generator {
            switch try step(n, it, sent: constant(.none), state: ForStatement.stepState) {
            case .item(let w): return w
            case .end: return nil
            case .declined: break
            }
        }
        if t == FunctionalIterators.enumerate, v.ref.value(2).isExactly(Types.generator), v.ref.value(3).isInt, v.ref.value(3).int < Value.maxInt {
            guardType(it, t)
            let number = v.ref.value(3), i = b.guardInt(b.load(it.ref, offset: 24, class: Alias.iterators, kind: .word), snapshot())
            let next = b.arithmetic(.add, i, b.int(1), snapshot())
            switch try step(n, enumerated(it), sent: constant(.none), state: ForStatement.stepState) {
            case .item(let w):
                effects += 1
                b.store(it.ref, offset: 24, class: Alias.iterators, value: b.asWord(next))
                v.ref.setWord(3, Value(int: number.int + 1).bits)
                return newTuple([Traced(value: number, ref: i), w])
            case .end: return nil
            case .declined: break
            }
        }
        if t == Itertools.islice || t == Itertools.chain {
            switch try nextHandedOn(n, it) {
            case .item(let w): return w
            case .end: return nil
            case .declined: break
            }
        }
        if let l = n as? ForStatement {
            switch try nextInPython(l, it) {
            case .item(let w): return w
            case .end: return nil
            case .declined: break
            }
        }
        if let w = try nativeNext(it) { return w }
        if try nativeEnd(it) { return nil }
        let isLeaf = guardNative(it)
        // (Where a loop over a range keeps an int, others keep the iterator.)
        if !isLeaf { b.guardIsPointer(b.asWord(it.ref), snapshot()) }
        locate(n)
        let x = try Operations.next(v)
        let w: TraceIR.Ref
        if isLeaf {
            effects += 1
            w = b.call(Residual.nextAny, [it.ref], result: .word, writes: Alias.mask(Alias.iterators), raises: snapshot(.raising, last: ResumeState.raising, up: 0))
        } else { w = residual(Residual.nextAny, [it.ref], up: 0) }
        // Once an iterator has ended it is not asked again.
        guard let x else {
            // (If it has not, the item goes along.)
            finished(Traced(value: .unbound, ref: w))
            b.guardBool(b.compare(.ne, w, b.word(Residual.end)), false, snapshot(decided: true))
            forgetFinished()
            return nil
        }
        at(6)
        b.guardBool(b.compare(.ne, w, b.word(Residual.end)), true, snapshot(decided: true))
        at(3)
        return Traced(value: x, ref: w)
    }
}

/// Attribute access with inline caches.

/// What an attribute lookup on instances of one type version (and shape) found.
struct AttributeCache {
    enum Kind: UInt8 { case none, inline, overflow, method, value, property, slot, module, typeAttribute, accessor, item, staticMethod, classMethod, typeStatic, typeClass, cell, typeCell }
    var kind = Kind.none
    var misses: UInt8 = 0
    /// inline, slot: word of the object; overflow: index in the storage; module: entry index; item: index in the tuple.
    var index: UInt32 = 0
    /// Type version (typeAttribute, typeStatic, typeClass: of the type that is the object).
    var version: UInt64 = 0
    /// The shape word that instances must have, or module: the table.
    var shape: UInt64 = 0
    /// cell, typeCell: the table of the class dict VALUE, whose entry INDEX holds the attribute (`ChangingAttributes`).
    var table: UInt64 = 0
    /// Word index of the shape in instances; 0: they have none, `atEnd`: it hangs on the size of the cell.
    var shapeWord: Int = 0
    static let atEnd = -1
    /// method: the function or descriptor; value: the class attribute; property: its getter; accessor: the builtin descriptor;
    /// staticMethod, classMethod (seen on instances), typeStatic, typeClass (seen on the class): the staticmethod or classmethod object.
    var value = Value.unbound
    /// What other types and shapes found here, tried after this entry: up to `limit` of them, replaced in turn.
    var others: UnsafeMutablePointer<AttributeCache>? = nil
    var otherCount: UInt8 = 0, nextOther: UInt8 = 0
    static let limit: UInt8 = 7, maxMisses: UInt8 = 200

    /// Nothing is kept alive but a module's table, which is compared by its address: all else is read where a class's version is right, which is never
    /// used twice, and whoever has that version has what the cache names.
    func visit() {
        if kind == .module { CodeObject.hold(Value(bits: shape)) }
        for i in 0..<Int(otherCount) { others.unsafelyUnwrapped[i].visit() }
    }
    func free() { others?.deallocate() }

    /// The word of O at which its shape lies.
    @inline(__always) func place(_ o: Value) -> Int { _fastPath(shapeWord >= 0) ? shapeWord : Attributes.lastWords(o.ref) }
    /// Whether O, of the class's version, has the shape that the cache is about, if that matters.
    @inline(__always) func fits(_ o: Value) -> Bool { shapeWord == 0 || o.ref.word(place(o)) == shape }

    /// Loads served by `others`, to move one of them to the front now and then.
    var behind: UInt8 = 0
    /// The attribute's value, unbound where the cache does not fit. Never runs code.
    @inline(__always) func load(_ o: Value) -> Value {
        if _fastPath(o.bits & 7 == 0 && kind == .inline && o.ref.type.version == version && o.ref.word(shapeWord) == shape) { return o.ref.value(Int(index)) }
        return load(o, binding: true)
    }
    /// Without BINDING, unbound for methods.
    @inline(never) func load(_ o: Value, binding: Bool) -> Value {
        if !(o.bits & 7 == 0) { return .unbound }
        let v = loadOne(o, binding)
        if !v.isUnbound { return v }
        var i = 0
        while i < Int(otherCount) {
            let v = others.unsafelyUnwrapped[i].loadOne(o, binding)
            if !v.isUnbound { return v }
            i &+= 1
        }
        return .unbound
    }
    /// Entry I of the others served: every so often it changes places with the first. All entries hang on the same node, so the collector
    /// sees them either way.
    @inline(__always) private mutating func served(_ i: Int) {
        behind &+= 1
        if behind & 15 == 0 { promote(i) }
    }
    @inline(never) private mutating func promote(_ i: Int) {
        let p = others.unsafelyUnwrapped + i
        var c = AttributeCache()
        c.kind = kind; c.index = index; c.version = version; c.shape = shape; c.shapeWord = shapeWord; c.value = value; c.table = table
        kind = p.pointee.kind; index = p.pointee.index; version = p.pointee.version; shape = p.pointee.shape; shapeWord = p.pointee.shapeWord; value = p.pointee.value; table = p.pointee.table
        p.pointee = c
    }
    /// `load` for a node of its own: also notes which entry serves.
    @inline(never) mutating func loadPromoting(_ o: Value) -> Value {
        if o.bits & 7 != 0 { return .unbound }
        let v = loadOne(o, true)
        if !v.isUnbound { return v }
        var i = 0
        while i < Int(otherCount) {
            let v = others.unsafelyUnwrapped[i].loadOne(o, true)
            if !v.isUnbound { served(i); return v }
            i &+= 1
        }
        return .unbound
    }
    /// The method to call with O in front, unbound if the cache has none for it.
    @inline(never) mutating func method(_ o: Value) -> Value {
        if o.bits & 7 != 0 { return .unbound }
        let t = o.ref.type
        if kind == .method && t.version == version && fits(o) { return value }
        var i = 0
        while i < Int(otherCount) {
            let c = others.unsafelyUnwrapped + i
            if c.pointee.kind == .method && t.version == c.pointee.version && c.pointee.fits(o) {
                let m = c.pointee.value
                served(i)
                return m
            }
            i &+= 1
        }
        return .unbound
    }
    /// The getter of the property that the attribute is, nil if the cache knows of none.
    @inline(never) func property(_ o: Value) -> Value? {
        if o.bits & 7 != 0 { return nil }
        let t = o.ref.type
        if kind == .property && t.version == version { return value }
        var i = 0
        while i < Int(otherCount) {
            let c = others.unsafelyUnwrapped + i
            if c.pointee.kind == .property && t.version == c.pointee.version { return c.pointee.value }
            i &+= 1
        }
        return nil
    }
    /// Looks where NAME of O comes from, and notes it if that is cacheable (the result).
    @discardableResult
    mutating func fill(_ o: Value, _ name: Value) -> Bool {
        guard misses < AttributeCache.maxMisses else { return false }
        var c = AttributeCache()
        c.fillOne(o, name)
        misses += 1
        if c.kind == .none { return false }
        if kind == .none || shape != 0 && shape == c.shape {
            replaceFirst(c)
            return true
        }
        if others == nil { others = .allocate(capacity: Int(AttributeCache.limit)) }
        if otherCount < AttributeCache.limit { (others.unsafelyUnwrapped + Int(otherCount)).initialize(to: c); otherCount += 1; return true }
        if nextOther == AttributeCache.limit { replaceFirst(c) } else { others.unsafelyUnwrapped[Int(nextOther)] = c }
        nextOther = nextOther == AttributeCache.limit ? 0 : nextOther + 1
        return true
    }
    private mutating func replaceFirst(_ c: AttributeCache) {
        let m = misses, p = others, k = otherCount, n = nextOther
        self = c
        misses = m; others = p; otherCount = k; nextOther = n
    }
    @inline(__always) private func loadOne(_ o: Value, _ binding: Bool) -> Value {
        let t = o.ref.type
        if t.version == version {
            switch kind {
            case .inline:
                if o.ref.word(shapeWord) == shape { return o.ref.value(Int(index)) }
            case .overflow:
                if fits(o) { return ListRef.Storage(o.ref.value(place(o) &+ 1).ref).items[Int(index)] }
            case .value:
                if fits(o) { return value }
            case .method:
                if binding && fits(o) { return AttributeCache.bind(value, o) }
            case .slot: return o.ref.value(Int(index))
            case .item:
                if Int(index) < TupleRef(o.ref).count { return TupleRef(o.ref).items[Int(index)] }
            case .staticMethod:
                if fits(o) { return StaticMethod.callable(value) }
            case .classMethod:
                if binding && fits(o) { return MethodObject.make(StaticMethod.callable(value), t.value) }
            case .cell:
                if fits(o) { return inCell }
            case .module:
                if ModuleRef(o).dict.ref.word(4) == shape { return DictRef.Table(Ref(bitPattern: UInt(shape)).unsafelyUnwrapped).entries[Int(index)].value }
            default: break
            }
        } else if kind == .typeAttribute || kind == .typeStatic || kind == .typeClass || kind == .typeCell, t.has(TypeRef.Flags.type) && TypeRef(o.ref).version == version {
            if kind == .typeAttribute { return value }
            if kind == .typeCell { return inCell }
            if kind == .typeStatic { return StaticMethod.callable(value) }
            if binding { return MethodObject.make(StaticMethod.callable(value), o) }
        }
        return .unbound
    }
    private var inCell: Value {
        value.ref.word(4) == table ? DictRef.Table(Ref(bitPattern: UInt(table)).unsafelyUnwrapped).entries[Int(index)].value : .unbound
    }
    /// NAME is found along the MRO of T, where its plain value may change under one version.
    private mutating func fillCell(_ t: TypeRef, _ name: Value, _ k: Kind, version v: UInt64) {
        let m = t.mro
        for i in 0..<m.count where m[i].ref.type.has(TypeRef.Flags.type) {
            let d = TypeRef(m[i].ref).dict, at = d.findIndex(name: name)
            if at < 0 { continue }
            d.table.ref.header |= HeaderFlag.cached
            kind = k; value = d.value; table = d.ref.word(4); index = UInt32(at); version = v
            return
        }
    }
    /// What to call with the class in front where the name is a class method, and that class; unbound for all else.
    @inline(__always) func classMethod(_ o: Value) -> (function: Value, cls: Value) {
        if o.bits & 7 != 0 { return (.unbound, .unbound) }
        let t = o.ref.type
        if kind == .typeClass {
            if t.has(TypeRef.Flags.type) && TypeRef(o.ref).version == version { return (StaticMethod.callable(value), o) }
        } else if kind == .classMethod && t.version == version && fits(o) { return (StaticMethod.callable(value), t.value) }
        return (.unbound, .unbound)
    }
    @inline(never) static func bind(_ m: Value, _ o: Value) -> Value {
        let t = m.ref.type
        return t == Types.function ? MethodObject.make(m, o) : t == Types.methodDescriptor ? Descriptor.bind(m, o) : Descriptor.bindWrapper(m, o)
    }
    /// What NAME of O is now, as a cache of its own.
    static func single(_ o: Value, _ name: Value) -> AttributeCache { var c = AttributeCache(); c.fillOne(o, name); return c }
    private mutating func fillOne(_ o: Value, _ name: Value) {
        guard o.isPointer else { return }
        let t = o.ref.type
        guard t.has(TypeRef.Flags.genericGet) else { fillType(o, t, name); return }
        let d = t.lookup(name)
        if d.isPointer {
            let dt = d.ref.type
            if dt == Types.member, let w = SlotMember.word(d) { version = t.version; kind = .slot; index = UInt32(w); return }
            if !dt.slot(.get).isUnbound && Operations.isDataDescriptor(dt) {
                if !t.slot(.getattr).isUnbound { return }
                if dt == Types.property { version = t.version; kind = .property; value = PropertyObject.getter(d) }
                else if dt == Types.getset || dt == Types.member { if t.isSubtype(of: TypeRef(d.ref.value(Descriptor.owner).ref)) { version = t.version; kind = .accessor; value = d } }
                else if dt == TupleGetter.type, t.has(TypeRef.Flags.tuple), let i = TupleGetter.index(d) { version = t.version; kind = .item; index = UInt32(i) }
                return
            }
        }
        if t == Types.module {
            let dict = ModuleRef(o).dict, i = dict.findIndex(name: name)
            if i >= 0 { dict.table.ref.header |= HeaderFlag.cached; version = t.version; kind = .module; index = UInt32(i); shape = dict.ref.word(4) }
            return
        }
        shapeWord = 0; shape = 0
        if t.attributes != 0 {
            let a = Attributes(o.ref)
            if a.isDictionary { return }
            shapeWord = t.attributes == TypeRef.attributesAtEnd ? AttributeCache.atEnd : a.word; shape = o.ref.word(a.word)
            let i = a.shape.find(name)
            if i >= 0 {
                version = t.version
                if i < a.capacity { kind = .inline; index = UInt32(a.word + 2 + i) } else { kind = .overflow; index = UInt32(i - a.capacity) }
                return
            }
        } else if t == Types.function { return }
        if !d.isUnbound {
            let dt = d.type
            if dt == Types.function || Descriptor.isMethod(d, of: t) { kind = .method } else if dt == Types.staticmethod { kind = .staticMethod } else if dt == Types.classmethod { kind = .classMethod }
            else if dt.slot(.get).isUnbound {
                if ChangingAttributes.has(name), ChangingAttributes.isPlain(d) { return fillCell(t, name, .cell, version: t.version) }
                kind = .value
            } else { return }
            version = t.version; value = d
        }
    }
    private mutating func fillType(_ o: Value, _ t: TypeRef, _ name: Value) {
        // Class attributes read through the class: plain values and functions, where the metatype has nothing of that name.
        guard t.has(TypeRef.Flags.type), t.slot(.getattribute) == Types.typeGetAttribute else { return }
        let meta = t.lookup(name)
        guard meta.isUnbound || !Operations.isDataDescriptor(meta.type) else { return }
        let d = TypeRef(o.ref).lookup(name)
        if d.isUnbound { return }
        let dt = d.type
        if ChangingAttributes.has(name), ChangingAttributes.isPlain(d) { shape = 0; return fillCell(TypeRef(o.ref), name, .typeCell, version: TypeRef(o.ref).version) }
        if dt == Types.function || dt == Types.methodDescriptor || dt == Types.wrapperDescriptor || dt.slot(.get).isUnbound { kind = .typeAttribute }
        else if dt == Types.staticmethod { kind = .typeStatic } else if dt == Types.classmethod { kind = .typeClass } else { return }
        version = TypeRef(o.ref).version; value = d; shape = 0
    }
}

class AttributeNode: Expression {
    final let object: Operand, name: Value
    final var cache = AttributeCache()
    init(_ o: Operand, _ n: Value) { object = o; name = n }
    deinit { cache.free() }
    override final func visit() { cache.visit() }
    static func make(_ o: Operand, _ n: Value) -> AttributeNode { o.isSimple ? AttributeLeaf(o, n) : AttributeNode(o, n) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let o = try object.read(f)
        let v = quick(o)
        return v.bits != 0 ? v : try other(f, o)
    }
    /// The value of an attribute that the instance itself has; unbound for all else.
    @inline(__always) final func quick(_ o: Value) -> Value {
        if _fastPath(o.bits & 7 == 0 && o.ref.type.version == cache.version) {
            if _fastPath(cache.kind == .inline) { if _fastPath(o.ref.word(cache.shapeWord) == cache.shape) { return o.ref.value(Int(cache.index)) } }
            else if cache.kind == .slot { return o.ref.value(Int(cache.index)) }
        }
        return .unbound
    }
    @inline(never) final func other(_ f: Frame, _ o: Value) throws(Raise) -> Value {
        if o.bits & 7 == 0 {
            let t = o.ref.type
            if t.version == cache.version {
                if cache.kind == .property {
                    let getter = cache.value
                    if getter.isPointer && getter.ref.type == Types.function {
                        f.at(self)
                        var a = o
                        return try Call.function(FunctionRef(getter.ref), &a, 1)
                    }
                } else if cache.kind == .value { if cache.fits(o) { return cache.value } }
                else if cache.kind == .accessor {
                    f.at(self)
                    return try Descriptor.accessor(cache.value).with { a throws(Raise) in try a.get(o) }
                }
            } else if cache.kind == .typeAttribute && t.has(TypeRef.Flags.type) && TypeRef(o.ref).version == cache.version { return cache.value }
        }
        // Instances of further classes that keep the attribute themselves.
        if o.isPointer {
            let version = o.ref.type.version
            var i = 0
            while i < Int(cache.otherCount) {
                let c = cache.others.unsafelyUnwrapped + i
                if c.pointee.version == version && c.pointee.kind == .inline && o.ref.word(c.pointee.shapeWord) == c.pointee.shape { return o.ref.value(Int(c.pointee.index)) }
                i &+= 1
            }
        }
        let v = cache.loadPromoting(o)
        return v.isUnbound ? try slow(f, o) : v
    }
    @inline(never) final func slow(_ f: Frame, _ o: Value) throws(Raise) -> Value {
        f.at(self)
        if let getter = cache.property(o) { return try Call.call(getter, o) }
        CodeObject(f.code.object.ref).touch()
        cache.fill(o, name)
        return try Operations.getAttribute(o, name)
    }
    /// States: 0 the object, 1 in what its class asks for the attribute (a property's getter, `__get__`), 2 in `__getattr__`.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let s = c.next()
        if s == 1 { return try Call.finish(f, self, &c) }
        if s == 2 {
            let o = AttributeNode.asked(f)
            do throws(Raise) { return try Call.finish(f, self, &c) } catch { throw Operations.named(error, o, name) }
        }
        let o = try object.resume(f, &c), v = cache.load(o)
        return v.isUnbound ? try slow(f, o) : v
    }
    /// The `self` of the method that F has called.
    private static func asked(_ f: Frame) -> Value {
        let callee = Frame(f.next), v = callee[0]
        return v.isExactly(Types.cell) && callee.code.cellSlots.contains(0) ? CellRef(v).content : v
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let s = c.begin()
        if s == 1 { return try r.finishCall(self, &c) }
        if s == 2 { let o = AttributeNode.asked(r.frame); return try r.naming(o, name) { () throws(Raise) in try r.finishCall(self, &c) } }
        r.at(0)
        let o = try r.read(object, &c)
        r.finished(o)
        return try r.attribute(self, o)
    }
}

/// The object is a local: an attribute of its own is read without a call and without a frame.
final class AttributeLeaf: AttributeNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let o = object.peek(f)
        if _fastPath(o.bits != 0) {
            let v = quick(o)
            if _fastPath(v.bits != 0) { return v }
            return try other(f, o)
        }
        return try rest(f)
    }
    @inline(never) private func rest(_ f: Frame) throws(Raise) -> Value {
        let o = try object.read(f)
        return try other(f, o)
    }
}

/// Where a store of an attribute went: instances of one type version and shape keep it in WORD, and have NEWSHAPE afterwards (0: the same).
/// Nothing of it is kept alive: the class with that version has these shapes.
struct StoreCache {
    var version: UInt64 = 0, shape: UInt64 = 0, newShape: UInt64 = 0, word = 0, shapeWord = 0
    @inline(__always) func store(_ o: Value, _ v: Value) -> Bool {
        guard _fastPath(o.bits & 7 == 0 && o.ref.type.version == version && o.ref.word(shapeWord) == shape) else { return false }
        o.ref.barrier()
        o.ref.setWord(word, v.bits)
        if newShape != 0 { o.ref.setWord(shapeWord, newShape) }
        return true
    }
}
final class AttributeTarget: Target {
    let object: Operand, name: Value
    var cache = StoreCache()
    /// Further types and shapes met here.
    var others: UnsafeMutablePointer<StoreCache>? = nil
    var otherCount = 0
    var misses: UInt8 = 0
    static let limit = 4
    init(_ o: Operand, _ n: Value) { object = o; name = n }
    deinit { others?.deallocate() }
    override func store(_ f: Frame, _ v: Value) throws(Raise) { try store(f, try object.read(f), v) }
    @inline(__always) func store(_ f: Frame, _ o: Value, _ v: Value) throws(Raise) {
        if cache.store(o, v) { return }
        try slow(f, o, v)
    }
    @inline(never) private func slow(_ f: Frame, _ o: Value, _ v: Value) throws(Raise) {
        for i in 0..<otherCount { if others.unsafelyUnwrapped[i].store(o, v) { return } }
        f.at(self)
        guard o.isPointer, misses < 200, o.ref.type.attributes != 0, o.ref.type.attributes != TypeRef.attributesAtEnd, o.ref.type.slot(.setattr) == Types.objectSetAttr else {
            if o.isPointer, misses < 200, o.ref.type.slot(.setattr) == Types.objectSetAttr { try slotMember(f, o, v) } else { try Operations.setAttribute(o, name, v) }
            return
        }
        let t = o.ref.type, before = Attributes(o.ref)
        let oldShape = o.ref.word(before.word), had = before.isDictionary ? -1 : before.shape.find(name)
        try Operations.setAttribute(o, name, v)
        let d = t.lookup(name)
        if d.isPointer && d.ref.type == Types.member { return note(f, o, member: d) }
        guard d.isUnbound || !Operations.isDataDescriptor(d.type), !Attributes(o.ref).isDictionary, o.ref.type == t else { return }
        let a = Attributes(o.ref), i = a.shape.find(name)
        guard i >= 0, i < a.capacity else { return }
        if had < 0 && a.shape.count != i + 1 { return }
        add(f, StoreCache(version: t.version, shape: oldShape, newShape: had >= 0 ? 0 : o.ref.word(a.word), word: a.word + 2 + i, shapeWord: a.word))
    }
    /// A type without attributes of its own: a member of `__slots__` perhaps.
    private func slotMember(_ f: Frame, _ o: Value, _ v: Value) throws(Raise) {
        try Operations.setAttribute(o, name, v)
        let d = o.ref.type.lookup(name)
        if d.isPointer && d.ref.type == Types.member { note(f, o, member: d) }
    }
    private func note(_ f: Frame, _ o: Value, member d: Value) {
        // The word of the type stands in for a shape: it is equal where the version is.
        if let w = SlotMember.word(d) { add(f, StoreCache(version: o.ref.type.version, shape: o.ref.word(1), newShape: 0, word: w, shapeWord: 1)) }
    }
    private func add(_ f: Frame, _ c: StoreCache) {
        misses += 1
        CodeObject(f.code.object.ref).touch()
        if cache.version == 0 || cache.shape == c.shape { cache = c; return }
        if others == nil { others = .allocate(capacity: AttributeTarget.limit) }
        for i in 0..<otherCount where others.unsafelyUnwrapped[i].shape == c.shape { others.unsafelyUnwrapped[i] = c; return }
        if otherCount < AttributeTarget.limit { (others.unsafelyUnwrapped + otherCount).initialize(to: c); otherCount += 1 } else { others.unsafelyUnwrapped[Int(misses) % AttributeTarget.limit] = c }
    }
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) {
        guard object.isPlain(r.frame) else { return try r.opaqueStore(self, w) }
        try r.storeAttribute(self, try r.withinTarget(object), w)
    }
    override func delete(_ f: Frame) throws(Raise) {
        let o = try object.read(f)
        f.at(self)
        try Operations.deleteAttribute(o, name)
    }
}

/// Attribute access with inline caches.

/// What an attribute lookup on instances of one type version (and shape) found.
struct AttributeCache {
    enum Kind: UInt8 { case none, inline, overflow, method, value, property, slot, module, typeAttribute }
    var kind = Kind.none
    var misses: UInt8 = 0
    /// inline, slot: word of the object; overflow: index in the storage; module: entry index.
    var index: UInt32 = 0
    /// Type version (typeAttribute: of the type that is the object).
    var version: UInt64 = 0
    /// The shape word that instances must have, or module: the table.
    var shape: UInt64 = 0
    /// Word index of the shape in instances.
    var shapeWord: Int = 0
    /// method: the function or descriptor; value: the class attribute; property: its getter.
    var value = Value.unbound

    func visit() { if kind != .none { Collector.mark(Value(bits: shape)); Collector.mark(value) } }

    /// The attribute's value, unbound where the cache does not fit. Never runs code.
    @inline(__always) func load(_ o: Value) -> Value {
        if !(o.bits & 7 == 0) { return .unbound }
        let t = o.ref.type
        if t.version == version {
            switch kind {
            case .inline:
                if o.ref.word(shapeWord) == shape { return o.ref.value(Int(index)) }
            case .overflow:
                if o.ref.word(shapeWord) == shape { return ListRef.Storage(o.ref.value(shapeWord &+ 1).ref).items[Int(index)] }
            case .value:
                if shapeWord == 0 || o.ref.word(shapeWord) == shape { return value }
            case .method:
                if shapeWord == 0 || o.ref.word(shapeWord) == shape { return AttributeCache.bind(value, o) }
            case .slot: return o.ref.value(Int(index))
            case .module:
                if ModuleRef(o).dict.ref.word(4) == shape { return DictRef.Table(Ref(bitPattern: UInt(shape)).unsafelyUnwrapped).entries[Int(index)].value }
            default: break
            }
        } else if kind == .typeAttribute && t.has(TypeRef.Flags.type) && TypeRef(o.ref).version == version { return value }
        return .unbound
    }
    @inline(never) static func bind(_ m: Value, _ o: Value) -> Value {
        let t = m.ref.type
        return t == Types.function ? MethodObject.make(m, o) : t == Types.methodDescriptor ? Descriptor.bind(m, o) : Descriptor.bindWrapper(m, o)
    }
    /// Looks where NAME of O comes from, and notes it if that is cacheable.
    mutating func fill(_ o: Value, _ name: Value) {
        kind = .none
        guard o.isPointer, misses < 200 else { return }
        misses += 1
        let t = o.ref.type
        guard t.has(TypeRef.Flags.genericGet) else { fillType(o, t, name); return }
        let d = t.lookup(name)
        if d.isPointer {
            let dt = d.ref.type
            if dt == Types.member, let w = SlotMember.word(d) { version = t.version; kind = .slot; index = UInt32(w); return }
            if !dt.slot(.get).isUnbound && Operations.isDataDescriptor(dt) {
                if dt == Types.property && t.slot(.getattr).isUnbound { version = t.version; kind = .property; value = PropertyObject.getter(d) }
                return
            }
        }
        if t == Types.module {
            let dict = ModuleRef(o).dict, i = dict.findIndex(name: name)
            if i >= 0 { version = t.version; kind = .module; index = UInt32(i); shape = dict.ref.word(4) }
            return
        }
        shapeWord = 0; shape = 0
        if t.attributes != 0 {
            if t.attributes == TypeRef.attributesAtEnd { return }
            let a = Attributes(o.ref)
            if a.isDictionary { return }
            shapeWord = a.word; shape = o.ref.word(a.word)
            let i = a.shape.find(name)
            if i >= 0 {
                version = t.version
                if i < a.capacity { kind = .inline; index = UInt32(a.word + 2 + i) } else { kind = .overflow; index = UInt32(i - a.capacity) }
                return
            }
        } else if t == Types.function { return }
        if !d.isUnbound {
            let dt = d.type
            if dt == Types.function || dt == Types.methodDescriptor || dt == Types.wrapperDescriptor { kind = .method }
            else if dt.slot(.get).isUnbound { kind = .value } else { return }
            version = t.version; value = d
        }
    }
    private mutating func fillType(_ o: Value, _ t: TypeRef, _ name: Value) {
        // Class attributes read through the class: plain values and functions, where the metatype has nothing of that name.
        guard t.has(TypeRef.Flags.type), t.slot(.getattribute) == Types.typeGetAttribute, t.lookup(name).isUnbound else { return }
        let d = TypeRef(o.ref).lookup(name)
        if d.isUnbound { return }
        let dt = d.type
        if dt == Types.function || dt.slot(.get).isUnbound { kind = .typeAttribute; version = TypeRef(o.ref).version; value = d; shape = 0 }
    }
}

class AttributeNode: Expression {
    final let object: Operand, name: Value
    final var cache = AttributeCache()
    init(_ o: Operand, _ n: Value) { object = o; name = n }
    override final func visit() { cache.visit() }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let o = try object.read(f)
        let v = cache.load(o)
        if _fastPath(!v.isUnbound) { return v }
        return try slow(f, o)
    }
    @inline(never) final func slow(_ f: Frame, _ o: Value) throws(Raise) -> Value {
        f.at(self)
        if cache.kind == .property && o.isPointer && o.ref.type.version == cache.version { return try Call.call(cache.value, o) }
        CodeObject(f.function.ref.value(FunctionRef.codeWord).ref).touch()
        cache.fill(o, name)
        return try Operations.getAttribute(o, name)
    }
}

final class AttributeTarget: Target {
    let object: Operand, name: Value
    var version: UInt64 = 0, shape: UInt64 = 0, newShape: UInt64 = 0, word = 0, shapeWord = 0
    var misses: UInt8 = 0
    init(_ o: Operand, _ n: Value) { object = o; name = n }
    override func visit() { if shape != 0 { Collector.mark(Value(bits: shape)) }; if newShape != 0 { Collector.mark(Value(bits: newShape)) } }
    override func store(_ f: Frame, _ v: Value) throws(Raise) { try store(f, try object.read(f), v) }
    @inline(__always) func store(_ f: Frame, _ o: Value, _ v: Value) throws(Raise) {
        if o.bits & 7 == 0 && o.ref.type.version == version && o.ref.word(shapeWord) == shape {
            o.ref.barrier()
            o.ref.setWord(word, v.bits)
            if newShape != 0 { o.ref.setWord(shapeWord, newShape) }
            return
        }
        try slow(f, o, v)
    }
    @inline(never) private func slow(_ f: Frame, _ o: Value, _ v: Value) throws(Raise) {
        f.at(self)
        guard o.isPointer, misses < 200, o.ref.type.attributes != 0, o.ref.type.attributes != TypeRef.attributesAtEnd, o.ref.type.slot(.setattr) == Types.objectSetAttr else {
            return try Operations.setAttribute(o, name, v)
        }
        let t = o.ref.type, before = Attributes(o.ref)
        let oldShape = o.ref.word(before.word), had = before.isDictionary ? -1 : before.shape.find(name)
        try Operations.setAttribute(o, name, v)
        let d = t.lookup(name)
        guard d.isUnbound || !Operations.isDataDescriptor(d.type), !Attributes(o.ref).isDictionary, o.ref.type == t else { return }
        let a = Attributes(o.ref), i = a.shape.find(name)
        guard i >= 0, i < a.capacity else { return }
        if had < 0 && a.shape.count != i + 1 { return }
        misses += 1
        CodeObject(f.function.ref.value(FunctionRef.codeWord).ref).touch()
        version = t.version; shapeWord = a.word; word = a.word + 2 + i
        shape = oldShape
        newShape = had >= 0 ? 0 : o.ref.word(a.word)
    }
    override func delete(_ f: Frame) throws(Raise) {
        let o = try object.read(f)
        f.at(self)
        try Operations.deleteAttribute(o, name)
    }
}

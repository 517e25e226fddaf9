import Glibc

/// Declaring the members of builtin types: `Types.list.method("append", "($self, object, /)") { … }`.
///
/// Words of the descriptor objects (builtin functions, method and slot descriptors, getset, member):
/// 2 raw `Builtin` / `Accessor` (retained for good), 3 self, 4 owner type or module, 5 name.
extension TypeRef {
    /// A method; `a[0]` is self, already checked to be an instance.
    @discardableResult
    public func method(_ name: StaticString, _ signature: StaticString, effect: Builtin.Effect = .any, doc: StaticString? = nil, _ body: @escaping (Args) throws(Raise) -> Value) -> Value {
        add(Types.methodDescriptor, Builtin(name, signature, effect: effect, doc: doc, body))
    }
    /// A special method (a slot wrapper): `__add__` and its like.
    @discardableResult
    public func special(_ name: StaticString, _ signature: StaticString, effect: Builtin.Effect = .any, _ body: @escaping (Args) throws(Raise) -> Value) -> Value {
        if name.same("__getattribute__") && self != Types.object { flags &= ~Flags.genericGet }
        let b = Builtin(name, signature, effect: effect, body)
        b.isSlot = !name.same("__init__") && !name.same("__call__")
        return add(Types.wrapperDescriptor, b)
    }
    /// Instances of the type never change (`Flags.value`).
    public func isValueType() { flags |= Flags.value }
    /// The builtin of the special method S neither keeps nor changes its `**kwargs`.
    func onlyReadsKeywords(_ name: StaticString) { if let d = dict.find(StrRef.intern(name.description)) { Descriptor.builtin(d).object.onlyReadsKeywords = true } }
    func onlyReadsKeywords(_ s: Slot) { if let d = dict.find(s.name) { Descriptor.builtin(d).object.onlyReadsKeywords = true } }
    /// `a[0]` is the type it was called on.
    public func classMethod(_ name: StaticString, _ signature: StaticString, doc: StaticString? = nil, _ body: @escaping (Args) throws(Raise) -> Value) {
        add(Types.classMethodDescriptor, Builtin(name, signature, doc: doc, body))
    }
    public func staticMethod(_ name: StaticString, _ signature: StaticString, _ body: @escaping (Args) throws(Raise) -> Value) {
        let b = Builtin(name, signature, body)
        b.modulePrefix = StrRef(self.qualifiedName).string + "."
        let f = Descriptor.function(b, self_: .unbound, module: value)
        dict.set(name: StrRef.intern(static: name), StaticMethod.make(f))
    }
    /// `__new__`; `a[0]` is the type to make an instance of (checked to derive from this one). SIGNATURE begins with `$type`.
    /// CALLED: see `Builtin.called`. IGNORING: `__init__` takes care of the arguments, BODY looks at the type only.
    public func new(_ signature: StaticString, ignoring: Bool = false, called: String? = nil, _ body: @escaping (Args) throws(Raise) -> Value) {
        let me = self
        let b = Builtin("__new__", signature) { a throws(Raise) in
            if a[0] != me.value { try TypeCall.checkNew(me, a[0]) }
            return try body(a)
        }
        b.owner = self; b.ignoresRest = ignoring; b.called = called
        // Unbound: the type to make an instance of is passed. `__self__` is the owner.
        let f = Descriptor.function(b, self_: .unbound, module: value)
        dict.set(name: Slot.new.name, f)
        flags &= ~Flags.plainNew
    }
    /// A computed attribute; without SET it is read-only.
    public func getter(_ name: StaticString, set: ((Value, Value) throws(Raise) -> Void)? = nil, delete: ((Value) throws(Raise) -> Void)? = nil, doc: StaticString? = nil, _ get: @escaping (Value) throws(Raise) -> Value) {
        let a = Accessor(name, get, set, delete)
        a.doc = doc
        let d = Descriptor.make(Types.getset, Unmanaged.passRetained(a).toOpaque(), owner: value, name: StrRef.intern(static: name))
        dict.set(name: d.ref.value(5), d)
    }
    /// Subscripts, but no sequence: not to be iterated by index.
    public func declareNotIterable() { flags |= Flags.notIterable }
    /// What CPython has as a read-only field of a C structure.
    public func computedMember(_ name: StaticString, doc: StaticString? = nil, _ get: @escaping (Value) throws(Raise) -> Value) {
        let a = Accessor(name, get, nil, nil)
        a.doc = doc
        let d = Descriptor.make(Types.member, Unmanaged.passRetained(a).toOpaque(), owner: value, name: StrRef.intern(static: name))
        dict.set(name: d.ref.value(5), d)
    }
    /// A field of instances at word WORD; unbound reads as None, as what MISSING tells, or as AttributeError with OPTIONAL. Deleting stores DELETED.
    public func field(_ name: StaticString, word: Int, writable: Bool = false, optional: Bool = false, missing: ((Value) -> Value)? = nil, deleted: Value = .unbound) {
        let text = name.description
        let a = Accessor(name, { v throws(Raise) in
            let x = v.ref.value(word)
            if x.isUnbound { if let missing { return missing(v) }; if optional { throw Errors.attributeError(v, StrRef.intern(text)) }; return .none }
            return x
        }, writable ? { v, x in v.ref.set(word, x) } : nil, writable ? { v in v.ref.set(word, deleted) } : nil)
        let d = Descriptor.make(Types.member, Unmanaged.passRetained(a).toOpaque(), owner: value, name: StrRef.intern(static: name))
        dict.set(name: d.ref.value(5), d)
    }
    /// Any attribute of the type.
    public func constant(_ name: String, _ v: Value) { dict.set(name: StrRef.intern(name), v) }

    @discardableResult
    private func add(_ descriptorType: TypeRef, _ b: Builtin) -> Value {
        b.owner = self
        let d = Descriptor.make(descriptorType, Unmanaged.passRetained(b).toOpaque(), owner: value, name: StrRef.intern(static: b.name))
        dict.set(name: d.ref.value(5), d)
        return d
    }
}

extension StaticString {
    func same(_ o: StaticString) -> Bool { utf8CodeUnitCount == o.utf8CodeUnitCount && memcmp(utf8Start, o.utf8Start, utf8CodeUnitCount) == 0 }
}

/// The Swift side of a getset or member descriptor.
final class Accessor {
    let name: StaticString
    let get: (Value) throws(Raise) -> Value
    let set: ((Value, Value) throws(Raise) -> Void)?
    let delete: ((Value) throws(Raise) -> Void)?
    var doc: StaticString? = nil
    init(_ n: StaticString, _ g: @escaping (Value) throws(Raise) -> Value, _ s: ((Value, Value) throws(Raise) -> Void)?, _ d: ((Value) throws(Raise) -> Void)?) { name = n; get = g; set = s; delete = d }
}

/// Builtin functions and the descriptors that builtin types hold.
public enum Descriptor {
    static let native = 2, selfWord = 3, owner = 4, name = 5
    static func make(_ t: TypeRef, _ raw: UnsafeMutableRawPointer, owner o: Value, name n: Value) -> Value {
        let r = Heap.allocate(56, t)
        r.setWord(native, UInt64(UInt(bitPattern: raw))); r.initialize(owner, o); r.initialize(name, n)
        return Value(r)
    }
    static func make(_ t: TypeRef, _ raw: UnsafeMutableRawPointer, owner o: Value, name n: String) -> Value { make(t, raw, owner: o, name: StrRef.intern(n)) }
    /// A builtin function object, bound to SELF unless that is unbound.
    static func function(_ b: Builtin, self_: Value, module: Value) -> Value {
        let d = make(Types.builtinFunction, Unmanaged.passRetained(b).toOpaque(), owner: module, name: StrRef.intern(static: b.name))
        d.ref.initialize(selfWord, self_)
        return d
    }
    /// A method descriptor bound to an instance.
    static func bind(_ descriptor: Value, _ self_: Value) -> Value {
        let r = Heap.allocate(56, Types.builtinFunction)
        r.setWord(native, descriptor.ref.word(native)); r.initialize(selfWord, self_); r.initialize(name, descriptor.ref.value(name)); r.initialize(owner, .unbound)
        return Value(r)
    }
    /// D is a builtin's method or slot descriptor whose function may be called on instances of T. (A class may hold one of a type it does not derive from.)
    @inline(__always) static func isMethod(_ d: Value, of t: TypeRef) -> Bool {
        d.isPointer && (d.ref.type == Types.methodDescriptor || d.ref.type == Types.wrapperDescriptor) && t.isSubtype(of: TypeRef(d.ref.value(owner).ref))
    }
    @inline(__always) static func builtin(_ d: Value) -> Borrowed<Builtin> { Borrowed(bits: d.ref.word(native)) }
    /// F (a function or a method) asks BODY first in calls without keywords, with the arguments as they are: nil if it does not know.
    public static func setVector(_ f: Value, _ body: @escaping (UnsafeMutablePointer<Value>, Int) throws(Raise) -> Value?) { builtin(f).object.vector = body }
    @inline(__always) static func accessor(_ d: Value) -> Borrowed<Accessor> { Borrowed(bits: d.ref.word(native)) }
    /// Calls the builtin of any descriptor that has one; arguments include self.
    @inline(__always) static func invoke(_ d: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value = .unbound) throws(Raise) -> Value {
        if _slowPath(Monitor.watchesCalls) { return try Monitor.native(d, base, count, names) }
        return try plainInvoke(d, base, count, names)
    }
    @inline(__always) static func plainInvoke(_ d: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        try builtin(d).with { b throws(Raise) in try b.invoke(base, count, names) }
    }
}

import CSupport
import Glibc

/// A type object. It begins with CPython's PyTypeObject/PyHeapTypeObject (936 bytes); ours follows.
public struct TypeRef: Equatable {
    let raw: UInt
    @inline(__always) public init(_ r: Ref) { raw = UInt(bitPattern: r) }
    /// No type yet: what globals hold before the runtime starts (an integer, so that they need no lazy initializer).
    @inline(__always) public init() { raw = 0 }
    @inline(__always) public var ref: Ref { Ref(bitPattern: raw).unsafelyUnwrapped }
    @inline(__always) public var value: Value { Value(bits: UInt64(raw)) }

    // CPython's fields, as word indices.
    static let nameText = 3, basicSize = 4, itemSize = 5, flagsWord = 21, baseWord = 32, dictWord = 33, basesWord = 42, mroWord = 43
    static let subclassesWord = 45, heapName = 107, heapQualname = 109, heapModule = 111
    // Ours.
    static let versionWord = 117, layoutWord = 118, shapeWord = 119, attributesWord = 120, inlineWord = 121, kindWord = 122, solidWord = 123, initWord = 124, docWord = 125, nativeDictWord = 126, originWord = 127
    static let firstSlot = 128
    static let words = firstSlot + Slot.allCases.count

    /// Changes whenever the type or one of its bases changes; never the same for two states of any types.
    @inline(__always) public var version: UInt64 { get { ref.word(TypeRef.versionWord) } nonmutating set { ref.setWord(TypeRef.versionWord, newValue) } }
    @inline(__always) public var layout: Layout {
        get { ref.load(fromByteOffset: TypeRef.layoutWord * 8, as: Layout.self) }
        nonmutating set { ref.storeBytes(of: newValue, toByteOffset: TypeRef.layoutWord * 8, as: Layout.self) }
    }
    /// The empty shape of instances; unbound when they have no `__dict__`.
    @inline(__always) var rootShape: Value { get { ref.value(TypeRef.shapeWord) } nonmutating set { ref.set(TypeRef.shapeWord, newValue) } }
    /// Word index of the shape word in instances (the word behind it is the overflow storage or the dict); 0: no `__dict__`.
    @inline(__always) var attributes: Int { get { Int(ref.word(TypeRef.attributesWord)) } nonmutating set { ref.setWord(TypeRef.attributesWord, UInt64(newValue)) } }
    /// `attributes` of types whose instances vary in size (tuple, str, bytes and int subclasses): the shape is the second last word of the cell.
    static let attributesAtEnd = 0xFFFF
    /// Word of instances that holds a real `__dict__` (modules, functions); 0: none.
    @inline(__always) var nativeDict: Int { get { Int(ref.word(TypeRef.nativeDictWord)) } nonmutating set { ref.setWord(TypeRef.nativeDictWord, UInt64(newValue)) } }
    /// How many attributes instances hold inline, from word `attributes + 2`.
    @inline(__always) var inlineCapacity: Int { get { Int(ref.word(TypeRef.inlineWord)) } nonmutating set { ref.setWord(TypeRef.inlineWord, UInt64(newValue)) } }
    /// Bytes of an instance.
    @inline(__always) public var instanceSize: Int { get { Int(ref.word(TypeRef.basicSize)) } nonmutating set { ref.setWord(TypeRef.basicSize, UInt64(newValue)) } }
    @inline(__always) var flags: UInt64 { get { ref.word(TypeRef.flagsWord) } nonmutating set { ref.setWord(TypeRef.flagsWord, newValue) } }
    @inline(__always) public var base: Value { get { ref.value(TypeRef.baseWord) } nonmutating set { ref.set(TypeRef.baseWord, newValue) } }
    @inline(__always) public var dict: DictRef { DictRef(ref.value(TypeRef.dictWord).ref) }
    @inline(__always) public var bases: TupleRef { TupleRef(ref.value(TypeRef.basesWord).ref) }
    /// Empty while a custom `mro()` of the type runs for the first time.
    @inline(__always) public var mro: TupleRef { let m = ref.value(TypeRef.mroWord); return TupleRef(m.isPointer ? m.ref : TupleRef.empty.ref) }
    public var mroValue: Value { ref.value(TypeRef.mroWord) }
    /// `__name__`
    public var name: Value { ref.value(TypeRef.heapName) }
    public var qualifiedName: Value { ref.value(TypeRef.heapQualname) }
    /// `__name__` as text.
    public var bareName: String { name.isPointer ? StrRef(name.ref).string : "?" }
    /// For messages, as tp_name: the bare name of classes, the name with its module of builtin types that live in one.
    public var text: String { has(Flags.heapType) || !name.isPointer ? bareName : ObjectType.fullName(self) }
    /// The builtin type whose native layout instances have (object, int, list, ...).
    public var solidBase: TypeRef { TypeRef(ref.value(TypeRef.solidWord).ref) }

    /// Marks what the type refers to. What special methods were found (slots) hangs on the dicts of the MRO, which drop them here when they change; only
    /// a metaclass of the program's own can put types into an MRO that do not know of it.
    func visit() {
        func field(_ i: Int) { Collector.mark(ref.value(i)) }
        field(TypeRef.baseWord); field(TypeRef.dictWord); field(TypeRef.basesWord); field(TypeRef.mroWord); field(TypeRef.subclassesWord)
        field(TypeRef.heapName); field(TypeRef.heapQualname); field(TypeRef.heapModule)
        field(TypeRef.shapeWord); field(TypeRef.solidWord); field(TypeRef.initWord); field(TypeRef.docWord)
        if ref.type != Types.type { for i in TypeRef.firstSlot..<TypeRef.words { field(i) } }
    }

    struct Flags {
        static let heapType: UInt64 = 1 << 9, baseType: UInt64 = 1 << 10, immutable: UInt64 = 1 << 8, disallowInstantiation: UInt64 = 1 << 7
        static let isSequence: UInt64 = 1 << 5, isMapping: UInt64 = 1 << 6, isAbstract: UInt64 = 1 << 20
        static let long: UInt64 = 1 << 24, list: UInt64 = 1 << 25, tuple: UInt64 = 1 << 26, bytes: UInt64 = 1 << 27
        static let str: UInt64 = 1 << 28, dict: UInt64 = 1 << 29, exception: UInt64 = 1 << 30, type: UInt64 = 1 << 31
        static let gc: UInt64 = 1 << 14, ready: UInt64 = 1 << 12, methodDescriptor: UInt64 = 1 << 17
        // Ours, in bits CPython does not use.
        static let float: UInt64 = 1 << 40, set: UInt64 = 1 << 41, function: UInt64 = 1 << 42, hasDel: UInt64 = 1 << 43, plainNew: UInt64 = 1 << 44
        /// `__getattribute__` is object's: attribute lookup may be cached.
        static let genericGet: UInt64 = 1 << 45
        /// Instances may be weakly referenced.
        static let weakrefable: UInt64 = 1 << 46
        /// A native sequence: its `__mul__` is repetition, asked only with something that is an index.
        static let repeats: UInt64 = 1 << 47
        /// Natively subscripted, but no sequence: not iterated by indices.
        static let notIterable: UInt64 = 1 << 48
        /// Instances never change: methods and operators only answer, so that a trace may attempt them (`Trace/Attempt.swift`). Subclasses may do otherwise.
        static let value: UInt64 = 1 << 49
        static let inherited = long | list | tuple | bytes | str | dict | exception | type | float | set | function | gc | weakrefable | isSequence | isMapping | repeats
    }
    @inline(__always) func has(_ f: UInt64) -> Bool { flags & f != 0 }

    nonisolated(unsafe) static var nextVersion: UInt64 = 1
    static func freshVersion() -> UInt64 { nextVersion &+= 1; return nextVersion }

    /// Whether the type is T or derives from it (by its MRO, as PyType_IsSubtype).
    @inline(__always) public func isSubtype(of t: TypeRef) -> Bool { self == t || isSubtypeSlow(t) }
    @inline(never) func isSubtypeSlow(_ t: TypeRef) -> Bool {
        let m = ref.value(TypeRef.mroWord)
        if !m.isPointer { return false }
        let mro = TupleRef(m.ref)
        for i in 0..<mro.count where mro[i] == t.value { return true }
        return false
    }

    // MARK: attribute lookup

    /// The attribute NAME (interned) found along the MRO, unbound if none (as _PyType_Lookup; through a global cache).
    @inline(__always) public func lookup(_ name: Value) -> Value {
        let i = Int(truncatingIfNeeded: (version &* 31) ^ (name.bits &>> 4)) & MethodCache.mask
        let e = MethodCache.entries + i
        if _fastPath(e.pointee.version == version && e.pointee.name == name.bits) { return e.pointee.value }
        return lookupSlow(name, e)
    }
    @inline(never) private func lookupSlow(_ name: Value, _ e: UnsafeMutablePointer<MethodCache.Entry>) -> Value {
        // What was at this place before lies at its neighbor's: two that alternate are both found.
        let other = MethodCache.entries + ((e - MethodCache.entries) ^ 1), first = e.pointee
        if other.pointee.version == version && other.pointee.name == name.bits {
            e.pointee = other.pointee
            other.pointee = first
            return e.pointee.value
        }
        let v = lookupUncached(name)
        if StrRef(name.ref).isInterned, !(ChangingAttributes.has(name) && ChangingAttributes.isPlain(v)) {
            other.pointee = first
            e.pointee = MethodCache.Entry(version: version, name: name.bits, value: v)
        }
        return v
    }
    func lookupUncached(_ name: Value) -> Value {
        let m = mro
        for i in 0..<m.count {
            if m[i].ref.type.has(Flags.type), let v = TypeRef(m[i].ref).dict.find(name) { return v }
        }
        return .unbound
    }
    /// The special method of SLOT, unbound if the type has none (looked up on the type only, cached in the type object).
    @inline(__always) public func slot(_ s: Slot) -> Value {
        let v = ref.value(TypeRef.firstSlot &+ s.rawValue)
        if _fastPath(v.bits != 0) { return v == .absent ? .unbound : v }
        return slotSlow(s)
    }
    @inline(__always) public func hasSlot(_ s: Slot) -> Bool { !slot(s).isUnbound }
    @inline(never) private func slotSlow(_ s: Slot) -> Value {
        let v = lookup(s.name)
        ref.set(TypeRef.firstSlot &+ s.rawValue, v.isUnbound ? .absent : v)
        return v
    }

    /// object or a heap type whose native layout is object's.
    var isPlain: Bool { var t = self; while t.has(Flags.heapType) { t = TypeRef(t.base.ref) }; return t == Types.object || t.solidBase == Types.object && t.has(Flags.baseType) }
    /// After a change of the attribute NAME alone: special methods stay cached when it is none.
    public func modified(_ name: Value) {
        let s = StrRef(name.ref)
        if s.count > 4 && s[0] == 95 && s[1] == 95 { return modified() }
        version = TypeRef.freshVersion()
        let list = ref.value(TypeRef.subclassesWord)
        if list.isPointer { let l = ListRef(list.ref); for i in 0..<l.count { let t = WeakReference.get(l[i]); if t.isPointer { TypeRef(t.ref).modified(name) } } }
    }
    /// To be called after any change to the type's dict, bases or MRO: moves versions and drops caches, here and in all subclasses.
    public func modified() {
        version = TypeRef.freshVersion()
        for i in TypeRef.firstSlot..<TypeRef.words { ref.setWord(i, 0) }
        updateFlags()
        let s = ref.value(TypeRef.subclassesWord)
        if s.isPointer { let l = ListRef(s.ref); for i in 0..<l.count { let w = l[i]; let t = WeakReference.get(w); if t.isPointer { TypeRef(t.ref).modified() } } }
    }
    /// Facts about the type that hot paths ask for.
    func updateFlags() {
        guard ref.value(TypeRef.mroWord).isPointer, Types.ready else { return }
        var f = flags & ~(Flags.genericGet | Flags.hasDel | Flags.plainNew)
        let g = lookup(Slot.getattribute.name)
        if g == Types.objectGetAttribute || (g == Types.moduleGetAttribute && g.isPointer) { f |= Flags.genericGet }
        let d = lookup(Slot.del.name)
        if !d.isUnbound && has(Flags.heapType) && !FutureObject.asksItself(self, d) { f |= Flags.hasDel }
        if (has(Flags.heapType) && isPlain || self == Types.object) && lookup(Slot.new.name) == Types.objectNew { f |= Flags.plainNew }
        flags = f
    }
}

/// Resolved attributes by (type version, interned name). Holds values weakly: no version is used twice, and interned names live for ever, so what
/// died is never asked for.
enum MethodCache {
    struct Entry { var version: UInt64 = 0, name: UInt64 = 0, value: Value = .unbound }
    static let mask = 4095
    nonisolated(unsafe) static var entries: UnsafeMutablePointer<Entry>! = nil
    static func start() {
        entries = .allocate(capacity: mask + 1); entries.initialize(repeating: Entry(), count: mask + 1)
    }
}

extension Value {
    /// The value's type.
    @inline(__always) public var type: TypeRef {
        if bits & 7 == 0 { return ref.type }
        return immediateType
    }
    @inline(__always) var immediateType: TypeRef {
        if isInt { return Types.int }
        if isFloat { return Types.float }
        return singletonType
    }
    @inline(never) private var singletonType: TypeRef {
        switch bits {
        case 4: return Types.none
        case 12, 20: return Types.bool
        case 28: return Types.ellipsis
        default: return Types.notImplemented
        }
    }
    /// Exact type test.
    @inline(__always) public func isExactly(_ t: TypeRef) -> Bool { bits & 7 == 0 && bits != 0 && ref.type == t }
    @inline(__always) func has(_ flag: UInt64) -> Bool { isPointer && ref.type.has(flag) }
    @inline(__always) public var isStr: Bool { has(TypeRef.Flags.str) }
    @inline(__always) public var isList: Bool { has(TypeRef.Flags.list) }
    @inline(__always) public var isTuple: Bool { has(TypeRef.Flags.tuple) }
    @inline(__always) public var isDict: Bool { has(TypeRef.Flags.dict) }
    @inline(__always) public var isBytes: Bool { has(TypeRef.Flags.bytes) }
    @inline(__always) public var isType: Bool { has(TypeRef.Flags.type) }
    @inline(__always) public var isExceptionInstance: Bool { has(TypeRef.Flags.exception) }
    /// int or a subclass, bool included.
    @inline(__always) public var isIntLike: Bool { isInt || isBool || has(TypeRef.Flags.long) }
    @inline(__always) public var isFloatLike: Bool { isFloat || has(TypeRef.Flags.float) }
    /// isinstance by MRO only.
    @inline(__always) public func isInstance(of t: TypeRef) -> Bool { type.isSubtype(of: t) }
    /// For messages: the type's name (`TypeRef.text`).
    public var typeName: String { type.text }
}

/// The builtin types, created before anything else. A type's methods are declared in the file of its object (`extension … { static func define() }`),
/// called by `BuiltinTypes.define`.
public enum Types {
    nonisolated(unsafe) public static var object = TypeRef(), type = TypeRef(), none = TypeRef(), bool = TypeRef(), int = TypeRef(), float = TypeRef()
    nonisolated(unsafe) public static var complex = TypeRef(), str = TypeRef(), bytes = TypeRef(), bytearray = TypeRef(), memoryview = TypeRef()
    nonisolated(unsafe) public static var tuple = TypeRef(), list = TypeRef(), dict = TypeRef(), set = TypeRef(), frozenset = TypeRef()
    nonisolated(unsafe) public static var ellipsis = TypeRef(), notImplemented = TypeRef(), range = TypeRef(), slice = TypeRef()
    nonisolated(unsafe) public static var function = TypeRef(), code = TypeRef(), cell = TypeRef(), module = TypeRef(), method = TypeRef(), frame = TypeRef()
    nonisolated(unsafe) public static var traceback = TypeRef(), generator = TypeRef(), coroutine = TypeRef(), asyncGenerator = TypeRef()
    nonisolated(unsafe) public static var builtinFunction = TypeRef(), methodDescriptor = TypeRef(), wrapperDescriptor = TypeRef(), methodWrapper = TypeRef()
    nonisolated(unsafe) public static var classMethodDescriptor = TypeRef(), getset = TypeRef(), member = TypeRef()
    nonisolated(unsafe) public static var property = TypeRef(), classmethod = TypeRef(), staticmethod = TypeRef(), superType = TypeRef(), mappingproxy = TypeRef()
    nonisolated(unsafe) public static var weakref = TypeRef(), baseException = TypeRef(), exception = TypeRef()
    nonisolated(unsafe) public static var storage = TypeRef(), dictTable = TypeRef(), shape = TypeRef(), namespace = TypeRef()

    /// `object.__getattribute__` and `object.__new__`: what the generic paths recognise.
    nonisolated(unsafe) static var objectGetAttribute = Value.unbound, objectNew = Value.unbound, objectInit = Value.unbound, objectSetAttr = Value.unbound, objectDelAttr = Value.unbound, objectHash = Value.unbound, objectEqual = Value.unbound, objectNotEqual = Value.unbound
    nonisolated(unsafe) static var typeGetAttribute = Value.unbound, typeCall = Value.unbound, moduleGetAttribute = Value.unbound, typeMro = Value.unbound
    nonisolated(unsafe) static var ready = false

    /// Memory for the core types, with MRO and dict still missing (they need types themselves), then those.
    static func start() {
        func raw(_ layout: Layout, _ size: Int, _ flags: UInt64 = 0) -> TypeRef {
            let r = Heap.allocate(TypeRef.words * 8, type)
            let t = TypeRef(r)
            t.layout = layout; t.instanceSize = size; t.flags = flags | TypeRef.Flags.immutable | TypeRef.Flags.ready; t.version = TypeRef.freshVersion()
            permanent.append(t.value)
            return t
        }
        let F = TypeRef.Flags.self
        // `type` must exist before any allocation can name it.
        type = raw(.fields(TypeRef.baseWord, TypeRef.firstSlot).with(from: TypeRef.heapName, to: TypeRef.heapModule + 1), 0, F.type | F.baseType)
        type.layout = Layout.special(.type).with(from: TypeRef.words, to: 0xFFFF)
        type.ref.setWord(1, UInt64(type.raw))
        type.instanceSize = TypeRef.words * 8
        object = raw(.allFields(), 16, F.baseType)
        str = raw(.opaque, 64, F.str | F.baseType); tuple = raw(.counted(count: 2, first: 4), 32, F.tuple | F.baseType)
        tuple.ref.setWord(TypeRef.itemSize, 8)
        dict = raw(.fields(4, 5), 48, F.dict | F.baseType); dictTable = raw(.special(.dictTable), 40)
        storage = raw(.counted(count: 2, first: 3), 24); list = raw(.fields(3, 4), 40, F.list | F.baseType)
        int = raw(.opaque, 24, F.long | F.baseType); bool = raw(.opaque, 24, F.long); float = raw(.opaque, 24, F.float | F.baseType)
        complex = raw(.opaque, 32, F.baseType); bytes = raw(.opaque, 40, F.bytes | F.baseType); bytearray = raw(.fields(3, 4), 56, F.baseType)
        none = raw(.opaque, 16); ellipsis = raw(.opaque, 16); notImplemented = raw(.opaque, 16)
        function = raw(.fields(2, 17), 152, F.function | F.methodDescriptor); code = raw(.special(.code), 64)
        cell = raw(.fields(2, 3), 24); module = raw(.allFields(), 48, F.baseType); method = raw(.fields(2, 4), 48)
        builtinFunction = raw(.fields(3, 6), 56); methodDescriptor = raw(.fields(3, 6), 56, F.methodDescriptor); wrapperDescriptor = raw(.fields(3, 6), 56, F.methodDescriptor)
        methodWrapper = raw(.fields(2, 4), 32); classMethodDescriptor = raw(.fields(3, 6), 56); getset = raw(.fields(3, 6), 56); member = raw(.fields(3, 6), 56)
        shape = raw(.fields(2, 8), 64); weakref = raw(.fields(3, 5), 64, F.baseType)      // the referent (word 2) is not marked
        baseException = raw(.allFields(), 88, F.exception | F.baseType)
    }
    /// Types that live for good.
    nonisolated(unsafe) static var permanent = RawArray<Value>()
    /// As many of them were there at the last collection.
    nonisolated(unsafe) private static var marked = 0
    /// The second half: dicts, MROs, names.
    static func finish() {
        for (t, name, base) in [(object, "object", TypeRef()), (type, "type", object), (str, "str", object), (tuple, "tuple", object), (dict, "dict", object), (dictTable, "dict_table", object),
            (storage, "storage", object), (list, "list", object), (int, "int", object), (bool, "bool", int), (float, "float", object), (complex, "complex", object),
            (bytes, "bytes", object), (bytearray, "bytearray", object), (none, "NoneType", object), (ellipsis, "ellipsis", object),
            (notImplemented, "NotImplementedType", object), (function, "function", object), (code, "code", object), (cell, "cell", object), (module, "module", object),
            (method, "method", object), (builtinFunction, "builtin_function_or_method", object), (methodDescriptor, "method_descriptor", object),
            (wrapperDescriptor, "wrapper_descriptor", object), (methodWrapper, "method-wrapper", object), (classMethodDescriptor, "classmethod_descriptor", object),
            (getset, "getset_descriptor", object), (member, "member_descriptor", object), (shape, "shape", object), (baseException, "BaseException", object), (weakref, "ReferenceType", object)] {
            TypeFactory.initialize(t, name: name, module: t == weakref ? "weakref" : "builtins", base: base)
        }
        Collector.rootVisitors.append {
            for i in (Collector.isMinor || LargeBytes.isLooking ? min(marked, permanent.count) : 0)..<permanent.count { Collector.mark(permanent[i]) }
            if !LargeBytes.isLooking { marked = permanent.count }
        }
    }
}

/// Makes type objects for builtin types.
public enum TypeFactory {
    static func initialize(_ t: TypeRef, name: String, module: String, base: TypeRef) {
        let n = StrRef.intern(name)
        t.ref.set(TypeRef.heapName, n); t.ref.set(TypeRef.heapQualname, n)
        t.ref.set(TypeRef.dictWord, DictRef.allocate().value)
        t.ref.set(TypeRef.heapModule, StrRef.intern(module))
        // Each type has a `__doc__`, lest instances show a base's.
        t.dict.set(name: StrRef.intern(static: "__doc__"), .none)
        if base.raw == 0 {
            t.ref.set(TypeRef.basesWord, TupleRef.empty); t.ref.set(TypeRef.mroWord, TupleRef.make(t.value))
            t.ref.set(TypeRef.solidWord, t.value)
        } else {
            t.base = base.value
            t.ref.set(TypeRef.basesWord, TupleRef.make(base.value))
            let m = base.mro, mine = TupleRef.allocate(m.count + 1)
            mine[0] = t.value
            for i in 0..<m.count { mine[i + 1] = m[i] }
            t.ref.set(TypeRef.mroWord, mine.value)
            t.flags |= base.flags & (TypeRef.Flags.inherited | TypeRef.Flags.genericGet)
            let solid = t.instanceSize > base.instanceSize || t.layout.kind != base.layout.kind
            t.ref.set(TypeRef.solidWord, solid ? t.value : base.solidBase.value)
            if t.attributes == 0 && base.attributes != 0 { t.attributes = base.attributes; t.rootShape = Shape.root(t) }
            if t.nativeDict == 0 { t.nativeDict = base.nativeDict }
            Subclasses.add(t, to: base)
        }
        t.version = TypeRef.freshVersion()
    }
    /// A new builtin type. SIZE: bytes of an instance (header included); LAYOUT: how the collector walks it; nil SIZE/LAYOUT: the base's.
    /// HASDICT: instances get a `__dict__` (its two words are added behind SIZE).
    public static func make(_ name: String, module: String = "builtins", base: TypeRef = Types.object, size: Int? = nil, layout: Layout? = nil, subclassable: Bool = false,
                            hasDict: Bool = false, metatype: TypeRef = Types.type) -> TypeRef {
        let r = Heap.allocate(TypeRef.words * 8, metatype)
        let t = TypeRef(r)
        t.layout = layout ?? base.layout
        t.instanceSize = size ?? base.instanceSize
        t.flags = TypeRef.Flags.immutable | TypeRef.Flags.ready | (subclassable ? TypeRef.Flags.baseType : 0)
        Types.permanent.append(t.value)
        let ownDict = base.attributes == 0 ? hasDict : size != nil && size! > base.instanceSize
        if ownDict {
            t.attributes = (t.instanceSize + 7) / 8
            t.instanceSize = t.attributes * 8 + 16
            t.layout = t.layout.extended(from: t.attributes)
        }
        initialize(t, name: name, module: module, base: base)
        if ownDict {
            t.rootShape = Shape.root(t)
            if base.attributes == 0 { t.dict.set(name: Names.__dict__, SlotMember.dictionary(t)) }
        }
        return t
    }
}

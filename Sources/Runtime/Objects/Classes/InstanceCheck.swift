import CSupport

/// What class patterns ask.
enum ClassTests {
    static func isInstance(_ v: Value, _ c: Value) throws(Raise) -> Bool { try Operations.isInstance(v, c) }
}
/// `isinstance` and `issubclass` (as abstract.c's object_isinstance and object_issubclass).
extension Operations {
    public static func isInstance(_ o: Value, _ cls: Value) throws(Raise) -> Bool {
        if cls.isType {
            if o.type == TypeRef(cls.ref) { return true }
            if cls.ref.type == Types.type { return try recursiveIsInstance(o, cls) }
        }
        if cls.isExactly(UnionType.type) { let args = TupleRef(cls.ref.value(2)); return try any(args) { c throws(Raise) in try isInstance(o, c) } }
        if cls.isTuple {
            return try any(TupleRef(cls)) { c throws(Raise) in try isInstance(o, c) }
        }
        let m = cls.type.slot(.instancecheck)
        if !m.isUnbound { return try isTrue(try callSlot(m, cls, o)) }
        return try recursiveIsInstance(o, cls)
    }
    private static func any(_ t: TupleRef, _ test: (Value) throws(Raise) -> Bool) throws(Raise) -> Bool {
        try enter(" in __instancecheck__")
        defer { thread.pointee.classDepth -= 1 }
        for i in 0..<t.count { if try test(t[i]) { return true } }
        return false
    }
    /// Classes and tuples of classes that nest deeper than any sane program's: an error long before the native stack ends.
    private static func enter(_ what: StaticString) throws(Raise) {
        try NativeRecursion.check(what)
        let t = thread
        if t.pointee.classDepth >= 10_000 { throw Errors.make(Exceptions.recursionError, "maximum recursion depth exceeded\(what)") }
        t.pointee.classDepth += 1
    }
    static func recursiveIsInstance(_ o: Value, _ cls: Value) throws(Raise) -> Bool {
        if cls.isType {
            let c = TypeRef(cls.ref), t = o.type
            if t.isSubtype(of: c) { return true }
            // A `__class__` that claims to be something else.
            if !o.isPointer || t.lookup(Names.__class__) == Types.object.lookup(Names.__class__) && t.has(TypeRef.Flags.genericGet) && t.slot(.getattr).isUnbound { return false }
            let claimed = try findAttribute(o, Names.__class__)
            return claimed.isType && claimed != t.value && TypeRef(claimed.ref).isSubtype(of: c)
        }
        try checkClass(cls, "isinstance() arg 2 must be a type, a tuple of types, or a union")
        let claimed = try findAttribute(o, Names.__class__)
        return claimed.isUnbound ? false : try abstractIsSubclass(claimed, cls)
    }
    public static func isSubclass(_ d: Value, _ cls: Value) throws(Raise) -> Bool {
        if cls.isType && cls.ref.type == Types.type {
            if d == cls { return true }
            return try recursiveIsSubclass(d, cls)
        }
        if cls.isExactly(UnionType.type) { let args = TupleRef(cls.ref.value(2)); return try any(args) { c throws(Raise) in try isSubclass(d, c) } }
        if cls.isTuple { return try any(TupleRef(cls)) { c throws(Raise) in try isSubclass(d, c) } }
        let m = cls.type.slot(.subclasscheck)
        if !m.isUnbound { return try isTrue(try callSlot(m, cls, d)) }
        return try recursiveIsSubclass(d, cls)
    }
    static func recursiveIsSubclass(_ d: Value, _ cls: Value) throws(Raise) -> Bool {
        if d.isType && cls.isType { return TypeRef(d.ref).isSubtype(of: TypeRef(cls.ref)) }
        try checkClass(d, "issubclass() arg 1 must be a class")
        if !cls.isExactly(UnionType.type) { try checkClass(cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union") }
        return try abstractIsSubclass(d, cls)
    }
    private static func checkClass(_ c: Value, _ message: String) throws(Raise) {
        if c.isType { return }
        let b = try findAttribute(c, Names.__bases__)
        if !b.isTuple { throw Errors.typeError(message) }
    }
    private static func abstractIsSubclass(_ d: Value, _ cls: Value) throws(Raise) -> Bool {
        if d == cls { return true }
        try enter(" in __issubclass__")
        defer { thread.pointee.classDepth -= 1 }
        let b = try findAttribute(d, Names.__bases__)
        guard b.isTuple else { return false }
        for i in 0..<TupleRef(b).count { if try abstractIsSubclass(TupleRef(b)[i], cls) { return true } }
        return false
    }
}

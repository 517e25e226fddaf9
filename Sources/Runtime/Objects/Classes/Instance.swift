/// Making instances of classes.
public enum Instance {
    /// An instance of T with its attribute words ready and everything else zero; registered for `__del__`.
    /// For types whose instances vary in size use `allocate(_:size:)`.
    @inline(__always) public static func allocate(_ t: TypeRef) -> Ref {
        let w = t.attributes
        if _slowPath(w == TypeRef.attributesAtEnd || t.layout.to == Layout.trailing) { return allocate(t, size: t.instanceSize) }
        let r = Heap.allocate(t.instanceSize, t)
        if w != 0 { r.initialize(w, t.rootShape) }
        if _slowPath(t.has(TypeRef.Flags.hasDel)) { Finalizers.register(r) }
        return r
    }
    /// An instance of a type of variable size (tuple, str, bytes, int and their subclasses): SIZE bytes for the base's part (header included).
    public static func allocate(_ t: TypeRef, size: Int) -> Ref {
        let l = t.layout
        let trailing = l.to == Layout.trailing ? Int(l.from) : 0
        let r = Heap.allocate((size + 7) & ~7 + trailing * 8, t)
        let w = t.attributes
        if w == TypeRef.attributesAtEnd { r.initialize(Attributes.lastWords(r), t.rootShape) } else if w != 0 { r.initialize(w, t.rootShape) }
        if t.has(TypeRef.Flags.hasDel) { Finalizers.register(r) }
        return r
    }
    /// The `__dict__` of O as a real dict (an instance with a shape turns to dictionary mode); nil if it has none.
    public static func dictionary(_ o: Value) -> DictRef? {
        guard o.isPointer else { return nil }
        let t = o.ref.type
        if t.attributes != 0 { return Attributes(o.ref).toDictionary() }
        let w = t.nativeDict
        if w == 0 { return nil }
        if !o.ref.value(w).isPointer { let d = DictRef.allocate(); o.ref.set(w, d.value) }
        return DictRef(o.ref.value(w))
    }
    public static func setDictionary(_ o: Value, _ d: Value) throws(Raise) {
        guard d.isDict else { throw Errors.typeError("__dict__ must be set to a dictionary, not a '\(d.type)'") }
        let t = o.type
        if t.attributes != 0 { Attributes(o.ref).replaceDictionary(DictRef(d)) } else if t.nativeDict != 0 { o.ref.set(t.nativeDict, d) }
        else { throw Errors.attributeError(o, Names.__dict__) }
    }
    static func hasDictionary(_ o: Value) -> Bool { o.isPointer && (o.ref.type.attributes != 0 || o.ref.type.nativeDict != 0) }
    /// The names and values of O's own attributes as a new dict, without turning it to dictionary mode.
    static func copyAttributes(_ o: Value) -> DictRef? {
        guard hasDictionary(o) else { return nil }
        let t = o.ref.type
        if t.attributes != 0 {
            let a = Attributes(o.ref)
            if !a.isDictionary {
                let d = DictRef.allocate()
                for (i, n) in a.shape.names().enumerated() { d.set(name: n, a[i]) }
                return d
            }
        }
        return dictionary(o)?.copy()
    }
}

/// `__subclasses__`: weak references in a list at `TypeRef.subclassesWord`.
enum Subclasses {
    /// A type that was just made (ISNEW) cannot stand there yet; what died is taken out whenever the list has doubled.
    static func add(_ t: TypeRef, to base: TypeRef, isNew: Bool = true) {
        let s = base.ref.value(TypeRef.subclassesWord)
        let list: ListRef
        if s.isPointer { list = ListRef(s) } else { list = ListRef.allocate(); base.ref.set(TypeRef.subclassesWord, list.value) }
        if isNew && list.count & (list.count - 1) != 0 { list.append(WeakReference.make(t.value)); return }
        var kept = 0
        for i in 0..<list.count where WeakReference.get(list[i]).isPointer { if kept != i { list[kept] = list[i] }; kept += 1 }
        if kept < list.count { list.truncate(kept) }
        for i in 0..<kept where WeakReference.get(list[i]) == t.value { return }
        list.append(WeakReference.make(t.value))
    }
    static func remove(_ t: TypeRef, from base: TypeRef) {
        let s = base.ref.value(TypeRef.subclassesWord)
        guard s.isPointer else { return }
        let list = ListRef(s)
        for i in 0..<list.count where WeakReference.get(list[i]) == t.value { list.resize(at: i, removing: 1, inserting: 0); return }
    }
    static func list(_ t: TypeRef) -> ListRef {
        let out = ListRef.allocate(), s = t.ref.value(TypeRef.subclassesWord)
        if s.isPointer {
            let l = ListRef(s)
            for i in 0..<l.count {
                let c = WeakReference.get(l[i])
                if c.isPointer && c != Types.shape.value && c != Types.storage.value && c != Types.dictTable.value { out.append(c) }
            }
        }
        return out
    }
}

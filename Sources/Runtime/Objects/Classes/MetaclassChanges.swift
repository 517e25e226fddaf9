/// Metaclasses that change after their classes were asked.
///
/// What a class has under a name is remembered for the class's version alone, since the metaclass had nothing that goes before it: a data descriptor of that
/// name, or a `__getattribute__`. The write that gives it one moves the versions of all classes it is the metaclass of. (They are found by a walk over all
/// classes: a list of them with every metaclass would cost each class statement something for what hardly any program does.)
enum MetaclassChanges {
    /// META has been given V under NAME.
    static func stored(_ meta: TypeRef, _ name: Value, _ v: Value) {
        guard meta.has(TypeRef.Flags.type), v.isPointer, name == Slot.getattribute.name || Operations.isDataDescriptor(v.ref.type) else { return }
        moved(meta)
    }
    /// META finds other things than before.
    static func moved(_ meta: TypeRef) {
        guard meta.has(TypeRef.Flags.type) else { return }
        var seen: Set<UInt> = []
        move(Types.object, meta, &seen)
    }
    private static func move(_ t: TypeRef, _ meta: TypeRef, _ seen: inout Set<UInt>) {
        guard seen.insert(t.raw).inserted else { return }
        if t.ref.type.isSubtype(of: meta) { t.version = TypeRef.freshVersion() }
        let s = t.ref.value(TypeRef.subclassesWord)
        guard s.isPointer else { return }
        let l = ListRef(s.ref)
        for i in 0..<l.count {
            let c = WeakReference.get(l[i])
            if c.isPointer { move(TypeRef(c.ref), meta, &seen) }
        }
    }
}

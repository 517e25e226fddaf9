/// Memory of instances of builtin types and of their subclasses.
enum InstanceMemory {
    /// An instance of fixed size, its `__dict__` empty.
    static func fixed(_ t: TypeRef) -> Ref {
        let r = Heap.allocate(t.instanceSize, t)
        let a = t.attributes
        if a != 0 { r.initialize(a, t.rootShape) }
        if t.has(TypeRef.Flags.hasDel) { Finalizers.register(r) }
        return r
    }
    /// An instance of a type whose size varies (tuple, int): BYTES as the builtin type needs; the attribute words end the cell.
    static func variable(_ t: TypeRef, bytes: Int) -> Ref {
        if t.attributes == 0 {
            let r = Heap.allocate(bytes, t)
            if t.has(TypeRef.Flags.hasDel) { Finalizers.register(r) }
            return r
        }
        let r = Heap.allocate(bytes + 16, t)
        r.initialize(Heap.cellSize(r) / 8 - 2, t.rootShape)
        if t.has(TypeRef.Flags.hasDel) { Finalizers.register(r) }
        return r
    }
}

/// Objects whose `repr` is under way in this thread: containers that hold themselves show "...".
///
///     guard ReprGuard.enter(v) else { return "[...]" }
///     defer { ReprGuard.leave() }
public enum ReprGuard {
    /// False if V's repr is already under way. Each success must be followed by `leave`.
    public static func enter(_ v: Value) -> Bool {
        let t = thread
        if !t.pointee.reprStack.isPointer { t.pointee.reprStack = ListRef.allocate(capacity: 8).value }
        let l = ListRef(t.pointee.reprStack)
        for i in 0..<l.count where l[i] == v { return false }
        l.append(v)
        return true
    }
    public static func leave() {
        let l = ListRef(thread.pointee.reprStack)
        let n = l.count - 1
        l.storage.items[n] = .unbound
        l.count = n
    }
}

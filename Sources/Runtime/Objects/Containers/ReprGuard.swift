/// Objects whose `repr` is under way in this thread: containers that hold themselves show "...".
///
///     guard ReprGuard.enter(v) else { return StrRef.make("[...]") }
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

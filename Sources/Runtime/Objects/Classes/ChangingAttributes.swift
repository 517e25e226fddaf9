/// Class attributes that a program goes on writing (`Shape.count += 1`, `cls.total += x`).
///
/// A write to a class moves its version, and with it goes every cache and every trace that knows something of the class. For a counter kept in a class that would be
/// each time. So a name under which a plain value (no descriptor) has taken the place of another plain value twice is one that changes: from then on such a
/// write leaves the version alone, and nobody remembers the value for a version: caches remember where it lies (`AttributeCache.Kind.cell`), the
/// global cache of lookups passes it by. Where a name is found, and whether it is a descriptor, still cannot change without the version.
/// The name may have begun to change in another class: whoever remembers the value of a class's then, does so under a version that is older than that. The
/// first write to such a class moves it (and those of the classes below it).
///
/// Rejected: a cell in the class's dict (every reader of class dicts would have to know it); a set of names per class (the question is asked for the class
/// of the instance, the answer lies with the class that holds the name).
enum ChangingAttributes {
    nonisolated(unsafe) private static var once: Set<UInt64> = []
    /// By name the last version that was given when it began to change.
    nonisolated(unsafe) private static var names: [UInt64: UInt64] = [:]
    nonisolated(unsafe) private static var any = false
    /// Whether plain values of NAME (interned) may change under one version.
    @inline(__always) static func has(_ name: Value) -> Bool { any && names[name.bits] != nil }
    /// Neither a method nor anything else that is asked when it is read or written through an instance.
    static func isPlain(_ v: Value) -> Bool {
        if !v.isPointer { return !v.isUnbound }
        let t = v.ref.type
        return t.slot(.get).isUnbound && !Operations.isDataDescriptor(t)
    }
    /// C's own attribute NAME goes from OLD to NEW. True: the version stays.
    static func keepsVersion(_ c: TypeRef, _ name: Value, _ old: Value, _ new: Value) -> Bool {
        let s = StrRef(name.ref)
        guard s.isInterned, !(s.count > 4 && s[0] == 95 && s[1] == 95), isPlain(old), isPlain(new) else { return false }
        if any, let since = names[name.bits] { return c.version > since }
        if once.insert(name.bits).inserted { return false }
        names[name.bits] = TypeRef.nextVersion; any = true
        return false
    }
}

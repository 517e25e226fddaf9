/// Method resolution order: C3 linearization (as mro_implementation), on heap lists so that the collector sees what is in work.
enum MRO {
    /// The MRO of a type with BASES as a tuple whose first item is T.
    static func linearize(_ t: Value, _ bases: TupleRef) throws(Raise) -> Value {
        let n = bases.count
        for i in 0..<n { for j in 0..<i where bases[i] == bases[j] { throw Errors.typeError("duplicate base class \(TypeRef(bases[i].ref).text)") } }
        for i in 0..<n where !TypeRef(bases[i].ref).mroValue.isPointer { throw Errors.typeError("Cannot extend an incomplete type '\(TypeRef(bases[i].ref).text)'") }
        let out = ListRef.allocate(capacity: 8)
        out.append(t)
        if n == 1 {
            let m = TypeRef(bases[0].ref).mro
            for i in 0..<m.count { out.append(m[i]) }
            return out.asTuple()
        }
        // The sequences to merge: each base's MRO, then the bases themselves; `at` holds how far each is consumed.
        var at = [Int](repeating: 0, count: n + 1)
        func sequence(_ i: Int) -> TupleRef { i < n ? TypeRef(bases[i].ref).mro : bases }
        while true {
            var candidate = Value.unbound, left = false
            find: for i in 0...n {
                let s = sequence(i)
                if at[i] >= s.count { continue }
                left = true
                let c = s[at[i]]
                for j in 0...n {
                    let q = sequence(j)
                    var k = at[j] + 1
                    while k < q.count { if q[k] == c { continue find }; k += 1 }
                }
                candidate = c
                break
            }
            if candidate.isUnbound {
                if !left { return out.asTuple() }
                var heads: [String] = [], seen: [UInt64] = []
                for i in 0...n {
                    let s = sequence(i)
                    if at[i] < s.count, !seen.contains(s[at[i]].bits) { seen.append(s[at[i]].bits); heads.append(TypeRef(s[at[i]].ref).bareName) }
                }
                throw Errors.typeError("Cannot create a consistent method resolution order (MRO) for bases \(heads.joined(separator: ", "))")
            }
            out.append(candidate)
            for i in 0...n { let s = sequence(i); if at[i] < s.count && s[at[i]] == candidate { at[i] += 1 } }
        }
    }
    /// The MRO that the metatype's `mro()` gives, checked.
    static func compute(_ t: TypeRef) throws(Raise) -> Value {
        let custom = t.ref.type == Types.type ? Types.typeMro : t.ref.type.lookup(Names.mro)
        if custom == Types.typeMro { return try linearize(t.value, t.bases) }
        let m = try Operations.special(t.value, Names.mro)
        let r = try Operations.tuple(try Call.call(m))
        let solid = t.solidBase
        for i in 0..<TupleRef(r).count {
            let c = TupleRef(r)[i]
            guard c.isType else { throw Errors.typeError("mro() returned a non-class ('\(c.type)')") }
            if !solid.isSubtype(of: TypeRef(c.ref).solidBase) && solid != t { throw Errors.typeError("mro() returned base with unsuitable layout ('\(TypeRef(c.ref).text)')") }
        }
        return r
    }
    /// Among BASES the one whose layout instances get (as best_base).
    static func best(_ bases: TupleRef) throws(Raise) -> TypeRef {
        var winner = TypeRef(), base = TypeRef()
        for i in 0..<bases.count {
            guard bases[i].isType else { throw Errors.typeError("bases must be types") }
            let b = TypeRef(bases[i].ref)
            guard b.has(TypeRef.Flags.baseType) else { throw Errors.typeError("type '\(ObjectType.fullName(b))' is not an acceptable base type") }
            let candidate = b.solidBase
            if winner.raw == 0 { winner = candidate; base = b }
            else if winner.isSubtype(of: candidate) { continue }
            else if candidate.isSubtype(of: winner) { winner = candidate; base = b }
            else { throw Errors.typeError("multiple bases have instance lay-out conflict") }
        }
        return base
    }
}

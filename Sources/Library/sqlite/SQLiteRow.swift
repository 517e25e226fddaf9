import Runtime

/// `sqlite3.Row`: values 2 the tuple, 3 the cursor's description.
enum SQLiteRow {
    nonisolated(unsafe) static var type = TypeRef()
    static func make(_ t: TypeRef, _ data: Value, _ description: Value) -> Value {
        let r = Instance.allocate(t)
        r.initialize(2, data); r.initialize(3, description)
        return Value(r)
    }
    /// Equal but for the case of ASCII letters.
    private static func isSame(_ a: StrRef, _ b: StrRef) -> Bool {
        let n = a.count
        if a.ref == b.ref { return true }
        if n != b.count { return false }
        for i in 0..<n {
            let x = a[i], y = b[i]
            if x == y { continue }
            let l = x | 32
            if x ^ y != 32 || l < 97 || l > 122 { return false }
        }
        return true
    }
    static func define() {
        let t = TypeFactory.make("Row", module: "sqlite3", size: 32, layout: .fields(2, 4), subclassable: true)
        type = t
        t.new("($type, cursor, data, /)") { a throws(Raise) in
            guard a[1].isInstance(of: SQLiteCursor.type) else { throw Errors.typeError("Row() argument 1 must be sqlite3.Cursor, not \(a[1].type)") }
            guard a[2].isTuple else { throw Errors.typeError("Row() argument 2 must be tuple, not \(a[2].type)") }
            return make(TypeRef(a[0].ref), a[2], a[1].ref.value(3))
        }
        t.special("__len__", "($self, /)") { a throws(Raise) in Value(int: TupleRef(a[0].ref.value(2)).count) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in try Operations.iterate(a[0].ref.value(2)) }
        t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(try Operations.hash(a[0].ref.value(3)) ^ (try Operations.hash(a[0].ref.value(2)))) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let data = a[0].ref.value(2)
            if a[1].isIntLike {
                guard var i = Integers.asInt64(try Operations.indexObject(a[1])) else { throw Errors.indexError("cannot fit '\(a[1].type)' into an index-sized integer") }
                let n = TupleRef(data).count
                if i < 0 { i += n }
                if i < 0 || i >= n { throw Errors.indexError("tuple index out of range") }
                return TupleRef(data)[i]
            }
            if a[1].isStr {
                let d = a[0].ref.value(3)
                if d.isTuple {
                    for i in 0..<TupleRef(d).count where isSame(StrRef(TupleRef(TupleRef(d)[i])[0]), StrRef(a[1])) { return TupleRef(data)[i] }
                } else { throw Errors.make(Exceptions.indexError, value: a[1]) }
                throw Errors.indexError("No item with that key")
            }
            if a[1].isExactly(Types.slice) { return try Operations.getItem(data, a[1]) }
            throw Errors.indexError("Index must be int or string")
        }
        t.method("keys", "($self, /)") { a throws(Raise) in
            let out = ListRef.allocate(), d = a[0].ref.value(3)
            if d.isTuple { for i in 0..<TupleRef(d).count { out.append(TupleRef(TupleRef(d)[i])[0]) } }
            return out.value
        }
        for (n, equal) in [("__eq__", true), ("__ne__", false)] as [(StaticString, Bool)] {
            t.special(n, "($self, value, /)") { a throws(Raise) in
                guard a[1].isInstance(of: type) else { return .notImplemented }
                var same = try Operations.isEqual(a[0].ref.value(3), a[1].ref.value(3))
                if same { same = try Operations.isEqual(a[0].ref.value(2), a[1].ref.value(2)) }
                return Value(bool: same == equal)
            }
        }
        t.setSequence()
    }
}

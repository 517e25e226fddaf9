/// Tuples with names (`time.struct_time`, `os.stat_result`, `sys.flags`, ...): a subclass of tuple whose fields are also attributes.
public struct StructSequence {
    public let type: TypeRef
    let visible: Int, total: Int
    /// A type with FIELDS; the first VISIBLE of them make up the tuple, others are attributes only. The names of UNNAMED of the visible ones (the last)
    /// belong to fields behind, which have the same names.
    public static func define(_ name: String, module: String, fields: [String], visible: Int? = nil, constructible: Bool = true, unnamed: Int = 0) -> StructSequence {
        let t = TypeFactory.make(name, module: module, base: Types.tuple, size: 32, layout: .allFields(from: 4))
        t.flags |= TypeRef.Flags.tuple
        if module != "sys" { t.flags &= ~TypeRef.Flags.immutable }
        let n = visible ?? fields.count
        for (i, f) in fields.enumerated() where !f.isEmpty {
            let text = f
            let a = Accessor("", { v throws(Raise) in
                // Hidden fields lie behind the visible ones in the same cell.
                v.ref.value(4 + i).orNone
            }, nil, nil)
            let d = Descriptor.make(Types.member, Unmanaged.passRetained(a).toOpaque(), owner: t.value, name: text)
            t.dict.set(name: d.ref.value(5), d)
        }
        t.constant("n_fields", Value(int: fields.count)); t.constant("n_sequence_fields", Value(int: n)); t.constant("n_unnamed_fields", Value(int: unnamed))
        let names = TupleRef.allocate(n - unnamed)
        t.constant("__match_args__", names.value)
        for i in 0..<(n - unnamed) { names[i] = StrRef.intern(fields[i]) }
        let full = module == "builtins" ? name : "\(module).\(name)"
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let u = TupleRef(a[0])
            var s = "\(full)("
            for i in 0..<min(u.count, n) { s += "\(i > 0 ? ", " : "")\(fields[i])=\(StrRef(try Operations.repr(u[i])).string)" }
            return StrRef.make(s + ")")
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let u = TupleRef(a[0])
            let hidden = DictRef.allocate()
            for i in n..<max(n, fields.count) { hidden.set(name: StrRef.intern(fields[i]), u.ref.value(4 + i).orNone) }
            return TupleRef.make(a[0].type.value, TupleRef.make(TupleRef.make(u.items, n), hidden.value))
        }
        let s = StructSequence(type: t, visible: n, total: fields.count)
        t.method("__replace__", "($self, /, **changes)") { a throws(Raise) in
            if unnamed > 0 { throw Errors.typeError("__replace__() is not supported for \(full) because it has unnamed field(s)") }
            let v = s.allocate(), changes = DictRef(a[1])
            var used = 0
            for i in 0..<fields.count {
                if let x = changes.find(StrRef.intern(fields[i])) { v.ref.set(4 + i, x); used += 1 } else { v.ref.set(4 + i, a[0].ref.value(4 + i)) }
            }
            if used < changes.count {
                let unknown = ListRef.allocate()
                var i = -1
                while changes.next(&i) { if !fields.contains(StrRef(changes.key(i)).string) { unknown.append(changes.key(i)) } }
                throw Errors.typeError("Got unexpected field name(s): \(Operations.reprText(unknown.value))")
            }
            return v
        }
        if constructible {
            t.new("($type, /, sequence, dict=<none>)") { a throws(Raise) in
                guard Operations.isIterable(a[1]) else { throw Errors.typeError("constructor requires a sequence") }
                let l = try Operations.list(a[1])
                if a.has(2) && !a[2].isDict { throw Errors.typeError("\(full)() takes a dict as second arg, if any") }
                if l.count < n { throw Errors.typeError("\(full)() takes \(n == fields.count ? "a" : "an at least") \(n)-sequence (\(l.count)-sequence given)") }
                if l.count > fields.count { throw Errors.typeError("\(full)() takes \(n == fields.count ? "a" : "an at most") \(fields.count)-sequence (\(l.count)-sequence given)") }
                let v = s.allocate()
                for i in 0..<l.count { v.ref.set(4 + i, l[i]) }
                guard a.has(2), DictRef(a[2]).count > 0 else { return v }
                let d = DictRef(a[2])
                var used = 0
                for i in l.count..<max(l.count, fields.count) { if let x = try d.get(StrRef.intern(fields[i])) { v.ref.set(4 + i, x); used += 1 } }
                if used < d.count { throw Errors.typeError("\(full)() got duplicate or unexpected field name(s)") }
                return v
            }
        } else { t.flags |= TypeRef.Flags.disallowInstantiation }
        return s
    }
    /// All fields None; fill with `ref.set(4 + i, …)`.
    public func allocate() -> Value {
        let r = Heap.allocate(32 + total * 8, type)
        // The collector walks the visible ones by the count and hidden ones by the cell's end.
        r.setWord(2, UInt64(visible))
        for i in 0..<total { r.initialize(4 + i, .none) }
        return Value(r)
    }
    /// VALUES is evaluated while no collection can come: a Swift array is not looked at by the collector.
    public func make(_ values: @autoclosure () -> [Value]) -> Value {
        let v = allocate()
        Heap.holding { for (i, x) in values().enumerated() { v.ref.set(4 + i, x) } }
        return v
    }
}

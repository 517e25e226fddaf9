/// A template string (PEP 750): 2 strings, 3 interpolations (tuples; one string more than interpolations).
public enum TemplateObject {
    nonisolated(unsafe) static var type = TypeRef(), iterator = TypeRef()

    public static func make(_ strings: Value, _ interpolations: Value) -> Value {
        let r = Heap.allocate(32, type)
        r.initialize(2, strings); r.initialize(3, interpolations)
        return Value(r)
    }
    /// One interpolation of a template.
    static func interpolation(_ value: Value, _ expression: Value, _ conversion: Value, _ spec: Value) -> Value {
        InterpolationObject.make(value, expression, conversion, spec)
    }
    static func define() {
        type = TypeFactory.make("Template", module: "string.templatelib", size: 32, layout: .fields(2, 4))
        type.flags |= TypeRef.Flags.isSequence
        let t = type
        t.constant("__doc__", StrRef.make("Template object"))
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            if DictRef(a[2]).count > 0 { throw Errors.typeError("Template.__new__ only accepts *args arguments") }
            return try build(TupleRef(a[1]))
        }
        t.field("strings", word: 2)
        t.field("interpolations", word: 3)
        t.getter("values") { v in
            let n = TupleRef(v.ref.value(3)), out = TupleRef.allocate(n.count)
            for i in 0..<n.count { out[i] = n[i].ref.value(2) }
            return n.count == 0 ? TupleRef.empty : out.value
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let s = try Operations.repr(a[0].ref.value(2)), i = try Operations.repr(a[0].ref.value(3))
            return StrRef.make("Template(strings=\(StrRef(s)), interpolations=\(StrRef(i)))")
        }
        t.special("__add__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isExactly(type) else {
                throw Errors.typeError("can only concatenate string.templatelib.Template (not \"\(qualified(a[1].type))\") to string.templatelib.Template")
            }
            return concatenate(a[0], a[1])
        }
        t.special("__iter__", "($self, /)") { a in
            let r = Heap.allocate(32, iterator)
            r.initialize(2, a[0]); r.setWord(3, Value(int: 0).bits)
            return Value(r)
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let m = try ImportedModules.get("string.templatelib")
            return TupleRef.make(try Operations.getAttribute(m, StrRef.intern("_template_unpickle")), TupleRef.make(a[0].ref.value(2), a[0].ref.value(3)))
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a in GenericAlias.make(a[0], a[1]) }

        iterator = TypeFactory.make("TemplateIter", module: "string.templatelib", size: 32, layout: .fields(2, 4))
        iterator.special("__iter__", "($self, /)") { a in a[0] }
        iterator.special("__next__", "($self, /)") { a throws(Raise) in
            // Positions alternate: string, interpolation, string, ...; empty strings are passed over.
            let o = a[0].ref.value(2).ref
            var i = a[0].ref.value(3).int
            let strings = TupleRef(o.value(2)), interpolations = TupleRef(o.value(3))
            while i < strings.count + interpolations.count {
                let v = i & 1 == 0 ? strings[i / 2] : interpolations[i / 2]
                i += 1
                if i & 1 == 1 && StrRef(v).count == 0 { continue }
                a[0].ref.setWord(3, Value(int: i).bits)
                return v
            }
            a[0].ref.setWord(3, Value(int: i).bits)
            throw Errors.stopIteration()
        }
        InterpolationObject.define()
    }
    private static func qualified(_ t: TypeRef) -> String {
        let m = t.dict.find(Names.__module__) ?? .none
        return m.isStr && !StrRef(m).equals("builtins") ? "\(StrRef(m).string).\(t.bareName)" : t.bareName
    }
    private static func build(_ parts: TupleRef) throws(Raise) -> Value {
        let strings = ListRef.allocate(), interpolations = ListRef.allocate()
        var current = StrRef.empty
        for i in 0..<parts.count {
            let p = parts[i]
            if p.isStr { current = TextOperations.concatenate(current, p) }
            else if p.isExactly(InterpolationObject.type) {
                strings.append(StrRef(current).exact); interpolations.append(p)
                current = StrRef.empty
            } else { throw Errors.typeError("Template.__new__ *args need to be of type 'str' or 'Interpolation', got \(p.type)") }
        }
        strings.append(StrRef(current).exact)
        return make(strings.asTuple(), interpolations.asTuple())
    }
    private static func concatenate(_ a: Value, _ b: Value) -> Value {
        let s = TupleRef(a.ref.value(2)), t = TupleRef(b.ref.value(2)), out = TupleRef.allocate(s.count + t.count - 1)
        for i in 0..<(s.count - 1) { out[i] = s[i] }
        out[s.count - 1] = TextOperations.concatenate(s[s.count - 1], t[0])
        for i in 1..<max(1, t.count) { out[s.count - 1 + i] = t[i] }
        let p = TupleRef(a.ref.value(3)), q = TupleRef(b.ref.value(3)), all = TupleRef.allocate(p.count + q.count)
        for i in 0..<p.count { all[i] = p[i] }
        for i in 0..<q.count { all[p.count + i] = q[i] }
        return make(out.value, p.count + q.count == 0 ? TupleRef.empty : all.value)
    }
}

/// An interpolation of a template string: 2 value, 3 expression, 4 conversion (a str or None), 5 format specification.
public enum InterpolationObject {
    nonisolated(unsafe) static var type = TypeRef()

    public static func make(_ value: Value, _ expression: Value, _ conversion: Value, _ spec: Value) -> Value {
        let r = Heap.allocate(48, type)
        r.initialize(2, value); r.initialize(3, expression); r.initialize(4, conversion); r.initialize(5, spec)
        return Value(r)
    }
    static func define() {
        type = TypeFactory.make("Interpolation", module: "string.templatelib", size: 48, layout: .fields(2, 6))
        let t = type
        t.constant("__doc__", StrRef.make("Interpolation object"))
        t.constant("__match_args__", { () -> Value in
            let m = TupleRef.allocate(4)
            for (i, n) in ["value", "expression", "conversion", "format_spec"].enumerated() { m[i] = StrRef.intern(n) }
            return m.value
        }())
        t.new("($type, /, value, expression='', conversion=None, format_spec='')") { a throws(Raise) in
            guard a[2].isStr else { throw Errors.typeError("Interpolation() argument 'expression' must be str, not \(TextArguments.describe(a[2]))") }
            if !a[3].isNone {
                guard a[3].isStr else { throw Errors.typeError("Interpolation() argument 'conversion' must be str, not \(a[3].type)") }
                let c = StrRef(a[3])
                guard c.equals("s") || c.equals("a") || c.equals("r") else { throw Errors.valueError("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'") }
            }
            guard a[4].isStr else { throw Errors.typeError("Interpolation() argument 'format_spec' must be str, not \(TextArguments.describe(a[4]))") }
            return make(a[1], a[2], a[3], a[4])
        }
        t.field("value", word: 2); t.field("expression", word: 3); t.field("conversion", word: 4); t.field("format_spec", word: 5)
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            var parts: [String] = []
            for w in 2..<6 { parts.append(StrRef(try Operations.repr(a[0].ref.value(w))).string) }
            return StrRef.make("Interpolation(\(parts.joined(separator: ", ")))")
        }
        t.method("__reduce__", "($self, /)") { a in
            let args = TupleRef.allocate(4)
            for i in 0..<4 { args[i] = a[0].ref.value(2 + i) }
            return TupleRef.make(type.value, args.value)
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a in GenericAlias.make(a[0], a[1]) }
    }
}

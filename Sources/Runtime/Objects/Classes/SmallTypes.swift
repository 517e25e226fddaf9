/// `mappingproxy`, `types.SimpleNamespace`, and the types of None, Ellipsis and NotImplemented.
enum MappingProxy {
    static func make(_ m: Value) -> Value { let r = Heap.allocate(24, Types.mappingproxy); r.initialize(2, m); return Value(r) }
    static func define() {
        let t = Types.mappingproxy
        t.flags |= TypeRef.Flags.isMapping
        func inner(_ v: Value) -> Value { v.ref.value(2) }
        func call(_ v: Value, _ name: String) throws(Raise) -> Value { try Call.call(try Operations.getAttribute(inner(v), StrRef.intern(name))) }
        t.new("($type, mapping)") { a throws(Raise) in
            let m = a[1]
            if m.isList || m.isTuple || !m.type.hasSlot(.getitem) || m.isStr { throw Errors.typeError("mappingproxy() argument must be a mapping, not \(m.type)") }
            return make(m)
        }
        t.special("__len__", "($self, /)") { a throws(Raise) in Value(int: try Operations.length(inner(a[0]))) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in try Operations.getItem(inner(a[0]), a[1]) }
        t.special("__contains__", "($self, key, /)") { a throws(Raise) in Value(bool: try Operations.contains(inner(a[0]), a[1])) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in try Operations.iterate(inner(a[0])) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("mappingproxy(\(StrRef(try Operations.repr(inner(a[0]))).string))") }
        t.special("__str__", "($self, /)") { a throws(Raise) in try Operations.str(inner(a[0])) }
        t.special("__hash__", "($self, /)") { a throws(Raise) in Value.int(try Operations.hash(inner(a[0]))) }
        for op in [Operations.Comparison.lt, .le, .eq, .ne, .gt, .ge] {
            let names: [StaticString] = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"]
            t.special(names[Int(op.rawValue)], "($self, value, /)") { a throws(Raise) in
                try Operations.richCompare(inner(a[0]), a[1].isExactly(Types.mappingproxy) ? inner(a[1]) : a[1], op)
            }
        }
        t.special("__or__", "($self, value, /)") { a throws(Raise) in try or(a[0], a[1]) }
        t.special("__ror__", "($self, value, /)") { a throws(Raise) in try or(a[1], a[0]) }
        t.special("__ior__", "($self, value, /)") { a throws(Raise) in throw Errors.typeError("'|=' is not supported by mappingproxy; use '|' instead") }
        t.method("get", "($self, key, default=None, /)") { a throws(Raise) in
            if inner(a[0]).isExactly(Types.dict) { return try DictRef(inner(a[0])).get(a[1]) ?? a[2] }
            return try Call.call(try Operations.getAttribute(inner(a[0]), StrRef.intern("get")), a[1], a[2])
        }
        t.method("keys", "($self, /)") { a throws(Raise) in try call(a[0], "keys") }
        t.method("values", "($self, /)") { a throws(Raise) in try call(a[0], "values") }
        t.method("items", "($self, /)") { a throws(Raise) in try call(a[0], "items") }
        t.method("copy", "($self, /)") { a throws(Raise) in try call(a[0], "copy") }
        t.special("__reversed__", "($self, /)") { a throws(Raise) in try call(a[0], "__reversed__") }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
    private static func or(_ a: Value, _ b: Value) throws(Raise) -> Value {
        func inner(_ v: Value) -> Value { v.isExactly(Types.mappingproxy) ? v.ref.value(2) : v }
        return try Operations.binary(.or, inner(a), inner(b))
    }
}

enum Namespace {
    /// A SimpleNamespace with the attributes of D.
    public static func make(_ d: DictRef) -> Value {
        let r = Instance.allocate(Types.namespace)
        Attributes(r).replaceDictionary(d)
        return Value(r)
    }
    static func define() {
        let t = Types.namespace
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            let args = TupleRef(a[1])
            if args.count > 1 { throw Errors.typeError("\(a[0].type) expected at most 1 positional argument, got \(args.count)") }
            if args.count == 1 {
                let d: DictRef
                if args[0].isDict { d = DictRef(args[0]) } else { d = DictRef(try Call.call(Types.dict.value, args[0])) }
                var i = -1
                while d.next(&i) {
                    guard d.key(i).isStr else { throw Errors.typeError("keywords must be strings") }
                    Attributes(a[0].ref).set(StrRef.intern(d.key(i)), d.valueAt(i))
                }
            }
            let d = DictRef(a[2])
            var i = -1
            while d.next(&i) { Attributes(a[0].ref).set(StrRef.intern(d.key(i)), d.valueAt(i)) }
            return .none
        }
        t.getter("__dict__") { o throws(Raise) in Instance.dictionary(o)!.value }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let name = a[0].type == Types.namespace ? "namespace" : a[0].type.bareName
            return try ReprOnce.run(a[0], "\(name)(...)") { () throws(Raise) in
                guard let d = Instance.copyAttributes(a[0]) else { return StrRef.make("\(name)()") }
                var parts: [String] = [], i = -1
                while d.next(&i) { if d.key(i).isStr && StrRef(d.key(i)).count > 0 { parts.append("\(StrRef(d.key(i)).string)=\(StrRef(try Operations.repr(d.valueAt(i))).string)") } }
                return StrRef.make("\(name)(\(parts.joined(separator: ", ")))")
            }
        }
        for op in [Operations.Comparison.lt, .le, .eq, .ne, .gt, .ge] {
            let names: [StaticString] = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"]
            t.special(names[Int(op.rawValue)], "($self, value, /)") { a throws(Raise) in
                guard a[1].isInstance(of: Types.namespace), let x = Instance.copyAttributes(a[0]), let y = Instance.copyAttributes(a[1]) else { return .notImplemented }
                return try Operations.richCompare(x.value, y.value, op)
            }
        }
        t.constant("__hash__", .none)
        t.method("__reduce__", "($self, /)") { a throws(Raise) in TupleRef.make(a[0].type.value, TupleRef.empty, Instance.dictionary(a[0])!.value) }
        t.method("__replace__", "($self, /, **changes)") { a throws(Raise) in
            let n = try Call.call(a[0].type.value)
            if !n.isInstance(of: Types.namespace) { throw Errors.typeError("expect types.SimpleNamespace type, but \(ObjectType.qualified(a[0].type))() returned '\(ObjectType.qualified(n.type))' object") }
            for s in [Instance.copyAttributes(a[0])!, DictRef(a[1])] { var i = -1; while s.next(&i) { try Operations.setAttribute(n, StrRef.intern(s.key(i)), s.valueAt(i)) } }
            return n
        }
    }
}

/// Guards against endless recursion of `__repr__` (as Py_ReprEnter).
public enum ReprOnce {
    /// BODY, or RECURSIVE if the repr of V is under way in this thread.
    public static func run(_ v: Value, _ recursive: String, _ body: () throws(Raise) -> Value) throws(Raise) -> Value {
        let t = thread
        if !t.pointee.reprStack.isPointer { t.pointee.reprStack = ListRef.allocate().value }
        let l = ListRef(t.pointee.reprStack)
        for i in 0..<l.count where l[i] == v { return StrRef.make(recursive) }
        l.append(v)
        defer { l.truncate(l.count - 1) }
        return try body()
    }
}

enum SingletonTypes {
    static func define() {
        for (t, v, name): (TypeRef, Value, StaticString) in [(Types.none, .none, "None"), (Types.ellipsis, .ellipsis, "Ellipsis"), (Types.notImplemented, .notImplemented, "NotImplemented")] {
            let typeName = t.text
            t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
                if TupleRef(a[1]).count + DictRef(a[2]).count > 0 { throw Errors.typeError("\(typeName) takes no arguments") }
                return v
            }
            t.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make(name.description) }
            if v.isNone {
                t.special("__bool__", "($self, /)") { a throws(Raise) in .false }
                t.special("__hash__", "($self, /)", effect: .pure) { a throws(Raise) in Value(int: 0xFCA86420) }
            } else {
                t.method("__reduce__", "($self, /)") { a throws(Raise) in StrRef.make(name.description) }
            }
        }
        Types.notImplemented.special("__bool__", "($self, /)") { a throws(Raise) in throw Errors.typeError("NotImplemented should not be used in a boolean context") }
        Types.none.constant("__doc__", StrRef.make("The type of the None singleton.")); Types.ellipsis.constant("__doc__", StrRef.make("The type of the Ellipsis singleton."))
    }
}

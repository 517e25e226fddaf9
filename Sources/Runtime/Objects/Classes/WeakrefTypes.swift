/// `weakref.ref` and the two proxy types. A proxy has the same words as a reference.
enum WeakrefTypes {
    nonisolated(unsafe) static var proxy = TypeRef(), callableProxy = TypeRef()
    static func start() {
        proxy = TypeFactory.make("ProxyType", module: "weakref", size: 64, layout: .fields(3, 5))
        callableProxy = TypeFactory.make("CallableProxyType", module: "weakref", size: 64, layout: .fields(3, 5))
    }
    static func check(_ o: Value) throws(Raise) {
        guard o.isPointer && o.ref.type.has(TypeRef.Flags.weakrefable) else { throw Errors.typeError("cannot create weak reference to '\(o.type.text)' object") }
    }
    /// A reference of TYPE: the shared one when it has no callback and is no subclass.
    static func reference(_ o: Value, _ callback: Value, _ type: TypeRef) throws(Raise) -> Value {
        try check(o)
        if callback.isNone && type == Types.weakref || callback.isNone && (type == proxy || type == callableProxy) {
            if o.ref.header & HeaderFlag.weaklyReferenced != 0, let w = type == Types.weakref ? PlainReferences.find(o) : search(o, type) { return w }
        }
        return WeakReference.make(o, callback: callback, type: type)
    }
    /// A live proxy of O without callback. (The collector's list is scanned: proxies are rare.)
    private static func search(_ o: Value, _ type: TypeRef) -> Value? {
        let all = Collector.weakReferences
        var i = all.count - 1, steps = 0
        while i >= 0 && steps < 4096 {
            let w = all[i]
            if w.value(WeakReference.target) == o && w.type == type && w.value(WeakReference.callback).isNone { return Value(w) }
            i -= 1; steps += 1
        }
        return nil
    }
    static func target(_ w: Value) throws(Raise) -> Value {
        let v = WeakReference.get(w)
        if v.isUnbound { throw Errors.make(Exceptions.referenceError, "weakly-referenced object no longer exists") }
        return v
    }
    static func define() {
        let t = Types.weakref
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let args = TupleRef(a[1])
            guard args.count >= 1 else { throw Errors.typeError("__new__ expected at least 1 argument, got 0") }
            guard args.count <= 2 || TypeRef(a[0].ref) != Types.weakref else { throw Errors.typeError("__new__ expected at most 2 arguments, got \(args.count)") }
            return try reference(args[0], args.count > 1 ? args[1] : .none, TypeRef(a[0].ref))
        }
        t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            let n = TupleRef(a[1]).count
            if n > 2 { throw Errors.typeError("__init__ expected at most 2 arguments, got \(n)") }
            if DictRef(a[2]).count > 0 && a[0].type == Types.weakref { throw Errors.typeError("ref() takes no keyword arguments") }
            return .none
        }
        t.special("__call__", "($self, /)") { a throws(Raise) in let v = WeakReference.get(a[0]); return v.isUnbound ? .none : v }
        t.special("__hash__", "($self, /)") { a throws(Raise) in
            let w = a[0].ref
            if w.word(5) != 0 { return Value(bits: w.word(5)) }
            let v = WeakReference.get(a[0])
            if v.isUnbound { throw Errors.typeError("weak object has gone away") }
            let h = Value(int: (try Operations.hash(v)) & Value.maxInt)
            let full = Value.int(try Operations.hash(v))
            w.setWord(5, full.isInt ? full.bits : h.bits)
            return full.isInt ? full : h
        }
        for (n, same): (StaticString, Bool) in [("__eq__", true), ("__ne__", false)] {
            t.special(n, "($self, value, /)") { a throws(Raise) in
                guard a[1].isInstance(of: Types.weakref) else { return .notImplemented }
                let x = WeakReference.get(a[0]), y = WeakReference.get(a[1])
                if x.isUnbound || y.isUnbound { return Value(bool: (a[0] == a[1]) == same) }
                return try Operations.richCompare(x, y, same ? .eq : .ne)
            }
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let v = WeakReference.get(a[0]), at = ObjectType.hex(a[0].bits)
            if v.isUnbound { return StrRef.make("<weakref at \(at); dead>") }
            var name = ""
            // As a special method: `__getattr__` is not asked.
            let d = v.type.lookup(Names.__name__)
            let n = v.isType || v.type == Types.module ? try Operations.findAttribute(v, Names.__name__) : d.isUnbound ? d : try Operations.boundSlot(d, v)
            if n.isStr { name = " (\(StrRef(n).string))" }
            return StrRef.make("<weakref at \(at); to '\(ObjectType.fullName(v.type))' at \(ObjectType.hex(v.bits))\(name)>")
        }
        t.getter("__callback__") { o throws(Raise) in let c = o.ref.value(WeakReference.callback); return c.isUnbound || WeakReference.get(o).isUnbound ? .none : c }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
        for p in [proxy, callableProxy] { proxyMembers(p) }
        callableProxy.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in try Call.call(try target(a[0]), tuple: a[1], dict: a[2]) }
    }
    /// An operand with proxies resolved.
    private static func plain(_ v: Value) throws(Raise) -> Value { v.isExactly(proxy) || v.isExactly(callableProxy) ? try target(v) : v }
    private static func proxyMembers(_ t: TypeRef) {
        t.special("__getattribute__", "($self, name, /)") { a throws(Raise) in try Operations.getAttribute(try target(a[0]), try ObjectType.attributeName(a[1])) }
        t.special("__setattr__", "($self, name, value, /)") { a throws(Raise) in try Operations.setAttribute(try target(a[0]), try ObjectType.attributeName(a[1]), a[2]); return .none }
        t.special("__delattr__", "($self, name, /)") { a throws(Raise) in try Operations.deleteAttribute(try target(a[0]), try ObjectType.attributeName(a[1])); return .none }
        t.special("__str__", "($self, /)") { a throws(Raise) in try Operations.str(try target(a[0])) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let v = WeakReference.get(a[0])
            return StrRef.make(v.isUnbound ? "<weakproxy at \(ObjectType.hex(a[0].bits)); dead>" : "<weakproxy at \(ObjectType.hex(a[0].bits)); to '\(ObjectType.fullName(v.type))' at \(ObjectType.hex(v.bits))>")
        }
        t.constant("__hash__", .none)
        for op in [Operations.Comparison.lt, .le, .eq, .ne, .gt, .ge] {
            let names: [StaticString] = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"]
            t.special(names[Int(op.rawValue)], "($self, value, /)") { a throws(Raise) in try Operations.richCompare(try plain(a[0]), try plain(a[1]), op) }
        }
        t.special("__bool__", "($self, /)") { a throws(Raise) in Value(bool: try Operations.isTrue(try target(a[0]))) }
        t.special("__len__", "($self, /)") { a throws(Raise) in Value(int: try Operations.length(try target(a[0]))) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in try Operations.getItem(try target(a[0]), try plain(a[1])) }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in try Operations.setItem(try target(a[0]), try plain(a[1]), a[2]); return .none }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in try Operations.deleteItem(try target(a[0]), try plain(a[1])); return .none }
        t.special("__contains__", "($self, key, /)") { a throws(Raise) in Value(bool: try Operations.contains(try target(a[0]), try plain(a[1]))) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in try Operations.iterate(try target(a[0])) }
        t.special("__next__", "($self, /)") { a throws(Raise) in
            let v = try target(a[0])
            if v.type.slot(.next).isUnbound { throw Errors.typeError("Weakref proxy referenced a non-iterator '\(v.type)' object") }
            if let x = try Operations.next(v) { return x }
            throw Errors.stopIteration()
        }
        let binary: [(StaticString, StaticString, Operations.Binary)] = [("__add__", "__radd__", .add), ("__sub__", "__rsub__", .sub), ("__mul__", "__rmul__", .mul), ("__matmul__", "__rmatmul__", .matmul),
            ("__truediv__", "__rtruediv__", .truediv), ("__floordiv__", "__rfloordiv__", .floordiv), ("__mod__", "__rmod__", .mod), ("__divmod__", "__rdivmod__", .divmod),
            ("__lshift__", "__rlshift__", .lshift), ("__rshift__", "__rrshift__", .rshift), ("__and__", "__rand__", .and), ("__or__", "__ror__", .or), ("__xor__", "__rxor__", .xor), ("__pow__", "__rpow__", .pow)]
        for (n, r, op) in binary {
            t.special(n, "($self, value, /)") { a throws(Raise) in try Operations.binary(op, try plain(a[0]), try plain(a[1])) }
            t.special(r, "($self, value, /)") { a throws(Raise) in try Operations.binary(op, try plain(a[1]), try plain(a[0])) }
        }
        let inPlace: [(StaticString, Operations.Binary)] = [("__iadd__", .add), ("__isub__", .sub), ("__imul__", .mul), ("__imatmul__", .matmul), ("__itruediv__", .truediv), ("__ifloordiv__", .floordiv), ("__imod__", .mod),
            ("__ilshift__", .lshift), ("__irshift__", .rshift), ("__iand__", .and), ("__ior__", .or), ("__ixor__", .xor), ("__ipow__", .pow)]
        for (n, op) in inPlace { t.special(n, "($self, value, /)") { a throws(Raise) in try Operations.inPlace(op, try plain(a[0]), try plain(a[1])) } }
        for (n, op): (StaticString, Operations.Unary) in [("__neg__", .neg), ("__pos__", .pos), ("__invert__", .invert)] {
            t.special(n, "($self, /)") { a throws(Raise) in try Operations.unary(op, try target(a[0])) }
        }
        t.special("__abs__", "($self, /)") { a throws(Raise) in let v = try target(a[0]); return try Operations.callSlot(v.type.slot(.abs), v) }
        t.special("__int__", "($self, /)") { a throws(Raise) in try Call.call(Types.int.value, try target(a[0])) }
        t.special("__float__", "($self, /)") { a throws(Raise) in try Call.call(Types.float.value, try target(a[0])) }
        t.special("__index__", "($self, /)") { a throws(Raise) in try Operations.indexObject(try target(a[0])) }
        t.method("__reversed__", "($self, /)") { a throws(Raise) in try Call.call(try Operations.getAttribute(try target(a[0]), StrRef.intern("__reversed__"))) }
        t.method("__bytes__", "($self, /)") { a throws(Raise) in try Call.call(try Operations.getAttribute(try target(a[0]), StrRef.intern("__bytes__"))) }
    }
}
extension WeakReference {
    /// The first live reference to O, None without one.
    static func first(_ o: Value) -> Value {
        guard o.isPointer, o.ref.header & HeaderFlag.weaklyReferenced != 0 else { return .none }
        return references(o).last.map { Value($0) } ?? .none
    }
    /// All live references and proxies to O: the plain reference and the plain proxy, then the newest first. (Addresses only: nothing may be allocated while they are in use unless kept elsewhere.)
    static func references(_ o: Value) -> [Ref] {
        var out: [Ref] = []
        let all = Collector.weakReferences
        for i in (0..<all.count).reversed() where all[i].value(target) == o { out.append(all[i]) }
        if out.count < 2 { return out }
        // Those without a callback are shared, and stand in front.
        func isShared(_ r: Ref) -> Bool { r.value(callback).isUnbound || r.value(callback).isNone }
        let plain = out.filter { isShared($0) && $0.type == Types.weakref }, proxies = out.filter { isShared($0) && $0.type != Types.weakref && !$0.type.isSubtype(of: Types.weakref) }
        return plain + proxies + out.filter { r in !plain.contains(r) && !proxies.contains(r) }
    }
}

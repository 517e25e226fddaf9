import Glibc

/// `_operator`: the operators as functions, and `attrgetter`, `itemgetter`, `methodcaller`.
extension NativeModule {
    static let operatorModule = NativeModule("_operator", doc: "Operator interface.") { m throws(Raise) in
        typealias Op = Operations.Binary
        for (name, op): (StaticString, Op) in [("add", .add), ("sub", .sub), ("mul", .mul), ("matmul", .matmul), ("truediv", .truediv), ("floordiv", .floordiv), ("mod", .mod), ("pow", .pow),
                                               ("lshift", .lshift), ("rshift", .rshift), ("and_", .and), ("or_", .or), ("xor", .xor)] {
            m.function(name, "(a, b, /)") { a throws(Raise) in try Operations.binary(op, a[0], a[1]) }
        }
        for (name, op): (StaticString, Op) in [("iadd", .add), ("isub", .sub), ("imul", .mul), ("imatmul", .matmul), ("itruediv", .truediv), ("ifloordiv", .floordiv), ("imod", .mod), ("ipow", .pow),
                                               ("ilshift", .lshift), ("irshift", .rshift), ("iand", .and), ("ior", .or), ("ixor", .xor)] {
            m.function(name, "(a, b, /)") { a throws(Raise) in try Operations.inPlace(op, a[0], a[1]) }
        }
        for (name, op): (StaticString, Operations.Comparison) in [("lt", .lt), ("le", .le), ("eq", .eq), ("ne", .ne), ("gt", .gt), ("ge", .ge)] {
            m.function(name, "(a, b, /)") { a throws(Raise) in try Operations.richCompare(a[0], a[1], op) }
        }
        m.function("neg", "(a, /)") { a throws(Raise) in try Operations.unary(.neg, a[0]) }
        m.function("pos", "(a, /)") { a throws(Raise) in try Operations.unary(.pos, a[0]) }
        m.function("inv", "(a, /)") { a throws(Raise) in try Operations.unary(.invert, a[0]) }
        m.function("invert", "(a, /)") { a throws(Raise) in try Operations.unary(.invert, a[0]) }
        m.function("abs", "(a, /)") { a throws(Raise) in try Operations.absolute(a[0]) }
        m.function("index", "(a, /)") { a throws(Raise) in Integers.exact(try Operations.indexObject(a[0])) }
        m.function("truth", "(a, /)") { a throws(Raise) in Value(bool: try Operations.isTrue(a[0])) }
        m.function("not_", "(a, /)") { a throws(Raise) in Value(bool: !(try Operations.isTrue(a[0]))) }
        m.function("is_", "(a, b, /)") { a throws(Raise) in Value(bool: Operations.isIdentical(a[0], a[1])) }
        m.function("is_not", "(a, b, /)") { a throws(Raise) in Value(bool: !Operations.isIdentical(a[0], a[1])) }
        m.function("is_none", "(a, /)") { a throws(Raise) in Value(bool: a[0].isNone) }
        m.function("is_not_none", "(a, /)") { a throws(Raise) in Value(bool: !a[0].isNone) }
        m.function("getitem", "(a, b, /)") { a throws(Raise) in try Operations.getItem(a[0], a[1]) }
        m.function("setitem", "(a, b, c, /)") { a throws(Raise) in try Operations.setItem(a[0], a[1], a[2]); return .none }
        m.function("delitem", "(a, b, /)") { a throws(Raise) in try Operations.deleteItem(a[0], a[1]); return .none }
        m.function("contains", "(a, b, /)") { a throws(Raise) in Value(bool: try Operations.contains(a[0], a[1])) }
        func isSequence(_ v: Value) -> Bool { v.type.hasSlot(.getitem) && !v.isDict }
        /// What is no native sequence adds itself to sequences only. (`PySequence_Concat`)
        func concatenate(_ a: Value, _ b: Value, inPlace: Bool) throws(Raise) -> Value {
            if isSequence(a) {
                if a.type.has(TypeRef.Flags.repeats) || inPlace && a.type.hasSlot(Operations.Binary.add.inPlace) { return inPlace ? try Operations.inPlace(.add, a, b) : try Operations.binary(.add, a, b) }
                if isSequence(b), case let r = try Operations.binaryOrNotImplemented(.add, a, b), !r.isNotImplemented { return r }
            }
            throw Errors.typeError("'\(a.type)' object can't be concatenated")
        }
        m.function("concat", "(a, b, /)") { a throws(Raise) in
            try concatenate(a[0], a[1], inPlace: false)
        }
        m.function("iconcat", "(a, b, /)") { a throws(Raise) in
            try concatenate(a[0], a[1], inPlace: true)
        }
        m.function("countOf", "(a, b, /)") { a throws(Raise) in
            guard Operations.isIterable(a[0]) else { throw Errors.typeError("argument of type '\(a[0].type)' is not iterable") }
            let it = try Operations.iterate(a[0])
            var n = 0
            while let v = try Operations.next(it) { if try Operations.isEqual(v, a[1]) { n += 1 } }
            return .int(n)
        }
        m.function("indexOf", "(a, b, /)") { a throws(Raise) in
            guard Operations.isIterable(a[0]) else { throw Errors.typeError("argument of type '\(a[0].type)' is not iterable") }
            let it = try Operations.iterate(a[0])
            var n = 0
            while let v = try Operations.next(it) { if try Operations.isEqual(v, a[1]) { return .int(n) }; n += 1 }
            throw Errors.valueError("sequence.index(x): x not in sequence")
        }
        m.function("length_hint", "(obj, default=0, /)") { a throws(Raise) in
            .int(try Operations.lengthHint(a[0], default: try TextArguments.size(a[1])))
        }
        m.function("_compare_digest", "(a, b, /)") { a throws(Raise) in try compareDigest(a[0], a[1]) }
        m.function("call", "(obj, /, *args, **kwargs)") { a throws(Raise) in try Call.call(a[0], tuple: a[1], dict: a[2]) }
        itemgetter(m); attrgetter(m); methodcaller(m)
    }
    private static func compareDigest(_ a: Value, _ b: Value) throws(Raise) -> Value {
        var x = a, y = b
        if a.isStr && b.isStr {
            guard StrRef(a).isASCII && StrRef(b).isASCII else { throw Errors.typeError("comparing strings with non-ASCII characters is not supported") }
            x = BytesRef.make(StrRef(a).latin, StrRef(a).count); y = BytesRef.make(StrRef(b).latin, StrRef(b).count)
        } else {
            func bytesLike(_ v: Value) -> Bool { v.isBytes || v.isInstance(of: Types.bytearray) || v.type.hasSlot(.buffer) }
            guard bytesLike(a) && bytesLike(b) else { throw Errors.typeError("unsupported operand types(s) or combination of types: '\(a.type)' and '\(b.type)'") }
            x = try BytesMemory.of(a); y = try BytesMemory.of(b)
        }
        // Time must not depend on where the two differ.
        let p = BytesRef(x), q = BytesRef(y)
        var d: UInt8 = p.count == q.count ? 0 : 1
        for i in 0..<q.count { d |= q.data[i] ^ (p.count == q.count ? p.data[i] : q.data[i] ^ 1) }
        return Value(bool: d == 0)
    }

    /// 2 the item or a tuple of items, 3 whether one item.
    private static func itemgetter(_ m: ModuleBuilder) {
        let t = TypeFactory.make("itemgetter", module: "operator", size: 32, layout: .fields(2, 4), subclassable: true)
        m.type(t)
        ItemGetter.type = t
        t.new("($type, item, /, *items)") { a throws(Raise) in
            let rest = TupleRef(a[2]), r = Instance.allocate(TypeRef(a[0].ref))
            if rest.count == 0 { r.initialize(2, a[1]); r.initialize(3, .true); return Value(r) }
            r.initialize(3, .false)
            let all = TupleRef.allocate(rest.count + 1)
            all[0] = a[1]
            for i in 0..<rest.count { all[i + 1] = rest[i] }
            r.set(2, all.value)
            return Value(r)
        }
        t.special("__call__", "($self, obj, /)") { a throws(Raise) in
            let r = a[0].ref
            if r.value(3) == .true { return try ItemGetter.item(r.value(2), of: a[1]) }
            let items = TupleRef(r.value(2)), out = TupleRef.allocate(items.count)
            for i in 0..<items.count { out[i] = try Operations.getItem(a[1], items[i]) }
            return out.value
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            guard ReprGuard.enter(a[0]) else { return StrRef.make("operator.itemgetter(...)") }
            defer { ReprGuard.leave() }
            let inner = r.value(3) == .true ? "(\(StrRef(try Operations.repr(r.value(2))).string))" : StrRef(try Operations.repr(r.value(2))).string
            return StrRef.make("operator.itemgetter\(inner)")
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            return TupleRef.make(a[0].type.value, r.value(3) == .true ? TupleRef.make(r.value(2)) : r.value(2))
        }
        t.constant("__match_args__", TupleRef.empty)
    }
    /// 2 a tuple of: a name (str) or a tuple of names for dotted ones; 3 the texts given.
    private static func attrgetter(_ m: ModuleBuilder) {
        let t = TypeFactory.make("attrgetter", module: "operator", size: 32, layout: .fields(2, 4), subclassable: true)
        m.type(t)
        t.new("($type, attr, /, *attrs)") { a throws(Raise) in
            let rest = TupleRef(a[2]), n = rest.count + 1
            let texts = TupleRef.allocate(n), paths = TupleRef.allocate(n)
            for i in 0..<n {
                let s = i == 0 ? a[1] : rest[i - 1]
                guard s.isStr else { throw Errors.typeError("attribute name must be a string") }
                texts[i] = s
                let x = StrRef(s), names = ListRef.allocate()
                var from = 0
                for k in 0...x.count where k == x.count || x[k] == 46 {
                    names.append(StrRef.intern(StrRef.make(UnsafeRawPointer(x.data + from * x.kind), count: k - from, kind: x.kind)))
                    from = k + 1
                }
                paths[i] = names.count == 1 ? names[0] : names.asTuple()
            }
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, paths.value); r.initialize(3, texts.value)
            return Value(r)
        }
        func get(_ o: Value, _ path: Value) throws(Raise) -> Value {
            if path.isStr { return try Operations.getAttribute(o, path) }
            var v = o
            let p = TupleRef(path)
            for i in 0..<p.count { v = try Operations.getAttribute(v, p[i]) }
            return v
        }
        t.special("__call__", "($self, obj, /)") { a throws(Raise) in
            let p = TupleRef(a[0].ref.value(2))
            if p.count == 1 { return try get(a[1], p[0]) }
            let out = TupleRef.allocate(p.count)
            for i in 0..<p.count { out[i] = try get(a[1], p[i]) }
            return out.value
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let x = TupleRef(a[0].ref.value(3))
            var parts: [String] = []
            for i in 0..<x.count { parts.append(StrRef(try Operations.repr(x[i])).string) }
            return StrRef.make("operator.attrgetter(\(parts.joined(separator: ", ")))")
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in TupleRef.make(a[0].type.value, a[0].ref.value(3)) }
        t.constant("__match_args__", TupleRef.empty)
    }
    /// 2 name, 3 positional arguments, 4 keyword arguments.
    private static func methodcaller(_ m: ModuleBuilder) {
        let t = TypeFactory.make("methodcaller", module: "operator", size: 40, layout: .fields(2, 5), subclassable: true)
        m.type(t)
        t.new("($type, name=<unset>, /, *args, **kwargs)") { a throws(Raise) in
            guard a.has(1) else { throw Errors.typeError("methodcaller needs at least one argument, the method name") }
            guard a[1].isStr else { throw Errors.typeError("method name must be a string") }
            let name = StrRef.intern(a[1])
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, name); r.initialize(3, a[2]); r.initialize(4, a[3])
            return Value(r)
        }
        t.special("__call__", "($self, obj, /)") { a throws(Raise) in
            let r = a[0].ref
            return try Call.call(try Operations.getAttribute(a[1], r.value(2)), tuple: r.value(3), dict: r.value(4))
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            guard ReprGuard.enter(a[0]) else { return StrRef.make("operator.methodcaller(...)") }
            defer { ReprGuard.leave() }
            var parts = [StrRef(try Operations.repr(r.value(2))).string]
            let x = TupleRef(r.value(3)), d = DictRef(r.value(4))
            for i in 0..<x.count { parts.append(StrRef(try Operations.repr(x[i])).string) }
            var i = -1
            while d.next(&i) { parts.append("\(StrRef(d.key(i)).string)=\(StrRef(try Operations.repr(d.valueAt(i))).string)") }
            return StrRef.make("operator.methodcaller(\(parts.joined(separator: ", ")))")
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            let args = TupleRef.allocate(TupleRef(r.value(3)).count + 1)
            args[0] = r.value(2)
            for i in 1..<args.count where i < args.count { args[i] = TupleRef(r.value(3))[i - 1] }
            if DictRef(r.value(4)).count == 0 { return TupleRef.make(a[0].type.value, args.value) }
            // Keywords travel in a partial object.
            let partial = try Operations.getAttribute(try ImportSystem.importModule("functools"), StrRef.intern("partial"))
            let p = try Call.call(partial, tuple: TupleRef.make(a[0].type.value, r.value(2)), dict: r.value(4))
            return TupleRef.make(p, r.value(3))
        }
        t.constant("__match_args__", TupleRef.empty)
    }
}
extension Operations {
    /// `abs(v)`.
    public static func absolute(_ v: Value) throws(Raise) -> Value {
        if v.isInt { return .int(abs(v.int)) }
        if v.isFloat { return Value(float: v.float.magnitude) }
        let s = v.type.slot(.abs)
        if s.isUnbound { throw Errors.typeError("bad operand type for abs(): '\(v.type)'") }
        return try callSlot(s, v)
    }
}

/// `operator.itemgetter` as the key of sorts and the like: one item is got without a call.
enum ItemGetter {
    nonisolated(unsafe) static var type = TypeRef()
    @inline(__always) static func item(_ k: Value, of v: Value) throws(Raise) -> Value {
        if k.isInt && k.int >= 0 && v.isExactly(Types.tuple) && k.int < TupleRef(v).count { return TupleRef(v).items[k.int] }
        return try Operations.getItem(v, k)
    }
    /// `f(v)`
    @inline(__always) static func call(_ f: Value, _ v: Value) throws(Raise) -> Value {
        if f.isPointer, f.ref.type == type, f.ref.value(3) == .true, !Monitor.watchesCalls { return try item(f.ref.value(2), of: v) }
        return try Call.call(f, v)
    }
}

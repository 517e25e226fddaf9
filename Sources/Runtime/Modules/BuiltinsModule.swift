import Primitives

/// The module `builtins`: functions on any values. Input and output, compiling and classes are in files of their own.
extension NativeModule {
    public static let builtins = NativeModule("builtins", doc: "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not usually accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need to\nrefer to the builtin version.") { m throws(Raise) in
        Builtins.module = m.module
        Heap.addRoot(&Builtins.module)
        BuiltinFunctions.objects(m)
        BuiltinFunctions.numbers(m)
        BuiltinFunctions.iteration(m)
        BuiltinFunctions.attributes(m)
        BuiltinOutput.define(m)
        BuiltinCompile.define(m)
        BuiltinFunctions.names(m)
    }
}

enum BuiltinFunctions {
    static func names(_ m: ModuleBuilder) {
        m.constant("None", .none); m.constant("True", .true); m.constant("False", .false)
        m.constant("Ellipsis", .ellipsis); m.constant("NotImplemented", .notImplemented); m.constant("__debug__", Value(bool: Builtins.optimize == 0))
        let types: Set<String> = ["bool", "bytearray", "bytes", "classmethod", "complex", "dict", "enumerate", "filter", "float", "frozenset", "property", "int", "list", "map", "memoryview",
            "object", "range", "reversed", "set", "slice", "staticmethod", "str", "super", "tuple", "type", "zip"]
        for i in 0..<Types.permanent.count {
            let t = TypeRef(Types.permanent[i].ref)
            if types.contains(t.bareName), StrRef(TypeType.module(t)).equals("builtins") { m.type(t) }
        }
        for (name, t) in Exceptions.all { m.constant(name, t.value) }
        m.constant("EnvironmentError", Exceptions.osError.value); m.constant("IOError", Exceptions.osError.value)
    }

    // MARK: any object

    static func objects(_ m: ModuleBuilder) {
        m.function("callable", "(obj, /)", effect: .pure) { a throws(Raise) in Value(bool: Call.isCallable(a[0])) }
        m.function("hash", "(obj, /)") { a throws(Raise) in Value.int(try Operations.hash(a[0])) }
        m.function("id", "(obj, /)", effect: .pure) { a throws(Raise) in Value.int(Int(truncatingIfNeeded: ObjectType.address(a[0]) & UInt64(Int.max))) }
        m.function("len", "(obj, /)") { a throws(Raise) in .int(try Operations.length(a[0])) }
        m.function("repr", "(obj, /)") { a throws(Raise) in try Operations.repr(a[0]) }
        m.function("ascii", "(obj, /)") { a throws(Raise) in try TextOperations.ascii(a[0]) }
        m.function("format", "(value, format_spec='', /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("format() argument 2 must be str, not \(a[1].isNone ? "None" : a[1].typeName)") }
            return try Operations.format(a[0], a[1])
        }
        m.function("isinstance", "(obj, class_or_tuple, /)") { a throws(Raise) in Value(bool: try Operations.isInstance(a[0], a[1])) }
        m.function("issubclass", "(cls, class_or_tuple, /)") { a throws(Raise) in Value(bool: try Operations.isSubclass(a[0], a[1])) }
    }

    // MARK: numbers

    private static func formatted(_ v: Value, _ spec: StaticString) throws(Raise) -> Value {
        let i = try Operations.indexObject(v)
        if i.isInt {
            // "#x": the digits of a word.
            let kind = spec.utf8Start[1], bits: UInt = kind == 120 ? 4 : kind == 111 ? 3 : 1
            var m = UInt(i.int.magnitude), n = 1
            while m >> bits != 0 { m >>= bits; n &+= 1 }
            let negative = i.int < 0 ? 1 : 0, s = StrRef.allocate(n + 2 + negative, kind: 1, ascii: true), p = s.latin
            m = UInt(i.int.magnitude)
            var at = n + 2 + negative
            while at > 2 + negative { at -= 1; let d = UInt8(truncatingIfNeeded: m & (1 << bits - 1)); p[at] = d < 10 ? 48 + d : 87 + d; m >>= bits }
            p[at - 1] = kind; p[at - 2] = 48
            if negative == 1 { p[0] = 45 }
            return s.value
        }
        return try Operations.callSlot(Types.int.slot(.format), i, StrRef.make(spec.description))
    }
    static func numbers(_ m: ModuleBuilder) {
        m.function("abs", "(x, /)") { a throws(Raise) in
            let v = a[0]
            if v.isInt { return Value.int(abs(v.int)) }
            if v.isFloat { return Value(float: abs(v.float)) }
            let s = v.type.slot(.abs)
            if s.isUnbound { throw Errors.typeError("bad operand type for abs(): '\(v.type)'") }
            return try Operations.callSlot(s, v)
        }
        m.function("bin", "(number, /)", doc: """
            The digits of an integer to the base two, as text.

            >>> bin(37)
            '0b100101'
            """) { a throws(Raise) in try formatted(a[0], "#b") }
        m.function("oct", "(number, /)", doc: """
            The digits of an integer to the base eight, as text.

            >>> oct(500)
            '0o764'
            """) { a throws(Raise) in try formatted(a[0], "#o") }
        m.function("hex", "(number, /)", doc: """
            The digits of an integer to the base sixteen, as text.

            >>> hex(48879)
            '0xbeef'
            """) { a throws(Raise) in try formatted(a[0], "#x") }
        m.function("chr", "(i, /)") { a throws(Raise) in
            let i = try Operations.indexObject(a[0])
            guard let c = Integers.asInt64(i), c >= 0, c < 0x110000 else { throw Errors.valueError("chr() arg not in range(0x110000)") }
            return StrRef.character(UInt32(c))
        }
        m.function("ord", "(character, /)") { a throws(Raise) in
            let v = a[0]
            var n = -1
            if v.isStr {
                n = StrRef(v).count
                if n == 1 { return Value(int: Int(StrRef(v)[0])) }
            } else if v.isBytes {
                n = Int(v.ref.word(2))
                if n == 1 { return Value(int: Int((v.ref + 32).load(as: UInt8.self))) }
            } else if v.isInstance(of: Types.bytearray) {
                n = try Operations.length(v)
                if n == 1 { return try Operations.getItem(v, Value(int: 0)) }
            } else { throw Errors.typeError("ord() expected string of length 1, but \(v.type) found") }
            throw Errors.typeError("ord() expected a character, but string of length \(n) found")
        }
        m.function("divmod", "(x, y, /)") { a throws(Raise) in try Operations.binary(.divmod, a[0], a[1]) }
        m.function("pow", "(base, exp, mod=None)") { a throws(Raise) in try Operations.power(a[0], a[1], modulo: a[2]) }
        m.function("round", "(number, ndigits=None)") { a throws(Raise) in
            let r = a[0].type.slot(.round)
            if r.isUnbound { throw Errors.typeError("type \(a[0].type) doesn't define __round__ method") }
            return a[1].isNone ? try Operations.callSlot(r, a[0]) : try Operations.callSlot(r, a[0], a[1])
        }
        m.function("sum", "(iterable, /, start=0)") { a throws(Raise) in try sum(a[0], a[1]) }
    }
    /// Ints in a word, floats and complex with compensation (Neumaier), then anything.
    private static func sum(_ iterable: Value, _ start: Value) throws(Raise) -> Value {
        if start.isInt && start.int.magnitude < 1 << 48 && (iterable.isExactly(Types.bytes) || iterable.isExactly(Types.bytearray)) {
            let (p, n) = BytesConversion.contents(iterable)
            var s = start.int
            for i in 0..<n { s &+= Int(p[i]) }
            return Value.int(s)
        }
        let it = try Operations.iterate(iterable)
        if start.isStr { throw Errors.typeError("sum() can't sum strings [use ''.join(seq) instead]") }
        if start.isBytes { throw Errors.typeError("sum() can't sum bytes [use b''.join(seq) instead]") }
        if start.isInstance(of: Types.bytearray) { throw Errors.typeError("sum() can't sum bytearray [use b''.join(seq) instead]") }
        return try sum(start, rest: it)
    }
    /// The sum of START and what the iterator IT still gives.
    static func sum(_ start: Value, rest it: Value) throws(Raise) -> Value {
        var total = start
        let isList = it.ref.type == IndexedIterators.list
        @inline(__always) func step(_ it: Value, _ isList: Bool) throws(Raise) -> Value? {
            if isList { let v = NativeIterators.list(it.ref); return v.isUnbound ? nil : v }
            return try Operations.next(it)
        }
        if start.isInt {
            var s = start.int
            while true {
                guard let v = try step(it, isList) else { return Value.int(s) }
                var x = 0
                if v.isInt { x = v.int } else if v.isBool { x = v == .true ? 1 : 0 } else { total = try Operations.binary(.add, Value.int(s), v); break }
                let (r, o) = s.addingReportingOverflow(x)
                if o { total = try Operations.binary(.add, Value.int(s), v); break }
                s = r
            }
        }
        if total.isFloat || total.isExactly(Types.float) {
            var s = total.asDouble, c = 0.0
            func finish() -> Double { c != 0 && c.isFinite ? s + c : s }
            while true {
                guard let v = try step(it, isList) else { return Value(float: finish()) }
                var x = 0.0
                if v.isFloat || v.isExactly(Types.float) { x = v.asDouble } else if v.isInt { x = Double(v.int) } else if v.isIntLike { x = try Integers.toDouble(v) }
                else { total = try Operations.binary(.add, Value(float: finish()), v); break }
                let t = s + x
                c += abs(s) >= abs(x) ? (s - t) + x : (x - t) + s
                s = t
            }
        }
        if total.isExactly(Types.complex) {
            func part(_ v: Value, _ at: Int) -> Double { v.ref.load(fromByteOffset: at, as: Double.self) }
            var s = (part(total, 16), part(total, 24)), c = (0.0, 0.0)
            func add(_ s: inout Double, _ c: inout Double, _ x: Double) { let t = s + x; c += abs(s) >= abs(x) ? (s - t) + x : (x - t) + s; s = t }
            func finish() -> Value {
                let r = Heap.allocate(32, Types.complex)
                r.storeBytes(of: c.0 != 0 && c.0.isFinite ? s.0 + c.0 : s.0, toByteOffset: 16, as: Double.self)
                r.storeBytes(of: c.1 != 0 && c.1.isFinite ? s.1 + c.1 : s.1, toByteOffset: 24, as: Double.self)
                return Value(r)
            }
            while true {
                guard let v = try Operations.next(it) else { return finish() }
                if v.isExactly(Types.complex) { add(&s.0, &c.0, part(v, 16)); add(&s.1, &c.1, part(v, 24)) }
                else if v.isFloat || v.isExactly(Types.float) { add(&s.0, &c.0, v.asDouble) }
                else if v.isIntLike { add(&s.0, &c.0, try Integers.toDouble(v)) }
                else { total = try Operations.binary(.add, finish(), v); break }
            }
        }
        while let v = try Operations.next(it) { total = try Operations.binary(.add, total, v) }
        return total
    }

    // MARK: iteration

    static func iteration(_ m: ModuleBuilder) {
        m.function("all", "(iterable, /)") { a throws(Raise) in
            let it = try Operations.iterate(a[0])
            while let v = try Operations.next(it) { if !(try Operations.isTrue(v)) { return .false } }
            return .true
        }
        m.function("any", "(iterable, /)") { a throws(Raise) in
            let it = try Operations.iterate(a[0])
            while let v = try Operations.next(it) { if try Operations.isTrue(v) { return .true } }
            return .false
        }
        m.function("iter", "(object, sentinel=<unrepresentable>, /)") { a throws(Raise) in
            if !a.has(1) { return try Operations.iterate(a[0]) }
            guard Call.isCallable(a[0]) else { throw Errors.typeError("iter(v, w): v must be callable") }
            return SequenceIterator.make(callable: a[0], sentinel: a[1])
        }
        m.function("next", "(iterator, default=<unrepresentable>, /)") { a throws(Raise) in try next(a[0], a.has(1) ? a[1] : .unbound) }
        m.function("sorted", "(iterable, /, *, key=None, reverse=False)") { a throws(Raise) in
            let l = try Operations.list(a[0], asksLength: true)
            try ListSort.sort(l, key: a[1], reverse: try Operations.isTrue(a[2]))
            return l.value
        }
        let least = m.function("min", "(*args, **kwargs)") { a throws(Raise) in try extreme(a, "min", .lt) }
        let most = m.function("max", "(*args, **kwargs)") { a throws(Raise) in try extreme(a, "max", .gt) }
        for f in [least, most] { Descriptor.builtin(f).object.onlyReadsKeywords = true }
        // Of numbers, which most calls with several arguments compare.
        Descriptor.builtin(least).object.vector = { base, count throws(Raise) in plainExtreme(base, count, least: true) }
        Descriptor.builtin(most).object.vector = { base, count throws(Raise) in plainExtreme(base, count, least: false) }
        m.function("aiter", "(async_iterable, /)") { a throws(Raise) in
            let s = a[0].type.slot(.aiter)
            if s.isUnbound { throw Errors.typeError("'\(a[0].type)' object is not an async iterable") }
            let r = try Operations.callSlot(s, a[0])
            if r.type.slot(.anext).isUnbound { throw Errors.typeError("aiter() returned not an async iterator of type '\(r.type)'") }
            return r
        }
        AnextAwaitable.define()
        m.function("anext", "(async_iterator, default=<unrepresentable>, /)") { a throws(Raise) in
            let s = a[0].type.slot(.anext)
            if s.isUnbound { throw Errors.typeError("'\(a[0].type)' object is not an async iterator") }
            let r = try Operations.callSlot(s, a[0])
            return a.has(1) ? AnextAwaitable.make(r, a[1]) : r
        }
    }
    static func next(_ it: Value, _ other: Value) throws(Raise) -> Value {
        let t = it.type
        // (The value with which a generator ends is the exception's.)
        if t != Types.generator || !other.isUnbound, let fast = try NativeIterators.next(it, t, keepsStop: other.isUnbound) {
            if !fast.isUnbound { return fast }
            if other.isUnbound { throw Errors.stopIteration() }
            return other
        }
        if t == Types.generator { return other.isUnbound ? try Generators.orStop(try Generators.resume(it, sent: .none, thrown: .unbound)) : try Generators.next(it) ?? other }
        let s = t.slot(.next)
        if s.isUnbound { throw Errors.typeError("'\(t.text)' object is not an iterator") }
        do throws(Raise) { return try Operations.callSlot(s, it) } catch {
            if other.isUnbound { throw error }
            try Errors.swallow(error, Exceptions.stopIteration)
            return other
        }
    }
    /// The least (greatest) of immediate ints, or of immediate floats; nil for all else.
    private static func plainExtreme(_ base: UnsafeMutablePointer<Value>, _ count: Int, least: Bool) -> Value? {
        if count < 2 { return nil }
        var best = base[0], i = 1
        while i < count {
            let v = base[i]
            if best.isInt && v.isInt { if least ? v.int < best.int : v.int > best.int { best = v } }
            else if best.isFloat && v.isFloat { if least ? v.float < best.float : v.float > best.float { best = v } }
            else { return nil }
            i &+= 1
        }
        return best
    }
    private static func extreme(_ a: Args, _ name: String, _ op: Operations.Comparison) throws(Raise) -> Value {
        let args = TupleRef(a[0]), kw = DictRef(a[1])
        if kw.count > 2 { throw Errors.typeError("\(name)() takes at most 2 keyword arguments (\(kw.count) given)") }
        var key = Value.none, other = Value.unbound
        var i = -1
        while kw.next(&i) {
            let k = StrRef(kw.key(i))
            if k.equals("key") { key = kw.valueAt(i) } else if k.equals("default") { other = kw.valueAt(i) }
            else { throw Errors.typeError("\(name)() got an unexpected keyword argument '\(k.string)'") }
        }
        if args.count == 0 { throw Errors.typeError("\(name) expected at least 1 argument, got 0") }
        if args.count > 1 && !other.isUnbound { throw Errors.typeError("Cannot specify a default for \(name)() with multiple positional arguments") }
        var best = Value.unbound, bestKey = Value.unbound
        func consider(_ v: Value) throws(Raise) {
            let k = key.isNone ? v : try ItemGetter.call(key, v)
            if bestKey.isUnbound { best = v; bestKey = k; return }
            if k.isInt && bestKey.isInt {
                if op == .lt ? k.int < bestKey.int : k.int > bestKey.int { best = v; bestKey = k }
                return
            }
            if try Operations.isTrue(try Operations.richCompare(k, bestKey, op)) { best = v; bestKey = k }
        }
        if args.count > 1 { for i in 0..<args.count { try consider(args[i]) } }
        else { let it = try Operations.iterate(args[0]); while let v = try Operations.next(it) { try consider(v) } }
        if best.isUnbound {
            if !other.isUnbound { return other }
            throw Errors.valueError("\(name)() iterable argument is empty")
        }
        return best
    }

    // MARK: attributes and namespaces

    private static var frame: Frame { thread.pointee.frame }
    private static var hasFrame: Bool { frame.base[Frame.code].bits != 0 }
    private static func locals() throws(Raise) -> Value {
        if !hasFrame { throw Errors.systemError("frame does not exist") }
        return FrameObject.locals(frame)
    }
    static func attributes(_ m: ModuleBuilder) {
        m.function("getattr", "(object, name, default=<unrepresentable>, /)") { a throws(Raise) in
            let n = try ObjectType.attributeName(a[1])
            if !a.has(2) { return try Operations.getAttribute(a[0], n) }
            let v = try Operations.findAttribute(a[0], n)
            return v.isUnbound ? a[2] : v
        }
        m.function("hasattr", "(obj, name, /)") { a throws(Raise) in Value(bool: !(try Operations.findAttribute(a[0], try ObjectType.attributeName(a[1]))).isUnbound) }
        m.function("setattr", "(obj, name, value, /)") { a throws(Raise) in try Operations.setAttribute(a[0], try ObjectType.attributeName(a[1]), a[2]); return .none }
        m.function("delattr", "(obj, name, /)") { a throws(Raise) in try Operations.deleteAttribute(a[0], try ObjectType.attributeName(a[1])); return .none }
        m.function("globals", "()") { a throws(Raise) in
            if !hasFrame { throw Errors.systemError("frame does not exist") }
            return frame.function.globals.value
        }
        m.function("locals", "()") { a throws(Raise) in try locals() }
        m.function("vars", "(object=<unrepresentable>, /)") { a throws(Raise) in
            if !a.has(0) { return try locals() }
            let d = try Operations.findAttribute(a[0], Names.__dict__)
            if d.isUnbound { throw Errors.typeError("vars() argument must have __dict__ attribute") }
            return d
        }
        m.function("dir", "(object=<unrepresentable>, /)") { a throws(Raise) in
            let names: Value
            if !a.has(0) {
                let l = try locals()
                names = l.isExactly(Types.dict) ? try ObjectType.keys(DictRef(l)) : try Call.call(try Operations.getAttribute(l, Names.keys))
            } else {
                let s = a[0].type.slot(.dir)
                if s.isUnbound { throw Errors.typeError("object does not provide __dir__") }
                names = try Operations.callSlot(s, a[0])
            }
            let l = try Operations.list(names)
            _ = try Call.call(Types.list.lookup(StrRef.intern("sort")), l.value)
            return l.value
        }
    }
}

/// `anext(it, default)`: an awaitable that gives the default where StopAsyncIteration would come. 2 the awaitable, 3 the default, 4 its iterator.
enum AnextAwaitable {
    nonisolated(unsafe) private static var type = TypeRef()
    static func make(_ awaitable: Value, _ other: Value) -> Value {
        let r = Heap.allocate(40, type)
        r.initialize(2, awaitable); r.initialize(3, other)
        return Value(r)
    }
    private static func iterator(_ o: Value) throws(Raise) -> Value {
        let v = o.ref.value(4)
        if !v.isUnbound { return v }
        let w = o.ref.value(2)
        var it = w
        if w.isExactly(Types.generator), FunctionRef(GeneratorObject(w).frame.base[Frame.function].ref).code.flags & Code.Flags.iterableCoroutine != 0 {
            it = w
        } else if w.type != Types.coroutine {
            let s = w.type.slot(.await)
            if s.isUnbound { throw Errors.typeError("'\(w.type)' object can't be awaited") }
            it = try Operations.callSlot(s, w)
            if it.type.slot(.next).isUnbound && it.type != Types.coroutine { throw Errors.typeError("__await__() returned non-iterator of type '\(it.type)'") }
        } else { it = try Operations.callSlot(w.type.slot(.await), w) }
        o.ref.set(4, it)
        return it
    }
    private static func run(_ o: Value, _ body: (Value) throws(Raise) -> Value) throws(Raise) -> Value {
        do throws(Raise) { return try body(try iterator(o)) } catch {
            try Errors.swallow(error, Exceptions.stopAsyncIteration)
            throw Errors.stopIteration(o.ref.value(3))
        }
    }
    static func define() {
        if type.raw != 0 { return }
        let t = TypeFactory.make("anext_awaitable", size: 40, layout: .fields(2, 5))
        type = t
        t.special("__await__", "($self, /)") { a throws(Raise) in a[0] }
        t.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        t.special("__next__", "($self, /)") { a throws(Raise) in try run(a[0]) { it throws(Raise) in try Operations.callSlot(it.type.slot(.next), it) } }
        t.method("send", "($self, value, /)") { a throws(Raise) in let v = a[1]; return try run(a[0]) { it throws(Raise) in try Call.call(try Operations.getAttribute(it, Names.send), v) } }
        t.method("throw", "($self, /, *args)") { a throws(Raise) in let v = a[1]; return try run(a[0]) { it throws(Raise) in try Call.call(try Operations.getAttribute(it, Names.throw), tuple: v) } }
        t.method("close", "($self, /)") { a throws(Raise) in
            try run(a[0]) { it throws(Raise) in let c = try Operations.findAttribute(it, Names.close); return c.isUnbound ? .none : try Call.call(c) }
        }
    }
}

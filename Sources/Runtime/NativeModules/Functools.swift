/// `_functools`: partial, reduce, lru_cache's wrapper, cmp_to_key.
extension NativeModule {
    static let functools = NativeModule("_functools", doc: "Tools that operate on functions.") { m throws(Raise) in
        Functools.reduce(m); Functools.partial(m); Functools.cmpToKey(m); Functools.lruCache(m)
    }
}

enum Functools {
    static func reduce(_ m: ModuleBuilder) {
        m.function("reduce", "(function, iterable, /, initial=<none>)") { a throws(Raise) in
            guard Operations.isIterable(a[1]) else { throw Errors.typeError("reduce() arg 2 must support iteration") }
            let it = try Operations.iterate(a[1])
            var total = a[2]
            while let v = try Operations.next(it) { total = total.isUnbound ? v : try Call.call(a[0], total, v) }
            return try reduced(total)
        }
    }

    // MARK: partial

    nonisolated(unsafe) static var placeholder = Value.unbound
    nonisolated(unsafe) static var partialType = TypeRef()
    /// partial: 2 function, 3 arguments (tuple), 4 keywords (dict), 5 number of placeholders (tagged int).
    static func partial(_ m: ModuleBuilder) {
        let placeholderType = TypeFactory.make("_PlaceholderType", module: "functools", size: 16, layout: .opaque)
        placeholder = Value(Heap.allocate(16, placeholderType)); Heap.addRoot(&placeholder)
        placeholderType.new("($type)") { a throws(Raise) in placeholder }
        placeholderType.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("Placeholder") }
        placeholderType.method("__reduce__", "($self, /)") { a throws(Raise) in StrRef.make("Placeholder") }
        m.constant("Placeholder", placeholder)
        m.constant("_PlaceholderType", placeholderType.value)

        let t = TypeFactory.make("partial", module: "functools", size: 48, layout: .fields(2, 6), subclassable: true, hasDict: true)
        partialType = t
        t.allowWeakReferences()
        m.type(t)
        t.getter("__dict__", set: { o, v throws(Raise) in try Instance.setDictionary(o, v) }, delete: { _ throws(Raise) in throw Errors.typeError("cannot delete __dict__") }) { o throws(Raise) in Instance.dictionary(o)!.value }
        t.new("($type, func=<unrepresentable>, /, *args, **kwargs)") { a throws(Raise) in
            guard a.has(1) else { throw Errors.typeError("type 'partial' takes at least one argument") }
            let f = a[1], extra = TupleRef(a[2])
            guard isCallable(f) else { throw Errors.typeError("the first argument must be callable") }
            if extra.count > 0 && extra[extra.count - 1] == placeholder { throw Errors.typeError("trailing Placeholders are not allowed") }
            let keywords = DictRef(a[3])
            var i = -1
            while keywords.next(&i) { if keywords.valueAt(i) == placeholder { throw Errors.typeError("Placeholder cannot be passed as a keyword argument") } }
            var function = f, args = a[2], kw = a[3]
            if f.isInstance(of: t) && !Attributes.any(f) {
                // A partial of a partial is flattened.
                let r = f.ref
                function = r.value(2)
                args = fill(TupleRef(r.value(3)), r.value(5).int, extra)
                let merged = DictRef(r.value(4)).copy()
                try merged.merge(DictRef(a[3]), override: true)
                kw = merged.value
            }
            let r = Instance.allocate(TypeRef(a[0].ref))
            var n = 0
            let all = TupleRef(args)
            for k in 0..<all.count where all[k] == placeholder { n += 1 }
            r.initialize(2, function); r.initialize(3, args); r.initialize(4, kw); r.initialize(5, Value(int: n))
            return Value(r)
        }
        t.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in try callPartial(a[0].ref, a[1], a[2]) }
        t.onlyReadsKeywords(Slot.call)
        Descriptor.builtin(t.dict.find(Slot.call.name)!).object.vector = { base, count throws(Raise) in
            let r = base[0].ref, mine = TupleRef(r.value(3)), n = mine.count
            if r.value(5).int != 0 || DictRef(r.value(4)).count != 0 || n + count > 7 { return nil }
            var six = (Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound)
            return try Call.withArguments(&six) { p throws(Raise) in
                var i = 0
                while i < n { p[i] = mine.items[i]; i &+= 1 }
                i = 1
                while i < count { p[n &+ i &- 1] = base[i]; i &+= 1 }
                return try Call.vector(r.value(2), p, n &+ count &- 1)
            }
        }
        t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in a[1].isNone ? a[0] : MethodObject.make(a[0], a[1]) }
        t.field("func", word: 2); t.field("args", word: 3); t.field("keywords", word: 4)
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            let name = "\(StrRef(try Operations.str(try Operations.getAttribute(a[0].type.value, Names.__module__))).string).\(StrRef(a[0].type.qualifiedName).string)"
            guard ReprGuard.enter(a[0]) else { return StrRef.make("...") }
            defer { ReprGuard.leave() }
            var out = "\(name)(\(StrRef(try Operations.repr(r.value(2))).string)"
            let x = TupleRef(r.value(3)), d = DictRef(r.value(4))
            for i in 0..<x.count { out += ", \(StrRef(try Operations.repr(x[i])).string)" }
            var i = -1
            while d.next(&i) {
                let v = d.valueAt(i)
                out += ", \(StrRef(try Operations.str(d.key(i))).string)=\(StrRef(try Operations.repr(v)).string)"
            }
            return StrRef.make(out + ")")
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            let d = Instance.copyAttributes(a[0])
            let state = TupleRef.allocate(4)
            state[0] = r.value(2); state[1] = r.value(3); state[2] = r.value(4); state[3] = d == nil || d!.count == 0 ? .none : d!.value
            return TupleRef.make(a[0].type.value, TupleRef.make(r.value(2)), state.value)
        }
        t.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            guard a[1].isTuple, TupleRef(a[1]).count == 4 else { throw Errors.typeError("invalid partial state") }
            let s = TupleRef(a[1])
            guard isCallable(s[0]), s[1].isTuple, s[2].isNone || s[2].isDict else { throw Errors.typeError("invalid partial state") }
            let args = s[1].isExactly(Types.tuple) ? s[1] : TupleRef.make(TupleRef(s[1]).items, TupleRef(s[1]).count), all = TupleRef(args)
            if all.count > 0 && all[all.count - 1] == placeholder { throw Errors.typeError("trailing Placeholders are not allowed") }
            var n = 0
            for k in 0..<all.count where all[k] == placeholder { n += 1 }
            let kw = s[2].isNone ? DictRef.allocate().value : s[2].isExactly(Types.dict) ? s[2] : DictRef(s[2]).copy().value
            let r = a[0].ref
            r.set(2, s[0]); r.set(3, args); r.set(4, kw); r.set(5, Value(int: n))
            if !s[3].isNone { try Instance.setDictionary(a[0], s[3]) } else if Attributes.any(a[0]) { try Instance.setDictionary(a[0], DictRef.allocate().value) }
            return .none
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
    /// ARGS with its first placeholders replaced by those in EXTRA, and the rest of EXTRA behind.
    private static func fill(_ args: TupleRef, _ holes: Int, _ extra: TupleRef) -> Value {
        if holes == 0 && extra.count == 0 { return args.value }
        let used = min(holes, extra.count)
        let out = TupleRef.allocate(args.count + extra.count - used)
        var k = 0
        for i in 0..<args.count { if args[i] == placeholder && k < used { out[i] = extra[k]; k += 1 } else { out[i] = args[i] } }
        for i in used..<extra.count where i < extra.count { out[args.count + i - used] = extra[i] }
        return out.value
    }
    private static func callPartial(_ r: Ref, _ args: Value, _ kwargs: Value) throws(Raise) -> Value {
        let holes = r.value(5).int, extra = TupleRef(args)
        if holes > extra.count { throw Errors.typeError("missing positional arguments in 'partial' call; expected at least \(holes), got \(extra.count)") }
        let all = fill(TupleRef(r.value(3)), holes, extra)
        let mine = DictRef(r.value(4)), given = DictRef(kwargs)
        if mine.count == 0 { return try Call.call(r.value(2), tuple: all, dict: kwargs) }
        if given.count == 0 { return try Call.call(r.value(2), tuple: all, dict: mine.value) }
        let merged = mine.copy()
        try merged.merge(given, override: true)
        return try Call.call(r.value(2), tuple: all, dict: merged.value)
    }
    static func isCallable(_ v: Value) -> Bool { v.type.hasSlot(.call) || v.isType || v.isExactly(Types.function) || v.isExactly(Types.builtinFunction) || v.isExactly(Types.method) }

    // MARK: cmp_to_key

    /// 2 the comparison, 3 the object (unbound in the factory).
    static func cmpToKey(_ m: ModuleBuilder) {
        let t = TypeFactory.make("KeyWrapper", module: "functools", size: 32, layout: .fields(2, 4))
        func make(_ f: Value, _ o: Value) -> Value { let r = Heap.allocate(32, t); r.initialize(2, f); r.initialize(3, o); return Value(r) }
        m.function("cmp_to_key", "(mycmp)") { a throws(Raise) in make(a[0], .unbound) }
        t.special("__call__", "($self, /, obj)") { a throws(Raise) in make(a[0].ref.value(2), a[1]) }
        t.field("obj", word: 3, writable: true)
        func compare(_ name: StaticString, _ op: Operations.Comparison) {
            t.special(name, "($self, other, /)") { a throws(Raise) in
                guard a[1].isExactly(t) else { throw Errors.typeError("other argument must be K instance") }
                if a[0].ref.word(3) == 0 || a[1].ref.word(3) == 0 { throw Errors.attributeError(a[0], StrRef.intern("object")) }
                let r = try Call.call(a[0].ref.value(2), a[0].ref.value(3), a[1].ref.value(3))
                if r.isInt { return Value(bool: Operations.compare(r.int, 0, op)) }
                return try Operations.richCompare(r, Value(int: 0), op)
            }
        }
        compare("__lt__", .lt); compare("__le__", .le); compare("__eq__", .eq); compare("__ne__", .ne); compare("__gt__", .gt); compare("__ge__", .ge)
        t.constant("__hash__", .none)
    }

    // MARK: lru_cache

    /// 2 function, 3 cache (dict from keys to results), 4 max size (tagged int; -1 none), 5 hits, 6 misses, 7 typed, 8 cache_info_type,
    /// 9 and 10 where the oldest entry was found last: the table, the index (entries of one table only move up).
    /// The order of use is the dict's own order: a hit takes its entry out and puts it back at the end.
    static func lruCache(_ m: ModuleBuilder) {
        let t = TypeFactory.make("_lru_cache_wrapper", module: "functools", size: 88, layout: .fields(2, 11), subclassable: true, hasDict: true)
        m.type(t)
        t.allowWeakReferences()
        t.getter("__dict__") { o throws(Raise) in Instance.dictionary(o)!.value }
        t.new("($type, /, user_function, maxsize, typed, cache_info_type)") { a throws(Raise) in
            guard isCallable(a[1]) else { throw Errors.typeError("the first argument must be callable") }
            var n = -1
            if !a[2].isNone {
                guard a[2].isIntLike || a[2].type.hasSlot(.index) else { throw Errors.typeError("maxsize should be integer or None") }
                n = max(0, try Operations.index(a[2]))
            }
            let typed = Value(bool: try Operations.isTrue(a[3]))
            let cache = DictRef.allocate()
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, a[1]); r.initialize(3, cache.value); r.initialize(4, Value(int: n)); r.initialize(5, Value(int: 0)); r.initialize(6, Value(int: 0))
            r.initialize(7, typed); r.initialize(8, a[4])
            return Value(r)
        }
        t.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            let r = a[0].ref, n = r.value(4).int
            if n == 0 {
                r.setWord(6, Value(int: r.value(6).int + 1).bits)
                return try Call.call(r.value(2), tuple: a[1], dict: a[2])
            }
            let args = a[1], keywords = a[2]
            return try cached(r, makeKey(args, keywords, r.value(7) == .true)) { () throws(Raise) in try Call.call(r.value(2), tuple: args, dict: keywords) }
        }
        t.onlyReadsKeywords(Slot.call)
        Descriptor.builtin(t.dict.find(Slot.call.name)!).object.vector = { base, count throws(Raise) in
            let r = base[0].ref
            guard r.value(7) != .true, r.value(4).int != 0 else { return nil }
            let key = count == 2 && isKey(base[1]) ? base[1] : TupleRef.make(base + 1, count - 1)
            return try cached(r, key) { () throws(Raise) in try Call.vector(r.value(2), base + 1, count - 1) }
        }
        cache = t
        t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in a[1].isNone ? a[0] : MethodObject.make(a[0], a[1]) }
        t.method("cache_info", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            return try Call.call(r.value(8), r.value(5), r.value(6), r.value(4).int < 0 ? .none : r.value(4), Value(int: DictRef(r.value(3)).count))
        }
        t.method("cache_clear", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            DictRef(r.value(3)).clear()
            r.setWord(5, Value(int: 0).bits); r.setWord(6, Value(int: 0).bits)
            return .none
        }
        t.method("__copy__", "($self, /)") { a throws(Raise) in a[0] }
        t.method("__deepcopy__", "($self, memo, /)") { a throws(Raise) in a[0] }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in try Operations.getAttribute(a[0], Names.__qualname__) }
    }
    nonisolated(unsafe) static var cache = TypeRef()
    /// Whether V as the only argument is the key itself.
    @inline(__always) private static func isKey(_ v: Value) -> Bool { v.isInt || v.isExactly(Types.str) }
    /// What the cache of R has for KEY, or what CALL gives, which goes there.
    @inline(__always) private static func cached(_ r: Ref, _ key: Value, _ call: () throws(Raise) -> Value) throws(Raise) -> Value {
        let n = r.value(4).int, h = try Operations.hash(key), cache = DictRef(r.value(3))
        let p = try cache.lookup(key, h)
        if p.entry >= 0 { return hit(r, cache, p, h) }
        r.setWord(6, Value(int: r.value(6).int + 1).bits)
        let v = try call()
        thread.pointee.lastMade = 0  // The cache refers to it, too.
        if n < 0 { try cache.set(key, hash: h, v); return v }
        // The call may have filled the cache itself.
        if try cache.lookup(key, h).entry >= 0 { return v }
        if cache.count >= n {
            var i = r.value(9) == Value(cache.table.ref) ? r.value(10).int : -1
            if cache.next(&i) { _ = cache.removeEntry(i) }
            r.set(9, Value(cache.table.ref)); r.setWord(10, Value(int: i).bits)
        }
        cache.insertNew(key, h, v)
        return v
    }
    /// What the cache of R has for these arguments, as a call that runs no Python code; unbound where it has nothing or that cannot be told, and nothing has happened.
    static func known(_ r: Ref, _ base: UnsafeMutablePointer<Value>, _ count: Int) -> Value {
        guard r.value(7) != .true, r.value(4).int != 0 else { return .unbound }
        let key = count == 1 && isKey(base[0]) ? base[0] : TupleRef.make(base, count), cache = DictRef(r.value(3))
        var h = 0
        guard Plain.hash(key, &h), case let i = Plain.entry(cache, key, h), i >= 0 else { return .unbound }
        let v = cache.valueAt(i)
        if r.value(4).int < 0 || i == cache.table.used - 1 { r.setWord(5, Value(int: r.value(5).int + 1).bits); return v }
        // (No key before that one ran any code, so neither does this.)
        do throws(Raise) { return hit(r, cache, try cache.lookup(key, h), h) } catch { Errors.take(); return .unbound }
    }
    /// The result that the entry at P holds, which becomes the one used last.
    private static func hit(_ r: Ref, _ cache: DictRef, _ p: DictRef.Probe, _ h: Int) -> Value {
        r.setWord(5, Value(int: r.value(5).int + 1).bits)
        let e = cache.table.entries[p.entry]
        if r.value(4).int > 0 && p.entry != cache.table.used - 1 {
            _ = cache.remove(p)
            cache.insertNew(e.key, h, e.value)
        }
        return e.value
    }
    /// One int or str stands for itself; else a tuple: arguments, a mark, keyword names and values, types.
    private static func makeKey(_ args: Value, _ kwargs: Value, _ typed: Bool) -> Value {
        let x = TupleRef(args), d = DictRef(kwargs)
        if !typed && d.count == 0 {
            if x.count == 1 && (x[0].isInt || x[0].isExactly(Types.str)) { return x[0] }
            return args
        }
        let n = x.count, k = d.count
        let out = TupleRef.allocate(n + (k > 0 ? 1 + 2 * k : 0) + (typed ? n + k : 0))
        for i in 0..<n { out[i] = x[i] }
        var o = n, i = -1
        if k > 0 {
            out[o] = .absent; o += 1
            while d.next(&i) { out[o] = d.key(i); out[o + 1] = d.valueAt(i); o += 2 }
        }
        if typed {
            for i in 0..<n { out[o] = x[i].type.value; o += 1 }
            i = -1
            while d.next(&i) { out[o] = d.valueAt(i).type.value; o += 1 }
        }
        return out.value
    }
}
extension Attributes {
    /// Whether V has attributes of its own.
    static func any(_ v: Value) -> Bool {
        let t = v.type
        if t.attributes == 0 { return false }
        let a = Attributes(v.ref)
        return a.isDictionary ? a.dict.count > 0 : a.shape.count > 0
    }
}

/// `itertools`: every iterator is a type whose instances hold their state in value words (ints tagged).
extension NativeModule {
    static let itertools = NativeModule("itertools", doc: "Functional tools for creating and using iterators.") { m throws(Raise) in
        Itertools.simple(m); Itertools.slicing(m); Itertools.grouping(m); Itertools.combinatoric(m); Itertools.teeing(m)
    }
}

enum Itertools {
    /// Those that traces know (`Recorder.peekTool`).
    nonisolated(unsafe) static var count = TypeRef(), cycle = TypeRef(), `repeat` = TypeRef(), chain = TypeRef(), accumulate = TypeRef(), longest = TypeRef(), pairwise = TypeRef(), islice = TypeRef(), batched = TypeRef()
    nonisolated(unsafe) static var starmap = TypeRef(), takewhile = TypeRef(), dropwhile = TypeRef(), filterfalse = TypeRef()
    nonisolated(unsafe) static var product = TypeRef(), combinations = TypeRef(), combinationsWithReplacement = TypeRef(), permutations = TypeRef()
    /// A type with WORDS value words from word 2.
    static func type(_ m: ModuleBuilder, _ name: String, _ words: Int, module: String = "itertools", subclassable: Bool = true) -> TypeRef {
        let t = TypeFactory.make(name, module: module, size: 16 + words * 8, layout: .fields(2, 2 + words), subclassable: subclassable)
        m.type(t)
        return t
    }
    /// An instance of type T (a value) with words 2... set.
    static func make(_ t: Value, _ a: Value, _ b: Value = .unbound, _ c: Value = .unbound, _ d: Value = .unbound, _ e: Value = .unbound, _ f: Value = .unbound) -> Value {
        let r = Instance.allocate(TypeRef(t.ref))
        r.initialize(2, a)
        if b.bits != 0 { r.initialize(3, b) }
        if c.bits != 0 { r.initialize(4, c) }
        if d.bits != 0 { r.initialize(5, d) }
        if e.bits != 0 { r.initialize(6, e) }
        if f.bits != 0 { r.initialize(7, f) }
        return Value(r)
    }

    static func simple(_ m: ModuleBuilder) {
        // count: 2 next value, 3 step.
        count = type(m, "count", 2)
        count.new("($type, /, start=0, step=1)") { a throws(Raise) in
            for v in [a[1], a[2]] where !isNumber(v) { throw Errors.typeError("a number is required") }
            return make(a[0], a[1], a[2])
        }
        NativeIterators.register(count) { r throws(Raise) in
            let v = r.value(2), s = r.value(3)
            if v.isInt && s.isInt { r.set(2, .int(v.int &+ s.int)) } else { r.set(2, try Operations.binary(.add, v, s)) }
            return v
        }
        count.special("__repr__", "($self, /)") { a throws(Raise) in
            let v = Operations.self
            let x = StrRef(try v.repr(a[0].ref.value(2))).string
            if a[0].ref.value(3) == Value(int: 1) { return StrRef.make("\(a[0].type.bareName)(\(x))") }
            return StrRef.make("\(a[0].type.bareName)(\(x), \(StrRef(try v.repr(a[0].ref.value(3))).string))")
        }
        // cycle: 2 iterator (unbound once it ended), 3 list of items, 4 index.
        cycle = type(m, "cycle", 3)
        cycle.new("($type, iterable, /)") { a throws(Raise) in
            let it = try Operations.iterate(a[1])
            return make(a[0], it, ListRef.allocate().value, Value(int: 0))
        }
        NativeIterators.register(cycle) { r throws(Raise) in
            let saved = ListRef(r.value(3))
            if r.word(2) != 0 {
                if let v = try Operations.next(r.value(2)) { saved.append(v); return v }
                r.setWord(2, 0)
            }
            if saved.count == 0 { return .unbound }
            var i = r.value(4).int
            if i >= saved.count { i = 0 }
            r.setWord(4, Value(int: i + 1).bits)
            return saved[i]
        }
        // repeat: 2 object, 3 times left (-1: for ever).
        let rep = type(m, "repeat", 2)
        `repeat` = rep
        rep.new("($type, /, object, times=<none>)") { a throws(Raise) in
            var n = -1
            if a.has(2) { n = max(0, try Operations.index(a[2])) }
            return make(a[0], a[1], Value(int: n))
        }
        NativeIterators.register(rep) { r throws(Raise) in
            let n = r.value(3).int
            if n == 0 { return .unbound }
            if n > 0 { r.setWord(3, Value(int: n - 1).bits) }
            return r.value(2)
        }
        rep.special("__repr__", "($self, /)") { a throws(Raise) in
            let x = StrRef(try Operations.repr(a[0].ref.value(2))).string, n = a[0].ref.value(3).int
            return StrRef.make(n < 0 ? "\(a[0].type.bareName)(\(x))" : "\(a[0].type.bareName)(\(x), \(n))")
        }
        rep.method("__length_hint__", "($self, /)") { a throws(Raise) in
            let n = a[0].ref.value(3)
            if n.int < 0 { throw Errors.typeError("len() of unsized object") }
            return n
        }
        // chain: 2 iterator of iterables, 3 current iterator.
        chain = type(m, "chain", 2)
        chain.new("($type, /, *iterables)") { a throws(Raise) in make(a[0], try Operations.iterate(a[1])) }
        chain.classMethod("from_iterable", "($type, iterable, /)") { a throws(Raise) in make(a[0], try Operations.iterate(a[1])) }
        chain.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
        NativeIterators.register(chain) { r throws(Raise) in
            while r.word(2) != 0 {
                if r.word(3) == 0 {
                    guard let next = try Operations.next(r.value(2)) else { r.setWord(2, 0); return .unbound }
                    do throws(Raise) { r.set(3, try Operations.iterate(next)) } catch { r.setWord(2, 0); throw error }
                }
                if let v = try Operations.next(r.value(3)) { return v }
                r.setWord(3, 0)
            }
            return .unbound
        }
        // compress: 2 data, 3 selectors.
        let compress = type(m, "compress", 2)
        compress.new("($type, /, data, selectors)") { a throws(Raise) in
            let d = try Operations.iterate(a[1])
            return make(a[0], d, try Operations.iterate(a[2]))
        }
        NativeIterators.register(compress) { r throws(Raise) in
            while let v = try Operations.next(r.value(2)) {
                guard let s = try Operations.next(r.value(3)) else { return .unbound }
                if try Operations.isTrue(s) { return v }
            }
            return .unbound
        }
        // dropwhile, takewhile: 2 function, 3 iterator, 4 state.
        let drop = type(m, "dropwhile", 3)
        dropwhile = drop
        drop.new("($type, predicate, iterable, /)") { a throws(Raise) in make(a[0], a[1], try Operations.iterate(a[2]), .false) }
        NativeIterators.register(drop) { r throws(Raise) in
            while let v = try Operations.next(r.value(3)) {
                if r.value(4) == .true { return v }
                if !(try Operations.isTrue(try Call.call(r.value(2), v))) { r.setWord(4, Value.true.bits); return v }
            }
            return .unbound
        }
        let take = type(m, "takewhile", 3)
        takewhile = take
        take.new("($type, predicate, iterable, /)") { a throws(Raise) in make(a[0], a[1], try Operations.iterate(a[2]), .false) }
        NativeIterators.register(take) { r throws(Raise) in
            if r.value(4) == .true { return .unbound }
            guard let v = try Operations.next(r.value(3)) else { return .unbound }
            if try Operations.isTrue(try Call.call(r.value(2), v)) { return v }
            r.setWord(4, Value.true.bits)
            return .unbound
        }
        filterfalse = type(m, "filterfalse", 2)
        filterfalse.new("($type, function, iterable, /)") { a throws(Raise) in make(a[0], a[1], try Operations.iterate(a[2])) }
        NativeIterators.register(filterfalse) { r throws(Raise) in
            let f = r.value(2), plain = f.isNone || f == Types.bool.value
            while let v = try Operations.next(r.value(3)) { if !(try Operations.isTrue(plain ? v : try Call.call(f, v))) { return v } }
            return .unbound
        }
        starmap = type(m, "starmap", 2)
        starmap.new("($type, function, iterable, /)") { a throws(Raise) in make(a[0], a[1], try Operations.iterate(a[2])) }
        NativeIterators.register(starmap) { r throws(Raise) in
            guard let v = try Operations.next(r.value(3)) else { return .unbound }
            return try Call.call(r.value(2), tuple: try Operations.tuple(v))
        }
        // accumulate: 2 iterator, 3 function, 4 total, 5 initial (unbound once used).
        accumulate = type(m, "accumulate", 4)
        accumulate.new("($type, /, iterable, func=None, *, initial=None)") { a throws(Raise) in
            make(a[0], try Operations.iterate(a[1]), a[2], .unbound, a[3].isNone ? .unbound : a[3])
        }
        NativeIterators.register(accumulate) { r throws(Raise) in
            if r.word(5) != 0 {
                let v = r.value(5)
                r.set(4, v); r.setWord(5, 0)
                return v
            }
            guard let v = try Operations.next(r.value(2)) else { return .unbound }
            if r.word(4) == 0 { r.set(4, v); return v }
            let total = r.value(3).isNone ? try Operations.binary(.add, r.value(4), v) : try Call.call(r.value(3), r.value(4), v)
            r.set(4, total)
            return total
        }
        // zip_longest: 2 tuple of iterators (unbound items ended), 3 fill value, 4 how many run.
        longest = type(m, "zip_longest", 3)
        longest.new("($type, /, *iterables, **keywords)") { a throws(Raise) in
            let fillValue = DictRef(a[2]).find(StrRef.intern("fillvalue"))
            if DictRef(a[2]).count > (fillValue == nil ? 0 : 1) { throw Errors.typeError("zip_longest() got an unexpected keyword argument") }
            let v = TupleRef(a[1]), its = TupleRef.allocate(v.count)
            for i in 0..<v.count { its[i] = try Operations.iterate(v[i]) }
            return make(a[0], its.value, fillValue ?? .none, Value(int: v.count))
        }
        NativeIterators.register(longest) { r throws(Raise) in
            let its = TupleRef(r.value(2)), n = its.count
            if n == 0 || r.value(4).int == 0 { return .unbound }
            let out = TupleRef.allocate(n)
            for i in 0..<n {
                if its[i].isUnbound { out[i] = r.value(3); continue }
                let v: Value?
                do throws(Raise) { v = try Operations.next(its[i]) } catch { r.setWord(4, Value(int: 0).bits); throw error }
                if let v { out[i] = v; continue }
                let left = r.value(4).int - 1
                r.setWord(4, Value(int: left).bits)
                if left == 0 { return .unbound }
                its.items[i] = .unbound
                out[i] = r.value(3)
            }
            return out.value
        }
        // pairwise: 2 iterator, 3 previous item.
        pairwise = type(m, "pairwise", 2)
        pairwise.new("($type, iterable, /)") { a throws(Raise) in make(a[0], try Operations.iterate(a[1])) }
        NativeIterators.register(pairwise) { r throws(Raise) in
            if r.word(2) == 0 { return .unbound }
            if r.word(3) == 0 {
                guard let first = try Operations.next(r.value(2)) else { r.setWord(2, 0); return .unbound }
                r.set(3, first)
                if r.word(2) == 0 { r.setWord(3, 0); return .unbound }
            }
            let old = r.value(3)
            guard let v = try Operations.next(r.value(2)) else { r.setWord(2, 0); r.setWord(3, 0); return .unbound }
            r.set(3, v)
            return TupleRef.make(old, v)
        }
    }
    private static func isNumber(_ v: Value) -> Bool {
        if v.isInt || v.isFloat { return true }
        let t = v.type
        return t.hasSlot(.index) || t.hasSlot(.int) || t.hasSlot(.float) || ComplexObject.isComplex(v)
    }

    /// The items of the `islice` R before the one that is wanted go by.
    static func skip(_ r: Ref) throws(Raise) {
        let it = r.value(2), wanted = r.value(3).int, stop = r.value(4).int
        var taken = r.value(6).int
        while taken < wanted {
            if stop >= 0 && taken >= stop { break }
            guard try Operations.next(it) != nil else { r.setWord(2, 0); return }
            taken += 1
        }
        r.setWord(6, Value(int: taken).bits)
    }

    /// The `islice` R, which had TAKEN items, has taken one that it hands on.
    static func took(_ r: Ref, _ taken: Int) {
        let stop = r.value(4).int, (next, o) = r.value(3).int.addingReportingOverflow(r.value(5).int)
        r.setWord(6, Value(int: taken + 1).bits)
        r.setWord(3, Value(int: o || (stop >= 0 && next > stop) ? max(0, stop) : min(next, Value.maxInt)).bits)
    }

    static func slicing(_ m: ModuleBuilder) {
        // islice: 2 iterator, 3 next index wanted, 4 stop (-1: none), 5 step, 6 items taken.
        islice = type(m, "islice", 5)
        islice.new("($type, iterable, start, stop=<none>, step=<none>, /)") { a throws(Raise) in
            func bound(_ v: Value, _ text: String) throws(Raise) -> Int {
                if v.isNone { return -1 }
                var n = -1
                do throws(Raise) { n = try Operations.index(v) } catch {
                    guard error.isException else { throw error }
                    Errors.take()
                    throw Errors.valueError(text)
                }
                if n < 0 { throw Errors.valueError(text) }
                return n
            }
            var start = 0, stop = -1, step = 1

            if !a.has(3) { stop = try bound(a[2], "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.") } else {
                stop = try bound(a[3], "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
                start = max(0, try bound(a[2], "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."))
            }
            if a.has(4) && !a[4].isNone {
                step = try bound(a[4], "Step for islice() must be a positive integer or None.")
                if step < 1 { throw Errors.valueError("Step for islice() must be a positive integer or None.") }
            }
            return make(a[0], try Operations.iterate(a[1]), .int(start), .int(stop), .int(step), Value(int: 0))
        }
        NativeIterators.register(islice) { r throws(Raise) in
            if r.word(2) == 0 { return .unbound }
            try skip(r)
            if r.word(2) == 0 { return .unbound }
            let it = r.value(2), stop = r.value(4).int, taken = r.value(6).int
            if stop >= 0 && taken >= stop { r.setWord(2, 0); return .unbound }
            guard let v = try Operations.next(it) else { r.setWord(2, 0); return .unbound }
            took(r, taken)
            return v
        }
        // batched: 2 iterator, 3 size, 4 strict.
        batched = type(m, "batched", 3)
        batched.new("($type, /, iterable, n, *, strict=False)") { a throws(Raise) in
            let n = try Operations.index(a[2])
            if n < 1 { throw Errors.valueError("n must be at least one") }
            let strict = Value(bool: try Operations.isTrue(a[3]))
            return make(a[0], try Operations.iterate(a[1]), .int(n), strict)
        }
        NativeIterators.register(batched) { r throws(Raise) in
            if r.word(2) == 0 { return .unbound }
            let n = r.value(3).int, out = ListRef.allocate()
            while out.count < n, let v = try Operations.next(r.value(2)) { out.append(v) }
            if out.count == n { return out.asTuple() }
            r.setWord(2, 0)
            if out.count == 0 { return .unbound }
            if r.value(4) == .true { throw Errors.valueError("batched(): incomplete batch") }
            return out.asTuple()
        }
    }

    static func grouping(_ m: ModuleBuilder) {
        // groupby: 2 iterator, 3 key function, 4 target key, 5 current key, 6 current value, 7 the group handed out last.
        let groupby = type(m, "groupby", 6)
        // _grouper: 2 parent, 3 target key.
        let grouper = TypeFactory.make("_grouper", module: "itertools", size: 32, layout: .fields(2, 4))
        m.type(grouper)
        func step(_ r: Ref) throws(Raise) -> Bool {
            guard let v = try Operations.next(r.value(2)) else { return false }
            let k = r.value(3).isNone ? v : try ItemGetter.call(r.value(3), v)
            r.set(6, v); r.set(5, k)
            return true
        }
        groupby.new("($type, /, iterable, key=None)") { a throws(Raise) in make(a[0], try Operations.iterate(a[1]), a[2]) }
        NativeIterators.register(groupby) { r throws(Raise) in
            r.setWord(7, 0)
            while true {
                if r.word(5) == 0 { } else if r.word(4) == 0 { break } else if !(try Operations.isEqual(r.value(4), r.value(5))) { break }
                if !(try step(r)) { return .unbound }
            }
            r.set(4, r.value(5))
            let g = Heap.allocate(32, grouper)
            g.initialize(2, Value(r)); g.initialize(3, r.value(4))
            r.set(7, Value(g))
            return TupleRef.make(r.value(5), Value(g))
        }
        grouper.new("($type, parent, tgtkey, /)") { a throws(Raise) in
            guard a[1].isInstance(of: groupby) else { throw Errors.typeError("incorrect usage of internal _grouper") }
            let g = Heap.allocate(32, grouper)
            g.initialize(2, a[1]); g.initialize(3, a[2])
            a[1].ref.set(7, Value(g))
            return Value(g)
        }
        NativeIterators.register(grouper) { g throws(Raise) in
            let r = g.value(2).ref
            if r.value(7) != Value(g) { return .unbound }
            if r.word(6) == 0 { if !(try step(r)) { return .unbound } }
            if !(try Operations.isEqual(g.value(3), r.value(5))) { return .unbound }
            let v = r.value(6)
            r.setWord(6, 0)
            return v
        }
    }

    static func combinatoric(_ m: ModuleBuilder) {
        // product, combinations, permutations: 2 pools or pool (tuple), 3 indices of the next item (list of ints), 4 whether there is none, 5 r or cycles.
        product = type(m, "product", 4)
        product.new("($type, /, *iterables, repeat=1)") { a throws(Raise) in
            let k = try Operations.index(a[2])
            if k < 0 { throw Errors.valueError("repeat argument cannot be negative") }
            let v = TupleRef(a[1]), n = v.count
            let (total, o) = n.multipliedReportingOverflow(by: k)
            guard !o, Heap.canAllocate(total * 16 + 64), total < 1 << 40 else { throw o || total >= 1 << 40 ? Errors.overflowError("repeat argument too large") : Errors.memoryError() }
            let pools = TupleRef.allocate(total)
            if k > 0 {
                for i in 0..<n { pools[i] = try Operations.tuple(v[i]) }
                for i in n..<max(n, total) { pools[i] = pools[i - n] }
            } else { for i in 0..<n { _ = try Operations.tuple(v[i]) } }
            let isEmpty = (0..<total).contains { TupleRef(pools[$0]).count == 0 }
            return make(a[0], pools.value, indices(total) { _ in 0 }, Value(bool: isEmpty))
        }
        NativeIterators.register(product) { r throws(Raise) in
            if r.value(4) == .true { return .unbound }
            let pools = TupleRef(r.value(2)), ix = ListRef(r.value(3)), n = pools.count
            let out = n == 0 ? TupleRef(TupleRef.empty) : TupleRef.allocate(n)
            for i in 0..<n { out.items[i] = TupleRef(pools.items[i]).items[ix.items[i].int] }
            advanceProduct(r)
            return out.value
        }
        func picking(_ name: String, repeats: Bool) -> TypeRef {
            let t = type(m, name, 4)
            t.new("($type, /, iterable, r)") { a throws(Raise) in
                let k = try TextArguments.size(a[2])
                let pool = try Operations.tuple(a[1]), n = TupleRef(pool).count
                if k < 0 { throw Errors.valueError("r must be non-negative") }
                let impossible = repeats ? n == 0 && k > 0 : k > n
                guard impossible || Heap.canAllocate(k * 8 + 64) else { throw Errors.memoryError() }
                return make(a[0], pool, indices(impossible ? 0 : k) { repeats ? 0 : $0 }, Value(bool: impossible), .int(k))
            }
            NativeIterators.register(t) { r throws(Raise) in
                if r.value(4) == .true { return .unbound }
                let v = picked(r, ListRef(r.value(3)).count)
                advanceCombination(r, repeats: repeats)
                return v
            }
            return t
        }
        combinations = picking("combinations", repeats: false)
        combinationsWithReplacement = picking("combinations_with_replacement", repeats: true)
        // permutations: 5 a list of cycle counters, whose length is r.
        permutations = type(m, "permutations", 4)
        permutations.new("($type, /, iterable, r=None)") { a throws(Raise) in
            let pool = try Operations.tuple(a[1]), n = TupleRef(pool).count
            var k = n
            if !a[2].isNone {
                guard a[2].isIntLike else { throw Errors.typeError("Expected int as r") }
                k = try Operations.index(a[2])
            }
            if k < 0 { throw Errors.valueError("r must be non-negative") }
            let ix = indices(n) { $0 }
            return make(a[0], pool, ix, Value(bool: k > n), indices(k > n ? 0 : k) { n - $0 })
        }
        NativeIterators.register(permutations) { r throws(Raise) in
            if r.value(4) == .true { return .unbound }
            let v = picked(r, ListRef(r.value(5)).count)
            advancePermutation(r)
            return v
        }
    }
    /// Of the pool of R the items at its first COUNT indices.
    private static func picked(_ r: Ref, _ count: Int) -> Value {
        if count == 0 { return TupleRef.empty }
        let out = TupleRef.allocate(count), pool = TupleRef(r.value(2)), ix = ListRef(r.value(3)).items
        let to = out.items, from = pool.items
        var i = 0
        while i < count { to[i] = from[ix[i].int]; i &+= 1 }
        return out.value
    }
    /// The indices of R, exactly one of these types, go on to the next item.
    static func advance(_ r: Ref) {
        let t = r.type
        if t == product { advanceProduct(r) } else if t == permutations { advancePermutation(r) } else { advanceCombination(r, repeats: t == combinationsWithReplacement) }
    }
    private static func advanceProduct(_ r: Ref) {
        let pools = TupleRef(r.value(2)), ix = ListRef(r.value(3)).items
        var i = pools.count - 1
        while i >= 0 {
            let k = ix[i].int + 1
            if k < TupleRef(pools.items[i]).count { ix[i] = Value(int: k); return }
            ix[i] = Value(int: 0)
            i -= 1
        }
        r.setWord(4, Value.true.bits)
    }
    private static func advanceCombination(_ r: Ref, repeats: Bool) {
        let n = TupleRef(r.value(2)).count, ix = ListRef(r.value(3)).items, k = ListRef(r.value(3)).count
        var i = k - 1
        while i >= 0 && ix[i].int == (repeats ? n - 1 : i + n - k) { i -= 1 }
        if i < 0 { r.setWord(4, Value.true.bits); return }
        let first = ix[i].int + 1
        for j in i..<k { ix[j] = Value(int: repeats ? first : first + j - i) }
    }
    private static func advancePermutation(_ r: Ref) {
        let n = TupleRef(r.value(2)).count, ix = ListRef(r.value(3)).items, c = ListRef(r.value(5)).items
        var i = ListRef(r.value(5)).count - 1
        while i >= 0 {
            let left = c[i].int &- 1
            if left != 0 {
                c[i] = Value(int: left)
                let j = n &- left, v = ix[i]
                ix[i] = ix[j]; ix[j] = v
                return
            }
            let first = ix[i]
            var j = i
            while j < n &- 1 { ix[j] = ix[j &+ 1]; j &+= 1 }
            ix[j] = first
            c[i] = Value(int: n &- i)
            i &-= 1
        }
        r.setWord(4, Value.true.bits)
    }
    private static func indices(_ n: Int, _ f: (Int) -> Int) -> Value {
        let l = ListRef.allocate(capacity: n)
        for i in 0..<n { l.items[i] = Value(int: f(i)) }
        l.count = n
        return l.value
    }

    /// tee: links of a chain that all copies walk. A link: 2 value (unbound: not read yet), 3 next link, 4 the iterator.
    static func teeing(_ m: ModuleBuilder) {
        let link = TypeFactory.make("_tee_dataobject", module: "itertools", size: 48, layout: .fields(2, 6))
        m.type(link)
        // _tee: 2 link.
        let tee = TypeFactory.make("_tee", module: "itertools", size: 24, layout: .fields(2, 3), subclassable: false)
        tee.allowWeakReferences()
        m.type(tee)
        func newLink(_ it: Value) -> Value { let r = Heap.allocate(48, link); r.initialize(4, it); r.initialize(5, .false); return Value(r) }
        func newTee(_ l: Value) -> Value { let r = Heap.allocate(24, tee); r.initialize(2, l); return Value(r) }
        func fromIterable(_ v: Value) throws(Raise) -> Value {
            let it = try Operations.iterate(v)
            if it.isExactly(tee) { return newTee(it.ref.value(2)) }
            return newTee(newLink(it))
        }
        tee.new("($type, iterable, /)") { a throws(Raise) in try fromIterable(a[1]) }
        NativeIterators.register(tee) { r throws(Raise) in
            let l = r.value(2).ref
            if l.word(2) == 0 {
                if l.value(5) == .true { throw Errors.runtimeError("cannot re-enter the tee iterator") }
                l.setWord(5, Value.true.bits)
                var v: Value? = nil
                do throws(Raise) { v = try Operations.next(l.value(4)) } catch { l.setWord(5, Value.false.bits); throw error }
                l.setWord(5, Value.false.bits)
                guard let v else { return .unbound }
                let next = newLink(l.value(4))
                l.set(2, v); l.set(3, next)
            }
            r.set(2, l.value(3))
            return l.value(2)
        }
        tee.method("__copy__", "($self, /)") { a throws(Raise) in newTee(a[0].ref.value(2)) }
        m.function("tee", "(iterable, n=2, /)") { a throws(Raise) in
            let n = try Operations.index(a[1])
            if n < 0 { throw Errors.valueError("n must be >= 0") }
            if n == 0 { return TupleRef.empty }
            let it = try Operations.iterate(a[0])
            let first = try fromIterable(it)
            let out = TupleRef.allocate(n)
            out[0] = first
            for i in 1..<max(n, 1) where i < n { out[i] = newTee(first.ref.value(2)) }
            return out.value
        }
    }
}

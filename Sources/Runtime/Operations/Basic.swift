/// Truth, identity of values, hashing, comparison, iteration, length: named as CPython names them.
extension Operations {
    @inline(__always) public static func isTrue(_ v: Value) throws(Raise) -> Bool {
        if v.bits == Value.true.bits { return true }
        if v.bits == Value.false.bits || v.isNone { return false }
        if v.isInt { return v.bits != 1 }
        return try isTrueSlow(v)
    }
    @inline(never) static func isTrueSlow(_ v: Value) throws(Raise) -> Bool {
        if v.isFloat { return v.float != 0 }
        if !v.isPointer {
            if v == .notImplemented { throw Errors.typeError("NotImplemented should not be used in a boolean context") }
            return true
        }
        let t = v.ref.type
        if t == Types.str { return StrRef(v.ref).count != 0 }
        if t == Types.list || t == Types.tuple || t == Types.dict { return v.ref.word(2) != 0 }
        let b = t.slot(.bool)
        if !b.isUnbound {
            return try checkedTruth(try callSlot(b, v))
        }
        if t.hasSlot(.len) { return try length(v) != 0 }
        return true
    }

    /// What a `__bool__` has given.
    static func checkedTruth(_ r: Value) throws(Raise) -> Bool {
        guard r.isBool else { throw Errors.typeError("__bool__ should return bool, returned \(r.type)") }
        return r == .true
    }
    /// `len(v)`.
    public static func length(_ v: Value) throws(Raise) -> Int {
        if v.isPointer {
            let t = v.ref.type
            if t == Types.list || t == Types.tuple || t == Types.dict || t == Types.str || t == Types.bytes || t == Types.bytearray || t == Types.set || t == Types.frozenset { return Int(v.ref.word(2)) }
            let l = t.slot(.len)
            if !l.isUnbound {
                return try checkedLength(try callSlot(l, v))
            }
        }
        throw Errors.typeError("object of type '\(v.type)' has no len()")
    }
    /// What `__len__` gave as a length.
    @inline(__always) static func checkedLength(_ r: Value) throws(Raise) -> Int {
        if r.isInt && r.int >= 0 { return r.int }
        let i = try indexObject(r)
        if Integers.isNegative(i) { throw Errors.valueError("__len__() should return >= 0") }
        let n = try index(i)
        if n < 0 { throw Errors.valueError("__len__() should return >= 0") }
        return n
    }

    /// The word-sized int of V through `__index__`; OverflowError (or ERROR) when it does not fit.
    public static func index(_ v: Value, overflow: TypeRef? = nil) throws(Raise) -> Int {
        if v.isInt { return v.int }
        let i = try indexObject(v)
        if i.isInt { return i.int }
        if i.isBool { return i == .true ? 1 : 0 }
        if let n = Integers.asInt64(i) { return n }
        throw Errors.make(overflow ?? Exceptions.overflowError, "cannot fit '\(v.type)' into an index-sized integer")
    }
    /// The int that V is or that its `__index__` gives.
    public static func indexObject(_ v: Value) throws(Raise) -> Value {
        if v.isIntLike { return v }
        let s = v.type.slot(.index)
        if s.isUnbound { throw Errors.typeError("'\(v.type)' object cannot be interpreted as an integer") }
        let r = try callSlot(s, v)
        if !r.isIntLike { throw Errors.typeError("__index__ returned non-int (type \(r.type))") }
        if !r.isInt && !r.isExactly(Types.int) {
            try Warn.deprecated("__index__ returned non-int (type \(r.typeName)).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python.")
        }
        return r
    }

    // MARK: hash

    public static func hash(_ v: Value) throws(Raise) -> Int {
        if v.isInt { return Integers.hash(v.int) }
        if v.isPointer {
            let t = v.ref.type
            if t == Types.str { return StrRef(v.ref).hash }
            if t == Types.tuple { return try TupleType.hash(TupleRef(v.ref)) }
            if t == Types.bytes { return BytesRef(v.ref).hash }
            let h = t.slot(.hash)
            if h == Types.objectHash { return identityHash(v) }
            if h.isNone || h.isUnbound { throw Errors.typeError("unhashable type: '\(t.text)'") }
            try NativeRecursion.check()
            return try checkedHash(try callSlot(h, v))
        }
        if v.isFloat { return Integers.hash(v.float, v) }
        if v.isBool { return v == .true ? 1 : 0 }
        if v.isNone { return 0xFCA86420 }
        return identityHash(v)
    }
    /// What `__hash__` gave as a hash.
    @inline(__always) static func checkedHash(_ r: Value) throws(Raise) -> Int {
        if r.isInt { return r.int == -1 ? -2 : r.int }
        guard r.isIntLike else { throw Errors.typeError("__hash__ method should return an integer") }
        // What fits a word counts as it is; only larger ints are hashed in their turn. (`slot_tp_hash`)
        let x = Integers.asInt64(r) ?? Integers.hashOf(r)
        return x == -1 ? -2 : x
    }
    public static func identityHash(_ v: Value) -> Int {
        let b = v.bits
        return Int(Int64(bitPattern: b &>> 4 | b &<< 60))
    }

    // MARK: comparison

    public enum Comparison: UInt8 {
        case lt, le, eq, ne, gt, ge
        @inline(__always) var slot: Slot { Slot.lt.advanced(Int(rawValue)) }
        var swapped: Comparison { switch self { case .lt: .gt; case .le: .ge; case .gt: .lt; case .ge: .le; default: self } }
        var symbol: String { ["<", "<=", "==", "!=", ">", ">="][Int(rawValue)] }
    }
    /// `a == b` as a Bool, identity first (as PyObject_RichCompareBool).
    @inline(__always) public static func isEqual(_ a: Value, _ b: Value) throws(Raise) -> Bool {
        if a == b { return true }
        return try isEqualSlow(a, b)
    }
    @inline(never) static func isEqualSlow(_ a: Value, _ b: Value) throws(Raise) -> Bool {
        if a.isInt && b.isInt { return false }
        if a.isExactly(Types.str) && b.isExactly(Types.str) { return StrRef.equal(StrRef(a.ref), StrRef(b.ref)) }
        if a.isExactly(Types.tuple) && b.isExactly(Types.tuple) {
            try NativeRecursion.check(" in comparison")
            return try TupleType.richCompare(TupleRef(a.ref), TupleRef(b.ref), .eq) == .true
        }
        if a.isExactly(Types.bytes) && b.isExactly(Types.bytes) { return BytesRef.equal(BytesRef(a.ref), BytesRef(b.ref)) }
        return try isTrue(try richCompare(a, b, .eq))
    }
    /// `a op b`.
    public static func richCompare(_ a: Value, _ b: Value, _ op: Comparison) throws(Raise) -> Value {
        if a.isInt && b.isInt { return Value(bool: compare(a.int, b.int, op)) }
        if (a.isInt || a.isFloat) && (b.isInt || b.isFloat) { return Value(bool: Integers.compareMixed(a, b, op)) }
        let ta = a.type, tb = b.type
        if ta == Types.str && tb == Types.str {
            if op == .eq || op == .ne { return Value(bool: StrRef.equal(StrRef(a.ref), StrRef(b.ref)) == (op == .eq)) }
            return Value(bool: compare(TextOperations.compare(StrRef(a.ref), StrRef(b.ref)), 0, op))
        }
        var isAsked = false
        // (Methods in Python, first: sorts and heaps of instances.)
        if ta == tb, case let s = ta.slot(op.slot), s.isPointer, s.ref.type == Types.function {
            let r = try callSlot(s, a, b)
            if !r.isNotImplemented { return r }
            isAsked = true
        }
        if op == .eq || op == .ne, comparesIdentity(ta, op), ta == tb || comparesIdentity(tb, op) { return Value(bool: (a == b) == (op == .eq)) }
        if ta == Types.int && tb == Types.int { return Value(bool: compare(Integers.compare(a, b), 0, op)) }
        try NativeRecursion.check(" in comparison")
        if ta == Types.tuple && tb == Types.tuple { return try TupleType.richCompare(TupleRef(a.ref), TupleRef(b.ref), op) }
        // (Named tuples.)
        if ta == tb && ta.has(TypeRef.Flags.tuple) && ta.slot(op.slot) == Types.tuple.slot(op.slot) { return try TupleType.richCompare(TupleRef(a.ref), TupleRef(b.ref), op) }
        if ta == Types.list && tb == Types.list { return try ListType.richCompare(ListRef(a.ref), ListRef(b.ref), op) }
        if SetRef.isExact(a) && SetRef.isExact(b) { return Value(bool: try SetType.compare(SetRef(a.ref), SetRef(b.ref), op)) }
        var tried = false
        if ta != tb && tb.isSubtype(of: ta) {
            let s = tb.slot(op.swapped.slot)
            if !s.isUnbound {
                tried = true
                let r = try callSlot(s, b, a)
                if !r.isNotImplemented { return r }
            }
        }
        let s = ta.slot(op.slot)
        if !s.isUnbound && !isAsked {
            let r = try callSlot(s, a, b)
            if !r.isNotImplemented { return r }
        }
        if !tried {
            let s = tb.slot(op.swapped.slot)
            if !s.isUnbound {
                let r = try callSlot(s, b, a)
                if !r.isNotImplemented { return r }
            }
        }
        switch op {
        case .eq: return Value(bool: a == b)
        case .ne: return Value(bool: a != b)
        default: throw Errors.typeError("'\(op.symbol)' not supported between instances of '\(ta.text)' and '\(tb.text)'")
        }
    }
    /// Whether T leaves `==` (or `!=`: OP) to object, which asks for identity.
    @inline(__always) static func comparesIdentity(_ t: TypeRef, _ op: Comparison) -> Bool {
        t.slot(.eq) == Types.objectEqual && (op == .eq || t.slot(.ne) == Types.objectNotEqual)
    }
    @inline(__always) public static func compare<T: Comparable>(_ a: T, _ b: T, _ op: Comparison) -> Bool {
        switch op { case .lt: return a < b; case .le: return a <= b; case .eq: return a == b; case .ne: return a != b; case .gt: return a > b; case .ge: return a >= b }
    }
    /// `item in container`.
    public static func contains(_ container: Value, _ item: Value) throws(Raise) -> Bool {
        let t = container.type
        if t == Types.dict { return try DictRef(container).get(item) != nil }
        if t == Types.str && item.isStr { return TextOperations.contains(StrRef(container.ref), StrRef(item.ref)) }
        if (t == Types.set || t == Types.frozenset) && !(item.isPointer && item.ref.type.has(TypeRef.Flags.set)) { return try SetRef(container).contains(item) }
        if item.isExactly(Types.str) && (t == Types.list || t == Types.tuple) {
            let (found, rest) = amongStrings(container, item)
            if found || rest < 0 { return found }
        }
        if t == Types.list {
            var i = 0
            while i < ListRef(container).count { if try isEqual(ListRef(container).items[i], item) { return true }; i &+= 1 }
            return false
        }
        if t == Types.tuple {
            let u = TupleRef(container), n = u.count
            var i = 0
            while i < n { if try isEqual(u.items[i], item) { return true }; i &+= 1 }
            return false
        }
        let s = t.slot(.contains)
        if t.has(TypeRef.Flags.dict) && s == Types.dict.slot(.contains) { return try DictRef(container).get(item) != nil }
        if s.isNone { throw Errors.typeError("'\(t.text)' object is not a container") }
        if !s.isUnbound { return try isTrue(try callSlot(s, container, item)) }
        if !t.hasSlot(.iter) && !t.hasSlot(.getitem) { throw Errors.typeError("argument of type '\(t.text)' is not a container or iterable") }
        let it = try iterate(container)
        while let v = try next(it) { if try isEqual(v, item) { return true } }
        return false
    }

    /// Whether the str ITEM is among the items of a list or tuple; if another kind of item comes before it is found, REST is not negative: Python's
    /// own comparison decides then.
    @inline(__always) private static func amongStrings(_ container: Value, _ item: Value) -> (found: Bool, rest: Int) {
        let isList = container.isExactly(Types.list)
        let items = isList ? ListRef(container).items : TupleRef(container).items, n = isList ? ListRef(container).count : TupleRef(container).count
        let s = StrRef(item.ref)
        var i = 0
        while i < n {
            let v = items[i]
            if v == item { return (true, -1) }
            if v.isExactly(Types.str) { if StrRef.equal(StrRef(v.ref), s) { return (true, -1) } }
            else if !v.isInt && !v.isNone && !v.isBool { return (false, i) }
            i &+= 1
        }
        return (false, -1)
    }

    // MARK: iteration

    /// `iter(v)`.
    public static func iterate(_ v: Value) throws(Raise) -> Value {
        let t = v.type
        if t == Types.list { return IndexedIterators.make(IndexedIterators.list, v) }
        if t == Types.tuple { return IndexedIterators.make(IndexedIterators.tuple, v) }
        if t == Types.str { return StrIterator.make(v) }
        if t == Types.dict { return DictIterator.make(v, .keys) }
        if t == Types.generator { return v }
        let s = t.slot(.iter)
        if s.isUnbound {
            if t.hasSlot(.getitem) && !t.has(TypeRef.Flags.dict) && !t.has(TypeRef.Flags.notIterable) { return SequenceIterator.make(v) }
            throw Errors.typeError("'\(t.text)' object is not iterable")
        }
        if s.isNone { throw Errors.typeError("'\(t.text)' object is not iterable") }
        return try checkedIterator(try callSlot(s, v))
    }
    /// `is`. A float is its bits, boxed or not: traces hold it without a box, and make another one where they are left. (Containers that ask for identity before
    /// equality compare objects: only a NaN tells.)
    @inline(__always) static func isIdentical(_ a: Value, _ b: Value) -> Bool {
        a == b || a.isPointer && b.isPointer && _slowPath(a.ref.type == Types.float) && b.ref.type == Types.float && a.asDouble.bitPattern == b.asDouble.bitPattern
    }
    /// What `__iter__` gave, if it is an iterator.
    @inline(__always) static func checkedIterator(_ r: Value) throws(Raise) -> Value {
        if r.type.slot(.next).isUnbound { throw Errors.typeError("iter() returned non-iterator of type '\(r.type)'") }
        return r
    }
    /// The next value of an iterator, nil at its end.
    public static func next(_ it: Value) throws(Raise) -> Value? {
        let t = it.type
        try MemoryPressure.poll()
        if t == Types.generator { return try Generators.next(it) }
        let fast = try NativeIterators.next(it, t)
        if let fast { return fast.isUnbound ? nil : fast }
        let s = t.slot(.next)
        if s.isUnbound { throw Errors.typeError("'\(t.text)' object is not an iterator") }
        do throws(Raise) { return try callSlot(s, it) } catch {
            try Errors.swallow(error, Exceptions.stopIteration)
            return nil
        }
    }
    /// All values of an iterable as a new list.
    public static func list(_ v: Value, asksLength: Bool = false) throws(Raise) -> ListRef {
        if v.isExactly(Types.list) { let l = ListRef(v); return ListRef(ListRef.make(l.items, l.count)) }
        if v.isExactly(Types.tuple) { let t = TupleRef(v); return ListRef(ListRef.make(t.items, t.count)) }
        let out = ListRef.allocate()
        try extend(out, v, asksLength: asksLength)
        return out
    }
    /// Programs see that a list asks what it is filled from for its length, if that is an instance of a class of theirs (ASKSLENGTH). Tuples,
    /// unpacking and calls do not ask.
    public static func extend(_ out: ListRef, _ v: Value, asksLength: Bool = false) throws(Raise) {
        if v.isExactly(Types.list) || v.isExactly(Types.tuple) {
            // The source may be OUT itself.
            let n = v.isList ? ListRef(v).count : TupleRef(v).count
            guard Heap.canAllocate((out.count + n) * 9) else { throw Errors.memoryError() }
            if n == 0 { return }
            let m = out.count
            out.reserve(m + n)
            let from = v.isList ? ListRef(v).items : TupleRef(v).items, storage = out.storage, to = storage.items + m
            storage.ref.barrier()
            var i = 0
            while i < n { to[i] = from[i]; i &+= 1 }
            out.count = m + n
            return
        }
        if v.isPointer && (v.ref.type == Types.set || v.ref.type == Types.frozenset || v.ref.type == Types.dict) {
            let isDict = v.ref.type == Types.dict, n = isDict ? DictRef(v).count : SetRef(v).count
            guard Heap.canAllocate((out.count + n) * 9) else { throw Errors.memoryError() }
            out.reserve(out.count + n)
            var i = -1
            if isDict { while DictRef(v).next(&i) { out.append(DictRef(v).key(i)) } } else { while SetRef(v).next(&i) { out.append(SetRef(v).table.slots[i].key) } }
            return
        }
        if v.isPointer && (v.ref.type == DictView.items || v.ref.type == DictView.keys || v.ref.type == DictView.values) {
            let d = DictView.dict(v), n = d.count, t = v.ref.type
            guard Heap.canAllocate((out.count + n) * 9) else { throw Errors.memoryError() }
            out.reserve(out.count + n)
            var i = -1
            while d.next(&i) {
                let e = d.table.entries + i
                out.append(t == DictView.keys ? e.pointee.key : t == DictView.values ? e.pointee.value : TupleRef.make(e.pointee.key, e.pointee.value))
            }
            return
        }
        if v.isExactly(Types.range) && RangeObject.isSmall(v) {
            let (first, n, step) = RangeObject.small(v)
            guard Heap.canAllocate((out.count &+ n) &* 9) else { throw Errors.memoryError() }
            out.reserve(out.count + n)
            var i = first
            for _ in 0..<max(0, n) { out.append(Value(int: i)); i &+= step }
            return
        }
        if v.isExactly(DequeRef.type) {
            let d = DequeRef(v), n = d.count
            guard Heap.canAllocate((out.count &+ n) &* 9) else { throw Errors.memoryError() }
            out.reserve(out.count + n)
            var i = 0
            while i < n { out.append(d[i]); i &+= 1 }
            return
        }
        if try PlainItems.extend(out, v) { return }
        let it = try iterate(v)
        // What cannot fit is refused before it is begun, as CPython does by the length hint.
        if v.type == Types.range, let n = try? length(v), !Heap.canAllocate(n &* 8) { throw Errors.memoryError() }
        if asksLength && v.type.has(TypeRef.Flags.heapType) { _ = try lengthHint(v, default: 8) }
        if it.isExactly(Types.generator) {
            while true {
                let x = try Generators.step(it)
                if x.isUnbound { return }
                out.append(x)
                try MemoryPressure.poll()
            }
        }
        let t = it.type
        if NativeIterators.givesPairs(it, t) {
            while let (a, b) = try NativeIterators.pair(it, t) {
                out.append(TupleRef.make(a, b))
                try MemoryPressure.poll()
            }
            return
        }
        while let x = try next(it) { out.append(x) }
    }
    /// All values of an iterable as a tuple (the same object for an exact tuple).
    public static func tuple(_ v: Value) throws(Raise) -> Value {
        if v.isExactly(Types.tuple) { return v }
        return try list(v).asTuple()
    }
    /// At most three words of error about an operand that is not iterable in a `for`: MESSAGE replaces TypeError's text for non-iterables.
    public static func listForCall(_ v: Value, _ message: () -> String) throws(Raise) -> ListRef {
        let t = v.type
        if !t.hasSlot(.iter) && !t.hasSlot(.getitem) { throw Errors.typeError(message()) }
        return try list(v)
    }

    // MARK: items

    public static func getItem(_ o: Value, _ key: Value) throws(Raise) -> Value {
        let t = o.type
        if t == Types.list && key.isInt {
            let l = ListRef(o), n = l.count
            var i = key.int
            if i < 0 { i += n }
            if i >= 0 && i < n { return l[i] }
            throw Errors.indexError("list index out of range")
        }
        if t == Types.dict {
            if let v = try DictRef(o).get(key) { return v }
            throw Errors.keyError(key)
        }
        if t == Types.str && key.isInt { return try TextOperations.item(StrRef(o.ref), key.int) }
        if key.isInt {
            if t == Types.bytes || t == Types.bytearray {
                let (p, n) = BytesConversion.contents(o)
                var i = key.int
                if i < 0 { i &+= n }
                if i >= 0 && i < n { return Value(int: Int(p[i])) }
            } else if t == TypedArrays.type && t.raw != 0, let v = TypedArrays.get(o, key.int) { return v }
        }
        let s = t.slot(.getitem)
        if t.has(TypeRef.Flags.dict) && s == Types.dict.slot(.getitem), let v = try DictRef(o).get(key) { return v }
        if !s.isUnbound { return try callSlot(s, o, key) }
        if t.has(TypeRef.Flags.type) {
            if TypeRef(o.ref) == Types.type { return GenericAlias.make(o, key) }
            let m = try findAttribute(o, Slot.classGetitem.name)
            if !m.isUnbound && !m.isNone { return try Call.call(m, key) }
            throw Errors.typeError("type '\(TypeRef(o.ref).text)' is not subscriptable")
        }
        throw Errors.typeError("'\(t.text)' object is not subscriptable")
    }
    public static func setItem(_ o: Value, _ key: Value, _ v: Value) throws(Raise) {
        let t = o.type
        if t == Types.list && key.isInt {
            let l = ListRef(o), n = l.count
            var i = key.int
            if i < 0 { i += n }
            if i >= 0 && i < n { l[i] = v; return }
            throw Errors.indexError("list assignment index out of range")
        }
        if t == Types.dict { try DictRef(o).set(key, v); return }
        if key.isInt {
            if t == Types.bytearray {
                let b = ByteArrayRef(o), n = b.count
                var i = key.int
                if i < 0 { i &+= n }
                if i >= 0 && i < n && v.isInt && v.int & ~255 == 0 { b.data[i] = UInt8(truncatingIfNeeded: v.int); return }
            } else if t == TypedArrays.type && t.raw != 0, try TypedArrays.set(o, key.int, v) { return }
        }
        let s = t.slot(.setitem)
        if t.has(TypeRef.Flags.dict) && s == Types.dict.slot(.setitem) { try DictRef(o).set(key, v); return }
        if s.isUnbound {
            _ = try isSequenceIndex(key, of: o)
            throw Errors.typeError("'\(t)' object does not support item assignment")
        }
        _ = try callSlot(s, o, key, v)
    }
    /// Whether KEY is an index into O, which has the sequence protocol: it is evaluated before anything is said of O.
    private static func isSequenceIndex(_ key: Value, of o: Value) throws(Raise) -> Bool {
        guard key.isIntLike || key.type.hasSlot(.index), hasSequenceSlots(o) else { return false }
        _ = try index(key, overflow: Exceptions.indexError)
        return true
    }
    public static func deleteItem(_ o: Value, _ key: Value) throws(Raise) {
        let s = o.type.slot(.delitem)
        if s.isUnbound {
            let verb = try isSequenceIndex(key, of: o) ? "doesn't" : "does not"
            throw Errors.typeError("'\(o.type)' object \(verb) support item deletion")
        }
        _ = try callSlot(s, o, key)
    }

    // MARK: text

    /// `repr(v)`, a str.
    public static func repr(_ v: Value) throws(Raise) -> Value {
        if v.isInt { return TextOperations.decimal(v.int) }
        try NativeRecursion.check(" while getting the repr of an object")
        let s = v.type.slot(.repr)
        try NativeRecursion.check(" while getting the repr of an object")
        let r = try callSlot(s, v)
        guard r.isStr else { throw Errors.typeError("__repr__ returned non-string (type \(r.type))") }
        return r
    }
    /// `str(v)`.
    public static func str(_ v: Value) throws(Raise) -> Value {
        if v.isExactly(Types.str) { return v }
        if v.isInt { return TextOperations.decimal(v.int) }
        try NativeRecursion.check(" while getting the str of an object")
        let s = v.type.slot(.str)
        try NativeRecursion.check(" while getting the str of an object")
        let r = try callSlot(s, v)
        guard r.isStr else { throw Errors.typeError("__str__ returned non-string (type \(r.type))") }
        return r
    }
    /// `format(v, spec)`; SPEC a str.
    public static func format(_ v: Value, _ spec: Value) throws(Raise) -> Value {
        if StrRef(spec).count == 0 {
            if v.isExactly(Types.str) { return v }
            if v.isInt { return try str(v) }
        }
        let s = v.type.slot(.format)
        if s.isUnbound { throw Errors.typeError("Type \(v.type) doesn't define __format__") }
        let r = try callSlot(s, v, spec)
        guard r.isStr else { throw Errors.typeError("__format__ must return a str, not \(r.type)") }
        return r
    }
    /// For messages: repr as Swift text, "<unprintable>" if that raises.
    public static func reprText(_ v: Value) -> String {
        do throws(Raise) { return StrRef(try repr(v)).string } catch { Errors.take(); return "<unprintable \(v.typeName) object>" }
    }
}

/// The iterators of builtin containers, stepped without a method lookup.
///
/// A type's kind (word `kindWord`) names its stepping function: 0 is "not a native iterator"; small numbers are cases of the switch below, done inline;
/// numbers from `firstRegistered` are indices in a table of functions that other files register. Kinds belong to exact types: a subclass may override
/// `__next__`, so it has none.
public enum NativeIterators {
    static let listKind: UInt64 = 1, tupleKind: UInt64 = 2, rangeKind: UInt64 = 3, dictKeyKind: UInt64 = 4, dictValueKind: UInt64 = 5, dictItemKind: UInt64 = 6, bytesKind: UInt64 = 7, setKind: UInt64 = 8
    static let firstRegistered: UInt64 = 16
    public typealias Step = (Ref) throws(Raise) -> Value
    /// Functions are called through borrowed boxes: read from memory as they are, their contexts would be retained at each call.
    private final class Box { let step: Step; init(_ s: @escaping Step) { step = s } }
    nonisolated(unsafe) private static var steps: UnsafeMutablePointer<Borrowed<Box>>! = nil
    nonisolated(unsafe) private static var count = 0

    /// Makes instances of T native iterators: STEP gives the next value, unbound at the end. Declares `__iter__` and `__next__` as well.
    public static func register(_ t: TypeRef, _ step: @escaping Step) {
        if steps == nil { steps = .allocate(capacity: 256) }
        let box = Box(step)
        _ = Unmanaged.passRetained(box)
        (steps + count).initialize(to: Borrowed(box))
        t.ref.setWord(TypeRef.kindWord, firstRegistered + UInt64(count))
        count += 1
        methods(t, step)
    }
    static func methods(_ t: TypeRef, _ step: @escaping Step) {
        t.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        t.special("__next__", "($self, /)") { a throws(Raise) in
            let v = try step(a[0].ref)
            if v.isUnbound { throw Errors.stopIteration() }
            return v
        }
    }

    /// The next value; unbound at the end; nil when T is not a native iterator type. A StopIteration out of a function of the program that is called is the end,
    /// too; KEEPSSTOP: it is passed on (its value tells).
    @inline(__always) public static func next(_ it: Value, _ t: TypeRef, keepsStop: Bool = false) throws(Raise) -> Value? {
        let k = t.ref.word(TypeRef.kindWord)
        if k == 0 { return nil }
        if k == listKind { return list(it.ref) }
        if k == tupleKind { return tuple(it.ref) }
        if k == rangeKind { return range(it.ref) }
        return try other(it.ref, k, keepsStop)
    }
    @inline(never) private static func other(_ r: Ref, _ k: UInt64, _ keepsStop: Bool) throws(Raise) -> Value {
        switch k {
        case dictKeyKind: return try DictIterator.next(r, .keys)
        case dictValueKind: return try DictIterator.next(r, .values)
        case dictItemKind: return try DictIterator.next(r, .items)
        case bytesKind: return BytesIterator.step(r)
        case setKind: return try SetType.step(r)
        default:
            do throws(Raise) { return try steps[Int(k &- firstRegistered)].with { b throws(Raise) in try b.step(r) } } catch {
                if keepsStop { throw error }
                try Errors.swallow(error, Exceptions.stopIteration)
                return .unbound
            }
        }
    }

    /// Whether instances of T are native iterators, or generators: iterators that are their own.
    static func isOwn(_ t: TypeRef) -> Bool { t.ref.word(TypeRef.kindWord) != 0 || t == Types.generator }
    /// Whether `iter(v)` runs no Python code.
    static func isGiven(_ v: Value) -> Bool {
        guard v.isPointer else { return false }
        let t = v.ref.type
        if v.isList { return t.slot(.iter) == Types.list.slot(.iter) }
        if v.isTuple { return t.slot(.iter) == Types.tuple.slot(.iter) }
        if t.has(TypeRef.Flags.dict) { return t.slot(.iter) == Types.dict.slot(.iter) }
        return t == Types.str || t == Types.range || t == Types.set || t == Types.frozenset || t == Types.bytes || t == Types.bytearray
            || t == DictView.keys || t == DictView.values || t == DictView.items || isOwn(t)
    }
    /// How many items the native iterator IT has left as far as it knows by itself, else -1. DEPTH: how many `enumerate` and `zip` may lie one in the other.
    static func left(_ it: Ref, depth: Int = 3) -> Int {
        let t = it.type, k = t.ref.word(TypeRef.kindWord)
        switch k {
        case 0: return -1
        case listKind: return it.value(2).isUnbound ? 0 : max(0, ListRef(it.value(2)).count &- Int(it.word(3)))
        case tupleKind: return it.value(2).isUnbound ? 0 : max(0, TupleRef(it.value(2)).count &- Int(it.word(3)))
        case rangeKind: return max(0, Int(Int64(bitPattern: it.word(4))))
        case dictKeyKind, dictValueKind, dictItemKind: return it.value(2).isUnbound ? 0 : Int(it.word(5))
        default:
            guard depth > 0, it.value(2).isPointer else { return -1 }
            if t == IndexedIterators.listReverse { return max(0, min(ListRef(it.value(2)).count, Int(Int64(bitPattern: it.word(3))) &+ 1)) }
            if t == BytesType.iterator || t == ByteArrayType.iterator || t == StrType.asciiIterator || t == StrType.iterator { return max(0, Int(it.value(2).ref.word(2)) &- it.value(3).int) }
            if t == FunctionalIterators.enumerate { return left(it.value(2).ref, depth: depth - 1) }
            guard t == FunctionalIterators.zip else { return -1 }
            let parts = TupleRef(it.value(2))
            var least = Int.max
            for i in 0..<parts.count { least = min(least, parts[i].isPointer ? left(parts[i].ref, depth: depth - 1) : -1) }
            return least == Int.max ? -1 : least
        }
    }
    /// Whether the iterator IT, of type T, is one for `pair`.
    @inline(__always) static func givesPairs(_ it: Value, _ t: TypeRef) -> Bool {
        t == DictIterator.items || t == FunctionalIterators.enumerate || t == FunctionalIterators.zip && TupleRef(it.ref.value(2)).count == 2
    }
    /// The next pair of an iterator over a dict's items, an `enumerate` or a `zip` of two; nil at the end.
    @inline(never) static func pair(_ it: Value, _ t: TypeRef) throws(Raise) -> (Value, Value)? {
        if t == DictIterator.items { return try DictIterator.nextItem(it.ref) }
        if t == FunctionalIterators.enumerate { return try FunctionalIterators.nextEnumerated(it.ref) }
        return try FunctionalIterators.nextZipped(it.ref)
    }
    /// List iterator: 2 the list (unbound once exhausted), 3 index (raw).
    @inline(__always) static func list(_ r: Ref) -> Value {
        let v = r.value(2)
        if v.bits == 0 { return .unbound }
        let l = ListRef(v.ref), i = Int(r.word(3))
        if i < l.count { r.setWord(3, UInt64(i &+ 1)); return l.storage.items[i] }
        r.setWord(2, 0)
        return .unbound
    }
    @inline(__always) static func tuple(_ r: Ref) -> Value {
        let v = r.value(2)
        if v.bits == 0 { return .unbound }
        let l = TupleRef(v.ref), i = Int(r.word(3))
        if i < l.count { r.setWord(3, UInt64(i &+ 1)); return l.items[i] }
        r.setWord(2, 0)
        return .unbound
    }
    /// Range iterator: 2 the next value, 3 step, 4 values left (all raw).
    @inline(__always) static func range(_ r: Ref) -> Value {
        let left = Int(bitPattern: UInt(r.word(4)))
        if left <= 0 { return .unbound }
        let v = Int(Int64(bitPattern: r.word(2)))
        r.setWord(2, UInt64(bitPattern: Int64(v &+ Int(Int64(bitPattern: r.word(3))))))
        r.setWord(4, UInt64(left &- 1))
        return .int(v)
    }
}

/// Iterators over an indexed container: 2 the container, 3 index (raw).
enum IndexedIterators {
    nonisolated(unsafe) static var list = TypeRef(), listReverse = TypeRef(), tuple = TypeRef(), sequence = TypeRef(), callable = TypeRef(), reversed = TypeRef()

    static func make(_ t: TypeRef, _ container: Value, at i: Int = 0) -> Value {
        let r = Heap.allocate(32, t)
        r.initialize(2, container); r.setWord(3, UInt64(bitPattern: Int64(i)))
        return Value(r)
    }
    @inline(__always) private static func index(_ r: Ref) -> Int { Int(Int64(bitPattern: r.word(3))) }

    static func define() {
        list = TypeFactory.make("list_iterator", size: 32, layout: .fields(2, 3))
        list.ref.setWord(TypeRef.kindWord, NativeIterators.listKind)
        NativeIterators.methods(list) { r throws(Raise) in NativeIterators.list(r) }
        pickling(list, "__setstate__", "iter", TupleRef.empty) { v in ListRef(v).count }
        tuple = TypeFactory.make("tuple_iterator", size: 32, layout: .fields(2, 3))
        tuple.ref.setWord(TypeRef.kindWord, NativeIterators.tupleKind)
        NativeIterators.methods(tuple) { r throws(Raise) in NativeIterators.tuple(r) }
        pickling(tuple, "__setstate__", "iter", TupleRef.empty) { v in TupleRef(v).count }

        listReverse = TypeFactory.make("list_reverseiterator", size: 32, layout: .fields(2, 3))
        NativeIterators.register(listReverse) { r throws(Raise) in
            let v = r.value(2)
            if v.isUnbound { return .unbound }
            let i = index(r)
            if i >= 0 && i < ListRef(v).count { r.setWord(3, UInt64(bitPattern: Int64(i - 1))); return ListRef(v)[i] }
            r.setWord(2, 0); r.setWord(3, UInt64.max)
            return .unbound
        }
        listReverse.method("__length_hint__", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            return .int(v.isUnbound || ListRef(v).count < index(a[0].ref) + 1 ? 0 : index(a[0].ref) + 1)
        }
        listReverse.method("__reduce__", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            if v.isUnbound { return TupleRef.make(try builtin("iter"), TupleRef.make(ListRef.allocate().value)) }
            return TupleRef.make(try builtin("reversed"), TupleRef.make(v), .int(index(a[0].ref)))
        }
        listReverse.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            let i = try Operations.index(a[1])
            if !v.isUnbound { a[0].ref.setWord(3, UInt64(bitPattern: Int64(max(-1, min(i, ListRef(v).count - 1))))) }
            return .none
        }

        // iter() over __getitem__.
        sequence = TypeFactory.make("iterator", size: 32, layout: .fields(2, 3))
        NativeIterators.register(sequence) { r throws(Raise) in
            let v = r.value(2)
            if v.isUnbound { return .unbound }
            let i = index(r)
            if i == Int.max { throw Errors.overflowError("iter index too large") }
            do throws(Raise) {
                let x = try Operations.getItem(v, .int(i))
                r.setWord(3, UInt64(i + 1))
                return x
            } catch {
                guard error.isException, Errors.matches(Exceptions.indexError) || Errors.matches(Exceptions.stopIteration) else { throw error }
                Errors.take()
                r.setWord(2, 0)
                return .unbound
            }
        }
        sequence.method("__length_hint__", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            if v.isUnbound { return Value(int: 0) }
            if v.type.slot(.len).isUnbound { return .notImplemented }
            return .int(max(0, try Operations.length(v) - index(a[0].ref)))
        }
        sequence.method("__reduce__", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            return v.isUnbound ? TupleRef.make(try builtin("iter"), TupleRef.make(TupleRef.empty)) : TupleRef.make(try builtin("iter"), TupleRef.make(v), .int(index(a[0].ref)))
        }
        sequence.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            let i = try Operations.index(a[1])
            if !a[0].ref.value(2).isUnbound { a[0].ref.setWord(3, UInt64(max(0, i))) }
            return .none
        }

        // iter(f, sentinel): 2 the callable, 3 the sentinel.
        callable = TypeFactory.make("callable_iterator", size: 32, layout: .fields(2, 4))
        NativeIterators.register(callable) { r throws(Raise) in
            let f = r.value(2), end = r.value(3)
            if f.isUnbound { return .unbound }
            let v: Value
            do throws(Raise) { v = try Call.call(f) } catch {
                try Errors.swallow(error, Exceptions.stopIteration)
                r.setWord(2, 0); r.setWord(3, 0)
                return .unbound
            }
            if r.value(2).isUnbound { return .unbound }
            if try Operations.isEqual(end, v) { r.setWord(2, 0); r.setWord(3, 0); return .unbound }
            return v
        }
        callable.method("__reduce__", "($self, /)") { a throws(Raise) in
            let f = a[0].ref.value(2)
            return f.isUnbound ? TupleRef.make(try builtin("iter"), TupleRef.make(TupleRef.empty)) : TupleRef.make(try builtin("iter"), TupleRef.make(f, a[0].ref.value(3)))
        }

        // reversed(): 2 the sequence, 3 index.
        reversed = TypeFactory.make("reversed", size: 32, layout: .fields(2, 3), subclassable: true)
        reversed.new("($type, object, /)") { a throws(Raise) in
            let t = a[1].type, s = t.slot(.reversed)
            if s.isNone { throw Errors.typeError("'\(t.text)' object is not reversible") }
            if !s.isUnbound { return try Operations.callSlot(s, a[1]) }
            if !t.hasSlot(.getitem) || t.isSubtype(of: Types.dict) || t.slot(.len).isUnbound && !t.has(TypeRef.Flags.isSequence) && t.slot(.getitem).type == Types.wrapperDescriptor {
                throw Errors.typeError("'\(t.text)' object is not reversible")
            }
            let n = try Operations.length(a[1])
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, a[1]); r.setWord(3, UInt64(bitPattern: Int64(n - 1)))
            return Value(r)
        }
        NativeIterators.register(reversed) { r throws(Raise) in
            let v = r.value(2), i = index(r)
            if v.isUnbound || i < 0 { return .unbound }
            do throws(Raise) {
                let x = try Operations.getItem(v, .int(i))
                r.setWord(3, UInt64(bitPattern: Int64(i - 1)))
                return x
            } catch {
                r.setWord(3, UInt64.max); r.setWord(2, 0)
                guard error.isException, Errors.matches(Exceptions.indexError) || Errors.matches(Exceptions.stopIteration) else { throw error }
                Errors.take()
                return .unbound
            }
        }
        reversed.method("__length_hint__", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            if v.isUnbound { return Value(int: 0) }
            let n = try Operations.length(v), p = index(a[0].ref) + 1
            return .int(n < p ? 0 : p)
        }
        reversed.method("__reduce__", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            if v.isUnbound { return TupleRef.make(a[0].type.value, TupleRef.make(TupleRef.empty)) }
            return TupleRef.make(a[0].type.value, TupleRef.make(v), .int(index(a[0].ref)))
        }
        reversed.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            let i = try Operations.index(a[1]), v = a[0].ref.value(2)
            if !v.isUnbound { a[0].ref.setWord(3, UInt64(bitPattern: Int64(max(-1, min(i, try Operations.length(v) - 1))))) }
            return .none
        }
    }
    /// `__length_hint__`, `__reduce__`, `__setstate__` of an iterator over a sequence.
    private static func pickling(_ t: TypeRef, _ set: StaticString, _ function: String, _ empty: Value, _ length: @escaping (Value) -> Int) {
        t.method("__length_hint__", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            return .int(v.isUnbound ? 0 : max(0, length(v) - index(a[0].ref)))
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            if v.isUnbound { return TupleRef.make(try builtin("iter"), TupleRef.make(a[0].isExactly(list) ? ListRef.allocate().value : TupleRef.empty)) }
            return TupleRef.make(try builtin("iter"), TupleRef.make(v), .int(index(a[0].ref)))
        }
        t.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            let i = try Operations.index(a[1]), v = a[0].ref.value(2)
            if !v.isUnbound { a[0].ref.setWord(3, UInt64(max(0, min(i, length(v))))) }
            return .none
        }
    }
    /// A function or type of the `builtins` module, for `__reduce__`.
    static func builtin(_ name: String) throws(Raise) -> Value {
        let key = StrRef.intern(name)
        let f = thread.pointee.frame
        let b = !f.isNil && f.base[Frame.code].bits != 0 ? f.function.ref.value(FunctionRef.builtinsWord) : SysState.builtins
        if b.isExactly(Types.dict) { if let v = try DictRef(b).get(key) { return v } }
        else { do throws(Raise) { return try Operations.getItem(b, key) } catch { try Errors.swallow(error, Exceptions.keyError) } }
        throw Errors.make(Exceptions.attributeError, name)
    }
}

/// `iter()` over `__getitem__`, and over a callable.
enum SequenceIterator {
    static func make(_ v: Value) -> Value { IndexedIterators.make(IndexedIterators.sequence, v) }
    static func make(callable f: Value, sentinel: Value) -> Value {
        let r = Heap.allocate(32, IndexedIterators.callable)
        r.initialize(2, f); r.initialize(3, sentinel)
        return Value(r)
    }
}
extension Operations {
    /// `PyObject_LengthHint`.
    public static func lengthHint(_ v: Value, default d: Int = 0) throws(Raise) -> Int {
        let t = v.type
        if t.hasSlot(.len) {
            do throws(Raise) { return try length(v) } catch { try Errors.swallow(error, Exceptions.typeError) }
        }
        if t.slot(.lengthHint).isUnbound { return d }
        let r: Value
        do throws(Raise) {
            let f = try special(v, Slot.lengthHint.name)
            if f.isUnbound || f.isNone { return d }
            r = try Call.call(f) } catch { try Errors.swallow(error, Exceptions.typeError); return d }
        if r.isNotImplemented { return d }
        guard r.isIntLike else { throw Errors.typeError("__length_hint__ must be an integer, not \(r.type)") }
        let n = try index(r)
        if n < 0 { throw Errors.valueError("__length_hint__() should return >= 0") }
        return n
    }
}

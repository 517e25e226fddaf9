import Primitives

/// `slice`: start, stop, step at words 2, 3, 4.
public enum SliceObject {
    public static func make(_ start: Value, _ stop: Value, _ step: Value) -> Value {
        let r = Heap.allocate(40, Types.slice)
        r.initialize(2, start); r.initialize(3, stop); r.initialize(4, step)
        return Value(r)
    }
    @inline(__always) public static func isSlice(_ v: Value) -> Bool { v.isExactly(Types.slice) }

    /// The indices that a slice takes from a sequence.
    public struct Range { public var start: Int, stop: Int, step: Int, count: Int }

    /// A bound of a slice as a word, clamped. (`_PyEval_SliceIndex`)
    public static func bound(_ v: Value) throws(Raise) -> Int {
        if v.isInt { return v.int }
        guard v.isIntLike || v.type.hasSlot(.index) else { throw Errors.typeError("slice indices must be integers or None or have an __index__ method") }
        let i = try Operations.indexObject(v)
        return Integers.asInt64(i) ?? (Integers.isNegative(i) ? Int.min : Int.max)
    }
    /// A bound that may not be None. (`_PyEval_SliceIndexNotNone`)
    static func position(_ v: Value) throws(Raise) -> Int {
        guard v.isIntLike || v.type.hasSlot(.index) else { throw Errors.typeError("slice indices must be integers or have an __index__ method") }
        return try bound(v)
    }
    /// Start, stop, step with the defaults filled in. (`PySlice_Unpack`)
    static func unpack(_ s: Value) throws(Raise) -> (Int, Int, Int) { try unpack(s.ref.value(2), s.ref.value(3), s.ref.value(4)) }
    static func unpack(_ first: Value, _ end: Value, _ by: Value) throws(Raise) -> (Int, Int, Int) {
        var step = 1
        if !by.isNone {
            step = try bound(by)
            if step == 0 { throw Errors.valueError("slice step cannot be zero") }
            if step < -Int.max { step = -Int.max }
        }
        let start = first.isNone ? (step < 0 ? Int.max : 0) : try bound(first)
        let stop = end.isNone ? (step < 0 ? Int.min : Int.max) : try bound(end)
        return (start, stop, step)
    }
    /// For a sequence of LENGTH items. (`PySlice_AdjustIndices`)
    @inline(__always) public static func adjust(_ start: Int, _ stop: Int, _ step: Int, _ length: Int) -> Range {
        var a = start, b = stop
        if a < 0 { a &+= length; if a < 0 { a = step < 0 ? -1 : 0 } } else if a >= length { a = step < 0 ? length - 1 : length }
        if b < 0 { b &+= length; if b < 0 { b = step < 0 ? -1 : 0 } } else if b >= length { b = step < 0 ? length - 1 : length }
        var n = 0
        if step < 0 { if b < a { n = (a - b - 1) / (0 &- step) + 1 } } else if a < b { n = (b - a - 1) / step + 1 }
        return Range(start: a, stop: b, step: step, count: n)
    }
    /// LENGTH is asked after the bounds, which may run Python code.
    @inline(__always) public static func resolve(_ s: Value, _ length: () -> Int) throws(Raise) -> Range {
        let (a, b, c) = try unpack(s)
        return adjust(a, b, c, length())
    }

    /// The same without running code; nil unless all bounds are None or ints of a word and the step is not 0.
    static func resolve(_ s: Value, _ length: Int) -> Range? {
        let r = s.ref, a = r.value(2), b = r.value(3), c = r.value(4)
        guard a.isNone || a.isInt, b.isNone || b.isInt, c.isNone || c.isInt && c.int != 0 else { return nil }
        let step = c.isNone ? 1 : c.int
        return adjust(a.isNone ? (step < 0 ? Int.max : 0) : a.int, b.isNone ? (step < 0 ? Int.min : Int.max) : b.int, step, length)
    }

    static func start() {
        Types.slice = TypeFactory.make("slice", size: 40, layout: .fields(2, 5))
    }
    static func define() {
        let t = Types.slice
        t.new("($type, start, stop=<none>, step=None, /)") { a throws(Raise) in
            a[2].isUnbound ? make(.none, a[1], .none) : make(a[1], a[2], a[3])
        }
        t.field("start", word: 2); t.field("stop", word: 3); t.field("step", word: 4)
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            return StrRef.make("slice(\(StrRef(try Operations.repr(r.value(2))).string), \(StrRef(try Operations.repr(r.value(3))).string), \(StrRef(try Operations.repr(r.value(4))).string))")
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in
            var h = TupleHash()
            for i in 2..<5 { h.combine(try Operations.hash(a[0].ref.value(i))) }
            return .int(h.finishSlice())
        }
        func compare(_ name: StaticString, _ op: Operations.Comparison) {
            t.special(name, "($self, value, /)") { a throws(Raise) in
                guard isSlice(a[1]) else { return .notImplemented }
                if a[0] == a[1] { return Value(bool: op == .eq || op == .le || op == .ge) }
                for i in 2..<5 where !(try Operations.isEqual(a[0].ref.value(i), a[1].ref.value(i))) {
                    if op == .eq || op == .ne { return Value(bool: op == .ne) }
                    return try Operations.richCompare(a[0].ref.value(i), a[1].ref.value(i), op)
                }
                return Value(bool: op == .eq || op == .le || op == .ge)
            }
        }
        compare("__lt__", .lt); compare("__le__", .le); compare("__eq__", .eq); compare("__ne__", .ne); compare("__gt__", .gt); compare("__ge__", .ge)
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            return TupleRef.make(Types.slice.value, TupleRef.make(r.value(2), r.value(3), r.value(4)))
        }
        t.method("__copy__", "($self, /)") { a throws(Raise) in a[0] }
        t.method("__deepcopy__", "($self, memo, /)") { a throws(Raise) in
            let copy = try Operations.getAttribute(try ImportSystem.importModule("copy"), StrRef.intern("deepcopy"))
            let r = a[0].ref
            return make(try Call.call(copy, r.value(2), a[1]), try Call.call(copy, r.value(3), a[1]), try Call.call(copy, r.value(4), a[1]))
        }
        t.method("indices", "($self, object, /)") { a throws(Raise) in
            let (start, stop, step) = try indices(a[0], a[1])
            return TupleRef.make(start, stop, step)
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
    /// `slice.indices(length)` with ints of any size. (`_PySlice_GetLongIndices`)
    static func indices(_ s: Value, _ n: Value) throws(Raise) -> (Value, Value, Value) {
        let length = Integers.exact(try Operations.indexObject(n))
        if Integers.isNegative(length) { throw Errors.valueError("length should not be negative") }
        func index(_ v: Value) throws(Raise) -> Value {
            guard v.isIntLike || v.type.hasSlot(.index) else { throw Errors.typeError("slice indices must be integers or None or have an __index__ method") }
            return Integers.exact(try Operations.indexObject(v))
        }
        let r = s.ref
        let step = r.value(4).isNone ? Value(int: 1) : try index(r.value(4))
        if Integers.isZero(step) { throw Errors.valueError("slice step cannot be zero") }
        let down = Integers.isNegative(step)
        let lower = Value(int: down ? -1 : 0)
        let upper = down ? try Operations.binary(.add, length, Value(int: -1)) : length
        func clamp(_ v: Value, _ absent: Value) throws(Raise) -> Value {
            if v.isNone { return absent }
            var i = try index(v)
            if Integers.isNegative(i) {
                i = try Operations.binary(.add, i, length)
                return Integers.compare(i, lower) < 0 ? lower : i
            }
            return Integers.compare(i, upper) > 0 ? upper : i
        }
        let start = try clamp(r.value(2), down ? upper : lower)
        let stop = try clamp(r.value(3), down ? lower : upper)
        return (start, stop, step)
    }
}

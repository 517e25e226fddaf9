import Primitives

/// A slice applied to a sequence: COUNT items from START, STEP apart.
public struct SliceRange {
    public var start: Int, stop: Int, step: Int, count: Int
    @inline(__always) init(_ r: SliceObject.Range) { start = r.start; stop = r.stop; step = r.step; count = r.count }
    /// SLICE (start, stop, step at words 2 to 4) over N items. (PySlice_Unpack, PySlice_AdjustIndices)
    public init(_ slice: Value, _ n: Int) throws(Raise) {
        let r = slice.ref
        var step = 1
        if !r.value(4).isNone {
            step = try TextArguments.sliceIndex(r.value(4))
            if step == 0 { throw Errors.valueError("slice step cannot be zero") }
            if step == Int.min { step = -Int.max }
        }
        var start = r.value(2).isNone ? (step < 0 ? Int.max : 0) : try TextArguments.sliceIndex(r.value(2))
        var stop = r.value(3).isNone ? (step < 0 ? Int.min : Int.max) : try TextArguments.sliceIndex(r.value(3))
        if start < 0 { start &+= n; if start < 0 { start = step < 0 ? -1 : 0 } } else if start >= n { start = step < 0 ? n - 1 : n }
        if stop < 0 {
            if stop == Int.min { stop = -1 } else { stop &+= n; if stop < 0 { stop = step < 0 ? -1 : 0 } }
            if step > 0 && stop < 0 { stop = 0 }
        } else if stop >= n { stop = step < 0 ? n - 1 : n }
        self.start = start; self.stop = stop; self.step = step
        if step < 0 { count = stop < start ? (start - stop - 1) / (-step) + 1 : 0 } else { count = start < stop ? (stop - start - 1) / step + 1 : 0 }
    }
}

extension TypeRef {
    /// Instances are sequences: concatenation and repetition follow the sequence protocol.
    /// No type has been put here yet.
    public var isUnset: Bool { raw == 0 }
    public func setSequence() { flags |= Flags.isSequence | Flags.repeats }
}

/// Arguments of text methods, checked with CPython's messages.
public enum TextArguments {
    /// A slice bound: any int, clamped to a word.
    public static func sliceIndex(_ v: Value) throws(Raise) -> Int {
        if v.isInt { return v.int }
        if !v.isIntLike && v.type.slot(.index).isUnbound { throw Errors.typeError("slice indices must be integers or None or have an __index__ method") }
        return clamp(try Operations.indexObject(v))
    }
    /// An int object as a word, the nearest one if it does not fit.
    public static func clamp(_ i: Value) -> Int { Integers.asInt64(i) ?? (IntObject(i).view.negative ? Int.min : Int.max) }
    /// The optional bounds of `find` and its like, clamped to [0, n] (start may exceed n).
    public static func bounds(_ start: Value, _ end: Value, _ n: Int) throws(Raise) -> (Int, Int) {
        var a = 0, b = n
        if !start.isNone && !start.isUnbound { a = try sliceIndex(start); if a < 0 { a = max(0, a &+ n) } }
        if !end.isNone && !end.isUnbound { b = try sliceIndex(end); if b > n { b = n } else if b < 0 { b = max(0, b &+ n) } }
        return (a, b)
    }
    /// `find() argument 1 must be str, not int`.
    @inline(__always) public static func str(_ v: Value, _ function: StaticString, _ position: Int) throws(Raise) -> StrRef {
        if v.isStr { return StrRef(v.ref) }
        throw Errors.typeError("\(function)() argument \(position) must be str, not \(describe(v))")
    }
    /// `encode() argument 'encoding' must be str, not int`.
    public static func str(_ v: Value, _ function: StaticString, named name: StaticString) throws(Raise) -> StrRef {
        if v.isStr { return StrRef(v.ref) }
        throw Errors.typeError("\(function)() argument '\(name)' must be str, not \(describe(v))")
    }
    public static func describe(_ v: Value) -> String { v.isNone ? "None" : v.typeName }
    /// A size argument (`Py_ssize_t` through `__index__`).
    @inline(__always) public static func size(_ v: Value) throws(Raise) -> Int {
        if v.isInt { return v.int }
        guard let i = Integers.asInt64(try Operations.indexObject(v)) else { throw Errors.overflowError("Python int too large to convert to C ssize_t") }
        return i
    }
    /// An `int` argument of C width.
    public static func cInt(_ v: Value) throws(Raise) -> Int {
        let o = try Operations.indexObject(v)
        guard let i = Integers.asInt64(o), i >= Int(Int32.min), i <= Int(Int32.max) else {
            throw Errors.overflowError(IntObject.isBig(o) ? "Python int too large to convert to C int" : TextArguments.clamp(o) < 0 ? "signed integer is less than minimum" : "signed integer is greater than maximum")
        }
        return i
    }
}
extension IntObject {
    /// More than a word.
    public static func isBig(_ v: Value) -> Bool { Integers.asInt64(v) == nil }
}

import Primitives

/// `float`'s members.
enum FloatType {
    static func text(_ d: Double) -> Value {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { b in
            let n = FloatFormat.repr(d, into: b.baseAddress!)
            return StrRef.make(utf8: b.baseAddress!, n)
        }
    }
    /// The double of an operand: float or int-like; nil for anything else.
    @inline(__always) private static func operand(_ v: Value) throws(Raise) -> Double? {
        if v.isFloatLike { return v.asDouble }
        if v.isIntLike { return try Integers.toDouble(v) }
        return nil
    }
    /// The exact float of a float-like value.
    static func exact(_ v: Value) -> Value { v.isFloat || v.isExactly(Types.float) ? v : Value(float: v.asDouble) }

    static func define() {
        let t = Types.float
        t.new("($type, x=0, /)") { a throws(Raise) in
            let d = try convert(a[1])
            let type = TypeRef(a[0].ref)
            if type == Types.float { return d }
            let r = Instance.allocate(type)
            r.storeBytes(of: d.asDouble, toByteOffset: 16, as: Double.self)
            return Value(r)
        }
        func binary(_ name: StaticString, _ reflected: StaticString, _ op: Operations.Binary) {
            t.special(name, "($self, value, /)", effect: .pure) { a throws(Raise) in
                guard let y = try operand(a[1]) else { return .notImplemented }
                return try Integers.doubles(op, a[0].asDouble, y)!
            }
            t.special(reflected, "($self, value, /)", effect: .pure) { a throws(Raise) in
                guard let x = try operand(a[1]) else { return .notImplemented }
                return try Integers.doubles(op, x, a[0].asDouble)!
            }
        }
        binary("__add__", "__radd__", .add); binary("__sub__", "__rsub__", .sub); binary("__mul__", "__rmul__", .mul)
        binary("__truediv__", "__rtruediv__", .truediv); binary("__floordiv__", "__rfloordiv__", .floordiv); binary("__mod__", "__rmod__", .mod)
        binary("__divmod__", "__rdivmod__", .divmod)
        t.special("__pow__", "($self, value, mod=None, /)", effect: .pure) { a throws(Raise) in
            if !a[2].isNone { throw Errors.typeError("pow() 3rd argument not allowed unless all arguments are integers") }
            guard let y = try operand(a[1]) else { return .notImplemented }
            return try Integers.doubles(.pow, a[0].asDouble, y)!
        }
        t.special("__rpow__", "($self, value, mod=None, /)", effect: .pure) { a throws(Raise) in
            if !a[2].isNone { throw Errors.typeError("pow() 3rd argument not allowed unless all arguments are integers") }
            guard let x = try operand(a[1]) else { return .notImplemented }
            return try Integers.doubles(.pow, x, a[0].asDouble)!
        }
        func compare(_ name: StaticString, _ op: Operations.Comparison) {
            t.special(name, "($self, value, /)", effect: .pure) { a throws(Raise) in
                if a[1].isFloatLike { return Value(bool: Operations.compare(a[0].asDouble, a[1].asDouble, op)) }
                guard a[1].isIntLike else { return .notImplemented }
                return Value(bool: Integers.compare(a[1], a[0].asDouble, op.swapped))
            }
        }
        compare("__lt__", .lt); compare("__le__", .le); compare("__eq__", .eq); compare("__ne__", .ne); compare("__gt__", .gt); compare("__ge__", .ge)
        t.special("__neg__", "($self, /)", effect: .pure) { a throws(Raise) in Value(float: -a[0].asDouble) }
        t.special("__pos__", "($self, /)", effect: .pure) { a throws(Raise) in exact(a[0]) }
        t.special("__abs__", "($self, /)", effect: .pure) { a throws(Raise) in Value(float: a[0].asDouble.magnitude) }
        t.special("__bool__", "($self, /)", effect: .pure) { a throws(Raise) in Value(bool: a[0].asDouble != 0) }
        t.special("__int__", "($self, /)") { a throws(Raise) in try Integers.fromDouble(a[0].asDouble) }
        t.special("__float__", "($self, /)", effect: .pure) { a throws(Raise) in exact(a[0]) }
        t.special("__hash__", "($self, /)", effect: .pure) { a throws(Raise) in .int(Integers.hash(a[0].asDouble, a[0])) }
        t.special("__repr__", "($self, /)", effect: .pure) { a throws(Raise) in text(a[0].asDouble) }
        t.method("__trunc__", "($self, /)") { a throws(Raise) in try Integers.fromDouble(a[0].asDouble) }
        t.method("__floor__", "($self, /)") { a throws(Raise) in try Integers.fromDouble(a[0].asDouble.rounded(.down)) }
        t.method("__ceil__", "($self, /)") { a throws(Raise) in try Integers.fromDouble(a[0].asDouble.rounded(.up)) }
        t.method("__round__", "($self, ndigits=None, /)") { a throws(Raise) in
            let d = a[0].asDouble
            if a[1].isNone { return try Integers.fromDouble(FloatMath.roundToEven(d)) }
            let n = TextArguments.clamp(try Operations.indexObject(a[1]))
            guard let r = FloatMath.round(d, n) else { throw Errors.overflowError("rounded value too large to represent") }
            return Value(float: r)
        }
        t.method("__format__", "($self, format_spec, /)") { a throws(Raise) in try NumberFormat.float(a[0], a[1]) }
        t.method("__getnewargs__", "($self, /)") { a throws(Raise) in TupleRef.make(exact(a[0])) }
        t.classMethod("__getformat__", "($type, typestr, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("__getformat__() argument must be str, not \(TextArguments.describe(a[1]))") }
            let s = StrRef(a[1])
            guard s.equals("double") || s.equals("float") else { throw Errors.valueError("__getformat__() argument 1 must be 'double' or 'float'") }
            return StrRef.make("IEEE, little-endian")
        }
        t.classMethod("from_number", "($type, number, /)") { a throws(Raise) in
            let v = a[1]
            if a[0] == Types.float.value && v.isFloatLike && (v.isFloat || v.isExactly(Types.float)) { return v }
            guard let d = try number(v) else { throw Errors.typeError("must be real number, not \(v.type)") }
            return a[0] == Types.float.value ? Value(float: d) : try Call.call(a[0], Value(float: d))
        }
        t.classMethod("fromhex", "($type, string, /)", doc: """
            The float that a hexadecimal text stands for.

            >>> float.fromhex('0x1.8p+1')
            3.0
            >>> float.fromhex('-0x.1p4')
            -1.0
            """) { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("bad argument type for built-in operation") }
            var result = FloatParse.HexResult.invalid
            let s = StrRef(a[1])
            if s.isASCII { result = FloatParse.hex(UnsafeBufferPointer(start: s.latin, count: s.count)) }
            switch result {
            case .value(let d): return a[0] == Types.float.value ? Value(float: d) : try Call.call(a[0], Value(float: d))
            case .invalid: throw Errors.valueError("invalid hexadecimal floating-point string")
            case .overflow: throw Errors.overflowError("hexadecimal value too large to represent as a float")
            }
        }
        t.method("hex", "($self, /)", effect: .pure, doc: """
            The exact value in hexadecimal digits.

            >>> (0.625).hex()
            '0x1.4000000000000p-1'
            >>> (-3.0).hex()
            '-0x1.8000000000000p+1'
            """) { a throws(Raise) in
            let d = a[0].asDouble
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { b in StrRef.make(utf8: b.baseAddress!, FloatFormat.hex(d, into: b.baseAddress!)) }
        }
        t.method("is_integer", "($self, /)", effect: .pure) { a throws(Raise) in
            let d = a[0].asDouble
            return Value(bool: d.isFinite && d.rounded(.down) == d)
        }
        t.method("conjugate", "($self, /)", effect: .pure) { a throws(Raise) in exact(a[0]) }
        t.method("as_integer_ratio", "($self, /)", doc: """
            Two integers whose ratio is exactly this float, the second one positive.

            >>> (2.5).as_integer_ratio()
            (5, 2)
            >>> (0.0).as_integer_ratio()
            (0, 1)
            """) { a throws(Raise) in
            let d = a[0].asDouble
            if d.isNaN { throw Errors.valueError("cannot convert NaN to integer ratio") }
            if d.isInfinite { throw Errors.overflowError("cannot convert Infinity to integer ratio") }
            let (m, e) = FloatMath.decompose(d)
            if e >= 0 { return TupleRef.make(try Integers.shiftLeft(Value.int(Int(m)), e), Value(int: 1)) }
            return TupleRef.make(Value.int(Int(m)), try Integers.shiftLeft(Value(int: 1), -e))
        }
        t.getter("real") { v throws(Raise) in exact(v) }
        t.getter("imag") { v throws(Raise) in Value(float: 0) }
    }

    /// float(x), exact. (`PyNumber_Float`)
    static func convert(_ x: Value) throws(Raise) -> Value {
        if x.isFloat || x.isExactly(Types.float) { return x }
        if x.isInt { return Value(float: Double(x.int)) }
        if let d = try number(x) { return Value(float: d) }
        if x.isStr {
            var d: Double? = nil
            NumericText.ascii(StrRef(x)) { d = FloatParse.parse($0) }
            if let d { return Value(float: d) }
            throw Errors.valueError("could not convert string to float: \(Operations.reprText(x))")
        }
        if x.isBytes || x.isInstance(of: Types.bytearray) || x.type.hasSlot(.buffer) {
            let b = try BytesMemory.of(x)
            if let d = FloatParse.parse(BytesMemory.view(b)) { return Value(float: d) }
            throw Errors.valueError("could not convert string to float: \(Operations.reprText(x))")
        }
        throw Errors.typeError("float() argument must be a string or a real number, not '\(x.type)'")
    }
    /// The double of a real number: float, `__float__`, `__index__`; nil if X is none. (`PyFloat_AsDouble` without the error)
    static func number(_ x: Value) throws(Raise) -> Double? {
        if x.isFloat { return x.float }
        if x.isInt { return Double(x.int) }
        if x.isExactly(Types.float) { return x.asDouble }
        let t = x.type, s = t.slot(.float)
        if !s.isUnbound {
            if t.isSubtype(of: Types.int) && s == Types.int.slot(.float) { return try Integers.toDouble(x) }
            let r = try Operations.callSlot(s, x)
            if !r.isFloatLike { throw Errors.typeError("\(t.text).__float__ returned non-float (type \(r.type))") }
            if !r.isFloat && !r.isExactly(Types.float) {
                try Warn.deprecated("\(t.text).__float__ returned non-float (type \(r.typeName)).  The ability to return an instance of a strict subclass of float is deprecated, and may be removed in a future version of Python.")
            }
            return r.asDouble
        }
        if t.hasSlot(.index) { return try Integers.toDouble(try Operations.indexObject(x)) }
        if x.isFloatLike { return x.asDouble }
        return nil
    }
    /// The double of a real number, with the error of C functions that take one.
    static func double(_ x: Value) throws(Raise) -> Double {
        if x.isFloat { return x.float }
        if x.isInt { return Double(x.int) }
        guard let d = try number(x) else { throw Errors.typeError("must be real number, not \(x.type)") }
        return d
    }
}
extension Operations {
    /// The double of a real number (`PyFloat_AsDouble`).
    public static func double(_ x: Value) throws(Raise) -> Double { try FloatType.double(x) }
}

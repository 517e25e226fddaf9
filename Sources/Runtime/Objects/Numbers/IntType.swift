import Primitives

/// `int`'s members.
extension IntObject {
    static func define() {
        let t = Types.int
        t.constant("__doc__", StrRef.make("""
            int([x]) -> integer
            int(x, base=10) -> integer

            A number is cut off towards zero; text is read as an integer to the base, 10 if none is given, 0 to read it as a literal.

            >>> int(-3.7)
            -3
            >>> int('0x1f', base=0)
            31
            """))
        t.new("($type, x=<none>, /, base=<none>)") { a throws(Raise) in
            let v = try construct(a[1], a[2])
            let type = TypeRef(a[0].ref)
            return type == Types.int ? Integers.exact(v) : IntObject.instance(type, v)
        }
        typealias Op = Operations.Binary
        func binary(_ name: StaticString, _ reflected: StaticString, _ op: Op) {
            t.special(name, "($self, value, /)", effect: .pure) { a throws(Raise) in
                guard a[1].isIntLike else { return .notImplemented }
                return try Integers.ints(op, a[0], a[1]) ?? .notImplemented
            }
            t.special(reflected, "($self, value, /)", effect: .pure) { a throws(Raise) in
                guard a[1].isIntLike else { return .notImplemented }
                return try Integers.ints(op, a[1], a[0]) ?? .notImplemented
            }
        }
        binary("__add__", "__radd__", .add); binary("__sub__", "__rsub__", .sub); binary("__mul__", "__rmul__", .mul)
        binary("__truediv__", "__rtruediv__", .truediv); binary("__floordiv__", "__rfloordiv__", .floordiv); binary("__mod__", "__rmod__", .mod)
        binary("__divmod__", "__rdivmod__", .divmod); binary("__lshift__", "__rlshift__", .lshift); binary("__rshift__", "__rrshift__", .rshift)
        binary("__and__", "__rand__", .and); binary("__or__", "__ror__", .or); binary("__xor__", "__rxor__", .xor)
        t.special("__pow__", "($self, value, mod=None, /)") { a throws(Raise) in
            guard a[1].isIntLike else { return .notImplemented }
            if a[2].isNone { return try Integers.ints(.pow, a[0], a[1])! }
            guard a[2].isIntLike else { return .notImplemented }
            return try Integers.power(a[0], a[1], modulo: a[2])
        }
        t.special("__rpow__", "($self, value, mod=None, /)") { a throws(Raise) in
            guard a[1].isIntLike else { return .notImplemented }
            if a[2].isNone { return try Integers.ints(.pow, a[1], a[0])! }
            guard a[2].isIntLike else { return .notImplemented }
            return try Integers.power(a[1], a[0], modulo: a[2])
        }
        func compare(_ name: StaticString, _ op: Operations.Comparison) {
            t.special(name, "($self, value, /)", effect: .pure) { a throws(Raise) in
                guard a[1].isIntLike else { return .notImplemented }
                return Value(bool: Operations.compare(Integers.compare(a[0], a[1]), 0, op))
            }
        }
        compare("__lt__", .lt); compare("__le__", .le); compare("__eq__", .eq); compare("__ne__", .ne); compare("__gt__", .gt); compare("__ge__", .ge)
        t.special("__neg__", "($self, /)", effect: .pure) { a throws(Raise) in Integers.negate(a[0]) }
        t.special("__pos__", "($self, /)", effect: .pure) { a throws(Raise) in Integers.exact(a[0]) }
        t.special("__abs__", "($self, /)", effect: .pure) { a throws(Raise) in Integers.absolute(a[0]) }
        t.special("__invert__", "($self, /)", effect: .pure) { a throws(Raise) in Integers.invert(a[0]) }
        t.special("__bool__", "($self, /)", effect: .pure) { a throws(Raise) in Value(bool: !Integers.isZero(a[0])) }
        t.special("__int__", "($self, /)", effect: .pure) { a throws(Raise) in Integers.exact(a[0]) }
        t.special("__index__", "($self, /)", effect: .pure) { a throws(Raise) in Integers.exact(a[0]) }
        t.special("__float__", "($self, /)", effect: .pure) { a throws(Raise) in Value(float: try Integers.toDouble(a[0])) }
        t.special("__hash__", "($self, /)", effect: .pure) { a throws(Raise) in .int(Integers.hashOf(a[0])) }
        t.special("__repr__", "($self, /)", effect: .pure) { a throws(Raise) in try Integers.text(a[0]) }
        for name in ["__trunc__", "__floor__", "__ceil__", "conjugate"] as [StaticString] {
            t.method(name, "($self, /)", effect: .pure) { a throws(Raise) in Integers.exact(a[0]) }
        }
        t.method("__round__", "($self, ndigits=None, /)") { a throws(Raise) in
            if a[1].isNone { return Integers.exact(a[0]) }
            return try round(a[0], try Operations.indexObject(a[1]))
        }
        t.method("__format__", "($self, format_spec, /)") { a throws(Raise) in try NumberFormat.int(a[0], a[1]) }
        t.method("__getnewargs__", "($self, /)") { a throws(Raise) in TupleRef.make(Integers.exact(a[0])) }
        t.method("__sizeof__", "($self, /)") { a throws(Raise) in .int(a[0].type.instanceSize + 4 * max(1, (Integers.with(a[0]) { $0.bitLength } + 29) / 30)) }
        t.method("bit_length", "($self, /)", effect: .pure, doc: """
            How many binary digits the absolute value has.

            >>> (37).bit_length()
            6
            >>> bin(37)
            '0b100101'
            """) { a throws(Raise) in Value(int: Integers.with(a[0]) { $0.bitLength }) }
        t.method("bit_count", "($self, /)", effect: .pure, doc: """
            How many binary digits of the absolute value are one.

            >>> (-13).bit_count()
            3
            """) { a throws(Raise) in Value(int: Integers.with(a[0]) { $0.bitCount }) }
        t.method("is_integer", "($self, /)", effect: .pure) { a throws(Raise) in .true }
        t.method("as_integer_ratio", "($self, /)", doc: """
            The integer itself and 1.

            >>> (-4).as_integer_ratio()
            (-4, 1)
            """) { a throws(Raise) in TupleRef.make(Integers.exact(a[0]), Value(int: 1)) }
        t.getter("real") { v throws(Raise) in Integers.exact(v) }
        t.getter("imag") { v throws(Raise) in Value(int: 0) }
        t.getter("numerator") { v throws(Raise) in Integers.exact(v) }
        t.getter("denominator") { v throws(Raise) in Value(int: 1) }
        t.method("to_bytes", "($self, /, length=1, byteorder='big', *, signed=False)", effect: .reads) { a throws(Raise) in
            let n = try Operations.index(a[1])
            let little = try byteOrder(a[2], "to_bytes")
            if n < 0 { throw Errors.valueError("length argument must be non-negative") }
            let signed = try Operations.isTrue(a[3])
            guard Heap.canAllocate(n + 64) else { throw Errors.memoryError() }
            let b = BytesMemory.allocate(n)
            switch Integers.with(a[0], { x in BigInt.toBytes(x, into: BytesMemory.data(b), length: n, little: little, signed: signed) }) {
            case .negative: throw Errors.overflowError("can't convert negative int to unsigned")
            case .tooBig: throw Errors.overflowError("int too big to convert")
            case nil: return b
            }
        }
        t.classMethod("from_bytes", "($type, /, bytes, byteorder='big', *, signed=False)") { a throws(Raise) in
            let little = try byteOrder(a[2], "from_bytes")
            let signed = try Operations.isTrue(a[3])
            let b = try BytesMemory.of(a[1])
            let v = Integers.fromBytes(BytesMemory.view(b), little: little, signed: signed)
            return a[0] == Types.int.value ? v : try Call.call(a[0], v)
        }
    }
    private static func byteOrder(_ v: Value, _ method: String) throws(Raise) -> Bool {
        guard v.isStr else { throw Errors.typeError("\(method)() argument 'byteorder' must be str, not \(TextArguments.describe(v))") }
        if StrRef(v).equals("little") { return true }
        if StrRef(v).equals("big") { return false }
        throw Errors.valueError("byteorder must be either 'little' or 'big'")
    }

    // MARK: construction

    /// int(x, base): any int-like value. Unbound: not given.
    static func construct(_ x: Value, _ base: Value) throws(Raise) -> Value {
        if x.isUnbound {
            if !base.isUnbound { throw Errors.typeError("int() missing string argument") }
            return Value(int: 0)
        }
        if base.isUnbound { return try convert(x) }
        let b = TextArguments.clamp(try Operations.indexObject(base))
        if b != 0 && (b < 2 || b > 36) { throw Errors.valueError("int() base must be >= 2 and <= 36, or 0") }
        if x.isStr { return try Integers.parse(str: x, base: b) }
        if x.isBytes || x.isInstance(of: Types.bytearray) { return try parse(bytes: x, base: b) }
        throw Errors.typeError("int() can't convert non-string with explicit base")
    }
    private static func parse(bytes x: Value, base: Int) throws(Raise) -> Value {
        let b = try BytesMemory.of(x)
        if let v = try Integers.parse(BytesMemory.view(b), base: base) { return v }
        throw Integers.invalid(b, base)
    }
    /// int(x) (`PyNumber_Long`).
    static func convert(_ x: Value) throws(Raise) -> Value {
        if x.isInt || x.isExactly(Types.int) { return x }
        let t = x.type
        let s = t.slot(.int)
        if !s.isUnbound {
            let r = try Operations.callSlot(s, x)
            if !r.isIntLike { throw Errors.typeError("__int__ returned non-int (type \(r.type))") }
            if !r.isInt && !r.isExactly(Types.int) {
                try Warn.deprecated("__int__ returned non-int (type \(r.typeName)).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python.")
            }
            return Integers.exact(r)
        }
        if t.hasSlot(.index) { return Integers.exact(try Operations.indexObject(x)) }
        if x.isStr { return try Integers.parse(str: x, base: 10) }
        if x.isBytes || t.hasSlot(.buffer) || x.isInstance(of: Types.bytearray) { return try parse(bytes: x, base: 10) }
        throw Errors.typeError("int() argument must be a string, a bytes-like object or a real number, not '\(t.text)'")
    }
    /// round(v, n): to a multiple of 10**-n, ties to even.
    static func round(_ v: Value, _ n: Value) throws(Raise) -> Value {
        guard Integers.isNegative(n) else { return Integers.exact(v) }
        // What exceeds the digits of V by far rounds to 0.
        let digits = Integers.with(v) { $0.bitLength }
        guard let k = Integers.asInt64(n), -k <= digits + 1 else { return Value(int: 0) }
        let unit = try Integers.power(Value(int: 10), .int(-k))
        let qr = TupleRef(try Integers.ints(.divmod, v, unit)!)
        let twice = try Integers.ints(.mul, qr[1], Value(int: 2))!
        let c = Integers.compare(twice, unit)
        var q = qr[0]
        if c > 0 || (c == 0 && Integers.with(q) { $0.isOdd }) { q = try Integers.ints(.add, q, Value(int: 1))! }
        return try Integers.ints(.mul, q, unit)!
    }
}

/// `bool`'s members.
enum BoolType {
    static func define() {
        let t = Types.bool
        t.new("($type, object=False, /)") { a throws(Raise) in Value(bool: try Operations.isTrue(a[1])) }
        t.special("__repr__", "($self, /)", effect: .pure) { a throws(Raise) in a[0] == .true ? trueText : falseText }
        func binary(_ name: StaticString, _ reflected: StaticString, _ op: Operations.Binary) {
            t.special(name, "($self, value, /)", effect: .pure) { a throws(Raise) in
                guard a[1].isIntLike else { return .notImplemented }
                return try Integers.ints(op, a[0], a[1])!
            }
            t.special(reflected, "($self, value, /)", effect: .pure) { a throws(Raise) in
                guard a[1].isIntLike else { return .notImplemented }
                return try Integers.ints(op, a[1], a[0])!
            }
        }
        binary("__and__", "__rand__", .and); binary("__or__", "__ror__", .or); binary("__xor__", "__rxor__", .xor)
        t.special("__invert__", "($self, /)") { a throws(Raise) in
            try Warn.deprecated("Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from the negation of a bool object. Use the 'not' operator for boolean negation or ~int(x) for the bitwise inversion of the underlying int.")
            return Value(int: a[0] == .true ? -2 : -1)
        }
        trueText = StrRef.intern("True"); falseText = StrRef.intern("False")
    }
    nonisolated(unsafe) static var trueText = Value.unbound, falseText = Value.unbound
}

/// Warnings issued from native code.
enum Warn {
    /// `warnings.warn(message, DeprecationWarning)` at the line that runs.
    static func deprecated(_ m: String) throws(Raise) {
        try Warnings.warn(Exceptions.deprecationWarning, m)
    }
}

import Glibc
import Primitives
import Runtime

/// The operators and plain methods of Decimal.
enum DecimalType {
    typealias Binary = (DecimalNumber, DecimalNumber, DecimalContext, inout UInt32) -> DecimalNumber
    /// An operand of an operator; nil: another type's business.
    @inline(__always) private static func operand(_ v: Value) -> DecimalNumber? {
        if Decimals.isDecimal(v) { return DecimalObject(v).number }
        return v.isIntLike ? Decimals.fromInt(v) : nil
    }
    private static func binary(_ t: TypeRef, _ name: StaticString, _ reflected: StaticString, _ small: SmallDecimal.Operator? = nil, _ f: @escaping Binary) {
        func run(_ a: Value, _ b: Value) throws(Raise) -> Value {
            if let small {
                if let r = try SmallDecimal.binary(small, a, b) { return r }
                if let r = try LongDecimal.binary(small, a, b) { return r }
            }
            guard let x = operand(a), let y = operand(b) else { return .notImplemented }
            let c = try ContextObject.current()
            var s: UInt32 = 0
            let r = f(x, y, c.context, &s)
            try c.add(s)
            return DecimalObject.make(r)
        }
        t.special(name, "($self, value, /)") { a throws(Raise) in try run(a[0], a[1]) }
        t.special(reflected, "($self, value, /)") { a throws(Raise) in try run(a[1], a[0]) }
    }
    private static func unary(_ t: TypeRef, _ name: StaticString, _ f: @escaping (DecimalNumber, DecimalContext, inout UInt32) -> DecimalNumber) {
        t.special(name, "($self, /)") { a throws(Raise) in
            let c = try ContextObject.current()
            var s: UInt32 = 0
            let r = f(DecimalObject(a[0]).number, c.context, &s)
            try c.add(s)
            return DecimalObject.make(r)
        }
    }
    private static func order(_ d: DecimalNumber, _ other: Value, _ op: Operations.Comparison) throws(Raise) -> Value {
        let c = try ContextObject.current()
        let y: DecimalNumber
        var x = d
        let equality = op == .eq || op == .ne
        if let z = operand(other) { y = z }
        else if other.isFloatLike || (equality && other.isInstance(of: Types.complex)) {
            var f: Double
            if other.isFloatLike { f = other.asDouble } else {
                let z = try Operations.getAttribute(other, StrRef.intern("imag"))
                if z.asDouble != 0 { return .notImplemented }
                f = try Operations.getAttribute(other, StrRef.intern("real")).asDouble
            }
            // Equality only leaves the flag.
            if equality { c.status |= DecimalStatus.floatOperation } else { try c.add(DecimalStatus.floatOperation) }
            y = Decimals.fromDouble(f)
        } else if try isRational(other) {
            let n = try Operations.getAttribute(other, StrRef.intern("numerator")), m = try Operations.getAttribute(other, StrRef.intern("denominator"))
            guard n.isIntLike, m.isIntLike else { return .notImplemented }
            y = Decimals.fromInt(n)
            if d.isFinite { x = DecimalNumber(d.negative, d.coefficient * Decimals.natural(m), d.exponent) }
        } else { return .notImplemented }
        if x.isNaN || y.isNaN {
            if x.kind == .signaling || y.kind == .signaling || !equality { try c.add(DecimalStatus.invalidOperation) }
            return Value(bool: op == .ne)
        }
        return Value(bool: Operations.compare(DecimalNumber.order(x, y), 0, op))
    }
    nonisolated(unsafe) private static var rational = Value.unbound
    private static func isRational(_ v: Value) throws(Raise) -> Bool {
        guard v.isPointer, !v.isStr else { return false }
        if rational.isUnbound {
            rational = try Operations.getAttribute(try Builtins.importModule("numbers"), StrRef.intern("Rational"))
            Heap.addRoot(&rational)
        }
        return try Call.call(try Builtins.get("isinstance"), v, rational) == .true
    }

    static func define(_ m: ModuleBuilder) throws(Raise) {
        let t = TypeFactory.make("Decimal", module: "decimal", size: DecimalObject.size, layout: .fields(2, 3), subclassable: true)
        t.isValueType()
        DecimalObject.type = t
        SmallDecimal.start()
        m.type(t)
        t.new("($type, /, value='0', context=None)") { a throws(Raise) in
            let x = try ContextObject.argument(a[2]), cls = TypeRef(a[0].ref)
            if a[1].isExactly(t) && cls == t { return a[1] }
            return DecimalObject.make(try Decimals.exactly(a[1], x), cls)
        }
        binary(t, "__add__", "__radd__", .add) { DecimalNumber.add($0, $1, $2, &$3) }
        binary(t, "__sub__", "__rsub__", .subtract) { DecimalNumber.add($0, $1, subtract: true, $2, &$3) }
        binary(t, "__mul__", "__rmul__", .multiply) { DecimalNumber.multiply($0, $1, $2, &$3) }
        binary(t, "__truediv__", "__rtruediv__", .divide) { DecimalNumber.divide($0, $1, $2, &$3) }
        binary(t, "__floordiv__", "__rfloordiv__") { DecimalNumber.divideInteger($0, $1, $2, &$3) }
        binary(t, "__mod__", "__rmod__") { DecimalNumber.remainder($0, $1, $2, &$3) }
        func both(_ a: Value, _ b: Value) throws(Raise) -> Value {
            guard let x = operand(a), let y = operand(b) else { return .notImplemented }
            let c = try ContextObject.current()
            var s: UInt32 = 0
            let (q, r) = DecimalNumber.divmod(x, y, c.context, &s)
            try c.add(s)
            let first = DecimalObject.make(q)
            return TupleRef.make(first, DecimalObject.make(r))
        }
        t.special("__divmod__", "($self, value, /)") { a throws(Raise) in try both(a[0], a[1]) }
        t.special("__rdivmod__", "($self, value, /)") { a throws(Raise) in try both(a[1], a[0]) }
        func power(_ a: Value, _ b: Value, _ modulo: Value) throws(Raise) -> Value {
            guard let x = operand(a), let y = operand(b) else { return .notImplemented }
            let c = try ContextObject.current()
            var s: UInt32 = 0
            let r: DecimalNumber
            if modulo.isUnbound || modulo.isNone { r = DecimalNumber.power(x, y, c.context, &s) } else {
                guard let z = operand(modulo) else { return .notImplemented }
                r = DecimalNumber.power(x, y, modulo: z, c.context, &s)
            }
            try c.add(s)
            return DecimalObject.make(r)
        }
        t.special("__pow__", "($self, value, mod=None, /)") { a throws(Raise) in try power(a[0], a[1], a[2]) }
        t.special("__rpow__", "($self, value, mod=None, /)") { a throws(Raise) in try power(a[1], a[0], a[2]) }
        unary(t, "__neg__") { DecimalNumber.minus($0, $1, &$2) }
        unary(t, "__pos__") { DecimalNumber.plus($0, $1, &$2) }
        unary(t, "__abs__") { DecimalNumber.abs($0, $1, &$2) }
        t.special("__bool__", "($self, /)") { a in Value(bool: !DecimalObject(a[0]).number.isZero) }
        for (n, op): (StaticString, Operations.Comparison) in [("__lt__", .lt), ("__le__", .le), ("__eq__", .eq), ("__ne__", .ne), ("__gt__", .gt), ("__ge__", .ge)] {
            t.special(n, "($self, value, /)") { a throws(Raise) in
                if let c = SmallDecimal.order(a[0], a[1]) { return Value(bool: Operations.compare(c, 0, op)) }
                return try order(DecimalObject(a[0]).number, a[1], op)
            }
        }
        t.special("__hash__", "($self, /)") { a throws(Raise) in .int(try Decimals.hash(a[0])) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let caps = try ContextObject.current().capitals
            return Decimals.text(Array("Decimal('".utf8) + DecimalObject(a[0]).number.text(capitals: caps) + Array("')".utf8))
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in Decimals.text(DecimalObject(a[0]).number.text(capitals: try ContextObject.current().capitals)) }
        t.special("__int__", "($self, /)") { a throws(Raise) in try Decimals.integer(DecimalObject(a[0]).number, .down) }
        t.special("__float__", "($self, /)") { a throws(Raise) in try float(DecimalObject(a[0]).number) }
        t.method("__complex__", "($self, /)") { a throws(Raise) in try Call.call(Types.complex.value, try float(DecimalObject(a[0]).number)) }
        t.method("__trunc__", "($self, /)") { a throws(Raise) in try Decimals.integer(DecimalObject(a[0]).number, .down) }
        t.method("__floor__", "($self, /)") { a throws(Raise) in try Decimals.integer(DecimalObject(a[0]).number, .floor) }
        t.method("__ceil__", "($self, /)") { a throws(Raise) in try Decimals.integer(DecimalObject(a[0]).number, .ceiling) }
        t.method("__round__", "($self, ndigits=<unrepresentable>, /)") { a throws(Raise) in
            let d = DecimalObject(a[0]).number
            if !a.has(1) || a[1].isNone && false { return try Decimals.integer(d, .halfEven) }
            guard a[1].isIntLike else { throw Errors.typeError("optional arg must be an integer") }
            let n = try Operations.index(a[1]), x = try ContextObject.current()
            var s: UInt32 = 0
            let r = DecimalNumber.quantize(d, DecimalNumber(false, .one, n == Int.min ? Int.max : -n), x.context, &s)
            try x.add(s)
            return DecimalObject.make(r)
        }
        t.method("__format__", "($self, format_spec, override=None, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("format arg must be str") }
            if !a[2].isNone && !a[2].isUnbound {
                guard a[2].isDict else { throw Errors.typeError("optional argument must be a dict") }
                throw Errors.notImplemented("Decimal.__format__: a dict that overrides the locale's conventions")
            }
            return try DecimalFormat.format(a[0], StrRef(a[1]))
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in TupleRef.make(a[0].type.value, TupleRef.make(try Operations.str(a[0]))) }
        t.method("__copy__", "($self, /)") { a in a[0] }
        t.method("__deepcopy__", "($self, memo, /)") { a in a[0] }
        t.method("__sizeof__", "($self, /)") { a in .int(a[0].type.instanceSize + (DecimalObject(a[0]).number.coefficient.big?.count ?? 0) * 8) }
        t.getter("real") { v in v }
        t.getter("imag") { v in DecimalObject.make(DecimalNumber(false, .zero, 0)) }
        t.classMethod("from_float", "($type, f, /)") { a throws(Raise) in
            guard a[1].isFloatLike || a[1].isIntLike else { throw Errors.typeError("argument must be int or float") }
            return try converted(a[0], a[1].isFloatLike ? Decimals.fromDouble(a[1].asDouble) : Decimals.fromInt(a[1]))
        }
        t.classMethod("from_number", "($type, number, /)") { a throws(Raise) in
            let d: DecimalNumber
            if a[1].isFloatLike { d = Decimals.fromDouble(a[1].asDouble) } else { d = try Decimals.operand(a[1]) }
            if a[1].isExactly(t) && a[0] == t.value { return a[1] }
            return try converted(a[0], d)
        }
        t.method("as_tuple", "($self, /)") { a throws(Raise) in
            let d = DecimalObject(a[0]).number
            var digits = Value.unbound, e = Value.int(d.exponent)
            if d.isInfinite { digits = TupleRef.make(Value(int: 0)); e = StrRef.make("F") }
            else {
                let text = d.isNaN && d.coefficient.isZero ? [] : d.coefficient.text
                let out = TupleRef.allocate(text.count)
                for (i, c) in text.enumerated() { out[i] = Value(int: Int(c) - 48) }
                digits = out.value
                if d.isNaN { e = StrRef.make(d.kind == .quiet ? "n" : "N") }
            }
            return try Call.call(DecimalModule.tupleType, Value(int: d.negative ? 1 : 0), digits, e)
        }
        t.method("as_integer_ratio", "($self, /)") { a throws(Raise) in
            let (n, d) = try Decimals.ratio(DecimalObject(a[0]).number)
            return TupleRef.make(n, d)
        }
        DecimalMethods.define(t)
    }
    /// An instance of CLS, through its constructor unless it is Decimal itself.
    private static func converted(_ cls: Value, _ d: DecimalNumber) throws(Raise) -> Value {
        let v = DecimalObject.make(d)
        return cls == DecimalObject.type.value ? v : try Call.call(cls, v)
    }
    private static func float(_ d: DecimalNumber) throws(Raise) -> Value {
        if d.isNaN {
            if d.kind == .signaling { throw Errors.valueError("cannot convert signaling NaN to float") }
            return Value(float: d.negative ? -Double.nan : Double.nan)
        }
        return try Call.call(Types.float.value, Decimals.text(d.text()))
    }
}

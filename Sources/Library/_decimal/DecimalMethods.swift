import Primitives
import Runtime

/// Methods that Decimal and Context share: `a.f(b, context=None)` and `context.f(a, b)`.
enum DecimalMethods {
    typealias N = DecimalNumber
    typealias X = DecimalContext
    static func flag(_ b: Bool) -> Value { Value(bool: b) }
    static let arithmetic1: [(StaticString, (N, X, inout UInt32) -> N)] = [
        ("exp", { N.exp($0, $1, &$2) }), ("ln", { N.ln($0, $1, &$2) }), ("log10", { N.log10($0, $1, &$2) }), ("next_minus", { N.next($0, up: false, $1, &$2) }),
        ("next_plus", { N.next($0, up: true, $1, &$2) }), ("normalize", { N.normalize($0, $1, &$2) }), ("sqrt", { N.squareRoot($0, $1, &$2) }), ("logb", { N.logb($0, $1, &$2) }),
        ("logical_invert", { N.invert($0, $1, &$2) }),
    ]
    static let arithmetic2: [(StaticString, (N, N, X, inout UInt32) -> N)] = [
        ("compare", { N.compare($0, $1, $2, &$3) }), ("compare_signal", { N.compare($0, $1, signal: true, $2, &$3) }), ("max", { N.choose(.max, $0, $1, $2, &$3) }),
        ("max_mag", { N.choose(.maxMagnitude, $0, $1, $2, &$3) }), ("min", { N.choose(.min, $0, $1, $2, &$3) }), ("min_mag", { N.choose(.minMagnitude, $0, $1, $2, &$3) }),
        ("next_toward", { N.nextToward($0, $1, $2, &$3) }), ("remainder_near", { N.remainderNear($0, $1, $2, &$3) }), ("scaleb", { N.scaleb($0, $1, $2, &$3) }),
        ("shift", { N.shift($0, $1, $2, &$3) }), ("rotate", { N.rotate($0, $1, $2, &$3) }), ("logical_and", { N.logical($0, $1, $2, &$3) { $0 & $1 } }),
        ("logical_or", { N.logical($0, $1, $2, &$3) { $0 | $1 } }), ("logical_xor", { N.logical($0, $1, $2, &$3) { $0 ^ $1 } }),
        ("compare_total", { a, b, _, _ in sign(N.totalOrder(a, b)) }), ("compare_total_mag", { a, b, _, _ in sign(N.totalOrder(a.withSign(false), b.withSign(false))) }),
        ("copy_sign", { a, b, _, _ in a.withSign(b.negative) }),
    ]
    private static func sign(_ c: Int) -> N { N(c < 0, c == 0 ? .zero : .one, 0) }
    static let predicates: [(StaticString, (N) -> Bool)] = [
        ("is_canonical", { _ in true }), ("is_finite", { $0.isFinite }), ("is_infinite", { $0.isInfinite }), ("is_nan", { $0.isNaN }), ("is_qnan", { $0.kind == .quiet }),
        ("is_snan", { $0.kind == .signaling }), ("is_signed", { $0.negative }), ("is_zero", { $0.isZero }),
    ]
    /// Only for Context.
    static let operators1: [(StaticString, (N, X, inout UInt32) -> N)] = [("abs", { N.abs($0, $1, &$2) }), ("minus", { N.minus($0, $1, &$2) }), ("plus", { N.plus($0, $1, &$2) }), ("_apply", { var d = $0; d.finalize($1, &$2); return d }),
        ("to_integral_exact", { N.toIntegral($0, exact: true, $1, &$2) }), ("to_integral", { N.toIntegral($0, exact: false, $1, &$2) }), ("to_integral_value", { N.toIntegral($0, exact: false, $1, &$2) })]
    static let operators2: [(StaticString, (N, N, X, inout UInt32) -> N)] = [
        ("add", { N.add($0, $1, $2, &$3) }), ("subtract", { N.add($0, $1, subtract: true, $2, &$3) }), ("multiply", { N.multiply($0, $1, $2, &$3) }), ("divide", { N.divide($0, $1, $2, &$3) }),
        ("divide_int", { N.divideInteger($0, $1, $2, &$3) }), ("remainder", { N.remainder($0, $1, $2, &$3) }), ("quantize", { N.quantize($0, $1, $2, &$3) }),
    ]
    private static func finish(_ r: N, _ s: UInt32, _ x: ContextObject) throws(Raise) -> Value {
        try x.add(s)
        return DecimalObject.make(r)
    }

    static func define(_ t: TypeRef) {
        for (n, f) in arithmetic1 {
            t.method(n, "($self, /, context=None)") { a throws(Raise) in
                let x = try ContextObject.argument(a[1])
                var s: UInt32 = 0
                let r = f(DecimalObject(a[0]).number, x.context, &s)
                return try finish(r, s, x)
            }
        }
        for (n, f) in arithmetic2 {
            t.method(n, "($self, /, other, context=None)") { a throws(Raise) in
                let x = try ContextObject.argument(a[2]), y = try Decimals.operand(a[1])
                var s: UInt32 = 0
                let r = f(DecimalObject(a[0]).number, y, x.context, &s)
                return try finish(r, s, x)
            }
        }
        for (n, f) in predicates { t.method(n, "($self, /)") { a in flag(f(DecimalObject(a[0]).number)) } }
        t.method("is_normal", "($self, /, context=None)") { a throws(Raise) in let x = try ContextObject.argument(a[1]); return flag(DecimalObject(a[0]).number.isNormal(x.context)) }
        t.method("is_subnormal", "($self, /, context=None)") { a throws(Raise) in let x = try ContextObject.argument(a[1]); return flag(DecimalObject(a[0]).number.isSubnormal(x.context)) }
        t.method("number_class", "($self, /, context=None)") { a throws(Raise) in let x = try ContextObject.argument(a[1]); return StrRef.make(DecimalObject(a[0]).number.numberClass(x.context)) }
        t.method("same_quantum", "($self, /, other, context=None)") { a throws(Raise) in
            _ = try ContextObject.argument(a[2])
            let x = DecimalObject(a[0]).number, y = try Decimals.operand(a[1])
            return flag(sameQuantum(x, y))
        }
        t.method("to_eng_string", "($self, /, context=None)") { a throws(Raise) in
            let x = try ContextObject.argument(a[1])
            return Decimals.text(DecimalObject(a[0]).number.text(engineering: true, capitals: x.capitals))
        }
        t.method("fma", "($self, /, other, third, context=None)") { a throws(Raise) in
            let x = try ContextObject.argument(a[3]), y = try Decimals.operand(a[1]), z = try Decimals.operand(a[2])
            var s: UInt32 = 0
            let r = N.fma(DecimalObject(a[0]).number, y, z, x.context, &s)
            return try finish(r, s, x)
        }
        t.method("quantize", "($self, /, exp, rounding=None, context=None)") { a throws(Raise) in
            let x = try ContextObject.argument(a[3])
            var c = x.context
            if !a[2].isNone { c.rounding = try ContextObject.rounding(a[2]) }
            let y = try Decimals.operand(a[1])
            var s: UInt32 = 0
            let r = N.quantize(DecimalObject(a[0]).number, y, c, &s)
            return try finish(r, s, x)
        }
        for (n, exact): (StaticString, Bool) in [("to_integral", false), ("to_integral_value", false), ("to_integral_exact", true)] {
            t.method(n, "($self, /, rounding=None, context=None)") { a throws(Raise) in
                let x = try ContextObject.argument(a[2])
                var c = x.context
                if !a[1].isNone { c.rounding = try ContextObject.rounding(a[1]) }
                var s: UInt32 = 0
                let r = N.toIntegral(DecimalObject(a[0]).number, exact: exact, c, &s)
                return try finish(r, s, x)
            }
        }
        t.method("adjusted", "($self, /)") { a in let d = DecimalObject(a[0]).number; return .int(d.isFinite ? d.adjusted : 0) }
        for n: StaticString in ["canonical", "conjugate"] { t.method(n, "($self, /)") { a in a[0] } }
        t.method("radix", "($self, /)") { a in DecimalObject.make(N(false, Natural(10), 0)) }
        t.method("copy_abs", "($self, /)") { a in DecimalObject.make(DecimalObject(a[0]).number.withSign(false)) }
        t.method("copy_negate", "($self, /)") { a in let d = DecimalObject(a[0]).number; return DecimalObject.make(d.withSign(!d.negative)) }
    }
    private static func sameQuantum(_ x: N, _ y: N) -> Bool { x.isFinite && y.isFinite ? x.exponent == y.exponent : x.isNaN && y.isNaN || x.isInfinite && y.isInfinite }

    static func defineContext(_ t: TypeRef) {
        for (n, f) in arithmetic1 + operators1 {
            t.method(n, "($self, x, /)") { a throws(Raise) in
                let x = ContextObject(a[0]), y = try Decimals.operand(a[1])
                var s: UInt32 = 0
                let r = f(y, x.context, &s)
                return try finish(r, s, x)
            }
        }
        for (n, f) in arithmetic2 + operators2 {
            t.method(n, "($self, x, y, /)") { a throws(Raise) in
                let x = ContextObject(a[0]), y = try Decimals.operand(a[1]), z = try Decimals.operand(a[2])
                var s: UInt32 = 0
                let r = f(y, z, x.context, &s)
                return try finish(r, s, x)
            }
        }
        for (n, f) in predicates {
            t.method(n, "($self, x, /)") { a throws(Raise) in
                if n.description == "is_canonical", !Decimals.isDecimal(a[1]) { throw Errors.typeError("argument must be a Decimal") }
                return flag(f(try Decimals.operand(a[1])))
            }
        }
        t.method("is_normal", "($self, x, /)") { a throws(Raise) in flag(try Decimals.operand(a[1]).isNormal(ContextObject(a[0]).context)) }
        t.method("is_subnormal", "($self, x, /)") { a throws(Raise) in flag(try Decimals.operand(a[1]).isSubnormal(ContextObject(a[0]).context)) }
        t.method("number_class", "($self, x, /)") { a throws(Raise) in StrRef.make(try Decimals.operand(a[1]).numberClass(ContextObject(a[0]).context)) }
        t.method("same_quantum", "($self, x, y, /)") { a throws(Raise) in flag(sameQuantum(try Decimals.operand(a[1]), try Decimals.operand(a[2]))) }
        t.method("divmod", "($self, x, y, /)") { a throws(Raise) in
            let x = ContextObject(a[0]), y = try Decimals.operand(a[1]), z = try Decimals.operand(a[2])
            var s: UInt32 = 0
            let (q, r) = N.divmod(y, z, x.context, &s)
            try x.add(s)
            let first = DecimalObject.make(q)
            return TupleRef.make(first, DecimalObject.make(r))
        }
        t.method("power", "($self, /, a, b, modulo=None)") { a throws(Raise) in
            let x = ContextObject(a[0]), y = try Decimals.operand(a[1]), z = try Decimals.operand(a[2])
            var s: UInt32 = 0
            let r: N
            if a[3].isNone { r = N.power(y, z, x.context, &s) } else { r = N.power(y, z, modulo: try Decimals.operand(a[3]), x.context, &s) }
            return try finish(r, s, x)
        }
        t.method("fma", "($self, x, y, z, /)") { a throws(Raise) in
            let x = ContextObject(a[0]), p = try Decimals.operand(a[1]), q = try Decimals.operand(a[2]), r = try Decimals.operand(a[3])
            var s: UInt32 = 0
            let out = N.fma(p, q, r, x.context, &s)
            return try finish(out, s, x)
        }
        t.method("radix", "($self, /)") { a in DecimalObject.make(N(false, Natural(10), 0)) }
        t.method("canonical", "($self, x, /)") { a throws(Raise) in
            if !Decimals.isDecimal(a[1]) { throw Errors.typeError("argument must be a Decimal") }
            return a[1]
        }
        t.method("copy_abs", "($self, x, /)") { a throws(Raise) in DecimalObject.make(try Decimals.operand(a[1]).withSign(false)) }
        t.method("copy_negate", "($self, x, /)") { a throws(Raise) in let d = try Decimals.operand(a[1]); return DecimalObject.make(d.withSign(!d.negative)) }
        t.method("copy_decimal", "($self, x, /)") { a throws(Raise) in Decimals.isDecimal(a[1]) ? a[1] : DecimalObject.make(try Decimals.operand(a[1])) }
        t.method("to_sci_string", "($self, x, /)") { a throws(Raise) in Decimals.text(try Decimals.operand(a[1]).text(capitals: ContextObject(a[0]).capitals)) }
        t.method("to_eng_string", "($self, x, /)") { a throws(Raise) in Decimals.text(try Decimals.operand(a[1]).text(engineering: true, capitals: ContextObject(a[0]).capitals)) }
    }
}

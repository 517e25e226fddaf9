import Primitives
import Runtime

/// `format(Decimal, spec)`: the common notations here; what else the mini-language has (`n`, grouped fractions, `#`) by the library's own `_pydecimal`.
enum DecimalFormat {
    private struct Spec {
        var fill: UInt32 = 32, align: UInt32 = 62, sign: UInt32 = 45, positiveZero = false, zeros = false, width = 0, separator: UInt8 = 0, precision = -1, kind: UInt8 = 0
        init?(_ s: StrRef) {
            var i = 0
            let n = s.count
            func isAlign(_ k: Int) -> Bool { k < n && (s[k] == 60 || s[k] == 62 || s[k] == 61 || s[k] == 94) }
            var aligned = false
            if isAlign(1) { fill = s[0]; align = s[1]; i = 2; aligned = true } else if isAlign(0) { align = s[0]; i = 1; aligned = true }
            if i < n, s[i] == 43 || s[i] == 45 || s[i] == 32 { sign = s[i]; i += 1 }
            if i < n, s[i] == 122 { positiveZero = true; i += 1 }
            if i < n, s[i] == 48 { if aligned { return nil }; zeros = true; align = 61; fill = 48; i += 1 }
            while i < n, s[i] >= 48, s[i] <= 57 { width = width * 10 + Int(s[i] - 48); i += 1; if width > 1 << 40 { return nil } }
            if i < n, s[i] == 44 || s[i] == 95 { separator = UInt8(s[i]); i += 1 }
            if i < n, s[i] == 46 {
                i += 1
                if i >= n || s[i] < 48 || s[i] > 57 { return nil }
                precision = 0
                while i < n, s[i] >= 48, s[i] <= 57 { precision = precision * 10 + Int(s[i] - 48); i += 1; if precision > 1 << 40 { return nil } }
            }
            if i < n { guard s[i] < 128, "eEfFgG%".utf8.contains(UInt8(s[i])) else { return nil }; kind = UInt8(s[i]); i += 1 }
            if i < n { return nil }
        }
    }
    static func format(_ v: Value, _ s: StrRef) throws(Raise) -> Value {
        let x = try ContextObject.current()
        guard let spec = Spec(s) else { return try byLibrary(v, s.value, x) }
        var d = DecimalObject(v).number
        var kind = spec.kind
        if kind == 0 { kind = x.capitals ? 71 : 103 }
        let lower = kind | 32
        var body: [UInt8] = [], whole: [UInt8] = []
        if !d.isFinite { whole = d.withSign(false).text() }
        else {
            if kind == 37 { d.exponent += 2 }
            let fixed = kind == 37 || lower == 102
            var c = DecimalContext.widest, status: UInt32 = 0
            c.rounding = x.context.rounding
            var precision = spec.precision
            if precision == 0 && lower == 103 { precision = 1 }
            func shorten(_ n: Int) {
                if d.digits <= n { if !fixed && lower == 101 && !d.coefficient.isZero { let k = n - d.digits; d.coefficient = d.coefficient.timesPower10(k); d.exponent -= k }; return }
                c.precision = max(1, n)
                d.finalize(c, &status)
            }
            if precision >= 0 {
                if lower == 101 {
                    if d.coefficient.isZero { d.exponent = 1 - (precision + 1) + (d.exponent + precision) } else { shorten(precision + 1) }
                } else if fixed { d = rescale(d, -precision, c) }
                else if d.digits > precision { shorten(precision) }
            }
            if d.coefficient.isZero && d.exponent > 0 && fixed { d = rescale(d, 0, c) }
            if d.coefficient.isZero && spec.positiveZero { d.negative = false }
            let digits = d.coefficient.text, left = d.exponent + digits.count
            let point: Int
            if lower == 101 { point = d.coefficient.isZero && precision >= 0 ? 1 - precision : 1 }
            else if fixed { point = left }
            else { point = d.exponent <= 0 && left > -6 ? left : 1 }
            var fraction: [UInt8] = []
            if point < 0 { whole = [48]; fraction = [UInt8](repeating: 48, count: -point) + digits }
            else if point > digits.count { whole = digits + [UInt8](repeating: 48, count: point - digits.count) }
            else { whole = point == 0 ? [48] : Array(digits[0..<point]); fraction = Array(digits[point...]) }
            let e = left - point
            if !fraction.isEmpty { body = [46] + fraction }
            if e != 0 || lower == 101 {
                body.append(kind == 69 || kind == 71 ? 69 : 101)
                body.append(e < 0 ? 45 : 43)
                body += Natural(UInt128(e.magnitude)).text
            }
            if kind == 37 { body.append(37) }
        }
        var sign: [UInt8] = []
        if d.negative { sign = [45] } else if spec.sign != 45 { sign = [UInt8(spec.sign)] }
        var fill = spec.fill
        var align = spec.align
        if !d.isFinite { if kind == 37 { body = [37] }; if spec.zeros { fill = 32; align = 62 } }
        else if spec.separator != 0 || spec.zeros { whole = group(whole, spec.separator, spec.zeros ? spec.width - body.count - sign.count : 0) }
        let n = sign.count + whole.count + body.count, pad = max(0, spec.width - n)
        var out = TextBuilder(capacity: n + pad)
        func fills(_ k: Int) { for _ in 0..<k { out.append(fill) } }
        func ascii(_ b: [UInt8]) { b.withUnsafeBufferPointer { if $0.count > 0 { out.append(ascii: $0.baseAddress!, $0.count) } } }
        if align == 62 { fills(pad) } else if align == 94 { fills(pad / 2) }
        ascii(sign)
        if align == 61 { fills(pad) }
        ascii(whole); ascii(body)
        if align == 60 { fills(pad) } else if align == 94 { fills(pad - pad / 2) }
        return StrRef.make(&out)
    }
    private static func rescale(_ d: DecimalNumber, _ e: Int, _ x: DecimalContext) -> DecimalNumber {
        var status: UInt32 = 0
        if d.coefficient.isZero { return DecimalNumber(d.negative, .zero, e) }
        return DecimalNumber.quantize(d, DecimalNumber(false, .one, e), x, &status)
    }
    /// DIGITS in groups of three, zeros in front up to WIDTH.
    private static func group(_ digits: [UInt8], _ separator: UInt8, _ width: Int) -> [UInt8] {
        if separator == 0 { return [UInt8](repeating: 48, count: max(0, width - digits.count)) + digits }
        var groups: [[UInt8]] = [], rest = digits[...], room = width
        while true {
            var n = min(max(rest.count, room, 1), 3)
            if groups.isEmpty { n = min(max(rest.count, room, 1), 3) }
            let zeros = max(0, n - rest.count)
            groups.append([UInt8](repeating: 48, count: zeros) + rest.suffix(n))
            rest = rest.dropLast(min(n, rest.count))
            room -= n
            if rest.isEmpty && room <= 0 { break }
            room -= 1
        }
        return Array(groups.reversed().joined(separator: [separator]))
    }
    private static func byLibrary(_ v: Value, _ spec: Value, _ x: ContextObject) throws(Raise) -> Value {
        let m = try Builtins.importModule("_pydecimal")
        let d = try Call.call(try Operations.getAttribute(m, StrRef.intern("Decimal")), Decimals.text(DecimalObject(v).number.text()))
        let c = try Call.call(try Operations.getAttribute(m, StrRef.intern("Context")))
        for n in ["prec", "rounding", "Emin", "Emax", "capitals", "clamp"] { try Operations.setAttribute(c, StrRef.intern(n), try Operations.getAttribute(Value(x.ref), StrRef.intern(n))) }
        do throws(Raise) { return try Call.call(try Operations.getAttribute(d, StrRef.intern("__format__")), spec, c) } catch {
            guard error.isExceptionKind, Errors.matches(Exceptions.valueError) else { throw error }
            Errors.take()
            throw Errors.valueError("invalid format string")
        }
    }
}

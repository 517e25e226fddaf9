import Primitives

/// Ints to and from text and bytes.
extension Integers {
    /// `repr` of any int-like value.
    public static func text(_ v: Value) throws(Raise) -> Value {
        if let i = asInt64(v) {
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { b in
                let n = BigInt.toText(i, into: b.baseAddress!)
                return StrRef.make(utf8: b.baseAddress!, n)
            }
        }
        return try text(v, base: 10, prefix: "")
    }
    /// In BASE, with PREFIX behind the sign ("0x").
    public static func text(_ v: Value, base: Int, prefix: StaticString) throws(Raise) -> Value {
        let limit = maxStrDigits
        if base == 10 && limit > 0 && with(v, { BigInt.minimumDecimalDigits($0) }) > limit { throw tooManyDigits() }
        let room = with(v) { BigInt.textRoom($0, base: base) } + 4
        var digits = 0
        let out: Value = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { b in
            let p = b.baseAddress!, k = prefix.utf8CodeUnitCount
            var n = with(v) { BigInt.toText($0, base: base, into: p + k) }
            let negative = p[k] == 45
            digits = n - (negative ? 1 : 0)
            if negative { p[0] = 45 }
            for i in 0..<k { p[i + (negative ? 1 : 0)] = prefix.utf8Start[i] }
            n += k
            return StrRef.make(utf8: p, n)
        }
        if base == 10 && limit > 0 && digits > limit { throw tooManyDigits() }
        return out
    }
    private static func tooManyDigits() -> Raise {
        Errors.valueError("Exceeds the limit (\(maxStrDigits) digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit")
    }
    /// `int(text, base)` of ASCII bytes; nil: no int literal.
    public static func parse(_ text: UnsafeBufferPointer<UInt8>, base: Int) throws(Raise) -> Value? {
        guard let l = IntLiteral.scan(text, base: base) else { return nil }
        // (Leading zeros count.)
        if l.digitCount <= 640, let i = l.small { return .int(i) }
        if maxStrDigits > 0 && l.countsAgainstLimit && l.digitCount > maxStrDigits {
            throw Errors.valueError("Exceeds the limit (\(maxStrDigits) digits) for integer string conversion: value has \(l.digitCount) digits; use sys.set_int_max_str_digits() to increase the limit")
        }
        return make(room: l.room) { r in l.convert(into: r) }
    }
    /// The int of a str, with its error.
    static func parse(str v: Value, base: Int) throws(Raise) -> Value {
        let s = StrRef(v)
        if base == 10, let i = s.shortDecimal { return Value(int: i) }
        var result: Value? = nil, failure: Raise? = nil
        NumericText.ascii(s) { text in
            do throws(Raise) { result = try parse(text, base: base) } catch { failure = error }
        }
        if let failure { throw failure }
        guard let result else { throw invalid(v, base) }
        return result
    }
    static func invalid(_ v: Value, _ base: Int) -> Raise {
        var text = Operations.reprText(v)
        if text.unicodeScalars.count > 200 { text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(200))) }
        return Errors.valueError("invalid literal for int() with base \(base): \(text)")
    }
    /// `int.from_bytes` / `_PyLong_FromByteArray`.
    public static func fromBytes(_ bytes: UnsafeBufferPointer<UInt8>, little: Bool, signed: Bool) -> Value {
        make(room: bytes.count / 8 + 2) { r in BigInt.fromBytes(bytes, little: little, signed: signed, into: r) }
    }
}

/// What `int()` and `float()` read from a str: spaces and digits of all scripts as ASCII.
enum NumericText {
    static func ascii(_ s: StrRef, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        if s.isASCII { return body(UnsafeBufferPointer(start: s.latin, count: s.count)) }
        var out = ByteBuilder(capacity: s.count + 1)
        defer { out.free() }
        Text.asciiNumeral(TextView(base: s.data, count: s.count, kind: s.kind), into: &out)
        body(out.view)
    }
}

// Formatting values by a parsed specification: str, int, float, complex. Each returns the error that CPython's __format__ raises,
// in its order of checks, and appends nothing then.

extension FormatSpec {
    /// `str.__format__` after parsing with ('s', '<'). (`format_string_internal`)
    public func format(text: TextView, into out: inout TextBuilder) -> FormatError? {
        if type != 115 { return .unknownCode(type) }
        if sign != 0 {
            return .message(sign == 32 ? "Space not allowed in string format specifier" : "Sign not allowed in string format specifier")
        }
        if noNegativeZero { return .message("Negative zero coercion (z) not allowed in string format specifier") }
        if alternate { return .message("Alternate form (#) not allowed in string format specifier") }
        if align == 61 { return .message("'=' alignment not allowed in string format specifier") }
        let shown = precision >= 0 && precision < text.count ? text.slice(0, precision) : text
        pad(shown.count, into: &out) { $0.append(shown) }
        return nil
    }

    /// Fill around `count` code points that `body` appends.
    private func pad(_ count: Int, into out: inout TextBuilder, _ body: (inout TextBuilder) -> Void) {
        let padding = Swift.max(width - count, 0)
        let left = align == 62 ? padding : align == 94 ? padding / 2 : 0
        out.append(repeating: fill, count: left)
        body(&out)
        out.append(repeating: fill, count: padding - left)
    }

    /// Whether the type asks an int to be formatted as a float.
    public var wantsFloat: Bool {
        switch type {
        case 101, 69, 102, 70, 103, 71, 37: return true
        default: return false
        }
    }

    /// `int.__format__` after parsing with ('d', '>'); types for which `wantsFloat` holds are the caller's to convert. (`format_long_internal`)
    public func format(int value: IntView, _ locale: NumberLocale = .c, into out: inout TextBuilder) -> FormatError? {
        let base: Int
        var prefix = TextView("")
        switch type {
        case 98:
            base = 2
            prefix = TextView("0b")
        case 111:
            base = 8
            prefix = TextView("0o")
        case 120:
            base = 16
            prefix = TextView("0x")
        case 88:
            base = 16
            prefix = TextView("0X")
        case 100, 110: base = 10
        case 99: base = 0
        default: return .unknownCode(type)
        }
        if precision != -1 { return .message("Precision not allowed in integer format specifier") }
        if noNegativeZero { return .message("Negative zero coercion (z) not allowed in integer format specifier") }
        if base == 0 {
            if sign != 0 { return .message("Sign not allowed with integer format specifier 'c'") }
            if alternate { return .message("Alternate form (#) not allowed with integer format specifier 'c'") }
            guard let c = value.small else { return .overflow("Python int too large to convert to C long") }
            if c < 0 || c > 0x10ffff { return .overflow("%c arg not in range(0x110000)") }
            // '=' pads like '>' when there are no digits, and so does the default.
            pad1(UInt32(c), into: &out)
            return nil
        }
        if !alternate { prefix = TextView("") }
        let room = BigInt.textRoom(value, base: base)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Swift.max(room, 24)) { b in
            let n = BigInt.toText(value.magnitude, base: base, into: b.baseAddress!)
            let digits = UnsafeBufferPointer(start: UnsafePointer(b.baseAddress!), count: n)
            if width < 0 && grouping == .none && sign == 0 && type != 88 && type != 110 {
                if value.negative { out.append(UInt8(45)) }
                out.append(prefix)
                out.append(ascii: digits.baseAddress!, n)
                return
            }
            NumberLayout(digits: digits, negative: value.negative, prefix: prefix).append(self, locale, upper: type == 88, into: &out)
        }
        return nil
    }

    private func pad1(_ c: UInt32, into out: inout TextBuilder) {
        var f = self
        if f.align == 61 { f.align = 62 }
        f.pad(1, into: &out) { $0.append(c) }
    }

    private var floatOptions: FloatFormat.Options {
        var o: FloatFormat.Options = []
        if alternate { o.insert(.alternate) }
        if noNegativeZero { o.insert(.noNegativeZero) }
        return o
    }

    /// `float.__format__` after parsing with (0, '>'). (`format_float_internal`)
    public func format(float value: Double, _ locale: NumberLocale = .c, into out: inout TextBuilder) -> FormatError? {
        var code: UInt8
        var options = floatOptions
        var value = value
        var percent = false
        var defaultPrecision = 6
        switch type {
        case 0:
            code = 114
            options.insert(.addDotZero)
            defaultPrecision = 0
        case 101, 69, 102, 70, 103, 71: code = UInt8(type)
        case 110: code = 103
        case 37:
            code = 102
            value *= 100
            percent = true
        default: return .unknownCode(type)
        }
        if precision > FloatFormat.mostDigits { return .message("precision too big") }
        if precision >= 0 && code == 114 { code = 103 }
        var b = ByteBuilder()
        defer { b.free() }
        FloatFormat.format(value, code: code, precision: precision < 0 ? defaultPrecision : precision, options, into: &b)
        if percent { b.append(37) }
        if width < 0 && sign != 43 && sign != 32 && grouping == .none && fractionGrouping == .none && type != 110 {
            out.append(ascii: b.base!, b.count)
            return nil
        }
        let negative = b.base![0] == 45
        NumberLayout(UnsafeBufferPointer(rebasing: b.view[(negative ? 1 : 0)...]), negative: negative).append(self, locale, upper: false, into: &out)
        return nil
    }

    /// `complex.__format__` after parsing with (0, '>'). (`format_complex_internal`)
    public func format(real: Double, imaginary: Double, _ locale: NumberLocale = .c, into out: inout TextBuilder) -> FormatError? {
        var code: UInt8
        var defaultPrecision = 6
        var skipReal = false, parentheses = false
        switch type {
        case 0:
            code = 114
            defaultPrecision = 0
            if real == 0 && real.sign == .plus { skipReal = true } else { parentheses = true }
        case 101, 69, 102, 70, 103, 71: code = UInt8(type)
        case 110: code = 103
        default: return .unknownCode(type)
        }
        if precision > FloatFormat.mostDigits { return .message("precision too big") }
        if fill == 48 { return .message("Zero padding is not allowed in complex format specifier") }
        if align == 61 { return .message("'=' alignment flag is not allowed in complex format specifier") }
        if precision >= 0 && code == 114 { code = 103 }
        let shown = precision < 0 ? defaultPrecision : precision
        var parts = TextBuilder()
        defer { parts.free() }
        if parentheses { parts.append(UInt8(40)) }
        func part(_ x: Double, _ sign: UInt8) {
            var b = ByteBuilder()
            defer { b.free() }
            FloatFormat.format(x, code: code, precision: shown, floatOptions, into: &b)
            var f = self
            f.width = -1
            f.align = 60
            f.fill = 0
            f.sign = sign
            let negative = b.base![0] == 45
            NumberLayout(UnsafeBufferPointer(rebasing: b.view[(negative ? 1 : 0)...]), negative: negative).append(f, locale, upper: false, into: &parts)
        }
        if !skipReal { part(real, sign) }
        part(imaginary, skipReal ? sign : 43)
        parts.append(UInt8(106))
        if parentheses { parts.append(UInt8(41)) }
        pad(parts.count, into: &out) { $0.append(parts.view) }
        return nil
    }
}

extension FloatFormat {
    /// `repr(complex)`.
    public static func repr(real: Double, imaginary: Double, into out: inout TextBuilder) {
        _ = FormatSpec().format(real: real, imaginary: imaginary, into: &out)
    }
}

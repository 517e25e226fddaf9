// Floats to text. Shortest digits (`repr`) come from the Swift library's own shortest-and-closest conversion, re-laid in
// CPython's form; fixed precisions come from glibc's printf, which is exact for any precision.
// Rejected: a Ryu or Schubfach of our own: 10 KB of tables for what the linked library already does.
import CSupport
import Glibc

public enum FloatFormat {
    /// What CPython accepts as a precision; more is "precision too big".
    public static let mostDigits = Int(Int32.max) - 1024
    /// How `format` writes what has no fraction and which sign it shows.
    public struct Options: OptionSet {
        public let rawValue: UInt8
        @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// `#`: keep the point and trailing zeros.
        public static let alternate = Options(rawValue: 1)
        /// Append ".0" to what would look like an int (Py_DTSF_ADD_DOT_0).
        public static let addDotZero = Options(rawValue: 2)
        /// Write '+' before what is not negative.
        public static let plus = Options(rawValue: 4)
        /// Write negative zero without its sign (the 'z' option); applies after rounding.
        public static let noNegativeZero = Options(rawValue: 8)
    }

    /// The shortest decimal digits that read back as `x` (finite, sign ignored) into `digits` (room for 24), and the
    /// position of the decimal point relative to their start: value = 0.DIGITS * 10^point.
    public static func shortest(_ x: Double, _ digits: UnsafeMutablePointer<UInt8>) -> (count: Int, point: Int) {
        if x == 0 {
            digits[0] = 48
            return (1, 1)
        }
        var text = x.magnitude.description
        return text.withUTF8 { s in
            var n = 0
            var point = 0
            var seenPoint = false
            var exponent = 0
            var i = 0
            while i < s.count {
                let c = s[i]
                if c == 46 {
                    seenPoint = true
                } else if c == 101 {
                    var negative = false
                    i += 1
                    if s[i] == 45 { negative = true; i += 1 } else if s[i] == 43 { i += 1 }
                    while i < s.count {
                        exponent = exponent * 10 + Int(s[i] - 48)
                        i += 1
                    }
                    if negative { exponent = -exponent }
                    break
                } else if n == 0 && c == 48 {
                    if seenPoint { point -= 1 }
                } else {
                    digits[n] = c
                    n += 1
                    if !seenPoint { point += 1 }
                }
                i += 1
            }
            while n > 1 && digits[n - 1] == 48 { n -= 1 }
            return (n, point + exponent)
        }
    }

    /// `repr(x)` into `out` (room for 32 bytes); returns the length.
    public static func repr(_ x: Double, into out: UnsafeMutablePointer<UInt8>) -> Int {
        var o = out
        func put(_ c: UInt8) { o.pointee = c; o += 1 }
        if !x.isFinite {
            if x.isNaN { put(110); put(97); put(110) } else {
                if x < 0 { put(45) }
                put(105); put(110); put(102)
            }
            return o - out
        }
        if x.sign == .minus { put(45) }
        var storage = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        withUnsafeMutableBytes(of: &storage) { raw in
            let digits = raw.baseAddress!.assumingMemoryBound(to: UInt8.self)
            let (n, point) = shortest(x, digits)
            o = layOut(digits, n, point, exponential: point <= -4 || point > 16, dotZero: true, upper: false, minimum: 0, dot: false, o)
        }
        return o - out
    }

    /// Writes digits in positional or exponent form; `minimum` digits are shown by padding with zeros. Returns the end.
    static func layOut(_ digits: UnsafePointer<UInt8>, _ n: Int, _ point: Int, exponential: Bool, dotZero: Bool, upper: Bool,
                       minimum: Int, dot: Bool, _ out: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var o = out
        let shown = Swift.max(n, minimum)
        func put(_ c: UInt8) { o.pointee = c; o += 1 }
        func digit(_ i: Int) -> UInt8 { i >= 0 && i < n ? digits[i] : 48 }
        if exponential {
            put(digit(0))
            if shown > 1 || dot { put(46) }
            var i = 1
            while i < shown { put(digit(i)); i += 1 }
            put(upper ? 69 : 101)
            var e = point - 1
            if e < 0 { put(45); e = -e } else { put(43) }
            if e >= 100 {
                put(UInt8(48 + e / 100))
                e %= 100
            }
            put(UInt8(48 + e / 10))
            put(UInt8(48 + e % 10))
            return o
        }
        if point <= 0 { put(48) } else {
            var i = 0
            while i < point { put(digit(i)); i += 1 }
        }
        if shown > point {
            put(46)
            var i = point
            while i < shown { put(digit(i)); i += 1 }
        } else if dotZero {
            put(46)
            put(48)
        } else if dot { put(46) }
        return o
    }

    /// |x| * 10^precision rounded half to even, exactly; nil if it does not fit 63 bits or the precision is above 19. A 53-bit
    /// significand times 10^19 fits 128 bits, so the binary fraction is cut off without error.
    static func scaled(_ x: Double, _ precision: Int) -> UInt64? {
        if precision > 19 || precision < 0 { return nil }
        let e = Int(x.exponentBitPattern) - 1075
        if e == -1075 || e > 10 { return x == 0 ? 0 : nil }
        let product = UInt128(x.significandBitPattern | 1 << 52) * UInt128(tenTo(precision))
        if e >= 0 {
            let r = product << UInt128(e)
            return r < 1 << 63 ? UInt64(r) : nil
        }
        if e < -126 { return nil }
        var q = product >> UInt128(-e)
        let rest = product & ((1 << UInt128(-e)) - 1)
        let half: UInt128 = 1 << UInt128(-e - 1)
        if rest > half || (rest == half && q & 1 == 1) { q += 1 }
        return q < 1 << 63 ? UInt64(q) : nil
    }

    @inline(__always)
    static func tenTo(_ n: Int) -> UInt64 {
        var p: UInt64 = 1
        for _ in 0..<n { p &*= 10 }
        return p
    }

    /// Appends `x` in one of CPython's codes: 'r' (precision ignored), 'e', 'f', 'g' or their capitals; `precision` is already
    /// the effective one. ('%' and 'n' are the caller's: scale, or group afterwards.) (`PyOS_double_to_string`)
    public static func format(_ x: Double, code: UInt8, precision: Int, _ options: Options, into out: inout ByteBuilder) {
        let upper = code >= 65 && code <= 90
        let kind = upper ? code | 32 : code
        let start = out.count
        if !x.isFinite {
            if x < 0 { out.append(45) } else if options.contains(.plus) { out.append(43) }
            if x.isNaN { out.append(upper ? "NAN" : "nan") } else { out.append(upper ? "INF" : "inf") }
            return
        }
        if kind == 114 {
            var storage = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
            withUnsafeMutableBytes(of: &storage) { raw in
                let digits = raw.baseAddress!.assumingMemoryBound(to: UInt8.self)
                let (n, point) = shortest(x, digits)
                if x.sign == .minus { out.append(45) }
                let o = out.reserve(40)
                let end = layOut(digits, n, point, exponential: point <= -4 || point > 16, dotZero: options.contains(.addDotZero),
                                 upper: upper, minimum: 0, dot: options.contains(.alternate), o)
                out.count += end - o
            }
        } else if kind == 103 {
            // %g is laid out here because ADD_DOT_0 shifts the threshold of the exponent form.
            let precision = precision == 0 ? 1 : precision
            var scratch = ByteBuilder(capacity: precision + 32)
            defer { scratch.free() }
            let length = Int(dx_format_double(UnsafeMutableRawPointer(scratch.base!).assumingMemoryBound(to: CChar.self),
                                              scratch.capacity, 101, Int32(precision - 1), 0, x.magnitude))
            let text = scratch.base!
            var mark = 0
            while text[mark] != 101 { mark += 1 }
            var exponent = 0
            var i = mark + 2
            while i < length {
                exponent = exponent * 10 + Int(text[i] - 48)
                i += 1
            }
            if text[mark + 1] == 45 { exponent = -exponent }
            // Close the gap of the point: digits are text[0], text[2..<mark].
            var n = 1
            i = 2
            while i < mark {
                text[n] = text[i]
                n += 1
                i += 1
            }
            let alternate = options.contains(.alternate)
            while n > 1 && text[n - 1] == 48 { n -= 1 }
            let point = x == 0 ? 1 : exponent + 1
            let dotZero = options.contains(.addDotZero)
            let exponential = point <= -4 || point > precision - (dotZero ? 1 : 0)
            if x.sign == .minus { out.append(45) }
            let o = out.reserve(precision + 40)
            let end = layOut(text, n, point, exponential: exponential, dotZero: dotZero, upper: upper,
                             minimum: alternate ? precision : 0, dot: alternate, o)
            out.count += end - o
        } else if kind == 102, let q = scaled(x, precision) {
            if x.sign == .minus { out.append(45) }
            let o = out.reserve(48)
            let scale = tenTo(precision)
            var n = BigInt.toText(Int(q / scale), into: o)
            if precision > 0 || options.contains(.alternate) {
                o[n] = 46
                n += 1
            }
            var fraction = q % scale
            var i = precision - 1
            while i >= 0 {
                o[n + i] = UInt8(truncatingIfNeeded: 48 + fraction % 10)
                fraction /= 10
                i -= 1
            }
            out.count += n + precision
        } else {
            let room = kind == 102 ? precision + 330 : precision + 32
            let o = out.reserve(room)
            out.count += Int(dx_format_double(UnsafeMutableRawPointer(o).assumingMemoryBound(to: CChar.self), room, CChar(code),
                                              Int32(truncatingIfNeeded: precision), options.contains(.alternate) ? 1 : 0, x))
        }
        if options.contains(.noNegativeZero) && out.base![start] == 45 {
            var zero = true
            var i = start + 1
            while i < out.count {
                let c = out.base![i]
                if c >= 49 && c <= 57 { zero = false; break }
                if c | 32 == 101 { break }
                i += 1
            }
            if zero {
                let p = out.base! + start
                p.update(from: p + 1, count: out.count - start - 1)
                out.count -= 1
            }
        }
        if options.contains(.plus) && out.base![start] != 45 {
            out.append(0)
            let p = out.base! + start
            memmove(p + 1, p, out.count - start - 1)
            p.pointee = 43
        }
    }

    /// `float.hex()` into `out` (room for 32 bytes); returns the length.
    public static func hex(_ x: Double, into out: UnsafeMutablePointer<UInt8>) -> Int {
        if !x.isFinite { return repr(x, into: out) }
        var o = out
        func put(_ c: UInt8) { o.pointee = c; o += 1 }
        if x.sign == .minus { put(45) }
        put(48)
        put(120)
        if x == 0 {
            for c in "0.0p+0".utf8 { put(c) }
            return o - out
        }
        let normal = x.exponentBitPattern != 0
        put(normal ? 49 : 48)
        put(46)
        var shift = 48
        while shift >= 0 {
            let d = UInt8((x.significandBitPattern >> UInt64(shift)) & 15)
            put(d < 10 ? 48 + d : 87 + d)
            shift -= 4
        }
        put(112)
        var e = normal ? Int(x.exponentBitPattern) - 1023 : -1022
        if e < 0 { put(45); e = -e } else { put(43) }
        if e >= 1000 { put(UInt8(48 + e / 1000)) }
        if e >= 100 { put(UInt8(48 + e / 100 % 10)) }
        if e >= 10 { put(UInt8(48 + e / 10 % 10)) }
        put(UInt8(48 + e % 10))
        return o - out
    }
}

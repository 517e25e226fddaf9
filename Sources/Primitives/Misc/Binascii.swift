// The kernels of binascii, bytes.hex and bytes.fromhex. Errors are binascii.Error texts unless said otherwise.
import CSupport

public enum Binascii {
    // MARK: Hexadecimal

    @inline(__always)
    private static func hexDigit(_ v: UInt8) -> UInt8 { v < 10 ? v &+ 48 : v &+ 87 }

    /// `bytes.hex(separator, group)`: a positive group counts from the right, a negative one from the left; no separator: 0.
    public static func hexlify(_ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8?, group: Int, into out: inout ByteBuilder) {
        let n = bytes.count
        let size = separator == nil || group.magnitude > UInt(n) ? 0 : Int(group.magnitude)
        if size == 0 {
            // Two digits at once.
            let pairs = hexPairs
            out.reserve(n * 2).withMemoryRebound(to: UInt16.self, capacity: n) { o in
                for i in 0..<n { UnsafeMutableRawPointer(o + i).storeBytes(of: pairs[Int(bytes[i])], as: UInt16.self) }
            }
            out.count += n * 2
            return
        }
        out.reserve(n * 3)
        for i in 0..<n {
            if let separator, i > 0, (group > 0 ? n - i : i) % size == 0 { out.append(separator) }
            out.append(hexDigit(bytes[i] >> 4))
            out.append(hexDigit(bytes[i] & 15))
        }
    }
    /// The two digits of each byte.
    private static let hexPairs: UnsafePointer<UInt16> = {
        let t = UnsafeMutablePointer<UInt16>.allocate(capacity: 256)
        for i in 0..<256 { t[i] = UInt16(hexDigit(UInt8(i & 15))) << 8 | UInt16(hexDigit(UInt8(i >> 4))) }
        return UnsafePointer(t)
    }()
    /// The value of each hexadecimal digit; 255 for what is none.
    private static let hexValues: UnsafePointer<UInt8> = {
        let t = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for i in 0..<256 { t[i] = EscapeCodec.hex(UInt8(i)).map { UInt8($0) } ?? 255 }
        return UnsafePointer(t)
    }()

    /// `binascii.unhexlify`.
    public static func unhexlify(_ text: UnsafeBufferPointer<UInt8>, into out: inout ByteBuilder) -> StaticString? {
        if text.count % 2 != 0 { return "Odd-length string" }
        let n = text.count / 2, values = hexValues, o = out.reserve(n)
        var wrong: UInt8 = 0
        for i in 0..<n {
            let a = values[Int(text[2 * i])], b = values[Int(text[2 * i + 1])]
            wrong |= a | b
            o[i] = a << 4 | b
        }
        if wrong > 15 { return "Non-hexadecimal digit found" }
        out.count += n
        return nil
    }

    /// Where `bytes.fromhex` stops (both ValueError).
    public enum FromHexError: Error {
        /// "non-hexadecimal number found in fromhex() arg at position N"
        case digit(Int)
        /// "fromhex() arg must contain an even number of hexadecimal digits"
        case odd
    }

    /// `bytes.fromhex`: ASCII space between bytes is skipped.
    public static func fromHex(_ text: TextView, into out: inout ByteBuilder) -> FromHexError? {
        func digit(_ i: Int) -> UInt32? {
            let c = text[i]
            return c < 128 ? EscapeCodec.hex(UInt8(c)) : nil
        }
        out.reserve(text.count / 2)
        var i = 0
        // What is not ASCII is reported before anything else.
        if !text.isASCII {
            for k in 0..<text.count where text[k] >= 128 { return .digit(k) }
        }
        while i < text.count {
            if Text.isSpace(text[i], .bytes) {
                i += 1
                continue
            }
            guard let a = digit(i) else { return .digit(i) }
            i += 1
            if i >= text.count { return .odd }
            guard let b = digit(i) else { return .digit(i) }
            i += 1
            out.append(UInt8(a << 4 | b))
        }
        return nil
    }

    // MARK: Base64

    @inline(__always)
    private static func base64Digit(_ v: UInt32) -> UInt8 {
        let v = UInt8(truncatingIfNeeded: v & 63)
        return v < 26 ? v + 65 : v < 52 ? v + 71 : v < 62 ? v - 4 : v == 62 ? 43 : 47
    }

    @inline(__always)
    private static func base64Value(_ c: UInt8) -> UInt8 {
        switch c {
        case 65...90: return c - 65
        case 97...122: return c - 71
        case 48...57: return c + 4
        case 43: return 62
        case 47: return 63
        default: return 255
        }
    }

    private static let base64Digits: UnsafePointer<UInt8> = {
        let t = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
        for i in 0..<64 { t[i] = base64Digit(UInt32(i)) }
        return UnsafePointer(t)
    }()
    /// The value of each digit; 255 for what is none.
    private static let base64Values: UnsafePointer<UInt8> = {
        let t = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for i in 0..<256 { t[i] = base64Value(UInt8(i)) }
        return UnsafePointer(t)
    }()

    /// `b2a_base64`.
    public static func toBase64(_ bytes: UnsafeBufferPointer<UInt8>, newline: Bool, into out: inout ByteBuilder) {
        let n = bytes.count, digits = base64Digits
        var i = 0, o = out.reserve((n + 2) / 3 * 4 + 1)
        while i + 2 < n {
            let v = Int(bytes[i]) << 16 | Int(bytes[i + 1]) << 8 | Int(bytes[i + 2])
            o[0] = digits[v >> 18]
            o[1] = digits[v >> 12 & 63]
            o[2] = digits[v >> 6 & 63]
            o[3] = digits[v & 63]
            o += 4
            i += 3
        }
        out.count += i / 3 * 4
        if n - i == 1 {
            let v = UInt32(bytes[i]) << 16
            out.append(base64Digit(v >> 18))
            out.append(base64Digit(v >> 12))
            out.append("==")
        } else if n - i == 2 {
            let v = UInt32(bytes[i]) << 16 | UInt32(bytes[i + 1]) << 8
            out.append(base64Digit(v >> 18))
            out.append(base64Digit(v >> 12))
            out.append(base64Digit(v >> 6))
            out.append(61)
        }
        if newline { out.append(10) }
    }

    /// What is wrong with base64.
    public enum Base64Error: Error {
        case message(StaticString)
        /// "Invalid base64-encoded string: number of data characters (N) cannot be 1 more than a multiple of 4"
        case length(Int)
    }

    /// `a2b_base64`.
    public static func fromBase64(_ text: UnsafeBufferPointer<UInt8>, strict: Bool, into out: inout ByteBuilder) -> Base64Error? {
        let n = text.count, values = base64Values
        var o = out.reserve((n + 3) / 4 * 3)
        let start = out.count
        var position = 0, pads = 0
        var left: UInt8 = 0
        // Whole groups of digits; from the first that has something else in it on, one by one.
        var first = 0
        while first + 3 < n {
            let a = values[Int(text[first])], b = values[Int(text[first + 1])], c = values[Int(text[first + 2])], d = values[Int(text[first + 3])]
            if a | b | c | d > 63 { break }
            o[0] = a << 2 | b >> 4
            o[1] = b << 4 | c >> 2
            o[2] = c << 6 | d
            o += 3
            first += 4
        }
        out.count += first / 4 * 3
        for i in first..<n {
            let c = text[i]
            if c == 61 {
                if strict {
                    if position == 0 { return .message(i == 0 ? "Leading padding not allowed" : "Excess padding not allowed") }
                    if position == 1 { return .length((out.count - start) / 3 * 4 + 1) }
                    if position + pads >= 4 { return .message("Excess padding not allowed") }
                }
                pads += 1
                continue
            }
            let v = base64Value(c)
            if v == 255 {
                if strict { return .message("Only base64 data is allowed") }
                continue
            }
            if strict && pads > 0 {
                return .message(position + pads == 4 ? "Excess data after padding" : "Discontinuous padding not allowed")
            }
            pads = 0
            switch position {
            case 0: left = v
            case 1:
                out.append(left << 2 | v >> 4)
                left = v & 15
            case 2:
                out.append(left << 4 | v >> 2)
                left = v & 3
            default: out.append(left << 6 | v)
            }
            position = (position + 1) & 3
        }
        // Without `strict`, padding only counts at the end; elsewhere it is skipped like everything that is no digit.
        if position == 0 || (position > 1 && position + pads >= 4) { return nil }
        return position == 1 ? .length((out.count - start) / 3 * 4 + 1) : .message("Incorrect padding")
    }

    // MARK: Uuencode

    /// `b2a_uu`.
    public static func toUU(_ bytes: UnsafeBufferPointer<UInt8>, backtick: Bool, into out: inout ByteBuilder) -> StaticString? {
        if bytes.count > 45 { return "At most 45 bytes at once" }
        func put(_ v: UInt32) { out.append(backtick && v == 0 ? 96 : UInt8(32 + v)) }
        put(UInt32(bytes.count))
        var i = 0
        while i < bytes.count {
            var v: UInt32 = 0
            for k in 0..<3 { v = v << 8 | (i + k < bytes.count ? UInt32(bytes[i + k]) : 0) }
            for k in 0..<4 { put((v >> UInt32(18 - 6 * k)) & 63) }
            i += 3
        }
        out.append(10)
        return nil
    }

    /// `a2b_uu`.
    public static func fromUU(_ text: UnsafeBufferPointer<UInt8>, into out: inout ByteBuilder) -> StaticString? {
        guard let length = text.first else { return "Missing length byte" }
        var left = Int((length &- 32) & 63)
        var i = 1
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        while left > 0 {
            var v: UInt32 = 0
            if i < text.count && text[i] != 10 && text[i] != 13 {
                if text[i] < 32 || text[i] > 96 { return "Illegal char" }
                v = UInt32((text[i] - 32) & 63)
            }
            i += 1
            buffer = buffer << 6 | v
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: buffer >> bits))
                buffer &= (1 << bits) - 1
                left -= 1
            }
        }
        while i < text.count {
            let c = text[i]
            if c != 32 && c != 96 && c != 10 && c != 13 { return "Trailing garbage" }
            i += 1
        }
        return nil
    }

    // MARK: Quoted-printable

    /// `a2b_qp`.
    public static func fromQuotedPrintable(_ text: UnsafeBufferPointer<UInt8>, header: Bool, into out: inout ByteBuilder) {
        let n = text.count
        var i = 0
        while i < n {
            let c = text[i]
            i += 1
            if c != 61 {
                out.append(header && c == 95 ? 32 : c)
                continue
            }
            if i >= n { break }
            if text[i] == 10 || text[i] == 13 {
                while i < n && text[i] != 10 { i += 1 }
                if i < n { i += 1 }
            } else if text[i] == 61 {
                out.append(61)
                i += 1
            } else if i + 1 < n, let a = EscapeCodec.hex(text[i]), let b = EscapeCodec.hex(text[i + 1]) {
                out.append(UInt8(a << 4 | b))
                i += 2
            } else {
                out.append(61)
            }
        }
    }

    /// `b2a_qp`: lines of at most 76.
    public static func toQuotedPrintable(_ bytes: UnsafeBufferPointer<UInt8>, quoteTabs: Bool, isText: Bool, header: Bool,
                                         into out: inout ByteBuilder) {
        let n = bytes.count
        let start = out.count
        // The first line's end decides for all.
        var crlf = false
        if let first = bytes.firstIndex(of: 10) { crlf = first > 0 && bytes[first - 1] == 13 }
        func lineEnd() {
            if crlf { out.append(13) }
            out.append(10)
        }
        func hex(_ c: UInt8) {
            for v in [c >> 4, c & 15] { out.append(v < 10 ? v + 48 : v + 55) }
        }
        var column = 0
        var i = 0
        while i < n {
            let c = bytes[i]
            let next: UInt8? = i + 1 < n ? bytes[i + 1] : nil
            let quote = c > 126 || c == 61 || (header && c == 95) ||
                (c == 46 && column == 0 && (next == nil || next == 10 || next == 13 || next == 0)) ||
                (!isText && (c == 13 || c == 10)) || ((c == 9 || c == 32) && next == nil) ||
                (c < 33 && c != 13 && c != 10 && (quoteTabs || (c != 9 && c != 32)))
            if quote {
                if column + 3 >= 76 {
                    out.append(61)
                    lineEnd()
                    column = 0
                }
                out.append(61)
                hex(c)
                i += 1
                column += 3
            } else if isText && (c == 10 || (c == 13 && next == 10)) {
                column = 0
                if out.count > start, let last = Optional(out.base![out.count - 1]), last == 32 || last == 9 {
                    out.base![out.count - 1] = 61
                    hex(last)
                }
                lineEnd()
                i += c == 13 ? 2 : 1
            } else {
                if next != nil && next != 10 && column + 1 >= 76 {
                    out.append(61)
                    lineEnd()
                    column = 0
                }
                column += 1
                out.append(header && c == 32 ? 95 : c)
                i += 1
            }
        }
    }

    // MARK: Checksums

    public static func crc32(_ bytes: UnsafeBufferPointer<UInt8>, _ start: UInt32) -> UInt32 {
        bytes.count == 0 ? start : dx_crc32(start, bytes.baseAddress, bytes.count)
    }

    public static func adler32(_ bytes: UnsafeBufferPointer<UInt8>, _ start: UInt32) -> UInt32 {
        bytes.count == 0 ? start : dx_adler32(start, bytes.baseAddress, bytes.count)
    }

    /// CRC-CCITT with polynomial 0x1021. (`crc_hqx`)
    public static func crcHQX(_ bytes: UnsafeBufferPointer<UInt8>, _ start: UInt16) -> UInt16 {
        var crc = start
        for b in bytes {
            crc ^= UInt16(b) << 8
            for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
        }
        return crc
    }
}

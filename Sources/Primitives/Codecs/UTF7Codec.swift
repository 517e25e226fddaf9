// UTF-7 (RFC 2152): ASCII as itself, everything else as UTF-16 in base64 between '+' and '-'. A pending shift is part of the
// decoder's state, so an error inside one ends it, and input that stops inside one is given back from its '+' on.

public enum UTF7Codec {
    @inline(__always)
    private static func base64(_ c: UInt8) -> UInt32? {
        switch c {
        case 65...90: return UInt32(c - 65)
        case 97...122: return UInt32(c - 71)
        case 48...57: return UInt32(c + 4)
        case 43: return 62
        case 47: return 63
        default: return nil
        }
    }

    @inline(__always)
    private static func digit(_ v: UInt32) -> UInt8 {
        let v = UInt8(truncatingIfNeeded: v & 63)
        return v < 26 ? v + 65 : v < 52 ? v + 71 : v < 62 ? v - 4 : v == 62 ? 43 : 47
    }

    /// See `Codec.decode`; after an error `position` is its end.
    public static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, final: Bool, into out: inout TextBuilder) -> CodecError? {
        let n = bytes.count
        var i = position
        var shifted = false
        var shiftStart = 0
        var shiftOutput = 0
        var surrogate: UInt32 = 0
        var bits: UInt32 = 0
        var buffer: UInt32 = 0
        func fail(_ start: Int, _ reason: StaticString) -> CodecError {
            position = start
            return CodecError(start, i, reason)
        }
        while i < n {
            let c = bytes[i]
            if shifted {
                if let v = base64(c) {
                    buffer = buffer << 6 | v
                    bits += 6
                    i += 1
                    if bits >= 16 {
                        let unit = buffer >> (bits - 16)
                        bits -= 16
                        buffer &= (1 << bits) - 1
                        if surrogate != 0 {
                            if unit & 0xfc00 == 0xdc00 {
                                out.append(0x10000 + ((surrogate & 0x3ff) << 10 | (unit & 0x3ff)))
                                surrogate = 0
                                continue
                            }
                            out.append(surrogate)
                            surrogate = 0
                        }
                        if unit & 0xfc00 == 0xd800 { surrogate = unit } else { out.append(unit) }
                    }
                    continue
                }
                shifted = false
                if bits >= 6 {
                    i += 1
                    return fail(shiftStart, "partial character in shift sequence")
                }
                if bits > 0 && buffer != 0 {
                    i += 1
                    return fail(shiftStart, "non-zero padding bits in shift sequence")
                }
                if surrogate != 0 && c < 128 && c != 43 { out.append(surrogate) }
                surrogate = 0
                if c == 45 { i += 1 }
            } else if c == 43 {
                shiftStart = i
                i += 1
                if i < n && bytes[i] == 45 {
                    i += 1
                    out.append(43 as UInt32)
                } else if i < n && base64(bytes[i]) == nil {
                    i += 1
                    return fail(shiftStart, "ill-formed sequence")
                } else {
                    shifted = true
                    surrogate = 0
                    shiftOutput = out.count
                    bits = 0
                    buffer = 0
                }
            } else if c < 128 {
                i += 1
                out.append(c)
            } else {
                i += 1
                return fail(i - 1, "unexpected special character")
            }
        }
        if shifted {
            if !final {
                out.truncate(shiftOutput)
                position = shiftStart
                return nil
            }
            if surrogate != 0 || bits >= 6 || (bits > 0 && buffer != 0) { return fail(shiftStart, "unterminated shift sequence") }
        }
        position = i
        return nil
    }

    private static func isDirect(_ c: UInt32) -> Bool {
        if c >= 127 || c == 43 || c == 92 || c == 126 { return false }
        return c >= 32 || c == 9 || c == 10 || c == 13
    }

    /// Encodes all of `text`; surrogates pass.
    public static func encode(_ text: TextView, into out: inout ByteBuilder) {
        var shifted = false
        var bits: UInt32 = 0
        var buffer: UInt32 = 0
        func flush() {
            if bits > 0 { out.append(digit(buffer << (6 - bits))) }
            bits = 0
            buffer = 0
        }
        func unit(_ u: UInt32) {
            buffer = buffer << 16 | u
            bits += 16
            while bits >= 6 {
                out.append(digit(buffer >> (bits - 6)))
                bits -= 6
            }
            buffer &= (1 << bits) - 1
        }
        for i in 0..<text.count {
            let c = text[i]
            if isDirect(c) {
                if shifted {
                    flush()
                    shifted = false
                    if c == 45 || base64(UInt8(c)) != nil { out.append(45) }
                }
                out.append(UInt8(c))
                continue
            }
            if !shifted {
                if c == 43 {
                    out.append("+-")
                    continue
                }
                out.append(43)
                shifted = true
            }
            if c >= 0x10000 {
                unit(0xd800 | (c - 0x10000) >> 10)
                unit(0xdc00 | c & 0x3ff)
            } else { unit(c) }
        }
        flush()
        if shifted { out.append(45) }
    }
}

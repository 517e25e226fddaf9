// What all codecs share. A codec works until it is done or until something cannot be coded; then it returns a CodecError and
// leaves `position` at its start, with everything before already written. The caller asks its error handler, writes the
// replacement, sets `position` and calls again. So the codecs know nothing of handlers, and the built-in handlers are here
// as well, for callers that need no Python callback.
import Glibc
import CSupport

/// Something that cannot be coded: the range of input units, and CPython's reason.
public struct CodecError: Error {
    public var start: Int
    public var end: Int
    public var reason: StaticString

    @inlinable
    public init(_ start: Int, _ end: Int, _ reason: StaticString) {
        self.start = start
        self.end = end
        self.reason = reason
    }
}

/// The handlers that need no Python code.
public enum ErrorHandler {
    case strict, ignore, replace, surrogateescape, surrogatepass, backslashreplace, xmlcharrefreplace, namereplace

    /// The handler of a name, if it is a built-in one.
    public init?(_ name: UnsafeBufferPointer<UInt8>) {
        func named(_ s: StaticString) -> Bool { name.count == s.utf8CodeUnitCount && memcmp(name.baseAddress ?? s.utf8Start, s.utf8Start, name.count) == 0 }
        if named("strict") { self = .strict } else if named("ignore") { self = .ignore } else if named("replace") { self = .replace } else if
            named("surrogateescape") { self = .surrogateescape } else if named("surrogatepass") { self = .surrogatepass } else if
            named("backslashreplace") { self = .backslashreplace } else if named("xmlcharrefreplace") { self = .xmlcharrefreplace } else if
            named("namereplace") { self = .namereplace } else { return nil }
    }
}

public enum Codec {
    /// The codecs with an entry here.
    public enum Encoding {
        case utf8, latin1, ascii, utf16, utf16le, utf16be, utf32, utf32le, utf32be, utf7, unicodeEscape, rawUnicodeEscape

        /// Bytes a surrogate takes, for surrogatepass; 0 where that handler has no meaning.
        var surrogateBytes: Int {
            switch self {
            case .utf8: return 3
            case .utf16, .utf16le, .utf16be: return 2
            case .utf32, .utf32le, .utf32be: return 4
            default: return 0
            }
        }
        var isBig: Bool { self == .utf16be || self == .utf32be }

        /// The encoding's name in error messages.
        public var name: StaticString {
            switch self {
            case .utf8: return "utf-8"
            case .latin1: return "latin-1"
            case .ascii: return "ascii"
            case .utf16: return "utf-16"
            case .utf16le: return "utf-16-le"
            case .utf16be: return "utf-16-be"
            case .utf32: return "utf-32"
            case .utf32le: return "utf-32-le"
            case .utf32be: return "utf-32-be"
            case .utf7: return "utf-7"
            case .unicodeEscape: return "unicodeescape"
            case .rawUnicodeEscape: return "rawunicodeescape"
            }
        }
    }

    /// Decodes from `position` on. `final` false leaves an incomplete end undecoded (`position` says where). For the codecs with a
    /// byte order mark, pass the specific variant once `byteOrder` has been asked.
    public static func decode(_ encoding: Encoding, _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, final: Bool,
                              into out: inout TextBuilder) -> CodecError? {
        switch encoding {
        case .utf8: return UTF8Codec.decode(bytes, &position, final: final, into: &out)
        case .latin1:
            out.append(latin1: UnsafeBufferPointer(rebasing: bytes[position...]))
            position = bytes.count
            return nil
        case .ascii: return LatinCodec.decodeASCII(bytes, &position, into: &out)
        case .utf16, .utf16le: return UTF16Codec.decode(bytes, &position, big: false, final: final, into: &out)
        case .utf16be: return UTF16Codec.decode(bytes, &position, big: true, final: final, into: &out)
        case .utf32, .utf32le: return UTF32Codec.decode(bytes, &position, big: false, final: final, into: &out)
        case .utf32be: return UTF32Codec.decode(bytes, &position, big: true, final: final, into: &out)
        case .utf7: return UTF7Codec.decode(bytes, &position, final: final, into: &out)
        case .unicodeEscape:
            var invalid: (position: Int, value: Int)?
            return EscapeCodec.decodeUnicode(bytes, &position, final: final, firstInvalid: &invalid, into: &out)
        case .rawUnicodeEscape: return EscapeCodec.decodeRawUnicode(bytes, &position, final: final, into: &out)
        }
    }

    /// Encodes from `position` on; never writes a byte order mark (`appendMark` does).
    public static func encode(_ encoding: Encoding, _ text: TextView, _ position: inout Int, into out: inout ByteBuilder) -> CodecError? {
        switch encoding {
        case .utf8: return UTF8Codec.encode(text, &position, into: &out)
        case .latin1: return LatinCodec.encode(text, &position, limit: 256, into: &out)
        case .ascii: return LatinCodec.encode(text, &position, limit: 128, into: &out)
        case .utf16, .utf16le: return UTF16Codec.encode(text, &position, big: false, into: &out)
        case .utf16be: return UTF16Codec.encode(text, &position, big: true, into: &out)
        case .utf32, .utf32le: return UTF32Codec.encode(text, &position, big: false, into: &out)
        case .utf32be: return UTF32Codec.encode(text, &position, big: true, into: &out)
        case .utf7:
            UTF7Codec.encode(text, into: &out)
            return nil
        case .unicodeEscape:
            EscapeCodec.encodeUnicode(text, into: &out)
            return nil
        case .rawUnicodeEscape:
            EscapeCodec.encodeRawUnicode(text, into: &out)
            return nil
        }
    }

    /// The variant that a byte order mark at the start selects, and the mark's length; little-endian without one.
    public static func byteOrder(_ encoding: Encoding, _ bytes: UnsafeBufferPointer<UInt8>) -> (Encoding, Int) {
        switch encoding {
        case .utf16:
            if bytes.count >= 2 {
                if bytes[0] == 0xff && bytes[1] == 0xfe { return (.utf16le, 2) }
                if bytes[0] == 0xfe && bytes[1] == 0xff { return (.utf16be, 2) }
            }
            return (.utf16le, 0)
        case .utf32:
            if bytes.count >= 4 {
                if bytes[0] == 0xff && bytes[1] == 0xfe && bytes[2] == 0 && bytes[3] == 0 { return (.utf32le, 4) }
                if bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 0xfe && bytes[3] == 0xff { return (.utf32be, 4) }
            }
            return (.utf32le, 0)
        default: return (encoding, 0)
        }
    }

    /// Writes the byte order mark of utf-16 and utf-32; nothing for the others.
    public static func appendMark(_ encoding: Encoding, into out: inout ByteBuilder) {
        if encoding == .utf16 || encoding == .utf32 {
            out.append(0xff)
            out.append(0xfe)
            if encoding == .utf32 { out.append(repeating: 0, count: 2) }
        }
    }

    /// Decodes all of `bytes` (a mark included) with a built-in handler; the error is what the handler refuses.
    public static func decode(_ encoding: Encoding, _ bytes: UnsafeBufferPointer<UInt8>, errors: ErrorHandler, into out: inout TextBuilder)
        -> CodecError? {
        var (variant, position) = byteOrder(encoding, bytes)
        while let error = decode(variant, bytes, &position, final: true, into: &out) {
            guard let next = handleDecoding(error, errors, variant, bytes, into: &out) else { return error }
            position = next
        }
        return nil
    }

    /// Encodes all of `text` (with a mark where the codec has one) with a built-in handler.
    public static func encode(_ encoding: Encoding, _ text: TextView, errors: ErrorHandler, into out: inout ByteBuilder) -> CodecError? {
        appendMark(encoding, into: &out)
        var position = 0
        while var error = encode(encoding, text, &position, into: &out) {
            if !handleEncoding(&error, errors, encoding, text, into: &out) { return error }
            position = error.end
        }
        return nil
    }

    /// Writes a handler's replacement for undecodable bytes; returns where to go on, or nil if the error stands.
    public static func handleDecoding(_ error: CodecError, _ handler: ErrorHandler, _ encoding: Encoding, _ bytes: UnsafeBufferPointer<UInt8>,
                                      into out: inout TextBuilder) -> Int? {
        switch handler {
        case .ignore: return error.end
        case .replace:
            out.append(0xfffd as UInt32)
            return error.end
        case .backslashreplace:
            for i in error.start..<error.end {
                out.append("\\x")
                out.append(hex: UInt32(bytes[i]), digits: 2)
            }
            return error.end
        case .surrogateescape:
            var i = error.start
            while i < error.end && i < error.start + 4 && bytes[i] >= 128 {
                out.append(0xdc00 + UInt32(bytes[i]))
                i += 1
            }
            return i > error.start ? i : nil
        case .surrogatepass:
            let n = encoding.surrogateBytes
            let p = error.start
            if n == 0 || bytes.count - p < n { return nil }
            var c: UInt32 = 0
            if n == 3 {
                if bytes[p] & 0xf0 != 0xe0 || bytes[p + 1] & 0xc0 != 0x80 || bytes[p + 2] & 0xc0 != 0x80 { return nil }
                c = UInt32(bytes[p] & 15) << 12 | UInt32(bytes[p + 1] & 63) << 6 | UInt32(bytes[p + 2] & 63)
            } else {
                for i in 0..<n { c = c << 8 | UInt32(bytes[encoding.isBig ? p + i : p + n - 1 - i]) }
            }
            if c < 0xd800 || c > 0xdfff { return nil }
            out.append(c)
            return p + n
        default: return nil
        }
    }

    /// Writes a handler's replacement for what cannot be encoded; false if the error stands (for what of it was not handled).
    public static func handleEncoding(_ error: inout CodecError, _ handler: ErrorHandler, _ encoding: Encoding, _ text: TextView,
                                      into out: inout ByteBuilder) -> Bool {
        let unit = encoding.surrogateBytes == 3 ? 1 : Swift.max(encoding.surrogateBytes, 1)
        func put(_ c: UInt32) {
            for i in 0..<unit { out.append(UInt8(truncatingIfNeeded: c >> UInt32(8 * (encoding.isBig ? unit - 1 - i : i)))) }
        }
        func putASCII(_ body: (inout TextBuilder) -> Void) {
            var b = TextBuilder()
            defer { b.free() }
            body(&b)
            for i in 0..<b.count { put(b.view[i]) }
        }
        if unit == 1 && (handler == .backslashreplace || handler == .xmlcharrefreplace) {
            for i in error.start..<error.end {
                if handler == .backslashreplace { out.count &+= Text.escape(text[i], out.reserve(10)); continue }
                out.append(38); out.append(35)
                out.append(decimal: Int(text[i]))
                out.append(59)
            }
            return true
        }
        switch handler {
        case .ignore: return true
        case .replace:
            for _ in error.start..<error.end { put(63) }
            return true
        case .backslashreplace:
            for i in error.start..<error.end { putASCII { Text.escape(text[i], into: &$0) } }
            return true
        case .xmlcharrefreplace:
            for i in error.start..<error.end {
                putASCII {
                    $0.append("&#")
                    $0.append(decimal: Int(text[i]))
                    $0.append(UInt8(59))
                }
            }
            return true
        case .namereplace:
            for i in error.start..<error.end {
                var name = ByteBuilder()
                defer { name.free() }
                if CharacterNames.name(text[i], into: &name) {
                    putASCII {
                        $0.append("\\N{")
                        $0.append(latin1: name.view)
                        $0.append(UInt8(125))
                    }
                } else { putASCII { Text.escape(text[i], into: &$0) } }
            }
            return true
        case .surrogateescape:
            // A single byte is no unit of the wide codecs.
            if unit > 1 { return false }
            while error.start < error.end && text[error.start] >= 0xdc80 && text[error.start] <= 0xdcff {
                out.append(UInt8(truncatingIfNeeded: text[error.start]))
                error.start += 1
            }
            return error.start == error.end
        case .surrogatepass:
            if encoding.surrogateBytes == 0 { return false }
            for i in error.start..<error.end where text[i] < 0xd800 || text[i] > 0xdfff { return false }
            for i in error.start..<error.end {
                let c = text[i]
                if encoding == .utf8 {
                    out.append(UInt8(0xe0 | c >> 12))
                    out.append(UInt8(0x80 | (c >> 6) & 63))
                    out.append(UInt8(0x80 | c & 63))
                } else { put(c) }
            }
            return true
        case .strict: return false
        }
    }
}

import Primitives

/// The text of an exception or of a `repr`, put together in the storage of a str: `throw Errors.typeError("'\(v.type)' object is not callable")`. Programs
/// raise and catch exceptions by the million whose text nobody reads; strings of Swift took most of their time.
///
/// Interpolated are strs (as they are, lone surrogates included), types (by the name that messages give them, tp_name), integers, strings of Swift, and by
/// its description whatever else there is.
public struct Message: ExpressibleByStringInterpolation {
    /// The str.
    public let value: Value
    @inline(never) public init(stringLiteral s: StaticString) { var b = Pieces(literalCapacity: s.utf8CodeUnitCount, interpolationCount: 0); b.appendLiteral(s); value = StrRef.make(&b.text) }
    @inline(never) public init(stringInterpolation s: consuming Pieces) { value = StrRef.make(&s.text) }

    public struct Pieces: StringInterpolationProtocol {
        var text: TextBuilder
        @inline(never) public init(literalCapacity n: Int, interpolationCount k: Int) { text = TextBuilder(capacity: n + 16 * k) }
        @inline(never) public mutating func appendLiteral(_ s: StaticString) { append(UnsafeBufferPointer(start: s.utf8Start, count: s.utf8CodeUnitCount)) }
        @inline(never) public mutating func appendInterpolation(_ s: String) { var s = s; s.withUTF8 { append($0) } }
        @inline(never) public mutating func appendInterpolation(_ s: StrRef) { text.append(s.view) }
        @inline(never) public mutating func appendInterpolation(_ t: TypeRef) {
            if t.has(TypeRef.Flags.heapType) && t.name.isPointer { text.append(StrRef(t.name).view) } else { appendInterpolation(t.text) }
        }
        /// "module.Qualname" of a type, without "builtins.".
        @inline(never) public mutating func appendInterpolation(full t: TypeRef) {
            let m = TypeType.module(t)
            if m.isStr && !StrRef(m).equals("builtins") { text.append(StrRef(m).view); text.append(UInt8(ascii: ".")) }
            text.append(StrRef(t.qualifiedName).view)
        }
        /// The same as messages name types (`%T`): `__main__` is left out too.
        public mutating func appendInterpolation(qualified t: TypeRef) {
            let m = TypeType.module(t)
            if m.isStr && StrRef(m).equals("__main__") { text.append(StrRef(t.qualifiedName).view) } else { appendInterpolation(full: t) }
        }
        @inline(never) public mutating func appendInterpolation(_ n: Int) { text.append(decimal: n) }
        /// As an address: "0x7f...".
        @inline(never) public mutating func appendInterpolation(hex n: UInt64) {
            text.append("0x" as StaticString)
            text.append(hex: n, digits: max(1, (67 - n.leadingZeroBitCount) / 4))
        }
        public mutating func appendInterpolation<T>(_ x: T) { appendInterpolation(String(describing: x)) }
        private mutating func append(_ s: UnsafeBufferPointer<UInt8>) {
            guard let p = s.baseAddress, s.count > 0 else { return }
            if Text.isASCII(p, s.count) { text.append(ascii: p, s.count) } else { for c in String(decoding: s, as: UTF8.self).unicodeScalars { text.append(c.value) } }
        }
    }
    public typealias StringInterpolation = Pieces
}

// The same where a string of Swift is made.
public extension DefaultStringInterpolation {
    mutating func appendInterpolation(_ t: TypeRef) { appendInterpolation(t.text) }
    mutating func appendInterpolation(_ s: StrRef) { appendInterpolation(s.string) }
}

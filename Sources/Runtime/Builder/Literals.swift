import Primitives

/// Constants of literals that are heap objects.
extension Literals {
    static func bigInt(_ b: UnsafeBufferPointer<UInt8>) -> Value {
        guard let l = IntLiteral.scan(b, base: 0) else { return Value(int: 0) }
        return Integers.make(room: l.room) { r in l.convert(into: r) }
    }
    static func complex(_ d: Double) -> Value { ComplexObject.make(Complex(0, d)) }
    static func bytes(_ b: UnsafeBufferPointer<UInt8>) -> Value { b.count == 0 ? BytesRef.make("") : BytesRef.make(b.baseAddress!, b.count) }
}

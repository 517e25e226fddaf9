// The format language of struct and memoryview, and the packing of numbers into bytes.

/// One entry of a struct format.
public struct StructItem {
    /// The format character.
    public var code: UInt8
    /// Bytes an element takes.
    public var size: Int
    /// The repeat count: elements, or for 's' and 'p' bytes of one value.
    public var count: Int
    /// Where it starts.
    public var offset: Int

    /// How many values it stands for.
    public var values: Int { code == 120 ? 0 : code == 115 || code == 112 ? 1 : count }
}

/// Walks over a struct format.
public struct StructFormat {
    /// '@' (native sizes and alignment), or '=' '<' '>' '!' (standard sizes, none).
    public let isNative: Bool
    public let isBigEndian: Bool
    private var text: UnsafeBufferPointer<UInt8>
    private var i = 0
    private var offset = 0

    public init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        var native = true, big = false
        switch text.first {
        case 64: i = 1
        case 61, 60:
            native = false
            i = 1
        case 62, 33:
            native = false
            big = true
            i = 1
        default: break
        }
        isNative = native
        isBigEndian = big
    }

    /// The size of an element of a code, or nil if it is none; native alignment equals the size except for s, p, x, c.
    public static func size(_ code: UInt8, native: Bool) -> Int? {
        switch code {
        case 120, 98, 66, 99, 115, 112, 63: return 1
        case 104, 72, 101: return 2
        case 105, 73, 102: return 4
        case 108, 76: return native ? 8 : 4
        case 113, 81, 100: return 8
        case 110, 78, 80: return native ? 8 : nil
        case 70: return 8
        case 68: return 16
        default: return nil
        }
    }

    static func alignment(_ code: UInt8, _ size: Int) -> Int { code == 70 ? 4 : code == 68 ? 8 : size }

    /// The next item; nil at the end; a failure is struct.error with its text. Items with a count of 0 align and come as well.
    public mutating func next() -> Result<StructItem, FormatError>? {
        while i < text.count && Text.isSpace(UInt32(text[i]), .bytes) { i += 1 }
        if i >= text.count { return nil }
        var count = 1
        if text[i] >= 48 && text[i] <= 57 {
            count = 0
            while i < text.count && text[i] >= 48 && text[i] <= 57 {
                let (p, o) = count.multipliedReportingOverflow(by: 10)
                let (s, o2) = p.addingReportingOverflow(Int(text[i] - 48))
                if o || o2 { return .failure(.message("total struct size too long")) }
                count = s
                i += 1
            }
            if i >= text.count { return .failure(.message("repeat count given without format specifier")) }
        }
        let code = text[i]
        i += 1
        guard let size = StructFormat.size(code, native: isNative) else { return .failure(.message("bad char in struct format")) }
        if isNative {
            let alignment = StructFormat.alignment(code, size)
            if offset > Int.max - alignment { if alignment > 1 { return .failure(.message("total struct size too long")) } }
            else { offset = (offset + alignment - 1) / alignment * alignment }
        }
        let item = StructItem(code: code, size: size, count: count, offset: offset)
        let (bytes, o) = size.multipliedReportingOverflow(by: count)
        let (end, o2) = offset.addingReportingOverflow(bytes)
        if o || o2 { return .failure(.message("total struct size too long")) }
        offset = end
        return .success(item)
    }

    /// The size of what has been walked over.
    public var totalSize: Int { offset }
}

/// Numbers in bytes.
public enum Packing {
    /// An integer of `size` bytes (1...8), sign-extended if `signed`; an unsigned one of 8 bytes comes as its bits.
    @inlinable
    public static func readInt(_ p: UnsafePointer<UInt8>, size: Int, big: Bool, signed: Bool) -> Int {
        var v: UInt = 0
        var i = 0
        while i < size {
            v = v &<< 8 | UInt(p[big ? i : size &- 1 &- i])
            i &+= 1
        }
        let shift = UInt(64 &- 8 &* size)
        return signed ? Int(bitPattern: v &<< shift) &>> Int(shift) : Int(bitPattern: v)
    }

    @inlinable
    public static func writeInt(_ value: Int, _ p: UnsafeMutablePointer<UInt8>, size: Int, big: Bool) {
        var v = UInt(bitPattern: value)
        var i = 0
        while i < size {
            p[big ? size &- 1 &- i : i] = UInt8(truncatingIfNeeded: v)
            v &>>= 8
            i &+= 1
        }
    }

    /// A float of 2, 4 or 8 bytes.
    public static func readFloat(_ p: UnsafePointer<UInt8>, size: Int, big: Bool) -> Double {
        let bits = UInt(bitPattern: readInt(p, size: size, big: big, signed: false))
        switch size {
        case 2:
            let h = UInt64(bits)
            let sign = (h >> 15) << 63
            let e = (h >> 10) & 31
            let m = h & 0x3ff
            if e == 31 { return Double(bitPattern: sign | 0x7ff0_0000_0000_0000 | m << 42) }
            if e == 0 {
                let v = Double(m) * 5.960464477539063e-08
                return sign == 0 ? v : -v
            }
            return Double(bitPattern: sign | (e + 1008) << 52 | m << 42)
        case 4:
            let f = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
            // A signaling NaN keeps its bits.
            if f.isNaN {
                let b = UInt64(f.bitPattern)
                return Double(bitPattern: (b >> 31) << 63 | 0x7ff0_0000_0000_0000 | (b & 0x7f_ffff) << 29)
            }
            return Double(f)
        default: return Double(bitPattern: UInt64(bits))
        }
    }

    /// Writes a float of 2, 4 or 8 bytes; false: OverflowError "float too large to pack with e format" (f for 4 bytes).
    public static func writeFloat(_ x: Double, _ p: UnsafeMutablePointer<UInt8>, size: Int, big: Bool) -> Bool {
        switch size {
        case 2:
            guard let h = half(x) else { return false }
            writeInt(Int(h), p, size: 2, big: big)
        case 4:
            let f: Float
            if x.isNaN {
                let b = x.bitPattern
                var m = UInt32(truncatingIfNeeded: (b >> 29) & 0x7f_ffff)
                if m == 0 { m = 1 << 22 }
                f = Float(bitPattern: UInt32(truncatingIfNeeded: b >> 63) << 31 | 0x7f80_0000 | m)
            } else {
                f = Float(x)
                if f.isInfinite && x.isFinite { return false }
            }
            writeInt(Int(f.bitPattern), p, size: 4, big: big)
        default: writeInt(Int(bitPattern: UInt(x.bitPattern)), p, size: 8, big: big)
        }
        return true
    }

    /// The binary16 next to x (ties to even); nil on overflow.
    static func half(_ x: Double) -> UInt16? {
        let sign: UInt16 = x.sign == .minus ? 0x8000 : 0
        if x.isNaN {
            var m = UInt16(truncatingIfNeeded: (x.bitPattern >> 42) & 0x3ff)
            if m == 0 { m = 0x200 }
            return sign | 0x7c00 | m
        }
        let a = x.magnitude
        if a.isInfinite { return sign | 0x7c00 }
        if a < 6.103515625e-05 {
            // Subnormal: units of 2^-24.
            return sign | UInt16((a * 16777216).rounded(.toNearestOrEven))
        }
        // Scale so that the last kept bit is a unit: 11 significant bits.
        let e = Int(a.exponent)
        if e > 15 { return nil }
        let m = (a.significand * 1024).rounded(.toNearestOrEven)
        let bits = Int(m) + (e + 14) * 1024
        return bits >= 0x7c00 ? nil : sign | UInt16(bits)
    }
}

// The text-like methods of bytes and bytearray: ASCII letters only, everything else as it is.

public enum ASCIIBytes {
    @inlinable public static func isUpper(_ c: UInt8) -> Bool { c &- 65 < 26 }
    @inlinable public static func isLower(_ c: UInt8) -> Bool { c &- 97 < 26 }
    @inlinable public static func isAlpha(_ c: UInt8) -> Bool { (c | 32) &- 97 < 26 }
    @inlinable public static func isDigit(_ c: UInt8) -> Bool { c &- 48 < 10 }
    @inlinable public static func isSpace(_ c: UInt8) -> Bool { c == 32 || c &- 9 < 5 }
    @inlinable public static func upper(_ c: UInt8) -> UInt8 { isLower(c) ? c ^ 32 : c }
    @inlinable public static func lower(_ c: UInt8) -> UInt8 { isUpper(c) ? c ^ 32 : c }
    @inlinable public static func swapcase(_ c: UInt8) -> UInt8 { isAlpha(c) ? c ^ 32 : c }

    /// Maps `n` bytes into `out`; may be in place.
    @inlinable
    public static func map(_ p: UnsafePointer<UInt8>, _ n: Int, into out: UnsafeMutablePointer<UInt8>, _ f: (UInt8) -> UInt8) {
        var i = 0
        while i < n {
            out[i] = f(p[i])
            i &+= 1
        }
    }

    /// `bytes.title`.
    public static func title(_ p: UnsafePointer<UInt8>, _ n: Int, into out: UnsafeMutablePointer<UInt8>) {
        var inWord = false
        for i in 0..<n {
            let c = p[i]
            out[i] = inWord ? lower(c) : upper(c)
            inWord = isAlpha(c)
        }
    }

    /// `bytes.capitalize`.
    public static func capitalize(_ p: UnsafePointer<UInt8>, _ n: Int, into out: UnsafeMutablePointer<UInt8>) {
        for i in 0..<n { out[i] = i == 0 ? upper(p[i]) : lower(p[i]) }
    }

    /// `bytes.isalpha` and its like: all of at least one byte.
    @inlinable
    public static func all(_ b: UnsafeBufferPointer<UInt8>, _ test: (UInt8) -> Bool) -> Bool { !b.isEmpty && b.allSatisfy(test) }

    /// `bytes.isupper` (or `islower` with `upper` false).
    public static func isCase(_ b: UnsafeBufferPointer<UInt8>, upper: Bool) -> Bool {
        var cased = false
        for c in b where isAlpha(c) {
            if isUpper(c) != upper { return false }
            cased = true
        }
        return cased
    }

    /// `bytes.istitle`.
    public static func isTitle(_ b: UnsafeBufferPointer<UInt8>) -> Bool {
        var cased = false, inWord = false
        for c in b {
            if isUpper(c) {
                if inWord { return false }
                inWord = true
                cased = true
            } else if isLower(c) {
                if !inWord { return false }
                cased = true
            } else { inWord = false }
        }
        return cased
    }
}

import Primitives

/// The way texts travel to the oracle: code points in hexadecimal.
func encode(_ scalars: [UInt32]) -> String { scalars.isEmpty ? "-" : scalars.map { String($0, radix: 16) }.joined(separator: ",") }
func decode(_ s: some StringProtocol) -> [UInt32] { s == "-" ? [] : s.split(separator: ",").map { UInt32($0, radix: 16)! } }
/// The same for Python: `T(s)` and `S(t)`.
let codec = """
def T(s): return '' if s == '-' else ''.join(chr(int(x, 16)) for x in s.split(','))
def S(t): return ','.join(f'{ord(c):x}' for c in t) or '-'
def B(s): return b'' if s == '-' else bytes(int(x, 16) for x in s.split(','))

"""

/// A text in its narrowest storage.
func withText<R>(_ scalars: [UInt32], _ body: (TextView) -> R) -> R {
    let m = scalars.reduce(0, |)
    if m < 0x100 { return (scalars.map { UInt8($0) } + [0xAA]).withUnsafeBytes { body(TextView(base: $0.baseAddress!, count: scalars.count, kind: 1, isASCII: m < 0x80)) } }
    if m < 0x10000 { return (scalars.map { UInt16($0) } + [0xAAAA]).withUnsafeBytes { body(TextView(base: $0.baseAddress!, count: scalars.count, kind: 2)) } }
    return (scalars + [0xAAAA]).withUnsafeBytes { body(TextView(base: $0.baseAddress!, count: scalars.count, kind: 4)) }
}

func withText<R>(_ s: String, _ body: (TextView) -> R) -> R { withText(s.unicodeScalars.map { $0.value }, body) }

func scalars(_ v: TextView) -> [UInt32] { (0..<v.count).map { v[$0] } }

/// What a builder receives, as code points; checks that its storage is the narrowest.
func built(_ body: (inout TextBuilder) -> Void) -> [UInt32] {
    var b = TextBuilder()
    defer { b.free() }
    body(&b)
    let v = b.view
    precondition(v.narrowestKind == v.kind && v.isASCII == (v.mask < 0x80), "not in the narrowest form")
    return scalars(v)
}

func builtBytes(_ body: (inout ByteBuilder) -> Void) -> [UInt8] {
    var b = ByteBuilder()
    defer { b.free() }
    body(&b)
    return Array(b.view)
}

extension Random {
    /// A short text over an alphabet of some width, with many repeats.
    mutating func text(_ most: Int = 30) -> [UInt32] {
        let alphabets: [[UInt32]] = [
            [97, 98], [97, 98, 32, 10, 9], [97, 233, 65, 32, 13, 10, 0x85, 0xa0], [0x101, 97, 0x3a3, 0x3c3, 32, 0x2028, 0x301],
            [0x1f600, 97, 0x10ffff, 0xd800, 32], [39, 34, 92, 97, 7, 127], [0x3a3, 65, 0x2b0, 46, 0x345, 97, 223, 0x1c5, 0x130, 0xfb03, 32],
        ]
        let a = pick(alphabets)
        return (0..<below(most)).map { _ in pick(a) }
    }
}

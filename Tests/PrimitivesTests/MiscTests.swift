import XCTest
import Primitives

private func hex(_ b: some Sequence<UInt8>) -> String { b.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }

final class MiscTests: XCTestCase {
    func testMersenneTwister() throws {
        var r = Random(70)
        let cases = (0..<200).map { _ in "\(r.below(4) == 0 ? "0" : "\(r.next())\(r.below(3) == 0 ? "\(r.next())\(r.next())" : "")") \(1 + r.below(200))" }
        let script = """
        import random
        for l in lines:
            s, k = map(int, l.split())
            g = random.Random(s)
            v = [g.random() for _ in range(5)] + [g.getrandbits(k), g.getrandbits(17), g.getrandbits(k)]
            for _ in range(700): g.random()
            put(*v, g.random(), g.getstate()[1][-1])
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ").map(String.init)
            let k = Int(f[1])!
            var g = MersenneTwister()
            defer { g.free() }
            withBytes(f[0]) { b in
                let lit = IntLiteral.scan(b, base: 10)!
                var limbs = [UInt](repeating: 0, count: lit.room)
                let n = lit.convert(into: &limbs).count
                limbs.withUnsafeBufferPointer { g.seed(IntView(limbs: $0.baseAddress!, count: n, negative: false)) }
            }
            func big() -> String {
                var limbs = [UInt](repeating: 0, count: (k + 63) / 64)
                let n = g.bits(k, into: &limbs).count
                return limbs.withUnsafeBufferPointer { p in
                    let v = IntView(limbs: p.baseAddress!, count: n, negative: false)
                    var out = [UInt8](repeating: 0, count: BigInt.textRoom(v, base: 10) + 24)
                    let m = BigInt.toText(v, base: 10, into: &out)
                    return String(decoding: out.prefix(m), as: UTF8.self)
                }
            }
            var v = (0..<5).map { _ in floatRepr(g.random()) }
            v.append(big())
            v.append("\(g.bits(17))")
            v.append(big())
            for _ in 0..<700 { _ = g.random() }
            v.append(floatRepr(g.random()))
            v.append("\(g.index)")
            return v.joined(separator: " ")
        }
    }

    func testBinascii() throws {
        var r = Random(71)
        let pool: [UInt8] = [61, 65, 66, 10, 13, 32, 9, 46, 95, 48, 49, 200, 0, 43, 47, 96, 97, 34]
        let cases = (0..<6000).map { _ -> String in
            let random = r.below(3) == 0, long = r.below(6) == 0
            let b = (0..<r.below(long ? 120 : 14)).map { _ in random ? UInt8(truncatingIfNeeded: r.next()) : long ? r.pick([97, 98, 32, 10, 61]) : r.pick(pool) }
            return "\(encode(b.map(UInt32.init))) \(r.below(7) - 3) \(r.below(2)) \(r.below(2)) \(r.below(2))"
        }
        let script = codec + """
        import binascii as a, zlib
        def t(f, *x, **k):
            try: return f(*x, **k).hex()
            except ValueError as e: return str(e)
        for l in lines:
            b, g, x, y, z = l.split(); b = B(b); g = int(g); x = int(x); y = int(y); z = int(z)
            put(b.hex(':', g) if g else b.hex(), t(a.unhexlify, b), t(bytes.fromhex, b.decode('latin-1')), t(a.b2a_base64, b, newline=bool(x)), t(a.a2b_base64, b, strict_mode=bool(y)),
                t(a.b2a_uu, b, backtick=bool(x)), t(a.a2b_uu, b), t(a.a2b_qp, b, header=bool(x)), t(a.b2a_qp, b, bool(x), bool(y), bool(z)),
                a.crc32(b), a.crc32(b, 12345), zlib.adler32(b), a.crc_hqx(b, 77), sep='|')
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            let bytes = decode(f[0]).map { UInt8($0) }
            let g = Int(f[1])!, x = f[2] == "1", y = f[3] == "1", z = f[4] == "1"
            return bytes.withUnsafeBufferPointer { p in
                func attempt(_ body: (inout ByteBuilder) -> String?) -> String {
                    var failed: String?
                    let b = builtBytes { failed = body(&$0) }
                    return failed ?? hex(b)
                }
                let h = String(decoding: builtBytes { Binascii.hexlify(p, separator: g == 0 ? nil : 58, group: g, into: &$0) }, as: UTF8.self)
                let v: [String] = [
                    h, attempt { Binascii.unhexlify(p, into: &$0)?.description },
                    withText(bytes.map(UInt32.init)) { t in
                        attempt { b in
                            switch Binascii.fromHex(t, into: &b) {
                            case nil: return nil
                            case .digit(let i): return "non-hexadecimal number found in fromhex() arg at position \(i)"
                            case .odd: return "fromhex() arg must contain an even number of hexadecimal digits"
                            }
                        }
                    },
                    attempt { Binascii.toBase64(p, newline: x, into: &$0); return nil },
                    attempt { b in
                        switch Binascii.fromBase64(p, strict: y, into: &b) {
                        case nil: return nil
                        case .message(let s): return s.description
                        case .length(let n): return "Invalid base64-encoded string: number of data characters (\(n)) cannot be 1 more than a multiple of 4"
                        }
                    },
                    attempt { Binascii.toUU(p, backtick: x, into: &$0)?.description },
                    attempt { Binascii.fromUU(p, into: &$0)?.description },
                    attempt { Binascii.fromQuotedPrintable(p, header: x, into: &$0); return nil },
                    attempt { Binascii.toQuotedPrintable(p, quoteTabs: x, isText: y, header: z, into: &$0); return nil },
                    "\(Binascii.crc32(p, 0))", "\(Binascii.crc32(p, 12345))", "\(Binascii.adler32(p, 1))", "\(Binascii.crcHQX(p, 77))",
                ]
                return v.joined(separator: "|")
            }
        }
    }

    func testPacking() throws {
        var r = Random(72)
        var cases = (0..<4000).map { _ in "\(hexBits(r.below(2) == 0 ? r.double() : Double(r.below(140000) - 70000) / r.pick([1, 3, 1000, 1e6, 1e9]))) \(r.pick(["<", ">"]))" }
        cases += [65504, 65519.999, 65520, 6.1e-5, 5.96e-8, 2.98e-8, 2.9802322387695312e-08, 8.9e-8, 3.4028235677973366e38, 3.4028235e38, 1e-46].map { "\(hexBits($0)) <" }
        let script = """
        import struct
        for l in lines:
            x, o = l.split(); x = struct.unpack('>d', int(x, 16).to_bytes(8))[0]
            v = []
            for c in 'efd':
                try: b = struct.pack(o + c, x); v += [b.hex(), repr(struct.unpack(o + c, b)[0])]
                except OverflowError as e: v.append('overflow')
            put(*v)
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            let x = Double(bitPattern: UInt64(f[0], radix: 16)!), big = f[1] == ">"
            return [2, 4, 8].map { size in
                var b = [UInt8](repeating: 0, count: size)
                if !Packing.writeFloat(x, &b, size: size, big: big) { return "overflow" }
                return hex(b) + " " + floatRepr(Packing.readFloat(b, size: size, big: big))
            }.joined(separator: " ")
        }
    }

    func testStructFormat() throws {
        var r = Random(73)
        let parts = ["b", "h", "i", "l", "q", "d", "f", "e", "3s", "p", "x", "2h", "0i", " ", "n", "P", "?", "c", "10", "z", "Q", "N", "0q", "F", "D"]
        let cases = (0..<3000).map { _ in r.pick(["", "@", "=", "<", ">", "!"]) + (0..<r.below(6)).map { _ in r.pick(parts) }.joined() }
        let script = """
        import struct
        for l in lines:
            try:
                s = struct.calcsize(l)
                put(s, len(struct.unpack(l, bytes(s))))
            except struct.error as e: put(e)
        """
        try Oracle.compare(script, cases) { l in
            withBytes(l) { b in
                var f = StructFormat(b)
                var n = 0
                while let i = f.next() {
                    switch i {
                    case .failure(let e): return withText("") { t in String(String.UnicodeScalarView(built { e.message(spec: t, typeName: t, into: &$0) }.map { Unicode.Scalar($0)! })) }
                    case .success(let item): n += item.values
                    }
                }
                return "\(f.totalSize) \(n)"
            }
        }
    }

    func testASCIIBytes() throws {
        var r = Random(74)
        let cases = (0..<1000).map { _ in encode((0..<r.below(9)).map { _ in r.pick([65, 97, 32, 49, 200, 90, 122, 9, 91, 64]) }) }
        let script = codec + "for l in lines:\n  b = B(l); put(b.upper().hex(), b.lower().hex(), b.title().hex(), b.capitalize().hex(), b.swapcase().hex(), int(b.isalpha()), int(b.isdigit()), int(b.isspace()), int(b.isupper()), int(b.islower()), int(b.istitle()))"
        try Oracle.compare(script, cases) { l in
            let b = decode(l).map { UInt8($0) }
            func run(_ f: (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>) -> Void) -> String {
                var out = [UInt8](repeating: 0, count: b.count + 1)
                (b + [0]).withUnsafeBufferPointer { f($0.baseAddress!, b.count, &out) }
                return hex(out.prefix(b.count))
            }
            return b.withUnsafeBufferPointer { p in
                func yes(_ v: Bool) -> String { v ? "1" : "0" }
                return [run { ASCIIBytes.map($0, $1, into: $2, ASCIIBytes.upper) }, run { ASCIIBytes.map($0, $1, into: $2, ASCIIBytes.lower) },
                        run { ASCIIBytes.title($0, $1, into: $2) }, run { ASCIIBytes.capitalize($0, $1, into: $2) },
                        run { ASCIIBytes.map($0, $1, into: $2, ASCIIBytes.swapcase) }, yes(ASCIIBytes.all(p, ASCIIBytes.isAlpha)),
                        yes(ASCIIBytes.all(p, ASCIIBytes.isDigit)), yes(ASCIIBytes.all(p, ASCIIBytes.isSpace)), yes(ASCIIBytes.isCase(p, upper: true)),
                        yes(ASCIIBytes.isCase(p, upper: false)), yes(ASCIIBytes.isTitle(p))].joined(separator: " ")
            }
        }
    }
}

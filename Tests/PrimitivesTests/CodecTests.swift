import XCTest
import Primitives

private let encodings: [(String, Codec.Encoding)] = [
    ("utf-8", .utf8), ("latin-1", .latin1), ("ascii", .ascii), ("utf-16", .utf16), ("utf-16-le", .utf16le), ("utf-16-be", .utf16be), ("utf-32", .utf32),
    ("utf-32-le", .utf32le), ("utf-32-be", .utf32be), ("utf-7", .utf7), ("unicode_escape", .unicodeEscape), ("raw_unicode_escape", .rawUnicodeEscape)]
private let handlers: [(String, ErrorHandler)] = [("strict", .strict), ("ignore", .ignore), ("replace", .replace), ("surrogateescape", .surrogateescape),
                                                  ("surrogatepass", .surrogatepass), ("backslashreplace", .backslashreplace),
                                                  ("xmlcharrefreplace", .xmlcharrefreplace), ("namereplace", .namereplace)]

final class CodecTests: XCTestCase {
    func error(_ e: CodecError) -> String { "\(e.start)-\(e.end):\(e.reason.description.replacingOccurrences(of: " ", with: "_"))" }

    func testDecoding() throws {
        var r = Random(50)
        let pools: [[UInt8]] = [[97, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0xe0, 0xf4, 0x90, 0xff, 0xc0],
                                [0, 97, 0xd8, 0xdc, 0xff, 0xfe, 1, 0x10], [43, 65, 45, 97, 68, 56, 47, 200, 50, 119], [92, 120, 117, 85, 48, 49, 102, 55, 110, 10, 65, 113, 233]]
        let words = ["é€😀", "\\N{EURO SIGN}", "\\u20ac", "+AGE-", "\\U0001f600", "ab", "+2D3eAA-", "\\N{NO SUCH}", "\\777", "+AGEA"].map { Array($0.utf8) }
        let cases = (0..<12000).map { _ -> String in
            let pool = r.pick(pools)
            var b: [UInt8] = []
            for _ in 0..<r.below(12) { if r.below(4) == 0 { b += r.pick(words) } else { b.append(r.pick(pool)) } }
            return "\(r.below(encodings.count)) \(r.below(6)) \(encode(b.map(UInt32.init)))"
        }
        let script = codec + """
        import codecs, warnings
        warnings.simplefilter('ignore')
        E = \(encodings.map { $0.0 })
        H = \(handlers.map { $0.0 })
        def inc(b, e):
            try:
                d = codecs.getincrementaldecoder(e)()
                return S(d.decode(b))
            except UnicodeDecodeError as x: return f"{x.start}-{x.end}:{x.reason.replace(' ', '_')}"
        for l in lines:
            e, h, b = l.split(); b = B(b); e = E[int(e)]
            try: v = S(b.decode(e, H[int(h)]))
            except UnicodeDecodeError as x: v = f"{x.start}-{x.end}:{x.reason.replace(' ', '_')}"
            put(v, inc(b, e) if e not in ('utf-16', 'utf-32') else '')
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            let bytes = decode(f[2]).map { UInt8($0) }
            let e = encodings[Int(f[0])!].1
            return bytes.withUnsafeBufferPointer { p in
                var failed: CodecError?
                var text = built { failed = Codec.decode(e, p, errors: handlers[Int(f[1])!].1, into: &$0) }
                let whole = failed.map(error) ?? encode(text)
                if e == .utf16 || e == .utf32 { return whole + " " }
                failed = nil
                text = built { b in
                    var position = 0
                    failed = Codec.decode(e, p, &position, final: false, into: &b)
                }
                return whole + " " + (failed.map(error) ?? encode(text))
            }
        }
    }

    func testEncoding() throws {
        var r = Random(51)
        let pool: [UInt32] = [97, 43, 45, 92, 10, 0xe9, 0xff, 0x100, 0x20ac, 0xd800, 0xdc80, 0xdcff, 0xdfff, 0x1f600, 0x10ffff, 0x7e, 0, 0x10000, 47, 0x378]
        let cases = (0..<8000).map { _ in "\(r.below(encodings.count)) \(r.below(8)) \(encode((0..<r.below(10)).map { _ in r.below(3) == 0 ? r.pick(pool) : r.pick([97, 98, 0xe9]) }))" }
        let script = codec + """
        E = \(encodings.map { $0.0 })
        H = \(handlers.map { $0.0 })
        for l in lines:
            e, h, t = l.split()
            try: put(T(t).encode(E[int(e)], H[int(h)]).hex())
            except UnicodeEncodeError as x: put(f"{x.start}-{x.end}:{x.reason.replace(' ', '_')}")
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            return withText(decode(f[2])) { t in
                var failed: CodecError?
                let b = builtBytes { failed = Codec.encode(encodings[Int(f[0])!].1, t, errors: handlers[Int(f[1])!].1, into: &$0) }
                if f[0] == "0", let n = UTF8Codec.encodedLength(t) {
                    var exact = [UInt8](repeating: 0, count: n + 1)
                    XCTAssertEqual(UTF8Codec.encode(t, into: &exact), n)
                    XCTAssertEqual(Array(exact.prefix(n)), b)
                }
                return failed.map(error) ?? b.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            }
        }
    }

    func testEscapes() throws {
        var r = Random(52)
        let parts = ["\\", "x", "4", "1f", "n", "'", "\"", "\n", "q", "377", "\\x", "\\7", "é", "\u{7f}", "a"]
        let cases = (0..<3000).map { _ in encode((0..<r.below(7)).map { _ in r.pick(parts) }.joined().utf8.map { UInt32($0) }) }
        let script = codec + """
        import codecs, warnings
        warnings.simplefilter('ignore')
        for l in lines:
            b = B(l); v = [codecs.escape_encode(b)[0].hex()]
            for h in ('strict', 'replace', 'ignore'):
                try: v.append(codecs.escape_decode(b, h)[0].hex())
                except ValueError as e: v.append(str(e))
            put(*v)
        """
        try Oracle.compare(script, cases) { l in
            let bytes = decode(l).map { UInt8($0) }
            func hex(_ b: [UInt8]) -> String { b.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
            return bytes.withUnsafeBufferPointer { p in
                var v = [hex(builtBytes { EscapeCodec.encodeBytes(p, into: &$0) })]
                for h in [ErrorHandler.strict, .replace, .ignore] {
                    var failed: EscapeCodec.BytesError?
                    var invalid: (position: Int, value: Int)?
                    let b = builtBytes { failed = EscapeCodec.decodeBytes(p, errors: h, firstInvalid: &invalid, into: &$0) }
                    switch failed {
                    case nil: v.append(hex(b))
                    case .trailingBackslash: v.append("Trailing \\ in string")
                    case .invalidHex(let at): v.append("invalid \\x escape at position \(at)")
                    }
                }
                return v.joined(separator: " ")
            }
        }
    }

    func testCharmap() throws {
        let script = codec + "import encodings.cp1252 as m\nput(S(m.decoding_table))\nput(S(bytes(range(256)).decode('cp1252', 'replace')))"
        let want = try Oracle.lines(script, [])
        withText(decode(want[0])) { table in
            let all = (0...255).map { UInt8($0) }
            let text = all.withUnsafeBufferPointer { p in
                built { b in
                    var position = 0
                    while let e = Charmap.decode(p, &position, table: table, into: &b) {
                        b.append(0xfffd as UInt32)
                        position = e.end
                    }
                }
            }
            XCTAssertEqual(encode(text), want[1])
            let map = EncodingMap(table: table)
            defer { map.free() }
            withText(text) { t in
                var position = 0
                var failures = 0
                let bytes = builtBytes { b in
                    while let e = map.encode(t, &position, into: &b) {
                        failures += e.end - e.start
                        position = e.end
                    }
                }
                XCTAssertEqual(failures, 5)
                XCTAssertEqual(bytes, all.filter { ![0x81, 0x8d, 0x8f, 0x90, 0x9d].contains($0) })
            }
        }
    }
}

import XCTest
import Primitives

final class TextTests: XCTestCase {
    func testSearch() throws {
        var r = Random(30)
        let cases = (0..<6000).map { _ -> String in
            let t = r.text(60)
            var n = r.below(3) == 0 && !t.isEmpty ? Array(t[r.below(t.count)...].prefix(1 + r.below(4))) : r.text(4)
            if r.below(20) == 0 { n = [] }
            let a = r.below(t.count + 1), b = a + r.below(t.count - a + 1)
            return "\(encode(t)) \(encode(n)) \(a) \(b) \(r.below(5) - 1)"
        }
        let script = codec + """
        for l in lines:
            t, n, a, b, k = l.split(); t = T(t); n = T(n); a = int(a); b = int(b); k = int(k)
            put(t.find(n, a, b), t.rfind(n, a, b), t.count(n, a, b), S(t.replace(n, 'xé', k)), (t > n) - (t < n), t.startswith(n, a))
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            let a = Int(f[2])!, b = Int(f[3])!, k = Int(f[4])!
            return withText(decode(f[0])) { t in withText(decode(f[1])) { n in
                var changed = 0
                var replaced = withText("xé") { x in built { changed = Text.replace(t, n, x, limit: k, into: &$0) } }
                if changed == 0 { replaced = scalars(t) }
                let start = Text.matches(t, at: a, n)
                return "\(Text.find(t, n, a, b)) \(Text.rfind(t, n, a, b)) \(Text.count(t, n, a, b)) \(encode(replaced)) \(Text.compare(t, n)) \(start ? "True" : "False")"
            } }
        }
    }

    func testLongSearch() {
        // A needle that makes the naive search quadratic.
        let t = [UInt32](repeating: 97, count: 200_000)
        let n = [UInt32](repeating: 97, count: 1000) + [98] + [UInt32](repeating: 97, count: 1000)
        for wide in [UInt32(0), 0x100] {
            withText(t.map { $0 + wide }) { t in withText(n.map { $0 + wide }) { n in
                XCTAssertEqual(Text.find(t, n, 0, t.count), -1)
            } }
        }
    }

    func testSplitting() throws {
        var r = Random(31)
        let cases = (0..<5000).map { _ -> String in
            let t = r.text(40)
            return "\(encode(t)) \(encode(t.isEmpty ? [97] : Array(t[r.below(t.count)...].prefix(1 + r.below(2))))) \(r.below(6) - 1)"
        }
        let script = codec + """
        for l in lines:
            t, n, k = l.split(); t = T(t); n = T(n); k = int(k)
            J = lambda p: '|'.join(map(S, p))
            put(J(t.split(None, k)), J(t.rsplit(None, k)), J(t.split(n, k)), J(t.rsplit(n, k)), J(t.splitlines()), J(t.splitlines(True)),
                S(t.strip()), S(t.lstrip(n)), S(t.rstrip(n)), S(t.expandtabs(k + 2)))
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            let k = Int(f[2])!
            return withText(decode(f[0])) { t in withText(decode(f[1])) { n in
                func part(_ x: TextRange) -> String { encode(scalars(t.slice(x.start, x.end))) }
                func join(_ next: () -> TextRange?, reversed: Bool = false) -> String {
                    var v: [String] = []
                    while let x = next() { v.append(part(x)) }
                    return (reversed ? v.reversed() : v).joined(separator: "|")
                }
                var a = WordScanner(t, limit: k), b = ReverseWordScanner(t, limit: k), c = SeparatorScanner(t, n, limit: k)
                var d = ReverseSeparatorScanner(t, n, limit: k), e = LineScanner(t, keepEnds: false), g = LineScanner(t, keepEnds: true)
                var expanded = false
                var tabs = built { expanded = Text.expandTabs(t, k + 2, into: &$0) }
                if !expanded { tabs = scalars(t) }
                return [join { a.next() }, join({ b.next() }, reversed: true), join { c.next() }, join({ d.next() }, reversed: true), join { e.next() },
                        join { g.next() }, part(Text.stripSpace(t, left: true, right: true)), part(Text.strip(t, n, left: true, right: false)),
                        part(Text.strip(t, n, left: false, right: true)), encode(tabs)].joined(separator: " ")
            } }
        }
    }

    func testRepr() throws {
        var r = Random(32)
        let cases = (0..<3000).map { _ in encode(r.below(3) == 0 ? (0..<r.below(9)).map { _ in UInt32(r.below(0x110000)) } : r.text()) }
        try Oracle.compare(codec + "for l in lines:\n  t = T(l); put(S(repr(t)), S(ascii(t)), repr(bytes(ord(c) & 255 for c in t)))", cases) { l in
            let t = decode(l)
            return withText(t) { v in
                let bytes = t.map { UInt8($0 & 255) }
                let b = bytes.withUnsafeBufferPointer { p in built { Text.repr(bytes: p, into: &$0) } }
                return "\(encode(built { Text.repr(v, into: &$0) })) \(encode(built { Text.repr(v, asciiOnly: true, into: &$0) })) \(String(String.UnicodeScalarView(b.map { Unicode.Scalar($0)! })))"
            }
        }
    }

    func testBuilder() {
        var r = Random(33)
        for _ in 0..<300 {
            var want: [UInt32] = []
            let got = built { b in
                for _ in 0..<r.below(12) {
                    switch r.below(4) {
                    case 0:
                        let c = r.pick([97, 233, 0x100, 0x1f600, 0xd800] as [UInt32])
                        b.append(c)
                        want.append(c)
                    case 1:
                        let t = r.text(50)
                        withText(t) { b.append($0) }
                        want += t
                    case 2:
                        b.append(repeating: 0x20ac, count: 3)
                        want += [0x20ac, 0x20ac, 0x20ac]
                    default:
                        b.append(decimal: -12345)
                        want += "-12345".unicodeScalars.map { $0.value }
                    }
                }
            }
            XCTAssertEqual(got, want)
        }
    }
}

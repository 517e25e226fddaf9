import XCTest
import Primitives

final class FormatTests: XCTestCase {
    private func show(_ v: [UInt32]) -> String { String(String.UnicodeScalarView(v.map { Unicode.Scalar($0)! })) }

    /// The text or the error of formatting with a spec.
    private func run(_ spec: String, _ type: UInt32, _ align: UInt8, _ typeName: String, _ body: (FormatSpec, inout TextBuilder) -> FormatError?) -> String {
        withText(spec) { s in
            var failed: FormatError?
            var v = built { out in
                switch FormatSpec.parse(s, type: type, align: align) {
                case .failure(let e): failed = e
                case .success(let f): failed = body(f, &out)
                }
            }
            if let failed { v = withText(typeName) { n in built { failed.message(spec: s, typeName: n, into: &$0) } } }
            return show(v)
        }
    }

    private func specs(_ r: inout Random, _ types: [String]) -> String {
        func maybe(_ n: Int, _ a: [String]) -> String { r.below(n) == 0 ? r.pick(a) : "" }
        return maybe(3, ["*<", "x>", "^", "=", "<", "0=", "é^", "+>", ">"]) + maybe(3, ["+", "-", " "]) + maybe(7, ["z"]) + maybe(4, ["#"]) + maybe(3, ["0"]) +
            maybe(2, ["1", "5", "12", "20", "31"]) + maybe(3, [",", "_", ",_", ",,"]) + maybe(3, [".0", ".1", ".3", ".10", ".", ".2,", ".,", "._", ".5_"]) + maybe(1, types) + maybe(40, ["q", "1"])
    }

    func testNumbersAndText() throws {
        var r = Random(60)
        var cases: [String] = []
        for _ in 0..<12000 {
            cases.append("i|\(specs(&r, ["", "d", "b", "o", "x", "X", "c", "n", "s", "d", "e", "%"]))|\(r.pick(["0", "1", "-1", "255", "-123456789", "1234567", "97", "123456789012345678901234567890", "-1114112", "70"]))")
            cases.append("f|\(specs(&r, ["", "e", "f", "g", "E", "F", "G", "%", "n", "d"]))|\(hexBits(r.below(3) == 0 ? r.double() : Double(Int(r.next() >> 44)) / 64 - 500))")
            cases.append("s|\(specs(&r, ["", "s", "s", "d"]))|\(r.pick(["", "abc", "héllo wörld", "€"]))")
            cases.append("c|\(specs(&r, ["", "e", "f", "g", "n", "d"]))|\(hexBits(r.pick([0, -0.0, 1.5, -2, .nan, 1e20]))) \(hexBits(r.double()))")
        }
        let script = """
        import struct
        def d(s): return struct.unpack('>d', int(s, 16).to_bytes(8))[0]
        C = {'i': int, 'f': d, 's': str, 'c': lambda s: complex(*map(d, s.split()))}
        for l in lines:
            k, s, v = l.split('|')
            try: put(format(C[k](v), s))
            except (ValueError, OverflowError) as e: put(str(e))
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            switch f[0] {
            case "i":
                return run(f[1], 100, 62, "int") { spec, out in
                    withBytes(f[2]) { b in
                        let lit = IntLiteral.scan(b, base: 10)!
                        var limbs = [UInt](repeating: 0, count: lit.room)
                        let res = lit.convert(into: &limbs)
                        return limbs.withUnsafeBufferPointer { p in
                            let v = IntView(limbs: p.baseAddress!, count: res.count, negative: res.negative)
                            return spec.wantsFloat ? spec.format(float: BigInt.toDouble(v)!, into: &out) : spec.format(int: v, into: &out)
                        }
                    }
                }
            case "f": return run(f[1], 0, 62, "float") { $0.format(float: Double(bitPattern: UInt64(f[2], radix: 16)!), into: &$1) }
            case "s": return run(f[1], 115, 60, "str") { spec, out in withText(f[2]) { spec.format(text: $0, into: &out) } }
            default:
                let v = f[2].split(separator: " ").map { Double(bitPattern: UInt64($0, radix: 16)!) }
                return run(f[1], 0, 62, "complex") { $0.format(real: v[0], imaginary: v[1], into: &$1) }
            }
        }
    }

    func testPercent() throws {
        var r = Random(61)
        func maybe(_ n: Int, _ a: [String]) -> String { r.below(n) == 0 ? r.pick(a) : "" }
        var cases: [String] = []
        for _ in 0..<8000 {
            let flags = maybe(2, ["-", "+", " ", "#", "0", "-0", "#0", "+0", " #"]) + maybe(2, ["1", "8", "15"]) + maybe(2, [".0", ".3", ".12", "."]) + maybe(9, ["l", "h", "L"])
            switch r.below(3) {
            case 0: cases.append("i|a%\(flags)\(r.pick(["d", "i", "u", "o", "x", "X"]))b|\(Int(bitPattern: UInt(r.next())) >> r.below(64))")
            case 1: cases.append("f|%\(flags)\(r.pick(["e", "f", "g", "E", "F", "G"]))%%|\(hexBits(r.double()))")
            default: cases.append("s|%\(flags)s.|\(r.pick(["", "abc", "héllo wörld"]))")
            }
        }
        cases += ["i|%|1", "i|%(|1", "i|%(a|1", "i|%5|1", "i|%y|1", "i|abc %.|1", "i|%99999999999999999999d|1", "i|%.99999999999d|1", "i|%é|1", "i|%l|1", "i|%\u{1}|1"]
        let script = """
        import struct
        def d(s): return struct.unpack('>d', int(s, 16).to_bytes(8))[0]
        C = {'i': int, 'f': d, 's': str}
        for l in lines:
            k, s, v = l.split('|')
            try: put(s % ({'a': 1} if '(' in s else C[k](v)))
            except ValueError as e: put(str(e))
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            return withText(f[1]) { t in
                var failed: [UInt32]?
                let v = built { out in
                    var s = PercentScanner(t)
                    while let p = s.next() {
                        switch p {
                        case .failure(let e):
                            failed = built { e.message(spec: t, typeName: t, into: &$0) }
                            return
                        case .success(.literal(let r)): out.append(t.slice(r.start, r.end))
                        case .success(.conversion(let c)):
                            switch c.code {
                            case 37: out.append(37 as UInt32)
                            case 100, 105, 117, 111, 120, 88:
                                var limb: UInt = 0
                                c.append(int: IntView(Int(f[2])!, &limb), into: &out)
                            case 101, 102, 103, 69, 70, 71: c.append(float: Double(bitPattern: UInt64(f[2], radix: 16)!), into: &out)
                            case 115: withText(f[2]) { c.append(text: $0, into: &out) }
                            default:
                                failed = built { c.unsupported(into: &$0) }
                                return
                            }
                        }
                    }
                }
                return show(failed ?? v)
            }
        }
    }

    func testMarkup() throws {
        var r = Random(62)
        let parts = ["{", "}", "{{", "}}", "{0}", "{a", ".b", "[c]", "[1]", "!r", ":>10", ":{w}", "x", "!", ":", "[", "]", ".", "{}", "12", "٣", "99999999999999999999", "é"]
        let cases = (0..<8000).map { _ in (0..<r.below(7)).map { _ in r.pick(parts) }.joined() }
        let script = """
        import _string
        for l in lines:
            v = []
            try:
                for lit, name, spec, conv in _string.formatter_parser(l):
                    v.append(f'{lit}|{name}|{spec}|{conv}')
                    if name is not None:
                        first, rest = _string.formatter_field_name_split(name)
                        v.append(f'{first!r}' + ''.join(f'.{n}' if a else f'[{n!r}]' for a, n in rest))
            except ValueError as e: v.append(str(e))
            put('  '.join(v))
        """
        try Oracle.compare(script, cases) { l in
            withText(l) { t in
                func part(_ x: TextRange) -> String { show(scalars(t.slice(x.start, x.end))) }
                var v: [String] = []
                func fail(_ e: FormatError) { v.append(show(built { e.message(spec: t, typeName: t, into: &$0) })) }
                var s = FormatStringScanner(t)
                all: while let p = s.next() {
                    switch p {
                    case .failure(let e):
                        fail(e)
                        break all
                    case .success(let p):
                        var literal = part(p.literal)
                        if !p.hasField {
                            v.append("\(literal)|None|None|None")
                            continue
                        }
                        literal += "|\(part(p.fieldName))|\(part(p.spec))|"
                        v.append(literal + (p.conversion == 0 ? "None" : show([p.conversion])))
                        var names = FieldNameScanner(t, p.fieldName)
                        if let e = names.error {
                            fail(e)
                            break all
                        }
                        var line = names.firstIndex.map { "\($0)" } ?? "'\(part(names.first))'"
                        while let a = names.next() {
                            switch a {
                            case .failure(let e):
                                fail(e)
                                break all
                            case .success(.attribute(let x)): line += ".\(part(x))"
                            case .success(.item(let x)): line += "['\(part(x))']"
                            case .success(.index(let i)): line += "[\(i)]"
                            }
                        }
                        v.append(line)
                    }
                }
                return v.joined(separator: "  ")
            }
        }
    }
}

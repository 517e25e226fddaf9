import XCTest
import Primitives

private let unpack = "import struct\ndef d(s): return struct.unpack('>d', int(s, 16).to_bytes(8))[0]\n"
private func value(_ s: some StringProtocol) -> Double { Double(bitPattern: UInt64(s, radix: 16)!) }

func floatRepr(_ x: Double) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { b in
        String(decoding: b.prefix(FloatFormat.repr(x, into: b.baseAddress!)), as: UTF8.self)
    }
}

final class FloatTests: XCTestCase {
    func repr(_ x: Double) -> String { floatRepr(x) }

    func testRepr() throws {
        var r = Random(10)
        var cases = (0..<60000).map { _ in r.double() }
        for e in -1074...1023 { cases.append(Double(sign: .plus, exponent: e, significand: 1)) }
        for e in -30...30 { cases.append(Double("1e\(e)")!) }
        try Oracle.compare(unpack + "for l in lines: put(repr(d(l)))", cases.map(hexBits)) { repr(value($0)) }
    }

    /// Squares, cubes and roots are found without `pow`, but are its results to the bit.
    func testShortPowers() throws {
        var r = Random(14)
        var cases = (0..<40000).map { _ in r.double() }
        // (Near one, near the borders of the exponents, and roots that are nearly exact.)
        for _ in 0..<40000 { cases.append(1 + Double(r.below(1 << 30)) * 0x1p-30) }
        for e in [-540, -512, -511, -400, -383, -200, 200, 300, 341, 342, 500, 511, 512] { for _ in 0..<200 { cases.append(Double(1 + r.below(1 << 40)) * Double(sign: .plus, exponent: e - 40, significand: 1)) } }
        for n in 1...2000 { cases.append(Double(n)); cases.append(Double(n) * Double(n)); cases.append((Double(n) * Double(n)).nextUp); cases.append(-Double(n) / 3) }
        let program = unpack + """
        def put_all(x):
            out = []
            for y in 2.0, 3.0, 0.5:
                try:
                    z = x ** y
                    out.append(z.hex() if type(z) is float else 'complex')
                except (OverflowError, ZeroDivisionError) as e:
                    out.append(type(e).__name__)
            put(' '.join(out))
        for l in lines: put_all(d(l))
        """
        try Oracle.compare(program, cases.map(hexBits)) { l in
            let x = value(l)
            return [2.0, 3.0, 0.5].map { y in
                switch FloatMath.power(x, y) {
                case .value(let d): return d.isNaN ? "nan" : withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { b in String(decoding: b.prefix(FloatFormat.hex(d, into: b.baseAddress!)), as: UTF8.self) }
                case .zeroDivision: return "ZeroDivisionError"
                case .overflow: return "OverflowError"
                case .complex: return "complex"
                }
            }.joined(separator: " ")
        }
    }

    func testHex() throws {
        var r = Random(11)
        let cases = (0..<2000).map { _ in r.double() }
        try Oracle.compare(unpack + "for l in lines: put(d(l).hex())", cases.map(hexBits)) { l in
            let text = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { b in
                String(decoding: b.prefix(FloatFormat.hex(value(l), into: b.baseAddress!)), as: UTF8.self)
            }
            let back = withBytes(text) { FloatParse.hex($0) }
            if !value(l).isNaN { XCTAssertEqual(back, .value(value(l))) }
            return text
        }
    }

    func testFromHex() throws {
        var r = Random(12)
        let parts = ["0x", "1", "f", "0", ".", "p", "+", "-", "1023", "1024", "-1074", "e", "8", " ", "inf", "nan", "fffffffffffff8", "p-1075"]
        var cases = (0..<3000).map { _ in (0..<(1 + r.below(6))).map { _ in r.pick(parts) }.joined() }
        cases += ["0x1.fffffffffffff7fp1023", "0x1.fffffffffffff8p1023", "0x1p-1075", "0x1.8p-1075", "0x.1p4", "-infinity", "+nan", "0x", "", "1p"]
        let script = "for l in lines:\n  try: put(repr(float.fromhex(l)))\n  except ValueError: put('invalid')\n  except OverflowError: put('overflow')"
        try Oracle.compare(script, cases) { l in
            switch withBytes(l, { FloatParse.hex($0) }) {
            case .value(let v): return repr(v)
            case .invalid: return "invalid"
            case .overflow: return "overflow"
            }
        }
    }

    func testParse() throws {
        var r = Random(13)
        let parts = ["1", "23", "0", "_", ".", "e", "E+", "-", "+", "5", "99999999999999999999", "e-310", "e308", " ", "inf", "nan", "infinity", "x", "000", "7e-5"]
        var cases = (0..<6000).map { _ in (0..<(1 + r.below(6))).map { _ in r.pick(parts) }.joined() }
        cases += ["", "  1.5\t", "1__0", "1_0.0_1e1_0", "_1", "1_", "1e400", "-1e400", "1e-400", "2.2250738585072011e-308", "9007199254740993", "0.1e-0_1", "1_.5", "1._5",
                  "179769313486231580793728971405301e276", "-.5", ".", "+.", "1e", "1e+", "infinit", "-Nan"]
        cases += (0..<3000).map { _ in repr(r.double()) }
        cases += (0..<3000).map { _ in "\(r.next())\(r.next())e\(r.below(700) - 360)" }
        try Oracle.compare("for l in lines:\n  try: put(repr(float(l)))\n  except ValueError: put('invalid')", cases) { l in
            withBytes(l) { FloatParse.parse($0) }.map(repr) ?? "invalid"
        }
    }

    func testFixedFormats() throws {
        var r = Random(14)
        let cases = (0..<8000).map { _ -> String in
            let p = r.below(12) == 0 ? r.below(400) : r.below(22)
            return "\(hexBits(r.double())) \(r.pick(["e", "f", "g", "E", "F", "G"])) \(p) \(r.pick(["", "#"]))\u{7c}\(r.pick(["", "+"]))\u{7c}\(r.pick(["", "z"]))"
        }
        let script = unpack + "for l in lines:\n  b, c, p, o = l.split(' ')\n  o = o.split('|'); put(format(d(b), f'{o[1]}{o[2]}{o[0]}.{p}{c}'), format(d(b), f'{o[1]}{o[2]}{o[0]}.{p}'))"
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            var o: FloatFormat.Options = []
            if f[3].contains("#") { o.insert(.alternate) }
            if f[3].contains("+") { o.insert(.plus) }
            if f[3].contains("z") { o.insert(.noNegativeZero) }
            var b = ByteBuilder()
            defer { b.free() }
            FloatFormat.format(value(f[0]), code: f[1].utf8.first!, precision: Int(f[2])!, o, into: &b)
            b.append(32)
            var c = ByteBuilder()
            defer { c.free() }
            FloatFormat.format(value(f[0]), code: 103, precision: Int(f[2])!, o.union(.addDotZero), into: &c)
            return string(b.view) + string(c.view)
        }
    }

    func testRound() throws {
        var r = Random(15)
        var cases = (0..<6000).map { _ in "\(hexBits(r.double())) \(r.pick([0, 1, 2, 3, 5, 17, 30, 323, 324, -1, -2, -3, -5, -15, -17, -300, -308, -309, r.below(40) - 20]))" }
        cases += (0..<2000).map { _ in "\(hexBits(Double(r.below(100000)) * 0.5)) \(-r.below(6))" }
        cases += ["\(hexBits(1.7976931348623157e308)) -308", "\(hexBits(1.7976931348623157e308)) -300", "\(hexBits(2.675)) 2", "\(hexBits(5e307)) -308", "\(hexBits(5.1e307)) -308"]
        let script = unpack + "for l in lines:\n  b, n = l.split(' ')\n  try: put(repr(round(d(b), int(n))))\n  except OverflowError: put('overflow')"
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            return FloatMath.round(value(f[0]), Int(f[1])!).map(repr) ?? "overflow"
        }
    }

    func testArithmetic() throws {
        var r = Random(16)
        let cases = (0..<10000).map { _ in "\(hexBits(r.double())) \(hexBits(r.double()))" } +
            (0..<3000).map { _ in "\(hexBits(Double(r.below(41) - 20) / 2)) \(hexBits(Double(r.below(21) - 10) / 2))" }
        let script = unpack + """
        def p(x, y):
            try: v = x ** y
            except ZeroDivisionError: return 'zero'
            except OverflowError: return 'overflow' if x >= 0 or y % 1 == 0 else 'complex'
            return 'complex' if isinstance(v, complex) else repr(v)
        for l in lines:
            x, y = map(d, l.split(' '))
            if y: put(p(x, y), repr(x % y), repr(x // y), *map(repr, divmod(x, y)))
            else: put(p(x, y))
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            let x = value(f[0]), y = value(f[1])
            let p: String
            switch FloatMath.power(x, y) {
            case .value(let v): p = repr(v)
            case .zeroDivision: p = "zero"
            case .overflow: p = "overflow"
            case .complex: p = "complex"
            }
            if y == 0 { return p }
            let d = FloatMath.divmod(x, y)
            return "\(p) \(repr(FloatMath.remainder(x, y))) \(repr(FloatMath.floorDivide(x, y))) \(repr(d.quotient)) \(repr(d.remainder))"
        }
    }

    func testSumAndRatio() throws {
        var r = Random(17)
        let cases = (0..<500).map { _ in (0..<(1 + r.below(20))).map { _ in hexBits(r.double()) }.joined(separator: " ") }
        let script = unpack + """
        def ratio(x):
            try: n, m = x.as_integer_ratio()
            except (ValueError, OverflowError): return 'none'
            return f'{n / m!r}'
        for l in lines:
            v = [d(x) for x in l.split(' ')]
            put(repr(sum(v, 0.0)), ratio(v[0]))
        """
        try Oracle.compare(script, cases) { l in
            let v = l.split(separator: " ").map(value)
            var s = CompensatedSum(0)
            for x in v { s.add(x) }
            let first = v[0]
            var ratio = "none"
            if first.isFinite {
                let (m, e) = FloatMath.decompose(first)
                XCTAssertTrue(m == 0 || m & 1 == 1)
                ratio = repr(Double(sign: .plus, exponent: e, significand: Double(m)))
            }
            return "\(repr(s.value)) \(ratio)"
        }
    }
}

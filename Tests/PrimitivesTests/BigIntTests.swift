import XCTest
import Primitives

/// An owned int for the tests: parsed from and printed as decimal text by the code under test.
private struct Big {
    var limbs: [UInt]
    var negative: Bool
    init(_ s: some StringProtocol) {
        self = withBytes(String(s)) { b in
            let l = IntLiteral.scan(b, base: 10)!
            var room = [UInt](repeating: 0xdead, count: l.room)
            let r = l.convert(into: &room)
            return Big(room, r)
        }
    }
    init(_ room: [UInt], _ r: IntResult) {
        limbs = Array(room.prefix(r.count))
        negative = r.negative
    }
    func view<R>(_ body: (IntView) -> R) -> R {
        (limbs + [77]).withUnsafeBufferPointer { body(IntView(limbs: $0.baseAddress!, count: limbs.count, negative: negative)) }
    }
    func text(_ base: Int = 10) -> String {
        view { v in
            var out = [UInt8](repeating: 0, count: BigInt.textRoom(v, base: base))
            let n = BigInt.toText(v, base: base, into: &out)
            return String(decoding: out.prefix(n), as: UTF8.self)
        }
    }
    static func make(_ room: Int, _ body: (UnsafeMutablePointer<UInt>) -> IntResult) -> Big {
        var r = [UInt](repeating: 0xabcdef, count: room + 1)
        let guardIndex = room
        r[guardIndex] = 0x1234567
        let result = body(&r)
        XCTAssertEqual(r[guardIndex], 0x1234567, "wrote beyond its room")
        XCTAssertTrue(result.count == 0 ? !result.negative : r[result.count - 1] != 0, "not normalized")
        return Big(r, result)
    }
}

final class BigIntTests: XCTestCase {
    func random(_ r: inout Random) -> String {
        let sign = r.below(3) == 0 ? "-" : ""
        switch r.below(8) {
        case 0: return r.pick(["0", "1", "-1", "2", "-2", "7", "-8", "10"])
        case 1: // next to a power of two
            var s = Big("1")
            let bits = r.below(400)
            s = s.view { v in Big.make(BigInt.shiftLeftRoom(v, bits)) { BigInt.shiftLeft(v, bits, into: $0) } }
            let d = Big(r.pick(["-1", "0", "1"]))
            s = s.view { v in d.view { w in Big.make(BigInt.addRoom(v, w)) { BigInt.add(v, w, into: $0) } } }
            return s.limbs.isEmpty ? "0" : sign + s.text().replacingOccurrences(of: "-", with: "")
        case 2: return sign + String(r.next() >> UInt64(r.below(64)))
        default:
            var s = String(1 + r.below(9))
            for _ in 0..<r.below(r.below(5) == 0 ? 400 : 60) { s += String(r.below(10)) }
            return sign + s
        }
    }

    func testArithmetic() throws {
        var r = Random(20)
        let cases = (0..<4000).map { _ in "\(random(&r)) \(random(&r)) \(r.below(200))" }
        let script = """
        import math
        for l in lines:
            a, b, n = map(int, l.split())
            v = [a + b, a - b, a * b, a & b, a | b, a ^ b, ~a, a << n, a >> n, (a > b) - (a < b), a.bit_length(), a.bit_count(),
                 math.gcd(a, b), math.isqrt(abs(a)), a ** (n % 7)]
            if b: v += [a // b, a % b]
            try: v.append(float(a))
            except OverflowError: v.append('overflow')
            try: v.append(a / b)
            except OverflowError: v.append('overflow')
            except ZeroDivisionError: pass
            put(*v)
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            let x = Big(f[0]), y = Big(f[1]), n = Int(f[2])!
            return x.view { a in y.view { b in
                var v: [String] = []
                v.append(Big.make(BigInt.addRoom(a, b)) { BigInt.add(a, b, into: $0) }.text())
                v.append(Big.make(BigInt.addRoom(a, b)) { BigInt.subtract(a, b, into: $0) }.text())
                v.append(Big.make(BigInt.multiplyRoom(a, b)) { BigInt.multiply(a, b, into: $0) }.text())
                v.append(Big.make(BigInt.bitwiseRoom(a, b)) { BigInt.and(a, b, into: $0) }.text())
                v.append(Big.make(BigInt.bitwiseRoom(a, b)) { BigInt.or(a, b, into: $0) }.text())
                v.append(Big.make(BigInt.bitwiseRoom(a, b)) { BigInt.xor(a, b, into: $0) }.text())
                v.append(Big.make(a.count + 1) { BigInt.invert(a, into: $0) }.text())
                v.append(Big.make(BigInt.shiftLeftRoom(a, n)) { BigInt.shiftLeft(a, n, into: $0) }.text())
                v.append(Big.make(BigInt.shiftRightRoom(a, n)) { BigInt.shiftRight(a, n, into: $0) }.text())
                v.append("\(BigInt.compare(a, b))")
                v.append("\(a.bitLength)")
                v.append("\(a.bitCount)")
                v.append(Big.make(max(a.count, b.count)) { BigInt.gcd(a, b, into: $0) }.text())
                v.append(Big.make((a.count + 1) / 2) { BigInt.isqrt(a, into: $0) }.text())
                v.append(Big.make(BigInt.powerRoom(a, UInt(n % 7))!) { BigInt.power(a, UInt(n % 7), into: $0) }.text())
                if b.count != 0 {
                    v.append(Big.make(BigInt.quotientRoom(a, b)) { BigInt.floorDivide(a, b, into: $0) }.text())
                    v.append(Big.make(BigInt.remainderRoom(a, b)) { BigInt.modulo(a, b, into: $0) }.text())
                }
                v.append(BigInt.toDouble(a).map(floatRepr) ?? "overflow")
                if b.count != 0 { v.append(BigInt.trueDivide(a, b).map(floatRepr) ?? "overflow") }
                return v.joined(separator: " ")
            } }
        }
    }

    func testModularPower() throws {
        var r = Random(21)
        let cases = (0..<1500).map { _ in "\(random(&r)) \(random(&r)) \(random(&r))" }.filter { !$0.hasSuffix(" 0") && !$0.hasSuffix(" -0") }
        let script = "for l in lines:\n  a, b, m = map(int, l.split())\n  try: put(pow(a, b, m))\n  except ValueError: put('none')"
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ").map { Big($0) }
            return f[0].view { a in f[1].view { b in f[2].view { m in
                var none = false
                let big = Big.make(max(m.count, 1)) { p in
                    guard let q = BigInt.power(a, b, modulo: m, into: p) else { none = true; return IntResult(count: 0, negative: false) }
                    return q
                }
                if let x = a.small, let e = b.small, let mod = m.small, e >= 0, let s = SmallInt.power(x, e, modulo: mod) {
                    XCTAssertEqual("\(s)", big.text())
                }
                return none ? "none" : big.text()
            } } }
        }
    }

    func testTextAndBytes() throws {
        var r = Random(22)
        let cases = (0..<1500).map { _ in "\(random(&r)) \(2 + r.below(35)) \(r.below(30)) \(r.below(2)) \(r.below(2))" }
        let script = """
        def base(n, b):
            s = '-' if n < 0 else ''; n = abs(n); d = ''
            while n: d = '0123456789abcdefghijklmnopqrstuvwxyz'[n % b] + d; n //= b
            return s + (d or '0')
        for l in lines:
            a, b, n, little, signed = map(int, l.split())
            order = 'little' if little else 'big'
            try: v = a.to_bytes(n, order, signed=bool(signed)).hex()
            except OverflowError as e: v = str(e)
            raw = abs(a).to_bytes((a.bit_length() + 7) // 8, order)
            put(base(a, b), v, int.from_bytes(raw, order, signed=bool(signed)))
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            let x = Big(f[0]), n = Int(f[2])!, little = f[3] == "1", signed = f[4] == "1"
            let text = x.text(Int(f[1])!)
            let back = withBytes(text) { b -> Big in
                let lit = IntLiteral.scan(b, base: Int(f[1])!)!
                if let s = lit.small { x.view { XCTAssertEqual($0.small, s) } }
                return Big.make(lit.room) { lit.convert(into: $0) }
            }
            XCTAssertEqual(back.limbs, x.limbs)
            return x.view { a in
                var bytes = [UInt8](repeating: 0, count: n + 1)
                var v = ""
                switch BigInt.toBytes(a, into: &bytes, length: n, little: little, signed: signed) {
                case nil: v = bytes.prefix(n).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
                case .negative: v = "can't convert negative int to unsigned"
                case .tooBig: v = "int too big to convert"
                }
                let length = (a.bitLength + 7) / 8
                var raw = [UInt8](repeating: 0, count: length + 1)
                XCTAssertNil(BigInt.toBytes(a.magnitude, into: &raw, length: length, little: little, signed: false))
                let from = raw.prefix(length).withUnsafeBufferPointer { p in
                    Big.make((length + 7) / 8 + 1) { BigInt.fromBytes(p, little: little, signed: signed, into: $0) }
                }
                return "\(text) \(v) \(from.text())"
            }
        }
    }

    func testLiterals() throws {
        var r = Random(23)
        let parts = ["0", "1", "9", "f", "_", "0x", "0b", "0o", "-", "+", " ", "z", "00", "12345678901234567890", "__", "0X", "7"]
        var cases = (0..<8000).map { _ in "\(r.pick([0, 2, 8, 10, 16, 36, 3]))|" + (0..<(1 + r.below(5))).map { _ in r.pick(parts) }.joined() }
        cases += ["0|0x_1f", "0|0_0", "0|012", "10|9223372036854775808", "10|-9223372036854775808", "10|9223372036854775807", "16|0x", "10|", "10| ", "10|\t42\u{0b}"]
        try Oracle.compare("for l in lines:\n  b, t = l.split('|')\n  try: put(int(t, int(b)))\n  except ValueError: put('invalid')", cases) { l in
            let f = l.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            return withBytes(String(f[1])) { b in
                guard let lit = IntLiteral.scan(b, base: Int(f[0])!) else { return "invalid" }
                let big = Big.make(lit.room) { lit.convert(into: $0) }
                XCTAssertEqual(big.view { $0.small }, lit.small)
                return big.text()
            }
        }
    }

    func testFloatEdges() throws {
        var r = Random(24)
        var cases: [String] = []
        for _ in 0..<2000 {
            // a and b of very different sizes, so that quotients are subnormal, tiny or overflow
            func digits(_ n: Int) -> String { "1" + (0..<n).map { _ in String(r.below(10)) }.joined() }
            cases.append("\(digits(r.below(700))) \(digits(r.below(700))) \(hexBits(r.double()))")
        }
        let script = """
        import struct, math
        def cmp(a, x):
            return 0 if x != x else (a > x) - (a < x)
        for l in lines:
            a, b, x = l.split(); a = int(a); b = int(b); x = struct.unpack('>d', int(x, 16).to_bytes(8))[0]
            try: v = a / b
            except OverflowError: v = 'overflow'
            i = int(x) if math.isfinite(x) else 0
            put(v, i, cmp(a, x), cmp(-a, x), 0 if x != x or math.isinf(x) else cmp(i, x), math.log2(a), math.log(b), math.log10(b))
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ")
            let x = Double(bitPattern: UInt64(f[2], radix: 16)!)
            
            return Big(f[0]).view { a in Big(f[1]).view { b in
                let i = x.isFinite ? Big.make(BigInt.fromDoubleRoom(x)) { BigInt.fromDouble(x, into: $0) } : Big("0")
                let ci = x.isFinite ? i.view { BigInt.compare($0, x) } : 0
                return "\(BigInt.trueDivide(a, b).map(floatRepr) ?? "overflow") \(i.text()) \(x.isNaN ? 0 : BigInt.compare(a, x)) \(x.isNaN ? 0 : BigInt.compare(a.negated, x)) \(ci) \(floatRepr(BigInt.log2(a))) \(floatRepr(BigInt.log(b))) \(floatRepr(BigInt.log10(b)))"
            } }
        }
    }

    func testSmall() throws {
        var r = Random(25)
        let cases = (0..<3000).map { _ -> String in
            func n() -> Int { r.below(10) == 0 ? r.pick([0, 1, -1, Int.min, Int.max, 2]) : Int(bitPattern: UInt(r.next())) >> r.below(64) }
            return "\(n()) \(n()) \(r.below(70))"
        }
        let script = """
        import math
        def fit(x): return x if -2**63 <= x < 2**63 else 'nil'
        for l in lines:
            a, b, n = map(int, l.split())
            v = [fit(a ** n), fit(a << n), a >> n, math.gcd(a, b), math.isqrt(abs(a))]
            if b: v += [fit(a // b), a % b, a / b]
            put(*v)
        """
        try Oracle.compare(script, cases) { l in
            let f = l.split(separator: " ").map { Int($0)! }
            let a = f[0], b = f[1], n = f[2]
            func show(_ x: Int?) -> String { x.map { "\($0)" } ?? "nil" }
            var shift = show(SmallInt.shiftLeft(a, n))
            if shift == "nil", n == 63, a == -1 { shift = "\(Int.min)" }   // the one value that fits with a shift of 63
            var v = [show(SmallInt.power(a, n)), shift, "\(SmallInt.shiftRight(a, n))", "\(SmallInt.gcd(a, b))",
                     "\(SmallInt.isqrt(a == Int.min ? Int.max : abs(a)))"]
            if a == Int.min { v[4] = "3037000499" }
            if b != 0 { v += [show(SmallInt.floorDivide(a, b)), "\(SmallInt.modulo(a, b))", floatRepr(SmallInt.trueDivide(a, b))] }
            return v.joined(separator: " ")
        }
    }
}

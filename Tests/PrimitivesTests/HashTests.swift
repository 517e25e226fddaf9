import XCTest
import Primitives

final class HashTests: XCTestCase {
    func testTextAndBytes() throws {
        HashSecret.seed(0)
        var r = Random(1)
        let alphabets: [[String]] = [["a", "b", " ", "é"], ["a", "ж", "€"], ["a", "😀", "é"]]
        var cases = ["", "abc", "a", "hello world"]
        for _ in 0..<200 {
            let a = r.pick(alphabets)
            cases.append((0..<r.below(40)).map { _ in r.pick(a) }.joined())
        }
        try Oracle.compare("for l in lines: put(hash(l))", cases) { text in
            let scalars = Array(text.unicodeScalars.map { $0.value })
            let widest = scalars.max() ?? 0
            if widest < 256 { return "\(scalars.map { UInt8($0) }.withUnsafeBytes { Hashing.bytes($0.baseAddress ?? UnsafeRawPointer(bitPattern: 8)!, $0.count) })" }
            if widest < 65536 { return "\(scalars.map { UInt16($0) }.withUnsafeBytes { Hashing.bytes($0.baseAddress!, $0.count) })" }
            return "\(scalars.withUnsafeBytes { Hashing.bytes($0.baseAddress!, $0.count) })"
        }
    }

    func testSeedDerivation() throws {
        // hash("abc") of CPython 3.14 with PYTHONHASHSEED=42
        let want = try Oracle.lines("import subprocess, os\nput(subprocess.run([sys.executable, '-c', 'print(hash(\"abc\"))'], env={'PYTHONHASHSEED': '42'}, capture_output=True, text=True).stdout.strip())", [])
        HashSecret.seed(42)
        defer { HashSecret.seed(0) }
        XCTAssertEqual(withBytes("abc") { "\(Hashing.bytes($0.baseAddress!, 3))" }, want.first)
    }

    func testNumbers() throws {
        var r = Random(2)
        let doubles = (0..<2000).map { _ in r.double() }.filter { !$0.isNaN }
        try Oracle.compare("import struct\nfor l in lines: put(hash(struct.unpack('>d', int(l, 16).to_bytes(8))[0]))", doubles.map(hexBits)) { l in
            "\(Hashing.double(Double(bitPattern: UInt64(l, radix: 16)!))!)"
        }
        let ints = (0..<500).map { _ in Int(bitPattern: UInt(r.next())) >> r.below(64) } + [-1, 0, Int.min, Int.max, (1 << 61) - 1, 1 - (1 << 61), -(1 << 61)]
        try Oracle.compare("for l in lines: put(hash(int(l)))", ints.map { "\($0)" }) { l in
            let v = Int(l)!
            var m = v.magnitude
            let h = Hashing.int(limbs: &m, count: 1, negative: v < 0)
            XCTAssertEqual(h, Hashing.int(v))
            return "\(Hashing.int(v))"
        }
    }

    func testContainers() throws {
        var r = Random(3)
        let cases = (0..<300).map { _ in (0..<r.below(9)).map { _ in String(Int(bitPattern: UInt(r.next())) >> (r.below(60) + 2)) }.joined(separator: " ") }
        try Oracle.compare("for l in lines:\n  t = tuple(map(int, l.split())); put(hash(t), hash(frozenset(t)), hash(slice(1, t, None)) - hash(slice(1, t, None)))", cases) { l in
            let hashes = l.split(separator: " ").map { Hashing.int(Int($0)!) }
            var t = TupleHash(), f = FrozenSetHash()
            for h in hashes { t.combine(h) }
            let distinct = Set(hashes)
            for h in distinct { f.combine(h) }
            return "\(t.finish(count: hashes.count)) \(f.finish(count: distinct.count)) 0"
        }
    }
}

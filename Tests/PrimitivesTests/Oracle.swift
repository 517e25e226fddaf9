import Foundation
import XCTest

/// The reference implementation as an oracle: runs a script over lines of input and hands back its lines of output.
enum Oracle {
    /// CPython 3.14, from the checkout's peers or from DXPY_ORACLE.
    static let path: String? = {
        if let p = ProcessInfo.processInfo.environment["DXPY_ORACLE"] { return p }
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            for candidate in [".deps/peers/bin/python3.14", "../../main/.deps/peers/bin/python3.14"] {
                let p = folder.appendingPathComponent(candidate).path
                if FileManager.default.isExecutableFile(atPath: p) { return p }
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    /// Runs `script` with `input` on its standard input (as `lines`) and PYTHONHASHSEED=0.
    static func lines(_ script: String, _ input: [String]) throws -> [String] {
        guard let path else { throw XCTSkip("no python3.14 to compare with") }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dxpy-oracle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appendingPathComponent("oracle.py"), data = folder.appendingPathComponent("input")
        let output = folder.appendingPathComponent("output")
        let prelude = "import sys\nlines = open(sys.argv[1], encoding='utf-8').read().split('\\n')\n" +
            "out = open(sys.argv[2], 'w', encoding='utf-8')\ndef put(*a, sep=' '): print(*a, sep=sep, file=out)\n"
        try (prelude + script + "\nout.close()\n").write(to: program, atomically: true, encoding: .utf8)
        try input.joined(separator: "\n").write(to: data, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = [program.path, data.path, output.path]
        process.environment = ["PYTHONHASHSEED": "0", "PYTHONPATH": ""]
        try process.run()
        process.waitUntilExit()
        XCTAssertEqual(process.terminationStatus, 0, "the oracle's script failed")
        var result = try String(contentsOf: output, encoding: .utf8).components(separatedBy: "\n")
        if result.last == "" { result.removeLast() }
        return result
    }

    /// Compares our line for each input with the oracle's and reports the first few differences.
    static func compare(_ script: String, _ input: [String], _ ours: (String) -> String,
                        file: StaticString = #filePath, line: UInt = #line) throws {
        let expected = try lines(script, input)
        XCTAssertEqual(expected.count, input.count, file: file, line: line)
        var wrong = 0
        for (i, want) in zip(input, expected) {
            let got = ours(i)
            if got != want {
                wrong += 1
                if wrong <= 8 { XCTFail("\(i.debugDescription): got \(got), want \(want)", file: file, line: line) }
            }
        }
        if wrong > 8 { XCTFail("\(wrong) of \(input.count) differ", file: file, line: line) }
    }
}

/// SplitMix64: the seeded source of every property test.
struct Random: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E3779B97F4A7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58476D1CE4E5B9
        z = (z ^ (z >> 27)) &* 0x94D049BB133111EB
        return z ^ (z >> 31)
    }
    mutating func below(_ n: Int) -> Int { Int(next() % UInt64(n)) }
    mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }
    /// A double of any magnitude, often special or with few digits.
    mutating func double() -> Double {
        switch below(10) {
        case 0: return pick([0, -0.0, 1, -1, 0.5, 2.5, 1e16, 1e-4, 1e-5, 123456789, 1e22, 1e23, 5e-324, 1.7976931348623157e308,
                             2.2250738585072014e-308, .infinity, -.infinity, .nan, 9007199254740993, 0.1, 1e17, 99999.5, 1.005])
        case 1: return Double(Int(next() >> 40)) / pick([1, 2, 4, 8, 10, 100, 1000, 1e6])
        case 2: return -Double(below(1000)) / 8
        case 3: return Double(sign: .plus, exponent: below(600) - 300, significand: 1)
        case 4: return Double(Int64(bitPattern: next()))
        default: return Double(bitPattern: next())
        }
    }
}

func withBytes<R>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    let a = Array(text.utf8)
    return a.withUnsafeBufferPointer(body)
}

func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

/// Bits of a double, the way cases travel to the oracle.
func hexBits(_ x: Double) -> String { String(x.isNaN ? Double.nan.bitPattern : x.bitPattern, radix: 16) }

import XCTest
@testable import TraceIR
@testable import TraceCompiler

/// Traces/: texts before and after the passes. `REWRITE_TRACES=1` rewrites what is expected.
///
///     ; a comment
///     disable: peel,dce          (optional)
///     before:
///     ...
///     after:                     (the trace, or `failure: contradiction`)
///     ...
final class TraceFileTests: XCTestCase {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Traces")

    static func optimized(_ before: String, disabled: String) throws -> String {
        let b = TraceBuilder(encoding: TestMachine.encoding)
        b.passes = try XCTUnwrap(PassSet(disabling: disabled), "unknown pass in \(disabled)")
        guard let t = b.replay(try TraceParser.parse(before)) else { return "failure: \(b.failure!)\n" }
        XCTAssertEqual(TraceVerifier.problems(t), [])
        return TracePrinter(t).text()
    }
    func testPasses() throws {
        let folder = TraceFileTests.root.appendingPathComponent("passes")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".trace") }.sorted()
        XCTAssertGreaterThanOrEqual(files.count, 8)
        for f in files {
            let url = folder.appendingPathComponent(f), text = try String(contentsOf: url, encoding: .utf8)
            let parts = text.components(separatedBy: "\nbefore:\n")
            XCTAssertEqual(parts.count, 2, f)
            let sections = parts[1].components(separatedBy: "\nafter:\n"), before = sections[0] + "\n"
            let disabled = parts[0].split(separator: "\n").first { $0.hasPrefix("disable: ") }.map { String($0.dropFirst(9)) } ?? ""
            let result = try TraceFileTests.optimized(before, disabled: disabled)
            if ProcessInfo.processInfo.environment["REWRITE_TRACES"] != nil {
                try (parts[0] + "\nbefore:\n" + sections[0] + "\nafter:\n" + result).write(to: url, atomically: true, encoding: .utf8)
            } else { XCTAssertEqual(result, sections.count > 1 ? sections[1] : "", f) }
        }
    }
    /// Every instruction stands in Traces/ops.trace, which prints as it reads and is valid.
    func testEveryInstructionRoundTrips() throws {
        let text = try String(contentsOf: TraceFileTests.root.appendingPathComponent("ops.trace"), encoding: .utf8)
        let chapters = text.components(separatedBy: "----\n").dropFirst()
        var seen = Set<Opcode>()
        for c in chapters {
            let t = try TraceParser.parse(c)
            XCTAssertEqual(TracePrinter(t).text(), c)
            XCTAssertEqual(TraceVerifier.problems(t), [])
            for i in t.instructions.elements { seen.insert(i.op) }
        }
        XCTAssertEqual(Opcode.allCases.filter { !seen.contains($0) }, [])
    }
    func testVerifierFindsWhatIsWrong() throws {
        let exit = "\n^0 guard\n  frame code=1 base=0 path=0\n"
        for (text, problem) in [
            ("%0 int = add %1 int:1\n%1 int = add int:1 int:1\nexit ^0" + exit, "not defined"),
            ("%0 word = loadSlot slot=1\n%1 int = add %0 int:1\nexit ^0" + exit, "operand 0 is word"),
            ("%0 int = add int:1 i64:1\nexit ^0" + exit, "operand 1 is i64"),
            ("guardTrue bool:1\nexit ^0" + exit, "needs a snapshot"),
            ("%0 word = loadSlot slot=1" + exit, "ends a trace"),
            ("exit ^0\nexit ^0" + exit, "ends a trace"),
            ("loop ^0\nexit ^0" + exit, "without jumpLoop"),
            ("exit ^0\n^0 guard\n", "frames"),
            ("%0 int = mul int:3 int:4 ^0\nexit ^0" + exit + "  slot 1 = %0\n", "not defined"),
            ("%0 word = call 0x10(int:3)\nexit ^0" + exit, "argument of kind int"),
            ("%0 word = call 0x10() raises ^0\nexit ^0" + exit, "raising snapshot"),
            ("%0 word = loadSlot slot=1\n%1 word = inherit entry=0\nexit ^0" + exit, "inherit must come first"),
        ] {
            let p = TraceVerifier.problems(try TraceParser.parse(text))
            XCTAssertTrue(p.contains { $0.contains(problem) }, "\(text): \(p)")
        }
    }
    func testParserRefusesWhatItCannotRead() {
        for text in ["%0 int = frobnicate int:1", "%0 int = add int:1", "guardTrue %7 ^0", "%0 int = add int:x int:1", "exit ^3", "%0 = add", "slot 1 = int:2",
                     "%0 word = loadSlot slot=1\nexit ^0\n^0 guard\n  frame code=1 base=0 path=0\n  slot 1 = %0\n  slot 1 = %0\n"] {
            XCTAssertThrowsError(try TraceParser.parse(text), text)
        }
    }
}

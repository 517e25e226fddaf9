import XCTest
import Syntax

final class ParserTests: XCTestCase {
    func testDumpsEqualCPython() throws {
        for (source, expected) in dumpTable { XCTAssertEqual(try dumped(source, attributes: true), expected, source) }
    }

    func testErrorsEqualCPython() {
        for (source, expected) in errorTable { XCTAssertEqual(escaped(outcome(unescaped(source))), expected, source) }
    }

    func testEveryNodeClassHasARow() {
        for kind in Kind.allCases { XCTAssertEqual(kind.nodeClass.kind, kind) }
        XCTAssertEqual(nodeClasses.count, Kind.allCases.count)
        XCTAssertEqual(Kind.functionDef.nodeClass.fields.map(\.name),
                       ["name", "args", "body", "decorator_list", "returns", "type_comment", "type_params"])
    }

    func testEncodings() throws {
        let latin: [UInt8] = Array("# -*- coding: latin-1 -*-\nx = '".utf8) + [0xe9] + Array("'\n".utf8)
        let result = try parse(latin)
        XCTAssertEqual(result.encoding, "iso-8859-1")
        XCTAssertTrue(String(decoding: result.tree.dump(), as: UTF8.self).contains("value='é'"))
        XCTAssertEqual(try parse([0xef, 0xbb, 0xbf] + Array("x".utf8)).encoding, "utf-8")
        XCTAssertThrowsError(try parse(Array("# coding: foo\n".utf8))) { error in
            XCTAssertEqual((error as? SyntaxFailure)?.message, "unknown encoding: foo")
        }
        XCTAssertThrowsError(try parse([120, 0])) { error in
            XCTAssertEqual((error as? SyntaxFailure)?.message, "source code string cannot contain null bytes")
        }
    }

    func testLineEndsAreOne() throws {
        XCTAssertEqual(try dumped("a\r\nb\rc = '''x\r\ny'''\r\n", attributes: true), try dumped("a\nb\nc = '''x\ny'''\n", attributes: true))
    }

    func testModes() throws {
        XCTAssertEqual(try dumped("a\n", .eval), "Expression(body=Name(id='a', ctx=Load()))")
        XCTAssertEqual(try dumped("a; b\n", .single),
                       "Interactive(body=[Expr(value=Name(id='a', ctx=Load())), Expr(value=Name(id='b', ctx=Load()))])")
        XCTAssertEqual(try dumped("(int, *str, **any) -> float", .funcType),
                       "FunctionType(argtypes=[Name(id='int', ctx=Load()), Name(id='str', ctx=Load()), Name(id='any', ctx=Load())], "
                       + "returns=Name(id='float', ctx=Load()))")
        XCTAssertEqual(outcome("a\nb\n", .single),
                       "SyntaxError: multiple statements found while compiling a single statement 1 2 1 3 | a\n")
        XCTAssertTrue(outcome("if a:", .single, flags: .allowIncompleteInput).hasPrefix("_IncompleteInputError: incomplete input"))
        XCTAssertTrue(outcome("a b\n", .single, flags: .allowIncompleteInput).hasPrefix("SyntaxError"))
    }

    func testWarnings() {
        XCTAssertEqual(outcome("'\\d'"), "ok [1: \"\\d\" is an invalid escape sequence. Such sequences will not work in the future. "
                       + "Did you mean \"\\\\d\"? A raw string is also an option.]")
        XCTAssertEqual(outcome("1if 2else 3"), "ok [1: invalid decimal literal] [1: invalid decimal literal]")
        XCTAssertEqual(outcome("x is 1"), "ok [1: \"is\" with 'int' literal. Did you mean \"==\"?]")
        XCTAssertEqual(outcome("(1, 2)(3)"), "ok [1: 'tuple' object is not callable; perhaps you missed a comma?]")
        XCTAssertEqual(outcome("assert (a, b)"), "ok [1: assertion is always true, perhaps remove parentheses?]")
        XCTAssertEqual(outcome("def f():\n try: pass\n finally: return\n"), "ok [3: 'return' in a 'finally' block]")
    }

    func testDeepNestingIsAnError() {
        XCTAssertTrue(outcome(String(repeating: "-", count: 100_000) + "1").hasPrefix("MemoryError"))
        XCTAssertTrue(outcome(String(repeating: "(", count: 300)).hasPrefix("SyntaxError: too many nested parentheses"))
        XCTAssertTrue(outcome(String(repeating: "lambda:", count: 10_000)).hasPrefix("MemoryError"))
        XCTAssertTrue(outcome("a" + String(repeating: ".b", count: 200_000)).hasPrefix("RecursionError"))
    }

    func testSavedTreesLoadAndDamagedOnesDoNot() throws {
        let tree = try parsed("def f(x):\n    return lambda: x + 1.5\n")
        _ = try analyze(tree)
        let bytes = Array(tree.bytes)
        let loaded = bytes.withUnsafeBytes { SyntaxTree(loading: $0) }
        XCTAssertEqual(loaded?.dump(), tree.dump())
        XCTAssertEqual(loaded?.scopes.count, tree.scopes.count)
        for position in stride(from: 0, to: bytes.count, by: 7) {
            var damaged = bytes
            damaged[position] ^= 0x10
            XCTAssertNil(damaged.withUnsafeBytes { SyntaxTree(loading: $0) }, "byte \(position)")
        }
        XCTAssertNil(bytes.dropLast(4).withUnsafeBytes { SyntaxTree(loading: $0) })
    }

    func testBuilderRoundTrip() throws {
        let builder = TreeBuilder()
        let at = Position(line: 1, column: 0, endLine: 1, endColumn: 1)
        let name = builder.node(.name, at, [builder.name(builder.intern("x")), 0])
        let statement = builder.node(.expr, at, [name])
        let root = builder.node(.module, at, [builder.list([statement]), 0])
        XCTAssertEqual(String(decoding: builder.finish(root: root).dump(), as: UTF8.self),
                       try dumped("x", attributes: true))
    }
}

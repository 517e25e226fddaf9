import XCTest
import Syntax

final class ScopeTests: XCTestCase {
    private func table(_ source: String) throws -> [String] {
        let tree = try parsed(source)
        _ = try analyze(tree)
        func text(_ i: Int) -> String { String(decoding: tree.string(i), as: UTF8.self) }
        return tree.scopes.map { scope in
            "\(scope.kind) \(text(scope.name)): " + scope.symbols.map { "\(text($0.name)) \($0.resolution)" }.joined(separator: ", ")
        }
    }

    func testClosures() throws {
        XCTAssertEqual(try table("def f(a):\n    b = 1\n    def g():\n        nonlocal b\n        b = a + c\n").filter { !$0.hasPrefix("annotation") }, [
            "module top: f local", "function f: a cell, b cell, g local", "function g: b free, a free, c globalImplicit"])
    }

    func testClassCell() throws {
        let tree = try parsed("class A:\n    def m(self): return super().m()\n")
        _ = try analyze(tree)
        let cls = try XCTUnwrap(tree.scopes.first { $0.kind == .class })
        XCTAssertTrue(cls.flags.contains(.needsClassClosure))
        let method = try XCTUnwrap(tree.scopes.first { $0.kind == .function })
        XCTAssertTrue(method.flags.contains([.usesSuper, .hasFreeVariables, .isMethod]))
    }

    func testComprehensionsAreInlined() throws {
        let tree = try parsed("def f(y):\n    return [x for x in y], (x for x in y)\n")
        _ = try analyze(tree)
        let scopes = tree.scopes
        XCTAssertTrue(try XCTUnwrap(scopes.first { $0.kind == .listComp }).flags.contains(.inlinedComprehension))
        XCTAssertFalse(try XCTUnwrap(scopes.first { $0.kind == .generatorExp }).flags.contains(.inlinedComprehension))
        let function = try XCTUnwrap(scopes.first { $0.kind == .function })
        XCTAssertEqual(function.symbols.map { String(decoding: tree.string($0.name), as: UTF8.self) }, ["y", "x"])
    }

    func testNodesKnowTheirScopes() throws {
        let tree = try parsed("class A[T]:\n    x: int\ndef f(a: b): pass\n")
        _ = try analyze(tree)
        let body = tree.root.list(0)
        XCTAssertEqual(tree.root.scope, 0)
        let cls = try XCTUnwrap(body[0].scopeRecord), function = try XCTUnwrap(body[1].scopeRecord)
        XCTAssertEqual(cls.kind, .class)
        XCTAssertEqual(tree.scopes[try XCTUnwrap(cls.typeParameterScope)].kind, .typeParameters)
        XCTAssertEqual(tree.scopes[try XCTUnwrap(cls.annotationScope)].kind, .annotation)
        XCTAssertEqual(function.kind, .function)
        XCTAssertEqual(tree.scopes[try XCTUnwrap(function.annotationScope)].kind, .annotation)
    }

    func testMangling() {
        XCTAssertEqual(mangle(className: "_A", "__x"), "_A__x")
        XCTAssertEqual(mangle(className: "A", "__x__"), "__x__")
        XCTAssertEqual(mangle(className: "__", "__x"), "__x")
        XCTAssertEqual(mangle(className: "A", "_x"), "_x")
    }

    func testErrors() {
        let cases: [(String, String)] = [
            ("return", "SyntaxError: 'return' outside function 1 1 1 7"),
            ("break", "SyntaxError: 'break' outside loop 1 1 1 6"),
            ("def f():\n x = 1\n global x", "SyntaxError: name 'x' is assigned to before global declaration 3 2 3 10"),
            ("def f(): nonlocal x", "SyntaxError: no binding for nonlocal 'x' found 1 10 1 20"),
            ("nonlocal x", "SyntaxError: nonlocal declaration not allowed at module level 1 1 1 11"),
            ("def f(a, a): pass", "SyntaxError: duplicate argument 'a' in function definition 1 10 1 11"),
            ("f(a=1, a=2)", "SyntaxError: keyword argument repeated: a 1 8 1 11"),
            ("a, *b, *c = d", "SyntaxError: multiple starred expressions in assignment 1 1 1 10"),
            ("*a = b", "SyntaxError: starred assignment target must be in a list or tuple 1 1 1 3"),
            ("[(i := 0) for i in a]", "SyntaxError: assignment expression cannot rebind comprehension iteration variable 'i' 1 3 1 4"),
            ("await x", "SyntaxError: 'await' outside function 1 1 1 8"),
            ("__debug__ = 1", "SyntaxError: cannot assign to __debug__ 1 1 1 10"),
            ("x\nfrom __future__ import annotations", "SyntaxError: from __future__ imports must occur at the beginning of the file 2 1 2 35"),
            ("match a:\n case b: pass\n case c: pass", "SyntaxError: name capture 'b' makes remaining patterns unreachable 2 7 2 8"),
        ]
        for (source, expected) in cases { XCTAssertEqual(outcome(source), expected, source) }
    }
}

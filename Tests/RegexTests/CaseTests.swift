// Compiled patterns and texts with the results CPython gave (Cases/, written by make_cases.py).
import XCTest
import Foundation
@testable import Regex

final class CaseTests: XCTestCase {
    func testRandomCases() throws { try run("random.txt", atLeast: 4000) }
    func testSuiteCases() throws { try run("suite.txt", atLeast: 4000) }

    private func run(_ name: String, atLeast: Int) throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases/" + name)
        let data = try Data(contentsOf: url)
        var state: MatchState?
        var pattern = ""
        var cases = 0
        for line in data.split(separator: 10) {
            var fields = line.dropFirst(2)
            if line.first == UInt8(ascii: "P") {
                let cut = fields.firstIndex(of: UInt8(ascii: "#"))!
                pattern = String(decoding: fields[cut...], as: UTF8.self)
                fields = fields[..<cut]
            }
            let halves = fields.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map {
                $0.split(separator: 32).map { Int(String(decoding: $0, as: UTF8.self))! }
            }
            if line.first == UInt8(ascii: "P") {
                let n = halves[0]
                state = MatchState(try CompiledRegex(codes: n[3...].map { UInt32($0) }, groups: n[1], flags: n[0]))
                continue
            }
            let n = halves[0], characters = Array(n[4...])
            let widest = characters.max() ?? 0
            for width in [1, 2, 4] where widest < (width == 1 ? 256 : width == 2 ? 65536 : 1 << 30) {
                let got = results(try XCTUnwrap(state), mode: n[0], n[1], min(n[2], n[3]), characters, width)
                XCTAssertEqual(got, halves[1], "\(pattern) on \(characters), mode \(n[0]), \(n[1])..<\(n[2]), width \(width)")
                cases += 1
            }
        }
        XCTAssertGreaterThan(cases, atLeast)
    }

    private func results(_ state: MatchState, mode: Int, _ start: Int, _ end: Int, _ characters: [Int], _ width: Int) -> [Int] {
        let text = UnsafeMutableRawPointer.allocate(byteCount: 4 * characters.count + 4, alignment: 8)
        defer { text.deallocate() }
        for (k, c) in characters.enumerated() {
            switch width {
            case 1: text.storeBytes(of: UInt8(c), toByteOffset: k, as: UInt8.self)
            case 2: text.storeBytes(of: UInt16(c), toByteOffset: 2 * k, as: UInt16.self)
            default: text.storeBytes(of: UInt32(c), toByteOffset: 4 * k, as: UInt32.self)
            }
        }
        state.setInput(text, width: width, end: end)
        if mode == 3 {
            var spans: [Int] = []
            var at = start, mustAdvance = false
            while state.search(from: at, mustAdvance: mustAdvance) == .matched {
                spans += [state.matchStart, state.matchEnd]
                mustAdvance = state.matchStart == state.matchEnd
                at = state.matchEnd
            }
            return spans
        }
        let outcome = mode == 2 ? state.search(from: start) : state.match(at: start, full: mode == 1)
        guard outcome == .matched else { return [-1] }
        var out = [state.lastIndex ?? 0, state.matchStart, state.matchEnd]
        for group in 0..<state.regex.groups {
            let span = state.span(ofGroup: group + 1)
            out += [span?.start ?? -1, span?.end ?? -1]
        }
        return out
    }
}

// Forged code, limits, interruption.
import XCTest
@testable import Regex

final class RobustnessTests: XCTestCase {
    /// `(?:(a)|b)*c`, as compiled by re._compiler.
    private let loop: [UInt32] = [14, 4, 0, 1, 0xFFFF_FFFF, 23, 19, 0, 0xFFFF_FFFF, 7, 9, 17, 0, 16, 97, 17, 1, 15, 7, 5,
                                  16, 98, 15, 2, 0, 18, 16, 99, 1]
    /// `(?:aa|a)*b`: exponential over a's without a b.
    private let ambiguous: [UInt32] = [14, 4, 0, 1, 0xFFFF_FFFF, 23, 15, 0, 0xFFFF_FFFF, 16, 97, 7, 5, 16, 97, 15, 5, 3, 15, 2, 0, 18, 16, 98, 1]

    private func withText(_ text: String, _ body: (UnsafeRawPointer, Int) -> Void) {
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { body($0.baseAddress!, bytes.count) }
    }

    func testEmptyAndUnterminatedCodeIsRefused() {
        for codes: [UInt32] in [[], [0], [14], [16, 97], [17, 0, 1], [999, 1], [13, 5, 16, 97, 1], [11, 0, 1], [23, 4, 0, 1, 1]] {
            XCTAssertThrowsError(try CompiledRegex(codes: codes, groups: 0, flags: 0)) { XCTAssertEqual($0 as? RegexError, .invalidCode) }
        }
    }

    /// Any single word replaced by any of a choice of values is either refused or gives a program that runs without harm.
    func testForgedCodeNeverHarms() throws {
        var accepted = 0, refused = 0
        var seed: UInt64 = 1
        func random() -> Int {
            seed = seed &* 6364136223846793005 &+ 1442695040888963407
            return Int(seed >> 33)
        }
        for _ in 0..<20000 {
            var codes = loop
            for _ in 0...random() % 3 { codes[random() % codes.count] = UInt32(random() % 44) }
            guard let regex = try? CompiledRegex(codes: codes, groups: 1, flags: 0) else {
                refused += 1
                continue
            }
            accepted += 1
            let state = MatchState(regex)
            state.memoryLimit = 1 << 20
            withText("abbaabcabc") { text, count in
                state.setInput(text, width: 1, end: count)
                _ = state.search(from: 0)
            }
        }
        XCTAssertGreaterThan(accepted, 100)
        XCTAssertGreaterThan(refused, 100)
    }

    func testMemoryLimit() throws {
        // Every round of this loop is decided by the next character, so that even a long text needs little memory.
        let state = MatchState(try CompiledRegex(codes: loop, groups: 1, flags: 0))
        state.memoryLimit = 1 << 14
        withText(String(repeating: "ab", count: 50_000) + "c") { text, count in
            state.setInput(text, width: 1, end: count)
            XCTAssertEqual(state.match(at: 0), .matched)
            XCTAssertEqual(state.matchEnd, count)
            XCTAssertEqual(state.span(ofGroup: 1)?.start, count - 3)
        }
        let limited = MatchState(try CompiledRegex(codes: ambiguous, groups: 0, flags: 0))
        limited.memoryLimit = 1 << 14
        withText(String(repeating: "a", count: 100_000)) { text, count in
            limited.setInput(text, width: 1, end: count)
            XCTAssertEqual(limited.match(at: 0), .memory)
        }
    }

    func testPollInterrupts() throws {
        let state = MatchState(try CompiledRegex(codes: ambiguous, groups: 0, flags: 0))
        var polls = 0
        state.poll = {
            polls += 1
            return polls == 5
        }
        withText(String(repeating: "a", count: 200)) { text, count in
            state.setInput(text, width: 1, end: count)
            XCTAssertEqual(state.match(at: 0), .interrupted)
            XCTAssertEqual(polls, 5)
        }
    }
}

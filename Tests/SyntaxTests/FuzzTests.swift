import XCTest
import Syntax

/// Damaged texts may be rejected but must not trap, and what is accepted must survive analysis and dumping.
final class FuzzTests: XCTestCase {
    private func digest(_ bytes: [UInt8], _ mode: ParseMode) {
        guard let result = try? parse(bytes, mode: mode, flags: .allowIncompleteInput) else { return }
        _ = try? analyze(result.tree)
        XCTAssertFalse(result.tree.dump().isEmpty)
    }

    func testPrefixes() {
        for (source, _) in dumpTable {
            let bytes = Array(source.utf8)
            for end in 0...bytes.count { for mode in [ParseMode.exec, .eval, .single] { digest(Array(bytes[0..<end]), mode) } }
        }
    }

    func testChangedBytes() {
        var state: UInt64 = 88172645463325252
        func next(_ bound: Int) -> Int {
            state ^= state << 13; state ^= state >> 7; state ^= state << 17
            return Int(state % UInt64(bound))
        }
        let alphabet = Array("()[]{}'\"\\\n\t :;,.=*#f@0a\u{e9}!".utf8)
        for (source, _) in dumpTable {
            for _ in 0..<60 {
                var bytes = Array(source.utf8)
                for _ in 0...next(3) { bytes[next(bytes.count)] = next(4) == 0 ? UInt8(next(256)) : alphabet[next(alphabet.count)] }
                digest(bytes, .exec)
            }
        }
    }
}

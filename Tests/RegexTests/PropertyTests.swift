// The properties of every code point, against CPython's (Cases/properties.txt, written by make_properties.py).
import XCTest
import Foundation
@testable import Regex

final class PropertyTests: XCTestCase {
    func testEveryCodePoint() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases/properties.txt")
        var seen = 0
        for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: " ")
            let numbers = fields.dropFirst().map { UInt32($0)! }
            var wrong: [UInt32] = []
            seen += 1
            if fields[0] == "lower" {
                var map: [UInt32: UInt32] = [:]
                for k in stride(from: 0, to: numbers.count, by: 2) { map[numbers[k]] = numbers[k + 1] }
                for c in UInt32(0)..<0x110000 where CharacterFunctions.unicodeLower(c) != map[c] ?? c { wrong.append(c) }
            } else {
                let test: (UInt32) -> Bool
                switch fields[0] {
                case "digit": test = { CharacterFunctions.isMember($0, of: .uniDigit) }
                case "space": test = { CharacterFunctions.isMember($0, of: .uniSpace) }
                case "word": test = { CharacterFunctions.isMember($0, of: .uniWord) }
                default: test = CharacterFunctions.unicodeIsCased
                }
                var next = 0, inside = false
                for c in UInt32(0)..<0x110000 {
                    if next < numbers.count && numbers[next] == c {
                        inside.toggle()
                        next += 1
                    }
                    if test(c) != inside { wrong.append(c) }
                }
            }
            XCTAssertEqual(wrong, [], "\(fields[0])")
        }
        XCTAssertEqual(seen, 5)
    }
}

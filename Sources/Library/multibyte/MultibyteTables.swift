import CSupport
import Primitives
import Runtime

/// Two-byte character sets as tables, filled by the C library's converters when first used and then corrected where Python's differ. The way back
/// is the table inverted (of two codes for a character the lower one is written, except as `prefers` tells).
final class MultibyteTable {
    /// Code points by (lead - 0x80) * 256 + trail.
    let forward: UnsafeMutablePointer<UInt32>
    /// Codes by code points of the BMP.
    let backward: UnsafeMutablePointer<UInt32>
    private init(_ charset: StaticString, fixes: StaticString? = nil, prefix: Int32 = 0, prefers: [(UInt32, UInt32)] = []) throws(Raise) {
        forward = .allocate(capacity: 128 * 256); forward.initialize(repeating: 0, count: 128 * 256)
        backward = .allocate(capacity: 65536); backward.initialize(repeating: 0, count: 65536)
        let found = charset.withUTF8Buffer { $0.withMemoryRebound(to: CChar.self) { dx_charset_table($0.baseAddress!, prefix, forward) } }
        if found == 0 { throw Errors.make(Exceptions.lookupError, "the C library does not know the character set \(charset)") }
        if let fixes { apply(fixes) }
        for i in 0..<(128 * 256) {
            let c = forward[i]
            if c > 0 && c < 65536 && backward[Int(c)] == 0 { backward[Int(c)] = UInt32(i + 0x8000) }
        }
        for (c, code) in prefers { backward[Int(c)] = code }
    }
    private func apply(_ text: StaticString) {
        var p = text.utf8Start
        let end = p + text.utf8CodeUnitCount
        func hex() -> Int {
            var v = 0
            while p < end, p.pointee > 44 && p.pointee != 58 { v = v * 16 + Int(p.pointee < 58 ? p.pointee - 48 : p.pointee - 87); p += 1 }
            return v
        }
        while p < end {
            var code = hex()
            while p < end && p.pointee != 32 {
                p += 1
                forward[code - 0x8000] = UInt32(hex())
                code += 1
            }
            p += 1
        }
    }
    @inline(__always) func decode(_ lead: UInt8, _ trail: UInt8) -> UInt32 { lead < 0x80 ? 0 : forward[Int(lead &- 0x80) &* 256 &+ Int(trail)] }
    @inline(__always) func encode(_ c: UInt32) -> UInt32 { c < 65536 ? backward[Int(c)] : 0 }

    nonisolated(unsafe) private static var made: [String: MultibyteTable] = [:]
    private static func shared(_ name: String, _ make: () throws(Raise) -> MultibyteTable) throws(Raise) -> MultibyteTable {
        if let t = made[name] { return t }
        let t = try make()
        made[name] = t
        return t
    }
    static func named(_ name: String) throws(Raise) -> MultibyteTable {
        try shared(name) { () throws(Raise) in
            switch name {
            case "gb2312": return try MultibyteTable("EUC-CN")
            case "gbk": return try MultibyteTable("GBK")
            case "gb18030": return try MultibyteTable("GB18030", fixes: MultibyteFixes.gb18030)
            case "big5": return try MultibyteTable("BIG5", fixes: MultibyteFixes.big5, prefers: [(0x5341, 0xA451), (0x5345, 0xA4CA), (0xFF0F, 0xA241), (0xFF3C, 0xA242)])
            case "cp950": return try MultibyteTable("BIG5", fixes: MultibyteFixes.cp950, prefers: [
                (0xA2, 0xA246), (0xA3, 0xA247), (0xA5, 0xA244), (0x2022, 0xA145), (0x203E, 0xA1C2), (0x223C, 0xA1E3), (0x2609, 0xA1F3), (0x2641, 0xA1F2), (0x5341, 0xA451), (0x5345, 0xA4CA), (0xFF64, 0xA14E)])
            case "shift_jis": return try MultibyteTable("SJIS")
            case "cp932": return try MultibyteTable("CP932", prefers: [(0xA2, 0x8191), (0xA3, 0x8192), (0xAC, 0x81CA), (0x2016, 0x8161), (0x2212, 0x817C), (0x301C, 0x8160)])
            case "euc_jp": return try MultibyteTable("EUC-JP", fixes: MultibyteFixes.euc_jp)
            case "jisx0212": return try MultibyteTable("EUC-JP", fixes: "a2b7:7e", prefix: 0x8F)
            case "euc_kr": return try MultibyteTable("EUC-KR", fixes: MultibyteFixes.euc_kr, prefers: [(0x3164, 0xA4D4)])
            default: return try MultibyteTable("UHC")
            }
        }
    }
}

/// The four-byte codes of GB 18030 for the BMP: in order, the characters that have no two-byte code.
enum GB18030 {
    nonisolated(unsafe) private static var points: UnsafeMutablePointer<UInt16>! = nil
    nonisolated(unsafe) private static var order: UnsafeMutablePointer<UInt16>! = nil
    static let count = 39420
    static func start() throws(Raise) {
        if points != nil { return }
        let t = try MultibyteTable.named("gb18030")
        points = .allocate(capacity: count); order = .allocate(capacity: 65536); order.initialize(repeating: 0xFFFF, count: 65536)
        var n = 0
        for c in 0x80..<65536 where !(c >= 0xD800 && c < 0xE000) && t.backward[c] == 0 && n < count { points[n] = UInt16(c); order[c] = UInt16(n); n += 1 }
    }
    static func point(_ linear: Int) -> UInt32? { linear < count ? UInt32(points[linear]) : nil }
    static func linear(_ c: UInt32) -> Int? { order[Int(c)] == 0xFFFF ? nil : Int(order[Int(c)]) }
}

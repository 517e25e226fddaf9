import Primitives
import Runtime

/// A codec of `_codecs_cn`, `_codecs_jp` … (Modules/cjkcodecs): stateless ones map characters to one to four bytes; hz and iso2022_* carry a state
/// from character to character.
final class MultibyteCodec {
    enum Kind { case double, sjis, cp932, eucJP, gb18030, hz, iso2022 }
    let name: StaticString, kind: Kind
    /// What iso2022 codecs may switch to, by the bytes behind ESC.
    let designations: [(escape: [UInt8], set: Int)]
    private(set) var table: MultibyteTable! = nil, extra: MultibyteTable! = nil
    /// A state: the character set that is switched on (iso2022: 0 ASCII, 1 JIS X 0208, 2 Roman, 3 JIS X 0212, 4 kana, 5 KS X 1001); bit 8: the header was read or written, bit 9: shifted out.
    typealias State = Int
    static let bad: StaticString = "illegal multibyte sequence", short: StaticString = "incomplete multibyte sequence"

    private init(_ n: StaticString, _ k: Kind, _ d: [(escape: [UInt8], set: Int)] = []) { name = n; kind = k; designations = d }
    var isStateful: Bool { kind == .hz || kind == .iso2022 }

    private static let ascii: [UInt8] = [40, 66], roman: [UInt8] = [40, 74], old0208: [UInt8] = [36, 64], new0208: [UInt8] = [36, 66], jis0212: [UInt8] = [36, 40, 68], kana: [UInt8] = [40, 73]
    private static let all: [String: [MultibyteCodec]] = {
        let jp: [(escape: [UInt8], set: Int)] = [(ascii, 0), (new0208, 1), (old0208, 1), (roman, 2)]
        return [
            "_codecs_cn": [.init("gb2312", .double), .init("gbk", .double), .init("gb18030", .gb18030), .init("hz", .hz)],
            "_codecs_jp": [.init("shift_jis", .sjis), .init("cp932", .cp932), .init("euc_jp", .eucJP)],
            "_codecs_kr": [.init("euc_kr", .double), .init("cp949", .double)],
            "_codecs_tw": [.init("big5", .double), .init("cp950", .double)],
            "_codecs_hk": [],
            "_codecs_iso2022": [.init("iso2022_jp", .iso2022, jp), .init("iso2022_jp_1", .iso2022, jp + [(jis0212, 3)]), .init("iso2022_jp_ext", .iso2022, jp + [(jis0212, 3), (kana, 4)]),
                                .init("iso2022_kr", .iso2022, [([36, 41, 67], 5)])],
        ]
    }()
    static func find(_ module: String, _ name: String) -> MultibyteCodec? { all[module]?.first { $0.name.description == name } }
    /// Fills the tables.
    func prepare() throws(Raise) {
        if table != nil { return }
        switch kind {
        case .hz: table = try MultibyteTable.named("gb2312")
        case .iso2022:
            table = try MultibyteTable.named(isKorean ? "euc_kr" : "euc_jp")
            if !isKorean { extra = try MultibyteTable.named("jisx0212") }
        case .eucJP: table = try MultibyteTable.named("euc_jp"); extra = try MultibyteTable.named("jisx0212")
        case .gb18030: table = try MultibyteTable.named("gb18030"); try GB18030.start()
        default: table = try MultibyteTable.named(name.description)
        }
    }
    /// EUC-KR writes syllables without a code of their own as four letters. (KS X 1001, annex 3)
    private lazy var isComposing = name.description == "euc_kr"
    private static let initials: [UInt8] = [0xA1, 0xA2, 0xA4, 0xA7, 0xA8, 0xA9, 0xB1, 0xB2, 0xB3, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE]
    private static let finals: [UInt8] = [0xD4, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA9, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF, 0xB0, 0xB1, 0xB2, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE]
    private var isKorean: Bool { designations.first?.set == 5 }

    // MARK: decoding

    /// Decodes from POSITION on. Nil at the end, or before an incomplete character unless FINAL; POSITION stands there.
    func decode(_ b: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ state: inout State, final: Bool, _ out: inout TextBuilder) -> CodecError? {
        let n = b.count
        var i = position
        func failed(_ length: Int) -> CodecError { CodecError(i, min(n, i + length), MultibyteCodec.bad) }
        /// What lacks bytes is an error only at the end of everything.
        func lacking() -> CodecError? { final ? CodecError(i, n, MultibyteCodec.short) : nil }
        while i < n {
            position = i
            let c = b[i]
            switch kind {
            case .hz:
                if c == 126 {
                    if i + 1 >= n { return lacking() }
                    switch b[i + 1] {
                    case 126 where state == 0: out.append(126 as UInt32)
                    case 123 where state == 0: state = 1
                    case 125 where state == 1: state = 0
                    case 10: break
                    default: return failed(1)
                    }
                    i += 2
                    continue
                }
                if c & 0x80 != 0 { return failed(1) }
                if state == 0 { out.append(UInt32(c)); i += 1; continue }
                if i + 1 >= n { return lacking() }
                let u = table.decode(c | 0x80, b[i + 1] | 0x80)
                if u == 0 || b[i + 1] & 0x80 != 0 { return failed(1) }
                out.append(u); i += 2
            case .iso2022:
                if c == 27 {
                    guard let d = designations.first(where: { d in i + 1 + d.escape.count <= n && d.escape.indices.allSatisfy { b[i + 1 + $0] == d.escape[$0] } }) else {
                        let isPrefix = designations.contains { d in (i + 1..<n).allSatisfy { $0 - i - 1 < d.escape.count && b[$0] == d.escape[$0 - i - 1] } }
                        return isPrefix ? lacking() : failed(1)
                    }
                    if d.set == 5 { state |= 256 } else { state = d.set }
                    i += 1 + d.escape.count
                    continue
                }
                if isKorean {
                    if c == 14 { if state & 256 == 0 { return failed(1) }; state |= 512; i += 1; continue }
                    if c == 15 { state &= ~512; i += 1; continue }
                }
                let set = isKorean ? (state & 512 != 0 ? 5 : 0) : state
                if c == 10 { if !isKorean { state = 0 } else { state &= ~512 }; out.append(10 as UInt32); i += 1; continue }
                if c < 32 || set == 0 && c < 0x80 { out.append(UInt32(c)); i += 1; continue }
                if c >= 0x80 { return failed(1) }
                if set == 2 { out.append(c == 92 ? 0xA5 : c == 126 ? 0x203E : UInt32(c)); i += 1; continue }
                if set == 4 { if c < 33 || c > 95 { return failed(1) }; out.append(UInt32(c) + 0xFF40); i += 1; continue }
                if i + 1 >= n { return lacking() }
                let u = (set == 3 ? extra : table).decode(c | 0x80, b[i + 1] | 0x80)
                if u == 0 || b[i + 1] & 0x80 != 0 { return failed(1) }
                // JIS X 0208 by itself has the reverse solidus in full width.
                out.append(u); i += 2
            default:
                if c < 0x80 { out.append(UInt32(c)); i += 1; continue }
                if kind == .sjis || kind == .cp932 {
                    if c >= 0xA1 && c <= 0xDF { out.append(UInt32(c) + 0xFEC0); i += 1; continue }
                    if kind == .cp932 && (c == 0x80 || c == 0xA0 || c >= 0xFD) { out.append(c == 0x80 ? 0x80 : c == 0xA0 ? 0xF8F0 : UInt32(c) - 0xFD + 0xF8F1); i += 1; continue }
                    if c == 0x80 || c == 0xA0 || c > 0xFC { return failed(1) }
                }
                if i + 1 >= n { return lacking() }
                let t = b[i + 1]
                if kind == .eucJP && c == 0x8E {
                    if t < 0xA1 || t > 0xDF { return failed(1) }
                    out.append(UInt32(t) + 0xFEC0); i += 2
                    continue
                }
                if kind == .eucJP && c == 0x8F {
                    if i + 2 >= n { return lacking() }
                    let u = extra.decode(t, b[i + 2])
                    if u == 0 { return failed(1) }
                    out.append(u); i += 3
                    continue
                }
                if kind == .gb18030 && t >= 0x30 && t <= 0x39 {
                    if i + 3 >= n { return lacking() }
                    let c3 = b[i + 2], c4 = b[i + 3]
                    if c < 0x81 || c == 0xFF || c3 < 0x81 || c3 == 0xFF || c4 < 0x30 || c4 > 0x39 { return failed(1) }
                    let l = ((Int(c - 0x81) * 10 + Int(t - 0x30)) * 126 + Int(c3 - 0x81)) * 10 + Int(c4 - 0x30)
                    if c < 0x85 { guard let u = GB18030.point(l) else { return failed(4) }; out.append(u) }
                    else {
                        let u = l - 189_000 + 0x10000
                        if c < 0x90 || u > 0x10FFFF { return failed(4) }
                        out.append(UInt32(u))
                    }
                    i += 4
                    continue
                }
                if isComposing && c == 0xA4 && t == 0xD4 {
                    if i + 7 >= n { return lacking() }
                    guard b[i + 2] == 0xA4, b[i + 4] == 0xA4, b[i + 6] == 0xA4, let first = MultibyteCodec.initials.firstIndex(of: b[i + 3]), b[i + 5] >= 0xBF, b[i + 5] <= 0xD3,
                          let last = MultibyteCodec.finals.firstIndex(of: b[i + 7]) else { return failed(1) }
                    out.append(UInt32(0xAC00 + first * 588 + Int(b[i + 5] - 0xBF) * 28 + last)); i += 8
                    continue
                }
                let u = table.decode(c, t)
                if u == 0 { return failed(1) }
                out.append(u); i += 2
            }
        }
        position = i
        return nil
    }

    // MARK: encoding

    /// Encodes from POSITION on; the state goes back to the first one by `finish`.
    func encode(_ t: TextView, _ position: inout Int, _ state: inout State, _ out: inout ByteBuilder) -> CodecError? {
        func put(_ code: UInt32) { out.append(UInt8(truncatingIfNeeded: code >> 8)); out.append(UInt8(truncatingIfNeeded: code)) }
        while position < t.count {
            let c = t[position], failure = CodecError(position, position + 1, MultibyteCodec.bad)
            switch kind {
            case .hz:
                if c < 0x80 {
                    if state == 1 { out.append(126); out.append(125); state = 0 }
                    out.append(UInt8(c))
                    if c == 126 { out.append(126) }
                } else {
                    let code = table.encode(c)
                    if code == 0 { return failure }
                    if state == 0 { out.append(126); out.append(123); state = 1 }
                    put(code & 0x7F7F)
                }
            case .iso2022: if !encodeISO(c, &state, &out) { return failure }
            default:
                if c < 0x80 { out.append(UInt8(c)); break }
                if kind == .sjis || kind == .cp932 || kind == .eucJP, c >= 0xFF61, c <= 0xFF9F {
                    if kind == .eucJP { out.append(0x8E) }
                    out.append(UInt8(c - 0xFEC0))
                    break
                }
                if kind == .cp932, c == 0x80 || c >= 0xF8F0 && c <= 0xF8F3 { out.append(c == 0x80 ? 0x80 : c == 0xF8F0 ? 0xA0 : UInt8(c - 0xF8F1 + 0xFD)); break }
                if kind == .sjis || kind == .eucJP, c == 0xA5 || c == 0x203E { out.append(c == 0xA5 ? 92 : 126); break }
                let code = table.encode(c)
                if code != 0 { put(code); break }
                if kind == .eucJP {
                    let third = extra.encode(c)
                    if third == 0 { return failure }
                    out.append(0x8F); put(third)
                    break
                }
                if isComposing, c >= 0xAC00, c <= 0xD7A3 {
                    let k = Int(c - 0xAC00)
                    for x in [0xD4, MultibyteCodec.initials[k / 588], UInt8(0xBF + k / 28 % 21), MultibyteCodec.finals[k % 28]] as [UInt8] { out.append(0xA4); out.append(x) }
                    break
                }
                guard kind == .gb18030, !(c >= 0xD800 && c < 0xE000) else { return failure }
                guard var l = c >= 0x10000 ? Int(c) - 0x10000 + 189_000 : GB18030.linear(c) else { return failure }
                let b4 = UInt8(l % 10) + 0x30; l /= 10
                let b3 = UInt8(l % 126) + 0x81; l /= 126
                out.append(UInt8(l / 10) + 0x81); out.append(UInt8(l % 10) + 0x30); out.append(b3); out.append(b4)
            }
            position += 1
        }
        return nil
    }
    private func encodeISO(_ c: UInt32, _ state: inout State, _ out: inout ByteBuilder) -> Bool {
        func escape(_ e: [UInt8]) { out.append(27); for x in e { out.append(x) } }
        if isKorean {
            if c < 0x80 {
                if state & 512 != 0 { out.append(15); state &= ~512 }
                out.append(UInt8(c))
                return true
            }
            let code = table.encode(c)
            if code == 0 { return false }
            if state & 256 == 0 { escape([36, 41, 67]); state |= 256 }
            if state & 512 == 0 { out.append(14); state |= 512 }
            out.append(UInt8(code >> 8 & 0x7F)); out.append(UInt8(code & 0x7F))
            return true
        }
        func select(_ set: Int) {
            if state == set { return }
            escape(set == 0 ? MultibyteCodec.ascii : set == 1 ? MultibyteCodec.new0208 : set == 2 ? MultibyteCodec.roman : set == 3 ? MultibyteCodec.jis0212 : MultibyteCodec.kana)
            state = set
        }
        if c < 0x80 {
            if c == 10 || state != 2 || c == 92 || c == 126 { select(0) }
            out.append(UInt8(c))
            return true
        }
        let code = table.encode(c)
        // (EUC-JP's table has the kana of half width too.)
        if code >= 0xA1A1 { select(1); out.append(UInt8(code >> 8 & 0x7F)); out.append(UInt8(code & 0x7F)); return true }
        if c == 0xA5 || c == 0x203E { select(2); out.append(c == 0xA5 ? 92 : 126); return true }
        if designations.contains(where: { $0.set == 3 }) {
            let k = extra.encode(c)
            if k != 0 { select(3); out.append(UInt8(k >> 8 & 0x7F)); out.append(UInt8(k & 0x7F)); return true }
        }
        if designations.contains(where: { $0.set == 4 }), c >= 0xFF61, c <= 0xFF9F { select(4); out.append(UInt8(c - 0xFF40)); return true }
        return false
    }
    /// Goes back to the first state.
    func finish(_ state: inout State, _ out: inout ByteBuilder) {
        if kind == .hz && state == 1 { out.append(126); out.append(125) }
        if kind == .iso2022 {
            if isKorean { if state & 512 != 0 { out.append(15) } } else if state != 0 { out.append(27); out.append(40); out.append(66) }
        }
        state = 0
    }
}

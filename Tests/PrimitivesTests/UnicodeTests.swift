import XCTest
import Primitives

final class UnicodeTests: XCTestCase {
    private func yes(_ b: Bool) -> String { b ? "1" : "0" }

    func testProperties() throws {
        var r = Random(40)
        var cases = (0..<0x3400).map { String($0, radix: 16) }
        cases += (0..<20000).map { _ in String(r.below(4) == 0 ? r.below(0x110000) : r.below(0x20000), radix: 16) }
        cases += [0xac00, 0xac01, 0xd7a3, 0xd800, 0x10ffff, 0x1e900, 0xab70, 0xfb01, 0x2fa1d].map { String($0, radix: 16) }
        let script = codec + """
        import unicodedata as u
        for l in lines:
            c = chr(int(l, 16))
            put(*map(int, (c.isalpha(), c.isalnum(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isspace(), c.isprintable(), c.isupper(), c.islower(),
                c.istitle(), c.isidentifier(), ('a' + c).isidentifier(), u.mirrored(c), u.combining(c))),
                u.category(c), u.bidirectional(c) or '-', u.east_asian_width(c), u.decimal(c, -1), u.digit(c, -1), u.numeric(c, -1.0),
                S(c.upper()), S(c.lower()), S(c.title()), S(c.casefold()), S(c.swapcase()), S(c.capitalize()), u.decomposition(c) or '-',
                *(S(u.normalize(f, c)) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')), u.name(c, 'none'))
        """
        try Oracle.compare(script, cases) { l in
            let c = UInt32(l, radix: 16)!
            return withText([c]) { t in withText([97, c]) { ac in
                let flags = [Text.isAlpha(t), Text.isAlnum(t), Text.isDecimal(t), Text.isDigit(t), Text.isNumeric(t), Text.isSpace(t), Text.isPrintable(t),
                             Text.isUpper(t), Text.isLower(t), Text.isTitle(t), Text.isIdentifier(t), Text.isIdentifier(ac), UnicodeData.isMirrored(c)].map(yes)
                func e(_ f: (TextView, inout TextBuilder) -> Void) -> String { encode(built { f(t, &$0) }) }
                func normal(_ form: NormalizationForm) -> String {
                    var changed = false
                    let n = built { changed = Text.normalize(t, form, into: &$0) }
                    return changed ? encode(n) : encode([c])
                }
                let numeric = UnicodeData.numeric(c).map { Double($0.numerator) / Double($0.denominator) } ?? -1
                let bidi = UnicodeData.bidirectional(c).description
                let decomposition = String(String.UnicodeScalarView(built { UnicodeData.decomposition(c, into: &$0) }.map { Unicode.Scalar($0)! }))
                var named = false
                let name = builtBytes { named = CharacterNames.name(c, into: &$0) }
                var v: [String] = flags
                v.append("\(UnicodeData.combining(c)) \(UnicodeData.category(c)) \(bidi.isEmpty ? "-" : bidi) \(UnicodeData.eastAsianWidth(c))")
                v.append("\(UnicodeData.decimal(c) ?? -1) \(UnicodeData.digit(c) ?? -1) \(floatRepr(numeric))")
                v.append(e { Text.upper($0, into: &$1) })
                v.append(e { Text.lower($0, into: &$1) })
                v.append(e { Text.title($0, into: &$1) })
                v.append(e { Text.casefold($0, into: &$1) })
                v.append(e { Text.swapcase($0, into: &$1) })
                v.append(e { Text.capitalize($0, into: &$1) })
                v.append(decomposition.isEmpty ? "-" : decomposition)
                v += [normal(.nfc), normal(.nfd), normal(.nfkc), normal(.nfkd)]
                v.append(named ? String(decoding: name, as: UTF8.self) : "none")
                if named {
                    XCTAssertEqual(name.withUnsafeBufferPointer { p in built { _ = CharacterNames.lookup(p, sequences: false, into: &$0) } }, [c])
                }
                return v.joined(separator: " ")
            } }
        }
    }

    func testCasesOfTexts() throws {
        var r = Random(41)
        let cases = (0..<4000).map { _ in encode(r.text()) } + ["3a3", "41,3a3", "41,3a3,41", "-", "31,61", "61,3a3,2e,41"]
        let script = codec + """
        for l in lines:
            t = T(l)
            put(S(t.upper()), S(t.lower()), S(t.title()), S(t.casefold()), S(t.swapcase()), S(t.capitalize()), int(t.isupper()), int(t.islower()), int(t.istitle()))
        """
        try Oracle.compare(script, cases) { l in
            withText(decode(l)) { t in
                func e(_ f: (TextView, inout TextBuilder) -> Void) -> String { encode(built { f(t, &$0) }) }
                return [e { Text.upper($0, into: &$1) }, e { Text.lower($0, into: &$1) }, e { Text.title($0, into: &$1) },
                        e { Text.casefold($0, into: &$1) }, e { Text.swapcase($0, into: &$1) }, e { Text.capitalize($0, into: &$1) },
                        yes(Text.isUpper(t)), yes(Text.isLower(t)), yes(Text.isTitle(t))].joined(separator: " ")
            }
        }
    }

    func testNormalization() throws {
        var r = Random(42)
        let pool: [UInt32] = [0x41, 0x300, 0x301, 0x323, 0x1e69, 0x1e0b, 0x307, 0xac00, 0x1100, 0x1161, 0x11a8, 0x11a7, 0x3b1, 0x345, 0x1fb7, 0xfb01, 0x212b, 0x2126, 0x958,
                              0x9c7, 0x9be, 0x1d15e, 0x1d165, 0x16e, 0xf900, 0x2f81a, 0x3099, 0x304b, 0x61, 0x315, 0x5d0, 0x5b4, 0x1d16d]
        let cases = (0..<6000).map { _ in encode((0..<r.below(9)).map { _ in r.below(8) == 0 ? UInt32(r.below(0x3000)) : r.pick(pool) }) }
        let script = codec + "import unicodedata as u\nfor l in lines:\n  t = T(l); put(*(S(u.normalize(f, t)) + ' ' + str(int(u.is_normalized(f, t))) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')))"
        try Oracle.compare(script, cases) { l in
            let s = decode(l)
            return withText(s) { t in
                [NormalizationForm.nfc, .nfd, .nfkc, .nfkd].map { form in
                    var changed = false
                    let n = built { changed = Text.normalize(t, form, into: &$0) }
                    return (changed ? encode(n) : encode(s)) + " " + yes(Text.isNormalized(t, form))
                }.joined(separator: " ")
            }
        }
    }

    func testLookup() throws {
        let cases = ["BELL", "ALERT", "latin small letter a", "LATIN SMALL LETTER A WITH MACRON AND GRAVE", "HANGUL SYLLABLE GAG", "hangul syllable hih", "HANGUL SYLLABLE",
                     "HANGUL SYLLABLE GAGX", "CJK UNIFIED IDEOGRAPH-4E00", "CJK UNIFIED IDEOGRAPH-04E00", "cjk unified ideograph-4e00", "CJK UNIFIED IDEOGRAPH-1", "NOT A NAME",
                     "LINE FEED", "NBSP", "EURO SIGN", "GRINNING FACE", "KEYCAP DIGIT ONE", "CJK COMPATIBILITY IDEOGRAPH-F900", "CJK COMPATIBILITY IDEOGRAPH-FA6E", "NUSHU CHARACTER-1B170",
                     "HANGUL SYLLABLE A", "LATIN CAPITAL LETTER GHA", "BYTE ORDER MARK", "NULL", "VS1", "VARIATION SELECTOR-256", "EGYPTIAN HIEROGLYPH-13460"]
        let script = codec + """
        import unicodedata as u
        for l in lines:
            try: a = S(u.lookup(l))
            except KeyError: a = 'unknown'
            try: b = S(eval('"\\\\N{' + l + '}"'))
            except SyntaxError: b = 'unknown'
            put(a, b)
        """
        try Oracle.compare(script, cases) { l in
            withBytes(l) { p in
                func look(_ sequences: Bool) -> String {
                    var found = false
                    let t = built { found = CharacterNames.lookup(p, sequences: sequences, into: &$0) }
                    return found ? encode(t) : "unknown"
                }
                return "\(look(true)) \(look(false))"
            }
        }
    }
}

// `\N{...}`: characters by name.

/// Finds a character by its Unicode name, for `\N{...}`; the runtime's tables may be set here, once at start-up.
/// Without them the names that Swift's standard library carries are used.
public nonisolated(unsafe) var characterLookup: ((String) -> UInt32?)?

/// The character (or nil) with a name or alias, case ignored.
func characterNamed(_ name: String) -> UInt32? {
    if let lookup = characterLookup { return lookup(name) }
    let wanted = name.uppercased()
    for prefix in ["CJK UNIFIED IDEOGRAPH-", "CJK COMPATIBILITY IDEOGRAPH-", "TANGUT IDEOGRAPH-", "NUSHU CHARACTER-"] where wanted.hasPrefix(prefix) {
        if let value = UInt32(wanted.dropFirst(prefix.count), radix: 16) { return value }
    }
    if wanted.hasPrefix("HANGUL SYLLABLE "), let value = hangul(String(wanted.dropFirst(16))) { return value }
    return nameTable[wanted]
}

/// All names, made at the first use.
private let nameTable: [String: UInt32] = {
    var table: [String: UInt32] = [:]
    for range in [UInt32(0)..<0x3400, 0xa000..<0xac00, 0xf900..<0x20000, 0xe0000..<0xe0200] {
        for value in range {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if let name = scalar.properties.name { table[name] = value }
            if let alias = scalar.properties.nameAlias { table[alias] = value }
        }
    }
    for (name, value) in controlNames { table[name] = value }
    return table
}()

/// Aliases of the control characters, of which the standard library names only one each.
private let controlNames: [(String, UInt32)] = [
    ("NULL", 0), ("NUL", 0), ("BACKSPACE", 8), ("BS", 8), ("TAB", 9), ("HT", 9), ("CHARACTER TABULATION", 9), ("HORIZONTAL TABULATION", 9),
    ("LINE FEED", 10), ("LF", 10), ("NEW LINE", 10), ("NL", 10), ("END OF LINE", 10), ("EOL", 10), ("LINE TABULATION", 11),
    ("VERTICAL TABULATION", 11), ("VT", 11), ("FORM FEED", 12), ("FF", 12), ("CARRIAGE RETURN", 13), ("CR", 13), ("ESCAPE", 27),
    ("ESC", 27), ("SPACE", 32), ("SP", 32), ("DELETE", 127), ("DEL", 127), ("NEXT LINE", 0x85), ("NEL", 0x85), ("NO-BREAK SPACE", 0xa0),
    ("NBSP", 0xa0), ("SOFT HYPHEN", 0xad), ("SHY", 0xad), ("BYTE ORDER MARK", 0xfeff), ("BOM", 0xfeff), ("ZWNBSP", 0xfeff), ("ALERT", 7),
    ("BEL", 7), ("ZERO WIDTH NO-BREAK SPACE", 0xfeff), ("ZWJ", 0x200d), ("ZWNJ", 0x200c), ("ZWSP", 0x200b)]

/// The syllable composed of the short names of its letters.
private func hangul(_ text: String) -> UInt32? {
    let leads = ["G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"]
    let vowels = ["A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU", "YI", "I"]
    let tails = ["", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S", "SS", "NG",
                 "J", "C", "K", "T", "P", "H"]
    for (l, lead) in leads.enumerated() where text.hasPrefix(lead) {
        let rest = text.dropFirst(lead.count)
        for (v, vowel) in vowels.enumerated() where rest.hasPrefix(vowel) {
            if let t = tails.firstIndex(of: String(rest.dropFirst(vowel.count))) {
                return 0xac00 + UInt32((l * 21 + v) * 28 + t)
            }
        }
    }
    return nil
}

// Which characters make identifiers (PEP 3131), and their normal form.

@_spi(_Unicode) import Swift

/// Turns an identifier beyond ASCII into its NFKC form; the runtime's Unicode tables may be set here.
/// Without them NFC is used, which differs for compatibility characters only. Set once at start-up.
public nonisolated(unsafe) var identifierNormalizer: ((String) -> String)?

func normalizeIdentifier(_ text: String) -> [UInt8] {
    if let normalizer = identifierNormalizer { return Array(normalizer(text).utf8) }
    return Array(text.utf8)
}

func isIdentifierStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 128 ? scalar == "_" || scalar.properties.isAlphabetic : scalar.properties.isXIDStart
}

func isIdentifierPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 128 ? scalar == "_" || scalar.properties.isAlphabetic || scalar.value >= 48 && scalar.value <= 57
                       : scalar.properties.isXIDContinue
}

/// As `str.isprintable` for one character.
func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
    default: return true
    }
}

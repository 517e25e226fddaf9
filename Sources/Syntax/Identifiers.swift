// Which characters make identifiers (PEP 3131), their normal form, and characters by name.

import Primitives

/// The NFKC form of an identifier, UTF-8.
func normalizeIdentifier(_ text: String) -> [UInt8] {
    let points = text.unicodeScalars.map(\.value)
    var out = TextBuilder()
    defer { out.free() }
    let changed = points.withUnsafeBufferPointer { p in
        Text.normalize(TextView(base: UnsafeRawPointer(p.baseAddress.unsafelyUnwrapped), count: p.count, kind: 4), .nfkc, into: &out)
    }
    if !changed { return Array(text.utf8) }
    var result: [UInt8] = []
    let view = out.view
    for i in 0..<view.count { appendUTF8(view[i], &result) }
    return result
}

/// The character (not a sequence) with a name or alias, case ignored, for `\N{...}`.
func characterNamed(_ name: UnsafeBufferPointer<UInt8>) -> UInt32? {
    var out = TextBuilder()
    defer { out.free() }
    guard CharacterNames.lookup(name, sequences: false, into: &out), out.count == 1 else { return nil }
    return out.view[0]
}

/// UTF-8 that encodes surrogates like any other code point.
func appendUTF8(_ v: UInt32, _ out: inout [UInt8]) {
    if v < 0x80 { out.append(UInt8(v)) } else if v < 0x800 {
        out.append(UInt8(0xc0 | v >> 6)); out.append(UInt8(0x80 | v & 63))
    } else if v < 0x10000 {
        out.append(UInt8(0xe0 | v >> 12)); out.append(UInt8(0x80 | v >> 6 & 63)); out.append(UInt8(0x80 | v & 63))
    } else {
        out.append(UInt8(0xf0 | v >> 18)); out.append(UInt8(0x80 | v >> 12 & 63))
        out.append(UInt8(0x80 | v >> 6 & 63)); out.append(UInt8(0x80 | v & 63))
    }
}

func isIdentifierStart(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || UnicodeData.isIdentifierStart(scalar.value) }

func isIdentifierPart(_ scalar: Unicode.Scalar) -> Bool { UnicodeData.isIdentifierContinue(scalar.value) }

/// As `str.isprintable` for one character.
func isPrintable(_ scalar: Unicode.Scalar) -> Bool { UnicodeData.isPrintable(scalar.value) }

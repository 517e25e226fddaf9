// Normalization: decompose recursively, put combining marks into canonical order, compose again for the C forms. A quick check
// over the per-code-point answers lets text that is already normal (nearly all) return after one pass. Hangul is arithmetic.
import CSupport
import Glibc

public enum NormalizationForm {
    case nfc, nfd, nfkc, nfkd

    /// The form of a name ("NFC", ...).
    public init?(_ name: TextView) {
        if Text.equal(name, TextView("NFC")) { self = .nfc } else if Text.equal(name, TextView("NFD")) { self = .nfd } else if
            Text.equal(name, TextView("NFKC")) { self = .nfkc } else if Text.equal(name, TextView("NFKD")) { self = .nfkd } else { return nil }
    }

    var composes: Bool { self == .nfc || self == .nfkc }
    var compatible: Bool { self == .nfkc || self == .nfkd }
}

extension Text {
    private enum QuickCheck { case yes, maybe, no }

    private static func quickCheck(_ text: TextView, _ form: NormalizationForm) -> QuickCheck {
        if text.isASCII { return .yes }
        let no: Int, maybe: Int
        switch form {
        case .nfc: (no, maybe) = (DX_UNICODE_NFC_NO, DX_UNICODE_NFC_MAYBE)
        case .nfkc: (no, maybe) = (DX_UNICODE_NFKC_NO, DX_UNICODE_NFKC_MAYBE)
        case .nfd: (no, maybe) = (DX_UNICODE_NFD_NO, 0)
        case .nfkd: (no, maybe) = (DX_UNICODE_NFKD_NO, 0)
        }
        var result = QuickCheck.yes
        var last: UInt8 = 0
        for i in 0..<text.count {
            let r = dx_unicode(text[i]).pointee
            if r.combining != 0 && r.combining < last { return .no }
            last = r.combining
            if r.flags & UInt32(no) != 0 { return .no }
            if r.flags & UInt32(maybe) != 0 { result = .maybe }
        }
        return result
    }

    /// Whether `text` is normal already, by Unicode 3.2.0 if OLD. (`unicodedata.is_normalized`)
    public static func isNormalized(_ text: TextView, _ form: NormalizationForm, old: Bool = false) -> Bool {
        switch old ? .maybe : quickCheck(text, form) {
        case .yes: return true
        case .no: return false
        case .maybe:
            var out = TextBuilder()
            defer { out.free() }
            return !normalize(text, form, old: old, into: &out) || equal(out.view, text)
        }
    }

    /// Appends `text` in a normal form; false (nothing appended) if it is known to be in it already. (`unicodedata.normalize`)
    /// The answers of the quick check are those of the newer version only: with OLD (Unicode 3.2.0) all text goes the long way.
    public static func normalize(_ text: TextView, _ form: NormalizationForm, old: Bool = false, into out: inout TextBuilder) -> Bool {
        if !old && quickCheck(text, form) == .yes { return false }
        var buffer = CodePoints()
        defer { Glibc.free(buffer.base) }
        for i in 0..<text.count { buffer.decompose(text[i], compatible: form.compatible, old: old) }
        buffer.reorder()
        if form.composes { buffer.compose() }
        out.append(TextView(base: UnsafeRawPointer(buffer.base ?? UnsafeMutablePointer(bitPattern: 8)!), count: buffer.count, kind: 4))
        return true
    }

    private struct CodePoints {
        var base: UnsafeMutablePointer<UInt32>?
        var count = 0
        var capacity = 0

        mutating func append(_ c: UInt32) {
            if count == capacity {
                capacity = Swift.max(64, capacity * 2)
                base = realloc(base, capacity * 4)!.assumingMemoryBound(to: UInt32.self)
            }
            base![count] = c
            count += 1
        }

        mutating func decompose(_ c: UInt32, compatible: Bool, old: Bool) {
            if c < 0x80 { return append(c) }
            if c >= 0xac00 && c <= 0xd7a3 {
                let s = c - 0xac00
                append(0x1100 + s / 588)
                append(0x1161 + s % 588 / 28)
                if s % 28 != 0 { append(0x11a7 + s % 28) }
                return
            }
            if old {
                let then = dx_old_decomposed(c)
                if then != 0 { return append(then) }
                if !OldUnicodeData.isAssigned(c) { return append(c) }
            }
            let d = dx_decomposition(c)!
            if d[0] == 0 || (!compatible && d[0] >> 8 != 0) { return append(c) }
            for i in 1...Int(d[0] & 0xff) { decompose(d[i], compatible: compatible, old: old) }
        }

        /// A stable insertion sort of each run of combining marks by class.
        func reorder() {
            guard let base else { return }
            var i = 1
            while i < count {
                let cc = UnicodeData.combining(base[i])
                if cc != 0 {
                    let c = base[i]
                    var j = i
                    while j > 0 && UnicodeData.combining(base[j - 1]) > cc {
                        base[j] = base[j - 1]
                        j -= 1
                    }
                    base[j] = c
                }
                i += 1
            }
        }

        private func pair(_ a: UInt32, _ b: UInt32) -> UInt32? {
            if a >= 0x1100 && a < 0x1113 && b >= 0x1161 && b < 0x1176 { return 0xac00 + ((a - 0x1100) * 21 + (b - 0x1161)) * 28 }
            if a >= 0xac00 && a <= 0xd7a3 && (a - 0xac00) % 28 == 0 && b > 0x11a7 && b < 0x11c3 { return a + (b - 0x11a7) }
            var low: UInt32 = 0, high = dx_composition_count
            let key = UInt64(a) << 32 | UInt64(b)
            while low < high {
                let mid = (low + high) / 2
                let e = dx_composition_at(mid).pointee
                let k = UInt64(e.first) << 32 | UInt64(e.second)
                if k == key { return e.composed }
                if k < key { low = mid + 1 } else { high = mid }
            }
            return nil
        }

        /// Canonical composition in place: a mark composes with its starter unless something of its class or higher stands between.
        mutating func compose() {
            guard let base, count > 0 else { return }
            var starter = -1
            var lastClass: UInt8 = 0
            var n = 0
            for i in 0..<count {
                let c = base[i]
                let cc = UnicodeData.combining(c)
                if starter >= 0 && (n - 1 == starter || (lastClass != 0 && lastClass < cc)), let composed = pair(base[starter], c) {
                    base[starter] = composed
                    continue
                }
                if cc == 0 { starter = n }
                lastClass = cc
                base[n] = c
                n += 1
            }
            count = n
        }
    }
}

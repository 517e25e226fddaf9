// Character names: one deflated list (tools/unicode-tables), unpacked and indexed at the first question, since few programs ask.
// Hangul syllables and the ranges named by number are computed.
import CSupport
import Glibc

public enum CharacterNames {
    private struct Table {
        var text: UnsafeMutablePointer<UInt8>
        /// Sorted code points with the offset and length of their names; aliases and sequences follow with code point 0.
        var codes: UnsafeMutablePointer<UInt32>
        var offsets: UnsafeMutablePointer<UInt32>
        var lengths: UnsafeMutablePointer<UInt16>
        var named = 0
        var total = 0
        /// Open addressing over all names: entry + 1, or 0.
        var slots: UnsafeMutablePointer<UInt32>
        static let slotCount = 1 << 17

        init() {
            let packedCount = Int(dx_names_packed)
            let packed = UnsafeMutablePointer<UInt8>.allocate(capacity: packedCount)
            defer { packed.deallocate() }
            let source = UnsafeRawPointer(dx_names_text()!).assumingMemoryBound(to: UInt8.self)
            var n = 0
            var bits: UInt32 = 0, have: UInt32 = 0
            for i in 0..<packedCount {
                let c = source[i]
                let v: UInt8
                switch c {
                case 65...90: v = c - 65
                case 97...122: v = c - 71
                case 48...57: v = c + 4
                case 43: v = 62
                case 47: v = 63
                default: continue
                }
                bits = bits << 6 | UInt32(v)
                have += 6
                if have >= 8 {
                    have -= 8
                    packed[n] = UInt8(truncatingIfNeeded: bits >> have)
                    n += 1
                }
            }
            let size = Int(dx_names_unpacked)
            text = .allocate(capacity: size)
            if dx_inflate(packed, n, text, size) != 0 { text.update(repeating: 10, count: size) }
            let room = 40000
            codes = .allocate(capacity: room)
            offsets = .allocate(capacity: room)
            lengths = .allocate(capacity: room)
            slots = .allocate(capacity: Table.slotCount)
            slots.update(repeating: 0, count: Table.slotCount)
            var p = 0
            var code: UInt32 = 0
            let listed = Int(dx_names_listed)
            while p < listed {
                var delta: UInt32 = 0, shift: UInt32 = 0
                while text[p] >= 128 {
                    delta |= UInt32(text[p] & 127) << shift
                    shift += 7
                    p += 1
                }
                delta |= UInt32(text[p]) << shift
                p += 1
                code += delta
                let start = p
                while text[p] != 10 { p += 1 }
                add(code, start, p - start)
                p += 1
            }
            named = total
            p += 1
            while p < size {
                let start = p
                while text[p] != 61 { p += 1 }
                add(0, start, p - start)
                while text[p] != 10 { p += 1 }
                p += 1
            }
        }

        static func hash(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int {
            var h: UInt64 = 14695981039346656037
            for i in 0..<n { h = (h ^ UInt64(p[i])) &* 1099511628211 }
            return Int((h ^ (h >> 29)) & UInt64(slotCount - 1))
        }

        mutating func add(_ code: UInt32, _ offset: Int, _ length: Int) {
            codes[total] = code
            offsets[total] = UInt32(offset)
            lengths[total] = UInt16(length)
            var i = Table.hash(text + offset, length)
            while slots[i] != 0 { i = (i + 1) & (Table.slotCount - 1) }
            total += 1
            slots[i] = UInt32(total)
        }

        func find(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int? {
            var i = Table.hash(p, n)
            while slots[i] != 0 {
                let e = Int(slots[i]) - 1
                if Int(lengths[e]) == n && memcmp(text + Int(offsets[e]), p, n) == 0 { return e }
                i = (i + 1) & (Table.slotCount - 1)
            }
            return nil
        }
    }

    private static let table = Table()

    private static func jamo(_ part: Int, _ i: Int) -> StaticString {
        switch (part, i) {
        case (0, 0): return "G"
        case (0, 1): return "GG"
        case (0, 2): return "N"
        case (0, 3): return "D"
        case (0, 4): return "DD"
        case (0, 5): return "R"
        case (0, 6): return "M"
        case (0, 7): return "B"
        case (0, 8): return "BB"
        case (0, 9): return "S"
        case (0, 10): return "SS"
        case (0, 11): return ""
        case (0, 12): return "J"
        case (0, 13): return "JJ"
        case (0, 14): return "C"
        case (0, 15): return "K"
        case (0, 16): return "T"
        case (0, 17): return "P"
        case (0, _): return "H"
        case (1, 0): return "A"
        case (1, 1): return "AE"
        case (1, 2): return "YA"
        case (1, 3): return "YAE"
        case (1, 4): return "EO"
        case (1, 5): return "E"
        case (1, 6): return "YEO"
        case (1, 7): return "YE"
        case (1, 8): return "O"
        case (1, 9): return "WA"
        case (1, 10): return "WAE"
        case (1, 11): return "OE"
        case (1, 12): return "YO"
        case (1, 13): return "U"
        case (1, 14): return "WEO"
        case (1, 15): return "WE"
        case (1, 16): return "WI"
        case (1, 17): return "YU"
        case (1, 18): return "EU"
        case (1, 19): return "YI"
        case (1, _): return "I"
        case (_, 0): return ""
        case (_, 1): return "G"
        case (_, 2): return "GG"
        case (_, 3): return "GS"
        case (_, 4): return "N"
        case (_, 5): return "NJ"
        case (_, 6): return "NH"
        case (_, 7): return "D"
        case (_, 8): return "L"
        case (_, 9): return "LG"
        case (_, 10): return "LM"
        case (_, 11): return "LB"
        case (_, 12): return "LS"
        case (_, 13): return "LT"
        case (_, 14): return "LP"
        case (_, 15): return "LH"
        case (_, 16): return "M"
        case (_, 17): return "B"
        case (_, 18): return "BS"
        case (_, 19): return "S"
        case (_, 20): return "SS"
        case (_, 21): return "NG"
        case (_, 22): return "J"
        case (_, 23): return "C"
        case (_, 24): return "K"
        case (_, 25): return "T"
        case (_, 26): return "P"
        default: return "H"
        }
    }

    /// Appends the name of a code point; false if it has none. (`unicodedata.name`)
    public static func name(_ c: UInt32, into out: inout ByteBuilder) -> Bool {
        if c >= 0xac00 && c <= 0xd7a3 {
            let s = Int(c - 0xac00)
            out.append("HANGUL SYLLABLE ")
            out.append(jamo(0, s / 588))
            out.append(jamo(1, s % 588 / 28))
            out.append(jamo(2, s % 28))
            return true
        }
        for i in 0..<dx_name_range_count {
            let r = dx_name_range_at(i).pointee
            if c < r.first || c > r.last { continue }
            let prefix = UnsafeRawPointer(r.prefix!).assumingMemoryBound(to: UInt8.self)
            out.append(prefix, strlen(r.prefix))
            var digits: UInt32 = 4
            while digits < 6 && c >> (4 * digits) != 0 { digits += 1 }
            while digits > 0 {
                digits -= 1
                let d = UInt8((c >> (4 * digits)) & 15)
                out.append(d < 10 ? 48 + d : 55 + d)
            }
            return true
        }
        let t = table
        var low = 0, high = t.named
        while low < high {
            let mid = (low + high) / 2
            if t.codes[mid] == c {
                out.append(t.text + Int(t.offsets[mid]), Int(t.lengths[mid]))
                return true
            }
            if t.codes[mid] < c { low = mid + 1 } else { high = mid }
        }
        return false
    }

    /// Appends what a name, alias or (if wanted) named sequence stands for; false if it is unknown. Case does not matter.
    /// (`unicodedata.lookup`; `\N{...}` takes no sequences)
    public static func lookup(_ name: UnsafeBufferPointer<UInt8>, sequences: Bool, aliases: Bool = true, into out: inout TextBuilder) -> Bool {
        let n = name.count
        if n == 0 || n > 256 { return false }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: n) { upper in
            for i in 0..<n { upper[i] = name[i] &- 97 < 26 ? name[i] ^ 32 : name[i] }
            let p = UnsafePointer(upper.baseAddress!)
            if let c = computed(p, n) {
                out.append(c)
                return true
            }
            let t = table
            guard let e = t.find(p, n) else { return false }
            if e < t.named {
                out.append(t.codes[e])
                return true
            }
            if !aliases { return false }
            var q = Int(t.offsets[e]) + n + 1
            var value: UInt32 = 0
            let start = out.count
            while true {
                let c = t.text[q]
                if c == 44 || c == 10 {
                    if c == 44 && !sequences {
                        out.truncate(start)
                        return false
                    }
                    out.append(value)
                    value = 0
                    if c == 10 { return true }
                } else {
                    value = value << 4 | UInt32(c < 58 ? c - 48 : c - 55)
                }
                q += 1
            }
        }
    }

    private static func computed(_ p: UnsafePointer<UInt8>, _ n: Int) -> UInt32? {
        func starts(_ s: StaticString, at i: Int) -> Bool {
            n - i >= s.utf8CodeUnitCount && memcmp(p + i, s.utf8Start, s.utf8CodeUnitCount) == 0
        }
        if starts("HANGUL SYLLABLE ", at: 0) {
            var i = 16
            func longest(_ part: Int, _ count: Int) -> Int? {
                var best: Int?
                var length = -1
                for k in 0..<count {
                    let s = jamo(part, k)
                    if s.utf8CodeUnitCount > length && starts(s, at: i) {
                        best = k
                        length = s.utf8CodeUnitCount
                    }
                }
                i += Swift.max(length, 0)
                return best
            }
            guard let l = longest(0, 19), let v = longest(1, 21), let t = longest(2, 28), i == n else { return nil }
            return UInt32(0xac00 + (l * 21 + v) * 28 + t)
        }
        for i in 0..<dx_name_range_count {
            let r = dx_name_range_at(i).pointee
            let length = strlen(r.prefix)
            if n < length + 4 || n > length + 6 || memcmp(p, r.prefix, length) != 0 { continue }
            var v: UInt32 = 0
            var good = p[length] != 48
            for k in length..<n {
                let c = p[k]
                if c >= 48 && c <= 57 { v = v << 4 | UInt32(c - 48) } else if c >= 65 && c <= 70 { v = v << 4 | UInt32(c - 55) } else { good = false }
            }
            if good && v >= r.first && v <= r.last { return v }
        }
        // Tangut ideographs are found, though `name` does not tell them (as in CPython).
        if starts("TANGUT IDEOGRAPH-", at: 0), n == 22, p[17] != 48 {
            var v: UInt32 = 0
            for k in 17..<n {
                let c = p[k]
                if c >= 48 && c <= 57 { v = v << 4 | UInt32(c - 48) } else if c >= 65 && c <= 70 { v = v << 4 | UInt32(c - 55) } else { return nil }
            }
            if (v >= 0x17000 && v <= 0x187f7) || (v >= 0x18d00 && v <= 0x18d08) { return v }
        }
        return nil
    }
}

// Searching. Forward search is vectorized in CSupport (search.c), linear in the worst case. Backward search looks for the needle's
// first unit from the right and compares. A needle is brought to the text's width first; a wider one cannot occur, since texts are
// stored in their narrowest form.
import CSupport
import Glibc

extension Text {
    /// `body` with the storage of `needle` at the width of `text`; -1 if the needle is wider.
    @inline(__always)
    private static func aligned(_ text: TextView, _ needle: TextView, _ body: (UnsafeRawPointer) -> Int) -> Int {
        if needle.kind == text.kind { return body(needle.base) }
        if needle.kind > text.kind && needle.narrowestKind > text.kind { return -1 }
        return withUnsafeTemporaryAllocation(byteCount: needle.count &* text.kind &+ 8, alignment: 8) { b in
            copy(needle, to: b.baseAddress!, kind: text.kind)
            return body(UnsafeRawPointer(b.baseAddress!))
        }
    }

    /// The first index in [from, to) of a code point, or -1.
    public static func find(_ text: TextView, _ c: UInt32, _ from: Int, _ to: Int) -> Int {
        if from >= to { return -1 }
        switch text.kind {
        case 1:
            if c > 0xff { return -1 }
            guard let hit = memchr(text.base + from, Int32(c), to &- from) else { return -1 }
            return UnsafeRawPointer(hit) - text.base
        case 2: return c > 0xffff ? -1 : dx_find_unit_16(text.units16, to, UInt16(truncatingIfNeeded: c), from)
        default: return dx_find_unit_32(text.units32, to, c, from)
        }
    }

    /// The last index in [from, to) of a code point, or -1.
    public static func rfind(_ text: TextView, _ c: UInt32, _ from: Int, _ to: Int) -> Int {
        if text.kind == 1 {
            if c > 0xff || from >= to { return -1 }
            guard let hit = dx_memrchr(text.base + from, Int32(c), to - from) else { return -1 }
            return UnsafeRawPointer(hit) - text.base
        }
        if from >= to { return -1 }
        return text.kind == 2 ? c > 0xffff ? -1 : dx_rfind_unit_16(text.units16, from, to, UInt16(truncatingIfNeeded: c)) : dx_rfind_unit_32(text.units32, from, to, c)
    }

    /// The first hit in [from, to) of a needle of m >= 2 units at the text's width, or -1.
    @inline(__always)
    private static func search(_ text: TextView, _ needle: UnsafeRawPointer, _ m: Int, _ from: Int, _ to: Int) -> Int {
        switch text.kind {
        case 1: return dx_find_8(text.bytes, to, needle.assumingMemoryBound(to: UInt8.self), m, from)
        case 2: return dx_find_16(text.units16, to, needle.assumingMemoryBound(to: UInt16.self), m, from)
        default: return dx_find_32(text.units32, to, needle.assumingMemoryBound(to: UInt32.self), m, from)
        }
    }

    /// The first index of `needle` within [from, to) of `text`, or -1. Bounds are already clamped; an empty needle is at `from`.
    public static func find(_ text: TextView, _ needle: TextView, _ from: Int, _ to: Int) -> Int {
        let m = needle.count
        if to &- from < m || from > to { return -1 }
        if m == 0 { return from }
        if m == 1 { return find(text, needle[0], from, to) }
        return aligned(text, needle) { search(text, $0, m, from, to) }
    }

    /// The last index of `needle` within [from, to) of `text`, or -1; an empty needle is at `to`.
    public static func rfind(_ text: TextView, _ needle: TextView, _ from: Int, _ to: Int) -> Int {
        let m = needle.count
        if to &- from < m || from > to { return -1 }
        if m == 0 { return to }
        let first = needle[0]
        if m == 1 { return rfind(text, first, from, to) }
        return aligned(text, needle) { p in
            let k = text.kind
            let last = needle[m &- 1]
            var i = to &- m
            while true {
                i = rfind(text, first, from, i &+ 1)
                if i < 0 { return -1 }
                if text[i &+ m &- 1] == last && memcmp(text.base + i &* k, p, m &* k) == 0 { return i }
                if i == from { return -1 }
                i &-= 1
            }
        }
    }

    @inlinable
    static func countUnit<U: CodeUnit>(_ p: UnsafePointer<U>, _ from: Int, _ to: Int, _ unit: U) -> Int {
        var n = 0
        var i = from
        while i < to {
            n &+= p[i] == unit ? 1 : 0
            i &+= 1
        }
        return n
    }

    /// Occurrences without overlap of `needle` within [from, to), at most `limit`. An empty needle occurs around every code point.
    public static func count(_ text: TextView, _ needle: TextView, _ from: Int, _ to: Int, limit: Int = Int.max) -> Int {
        let m = needle.count
        if from > to || to &- from < m { return 0 }
        if m == 0 { return Swift.min(to - from + 1, limit) }
        if m == 1 && limit == Int.max {
            let c = needle[0]
            switch text.kind {
            case 1: return c > 0xff ? 0 : dx_count_unit_8(text.bytes + from, to - from, UInt8(c))
            case 2: return c > 0xffff ? 0 : countUnit(text.units16, from, to, UInt16(c))
            default: return countUnit(text.units32, from, to, c)
            }
        }
        if m == 1 {
            var n = 0
            var i = from
            while n < limit {
                i = find(text, needle[0], i, to)
                if i < 0 { break }
                n += 1
                i += 1
            }
            return n
        }
        let n = aligned(text, needle) { p in
            var n = 0
            var i = from
            while n < limit {
                i = search(text, p, m, i, to)
                if i < 0 { break }
                n &+= 1
                i &+= m
            }
            return n
        }
        return Swift.max(n, 0)
    }

    /// `text` with up to `limit` (negative: all) occurrences of `old` replaced; returns how many there were, and appends nothing if none.
    public static func replace(_ text: TextView, _ old: TextView, _ new: TextView, limit: Int, into out: inout TextBuilder) -> Int {
        let limit = limit < 0 ? Int.max : limit
        if limit == 0 { return 0 }
        if old.count == 0 {
            let n = Swift.min(limit, text.count + 1)
            out.reserve(text.count + n * new.count, mask: text.mask | new.mask)
            for i in 0..<n {
                out.append(new)
                if i < text.count { out.append(text[i]) }
            }
            if n < text.count { out.append(text.slice(n, text.count)) }
            return n
        }
        if limit == Int.max, text.kind == 1, old.count == 1, new.count == 1, new[0] < 0x100 {
            let n = count(text, old, 0, text.count)
            if n == 0 { return 0 }
            out.reserve(text.count, mask: text.mask | new.mask)
            if out.kind == 1 {
                dx_replace_byte(text.bytes, (out.base! + out.count).assumingMemoryBound(to: UInt8.self), text.count, UInt8(old[0]), UInt8(new[0]))
                out.count &+= text.count
                return n
            }
        }
        var n = 0
        var start = 0
        while n < limit {
            let i = find(text, old, start, text.count)
            if i < 0 { break }
            if n == 0 { out.reserve(text.count) }
            out.append(text.slice(start, i))
            out.append(new)
            start = i + old.count
            n += 1
        }
        if n > 0 { out.append(text.slice(start, text.count)) }
        return n
    }
}

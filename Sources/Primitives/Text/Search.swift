// Searching. Forward search is glibc's memchr and memmem (two-way for long needles, so linear) over the bytes of the storage;
// a hit in the middle of a wide code point is not one, and the search goes on behind it. Backward search looks for the
// needle's first unit from the right and compares. A needle is widened to the text's width first; a wider needle cannot occur,
// since texts are stored in their narrowest form.
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

    /// The first index at or after `from` of one unit, or -1.
    @inlinable
    public static func find<U: CodeUnit>(_ p: UnsafePointer<U>, _ n: Int, unit: U, from: Int) -> Int {
        if from >= n { return -1 }
        if U.bitWidth == 8 {
            let raw = UnsafeRawPointer(p)
            guard let hit = memchr(raw + from, Int32(truncatingIfNeeded: unit), n &- from) else { return -1 }
            return UnsafeRawPointer(hit) - raw
        }
        var i = from
        while i < n {
            if p[i] == unit { return i }
            i &+= 1
        }
        return -1
    }

    /// The first index in [from, to) of a code point, or -1.
    public static func find(_ text: TextView, _ c: UInt32, _ from: Int, _ to: Int) -> Int {
        switch text.kind {
        case 1: return c > 0xff ? -1 : find(text.bytes, to, unit: UInt8(truncatingIfNeeded: c), from: from)
        case 2: return c > 0xffff ? -1 : find(text.units16, to, unit: UInt16(truncatingIfNeeded: c), from: from)
        default: return find(text.units32, to, unit: c, from: from)
        }
    }

    /// The last index in [from, to) of a code point, or -1.
    public static func rfind(_ text: TextView, _ c: UInt32, _ from: Int, _ to: Int) -> Int {
        if text.kind == 1 {
            if c > 0xff || from >= to { return -1 }
            guard let hit = dx_memrchr(text.base + from, Int32(c), to - from) else { return -1 }
            return UnsafeRawPointer(hit) - text.base
        }
        var i = to
        while i > from {
            i &-= 1
            if text[i] == c { return i }
        }
        return -1
    }

    /// `memmem` at unit boundaries: the index of the first hit in [from, to), or -1.
    @inline(__always)
    private static func search(_ text: TextView, _ needle: UnsafeRawPointer, _ m: Int, _ from: Int, _ to: Int) -> Int {
        let k = text.kind
        var p = text.base + from &* k
        let end = text.base + to &* k
        let size = m &* k
        while end - p >= size {
            guard let hit = dx_memmem(p, end - p, needle, size) else { return -1 }
            let offset = UnsafeRawPointer(hit) - text.base
            if k == 1 || offset & (k &- 1) == 0 { return offset / k }
            p = text.base + (offset / k &+ 1) &* k
        }
        return -1
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
            case 1: return c > 0xff ? 0 : countUnit(text.bytes, from, to, UInt8(c))
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

// Finding where a match begins: candidates by the pattern's strategy, an attempt at each.
import Glibc

/// glibc's `memmem`, which its headers hide from strict modes.
@_silgen_name("memmem")
private func findBytes(_ haystack: UnsafeRawPointer, _ count: Int, _ needle: UnsafeRawPointer, _ needleCount: Int) -> UnsafeMutableRawPointer?

/// The first occurrence of `c` in `text[i..<end]`, or `end`.
@inline(__always)
func find<U: FixedWidthInteger & UnsignedInteger>(_ c: UInt32, _ text: UnsafePointer<U>, _ i: Int, _ end: Int) -> Int {
    guard let c = U(exactly: c), i < end else { return end }
    if U.self == UInt8.self {
        let base = UnsafeRawPointer(text)
        guard let p = memchr(base + i, Int32(truncatingIfNeeded: c), end - i) else { return end }
        return UnsafeRawPointer(p) - base
    }
    var i = i
    // Eight at a time: one test for the common case of no occurrence.
    while i + 8 <= end {
        let p = text + i
        let a = (p[0] == c) || (p[1] == c) || (p[2] == c) || (p[3] == c)
        let b = (p[4] == c) || (p[5] == c) || (p[6] == c) || (p[7] == c)
        if a || b { break }
        i += 8
    }
    while i < end && text[i] != c { i += 1 }
    return i
}

extension MatchState {
    @inline(__always)
    func search<U: FixedWidthInteger & UnsignedInteger>(_ text: UnsafePointer<U>, _ start: Int, _ refused: Int) -> MatchOutcome {
        let regex = regex
        let end = end
        // A match that begins behind `last` would have to reach over the end.
        let last = end - regex.minimumWidth
        var i = start
        switch regex.strategy {
        case .atBeginning:
            return i == 0 && i <= last ? attempt(text, 0, false, refused) : .failed
        case .atLineStarts:
            while i <= last {
                if i > 0 && text[i - 1] != 10 {
                    i = find(10, text, i, end) + 1
                    continue
                }
                let outcome = attempt(text, i, false, refused)
                if outcome != .failed { return outcome }
                i += 1
            }
            return .failed
        case .character(let c):
            while i <= last {
                i = find(c, text, i, end)
                if i > last || i >= end { return .failed }
                if regex.isPureLiteral {
                    setMatch(i, i + 1)
                    return .matched
                }
                let outcome = attempt(text, i, false, refused)
                if outcome != .failed { return outcome }
                i = next(after: i, text, end)
            }
            return .failed
        case .literal:
            while i <= last {
                i = findPrefix(text, i, end)
                if i > last { return .failed }
                if regex.isPureLiteral {
                    setMatch(i, i + regex.prefixCount)
                    return .matched
                }
                let outcome = attempt(text, i, false, refused)
                if outcome != .failed { return outcome }
                i += 1
            }
            return .failed
        case .firstSet(let offset):
            let table = regex.tables + offset
            while i <= last {
                if U.self == UInt8.self {
                    while i < end && table[Int(truncatingIfNeeded: text[i])] == 0 { i += 1 }
                } else {
                    while i < end {
                        let c = Int(truncatingIfNeeded: text[i])
                        if table[c < 256 ? c : ProgramLayout.highEntry] != 0 { break }
                        i += 1
                    }
                }
                if i > last || i >= end { return .failed }
                let outcome = attempt(text, i, false, refused)
                if outcome != .failed { return outcome }
                i = next(after: i, text, end)
            }
            return .failed
        case .everywhere:
            while i <= last {
                let outcome = attempt(text, i, false, refused)
                if outcome != .failed { return outcome }
                i = next(after: i, text, end)
            }
            return .failed
        }
    }

    /// Where to try next after an attempt at `i` has failed.
    @inline(__always)
    private func next<U: FixedWidthInteger & UnsignedInteger>(after i: Int, _ text: UnsafePointer<U>, _ end: Int) -> Int {
        guard let run = regex.leadingRun else { return i + 1 }
        let sets = SetAccess(regex)
        return runEnd(run.kind, run.argument, text, i, end, sets) + 1
    }

    /// The first occurrence of the pattern's literal prefix at `i` or later, or `end`.
    @inline(__always)
    private func findPrefix<U: FixedWidthInteger & UnsignedInteger>(_ text: UnsafePointer<U>, _ start: Int, _ end: Int) -> Int {
        let n = regex.prefixCount
        if end - start < n { return end }
        if U.self == UInt8.self {
            guard let needle = regex.bytePrefix else { return end }
            let base = UnsafeRawPointer(text)
            guard let p = findBytes(base + start, end - start, needle, n) else { return end }
            return UnsafeRawPointer(p) - base
        }
        let prefix = regex.prefix
        let limit = end - n + 1
        var i = start
        while true {
            i = find(prefix[0], text, i, limit)
            if i >= limit { return end }
            var k = 1
            while k < n && UInt32(truncatingIfNeeded: text[i + k]) == prefix[k] { k += 1 }
            if k == n { return i }
            i += 1
        }
    }
}

/// "Did you mean ...?": the closest of some names by a weighted edit distance (as Python/suggestions.c): a move costs 2, a change of case 1.
public enum Suggestions {
    private static let moveCost = 2, caseCost = 1, maxCandidates = 750, maxLength = 40

    /// The name in NAMES that WRONG was probably meant to be.
    public static func closest(_ wrong: String, _ names: [String]) -> String? {
        if names.count >= maxCandidates { return nil }
        let w = Array(wrong.utf8)
        var best = Int.max, found: String? = nil
        for n in names where n != wrong {
            let b = Array(n.utf8)
            var limit = (w.count + b.count + 3) * moveCost / 6
            limit = min(limit, best - 1)
            let d = distance(w, b, limit)
            if d > limit { continue }
            if d < best { best = d; found = n }
        }
        return found
    }
    private static func lower(_ c: UInt8) -> UInt8 { c >= 65 && c <= 90 ? c + 32 : c }
    private static func substitution(_ a: UInt8, _ b: UInt8) -> Int {
        if a & 31 != b & 31 { return moveCost }
        if a == b { return 0 }
        return lower(a) == lower(b) ? caseCost : moveCost
    }
    /// The edit distance, or more than LIMIT where it exceeds that.
    static func distance(_ a: [UInt8], _ b: [UInt8], _ limit: Int) -> Int {
        if a == b { return 0 }
        var x = a[...], y = b[...]
        while let p = x.first, p == y.first { x.removeFirst(); y.removeFirst() }
        while let p = x.last, p == y.last { x.removeLast(); y.removeLast() }
        if x.isEmpty || y.isEmpty { return (x.count + y.count) * moveCost }
        if x.count > maxLength || y.count > maxLength { return limit + 1 }
        if y.count < x.count { swap(&x, &y) }
        if (y.count - x.count) * moveCost > limit { return limit + 1 }
        let s = Array(x), t = Array(y)
        var row = (1...s.count).map { $0 * moveCost }
        var result = 0
        for (j, c) in t.enumerated() {
            var diagonal = j * moveCost
            result = diagonal
            var least = Int.max
            for i in 0..<s.count {
                let replace = diagonal + substitution(c, s[i])
                diagonal = row[i]
                result = min(replace, min(result, diagonal) + moveCost)
                row[i] = result
                least = min(least, result)
            }
            if least > limit { return limit + 1 }
        }
        return result
    }
}
extension NativeModule {
    static let suggestions = NativeModule("_suggestions") { m throws(Raise) in
        m.function("_generate_suggestions", "(candidates, item, /)") { a throws(Raise) in
            guard a[0].isExactly(Types.list) else { throw Errors.typeError("candidates must be a list") }
            guard a[1].isStr else { throw Errors.typeError("_generate_suggestions() argument 2 must be str, not \(TextArguments.describe(a[1]))") }
            let l = ListRef(a[0])
            var names: [String] = []
            for i in 0..<l.count {
                guard l[i].isStr else { throw Errors.typeError("all elements in 'candidates' must be strings") }
                names.append(StrRef(l[i]).string)
            }
            return Suggestions.closest(StrRef(a[1]).string, names).map { StrRef.make($0) } ?? .none
        }
    }
}

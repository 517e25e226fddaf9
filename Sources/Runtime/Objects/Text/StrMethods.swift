import CSupport
import Primitives

/// Methods of `str` that search, replace, align, strip, test and map case.
enum StrMethods {
    static func define(_ t: TypeRef) {
        search(t); affixes(t); alignment(t); cases(t); predicates(t)
    }
    private static func view(_ v: Value) -> TextView { StrRef(v.ref).view }

    // MARK: searching

    private static func search(_ t: TypeRef) {
        t.method("find", "($self, sub, start=None, end=None, /)", effect: .reads) { a throws(Raise) in
            let sub = try TextArguments.str(a[1], "find", 1), s = view(a[0])
            let (from, to) = try TextArguments.bounds(a[2], a[3], s.count)
            return Value(int: Text.find(s, sub.view, from, to))
        }
        t.method("rfind", "($self, sub, start=None, end=None, /)", effect: .reads) { a throws(Raise) in
            let sub = try TextArguments.str(a[1], "rfind", 1), s = view(a[0])
            let (from, to) = try TextArguments.bounds(a[2], a[3], s.count)
            return Value(int: Text.rfind(s, sub.view, from, to))
        }
        t.method("index", "($self, sub, start=None, end=None, /)", effect: .reads) { a throws(Raise) in
            let sub = try TextArguments.str(a[1], "index", 1), s = view(a[0])
            let (from, to) = try TextArguments.bounds(a[2], a[3], s.count)
            let i = Text.find(s, sub.view, from, to)
            if i < 0 { throw Errors.valueError("substring not found") }
            return Value(int: i)
        }
        t.method("rindex", "($self, sub, start=None, end=None, /)", effect: .reads) { a throws(Raise) in
            let sub = try TextArguments.str(a[1], "rindex", 1), s = view(a[0])
            let (from, to) = try TextArguments.bounds(a[2], a[3], s.count)
            let i = Text.rfind(s, sub.view, from, to)
            if i < 0 { throw Errors.valueError("substring not found") }
            return Value(int: i)
        }
        t.method("count", "($self, sub, start=None, end=None, /)", effect: .reads) { a throws(Raise) in
            let sub = try TextArguments.str(a[1], "count", 1), s = view(a[0])
            let (from, to) = try TextArguments.bounds(a[2], a[3], s.count)
            return Value(int: Text.count(s, sub.view, from, to))
        }
        t.method("startswith", "($self, prefix, start=None, end=None, /)", effect: .reads) { a throws(Raise) in try tail(a, "startswith", atEnd: false) }
        t.method("endswith", "($self, suffix, start=None, end=None, /)", effect: .reads) { a throws(Raise) in try tail(a, "endswith", atEnd: true) }
        t.method("replace", "($self, old, new, /, count=-1)", effect: .reads) { a throws(Raise) in
            let old = try TextArguments.str(a[1], "replace", 1), new = try TextArguments.str(a[2], "replace", 2)
            return try replace(StrRef(a[0]), old, new, try TextArguments.size(a[3]))
        }
    }
    private static func tail(_ a: Args, _ name: StaticString, atEnd: Bool) throws(Raise) -> Value {
        let s = view(a[0])
        if a[1].isStr && a[2].isNone && a[3].isNone {
            let p = view(a[1])
            if p.count > s.count { return .false }
            return Value(bool: Text.matches(s, at: atEnd ? s.count - p.count : 0, p))
        }
        let (from, to) = try TextArguments.bounds(a[2], a[3], s.count)
        func match(_ v: Value) -> Bool {
            let p = view(v)
            if to - from < p.count || from > to { return false }
            return Text.matches(s, at: atEnd ? to - p.count : from, p)
        }
        if a[1].isTuple {
            let t = TupleRef(a[1])
            for i in 0..<t.count {
                guard t[i].isStr else { throw Errors.typeError("tuple for \(name) must only contain str, not \(t[i].type)") }
                if match(t[i]) { return .true }
            }
            return .false
        }
        guard a[1].isStr else { throw Errors.typeError("\(name) first arg must be str or a tuple of str, not \(a[1].type)") }
        return Value(bool: match(a[1]))
    }
    static func replace(_ s: StrRef, _ old: StrRef, _ new: StrRef, _ count: Int) throws(Raise) -> Value {
        if count == 0 || StrRef.equal(old, new) { return s.exact }
        let v = s.view, o = old.view, n = new.view
        if o.count == 1 && n.count == 1 && v.isASCII && n.isASCII {
            // Same length, bytes for bytes.
            let c = o[0]
            if c > 0x7f { return s.exact }
            let x = UInt8(c), y = n.bytes[0]
            var i = Text.find(v, c, 0, v.count)
            if i < 0 { return s.exact }
            let out = StrRef.allocate(v.count, kind: 1, ascii: true), d = out.latin
            if count < 0 { dx_replace_byte(s.latin, d, v.count, x, y) } else {
                d.update(from: s.latin, count: v.count)
                var left = count
                while i >= 0 && left > 0 { d[i] = y; left -= 1; i = Text.find(v, UInt32(x), i + 1, v.count) }
            }
            if v.count == 1 { return StrRef.character(UInt32(d[0])) }
            return out.value
        }
        // A result that could be huge is measured before it is made.
        let most = (v.count / max(1, o.count) + 1).multipliedReportingOverflow(by: n.count)
        if n.count > o.count && (most.overflow || most.partialValue > 1 << 26) {
            let times = Text.count(v, o, 0, v.count, limit: count < 0 ? Int.max : count).multipliedReportingOverflow(by: n.count - o.count)
            if times.overflow || times.partialValue > 1 << 50 { throw Errors.memoryError() }
            try Heap.demand((v.count + times.partialValue) * max(v.kind, n.kind) * 2)
        }
        var b = TextBuilder()
        if Text.replace(v, o, n, limit: count, into: &b) == 0 { b.free(); return s.exact }
        return StrRef.make(&b)
    }

    // MARK: prefixes, stripping

    private static func affixes(_ t: TypeRef) {
        t.method("removeprefix", "($self, prefix, /)", effect: .reads) { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("removeprefix() argument must be str, not \(TextArguments.describe(a[1]))") }
            let s = StrRef(a[0]), p = view(a[1])
            return Text.matches(s.view, at: 0, p) ? s.slice(p.count, s.count) : s.exact
        }
        t.method("removesuffix", "($self, suffix, /)", effect: .reads) { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("removesuffix() argument must be str, not \(TextArguments.describe(a[1]))") }
            let s = StrRef(a[0]), p = view(a[1])
            return p.count <= s.count && Text.matches(s.view, at: s.count - p.count, p) ? s.slice(0, s.count - p.count) : s.exact
        }
        t.method("strip", "($self, chars=None, /)", effect: .reads) { a throws(Raise) in try strip(a, "strip", true, true) }
        t.method("lstrip", "($self, chars=None, /)", effect: .reads) { a throws(Raise) in try strip(a, "lstrip", true, false) }
        t.method("rstrip", "($self, chars=None, /)", effect: .reads) { a throws(Raise) in try strip(a, "rstrip", false, true) }
    }
    private static func strip(_ a: Args, _ name: StaticString, _ left: Bool, _ right: Bool) throws(Raise) -> Value {
        let s = StrRef(a[0]), r: TextRange
        if a[1].isNone { r = Text.stripSpace(s.view, left: left, right: right) } else {
            guard a[1].isStr else { throw Errors.typeError("\(name) arg must be None or str") }
            r = Text.strip(s.view, view(a[1]), left: left, right: right)
        }
        return r.start == 0 && r.end == s.count ? s.exact : s.slice(r.start, r.end)
    }

    // MARK: alignment

    private static func alignment(_ t: TypeRef) {
        t.method("ljust", "($self, width, fillchar=' ', /)", effect: .reads) { a throws(Raise) in
            let s = StrRef(a[0]), w = try TextArguments.size(a[1]), c = try fill(a[2])
            return try pad(s, to: w, left: 0, c)
        }
        t.method("rjust", "($self, width, fillchar=' ', /)", effect: .reads) { a throws(Raise) in
            let s = StrRef(a[0]), w = try TextArguments.size(a[1]), c = try fill(a[2])
            return try pad(s, to: w, left: w &- s.count, c)
        }
        t.method("center", "($self, width, fillchar=' ', /)", effect: .reads) { a throws(Raise) in
            let s = StrRef(a[0]), w = try TextArguments.size(a[1]), c = try fill(a[2])
            if w <= s.count { return s.exact }
            let m = w - s.count
            return try pad(s, to: w, left: m / 2 + (m & w & 1), c)
        }
        t.method("zfill", "($self, width, /)", effect: .reads) { a throws(Raise) in
            let s = StrRef(a[0]), w = try TextArguments.size(a[1])
            if w <= s.count { return s.exact }
            let n = w - s.count
            let r = try pad(s, to: w, left: n, 48), out = StrRef(r)
            if s.count > 0 && (s[0] == 43 || s[0] == 45) { out.store(s[0], 0); out.store(48, n) }
            return r
        }
        t.method("expandtabs", "($self, /, tabsize=8)", effect: .reads) { a throws(Raise) in
            var b = TextBuilder()
            let size = try TextArguments.cInt(a[1])
            if !Text.expandTabs(view(a[0]), size, into: &b) { b.free(); return StrRef(a[0]).exact }
            return StrRef.make(&b)
        }
    }
    private static func fill(_ v: Value) throws(Raise) -> UInt32 {
        guard v.isStr else { throw Errors.typeError("The fill character must be a unicode character, not \(v.type)") }
        guard StrRef(v).count == 1 else { throw Errors.typeError("The fill character must be exactly one character long") }
        return StrRef(v)[0]
    }
    /// S in a field of WIDTH, with LEFT code points before it.
    static func pad(_ s: StrRef, to width: Int, left l: Int, _ c: UInt32) throws(Raise) -> Value {
        if width <= s.count { return s.exact }
        let n = s.count, r = width - n - l
        let k = max(s.kind, Text.kind(c))
        guard width < 1 << 40, Heap.canAllocate(width * k + 64) else { throw Errors.memoryError() }
        let out = StrRef.allocate(n + l + r, kind: k, ascii: s.isASCII && c < 0x80)
        Text.fill(out.data, 0, l, c, kind: k)
        Text.copy(s.view, to: out.data + l * k, kind: k)
        Text.fill(out.data, l + n, r, c, kind: k)
        return out.value
    }

    // MARK: case

    private static func cases(_ t: TypeRef) {
        func map(_ name: StaticString, _ f: @escaping (TextView, inout TextBuilder) -> Void) {
            t.method(name, "($self, /)", effect: .reads) { a in
                var b = TextBuilder()
                f(StrRef(a[0]).view, &b)
                return StrRef.make(&b)
            }
        }
        func ascii(_ name: StaticString, _ low: UInt8, _ f: @escaping (TextView, inout TextBuilder) -> Void) {
            // Letters from LOW on change case: straight into the new str.
            t.method(name, "($self, /)", effect: .reads) { a in
                let s = StrRef(a[0])
                if s.isASCII && s.count > 1 {
                    let n = s.count, out = StrRef.allocate(n, kind: 1, ascii: true), x = s.latin, y = out.latin
                    dx_shift_case(x, y, n, low)
                    return out.value
                }
                var b = TextBuilder()
                f(s.view, &b)
                return StrRef.make(&b)
            }
        }
        ascii("lower", 65) { Text.lower($0, into: &$1) }
        ascii("upper", 97) { Text.upper($0, into: &$1) }
        ascii("casefold", 65) { Text.casefold($0, into: &$1) }
        map("title") { Text.title($0, into: &$1) }
        map("capitalize") { Text.capitalize($0, into: &$1) }
        map("swapcase") { Text.swapcase($0, into: &$1) }
    }

    // MARK: predicates

    private static func predicates(_ t: TypeRef) {
        for p in TextPredicate.allCases { t.method(p.name, "($self, /)", effect: .pure) { a in Value(bool: p.holds(StrRef(a[0]).view)) } }
        t.method("isascii", "($self, /)", effect: .pure) { a in Value(bool: StrRef(a[0]).isASCII) }
    }
}

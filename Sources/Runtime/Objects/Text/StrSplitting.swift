import Primitives

/// Methods of `str` that cut and join.
enum StrSplitting {
    static func define(_ t: TypeRef) {
        t.method("join", "($self, iterable, /)") { a throws(Raise) in try TextOperations.join(StrRef(a[0]), a[1]) }
        t.method("split", "($self, /, sep=None, maxsplit=-1)", effect: .reads) { a throws(Raise) in
            try split(StrRef(a[0]), a[1], try TextArguments.size(a[2]))
        }
        t.method("rsplit", "($self, /, sep=None, maxsplit=-1)", effect: .reads) { a throws(Raise) in
            let s = StrRef(a[0]), limit = try TextArguments.size(a[2]), out = ListRef.allocate()
            if a[1].isNone {
                var scan = ReverseWordScanner(s.view, limit: limit)
                while let r = scan.next() { out.append(s.slice(r.start, r.end)) }
            } else {
                var scan = ReverseSeparatorScanner(s.view, try separator(a[1]).view, limit: limit)
                while let r = scan.next() { out.append(s.slice(r.start, r.end)) }
            }
            var i = 0, j = out.count - 1
            while i < j { let x = out[i]; out[i] = out[j]; out[j] = x; i += 1; j -= 1 }
            return out.value
        }
        t.method("splitlines", "($self, /, keepends=False)", effect: .reads) { a throws(Raise) in
            let s = StrRef(a[0]), out = ListRef.allocate()
            var scan = LineScanner(s.view, keepEnds: try Operations.isTrue(a[1]))
            while let r = scan.next() { out.append(s.slice(r.start, r.end)) }
            return out.value
        }
        t.method("partition", "($self, sep, /)", effect: .reads) { a throws(Raise) in
            let s = StrRef(a[0]), p = try partitioner(a[1])
            let i = Text.find(s.view, p.view, 0, s.count)
            return i < 0 ? TupleRef.make(a[0], StrRef.empty, StrRef.empty) : TupleRef.make(s.slice(0, i), p.value, s.slice(i + p.count, s.count))
        }
        t.method("rpartition", "($self, sep, /)", effect: .reads) { a throws(Raise) in
            let s = StrRef(a[0]), p = try partitioner(a[1])
            let i = Text.rfind(s.view, p.view, 0, s.count)
            return i < 0 ? TupleRef.make(StrRef.empty, StrRef.empty, a[0]) : TupleRef.make(s.slice(0, i), p.value, s.slice(i + p.count, s.count))
        }
    }
    /// `s.split(sep, limit)`.
    static func split(_ s: StrRef, _ sep: Value, _ limit: Int) throws(Raise) -> Value {
        let out = ListRef.allocate(capacity: 8)
        if sep.isNone {
            if s.isASCII && limit < 0 { splitASCII(s, out); return out.value }
            var scan = WordScanner(s.view, limit: limit)
            while let r = scan.next() { out.append(s.slice(r.start, r.end)) }
            return out.value
        }
        let p = try separator(sep)
        if p.count == 1 && s.isASCII {
            let c = p[0], v = s.view, n = v.count
            var from = 0, left = limit < 0 ? Int.max : limit
            while left > 0 {
                let i = Text.find(v, c, from, n)
                if i < 0 { break }
                out.append(StrRef.make(v.slice(from, i)))
                from = i &+ 1; left &-= 1
            }
            out.append(from == 0 ? s.exact : StrRef.make(v.slice(from, n)))
            return out.value
        }
        var scan = SeparatorScanner(s.view, p.view, limit: limit)
        while let r = scan.next() { out.append(s.slice(r.start, r.end)) }
        return out.value
    }
    private static func splitASCII(_ s: StrRef, _ out: ListRef) {
        let p = s.latin, n = s.count
        @inline(__always) func space(_ c: UInt8) -> Bool { c <= 32 && (c == 32 || c &- 9 < 5 || c >= 28) }
        var i = 0
        while true {
            while i < n && space(p[i]) { i &+= 1 }
            if i == n { return }
            let from = i
            while i < n && !space(p[i]) { i &+= 1 }
            if i &- from == 1 { out.append(StrRef.latinCharacters[Int(p[from])]); continue }
            out.append(from == 0 && i == n ? s.exact : StrRef.make(ascii: p + from, i &- from))
        }
    }
    private static func separator(_ v: Value) throws(Raise) -> StrRef {
        guard v.isStr else { throw Errors.typeError("must be str or None, not \(v.type)") }
        if StrRef(v).count == 0 { throw Errors.valueError("empty separator") }
        return StrRef(v)
    }
    private static func partitioner(_ v: Value) throws(Raise) -> StrRef {
        guard v.isStr else { throw Errors.typeError("must be str, not \(v.type)") }
        if StrRef(v).count == 0 { throw Errors.valueError("empty separator") }
        return StrRef(v)
    }
}

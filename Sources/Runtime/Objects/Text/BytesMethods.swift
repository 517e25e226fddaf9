import CSupport
import Glibc
import Primitives

/// What bytes and bytearray have in common. Results are of the receiver's builtin type; a method of bytes that changes nothing returns the receiver.
enum BytesMethods {
    @inline(__always) static func view(_ v: Value) -> TextView { v.isBytes ? BytesRef(v).view : ByteArrayRef(v).view }
    /// A new object of the builtin type of SELF.
    @inline(__always) static func make(_ self_: Value, _ v: TextView) -> Value { self_.isBytes ? BytesRef.make(v) : ByteArrayRef.make(v.bytes, v.count) }
    /// The same with N bytes that the caller fills.
    static func unfilled(_ self_: Value, _ n: Int) -> (Value, UnsafeMutablePointer<UInt8>) {
        if self_.isBytes { let b = BytesRef.unfilled(n); return (b.value, b.data) }
        let b = ByteArrayRef.unfilled(n)
        return (b.value, b.data)
    }
    static func make(_ self_: Value, _ b: inout TextBuilder) -> Value { let r = make(self_, b.view); b.free(); return r }
    /// SELF for exact bytes, else a copy.
    static func unchanged(_ v: Value) -> Value { v.isExactly(Types.bytes) ? v : make(v, view(v)) }
    static func slice(_ v: Value, _ from: Int, _ to: Int) -> Value {
        let t = view(v)
        if from == 0 && to == t.count { return unchanged(v) }
        return make(v, t.slice(from, max(from, to)))
    }

    static func define(_ t: TypeRef) {
        search(t); cut(t); align(t); cases(t); convert(t)
    }

    /// Runs BODY with the bytes of an argument.
    static func with<R>(_ v: Value, _ body: (TextView) throws(Raise) -> R) throws(Raise) -> R {
        if v.isBytes { return try body(BytesRef(v).view) }
        let b = try Buffers.get(v)
        defer { b.release() }
        return try body(b.text)
    }
    /// The same for arguments that may be a single byte as an int.
    private static func withSub<R>(_ v: Value, _ body: (TextView) throws(Raise) -> R) throws(Raise) -> R {
        if v.isBytes { return try body(BytesRef(v).view) }
        if Buffers.supports(v) { return try with(v, body) }
        guard v.isIntLike || v.type.hasSlot(.index) else { throw Errors.typeError("argument should be integer or bytes-like object, not '\(v.type)'") }
        let one = BytesRef.singles[Int(try BytesConversion.byte(v))]
        return try body(BytesRef(one).view)
    }
    static func contains(_ s: Value, _ v: Value) throws(Raise) -> Bool {
        if !s.isBytes && !isPlain(v) { return try ByteArrayRef.locked(s) { () throws(Raise) in try holds(s, v) } }
        return try holds(s, v)
    }
    private static func holds(_ s: Value, _ v: Value) throws(Raise) -> Bool {
        if v.isIntLike || v.type.hasSlot(.index) {
            // An `__index__` that fails makes it a matter of buffers, whatever it raised. (_Py_bytes_contains)
            var number = v
            if !v.isIntLike { do throws(Raise) { number = try Operations.indexObject(v) } catch { if !error.isException { throw error }; Errors.take(); number = .unbound } }
            if !number.isUnbound {
                let c = try BytesConversion.byte(number), t = view(s)
                return Text.find(t, UInt32(c), 0, t.count) >= 0
            }
        }
        return try with(v) { p throws(Raise) in let t = view(s); return Text.find(t, p, 0, t.count) >= 0 }
    }

    /// Whether reading V runs no foreign code.
    static func isPlain(_ v: Value) -> Bool { v.isInt || v.isBytes || v.isExactly(Types.bytearray) || MemoryView.isInstance(v) }
    private static func search(_ t: TypeRef) {
        func finder(_ name: StaticString, _ missing: Bool, _ f: @escaping (TextView, TextView, Int, Int) -> Int) {
            t.method(name, "($self, sub, start=None, end=None, /)", effect: .reads) { a throws(Raise) in
                let (from, to) = try TextArguments.bounds(a[2], a[3], view(a[0]).count)
                let search = { () throws(Raise) in try withSub(a[1]) { p throws(Raise) in f(view(a[0]), p, from, min(to, view(a[0]).count)) } }
                let i = a[0].isBytes || isPlain(a[1]) ? try search() : try ByteArrayRef.locked(a[0], search)
                if i < 0 && missing { throw Errors.valueError("subsection not found") }
                return Value(int: i)
            }
        }
        finder("find", false) { Text.find($0, $1, $2, $3) }
        finder("rfind", false) { Text.rfind($0, $1, $2, $3) }
        finder("index", true) { Text.find($0, $1, $2, $3) }
        finder("rindex", true) { Text.rfind($0, $1, $2, $3) }
        finder("count", false) { Text.count($0, $1, $2, $3) }
        t.method("startswith", "($self, prefix, start=None, end=None, /)", effect: .reads) { a throws(Raise) in try tail(a, "startswith", atEnd: false) }
        t.method("endswith", "($self, suffix, start=None, end=None, /)", effect: .reads) { a throws(Raise) in try tail(a, "endswith", atEnd: true) }
        t.method("replace", "($self, old, new, count=-1, /)", effect: .reads) { a throws(Raise) in
            for x in [a[1], a[2]] where !x.isBytes && !Buffers.supports(x) { throw Buffers.notBytesLike(x) }
            let count = try TextArguments.size(a[3])
            return try with(a[1]) { old throws(Raise) in
                try with(a[2]) { new throws(Raise) in
                    var b = TextBuilder()
                    if Text.replace(view(a[0]), old, new, limit: count, into: &b) == 0 { b.free(); return unchanged(a[0]) }
                    return make(a[0], &b)
                }
            }
        }
        t.special("__contains__", "($self, key, /)") { a throws(Raise) in Value(bool: try contains(a[0], a[1])) }
    }
    private static func tail(_ a: Args, _ name: StaticString, atEnd: Bool) throws(Raise) -> Value {
        let s = view(a[0]), (from, to) = try TextArguments.bounds(a[2], a[3], s.count)
        func match(_ v: Value) throws(Raise) -> Bool {
            try with(v) { p throws(Raise) in
                if to - from < p.count || from > to { return false }
                return Text.matches(s, at: atEnd ? to - p.count : from, p)
            }
        }
        if a[1].isTuple {
            let t = TupleRef(a[1])
            for i in 0..<t.count { if try match(t[i]) { return .true } }
            return .false
        }
        guard Buffers.supports(a[1]) else { throw Errors.typeError("\(name) first arg must be bytes or a tuple of bytes, not \(a[1].type)") }
        return Value(bool: try match(a[1]))
    }

    private static func cut(_ t: TypeRef) {
        t.method("removeprefix", "($self, prefix, /)", effect: .reads) { a throws(Raise) in
            try with(a[1]) { p throws(Raise) in let s = view(a[0]); return Text.matches(s, at: 0, p) ? slice(a[0], p.count, s.count) : unchanged(a[0]) }
        }
        t.method("removesuffix", "($self, suffix, /)", effect: .reads) { a throws(Raise) in
            try with(a[1]) { p throws(Raise) in
                let s = view(a[0])
                return p.count <= s.count && Text.matches(s, at: s.count - p.count, p) ? slice(a[0], 0, s.count - p.count) : unchanged(a[0])
            }
        }
        func strip(_ name: StaticString, _ left: Bool, _ right: Bool) {
            t.method(name, "($self, bytes=None, /)", effect: .reads) { a throws(Raise) in
                let r = a[1].isNone ? Text.stripSpace(view(a[0]), left: left, right: right, .bytes)
                    : try with(a[1]) { p throws(Raise) in Text.strip(view(a[0]), p, left: left, right: right) }
                return slice(a[0], r.start, r.end)
            }
        }
        strip("strip", true, true); strip("lstrip", true, false); strip("rstrip", false, true)
        t.method("split", "($self, /, sep=None, maxsplit=-1)", effect: .reads) { a throws(Raise) in
            let limit = try TextArguments.size(a[2]), out = ListRef.allocate()
            if a[1].isNone {
                var scan = WordScanner(view(a[0]), limit: limit, .bytes)
                while let r = scan.next() { out.append(slice(a[0], r.start, r.end)) }
            } else {
                let split = { () throws(Raise) in
                    try with(a[1]) { p throws(Raise) in
                        if p.count == 0 { throw Errors.valueError("empty separator") }
                        var scan = SeparatorScanner(view(a[0]), p, limit: limit)
                        while let r = scan.next() { out.append(slice(a[0], r.start, r.end)) }
                    }
                }
                if a[0].isBytes || isPlain(a[1]) { try split() } else { try ByteArrayRef.locked(a[0], split) }
            }
            return out.value
        }
        t.method("rsplit", "($self, /, sep=None, maxsplit=-1)", effect: .reads) { a throws(Raise) in
            let limit = try TextArguments.size(a[2]), out = ListRef.allocate()
            if a[1].isNone {
                var scan = ReverseWordScanner(view(a[0]), limit: limit, .bytes)
                while let r = scan.next() { out.append(slice(a[0], r.start, r.end)) }
            } else {
                let split = { () throws(Raise) in
                    try with(a[1]) { p throws(Raise) in
                        if p.count == 0 { throw Errors.valueError("empty separator") }
                        var scan = ReverseSeparatorScanner(view(a[0]), p, limit: limit)
                        while let r = scan.next() { out.append(slice(a[0], r.start, r.end)) }
                    }
                }
                if a[0].isBytes || isPlain(a[1]) { try split() } else { try ByteArrayRef.locked(a[0], split) }
            }
            var i = 0, j = out.count - 1
            while i < j { let x = out[i]; out[i] = out[j]; out[j] = x; i += 1; j -= 1 }
            return out.value
        }
        t.method("splitlines", "($self, /, keepends=False)", effect: .reads) { a throws(Raise) in
            let out = ListRef.allocate()
            var scan = LineScanner(view(a[0]), keepEnds: try Operations.isTrue(a[1]), .bytes)
            while let r = scan.next() { out.append(slice(a[0], r.start, r.end)) }
            return out.value
        }
        func partition(_ name: StaticString, _ last: Bool) {
            t.method(name, "($self, sep, /)", effect: .reads) { a throws(Raise) in
                try with(a[1]) { p throws(Raise) in
                    if p.count == 0 { throw Errors.valueError("empty separator") }
                    let s = view(a[0]), empty = { make(a[0], TextView("")) }
                    let i = last ? Text.rfind(s, p, 0, s.count) : Text.find(s, p, 0, s.count)
                    if i < 0 { return last ? TupleRef.make(empty(), empty(), unchanged(a[0])) : TupleRef.make(unchanged(a[0]), empty(), empty()) }
                    return TupleRef.make(slice(a[0], 0, i), a[0].isBytes ? a[1] : make(a[0], p), slice(a[0], i + p.count, s.count))
                }
            }
        }
        partition("partition", false); partition("rpartition", true)
        t.method("join", "($self, iterable_of_bytes, /)") { a throws(Raise) in
            a[0].isBytes || a[1].isExactly(Types.list) ? try join(a) : try ByteArrayRef.locked(a[0]) { () throws(Raise) in try join(a) }
        }
        func join(_ a: Args) throws(Raise) -> Value {
            if !a[1].type.hasSlot(.iter) && !a[1].type.hasSlot(.getitem) { throw Errors.typeError("can only join an iterable") }
            let l = a[1].isExactly(Types.list) ? ListRef(a[1]) : try Operations.list(a[1]), sep = view(a[0])
            if l.count == 1 && a[0].isBytes && l[0].isExactly(Types.bytes) { return l[0] }
            if a[0].isBytes, let r = try joinBytes(l, sep) { return r }
            var b = ByteBuilder(), i = 0
            while i < l.count {
                if i > 0 { b.append(sep.bytes, sep.count) }
                let v = l[i], n = l.count
                if v.isBytes { b.append(BytesRef(v).data, BytesRef(v).count) } else {
                    guard Buffers.supports(v) else { b.free(); throw Errors.typeError("sequence item \(i): expected a bytes-like object, \(v.type) found") }
                    do throws(Raise) { let x = try Buffers.get(v); b.append(x.bytes); x.release() } catch { b.free(); throw error }
                    if l.count != n { b.free(); throw Errors.runtimeError("sequence changed size during iteration") }
                }
                i += 1
            }
            let r = make(a[0], TextView(base: UnsafeRawPointer(b.base ?? UnsafeMutablePointer(bitPattern: 8)!), count: b.count, kind: 1))
            b.free()
            return r
        }
    }

    /// The items of L with SEP between them; nil if one is not plainly bytes (nothing runs that could change the list).
    private static func joinBytes(_ l: ListRef, _ sep: TextView) throws(Raise) -> Value? {
        let n = l.count
        var size = max(0, n &- 1) &* sep.count, i = 0
        while i < n {
            let v = l[i]
            if !v.isExactly(Types.bytes) { return nil }
            size &+= BytesRef(v).count; i &+= 1
        }
        if size <= 1 { return nil }
        guard Heap.canAllocate(size) else { throw Errors.memoryError() }
        let out = BytesRef.unfilled(size)
        var d = UnsafeMutableRawPointer(out.data)
        i = 0
        while i < n {
            if i > 0 && sep.count > 0 { dx_copy(d, sep.bytes, sep.count); d += sep.count }
            let b = BytesRef(l[i]), k = b.count
            dx_copy(d, b.data, k); d += k
            i &+= 1
        }
        return out.value
    }

    private static func align(_ t: TypeRef) {
        func pad(_ name: StaticString, _ how: Int) {
            t.method(name, "($self, width, fillchar=b' ', /)", effect: .reads) { a throws(Raise) in
                let w = try TextArguments.size(a[1]), s = view(a[0])
                var c: UInt8 = 32
                if a.has(2) {
                    guard a[2].isBytes || a[2].isInstance(of: Types.bytearray) else { throw Errors.typeError("\(name)() argument 2 must be a byte string of length 1, not \(TextArguments.describe(a[2]))") }
                    let (p, n) = BytesConversion.contents(a[2])
                    guard n == 1 else { throw Errors.typeError("\(name)(): argument 2 must be a byte string of length 1, not a \(a[2].isBytes ? "bytes" : "bytearray") object of length \(n)") }
                    c = p[0]
                }
                if w <= s.count { return unchanged(a[0]) }
                let m = w - s.count
                guard Heap.canAllocate(w) else { throw Errors.memoryError() }
                let left = how < 0 ? 0 : how > 0 ? m : m / 2 + (m & w & 1)
                let (r, d) = unfilled(a[0], w)
                memset(d, Int32(c), left); dx_copy(d + left, s.base, s.count); memset(d + left + s.count, Int32(c), m - left)
                return r
            }
        }
        pad("ljust", -1); pad("center", 0); pad("rjust", 1)
        t.method("zfill", "($self, width, /)", effect: .reads) { a throws(Raise) in
            let w = try TextArguments.size(a[1]), s = view(a[0])
            if w <= s.count { return unchanged(a[0]) }
            let n = w - s.count
            guard Heap.canAllocate(w) else { throw Errors.memoryError() }
            let (r, d) = unfilled(a[0], w)
            memset(d, 48, n); dx_copy(d + n, s.base, s.count)
            if s.count > 0 && (d[n] == 43 || d[n] == 45) { d[0] = d[n]; d[n] = 48 }
            return r
        }
        t.method("expandtabs", "($self, /, tabsize=8)", effect: .reads) { a throws(Raise) in
            var b = TextBuilder()
            if !Text.expandTabs(view(a[0]), try TextArguments.cInt(a[1]), into: &b) { b.free(); return unchanged(a[0]) }
            return make(a[0], &b)
        }
    }
    private static func cases(_ t: TypeRef) {
        @inline(__always) func isLower(_ c: UInt8) -> Bool { c &- 97 < 26 }
        @inline(__always) func isUpper(_ c: UInt8) -> Bool { c &- 65 < 26 }
        func map(_ name: StaticString, _ f: @escaping (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int) -> Void) {
            t.method(name, "($self, /)", effect: .reads) { a in
                let s = view(a[0]), (r, d) = unfilled(a[0], s.count)
                f(s.bytes, d, s.count)
                return r
            }
        }
        map("lower") { dx_shift_case($0, $1, $2, 65) }
        map("upper") { dx_shift_case($0, $1, $2, 97) }
        map("swapcase") { dx_swap_case($0, $1, $2) }
        map("title") { dx_title_case($0, $1, $2) }
        map("capitalize") { p, d, n in
            dx_shift_case(p, d, n, 65)
            if n > 0 && isLower(d[0]) { d[0] ^= 32 }
        }
        /// A byte for each byte, which lives as long as the process.
        func table(_ f: (UInt8) -> UInt8) -> UnsafeMutablePointer<UInt8> {
            let p = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
            for i in 0..<256 { p[i] = f(UInt8(i)) }
            return p
        }
        func all(_ name: StaticString, _ f: (UInt8) -> Bool) {
            let good = table { f($0) ? 1 : 0 }
            t.method(name, "($self, /)", effect: .pure) { a in
                let s = view(a[0]), p = s.bytes, n = s.count, good = good
                var i = 0
                while i < n { if good[Int(p[i])] == 0 { return .false }; i &+= 1 }
                return Value(bool: n > 0)
            }
        }
        all("isalpha") { isLower($0 | 32) }
        all("isalnum") { isLower($0 | 32) || $0 &- 48 < 10 }
        all("isdigit") { $0 &- 48 < 10 }
        all("isspace") { Text.isSpace(UInt32($0), .bytes) }
        t.method("isascii", "($self, /)", effect: .pure) { a in let s = view(a[0]); return Value(bool: Text.isASCII(s.bytes, s.count)) }
        func cased(_ name: StaticString, _ good: (UInt8) -> Bool, _ bad: (UInt8) -> Bool) {
            let kinds = table { bad($0) ? 2 : good($0) ? 1 : 0 }
            t.method(name, "($self, /)", effect: .pure) { a in
                let s = view(a[0]), p = s.bytes, n = s.count, kinds = kinds
                var found: UInt8 = 0, i = 0
                while i < n { let k = kinds[Int(p[i])]; if k > 1 { return .false }; found |= k; i &+= 1 }
                return Value(bool: found != 0)
            }
        }
        cased("islower", isLower, isUpper)
        cased("isupper", isUpper, isLower)
        t.method("istitle", "($self, /)", effect: .pure) { a in
            let s = view(a[0])
            var found = false, inWord = false
            for i in 0..<s.count {
                let c = s.bytes[i]
                if isUpper(c) { if inWord { return .false }; inWord = true; found = true }
                else if isLower(c) { if !inWord { return .false }; found = true }
                else { inWord = false }
            }
            return Value(bool: found)
        }
    }

    /// 256 zero bytes.
    private struct Bytes256 { var a = SIMD64<UInt8>(), b = SIMD64<UInt8>(), c = SIMD64<UInt8>(), d = SIMD64<UInt8>() }
    private static func convert(_ t: TypeRef) {
        let identity = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for i in 0..<256 { identity[i] = UInt8(i) }
        t.method("decode", "($self, /, encoding='utf-8', errors='strict')", effect: .attempted) { a throws(Raise) in
            let e = try TextArguments.str(a[1], "decode", named: "encoding"), h = try TextArguments.str(a[2], "decode", named: "errors")
            if view(a[0]).count == 0 { return StrRef.empty }
            return try Codecs.decode(a[0], e, errors: h)
        }
        t.method("hex", "($self, sep=<unset>, bytes_per_sep=1)", doc: """
            Two hexadecimal digits for each byte.

            With SEP, a character stands between groups of BYTES_PER_SEP bytes, counted from the right, or from the left if negative.

            >>> value = bytearray(b'\\x00\\x0f\\xff')
            >>> value.hex()
            '000fff'
            >>> value.hex('-')
            '00-0f-ff'
            >>> value.hex(':', 2)
            '00:0fff'
            >>> value.hex(':', -2)
            '000f:ff'
            """) { a throws(Raise) in
            let group = a.has(2) ? try TextArguments.cInt(a[2]) : 1
            if !a.has(1) || a[1].isStr || a[0].isBytes { return try HexText.make(view(a[0]), a[1], group) }
            return try ByteArrayRef.locked(a[0]) { () throws(Raise) in try HexText.make(view(a[0]), a[1], group) }
        }
        t.classMethod("fromhex", "($type, string, /)") { a throws(Raise) in
            var b = ByteBuilder()
            do throws(Raise) { try HexText.parse(a[1], &b) } catch { b.free(); throw error }
            let cls = TypeRef(a[0].ref)
            if cls == Types.bytes { return BytesRef.make(&b) }
            if cls == Types.bytearray { let r = ByteArrayRef.make(b.base ?? UnsafeMutablePointer(bitPattern: 8)!, b.count); b.free(); return r }
            return try Call.call(a[0], BytesRef.make(&b))
        }
        t.staticMethod("maketrans", "(frm, to, /)") { a throws(Raise) in
            try with(a[0]) { from throws(Raise) in
                try with(a[1]) { to throws(Raise) in
                    if from.count != to.count { throw Errors.valueError("maketrans arguments must have same length") }
                    let out = BytesRef.allocate(256)
                    for i in 0..<256 { out.data[i] = UInt8(i) }
                    for i in 0..<from.count { out.data[Int(from.bytes[i])] = to.bytes[i] }
                    return out.value
                }
            }
        }
        t.method("translate", "($self, table, /, delete=b'')") { a throws(Raise) in
            if !a[1].isNone && !a[1].isBytes && !Buffers.supports(a[1]) { throw Buffers.notBytesLike(a[1]) }
            func run(_ table: UnsafePointer<UInt8>) throws(Raise) -> Value {
                if !a.has(2) {
                    let s = view(a[0]), (r, d) = unfilled(a[0], s.count)
                    dx_map_bytes(s.bytes, d, s.count, table)
                    return r
                }
                // (An array of a fixed size on the stack; it must not be an object, since making the result may collect.)
                var gone = Bytes256()
                return try withUnsafeMutableBytes(of: &gone) { (g) throws(Raise) in
                    let g = g.baseAddress!.assumingMemoryBound(to: UInt8.self)
                    try with(a[2]) { d throws(Raise) in for i in 0..<d.count { g[Int(d.bytes[i])] = 1 } }
                    let s = view(a[0])
                    var b = ByteBuilder(capacity: s.count)
                    b.count = dx_map_bytes_but(s.bytes, b.reserve(s.count), s.count, table, g)
                    let r = make(a[0], TextView(base: UnsafeRawPointer(b.base!), count: b.count, kind: 1))
                    b.free()
                    return r
                }
            }
            if a[1].isNone { return try run(identity) }
            return try with(a[1]) { table throws(Raise) in
                if table.count != 256 { throw Errors.valueError("translation table must be 256 characters long") }
                return try run(table.bytes)
            }
        }
    }
}

/// Hexadecimal text of bytes and back.
public enum HexText {
    /// `bytes.hex(sep, bytes_per_sep)`; SEP may be unbound. (_Py_strhex_impl)
    public static func make(_ v: TextView, _ sep: Value, _ group: Int) throws(Raise) -> Value {
        var c: UInt8 = 0
        if !sep.isUnbound {
            let n = try Operations.length(sep)
            if n != 1 { throw Errors.valueError("sep must be length 1.") }
            if sep.isStr {
                if !StrRef(sep).isASCII { throw Errors.valueError("sep must be ASCII.") }
                c = StrRef(sep).latin[0]
            } else if sep.isBytes { c = BytesRef(sep).data[0] } else { throw Errors.typeError("sep must be str or bytes.") }
            if c >= 128 { throw Errors.valueError("sep must be ASCII.") }
        }
        let n = v.count
        if n == 0 { return StrRef.empty }
        let size = !sep.isUnbound && group != 0 ? abs(group) : 0
        let separators = size == 0 ? 0 : (n - 1) / size
        let out = StrRef.allocate(n * 2 + separators, kind: 1, ascii: true), d = out.latin
        if size == 0 { write(v.bytes, n, d); return out.value }
        @inline(__always) func digit(_ x: UInt8) -> UInt8 { x < 10 ? 48 &+ x : 87 &+ x }
        var o = 0
        if size == 1 {
            let p = v.bytes
            for i in 0..<n { let x = p[i]; d[o] = digit(x &>> 4); d[o &+ 1] = digit(x & 15); if i &+ 1 < n { d[o &+ 2] = c }; o &+= 3 }
            return out.value
        }
        for i in 0..<n {
            // From the left for a negative group, else counted from the right.
            if size != 0 && i > 0 && (group < 0 ? i % size == 0 : (n - i) % size == 0) { d[o] = c; o += 1 }
            d[o] = digit(v.bytes[i] >> 4); d[o + 1] = digit(v.bytes[i] & 15)
            o += 2
        }
        return out.value
    }
    /// The digits of N bytes at OUT: eight bytes at a time, a nibble becoming a digit by arithmetic on all bytes of a word.
    public static func write(_ p: UnsafePointer<UInt8>, _ n: Int, _ out: UnsafeMutablePointer<UInt8>) {
        @inline(__always) func spread(_ x: UInt32) -> UInt64 {
            // Bytes abcd become the 16-bit units a, b, c, d, then their nibbles bytes: the high one first.
            var w = UInt64(x)
            w = (w | w &<< 16) & 0x0000_FFFF_0000_FFFF
            w = (w | w &<< 8) & 0x00FF_00FF_00FF_00FF
            w = (w &>> 4 | w &<< 8) & 0x0F0F_0F0F_0F0F_0F0F
            // 39 more where the nibble is above 9.
            let letters = (w &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
            return w &+ 0x3030_3030_3030_3030 &+ letters &* 39
        }
        let q = UnsafeRawPointer(p), d = UnsafeMutableRawPointer(out)
        var i = 0
        while i &+ 4 <= n {
            d.storeBytes(of: spread(q.loadUnaligned(fromByteOffset: i, as: UInt32.self)), toByteOffset: 2 &* i, as: UInt64.self)
            i &+= 4
        }
        while i < n {
            let h = p[i] &>> 4, l = p[i] & 15
            out[2 &* i] = h < 10 ? 48 &+ h : 87 &+ h; out[2 &* i &+ 1] = l < 10 ? 48 &+ l : 87 &+ l
            i &+= 1
        }
    }
    static func value(_ c: UInt32) -> UInt8? {
        switch c {
        case 48...57: return UInt8(c - 48)
        case 65...70: return UInt8(c - 55)
        case 97...102: return UInt8(c - 87)
        default: return nil
        }
    }
    /// The value of each digit, 255 for other bytes.
    nonisolated(unsafe) private static let digits: UnsafeMutablePointer<UInt8> = {
        let p = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for i in 0..<256 { p[i] = value(UInt32(i)) ?? 255 }
        return p
    }()
    static func parse(_ v: Value, _ out: inout ByteBuilder) throws(Raise) {
        let t: TextView, buffer: Buffer?
        if v.isStr { t = StrRef(v).view; buffer = nil } else {
            guard Buffers.supports(v) else { throw Errors.typeError("fromhex() argument must be str or bytes-like, not \(v.type)") }
            let b = try Buffers.get(v)
            t = b.text; buffer = b
        }
        defer { buffer?.release() }
        var i = 0
        let n = t.count
        while i < n {
            if t[i] < 128 && Text.isSpace(t[i], .bytes) { i += 1; continue }
            if t.kind == 1 {
                // As many pairs of digits as there are.
                let p = t.bytes, from = i, digits = digits, d = out.reserve((n - i) / 2)
                var k = 0
                while i &+ 1 < n {
                    let h = digits[Int(p[i])], l = digits[Int(p[i &+ 1])]
                    if h | l > 15 { break }
                    d[k] = h &<< 4 | l; k &+= 1
                    i &+= 2
                }
                out.count &+= k
                if i != from { continue }
            }
            guard let high = value(t[i]) else { throw Errors.valueError("non-hexadecimal number found in fromhex() arg at position \(i)") }
            if i + 1 >= n { throw Errors.valueError("fromhex() arg must contain an even number of hexadecimal digits") }
            guard let low = value(t[i + 1]) else { throw Errors.valueError("non-hexadecimal number found in fromhex() arg at position \(i + 1)") }
            out.append(high << 4 | low)
            i += 2
        }
    }
}

import Primitives

/// Writing values as CPython's Python/marshal.c does. From version 3 on every object that is met again is a reference to its first appearance;
/// CPython marks only objects with more than one owner as possible targets, here all are.
///
/// Code: `c`, the index of the scope, flags, optimization, the file's name, and the words of the tree (each object of one source has its own copy).
struct MarshalWriter {
    static let version = 5
    private static let maxDepth = 2000
    private var out = ByteBuilder()
    private var seen: [UInt64: Int32] = [:]
    private let version: Int, allowCode: Bool

    private init(version: Int, allowCode: Bool) { self.version = version; self.allowCode = allowCode }

    static func bytes(_ v: Value, version: Int, allowCode: Bool) throws(Raise) -> Value {
        var w = MarshalWriter(version: version, allowCode: allowCode)
        do throws(Raise) { try w.write(v, 1) } catch { w.out.free(); throw error }
        return BytesRef.make(&w.out)
    }
    private mutating func byte(_ c: Character, _ flag: Bool = false) { out.append(c.asciiValue.unsafelyUnwrapped | (flag ? 0x80 : 0)) }
    private mutating func short(_ i: Int) { out.append(UInt8(truncatingIfNeeded: i)); out.append(UInt8(truncatingIfNeeded: i >> 8)) }
    private mutating func long(_ i: Int) { short(i); short(i >> 16) }
    private mutating func size(_ n: Int) throws(Raise) {
        if n > Int(Int32.max) { throw Errors.valueError("unmarshallable object") }
        long(n)
    }
    private mutating func double(_ d: Double) {
        var b = d.bitPattern
        for _ in 0..<8 { out.append(UInt8(truncatingIfNeeded: b)); b >>= 8 }
    }
    private mutating func float(_ d: Double) throws(Raise) {
        let t = try Operations.repr(Value(float: d)), s = StrRef(t)
        out.append(UInt8(s.count))
        out.append(s.latin, s.count)
    }
    private mutating func write(_ v: Value, _ depth: Int) throws(Raise) {
        if depth > MarshalWriter.maxDepth { throw Errors.valueError("object too deeply nested to marshal") }
        if v.isNone { byte("N"); return }
        if v == Exceptions.stopIteration.value { byte("S"); return }
        if v == .ellipsis { byte("."); return }
        if v.isBool { byte(v == .true ? "T" : "F"); return }
        let flag = version >= 3
        if flag {
            let key = v.bits
            if let i = seen[key] { byte("r"); long(Int(i)); return }
            seen[key] = Int32(seen.count)
        }
        let t = v.type
        if t == Types.int { try int(v, flag) }
        else if t == Types.float {
            if version > 1 { byte("g", flag); double(v.asDouble) } else { byte("f", flag); try float(v.asDouble) }
        } else if t == Types.complex {
            let z = ComplexObject.get(v)
            if version > 1 { byte("y", flag); double(z.re); double(z.im) } else { byte("x", flag); try float(z.re); try float(z.im) }
        } else if t == Types.bytes { byte("s", flag); try size(BytesRef(v).count); out.append(BytesRef(v).data, BytesRef(v).count) }
        else if t == Types.str { try str(StrRef(v), flag) }
        else if t == Types.tuple {
            let u = TupleRef(v)
            if version >= 4 && u.count < 256 { byte(")", flag); out.append(UInt8(u.count)) } else { byte("(", flag); try size(u.count) }
            for i in 0..<u.count { try write(u[i], depth + 1) }
        } else if t == Types.list {
            byte("[", flag); try size(ListRef(v).count)
            var i = 0
            while i < ListRef(v).count { try write(ListRef(v)[i], depth + 1); i += 1 }
        } else if t == Types.dict {
            byte("{", flag)
            var i = -1
            while DictRef(v).next(&i) { try write(DictRef(v).key(i), depth + 1); try write(DictRef(v).valueAt(i), depth + 1) }
            byte("0")
        } else if t == Types.set || t == Types.frozenset {
            byte(t == Types.set ? "<" : ">", flag)
            let l = try Operations.list(v)
            try size(l.count)
            // In an order that does not rest on hashes: by what each item alone is written as.
            let pairs = ListRef.allocate()
            for i in 0..<l.count {
                let b = try MarshalWriter.bytes(l[i], version: version, allowCode: allowCode)
                pairs.append(TupleRef.make(b, l[i]))
            }
            _ = try Call.call(try Operations.getAttribute(pairs.value, StrRef.intern("sort")))
            for i in 0..<pairs.count { try write(TupleRef(pairs[i])[1], depth + 1) }
        } else if t == Types.code {
            if !allowCode { throw Errors.valueError("marshalling code objects is disallowed") }
            try code(v, flag, depth)
        } else if t == Types.slice {
            if version < 5 { throw Errors.valueError("unmarshallable object") }
            byte(":", flag)
            for n in ["start", "stop", "step"] { try write(try Operations.getAttribute(v, StrRef.intern(n)), depth + 1) }
        } else if Buffers.supports(v) {
            let b = try Buffers.get(v)
            defer { b.release() }
            byte("s", flag)
            try size(b.count)
            out.append(b.bytes)
        } else { throw Errors.valueError("unmarshallable object") }
    }
    private mutating func int(_ v: Value, _ flag: Bool) throws(Raise) {
        if let i = Integers.asInt64(v), i >= Int(Int32.min), i <= Int(Int32.max) { byte("i", flag); long(i); return }
        byte("l", flag)
        let negative = Integers.isNegative(v)
        let magnitude = try Operations.unary(negative ? .neg : .pos, v)
        // Digits of 15 bits, least significant first.
        let bits = try Operations.index(try Call.call(try Operations.getAttribute(magnitude, StrRef.intern("bit_length"))))
        let n = (bits + 14) / 15
        long(negative ? -n : n)
        let b = BytesRef(try Call.call(try Operations.getAttribute(magnitude, StrRef.intern("to_bytes")), Value(int: n * 2 + 2), StrRef.intern("little")))
        for k in 0..<n {
            let at = k * 15, i = at >> 3
            let w = UInt32(b.data[i]) | UInt32(b.data[i + 1]) << 8 | UInt32(b.data[i + 2]) << 16
            short(Int(w >> UInt32(at & 7) & 0x7fff))
        }
    }
    private mutating func str(_ s: StrRef, _ flag: Bool) throws(Raise) {
        var looksInterned = s.isInterned && s.isASCII
        if looksInterned { for i in 0..<s.count where !(s[i] == 95 || s[i] >= 48 && s[i] <= 57 || s[i] | 32 >= 97 && s[i] | 32 <= 122) && s.count > 1 { looksInterned = false; break } }
        if version >= 4 && s.isASCII {
            if s.count < 256 { byte(looksInterned ? "Z" : "z", flag); out.append(UInt8(s.count)) } else { byte(s.isInterned ? "A" : "a", flag); try size(s.count) }
            out.append(s.latin, s.count)
            return
        }
        byte(version >= 3 && looksInterned ? "t" : "u", flag)
        let b = BytesRef(try Codecs.encode(s, .utf8, errors: StrRef.intern("surrogatepass")))
        try size(b.count)
        out.append(b.data, b.count)
    }
    private mutating func code(_ v: Value, _ flag: Bool, _ depth: Int) throws(Raise) {
        let c = CodeObject(v.ref).code
        byte("c", flag)
        long(c.scope)
        long(Int(c.source.flags))
        long(c.source.optimize)
        try write(c.fileName, depth + 1)
        let words = c.source.tree.bytes
        try size(words.count)
        out.append(words.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self), words.count)
    }
}

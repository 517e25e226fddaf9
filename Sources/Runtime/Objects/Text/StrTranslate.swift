import CSupport
import Primitives

/// `str.translate` and `str.maketrans`.
enum StrTranslate {
    static func define(_ t: TypeRef) {
        t.method("translate", "($self, table, /)") { a throws(Raise) in try translate(StrRef(a[0]), a[1]) }
        t.staticMethod("maketrans", "(x, y=<unset>, z=<unset>, /)") { a throws(Raise) in try makeTable(a[0], a[1], a[2]) }
    }
    /// What TABLE maps a code point to: nil = itself.
    private enum Mapping { case same, removed, point(UInt32), text }

    private static func look(_ table: Value, _ c: UInt32, _ text: inout Value) throws(Raise) -> Mapping {
        let r: Value
        if table.isExactly(Types.dict) {
            guard let v = try DictRef(table).get(Value(int: Int(c))) else { return .same }
            r = v
        } else {
            do throws(Raise) { r = try Operations.getItem(table, Value(int: Int(c))) } catch {
                try Errors.swallow(error, Exceptions.lookupError)
                return .same
            }
        }
        if r.isNone { return .removed }
        if r.isIntLike {
            let i = TextArguments.clamp(r)
            if i < 0 || i > 0x10ffff { throw Errors.valueError("character mapping must be in range(0x110000)") }
            return .point(UInt32(i))
        }
        if r.isStr { text = r; return .text }
        throw Errors.typeError("character mapping must return integer, None or str")
    }
    private static func translate(_ s: StrRef, _ table: Value) throws(Raise) -> Value {
        let n = s.count
        if n >= 512 && s.isASCII && table.isExactly(Types.dict), let r = try translateASCII(s, DictRef(table)) { return r }
        var b = TextBuilder(capacity: n)
        // ASCII code points are asked once: 0 not yet, 1 same, 2 removed, 3 in MAPPED.
        var known = (SIMD64<UInt8>(repeating: 0), SIMD64<UInt8>(repeating: 0)), mapped = (SIMD64<UInt8>(repeating: 0), SIMD64<UInt8>(repeating: 0))
        var text = Value.unbound
        var failure: Raise? = nil
        withUnsafeMutableBytes(of: &known) { known in
            withUnsafeMutableBytes(of: &mapped) { mapped in
                do throws(Raise) {
                    for i in 0..<n {
                        let c = s[i]
                        if c < 128 {
                            switch known[Int(c)] {
                            case 1: b.append(c); continue
                            case 2: continue
                            case 3: b.append(UInt32(mapped[Int(c)])); continue
                            default: break
                            }
                        }
                        switch try look(table, c, &text) {
                        case .same: b.append(c); if c < 128 { known[Int(c)] = 1 }
                        case .removed: if c < 128 { known[Int(c)] = 2 }
                        case .point(let d):
                            b.append(d)
                            if c < 128 && d < 128 { known[Int(c)] = 3; mapped[Int(c)] = UInt8(d) }
                        case .text: b.append(StrRef(text).view)
                        }
                    }
                } catch { failure = error }
            }
        }
        if let failure { b.free(); throw failure }
        return StrRef.make(&b)
    }
    /// A long ASCII text by a dict that maps ASCII to ASCII or nothing; nil if it does more.
    private static func translateASCII(_ s: StrRef, _ table: DictRef) throws(Raise) -> Value? {
        let n = s.count
        // 128 bytes of what each is mapped to, then 128 of whether it is left out.
        var to = (SIMD64<UInt8>(), SIMD64<UInt8>(), SIMD64<UInt8>(), SIMD64<UInt8>())
        return try withUnsafeMutableBytes(of: &to) { (raw) throws(Raise) in
            let to = raw.baseAddress!.assumingMemoryBound(to: UInt8.self), gone = to + 128
            var removes = false
            for c in 0..<128 {
                to[c] = UInt8(c)
                guard let v = try table.get(Value(int: c)) else { continue }
                if v.isNone { gone[c] = 1; removes = true; continue }
                if v.isStr && StrRef(v).count == 1 && StrRef(v).isASCII { to[c] = StrRef(v).latin[0]; continue }
                guard v.isInt, v.int >= 0, v.int < 128 else { return nil }
                to[c] = UInt8(v.int)
            }
            if !removes {
                let out = StrRef.allocate(n, kind: 1, ascii: true)
                dx_map_bytes(s.latin, out.latin, n, to)
                return out.value
            }
            var b = ByteBuilder(capacity: n)
            defer { b.free() }
            b.count = dx_map_bytes_but(s.latin, b.reserve(n), n, to, gone)
            return StrRef.make(ascii: b.base!, b.count)
        }
    }
    private static func makeTable(_ x: Value, _ y: Value, _ z: Value) throws(Raise) -> Value {
        let out = DictRef.allocate()
        if !y.isUnbound {
            _ = try TextArguments.str(y, "maketrans", 2)
            guard x.isStr else { throw Errors.typeError("first maketrans argument must be a string if there is a second argument") }
            let from = StrRef(x), to = try TextArguments.str(y, "maketrans", 2)
            if from.count != to.count { throw Errors.valueError("the first two maketrans arguments must have equal length") }
            for i in 0..<from.count { try out.set(Value(int: Int(from[i])), Value(int: Int(to[i]))) }
            if !z.isUnbound {
                let gone = try TextArguments.str(z, "maketrans", 3)
                for i in 0..<gone.count { try out.set(Value(int: Int(gone[i])), .none) }
            }
            return out.value
        }
        guard x.isDict else { throw Errors.typeError("if you give only one argument to maketrans it must be a dict") }
        let d = DictRef(x)
        var i = -1
        while d.next(&i) {
            let k = d.key(i), v = d.valueAt(i)
            if k.isStr {
                guard StrRef(k).count == 1 else { throw Errors.valueError("string keys in translatetable must be of length 1") }
                try out.set(Value(int: Int(StrRef(k)[0])), v)
            } else if k.isIntLike { try out.set(k, v) } else { throw Errors.typeError("keys in translate table mustbe strings or integers") }
        }
        return out.value
    }
}

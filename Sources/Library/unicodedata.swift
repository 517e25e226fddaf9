import Glibc
import Primitives
import Runtime

/// `unicodedata`, over the tables of `Primitives`.
enum UnicodeDataModule {
    static func character(_ v: Value, _ name: StaticString, only: Bool) throws(Raise) -> UInt32 {
        guard v.isStr else { throw Errors.typeError("\(name)() argument\(only ? "" : " 1") must be a unicode character, not \(v.isNone ? "None" : v.typeName)") }
        let s = StrRef(v)
        guard s.count == 1 else { throw Errors.typeError("\(name)(): argument\(only ? "" : " 1") must be a unicode character, not a string of length \(s.count)") }
        return s[0]
    }
    /// The functions, on a module or as methods of the 3.2.0 database. ADD declares one: name, signature without self, body over arguments from 0.
    static func declare(old: Bool = false, _ add: (StaticString, StaticString, StaticString, @escaping (Args) throws(Raise) -> Value) -> Void) {
        func one(_ name: StaticString, _ f: @escaping (UInt32) -> Value) {
            add(name, "(chr, /)", "($self, chr, /)") { a throws(Raise) in f(try character(a[0], name, only: true)) }
        }
        func orDefault(_ name: StaticString, _ missing: String, _ f: @escaping (UInt32) -> Value?) {
            add(name, "(chr, default=<unset>, /)", "($self, chr, default=<unset>, /)") { a throws(Raise) in
                if let v = f(try character(a[0], name, only: false)) { return v }
                if a.has(1) { return a[1] }
                throw Errors.valueError(missing)
            }
        }
        orDefault("decimal", "not a decimal") { (old ? OldUnicodeData.decimal($0) : UnicodeData.decimal($0)).map { Value(int: $0) } }
        orDefault("digit", "not a digit") { UnicodeData.digit($0).map { Value(int: $0) } }
        orDefault("numeric", "not a numeric character") {
            old ? OldUnicodeData.numeric($0).map { Value(float: $0) } : UnicodeData.numeric($0).map { Value(float: Double($0.numerator) / Double($0.denominator)) }
        }
        orDefault("name", "no such name") { c in
            var b = ByteBuilder()
            defer { b.free() }
            return (old ? OldUnicodeData.name(c, into: &b) : CharacterNames.name(c, into: &b)) ? StrRef.make(ascii: b.base!, b.count) : nil
        }
        one("category") { StrRef.intern(static: old ? OldUnicodeData.category($0) : UnicodeData.category($0)) }
        one("bidirectional") { StrRef.intern(static: old ? OldUnicodeData.bidirectional($0) : UnicodeData.bidirectional($0)) }
        one("combining") { Value(int: Int(old ? OldUnicodeData.combining($0) : UnicodeData.combining($0))) }
        one("mirrored") { Value(int: (old ? OldUnicodeData.isMirrored($0) : UnicodeData.isMirrored($0)) ? 1 : 0) }
        one("east_asian_width") { StrRef.intern(static: old ? OldUnicodeData.eastAsianWidth($0) : UnicodeData.eastAsianWidth($0)) }
        one("decomposition") { c in
            var b = TextBuilder()
            if old { OldUnicodeData.decomposition(c, into: &b) } else { UnicodeData.decomposition(c, into: &b) }
            return StrRef.make(&b)
        }
        func form(_ v: Value, _ name: StaticString) throws(Raise) -> NormalizationForm {
            guard let f = NormalizationForm(try TextArguments.str(v, name, 1).view) else { throw Errors.valueError("invalid normalization form") }
            return f
        }
        add("normalize", "(form, unistr, /)", "($self, form, unistr, /)") { a throws(Raise) in
            let s = try TextArguments.str(a[1], "normalize", 2)
            // What is normal already is given back, of a subclass as a str.
            func same() -> Value { a[1].isExactly(Types.str) ? a[1] : StrRef.make(s.view) }
            if s.count == 0 { return same() }
            let f = try form(a[0], "normalize")
            if s.isASCII && !old { return same() }
            var b = TextBuilder()
            if !Text.normalize(s.view, f, old: old, into: &b) { b.free(); return same() }
            return StrRef.make(&b)
        }
        add("is_normalized", "(form, unistr, /)", "($self, form, unistr, /)") { a throws(Raise) in
            let s = try TextArguments.str(a[1], "is_normalized", 2)
            if s.count == 0 { return .true }
            return Value(bool: Text.isNormalized(s.view, try form(a[0], "is_normalized"), old: old))
        }
        add("lookup", "(name, /)", "($self, name, /)") { a throws(Raise) in
            let o = a[0].isStr ? try Codecs.utf8(StrRef(a[0])) : a[0]
            let n = try Buffers.get(o)
            defer { n.release() }
            if n.count > 256 { throw Errors.keyError(StrRef.make("name too long")) }
            var b = TextBuilder()
            if !CharacterNames.lookup(n.bytes, sequences: !old, aliases: !old, into: &b) {
                b.free()
                throw Errors.keyError(StrRef.make("undefined character name '\(String(decoding: n.bytes, as: UTF8.self))'"))
            }
            return StrRef.make(&b)
        }
    }
}

extension NativeModule {
    static let unicodedata = NativeModule("unicodedata") { m throws(Raise) in
        m.constant("unidata_version", StrRef.make(UnicodeData.version.description))
        UnicodeDataModule.declare { name, signature, _, body in m.function(name, signature, effect: .attempted, body) }
        let t = TypeFactory.make("UCD", module: "unicodedata", size: 32, layout: .opaque)
        m.type(t)
        t.dict.set(name: Names.__module__, StrRef.intern("unicodedata"))
        t.member("unidata_version", get: { _ in StrRef.make(OldUnicodeData.version.description) })
        UnicodeDataModule.declare(old: true) { name, _, signature, body in
            t.method(name, signature) { a throws(Raise) in try body(Args(a.base + 1, a.count - 1)) }
        }
        m.constant("ucd_3_2_0", Value(Heap.allocate(32, t)))
    }
}

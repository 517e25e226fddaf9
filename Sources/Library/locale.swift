import CSupport
import Glibc
import Runtime

/// `_locale`. Text is UTF-8 throughout: the C library's locale decides formats and names only. (Modules/_localemodule.c)
extension NativeModule {
    public static let locale = NativeModule("_locale") { m throws(Raise) in
        m.ints("ABDAY_1=131072 ABDAY_2=131073 ABDAY_3=131074 ABDAY_4=131075 ABDAY_5=131076 ABDAY_6=131077 ABDAY_7=131078 ABMON_1=131086 ABMON_10=131095 ABMON_11=131096 ABMON_12=131097 ABMON_2=131087 ABMON_3=131088 ABMON_4=131089 ABMON_5=131090 ABMON_6=131091 ABMON_7=131092 ABMON_8=131093 ABMON_9=131094 ALT_DIGITS=131119 AM_STR=131110 CHAR_MAX=127 CODESET=14 CRNCYSTR=262159 DAY_1=131079 DAY_2=131080 DAY_3=131081 DAY_4=131082 DAY_5=131083 DAY_6=131084 DAY_7=131085 D_FMT=131113 D_T_FMT=131112 ERA=131116 ERA_D_FMT=131118 ERA_D_T_FMT=131120 ERA_T_FMT=131121 LC_ALL=6 LC_COLLATE=3 LC_CTYPE=0 LC_MESSAGES=5 LC_MONETARY=4 LC_NUMERIC=1 LC_TIME=2 MON_1=131098 MON_10=131107 MON_11=131108 MON_12=131109 MON_2=131099 MON_3=131100 MON_4=131101 MON_5=131102 MON_6=131103 MON_7=131104 MON_8=131105 MON_9=131106 NOEXPR=327681 PM_STR=131111 RADIXCHAR=65536 THOUSEP=65537 T_FMT=131114 T_FMT_AMPM=131115 YESEXPR=327680 _DATE_FMT=131180")
        let d = DictRef.allocate()
        d.set(name: StrRef.intern("__module__"), StrRef.make("locale"))
        let error = try Call.call(Types.type.value, StrRef.make("Error"), TupleRef.make(Types.exception.value), d.value)
        m.constant("Error", error)
        // As at a start of CPython: the character set of the environment.
        Glibc.setlocale(LC_CTYPE, "")
        func text(_ v: Value, _ function: String, _ position: Int) throws(Raise) -> PathArgument {
            guard v.isStr else { throw Errors.typeError("\(function)() argument \(position) must be str, not \(TextArguments.describe(v))") }
            return try PathArgument(v, function: "", argument: "")
        }
        m.function("setlocale", "(category, locale=None, /)") { a throws(Raise) in
            let c = Int32(try TextArguments.cInt(a[0]))
            if c < 0 || c > 12 { throw Errors.make(TypeRef(error.ref), "invalid locale category") }
            if a[1].isNone {
                guard let p = Glibc.setlocale(c, nil) else { throw Errors.make(TypeRef(error.ref), "locale query failed") }
                return try PathArgument.decode(p)
            }
            guard let p = Glibc.setlocale(c, try text(a[1], "setlocale", 2).cString) else { throw Errors.make(TypeRef(error.ref), "unsupported locale setting") }
            return try PathArgument.decode(p)
        }
        m.function("getencoding", "()") { a throws(Raise) in StrRef.make("UTF-8") }
        m.function("nl_langinfo", "(key, /)") { a throws(Raise) in
            let k = try TextArguments.cInt(a[0])
            if k == 14 { return StrRef.make("UTF-8") }
            guard let p = Glibc.nl_langinfo(nl_item(k)) else { return StrRef.empty }
            return try PathArgument.decode(p)
        }
        m.function("localeconv", "()") { a throws(Raise) in
            let d = DictRef.allocate()
            guard let l = Glibc.localeconv()?.pointee else { return d.value }
            func put(_ n: String, _ p: UnsafePointer<CChar>?) throws(Raise) { d.set(name: StrRef.intern(n), p == nil ? StrRef.empty : try PathArgument.decode(p!)) }
            func number(_ n: String, _ c: CChar) { d.set(name: StrRef.intern(n), Value(int: Int(c))) }
            func grouping(_ n: String, _ p: UnsafePointer<CChar>?) {
                let out = ListRef.allocate()
                if let p, p[0] != 0 {
                    var i = 0
                    while p[i] != 0 && p[i] != CChar.max { out.append(Value(int: Int(p[i]))); i += 1 }
                    out.append(Value(int: Int(p[i])))
                }
                d.set(name: StrRef.intern(n), out.value)
            }
            try put("int_curr_symbol", l.int_curr_symbol); try put("currency_symbol", l.currency_symbol); try put("mon_decimal_point", l.mon_decimal_point); try put("mon_thousands_sep", l.mon_thousands_sep)
            grouping("mon_grouping", l.mon_grouping)
            try put("positive_sign", l.positive_sign); try put("negative_sign", l.negative_sign)
            for (n, c) in [("int_frac_digits", l.int_frac_digits), ("frac_digits", l.frac_digits), ("p_cs_precedes", l.p_cs_precedes), ("p_sep_by_space", l.p_sep_by_space), ("n_cs_precedes", l.n_cs_precedes), ("n_sep_by_space", l.n_sep_by_space), ("p_sign_posn", l.p_sign_posn), ("n_sign_posn", l.n_sign_posn)] { number(n, c) }
            try put("decimal_point", l.decimal_point); try put("thousands_sep", l.thousands_sep)
            grouping("grouping", l.grouping)
            return d.value
        }
        m.function("strcoll", "(os1, os2, /)") { a throws(Raise) in Value(int: Int(Glibc.strcoll(try text(a[0], "strcoll", 1).cString, try text(a[1], "strcoll", 2).cString))) }
        m.function("strxfrm", "(string, /)") { a throws(Raise) in
            let s = try text(a[0], "strxfrm", 1)
            var b = [CChar](repeating: 0, count: Glibc.strxfrm(nil, s.cString, 0) + 1)
            _ = Glibc.strxfrm(&b, s.cString, b.count)
            return try PathArgument.decode(b)
        }
        // Translations by the C library; `gettext` the module has its own.
        m.function("gettext", "(msg, /)") { a throws(Raise) in try PathArgument.decode(CSupport.dgettext(UnsafePointer<CChar>?.none, try text(a[0], "gettext", 1).cString)) }
        func optional(_ v: Value, _ function: String) throws(Raise) -> PathArgument? {
            if v.isNone { return nil }
            if !v.isStr { throw Errors.typeError("\(function)() argument 1 must be str or None, not \(v.type)") }
            return try text(v, function, 1)
        }
        m.function("dgettext", "(domain, msg, /)") { a throws(Raise) in
            try PathArgument.decode(CSupport.dgettext(try optional(a[0], "dgettext")?.cString, try text(a[1], "dgettext", 2).cString))
        }
        m.function("dcgettext", "(domain, msg, category, /)") { a throws(Raise) in
            try PathArgument.decode(CSupport.dcgettext(try optional(a[0], "dcgettext")?.cString, try text(a[1], "dcgettext", 2).cString, Int32(try TextArguments.cInt(a[2]))))
        }
        m.function("textdomain", "(domain, /)") { a throws(Raise) in
            guard let p = CSupport.textdomain(try optional(a[0], "textdomain")?.cString) else { throw Errors.osError(Glibc.errno) }
            return try PathArgument.decode(p)
        }
        m.function("bindtextdomain", "(domain, dir, /)") { a throws(Raise) in
            let domain = try text(a[0], "bindtextdomain", 1)
            if StrRef(a[0]).count == 0 { throw Errors.make(TypeRef(error.ref), "domain must be a non-empty string") }
            let folder = a[1].isNone ? nil : try PathArgument(a[1], function: "", argument: "")
            guard let p = CSupport.bindtextdomain(domain.cString, folder?.cString) else { throw Errors.osError(Glibc.errno) }
            return try PathArgument.decode(p)
        }
        m.function("bind_textdomain_codeset", "(domain, codeset, /)") { a throws(Raise) in
            let domain = try text(a[0], "bind_textdomain_codeset", 1), codeset = a[1].isNone ? nil : try text(a[1], "bind_textdomain_codeset", 2)
            guard let p = CSupport.bind_textdomain_codeset(domain.cString, codeset?.cString) else { return .none }
            return try PathArgument.decode(p)
        }
    }
}

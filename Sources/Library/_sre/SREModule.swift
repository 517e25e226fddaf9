import Regex
import Runtime

/// `_sre`: the matching engine behind `re`. Parsing and compiling to codes is Python, in `re._parser` and `re._compiler`.
extension NativeModule {
    public static let sre = NativeModule("_sre") { m throws(Raise) in
        SRETypes.define()
        m.int("MAGIC", SREConstants.magic)
        m.int("CODESIZE", SREConstants.codeSize)
        m.int("MAXREPEAT", SREConstants.maxRepeat)
        m.int("MAXGROUPS", SREConstants.maxGroups)
        m.constant("copyright", StrRef.make(" SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB "))
        m.function("getcodesize", "()", effect: .pure) { _ throws(Raise) in Value(int: SREConstants.codeSize) }
        m.function("ascii_iscased", "(character, /)", effect: .pure) { a throws(Raise) in
            let c = try SREArguments.cInt(a[0])
            return Value(bool: c >= 0 && CharacterFunctions.asciiIsCased(UInt32(c)))
        }
        m.function("ascii_tolower", "(character, /)", effect: .pure) { a throws(Raise) in
            let c = try SREArguments.cInt(a[0])
            return Value(int: c < 0 ? c : Int(CharacterFunctions.asciiLower(UInt32(c))))
        }
        m.function("unicode_iscased", "(character, /)", effect: .pure) { a throws(Raise) in
            let c = try SREArguments.cInt(a[0])
            return Value(bool: c >= 0 && CharacterFunctions.unicodeIsCased(UInt32(c)))
        }
        m.function("unicode_tolower", "(character, /)", effect: .pure) { a throws(Raise) in
            let c = try SREArguments.cInt(a[0])
            return Value(int: c < 0 ? c : Int(CharacterFunctions.unicodeLower(UInt32(c))))
        }
        m.function("compile", "(pattern, flags, code, groups, groupindex, indexgroup)") { a throws(Raise) in try compile(a) }
        m.function("template", "(pattern, template, /)", doc: "\n\n  template\n    A list containing interleaved literal strings (str or bytes) and group\n    indices (int), as returned by re._parser.parse_template():\n        [literal1, group1, ..., literalN, groupN]") { a throws(Raise) in
            guard a[1].isList else { throw Errors.typeError("template() argument 2 must be list, not \(a[1].isNone ? "None" : a[1].typeName)") }
            return try TemplateRef.make(ListRef(a[1]))
        }
    }

    private static func compile(_ a: Args) throws(Raise) -> Value {
        func wrong(_ name: String, _ wanted: String, _ v: Value) -> Raise {
            Errors.typeError("compile() argument '\(name)' must be \(wanted), not \(v.isNone ? "None" : v.typeName)")
        }
        let pattern = a[0]
        let flags = try SREArguments.cInt(a[1])
        guard a[2].isList else { throw wrong("code", "list", a[2]) }
        let groups = try SREArguments.size(a[3])
        guard a[4].isDict else { throw wrong("groupindex", "dict", a[4]) }
        guard a[5].isTuple else { throw wrong("indexgroup", "tuple", a[5]) }
        let list = ListRef(a[2])
        var codes: [UInt32] = []
        codes.reserveCapacity(list.count)
        for i in 0..<list.count {
            guard list[i].isIntLike else { throw Errors.typeError("an integer is required") }
            guard let c = Integers.asInt64(list[i]) else { throw Errors.overflowError("regular expression code size limit exceeded") }
            if c < 0 { throw Errors.overflowError("can't convert negative value to unsigned int") }
            guard let code = UInt32(exactly: c) else { throw Errors.overflowError("regular expression code size limit exceeded") }
            codes.append(code)
        }
        let kind = pattern.isNone ? -1 : try Subject(pattern).isBytes ? 1 : 0
        let regex: RegexSource
        do throws(RegexError) { regex = try RegexSource(codes: codes, groups: groups, flags: flags) } catch {
            throw Errors.runtimeError("invalid SRE code")
        }
        return PatternRef.make(regex, pattern: pattern, flags: flags, kind: kind, groupIndex: a[4], indexGroup: a[5])
    }
}

/// The types of `_sre`, made once a process.
enum SRETypes {
    nonisolated(unsafe) private static var isDefined = false
    static func define() {
        if isDefined { return }
        isDefined = true
        PatternType.define()
        MatchType.define()
        ScannerRef.define()
        TemplateRef.define()
    }
}

/// What the module needs of parts of the runtime beyond the object API.
enum SREHooks {
    /// Looks at signals and whatever else waits for a safepoint.
    static func safepoint() throws(Raise) { try NativeSafepoint.poll() }
    static func importModule(_ name: String) throws(Raise) -> Value { try Builtins.importModule(name) }
    static func genericAlias(_ origin: Value, _ arguments: Value) throws(Raise) -> Value { GenericAlias.make(origin, arguments) }
    /// What all the types here have in common: no instances by calling them.
    static func finishType(_ t: TypeRef, weakrefable: Bool, doc: StaticString?) {
        t.disallowInstantiation()
        if weakrefable { t.allowWeakReferences() }
        if let doc { t.constant("__doc__", StrRef.make(doc.description)) }
    }
}

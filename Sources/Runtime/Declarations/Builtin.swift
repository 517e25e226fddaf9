/// A builtin is declared once: name, parameters as in its Python signature, effect, Swift function. Argument binding,
/// `inspect.signature` and the recorder's treatment follow from that.
public final class Builtin {
    public let name: StaticString
    /// `($self, object, /)`: as CPython's `__text_signature__`. `$self`, `$type`, `$module` mark the bound first parameter.
    public let signatureText: StaticString
    public let effect: Effect
    let body: (Args) throws(Raise) -> Value
    /// Positional arguments a call without keywords may have for `body` to take them as they are (self included).
    let exact: Int
    let doc: StaticString?
    /// The type or nothing (module function) that declares it.
    var owner = TypeRef()
    /// The module that declares it, as messages show it ("math."); empty for methods and for `builtins`.
    var modulePrefix = ""
    /// A special method (`TypeRef.special`).
    var isSlot = false
    private(set) lazy var signature = Signature(signatureText)
    /// Made at the first call that needs binding.
    var plan: UnsafeMutablePointer<Plan>! = nil
    /// `*args` and `**kwargs` are only there to be ignored: they are passed empty or not at all.
    var ignoresRest = false
    /// `**kwargs` is read and dropped: without keywords one empty dict serves all calls.
    var onlyReadsKeywords = false
    nonisolated(unsafe) static var noKeywords: Value = { let d = DictRef.allocate().value; noKeywordsRoot = d; Heap.addRoot(&noKeywordsRoot); return d }()
    nonisolated(unsafe) private static var noKeywordsRoot = Value.unbound

    /// What a call may do to the world; the recorder keeps, moves or drops calls by it.
    public enum Effect: UInt8 {
        /// Depends on its arguments only, changes nothing, raises nothing for the types it was specialized on.
        case pure
        /// Reads the heap.
        case reads
        /// Writes the heap, runs no Python code.
        case writes
        /// May run Python code.
        case any
    }
    public init(_ name: StaticString, _ signature: StaticString, effect: Effect = .any, doc: StaticString? = nil, _ body: @escaping (Args) throws(Raise) -> Value) {
        self.name = name; signatureText = signature; self.effect = effect; self.body = body; self.doc = doc
        exact = Signature.exactCount(signature)
    }
    var nameText: String { name.description }
}

/// The arguments of a builtin, bound: one value a parameter in the order of the signature (self first), `*args` as a tuple, `**kwargs` as a dict;
/// unbound where a parameter without default was not given. Lives as long as the call.
public struct Args {
    public let base: UnsafeMutablePointer<Value>
    public let count: Int
    @inline(__always) public init(_ b: UnsafeMutablePointer<Value>, _ n: Int) { base = b; count = n }
    @inline(__always) public subscript(i: Int) -> Value { base[i] }
    /// Whether parameter I was given (or has a default).
    @inline(__always) public func has(_ i: Int) -> Bool { i < count && base[i].bits != 0 }
}

/// Parsed parameters of a builtin.
final class Signature {
    enum Kind { case positionalOnly, standard, varArgs, keywordOnly, varKeywords }
    struct Parameter { let name: String, kind: Kind, defaultText: String?, isSelf: Bool, interned: Value }
    let parameters: [Parameter]
    /// Parameters that positional arguments can fill; required ones among them (self included).
    let positional: Int, required: Int
    let varArgs: Int?, varKeywords: Int?
    let hasSelf: Bool
    let positionalOnly: Int
    /// By parameter: the interned name if keywords may fill it, else unbound; whether it may be left out.
    let names: UnsafeMutablePointer<Value>, isOptional: UnsafeMutablePointer<Bool>
    /// Default values by parameter, unbound where none; permanent roots.
    let defaults: UnsafeMutablePointer<Value>

    /// The number of positional arguments that can be passed through unbound-free: all parameters positional and without default; else -1.
    static func exactCount(_ s: StaticString) -> Int {
        let n = s.utf8CodeUnitCount, p = s.utf8Start
        if n <= 2 { return 0 }
        var count = 1
        for i in 1..<(n - 1) {
            let c = p[i]
            if c == UInt8(ascii: "=") || c == UInt8(ascii: "*") { return -1 }
            if c == UInt8(ascii: ",") { count += 1 }
            if c == UInt8(ascii: "/") { count -= 1 }
        }
        return count
    }

    init(_ text: StaticString) {
        var parts: [String] = [], depth = 0, quote: Character? = nil, current = ""
        for c in text.description.dropFirst().dropLast() {
            if let q = quote { current.append(c); if c == q { quote = nil }; continue }
            switch c {
            case "'", "\"": quote = c; current.append(c)
            case "(", "[", "{": depth += 1; current.append(c)
            case ")", "]", "}": depth -= 1; current.append(c)
            case "," where depth == 0: parts.append(current); current = ""
            default: current.append(c)
            }
        }
        if !current.isEmpty { parts.append(current) }
        parts = parts.map { String($0.drop { $0 == " " }) }
        var out: [Parameter] = [], keywordOnly = false
        let slash = parts.firstIndex(of: "/") ?? -1
        for (i, p) in parts.enumerated() where p != "/" {
            if p == "*" { keywordOnly = true; continue }
            if p.hasPrefix("**") { out.append(Signature.parameter(String(p.dropFirst(2)), .varKeywords)); continue }
            if p.hasPrefix("*") { out.append(Signature.parameter(String(p.dropFirst()), .varArgs)); keywordOnly = true; continue }
            out.append(Signature.parameter(p, keywordOnly ? .keywordOnly : i < slash || p.hasPrefix("$") ? .positionalOnly : .standard))
        }
        parameters = out
        positional = out.prefix { $0.kind == .positionalOnly || $0.kind == .standard }.count
        required = out.prefix { ($0.kind == .positionalOnly || $0.kind == .standard) && $0.defaultText == nil }.count
        positionalOnly = out.prefix { $0.kind == .positionalOnly }.count
        varArgs = out.firstIndex { $0.kind == .varArgs }
        varKeywords = out.firstIndex { $0.kind == .varKeywords }
        hasSelf = out.first?.isSelf ?? false
        names = .allocate(capacity: max(1, out.count)); isOptional = .allocate(capacity: max(1, out.count))
        for (i, p) in out.enumerated() {
            names[i] = p.kind == .standard || p.kind == .keywordOnly ? p.interned : .unbound
            isOptional[i] = p.defaultText != nil || p.kind == .varArgs || p.kind == .varKeywords
        }
        defaults = .allocate(capacity: max(1, out.count))
        defaults.initialize(repeating: .unbound, count: max(1, out.count))
        for (i, p) in out.enumerated() { if let d = p.defaultText { Heap.addRoot(defaults + i); defaults[i] = Signature.defaultValue(d) } }
    }
    private static func parameter(_ text: String, _ kind: Kind) -> Parameter {
        var name = text, value: String? = nil
        if let e = text.firstIndex(of: "=") { name = String(text[..<e]); value = String(text[text.index(after: e)...]) }
        let isSelf = name.hasPrefix("$")
        if isSelf { name.removeFirst() }
        return Parameter(name: name, kind: kind, defaultText: value, isSelf: isSelf, interned: StrRef.intern(name))
    }
    private static func unescape(_ t: Substring) -> String {
        var out = "", escaped = false
        for c in t {
            if escaped { out.append(c == "n" ? "\n" : c == "t" ? "\t" : c == "r" ? "\r" : c); escaped = false } else if c == "\\" { escaped = true } else { out.append(c) }
        }
        return out
    }
    /// Literals become values; anything else (`<unrepresentable>`, expressions) counts as "not given".
    private static func defaultValue(_ t: String) -> Value {
        switch t {
        case "None": return .none
        case "True": return .true
        case "False": return .false
        case "()": return TupleRef.empty
        default: break
        }
        if let i = Int(t) { return .int(i) }
        if let d = Double(t) { return Value(float: d) }
        if t.count >= 2, let q = t.first, q == "'" || q == "\"", t.last == q { return StrRef.make(unescape(t.dropFirst().dropLast())) }
        return .unbound
    }
}

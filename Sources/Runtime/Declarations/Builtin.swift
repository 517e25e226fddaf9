import Glibc
import Primitives
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
    /// The same with every default given.
    let full: Int
    let doc: StaticString?
    // (Behind a text there is room for these: a start makes 2,500 builtins.)
    /// A special method (`TypeRef.special`).
    var isSlot = false
    /// `*args` and `**kwargs` are only there to be ignored: they are passed empty or not at all.
    var ignoresRest = false
    /// `**kwargs` is read and dropped: without keywords one empty dict serves all calls.
    var onlyReadsKeywords = false
    /// The type or nothing (module function) that declares it.
    var owner = TypeRef()
    /// The module that declares it, as messages show it ("math."); empty for methods and for `builtins`.
    var modulePrefix = ""
    /// What messages about arguments call it, where that is not its name: "function", "__new__()".
    var called: String? = nil
    private(set) lazy var signature = Signature(signatureText)
    /// Made at the first call that needs binding.
    var plan: UnsafeMutablePointer<Plan>! = nil
    /// Asked first by calls without keywords, with the arguments as they are: saves the tuple of `*args`. nil: not for this.
    typealias VectorBody = (UnsafeMutablePointer<Value>, Int) throws(Raise) -> Value?
    final var vector: VectorBody? { get { vectorBox?.object.body } set { vectorBox = newValue.map { Borrowed(Unmanaged.passRetained(VectorBox($0)).takeUnretainedValue()) } } }
    /// (A function read from a variable would be retained at each call.)
    final class VectorBox { let body: VectorBody; init(_ b: @escaping VectorBody) { body = b } }
    final var vectorBox: Borrowed<VectorBox>? = nil
    /// The dict without entries for builtins that only read their keywords.
    @inline(__always) static var noKeywords: Value { _fastPath(noKeywordsRoot.isPointer) ? noKeywordsRoot : makeNoKeywords() }
    nonisolated(unsafe) private static var noKeywordsRoot = Value.unbound
    @inline(never) private static func makeNoKeywords() -> Value {
        noKeywordsRoot = DictRef.allocate().value
        Heap.addRoot(&noKeywordsRoot)
        return noKeywordsRoot
    }

    /// What a call may do to the world; the recorder keeps, moves or drops calls by it.
    public enum Effect: UInt8 {
        /// Depends on its arguments only, changes nothing, raises nothing for the types it was specialized on.
        case pure
        /// Reads the heap.
        case reads
        /// Writes the heap, runs no Python code.
        case writes
        /// Writes the heap; for any objects that are hashed and compared by identity, too, it runs no Python code.
        case closed
        /// Changes nothing, and runs Python code only where it takes long or meets an error; a trace tries it (`Attempt`).
        case attempted
        /// May run Python code.
        case any
    }
    public init(_ name: StaticString, _ signature: StaticString, effect: Effect = .any, doc: StaticString? = nil, _ body: @escaping (Args) throws(Raise) -> Value) {
        self.name = name; signatureText = signature; self.effect = effect; self.body = body; self.doc = doc
        exact = Signature.exactCount(signature); full = Signature.fullCount(signature)
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
    struct Parameter {
        let kind: Kind, hasDefault: Bool, isSelf: Bool, interned: Value
        var name: String { StrRef(interned).string }
    }
    let parameters: [Parameter]
    /// Parameters that positional arguments can fill; required ones among them (self included).
    let positional: Int, required: Int
    private(set) var varArgs: Int?, varKeywords: Int?
    /// Positional-only parameters beside `**kwargs`: counted as PyArg_UnpackTuple does.
    var takesPairs: Bool { varKeywords != nil && positionalOnly > (hasSelf ? 1 : 0) && keywordOnlyCount == 0 }
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

    /// The number of parameters, if all are positional (-1 for signatures that take a closer look).
    static func fullCount(_ s: StaticString) -> Int {
        let n = s.utf8CodeUnitCount, p = s.utf8Start
        if n <= 2 { return 0 }
        var count = 1
        for i in 1..<(n - 1) {
            switch p[i] {
            case UInt8(ascii: "*"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return -1
            case UInt8(ascii: ","): count += 1
            case UInt8(ascii: "/"): count -= 1
            default: break
            }
        }
        return count
    }

    init(_ text: StaticString) {
        let p = text.utf8Start, end = max(1, text.utf8CodeUnitCount - 1)
        // The parts between commas outside brackets and quotes, without leading spaces.
        var parts: [(from: Int, to: Int)] = [], slash = -1, depth = 0, quote: UInt8 = 0, start = 1
        func close(_ at: Int) {
            var i = start
            while i < at && p[i] == 32 { i += 1 }
            if i < at {
                if at - i == 1 && p[i] == UInt8(ascii: "/") { slash = parts.count }
                parts.append((i, at))
            }
            start = at + 1
        }
        for i in 1..<end {
            let c = p[i]
            if quote != 0 { if c == quote { quote = 0 }; continue }
            switch c {
            case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = c
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ","): if depth == 0 { close(i) }
            default: break
            }
        }
        close(end)
        let room = max(4, parts.count)
        names = .allocate(capacity: room); isOptional = .allocate(capacity: room); defaults = .allocate(capacity: room)
        defaults.initialize(repeating: .unbound, count: room)
        var out: [Parameter] = [], keywordOnly = false, positional = 0, required = 0, positionalOnly = 0
        out.reserveCapacity(parts.count)
        varArgs = nil; varKeywords = nil
        for (i, part) in parts.enumerated() where i != slash {
            var from = part.from
            let isStar = p[from] == UInt8(ascii: "*"), isDouble = isStar && part.to - from > 1 && p[from + 1] == UInt8(ascii: "*")
            if isStar && part.to - from == 1 { keywordOnly = true; continue }
            let isSelf = p[from] == UInt8(ascii: "$")
            let kind: Kind = isDouble ? .varKeywords : isStar ? .varArgs : keywordOnly ? .keywordOnly : i < slash || isSelf ? .positionalOnly : .standard
            from += isDouble ? 2 : isStar || isSelf ? 1 : 0
            var equals = from
            while equals < part.to && p[equals] != UInt8(ascii: "=") { equals += 1 }
            let hasDefault = equals < part.to, n = out.count
            let name = equals > from ? InternTable.intern(utf8: p + from, equals - from) : StrRef.empty
            out.append(Parameter(kind: kind, hasDefault: hasDefault, isSelf: isSelf, interned: name))
            names[n] = kind == .standard || kind == .keywordOnly ? name : .unbound
            isOptional[n] = hasDefault || kind == .varArgs || kind == .varKeywords
            if hasDefault { Heap.addRoot(defaults + n); defaults[n] = Signature.defaultValue(p + equals + 1, part.to - equals - 1) }
            switch kind {
            case .positionalOnly: positional += 1; positionalOnly += 1; if !hasDefault { required += 1 }
            case .standard: positional += 1; if !hasDefault { required += 1 }
            case .varArgs: varArgs = n; keywordOnly = true
            case .varKeywords: varKeywords = n
            case .keywordOnly: break
            }
        }
        parameters = out
        self.positional = positional; self.required = required; self.positionalOnly = positionalOnly
        hasSelf = out.first?.isSelf ?? false
    }
    private static func unescape(_ text: some Sequence<UInt8>) -> String {
        var out: [UInt8] = [], escaped = false
        for c in text {
            if escaped { out.append(c == 110 ? 10 : c == 116 ? 9 : c == 114 ? 13 : c); escaped = false } else if c == 92 { escaped = true } else { out.append(c) }
        }
        return out.text
    }
    /// Literals become values; anything else (`<unrepresentable>`, `<None>`, expressions) counts as "not given".
    private static func defaultValue(_ p: UnsafePointer<UInt8>, _ n: Int) -> Value {
        if n == 0 || p[0] == UInt8(ascii: "<") { return .unbound }
        if n == 1 && p[0] >= 48 && p[0] <= 57 { return Value(int: Int(p[0]) - 48) }
        let text = UnsafeBufferPointer(start: p, count: n)
        func isText(_ s: StaticString) -> Bool { s.utf8CodeUnitCount == n && memcmp(s.utf8Start, p, n) == 0 }
        if isText("None") { return .none }
        if isText("True") { return .true }
        if isText("False") { return .false }
        if isText("()") { return TupleRef.empty }
        // (In bytes: a start defines thousands of these, and the Swift library's strings would be half of it.)
        let digits = text[(p[0] == 45 ? 1 : 0)...]
        if digits.count < 19, !digits.isEmpty, digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
            let magnitude = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
            return .int(p[0] == 45 ? -magnitude : magnitude)
        }
        if n >= 2, p[0] == 39 || p[0] == 34, p[n - 1] == p[0] { return StrRef.make(unescape(text[1..<(n - 1)])) }
        if let i = Int(String(decoding: text, as: UTF8.self)) { return .int(i) }
        if let d = FloatParse.parse(text) { return Value(float: d) }
        return .unbound
    }
}

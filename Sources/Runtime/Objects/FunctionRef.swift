/// A Python function (PyFunctionObject's offsets): globals 16, builtins 24, name 32, qualname 40, code 48, defaults 56, kwdefaults 64, closure 72,
/// doc 80, dict 88, module 104, annotations 112, annotate 120, type parameters 128; ours: the `Code` (raw) at 136.
public struct FunctionRef {
    public let ref: Ref
    @inline(__always) public init(_ r: Ref) { ref = r }
    @inline(__always) public var value: Value { Value(ref) }
    public static let globalsWord = 2, builtinsWord = 3, nameWord = 4, qualnameWord = 5, codeWord = 6, defaultsWord = 7, kwDefaultsWord = 8, closureWord = 9, docWord = 10
    public static let dictWord = 11, moduleWord = 13, annotationsWord = 14, annotateWord = 15, typeParametersWord = 16
    static let rawCode = 17
    @inline(__always) public var globals: DictRef { DictRef(ref.value(2)) }
    @inline(__always) public var builtins: DictRef { DictRef(ref.value(3)) }
    /// NAME in the builtins, which may be any mapping; nil if missing.
    func builtin(_ name: Value) throws(Raise) -> Value? {
        let b = ref.value(3)
        if b.isExactly(Types.dict) { return DictRef(b).find(name) }
        do throws(Raise) { return try Operations.getItem(b, name) } catch { try Errors.swallow(error, Exceptions.keyError); return nil }
    }
    @inline(__always) var codeBits: UInt64 { ref.word(FunctionRef.rawCode) }
    @inline(__always) var borrowedCode: Borrowed<Code> { Borrowed(bits: codeBits) }
    public var code: Code { CodeObject(ref.value(6).ref).code }
    /// A tuple, or unbound/None.
    @inline(__always) var defaults: Value { ref.value(FunctionRef.defaultsWord) }
    @inline(__always) var keywordDefaults: Value { ref.value(FunctionRef.kwDefaultsWord) }
    @inline(__always) var closure: Value { ref.value(FunctionRef.closureWord) }

    static func make(_ code: Code, globals: Value, builtins: Value, closure: Value = .unbound) -> FunctionRef {
        // The code's object may be named by nothing but this local.
        let object = code.object
        let r = Heap.allocate(152, Types.function)
        r.initialize(2, globals); r.initialize(3, builtins); r.initialize(4, code.name); r.initialize(5, code.qualname); r.initialize(6, object)
        r.initialize(9, closure)
        r.setWord(rawCode, object.ref.word(2))
        r.initialize(moduleWord, DictRef(globals).find(Names.__name__) ?? .none)
        return FunctionRef(r)
    }
    /// `__doc__`: its code's until it is set.
    var doc: Value { let v = ref.value(FunctionRef.docWord); return v.isUnbound ? code.docstring : v }
    func setCode(_ c: Value) { ref.set(FunctionRef.docWord, doc); ref.set(6, c); ref.setWord(FunctionRef.rawCode, c.ref.word(2)) }
}

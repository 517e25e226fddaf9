import Glibc

/// A module written in Swift: declared in one place, filled when first imported.
///
///     extension NativeModule { static let math = NativeModule("math") { m in
///         m.function("sqrt", "($module, x, /)", effect: .pure) { a throws(Raise) in … a[1] … }
///         m.constant("pi", Value(float: .pi))
///     } }
/// and one line in the module's list (`Library/Modules.swift`, or `Runtime/Declarations/CoreModules.swift`).
public struct NativeModule {
    public let name: StaticString
    public let doc: StaticString?
    let fill: (ModuleBuilder) throws(Raise) -> Void
    public init(_ name: StaticString, doc: StaticString? = nil, _ fill: @escaping (ModuleBuilder) throws(Raise) -> Void) { self.name = name; self.doc = doc; self.fill = fill }

    nonisolated(unsafe) public private(set) static var all: [NativeModule] = []
    public static func register(_ modules: [NativeModule]) { all += modules }
    /// Comparing some hundred names takes less than a start would need to hash them.
    public static func named(_ name: String) -> NativeModule? {
        var name = name
        return name.withUTF8 { b in all.last { $0.name.utf8CodeUnitCount == b.count && memcmp($0.name.utf8Start, b.baseAddress!, b.count) == 0 } }
    }
    /// The names of all, in order.
    public static var names: TupleRef {
        let order = all.indices.sorted { i, j in
            let a = all[i].name, b = all[j].name, c = memcmp(a.utf8Start, b.utf8Start, min(a.utf8CodeUnitCount, b.utf8CodeUnitCount))
            return c != 0 ? c < 0 : a.utf8CodeUnitCount < b.utf8CodeUnitCount
        }
        let t = TupleRef.allocate(order.count)
        for (k, i) in order.enumerated() { t[k] = StrRef.intern(static: all[i].name) }
        return t
    }
    /// Contents of modules that were made before, by name.
    nonisolated(unsafe) private static var contents = Value.unbound
    /// Makes the module object and fills it. A module that is imported anew (after it was taken out of `sys.modules`) gets what the first one was given:
    /// its types and its state exist once.
    public static func create(_ name: String) throws(Raise) -> Value? {
        guard let m = named(name) else { return nil }
        if contents.isUnbound { contents = DictRef.allocate().value; Heap.addRoot(&contents) }
        let key = StrRef.intern(name), module = ModuleRef.make(key, doc: m.doc.map { StrRef.make($0.description) } ?? .none)
        if let old = DictRef(contents).find(key) {
            try ModuleRef(module).dict.update(old)
            return module
        }
        try m.fill(ModuleBuilder(module: module))
        DictRef(contents).set(name: key, ModuleRef(module).dict.copy().value)
        return module
    }
}

public struct ModuleBuilder {
    public let module: Value
    public var dict: DictRef { ModuleRef(module).dict }
    /// `a[0]` is the first argument: functions of modules do not see their module, though SIGNATURE may begin with `$module` as CPython's do.
    @discardableResult
    public func function(_ name: StaticString, _ signature: StaticString, effect: Builtin.Effect = .any, doc: StaticString? = nil, _ body: @escaping (Args) throws(Raise) -> Value) -> Value {
        let b = Builtin(name, signature, effect: effect, doc: doc, body), owner = ModuleRef(module).name
        if owner.isStr && !StrRef(owner).equals("builtins") { b.modulePrefix = StrRef(owner).string + "." }
        let f = Descriptor.function(b, self_: .unbound, module: owner)
        dict.set(name: StrRef.intern(static: name), f)
        return f
    }
    public func constant(_ name: String, _ v: Value) { dict.set(name: StrRef.intern(name), v) }
    public func int(_ name: String, _ i: Int) { constant(name, Value.int(i)) }
    /// `NAME=NUMBER` pairs, separated by spaces and line ends.
    public func ints(_ text: StaticString) { let d = dict; WordList.pairs(text) { n, v in d.set(name: n, Value.int(v)) } }
    /// A type under its own name.
    public func type(_ t: TypeRef) { dict.set(name: t.name, t.value) }
}

/// A module object: 2 dict (the namespace), 3 name cache; its `__dict__` is word 2.
public struct ModuleRef {
    public let ref: Ref
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    @inline(__always) public var dict: DictRef { DictRef(ref.value(2)) }
    public var name: Value { dict.find(Names.__name__) ?? .none }
    public static func make(_ name: Value, doc: Value = .none, type: TypeRef = Types.module) -> Value {
        let d = DictRef.allocate(capacity: 8)
        let r = Heap.allocate(max(48, type.instanceSize), type)
        r.initialize(2, d.value)
        d.set(name: Names.__name__, name)
        d.set(name: StrRef.intern("__doc__"), doc)
        for n in ["__package__", "__loader__", "__spec__"] { d.set(name: StrRef.intern(n), .none) }
        return Value(r)
    }
}

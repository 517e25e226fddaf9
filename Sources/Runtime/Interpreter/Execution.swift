/// Running code objects that are not calls of functions: modules, `exec`, `eval`, class bodies.
public enum Execution {
    /// Runs CODE with the namespace LOCALS; None, or the value of an `eval` code.
    public static func run(_ code: Value, globals: Value, locals: Value, closure: Value = .unbound) throws(Raise) -> Value {
        let builtins = try builtinsOf(globals)
        let c = CodeObject(code.ref).code
        let f = FunctionRef.make(c, globals: globals, builtins: builtins, closure: closure)
        return try run(f, namespace: locals)
    }
    /// The builtins of a globals dict; `__builtins__` is added when missing.
    static func builtinsOf(_ globals: Value) throws(Raise) -> Value {
        let g = DictRef(globals)
        if let b = g.find(Names.__builtins__) {
            if b.isInstance(of: Types.module) { return ModuleRef(b).dict.value }
            return b
        }
        let own = thread.pointee.frame
        let b = own.base[Frame.code].bits != 0 ? own.function.ref.value(FunctionRef.builtinsWord) : SysState.builtins
        g.set(name: Names.__builtins__, b)
        return b
    }
    /// Runs a class body; the value is its `__class__` cell, or None.
    public static func runClassBody(_ function: Value, _ namespace: Value) throws(Raise) -> Value { try run(FunctionRef(function.ref), namespace: namespace) }

    private static func run(_ f: FunctionRef, namespace: Value) throws(Raise) -> Value {
        try f.borrowedCode.with { code throws(Raise) in
            try code.prepare()
            if code.isGeneratorLike {
                // Top-level `await`: the coroutine, whose names live in NAMESPACE.
                var none = Value.unbound
                let g = try Generators.create(f, code, &none, 0, .unbound)
                g.ref.barrier()
                GeneratorObject(g).frame.base[Frame.namespace] = namespace
                return g
            }
            let t = thread
            let callee = try Call.push(Borrowed(code), f.value, t)
            callee.base[Frame.namespace] = namespace
            let s = callee.slots
            s.update(repeating: .unbound, count: code.frameSlots)
            return try Call.run(Borrowed(code), callee, t)
        }
    }
}

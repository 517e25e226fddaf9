/// `function`.
enum FunctionType {
    static func define() {
        let t = Types.function
        let F = FunctionRef.self
        t.new("($type, /, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)") { a throws(Raise) in
            guard a[1].isExactly(Types.code) else { throw Errors.typeError("function() argument 'code' must be code, not \(a[1].isNone ? "None" : a[1].typeName)") }
            guard a[2].isDict else { throw Errors.typeError("function() argument 'globals' must be dict, not \(a[2].isNone ? "None" : a[2].typeName)") }
            guard a[3].isNone || a[3].isStr else { throw Errors.typeError("arg 3 (name) must be None or string") }
            guard a[4].isNone || a[4].isTuple else { throw Errors.typeError("arg 4 (defaults) must be None or tuple") }
            guard a[6].isNone || a[6].isDict else { throw Errors.typeError("arg 6 (kwdefaults) must be None or dict") }
            let code = CodeObject(a[1].ref).code, n = code.freeNames.count
            guard a[5].isTuple else {
                if n > 0 && a[5].isNone { throw Errors.typeError("arg 5 (closure) must be tuple") }
                if !a[5].isNone { throw Errors.typeError("arg 5 (closure) must be None or tuple") }
                return try make(code, a[2], a[3], a[4], .unbound, a[6])
            }
            let given = TupleRef(a[5]).count
            if given != n { throw Errors.valueError("\(StrRef(code.name)) requires closure of length \(n), not \(given)") }
            for i in 0..<given where !TupleRef(a[5])[i].isExactly(Types.cell) { throw Errors.typeError("arg 5 (closure) expected cell, found \(TupleRef(a[5])[i].typeName)") }
            return try make(code, a[2], a[3], a[4], n == 0 ? .unbound : a[5], a[6])
        }
        t.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in try Call.call(a[0], tuple: a[1], dict: a[2]) }
        t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in a[1].isNone ? a[0] : MethodObject.make(a[0], a[1]) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("<function \(StrRef(a[0].ref.value(F.qualnameWord)).string) at \(ObjectType.hex(a[0].bits))>") }
        t.field("__closure__", word: F.closureWord); t.field("__globals__", word: F.globalsWord)
        t.field("__doc__", word: F.docWord, writable: true, missing: { FunctionRef($0.ref).doc }, deleted: .none); t.field("__module__", word: F.moduleWord, writable: true)
        t.getter("__builtins__") { o throws(Raise) in o.ref.value(F.builtinsWord) }
        for (n, w): (StaticString, Int) in [("__name__", F.nameWord), ("__qualname__", F.qualnameWord)] {
            t.getter(n, set: { o, v throws(Raise) in
                guard v.isStr else { throw Errors.typeError("\(n) must be set to a string object") }
                o.ref.set(w, v)
            }, delete: { o throws(Raise) in throw Errors.typeError("\(n) must be set to a string object") }) { o throws(Raise) in o.ref.value(w) }
        }
        t.getter("__code__", set: { o, v throws(Raise) in
            guard v.isExactly(Types.code) else { throw Errors.typeError("__code__ must be set to a code object") }
            let n = CodeObject(v.ref).code.freeNames.count, c = FunctionRef(o.ref).closure, have = c.isTuple ? TupleRef(c).count : 0
            if n != have { throw Errors.valueError("\(StrRef(o.ref.value(F.nameWord)).string)() requires a code object with \(have) free vars, not \(n)") }
            let kinds = Code.Flags.generator | Code.Flags.coroutine | Code.Flags.asyncGenerator
            if (CodeObject(v.ref).code.flags ^ FunctionRef(o.ref).code.flags) & kinds != 0 {
                try Warnings.warn(Exceptions.deprecationWarning, "Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)")
            }
            FunctionRef(o.ref).setCode(v)
        }, delete: { o throws(Raise) in throw Errors.typeError("__code__ must be set to a code object") }) { o throws(Raise) in o.ref.value(F.codeWord) }
        t.getter("__defaults__", set: { o, v throws(Raise) in
            guard v.isNone || v.isTuple else { throw Errors.typeError("__defaults__ must be set to a tuple object") }
            o.ref.set(F.defaultsWord, v.isNone ? .unbound : v)
        }, delete: { o throws(Raise) in o.ref.set(F.defaultsWord, .unbound) }) { o throws(Raise) in let v = o.ref.value(F.defaultsWord); return v.isUnbound ? .none : v }
        t.getter("__kwdefaults__", set: { o, v throws(Raise) in
            guard v.isNone || v.isDict else { throw Errors.typeError("__kwdefaults__ must be set to a dict object") }
            o.ref.set(F.kwDefaultsWord, v.isNone ? .unbound : v)
        }, delete: { o throws(Raise) in o.ref.set(F.kwDefaultsWord, .unbound) }) { o throws(Raise) in let v = o.ref.value(F.kwDefaultsWord); return v.isUnbound ? .none : v }
        t.getter("__dict__", set: { o, v throws(Raise) in try Instance.setDictionary(o, v) }, delete: { o throws(Raise) in throw Errors.typeError("cannot delete __dict__") }) { o throws(Raise) in Instance.dictionary(o)!.value }
        t.getter("__type_params__", set: { o, v throws(Raise) in
            guard v.isTuple else { throw Errors.typeError("__type_params__ must be set to a tuple") }
            o.ref.set(F.typeParametersWord, v)
        }, delete: { o throws(Raise) in throw Errors.typeError("__type_params__ must be set to a tuple") }) { o throws(Raise) in let v = o.ref.value(F.typeParametersWord); return v.isUnbound ? TupleRef.empty : v }
        t.getter("__annotate__", set: { o, v throws(Raise) in
            if v.isNone { o.ref.set(F.annotateWord, .none); return }
            guard Call.isCallable(v) else { throw Errors.typeError("__annotate__ must be callable or None") }
            o.ref.set(F.annotateWord, v); o.ref.set(F.annotationsWord, .unbound)
        }, delete: { o throws(Raise) in throw Errors.typeError("__annotate__ cannot be deleted") }) { o throws(Raise) in let v = o.ref.value(F.annotateWord); return v.isUnbound ? .none : v }
        t.getter("__annotations__", set: { o, v throws(Raise) in
            if v.isNone { o.ref.set(F.annotationsWord, .unbound); o.ref.set(F.annotateWord, .unbound); return }
            guard v.isDict else { throw Errors.typeError("__annotations__ must be set to a dict object") }
            o.ref.set(F.annotationsWord, v); o.ref.set(F.annotateWord, .unbound)
        }, delete: { o throws(Raise) in o.ref.set(F.annotationsWord, .unbound); o.ref.set(F.annotateWord, .unbound) }) { o throws(Raise) in
            var v = o.ref.value(F.annotationsWord)
            if v.isUnbound {
                let f = o.ref.value(F.annotateWord)
                if f.isPointer {
                    v = try Call.call(f, Value(int: 1))
                    guard v.isDict else { throw Errors.typeError("__annotate__ returned non-dict of type '\(v.type)'") }
                } else { v = DictRef.allocate().value }
                o.ref.set(F.annotationsWord, v)
            }
            return v
        }
        CellType.define()
    }
    private static func make(_ code: Code, _ globals: Value, _ name: Value, _ defaults: Value, _ closure: Value, _ kwdefaults: Value) throws(Raise) -> Value {
        // Globals without builtins take those of the code that runs. (_PyEval_BuiltinsFromGlobals)
        var builtins = Builtins.dictionary(for: DictRef(globals))
        let caller = thread.pointee.frame
        if DictRef(globals).find(Names.__builtins__) == nil, let b = caller.base, b[Frame.code].bits != 0 { builtins = caller.function.ref.value(FunctionRef.builtinsWord) }
        let f = FunctionRef.make(code, globals: globals, builtins: builtins, closure: closure)
        if name.isStr { f.ref.set(FunctionRef.nameWord, name) }
        if defaults.isTuple { f.ref.set(FunctionRef.defaultsWord, defaults) }
        if kwdefaults.isDict { f.ref.set(FunctionRef.kwDefaultsWord, kwdefaults) }
        return f.value
    }
}

/// `cell`
enum CellType {
    static func define() {
        let t = Types.cell
        t.new("($type, /, *args)") { a throws(Raise) in
            let n = TupleRef(a[1])
            if n.count > 1 { throw Errors.typeError("cell expected at most 1 argument, got \(n.count)") }
            return CellRef.make(n.count == 0 ? .unbound : n[0])
        }
        t.getter("cell_contents", set: { o, v throws(Raise) in CellRef(o).content = v }, delete: { o throws(Raise) in CellRef(o).content = .unbound }) { o throws(Raise) in
            let v = CellRef(o).content
            if v.isUnbound { throw Errors.valueError("Cell is empty") }
            return v
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let v = CellRef(a[0]).content, at = ObjectType.hex(a[0].bits)
            return StrRef.make(v.isUnbound ? "<cell at \(at): empty>" : "<cell at \(at): \(v.typeName) object at \(ObjectType.hex(ObjectType.address(v)))>")
        }
        for op in [Operations.Comparison.lt, .le, .eq, .ne, .gt, .ge] {
            let names: [StaticString] = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"]
            t.special(names[Int(op.rawValue)], "($self, value, /)") { a throws(Raise) in
                guard a[1].isExactly(Types.cell) else { return .notImplemented }
                let x = CellRef(a[0]).content, y = CellRef(a[1]).content
                if !x.isUnbound && !y.isUnbound { return try Operations.richCompare(x, y, op) }
                return Value(bool: Operations.compare(x.isUnbound ? 0 : 1, y.isUnbound ? 0 : 1, op))
            }
        }
        t.constant("__hash__", .none)
    }
}

import Glibc
import Runtime

/// Objects by reference (globals) and by reconstruction (`__reduce__`).
extension Pickler {
    func saveType(_ v: Value) throws(Raise) {
        let t = TypeRef(v.ref)
        for (type, single) in [(Types.none, Value.none), (Types.ellipsis, .ellipsis), (Types.notImplemented, .notImplemented)] where t == type {
            try saveReduce(TupleRef.make(Types.type.value, TupleRef.make(single)), v)
            return
        }
        try saveGlobal(v, .unbound)
    }

    // MARK: globals

    /// Looks NAMES up one after the other from O.
    static func follow(_ o: Value, _ names: ListRef) throws(Raise) -> Value {
        var o = o
        for i in 0..<names.count { o = try Operations.getAttribute(o, StrRef.intern(names[i])) }
        return o
    }
    static func path(_ name: Value) throws(Raise) -> ListRef {
        ListRef(try Call.call(try Operations.getAttribute(name, PickleNames.split), PickleNames.dot))
    }
    /// The exception on its way becomes the context of a PicklingError with MESSAGE.
    private func chained(_ message: String) -> Raise {
        let old = Errors.take(), r = PickleModule.picklingError(message)
        let e = Errors.take()
        if e.isExceptionInstance { ExceptionRef(e).context = old }
        _ = r
        return PickleModule.rethrow(e)
    }
    /// The module V is found in by NAME, in which it must be the same object. (whichmodule)
    private func module(of v: Value, _ name: Value, _ path: ListRef) throws(Raise) -> Value {
        var m = try Operations.findAttribute(v, PickleNames.module)
        for i in 0..<path.count where StrRef(path[i]).equals("<locals>") { throw PickleModule.picklingError("Can't pickle local object \(Operations.reprText(v))") }
        if m.isUnbound || m.isNone {
            let all = DictRef(Builtins.modules).copy()
            var i = -1
            while all.next(&i) {
                let n = all.key(i), x = all.valueAt(i)
                if !n.isStr || x.isNone || StrRef(n).equals("__main__") || StrRef(n).equals("__mp_main__") { continue }
                var found = Value.unbound
                do throws(Raise) { found = try Pickler.follow(x, path) } catch { try Errors.swallow(error, Exceptions.attributeError) }
                if found == v { return n }
            }
            m = StrRef.intern("__main__")
        }
        let text = m.isStr ? StrRef(m).string : Operations.reprText(m), nameText = StrRef(name).string
        var home = Value.unbound
        do throws(Raise) {
            _ = try Call.call(try Builtins.get("__import__"), m)
            guard let x = try DictRef(Builtins.modules).get(m) else { throw Errors.keyError(m) }
            home = x
        } catch {
            guard error.isExceptionKind, Errors.matches(Exceptions.importError) || Errors.matches(Exceptions.valueError) || Errors.matches(Exceptions.keyError) else { throw error }
            let e = Errors.take()
            let why = StrRef(try Operations.str(e)).string
            throw chained(e, "Can't pickle \(Operations.reprText(v)): \(why)")
        }
        var found = Value.unbound
        do throws(Raise) { found = try Pickler.follow(home, path) } catch {
            guard error.isExceptionKind, Errors.matches(Exceptions.attributeError) else { throw error }
            let e = Errors.take()
            throw chained(e, "Can't pickle \(Operations.reprText(v)): it's not found as \(text).\(nameText)")
        }
        if found != v { throw PickleModule.picklingError("Can't pickle \(Operations.reprText(v)): it's not the same object as \(text).\(nameText)") }
        return m
    }
    private func chained(_ context: Value, _ message: String) -> Raise {
        _ = PickleModule.picklingError(message)
        let e = Errors.take()
        ExceptionRef(e).context = context
        return PickleModule.rethrow(e)
    }
    /// V as the global NAME (unbound: its own qualified name).
    func saveGlobal(_ v: Value, _ given: Value) throws(Raise) {
        var name = given
        if name.isUnbound {
            name = try Operations.findAttribute(v, PickleNames.qualname)
            if name.isUnbound { name = try Operations.getAttribute(v, PickleNames.name) }
        }
        guard name.isStr else { throw Errors.typeError("a str is needed as the name of a global, not \(name.type)") }
        let path = try Pickler.path(name)
        let m = try module(of: v, name, path)
        if proto >= 2 {
            let registry = try PickleModule.copyreg(PickleNames.extensionRegistry)
            if registry.isDict, let code = try DictRef(registry).get(TupleRef.make(m, name)) {
                guard code.isIntLike else { throw PickleModule.picklingError("Can't pickle \(Operations.reprText(v)): extension code \(Operations.reprText(code)) isn't an integer") }
                let c = TextArguments.clamp(code)
                if c <= 0 || c > 0x7fffffff { throw Errors.runtimeError("extension code \(Operations.reprText(code)) is out of range") }
                if c <= 0xFF { out.write(0x82, UInt8(c)) } else if c <= 0xFFFF { out.write(0x83, c, bytes: 2) } else { out.write(0x84, c, bytes: 4) }
                return
            }
        }
        if proto >= 4 {
            try save(m)
            try save(name)
            out.write(0x93)
        } else if path.count > 1 {
            let getattr = try Builtins.get("getattr")
            for _ in 1..<path.count {
                try save(getattr)
                if proto < 2 { out.write(0x28) }
            }
            try saveTopLevel(m, path[0], v)
            for i in 1..<path.count {
                try save(path[i])
                out.write(proto < 2 ? 0x74 : 0x86)
                out.write(0x52)
            }
        } else { try saveTopLevel(m, name, v) }
        memoize(v)
    }
    private func saveTopLevel(_ moduleName: Value, _ globalName: Value, _ v: Value) throws(Raise) {
        var m = moduleName, name = globalName
        if out.fixImports {
            let names = DictRef(try PickleModule.compat("REVERSE_NAME_MAPPING")), imports = DictRef(try PickleModule.compat("REVERSE_IMPORT_MAPPING"))
            if let both = try names.get(TupleRef.make(m, name)), both.isTuple, TupleRef(both).count == 2 { m = TupleRef(both)[0]; name = TupleRef(both)[1] }
            else if let other = try imports.get(m) { m = other }
        }
        guard m.isStr, name.isStr else { throw Errors.typeError("names of globals must be str") }
        func part(_ s: Value, _ what: String) throws(Raise) {
            if StrRef(s).isASCII { out.write(UnsafeRawPointer(StrRef(s).data), StrRef(s).count) }
            else {
                let encoded: Value
                do throws(Raise) {
                    if proto < 3 { encoded = try Codecs.encode(StrRef(s), .ascii, errors: .none) } else { encoded = try Codecs.utf8(StrRef(s)) }
                } catch {
                    guard error.isExceptionKind, Errors.matches(Exceptions.unicodeEncodeError) else { throw error }
                    let e = Errors.take()
                    throw chained(e, "can't pickle \(what) identifier \(Operations.reprText(s)) using pickle protocol \(proto)")
                }
                out.write(UnsafeRawPointer(BytesRef(encoded).data), BytesRef(encoded).count)
            }
            out.write(0x0A)
        }
        out.write(0x63)
        try part(m, "module")
        try part(name, "global")
    }

    // MARK: reconstruction

    func saveReduce(_ reduced: Value, _ object: Value) throws(Raise) {
        let t = TupleRef(reduced), n = t.count
        if n < 2 || n > 6 { throw PickleModule.picklingError("tuple returned by __reduce__ must contain 2 through 6 elements") }
        let f = t[0], arguments = t[1]
        func optional(_ i: Int) -> Value { n > i && !t[i].isNone ? t[i] : .unbound }
        let state = optional(2), listItems = optional(3), dictItems = optional(4), setter = optional(5)
        func wrong(_ what: String, _ must: String, _ v: Value) -> Raise { PickleModule.picklingError("\(what) item of the tuple returned by __reduce__ must be \(must), not \(PickleModule.name(v))") }
        if !PickleModule.isCallable(f) { throw wrong("first", "callable", f) }
        if !arguments.isTuple { throw wrong("second", "a tuple", arguments) }
        if !listItems.isUnbound && listItems.type.slot(.next).isUnbound { throw wrong("fourth", "an iterator", listItems) }
        if !dictItems.isUnbound && dictItems.type.slot(.next).isUnbound { throw wrong("fifth", "an iterator", dictItems) }
        if !setter.isUnbound && !PickleModule.isCallable(setter) { throw wrong("sixth", "callable", setter) }
        func part(_ v: Value, _ what: String) throws(Raise) {
            do throws(Raise) { try save(v) } catch { throw noted(error, "when serializing \(PickleModule.name(object)) \(what)") }
        }
        var kind = 0
        if proto >= 2 {
            let name = try Operations.findAttribute(f, PickleNames.name)
            if name.isStr { kind = StrRef(name).equals("__newobj_ex__") ? 2 : StrRef(name).equals("__newobj__") ? 1 : 0 }
        }
        let a = TupleRef(arguments)
        switch kind {
        case 2:
            if a.count != 3 { throw PickleModule.picklingError("__newobj_ex__ expected 3 arguments, got \(a.count)") }
            let cls = a[0]
            if !cls.isType { throw PickleModule.picklingError("first argument to __newobj_ex__() must be a class, not \(PickleModule.name(cls))") }
            if !a[1].isTuple { throw PickleModule.picklingError("second argument to __newobj_ex__() must be a tuple, not \(PickleModule.name(a[1]))") }
            if !a[2].isDict { throw PickleModule.picklingError("third argument to __newobj_ex__() must be a dict, not \(PickleModule.name(a[2]))") }
            if proto >= 4 {
                try part(cls, "class")
                try part(a[1], "__new__ arguments")
                try part(a[2], "__new__ arguments")
                out.write(0x92)
            } else {
                let partial = try Operations.getAttribute(try Builtins.importModule("functools"), StrRef.intern("partial"))
                let make = try Operations.getAttribute(cls, PickleNames.new)
                let items = TupleRef(a[1]), all = TupleRef.allocate(items.count + 2)
                all[0] = make; all[1] = cls
                for i in 0..<items.count { all[i + 2] = items[i] }
                try part(try Call.call(partial, tuple: all.value, dict: a[2]), "reconstructor")
                try save(TupleRef.empty)
                out.write(0x52)
            }
        case 1:
            if a.count < 1 { throw PickleModule.picklingError("__newobj__ expected at least 1 argument, got 0") }
            let cls = a[0]
            if !cls.isType { throw PickleModule.picklingError("first argument to __newobj__() must be a class, not \(PickleModule.name(cls))") }
            let own = try Operations.getAttribute(object, PickleNames.class)
            if own != cls { throw PickleModule.picklingError("first argument to __newobj__() must be \(Operations.reprText(own)), not \(Operations.reprText(cls))") }
            try part(cls, "class")
            try part(a.slice(1, a.count), "__new__ arguments")
            out.write(0x81)
        default:
            try part(f, "reconstructor")
            try part(arguments, "reconstructor arguments")
            out.write(0x52)
        }
        // Saving the arguments may have saved the object: then what was built is dropped for what the memo has.
        let known = out.memo(object)
        if known >= 0 { out.write(0x30); get(known) } else { memoize(object) }
        if !listItems.isUnbound { try appends(listItems, object) }
        if !dictItems.isUnbound { try setItems(dictItems, object) }
        if state.isUnbound { return }
        if setter.isUnbound { try part(state, "state"); out.write(0x62); return }
        try part(setter, "state setter")
        try save(object)
        try part(state, "state")
        out.write(0x86); out.write(0x52); out.write(0x30)
    }
}

/// Binding of call arguments to a builtin's parameters, with CPython's messages.
extension Builtin {
    /// Calls with COUNT positional arguments at BASE and keyword values behind them named by the tuple NAMES (unbound: none).
    /// The fast case, exactly the positional parameters, is the caller's: `invoke`.
    @inline(__always) final func invoke(_ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        if _fastPath((count == exact || count == full) && names.bits == 0) { return try body(Args(base, count)) }
        return try bindAndInvoke(base, count, names)
    }
    @inline(never) final func bindAndInvoke(_ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        if names.bits == 0, let vectorBox, let v = try vectorBox.with({ b throws(Raise) in try b.body(base, count) }) { return v }
        if plan == nil {
            plan = .allocate(capacity: 1)
            plan.initialize(to: Plan(signature))
        }
        // No keywords, and a place for each argument: without looking at the signature.
        let q = plan.unsafelyUnwrapped, total = q.pointee.total
        if _fastPath(names.bits == 0 && q.pointee.isSmall && count >= q.pointee.required && count <= q.pointee.positional) {
            // Missing ones have defaults: in variables, without a loop.
            let d = q.pointee.defaults
            var four = (d[0], d[1], d[2], d[3])
            return try Call.withArguments(&four) { out throws(Raise) in
                var i = 0
                while i < count { out[i] = base[i]; i &+= 1 }
                return try body(Args(out, total))
            }
        }
        return try bindSlowly(base, count, names)
    }
    @inline(never) private final func bindSlowly(_ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        let p = plan.pointee
        if names.bits == 0 && p.isSimple && count >= p.required && (count <= p.positional || p.varArgs >= 0) {
            if p.total <= 6 {
                var six = (Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound)
                return try Call.withArguments(&six) { out throws(Raise) in
                    fill(out, base, count)
                    return try body(Args(out, p.total))
                }
            }
            var result = Value.unbound, failure: Raise? = nil
            withUnsafeTemporaryAllocation(of: Value.self, capacity: p.total) { buffer in
                let out = buffer.baseAddress.unsafelyUnwrapped
                fill(out, base, count)
                do throws(Raise) { result = try body(Args(out, p.total)) } catch { failure = error }
            }
            if let failure { throw failure }
            return result
        }
        if names.bits != 0 && p.takesKeywords && p.total <= 10 {
            var ten = (Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound)
            var isBound = false
            let v = try Call.withArguments(&ten) { out throws(Raise) in
                isBound = try bindNamed(out, base, count, TupleRef(names))
                return isBound ? try body(Args(out, p.total)) : .unbound
            }
            if isBound { return v }
        }
        let s = signature, n = s.parameters.count
        // Whether it may make such an instance is checked before its other arguments are looked at.
        if isConstructor, nameText == "__new__", count > 0, base[0] != owner.value { try TypeCall.checkNew(owner, base[0]) }
        // Bound values lie in the machine stack, where the collector looks.
        var result = Value.unbound, failure: Raise? = nil
        withUnsafeTemporaryAllocation(of: Value.self, capacity: max(1, n)) { buffer in
            let out = buffer.baseAddress!
            do throws(Raise) {
                try bind(s, base, count, names, out)
                result = try body(Args(out, n))
            } catch { failure = error }
        }
        if let failure { throw failure }
        return result
    }
    /// What binding without keywords has to know of a signature.
    struct Plan {
        let total, positional, required, varArgs, varKeywords: Int
        /// Every keyword-only parameter has a default.
        let isSimple: Bool
        /// Besides, at most four parameters and none that collects the rest.
        let isSmall: Bool
        /// Some parameter can be given by name.
        let takesKeywords: Bool
        let defaults: UnsafeMutablePointer<Value>, names: UnsafeMutablePointer<Value>, isOptional: UnsafeMutablePointer<Bool>
        init(_ s: Signature) {
            names = s.names; isOptional = s.isOptional
            takesKeywords = s.varKeywords != nil || s.positionalOnly < s.parameters.count - (s.varArgs == nil ? 0 : 1)
            total = s.parameters.count; positional = s.positional; required = s.required; varArgs = s.varArgs ?? -1; varKeywords = s.varKeywords ?? -1
            defaults = s.defaults
            var simple = total > 0
            for p in s.parameters where p.kind == .keywordOnly && !p.hasDefault { simple = false }
            isSimple = simple
            isSmall = simple && total <= 4 && varArgs < 0 && varKeywords < 0
        }
    }
    /// The arguments of a call with keywords, without any message: false where one is due, or a name is not interned; nothing was done then.
    private func bindNamed(_ out: UnsafeMutablePointer<Value>, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: TupleRef) throws(Raise) -> Bool {
        let p = plan.unsafelyUnwrapped, total = p.pointee.total, positional = p.pointee.positional, known = p.pointee.names
        let given = names.count, collects = p.pointee.varKeywords >= 0
        if count > positional && p.pointee.varArgs < 0 || !collects && p.pointee.varArgs < 0 && count &+ given > total { return false }
        var i = 0
        while i < total { out[i] = i < count && i < positional ? base[i] : .unbound; i &+= 1 }
        var rest = 0
        i = 0
        while i < given {
            let name = names.items[i]
            var j = 0
            while j < total && known[j] != name { j &+= 1 }
            if j < total {
                if out[j].bits != 0 { return false }
                out[j] = base[count &+ i]
            } else if collects && StrRef(name).isInterned { rest &+= 1 } else { return false }
            i &+= 1
        }
        i = 0
        while i < total {
            if out[i].bits == 0 {
                if !p.pointee.isOptional[i] { return false }
                out[i] = p.pointee.defaults[i]
            }
            i &+= 1
        }
        if p.pointee.varArgs >= 0 { out[p.pointee.varArgs] = count > positional && !ignoresRest ? TupleRef.make(base + positional, count &- positional) : TupleRef.empty }
        if !collects { return true }
        if ignoresRest { return true }
        let d = DictRef.allocate(capacity: rest)
        out[p.pointee.varKeywords] = d.value
        i = 0
        while i < given && rest > 0 {
            let name = names.items[i]
            var j = 0
            while j < total && known[j] != name { j &+= 1 }
            if j >= total { try d.set(name, base[count &+ i]) }
            i &+= 1
        }
        return true
    }
    private func fill(_ out: UnsafeMutablePointer<Value>, _ base: UnsafeMutablePointer<Value>, _ count: Int) {
        let p = plan!
        let total = p.pointee.total, n = min(count, p.pointee.positional), d = p.pointee.defaults
        var i = 0
        while i < n { out[i] = base[i]; i &+= 1 }
        while i < total { out[i] = d[i]; i &+= 1 }
        // A maker whose `__init__` does the work looks at none of the rest.
        if p.pointee.varArgs >= 0 { out[p.pointee.varArgs] = count > n && !ignoresRest ? TupleRef.make(base + n, count - n) : TupleRef.empty }
        if p.pointee.varKeywords >= 0 && !ignoresRest { out[p.pointee.varKeywords] = onlyReadsKeywords ? Builtin.noKeywords : DictRef.allocate().value }
    }
    private func bind(_ s: Signature, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value, _ out: UnsafeMutablePointer<Value>) throws(Raise) {
        let n = s.parameters.count
        if isSlot && names.bits != 0 && TupleRef(names).count > 0 && s.varKeywords == nil && s.positionalOnly == n {
            throw Errors.typeError("wrapper \(nameText)() takes no keyword arguments")
        }
        let given = names.bits != 0 ? TupleRef(names).count : 0
        // Before anything else is counted.
        if given > 0 && s.varKeywords == nil && s.positionalOnly == n - (s.varArgs == nil ? 0 : 1) && !leavesKeywords(s, base, count) {
            throw Errors.typeError("\(qualifiedText(s, base, count))() takes no keyword arguments")
        }
        for i in 0..<n { out[i] = i < count && i < s.positional ? base[i] : .unbound }
        let extra = count - s.positional
        if extra > 0 {
            guard s.varArgs != nil else { throw tooMany(s, count, names.bits == 0 ? 0 : TupleRef(names).count) }
        }
        if let v = s.varArgs { out[v] = extra > 0 ? TupleRef.make(base + s.positional, extra) : TupleRef.empty }
        if let k = s.varKeywords { out[k] = DictRef.allocate().value }
        var unexpected = Value.unbound
        if names.bits != 0 && !leavesKeywords(s, base, count) {
            let t = TupleRef(names)
            if s.varArgs != nil && t.count > 1 && shown == "product" { throw Errors.typeError("product() takes at most 1 keyword argument (\(t.count) given)") }
            if s.varArgs == nil && s.varKeywords == nil && count + t.count > n {
                let shift = s.hasSelf ? 1 : 0, given = count - shift + t.count
                throw Errors.typeError("\(called ?? "\(shown)()") takes at most \(n - shift) \(count == shift ? "keyword " : "")argument\(n - shift == 1 ? "" : "s") (\(given) given)")
            }
            each: for i in 0..<t.count {
                let v = base[count + i]
                for j in 0..<n where s.names[j].bits != 0 {
                    guard s.names[j] == t[i] || StrRef.equal(StrRef(s.names[j]), StrRef(t[i])) else { continue }
                    if out[j].bits != 0 {
                        throw Errors.typeError("argument for \(shown)() given by name ('\(s.parameters[j].name)') and position (\(j + 1 - (s.hasSelf ? 1 : 0)))")
                    }
                    out[j] = v; continue each
                }
                if let k = s.varKeywords { try DictRef(out[k]).set(t[i], v); continue }
                if unexpected.isUnbound { unexpected = t[i] }
            }
        }
        for j in 0..<n where out[j].bits == 0 {
            if s.isOptional[j] { out[j] = s.defaults[j]; continue }
            throw missing(s, j, count)
        }
        if !unexpected.isUnbound {
            let name = StrRef(unexpected).string
            let known = s.parameters.indices.filter { s.names[$0].bits != 0 }
            if !unexpected.isExactly(Types.str) {
                // Equal to a name without being it.
                for j in known { if try Operations.isEqual(unexpected, s.names[j]) { throw Errors.typeError("invalid keyword argument for \(shown)()") } }
            }
            let near = Suggestions.closest(name, known.map { s.parameters[$0].name.description }).map { ". Did you mean '\($0)'?" } ?? ""
            throw Errors.typeError(shown == "enumerate" ? "'\(name)' is an invalid keyword argument for enumerate()" : "\(called.map { $0 == "function" ? "this function" : $0 } ?? "\(shown)()") got an unexpected keyword argument '\(name)'\(near)")
        }
    }
    /// A constructor without keyword parameters leaves keywords alone when a subclass overrides its counterpart: `__new__` those of an own `__init__`
    /// and the other way round (as Argument Clinic's constructors do).
    private func leavesKeywords(_ s: Signature, _ base: UnsafeMutablePointer<Value>, _ count: Int) -> Bool {
        guard isConstructor, count > 0, s.varKeywords == nil, s.positionalOnly == s.parameters.count - (s.varArgs == nil ? 0 : 1) else { return false }
        if nameText == "__new__" {
            guard base[0].isType, base[0] != owner.value else { return false }
            return TypeRef(base[0].ref).slot(.`init`) != owner.slot(.`init`)
        }
        // set's never takes any.
        return owner != Types.set && base[0].type != owner && base[0].type.slot(.new) != owner.slot(.new)
    }
    /// The name in messages: the type's for `__new__` and `__init__`.
    private var shown: String {
        let n = nameText
        // `sorted` hands its keywords to list.sort.
        if n == "sorted" && owner.raw == 0 { return "sort" }
        if n == "__call__" && owner.raw != 0 && StrRef(owner.name).equals("KeyWrapper") { return "K" }
        if owner.raw == 0 || n != "__new__" && n != "__init__" { return n == "__init_subclass__" ? "\(owner.text).\(n)" : n }
        let t = StrRef(owner.name).string
        if owner.base == Types.tuple.value { return "structseq" }
        switch t {
        case "TypeVar", "ParamSpec", "TypeVarTuple": return t.lowercased()
        case "TypeAliasType": return "typealias"
        default: return t
        }
    }
    private var isConstructor: Bool { owner.raw != 0 && (nameText == "__new__" || nameText == "__init__") }
    /// `list.append`; for a class method the class it was called on.
    private func qualifiedText(_ s: Signature, _ base: UnsafeMutablePointer<Value>, _ count: Int) -> String {
        if owner.raw == 0 { return modulePrefix + shown }
        if isConstructor { return shown }
        let t = s.hasSelf && s.parameters[0].name != "self" && count > 0 && base[0].isType ? TypeRef(base[0].ref) : owner
        return "\(StrRef(t.qualifiedName).string).\(nameText)"
    }
    /// "expected N arguments, got M" and its kin (PyArg_UnpackTuple).
    private func counted(_ s: Signature, _ given: Int) -> Raise {
        let shift = s.hasSelf ? 1 : 0
        let most = s.positional - shift, least = s.required - shift
        let bound = given > most ? most : least
        if isSlot && (nameText == "__pow__" || nameText == "__rpow__") { return Errors.typeError("expected 1 or 2 arguments, got \(given)") }
        let word = least == most && s.varArgs == nil ? "" : given > most ? "at most " : "at least "
        // The common slots have no name in their message.
        let name = isSlot && !["__setattr__", "__setitem__", "__init__", "__get__"].contains(nameText) ? "" : (nameText == "sorted" ? nameText : shown) + " "
        return Errors.typeError("\(name)expected \(word)\(bound) argument\(bound == 1 ? "" : "s"), got \(given)")
    }
    private func tooMany(_ s: Signature, _ count: Int, _ keywords: Int) -> Raise {
        let shift = s.hasSelf ? 1 : 0
        let most = s.positional - shift, given = count - shift
        if isSlot || nameText == "sorted" || isConstructor && (owner == Types.int || owner == Types.str) { return counted(s, given) }
        if s.positionalOnly == s.positional && s.keywordOnlyCount == 0 {
            if isConstructor { return counted(s, given) }
            if most == 0 { return Errors.typeError("\(describe(s))() takes no arguments (\(given) given)") }
            if most == 1 && s.required == s.positional { return Errors.typeError("\(describe(s))() takes exactly one argument (\(given) given)") }
            return counted(s, given)
        }
        let total = s.parameters.count - shift
        if s.takesPairs && !isConstructor { return counted(s, given) }
        if s.keywordOnlyCount > 0 && given + keywords <= total || s.varKeywords != nil {
            if most == 0 { return Errors.typeError("\(shown)() takes no positional arguments") }
            return Errors.typeError("\(called ?? "\(shown)()") takes \(s.required == s.positional ? "exactly" : "at most") \(most) positional argument\(most == 1 ? "" : "s") (\(given) given)")
        }
        return Errors.typeError("\(called ?? "\(shown)()") takes at most \(total) argument\(total == 1 ? "" : "s") (\(given + keywords) given)")
    }
    private func missing(_ s: Signature, _ j: Int, _ count: Int) -> Raise {
        let shift = s.hasSelf ? 1 : 0
        if j == 0 && s.hasSelf {
            return Errors.typeError(nameText == "__new__" ? "\(owner.text).__new__(): not enough arguments" : "unbound method \(nameText)() needs an argument")
        }
        let given = count - shift
        if isSlot || nameText == "sorted" { return counted(s, given) }
        if s.positionalOnly == s.positional && s.keywordOnlyCount == 0 && s.varKeywords == nil {
            let most = s.positional - shift, least = s.required - shift
            if most == 1 && least == 1 && !isConstructor { return Errors.typeError("\(describe(s))() takes exactly one argument (\(given) given)") }
            return counted(s, given)
        }
        let p = s.parameters[j]
        if p.kind == .positionalOnly && s.takesPairs && !isConstructor { return counted(s, given) }
        if p.kind == .keywordOnly { return Errors.typeError("\(shown)() missing required keyword-only argument: '\(p.name)'") }
        if p.kind == .positionalOnly {
            let least = s.parameters.prefix { $0.kind == .positionalOnly && !$0.hasDefault }.count - shift
            return Errors.typeError("\(shown)() takes \(least < s.positional - shift ? "at least" : "exactly") \(least) positional argument\(least == 1 ? "" : "s") (\(given) given)")
        }
        return Errors.typeError("\(called ?? "\(shown)()") missing required argument '\(p.name)'\(shown == "enumerate" ? "" : " (pos \(j + 1 - shift))")")
    }
    /// `list.append` where the owner is known.
    private func describe(_ s: Signature) -> String { owner.raw != 0 ? "\(StrRef(owner.qualifiedName).string).\(nameText)" : modulePrefix + nameText }
}
extension Signature {
    var keywordOnlyCount: Int { parameters.reduce(0) { $0 + ($1.kind == .keywordOnly ? 1 : 0) } }
    /// Parameters without default, whatever their kind.
    var requiredInAll: Int { parameters.reduce(0) { $0 + (!$1.hasDefault && $1.kind != .varArgs && $1.kind != .varKeywords ? 1 : 0) } }
}

/// Binding of call arguments to a builtin's parameters, with CPython's messages.
extension Builtin {
    /// Calls with COUNT positional arguments at BASE and keyword values behind them named by the tuple NAMES (unbound: none).
    /// The fast case, exactly the positional parameters, is the caller's: `invoke`.
    @inline(__always) final func invoke(_ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        if _fastPath(count == exact && names.bits == 0) { return try body(Args(base, count)) }
        return try bindAndInvoke(base, count, names)
    }
    @inline(never) final func bindAndInvoke(_ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        // Only trailing defaults are missing: the commonest case, without looking at the signature again.
        if let d = plainDefaults, names.bits == 0, count >= plainRequired, count <= plainPositional {
            var result = Value.unbound, failure: Raise? = nil
            let total = plainTotal
            withUnsafeTemporaryAllocation(of: Value.self, capacity: total) { buffer in
                let out = buffer.baseAddress.unsafelyUnwrapped
                var i = 0
                while i < count { out[i] = base[i]; i &+= 1 }
                while i < total { out[i] = d[i]; i &+= 1 }
                do throws(Raise) { result = try body(Args(out, total)) } catch { failure = error }
            }
            if let failure { throw failure }
            return result
        }
        let s = signature, n = s.parameters.count
        if plainDefaults == nil && s.isPlain { plainRequired = s.required; plainPositional = s.positional; plainTotal = n; plainDefaults = s.defaults }
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
    private func bind(_ s: Signature, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value, _ out: UnsafeMutablePointer<Value>) throws(Raise) {
        let n = s.parameters.count
        for i in 0..<n { out[i] = i < count && i < s.positional ? base[i] : .unbound }
        let extra = count - s.positional
        if extra > 0 {
            guard s.varArgs != nil else { throw tooMany(s, count, names.bits == 0 ? 0 : TupleRef(names).count) }
        }
        if let v = s.varArgs { out[v] = extra > 0 ? TupleRef.make(base + s.positional, extra) : TupleRef.empty }
        if let k = s.varKeywords { out[k] = DictRef.allocate().value }
        if names.bits != 0 {
            let t = TupleRef(names)
            if t.count > 0 && s.varKeywords == nil && s.positionalOnly == n - (s.varArgs == nil ? 0 : 1) {
                throw Errors.typeError("\(qualifiedText(s))() takes no keyword arguments")
            }
            each: for i in 0..<t.count {
                let v = base[count + i]
                for (j, p) in s.parameters.enumerated() where p.kind == .standard || p.kind == .keywordOnly {
                    guard p.interned == t[i] || StrRef.equal(StrRef(p.interned), StrRef(t[i])) else { continue }
                    if out[j].bits != 0 {
                        throw Errors.typeError("argument for \(nameText)() given by name ('\(p.name)') and position (\(j + 1 - (s.hasSelf ? 1 : 0)))")
                    }
                    out[j] = v; continue each
                }
                if let k = s.varKeywords { try DictRef(out[k]).set(t[i], v); continue }
                throw Errors.typeError("\(nameText)() got an unexpected keyword argument '\(StrRef(t[i]).string)'")
            }
        }
        for (j, p) in s.parameters.enumerated() where out[j].bits == 0 {
            if p.defaultText != nil { out[j] = s.defaults[j]; continue }
            if p.kind == .varArgs || p.kind == .varKeywords { continue }
            throw missing(s, j, count)
        }
    }
    private func qualifiedText(_ s: Signature) -> String { nameText }
    private func tooMany(_ s: Signature, _ count: Int, _ keywords: Int) -> Raise {
        let shift = s.hasSelf ? 1 : 0
        let most = s.positional - shift, given = count - shift
        if s.positionalOnly == s.positional && s.parameters.count == s.positional {
            if most == 0 { return Errors.typeError("\(describe(s))() takes no arguments (\(given) given)") }
            if most == 1 && s.required == s.positional { return Errors.typeError("\(describe(s))() takes exactly one argument (\(given) given)") }
            let least = s.required - shift
            return Errors.typeError("\(nameText) expected \(least == most ? "" : "at most ")\(most) argument\(most == 1 ? "" : "s"), got \(given)")
        }
        let total = s.parameters.count - shift
        if s.positional < s.parameters.count {
            return Errors.typeError("\(nameText)() takes \(s.required == s.positional ? "exactly" : "at most") \(most) positional argument\(most == 1 ? "" : "s") (\(given) given)")
        }
        return Errors.typeError("\(nameText)() takes \(s.required - shift == total ? "exactly" : "at most") \(total) \(keywords > 0 ? "" : "")argument\(total == 1 ? "" : "s") (\(given + keywords) given)")
    }
    private func missing(_ s: Signature, _ j: Int, _ count: Int) -> Raise {
        let shift = s.hasSelf ? 1 : 0
        if j == 0 && s.hasSelf { return Errors.typeError("unbound method \(nameText)() needs an argument") }
        if s.positionalOnly == s.positional && s.parameters.count == s.positional {
            let most = s.positional - shift, least = s.required - shift, given = count - shift
            if most == 1 && least == 1 { return Errors.typeError("\(describe(s))() takes exactly one argument (\(given) given)") }
            return Errors.typeError("\(nameText) expected \(least == most ? "" : "at least ")\(least) argument\(least == 1 ? "" : "s"), got \(given)")
        }
        let p = s.parameters[j]
        if p.kind == .keywordOnly { return Errors.typeError("\(nameText)() missing required keyword-only argument: '\(p.name)'") }
        return Errors.typeError("\(nameText)() missing required argument '\(p.name)' (pos \(j + 1 - shift))")
    }
    /// `list.append` where the owner is known.
    private func describe(_ s: Signature) -> String { owner.raw != 0 ? "\(owner.text).\(nameText)" : nameText }
}

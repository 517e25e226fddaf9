/// Binding of arguments to a Python function's parameters (as CPython's initialize_locals), with its messages.
enum FunctionBinding {
    /// Fills the slots of CALLEE (or of a generator's frame): parameters, unbound locals, cells, free variables.
    static func bind(_ f: FunctionRef, _ code: Code, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value, _ callee: Frame) throws(Raise) {
        let s = callee.slots
        let t = thread
        s.update(repeating: .unbound, count: code.frameSlots)
        let old = t.pointee.bindingEnd
        t.pointee.bindingEnd = s + code.frameSlots
        t.pointee.bindingStart = callee.base
        defer { t.pointee.bindingEnd = old }
        let positional = code.argumentCount, total = positional + code.keywordOnlyCount
        let given = min(count, positional)
        for i in 0..<given { s[i] = base[i] }
        var next = total
        if code.flags & Code.Flags.varArgs != 0 { s[next] = count > positional ? TupleRef.make(base + positional, count - positional) : TupleRef.empty; next += 1 }
        var extra = Value.unbound
        if code.flags & Code.Flags.varKeywords != 0 { extra = DictRef.allocate().value; s[next] = extra }
        if names.bits != 0 { try keywords(f, code, base, count, TupleRef(names), s, total, extra) }
        if count > positional && code.flags & Code.Flags.varArgs == 0 { throw tooManyPositional(f, code, count, s) }
        if count < positional {
            let d = f.defaults, have = d.isPointer ? TupleRef(d).count : 0
            let firstDefault = positional - have
            var missing: [Int] = []
            for i in count..<positional where s[i].isUnbound {
                if i >= firstDefault { s[i] = TupleRef(d)[i - firstDefault] } else { missing.append(i) }
            }
            if !missing.isEmpty { throw missingArguments(f, code, missing, "positional") }
        }
        if code.keywordOnlyCount > 0 {
            var missing: [Int] = []
            let d = f.keywordDefaults
            for i in positional..<total where s[i].isUnbound {
                if d.isPointer, let v = DictRef(d).find(code.nameStart[i]) { s[i] = v } else { missing.append(i) }
            }
            if !missing.isEmpty { throw missingArguments(f, code, missing, "keyword-only") }
        }
        if code.isGeneratorLike { prologue(f, code, s) }
    }
    /// Cells and free variables of a generator; the body of other code makes them at its beginning (`ScopedBody`).
    /// A collection may come with each of them: OWNER, whose slots these are, is told of each (nil: the slots are looked at in any case).
    static func prologue(_ f: FunctionRef, _ code: Code, _ s: UnsafeMutablePointer<Value>, owner: Ref? = nil) {
        for i in 0..<code.cellCount { let c = Int(code.cellStart[i]); s[c] = CellRef.make(s[c]); owner?.barrier() }
        let n = code.freeCount
        if n > 0 { let c = TupleRef(f.closure); for i in 0..<n { s[code.firstFree + i] = c.items[i] } }
    }
    private static func keywords(_ f: FunctionRef, _ code: Code, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: TupleRef, _ s: UnsafeMutablePointer<Value>, _ total: Int, _ extra: Value) throws(Raise) {
        each: for k in 0..<names.count {
            let name = names[k], v = base[count + k]
            var found = -1
            for i in code.positionalOnlyCount..<max(total, code.positionalOnlyCount) where code.nameStart[i] == name { found = i; break }
            if found < 0 { for i in code.positionalOnlyCount..<max(total, code.positionalOnlyCount) where StrRef.equal(StrRef(code.nameStart[i]), StrRef(name)) { found = i; break } }
            if found >= 0 {
                if !s[found].isUnbound { throw Errors.typeError("\(qualname(f))() got multiple values for argument '\(StrRef(name))'") }
                s[found] = v
                continue each
            }
            if extra.isPointer { try DictRef(extra).set(name, v); continue }
            // Positional-only parameters passed by name?
            var wrong: [String] = []
            for j in 0..<names.count { for i in 0..<code.positionalOnlyCount where StrRef.equal(StrRef(code.slotNames[i]), StrRef(names[j])) { wrong.append(StrRef(names[j]).string) } }
            if !wrong.isEmpty { throw Errors.typeError("\(qualname(f))() got some positional-only arguments passed as keyword arguments: '\(wrong.joined(separator: ", "))'") }
            var suggestion = ""
            if let near = Suggestions.closest(StrRef(name).string, code.slotNames[code.positionalOnlyCount..<max(total, code.positionalOnlyCount)].map { StrRef($0).string }) { suggestion = ". Did you mean '\(near)'?" }
            throw Errors.typeError("\(qualname(f))() got an unexpected keyword argument '\(StrRef(name))'\(suggestion)")
        }
    }
    private static func qualname(_ f: FunctionRef) -> StrRef { StrRef(f.ref.value(FunctionRef.qualnameWord)) }
    static func text(_ f: FunctionRef) -> String { qualname(f).string }
    private static func tooManyPositional(_ f: FunctionRef, _ code: Code, _ count: Int, _ s: UnsafeMutablePointer<Value>) -> Raise {
        let positional = code.argumentCount, d = f.defaults, have = d.isPointer ? TupleRef(d).count : 0
        var keywordOnlyGiven = 0
        for i in positional..<(positional + code.keywordOnlyCount) where !s[i].isUnbound { keywordOnlyGiven += 1 }
        let range = have > 0 ? "from \(positional - have) to \(positional)" : "\(positional)"
        let plural = have > 0 ? true : positional != 1
        let extra = keywordOnlyGiven > 0 ? " positional argument\(count == 1 ? "" : "s") (and \(keywordOnlyGiven) keyword-only argument\(keywordOnlyGiven == 1 ? "" : "s"))" : ""
        return Errors.typeError("\(qualname(f))() takes \(range) positional argument\(plural ? "s" : "") but \(count)\(extra) \(count == 1 && keywordOnlyGiven == 0 ? "was" : "were") given")
    }
    private static func missingArguments(_ f: FunctionRef, _ code: Code, _ missing: [Int], _ kind: String) -> Raise {
        let n = missing.map { "'\(StrRef(code.slotNames[$0]).string)'" }
        let list: String
        switch n.count {
        case 1: list = n[0]
        case 2: list = "\(n[0]) and \(n[1])"
        default: list = n.dropLast().joined(separator: ", ") + ", and \(n.last!)"
        }
        return Errors.typeError("\(qualname(f))() missing \(n.count) required \(kind) argument\(n.count == 1 ? "" : "s"): \(list)")
    }
}

import CSupport

/// Calls. Arguments of builtins are evaluated into the operand area: [first] is kept free for a bound self, arguments follow, so that a
/// vector call needs no copying. Python functions get theirs from registers straight into the callee's slots.

/// `f(a, b, …)` without keywords or stars.
class CallNode: Expression {
    final let callee: Operand, arguments: Children<Operand>
    init(_ c: Operand, _ a: [Operand]) { callee = c; arguments = Children(a) }

    static func make(_ c: Operand, _ a: [Operand]) -> CallNode {
        switch a.count {
        case 0: return Call0Node(c, a)
        case 1: return Call1Node(c, a)
        case 2: return Call2Node(c, a)
        case 3: return Call3Node(c, a)
        default: return CallNode(c, a)
        }
    }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let c = try callee.read(f)
        let base = f.slots + (area &+ 1), n = arguments.count
        f.slots[area] = c
        for i in 0..<n { base[i] = try arguments[i].read(f) }
        return try invoke(f, c, base, n)
    }
    /// The callee and N arguments at BASE.
    @inline(__always) final func invoke(_ f: Frame, _ c: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        f.at(self)
        if c.bits & 7 == 0 && c.ref.type == Types.function {
            let function = FunctionRef(c.ref)
            return try function.borrowedCode.with { code throws(Raise) in
                if _fastPath(code.isSimple && code.argumentCount == n) {
                    let t = thread
                    let callee = try Call.push(code, c, t)
                    let s = callee.slots
                    for i in 0..<n { s[i] = base[i] }
                    for i in n..<max(n, code.frameSlots) { s[i] = .unbound }
                    return try Call.run(code, callee, t)
                }
                return try Call.function(function, base, n)
            }
        }
        return try CallNode.general(c, base, n)
    }
    /// Anything but a Python function; clears the arguments afterwards, so that they do not outlive the call.
    @inline(never) static func general(_ c: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        defer { for i in -1..<n { base[i] = .unbound } }
        if c.isPointer && c.ref.type == Types.builtinFunction {
            let s = c.ref.value(Descriptor.selfWord)
            if s.isUnbound { return try Descriptor.invoke(c, base, n) }
            base[-1] = s
            return try Descriptor.invoke(c, base - 1, n + 1)
        }
        if c.isPointer && c.ref.type == Types.method {
            base[-1] = c.ref.value(3)
            return try Call.vector(c.ref.value(2), base - 1, n + 1)
        }
        return try Call.vector(c, base, n)
    }
}
final class Call0Node: CallNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let c = try callee.read(f)
        return try invoke(f, c, f.slots + (area &+ 1), 0)
    }
}
final class Call1Node: CallNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let c = try callee.read(f)
        let a = try arguments[0].read(f)
        let base = f.slots + (area &+ 1)
        base[0] = a
        return try invoke(f, c, base, 1)
    }
}
final class Call2Node: CallNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let c = try callee.read(f)
        let a = try arguments[0].read(f)
        let b = try arguments[1].read(f)
        let base = f.slots + (area &+ 1)
        base[0] = a; base[1] = b
        return try invoke(f, c, base, 2)
    }
}
final class Call3Node: CallNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let c = try callee.read(f)
        let a = try arguments[0].read(f)
        let b = try arguments[1].read(f)
        let d = try arguments[2].read(f)
        let base = f.slots + (area &+ 1)
        base[0] = a; base[1] = b; base[2] = d
        return try invoke(f, c, base, 3)
    }
}
/// `o.name(a, …)`: a method found on the type is called with self in front, no bound method is made. [first] self, then arguments.
final class MethodCallNode: Expression {
    let object: Operand, name: Value, arguments: Children<Operand>
    /// Stands for the attribute access in tracebacks.
    let attribute: Node
    var cache = AttributeCache()
    init(_ o: Operand, _ n: Value, _ a: [Operand], _ attribute: Node) { object = o; name = n; arguments = Children(a); self.attribute = attribute }
    override func visit() { cache.visit() }

    override func execute(_ f: Frame) throws(Raise) -> Value {
        let o = try object.read(f)
        let base = f.slots + (area &+ 1)
        var function = Value.unbound
        if o.bits & 7 == 0, o.ref.type.version == cache.version, cache.kind == .method, cache.shapeWord == 0 || o.ref.word(cache.shapeWord) == cache.shape {
            function = cache.value
            base[-1] = o
        } else {
            let direct = try find(f, o)
            function = direct
            if cache.kind == .method { base[-1] = o } else {
                base[-1] = direct
                let n = arguments.count
                for i in 0..<n { base[i] = try arguments[i].read(f) }
                f.at(self)
                return try CallNode.generalOrFunction(base[-1], base, n)
            }
        }
        let n = arguments.count
        for i in 0..<n { base[i] = try arguments[i].read(f) }
        f.at(self)
        if function.ref.type == Types.function {
            return try FunctionRef(function.ref).borrowedCode.with { code throws(Raise) in
                if _fastPath(code.isSimple && code.argumentCount == n &+ 1) {
                    let t = thread
                    let callee = try Call.push(code, function, t)
                    let s = callee.slots
                    for i in 0..<(n &+ 1) { s[i] = base[i &- 1] }
                    for i in (n &+ 1)..<max(n &+ 1, code.frameSlots) { s[i] = .unbound }
                    return try Call.run(code, callee, t)
                }
                return try Call.function(FunctionRef(function.ref), base - 1, n + 1)
            }
        }
        return try MethodCallNode.builtin(function, base - 1, n + 1)
    }
    @inline(__always) private static func builtin(_ d: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        defer { for i in 0..<n { base[i] = .unbound } }
        return try Descriptor.invoke(d, base, n)
    }
    /// Refills the cache. If the method can be called with self (`cache.kind == .method`) the function; else the attribute's value.
    @inline(never) private func find(_ f: Frame, _ o: Value) throws(Raise) -> Value {
        let v = cache.kind == .method ? .unbound : cache.load(o)
        if !v.isUnbound { return v }
        f.at(attribute)
        if cache.kind == .property && o.isPointer && o.ref.type.version == cache.version { return try Call.call(cache.value, o) }
        CodeObject(f.function.ref.value(FunctionRef.codeWord).ref).touch()
        cache.fill(o, name)
        if cache.kind == .method { return cache.value }
        if o.isPointer && cache.kind == .none || !o.isPointer {
            // Strings, ints and the like: types without attributes of their own, reached by the type alone.
            let t = o.type, d = t.lookup(name)
            if t.attributes == 0 && t != Types.module && t.has(TypeRef.Flags.genericGet) && d.isPointer && d.ref.type == Types.methodDescriptor && !o.isPointer {
                return Descriptor.bind(d, o)
            }
        }
        return try Operations.getAttribute(o, name)
    }
}
extension CallNode {
    @inline(never) static func generalOrFunction(_ c: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        if c.isExactly(Types.function) { return try Call.function(FunctionRef(c.ref), base, n) }
        return try general(c, base, n)
    }
}
/// `f(a, k=b)`: arguments, then keyword values; NAMES a tuple.
final class KeywordCallNode: Expression {
    let callee: Operand, arguments: Children<Operand>, positional: Int, names: Value
    init(_ c: Operand, _ a: [Operand], positional: Int, names: Value) { callee = c; arguments = Children(a); self.positional = positional; self.names = names }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let c = try callee.read(f)
        let base = f.slots + (area &+ 1), n = arguments.count
        f.slots[area] = c
        for i in 0..<n { base[i] = try arguments[i].read(f) }
        f.at(self)
        defer { for i in -1..<n { base[i] = .unbound } }
        return try Call.vector(c, base, positional, names)
    }
}
/// Calls with `*` or `**`. PARTS in order of evaluation: positional (starred or not), then keywords (name unbound: `**`).
final class StarCallNode: Expression {
    let callee: Operand, positional: Children<(value: Operand, starred: Bool)>, keywords: Children<(name: Value, value: Operand)>
    init(_ c: Operand, _ p: [(value: Operand, starred: Bool)], _ k: [(name: Value, value: Operand)]) { callee = c; positional = Children(p); keywords = Children(k) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let c = try callee.read(f)
        f.slots[area] = c
        let list = ListRef.allocate()
        f.slots[area &+ 1] = list.value
        for i in 0..<positional.count {
            let v = try positional[i].value.read(f)
            f.at(self)
            if positional[i].starred {
                if !v.isList && !v.isTuple && !v.type.hasSlot(.iter) && !v.type.hasSlot(.getitem) {
                    // Among other arguments the values are collected before the callee is known.
                    throw Errors.typeError(positional.count > 1 ? "Value after * must be an iterable, not \(v.typeName)" : "\(StarCallNode.describe(c)) argument after * must be an iterable, not \(v.typeName)")
                }
                try Operations.extend(list, v)
            } else { list.append(v) }
        }
        var dict = Value.unbound
        if keywords.count > 0 {
            dict = DictRef.allocate().value
            f.slots[area &+ 2] = dict
            for i in 0..<keywords.count {
                let v = try keywords[i].value.read(f)
                f.at(self)
                if keywords[i].name.isUnbound { try StarCallNode.merge(DictRef(dict), v, c) } else {
                    if DictRef(dict).findIndex(name: keywords[i].name) >= 0 { throw StarCallNode.multiple(c, keywords[i].name) }
                    try DictRef(dict).set(keywords[i].name, v)
                }
            }
        }
        f.at(self)
        let arguments = list.asTuple()
        f.slots[area &+ 1] = arguments
        defer { for i in 0..<3 { f.slots[area &+ i] = .unbound } }
        return try Call.call(c, tuple: arguments, dict: dict)
    }
    /// Adds the mapping V to the keyword arguments D of a call of C.
    static func merge(_ d: DictRef, _ v: Value, _ c: Value) throws(Raise) {
        var source = v
        if !v.isExactly(Types.dict) && !(v.isDict && v.type.slot(.iter) == Types.dict.slot(.iter)) {
            guard try !Operations.findAttribute(v, Names.keys).isUnbound else { throw Errors.typeError("\(describe(c)) argument after ** must be a mapping, not \(v.typeName)") }
            let copy = DictRef.allocate()
            let keys = try Operations.list(try Call.call(try Operations.getAttribute(v, Names.keys)))
            for i in 0..<keys.count { try copy.set(keys[i], try Operations.getItem(v, keys[i])) }
            source = copy.value
        }
        let s = DictRef(source)
        var i = -1
        while s.next(&i) {
            let k = s.key(i)
            guard k.isStr else { throw Errors.typeError("keywords must be strings") }
            if try d.get(k) != nil { throw multiple(c, k) }
            try d.set(k, s.valueAt(i))
        }
    }
    static func multiple(_ c: Value, _ k: Value) -> Raise { Errors.typeError("\(describe(c)) got multiple values for keyword argument '\(StrRef(k).string)'") }
    /// The callee in messages: `module.name()` (_PyObject_FunctionStr).
    static func describe(_ c: Value) -> String {
        do throws(Raise) {
            let q = try Operations.findAttribute(c, Names.__qualname__)
            if !q.isStr { return StrRef(try Operations.str(c)).string }
            let m = try Operations.findAttribute(c, Names.__module__)
            if m.isStr && !StrRef(m).equals("builtins") { return "\(StrRef(m).string).\(StrRef(q).string)()" }
            return "\(StrRef(q).string)()"
        } catch { Errors.take(); return "function" }
    }
}

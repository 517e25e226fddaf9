import CSupport

/// Calls. Arguments of builtins are evaluated into the operand area: [first] is kept free for a bound self, arguments follow, so that a
/// vector call needs no copying. Python functions get theirs from registers straight into the callee's slots.

/// A call that may make an instance: the states in which `__init__` and `__new__` in Python run, where STATE is that of other functions. Then [area] has the
/// instance, or the class.
protocol Constructing: Expression {
    func constructStates(_ state: Int) -> (initialize: Int, new: Int)
}
/// `f(a, b, …)` without keywords or stars.
class CallNode: Expression, Constructing {
    func constructStates(_ state: Int) -> (initialize: Int, new: Int) { (state + 1, state + 3) }
    final let callee: Operand, arguments: Children<Operand>
    init(_ c: Operand, _ a: Children<Operand>) { callee = c; arguments = a }

    static func make(_ c: Operand, _ a: Children<Operand>) -> CallNode {
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
    /// States: 0 callee, i argument i - 1, n + 1 the call, n + 2 in the callee, n + 3 in `__init__` of the instance at [area], n + 4 in the generator
    /// that the first argument of `next` is, n + 5 in a `__new__`, n + 6 in a method that the builtin at [area] asks (`SpecialCall`).
    static let specialState = 4
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let n = arguments.count, s = c.next(), base = f.slots + (area &+ 1)
        if s == n + 2 { return try Call.finish(f, self, &c) }
        if s == n + 5 {
            let o = try Call.finish(f, self, &c)
            return try TypeCall.finish(TypeRef(f[area].ref), o, base, n, .unbound)
        }
        if s == n + 3 { return try Call.finishInit(f, self, area, &c) }
        if s == n + 6 {
            let v = try Call.finish(f, self, &c)
            f.at(self)
            return try SpecialCall.value(f[area], v)
        }
        if s == n + 4 { f.at(self); return try Generators.proceedCall(base[0], n > 1 ? base[1] : .unbound, &c) }
        for i in s..<max(s, n + 1) { base[i - 1] = try Interpreter(f).read(i == 0 ? callee : arguments[i - 1], &c) }
        return try invoke(f, base[-1], base, n)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let n = arguments.count, s = c.begin()
        if s == n + 2 { return try r.finishCall(self, &c) }
        if s == n + 3 { return try r.finishInit(self, &c) }
        if s == n + 5 { return try r.finishNew(self, &c, first: area &+ 1, n, initState: n + 3) }
        if s == n + 6 { return try r.checkSpecial(r.held(area).value, try r.finishCall(self, &c)) }
        if s == n + 4 { return try r.given(try r.finishStep(self, r.held(area &+ 1), &c), n > 1 ? r.held(area &+ 2) : nil) }
        for i in s..<max(s, n + 1) { r.at(i); r.put(area &+ i, try r.read(i == 0 ? callee : arguments[i - 1], &c)) }
        r.at(n + 1)
        return try r.call(self, r.held(area), first: area &+ 1, n, state: n + 2)
    }
    override final func performHeld(_ f: Frame, direct: Bool) throws(Raise) -> Value {
        let base = f.slots + (area &+ 1)
        return try invoke(f, base[-1], base, arguments.count)
    }
    /// The callee and N arguments at BASE.
    @inline(__always) final func invoke(_ f: Frame, _ c: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        f.at(self)
        if _fastPath(c.bits & 7 == 0 && c.ref.type == Types.function) {
            let function = FunctionRef(c.ref)
            let code = function.borrowedCode
            if _fastPath(code.read { $0.direct } == n) { return try Call.direct(code, c, base, n) }
            return try Call.function(function, base, n)
        }
        return try CallNode.general(c, base, n)
    }
    /// Anything but a Python function; clears the arguments afterwards, so that they do not outlive the call.
    @inline(never) static func general(_ c: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        defer { for i in -1..<n { base[i] = .unbound } }
        if _fastPath(c.isPointer) {
            let t = c.ref.type
            if t == Types.builtinFunction {
                let s = c.ref.value(Descriptor.selfWord)
                if s.isUnbound {
                    let native = c.ref.word(Descriptor.native)
                    if native == KnownBuiltins.length && n == 1 && !Monitor.watchesCalls { return .int(try Operations.length(base[0])) }
                    if native == KnownBuiltins.isInstance && n == 2 && !Monitor.watchesCalls {
                        let v = base[0], k = base[1]
                        if k.isPointer && k.ref.type == Types.type && v.type.isSubtype(of: TypeRef(k.ref)) { return .true }
                        return Value(bool: try Operations.isInstance(v, k))
                    }
                    return try Descriptor.invoke(c, base, n) }
                base[-1] = s
                return try Descriptor.invoke(c, base - 1, n &+ 1)
            }
            if t == Types.method {
                base[-1] = c.ref.value(3)
                let g = c.ref.value(2)
                if g.isPointer && g.ref.type == Types.function { return try Call.function(FunctionRef(g.ref), base - 1, n &+ 1) }
                return try Call.vector(g, base - 1, n &+ 1)
            }
            if _slowPath(Monitor.watchesCalls) && t != Types.function && t != Types.methodDescriptor && t != Types.wrapperDescriptor { return try Call.vector(c, base, n) }
            if t == Types.type {
                let k = TypeRef(c.ref)
                if k == Types.range && n > 0 && n < 4 && base[0].isInt {
                    if n == 1 { return try RangeObject.make(0, base[0].int) }
                    if base[1].isInt && (n == 2 || base[2].isInt && base[2].int != 0) { return try RangeObject.make(base[0].int, base[1].int, n == 2 ? 1 : base[2].int) }
                }
                if n == 1 {
                    // What only looks at its argument.
                    let v = base[0]
                    if k == Types.type { return v.type.value }
                    if k == Types.int {
                        if v.isInt { return v }
                        if v.isFloat && abs(v.float) < 4e18 { return .int(Int(v.float)) }
                        if v.isExactly(Types.str), let i = StrRef(v.ref).shortDecimal { return Value(int: i) }
                    } else if k == Types.float {
                        if v.isFloat { return v }
                        if v.isInt { return Value(float: Double(v.int)) }
                    } else if k == Types.str { return try Operations.str(v) }
                }
                return try construct(TypeRef(c.ref), base, n)
            }
            if n > 0 && Descriptor.isMethod(c, of: base[0].type) {
                return try Descriptor.invoke(c, base, n)
            }
            // An instance that can be called.
            let s = t.slot(.call)
            if s.isPointer && t != Types.function {
                if s.ref.type == Types.function { base[-1] = c; return try Call.function(FunctionRef(s.ref), base - 1, n &+ 1) }
                if s.ref.type == Types.wrapperDescriptor && s.ref.word(Descriptor.owner) == UInt64(t.raw) {
                    try NativeRecursion.check()
                    base[-1] = c
                    return try Descriptor.invoke(s, base - 1, n &+ 1)
                }
            }
        }
        return try Call.vector(c, base, n)
    }
    /// An instance of T, with a Python `__init__` called straight on the arguments: the common class. base[-1] is free.
    @inline(__always) private static func construct(_ t: TypeRef, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        if t.flags & (TypeRef.Flags.plainNew | TypeRef.Flags.isAbstract) == TypeRef.Flags.plainNew {
            let i = t.slot(.`init`)
            if i.isPointer && i.ref.type == Types.function {
                let o = Value(Instance.allocate(t))
                base[-1] = o
                let code = FunctionRef(i.ref).borrowedCode
                let r = code.read({ $0.direct }) == n &+ 1 ? try Call.direct(code, i, base - 1, n &+ 1) : try Call.function(FunctionRef(i.ref), base - 1, n &+ 1)
                if _fastPath(r.isNone) { return o }
                throw TypeCall.initReturned(r)
            }
        }
        if t.has(TypeRef.Flags.heapType) {
            // A Python `__new__`.
            let m = t.slot(.new)
            if m.isExactly(Types.staticmethod) {
                let g = StaticMethod.callable(m)
                if g.isPointer && g.ref.type == Types.function {
                    base[-1] = t.value
                    let o = try Call.function(FunctionRef(g.ref), base - 1, n &+ 1)
                    return try TypeCall.finish(t, o, base, n, .unbound)
                }
            }
        } else if !t.has(TypeRef.Flags.exception | TypeRef.Flags.disallowInstantiation | TypeRef.Flags.plainNew) {
            // A builtin type whose `__new__` does everything.
            if n < 2 {
                let v = try TypeCall.converted(t, base, n)
                if !v.isUnbound { return v }
            }
            let m = t.slot(.new)
            if m.isExactly(Types.builtinFunction) && m != Types.objectNew && m.ref.word(Descriptor.selfWord) == 0 && t != Types.type && t.slot(.`init`) == Types.objectInit {
                base[-1] = t.value
                return try Descriptor.invoke(m, base - 1, n &+ 1)
            }
        }
        return try TypeCall.construct(t, base, n, .unbound)
    }
}
/// Builtins that calls know: the addresses of their declarations.
enum KnownBuiltins {
    nonisolated(unsafe) static var length: UInt64 = 0, isInstance: UInt64 = 0, sum: UInt64 = 0, any: UInt64 = 0, all: UInt64 = 0, min: UInt64 = 0, max: UInt64 = 0, sorted: UInt64 = 0, repr: UInt64 = 0, hash: UInt64 = 0, getattr: UInt64 = 0, setattr: UInt64 = 0
    static func note(_ d: DictRef) {
        func find(_ n: String) -> UInt64 { d.find(StrRef.intern(n)).map { $0.ref.word(Descriptor.native) } ?? 0 }
        length = find("len"); isInstance = find("isinstance"); sum = find("sum"); any = find("any"); all = find("all"); min = find("min"); max = find("max"); sorted = find("sorted")
        repr = find("repr"); hash = find("hash"); getattr = find("getattr"); setattr = find("setattr")
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
        if c.bits & 7 == 0 && c.ref.type == Types.builtinFunction && c.ref.word(Descriptor.selfWord) == 0 { return try native(f, c, a) }
        let base = f.slots + (area &+ 1)
        base[0] = a
        return try invoke(f, c, base, 1)
    }
    /// A builtin function of one argument: `len` of the common types is answered here.
    @inline(never) private func native(_ f: Frame, _ c: Value, _ a: Value) throws(Raise) -> Value {
        if c.ref.word(Descriptor.native) == KnownBuiltins.length && a.bits & 7 == 0 && !Monitor.watchesCalls {
            let t = a.ref.type
            if t == Types.list || t == Types.str || t == Types.dict || t == Types.tuple || t == Types.set { return Value(int: Int(a.ref.word(2))) }
        }
        let base = f.slots + (area &+ 1)
        base[0] = a
        f.at(self)
        defer { base[0] = .unbound }
        return try Descriptor.invoke(c, base, 1)
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
/// `o.name(a, …)`: a method found on the type is called with self in front, no bound method is made. [first] self, then arguments (POSITIONAL
/// of them; the rest are the values of the keywords NAMES).
class MethodCallNode: Expression, Constructing {
    final func constructStates(_ state: Int) -> (initialize: Int, new: Int) { (state + 4, state + 5) }
    final let object: Operand, name: Value, arguments: Children<Operand>, positional: Int, names: Value
    /// Stands for the attribute access in tracebacks.
    final let attribute: Node
    final var cache = AttributeCache()
    init(_ o: Operand, _ n: Value, _ a: Children<Operand>, positional: Int, names: Value, _ attribute: Node) {
        object = o; name = n; arguments = a; self.positional = positional; self.names = names; self.attribute = attribute
    }
    deinit { cache.free() }
    override final func visit() { cache.visit() }

    override func execute(_ f: Frame) throws(Raise) -> Value { try perform(f, try object.read(f)) }
    @inline(__always) fileprivate final func perform(_ f: Frame, _ o: Value) throws(Raise) -> Value {
        let base = f.slots + (area &+ 1), n = arguments.count
        let function: Value
        if _fastPath(o.bits & 7 == 0 && o.ref.type.version == cache.version && cache.kind == .method && cache.fits(o)) {
            function = cache.value
            base[-1] = o
        } else {
            let method = try find(f, o, base)
            if method.isUnbound { return try attributeCall(f, base, n) }
            function = method
        }
        for i in 0..<n { base[i] = try arguments[i].read(f) }
        f.at(self)
        if _slowPath(names.bits != 0) { return try withNames(function, base, n) }
        if function.ref.type == Types.function {
            let code = FunctionRef(function.ref).borrowedCode
            if _fastPath(code.read { $0.direct } == n &+ 1) { return try Call.direct(code, function, base - 1, n &+ 1) }
            return try Call.function(FunctionRef(function.ref), base - 1, n &+ 1)
        }
        if function == ListType.appendMethod && n == 1 && !Monitor.watchesCalls {
            ListRef(base[-1]).append(base[0])
            base[-1] = .unbound; base[0] = .unbound
            return .none
        }
        return try MethodCallNode.builtin(function, base - 1, n &+ 1)
    }
    /// States: 0 object, 1 + i argument i, 1 + n the call, 2 + n in the callee; 2000 more where [area] holds something to be called without self. 4 + n: in
    /// what the object's class asks for the attribute, 5 + n in its `__getattr__`, 6 + n in `__init__`, 7 + n in `__new__` (see `Constructing`).
    override final func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let n = arguments.count, state = c.next(), base = f.slots + (area &+ 1)
        let s = state >= 2000 ? state - 2000 : state
        if s == n + 2 { return try Call.finish(f, self, &c) }
        if s == n + 3 { f.at(self); return try Generators.proceedCall(base[-1], .unbound, &c) }
        if s == n + 6 { return try Call.finishInit(f, self, area, &c) }
        if s == n + 7 { let o = try Call.finish(f, self, &c); return try TypeCall.finish(TypeRef(base[-1].ref), o, base, positional, names) }
        if s >= n + 4 {
            let o = base[-1]
            do throws(Raise) { base[-1] = try Call.finish(f, attribute, &c) } catch { throw s == n + 5 ? Operations.named(error, o, name) : error }
            for i in 0..<n { base[i] = try arguments[i].read(f) }
            return try performHeld(f, direct: true)
        }
        if s == 0 {
            let o = try object.resume(f, &c)
            base[-1] = o
            var callable = cache.load(o)
            if callable.isUnbound || cache.kind == .method { f.at(attribute); callable = try Operations.getAttribute(o, name) }
            base[-1] = callable
            for i in 0..<n { base[i] = try arguments[i].read(f) }
            return try performHeld(f, direct: true)
        }
        for i in (s - 1)..<max(n, s - 1) { base[i] = try Interpreter(f).read(arguments[i], &c) }
        return try performHeld(f, direct: state >= 2000)
    }
    override final func performHeld(_ f: Frame, direct: Bool) throws(Raise) -> Value {
        let n = arguments.count, base = f.slots + (area &+ 1)
        f.at(self)
        if names.bits != 0 {
            defer { for i in -1..<n { base[i] = .unbound } }
            if direct { return try Call.vector(base[-1], base, positional, names) }
            let m = base[-1].type.lookup(name)
            if m.isPointer && m.ref.type == Types.function { return try Call.function(FunctionRef(m.ref), base - 1, positional &+ 1, names) }
            if Descriptor.isMethod(m, of: base[-1].type) { return try Descriptor.invoke(m, base - 1, positional &+ 1, names) }
            return try Call.vector(try Operations.getAttribute(base[-1], name), base, positional, names)
        }
        if direct { return try CallNode.generalOrFunction(base[-1], base, n) }
        let m = base[-1].type.lookup(name)
        if m.isPointer && m.ref.type == Types.function { return try Call.function(FunctionRef(m.ref), base - 1, n + 1) }
        if Descriptor.isMethod(m, of: base[-1].type) { return try MethodCallNode.builtin(m, base - 1, n + 1) }
        let callable = try Operations.getAttribute(base[-1], name)
        base[-1] = callable
        return try CallNode.generalOrFunction(callable, base, n)
    }
    override final func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let n = arguments.count, state = c.begin()
        var direct = state >= 2000
        var s = direct ? state - 2000 : state
        if s == n + 2 { return try r.finishCall(self, &c) }
        if s == n + 3 { return try r.given(try r.finishStep(self, r.held(area), &c), nil) }
        if s == n + 6 { return try r.finishInit(self, &c) }
        if s == n + 7 { return try r.finishNew(self, &c, first: area &+ 1, positional, initState: Int(state) - 1, names: names) }
        var function = Value.unbound
        if s >= n + 4 {
            let o = r.held(area).value
            let w = s == n + 4 ? try r.finishCall(attribute, &c) : try r.naming(o, name) { () throws(Raise) in try r.finishCall(attribute, &c) }
            r.put(area, w)
            direct = true; s = 1
        } else if s == 0 {
            r.at(0)
            let o = try r.read(object, &c)
            r.finished(o)
            function = r.method(o, name)
            if function.isUnbound {
                r.locate(attribute)
                if r.isAsked(o, name) {
                    r.put(area, o)
                    if let w = try r.asked(attribute, name, o, state: n + 4) { r.put(area, w) } else { r.put(area, try r.attribute(self, name, o, raisingIn: 1)) }
                } else { r.put(area, try r.attribute(self, name, o, raisingIn: 1)) }
                direct = true
            } else { r.put(area, o) }
        } else if !direct { function = r.frame[area].type.lookup(name) }
        let offset = direct ? 2000 : 0
        for i in max(0, s - 1)..<max(n, s - 1) { r.at(offset + 1 + i); r.put(area &+ 1 &+ i, try r.read(arguments[i], &c)) }
        r.at(offset + n + 1)
        if direct { return try r.call(self, r.held(area), first: area &+ 1, positional, state: offset + n + 2, direct: true, names: names) }
        // After a resumption the method is looked up again: guarded by what the lookup depends on.
        if s != 0 && !r.guardMethod(r.held(area), name, function) { return try r.residualCall(self, direct: false) }
        return try r.call(self, r.known(function), first: area, positional + 1, state: n + 2, names: names)
    }
    @inline(__always) private static func builtin(_ d: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        defer { for i in 0..<n { base[i] = .unbound } }
        return try Descriptor.invoke(d, base, n)
    }
    @inline(never) private func withNames(_ function: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        defer { for i in -1..<n { base[i] = .unbound } }
        if function.ref.type == Types.function { return try Call.function(FunctionRef(function.ref), base - 1, positional &+ 1, names) }
        return try Descriptor.invoke(function, base - 1, positional &+ 1, names)
    }
    /// The attribute is no method of the type: its value, in base[-1], is called.
    @inline(never) private func attributeCall(_ f: Frame, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        for i in 0..<n { base[i] = try arguments[i].read(f) }
        f.at(self)
        let c = base[-1]
        if names.bits != 0 {
            defer { for i in -1..<n { base[i] = .unbound } }
            return try Call.vector(c, base, positional, names)
        }
        if c.isPointer && c.ref.type == Types.builtinFunction && c.ref.word(Descriptor.selfWord) == 0 { return try MethodCallNode.plainBuiltin(c, base, n) }
        return try CallNode.generalOrFunction(c, base, n)
    }
    /// A module's function.
    @inline(__always) private static func plainBuiltin(_ c: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        defer { for i in -1..<n { base[i] = .unbound } }
        return try Descriptor.invoke(c, base, n)
    }
    /// A method that can be called with self, which it puts in base[-1]; or unbound and the attribute's value in base[-1].
    @inline(never) private func find(_ f: Frame, _ o: Value, _ base: UnsafeMutablePointer<Value>) throws(Raise) -> Value {
        if cache.kind == .module && o.bits & 7 == 0 && o.ref.type.version == cache.version && ModuleRef(o).dict.ref.word(4) == cache.shape {
            let v = DictRef.Table(Ref(bitPattern: UInt(cache.shape)).unsafelyUnwrapped).entries[Int(cache.index)].value
            if !v.isUnbound {
                if v.isPointer && names.bits == 0 && (v.ref.type == Types.function || v.ref.type == Types.builtinFunction && v.ref.word(Descriptor.selfWord) == 0) { become(ModuleCallNode.self) }
                base[-1] = v
                return .unbound
            }
        }
        let known = cache.method(o)
        if !known.isUnbound { base[-1] = o; return known }
        let (function, cls) = cache.classMethod(o)
        if function.isPointer && function.ref.type == Types.function { base[-1] = cls; return function }
        let v = cache.load(o, binding: false)
        if !v.isUnbound { base[-1] = v; return .unbound }
        f.at(attribute)
        if let getter = cache.property(o) { base[-1] = try Call.call(getter, o); return .unbound }
        CodeObject(f.code.object.ref).touch()
        if cache.fill(o, name) {
            let m = cache.method(o)
            if !m.isUnbound { base[-1] = o; return m }
        }
        if !o.isPointer {
            // Ints, floats, bools: reached by the type alone.
            let t = o.type, d = t.lookup(name)
            if t.attributes == 0 && t.has(TypeRef.Flags.genericGet) && d.isPointer && d.ref.type == Types.methodDescriptor { base[-1] = o; return d }
        } else {
            // A site of very many shapes: functions of the class that the instance does not hide are still called without a bound method.
            let t = o.ref.type
            if t.has(TypeRef.Flags.genericGet) {
                let d = t.lookup(name)
                if d.isPointer && d.ref.type == Types.function && t != Types.function, t.attributes != 0 || t.nativeDict == 0, Operations.instanceAttribute(o, t, name) == nil { base[-1] = o; return d }
            }
        }
        let d = o.type.lookup(name)
        if d.isExactly(Types.methodDescriptor) || d.isExactly(Types.wrapperDescriptor), o.type.has(TypeRef.Flags.genericGet), !Descriptor.isMethod(d, of: o.type), Operations.instanceAttribute(o, o.type, name) == nil {
            // Of a type that O's does not derive from: the call itself complains.
            base[-1] = MethodObject.make(d, o)
            return .unbound
        }
        base[-1] = try Operations.getAttribute(o, name)
        return .unbound
    }
}
/// `module.name(a, …)` once a function was found there: called straight from the module's table.
final class ModuleCallNode: MethodCallNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let o = try object.read(f)
        if _fastPath(o.bits & 7 == 0 && o.ref.type.version == cache.version && cache.kind == .module && ModuleRef(o).dict.ref.word(4) == cache.shape) {
            let c = DictRef.Table(Ref(bitPattern: UInt(cache.shape)).unsafelyUnwrapped).entries[Int(cache.index)].value
            if _fastPath(c.bits & 7 == 0 && c.bits != 0 && (c.ref.type == Types.function || c.ref.type == Types.builtinFunction && c.ref.word(Descriptor.selfWord) == 0)) {
                let base = f.slots + (area &+ 1), n = arguments.count
                var i = 0
                while i < n { base[i] = try arguments[i].read(f); i &+= 1 }
                f.at(self)
                if c.ref.type == Types.function {
                    let code = FunctionRef(c.ref).borrowedCode
                    if _fastPath(code.read { $0.direct } == n) { return try Call.direct(code, c, base, n) }
                    return try Call.function(FunctionRef(c.ref), base, n)
                }
                if n == 1 {
                    defer { base[0] = .unbound }
                    return try Descriptor.invoke(c, base, 1)
                }
                defer { for i in 0..<n { base[i] = .unbound } }
                return try Descriptor.invoke(c, base, n)
            }
        }
        return try other(f, o)
    }
    @inline(never) private func other(_ f: Frame, _ o: Value) throws(Raise) -> Value { try perform(f, o) }
}
/// `super().name(a, …)` in a method: no super object is made. FIRST is the first parameter (a slot, through its cell where it has one), CELL the
/// slot of `__class__`. The lookup is cached by the type of self. [first] self, then arguments.
final class SuperCallNode: Expression {
    let function: Operand, parameter: Int, isCell: Bool, cell: Int, name: Value, arguments: Children<Operand>, attribute: Node
    var version: UInt64 = 0, found = Value.unbound, cls = Value.unbound
    init(_ f: Operand, parameter: Int, isCell: Bool, cell: Int, _ n: Value, _ a: [Operand], _ attribute: Node) {
        function = f; self.parameter = parameter; self.isCell = isCell; self.cell = cell; name = n; arguments = Children(a); self.attribute = attribute
    }
    override func visit() { CodeObject.hold(found); CodeObject.hold(cls) }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let s = try function.read(f)
        let base = f.slots + (area &+ 1), n = arguments.count
        let slot = f[parameter], c = CellRef(f[cell]).content
        let o = isCell && slot.isPointer ? CellRef(slot).content : slot
        var method = Value.unbound
        if _fastPath(s == Types.superType.value && !o.isUnbound && c.isType) {
            if _fastPath(o.bits & 7 == 0 && o.ref.type.version == version && c == cls) { method = found } else { method = look(f, o, c) }
        }
        if method.isUnbound { return try generic(f, s, base, n) }
        base[-1] = o
        for i in 0..<n { base[i] = try arguments[i].read(f) }
        return try call(f, method, base, n)
    }
    @inline(__always) private func call(_ f: Frame, _ method: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        f.at(self)
        if method.ref.type == Types.function {
            let code = FunctionRef(method.ref).borrowedCode
            if _fastPath(code.read { $0.direct } == n &+ 1) { return try Call.direct(code, method, base - 1, n &+ 1) }
            return try Call.function(FunctionRef(method.ref), base - 1, n &+ 1)
        }
        defer { for i in -1..<n { base[i] = .unbound } }
        return try Descriptor.invoke(method, base - 1, n &+ 1)
    }
    /// The object whose class's successor is asked.
    private func subject(_ f: Frame) -> Value { let v = f[parameter]; return isCell && v.isPointer ? CellRef(v).content : v }
    /// States, of traces only (no `yield` stands in here): 0 before anything, 1 + i argument i, 1 + n the call, 2 + n in the callee.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let n = arguments.count, state = c.next(), base = f.slots + (area &+ 1)
        if state == n + 2 { return try Call.finish(f, self, &c) }
        if state == 0 { return c.isSpecial ? try ResumeState.value(f, &c) : try execute(f) }
        for i in (state - 1)..<max(n, state - 1) { base[i] = try Interpreter(f).read(arguments[i], &c) }
        return try performHeld(f, direct: false)
    }
    override func performHeld(_ f: Frame, direct: Bool) throws(Raise) -> Value {
        let n = arguments.count, base = f.slots + (area &+ 1)
        return try call(f, look(f, base[-1], CellRef(f[cell]).content), base, n)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        let n = arguments.count
        let begins = !c.isActive || c.level == c.count - 1 && c.path[c.level] == 0
        if begins {
            c.level = c.count
            // Anything but the `super` that everyone means is performed as a whole.
            let s = try function.read(r.frame), o = subject(r.frame), k = CellRef(r.frame[cell]).content
            guard s == Types.superType.value, !o.isUnbound, k.isType, !look(r.frame, o, k).isUnbound else { return try r.opaque(self) }
        }
        r.enter(); defer { r.leave() }
        let state = c.begin()
        if state == n + 2 { return try r.finishCall(self, &c) }
        r.at(0)
        if state == 0 { r.guardIdentity(try r.read(function, &c)) }
        let k = r.cell(cell)
        r.guardIdentity(k)
        let o = state == 0 ? isCell && r.frame[parameter].isPointer ? r.cell(parameter) : r.load(parameter) : r.held(area)
        r.guardKind(o)
        let method = look(r.frame, o.value, k.value)
        if state == 0 { r.put(area, o) }
        for i in max(0, state - 1)..<max(n, state - 1) { r.at(1 + i); r.put(area &+ 1 &+ i, try r.read(arguments[i], &c)) }
        r.at(n + 1)
        if method == Types.objectInit && n == 0 { return r.constant(.none) }
        return try r.call(self, r.known(method), first: area, n + 1, state: n + 2)
    }
    /// The function or method descriptor that follows C in the MRO of O's type; unbound where it takes more to decide.
    @inline(never) private func look(_ f: Frame, _ o: Value, _ c: Value) -> Value {
        guard o.isPointer, !o.isType, o.ref.type.isSubtype(of: TypeRef(c.ref)), name != Names.__class__ else { return .unbound }
        let m = o.ref.type.mro
        var i = 0
        while i < m.count && m[i] != c { i += 1 }
        i += 1
        while i < m.count {
            if let d = TypeRef(m[i].ref).dict.find(name) {
                guard d.isExactly(Types.function) || Descriptor.isMethod(d, of: o.ref.type) else { return .unbound }
                CodeObject(f.code.object.ref).touch()
                version = o.ref.type.version; cls = c; found = d
                return d
            }
            i += 1
        }
        return .unbound
    }
    @inline(never) private func generic(_ f: Frame, _ s: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        f.at(attribute)
        base[-1] = try Operations.getAttribute(try Call.call(s), name)
        for i in 0..<n { base[i] = try arguments[i].read(f) }
        f.at(self)
        return try CallNode.generalOrFunction(base[-1], base, n)
    }
}
extension CallNode {
    @inline(never) static func generalOrFunction(_ c: Value, _ base: UnsafeMutablePointer<Value>, _ n: Int) throws(Raise) -> Value {
        if c.isExactly(Types.function) { return try Call.function(FunctionRef(c.ref), base, n) }
        return try general(c, base, n)
    }
}
/// `f(a, k=b)`: arguments, then keyword values; NAMES a tuple.
class KeywordCallNode: Expression, Constructing {
    final func constructStates(_ state: Int) -> (initialize: Int, new: Int) { (state + 1, state + 3) }
    final let callee: Operand, arguments: Children<Operand>, positional: Int, names: Value
    init(_ c: Operand, _ a: Children<Operand>, positional: Int, names: Value) { callee = c; arguments = a; self.positional = positional; self.names = names }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let c = try callee.read(f)
        let base = f.slots + (area &+ 1), n = arguments.count
        f.slots[area] = c
        for i in 0..<n { base[i] = try arguments[i].read(f) }
        f.at(self)
        defer { for i in -1..<n { base[i] = .unbound } }
        return try Call.vector(c, base, positional, names)
    }
    /// States as CallNode's.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let n = arguments.count, s = c.next(), base = f.slots + (area &+ 1)
        if s == n + 2 { return try Call.finish(f, self, &c) }
        if s == n + 3 { return try Call.finishInit(f, self, area, &c) }
        if s == n + 5 { let o = try Call.finish(f, self, &c); return try TypeCall.finish(TypeRef(base[-1].ref), o, base, positional, names) }
        for i in s..<max(s, n + 1) { base[i - 1] = try Interpreter(f).read(i == 0 ? callee : arguments[i - 1], &c) }
        return try performHeld(f, direct: false)
    }
    override func performHeld(_ f: Frame, direct: Bool) throws(Raise) -> Value {
        let base = f.slots + (area &+ 1), n = arguments.count
        f.at(self)
        defer { for i in -1..<n { base[i] = .unbound } }
        return try Call.vector(base[-1], base, positional, names)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let n = arguments.count, s = c.begin()
        if s == n + 2 { return try r.finishCall(self, &c) }
        if s == n + 3 { return try r.finishInit(self, &c) }
        if s == n + 5 { return try r.finishNew(self, &c, first: area &+ 1, positional, initState: n + 3, names: names) }
        for i in s..<max(s, n + 1) { r.at(i); r.put(area &+ i, try r.read(i == 0 ? callee : arguments[i - 1], &c)) }
        r.at(n + 1)
        return try r.call(self, r.held(area), first: area &+ 1, positional, state: n + 2, names: names)
    }
}
/// Calls with `*` or `**`. PARTS in order of evaluation: positional (starred or not), then keywords (name unbound: `**`).
///
/// Slots: [area] the callee, two for the interpreter, then the parts as they were evaluated (traces leave them there), then the arguments of a call in a trace.
final class StarCallNode: Expression, Constructing {
    func constructStates(_ state: Int) -> (initialize: Int, new: Int) { (state + 1, state + 3) }
    /// Whether the arguments can be taken from the parts once more: no star stands before anything that may change.
    func isRepeatable(_ f: Frame) -> Bool {
        for i in 0..<positional.count where positional[i].starred && !f[part(i)].isExactly(Types.tuple) { return false }
        for i in 0..<keywords.count where keywords[i].name.isUnbound { return false }
        return true
    }
    /// Behind a `__new__` that has given O.
    private func construct(_ f: Frame, _ o: Value) throws(Raise) -> Value {
        let (n, k) = sizes(f), t = TypeRef(f[area].ref)
        defer { f[area] = .unbound; for i in 0..<count { f[part(i)] = .unbound } }
        var result = Value.unbound, failure: Raise? = nil
        withUnsafeTemporaryAllocation(of: Value.self, capacity: max(1, n &+ k)) { buffer in
            let p = buffer.baseAddress.unsafelyUnwrapped
            do throws(Raise) { result = try TypeCall.finish(t, o, p, n, fill(f, p, n, k)) } catch { failure = error }
        }
        if let failure { throw failure }
        return result
    }
    let callee: Operand, positional: Children<(value: Operand, starred: Bool)>, keywords: Children<(name: Value, value: Operand)>
    init(_ c: Operand, _ p: [(value: Operand, starred: Bool)], _ k: [(name: Value, value: Operand)]) { callee = c; positional = Children(p); keywords = Children(k) }
    /// The most arguments that a call in a trace passes on.
    static let most = 10
    /// Slots that a call of N parts takes.
    static func slots(_ n: Int) -> Int { 3 + n + most }
    var count: Int { positional.count + keywords.count }
    func part(_ i: Int) -> Int { area + 3 + i }
    var flat: Int { area + 3 + count }
    var callState: Int { count + 1 }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let c = try callee.read(f)
        f.slots[area] = c
        if positional.count == 1 && keywords.count == 0 && positional[0].starred {
            let v = try positional[0].value.read(f)
            f.at(self)
            if v.isExactly(Types.tuple) || v.isExactly(Types.list) { return try single(f, c, v) }
            f[part(0)] = v
            return try call(f, c, have: 1)
        }
        var i = 0
        while i < count {
            let v = try value(i).read(f)
            f[part(i)] = v
            i &+= 1
            if !canWait(i &- 1, v, f) { f.at(self); return try call(f, c, have: i) }
        }
        f.at(self)
        let (n, k) = sizes(f)
        return n < 0 ? try call(f, c, have: count) : try spread(f, c, n, k)
    }
    /// How many positional and keyword arguments the evaluated parts are, if they are unpacked without running code and no keyword comes twice; else -1.
    private func sizes(_ f: Frame) -> (Int, Int) {
        var n = 0, k = 0, i = 0
        while i < positional.count {
            let v = f[part(i)]
            if !positional[i].starred { n &+= 1 } else if v.isExactly(Types.tuple) { n &+= TupleRef(v).count } else if v.isExactly(Types.list) { n &+= ListRef(v).count } else { return (-1, 0) }
            i &+= 1
        }
        i = 0
        while i < keywords.count {
            if !keywords[i].name.isUnbound { k &+= 1; i &+= 1; continue }
            let v = f[part(positional.count &+ i)]
            guard i == keywords.count &- 1, v.isExactly(Types.dict) else { return (-1, 0) }
            let d = DictRef(v)
            var j = -1
            while d.next(&j) { if !d.key(j).isExactly(Types.str) { return (-1, 0) } }
            j = 0
            while j < i { if d.findIndex(name: keywords[j].name) >= 0 { return (-1, 0) }; j &+= 1 }
            k &+= d.count
            i &+= 1
        }
        return (n, k)
    }
    /// The call with N and K arguments from the evaluated parts: they are copied to the machine stack, no list or dict is made.
    private func spread(_ f: Frame, _ c: Value, _ n: Int, _ k: Int) throws(Raise) -> Value {
        defer { f[area] = .unbound; for i in 0..<count { f[part(i)] = .unbound } }
        if n &+ k <= 8 {
            var eight = (Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound)
            return try Call.withArguments(&eight) { p throws(Raise) in try Call.vector(c, p, n, fill(f, p, n, k)) }
        }
        var result = Value.unbound, failure: Raise? = nil
        withUnsafeTemporaryAllocation(of: Value.self, capacity: n &+ k) { buffer in
            let p = buffer.baseAddress.unsafelyUnwrapped
            do throws(Raise) { result = try Call.vector(c, p, n, fill(f, p, n, k)) } catch { failure = error }
        }
        if let failure { throw failure }
        return result
    }
    /// Puts the arguments at P; the names of the keywords as a tuple, unbound if there are none.
    private func fill(_ f: Frame, _ p: UnsafeMutablePointer<Value>, _ n: Int, _ k: Int) -> Value {
        let names = k == 0 ? Value.unbound : TupleRef.allocate(k).value
        var o = 0, i = 0
        while i < positional.count {
            let v = f[part(i)]
            if positional[i].starred {
                let items = v.isTuple ? TupleRef(v).items : ListRef(v).items, m = v.isTuple ? TupleRef(v).count : ListRef(v).count
                var j = 0
                while j < m { p[o] = items[j]; o &+= 1; j &+= 1 }
            } else { p[o] = v; o &+= 1 }
            i &+= 1
        }
        i = 0
        while i < keywords.count {
            let v = f[part(positional.count &+ i)]
            if keywords[i].name.isUnbound {
                let d = DictRef(v)
                var j = -1
                while d.next(&j) { TupleRef(names).items[o &- n] = d.key(j); p[o] = d.valueAt(j); o &+= 1 }
            } else { TupleRef(names).items[o &- n] = keywords[i].name; p[o] = v; o &+= 1 }
            i &+= 1
        }
        return names
    }
    /// `f(*v)`
    private func single(_ f: Frame, _ c: Value, _ v: Value) throws(Raise) -> Value {
        let t = v.isTuple ? v : ListRef(v).asTuple()
        f.slots[area &+ 1] = t
        defer { f.slots[area] = .unbound; f.slots[area &+ 1] = .unbound }
        return try Call.vector(c, TupleRef(t).items, TupleRef(t).count)
    }
    /// The first HAVE parts are evaluated already.
    private func call(_ f: Frame, _ c: Value, have: Int) throws(Raise) -> Value {
        let list = ListRef.allocate()
        f.slots[area &+ 1] = list.value
        let isSole = isSole
        defer { if have > 0 || isSole { for i in 0..<count { f[part(i)] = .unbound } } }
        if isSole { if have == 0 { f[part(0)] = try positional[0].value.read(f) } } else {
            for i in 0..<positional.count {
                let v = i < have ? f[part(i)] : try positional[i].value.read(f)
                f.at(self)
                if positional[i].starred {
                    // Among other arguments the values are collected before the callee is known.
                    if !isIterable(v) { throw Errors.typeError("Value after * must be an iterable, not \(v.type)") }
                    try Operations.extend(list, v)
                } else { list.append(v) }
            }
        }
        var dict = Value.unbound
        if keywords.count > 0 {
            dict = DictRef.allocate().value
            f.slots[area &+ 2] = dict
            for i in 0..<keywords.count {
                let k = positional.count + i, v = k < have ? f[part(k)] : try keywords[i].value.read(f)
                f.at(self)
                if keywords[i].name.isUnbound { try StarCallNode.merge(DictRef(dict), v, c) } else {
                    if DictRef(dict).findIndex(name: keywords[i].name) >= 0 { throw StarCallNode.multiple(c, keywords[i].name) }
                    try DictRef(dict).set(keywords[i].name, v)
                }
            }
        }
        f.at(self)
        if isSole {
            let v = f[part(0)]
            if !isIterable(v) { throw Errors.typeError("\(StarCallNode.describe(c)) argument after * must be an iterable, not \(v.type)") }
            try Operations.extend(list, v)
        }
        let arguments = list.asTuple()
        f.slots[area &+ 1] = arguments
        defer { for i in 0..<3 { f.slots[area &+ i] = .unbound } }
        return try Call.call(c, tuple: arguments, dict: dict)
    }
    private func isIterable(_ v: Value) -> Bool { v.isList || v.isTuple || v.type.hasSlot(.iter) || v.type.hasSlot(.getitem) }
    private func value(_ i: Int) -> Operand { i < positional.count ? positional[i].value : keywords[i - positional.count].value }
    /// States: 0 callee, 1 + i part i, count + 1 the call, then in the callee, then in `__init__` of the instance at [area], two behind that in `__new__`.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        let s = c.next()
        if s == callState + 1 { return try Call.finish(f, self, &c) }
        if s == callState + 2 { return try Call.finishInit(f, self, area, &c) }
        if s == callState + 4 { return try construct(f, try Call.finish(f, self, &c)) }
        if s == 0 { f[area] = try callee.resume(f, &c); return try call(f, f[area], have: 0) }
        if s < callState { f[part(s - 1)] = try Interpreter(f).read(value(s - 1), &c) }
        return try performFrom(f, min(s, count))
    }
    private func performFrom(_ f: Frame, _ have: Int) throws(Raise) -> Value {
        f.at(self)
        if count == 1 && have == 1 && positional.count == 1 && positional[0].starred {
            let v = f[part(0)]
            if v.isExactly(Types.tuple) || v.isExactly(Types.list) { f[part(0)] = .unbound; return try single(f, f[area], v) }
        }
        if have == count {
            let (n, k) = sizes(f)
            if n >= 0 { return try spread(f, f[area], n, k) }
        }
        return try call(f, f[area], have: have)
    }
    override func performHeld(_ f: Frame, direct: Bool) throws(Raise) -> Value { try performFrom(f, count) }
    /// The positional arguments are one starred value: it is unpacked last of all.
    private var isSole: Bool { positional.count == 1 && positional[0].starred }
    /// Whether part I, of value V, means the same if it is unpacked only once all parts are evaluated.
    private func canWait(_ i: Int, _ v: Value, _ f: Frame) -> Bool {
        if i == count - 1 || isSole { return true }
        if i < positional.count && (!positional[i].starred || v.isExactly(Types.tuple)) || i >= positional.count && !keywords[i - positional.count].name.isUnbound { return true }
        // A list or dict stays as it is while variables are read: `f(*args, **kwargs)`.
        if !(v.isExactly(Types.list) && i < positional.count || v.isExactly(Types.dict) && i >= positional.count) { return false }
        for j in i &+ 1..<count where !value(j).isPlain(f) { return false }
        return true
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        r.enter(); defer { r.leave() }
        let s = c.begin()
        if s == callState + 1 { return try r.finishCall(self, &c) }
        if s == callState + 2 { return try r.finishInit(self, &c) }
        if s == callState + 4 { throw r.untraceable(self) }
        for i in s..<max(s, callState) {
            r.at(i)
            if i == 0 { r.put(area, try r.read(callee, &c)); continue }
            let w = try r.read(value(i - 1), &c)
            r.put(part(i - 1), w)
            if !canWait(i - 1, w.value, r.frame) {
                r.abort(.untraceable)
                return Traced(value: try performFrom(r.frame, i), ref: r.b.word(0))
            }
        }
        r.at(callState)
        return try r.starCall(self)
    }
    /// Adds the mapping V to the keyword arguments D of a call of C.
    static func merge(_ d: DictRef, _ v: Value, _ c: Value) throws(Raise) {
        var source = v
        if !v.isExactly(Types.dict) && !(v.isDict && v.type.slot(.iter) == Types.dict.slot(.iter)) {
            guard try !Operations.findAttribute(v, Names.keys).isUnbound else { throw Errors.typeError("\(describe(c)) argument after ** must be a mapping, not \(v.type)") }
            let copy = DictRef.allocate()
            let keys = try Operations.list(try Call.call(try Operations.getAttribute(v, Names.keys)))
            for i in 0..<keys.count {
                if try copy.get(keys[i]) != nil { throw multiple(c, keys[i]) }
                try copy.set(keys[i], try Operations.getItem(v, keys[i]))
            }
            source = copy.value
        }
        let s = DictRef(source)
        var i = -1
        while s.next(&i) {
            let k = s.key(i)
            if try d.get(k) != nil { throw multiple(c, k) }
            try d.set(k, s.valueAt(i))
        }
    }
    static func multiple(_ c: Value, _ k: Value) -> Raise { Errors.typeError("\(describe(c)) got multiple values for keyword argument '\(k.isStr ? StrRef(k).string : Operations.reprText(k))'") }
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

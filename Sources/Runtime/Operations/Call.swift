import CSupport

/// Calling anything.
public enum Call {
    @inline(__always) public static func call(_ f: Value) throws(Raise) -> Value {
        var none = Value.unbound
        return try vector(f, &none, 0)
    }
    public static func call(_ f: Value, _ a: Value) throws(Raise) -> Value {
        var a = a
        return try vector(f, &a, 1)
    }
    public static func call(_ f: Value, _ a: Value, _ b: Value) throws(Raise) -> Value {
        var args = (a, b)
        return try withArguments(&args) { p throws(Raise) in try vector(f, p, 2) }
    }
    public static func call(_ f: Value, _ a: Value, _ b: Value, _ c: Value) throws(Raise) -> Value {
        var args = (a, b, c)
        return try withArguments(&args) { p throws(Raise) in try vector(f, p, 3) }
    }
    public static func call(_ f: Value, _ a: Value, _ b: Value, _ c: Value, _ d: Value) throws(Raise) -> Value {
        var args = (a, b, c, d)
        return try withArguments(&args) { p throws(Raise) in try vector(f, p, 4) }
    }
    @inline(__always) static func withArguments<T>(_ t: inout T, _ body: (UnsafeMutablePointer<Value>) throws(Raise) -> Value) throws(Raise) -> Value {
        try withUnsafeMutablePointer(to: &t) { p throws(Raise) in try body(UnsafeMutableRawPointer(p).assumingMemoryBound(to: Value.self)) }
    }
    /// With a tuple of positional arguments and a dict of keyword arguments (unbound: none).
    public static func call(_ f: Value, tuple: Value, dict: Value = .unbound) throws(Raise) -> Value {
        let t = TupleRef(tuple), n = t.count
        let d = dict.isPointer ? DictRef(dict).count : 0
        if d == 0 { return try vector(f, t.items, n) }
        var out = Value.unbound, failure: Raise? = nil
        withUnsafeTemporaryAllocation(of: Value.self, capacity: n + d) { buffer in
            let p = buffer.baseAddress!
            for i in 0..<n { p[i] = t.items[i] }
            do throws(Raise) {
                let names = TupleRef.allocate(d), source = DictRef(dict)
                var i = -1, k = 0
                while source.next(&i) {
                    guard source.key(i).isStr else { throw Errors.typeError("keywords must be strings") }
                    names[k] = source.key(i); p[n + k] = source.valueAt(i); k += 1
                }
                out = try vector(f, p, n, names.value)
            } catch { failure = error }
        }
        if let failure { throw failure }
        return out
    }
    /// COUNT positional arguments at BASE, then the values of the keywords that the tuple NAMES lists (unbound: none).
    public static func vector(_ f: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value = .unbound) throws(Raise) -> Value {
        guard f.isPointer else { throw notCallable(f) }
        try NativeRecursion.check()
        let t = f.ref.type
        if t == Types.function { return try function(FunctionRef(f.ref), base, count, names) }
        if t == Types.builtinFunction {
            let s = f.ref.value(Descriptor.selfWord)
            if s.isUnbound { return try Descriptor.invoke(f, base, count, names) }
            return try prepending(s, base, count, names) { p throws(Raise) in try Descriptor.invoke(f, p, count + 1, names) }
        }
        if t == Types.method {
            let g = f.ref.value(2)
            return try prepending(f.ref.value(3), base, count, names) { p throws(Raise) in try vector(g, p, count + 1, names) }
        }
        if t == Types.methodDescriptor || t == Types.wrapperDescriptor { return try descriptor(f, base, count, names) }
        if t.has(TypeRef.Flags.type) {
            if _slowPath(Monitor.watchesCalls) { return try Monitor.called(f, base, count, names) { () throws(Raise) in try TypeCall.call(TypeRef(f.ref), base, count, names) } }
            return try TypeCall.call(TypeRef(f.ref), base, count, names)
        }
        if t == Types.methodWrapper {
            let g = f.ref.value(2)
            return try prepending(f.ref.value(3), base, count, names) { p throws(Raise) in try Descriptor.invoke(g, p, count + 1, names) }
        }
        let c = t.slot(.call)
        if c.isUnbound { throw notCallable(f) }
        if _slowPath(Monitor.watchesCalls) { return try Monitor.called(f, base, count, names) { () throws(Raise) in try slot(c, f, base, count, names) } }
        return try slot(c, f, base, count, names)
    }
    /// Calls the `__call__` C that was found on the type of F: functions with F in front, anything else bound first.
    static func slot(_ c: Value, _ f: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        try NativeRecursion.check()
        if c.isPointer, c.ref.type == Types.function || c.ref.type == Types.wrapperDescriptor || c.ref.type == Types.methodDescriptor {
            if c.ref.type != Types.function && c.ref.word(Descriptor.owner) == UInt64(f.type.raw) {
                return try prepending(f, base, count, names) { p throws(Raise) in try Descriptor.invoke(c, p, count + 1, names) }
            }
            if c.ref.type == Types.function { return try prepending(f, base, count, names) { p throws(Raise) in try function(FunctionRef(c.ref), p, count + 1, names) } }
            return try prepending(f, base, count, names) { p throws(Raise) in try vector(c, p, count + 1, names) }
        }
        if !c.isPointer { throw notCallable(c) }
        return try vector(try Operations.boundSlot(c, f), base, count, names)
    }
    /// A method or slot descriptor called as a function: checks its first argument.
    static func descriptor(_ f: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        let owner = TypeRef(f.ref.value(Descriptor.owner).ref)
        guard count > 0 else {
            let n = StrRef(f.ref.value(Descriptor.name)).string
            throw Errors.typeError(f.ref.type == Types.wrapperDescriptor ? "descriptor '\(n)' of '\(owner.text)' object needs an argument" : "unbound method \(owner.text).\(n)() needs an argument")
        }
        if base[0].type != owner && !base[0].isInstance(of: owner) {
            let n = StrRef(f.ref.value(Descriptor.name)).string
            throw Errors.typeError(f.ref.type == Types.wrapperDescriptor ? "descriptor '\(n)' requires a '\(owner.text)' object but received a '\(base[0].type)'"
                : "descriptor '\(n)' for '\(owner.text)' objects doesn't apply to a '\(base[0].typeName)' object")
        }
        return try Descriptor.invoke(f, base, count, names)
    }
    static func notCallable(_ f: Value) -> Raise {
        var hint = ""
        // A module whose function of the same name was meant.
        if f.isInstance(of: Types.module), let n = ModuleRef(f).dict.find(Names.__name__), n.isStr, let g = ModuleRef(f).dict.find(StrRef.intern(n)), isCallable(g) {
            let t = StrRef(n).string
            hint = ". Did you mean: '\(t).\(t)(...)'?"
        }
        return Errors.typeError("'\(f.type)' object is not callable\(hint)")
    }

    /// The arguments with S in front, in a block of the machine stack.
    @inline(__always) static func prepending(_ s: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value, _ body: (UnsafeMutablePointer<Value>) throws(Raise) -> Value) throws(Raise) -> Value {
        let n = count + 1 + (names.bits == 0 ? 0 : TupleRef(names).count)
        if n <= 6 {
            var six = (s, Value.unbound, Value.unbound, Value.unbound, Value.unbound, Value.unbound)
            return try withArguments(&six) { p throws(Raise) in
                var i = 1
                while i < n { p[i] = base[i &- 1]; i &+= 1 }
                return try body(p)
            }
        }
        var out = Value.unbound, failure: Raise? = nil
        withUnsafeTemporaryAllocation(of: Value.self, capacity: n) { buffer in
            let p = buffer.baseAddress!
            p[0] = s
            for i in 1..<max(n, 1) where i < n { p[i] = base[i - 1] }
            do throws(Raise) { out = try body(p) } catch { failure = error }
        }
        if let failure { throw failure }
        return out
    }

    // MARK: Python functions

    /// A Python function with any arguments.
    public static func function(_ f: FunctionRef, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value = .unbound) throws(Raise) -> Value {
        let code = f.borrowedCode
        if _fastPath(code.read { $0.direct } == count && names.bits == 0) { return try direct(code, f.value, base, count) }
        return try code.with { c throws(Raise) in try binding(f, c, base, count, names) }
    }
    /// A call that only has to copy its arguments (`code.direct == count`).
    @inline(__always) static func direct(_ code: Borrowed<Code>, _ function: Value, _ base: UnsafeMutablePointer<Value>, _ count: Int) throws(Raise) -> Value {
        let t = thread
        let callee = try push(code, function, t)
        let s = callee.slots, n = code.read { $0.frameSlots }
        var i = 0
        while i < count { s[i] = base[i]; i &+= 1 }
        while i < n { s[i] = .unbound; i &+= 1 }
        return try run(code, callee, t)
    }
    @inline(never) private static func binding(_ f: FunctionRef, _ code: Code, _ base: UnsafeMutablePointer<Value>, _ count: Int, _ names: Value) throws(Raise) -> Value {
        try code.prepare()
        if code.isGeneratorLike { return try Generators.create(f, code, base, count, names) }
        let t = thread
        let callee = try push(Borrowed(code), f.value, t)
        let s = callee.slots
        let d = f.defaults
        let positional = code.argumentCount, n = code.frameSlots
        if code.isSimple && names.bits == 0 && count <= positional, count == positional || d.isPointer && positional - TupleRef(d).count <= count {
            // Only trailing defaults are missing. (What the loops need is read once: stores to slots might change it, for all the compiler knows.)
            var i = 0
            while i < count { s[i] = base[i]; i &+= 1 }
            if i < positional {
                let items = TupleRef(d).items - (positional &- TupleRef(d).count)
                while i < positional { s[i] = items[i]; i &+= 1 }
            }
            while i < n { s[i] = .unbound; i &+= 1 }
        } else { try FunctionBinding.bind(f, code, base, count, names, callee) }
        if code.flags & Code.Flags.optimized == 0 { callee.base[Frame.namespace] = f.globals.value }
        return try run(Borrowed(code), callee, t)
    }
    /// The frame of a call that is about to happen, header filled, slots not.
    @inline(__always) static func push(_ code: Borrowed<Code>, _ function: Value, _ t: Thread) throws(Raise) -> Frame {
        let caller = t.pointee.frame
        let b = caller.next
        let end = b + (Frame.header &+ code.read { $0.frameSlots })
        if _slowPath(end > t.pointee.valueStackEnd) { throw Errors.recursion() }
        b[Frame.previous] = Value(pointer: caller.base)
        b[Frame.function] = function
        b[Frame.node] = .unbound
        b[Frame.object] = .unbound
        b[Frame.next] = Value(pointer: end)
        b[Frame.namespace] = .unbound
        b[Frame.result] = .unbound
        b[Frame.code] = Value(bits: code.bits)
        b[Frame.generator] = .unbound
        return Frame(b)
    }
    /// Runs CODE in the frame, whose arguments are in place, and leaves it.
    @inline(__always) static func run(_ code: Borrowed<Code>, _ callee: Frame, _ t: Thread) throws(Raise) -> Value {
        let caller = t.pointee.frame
        t.pointee.depth &-= 1
        if _slowPath(t.pointee.depth < 0 || UInt(bitPattern: dx_frame_address()) < t.pointee.stackLimit) { throw recursionError(t) }
        t.pointee.frame = callee
        do throws(Raise) {
            let v = try code.read { $0.body.unsafelyUnwrapped }.with { b throws(Raise) in try b.invoke(callee) }
            if _slowPath(callee.base[Frame.object].bits != 0) { try ended(callee, v) }
            if _slowPath(Watch.isActive) { Watch.left(callee) }
            t.pointee.frame = caller
            t.pointee.depth &+= 1
            return v
        } catch {
            let v = leave(callee, error, t)
            t.pointee.frame = caller
            t.pointee.depth &+= 1
            return try v.get()
        }
    }
    /// Goes on in the callee of node N, whose frame a trace left behind F.
    static func finish(_ f: Frame, _ n: Node, _ c: inout Cursor) throws(Raise) -> Value {
        if c.isSpecial { return try ResumeState.value(f, &c) }
        let t = thread, callee = Frame(f.next)
        f.at(n)
        t.pointee.depth &-= 1
        t.pointee.frame = callee
        var cursor = c
        do throws(Raise) {
            let v: Value
            if _slowPath(cursor.isReturned) { _ = cursor.next(); v = callee.base[Frame.result] }
            else { v = try callee.code.body.unsafelyUnwrapped.with { b throws(Raise) in try b.proceed(callee, &cursor) } }
            c = cursor
            if _slowPath(callee.base[Frame.object].bits != 0) { try ended(callee, v) }
            t.pointee.frame = f
            t.pointee.depth &+= 1
            return v
        } catch {
            c.end()
            let v = leave(callee, error, t)
            t.pointee.frame = f
            t.pointee.depth &+= 1
            return try v.get()
        }
    }
    /// The same for `__init__` of the instance in SLOT: the value is the instance.
    static func finishInit(_ f: Frame, _ n: Node, _ slot: Int, _ c: inout Cursor) throws(Raise) -> Value {
        let r = try finish(f, n, &c)
        if !r.isNone { throw Errors.typeError("__init__() should return None, not '\(r.type)'") }
        return f[slot]
    }
    @inline(never) static func recursionError(_ t: Thread) -> Raise {
        t.pointee.depth &+= 1
        // Some room for the handlers of the error.
        let limit = t.pointee.stackLimit
        t.pointee.stackLimit = limit &- (128 << 10)
        t.pointee.depth &+= 50
        let e = Errors.recursion()
        t.pointee.depth &-= 50
        t.pointee.stackLimit = limit
        return e
    }
    /// A frame that has a frame object ends with V.
    @inline(never) static func ended(_ callee: Frame, _ v: Value) throws(Raise) {
        if Monitor.isActive { try Monitor.late(callee, v) }
        FrameObject.detach(callee)
    }
    /// An exception leaves the frame: its traceback entry, and the frame object's own copy of the locals. After a jump the frame goes on.
    @inline(never) static func leave(_ callee: Frame, _ e: Raise, _ t: Thread) -> Result<Value, Raise> {
        var e = e
        if e.kind == .reposition {
            do throws(Raise) {
                let v = try FrameJump.run(callee)
                if callee.base[Frame.object].bits != 0 { try ended(callee, v) }
                return .success(v)
            } catch { e = error }
        }
        if e.isException { Traceback.add(callee, t) }
        t.pointee.tracedFrame = nil
        if callee.base[Frame.object].bits != 0 {
            if Monitor.isActive && e.isException { do throws(Raise) { try Monitor.late(callee, .unbound) } catch { e = error } }
            FrameObject.detach(callee)
        }
        return .failure(e)
    }
}

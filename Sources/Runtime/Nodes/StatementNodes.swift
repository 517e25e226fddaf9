/// Simple statements, blocks and `if`.

final class Block: Statement {
    let parts: Children<Borrowed<Statement>>
    init(_ p: [Statement]) { parts = Children(p.map { Borrowed($0) }) }
    @inline(__always) func perform(_ f: Frame, from start: Int) throws(Raise) -> Signal {
        var i = start
        while i < parts.count {
            let s = try parts[i].with { p throws(Raise) in try p.run(f) }
            if s != .next { return s }
            i &+= 1
        }
        return .next
    }
    override func run(_ f: Frame) throws(Raise) -> Signal { try perform(f, from: 0) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        let i = c.next()
        let s = try parts[i].with { p throws(Raise) in try p.proceed(f, &c) }
        return s != .next ? s : try perform(f, from: i + 1)
    }
    override func record(_ r: Recorder) throws(Raise) -> Signal { r.enter(); defer { r.leave() }; return try recordFrom(0, r) }
    private func recordFrom(_ start: Int, _ r: Recorder) throws(Raise) -> Signal {
        for i in start..<parts.count {
            r.part(i)
            let s = try parts[i].object.record(r)
            if s != .next { return s }
        }
        return .next
    }
    override func recordResume(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        let i = c.next()
        r.part(i)
        let s = try parts[i].object.recordProceed(r, &c)
        return s != .next ? s : try recordFrom(i + 1, r)
    }
}
final class PassStatement: Statement {
    override func run(_ f: Frame) throws(Raise) -> Signal { .next }
    override func record(_ r: Recorder) throws(Raise) -> Signal { .next }
}
final class ExpressionStatement: Statement {
    let value: Expression
    init(_ v: Expression) { value = v }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = try value.execute(f)
        if _slowPath(v.isPointer && v.ref.type == Types.coroutine) { f.at(self); CoroutineWarnings.dropped(GeneratorObject(v).state) }
        return .next
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { _ = c.next(); _ = try value.resume(f, &c); return .next }
}
/// The value of an expression statement at the prompt: goes to `sys.displayhook`.
final class DisplayStatement: Statement {
    let value: Operand
    init(_ v: Operand) { value = v }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = try value.read(f)
        f.at(self)
        let hook = try SysState.attribute("displayhook")
        if hook.isUnbound { throw Errors.runtimeError("lost sys.displayhook") }
        _ = try Call.call(hook, v)
        return .next
    }
}
final class AssignLocal: Statement {
    let slot: Int, value: Operand
    init(_ s: Int, _ v: Operand) { slot = s; value = v }
    override func run(_ f: Frame) throws(Raise) -> Signal { f[slot] = try value.read(f); return .next }
    override func record(_ r: Recorder) throws(Raise) -> Signal {
        let mark = r.mark
        do throws(Raise) { r.store(slot, try value.read(r)); return .next } catch { return try r.retreat(self, error, mark) }
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { _ = c.next(); f[slot] = try value.resume(f, &c); return .next }
}
/// `o.name = value`
final class AssignAttribute: Statement {
    let target: AttributeTarget, value: Operand
    init(_ t: AttributeTarget, _ v: Operand) { target = t; value = v }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = try value.read(f)
        let o = try target.object.read(f)
        try target.store(f, o, v)
        return .next
    }
}
/// `o[k] = value`
final class AssignSubscript: Statement {
    let target: SubscriptTarget, value: Operand
    init(_ t: SubscriptTarget, _ v: Operand) { target = t; value = v }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = try value.read(f)
        let o = try target.object.read(f)
        let k = try target.key.read(f)
        try target.store(f, o, k, v)
        return .next
    }
    override func record(_ r: Recorder) throws(Raise) -> Signal {
        let mark = r.mark
        do throws(Raise) {
            let v = try value.read(r), o = try target.object.read(r), k = try target.key.read(r)
            try r.storeItem(o, k, v, self)
            return .next
        } catch { return try r.retreat(self, error, mark) }
    }
}
/// `a = b = value`
final class AssignStatement: Statement {
    let targets: Children<Borrowed<Target>>, value: Operand
    init(_ t: [Target], _ v: Operand) { targets = Children(t.map { Borrowed($0) }); value = v }
    @inline(__always) func store(_ f: Frame, _ v: Value) throws(Raise) {
        for i in 0..<targets.count { try targets[i].with { t throws(Raise) in try t.store(f, v) } }
    }
    override func run(_ f: Frame) throws(Raise) -> Signal { try store(f, try value.read(f)); return .next }
    override func record(_ r: Recorder) throws(Raise) -> Signal {
        if targets.count != 1 { return try r.opaque(self) }
        let mark = r.mark
        do throws(Raise) { let w = try value.read(r); try targets[0].object.record(r, w); return .next } catch { return try r.retreat(self, error, mark) }
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { _ = c.next(); try store(f, try value.resume(f, &c)); return .next }
}
/// `a, b = b, a`: no tuple is made.
final class SwapStatement: Statement {
    let targets: Children<Borrowed<Target>>, values: Children<Operand>, area: Int
    init(_ t: [Target], _ v: [Operand], area: Int) { targets = Children(t.map { Borrowed($0) }); values = Children(v); self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let n = values.count
        if n == 2 {
            let a = try values[0].read(f)
            let b = try values[1].read(f)
            try targets[0].with { t throws(Raise) in try t.store(f, a) }
            try targets[1].with { t throws(Raise) in try t.store(f, b) }
            return .next
        }
        for i in 0..<n { f[area &+ i] = try values[i].read(f) }
        for i in 0..<n { let v = f[area &+ i]; try targets[i].with { t throws(Raise) in try t.store(f, v) } }
        return .next
    }
}
/// `o.name op= value`
final class AugmentAttribute: Statement {
    let target: AttributeTarget, op: Operations.Binary, value: Operand, read: AttributeNode, area: Int
    init(_ t: AttributeTarget, _ r: AttributeNode, _ op: Operations.Binary, _ v: Operand, area: Int) { target = t; read = r; self.op = op; value = v; self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let o = try target.object.read(f)
        f[area] = o
        var a = read.cache.load(o)
        if a.isUnbound { a = try read.slow(f, o) }
        f[area &+ 1] = a
        let b = try value.read(f)
        f.at(self)
        try target.store(f, o, try Augment.apply(op, a, b))
        return .next
    }
}
enum Augment {
    @inline(__always) static func apply(_ op: Operations.Binary, _ a: Value, _ b: Value) throws(Raise) -> Value {
        if Value.bothInt(a, b) {
            if op == .add { let (s, o) = Int64(bitPattern: a.bits).addingReportingOverflow(Int64(bitPattern: b.bits &- 1)); if !o { return Value(bits: UInt64(bitPattern: s)) } }
            if op == .sub { let (s, o) = Int64(bitPattern: a.bits).subtractingReportingOverflow(Int64(bitPattern: b.bits &- 1)); if !o { return Value(bits: UInt64(bitPattern: s) | 1) } }
        } else if a.isFloat && b.isFloat {
            if op == .add { return Value(float: a.float + b.float) }
            if op == .sub { return Value(float: a.float - b.float) }
            if op == .mul { return Value(float: a.float * b.float) }
        }
        return try Operations.inPlace(op, a, b)
    }
}
/// `o[k] op= value`
final class AugmentSubscript: Statement {
    let target: SubscriptTarget, op: Operations.Binary, value: Operand, area: Int
    init(_ t: SubscriptTarget, _ op: Operations.Binary, _ v: Operand, area: Int) { target = t; self.op = op; value = v; self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let o = try target.object.read(f)
        f[area] = o
        let k = try target.key.read(f)
        f[area &+ 1] = k
        f.at(target)
        let a: Value
        if k.isInt && o.isExactly(Types.list) && k.int >= 0 && k.int < ListRef(o).count { a = ListRef(o).items[k.int] } else if o.isExactly(Types.dict), let v = try DictRef(o).get(k) { a = v } else { a = try Operations.getItem(o, k) }
        f[area &+ 2] = a
        let b = try value.read(f)
        f.at(self)
        try target.store(f, o, k, try Augment.apply(op, a, b))
        return .next
    }
    override func record(_ r: Recorder) throws(Raise) -> Signal {
        let mark = r.mark
        do throws(Raise) {
            let o = try target.object.read(r), k = try target.key.read(r)
            let a = try r.subscript_(o, k, self), b = try value.read(r)
            try r.storeItem(o, k, try r.augment(op, a, b, self), self)
            return .next
        } catch { return try r.retreat(self, error, mark) }
    }
}
final class DeleteStatement: Statement {
    let targets: Children<Borrowed<Target>>
    init(_ t: [Target]) { targets = Children(t.map { Borrowed($0) }) }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        for i in 0..<targets.count { try targets[i].with { t throws(Raise) in try t.delete(f) } }
        return .next
    }
}
final class ReturnStatement: Statement {
    let value: Operand
    init(_ v: Operand) { value = v }
    override func run(_ f: Frame) throws(Raise) -> Signal { f.base[Frame.result] = try value.read(f); return .return_ }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { _ = c.next(); f.base[Frame.result] = try value.resume(f, &c); return .return_ }
}
final class BreakStatement: Statement {
    override func run(_ f: Frame) throws(Raise) -> Signal { .break_ }
    override func record(_ r: Recorder) throws(Raise) -> Signal { .break_ }
}
final class ContinueStatement: Statement {
    override func run(_ f: Frame) throws(Raise) -> Signal { .continue_ }
    override func record(_ r: Recorder) throws(Raise) -> Signal { .continue_ }
}

final class IfStatement: Statement {
    let condition: Operand, then: Statement, otherwise: Borrowed<Statement>?
    init(_ c: Operand, _ t: Statement, _ e: Statement?) { condition = c; then = t; otherwise = e.map { Borrowed($0) } }
    @inline(__always) func branch(_ f: Frame, _ yes: Bool) throws(Raise) -> Signal {
        if yes { return try then.run(f) }
        if let otherwise { return try otherwise.with { o throws(Raise) in try o.run(f) } }
        return .next
    }
    override func run(_ f: Frame) throws(Raise) -> Signal { try branch(f, try condition.test(f, self)) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        switch c.next() {
        case 0:
            if c.atEnd { return try run(f) }
            let v = try condition.resume(f, &c)
            f.at(self)
            return try branch(f, try Operations.isTrue(v))
        case 1: return try then.proceed(f, &c)
        default: return try otherwise.unsafelyUnwrapped.with { o throws(Raise) in try o.proceed(f, &c) }
        }
    }
    override func record(_ r: Recorder) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        let mark = r.mark, yes: Bool
        do throws(Raise) { yes = try r.test(condition) } catch {
            r.leave(); defer { r.enter() }
            return try r.retreat(self, error, mark)
        }
        if yes { r.part(1); return try then.record(r) }
        guard let otherwise else { return .next }
        r.part(2)
        return try otherwise.object.record(r)
    }
    override func recordResume(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        if c.path[c.level] == 0 { return try record(r) }
        r.enter(); defer { r.leave() }
        let s = c.next()
        r.part(s)
        return s == 1 ? try then.recordProceed(r, &c) : try otherwise.unsafelyUnwrapped.object.recordProceed(r, &c)
    }
}
final class AssertStatement: Statement {
    let condition: Operand, message: Operand?
    init(_ c: Operand, _ m: Operand?) { condition = c; message = m }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        if try condition.test(f, self) { return .next }
        guard let message else { f.at(self); throw Errors.empty(Exceptions.assertionError) }
        let m = try message.read(f)
        f.at(self)
        throw Errors.make(Exceptions.assertionError, value: m)
    }
}
final class RaiseStatement: Statement {
    let exception: Operand?, cause: Operand?
    init(_ e: Operand?, _ c: Operand?) { exception = e; cause = c }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        guard let exception else {
            f.at(self)
            let h = thread.pointee.handled
            if !h.isPointer { throw Errors.runtimeError("No active exception to reraise") }
            // A frame that handled it already has its traceback entry.
            throw Errors.reraise(h, in: f)
        }
        let e = try exception.read(f)
        guard let cause else { f.at(self); throw try RaiseStatement.raise(e, cause: .unbound) }
        let c = try cause.read(f)
        f.at(self)
        throw try RaiseStatement.raise(e, cause: c)
    }
    /// Raises an instance or class; CAUSE: unbound none given.
    static func raise(_ e: Value, cause: Value) throws(Raise) -> Raise {
        let x = try instance(e, "exceptions must derive from BaseException")
        if !cause.isUnbound {
            let c = cause.isNone ? cause : try instance(cause, "exception causes must derive from BaseException")
            ExceptionRef(x).cause = c.isNone ? .none : c
            ExceptionRef(x).suppressContext = true
        }
        return Errors.raise(x)
    }
    private static func instance(_ e: Value, _ message: String) throws(Raise) -> Value {
        if e.isExceptionInstance { return e }
        if e.isType && TypeRef(e.ref).has(TypeRef.Flags.exception) {
            let x = try Call.call(e)
            if x.isExceptionInstance { return x }
            throw Errors.typeError("calling \(Operations.reprText(e)) should have returned an instance of BaseException, not \(x.typeName)")
        }
        throw Errors.typeError(message)
    }
}

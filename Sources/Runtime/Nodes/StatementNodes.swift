/// Simple statements, blocks and `if`.

final class Block: Statement {
    let parts: Children<Borrowed<Statement>>
    init(_ p: Children<Borrowed<Statement>>) { parts = p }
    convenience init(_ p: [Statement]) { self.init(Children(p.map { Borrowed($0) })) }
    override func mapStatements(_ w: (Statement) -> Statement) { parts.map(w) }
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
    override func child(_ state: Int) -> Borrowed<Statement>? { parts[state] }
    override func goOn(_ f: Frame, _ state: Int, _ s: Signal) throws(Raise) -> Signal { s != .next ? s : try perform(f, from: state &+ 1) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        var i = c.begin()
        while i < parts.count {
            r.at(i)
            let x = try r.run(parts[i].object, &c)
            if x != .next { return x }
            i += 1
        }
        return .next
    }
}
final class PassStatement: Statement {
    override func run(_ f: Frame) throws(Raise) -> Signal { .next }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal { .next }
}
final class ExpressionStatement: Statement {
    let value: Expression
    init(_ v: Expression) { value = v }
    override func run(_ f: Frame) throws(Raise) -> Signal { drop(f, try value.execute(f)) }
    @inline(__always) final func drop(_ f: Frame, _ v: Value) -> Signal {
        if _slowPath(Watch.matters(v) || v.isPointer && v.ref.type == Types.coroutine) { Watch.clean(); dropped(f, v) }
        return .next
    }
    @inline(never) private func dropped(_ f: Frame, _ v: Value) {
        if v.isPointer && v.ref.type == Types.coroutine { f.at(self); CoroutineWarnings.dropped(v, f, byCall: value is CallNode || value is MethodCallNode || value is KeywordCallNode || value is StarCallNode) }
        if Watch.isActive { Watch.look(f, self, v) }
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { _ = c.next(); return drop(f, try value.proceed(f, &c)) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        let w = c.isSpecial ? try r.special(&c) : try value.trace(r, &c)
        if w.value.isPointer && w.value.ref.type == Types.coroutine { r.abort(.untraceable) }
        return drop(r.frame, w.value)
    }
}
/// The value of an expression statement at the prompt: goes to `sys.displayhook`.
final class DisplayStatement: Statement {
    let value: Operand
    init(_ v: Operand) { value = v }
    override func run(_ f: Frame) throws(Raise) -> Signal { try show(f, try value.read(f)) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { _ = c.next(); return try show(f, try value.resume(f, &c)) }
    private func show(_ f: Frame, _ v: Value) throws(Raise) -> Signal {
        f.at(self)
        let hook = try SysState.attribute("displayhook")
        if hook.isUnbound { throw Errors.runtimeError("lost sys.displayhook") }
        _ = try Call.call(hook, v)
        return .next
    }
}
class AssignLocal: Statement {
    final let slot: Int, value: Operand
    init(_ s: Int, _ v: Operand) { slot = s; value = v }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = try value.read(f)
        if _slowPath(Watch.matters(f[slot])) { Watch.clean(); return watched(f, v) }
        f[slot] = v
        return .next
    }
    @inline(never) private func watched(_ f: Frame, _ v: Value) -> Signal { Watch.drop(f[slot]); f[slot] = v; Watch.look(f, self); return .next }
    override final func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        r.store(slot, try r.read(value, &c))
        return .next
    }
    override final func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { _ = c.next(); f[slot] = try value.resume(f, &c); return .next }
}
/// `o.name = value`
final class AssignAttribute: Statement {
    let target: AttributeTarget, value: Operand, area: Int
    init(_ t: AttributeTarget, _ v: Operand, area: Int) { target = t; value = v; self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = try value.read(f)
        let o = try target.object.read(f)
        try target.store(f, o, v)
        if _slowPath(Watch.isActive) && (v.isNone || Watch.isPending) { if v.isNone { Watch.dropMany() }; Watch.clean(); Watch.look(f, self) }
        return .next
    }
    /// States: 0 value, 1 object, 2 the store, 3 in a property's setter.
    private func operands<M: Machine>(_ m: M, _ c: inout Cursor) throws(Raise) -> (M.Word, M.Word) {
        let s = c.begin()
        m.at(0)
        let v = s == 0 ? try m.read(value, &c) : m.held(area)
        m.put(area, v); m.at(1)
        let o = s <= 1 ? try m.read(target.object, &c) : m.held(area &+ 1)
        m.put(area &+ 1, o); m.at(2)
        return (v, o)
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if c.state == 3 { try target.finish(f, &c); return .next }
        let (v, o) = try operands(Interpreter(f), &c)
        try target.store(f, o, v)
        return .next
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        if c.state == 3 { _ = c.begin(); _ = try r.finishCall(target, &c); return .next }
        let (v, o) = try operands(r, &c)
        try r.storeAttribute(target, o, v, setter: 3)
        return .next
    }
}
/// `o[k] = value`
final class AssignSubscript: Statement {
    let target: SubscriptTarget, value: Operand, area: Int
    init(_ t: SubscriptTarget, _ v: Operand, area: Int) { target = t; value = v; self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = try value.read(f)
        let o = try target.object.read(f)
        let k = try target.key.read(f)
        try target.store(f, o, k, v)
        return .next
    }
    /// States: 0 value, 1 object, 2 key, 3 the store, 4 in `__setitem__`.
    private func operands<M: Machine>(_ m: M, _ c: inout Cursor) throws(Raise) -> (M.Word, M.Word, M.Word) {
        let s = c.begin()
        m.at(0)
        let v = s == 0 ? try m.read(value, &c) : m.held(area)
        m.put(area, v); m.at(1)
        let o = s <= 1 ? try m.read(target.object, &c) : m.held(area &+ 1)
        m.put(area &+ 1, o); m.at(2)
        let k = s <= 2 ? try m.read(target.key, &c) : m.held(area &+ 2)
        m.put(area &+ 2, k); m.at(3)
        return (v, o, k)
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if c.state == 4 { try target.finish(f, &c); return .next }
        let (v, o, k) = try operands(Interpreter(f), &c)
        try target.store(f, o, k, v)
        return .next
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        if c.state == 4 { _ = c.begin(); _ = try r.finishCall(target, &c); return .next }
        let (v, o, k) = try operands(r, &c)
        try r.storeItem(target, o, k, v, method: 4)
        return .next
    }
}
/// `a = b = value`
class AssignStatement: Statement {
    final let targets: Children<Borrowed<Target>>, value: Operand, area: Int
    /// AREA: a slot for the value, where there may be more than one target that can fail (else -1: state 0 is all there is).
    init(_ t: [Target], _ v: Operand, area: Int = -1) { targets = Children(t.count) { Borrowed(t[$0]) }; value = v; self.area = area }
    init(one t: Target, _ v: Operand, area: Int = -1) { targets = Children(1) { _ in Borrowed(t) }; value = v; self.area = area }
    @inline(__always) final func store(_ f: Frame, _ v: Value, from start: Int = 0) throws(Raise) {
        for i in start..<targets.count { try targets[i].with { t throws(Raise) in try t.store(f, v) } }
    }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        let v = try value.read(f)
        if _slowPath(Watch.isActive) { Watch.clean(); try watched(f, v); return .next }
        try store(f, v)
        return .next
    }
    @inline(never) private func watched(_ f: Frame, _ v: Value) throws(Raise) {
        for i in 0..<targets.count { Watch.drop(targets[i].object.bound(f)) }
        try store(f, v)
        Watch.look(f, self)
    }
    /// States: 0 value, 1 + i target i.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        let s = c.next()
        if s == 0 { try store(f, try value.resume(f, &c)) } else { try store(f, f[area], from: s - 1) }
        return .next
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        if area < 0 && !c.isActive { return try r.opaque(self) }
        r.enter(); defer { r.leave() }
        let s = c.begin()
        r.at(0)
        let w = s == 0 ? try r.read(value, &c) : r.held(area)
        r.put(area, w)
        for i in (s == 0 ? 0 : s - 1)..<targets.count {
            r.at(1 + i)
            try targets[i].object.trace(r, w)
        }
        return .next
    }
}
/// `o.a, l[i] = value`: in a trace each item has states of its own, as the stores may leave it.
final class UnpackStatement: AssignStatement {
    private let parts: SequenceTarget, steps: TargetSteps
    /// [AREA]: the value, the items behind it, then what the steps need.
    init(_ t: SequenceTarget, _ v: Operand, area: Int) {
        parts = t; steps = TargetSteps(first: 2, area: area + 1 + t.targets.count)
        super.init([t], v, area: area)
    }
    static let most = 8
    static func slots(_ n: Int) -> Int { 1 + n + TargetSteps.slots(n) }
    /// Whether the store of an item of T may leave a trace.
    static func fits(_ t: SequenceTarget) -> Bool {
        t.star < 0 && t.targets.count <= most && (0..<t.targets.count).contains { t.targets[$0].object is AttributeTarget || t.targets[$0].object is SubscriptTarget }
    }
    /// States: 0 value, 1 its unpacking, from 2 on the items (`TargetSteps`).
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        let s = c.next()
        if s == 0 { try store(f, try value.resume(f, &c)); return .next }
        if s == 1 { try store(f, f[area]); return .next }
        let begun = steps.target(s)
        try parts.targets[begun].with { t throws(Raise) in try steps.store(t, begun, f[area &+ 1 &+ begun], f, &c, state: s) }
        for i in (begun + 1)..<max(parts.targets.count, begun + 1) { let v = f[area &+ 1 &+ i]; try parts.targets[i].with { t throws(Raise) in try t.store(f, v) } }
        return .next
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        let n = parts.targets.count, s = c.begin()
        if s < 2 {
            r.at(0)
            let w = s == 0 ? try r.read(value, &c) : r.held(area)
            r.put(area, w)
            r.at(1)
            guard let items = r.unpack(w, n) else { try r.opaqueStore(parts, w); return .next }
            for i in 0..<n { r.put(area &+ 1 &+ i, items[i]) }
        }
        try steps.trace(parts.targets, r, &c, state: s) { r.held(area &+ 1 &+ $0) }
        return .next
    }
}
/// `a, b = b, a`: no tuple is made.
final class SwapStatement: Statement {
    let targets: Children<Borrowed<Target>>, values: Children<Operand>, area: Int
    private let steps: TargetSteps
    /// [AREA]: the values, then what the steps need.
    init(_ t: [Target], _ v: [Operand], area: Int) {
        targets = Children(t.map { Borrowed($0) }); values = Children(v); self.area = area
        steps = TargetSteps(first: v.count, area: area + v.count)
    }
    /// For N values; ARENAMES: no target has an object or a key to be held.
    static func slots(_ n: Int, areNames: Bool) -> Int { areNames ? n : n + TargetSteps.slots(n) }
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
    /// States: i value i, from n on the targets (`TargetSteps`); values lie in the area.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        let n = values.count, s = c.next()
        var i = 0
        if s < n {
            f[area &+ s] = try values[s].resume(f, &c)
            for i in (s + 1)..<max(n, s + 1) { f[area &+ i] = try values[i].read(f) }
        } else {
            i = steps.target(s)
            try targets[i].with { t throws(Raise) in try steps.store(t, i, f[area &+ i], f, &c, state: s) }
            i += 1
        }
        while i < n { let v = f[area &+ i]; try targets[i].with { t throws(Raise) in try t.store(f, v) }; i += 1 }
        return .next
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        let n = values.count, s = c.begin()
        for i in min(s, n)..<n { r.at(i); r.put(area &+ i, try r.read(values[i], &c)) }
        try steps.trace(targets, r, &c, state: s) { r.held(area &+ $0) }
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
    /// States: 0 object, 1 the read, 2 value, 3 the operation, 4 the store, 5 in a property's getter, 6 in its setter. Area: object, old value, operand, new value.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if c.state == 6 { try target.finish(f, &c); return .next }
        let s = c.next()
        if s == 5 {
            f[area &+ 1] = try Call.finish(f, read, &c)
            f[area &+ 2] = try value.read(f)
            f.at(self)
            try target.store(f, f[area], try Augment.apply(op, f[area &+ 1], f[area &+ 2]))
            return .next
        }
        if s == 0 { f[area] = try target.object.resume(f, &c) }
        let o = f[area]
        if s <= 1 {
            if s == 1 && c.isSpecial { f[area &+ 1] = try ResumeState.value(f, &c) } else {
                var a = read.cache.load(o)
                if a.isUnbound { a = try read.slow(f, o) }
                f[area &+ 1] = a
            }
        }
        if s <= 2 { f[area &+ 2] = s == 2 ? try value.resume(f, &c) : try value.read(f) }
        f.at(self)
        if s <= 3 { f[area &+ 3] = s == 3 && c.isSpecial ? try ResumeState.value(f, &c) : try Augment.apply(op, f[area &+ 1], f[area &+ 2]) }
        try target.store(f, o, f[area &+ 3])
        return .next
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        if c.state == 6 { _ = c.begin(); _ = try r.finishCall(target, &c); return .next }
        let s = c.begin(), isGetting = s == 5
        r.at(0)
        let o = s == 0 ? try r.read(target.object, &c) : r.held(area)
        r.put(area, o); r.at(1)
        let a = isGetting ? try r.finishCall(read, &c) : s <= 1 ? c.isSpecial ? try r.special(&c) : try r.attribute(read, o, keepsLevel: true, getter: 5) : r.held(area &+ 1)
        r.put(area &+ 1, a); r.at(2)
        let b = s <= 2 || isGetting ? try r.read(value, &c) : r.held(area &+ 2)
        r.put(area &+ 2, b); r.at(3)
        let v = s <= 3 || isGetting ? c.isSpecial ? try r.special(&c) : try r.augment(op, a, b, self) : r.held(area &+ 3)
        r.put(area &+ 3, v); r.at(4)
        try r.storeAttribute(target, o, v, setter: 6)
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
        if o.isExactly(Types.dict) && k.isExactly(Types.str) {
            let d = DictRef(o), i = d.findIndexMixed(k)
            if i >= 0 {
                let a = d.valueAt(i), table = d.table.ref, held = d.key(i)
                f[area &+ 2] = a
                let b = try value.read(f)
                f.at(self)
                let r = try Augment.apply(op, a, b)
                // The entry is still where it was unless the table was replaced or the key deleted.
                let t = d.table
                if t.ref == table && t.entries[i].value.bits != 0 && t.entries[i].key == held { t.ref.barrier(); t.entries[i].value = r; return .next }
                try target.store(f, o, k, r)
                return .next
            }
        }
        let a: Value
        if k.isInt && o.isExactly(Types.list) && k.int >= 0 && k.int < ListRef(o).count { a = ListRef(o).items[k.int] } else if o.isExactly(Types.dict), let v = try DictRef(o).get(k) { a = v } else { a = try Operations.getItem(o, k) }
        f[area &+ 2] = a
        let b = try value.read(f)
        f.at(self)
        try target.store(f, o, k, try Augment.apply(op, a, b))
        return .next
    }
    /// States: 0 object, 1 key, 2 the read, 3 value, 4 the operation, 5 the store. Area: object, key, old value, operand, new value.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        let s = c.next()
        if s == 0 { f[area] = try target.object.resume(f, &c) }
        let o = f[area]
        if s <= 1 { f[area &+ 1] = s == 1 ? try target.key.resume(f, &c) : try target.key.read(f) }
        let k = f[area &+ 1]
        if s <= 2 {
            f.at(target)
            f[area &+ 2] = s == 2 && c.isSpecial ? try ResumeState.value(f, &c) : try Operations.getItem(o, k)
        }
        if s <= 3 { f[area &+ 3] = s == 3 ? try value.resume(f, &c) : try value.read(f) }
        f.at(self)
        if s <= 4 { f[area &+ 4] = s == 4 && c.isSpecial ? try ResumeState.value(f, &c) : try Augment.apply(op, f[area &+ 2], f[area &+ 3]) }
        try target.store(f, o, k, f[area &+ 4])
        return .next
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        let s = c.begin()
        r.at(0)
        let o = s == 0 ? try r.read(target.object, &c) : r.held(area)
        r.put(area, o); r.at(1)
        let k = s <= 1 ? try r.read(target.key, &c) : r.held(area &+ 1)
        r.put(area &+ 1, k); r.at(2)
        let a = s <= 2 ? c.isSpecial ? try r.special(&c) : try r.subscript_(o, k, target, keepsLevel: true) : r.held(area &+ 2)
        r.put(area &+ 2, a); r.at(3)
        let b = s <= 3 ? try r.read(value, &c) : r.held(area &+ 3)
        r.put(area &+ 3, b); r.at(4)
        let v = s <= 4 ? c.isSpecial ? try r.special(&c) : try r.augment(op, a, b, self) : r.held(area &+ 4)
        r.put(area &+ 4, v); r.at(5)
        try r.storeItem(target, o, k, v)
        return .next
    }
}
final class DeleteStatement: Statement {
    let targets: Children<Borrowed<Target>>, area: Int
    /// AREA: two slots for an object and a key, where all targets are items and attributes (else -1).
    init(_ t: [Target], area: Int = -1) { targets = Children(t.map { Borrowed($0) }); self.area = area }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        var mustLook = Watch.isActive
        for i in 0..<targets.count {
            try targets[i].with { t throws(Raise) in
                if Watch.isOwnFinalizer(t.bound(f)) { mustLook = true }
                try t.delete(f)
            }
        }
        if _slowPath(mustLook) { Watch.dropMany(); Watch.clean(); Watch.look(f, self) }
        return .next
    }
    /// States: three for each target, 0 the object, 1 the key, 2 the deletion.
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        if area < 0 { return try run(f) }
        let s = c.next(), begun = s / 3, step = s % 3
        try targets[begun].with { t throws(Raise) in
            if let a = t as? AttributeTarget {
                if step == 0 { f[area] = try a.object.resume(f, &c) }
                f.at(a)
                try Operations.deleteAttribute(f[area], a.name)
            } else if let u = t as? SubscriptTarget {
                if step == 0 { f[area] = try u.object.resume(f, &c) }
                if step <= 1 { f[area &+ 1] = step == 1 ? try u.key.resume(f, &c) : try u.key.read(f) }
                f.at(u)
                try Operations.deleteItem(f[area], f[area &+ 1])
            }
        }
        for i in (begun + 1)..<max(targets.count, begun + 1) { try targets[i].with { t throws(Raise) in try t.delete(f) } }
        return .next
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        guard area >= 0, c.isActive || !Watch.isActive else { return try r.opaque(self) }
        r.enter(); defer { r.leave() }
        let s = c.begin()
        for i in (s / 3)..<targets.count {
            let t = targets[i].object, step = i == s / 3 ? s % 3 : 0
            r.at(3 * i)
            if let a = t as? AttributeTarget {
                let o = step == 0 ? try r.read(a.object, &c) : r.held(area)
                r.put(area, o); r.at(3 * i + 2)
                try r.deleteAttribute(a, o)
            } else if let u = t as? SubscriptTarget {
                let o = step == 0 ? try r.read(u.object, &c) : r.held(area)
                r.put(area, o); r.at(3 * i + 1)
                let k = step <= 1 ? try r.read(u.key, &c) : r.held(area &+ 1)
                r.put(area &+ 1, k); r.at(3 * i + 2)
                try r.deleteItem(u, o, k)
            }
        }
        return .next
    }
}
final class ReturnStatement: Statement {
    let value: Operand
    init(_ v: Operand) { value = v }
    override func run(_ f: Frame) throws(Raise) -> Signal { f.base[Frame.result] = try value.read(f); return .return_ }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal { _ = c.next(); f.base[Frame.result] = try value.resume(f, &c); return .return_ }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        r.result = try r.read(value, &c)
        return .return_
    }
}
final class BreakStatement: Statement {
    override func run(_ f: Frame) throws(Raise) -> Signal { .break_ }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal { .break_ }
}
final class ContinueStatement: Statement {
    override func run(_ f: Frame) throws(Raise) -> Signal { .continue_ }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal { .continue_ }
}

final class IfStatement: Statement {
    let condition: Operand, leaf: LeafTest
    var then: Borrowed<Statement>, otherwise: Borrowed<Statement>?
    override func mapStatements(_ w: (Statement) -> Statement) { then = Borrowed(w(then.object)); otherwise = otherwise.map { Borrowed(w($0.object)) } }
    init(_ c: Operand, _ t: Statement, _ e: Statement?) { condition = c; leaf = LeafTest(c); then = Borrowed(t); otherwise = e.map { Borrowed($0) } }
    @inline(__always) func branch(_ f: Frame, _ yes: Bool) throws(Raise) -> Signal {
        if yes { return try then.run(f) }
        if let otherwise { return try otherwise.with { o throws(Raise) in try o.run(f) } }
        return .next
    }
    override func run(_ f: Frame) throws(Raise) -> Signal { try branch(f, try leaf.decide(f, condition, self)) }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        switch c.next() {
        case 0: return try branch(f, try Interpreter(f).test(condition, self, &c))
        case 1: return try then.proceed(f, &c)
        default: return try otherwise.unsafelyUnwrapped.with { o throws(Raise) in try o.proceed(f, &c) }
        }
    }
    override func child(_ state: Int) -> Borrowed<Statement>? { state == 1 ? then : state == 2 ? otherwise : nil }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        let s = c.begin()
        r.at(0)
        let yes = s == 0 ? try r.test(condition, self, &c) : s == 1
        if yes { r.at(1); return try r.run(then.object, &c) }
        guard let otherwise else { return .next }
        r.at(2)
        return try r.run(otherwise.object, &c)
    }
}
final class AssertStatement: Statement {
    let condition: Operand, message: Operand?
    init(_ c: Operand, _ m: Operand?) { condition = c; message = m }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        if try condition.test(f, self) { return .next }
        return try fail(f)
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        _ = c.next()
        return try Interpreter(f).test(condition, self, &c) ? .next : try fail(f)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        if try r.test(condition, self, &c) { return .next }
        r.abort(.raised)
        return try fail(r.frame)
    }
    private func fail(_ f: Frame) throws(Raise) -> Signal {
        guard let message else { f.at(self); throw Errors.empty(Exceptions.assertionError) }
        let m = try message.read(f)
        f.at(self)
        throw Errors.make(Exceptions.assertionError, value: m)
    }
}
final class RaiseStatement: Statement {
    let exception: Operand?, cause: Operand?
    init(_ e: Operand?, _ c: Operand?) { exception = e; cause = c }
    /// With an operand that may be left in the middle.
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        guard cause?.isSimple ?? true, r.isExpected, exception != nil || !c.isActive else {
            if c.isActive { throw r.untraceable(self) }
            r.abort(.raised)
            return try run(r.frame)
        }
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        guard let exception else {
            r.raisesAgain(self)
            throw RaiseStatement.again(r.frame)
        }
        let w = try r.read(exception, &c)
        let x = try cause?.read(r)
        throw r.raise(self, w, cause: x)
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        _ = c.next()
        let e = try exception.unsafelyUnwrapped.resume(f, &c), x = try cause?.read(f)
        f.at(self)
        throw try RaiseStatement.raise(e, cause: x ?? .unbound)
    }
    /// The error that raising E (see `raise`) is, be it that it cannot be raised.
    static func raised(_ e: Value, cause: Value) -> Raise {
        do throws(Raise) { return try raise(e, cause: cause) } catch { return error }
    }
    override func run(_ f: Frame) throws(Raise) -> Signal {
        guard let exception else { f.at(self); throw RaiseStatement.again(f) }
        let e = try exception.read(f)
        guard let cause else { f.at(self); throw try RaiseStatement.raise(e, cause: .unbound) }
        let c = try cause.read(f)
        f.at(self)
        throw try RaiseStatement.raise(e, cause: c)
    }
    /// A bare `raise` in F.
    static func again(_ f: Frame) -> Raise {
        let h = thread.pointee.handled
        if !h.isPointer { return Errors.runtimeError("No active exception to reraise") }
        // A frame that handled it already has its traceback entry.
        return Errors.reraise(h, in: f)
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
            throw Errors.typeError("calling \(Operations.reprText(e)) should have returned an instance of BaseException, not \(x.type)")
        }
        throw Errors.typeError(message)
    }
}

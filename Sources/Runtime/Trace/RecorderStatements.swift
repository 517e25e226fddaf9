import TraceIR
import TraceCompiler

/// `match` and `with` under the recorder. A pattern that only looks (values compared by kind or identity, plain attributes, items of lists and tuples) becomes
/// guards that leave to the beginning of its case; all others are calls whose answer is guarded. So a guard never stands behind an effect of its own case.
extension Recorder {
    /// The module that an import finds ready, as a constant; nil: it would ask, or load.
    func imported(_ n: ImportNode) -> Traced? {
        let function = frame.function
        guard let m = n.again(function) else { return nil }
        let w = b.call(Leaves.imported, [b.pointer(UInt(bitPattern: Unmanaged.passUnretained(n).toOpaque())), b.asWord(known(function.value).ref)], result: .word, writes: 0, leaf: true)
        b.guardNonNull(w, snapshot())
        guardIdentity(Traced(value: m, ref: w))
        return known(m)
    }
    /// Guards what W is: an int, a float, its exact type, or for None and the like its identity.
    func guardKind(_ w: Traced) {
        let v = w.value
        if v.isInt { _ = int(w) } else if isFloat(w) { _ = float(w) } else if v.isPointer { guardType(w, v.ref.type); guardVersion(v.ref.type) } else { guardIdentity(w) }
    }
    /// `x == y` (OP: or `!=`) where no Python code has a say in it; nil elsewhere, and nothing has happened.
    func plainEqual(_ x: Traced, _ y: Traced, _ op: Operations.Comparison = .eq) -> Bool? {
        if let w = orderSimple(op, x, y) {
            let yes = w.value == .true
            if !w.ref.isConstant { b.guardBool(w.ref, yes, snapshot()) }
            return yes
        }
        let p = x.value, q = y.value
        let t = p.type, u = q.type
        if Operations.comparesIdentity(t, op) && Operations.comparesIdentity(u, op) {
            guardKind(x); guardKind(y)
            return identical(x, y) == (op == .eq)
        }
        if t != u && Recorder.isAloof(p) && Recorder.isAloof(q) {
            guardKind(x); guardKind(y)
            return op == .ne
        }
        return nil
    }
    /// Values that equal none of another type: ints among str, str among tuples and so on.
    private static func isAloof(_ v: Value) -> Bool {
        if v.isInt || v.isNone { return true }
        guard v.isPointer else { return false }
        let t = v.ref.type
        return t == Types.str || t == Types.bytes || t == Types.list || t == Types.tuple || t == Types.dict
    }
    /// `isinstance(w, cls)` for a plain class, from the type of W alone; nil where more is asked.
    func plainInstance(_ w: Traced, _ cls: Traced) -> Bool? {
        guard cls.value.isType, cls.value.ref.type == Types.type else { return nil }
        let v = w.value
        if v.isPointer, !v.ref.type.has(TypeRef.Flags.genericGet) { return nil }
        guardIdentity(cls)
        guardKind(w)
        return v.type.isSubtype(of: TypeRef(cls.value.ref))
    }
    /// Attribute NAME of W if it is kept in a place that can be read without running anything.
    func plainAttribute(_ n: Node, _ name: Value, _ w: Traced) throws(Raise) -> Traced? {
        guard w.value.isPointer else { return nil }
        let c = AttributeCache.single(w.value, name)
        switch c.kind {
        case .inline, .overflow, .value: break
        case .slot: if w.value.ref.value(Int(c.index)).isUnbound { return nil }
        default: return nil
        }
        return try attribute(n, name, w, raisingIn: 0)
    }
    /// Whether pattern P fits W, asked by a call that may run anything; names it binds lie in SLOTS afterwards.
    func opaque(_ p: Pattern, _ w: Traced, binding slots: Range<Int>) throws(Raise) -> Bool {
        complete()
        let address = UInt(bitPattern: Unmanaged.passUnretained(p).toOpaque())
        let r = b.call(Residual.matchPattern, [b.pointer(address), b.slotAddress(top.base), b.asWord(w.ref)], result: .i64, raises: snapshot(.raising, last: ResumeState.raising))
        for s in slots { bound(s) }
        effects += 1
        let yes = try p.matches(frame, w.value)
        // It has been asked: the exit takes the other answer along.
        finished(bool(!yes))
        frame.base[Frame.result] = Value(bool: yes)
        b.guardEqual(r, yes ? 2 : 1, snapshot(decided: true))
        forgetFinished()
        return yes
    }

    // MARK: with
    /// `__enter__` of MANAGER: inlined where both methods are Python functions. What the statement keeps lies in its area.
    func enter(_ n: WithStatement, _ manager: Traced) throws(Raise) -> Traced {
        finished(manager)
        if manager.value.isPointer {
            let t = manager.value.ref.type, enter = t.slot(.enter), exit = t.slot(.exit)
            if enter.isExactly(Types.function), exit.isExactly(Types.function), canInline(FunctionRef(enter.ref), 1) {
                guardType(manager, t); guardVersion(t)
                let f = known(enter)
                put(n.area, known(exit)); put(n.area + 5, manager)
                return try inline(n, f, [manager], state: 5)
            }
        }
        forgetFinished()
        let w = residual(Residual.enterWith, [b.pointer(UInt(bitPattern: Unmanaged.passUnretained(n).toOpaque())), b.slotAddress(top.base), manager.ref])
        let v = try n.enter(frame, manager.value)
        for i in 0..<6 { bound(n.area + i) }
        return Traced(value: v, ref: w)
    }
    /// `__exit__` after a body that ended well.
    func exit(_ n: WithStatement) throws(Raise) {
        let f = held(n.area), manager = held(n.area + 5)
        if f.value.isExactly(Types.function), !manager.value.isUnbound, canInline(FunctionRef(f.value.ref), 4) {
            guardIdentity(f)
            if !manager.ref.isConstant && b.kind(manager.ref) == .word { b.guardNonNull(manager.ref, snapshot()) }
            let none = constant(.none)
            _ = try inline(n, known(f.value), [manager, none, none, none], state: 7)
            return
        }
        _ = residual(Residual.exitWith, [b.pointer(UInt(bitPattern: Unmanaged.passUnretained(n).toOpaque())), b.slotAddress(top.base)], result: .i64)
        try n.leave(frame)
    }
}

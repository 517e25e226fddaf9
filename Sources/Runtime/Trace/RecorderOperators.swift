import TraceIR
import TraceCompiler

/// Operators and comparisons whose operands answer in Python. Each method that is asked runs in a state of its own of the node that asks; a method that
/// answers NotImplemented leaves the node in a state in which the other operand is still to be asked.
///
/// States of arithmetic: see `BinaryExpression.operands`. A comparison has those of `Asking` behind a first one, its operands lie in the node's area.
enum Asking {
    /// In the left operand's method; in the right one's; the left one has answered NotImplemented; both have; in the left one's `__eq__`, which is asked for `!=`.
    static let left = 0, right = 1, afterLeft = 2, unanswered = 3, opposite = 4, count = 5
}
extension Recorder {
    // MARK: arithmetic
    /// A dunder method of the left operand, where nothing else can be asked first.
    func inlineOperator(_ op: Operations.Binary, _ x: Traced, _ y: Traced, inPlace: Bool) throws(Raise) -> Traced? {
        if let w = try inlineReflected(op, x, y, inPlace: inPlace) { return w }
        guard x.value.isPointer else { return nil }
        let t = x.value.ref.type, s = t.slot(op.slot)
        guard s.isExactly(Types.function), canInline(FunctionRef(s.ref), 2), !inPlace || t.slot(op.inPlace).isUnbound else { return nil }
        guard located != nil else { return nil }
        let u = y.value.type
        if u != t && u.isSubtype(of: t) && u.slot(op.reflected) != t.slot(op.reflected) { return nil }
        guardType(x, t); guardVersion(t)
        if u.has(TypeRef.Flags.heapType) { guardVersion(u) }
        if y.value.isPointer { guardType(y, u) } else if y.value.isInt { _ = int(y) } else if isFloat(y) { _ = float(y) } else { guardIdentity(y) }
        guard let n = located?.takeUnretainedValue() else { return nil }
        let w = try inline(n, known(s), [x, y], state: 3)
        return try answered(w, n)
    }
    /// A dunder method of the right operand, where the left one is a number or has none.
    private func inlineReflected(_ op: Operations.Binary, _ x: Traced, _ y: Traced, inPlace: Bool) throws(Raise) -> Traced? {
        guard y.value.isPointer, let n = located?.takeUnretainedValue() as? ArithmeticNode, case let u = y.value.ref.type, case let s = u.slot(op.reflected), s.isExactly(Types.function) else { return nil }
        var base = u
        while base.has(TypeRef.Flags.heapType) { base = TypeRef(base.base.ref) }
        let t = x.value.type, isNumber = x.value.isInt || isFloat(x), isBare = x.value.isPointer && t.has(TypeRef.Flags.heapType) && t != u && t.slot(op.slot).isUnbound && (!inPlace || t.slot(op.inPlace).isUnbound)
        guard base == Types.object, isNumber || isBare, canInline(FunctionRef(s.ref), 2) else { return nil }
        if isBare { guardType(x, t); guardVersion(t) } else { guardKind(x) }
        guardType(y, u); guardVersion(u)
        return try answeredByRight(n, try inline(n, known(s), [y, x], state: 4))
    }
    func answeredByRight(_ n: ArithmeticNode, _ w: Traced) throws(Raise) -> Traced {
        if w.value.isNotImplemented {
            abort(.raised)
            throw Operations.unsupported(n.op, frame[n.area], frame[n.area + 1], n.isInPlace ? n.op.inPlaceSymbol : n.op.symbol)
        }
        guardAnswer(w)
        return w
    }
    /// W, which the left operand's method has given, or what the right operand answers where that is NotImplemented.
    private func answered(_ w: Traced, _ n: Node) throws(Raise) -> Traced {
        guardAnswer(w)
        if !w.value.isNotImplemented { return w }
        guard let a = n as? ArithmeticNode else { abort(.untraceable); return w }
        return try askRight(a)
    }
    /// The left operand of N has answered NotImplemented.
    func askRight(_ n: ArithmeticNode) throws(Raise) -> Traced {
        at(BinaryExpression.afterLeft)
        let x = held(n.area), y = held(n.area + 1), u = y.value.type, s = u.slot(n.op.reflected)
        if y.value.isPointer, u != x.value.type, s.isExactly(Types.function), canInline(FunctionRef(s.ref), 2) {
            guardType(y, u); guardVersion(u)
            return try answeredByRight(n, try inline(n, known(s), [y, x], state: 4))
        }
        locate(n)
        let r = residual(Residual.binaryAfterLeft, [x.ref, y.ref, b.i64(Int(n.op.rawValue)), b.i64(n.isInPlace ? 1 : 0)], isValue: true)
        return Traced(value: try Operations.afterLeft(n.op, x.value, y.value, n.isInPlace), ref: r)
    }
    func continueOperator(_ n: ArithmeticNode, _ c: inout Cursor) throws(Raise) -> Traced { try answered(try finishCall(n, &c), n) }
    /// Whether W, which a method has given, is NotImplemented. Behind the call there is no state to go back to but the value itself.
    private func guardAnswer(_ w: Traced) {
        if b.kind(w.ref) != .word || w.ref.isConstant { return }
        b.guardBool(b.compare(w.value.isNotImplemented ? .eq : .ne, w.ref, b.word(Value.notImplemented.bits)), true, snapshotAfter(w))
    }

    // MARK: comparisons
    /// A comparison's method of the left operand, where nothing else is asked first. FIRST: the first of the node's states (`Asking`).
    func inlineComparison(_ op: Operations.Comparison, _ x: Traced, _ y: Traced, first: Int, isValue: Bool) throws(Raise) -> Traced? {
        guard x.value.isPointer, let n = located?.takeUnretainedValue() as? Expression, n is ComparisonNode || n is ChainNode else { return nil }
        let t = x.value.ref.type, u = y.value.type
        var s = t.slot(op.slot), stage = Asking.left
        if op == .ne, s == Types.object.slot(.ne) { s = t.slot(.eq); stage = Asking.opposite }
        guard s.isExactly(Types.function), canInline(FunctionRef(s.ref), 2), u == t || !u.isSubtype(of: t) else { return nil }
        guardType(x, t); guardVersion(t); guardKind(y)
        return try compared(op, n, try inline(n, known(s), [x, y], state: first + stage), stage, first: first, isValue: isValue)
    }
    /// A method asked at STAGE has given W.
    private func compared(_ op: Operations.Comparison, _ n: Expression, _ w: Traced, _ stage: Int, first: Int, isValue: Bool) throws(Raise) -> Traced {
        if stage == Asking.opposite && !w.value.isNotImplemented { return b.kind(w.ref) == .bool ? not(w) : bool(try !decide(w)) }
        guardAnswer(w)
        if !w.value.isNotImplemented { return w }
        return stage == Asking.right ? try unanswered(op, n, first: first) : try compareByRight(op, n, first: first, isValue: isValue)
    }
    /// The left operand of N has answered NotImplemented.
    private func compareByRight(_ op: Operations.Comparison, _ n: Expression, first: Int, isValue: Bool) throws(Raise) -> Traced {
        at(first + Asking.afterLeft)
        let x = held(n.area), y = held(n.area + 1), t = x.value.type, u = y.value.type, s = u.slot(op.swapped.slot)
        if y.value.isPointer, s.isExactly(Types.function), canInline(FunctionRef(s.ref), 2) {
            guardType(y, u); guardVersion(u)
            return try compared(op, n, try inline(n, known(s), [y, x], state: first + Asking.right), Asking.right, first: first, isValue: isValue)
        }
        if op == .eq || op == .ne {
            // (Those know nothing but what is of their own class.)
            let isStranger = !t.isSubtype(of: u) && [Types.int, Types.float, Types.str, Types.tuple, Types.list, Types.dict, Types.bytes].contains { $0 == u }
            let isPlain = s == Types.object.slot(op.slot) && u.slot(.eq) == Types.object.slot(.eq)
            if isStranger || isPlain {
                guardType(x, t); guardKind(y)
                if u.has(TypeRef.Flags.heapType) { guardVersion(u) }
                return try unanswered(op, n, first: first)
            }
        }
        locate(n)
        let r = residual(Residual.compareAfterLeft, [x.ref, y.ref, b.i64(Int(op.rawValue))], isValue: isValue)
        return Traced(value: try Operations.afterLeft(op, x.value, y.value), ref: r)
    }
    /// Both operands of N have answered NotImplemented.
    private func unanswered(_ op: Operations.Comparison, _ n: Expression, first: Int) throws(Raise) -> Traced {
        at(first + Asking.unanswered)
        let x = held(n.area), y = held(n.area + 1)
        if op == .eq || op == .ne { return identity(x, y, op == .ne) }
        abort(.raised)
        frame.at(n)
        return Traced(value: try Operations.unanswered(op, x.value, y.value), ref: b.word(0))
    }
    /// Goes on with a comparison by N at STAGE: the recorder's `Operations.continueComparison`.
    func continueComparison(_ op: Operations.Comparison, _ n: Expression, _ stage: Int, first: Int, isValue: Bool, _ c: inout Cursor) throws(Raise) -> Traced {
        switch stage {
        case Asking.afterLeft: return try compareByRight(op, n, first: first, isValue: isValue)
        case Asking.unanswered: return try unanswered(op, n, first: first)
        default: return try compared(op, n, try finishCall(n, &c), stage, first: first, isValue: isValue)
        }
    }
}

import TraceIR
import TraceCompiler

/// Numbers, comparisons and truth under the recorder.
extension Recorder {
    // MARK: numbers
    func int(_ w: Traced) -> TraceIR.Ref { b.guardInt(w.ref, snapshot()) }
    func float(_ w: Traced) -> TraceIR.Ref { b.guardFloat(w.ref, snapshot()) }
    func isInt(_ w: Traced) -> Bool { w.value.isInt }
    func isFloat(_ w: Traced) -> Bool { isFloatValue(w.value) }
    func bothInt(_ x: Traced, _ y: Traced) -> Bool { Value.bothInt(x.value, y.value) }
    func isBool(_ w: Traced) -> Bool { w.value.isBool }
    func isTrueBool(_ w: Traced) -> Bool { w.value == .true }
    func ints(_ op: Opcode, _ x: Traced, _ y: Traced, _ v: Value) -> Traced { Traced(value: v, ref: b.arithmetic(op, int(x), int(y), snapshot())) }
    func addInt(_ x: Traced, _ y: Traced) -> Traced? { Interpreter(frame).addInt(x.value, y.value).map { ints(.add, x, y, $0) } }
    func subtractInt(_ x: Traced, _ y: Traced) -> Traced? { Interpreter(frame).subtractInt(x.value, y.value).map { ints(.sub, x, y, $0) } }
    func multiplyInt(_ x: Traced, _ y: Traced) -> Traced? { Interpreter(frame).multiplyInt(x.value, y.value).map { ints(.mul, x, y, $0) } }
    func divideInt(_ op: Operations.Binary, _ x: Traced, _ y: Traced) -> Traced? {
        Interpreter(frame).divideInt(op, x.value, y.value).map { ints(op == .floordiv ? .floorDiv : .mod, x, y, $0) }
    }
    func bitwise(_ op: Operations.Binary, _ x: Traced, _ y: Traced) -> Traced {
        Traced(value: Interpreter(frame).bitwise(op, x.value, y.value), ref: b.arithmetic(op == .and ? .and : op == .or ? .or : .xor, int(x), int(y)))
    }
    func arithmeticFloat(_ op: Operations.Binary, _ x: Traced, _ y: Traced) -> Traced {
        let p = x.value.asDouble, q = y.value.asDouble, d: Double, code: Opcode
        switch op {
        case .add: d = p + q; code = .add
        case .sub: d = p - q; code = .sub
        case .mul: d = p * q; code = .mul
        default: d = p / q; code = .div
        }
        return Traced(value: Value(float: d), ref: b.arithmetic(code, float(x), float(y)))
    }
    func intToFloat(_ w: Traced) -> Traced { Traced(value: Value(float: Double(w.value.int)), ref: b.intToF64(int(w))) }
    func isNonZeroFloat(_ w: Traced) -> Bool {
        let yes = w.value.asDouble != 0
        if yes { b.guardBool(b.compare(.ne, float(w), b.float(0)), true, snapshot()) }
        return yes
    }
    static func opcode(_ op: Operations.Comparison) -> Opcode {
        switch op { case .lt: .lt; case .le: .le; case .eq: .eq; case .ne: .ne; case .gt: .gt; case .ge: .ge }
    }
    func compareInt(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) -> Bool {
        let yes = Operations.compare(x.value.int, y.value.int, op)
        b.guardBool(b.compare(Recorder.opcode(op), int(x), int(y)), yes, snapshot())
        return yes
    }
    func compareFloat(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) -> Bool {
        let yes = Operations.compare(x.value.asDouble, y.value.asDouble, op)
        b.guardBool(b.compare(Recorder.opcode(op), float(x), float(y)), yes, snapshot())
        return yes
    }
    /// An int that a float represents exactly, as one; nil for larger ones.
    func exact(_ w: Traced) -> Traced? {
        if isFloat(w) { return w }
        guard w.value.isInt, abs(w.value.int) <= 1 << 53 else { return nil }
        let i = int(w)
        b.guardRange(i, -(1 << 53), 1 << 53, snapshot())
        return Traced(value: Value(float: Double(w.value.int)), ref: b.intToF64(i))
    }
    /// A comparison of any values, as a value. The node's operands lie in its area.
    func order(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) throws(Raise) -> Traced {
        if op == .eq || op == .ne, let yes = plainEqual(x, y, op) { return bool(yes) }
        if bothInt(x, y) { return bool(compareInt(op, x, y)) }
        if isFloat(x) || isFloat(y), let p = exact(x), let q = exact(y) { return bool(compareFloat(op, p, q)) }
        let bothStr = x.value.isExactly(Types.str) && y.value.isExactly(Types.str)
        if bothStr {
            guardType(x, Types.str); guardType(y, Types.str)
            let v = try Operations.richCompare(x.value, y.value, op)
            let r = b.call(Residual.compareStr, [x.ref, y.ref, b.i64(Int(op.rawValue))], result: .i64, pure: true)
            let yes = v == .true
            b.guardEqual(r, yes ? 1 : 0, snapshot())
            return bool(yes)
        }
        let v = try Operations.richCompare(x.value, y.value, op)
        return Traced(value: v, ref: residual(Residual.compare, [x.ref, y.ref, b.i64(Int(op.rawValue))]))
    }
    func compare(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) throws(Raise) -> Traced { try order(op, x, y) }
    func same(_ x: Traced, _ y: Traced) -> Bool { identical(x, y) }
    /// `is`
    func identical(_ x: Traced, _ y: Traced) -> Bool {
        let yes = x.value == y.value
        b.guardBool(b.compare(.eq, b.asWord(x.ref), b.asWord(y.ref)), yes, snapshot())
        return yes
    }
    func bool(_ v: Bool) -> Traced { Traced(value: Value(bool: v), ref: b.bool(v)) }
    /// Whether the truth of V takes a call (`isTrue` guards its answer).
    func isAskedForTruth(_ v: Value) -> Bool {
        guard v.isPointer else { return false }
        let t = v.ref.type
        if t == Types.str || t == Types.list || t == Types.tuple || t == Types.dict || t == Types.float { return false }
        return t.hasSlot(.bool) || t.hasSlot(.len)
    }
    /// The truth of W, whose guards leave by the current state: nothing may have happened in it since W was computed.
    func isTrue(_ w: Traced) throws(Raise) -> Bool { try isTrue(w, isFinished: false) }
    func isTrue(_ w: Traced, isFinished: Bool) throws(Raise) -> Bool {
        let v = w.value
        if b.kind(w.ref) == .bool {
            if w.ref.isConstant { return v == .true }
            b.guardBool(w.ref, v == .true, snapshot()); return v == .true
        }
        if v.isInt { return compareInt(.ne, w, constant(Value(int: 0))) }
        if isFloat(w) { return compareFloat(.ne, w, Traced(value: Value(float: 0), ref: b.float(0))) }
        if v.isBool || v.isNone { b.guardEqual(b.asWord(w.ref), v.bits, snapshot()); return v == .true }
        if v.isPointer {
            let t = v.ref.type
            if t == Types.str || t == Types.list || t == Types.tuple || t == Types.dict {
                guardType(w, t)
                let n = b.load(w.ref, offset: 16, class: Alias.lengths, kind: .i64, length: true)
                let yes = v.ref.word(2) != 0
                b.guardBool(b.compare(.ne, n, b.i64(0)), yes, snapshot())
                return yes
            }
            if !t.hasSlot(.bool), !t.hasSlot(.len) { guardType(w, t); guardVersion(t); return true }
        }
        let yes = try Operations.isTrue(v)
        // The child that gave W counts as the one that raises.
        let r = residual(Residual.truth, [w.ref], up: 0, result: .i64)
        // `__bool__` has run: the exit takes the other answer along.
        if isFinished { finished(bool(!yes)); frame.base[Frame.result] = Value(bool: yes) } else { abort(.untraceable) }
        b.guardEqual(r, yes ? 2 : 1, snapshot(decided: true))
        return yes
    }
    /// Operators that the fast paths of the nodes do not cover. The operands lie in the node's area.
    func binary(_ op: Operations.Binary, _ x: Traced, _ y: Traced) throws(Raise) -> Traced { try operation(op, x, y, inPlace: false) }
    func inPlace(_ op: Operations.Binary, _ x: Traced, _ y: Traced) throws(Raise) -> Traced { try operation(op, x, y, inPlace: true) }
    func operation(_ op: Operations.Binary, _ x: Traced, _ y: Traced, inPlace: Bool, up: Int = 1) throws(Raise) -> Traced {
        if let r = numbers(op, x, y) { return r }
        if op == .add, x.value.isExactly(Types.str), y.value.isExactly(Types.str) {
            guardType(x, Types.str); guardType(y, Types.str)
            return leaf(Residual.concatenate, [x, y], try Operations.binary(.add, x.value, y.value))
        }
        if up == 1, let r = try inlineOperator(op, x, y, inPlace: inPlace) { return r }
        let v = inPlace ? try Operations.inPlace(op, x.value, y.value) : try Operations.binary(op, x.value, y.value)
        return Traced(value: v, ref: residual(inPlace ? Residual.inPlace : Residual.binary, [x.ref, y.ref, b.i64(Int(op.rawValue))], up: up))
    }
    /// Operators of numbers with a result that is immediate; nil for others.
    private func numbers(_ op: Operations.Binary, _ x: Traced, _ y: Traced) -> Traced? {
        switch op {
        case .truediv:
            // Exactly represented operands: the quotient is the correctly rounded one.
            guard isInt(x) || isFloat(x), isInt(y) || isFloat(y), let p = exact(x), let q = exact(y), isNonZeroFloat(q) else { return nil }
            return arithmeticFloat(.truediv, p, q)
        case .rshift:
            guard bothInt(x, y), y.value.int >= 0, y.value.int < 63 else { return nil }
            let count = int(y)
            b.guardRange(count, 0, 62, snapshot())
            return Traced(value: Value(int: x.value.int &>> y.value.int), ref: b.arithmetic(.shr, int(x), count, snapshot()))
        case .lshift:
            guard bothInt(x, y) else { return nil }
            let p = x.value.int, q = y.value.int
            guard q >= 0 && q < 62 && (p &<< (q &+ 1)) &>> (q &+ 1) == p else { return nil }
            return ints(.shl, x, y, Value(int: p &<< q))
        case .pow:
            guard isFloat(x) || isInt(x), isFloat(y) || isInt(y), isFloat(x) || isFloat(y) || y.ref.isConstant && y.value.int == 2 else { return nil }
            if bothInt(x, y) { return multiplyInt(x, x) }
            if y.ref.isConstant && isInt(y) && y.value.int == 2 { return arithmeticFloat(.mul, x, x) }
            return nil
        default: return nil
        }
    }
    func unary(_ op: Operations.Unary, _ w: Traced, _ n: Node) throws(Raise) -> Traced {
        if w.value.isInt {
            switch op {
            case .pos: return Traced(value: w.value, ref: int(w))
            case .invert: return Traced(value: Value(int: ~w.value.int), ref: b.arithmetic(.not, int(w)))
            case .neg: if let r = subtractInt(constant(Value(int: 0)), w) { return r }
            }
        }
        if isFloat(w) && op == .neg { return Traced(value: Value(float: -w.value.asDouble), ref: b.arithmetic(.neg, float(w))) }
        locate(n)
        let v = try Operations.unary(op, w.value)
        return Traced(value: v, ref: residual(Residual.unary, [w.ref, b.i64(Int(op.rawValue))]))
    }
    /// `a op= b` in a statement that keeps its operands.
    func augment(_ op: Operations.Binary, _ x: Traced, _ y: Traced, _ n: Node) throws(Raise) -> Traced {
        if bothInt(x, y) {
            let r: Traced?
            switch op {
            case .add: r = addInt(x, y)
            case .sub: r = subtractInt(x, y)
            case .mul: r = multiplyInt(x, y)
            case .and, .or, .xor: r = bitwise(op, x, y)
            case .floordiv, .mod: r = divideInt(op, x, y)
            default: r = nil
            }
            if let r { return r }
        } else if isFloat(x) || isFloat(y), isFloat(x) || isInt(x), isFloat(y) || isInt(y), op == .add || op == .sub || op == .mul {
            return arithmeticFloat(op, isInt(x) ? intToFloat(x) : x, isInt(y) ? intToFloat(y) : y)
        }
        locate(n)
        return try operation(op, x, y, inPlace: true, up: 0)
    }
}

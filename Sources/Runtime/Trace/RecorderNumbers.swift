import Primitives
import TraceIR
import TraceCompiler

/// Numbers, comparisons and truth under the recorder.
extension Recorder {
    // MARK: numbers
    func int(_ w: Traced) -> TraceIR.Ref { b.guardInt(w.ref, snapshot()) }
    func float(_ w: Traced) -> TraceIR.Ref { b.guardFloat(w.ref, snapshot()) }
    func isInt(_ w: Traced) -> Bool { w.value.isInt }
    func isFloat(_ w: Traced) -> Bool { isFloatValue(w.value) }
    func bothInt(_ x: Traced, _ y: Traced) -> Bool { Value.bothInt(x.value, y.value) && !isWide(x) && !isWide(y) }
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
    /// A comparison of any values, as a value: of builtin ones it is a truth value that nothing has guarded yet. The node's operands lie in its area;
    /// FIRST: the first of its states in which methods are asked (`Asking`).
    func order(_ op: Operations.Comparison, _ x: Traced, _ y: Traced, isValue: Bool = false, first: Int = ComparisonNode.firstState) throws(Raise) -> Traced {
        if let w = orderSimple(op, x, y) ?? orderNone(op, x, y) { return w }
        if let w = try orderTuples(op, x, y) { return w }
        let known = Plain.compare(x.value, y.value, op)
        if known != 2 {
            let r = b.call(Leaves.compare, [b.asWord(x.ref), b.asWord(y.ref), b.i64(Int(op.rawValue))], result: .i64, writes: 0)
            b.guardBool(b.compare(.ne, r, b.i64(2)), true, snapshot())
            return Traced(value: Value(bool: known == 1), ref: b.compare(.eq, r, b.i64(1)))
        }
        if let w = attempt(op, x, y) { return w }
        if let w = try inlineComparison(op, x, y, first: first, isValue: isValue) { return w }
        let w = residual(Residual.compare, [x.ref, y.ref, b.i64(Int(op.rawValue))], isValue: isValue)
        return Traced(value: try Operations.richCompare(x.value, y.value, op), ref: w)
    }
    /// Of two numbers, strs or bytes.
    func orderSimple(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) -> Traced? {
        if let w = orderNumbers(op, x, y) ?? orderStrs(op, x, y) ?? orderBytes(op, x, y) ?? orderComplex(op, x, y) { return w }
        guard let (p, q) = underived(x, y, op.slot, op.swapped.slot) else { return nil }
        return orderNumbers(op, p, q)
    }
    private func orderNumbers(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) -> Traced? {
        if isIntegral(x) && isIntegral(y) {
            let p = integral(x), q = integral(y)
            return Traced(value: Value(bool: Operations.compare(p.value.int, q.value.int, op)), ref: b.compare(Recorder.opcode(op), int(p), int(q)))
        }
        if isFloat(x) && (isFloat(y) || isInt(y)) || isFloat(y) && isInt(x), let p = exact(x), let q = exact(y) {
            return Traced(value: Value(bool: Operations.compare(p.value.asDouble, q.value.asDouble, op)), ref: b.compare(Recorder.opcode(op), float(p), float(q)))
        }
        return nil
    }
    private func orderStrs(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) -> Traced? {
        guard isText(x, op.slot, op.swapped.slot) && isText(y, op.slot, op.swapped.slot) else { return nil }
        let p = StrRef(x.value.ref), q = StrRef(y.value.ref)
        if let c = codePoint(x), let d = codePoint(y) { return Traced(value: Value(bool: Operations.compare(p[0], q[0], op)), ref: b.compare(Recorder.opcode(op), c, d)) }
        guardText(x); guardText(y)
        if op == .eq || op == .ne {
            if p.isInterned && q.isInterned {
                // Two of them are equal if they are one.
                guardInterned(x); guardInterned(y)
                return Traced(value: Value(bool: (x.value == y.value) == (op == .eq)), ref: b.compare(op == .eq ? .eq : .ne, x.ref, y.ref))
            }
            let r = b.call(Leaves.equalStrs, [x.ref, y.ref], result: .i64, pure: true, leaf: true)
            return Traced(value: Value(bool: StrRef.equal(p, q) == (op == .eq)), ref: b.compare(op == .eq ? .ne : .eq, r, b.i64(0)))
        }
        let r = b.call(Leaves.orderStrs, [x.ref, y.ref], result: .i64, pure: true, leaf: true)
        return Traced(value: Value(bool: Operations.compare(TextOperations.compare(p, q), 0, op)), ref: b.compare(Recorder.opcode(op), r, b.i64(0)))
    }
    private func orderBytes(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) -> Traced? {
        guard op == .eq || op == .ne, x.value.isExactly(Types.bytes), y.value.isExactly(Types.bytes) else { return nil }
        guardType(x, Types.bytes); guardType(y, Types.bytes)
        let r = b.call(Leaves.equalBytes, [x.ref, y.ref], result: .i64, pure: true, leaf: true)
        return Traced(value: Value(bool: BytesRef.equal(BytesRef(x.value.ref), BytesRef(y.value.ref)) == (op == .eq)), ref: b.compare(op == .eq ? .ne : .eq, r, b.i64(0)))
    }
    private func guardInterned(_ w: Traced) {
        if w.ref.isConstant { return }
        let byte = HeaderFlag.interned.trailingZeroBitCount / 8, bit = Int(HeaderFlag.interned >> UInt64(8 * byte))
        // (The flag is never taken away: no write changes what this reads.)
        b.guardEqual(b.arithmetic(.and, b.load(w.ref, offset: byte, class: 0, kind: .i64, size: 1), b.i64(bit)), UInt64(bit), snapshot())
    }
    /// Equality with None, of what does not ask Python code about it.
    private func orderNone(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) -> Traced? {
        guard op == .eq || op == .ne, x.value.isNone || y.value.isNone else { return nil }
        let none = y.value.isNone ? y : x, other = y.value.isNone ? x : y, v = other.value
        if v.isNone { guardIdentity(none); guardIdentity(other); return bool(op == .eq) }
        if v.isPointer {
            let t = v.ref.type
            guard t.slot(.eq) == Types.object.slot(.eq) || t.has(TypeRef.Flags.immutable), !t.slot(.eq).isExactly(Types.function) else { return nil }
            guardIdentity(none); guardType(other, t); guardVersion(t)
        } else if v.isInt { guardIdentity(none); _ = int(other) } else if isFloat(other) { guardIdentity(none); _ = float(other) } else { return nil }
        return bool(op == .ne)
    }
    /// Ints and bools.
    func isIntegral(_ w: Traced) -> Bool { w.value.isInt || w.value.isBool }
    /// W, an int or bool, as an int.
    func integral(_ w: Traced) -> Traced {
        if w.value.isInt { return w }
        if b.kind(w.ref) == .bool { return Traced(value: Value(int: w.value == .true ? 1 : 0), ref: b.boolToInt(w.ref)) }
        guardIdentity(w)
        return constant(Value(int: w.value == .true ? 1 : 0))
    }
    /// Numbers that traces compute with: no big ints.
    func isNumber(_ w: Traced) -> Bool { isIntegral(w) || isFloat(w) }
    /// W, a number, as a float.
    func asFloat(_ w: Traced) -> Traced { isFloat(w) ? w : intToFloat(integral(w)) }
    func compare(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) throws(Raise) -> Traced { try order(op, x, y) }
    func same(_ x: Traced, _ y: Traced) -> Bool { identical(x, y) }
    /// `is`
    func identical(_ x: Traced, _ y: Traced) -> Bool {
        let w = identity(x, y, false)
        if !w.ref.isConstant { b.guardBool(w.ref, w.value == .true, snapshot()) }
        return w.value == .true
    }
    /// `is`, as a truth value that nothing has guarded yet.
    func identity(_ x: Traced, _ y: Traced, _ negated: Bool) -> Traced {
        // Floats have no identity but their bits (`Operations.isIdentical`), so one of two words has to be none.
        if b.kind(x.ref) == .f64 || b.kind(y.ref) == .f64 || isFloat(x) && isFloat(y) {
            guard isFloat(x) && isFloat(y) else { guardKind(x); guardKind(y); return bool(negated) }
            let same = x.value.asDouble.bitPattern == y.value.asDouble.bitPattern
            let r = b.call(Leaves.sameFloats, [float(x), float(y)], result: .i64, pure: true, leaf: true)
            return Traced(value: Value(bool: same != negated), ref: b.compare(.eq, r, b.i64(negated ? 0 : 1)))
        }
        if !(x.ref.isConstant && !isFloat(x) || y.ref.isConstant && !isFloat(y)), b.kind(x.ref) == .word, b.kind(y.ref) == .word {
            let w = isFloat(x) ? y : isFloat(y) || x.value.isPointer ? x : y
            if !w.value.isPointer { guardKind(w) } else if !ofMany.contains(w.ref.raw) { guardType(w, w.value.ref.type) }
        }
        let w = Traced(value: Value(bool: x.value == y.value), ref: b.compare(.eq, b.asWord(x.ref), b.asWord(y.ref)))
        return negated ? not(w) : w
    }
    func bool(_ v: Bool) -> Traced { Traced(value: Value(bool: v), ref: b.bool(v)) }
    /// The truth of W, whose guards leave by the current state: nothing may have happened in it since W was computed.
    func isTrue(_ w: Traced) throws(Raise) -> Bool { try isTrue(w, isFinished: false) }
    func isTrue(_ w: Traced, isFinished: Bool) throws(Raise) -> Bool {
        let v = w.value
        if b.kind(w.ref) == .bool {
            if w.ref.isConstant { return v == .true }
            b.guardBool(w.ref, v == .true, snapshot()); return v == .true
        }
        if let yes = truthOfMany(w) { return yes }
        if v.isInt { return compareInt(.ne, w, constant(Value(int: 0))) }
        if isFloat(w) { return compareFloat(.ne, w, Traced(value: Value(float: 0), ref: b.float(0))) }
        if v.isBool || v.isNone { b.guardEqual(b.asWord(w.ref), v.bits, snapshot()); return v == .true }
        if let n = dequeLength(w) {
            b.guardBool(b.compare(.ne, n.ref, b.int(0)), n.value.int != 0, snapshot())
            return n.value.int != 0
        }
        if v.isPointer {
            let t = v.ref.type
            if t == Types.str || t == Types.list || t == Types.tuple || t == Types.dict || t == Types.set || t == Types.frozenset || t == Types.bytes || t == Types.bytearray {
                guardType(w, t)
                // (By the class of a tuple's own stores: it may have been made in the trace.)
                let n = b.load(w.ref, offset: 16, class: t == Types.tuple ? 0 : Alias.lengths, kind: .i64, length: true)
                let yes = v.ref.word(2) != 0
                b.guardBool(b.compare(.ne, n, b.i64(0)), yes, snapshot())
                return yes
            }
            if isDerived(w), let x = underived(w, .bool, .len) {
                if Plain.base(ofDerived: t) != Types.str { return try isTrue(x, isFinished: isFinished) }
                b.guardBool(b.compare(.ne, b.load(w.ref, offset: 16, class: 0, kind: .i64, length: true), b.i64(0)), StrRef(v.ref).count != 0, snapshot())
                return StrRef(v.ref).count != 0
            }
            if !t.hasSlot(.bool), !t.hasSlot(.len) { guardType(w, t); guardVersion(t); return true }
        }
        if !isAskedForTruth(v) {
            let yes = try Operations.isTrue(v)
            guardKind(w)
            let r = b.call(Residual.truth, [b.asWord(w.ref)], result: .i64, writes: 0, raises: snapshot(.raising, last: ResumeState.raising, up: 0))
            b.guardEqual(r, yes ? 2 : 1, snapshot())
            return yes
        }
        if let yes = try truthInPython(w) { return yes }
        let yes = try Operations.isTrue(v)
        // The child that gave W counts as the one that raises.
        let r = residual(Residual.truth, [w.ref], up: 0, result: .i64)
        // `__bool__` has run: the exit takes the other answer along.
        if isFinished { finished(bool(!yes)); frame.base[Frame.result] = Value(bool: yes) } else { abort(.untraceable) }
        b.guardEqual(r, yes ? 2 : 1, snapshot(decided: true))
        return yes
    }
    /// Whether the truth of V is for Python code to say.
    func isAskedForTruth(_ v: Value) -> Bool {
        guard v.isPointer else { return false }
        let t = v.ref.type, s = t.slot(.bool).isUnbound ? t.slot(.len) : t.slot(.bool)
        return s.isPointer && s.ref.type != Types.wrapperDescriptor && s.ref.type != Types.methodDescriptor
    }
    /// Operators that the fast paths of the nodes do not cover. The operands lie in the node's area.
    func binary(_ op: Operations.Binary, _ x: Traced, _ y: Traced) throws(Raise) -> Traced { try operation(op, x, y, inPlace: false) }
    func inPlace(_ op: Operations.Binary, _ x: Traced, _ y: Traced) throws(Raise) -> Traced { try operation(op, x, y, inPlace: true) }
    func operation(_ op: Operations.Binary, _ x: Traced, _ y: Traced, inPlace: Bool, up: Int = 1) throws(Raise) -> Traced {
        if let r = numbers(op, x, y) { return r }
        if let e = dividedByZero(op, x, y) { throw e }
        if let r = try wide(op, x, y) { return r }
        if let r = try complexes(op, x, y) { return r }
        if op == .add, x.value.isExactly(Types.str), y.value.isExactly(Types.str) {
            guardType(x, Types.str); guardType(y, Types.str)
            return leaf(Residual.concatenate, [x, y], try Operations.binary(.add, x.value, y.value))
        }
        if let r = try native(op, x, y, inPlace: inPlace, up: up) { return r }
        if let r = attempt(op, x, y, inPlace: inPlace) { return r }
        if up == 1, let r = try inlineOperator(op, x, y, inPlace: inPlace) { return r }
        let w = residual(inPlace ? Residual.inPlace : Residual.binary, [x.ref, y.ref, b.i64(Int(op.rawValue))], up: up, isValue: true)
        return Traced(value: inPlace ? try Operations.inPlace(op, x.value, y.value) : try Operations.binary(op, x.value, y.value), ref: w)
    }
    /// An operator of two numbers, as nodes and `operator` functions perform it.
    func arithmetic(_ op: Operations.Binary, _ x: Traced, _ y: Traced) throws(Raise) -> Traced? { basic(op, x, y) ?? numbers(op, x, y) }
    /// Operators of numbers; nil for others. UP: as for `residual`.
    private func numbers(_ op: Operations.Binary, _ x: Traced, _ y: Traced) -> Traced? {
        if op != .divmod, let (p, q) = underived(x, y, op.slot, op.reflected, op.inPlace) { return isNumber(p) && isNumber(q) ? basic(op, p, q) ?? numbers(op, p, q) : nil }
        if x.value.isBool || y.value.isBool {
            guard isNumber(x) && isNumber(y) else { return nil }
            if x.value.isBool && y.value.isBool && (op == .and || op == .or || op == .xor) {
                let r = bitwise(op, integral(x), integral(y))
                return Traced(value: Value(bool: r.value.int != 0), ref: b.compare(.ne, r.ref, b.int(0)))
            }
            let p = isFloat(x) ? x : integral(x), q = isFloat(y) ? y : integral(y)
            return basic(op, p, q) ?? numbers(op, p, q)
        }
        switch op {
        case .truediv:
            // Exactly represented operands: the quotient is the correctly rounded one.
            guard isInt(x) || isFloat(x), isInt(y) || isFloat(y), let p = exact(x), let q = exact(y), isNonZeroFloat(q) else { return nil }
            return arithmeticFloat(.truediv, p, q)
        case .mod, .floordiv:
            guard isFloat(x) && isNumber(y) || isFloat(y) && isNumber(x) else { return nil }
            let p = asFloat(x), q = asFloat(y)
            guard isNonZeroFloat(q) else { return nil }
            let d = op == .mod ? FloatMath.remainder(p.value.asDouble, q.value.asDouble) : FloatMath.floorDivide(p.value.asDouble, q.value.asDouble)
            return Traced(value: Value(float: d), ref: b.call(op == .mod ? Leaves.remainder : Leaves.floorDivide, [float(p), float(q)], result: .f64, pure: true, leaf: true))
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
            if bothInt(x, y) {
                guard y.ref.isConstant, y.value.int >= 1, y.value.int <= 8 else { return nil }
                var r = x
                for _ in 1..<y.value.int { guard let next = multiplyInt(r, x) else { return nil }; r = next }
                return r
            }
            // (Ints that are wide have powers of their own.)
            guard isNumber(x) && isNumber(y), isFloat(x) || isFloat(y) else { return nil }
            let p = asFloat(x), q = asFloat(y)
            // (`x * x` differs from the C library's `pow(x, 2)` in the last bit for one in a thousand.)
            guard case .value(let d) = FloatMath.power(p.value.asDouble, q.value.asDouble), d.isFinite else { return nil }
            let isSquare = y.ref.isConstant && q.value.asDouble == 2
            let r = isSquare ? b.call(Leaves.square, [float(p)], result: .f64, pure: true, leaf: true) : b.call(Leaves.power, [float(p), float(q)], result: .f64, pure: true, leaf: true)
            guardFinite(r)
            return Traced(value: Value(float: d), ref: r)
        default: return nil
        }
    }
    /// What the nodes' fast paths do, for operands that have become numbers of these kinds.
    private func basic(_ op: Operations.Binary, _ x: Traced, _ y: Traced) -> Traced? {
        if bothInt(x, y) {
            switch op {
            case .add: return addInt(x, y)
            case .sub: return subtractInt(x, y)
            case .mul: return multiplyInt(x, y)
            case .and, .or, .xor: return bitwise(op, x, y)
            case .floordiv, .mod: return divideInt(op, x, y)
            default: return nil
            }
        }
        // (Neither is a float: bools, and ints that are wide.)
        guard isFloat(x) || isFloat(y) else { return nil }
        return op == .add || op == .sub || op == .mul ? arithmeticFloat(op, asFloat(x), asFloat(y)) : nil
    }
    /// Leaves for infinities and nan.
    func guardFinite(_ r: TraceIR.Ref) { b.guardBool(b.compare(.lt, b.arithmetic(.abs, r), b.float(.infinity)), true, snapshot()) }
    /// Operators of builtin values that run no Python code; nil for others.
    private func native(_ op: Operations.Binary, _ x: Traced, _ y: Traced, inPlace: Bool, up: Int) throws(Raise) -> Traced? {
        func isBig(_ w: Traced) -> Bool { w.value.isInt || w.value.isExactly(Types.int) }
        func isSequence(_ w: Traced) -> Bool { w.value.isExactly(Types.str) || w.value.isExactly(Types.list) || w.value.isExactly(Types.tuple) || w.value.isExactly(Types.bytes) }
        func isComplex(_ w: Traced) -> Bool { isBig(w) || isFloat(w) || w.value.isExactly(Types.complex) }
        // (Whether views pin the size, completed frames tell: only where there were none.)
        let grows = op == .add && inPlace && x.value.isExactly(Types.bytearray) && y.value.isExactly(Types.bytes) && ByteArrayRef(x.value).hasNoExports
        let fits: Bool
        switch op {
        case .add where grows: fits = true
        case .add: fits = isComplex(x) && isComplex(y) || isSequence(x) && x.value.type == y.value.type
        case .mul: fits = isComplex(x) && isComplex(y) || isSequence(x) && y.value.isInt || isSequence(y) && x.value.isInt
        case .mod: fits = isBig(x) && isBig(y) || x.value.isExactly(Types.str) && (y.value.isInt || isFloat(y) || y.value.isExactly(Types.str))
        case .sub, .truediv, .pow: fits = isComplex(x) && isComplex(y)
        case .floordiv, .lshift, .rshift, .and, .or, .xor: fits = isBig(x) && isBig(y)
        default: fits = false
        }
        guard fits else { return nil }
        guardKind(x); guardKind(y)
        if grows { b.guardEqual(b.load(x.ref, offset: ByteArrayRef.exportsWord * 8, class: Alias.lengths, kind: .i64), 0, snapshot()) }
        // Only `list += list`, `list *= int` and `bytearray += bytes` change an operand.
        let writes = grows || inPlace && x.value.isExactly(Types.list) ? Alias.mask(Alias.lengths, Alias.items) : 0
        if writes != 0 { effects += 1 }
        let r = b.call(inPlace ? Residual.inPlace : Residual.binary, [b.asWord(x.ref), b.asWord(y.ref), b.i64(Int(op.rawValue))], result: .word, writes: writes,
                       raises: snapshot(.raising, last: ResumeState.raising, up: up))
        givesValue()
        return Traced(value: inPlace ? try Operations.inPlace(op, x.value, y.value) : try Operations.binary(op, x.value, y.value), ref: r)
    }
    func unary(_ op: Operations.Unary, _ w: Traced, _ n: Node) throws(Raise) -> Traced {
        if isDerived(w), let x = underived(w, op.slot), isNumber(x) { return try unary(op, x, n) }
        if w.value.isInt && !isWide(w) {
            switch op {
            case .pos: return Traced(value: w.value, ref: int(w))
            case .invert: return Traced(value: Value(int: ~w.value.int), ref: b.arithmetic(.not, int(w)))
            case .neg: if let r = subtractInt(constant(Value(int: 0)), w) { return r }
            }
        }
        if op == .invert, let r = try wide(.xor, w, constant(Value(int: -1))) { return r }
        if isFloat(w) && op == .neg { return Traced(value: Value(float: -w.value.asDouble), ref: b.arithmetic(.neg, float(w))) }
        if isComplex(w) && op == .neg { return try negativeComplex(w) }
        locate(n)
        if w.value.isBool || w.value.isExactly(Types.int) || w.value.isInt || w.value.isExactly(Types.complex) {
            guardKind(w)
            let v = try Operations.unary(op, w.value)
            return Traced(value: v, ref: b.call(Residual.unary, [b.asWord(w.ref), b.i64(Int(op.rawValue))], result: .word, writes: 0, raises: snapshot(.raising, last: ResumeState.raising, up: 1)))
        }
        if w.value.isPointer, case let t = w.value.ref.type, case let f = t.slot(op.slot), f.isExactly(Types.function), canInline(FunctionRef(f.ref), 1) {
            guardType(w, t); guardVersion(t)
            return try inline(n, known(f), [w], state: 1)
        }
        let x = residual(Residual.unary, [w.ref, b.i64(Int(op.rawValue))], isValue: true)
        return Traced(value: try Operations.unary(op, w.value), ref: x)
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

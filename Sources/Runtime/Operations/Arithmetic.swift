/// Binary, in-place and unary operators on any values. Fast paths for immediate ints and floats are the nodes'; here is everything.
extension Operations {
    /// In the order of `Slot.add...xor`, of their reflected and in-place forms.
    public enum Binary: UInt8, CaseIterable {
        case add, sub, mul, matmul, truediv, floordiv, mod, divmod, pow, lshift, rshift, and, or, xor
        @inline(__always) var slot: Slot { Slot.add.advanced(Int(rawValue)) }
        @inline(__always) var reflected: Slot { Slot.radd.advanced(Int(rawValue)) }
        /// Not for `divmod`.
        @inline(__always) var inPlace: Slot { Slot.iadd.advanced(Int(rawValue) - (rawValue > Binary.divmod.rawValue ? 1 : 0)) }
        var symbol: String { ["+", "-", "*", "@", "/", "//", "%", "divmod()", "** or pow()", "<<", ">>", "&", "|", "^"][Int(rawValue)] }
        var inPlaceSymbol: String { ["+=", "-=", "*=", "@=", "/=", "//=", "%=", "", "**=", "<<=", ">>=", "&=", "|=", "^="][Int(rawValue)] }
    }
    /// `a op b`.
    public static func binary(_ op: Binary, _ a: Value, _ b: Value) throws(Raise) -> Value {
        if op == .add && a.isPointer && b.isPointer && a.ref.type == b.ref.type {
            let t = a.ref.type
            if t == Types.str { return TextOperations.concatenate(a, b) }
            if t == Types.list { return try ListType.concatenate(ListRef(a), ListRef(b)) }
            if t == Types.tuple { return try TupleType.concatenate(TupleRef(a), TupleRef(b)) }
            if t == Types.bytes { return try BytesType.concatenate(BytesRef(a), BytesRef(b).data, BytesRef(b).count) ?? b }
        }
        if !isObject(a) {
            if a.isExactly(Types.str) {
                if let r = try TextOperations.binary(op, a, b) { return r }
            } else if let r = try Integers.binaryNumbers(op, a, b) { return r }
            if op == .mul && b.isInt && a.isExactly(Types.list) { return try ListType.repeated(ListRef(a), b.int) }
            if a.isExactly(Types.complex) && b.isExactly(Types.complex), op == .add || op == .sub || op == .mul { return try ComplexObject.arithmetic(op, a, b) }
            if SetRef.isExact(a) && SetRef.isExact(b), let r = try SetType.operate(op, a, b) { return r }
        }
        let r = try binaryOrNotImplemented(op, a, b)
        if r.isNotImplemented { throw unsupported(op, a, b, op.symbol) }
        return r
    }
    /// An instance of a class that is no kind of number or str.
    @inline(__always) private static func isObject(_ v: Value) -> Bool {
        v.bits & 7 == 0 && v.ref.type.flags & (TypeRef.Flags.heapType | TypeRef.Flags.plainNew) == TypeRef.Flags.heapType | TypeRef.Flags.plainNew
    }
    static func binaryOrNotImplemented(_ op: Binary, _ a: Value, _ b: Value, isInPlace: Bool = false) throws(Raise) -> Value {
        let ta = a.type, tb = b.type
        let s = ta.slot(op.slot)
        if tb == ta && isObject(a) {
            if s.isUnbound { return .notImplemented }
            return try callSlot(s, a, b)
        }
        var r = tb == ta ? Value.unbound : tb.slot(op.reflected)
        // Sequences concatenate and repeat only after the other operand's number protocol was asked.
        let late = (op == .add || op == .mul) && s.isPointer && s.ref.type == Types.wrapperDescriptor && ta.has(TypeRef.Flags.isSequence)
        if !r.isUnbound && !s.isUnbound && r.isPointer && (late && (!tb.has(TypeRef.Flags.isSequence) || r.ref.type != Types.wrapperDescriptor) || tb.isSubtype(of: ta) && r != ta.slot(op.reflected)) {
            let v = try callSlot(r, b, a)
            if !v.isNotImplemented { return v }
            r = .unbound
        }
        if !s.isUnbound && !(op == .mul && isRepetition(s, b)) {
            let v = try callSlot(s, a, b)
            if !v.isNotImplemented { return v }
        }
        if !r.isUnbound && !(op == .mul && isRepetition(r, a, isInPlace: isInPlace)) { return try callSlot(r, b, a) }
        return .notImplemented
    }
    /// Whether the special method M is a native sequence's repetition and V no count for it: operators do not ask then (sq_repeat is no number method).
    /// In place, only a left operand V without any sequence methods lets a sequence on the right repeat.
    private static func isRepetition(_ m: Value, _ v: Value, isInPlace: Bool = false) -> Bool {
        guard m.isPointer && m.ref.type == Types.wrapperDescriptor, TypeRef(m.ref.value(Descriptor.owner).ref).has(TypeRef.Flags.repeats) else { return false }
        return isInPlace && hasSequenceSlots(v) || !ListType.isIndex(v)
    }
    /// What follows when the left operand's method answered NotImplemented and was the first asked.
    static func afterLeft(_ op: Binary, _ a: Value, _ b: Value, _ isInPlace: Bool) throws(Raise) -> Value {
        if a.type != b.type {
            let r = b.type.slot(op.reflected)
            if !r.isUnbound && !(op == .mul && isRepetition(r, a, isInPlace: isInPlace)) { let v = try callSlot(r, b, a); if !v.isNotImplemented { return v } }
        }
        throw unsupported(op, a, b, isInPlace ? op.inPlaceSymbol : op.symbol)
    }
    /// Goes on in the left operand's method, called by node N with its operands at AREA.
    static func continueBinary(_ op: Binary, _ isInPlace: Bool, _ f: Frame, _ area: Int, _ n: Node, _ c: inout Cursor) throws(Raise) -> Value {
        let v = try Call.finish(f, n, &c)
        if !v.isNotImplemented { return v }
        f.at(n)
        return try afterLeft(op, f[area], f[area &+ 1], isInPlace)
    }
    /// Goes on in the right operand's method, where the left has none.
    static func continueRight(_ op: Binary, _ isInPlace: Bool, _ f: Frame, _ area: Int, _ n: Node, _ c: inout Cursor) throws(Raise) -> Value {
        let v = try Call.finish(f, n, &c)
        if !v.isNotImplemented { return v }
        f.at(n)
        throw unsupported(op, f[area], f[area &+ 1], isInPlace ? op.inPlaceSymbol : op.symbol)
    }
    /// Goes on with a comparison by node N, whose operands lie at AREA; STAGE: see `Asking`.
    static func continueComparison(_ op: Comparison, _ stage: Int, _ f: Frame, _ area: Int, _ n: Node, _ c: inout Cursor) throws(Raise) -> Value {
        if stage == Asking.afterLeft { f.at(n); return try afterLeft(op, f[area], f[area &+ 1]) }
        if stage == Asking.unanswered { f.at(n); return try unanswered(op, f[area], f[area &+ 1]) }
        let v = try Call.finish(f, n, &c)
        f.at(n)
        if !v.isNotImplemented { return stage == Asking.opposite ? Value(bool: try !isTrue(v)) : v }
        return stage == Asking.right ? try unanswered(op, f[area], f[area &+ 1]) : try afterLeft(op, f[area], f[area &+ 1])
    }
    /// As `afterLeft` of operators.
    static func afterLeft(_ op: Comparison, _ a: Value, _ b: Value) throws(Raise) -> Value {
        let s = b.type.slot(op.swapped.slot)
        if !s.isUnbound { let r = try callSlot(s, b, a); if !r.isNotImplemented { return r } }
        return try unanswered(op, a, b)
    }
    /// Nobody knows.
    static func unanswered(_ op: Comparison, _ a: Value, _ b: Value) throws(Raise) -> Value {
        switch op {
        case .eq: return Value(bool: a == b)
        case .ne: return Value(bool: a != b)
        default: throw Errors.typeError("'\(op.symbol)' not supported between instances of '\(a.type)' and '\(b.type)'")
        }
    }
    /// `a op= b`: the new value.
    public static func inPlace(_ op: Binary, _ a: Value, _ b: Value) throws(Raise) -> Value {
        if op == .add && a.isPointer && b.isPointer && a.ref.type == b.ref.type {
            let t = a.ref.type
            if t == Types.str { return TextOperations.concatenate(a, b) }
            if t == Types.list { try extend(ListRef(a), b); return a }
            if t == Types.tuple { return try TupleType.concatenate(TupleRef(a), TupleRef(b)) }
            if t == Types.bytes { return try BytesType.concatenate(BytesRef(a), BytesRef(b).data, BytesRef(b).count) ?? b }
        }
        if !isObject(a) {
            if a.isExactly(Types.str) {
                if let r = try TextOperations.binary(op, a, b) { return r }
            } else if let r = try Integers.binaryNumbers(op, a, b) { return r }
        }
        let s = a.type.slot(op.inPlace)
        // Native sequences grow in place only after the other operand's number protocol was asked.
        if (op == .add || op == .mul) && s.isPointer && s.ref.type == Types.wrapperDescriptor && !b.isIntLike && a.type.has(TypeRef.Flags.isSequence) {
            let r = b.type.slot(op.reflected)
            if r.isPointer && (!b.type.has(TypeRef.Flags.isSequence) || r.ref.type != Types.wrapperDescriptor) {
                let v = try callSlot(r, b, a)
                if !v.isNotImplemented { return v }
            }
        }
        if !s.isUnbound && !(op == .mul && isRepetition(s, b)) {
            let v = try callSlot(s, a, b)
            if !v.isNotImplemented { return v }
        }
        let r = try binaryOrNotImplemented(op, a, b, isInPlace: true)
        if r.isNotImplemented { throw unsupported(op, a, b, op.inPlaceSymbol) }
        return r
    }
    /// Whether V's type has the sequence protocol's table (tp_as_sequence): all classes of programs have, and those of extension modules (made from specs there), but for datetime's.
    static func hasSequenceSlots(_ v: Value) -> Bool {
        let t = v.type
        if t.has(TypeRef.Flags.heapType) || t.hasSlot(.len) || t.hasSlot(.contains) { return true }
        let m = t.ref.value(TypeRef.heapModule)
        return m.isStr && !StrRef(m).equals("builtins") && !StrRef(m).equals("datetime") && !StrRef(m).equals("types")
    }
    static func unsupported(_ op: Binary, _ a: Value, _ b: Value, _ symbol: String) -> Raise {
        if op == .mul || op == .add {
            // Messages of the sequence protocol.
            let sa = a.type.has(TypeRef.Flags.repeats), sb = b.type.has(TypeRef.Flags.repeats)
            if op == .mul && sa { return Errors.typeError("can't multiply sequence by non-int of type '\(b.type)'") }
            // In place, only a left operand without any sequence methods lets the right one try.
            if op == .mul && sb && !(symbol.hasSuffix("=") && hasSequenceSlots(a)) { return Errors.typeError("can't multiply sequence by non-int of type '\(a.type)'") }
        }
        return Errors.typeError("unsupported operand type(s) for \(symbol): '\(a.type)' and '\(b.type)'")
    }
    public static func power(_ a: Value, _ b: Value, modulo m: Value) throws(Raise) -> Value {
        if m.isNone { return try binary(.pow, a, b) }
        // A right operand of a subclass goes first (as ternary_op).
        let s = a.type.slot(.pow), r = b.type == a.type ? Value.unbound : b.type.slot(.rpow)
        var reflected = !r.isUnbound && b.type.isSubtype(of: a.type) && b.type.has(TypeRef.Flags.heapType) && r != a.type.slot(.rpow)
        if reflected {
            let v = try callSlot(r, b, a, m)
            if !v.isNotImplemented { return v }
        }
        if !s.isUnbound {
            let v = try callSlot(s, a, b, m)
            if !v.isNotImplemented { return v }
        }
        if !r.isUnbound && !reflected {
            reflected = true
            let v = try callSlot(r, b, a, m)
            if !v.isNotImplemented { return v }
        }
        if [a, b, m].contains(where: { $0.isFloatLike }) {
            throw Errors.typeError("pow() 3rd argument not allowed unless all arguments are integers")
        }
        throw Errors.typeError("unsupported operand type(s) for ** or pow(): '\(a.type)', '\(b.type)', '\(m.type)'")
    }
    public enum Unary: UInt8 {
        case neg, pos, invert
        var slot: Slot { switch self { case .neg: .neg; case .pos: .pos; case .invert: .invert } }
    }
    public static func unary(_ op: Unary, _ a: Value) throws(Raise) -> Value {
        if a.isInt {
            switch op {
            case .neg: return Value.int(-a.int)
            case .pos: return a
            case .invert: return Value.int(~a.int)
            }
        }
        if a.isFloat { if op == .neg { return Value(float: -a.float) }; if op == .pos { return a } }
        let s = a.type.slot(op.slot)
        if s.isUnbound { throw Errors.typeError("bad operand type for unary \(op == .neg ? "-" : op == .pos ? "+" : "~"): '\(a.type)'") }
        return try callSlot(s, a)
    }
}

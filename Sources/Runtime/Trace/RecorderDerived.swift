import TraceIR
import TraceCompiler

/// Ints, floats and strs of classes of the program (`IntEnum`, `StrEnum`, `class Celsius(float)`) under the recorder.
///
/// Where such a class leaves an operation to its base (the slots that it would ask are the base's), the operation is done with the value that lies in the object: of ints those that would be
/// immediate, floats, and strs as they are. Guarded are the class and its version, and of an int its sign, since that is what its words are read by.
extension Recorder {
    /// Whether W is an instance of a subclass of int, float or str.
    func isDerived(_ w: Traced) -> Bool { w.value.isPointer && Plain.base(ofDerived: w.value.ref.type) != nil }
    /// W as a plain int, float or str, where its class leaves all of SLOTS to its base; W itself if it is no instance of a subclass. nil where there is no such value; then nothing is guarded.
    func underived(_ w: Traced, _ slots: Slot...) -> Traced? { underived(w, slots) }
    private func underived(_ w: Traced, _ slots: [Slot]) -> Traced? {
        guard w.value.isPointer, case let t = w.value.ref.type, let base = Plain.base(ofDerived: t) else { return w }
        for s in slots where t.slot(s) != base.slot(s) { return nil }
        var n = 0
        if base == Types.int {
            guard let i = Integers.asInt64(w.value), Value.fits(i), i > Value.minInt else { return nil }
            n = i
        }
        guardType(w, t)
        if !slots.isEmpty { guardVersion(t) }
        // (What lies in these words never changes.)
        if base == Types.float {
            let d = Double(bitPattern: w.value.ref.word(2))
            return Traced(value: Value(float: d), ref: w.ref.isConstant ? b.float(d) : b.load(w.ref, offset: 16, class: 0, kind: .f64))
        }
        if base != Types.int { return w }
        if w.ref.isConstant { return constant(Value(int: n)) }
        let limbs = b.load(w.ref, offset: IntObject.countWord * 8, class: 0, kind: .i64), limb = b.load(w.ref, offset: IntObject.limbsWord * 8, class: 0, kind: .i64)
        func guardSmall(_ x: TraceIR.Ref) { b.guardBool(b.compare(.below, x, b.i64(1 << 62)), true, snapshot()) }
        if n < 0 {
            b.guardEqual(limbs, UInt64(bitPattern: -1), snapshot())
            guardSmall(limb)
            return Traced(value: Value(int: n), ref: b.i64ToInt(b.arithmetic(.sub, b.i64(0), limb)))
        }
        // Zero has no limb: what lies there instead is masked.
        b.guardRange(limbs, 0, 1, snapshot())
        let x = b.arithmetic(.and, limb, b.arithmetic(.sub, b.i64(0), limbs))
        guardSmall(x)
        return Traced(value: Value(int: n), ref: b.i64ToInt(x))
    }
    /// Both operands of a binary operator or comparison that asks OWN of the left and REFLECTED of the right one; nil where neither is derived or one has a say in it.
    func underived(_ x: Traced, _ y: Traced, _ slots: Slot...) -> (Traced, Traced)? {
        guard isDerived(x) || isDerived(y), let p = underived(x, slots), let q = underived(y, slots) else { return nil }
        return (p, q)
    }
    /// K, an index of O, as a plain int: sequences ask no int for its `__index__`. METHOD: what is about to be asked of O.
    func index(_ k: Traced, of o: Traced, _ method: Slot) -> Traced {
        guard k.value.isPointer, k.value.ref.type.has(TypeRef.Flags.long), o.value.isPointer, case let t = o.value.ref.type else { return k }
        func leavesIt(to base: TypeRef) -> Bool { t == base || t.has(TypeRef.Flags.heapType) && t.slot(method) == base.slot(method) && t.isSubtype(of: base) }
        guard leavesIt(to: Types.list) || leavesIt(to: Types.tuple) || t == Types.str || t == Types.bytes || t == Types.bytearray || t == TypedArrays.type || t == DequeRef.type else { return k }
        return underived(k) ?? k
    }
    /// Whether W is a str, perhaps of a subclass that leaves SLOTS to str.
    func isText(_ w: Traced, _ slots: Slot...) -> Bool {
        if w.value.isExactly(Types.str) { return true }
        guard w.value.isPointer, case let t = w.value.ref.type, Plain.base(ofDerived: t) == Types.str else { return false }
        return slots.allSatisfy { t.slot($0) == Types.str.slot($0) }
    }
    /// Guards that the text W is of the class that it is of, and that this leaves what it leaves.
    func guardText(_ w: Traced) { guardType(w, w.value.ref.type); guardVersion(w.value.ref.type) }
}

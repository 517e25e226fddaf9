import TraceIR
import TraceCompiler

/// Ints of 64 bits and a little more, as hashes and generators of random numbers have them: a quarter of them are immediate, by chance, and a guard for
/// each would make a tree of all combinations.
///
/// Such a value is a word that nothing has guarded to be immediate or not, beside it (`wides`) its low 64 bits as a machine word. Whatever keeps only low bits
/// (`& mask`, `% 2 ** n`) is computed from these alone; the word is a pure call, which is left out where nobody reads it. So `x = (x * A + C) & MASK` makes one object.
extension Recorder {
    /// ISUNSIGNED: the value is LOW, without a sign.
    struct Wide { var low: TraceIR.Ref, isUnsigned: Bool }
    func isWide(_ w: Traced) -> Bool { !wides.isEmpty && wides[w.ref.raw] != nil }
    /// `x op y` of ints of which one is wide or large, or whose result is; nil for others.
    func wide(_ op: Operations.Binary, _ x: Traced, _ y: Traced) throws(Raise) -> Traced? {
        guard ShortInts.isShort(x.value), ShortInts.isShort(y.value) else { return nil }
        let count = y.value.isInt ? y.value.int : -1
        switch op {
        case .add, .sub, .mul, .and, .or, .xor: break
        case .lshift, .rshift: guard y.ref.isConstant, count > 0, count < 64 else { return nil }
        case .mod where y.ref.isConstant && ShortInts.exponent(y.value) != nil: break
        case .mod, .floordiv: guard y.value.isInt && count > 0 && !isWide(y) else { return nil }
        default: return nil
        }
        let isMade = op == .mul || op == .lshift || op == .add || op == .sub
        guard x.value.isPointer || y.value.isPointer || isWide(x) || isWide(y) || isMade else { return nil }
        let v = try Operations.binary(op, x.value, y.value)
        if !v.isPointer && !x.value.isPointer && !y.value.isPointer && !isWide(x) && !isWide(y) { return nil }
        keep.append(v)
        let p = wide(x)
        if op == .mod || op == .floordiv { return divided(op, p, x, y, v) }
        let q = wide(y)
        func raw(_ code: Opcode) -> TraceIR.Ref { b.arithmetic(code, p.low, q.low) }
        switch op {
        case .and where p.isUnsigned || q.isUnsigned: return unsigned(raw(.and), v, below: [x, y])
        case .or where p.isUnsigned && q.isUnsigned: return unsigned(raw(.or), v)
        case .xor where p.isUnsigned && q.isUnsigned: return unsigned(raw(.xor), v)
        case .rshift where p.isUnsigned:
            let r = b.arithmetic(.ushr, p.low, b.i64(count))
            return count > 1 ? Traced(value: v, ref: b.i64ToInt(r)) : unsigned(r, v)
        default: break
        }
        let word = b.call(Leaves.wideBinary, [b.asWord(x.ref), b.asWord(y.ref), b.i64(Int(op.rawValue))], result: .word, pure: true)
        let low: TraceIR.Ref
        switch op {
        case .add: low = raw(.add)
        case .sub: low = raw(.sub)
        case .mul: low = raw(.mul)
        case .and: low = raw(.and)
        case .or: low = raw(.or)
        case .xor: low = raw(.xor)
        case .lshift: low = b.arithmetic(.shl, p.low, b.i64(count))
        default: low = b.call(Leaves.wideLow, [word], result: .i64, pure: true, leaf: true)
        }
        wides[word.raw] = Wide(low: low, isUnsigned: false)
        return Traced(value: v, ref: word)
    }
    /// An int of these 64 bits; BELOW: it is none larger than either of these that is a constant.
    private func unsigned(_ low: TraceIR.Ref, _ v: Value, below: [Traced] = []) -> Traced {
        for w in below where w.ref.isConstant && w.value.isInt && w.value.int >= 0 { return Traced(value: v, ref: b.i64ToInt(low)) }
        let word = b.call(Leaves.wideWord, [low], result: .word, pure: true)
        wides[word.raw] = Wide(low: low, isUnsigned: true)
        return Traced(value: v, ref: word)
    }
    /// Y: a power of two that is a constant, or an immediate int.
    private func divided(_ op: Operations.Binary, _ p: Wide, _ x: Traced, _ y: Traced, _ v: Value) -> Traced? {
        if op == .mod, y.ref.isConstant, let n = ShortInts.exponent(y.value) {
            let mask = n == 64 ? ~0 : (1 as UInt) << UInt(n) &- 1, low = b.arithmetic(.and, p.low, b.i64(Int(bitPattern: mask)))
            return n < 63 ? Traced(value: v, ref: b.i64ToInt(low)) : unsigned(low, v)
        }
        let by = int(y)
        b.guardRange(by, 1, Value.maxInt, snapshot())
        if p.isUnsigned {
            let r = b.call(op == .mod ? Leaves.wideRest : Leaves.wideQuotient, [p.low, b.intToI64(by)], result: .i64, pure: true, leaf: true)
            return op == .mod ? Traced(value: v, ref: b.i64ToInt(r)) : unsigned(r, v)
        }
        if op == .floordiv { return nil }
        let word = b.call(Leaves.wideBinary, [b.asWord(x.ref), b.asWord(by), b.i64(Int(op.rawValue))], result: .word, pure: true)
        return Traced(value: v, ref: b.guardInt(word, snapshot()))
    }
    /// The low bits of W, an int.
    private func wide(_ w: Traced) -> Wide {
        if let known = wides[w.ref.raw], !w.ref.isConstant { return known }
        let v = w.value, kind = ShortInts.kind(v)
        if w.ref.isConstant { return Wide(low: b.i64(Int(bitPattern: ShortInts.low(v))), isUnsigned: kind == 1) }
        if v.isInt {
            let i = int(w)
            if v.int >= 0 { b.guardRange(i, 0, Value.maxInt, snapshot()) }
            return Wide(low: b.intToI64(i), isUnsigned: v.int >= 0)
        }
        b.guardEqual(b.call(Leaves.wideKind, [w.ref], result: .i64, pure: true, leaf: true), UInt64(kind), snapshot())
        let known = Wide(low: b.call(Leaves.wideLow, [w.ref], result: .i64, pure: true, leaf: true), isUnsigned: kind == 1)
        wides[w.ref.raw] = known
        return known
    }
}
/// What the traces of wide ints call.
extension Leaves {
    private static let wideBinary_: @convention(c) (UInt64, UInt64, Int) -> UInt64 = { a, b, op in
        let a = Value(bits: a), b = Value(bits: b), op = Residual.code(op, Operations.Binary.self)
        // (Ints of any length come here. The only error there is comes from a `<<` where there is no memory left: it follows at the next safepoint.)
        if let r = ShortInts.binary(op, a, b) { return r.bits }
        do throws(Raise) { return try Integers.ints(op, a, b).unsafelyUnwrapped.bits } catch { Errors.take(); MemoryPressure.refuse(); return Value(int: 0).bits }
    }
    private static let wideWord_: @convention(c) (UInt) -> UInt64 = { Value.uint($0).bits }
    private static let wideKind_: @convention(c) (UInt64) -> Int = { ShortInts.kind(Value(bits: $0)) }
    private static let wideLow_: @convention(c) (UInt64) -> UInt = { ShortInts.low(Value(bits: $0)) }
    private static let wideRest_: @convention(c) (UInt, UInt) -> UInt = { $0 % $1 }
    private static let wideQuotient_: @convention(c) (UInt, UInt) -> UInt = { $0 / $1 }
    nonisolated(unsafe) static var wideBinary: UInt = 0, wideWord: UInt = 0, wideKind: UInt = 0, wideLow: UInt = 0, wideRest: UInt = 0, wideQuotient: UInt = 0
    static func startWide() {
        wideBinary = address(wideBinary_); wideWord = address(wideWord_); wideKind = address(wideKind_); wideLow = address(wideLow_)
        wideRest = address(wideRest_); wideQuotient = address(wideQuotient_)
    }
}

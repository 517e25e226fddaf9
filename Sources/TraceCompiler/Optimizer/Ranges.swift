import TraceIR

// Each int and i64 value has a range, from its operation and from the guards passed since: the trace is straight, so what a guard
// states holds for all that follows. With them overflow and division checks vanish, and comparisons and guards are decided.
//
// A value computed before a loop may stand in the loop for what the iteration before computed. So when a loop is closed, the ranges of
// all values that may vary fall back to what their operation alone gives (`widenForLoop`); invariant ones keep theirs.
extension TraceBuilder {
    typealias Range = (low: Int64, high: Int64)

    func range(_ r: Ref) -> Range {
        if r.isConstant { let v = raw.constant(r).int; return (v, v) }
        let l = low[r.index], h = high[r.index]
        return raw.instructions[r.index].kind == .int ? (max(l, Encoding.minInt), min(h, Encoding.maxInt)) : (l, h)
    }
    private func narrow(_ r: Ref, _ l: Int64, _ h: Int64) {
        guard r.isInstruction else { return }
        if l > low[r.index] { low[r.index] = l }
        if h < high[r.index] { high[r.index] = h }
    }
    private func isInteger(_ r: Ref) -> Bool { let k = kind(r); return k == .int || k == .i64 }
    private func fits(_ r: Range) -> Bool { r.low >= Encoding.minInt && r.high <= Encoding.maxInt }

    /// The range of an operation's result, unclipped; nil where it may not fit 64 bits or nothing is known.
    private func resultRange(_ i: Instruction) -> Range? {
        switch i.op {
        case .add, .sub, .mul:
            guard i.kind != .f64 else { return nil }
            let x = range(i.a), y = range(i.b)
            switch i.op {
            case .add:
                let (l, p) = x.low.addingReportingOverflow(y.low), (h, q) = x.high.addingReportingOverflow(y.high)
                return p || q ? nil : (l, h)
            case .sub:
                let (l, p) = x.low.subtractingReportingOverflow(y.high), (h, q) = x.high.subtractingReportingOverflow(y.low)
                return p || q ? nil : (l, h)
            default:
                var l = Int64.max, h = Int64.min
                for a in [x.low, x.high] { for b in [y.low, y.high] {
                    let (v, o) = a.multipliedReportingOverflow(by: b)
                    if o { return nil }
                    l = min(l, v); h = max(h, v)
                } }
                return (l, h)
            }
        case .mod:
            let y = range(i.b), x = range(i.a)
            if y.low > 0 { return (0, x.low >= 0 ? min(x.high, y.high - 1) : y.high - 1) }
            if y.high < 0 { return (y.low + 1, 0) }
            return nil
        case .floorDiv:
            let y = range(i.b), x = range(i.a)
            return y.low > 0 ? (min(x.low, 0 as Int64) < 0 ? x.low : 0, max(x.high, 0)) : nil
        case .and:
            let x = range(i.a), y = range(i.b)
            if y.low >= 0 { return (0, x.low >= 0 ? min(x.high, y.high) : y.high) }
            return x.low >= 0 ? (0, x.high) : nil
        case .shr:
            guard i.b.isConstant else { return nil }
            let n = raw.constant(i.b).int, x = range(i.a)
            return n >= 0 && n < 64 ? (x.low >> n, x.high >> n) : nil
        case .ushr:
            guard i.b.isConstant else { return nil }
            let n = raw.constant(i.b).int & 63
            return n > 0 ? (0, Int64(bitPattern: UInt64.max >> UInt64(n))) : nil
        case .shl:
            guard i.kind == .int, i.b.isConstant else { return nil }
            let n = raw.constant(i.b).int, x = range(i.a)
            guard n >= 0 && n <= 62 else { return nil }
            let (l, p) = x.low.multipliedReportingOverflow(by: 1 << n), (h, q) = x.high.multipliedReportingOverflow(by: 1 << n)
            return p || q ? nil : (l, h)
        case .boolToInt: return (0, 1)
        case .intToI64, .i64ToInt: return range(i.a)
        case .untagInt: return (Encoding.minInt, Encoding.maxInt)
        case .load:
            if i.isLength { return (0, 1 << 47) }
            if i.logSize == 3 { return nil }
            let bits = Int64(8 * i.size), half: Int64 = 1 << (bits - 1)
            return i.isSigned ? (-half, half - 1) : (0, 2 * half - 1)
        default: return nil
        }
    }
    /// Before emission: decides comparisons and guards, drops checks.
    func useRanges(_ i: inout Instruction) -> Ref? {
        switch i.op {
        case .add, .sub, .mul, .shl, .i64ToInt:
            if i.imm >= 0, let r = resultRange(i), fits(r) { i.imm = -1 }
        case .mod: if i.imm >= 0 { let y = range(i.b); if y.low > 0 || y.high < 0 { i.imm = -1 } }
        case .floorDiv: if i.imm >= 0, range(i.b).low > 0 { i.imm = -1 }
        case .shr: if i.imm >= 0, range(i.b).low >= 0 { i.imm = -1 }
        case .lt, .le:
            guard isInteger(i.a) else { return nil }
            let x = range(i.a), y = range(i.b)
            if i.op == .lt { if x.high < y.low { return bool(true) }; if x.low >= y.high { return bool(false) } }
            else { if x.high <= y.low { return bool(true) }; if x.low > y.high { return bool(false) } }
        case .below:
            let x = range(i.a), y = range(i.b)
            if x.low >= 0 && y.low >= 0 { if x.high < y.low { return bool(true) }; if x.low >= y.high { return bool(false) } }
        case .eq, .ne:
            guard isInteger(i.a) else { return nil }
            let x = range(i.a), y = range(i.b)
            if x.high < y.low || y.high < x.low { return bool(i.op == .ne) }
        case .guardRange:
            let x = range(i.a), l = raw.constant(i.b).int, h = raw.constant(i.c).int
            if x.low >= l && x.high <= h { return i.a }
            if x.low > h || x.high < l { return contradict() }
        default: break
        }
        return nil
    }
    /// After emission: what is known now.
    func learn(_ i: Instruction, _ r: Ref) {
        if i.kind == .int || i.kind == .i64 {
            if let x = resultRange(i), i.kind == .i64 || raw.info(i.op).effect != .checked || fits(x) { narrow(r, x.low, x.high) }
            else if let x = resultRange(i), i.kind == .int { narrow(r, max(x.low, Encoding.minInt), min(x.high, Encoding.maxInt)) }
            return
        }
        switch i.op {
        case .guardTrue:
            guard let d = definition(i.a), isInteger(d.a) else { return }
            let x = range(d.a), y = range(d.b)
            switch d.op {
            case .lt:
                if y.high > Int64.min { narrow(d.a, Int64.min, y.high - 1) }
                if x.low < Int64.max { narrow(d.b, x.low + 1, Int64.max) }
            case .le: narrow(d.a, Int64.min, y.high); narrow(d.b, x.low, Int64.max)
            case .eq: narrow(d.a, y.low, y.high); narrow(d.b, x.low, x.high)
            case .below: if y.low >= 0 && y.high > 0 { narrow(d.a, 0, y.high - 1) }
            default: break
            }
        case .guardEqual:
            if isInteger(i.a) { let v = raw.constant(i.b).int; narrow(i.a, v, v) }
        case .guardRange: narrow(i.a, raw.constant(i.b).int, raw.constant(i.c).int)
        default: break
        }
    }
    /// Ranges of values that may vary from iteration to iteration fall back to what their operation alone gives.
    func widenForLoop(invariant: Buffer<Int32>) {
        for n in 0..<raw.instructions.count where invariant[n] == 0 {
            low[n] = Int64.min; high[n] = Int64.max
        }
        for n in 0..<raw.instructions.count where invariant[n] == 0 {
            let i = raw.instructions[n]
            switch i.op {
            case .and, .mod, .load, .boolToInt, .ushr, .shr:
                if let x = resultRange(i) { low[n] = x.low; high[n] = x.high }
            default: break
            }
        }
    }
}

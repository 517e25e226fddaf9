import Primitives
import TraceIR
import TraceCompiler

/// Comparisons of tuples, of which the trace makes one at least (`(self.time, self.seq) < (o.time, o.seq)`, `(x, y) == goal`): item by item, so that
/// tuples which are made only to be compared need not exist.
///
/// Where all items are numbers or strs the answer is computed without a branch. Otherwise the trace goes the way to the first items that differ, which
/// have to be such; what follows them is not looked at.
extension Recorder {
    private static let mostItems = 4, mostUnbranched = 3
    /// nil: a call is to compare X and Y.
    func orderTuples(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) throws(Raise) -> Traced? {
        guard x.value.isExactly(Types.tuple), y.value.isExactly(Types.tuple), b.isNew(x.ref) || b.isNew(y.ref) else { return nil }
        let p = TupleRef(x.value), q = TupleRef(y.value), n = p.count
        guard n > 0, n == q.count, n <= Recorder.mostItems else { return nil }
        func areSimple(_ i: Int) -> Bool { Recorder.areSimple(p.items[i], q.items[i]) }
        let isWhole = n <= Recorder.mostUnbranched && (0..<n).allSatisfy(areSimple)
        var last = 0
        if !isWhole {
            // (What tells two items apart has to be found without code in Python, all before anything is written down.)
            while last < n, areSimple(last), Plain.equal(p.items[last], q.items[last]) == 1 { last += 1 }
            guard last < n, areSimple(last) else { return nil }
        }
        guard let a = unpack(x, n), let c = unpack(y, n), !(0..<n).contains(where: { isWide(a[$0]) || isWide(c[$0]) }) else { return nil }
        let known = try Operations.richCompare(x.value, y.value, op) == .true
        if !isWhole {
            for i in 0...last {
                guard let same = compared(.eq, a[i], c[i]) else { return nil }
                b.guardBool(same, i < last, snapshot())
            }
            if op == .eq || op == .ne { return bool(op == .ne) }
            return compared(op, a[last], c[last]).map { Traced(value: Value(bool: known), ref: $0) }
        }
        // From the last item to the first: `a0 < b0 or a0 == b0 and (...)`.
        func number(_ r: TraceIR.Ref) -> TraceIR.Ref { b.boolToInt(r) }
        let isEquality = op == .eq || op == .ne, strict: Operations.Comparison = op == .le ? .lt : op == .ge ? .gt : op
        guard var answer = compared(isEquality ? .eq : op, a[n - 1], c[n - 1]).map(number) else { return nil }
        for i in stride(from: n - 2, through: 0, by: -1) {
            guard let same = compared(.eq, a[i], c[i]) else { return nil }
            answer = b.arithmetic(.and, number(same), answer)
            if isEquality { continue }
            guard let before = compared(strict, a[i], c[i]) else { return nil }
            answer = b.arithmetic(.or, number(before), answer)
        }
        return Traced(value: Value(bool: known), ref: b.compare(op == .ne ? .eq : .ne, answer, b.int(0)))
    }
    /// The lesser or greater of two strs or tuples; the first where they are equal. Which one it is, is a branch.
    func extremeObject(_ x: Traced, _ y: Traced, isMin: Bool) throws(Raise) -> Traced? {
        let op: Operations.Comparison = isMin ? .lt : .gt
        var second = orderSimple(op, y, x)
        if second == nil { second = try orderTuples(op, y, x) }
        guard let second else { return nil }
        b.guardBool(second.ref, second.value == .true, snapshot())
        return second.value == .true ? y : x
    }
    /// Two numbers (a nan is equal to itself here, not elsewhere), or two strs.
    private static func areSimple(_ v: Value, _ w: Value) -> Bool {
        func isNumber(_ v: Value) -> Bool { v.isInt || v.isBool || (v.isFloat || v.isExactly(Types.float)) && !v.asDouble.isNaN }
        return isNumber(v) && isNumber(w) || v.isExactly(Types.str) && w.isExactly(Types.str)
    }
    private func compared(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) -> TraceIR.Ref? {
        for w in [x, y] where isFloat(w) && !w.ref.isConstant { b.guardBool(b.compare(.eq, float(w), float(w)), true, snapshot()) }
        return orderSimple(op, x, y)?.ref
    }
}

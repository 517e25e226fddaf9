import TraceIR
import TraceCompiler

/// A value while a trace is recorded: what it is now, and the instruction that computes it.
struct Traced {
    let value: Value
    let ref: TraceIR.Ref
}

/// The machine that performs and writes down.
///
/// Simple statements are the unit: a guard anywhere in a statement is left to the statement's beginning, which the interpreter then runs again. That
/// is right because everything a statement does before its last action, its one store, is free of effects: arithmetic of ints and floats,
/// comparisons, reads of locals, globals and list items. All guards of a store precede it.
///
/// A statement that meets anything else throws `.untraceable` before it has done anything; it is then performed as a whole, and stands in the
/// trace as a call (`opaque`): slots are written to the frame before, and read from it afterwards. So do inner loops, which have traces of their own.
/// After such a call the trace does not carry values around the loop in registers: its end jumps to its beginning.
///
/// Rejected for now: snapshots inside expressions, which inlined calls will need.
///
/// Invariants: the frame's slots hold the concrete state at all times (an abort needs no repair); a `Traced` lives on the native stack only.
final class Recorder: Machine {
    let frame: Frame
    let b: TraceBuilder
    /// Heap objects that the trace names.
    let keep: ListRef
    private var path: [UInt8] = []
    private var known: [Bool]
    private var readsMemory = false
    private(set) var opaqueCount = 0, innerLoops = 0, tracedCount = 0
    var abortReason: JIT.Abort? = nil

    init(_ f: Frame, _ builder: TraceBuilder, keep k: ListRef) {
        frame = f; b = builder; keep = k
        known = Array(repeating: false, count: f.code.frameSlots + 4)
    }

    // MARK: where we are
    func enter() { path.append(0) }
    func leave() { path.removeLast() }
    /// Operands need no note: a guard is left to the statement's beginning.
    func at(_ state: Int) {}
    /// Which part of the statement runs.
    func part(_ state: Int) {
        if state >= 0xFE { abortReason = .tooLong; return }
        if !path.isEmpty { path[path.count - 1] = UInt8(state) }
    }
    func hold(_ slot: Int, _ w: Traced) {}
    func locate(_ n: Node) {}
    var mark: Int { b.count }
    func snapshot(_ reason: ExitReason = .guard, then extra: UInt16? = nil) -> SnapshotID {
        b.beginSnapshot(reason)
        if let extra { path.append(UInt8(truncatingIfNeeded: extra)) }
        path.withUnsafeBufferPointer { b.addFrame(code: 0, base: 0, path: $0) }
        if extra != nil { path.removeLast() }
        return b.endSnapshot()
    }
    func untraceable(_ n: Node) -> Raise {
        JIT.note(untraceable: n)
        return Raise(.untraceable)
    }
    private func give() -> Raise { Raise(.untraceable) }

    // MARK: statements
    func evaluate(_ n: Expression) throws(Raise) -> Traced { try n.record(self) }
    func test(_ n: Expression) throws(Raise) -> Bool { try n.recordTest(self) }
    func run(_ s: Statement) throws(Raise) -> Signal { try s.record(self) }
    func test(_ o: Operand) throws(Raise) -> Bool {
        if o.slot == -1 { return try o.node.recordTest(self) }
        return try isTrue(try o.read(self))
    }
    /// After a statement that could not be recorded.
    func retreat(_ s: Statement, _ e: Raise, _ mark: Int) throws(Raise) -> Signal {
        if e.kind != .untraceable { throw e }
        return try opaque(s)
    }
    /// Performs S, which stands in the trace as a call.
    func opaque(_ s: Statement) throws(Raise) -> Signal {
        if s is LoopStatement { innerLoops += 1 } else { opaqueCount += 1 }
        b.flushSlots()
        b.killSlots(TraceBuilder.slotRange.lowerBound, upTo: TraceBuilder.slotRange.upperBound)
        for i in 0..<known.count { known[i] = false }
        readsMemory = true
        let raising = snapshot(.raising, then: ResumeState.raising)
        let address = UInt(bitPattern: Unmanaged.passUnretained(s).toOpaque())
        let r = b.call(JIT.runStatement, [b.pointer(address), b.slotAddress(0)], result: .i64, raises: raising)
        let signal = try s.run(frame)
        b.guardEqual(r, UInt64(signal.rawValue) + 1, snapshot(.guard, then: ResumeState.finished))
        return signal
    }
    var usesMemory: Bool { readsMemory }
    /// Whether the trace is worth having: most of it is native code.
    var isWorthwhile: Bool { innerLoops > 0 || tracedCount >= opaqueCount }

    // MARK: slots
    func constant(_ v: Value) -> Traced {
        if v.isInt { return Traced(value: v, ref: b.int(v.int)) }
        if isFloatValue(v) { return Traced(value: v, ref: b.float(v.asDouble)) }
        if v.isBool { return Traced(value: v, ref: b.bool(v == .true)) }
        return Traced(value: v, ref: b.word(v.bits))
    }
    func isFloatValue(_ v: Value) -> Bool { v.isFloat || v.isPointer && v.ref.type == Types.float }
    /// REF with the guard that V's type asks for.
    func typed(_ v: Value, _ ref: TraceIR.Ref) -> Traced {
        if v.isInt { return Traced(value: v, ref: b.guardInt(ref, snapshot())) }
        if isFloatValue(v) { return Traced(value: v, ref: b.guardFloat(ref, snapshot())) }
        return Traced(value: v, ref: ref)
    }
    func load(_ s: Int) -> Traced {
        if readsMemory && !known[s] {
            b.storeSlot(s, b.load(b.slotAddress(s), offset: 0, class: Alias.slots, kind: .word))
            known[s] = true
        }
        return typed(frame[s], b.loadSlot(s))
    }
    func store(_ s: Int, _ w: Traced) {
        tracedCount += 1
        known[s] = true
        b.storeSlot(s, w.ref)
        frame[s] = w.value
    }
    func header(_ word: Int) -> TraceIR.Ref { b.loadSlot(word - Frame.header) }
    func isUnbound(_ w: Traced) -> Bool {
        if w.value.isUnbound { return true }
        if b.kind(w.ref) == .word { b.guardNonNull(w.ref, snapshot()) }
        return false
    }

    // MARK: globals
    /// Guards that the running function's globals (with NAMESPACE: that the namespace too) are the dict they are now.
    private func globals(_ n: Node, namespace: Bool) throws(Raise) -> DictRef {
        let g = frame.function.globals
        if namespace {
            if frame.namespace != g.value { throw untraceable(n) }
            b.guardEqual(header(Frame.namespace), g.value.bits, snapshot())
        }
        b.guardEqual(b.load(header(Frame.function), offset: FunctionRef.globalsWord * 8, class: Alias.headers, kind: .word), g.value.bits, snapshot())
        keep.append(g.value)
        return g
    }
    /// The address of NAME's entry: a table (guarded to be in use) and an offset.
    private func entry(_ g: DictRef, _ name: Value) -> (UInt, Int)? {
        var e = EntryCache()
        if e.find(g, name).isUnbound { return nil }
        b.guardEqual(b.load(b.pointer(UInt(g.value.bits)), offset: 32, class: Alias.headers, kind: .i64), e.table, snapshot())
        keep.append(Value(bits: e.table))
        let t = DictRef.Table(Ref(bitPattern: UInt(e.table)).unsafelyUnwrapped)
        let at = UnsafeRawPointer(t.entries + e.index) + 16
        return (UInt(e.table), at - UnsafeRawPointer(t.ref))
    }
    func global(_ name: Value, _ n: Node, namespace: Bool) throws(Raise) -> Traced {
        let g = try globals(n, namespace: namespace)
        guard let (table, offset) = entry(g, name) else { throw untraceable(n) }
        let v = g.find(name).unsafelyUnwrapped
        let ref = b.load(b.pointer(table), offset: offset, class: Alias.entries, kind: .word)
        let w = typed(v, ref)
        if b.kind(w.ref) == .word { b.guardNonNull(w.ref, snapshot()) }
        return w
    }
    func storeGlobal(_ name: Value, _ w: Traced, _ n: Node, namespace: Bool) throws(Raise) {
        let g = try globals(n, namespace: namespace)
        guard let (table, offset) = entry(g, name) else { throw untraceable(n) }
        let base = b.pointer(table)
        b.guardNonNull(b.load(base, offset: offset, class: Alias.entries, kind: .word), snapshot())
        write(base, offset, .none, w, Alias.entries)
        g.set(name: name, w.value)
        tracedCount += 1
    }
    /// Stores a value in the object BASE; with the barrier where it may be a pointer.
    private func write(_ base: TraceIR.Ref, _ offset: Int, _ index: TraceIR.Ref, _ w: Traced, _ c: UInt8) {
        switch b.kind(w.ref) {
        case .int, .bool: b.store(base, index: index, offset: offset, class: c, value: b.asWord(w.ref))
        default:
            let at = index.isNone ? b.i64(offset) : b.arithmetic(.add, b.arithmetic(.mul, index, b.i64(8)), b.i64(offset))
            b.call(JIT.storeWord, [base, at, b.asWord(w.ref)], result: .none, writes: 1 << UInt32(c))
        }
    }

    // MARK: list items
    private func item(_ o: Traced, _ k: Traced, _ n: Node) throws(Raise) -> (TraceIR.Ref, TraceIR.Ref) {
        guard k.value.isInt, o.value.isPointer, o.value.ref.type == Types.list, k.value.int >= 0, k.value.int < ListRef(o.value).count else { throw untraceable(n) }
        b.guardIsPointer(o.ref, snapshot())
        b.guardField(o.ref, offset: 8, class: Alias.headers, equals: UInt64(UInt(bitPattern: Types.list.ref)), snapshot())
        let i = b.intToI64(int(k))
        let count = b.load(o.ref, offset: 16, class: Alias.headers, kind: .i64, length: true)
        b.guardBool(b.compare(.below, i, count), true, snapshot())
        return (b.load(o.ref, offset: 24, class: Alias.headers, kind: .pointer), i)
    }
    func subscript_(_ o: Traced, _ k: Traced, _ n: Node) throws(Raise) -> Traced {
        let (storage, i) = try item(o, k, n)
        return typed(ListRef(o.value).items[k.value.int], b.load(storage, index: i, offset: 24, class: Alias.items, kind: .word))
    }
    func storeItem(_ o: Traced, _ k: Traced, _ w: Traced, _ n: Node) throws(Raise) {
        let (storage, i) = try item(o, k, n)
        write(storage, 24, i, w, Alias.items)
        ListRef(o.value)[k.value.int] = w.value
        tracedCount += 1
    }

    // MARK: numbers
    private func int(_ w: Traced) -> TraceIR.Ref { b.guardInt(w.ref, snapshot()) }
    private func float(_ w: Traced) -> TraceIR.Ref { b.guardFloat(w.ref, snapshot()) }
    func isInt(_ w: Traced) -> Bool { w.value.isInt }
    func isFloat(_ w: Traced) -> Bool { isFloatValue(w.value) }
    func bothInt(_ x: Traced, _ y: Traced) -> Bool { Value.bothInt(x.value, y.value) }
    func isBool(_ w: Traced) -> Bool { w.value.isBool }
    func isTrueBool(_ w: Traced) -> Bool { w.value == .true }
    private func ints(_ op: Opcode, _ x: Traced, _ y: Traced, _ v: Value) -> Traced { Traced(value: v, ref: b.arithmetic(op, int(x), int(y), snapshot())) }
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
    private func exact(_ w: Traced) -> Traced? {
        if isFloat(w) { return w }
        guard w.value.isInt, abs(w.value.int) <= 1 << 53 else { return nil }
        let i = int(w)
        b.guardRange(i, -(1 << 53), 1 << 53, snapshot())
        return Traced(value: Value(float: Double(w.value.int)), ref: b.intToF64(i))
    }
    /// A comparison of numbers.
    func order(_ op: Operations.Comparison, _ x: Traced, _ y: Traced, _ n: Node?) throws(Raise) -> Bool {
        if bothInt(x, y) { return compareInt(op, x, y) }
        if isFloat(x) || isFloat(y), let p = exact(x), let q = exact(y) { return compareFloat(op, p, q) }
        if let n { throw untraceable(n) }
        throw give()
    }
    func compare(_ op: Operations.Comparison, _ x: Traced, _ y: Traced) throws(Raise) -> Traced { bool(try order(op, x, y, nil)) }
    func same(_ x: Traced, _ y: Traced) -> Bool { false }
    /// `is`, where one side is a constant like None.
    func identical(_ x: Traced, _ y: Traced) throws(Raise) -> Bool {
        if !y.ref.isConstant || !y.value.isSingleton {
            if x.ref.isConstant && x.value.isSingleton { return try identical(y, x) }
            throw give()
        }
        let k = b.kind(x.ref), yes = x.value == y.value
        if k == .int || k == .f64 { return false }
        b.guardBool(b.compare(.eq, b.asWord(x.ref), b.word(y.value.bits)), yes, snapshot())
        return yes
    }
    func bool(_ v: Bool) -> Traced { Traced(value: Value(bool: v), ref: b.bool(v)) }
    func isTrue(_ w: Traced) throws(Raise) -> Bool {
        let v = w.value
        if v.isInt { return compareInt(.ne, w, constant(Value(int: 0))) }
        if isFloat(w) { return compareFloat(.ne, w, Traced(value: Value(float: 0), ref: b.float(0))) }
        guard v.isBool || v.isNone else { throw give() }
        if b.kind(w.ref) == .bool { b.guardBool(w.ref, v == .true, snapshot()) } else { b.guardEqual(b.asWord(w.ref), v.bits, snapshot()) }
        return v == .true
    }
    /// Operators that the fast paths of the nodes do not cover.
    func binary(_ op: Operations.Binary, _ x: Traced, _ y: Traced) throws(Raise) -> Traced {
        if op == .truediv, isInt(x), isInt(y), y.value.int != 0, let p = exact(x), let q = exact(y) {
            // Exactly represented operands: the quotient is the correctly rounded one.
            if isNonZeroFloat(q) { return arithmeticFloat(.truediv, p, q) }
        }
        throw give()
    }
    func inPlace(_ op: Operations.Binary, _ x: Traced, _ y: Traced) throws(Raise) -> Traced { try binary(op, x, y) }
    func shift(_ n: Node, _ op: Operations.Binary, _ x: Traced, _ y: Traced) throws(Raise) -> Traced {
        guard bothInt(x, y) else { throw untraceable(n) }
        let p = x.value.int, q = y.value.int
        if op == .rshift && q >= 0 && q < 63 {
            let count = int(y)
            b.guardRange(count, 0, 62, snapshot())
            return Traced(value: Value(int: p &>> q), ref: b.arithmetic(.shr, int(x), count, snapshot()))
        }
        if op == .lshift && q >= 0 && q < 62 && (p &<< (q &+ 1)) &>> (q &+ 1) == p { return ints(.shl, x, y, Value(int: p &<< q)) }
        throw untraceable(n)
    }
    func unary(_ op: Operations.Unary, _ w: Traced) throws(Raise) -> Traced {
        if w.value.isInt {
            switch op {
            case .pos: return w
            case .invert: return Traced(value: Value(int: ~w.value.int), ref: b.arithmetic(.not, int(w)))
            case .neg: if let r = subtractInt(constant(Value(int: 0)), w) { return r }
            }
        }
        if isFloat(w) && op == .neg { return Traced(value: Value(float: -w.value.asDouble), ref: b.arithmetic(.neg, float(w))) }
        throw give()
    }
    /// `a op= b` of numbers.
    func augment(_ op: Operations.Binary, _ x: Traced, _ y: Traced, _ n: Node) throws(Raise) -> Traced {
        if bothInt(x, y) {
            let r: Traced?
            switch op { case .add: r = addInt(x, y); case .sub: r = subtractInt(x, y); case .mul: r = multiplyInt(x, y); case .and, .or, .xor: r = bitwise(op, x, y); default: r = nil }
            if let r { return r }
        } else if isFloat(x) && isFloat(y) && (op == .add || op == .sub || op == .mul) { return arithmeticFloat(op, x, y) }
        throw untraceable(n)
    }
}

/// Classes of memory that writes of one cannot change in another.
enum Alias {
    static let headers: UInt8 = 1, entries: UInt8 = 3, items: UInt8 = 5, slots: UInt8 = 7
}

/// States at the end of a resume point that is no node's own.
enum ResumeState {
    /// The statement here raised: go on raising.
    static let raising: UInt16 = 0xFFFE
    /// The statement here has run: its signal is `JIT.lastSignal`.
    static let finished: UInt16 = 0xFFFF
    /// From the byte that a trace's snapshot holds: parts of statements are below 0xFE there, but not in generators, whose points have 16 bits.
    @inline(__always) static func widened(_ b: UInt8) -> UInt16 { b >= 0xFE ? 0xFF00 | UInt16(b) : UInt16(b) }
    static func finish(_ c: inout Cursor) throws(Raise) -> Signal {
        if c.next() == Int(finished) { return JIT.lastSignal }
        throw JIT.lastRaise
    }
}

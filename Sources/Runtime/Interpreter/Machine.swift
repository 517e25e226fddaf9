/// What node semantics are written against. `Interpreter` performs; a recorder performs and writes down. Every question a node asks
/// (`isInt`, `addInt` returning nil on overflow) becomes a guard on what was seen.
protocol Machine {
    associatedtype Word
    func evaluate(_ n: Expression) throws(Raise) -> Word
    func test(_ n: Expression) throws(Raise) -> Bool
    func run(_ s: Statement) throws(Raise) -> Signal
    func constant(_ v: Value) -> Word
    func load(_ slot: Int) -> Word
    func store(_ slot: Int, _ w: Word)
    /// Where we are in the current node: how many operands are evaluated, or which part runs. The interpreter needs no note of it.
    func at(_ state: Int)
    /// An evaluated operand that must survive until its node is done. (The interpreter keeps it in a register.)
    func hold(_ slot: Int, _ w: Word)
    // What resuming and recording share: a node is entered, says where it is, keeps evaluated operands in its area, and is left.
    func enter()
    func leave()
    /// Keeps an evaluated operand in the node's area.
    func put(_ slot: Int, _ w: Word)
    /// An operand that was kept before the resume point.
    func held(_ slot: Int) -> Word
    /// Evaluates an operand, or goes on inside of it where the cursor says so.
    func read(_ o: Operand, _ c: inout Cursor) throws(Raise) -> Word
    /// The truth of an operand; OWNER is the node that asks.
    func test(_ o: Operand, _ owner: Node, _ c: inout Cursor) throws(Raise) -> Bool
    func run(_ s: Statement, _ c: inout Cursor) throws(Raise) -> Signal
    /// The node whose operation may raise or call: its position becomes the frame's line.
    func locate(_ n: Node)
    func isUnbound(_ w: Word) -> Bool
    func isInt(_ w: Word) -> Bool
    func isFloat(_ w: Word) -> Bool
    func bothInt(_ a: Word, _ b: Word) -> Bool
    func isBool(_ w: Word) -> Bool
    func isTrueBool(_ w: Word) -> Bool
    func addInt(_ a: Word, _ b: Word) -> Word?
    func subtractInt(_ a: Word, _ b: Word) -> Word?
    func multiplyInt(_ a: Word, _ b: Word) -> Word?
    func arithmeticFloat(_ op: Operations.Binary, _ a: Word, _ b: Word) -> Word
    func intToFloat(_ a: Word) -> Word
    func bitwise(_ op: Operations.Binary, _ a: Word, _ b: Word) -> Word
    /// Floor division and modulo of ints; nil when the divisor is zero or the result does not fit.
    func divideInt(_ op: Operations.Binary, _ a: Word, _ b: Word) -> Word?
    func isNonZeroFloat(_ a: Word) -> Bool
    func compareInt(_ op: Operations.Comparison, _ a: Word, _ b: Word) -> Bool
    func compareFloat(_ op: Operations.Comparison, _ a: Word, _ b: Word) -> Bool
    func same(_ a: Word, _ b: Word) -> Bool
    func bool(_ b: Bool) -> Word
    /// The slow path of an operator: any types, may call Python code.
    func binary(_ op: Operations.Binary, _ a: Word, _ b: Word) throws(Raise) -> Word
    func inPlace(_ op: Operations.Binary, _ a: Word, _ b: Word) throws(Raise) -> Word
    func compare(_ op: Operations.Comparison, _ a: Word, _ b: Word) throws(Raise) -> Word
    func isTrue(_ a: Word) throws(Raise) -> Bool
}

/// How a statement ended.
/// `suspend`: a generator yields; every statement hands it on untouched, as it does `Raise.suspend` (which a `yield` inside an expression throws).
enum Signal: UInt8 { case next, break_, continue_, return_, suspend }

/// The machine that only performs: inlines to nothing.
struct Interpreter: Machine {
    let frame: Frame
    @inline(__always) init(_ f: Frame) { frame = f }
    @inline(__always) func evaluate(_ n: Expression) throws(Raise) -> Value { try n.execute(frame) }
    @inline(__always) func test(_ n: Expression) throws(Raise) -> Bool { try n.test(frame) }
    @inline(__always) func run(_ s: Statement) throws(Raise) -> Signal { try s.run(frame) }
    @inline(__always) func constant(_ v: Value) -> Value { v }
    @inline(__always) func load(_ s: Int) -> Value { frame[s] }
    @inline(__always) func store(_ s: Int, _ w: Value) { frame[s] = w }
    @inline(__always) func at(_ state: Int) {}
    @inline(__always) func hold(_ slot: Int, _ w: Value) {}
    @inline(__always) func enter() {}
    @inline(__always) func leave() {}
    @inline(__always) func put(_ slot: Int, _ w: Value) { frame[slot] = w }
    @inline(__always) func held(_ slot: Int) -> Value { frame[slot] }
    @inline(__always) func read(_ o: Operand, _ c: inout Cursor) throws(Raise) -> Value { c.isActive ? try o.resume(frame, &c) : try o.read(self) }
    @inline(__always) func test(_ o: Operand, _ owner: Node, _ c: inout Cursor) throws(Raise) -> Bool {
        if !c.isActive { return try o.test(frame, owner) }
        let v = try o.resume(frame, &c)
        frame.at(owner)
        return try Operations.isTrue(v)
    }
    @inline(__always) func run(_ s: Statement, _ c: inout Cursor) throws(Raise) -> Signal { c.isActive ? try s.proceed(frame, &c) : try s.run(frame) }
    @inline(__always) func locate(_ n: Node) { frame.at(n) }
    @inline(__always) func isUnbound(_ w: Value) -> Bool { w.bits == 0 }
    @inline(__always) func isInt(_ w: Value) -> Bool { w.isInt }
    @inline(__always) func isFloat(_ w: Value) -> Bool { w.isFloat }
    @inline(__always) func bothInt(_ a: Value, _ b: Value) -> Bool { Value.bothInt(a, b) }
    @inline(__always) func isBool(_ w: Value) -> Bool { w.isBool }
    @inline(__always) func isTrueBool(_ w: Value) -> Bool { w.bits == Value.true.bits }
    @inline(__always) func addInt(_ a: Value, _ b: Value) -> Value? {
        let (s, o) = Int64(bitPattern: a.bits).addingReportingOverflow(Int64(bitPattern: b.bits &- 1))
        return _slowPath(o) ? nil : Value(bits: UInt64(bitPattern: s))
    }
    @inline(__always) func subtractInt(_ a: Value, _ b: Value) -> Value? {
        let (s, o) = Int64(bitPattern: a.bits).subtractingReportingOverflow(Int64(bitPattern: b.bits &- 1))
        return _slowPath(o) ? nil : Value(bits: UInt64(bitPattern: s))
    }
    @inline(__always) func multiplyInt(_ a: Value, _ b: Value) -> Value? {
        let (s, o) = Int64(bitPattern: a.bits &- 1).multipliedReportingOverflow(by: Int64(b.int))
        return _slowPath(o) ? nil : Value(bits: UInt64(bitPattern: s) | 1)
    }
    @inline(__always) func arithmeticFloat(_ op: Operations.Binary, _ a: Value, _ b: Value) -> Value {
        switch op {
        case .add: return Value(float: a.float + b.float)
        case .sub: return Value(float: a.float - b.float)
        case .mul: return Value(float: a.float * b.float)
        default: return Value(float: a.float / b.float)
        }
    }
    @inline(__always) func intToFloat(_ a: Value) -> Value { Value(float: Double(a.int)) }
    @inline(__always) func bitwise(_ op: Operations.Binary, _ a: Value, _ b: Value) -> Value {
        switch op {
        case .and: return Value(bits: a.bits & b.bits)
        case .or: return Value(bits: a.bits | b.bits)
        default: return Value(bits: (a.bits ^ b.bits) | 1)
        }
    }
    @inline(__always) func divideInt(_ op: Operations.Binary, _ a: Value, _ b: Value) -> Value? {
        let x = a.int, y = b.int
        if y == 0 || y == -1 { return nil }
        let q = x / y, r = x &- q &* y
        if op == .floordiv { return Value(int: r != 0 && (r ^ y) < 0 ? q &- 1 : q) }
        return Value(int: r != 0 && (r ^ y) < 0 ? r &+ y : r)
    }
    @inline(__always) func isNonZeroFloat(_ a: Value) -> Bool { a.float != 0 }
    @inline(__always) func compareInt(_ op: Operations.Comparison, _ a: Value, _ b: Value) -> Bool { Operations.compare(Int64(bitPattern: a.bits), Int64(bitPattern: b.bits), op) }
    @inline(__always) func compareFloat(_ op: Operations.Comparison, _ a: Value, _ b: Value) -> Bool { Operations.compare(a.float, b.float, op) }
    @inline(__always) func same(_ a: Value, _ b: Value) -> Bool { Operations.isIdentical(a, b) }
    @inline(__always) func bool(_ b: Bool) -> Value { Value(bool: b) }
    @inline(__always) func binary(_ op: Operations.Binary, _ a: Value, _ b: Value) throws(Raise) -> Value { try Operations.binary(op, a, b) }
    @inline(__always) func inPlace(_ op: Operations.Binary, _ a: Value, _ b: Value) throws(Raise) -> Value { try Operations.inPlace(op, a, b) }
    @inline(__always) func compare(_ op: Operations.Comparison, _ a: Value, _ b: Value) throws(Raise) -> Value { try Operations.richCompare(a, b, op) }
    @inline(__always) func isTrue(_ a: Value) throws(Raise) -> Bool { try Operations.isTrue(a) }
}

/// A walk down a resume point: per level of the tree, which part of the node is running.
///
/// A cursor that has come to its end starts nodes at their beginning: recording and resuming are one function of a node.
struct Cursor {
    let path: UnsafePointer<UInt16>
    let count: Int
    var level = 0
    @inline(__always) init(_ p: UnsafePointer<UInt16>, _ n: Int) { path = p; count = n }
    /// The state of the node at this level.
    @inline(__always) mutating func next() -> Int { let s = Int(path[level]); level &+= 1; return s }
    /// The node just asked is the one to resume at; nothing below it is running.
    @inline(__always) var atEnd: Bool { level >= count }
    @inline(__always) var isActive: Bool { level < count }
    /// The state of the node at this level, 0 for a node that begins.
    @inline(__always) mutating func begin() -> Int { isActive ? next() : 0 }
    /// What `begin` would give.
    @inline(__always) var state: Int { isActive ? Int(path[level]) : 0 }
    /// The child about to be asked raised, or has its value already.
    @inline(__always) var isSpecial: Bool { level < count && path[level] >= ResumeState.raising }
    /// Who catches an exception goes on elsewhere: what is left of the path is not for the nodes that follow.
    @inline(__always) mutating func end() { level = count }
    /// The callee that is about to be gone on with has ended: its value is in its result word.
    @inline(__always) var isReturned: Bool { level < count && path[level] == ResumeState.returned }
    /// Every node starts at its beginning.
    static var fresh: Cursor { Cursor(UnsafePointer(bitPattern: 16).unsafelyUnwrapped, 0) }
}

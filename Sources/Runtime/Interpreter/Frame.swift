/// A frame: a record on the thread's value stack, or inside a generator's heap object. Header words, then slots: locals and
/// cells first, then temporaries and the operand area, all laid out statically by `Code`.
public struct Frame {
    public let base: UnsafeMutablePointer<Value>!
    @inline(__always) public init(_ b: UnsafeMutablePointer<Value>?) { base = b }

    // Header words.
    /// The caller's frame (raw address).
    static let previous = 0
    /// The function object that runs (its code, globals and closure hang there).
    static let function = 1
    /// The node whose operation runs (raw address): its position is the frame's line. Stored before anything that may raise or call.
    static let node = 2
    /// The frame object, once somebody asked for one (unbound: nobody did).
    static let object = 3
    /// Where frames of callees go (raw address).
    static let next = 4
    /// The namespace of a module, class or `exec` body; unbound in functions.
    static let namespace = 5
    /// The value of `return` on its way out.
    static let result = 6
    /// The `Code` (raw address of the Swift object).
    static let code = 7
    /// The generator this frame belongs to, unbound for others.
    static let generator = 8
    public static let header = 9

    @inline(__always) public subscript(slot: Int) -> Value {
        get { base[Frame.header &+ slot] }
        nonmutating set { base[Frame.header &+ slot] = newValue }
    }
    @inline(__always) func at(_ n: Node) { base[Frame.node] = Value(raw: Unmanaged.passUnretained(n).toOpaque()) }
    @inline(__always) var slots: UnsafeMutablePointer<Value> { base + Frame.header }
    @inline(__always) var function: FunctionRef { FunctionRef(base[Frame.function].ref) }
    @inline(__always) var next: UnsafeMutablePointer<Value> { base[Frame.next].pointer.unsafelyUnwrapped }
    @inline(__always) var namespace: Value { base[Frame.namespace] }
    var isNil: Bool { base == nil }
    var previousFrame: Frame { Frame(base[Frame.previous].pointer) }
    var code: Code { Unmanaged<Code>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(base[Frame.code].bits)).unsafelyUnwrapped).takeUnretainedValue() }
    /// Nil while the frame has not executed anything.
    var currentNode: Node? {
        let b = base[Frame.node].bits
        return b == 0 ? nil : Unmanaged<Node>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(b)).unsafelyUnwrapped).takeUnretainedValue()
    }
    @inline(__always) var borrowedCode: Borrowed<Code> { Borrowed(bits: base[Frame.code].bits) }
    /// The line that runs.
    var line: Int {
        let b = base[Frame.node].bits
        return b == 0 ? borrowedCode.read { $0.firstLine } : Borrowed<Node>(bits: b).read { Int($0.line) }
    }
    /// Marks what the frame refers to.
    func visit() {
        Collector.mark(base[Frame.function]); Collector.mark(base[Frame.object]); Collector.mark(base[Frame.namespace])
        Collector.mark(base[Frame.result]); Collector.mark(base[Frame.generator])
        // (The function may have another code by now.)
        let n = borrowedCode.read { c in Collector.mark(c.object); return c.frameSlots }
        for i in 0..<n { Collector.mark(base[Frame.header &+ i]) }
    }
}

import Syntax

/// A function body, class body or module: its tree of syntax, and once first called its nodes and the static layout of its frames.
public final class Code {
    // Values below are kept alive by `visit`.
    public var name: Value, qualname: Value, fileName: Value
    public var argumentCount = 0, positionalOnlyCount = 0, keywordOnlyCount = 0
    public var flags: UInt32 = 0
    public var firstLine = 0
    /// Names of parameters first (positional, keyword-only, *args, **kwargs), then other locals and cells, then free variables: each in its slot.
    public var slotNames: [Value] = []
    /// Slots that hold cells made at entry, and whether a parameter's value goes in.
    var cellSlots: [Int32] = []
    var cellNames: [Value] = []
    /// Free variables take slots [firstFree, firstFree + freeNames.count).
    var firstFree = 0
    public var freeNames: [Value] = []
    public var localCount = 0
    /// String-table indices of parameters (positional, keyword-only, *args, **kwargs) and of free variables.
    var parameterIndices: [Int] = [], freeIndices: [Int] = []
    /// Slots that parameters take (those without a name in the source included).
    var parameterSlots = 0
    /// Whether an abandoned generator of this code must be closed: it has a `finally`, `with` or `except` around a `yield`.
    var hasCleanup = false
    /// Slots in all: locals, temporaries, operand area.
    final var frameSlots = 0
    /// Slots that belong to variables: locals, cells, free variables.
    final var namedSlots = 0
    /// What its expressions and statements contain, as far as traces care.
    final var hasLoops = false, hasComprehensions = false, hasWalrus = false
    /// Words of a frame.
    @inline(__always) final var frameSize: Int { Frame.header &+ frameSlots }
    public var docstring: Value = .none
    /// Arguments can be copied straight into slots: no `*`, `**`, keyword-only parameters. Known once built.
    final var isSimple = false
    /// The number of positional arguments of a call that only has to copy them and run the body; -1 until built, and for generators.
    final var direct = -1
    /// Cells or free variables.
    final var hasScope = false
    /// Names of the slots: `slotNames` for the binding of keywords.
    final var nameStart: UnsafeMutablePointer<Value>! = nil
    final var isGeneratorLike: Bool { flags & (Flags.generator | Flags.coroutine | Flags.asyncGenerator | Flags.iterableCoroutine) != 0 }
    /// Constants and other values that nodes hold.
    var constants = RawArray<Value>(capacity: 8)
    /// Nodes with inline caches: visited by the collector.
    var cachingNodes: [Unmanaged<Node>] = []
    /// Keeps all nodes alive.
    var nodes: [Node] = []
    /// Nodes that an exception passed, in the order they first did: what `co_positions` lists and `tb_lasti` indexes.
    var raisedNodes: [Node] = []
    /// The heap object (`CodeObject`) of this code.
    public internal(set) var object: Value = .unbound
    final var body: Borrowed<Body>!
    let source: CodeSource
    let syntax: Syntax.Node
    let scope: Int
    public private(set) var isBuilt = false

    public struct Flags {
        public static let optimized: UInt32 = 1, newLocals: UInt32 = 2, varArgs: UInt32 = 4, varKeywords: UInt32 = 8, nested: UInt32 = 16, generator: UInt32 = 32
        public static let coroutine: UInt32 = 128, iterableCoroutine: UInt32 = 256, asyncGenerator: UInt32 = 512, hasDocstring: UInt32 = 0x4000000, method: UInt32 = 0x8000000
        public static let futureAnnotations: UInt32 = 0x1000000
    }

    init(source: CodeSource, syntax: Syntax.Node, scope: Int, name: Value, qualname: Value) {
        self.source = source; self.syntax = syntax; self.scope = scope
        self.name = name; self.qualname = qualname; fileName = source.fileName
    }
    /// Makes the nodes, at the first call.
    @inline(__always) final func prepare() throws(Raise) { if _slowPath(!isBuilt) { try build() } }
    @inline(never) private func build() throws(Raise) {
        try NodeBuilder(self).build()
        isBuilt = true
        CodeObject(object.ref).touch()
    }
    func keep(_ n: Node) {
        nodes.append(n)
        // The heap objects of inner codes live as long as the node that makes functions of them.
        if let f = n as? FunctionNode { _ = constant(f.code.object) } else if let i = n as? ImmediateCallNode { _ = constant(i.function.code.object) }
    }
    /// Notes a value that a node holds, and returns it.
    func constant(_ v: Value) -> Value {
        if v.isPointer { constants.append(v); if object.isPointer { object.ref.barrier() } }
        return v
    }
    func visit() {
        for v in [name, qualname, fileName, docstring, source.fileName] { Collector.mark(v) }
        for v in slotNames { Collector.mark(v) }
        for v in cellNames { Collector.mark(v) }
        for v in freeNames { Collector.mark(v) }
        for i in 0..<constants.count { Collector.mark(constants[i]) }
        for n in cachingNodes { n._withUnsafeGuaranteedRef { $0.visit() } }
    }
    deinit { constants.free(); nameStart?.deallocate() }
}

/// What the codes of one source text share.
public final class CodeSource {
    let tree: SyntaxTree
    var fileName: Value
    /// `from __future__` flags and `compile` flags in force.
    let flags: UInt32
    let optimize: Int
    init(tree: SyntaxTree, fileName: Value, flags: UInt32, optimize: Int) { self.tree = tree; self.fileName = fileName; self.flags = flags; self.optimize = optimize }
}

/// The heap object of type `code`: the `Code` (retained) at word 2.
public struct CodeObject {
    public let ref: Ref
    public init(_ r: Ref) { ref = r }
    public var code: Code { Unmanaged<Code>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(ref.word(2))).unsafelyUnwrapped).takeUnretainedValue() }
    static func make(_ c: Code) -> Value {
        let r = Heap.allocate(64, Types.code)
        r.setWord(2, UInt64(UInt(bitPattern: Unmanaged.passRetained(c).toOpaque())))
        c.object = Value(r)
        Heap.registerNative(r)
        return Value(r)
    }
    static func visit(_ r: Ref) { if r.word(2) != 0 { CodeObject(r).code.visit() } }
    static func release(_ r: Ref) { Unmanaged<Code>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(r.word(2)))!).release() }
    /// After a node of the code changed what it holds.
    @inline(__always) func touch() { ref.barrier() }
}

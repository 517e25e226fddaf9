import Glibc
import Syntax

/// A function body, class body or module: its tree of syntax, and once first called its nodes and the static layout of its frames.
public final class Code {
    // Values below are kept alive by `listHeld`.
    public var name: Value, qualname: Value, fileName: Value
    @Small public var argumentCount = 0
    @Small public var positionalOnlyCount = 0
    @Small public var keywordOnlyCount = 0
    public var flags: UInt32 = 0
    public var firstLine = 0
    /// Names of parameters first (positional, keyword-only, *args, **kwargs), then other locals and cells, then free variables: each in its slot.
    public var slotNames: [Value] = []
    /// Slots that hold cells made at entry, and whether a parameter's value goes in.
    var cellSlots: [Int32] = []
    var cellNames: [Value] = []
    /// Free variables take slots [firstFree, firstFree + freeNames.count).
    @Small var firstFree = 0
    public var freeNames: [Value] = []
    @Small public var localCount = 0
    /// String-table indices of parameters (positional, keyword-only, *args, **kwargs) and of free variables.
    var parameterIndices: [Int] { CodeFactory.parameters(self) }
    var freeIndices: [Int] = []
    /// What stands for codes inside, by their scopes (`replace(co_consts=...)`), with the string-table indices that its free variables have in this source.
    final var innerCodes: [Int: (code: Code, freeIndices: [Int])]? = nil
    /// Slots that parameters take (those without a name in the source included).
    @Small var parameterSlots = 0
    /// Variables of inlined comprehensions, in slots of their own.
    struct Hidden { let slot: Int, name: Value, isCell: Bool }
    var hiddenNames: [Hidden] = []
    /// Whether an abandoned generator of this code must be closed: it has a `finally`, `with` or `except` around a `yield`.
    var hasCleanup = false
    /// Slots in all: locals, temporaries, operand area.
    @Small final var frameSlots = 0
    /// Slots that belong to variables: locals, cells, free variables.
    @Small final var namedSlots = 0
    /// What its expressions and statements contain, as far as traces care.
    /// Functions were made of it more than once: a `def` or `lambda` within a function.
    final var isMade = false, isRemade = false
    /// The number of the class statement whose body this is (`ClassOrigin`), 0 before it made a class.
    final var classStatement: UInt32 = 0
    /// As a `__bool__` or `__len__` that was asked for a truth it changed something (`Recorder.truthInPython`).
    final var changesWhenAsked = false
    final var hasLoops = false, hasComprehensions = false, hasWalrus = false
    /// A generator expression that gives one value for each that its iterator (slot 0) gives.
    final var givesEach = false
    /// Words of a frame.
    @inline(__always) final var frameSize: Int { Frame.header &+ frameSlots }
    /// String-table index of the docstring, -1 for none; it is made when first asked for.
    @Small var docstringIndex = -1
    private var madeDocstring: Value = .unbound
    public var docstring: Value {
        get {
            if madeDocstring.isUnbound { madeDocstring = docstringIndex < 0 ? .none : constant(Docstrings.clean(syntax.string(docstringIndex))) }
            return madeDocstring
        }
        set { madeDocstring = constant(newValue) }
    }
    /// Arguments can be copied straight into slots: no `*`, `**`, keyword-only parameters. Known once built.
    final var isSimple = false
    /// The number of positional arguments of a call that only has to copy them and run the body; -1 until built, and for generators.
    @Small final var direct = -1
    /// Cells or free variables.
    final var hasScope = false
    /// Names of the slots: `slotNames` for the binding of keywords.
    final var nameStart: UnsafeMutablePointer<Value>! = nil
    /// `cellSlots` and the number of free names, where reading them costs nothing.
    final var cellStart: UnsafeMutablePointer<Int32>! = nil
    @Small final var cellCount = 0
    @Small final var freeCount = 0
    final var isGeneratorLike: Bool { flags & (Flags.generator | Flags.coroutine | Flags.asyncGenerator | Flags.iterableCoroutine) != 0 }
    /// Constants and other values that nodes hold.
    var constants = RawArray<Value>(capacity: 0)
    /// Nodes with inline caches: visited by the collector.
    var cachingNodes = RawArray<Unmanaged<Node>>(capacity: 0)
    /// Keeps all nodes alive: retained.
    var nodes = RawArray<Unmanaged<Node>>(capacity: 0)
    final var madeInstructions: Instructions? = nil
    /// The heap object (`CodeObject`) of this code.
    public internal(set) var object: Value = .unbound
    final var body: Borrowed<Body>!
    let source: CodeSource
    let syntax: Syntax.Node
    @Small private(set) var scope = 0
    public private(set) var isBuilt = false
    /// How many suites are left for later (`LazyBlock`).
    @Small final var unbuilt = 0
    /// What their builder has to know: `NodeBuilder.unbound`, and how many names the factory gave.
    final var unboundLocals: UInt64 = 0
    @Small private(set) final var parameterNames = 0
    /// Its nodes report to `Monitor`.
    final var isInstrumented = false
    /// What tools of `sys.monitoring` asked of this code alone.
    final var monitors: CodeMonitors? = nil
    /// The list of built codes (`Monitor.codes`).
    final var nextBuilt: Unmanaged<Code>? = nil, previousBuilt: Unmanaged<Code>? = nil

    public struct Flags {
        public static let optimized: UInt32 = 1, newLocals: UInt32 = 2, varArgs: UInt32 = 4, varKeywords: UInt32 = 8, nested: UInt32 = 16, generator: UInt32 = 32
        public static let coroutine: UInt32 = 128, iterableCoroutine: UInt32 = 256, asyncGenerator: UInt32 = 512, hasDocstring: UInt32 = 0x4000000, method: UInt32 = 0x8000000
        public static let futureAnnotations: UInt32 = 0x1000000
    }

    init(source: CodeSource, syntax: Syntax.Node, scope: Int, name: Value, qualname: Value) {
        self.source = source; self.syntax = syntax
        self.name = name; self.qualname = qualname; fileName = source.fileName
        self.scope = scope
    }
    /// Makes the nodes, at the first call.
    @inline(__always) final func prepare() throws(Raise) { if _slowPath(!isBuilt) { try build() } }
    /// The same, with all that is left for later.
    final func prepareAll() throws(Raise) { if isBuilt { try complete() } else { try build(whole: true) } }
    @inline(never) private func build(whole: Bool = false) throws(Raise) {
        TreeCache.willRead(source.tree)
        if slotNames.isEmpty { slotNames = CodeFactory.parameterNames(self) }
        parameterNames = slotNames.count
        var builder = NodeBuilder(self, whole: whole)
        try builder.build()
        if builder.isMisled {
            releaseNodes()
            cellSlots = []; cellNames = []; hiddenNames = []; slotNames.removeLast(slotNames.count - parameterNames)
            constants.removeAll()
            CodeObject(object.ref).touch()
            builder = NodeBuilder(self, unbound: builder.unbound, whole: whole)
            try builder.build()
        }
        if unbuilt > 0 {
            unboundLocals = builder.unbound
            builder.remember()
        }
        cellCount = cellSlots.count; freeCount = freeNames.count
        cellStart?.deallocate()
        cellStart = Code.memory(cellCount); cellStart.initialize(from: cellSlots, count: cellCount)
        isBuilt = true
        Monitor.built(self)
        CodeObject(object.ref).touch()
    }
    /// (`allocate` would ask for aligned memory.)
    static func memory<T>(_ n: Int) -> UnsafeMutablePointer<T> { malloc(max(1, n) &* MemoryLayout<T>.stride).unsafelyUnwrapped.assumingMemoryBound(to: T.self) }
    func keep(_ n: Node) {
        nodes.append(.passRetained(n))
    }
    /// Notes a value that a node holds, and returns it.
    func constant(_ v: Value) -> Value {
        if v.isPointer { constants.append(v); if object.isPointer { CodeObject(object.ref).touch() } }
        return v
    }
    /// Notes a constant of the program: equal ones of a source are one object, as in CPython's modules.
    func pooled(_ v: Value) -> Value { v.isPointer ? constant(source.pooled(v, object)) : v }
    /// Lists what the code and its nodes refer to (`CodeObject.hold`).
    fileprivate func listHeld() {
        CodeObject.hold(source.pool)
        CodeObject.hold(name); CodeObject.hold(qualname); CodeObject.hold(fileName); CodeObject.hold(source.fileName)
        for v in slotNames { CodeObject.hold(v) }
        for h in hiddenNames { CodeObject.hold(h.name) }
        for v in cellNames { CodeObject.hold(v) }
        for v in freeNames { CodeObject.hold(v) }
        for i in 0..<constants.count { CodeObject.hold(constants[i]) }
        if let innerCodes { for c in innerCodes.values { CodeObject.hold(c.code.object) } }
        for i in 0..<cachingNodes.count { cachingNodes[i]._withUnsafeGuaranteedRef { $0.visit() } }
    }
    deinit { Monitor.died(self); releaseNodes(); constants.free(); nameStart?.deallocate(); cellStart?.deallocate() }
    private func releaseNodes() {
        for i in 0..<nodes.count { nodes[i].release() }
        nodes.free(); cachingNodes.free()
        unbuilt = 0
        nodes = RawArray(capacity: 0); cachingNodes = RawArray(capacity: 0)
    }

    /// A frame object, a traceback or a trace may name nodes of this code.
    final var mustKeepNodes = false
    /// The code of a module has run and is not expected to run again: its nodes, and those of the classes in it, give their memory to what comes
    /// next. If it does run again, they are made again.
    func ranOnce() {
        let kind = ScopeRecord(base: syntax.base, index: scope).kind
        if kind == .module { TreeCache.moduleRan() }
        guard isBuilt, kind == .module || kind == .class, !mustKeepNodes, !hasLoops, !hasComprehensions, madeInstructions == nil, !isInstrumented, monitors == nil, !isGeneratorLike else { return }
        for i in 0..<constants.count where constants[i].isExactly(Types.code) { CodeObject(constants[i].ref).code.ranOnce() }
        Monitor.died(self)
        isBuilt = false
        nextBuilt = nil; previousBuilt = nil
        body = nil
        releaseNodes()
        cellSlots = []; cellNames = []; slotNames = []; hiddenNames = []
        constants.removeAll()
        CodeObject(object.ref).touch()
    }
}

/// An integer that fits in half a word: a program has thousands of codes.
@propertyWrapper public struct Small {
    private var value: Int32
    @inline(__always) public init(wrappedValue: Int) { value = Int32(truncatingIfNeeded: wrappedValue) }
    @inline(__always) public var wrappedValue: Int {
        get { Int(value) }
        set { value = Int32(truncatingIfNeeded: newValue) }
    }
}

/// What the codes of one source text share.
public final class CodeSource {
    let tree: SyntaxTree
    var fileName: Value
    /// `from __future__` flags and `compile` flags in force.
    let flags: UInt32
    let optimize: Int
    /// Interned strs by string index, unbound until asked for (the table of interned strs keeps them alive).
    private let table: UnsafeMutablePointer<Value>
    /// Names that are not in the tree's string table stand at the indices -1, -2, ...
    private var extra: [Value] = []
    /// A dict of the constants met so far, made with the first code.
    fileprivate(set) var pool = Value.unbound
    /// The constant met before that V cannot be told from, or V. OWNER: the code that asks, through which the collector finds the pool.
    func pooled(_ v: Value, _ owner: Value) -> Value {
        // With `-b`, comparing a str with bytes would warn.
        if !owner.isPointer || v.isStr && StrRef(v).count > 256 || v.isBytes && Configuration.current.bytesWarning > 0 { return v }
        do throws(Raise) {
            if let known = try DictRef(pool).get(v) { return CodeSource.isSame(known, v) ? known : v }
            try DictRef(pool).set(v, v)
        } catch { Errors.take() }
        return v
    }
    /// Equal constants may differ: 1, 1.0 and True, 0.0 and -0.0.
    private static func isSame(_ a: Value, _ b: Value) -> Bool {
        if a == b { return true }
        guard a.isPointer, b.isPointer, a.type == b.type else { return false }
        if a.isTuple {
            let x = TupleRef(a), y = TupleRef(b)
            for i in 0..<x.count where !isSame(x[i], y[i]) { return false }
            return true
        }
        if a.isExactly(Types.complex) { return a.ref.word(2) == b.ref.word(2) && a.ref.word(3) == b.ref.word(3) }
        return a.isStr || a.isExactly(Types.bytes) || a.isIntLike
    }
    /// Private names by (class << 32 | name).
    private var mangledNames = IntMap()
    init(tree: SyntaxTree, fileName: Value, flags: UInt32, optimize: Int) {
        self.tree = tree; self.fileName = fileName.isStr ? StrRef.intern(fileName) : fileName; self.flags = flags; self.optimize = optimize
        table = calloc(max(1, tree.stringCount), 8)!.assumingMemoryBound(to: Value.self)
    }
    deinit { free(table) }
    /// The interned str at INDEX.
    @inline(__always) func name(_ index: Int) -> Value {
        if index < 0 { return extra[-1 - index] }
        let v = table[index]
        return v.bits != 0 ? v : intern(index)
    }
    @inline(never) private func intern(_ index: Int) -> Value {
        let b = tree.string(index), v = b.count == 0 ? StrRef.empty : InternTable.intern(utf8: b.baseAddress.unsafelyUnwrapped, b.count)
        table[index] = v
        return v
    }
    /// An index for an interned str.
    func index(_ v: Value) -> Int {
        let s = StrRef(v)
        if s.isASCII { for i in 0..<tree.stringCount { let b = tree.string(i); if b.count == s.count && b.count > 0 && memcmp(b.baseAddress!, s.data, s.count) == 0 { return i } } }
        else { for i in 0..<tree.stringCount where name(i) == v { return i } }
        if let i = extra.firstIndex(of: v) { return -1 - i }
        extra.append(v)
        return -extra.count
    }
    /// The index of name INDEX as code inside the class with name OWNER knows it (`_Py_Mangle`).
    func mangled(_ index: Int, _ owner: Int?) -> Int {
        guard let owner, index >= 0 else { return index }
        let b = tree.string(index)
        guard b.count > 2, b[0] == 95, b[1] == 95, b[b.count - 1] != 95 || b[b.count - 2] != 95 else { return index }
        let key = owner << 32 | index
        if let known = mangledNames[key] { return known }
        let t = tree.root.text(index), m = Syntax.mangle(className: tree.root.text(owner), t)
        let result = m == t ? index : self.index(StrRef.intern(m))
        mangledNames[key] = result
        return result
    }
}

/// The heap object of type `code`: the `Code` (retained) at word 2, at word 3 one more than the number of objects that it holds, which lie from word 4
/// on or, if they are more than four, where word 4 says.
///
/// Collections walk this list. It is made anew when the code changed what it holds (`touch`): a node with a cache each would have to be asked otherwise.
/// Interned strs live for good and are not in it.
public struct CodeObject {
    private static let count = 3, first = 4, most = 4
    nonisolated(unsafe) private static var held = RawArray<Ref>(capacity: 0)
    /// V is held by the code that is being listed.
    static func hold(_ v: Value) {
        guard v.isPointer, !(v.isStr && StrRef(v).isInterned) else { return }
        var i = held.count
        let end = max(0, i &- 32)
        while i > end { i &-= 1; if held[i] == v.ref { return } }
        held.append(v.ref)
    }
    public let ref: Ref
    public init(_ r: Ref) { ref = r }
    public var code: Code { Unmanaged<Code>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(ref.word(2))).unsafelyUnwrapped).takeUnretainedValue() }
    static func make(_ c: Code) -> Value {
        let r = Heap.allocate(64, Types.code)
        r.setWord(2, UInt64(UInt(bitPattern: Unmanaged.passRetained(c).toOpaque())))
        c.object = Value(r)
        Heap.registerNative(r)
        if c.source.pool.isUnbound { c.source.pool = DictRef.allocate().value; CodeObject(r).touch() }
        return Value(r)
    }
    static func visit(_ r: Ref) {
        if r.word(2) == 0 { return }
        if r.word(count) == 0 { list(r) }
        let n = Int(r.word(count)) &- 1
        let p = n <= most ? UnsafeRawPointer(r + first &* 8) : UnsafeRawPointer(bitPattern: UInt(r.word(first))).unsafelyUnwrapped
        let refs = p.assumingMemoryBound(to: Ref.self)
        var i = 0
        while i < n { Collector.mark(refs[i]); i &+= 1 }
    }
    @inline(never) private static func list(_ r: Ref) {
        Unmanaged<Code>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(r.word(2))).unsafelyUnwrapped)._withUnsafeGuaranteedRef { $0.listHeld() }
        let n = held.count
        var p = (r + first &* 8).assumingMemoryBound(to: Ref.self)
        if n > most {
            p = .allocate(capacity: n)
            r.setWord(first, UInt64(UInt(bitPattern: p)))
        }
        p.update(from: held.start, count: n)
        r.setWord(count, UInt64(n &+ 1))
        held.removeAll()
    }
    private static func forget(_ r: Ref) {
        if r.word(count) > UInt64(most &+ 1) { UnsafeMutableRawPointer(bitPattern: UInt(r.word(first))).unsafelyUnwrapped.deallocate() }
        r.setWord(count, 0)
    }
    static func release(_ r: Ref) {
        forget(r)
        Unmanaged<Code>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(r.word(2)))!).release()
    }
    /// When what the code or a node of it holds changes, before the next allocation. (The code that a frame runs, not its function's: that may have another by now.)
    func touch() {
        ref.barrier()
        if ref.word(CodeObject.count) != 0 { CodeObject.forget(ref) }
    }
}

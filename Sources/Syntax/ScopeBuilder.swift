// Scopes while they are being found out: plain arrays, and one hash table from (scope, name) to symbol.

/// A symbol of a scope under construction.
struct SymbolDraft {
    var name: UInt32
    var flags: UInt32
    var resolution: Resolution = .globalImplicit
    /// Brought in by an inlined comprehension or by an inner scope's free variable: not seen by name lookups from inside.
    var spliced = false
}

struct ScopeDraft {
    var kind: ScopeKind
    var name: UInt32
    var parent: Int
    var node: UInt32
    var at: Position
    var flags: ScopeFlags = []
    var symbols: [SymbolDraft] = []
    var children: [Int] = []
    /// Free variables this scope asks of its parent; filled by the resolver.
    var free: [UInt32] = []
    var annotationScope = -1, variableAnnotations = -1, typeParameterScope = -1, defaultScope = -1
    /// Class for mangling, as string index + 1.
    var privateClass: UInt32 = 0
    /// Type parameter blocks around classes: only names in this list are mangled; inherited by blocks inside but classes.
    var mangledNames: Int = -1
    var conditional = false
    var comprehensionIterator = 0
    var iteratorTarget = false
    /// "a TypeVar bound" and the like, for messages.
    var info = ""
    /// Under `from __future__ import annotations`: not part of its parent.
    var detached = false
    var directives: [(name: UInt32, at: Position)] = []

    var isComprehension: Bool {
        switch kind {
        case .listComp, .setComp, .dictComp, .generatorExp: return true
        default: return false
        }
    }
    var isFunctionBlock: Bool { kind == .function || kind == .lambda || isComprehension }
}

/// Open addressing from a pair of 32-bit numbers to a third.
struct PairMap {
    private var keys: [UInt64]
    private var values: [Int32]
    private var mask: Int
    private var count = 0

    init() {
        keys = Array(repeating: UInt64.max, count: 1024)
        values = Array(repeating: 0, count: 1024)
        mask = 1023
    }

    @inline(__always) private func slot(_ key: UInt64) -> Int {
        var s = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 32) & mask
        while keys[s] != UInt64.max && keys[s] != key { s = (s + 1) & mask }
        return s
    }
    @inline(__always) private func key(_ a: Int, _ b: UInt32) -> UInt64 { UInt64(a) << 32 | UInt64(b) }

    func find(_ a: Int, _ b: UInt32) -> Int? {
        let k = key(a, b), s = slot(k)
        return keys[s] == k ? Int(values[s]) : nil
    }

    mutating func insert(_ a: Int, _ b: UInt32, _ value: Int) {
        let k = key(a, b), s = slot(k)
        if keys[s] != k { keys[s] = k; count += 1 }
        values[s] = Int32(truncatingIfNeeded: value)
        if count * 2 > mask { grow() }
    }

    private mutating func grow() {
        let oldKeys = keys, oldValues = values
        mask = (mask + 1) * 2 - 1
        keys = Array(repeating: UInt64.max, count: mask + 1)
        values = Array(repeating: 0, count: mask + 1)
        for i in oldKeys.indices where oldKeys[i] != UInt64.max {
            let s = slot(oldKeys[i])
            keys[s] = oldKeys[i]
            values[s] = oldValues[i]
        }
    }
}

/// Why analysis stopped: the failure is in `Analyzer.failure`, or there is more nesting than the stack is sure to bear.
enum AnalysisStop: Error { case failed, nesting }

/// State of analysis of one tree.
final class Analyzer {
    let base: UnsafePointer<UInt32>
    let builder: TreeBuilder
    let root: Node
    let flags: ParseFlags
    /// Scopes are made and resolved; what is found from here on the compiler proper finds.
    var hasScopes = false
    var scopes: [ScopeDraft] = []
    var map = PairMap()
    var stack: [Int] = []
    var current = 0
    var privateClass: UInt32 = 0
    /// Names to mangle in type parameter blocks around classes.
    var mangledSets: [Set<UInt32>] = []
    var mangleCache = PairMap()
    var future = FutureFeatures()
    var failure: SyntaxFailure?
    /// Index in the module of the last import from `__future__` at its head, -1 if none.
    var lastFuture = -1
    var warnings: [SyntaxWarningRecord] = []
    var depth = 0
    /// Functions, lambdas and comprehensions by node, for the checks.
    var scopeOfNode: [UInt32: Int] = [:]
    /// Deep enough for any sane text.
    static let maxDepth = 25000
    let limit: Int

    struct Names {
        let top, format, classDict, dunderClass, typeParams, genericBase, defaults, kwDefaults, annotate, conditionalAnnotations,
            dunderTypeParams, dotZero, lambda, listComp, setComp, dictComp, genExpr, self_: UInt32
    }
    let names: Names

    init(_ tree: SyntaxTree, _ flags: ParseFlags, limit: Int) {
        self.limit = limit
        base = tree.base
        root = tree.root
        self.flags = flags
        builder = TreeBuilder(continuing: tree)
        let builder = builder
        func s(_ text: String) -> UInt32 { UInt32(builder.intern(text)) }
        names = Names(top: s("top"), format: s(".format"), classDict: s("__classdict__"), dunderClass: s("__class__"),
                      typeParams: s(".type_params"), genericBase: s(".generic_base"), defaults: s(".defaults"),
                      kwDefaults: s(".kwdefaults"), annotate: s("__annotate__"),
                      conditionalAnnotations: s("__conditional_annotations__"), dunderTypeParams: s("__type_params__"),
                      dotZero: s(".0"), lambda: s("lambda"), listComp: s("listcomp"), setComp: s("setcomp"),
                      dictComp: s("dictcomp"), genExpr: s("genexpr"), self_: s("self"))
    }

    func text(_ name: UInt32) -> String { String(decoding: builder.strings.string(name), as: UTF8.self) }

    func fail(_ message: String, _ at: Position) -> AnalysisStop {
        failure = SyntaxFailure(kind: .syntaxError, message: message, line: Int(at.line), column: Int(at.column) + 1,
                                endLine: Int(at.endLine), endColumn: Int(at.endColumn) + 1)
        return .failed
    }
    func fail(_ message: String, _ node: Node) -> AnalysisStop { fail(message, node.position) }

    func warn(_ message: String, _ node: Node) {
        warnings.append(SyntaxWarningRecord(message: message, line: node.line, errorLine: node.line, column: node.column + 1, endLine: node.endLine,
                                            endColumn: node.endColumn + 1, isDeprecation: false))
    }

    @inline(__always) func enterLevel() throws(AnalysisStop) {
        depth &+= 1
        if depth > limit {
            if limit < Analyzer.maxDepth { throw .nesting }
            failure = SyntaxFailure(kind: .recursion, message: "maximum recursion depth exceeded during compilation")
            throw .failed
        }
    }

    // MARK: mangling

    func mangled(_ name: UInt32, in scope: Int) -> UInt32 {
        if privateClass == 0 { return name }
        let set = scopes[scope].mangledNames
        if set >= 0 && !mangledSets[set].contains(name) { return name }
        return mangled(name, class: privateClass - 1)
    }

    private func mangled(_ name: UInt32, class cls: UInt32) -> UInt32 {
        let bytes = builder.strings.string(name)
        if bytes.count < 2 || bytes[0] != 95 || bytes[1] != 95 { return name }
        if let known = mangleCache.find(Int(cls), name) { return UInt32(known) }
        let result = mangleBytes(Array(builder.strings.string(cls)), Array(bytes)).withUnsafeBufferPointer { builder.strings.intern($0) }
        mangleCache.insert(Int(cls), name, Int(result))
        return result
    }

    // MARK: symbols

    func flags(of name: UInt32, in scope: Int) -> SymbolFlags {
        guard let i = map.find(scope, mangled(name, in: scope)) else { return [] }
        return SymbolFlags(rawValue: scopes[scope].symbols[i].flags)
    }

    func define(_ name: UInt32, _ flag: SymbolFlags, _ at: Position) throws(AnalysisStop) {
        if flag.contains(.typeParameter), scopes[current].mangledNames >= 0 { mangledSets[scopes[current].mangledNames].insert(name) }
        try define(name, flag, at, in: current)
    }

    func define(_ name: UInt32, _ flag: SymbolFlags, _ at: Position, in scope: Int) throws(AnalysisStop) {
        let mangled = mangled(name, in: scope)
        let index: Int
        var value = flag.rawValue
        if let found = map.find(scope, mangled) {
            index = found
            let old = scopes[scope].symbols[found].flags
            if flag.contains(.parameter) && old & SymbolFlags.parameter.rawValue != 0 {
                throw fail("duplicate argument '\(text(name))' in function definition", at)
            }
            if flag.contains(.typeParameter) && old & SymbolFlags.typeParameter.rawValue != 0 {
                throw fail("duplicate type parameter '\(text(name))'", at)
            }
            value |= old
        } else {
            index = scopes[scope].symbols.count
            scopes[scope].symbols.append(SymbolDraft(name: mangled, flags: 0))
            map.insert(scope, mangled, index)
        }
        if scopes[scope].iteratorTarget {
            if value & (SymbolFlags.global.rawValue | SymbolFlags.nonlocal.rawValue) != 0 {
                throw fail("comprehension inner loop cannot rebind assignment expression target '\(text(name))'", at)
            }
            value |= SymbolFlags.comprehensionIterator.rawValue
        }
        scopes[scope].symbols[index].flags = value
        if flag.contains(.global) && scope != 0 {
            // The module learns of the name too.
            if let i = map.find(0, mangled) {
                scopes[0].symbols[i].flags |= flag.rawValue
            } else {
                map.insert(0, mangled, scopes[0].symbols.count)
                scopes[0].symbols.append(SymbolDraft(name: mangled, flags: flag.rawValue))
            }
        }
    }

    // MARK: blocks

    func open(_ kind: ScopeKind, _ name: UInt32, _ node: Node, _ at: Position) -> Int {
        var draft = ScopeDraft(kind: kind, name: name, parent: stack.last ?? -1, node: node.offset, at: at)
        draft.privateClass = privateClass
        if let outer = stack.last {
            if scopes[outer].flags.contains(.nested) || scopes[outer].kind.isFunctionLike { draft.flags.insert(.nested) }
        }
        scopes.append(draft)
        return scopes.count - 1
    }

    func enter(_ kind: ScopeKind, _ name: UInt32, _ node: Node, _ at: Position) throws(AnalysisStop) {
        try enter(existing: open(kind, name, node, at), at)
    }

    /// Makes a scope the current one; the first time, it also becomes a child of the one around it.
    func enter(existing scope: Int, _ at: Position, again: Bool = false) throws(AnalysisStop) {
        let outer = stack.last
        if let outer {
            scopes[scope].comprehensionIterator = scopes[outer].comprehensionIterator
            if scopes[outer].mangledNames >= 0 && scopes[scope].kind != .class && scopes[scope].mangledNames < 0 {
                scopes[scope].mangledNames = scopes[outer].mangledNames
            }
        }
        stack.append(scope)
        current = scope
        if again { return }
        if scopes[scope].kind == .annotation && future.annotations {
            scopes[scope].detached = true
            return
        }
        if let outer { scopes[outer].children.append(scope) }
        switch scopes[scope].kind {
        case .annotation, .typeAlias, .typeVariable:
            try define(names.format, [.parameter, .used], at)
        default: break
        }
    }

    func leave() {
        stack.removeLast()
        if let outer = stack.last { current = outer }
    }

    // MARK: writing

    /// Appends the records to the tree's buffer and replaces it.
    func store(into tree: SyntaxTree) {
        var records: [UInt32] = []
        records.reserveCapacity(scopes.count)
        let own = names.self_
        for (index, scope) in scopes.enumerated() {
            var symbols: [UInt32] = [UInt32(scope.symbols.count)]
            symbols.reserveCapacity(1 + 3 * scope.symbols.count)
            for symbol in scope.symbols {
                symbols.append(symbol.name)
                symbols.append(symbol.flags)
                symbols.append(UInt32(symbol.resolution.rawValue))
            }
            let symbolsAt = UInt32(builder.count)
            append(symbols)
            let children = builder.list(scope.children.map { UInt32($0) })
            let attributes = scope.kind == .class ? builder.list(StaticAttributes.names(Node(base: base, offset: scope.node), own)) : 0
            records.append(UInt32(builder.count))
            append([UInt32(scope.kind.rawValue), scope.flags.rawValue | (scope.mangledNames >= 0 ? ScopeFlags.manglesParametersOnly.rawValue : 0), scope.name, UInt32(scope.parent + 1), scope.node, scope.at.line,
                    scope.at.column, scope.at.endLine, scope.at.endColumn, symbolsAt, children, UInt32(scope.annotationScope + 1),
                    UInt32(scope.typeParameterScope + 1), UInt32(scope.defaultScope + 1), scope.privateClass, attributes])
            // The node's own scope; blocks that share a node with it hang on its record.
            switch scope.kind {
            case .annotation, .typeParameters: break
            case .typeVariable: if builder.words[Int(scope.node)] >> 8 == 0 { builder.words[Int(scope.node)] |= UInt32(index + 1) << 8 }
            default: builder.words[Int(scope.node)] = builder.words[Int(scope.node)] & 255 | UInt32(index + 1) << 8
            }
        }
        let directory = UInt32(builder.count)
        append(records)
        let known = builder.list(KnownName.allCases.map { UInt32(builder.intern($0.text)) })
        let (buffer, total) = builder.assemble(root: root.offset, scopes: directory, scopeCount: scopes.count, future: future.rawValue, known: known)
        tree.replace(buffer, count: total)
    }

    private func append(_ words: [UInt32]) {
        builder.reserve(words.count)
        words.withUnsafeBufferPointer { (builder.words + builder.count).update(from: $0.baseAddress.unsafelyUnwrapped, count: words.count) }
        builder.count += words.count
    }
}

extension Node {
    @inline(__always) var position: Position {
        Position(line: words[1], column: words[2], endLine: words[3], endColumn: words[4])
    }
    @inline(__always) func id(_ field: Int) -> UInt32 { word(field) &- 1 }
    @inline(__always) var contextIsLoad: Bool {
        switch kind {
        case .name, .list, .tuple, .starred: return word(1) == 0
        default: return word(2) == 0
        }
    }
}

/// The name under which a private name (`__x`) is known inside a class (`_Py_Mangle`).
public func mangle(className: String, _ name: String) -> String {
    String(decoding: mangleBytes(Array(className.utf8), Array(name.utf8)), as: UTF8.self)
}

func mangleBytes(_ cls: [UInt8], _ name: [UInt8]) -> [UInt8] {
    guard name.count >= 2, name[0] == 95, name[1] == 95 else { return name }
    // Not `__x__`, and not a dotted name of an import.
    if name.count >= 2 && name[name.count - 1] == 95 && name[name.count - 2] == 95 || name.contains(46) { return name }
    let stripped = cls.drop { $0 == 95 }
    if stripped.isEmpty { return name }
    return [95] + stripped + name
}

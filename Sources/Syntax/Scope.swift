// Scope records: what `analyze` found out about names, stored in the tree's buffer.
//
//   directory  an offset a scope, in the order in which CPython's symbol table enters them; index 0 is the module
//   record     16 words, see `ScopeRecord`; its symbols: count, then (name, flags, resolution) each, in the order of first mention

/// What kind of block a scope is.
public enum ScopeKind: UInt8 {
    case module, `class`, function, lambda, listComp, setComp, dictComp, generatorExp
    /// The lazily evaluated annotations of a function, class or module (PEP 649): the code of `__annotate__`.
    case annotation
    case typeParameters
    /// The lazily evaluated value of a `type` statement.
    case typeAlias
    /// The lazily evaluated bound, constraints or default of a type parameter.
    case typeVariable

    /// Whether code of this scope keeps its names in fast locals.
    public var isFunctionLike: Bool { self != .module && self != .class }
}

public struct ScopeFlags: OptionSet {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Contains `yield`.
    public static let generator = ScopeFlags(rawValue: 1 << 0)
    /// `async def`, or an asynchronous comprehension.
    public static let coroutine = ScopeFlags(rawValue: 1 << 1)
    /// Both: `async def` with `yield`, or an asynchronous generator expression.
    public static let asyncGenerator = ScopeFlags(rawValue: 1 << 2)
    public static let varArgs = ScopeFlags(rawValue: 1 << 3)
    public static let varKeywords = ScopeFlags(rawValue: 1 << 4)
    /// A class whose methods refer to `__class__` or call `super()`.
    public static let needsClassClosure = ScopeFlags(rawValue: 1 << 5)
    /// A class with type parameters or annotations that look names up in its namespace.
    public static let needsClassDict = ScopeFlags(rawValue: 1 << 6)
    /// Mentions `super`.
    public static let usesSuper = ScopeFlags(rawValue: 1 << 7)
    public static let hasImportStar = ScopeFlags(rawValue: 1 << 8)
    /// A comprehension that runs in its parent's frame (PEP 709).
    public static let inlinedComprehension = ScopeFlags(rawValue: 1 << 9)
    public static let hasNonlocal = ScopeFlags(rawValue: 1 << 10)
    public static let hasExplicitGlobal = ScopeFlags(rawValue: 1 << 11)
    /// Inside a function, at any depth.
    public static let nested = ScopeFlags(rawValue: 1 << 12)
    /// A module or class with annotations under `if`, `for`, ... : `__conditional_annotations__` records which ones ran.
    public static let hasConditionalAnnotations = ScopeFlags(rawValue: 1 << 13)
    /// Of the private names only type parameters are mangled (around the type parameters of a class).
    public static let manglesParametersOnly = ScopeFlags(rawValue: 1 << 24)
    public static let hasFreeVariables = ScopeFlags(rawValue: 1 << 14)
    /// A scope inside it has free variables.
    public static let hasChildFreeVariables = ScopeFlags(rawValue: 1 << 15)
    /// An annotation or type parameter scope directly in a class: names are looked up in the class's namespace first.
    public static let canSeeClassScope = ScopeFlags(rawValue: 1 << 16)
    /// The first statement is a string.
    public static let hasDocstring = ScopeFlags(rawValue: 1 << 17)
    /// Contains `return` with a value.
    public static let returnsValue = ScopeFlags(rawValue: 1 << 18)
    public static let isMethod = ScopeFlags(rawValue: 1 << 19)
    /// A scope of annotations that is used: they are not all under `from __future__ import annotations`.
    public static let annotationsUsed = ScopeFlags(rawValue: 1 << 20)
    /// A comprehension's `await` or `async for` makes it asynchronous.
    public static let asyncComprehension = ScopeFlags(rawValue: 1 << 21)
    /// The iterable of the innermost comprehension is being evaluated in the parent.
    public static let hasDecorators = ScopeFlags(rawValue: 1 << 22)
    /// Contains the declaration or use of an annotation at all.
    public static let hasAnnotations = ScopeFlags(rawValue: 1 << 23)
}

/// How a name is reached from the code of a scope.
public enum Resolution: UInt8 {
    /// A variable of the scope itself: a fast local in functions, an entry of the namespace in classes and modules.
    case local
    /// A variable of the scope that an inner scope uses.
    case cell
    /// A variable of an enclosing function.
    case free
    /// Declared `global`.
    case globalExplicit
    /// Not bound anywhere around: a global or builtin.
    case globalImplicit
}

/// What the text of a scope does with a name; the bits of CPython's symbol table (`DEF_GLOBAL` and so on).
public struct SymbolFlags: OptionSet {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let global = SymbolFlags(rawValue: 1)
    public static let local = SymbolFlags(rawValue: 2)
    public static let parameter = SymbolFlags(rawValue: 4)
    public static let nonlocal = SymbolFlags(rawValue: 8)
    public static let used = SymbolFlags(rawValue: 16)
    /// A free variable of a method that the class does not bind itself.
    public static let freeClass = SymbolFlags(rawValue: 64)
    public static let imported = SymbolFlags(rawValue: 128)
    public static let annotated = SymbolFlags(rawValue: 256)
    public static let comprehensionIterator = SymbolFlags(rawValue: 512)
    public static let typeParameter = SymbolFlags(rawValue: 1024)
    /// A cell that an inlined comprehension brought in.
    public static let comprehensionCell = SymbolFlags(rawValue: 2048)
    public static let bound: SymbolFlags = [.local, .parameter, .imported, .typeParameter]
}

/// A name of a scope.
public struct Symbol {
    /// Index of the name, mangled, in the tree's string table.
    public let name: Int
    public let flags: SymbolFlags
    public let resolution: Resolution
}

/// A view of one scope; plain data.
public struct ScopeRecord {
    public let base: UnsafePointer<UInt32>
    public let index: Int

    static let size = 16
    static let kindWord = 0, flagsWord = 1, nameWord = 2, parentWord = 3, nodeWord = 4, lineWord = 5, columnWord = 6, endLineWord = 7,
               endColumnWord = 8, symbolsWord = 9, childrenWord = 10, annotationWord = 11, typeParametersWord = 12,
               defaultWord = 13, privateWord = 14, attributesWord = 15

    @inline(__always) public init(base: UnsafePointer<UInt32>, index: Int) { self.base = base; self.index = index }
    @inline(__always) private var words: UnsafePointer<UInt32> { base + Int(base[Int(base[Header.scopes]) + index]) }

    @inline(__always) public var kind: ScopeKind { unsafeBitCast(UInt8(truncatingIfNeeded: words[Self.kindWord]), to: ScopeKind.self) }
    @inline(__always) public var flags: ScopeFlags { ScopeFlags(rawValue: words[Self.flagsWord]) }
    /// Index of the scope's name: `top`, the function's or class's name, `<lambda>`, `<listcomp>`, `__annotate__`, ...
    public var name: Int { Int(words[Self.nameWord]) }
    public var parent: Int? { link(Self.parentWord) }
    /// The node that opens the scope.
    public var node: Node { Node(base: base, offset: words[Self.nodeWord]) }
    public var line: Int { Int(words[Self.lineWord]) }
    public var column: Int { Int(words[Self.columnWord]) }
    public var endLine: Int { Int(words[Self.endLineWord]) }
    public var endColumn: Int { Int(words[Self.endColumnWord]) }
    /// Indices of the scopes directly inside, in textual order as CPython's `children` (inlined comprehensions are among them).
    public var children: IndexList { IndexList(base: base, offset: words[Self.childrenWord]) }
    /// The scope of a function's, class's or module's annotations, if it has any.
    public var annotationScope: Int? { link(Self.annotationWord) }
    /// The scope of the type parameters of a function, class or type alias; the parent of this one.
    public var typeParameterScope: Int? { link(Self.typeParametersWord) }
    /// The scope of a type parameter's default; its bound's is the node's `scope`.
    public var defaultScope: Int? { link(Self.defaultWord) }
    /// Index of the name of the class whose private names (`__x`) are mangled here.
    public var privateClass: Int? { link(Self.privateWord) }

    /// Of a class: the names of the attributes that its methods store on `self` (not mangled), each once.
    public var staticAttributes: IndexList { IndexList(base: base, offset: words[Self.attributesWord]) }

    @inline(__always) public var symbolCount: Int { Int(base[Int(words[Self.symbolsWord])]) }
    @inline(__always) public func symbol(_ i: Int) -> Symbol {
        let at = base + Int(words[Self.symbolsWord]) + 1 + 3 * i
        return Symbol(name: Int(at[0]), flags: SymbolFlags(rawValue: at[1]), resolution: Resolution(rawValue: UInt8(at[2])) ?? .local)
    }
    /// Names of the free variables but EXCEPT, and with ALSOCLASS those that methods of a class see which the class binds for itself.
    public func freeNames(alsoClass: Bool, except: Int) -> [Int] {
        var out: [Int] = [], at = base + Int(words[Self.symbolsWord]) + 1
        for _ in 0..<symbolCount {
            if at[2] == UInt32(Resolution.free.rawValue) || alsoClass && at[1] & SymbolFlags.freeClass.rawValue != 0, Int(at[0]) != except { out.append(Int(at[0])) }
            at += 3
        }
        return out
    }
    /// All symbols, in the order of their first mention as CPython's symbol table has them.
    public var symbols: [Symbol] { (0..<symbolCount).map(symbol) }
    /// The symbol with that (mangled) name, by linear search.
    public func lookup(_ name: Int) -> Symbol? {
        for i in 0..<symbolCount where Int(base[Int(words[Self.symbolsWord]) + 1 + 3 * i]) == name { return symbol(i) }
        return nil
    }

    @inline(__always) private func link(_ word: Int) -> Int? {
        let stored = words[word]
        return stored == 0 ? nil : Int(stored) - 1
    }
}

extension SyntaxTree {
    /// The scopes in the order in which they open; empty before `analyze`. Index 0 is the module.
    public var scopes: [ScopeRecord] { (0..<Int(base[Header.scopeCount])).map { ScopeRecord(base: base, index: $0) } }
}

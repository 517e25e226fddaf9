// The syntax tree: one position-independent buffer of 32-bit words, no object per node.
//
//   header   16 words, see `Header`
//   nodes    word 0: kind | (index of the scope + 1) << 8; words 1-4: line, column, end line, end column; then a word a field
//   lists    count, then the elements
//   scopes   see Scope.swift; absent until `analyze` has run
//   strings  an (offset, length | ascii flag << 31) pair each, then their bytes
//
// A field that refers to a node or a list holds its offset in words from the start of the buffer, 0 for nil or the empty list;
// a string is stored as its index + 1, 0 for nil. Children lie before their parents. A constant's words are: tag, kind, and a
// 64-bit payload. Nothing in the buffer is an address, so it is its own cache file: `bytes` writes it, `init(loading:)`
// checks and adopts it. Only a checksum guards the inside: a buffer that passes it was written by this code.
// Rejected: a class a node (5x the memory, and counting on every visit); variable-length integers (reading a field by index
// would no longer be one load).

import Glibc

/// Words of the buffer's header.
enum Header {
    static let magic = 0, version = 1, wordCount = 2, root = 3, strings = 4, stringCount = 5, stringBytes = 6, byteCount = 7,
               scopes = 8, scopeCount = 9, checksumLow = 10, checksumHigh = 11, future = 12, mode = 13, known = 14
    static let count: UInt32 = 16
    static let magicValue: UInt32 = 0x4450_5954, currentVersion: UInt32 = 2
}

/// What a literal stands for. Strings are indices into the tree's string table.
public enum ConstantValue: Equatable {
    case none, `true`, `false`, ellipsis
    case int(Int64)
    /// A literal beyond 64 bits: decimal digits, or `0x` and hexadecimal digits; no underscores, no sign.
    case bigInt(Int)
    case float(Double)
    /// The imaginary part.
    case complex(Double)
    case str(Int)
    case bytes(Int)
}

enum ConstantTag: UInt32 { case none, `true`, `false`, ellipsis, int, bigInt, float, complex, str, bytes }

/// Names that the compiler asks for: every analyzed tree has them in its string table, at the indices that its list of known names tells.
public enum KnownName: Int, CaseIterable {
    case dunderClass, classDict, conditionalAnnotations, typeParams, debug, annotations, `super`, self_
    var text: String {
        switch self {
        case .dunderClass: return "__class__"
        case .classDict: return "__classdict__"
        case .conditionalAnnotations: return "__conditional_annotations__"
        case .typeParams: return ".type_params"
        case .debug: return "__debug__"
        case .annotations: return "__annotations__"
        case .super: return "super"
        case .self_: return "self"
        }
    }
}

/// A view of one node; plain data, valid as long as its `SyntaxTree` lives and is not analyzed anew.
public struct Node {
    public let base: UnsafePointer<UInt32>
    public let offset: UInt32

    @inline(__always) public init(base: UnsafePointer<UInt32>, offset: UInt32) { self.base = base; self.offset = offset }

    @inline(__always) var words: UnsafePointer<UInt32> { base + Int(offset) }
    @inline(__always) func word(_ field: Int) -> UInt32 { words[5 + field] }

    /// (Kinds are numbered in their order; `init(rawValue:)` would be a call that looks for the case.)
    @inline(__always) public var kind: Kind { unsafeBitCast(UInt8(truncatingIfNeeded: words[0]), to: Kind.self) }
    /// 1-based.
    @inline(__always) public var line: Int { Int(words[1]) }
    /// 0-based, in bytes of UTF-8, as all columns of nodes.
    @inline(__always) public var column: Int { Int(words[2]) }
    @inline(__always) public var endLine: Int { Int(words[3]) }
    @inline(__always) public var endColumn: Int { Int(words[4]) }

    @inline(__always) public func node(_ field: Int) -> Node { Node(base: base, offset: word(field)) }
    @inline(__always) public func optional(_ field: Int) -> Node? {
        let at = word(field)
        return at == 0 ? nil : Node(base: base, offset: at)
    }
    @inline(__always) public func list(_ field: Int) -> NodeList { NodeList(base: base, offset: word(field)) }
    /// A string of the table by index: an identifier, a type comment, `Constant.kind`, `Interpolation.str`.
    @inline(__always) public func name(_ field: Int) -> Int? {
        let stored = word(field)
        return stored == 0 ? nil : Int(stored) - 1
    }
    /// The strings of an identifier list; for `Compare.ops` the raw values of `CompareOperator`.
    @inline(__always) public func names(_ field: Int) -> IndexList { IndexList(base: base, offset: word(field)) }
    @inline(__always) public func int(_ field: Int) -> Int { Int(Int32(bitPattern: word(field))) }

    /// The value of a `Constant` or `MatchSingleton`.
    public var constant: ConstantValue {
        guard let tag = ConstantTag(rawValue: word(0)) else { return .none }
        switch tag {
        case .none: return .none
        case .true: return .true
        case .false: return .false
        case .ellipsis: return .ellipsis
        case .int: return .int(Int64(bitPattern: payload))
        case .bigInt: return .bigInt(Int(truncatingIfNeeded: payload))
        case .float: return .float(Double(bitPattern: payload))
        case .complex: return .complex(Double(bitPattern: payload))
        case .str: return .str(Int(truncatingIfNeeded: payload))
        case .bytes: return .bytes(Int(truncatingIfNeeded: payload))
        }
    }
    @inline(__always) private var payload: UInt64 { UInt64(word(2)) | UInt64(word(3)) << 32 }

    /// A string of the table: UTF-8, in which lone surrogates are encoded in three bytes (WTF-8).
    @inline(__always) public func string(_ index: Int) -> UnsafeBufferPointer<UInt8> { SyntaxTree.string(base, index) }
    /// Whether all bytes of that string are below 128.
    @inline(__always) public func isASCII(_ index: Int) -> Bool {
        base[Int(base[Header.strings]) + 2 * index + 1] >> 31 != 0
    }
    /// The string as Swift's, for messages; lone surrogates come out as U+FFFD.
    public func text(_ index: Int) -> String { String(decoding: string(index), as: UTF8.self) }

    /// Index of the scope that this node opens, once analyzed: module, function, lambda, class, comprehension, type alias,
    /// type variable (its bound). Scopes of annotations and type parameters hang on that record.
    @inline(__always) public var scope: Int? {
        let stored = words[0] >> 8
        return stored == 0 ? nil : Int(stored) - 1
    }
    /// The record of that scope.
    public var scopeRecord: ScopeRecord? { scope.map { ScopeRecord(base: base, index: $0) } }
}

/// The nodes of a list field.
public struct NodeList: Sequence {
    public let base: UnsafePointer<UInt32>
    public let offset: UInt32
    @inline(__always) public init(base: UnsafePointer<UInt32>, offset: UInt32) { self.base = base; self.offset = offset }

    @inline(__always) public var count: Int { offset == 0 ? 0 : Int(base[Int(offset)]) }
    @inline(__always) public var isEmpty: Bool { offset == 0 }
    /// Precondition: `index` is below `count` and the element is not nil.
    @inline(__always) public subscript(index: Int) -> Node { Node(base: base, offset: base[Int(offset) + 1 + index]) }
    /// The element, nil where `Dict.keys` and `arguments.kw_defaults` hold none.
    @inline(__always) public func optional(_ index: Int) -> Node? {
        let at = base[Int(offset) + 1 + index]
        return at == 0 ? nil : Node(base: base, offset: at)
    }
    public var first: Node? { isEmpty ? nil : self[0] }
    public var last: Node? { isEmpty ? nil : self[count - 1] }
    /// (Arrays that are made of it are made at their size.)
    @inline(__always) public var underestimatedCount: Int { count }

    public struct Iterator: IteratorProtocol {
        let list: NodeList
        var index = 0
        let end: Int
        @inline(__always) public mutating func next() -> Node? {
            while index < end {
                index += 1
                if let node = list.optional(index - 1) { return node }
            }
            return nil
        }
    }
    /// Passes over nil elements.
    @inline(__always) public func makeIterator() -> Iterator { Iterator(list: self, end: count) }
}

/// Numbers in the tree: string indices, or raw values of operators.
public struct IndexList: RandomAccessCollection {
    public let base: UnsafePointer<UInt32>
    public let offset: UInt32
    @inline(__always) public var startIndex: Int { 0 }
    @inline(__always) public var endIndex: Int { offset == 0 ? 0 : Int(base[Int(offset)]) }
    @inline(__always) public subscript(index: Int) -> Int { Int(base[Int(offset) + 1 + index]) }
}

/// Owner of a tree's buffer.
public final class SyntaxTree {
    public private(set) var base: UnsafePointer<UInt32>
    public private(set) var wordCount: Int
    /// Kept by a tree whose words belong to somebody else, such as a mapped file.
    public let owner: AnyObject?

    /// Adopts words made by a `TreeBuilder`.
    init(adopting words: UnsafeMutablePointer<UInt32>, count: Int) {
        base = UnsafePointer(words)
        wordCount = count
        owner = nil
    }

    /// A tree over the bytes of a cache. With an owner the bytes are used in place (they must be aligned to 4 and stay put while the
    /// owner lives), otherwise copied. Nil when they are no tree of this version or damaged.
    public init?(loading bytes: UnsafeRawBufferPointer, owner: AnyObject? = nil) {
        guard bytes.count >= Int(Header.count) * 4, bytes.count % 4 == 0, let start = bytes.baseAddress else { return nil }
        if owner != nil, Int(bitPattern: start) & 3 == 0 {
            base = start.assumingMemoryBound(to: UInt32.self)
        } else {
            let copy = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 8)
            copy.copyMemory(from: start, byteCount: bytes.count)
            base = UnsafePointer(copy.assumingMemoryBound(to: UInt32.self))
        }
        let adopted = owner != nil && UnsafeRawPointer(base) == start
        self.owner = adopted ? owner : nil
        wordCount = bytes.count / 4
        guard base[Header.magic] == Header.magicValue, base[Header.version] == Header.currentVersion,
              Int(base[Header.wordCount]) == wordCount, Int(base[Header.root]) < wordCount else { return nil }
        let sum = SyntaxTree.checksum(base, wordCount)
        guard base[Header.checksumLow] == UInt32(truncatingIfNeeded: sum),
              base[Header.checksumHigh] == UInt32(truncatingIfNeeded: sum >> 32) else { return nil }
    }

    deinit { if owner == nil { base.deallocate() } }

    /// Puts a new buffer in the place of the old one; nodes seen before are invalid from here on.
    func replace(_ words: UnsafeMutablePointer<UInt32>, count: Int) {
        base.deallocate()
        base = UnsafePointer(words)
        wordCount = count
    }

    /// The index of a known name in the string table; precondition: the tree is analyzed.
    @inline(__always) public func index(_ name: KnownName) -> Int { Int(base[Int(base[Header.known]) + 1 + name.rawValue]) }

    public var root: Node { Node(base: base, offset: base[Header.root]) }
    public var stringCount: Int { Int(base[Header.stringCount]) }
    public func string(_ index: Int) -> UnsafeBufferPointer<UInt8> { SyntaxTree.string(base, index) }
    /// The bits of `FutureFeatures` that the module's `from __future__` imports set, once analyzed.
    public var future: UInt32 { base[Header.future] }

    /// The bytes of the buffer, sealed with a checksum for `init(loading:)`; valid while the tree lives.
    public var bytes: UnsafeRawBufferPointer {
        if owner == nil {
            let sum = SyntaxTree.checksum(base, wordCount)
            let words = UnsafeMutablePointer(mutating: base)
            words[Header.checksumLow] = UInt32(truncatingIfNeeded: sum)
            words[Header.checksumHigh] = UInt32(truncatingIfNeeded: sum >> 32)
        }
        return UnsafeRawBufferPointer(start: base, count: wordCount * 4)
    }

    @inline(__always) static func string(_ base: UnsafePointer<UInt32>, _ index: Int) -> UnsafeBufferPointer<UInt8> {
        let entry = base + Int(base[Header.strings]) + 2 * index
        let bytes = UnsafeRawPointer(base + Int(base[Header.stringBytes])).assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: bytes + Int(entry[0]), count: Int(entry[1] & 0x7fff_ffff))
    }

    /// A 64-bit multiplicative hash over all words but the two that hold it: four lanes that do not wait for each other.
    private static func checksum(_ words: UnsafePointer<UInt32>, _ count: Int) -> UInt64 {
        let m: UInt64 = 0xff51_afd7_ed55_8ccd, start = Int(Header.count)
        var a: UInt64 = 0x9e37_79b9_7f4a_7c15, b: UInt64 = 0x6a09_e667_f3bc_c909, c: UInt64 = 0xbb67_ae85_84ca_a73b, d: UInt64 = 0x3c6e_f372_fe94_f82b
        for i in 0..<min(start, count) where i != Header.checksumLow && i != Header.checksumHigh { a = (a ^ UInt64(words[i])) &* m; a ^= a &>> 29 }
        var i = start
        let raw = UnsafeRawPointer(words)
        while i &+ 8 <= count {
            a = (a ^ raw.loadUnaligned(fromByteOffset: i &* 4, as: UInt64.self)) &* m
            b = (b ^ raw.loadUnaligned(fromByteOffset: i &* 4 &+ 8, as: UInt64.self)) &* m
            c = (c ^ raw.loadUnaligned(fromByteOffset: i &* 4 &+ 16, as: UInt64.self)) &* m
            d = (d ^ raw.loadUnaligned(fromByteOffset: i &* 4 &+ 24, as: UInt64.self)) &* m
            a ^= a &>> 29; b ^= b &>> 29; c ^= c &>> 29; d ^= d &>> 29
            i &+= 8
        }
        while i < count { a = (a ^ UInt64(words[i])) &* m; a ^= a &>> 29; i &+= 1 }
        for lane in [b, c, d] { a = (a ^ lane) &* m; a ^= a &>> 29 }
        return a
    }
}

// Writes the buffer of a tree: nodes bottom up, strings interned on the side, joined by `finish`.

import Glibc

/// The four position words of a node.
public struct Position: Equatable {
    public var line: UInt32, column: UInt32, endLine: UInt32, endColumn: UInt32
    public init(line: UInt32, column: UInt32, endLine: UInt32, endColumn: UInt32) {
        self.line = line; self.column = column; self.endLine = endLine; self.endColumn = endColumn
    }
    static let none = Position(line: 0, column: 0, endLine: 0, endColumn: 0)
}

/// Builds a tree; also the way from `ast` objects to a tree. Children are made before their parents.
public final class TreeBuilder {
    var words: UnsafeMutablePointer<UInt32>
    var count: Int
    private var capacity: Int
    var strings: StringTable

    /// A builder whose table of strings begins with the keywords, at the indices by which the passes over a tree know them.
    public static func withKeywords() -> TreeBuilder {
        let b = TreeBuilder()
        b.strings.addKeywords()
        return b
    }
    /// - Parameter sizeHint: the length of the source in bytes, if any.
    public init(sizeHint: Int = 1024) {
        capacity = max(1024, sizeHint * 3)
        words = .allocate(capacity: capacity)
        words.initialize(repeating: 0, count: Int(Header.count))
        count = Int(Header.count)
        strings = StringTable(sizeHint: sizeHint)
    }

    deinit { words.deallocate(); strings.deallocate() }

    @inline(__always) func reserve(_ extra: Int) { if count + extra > capacity { grow(extra) } }

    @inline(never) private func grow(_ extra: Int) {
        let larger = max(capacity * 2, count + extra)
        let fresh = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
        fresh.update(from: words, count: count)
        words.deallocate()
        words = fresh
        capacity = larger
    }

    @inline(__always) func begin(_ kind: Kind, _ at: Position, _ fields: Int) -> UnsafeMutablePointer<UInt32> {
        reserve(5 + fields)
        let node = words + count
        count += 5 + fields
        node[0] = UInt32(kind.rawValue)
        node[1] = at.line; node[2] = at.column; node[3] = at.endLine; node[4] = at.endColumn
        return node + 5
    }

    // A function an arity: the parser's inner loop makes no array.
    @inline(__always) func make(_ kind: Kind, _ at: Position) -> UInt32 {
        let offset = UInt32(truncatingIfNeeded: count)
        _ = begin(kind, at, 0)
        return offset
    }
    @inline(__always) func make(_ kind: Kind, _ at: Position, _ a: UInt32) -> UInt32 {
        let offset = UInt32(truncatingIfNeeded: count), field = begin(kind, at, 1)
        field[0] = a
        return offset
    }
    @inline(__always) func make(_ kind: Kind, _ at: Position, _ a: UInt32, _ b: UInt32) -> UInt32 {
        let offset = UInt32(truncatingIfNeeded: count), field = begin(kind, at, 2)
        field[0] = a; field[1] = b
        return offset
    }
    @inline(__always) func make(_ kind: Kind, _ at: Position, _ a: UInt32, _ b: UInt32, _ c: UInt32) -> UInt32 {
        let offset = UInt32(truncatingIfNeeded: count), field = begin(kind, at, 3)
        field[0] = a; field[1] = b; field[2] = c
        return offset
    }
    @inline(__always) func make(_ kind: Kind, _ at: Position, _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> UInt32 {
        let offset = UInt32(truncatingIfNeeded: count), field = begin(kind, at, 4)
        field[0] = a; field[1] = b; field[2] = c; field[3] = d
        return offset
    }

    /// A node with its field words in the order of the table; see Tree.swift for what a word holds.
    /// Not for `Constant`, `MatchSingleton`: see `constant(_:kind:at:)`.
    public func node(_ kind: Kind, _ at: Position, _ fields: [UInt32]) -> UInt32 {
        let offset = UInt32(truncatingIfNeeded: count), field = begin(kind, at, fields.count)
        for i in 0..<fields.count { field[i] = fields[i] }
        return offset
    }

    /// A list field's word: nodes (0 for nil), string indices or raw values of operators.
    public func list(_ elements: UnsafeBufferPointer<UInt32>) -> UInt32 {
        if elements.isEmpty { return 0 }
        reserve(1 + elements.count)
        let offset = UInt32(truncatingIfNeeded: count)
        words[count] = UInt32(elements.count)
        (words + count + 1).update(from: elements.baseAddress.unsafelyUnwrapped, count: elements.count)
        count += 1 + elements.count
        return offset
    }
    public func list(_ elements: [UInt32]) -> UInt32 { elements.withUnsafeBufferPointer { list($0) } }

    /// Index of a string in the table.
    public func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> Int { Int(strings.intern(bytes)) }
    public func intern(_ text: String) -> Int {
        var text = text
        return text.withUTF8 { Int(strings.intern($0)) }
    }
    /// The word of an identifier field.
    public func name(_ index: Int?) -> UInt32 { index.map { UInt32($0) + 1 } ?? 0 }

    /// A `Constant`, or with `.matchSingleton` that pattern. `kind` is the word of the field (`name`'s result), 0 for none.
    public func constant(_ value: ConstantValue, kind: UInt32 = 0, at: Position, as nodeKind: Kind = .constant) -> UInt32 {
        let tag: ConstantTag, payload: UInt64
        switch value {
        case .none: (tag, payload) = (.none, 0)
        case .true: (tag, payload) = (.true, 0)
        case .false: (tag, payload) = (.false, 0)
        case .ellipsis: (tag, payload) = (.ellipsis, 0)
        case .int(let v): (tag, payload) = (.int, UInt64(bitPattern: v))
        case .bigInt(let i): (tag, payload) = (.bigInt, UInt64(i))
        case .float(let v): (tag, payload) = (.float, v.bitPattern)
        case .complex(let v): (tag, payload) = (.complex, v.bitPattern)
        case .str(let i): (tag, payload) = (.str, UInt64(i))
        case .bytes(let i): (tag, payload) = (.bytes, UInt64(i))
        }
        return make(nodeKind, at, tag.rawValue, kind, UInt32(truncatingIfNeeded: payload), UInt32(truncatingIfNeeded: payload >> 32))
    }

    /// A view of what has been built, for reading back while building; strings are not reachable through it.
    func view(_ offset: UInt32) -> Node { Node(base: UnsafePointer(words), offset: offset) }

    /// Joins nodes and strings to the finished tree. The builder is spent.
    public func finish(root: UInt32) -> SyntaxTree {
        let (buffer, total) = assemble(root: root, scopes: 0, scopeCount: 0, future: 0)
        return SyntaxTree(adopting: buffer, count: total)
    }

    func assemble(root: UInt32, scopes: UInt32, scopeCount: Int, future: UInt32, known: UInt32 = 0) -> (UnsafeMutablePointer<UInt32>, Int) {
        let entries = count, bytesAt = entries + 2 * strings.count
        let total = bytesAt + (strings.byteCount + 3) / 4 + 1
        let buffer = UnsafeMutablePointer<UInt32>.allocate(capacity: total)
        buffer.update(from: words, count: count)
        (buffer + entries).update(from: strings.entries, count: 2 * strings.count)
        (buffer + bytesAt).initialize(repeating: 0, count: total - bytesAt)
        UnsafeMutableRawPointer(buffer + bytesAt).copyMemory(from: strings.bytes, byteCount: strings.byteCount)
        buffer[Header.magic] = Header.magicValue
        buffer[Header.version] = Header.currentVersion
        buffer[Header.wordCount] = UInt32(total)
        buffer[Header.root] = root
        buffer[Header.strings] = UInt32(entries)
        buffer[Header.stringCount] = UInt32(strings.count)
        buffer[Header.stringBytes] = UInt32(bytesAt)
        buffer[Header.byteCount] = UInt32(strings.byteCount)
        buffer[Header.scopes] = scopes
        buffer[Header.scopeCount] = UInt32(scopeCount)
        buffer[Header.future] = future
        buffer[Header.known] = known
        return (buffer, total)
    }

    /// A builder that goes on where a finished tree stopped: its nodes keep their offsets, its strings their indices.
    init(continuing tree: SyntaxTree) {
        let nodes = Int(tree.base[Header.strings])
        capacity = nodes + nodes / 2 + 1024
        words = .allocate(capacity: capacity)
        words.update(from: tree.base, count: nodes)
        count = nodes
        strings = StringTable(sizeHint: Int(tree.base[Header.byteCount]) * 2)
        strings.addKeywords()
        for i in strings.count..<max(strings.count, tree.stringCount) { _ = strings.append(tree.string(i)) }
    }
}

/// Interned byte strings: open addressing over (offset, length) entries.
struct StringTable {
    private(set) var entries: UnsafeMutablePointer<UInt32>
    private var hashes: UnsafeMutablePointer<UInt32>
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private(set) var byteCount = 0
    private var entryCapacity: Int
    private var byteCapacity: Int
    private var slots: UnsafeMutablePointer<UInt32>
    private var mask: Int

    init(sizeHint: Int) {
        entryCapacity = max(64, sizeHint / 32)
        byteCapacity = max(1024, sizeHint / 2)
        var size = 256
        while size < entryCapacity * 2 { size *= 2 }
        entries = .allocate(capacity: entryCapacity * 2)
        hashes = .allocate(capacity: entryCapacity)
        bytes = .allocate(capacity: byteCapacity)
        slots = .allocate(capacity: size)
        slots.initialize(repeating: 0, count: size)
        mask = size - 1
    }

    func deallocate() {
        entries.deallocate(); hashes.deallocate(); bytes.deallocate(); slots.deallocate()
    }

    @inline(__always) static func hash(_ start: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        var h: UInt32 = 2166136261
        var i = 0
        while i < length { h = (h ^ UInt32(start[i])) &* 16777619; i &+= 1 }
        return h ^ (h >> 15)
    }

    mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        guard let start = text.baseAddress else {
            var empty: UInt8 = 0
            return withUnsafePointer(to: &empty) { intern($0, 0, StringTable.hash($0, 0)) }
        }
        return intern(start, text.count, StringTable.hash(start, text.count))
    }

    @inline(__always) mutating func intern(_ start: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32) -> UInt32 {
        var slot = Int(hash) & mask
        while true {
            let found = slots[slot]
            if found == 0 { return insert(start, length, hash, slot) }
            let i = Int(found) - 1
            if hashes[i] == hash, Int(entries[2 * i + 1] & 0x7fff_ffff) == length,
               memcmp(bytes + Int(entries[2 * i]), start, length) == 0 { return UInt32(truncatingIfNeeded: i) }
            slot = (slot + 1) & mask
        }
    }

    private static let keywords = {
        var t = StringTable(sizeHint: 0)
        for word in Keywords.all { var word = word; _ = word.withUTF8 { t.intern($0) } }
        return t
    }()
    /// Makes the keywords the first strings of an empty table: copied from one that has them, since every small text that is parsed needs them.
    mutating func addKeywords() {
        let t = StringTable.keywords
        entries.update(from: t.entries, count: t.count * 2); hashes.update(from: t.hashes, count: t.count); bytes.update(from: t.bytes, count: t.byteCount)
        count = t.count; byteCount = t.byteCount
        if mask == t.mask { return slots.update(from: t.slots, count: mask + 1) }
        for i in 0..<count { slots[freeSlot(hashes[i])] = UInt32(i + 1) }
    }
    @inline(__always) private func freeSlot(_ hash: UInt32) -> Int {
        var slot = Int(hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        return slot
    }

    /// Adds a string that is known not to be in the table yet.
    mutating func append(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 { intern(text) }

    @inline(never) private mutating func insert(_ start: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32, _ slot: Int) -> UInt32 {
        if count == entryCapacity {
            let larger = entryCapacity * 2
            let e = UnsafeMutablePointer<UInt32>.allocate(capacity: larger * 2), h = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
            e.update(from: entries, count: count * 2)
            h.update(from: hashes, count: count)
            entries.deallocate(); hashes.deallocate()
            entries = e; hashes = h; entryCapacity = larger
        }
        if byteCount + length > byteCapacity {
            let larger = max(byteCapacity * 2, byteCount + length)
            let b = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
            b.update(from: bytes, count: byteCount)
            bytes.deallocate()
            bytes = b; byteCapacity = larger
        }
        var any: UInt8 = 0
        for i in 0..<length { bytes[byteCount + i] = start[i]; any |= start[i] }
        entries[2 * count] = UInt32(byteCount)
        entries[2 * count + 1] = UInt32(length) | (any < 128 ? 1 << 31 : 0)
        hashes[count] = hash
        byteCount += length
        count += 1
        slots[slot] = UInt32(count)
        if count * 2 > mask { rehash() }
        return UInt32(count - 1)
    }

    private mutating func rehash() {
        slots.deallocate()
        let size = (mask + 1) * 2
        slots = .allocate(capacity: size)
        slots.initialize(repeating: 0, count: size)
        mask = size - 1
        for i in 0..<count { slots[freeSlot(hashes[i])] = UInt32(i + 1) }
    }

    func string(_ index: UInt32) -> UnsafeBufferPointer<UInt8> {
        let i = Int(index)
        return UnsafeBufferPointer(start: bytes + Int(entries[2 * i]), count: Int(entries[2 * i + 1] & 0x7fff_ffff))
    }
}

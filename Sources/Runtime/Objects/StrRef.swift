import CSupport
import Glibc
import Primitives

/// A str (PEP 393): code points in 1, 2 or 4 bytes each, whichever the widest needs. CPython's compact layouts:
/// length at 16, hash at 24 (-1: not computed; here 0), state at 32, then the data at 40 (ASCII) or 56 (others).
/// A str that grew by concatenation is not compact: the address of its data is at 56, within a `TextBuffer` that it may share.
public struct StrRef {
    public let ref: Ref
    @inline(__always) public init(_ r: Ref) { ref = r }
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    @inline(__always) public var value: Value { Value(ref) }

    /// Code points.
    @inline(__always) public var count: Int { Int(ref.word(2)) }
    @inline(__always) var state: UInt32 { ref.load(fromByteOffset: 32, as: UInt32.self) }
    /// Bytes a code point: 1, 2 or 4.
    @inline(__always) public var kind: Int { Int((state &>> 2) & 7) }
    @inline(__always) public var isASCII: Bool { state & 64 != 0 }
    @inline(__always) public var isCompact: Bool { state & 32 != 0 }
    @inline(__always) public var data: UnsafeMutableRawPointer {
        let s = state
        if _fastPath(s & 32 != 0) { return ref + (s & 64 != 0 ? 40 : 56) }
        return UnsafeMutableRawPointer(bitPattern: UInt(ref.word(7))).unsafelyUnwrapped
    }
    @inline(__always) public var isInterned: Bool { ref.header & HeaderFlag.interned != 0 }
    @inline(__always) public var latin: UnsafeMutablePointer<UInt8> { data.assumingMemoryBound(to: UInt8.self) }
    @inline(__always) public var wide: UnsafeMutablePointer<UInt16> { data.assumingMemoryBound(to: UInt16.self) }
    @inline(__always) public var full: UnsafeMutablePointer<UInt32> { data.assumingMemoryBound(to: UInt32.self) }
    /// The code point at I (not checked).
    @inline(__always) public subscript(i: Int) -> UInt32 {
        switch kind { case 1: return UInt32(latin[i]); case 2: return UInt32(wide[i]); default: return full[i] }
    }

    /// A new str of COUNT code points, KIND bytes each, for the caller to fill. ASCII only with kind 1.
    public static func allocate(_ count: Int, kind: Int, ascii: Bool) -> StrRef {
        let r = Heap.allocateUncleared((ascii ? 40 : 56) + (count + 1) * kind, Types.str)
        r.setWord(2, UInt64(count))
        // interned:2 kind:3 compact:1 ascii:1, as PyASCIIObject.state.
        r.storeBytes(of: UInt32(kind << 2) | 32 | (ascii ? 64 : 0), toByteOffset: 32, as: UInt32.self)
        return StrRef(r)
    }
    /// The value of 1 to 18 ASCII digits; nil for all other texts.
    public var shortDecimal: Int? {
        let n = count
        if !isASCII || n == 0 || n > 18 { return nil }
        let p = latin
        var v = 0, i = 0
        while i < n {
            let d = Int(p[i]) &- 48
            if d < 0 || d > 9 { return nil }
            v = v &* 10 &+ d; i &+= 1
        }
        return v
    }
    /// From UTF-8 (lone surrogates as three bytes are let through).
    public static func make(utf8 p: UnsafePointer<UInt8>, _ n: Int) -> Value {
        if Text.isASCII(p, n) { return make(ascii: p, n) }
        var ascii = true, widest: UInt8 = 0
        var points = 0
        for i in 0..<n { let b = p[i]; if b >= 0x80 { ascii = false }; if b & 0xC0 != 0x80 { points &+= 1; if b > widest { widest = b } } }
        if ascii {
            if n == 1 { return character(UInt32(p[0])) }
            if n == 0 { return empty }
            let s = allocate(n, kind: 1, ascii: true); dx_copy(s.data, p, n); return s.value
        }
        let kind = widest >= 0xF0 ? 4 : widest >= 0xC4 ? 2 : 1
        let s = allocate(points, kind: kind, ascii: false)
        var i = 0, o = 0
        while i < n {
            let b = UInt32(p[i])
            var c: UInt32
            if b < 0x80 { c = b; i += 1 }
            else if b < 0xE0 { c = (b & 0x1F) << 6 | UInt32(p[i + 1]) & 0x3F; i += 2 }
            else if b < 0xF0 { c = (b & 0xF) << 12 | (UInt32(p[i + 1]) & 0x3F) << 6 | UInt32(p[i + 2]) & 0x3F; i += 3 }
            else { c = (b & 7) << 18 | (UInt32(p[i + 1]) & 0x3F) << 12 | (UInt32(p[i + 2]) & 0x3F) << 6 | UInt32(p[i + 3]) & 0x3F; i += 4 }
            s.store(c, o); o += 1
        }
        if points == 1 && kind == 1 { return character(s[0]) }
        return s.value
    }
    @inline(__always) public func store(_ c: UInt32, _ i: Int) {
        switch kind { case 1: latin[i] = UInt8(truncatingIfNeeded: c); case 2: wide[i] = UInt16(truncatingIfNeeded: c); default: full[i] = c }
    }
    @inline(__always) public static func make(_ m: Message) -> Value { m.value }
    @_disfavoredOverload public static func make(_ s: String) -> Value {
        var s = s
        return s.withUTF8 { $0.count == 0 ? empty : make(utf8: $0.baseAddress!, $0.count) }
    }
    /// From code points of KIND bytes each, narrowed to what they need.
    public static func make(_ p: UnsafeRawPointer, count: Int, kind: Int) -> Value {
        if count == 0 { return empty }
        let v = TextView(base: p, count: count, kind: kind)
        if count == 1 { return character(v[0]) }
        let widest = v.mask, k = Text.kind(widest)
        let s = allocate(count, kind: k, ascii: widest < 0x80)
        Text.copy(v, to: s.data, kind: k)
        return s.value
    }
    /// A str of one code point; Latin-1 ones are shared.
    @inline(__always) public static func character(_ c: UInt32) -> Value { c < 256 ? latinCharacters[Int(c)] : makeCharacter(c) }
    @inline(never) static func makeCharacter(_ c: UInt32) -> Value {
        let s = allocate(1, kind: c < 256 ? 1 : c < 0x10000 ? 2 : 4, ascii: c < 0x80); s.store(c, 0); return s.value
    }
    nonisolated(unsafe) static var latinCharacters: UnsafeMutablePointer<Value>! = nil
    nonisolated(unsafe) public static var empty = Value.unbound

    static func start() {
        Types.str.layout = Layout(kind: .text)
        let s = allocate(0, kind: 1, ascii: true)
        empty = intern(s.value); Heap.addRoot(&empty)
        latinCharacters = .allocate(capacity: 256); latinCharacters.initialize(repeating: .unbound, count: 256)
        for i in 0..<256 { latinCharacters[i] = intern(makeCharacter(UInt32(i))) }
    }

    // MARK: hash, equality

    /// As CPython's for the same PYTHONHASHSEED. Never 0 in the cache word (0: not computed yet).
    @inline(__always) public var hash: Int { let h = Int(bitPattern: UInt(ref.word(3))); return h != 0 ? h : computeHash() }
    @inline(never) func computeHash() -> Int {
        let h = Hashing.bytes(UnsafeRawPointer(data), count * kind)
        ref.setWord(3, UInt64(bitPattern: Int64(h)))
        return h
    }
    @inline(__always) public static func equal(_ a: StrRef, _ b: StrRef) -> Bool { a.ref == b.ref || equalSlow(a, b) }
    @inline(never) static func equalSlow(_ a: StrRef, _ b: StrRef) -> Bool {
        let n = a.count
        if n != b.count || a.kind != b.kind { return false }
        return memcmp(a.data, b.data, n * a.kind) == 0
    }

    // MARK: interning

    /// The one str equal to V that identity comparisons may rely on.
    public static func intern(_ v: Value) -> Value {
        let s = StrRef(v)
        if s.isInterned { return v }
        return InternTable.intern(s)
    }
    public static func intern(_ s: String) -> Value { intern(make(s)) }
    public static func intern(utf8 p: UnsafePointer<UInt8>, _ n: Int) -> Value { intern(make(utf8: p, n)) }
    public static func intern(static s: StaticString) -> Value { s.hasPointerRepresentation ? InternTable.intern(utf8: s.utf8Start, s.utf8CodeUnitCount) : intern(s.description) }

    /// For messages and for talking to the system: lone surrogates become U+FFFD.
    public var string: String {
        if isASCII { return String(decoding: UnsafeBufferPointer(start: latin, count: count), as: UTF8.self) }
        var u = String.UnicodeScalarView()
        for i in 0..<count { u.append(Unicode.Scalar(self[i]) ?? "\u{FFFD}") }
        return String(u)
    }
    /// Equal to an ASCII literal.
    public func equals(_ t: StaticString) -> Bool {
        isASCII && count == t.utf8CodeUnitCount && memcmp(data, t.utf8Start, count) == 0
    }
}

/// The table of interned strs. Entries live as long as the process: names of programs are few.
enum InternTable {
    nonisolated(unsafe) static var slots: UnsafeMutablePointer<Value>! = nil
    nonisolated(unsafe) static var capacity = 0, count = 0
    /// Interned since the last collection: the others are pinned.
    nonisolated(unsafe) private static var fresh = RawArray<Value>()
    static func start() {
        capacity = 1 << 13; slots = .allocate(capacity: capacity); slots.initialize(repeating: .unbound, count: capacity)
        Collector.rootVisitors.append {
            // (They lead nowhere.)
            if LargeBytes.isLooking { return }
            for i in 0..<fresh.count { Collector.mark(fresh[i]); Heap.pin(fresh[i].ref) }
            fresh.removeAll()
        }
    }
    /// Where the interned str equal to S is, or would be.
    @inline(__always) private static func place(of s: StrRef) -> Int {
        var i = s.hash & (capacity - 1)
        while slots[i].bits != 0 && !StrRef.equal(StrRef(slots[i].ref), s) { i = (i + 1) & (capacity - 1) }
        return i
    }
    /// The interned str equal to S; unbound if there is none.
    static func find(_ s: StrRef) -> Value { slots[place(of: s)] }
    static func intern(_ s: StrRef) -> Value {
        let i = place(of: s)
        if slots[i].bits != 0 { return slots[i] }
        if !s.ref.type.isExact(Types.str) || !s.isCompact { let copy = StrRef.make(UnsafeRawPointer(s.data), count: s.count, kind: s.kind); return StrRef(copy.ref).isInterned ? copy : intern(StrRef(copy.ref)) }
        return add(s, at: i)
    }
    /// The interned str of N (> 0) bytes of UTF-8; what is known is found without making a str.
    static func intern(utf8 p: UnsafePointer<UInt8>, _ n: Int) -> Value {
        guard n > 1, Text.isASCII(p, n) else { return StrRef.intern(utf8: p, n) }
        let hash = Hashing.bytes(p, n)
        var i = hash & (capacity - 1)
        while slots[i].bits != 0 {
            let s = StrRef(slots[i].ref)
            if s.count == n && s.isASCII && memcmp(s.data, p, n) == 0 { return s.value }
            i = (i + 1) & (capacity - 1)
        }
        let s = StrRef.allocate(n, kind: 1, ascii: true)
        dx_copy(s.data, p, n)
        s.ref.setWord(3, UInt64(bitPattern: Int64(hash)))
        return add(s, at: i)
    }
    private static func add(_ s: StrRef, at i: Int) -> Value {
        s.ref.header |= HeaderFlag.interned
        slots[i] = s.value; count += 1; fresh.append(s.value)
        if count * 4 > capacity * 3 { grow() }
        return s.value
    }
    private static func grow() {
        let old = slots!, n = capacity
        capacity *= 2; slots = .allocate(capacity: capacity); slots.initialize(repeating: .unbound, count: capacity)
        for k in 0..<n where old[k].bits != 0 {
            var i = StrRef(old[k].ref).hash & (capacity - 1)
            while slots[i].bits != 0 { i = (i + 1) & (capacity - 1) }
            slots[i] = old[k]
        }
        old.deallocate()
    }
}
extension TypeRef { @inline(__always) func isExact(_ t: TypeRef) -> Bool { self == t } }

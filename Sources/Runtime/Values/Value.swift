/// One Python value in 64 bits, tagged at the low end: odd = int (63 bits), ..10 = float stored as itself,
/// ..100 = singleton, ..000 = pointer to a heap object (0 = unbound).
///
/// Floats are self-tagged: the exponent's top bits are rotated into the tag, so doubles of magnitude 2^-255 to 2^257 are
/// stored as themselves. The word 2 would stand for exactly 2^-255; it stands for 0.0 instead, which is everywhere in programs.
/// -0.0, 2^-255 and all rare exponents are boxed in a heap object (`FloatBox`).
public struct Value: Equatable {
    public var bits: UInt64
    @inline(__always) public init(bits: UInt64) { self.bits = bits }
    @inline(__always) public static func == (a: Value, b: Value) -> Bool { a.bits == b.bits }

    // MARK: ints
    public static let maxInt = (1 << 62) - 1, minInt = -(1 << 62)
    /// `i` must fit 63 bits; use `Value.int(_:)` where it may not.
    @inline(__always) public init(int i: Int) { bits = UInt64(bitPattern: Int64(i &<< 1)) | 1 }
    @inline(__always) public var isInt: Bool { bits & 1 == 1 }
    @inline(__always) public var int: Int { Int(Int64(bitPattern: bits) &>> 1) }
    @inline(__always) public static func fits(_ i: Int) -> Bool { (i &<< 1) &>> 1 == i }
    @inline(__always) static func bothInt(_ a: Value, _ b: Value) -> Bool { a.bits & b.bits & 1 == 1 }

    // MARK: floats
    static let floatBias: UInt64 = 0x300 &<< 52
    @inline(__always) public init(float d: Double) { bits = Value.encode(d) }
    /// Whether the word itself holds a double. Boxed floats are pointers: `Value.asFloat` answers for both.
    @inline(__always) public var isFloat: Bool { bits & 3 == 2 }
    @inline(__always) public var float: Double {
        let w = bits &- 2
        let b = ((w &>> 3) | (w &<< 61)) &+ Value.floatBias
        return Double(bitPattern: w == 0 ? 0 : b)
    }
    @inline(__always) static func encode(_ d: Double) -> UInt64 {
        let b = d.bitPattern &- floatBias
        let w = ((b &<< 3) | (b &>> 61)) &+ 2
        return _fastPath(w & 3 == 2 && w != 2) ? w : encodeSlow(d)
    }
    @inline(never) public static func encodeSlow(_ d: Double) -> UInt64 {
        d.bitPattern == 0 ? 2 : FloatBox.make(d).bits
    }

    // MARK: singletons
    public static let unbound = Value(bits: 0), none = Value(bits: 4), `false` = Value(bits: 12), `true` = Value(bits: 20)
    public static let ellipsis = Value(bits: 28), notImplemented = Value(bits: 36)
    /// Never seen by programs: "looked up and not there" in caches.
    static let absent = Value(bits: 44)
    /// Never seen by programs: a body or a delegation that was left by a `yield`.
    static let suspended = Value(bits: 52)
    @inline(__always) public init(bool b: Bool) { bits = b ? 20 : 12 }
    @inline(__always) public var isBool: Bool { bits == 20 || bits == 12 }
    @inline(__always) public var isNone: Bool { bits == 4 }
    @inline(__always) public var isUnbound: Bool { bits == 0 }
    @inline(__always) public var isNotImplemented: Bool { bits == 36 }
    @inline(__always) var isSingleton: Bool { bits & 7 == 4 }

    // MARK: pointers
    @inline(__always) public init(_ r: Ref) { bits = UInt64(UInt(bitPattern: r)) }
    @inline(__always) public var isPointer: Bool { bits & 7 == 0 && bits != 0 }
    /// Only for `isPointer` values.
    @inline(__always) public var ref: Ref { Ref(bitPattern: UInt(bits)).unsafelyUnwrapped }
}

/// A heap object: 16 bytes of header as CPython has it (low 32 bits of word 0: native reference count; word 1: type), then what its type says.
public typealias Ref = UnsafeMutableRawPointer

/// Bits of header word 0 above the native reference count.
enum HeaderFlag {
    /// The object is old and not logged: the write barrier must log it.
    static let old: UInt64 = 1 &<< 32
    /// `__del__` has run.
    static let finalized: UInt64 = 1 &<< 33
    /// Some weak reference points here.
    static let weaklyReferenced: UInt64 = 1 &<< 34
    /// On a dict's table: caches hold indices of its entries, which therefore name one key for good.
    static let cached: UInt64 = 1 &<< 35
    /// Interned str.
    static let interned: UInt64 = 1 &<< 36
    /// During a collection: waits for its place among those to finalize; nothing that dies with it leads here.
    static let dying: UInt64 = 1 &<< 37, first: UInt64 = 1 &<< 38
    /// A program is likely to show when the object dies (`Watch`).
    static let watched: UInt64 = 1 &<< 39
    /// It lived when the last major collection was, and may refer to what came later (`Mature`).
    static let changed: UInt64 = 1 &<< 40
}

extension Ref {
    @inline(__always) public func word(_ i: Int) -> UInt64 { load(fromByteOffset: i &* 8, as: UInt64.self) }
    @inline(__always) public func setWord(_ i: Int, _ w: UInt64) { storeBytes(of: w, toByteOffset: i &* 8, as: UInt64.self) }
    @inline(__always) public func value(_ i: Int) -> Value { Value(bits: word(i)) }
    /// Stores without the write barrier: only into an object that cannot be old yet (no allocation since its own).
    @inline(__always) public func initialize(_ i: Int, _ v: Value) {
        #if DEBUG
        if Stress.isOn { Stress.initialized(self, v) }
        #endif
        setWord(i, v.bits)
    }
    /// Stores a value in a heap object, telling the collector.
    @inline(__always) public func set(_ i: Int, _ v: Value) { barrier(); setWord(i, v.bits) }
    @inline(__always) var header: UInt64 { get { word(0) } nonmutating set { setWord(0, newValue) } }
    @inline(__always) public var type: TypeRef { TypeRef(Ref(bitPattern: UInt(word(1))).unsafelyUnwrapped) }
    @inline(__always) func setType(_ t: TypeRef) { barrier(); setWord(1, UInt64(UInt(bitPattern: t.ref))) }
    /// Must precede (or directly follow, with no allocation between) every store of a value into an object that may be old.
    @inline(__always) public func barrier() { if _slowPath(word(0) & HeaderFlag.old != 0) { Heap.log(self) } }
}

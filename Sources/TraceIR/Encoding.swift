/// How the runtime writes a value into one 64-bit word. Everything the trace modules know of it is here.
///
/// - ...1: int, value << 1 | 1 (63 bits)
/// - ..10: float, `rotl(bits - (0x300 << 52), 3) + 2`; floats for which that does not end in 10 are boxed; the word 2 is 0.0 (the one that the
///   formula would give it, 2^-255, is boxed)
/// - .100: singletons
/// - .000: pointers; 0 is "unbound"
public struct Encoding {
    /// Address of a `@convention(c) (Double) -> UInt64` that boxes a float which cannot be its own word (0.0 comes there too and gives 2).
    public var boxFloat: UInt
    /// The type pointer of boxed floats, found at `typeOffset`; the double is at `floatOffset`.
    public var floatType: UInt
    public var typeOffset: Int32
    public var floatOffset: Int32
    public var trueWord: UInt64
    public var falseWord: UInt64
    /// Address of a `@convention(c) (Int, UInt) -> UInt` that makes an object of so many bytes and that type, zeroed behind its header. May collect. 0: traces
    /// cannot make objects.
    public var allocate: UInt = 0
    /// Offset in the thread state of a pointer to the allocator's runs: by (size in 16 bytes) - 1, the free cells' address and their end, 16 bytes each. Only
    /// objects up to `inlineLimit` bytes are made from there.
    public var runsOffset: Int32 = 0
    public var inlineLimit: Int32 = 512
    /// Objects of this type are only made by `allocate`, which takes note of them (0: there is none).
    public var notedType: UInt64 = 0
    /// A reference may be stored in an object unless byte `oldByte` of it has the bits `oldMask`; then LOG, a `@convention(c) (UInt) -> Void`, must be told first.
    public var oldByte: Int32 = 4, oldMask: UInt8 = 1
    public var log: UInt = 0
    /// Offset in the thread state of the word that links the native frames of traces, the innermost first (`Stubs`); -1: they are not linked.
    public var nativeFrame: Int32 = -1
    /// The function that appends to a list, or 0; and where a list has its count and its storage, the storage its capacity and its items.
    public var append: UInt = 0
    public var listCount: Int32 = 16, listStorage: Int32 = 24, storageCapacity: Int32 = 16, storageItems: Int32 = 24
    /// Alias classes (a bit each) whose loads and stores without an index have the beginning of an object for a base: those at other offsets never meet, whichever objects they are in.
    public var wholeObjects: UInt32 = 0
    public init(boxFloat: UInt, floatType: UInt, typeOffset: Int32 = 8, floatOffset: Int32 = 16, trueWord: UInt64, falseWord: UInt64) {
        self.boxFloat = boxFloat; self.floatType = floatType; self.typeOffset = typeOffset; self.floatOffset = floatOffset
        self.trueWord = trueWord; self.falseWord = falseWord
    }

    public static let floatBias: UInt64 = 0x300 << 52
    public static let maxInt: Int64 = (1 << 62) - 1
    public static let minInt: Int64 = -(1 << 62)

    @inlinable public static func isInt(_ w: UInt64) -> Bool { w & 1 == 1 }
    @inlinable public static func isSelfTaggedFloat(_ w: UInt64) -> Bool { w & 3 == 2 }
    @inlinable public static func word(int v: Int64) -> UInt64 { UInt64(bitPattern: v) &<< 1 | 1 }
    @inlinable public static func int(_ w: UInt64) -> Int64 { Int64(bitPattern: w) &>> 1 }
    @inlinable public static func float(_ w: UInt64) -> Double {
        let r = w &- 2
        if r == 0 { return 0 }
        return Double(bitPattern: ((r &>> 3) | (r &<< 61)) &+ floatBias)
    }
    /// The word of D, boxed by the runtime where it must be.
    @inlinable public func word(float d: Double) -> UInt64 {
        let b = d.bitPattern &- Encoding.floatBias, w = ((b &<< 3) | (b &>> 61)) &+ 2
        if w & 3 == 2 && w != 2 { return w }
        if d.bitPattern == 0 { return 2 }
        return unsafeBitCast(boxFloat, to: (@convention(c) (Double) -> UInt64).self)(d)
    }
    /// The double in W, self-tagged or boxed; nil if W is no float.
    @inlinable public func unboxFloat(_ w: UInt64) -> Double? {
        if w & 3 == 2 { return Encoding.float(w) }
        if w == 0 || w & 7 != 0 { return nil }
        let p = UnsafeRawPointer(bitPattern: UInt(w)).unsafelyUnwrapped
        return p.load(fromByteOffset: Int(typeOffset), as: UInt.self) == floatType ? p.load(fromByteOffset: Int(floatOffset), as: Double.self) : nil
    }
    /// Makes an object by calling the runtime.
    public func make(size: Int, type: UInt64) -> UInt64 {
        UInt64(unsafeBitCast(allocate, to: (@convention(c) (Int, UInt) -> UInt).self)(size, UInt(type)))
    }
    /// Tells the runtime that a reference is about to be stored in OBJECT.
    public func barrier(_ object: UInt64) {
        guard let p = UnsafeRawPointer(bitPattern: UInt(object)), p.load(fromByteOffset: Int(oldByte), as: UInt8.self) & oldMask != 0 else { return }
        unsafeBitCast(log, to: (@convention(c) (UInt) -> Void).self)(UInt(object))
    }
    /// The tagged word of a value of kind K whose raw form (see `Evaluator`) is BITS.
    @inlinable public func word(_ k: Kind, _ bits: UInt64) -> UInt64 {
        switch k {
        case .bool: return bits != 0 ? trueWord : falseWord
        case .int, .i64: return Encoding.word(int: Int64(bitPattern: bits))
        case .f64: return word(float: Double(bitPattern: bits))
        case .pointer, .word, .none: return bits
        }
    }
}

/// One instruction: 20 bytes, no pointers.
@frozen public struct Instruction: Equatable {
    public var op: Opcode
    public var kind: Kind
    /// For loads and stores: alias class (low 8 bits), log2 of the size (2 bits), sign extension (bit 10), length (bit 11).
    public var aux: UInt16
    public var a: Ref, b: Ref, c: Ref
    /// Slot, byte offset, object size, snapshot (-1: none), call or trace, by `Opcode.info.immediate`.
    public var imm: Int32
    @inlinable public init(_ op: Opcode, _ kind: Kind, _ a: Ref = .none, _ b: Ref = .none, _ c: Ref = .none, imm: Int32 = -1, aux: UInt16 = 0) {
        self.op = op; self.kind = kind; self.aux = aux; self.a = a; self.b = b; self.c = c; self.imm = imm
    }
    @inlinable public var aliasClass: Int { Int(aux & 0xFF) }
    @inlinable public var logSize: Int { Int(aux >> 8 & 3) }
    @inlinable public var size: Int { 1 << logSize }
    @inlinable public var isSigned: Bool { aux & 0x400 != 0 }
    /// A load of a length: the runtime warrants 0...2^47.
    @inlinable public var isLength: Bool { aux & 0x800 != 0 }
    @inlinable public static func aux(class c: UInt8, logSize: Int, signed: Bool = false, length: Bool = false) -> UInt16 {
        UInt16(c) | UInt16(logSize) << 8 | (signed ? 0x400 : 0) | (length ? 0x800 : 0) }
    @inlinable public var hasSnapshot: Bool { imm >= 0 && op.info.immediate == .snapshot }
    public func operand(_ i: Int) -> Ref { i == 0 ? a : i == 1 ? b : c }
}

/// A constant's kind and raw bits: an int or i64 as its value, f64 as its pattern, bool as 0 or 1, else the word.
@frozen public struct Constant: Equatable {
    public var kind: Kind
    public var bits: UInt64
    @inlinable public init(_ k: Kind, _ b: UInt64) { kind = k; bits = b }
    @inlinable public var int: Int64 { Int64(bitPattern: bits) }
    @inlinable public var float: Double { Double(bitPattern: bits) }
}

/// A call of a C function. Arguments of kind f64 go by float registers, all others by integer registers, in order.
@frozen public struct CallSite: Equatable {
    public var address: UInt
    public var firstArgument: Int32
    public var argumentCount: UInt8
    /// A result of zero means that the callee raised: leave by `snapshot`, which is marked raising.
    public var raises: Bool
    /// Depends on its arguments and on memory of the classes `reads` alone, and has no effect.
    public var isPure: Bool
    /// Neither allocates from the collected heap nor runs anything that may.
    public var isLeaf = false
    /// Appends its second argument to the list that the first one is (`Encoding.append`): done in place where there is room, and no register is lost.
    public var isAppend = false
    /// Bit c: the result of a pure call depends on memory of alias class c.
    public var reads: UInt32 = 0
    /// Returns a pointer to memory that nothing else refers to.
    public var allocates: Bool
    /// Bit c: may write memory of alias class c.
    public var writes: UInt32
    public var snapshot: Int32
    @inlinable public init(address: UInt, firstArgument: Int32, argumentCount: UInt8, raises: Bool, isPure: Bool, allocates: Bool, writes: UInt32, snapshot: Int32) {
        self.address = address; self.firstArgument = firstArgument; self.argumentCount = argumentCount; self.raises = raises
        self.isPure = isPure; self.allocates = allocates; self.writes = writes; self.snapshot = snapshot
    }
}

/// Why a trace is left at a snapshot.
public enum ExitReason: UInt8 {
    /// A guard failed: resume at the innermost frame's path.
    case `guard`
    /// A callee raised: the exception is pending in the thread state; resume raising.
    case raising
    /// An interrupt or safepoint request is pending; resume after serving it.
    case interrupt
    /// The trace ends here by intention.
    case end
}

/// One frame to be rebuilt when a trace is left, outermost first.
@frozen public struct FrameRecord: Equatable {
    /// The runtime's name for the code.
    public var code: UInt64
    /// Where its frame begins, in words from the root frame's slots.
    @inlinable public var base: Int32 { get { Int32(shortBase) } set { shortBase = Int16(truncatingIfNeeded: newValue) } }
    /// Its resume path: bytes in `Trace.paths`.
    public var pathStart: Int32
    @inlinable public var pathCount: Int32 { get { Int32(shortPath) } set { shortPath = Int16(truncatingIfNeeded: newValue) } }
    @usableFromInline var shortBase: Int16, shortPath: Int16
    @inlinable public init(code: UInt64, base: Int32, pathStart: Int32, pathCount: Int32) {
        self.code = code; self.pathStart = pathStart; shortBase = Int16(truncatingIfNeeded: base); shortPath = Int16(truncatingIfNeeded: pathCount) }
}
/// A slot to be written when a trace is left. Entries are chained, so that snapshots share what follows: of those that name a slot the first one met from the
/// snapshot's head counts; if its REF is none, the slot is as in memory.
@frozen public struct SlotEntry: Equatable {
    @inlinable public var slot: Int32 { Int32(shortSlot) }
    @inlinable public var ref: Ref { Ref(short: shortRef) }
    public let shortSlot: Int16, shortRef: Int16
    /// The next entry of the chain, or -1.
    public let previous: Int32
    @inlinable public init(slot: Int32, ref: Ref, previous p: Int32 = -1) { shortSlot = Int16(truncatingIfNeeded: slot); shortRef = ref.short; previous = p }
}
/// A field of a `virtual` object that a snapshot names: once the object has been made, VALUE is stored at OFFSET.
@frozen public struct FieldEntry: Equatable {
    @inlinable public var object: Ref { Ref(short: shortObject) }
    @inlinable public var value: Ref { Ref(short: shortValue) }
    @usableFromInline let shortObject: Int16, shortValue: Int16
    public var offset: Int32
    /// Alias class and size as in an instruction.
    public var aux: UInt16
    /// The field holds the value's tagged word; else its 8 (or `size`) bytes as they are.
    public var isTagged: Bool
    @inlinable public init(object: Ref, value: Ref, offset: Int32, aux: UInt16, isTagged: Bool) {
        shortObject = object.short; shortValue = value.short; self.offset = offset; self.aux = aux; self.isTagged = isTagged }
    @inlinable public var size: Int { 1 << Int(aux >> 8 & 3) }
    @inlinable public var aliasClass: Int { Int(aux & 0xFF) }
}
/// A snapshot, of which compiled traces keep thousands, so that all this is small: ranges in `Trace.frames` and `Trace.fields`, the head of a chain in `Trace.entries`;
/// snapshots share them where they agree.
@frozen public struct Snapshot: Equatable {
    public var reason: ExitReason
    @usableFromInline var shortFrames: UInt8, shortFields: Int16 = 0
    /// The chain begins at entry ENTRYSTART; -1: it is empty.
    public var frameStart: Int32, entryStart: Int32
    @inlinable public var frameCount: Int32 { get { Int32(shortFrames) } set { shortFrames = UInt8(truncatingIfNeeded: newValue) } }
    /// Fields of virtual objects, in `Trace.fields`.
    public var fieldStart: Int32 = 0
    @inlinable public var fieldCount: Int32 { get { Int32(shortFields) } set { shortFields = Int16(truncatingIfNeeded: newValue) } }
    /// Free for the runtime.
    public var payload: UInt64
    @inlinable public init(reason: ExitReason, frameStart: Int32, frameCount: Int32, entryStart: Int32, payload: UInt64) {
        self.reason = reason; self.frameStart = frameStart; self.entryStart = entryStart; self.payload = payload
        shortFrames = UInt8(truncatingIfNeeded: frameCount)
    }
}

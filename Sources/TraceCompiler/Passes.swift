/// The optimizations, in the order in which an instruction or a trace meets them. Each has a file of its own in Optimizer/ and
/// can be switched off by name.
public enum Pass: UInt8, CaseIterable {
    /// Constants, algebra, tag and untag that cancel (Fold.swift); at emission.
    case fold
    /// Integer ranges: overflow checks, bounds and comparisons that are decided (Ranges.swift); at emission.
    case ranges
    /// Guards that an earlier guard implies (Guards.swift); at emission.
    case guards
    /// Loads from what was stored or loaded before (Memory.swift); at emission.
    case memory
    /// The same operation on the same operands (CommonSubexpressions.swift); at emission.
    case cse
    /// Objects that only exits need are made there (Sink.swift); at the end.
    case sink
    /// Loop-invariant motion: the body is emitted a second time behind the first (Peel.swift); when a loop is closed.
    case peel
    /// Bridges hand loops their variables in registers (Entry.swift); at the end.
    case entry
    /// What nothing uses (Finish.swift); at the end.
    case dce
    public var name: String { "\(self)" }
    /// What is done when the whole trace is known, in this order.
    static let atEnd: [Pass] = [.dce, .entry, .sink]
}

/// A set of passes.
public struct PassSet: Equatable {
    var bits: UInt16
    init(bits b: UInt16) { bits = b }
    public static let all = PassSet(bits: 0xFFFF), none = PassSet(bits: 0)
    @inline(__always) public func contains(_ p: Pass) -> Bool { bits & 1 << UInt16(p.rawValue) != 0 }
    public mutating func remove(_ p: Pass) { bits &= ~(1 << UInt16(p.rawValue)) }
    public mutating func insert(_ p: Pass) { bits |= 1 << UInt16(p.rawValue) }
    /// All passes but those named (comma-separated); nil if a name is unknown.
    public init?(disabling names: String) {
        self = .all
        for n in names.split(separator: ",") {
            guard let p = Pass.allCases.first(where: { $0.name == n }) else { return nil }
            remove(p)
        }
    }
}

/// Why a trace could not be made.
public enum TraceFailure: Error, Equatable {
    /// Two guards contradict each other, or a guard contradicts a known value.
    case contradiction
    /// The second iteration of a loop does not fit the kinds of the first (`s = 0` that becomes a float, say). Recording again later may do.
    case unstable
    /// More instructions than `instructionLimit`.
    case tooLong
    /// A slot outside of `TraceBuilder.slotRange`.
    case slotOutOfRange
    /// `Encoding.allocate` is missing.
    case noAllocation
    /// A bridge cannot close a loop of its own.
    case bridgeLoop
    /// The recorder gave up; its own reason code.
    case aborted(Int)
}

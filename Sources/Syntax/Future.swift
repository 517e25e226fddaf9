// `from __future__ import ...` (PEP 236).

/// Features switched on in a module; the bits are CPython's `CO_FUTURE_*`.
public struct FutureFeatures: OptionSet {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let barryAsBDFL = FutureFeatures(rawValue: 0x400000)
    public static let generatorStop = FutureFeatures(rawValue: 0x800000)
    public static let annotations = FutureFeatures(rawValue: 0x1000000)

    var annotations: Bool { contains(.annotations) }
}

import Glibc

/// For each slot that an entry may name, by its 16 bits, what it holds and a stamp; empty between uses. (The system gives pages only where slots are used.)
/// Whoever wants to know which slots have been met takes the next generation.
public final class SlotScratch {
    public nonisolated(unsafe) static let shared = SlotScratch()
    public let value = SlotScratch.zeroed(1 << 16), stamp = SlotScratch.zeroed(1 << 16)
    public var generation: Int32 = 0
    private static func zeroed(_ n: Int) -> UnsafeMutablePointer<Int32> { calloc(n, 4)!.bindMemory(to: Int32.self, capacity: n) }
}

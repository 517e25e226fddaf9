/// The order in which allocation goes through a class's blocks after a collection: those with the most free cells first.
///
/// Long runs of free cells cost one search for many objects, and objects made one after the other lie side by side. A class mostly has more blocks than one
/// round fills (empty ones are given back only when they are many), so that the fullest are often not looked at at all. A counting sort by eighths, within
/// which the order stays (by time of their first use). In order of the blocks' age, what a start leaves behind came first: runs of three or four cells.
enum SweepOrder {
    nonisolated(unsafe) private static var sorted = RawArray<Int32>()

    static func sort(_ c: UnsafeMutablePointer<Heap.Class>) {
        let from = c.pointee.full, n = c.pointee.count &- from
        if n < 2 { return }
        let blocks = c.pointee.blocks.unsafelyUnwrapped + from
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 9) { next in
            for k in 0..<9 { next[k] = 0 }
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: n) { part in
                for i in 0..<n {
                    let b = Int(blocks[i]), k = Heap.marked(b) &* 8 / Int(Heap.blocks[b].cells)
                    part[i] = UInt8(k)
                    next[k] &+= 1
                }
                var at: Int32 = 0
                for k in 0..<9 { let m = next[k]; next[k] = at; at &+= m }
                sorted.removeAll()
                for i in 0..<n { sorted.append(blocks[i]) }
                for i in 0..<n { let k = Int(part[i]); blocks[Int(next[k])] = sorted[i]; next[k] &+= 1 }
            }
        }
    }
}

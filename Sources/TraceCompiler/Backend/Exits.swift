import TraceIR

/// All exits of all traces of a compiler, by number. What an exit restores is a list, read by `leave`: exits are cold until a bridge is
/// attached, so no code is generated for them but a jump.
final class ExitTable {
    struct Record {
        var trace: Int32, snapshot: Int32
        var first: Int32, count: Int32
        var thunk: Int
        var taken: Int
        var bridge: Int32
    }
    /// PLACE: register, spill slot, or -1 for a constant in BITS: a tagged word, but for floats their pattern, since the table keeps no boxes alive.
    struct Entry { var slot: Int32; var place: Int16; var kind: Kind; var bits: UInt64 }
    var records = Buffer<Record>(capacity: 256)
    var entries = Buffer<Entry>(capacity: 1024)
    /// Jumps that lead to an exit's thunk, so that they can go to a bridge directly.
    var sites: [[Int]] = []
    let encoding: Encoding
    init(_ e: Encoding) { encoding = e }
    deinit { records.free(); entries.free() }

    /// Writes what exit N restores into the frames' slots. Boxing a float may run the collector: all registers are on the native stack.
    func restore(_ n: Int, _ registers: UnsafeMutablePointer<UInt64>, _ spills: UnsafeMutablePointer<UInt64>, _ slots: UnsafeMutablePointer<UInt64>) {
        let r = records[n]
        records.base[n].taken &+= 1
        var k = Int(r.first)
        let end = k + Int(r.count)
        while k < end {
            let e = entries[k]
            var w = e.bits
            if e.place < 0 { if e.kind == .f64 { w = encoding.word(float: Double(bitPattern: e.bits)) } }
            else {
                let v = e.place < 32 ? registers[Int(e.place)] : spills[Int(e.place - Allocation.firstSpill)]
                switch e.kind {
                case .int: w = v | 1
                case .i64: w = v &<< 1 | 1
                case .f64: w = encoding.word(float: Double(bitPattern: v))
                case .bool: w = v & 1 != 0 ? encoding.trueWord : encoding.falseWord
                case .pointer, .word, .none: w = v
                }
            }
            slots[Int(e.slot)] = w
            k += 1
        }
    }
    typealias Words = UnsafeMutablePointer<UInt64>
    static let handler: @convention(c) (Words, Int, Words, Words, UnsafeRawPointer) -> Int = { registers, n, spills, slots, context in
        Unmanaged<ExitTable>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.restore(n, registers, spills, slots) }
        return n
    }
}

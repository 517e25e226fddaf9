import TraceIR

/// Moves that happen at once: phis at a loop's two ends, arguments of a call, what a bridge takes over.
///
/// A move whose destination no other move still reads is done first; when only cycles are left, one source is put into a scratch register,
/// which breaks its cycle. Constants come last: they read nothing.
enum ParallelMove {
    enum Source { case place(Int16), constant(UInt64, Kind) }
    typealias Move = (source: Source, to: Int16)

    /// The moves in `Emitter.moves`.
    static func emit(_ e: inout Emitter) {
        var todo = Buffer<(from: Int16, to: Int16)>(capacity: e.moves.count + 1)
        defer { todo.free() }
        for n in 0..<e.moves.count { let m = e.moves[n]; if case .place(let p) = m.source, p != m.to { todo.append((p, m.to)) } }
        func isRead(_ p: Int16) -> Bool { for n in 0..<todo.count where todo[n].from == p { return true }; return false }
        while todo.count > 0 {
            var k = 0
            while k < todo.count && isRead(todo[k].to) { k += 1 }
            if k < todo.count {
                move(todo[k].from, todo[k].to, &e)
                for n in k + 1..<max(k + 1, todo.count) { todo[n - 1] = todo[n] }
                todo.count -= 1
            } else {
                // r11 for general registers and stack slots, xmm14 for floats; `move` uses rax for memory to memory. Several cycles are
                // broken one after the other: each is finished before the next needs the scratch register.
                let from = todo[0].from, scratch = Int16(from >= 16 && from < 32 ? Register.xmm14 : Register.scratch2)
                move(from, scratch, &e)
                for k in 0..<todo.count where todo[k].from == from { todo[k].from = scratch }
            }
        }
        for n in 0..<e.moves.count { let m = e.moves[n]; if case .constant(let v, let k) = m.source { constant(v, k, m.to, &e) } }
        e.moves.removeAll()
    }
    private static func move(_ from: Int16, _ to: Int16, _ e: inout Emitter) {
        if from < 32 && to < 32 { e.asm.move(UInt8(to), UInt8(from)) }
        else if from < 32 { e.asm.store(e.spillOperand(to), UInt8(from)) }
        else if to < 32 { e.asm.load(UInt8(to), e.spillOperand(from)) }
        else { e.asm.load(Register.scratch, e.spillOperand(from)); e.asm.store(e.spillOperand(to), Register.scratch) }
    }
    private static func constant(_ v: UInt64, _ k: Kind, _ to: Int16, _ e: inout Emitter) {
        if to >= 16 && to < 32 { e.asm.load(UInt8(to), .pool(e.asm.constantIndex(v))) }
        else if to < 16 { e.asm.constant(UInt8(to), v) }
        else { e.asm.constant(Register.scratch, v); e.asm.store(e.spillOperand(to), Register.scratch) }
    }
}

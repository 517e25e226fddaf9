import TraceIR

/// Code that all traces share: the way in, the way out, and calls of the runtime from within a trace that keep all registers: boxing a float, making an
/// object, the write barrier.
///
/// All traces use the same native frame (saved registers, a link, then `Allocation.spillCount` slots), so that they can jump to each other. The link
/// leads to the frame that was entered before: the address of its slots, bit 0 for the small frame. A collector finds frames by it, and what lives in
/// them by the return address that lies below each (`NativeCompiler.visitSpills`).
struct Stubs {
    private(set) var enter = 0, exit = 0, leave = 0, enterSmall = 0, exitSmall = 0, leaveSmall = 0, box = 0, allocate = 0, log = 0, append = 0
    static let frameBytes = Int32(Allocation.spillCount * 8 + 8)
    /// The frame of functions' traces, which may nest deeply.
    static let smallFrameBytes = Int32(Allocation.smallSpillCount * 8 + 8)
    /// What the exit code saves: 16 general and 16 float registers, 8 bytes each.
    static let savedBytes: Int32 = 264

    /// HANDLER: `@convention(c) (registers, exit number, spill slots, frame slots, CONTEXT) -> Int`.
    init(_ m: CodeMemory, encoding: Encoding, handler: UInt, context: UInt) {
        var a = Assembler(m, at: m.top)
        let rsp = Register.rsp, saved: [UInt8] = [3, 5, 12, 13, 14, 15]
        func push(_ r: UInt8) { if r & 8 != 0 { a.byte(0x41) }; a.byte(0x50 | r & 7) }
        func pop(_ r: UInt8) { if r & 8 != 0 { a.byte(0x41) }; a.byte(0x58 | r & 7) }
        for small in [false, true] {
            let bytes = small ? Stubs.smallFrameBytes : Stubs.frameBytes
            if small { enterSmall = a.at } else { enter = a.at }
            for r in saved { push(r) }
            a.immediate(5, .register(rsp), bytes)
            a.move(Register.slots, Register.rdi); a.move(Register.thread, Register.rsi)
            let link = Assembler.Operand.memory(base: Register.thread, displacement: encoding.nativeFrame), isLinked = encoding.nativeFrame >= 0
            if isLinked {
                a.load(Register.rax, link); a.store(.memory(base: rsp, displacement: bytes - 8), Register.rax)
                a.lea(Register.rax, .memory(base: rsp, displacement: small ? 1 : 0)); a.store(link, Register.rax)
            }
            a.op(0xFF, 4, .register(Register.rdx), wide: false)                                    // jmp rdx
            a.align(16)
            if small { exitSmall = a.at } else { exit = a.at }                                    // the exit number has been pushed
            a.immediate(5, .register(rsp), Stubs.savedBytes)
            for r in 0..<UInt8(32) where r != rsp { a.store(.memory(base: rsp, displacement: Int32(r) * 8), r) }
            a.move(Register.rdi, rsp)
            a.load(Register.rsi, .memory(base: rsp, displacement: Stubs.savedBytes))
            a.lea(Register.rdx, .memory(base: rsp, displacement: Stubs.savedBytes + 8))
            a.move(Register.rcx, Register.slots)
            a.constant(Register.r8, UInt64(context)); a.constant(Register.rax, UInt64(handler))
            a.op(0xFF, 2, .register(Register.rax), wide: false)
            a.immediate(0, .register(rsp), Stubs.savedBytes + 8 + bytes)
            if isLinked { a.load(Register.rcx, .memory(base: rsp, displacement: -8)); a.store(link, Register.rcx) }
            for r in saved.reversed() { pop(r) }
            a.byte(0xC3)
            a.align(16)
            if small { leaveSmall = a.at } else { leave = a.at }                                  // the result is in rdx
            a.immediate(0, .register(rsp), bytes)
            if isLinked { a.load(Register.rax, .memory(base: rsp, displacement: -8)); a.store(link, Register.rax) }
            a.constant(Register.rax, UInt64.max)
            for r in saved.reversed() { pop(r) }
            a.byte(0xC3)
            a.align(16)
        }
        let general: [UInt8] = [1, 2, 6, 7, 8, 9, 10], bytes: Int32 = 168
        /// A call that changes rax, r11, xmm14 and xmm15 alone; ARGUMENTS come from those.
        func keeping(_ address: UInt, _ arguments: [(UInt8, UInt8)]) {
            a.immediate(5, .register(rsp), bytes)
            for (n, r) in general.enumerated() { a.store(.memory(base: rsp, displacement: Int32(n) * 8), r) }
            for n in 0..<14 { a.store(.memory(base: rsp, displacement: Int32(7 + n) * 8), UInt8(16 + n)) }
            for (to, from) in arguments { a.move(to, from) }
            a.constant(Register.rax, UInt64(address)); a.op(0xFF, 2, .register(Register.rax), wide: false)
            for (n, r) in general.enumerated() { a.load(r, .memory(base: rsp, displacement: Int32(n) * 8)) }
            for n in 0..<14 { a.load(UInt8(16 + n), .memory(base: rsp, displacement: Int32(7 + n) * 8)) }
            a.immediate(0, .register(rsp), bytes)
            a.byte(0xC3)
            a.align(16)
        }
        box = a.at                                                                                // xmm15 -> rax
        keeping(encoding.boxFloat, [(16, Register.xmm15)])
        allocate = a.at                                                                           // size in rax, type in r11 -> rax
        keeping(encoding.allocate, [(Register.rdi, Register.rax), (Register.rsi, Register.r11)])
        log = a.at                                                                                // object in rax
        keeping(encoding.log, [(Register.rdi, Register.rax)])
        append = a.at                                                                             // list in rax, item in r11
        keeping(encoding.append, [(Register.rdi, Register.rax), (Register.rsi, Register.r11)])
        m.top = a.at
        a.free()
    }
}

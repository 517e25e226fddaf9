import TraceIR

/// x86-64 instructions, written into code memory one after the other. Registers 0...15 are the general ones in hardware order
/// (rax rcx rdx rbx rsp rbp rsi rdi r8...r15), 16...31 are xmm0...xmm15.
struct Assembler {
    let memory: CodeMemory
    var at: Int
    /// Places of displacements that refer to the constant pool, and the 8-byte constants.
    var poolFixups = Buffer<(at: Int, index: Int)>(capacity: 8)
    var pool = Buffer<UInt64>(capacity: 8)
    func free() { poolFixups.free(); pool.free() }

    enum Operand {
        case register(UInt8)
        case memory(base: UInt8, displacement: Int32)
        case indexed(base: UInt8, index: UInt8, logScale: UInt8, displacement: Int32)
        case pool(Int)
    }
    init(_ m: CodeMemory, at a: Int) { memory = m; at = a }

    @inline(__always) mutating func byte(_ b: UInt8) { memory.writable[at] = b; at &+= 1 }
    @inline(__always) mutating func imm32(_ v: Int32) { UnsafeMutableRawPointer(memory.writable + at).storeBytes(of: v, as: Int32.self); at &+= 4 }
    @inline(__always) mutating func imm64(_ v: UInt64) { UnsafeMutableRawPointer(memory.writable + at).storeBytes(of: v, as: UInt64.self); at &+= 8 }

    /// PREFIX (0: none), REX as needed, OPCODE (1 to 3 bytes, first in the high byte), ModRM for REG and RM. With BYTES, a register is a byte register.
    mutating func op(_ opcode: UInt32, _ reg: UInt8, _ rm: Operand, wide: Bool = true, prefix: UInt8 = 0, bytes: Bool = false) {
        if prefix != 0 { byte(prefix) }
        var rex: UInt8 = wide ? 0x48 : bytes ? 0x40 : 0
        if reg & 8 != 0 { rex |= 0x44 }
        switch rm {
        case .register(let r): if r & 8 != 0 { rex |= 0x41 }
        case .memory(let b, _): if b & 8 != 0 { rex |= 0x41 }
        case .indexed(let b, let x, _, _): if b & 8 != 0 { rex |= 0x41 }; if x & 8 != 0 { rex |= 0x42 }
        case .pool: break
        }
        if rex != 0 { byte(rex) }
        if opcode > 0xFFFF { byte(UInt8(truncatingIfNeeded: opcode >> 16)) }
        if opcode > 0xFF { byte(UInt8(truncatingIfNeeded: opcode >> 8)) }
        byte(UInt8(truncatingIfNeeded: opcode))
        let r = (reg & 7) << 3
        switch rm {
        case .register(let m): byte(0xC0 | r | m & 7)
        case .memory(let b, let d):
            let short = d >= -128 && d <= 127
            if d == 0 && b & 7 != 5 { byte(r | b & 7); if b & 7 == 4 { byte(0x24) } }
            else {
                byte((short ? 0x40 : 0x80) | r | b & 7); if b & 7 == 4 { byte(0x24) }
                if short { byte(UInt8(bitPattern: Int8(d))) } else { imm32(d) }
            }
        case .indexed(let b, let x, let s, let d):
            let short = d >= -128 && d <= 127, none = d == 0 && b & 7 != 5
            byte((none ? 0 : short ? 0x40 : 0x80) | r | 4); byte(s << 6 | (x & 7) << 3 | b & 7)
            if !none { if short { byte(UInt8(bitPattern: Int8(d))) } else { imm32(d) } }
        case .pool(let n): byte(r | 5); poolFixups.append((at, n)); imm32(0)
        }
    }
    mutating func constantIndex(_ v: UInt64) -> Int {
        for n in 0..<pool.count where pool[n] == v { return n }
        pool.append(v); return pool.count - 1
    }
    // MARK: moves
    @inline(__always) mutating func move(_ d: UInt8, _ s: UInt8) {
        if d == s { return }
        if d < 16 && s < 16 { op(0x8B, d, .register(s)) }
        else if d >= 16 && s >= 16 { op(0x0F28, d & 15, .register(s & 15), wide: false) }        // movaps
        else if d >= 16 { op(0x0F6E, d & 15, .register(s), prefix: 0x66) }                        // movq xmm, r64
        else { op(0x0F7E, s & 15, .register(d), prefix: 0x66) }                                    // movq r64, xmm
    }
    mutating func load(_ d: UInt8, _ m: Operand) {
        if d < 16 { op(0x8B, d, m) } else { op(0x0F10, d & 15, m, wide: false, prefix: 0xF2) }
    }
    mutating func store(_ m: Operand, _ s: UInt8) {
        if s < 16 { op(0x89, s, m) } else { op(0x0F11, s & 15, m, wide: false, prefix: 0xF2) }
    }
    /// Does not touch the flags.
    mutating func constant(_ d: UInt8, _ v: UInt64) {
        if v <= 0xFFFF_FFFF { if d & 8 != 0 { byte(0x41) }; byte(0xB8 | d & 7); imm32(Int32(bitPattern: UInt32(v))) }
        else if let s = Int32(exactly: Int64(bitPattern: v)) { op(0xC7, 0, .register(d)); imm32(s) }
        else { byte(0x48 | d >> 3); byte(0xB8 | d & 7); imm64(v) }
    }
    // MARK: arithmetic
    /// add 0, or 1, and 4, sub 5, xor 6, cmp 7 with an immediate.
    mutating func immediate(_ n: UInt8, _ rm: Operand, _ v: Int32) {
        if v >= -128 && v <= 127 { op(0x83, n, rm); byte(UInt8(bitPattern: Int8(v))) } else { op(0x81, n, rm); imm32(v) }
    }
    mutating func lea(_ d: UInt8, _ m: Operand) { op(0x8D, d, m) }
    /// shl 4, shr 5, sar 7, rol 0, ror 1 by a constant.
    mutating func shift(_ n: UInt8, _ r: UInt8, _ count: Int) {
        if count == 1 { op(0xD1, n, .register(r)) } else { op(0xC1, n, .register(r)); byte(UInt8(count)) }
    }
    mutating func shiftByCl(_ n: UInt8, _ r: UInt8) { op(0xD3, n, .register(r)) }
    /// A scalar double operation: sqrt 51, add 58, mul 59, sub 5C, div 5E.
    mutating func double(_ code: UInt8, _ d: UInt8, _ m: Operand) { op(0x0F00 | UInt32(code), d & 15, m, wide: false, prefix: 0xF2) }
    // MARK: jumps; the place of the displacement is returned
    mutating func jump(_ condition: UInt8) -> Int { byte(0x0F); byte(0x80 | condition); imm32(0); return at - 4 }
    mutating func jump() -> Int { byte(0xE9); imm32(0); return at - 4 }
    mutating func jump(to target: Int) { byte(0xE9); imm32(Int32(target - (at + 4))) }
    mutating func jump(_ condition: UInt8, to target: Int) {
        let d = target - (at + 2)
        if d >= -128 { byte(0x70 | condition); byte(UInt8(bitPattern: Int8(d))) } else { byte(0x0F); byte(0x80 | condition); imm32(Int32(target - (at + 4))) }
    }
    mutating func call(to target: Int) { byte(0xE8); imm32(Int32(target - (at + 4))) }
    /// A forward jump of at most 127 bytes.
    mutating func shortJump(_ condition: UInt8) -> Int { byte(0x70 | condition); byte(0); return at - 1 }
    mutating func landShort(_ p: Int) { memory.writable[p] = UInt8(at - (p + 1)) }
    mutating func land(_ p: Int) { memory.put32(Int32(at - (p + 4)), at: p) }
    mutating func align(_ n: Int) { while at % n != 0 { byte(0x90) } }
    /// Writes the pool behind the code and resolves what refers to it.
    mutating func finishPool() {
        if pool.count == 0 { return }
        while at % 8 != 0 { byte(0xCC) }
        let start = at
        for n in 0..<pool.count { imm64(pool[n]) }
        for n in 0..<poolFixups.count { let f = poolFixups[n]; memory.put32(Int32(start + 8 * f.index - (f.at + 4)), at: f.at) }
    }
}
/// Condition codes.
enum Condition {
    static let overflow: UInt8 = 0, notOverflow: UInt8 = 1, below: UInt8 = 2, aboveEqual: UInt8 = 3, equal: UInt8 = 4, notEqual: UInt8 = 5
    static let belowEqual: UInt8 = 6, above: UInt8 = 7, sign: UInt8 = 8, notSign: UInt8 = 9, parity: UInt8 = 10, notParity: UInt8 = 11
    static let less: UInt8 = 12, greaterEqual: UInt8 = 13, lessEqual: UInt8 = 14, greater: UInt8 = 15
}
enum Register {
    static let rax: UInt8 = 0, rcx: UInt8 = 1, rdx: UInt8 = 2, rbx: UInt8 = 3, rsp: UInt8 = 4, rbp: UInt8 = 5, rsi: UInt8 = 6, rdi: UInt8 = 7
    static let r8: UInt8 = 8, r9: UInt8 = 9, r10: UInt8 = 10, r11: UInt8 = 11, r15: UInt8 = 15, xmm14: UInt8 = 30, xmm15: UInt8 = 31
    /// Never allocated: two general and two float registers for the code of single instructions.
    static let scratch = rax, scratch2 = r11, floatScratch = xmm15, floatScratch2 = xmm14
    static let slots = rbx, thread = r15
    static let general: UInt32 = 1 << 1 | 1 << 2 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 5 | 1 << 12 | 1 << 13 | 1 << 14
    static let float: UInt32 = 0x3FFF << 16
    static let callerSaved: UInt32 = 1 << 1 | 1 << 2 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | float
    static let names = ["rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"]
}

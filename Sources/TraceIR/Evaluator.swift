#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Runs a trace without generating code: the oracle for the backend. It reads and writes the same memory and calls the same
/// functions as native code would, and leaves the slots as an exit leaves them.
public struct Evaluator {
    public enum Outcome: Equatable {
        /// Left by this snapshot; its slots have been written.
        case exit(snapshot: Int)
        /// Reached `jumpTrace`.
        case jump(trace: Int)
        /// Reached `jumpEntry`: the trace, and the raw values that it is to be run with.
        case enter(trace: Int, values: [UInt64])
        /// Reached `leave`, with this word.
        case result(UInt64)
        /// More than the allowed number of loop iterations.
        case unfinished
    }
    public var encoding: Encoding
    /// Byte offset of the word that `loop` and `poll` look at.
    public var pollOffset: Int
    public var iterationLimit = 1_000_000
    public init(encoding e: Encoding, pollOffset p: Int) { encoding = e; pollOffset = p }

    /// ENTRY: come in by `entry` with these raw values. INHERITED: for a bridge, the raw values that the parent's snapshot holds (slots, then fields).
    public func run(_ t: Trace, slots: UnsafeMutableRawPointer, thread: UnsafeMutableRawPointer, inherited: [UInt64] = [], entry: [UInt64]? = nil) -> Outcome {
        var v = [UInt64](repeating: 0, count: t.instructions.count), pc = 0, iterations = 0
        func raw(_ r: Ref) -> UInt64 { r.isInstruction ? v[r.index] : t.constants[r.constantIndex].bits }
        func int(_ r: Ref) -> Int64 { Int64(bitPattern: raw(r)) }
        func float(_ r: Ref) -> Double { Double(bitPattern: raw(r)) }
        func slot(_ s: Int32) -> UnsafeMutableRawPointer { slots + Int(s) * 8 }
        func leave(_ s: Int) -> Outcome {
            for e in t.entries(of: s) where t.isVirtual(e.ref) { v[e.ref.index] = 0 }
            for f in t.fields(of: s) { v[f.object.index] = 0; if t.isVirtual(f.value) { v[f.value.index] = 0 } }
            func made(_ r: Ref) -> UInt64 {
                if t.isVirtual(r) && v[r.index] == 0 { let i = t.instructions[r.index]; v[r.index] = encoding.make(size: Int(i.imm), type: raw(i.a)) }
                return raw(r)
            }
            for e in t.entries(of: s) { slot(e.slot).storeBytes(of: encoding.word(t.kind(e.ref), made(e.ref)), as: UInt64.self) }
            for f in t.fields(of: s) {
                let o = made(f.object), x = made(f.value), w = f.isTagged ? encoding.word(t.kind(f.value), x) : x
                encoding.barrier(o)
                Evaluator.store(w, UnsafeMutableRawPointer(bitPattern: UInt(o))! + Int(f.offset), Int(f.aux >> 8 & 3))
            }
            return .exit(snapshot: s)
        }
        func address(_ i: Instruction) -> UnsafeMutableRawPointer {
            var p = UInt(raw(i.a)) &+ UInt(bitPattern: Int(i.imm))
            if !i.b.isNone { p = p &+ UInt(raw(i.b)) &<< UInt(i.logSize) }
            return UnsafeMutableRawPointer(bitPattern: p)!
        }
        if let entry {
            for (k, e) in t.entrySlots.elements.enumerated() { v[e.ref.index] = entry[k] }
            while t.instructions[pc].op != .entry { pc += 1 }
        }
        while true {
            let i = t.instructions[pc]
            switch Evaluator.compute(i, t.kind(i.a), i.a.isNone ? 0 : raw(i.a), i.b.isNone ? 0 : raw(i.b), i.c.isNone ? 0 : raw(i.c)) {
            case .value(let x): v[pc] = x; pc += 1; continue
            case .leaves:
                if i.imm >= 0 { return leave(Int(i.imm)) }
                v[pc] = 0; pc += 1; continue
            case .outside: break
            }
            switch i.op {
            case .loadSlot: v[pc] = slot(i.imm).load(as: UInt64.self)
            case .inherit: v[pc] = inherited[Int(i.imm)]
            case .threadState: v[pc] = UInt64(UInt(bitPattern: thread))
            case .slotAddress: v[pc] = UInt64(UInt(bitPattern: slot(i.imm)))
            case .phi: break
            case .tagFloat: v[pc] = encoding.word(float: float(i.a))
            case .tagBool: v[pc] = raw(i.a) != 0 ? encoding.trueWord : encoding.falseWord
            case .unboxFloat:
                guard let d = encoding.unboxFloat(raw(i.a)) else { return leave(Int(i.imm)) }
                v[pc] = d.bitPattern
            case .load:
                let p = address(i)
                switch (i.logSize, i.isSigned) {
                case (0, false): v[pc] = UInt64(p.load(as: UInt8.self))
                case (0, true): v[pc] = UInt64(bitPattern: Int64(p.load(as: Int8.self)))
                case (1, false): v[pc] = UInt64(p.loadUnaligned(as: UInt16.self))
                case (1, true): v[pc] = UInt64(bitPattern: Int64(p.loadUnaligned(as: Int16.self)))
                case (2, false): v[pc] = UInt64(p.loadUnaligned(as: UInt32.self))
                case (2, true): v[pc] = UInt64(bitPattern: Int64(p.loadUnaligned(as: Int32.self)))
                default: v[pc] = p.loadUnaligned(as: UInt64.self)
                }
            case .store:
                Evaluator.store(raw(i.c), address(i), i.logSize)
            case .new: v[pc] = encoding.make(size: Int(i.imm), type: raw(i.a))
            case .virtual: break
            case .barrier: encoding.barrier(raw(i.a))
            case .storeSlot: slot(i.imm).storeBytes(of: raw(i.a), as: UInt64.self)
            case .call:
                let c = t.calls[Int(i.imm)]
                v[pc] = Evaluator.call(c.address, t.arguments(of: c).map { (t.kind($0), raw($0)) }, float: i.kind == .f64)
                if c.raises && v[pc] == 0 { return leave(Int(c.snapshot)) }
            case .loop:
                var k = pc + 1
                while t.instructions[k].op == .phi { v[k] = raw(t.instructions[k].a); k += 1 }
                if (thread + pollOffset).load(as: UInt64.self) != 0 { return leave(Int(i.imm)) }
            case .poll: if (thread + pollOffset).load(as: UInt64.self) != 0 { return leave(Int(i.imm)) }
            case .jumpLoop:
                iterations += 1
                if iterations > iterationLimit { return .unfinished }
                var k = t.loopStart + 1, next: [UInt64] = []
                while t.instructions[k].op == .phi { next.append(raw(t.instructions[k].b)); k += 1 }
                for (j, x) in next.enumerated() { v[t.loopStart + 1 + j] = x }
                pc = t.loopStart
                if (thread + pollOffset).load(as: UInt64.self) != 0 { return leave(Int(t.instructions[pc].imm)) }
            case .entry: break
            case .jumpEntry: let c = t.calls[Int(i.imm)]; return .enter(trace: Int(c.address), values: t.arguments(of: c).map(raw))
            case .jumpTrace: return .jump(trace: Int(i.imm))
            case .exit: return leave(Int(i.imm))
            case .leave: return .result(raw(i.a))
            default: preconditionFailure("computed above")
            }
            pc += 1
        }
    }

    /// Stores the low 1 << LOGSIZE bytes of X.
    static func store(_ x: UInt64, _ p: UnsafeMutableRawPointer, _ logSize: Int) {
        switch logSize {
        case 0: p.storeBytes(of: UInt8(truncatingIfNeeded: x), as: UInt8.self)
        case 1: p.storeBytes(of: UInt16(truncatingIfNeeded: x), as: UInt16.self)
        case 2: p.storeBytes(of: UInt32(truncatingIfNeeded: x), as: UInt32.self)
        default: p.storeBytes(of: x, as: UInt64.self)
        }
    }

    public enum Computed { case value(UInt64), leaves, outside }
    /// The meaning of everything that depends on its operands alone; also what constant folding uses. K: the kind of the first operand.
    public static func compute(_ i: Instruction, _ k: Kind, _ a: UInt64, _ b: UInt64, _ c: UInt64) -> Computed {
        let x = Int64(bitPattern: a), y = Int64(bitPattern: b), f = Double(bitPattern: a), g = Double(bitPattern: b)
        func ok(_ v: Int64) -> Computed { .value(UInt64(bitPattern: v)) }
        func yes(_ v: Bool) -> Computed { .value(v ? 1 : 0) }
        func fits(_ r: (partialValue: Int64, overflow: Bool)) -> Computed {
            if k == .i64 { return ok(r.partialValue) }
            return r.overflow || r.partialValue > Encoding.maxInt || r.partialValue < Encoding.minInt ? .leaves : ok(r.partialValue)
        }
        func number(_ d: Double) -> Computed { .value(d.bitPattern) }
        func holds(_ v: Bool) -> Computed { v ? .value(0) : .leaves }
        switch i.op {
        case .tagInt: return .value(Encoding.word(int: x))
        case .untagInt: return ok(Encoding.int(a))
        case .boolToInt, .intToI64, .cast: return .value(a)
        case .i64ToInt: return x > Encoding.maxInt || x < Encoding.minInt ? .leaves : ok(x)
        case .intToF64, .i64ToF64: return number(Double(x))
        case .f64ToInt:
            guard f >= -0x1p62 && f < 0x1p62 else { return .leaves }
            return ok(Int64(f))
        case .add: return k == .f64 ? number(f + g) : fits(x.addingReportingOverflow(y))
        case .sub: return k == .f64 ? number(f - g) : fits(x.subtractingReportingOverflow(y))
        case .mul: return k == .f64 ? number(f * g) : fits(x.multipliedReportingOverflow(by: y))
        case .div: return number(f / g)
        case .floorDiv:
            if y == 0 || x == Encoding.minInt && y == -1 { return .leaves }
            let q = x / y
            return ok(x % y != 0 && (x < 0) != (y < 0) ? q - 1 : q)
        case .mod:
            if y == 0 { return .leaves }
            if y == -1 { return ok(0) }
            let r = x % y
            return ok(r != 0 && (r < 0) != (y < 0) ? r + y : r)
        case .and: return .value(a & b)
        case .or: return .value(a | b)
        case .xor: return .value(a ^ b)
        case .not: return .value(~a)
        case .shl:
            if k == .i64 { return ok(x &<< (y & 63)) }
            if y < 0 || y > 62 { return .leaves }
            let r = x &<< y
            return (r &>> y) != x || r > Encoding.maxInt || r < Encoding.minInt ? .leaves : ok(r)
        case .shr:
            if k == .i64 { return ok(x &>> (y & 63)) }
            return y < 0 ? .leaves : ok(x &>> Swift.min(y, 63))
        case .ushr: return .value(a &>> (b & 63))
        case .neg: return number(-f)
        case .abs: return number(Swift.abs(f))
        case .sqrt: return number(f.squareRoot())
        case .floor: return number(f.rounded(.down))
        case .ceil: return number(f.rounded(.up))
        case .trunc: return number(f.rounded(.towardZero))
        case .lt: return yes(k == .f64 ? f < g : x < y)
        case .le: return yes(k == .f64 ? f <= g : x <= y)
        case .gt: return yes(k == .f64 ? f > g : x > y)
        case .ge: return yes(k == .f64 ? f >= g : x >= y)
        case .eq: return yes(k == .f64 ? f == g : a == b)
        case .ne: return yes(k == .f64 ? f != g : a != b)
        case .below: return yes(a < b)
        case .select: return .value(a != 0 ? b : c)
        case .guardTrue: return holds(a != 0)
        case .guardFalse: return holds(a == 0)
        case .guardIsInt: return holds(Encoding.isInt(a))
        case .guardIsPointer: return holds(a != 0 && a & 7 == 0)
        case .guardNonNull: return holds(a != 0)
        case .guardEqual: return holds(a == b)
        case .guardRange: return holds(x >= y && x <= Int64(bitPattern: c))
        case .loadSlot, .inherit, .threadState, .slotAddress, .phi, .tagFloat, .unboxFloat, .tagBool, .load, .store, .storeSlot, .call, .new, .virtual, .barrier,
             .entry, .loop, .poll, .jumpLoop, .jumpTrace, .jumpEntry, .exit, .leave: return .outside
        }
    }

    /// Calls a C function: integer and float arguments travel in registers of their own, so one signature serves all.
    public static func call(_ address: UInt, _ arguments: [(Kind, UInt64)], float: Bool) -> UInt64 {
        var i = [UInt64](repeating: 0, count: 6), d = [Double](repeating: 0, count: 8), ni = 0, nd = 0
        for (k, x) in arguments { if k == .f64 { d[nd] = Double(bitPattern: x); nd += 1 } else { i[ni] = x; ni += 1 } }
        typealias I = UInt64; typealias D = Double
        if float {
            let f = unsafeBitCast(address, to: (@convention(c) (I, I, I, I, I, I, D, D, D, D, D, D, D, D) -> Double).self)
            return f(i[0], i[1], i[2], i[3], i[4], i[5], d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]).bitPattern
        }
        let f = unsafeBitCast(address, to: (@convention(c) (I, I, I, I, I, I, D, D, D, D, D, D, D, D) -> UInt64).self)
        return f(i[0], i[1], i[2], i[3], i[4], i[5], d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7])
    }
}

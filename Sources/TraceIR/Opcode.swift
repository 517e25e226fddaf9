/// Every instruction of a trace, declared once in `Opcode.declaration`. A `switch` over opcodes has no `default`, so the
/// compiler lists the other places (evaluator, fold, emission) when one is added.
///
/// To add an instruction: a case and its declaration here; its meaning in `Evaluator`; its code in `Emitter`; fold rules and
/// a range where it has any; a line in Traces/ops.trace and in the generator of the fuzz test.
@frozen public enum Opcode: UInt8, CaseIterable {
    // Values that come from outside
    case loadSlot, inherit, threadState, slotAddress, phi
    // Conversions
    case tagInt, untagInt, tagFloat, unboxFloat, tagBool, boolToInt, intToI64, i64ToInt, intToF64, i64ToF64, f64ToInt, cast
    // Arithmetic; the operands' kind selects int, i64 or f64
    case add, sub, mul, floorDiv, mod, div, and, or, xor, not, shl, shr, ushr, neg, abs, sqrt, floor, ceil, trunc
    // Comparisons; `below` is the unsigned less-than (one test for 0 <= a < b)
    case lt, le, gt, ge, eq, ne, below
    case select
    // Guards
    case guardTrue, guardFalse, guardIsInt, guardIsPointer, guardNonNull, guardEqual, guardRange
    // Memory and calls
    case load, store, storeSlot, call
    // Objects
    case new, virtual, barrier
    // Control
    case entry, loop, poll, jumpLoop, jumpTrace, jumpEntry, exit, leave
}

/// What may stand at an operand's place.
@frozen public enum OperandClass: UInt8 {
    case none, bool, int, i64, f64, word
    /// int or i64
    case integer
    /// int, i64 or f64
    case number
    /// word, pointer or i64
    case bits
    case any
    /// the kind of the first operand
    case same
    /// the kind of the second operand
    case sameAsSecond
    /// an int or i64 index, or nothing
    case index
    /// a constant of the first operand's kind
    case constant
    public var isOptional: Bool { self == .index }
}
/// The kind of a result.
@frozen public enum ResultClass: UInt8 { case none, bool, int, i64, f64, pointer, word, first, second, declared }
/// What an instruction does besides computing.
@frozen public enum Effect: UInt8 {
    /// depends on its operands alone
    case pure
    /// pure, but leaves by its snapshot where the result does not exist or does not fit; without a snapshot it is known to fit
    case checked
    /// reads memory of its alias class
    case load
    /// writes memory of its alias class
    case store
    /// makes an object that nothing else refers to; may collect
    case allocate
    case call
    /// leaves by its snapshot unless what it states holds
    case `guard`
    case control
}
/// The meaning of an instruction's immediate.
@frozen public enum Immediate: UInt8 { case none, slot, inherited, offset, size, snapshot, call, trace }

@frozen public struct OpcodeDeclaration {
    public let operands: (OperandClass, OperandClass, OperandClass)
    public let result: ResultClass
    public let effect: Effect
    public let immediate: Immediate
    public let commutes: Bool
    /// A checked instruction whose exit has no meaning of its own: it may go when its result is not used.
    public let removable: Bool
    @inlinable init(_ a: OperandClass = .none, _ b: OperandClass = .none, _ c: OperandClass = .none, _ r: ResultClass, _ e: Effect,
                           _ i: Immediate = .none, commutes: Bool = false, removable: Bool = false) {
        operands = (a, b, c); result = r; effect = e; immediate = i; self.commutes = commutes; self.removable = removable
    }
    public func operand(_ i: Int) -> OperandClass { i == 0 ? operands.0 : i == 1 ? operands.1 : operands.2 }
}

extension Opcode {
    public var name: String { "\(self)" }

    /// The table. (What asks often does so by `Trace.info`, which need not ask each time whether the table has been made.)
    public var declaration: OpcodeDeclaration {
        typealias D = OpcodeDeclaration
        switch self {
        case .loadSlot:     return D(.word, .pure, .slot)                                    // as it was when the trace began
        case .inherit:      return D(.declared, .pure, .inherited)                           // a value of the exit a bridge starts from
        case .threadState:  return D(.pointer, .pure)
        case .slotAddress:  return D(.pointer, .pure, .slot)
        case .phi:          return D(.any, .same, .first, .pure)                             // before the loop, from its end
        case .tagInt:       return D(.int, .word, .pure)
        case .untagInt:     return D(.word, .int, .pure)                                     // of a word known to be an int
        case .tagFloat:     return D(.f64, .word, .pure)
        case .unboxFloat:   return D(.word, .f64, .checked, .snapshot)                       // self-tagged or boxed; else leaves
        case .tagBool:      return D(.bool, .word, .pure)
        case .boolToInt:    return D(.bool, .int, .pure)
        case .intToI64:     return D(.int, .i64, .pure)
        case .i64ToInt:     return D(.i64, .int, .checked, .snapshot, removable: true)       // leaves beyond 63 bits
        case .intToF64:     return D(.int, .f64, .pure)
        case .i64ToF64:     return D(.i64, .f64, .pure)
        case .f64ToInt:     return D(.f64, .int, .checked, .snapshot)                        // towards zero; leaves on nan, inf, beyond 63 bits
        case .cast:         return D(.bits, .declared, .pure)                                // same bits, another kind
        case .add:          return D(.number, .same, .first, .checked, .snapshot, commutes: true, removable: true)
        case .sub:          return D(.number, .same, .first, .checked, .snapshot, removable: true)
        case .mul:          return D(.number, .same, .first, .checked, .snapshot, commutes: true, removable: true)
        case .floorDiv:     return D(.int, .int, .int, .checked, .snapshot)                  // Python's //; leaves on 0 and on minInt // -1
        case .mod:          return D(.int, .int, .int, .checked, .snapshot)                  // Python's %; leaves on 0
        case .div:          return D(.f64, .f64, .f64, .pure)
        case .and:          return D(.integer, .same, .first, .pure, commutes: true)
        case .or:           return D(.integer, .same, .first, .pure, commutes: true)
        case .xor:          return D(.integer, .same, .first, .pure, commutes: true)
        case .not:          return D(.integer, .first, .pure)
        case .shl:          return D(.integer, .same, .first, .checked, .snapshot)           // int: leaves on a count outside 0...62 and on overflow; i64: count & 63
        case .shr:          return D(.integer, .same, .first, .checked, .snapshot)           // arithmetic; int: leaves on a negative count
        case .ushr:         return D(.i64, .i64, .i64, .pure)                                // logical, count & 63
        case .neg:          return D(.f64, .f64, .pure)
        case .abs:          return D(.f64, .f64, .pure)
        case .sqrt:         return D(.f64, .f64, .pure)
        case .floor:        return D(.f64, .f64, .pure)
        case .ceil:         return D(.f64, .f64, .pure)
        case .trunc:        return D(.f64, .f64, .pure)
        case .lt, .le, .gt, .ge: return D(.number, .same, .bool, .pure)
        case .eq, .ne:      return D(.any, .same, .bool, .pure, commutes: true)
        case .below:        return D(.integer, .same, .bool, .pure)
        case .select:       return D(.bool, .any, .sameAsSecond, .second, .pure)
        case .guardTrue, .guardFalse: return D(.bool, .none, .guard, .snapshot)
        case .guardIsInt:   return D(.word, .none, .guard, .snapshot)
        case .guardIsPointer: return D(.word, .none, .guard, .snapshot)                      // ends in 000 and is not 0
        case .guardNonNull: return D(.bits, .none, .guard, .snapshot)
        case .guardEqual:   return D(.any, .constant, .none, .guard, .snapshot)              // bit for bit
        case .guardRange:   return D(.integer, .constant, .constant, .none, .guard, .snapshot)   // b <= a <= c
        case .load:         return D(.bits, .index, .declared, .load, .offset)
        case .store:        return D(.bits, .index, .any, .none, .store, .offset)
        case .storeSlot:    return D(.word, .none, .store, .slot)
        case .call:         return D(.declared, .call, .call)
        case .new:          return D(.bits, .word, .allocate, .size)                         // a zeroed object of `size` bytes, its type stored
        case .virtual:      return D(.bits, .word, .pure, .size)                             // the same, made only where a snapshot that names it leaves
        case .barrier:      return D(.word, .none, .store)                                   // a reference is about to be stored in the object
        case .entry:        return D(.none, .control)                                        // where `jumpEntry` comes in; see `Trace.entrySlots`
        case .loop:         return D(.none, .control, .snapshot)                             // header; leaves when an interrupt is pending
        case .poll:         return D(.none, .control, .snapshot)                             // leaves when an interrupt is pending
        case .jumpLoop:     return D(.none, .control)
        case .jumpTrace:    return D(.none, .control, .trace)
        case .jumpEntry:    return D(.none, .control, .call)                                 // hands the entry's values over; the call site has them and the trace
        case .exit:         return D(.none, .control, .snapshot)
        case .leave:        return D(.word, .none, .control)                                 // the trace is over, and this is its result; slots are as in memory
        }
    }
    /// `declaration`, looked up.
    @inlinable public var info: OpcodeDeclaration { Opcode.table[Int(rawValue)] }
    public static let table: UnsafePointer<OpcodeDeclaration> = {
        let t = UnsafeMutablePointer<OpcodeDeclaration>.allocate(capacity: 256)
        for o in Opcode.allCases { (t + Int(o.rawValue)).initialize(to: o.declaration) }
        return UnsafePointer(t)
    }()
    public static let named: [String: Opcode] = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
extension OpcodeDeclaration {
    @inlinable init(_ r: ResultClass, _ e: Effect, _ i: Immediate = .none) { self.init(.none, .none, .none, r, e, i) }
    @inlinable init(_ a: OperandClass, _ r: ResultClass, _ e: Effect, _ i: Immediate = .none, commutes: Bool = false, removable: Bool = false) {
        self.init(a, .none, .none, r, e, i, commutes: commutes, removable: removable) }
    @inlinable init(_ a: OperandClass, _ b: OperandClass, _ r: ResultClass, _ e: Effect, _ i: Immediate = .none, commutes: Bool = false, removable: Bool = false) {
        self.init(a, b, .none, r, e, i, commutes: commutes, removable: removable) }
}

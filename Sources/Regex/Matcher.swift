// The matcher: a backtracking machine without recursion.
//
// Choices are frames on a heap stack; every register that is overwritten while a frame exists leaves its old value on the trail, and
// going back to a frame unwinds the trail to the height the frame recorded. So captures, loop counters and the last closed group are exactly
// what they were when the choice was made. An atomic group, an assertion and a round of a possessive loop push a barrier frame; their
// success cuts the stack back to it, which forgets the choices inside but keeps the trail, so that an outer choice still restores.
//
// Invariants: `sp` counts frames, `tp` trail entries; with no frame nothing is trailed and `tp` is 0; `barrier` is the index of the innermost
// barrier frame. Backtracking steps and loop rounds count down to the poll; everything else is bounded by the program and the text.
//
// Rejected: recursion with a context stack as in CPython (a frame there is several times larger, and marks have to be saved
// by every construct); a Pike machine (no backreferences, and captures of Perl-like loops come out differently).

/// What is needed to test membership in a set.
struct SetAccess {
    let tables: UnsafeMutablePointer<UInt8>
    let descriptors: UnsafeMutablePointer<SetDescriptor>
    let codes: UnsafeMutablePointer<UInt32>

    @inline(__always)
    init(_ regex: CompiledRegex) {
        tables = regex.tables
        descriptors = regex.descriptors
        codes = regex.setCodes
    }

    /// Membership in the set whose table is at `offset`.
    @inline(__always)
    func contains<U: FixedWidthInteger & UnsignedInteger>(_ c: U, table offset: Int) -> Bool {
        if U.self == UInt8.self { return tables[offset + Int(truncatingIfNeeded: c)] != 0 }
        let wide = UInt32(truncatingIfNeeded: c)
        if wide < 256 { return tables[offset + Int(wide)] != 0 }
        return containsHigh(wide, offset)
    }

    @inline(never)
    func containsHigh(_ c: UInt32, _ offset: Int) -> Bool {
        tables[offset + ProgramLayout.highEntry] != HighRule.none && descriptors[offset / ProgramLayout.tableStride].contains(c, in: codes)
    }

    @inline(never)
    func containsDynamic(_ c: UInt32, set: Int) -> Bool { descriptors[set].contains(c, in: codes) }
}

/// The index of `text[i]` in a peek table.
@inline(__always)
func peekEntry<U: FixedWidthInteger & UnsignedInteger>(_ text: UnsafePointer<U>, _ i: Int, _ end: Int) -> Int {
    if i >= end { return ProgramLayout.endEntry }
    let c = Int(truncatingIfNeeded: text[i])
    if U.self == UInt8.self { return c }
    return c < 256 ? c : ProgramLayout.highEntry
}

/// Whether the item matches `c`.
@inline(__always)
func matches<U: FixedWidthInteger & UnsignedInteger>(_ kind: ItemKind, _ argument: Int32, _ c: U, _ sets: SetAccess) -> Bool {
    switch kind {
    case .never: return false
    case .any: return c != 10
    case .anyAll: return true
    case .character: return UInt32(truncatingIfNeeded: c) == UInt32(bitPattern: argument)
    case .notCharacter: return UInt32(truncatingIfNeeded: c) != UInt32(bitPattern: argument)
    case .set: return sets.contains(c, table: Int(argument))
    case .dynamicSet: return sets.containsDynamic(UInt32(truncatingIfNeeded: c), set: Int(argument))
    }
}

/// Where the longest run of the item that begins at `i` ends, looking no further than `limit`.
@inline(__always)
func runEnd<U: FixedWidthInteger & UnsignedInteger>(_ kind: ItemKind, _ argument: Int32, _ text: UnsafePointer<U>, _ i: Int, _ limit: Int,
                                                    _ sets: SetAccess) -> Int {
    var i = i
    switch kind {
    case .never: return i
    case .any: return find(10, text, i, limit)
    case .anyAll: return limit
    case .character:
        let c = UInt32(bitPattern: argument)
        while i < limit && UInt32(truncatingIfNeeded: text[i]) == c { i += 1 }
        return i
    case .notCharacter: return find(UInt32(bitPattern: argument), text, i, limit)
    case .set:
        let table = sets.tables + Int(argument)
        if U.self == UInt8.self {
            while i < limit && table[Int(truncatingIfNeeded: text[i])] != 0 { i += 1 }
        } else {
            while i < limit && sets.contains(text[i], table: Int(argument)) { i += 1 }
        }
        return i
    case .dynamicSet:
        while i < limit && sets.containsDynamic(UInt32(truncatingIfNeeded: text[i]), set: Int(argument)) { i += 1 }
        return i
    }
}

private let pollInterval = 1 << 16

extension MatchState {
    /// Runs the program from `start`. Registers must have been reset. On `.matched`, `matchEnd` and the marks are set.
    @inline(never)
    @_specialize(where U == UInt8)
    @_specialize(where U == UInt16)
    @_specialize(where U == UInt32)
    func execute<U: FixedWidthInteger & UnsignedInteger>(_ text: UnsafePointer<U>, _ start: Int, _ end: Int, _ full: Bool,
                                                         _ refused: Int) -> MatchOutcome {
        let regex = regex
        let code = UnsafePointer<Int32>(regex.program)
        let tables = UnsafePointer<UInt8>(regex.tables)
        let masks = UnsafePointer<UInt64>(regex.masks)
        let sets = SetAccess(regex)
        let registers = registers
        let lastRegister = 2 * regex.groups
        let possessiveFlag = U.self == UInt8.self ? RepeatFlag.possessiveLatin : RepeatFlag.possessiveAlways
        var frames = frames
        var frameLimit = frameCapacity
        var trail = trail
        var trailLimit = trailCapacity
        var sp = 0, tp = 0, barrier = -1
        var steps = pollInterval
        var i = start
        var p = code

        dispatch: while true {
            exec: switch unsafeBitCast(UInt8(truncatingIfNeeded: p[0]), to: Op.self) {
            case .success:
                if (full && i != end) || i == refused { break exec }
                matchEnd = i
                return .matched
            case .fail:
                break exec
            case .character:
                if i >= end || UInt32(truncatingIfNeeded: text[i]) != UInt32(bitPattern: p[1]) { break exec }
                i += 1
                p += 2
                continue dispatch
            case .notCharacter:
                if i >= end || UInt32(truncatingIfNeeded: text[i]) == UInt32(bitPattern: p[1]) { break exec }
                i += 1
                p += 2
                continue dispatch
            case .any:
                if i >= end || text[i] == 10 { break exec }
                i += 1
                p += 1
                continue dispatch
            case .anyAll:
                if i >= end { break exec }
                i += 1
                p += 1
                continue dispatch
            case .set:
                if i >= end || !sets.contains(text[i], table: Int(p[1])) { break exec }
                i += 1
                p += 2
                continue dispatch
            case .dynamicSet:
                if i >= end || !sets.containsDynamic(UInt32(truncatingIfNeeded: text[i]), set: Int(p[1])) { break exec }
                i += 1
                p += 2
                continue dispatch
            case .string:
                let n = Int(p[1])
                if end - i < n { break exec }
                let s = text + i
                var k = 0
                while k < n {
                    if UInt32(truncatingIfNeeded: s[k]) != UInt32(bitPattern: p[2 + k]) { break exec }
                    k += 1
                }
                i += n
                p += 2 + n
                continue dispatch

            // Marks
            case .open:
                let r = Int(p[1])
                if sp > 0 {
                    if tp == trailLimit {
                        if !growTrail() { return .memory }
                        trail = self.trail
                        trailLimit = trailCapacity
                    }
                    trail[tp] = TrailEntry(register: r, value: registers[r])
                    tp += 1
                }
                registers[r] = i
                p += 2
                continue dispatch
            case .close:
                let r = Int(p[1])
                if sp > 0 {
                    if tp + 2 > trailLimit {
                        if !growTrail() { return .memory }
                        trail = self.trail
                        trailLimit = trailCapacity
                    }
                    trail[tp] = TrailEntry(register: r, value: registers[r])
                    trail[tp + 1] = TrailEntry(register: lastRegister, value: registers[lastRegister])
                    tp += 2
                }
                registers[r] = i
                registers[lastRegister] = Int(p[2])
                p += 3
                continue dispatch

            // Positions
            case .atBeginning:
                if i != 0 { break exec }
                p += 1
                continue dispatch
            case .atBeginningLine:
                if i != 0 && text[i - 1] != 10 { break exec }
                p += 1
                continue dispatch
            case .atEnd:
                if i != end && !(i == end - 1 && text[i] == 10) { break exec }
                p += 1
                continue dispatch
            case .atEndLine:
                if i != end && text[i] != 10 { break exec }
                p += 1
                continue dispatch
            case .atEndString:
                if i != end { break exec }
                p += 1
                continue dispatch
            case .boundary:
                let set = Int(p[1])
                var before = false, after = false
                if sets.descriptors[set].isDynamic {
                    before = i > 0 && sets.containsDynamic(UInt32(truncatingIfNeeded: text[i - 1]), set: set)
                    after = i < end && sets.containsDynamic(UInt32(truncatingIfNeeded: text[i]), set: set)
                } else {
                    before = i > 0 && sets.contains(text[i - 1], table: set * ProgramLayout.tableStride)
                    after = i < end && sets.contains(text[i], table: set * ProgramLayout.tableStride)
                }
                if (before != after) == (p[2] != 0) { break exec }
                p += 3
                continue dispatch

            // Choices
            case .jump:
                p = code + Int(p[1])
                continue dispatch
            case .split:
                steps -= 1
                if steps < 0 {
                    if let poll, poll() { return .interrupted }
                    steps = pollInterval
                }
                if sp == frameLimit {
                    if !growFrames() { return .memory }
                    frames = self.frames
                    frameLimit = frameCapacity
                }
                frames[sp] = Frame(x: 0, position: i, trail: tp, kind: .choice, pc: p[2])
                sp += 1
                p = code + Int(p[1])
                continue dispatch
            case .splitPeek:
                steps -= 1
                if steps < 0 {
                    if let poll, poll() { return .interrupted }
                    steps = pollInterval
                }
                let entry = peekEntry(text, i, end)
                if tables[Int(p[3]) + entry] == 0 {
                    if tables[Int(p[4]) + entry] == 0 { break exec }
                    p = code + Int(p[2])
                    continue dispatch
                }
                if tables[Int(p[4]) + entry] != 0 {
                    if sp == frameLimit {
                        if !growFrames() { return .memory }
                        frames = self.frames
                        frameLimit = frameCapacity
                    }
                    frames[sp] = Frame(x: 0, position: i, trail: tp, kind: .choice, pc: p[2])
                    sp += 1
                }
                p = code + Int(p[1])
                continue dispatch
            case .branch:
                let mask = masks[Int(p[1]) + peekEntry(text, i, end)]
                if mask == 0 { break exec }
                let rest = mask & (mask &- 1)
                if rest != 0 {
                    if sp == frameLimit {
                        if !growFrames() { return .memory }
                        frames = self.frames
                        frameLimit = frameCapacity
                    }
                    frames[sp] = Frame(x: Int(bitPattern: UInt(rest)), position: i, trail: tp, kind: .branch, pc: Int32(p - code))
                    sp += 1
                }
                p = code + Int(p[3 + mask.trailingZeroBitCount])
                continue dispatch

            // Repeated characters
            case .repeatGreedy:
                let low = Int(UInt32(bitPattern: p[3])), most = UInt32(bitPattern: p[4])
                if end - i < low { break exec }
                let limit = most == .max || Int(most) >= end - i ? end : i + Int(most)
                var j = runEnd(unsafeBitCast(UInt8(truncatingIfNeeded: p[1]), to: ItemKind.self), p[2], text, i, limit, sets)
                let least = i + low
                if j < least { break exec }
                if p[6] & possessiveFlag == 0 && j > least {
                    if p[5] >= 0 {
                        let follow = tables + Int(p[5])
                        while follow[peekEntry(text, j, end)] == 0 {
                            j -= 1
                            if j < least { break exec }
                        }
                    }
                    if j > least {
                        if sp == frameLimit {
                            if !growFrames() { return .memory }
                            frames = self.frames
                            frameLimit = frameCapacity
                        }
                        frames[sp] = Frame(x: least, position: j, trail: tp, kind: .greedy, pc: Int32(p - code))
                        sp += 1
                    }
                }
                i = j
                p += 7
                continue dispatch
            case .repeatLazy:
                let kind = unsafeBitCast(UInt8(truncatingIfNeeded: p[1]), to: ItemKind.self)
                let low = Int(UInt32(bitPattern: p[3])), most = UInt32(bitPattern: p[4])
                if end - i < low { break exec }
                let limit = most == .max || Int(most) >= end - i ? end : i + Int(most)
                var j = i + low
                if low > 0 && runEnd(kind, p[2], text, i, j, sets) < j { break exec }
                if p[5] >= 0 {
                    let follow = tables + Int(p[5])
                    while follow[peekEntry(text, j, end)] == 0 {
                        if j >= limit || !matches(kind, p[2], text[j], sets) { break exec }
                        j += 1
                    }
                }
                if j < limit {
                    if sp == frameLimit {
                        if !growFrames() { return .memory }
                        frames = self.frames
                        frameLimit = frameCapacity
                    }
                    frames[sp] = Frame(x: limit, position: j, trail: tp, kind: .lazy, pc: Int32(p - code))
                    sp += 1
                }
                i = j
                p += 7
                continue dispatch

            // Loops with counters
            case .loopInit:
                let count = Int(p[1]), last = Int(p[2])
                if sp > 0 {
                    if tp + 2 > trailLimit {
                        if !growTrail() { return .memory }
                        trail = self.trail
                        trailLimit = trailCapacity
                    }
                    trail[tp] = TrailEntry(register: count, value: registers[count])
                    tp += 1
                    if last >= 0 {
                        trail[tp] = TrailEntry(register: last, value: registers[last])
                        tp += 1
                    }
                }
                registers[count] = 0
                if last >= 0 { registers[last] = -1 }
                p += 3
                continue dispatch
            case .loopGreedy, .loopLazy, .loopLazyMore:
                steps -= 1
                if steps < 0 {
                    if let poll, poll() { return .interrupted }
                    steps = pollInterval
                }
                let operation = unsafeBitCast(UInt8(truncatingIfNeeded: p[0]), to: Op.self)
                let countRegister = Int(p[1]), last = Int(p[2])
                let count = registers[countRegister]
                var recordsPosition = false
                if count >= Int(UInt32(bitPattern: p[3])) {
                    let entry = peekEntry(text, i, end)
                    let mayRepeat = (p[4] == -1 || count < Int(UInt32(bitPattern: p[4]))) && (last < 0 || registers[last] != i)
                        && tables[Int(p[7]) + entry] != 0
                    switch operation {
                    case .loopGreedy:
                        if !mayRepeat {
                            p = code + Int(p[6])
                            continue dispatch
                        }
                        if tables[Int(p[8]) + entry] != 0 {
                            if sp == frameLimit {
                                if !growFrames() { return .memory }
                                frames = self.frames
                                frameLimit = frameCapacity
                            }
                            frames[sp] = Frame(x: 0, position: i, trail: tp, kind: .choice, pc: p[6])
                            sp += 1
                        }
                    case .loopLazy:
                        if tables[Int(p[8]) + entry] != 0 {
                            if mayRepeat {
                                if sp == frameLimit {
                                    if !growFrames() { return .memory }
                                    frames = self.frames
                                    frameLimit = frameCapacity
                                }
                                frames[sp] = Frame(x: 0, position: i, trail: tp, kind: .choice, pc: Int32(p - code) + 9)
                                sp += 1
                            }
                            p = code + Int(p[6])
                            continue dispatch
                        }
                        if !mayRepeat { break exec }
                    default:
                        if !mayRepeat { break exec }
                    }
                    recordsPosition = last >= 0
                }
                if sp > 0 {
                    if tp + 2 > trailLimit {
                        if !growTrail() { return .memory }
                        trail = self.trail
                        trailLimit = trailCapacity
                    }
                    trail[tp] = TrailEntry(register: countRegister, value: count)
                    tp += 1
                    if recordsPosition {
                        trail[tp] = TrailEntry(register: last, value: registers[last])
                        tp += 1
                    }
                }
                registers[countRegister] = count + 1
                if recordsPosition { registers[last] = i }
                p = code + Int(p[5])
                continue dispatch
            case .possessiveTest:
                let count = registers[Int(p[1])]
                let required = count < Int(UInt32(bitPattern: p[2]))
                if !required && p[3] != -1 && count >= Int(UInt32(bitPattern: p[3])) {
                    p = code + Int(p[5])
                    continue dispatch
                }
                if sp == frameLimit {
                    if !growFrames() { return .memory }
                    frames = self.frames
                    frameLimit = frameCapacity
                }
                frames[sp] = Frame(x: barrier, position: i, trail: tp, kind: required ? .barrier : .possessive, pc: p[5])
                barrier = sp
                sp += 1
                p = code + Int(p[4])
                continue dispatch
            case .possessiveEnd:
                steps -= 1
                if steps < 0 {
                    if let poll, poll() { return .interrupted }
                    steps = pollInterval
                }
                let began = frames[barrier].position
                sp = barrier
                barrier = frames[sp].x
                if sp == 0 { tp = 0 }
                let register = Int(p[1])
                let count = registers[register]
                if sp > 0 {
                    if tp == trailLimit {
                        if !growTrail() { return .memory }
                        trail = self.trail
                        trailLimit = trailCapacity
                    }
                    trail[tp] = TrailEntry(register: register, value: count)
                    tp += 1
                }
                registers[register] = count + 1
                p = code + Int(i == began && count + 1 >= Int(UInt32(bitPattern: p[2])) ? p[5] : p[4])
                continue dispatch

            // Groups that are matched on their own
            case .assertBegin, .assertNotBegin, .atomicBegin:
                let operation = unsafeBitCast(UInt8(truncatingIfNeeded: p[0]), to: Op.self)
                let back = operation == .atomicBegin ? 0 : Int(UInt32(bitPattern: p[1]))
                if i < back {
                    if operation == .assertBegin { break exec }
                    p = code + Int(p[2])
                    continue dispatch
                }
                if sp == frameLimit {
                    if !growFrames() { return .memory }
                    frames = self.frames
                    frameLimit = frameCapacity
                }
                if operation == .assertNotBegin {
                    frames[sp] = Frame(x: barrier, position: i, trail: tp, kind: .notBarrier, pc: p[2])
                    p += 3
                } else {
                    frames[sp] = Frame(x: barrier, position: i, trail: tp, kind: .barrier, pc: 0)
                    p += operation == .atomicBegin ? 1 : 2
                }
                i -= back
                barrier = sp
                sp += 1
                continue dispatch
            case .assertEnd:
                sp = barrier
                i = frames[sp].position
                barrier = frames[sp].x
                if sp == 0 { tp = 0 }
                p += 1
                continue dispatch
            case .atomicEnd:
                sp = barrier
                barrier = frames[sp].x
                if sp == 0 { tp = 0 }
                p += 1
                continue dispatch
            case .assertNotEnd:
                sp = barrier
                barrier = frames[sp].x
                let height = frames[sp].trail
                while tp > height {
                    tp -= 1
                    registers[trail[tp].register] = trail[tp].value
                }
                break exec

            // Groups matched earlier
            case .groupRef:
                let r = Int(p[1])
                let from = registers[r], to = registers[r + 1]
                if from < 0 || to < from { break exec }
                let n = to - from
                if end - i < n { break exec }
                var k = 0
                switch p[2] {
                case Int32(Fold.none.rawValue):
                    while k < n && text[from + k] == text[i + k] { k += 1 }
                case Int32(Fold.ascii.rawValue):
                    while k < n && CharacterFunctions.asciiLower(UInt32(truncatingIfNeeded: text[from + k]))
                        == CharacterFunctions.asciiLower(UInt32(truncatingIfNeeded: text[i + k])) { k += 1 }
                case Int32(Fold.unicode.rawValue):
                    while k < n && CharacterFunctions.unicodeLower(UInt32(truncatingIfNeeded: text[from + k]))
                        == CharacterFunctions.unicodeLower(UInt32(truncatingIfNeeded: text[i + k])) { k += 1 }
                default:
                    while k < n && CharacterFunctions.localeLower(UInt32(truncatingIfNeeded: text[from + k]))
                        == CharacterFunctions.localeLower(UInt32(truncatingIfNeeded: text[i + k])) { k += 1 }
                }
                if k < n { break exec }
                i += n
                p += 3
                continue dispatch
            case .groupExists:
                let r = Int(p[1])
                let from = registers[r], to = registers[r + 1]
                p = from < 0 || to < from ? code + Int(p[2]) : p + 3
                continue dispatch
            }

            // Failure: go back to the newest choice.
            backtrack: while true {
                if sp == 0 { return .failed }
                steps -= 1
                if steps < 0 {
                    if let poll, poll() { return .interrupted }
                    steps = pollInterval
                }
                let frame = frames + (sp - 1)
                let height = frame.pointee.trail
                while tp > height {
                    tp -= 1
                    registers[trail[tp].register] = trail[tp].value
                }
                i = frame.pointee.position
                switch frame.pointee.kind {
                case .choice:
                    p = code + Int(frame.pointee.pc)
                    sp -= 1
                    if sp == 0 { tp = 0 }
                    continue dispatch
                case .branch:
                    let mask = UInt64(UInt(bitPattern: frame.pointee.x))
                    let rest = mask & (mask &- 1)
                    p = code + Int(frame.pointee.pc)
                    p = code + Int(p[3 + mask.trailingZeroBitCount])
                    if rest == 0 {
                        sp -= 1
                        if sp == 0 { tp = 0 }
                    } else {
                        frame.pointee.x = Int(bitPattern: UInt(rest))
                    }
                    continue dispatch
                case .greedy:
                    p = code + Int(frame.pointee.pc)
                    let least = frame.pointee.x
                    i -= 1
                    if p[5] >= 0 {
                        let follow = tables + Int(p[5])
                        while i >= least && follow[peekEntry(text, i, end)] == 0 { i -= 1 }
                        if i < least {
                            sp -= 1
                            continue backtrack
                        }
                    }
                    if i == least {
                        sp -= 1
                        if sp == 0 { tp = 0 }
                    } else {
                        frame.pointee.position = i
                    }
                    p += 7
                    continue dispatch
                case .lazy:
                    p = code + Int(frame.pointee.pc)
                    let limit = frame.pointee.x
                    let kind = unsafeBitCast(UInt8(truncatingIfNeeded: p[1]), to: ItemKind.self)
                    if !matches(kind, p[2], text[i], sets) {
                        sp -= 1
                        continue backtrack
                    }
                    i += 1
                    if p[5] >= 0 {
                        let follow = tables + Int(p[5])
                        while follow[peekEntry(text, i, end)] == 0 {
                            if i >= limit || !matches(kind, p[2], text[i], sets) {
                                sp -= 1
                                continue backtrack
                            }
                            i += 1
                        }
                    }
                    if i >= limit {
                        sp -= 1
                        if sp == 0 { tp = 0 }
                    } else {
                        frame.pointee.position = i
                    }
                    p += 7
                    continue dispatch
                case .barrier:
                    barrier = frame.pointee.x
                    sp -= 1
                    continue backtrack
                case .notBarrier, .possessive:
                    barrier = frame.pointee.x
                    p = code + Int(frame.pointee.pc)
                    sp -= 1
                    if sp == 0 { tp = 0 }
                    continue dispatch
                }
            }
        }
    }
}

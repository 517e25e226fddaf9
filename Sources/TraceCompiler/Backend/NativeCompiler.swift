import CSupport
import TraceIR

/// A trace in machine code.
public final class CompiledTrace {
    /// The number that `jumpTrace` names.
    public let id: Int
    public let trace: Trace
    /// For a bridge, the exit that it continues.
    public let parentExit: Int?
    let start: Int
    /// Where bridges come in, and the places in which they leave the values of `trace.entrySlots`; -1: there is none.
    let entry: Int, entrySlotPlaces: [Int16]
    public let codeSize: Int
    /// Exit numbers by snapshot; -1 for one that no instruction uses.
    public let exitNumbers: Buffer<Int32>
    /// It runs on the small native frame (of functions, whose calls nest): only traces with the same jump to it.
    public let isSmall: Bool
    /// The number of the root trace that this one, if it is a bridge, belongs to; and where in the code memory all that was made for it begins.
    public let rootID: Int
    let low: Int
    /// The places of its values.
    private let places: Buffer<Int16>
    let safepoints: Safepoints
    public fileprivate(set) var isValid = true
    /// The snapshot of its loop header or of its poll: where it leaves once it is invalid; -1: it has neither.
    let header: Int
    fileprivate let address: UInt
    public var entryAddress: UInt { address }
    init(id: Int, trace: Trace, parentExit: Int?, start: Int, entry: Int, entrySlotPlaces: [Int16], codeSize: Int, exitNumbers: Buffer<Int32>, places: Buffer<Int16>, address: UInt, isSmall: Bool, rootID: Int, low: Int, safepoints: Safepoints) {
        var k = 0, h = -1
        while k < trace.instructions.count {
            let i = trace.instructions[k]
            if i.op == .loop || i.op == .poll { h = Int(i.imm); break }
            k += 1
        }
        header = h
        self.safepoints = safepoints; self.id = id; self.trace = trace; self.parentExit = parentExit; self.start = start; self.entry = entry; self.entrySlotPlaces = entrySlotPlaces; self.codeSize = codeSize
        self.exitNumbers = exitNumbers; self.places = places; self.address = address; self.isSmall = isSmall
        self.rootID = rootID; self.low = low
    }
    deinit { places.free(); exitNumbers.free() }
    func compact() { trace.compact() }
    func place(of r: Ref) -> Int16 { r.isInstruction ? places[r.index] : -1 }
}

/// Turns traces into machine code, runs it, and connects bridges to exits. For x86-64 under Linux; elsewhere `init` throws `unsupported`.
///
/// One compiler serves one code memory. Compiling and attaching need a lock around them where several threads compile; entering does not.
public final class NativeCompiler {
    public struct Options {
        /// Check each trace before, and its allocation after (`AllocationChecker`).
        public var verify = false
        /// Places at random (for tests).
        public var randomSeed: UInt64?
        /// Leave by each guard the first time that it is reached, though it holds (for tests: what follows must not change). The number of the last exit
        /// that is treated so, to find one by bisection; -1: none.
        public var failGuards = -1
        /// Exits whose payload has one of these bits are left out: they state that the guard failed.
        public var spared: UInt64 = 0
        /// Compiled traces keep their instructions, for people: else only what exits and bridges need.
        public var keepsInstructions = true
        /// Receives the machine code of each trace.
        public var dump: ((MachineDump) -> Void)?
        public init() {}
    }
    public struct Statistics { public var traces = 0, bridges = 0, instructions = 0, codeBytes = 0, spills = 0 }
    public var options = Options()
    public private(set) var statistics = Statistics()
    public let encoding: Encoding
    public let pollOffset: Int
    let memory: CodeMemory, stubs: Stubs, exits: ExitTable
    private let firstFree: Int
    private var traces: [CompiledTrace] { exits.traces }
    public typealias Enter = @convention(c) (UnsafeMutableRawPointer, UnsafeMutableRawPointer, UInt) -> trace_outcome
    /// The way in, as a C function of slots, thread state and `CompiledTrace.entryAddress`: what `enter` calls.
    public let enterCode: Enter
    /// The same for traces that are `isSmall`.
    public let enterSmall: Enter

    /// POLLOFFSET: byte offset in the thread state of the 8-byte word that asks traces to leave. CODELIMIT: bytes of code memory in all.
    public init(encoding e: Encoding, pollOffset p: Int, codeLimit: Int = 64 << 20) throws {
        encoding = e; pollOffset = p
        memory = try CodeMemory(size: codeLimit)
        exits = ExitTable(e, memory)
        stubs = Stubs(memory, encoding: e, handler: UInt(bitPattern: unsafeBitCast(ExitTable.handler, to: Int.self)),
                      context: UInt(bitPattern: Unmanaged.passUnretained(exits).toOpaque()))
        firstFree = memory.top
        enterCode = unsafeBitCast(memory.executable + stubs.enter, to: Enter.self)
        enterSmall = unsafeBitCast(memory.executable + stubs.enterSmall, to: Enter.self)
    }

    // MARK: Running
    /// Runs a root trace on a frame whose slots begin at SLOTS. Returns the number of the exit by which it, or a bridge or another trace
    /// that it went on to, was left; the frames' slots are then as that exit's snapshot says. -1: it ended with `leave`.
    @inline(__always)
    public func enter(_ t: CompiledTrace, slots: UnsafeMutableRawPointer, thread: UnsafeMutableRawPointer) -> Int { Int((t.isSmall ? enterSmall : enterCode)(slots, thread, t.address).exit) }

    public struct Exit {
        public let trace: CompiledTrace
        public let snapshot: Int
        /// How often it was taken to the end (not through a bridge).
        public let taken: Int
        public let hasBridge: Bool
        public var reason: ExitReason { trace.trace.snapshots[snapshot].reason }
        public var payload: UInt64 { trace.trace.snapshots[snapshot].payload }
        /// The frames to resume, outermost first.
        public var frames: UnsafeMutableBufferPointer<FrameRecord> { trace.trace.frames(of: snapshot) }
        public func path(_ f: FrameRecord) -> UnsafeBufferPointer<UInt8> { trace.trace.path(of: f) }
    }
    public func exit(_ n: Int) -> Exit {
        let r = exits.records[n]
        return Exit(trace: traces[Int(r.trace)], snapshot: Int(r.snapshot), taken: Int(r.taken), hasBridge: r.bridge >= 0)
    }
    /// How often exit N was taken to the end.
    @inline(__always) public func taken(_ n: Int) -> Int { Int(exits.records.base[n].taken) }
    public func trace(_ id: Int) -> CompiledTrace { traces[id] }
    /// Exits so far: their numbers run from 0.
    public var exitCount: Int { exits.records.count }
    /// Exits taken although their guard held (`failGuards`).
    public var forcedExits: Int { exits.forcedTaken }
    /// The bridge that exit N goes on into; nil: none.
    public func bridge(of n: Int) -> Int? { exits.records[n].bridge >= 0 ? Int(exits.records[n].bridge) : nil }

    // MARK: Compiling
    /// Compiles a root trace.
    public func compile(_ t: Trace, small: Bool = false) throws -> CompiledTrace { try compile(t, from: nil, small: small) }
    /// Compiles a bridge that was begun with `begin(bridgeFrom:snapshot:)` at EXIT, and lets the exit run on into it.
    @discardableResult
    public func compile(bridge t: Trace, from exit: Int) throws -> CompiledTrace {
        let c = try compile(t, from: exit, small: traces[Int(exits.records[exit].trace)].isSmall)
        attach(c, to: exit)
        return c
    }
    private func compile(_ t: Trace, from exit: Int?, small: Bool) throws -> CompiledTrace {
        if options.verify { let p = TraceVerifier.problems(t); if !p.isEmpty { throw CompileError.invalid(p) } }
        var inherited: [Int16] = []
        if let exit { let r = exits.records[exit]; let c = traces[Int(r.trace)]; inherited = c.trace.held(by: Int(r.snapshot)).map { c.place(of: $0) } }
        let a = Allocation(t, inherited: inherited, seed: options.randomSeed, spills: small ? Allocation.smallSpillCount : Allocation.spillCount)
        defer { a.free() }
        if a.failed { throw CompileError.tooManySpills }
        if t.instructions.count > 0, t.instructions[t.instructions.count - 1].op == .jumpEntry {
            let id = Int(t.calls[Int(t.instructions[t.instructions.count - 1].imm)].address)
            if id >= traces.count || traces[id].entry < 0 { throw CompileError.noEntry }
        }
        if options.verify { let p = AllocationChecker.problems(t, a); if !p.isEmpty { throw CompileError.invalid(p) } }
        // No instruction takes more than 160 bytes, slow path and pool included; moves at loops and calls take 16 each.
        let bound = 160 * t.instructions.count + 16 * t.arguments.count + 32 * t.snapshots.count + 4096
        if memory.top + bound > memory.size { throw CompileError.codeMemoryFull }

        let low = memory.top
        var e = Emitter(t, a, memory, encoding, stubs, pollOffset: pollOffset, target: { [self] id in id < traces.count ? traces[id].start : nil },
                        entry: { [self] id in id < traces.count && traces[id].entry >= 0 ? (traces[id].entry, traces[id].entrySlotPlaces) : nil })
        e.isSmall = small
        defer { e.free() }
        if exit != nil { e.inherit(inherited) }
        e.run()
        let id = traces.count
        var numbers = Buffer<Int32>(capacity: t.snapshots.count + 1)
        numbers.fill(t.snapshots.count, -1)
        for n in 0..<e.exits.count {
            let x = e.exits[n], s = Int(x.snapshot)
            if numbers[s] < 0 {
                numbers[s] = Int32(truncatingIfNeeded: record(id, s, &e.asm, small: small))
            }
            let number = Int(numbers[s])
            memory.put32(exits.records[number].thunk - Int32(x.at + 4), at: x.at)
            exits.noteSite(number, at: x.at)
            if number <= options.failGuards, t.snapshots[s].payload & options.spared == 0, t.snapshots[s].reason == .guard || t.snapshots[s].reason == .interrupt { exits.force(number, at: x.at) }
        }
        let codeEnd = e.asm.at
        e.asm.finishPool()
        e.asm.align(16)
        memory.top = e.asm.at
        let c = CompiledTrace(id: id, trace: t, parentExit: exit, start: e.start, entry: e.entryTop, entrySlotPlaces: t.entrySlots.elements.map { a.place[$0.ref.index] }, codeSize: memory.top - e.start, exitNumbers: numbers, places: a.place.copy(),
                              address: UInt(bitPattern: memory.executable + e.start), isSmall: small,
                              rootID: exit.map { traces[Int(exits.records[$0].trace)].rootID } ?? id, low: low, safepoints: e.safepoints)
        exits.traces.append(c)
        statistics.instructions += t.instructions.count; statistics.codeBytes += c.codeSize; statistics.spills += a.usedSpills
        if exit == nil { statistics.traces += 1 } else { statistics.bridges += 1 }
        if let dump = options.dump { dump(MachineDump(c, a, e, codeEnd: codeEnd)) }
        if !options.keepsInstructions { c.compact() }
        memory.forgetWritten()
        return c
    }
    /// Makes the exit of snapshot S: its thunk.
    private func record(_ id: Int, _ s: Int, _ asm: inout Assembler, small: Bool) -> Int {
        asm.align(16)
        let n = exits.records.count
        exits.records.append(ExitTable.Record(trace: Int32(id), snapshot: Int32(s), thunk: Int32(asm.at)))
        asm.byte(0x68); asm.imm32(Int32(n))                                                        // push n
        asm.jump(to: small ? stubs.exitSmall : stubs.exit)
        return n
    }
    /// Lets exit N go on into BRIDGE: the jumps that lead to it, and its thunk.
    private func attach(_ bridge: CompiledTrace, to n: Int) {
        exits.records.base[n].bridge = Int32(bridge.id)
        let thunk = Int(exits.records[n].thunk)
        // The thunk is aligned: one store replaces its first instruction for whoever runs it meanwhile.
        jump(at: thunk, to: bridge.start)
        var k = Int(exits.records[n].site)
        while k >= 0 {
            let s = Int(exits.sites[k].at)
            if s & 63 <= 60 { memory.put32(Int32(bridge.start - (s + 4)), at: s) }
            k = Int(exits.sites[k].next)
        }
    }
    private func jump(at: Int, to: Int) {
        let p = UnsafeMutableRawPointer(memory.writable + at)
        var w = p.load(as: UInt64.self)
        w = w & ~0xFF_FFFF_FFFF | UInt64(UInt32(bitPattern: Int32(to - (at + 5)))) << 8 | 0xE9
        p.storeBytes(of: w, as: UInt64.self)
    }
    /// Nothing enters T any more: jumps to it leave at its loop header (or where its poll would), and `enter` must not be called. Code that is
    /// inside of it goes on until it leaves; set the poll word to make it leave. False if the trace cannot be invalidated (it has no loop and no poll).
    @discardableResult
    public func invalidate(_ t: CompiledTrace) -> Bool {
        t.isValid = false
        guard t.parentExit == nil, t.header >= 0 else { return false }
        if memory.top + 256 > memory.size { return false }
        let s = t.header
        jump(at: t.start, to: thunk(t, s, []))
        if t.entry >= 0 {
            let slots = t.trace.entrySlots.elements
            jump(at: t.entry, to: thunk(t, s, slots.indices.map { ExitTable.Entry(slot: slots[$0].slot, place: t.entrySlotPlaces[$0], kind: t.trace.kind(slots[$0].ref), bits: 0) }))
        }
        return true
    }
    /// An exit at snapshot S that restores ENTRIES.
    private func thunk(_ t: CompiledTrace, _ s: Int, _ entries: [ExitTable.Entry]) -> Int {
        var asm = Assembler(memory, at: memory.top)
        asm.align(16)
        let n = exits.records.count, at = asm.at
        // (The entries are the root frame's.)
        exits.records.append(ExitTable.Record(trace: Int32(t.id), snapshot: Int32(s), thunk: Int32(at), plan: Int32(exits.plans.count)))
        exits.plans.append(ExitTable.Plan(first: Int32(exits.entries.count), count: Int32(entries.count)))
        for e in entries { exits.entries.append(e) }
        asm.byte(0x68); asm.imm32(Int32(n)); asm.jump(to: t.isSmall ? stubs.exitSmall : stubs.exit); asm.align(16)
        memory.top = asm.at
        asm.free()
        return at
    }
    /// Forgets all code; none may be running.
    public func reset() {
        memory.top = firstFree; exits.traces.removeAll()
        exits.records.removeAll(); exits.plans.removeAll(); exits.entries.removeAll(); exits.objects.removeAll(); exits.fields.removeAll(); exits.sites.removeAll(); exits.forced.removeAll()
    }
    public var codeBytesUsed: Int { memory.top }
    /// Where the machine code of traces lies: return addresses on a native stack tell which are running.
    public var codeRange: Range<UInt> { UInt(bitPattern: memory.executable + firstFree)..<UInt(bitPattern: memory.executable + memory.top) }
    /// The root trace of whatever trace has code at ADDRESS, which lies in `codeRange`.
    public func rootID(at address: UInt) -> Int? { owner(Int(address &- UInt(bitPattern: memory.executable)))?.rootID }
    private func owner(_ at: Int) -> CompiledTrace? {
        var a = 0, b = traces.count
        while a < b { let m = (a + b) / 2; if traces[m].low <= at { a = m + 1 } else { b = m } }
        return a > 0 ? traces[a - 1] : nil
    }
    /// Calls BODY with the addresses of the spill slots that hold what is still used of the native frame LINK (see `Stubs`), whose trace has called something.
    /// Returns where these slots end, and the link to the frame that was entered before.
    public func visitSpills(of link: UInt, _ body: (UInt) -> Void) -> (end: UInt, link: UInt) {
        let frame = link & ~1, count = link & 1 != 0 ? Allocation.smallSpillCount : Allocation.spillCount, end = frame &+ UInt(8 * count)
        func word(_ a: UInt) -> UInt { UnsafePointer<UInt>(bitPattern: a).unsafelyUnwrapped.pointee }
        let at = Int(bitPattern: word(frame &- 8) &- UInt(bitPattern: memory.executable))
        if at > firstFree && at < memory.top, let o = owner(at), let first = o.safepoints.masks(at: at) {
            for w in 0..<o.safepoints.wordsPerEntry {
                var m = o.safepoints.masks[first + w]
                while m != 0 { body(frame &+ UInt(512 * w + 8 * m.trailingZeroBitCount)); m &= m &- 1 }
            }
        } else { for s in 0..<count { body(frame &+ UInt(8 * s)) } }
        return (end, word(end))
    }
    /// The root trace of which an exit is being restored: nothing else tells that its constants are in use.
    public var restoringRoot: Int? { exits.restoring < 0 ? nil : traces[Int(exits.records[exits.restoring].trace)].rootID }
    /// Before a fork: a file with a copy of all code, for the child (negative: errno). Code memory is shared between the two, and while a child made
    /// a copy of its own the parent went on, joining bridges to code that was still to be copied.
    public func snapshotForFork() -> Int32 { code_memory_snapshot(memory.size, memory.top, memory.writable) }
    /// To be called in the child, before it runs or compiles anything.
    public func becomeOwnerAfterFork(of snapshot: Int32) throws {
        let e = snapshot < 0 ? -snapshot : code_memory_adopt(snapshot, memory.size, memory.writable, memory.executable)
        if e != 0 { throw CompileError.refused(e) }
    }
}

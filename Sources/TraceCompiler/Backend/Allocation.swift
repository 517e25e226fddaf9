import Glibc
import TraceIR

/// Register allocation: linear scan over whole lifetimes.
///
/// 1. A backward walk over the uses gives each value its lifetime. A position is 2 * index for reading operands and 2 * index + 1 for writing the
///    result; what a snapshot needs after the result is written (checked instructions, calls that raise) is a use at 2 * index + 1.
///    What is defined before the loop and used in it lives to the loop's end.
/// 2. A forward walk gives each value one place for its whole lifetime, a register if one is free that nothing clobbers meanwhile.
///    If none is, the value with the fewest weighted uses for its length moves to the stack, as if it had been there from the beginning;
///    uses in snapshots alone weigh nothing.
///
/// One place per value makes exits a static table, and the code at the back edge a single parallel move. Phis take the place of
/// their initial value and pass it on to their next one where lifetimes allow.
///
/// Invariants (checked by `AllocationChecker`): two values that live at the same position have different places; no value lives in a
/// register across an instruction that clobbers it; scratch registers hold nothing between instructions.
///
/// Rejected: one reverse pass that also emits (LuaJIT's). It finds reload points for free, but the loop's two ends must be
/// reconciled with restores inside of it, and places of values differ from exit to exit.
struct Allocation {
    typealias Place = Int16
    static let none: Place = -1
    /// Places from here on are spill slots of 8 bytes.
    static let firstSpill: Place = 32
    static let spillCount = 256
    /// In the small frame.
    static let smallSpillCount = 62
    private let spillLimit: Int

    var place = Buffer<Place>()
    /// The compare or load that is done by the guard or select that uses it.
    var fused = Buffer<UInt8>.scratch(0)
    var start = Buffer<Int32>.scratch(0), end = Buffer<Int32>.scratch(0), weight = Buffer<Int32>.scratch(0)
    var usedSpills = 0
    var failed = false
    private var useCount = Buffer<Int32>.scratch(0)
    private var clobbers = Buffer<(at: Int32, mask: UInt32)>(capacity: 32)

    func free() { place.free(); fused.giveBack(); start.giveBack(); end.giveBack(); weight.giveBack(); useCount.giveBack(); clobbers.free() }

    /// INHERITED: the parent's places of a bridge's `inherit` values, by snapshot entry. SEED: places at random, for tests.
    init(_ t: Trace, inherited: [Place], seed: UInt64?, spills: Int = Allocation.spillCount) {
        spillLimit = spills
        let n = t.instructions.count
        place.fill(n, Allocation.none); fused.fill(n, 0); start.fill(n, 0); end.fill(n, -1); weight.fill(n, 0); useCount.fill(n, 0)
        lifetimes(t)
        assign(t, inherited, seed)
    }

    // MARK: Lifetimes
    private mutating func lifetimes(_ t: Trace) {
        let n = t.instructions.count, l = t.loopStart >= 0 ? t.loopStart : n
        let last = Int32(2 * (n - 1) + 1)
        for k in 0..<n {
            let i = t.instructions[k]
            if i.a.isInstruction { useCount.base[i.a.index] += 1 }
            if i.b.isInstruction { useCount.base[i.b.index] += 1 }
            if i.c.isInstruction { useCount.base[i.c.index] += 1 }
            if i.op == .call || i.op == .jumpEntry { for r in t.arguments(of: t.calls[Int(i.imm)]) where r.isInstruction { useCount.base[r.index] += 1 } }
        }
        var restored = Buffer<UInt8>.scratch(n)               // stands in a snapshot
        defer { restored.giveBack() }
        restored.fill(n, 0)
        snapshots(t, restored, l, last)
        let place = end.base, weight = weight.base
        @inline(__always) func use(_ r: Ref, _ position: Int, _ w: Int32) {
            guard r.isInstruction else { return }
            var p = Int32(truncatingIfNeeded: position)
            if r.index < l && position > 2 * l { p = last }
            if p > place[r.index] { place[r.index] = p }
            weight[r.index] &+= position > 2 * l ? 8 &* w : w
        }
        var k = n - 1
        while k >= 0 {
            let i = t.instructions[k]
            start[k] = Int32(2 * k + 1)
            if end[k] < start[k] { end[k] = start[k] }
            switch i.op {
            case .phi:
                start[k] = Int32(2 * l + 1); if end[k] < start[k] { end[k] = start[k] }
                use(i.a, 2 * l, 1); use(i.b, 2 * (n - 1), 1)
                k -= 1
                continue
            case .loop:
                k -= 1
                continue
            case .call:
                let c = t.calls[Int(i.imm)]
                for r in t.arguments(of: c) { use(r, 2 * k, 1) }
                if !c.isAppend { clobbers.append((Int32(2 * k), Register.callerSaved)) }
            case .entry: for e in t.entrySlots.elements { use(e.ref, 2 * k, 0) }
            case .jumpEntry: for r in t.arguments(of: t.calls[Int(i.imm)]) { use(r, 2 * k, 1) }
            case .floorDiv, .mod: clobbers.append((Int32(2 * k), 1 << 2))
            case .shl, .shr, .ushr: if !i.b.isConstant { clobbers.append((Int32(2 * k), 1 << 1)) }
            case .guardTrue, .guardFalse, .select:
                if i.a.isInstruction, useCount[i.a.index] == 1, (i.a.index >= l) == (k >= l), i.a.index > k - 64 {
                    let c = t.instructions[i.a.index]
                    let isCompare = c.op == .lt || c.op == .le || c.op == .gt || c.op == .ge || c.op == .below || c.op == .eq || c.op == .ne
                    let float = isCompare && t.kind(c.a) == .f64
                    if isCompare && !(i.op == .select && float) && restored[i.a.index] == 0 {
                        fused[i.a.index] = 1
                        use(c.a, 2 * k, 1); use(c.b, 2 * k, 1)
                    }
                }
            case .guardEqual:
                if i.a.isInstruction, i.a.index == k - 1, useCount[k - 1] == 1, t.instructions[k - 1].op == .load, t.instructions[k - 1].logSize == 3,
                   t.kind(i.a) != .f64, restored[i.a.index] == 0 {
                    fused[k - 1] = 1
                    use(t.instructions[k - 1].a, 2 * k, 1); use(t.instructions[k - 1].b, 2 * k, 1)
                }
            default: break
            }
            if fused[k] == 0 {
                if !(i.a.isInstruction && fused[i.a.index] == 1) { use(i.a, 2 * k, 1) }
                use(i.b, 2 * k, 1); use(i.c, 2 * k, 1)
            }
            k -= 1
        }
        for k in 0..<clobbers.count / 2 { let c = clobbers[k]; clobbers[k] = clobbers[clobbers.count - 1 - k]; clobbers[clobbers.count - 1 - k] = c }
    }
    /// What snapshots need, as the beginning of `end`, and RESTORED, what stands in one. Forward, from each to the next: a value ends at the last one before its slot
    /// got another, so that each entry is looked at once and not for each snapshot.
    private func snapshots(_ t: Trace, _ restored: Buffer<UInt8>, _ l: Int, _ last: Int32) {
        let entries = t.entries, slots = SlotScratch.shared, current = slots.value, stamp = slots.stamp, n = t.instructions.count
        var head: Int32 = -1, at: Int32 = 0, active = Buffer<UInt16>(capacity: 128), batch = Buffer<Int32>.scratch(128)
        defer { active.free(); batch.giveBack() }
        @inline(__always) func extend(_ r: Int, _ position: Int32) {
            let p = r < l && position > Int32(truncatingIfNeeded: 2 * l) ? last : position
            if p > end[r] { end[r] = p }
        }
        func flush() {
            for k in 0..<active.count { let s = Int(active[k]); if current[s] != 0 { extend(Int(current[s]) - 1, at); current[s] = 0 } }
            active.removeAll()
        }
        for k in 0..<n {
            let i = t.instructions[k], s = t.snapshot(of: i)
            if s < 0 { continue }
            let x = t.snapshots[s]
            if i.op == .loop {
                // Its exit is taken at the back edge, where phis have just been written and invariants live anyway.
                for r in t.held(by: s) where r.isInstruction { restored[r.index] = 1; if r.index < l { extend(r.index, Int32(2 * n)) } }
                continue
            }
            let p = Int32(truncatingIfNeeded: i.kind != .none || i.op == .call ? 2 * k + 1 : 2 * k)
            if x.entryStart != head {
                slots.generation &+= 1
                batch.removeAll()
                var w = x.entryStart
                while w >= 0 && w != head { batch.append(w); w = entries[Int(w)].previous }
                if w != head { flush() }
                for j in 0..<batch.count {
                    let e = entries[Int(batch[j])], s = Int(UInt16(bitPattern: e.shortSlot))
                    if stamp[s] == slots.generation { continue }
                    stamp[s] = slots.generation
                    let new = e.ref.isInstruction ? Int32(e.shortRef) + 1 : 0, old = current[s]
                    if old == new { continue }
                    if old != 0 { extend(Int(old) - 1, at) } else { active.append(UInt16(truncatingIfNeeded: s)) }
                    current[s] = new
                    if new != 0 { restored[Int(new) - 1] = 1 }
                }
                head = x.entryStart
            }
            at = p
            for f in t.fields(of: s) where f.value.isInstruction { restored[f.value.index] = 1; extend(f.value.index, p) }
        }
        flush()
    }
    // MARK: Places
    private mutating func assign(_ t: Trace, _ inherited: [Place], _ seed: UInt64?) {
        let n = t.instructions.count, l = t.loopStart >= 0 ? t.loopStart : n
        var random = seed
        var freeRegisters = Register.general | Register.float
        var occupant = Buffer<Int32>.scratch(32), spillEnd = Buffer<Int32>.scratch(Allocation.spillCount)
        defer { occupant.giveBack(); spillEnd.giveBack() }
        occupant.fill(32, -1); spillEnd.fill(Allocation.spillCount, -1)
        // Values by the instruction at which they end.
        var endHead = Buffer<Int32>.scratch(n + 1), endNext = Buffer<Int32>.scratch(n)
        defer { endHead.giveBack(); endNext.giveBack() }
        endHead.fill(n + 1, -1); endNext.fill(n, -1)
        var nextOf = Buffer<Int32>.scratch(n)                // value -> the phi whose next value it is
        defer { nextOf.giveBack() }
        nextOf.fill(n, -1)
        var k = l + 1
        while k < n && t.instructions[k].op == .phi { let b = t.instructions[k].b; if b.isInstruction { nextOf[b.index] = Int32(k) }; k += 1 }
        var clobber = 0
        var inherits = 0
        while inherits < n && t.instructions[inherits].op == .inherit { inherits += 1 }

        func next() -> UInt64 { random! = random! &* 6364136223846793005 &+ 1442695040888963407; return random! >> 33 }
        func spill(_ v: Int, preferred: Place = Allocation.none) {
            if preferred >= Allocation.firstSpill, spillEnd[Int(preferred - Allocation.firstSpill)] < start[v] {
                place[v] = preferred; spillEnd[Int(preferred - Allocation.firstSpill)] = end[v]
                usedSpills = max(usedSpills, Int(preferred - Allocation.firstSpill) + 1); return }
            for s in 0..<spillLimit where spillEnd[s] < start[v] {
                spillEnd[s] = end[v]; place[v] = Allocation.firstSpill + Place(s); usedSpills = max(usedSpills, s + 1); return }
            failed = true
        }
        func cost(_ v: Int) -> Int { Int(weight[v]) * 4096 / Int(end[v] - start[v] + 2) }
        func take(_ v: Int, _ r: Int) {
            place[v] = Place(r); freeRegisters &= ~(1 << UInt32(r)); occupant[r] = Int32(v)
        }
        func allocate(_ v: Int, hint: Place) {
            let kind = t.instructions[v].kind
            // What must not be used: registers clobbered while the value lives.
            while clobber < clobbers.count && clobbers[clobber].at < start[v] { clobber += 1 }
            var forbidden: UInt32 = 0, c = clobber
            while c < clobbers.count && clobbers[c].at < end[v] { forbidden |= clobbers[c].mask; if forbidden & Register.callerSaved == Register.callerSaved { break }; c += 1 }
            let all = (kind == .f64 ? Register.float : Register.general) & ~forbidden
            let candidates = all & freeRegisters
            let e = Int(end[v] >> 1)
            endNext[v] = endHead[min(e, n)]; endHead[min(e, n)] = Int32(v)
            if random != nil {
                if candidates == 0 || next() % 5 == 0 { spill(v); return }
                var k = Int(next()) % candidates.nonzeroBitCount, m = candidates
                while k > 0 { m &= m - 1; k -= 1 }
                take(v, m.trailingZeroBitCount); return
            }
            if hint >= 0 && hint < 32 && candidates >> UInt32(hint) & 1 != 0 { take(v, Int(hint)); return }
            if candidates != 0 {
                // Leave callee-saved registers to those that need them.
                let cheap = candidates & Register.callerSaved
                take(v, (cheap != 0 ? cheap : candidates).trailingZeroBitCount); return
            }
            var victim = v, m = all & ~freeRegisters
            if weight[v] > 0 || all != 0 {
                while m != 0 { let r = m.trailingZeroBitCount; m &= m - 1; let o = Int(occupant[r]); if o >= 0 && cost(o) < cost(victim) { victim = o } }
            }
            if victim == v { spill(v, preferred: hint); return }
            let r = Int(place[victim])
            spill(victim)
            take(v, r)
        }
        func release(_ k: Int, before position: Int32) {
            var v = endHead[k], keep: Int32 = -1
            while v >= 0 {
                let following = endNext[Int(v)]
                if end[Int(v)] < position {
                    let p = place[Int(v)]
                    if p >= 0 && p < 32 && occupant[Int(p)] == v { occupant[Int(p)] = -1; freeRegisters |= 1 << UInt32(p) }
                } else { endNext[Int(v)] = keep; keep = v }
                v = following
            }
            endHead[k] = keep
        }
        for k in 0..<inherits { start[k] = Int32(2 * (inherits - 1) + 1); if end[k] < start[k] { end[k] = start[k] } }
        // Inherited values that can stay where they are come first.
        for k in 0..<inherits { allocate(k, hint: inherited[Int(t.instructions[k].imm)]) }
        for k in max(0, inherits - 1)..<n {
            if k > 0 { release(k - 1, before: Int32(2 * k)) }
            release(k, before: Int32(2 * k + 1))
            let i = t.instructions[k]
            if i.op == .loop {
                var p = k + 1
                while t.instructions[p].op == .phi {
                    let a = t.instructions[p].a
                    allocate(p, hint: a.isInstruction ? place[a.index] : Allocation.none); p += 1 }
                continue
            }
            if i.kind == .none || i.op == .phi || i.op == .inherit || i.op == .virtual || fused[k] == 1 { continue }
            var hint = Allocation.none
            if nextOf[k] >= 0 { hint = place[Int(nextOf[k])] }
            if hint < 0 || hint >= 32 || freeRegisters >> UInt32(hint) & 1 == 0 {
                if i.a.isInstruction && place[i.a.index] >= 0 { hint = place[i.a.index] } }
            allocate(k, hint: hint)
            if failed { return }
        }
    }
}

/// Reads the text form (see `TracePrinter`). Numbers after `%` and `^` are names: they need not be in order or complete.
public struct TraceParseError: Error, CustomStringConvertible {
    public let line: Int, message: String
    public var description: String { "line \(line): \(message)" }
}

public struct TraceParser {
    private var names: [Substring: Ref] = [:], snapshotNames: [Substring: Int32] = [:]
    private var constants: [String: Ref] = [:]
    private var lineNumber = 0
    private let trace = Trace()
    private init() {}

    public static func parse(_ text: String) throws -> Trace {
        var p = TraceParser()
        return try p.run(text)
    }
    private func fail(_ m: String) -> TraceParseError { TraceParseError(line: lineNumber, message: m) }

    private mutating func run(_ text: String) throws -> Trace {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // Names first: a phi refers to what comes later, a snapshot is defined behind its uses.
        var index: Int32 = 0, snapshots: Int32 = 0
        for l in lines {
            let w = words(l)
            guard let first = w.first else { continue }
            if first.hasPrefix("^") { snapshotNames[first.dropFirst()] = snapshots; snapshots += 1; continue }
            if first == "frame" || first == "slot" || first == "field" { continue }
            if first.hasPrefix("%") { names[first.dropFirst()] = Ref(raw: index) }
            index += 1
        }
        var current = -1, slots: [(Int32, Ref)] = []
        for (n, l) in lines.enumerated() {
            lineNumber = n + 1
            let w = words(l)
            guard let first = w.first else { continue }
            if first != "slot" { try endSlots(current, &slots) }
            if first.hasPrefix("^") {
                current = trace.snapshots.count
                guard w.count > 1, let reason = ["guard": ExitReason.guard, "raising": .raising, "interrupt": .interrupt, "end": .end][w[1]] else { throw fail("reason of snapshot") }
                let payload = try w.first { $0.hasPrefix("payload=") }.map { try number($0.dropFirst(8)) } ?? 0
                var s = Snapshot(reason: reason, frameStart: Int32(trace.frames.count), frameCount: 0, entryStart: -1, payload: payload)
                s.fieldStart = Int32(trace.fields.count)
                trace.snapshots.append(s)
            } else if first == "frame" { try frame(w, current) }
            else if first == "slot" {
                guard current >= 0, w.count == 4, let s = Int32(w[1]) else { throw fail("slot") }
                slots.append((s, try operand(w[3])))
            } else if first == "field" { try field(w, current) }
            else { try instruction(l, w) }
        }
        try endSlots(current, &slots)
        return trace
    }
    private func words(_ l: Substring) -> [Substring] {
        let code = l.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        return code.split { $0 == " " || $0 == "," || $0 == "\t" }
    }
    private func number<S: StringProtocol>(_ s: S) throws -> UInt64 {
        if s.hasPrefix("0x") { if let v = UInt64(s.dropFirst(2), radix: 16) { return v } }
        else if let v = UInt64(s) { return v } else if let v = Int64(s) { return UInt64(bitPattern: v) }
        throw fail("number \(s)")
    }
    /// SLOTS are all that snapshot N restores.
    private func endSlots(_ n: Int, _ slots: inout [(Int32, Ref)]) throws {
        if Set(slots.map { $0.0 }).count < slots.count { throw fail("slot twice") }
        for (s, r) in slots.reversed() {
            trace.entries.append(SlotEntry(slot: s, ref: r, previous: trace.snapshots[n].entryStart))
            trace.snapshots.base[n].entryStart = Int32(trace.entries.count - 1)
        }
        slots.removeAll()
    }
    private mutating func frame(_ w: [Substring], _ current: Int) throws {
        guard current >= 0 else { throw fail("frame outside of a snapshot") }
        var f = FrameRecord(code: 0, base: 0, pathStart: Int32(trace.paths.count), pathCount: 0)
        for x in w.dropFirst() {
            if x.hasPrefix("code=") { f.code = try number(x.dropFirst(5)) }
            else if x.hasPrefix("base=") { f.base = Int32(truncatingIfNeeded: try number(x.dropFirst(5))) }
            else if x.hasPrefix("path=") { for p in x.dropFirst(5).split(separator: ".") { trace.paths.append(UInt8(truncatingIfNeeded: try number(p))); f.pathCount += 1 } }
            else { throw fail("frame: \(x)") }
        }
        trace.frames.append(f); trace.snapshots.base[current].frameCount += 1
    }
    private mutating func field(_ w: [Substring], _ current: Int) throws {
        guard current >= 0, w.count >= 4, w[w.count - 2] == "=" else { throw fail("field") }
        var f = FieldEntry(object: try operand(w[1]), value: try operand(w[w.count - 1]), offset: 0, aux: 0, isTagged: false), aliasClass: UInt8 = 0, log = 3
        for x in w[2..<w.count - 2] {
            if x.hasPrefix("offset=") { f.offset = Int32(truncatingIfNeeded: try number(x.dropFirst(7))) }
            else if x.hasPrefix("class=") { aliasClass = UInt8(truncatingIfNeeded: try number(x.dropFirst(6))) }
            else if x.hasPrefix("size=") { guard let l = [1: 0, 2: 1, 4: 2, 8: 3][Int(try number(x.dropFirst(5)))] else { throw fail("size") }; log = l }
            else if x == "tagged" { f.isTagged = true } else { throw fail("field: \(x)") }
        }
        f.aux = Instruction.aux(class: aliasClass, logSize: log)
        trace.fields.append(f); trace.snapshots.base[current].fieldCount += 1
    }
    private mutating func operand(_ s: Substring) throws -> Ref {
        if s == "_" { return .none }
        if s.hasPrefix("%") { guard let r = names[s.dropFirst()] else { throw fail("unknown \(s)") }; return r }
        let parts = s.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let k = Kind.allCases.first(where: { $0.name == parts[0] }) else { throw fail("operand \(s)") }
        if let r = constants[String(s)] { return r }
        let bits: UInt64
        if k == .f64, !parts[1].hasPrefix("0x") { guard let d = Double(String(parts[1])) else { throw fail("float \(s)") }; bits = d.bitPattern }
        else { bits = try number(parts[1]) }
        for i in 0..<trace.constants.count where trace.constants[i] == Constant(k, bits) { return Ref(constant: i) }
        let r = Ref(constant: trace.constants.count)
        trace.constants.append(Constant(k, bits)); constants[String(s)] = r
        return r
    }
    private func snapshotName(_ s: Substring) throws -> Int32 {
        guard let n = snapshotNames[s.dropFirst()] else { throw fail("unknown snapshot \(s)") }
        return n
    }
    private mutating func instruction(_ line: Substring, _ words: [Substring]) throws {
        var w = words[...], kind = Kind.none
        if w.first!.hasPrefix("%") {
            guard w.count >= 4, let k = Kind.allCases.first(where: { $0.name == words[1] }), words[2] == "=" else { throw fail("result") }
            kind = k; w = w.dropFirst(3)
        }
        let name = w.removeFirst()
        if name == "closeLoop" { trace.instructions.append(Instruction(.jumpLoop, .none, imm: try w.first.map(snapshotName) ?? -1)); return }
        guard let op = Opcode.named[String(name)] else { throw fail("unknown instruction \(name)") }
        if op == .call { try call(line, kind); return }
        if op == .entry {
            for x in w { let e = x.split(separator: "="); guard e.count == 2, let s = Int32(e[0]) else { throw fail("entry") }; trace.entrySlots.append(SlotEntry(slot: s, ref: try operand(e[1]))) }
            trace.instructions.append(Instruction(.entry, .none)); return
        }
        if op == .jumpEntry {
            guard let open = line.firstIndex(of: "("), let close = line.firstIndex(of: ")"), let x = w.first, x.hasPrefix("trace=") else { throw fail("jumpEntry") }
            var c = CallSite(address: UInt(try number(x.dropFirst(6))), firstArgument: Int32(trace.arguments.count), argumentCount: 0, raises: false, isPure: false, allocates: false, writes: 0, snapshot: -1)
            for a in self.words(line[line.index(after: open)..<close]) { trace.arguments.append(try operand(a)); c.argumentCount += 1 }
            trace.instructions.append(Instruction(.jumpEntry, .none, imm: Int32(trace.calls.count)))
            trace.calls.append(c); return
        }
        var refs: [Ref] = [], i = Instruction(op, kind), aliasClass: UInt8 = 0, log = 3, signed = false, length = false
        for x in w {
            if x.hasPrefix("^") { i.imm = try snapshotName(x) }
            else if let e = x.firstIndex(of: "=") {
                let v = try number(x[x.index(after: e)...])
                switch x[..<e] {
                case "slot", "entry", "offset", "trace": i.imm = Int32(truncatingIfNeeded: Int64(bitPattern: v))
                case "class": aliasClass = UInt8(truncatingIfNeeded: v)
                case "size" where op.info.immediate == .size: i.imm = Int32(truncatingIfNeeded: v)
                case "size":
                    guard let l = [1: 0, 2: 1, 4: 2, 8: 3][Int(v)] else { throw fail("size") }
                    log = l
                default: throw fail("attribute \(x)")
                }
            } else if x == "signed" { signed = true } else if x == "length" { length = true } else { refs.append(try operand(x)) }
        }
        let wanted = (0..<3).filter { op.info.operand($0) != .none }.count
        guard refs.count == wanted else { throw fail("\(op.name) takes \(wanted) operands") }
        if wanted > 0 { i.a = refs[0] }; if wanted > 1 { i.b = refs[1] }; if wanted > 2 { i.c = refs[2] }
        if op.info.immediate == .offset { i.aux = Instruction.aux(class: aliasClass, logSize: log, signed: signed, length: length) }
        if op == .loop { trace.loopStart = trace.instructions.count }
        trace.instructions.append(i)
    }
    private mutating func call(_ line: Substring, _ kind: Kind) throws {
        guard let open = line.firstIndex(of: "("), let close = line.firstIndex(of: ")"),
              let address = line[..<open].split(separator: " ").last else { throw fail("call") }
        var c = CallSite(address: UInt(try number(address)), firstArgument: Int32(trace.arguments.count), argumentCount: 0, raises: false, isPure: false, allocates: false, writes: 0, snapshot: -1)
        for a in words(line[line.index(after: open)..<close]) { trace.arguments.append(try operand(a)); c.argumentCount += 1 }
        for x in words(line[line.index(after: close)...]) {
            switch x {
            case "pure": c.isPure = true
            case "allocates": c.allocates = true
            case "raises": c.raises = true
            case "leaf": c.isLeaf = true
            case _ where x.hasPrefix("reads="): c.reads = UInt32(truncatingIfNeeded: try number(x.dropFirst(6)))
            case _ where x.hasPrefix("writes="): c.writes = UInt32(truncatingIfNeeded: try number(x.dropFirst(7)))
            case _ where x.hasPrefix("^"): c.snapshot = try snapshotName(x)
            default: throw fail("call: \(x)")
            }
        }
        trace.instructions.append(Instruction(.call, kind, imm: Int32(trace.calls.count)))
        trace.calls.append(c)
    }
}

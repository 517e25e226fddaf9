/// `match`. Patterns test a subject and bind names into temporaries, which are stored only when the whole pattern fits (so that a failed
/// alternative binds nothing).
class Pattern: Node {
    /// Whether V fits; captures go to the frame's capture slots.
    func matches(_ f: Frame, _ v: Value) throws(Raise) -> Bool { fatalError("dxpy: abstract pattern") }
    /// Records whether W fits, as guards only; nil: it takes a call to know (what has been bound is bound again by it).
    func trace(_ r: Recorder, _ w: Traced) throws(Raise) -> Bool? { nil }
}
final class ValuePattern: Pattern {
    let value: Operand
    init(_ v: Operand) { value = v }
    override func matches(_ f: Frame, _ v: Value) throws(Raise) -> Bool {
        let x = try value.read(f)
        f.at(self)
        return try Operations.isTrue(try Operations.richCompare(v, x, .eq))
    }
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) -> Bool? {
        let x = try value.read(r)
        return r.plainEqual(w, x)
    }
}
final class SingletonPattern: Pattern {
    let value: Value
    init(_ v: Value) { value = v }
    override func matches(_ f: Frame, _ v: Value) throws(Raise) -> Bool { v == value }
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) -> Bool? { r.identical(w, r.constant(value)) }
}
/// A name or `_` (slot -1), possibly behind a pattern.
final class CapturePattern: Pattern {
    let inner: Borrowed<Pattern>?, slot: Int
    init(_ p: Pattern?, slot: Int) { inner = p.map { Borrowed($0) }; self.slot = slot }
    /// `_`
    var matchesAll: Bool { inner == nil && slot < 0 }
    override func matches(_ f: Frame, _ v: Value) throws(Raise) -> Bool {
        if let inner { if try !inner.with({ p throws(Raise) in try p.matches(f, v) }) { return false } }
        if slot >= 0 { f[slot] = v }
        return true
    }
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) -> Bool? {
        if let inner {
            guard let fits = try inner.object.trace(r, w) else { return nil }
            if !fits { return false }
        }
        if slot >= 0 { r.put(slot, w) }
        return true
    }
}
final class OrPattern: Pattern {
    let parts: Children<Borrowed<Pattern>>
    init(_ p: [Pattern]) { parts = Children(p.map { Borrowed($0) }) }
    override func matches(_ f: Frame, _ v: Value) throws(Raise) -> Bool {
        for i in 0..<parts.count { if try parts[i].with({ p throws(Raise) in try p.matches(f, v) }) { return true } }
        return false
    }
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) -> Bool? {
        for i in 0..<parts.count {
            guard let fits = try parts[i].object.trace(r, w) else { return nil }
            if fits { return true }
        }
        return false
    }
}
/// STAR: index of `*name`, -1 none; that element's slot in `starSlot` (-1: `*_`).
final class SequencePattern: Pattern {
    let parts: Children<Borrowed<Pattern>>, star: Int, starSlot: Int
    init(_ p: [Pattern], star: Int, starSlot: Int) { parts = Children(p.map { Borrowed($0) }); self.star = star; self.starSlot = starSlot }
    override func matches(_ f: Frame, _ v: Value) throws(Raise) -> Bool {
        f.at(self)
        guard v.isPointer, !v.isStr, !v.isBytes, v.type != Types.bytearray, v.type.has(TypeRef.Flags.isSequence) else { return false }
        let want = parts.count
        if star >= 0 && want == 1 && starSlot < 0 { return true }
        let n = try Operations.length(v)
        if star < 0 ? n != want : n < want - 1 { return false }
        if star < 0 && want == 0 { return true }
        if star < 0 && (v.isExactly(Types.tuple) || v.isExactly(Types.list)) {
            // (What patterns ask may change a list.)
            let t = TupleRef(v.isTuple ? v : ListRef(v).asTuple())
            for i in 0..<want {
                let x = t.items[i]
                if try !parts[i].with({ p throws(Raise) in try p.matches(f, x) }) { return false }
            }
            return true
        }
        // As CPython: `*_` makes the items be asked one by one, anything else unpacks the subject.
        if star < 0 || starSlot >= 0 {
            let items = try Unpack.unpack(v, want, star: star)
            for i in 0..<want {
                if i == star { f[starSlot] = items[i]; continue }
                let x = items[i]
                if try !parts[i].with({ p throws(Raise) in try p.matches(f, x) }) { return false }
            }
            return true
        }
        func item(_ i: Int) throws(Raise) -> Value { try Operations.getItem(v, Value(int: i)) }
        for i in 0..<want {
            if i == star { continue }
            let x = try item(star >= 0 && i > star ? n - want + i : i)
            if try !parts[i].with({ p throws(Raise) in try p.matches(f, x) }) { return false }
        }
        return true
    }
    /// Lists and tuples without `*`; what is no pointer, or a str, is no sequence.
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) -> Bool? {
        let v = w.value
        if !v.isPointer || v.isExactly(Types.str) || v.isExactly(Types.float) { r.guardKind(w); return false }
        guard star < 0, v.isExactly(Types.list) || v.isExactly(Types.tuple) else { return nil }
        let n = v.isList ? ListRef(v).count : TupleRef(v).count
        if n != parts.count { r.guardCount(w, n); return false }
        guard let items = r.unpack(w, n) else { return nil }
        for i in 0..<n {
            guard let fits = try parts[i].object.trace(r, items[i]) else { return nil }
            if !fits { return false }
        }
        return true
    }
}
final class MappingPattern: Pattern {
    let keys: Children<Operand>, parts: Children<Borrowed<Pattern>>, restSlot: Int, hasRest: Bool
    init(_ k: [Operand], _ p: [Pattern], restSlot: Int, hasRest: Bool) { keys = Children(k); parts = Children(p.map { Borrowed($0) }); self.restSlot = restSlot; self.hasRest = hasRest }
    override func matches(_ f: Frame, _ v: Value) throws(Raise) -> Bool {
        f.at(self)
        guard v.isPointer, v.type.has(TypeRef.Flags.isMapping) else { return false }
        if keys.count > 0 { if try Operations.length(v) < keys.count { return false } }
        let seen = ListRef.allocate(), found = ListRef.allocate()
        if keys.count > 0 {
            let get = v.isExactly(Types.dict) ? Value.unbound : try Operations.getAttribute(v, StrRef.intern("get"))
            let marker = ListRef.allocate().value
            for i in 0..<keys.count {
                let k = try keys[i].read(f)
                f.at(self)
                for j in 0..<seen.count { if try Operations.isEqual(seen[j], k) { throw Errors.valueError("mapping pattern checks duplicate key (\(Operations.reprText(k)))") } }
                seen.append(k)
                if get.isUnbound { guard let x = try DictRef(v).get(k) else { return false }; found.append(x) } else {
                    let x = try Call.call(get, k, marker)
                    if x == marker { return false }
                    found.append(x)
                }
            }
        }
        for i in 0..<keys.count { let x = found[i]; if try !parts[i].with({ p throws(Raise) in try p.matches(f, x) }) { return false } }
        if hasRest && restSlot >= 0 {
            let rest = DictRef.allocate()
            f[restSlot] = rest.value
            try DictNode.update(rest, v)
            for j in 0..<seen.count { _ = try rest.remove(seen[j]) }
        }
        return true
    }
}
final class ClassPattern: Pattern {
    let cls: Operand, positional: Int, names: Children<Value>, parts: Children<Borrowed<Pattern>>
    /// PARTS: positional ones first, then those of NAMES.
    init(_ c: Operand, positional: Int, names: [Value], _ p: [Pattern]) { cls = c; self.positional = positional; self.names = Children(names); parts = Children(p.map { Borrowed($0) }) }
    override func matches(_ f: Frame, _ v: Value) throws(Raise) -> Bool {
        let c = try cls.read(f)
        f.at(self)
        guard c.isType else { throw Errors.typeError("called match pattern must be a class") }
        if try !ClassTests.isInstance(v, c) { return false }
        let t = TypeRef(c.ref), seen = ListRef.allocate()
        var selfMatch = false
        if positional > 0 {
            var match = try Operations.findAttribute(c, Slot.matchArgs.name)
            if match.isUnbound {
                match = TupleRef.empty
                selfMatch = ClassPattern.matchesItself(t)
            } else if !match.isExactly(Types.tuple) { throw Errors.typeError("\(t.text).__match_args__ must be a tuple (got \(match.type))") }
            let allowed = selfMatch ? 1 : TupleRef(match).count
            if allowed < positional {
                throw Errors.typeError("\(t.text)() accepts \(allowed) positional sub-pattern\(allowed == 1 ? "" : "s") (\(positional) given)")
            }
            if selfMatch {
                if try !parts[0].with({ p throws(Raise) in try p.matches(f, v) }) { return false }
            } else {
                for i in 0..<positional {
                    let name = TupleRef(match)[i]
                    guard name.isStr else { throw Errors.typeError("__match_args__ elements must be strings (got \(name.type))") }
                    guard let x = try attribute(v, name, t, seen) else { return false }
                    if try !parts[i].with({ p throws(Raise) in try p.matches(f, x) }) { return false }
                }
            }
        }
        for i in 0..<names.count {
            guard let x = try attribute(v, names[i], t, seen) else { return false }
            if try !parts[positional + i].with({ p throws(Raise) in try p.matches(f, x) }) { return false }
        }
        return true
    }
    /// Plain classes, with attributes that lie in the instance.
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) -> Bool? {
        let c = try cls.read(r)
        guard let isInstance = r.plainInstance(w, c) else { return nil }
        if !isInstance { return false }
        let t = TypeRef(c.value.ref)
        if positional > 0 {
            let match = t.lookup(Slot.matchArgs.name)
            if match.isUnbound {
                guard positional == 1, ClassPattern.matchesItself(t) else { return nil }
                guard let fits = try parts[0].object.trace(r, w) else { return nil }
                if !fits { return false }
            } else {
                guard match.isExactly(Types.tuple), TupleRef(match).count >= positional else { return nil }
                for i in 0..<positional {
                    let name = TupleRef(match)[i]
                    for k in 0..<i where TupleRef(match)[k] == name { return nil }
                    for k in 0..<names.count where names[k] == name { return nil }
                    guard name.isExactly(Types.str), let x = try r.plainAttribute(self, StrRef.intern(name), w), let fits = try parts[i].object.trace(r, x) else { return nil }
                    if !fits { return false }
                }
            }
        }
        for i in 0..<names.count {
            for k in 0..<i where names[k] == names[i] { return nil }
            guard let x = try r.plainAttribute(self, StrRef.intern(names[i]), w), let fits = try parts[positional + i].object.trace(r, x) else { return nil }
            if !fits { return false }
        }
        return true
    }
    private func attribute(_ v: Value, _ name: Value, _ t: TypeRef, _ seen: ListRef) throws(Raise) -> Value? {
        for i in 0..<seen.count where StrRef.equal(StrRef(seen[i]), StrRef(name)) { throw Errors.typeError("\(t.text)() got multiple sub-patterns for attribute \(Operations.reprText(name))") }
        seen.append(name)
        let x = try Operations.findAttribute(v, StrRef.intern(name))
        return x.isUnbound ? nil : x
    }
    static func matchesItself(_ t: TypeRef) -> Bool {
        for b in [Types.bool, Types.bytearray, Types.bytes, Types.dict, Types.float, Types.frozenset, Types.int, Types.list, Types.set, Types.str, Types.tuple] where t.isSubtype(of: b) { return true }
        return false
    }
}
/// States: 0 subject, 1 + 2i guard of case i, 2 + 2i body of case i, `patternState` + i its pattern (a trace leaves there, at its beginning or with its
/// answer). [area] the subject.
final class MatchStatement: Statement {
    struct Capture { let slot: Int, target: Borrowed<Target> }
    struct Case { let pattern: Borrowed<Pattern>, captures: Children<Capture>, condition: Operand?; var body: Borrowed<Statement> }
    override func mapStatements(_ w: (Statement) -> Statement) { for i in 0..<cases.count { cases.start[i].body = Borrowed(w(cases[i].body.object)) } }
    let subject: Operand, cases: Children<Case>, area: Int
    init(_ s: Operand, _ c: [Case], area: Int) { subject = s; cases = Children(c); self.area = area }
    static let patternState = 0x8000
    override func run(_ f: Frame) throws(Raise) -> Signal { f[area] = try subject.read(f); return try from(0, f) }
    private func from(_ start: Int, _ f: Frame) throws(Raise) -> Signal {
        for i in start..<max(start, cases.count) {
            let v = f[area]
            if _slowPath(Monitor.isActive) { try cases[i].pattern.with { p throws(Raise) in try Monitor.line(f, p) } }
            if try !cases[i].pattern.with({ p throws(Raise) in try p.matches(f, v) }) { continue }
            if let s = try fitted(i, f) { return s }
        }
        f[area] = .unbound
        return .next
    }
    /// Behind the pattern of case I, which fits; nil: its condition does not hold.
    @inline(__always) private func fitted(_ i: Int, _ f: Frame) throws(Raise) -> Signal? {
        for k in 0..<cases[i].captures.count {
            let slot = cases[i].captures[k].slot, x = f[slot]
            f[slot] = .unbound
            try cases[i].captures[k].target.with { t throws(Raise) in try t.store(f, x) }
        }
        if let condition = cases[i].condition { if try !condition.test(f, self) { return nil } }
        f[area] = .unbound
        return try cases[i].body.with { b throws(Raise) in try b.run(f) }
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Signal {
        r.enter(); defer { r.leave() }
        let state = c.begin()
        var i = state == 0 || state >= MatchStatement.patternState ? state & (MatchStatement.patternState - 1) : (state - 1) / 2
        var answer: Bool? = nil, isGuard = false
        if state == 0 { r.at(0); r.put(area, try r.read(subject, &c)) }
        else if state >= MatchStatement.patternState {
            if c.isSpecial { answer = try r.decide(try r.special(&c)) }
            c.level = c.count
        } else if state & 1 == 1 { isGuard = true } else {
            r.at(state)
            return try r.run(cases[i].body.object, &c)
        }
        while i < cases.count {
            let captures = cases[i].captures
            if !isGuard {
                r.at(MatchStatement.patternState + i)
                // (A pattern that was called may not be asked again: no guard on what it has bound, until what follows has a state of its own.)
                var isCall = answer != nil
                if answer == nil {
                    let before = r.effects, w = r.typed(r.held(area))
                    answer = try cases[i].pattern.object.trace(r, w)
                    // What a guard behind it would do again may not have happened: only reading is repeated.
                    if r.effects != before { r.abort(.untraceable) }
                    if answer == nil { isCall = true; answer = try r.opaque(cases[i].pattern.object, w, binding: captures.count == 0 ? 0..<0 : captures[0].slot..<captures[0].slot + captures.count) }
                }
                if answer.unsafelyUnwrapped { for k in 0..<captures.count { let w = r.held(captures[k].slot); try captures[k].target.object.trace(r, isCall ? w : r.typed(w)) } }
            }
            if isGuard || answer.unsafelyUnwrapped {
                isGuard = false
                var fits = true
                if let condition = cases[i].condition { r.at(1 + 2 * i); fits = try r.test(condition, self, &c) }
                if fits {
                    r.at(2 + 2 * i)
                    return try r.run(cases[i].body.object, &c)
                }
            }
            answer = nil
            i += 1
        }
        return .next
    }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Signal {
        let s = c.next()
        if s == 0 { f[area] = try subject.resume(f, &c); return try from(0, f) }
        if s >= MatchStatement.patternState {
            let i = s - MatchStatement.patternState
            if c.isSpecial {
                if try ResumeState.value(f, &c) != .true { return try from(i + 1, f) }
                if let signal = try fitted(i, f) { return signal }
                return try from(i + 1, f)
            }
            if c.isActive, c.path[c.count - 1] == ResumeState.raising { throw JIT.lastRaise }
            return try from(i, f)
        }
        let i = (s - 1) / 2
        if s & 1 == 1 {
            let v = try cases[i].condition.unsafelyUnwrapped.resume(f, &c)
            f.at(self)
            if try !Operations.isTrue(v) { return try from(i + 1, f) }
            f[area] = .unbound
            return try cases[i].body.with { b throws(Raise) in try b.run(f) }
        }
        return try cases[i].body.with { b throws(Raise) in try b.proceed(f, &c) }
    }
}

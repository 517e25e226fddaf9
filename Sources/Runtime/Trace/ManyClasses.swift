import TraceIR
import TraceCompiler

/// Places of a program where objects of many classes are met: nodes of a syntax tree, events, widgets.
///
/// A guard of the class with a bridge for each further one is a list of classes that are compared in turn, each with all that follows the place behind it. Where
/// a few bridges have been made for one place, the next asks the object: whether it is an instance, what its attribute is, which method it has, by calls that look at
/// no frame. What such a call has told of an object holds for the places behind it as well: its class is not guarded there either.
enum ManyClasses {
    /// So many bridges begin at a place, each at the one before, until the next asks.
    static let most = 3
    /// And so many instructions in them. (A short list costs a nanosecond a class, asking 10 to 40 ns: loops that do little with each object ask at two dozen classes or never. What asking saves
    /// is the repetition of all that follows.)
    static let mostInstructions = 600
    /// The places, with all functions around them; and how often a node was one of them, whatever is around it.
    nonisolated(unsafe) static var places: Set<Int> = [], nodes: [Int: Int] = [:]
    /// A node that was met so often at places of its own is one everywhere.
    static let everywhere = 2

    struct Hash {
        private(set) var value = 0
        @inline(__always) mutating func add(_ x: Int) { value = (value ^ x) &* 0x100_0000_01B3; value ^= value &>> 29 }
    }
    /// The place at which exit X (decoded: P) of a trace with the root frame F resumes has one more bridge than most.
    static func add(_ x: NativeCompiler.Exit, _ p: JIT.Point, _ f: Frame) {
        var h = Hash(), own = Hash()
        for i in 0..<p.count { h.add(Int(p.path[i])) }
        for i in 0..<x.frames.count { h.add(Int(truncatingIfNeeded: x.frames[i].code & ~3)) }
        h.add(Int(truncatingIfNeeded: f.base[Frame.code].bits))
        if !places.insert(h.value).inserted { return }
        let last = x.frames[x.frames.count - 1], path = UnsafeMutablePointer<UInt16>.allocate(capacity: Int(last.pathCount) + 1)
        defer { path.deallocate() }
        var n = 0
        ResumeState.decode(x.path(last), path, &n)
        for i in 0..<n { own.add(Int(path[i])) }
        own.add(Int(truncatingIfNeeded: (last.code == 0 ? f.base[Frame.code].bits : last.code) & ~3))
        nodes[own.value, default: 0] += 1
    }

    // MARK: what is asked
    /// `isinstance(o, c)` for a class whose metaclass asks as `type` does, or a tuple of such classes: 1, 0, or 2 where the object may say something else than
    /// its class.
    static func isInstance(_ o: Value, _ c: Value) -> Int {
        guard c.isType else {
            guard c.isExactly(Types.tuple) else { return 2 }
            let u = TupleRef(c)
            for i in 0..<u.count {
                let r = u[i].isType ? isInstance(o, u[i]) : 2
                if r != 0 { return r }
            }
            return 0
        }
        guard c.ref.type.slot(.instancecheck) == Types.type.slot(.instancecheck) else { return 2 }
        let t = o.type
        if t.isSubtype(of: TypeRef(c.ref)) { return 1 }
        return (!o.isPointer || t.has(TypeRef.Flags.genericGet)) && t.lookup(Names.__class__) == Types.object.lookup(Names.__class__) ? 0 : 2
    }
    /// The attribute NAME of O that is a value the object or its class keeps; unbound for all else.
    static func attribute(_ o: Value, _ name: Value) -> Value {
        guard o.isPointer else { return .unbound }
        let c = AttributeCache.single(o, name)
        switch c.kind {
        case .inline, .overflow, .slot, .value: return c.load(o, binding: false)
        default: return .unbound
        }
    }
    /// What O's class has under NAME and binds to the object: a method, the getter of a property, a builtin descriptor; unbound for all else.
    static func found(_ o: Value, _ name: Value) -> Value {
        guard o.isPointer else { return .unbound }
        let c = AttributeCache.single(o, name)
        return c.kind == .method || c.kind == .property || c.kind == .accessor ? o.ref.type.lookup(name) : .unbound
    }
    /// The special method of SLOT that the class of an object has.
    static func special(_ o: Value, _ s: Int) -> Value { o.isPointer ? o.ref.type.slot(Slot(rawValue: s).unsafelyUnwrapped) : .unbound }
    /// Whether `o.name = v` is a store in a place that O has already.
    static func hasPlace(_ o: Value, _ name: Value) -> Bool { place(o, name) != nil }
    private enum Place { case word(Int), attribute(Int) }
    @inline(__always) private static func place(_ o: Value, _ name: Value) -> Place? {
        guard o.isPointer, case let t = o.ref.type, t.slot(.setattr) == Types.objectSetAttr else { return nil }
        let d = t.lookup(name)
        if d.isPointer {
            if d.ref.type == Types.member { return SlotMember.word(d).map { .word($0) } }
            if Operations.isDataDescriptor(d.ref.type) { return nil }
        }
        guard t.attributes != 0, t.attributes != TypeRef.attributesAtEnd, case let a = Attributes(o.ref), !a.isDictionary, case let i = a.shape.find(name), i >= 0 else { return nil }
        return .attribute(i)
    }
    /// That store: 1 done, 2 it is none.
    static func store(_ o: Value, _ name: Value, _ v: Value) -> Int {
        switch place(o, name) {
        case .word(let w): o.ref.set(w, v)
        case .attribute(let i): Attributes(o.ref)[i] = v
        case nil: return 2
        }
        return 1
    }
    /// The truth of V where its class alone or a count tells it: 1, 0, or 2 where a method has to be asked.
    static func truth(_ v: Value) -> Int {
        if !v.isPointer { return v == .true || v.isInt && v.int != 0 ? 1 : v.isBool || v.isNone || v.isInt ? 0 : 2 }
        let t = v.ref.type
        if t == Types.str || t == Types.list || t == Types.tuple || t == Types.dict || t == Types.set || t == Types.frozenset { return v.ref.word(2) != 0 ? 1 : 0 }
        return t.hasSlot(.bool) || t.hasSlot(.len) ? 2 : 1
    }
}
extension Recorder {
    /// Whether many classes were met here and nothing is known of the class of W.
    func isOfMany(_ w: Traced) -> Bool {
        if ManyClasses.places.isEmpty || w.ref.isConstant || b.kind(w.ref) != .word || b.isNew(w.ref) || b.isKnownField(w.ref, offset: 8, class: Alias.headers) { return false }
        if ofMany.contains(w.ref.raw) { return true }
        if !isPlaceOfMany { return false }
        ofMany.insert(w.ref.raw)
        return true
    }
    /// Whether many classes, or dicts of many forms, were met where the recording is now.
    var isPlaceOfMany: Bool {
        if ManyClasses.places.isEmpty || forced != nil { return false }
        var h = ManyClasses.Hash(), own = ManyClasses.Hash()
        for l in levels {
            let isLast = l === top, n = min(l.path.count, l.shown)
            for i in 0..<n { h.add(Int(l.path[i])); if isLast { own.add(Int(l.path[i])) } }
            if !isLast { continue }
            if l.finishedDepth == n { h.add(Int(ResumeState.finished)); own.add(Int(ResumeState.finished)) }
            own.add(Int(truncatingIfNeeded: l.frame.base[Frame.code].bits & ~3))
        }
        if ManyClasses.nodes[own.value, default: 0] >= ManyClasses.everywhere { return true }
        for l in levels { h.add(l.base == 0 ? 0 : Int(truncatingIfNeeded: l.frame.base[Frame.code].bits & ~3)) }
        h.add(Int(truncatingIfNeeded: levels[0].frame.base[Frame.code].bits))
        return ManyClasses.places.contains(h.value)
    }
    private static let kept = Alias.mask(Alias.headers, Alias.types, Alias.attributes)
    /// `isinstance(w, c)`; nil where it is told by W's class and what C is now.
    func isInstanceOfMany(_ w: Traced, _ c: Traced) -> Traced? {
        guard case let known = ManyClasses.isInstance(w.value, c.value), known != 2, b.kind(w.ref) == .word else { return nil }
        func ask(_ c: Traced) -> Bool {
            let known = ManyClasses.isInstance(w.value, c.value)
            b.guardEqual(b.call(Leaves.isInstance, [w.ref, c.ref], result: .i64, pure: true, reads: Alias.mask(Alias.headers, Alias.types)), UInt64(known), snapshot())
            return known == 1
        }
        // (A tuple that the trace makes need not exist for it.)
        let isMade = b.isNew(c.ref)
        guard c.ref.isConstant || isMade ? isOfMany(w) : isPlaceOfMany else { return nil }
        guard isMade, let parts = unpack(c, TupleRef(c.value).count) else { return bool(ask(c)) }
        for p in parts where ask(p) { return bool(true) }
        return bool(false)
    }
    /// Attribute NAME of O, which the object or its class keeps; nil for all else.
    func attributeOfMany(_ o: Traced, _ name: Value) -> Traced? {
        guard isOfMany(o), case let v = ManyClasses.attribute(o.value, name), !v.isUnbound else { return nil }
        let r = b.call(Leaves.attribute, [o.ref, known(name).ref], result: .word, pure: true, reads: Recorder.kept)
        b.guardNonNull(r, snapshot())
        return typed(v, r)
    }
    /// Guards that `ManyClasses.found` gives for NAME of O what it does now, if many classes were met here; false if not.
    func guardFound(_ o: Traced, _ name: Value) -> Bool {
        guard isOfMany(o), case let v = ManyClasses.found(o.value, name), !v.isUnbound else { return false }
        keep.append(v)
        b.guardEqual(b.call(Leaves.found, [o.ref, known(name).ref], result: .word, pure: true, reads: Recorder.kept), v.bits, snapshot())
        return true
    }
    /// Guards the special method of slot S that the class of W has.
    func guardSpecial(_ w: Traced, _ s: Slot) {
        let t = w.value.ref.type
        if !isOfMany(w) { guardType(w, t); guardVersion(t); return }
        keep.append(t.slot(s))
        b.guardEqual(b.call(Leaves.special, [w.ref, b.i64(s.rawValue)], result: .word, pure: true, reads: Alias.mask(Alias.headers, Alias.types)), t.slot(s).bits, snapshot())
    }
    /// `o.name = w`, where the place is there; false elsewhere, and nothing has happened.
    func storeInMany(_ o: Traced, _ name: Value, _ w: Traced, isName: () -> Void) -> Bool {
        guard isOfMany(o), ManyClasses.hasPlace(o.value, name) else { return false }
        isName()
        effects += 1; tracedNote()
        // (Where there is none, nothing has happened.)
        b.guardEqual(b.call(Leaves.storeAttribute, [o.ref, known(name).ref, b.asWord(w.ref)], result: .i64, writes: Alias.mask(Alias.attributes)), 1, snapshot())
        _ = ManyClasses.store(o.value, name, w.value)
        return true
    }
    /// The truth of W; nil where it is guarded by its class.
    func truthOfMany(_ w: Traced) -> Bool? {
        guard isOfMany(w), case let yes = ManyClasses.truth(w.value), yes != 2 else { return nil }
        b.guardEqual(b.call(Leaves.truth, [w.ref], result: .i64, pure: true, reads: Alias.mask(Alias.headers, Alias.types, Alias.lengths)), UInt64(yes), snapshot())
        return yes == 1
    }
}
